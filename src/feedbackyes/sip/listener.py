"""Takes telephone calls on UDP and TCP: carries out what the agent decides, and gives each call its media."""

from __future__ import annotations

import asyncio
import logging
import secrets
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass

from feedbackyes.domain.errors import ExpectedError
from feedbackyes.sip import Answers, Line, sdp
from feedbackyes.sip.address import Address
from feedbackyes.sip.agent import Agent, Confirmed, Ended, Invited, Offered, Output, Pressed, Send
from feedbackyes.sip.dialog import Dialog
from feedbackyes.sip.digest import Digest
from feedbackyes.sip.guard import Entry, Guard, Rules
from feedbackyes.sip.line import SipLine
from feedbackyes.sip.media import Ports
from feedbackyes.sip.pacer import Pacer
from feedbackyes.sip.sdp import NoCommonMedia
from feedbackyes.sip.wires import Datagrams, Stream, Streams, bound

LOOK_SECONDS = 1.0
TOLD_SECONDS = 10.0
"""So often at most an error that a message causes is logged: who sends one may send thousands."""
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Configuration:
    """What a listener is.

    Args:
        host, port: to listen on; port 0 takes a free one.
        public: our address as others see it; empty: the one that they reach.
        ports: UDP ports of audio, both ends included; None: any.
        rules: who may call. accounts: passwords by name. realm: what phones show their users.
    """

    host: str
    port: int
    public: str
    ports: tuple[int, int] | None
    rules: Rules
    accounts: Mapping[str, str]
    realm: str = "feedbackyes"


