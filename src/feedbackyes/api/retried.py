"""The session of which a new one tries a moment again."""

from __future__ import annotations

from feedbackyes.api.services import Services
from feedbackyes.domain.errors import Conflict
from feedbackyes.domain.permissions import Action, check
from feedbackyes.domain.principal import Principal
from feedbackyes.domain.session import OPEN_STATES, Session
from feedbackyes.domain.take import moment
from feedbackyes.storage import corrections, sessions, takes


async def source(services: Services, principal: Principal, session_id: str, turn_id: str) -> Session:
    """The session that is gone back to, when it is the caller's own, over, and `turn_id` is one of their turns there.

    Raises:
        NotFound: no such session or turn. Forbidden: somebody else's. InvalidInput: the turn is the partner's.
        Conflict: it is still open, or a talk that it goes back to itself is not there any more.
    """
    async with services.database.read() as tx:
        session = await sessions.get(tx, session_id)
        check(principal, Action.JOIN_SESSION, session.owner_id, session.team_id)
        if session.state in OPEN_STATES:
            raise Conflict(
                "That conversation is still open. End it, then try a moment of it again.",
                code="session_open",
                param="retry_of",
            )
        moment(await corrections.spoken(tx, session.id), turn_id)
        await takes.origin(tx, session)
    return session
