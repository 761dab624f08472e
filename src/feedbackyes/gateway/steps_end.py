"""The learner's end of a call that goes step by step, over plain requests, where no socket and no WebRTC gets through.

```
 step                       what the call is told                        what it gives
 speak                      audio, input_audio_buffer.commit             the words that were understood
 reply                      an item with text, if any; response.create   the partner's words as they come, and their voice
 interrupt                  response.cancel, conversation.item.truncate
```

Turns are the client's: nothing here listens for their end. Everything else is that of any call: scenario, transcript,
recording, limits, filters. Who makes no request any more is noticed by the idle timer.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import deque
from collections.abc import AsyncGenerator, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from feedbackyes.audio.formats import RATE_HZ
from feedbackyes.domain.errors import Conflict, ExpectedError, Failed, InvalidInput, NotReady
from feedbackyes.domain.permissions import Action, check
from feedbackyes.domain.principal import Principal
from feedbackyes.domain.session import EndReason, Session
from feedbackyes.gateway import filters, sockets
from feedbackyes.gateway.delta import Delta
from feedbackyes.protocol import client, server
from feedbackyes.protocol.codec import decode_server
from feedbackyes.protocol.items import InputTextPart, MessageItem
from feedbackyes.protocol.responses import Response

if TYPE_CHECKING:
    from feedbackyes.gateway.call import Call

PIECE_BYTES = RATE_HZ * 2
"""A second of audio, as much as is passed on at once."""
MOST_REPLIES = 8
"""That are kept for who asks for their voice late."""
STEP_SECONDS = 45.0
"""In which a provider has to do something about a step."""
ASK_SECONDS = 10.0
"""In which a reply is asked for by who asks for its voice; the two requests may come in either order."""
HUSH_SECONDS = 3.0
"""In which a partner who is told to stop has stopped."""
_BYTES_PER_MS = RATE_HZ * 2 // 1000
_Found = TypeVar("_Found")


class TakenOver(Conflict):
    """Another window goes on with the conversation."""

    code = "taken_over"


class SessionOver(Conflict):
    """There is nothing to take a step in any more."""

    code = "session_ended"


class NothingToHear(Conflict):
    """Nobody has asked the partner to say anything."""

    code = "nothing_to_hear"


class ComeBack(NotReady):
    """The server lets go of this page; the session goes on with the next step."""

    code = "draining"


class StepFailed(Failed):
    """The voice service did not do its part of a step; the session lives."""

    code = "step_failed"


@dataclass(frozen=True, slots=True)
class Said:
    """Some words of a reply. `at_ms`: how much of its audio came before them."""

    text: str
    item_id: str
    at_ms: int


@dataclass(eq=False, slots=True)
class Reply:
    """What the partner says in one go.

    Args:
        status: of the response, when it is done.
        told, voiced: somebody has asked for its words, for its voice.
    """

    id: str
    said: list[Said] = field(default_factory=list)
    audio: bytearray = field(default_factory=bytearray)
    status: str = ""
    problem: str = ""
    told: bool = False
    voiced: bool = False

    @property
    def text(self) -> str:
        return "".join(part.text for part in self.said)

    def has_said(self, parts: int) -> bool:
        """There are more words than these, or there will be none."""
        return len(self.said) > parts or self.status != ""

    def has_sounded(self, size: int) -> bool:
        """There is more audio than this, or there will be none."""
        return len(self.audio) > size or self.status != ""


@dataclass(frozen=True, slots=True)
class Heard:
    """What was understood of an utterance: its item, and where its audio began on the session clock."""

    item_id: str
    text: str
    began_ms: float


class StepsEnd:
    """The end of a call whose learner makes requests.

    Args:
        caller: by what the page knows itself; empty: it says nothing about that.
    """

    literal_idle = False
    comes_back = True
    truncates = True
    lead_ms = 0.0
    player = None

    def __init__(self, call: Call, caller: str) -> None:
        self.caller = caller
        self._call = call
        self._delta = Delta(call)
        self._news = asyncio.Event()
        self._speaking = asyncio.Lock()
        self._replies: deque[Reply] = deque(maxlen=MOST_REPLIES)
        self._words: dict[str, str] = {}
        self._committed = self._commit_id = ""
        self._refused: ExpectedError | None = None
        self._last_heard: str | None = None
        self._ready, self._full = False, False
        self._gone: ExpectedError | None = None
        if call.learner is not None:
            call.floor.hush()  # what another window plays is not heard in this one
        call.attach(self)
        call.update_session({"type": "realtime", "audio": {"input": {"turn_detection": None}}}, None)

    # ---- steps; each raises `TakenOver`, `ComeBack` or `SessionOver` when there is nothing to take it in

    async def ready(self) -> bool:
        """The session is there. Gives whether the partner is speaking, or about to."""
        self._call.limits.touch()
        await self._until(lambda: self._ready)
        return self._call.floor.waits

    async def speak(self, pcm: bytes, *, more: bool = False) -> Heard | None:
        """Take an utterance, PCM16 at 24 kHz. `more`: it goes on in the next one, and None is given.

        Raises:
            InvalidInput: it is too short. StepFailed: the voice service did not listen.
        """
        async with self._speaking:
            await self._until(lambda: self._ready)
            await self._hush()
            clock = self._call.uplink.clock
            began = clock.audio_ms
            for start in range(0, len(pcm), PIECE_BYTES):
                await self._until(lambda: self._ready and not self._full)
                self._call.limits.touch()
                self._call.append_pcm(pcm[start : start + PIECE_BYTES])
            if more:
                return None
            began_ms = clock.session_ms(began)
            item_id = await self._commit()
            await self._until(lambda: item_id in self._words)
            self._call.limits.touch()
            self._last_heard = self._words.pop(item_id)
            return Heard(item_id, self._last_heard, began_ms)

    async def reply(self, message: str = "", item_id: str = "") -> Reply:
        """What the partner says next: to `message`, which was typed, to what was spoken last, or by themselves.

        A message that says what was understood of the utterance before is no second turn. `item_id` is for one that is.

        Raises:
            StepFailed: the voice service does not answer.
        """
        self._call.limits.touch()
        await self._until(lambda: self._ready)
        text = message.strip()
        if text and text != (self._last_heard or "").strip():
            await self._hush()
            item = MessageItem(id=item_id, role="user", content=(InputTextPart(text=text),))
            self._call.create_item(client.ConversationItemCreate(item=item))
            self._ask()
        elif self._untold() is None and not self._call.floor.waits:  # some services answer by themselves
            self._ask()
        self._last_heard = None
        reply = await self._until(self._untold)
        reply.told = True
        return reply

    async def words(self, reply: Reply) -> AsyncGenerator[Said]:
        """The words of a reply, as they come. Raises `StepFailed` when it broke off."""
        told = 0
        while await self._until(partial(reply.has_said, told)) and told < len(reply.said):
            told += 1
            yield reply.said[told - 1]
        if reply.problem:
            raise StepFailed(reply.problem)

    async def voice(self, reply_id: str | None = None) -> AsyncGenerator[bytes]:
        """The voice of a reply, PCM16 at 24 kHz, as it comes. None: of the next one that was not asked for.

        Who leaves it before it is complete makes the partner stop.

        Raises:
            InvalidInput: there is no such reply. NothingToHear: there is no next one, either.
            StepFailed: the voice service does not answer.
        """
        if reply_id and self._to_voice(reply_id) is None:
            raise InvalidInput(f"There is no reply {reply_id[:100]!r} to be heard (any more).", param="response_id")
        reply = self._to_voice(reply_id) or await self._next()
        reply.voiced = True
        sent = 0
        try:
            while await self._until(partial(reply.has_sounded, sent)) and sent < len(reply.audio):
                piece = bytes(reply.audio[sent : sent + PIECE_BYTES])
                sent += len(piece)
                self._call.limits.touch()
                yield piece
        finally:
            if not reply.status and self._gone is None:
                self._call.cancel_response(client.ResponseCancel())

    def interrupt(self, item_id: str = "", heard_ms: int = 0) -> None:
        """The partner stops. Of `item_id` so much was heard."""
        self._check()
        self._call.limits.touch()
        if self._call.floor.waits:
            self._call.cancel_response(client.ResponseCancel())
        if item_id:
            cut = client.ConversationItemTruncate(item_id=item_id, content_index=0, audio_end_ms=heard_ms)
            self._call.client_truncates(cut)

    @property
    def session(self) -> Session:
        return self._call.session

    def check_owner(self, principal: Principal) -> None:
        """Raise `Forbidden` unless it is the session of this person."""
        check(principal, Action.JOIN_SESSION, self.session.owner_id, self.session.team_id)

    def hang_up(self, *, over: bool) -> None:
        """The learner goes; `over`: for good."""
        if self._gone is None:
            self._call.detach(self, *((sockets.OK, "end") if over else (sockets.ABNORMAL, "left")))
            self._go(SessionOver("You ended the conversation." if over else "You left."))

    # ---- what the call says

    def audio(self, payload: bytes) -> None:
        """An audio delta of the provider."""
        found = self._delta.read(payload)
        if found is not None:
            self._named(found[0]).audio += found[1]
            self._tell()

    def event(self, payload: bytes) -> None:
        """Any other event of the provider."""
        match decode_server(payload):
            case server.SessionCreated():
                self._ready = True
            case server.InputAudioBufferCommitted(item_id=item_id):
                self._committed = item_id
            case server.ConversationItemInputAudioTranscriptionCompleted(item_id=item_id, transcript=text):
                self._words[item_id] = text
            case server.ConversationItemInputAudioTranscriptionFailed(item_id=item_id):
                self._words[item_id] = ""
            case server.ResponseCreated(response=response):
                self._named(response.id)
            case (
                server.ResponseOutputAudioTranscriptDelta(response_id=id_, item_id=item_id, delta=text)
                | server.ResponseOutputTextDelta(response_id=id_, item_id=item_id, delta=text)
            ):
                reply = self._named(id_)
                reply.said.append(Said(text, item_id, len(reply.audio) // _BYTES_PER_MS))
            case server.ResponseDone(response=response):
                self._finish(self._named(response.id), response)
            case server.ErrorEvent(error=error) if error.event_id and error.event_id == self._commit_id:
                self._refused = InvalidInput(error.message, code=error.code, param="file")
        self._tell()

    def interrupted(self) -> None:
        """Who goes step by step says by themselves where they stopped."""

    def pause_reading(self) -> None:
        """The provider takes no more for now."""
        self._full = True

    def resume_reading(self) -> None:
        self._full = False
        self._tell()

    def fail(self, error: ExpectedError) -> None:
        """Say what went wrong; the session may end with it."""
        self._refused = error
        self._tell()

    def end(self, reason: EndReason, code: int, message: str) -> None:  # noqa: ARG002 (of the interface)
        """The session is over."""
        self._go(self._refused or SessionOver(message or "The session is over."))

    def leave(self, code: int, message: str) -> None:
        """This page's part is over; the session goes on without it."""
        self._go(TakenOver(message) if code == sockets.TAKEN_OVER else ComeBack(message))

    # ---- inside

    async def _commit(self) -> str:
        """Say that the turn is over; gives its item."""
        self._committed, self._refused = "", None
        self._commit_id = f"event_step_{secrets.token_hex(8)}"
        self._call.send_upstream(client.InputAudioBufferCommit(event_id=self._commit_id))
        await self._until(lambda: self._committed != "")
        return self._committed

    async def _hush(self) -> None:
        """Nobody speaks to a partner who goes on: what they were saying ends, and is nobody's next reply."""
        for reply in self._replies:
            reply.told = reply.voiced = True
        if self._call.floor.waits:
            self._call.cancel_response(client.ResponseCancel())
            with suppress(StepFailed):
                await self._until(lambda: not self._call.floor.waits, HUSH_SECONDS)

    def _ask(self) -> None:
        wanted = filters.response_create(client.ResponseCreate(), scenario=self._call.scenario is not None)
        self._call.create_response(wanted)

    async def _next(self) -> Reply:
        """The next reply that comes."""
        await self._until(lambda: self._ready)
        coming = partial(self._to_voice, None)
        try:
            return await self._until(coming, ASK_SECONDS)
        except StepFailed:
            if not self._call.floor.waits:
                raise NothingToHear(
                    "The partner has not been asked to say anything. Ask for a reply, then for its voice."
                ) from None
        return await self._until(coming)

    def _to_voice(self, reply_id: str | None) -> Reply | None:
        return next((one for one in self._replies if one.id == reply_id or not (reply_id or one.voiced)), None)

    def _untold(self) -> Reply | None:
        return next((reply for reply in self._replies if not reply.told), None)

    def _named(self, reply_id: str) -> Reply:
        for reply in self._replies:
            if reply.id == reply_id:
                return reply
        self._replies.append(Reply(reply_id))
        return self._replies[-1]

    def _finish(self, reply: Reply, response: Response) -> None:
        reply.status = response.status
        error = response.status_details.error if response.status_details is not None else None
        if reply.status == "failed":
            reply.problem = (error.message if error else "") or "The partner could not answer. Please say that again."

    def _go(self, why: ExpectedError) -> None:
        self._gone = self._gone or why
        self._tell()

    def _tell(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    def _check(self) -> None:
        if self._gone is not None:
            raise self._gone
        if self._refused is not None:
            refused, self._refused = self._refused, None
            raise refused

    async def _until(self, found: Callable[[], _Found | None], seconds: float = STEP_SECONDS) -> _Found:
        """Wait for something that the provider brings about. Raises `StepFailed` when it does not."""
        try:
            async with asyncio.timeout(seconds):
                while not (it := found()):
                    self._check()
                    await self._news.wait()
                return it
        except TimeoutError:
            raise StepFailed("The voice service does not answer. What was said so far is kept: try again.") from None


def of(call: Call | None, caller: str, *, begin: bool) -> StepsEnd | None:
    """The end of a call that goes step by step; None: it has another one, or there is no call.

    Args:
        begin: None is given for the call of another page, too.

    Raises:
        TakenOver: it is that of another page.
    """
    end = None if call is None or call.ending is not None else call.learner
    if not isinstance(end, StepsEnd):
        return None
    if not caller or not end.caller or end.caller == caller:
        return end
    if begin:
        return None
    raise TakenOver("This conversation goes on in another window.")


def too_late(_caller: str) -> StepsEnd:
    """The session ended while a step was on its way. Raises `SessionOver`."""
    raise SessionOver("This session is over.")
