"""The caller's audio: from packets to samples without gaps, and the keys they press. No clock, no socket."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from feedbackyes.audio import Int16, g711
from feedbackyes.audio.formats import RATE_HZ, AudioFormat
from feedbackyes.audio.resample import Resampler
from feedbackyes.rtc.concealment import Concealer
from feedbackyes.rtc.jitter import Arrived, JitterBuffer, Piece
from feedbackyes.sip import rtp
from feedbackyes.sip.sdp import Codec

MAX_PAYLOAD = rtp.RATE_HZ // 10
"""100 ms; nobody packs more."""


class Ears:
    """One call's. `keys` are those pressed since they were last taken."""

    def __init__(self, codec: Codec) -> None:
        self.codec = codec
        self.buffer = JitterBuffer(rtp.RATE_HZ // 1000)
        self.concealer = Concealer(rtp.RATE_HZ)
        self.keys: list[str] = []
        self._resampler = Resampler(rtp.RATE_HZ, RATE_HZ)
        self._event: tuple[int, int] | None = None

    @property
    def deadline_ms(self) -> float | None:
        """When `poll` has something to say although nothing comes."""
        return self.buffer.deadline_ms

    def hear(self, packet: rtp.Packet, now_ms: float) -> bytes:
        """A packet came. Returns the audio that can go on now, 24 kHz; what is of another type takes only its place."""
        payload = b""
        if packet.payload_type == self.codec.payload_type and len(packet.payload) <= MAX_PAYLOAD:
            payload = packet.payload
        elif packet.payload_type == self.codec.keys_type:
            self._press(packet)
        length_ms = len(payload) * 1000 / rtp.RATE_HZ
        arrived = Arrived(payload, packet.timestamp, length_ms)
        return self._joined(self.buffer.push(packet.source, packet.sequence, arrived, now_ms))

    def poll(self, now_ms: float) -> bytes:
        """Time passed. Returns what is waited for no longer."""
        return self._joined(self.buffer.poll(now_ms))

    def _press(self, packet: rtp.Packet) -> None:
        """A key comes in many packets, the last one three times; all of them have the time at which it was pressed."""
        key = rtp.key(packet.payload)
        event = (packet.source, packet.timestamp)
        if key is not None and event != self._event:
            self._event = event
            self.keys.append(key)

    def _joined(self, pieces: Iterable[Piece]) -> bytes:
        parts = [self._samples(piece) for piece in pieces]
        if not any(len(part) for part in parts):
            return b""
        return self._resampler.process(np.concatenate(parts)).astype("<i2", copy=False).tobytes()

    def _samples(self, piece: Piece) -> Int16:
        if not isinstance(piece, Arrived):
            return self.concealer.lost(piece.length_ms) if piece.lost else self.concealer.pause(piece.length_ms)
        decode = g711.decode_mu if self.codec.format is AudioFormat.MU_LAW else g711.decode_a
        return self.concealer.heard(decode(piece.payload)) if piece.payload else np.zeros(0, np.int16)
