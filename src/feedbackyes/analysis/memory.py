"""A model judge's memory in the database, and the book of what its answers cost."""

from __future__ import annotations

import time
from dataclasses import dataclass

import msgspec

from feedbackyes.analysis import prices
from feedbackyes.analysis.language_model import Usage
from feedbackyes.analysis.model_judge import Answered
from feedbackyes.domain.usage import UsageKind, UsageRecord
from feedbackyes.storage import Database, judge_answers, sessions, usage
from feedbackyes.storage.judge_answers import StoredAnswer


@dataclass(frozen=True, slots=True)
class StoredMemory:
    """Of one session and its owner.

    Args:
        stored: the session is stored, not only a name for a transcript that somebody brought.
        model: whose answers these are. own: it is asked in our own network.
    """

    database: Database
    session_id: str
    owner_id: str
    team_id: str | None
    stored: bool
    model: str
    own: bool

    async def find(self, key: str) -> Answered | None:
        async with self.database.read() as tx:
            body = await judge_answers.find(tx, self.session_id, key, owner_id=self.owner_id)
        try:
            return None if body is None else msgspec.convert(body, Answered)
        except msgspec.ValidationError:  # of an older version of this program
            return None

    async def keep(self, key: str, answered: Answered) -> None:
        """Raises `UnknownSession` when the session was deleted meanwhile: nothing of it may come back."""
        body = msgspec.to_builtins(answered)
        now_ms = time.time_ns() // 1_000_000
        answer = StoredAnswer(self.session_id, key, self.owner_id, self.team_id, body, now_ms)
        async with self.database.begin() as tx:
            if self.stored:
                await sessions.get(tx, self.session_id)
            await judge_answers.put(tx, answer)
            await usage.put(tx, self._paid(f"{key}:{now_ms}", answered.usage, now_ms))

    def _paid(self, key: str, used: Usage, now_ms: int) -> UsageRecord:
        return UsageRecord(
            id=f"{self.session_id}:judge:{key}",
            session_id=self.session_id,
            owner_id=self.owner_id,
            team_id=self.team_id,
            at=now_ms,
            kind=UsageKind.JUDGE,
            provider="judge",
            model=self.model,
            used=prices.amounts(used),
            cost=prices.cost(self.model, used, own=self.own),
            reported=used != Usage(),
        )
