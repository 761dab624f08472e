"""Holds conversations over all ways at once for an hour, and says whether memory, files, tasks and answers stay as they are.

    python bench/soak.py                             an hour, with as many as stay under 70 % of the processor, at least 8
    python bench/soak.py --talks 8 --minutes 60
    python bench/soak.py --talks 4 --minutes 4 --into /tmp/soak

Built-in ears, partner and voice, recording on. Each learner takes one way (the engine's protocol, the relay, WebRTC, raw samples,
the telephone, in turn), talks for some minutes, ends, and begins another talk. Every five seconds the server's resident memory
and open files are added up over all its processes, that of its own one also apart, its tasks read from `/metrics`. Writes `soak.md` and
`pictures/soak.svg` into docs/.

A slope is that of a straight line through all samples after the first minutes, with a 95 % interval from 2,000 draws of whole
blocks of what the line leaves (they hang together, so single samples would say too much). A figure is flat when the interval
contains zero, or when even its end that is further from zero comes to no more in an hour than `ALLOWED` says.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import platform
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import numpy as np
import psutil
from plot import Panel, picture
from prometheus_client.parser import text_string_to_metric_families

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from soak_talks import WAYS, Over, Talk, caller  # noqa: E402
from turn import SPEECH, speech  # noqa: E402

from tests.e2e.conftest import Server, free_port, start_server  # noqa: E402

FULL, LEAST, MOST, STEP_S = 70.0, 8, 60, 20.0
EVERY_S, DRAWS = 5.0, 2000
LONG_S = 60.0
"""A talk of this length had time for an answer, the telephone's announcement included."""
ALLOWED = {"memory": 0.02, "own": 0.02, "files": 0.05, "tasks": 0.05, "answer": 0.05}
"""Of the mean, in an hour: what is too little to be told from nothing."""
NAMES = {
    "memory": "resident memory, MiB",
    "own": "of it the server's own process, MiB",
    "files": "open files",
    "tasks": "tasks",
    "answer": "answer, ms",
}
LOST = (OSError, httpx.HTTPError, TimeoutError, Over)


@dataclass
class Seen:
    """One look; `cpu` of the whole machine in per cent, `server_cpu` in cores since the look before."""

    at: float
    memory: float
    own: float
    files: float
    tasks: float
    live: float
    cpu: float
    server_cpu: float


@dataclass
class Trend:
    """By the hour. `low` and `high` bound the slope; `ends`: values of the line where it begins and ends."""

    mean: float
    slope: float
    low: float
    high: float
    ends: tuple[float, float]
    verdict: str


@dataclass
class Run:
    server: Server
    sip_port: int
    talks: list[Talk] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    late_ms: list[float] = field(default_factory=list)
    until: float = 0.0


async def soak(given: argparse.Namespace, run: Run) -> tuple[Seen, Seen, float]:
    """What the server had before anybody came and after everybody had gone, and when all of them talked."""
    voices = [speech(path) for path in SPEECH]
    lines = {
        way: [kind(run.server.url, 0, 0).coded(samples[:voiced]) for samples, voiced in voices]
        for way, kind in WAYS.items()
    }
    process = psutil.Process(run.server.process.pid)
    looking = _Looking(run.server.url, process)
    before = await looking.look()
    watch = asyncio.create_task(_watch(run, looking))
    control = asyncio.create_task(_control(run.late_ms))
    run.until = time.monotonic() + MOST * STEP_S + given.minutes * 60
    learners: list[asyncio.Task[None]] = []
    wanted = given.talks or MOST
    while len(learners) < wanted:
        way = given.ways[len(learners) % len(given.ways)]
        learners.append(asyncio.create_task(_learner(run, way, len(learners), lines[way], given.talk_minutes * 60)))
        await asyncio.sleep(3.0 if given.talks else STEP_S)
        busy = np.mean([one.cpu for one in run.seen[-3:]] or [0.0])
        if not given.talks and len(learners) >= LEAST and busy * (len(learners) + 1) / len(learners) > FULL:
            break
    began = time.monotonic()
    run.until = began + given.minutes * 60
    print(f"{len(learners)} talks at once, for {given.minutes:g} minutes.", flush=True)
    await asyncio.gather(*learners)
    watch.cancel()
    control.cancel()
    await asyncio.gather(watch, control, return_exceptions=True)
    after = await looking.look()
    deadline = time.monotonic() + 90  # a line that dropped is waited for
    while after.live and time.monotonic() < deadline:
        await asyncio.sleep(2)
        after = await looking.look()
    return before, after, began


