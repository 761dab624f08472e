"""What made recordings consist of: noises, and a room between a loudspeaker and a microphone. All at 24 kHz."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from feedbackyes.audio import Samples
from feedbackyes.audio.formats import RATE_HZ

Noise = Literal["hum", "fan", "street", "keyboard", "babble"]
KINDS: tuple[Noise, ...] = get_args(Noise)
SPEECH_DB = -26.0
"""Level of speech in dBFS: the active level of ITU-T P.56's usual test signals."""


def level_db(samples: Samples) -> float:
    """Level in dBFS of the frames that are not silent."""
    powers = np.square(samples[: len(samples) // 240 * 240], dtype=np.float64).reshape(-1, 240).mean(axis=1)
    active = powers[powers > powers.max() * 1e-4] if len(powers) else np.zeros(0)
    return float(10 * np.log10(active.mean())) if len(active) else -100.0


def at_level(samples: Samples, wanted_db: float) -> Samples:
    """The same at another level (dBFS, of what is not silent)."""
    scaled: Samples = (samples * 10 ** ((wanted_db - level_db(samples)) / 20)).astype(np.float32)
    return scaled


def noise(kind: Noise, count: int, rng: np.random.Generator) -> Samples:
    """So many samples, at any level. `babble` is made of voices: see `recipes`."""
    match kind:
        case "hum":
            time = np.arange(count) / RATE_HZ
            made = sum(np.sin(2 * np.pi * 50 * order * time + order) / order for order in (1, 2, 3, 5, 7))
            return np.asarray(made + 0.02 * rng.standard_normal(count), np.float32)
        case "fan":
            return _coloured(count, rng, slope=-0.6) * _swell(count, rng, seconds=0.5, depth=0.1)
        case "street":
            return _coloured(count, rng, slope=-0.9) * _swell(count, rng, seconds=2.0, depth=0.35)
        case "keyboard":
            return _clicks(count, rng)
        case "babble":
            raise ValueError("Babble is made of voices.")


def echo(played: Samples, *, gain_db: float, delay_ms: float, rng: np.random.Generator) -> Samples:
    """What a microphone hears of a loudspeaker: later, quieter, without lows, with a room's reflections.

    Args:
        played: shape (n,). gain_db: of the direct sound. delay_ms: of the whole way.
    """
    room = np.zeros(RATE_HZ // 4, np.float32)
    room[0] = 1.0
    times = np.arange(1, len(room))
    room[1:] = 0.04 * rng.standard_normal(len(room) - 1) * np.exp(-times / (0.05 * RATE_HZ))
    size = 1 << (len(played) + len(room)).bit_length()
    hertz = np.fft.rfftfreq(size, 1 / RATE_HZ)
    loudspeaker = (hertz / 300) ** 2 / (1 + (hertz / 300) ** 2) / (1 + (hertz / 6_000) ** 2)
    heard = np.fft.irfft(np.fft.rfft(played, size) * np.fft.rfft(room, size) * loudspeaker, size)[: len(played)]
    heard = np.tanh(2.0 * heard) / 2.0  # a small loudspeaker that is loud
    late = np.concatenate((np.zeros(round(delay_ms * RATE_HZ / 1000)), heard))[: len(played)]
    return np.asarray(late * 10 ** (gain_db / 20), np.float32)


def _coloured(count: int, rng: np.random.Generator, *, slope: float) -> Samples:
    """Noise whose spectrum falls with frequency ** slope."""
    spectrum = np.fft.rfft(rng.standard_normal(count))
    hertz = np.maximum(np.fft.rfftfreq(count, 1 / RATE_HZ), 40.0)
    return np.asarray(np.fft.irfft(spectrum * (hertz / 40.0) ** slope, count), np.float32)


def _swell(count: int, rng: np.random.Generator, *, seconds: float, depth: float) -> Samples:
    """A factor around 1 that changes slowly."""
    places = np.arange(0, count + seconds * RATE_HZ, seconds * RATE_HZ)
    values = 1 + depth * rng.uniform(-1, 1, len(places))
    return np.asarray(np.interp(np.arange(count), places, values), np.float32)


def _clicks(count: int, rng: np.random.Generator) -> Samples:
    """Somebody types: four keys a second, each a few milliseconds of noise."""
    made: NDArray[np.float64] = np.zeros(count)
    length = RATE_HZ * 12 // 1000
    fading = np.exp(-np.arange(length) / (0.002 * RATE_HZ))
    at = 0.0
    while (at := at + rng.uniform(0.12, 0.4)) * RATE_HZ < count - length:
        start = round(at * RATE_HZ)
        made[start : start + length] += rng.uniform(0.5, 1) * rng.standard_normal(length) * fading
    return np.asarray(made, np.float32)
