"""A learner's whole way in a real browser, by voice: practise, read, hear, correct, rescore, try a moment again, compare, progress."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.accessibility import serious
from tests.e2e.conftest import Server, microphone
from tests.e2e.test_conversation import DESKTOP, PHONE, PLAYING, browser_page, every_look, picture

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

POOR = "You are always late, and you never tell me anything."
SCRIPT = (
    (4.0, "Good morning Marc. I would like to talk about the report on Friday, because the client called me."),
    (
        9.0,
        "On Friday the report went out at six, and the table with the revenue figures was empty. "
        "The client called me twice over the weekend.",
    ),
    (3.2, "Wait a moment please. What happened on Friday afternoon? How do you see it?"),
    (
        9.0,
        "So the figures came late and they were wrong, and you had to check everything again. That sounds stressful.",
    ),
    (
        8.5,
        "For me it meant that I had no answer for the client, and I was worried about the contract. "
        "I have to be able to tell our clients what happened.",
    ),
    (
        8.5,
        "Could you send me a short note by two on Friday when the figures are not there yet? "
        "Then I can call the client before she has to call me.",
    ),
    (8.5, POOR),
)
AGAIN = (15.0, "Thank you for telling me. What happened on Friday afternoon, and how do you see it?")
LOOKS = ((*PHONE, "light"), (*PHONE, "dark"), (*DESKTOP, "dark"), (*DESKTOP, "light"))


def test_a_stranger_practises_reads_corrects_tries_again_and_sees_progress(server: Server, tmp_path: Path) -> None:
    problems: list[str] = []
    sockets: list[str] = []
    with browser_page(microphone(tmp_path, *SCRIPT), problems=problems) as page:
        page.on("websocket", lambda socket: sockets.append(socket.url))
        begin(page, server.url)
        talk(page)
        session_id = read_report(page)
        stored = turns_of(server, session_id)
        check_stored(server, session_id, stored)
        hear_a_quote(page)
        correct_and_rescore(page)
        microphone(tmp_path, AGAIN)  # what the same device plays when it is opened next
        go_back(page)
        take_id = speak_again(page, cue=before_last_answer(stored))
        compare(page)
        see_progress(page)
        see_history(page)
    take = turns_of(server, take_id)
    assert [turn["speaker"] for turn in take[:2]] == ["partner", "learner"]  # what was before it is not told as new
    assert problems == []
    assert sockets == []  # all of it went over WebRTC


def look(page: Page, name: str) -> None:
    """Every look of the page, which everybody must be able to use."""
    every_look(page, name)
    page.evaluate("Promise.all(document.getAnimations().map((one) => one.finished))")  # else colours lack contrast
    assert serious(page) == [], name


def looks_of_a_talk(page: Page, name: str) -> None:
    """While it goes on: no waiting for anything."""
    for width, height, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.wait_for_timeout(250)
        picture(page, f"{name}-{width}-{scheme}")
    assert serious(page) == [], name


def begin(page: Page, url: str) -> None:
    page.goto(url)
    expect(page.get_by_text("Try a two-minute conversation")).to_be_visible(timeout=3000)
    look(page, "home")
    page.get_by_role("link", name=re.compile("The late report")).first.click()
    expect(page.get_by_role("heading", name="The late report", level=1)).to_be_visible()
    start = page.get_by_role("button", name="Start the conversation")
    expect(start).to_be_visible()
    look(page, "before")
    start.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("recorded")
    picture(page, "consent")
    dialog.get_by_role("button", name="Record", exact=True).click()


def talk(page: Page) -> None:
    """All of the script is said, and once into the partner's words."""
    expect(page.get_by_role("status").filter(has_text="Marc is speaking")).to_be_visible(timeout=30_000)
    captions = page.get_by_label("Captions")
    expect(captions).to_contain_text("report on friday", ignore_case=True, timeout=20_000)
    expect(captions).to_contain_text("…", timeout=60_000)
    looks_of_a_talk(page, "talk")
    poor = page.get_by_test_id("line-learner").filter(has_text=re.compile("always|never"))
    expect(poor.last).to_be_visible(timeout=110_000)
    page.wait_for_timeout(3000)  # for the partner's reaction


def read_report(page: Page) -> str:
    session_id = page.url.rsplit("=", 1)[-1]
    page.get_by_role("button", name="End and see feedback").click()
    expect(page.get_by_text("Basic check, no language model")).to_be_visible(timeout=20_000)
    for heading in ("What worked", "Next step", "Situation, behaviour, impact", "How it sounded", "What was said"):
        expect(page.get_by_text(heading, exact=True).first).to_be_visible()
    look(page, "after")
    return session_id


