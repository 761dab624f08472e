"""Asking for feedback over HTTP. What it says is tested with the analysis."""

from __future__ import annotations

import asyncio
from typing import Any, cast

import pytest

from feedbackyes import library
from feedbackyes.analysis import Analyst
from feedbackyes.analysis.model_judge import Progress
from feedbackyes.api import feedback, services
from feedbackyes.domain.errors import Failed
from feedbackyes.domain.feedback import AnalyseRequest, Report
from feedbackyes.domain.principal import Principal
from feedbackyes.domain.session import SessionState
from feedbackyes.storage import analyses
from tests.api.conftest import World

RUBRIC = library.rubrics()[0].id
SAID = "You: What do you think happened on Friday?\nSam: I was late with the report.\nYou: I hear that."


async def test_a_posted_transcript_is_judged(world: World) -> None:
    async with world.client("ann") as client:
        answer = await client.post(
            "/api/feedback/analyze", json={"session_id": "elsewhere", "transcript": SAID, "rubric": RUBRIC}
        )
    assert answer.status_code == 200
    found = answer.json()
    assert (found["session_id"], found["status"], found["judge"]["kind"]) == ("elsewhere", "not_enough_speech", "basic")
    assert {"scores", "feedback", "recommendations", "metadata"} <= found.keys()


async def test_without_a_transcript_there_must_be_a_session(world: World) -> None:
    async with world.client("ann") as client:
        answer = await client.post("/api/feedback/analyze", json={"session_id": "elsewhere"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "session_not_found")


async def test_another_persons_session_is_not_judged(world: World) -> None:
    await world.session()
    await world.share()
    for who, status in (("bob", 403), ("ann", 200), ("tim", 403), ("eve", 403)):
        async with world.client(who) as client:
            answer = await client.post(
                "/api/feedback/analyze", json={"session_id": "s1", "transcript": SAID, "rubric": RUBRIC}
            )
        assert answer.status_code == status, who


async def test_who_a_talk_is_shared_with_may_have_it_judged_but_brings_no_words_to_it(world: World) -> None:
    await world.session(state=SessionState.ENDED, started_at=1, ended_at=2)
    await world.share()
    async with world.client("tim") as tim, world.client("eve") as eve:
        own = await tim.post("/api/feedback/analyze", json={"session_id": "s1", "rubric": RUBRIC})
        brought = await tim.post("/api/feedback/analyze", json={"session_id": "s1", "transcript": SAID})
        unshared = await eve.post("/api/feedback/analyze", json={"session_id": "s1", "rubric": RUBRIC})
    assert (own.status_code, brought.status_code, unshared.status_code) == (200, 403, 403)
    assert (brought.json()["error"]["code"], unshared.json()["error"]["code"]) == ("not_yours", "not_shared")


@pytest.mark.parametrize(
    ("change", "status", "param", "said"),
    [
        ({"transcript": [{"speaker": "nobody", "text": "x"}]}, 422, "transcript.turns.0.speaker", "learner"),
        ({"transcript": [{"speaker": "learner"}]}, 422, "transcript.turns.0.text", "required"),
        ({"transcript": 5}, 422, "transcript.text", "string"),
        ({"transcript": "Zoe: Hello.\nMarc: Hi."}, 400, "transcript", "Zoe, Marc"),
        ({"transcript": " \n"}, 404, "session_id", "Post a transcript"),
        ({"transcript": []}, 404, "session_id", "Post a transcript"),
        ({"language": "it"}, 400, "language", "en, fr, de, es"),
        ({"rubric": "charm"}, 404, "rubric", "sbi"),
        ({"scenario_id": "nowhere"}, 404, "scenario_id", "nowhere"),
        ({"session_id": "a\0b"}, 422, "session_id", "pattern"),
        ({"session_id": "x" * 129}, 422, "session_id", "128"),
        (
            {"transcript": [{"speaker": "learner", "text": "x", "end_ms": 10**30}]},
            422,
            "transcript.turns.0.end_ms",
            "8640",
        ),
    ],
)
@pytest.mark.parametrize("prefer", ["", "respond-async"])
async def test_what_cannot_be_judged_is_refused_at_once_and_named(
    world: World, change: dict[str, Any], status: int, param: str, said: str, prefer: str
) -> None:
    async with world.client("ann") as client:
        answer = await client.post(
            "/api/feedback/analyze",
            json={"session_id": "elsewhere", "transcript": SAID, **change},
            headers={"Prefer": prefer},
        )
    error = answer.json()["error"]
    assert (answer.status_code, error["param"]) == (status, param)
    assert said in error["message"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"session_id": ""},
        {"session_id": "x", "duration_seconds": -1},
        {"session_id": "x", "transcript": [{"speaker": "nobody", "text": "x"}]},
        {"session_id": "x", "transcript": 5},
    ],
)
async def test_a_request_that_cannot_be_used_is_refused(world: World, body: dict[str, Any]) -> None:
    async with world.client() as client:
        assert (await client.post("/api/feedback/analyze", json=body)).status_code == 422


