"""One call's media: two UDP ports, the way there and back.

Audio goes to where the caller's description says until their first packet shows where it really comes from (symmetric
RTP). Only the addresses that the call itself has named are believed, so that nobody else can put words into it.
"""

from __future__ import annotations

import asyncio
import logging
import random
import secrets
import socket
import time
from collections.abc import Callable

from feedbackyes.domain.errors import TooMany
from feedbackyes.sip import LineStatistics, rtp
from feedbackyes.sip.ears import Ears
from feedbackyes.sip.outlet import Outlet
from feedbackyes.sip.pacer import Pacer
from feedbackyes.sip.sdp import Codec, Remote
from feedbackyes.sip.voice import Voice

REPORT_SECONDS = 5.0
AT_ONCE = 32
"""Packets that are read before others have their turn."""
MAX_DATAGRAM = 2_048
MAX_PORT = 65_535
TRIES = 50
logger = logging.getLogger(__name__)


class Ports:
    """UDP ports in pairs: an even one for RTP, the next one for RTCP (RFC 3550 section 11)."""

    def __init__(self, host: str, span: tuple[int, int] | None) -> None:
        self._host, self._span = host, span

    def take(self) -> tuple[socket.socket, socket.socket]:
        """Two bound sockets. Raises `TooMany` when every pair is taken."""
        if self._span is None:
            candidates = [0] * TRIES
        else:
            low, high = self._span
            candidates = list(range(low + low % 2, high, 2))
            random.shuffle(candidates)
        for port in candidates:
            pair = self._pair(port)
            if pair is not None:
                return pair
        raise TooMany("Every UDP port for telephone audio is taken. Widen FEEDBACKYES_SIP_PORTS.", code="no_ports")

    def _pair(self, port: int) -> tuple[socket.socket, socket.socket] | None:
        first = _bound(self._host, port)
        if first is None:
            return None
        number = first.getsockname()[1]
        second = _bound(self._host, number + 1) if number % 2 == 0 and number < MAX_PORT else None
        if second is None:
            first.close()
            return None
        return first, second


