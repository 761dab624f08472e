"""Models over the API: a publisher on a local socket, a tiny model in the library's own format."""

from __future__ import annotations

import shutil
import threading
from collections.abc import AsyncIterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from typing import Any, NamedTuple

import httpx
import pytest

from feedbackyes import models
from feedbackyes.engine import Description
from feedbackyes.models import Model
from tests.api.conftest import World
from tests.gateway.conftest import eventually
from tests.models.test_download import Publisher, archive, at_once, model, publisher

__all__ = ["archive", "at_once", "model", "publisher"]
NAME = "good-ears"
OTHER = "other-ears"


@pytest.fixture
async def http(world: World, model: Model, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[httpx.AsyncClient]:
    monkeypatch.setattr(models, "known", lambda: (model, replace(model, name=OTHER)))
    async with world.client("eve") as client:
        yield client
    world.services.pulls.close()


async def listed(http: httpx.AsyncClient, name: str = NAME) -> dict[str, Any]:
    items = (await http.get("/api/models")).json()["items"]
    return next(item for item in items if item["name"] == name)


async def done(world: World, name: str = NAME) -> None:
    await eventually(lambda: world.services.pulls.going_on(name) is None)


class Gate:
    """Holds a publisher's answers in the middle until it is opened."""

    def __init__(self, publisher: Publisher) -> None:
        self.data, self.tag = publisher.data, publisher.tag
        self.opened, self.waiting = threading.Event(), threading.Event()
        publisher.answer = self.answer

    def answer(self, handler: BaseHTTPRequestHandler) -> bool:
        handler.send_response(200)
        handler.send_header("etag", self.tag)
        handler.send_header("content-length", str(len(self.data)))
        handler.end_headers()
        handler.wfile.write(self.data[:100_000])
        self.waiting.set()
        self.opened.wait(10)
        handler.wfile.write(self.data[100_000:])
        handler.close_connection = True
        return True


async def test_what_is_known_says_what_it_is_before_anything_is_fetched(
    http: httpx.AsyncClient, publisher: Publisher
) -> None:
    told = (await http.get("/api/models")).json()
    first = told["items"][0]
    assert (first["name"], first["languages"], first["licence"]) == (NAME, ["en", "de"], "MIT")
    assert (first["installed"], first["in_use"], first["pull"], first["checked"]) == (False, False, None, True)
    assert (told["basic"], told["chosen"]["stt"], told["own"]) == (True, "pocketsphinx", [])
    assert told["free_bytes"] > 0
    assert publisher.ranges == []


async def test_a_pull_is_watched_by_everybody_and_installs(
    world: World, http: httpx.AsyncClient, publisher: Publisher
) -> None:
    gate = Gate(publisher)
    answers = [await http.post(f"/api/models/{NAME}/pull") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [202, 202]
    await eventually(gate.waiting.is_set)
    await http.post(f"/api/models/{OTHER}/pull")
    await eventually(lambda: (found := world.services.pulls.going_on(NAME)) is not None and found.fetched > 0)
    async with world.client("eve") as another:
        seen = (await listed(another))["pull"]
    assert (seen["state"], seen["total"]) == ("fetching", len(publisher.data))
    assert 0 < seen["fetched"] < seen["total"]
    assert (await listed(http, OTHER))["pull"]["state"] == "waiting"
    assert (await http.delete(f"/api/models/{NAME}")).status_code == 409
    gate.opened.set()
    await done(world)
    await done(world, OTHER)
    assert [(await listed(http, name))["installed"] for name in (NAME, OTHER)] == [True, True]
    assert len(publisher.ranges) == 2
    assert (await http.post(f"/api/models/{NAME}/pull")).json()["pull"] is None


async def test_a_pull_that_is_cancelled_is_gone_on_with(
    world: World, http: httpx.AsyncClient, publisher: Publisher
) -> None:
    gate = Gate(publisher)
    await http.post(f"/api/models/{NAME}/pull")
    await eventually(lambda: (found := world.services.pulls.going_on(NAME)) is not None and found.fetched > 0)
    assert (await http.delete(f"/api/models/{NAME}/pull")).status_code == 204
    told = await listed(http)
    assert (told["pull"], told["failure"], told["installed"]) == (None, None, False)
    gate.opened.set()
    publisher.answer = lambda _: False
    await http.post(f"/api/models/{NAME}/pull")
    await done(world)
    assert (await listed(http))["installed"] is True
    assert publisher.ranges[-1] is not None  # a part was there already


@pytest.mark.parametrize("kind", ["checksum", "room", "network"])
async def test_what_goes_wrong_is_a_sentence_that_stays_until_the_next_try(
    kind: str,
    world: World,
    http: httpx.AsyncClient,
    model: Model,
    monkeypatch: pytest.MonkeyPatch,
    publisher: Publisher,
) -> None:
    wrong = {
        "checksum": (replace(model, sha256="0" * 64), "is not what it should be"),
        "room": (replace(model, size=2**60), "There is no room"),
        "network": (replace(model, url="http://127.0.0.1:1/x.tar.bz2"), "could not be fetched from 127.0.0.1"),
    }
    broken, sentence = wrong[kind]
    with monkeypatch.context() as patched:
        patched.setattr(models, "known", lambda: (broken,))
        await http.post(f"/api/models/{NAME}/pull")
        await done(world)
    told = await listed(http)
    assert sentence in told["failure"]
    assert (told["installed"], told["pull"]) == (False, None)
    await http.post(f"/api/models/{NAME}/pull")
    await done(world)
    told = await listed(http)
    assert (told["failure"], told["installed"]) == (None, True)


class _Describing(NamedTuple):
    told: Description

    def describe(self) -> Description:
        return self.told


async def test_a_model_is_removed_unless_it_is_in_use(
    world: World, http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    await http.post(f"/api/models/{NAME}/pull")
    await done(world)
    used = replace(world.services.engine.describe(), recogniser=f"{NAME} (NeMo CTC)")
    with monkeypatch.context() as patched:
        patched.setattr(world.services, "engine", _Describing(used))
        assert (await listed(http))["in_use"] is True
        refused = await http.delete(f"/api/models/{NAME}")
        assert (refused.status_code, "in use" in refused.json()["error"]["message"]) == (409, True)
    assert (await http.delete(f"/api/models/{NAME}")).status_code == 204
    assert (await http.delete(f"/api/models/{NAME}")).status_code == 404
    assert (await listed(http))["installed"] is False


async def test_models_that_are_not_known_are_told_and_may_be_removed(world: World, http: httpx.AsyncClient) -> None:
    own = world.services.pulls.store.folder / "own-ears"
    own.mkdir(parents=True)
    assert (await http.get("/api/models")).json()["own"] == ["own-ears"]
    assert (await http.post("/api/models/own-ears/pull")).status_code == 404
    assert (await http.delete("/api/models/own-ears")).status_code == 204
    shutil.rmtree(own, ignore_errors=True)


@pytest.mark.parametrize("who", ["ann", "tim"])
async def test_only_admins_see_and_install(world: World, who: str, http: httpx.AsyncClient) -> None:
    async with world.client(who) as other:
        for method, path in (
            ("GET", ""),
            ("POST", f"/{NAME}/pull"),
            ("DELETE", f"/{NAME}/pull"),
            ("DELETE", f"/{NAME}"),
        ):
            assert (await other.request(method, f"/api/models{path}")).status_code == 403
