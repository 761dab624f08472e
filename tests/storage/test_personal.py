"""Nothing that is kept about a person is forgotten, neither when they ask for it nor when they go."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import JSON, BigInteger, Boolean, Float, Integer, insert, select
from sqlalchemy import Table as AnyTable

from feedbackyes.storage import Database, personal, schema
from feedbackyes.storage.personal import IMPERSONAL, RULES, Fate

MARK = "zebra"


def value(column: Any, who: str) -> Any:
    """Something that tells whose it is, where the column has room for it."""
    if column.name in {"owner_id", "user_id", "grantee_id"}:
        return who
    kinds: list[tuple[type, Any]] = [(Boolean, True), (BigInteger, 7), (Integer, 1), (Float, 1.0)]
    for kind, plain in kinds:
        if isinstance(column.type, kind):
            return plain
    return [f"{MARK}-{who}"] if isinstance(column.type, JSON) else f"{MARK}-{who}"


FIXED: dict[str, Any] = {"session_id": "s-{}", "team_id": "red", "scenario_id": "own-{}", "state": "ended"}


def row(table: AnyTable, who: str) -> dict[str, Any]:
    made = {column.name: value(column, who) for column in table.c}
    made |= {name: text.format(who) for name, text in FIXED.items() if name in made}
    own: dict[str, dict[str, Any]] = {
        "users": {"id": who, "role": "learner"},
        "sessions": {"id": f"s-{who}"},
        "scenarios": {"id": f"own-{who}"},
    }
    own["audit"] = {"subject": f"user:{who}", "detail": {"name": f"{MARK}-{who}"}}
    own["scenarios"]["shared"] = False
    own["webhook_deliveries"] = {"endpoint_id": f"{MARK}-{who}"}
    own["pulse_participations"] = {"wave_id": f"{MARK}-{who}"}
    return {**made, **own.get(table.name, {})}


@pytest.fixture
async def two(database: Database) -> Database:
    """Rows of two people in every table that knows people."""
    async with database.begin() as tx:
        await tx.execute(insert(schema.teams).values(id="red", name="Red", created_at=1))
        for who in ("ann", "bob"):
            for table in personal.tables():
                await tx.execute(insert(table).values(**row(table, who)))
    return database


def test_every_table_knows_whose_it_is_or_is_said_to_know_nobody() -> None:
    known = {table.name for table in schema.metadata.sorted_tables}
    assert set(RULES) <= known
    assert known >= IMPERSONAL
    for table in personal.tables():
        assert "owner_id" in table.c or personal.rule(table).also is not None, table.name
        people = {column.name for column in table.c for key in column.foreign_keys if key.column.table is schema.users}
        if people - {"owner_id"}:
            assert personal.rule(table).also is not None, f"{table.name}: {people}"


async def test_everything_about_somebody_is_given_and_no_secret(two: Database) -> None:
    for table in personal.tables():
        found = [one async for one in personal.rows(two, table, "ann")]
        assert len(found) == 1, table.name
        assert not set(found[0]) & {"hash", "password_hash", "secret"}
        assert "bob" not in str(found)


async def test_many_rows_come_in_pages_and_each_once(database: Database) -> None:
    count = personal.PAGE_ROWS * 2 + 1
    async with database.begin() as tx:
        rows = [{**row(schema.goals, "ann"), "id": f"g{number}"} for number in range(count)]
        await tx.execute(insert(schema.goals), rows)
    found = [one["id"] async for one in personal.rows(database, schema.goals, "ann")]
    assert (len(found), len(set(found))) == (count, count)


async def test_who_goes_leaves_nothing_and_takes_nothing_of_others(two: Database) -> None:
    before = await everything(two)
    async with two.begin() as tx:
        pseudonym, counts = await personal.erase(tx, "ann", name=f"{MARK}-ann", watches=True)
    after = await everything(two)
    nobodys = {name for name, rule in RULES.items() if rule.fate in {Fate.UNOWNED, Fate.SUMMED, Fate.PSEUDONYM}}
    for table in personal.tables():
        assert about(before[table.name], "bob") == about(after[table.name], "bob"), table.name
        assert [one for one in after[table.name] if "'ann'" in one or "user:ann" in one] == [], table.name
        if table.name not in nobodys:
            assert f"{MARK}-ann" not in str(after[table.name]), table.name
        assert counts[table.name] >= 1, table.name
    (line,) = about(after["audit"], pseudonym)
    assert "'detail': {}" in line
    assert "'address': None" in line


async def test_what_was_used_stays_as_a_sum_of_nobody(database: Database) -> None:
    async with database.begin() as tx:
        for number in range(3):
            use = {**row(schema.usage, "ann"), "id": f"u{number}", "at": number + 1, "cost_usd": 0.5}
            await tx.execute(insert(schema.usage).values(**use))
        await personal.erase(tx, "ann", name="", watches=False)
        (left,) = (await tx.execute(select(schema.usage))).mappings().all()
    assert (left["owner_id"], left["session_id"], left["cost_usd"], left["at"]) == (personal.DELETED, None, 1.5, 0)


async def test_a_scenario_that_others_practise_stays_without_its_author(two: Database) -> None:
    async with two.begin() as tx:
        await tx.execute(schema.scenarios.update().where(schema.scenarios.c.id == "own-ann").values(shared=True))
        published = {**row(schema.scenario_versions, "ann"), "version": 2, "draft": False, "text": "role: …"}
        await tx.execute(insert(schema.scenario_versions).values(**published))
        await personal.erase(tx, "ann", name="", watches=False)
        kept = (await tx.execute(select(schema.scenarios).where(schema.scenarios.c.id == "own-ann"))).mappings().one()
        versions = schema.scenario_versions
        (text,) = (await tx.execute(select(versions).where(versions.c.scenario_id == "own-ann"))).mappings().all()
    assert kept["owner_id"] == personal.DELETED
    assert (text["owner_id"], text["text"], text["note"], text["version"]) == (personal.DELETED, "role: …", None, 2)


async def test_deleting_only_talks_leaves_the_account(two: Database) -> None:
    async with two.begin() as tx:
        await personal.erase_talks(tx, "ann")
    after = await everything(two)
    for name in ("sessions", "turns", "events", "reports", "analyses", "judge_answers", "session_shares"):
        assert "ann" not in str(after[name]), name
        assert "bob" in str(after[name]), name
    for name in ("users", "goals", "preferences", "consents", "usage"):
        assert "ann" in str(after[name]), name


def about(rows: list[str], who: str) -> list[str]:
    return [one for one in rows if who in one]


async def everything(database: Database) -> dict[str, list[str]]:
    async with database.read() as tx:
        return {
            table.name: [str(dict(one)) for one in (await tx.execute(select(table))).mappings()]
            for table in personal.tables()
        }