def hear_a_quote(page: Page) -> None:
    """The strength's quote plays: the recording runs on from the moment that the button names."""
    button = page.get_by_role("button", name=re.compile("^Play from")).first
    named = re.match(r"Play from (\d+):(\d+)", button.get_attribute("aria-label") or "")
    assert named is not None
    place = int(named[1]) * 60 + int(named[2])
    button.click()
    for _ in range(80):
        page.wait_for_timeout(100)
        if any(place + 0.2 < at < place + 8 for at in page.evaluate(PLAYING)):
            return
    pytest.fail("The quote was not heard within 8 s.")


def last_answer(page: Page) -> Locator:
    return page.get_by_test_id("turn-learner").last


def correct_and_rescore(page: Page) -> None:
    last_answer(page).get_by_role("button", name=re.compile("^Correct")).click()
    page.get_by_label("What you said").fill(POOR)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_test_id("heard-as")).to_be_visible()
    page.get_by_role("button", name="Rescore").click()
    expect(page.get_by_test_id("changed")).to_contain_text("Rescored with your corrections", timeout=20_000)
    expect(page.get_by_test_id("noticed")).to_contain_text("You are always late")


def go_back(page: Page) -> None:
    last_answer(page).get_by_role("link", name=re.compile("^Try again from here")).click()
    expect(page.get_by_role("heading", name="Marc says this again")).to_be_visible()
    expect(page.get_by_text(POOR)).to_be_visible()
    look(page, "retry")
    page.get_by_label("Hints during the conversation").check()
    page.get_by_role("button", name="Go back to that moment").click()


def speak_again(page: Page, cue: str) -> str:
    """Marc says his line again, a hint is asked for, and the moment is answered in other words."""
    captions = page.get_by_label("Captions")
    expect(captions).to_contain_text(cue, timeout=30_000)
    expect(page.get_by_test_id("before")).to_contain_text("friday", ignore_case=True)
    page.keyboard.press("h")
    expect(page.get_by_test_id("hint")).to_be_visible()
    looks_of_a_talk(page, "retry-talk")
    page.get_by_role("button", name="Close the hint").click()
    expect(page.get_by_test_id("line-learner").filter(has_text="friday")).to_be_visible(timeout=40_000)
    expect(page.get_by_test_id("line-partner").nth(1)).to_have_attribute("data-final", "true", timeout=30_000)
    return page.url.rsplit("=", 1)[-1]


def compare(page: Page) -> None:
    page.get_by_role("button", name="End and see feedback").click()
    expect(page.get_by_role("heading", name="Takes side by side")).to_be_visible(timeout=20_000)
    takes = page.get_by_test_id("take")
    expect(takes).to_have_count(2)
    expect(takes.first).to_contain_text(POOR)
    expect(page.get_by_test_id("changed")).to_contain_text("The first time you said “you always” or “you never”.")
    look(page, "compare")
    takes.nth(1).get_by_role("button", name="Hear it").first.click()
    page.wait_for_function(f"({PLAYING}).some((at) => at > 1)", timeout=10_000)


def see_progress(page: Page) -> None:
    page.get_by_role("link", name="Progress", exact=True).click()
    rubric = page.get_by_role("region", name="Situation, behaviour, impact")
    expect(rubric.get_by_role("article", name="Impact")).to_be_visible()
    assert serious(page) == []


def see_history(page: Page) -> None:
    page.get_by_role("link", name="History", exact=True).click()
    expect(page.get_by_role("link", name=re.compile("The late report"))).to_have_count(2)
    look(page, "history")


def turns_of(server: Server, session_id: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = httpx.get(f"{server.url}/api/sessions/{session_id}/transcript").json()["items"]
    return found


def before_last_answer(turns: list[dict[str, Any]]) -> str:
    """What the partner said before the learner spoke last; its beginning, for it may have been cut short."""
    last = max(i for i, turn in enumerate(turns) if turn["speaker"] == "learner")
    words = next(turn["text"] for turn in reversed(turns[:last]) if turn["speaker"] == "partner").split()
    return " ".join(words[:4])


def check_stored(server: Server, session_id: str, turns: list[dict[str, Any]]) -> None:
    """What the page showed is what is stored: turns, the interruption, quotes that were said, a whole recording."""
    with httpx.Client(base_url=server.url) as http:
        session = http.get(f"/api/sessions/{session_id}").json()
        report = http.post("/api/feedback/analyze", json={"session_id": session_id}).json()
        recording = http.get(f"/api/sessions/{session_id}/recording").content
    assert (session["state"], session["recording"]) == ("ended", True)
    learner = {turn["id"]: turn["text"] for turn in turns if turn["speaker"] == "learner"}
    assert len(learner) >= 6
    assert any(turn["interrupted"] for turn in turns if turn["speaker"] == "partner")
    quotes = [(one["turn_id"], one["quote"]) for one in report["behaviours"]]
    assert quotes
    assert all(quote in learner[turn_id] for turn_id, quote in quotes)
    assert len(recording) / 96_000 == pytest.approx(session["duration_ms"] / 1000, abs=1.5)
