"""When what of a talk is deleted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from feedbackyes.domain.retention import DAY_MS, Kind, Rules, goes_at, without_words
from feedbackyes.domain.session import Session, SessionState

ENDED = 1_000 * DAY_MS
TALK = Session("s", "lea", None, SessionState.ENDED, ENDED - 60_000, ended_at=ENDED, recording=True)
EACH = Rules(audio=7, transcript=30, feedback=90, events=14)


def test_each_kind_goes_so_many_days_after_the_end() -> None:
    assert goes_at(TALK, EACH) == {
        Kind.AUDIO: ENDED + 7 * DAY_MS,
        Kind.TRANSCRIPT: ENDED + 30 * DAY_MS,
        Kind.FEEDBACK: ENDED + 90 * DAY_MS,
        Kind.EVENTS: ENDED + 14 * DAY_MS,
    }
    assert goes_at(TALK, Rules()) == {}


@pytest.mark.parametrize(
    ("talk", "gone"),
    [
        (replace(TALK, ended_at=None), set(Kind)),
        (replace(TALK, recording=False), {Kind.AUDIO}),
        (replace(TALK, expired={"audio": ENDED, "events": ENDED}), {Kind.AUDIO, Kind.EVENTS}),
    ],
    ids=["goes on", "not recorded", "went before"],
)
def test_what_is_not_there_does_not_go(talk: Session, gone: set[Kind]) -> None:
    assert set(goes_at(talk, EACH)) == set(Kind) - gone


def test_recordings_that_are_not_wanted_go_after_a_day() -> None:
    assert goes_at(TALK, Rules(), keeps_recordings=False) == {Kind.AUDIO: ENDED + DAY_MS}
    assert Rules(audio=7).days(Kind.AUDIO, keeps_recordings=False) == 1
    assert Rules(audio=0).days(Kind.AUDIO, keeps_recordings=False) == 0


def test_the_course_of_a_talk_goes_with_its_words_at_the_latest() -> None:
    assert Rules(transcript=30).days(Kind.EVENTS) == 30
    assert Rules(transcript=30, events=90).days(Kind.EVENTS) == 30
    assert Rules(events=90).days(Kind.EVENTS) == 90
    assert Rules(transcript=30).days(Kind.FEEDBACK) is None


def test_a_report_without_words_keeps_its_levels() -> None:
    said = {"elements": [{"id": "feelings", "level": 2, "why": "You said so.", "evidence": [{"quote": "I felt"}]}]}
    persona = {"state": "broken", "findings": [{"quote": "As an AI"}], "note": "left out"}
    kept = without_words({**said, "scores": {"feelings": 2}, "feedback": "You said", "persona": persona})
    assert kept["elements"] == [{"id": "feelings", "level": 2, "why": "", "evidence": []}]
    assert kept["persona"] == {"state": "broken", "findings": [], "note": None}
    assert (kept["scores"], kept["feedback"], kept["strength"]) == ({"feelings": 2}, "", None)
