"""Calls over WebRTC: a session whose audio goes on a track and whose events go on a data channel.

Others may attach to a call by its id (*sideband*). They see the same events and may send the same ones; audio is not
among them. The call lasts until its peer is gone, the session is over or somebody hangs up.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Callable, Coroutine
from typing import Any

from feedbackyes.domain.errors import NotFound, NotReady, TooMany
from feedbackyes.engine.connection import GOING_AWAY, OK, POLICY_VIOLATION, EngineConnection, Transport
from feedbackyes.engine.outlet import Outlet
from feedbackyes.engine.runner import Engine
from feedbackyes.protocol.codec import Dialect
from feedbackyes.rtc import Peer, Peers
from feedbackyes.rtc.output_buffer import OutputBuffer, What

OPEN_SECONDS = 20.0
"""In which a client that was answered has to open its data channel."""
LINGER_SECONDS = 0.3
"""So long the last words on the channel may take."""
MAX_SIDEBANDS = 8


class Call:
    """One call: its peer's listener, and its session's transport and track.

    Args:
        owner_id: whose it is. ended: called when it is over.
    """

    def __init__(self, owner_id: str, ended: Callable[[Call], None]) -> None:
        self.id = f"rtc_{secrets.token_hex(12)}"
        self.owner_id = owner_id
        self._ended = ended
        self._connection: EngineConnection | None = None
        self._peer: Peer | None = None
        self._output: OutputBuffer | None = None
        self._early: list[bytes] = []
        self._sidebands: list[Sideband] = []
        self._timer: asyncio.TimerHandle | None = None
        self._over = False

    def begin(self, connection: EngineConnection) -> None:
        """This is its session."""
        self._connection = connection

    def answered(self, peer: Peer) -> None:
        """This is its peer, which may come."""
        self._peer, self._output = peer, OutputBuffer(peer, self._tell)
        early, self._early = self._early, []
        for payload in early:
            peer.send(payload)
        self._timer = asyncio.get_running_loop().call_later(OPEN_SECONDS, self.hang_up)

    def check_room(self) -> None:
        """Raises `TooMany` when `attach` would."""
        if len(self._sidebands) >= MAX_SIDEBANDS:
            raise TooMany(f"{MAX_SIDEBANDS} sockets are attached to this call already.", code="too_many_sidebands")

    def attach(self, transport: Transport) -> Sideband:
        """Listen in.

        Raises:
            TooMany: enough do already. NotFound: the call has just ended.
        """
        self.check_room()
        if self._over or self._connection is None:
            raise _unknown(self.id)
        sideband = Sideband(self._connection, transport, self._sidebands.remove)
        self._sidebands.append(sideband)
        sideband.send(self._connection.greeting())
        return sideband

    def hang_up(self) -> None:
        """End the call and its session. Calling it again does nothing."""
        if self._connection is not None:
            self._connection.close()

    def go_away(self) -> None:
        """The server stops."""
        if self._connection is not None:
            self._connection.end(GOING_AWAY, "The server is shutting down.")

    async def part(self) -> None:
        """Close the peer once its last message has had time to go."""
        if self._peer is not None:
            await asyncio.sleep(LINGER_SECONDS)
            await self._peer.close()

    # ---- PeerListener

    def on_open(self) -> None:
        self._stop_waiting()

    def on_text(self, text: str) -> None:
        if self._connection is not None:
            self._connection.receive(text)

    def on_audio(self, pcm: bytes) -> None:
        if self._connection is not None:
            self._connection.hear(pcm)

    def on_started(self) -> None:
        if self._output is not None:
            self._output.on_started()

    def on_drained(self) -> None:
        if self._output is not None:
            self._output.on_drained()

    def on_closed(self, reason: str) -> None:  # noqa: ARG002 (the session does not care why)
        self._stop_waiting()
        self.hang_up()

    # ---- Transport

    def send(self, payload: bytes) -> None:
        if self._peer is None:
            self._early.append(payload)
        else:
            self._peer.send(payload)
        for sideband in list(self._sidebands):
            sideband.send(payload)

    def closed(self, code: int, reason: str) -> None:
        self._over = True
        self._stop_waiting()
        for sideband in list(self._sidebands):
            sideband.closed(code, reason)
        self._ended(self)

    def pause(self) -> None:
        """A data channel cannot be asked to wait; who floods it is closed."""

    def resume(self) -> None:
        """See `pause`."""

    # ---- Track

    @property
    def ahead_ms(self) -> float:
        return 0.0 if self._output is None else self._output.ahead_ms

    def play(self, response_id: str, pcm: bytes) -> None:
        if self._output is not None:
            self._output.play(response_id, pcm)

    def finish(self, response_id: str) -> None:
        if self._output is not None:
            self._output.finish(response_id)

    def clear(self) -> None:
        if self._output is not None:
            self._output.clear()

    # ---- inside

    def _tell(self, what: What, response_id: str) -> None:
        event_id = f"event_{secrets.token_hex(8)}"
        event = {"type": f"output_audio_buffer.{what}", "event_id": event_id, "response_id": response_id}
        self.send(json.dumps(event).encode())

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


class Sideband:
    """Somebody attached to a call; used like an `EngineConnection` by who carries its messages."""

    def __init__(self, connection: EngineConnection, transport: Transport, left: Callable[[Sideband], None]) -> None:
        self._connection = connection
        self._transport = transport
        self._left = left
        self._outlet = Outlet(transport.send, self._too_slow)
        self._gone = False

    def receive(self, payload: bytes | bytearray | memoryview | str) -> None:
        """Take one text message of theirs."""
        if not self._gone:
            self._connection.receive(payload)

    def send(self, payload: bytes) -> None:
        """Tell them."""
        self._outlet.send(payload)

    def pause(self) -> None:
        self._outlet.pause()

    def resume(self) -> None:
        self._outlet.resume()

    def close(self) -> None:
        """They leave; the call goes on."""
        self.closed(OK, "")

    def closed(self, code: int, reason: str) -> None:
        """Nothing more will be told them."""
        if self._gone:
            return
        self._gone = True
        self._left(self)
        if code == POLICY_VIOLATION:
            self._outlet.clear()
        self._outlet.flush()
        asyncio.get_running_loop().call_soon(self._transport.closed, code, reason)

    def _too_slow(self) -> None:
        self.closed(POLICY_VIOLATION, "The client reads too slowly.")


class Calls:
    """All calls of an engine.

    Args:
        peers: None where there is no WebRTC.
    """

    def __init__(self, engine: Engine, peers: Peers | None) -> None:
        self._engine = engine
        self._peers = peers
        self._calls: dict[str, Call] = {}
        self._parting: set[asyncio.Task[None]] = set()

    async def answer(
        self,
        offer: str,
        owner_id: str,
        *,
        model: str | None = None,
        dialect: Dialect = Dialect.GA,
        session: dict[str, Any] | None = None,
    ) -> tuple[Call, str]:
        """Take a call.

        Args:
            session: how it is set up, as in a `session.update`; its type may be `transcription`.

        Returns:
            The call and the SDP answer.

        Raises:
            InvalidOffer: the offer cannot be answered. ExpectedError: the session cannot be as it is wanted.
            TooMany: there are enough sessions. NotReady: there is no WebRTC here, or the engine is closing.
        """
        if self._peers is None:
            raise NotReady("WebRTC is not to be had on this server. Connect by WebSocket.", code="no_webrtc")
        call = Call(owner_id, self._over)
        connection = self._engine.connect(
            call, model=model, dialect=dialect, session=session, track=call, tell_languages=True
        )
        call.begin(connection)
        self._calls[call.id] = call
        try:
            peer = await self._peers.answer(offer, call)
        except BaseException:
            call.hang_up()
            raise
        call.answered(peer)
        return call, peer.answer

    def find(self, call_id: str, owner_id: str) -> Call:
        """A call that is going on. Raises `NotFound` also for somebody else's."""
        call = self._calls.get(call_id)
        if call is None or call.owner_id != owner_id:
            raise _unknown(call_id)
        return call

    async def close(self) -> None:
        """End all calls and wait until nothing of them is left."""
        for call in list(self._calls.values()):
            call.go_away()
        await asyncio.sleep(0)  # in which their sessions tell them that they are over
        await asyncio.gather(*self._parting, return_exceptions=True)

    def _over(self, call: Call) -> None:
        self._calls.pop(call.id, None)
        self._spawn(call.part())

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._parting.add(task)
        task.add_done_callback(self._parting.discard)


def _unknown(call_id: str) -> NotFound:
    return NotFound(f"There is no call {call_id[:100]!r} (any more).", code="call_id_not_found", param="call_id")
