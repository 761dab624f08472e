"""Telephone calls that wait at the hosted service: taken or turned down as the settings say.

The same call may wait at two of its APIs, Realtime and GPT-Live, with an id for each. It is decided about by the one that
the provider uses who is to take it; the other is left alone.

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
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from feedbackyes.domain.admission import Admission
from feedbackyes.domain.errors import ExpectedError, Failed, Forbidden, NotFound, TooMany
from feedbackyes.gateway.live import Gateway
from feedbackyes.gateway.phone.callers import ANY, MENU, PIN, Directory
from feedbackyes.providers import CallsApi, TakesCalls
from feedbackyes.settings import Settings
from feedbackyes.sip.address import name_address, number
from feedbackyes.sip.message import BadMessage
from feedbackyes.storage import Database, scenarios

NOT_FOUND, UNAVAILABLE, BUSY, DECLINED = 404, 480, 486, 603
MAX_NUMBER = 64
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FarCall:
    """A call that waits. What its headers say is what the caller's side says, and no proof of anything."""

    call_id: str
    caller: str
    dialled: str
    api: CallsApi = "realtime"


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a call. `ignored`: it is not for us to decide about. `session_id` is of one that was accepted."""

    action: Literal["accepted", "rejected", "ignored"]
    session_id: str | None = None


def read(call_id: str, headers: Iterable[tuple[str, str]], api: CallsApi = "realtime") -> FarCall:
    """Of repeated headers the first counts; what cannot be read is empty."""
    found: dict[str, str] = {}
    for name, value in headers:
        found.setdefault(name.lower(), value)
    return FarCall(call_id, _number(found.get("from", "")), _number(found.get("to", "")), api)


class FarCalls:
    """Decides."""

    def __init__(self, settings: Settings, database: Database, gateway: Gateway) -> None:
        self._gateway, self._database = gateway, database
        self._directory = Directory(settings, database)
        self._allowed = frozenset(settings.hosted_callers)

    async def take(self, call: FarCall) -> Taken:
        """Accept a call, turn it down, or leave it alone.

        Raises:
            CallRefused, ProviderUnreachable: the service does not hear us.
        """
        provider = await self._provider(call)
        if provider is None or provider.calls_api != call.api:
            who = f"{provider.name} takes calls by {provider.calls_api}" if provider else "no provider takes calls"
            logger.info("The call %s is left alone: it waits at %s, and %s.", call.call_id[:80], call.api, who)
            return Taken("ignored")
        try:
            return Taken("accepted", await self._begin(call, provider))
        except Failed:
            raise
        except ExpectedError as error:
            status = _status(error)
            logger.info("The call %s was turned down (%d): %s", call.call_id[:80], status, error.message)
            await provider.reject(call.call_id, status)
            return Taken("rejected")

    async def _provider(self, call: FarCall) -> TakesCalls | None:
        """Who is to take it, or to turn it down."""
        wanted = self._directory.behind(call.dialled)
        scenario = None
        if wanted is not None and wanted not in (MENU, PIN):
            async with self._database.read() as tx:
                with suppress(NotFound):
                    scenario = await scenarios.resolve(tx, wanted)
        return self._gateway.choices.telephone(scenario)

    async def _begin(self, call: FarCall, provider: TakesCalls) -> str:
        wanted = self._directory.behind(call.dialled)
        if wanted is None or wanted in (MENU, PIN):  # which nobody could say to them
            raise NotFound(f"No scenario is behind the number {call.dialled!r}: see FEEDBACKYES_SIP_NUMBERS.")
        if not (ANY in self._allowed or call.caller in self._allowed or self._directory.knows(call.caller)):
            raise Forbidden("This number may not call: see FEEDBACKYES_HOSTED_CALLERS.")
        principal = await self._directory.who(call.caller)
        query = {"scenario_id": wanted, "provider": provider.name, "recording": "false"}  # no audio passes here
        return await self._gateway.take_far(Admission(principal, "webhook", query), provider, call.call_id)


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
