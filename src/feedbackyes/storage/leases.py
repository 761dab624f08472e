"""Which process (node) has which live session, and which nodes there are.

A lease has a fencing number that grows with every owner: whoever was paused and comes back finds another number than its
own, and writes nothing any more. All times are the database's clock in Unix milliseconds, so nodes' clocks do not matter.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from typing import Any, cast

from sqlalchemy import BigInteger, ColumnElement, CursorResult, Row, literal_column, or_, select, type_coerce
from sqlalchemy import delete as delete_from
from sqlalchemy import update as update_rows
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from feedbackyes.domain.session import OPEN_STATES, Session, SessionState
from feedbackyes.storage import schema, sessions

_nodes, _leases, _sessions = schema.nodes, schema.session_leases, schema.sessions
_CLOCKS = {
    "postgresql": "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)",
    "sqlite": "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)",
}


@dataclass(frozen=True, slots=True)
class NodeRecord:
    """One process. `sessions`: live ones at its last sign of life, which was `seen_at`."""

    id: str
    name: str
    started_at: int = 0
    seen_at: int = 0
    draining: bool = False
    sessions: int = 0


@dataclass(frozen=True, slots=True)
class Lease:
    """Who has a session. `node_id` None: nobody since `at`; `lost`: because its node did not live on."""

    session_id: str
    node_id: str | None
    fence: int
    at: int
    lost: bool = False


async def clock(tx: AsyncSession) -> int:
    """The database's."""
    return int((await tx.execute(select(_now(tx)))).scalar_one())


# ---- nodes


async def beat(tx: AsyncSession, node: NodeRecord) -> None:
    """A sign of life; the first one makes the node known."""
    now = _now(tx)
    values = {**asdict(node), "started_at": now, "seen_at": now}
    grown = {"seen_at": now, "draining": node.draining, "sessions": node.sessions}
    statement = _insert(tx)(_nodes).values(**values)
    await tx.execute(statement.on_conflict_do_update(index_elements=["id"], set_=grown))


async def forget(tx: AsyncSession, node_id: str) -> None:
    """The node has ended."""
    await tx.execute(delete_from(_nodes).where(_nodes.c.id == node_id))


async def nodes(tx: AsyncSession) -> list[NodeRecord]:
    """All that are known, the oldest first."""
    columns = [_nodes.c[name] for name in NodeRecord.__slots__]
    rows = await tx.execute(select(*columns).order_by(_nodes.c.started_at, _nodes.c.id))
    return [NodeRecord(**row._asdict()) for row in rows]


async def forget_silent(tx: AsyncSession, silence_ms: int) -> list[str]:
    """Forget the nodes that gave no sign of life for so long; gives their ids."""
    silent = select(_nodes.c.id).where(_nodes.c.seen_at < _now(tx) - silence_ms).with_for_update(skip_locked=True)
    # Of many nodes that look at once, each would wait for the others' rows, in any order.
    ids = list((await tx.execute(silent)).scalars())
    if ids:
        await tx.execute(delete_from(_nodes).where(_nodes.c.id.in_(ids)))
    return ids


# ---- leases


async def find(tx: AsyncSession, session_id: str, *, lock: bool = False) -> Lease | None:
    """`lock`: keep it as it is until the transaction ends."""
    query = select(*_columns()).where(_leases.c.session_id == session_id)
    row = (await tx.execute(query.with_for_update() if lock else query)).one_or_none()
    return None if row is None else _lease(row)


async def take(tx: AsyncSession, session: Session, node_id: str) -> Lease:
    """Make a node the owner, whoever was before, under the next fencing number."""
    now = _now(tx)
    first = {"session_id": session.id, "owner_id": session.owner_id, "team_id": session.team_id}
    statement = _insert(tx)(_leases).values(**first, node_id=node_id, fence=1, at=now, lost=False)
    grown = {"node_id": node_id, "fence": _leases.c.fence + 1, "at": now, "lost": False}
    taken = statement.on_conflict_do_update(index_elements=["session_id"], set_=grown).returning(*_columns())
    return _lease((await tx.execute(taken)).one())


async def held(tx: AsyncSession, node_id: str, fences: dict[str, int], *, lock: bool = True) -> set[str]:
    """Those of a node's sessions that it still owns under these numbers.

    `lock`: they stay so until the transaction ends. A lock is written to each row: not for many sessions every second.
    """
    query = select(_leases.c.session_id, _leases.c.fence)
    query = query.where(_leases.c.session_id.in_(list(fences)), _leases.c.node_id == node_id)
    rows = await tx.execute(query.with_for_update(read=True) if lock else query)
    return {row.session_id for row in rows if row.fence == fences[row.session_id]}


