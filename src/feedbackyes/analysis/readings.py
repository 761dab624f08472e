"""Model dialogues read aloud: two voices of the server's own, made when somebody wants to hear them, and kept."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from feedbackyes.audio import Int16
from feedbackyes.audio.wav import WavWriter
from feedbackyes.domain.behind import Reading, TimedLine
from feedbackyes.domain.scenario import DialogueLine, Scenario
from feedbackyes.settings import Settings
from feedbackyes.stages import tts
from feedbackyes.stages.tts import Voice, VoiceFailed

LOW_VOICES = ("cedar", "ash", "onyx", "echo", "ballad", "fable", "verse")
HIGH_VOICES = ("marin", "alloy", "coral", "nova", "sage", "shimmer")
"""The documented voices by what tells two speakers apart at once; the first ones speak for the learner."""
GAP_MS = 450
"""Silence between two lines."""
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class _Files:
    sound: Path
    times: Path


class Readings:
    """Reads dialogues into WAV files below `folder`, mono, at the voice's rate."""

    def __init__(self, folder: Path, load: Callable[[], Voice]) -> None:
        self._folder = folder
        self._load = load
        self._voice: Voice | None = None
        self._making: dict[str, asyncio.Lock] = {}

    @classmethod
    def create(cls, settings: Settings) -> Readings:
        """The voice that the settings name; it is loaded when it is first needed."""
        return cls(settings.data / "dialogues", lambda: tts.configured(settings))

    async def read(self, scenario: Scenario, lines: Sequence[DialogueLine]) -> tuple[Reading, Path]:
        """The dialogue's times and its sound.

        Raises:
            VoiceFailed: the voice does not speak the scenario's language.
            NotReady: there is no voice.
        """
        if self._voice is None:
            self._voice = await asyncio.to_thread(self._load)
        files = self._files(self._voice, scenario, lines)
        async with self._making.setdefault(files.sound.stem, asyncio.Lock()):
            if not files.times.exists():
                await self._make(self._voice, scenario, lines, files)
        return Reading.model_validate_json(files.times.read_bytes()), files.sound

    async def close(self) -> None:
        if self._voice is not None:
            await self._voice.close()

    def _files(self, voice: Voice, scenario: Scenario, lines: Sequence[DialogueLine]) -> _Files:
        made_of = [
            _FORMAT,
            voice.name,
            speakers(voice, scenario),
            scenario.language,
            [line.model_dump() for line in lines],
        ]
        name = hashlib.sha256(json.dumps(made_of).encode()).hexdigest()[:32]
        return _Files(self._folder / f"{name}.wav", self._folder / f"{name}.json")

    async def _make(self, voice: Voice, scenario: Scenario, lines: Sequence[DialogueLine], files: _Files) -> None:
        names = dict(zip(("learner", "partner"), speakers(voice, scenario), strict=True))
        gap = np.zeros(voice.rate_hz * GAP_MS // 1000, np.int16)
        timed: list[TimedLine] = []
        parts: list[Int16] = []
        at = 0
        for line in lines:
            spoken = await _speak(voice, line.text, names[line.speaker], scenario.language)
            start_ms, end_ms = (frame * 1000 // voice.rate_hz for frame in (at, at + spoken.size))
            timed.append(TimedLine(speaker=line.speaker, text=line.text, start_ms=start_ms, end_ms=end_ms))
            parts += [spoken, gap]
            at += spoken.size + gap.size
        reading = Reading(lines=tuple(timed), duration_ms=at * 1000 // voice.rate_hz)
        await asyncio.to_thread(_keep, files, reading, np.concatenate(parts), voice.rate_hz)


def speakers(voice: Voice, scenario: Scenario) -> tuple[str, str]:
    """Names of two voices that nobody takes for one another: the learner's and the partner's."""
    partner = scenario.voice
    wanted = (*LOW_VOICES, *HIGH_VOICES) if partner in HIGH_VOICES else (*HIGH_VOICES, *LOW_VOICES)
    learner = next((name for name in (*wanted, *voice.voices) if name in voice.voices and name != partner), "")
    return learner, partner


async def _speak(voice: Voice, text: str, name: str, language: str) -> Int16:
    chunks = [chunk.samples async for chunk in voice.speak(text, voice=name, language=language)]
    if not chunks:
        raise VoiceFailed("The voice said nothing.")
    return np.concatenate(chunks)


def _keep(files: _Files, reading: Reading, samples: Int16, rate_hz: int) -> None:
    """The times come last: where they are, the sound is whole."""
    files.sound.parent.mkdir(parents=True, exist_ok=True)
    files.sound.unlink(missing_ok=True)
    writer = WavWriter(files.sound, rate_hz=rate_hz, channels=1)
    writer.write(samples.reshape(-1, 1))
    writer.close()
    unfinished = files.times.with_suffix(".part")
    unfinished.write_text(reading.model_dump_json(), encoding="utf-8")
    unfinished.replace(files.times)
