"""Many ways to say each thing, and what only looks like it, in wordings that were written before the patterns were tuned.

Every third wording is held back: nobody tunes on it, and its figures are the ones to believe.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from feedbackyes.behaviours import Utterance, detect
from feedbackyes.domain.transcript import Speaker

GROUPS: dict[str, list[dict[str, Any]]] = {
    name: groups
    for path in sorted((Path(__file__).parent / "wordings").glob("*.yaml"))
    for name, groups in yaml.safe_load(path.read_text("utf-8")).items()
}
HELD_EVERY = 3
SPEAKERS = {"P": Speaker.PARTNER, "L": Speaker.LEARNER}


def shows(before: list[str], text: str, name: str) -> bool:
    turns = [Utterance(f"t{i}", SPEAKERS[said[0]], said[3:]) for i, said in enumerate([*before, f"L: {text}"])]
    return any(one.behaviour == name and one.turn_id == turns[-1].turn_id for one in detect(turns))


def wordings(name: str, kind: str, *, held: bool) -> list[tuple[list[str], str]]:
    """The wordings of one behaviour that should (`say`) or should not (`not`) show it."""
    return [
        (group["before"], text)
        for group in GROUPS[name]
        for i, text in enumerate(group.get(kind, "").splitlines())
        if (i % HELD_EVERY == HELD_EVERY - 1) is held
    ]


def share(name: str, kind: str, *, held: bool) -> float:
    texts = wordings(name, kind, held=held)
    return sum(shows(before, text, name) for before, text in texts) / len(texts)


@pytest.mark.parametrize("name", GROUPS)
def test_a_behaviour_is_known_however_it_is_said(name: str) -> None:
    assert share(name, "say", held=False) >= 0.7


@pytest.mark.parametrize("name", GROUPS)
def test_what_only_looks_like_it_is_left_alone(name: str) -> None:
    assert share(name, "not", held=False) <= 0.15


def test_wordings_that_were_held_back_fare_nearly_as_well() -> None:
    said = [shows(*one, name) for name in GROUPS for one in wordings(name, "say", held=True)]
    near = [shows(*one, name) for name in GROUPS for one in wordings(name, "not", held=True)]
    assert sum(said) / len(said) >= 0.9
    assert sum(near) / len(near) <= 0.05


LEARNERS: dict[str, list[dict[str, Any]]] = yaml.safe_load((Path(__file__).parent / "learners.yaml").read_text("utf-8"))


@pytest.mark.parametrize("name", LEARNERS)
def test_what_learners_say_is_known_and_what_is_like_it_is_not(name: str) -> None:
    def found(kind: str) -> list[bool]:
        return [
            shows(group["before"], text, name) for group in LEARNERS[name] for text in group.get(kind, "").splitlines()
        ]

    said, near = found("say"), found("not")
    assert sum(said) / len(said) >= 0.75
    assert sum(near) / len(near) <= 0.2