async def drop(tx: AsyncSession, session_id: str, node_id: str, fence: int) -> bool:
    """The session is over and nobody's any more. False: it was somebody else's."""
    here = (_leases.c.session_id == session_id, _leases.c.node_id == node_id, _leases.c.fence == fence)
    done = await tx.execute(delete_from(_leases).where(*here))
    return bool(cast("CursorResult[Any]", done).rowcount)


async def release(tx: AsyncSession, lease: Lease, *, lost: bool = False) -> bool:
    """Nobody has it for now; under the next number, so that its owner writes no more. False: it has changed hands."""
    here = (_leases.c.session_id == lease.session_id, _leases.c.fence == lease.fence)
    values = {"node_id": None, "fence": lease.fence + 1, "at": _now(tx), "lost": lost}
    done = await tx.execute(update_rows(_leases).where(*here).values(**values))
    return bool(cast("CursorResult[Any]", done).rowcount)


async def orphans(tx: AsyncSession, *, limit: int = 50) -> list[tuple[Lease, Session]]:
    """Sessions of nodes that are not known (any more). Locked, without those that another process looks at."""
    known = select(_nodes.c.id)
    gone = (_leases.c.node_id.is_not(None), _leases.c.node_id.not_in(known))
    query = select(*_columns()).where(*gone).order_by(_leases.c.session_id).limit(limit)
    return await _with_sessions(tx, query.with_for_update(skip_locked=True))


async def waiting(tx: AsyncSession, since_ms: int, *, limit: int = 50) -> list[tuple[Lease, Session]]:
    """Sessions that nobody has had for so long. Locked, without those that another process looks at."""
    late = (_leases.c.node_id.is_(None), _leases.c.at < _now(tx) - since_ms)
    query = select(*_columns()).where(*late).order_by(_leases.c.at, _leases.c.session_id).limit(limit)
    return await _with_sessions(tx, query.with_for_update(skip_locked=True))


async def unowned(tx: AsyncSession, since_ms: int, *, limit: int = 50) -> list[Session]:
    """Sessions that go on, by their state, and were never in the hands of a node: left by a server that stood alone."""
    going_on = sorted(OPEN_STATES - {SessionState.CREATED})
    query = select(_sessions.c.id).outerjoin(_leases, _leases.c.session_id == _sessions.c.id)
    old = _sessions.c.created_at < _now(tx) - since_ms
    query = query.where(_leases.c.session_id.is_(None), _sessions.c.state.in_(going_on), old).limit(limit)
    return [await sessions.get(tx, session_id) for session_id in (await tx.execute(query)).scalars()]


async def live(tx: AsyncSession) -> list[tuple[Lease, Session]]:
    """Every session that a node has now, the newest first."""
    query = select(*_columns()).where(_leases.c.node_id.is_not(None))
    found = await _with_sessions(tx, query)
    return sorted(found, key=lambda one: -one[1].created_at)


async def owned(tx: AsyncSession, session_ids: Collection[str]) -> dict[str, str]:
    """The nodes that have these sessions, by session."""
    query = select(_leases.c.session_id, _leases.c.node_id)
    rows = await tx.execute(query.where(_leases.c.session_id.in_(sorted(session_ids)), _leases.c.node_id.is_not(None)))
    return {row.session_id: row.node_id for row in rows}


async def forget_over(tx: AsyncSession) -> None:
    """Drop leases of sessions that are over."""
    open_ones = select(_sessions.c.id).where(_sessions.c.state.in_(sorted(OPEN_STATES)))
    nobodys = or_(_leases.c.node_id.is_(None), _leases.c.node_id.not_in(select(_nodes.c.id)))
    await tx.execute(delete_from(_leases).where(nobodys, _leases.c.session_id.not_in(open_ones)))


async def _with_sessions(tx: AsyncSession, query: Any) -> list[tuple[Lease, Session]]:
    leases = [_lease(row) for row in await tx.execute(query)]
    known = await sessions.several(tx, [lease.session_id for lease in leases])
    return [(lease, known[lease.session_id]) for lease in leases if lease.session_id in known]


def _columns() -> Sequence[ColumnElement[Any]]:
    return [_leases.c[name] for name in Lease.__slots__]


def _lease(row: Row[Any]) -> Lease:
    return Lease(**row._asdict())


def _now(tx: AsyncSession) -> ColumnElement[int]:
    return type_coerce(literal_column(_CLOCKS[tx.get_bind().dialect.name]), BigInteger)


def _insert(tx: AsyncSession) -> Any:
    # Both have the same upsert, which SQLAlchemy types twice.
    return sqlite.insert if tx.get_bind().dialect.name == "sqlite" else postgresql.insert
