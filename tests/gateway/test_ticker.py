"""What is stored of all calls together while they go on."""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator, Collection
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from feedbackyes import log
from feedbackyes.domain.limits import Spent
from feedbackyes.domain.prices import FREE, Amounts
from feedbackyes.domain.session import EndReason, Session, SessionState
from feedbackyes.domain.transcript import Speaker, Turn, TurnState
from feedbackyes.domain.usage import UsageKind, UsageRecord
from feedbackyes.gateway import ticker
from feedbackyes.gateway.ledger import Ledger
from feedbackyes.gateway.ticker import Ticker
from feedbackyes.storage import Database, sessions, turns, usage


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await Database.open(f"sqlite:///{tmp_path / 'ticker.db'}")
    yield opened
    await opened.close()


class FakeCall:
    """Has had talk for 15 seconds, and its partner is speaking. `broken`: its tick raises."""

    def __init__(self, session_id: str, *, broken: bool = False) -> None:
        self.session = Session(session_id, "ann", None, SessionState.LIVE, 1)
        self.scope = log.scope(session_id=session_id)
        self.meter = SimpleNamespace(talked=self._talk)
        self.ended: EndReason | None = None
        self.due_at = 0.0
        self.ticks = 0
        self._broken = broken

    def tick(self) -> Turn:
        self.ticks += 1
        if self._broken:
            raise RuntimeError("a fault of ours")
        return Turn("t1", self.session.id, 1, Speaker.PARTNER, "Well", 0, 400, state=TurnState.SPEAKING)

    def end(self, reason: EndReason, _message: str) -> None:
        self.ended = reason

    def _talk(self) -> UsageRecord:
        id_ = self.session.id
        return UsageRecord(
            id=f"{id_}:talk",
            session_id=id_,
            owner_id="ann",
            team_id=None,
            at=5,
            kind=UsageKind.TALK,
            provider="local",
            model=None,
            used=Amounts(seconds=15.0),
            cost=FREE,
        )


async def test_what_is_said_and_for_how_long_is_stored_of_all_calls_but_those_that_are_elsewhere(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def lost_of(_tx: Any, session_ids: Collection[str]) -> set[str]:
        return {"lost"} & set(session_ids)

    monkeypatch.setattr(ticker, "TICK_SECONDS", 0.0)
    calls: Any = {id_: FakeCall(id_, broken=id_ == "broken") for id_ in ("one", "broken", "lost", "other")}
    async with database.begin() as tx:
        for call in calls.values():
            await sessions.create(tx, call.session)
    ledger = Ledger(database, lost_of)
    ledger.start()
    await Ticker(calls, ledger).round()
    await ledger.close()
    async with database.read() as tx:
        spent = {id_: await usage.spent(tx, since=0, session_id=id_) for id_ in calls}
        said = [turn.session_id for id_ in calls for turn in await turns.every(tx, id_)]
    assert spent == {"one": Spent(0.0, 15.0), "other": Spent(0.0, 15.0), "broken": Spent(), "lost": Spent()}
    assert said == ["one", "other"]
    assert [calls[id_].ended for id_ in calls] == [None, EndReason.CRASHED, None, None]


async def test_the_audio_of_others_has_its_turn_when_many_calls_are_due_at_once(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def lost_of(_tx: Any, _session_ids: Collection[str]) -> set[str]:
        return set()

    monkeypatch.setattr(ticker, "TICK_SECONDS", 0.0)
    calls: Any = {id_: FakeCall(id_) for id_ in map(str, range(20 * ticker.AT_ONCE))}
    ledger = Ledger(database, lost_of)
    ticks = [0]
    round_ = asyncio.create_task(Ticker(calls, ledger).round())
    while not round_.done():
        await asyncio.sleep(0)
        ticks.append(sum(call.ticks for call in calls.values()))
    assert ticks[-1] == len(calls)
    assert max(after - before for before, after in pairwise(ticks)) == ticker.AT_ONCE


async def test_a_call_that_waits_for_nothing_is_left_alone_until_it_is_due_or_stirs(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def lost_of(_tx: Any, _session_ids: Collection[str]) -> set[str]:
        return set()

    monkeypatch.setattr(ticker, "TICK_SECONDS", 0.0)
    now = [100.0]
    call = FakeCall("one")
    calls: Any = {"one": call}
    ledger = Ledger(database, lost_of)
    rounds = Ticker(calls, ledger, lambda: now[0])
    await rounds.round()  # for the books
    call.due_at = 102.0
    for now[0], ticks in ((101.0, 1), (102.0, 2)):
        await rounds.round()
        assert call.ticks == ticks
    call.due_at = 103.0
    await rounds.round()
    call.due_at = 0.0  # it stirs
    await rounds.round()
    assert call.ticks == 3
    now[0], call.due_at = 102.0 + ticker.BOOK_SECONDS, math.inf
    await rounds.round()
    assert call.ticks == 4