async def _learner(run: Run, way: str, place: int, lines: list[list[bytes]], talk_s: float) -> None:
    """Talk after talk; the first is shorter for each, so that they do not all end together."""
    long = talk_s * (0.3 + 0.7 * (place % 7) / 6)
    while time.monotonic() < run.until - 5:
        talk = WAYS[way](run.server.url, run.sip_port, place)
        run.talks.append(talk)
        began = time.monotonic()
        try:
            await talk.converse(lines, min(run.until, began + long))
        except LOST as error:
            run.failures.append(f"{way}: {type(error).__name__}: {error}")
            await asyncio.sleep(1)
        else:
            if not talk.answered and time.monotonic() - began > LONG_S:
                run.failures.append(f"{way}: a talk without an answer")
        long = talk_s


class _Looking:
    def __init__(self, url: str, process: psutil.Process) -> None:
        self._url, self._process = url, process
        self._spent, self._at = 0.0, time.monotonic()
        psutil.cpu_percent()

    async def look(self) -> Seen:
        async with httpx.AsyncClient(base_url=self._url, timeout=30) as http:
            text = (await http.get("/metrics")).text
        shown = defaultdict[str, float](float)
        for family in text_string_to_metric_families(text):
            for one in family.samples:
                shown[one.name] += one.value
        memory, own, files, spent = 0.0, 0.0, 0, 0.0
        for one in [self._process, *self._process.children(recursive=True)]:
            try:
                with one.oneshot():
                    memory += (resident := one.memory_info().rss / 2**20)
                    own += resident if one == self._process else 0.0
                    files += one.num_fds()
                    spent += one.cpu_times().user + one.cpu_times().system
            except psutil.NoSuchProcess:
                continue
        now = time.monotonic()
        cores, self._spent, passed, self._at = max(0.0, spent - self._spent), spent, now - self._at, now
        live = shown["feedbackyes_live_sessions"]
        return Seen(now, memory, own, files, shown["feedbackyes_tasks"], live, psutil.cpu_percent(), cores / passed)


async def _watch(run: Run, looking: _Looking) -> None:
    while True:
        await asyncio.sleep(EVERY_S)
        run.seen.append(await looking.look())


async def _control(late_ms: list[float]) -> None:
    """How late this process itself is woken: learners that are late are not the server's doing."""
    while True:
        due = time.monotonic() + 0.1
        await asyncio.sleep(0.1)
        late_ms.append((time.monotonic() - due) * 1000)


