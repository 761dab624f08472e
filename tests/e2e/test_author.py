"""A trainer writes a scenario in a real browser: copies one, breaks it, mends it, simulates it, tries it, reads the report."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.accessibility import serious
from tests.e2e.conftest import Server, microphone
from tests.e2e.test_conversation import browser_page, every_look, picture

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(180)]

SAID = (
    "On Friday the report went to the client at six, and the revenue table was empty. How do you see it?",
    "That sounds like a hard afternoon. What happened with the figures?",
    "So you waited for finance all day, and then you had to check everything under pressure.",
    "For me it meant that I had no answer for the client, and I was worried about the contract.",
    "Could you call me at noon when the figures are not there, and send it at two with the gap marked?",
)


def test_a_trainer_writes_a_scenario_and_tries_it(server: Server, tmp_path: Path) -> None:
    problems: list[str] = []
    with browser_page(microphone(tmp_path), problems=problems) as page:
        copy(page, server.url)
        break_and_mend(page)
        change_in_the_form(page)
        simulate(page)
        talk(page)
        report(page)
        save(page)
    scenario = next(one for one in httpx.get(f"{server.url}/api/scenarios").json() if one["source"] == "mine")
    assert scenario["title"] == "The late report, ours"
    assert problems == []


def copy(page: Page, url: str) -> None:
    page.goto(url)
    page.get_by_role("link", name="Write a conversation of your own").click()
    expect(page.get_by_role("heading", name="Your scenarios")).to_be_visible()
    every_look(page, "author-list")
    check_accessible(page)
    page.get_by_label("From one of those there are.").select_option(label="The late report")
    page.get_by_role("button", name="Copy it").click()
    expect(page.get_by_role("heading", name="The late report", level=1)).to_be_visible()
    expect(page.get_by_text("Nothing to mend")).to_be_visible()
    expect(page.get_by_role("button", name="Try it")).to_be_enabled()
    every_look(page, "author")
    check_accessible(page)


def check_accessible(page: Page) -> None:
    page.wait_for_timeout(300)  # colours fade for a moment after a change of scheme
    assert serious(page) == []


def code(page: Page, find: str, replace: str) -> None:
    """Select the line `find` of the text and type over it."""
    page.get_by_test_id("yaml").get_by_text(find).first.click()
    page.keyboard.press("Home")
    page.keyboard.press("Shift+End")
    page.keyboard.type(replace)


def break_and_mend(page: Page) -> None:
    code(page, "power: learner", "power: boss")
    expect(page.get_by_label("To look at").get_by_text("'boss' is not known here")).to_be_visible()
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_disabled()
    expect(page.get_by_role("button", name="Simulate")).to_be_disabled()
    every_look(page, "author-broken")
    code(page, "power: boss", "power: learner")
    expect(page.get_by_text("Nothing to mend")).to_be_visible()


def change_in_the_form(page: Page) -> None:
    page.get_by_label("Title", exact=True).fill("The late report, ours")
    expect(page.get_by_test_id("yaml").get_by_text("title: The late report, ours")).to_be_visible()
    expect(page.get_by_text("Changed since version 1, kept in this browser")).to_be_visible()
    page.get_by_role("button", name="How difficult it is").click()
    expect(page.get_by_text("40 % of what the learner gains in trust and openness is lost.")).to_be_visible()
    page.get_by_role("button", name="What is hidden, and what earns it").click()
    page.get_by_role("button", name=re.compile("^On Friday the figures")).click()
    expect(page.get_by_label("What it is")).to_have_value(re.compile("came at four"))
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    picture(page, "author-form", full=True)
    page.reload()
    expect(page.get_by_text("What you had changed and not saved is here again.")).to_be_visible()


def simulate(page: Page) -> None:
    expect(page.get_by_role("button", name="Simulate")).to_be_enabled()
    page.get_by_role("button", name="Simulate").click()
    results = page.get_by_role("region", name="Two simulated learners")
    expect(results.get_by_role("img")).to_have_count(2)
    expect(results).to_contain_text("Told: finance-error")
    expect(results).to_contain_text("Nothing hidden was told.")
    every_look(page, "author-simulated")
    check_accessible(page)


def talk(page: Page) -> None:
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_role("heading", name=re.compile("The late report, ours"))).to_be_visible()
    expect(page.get_by_role("link", name="Back to the editor")).to_be_visible()
    page.get_by_role("button", name="Start the conversation").click()
    page.get_by_role("dialog").get_by_role("button", name="Do not record").click()
    expect(page.get_by_role("button", name="Type instead")).to_be_visible(timeout=20_000)
    expect(page.get_by_role("status").filter(has_text="listening")).to_be_visible(timeout=15_000)
    page.get_by_role("button", name="Type instead").click()
    captions = page.get_by_label("Captions")
    for text in SAID:
        page.get_by_role("textbox").fill(text)
        page.keyboard.press("Enter")
        expect(captions).to_contain_text(text[:30])
    page.wait_for_timeout(1500)
    page.get_by_role("button", name="End and see feedback").click()


def report(page: Page) -> None:
    expect(page.get_by_text("Basic check, no language model")).to_be_visible(timeout=20_000)
    expect(page.get_by_role("heading", name=re.compile("The late report, ours"))).to_be_visible()
    page.get_by_role("link", name="Back to the editor").click()
    expect(page.get_by_text("What you had changed and not saved is here again.")).to_be_visible()


def save(page: Page) -> None:
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_enabled()
    page.get_by_role("button", name="Save", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("What did you change?").fill("Another title")
    picture(page, "author-save")
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text(re.compile(r"Version \d, saved"))).to_be_visible()
    page.get_by_role("main").get_by_role("button", name="More").click()
    page.get_by_role("dialog").get_by_role("button", name="Versions").click()
    expect(page.get_by_role("dialog")).to_contain_text("Another title")
    picture(page, "author-versions")
