"""Opus to and from mono PCM16 at 24 kHz, by libopus as PyAV brings it along."""

from __future__ import annotations

from fractions import Fraction
from typing import TypeAlias

import av
import numpy as np
from av.audio.codeccontext import AudioCodecContext
from av.audio.stream import AudioStream
from av.packet import Packet

from feedbackyes.audio import Int16
from feedbackyes.audio.formats import RATE_HZ
from feedbackyes.audio.resample import Resampler

WIRE_HZ = 48_000
FRAME_MS = 20
LONGEST_MS = 120.0
"""More no packet holds."""
FRAME_SAMPLES = RATE_HZ * FRAME_MS // 1000
BIT_RATE = 32_000
"""For one voice at 24 kHz; transparent for speech."""


AudioPacket: TypeAlias = "Packet[AudioStream]"


class BadPacket(Exception):
    """What came is no Opus."""


def packet_ms(payload: bytes) -> float:
    """How much audio a packet holds, by its first bytes (RFC 6716 sections 3.1 and 3.2); an empty one: one frame."""
    if not payload:
        return FRAME_MS
    configuration, code = payload[0] >> 3, payload[0] & 3
    if configuration < 12:
        frame_ms: float = (10, 20, 40, 60)[configuration & 3]
    elif configuration < 16:
        frame_ms = (10, 20)[configuration & 1]
    else:
        frame_ms = (2.5, 5, 10, 20)[configuration & 3]
    frames = (1, 2, 2)[code] if code < 3 else payload[1] & 63 if len(payload) > 1 else 1
    return min(max(frames, 1) * frame_ms, LONGEST_MS)


class OpusDecoder:
    def __init__(self) -> None:
        self._codec = AudioCodecContext.create("libopus", "r")
        self._codec.sample_rate = WIRE_HZ
        self._codec.layout = "mono"
        self._resampler = Resampler(WIRE_HZ, RATE_HZ)

    def decode(self, payload: bytes) -> Int16:
        """The samples of one packet; its length may change from packet to packet. Raises `BadPacket`."""
        if not payload:
            raise BadPacket("An empty packet.")  # to the codec it would be the end of the stream
        try:
            frames = self._codec.decode(Packet(payload))
        except av.FFmpegError as error:
            raise BadPacket(str(error)) from error
        parts = [self._resampler.process(_mono(frame)) for frame in frames]
        return np.concatenate(parts) if parts else np.zeros(0, np.int16)


class OpusEncoder:
    """Frames of 20 ms in, packets out with their RTP clock."""

    def __init__(self) -> None:
        self._codec = AudioCodecContext.create("libopus", "w")
        self._codec.sample_rate = RATE_HZ
        self._codec.layout = "mono"
        self._codec.format = "s16"
        self._codec.bit_rate = BIT_RATE
        self._codec.time_base = Fraction(1, RATE_HZ)
        self._codec.options = {
            "application": "voip",
            "frame_duration": str(FRAME_MS),
            "fec": "1",
            "packet_loss": "5",
            "compression_level": "5",
        }
        self._samples = 0

    def encode(self, samples: Int16) -> list[AudioPacket]:
        """Encode exactly one frame of `FRAME_SAMPLES`."""
        frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate, frame.pts = RATE_HZ, self._samples
        frame.time_base = Fraction(1, RATE_HZ)
        self._samples += len(samples)
        return list(self._codec.encode(frame))


def _mono(frame: av.AudioFrame) -> Int16:
    """The samples of a frame, which libopus decodes to interleaved 16 bits; the mean of two channels."""
    samples: Int16 = frame.to_ndarray().astype(np.int16, copy=False).reshape(-1)
    channels = len(frame.layout.channels)
    return samples if channels == 1 else samples.reshape(-1, channels).mean(axis=1).astype(np.int16)
