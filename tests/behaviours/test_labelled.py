"""Whole talks, each turn with what a careful reader sees in it: how much is found, and how much of what is found is right.

They were written and labelled before anybody looked at what the detectors make of them, and tuned on afterwards.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from feedbackyes.behaviours import Behaviour, Utterance, detect
from feedbackyes.domain.transcript import Speaker

SPEAKERS = {"P": Speaker.PARTNER, "L": Speaker.LEARNER}
TALKS = [
    lines
    for block in (Path(__file__).parent / "labelled.txt").read_text("utf-8").split("\n\n")
    if (lines := [line for line in block.splitlines() if line.startswith(("P: ", "L: "))])
]


def labels(line: str) -> tuple[str, frozenset[str], frozenset[str]]:
    """The text of a turn, what it shows, and what readers would differ on."""
    text, _, shown = line[3:].partition(" | ")
    doubtful = frozenset(" ".join(re.findall(r"\(([^)]*)\)", shown)).split())
    return text, frozenset(re.sub(r"\([^)]*\)", "", shown).split()), doubtful


def counted() -> tuple[Counter[str], Counter[str], Counter[str]]:
    """By behaviour: found rightly, found wrongly, missed."""
    right, wrong, missed = Counter[str](), Counter[str](), Counter[str]()
    for lines in TALKS:
        turns = [Utterance(f"t{i}", SPEAKERS[line[0]], labels(line)[0]) for i, line in enumerate(lines)]
        found = {(one.turn_id, str(one.behaviour)) for one in detect(turns)}
        for i, line in enumerate(lines):
            here = {name for turn, name in found if turn == f"t{i}"}
            _, shown, doubtful = labels(line)
            right.update(shown & here)
            wrong.update(here - shown - doubtful)
            missed.update(shown - here)
    return right, wrong, missed


def test_labels_are_words_of_the_vocabulary() -> None:
    names = {str(name) for name in Behaviour}
    for lines in TALKS:
        for line in lines:
            _, shown, doubtful = labels(line)
            assert shown | doubtful <= names, line


def test_most_is_found_and_most_of_it_is_right() -> None:
    right, wrong, missed = (part.total() for part in counted())
    assert right / (right + wrong) >= 0.95
    assert right / (right + missed) >= 0.9


def test_no_behaviour_is_wrong_more_than_once_in_ten() -> None:
    right, wrong, _ = counted()
    assert {name for name in wrong if wrong[name] > max(1, right[name] / 10)} == set()
