"""How decoders are lent, kept and let go, with stand-ins that only know their model."""

from __future__ import annotations

from typing import cast
from weakref import ref

import pytest

from feedbackyes.stages.stt._decoder import Decoder
from feedbackyes.stages.stt._decoders import AHEAD, Decoders


class Maker:
    """Makes stand-ins and remembers for which models."""

    def __init__(self) -> None:
        self.made: list[str] = []

    def __call__(self, model: str) -> Decoder:
        if model == "broken":
            raise RuntimeError("cannot read it")
        self.made.append(model)

        class StandIn:
            pass

        stand_in = StandIn()
        stand_in.model = model  # type: ignore[attr-defined]
        return cast("Decoder", stand_in)


def test_a_decoder_is_made_ahead_and_used_again() -> None:
    make = Maker()
    decoders = Decoders(make, most=4)
    decoders.prepare("a", 1)
    decoders.prepare("a", 1)
    assert make.made == ["a"]
    decoder = decoders.lend("a")
    decoders.take_back(decoder)
    assert decoders.lend("a") is decoder
    assert make.made == ["a"]


def test_more_speakers_get_more_decoders_up_to_a_point() -> None:
    make = Maker()
    decoders = Decoders(make, most=10)
    for users in range(1, 9):
        decoders.prepare("a", users)
    assert make.made == ["a"] * AHEAD


def test_nobody_gets_a_second_decoder_made_while_others_speak() -> None:
    make = Maker()
    decoders = Decoders(make, most=10)
    decoders.prepare("a", 1)
    spoken_to = decoders.lend("a")
    decoders.prepare("a", 2)
    decoders.prepare("a", 2)
    assert make.made == ["a", "a"]
    decoders.take_back(spoken_to)
    decoders.prepare("a", 2)
    assert make.made == ["a", "a"]


def test_beyond_the_most_nobody_gets_one_until_one_comes_back() -> None:
    decoders = Decoders(Maker(), most=2)
    first, _ = decoders.lend("a"), decoders.lend("b")
    assert not decoders.can_lend()
    decoders.take_back(first)
    assert decoders.can_lend()


def test_the_one_idle_longest_makes_room_for_another_model() -> None:
    make = Maker()
    decoders = Decoders(make, most=2)
    old, new = decoders.lend("old"), decoders.lend("new")
    decoders.take_back(old)
    decoders.take_back(new)
    decoders.take_back(decoders.lend("third"))
    assert decoders.lend("new") is new
    decoders.lend("old")
    assert make.made == ["old", "new", "third", "old"]


def test_a_broken_model_costs_no_place() -> None:
    decoders = Decoders(Maker(), most=1)
    with pytest.raises(RuntimeError):
        decoders.lend("broken")
    assert decoders.can_lend()


def test_a_decoder_that_failed_and_is_dropped_costs_no_place() -> None:
    decoders = Decoders(Maker(), most=1)
    failing = decoders.lend("a")
    assert not decoders.can_lend()
    del failing
    assert decoders.can_lend()
    assert decoders.lend("a").model == "a"


def test_models_that_nobody_uses_are_let_go_but_for_the_last() -> None:
    make = Maker()
    decoders = Decoders(make, most=5)
    for decoder in [decoders.lend(model) for model in ("a", "b", "c", "d")]:
        decoders.take_back(decoder)
    decoders.trim({"a"})
    for model in ("a", "d", "b", "c"):
        decoders.lend(model)
    assert make.made == ["a", "b", "c", "d", "b", "c"]


def test_what_is_let_go_is_freed() -> None:
    decoders = Decoders(Maker(), most=5)
    lent = [decoders.lend(model) for model in ("a", "b", "c")]
    remembered = [ref(decoder) for decoder in lent]
    while lent:
        decoders.take_back(lent.pop(0))
    decoders.trim({"a"})
    assert [remember() is not None for remember in remembered] == [True, False, True]
