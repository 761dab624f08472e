"""Takes: sessions that try a moment of an earlier one again. What they go back to, and which belong together."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncSession

from feedbackyes.domain import take
from feedbackyes.domain.errors import Conflict
from feedbackyes.domain.session import Session
from feedbackyes.domain.take import Moment
from feedbackyes.domain.transcript import Turn
from feedbackyes.storage import corrections, sessions

MOST_TAKES = 200
"""Shown of one moment; nobody compares more."""


class SourceGone(Conflict):
    code = "retried_session_gone"

    def __init__(self) -> None:
        super().__init__("The conversation that this take goes back to was deleted. Start the whole one again.")


@dataclass(frozen=True, slots=True)
class Take:
    """One take of a moment; empty as long as nothing was said in it."""

    session: Session
    moment: Moment


async def origin(tx: AsyncSession, session: Session) -> Moment | None:
    """The moment that `session` tries again, with the whole talk before it, also when that is a take itself.

    Returns:
        None for a session that is no take.

    Raises:
        SourceGone: what it goes back to is not there any more.
    """
    found: Moment | None = None
    while session.retry_of is not None and session.retry_turn_id is not None:
        source = await sessions.find(tx, session.retry_of)
        said = await corrections.spoken(tx, session.retry_of)
        if source is None or source.owner_id != session.owner_id or not said:
            raise SourceGone
        there = take.moment(said, session.retry_turn_id)
        found = there if found is None else _seen_from_later(there, found)
        session = source
    return found


async def before(tx: AsyncSession, session: Session) -> tuple[Turn, ...]:
    """What was said before `session` began, in the talks that it goes back to; nothing when they are not there."""
    try:
        found = await origin(tx, session)
    except SourceGone:
        return ()
    return () if found is None else found.before


def _seen_from_later(there: Moment, found: Moment) -> Moment:
    """`found` in a talk that itself goes on from `there`: all of that was said before it.

    What a take begins with is what was said there, however much of it was heard again.
    """
    cue = found.cue if found.before else there.cue
    return replace(found, before=(*there.before, *found.before), cue=cue)


async def family(tx: AsyncSession, session: Session) -> list[list[Take]]:
    """All takes of the moments of one talk, by moment, in the order of the talk; each begins with the first take.

    A take of a take's first moment is one more of the same moment. Takes of later moments of a take come after those of
    the talk it goes back to.
    """
    root = await _root(tx, session)
    groups: list[list[Take]] = []
    waiting = deque([root])
    while waiting and sum(map(len, groups)) < MOST_TAKES:
        source = waiting.popleft()
        said = await corrections.spoken(tx, source.id)
        for retried in await sessions.takes_of(tx, [source.id], owner_id=root.owner_id):
            moment = next((one for one in _moments(said) if one.holds(retried.retry_turn_id or "")), None)
            if moment is None:
                continue
            mine = take.first(await corrections.spoken(tx, retried.id))
            _group(groups, Take(source, moment)).append(Take(retried, mine))
            waiting.append(retried)
    return groups


async def _root(tx: AsyncSession, session: Session) -> Session:
    """The talk that everything goes back to, as far as it is still there."""
    while session.retry_of is not None:
        source = await sessions.find(tx, session.retry_of)
        if source is None or source.owner_id != session.owner_id:
            break
        session = source
    return session


def _moments(said: tuple[Turn, ...]) -> Iterable[Moment]:
    known: set[str] = set()
    for turn in said:
        if turn.speaker == "learner" and turn.id not in known:
            moment = take.moment(said, turn.id)
            known.update(one.id for one in moment.said)
            yield moment


def _group(groups: list[list[Take]], first: Take) -> list[Take]:
    """The group that holds this moment of this session, or a new one that begins with it."""
    wanted = {turn.id for turn in first.moment.said}
    for group in groups:
        if any(one.session.id == first.session.id and wanted == {t.id for t in one.moment.said} for one in group):
            return group
    groups.append([first])
    return groups[-1]
