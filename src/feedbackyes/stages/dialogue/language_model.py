"""A partner with a mind: a language model plays the scenario, and is stopped where it would not.

What it may know is decided here, not by it: a fact that was not earned is in no request, and a sentence that tells one all
the same is not spoken. Whatever goes wrong with the model, the scripted partner has a line; the model is asked again at the
next turn.

```
model                              the partner
first clause in time               says it, sentence by sentence, as it comes
late | down | malformed | refuses  says the scenario's line; a warning, once
breaks off after a whole sentence  has said what it said
breaks off in a sentence           says the scenario's line after it
tells what was not earned          says the scenario's line instead of that sentence, and no more
leaves its role                    the same
```
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

import structlog

from feedbackyes import library
from feedbackyes.domain.errors import NotReady
from feedbackyes.domain.scenario import Scenario
from feedbackyes.domain.stage_use import Tariff
from feedbackyes.settings import Settings
from feedbackyes.stages import usage
from feedbackyes.stages.dialogue import CallFunction, ReplyRequest, Say, is_unclear, rapport
from feedbackyes.stages.dialogue._answer import Answer, Health
from feedbackyes.stages.dialogue._chat import ChatFailed, ChatModel, Question
from feedbackyes.stages.dialogue._cues import cues
from feedbackyes.stages.dialogue._delivery import Delivery
from feedbackyes.stages.dialogue._guard import Guard
from feedbackyes.stages.dialogue._lines import MOST_WORDS, words
from feedbackyes.stages.dialogue._prompt import free, played
from feedbackyes.stages.dialogue.scripted import ScriptedConversation

WORDS_PER_SECOND = 2.5
"""Of a partner's speech, about."""
log = structlog.get_logger()


class LanguageModelConversation:
    """One conversation. What the model is told is decided by each request alone."""

    def __init__(self, mind: LanguageModelDialogue, scenario: Scenario | None, language: str, seed: int) -> None:
        self._mind = mind
        self._scenario = scenario
        self._language = scenario.language if scenario else language
        self._cues = cues(self._language)
        self._scripted = ScriptedConversation(scenario, seed)
        self._guess: _Guess | None = None

    async def reply(self, request: ReplyRequest) -> AsyncIterator[Say | CallFunction]:
        """Yield function calls, or the reply as it comes. Closing it ends the request to the model."""
        if self._is_for_the_script(request):
            async for part in self._scripted.reply(request):
                yield part
            return
        thought = self._take_up(request)
        if thought is None:
            async for part in self._stand_in(request):
                yield part
            return
        try:
            async for part in self._perform(request, thought):
                yield part
        finally:
            await thought.answer.close()

    def expect(self, request: ReplyRequest) -> None:
        """Ask the model already; see `Foresighted`."""
        key = _key(request)
        if self._guess is not None and self._guess.key == key:
            return
        self.forget()
        if self._mind.early and not self._is_for_the_script(request) and not self._mind.health.resting:
            self._guess = _Guess(key, self._think(request))

    def forget(self) -> None:
        """End the request that was made too early."""
        guess, self._guess = self._guess, None
        if guess is not None:
            guess.thought.answer.cancel()

    def _is_for_the_script(self, request: ReplyRequest) -> bool:
        """What has to be said word for word, at once, or without having understood anything."""
        if request.again is not None or request.reason == "cut_in":
            return True
        last = next((line for line in reversed(request.history) if line.speaker != "system"), None)
        if request.reason == "opening" and (last is None or last.speaker == "learner"):
            return self._scenario is not None or not request.instructions
        if last is None or last.speaker != "learner" or request.reason not in ("turn", "opening"):
            return False
        not_heard = not words(last.text) or is_unclear(last)
        return not_heard or (self._scenario is not None and self._cues.asks_to_repeat(last.text))

    def _take_up(self, request: ReplyRequest) -> _Thought | None:
        """The answer that was asked for early, if it was to this; else a new one. None: the model is left alone."""
        guess, self._guess = self._guess, None
        if guess is not None and guess.key == _key(request):
            return guess.thought
        if guess is not None:
            guess.thought.answer.cancel()
        return None if self._mind.health.resting else self._think(request)

    def _think(self, request: ReplyRequest) -> _Thought:
        scenario, guard = self._scenario, None
        messages = free(request, self._language, MOST_WORDS)
        if scenario is not None:
            now = rapport(scenario, request.history)
            in_role = request.reason != "out_of_band"
            guard = Guard(scenario, request.history, now.earned, in_role=in_role)
            if in_role:
                messages = played(scenario, request, now, MOST_WORDS)
        question = Question(messages, request.tools, request.tool_choice)
        return _Thought(Answer(self._mind.model, question, scenario.partner.name if scenario else ""), guard)

    async def _perform(self, request: ReplyRequest, thought: _Thought) -> AsyncIterator[Say | CallFunction]:
        speech = Delivery(thought.guard, must_call=bool(request.tools) and request.tool_choice not in ("auto", "none"))
        wait = _Wait(self._mind.patience_seconds)
        try:
            while not speech.over and (item := await thought.answer.next(wait.seconds)) is not None:
                if isinstance(item, CallFunction):
                    yield speech.call(item, request)
                elif text := speech.take(item):
                    wait.say(text)
                    yield Say(text)
            if text := speech.end():
                yield Say(text)
        except ChatFailed as error:
            self._mind.health.failed(self._mind.model.name, error)
            if not speech.complete:
                async for part in self._stand_in(request):
                    yield part
            return
        self._mind.health.worked(self._mind.model.name)
        if speech.stopped is not None:
            log.warning("a language model was stopped before the voice", why=speech.stopped.value)
            async for part in self._scripted.reply(replace(request, tools=())):
                yield part

    async def _stand_in(self, request: ReplyRequest) -> AsyncIterator[Say | CallFunction]:
        async for part in self._scripted.reply(request):
            yield replace(part, stands_in=True) if isinstance(part, Say) else part


