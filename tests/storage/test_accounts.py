"""Accounts and what belongs to them, on both databases."""

from __future__ import annotations

from dataclasses import replace

import pytest

from feedbackyes.domain.consent import Purpose as Consented
from feedbackyes.domain.errors import InvalidInput, NotFound
from feedbackyes.domain.people import EmailTaken, Invitation, LastAdmin, Person, Purpose
from feedbackyes.domain.principal import LOCAL_ADMIN, Role, SignIn, TrainerKind
from feedbackyes.domain.session import Session, SessionState
from feedbackyes.storage import (
    Database,
    adoption,
    api_tokens,
    audit,
    consents,
    identities,
    invitations,
    logins,
    people,
    sessions,
    teams,
    users,
)
from feedbackyes.storage.teams import Team, TeamExists

ADA = Person("ada", "Ada", Role.ADMIN, None, 1, email="ada@x.org", email_verified=True)
TIM = Person("tim", "Tim", Role.TRAINER, "red", 2, trainer_kind=TrainerKind.EXTERNAL)


@pytest.fixture
async def crew(database: Database) -> Database:
    async with database.begin() as tx:
        await teams.add(tx, Team("red", "Red", 1), owner_id=None)
        await people.add(tx, ADA, password_hash="hash")
        await people.add(tx, TIM)
    return database


async def test_people_are_found_by_id_address_and_words(crew: Database) -> None:
    async with crew.read() as tx:
        assert await people.get(tx, "tim") == TIM
        assert await people.by_email(tx, "ada@x.org") == (replace(ADA, has_password=True), "hash")
        assert await people.by_email(tx, "nobody@x.org") is None
        assert [one.id for one in (await people.page(tx, words="DA@")).items] == ["ada"]
        assert (await people.page(tx, words="%")).items == ()
        assert [one.id for one in (await people.page(tx, team_id="red")).items] == ["tim"]
        first = await people.page(tx, limit=1)
        assert [one.id for one in first.items] == ["ada"]
        assert [one.id for one in (await people.page(tx, limit=1, cursor=first.next_cursor)).items] == ["tim"]
        with pytest.raises(NotFound):
            await people.get(tx, "nobody")
        with pytest.raises(InvalidInput):
            await people.page(tx, cursor="none")


async def test_an_address_is_taken_once_and_the_transaction_goes_on(crew: Database) -> None:
    async with crew.begin() as tx:
        for taken in (people.add(tx, replace(ADA, id="eva")), people.change(tx, "tim", email="ada@x.org")):
            with pytest.raises(EmailTaken):
                await taken
        await people.change(tx, "tim", name="Tom")
    async with crew.read() as tx:
        assert (await people.get(tx, "tim")).name == "Tom"


async def test_the_last_admin_is_one_who_can_sign_in(crew: Database) -> None:
    async with crew.begin() as tx:
        await people.add(tx, Person("uma", "Uma", Role.ADMIN, None, 3, email="uma@x.org"))
        with pytest.raises(LastAdmin):
            await people.check_not_last(tx, ADA)
        await people.check_not_last(tx, await people.get(tx, "uma"))
        await identities.link(tx, "https://id", "uma", (await people.get(tx, "uma")).principal, at=4)
        await people.check_not_last(tx, ADA)
        await people.change(tx, "uma", disabled_at=5)
        with pytest.raises(LastAdmin):
            await people.check_not_last(tx, ADA)


async def test_who_is_disabled_is_nobody(crew: Database) -> None:
    async with crew.begin() as tx:
        token = await users.add_token(tx, TIM.principal, at=1, label="x")
        _, secret = await logins.begin(tx, TIM.principal, SignIn.PASSWORD, at=1, expires_at=100)
        assert await users.by_token(tx, token, at=2) == TIM.principal
        assert await users.active(tx, "tim") == TIM.principal
        await people.change(tx, "tim", disabled_at=2)
        assert await users.by_token(tx, token, at=2) is None
        assert await users.active(tx, "tim") is None
        assert await users.named(tx, "Tim") is None
        assert await logins.by_secret(tx, secret, at=2, idle_ms=100) is None


async def test_tokens_expire_and_are_revoked(crew: Database) -> None:
    async with crew.begin() as tx:
        token = users.make_token()
        made = await api_tokens.add(tx, TIM.principal, token, at=1, label="x", expires_at=10)
        assert await users.by_token(tx, token, at=9) == TIM.principal
        assert await users.by_token(tx, token, at=10) is None
        await api_tokens.used(tx, token, at=7)
        assert await api_tokens.every(tx, "tim") == [replace(made, last_used_at=7)]
        with pytest.raises(NotFound):
            await api_tokens.remove(tx, "ada", made.id)
        await api_tokens.remove(tx, "tim", made.id)
        assert await users.by_token(tx, token, at=9) is None


