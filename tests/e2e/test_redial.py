"""A call that goes to a hosted service directly breaks in mid-talk, in a real browser."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Response, expect

from tests.e2e.conftest import Server, free_port, microphone, start_server
from tests.e2e.test_conversation import picture
from tests.e2e.test_webrtc import FIRST, SECOND, Ways, begin, browser, say, session_of, status, turns

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
THIRD = "Let us look at it together next Monday."


def states(server: Server, session_id: str) -> list[tuple[str, str | None]]:
    """The states of a session that is over, each with its reason."""
    text = httpx.get(f"{server.url}/api/sessions/{session_id}/events", timeout=20).text
    told = [json.loads(line.removeprefix("data:")) for line in text.splitlines() if line.startswith("data:")]
    return [(one["data"]["state"], one["data"].get("reason")) for one in told if one["type"] == "session.state"]


def test_a_direct_call_that_breaks_is_called_again_and_then_goes_by_way_of_us(tmp_path: Path) -> None:
    """First the service hangs up, then it dies: the page calls again, then comes over its socket, and nothing is lost."""
    port = free_port()
    service = start_server(tmp_path / "service", "engine", port=port)
    server = start_server(
        tmp_path / "data",
        FEEDBACKYES_PROVIDER="openai",
        OPENAI_API_KEY="sk-test",
        OPENAI_API_BASE=f"{service.url}/v1",
        OPENAI_REALTIME_URL=f"{service.url.replace('http', 'ws')}/v1/realtime",
    )
    calls: list[str] = []

    def note(response: Response) -> None:
        if "webrtc-offer" in response.url and response.ok:
            calls.append(response.headers["location"].rsplit("/", 1)[-1])

    try:
        with browser("/usr/bin/chromium", microphone(tmp_path), "--use-fake-ui-for-media-stream") as page:
            page.on("response", note)
            ways = Ways(page)
            begin(page, server)
            status(page, "listening", 30)
            captions = page.get_by_label("Captions")
            say(page, FIRST)
            expect(captions).to_contain_text("table with the revenue", timeout=10_000)
            status(page, "Marc is speaking", 20)
            page.wait_for_timeout(1500)  # in the middle of the answer
            httpx.post(f"{service.url}/v1/realtime/calls/{calls[-1]}/hangup").raise_for_status()
            status(page, "Reconnecting", 10)
            picture(page, "redial-reconnecting")
            status(page, "Marc is speaking", 20)
            status(page, "listening", 60)
            assert (ways.offers, ways.sockets) == (2, 0)
            say(page, SECOND)
            expect(captions).to_contain_text("How do you see it?", timeout=10_000)
            status(page, "Marc is speaking", 20)
            status(page, "listening", 60)
            service.kill()
            status(page, "Reconnecting", 30)
            page.wait_for_timeout(3000)
            service = start_server(tmp_path / "service", "engine", port=port)
            status(page, "listening", 40)
            say(page, THIRD)
            expect(captions).to_contain_text("next Monday", timeout=10_000)
            status(page, "Marc is speaking", 20)
            status(page, "listening", 60)
            picture(page, "redial-goes-on")
            session_id = session_of(page)
            page.get_by_role("button", name="End and see feedback").click()
            expect(page.get_by_text("What was said", exact=True).first).to_be_visible(timeout=30_000)
        said = turns(server, session_id)
        assert [text for speaker, text in said if speaker == "learner"] == [FIRST, SECOND, THIRD]
        assert [speaker for speaker, _ in said][-1] == "partner"
        partner = [text for speaker, text in said if speaker == "partner"]
        assert len(partner) == len(set(partner)) >= 3
        told = states(server, session_id)
        assert ("reconnecting", "line_lost") in told
        assert told[-1][0] == "ended"
    finally:
        server.stop()
        service.stop()
