"""Why a part is the one that it is."""

from __future__ import annotations

from typing import Any

import pytest

from feedbackyes.settings import Settings
from feedbackyes.stages.reasons import why

PARTS = ("recogniser", "voice", "partner")


def test_parts_that_the_settings_name_need_no_reason() -> None:
    assert why(Settings(), dict.fromkeys(PARTS, True)) == {}


@pytest.mark.parametrize(
    ("named", "built_in", "partner"),
    [
        ({}, True, "no language model is named"),
        ({"dialogue_model": "m"}, True, "FEEDBACKYES_DIALOGUE_URL says no server for m"),
        ({"dialogue_model": "m", "dialogue_url": "http://gpu/v1"}, False, "the settings name it"),
    ],
)
def test_auto_says_why(named: dict[str, Any], built_in: bool, partner: str) -> None:
    settings = Settings(stt="auto", tts="auto", dialogue="auto", **named)
    found = why(settings, dict.fromkeys(PARTS, built_in))
    installed = "auto: no other is installed" if built_in else "auto: the best that is installed"
    assert found == {"recogniser": installed, "voice": installed, "partner": f"auto: {partner}"}
