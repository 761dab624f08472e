"""Reading what somebody sends as an answer to a pulse."""

from __future__ import annotations

from typing import Any

import pytest

from feedbackyes.domain.errors import InvalidInput
from feedbackyes.domain.pulse import ItemSet, WaveNotOpen, check_in_wave, check_open
from feedbackyes.domain.pulse_answers import check_asked, is_check_in, read

SAFETY = {f"safety_{number}": number for number in range(1, 8)}


@pytest.mark.parametrize(
    "body",
    [
        {"mood": 4, "energy": 3},
        {"answers": {"mood": 4, "energy": 3}},
        {"responses": [{"question": "mood", "value": 4}, {"question_id": "energy_level", "score": 3}]},
        {"Mood": 4, "energyLevel": 3.0},
        {"happiness": 4, "energy": 3, "stress": None, "comment": "  "},
    ],
)
def test_a_check_in_is_read_however_it_is_sent(body: dict[str, Any]) -> None:
    assert read(body) == {"mood": [4], "energy": [3]}


def test_a_theme_is_read_in_the_order_of_its_items() -> None:
    assert read({"answers": dict(reversed(SAFETY.items())), "comment": " Keep it. "}) == {
        "safety": [1, 2, 3, 4, 5, 6, 7],
        "comment": "Keep it.",
    }


@pytest.mark.parametrize(
    ("scale", "sent", "kept"), [(5, 4, 4), (10, 10, 5), (10, 1, 1), (10, 5, 3), (100, 50, 3), (7, 7, 5)]
)
def test_a_check_in_on_another_scale_is_brought_to_ours(scale: int, sent: int, kept: int) -> None:
    assert read({"mood": sent}, scale) == {"mood": [kept]}


@pytest.mark.parametrize(
    ("body", "code", "param"),
    [
        ({}, "nothing_answered", None),
        ({"comment": " "}, "nothing_answered", None),
        ({"charm": 4}, "unknown_item", "charm"),
        ({"mood": 4, "happiness": 3}, "answered_twice", "mood"),
        ({"mood": 6}, "invalid_value", "mood"),
        ({"mood": 0}, "invalid_value", "mood"),
        ({"mood": 3.5}, "invalid_value", "mood"),
        ({"mood": True}, "invalid_value", "mood"),
        ({"mood": "4"}, "invalid_value", "mood"),
        ({"mood": 10**400}, "invalid_value", "mood"),
        ({"mood": float("inf")}, "invalid_value", "mood"),
        ({"mood": [4]}, "invalid_value", "mood"),
        ({"recommend": 11}, "invalid_value", "recommend"),
        ({"safety_1": 4}, "answered_in_part", "safety_2"),
        ({"comment": 4}, "invalid_value", "comment"),
        ({"comment": "x" * 2001}, "invalid_value", "comment"),
        ({"answers": ["mood"]}, "invalid_value", "answers"),
        ({"answers": "mood"}, "unknown_item", "answers"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(body: dict[str, Any], code: str, param: str | None) -> None:
    with pytest.raises(InvalidInput) as refused:
        read(body)
    assert (refused.value.code, refused.value.param) == (code, param)


def test_text_that_cannot_be_written_down_is_made_so_that_it_can() -> None:
    assert read({"comment": "a\ud800b"}) == {"comment": "a?b"}
    with pytest.raises(InvalidInput) as refused:
        read({"answers": {"\ud800": 3}})
    assert refused.value.param == "?"


def test_a_scale_that_nobody_has_is_refused() -> None:
    with pytest.raises(InvalidInput, match="scale"):
        read({"mood": 2}, 3)


def test_what_a_wave_does_not_ask_is_refused() -> None:
    week = check_in_wave(0)
    check_asked({"mood": [4], "comment": "x"}, week)
    with pytest.raises(InvalidInput, match="safety"):
        check_asked({"safety": [1] * 7}, week)
    assert is_check_in({"mood": [4]})
    assert not is_check_in({"comment": "x"})


def test_a_check_in_is_of_a_week_that_begins_on_monday() -> None:
    # 2026-11-22 is a Sunday; 2026-11-16 is the Monday before.
    sunday, monday = 1_795_305_600_000, 1_794_787_200_000
    week = check_in_wave(sunday + 5)
    assert (week.id, week.opens_at, week.closes_at) == ("check-in-2026-W47", monday, sunday + 86_400_000)
    assert week.sets == (ItemSet.CHECK_IN, ItemSet.COMMENT)
    assert check_in_wave(sunday + 86_400_000).id == "check-in-2026-W48"


def test_answers_are_taken_while_a_wave_is_open() -> None:
    week = check_in_wave(0)
    check_open(week, week.opens_at)
    check_open(week, week.closes_at - 1)
    with pytest.raises(WaveNotOpen, match="has not begun yet"):
        check_open(week, week.opens_at - 1)
    with pytest.raises(WaveNotOpen, match="is closed"):
        check_open(week, week.closes_at)
