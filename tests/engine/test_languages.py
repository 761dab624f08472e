"""What a client is told when it asks for a language that nobody knows."""

from __future__ import annotations

import pytest

from feedbackyes.engine.languages import Languages
from tests.engine.desk import Desk

ENGLISH = frozenset({"en"})


@pytest.mark.parametrize(
    ("understood", "spoken", "language", "aloud", "codes"),
    [
        (ENGLISH, ENGLISH, "en-GB", True, []),
        (None, None, "de", True, []),
        (ENGLISH, None, "de", True, ["language_not_understood"]),
        (None, ENGLISH, "de_AT", True, ["language_not_spoken"]),
        (ENGLISH, ENGLISH, "DE", True, ["language_not_understood", "language_not_spoken"]),
        (None, ENGLISH, "de", False, []),
    ],
)
def test_what_is_missing_is_named(
    understood: frozenset[str] | None, spoken: frozenset[str] | None, language: str, aloud: bool, codes: list[str]
) -> None:
    known = Languages("ears", understood, "mouth", spoken, "mind", ENGLISH)
    found = list(known.missing(language, aloud=aloud, free=False))
    assert [error.code for error in found] == codes
    assert all(language in error.message and "en" in error.message for error in found)


def ask(desk: Desk, language: str, **session: object) -> list[str]:
    events = desk.update(audio={"input": {"transcription": {"model": "m", "language": language}}}, **session)
    return [f"error {event['error']['code']}" if event["type"] == "error" else event["type"] for event in events]


def test_a_client_is_told_at_once_and_once_and_the_session_goes_on() -> None:
    desk = Desk(languages=Languages("ears", ENGLISH, "mouth", ENGLISH, "mind", None))
    missing = ["session.updated", "error language_not_understood", "error language_not_spoken"]
    assert ask(desk, "de") == missing
    assert ask(desk, "de") == ["session.updated"]
    assert ask(desk, "en") == ["session.updated"]
    assert ask(desk, "fr", output_modalities=["text"]) == missing[:2]


def test_others_are_told_nothing() -> None:
    assert ask(Desk(), "de") == ["session.updated"]


def test_a_script_that_has_no_sentences_in_a_language_is_told_of_too() -> None:
    desk = Desk(languages=Languages("ears", None, "mouth", None, "mind", ENGLISH))
    assert ask(desk, "de") == ["session.updated", "error language_not_scripted"]


def test_in_a_transcription_only_the_ears_count() -> None:
    desk = Desk(intent="transcription", languages=Languages("ears", ENGLISH, "mouth", ENGLISH, "mind", ENGLISH))
    transcription = {"model": "m", "language": "de"}
    events = desk.put(
        "session.update", session={"type": "transcription", "audio": {"input": {"transcription": transcription}}}
    )
    assert [event["error"]["code"] for event in events if event["type"] == "error"] == ["language_not_understood"]
