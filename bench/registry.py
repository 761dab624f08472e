"""Writes the registry and the transcripts of many sessions at once: `python bench/registry.py [--sessions 100000]`.

Nodes as the product has them (`cluster.Node`, `gateway.ledger.Ledger`, `cluster.bus.Bus`), each with its sessions, on a PostgreSQL
(with fsync) and a Redis that are started for this. All sessions are live and owned at once: as many as there is time for
(`--most`) written one by one as the product does, the rest put there in bulk. One in fifty goes the product's whole way to
being live and to its end. Between, exchanges (a turn of the learner's, one of the partner's, their events, a use of a model) are
written as fast as all of this machine takes them, and every node gives one sign of life, which is measured by itself.
Nobody talks: no audio, no WebSockets. Load and servers share the machine's cores, so rates are lower bounds and CPU
seconds per write are what carries over.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import asyncpg
import psutil
import uvloop
from filled import complete
from redis.asyncio import Redis

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from feedbackyes.cluster.bus import Bus
from feedbackyes.cluster.node import Node
from feedbackyes.domain.prices import Amounts, Cost
from feedbackyes.domain.session import EndReason, Session, SessionState
from feedbackyes.domain.transcript import Speaker, Turn, TurnState, Word
from feedbackyes.domain.usage import UsageKind, UsageRecord
from feedbackyes.gateway.ledger import Ledger
from feedbackyes.protocol.conversation import ConversationEvent
from feedbackyes.storage import Database, events, leases, schema, sessions, turns, usage
from tests import postgres

WORDS = tuple(Word("somewhat", n * 400, n * 400 + 350, 0.9) for n in range(12))
TEXT = " ".join(word.text for word in WORDS)
SAID = {
    "text": TEXT,
    "words": [[word.text, word.start_ms, word.end_ms, word.confidence] for word in WORDS],
    "more": "x" * 300,
}
USED = {"kind": "response", "provider": "openai", "model": "bench", "used": {"tokens": 1}, "more": "x" * 300}
AHEAD = 4
"""Exchanges of a node that are under way at once."""


@dataclass(slots=True)
class Driver:
    """One node with its sessions."""

    database: Database
    node: Node
    ledger: Ledger
    bus: Bus
    ids: list[str]
    samples: int
    late: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    exchanges: int = 0

    async def register(self, until: float) -> None:
        """Make all but the samples as they are when they are live, and own them; what is not made by then is `late`."""
        made = self.ids[: self.samples]
        for start in range(self.samples, len(self.ids), 100):
            if time.monotonic() > until:
                break
            some = self.ids[start : start + 100]
            await asyncio.gather(*(self.ledger.put(partial(self._register, one)) for one in some))
            made += some
        self.late = self.ids[len(made) :]
        self.written = made

    async def _register(self, session_id: str, tx: Any) -> None:
        at = _now()
        owner = f"p{hash(session_id) % 20_000}"
        session = Session(session_id, owner, None, SessionState.LIVE, at, started_at=at, recording=True)
        await sessions.create(tx, session)
        await self.node.take(tx, session)

    async def load(self, control: asyncpg.Connection) -> None:
        """Put the late ones into the tables in bulk, as the product never does, so that the registry is as large as asked for."""
        at = _now()
        rows = [
            {"id": one, "owner_id": "p", "state": "live", "created_at": at, "started_at": at, "language": "en"}
            for one in self.late
        ]
        leased = [
            {"session_id": one, "owner_id": "p", "node_id": self.node.id, "fence": 1, "at": at} for one in self.late
        ]
        for table, made in ((schema.sessions, rows), (schema.session_leases, leased)):
            columns = table.columns.keys()
            records = [complete(table, row) for row in made]
            await control.copy_records_to_table(table.name, records=records, columns=columns)
        for one in self.late:
            self.node._own(leases.Lease(one, self.node.id, 1, at))  # noqa: SLF001 (as `take` does)

    async def sign_of_life(self) -> None:
        """What a node says and reads now and then."""
        async with self.database.begin() as tx:
            await leases.beat(tx, leases.NodeRecord(self.node.id, self.node.name, sessions=len(self.ids)))
            held = await leases.held(tx, self.node.id, dict.fromkeys(self.ids, 1), lock=False)
        assert len(held) == len(self.ids)

    async def open(self) -> None:
        """Have the samples go all the way that a session goes until it is live."""
        await asyncio.gather(*(self.ledger.put(partial(self._open, one)) for one in self.ids[: self.samples]))

    async def _open(self, session_id: str, tx: Any) -> None:
        at = _now()
        session = Session(session_id, f"p{hash(session_id) % 20_000}", None, SessionState.CREATED, at, recording=True)
        await sessions.create(tx, session)
        await self.node.take(tx, session)
        for state in (SessionState.CONNECTING, SessionState.LIVE):
            await sessions.set_state(tx, session_id, state, at=at)
            await events.append(
                tx, _event(session_id, 1 + (state is SessionState.LIVE), "session.state", {"state": state.value})
            )

    async def talk(self, until: float) -> None:
        """Write exchanges of all of them in turn until then."""
        await asyncio.gather(*(self._talk(until, self.ids[place::AHEAD]) for place in range(AHEAD)))

    async def _talk(self, until: float, ids: list[str]) -> None:
        place = 1
        while True:
            for session_id in ids:
                if time.monotonic() > until:
                    return
                await self._exchange(session_id, place)
                self.exchanges += 1
            place += 2

    async def _exchange(self, session_id: str, place: int) -> None:
        seq = 3 + (place - 1) // 2 * 3
        learner = Turn(f"item_{place}", session_id, place, Speaker.LEARNER, TEXT, 0, 5000, 0.9, WORDS)
        partner = Turn(f"item_{place + 1}", session_id, place + 1, Speaker.PARTNER, TEXT, 5000, 9000, None, WORDS)
        spoken = Turn(
            f"item_{place + 1}",
            session_id,
            place + 1,
            Speaker.PARTNER,
            TEXT[:40],
            5000,
            7000,
            None,
            WORDS[:5],
            TurnState.SPEAKING,
        )

        async def heard(tx: Any) -> None:
            await turns.put(tx, learner)
            await events.append(tx, _event(session_id, seq, "user.transcript.final", SAID, learner.id))

        async def speaking(tx: Any) -> None:
            await turns.keep_spoken(tx, [(Session(session_id, "p", None, SessionState.LIVE, 0), spoken)])

        async def said(tx: Any) -> None:
            await turns.put(tx, partner)
            await events.append(tx, _event(session_id, seq + 1, "partner.transcript.final", SAID, partner.id))

        async def used(tx: Any) -> None:
            record = UsageRecord(
                id=f"{session_id}-{place}",
                session_id=session_id,
                owner_id="p",
                team_id=None,
                at=_now(),
                kind=UsageKind.RESPONSE,
                provider="openai",
                model="bench",
                used=Amounts(seconds=9.0),
                cost=Cost(0.01, 0.01),
            )
            await usage.put(tx, record)
            await events.append(tx, _event(session_id, seq + 2, "usage", USED))

        for write in (heard, speaking, said, used):
            await self.ledger.put(write, session_id)
            self.bus.tell(session_id)

    async def end(self) -> None:
        """The samples are over."""
        await asyncio.gather(*(self.ledger.put(partial(self._end, one), one) for one in self.ids[: self.samples]))

    async def drop(self) -> None:
        """Let go of the others that were written one by one."""
        others = self.written[self.samples :]
        await asyncio.gather(*(self.ledger.put(partial(self._drop, one), one) for one in others))

    async def _drop(self, session_id: str, tx: Any) -> None:
        await self.node.drop(tx, session_id)

    async def _end(self, session_id: str, tx: Any) -> None:
        await sessions.set_state(tx, session_id, SessionState.ENDED, at=_now(), reason=EndReason.COMPLETED)
        await self.node.drop(tx, session_id)


class Meter:
    """What was used between two looks: CPU seconds of each side, bytes of the log, operations of Redis."""

    def __init__(self, postgres_pid: int, redis_pid: int, control: asyncpg.Connection, redis: Redis) -> None:
        self._postgres, self._redis_process = psutil.Process(postgres_pid), psutil.Process(redis_pid)
        self._control, self._redis = control, redis

    async def look(self) -> dict[str, float]:
        info: dict[str, Any] = await self._redis.info()
        return {
            "seconds": time.monotonic(),
            "cpu_client": time.process_time(),
            "cpu_postgres": _cpu(self._postgres),
            "cpu_redis": _cpu(self._redis_process),
            "wal_bytes": float(await self._control.fetchval("SELECT pg_current_wal_lsn() - '0/0'::pg_lsn")),
            "database_bytes": float(await self._control.fetchval("SELECT pg_database_size(current_database())")),
            "commits": float(
                await self._control.fetchval(
                    "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()"
                )
            ),
            "redis_operations": float(info["total_commands_processed"]),
            "redis_bytes": float(info["total_net_input_bytes"] + info["total_net_output_bytes"]),
        }


def _cpu(process: psutil.Process) -> float:
    """With its children, those that have ended too."""
    own = process.cpu_times()
    total = own.user + own.system + own.children_user + own.children_system
    for child in process.children():
        times = child.cpu_times()
        total += times.user + times.system
    return float(total)


def _event(session_id: str, seq: int, kind: Any, data: dict[str, Any], turn_id: str | None = None) -> ConversationEvent:
    speaker: Any = None if turn_id is None else "learner" if kind.startswith("user") else "partner"
    return ConversationEvent(
        session_id=session_id,
        seq=seq,
        t_ms=seq * 1000,
        t_wall=_now(),
        type=kind,
        data=data,
        speaker=speaker,
        turn_id=turn_id,
        origin="derived",
    )


def _now() -> int:
    return time.time_ns() // 1_000_000


@contextmanager
def redis_server() -> Iterator[tuple[str, int]]:
    """A Redis of our own: its URL and process."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    found = shutil.which("redis-server")
    assert found is not None, "redis-server is not installed (Debian: redis-server)."
    with (
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen(
            [found, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder],
            stdout=subprocess.DEVNULL,
        ) as process,
    ):
        try:
            yield f"redis://127.0.0.1:{port}", process.pid
        finally:
            process.terminate()
            process.wait(10)


