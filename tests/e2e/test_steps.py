"""A talk in turns: in a network that lets neither WebRTC nor a WebSocket through, by a real browser and its microphone."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Server, microphone
from tests.e2e.narrow_proxy import narrow_proxy
from tests.e2e.test_conversation import picture
from tests.e2e.test_webrtc import browser, say, session_of, status, turns

SAID = "On Friday the report went out at six, and the table with the revenue figures was empty."


@pytest.mark.e2e
def test_a_talk_where_only_plain_requests_get_through(server: Server, tmp_path: Path) -> None:
    wav = microphone(tmp_path, (5.0, SAID))
    httpx.put(f"{server.url}/api/consents", json={"recording": True})
    with narrow_proxy(server.url) as url, browser("/usr/bin/chromium", wav, "--use-fake-ui-for-media-stream") as page:
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{url}/practice/late-report")
        page.get_by_role("button", name="Start the conversation").click()
        status(page, "listening", 20)
        expect(page.get_by_text("You take turns")).to_be_visible()
        status(page, "Marc is speaking", 30)
        picture(page, "steps")
        captions = page.get_by_label("Captions")
        expect(captions).to_contain_text(re.compile("friday|report", re.IGNORECASE), timeout=10_000)
        status(page, "listening", 20)
        say(page, "Let us look at it together next Monday.")
        status(page, "Marc is speaking", 10)
        page.get_by_role("button", name="Stop Marc").click()
        status(page, "listening", 10)
        session_id = session_of(page)
        page.get_by_role("button", name="End and see feedback").click()
        expect(page.get_by_text("next Monday").first).to_be_visible(timeout=20_000)
        assert errors == []
    told = turns(server, session_id)
    assert [speaker for speaker, _ in told] == ["learner", "partner", "learner", "partner"]
    session = httpx.get(f"{server.url}/api/sessions/{session_id}").json()
    assert (session["transport"], session["end_reason"]) == ("steps", "completed")
    levels = httpx.get(f"{server.url}/api/sessions/{session_id}/levels?bins=40").json()
    assert min(max(levels["learner"]), max(levels["partner"])) > 0.02
