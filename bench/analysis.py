"""Measures the analysis of a talk with the built-in judge: `python bench/analysis.py [--minutes 3 10 30 90]`.

A made-up two-channel talk (human voices, a noisy room, the partner's echo in the microphone, sentences that no other turn
has) is recorded and judged twice, each in a process of its own: from what was measured while recording, and from the
audio. CPU seconds of all threads; the peak of the process's memory. A talk of two minutes is judged before, because the
first judgement of a process also compiles the detectors' patterns.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from feedbackyes import library
from feedbackyes.analysis import Analyst
from feedbackyes.audio import Int16
from feedbackyes.audio.resample import resample
from feedbackyes.audio.wav import decode_wav
from feedbackyes.domain.feedback import AnalyseRequest
from feedbackyes.domain.principal import LOCAL_ADMIN
from feedbackyes.domain.session import Session, SessionState
from feedbackyes.domain.transcript import Speaker, Turn
from feedbackyes.storage import Database, sessions, turns
from feedbackyes.storage.recordings.disk import RATE_HZ, Recordings
from feedbackyes.storage.recordings.speech import SpeechWriter, beside

CLIPS = Path(__file__).resolve().parent.parent / "tests" / "data"
TURN_MS = 7000
SCENARIO = "late-report"


def talk(minutes: float) -> Iterator[Int16]:
    """The recording in pieces of a turn, shape (n, 2): a clip of one side, the other side's room or echo."""
    clips = [voice(path) for path in sorted(CLIPS.glob("*.wav"))]
    rng = np.random.default_rng(1)
    size = TURN_MS * RATE_HZ // 1000
    for number in range(int(minutes * 60_000 / TURN_MS)):
        piece = rng.normal(0, 30, (size, 2))
        piece[:, 1] = 0
        clip = clips[rng.integers(len(clips))] * rng.uniform(0.6, 1)
        at = int(rng.integers(size - len(clip)))
        piece[at : at + len(clip), number % 2] += clip
        if number % 2:  # the partner is also heard by the microphone
            late = slice(at + 3600, min(size, at + 3600 + len(clip)))
            piece[late, 0] += 0.1 * clip[: late.stop - late.start]
        yield piece.astype(np.int16)


def voice(path: Path) -> NDArray[np.float64]:
    wav = decode_wav(path.read_bytes())
    return resample(wav.samples[:, 0], wav.rate_hz, RATE_HZ).astype(np.float64)


def said(minutes: float) -> Iterator[Turn]:
    """Three sentences of learners or partners a turn, put together anew each time."""
    rng = random.Random(1)
    every = library.scenarios()
    own = [phrase for one in every if one.language == "en" for phrase in one.learner_phrases]
    other = [line for one in every if one.language == "en" for line in one.lines()]
    for number in range(int(minutes * 60_000 / TURN_MS)):
        speaker = Speaker.PARTNER if number % 2 else Speaker.LEARNER
        text = f"{' '.join(rng.choices(other if number % 2 else own, k=3))} Number {number}."
        start = number * TURN_MS
        yield Turn(f"t{number}", "s", number + 1, speaker, text, start + 500, start + TURN_MS - 500, 0.9)


def record(recordings: Recordings, minutes: float) -> float:
    """Record the talk as a call does. Returns CPU seconds that measuring speech took."""
    writer, measuring = recordings.writer("s"), recordings.speech_writer("s")
    spent = 0.0
    for piece in talk(minutes):
        writer.write(piece)
        spent += timed(measuring, writer.frames)
    writer.close()
    return spent + timed(measuring, writer.frames, close=True)


def timed(measuring: SpeechWriter, frames: int, *, close: bool = False) -> float:
    begun = time.process_time()
    (measuring.close if close else measuring.advance)(frames)
    return time.process_time() - begun


async def judged(folder: Path) -> dict[str, float]:
    """CPU seconds of one analysis, and the peak of memory in MiB."""
    await analysed(folder / "warm")
    begun = time.process_time()
    await analysed(folder)
    spent = time.process_time() - begun
    return {"cpu_s": spent, "peak_mib": peak_mib()}


def peak_mib() -> float:
    """Of this process alone: `ru_maxrss` would begin with the peak of the one that started it."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024


async def prepared(folder: Path, minutes: float) -> float:
    """Store session, turns and recording; CPU seconds that measuring speech took."""
    recordings = Recordings(folder)
    database = await Database.open(f"sqlite+aiosqlite:///{folder / 'bench.db'}")
    ended = int(minutes * 60_000)
    session = Session(
        id="s", owner_id=LOCAL_ADMIN.id, team_id=None, state=SessionState.ENDED, created_at=1, started_at=1,
        ended_at=1 + ended, scenario_id=SCENARIO, recording=True,
    )  # fmt: skip
    async with database.begin() as tx:
        await sessions.create(tx, session)
        for turn in said(minutes):
            await turns.put(tx, turn)
    await database.close()
    return record(recordings, minutes)


async def analysed(folder: Path) -> None:
    database = await Database.open(f"sqlite+aiosqlite:///{folder / 'bench.db'}")
    report = await Analyst.create(database, Recordings(folder)).analyse(
        AnalyseRequest(session_id="s", force=True), LOCAL_ADMIN
    )
    if (
        report.status != "done"
        or report.persona.state == "not_checked"
        or not any(m.state == "ok" for m in report.metrics)
    ):
        raise SystemExit("The talk was not judged: the figures would mean nothing.")
    await database.close()


def case(minutes: float) -> str:
    """A row of the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        asyncio.run(prepared(folder / "warm", 2))
        live_s = asyncio.run(prepared(folder, minutes))
        stored = process(folder)
        beside(folder / "s.wav").unlink()
        anew = process(folder)
    figures = (stored["cpu_s"], stored["peak_mib"], anew["cpu_s"], anew["peak_mib"], live_s)
    return "| {:g} | {:.2f} | {:.0f} | {:.2f} | {:.0f} | {:.2f} |".format(minutes, *figures)


def process(folder: Path) -> dict[str, float]:
    command = [sys.executable, __file__, "--judge", str(folder)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, nargs="+", default=[3, 10, 30, 90])
    parser.add_argument("--judge", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.judge:
        print(json.dumps(asyncio.run(judged(options.judge))))
        return
    print("| minutes | stored: CPU s | peak MiB | from the audio: CPU s | peak MiB | measuring live: CPU s |")
    print("|---|---|---|---|---|---|")
    for minutes in options.minutes:
        print(case(minutes), flush=True)


if __name__ == "__main__":
    main()
