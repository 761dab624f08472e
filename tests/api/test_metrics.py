"""Who reads the figures, and what requests leave behind."""

from __future__ import annotations

import json

import httpx
import pytest

from feedbackyes import log
from feedbackyes.api.application import build
from tests.api.conftest import World
from tests.telemetry.test_metrics import shown

STRANGER = "10.1.2.3"


async def test_admins_read_metrics_and_nobody_else_does(world: World) -> None:
    async with world.client(peer=STRANGER) as nobody, world.client("tim", peer=STRANGER) as trainer:
        assert (await nobody.get("/metrics")).status_code == 401
        assert (await trainer.get("/metrics")).status_code == 403
    async with world.client("eve", peer=STRANGER) as admin:
        answer = await admin.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert "feedbackyes_build_info{" in answer.text
    assert "feedbackyes_draining 0.0" in answer.text


async def test_prometheus_has_a_token_that_opens_nothing_else(world: World) -> None:
    world.services.settings = world.services.settings.model_copy(update={"metrics_token": "scrape-me"})
    headers = {"Authorization": "Bearer scrape-me"}
    async with world.client(peer=STRANGER, headers=headers) as client:
        assert (await client.get("/metrics")).status_code == 200
        assert (await client.get("/api/me")).status_code == 401
        wrong = await client.get("/metrics", headers={"Authorization": "Bearer scrape-you"})
    assert wrong.status_code == 401


async def test_requests_are_counted_by_route_and_not_by_path(world: World) -> None:
    by_route = {"method": "GET", "route": "/api/sessions/{session_id}", "status": "404"}
    before = shown("feedbackyes_http_requests_total", **by_route)
    async with world.client() as client:
        await client.get("/api/sessions/nobody-1")
        await client.get("/api/sessions/nobody-2")
        await client.get("/no/such/page")
    assert shown("feedbackyes_http_requests_total", **by_route) - before == 2
    assert shown("feedbackyes_http_requests_total", route="/no/such/page") == 0


async def test_a_request_has_an_id_which_a_proxy_may_give(world: World) -> None:
    async with world.client() as client:
        ours = (await client.get("/health")).headers["x-request-id"]
        theirs = (await client.get("/health", headers={"X-Request-Id": "abc.1"})).headers["x-request-id"]
        nonsense = (await client.get("/health", headers={"X-Request-Id": "a b\tc" * 50})).headers["x-request-id"]
    assert len(ours) == len(nonsense) == 16
    assert theirs == "abc.1"


async def test_the_access_log_has_no_query_and_no_token(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    log.configure("INFO", "json")
    app = build(world.services.settings.model_copy(update={"access_log": True}))
    app.state.services = world.services
    transport = httpx.ASGITransport(app, client=("127.0.0.1", 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as client:
        await client.get("/api/sessions/s-77?token=SECRETSECRET", headers={"X-Request-Id": "r-1"})
        await client.get("/MARKER/path?key=SECRETSECRET")
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines() if '"request"' in line]
    assert [line["route"] for line in lines] == ["/api/sessions/{session_id}", "page"]
    assert lines[0]["status"] == 404
    assert (lines[0]["request_id"], lines[0]["session_id"], lines[0]["user_id"]) == ("r-1", "s-77", "local")
    assert not any(word in json.dumps(lines) for word in ("SECRET", "MARKER"))
