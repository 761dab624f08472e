"""The progress page, from talks that were really judged."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import expect

from feedbackyes.domain.principal import LOCAL_ADMIN
from feedbackyes.domain.session import Session, SessionState
from feedbackyes.domain.transcript import Speaker
from feedbackyes.settings import Settings
from feedbackyes.storage import Database, reports, sessions
from feedbackyes.storage.reports import StoredReport
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


DAY_MS = 86_400_000
MANY = 200


def level_of(talk: int, element: int) -> int | None:
    """From 0 upwards with ups and downs, and now and then not judged."""
    if (talk + element) % 9 == 0:
        return None
    return min(2, max(0, talk * 3 // MANY - 1 + (talk * 7 + element) % 3))


def judged(report: dict[str, Any], talk: int) -> dict[str, Any]:
    """The report as it could have been of another talk; a language model judged the last ten."""
    body = deepcopy(report)
    for i, element in enumerate(body["elements"]):
        level = level_of(talk, i)
        element["level"], element["state"] = level, "unsure" if level is None else "scored"
    for metric in body["metrics"]:
        if metric["value"] is not None:
            metric["value"] *= 1 + talk % 5 / 10
    if talk >= MANY - 10:
        body["judge"] |= {"kind": "model", "name": "Language model", "model": "gpt-6.1-terra", "prompt_hash": "p"}
    return body


def store_many(data: Path, report: dict[str, Any]) -> None:
    """Talks of the local person, every other day, each with a report."""

    async def store() -> None:
        database = await Database.open(Settings(data=data).sqlalchemy_url)
        now = time.time_ns() // 1_000_000
        async with database.begin() as tx:
            for talk in range(MANY):
                at, id_ = now - (MANY - talk) * 2 * DAY_MS, f"many-{talk}"
                ended, owner = SessionState.ENDED, LOCAL_ADMIN.id
                session = Session(id_, owner, None, ended, at, "late-report", 1, started_at=at, ended_at=at + 600_000)
                await sessions.create(tx, session)
                body = judged(report, talk)
                await reports.put(tx, StoredReport(id_, id_, owner, None, "x", "sbi", "x", body, at))
        await database.close()

    with ThreadPoolExecutor(1) as beside:  # this thread has Playwright's event loop
        beside.submit(asyncio.run, store()).result()


@pytest.mark.slow
def test_two_hundred_talks_are_drawn_with_gaps_and_breaks(server: Server) -> None:
    talk = store_talk(server.data, "first", SAID, days=500)
    report = httpx.post(f"{server.url}/api/feedback/analyze", json={"session_id": talk}, timeout=30).json()
    store_many(server.data, report)
    problems: list[str] = []
    with browser_page(server.data / "none.wav", problems=problems) as page:
        page.goto(server.url)
        page.get_by_role("link", name="Your progress").click()
        rubric = page.get_by_role("region", name="Situation, behaviour, impact")
        expect(rubric).to_contain_text("judged by gpt-6.1-terra from here on, before by Basic check")
        expect(rubric).to_contain_text("A dash below a picture: not judged")
        page.get_by_label("New goal").select_option("sbi/ask_view")
        page.get_by_role("button", name="Set goal").click()
        goals = page.get_by_role("region", name="Your goals")
        expect(goals.get_by_role("listitem")).to_have_count(1)
        assert serious(page) == []
        every_look(page, "progress-many")
    assert problems == []
