"""A conversation by voice in Debian's Firefox: over WebRTC, through a reload, to the feedback."""

from __future__ import annotations

import os
from pathlib import Path

import httpx
import pytest

from tests.e2e.conftest import Server, free_port, microphone
from tests.e2e.firefox import firefox, installed

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(240),
    pytest.mark.skipif(not installed(), reason="on Debian: sudo apt install firefox-esr pulseaudio"),
]

PICTURES = Path(os.environ.get("E2E_PICTURES", "test-results/pictures"))
FIRST = "On Friday the report went out at six, and the table with the revenue figures was empty."
CAPTIONS = "document.querySelector('[data-testid=captions]')?.innerText"
STATE = "document.querySelector('[data-testid=call-state]')?.dataset.state"
OFFERS = "performance.getEntriesByType('resource').filter(({ name }) => name.includes('webrtc-offer')).length"


def test_a_conversation_in_firefox(server: Server, tmp_path: Path) -> None:
    httpx.put(f"{server.url}/api/consents", json={"recording": True})
    with firefox(tmp_path / "firefox", free_port()) as browser:
        browser.speak_from(microphone(tmp_path, (5.0, FIRST), quiet_s=30))
        browser.open(f"{server.url}/practice/late-report")
        browser.press("Start the conversation")
        browser.wait(f"{STATE} === 'listening'", 40)
        assert browser.evaluate(OFFERS) == 1
        browser.wait(f"/report|friday/i.test({CAPTIONS})", 60)
        browser.wait(f"{STATE} === 'speaking'", 30)
        browser.evaluate("new Promise((done) => setTimeout(done, 1200, true))")
        browser.picture(PICTURES / "firefox-talk.png")
        browser.wait(f"{STATE} === 'listening'", 60)
        session_id = browser.evaluate("new URL(location).searchParams.get('session')")
        browser.reload()
        browser.wait(f"{STATE} === 'listening'", 40)
        browser.wait(f"/report|friday/i.test({CAPTIONS})", 20)
        browser.press("End and see feedback")
        browser.wait("/What was said/.test(document.body.innerText)", 40)
        browser.picture(PICTURES / "firefox-after.png")
        problems = browser.problems
    turns = httpx.get(f"{server.url}/api/sessions/{session_id}/transcript").json()["items"]
    assert {"learner", "partner"} <= {turn["speaker"] for turn in turns}
    assert problems == []
