"""A talk with its recording, as an earlier visit left it: two voices, pauses, an interruption, words heard wrong."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from feedbackyes.audio import Int16
from feedbackyes.audio.resample import resample
from feedbackyes.domain.principal import LOCAL_ADMIN
from feedbackyes.domain.session import EndReason, Session, SessionState
from feedbackyes.domain.transcript import Speaker, Turn, Word
from feedbackyes.settings import Settings
from feedbackyes.stages import tts
from feedbackyes.storage import Database, sessions, turns
from feedbackyes.storage.recordings.disk import RATE_HZ, Recordings

VOICES = {Speaker.LEARNER: "marin", Speaker.PARTNER: "echo"}


@dataclass(frozen=True)
class Line:
    """`gap_ms` after the line before; negative: into it. `heard`: what the recogniser wrote, when it doubted that."""

    speaker: Speaker
    text: str
    gap_ms: int = 500
    heard: str | None = None


def record_talk(data: Path, session_id: str, lines: Sequence[Line], *, scenario_id: str = "late-report") -> str:
    """Store the talk of the local person, ended yesterday, with its sound; return its id."""
    data.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(1) as beside:  # this thread may have Playwright's event loop
        beside.submit(asyncio.run, _store(data, session_id, lines, scenario_id)).result()
    return session_id


async def _store(data: Path, session_id: str, lines: Sequence[Line], scenario_id: str) -> None:
    channels, spoken = await _speak(session_id, lines)
    writer = Recordings(data / "recordings").writer(session_id)
    writer.write(channels)
    writer.close()
    began = time.time_ns() // 1_000_000 - 86_400_000
    session = Session(
        id=session_id,
        owner_id=LOCAL_ADMIN.id,
        team_id=None,
        state=SessionState.ENDED,
        created_at=began,
        scenario_id=scenario_id,
        scenario_version=1,
        provider="local",
        started_at=began,
        ended_at=began + len(channels) * 1000 // RATE_HZ,
        end_reason=EndReason.COMPLETED,
        recording=True,
    )
    database = await Database.open(Settings(data=data).sqlalchemy_url)
    async with database.begin() as tx:
        await sessions.create(tx, session)
        for turn in spoken:
            await turns.put(tx, turn)
    await database.close()


async def _speak(session_id: str, lines: Sequence[Line]) -> tuple[Int16, list[Turn]]:
    """Samples of shape (n, 2), learner first, and the turns with the times of their words."""
    voice = tts.load("espeak")
    placed: list[tuple[int, Line, Int16]] = []
    found: list[Turn] = []
    at_ms = 1000
    for i, line in enumerate(lines):
        chunks = [chunk async for chunk in voice.speak(line.text, voice=VOICES[line.speaker])]
        samples = resample(np.concatenate([chunk.samples for chunk in chunks]), voice.rate_hz, RATE_HZ)
        at_ms = max(0, at_ms + line.gap_ms)
        end_ms = at_ms + len(samples) * 1000 // RATE_HZ
        starts = [at_ms + word.at_ms for chunk in chunks for word in chunk.words]
        found.append(_turn(session_id, i, line, at_ms, end_ms, starts))
        placed.append((at_ms, line, samples))
        at_ms = end_ms
    await voice.close()
    channels = np.zeros(
        (max(at + len(samples) * 1000 // RATE_HZ for at, _, samples in placed) * RATE_HZ // 1000 + RATE_HZ, 2)
    )
    channels += np.random.default_rng(5).normal(0, 8, channels.shape)
    for at, line, samples in placed:
        first = at * RATE_HZ // 1000
        channels[first : first + len(samples), list(Speaker).index(line.speaker)] += samples
    return np.clip(channels, -32_768, 32_767).astype(np.int16), found


def _turn(session_id: str, i: int, line: Line, start_ms: int, end_ms: int, starts: Sequence[int]) -> Turn:
    text = line.heard or line.text
    ends = [*starts[1:], end_ms]
    sure = None if line.speaker is Speaker.PARTNER else 0.9 if line.heard is None else 0.3
    said = zip(text.split(), starts, ends, strict=False)
    words = tuple(Word(word, start, end, sure) for word, start, end in said)
    return Turn(f"t{i}", session_id, i + 1, line.speaker, text, start_ms, end_ms, sure, words)
