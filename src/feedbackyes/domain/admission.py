"""A request that was let in: who asks, and what for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from feedbackyes.domain.principal import Principal, SignIn


@dataclass(frozen=True, slots=True)
class Admission:
    """The answer of `api.auth.Door.admit`; sockets are opened with it.

    Args:
        principal: who asks.
        path: of the request, decoded, without query.
        query: of the request, decoded; of a name that comes twice the last value. Credentials are left out.
        subprotocol: the WebSocket subprotocol that the server must select; None when it selects none.
        session_id: the one session that may be spoken in; None when any of the principal's own may.
        sign_in: by what the principal is known.
        login_id: of the login whose cookie was shown; None: none was, or none had to be.
    """

    principal: Principal
    path: str = ""
    query: Mapping[str, str] = field(default_factory=dict)
    subprotocol: str | None = None
    session_id: str | None = None
    sign_in: SignIn = SignIn.NONE
    login_id: str | None = None
