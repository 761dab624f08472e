"""The progress page, from talks that were really judged."""

from __future__ import annotations

import httpx
import pytest
from playwright.sync_api import expect

from feedbackyes.domain.transcript import Speaker
from tests.e2e.accessibility import serious
from tests.e2e.conftest import Server
from tests.e2e.stored import store_talk
from tests.e2e.test_conversation import browser_page, every_look

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(120)]
LEARNER, PARTNER = Speaker.LEARNER, Speaker.PARTNER
SAID = (
    (PARTNER, "Morning. You wanted to see me. Is this about Friday, or about the new dashboard?"),
    (
        LEARNER,
        "On Friday the weekly report went out at six, and the table with the revenue figures was empty. The client "
        "called me twice over the weekend, and I had no answer for her. I was worried about the contract.",
    ),
    (PARTNER, "The figures came at five. What should I have done?"),
    (LEARNER, "What happened on Friday afternoon? How do you see it? I would like to understand that first."),
    (PARTNER, "Finance sent them late, and two of them were wrong. So I checked everything again."),
    (
        LEARNER,
        "So the figures came late and they were wrong, and you had to check everything again. That sounds stressful. "
        "What would help you to send it on time, even if one number is missing?",
    ),
    (PARTNER, "If it were all right to leave a gap, I could."),
    (
        LEARNER,
        "Then could you send me a short note by two on Friday when the figures are not there yet? Let us try it this "
        "week and look at it again next Monday at ten.",
    ),
)


def test_progress_shows_each_skill_a_goal_and_what_is_next(server: Server) -> None:
    problems: list[str] = []
    with browser_page(server.data / "none.wav", problems=problems) as page:
        page.goto(f"{server.url}/progress")
        expect(page.get_by_text("Nothing to draw yet")).to_be_visible()
        every_look(page, "progress-empty")
        talk = store_talk(server.data, "earlier", SAID)
        httpx.post(f"{server.url}/api/feedback/analyze", json={"session_id": talk}, timeout=30).raise_for_status()
        page.reload()
        page.get_by_role("article", name="Impact").wait_for()
        page.get_by_label("Goal Impact").select_option("2")
        expect(page.get_by_text("Goal: level 2.")).to_be_visible()
        page.get_by_role("article", name="Impact").get_by_text("As a table").click()
        assert serious(page) == []
        every_look(page, "progress")
        page.get_by_role("link", name="Practise this").click()
        expect(page.get_by_role("button", name="Start the conversation")).to_be_visible()
    assert problems == []
