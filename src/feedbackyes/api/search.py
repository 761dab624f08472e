"""What was said in one's own talks, found by words."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from feedbackyes.api.access import Allow
from feedbackyes.api.errors import ErrorBody
from feedbackyes.api.services import ServicesDep
from feedbackyes.api.sessions import Cursor, SessionBody, bodies
from feedbackyes.domain.errors import InvalidInput
from feedbackyes.domain.permissions import Action
from feedbackyes.domain.principal import Principal
from feedbackyes.domain.search import sentence, words_of
from feedbackyes.domain.transcript import Speaker
from feedbackyes.storage import search

router = APIRouter(prefix="/api/search", tags=["sessions"], responses={400: {"model": ErrorBody}})


class FoundBody(BaseModel):
    """A talk, and where in it the words were said first."""

    session: SessionBody
    turn_id: str
    speaker: Speaker
    sentence: str
    start_ms: int
    more: Annotated[int, Field(description="In how many further turns of the talk they were said.")]


class FoundList(BaseModel):
    words: Annotated[list[str], Field(description="What was looked for.")]
    items: list[FoundBody]
    next_cursor: str | None


@router.get("")
async def search_talks(
    services: ServicesDep,
    principal: Annotated[Principal, Allow(Action.READ_SESSION)],
    q: Annotated[str, Query(max_length=200, description="Words, which all have to be in one turn.")],
    cursor: Cursor = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 24,
) -> FoundList:
    """One's own talks in which this was said, by either side; the newest first."""
    words = words_of(q)
    if not words:
        raise InvalidInput("Write at least one word to look for.", param="q")
    async with services.database.read() as tx:
        page = await search.talks(tx, principal.id, words, cursor=cursor, limit=limit)
    held = await bodies(services, principal, [one.session for one in page.items])
    items = [
        FoundBody(
            session=session,
            turn_id=one.turn_id,
            speaker=one.speaker,
            sentence=sentence(one.text, words),
            start_ms=one.start_ms,
            more=one.more,
        )
        for one, session in zip(page.items, held, strict=True)
    ]
    return FoundList(words=list(words), items=items, next_cursor=page.next_cursor)
