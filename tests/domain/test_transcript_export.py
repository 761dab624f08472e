"""Lines of another system's transcripts are read, whatever its names, and what is wrong with one is said."""

from __future__ import annotations

import json
from typing import Any

import pytest

from feedbackyes.domain.transcript import Speaker
from feedbackyes.domain.transcript_export import BadLine, read

AT = 1_746_352_800_000
LINE: dict[str, Any] = {
    "_id": {"$oid": "6627a1"},
    "user_id": "u1",
    "session_id": "s1",
    "role": "user",
    "text": " Hello. ",
    "created_at": {"$date": "2025-05-04T10:00:00Z"},
}


def line(**changes: Any) -> str:
    return json.dumps({name: value for name, value in {**LINE, **changes}.items() if value is not None})


def test_a_line_of_the_document_database_is_read() -> None:
    found = read(line())
    assert (found.user, found.talk, found.item, found.speaker, found.text, found.at) == (
        "u1",
        "s1",
        "6627a1",
        Speaker.LEARNER,
        "Hello.",
        AT,
    )


def test_a_long_id_is_cut_to_what_is_stored() -> None:
    assert read(line(_id="x" * 200)).item == "x" * 128


@pytest.mark.parametrize(
    "when",
    [
        {"$date": {"$numberLong": str(AT)}},
        {"$date": AT},
        AT,
        AT / 1000,
        "2025-05-04T10:00:00.000Z",
        "2025-05-04T12:00:00+02:00",
        "2025-05-04 10:00:00",
    ],
)
def test_times_come_in_many_forms(when: Any) -> None:
    assert read(line(created_at=when)).at == AT


def test_other_names_are_read_too() -> None:
    other = {"id": "x", "userId": 7, "sender": "AI", "transcription": "Yes?", "timestamp": AT}
    found = read(json.dumps(other))
    assert (found.user, found.item, found.speaker, found.text) == ("7", "x", Speaker.PARTNER, "Yes?")
    assert found.talk == "2025-05-04", "without sessions each day is one"


def test_without_an_id_the_same_line_has_the_same_one() -> None:
    assert read(line(_id=None)).item == read(line(_id=None)).item
    assert read(line(_id=None)).item != read(line(_id=None, text="Bye.")).item


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "no JSON"),
        ("[1]", "no JSON object"),
        (line(text=None), "no text"),
        (line(text=" "), "no text"),
        (line(text="x" * 20_001), "longer than"),
        (line(role="narrator"), "who spoke"),
        (line(user_id=None), "whose it is"),
        (line(user_id=True), "whose it is"),
        (line(created_at=None), "when it was said"),
        (line(created_at="yesterday"), "when it was said"),
        (line(created_at=1e300), "when it was said"),
        (line(created_at=-5), "before 1970"),
    ],
)
def test_what_is_wrong_with_a_line_is_said(text: str, why: str) -> None:
    with pytest.raises(BadLine, match=why):
        read(text)
