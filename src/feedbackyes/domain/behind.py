"""What stood behind a talk: what the partner was hiding, which of it was earned, and what would have opened the rest."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from feedbackyes.domain.rubric import Behaviour


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Moment(_Data):
    """A turn, to hear again. Times are milliseconds on the session clock."""

    turn_id: str
    start_ms: int
    end_ms: int


class Condition(_Data):
    """One thing that had to be true before a fact could be told; which fields count depends on `kind`.

    Args:
        kind: `now`: one of `behaviours` in that turn. `shown`: all of `behaviours` at some time. `words`: one of `words`
            in that turn. `first`: the facts of these ids before it. `turns`: the learner had spoken `turns` times.
            `trust`, `tension`, `openness`: how the partner felt. `unhurt`: nothing hurtful in the same breath.
        met: at the moment that came closest.
    """

    kind: Literal["now", "shown", "words", "first", "turns", "trust", "tension", "openness", "unhurt"]
    met: bool
    behaviours: tuple[Behaviour, ...] = ()
    words: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    turns: int | None = None


class HiddenFact(_Data):
    """One fact, and whether the learner got to hear it."""

    id: str
    fact: str
    state: Annotated[
        Literal["told", "told_before", "earned", "slipped", "hidden", "unknown"],
        Field(
            description="`told`: earned and told; `told_before`: in the talk that this take goes back to; `earned`: but not "
            "told in words that are recognised; `slipped`: told without being earned; `hidden`: neither; `unknown`: there "
            "are no detectors for this language."
        ),
    ]
    told: Annotated[Moment | None, Field(description="The partner's turn that tells it.")] = None
    earned: Annotated[Moment | None, Field(description="The learner's turn that earned it.")] = None
    closest: Annotated[Moment | None, Field(description="The learner's turn in which most of it was true.")] = None
    conditions: Annotated[tuple[Condition, ...], Field(description="Of a hidden fact, as they were then.")] = ()


class Behind(_Data):
    """Only for a talk that is over."""

    session_id: str
    scenario_id: str
    partner_name: str
    secret: str
    facts: tuple[HiddenFact, ...]


class TimedLine(_Data):
    """A line of a model dialogue, and where it is in its audio, in milliseconds."""

    speaker: Literal["learner", "partner"]
    text: str
    start_ms: int
    end_ms: int


class Reading(_Data):
    """A model dialogue read aloud."""

    lines: tuple[TimedLine, ...]
    duration_ms: int
