"""Every route says who may call it: `Annotated[Principal, Allow(Action.…)]` or `dependencies=[Public]`.

A test walks all routes and fails for one that says nothing.
"""

from __future__ import annotations

from typing import cast

from fastapi import Depends
from starlette.requests import HTTPConnection

from feedbackyes.api.auth import Door, Knock
from feedbackyes.domain.admission import Admission
from feedbackyes.domain.permissions import Action, check_role
from feedbackyes.domain.principal import Principal


class Allowed:
    """A dependency: lets in whose role may do `action` to something. Whose something it is, the handler checks."""

    def __init__(self, action: Action) -> None:
        self.action = action

    async def __call__(self, connection: HTTPConnection) -> Principal:
        admission = await admit(connection)
        check_role(admission.principal, self.action)
        return admission.principal


class Open:
    """A dependency: lets everybody in who calls this server by one of its names."""

    async def __call__(self, connection: HTTPConnection) -> None:
        _door(connection).check_place(knock(connection))


def Allow(action: Action) -> Principal:  # noqa: N802 (reads as the type that it stands beside)
    """Marks a parameter that is the caller, whose role may do `action`."""
    return cast(Principal, Depends(Allowed(action)))


Public = Depends(Open())
"""For `dependencies=[…]` of routes that need no caller."""


async def admit(connection: HTTPConnection) -> Admission:
    """Let a request or an upgrade in. Raises what `Door.admit` raises."""
    return await _door(connection).admit(knock(connection))


def knock(connection: HTTPConnection) -> Knock:
    scope = connection.scope
    return Knock(
        headers=tuple((name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in scope["headers"]),
        query=tuple(connection.query_params.multi_items()),
        client=connection.client.host if connection.client else None,
        method="WEBSOCKET" if scope["type"] == "websocket" else scope["method"],
        path=scope["path"],
    )


def _door(connection: HTTPConnection) -> Door:
    return cast(Door, connection.app.state.services.door)
