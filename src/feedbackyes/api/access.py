"""Every route says who may call it: a parameter with `Allow(Action.…)`, `Admit(Action.…)` or `Show(Action.…)`, or
`dependencies=[Public]`.

A test walks all routes and fails for one that says nothing.
"""

from __future__ import annotations

from typing import Any, cast

from fastapi import Depends
from starlette.requests import HTTPConnection

from feedbackyes import log
from feedbackyes.api.auth import Door
from feedbackyes.api.credentials import Knock
from feedbackyes.domain.admission import Admission
from feedbackyes.domain.permissions import Action, check_role
from feedbackyes.domain.principal import Principal
from feedbackyes.gateway.till import Till
from feedbackyes.stages.usage import paid_by

_ADMISSION = "feedbackyes.admission"


class Admitted:
    """A dependency: lets in whose role may do `action` to something. Whose something it is, the handler checks."""

    def __init__(self, action: Action) -> None:
        self.action = action

    async def __call__(self, connection: HTTPConnection) -> Admission:
        admission = await _admitted(connection)
        check_role(admission.principal, self.action)
        log.bind(user_id=admission.principal.id)
        return admission


class Allowed(Admitted):
    """The same; gives the caller alone."""

    async def __call__(self, connection: HTTPConnection) -> Principal:  # type: ignore[override]  # FastAPI reads it
        return (await super().__call__(connection)).principal


class Shown(Allowed):
    """A dependency of pages: with accounts everybody may have the page itself, on which one signs in."""

    async def __call__(self, connection: HTTPConnection) -> Principal | None:  # type: ignore[override]
        if not _door(connection).accounts:
            return await super().__call__(connection)
        _door(connection).check_place(knock(connection))
        return None


class Paying:
    """A dependency: what the engine's parts use for this request is the caller's, who is refused at a limit."""

    async def __call__(self, connection: HTTPConnection) -> None:
        till = cast("Till | None", connection.app.state.services.till)
        asked = knock(connection)
        if till is None or asked.method == "GET":
            return
        principal = (await _admitted(connection)).principal
        await till.check(principal)
        paid_by(till.payer(principal))


class Open:
    """A dependency: lets everybody in who calls this server by one of its names."""

    async def __call__(self, connection: HTTPConnection) -> None:
        _door(connection).check_place(knock(connection))


def Admit(action: Action) -> Any:  # noqa: N802 (reads as the type that it stands beside)
    """Marks a parameter that is the `Admission`, for sockets."""
    return Depends(Admitted(action))


def Allow(action: Action) -> Any:  # noqa: N802
    """Marks a parameter that is the `Principal` who calls."""
    return Depends(Allowed(action))


def Show(action: Action) -> Any:  # noqa: N802
    """For pages: as `Allow` on a server without accounts; with accounts for everybody."""
    return Depends(Shown(action))


Public = Depends(Open())
"""For `dependencies=[…]` of routes that need no caller."""


def knock(connection: HTTPConnection) -> Knock:
    """What a request shows at the door."""
    scope = connection.scope
    return Knock(
        headers=tuple((name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in scope["headers"]),
        query=tuple(connection.query_params.multi_items()),
        client=connection.client.host if connection.client else None,
        method="WEBSOCKET" if scope["type"] == "websocket" else scope["method"],
        path=scope["path"],
        secure=scope.get("scheme") in ("https", "wss"),
    )


async def _admitted(connection: HTTPConnection) -> Admission:
    """Once for each request, however many ask: a ticket holds for one look."""
    held: Admission | None = connection.scope.get(_ADMISSION)
    if held is None:
        held = connection.scope[_ADMISSION] = await _door(connection).admit(knock(connection))
    return held


def _door(connection: HTTPConnection) -> Door:
    return cast("Door", connection.app.state.services.door)
