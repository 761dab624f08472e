"""Speech to measure with: flite and espeak voices, recordings, noise. Needs Debian's `flite`."""

from __future__ import annotations

import asyncio
import hashlib
import subprocess
import wave
from pathlib import Path

import numpy as np
import soxr

from feedbackyes.audio import Int16
from feedbackyes.stages import tts

RATE_HZ = 16_000


def read_wav(path: Path) -> Int16:
    """Mono samples at 16 kHz of a WAV file of any rate."""
    with wave.open(str(path)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), np.int16).reshape(-1, file.getnchannels())
        rate = file.getframerate()
    mono = samples.mean(axis=1)
    return np.asarray(mono if rate == RATE_HZ else soxr.resample(mono, rate, RATE_HZ), np.float64).astype(np.int16)


def flite(text: str, voice: str, cache: Path) -> Int16:
    """The text in one of flite's voices (slt, rms, awb, kal16), kept in `cache`."""
    path = cache / f"{voice}-{hashlib.sha256(text.encode()).hexdigest()[:16]}.wav"
    if not path.exists():
        cache.mkdir(parents=True, exist_ok=True)
        subprocess.run(["flite", "-voice", voice, "-t", text, "-o", str(path)], check=True)
    return read_wav(path)


def espeak(text: str, voice: str) -> Int16:
    """The text in one of our own voices, at 16 kHz."""

    async def speak() -> Int16:
        speaker = tts.load("espeak")
        samples = np.concatenate([chunk.samples async for chunk in speaker.speak(text, voice=voice)])
        await speaker.close()
        return soxr.resample(samples, speaker.rate_hz, RATE_HZ).astype(np.int16)

    return asyncio.run(speak())


def with_noise(samples: Int16, snr_db: float | None, seed: int = 0) -> Int16:
    """White noise added at a ratio to the loudest second's level; None adds nothing."""
    if snr_db is None:
        return samples
    power = np.square(samples.astype(np.float64))
    loudest = max(part.mean() for part in np.array_split(power, max(1, samples.size // RATE_HZ)))
    noise = np.random.default_rng(seed).standard_normal(samples.size) * np.sqrt(loudest) * 10 ** (-snr_db / 20)
    return np.clip(samples + noise, -32768, 32767).astype(np.int16)


def padded(samples: Int16, before: float = 0.3, after: float = 0.2) -> Int16:
    """Digital silence before and after, in seconds."""
    return np.pad(samples, (int(before * RATE_HZ), int(after * RATE_HZ)))


def noises(seed: int = 0) -> list[Int16]:
    """Sounds without words: hiss, rumble, clicks, hum, breath, tones; one to two seconds each."""
    rng = np.random.default_rng(seed)
    found = []
    for level in (300, 1000, 3000):
        time = np.arange(int(RATE_HZ * rng.uniform(1, 2))) / RATE_HZ
        white = rng.standard_normal(time.size)
        brown = np.convolve(white, np.ones(64) / 8, "same")
        clicks = (rng.random(time.size) < 0.0006) * rng.standard_normal(time.size) * 20
        hum = np.sin(2 * np.pi * 50 * time) + 0.5 * np.sin(2 * np.pi * 150 * time)
        breath = white * np.sin(np.pi * time / time[-1]) ** 2
        tones = np.sin(2 * np.pi * np.repeat(rng.uniform(200, 2000, 8), time.size // 8 + 1)[: time.size] * time)
        found += [
            padded((sound * level).clip(-32768, 32767).astype(np.int16))
            for sound in (white, brown, clicks, hum, breath, tones)
        ]
    return found


def align(reference: list[str], heard: list[str]) -> tuple[int, list[bool]]:
    """Edit distance in words, and which of the heard words are right."""
    costs = np.zeros((len(reference) + 1, len(heard) + 1), np.int64)
    costs[:, 0], costs[0] = np.arange(len(reference) + 1), np.arange(len(heard) + 1)
    for row, word in enumerate(reference, 1):
        for column, other in enumerate(heard, 1):
            costs[row, column] = min(
                costs[row - 1, column] + 1, costs[row, column - 1] + 1, costs[row - 1, column - 1] + (word != other)
            )
    right = [False] * len(heard)
    row, column = len(reference), len(heard)
    while row and column:
        same = reference[row - 1] == heard[column - 1]
        if costs[row, column] == costs[row - 1, column - 1] + (not same):
            row, column, right[column - 1] = row - 1, column - 1, same
        elif costs[row, column] == costs[row, column - 1] + 1:
            column -= 1
        else:
            row -= 1
    return int(costs[-1, -1]), right
