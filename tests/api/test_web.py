"""The built page as files, its addresses, and the access link."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from pathlib import Path

import httpx
import pytest

from feedbackyes.api import docs, web
from feedbackyes.api.auth import Door
from feedbackyes.settings import Settings
from tests.api.conftest import World

INLINE = "document.documentElement.dataset.theme = 'dark'"
PAGE = f"<!doctype html><script>{INLINE}</script><script type='module' src='/assets/index-D9a8b7c6.js'></script>"


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "web_dist"
    (root / "assets").mkdir(parents=True)
    (root / "swagger").mkdir()
    (root / "index.html").write_text(PAGE)
    (root / "favicon.svg").write_text("<svg/>")
    (root / "assets/index-D9a8b7c6.js").write_text("console.log(1)")
    (root / "assets/index-D9a8b7c6.js.gz").write_bytes(gzip.compress(b"console.log(1)"))
    (root / "swagger/swagger-ui-bundle.js").write_text("window.SwaggerUIBundle = () => {}")
    (tmp_path / "secret.txt").write_text("not for you")
    monkeypatch.setattr(web, "ROOT", root)
    monkeypatch.setattr(docs, "ROOT", root)
    return root


@pytest.fixture
def settings(tmp_path: Path, built: Path) -> Settings:
    return Settings(data=tmp_path / "data")


@pytest.mark.parametrize("path", ["/", "/practice/conflict-resolution", "/history", "/index.html"])
async def test_every_address_of_the_page_is_the_page(world: World, path: str) -> None:
    async with world.client() as client:
        answer = await client.get(path)
    assert (answer.status_code, answer.text) == (200, PAGE)
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["cache-control"] == "no-cache"


async def test_hashed_files_are_kept_for_a_year_and_sent_packed(world: World) -> None:
    async with world.client() as client:
        packed = await client.get("/assets/index-D9a8b7c6.js", headers={"Accept-Encoding": "gzip, br"})
        plain = await client.get("/assets/index-D9a8b7c6.js", headers={"Accept-Encoding": "identity"})
    assert packed.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert (packed.headers["content-encoding"], packed.text) == ("gzip", "console.log(1)")
    assert ("content-encoding" in plain.headers, plain.text) == (False, "console.log(1)")
    assert packed.headers["content-type"].startswith("text/javascript")
    assert "Accept-Encoding" in packed.headers["vary"]


async def test_what_did_not_change_is_not_sent_again(world: World) -> None:
    async with world.client() as client:
        etag = (await client.get("/favicon.svg")).headers["etag"]
        again = await client.get("/favicon.svg", headers={"If-None-Match": etag})
    assert (again.status_code, again.content, again.headers["cache-control"]) == (304, b"", "no-cache")


async def test_a_page_that_is_loaded_again_keeps_its_policy(world: World) -> None:
    """A browser replaces the headers that it has kept by those of "not modified": another policy would stop all scripts."""
    async with world.client() as client:
        first = await client.get("/")
        again = await client.get("/", headers={"If-None-Match": first.headers["etag"]})
    assert "script-src" in first.headers["content-security-policy"]
    assert again.status_code == 304
    assert "content-security-policy" not in again.headers


@pytest.mark.parametrize(
    "path",
    ["/%2e%2e/secret.txt", "/..%2fsecret.txt", "/assets/%2e%2e/%2e%2e/secret.txt", "//etc/hostname.x", "/a%00.js"],
)
async def test_nothing_outside_of_the_page_can_be_read(world: World, path: str) -> None:
    async with world.client() as client:
        answer = await client.get(path)
    assert answer.status_code == 404
    assert "not for you" not in answer.text


async def test_a_missing_file_is_missing_and_not_the_page(world: World) -> None:
    async with world.client() as client:
        assert (await client.get("/assets/index-00000000.js")).status_code == 404


async def test_the_policy_lets_the_pages_own_scripts_run_and_no_others(world: World) -> None:
    digest = base64.b64encode(hashlib.sha256(INLINE.encode()).digest()).decode()
    async with world.client() as client:
        answer = await client.get("/")
    policy = dict(part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; "))
    assert policy["script-src"] == f"'self' blob: 'sha256-{digest}'"
    assert policy["connect-src"] == "'self' ws://localhost:8000 wss://localhost:8000"
    assert policy["frame-ancestors"] == "'none'"
    assert answer.headers["permissions-policy"].startswith("microphone=(self)")
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_a_page_that_is_not_built_says_what_to_do(world: World, built: Path) -> None:
    (built / "index.html").unlink()
    async with world.client() as client:
        answer = await client.get("/")
    assert (answer.status_code, "make install" in answer.text) == (503, True)


@pytest.fixture
def remote(world: World) -> World:
    """The same server away from loopback, with an access link."""
    outside = Settings(data=world.services.settings.data, host="0.0.0.0", access_token="fy_link")
    world.services.door = Door(outside, world.services.database, access_token="fy_link")
    return world


async def test_the_link_opens_the_page_and_the_browser_remembers(remote: World) -> None:
    async with remote.client(peer="10.1.2.3", base_url="http://box:8000") as client:
        link = await client.get("/history?token=fy_link&day=1")
        assert "fy_link" not in link.text
        assert "url=/history?day=1" in link.text
        cookie = link.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie
        assert (await client.get("/")).text == PAGE
        assert (await client.get("/api/me")).json()["id"] == "local"


async def test_without_the_link_the_browser_is_told_about_it(remote: World) -> None:
    async with remote.client(peer="10.1.2.3", base_url="http://box:8000") as client:
        page = await client.get("/", headers={"Accept": "text/html"})
        wrong = await client.get("/?token=fy_wrong", headers={"Accept": "text/html"})
        data = await client.get("/api/scenarios", headers={"Accept": "text/html"})
        files = await client.get("/assets/index-D9a8b7c6.js")
    assert (page.status_code, "link" in page.text) == (401, True)
    assert (wrong.status_code, data.status_code, files.status_code) == (401, 401, 401)
    assert data.headers["www-authenticate"] == "Bearer"
    assert data.json()["error"]["type"] == "authentication_error"


async def test_a_link_cannot_lead_elsewhere(remote: World) -> None:
    async with remote.client(peer="10.1.2.3", base_url="http://box:8000") as client:
        for path in (b"//evil.example/", b"/\\evil.example/", b"///evil.example/"):
            url = httpx.URL("http://box:8000").copy_with(raw_path=path + b"?token=fy_link")
            answer = await client.get(url)
            assert re.search(r"url=/[^/\\]+evil|url=/evil", answer.text)


async def test_the_api_is_described_without_the_internet(world: World, built: Path) -> None:
    async with world.client() as client:
        page = await client.get("/docs")
        script = await client.get("/docs/start.js")
        viewer = await client.get("/swagger/swagger-ui-bundle.js")
        described = (await client.get("/openapi.json")).json()
        (built / "swagger/swagger-ui-bundle.js").unlink()
        missing = await client.get("/docs")
    assert page.status_code == script.status_code == viewer.status_code == 200
    assert "//" not in (page.text + script.text).replace("<!doctype", "")
    assert {"/health", "/api/scenarios/{scenario_id}", "/api/feedback/analyze"} <= described["paths"].keys()
    assert missing.status_code == 503


async def test_pages_of_the_settings_may_call_and_others_may_not(world: World) -> None:
    async with world.client() as client:
        ours = await client.options(
            "/api/sessions", headers={"Origin": "http://localhost:3000", "Access-Control-Request-Method": "POST"}
        )
        theirs = await client.options(
            "/api/sessions", headers={"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
        )
        posted = await client.post("/api/sessions", json={}, headers={"Origin": "https://evil.example"})
        welcome = await client.post("/api/sessions", json={}, headers={"Origin": "http://localhost:3001"})
    assert ours.headers["access-control-allow-origin"] == "http://localhost:3000"
    assert "access-control-allow-origin" not in theirs.headers
    assert (posted.status_code, posted.json()["error"]["code"]) == (403, "foreign_origin")
    assert welcome.headers["access-control-allow-origin"] == "http://localhost:3001"
