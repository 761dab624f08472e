"""The scripted partner: plays scenarios, or listens neutrally, without a language model."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from feedbackyes import library
from feedbackyes.domain.scenario import Scenario
from feedbackyes.stages.dialogue import CallFunction, ReplyRequest, Say, _neutral, _tools
from feedbackyes.stages.dialogue._lines import sentences
from feedbackyes.stages.dialogue._scenario import Player


class ScriptedConversation:
    """One conversation; a pure function of each request's history and the seed."""

    def __init__(self, scenario: Scenario | None, seed: int) -> None:
        self._player = Player(scenario, seed) if scenario else None
        self._seed = seed

    async def reply(self, request: ReplyRequest) -> AsyncIterator[Say | CallFunction]:
        """Yield one function call, or the reply sentence by sentence."""
        call = _tools.choose(request) if request.again is None and request.reason != "cut_in" else None
        if call is not None:
            yield call
            return
        for sentence in sentences(self._text(request)):
            yield Say(sentence)

    def _text(self, request: ReplyRequest) -> str:
        if request.again is not None:
            return self._player.whole(request.again) if self._player is not None else request.again.text
        if self._player is not None and request.reason != "out_of_band":
            line = self._player.answer(request.history, request.reason)
            if line is not None:
                return line
        return _neutral.answer(request.history, request.reason, request.instructions, self._seed)


class ScriptedDialogue:
    """Holds nothing; every conversation stands for itself."""

    name = "Scripted partner"
    scripted = True

    def open(self, scenario: Scenario | None, *, language: str = "en", seed: int = 0) -> ScriptedConversation:  # noqa: ARG002
        """Begin. Scripts speak their scenario's own language; the neutral partner speaks English."""
        return ScriptedConversation(scenario, seed)

    async def close(self) -> None:
        """Nothing to give back."""


def create(**_: Any) -> ScriptedDialogue:
    """The back end. It needs no options. Scenarios are read now, not while somebody waits for a reply."""
    library.scenarios()
    return ScriptedDialogue()
