"""What every answer tells the browser, whatever it is an answer to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from feedbackyes.api import middleware
from feedbackyes.api.middleware import CLOSED_POLICY, MAX_PUBLIC_BYTES
from feedbackyes.storage import users
from tests.api.conftest import World, settings, world

__all__ = ["settings", "world"]

ALWAYS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-site",
}


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/health", {}, 200),
        ("GET", "/api/me", {}, 200),
        ("GET", "/api/sessions/none", {}, 404),
        ("GET", "/api/nowhere", {}, 404),
        ("PATCH", "/api/me/preferences", {}, 405),
        ("POST", "/api/sessions", {"content-type": "application/json"}, 422),
        ("GET", "/api/me", {"authorization": "Bearer fy_forged"}, 401),
        ("GET", "/api/me", {"host": "evil.example"}, 400),
        ("POST", "/api/sessions", {"origin": "https://evil.example"}, 403),
        ("POST", "/api/sessions", {"content-length": "99999999"}, 413),
        ("GET", "/openapi.json", {}, 200),
        ("GET", "/docs/start.js", {}, 200),
        ("GET", "/api/usage?format=csv", {}, 200),
        ("OPTIONS", "/api/me", {"origin": "http://localhost:3000", "access-control-request-method": "GET"}, 200),
    ],
)
async def test_every_answer_protects_itself(
    world: World, method: str, path: str, headers: dict[str, str], status: int
) -> None:
    async with world.client(headers=headers) as client:
        answer = await client.request(method, path, content=b"[" if status == 422 else None)
    assert answer.status_code == status
    assert {name: answer.headers[name] for name in ALWAYS} == ALWAYS
    assert answer.headers["cache-control"] == "no-store"
    assert "microphone=(self)" in answer.headers["permissions-policy"]
    assert "camera=()" in answer.headers["permissions-policy"]
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    if "javascript" not in answer.headers.get("content-type", ""):
        assert answer.headers["content-security-policy"] == CLOSED_POLICY
    assert "strict-transport-security" not in answer.headers
    assert "server" not in answer.headers


async def test_a_failure_of_ours_has_them_too(world: World) -> None:
    async def broken() -> None:
        raise RuntimeError("unexpected")

    world.app.router.add_api_route("/api/broken", broken)
    world.app.router.routes.insert(0, world.app.router.routes.pop())
    async with world.client(headers={"Origin": "http://localhost:3000"}) as client:
        answer = await client.get("/api/broken")
    assert answer.status_code == 500
    assert "unexpected" not in answer.text
    assert answer.headers["content-security-policy"] == CLOSED_POLICY
    assert answer.headers["access-control-allow-origin"] == "http://localhost:3000"


@pytest.mark.parametrize(
    ("base", "sent"), [("https://box.example", True), ("http://box.example", False), ("https://localhost:8000", False)]
)
async def test_a_browser_stays_with_https_where_it_came_by_it(world: World, base: str, sent: bool) -> None:
    """Not at localhost: it would lock out every other server of the same machine."""
    world.services.door.loopback = False
    async with world.client("ann", base_url=base) as client:
        assert ("strict-transport-security" in (await client.get("/api/me")).headers) is sent


async def test_a_strange_host_adds_nothing_to_the_policy(world: World) -> None:
    policy = middleware.content_security_policy("x; script-src *")
    assert "x;" not in policy
    assert policy.count("script-src") == 1
    assert "unsafe-eval" not in policy


async def test_foreign_pages_get_no_leave_to_read(world: World) -> None:
    async with world.client(headers={"Origin": "https://evil.example"}) as client:
        answer = await client.get("/api/me")
        asked = await client.options("/api/sessions", headers={"Access-Control-Request-Method": "POST"})
    assert "access-control-allow-origin" not in answer.headers
    assert (asked.status_code, "access-control-allow-origin" in asked.headers) == (400, False)


async def test_where_anybody_may_knock_bodies_are_short(world: World) -> None:
    async def body() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b"a" * 8192

    async with world.client() as client:
        answer = await client.post("/webhooks/sip", content=body())
        login = await client.post("/api/auth/login", content=b"a" * (MAX_PUBLIC_BYTES + 1))
    assert (answer.status_code, login.status_code) in {(401, 413), (413, 413)}
    assert login.json()["error"]["code"] == "body_too_large"


async def test_a_body_that_does_not_come_is_not_waited_for(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(middleware, "PIECE_SECONDS", 0.05)

    async def body() -> AsyncIterator[bytes]:
        yield b'{"scenario_id":'
        await asyncio.Event().wait()

    async with world.client() as client, asyncio.timeout(5):
        answer = await client.post("/api/sessions", content=body(), headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (408, "body_too_slow")


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 50_000, "[" * 2_000_000])
async def test_deep_json_is_refused(world: World, text: str) -> None:
    async with world.client() as client:
        for path in ("/api/sessions", "/api/feedback/analyze", "/v1/chat/completions", "/v1/live/sessions"):
            answer = await client.post(path, content=text, headers={"Content-Type": "application/json"})
            assert answer.status_code in (400, 422), (path, answer.text)


async def test_tokens_come_in_no_answer_but_their_own(world: World, tmp_path: Path) -> None:
    """What goes wrong is told without the credentials that came with it."""
    secret = users.TOKEN_PREFIX + "very-secret"
    async with world.client(headers={"Authorization": f"Bearer {secret}"}) as client:
        for path in ("/api/me", f"/api/sessions?token={secret}", "/ws/audio"):
            assert secret not in (await client.get(path)).text
