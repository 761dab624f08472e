"""A conversation in a real browser that goes on without a microphone and after a reload, and what is told when it cannot."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

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


def _keys(texts: dict[str, Any], prefix: str = "") -> Iterator[str]:
    for name, text in texts.items():
        if isinstance(text, str):
            yield re.sub("_(one|other|zero)$", "", prefix + name)
        else:
            yield from _keys(text, f"{prefix}{name}.")


KEYS = set(_keys(json.loads((Path(__file__).parents[2] / "web/src/locales/en.json").read_text())))
SHOWN = """
    [document.body.innerText, ...[...document.querySelectorAll('[aria-label], [placeholder], [title]')].flatMap(
      (one) => ['aria-label', 'placeholder', 'title'].map((name) => one.getAttribute(name) ?? ''))].join(' ')
"""


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
    """What the page shows, in which no text may be missing: its key would stand in its place."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=full)
    missing = KEYS & set(re.findall(r"[a-z_]+(?:\.[A-Za-z0-9_]+)+", page.evaluate(SHOWN)))
    assert not missing, f"texts that have not come: {missing}"


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
