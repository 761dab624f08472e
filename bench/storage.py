"""Measures history, search, progress and figures on few and on many turns: `python bench/storage.py [--plans] [--only progress]`.

Each size has a database of its own, made up by `filled.py`: of a PostgreSQL server that is started for this (tests/postgres.py)
and of SQLite. Each query runs as the product asks it, with one of many people's ids each time; times are of storage
and, for the dashboard, of the sums, at the caller. `--plans` prints what PostgreSQL did (EXPLAIN ANALYZE) for the last of each.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import random
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import filled

from feedbackyes.app import interpreter
from feedbackyes.domain import dashboard
from feedbackyes.domain.principal import Principal, Role
from feedbackyes.storage import (
    Database,
    activity,
    reports,
    scenarios,
    search,
    sessions,
    sharing,
    teams,
    turns,
    usage,
)
from tests import postgres

GOAL = 5.0
DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks: somebody with some twenty talks, and when."""

    person: str
    team: str
    talk: str
    made: filled.Filled
    weeks: activity.Weeks


Query = Callable[[AsyncSession, Asked], Awaitable[Any]]


async def _history(tx: AsyncSession, _asked: Asked, **whose: Any) -> None:
    page = await sessions.page(tx, limit=50, **whose)
    ids = [session.id for session in page.items]
    await turns.count(tx, ids)
    await reports.latest(tx, ids)
    await usage.of_sessions(tx, ids)


async def _everybodys_later(tx: AsyncSession, asked: Asked) -> None:
    at = filled.at_of(int(asked.talk[1:]), asked.made.talks)
    page = await sessions.page(tx, limit=50, cursor=base64.urlsafe_b64encode(f"{at} {asked.talk}".encode()).decode())
    await turns.count(tx, [session.id for session in page.items])


def _searching(word: str, *, most: bool = False) -> Query:
    return lambda tx, asked: search.talks(tx, filled.MOST if most else asked.person, word.split())


async def _month(tx: AsyncSession, _asked: Asked) -> None:
    end = filled.FIRST_AT + filled.YEAR_MS
    await usage.sums(tx, "day", since=end - 30 * DAY_MS)


async def _dashboard(tx: AsyncSession, weeks: activity.Weeks) -> None:
    """All that an admin's page needs, added up."""
    now = filled.FIRST_AT + filled.YEAR_MS
    found = await weeks.told(tx, since=dashboard.first_week(now), until=dashboard.monday(now) + dashboard.WEEK_MS)
    known = await scenarios.several(tx, dashboard.scenarios(found, None))
    dashboard.activity(found, None, now, lambda id_: known[id_].skills)
    for team in await teams.names(tx):
        dashboard.summed(found, team)


async def _dashboard_later(tx: AsyncSession, asked: Asked) -> None:
    """Somebody has begun a talk since the look before: the week that goes on is added up anew."""
    kept = dict(asked.weeks._kept)  # noqa: SLF001
    kept.pop(max(kept, default=0), None)
    asked.weeks._kept = kept  # noqa: SLF001
    await _dashboard(tx, asked.weeks)


QUERIES: dict[str, Query] = {
    "history, one's own": lambda tx, asked: _history(tx, asked, owner_id=asked.person),
    "history, of the person with a tenth of all": lambda tx, asked: _history(tx, asked, owner_id=filled.MOST),
    "history, one's own and what one's team shares": lambda tx, asked: _history(
        tx,
        asked,
        owner_id=asked.person,
        also=sharing.sessions_with(Principal(asked.person, Role.TRAINER, "T", asked.team)),
    ),
    "history, everybody's": _history,
    "history, everybody's, a page in the middle": _everybodys_later,
    "transcript": lambda tx, asked: turns.page(tx, asked.talk),
    "search, a common word": _searching(filled.COMMON),
    "search, a usual word, without its accent": _searching("reunion"),
    "search, a rare word": _searching(filled.RARE),
    "search, no such word": _searching(filled.NEVER),
    "search, two words": _searching(f"{filled.COMMON} {filled.USUAL}"),
    "search, a tenth of all: a common word": _searching(filled.COMMON, most=True),
    "search, a tenth of all: a usual word": _searching(filled.USUAL, most=True),
    "search, a tenth of all: a rare word": _searching(filled.RARE, most=True),
    "search, a tenth of all: no such word": _searching(filled.NEVER, most=True),
    "progress": lambda tx, asked: reports.practised(tx, asked.person),
    "progress, of the person with a tenth of all": lambda tx, _: reports.practised(tx, filled.MOST),
    "spent by a person this month": lambda tx, asked: usage.spent(
        tx, owner_id=asked.person, since=filled.FIRST_AT + filled.YEAR_MS - 30 * DAY_MS
    ),
    "usage by day, a month": _month,
    "dashboard, everybody's twelve weeks, the first look": lambda tx, _: _dashboard(tx, activity.Weeks()),
    "dashboard, everybody's twelve weeks, a later look": _dashboard_later,
}


@dataclass(slots=True)
class Subject:
    """One database that is measured: milliseconds of each query, and the statements of its last run."""

    database: Database
    made: filled.Filled
    weeks: activity.Weeks = field(default_factory=activity.Weeks)
    found: dict[str, list[float]] = field(default_factory=dict)
    statements: dict[str, list[Any]] = field(default_factory=dict)


