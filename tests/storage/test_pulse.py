"""Pulses in the database: on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import text

from feedbackyes.domain.errors import NotFound
from feedbackyes.domain.principal import Principal, Role
from feedbackyes.domain.pulse import DAY_MS, NOBODYS, AlreadyAnswered, Answer, ItemSet, Wave, check_in_wave
from feedbackyes.storage import Database, pulse, users
from feedbackyes.storage.pulse import Note, WaveOverlaps

WAVE = Wave("w1", "tim", "red", "", (ItemSet.SAFETY, ItemSet.COMMENT), 10 * DAY_MS, 20 * DAY_MS)


def person(number: int, team: str | None = "red") -> Principal:
    return Principal(f"p{number}", Role.LEARNER, "P", team)


async def test_answers_at_once_are_all_kept_in_one_sorted_box(database: Database) -> None:
    async with database.begin() as tx:
        await pulse.add(tx, WAVE, {"red": 9})

    async def answer(number: int) -> None:
        async with database.begin() as tx:
            given: dict[str, Answer] = {"safety": [9 - number] * 7, "comment": f"c{number}"}
            await pulse.answer(tx, WAVE, person(number), "red", given, people=9)

    await asyncio.gather(*(answer(number) for number in range(6)))
    with pytest.raises(AlreadyAnswered):
        await answer(3)
    async with database.read() as tx:
        ((wave, groups),) = await pulse.asked(tx, before=WAVE.opens_at)
        assert await pulse.took_part(tx, "w1", "p3")
        assert await pulse.counts(tx, ["w1"]) == {"w1": (6, 9)}
    assert wave == WAVE
    red = groups["red"]
    assert red.boxes["safety"].answers == tuple([value] * 7 for value in range(4, 10))
    assert red.boxes["comment"].answers == tuple(f"c{number}" for number in range(6))
    assert red.took_part == {f"p{number}" for number in range(6)}


async def test_a_team_is_asked_in_one_wave_at_a_time(database: Database) -> None:
    later = replace(WAVE, id="w2", opens_at=20 * DAY_MS, closes_at=30 * DAY_MS)
    async with database.begin() as tx:
        await pulse.add(tx, WAVE, {"red": 3, "blue": 3})
        await pulse.add(tx, later, {"red": 3})
        await pulse.add(tx, replace(WAVE, id="w3"), {"green": 3})
        with pytest.raises(WaveOverlaps):
            await pulse.add(tx, replace(WAVE, id="w4", opens_at=19 * DAY_MS, closes_at=20 * DAY_MS), {"blue": 3})
        await pulse.close(tx, "w1", at=12 * DAY_MS)
        await pulse.close(tx, "w1", at=13 * DAY_MS)
        await pulse.add(tx, replace(WAVE, id="w4", opens_at=12 * DAY_MS, closes_at=13 * DAY_MS), {"blue": 3})
    async with database.read() as tx:
        assert (await pulse.get(tx, "w1")).closed_at == 12 * DAY_MS
        assert await pulse.open_of(tx, "red", at=12 * DAY_MS) is None
        assert await pulse.open_of(tx, "red", at=21 * DAY_MS) == later
        assert [wave.id for wave in await pulse.every(tx, team="red", limit=9)] == ["w2", "w1"]
        assert await pulse.teams_of(tx, ["w1", "w2"]) == {"w1": ["blue", "red"], "w2": ["red"]}
        of_blue = await pulse.asked(tx, before=20 * DAY_MS, team="blue")
        assert [(wave.id, list(groups)) for wave, groups in of_blue if groups] == [("w1", ["blue"]), ("w4", ["blue"])]


async def test_a_wave_stays_when_whoever_opened_it_is_gone(database: Database) -> None:
    async with database.begin() as tx:
        await pulse.add(tx, replace(WAVE, owner_id=None), {"red": 3})
        assert [wave.id for wave in await pulse.every(tx, team="red", limit=9)] == ["w1"]
        assert await pulse.open_of(tx, "red", at=WAVE.opens_at) is not None
        with pytest.raises(WaveOverlaps):
            await pulse.add(tx, replace(WAVE, id="w2"), {"red": 3})


async def test_a_week_of_check_ins_is_made_once_and_is_in_no_list(database: Database) -> None:
    week = check_in_wave(15 * DAY_MS)
    async with database.begin() as tx:
        await pulse.keep_check_in(tx, week)
        await pulse.keep_check_in(tx, week)
        for number in range(6):
            await pulse.answer(tx, week, person(number, None), NOBODYS, {"mood": [number % 5 + 1]}, people=0)
    async with database.read() as tx:
        ((wave, groups),) = await pulse.asked(tx, before=15 * DAY_MS)
        assert await pulse.every(tx, team=None, limit=9) == []
        assert await pulse.open_of(tx, NOBODYS, at=15 * DAY_MS) is None
        waiting = (await tx.execute(text("SELECT waiting FROM pulse_boxes"))).scalar_one()
    assert wave == week
    assert groups[NOBODYS].boxes["mood"].answers == ([1], [2], [3], [4], [5])
    assert str(waiting) == "[[1]]"


async def test_a_wave_that_is_called_off_leaves_nothing(database: Database) -> None:
    async with database.begin() as tx:
        await pulse.add(tx, WAVE, {"red": 3})
        await pulse.answer(tx, WAVE, person(1), "red", {"comment": "x"}, people=3)
        await pulse.remove(tx, "w1")
        for table in ("waves", "groups", "boxes", "participations"):
            assert (await tx.execute(text(f"SELECT count(*) FROM pulse_{table}"))).scalar_one() == 0
        with pytest.raises(NotFound):
            await pulse.get(tx, "w1")


async def test_who_took_part_is_forgotten_and_answers_stay(database: Database) -> None:
    async with database.begin() as tx:
        await pulse.add(tx, WAVE, {"red": 3})
        await pulse.answer(tx, WAVE, person(1), "red", {"comment": "x"}, people=3)
        assert await pulse.forget(tx, ended_before=WAVE.closes_at) == 0
        assert await pulse.forget(tx, ended_before=WAVE.closes_at + 1) == 1
        ((_, groups),) = await pulse.asked(tx, before=WAVE.closes_at)
    assert (groups["red"].took_part, groups["red"].boxes["comment"].answers) == (frozenset(), ("x",))


async def test_people_are_counted_by_team_and_notes_are_kept(database: Database) -> None:
    async with database.begin() as tx:
        await users.add_team(tx, "red", "Red", at=1)
        for number, team in ((1, "red"), (2, "red"), (3, None)):
            await users.add(tx, person(number, team), at=1)
        assert await pulse.people(tx) == {"red": 2, NOBODYS: 1}
        one, two = Note("n1", "red", 1, "More time."), Note("n2", "blue", 2, "Less mail.")
        for note in (one, two):
            await pulse.add_note(tx, note, owner_id="tim")
        assert (await pulse.notes(tx, "red"), await pulse.notes(tx, None)) == ([one], [two, one])
        await pulse.remove_note(tx, "n1")
        with pytest.raises(NotFound):
            await pulse.note(tx, "n1")
