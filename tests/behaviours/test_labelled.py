"""Whole talks, each turn with what a careful reader sees in it: how much is found, and how much of what is found is right.

They were written and labelled before anybody looked at what the detectors make of them, and tuned on afterwards.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from feedbackyes.behaviours import Behaviour, Utterance, detect
from feedbackyes.domain.transcript import Speaker

SPEAKERS = {"P": Speaker.PARTNER, "L": Speaker.LEARNER}


def talks(name: str) -> list[list[str]]:
    """The lines of each talk in one file."""
    return [
        lines
        for block in (Path(__file__).parent / f"{name}.txt").read_text("utf-8").split("\n\n")
        if (lines := [line for line in block.splitlines() if line.startswith(("P: ", "L: "))])
    ]


FILES = ("labelled", "fresh", "fresh-two")


def labels(line: str) -> tuple[str, frozenset[str], frozenset[str]]:
    """The text of a turn, what it shows, and what readers would differ on."""
    text, _, shown = line[3:].partition(" | ")
    doubtful = frozenset(" ".join(re.findall(r"\(([^)]*)\)", shown)).split())
    return text, frozenset(re.sub(r"\([^)]*\)", "", shown).split()), doubtful


def counted(name: str) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """By behaviour: found rightly, found wrongly, missed."""
    right, wrong, missed = Counter[str](), Counter[str](), Counter[str]()
    for lines in talks(name):
        turns = [Utterance(f"t{i}", SPEAKERS[line[0]], labels(line)[0]) for i, line in enumerate(lines)]
        found = {(one.turn_id, str(one.behaviour)) for one in detect(turns)}
        for i, line in enumerate(lines):
            here = {behaviour for turn, behaviour in found if turn == f"t{i}"}
            _, shown, doubtful = labels(line)
            right.update(shown & here)
            wrong.update(here - shown - doubtful)
            missed.update(shown - here)
    return right, wrong, missed


@pytest.mark.parametrize("name", FILES)
def test_labels_are_words_of_the_vocabulary(name: str) -> None:
    names = {str(behaviour) for behaviour in Behaviour}
    for lines in talks(name):
        for line in lines:
            _, shown, doubtful = labels(line)
            assert shown | doubtful <= names, line


@pytest.mark.parametrize(
    ("name", "precision", "recall"), [("labelled", 0.95, 0.9), ("fresh", 0.93, 0.83), ("fresh-two", 0.88, 0.74)]
)
def test_most_is_found_and_most_of_it_is_right(name: str, precision: float, recall: float) -> None:
    right, wrong, missed = (part.total() for part in counted(name))
    assert right / (right + wrong) >= precision
    assert right / (right + missed) >= recall


def test_no_behaviour_is_wrong_more_than_once_in_ten() -> None:
    right, wrong, _ = counted("labelled")
    assert {name for name in wrong if wrong[name] > max(1, right[name] / 10)} == set()
