"""Two-channel recordings with known answers."""

from __future__ import annotations

import wave
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from feedbackyes.audio.resample import resample
from feedbackyes.audio.wav import decode_wav

Sound = NDArray[np.float64]
"""Shape (n,), full scale ±1."""
RATE = 24_000
CLIPS = Path(__file__).parents[1] / "data"


def write(path: Path, learner: Sound, partner: Sound, rate: int = RATE) -> Path:
    """Write both sides, the shorter one filled up with silence."""
    stereo = np.zeros((max(len(learner), len(partner)), 2))
    stereo[: len(learner), 0] = learner
    stereo[: len(partner), 1] = partner
    with wave.open(str(path), "wb") as file:
        file.setparams((2, 2, rate, 0, "NONE", ""))
        file.writeframes((np.clip(stereo, -1, 1) * 32767).astype("<i2").tobytes())
    return path


def tone(seconds: float, db: float = -20, hertz: float = 150, rate: int = RATE) -> Sound:
    """A tone of that level (dBFS, RMS)."""
    return np.asarray(
        10 ** (db / 20) * np.sqrt(2) * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)
    )


def noise(seconds: float, db: float, seed: int = 0, rate: int = RATE) -> Sound:
    """White noise of that level (dBFS, RMS)."""
    return np.random.default_rng(seed).normal(0, 10 ** (db / 20), round(seconds * rate))


def bursts(times: Sequence[tuple[float, float]], seconds: float, db: float = -20, rate: int = RATE) -> Sound:
    """Tones between the given seconds, digital silence elsewhere."""
    side = np.zeros(round(seconds * rate))
    for start, end in times:
        place(side, tone(end - start, db, rate=rate), start, rate)
    return side


def place(side: Sound, sound: Sound, at_s: float, rate: int = RATE) -> None:
    """Add `sound` to `side` from `at_s` on."""
    first = round(at_s * rate)
    side[first : first + len(sound)] += sound


SPOKEN = {"0880": ((0.26, 0.88), (1.15, 2.795)), "0890": ((0.28, 4.99),), "0930": ((0.28, 2.965),)}
"""Where the voice is in each clip (s), looked up in its waveform to about 20 ms: the rest is the reader's room."""


def clip(name: str, *, room: bool = True) -> Sound:
    """A human voice at 24 kHz: "0880", "0890" or "0930" of the Austen readings, with or without the reader's room."""
    wav = decode_wav((CLIPS / f"austen-{name}.wav").read_bytes())
    sound = resample(wav.samples[:, 0], wav.rate_hz, RATE).astype(np.float64) / 32768
    if room:
        return sound
    kept = np.zeros(len(sound))
    for start, end in SPOKEN[name]:
        kept[round(start * RATE) : round(end * RATE)] = 1
    return np.asarray(sound * np.convolve(kept, np.hanning(480) / np.hanning(480).sum(), "same"))


def echoed(partner: Sound, *, loss_db: float, delay_s: float, room_s: float, seed: int = 0) -> Sound:
    """The partner's voice as a microphone hears it from a loudspeaker in a room: later, weaker, thinner, with a tail."""
    n = max(1, round(room_s * RATE))
    room = np.random.default_rng(seed).normal(0, 1, n) * 10 ** (-3 * np.arange(n) / n)
    room *= 0.7 / np.sqrt((room**2).sum())
    room[0] += 1
    size = 1 << (len(partner) + n).bit_length()
    hertz = np.maximum(np.fft.rfftfreq(size, 1 / RATE), 1)
    loudspeaker = 1 / (1 + (300 / hertz) ** 2) / (1 + (hertz / 7000) ** 4)
    heard = np.fft.irfft(np.fft.rfft(partner, size) * np.fft.rfft(room, size) * loudspeaker, size)[: len(partner)]
    heard *= np.sqrt((partner**2).sum() / (heard**2).sum()) * 10 ** (-loss_db / 20)
    shift = round(delay_s * RATE)
    return np.concatenate([np.zeros(shift), heard[: len(heard) - shift]])
