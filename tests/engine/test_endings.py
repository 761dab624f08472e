"""How long a learner who falls silent is waited for, against plain silence, on made cases."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from feedbackyes import library
from feedbackyes.engine.commands import Cast
from feedbackyes.engine.endings import goes_on, is_over, patience_ms
from tests.engine.desk import FRAME_MS, Desk

PATIENCE_MS, SETTLED_MS, WORD_MS = 500, 192, 320
LINES = [
    line.split(" ", 1)
    for line in (Path(__file__).parent / "turn_cases.txt").read_text(encoding="utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]


@dataclass(frozen=True)
class Heard:
    """What became of one turn: how often it was cut off, and how long after its end it was taken as over."""

    cuts: int
    delay_ms: float


def play(language: str, said: str, *, turn_cues: bool) -> Heard:
    """Say it to a session, word by word, with the pauses; the recogniser has understood when a pause has begun."""
    desk = Desk(turn_cues=turn_cues)
    desk.update(audio={"input": {"transcription": {"model": "t", "language": language}}})
    desk.detect(silence_duration_ms=PATIENCE_MS)
    parts = re.split(r"\((\d+)\)", said)
    cuts = 0
    for words, pause in zip(parts[::2], [*map(int, parts[1::2]), 0], strict=True):
        desk.voice(WORD_MS * len(words.split()))
        end_ms = desk.now_ms
        events = desk.silence(SETTLED_MS) + desk.partial(f" {words.strip()}")
        if pause:
            events += desk.silence(pause - SETTLED_MS)
            cuts += sum(event["type"] == "input_audio_buffer.speech_stopped" for event in events)
    while not any(event["type"] == "input_audio_buffer.speech_stopped" for event in desk.silence(FRAME_MS)):
        assert desk.now_ms < end_ms + 10_000
    return Heard(cuts, desk.now_ms - end_ms)


@pytest.mark.parametrize(("language", "said"), LINES, ids=[said for _, said in LINES])
def test_no_turn_fares_worse_than_with_plain_silence(language: str, said: str) -> None:
    plain, cued = play(language, said, turn_cues=False), play(language, said, turn_cues=True)
    assert cued.cuts <= plain.cuts
    assert cued.delay_ms <= plain.delay_ms + FRAME_MS


def test_most_turns_that_plain_silence_cuts_off_are_left_whole() -> None:
    plain = [play(language, said, turn_cues=False) for language, said in LINES]
    cued = [play(language, said, turn_cues=True) for language, said in LINES]
    assert len(LINES) >= 60
    assert sum(one.cuts for one in plain) >= 36
    assert sum(one.cuts for one in cued) <= 5
    assert sum(one.delay_ms for one in cued) < sum(one.delay_ms for one in plain)


@pytest.mark.parametrize("tag", ["en", "de", "fr", "es"])
def test_hardly_any_whole_turn_of_the_scenarios_is_waited_for_in_vain(tag: str) -> None:
    said = {
        re.sub(r"[.,!?;:…¿¡]", "", text)
        for scenario in library.scenarios()
        if scenario.language.startswith(tag)
        for text in (*scenario.learner_phrases, *(text for test in scenario.tests for text in test.says))
    }
    waited = [text for text in said if goes_on(text, tag)]
    assert len(said) > 40
    assert len(waited) <= 0.02 * len(said), waited


@pytest.mark.parametrize(
    ("text", "tag"), [("because", "en"), ("I was,", "en"), ("weil", "de-DE"), ("parce que", "fr"), ("porque", "es")]
)
def test_an_open_sentence_is_waited_for(text: str, tag: str) -> None:
    assert goes_on(text, tag)
    assert patience_ms(500, text, tag) == 1500
    assert patience_ms(300, text, tag) == 900
    assert patience_ms(2_000, text, tag) == 3_800
    assert patience_ms(6_000, text, tag) == 6_000


@pytest.mark.parametrize(("text", "tag"), [("What happened?", "en"), ("thank you", "en"), ("wie sehen Sie das", "de")])
def test_a_clear_end_is_waited_for_less(text: str, tag: str) -> None:
    assert is_over(text, tag)
    assert patience_ms(1_000, text, tag) == 700
    assert patience_ms(300, text, tag) == 300


@pytest.mark.parametrize("text", ["", "I sent it.", "what is it about", "I think so", "the report came at six"])
def test_what_says_nothing_about_its_end_changes_nothing(text: str) -> None:
    assert patience_ms(500, text, "en") == 500


def test_a_language_without_cues_has_plain_silence() -> None:
    assert patience_ms(500, "because", "ja") == 500


def test_a_client_that_asked_for_no_cues_gets_the_silence_that_it_set() -> None:
    assert play("en", "the report was late because (900) of finance", turn_cues=False).cuts == 1


def test_the_language_is_the_sessions() -> None:
    desk = Desk(turn_cues=True)
    desk.update(audio={"input": {"transcription": {"model": "t", "language": "de"}}})
    assert [one.language for one in desk.commands if isinstance(one, Cast)][-1] == "de"
