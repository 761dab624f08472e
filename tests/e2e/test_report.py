"""A report in a real browser: hear, correct, rescore, disagree, look behind, take it along, print it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from feedbackyes.domain.transcript import Speaker
from tests.e2e.accessibility import serious
from tests.e2e.conftest import Server, microphone
from tests.e2e.recorded import Line, record_talk
from tests.e2e.test_conversation import PLAYING, browser_page, every_look, picture

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(180)]
L, P = Speaker.LEARNER, Speaker.PARTNER
ASKED = "How do you see it?"
HEARD = "Ow do ewe sea hit"
FACT = "All right. Finance sent the figures at four, and they were wrong. A whole region counted twice. It took me two hours to find it."
TALK = (
    Line(P, "Morning. You wanted to see me. Is this about Friday, or about the new dashboard?"),
    Line(L, "Hi Marc, thanks for making time. I'd like to talk about the report on Friday.", 700),
    Line(P, "All right. I am listening. What exactly is it about?", 400),
    Line(
        L,
        "On Friday the report went to the client at six and the revenue table was empty. The client called me twice and "
        "I had nothing to tell them.",
        900,
    ),
    Line(P, "Twice? I did not know that. Okay. That is not good.", 600),
    Line(L, ASKED, 800, HEARD),
    Line(P, "Sorry, I did not get that.", 500),
    Line(L, "Never mind. It must have been a long afternoon for you, with the client waiting.", 3200),
    Line(P, "It was. I was here until seven, and then I went home and thought about it the whole evening.", 500),
    Line(L, "Wait a moment please. What happened on Friday afternoon? How did you see it?", -2200),
    Line(P, FACT, 500),
    Line(L, "So the figures came late and they were wrong, and you had to check everything again.", 900),
    Line(P, "To be allowed to send it with a hole, and say so on page one.", 900),
    Line(
        L,
        "For me it meant that I had no answer for the client, and I was worried about the contract. Could you send me a "
        "short note by two on Friday when the figures are not there yet?",
        600,
    ),
)


def test_a_report_is_heard_corrected_disagreed_with_and_taken_along(server: Server, tmp_path: Path) -> None:
    talk = record_talk(server.data, "talk", TALK)
    problems: list[str] = []
    with browser_page(microphone(tmp_path), problems=problems) as page:
        page.goto(f"{server.url}/sessions/{talk}")
        see_the_lanes(page)
        doubted = page.get_by_text("The recogniser doubted 1 of your turns")
        expect(doubted).to_be_visible()
        correct_and_rescore(page)
        expect(doubted).to_be_hidden()
        hear_what_was_corrected(page)
        disagree(page)
        look_behind(page)
        hear_how_it_can_go(page)
        every_look(page, "report")
        page.evaluate("Promise.all(document.getAnimations().map((one) => one.finished))")  # else colours lack contrast
        assert serious(page) == []
        take_along(page)
        print_it(page, tmp_path)
        page.reload()
        expect(page.get_by_test_id("disagreements")).to_be_visible()
        expect(page.get_by_test_id("heard-as")).to_contain_text(HEARD)
    kept = httpx.get(f"{server.url}/api/disagreements").json()
    assert [(count["element"], count["people"]) for count in kept["counts"]] == [("situation", 1)]
    assert problems == []


def until(page: Page, true: str) -> None:
    """Wait for an expression. Playwright's own way needs `eval`, which the page's policy forbids."""
    for _ in range(100):
        if page.evaluate(true):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"never true: {true}")


def see_the_lanes(page: Page) -> None:
    expect(page.get_by_test_id("gap").first).to_be_attached(timeout=20_000)
    page.get_by_text(re.compile("moments to listen to")).click()
    moments = page.get_by_test_id("moments")
    expect(moments).to_contain_text("before you answered")
    expect(moments).to_contain_text("You cut in")
    moments.get_by_role("button").first.click()
    expect(moments.get_by_role("button").first).to_have_attribute("aria-pressed", "true")
    moments.get_by_role("button").first.click()


def correct_and_rescore(page: Page) -> None:
    page.get_by_role("button", name=f"Correct: {HEARD}").click()
    page.get_by_label("What you said").fill(ASKED)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_test_id("heard-as")).to_contain_text(HEARD)
    picture(page, "report-corrected")
    page.get_by_role("button", name="Rescore").click()
    expect(page.get_by_test_id("changed")).to_contain_text("Rescored with your corrections", timeout=20_000)
    expect(page.get_by_test_id("rescore")).to_be_hidden()
    picture(page, "report-rescored")


def hear_what_was_corrected(page: Page) -> None:
    page.get_by_text(re.compile("Everything that was noticed")).click()
    quote = page.get_by_test_id("noticed").locator("blockquote").filter(has_text=ASKED.rstrip("?"))
    quote.first.get_by_role("button").click()
    until(page, f"{PLAYING}.some((at) => at > 20)")
    quote.first.get_by_role("button").click()


def disagree(page: Page) -> None:
    element = page.get_by_test_id("element-situation")
    element.get_by_role("button", name="Disagree: Situation").click()
    element.get_by_label("Why (if you like)").fill("I named the day.")
    element.get_by_role("button", name="Disagree: Situation").click()
    expect(element.get_by_test_id("disagreed")).to_contain_text("I named the day.")
    expect(page.get_by_test_id("disagreements")).to_contain_text("You disagreed with 1 of")


def look_behind(page: Page) -> None:
    behind = page.get_by_test_id("behind")
    expect(behind.get_by_text("He holds reports back on purpose")).to_be_hidden()
    behind.get_by_text("What Marc was hiding").click()
    expect(behind.get_by_text("He holds reports back on purpose")).to_be_visible()
    told = page.get_by_test_id("fact-finance-error")
    told.get_by_role("button").last.click()
    until(page, f"{PLAYING}.length > 0")
    expect(page.get_by_test_id("fact-father")).to_contain_text("Marc did not get to say it")


def hear_how_it_can_go(page: Page) -> None:
    dialogues = page.get_by_test_id("dialogues")
    dialogues.get_by_text("How it can go").click()
    good = page.get_by_test_id("dialogue-good")
    good.get_by_role("button", name=re.compile("^Hear it")).click(timeout=20_000)
    expect(good.locator("li[aria-current=true]")).to_contain_text("Marc, on Friday", timeout=10_000)
    until(page, f"{PLAYING}.length === 1")  # the recording has stopped
    good.get_by_role("button", name=re.compile("^Pause")).click()


def take_along(page: Page) -> None:
    with page.expect_download() as file:
        page.get_by_role("link", name="Everything as JSON").click()
    found = json.loads(file.value.path().read_text())
    turn = next(turn for turn in found["transcript"] if turn["corrected"])
    assert (turn["text"], turn["corrected"]["text"]) == (HEARD, ASKED)
    assert found["disagreements"][0]["comment"] == "I named the day."
    seen = [[one["quote"] for one in made["behaviours"]] for made in (found["report"], *found["earlier_reports"])]
    assert [any(quote in ASKED for quote in quotes) for quotes in seen] == [True, False]


def print_it(page: Page, folder: Path) -> None:
    page.emulate_media(color_scheme="dark")
    paper = folder / "report.pdf"
    page.pdf(path=paper, format="A4")
    page.emulate_media(color_scheme="light")
    assert paper.stat().st_size > 50_000
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.get_by_role("button", name=re.compile("^(Disagree|Correct|Play$|Delete)")).first).to_be_hidden()
    expect(page.get_by_text("Source:").first).to_be_visible()
    expect(page.get_by_test_id("turn-partner").filter(has_text=FACT[:40]).get_by_text(FACT)).to_be_visible()
    expect(page.get_by_test_id("noticed").locator("blockquote").first).to_be_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    picture(page, "report-print", full=True)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