async def ask(world: World, who: str = "ann") -> str:
    async with world.client(who) as client:
        answer = await client.post(
            "/api/feedback/analyze",
            json={"session_id": "elsewhere", "transcript": SAID, "rubric": RUBRIC},
            headers={"Prefer": "wait=1, respond-async"},
        )
    assert answer.status_code == 202
    assert answer.headers["preference-applied"] == "respond-async"
    assert answer.json()["status"] == "running"
    return str(answer.headers["location"])


async def test_who_prefers_not_to_wait_is_told_where_to_look(world: World) -> None:
    place = await ask(world)
    await asyncio.gather(*world.services.tasks)
    async with world.client("ann") as client, world.client("bob") as bob:
        found = await client.get(place)
        assert (found.status_code, found.json()["session_id"]) == (200, "elsewhere")
        assert (await bob.get(place)).status_code == 403
        assert (await client.get("/api/feedback/nobody")).status_code == 404


class Slow:
    """An analyst who waits to be let go, and may fail."""

    def __init__(self, error: Exception | None = None) -> None:
        self.go, self.came, self.error = asyncio.Event(), asyncio.Event(), error

    async def look_up(self, request: AnalyseRequest, _principal: Principal) -> tuple[str, None]:
        return str(request), None

    async def analyse(self, _request: AnalyseRequest, _principal: Principal, progress: Progress) -> Report:
        await progress(4, 15)
        self.came.set()
        await self.go.wait()
        raise self.error or RuntimeError("a bug")


async def test_until_it_is_done_the_place_says_how_far_it_is(world: World) -> None:
    world.services.analyst = slow = Slow()  # type: ignore[assignment]
    place = await ask(world)
    await slow.came.wait()
    async with world.client("ann") as client:
        running = await client.get(place)
    body = running.json()
    assert (running.status_code, body["status"], body["done"], body["total"]) == (202, "running", 4, 15)
    slow.go.set()


async def test_who_comes_back_finds_what_is_running(world: World) -> None:
    world.services.analyst = slow = Slow()  # type: ignore[assignment]
    place = await ask(world)
    assert await ask(world) == place
    assert await ask(world, "bob") != place
    assert len(world.services.tasks) == 2
    slow.go.set()
    await asyncio.gather(*world.services.tasks)
    assert await ask(world) != place


async def test_a_stored_report_is_there_at_once(world: World) -> None:
    body = {"session_id": "elsewhere", "transcript": SAID, "rubric": RUBRIC}
    async with world.client("ann") as client:
        made = await client.post("/api/feedback/analyze", json=body)
        found = await client.post("/api/feedback/analyze", json=body, headers={"Prefer": "respond-async"})
    assert (found.status_code, found.json()) == (200, made.json())


@pytest.mark.parametrize(
    ("error", "status", "code"), [(Failed("The judge is away."), 502, "failed"), (None, 500, "internal_error")]
)
async def test_a_failure_is_found_at_the_same_place(
    world: World, error: Exception | None, status: int, code: str
) -> None:
    world.services.analyst = slow = Slow(error)  # type: ignore[assignment]
    slow.go.set()
    place = await ask(world)
    await asyncio.gather(*world.services.tasks)
    async with world.client("ann") as client:
        found = await client.get(place)
    assert (found.status_code, found.json()["error"]["code"]) == (status, code)
    assert "a bug" not in found.text


async def crash(world: World) -> None:
    """As far as the analyses can tell: nobody works on them any more."""
    for task in world.services.tasks:
        task.cancel()
    await asyncio.gather(*world.services.tasks, return_exceptions=True)


async def test_what_a_crash_cut_off_is_taken_up_at_the_next_start(world: World) -> None:
    able, world.services.analyst = world.services.analyst, cast("Analyst", Slow())
    place = await ask(world)
    await crash(world)
    world.services.analyst = able
    await feedback.take_up(world.services)
    await asyncio.gather(*world.services.tasks)
    async with world.client("ann") as client:
        found = await client.get(place)
    assert (found.status_code, found.json()["session_id"]) == (200, "elsewhere")


async def test_what_was_cut_off_three_times_is_given_up(world: World) -> None:
    world.services.analyst = cast("Analyst", Slow())
    place = await ask(world)
    for _ in range(3):
        await crash(world)
        await feedback.take_up(world.services)
    assert not world.services.tasks
    async with world.client("ann") as client:
        found = await client.get(place)
    assert (found.status_code, found.json()["error"]["code"]) == (503, "analysis_lost")


async def test_a_server_that_stops_leaves_what_takes_long_for_the_next_start(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "FINISH_SECONDS", 0.01)
    world.services.analyst = cast("Analyst", Slow())
    place = await ask(world)
    await world.services.finish()
    async with world.services.database.read() as tx:
        assert (await analyses.get(tx, place.rsplit("/", 1)[1])).state is analyses.AnalysisState.RUNNING
