"""Measures what a bad network costs the recogniser: `python bench/webrtc_loss.py --speech FOLDER [--seeds 30]`.

Human speech is encoded with Opus as browsers do it, its packets are lost (2 %) and delayed (0 to 30 ms each, so that they
overtake each other) by a seeded generator, and then take the way of a call: jitter buffer, decoder, concealment, 16 kHz,
recogniser. Time is simulated, so that thirty networks take minutes. Printed: words that are wrong without and with loss, the
difference, and the upper end of its 95 % interval by a bootstrap over pairs of (recording, network). Then the same of those
recordings alone of which half the words or more are right without loss, for where nothing is understood nothing can be lost.
"""

from __future__ import annotations

import argparse
import asyncio
import heapq
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
import soxr
from recognition import human
from speech import RATE_HZ, align

from feedbackyes.audio import Int16
from feedbackyes.rtc.inbound import Inbound
from feedbackyes.rtc.opus import OpusEncoder
from feedbackyes.stages.stt import Recogniser, RecogniserOptions
from feedbackyes.stages.stt.pocketsphinx import create

LOSS, JITTER_MS = 0.02, 30.0
WIRE_HZ, OPUS_HZ, FRAME_MS = 48_000, 24_000, 20
DRAWS = 10_000


class Pair(NamedTuple):
    """One recording over one network."""

    words: int
    clean: int
    """Wrong words without loss."""
    lossy: int


class Later:
    """What `call_at` returns."""

    def __init__(self, work: Callable[[], None]) -> None:
        self.work: Callable[[], None] | None = work

    def cancel(self) -> None:
        self.work = None


class Clock:
    """Stands in for the event loop of an `Inbound`: time passes when it is told to."""

    def __init__(self) -> None:
        self._now = 1000.0
        self._due: list[tuple[float, int, Later]] = []
        self._count = 0

    def time(self) -> float:
        return self._now

    def call_at(self, when: float, work: Callable[[], None]) -> Later:
        later = Later(work)
        self._count += 1
        heapq.heappush(self._due, (when, self._count, later))
        return later

    def advance(self, until: float) -> None:
        while self._due and self._due[0][0] <= until:
            when, _, later = heapq.heappop(self._due)
            self._now = max(self._now, when)
            if later.work is not None:
                later.work()
        self._now = max(self._now, until)


def packets(samples: Int16) -> list[bytes]:
    """Of mono samples at 16 kHz."""
    whole = soxr.resample(samples, RATE_HZ, OPUS_HZ).astype(np.int16)
    size = OPUS_HZ * FRAME_MS // 1000
    encoder = OpusEncoder()
    frames = (whole[start : start + size] for start in range(0, whole.size - size, size))
    return [bytes(packet) for frame in frames for packet in encoder.encode(frame)]


def through(sent: list[bytes], seed: int | None) -> Int16:
    """What the recogniser gets, at 16 kHz; without a seed nothing is lost or late."""
    rng = np.random.default_rng(seed)
    heard = bytearray()
    inbound, clock = Inbound(heard.extend), Clock()
    setattr(inbound, "_loop", clock)  # noqa: B010 (its clock is private)
    arrivals: list[tuple[float, int]] = []
    for number in range(len(sent)):
        delay = rng.uniform(0, JITTER_MS) / 1000 if seed is not None else 0.0
        if seed is None or rng.random() >= LOSS:
            arrivals.append((clock.time() + number * FRAME_MS / 1000 + delay, number))
    for at, number in sorted(arrivals):
        clock.advance(at)
        stamp = number * WIRE_HZ * FRAME_MS // 1000
        inbound.add(SimpleNamespace(_data=sent[number], ssrc=1, sequence_number=number, timestamp=stamp))
    clock.advance(clock.time() + 1)
    inbound.close()
    pcm = np.frombuffer(bytes(heard), "<i2")
    return soxr.resample(pcm, OPUS_HZ, RATE_HZ).astype(np.int16)


async def errors(recogniser: Recogniser, reference: str, samples: Int16) -> int:
    """Words that are wrong, when a stranger says this alone."""
    stream = await recogniser.open(RecogniserOptions(), lambda _: None)
    stream.start()
    for start in range(0, samples.size, RATE_HZ // 10):
        stream.feed(samples[start : start + RATE_HZ // 10])
    stream.pause()
    transcript = await stream.finish()
    await stream.close()
    wrong: int = align(reference.split(), transcript.text.lower().split())[0]
    return wrong


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--speech", type=Path, required=True)
    parser.add_argument("--seeds", type=int, default=30)
    given = parser.parse_args()
    recogniser = create(workers=2)
    pairs: list[Pair] = []
    for reference, samples in human(given.speech):
        sent, words = packets(samples), len(reference.split())
        clean = await errors(recogniser, reference, through(sent, None))
        lossy = [await errors(recogniser, reference, through(sent, seed)) for seed in range(given.seeds)]
        print(f"{clean} wrong of {words} without loss, {np.mean(lossy):.2f} with: {reference[:60]}", flush=True)
        pairs += [Pair(words, clean, wrong) for wrong in lossy]
    await recogniser.close()
    report("all recordings", pairs)
    report("understood without loss", [pair for pair in pairs if pair.clean * 2 <= pair.words])


def report(name: str, pairs: list[Pair]) -> None:
    """Rates in per cent, their difference in points and its upper bound."""
    table = np.array(pairs)
    drawn = table[np.random.default_rng(1).integers(0, len(table), (DRAWS, len(table)))].sum(axis=1)
    points = 100 * (drawn[:, 2] - drawn[:, 1]) / drawn[:, 0]
    words, clean, lossy = table.sum(axis=0)
    print(f"{name}: without loss {100 * clean / words:.1f} %, with {100 * lossy / words:.1f} %", end="; ")
    print(f"difference {100 * (lossy - clean) / words:+.2f} points, upper bound {np.quantile(points, 0.975):+.2f}")


if __name__ == "__main__":
    asyncio.run(main())