async def measure(subjects: dict[int, Subject], times: int) -> dict[int, dict[str, list[float]]]:
    """Ask all of them in turn, so that whatever else this machine does meets each alike. Milliseconds, sorted."""
    told: list[Any] = []
    for subject in subjects.values():
        event.listen(
            subject.database._reader.sync_engine,  # noqa: SLF001
            "before_cursor_execute",
            lambda *given: told.append((given[2], given[3])),
        )
    # As in a server: else every tenth answer has a walk of the collector through all modules in it.
    interpreter.spare_the_collector()
    for name, query in QUERIES.items():
        rng = random.Random(1)
        for number in range(-5, times):
            for subject in subjects.values():
                made = subject.made
                person = rng.randrange(1, made.people)
                talk = f"s{rng.randrange(made.talks):07}"
                asked = Asked(f"p{person}", f"team{person // filled.TEAM}", talk, made, subject.weeks)
                told.clear()
                began = time.perf_counter()
                async with subject.database.read() as tx:
                    await query(tx, asked)
                if number >= 0:
                    subject.found.setdefault(name, []).append((time.perf_counter() - began) * 1000)
                subject.statements[name] = list(told)
    return {size: {name: sorted(all_) for name, all_ in subject.found.items()} for size, subject in subjects.items()}


async def plans(url: str, statements: dict[str, list[Any]]) -> None:
    """Print what the server does for each of these statements."""
    connection = await asyncpg.connect(url)
    for name, told in statements.items():
        for statement, values in told:
            lines = await connection.fetch(f"EXPLAIN (ANALYZE, COSTS OFF, BUFFERS OFF) {statement}", *values)
            print(f"\n-- {name}\n" + "\n".join(line[0][:160] for line in lines))
    await connection.close()


async def run_postgres(sizes: list[int], times: int, *, show: bool) -> dict[int, dict[str, list[float]]]:
    subjects: dict[int, Subject] = {}
    with postgres.server(shared_buffers="1GB", maintenance_work_mem="512MB") as server:
        for size in sizes:
            admin = await asyncpg.connect(f"{server}/postgres")
            await admin.execute(f"CREATE DATABASE turns_{size}")
            await admin.close()
            url = f"{server}/turns_{size}"
            database = await Database.open(url)
            began = time.perf_counter()
            made = await filled.fill_postgres(url, size)
            filled_after = time.perf_counter()
            if any("search" in name for name in QUERIES):
                await search.prepare(database)
            took = time.perf_counter() - filled_after
            print(
                f"postgresql: {made}, filled in {filled_after - began:.0f} s, index of words in {took:.0f} s",
                flush=True,
            )
            subjects[size] = Subject(database, made)
        found = await measure(subjects, times)
        if show:
            await plans(f"{server}/turns_{sizes[-1]}", subjects[sizes[-1]].statements)
        for subject in subjects.values():
            await subject.database.close()
    return found


async def run_sqlite(sizes: list[int], times: int) -> dict[int, dict[str, list[float]]]:
    subjects: dict[int, Subject] = {}
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        for size in sizes:
            path = Path(folder) / f"{size}.db"
            database = await Database.open(f"sqlite:///{path}")
            made = await asyncio.to_thread(filled.fill_sqlite, str(path), size)
            print(f"sqlite: {made}, {path.stat().st_size / 1e6:.0f} MB", flush=True)
            subjects[size] = Subject(database, made)
        found = await measure(subjects, times)
        for subject in subjects.values():
            await subject.database.close()
    return found


def table(engine: str, found: dict[int, dict[str, list[float]]]) -> None:
    """Print medians and 95th percentiles in milliseconds, and how the largest compares with the smallest."""
    sizes = sorted(found)
    print(f"\n| {engine} | " + " | ".join(f"{size:,} turns: p50, p95 ms" for size in sizes) + " | p95 × |")
    print("|---" * (len(sizes) + 2) + "|")
    for name in QUERIES:
        cells = [f"{_share(found[size][name], 0.5):.1f}, {_share(found[size][name], 0.95):.1f}" for size in sizes]
        ratio = _share(found[sizes[-1]][name], 0.95) / _share(found[sizes[0]][name], 0.95)
        print(f"| {name} | " + " | ".join(cells) + f" | {ratio:.1f}{'' if ratio <= GOAL else ' **missed**'} |")


def _share(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, nargs="+", default=[10_000, 1_000_000])
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--engines", nargs="+", default=["postgresql", "sqlite"])
    parser.add_argument("--plans", action="store_true")
    parser.add_argument("--only", nargs="+", default=[""], help="words, one of which a row's name must have")
    chosen = parser.parse_args()
    for name in list(QUERIES):
        if not any(word in name for word in chosen.only):
            del QUERIES[name]
    if "postgresql" in chosen.engines:
        table("PostgreSQL", asyncio.run(run_postgres(chosen.turns, chosen.times, show=chosen.plans)))
    if "sqlite" in chosen.engines:
        table("SQLite", asyncio.run(run_sqlite(chosen.turns, chosen.times)))


if __name__ == "__main__":
    main()
