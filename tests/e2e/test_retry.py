"""From a report back into one moment, by voice, with a hint on the way, and both takes side by side."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from feedbackyes.domain.transcript import Speaker
from tests.e2e.accessibility import serious
from tests.e2e.conftest import Server, microphone
from tests.e2e.stored import store_talk
from tests.e2e.test_conversation import DESKTOP, PHONE, PLAYING, browser_page, every_look, picture

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(180)]
LEARNER, PARTNER = Speaker.LEARNER, Speaker.PARTNER
CUE = "The figures came late on Friday, and nobody told me."
SAID = (
    (PARTNER, "Morning. You wanted to see me. Is this about Friday?"),
    (
        LEARNER,
        "On Friday the weekly report went out at six, and the table with the revenue figures was empty. The client "
        "called me twice over the weekend, and I had no answer for her. I was worried about the contract. I have to "
        "be able to tell our clients what happened, and this time I could not, because nobody had told me anything.",
    ),
    (PARTNER, CUE),
    (
        LEARNER,
        "You are always late and you never tell me anything, that is just how you are. It cannot go on like this and "
        "everybody in the team says the same, so from now on you will send it at two, whatever the figures say.",
    ),
    (PARTNER, "Fine. Then I will send it with whatever is there."),
    (LEARNER, "Let us look at it again next Monday."),
    (PARTNER, "If you say so."),
)
AGAIN = "Thank you for telling me. What happened on Friday afternoon, and how do you see it?"


def test_a_moment_is_tried_again_by_voice_and_both_takes_stand_side_by_side(server: Server, tmp_path: Path) -> None:
    talk = store_talk(server.data, "earlier", SAID)
    httpx.put(f"{server.url}/api/consents", json={"recording": True})
    problems: list[str] = []
    with browser_page(microphone(tmp_path, (19.0, AGAIN)), problems=problems) as page:
        page.goto(f"{server.url}/sessions/{talk}")
        go_back(page)
        take = speak_again(page)
        end_and_compare(page)
        hear_it(page)
        page.goto(f"{server.url}/sessions/{talk}")
        expect(page.get_by_test_id("other-takes")).to_be_visible()
        page.goto(f"{server.url}/sessions/{take}")
        expect(page.get_by_text("You asked for 1 hint.")).to_be_visible()
    stored = httpx.get(f"{server.url}/api/sessions/{take}/transcript").json()["items"]
    assert [turn["speaker"] for turn in stored[:2]] == ["partner", "learner"]
    assert stored[0]["text"] == CUE  # what was before it is not told as new
    assert problems == []


def go_back(page: Page) -> None:
    turn = page.get_by_test_id("turn-learner").filter(has_text="You are always late")
    turn.get_by_role("link", name="Try again from here").click()
    expect(page.get_by_role("heading", name="Marc says this again")).to_be_visible()
    expect(page.get_by_text(CUE)).to_be_visible()
    assert serious(page) == []
    every_look(page, "retry")
    page.get_by_label("Hints during the conversation").check()
    page.get_by_role("button", name="Go back to that moment").click()


def speak_again(page: Page) -> str:
    """Marc says his line again, a hint is asked for, and the moment is answered in other words."""
    captions = page.get_by_label("Captions")
    expect(captions).to_contain_text(CUE, timeout=30_000)
    expect(page.get_by_test_id("before")).to_contain_text("On Friday the weekly report went out at six")
    page.keyboard.press("h")
    expect(page.get_by_test_id("hint")).to_contain_text("Ask how they see it before you propose anything.")
    for width, height, scheme in ((*PHONE, "light"), (*PHONE, "dark"), (*DESKTOP, "dark"), (*DESKTOP, "light")):
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.wait_for_timeout(250)
        picture(page, f"retry-talk-{width}-{scheme}")
    assert serious(page) == []
    page.get_by_role("button", name="Close the hint").click()
    expect(page.get_by_test_id("line-learner").filter(has_text="friday")).to_be_visible(timeout=40_000)
    expect(page.get_by_test_id("line-partner").nth(1)).to_have_attribute("data-final", "true", timeout=30_000)
    return page.url.rsplit("=", 1)[-1]


def end_and_compare(page: Page) -> None:
    page.get_by_role("button", name="End and see feedback").click()
    expect(page.get_by_role("heading", name="Takes side by side")).to_be_visible(timeout=20_000)
    expect(page.get_by_test_id("take")).to_have_count(2)
    expect(page.get_by_test_id("take").first).to_contain_text("You are always late")
    expect(page.get_by_test_id("changed")).to_contain_text("The first time you said “you always” or “you never”.")
    assert serious(page) == []
    every_look(page, "compare")


def hear_it(page: Page) -> None:
    page.get_by_test_id("take").nth(1).get_by_role("button", name="Hear it").first.click()
    page.wait_for_function(f"({PLAYING}).some((at) => at > 1)", timeout=10_000)
