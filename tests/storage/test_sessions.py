"""Sessions as stored: life cycle, lists, deletion, recovery."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from feedbackyes.domain.errors import InvalidInput
from feedbackyes.domain.session import EndReason, IllegalTransition, Session, SessionState
from feedbackyes.domain.transcript import Speaker, Turn, TurnState
from feedbackyes.protocol.conversation import ConversationEvent
from feedbackyes.storage import Database, analyses, events, reports, schema, sessions, turns
from feedbackyes.storage.analyses import Analysis, AnalysisState
from feedbackyes.storage.reports import StoredReport


def session(id_: str, created_at: int = 1, owner: str = "ann", team: str | None = None) -> Session:
    return Session(id=id_, owner_id=owner, team_id=team, state=SessionState.CREATED, created_at=created_at)


def turn(session_id: str, id_: str, seq: int, state: TurnState = TurnState.FINAL) -> Turn:
    return Turn(id_, session_id, seq, Speaker.LEARNER, "hello", 0, 10, state=state)


async def go(database: Database, session_id: str, *states: SessionState) -> None:
    async with database.begin() as tx:
        for number, state in enumerate(states, 10):
            await sessions.set_state(tx, session_id, state, at=number)


async def test_what_is_created_is_read_back_equal(database: Database) -> None:
    made = Session(
        "s", "ann", "t", SessionState.CREATED, 5, "late-work", 3, "local", "m", "r", True, "de", "Bavaria", 700, True,
        "alloy", 6, 7, EndReason.LEFT, True,
    )  # fmt: skip
    async with database.begin() as tx:
        await sessions.create(tx, made)
    async with database.read() as tx:
        assert await sessions.get(tx, "s") == made


async def test_a_taken_id_is_a_conflict(database: Database) -> None:
    async with database.begin() as tx:
        await sessions.create(tx, session("s"))
    with pytest.raises(sessions.SessionExists):
        async with database.begin() as tx:
            await sessions.create(tx, session("s", owner="bob"))


async def test_unknown_sessions_are_none_or_an_error(database: Database) -> None:
    async with database.begin() as tx:
        assert await sessions.find(tx, "nobody") is None
        with pytest.raises(sessions.UnknownSession):
            await sessions.get(tx, "nobody")
        with pytest.raises(sessions.UnknownSession):
            await sessions.update(tx, "nobody", voice="alloy")
        with pytest.raises(sessions.UnknownSession):
            await sessions.delete(tx, "nobody")


async def test_states_follow_the_life_cycle_and_set_their_times(database: Database) -> None:
    async with database.begin() as tx:
        await sessions.create(tx, session("s"))
    await go(database, "s", SessionState.CONNECTING, SessionState.LIVE, SessionState.RECONNECTING, SessionState.LIVE)
    async with database.begin() as tx:
        ended = await sessions.set_state(tx, "s", SessionState.ENDED, at=99, reason=EndReason.IDLE)
        assert (ended.started_at, ended.ended_at, ended.end_reason) == (11, 99, EndReason.IDLE)
        assert await sessions.get(tx, "s") == ended
        again = await sessions.set_state(tx, "s", SessionState.ENDED, at=100, reason=EndReason.STOPPED)
        assert again == ended
        with pytest.raises(IllegalTransition):
            await sessions.set_state(tx, "s", SessionState.LIVE, at=101)


async def test_pages_are_newest_first_and_complete(database: Database) -> None:
    async with database.begin() as tx:
        for number in range(7):
            await sessions.create(tx, session(f"s{number}", created_at=number // 2))
        seen, cursor = list[str](), None
        while True:
            page = await sessions.page(tx, cursor=cursor, limit=3)
            seen += [item.id for item in page.items]
            cursor = page.next_cursor
            if cursor is None:
                break
    assert seen == ["s6", "s5", "s4", "s3", "s2", "s1", "s0"]


async def test_lists_hold_only_what_is_asked_for(database: Database) -> None:
    async with database.begin() as tx:
        await sessions.create(tx, session("a", 1, "ann", "red"))
        await sessions.create(tx, session("b", 2, "bob", "red"))
        await sessions.create(tx, session("c", 3, "cat", "blue"))
        own = await sessions.page(tx, owner_id="ann")
        shared = select(schema.sessions.c.id).where(schema.sessions.c.team_id == "red")
        beside = await sessions.page(tx, owner_id="cat", also=shared)
        only = await sessions.page(tx, also=shared)
    assert [item.id for item in own.items] == ["a"]
    assert [item.id for item in beside.items] == ["c", "b", "a"]
    assert [item.id for item in only.items] == ["b", "a"]


@pytest.mark.parametrize("cursor", ["x", "!!!!", "eA==", "é", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTkgeA=="])
async def test_a_made_up_cursor_is_refused(database: Database, cursor: str) -> None:
    async with database.read() as tx:
        with pytest.raises(InvalidInput):
            await sessions.page(tx, cursor=cursor)


async def test_deleting_takes_everything_of_that_session_and_nothing_else(database: Database) -> None:
    async with database.begin() as tx:
        for id_ in ("s", "other"):
            await sessions.create(tx, session(id_))
            await turns.put(tx, turn(id_, "t", 1))
            await events.append(tx, ConversationEvent(session_id=id_, seq=1, t_ms=0, t_wall=1, type="usage"))
            await reports.put(tx, StoredReport(f"r-{id_}", id_, "ann", None, "basic", "sbi", "h", {}, 1))
            await analyses.add(tx, Analysis(f"a-{id_}", id_, "ann", None, AnalysisState.RUNNING, 1))
        await sessions.delete(tx, "s")
        assert await sessions.find(tx, "s") is None
        assert await turns.count(tx, ["s", "other"]) == {"other": 1}
        assert [await events.last_seq(tx, id_) for id_ in ("s", "other")] == [0, 1]
        assert set(await reports.latest(tx, ["s", "other"])) == {"other"}


async def test_after_a_crash_open_sessions_are_interrupted(database: Database) -> None:
    async with database.begin() as tx:
        for id_ in ("open", "fresh", "done", "talking"):
            await sessions.create(tx, session(id_))
        await turns.put(tx, replace(turn("talking", "t1", 1), end_ms=5000))
        await events.append(tx, ConversationEvent(session_id="talking", seq=1, t_ms=0, t_wall=77, type="usage"))
        await turns.put(tx, turn("open", "t1", 1))
        await turns.put(tx, turn("open", "t2", 2, TurnState.SPEAKING))
        await events.append(tx, ConversationEvent(session_id="open", seq=1, t_ms=0, t_wall=77, type="usage"))
    await go(database, "open", SessionState.CONNECTING, SessionState.LIVE)
    await go(database, "talking", SessionState.CONNECTING, SessionState.LIVE)
    await go(database, "done", SessionState.ENDED)
    async with database.begin() as tx:
        found = await sessions.mark_interrupted(tx, at=1000)
        assert {item.id: (item.state, item.end_reason, item.ended_at) for item in found} == {
            "open": (SessionState.INTERRUPTED, EndReason.CRASHED, 77),
            "fresh": (SessionState.INTERRUPTED, EndReason.CRASHED, 1000),
            "talking": (SessionState.INTERRUPTED, EndReason.CRASHED, 5011),
        }
        assert [item.state for item in await turns.every(tx, "open")] == [TurnState.FINAL, TurnState.FINAL]
        assert (await sessions.get(tx, "done")).state is SessionState.ENDED
        assert await sessions.mark_interrupted(tx, at=2000) == []
