"""Dialogue: what the partner says next."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, runtime_checkable

from feedbackyes.behaviours import Utterance
from feedbackyes.behaviours.rapport import NOT_HEARD_BELOW, Rapport, follow
from feedbackyes.domain.scenario import Scenario
from feedbackyes.domain.transcript import Speaker
from feedbackyes.settings import Settings
from feedbackyes.stages import registry

Reason = Literal["turn", "opening", "silence", "cut_in", "out_of_band"]
"""Why a reply is wanted: somebody spoke or wrote; the partner begins; nobody spoke for long; the partner cuts into what
is being said; an aside."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line so far. A partner's text is what was heard. `confidence`: of the recogniser, None when typed."""

    speaker: Literal["learner", "partner", "system"]
    text: str
    confidence: float | None = None
    interrupted: bool = False


@dataclass(frozen=True, slots=True)
class ReplyRequest:
    """Everything that a reply may depend on.

    Args:
        history: oldest first, the learner's last line included.
        instructions: the session's, or this response's own.
        tools: function tools as the protocol has them. tool_choice: "auto", "none", "required" or a function's name.
        again: a line of the partner's that is to be said now, word for word; from its beginning and to its end when it
            was interrupted the first time.
        cultural_context: what the learner asked the partner to be at home in, e.g. `US-English`.
    """

    history: tuple[Line, ...]
    reason: Reason = "turn"
    instructions: str = ""
    tools: tuple[dict[str, Any], ...] = ()
    tool_choice: str = "auto"
    again: Line | None = None
    cultural_context: str = ""


@dataclass(frozen=True, slots=True)
class Say:
    """A clause or sentence to speak now. Several make one reply; each ends in white space or the reply's end.

    Args:
        stands_in: a line of the script, because whoever was to speak did not.
    """

    text: str
    stands_in: bool = False


@dataclass(frozen=True, slots=True)
class CallFunction:
    """A function call for the client to carry out. `arguments` is JSON text."""

    name: str
    arguments: str


class Conversation(Protocol):
    """One conversation. What it says is decided by the request's history alone, so that it can be restored."""

    def reply(self, request: ReplyRequest) -> AsyncIterator[Say | CallFunction]: ...


@runtime_checkable
class Foresighted(Conversation, Protocol):
    """A conversation that may begin a reply before it is certain that one is wanted."""

    def expect(self, request: ReplyRequest) -> None:
        """`reply` may be called with this next; whatever was expected before will not."""
        ...

    def forget(self) -> None:
        """Nothing is expected any more."""
        ...


class Dialogue(Protocol):
    """Shared by all callers. `name` is for people; `scripted` says that no language model is behind it."""

    name: str
    scripted: bool

    def open(self, scenario: Scenario | None, *, language: str = "en", seed: int = 0) -> Conversation:
        """Begin a conversation; without a scenario the partner is a neutral one."""
        ...

    async def close(self) -> None: ...


def rapport(scenario: Scenario, history: Sequence[Line]) -> Rapport:
    """Where the talk stands after `history`. Turns that were not understood move nothing."""
    turns = [
        Utterance(str(i), Speaker.LEARNER if line.speaker == "learner" else Speaker.PARTNER, line.text)
        for i, line in enumerate(history)
        if line.speaker != "system"
    ]
    doubted = {str(i) for i, line in enumerate(history) if is_unclear(line)}
    return follow(scenario, turns, doubted=doubted)


def is_unclear(line: Line) -> bool:
    """The recogniser understood next to nothing of it."""
    return line.confidence is not None and line.confidence < NOT_HEARD_BELOW


def available() -> list[str]:
    return registry.available(__path__)


def load(name: str, **options: Any) -> Dialogue:
    """Create the back end `name`. Raises `UnknownBackend`."""
    dialogue: Dialogue = registry.create(__name__, __path__, name, **options)
    return dialogue


def configured(settings: Settings) -> Dialogue:
    """Create the back end that the settings name, as they want it. Raises `ExpectedError`."""
    dialogue: Dialogue = registry.configured(__name__, __path__, settings.chosen_dialogue, settings)
    return dialogue
