"""What has been kept for long enough is deleted, by kind, by a clock that the test moves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from feedbackyes.domain.consent import Purpose
from feedbackyes.domain.correction import Correction
from feedbackyes.domain.principal import Principal, Role
from feedbackyes.domain.retention import DAY_MS, Kind, Rules
from feedbackyes.domain.session import EndReason, Session, SessionState
from feedbackyes.domain.transcript import Speaker, Turn
from feedbackyes.protocol.conversation import ConversationEvent
from feedbackyes.storage import Database, audit, consents, corrections, events, reports, retention, sessions, turns
from feedbackyes.storage.recordings.disk import Recordings
from feedbackyes.storage.reports import StoredReport
from feedbackyes.storage.retention import sweep

ENDED = 1_000_000
RULES = Rules(audio=10, transcript=20, feedback=40, events=30)
ANN = Principal("ann", Role.LEARNER)
WORD = "zebrafinch"
REPORT: dict[str, Any] = {
    "elements": [{"id": "situation", "level": 2, "why": WORD, "evidence": [{"quote": WORD}]}],
    "behaviours": [{"quote": WORD}],
    "metrics": [{"id": "rate", "value": 120.0}],
    "strength": {"text": WORD},
    "next_step": {"text": WORD},
    "recommendations": [WORD],
    "feedback": WORD,
    "scores": {"situation": 2},
    "persona": {"state": "broken", "findings": [{"quote": WORD}], "note": WORD},
}


@pytest.fixture
def recordings(tmp_path: Path) -> Recordings:
    return Recordings(tmp_path / "recordings")


async def talk(database: Database, recordings: Recordings, id_: str = "s1", **fields: Any) -> None:
    fields = {"state": SessionState.ENDED, "ended_at": ENDED, "recording": True, "owner_id": "ann", **fields}
    made = Session(id=id_, team_id=None, created_at=1, end_reason=EndReason.LEFT, instructions=WORD, **fields)
    async with database.begin() as tx:
        await sessions.create(tx, made)
        await turns.put(tx, Turn("t1", id_, 1, Speaker.LEARNER, WORD, 0, 1))
        await corrections.put(tx, made, Correction(id_, "t1", WORD, 1))
        event = ConversationEvent(
            session_id=id_, seq=1, t_ms=1, t_wall=1, type="user.transcript.final", data={"text": WORD}
        )
        await events.append(tx, event)
        await reports.put(tx, StoredReport(f"r-{id_}", id_, "ann", None, "basic", "sbi", "0", REPORT, 1))
    writer = recordings.writer(id_)
    writer.write(np.ones((2400, 2), np.int16))
    writer.close()


async def left(database: Database, recordings: Recordings, id_: str = "s1") -> set[str]:
    """What there still is."""
    async with database.read() as tx:
        session = await sessions.find(tx, id_)
        report = (await reports.latest(tx, [id_])).get(id_)
        found = {
            "session": session is not None,
            "persona": session is not None and session.instructions is not None,
            "turns": bool(await turns.every(tx, id_)),
            "corrections": bool(await corrections.every(tx, id_)),
            "events": await events.last_seq(tx, id_) > 0,
            "report": report is not None,
            "quotes": report is not None and WORD in str(report.body),
            "recording": recordings.path(id_) is not None,
        }
    return {name for name, there in found.items() if there}


EVERYTHING = {"session", "persona", "turns", "corrections", "events", "report", "quotes", "recording"}


@pytest.mark.parametrize(
    ("days", "there"),
    [
        (9, EVERYTHING),
        (10, EVERYTHING - {"recording"}),
        (19, EVERYTHING - {"recording"}),
        (20, {"session", "report"}),
        (39, {"session", "report"}),
        (40, set()),
    ],
)
async def test_each_kind_goes_when_its_time_is_over(
    database: Database, recordings: Recordings, days: int, there: set[str]
) -> None:
    await talk(database, recordings)
    for day in range(days + 1):  # as if it ran every day
        await sweep(database, recordings, RULES, now_ms=ENDED + day * DAY_MS)
    assert await left(database, recordings) == there


async def test_a_report_keeps_its_levels_when_the_words_go(database: Database, recordings: Recordings) -> None:
    await talk(database, recordings)
    await sweep(database, recordings, RULES, now_ms=ENDED + 20 * DAY_MS)
    async with database.read() as tx:
        body = (await reports.latest(tx, ["s1"]))["s1"].body
        session = await sessions.get(tx, "s1")
    assert (body["elements"][0]["level"], body["scores"], body["metrics"][0]["value"]) == (2, {"situation": 2}, 120.0)
    assert session.expired == dict.fromkeys(("audio", "transcript", "events"), ENDED + 20 * DAY_MS)


async def test_without_rules_everything_stays(database: Database, recordings: Recordings) -> None:
    await talk(database, recordings)
    swept = await sweep(database, recordings, Rules(), now_ms=ENDED + 10_000 * DAY_MS)
    assert not any(swept.counts.values())
    assert await left(database, recordings) == EVERYTHING


async def test_a_talk_that_goes_on_is_left_alone(database: Database, recordings: Recordings) -> None:
    await talk(database, recordings, state=SessionState.LIVE, ended_at=None)
    await sweep(database, recordings, RULES, now_ms=ENDED + 100 * DAY_MS)
    assert await left(database, recordings) == EVERYTHING


async def test_recordings_of_those_who_do_not_want_them_kept_go_after_a_day(
    database: Database, recordings: Recordings
) -> None:
    await talk(database, recordings)
    await talk(database, recordings, "s2", owner_id="bob")
    async with database.begin() as tx:
        await consents.put(tx, ANN, Purpose.KEEP_RECORDING, granted=False, at=1)
    for rules in (Rules(), RULES):
        await sweep(database, recordings, rules, now_ms=ENDED + DAY_MS)
        assert "recording" not in await left(database, recordings)
        assert "recording" in await left(database, recordings, "s2")


async def test_a_dry_run_says_what_would_go_and_deletes_nothing(database: Database, recordings: Recordings) -> None:
    for number in range(retention.BATCH + 1):
        await talk(database, recordings, f"s{number}")
    told = await sweep(database, recordings, RULES, now_ms=ENDED + 20 * DAY_MS, dry_run=True)
    assert told.counts == {
        **dict.fromkeys(("audio", "transcript", "events"), retention.BATCH + 1),
        "feedback": 0,
        "sessions": 0,
    }
    assert "s3" in told.ids[Kind.AUDIO]
    assert await left(database, recordings, "s3") == EVERYTHING


async def test_what_was_deleted_is_in_the_audit_log_once(database: Database, recordings: Recordings) -> None:
    await talk(database, recordings)
    for _ in range(2):
        await sweep(database, recordings, RULES, now_ms=ENDED + 10 * DAY_MS)
    async with database.read() as tx:
        (line,) = (await audit.page(tx)).items
    assert (line.action, line.owner_id, line.detail["audio"], line.detail["transcript"]) == (
        "retention.swept",
        None,
        1,
        0,
    )


async def test_nothing_of_it_is_left_in_the_file(tmp_path: Path, recordings: Recordings) -> None:
    place = tmp_path / "test.db"
    database = await Database.open(f"sqlite+aiosqlite:///{place}")
    await talk(database, recordings)
    await database.scrub()
    assert "test.db" in found_in(tmp_path)
    await sweep(database, recordings, RULES, now_ms=ENDED + 40 * DAY_MS)
    assert found_in(tmp_path) == []
    await database.close()


def found_in(folder: Path) -> list[str]:
    """The files that have the word in their bytes."""
    return [one.name for one in folder.rglob("*") if one.is_file() and WORD.encode() in one.read_bytes()]
