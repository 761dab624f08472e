"""Talks as an earlier visit left them: in the database and, with sound, among the recordings."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from feedbackyes import library
from feedbackyes.domain.principal import LOCAL_ADMIN
from feedbackyes.domain.session import EndReason, Session, SessionState
from feedbackyes.domain.transcript import Speaker, Turn
from feedbackyes.settings import Settings
from feedbackyes.storage import Database, sessions, turns

TURN_MS, GAP_MS = 9_000, 600


def store_talk(
    data: Path, session_id: str, said: Sequence[tuple[Speaker, str]], *, scenario_id: str = "late-report", days: int = 1
) -> str:
    """Store an ended talk of the local person, `days` ago, in which `said` was said; return its id."""

    async def store() -> None:
        database = await Database.open(Settings(data=data).sqlalchemy_url)
        began = time.time_ns() // 1_000_000 - days * 86_400_000
        length = len(said) * (TURN_MS + GAP_MS)
        session = Session(
            id=session_id,
            owner_id=LOCAL_ADMIN.id,
            team_id=None,
            state=SessionState.ENDED,
            created_at=began,
            scenario_id=scenario_id,
            scenario_version=1,
            provider="local",
            language=library.scenario(scenario_id).language,
            started_at=began,
            ended_at=began + length,
            end_reason=EndReason.COMPLETED,
        )
        async with database.begin() as tx:
            await sessions.create(tx, session)
            for i, (speaker, text) in enumerate(said):
                start = i * (TURN_MS + GAP_MS)
                await turns.put(tx, Turn(f"t{i}", session_id, i + 1, speaker, text, start, start + TURN_MS))
        await database.close()

    data.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(1) as beside:  # this thread has Playwright's event loop
        beside.submit(asyncio.run, store()).result()
    return session_id
