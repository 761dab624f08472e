"""Who follows one call while it goes on: only with the learner's consent, never unseen, and written down.

Every look is two events of the session, `monitor.joined` and `monitor.left`; they are stored, so the learner sees who is
there, and can read later who was. When consent is taken back everybody is cut off in the same moment.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from feedbackyes.domain.errors import Conflict, Forbidden, TooMany
from feedbackyes.domain.principal import Principal
from feedbackyes.gateway.listening import Earpiece, Listening
from feedbackyes.protocol.conversation import Body

MAX_MONITORS = 16
"""Of one call."""
MAX_HINTS = 100
"""Of one call. Hints are stored."""


class Look(StrEnum):
    WATCHING = "watching"
    LISTENING = "listening"


class NoConsent(Forbidden):
    """The learner has not agreed that others follow this talk."""

    code = "monitoring_not_agreed"

    def __init__(self) -> None:
        super().__init__("The learner has not agreed that others follow this talk. Only they can change that.")


@dataclass(slots=True, eq=False)
class Monitor:
    """One person's look at a call. `over` is set when it must end; `revoked`: because consent was taken back."""

    person: Principal
    look: Look
    id: str = field(default_factory=lambda: secrets.token_hex(6))
    over: asyncio.Event = field(default_factory=asyncio.Event)
    revoked: bool = False
    earpiece: Earpiece = field(default_factory=Earpiece)

    @property
    def shown(self) -> dict[str, Any]:
        """What the learner and other monitors are told."""
        return {"look_id": self.id, **by(self.person), "look": self.look.value}


class Monitors:
    """One call's."""

    def __init__(self, tell: Callable[[Body], asyncio.Future[None]], *, granted: bool, direct: bool) -> None:
        """`tell` stores an event of the session; `direct`: voices do not come by here."""
        self.granted = granted
        self.listening: Listening | None = None
        self.direct = direct
        self._tell = tell
        self._here: dict[str, Monitor] = {}
        self._hints = 0
        self._closed = False

    @property
    def here(self) -> tuple[Monitor, ...]:
        return tuple(self._here.values())

    @property
    def may_listen(self) -> bool:
        return not self.direct

    def check(self, look: Look = Look.WATCHING) -> None:
        """Whether one more may follow. Raises `NoConsent`, `Conflict`, `TooMany`."""
        self._check_open()
        if look is Look.LISTENING and self.direct:
            raise Conflict(
                "The voices of this talk go straight between the browser and the voice service. Follow its captions.",
                code="voices_not_here",
            )
        if len(self._here) >= MAX_MONITORS:
            raise TooMany("Enough people follow this talk. Try again when one has left.", code="too_many_monitors")

    def join(self, person: Principal, look: Look) -> Monitor:
        """Begin to follow. Raises as `check`."""
        self.check(look)
        monitor = Monitor(person, look)
        self._here[monitor.id] = monitor
        if look is Look.LISTENING and self.listening is not None:
            self.listening.earpieces.add(monitor.earpiece)
        self._tell(Body("monitor.joined", monitor.shown, origin="derived"))
        return monitor

    def leave(self, monitor: Monitor) -> None:
        """End a look; one that has ended stays ended."""
        if self._here.pop(monitor.id, None) is None:
            return
        if self.listening is not None:
            self.listening.earpieces.discard(monitor.earpiece)
        monitor.earpiece.close()
        monitor.over.set()
        self._tell(Body("monitor.left", monitor.shown, origin="derived"))

    def allow(self, granted: bool) -> None:
        """The learner's consent, or its end: then everybody is cut off."""
        if granted == self.granted or self._closed:
            return
        self.granted = granted
        self.cut_off(lambda _: True)
        self._tell(Body("monitor.consent", {"granted": granted}, origin="derived"))

    def cut_off(self, whom: Callable[[Principal], bool]) -> None:
        """End the looks of those people."""
        for monitor in self.here:
            if whom(monitor.person):
                monitor.revoked = True
                self.leave(monitor)

    def hint(self, person: Principal, text: str) -> asyncio.Future[None]:
        """Whisper something to the learner; the partner never hears it. The future ends when it is on its way to them.

        Raises:
            NoConsent, Conflict, TooMany.
        """
        self._check_open()
        if self._hints >= MAX_HINTS:
            raise TooMany(f"This talk has had {MAX_HINTS} hints. Speak with the learner afterwards.", code="many_hints")
        self._hints += 1
        return self._tell(Body("hint", {"text": text, **by(person)}, origin="derived"))

    def close(self) -> None:
        """The call ends: listeners have nothing more to hear. Who watches is told the end first, by the stream itself."""
        self._closed = True
        for monitor in self.here:
            if monitor.look is Look.LISTENING:
                self.leave(monitor)
            else:
                del self._here[monitor.id]
                self._tell(Body("monitor.left", monitor.shown, origin="derived"))

    def _check_open(self) -> None:
        if not self.granted:
            raise NoConsent
        if self._closed:
            raise Conflict("This talk is over. Read it instead.", code="not_live", param="session_id")


def by(person: Principal) -> dict[str, str]:
    """Who it was, as the learner is told."""
    return {"user_id": person.id, "name": person.name or person.id, "role": person.role.value}
