"""What a session is set to."""

from __future__ import annotations

import pytest

from feedbackyes.domain.scenario import Scenario
from feedbackyes.engine.configuration import Configuration
from feedbackyes.protocol.sessions import Prompt, RealtimeSession
from feedbackyes.protocol.update import Moment


def no_scenario(_: Prompt) -> Scenario:
    raise AssertionError("no prompt names one")


def test_what_a_client_asks_for_in_vain_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    configuration = Configuration(RealtimeSession(), no_scenario, ())
    patch = {"type": "realtime", "temperature": 0.4, "audio": {"output": {"voice": "fable"}}}
    for _ in range(3):
        configuration.update(patch, Moment())
    said = [record.getMessage() for record in caplog.records]
    assert len([line for line in said if "'fable' is retired" in line]) == 1
    assert len([line for line in said if "temperature" in line]) == 1
