"""Telephone calls that wait at the hosted service: taken or turned down as the settings say.

```
what is so                                       answer to the caller
nothing is behind the number                     404
the caller is not among those who may            603
a limit is reached, or there is no room          486
the server is stopping, or cannot                480
```
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from feedbackyes.domain.admission import Admission
from feedbackyes.domain.errors import ExpectedError, Failed, Forbidden, NotFound, TooMany
from feedbackyes.gateway.live import Gateway
from feedbackyes.gateway.phone.callers import ANY, MENU, PIN, Directory
from feedbackyes.settings import Settings
from feedbackyes.sip.address import name_address, number
from feedbackyes.sip.message import BadMessage
from feedbackyes.storage import Database

NOT_FOUND, UNAVAILABLE, BUSY, DECLINED = 404, 480, 486, 603
MAX_NUMBER = 64
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FarCall:
    """A call that waits. What its headers say is what the caller's side says, and no proof of anything."""

    call_id: str
    caller: str
    dialled: str


def read(call_id: str, headers: Iterable[tuple[str, str]]) -> FarCall:
    """Of repeated headers the first counts; what cannot be read is empty."""
    found: dict[str, str] = {}
    for name, value in headers:
        found.setdefault(name.lower(), value)
    return FarCall(call_id, _number(found.get("from", "")), _number(found.get("to", "")))


class FarCalls:
    """Decides. `take` answers with the session of the call, or None when it was turned down."""

    def __init__(self, settings: Settings, database: Database, gateway: Gateway) -> None:
        self._gateway = gateway
        self._directory = Directory(settings, database)
        self._allowed = frozenset(settings.hosted_callers)

    async def take(self, call: FarCall) -> str | None:
        """Raises `CallRefused` or `ProviderUnreachable` when the service does not hear us."""
        try:
            return await self._begin(call)
        except Failed:
            raise
        except ExpectedError as error:
            status = _status(error)
            logger.info("The call %s was turned down (%d): %s", call.call_id[:80], status, error.message)
            await self._gateway.turn_down(call.call_id, status)
            return None

    async def _begin(self, call: FarCall) -> str:
        wanted = self._directory.behind(call.dialled)
        if wanted is None or wanted in (MENU, PIN):  # which nobody could say to them
            raise NotFound(f"No scenario is behind the number {call.dialled!r}: see FEEDBACKYES_SIP_NUMBERS.")
        if not (ANY in self._allowed or call.caller in self._allowed or self._directory.knows(call.caller)):
            raise Forbidden("This number may not call: see FEEDBACKYES_HOSTED_CALLERS.")
        principal = await self._directory.who(call.caller)
        query = {"scenario_id": wanted, "recording": "false"}  # no audio passes here
        return await self._gateway.take_far(Admission(principal, "webhook", query), call.call_id)


def _status(error: ExpectedError) -> int:
    match error:
        case NotFound():
            return NOT_FOUND
        case Forbidden():
            return DECLINED
        case TooMany():
            return BUSY
    return UNAVAILABLE


def _number(value: str) -> str:
    try:
        return number(name_address(value)[0])[:MAX_NUMBER]
    except BadMessage:
        return ""