class Listener:
    """From `open` to `close`."""

    def __init__(self, given: Configuration, answers: Answers, port: int) -> None:
        self._given, self._answers, self.port = given, answers, port
        self._loop = asyncio.get_running_loop()
        digest = Digest(given.realm, given.accounts, secrets.token_bytes(32)) if given.accounts else None
        new_id, secret = (lambda: secrets.token_hex(10)), secrets.token_bytes(32)
        self._guard = Guard(given.rules)
        self._agent = Agent(self._guard, digest, self._host_for, port, new_id, secret)
        self._ports = Ports(given.host, given.ports)
        self._pacer = Pacer()
        self._lines: dict[tuple[str, str], SipLine] = {}
        self._udp: asyncio.DatagramTransport | None = None
        self._tcp: asyncio.Server | None = None
        self._streams = Streams(self._receive, self._admits, self._in_use)
        self._timer: asyncio.TimerHandle | None = None
        self._looking: asyncio.TimerHandle | None = None
        self._told_at = -TOLD_SECONDS
        self._closed = False

    @classmethod
    async def open(cls, given: Configuration, answers: Answers) -> Listener:
        """Listen.

        Raises:
            NotReady: the port is taken. InvalidInput: the host is no address of this machine.
        """
        loop = asyncio.get_running_loop()
        udp, tcp = bound(given.host, given.port)
        made = cls(given, answers, udp.getsockname()[1])
        made._udp, _ = await loop.create_datagram_endpoint(lambda: Datagrams(made._on_datagram), sock=udp)
        made._tcp = await loop.create_server(lambda: Stream(made._streams), sock=tcp)
        made._look()
        return made

    @property
    def lines(self) -> tuple[Line, ...]:
        """Calls that were taken and are not over."""
        return tuple(self._lines.values())

    async def close(self) -> None:
        """Hang up, and stop listening."""
        self._closed = True
        for line in list(self._lines.values()):
            line.hang_up()
        for timer in (self._timer, self._looking):
            if timer is not None:
                timer.cancel()
        if self._tcp is not None:
            self._tcp.close()
        self._streams.close()
        if self._udp is not None:
            self._udp.close()
        await asyncio.to_thread(self._pacer.close)

    # ---- messages

    def _on_datagram(self, data: bytes, source: Address) -> None:
        if self._guard.reads(source.host, _now_ms() / 1000):
            self._receive(data, source)

    def _receive(self, data: bytes, source: Address) -> None:
        """One message, whole."""
        try:
            self._carry_out(self._agent.receive(data, source, _now_ms()))
        except Exception:  # one message must not end all calls
            if self._loop.time() - self._told_at >= TOLD_SECONDS:
                self._told_at = self._loop.time()
                logger.exception("A SIP message from %s could not be dealt with.", source.host)

    def _admits(self, host: str) -> bool:
        return self._guard.entry(host) is not Entry.CLOSED

    def _in_use(self, source: Address) -> bool:
        return any(line.dialog.source == source for line in self._lines.values())

    def _carry_out(self, outputs: list[Output]) -> None:
        """Do what the agent decided, in order."""
        for output in outputs:
            match output:
                case Send(data, to):
                    self._send(data, to)
                case Invited(call, offer):
                    self._on_invited(call, offer)
                case Offered(call, offer):
                    self._on_offered(call, offer)
                case Confirmed(call, answer) if call.key in self._lines:
                    self._on_confirmed(self._lines[call.key], answer)
                case Pressed(call, key) if call.key in self._lines:
                    self._lines[call.key].press(key)
                case Ended(call, by) if call.key in self._lines:
                    self._lines.pop(call.key).over(by)
        self._arm()

    def _send(self, data: bytes, to: Address) -> None:
        if to.transport == "tcp":
            self._streams.send(data, to)
        elif self._udp is not None and not self._udp.is_closing():
            try:
                self._udp.sendto(data, (to.host, to.port))
            except (OSError, ValueError) as error:
                logger.debug("A SIP message could not be sent: %s", error)

    def _host_for(self, other: Address) -> str:
        """Our address as the other end may know it. Connecting a datagram socket sends nothing."""
        if self._given.public:
            return self._given.public
        with socket.socket(socket.AF_INET6 if ":" in other.host else socket.AF_INET, socket.SOCK_DGRAM) as probe:
            try:
                probe.connect((other.host, other.port or 9))
            except OSError:
                return self._given.host
            return str(probe.getsockname()[0])

    # ---- calls

    def _on_invited(self, call: Dialog, offer: bytes) -> None:
        line: SipLine | None = None
        try:
            remote = sdp.read(offer) if offer else None
            host = self._host_for(call.source)
            line = SipLine(call, self._ports.take(), self._pacer, host, self._hang_up)
            self._take(line, remote)
        except NoCommonMedia:
            self._carry_out(self._agent.refuse(call, 488, _now_ms()))
        except ExpectedError as error:
            logger.warning("A telephone call was refused: %s", error.message)
            self._give_up(call, line, 503)
        except Exception:  # the caller would hear it ring for ever, in a place that nobody else gets
            logger.exception("A telephone call could not be taken.")
            self._give_up(call, line, 500)

    def _give_up(self, call: Dialog, line: SipLine | None, status: int) -> None:
        """Refuse a call, or end one that was taken already."""
        self._carry_out(self._agent.refuse(call, status, _now_ms()))
        self._hang_up(call)
        if line is not None:
            line.over("refused")

    def _take(self, line: SipLine, remote: sdp.Remote | None) -> None:
        call = line.dialog
        listener = None if self._closed else self._answers.on_call(line)
        if listener is None:
            self._give_up(call, line, 503 if self._closed else 404)
            return
        self._lines[call.key] = line
        line.begin(listener)
        self._carry_out(self._agent.ring(call, _now_ms()))
        self._describe(line, remote)

    def _describe(self, line: SipLine, remote: sdp.Remote | None) -> None:
        """Answer an offer, or make one."""
        media = sdp.offer(line.local) if remote is None else sdp.answer(remote, line.local)
        self._carry_out(self._agent.accept(line.dialog, media, _now_ms()))
        if remote is not None:
            line.use(remote)

    def _on_offered(self, call: Dialog, offer: bytes) -> None:
        line = self._lines.get(call.key)
        try:
            remote = sdp.read(offer) if offer else None
            if line is not None:
                line.local = line.local.next()
                self._describe(line, remote)
        except NoCommonMedia:
            self._carry_out(self._agent.refuse(call, 488, _now_ms()))
        except Exception:  # an offer without an answer would keep every later one out
            logger.exception("A telephone call could not be given other media; it goes on as it was.")
            self._carry_out(self._agent.refuse(call, 500, _now_ms()))

    def _on_confirmed(self, line: SipLine, answer: bytes | None) -> None:
        """The caller knows that the call was taken, and has answered an offer of ours if there was one."""
        try:
            if answer is not None:
                line.use(sdp.read(answer))
            line.opened()
        except NoCommonMedia:
            line.end("media")

    def _hang_up(self, call: Dialog) -> None:
        self._carry_out(self._agent.hang_up(call, _now_ms()))

    # ---- time

    def _arm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        deadline_ms = self._agent.deadline_ms
        if deadline_ms is not None and not self._closed:
            self._timer = self._loop.call_later(max(0.0, (deadline_ms - _now_ms()) / 1000), self._tick)

    def _tick(self) -> None:
        self._timer = None
        try:
            self._carry_out(self._agent.tick(_now_ms()))
        except Exception:  # the clock of all calls goes on
            logger.exception("A timer of SIP could not be dealt with.")
            self._arm()

    def _look(self) -> None:
        for line in list(self._lines.values()):
            line.look()
        self._looking = self._loop.call_later(LOOK_SECONDS, self._look)


def _now_ms() -> float:
    return time.monotonic() * 1000
