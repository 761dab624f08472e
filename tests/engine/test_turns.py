"""Edges of speech, and what the words tell about its end."""

from __future__ import annotations

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedbackyes.engine.turns import (
    Edge,
    SpeechDetector,
    is_backchannel,
    is_turn,
    semantic_patience_ms,
    sounds_finished,
    without_echo,
)


def edges(detector: SpeechDetector, probabilities: list[float], patience_ms: float = 500) -> list[tuple[float, Edge]]:
    found = [(detector.frame(p, patience_ms), detector.position_ms) for p in probabilities]
    return [(at, edge) for edge, at in found if edge is not None]


def test_speech_begins_with_two_voiced_frames_and_is_dated_to_the_first() -> None:
    detector = SpeechDetector()
    assert edges(detector, [0.0, 0.9, 0.0, 0.9, 0.9]) == [(160, Edge.STARTED)]
    assert detector.started_ms == 96


def test_speech_pauses_resumes_and_stops() -> None:
    detector = SpeechDetector()
    found = edges(detector, [0.9] * 5 + [0.1] * 5 + [0.9] + [0.1] * 16)
    assert [edge for _, edge in found] == [Edge.STARTED, Edge.PAUSED, Edge.RESUMED, Edge.PAUSED, Edge.STOPPED]
    assert found[1][0] == 320
    assert not detector.speaking


def test_speech_that_has_begun_goes_on_a_little_below_the_threshold() -> None:
    assert edges(SpeechDetector(), [0.9] * 3 + [0.4] * 30) == [(64, Edge.STARTED)]


def test_infinite_patience_never_stops() -> None:
    assert [edge for _, edge in edges(SpeechDetector(), [0.9] * 3 + [0.0] * 500, inf)] == [Edge.STARTED, Edge.PAUSED]


def test_impatience_stops_without_a_pause() -> None:
    assert [edge for _, edge in edges(SpeechDetector(), [0.9] * 3 + [0.0] * 3, 64)] == [Edge.STARTED, Edge.STOPPED]


@given(st.lists(st.floats(0, 1), max_size=300), st.floats(32, 2000))
def test_edges_always_alternate(probabilities: list[float], patience_ms: float) -> None:
    allowed = {
        None: {Edge.STARTED},
        Edge.STARTED: {Edge.PAUSED, Edge.STOPPED},
        Edge.PAUSED: {Edge.RESUMED, Edge.STOPPED},
        Edge.RESUMED: {Edge.PAUSED, Edge.STOPPED},
        Edge.STOPPED: {Edge.STARTED},
    }
    last: Edge | None = None
    for _, edge in edges(SpeechDetector(), probabilities, patience_ms):
        assert edge in allowed[last]
        last = edge


@pytest.mark.parametrize("text", ["I'm done.", "yes", "i went home early", "what was that?", "we did it"])
def test_a_finished_sentence(text: str) -> None:
    assert sounds_finished(text)


@pytest.mark.parametrize("text", ["", "well", "i think because", "it was the", "so we went to", "tell me"])
def test_an_unfinished_sentence(text: str) -> None:
    assert not sounds_finished(text)


def test_eagerness_orders_the_waits() -> None:
    for text in ("and then", "that is all of it"):
        waits = [semantic_patience_ms(eagerness, text) for eagerness in ("high", "medium", "low")]
        assert waits == sorted(waits)
        assert semantic_patience_ms("auto", text) == waits[1]


@pytest.mark.parametrize(
    "text", ["mm-hm", "Yeah.", "okay right", "uh-huh", "oh really", "ja genau", "d'accord", "sí claro", "mhm"]
)
def test_backchannels(text: str) -> None:
    assert is_backchannel(text)


@pytest.mark.parametrize(
    "text", ["", "no", "stop", "yeah but", "yes yes yes yes", "okay wait", "ja aber", "non", "espera"]
)
def test_no_backchannels(text: str) -> None:
    assert not is_backchannel(text)


@pytest.mark.parametrize(
    ("text", "voiced_ms", "turn"),
    [
        ("ahead", 300, False),
        ("ahead", 450, True),
        ("no", 250, True),
        ("wait a", 250, True),
        ("mm-hm", 700, False),
        ("", 700, False),
    ],
)
def test_what_is_a_turn_while_the_partner_talks(text: str, voiced_ms: float, turn: bool) -> None:
    assert is_turn(text, voiced_ms) is turn


def test_the_partners_own_words_in_the_microphone_are_left_out() -> None:
    assert without_echo("could not hmm even", "I could not even think.") == "hmm"
    assert without_echo("but I told you", "Nobody told me that.") == "but i you"
    assert without_echo("yes", "") == "yes"
