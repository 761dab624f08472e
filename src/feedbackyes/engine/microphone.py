"""The client's audio on its way in: from the wire's format to 16 kHz, and how likely each frame of it is speech."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from feedbackyes.audio import Int16, g711
from feedbackyes.audio.formats import AudioFormat, pcm16
from feedbackyes.audio.resample import Resampler
from feedbackyes.protocol.errors import InvalidEvent
from feedbackyes.protocol.sessions import FormatName
from feedbackyes.stages.stt import RATE_HZ
from feedbackyes.stages.vad import VadStream

PIECE_MS = 500
"""Longer audio is taken in pieces, so that one large message keeps nobody else waiting."""


class Heard(NamedTuple):
    """A piece of audio: as it came, at 16 kHz, and the probability of speech of each 32 ms frame completed by it."""

    raw: bytes
    ears: bytes
    probabilities: list[float]


class Microphone:
    """One client's audio stream."""

    def __init__(self, vad: VadStream, wire: FormatName = "audio/pcm") -> None:
        self._vad = vad
        self.wire: FormatName = wire
        self._resampler = _resampler(wire)

    def use(self, wire: FormatName) -> None:
        """From now on the client sends this format."""
        if wire != self.wire:
            self.wire = wire
            self._resampler = _resampler(wire)

    def pieces(self, audio: bytes) -> Iterator[bytes]:
        """One message's audio, cut into pieces for `take`.

        Raises:
            InvalidEvent: a sample is incomplete.
        """
        if self.wire == "audio/pcm" and len(audio) % 2:
            raise InvalidEvent(
                f"Invalid value for 'audio': {len(audio)} bytes are not a whole number of 16-bit samples.",
                code="invalid_value",
                param="audio",
            )
        size = AudioFormat(self.wire).bytes_per_second * PIECE_MS // 1000
        return (audio[start : start + size] for start in range(0, len(audio), size))

    async def take(self, raw: bytes) -> Heard:
        """Take a piece. Calls must not overlap."""
        samples = self._resampler.process(_samples(raw, self.wire))
        return Heard(raw, samples.tobytes(), await self._vad.feed(samples))

    def close(self) -> None:
        self._vad.close()


def for_ears(audio: bytes, wire: FormatName) -> Int16:
    """A whole recording at 16 kHz."""
    whole = audio[: len(audio) // 2 * 2] if wire == "audio/pcm" else audio
    resampler = _resampler(wire)
    return np.concatenate((resampler.process(_samples(whole, wire)), resampler.flush()))


def _samples(raw: bytes, wire: FormatName) -> Int16:
    if wire == "audio/pcm":
        return pcm16(raw)
    return g711.decode_mu(raw) if wire == "audio/pcmu" else g711.decode_a(raw)


def _resampler(wire: FormatName) -> Resampler:
    return Resampler(AudioFormat(wire).rate_hz, RATE_HZ)
