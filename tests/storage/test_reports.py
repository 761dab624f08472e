"""Reports, analyses and consents as stored."""

from __future__ import annotations

from dataclasses import replace

import pytest

from feedbackyes.domain.consent import Purpose
from feedbackyes.domain.errors import NotFound
from feedbackyes.domain.principal import LOCAL_ADMIN, Principal, Role
from feedbackyes.storage import Database, analyses, consents, reports
from feedbackyes.storage.analyses import Analysis, AnalysisState
from feedbackyes.storage.reports import StoredReport

REPORT = StoredReport("r1", "s", "ann", "red", "basic", "sbi", "h1", {"scores": {"ask_view": 2}, "next_step": None}, 10)
ANALYSIS = Analysis("a1", "s", "ann", None, AnalysisState.RUNNING, 10)


async def test_a_report_is_found_by_what_it_was_made_from(database: Database) -> None:
    async with database.begin() as tx:
        await reports.put(tx, REPORT)
        await reports.put(tx, replace(REPORT, id="r2", created_at=20))
        found = await reports.get(tx, "s", judge="basic", rubric="sbi", input_hash="h1")
        assert found == replace(REPORT, id="r2", created_at=20)
        assert await reports.get(tx, "s", judge="basic", rubric="sbi", input_hash="h2") is None
        assert await reports.get(tx, "s", judge="basic", rubric="nvc", input_hash="h1") is None
        assert await reports.get(tx, "s", owner_id="bob", judge="basic", rubric="sbi", input_hash="h1") is None


async def test_the_latest_report_of_each_session(database: Database) -> None:
    async with database.begin() as tx:
        await reports.put(tx, REPORT)
        await reports.put(tx, replace(REPORT, id="r2", rubric="nvc", created_at=30))
        await reports.put(tx, replace(REPORT, id="r3", session_id="other", created_at=5))
        latest = await reports.latest(tx, ["s", "other", "nobody"])
    assert {session_id: report.id for session_id, report in latest.items()} == {"s": "r2", "other": "r3"}


async def test_an_analysis_ends_in_its_result(database: Database) -> None:
    async with database.begin() as tx:
        await analyses.add(tx, ANALYSIS)
        assert await analyses.get(tx, "a1") == ANALYSIS
        await analyses.finish(tx, "a1", AnalysisState.DONE, {"status": "done"})
        assert await analyses.get(tx, "a1") == replace(ANALYSIS, state=AnalysisState.DONE, result={"status": "done"})
        with pytest.raises(NotFound):
            await analyses.get(tx, "nobody")


async def test_what_ran_when_the_process_died_has_failed(database: Database) -> None:
    async with database.begin() as tx:
        await analyses.add(tx, ANALYSIS)
        await analyses.add(tx, replace(ANALYSIS, id="a2"))
        await analyses.finish(tx, "a2", AnalysisState.DONE, {})
        await analyses.fail_running(tx, {"status": 503})
        assert (await analyses.get(tx, "a1")).state is AnalysisState.FAILED
        assert (await analyses.get(tx, "a2")).state is AnalysisState.DONE


async def test_the_last_answer_holds_for_its_person_and_purpose(database: Database) -> None:
    ann = Principal("ann", Role.LEARNER)
    async with database.begin() as tx:
        assert await consents.get(tx, LOCAL_ADMIN, Purpose.RECORDING) is None
        await consents.put(tx, LOCAL_ADMIN, Purpose.RECORDING, granted=True, at=1)
        await consents.put(tx, LOCAL_ADMIN, Purpose.RECORDING, granted=False, at=2)
        assert await consents.get(tx, LOCAL_ADMIN, Purpose.RECORDING) is False
        assert await consents.get(tx, LOCAL_ADMIN, Purpose.HOSTED_VOICE) is None
        assert await consents.get(tx, ann, Purpose.RECORDING) is None