@dataclass(frozen=True, slots=True)
class _Thought:
    """An answer that is under way, and who judges it."""

    answer: Answer
    guard: Guard | None


@dataclass(frozen=True, slots=True)
class _Guess:
    """`key`: of the request that it would answer."""

    key: object
    thought: _Thought


def _key(request: ReplyRequest) -> object:
    """The same for requests that have the same answer: words count, how they are written does not."""
    history = tuple((line.speaker, words(line.text), is_unclear(line)) for line in request.history)
    names = tuple(str(tool.get("name")) for tool in request.tools)
    return history, request.reason, request.instructions, names, request.tool_choice, request.cultural_context


class _Wait:
    """How long the model may be silent: so long in all before the first words, and so long again before any others, from when
    those before them have been heard (about: a reply is made ahead of its being heard)."""

    def __init__(self, patience_seconds: float) -> None:
        self._patience_seconds = patience_seconds
        self._heard_at = asyncio.get_running_loop().time()

    @property
    def seconds(self) -> float:
        return max(0.0, self._heard_at + self._patience_seconds - asyncio.get_running_loop().time())

    def say(self, text: str) -> None:
        """This will be heard after what was said before it."""
        now = asyncio.get_running_loop().time()
        self._heard_at = max(now, self._heard_at) + len(text.split()) / WORDS_PER_SECOND


class LanguageModelDialogue:
    """Shared by all callers.

    Args:
        patience_seconds: until its first words. early: ask before it is certain that the learner has finished.
    """

    scripted = False

    def __init__(self, model: ChatModel, *, patience_seconds: float, early: bool) -> None:
        self.name = model.name
        self.model = model
        self.patience_seconds = patience_seconds
        self.early = early
        self.health = Health()

    def open(self, scenario: Scenario | None, *, language: str = "en", seed: int = 0) -> LanguageModelConversation:
        """Begin a conversation; without a scenario the partner is a neutral one, or as the instructions have it."""
        return LanguageModelConversation(self, scenario, language, seed)

    async def close(self) -> None:
        await self.model.close()


def options(settings: Settings) -> dict[str, Any]:
    """Of `create`, from the settings.

    Raises:
        NotReady: no model is named.
    """
    if not settings.dialogue_model:
        raise NotReady(
            "The dialogue `language-model` needs a model: name it in FEEDBACKYES_DIALOGUE_MODEL, and its server in"
            " FEEDBACKYES_DIALOGUE_URL.",
            code="no_language_model",
        )
    own_server = settings.dialogue_url and settings.dialogue_url.rstrip("/") != settings.openai_api_base.rstrip("/")
    return {
        "url": settings.dialogue_url or settings.openai_api_base,
        "key": settings.dialogue_key or ("" if own_server else settings.openai_api_key),
        "model": settings.dialogue_model,
        "patience_seconds": settings.dialogue_patience_seconds,
        "timeout_seconds": settings.dialogue_timeout_seconds,
        "early": settings.dialogue_early,
        "tariff": usage.tariff_of(
            settings, settings.dialogue_url, settings.dialogue_model, settings.dialogue_priced_as
        ),
    }


def create(
    *,
    url: str,
    model: str,
    key: str = "",
    patience_seconds: float = 2.5,
    timeout_seconds: float = 20.0,
    early: bool = True,
    tariff: Tariff | None = None,
) -> LanguageModelDialogue:
    """The back end. Scenarios are read now, not while somebody waits for a reply."""
    library.scenarios()
    chat = ChatModel(url, key, model, timeout_seconds=timeout_seconds, tariff=tariff or usage.tariff(url, model))
    return LanguageModelDialogue(chat, patience_seconds=patience_seconds, early=early)
