"""The partner of one session: has replies made by the dialogue, and spoken by the voice, as the session orders."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from functools import partial
from typing import Protocol

import structlog

from feedbackyes.domain.errors import ExpectedError, Failed
from feedbackyes.engine.ahead import Ahead, Clause, closing
from feedbackyes.engine.commands import Cast, Reply, Speech
from feedbackyes.engine.speech import Piece, Slicer, Spacing
from feedbackyes.stages.dialogue import CallFunction, Conversation, Dialogue, Foresighted, ReplyRequest, Say
from feedbackyes.stages.tts import SpeechChunk, Voice

log = structlog.get_logger()


WORD_SECONDS = 0.025
"""Text is written a word at a time, at the pace of a quick language model: it can be shown as it grows, and cancelled."""
_WORD = re.compile(r"\s*\S+")


class Audience(Protocol):
    """Who gets the replies, part by part."""

    def on_thought(self, response_id: str) -> None:
        """How the reply begins is known."""
        ...

    def on_written(self, response_id: str, text: str) -> None: ...

    async def on_spoken(self, response_id: str, piece: Piece) -> None:
        """Returns when more may be spoken."""
        ...

    def on_called(self, response_id: str, call: CallFunction) -> None: ...

    def on_stood_in(self, response_id: str) -> None:
        """What follows is the script's, because whoever was to speak did not."""
        ...

    async def on_heard(self, response_id: str) -> None:
        """All is said. Returns when it has nearly been heard."""
        ...

    def on_replied(self, response_id: str, error: ExpectedError | None) -> None:
        """The reply is complete, or broke off."""
        ...


class Partner:
    """Owns the replies under way, one task each."""

    def __init__(self, dialogue: Dialogue, voice: Voice, audience: Audience) -> None:
        self._dialogue = dialogue
        self._voice = voice
        self._audience = audience
        self._conversation: Conversation | None = None
        self._replies: dict[str, asyncio.Task[None]] = {}

    def cast(self, cast: Cast) -> None:
        """Be somebody else from now on."""
        self.unexpect()
        self._conversation = self._dialogue.open(cast.scenario, language=cast.language, seed=cast.seed)

    def reply(self, order: Reply) -> None:
        """Begin a reply."""
        task = asyncio.create_task(self._reply(order), name=f"engine reply {order.response_id}")
        self._replies[order.response_id] = task
        task.add_done_callback(lambda _: self._replies.pop(order.response_id, None))

    def expect(self, request: ReplyRequest) -> None:
        """A reply to this may be wanted soon. A dialogue that can think ahead does."""
        if isinstance(self._conversation, Foresighted):
            self._conversation.expect(request)

    def unexpect(self) -> None:
        """It will not."""
        if isinstance(self._conversation, Foresighted):
            self._conversation.forget()

    def stop(self, response_id: str) -> None:
        """Nothing more of this reply is wanted; its end is not told."""
        if (task := self._replies.get(response_id)) is not None:
            task.cancel()

    async def close(self) -> None:
        """End all replies."""
        self.unexpect()
        tasks = list(self._replies.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _reply(self, order: Reply) -> None:
        try:
            await self._perform(order)
        except ExpectedError as error:
            log.warning("a reply failed", response=order.response_id, reason=error.message)
            self._audience.on_replied(order.response_id, error)
        except Exception:
            log.exception("a reply failed", response=order.response_id)
            failed = Failed("The partner could not answer. Please try again.", code="reply_failed")
            self._audience.on_replied(order.response_id, failed)
        else:
            self._audience.on_replied(order.response_id, None)

    async def _perform(self, order: Reply) -> None:
        if self._conversation is None:
            return
        spacing = Spacing()
        slicer = Slicer(self._voice.rate_hz, order.speech.format) if order.speech else None
        part: Say | CallFunction | None = None
        speak = partial(_speech, self._voice, order.speech) if order.speech else None
        async with Ahead(self._conversation.reply(order.request), speak) as ahead, closing(ahead.clauses()) as clauses:
            async for clause in clauses:
                if part is None:
                    self._audience.on_thought(order.response_id)
                part = clause.part
                if isinstance(part, Say) and part.stands_in:
                    self._audience.on_stood_in(order.response_id)
                if isinstance(part, CallFunction):
                    self._audience.on_called(order.response_id, part)
                elif slicer:
                    await self._speak(order.response_id, part.text, clause, slicer)
                else:
                    await self._write(order.response_id, spacing.join(part.text))
        if isinstance(part, Say):  # who gets a function call answers it as soon as the reply is complete
            await self._audience.on_heard(order.response_id)

    async def _write(self, response_id: str, text: str) -> None:
        for word in _WORD.findall(text):
            self._audience.on_written(response_id, word)
            await asyncio.sleep(WORD_SECONDS)

    async def _speak(self, response_id: str, text: str, clause: Clause, slicer: Slicer) -> None:
        slicer.begin(text)
        async with closing(clause.chunks()) as chunks:
            async for chunk in chunks:
                for piece in slicer.add(chunk):
                    await self._audience.on_spoken(response_id, piece)
        for piece in slicer.end():
            await self._audience.on_spoken(response_id, piece)


def _speech(voice: Voice, speech: Speech, text: str) -> AsyncIterator[SpeechChunk]:
    return voice.speak(text, voice=speech.voice, speed=speech.speed, language=speech.language)
