"""The places from which a session is heard: the WebSocket that carries its audio, a track, and sidebands."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from feedbackyes.audio.formats import AudioFormat, Decoder, Encoder, pcm16
from feedbackyes.audio.resample import Resampler
from feedbackyes.domain.errors import ExpectedError
from feedbackyes.engine.connection import MAX_MESSAGE, OK, POLICY_VIOLATION, Transport
from feedbackyes.engine.live.output import BYTES_PER_MS
from feedbackyes.engine.live.pace import FRAME_MS
from feedbackyes.engine.live.requests import error
from feedbackyes.engine.live.session import LiveSession
from feedbackyes.engine.outlet import Outlet
from feedbackyes.protocol.errors import InvalidEvent
from feedbackyes.protocol.live import client, codec, server, sessions
from feedbackyes.protocol.live.client import ClientEvent
from feedbackyes.protocol.live.server import ServerEvent

START_SECONDS = 30.0
"""In which a client that has connected has to start a session."""
RATE_HZ = 24_000

Begin = Callable[[sessions.SessionConfig], LiveSession]


class _Codec:
    """Between a WebSocket's audio and PCM16 at 24 kHz."""

    def __init__(self, audio: sessions.AudioFormat) -> None:
        name = AudioFormat(audio.type)
        self._pcm = name is AudioFormat.PCM
        self._decoder, self._encoder = Decoder(name), Encoder(name)
        self._in, self._out = Resampler(audio.rate, RATE_HZ), Resampler(RATE_HZ, audio.rate)
        silence = bytes(FRAME_MS * BYTES_PER_MS)
        self.encode(silence)  # filters hold a little back at first; every frame after this has its full length
        self.decode(self.encode(silence))

    def decode(self, data: bytes) -> bytes:
        """Raises `InvalidInput` for half a sample."""
        return (self._in.process(pcm16(data)) if self._pcm else self._decoder.decode(data)).tobytes()

    def encode(self, pcm: bytes) -> bytes:
        samples = pcm16(pcm)
        return self._out.process(samples).tobytes() if self._pcm else self._encoder.encode(samples)


class _Place:
    """What all have in common. Used by who carries messages like an `EngineConnection`."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._outlet = Outlet(transport.send, self._too_slow)
        self._session: LiveSession | None = None
        self._gone = False

    def receive(self, payload: bytes | bytearray | memoryview | str) -> None:
        """Take one message."""
        if self._gone:
            return
        event: ClientEvent | None = None
        try:
            if len(payload) > MAX_MESSAGE:
                raise InvalidEvent("The message is longer than 15 MiB.", code="string_above_max_length")
            event = codec.decode_client(payload)
            self._take(event)
        except ExpectedError as problem:
            self.tell(error(problem, event.event_id if event else None))

    def _take(self, event: ClientEvent) -> None:
        if self._session is not None:
            self._session.receive(event)

    def pause(self) -> None:
        self._outlet.pause()

    def resume(self) -> None:
        self._outlet.resume()

    def close(self) -> None:
        """They leave."""
        self.finished(OK, "")

    # ---- Attached

    def tell(self, event: ServerEvent) -> None:
        self._outlet.send(codec.encode_server(event))

    def hear(self, pcm: bytes, start_ms: int) -> None: ...

    def reflect(self, pcm: bytes) -> None: ...

    def finished(self, code: int, reason: str) -> None:
        if self._gone:
            return
        self._gone = True
        if self._session is not None:
            self._session.detach(self)
        if code == POLICY_VIOLATION:
            self._outlet.clear()
        self._outlet.flush()
        asyncio.get_running_loop().call_soon(self._transport.closed, code, reason)

    def _too_slow(self) -> None:
        self.finished(POLICY_VIOLATION, "The client reads too slowly.")


class Primary(_Place):
    """The WebSocket with which a session is started, and which carries its audio.

    Args:
        begin: makes the session that the first message asks for.
    """

    def __init__(self, transport: Transport, begin: Begin) -> None:
        super().__init__(transport)
        self._begin = begin
        self._codec: _Codec | None = None
        self._timer = asyncio.get_running_loop().call_later(START_SECONDS, self._waited)

    def close(self) -> None:
        """The socket is gone, and the session with it."""
        self._timer.cancel()
        session = self._session
        super().close()
        if session is not None:
            session.close("connection_lost", at_once=True)

    def hear(self, pcm: bytes, start_ms: int) -> None:  # noqa: ARG002 (here a frame follows a frame)
        if self._codec is not None:
            self.tell(server.OutputAudioDelta(delta=self._codec.encode(pcm)))

    def _take(self, event: ClientEvent) -> None:
        if self._session is None:
            self._start(event)
        elif isinstance(event, client.InputAudioAppend) and self._codec is not None:
            self._session.hear(self._codec.decode(event.audio))
        else:
            super()._take(event)

    def _start(self, event: ClientEvent) -> None:
        if not isinstance(event, client.SessionStart):
            raise InvalidEvent(
                "Send session.start first, and wait for session.started.", code="session_not_started", param="type"
            )
        sessions.check(event.session, on_socket=True)
        session = self._begin(event.session)
        self._timer.cancel()
        self._session, self._codec = session, _Codec(event.session.format)
        session.attach(self)
        session.start(event.event_id)

    def _waited(self) -> None:
        if self._session is None:
            self.finished(POLICY_VIOLATION, f"No session was started within {START_SECONDS:g} s.")

    def _too_slow(self) -> None:
        session = self._session
        super()._too_slow()
        if session is not None:
            session.close("connection_lost", at_once=True)


class Sideband(_Place):
    """Somebody who watches a session and may give it commands. They are told both sides' audio."""

    def __init__(self, session: LiveSession, transport: Transport, left: Callable[[], None]) -> None:
        super().__init__(transport)
        self._session = session
        self._left = left
        session.attach(self)

    def finished(self, code: int, reason: str) -> None:
        if not self._gone:
            self._left()
        super().finished(code, reason)

    def hear(self, pcm: bytes, start_ms: int) -> None:
        self.tell(server.OutputAudioDelta(delta=pcm, start_ms=start_ms, end_ms=start_ms + FRAME_MS))

    def reflect(self, pcm: bytes) -> None:
        self.tell(server.ReflectedInputAudio(audio=pcm))
