"""The learner's audio: from packets to samples without gaps."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from feedbackyes.audio import Int16
from feedbackyes.audio.formats import RATE_HZ
from feedbackyes.rtc.concealment import Concealer
from feedbackyes.rtc.jitter import Arrived, JitterBuffer, Piece
from feedbackyes.rtc.opus import BadPacket, OpusDecoder, packet_ms

logger = logging.getLogger(__name__)


class Inbound:
    """Stands where aiortc has its jitter buffer, of which nothing else is used; see `add`."""

    capacity = 0

    def __init__(self, on_audio: Callable[[bytes], None]) -> None:
        self._on_audio = on_audio
        self._loop = asyncio.get_running_loop()
        self._decoder = OpusDecoder()
        self._timer: asyncio.TimerHandle | None = None
        self._closed = False
        self.buffer = JitterBuffer()
        self.concealer = Concealer(RATE_HZ)

    def add(self, packet: Any) -> tuple[bool, None]:
        """As aiortc's buffer: takes a packet. It never gives back a frame, so aiortc decodes nothing."""
        if not self._closed:
            now_ms = self._loop.time() * 1000
            payload = bytes(packet._data)  # noqa: SLF001 (where aiortc puts it)
            arrived = Arrived(payload, packet.timestamp, packet_ms(payload))
            self._pass_on(self.buffer.push(packet.ssrc, packet.sequence_number, arrived, now_ms))
        return False, None

    def close(self) -> None:
        self._closed = True
        if self._timer is not None:
            self._timer.cancel()

    def _pass_on(self, pieces: Iterable[Piece]) -> None:
        parts = [self._samples(piece) for piece in pieces]
        if any(len(part) for part in parts):
            self._on_audio(np.concatenate(parts).astype("<i2", copy=False).tobytes())
        self._arm()

    def _samples(self, piece: Piece) -> Int16:
        if not isinstance(piece, Arrived):
            return self.concealer.lost(piece.length_ms) if piece.lost else self.concealer.pause(piece.length_ms)
        if not piece.payload:
            return self.concealer.pause(piece.length_ms)
        try:
            return self.concealer.heard(self._decoder.decode(piece.payload))
        except BadPacket as error:
            logger.debug("A packet is no Opus: %s", error)
            return self.concealer.lost(piece.length_ms)

    def _arm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self.buffer.deadline_ms is not None and not self._closed:
            self._timer = self._loop.call_at(self.buffer.deadline_ms / 1000, self._poll)

    def _poll(self) -> None:
        self._timer = None
        if not self._closed:
            self._pass_on(self.buffer.poll(self._loop.time() * 1000))
