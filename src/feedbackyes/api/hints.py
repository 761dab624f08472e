"""One hint, when somebody asks for it in the middle of a talk."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from feedbackyes import library
from feedbackyes.analysis import hints
from feedbackyes.analysis.analyst import DEFAULT_RUBRIC
from feedbackyes.api.access import Allow
from feedbackyes.api.errors import ErrorBody
from feedbackyes.api.services import ServicesDep
from feedbackyes.api.sessions import SessionId, find
from feedbackyes.domain.errors import Conflict
from feedbackyes.domain.permissions import Action
from feedbackyes.domain.principal import Principal
from feedbackyes.domain.session import Session, SessionState
from feedbackyes.storage import scenarios, sessions, takes, turns

router = APIRouter(
    prefix="/api/sessions", tags=["sessions"], responses={403: {"model": ErrorBody}, 404: {"model": ErrorBody}}
)
_TALKING = frozenset({SessionState.LIVE, SessionState.RECONNECTING, SessionState.DRAINING})


class HintBody(BaseModel):
    """What to do now. It follows from what is looked at and what was said; nothing that is hidden is in it."""

    text: Annotated[str | None, Field(description="null: everything that is looked for has come up.")]
    element: Annotated[str | None, Field(description="The element of the rubric that it is about.")]
    title: str | None
    language: Annotated[
        str, Field(description="Of `text`: the talk's where the rubric has words for it, else `en`.")
    ] = "en"
    given: Annotated[int, Field(description="Hints in this talk, this one included. The report tells their number.")]


@router.post("/{session_id}/hint", responses={409: {"model": ErrorBody}})
async def ask_for_hint(
    session_id: SessionId, services: ServicesDep, principal: Annotated[Principal, Allow(Action.JOIN_SESSION)]
) -> HintBody:
    """One hint in a talk that was begun with `hints: true`. 409: it was not (`hints_off`), or nobody talks (`not_live`)."""
    session = await find(services, principal, Action.JOIN_SESSION, session_id)
    _check(session)
    async with services.database.read() as tx:
        said = await turns.every(tx, session_id)
        before = await takes.before(tx, session)
        scenario = await scenarios.of_session(tx, session)
    rubric = library.rubric(scenario.rubric_ref if scenario else DEFAULT_RUBRIC)
    hint = await asyncio.to_thread(hints.choose, rubric, before, said, session.language, session.hints_given)
    if hint is None:
        return HintBody(text=None, element=None, title=None, given=len(session.hints_given))
    async with services.database.begin() as tx:
        given = [*(await sessions.get(tx, session_id)).hints_given, hint.element]
        await sessions.update(tx, session_id, hints_given=given)
    return HintBody(text=hint.text, element=hint.element, title=hint.title, language=hint.language, given=len(given))


def _check(session: Session) -> None:
    if not session.hints:
        raise Conflict(
            "This talk was begun without hints. Choose them before the next one.", code="hints_off", param="session_id"
        )
    if session.state not in _TALKING:
        raise Conflict("A hint is for a talk that goes on, and this one does not.", code="not_live", param="session_id")
