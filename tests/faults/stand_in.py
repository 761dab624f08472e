"""The embedded engine as a hosted service for fault tests, in a process of its own: real protocol, instant stages.

A learner's utterance is a tone whose loudness is its number. The recogniser reads the numbers, the partner answers each
with its number; so a turn that is lost, doubled or mixed up with another is seen in the transcript.

    python -m tests.faults.stand_in PORT FOLDER
"""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from unittest.mock import patch

import numpy as np

from feedbackyes.app import serve_engine
from feedbackyes.audio import Int16
from feedbackyes.domain.scenario import Scenario
from feedbackyes.engine import Engine, Stages
from feedbackyes.settings import Settings
from feedbackyes.stages.dialogue import ReplyRequest, Say
from feedbackyes.stages.stt import RecogniserOptions, Transcript
from tests.engine.fakes import Loudness, Voice, transcript

BASE, STEP = 3000, 250
"""Loudness of number 0, and between numbers."""
SHORTEST_MS = 150
"""Of a number that is heard; less is the edge of another."""
_NUMBER = re.compile(r"turn (\d+)")


def tone(number: int, ms: int, rate_hz: int = 24_000) -> Int16:
    """The utterance with this number: a square wave of 200 Hz."""
    phase = np.arange(rate_hz * ms // 1000) * 400 // rate_hz % 2
    return ((BASE + STEP * number) * (1 - 2 * phase)).astype(np.int16)


def numbers_in(samples: Int16, rate_hz: int = 16_000) -> list[int]:
    """The numbers that are said in `samples`, in order."""
    frame = rate_hz // 50
    frames = np.abs(samples[: len(samples) // frame * frame].reshape(-1, frame).astype(np.int32))
    found: list[int] = []
    counts: dict[int, int] = {}
    for level in np.median(frames, axis=1):
        if level < BASE - STEP:
            continue
        number = round((level - BASE) / STEP)
        counts[number] = counts.get(number, 0) + 20
        if counts[number] >= SHORTEST_MS and number not in found:
            found.append(number)
    return found


class Ears:
    name, basic = "Numbers", False
    languages: frozenset[str] | None = None

    async def open(self, options: RecogniserOptions, on_partial: Callable[[str], None]) -> EarsStream:
        return EarsStream()

    async def close(self) -> None: ...


class EarsStream:
    def __init__(self) -> None:
        self._heard: list[Int16] = []

    def start(self) -> None:
        self._heard = []

    def feed(self, samples: Int16) -> None:
        self._heard.append(samples.copy())

    def pause(self) -> None: ...

    async def finish(self) -> Transcript:
        await asyncio.sleep(0.05)
        heard = np.concatenate(self._heard) if self._heard else np.zeros(0, np.int16)
        return transcript(" ".join(f"turn {number}" for number in numbers_in(heard)))

    def cancel(self) -> None: ...

    async def close(self) -> None: ...


class Partner:
    name, scripted = "Numbers", True

    def open(self, scenario: Scenario | None, *, language: str = "en", seed: int = 0) -> Partner:
        return self

    async def reply(self, request: ReplyRequest) -> AsyncIterator[Say]:
        """The number of what was said last; once it was begun to be told, only the rest."""
        said = request.history[-1].text if request.history else ""
        numbers = _NUMBER.findall(said)
        await asyncio.sleep(0.05)
        yield Say(f"answer {numbers[-1]} to you" if numbers else "and so on")

    async def close(self) -> None: ...


def main() -> None:
    port, folder = int(sys.argv[1]), Path(sys.argv[2])
    settings = Settings(port=port, data=folder, log_level="WARNING")
    stages = Stages(vad=Loudness(), stt=Ears(), dialogue=Partner(), tts=Voice())
    with patch.object(Engine, "create", lambda settings: Engine(settings, lambda: stages)):
        serve_engine(settings)


if __name__ == "__main__":
    main()