def report(name: str, before: dict[str, float], after: dict[str, float], count: int, of: str) -> None:
    used = {key: after[key] - before[key] for key in before}
    per = 1e3 / max(1, count)
    print(
        f"{name}: {count:,} {of} in {used['seconds']:.0f} s ({count / used['seconds']:.0f}/s); CPU ms each: PostgreSQL {used['cpu_postgres'] * per:.2f}, "
        f"Redis {used['cpu_redis'] * per:.3f}, node {used['cpu_client'] * per:.2f}; commits {used['commits']:.0f}, log {used['wal_bytes'] / max(1, count) / 1e3:.2f} kB each, "
        f"database {used['database_bytes'] / max(1, count) / 1e3:.2f} kB each; Redis operations {used['redis_operations'] / max(1, count):.2f} each, "
        f"{used['redis_bytes'] / max(1, count):.0f} bytes each",
        flush=True,
    )


async def run(count: int, node_count: int, seconds: float, silence: float, most: float) -> None:
    options = {"fsync": "on", "shared_buffers": "1GB", "max_connections": "500", "max_wal_size": "4GB"}
    with postgres.server(**options) as server, redis_server() as (redis_url, redis_pid):
        url = f"{server}/postgres"
        postgres_pid = next(p.pid for p in psutil.Process().children() if p.name().startswith("postgres"))
        databases = [await Database.open(url) for _ in range(min(25, node_count))]
        control, redis = await asyncpg.connect(url), Redis.from_url(redis_url)
        meter = Meter(postgres_pid, redis_pid, control, redis)
        drivers = []
        for number in range(node_count):
            database = databases[number % len(databases)]
            node = Node(database, name=f"node{number}", seconds=silence)
            ids = [f"s{n:06}" for n in range(number, count, node_count)]
            drivers.append(
                Driver(
                    database,
                    node,
                    Ledger(database, node.lost_of),
                    Bus(Redis.from_url(redis_url), node.id),
                    ids,
                    len(ids) // 50,
                )
            )
        for driver in drivers:
            await driver.node.start(driver.ids, lambda _: None, _nothing)
            driver.ledger.start()
            driver.bus.start()
        before = await meter.look()
        deadline = time.monotonic() + most
        await _some_at_once(partial(driver.register, deadline) for driver in drivers)
        registered = await meter.look()
        samples = sum(driver.samples for driver in drivers)
        written = sum(len(driver.written) for driver in drivers)
        report("Registered", before, registered, written - samples, "sessions")
        for driver in drivers:
            await driver.load(control)
        await control.execute("ANALYZE")
        print(f"Loaded in bulk: {count - written:,} sessions", flush=True)
        registered = await meter.look()
        await _some_at_once(driver.open for driver in drivers)
        report("Opened in full", registered, await meter.look(), samples, "sessions")
        live = await control.fetchval(
            "SELECT count(*) FROM session_leases l JOIN sessions s ON s.id = l.session_id WHERE s.state = 'live'"
        )
        print(
            f"Live and owned: {live:,} by {node_count} nodes; registry read by one: {await _read(databases[0]):.0f} ms",
            flush=True,
        )
        idle_from = await meter.look()
        for driver in drivers:
            await driver.sign_of_life()
        report("Signs of life", idle_from, await meter.look(), node_count, "nodes with their sessions")
        began = await meter.look()
        until = time.monotonic() + seconds
        await asyncio.gather(*(driver.talk(until) for driver in drivers))
        talked = await meter.look()
        report("Talked", began, talked, sum(driver.exchanges for driver in drivers), "exchanges")
        await _some_at_once(driver.end for driver in drivers)
        ended = await meter.look()
        report("Ended in full", talked, ended, samples, "sessions")
        await _some_at_once(driver.drop for driver in drivers)
        report("Let go", ended, await meter.look(), written - samples, "sessions")
        left = await control.fetchval("SELECT count(*) FROM session_leases")
        said = await control.fetchval("SELECT count(*) FROM turns")
        print(
            f"Leases left: {left:,}, those in bulk: {left == count - written}; turns stored: {said:,}, twice the exchanges: {said == 2 * sum(d.exchanges for d in drivers)}"
        )
        for driver in drivers:
            await driver.ledger.close()
            await driver.bus.close()
            await driver.node.close()
        for database in databases:
            await database.close()
        await control.close()
        await redis.aclose()