def trend(times: list[float], values: list[float], allowed: float) -> Trend:
    """The straight line through values over hours."""
    x, y = np.array(times), np.array(values)
    slope, start = np.polyfit(x, y, 1)
    line = start + slope * x
    left = y - line
    block = max(2, round(len(x) ** 0.5))
    draw = np.random.default_rng(7)
    slopes = []
    for _ in range(DRAWS):
        begins = draw.integers(0, len(x) - block + 1, -(-len(x) // block))
        drawn = np.concatenate([left[begin : begin + block] for begin in begins])[: len(x)]
        slopes.append(np.polyfit(x, line + drawn, 1)[0])
    low, high = np.percentile(slopes, (2.5, 97.5))
    mean = float(y.mean())
    little = max(abs(low), abs(high)) <= allowed * abs(mean)
    verdict = "flat" if low <= 0 <= high or little else "rises" if slope > 0 else "falls"
    return Trend(mean, float(slope), float(low), float(high), (float(line[0]), float(line[-1])), verdict)


def judged(run: Run, began: float, settle_s: float) -> dict[str, tuple[list[float], list[float], Trend]]:
    """Minutes, values and trend of each figure, from when all had settled."""
    seen = [one for one in run.seen if began + settle_s <= one.at <= run.until]
    answers = sorted(
        (at, seconds * 1000)
        for talk in run.talks
        for at, seconds in talk.answered
        if began + settle_s <= at <= run.until
    )
    series = {
        name: [(one.at, float(getattr(one, name))) for one in seen] for name in ("memory", "own", "files", "tasks")
    }
    series["answer"] = answers
    found = {}
    for name, points in series.items():
        if len(points) < 10:
            raise SystemExit(f"Only {len(points)} samples of {NAMES[name]}: talk for longer.")
        hours = [(at - began) / 3600 for at, _ in points]
        values = [value for _, value in points]
        found[name] = ([hour * 60 for hour in hours], values, trend(hours, values, ALLOWED[name]))
    return found


def page(run: Run, given: argparse.Namespace, before: Seen, after: Seen, began: float) -> tuple[str, str, bool]:
    """The page, the picture, and whether all is flat and nothing failed."""
    found = judged(run, began, given.settle * 60)
    seen = [one for one in run.seen if one.at >= began]
    answers = np.array(found["answer"][1])
    at_once = len({talk.place for talk in run.talks})
    unanswered = sum(talk.unanswered for talk in run.talks)
    rows = []
    for name, (_, _, line) in found.items():
        ends = "" if name == "answer" else f"{getattr(before, name):,.0f}, {getattr(after, name):,.0f}"
        slope = f"{line.slope:+,.1f} ({line.low:+,.1f} to {line.high:+,.1f})"
        rows.append(f"| {NAMES[name]} | {ends} | {line.mean:,.0f} | {slope} | {line.verdict} |")
    text = f"""# An hour of talks

`make soak`, {given.minutes:g} minutes on {dt.datetime.now(dt.UTC):%Y-%m-%d} ({psutil.cpu_count()} cores, Python {platform.python_version()}):
{at_once} talks at once with built-in ears, partner and voice, over {", ".join(given.ways[:at_once])}; {len(run.talks)} talks of up to
{given.talk_minutes:g} minutes, {sum(len(talk.answered) for talk in run.talks)} turns answered, {unanswered} not, {len(run.failures)} talks that failed. The machine was
{np.mean([one.cpu for one in seen]):.0f} % busy, learners included; the server took {np.mean([one.server_cpu for one in seen]):.2f} cores.

| figure | before anybody came, after all had gone | mean | slope per hour (95 % interval) | |
|---|---|---|---|---|
{chr(10).join(rows)}

Answers: from the last voiced sample to the first sound, {SPEECH_NOTE}; median {np.median(answers):,.0f} ms, 95 % {np.percentile(answers, 95):,.0f} ms,
latest {answers.max():,.0f} ms. The learners' process was woken late by {np.percentile(run.late_ms, 99):.0f} ms (99 %). The first {given.settle:.1f} minutes are left out.
What is flat, and how the interval is made: `bench/soak.py`.

![Memory, files, tasks and answers over time](pictures/soak.svg)
"""
    panels = [
        Panel(
            NAMES[name],
            f"{line.slope:+,.1f} an hour ({line.low:+,.1f} to {line.high:+,.1f}): {line.verdict}",
            times,
            values,
            line.ends,
        )
        for name, (times, values, line) in found.items()
    ]
    fine = all(line.verdict in ("flat", "falls") for *_, line in found.values()) and not run.failures
    return text, picture(panels), fine


SPEECH_NOTE = "500 ms of configured silence subtracted"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--talks",
        type=int,
        default=0,
        help=f"at once; 0: as many as stay under {FULL:.0f} %% of the processor, but no fewer than {LEAST}",
    )
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--talk-minutes", type=float, default=5.0, help="then each learner begins another talk")
    parser.add_argument("--ways", default=",".join(WAYS), help="comma separated; the learners take them in turn")
    parser.add_argument(
        "--settle", type=float, help="minutes that are left out at the start; a sixth of all, at most 10"
    )
    parser.add_argument("--into", type=Path, default=ROOT / "docs", help="folder for soak.md and pictures/soak.svg")
    given = parser.parse_args()
    given.settle = min(10.0, given.minutes / 6) if given.settle is None else given.settle
    given.ways = given.ways.split(",")
    if unknown := set(given.ways) - set(WAYS):
        parser.error(f"No such way: {', '.join(sorted(unknown))}. There are: {', '.join(WAYS)}.")
    with tempfile.TemporaryDirectory() as folder:
        sip_port = free_port()
        server = start_server(
            Path(folder),
            FEEDBACKYES_PROVIDER="local",
            FEEDBACKYES_RECORDING="on",
            FEEDBACKYES_SIP="true",
            FEEDBACKYES_SIP_PORT=str(sip_port),
            FEEDBACKYES_SIP_NUMBERS="100=late-report",
            FEEDBACKYES_SIP_CALLERS=",".join(f"{caller(place)}=local" for place in range(MOST)),
            FEEDBACKYES_LOG_LEVEL="WARNING",
        )
        run = Run(server, sip_port)
        try:
            before, after, began = asyncio.run(soak(given, run))
        finally:
            server.stop()
        text, drawn, fine = page(run, given, before, after, began)
        trouble = [line for line in server.log.read_text().splitlines() if "Traceback" in line]
    (given.into / "pictures").mkdir(parents=True, exist_ok=True)
    (given.into / "soak.md").write_text(text)
    (given.into / "pictures/soak.svg").write_text(drawn)
    print(text)
    for failure in run.failures:
        print(f"  failed: {failure}", file=sys.stderr)
    return 0 if fine and not trouble else 1


if __name__ == "__main__":
    sys.exit(main())
