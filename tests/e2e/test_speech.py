"""The speech page: a persona, voice and language of one's own that stay, a talk, and all that can be taken away."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Server, microphone
from tests.e2e.test_conversation import every_look
from tests.e2e.test_webrtc import FIRST, Ways, browser, session_of, status

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(180)]

PERSONA = "You are Ana, a patient colleague from accounting."


def settle(page: Page, url: str) -> None:
    """Choose partner, voice and language; what the page says is saved is there after a reload."""
    page.goto(f"{url}/speech")
    page.get_by_label("Who you talk to").fill(PERSONA)
    page.get_by_label("Voice").select_option("echo")
    page.get_by_role("main").get_by_label("Language").select_option("en-GB")
    expect(page.get_by_text("Saved for next time.")).to_be_visible(timeout=10_000)
    page.reload()
    expect(page.get_by_label("Who you talk to")).to_have_value(PERSONA)
    expect(page.get_by_label("Voice")).to_have_value("echo")
    expect(page.get_by_role("main").get_by_label("Language")).to_have_value("en-GB")


def test_a_free_talk_is_settled_held_heard_again_and_taken_away(server: Server, tmp_path: Path) -> None:
    httpx.put(f"{server.url}/api/consents", json={"recording": True})
    wav = microphone(tmp_path, (6.0, FIRST), (10.0, FIRST), (10.0, FIRST))
    with browser("/usr/bin/chromium", wav, "--use-fake-ui-for-media-stream") as page:
        ways = Ways(page)
        settle(page, server.url)
        every_look(page, "speech")
        page.get_by_role("button", name="Start talking").click()
        status(page, "listening", 20)
        captions = page.get_by_label("Captions")
        expect(captions).to_contain_text(re.compile("report|friday", re.IGNORECASE), timeout=60_000)
        status(page, "speaking", 30)
        status(page, "listening", 60)
        session_id = session_of(page)
        page.get_by_role("button", name="End and see feedback").click()
        expect(page.get_by_text("What was said", exact=True).first).to_be_visible(timeout=30_000)
        with page.expect_download() as captions_file:
            page.get_by_role("link", name="Transcript as WebVTT").click()
        assert captions_file.value.path().read_text().startswith("WEBVTT")
        with page.expect_download() as recording:
            page.get_by_role("link", name=re.compile("recording", re.IGNORECASE)).first.click()
        assert recording.value.path().read_bytes()[:4] == b"RIFF"
        page.goto(f"{server.url}/speech")
        earlier = page.get_by_role("region", name="Earlier talks")
        expect(earlier.get_by_role("link").first).to_have_attribute("href", f"/sessions/{session_id}")
        assert (ways.offers, ways.sockets) == (1, 0)
    saved = httpx.get(f"{server.url}/api/me/preferences").json()
    assert saved == {"persona": PERSONA, "voice": "echo", "language": "en-GB"}
