"""Transcripts of another system become talks of the right people, once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from feedbackyes.api.services import now_ms
from feedbackyes.app import imports
from feedbackyes.domain.errors import InvalidInput
from feedbackyes.domain.principal import Principal, Role
from feedbackyes.settings import Settings
from feedbackyes.storage import Database, search, sessions, turns, users

DAY_MS = 86_400_000


def line(number: int, *, user: str = "u1", talk: str = "s1", at: int | None = None, **more: Any) -> str:
    said = {"_id": f"i{number}", "user_id": user, "session_id": talk, "text": f"Line {number} of the zebrafinch."}
    role = ("user", "assistant")[number % 2]
    return json.dumps({**said, "role": role, "created_at": (at or now_ms() - DAY_MS) + number * 1000, **more})


@pytest.fixture
async def settings(tmp_path: Path) -> Settings:
    made = Settings(data=tmp_path)
    database = await Database.open(made.sqlalchemy_url)
    async with database.begin() as tx:
        await users.add(tx, Principal("ann", Role.LEARNER, "Ann"), at=1)
    await database.close()
    return made


async def test_lines_become_talks_of_whom_they_are_mapped_to(settings: Settings) -> None:
    lines = [line(2), line(1), line(3), line(9, talk="s2"), line(5, user="ann", talk="s3"), "", line(6, user="local")]
    done = await imports.transcripts(settings, lines, {"u1": "ann"}, language="fr")
    assert (done.lines, done.talks, done.turns, done.refused) == (6, 4, 6, [])
    database = await Database.open(settings.sqlalchemy_url)
    async with database.read() as tx:
        mine = (await sessions.page(tx, owner_id="ann")).items
        first = next(one for one in mine if len(one.id) and one.ended_at and one.ended_at - one.created_at == 2000)
        said = await turns.every(tx, first.id)
        found = await search.talks(tx, "ann", ["zebrafinch"])
    await database.close()
    assert (len(mine), first.language, first.state) == (3, "fr", "ended")
    assert [(one.id, one.speaker, one.start_ms) for one in said] == [
        ("i1", "partner", 0),
        ("i2", "learner", 1000),
        ("i3", "partner", 2000),
    ]
    assert len(found.items) == 3


async def test_importing_again_adds_only_what_is_new(settings: Settings) -> None:
    start = now_ms() - DAY_MS
    lines = [line(number, at=start) for number in range(3)]
    await imports.transcripts(settings, lines, {"*": "ann"})
    again = await imports.transcripts(settings, lines, {"*": "ann"})
    assert (again.talks, again.turns, again.known) == (0, 0, 3)
    more = await imports.transcripts(settings, [*lines, line(3, at=start)], {"*": "ann"})
    assert (more.talks, more.turns, more.known) == (0, 1, 3)


async def test_lines_that_cannot_be_used_are_told_by_number(settings: Settings) -> None:
    lines = [line(0), "{", line(1, user="stranger"), line(2, text=""), line(3)]
    done = await imports.transcripts(settings, lines, {"u1": "ann"})
    assert (done.turns, [number for number, _ in done.refused]) == (2, [2, 3, 4])
    assert "--owner stranger=" in done.refused[1][1]


async def test_what_is_older_than_transcripts_are_kept_is_left_out(settings: Settings) -> None:
    kept = settings.model_copy(update={"retention_transcript_days": 10})
    done = await imports.transcripts(kept, [line(0, at=now_ms() - 11 * DAY_MS)], {"*": "ann"})
    assert done.turns == 0
    assert "10 days" in done.refused[0][1]


async def test_nobody_is_an_owner_who_is_not_here(settings: Settings) -> None:
    with pytest.raises(InvalidInput, match="ghost"):
        await imports.transcripts(settings, [line(0)], {"u1": "ghost"})
