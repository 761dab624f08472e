"""A whole conversation in a real browser: by voice, with an interruption, to feedback whose quotes can be heard."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.e2e.conftest import Server, microphone

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

DESKTOP, PHONE = (1280, 860), (390, 844)
PICTURES = Path(os.environ.get("E2E_PICTURES", "test-results/pictures"))
REMEMBER_MEDIA = """
    window.media = new Set()
    const play = HTMLMediaElement.prototype.play
    HTMLMediaElement.prototype.play = function () { window.media.add(this); return play.call(this) }
"""
"""The report's player is no element of the page; what plays is found by its call."""
PLAYING = "[...window.media].filter((one) => !one.paused).map((one) => one.currentTime)"
SCRIPT = (
    (4.0, "Good morning Marc. I would like to talk about the report on Friday, because the client called me."),
    (
        9.0,
        "On Friday the report went out at six, and the table with the revenue figures was empty. "
        "The client called me twice over the weekend.",
    ),
    (3.2, "Wait a moment please. What happened on Friday afternoon? How do you see it?"),
    (
        11.0,
        "So the figures came late and they were wrong, and you had to check everything again. That sounds stressful.",
    ),
    (11.0, "For me it meant that I had no answer for the client, and I was worried about the contract."),
    (11.0, "What would help you to send it on time, even if one number is missing?"),
    (11.0, "Could you send me a short note by two on Friday when the figures are not there yet?"),
    (11.0, "Thank you for telling me. Let us try it this week and look at it again next Monday."),
)


@contextmanager
def browser_page(
    wav: Path, *, size: tuple[int, int] = DESKTOP, dark: bool = False, problems: list[str] | None = None
) -> Iterator[Page]:
    """A page whose microphone plays `wav` from the moment it is opened. Errors of the page are appended to `problems`."""
    flags = [
        "--no-sandbox",
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-audio-capture={wav}%noloop",
        "--autoplay-policy=no-user-gesture-required",
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=flags)
        page = browser.new_page(
            viewport={"width": size[0], "height": size[1]}, color_scheme="dark" if dark else "light"
        )
        page.add_init_script(REMEMBER_MEDIA)
        found = [] if problems is None else problems
        page.on("pageerror", lambda error: found.append(str(error)))
        page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
        yield page
        browser.close()


def picture(page: Page, name: str, *, full: bool = False) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=full)


def every_look(page: Page, name: str) -> None:
    """Desktop and phone, light and dark; nothing may be wider than the page."""
    for width, height in (DESKTOP, PHONE):
        for scheme in ("light", "dark"):
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            page.wait_for_timeout(250)
            picture(page, f"{name}-{width}-{scheme}", full=True)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{name} is too wide"
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    page.emulate_media(color_scheme="light")


def begin(page: Page, url: str) -> None:
    page.goto(url)
    page.get_by_role("link", name=re.compile("The late report")).first.click()
    expect(page.get_by_role("heading", name="The late report")).to_be_visible()
    every_look(page, "before")
    page.get_by_role("button", name="Start the conversation").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("recorded")
    picture(page, "consent")
    dialog.get_by_role("button", name="Record", exact=True).click()


def test_a_stranger_talks_interrupts_ends_and_hears_a_quote_again(server: Server, tmp_path: Path) -> None:
    problems: list[str] = []
    sockets: list[str] = []
    with browser_page(microphone(tmp_path, *SCRIPT), problems=problems) as page:
        page.on("websocket", lambda socket: sockets.append(socket.url))
        page.goto(server.url)
        expect(page.get_by_text("Try a two-minute conversation")).to_be_visible(timeout=3000)
        every_look(page, "home")
        begin(page, server.url)
        talk(page)
        session_id = page.url.rsplit("=", 1)[-1]
        page.get_by_role("button", name="End and see feedback").click()
        expect(page.get_by_text("Basic check, no language model")).to_be_visible(timeout=20_000)
        read_feedback(page)
        every_look(page, "after")
        hear_a_quote(page)
        page.goto(f"{server.url}/history")
        expect(page.get_by_text("The late report").first).to_be_visible()
        every_look(page, "history")
    check_stored(server, session_id)
    assert problems == []
    assert sockets == []  # all of it went over WebRTC


def talk(page: Page) -> None:
    expect(page.get_by_role("status").filter(has_text="Marc is speaking")).to_be_visible(timeout=30_000)
    picture(page, "talk-speaking")
    captions = page.get_by_label("Captions")
    expect(captions).to_contain_text("report on friday", ignore_case=True, timeout=20_000)
    expect(captions).to_contain_text("…", timeout=60_000)
    picture(page, "talk-interrupted")
    for width, height, scheme in ((*PHONE, "light"), (*PHONE, "dark"), (*DESKTOP, "dark")):
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.wait_for_timeout(300)
        picture(page, f"talk-{width}-{scheme}")
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    page.emulate_media(color_scheme="light")
    expect(captions).to_contain_text("monday", ignore_case=True, timeout=110_000)
    page.wait_for_timeout(3000)


def read_feedback(page: Page) -> None:
    for heading in ("What worked", "Next step", "Situation, behaviour, impact", "How it sounded", "What was said"):
        expect(page.get_by_text(heading, exact=True).first).to_be_visible()


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


def check_stored(server: Server, session_id: str) -> None:
    """What the page showed is what is stored: turns, the interruption, quotes that were said, a whole recording."""
    with httpx.Client(base_url=server.url) as http:
        session = http.get(f"/api/sessions/{session_id}").json()
        turns = http.get(f"/api/sessions/{session_id}/transcript").json()["items"]
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


def test_typing_works_without_a_microphone_and_the_page_survives_a_reload(server: Server, tmp_path: Path) -> None:
    with browser_page(microphone(tmp_path)) as page:
        httpx.put(f"{server.url}/api/consents", json={"recording": False})
        page.goto(f"{server.url}/practice/late-report")
        page.get_by_role("button", name="Start the conversation").click()
        page.get_by_role("button", name="Type instead").click()
        expect(page.get_by_role("status").filter(has_text="listening")).to_be_visible(timeout=15_000)
        box = page.get_by_role("textbox")
        box.fill("On Friday the report went out at six without the figures. How do you see it?")
        box.press("Enter")
        captions = page.get_by_label("Captions")
        expect(captions).to_contain_text("On Friday the report went out at six", timeout=10_000)
        expect(page.get_by_role("status").filter(has_text="Marc is speaking")).to_be_visible(timeout=10_000)
        page.reload()
        expect(captions).to_contain_text("On Friday the report went out at six", timeout=10_000)
        picture(page, "talk-reloaded")


def test_a_server_that_dies_is_told_plainly(server: Server, tmp_path: Path) -> None:
    with browser_page(microphone(tmp_path)) as page:
        httpx.put(f"{server.url}/api/consents", json={"recording": False})
        page.goto(f"{server.url}/practice/late-report")
        page.get_by_role("button", name="Start the conversation").click()
        expect(page.get_by_role("status").filter(has_text="listening")).to_be_visible(timeout=15_000)
        server.kill()
        expect(page.get_by_text(re.compile("nothing is lost|Reconnecting")).first).to_be_visible(timeout=10_000)
        picture(page, "talk-server-gone")
