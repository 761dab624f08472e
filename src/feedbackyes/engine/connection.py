"""One client of the engine: its messages in, its session, its stages, its events out.

Everything happens on the event loop. Messages are taken one at a time, in order; one with audio waits for the voice
activity of its frames, so that what follows finds the session up to date. Stages run beside, in tasks that the
connection owns, and bring results when they have them. After each step the session's outbox is carried out.

Nothing grows without bound: a client that sends more than can be taken is paused, then closed; so is one that reads too
slowly. Audio is made only a little ahead of its playback. With a track, audio goes both ways there instead of in events.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections import deque
from dataclasses import dataclass
from math import inf
from typing import Any, Protocol

import structlog

from feedbackyes.domain.errors import ExpectedError
from feedbackyes.domain.stage_use import StageUse
from feedbackyes.engine import commands
from feedbackyes.engine.commands import Command, Reply
from feedbackyes.engine.ears import Ears
from feedbackyes.engine.microphone import Microphone
from feedbackyes.engine.outlet import Outlet
from feedbackyes.engine.partner import Partner
from feedbackyes.engine.session import Options, Session
from feedbackyes.engine.speech import Piece
from feedbackyes.engine.stage_watch import StageWatch
from feedbackyes.engine.turn_judge import TurnJudge
from feedbackyes.protocol import codec
from feedbackyes.protocol.client import ClientEvent, InputAudioBufferAppend
from feedbackyes.protocol.codec import Dialect
from feedbackyes.protocol.errors import InvalidEvent
from feedbackyes.protocol.server import ResponseDone, ResponseOutputAudioDelta, ServerEvent
from feedbackyes.stages import usage
from feedbackyes.stages.dialogue import CallFunction, Dialogue
from feedbackyes.stages.stt import Recogniser, RecogniserOptions, Transcript
from feedbackyes.stages.tts import Voice
from feedbackyes.stages.turn import TurnModel
from feedbackyes.stages.usage import Payer
from feedbackyes.stages.vad import VoiceActivity

LEAD_MS, END_LEAD_MS = 1_000.0, 300.0
"""Audio is sent at most so far ahead of its playback: enough for a network's jitter. A reply is complete only when it has
nearly been played. So it stays active nearly as long as it is heard, and who interrupts it sees it cancelled."""
PREPARE_MS = 1_000.0
"""Audio after which a client is expected to speak, and the recogniser is opened. Who leaves before that costs nothing."""
MAX_MESSAGE = 15 * 2**20 + 2**16
"""Bytes of one message: 15 MiB of base64 audio and its envelope."""
BUSY_MESSAGES, BUSY_BYTES = 256, 2**20
"""Waiting messages at which the transport is asked to pause; it resumes at half."""
FLOOD_MESSAGES, FLOOD_BYTES = 20_000, 64 * 2**20
"""Waiting messages at which a client that cannot be paused is closed."""
LARGE = 2**18
"""Messages of more bytes are read in a thread."""

OK, GOING_AWAY, POLICY_VIOLATION, INTERNAL_ERROR = 1000, 1001, 1008, 1011

log = structlog.get_logger()


class Transport(Protocol):
    """The client's side. Called on the event loop."""

    def send(self, payload: bytes) -> None:
        """Pass on one text message."""
        ...

    def closed(self, code: int, reason: str) -> None:
        """The connection has ended, with a WebSocket close code. Called once, and last."""
        ...

    def pause(self) -> None:
        """Bring no more messages until `resume`."""
        ...

    def resume(self) -> None: ...


class Track(Protocol):
    """Audio that goes beside the events: mono PCM16 at 24 kHz."""

    @property
    def ahead_ms(self) -> float:
        """How much has been queued and has not gone out."""
        ...

    def play(self, response_id: str, pcm: bytes) -> None:
        """Queue audio of a response."""
        ...

    def finish(self, response_id: str) -> None:
        """No more audio of this response comes, and it is said to be done."""
        ...

    def clear(self) -> None:
        """Drop what has not gone out."""
        ...


@dataclass(frozen=True, slots=True)
class _Sound:
    """Audio from the track, waiting in line with messages."""

    pcm: bytes

    def __len__(self) -> int:
        return len(self.pcm)


