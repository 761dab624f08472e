"""The partner's voice: 20 ms of Opus every 20 ms, silence when there is nothing to say."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from fractions import Fraction

from aiortc.mediastreams import MediaStreamError, MediaStreamTrack

from feedbackyes.audio import Int16
from feedbackyes.audio.formats import RATE_HZ, pcm16
from feedbackyes.rtc.opus import FRAME_MS, FRAME_SAMPLES, WIRE_HZ, AudioPacket, OpusEncoder

BYTES_PER_MS = RATE_HZ * 2 / 1000
_FRAME_BYTES = FRAME_SAMPLES * 2
_WIRE_SAMPLES = WIRE_HZ * FRAME_MS // 1000
_TIME_BASE = Fraction(1, WIRE_HZ)
LATE_MS = 200.0
"""A sender that is so late has slept: what was missed is not sent in a burst."""


class Voice(MediaStreamTrack):
    """A track that packs Opus itself. aiortc asks for a packet as soon as the last one is sent."""

    kind = "audio"

    def __init__(self, on_started: Callable[[], None], on_drained: Callable[[], None]) -> None:
        super().__init__()
        self._on_started, self._on_drained = on_started, on_drained
        self._clock = asyncio.get_running_loop()
        self._encoder = OpusEncoder()
        self._queue: deque[bytes] = deque()
        self._offset = 0
        self._sounding = False
        self._due: float | None = None
        self._frames = 0
        self.queued_ms = self.played_ms = 0.0

    def play(self, pcm: bytes) -> None:
        if pcm and self.readyState == "live":
            self._queue.append(pcm)
            self.queued_ms += len(pcm) / BYTES_PER_MS

    def clear(self) -> float:
        self._queue.clear()
        self._offset = 0
        self._sounding = False
        self.queued_ms = self.played_ms
        return self.played_ms

    async def recv(self) -> AudioPacket:
        """The next packet, when it is due."""
        await self._until_due()
        if self.readyState != "live":
            raise MediaStreamError
        samples = self._next()
        while not (packets := self._encoder.encode(samples)):
            samples = self._next()  # the encoder looks ahead before its first packet
        packet = packets[0]
        packet.pts, packet.time_base = self._frames * _WIRE_SAMPLES, _TIME_BASE
        self._frames += 1
        return packet

    async def _until_due(self) -> None:
        now = self._clock.time()
        if self._due is None or now - self._due > LATE_MS / 1000:
            self._due = now
        wait = self._due - now
        self._due += FRAME_MS / 1000
        await asyncio.sleep(max(0.0, wait))

    def _next(self) -> Int16:
        frame = bytearray()
        while self._queue and len(frame) < _FRAME_BYTES:
            piece = self._queue[0]
            part = piece[self._offset : self._offset + _FRAME_BYTES - len(frame)]
            frame += part
            self._offset += len(part)
            if self._offset >= len(piece):
                self._queue.popleft()
                self._offset = 0
        self.played_ms += len(frame) / BYTES_PER_MS
        if frame and not self._sounding:
            self._sounding = True
            self._on_started()
        if self._sounding and not self._queue:
            self._sounding = False
            self.played_ms = self.queued_ms
            self._on_drained()
        frame += bytes(_FRAME_BYTES - len(frame))
        return pcm16(bytes(frame))
