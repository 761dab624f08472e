"""One Live session: a Realtime session of the engine, heard and spoken to without turns.

Audio goes through here both ways in frames of 100 ms. For each frame of input one of output goes out, silence included; so
the session's clock is that of its input, and stands still while nothing comes in. Inside, a Realtime session with an audio
track listens, decides and speaks: it finds the learner's turns, falls silent when it is interrupted, and knows what was
heard, since the track is ours. What it tells of turns is not passed on; words go out as fragments.

```
input ──frames──> Realtime session ──audio, words──> Output ──frames, fragments──> everybody who is attached
                         ^ instructions, messages, lines to say
commands ──at the next frame──┘
```
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections import deque
from collections.abc import Callable
from typing import Any, Protocol

import structlog
from msgspec import UNSET, structs

from feedbackyes.domain.errors import ExpectedError
from feedbackyes.engine.connection import GOING_AWAY, OK, EngineConnection
from feedbackyes.engine.live import requests
from feedbackyes.engine.live.output import BYTES_PER_MS, CELL_MS, Fragments, Output
from feedbackyes.engine.live.pace import FRAME_MS, Pace
from feedbackyes.engine.live.requests import echo, error_of, event_id, refusal, why_not
from feedbackyes.engine.live.transcripts import LearnerWords
from feedbackyes.engine.runner import Engine
from feedbackyes.protocol import codec
from feedbackyes.protocol import server as realtime
from feedbackyes.protocol.errors import InvalidEvent
from feedbackyes.protocol.live import client, server
from feedbackyes.protocol.live.client import ClientEvent
from feedbackyes.protocol.live.server import CloseReason, ServerEvent
from feedbackyes.protocol.live.sessions import SessionConfig, SessionResource, resource

FIXTURE_MS = 30_000
USAGE_MS = 15_000
"""How often usage is told, on the session's clock."""
DRAIN_SECONDS = 5.0
"""How long a session that is closed may take to understand what was said last."""
DRAIN_MS = 10_000
"""Audio that waits when a session is closed and is still listened to."""
BACKLOG_MS = 120_000
"""Audio that may wait for its time."""
REPLAYED = 32
"""Events that somebody who attaches later is told again."""

_HARMLESS = frozenset(
    {"response_cancel_not_active", "input_audio_buffer_commit_empty", "conversation_already_has_active_response"}
)
_HEARD, _DRAINED = "live_heard", "live_drained"
"""Asked for when a session is closed: all that came in has been heard; what was being said has been taken as it is."""

log = structlog.get_logger()


class Attached(Protocol):
    """Somebody at a session. Called on the event loop."""

    def tell(self, event: ServerEvent) -> None:
        """An event that is for everybody."""
        ...

    def hear(self, pcm: bytes, start_ms: int) -> None:
        """The partner's next frame, PCM16 at 24 kHz."""
        ...

    def reflect(self, pcm: bytes) -> None:
        """What came in, PCM16 at 24 kHz."""
        ...

    def finished(self, code: int, reason: str) -> None:
        """Nothing more comes. `code` is one of WebSocket close codes."""
        ...


