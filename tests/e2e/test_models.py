"""Better ears from the home page to the folder of models, in a real browser and from a publisher on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Server, start_server
from tests.e2e.test_conversation import every_look
from tests.e2e.test_webrtc import browser
from tests.e2e.with_publisher import NAME


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    started = start_server(tmp_path / "data", program="tests.e2e.with_publisher")
    yield started
    started.stop()


@pytest.fixture
def page() -> Iterator[Page]:
    with browser("/usr/bin/chromium", None) as page:
        yield page


@pytest.mark.e2e
def test_better_ears_are_offered_fetched_watched_and_installed(server: Server, page: Page) -> None:
    page.goto(server.url)
    expect(page.get_by_text("Better ears, 4 MB")).to_be_visible()
    every_look(page, "models-offer")
    page.get_by_role("link", name="See what there is").click()
    ears = page.get_by_role("article", name="English while you speak")
    expect(ears.get_by_text("MIT")).to_be_visible()
    ears.get_by_role("button", name="Fetch 4 MB").click()
    expect(ears.get_by_role("progressbar")).to_be_visible()
    page.reload()
    expect(ears.get_by_text("of 4 MB")).to_be_visible()
    ears.get_by_role("button", name="Cancel").click()
    expect(ears.get_by_role("button", name="Fetch 4 MB")).to_be_visible()
    ears.get_by_role("button", name="Fetch 4 MB").click()
    expect(ears.get_by_text("Installed")).to_be_visible()
    expect(ears.get_by_text("FEEDBACKYES_STT=auto")).to_be_visible()
    assert (server.data / "models" / NAME / "feedbackyes.json").is_file()
    wrong = page.get_by_role("article", name="A voice that is not what it says")
    wrong.get_by_role("button", name="Fetch").click()
    expect(wrong.get_by_text("is not what it should be")).to_be_visible()
    every_look(page, "models")
    page.goto(server.url)
    expect(page.get_by_text("Basic ears and voice are in use.")).to_be_visible()
    expect(page.get_by_text("Better ears, 4 MB")).to_have_count(0)
