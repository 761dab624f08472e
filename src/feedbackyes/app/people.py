"""People and machines, for the command line and for the first start."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from feedbackyes.api.invitations import PAGE
from feedbackyes.api.people import password_link
from feedbackyes.api.services import now_ms
from feedbackyes.api.signing import DAY_MS
from feedbackyes.app.address import reached_at
from feedbackyes.app.folder import make
from feedbackyes.domain.errors import InvalidInput, NotFound
from feedbackyes.domain.people import Invitation, Person, Purpose, clean_email, clean_name
from feedbackyes.domain.principal import Role, TrainerKind, role_named
from feedbackyes.settings import Settings
from feedbackyes.storage import Database, adoption, api_tokens, audit, invitations, logins, people, teams, users
from feedbackyes.storage.teams import Team


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody, with the name of their team."""

    person: Person
    team: str | None


async def setup_token(settings: Settings, database: Database) -> str:
    """A token for the link by which somebody becomes the first admin; empty when there is one, or nobody signs in here."""
    if not settings.with_accounts:
        return ""
    async with database.begin() as tx:
        return "" if await people.has_admin(tx) else await _invite(tx, settings, Purpose.SETUP, Role.ADMIN)


async def add_user(
    settings: Settings, name: str, role: str, *, email: str | None = None, team: str | None = None
) -> str:
    """Store a person or machine.

    Returns:
        Of somebody with an e-mail address a link to choose a password, else their token.

    Raises:
        InvalidInput: there is no such role, or the address is none. NotFound: no such team. EmailTaken.
    """
    chosen, kind = role_named(role)
    at = now_ms()
    async with _writing(settings) as tx:
        made = Person(
            id=people.make_id(),
            name=clean_name(name),
            role=chosen,
            team_id=await _team_id(tx, team),
            created_at=at,
            trainer_kind=kind,
            email=clean_email(email) if email else None,
            email_verified=bool(email),
        )
        await people.add(tx, made)
        await _note(tx, "user.added", made.id, role=chosen, team_id=made.team_id)
        if made.email is None:
            return await users.add_token(tx, made.principal, at=at, label="first")
        _, token = await password_link(tx, made.id, None, at=at)
        return reached_at(settings) + PAGE + token


async def list_users(settings: Settings) -> list[Listed]:
    """All people, machines and callers, by name."""
    async with _database(settings) as database, database.read() as tx:
        named = {team.id: team.name for team in await teams.every(tx)}
        return [
            Listed(one, named.get(one.team_id or ""))
            for one in (await people.page(tx, guests=True, limit=100_000)).items
        ]


async def invite(settings: Settings, role: str, *, email: str | None = None, team: str | None = None) -> str:
    """The link by which somebody makes an account of this role. Raises `InvalidInput`, `NotFound`."""
    chosen, kind = role_named(role)
    async with _writing(settings) as tx:
        token = await _invite(
            tx,
            settings,
            Purpose.JOIN,
            chosen,
            trainer_kind=kind,
            team_id=await _team_id(tx, team),
            email=clean_email(email) if email else None,
        )
    return reached_at(settings) + PAGE + token


async def change_role(settings: Settings, name: str, role: str) -> None:
    """Logins of this person end. Raises `InvalidInput`, `NotFound`, `LastAdmin`."""
    chosen, kind = role_named(role)
    async with _writing(settings) as tx:
        person = await _person(tx, name)
        if chosen is not Role.ADMIN:
            await people.check_not_last(tx, person)
        await people.change(tx, person.id, role=chosen, trainer_kind=kind)
        await logins.end_all(tx, person.id)
        await invitations.withdraw_of(tx, person.id)
        await _note(tx, "user.changed", person.id, changed=["role"], after={"role": chosen, "trainer_kind": kind})


async def change_team(settings: Settings, name: str, team: str | None) -> None:
    """None takes somebody out of their team. Raises `NotFound`."""
    async with _writing(settings) as tx:
        person = await _person(tx, name)
        team_id = await _team_id(tx, team)
        await people.change(tx, person.id, team_id=team_id)
        await _note(tx, "user.changed", person.id, changed=["team_id"], after={"team_id": team_id})


async def disable(settings: Settings, name: str, *, disabled: bool) -> None:
    """Somebody who is disabled cannot sign in, and their tokens do not count. Raises `NotFound`, `LastAdmin`."""
    async with _writing(settings) as tx:
        person = await _person(tx, name)
        if disabled:
            await people.check_not_last(tx, person)
            await logins.end_all(tx, person.id)
            await invitations.withdraw_of(tx, person.id)
        await people.change(tx, person.id, disabled_at=now_ms() if disabled else None)
        await _note(tx, "user.changed", person.id, changed=["disabled_at"], after={"disabled": disabled})


