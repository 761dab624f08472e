"""One connection of a call to a provider. A call has one after another; of what comes late on a former one only what was
used of it counts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

from feedbackyes.protocol.scan import event_type
from feedbackyes.providers import ProviderConnection, ProviderUnreachable

if TYPE_CHECKING:
    from feedbackyes.gateway.downstream import Downstream

GREETING_SECONDS = 5.0
"""In which a provider that took the connection has to say that there is a session."""


class Line:
    """A `ProviderListener`.

    Args:
        lost: called when a line that is in use is gone.
        greets: nothing is handed on before `greeted` has returned and `go_on` was called.
    """

    def __init__(self, downstream: Downstream, lost: Callable[[Line, int, str], None], *, greets: bool = False) -> None:
        self._downstream, self._lost = downstream, lost
        self.caller_id = downstream.caller_id
        self.on_audio = downstream.on_audio
        self.on_used = downstream.on_used
        self.connection: ProviderConnection | None = None
        self.messages = 0
        self.alive = True
        self._early: list[bytes] | None = [] if greets else None
        self._greeted = asyncio.Event()
        self._gone = asyncio.Event()
        self.closed: tuple[int, str] | None = None

    def on_message(self, payload: bytes) -> None:
        """One message of the provider."""
        self.messages += 1
        if not self.alive:
            self._downstream.on_late(self, payload)
        elif self._early is None:
            self._downstream.on_message(payload)
        else:
            self._early.append(payload)
            self._greeted.set()

    def on_closed(self, code: int, reason: str) -> None:
        """The connection is gone."""
        self.closed = (code, reason)
        self._greeted.set()
        self._gone.set()
        if self.alive and self._early is None:
            self.alive = False
            self._lost(self, code, reason)

    def on_pause(self) -> None:
        if self.alive:
            self._downstream.on_pause()

    def on_resume(self) -> None:
        if self.alive:
            self._downstream.on_resume()

    async def greeted(self) -> bytes:
        """The first message, which says that there is a session. Raises `ProviderUnreachable` when it is another one."""
        try:
            async with asyncio.timeout(GREETING_SECONDS):
                await self._greeted.wait()
        except TimeoutError as error:
            raise ProviderUnreachable(
                f"The voice service took the call and said nothing for {GREETING_SECONDS:g} s."
            ) from error
        if not self._early:
            code = self.closed[0] if self.closed else 1006
            raise ProviderUnreachable(f"The voice service ended the connection at once ({code}).")
        first = self._early[0]
        if event_type(first) != b"session.created":
            raise ProviderUnreachable(f"The voice service began no session{_said(first)}.", **_kind(first))
        return first

    def go_on(self) -> None:
        """Hand over what came after the greeting, and from now on at once."""
        early, self._early = (self._early or [])[1:], None
        for payload in early:
            if not self.alive:  # one of them made the call leave
                return
            self._downstream.on_message(payload)
        if self.closed is not None and self.alive:
            self.alive = False
            self._lost(self, *self.closed)

    def leave(self) -> None:
        """This line is not in use any more."""
        self.alive = False
        if self.connection is not None:
            self.connection.close()

    async def gone(self, seconds: float) -> None:
        """Wait until nothing more comes on a line that was left, but no longer than that."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._gone.wait()


def _error(payload: bytes) -> dict[str, object]:
    try:
        error = msgspec.json.decode(payload)["error"]
    except (msgspec.DecodeError, KeyError, TypeError):
        return {}
    return error if isinstance(error, dict) else {}


def _said(payload: bytes) -> str:
    code = _error(payload).get("code") or _error(payload).get("type")
    return f" ({code})" if isinstance(code, str) else ""


def _kind(payload: bytes) -> dict[str, bool]:
    return {"final": _error(payload).get("code") == "beta_api_shape_disabled"}
