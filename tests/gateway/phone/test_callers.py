"""Who a caller is, by what they say and what they proved."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from feedbackyes.domain.people import Person
from feedbackyes.domain.principal import LOCAL_ADMIN, Principal, Role
from feedbackyes.gateway.phone.callers import Directory
from feedbackyes.settings import Settings
from feedbackyes.storage import Database, people, users

CALLERS = {"+4930222": "local", "bob": "ada", "trunk": "ada"}


@pytest.fixture
async def directory(tmp_path: Path) -> AsyncIterator[Directory]:
    settings = Settings(data=tmp_path, sip_callers=CALLERS, sip_trunks=("trunk",))
    database = await Database.open(settings.sqlalchemy_url)
    try:
        async with database.begin() as tx:
            await users.add(tx, Principal("u1", Role.LEARNER, "ada"), at=1)
        yield Directory(settings, database)
    finally:
        await database.close()


async def test_who_proved_an_account_is_not_whose_number_they_give(directory: Directory) -> None:
    assert (await directory.who("+4930222", "bob")).id == "u1"
    assert (await directory.who("+4930222", "eve")).id != LOCAL_ADMIN.id


async def test_a_trunk_and_who_needs_no_password_say_which_number_calls(directory: Directory) -> None:
    assert await directory.who("+4930222", "trunk") == LOCAL_ADMIN
    assert await directory.who("+4930222") == LOCAL_ADMIN
    assert (await directory.who("+4999", "trunk")).id == "u1"


async def test_an_account_that_is_nobodys_is_one_guest_and_not_that_of_a_number(directory: Directory) -> None:
    first, again = await directory.who("+491", "eve"), await directory.who("+492", "eve")
    assert first == again
    assert first.name == "Caller eve"
    assert (await directory.who("eve")).id != first.id
    assert (await directory.who("+491")).id != first.id


async def test_with_accounts_nobody_calls_as_the_user_of_a_server_without(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, accounts="on", sip_callers={"+4930222": "local", "+4930333": "Ada@x.org"})
    database = await Database.open(settings.sqlalchemy_url)
    try:
        async with database.begin() as tx:
            await people.add(tx, Person("u1", "ada", Role.LEARNER, None, 1, email="ada@x.org"))
        directory = Directory(settings, database)
        assert (await directory.who("+4930222")).role is Role.LEARNER
        assert (await directory.who("+4930333")).id == "u1"
        async with database.begin() as tx:
            await people.change(tx, "u1", disabled_at=2)
        assert (await directory.who("+4930333")).id != "u1"
    finally:
        await database.close()
