"""Who may read one's talk: nobody, until its learner says who. What they take back is gone at once."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from feedbackyes.api.access import Allow
from feedbackyes.api.errors import ErrorBody
from feedbackyes.api.services import Services, ServicesDep, now_ms
from feedbackyes.api.sessions import Reader, ReaderBody, SessionId, find, readers
from feedbackyes.domain.errors import Conflict, InvalidInput
from feedbackyes.domain.permissions import Action
from feedbackyes.domain.principal import Principal, Role
from feedbackyes.domain.session import Session
from feedbackyes.domain.sharing import MOST_PEOPLE, Sharing
from feedbackyes.storage import audit, sharing, users

router = APIRouter(
    prefix="/api/sessions/{session_id}/sharing",
    tags=["privacy"],
    responses={403: {"model": ErrorBody}, 404: {"model": ErrorBody}},
)
Person = Annotated[str, Field(min_length=1, max_length=254, description="An id, or an e-mail address.")]


class SharingChange(BaseModel):
    """With whom to share, in place of everybody from before."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    with_: Annotated[
        list[Literal["trainers"]], Field(alias="with", max_length=1, description="`trainers`: those of your team.")
    ] = []
    people: Annotated[list[Person], Field(max_length=MOST_PEOPLE)] = []
    recording: Annotated[bool, Field(description="They may hear the recording too.")] = False


class NamedBody(BaseModel):
    """Somebody who may read the talk now."""

    id: str
    name: str
    role: Role
    external: Annotated[bool, Field(description="A trainer from outside the organisation.")]


class TeamBody(BaseModel):
    id: str
    name: str


class SharingBody(BaseModel):
    """Who may read the talk beside its learner."""

    model_config = ConfigDict(populate_by_name=True)

    session_id: str
    with_: Annotated[list[Literal["trainers"]], Field(alias="with")]
    people: Annotated[list[ReaderBody], Field(description="Named one by one.")]
    recording: Annotated[bool, Field(description="They may hear the recording too.")]
    shared_team: Annotated[TeamBody | None, Field(description="The team whose trainers it is shared with.")]
    team: Annotated[TeamBody | None, Field(description="The learner's own of now; null: they have none.")]
    readers: Annotated[list[NamedBody], Field(description="Everybody who may read it now, by name.")]


@router.get("", response_model_by_alias=True)
async def get_sharing(session_id: SessionId, services: ServicesDep, principal: Reader) -> SharingBody:
    """Who may read the talk; told to everybody who may."""
    session = await find(services, principal, Action.READ_SESSION, session_id)
    async with services.database.read() as tx:
        return await _body(tx, session, principal)


@router.put("", responses={400: {"model": ErrorBody}, 409: {"model": ErrorBody}}, response_model_by_alias=True)
async def put_sharing(
    session_id: SessionId,
    wanted: SharingChange,
    request: Request,
    services: ServicesDep,
    principal: Annotated[Principal, Allow(Action.SHARE_SESSION)],
) -> SharingBody:
    """Share a talk of yours, or take that back: `{"with": [], "people": []}` makes it private again, also for who reads now.

    400 `person_not_found`; 409 `no_team`, when there are no trainers of yours.
    """
    session = await find(services, principal, Action.SHARE_SESSION, session_id)
    async with services.database.begin() as tx:
        team = await _own_team(tx, session, principal) if wanted.with_ else None
        people = await _people(tx, principal, wanted.people)
        made = Sharing(team, people, wanted.recording and bool(team or people))
        before = await sharing.of(tx, session_id)
        if made != before:
            await sharing.put(tx, session, made, at=now_ms())
            await audit.put(
                tx,
                at=now_ms(),
                actor=principal,
                action="session.shared" if not made.private else "session.unshared",
                subject=f"session:{session_id}",
                detail={"trainers_of": team, "people": list(people), "recording": made.recording},
                address=request.client.host if request.client else None,
            )
        body = await _body(tx, session, principal)
    await _cut_off(services, session_id)
    return body


async def _cut_off(services: Services, session_id: str) -> None:
    """End what goes on for people with whom it is not shared any more."""
    await services.gateway.monitoring.shared(session_id)


async def _own_team(tx: Any, session: Session, principal: Principal) -> str:
    """The team whose trainers are meant: the one that they are shared with already, or the learner's of now."""
    found = principal.team_id or (await sharing.of(tx, session.id)).trainers_of
    if found is None:
        raise Conflict(
            "You are in no team, so you have no trainers here. Share it with people by name.", code="no_team"
        )
    return found


async def _people(tx: Any, principal: Principal, wanted: list[str]) -> tuple[str, ...]:
    """Their ids, each once. Raises `InvalidInput`."""
    known = await users.addressed(tx, wanted)
    missing = [one for one in wanted if one not in known]
    if missing:
        raise InvalidInput(
            f"Nobody here has the id or address {missing[0][:100]!r}. Ask them which address they sign in with.",
            code="person_not_found",
            param="people",
        )
    return tuple(sorted({found.id for found in known.values()} - {principal.id}))


async def _body(tx: Any, session: Session, principal: Principal) -> SharingBody:
    found = await sharing.of(tx, session.id)
    now = await users.included(tx, found)
    own = principal.team_id if principal.id == session.owner_id else session.team_id
    teams = await users.team_names(tx, {one for one in (own, found.trainers_of) if one})
    names = {person.id: person.name for person in now}
    return SharingBody(
        session_id=session.id,
        with_=["trainers"] if found.trainers_of is not None else [],
        people=[one for one in readers(found, names) if one.who == "person"],
        recording=found.recording,
        shared_team=_team(found.trainers_of, teams),
        team=_team(own, teams),
        readers=[NamedBody(id=one.id, name=one.name, role=one.role, external=one.external) for one in now],
    )


def _team(team_id: str | None, names: dict[str, str]) -> TeamBody | None:
    return None if team_id is None else TeamBody(id=team_id, name=names.get(team_id, team_id))
