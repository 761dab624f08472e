"""A session step by step: `/voice-agent` with a session's id, and the few things beside its three steps.

The scenario, who the partner is and what was said before are the session's, on the server: what a client says of them is
refused or not read. Turns are stored, shown on the event stream, recorded, limited and analysed like those of any talk.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict, Field

from feedbackyes.api.access import Admit
from feedbackyes.api.errors import ErrorBody
from feedbackyes.api.services import Services, ServicesDep
from feedbackyes.api.sessions import find
from feedbackyes.audio import files
from feedbackyes.audio.formats import RATE_HZ, pcm16
from feedbackyes.domain.admission import Admission
from feedbackyes.domain.errors import Conflict
from feedbackyes.domain.permissions import Action
from feedbackyes.domain.session import OPEN_STATES
from feedbackyes.domain.transcript import Turn
from feedbackyes.gateway.steps_end import Heard, Reply, SessionOver, StepsEnd
from feedbackyes.storage import turns

MOST_SECONDS = 10 * 60.0
"""Of one recording."""
CALLER = "Any word by which a page knows itself. A page whose talk another one has taken over is refused."

Json = dict[str, Any]
Caller = Annotated[Admission, Admit(Action.JOIN_SESSION)]
SessionId = Annotated[str, Path(max_length=128)]
CallerQuery = Annotated[str, Query(max_length=128, description=CALLER)]
router = APIRouter(
    prefix="/voice-agent/sessions/{session_id}",
    tags=["voice agent"],
    responses={code: {"model": ErrorBody} for code in (400, 401, 403, 404, 409, 429, 502, 503)},
)


class Begun(BaseModel):
    session_id: str
    reply: Annotated[bool, Field(description="The partner is speaking, or about to: ask for what they say.")]


class Interruption(BaseModel):
    model_config = ConfigDict(extra="ignore")

    item_id: Annotated[str, Field(max_length=128, description="What was being heard.")] = ""
    heard_ms: Annotated[int, Field(ge=0, le=3_600_000, description="So much of it was.")] = 0
    caller: Annotated[str, Field(max_length=128, description=CALLER)] = ""


@router.post("/begin")
async def begin_steps(
    session_id: SessionId, services: ServicesDep, admission: Caller, caller: CallerQuery = ""
) -> Begun:
    """Begin a session's talk, or go on with it on this page. Without this the first step begins it."""
    end = await end_of(services, admission, session_id, caller, begin=True)
    return Begun(session_id=session_id, reply=await end.ready())


@router.post("/interrupt", status_code=204)
async def interrupt_steps(
    session_id: SessionId, wanted: Interruption, services: ServicesDep, admission: Caller
) -> None:
    """The learner takes the turn: the partner stops, and no more than this was heard of what they said."""
    end = await end_of(services, admission, session_id, wanted.caller)
    end.interrupt(wanted.item_id, wanted.heard_ms)


@router.post("/leave", status_code=204)
async def leave_steps(
    session_id: SessionId,
    services: ServicesDep,
    admission: Caller,
    caller: CallerQuery = "",
    over: Annotated[bool, Query(description="For good; otherwise the session waits for a while.")] = False,
) -> None:
    """The learner goes."""
    end = await end_of(services, admission, session_id, caller)
    end.hang_up(over=over)


async def end_of(
    services: Services, admission: Admission, session_id: str, caller: str, *, begin: bool = False
) -> StepsEnd:
    """The learner's end of a session that goes step by step.

    Raises:
        NotFound, Forbidden: no such session, or somebody else's. Conflict: it is over, or cannot go like this.
        TooMany, NotReady: it cannot begin now.
    """
    session = await find(services, admission.principal, Action.JOIN_SESSION, session_id)
    if session.state not in OPEN_STATES:
        raise SessionOver(f"The session {session_id!r} is over ({session.state.value}). Start a new one.")
    if not services.gateway.choices.named(session.provider).capabilities.push_to_talk:
        raise Conflict("This session's voice service listens all the time and takes no single turns.", code="no_steps")
    # What the query says is of this step, and nothing that the session should be.
    asks = Admission(admission.principal, admission.path, {}, session_id=admission.session_id)
    return await services.gateway.step(asks, session_id, caller=caller, begin=begin)


async def heard(services: Services, end: StepsEnd, session_id: str, data: bytes, *, more: bool) -> Json:
    """What was understood of a recording, as `AgentTranscript` has it.

    Raises:
        InvalidInput: it is no recording, or too short for a turn. StepFailed: nobody listened.
    """
    samples = await asyncio.to_thread(files.read, data, RATE_HZ, most_seconds=MOST_SECONDS)
    found = await end.speak(samples.astype("<i2", copy=False).tobytes(), more=more)
    told: Json = {"text": "", "confidence": 0.0, "words": [], "duration_ms": round(samples.size * 1000 / RATE_HZ)}
    if found is None:
        return told
    async with services.database.read() as tx:
        stored = await turns.every(tx, session_id)
    turn = next((turn for turn in stored if turn.id == found.item_id), None)
    return told | {"text": found.text, "item_id": found.item_id} | (_confidence(turn, found) if turn else {})


def _confidence(turn: Turn, found: Heard) -> Json:
    words = [
        {
            "text": word.text,
            "start_ms": max(0, round(word.start_ms - found.began_ms)),
            "end_ms": max(0, round(word.end_ms - found.began_ms)),
            "confidence": word.confidence or 0.0,
        }
        for word in turn.words
    ]
    return {"words": words, "confidence": turn.confidence or 0.0}


async def reply_events(end: StepsEnd, reply: Reply) -> AsyncGenerator[Json]:
    """A reply as it comes, in events: its id first, then its words, each with the audio before them, then all of it."""
    yield {"type": "begun", "response_id": reply.id}
    async with aclosing(end.words(reply)) as words:
        async for part in words:
            yield {"type": "delta", "text": part.text, "item_id": part.item_id, "at_ms": part.at_ms}
    yield {"type": "done", **told(reply), "status": reply.status}


def told(reply: Reply) -> Json:
    """A whole reply, as `AgentReply` has it."""
    return {"text": reply.text, "response_id": reply.id, "item_id": reply.said[0].item_id if reply.said else ""}


async def voice(end: StepsEnd, reply_id: str | None, writer: files.Writer) -> AsyncGenerator[bytes]:
    """The voice of a reply as a sound file, while it is made; None: of the next one. Raises as `StepsEnd.voice`."""
    async with aclosing(end.voice(reply_id)) as pieces:
        async for piece in pieces:
            if body := writer.write(pcm16(piece)):
                yield body
    yield writer.end()
