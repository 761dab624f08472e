"""People, from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from feedbackyes.app import people
from feedbackyes.app.people import add_user, list_users
from feedbackyes.domain.errors import InvalidInput, NotFound
from feedbackyes.domain.people import LastAdmin
from feedbackyes.domain.principal import Role, TrainerKind
from feedbackyes.settings import Settings
from feedbackyes.storage import Database, audit, invitations, users
from feedbackyes.storage import people as stored


async def test_who_is_added_is_listed_and_known_by_the_token(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "new")
    token = await add_user(settings, "Ann", "trainer")
    (listed,) = await list_users(settings)
    ann = listed.person.principal
    assert (ann.name, ann.role) == ("Ann", Role.TRAINER)
    database = await Database.open(settings.sqlalchemy_url)
    async with database.read() as tx:
        assert await users.by_token(tx, token) == ann
    await database.close()


async def test_an_unknown_role_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="admin, trainer, learner"):
        await add_user(Settings(data=tmp_path), "Ann", "boss")


async def test_somebody_with_an_address_gets_a_link_and_is_known_by_it(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, public_url="https://x.example", accounts="on")
    await people.add_team(settings, "Red")
    link = await add_user(settings, "Ann", "Formateur-ext", email="Ann@x.org", team="red")
    assert link.startswith("https://x.example/invitation/fyi_")
    (listed,) = await list_users(settings)
    assert (listed.team, listed.person.email, listed.person.trainer_kind) == ("Red", "ann@x.org", TrainerKind.EXTERNAL)
    await people.change_role(settings, "ann@x.org", "Formé")
    await people.change_team(settings, "Ann", None)
    (listed,) = await list_users(settings)
    assert (listed.team, listed.person.role, listed.person.trainer_kind) == (None, Role.LEARNER, None)
    assert (await people.make_password_link(settings, "Ann")) != link
    assert [team.name for team in await people.list_teams(settings)] == ["Red"]
    for wrong in ("Bob", ""):
        with pytest.raises(NotFound):
            await people.change_team(settings, wrong, None)
    with pytest.raises(NotFound):
        await people.change_team(settings, "Ann", "Green")


async def test_of_two_with_one_name_it_has_to_be_said_which(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    for _ in range(2):
        await add_user(settings, "Ann", "learner")
    with pytest.raises(InvalidInput, match="2 people"):
        await people.disable(settings, "Ann", disabled=True)


async def test_who_is_disabled_has_no_token_that_counts_until_enabled_again(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    first = await add_user(settings, "Ann", "learner")
    second = await people.make_token(settings, "Ann", "laptop")
    database = await Database.open(settings.sqlalchemy_url)

    async def known() -> list[bool]:
        async with database.read() as tx:
            return [await users.by_token(tx, token) is not None for token in (first, second)]

    assert await known() == [True, True]
    await people.disable(settings, "Ann", disabled=True)
    assert await known() == [False, False]
    await people.disable(settings, "Ann", disabled=False)
    assert await known() == [True, True]
    assert await people.revoke_tokens(settings, "Ann") == 2
    assert await known() == [False, False]
    async with database.read() as tx:
        found = await audit.page(tx)
    assert {entry.action for entry in found.items} == {"user.added", "user.changed", "token.made", "token.revoked"}
    await database.close()


async def test_the_last_admin_is_kept_and_invitations_can_be_used(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    await add_user(settings, "Eva", "SuperAdmin", email="eva@x.org")
    database = await Database.open(settings.sqlalchemy_url)
    async with database.begin() as tx:
        (eva,) = (await stored.page(tx)).items
        await stored.change(tx, eva.id, password_hash="x")
    with pytest.raises(LastAdmin):
        await people.change_role(settings, "Eva", "learner")
    with pytest.raises(LastAdmin):
        await people.disable(settings, "Eva", disabled=True)
    link = await people.invite(settings, "admin", email="uma@x.org")
    async with database.read() as tx:
        invitation = await invitations.peek(tx, link.rsplit("/", 1)[1], at=0)
    assert (invitation.role, invitation.email) == (Role.ADMIN, "uma@x.org")
    assert await people.adopt_local(settings, "Eva") == 0
    await database.close()