class LiveSession:
    """Made by `begin`. It ends with `close`, when its time is over or with the engine.

    Args:
        on_socket: its audio goes over a WebSocket.
    """

    def __init__(self, config: SessionConfig, owner_id: str, *, on_socket: bool, ended: Callable[[LiveSession], None]):
        self.id = f"live_{secrets.token_hex(16)}"
        self.owner_id = owner_id
        self.config = config
        self.clock_ms = 0
        self._on_socket = on_socket
        self._ended = ended
        self._attached: list[Attached] = []
        self._told: deque[ServerEvent] = deque(maxlen=REPLAYED)
        self._input = bytearray()
        self._arrived = asyncio.Event()
        self._output = Output()
        self._words = LearnerWords()
        self._fragments = Fragments()
        self._commands: deque[client.Append] = deque()
        self._appended: list[str] = []
        self._rules = 0
        self._to_say: deque[str] = deque()
        self._replying = self._muted = self._closing = self._drained = False
        said = config.input or ()
        self._owes = bool(said) and said[-1].role == "user"  # an answer to what was said before
        self._fixture: tuple[bytearray, str | None] | None = None
        self._settled = asyncio.Event()
        self._reason: CloseReason = "close_requested"
        self._code = OK
        self._tasks: set[asyncio.Task[None]] = set()
        self._connection: EngineConnection | None = None
        self.resource: SessionResource

    @classmethod
    def begin(
        cls,
        engine: Engine,
        config: SessionConfig,
        owner_id: str,
        *,
        on_socket: bool,
        ended: Callable[[LiveSession], None],
    ) -> LiveSession:
        """Start a session. Nothing is told before somebody is attached and `start` is called.

        Raises:
            InvalidEvent: the session cannot be as `config` wants it.
            TooMany, NotReady: see `Engine.connect`.
        """
        requests.check(config)
        session = cls(config, owner_id, on_socket=on_socket, ended=ended)
        connection = engine.connect(
            session, model=config.model, session=requests.realtime_session(config), track=session, backchannels=True
        )
        session._settle_in(connection)
        return session

    def _settle_in(self, connection: EngineConnection) -> None:
        self._connection = connection
        created = codec.decode_server(connection.greeting())
        expires_at = created.session.expires_at if isinstance(created, realtime.SessionCreated) else 0
        self.resource = resource(self.config, session_id=self.id, expires_at=expires_at or 0, on_socket=self._on_socket)
        for item in self.config.input or ():
            self._remember("system" if item.role == "developer" else item.role, item.content[0].text)

    def start(self, client_event_id: str | None = None) -> None:
        """Tell that the session has started, and go on with what comes in."""
        self.tell(server.SessionStarted(event_id=event_id(), session=self.resource, **echo(client_event_id)))
        self._spawn(self._run())

    # ---- who is attached

    def attach(self, somebody: Attached) -> None:
        """From now on they are told everything; first, what was told last."""
        for event in self._told:
            somebody.tell(event)
        self._attached.append(somebody)

    def detach(self, somebody: Attached) -> None:
        if somebody in self._attached:
            self._attached.remove(somebody)

    def tell(self, event: ServerEvent) -> None:
        """Tell everybody."""
        self._told.append(event)
        for somebody in list(self._attached):
            somebody.tell(event)

    # ---- what comes in

    def hear(self, pcm: bytes) -> None:
        """Take audio, PCM16 at 24 kHz. It is listened to at the pace at which it was spoken.

        Raises:
            InvalidEvent: too much waits already.
        """
        if self._closing:
            return
        if len(self._input) > BACKLOG_MS * BYTES_PER_MS:
            raise InvalidEvent(
                f"{BACKLOG_MS // 1000} s of audio wait already. Send audio as it is spoken.", code="invalid_audio"
            )
        for somebody in list(self._attached):
            somebody.reflect(pcm)
        self._input += pcm
        self._arrived.set()

    def receive(self, event: ClientEvent) -> None:
        """Take a command of anybody. Most are carried out when the next audio comes in.

        Raises:
            InvalidEvent: it cannot be carried out.
        """
        if self._closing:
            raise refusal(event, "The session is being closed and takes no more commands.", "session_closing")
        match event:
            case client.SessionUpdate():
                self._update(event)
            case client.InputAudioMute():
                self._muted = True
                self.tell(server.InputAudioMuted(event_id=event_id(), **echo(event.event_id)))
            case client.InputAudioUnmute():
                self._muted = False
                self.tell(server.InputAudioUnmuted(event_id=event_id(), **echo(event.event_id)))
            case client.OutputAudioFixturePlay():
                self._play_fixture(event)
            case client.InstructionsAppend() | client.ThinkingAppend() | client.CommentaryAppend():
                self._append(event)
            case client.SessionClose():
                self.close("close_requested", client_event_id=event.event_id)
            case _:
                raise refusal(event, why_not(event))

    def close(
        self, reason: CloseReason, *, code: int = OK, client_event_id: str | None = None, at_once: bool = False
    ) -> None:
        """End the session: what was said is understood first, unless that is not wanted. Again does nothing."""
        if not self._closing:
            self._closing, self._reason, self._code = True, reason, code
            self._arrived.set()
            self._spawn(self._finish(client_event_id, at_once=at_once))

    async def wait_closed(self) -> None:
        """Until nothing of it is left."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    # ---- commands

    def _update(self, event: client.SessionUpdate) -> None:
        wanted = event.session
        if wanted.triggers:
            raise refusal(event, "Triggers need a model that takes decisions, and there is none here.")
        if wanted.delegation is not UNSET and wanted.delegation is not None:
            if wanted.delegation.type != "client":
                raise refusal(event, "The delegation of a session stays of the type with which it started: client.")
            delegation = {**(self.resource.delegation or {}), **structs.asdict(wanted.delegation)}
            known = {key: value for key, value in delegation.items() if value is not None}
            self.resource = structs.replace(self.resource, delegation=known)
        self.tell(server.SessionUpdated(event_id=event_id(), session=self.resource, **echo(event.event_id)))

    def _play_fixture(self, event: client.OutputAudioFixturePlay) -> None:
        length_ms = len(event.audio) / BYTES_PER_MS
        if self._fixture is not None:
            raise refusal(
                event, "A fixture is being played. Wait for session.output_audio.fixture.played.", "fixture_active"
            )
        if not event.audio or len(event.audio) % 2 or length_ms > FIXTURE_MS:
            seconds = FIXTURE_MS // 1000
            raise refusal(event, f"A fixture is PCM16 at 24 kHz of at most {seconds} s.", "invalid_audio", "audio")
        self._fixture = (bytearray(event.audio), event.event_id)
        self._hush()
        self.tell(server.OutputAudioFixturePlaying(event_id=event_id(), **echo(event.event_id)))

    def _hush(self) -> None:
        """Whatever the partner is saying, it stops."""
        if self._replying:
            self._order({"type": "response.cancel"})
        self._order({"type": "output_audio_buffer.clear"})

    def _append(self, event: client.Append) -> None:
        if self._fixture is not None:
            raise refusal(event, "Nothing can be appended while a fixture is played.", "fixture_active")
        requests.check_append(event, waiting=len(self._commands) + len(self._to_say), rules=self._rules)
        if isinstance(event, client.InstructionsAppend):
            self._rules += len(event.content) + 1  # they are joined by a character
        self._commands.append(event)

    def _take_in_all(self) -> None:
        """What was appended since the last frame; rules first and at once, as each update has all of them."""
        appended, self._commands = self._commands, deque()
        rules = [event.content for event in appended if isinstance(event, client.InstructionsAppend)]
        if rules:
            self._appended += rules
            self._order({"type": "session.update", "session": {"instructions": self._instructions()}})
            self._answer()
        for event in appended:
            self._take_in(event)

    def _answer(self) -> None:
        """A partner who was asked before the session, and has not answered, does when it is told how to go on."""
        if self._owes and not self._replying and not self._words.speaking:
            self._replying = True
            self._order({"type": "response.create"})

    def _take_in(self, event: client.Append) -> None:
        kind: Any
        match event:
            case client.InstructionsAppend():
                kind = server.InstructionsAppended
            case client.ThinkingAppend():
                kind = server.ThinkingAppended
                self._remember("system", event.content)
            case _:
                kind = server.CommentaryAppended
                self._to_say.append(event.content)
                self._say_next()
        now_ms = self.clock_ms
        self.tell(kind(event_id=event_id(), start_ms=now_ms, end_ms=now_ms, **echo(event.event_id)))

    def _instructions(self) -> str:
        return "\n".join([self.config.instructions or "", *self._appended]).strip()

    def _say_next(self) -> None:
        """Say what is to be said as soon as nothing else is."""
        if self._to_say and not self._replying and self._fixture is None:
            self._replying = True
            line = {"line": self._to_say.popleft(), "line_cut": "false"}
            self._order({"type": "response.create", "response": {"prompt": {"id": "commentary", "variables": line}}})

    def _remember(self, role: str, text: str) -> None:
        kind = "output_text" if role == "assistant" else "input_text"
        item = {"type": "message", "role": role, "content": [{"type": kind, "text": text}]}
        if text.strip():
            self._order({"type": "conversation.item.create", "item": item})

    def _order(self, event: dict[str, Any]) -> None:
        """Have the Realtime session do something."""
        if event["type"] == "session.update":
            event["session"]["type"] = "realtime"
        if self._connection is not None:
            self._connection.receive(json.dumps(event))

    # ---- the clock

    async def _run(self) -> None:
        try:
            await self._go_on()
        except Exception:
            log.exception("a live session failed", session=self.id)
            self.close("connection_lost", code=1011, at_once=True)

    async def _go_on(self) -> None:
        loop = asyncio.get_running_loop()
        pace = Pace(loop.time() * 1000)
        while not self._closing:
            if len(self._input) < FRAME_MS * BYTES_PER_MS:
                self._arrived.clear()
                await self._arrived.wait()
                continue
            early_ms = pace.due_ms - loop.time() * 1000
            if early_ms > 0:
                await asyncio.sleep(early_ms / 1000)
                continue
            self._step()
            pace.went(loop.time() * 1000, len(self._input) / BYTES_PER_MS)

    def _step(self) -> None:
        """One frame in, one frame out."""
        self._take_in_all()
        self._listen()
        self._tell_words(self._words.due(self.clock_ms))
        start_ms = self.clock_ms
        frame = self._next_frame(start_ms)
        self.clock_ms += FRAME_MS
        for somebody in list(self._attached):
            somebody.hear(frame, start_ms)
        if self.clock_ms % USAGE_MS == 0:
            self.tell(server.UsageUpdated(event_id=event_id(), usage=self._usage()))

    def _listen(self) -> None:
        frame = self._take_input()
        if self._muted or self._fixture is not None:
            frame = bytes(len(frame))
        if self._connection is not None:
            self._connection.hear(frame)

    def _take_input(self) -> bytes:
        size = FRAME_MS * BYTES_PER_MS
        frame = bytes(self._input[:size])
        del self._input[:size]
        return frame

    def _next_frame(self, start_ms: int) -> bytes:
        if self._fixture is not None:
            return self._fixture_frame(*self._fixture)
        cell_ms = start_ms // CELL_MS * CELL_MS
        text = self._output.words(cell_ms + CELL_MS - start_ms)
        if text:
            told = self._fragments.next("output", text, cell_ms, cell_ms + CELL_MS)
            self.tell(server.OutputTranscriptDelta(event_id=event_id(), **told))
        return self._output.take(FRAME_MS)

    def _fixture_frame(self, audio: bytearray, client_event_id: str | None) -> bytes:
        size = FRAME_MS * BYTES_PER_MS
        frame = bytes(audio[:size])
        del audio[:size]
        if not audio:
            self._fixture = None
            self.tell(server.OutputAudioFixturePlayed(event_id=event_id(), **echo(client_event_id)))
            self._say_next()
        return frame.ljust(size, b"\0")

    def _usage(self) -> server.Usage:
        return server.Usage(seconds=self.clock_ms / 1000)

    # ---- the Realtime session's client

    def send(self, payload: bytes) -> None:
        """An event of the Realtime session."""
        event = codec.decode_server(payload)
        match event:
            case realtime.ResponseOutputAudioTranscriptDelta():
                self._output.word(event.delta)
            case realtime.ResponseCreated():
                self._replying, self._owes = True, False
            case realtime.ResponseDone():
                self._replying = False
                self._say_next()
            case realtime.ErrorEvent():
                self._failed(event.error)
            case realtime.UnknownEvent():
                pass
            case _:
                self._understand(event)

    def _understand(self, event: realtime.ServerEvent) -> None:
        self._tell_words(self._words.feed(event, self.clock_ms))
        self._settle()

    def _tell_words(self, fragments: list[tuple[str, int, int]]) -> None:
        for fragment in fragments:
            told = self._fragments.next("input", *fragment)
            self.tell(server.InputTranscriptDelta(event_id=event_id(), **told))

    def _settle(self) -> None:
        """Everything that was said before the end has its words, if it is the end."""
        if self._drained and not self._words.awaited:
            self._settled.set()

    def _failed(self, error: realtime.ErrorDetail) -> None:
        """The Realtime session could not do what it was told."""
        if error.event_id == _HEARD and self._words.speaking:
            self._order({"type": "input_audio_buffer.commit"})
            self._ask(_DRAINED)
        elif error.event_id in (_HEARD, _DRAINED):
            self._drained = True
            self._settle()
        elif error.code == "session_expired":
            self._reason = "expired"
        elif error.code not in _HARMLESS:
            self.tell(error_of(ExpectedError(error.message, code=error.code or error.type), error.type))

    def closed(self, code: int, reason: str) -> None:
        """The Realtime session is over."""
        self._connection = None
        self._settled.set()
        if not self._closing:
            self._closing = True
            self._arrived.set()
            expired = self._reason == "expired"
            self._code = OK if expired else code
            self._reason = "expired" if expired else "connection_lost"
            self._spawn(self._finish(None, at_once=True, why=reason))

    def pause(self) -> None:
        """It is behind; audio that comes meanwhile waits in its queue, which it bounds itself."""

    def resume(self) -> None:
        """See `pause`."""

    # ---- its track

    @property
    def ahead_ms(self) -> float:
        return self._output.ahead_ms

    def play(self, response_id: str, pcm: bytes) -> None:  # noqa: ARG002 (one voice, whatever it answers)
        if self._fixture is None:
            self._output.play(pcm)

    def finish(self, response_id: str) -> None:
        """What is queued is played to its end."""

    def clear(self) -> None:
        self._output.clear()

    # ---- the end

    async def _finish(self, client_event_id: str | None, *, at_once: bool, why: str = "") -> None:
        if not at_once:
            await self._drain()
        self.tell(
            server.SessionClosed(
                event_id=event_id(),
                reason=self._reason,
                usage=self._usage(),
                session=self.resource,
                **echo(client_event_id),
            )
        )
        if self._connection is not None:
            self._connection.close()
        for somebody in list(self._attached):
            somebody.finished(self._code, why)
        self._attached.clear()
        self._ended(self)

    async def _drain(self) -> None:
        """Listen to what has come in, and wait for its words."""
        size = FRAME_MS * BYTES_PER_MS
        for _ in range(min(DRAIN_MS // FRAME_MS, len(self._input) // size)):
            self._listen()
            self.clock_ms += FRAME_MS
        self._input.clear()
        self._order({"type": "response.cancel"})
        self._ask(_HEARD)
        try:
            await asyncio.wait_for(self._settled.wait(), DRAIN_SECONDS)
        except TimeoutError:
            log.info("a live session was closed before its last words were understood", session=self.id)

    def _ask(self, name: str) -> None:
        """Have an answer of this name when all that was ordered before has been done."""
        self._order({"type": "conversation.item.retrieve", "event_id": name, "item_id": name})

    def go_away(self) -> None:
        """The server stops."""
        self.close("connection_lost", code=GOING_AWAY, at_once=True)

    def _spawn(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