async def test_logins_end_by_time_by_rest_and_by_hand(crew: Database) -> None:
    async with crew.begin() as tx:
        login, secret = await logins.begin(tx, ADA.principal, SignIn.OIDC, at=10, expires_at=100, agent="x" * 1000)
        assert (await logins.by_secret(tx, secret, at=50, idle_ms=41)) == (login, ADA.principal)
        assert await logins.by_secret(tx, secret, at=50, idle_ms=40) is None
        await logins.seen(tx, login, at=40)
        assert await logins.by_secret(tx, secret, at=50, idle_ms=40) is not None
        assert await logins.by_secret(tx, secret, at=100, idle_ms=1000) is None
        other, _ = await logins.begin(tx, ADA.principal, SignIn.PASSWORD, at=20, expires_at=200)
        assert [one.id for one in await logins.every(tx, "ada", at=50, idle_ms=100)] == [login.id, other.id]
        await logins.end_all(tx, "ada", but=other.id)
        assert [one.id for one in await logins.every(tx, "ada", at=50, idle_ms=100)] == [other.id]
        with pytest.raises(NotFound):
            await logins.end(tx, "tim", other.id)
        await logins.end(tx, "ada", other.id)
        assert await logins.every(tx, "ada", at=50, idle_ms=100) == []


async def test_an_invitation_is_used_once_in_its_time(crew: Database) -> None:
    made = Invitation("i1", Purpose.JOIN, Role.LEARNER, 1, 10, team_id="red", owner_id="ada")
    async with crew.begin() as tx:
        token = await invitations.add(tx, made)
        assert await invitations.waiting(tx, token, at=9) == made
        assert await invitations.every(tx, at=9, team_id="red") == [made]
        assert await invitations.every(tx, at=9, team_id="blue") == []
        for late in (invitations.waiting(tx, token, at=10), invitations.waiting(tx, token + "x", at=9)):
            with pytest.raises(invitations.InvitationGone):
                await late
        await invitations.accepted(tx, made, "tim", at=9)
        with pytest.raises(invitations.InvitationGone):
            await invitations.peek(tx, token, at=9)
        second = await invitations.add(tx, replace(made, id="i2"))
        await teams.remove(tx, "red")
        with pytest.raises(invitations.InvitationGone):
            await invitations.peek(tx, second, at=9)
        assert (await people.get(tx, "tim")).team_id is None


async def test_what_was_asked_of_a_provider_is_answered_once(crew: Database) -> None:
    asked = identities.Request("browser", "nonce", "verifier", "/", None, 10)
    async with crew.begin() as tx:
        await identities.begin(tx, "state", asked, at=1)
        assert await identities.take(tx, "other", at=2) is None
        assert await identities.take(tx, "state", at=2) == asked
        assert await identities.take(tx, "state", at=2) is None
        await identities.begin(tx, "late", asked, at=1)
        assert await identities.take(tx, "late", at=10) is None


async def test_of_very_many_questions_the_oldest_are_forgotten(crew: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identities, "MOST_PENDING", 10)
    async with crew.begin() as tx:
        for number in range(11):
            asked = identities.Request("browser", "nonce", "verifier", "/", None, 100 + number)
            await identities.begin(tx, f"state {number}", asked, at=1)
        assert await identities.take(tx, "state 0", at=2) is None
        assert await identities.take(tx, "state 1", at=2) is not None


async def test_teams_have_names_of_their_own(crew: Database) -> None:
    async with crew.begin() as tx:
        await teams.add(tx, Team("blue", "Blue", 2), owner_id="ada")
        with pytest.raises(TeamExists):
            await teams.rename(tx, "blue", "RED")
        assert (await teams.rename(tx, "blue", "Azure")).name == "Azure"
        assert [(team.name, team.members) for team in await teams.every(tx)] == [("Azure", 0), ("Red", 1)]
        assert await teams.named(tx, "azure") == await teams.find(tx, "blue")


async def test_the_audit_log_is_read_backwards(crew: Database) -> None:
    async with crew.begin() as tx:
        for at in range(5):
            actor = ADA.principal if at % 2 else None
            await audit.put(tx, at=at, actor=actor, action=f"user.a{at}", subject="user:x", detail={"n": at})
        await audit.put(tx, at=9, actor=None, action="users.none", subject="")
        first = await audit.page(tx, action="user", limit=3)
        assert [one.at for one in first.items] == [4, 3, 2]
        assert [one.at for one in (await audit.page(tx, action="user", cursor=first.next_cursor)).items] == [1, 0]
        assert [one.detail for one in (await audit.page(tx, actor="ada")).items] == [{"n": 3}, {"n": 1}]
        assert [one.at for one in (await audit.page(tx, action="user.a2")).items] == [2]


async def test_what_the_local_admin_has_becomes_somebodys(crew: Database) -> None:
    async with crew.begin() as tx:
        old = Session(id="s1", owner_id="local", team_id=None, state=SessionState.ENDED, created_at=1)
        await sessions.create(tx, old)
        await consents.put(tx, LOCAL_ADMIN, Consented.RECORDING, granted=True, at=1)
        await consents.put(tx, LOCAL_ADMIN, Consented.HOSTED_VOICE, granted=True, at=1)
        await consents.put(tx, ADA.principal, Consented.RECORDING, granted=False, at=2)
        assert await adoption.adopt(tx, ADA.principal) == 1
        assert await adoption.adopt(tx, ADA.principal) == 0
        assert (await sessions.get(tx, "s1")).owner_id == "ada"
        assert await consents.get(tx, ADA.principal, Consented.RECORDING) is False
        assert await consents.get(tx, ADA.principal, Consented.HOSTED_VOICE) is True
        assert await consents.get(tx, LOCAL_ADMIN, Consented.RECORDING) is None
