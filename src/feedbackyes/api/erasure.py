"""Deleting what is kept about a person: talks that go on are ended, files and rows go, and nothing in them is left behind."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace

import structlog

from feedbackyes.api.services import Services, now_ms
from feedbackyes.domain.principal import LOCAL_ADMIN, Principal, Role
from feedbackyes.storage import audit, personal, users
from feedbackyes.storage.retention import delete_files

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Erased:
    """What went: sessions, and rows by table (of some, how many are nobody's now)."""

    talks: int
    rows: Mapping[str, int]


async def delete_person(
    services: Services, user_id: str, *, actor: Principal | None, address: str | None = None
) -> Erased:
    """Delete somebody's account and everything about them; see `storage.personal`. There is no way back.

    Who may not be deleted (the last admin) is the caller's to know.

    Args:
        actor: who asks for it; None: the command line.
    """
    talks = await _delete_files(services, user_id)
    async with services.database.begin() as tx:
        person = await users.active(tx, user_id)
        name = (await users.names(tx, [user_id])).get(user_id, "")
        watches = person is None or person.role is not Role.LEARNER
        pseudonym, rows = await personal.erase(tx, user_id, name=name, watches=watches)
        by = replace(actor, id=pseudonym) if actor and actor.id == user_id and actor != LOCAL_ADMIN else actor
        own = actor is not None and actor.id == user_id
        await audit.put(
            tx,
            at=now_ms(),
            actor=by,
            action="user.deleted",
            subject=f"user:{pseudonym}",
            detail={"talks": talks, "rows": sum(rows.values())},
            address=None if own else address,
        )
    await _finish(services, user_id)
    return Erased(talks, rows)


async def delete_talks(
    services: Services, user_id: str, *, actor: Principal | None, address: str | None = None
) -> Erased:
    """Delete all of somebody's talks; their account stays."""
    talks = await _delete_files(services, user_id)
    async with services.database.begin() as tx:
        rows = await personal.erase_talks(tx, user_id)
        await audit.put(
            tx,
            at=now_ms(),
            actor=actor,
            action="user.talks_deleted",
            subject=f"user:{user_id}",
            detail={"talks": talks},
            address=address,
        )
    await _finish(services, user_id)
    return Erased(talks, rows)


async def _delete_files(services: Services, user_id: str) -> int:
    """End what goes on, then delete the recordings. Rows go later: who is interrupted here can ask again."""
    async with services.database.read() as tx:
        running = await personal.talks_of(tx, user_id, still_open=True)
    for session_id in running:
        await services.gateway.stop(LOCAL_ADMIN, session_id)
    async with services.database.read() as tx:
        found = await personal.talks_of(tx, user_id)
    await asyncio.to_thread(delete_files, services.recordings, found)
    return len(found)


async def _finish(services: Services, user_id: str) -> None:
    services.door.forget(user_id)
    if not await services.database.scrub():
        log.warning("deleted rows are still in the write-ahead log; the next deletion or restart clears it")
