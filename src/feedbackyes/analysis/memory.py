"""A model judge's memory in the database."""

from __future__ import annotations

import time
from dataclasses import dataclass

import msgspec

from feedbackyes.analysis.model_judge import Answered
from feedbackyes.storage import Database, judge_answers, sessions
from feedbackyes.storage.judge_answers import StoredAnswer


@dataclass(frozen=True, slots=True)
class StoredMemory:
    """Of one session and its owner.

    Args:
        stored: the session is stored, not only a name for a transcript that somebody brought.
    """

    database: Database
    session_id: str
    owner_id: str
    team_id: str | None
    stored: bool

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
