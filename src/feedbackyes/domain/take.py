"""Another take: one moment of a talk that is tried again.

A *moment* is one exchange: what the partner said last (the cue), what the learner said to it, how the partner took it.
A partner who cuts in does not begin another one. Whoever tries a turn again gets the whole exchange again, however many
pieces their words came in.

```
before … │ cue │ said │ reaction │ …
```
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from feedbackyes.domain.errors import InvalidInput, NotFound
from feedbackyes.domain.transcript import Speaker, Turn


@dataclass(frozen=True, slots=True)
class Moment:
    """One exchange of a talk.

    Args:
        before: everything up to the cue.
        cue: what the partner said, and says again; None when the learner spoke first. Of several turns in a row it is
            the first: what follows only breaks a silence.
        said: the learner's turns that answer it. reaction: the partner's turns that answer those.
    """

    before: tuple[Turn, ...] = ()
    cue: Turn | None = None
    said: tuple[Turn, ...] = ()
    reaction: tuple[Turn, ...] = ()

    def holds(self, turn_id: str) -> bool:
        """Whether it is one of the turns that the learner said here."""
        return any(turn.id == turn_id for turn in self.said)


def moment(turns: Sequence[Turn], turn_id: str) -> Moment:
    """The moment of the learner's turn `turn_id`.

    Args:
        turns: the whole talk in order.

    Raises:
        NotFound: there is no such turn. InvalidInput: it is the partner's.
    """
    place = next((i for i, turn in enumerate(turns) if turn.id == turn_id), None)
    if place is None:
        raise NotFound(
            f"There is no turn {turn_id!r} in this session. Take an id from its transcript.",
            code="turn_not_found",
            param="retry_turn_id",
        )
    if turns[place].speaker is not Speaker.LEARNER:
        raise InvalidInput(
            "Only your own turns can be tried again, and this one is your partner's. Take the turn after it.",
            code="not_your_turn",
            param="retry_turn_id",
        )
    return _moment(turns, turns[place])


def first(turns: Sequence[Turn]) -> Moment:
    """The first moment of a talk, which is the one that a take was made for; empty before the learner has spoken."""
    spoken = next((turn for turn in turns if turn.speaker is Speaker.LEARNER), None)
    return Moment() if spoken is None else moment(turns, spoken.id)


def _moment(every: Sequence[Turn], turn: Turn) -> Moment:
    turns = [one for one in every if not one.cuts_in]
    place = turns.index(turn)
    start = place - len(_run(turns[:place][::-1], Speaker.LEARNER))
    cue = start - len(_run(turns[:start][::-1], Speaker.PARTNER))
    said = _run(turns[start:], Speaker.LEARNER)
    return Moment(
        before=tuple(every[: every.index(turns[cue])]),
        cue=turns[cue] if cue < start else None,
        said=said,
        reaction=_run(turns[start + len(said) :], Speaker.PARTNER),
    )


def _run(turns: Sequence[Turn], speaker: Speaker) -> tuple[Turn, ...]:
    """The turns at the beginning that are all of one speaker."""
    return tuple(takewhile(lambda turn: turn.speaker is speaker, turns))