@dataclass(frozen=True, slots=True)
class Stages:
    """What all connections share."""

    vad: VoiceActivity
    stt: Recogniser
    dialogue: Dialogue
    tts: Voice
    turn: TurnModel | None = None

    async def close(self) -> None:
        for stage in (self.dialogue, self.tts, self.stt, self.vad, self.turn):
            if stage is not None:
                await stage.close()


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asked for when it connected. `session`: as in a `session.update`."""

    model: str
    dialect: Dialect = Dialect.GA
    intent: str | None = None
    session: dict[str, Any] | None = None


class EngineConnection:
    """A session in progress. `start` begins it; `wait_closed` returns when nothing of it is left.

    Making one raises `ExpectedError` when the session cannot be as the request wants it.
    """

    def __init__(
        self,
        stages: Stages,
        options: Options,
        request: Request,
        transport: Transport,
        track: Track | None = None,
        payer: Payer | None = None,
    ) -> None:
        self._payer = payer or usage.payer()
        self._dialect = request.dialect
        self._transport = transport
        self._loop = asyncio.get_running_loop()
        self._session = Session(
            options,
            model=request.model,
            intent=request.intent,
            new_id=_new_id,
            now_ms=self._now_ms(),
            unix_s=time.time(),
        )
        if request.session:
            self._session.prepare(request.session)
        self._track = track
        self._microphone = Microphone(stages.vad.open(), self._session.input_format)
        self._ears = Ears(stages.stt, self)
        self._judge = TurnJudge(stages.turn, self.on_judged)
        self._partner = Partner(stages.dialogue, stages.tts, self)
        self._inbox: deque[bytes | _Sound | None] = deque()
        self._inbox_bytes = 0
        self._arrived = asyncio.Event()
        self._asked_to_pause = False
        self._outlet = Outlet(transport.send, self._read_too_slowly)
        self._watch = StageWatch(self._session.id, self._now_ms, self._waiting)
        self._timer: asyncio.TimerHandle | None = None
        self._timer_ms = inf
        self._ended = False
        self._running = False
        self._task: asyncio.Task[None] | None = None

    @property
    def session_id(self) -> str:
        return self._session.id

    def start(self) -> None:
        self._task = self._loop.create_task(self._run(), name=f"engine {self.session_id}")

    def greeting(self) -> bytes:
        """`session.created`, for somebody who joins."""
        return codec.encode_server(self._session.greeting(), self._dialect)

    # --- for the transport --------------------------------------------------------------------------------------

    def hear(self, pcm: bytes) -> None:
        """Take audio from the track: PCM16 at 24 kHz. While we cannot keep up, it is lost."""
        if not self._ended and self._inbox_bytes <= BUSY_BYTES:
            self._inbox.append(_Sound(pcm))
            self._inbox_bytes += len(pcm)
            self._arrived.set()

    def receive(self, payload: bytes | bytearray | memoryview | str) -> None:
        """Take one text message; a copy is kept. After the end it does nothing."""
        if self._ended:
            return
        size = len(payload)
        if size > MAX_MESSAGE:
            self._inbox.append(None)
        else:
            message = payload.encode() if isinstance(payload, str) else bytes(payload)
            self._inbox.append(message)
            self._inbox_bytes += len(message)
        self._arrived.set()
        if len(self._inbox) > FLOOD_MESSAGES or self._inbox_bytes > FLOOD_BYTES:
            self.end(POLICY_VIOLATION, "Messages arrive faster than they can be taken.")
        elif not self._asked_to_pause and (len(self._inbox) > BUSY_MESSAGES or self._inbox_bytes > BUSY_BYTES):
            self._asked_to_pause = True
            self._transport.pause()

    def pause(self) -> None:
        """The client reads too slowly: keep events back for now."""
        self._outlet.pause()

    def resume(self) -> None:
        self._outlet.resume()

    def close(self) -> None:
        """End the session; `Transport.closed` follows. Calling it again does nothing."""
        self.end(OK, "")

    async def wait_closed(self) -> None:
        """Until every task of the connection has ended."""
        if self._task is not None:
            await asyncio.wait({self._task})

    # --- from the recogniser ------------------------------------------------------------------------------------

    def on_partial(self, utterance: str, text: str) -> None:
        self._session.partial(utterance, text, self._now_ms())
        self._act()

    def on_recognised(self, utterance: str, transcript: Transcript) -> None:
        self._watch.recognised(utterance)
        self._session.recognised(utterance, transcript, self._now_ms())
        self._act()

    def on_lost(self, utterance: str, error: ExpectedError) -> None:
        self._watch.lost(utterance)
        self._session.not_recognised(utterance, error, self._now_ms())
        self._act()

    def on_judged(self, utterance: str, finished: float) -> None:
        self._session.judged(utterance, finished)

    # --- from the partner ---------------------------------------------------------------------------------------

    def on_written(self, response_id: str, text: str) -> None:
        self._session.said(response_id, text, self._now_ms())
        self._act()

    def on_thought(self, response_id: str) -> None:
        self._watch.thought(response_id)

    async def on_spoken(self, response_id: str, piece: Piece) -> None:
        self._watch.sounded(response_id)
        await self._until_ahead(response_id, LEAD_MS)
        self._session.spoke(response_id, piece.text, piece.audio, piece.duration_ms, self._now_ms())
        self._act()

    async def on_heard(self, response_id: str) -> None:
        await self._until_ahead(response_id, END_LEAD_MS)

    def on_stood_in(self, response_id: str) -> None:
        self._watch.stood_in()
        self._session.stood_in(response_id)

    def on_called(self, response_id: str, call: CallFunction) -> None:
        self._session.called(response_id, call.name, call.arguments, self._now_ms())
        self._act()

    def on_replied(self, response_id: str, error: ExpectedError | None) -> None:
        self._watch.replied(response_id, failed=error is not None)
        if error is None:
            self._session.replied(response_id, self._now_ms())
        else:
            self._session.reply_failed(response_id, error, self._now_ms())
        self._act()

    async def _until_ahead(self, response_id: str, limit_ms: float) -> None:
        """Until no more than this is sent and not played yet."""
        ahead_ms = self._session.lead_ms(response_id, self._now_ms()) - limit_ms
        if ahead_ms > 0:
            await asyncio.sleep(ahead_ms / 1000)

    # --- messages in --------------------------------------------------------------------------------------------

    async def _run(self) -> None:
        self._running = True
        usage.paid_by(self._pay)
        try:
            self._session.open()
            self._act()
            while not self._ended:
                await self._take(await self._next_message())
        except ExpectedError as error:
            self._session.refuse(error)
            self._act()
            self.end(INTERNAL_ERROR, error.message)
        except Exception:
            log.exception("an engine session failed", session=self.session_id)
            self.end(INTERNAL_ERROR, "The engine failed in this session.")
        finally:
            await self._release()

    async def _next_message(self) -> bytes | _Sound | None:
        while not self._inbox:
            self._arrived.clear()
            await self._arrived.wait()
        message = self._inbox.popleft()
        self._inbox_bytes -= len(message or b"")
        half_empty = len(self._inbox) <= BUSY_MESSAGES // 2 and self._inbox_bytes <= BUSY_BYTES // 2
        if self._asked_to_pause and half_empty:
            self._asked_to_pause = False
            self._transport.resume()
        return message

    async def _take(self, message: bytes | _Sound | None) -> None:
        try:
            event = message if isinstance(message, _Sound) else await self._decode(message)
            if isinstance(event, _Sound):
                await self._hear(event.pcm)
            elif isinstance(event, InputAudioBufferAppend):
                self._check_no_track(event)
                await self._hear(event.audio)
            else:
                self._session.receive(event, self._now_ms())
                self._microphone.use(self._session.input_format)
        except InvalidEvent as error:
            self._session.refuse(error, error.event_id)
        self._act()
        await asyncio.sleep(0)  # many small messages must not keep others waiting

    def _check_no_track(self, event: InputAudioBufferAppend) -> None:
        if self._track is not None:
            raise InvalidEvent(
                "This call has an audio track: speak there. input_audio_buffer.append belongs to WebSockets.",
                code="invalid_value",
                param="type",
                event_id=event.event_id,
            )

    async def _decode(self, message: bytes | None) -> ClientEvent:
        if message is None:
            raise InvalidEvent(
                "The message is longer than 15 MiB. Send audio in smaller pieces, 20 to 200 ms each.",
                code="string_above_max_length",
            )
        if len(message) > LARGE:
            return await asyncio.to_thread(codec.decode_client, message, self._dialect)
        return codec.decode_client(message, self._dialect)

    async def _hear(self, audio: bytes) -> None:
        for piece in self._microphone.pieces(audio):
            raw, ears, probabilities = await self._microphone.take(piece)
            self._session.hear(raw, ears, probabilities, self._now_ms())
            self._act()
        if self._session.heard_ms >= PREPARE_MS:
            self._ears.prepare()

    # --- what the session wants ---------------------------------------------------------------------------------

    def _act(self) -> None:
        """Carry out what the session wants done, and see to its next deadline."""
        for what in self._session.take():
            if self._ended:  # also when the client closes while it is being told something
                return
            if isinstance(what, Command):
                self._carry_out(what)
            else:
                self._send(what)
        if not self._ended:
            self._arm()

    def _carry_out(self, command: Command) -> None:
        match command:
            case Reply():
                self._watch.reply(command.response_id)
                self._partner.reply(command)
            case commands.Expect():
                self._partner.expect(command.request)
            case commands.Unexpect():
                self._partner.unexpect()
            case commands.StopReply():
                self._partner.stop(command.response_id)
            case commands.Cast():
                self._cast(command)
            case commands.JudgeEnding():
                self._judge.take(command)
            case commands.ClearTrack():
                if self._track is not None:
                    self._track.clear()
            case commands.Close():
                self.end(command.code, command.reason)
            case _:
                if isinstance(command, commands.Finish):
                    self._watch.finish(command.utterance)
                self._ears.take(command)

    def _send(self, event: ServerEvent) -> None:
        if self._track is not None and isinstance(event, ResponseOutputAudioDelta):
            self._track.play(event.response_id, event.delta)
            return
        payload = codec.encode_server(event, self._dialect)
        if payload:
            self._outlet.send(payload)
        if self._track is not None and isinstance(event, ResponseDone):
            self._track.finish(event.response.id)

    def _pay(self, use: StageUse) -> None:
        """A stage has used a server. Who may use no more is told so."""
        reached = self._payer(use)
        if reached is not None and not self._ended:
            self._session.refuse(reached)
            self._act()
            self.end(POLICY_VIOLATION, reached.message)

    def _read_too_slowly(self) -> None:
        self.end(POLICY_VIOLATION, "The client reads too slowly.")

    def _cast(self, cast: commands.Cast) -> None:
        self._partner.cast(cast)
        self._ears.adapt(RecogniserOptions(cast.language, cast.vocabulary))
        if cast.vocabulary and self._ears.understand(cast.language):
            self._ears.prepare()  # learning a scenario's words takes a moment, and speech will come

    def _arm(self) -> None:
        deadline_ms = self._session.next_deadline_ms()
        if deadline_ms == self._timer_ms:
            return
        if self._timer is not None:
            self._timer.cancel()
        self._timer_ms = deadline_ms
        self._timer = None if deadline_ms == inf else self._loop.call_at(deadline_ms / 1000, self._tick)

    def _tick(self) -> None:
        self._timer_ms = inf
        self._session.tick(self._now_ms())
        self._act()

    # --- the end ------------------------------------------------------------------------------------------------

    def end(self, code: int, reason: str) -> None:
        """As `close`, with a WebSocket close code and the reason."""
        if self._ended:
            return
        self._ended = True
        if code == POLICY_VIOLATION:
            self._outlet.clear()
        self._outlet.flush()
        self._inbox.clear()
        if self._timer is not None:
            self._timer.cancel()
        if self._task is not None and self._running:  # one that has not begun would skip its own end
            self._task.cancel()
        self._loop.call_soon(self._transport.closed, code, reason)

    async def _release(self) -> None:
        self.end(OK, "")
        await self._partner.close()
        await self._ears.close()
        await self._judge.close()
        self._microphone.close()
        self._watch.close()
        self._session.drop_audio()

    def _waiting(self) -> dict[str, int]:
        return {"messages": len(self._inbox), "recogniser": self._ears.waiting}

    def _now_ms(self) -> float:
        return self._loop.time() * 1000


def _new_id(prefix: str) -> str:
    return f"{prefix}_{secrets.token_urlsafe(15)}"
