"""The Next.js example against a server at another address: its pages, and a spoken conversation."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Server, free_port, microphone, start_server
from tests.e2e.test_conversation import picture
from tests.e2e.test_webrtc import FIRST, Ways, browser

SITE = Path(__file__).parents[2] / "web/examples/next"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(240),
    pytest.mark.skipif(
        not (SITE / ".next/BUILD_ID").exists() and not os.environ.get("CI"), reason="build it first: make example"
    ),
]


@pytest.fixture
def site() -> Iterator[str]:
    """The built site on a free port; its pages call http://localhost:8000 unless the browser is told otherwise."""
    port = free_port()
    next_ = SITE / "node_modules/.bin/next"
    process = subprocess.Popen(
        [str(next_), "start", "--hostname", "127.0.0.1", "--port", str(port)],
        cwd=SITE,
        env={**os.environ, "NEXT_TELEMETRY_DISABLED": "1"},
        stdout=subprocess.DEVNULL,
        start_new_session=True,  # it has children
    )
    url = f"http://localhost:{port}"
    try:
        _wait_for(url, process)
        yield url
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)


@pytest.fixture
def server(tmp_path: Path, site: str) -> Iterator[Server]:
    started = start_server(tmp_path / "data", FEEDBACKYES_ORIGINS=site)
    yield started
    started.stop()


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(url, timeout=2).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise RuntimeError("The site did not start.")


def test_the_site_practises_over_webrtc_and_shows_feedback(site: str, server: Server, tmp_path: Path) -> None:
    httpx.put(f"{server.url}/api/consents", json={"recording": False})
    # the site was built for port 8000, where something else may listen
    elsewhere = f"--host-resolver-rules=MAP localhost:8000 {server.url.removeprefix('http://')}"
    wav = microphone(tmp_path, (8.0, FIRST))
    with browser("/usr/bin/chromium", wav, "--use-fake-ui-for-media-stream", elsewhere) as page:
        ways = Ways(page)
        page.goto(site)
        page.get_by_role("link", name=re.compile("The late report")).click()
        expect(page.get_by_role("heading", name="The late report")).to_be_visible(timeout=20_000)
        page.get_by_role("button", name="Start").click()
        log = page.get_by_role("log")
        expect(log).to_contain_text(re.compile("report|friday", re.IGNORECASE), timeout=60_000)
        expect(log.locator("[data-speaker=partner]").first).to_contain_text(re.compile(r"\w"), timeout=20_000)
        picture(page, "next-practice")
        page.wait_for_timeout(5000)
        page.get_by_role("button", name="End").click()
        expect(page.get_by_role("region", name="Feedback")).to_be_visible(timeout=30_000)
        picture(page, "next-feedback")
        assert (ways.offers, ways.sockets) == (1, 0)
        page.goto(f"{site}/speech")
        expect(page.get_by_role("listitem").filter(has_text="The late report")).to_be_visible(timeout=20_000)
        page.get_by_role("button", name="Talk").click()
        expect(page.get_by_role("button", name="End")).to_be_visible(timeout=20_000)
        picture(page, "next-speech")
        page.get_by_role("button", name="End").click()
        expect(page.get_by_role("listitem").filter(has_text="Free conversation")).to_be_visible(timeout=20_000)
