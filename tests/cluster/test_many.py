"""Three nodes behind nginx, 300 talks at once: a rolling restart of all of them, and one that is killed.

The figures go to `docs/reliability.md`: `python -m pytest -m slow tests/cluster/test_many.py -s` prints them.
"""

from __future__ import annotations

import asyncio
import collections
import contextlib
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import psutil
import pytest

from tests.cluster.learner import Learner, check_kept, kept
from tests.cluster.rig import Rig, needs_programs, rig

TALKS = int(os.environ.get("TALKS", "300"))
PIECE_MS = 200
BEGIN_PER_SECOND = 10
STEADY_SECONDS = 20.0


@dataclass
class Figures:
    """What is reported. Seconds, unless said otherwise."""

    lines: list[str] = field(default_factory=list)

    def say(self, what: str) -> None:
        self.lines.append(what)
        print(what, flush=True)


def spread(values: list[float]) -> str:
    ordered = sorted(values)
    if not ordered:
        return "-"
    at = {
        name: ordered[min(len(ordered) - 1, int(len(ordered) * share))] for name, share in (("p50", 0.5), ("p95", 0.95))
    }
    return f"p50 {at['p50']:.2f}, p95 {at['p95']:.2f}, max {ordered[-1]:.2f}"


async def silences_after(talks: list[Learner], seconds: float = 60) -> list[float]:
    """How long each had to wait for the next sound; those who never hear one count as the whole time."""

    async def one(talk: Learner) -> float:
        with contextlib.suppress(TimeoutError):
            return await talk.hears(seconds=seconds)
        return seconds

    return list(await asyncio.gather(*(one(talk) for talk in talks)))


@pytest.fixture
def house() -> Iterator[Rig]:
    needs_programs()
    folder = Path(chosen) if (chosen := os.environ.get("TALKS_FOLDER")) else None  # for whoever wants to read the logs
    with rig(
        3, folder=folder, FEEDBACKYES_DRAIN_SECONDS="6", FEEDBACKYES_NODE_SECONDS="10", FEEDBACKYES_LOG_LEVEL="WARNING"
    ) as started:
        yield started


@pytest.mark.slow
@pytest.mark.timeout(1500)
async def test_three_hundred_talks_through_restarts_and_a_kill(house: Rig) -> None:
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(headers=house.headers, connector=connector) as http:
        await _all(house, http, Figures())


async def _all(house: Rig, http: aiohttp.ClientSession, figures: Figures) -> None:
    talks = [Learner(http, house.url, f"many-{i}", piece_ms=PIECE_MS) for i in range(TALKS)]
    async with contextlib.AsyncExitStack() as stack:
        for talk in talks:
            await stack.enter_async_context(talk.talking())
            await asyncio.sleep(1 / BEGIN_PER_SECOND)
        await asyncio.gather(*(talk.shows(1, seconds=120) for talk in talks))
        await _steady(house, talks, figures)
        await _restarted(house, talks, figures)
        await _killed(house, talks, figures)
        await _stopped(house, http, talks, figures)
        open_ones = [talk for talk in talks if not talk.over.is_set()]
        await asyncio.gather(*(talk.shows(len(talk.shown) + 1, seconds=120) for talk in open_ones))
        await asyncio.gather(*(talk.leave() for talk in open_ones), return_exceptions=True)
    await _count(house, http, talks, figures)


async def _steady(house: Rig, talks: list[Learner], figures: Figures) -> None:
    before, began = _cpu(house), time.monotonic()
    await asyncio.sleep(STEADY_SECONDS)
    used, seconds = _cpu(house) - before, time.monotonic() - began
    figures.say(f"next sound of any talk, undisturbed: {spread(await silences_after(talks))}")
    figures.say(f"{TALKS} talks steady: the three nodes use {used / seconds:.2f} cores together")


async def _restarted(house: Rig, talks: list[Learner], figures: Figures) -> None:
    for number, node in enumerate(house.nodes):
        shown = sum(len(talk.shown) for talk in talks)
        began = time.monotonic()
        node.terminate()
        await asyncio.to_thread(node.ended)
        figures.say(f"node {number} restarted: drained in {time.monotonic() - began:.1f} s")
        silences = await silences_after(talks)
        figures.say(f"  heard again after {spread(silences)}")
        node.start()
        await asyncio.to_thread(node.wait)
        await asyncio.sleep(5)
        figures.say(f"  {sum(len(talk.shown) for talk in talks) - shown} turns shown meanwhile")


async def _killed(house: Rig, talks: list[Learner], figures: Figures) -> None:
    house.nodes[1].kill()
    silences = await silences_after(talks)
    figures.say(f"node 1 killed: heard again after {spread(silences)}")
    house.nodes[1].start()
    await asyncio.to_thread(house.nodes[1].wait)
    await asyncio.sleep(15)  # a hundred talks have moved, and learners, nodes and databases share this machine's cores


async def _stopped(house: Rig, http: aiohttp.ClientSession, talks: list[Learner], figures: Figures) -> None:
    over: list[float] = []
    stored: list[float] = []

    async def left(talk: Learner, began: float) -> None:
        await asyncio.wait_for(talk.over.wait(), 10)
        over.append(time.monotonic() - began)

    for talk in talks[:15]:
        leaving = asyncio.create_task(left(talk, began := time.monotonic()))
        async with http.post(f"{house.nodes[0].url}/force-stop/{talk.session_id}") as answer:
            assert answer.status == 200
        stored.append(time.monotonic() - began)
        await leaving
    for what, took in (("over for the learner", over), ("stored and answered", stored)):
        each = " ".join(f"{seconds:.2f}" for seconds in took)
        figures.say(f"force-stop from one node, 15 talks on all of them, {what}: {spread(took)}; in turn {each}")


async def _count(house: Rig, http: aiohttp.ClientSession, talks: list[Learner], figures: Figures) -> None:
    lost: list[str] = []
    ends: collections.Counter[str] = collections.Counter()
    for talk in talks:
        try:
            check_kept(talk, await kept(http, house.url, talk.session_id))
        except AssertionError as error:
            lost.append(f"{talk.session_id}: {error}")
        async with http.get(f"{house.url}/api/sessions/{talk.session_id}") as answer:
            session = await answer.json()
        ends[f"{session['state']} ({session['end_reason']})"] += 1
    codes = collections.Counter(int(code) for talk in talks for code in talk.codes)
    figures.say(
        f"turns shown {sum(len(talk.shown) for talk in talks)}, lost or doubled in {len(lost)} talks; ends {dict(ends)}"
    )
    figures.say(f"close codes that learners saw {dict(codes)}")
    assert not lost, lost[:3]
    assert all(end.startswith(("ended", "interrupted")) for end in ends)


def _cpu(house: Rig) -> float:
    """Processor seconds of all nodes so far."""
    times = [psutil.Process(node.process.pid).cpu_times() for node in house.nodes if node.process is not None]
    return sum(one.user + one.system for one in times)
