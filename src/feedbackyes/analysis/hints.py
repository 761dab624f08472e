"""One hint during a talk: what the rubric looks for and nothing has shown so far.

It follows from the rubric and the words so far alone, so it is the same for everybody who said the same. It knows
nothing of what the partner hides, and it is no score.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from feedbackyes import behaviours
from feedbackyes.analysis import moments
from feedbackyes.domain.rubric import Element, Rubric
from feedbackyes.domain.take import Moment
from feedbackyes.domain.transcript import Turn

ENOUGH = 2
"""From this level on an element needs no hint."""


@dataclass(frozen=True, slots=True)
class Hint:
    """What to do now, in which language that is said, and the element of the rubric that it is about."""

    element: str
    title: str
    text: str
    language: str


def choose(
    rubric: Rubric, before: Sequence[Turn], said: Sequence[Turn], tag: str, given: Sequence[str] = ()
) -> Hint | None:
    """The hint that is due, in the rubric's order: first what nothing has shown yet, then what was only attempted.

    Args:
        before: of another take, what was said before it. said: the talk so far. Both in order.
        given: elements that there were hints on already. They come again only when nothing else is left, the oldest first.

    Returns:
        None when there is nothing to say: everything that is looked for has come up.
    """
    seen = _seen(before, said, tag)
    read = moments.read(before, Moment(said=tuple(said)), rubric, tag).elements
    weak = {result.id for result in read if result.state == "scored" and (result.level or 0) < ENOUGH}
    due = [one for one in rubric.elements if _is_missing(one, seen)]
    due += [one for one in rubric.elements if one.id in weak and one not in due]
    due.sort(key=lambda one: _last_given(one.id, given))
    if not due:
        return None
    wording, language = due[0].wording(tag)
    return Hint(due[0].id, due[0].title, wording.next_step, language)


def _seen(before: Sequence[Turn], said: Sequence[Turn], tag: str) -> frozenset[str]:
    """Every behaviour that may have been shown so far: who has tried something is not told to try it."""
    if not behaviours.is_known(tag):
        return frozenset()
    return frozenset(str(proof.behaviour) for read in moments.split(before, said, tag) for proof in read)


def _is_missing(element: Element, seen: Collection[str]) -> bool:
    """Nothing speaks for it yet, although the talk has given occasion."""
    occasion = not element.applies_if or any(one in seen for one in element.applies_if)
    return occasion and not any(one in seen for one in element.evidence)


def _last_given(element_id: str, given: Sequence[str]) -> int:
    """-1 when never."""
    return max((i for i, one in enumerate(given) if one == element_id), default=-1)
