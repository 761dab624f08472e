"""Reports, analyses and consents as stored."""

from __future__ import annotations

from dataclasses import replace

import pytest

from feedbackyes.domain.consent import Purpose
from feedbackyes.domain.errors import NotFound
from feedbackyes.domain.principal import LOCAL_ADMIN, Principal, Role
from feedbackyes.domain.session import Session, SessionState
from feedbackyes.storage import Database, analyses, consents, judge_answers, reports, sessions
from feedbackyes.storage.analyses import Analysis, AnalysisState
from feedbackyes.storage.judge_answers import StoredAnswer
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


async def test_what_is_not_done_is_found_again_and_how_far_it_is(database: Database) -> None:
    asked = replace(ANALYSIS, request={"wanted": 1})
    async with database.begin() as tx:
        await analyses.add(tx, asked)
        await analyses.add(tx, replace(ANALYSIS, id="a2", session_id="other"))
        await analyses.add(tx, replace(ANALYSIS, id="a3"))
        await analyses.finish(tx, "a3", AnalysisState.DONE, {})
        await analyses.advance(tx, "a1", 4, 15)
        await analyses.advance(tx, "a1", 3, 15)
        assert await analyses.running(tx, "s") == [replace(asked, done=4, total=15)]
        assert [one.id for one in await analyses.running(tx)] == ["a1", "a2"]
        await analyses.begin_again(tx, "a1", {"wanted": 2})
        assert (await analyses.get(tx, "a1")) == replace(asked, request={"wanted": 2})
        await analyses.finish(tx, "a1", AnalysisState.FAILED, {"status": 500})
        assert (await analyses.get(tx, "a1")).request is None


ANSWER = StoredAnswer("s", "k", "ann", None, {"behaviours": []}, 10)


async def test_answers_of_a_judge_are_their_owners(database: Database) -> None:
    async with database.begin() as tx:
        await judge_answers.put(tx, ANSWER)
        await judge_answers.put(tx, replace(ANSWER, body={"behaviours": [1]}))
        assert await judge_answers.find(tx, "s", "k", owner_id="ann") == {"behaviours": [1]}
        assert await judge_answers.find(tx, "s", "k", owner_id="bob") is None
        assert await judge_answers.find(tx, "s", "other", owner_id="ann") is None
        await judge_answers.delete_of(tx, "s", owner_id="bob")
        assert await judge_answers.count(tx, "s") == 1
        await judge_answers.delete_of(tx, "s", owner_id="ann")
        assert await judge_answers.count(tx, "s") == 0


async def test_old_answers_and_those_of_a_deleted_session_go(database: Database) -> None:
    async with database.begin() as tx:
        await sessions.create(tx, Session("s", "ann", None, SessionState.ENDED, 1))
        await judge_answers.put(tx, ANSWER)
        await judge_answers.put(tx, replace(ANSWER, session_id="older", created_at=9))
        await judge_answers.delete_older(tx, before=10)
        assert [await judge_answers.count(tx, one) for one in ("s", "older")] == [1, 0]
        await sessions.delete(tx, "s")
        assert await judge_answers.count(tx, "s") == 0


async def test_the_last_answer_holds_for_its_person_and_purpose(database: Database) -> None:
    ann = Principal("ann", Role.LEARNER)
    async with database.begin() as tx:
        assert await consents.get(tx, LOCAL_ADMIN, Purpose.RECORDING) is None
        await consents.put(tx, LOCAL_ADMIN, Purpose.RECORDING, granted=True, at=1)
        await consents.put(tx, LOCAL_ADMIN, Purpose.RECORDING, granted=False, at=2)
        assert await consents.get(tx, LOCAL_ADMIN, Purpose.RECORDING) is False
        assert await consents.get(tx, LOCAL_ADMIN, Purpose.HOSTED_VOICE) is None
        assert await consents.get(tx, ann, Purpose.RECORDING) is None