async def _some_at_once(work: Iterable[Callable[[], Awaitable[None]]]) -> None:
    """Of many nodes in one process, ten at a time: each transaction is then about as long as it is on a node alone."""
    places = asyncio.Semaphore(10)

    async def one(do: Callable[[], Awaitable[None]]) -> None:
        async with places:
            await do()

    await asyncio.gather(*map(one, work))


async def _read(database: Database) -> float:
    """Milliseconds in which a node reads whose the sessions of a page are."""
    began = time.perf_counter()
    async with database.read() as tx:
        page = await sessions.page(tx, limit=50)
        await leases.owned(tx, [session.id for session in page.items])
    return (time.perf_counter() - began) * 1000


async def _nothing() -> None:
    """Nobody is lost."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=100_000)
    parser.add_argument("--nodes", type=int, default=200)
    parser.add_argument(
        "--silence", type=float, default=600.0, help="of a node before it counts as lost; a sixth between signs"
    )
    parser.add_argument(
        "--most", type=float, default=3600.0, help="seconds of registering; the rest is put there in bulk"
    )
    parser.add_argument("--seconds", type=float, default=120.0, help="of talking")
    chosen = parser.parse_args()
    uvloop.run(run(chosen.sessions, chosen.nodes, chosen.seconds, chosen.silence, chosen.most))


if __name__ == "__main__":
    main()
