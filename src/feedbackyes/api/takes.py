"""Takes of one moment, side by side: what was said then and then, and what was made of it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from feedbackyes import library
from feedbackyes.analysis import judge, moments, reliability
from feedbackyes.analysis.analyst import DEFAULT_RUBRIC
from feedbackyes.analysis.reliability import Measure
from feedbackyes.api.errors import ErrorBody
from feedbackyes.api.services import Services, ServicesDep
from feedbackyes.api.sessions import Reader, SessionId, find, may_read_now
from feedbackyes.domain.feedback import Level
from feedbackyes.domain.permissions import Action, allowed
from feedbackyes.domain.principal import Principal
from feedbackyes.domain.rubric import Behaviour, Rubric
from feedbackyes.domain.sharing import PRIVATE
from feedbackyes.domain.transcript import Speaker, Turn
from feedbackyes.storage import scenarios, sessions, sharing, takes
from feedbackyes.storage.takes import SourceGone, Take

router = APIRouter(
    prefix="/api/sessions", tags=["sessions"], responses={403: {"model": ErrorBody}, 404: {"model": ErrorBody}}
)


class SaidBody(BaseModel):
    """A turn as it counts: corrected where the learner has corrected it. Times are on its own session's clock."""

    id: str
    session_id: str
    speaker: Speaker
    text: str
    start_ms: int
    end_ms: int
    typed: bool
    interrupted: bool


class BeforeBody(BaseModel):
    """What another take goes on from. Nothing of it is part of the take's own transcript, recording or feedback."""

    items: list[SaidBody]
    cue: Annotated[SaidBody | None, Field(description="What the partner says again to begin with.")]


class TakeLevelBody(BaseModel):
    """What an element has in this moment alone."""

    id: str
    title: str
    level: Level | None
    state: str


class ShownBody(BaseModel):
    """A behaviour that this moment shows, with the learner's words."""

    name: Behaviour
    turn_id: str
    quote: str
    experimental: Annotated[bool, Field(description="What sees it is not reliable enough; it moves no level.")]


class TakeBody(BaseModel):
    session_id: str
    created_at: int
    recording: bool
    cue: SaidBody | None
    said: list[SaidBody]
    reaction: list[SaidBody]
    elements: list[TakeLevelBody]
    behaviours: list[ShownBody]


class MomentBody(BaseModel):
    """One moment: the first take, then the others in the order in which they were made."""

    judge: Annotated[str, Field(description="Who read these moments; reports may have another judge.")]
    rubric: str
    rubric_title: str
    takes: Annotated[list[TakeBody], Field(description="Each has the same elements: those that any of them touches.")]


class TakesBody(BaseModel):
    """All moments of one talk that were tried again."""

    session_id: str
    moments: list[MomentBody]


@router.get("/{session_id}/before")
async def get_before(session_id: SessionId, services: ServicesDep, principal: Reader) -> BeforeBody:
    """What was said before another take began; empty for a session that is none, or whose first take was deleted."""
    session = await find(services, principal, Action.READ_SESSION, session_id)
    async with services.database.read() as tx:
        try:
            origin = await takes.origin(tx, session)
        except SourceGone:
            origin = None
    if origin is None:
        return BeforeBody(items=[], cue=None)
    readable = await _readable(services, principal, {turn.session_id for turn in (*origin.before, origin.cue) if turn})
    cue = origin.cue if origin.cue and origin.cue.session_id in readable else None
    return BeforeBody(items=_said([turn for turn in origin.before if turn.session_id in readable]), cue=_turn(cue))


@router.get("/{session_id}/takes")
async def get_takes(session_id: SessionId, services: ServicesDep, principal: Reader) -> TakesBody:
    """The moments of this talk, or of the one that it is a take of, that were tried again, with all their takes.

    While a take goes on, it is its learner's alone; others see those takes that are shared with them.
    """
    session = await find(services, principal, Action.READ_SESSION, session_id)
    async with services.database.read() as tx:
        family = await takes.family(tx, session)
    readable = await _readable(services, principal, {one.session.id for group in family for one in group})
    async with services.database.read() as tx:
        groups = [
            [
                one
                for one in group
                if one.moment.said and one.session.id in readable and may_read_now(principal, one.session)
            ]
            for group in family
        ]
        groups = [group for group in groups if len(group) > 1]
        scenario = await scenarios.of_session(tx, session)
        everybody = {one.session.id: one.session for group in groups for one in group}
        before = {key: await takes.before(tx, one) for key, one in everybody.items()}
    rubric = library.rubric(scenario.rubric_ref if scenario else DEFAULT_RUBRIC)
    found = await asyncio.to_thread(lambda: [_moment(group, before, rubric, services.measured) for group in groups])
    return TakesBody(session_id=session_id, moments=found)


async def _readable(services: Services, principal: Principal, session_ids: set[str]) -> set[str]:
    """Those of these talks of one learner that `principal` may read: sharing one take shares no other."""
    async with services.database.read() as tx:
        shared = await sharing.every(tx, session_ids)
        found = [await sessions.find(tx, one) for one in session_ids]
    return {
        one.id
        for one in found
        if one is not None
        and allowed(principal, Action.READ_SESSION, one.owner_id, one.team_id, shared.get(one.id, PRIVATE))
    }


def _moment(
    group: Sequence[Take], before: dict[str, tuple[Turn, ...]], rubric: Rubric, measured: Measure
) -> MomentBody:
    readings = [
        moments.read(
            (*before[one.session.id], *one.moment.before),
            one.moment,
            rubric,
            one.session.language,
            measured=measured,
        )
        for one in group
    ]
    results = [result for reading in readings for result in reading.elements]
    # Where nothing reliable was seen in any take there is nothing to compare.
    touched = {one.id for one in results if one.evidence} & {one.id for one in results if one.state == "scored"}
    return MomentBody(
        judge=judge.NAME,
        rubric=rubric.id,
        rubric_title=rubric.title,
        takes=[_take(one, reading, touched) for one, reading in zip(group, readings, strict=True)],
    )


def _take(one: Take, reading: moments.Reading, touched: set[str]) -> TakeBody:
    levels = [
        TakeLevelBody(id=result.id, title=result.title, level=result.level, state=result.state)
        for result in reading.elements
        if result.id in touched
    ]
    weak = reliability.measured(one.session.language).experimental
    return TakeBody(
        session_id=one.session.id,
        created_at=one.session.created_at,
        recording=one.session.recording,
        cue=_turn(one.moment.cue),
        said=_said(one.moment.said),
        reaction=_said(one.moment.reaction),
        elements=levels,
        behaviours=[
            ShownBody(
                name=Behaviour(proof.behaviour),
                turn_id=proof.turn_id,
                quote=proof.quote,
                experimental=proof.behaviour in weak,
            )
            for proof in reading.shown
        ],
    )


def _said(turns: Sequence[Turn]) -> list[SaidBody]:
    return [SaidBody.model_validate(turn, from_attributes=True) for turn in turns]


def _turn(turn: Turn | None) -> SaidBody | None:
    return None if turn is None else SaidBody.model_validate(turn, from_attributes=True)