class Media:
    """Sends and hears, from `start` to `close`.

    Args:
        trusted: the address that signalling comes from; audio may come from there too.
        on_audio, on_key, on_drained: called on the event loop.
    """

    def __init__(
        self,
        ports: tuple[socket.socket, socket.socket],
        pacer: Pacer,
        trusted: str,
        on_audio: Callable[[bytes], None],
        on_key: Callable[[str], None],
        on_drained: Callable[[], None],
    ) -> None:
        self._rtp, self._rtcp = ports
        self._rtp_out, self._rtcp_out = Outlet(self._rtp), Outlet(self._rtcp)
        self._pacer = pacer
        self._trusted = trusted
        self._on_audio, self._on_key, self._on_drained = on_audio, on_key, on_drained
        self._loop = asyncio.get_running_loop()
        self._to: tuple[str, int] | None = None
        self._sends = False
        self._hosts: frozenset[str] = frozenset()
        self._latched = False
        self._mux = False
        self._ears: Ears | None = None
        self._voice: Voice | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._reporter: asyncio.TimerHandle | None = None
        self._told: rtp.Reception | None = None
        self._closed = False
        self.heard_at = self._loop.time()
        self.port: int = self._rtp.getsockname()[1]

    @property
    def voice(self) -> Voice | None:
        return self._voice

    @property
    def statistics(self) -> LineStatistics:
        ears, voice, told = self._ears, self._voice, self._told
        return LineStatistics(
            packets_received=ears.buffer.received if ears else 0,
            packets_lost=ears.buffer.lost if ears else 0,
            jitter_ms=ears.buffer.jitter_ms if ears else 0.0,
            concealed_ms=ears.concealer.concealed_ms if ears else 0.0,
            packets_sent=voice.packets if voice else 0,
            told_lost=told.lost if told else 0,
            told_jitter_ms=told.jitter_ms if told else 0.0,
        )

    def use(self, remote: Remote) -> None:
        """What the other end wants, at first and whenever it wants something else."""
        self._mux = remote.mux
        self._hosts = frozenset(_plain(host) for host in (remote.host, self._trusted) if host)
        self._to = (remote.host, remote.port) if remote.hears else None
        self._latched = False
        self.heard_at = self._loop.time()
        self._begin(remote.codec)
        self._sends = remote.hears

    def _begin(self, codec: Codec) -> None:
        if self._ears is None or self._ears.codec != codec:
            self._ears = Ears(codec)
        if self._voice is not None:
            self._voice.use(codec)
            return
        self._voice = Voice(codec, secrets.randbits(32), secrets.randbits(15), secrets.randbits(32))
        self._loop.add_reader(self._rtp.fileno(), self._read, self._rtp)
        self._loop.add_reader(self._rtcp.fileno(), self._read, self._rtcp)
        self._pacer.add(self)
        self._reporter = self._loop.call_later(REPORT_SECONDS, self._report)

    def close(self) -> None:
        """Say goodbye and give the ports back."""
        if self._closed:
            return
        self._closed = True
        for timer in (self._timer, self._reporter):
            if timer is not None:
                timer.cancel()
        try:
            if self._voice is not None:
                self._pacer.remove(self)
                self._send_report(bye=True)
        finally:
            for port in (self._rtp, self._rtcp):
                self._loop.remove_reader(port.fileno())
                port.close()

    # ---- out

    def send_frame(self) -> None:
        """The next 20 ms, in the pacer's thread."""
        voice, to = self._voice, self._to
        if voice is None:
            return
        packet, drained = voice.frame()
        if to is not None and self._sends:
            self._rtp_out.send(packet, to)
        if drained:
            try:
                self._loop.call_soon_threadsafe(self._drained)
            except RuntimeError:  # the loop was closed meanwhile
                return

    def _drained(self) -> None:
        if not self._closed:
            self._on_drained()

    def _report(self) -> None:
        self._send_report()
        self._reporter = self._loop.call_later(REPORT_SECONDS, self._report)

    def _send_report(self, *, bye: bool = False) -> None:
        voice, to = self._voice, self._to
        if voice is None or to is None:
            return
        data = rtp.sender_report(voice.source, time.time(), voice.timestamp, voice.packets, voice.octets, bye=bye)
        if self._mux:
            self._rtp_out.send(data, to)
        elif to[1] < MAX_PORT:  # else there is no next one
            self._rtcp_out.send(data, (to[0], to[1] + 1))

    # ---- in

    def _read(self, port: socket.socket) -> None:
        for _ in range(AT_ONCE):
            try:
                data, source = port.recvfrom(MAX_DATAGRAM)
            except (BlockingIOError, InterruptedError):
                return
            except OSError as error:  # what an earlier packet of ours met on its way
                logger.debug("A telephone line heard: %s", error)
                return
            if self._closed or _plain(source[0]) not in self._hosts:
                continue
            if port is self._rtcp or rtp.is_rtcp(data):
                self._on_report(data)
            else:
                self._on_packet(data, source)

    def _on_report(self, data: bytes) -> None:
        if self._voice is not None:
            self._told = rtp.read_report(data, self._voice.source) or self._told

    def _on_packet(self, data: bytes, source: tuple[str, int]) -> None:
        packet = rtp.read(data)
        ears = self._ears
        if packet is None or ears is None:
            return
        if not self._latched:
            self._latched = True
            if self._to is not None:
                self._to = (source[0], source[1])
        elif self._to is not None and (source[0], source[1]) != self._to:
            return
        self.heard_at = self._loop.time()
        self._pass_on(ears, ears.hear(packet, self.heard_at * 1000))

    def _pass_on(self, ears: Ears, pcm: bytes) -> None:
        if pcm:
            self._on_audio(pcm)
        keys, ears.keys = ears.keys, []
        for key in keys:
            self._on_key(key)
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if ears.deadline_ms is not None and not self._closed:
            self._timer = self._loop.call_at(ears.deadline_ms / 1000, self._poll)

    def _poll(self) -> None:
        self._timer = None
        if self._ears is not None and not self._closed:
            self._pass_on(self._ears, self._ears.poll(self._loop.time() * 1000))


def _bound(host: str, port: int) -> socket.socket | None:
    made = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_DGRAM)
    made.setblocking(False)
    try:
        made.bind((host, port))
    except OSError:
        made.close()
        return None
    return made


def _plain(host: str) -> str:
    return host.removeprefix("::ffff:")
