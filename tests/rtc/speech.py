"""A voice and its packets, as a browser sends them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.codeccontext import AudioCodecContext

from feedbackyes.audio import Int16
from feedbackyes.audio.formats import RATE_HZ
from feedbackyes.audio.wav import read_wav
from feedbackyes.rtc.opus import FRAME_SAMPLES

RECORDING = Path(__file__).parent.parent / "data" / "austen-0880.wav"


def speech(seconds: float) -> Int16:
    """The beginning of a recording, at 24 kHz."""
    return read_wav(RECORDING.read_bytes(), RATE_HZ)[: round(seconds * RATE_HZ)]


def frames(samples: Int16) -> Iterator[Int16]:
    for start in range(0, len(samples) - FRAME_SAMPLES + 1, FRAME_SAMPLES):
        yield samples[start : start + FRAME_SAMPLES]


def packets(samples: Int16, channels: int = 1) -> list[bytes]:
    """Opus of `samples`, by a plain encoder with the settings of a browser: 20 ms, 32 kbit/s, in-band FEC."""
    codec = AudioCodecContext.create("libopus", "w")
    codec.sample_rate, codec.format, codec.bit_rate = RATE_HZ, "s16", 32_000
    codec.layout = "mono" if channels == 1 else "stereo"
    codec.time_base = Fraction(1, RATE_HZ)
    codec.options = {"application": "voip", "fec": "1", "packet_loss": "5"}
    made: list[bytes] = []
    for place, part in enumerate(frames(samples)):
        frame = av.AudioFrame.from_ndarray(
            np.repeat(part, channels).reshape(1, -1), format="s16", layout=codec.layout.name
        )
        frame.sample_rate, frame.pts, frame.time_base = RATE_HZ, place * FRAME_SAMPLES, Fraction(1, RATE_HZ)
        made += [bytes(packet) for packet in codec.encode(frame)]
    return made


def likeness(one: Int16, other: Int16) -> float:
    """Greatest correlation of two voices, whatever the delay between them; 1.0: the same."""
    length = len(one) + len(other)
    a, b = one.astype(float), other.astype(float)
    together = np.fft.irfft(np.fft.rfft(a, length) * np.fft.rfft(b, length).conj(), length)
    return float(together.max() / ((a @ a) * (b @ b) + 1.0) ** 0.5)
