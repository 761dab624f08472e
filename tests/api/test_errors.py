"""Every error has one shape, and says no more than it should."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from structlog.testing import capture_logs

from feedbackyes.api import errors
from feedbackyes.domain import errors as domain
from feedbackyes.domain.errors import UnknownBackend
from feedbackyes.domain.session import IllegalTransition
from feedbackyes.storage.sessions import UnknownSession
from tests.api.conftest import World


def subclasses(kind: type[domain.ExpectedError]) -> set[type[domain.ExpectedError]]:
    return {kind}.union(*map(subclasses, kind.__subclasses__()))


@pytest.mark.parametrize(
    ("error", "status", "type_"),
    [
        (domain.InvalidInput("x"), 400, "invalid_request_error"),
        (domain.Unauthorised("x"), 401, "authentication_error"),
        (domain.Forbidden("x"), 403, "permission_error"),
        (UnknownSession("s"), 404, "not_found_error"),
        (IllegalTransition("x"), 409, "invalid_request_error"),
        (domain.TooMany("x"), 429, "rate_limit_error"),
        (domain.Failed("x"), 502, "server_error"),
        (UnknownBackend("stt", "x", []), 503, "server_error"),
    ],
)
def test_each_branch_of_the_tree_has_its_status(error: domain.ExpectedError, status: int, type_: str) -> None:
    answer = errors.answer(error)
    assert answer.status_code == status
    assert errors.body(status, "c", "m")["error"]["type"] == type_


def test_no_expected_error_ends_as_an_internal_one() -> None:
    for kind in subclasses(domain.ExpectedError) - {domain.ExpectedError}:
        assert errors.status_of(kind.__new__(kind)) != 500, kind


async def test_what_cannot_be_used_is_named(world: World) -> None:
    async with world.client() as client:
        wrong = await client.post("/api/sessions", json={"patience_ms": "soon"})
        broken = await client.post("/api/sessions", content=b"{", headers={"Content-Type": "application/json"})
        unknown = await client.post("/api/sessions", json={"colour": "red"})
    assert wrong.status_code == broken.status_code == unknown.status_code == 422
    assert wrong.json()["error"]["param"] == "patience_ms"
    assert wrong.json()["error"]["code"] == "invalid_value"
    assert broken.json()["error"]["code"] == "invalid_json"
    assert "at character 1" in broken.json()["error"]["message"]
    assert unknown.json()["error"]["param"] == "colour"


async def test_a_body_that_is_no_json_object_is_told_what_to_be(world: World) -> None:
    async with world.client() as client:
        for content, kind in ((b"", "application/json"), (b"[]", "application/json"), (b"{}", "text/plain")):
            answer = await client.post("/api/goals", content=content, headers={"Content-Type": kind})
            assert answer.status_code == 422
            assert "application/json" in answer.json()["error"]["message"]


@pytest.mark.parametrize("path", ["/api/nothing", "/api/", "/v1/nothing", "/ws/nothing", "/assets/none.js"])
async def test_what_is_not_there_is_said_in_json(world: World, path: str) -> None:
    async with world.client() as client:
        answer = await client.get(path)
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "not_found"


async def test_the_wrong_method_is_said_to_be_wrong(world: World) -> None:
    async with world.client() as client:
        answer = await client.delete("/api/me")
    assert answer.status_code == 405
    assert answer.json()["error"]["code"] == "method_not_allowed"


async def test_the_unexpected_has_an_id_and_tells_nothing_else(world: World) -> None:
    world.gateway.events = None  # type: ignore[assignment,method-assign]  # so that something breaks
    await world.session(owner="local")
    with capture_logs() as logs:
        async with world.client() as client:
            answer = await client.get("/api/sessions/s1/events")
    assert answer.status_code == 500
    assert "NoneType" not in answer.text
    assert logs[-1]["error_id"] in answer.json()["error"]["message"]
    assert logs[-1]["route"] == "/api/sessions/{session_id}/events"


async def test_a_body_that_is_too_big_is_not_read(world: World) -> None:
    async def parts() -> AsyncIterator[bytes]:
        yield b'{"session_id": "x", "transcript": "'
        for _ in range(20):
            yield b"a" * 1_000_000
        raise AssertionError("all of it was read")

    async with world.client() as client:
        told = await client.post("/api/feedback/analyze", json={"session_id": "x", "transcript": "a" * 20_000_000})
        untold = await client.post(
            "/api/feedback/analyze", content=parts(), headers={"Content-Type": "application/json"}
        )
    assert (told.status_code, told.json()["error"]["code"]) == (413, "body_too_large")
    assert (untold.status_code, untold.json()["error"]["code"]) == (413, "body_too_large")
