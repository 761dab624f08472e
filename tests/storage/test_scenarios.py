"""Scenarios that are written here: versions, drafts, who sees them, and what is left of a deleted one."""

from __future__ import annotations

from importlib.resources import files

import pytest

from feedbackyes import library
from feedbackyes.domain.errors import Forbidden
from feedbackyes.domain.own_scenario import OwnScenario, ScenarioVersion, stamped
from feedbackyes.domain.principal import Principal, Role
from feedbackyes.domain.session import Session, SessionState
from feedbackyes.storage import Database, scenarios, sessions

TIM = Principal("tim", Role.TRAINER, "Tim", "red")
TOM = Principal("tom", Role.TRAINER, "Tom", "red")
ANN = Principal("ann", Role.LEARNER, "Ann", "red")
BOB = Principal("bob", Role.LEARNER, "Bob", "blue")
EVE = Principal("eve", Role.ADMIN, "Eve")
OWN = OwnScenario("mine-1", "tim", "red", 1, shared=False, created_at=5, updated_at=5)


def text(version: int, title: str = "My own") -> str:
    shipped = (files(library) / "scenarios" / "late-report.yaml").read_text(encoding="utf-8")
    return stamped(shipped, "mine-1", version).replace("title: The late report", f"title: {title}")


def version(number: int, title: str = "My own", *, draft: bool = False, note: str | None = None) -> ScenarioVersion:
    return ScenarioVersion("mine-1", number, text(number, title), note, draft, created_at=10 + number)


@pytest.fixture
async def stored(database: Database) -> Database:
    async with database.begin() as tx:
        await scenarios.create(tx, OWN, text(1), note="first")
    return database


async def held(database: Database, number: int) -> Session:
    session = Session(
        f"s{number}",
        "ann",
        "red",
        SessionState.CREATED,
        created_at=1,
        scenario_id="mine-1",
        scenario_version=number,
    )
    async with database.begin() as tx:
        await sessions.create(tx, session)
    return session


async def test_an_own_scenario_is_found_beside_the_shipped_ones(stored: Database) -> None:
    async with stored.read() as tx:
        own = await scenarios.resolve(tx, "mine-1")
        assert (own.id, own.version, own.title) == ("mine-1", 1, "My own")
        assert await scenarios.resolve(tx, "late-report") is library.scenario("late-report")
        with pytest.raises(scenarios.UnknownScenario, match="no scenario 'nowhere'"):
            await scenarios.resolve(tx, "nowhere")


async def test_a_saved_text_is_the_one_of_now_and_a_talk_keeps_its_own(stored: Database) -> None:
    session = await held(stored, 1)
    async with stored.begin() as tx:
        await scenarios.save(tx, OWN, version(2, "Later", note="shorter"))
    async with stored.read() as tx:
        assert (await scenarios.resolve(tx, "mine-1")).title == "Later"
        of_session = await scenarios.of_session(tx, session)
        assert of_session is not None
        assert of_session.title == "My own"
        assert [(one.version, one.note) for one in await scenarios.versions(tx, "mine-1")] == [
            (2, "shorter"),
            (1, "first"),
        ]


async def test_nobody_overwrites_what_somebody_else_saved_meanwhile(stored: Database) -> None:
    async with stored.begin() as tx:
        await scenarios.save(tx, OWN, version(2))
    with pytest.raises(scenarios.Overwritten, match="version 2"):
        async with stored.begin() as tx:
            await scenarios.save(tx, OWN, version(3))


async def test_a_draft_is_tried_by_its_author_and_stays_out_of_the_versions(stored: Database) -> None:
    async with stored.begin() as tx:
        await scenarios.keep_draft(tx, OWN, version(2, "Draft", draft=True))
    async with stored.read() as tx:
        assert (await scenarios.practised(tx, TIM, "mine-1", 2)).title == "Draft"
        assert (await scenarios.practised(tx, TIM, "mine-1")).title == "My own"
        assert [one.version for one in await scenarios.versions(tx, "mine-1")] == [1]
        assert await scenarios.next_version(tx, "mine-1") == 3
        with pytest.raises(scenarios.UnknownScenario):
            await scenarios.practised(tx, ANN, "mine-1", 2)


async def test_a_draft_goes_with_the_next_one_unless_somebody_talked_with_it(stored: Database) -> None:
    async with stored.begin() as tx:
        await scenarios.keep_draft(tx, OWN, version(2, draft=True))
    await held(stored, 2)
    async with stored.begin() as tx:
        await scenarios.keep_draft(tx, OWN, version(3, draft=True))
        await scenarios.keep_draft(tx, OWN, version(4, draft=True))
        assert (await scenarios.text(tx, "mine-1", 2)).draft
        with pytest.raises(scenarios.UnknownScenario):
            await scenarios.text(tx, "mine-1", 3)


async def test_what_is_shared_is_seen_by_the_team_and_the_rest_by_its_author(stored: Database) -> None:
    async def seen() -> set[str]:
        async with stored.read() as tx:
            return {who.id for who in (TIM, TOM, ANN, BOB, EVE) if await scenarios.visible(tx, who)}

    assert await seen() == {"tim", "eve"}
    async with stored.begin() as tx:
        await scenarios.share(tx, "mine-1", shared=True)
    assert await seen() == {"tim", "tom", "ann", "eve"}
    async with stored.read() as tx:
        assert (await scenarios.practised(tx, ANN, "mine-1")).title == "My own"
        with pytest.raises(scenarios.UnknownScenario):
            await scenarios.practised(tx, BOB, "mine-1")
    async with stored.begin() as tx:
        await scenarios.keep_draft(tx, OWN, version(2, draft=True))
        with pytest.raises(Forbidden, match="Only its author"):
            await scenarios.practised(tx, ANN, "mine-1", 2)


async def test_without_a_team_shared_means_everybody(database: Database) -> None:
    async with database.begin() as tx:
        own = OwnScenario("mine-1", "lone", None, 1, shared=True, created_at=5, updated_at=5)
        await scenarios.create(tx, own, text(1))
        assert [one.id for one, _ in await scenarios.visible(tx, BOB)] == ["mine-1"]
        assert own.seen_by(BOB)


async def test_a_deleted_one_is_gone_but_for_the_reports_of_its_talks(stored: Database) -> None:
    session = await held(stored, 1)
    async with stored.begin() as tx:
        await scenarios.save(tx, OWN, version(2))
        await scenarios.delete(tx, "mine-1", at=99)
    async with stored.read() as tx:
        assert await scenarios.visible(tx, TIM) == []
        assert await scenarios.of_session(tx, session) is not None
        for wanted in (scenarios.resolve(tx, "mine-1"), scenarios.practised(tx, TIM, "mine-1")):
            with pytest.raises(scenarios.UnknownScenario):
                await wanted
        with pytest.raises(scenarios.UnknownScenario):
            await scenarios.text(tx, "mine-1", 2)


async def test_one_that_nobody_talked_with_leaves_nothing(stored: Database) -> None:
    async with stored.begin() as tx:
        await scenarios.delete(tx, "mine-1", at=99)
        assert await scenarios.find(tx, "mine-1") is None
        assert await scenarios.versions(tx, "mine-1") == []


async def test_a_text_that_cannot_be_read_any_more_hides_no_other(stored: Database) -> None:
    async with stored.begin() as tx:
        other = OwnScenario("old", "tim", "red", 1, shared=False, created_at=5, updated_at=9)
        await scenarios.create(tx, other, "id: old\nversion: 1\n")
        assert [own.id for own, _ in await scenarios.visible(tx, TIM)] == ["mine-1"]