async def make_password_link(settings: Settings, name: str) -> str:
    """The link by which somebody chooses a new password. Raises `NotFound`, `Conflict`."""
    async with _writing(settings) as tx:
        person = await _person(tx, name)
        _, token = await password_link(tx, person.id, None, at=now_ms())
    return reached_at(settings) + PAGE + token


async def make_token(settings: Settings, name: str, label: str) -> str:
    """A further token of somebody. Raises `NotFound`."""
    token = users.make_token()
    async with _writing(settings) as tx:
        person = await _person(tx, name)
        made = await api_tokens.add(tx, person.principal, token, at=now_ms(), label=clean_name(label))
        await _note(tx, "token.made", person.id, token=made.id)
    return token


async def revoke_tokens(settings: Settings, name: str) -> int:
    """Revoke all of somebody's tokens; returns how many there were. Raises `NotFound`."""
    async with _writing(settings) as tx:
        person = await _person(tx, name)
        found = await api_tokens.every(tx, person.id)
        for one in found:
            await api_tokens.remove(tx, person.id, one.id)
        await _note(tx, "token.revoked", person.id, count=len(found))
    return len(found)


async def adopt_local(settings: Settings, name: str) -> int:
    """Give what was made before there were accounts to somebody; returns how many talks. Raises `NotFound`."""
    async with _writing(settings) as tx:
        person = await _person(tx, name)
        found = await adoption.adopt(tx, person.principal)
        await _note(tx, "user.adopted_local", person.id, talks=found)
    return found


async def add_team(settings: Settings, name: str) -> str:
    """Returns its id. Raises `TeamExists`."""
    made = Team(secrets.token_hex(8), clean_name(name), now_ms())
    async with _writing(settings) as tx:
        await teams.add(tx, made, owner_id=None)
        await audit.put(tx, at=now_ms(), actor=None, action="team.created", subject=f"team:{made.id}")
    return made.id


async def list_teams(settings: Settings) -> list[Team]:
    """By name."""
    async with _database(settings) as database, database.read() as tx:
        return await teams.every(tx)


async def _invite(
    tx: Any,
    settings: Settings,
    purpose: Purpose,
    role: Role,
    *,
    trainer_kind: TrainerKind | None = None,
    team_id: str | None = None,
    email: str | None = None,
) -> str:
    at = now_ms()
    made = Invitation(
        id=invitations.make_id(),
        purpose=purpose,
        role=role,
        created_at=at,
        expires_at=at + (DAY_MS if purpose is Purpose.SETUP else int(settings.invitation_days * DAY_MS)),
        trainer_kind=trainer_kind,
        team_id=team_id,
        email=email,
    )
    await invitations.clear(tx, at=at)
    token = await invitations.add(tx, made)
    detail = {"role": role, "purpose": purpose}
    await audit.put(tx, at=at, actor=None, action="user.invited", subject=f"invitation:{made.id}", detail=detail)
    return token


async def _person(tx: Any, name: str) -> Person:
    """By id, address, or a name that only one has; also somebody who is disabled. Raises `NotFound`, `InvalidInput`."""
    found = await people.find(tx, name)
    by_email = await people.by_email(tx, name.strip().casefold())
    if found is not None:
        return found
    if by_email is not None:
        return by_email[0]
    same = [one for one in (await people.page(tx, words=name, limit=1000)).items if one.name == name]
    if len(same) > 1:
        raise InvalidInput(f"{len(same)} people are called {name!r}. Say which by e-mail address or id.")
    if not same:
        raise NotFound(f"There is nobody called {name!r}. `feedbackyes user list` shows who is here.")
    return same[0]


async def _team_id(tx: Any, name: str | None) -> str | None:
    if name is None:
        return None
    found = await teams.named(tx, name)
    if found is None:
        raise NotFound(f"There is no team {name!r}. `feedbackyes team add` makes one.")
    return found.id


async def _note(tx: Any, action: str, user_id: str, **detail: object) -> None:
    await audit.put(tx, at=now_ms(), actor=None, action=action, subject=f"user:{user_id}", detail=detail)


@asynccontextmanager
async def _writing(settings: Settings) -> AsyncIterator[Any]:
    async with _database(settings) as database, database.begin() as tx:
        yield tx


@asynccontextmanager
async def _database(settings: Settings) -> AsyncIterator[Database]:
    make(settings.data)
    database = await Database.open(settings.sqlalchemy_url)
    try:
        yield database
    finally:
        await database.close()
