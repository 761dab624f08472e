"""The self-test page, and the speech page's settings, in a real browser."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Server, microphone
from tests.e2e.test_conversation import every_look
from tests.e2e.test_webrtc import Ways, browser

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]

COUNTED = "One two three four five. One two three four five."
SENTENCE = "Good morning. How are you today?"


def test_the_self_test_measures_microphone_network_and_reply(server: Server, tmp_path: Path) -> None:
    # Nobody can wait for the page's words here: what is said again and again is there when it is wanted
    wav = microphone(tmp_path, (2.5, COUNTED), (10.0, SENTENCE), *((6.0, SENTENCE),) * 5)
    with browser("/usr/bin/chromium", wav, "--use-fake-ui-for-media-stream") as page:
        ways = Ways(page)
        page.goto(f"{server.url}/self-test")
        page.get_by_role("button", name="Start the test").click()
        expect(page.get_by_test_id("please")).to_have_attribute("data-please", "speak", timeout=20_000)
        expect(page.locator("[data-testid=self-test][data-done=true]")).to_be_visible(timeout=90_000)
        every_look(page, "self-test")
        said = {
            step: page.get_by_test_id(f"result-{step}").inner_text()
            for step in ("microphone", "server", "direct", "turn", "tcp", "reply")
        }
        # The reply comes over what a talk would go over
        assert ways.sockets == 0
        support = page.get_by_test_id("support-text").input_value()
    voice, room = (int(figure) for figure in re.findall(r"(-\d+) dBFS", said["microphone"]))
    assert voice > room + 12
    assert re.search(r"\d+ ms, at most \d+ ms", said["server"])
    assert re.search(r"UDP.*connected in \d+ ms.*loss \d+\.\d %, jitter \d", said["direct"])
    assert "not set up" in said["turn"]
    assert "not set up" in said["tcp"]
    assert re.search(r"\d+ ms", said["reply"])
    assert said["reply"].splitlines()[-1] in support
    # Nothing that was said is kept
    assert httpx.get(f"{server.url}/api/sessions").json()["items"] == []
