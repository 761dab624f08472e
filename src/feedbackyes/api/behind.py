"""What stood behind a talk. All of it gives the scenario away, so it is told only to somebody who has practised it."""

from __future__ import annotations

import asyncio
from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import BaseModel

from feedbackyes.analysis import behind
from feedbackyes.api.access import Allow
from feedbackyes.api.errors import ErrorBody
from feedbackyes.api.ranges import SOUND, RangedFile
from feedbackyes.api.services import Services, ServicesDep
from feedbackyes.api.sessions import SessionId, find
from feedbackyes.behaviours.rapport import NOT_HEARD_BELOW
from feedbackyes.domain.behind import Behind, Reading
from feedbackyes.domain.errors import Conflict, NotFound
from feedbackyes.domain.permissions import Action
from feedbackyes.domain.principal import Principal
from feedbackyes.domain.scenario import DialogueLine, Scenario
from feedbackyes.domain.session import OPEN_STATES, Session
from feedbackyes.domain.transcript import DOUBTFUL_BELOW, Speaker, Turn
from feedbackyes.storage import corrections, scenarios, takes, turns

router = APIRouter(
    prefix="/api/sessions/{session_id}",
    tags=["feedback"],
    responses={403: {"model": ErrorBody}, 404: {"model": ErrorBody}, 409: {"model": ErrorBody}},
)
Reader = Annotated[Principal, Allow(Action.READ_SESSION)]
Kind = Literal["good", "poor"]


class LineBody(BaseModel):
    speaker: Literal["learner", "partner"]
    text: str


class DialoguesBody(BaseModel):
    """How this talk can go, well and badly."""

    partner_name: str
    good: list[LineBody]
    poor: list[LineBody]


@router.get("/behind")
async def get_behind(session_id: SessionId, services: ServicesDep, principal: Reader) -> Behind:
    """What the partner was hiding, and whether it was earned; only when the talk is over."""
    session, scenario, heard = await _practised(services, principal, session_id)
    async with services.database.read() as tx:
        said = await corrections.spoken(tx, session_id)
        moment = await takes.origin(tx, session)
    before = () if moment is None else (*moment.before, *([moment.cue] if moment.cue else []))
    # The scripted partner asks back before it doubts a turn as much as a hosted one is made to.
    doubted_below = NOT_HEARD_BELOW if session.provider == "local" else DOUBTFUL_BELOW
    # It takes half a second for a long talk, and no live call may wait for that.
    return await asyncio.to_thread(
        behind.replay, session_id, scenario, said, heard=heard, before=before, doubted_below=doubted_below
    )


@router.get("/dialogues")
async def get_dialogues(session_id: SessionId, services: ServicesDep, principal: Reader) -> DialoguesBody:
    """The model dialogues to read; only after practising."""
    _, scenario, _ = await _practised(services, principal, session_id)
    return DialoguesBody(
        partner_name=scenario.partner.name,
        **{
            kind: [LineBody(speaker=line.speaker, text=line.text) for line in _lines(scenario, kind)]
            for kind in ("good", "poor")
        },
    )


@router.get("/dialogues/{kind}", responses={502: {"model": ErrorBody}})
async def get_reading(session_id: SessionId, kind: Kind, services: ServicesDep, principal: Reader) -> Reading:
    """When each line is said in the dialogue's sound, which is made now if it is not there."""
    _, scenario, _ = await _practised(services, principal, session_id)
    return (await services.readings.read(scenario, _lines(scenario, kind)))[0]


@router.head("/dialogues/{kind}/audio", include_in_schema=False)
@router.get("/dialogues/{kind}/audio", response_class=RangedFile, responses=SOUND)
async def get_dialogue_audio(session_id: SessionId, kind: Kind, services: ServicesDep, principal: Reader) -> RangedFile:
    """A model dialogue to hear: WAV, mono, two voices."""
    _, scenario, _ = await _practised(services, principal, session_id)
    _, path = await services.readings.read(scenario, _lines(scenario, kind))
    return RangedFile(path, media_type="audio/wav", headers={"Cache-Control": "private, no-cache"})


def _lines(scenario: Scenario, kind: Kind) -> tuple[DialogueLine, ...]:
    return scenario.model_dialogues.good if kind == "good" else scenario.model_dialogues.poor


async def _practised(
    services: Services, principal: Principal, session_id: str
) -> tuple[Session, Scenario, tuple[Turn, ...]]:
    """A talk that is over and in which the learner spoke. Raises `NotFound`, `Forbidden`, `Conflict`."""
    session = await find(services, principal, Action.READ_SESSION, session_id)
    if session.state in OPEN_STATES:
        raise Conflict(
            "Wait until the conversation has ended: it would give away what you can find out.", code="still_open"
        )
    async with services.database.read() as tx:
        scenario = await scenarios.of_session(tx, session)
        spoken = await turns.every(tx, session_id)
    if scenario is None:
        raise NotFound(
            "This conversation had no scenario, or it is gone: there is nothing behind it.", code="nothing_behind"
        )
    if not any(turn.speaker is Speaker.LEARNER and turn.text.strip() for turn in spoken):
        raise Conflict("Practise this conversation first: you have not said anything in it.", code="not_practised")
    return session, scenario, spoken
