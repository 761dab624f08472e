"""One hint during a talk: what the rubric looks for and nothing has shown so far.

It follows from the rubric and the words so far alone, so it is the same for everybody who said the same. It knows
nothing of what the partner hides, and it is no score.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from feedbackyes.analysis import moments
from feedbackyes.domain.feedback import ElementResult
from feedbackyes.domain.rubric import Element, Rubric
from feedbackyes.domain.take import Moment
from feedbackyes.domain.transcript import Turn

ENOUGH = 2
"""From this level on an element needs no hint."""


@dataclass(frozen=True, slots=True)
class Hint:
    """What to do now, and the element of the rubric that it is about."""

    element: str
    title: str
    text: str


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
    read = moments.read(before, Moment(said=tuple(said)), rubric, tag).elements
    results = {result.id: result for result in read}
    missing = [one for one in rubric.elements if _is_missing(results.get(one.id))]
    weak = [one for one in rubric.elements if one not in missing and _is_weak(results.get(one.id))]
    due: list[Element] = sorted([*missing, *weak], key=lambda one: _last_given(one.id, given))
    return Hint(due[0].id, due[0].title, due[0].next_step) if due else None


def _is_missing(result: ElementResult | None) -> bool:
    """Also where nothing can be seen in this language: the criterion itself is worth a reminder."""
    return result is None or (result.state == "scored" and result.level == 0 and not result.evidence)


def _is_weak(result: ElementResult | None) -> bool:
    return result is not None and result.state == "scored" and (result.level or 0) < ENOUGH


def _last_given(element_id: str, given: Sequence[str]) -> int:
    """-1 when never."""
    return max((i for i, one in enumerate(given) if one == element_id), default=-1)
