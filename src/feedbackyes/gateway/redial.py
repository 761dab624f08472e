"""Calls whose voice goes from the browser to the hosted service directly: what is lost of them the browser calls anew.

```
 in use ──closed | expired | stalled──▶ standing by ──offer, greeted──────▶ in use       by a new call of the service
 in use ──its limit is near, pause────▶ standing by ──socket, or no call──▶ by way of us: `continuity` bridges from here
 in use ──another offer, or a socket──▶ standing by ──nobody in time──────▶ ended, left
```

The voice did not pass by here. So of the partner's line what was not heard is still to be said; what the learner said last
and was not understood is lost, and they are told.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from feedbackyes.domain.errors import Conflict
from feedbackyes.domain.session import EndReason
from feedbackyes.gateway.continuity import Cause
from feedbackyes.gateway.direct_end import DirectEnd
from feedbackyes.gateway.line import Line
from feedbackyes.gateway.playback import FarClock
from feedbackyes.protocol.server import ErrorDetail
from feedbackyes.providers import CallRefused, DirectCall, ProviderUnreachable

if TYPE_CHECKING:
    from feedbackyes.gateway.call import Call

OPENING_SECONDS = 1.5
"""After the answer to an offer, a browser needs about that long until it hears anything."""
OFFER_SECONDS = 5.0
"""In which a service has taken an offer. Browsers give up after 8."""
CALLED_AGAIN = Cause("called_again", "Your browser has called again.")
GOODBYE = "'session.end'"
COMES_HERE = Cause("way_changed", "The conversation goes on by way of this server.")


class CallInProgress(Conflict):
    """A session has one call, which only its own ways may take over."""

    code = "call_in_progress"

    def __init__(self, session_id: str) -> None:
        message = f"The session {session_id!r} has a call that goes on. End it, or begin another session."
        super().__init__(message, param="session_id")


@asynccontextmanager
async def in_time() -> AsyncIterator[None]:
    """Raises `ProviderUnreachable` when a service takes longer over an offer than a browser waits."""
    try:
        async with asyncio.timeout(OFFER_SECONDS):
            yield
    except TimeoutError as error:
        raise ProviderUnreachable(f"The voice service took no call within {OFFER_SECONDS:g} s.") from error


class Redial:
    """One call's. `calls_again`: it is a browser's, which can call the service again."""

    def __init__(self, call: Call, calls_again: bool) -> None:
        self._call, self.calls_again = call, calls_again
        self._timer: asyncio.TimerHandle | None = None
        self._offers = asyncio.Lock()
        self._callers: list[str] = []

    @property
    def callers(self) -> list[str]:
        """The windows that have had the call, the last one has it."""
        return list(self._callers)

    def follow(self, callers: Sequence[str]) -> None:
        """They have had it in another process."""
        self._callers = [*callers, *(one for one in self._callers if one not in callers)]

    @property
    def awaits_offers(self) -> bool:
        """The voice does not pass by here. A line that is lost is replaced by one that the browser asks for."""
        return self._call.direct and self.calls_again and self._call.ending is None

    @property
    def may_change(self) -> bool:
        """A line is in use or was, which another one may replace."""
        return self.awaits_offers and self._call.continuity.line is not None

    def admit(self, caller: str | None) -> None:
        """Somebody offers; `caller` tells windows apart. Raises `Conflict` for one whose call another has taken over."""
        if caller is None:
            return
        if caller in self._callers[:-1]:
            raise Conflict("This conversation goes on in another window.", code="taken_over")
        if caller not in self._callers:
            self._callers.append(caller)

    def ends_with(self, error: ErrorDetail) -> bool:
        """Whether an error of the service is the browser's goodbye: a word for us, which the service does not know."""
        if not self.awaits_offers or error.param != "type" or GOODBYE not in error.message:
            return False
        self._call.end(EndReason.COMPLETED, "You ended the conversation.")
        return True

    async def take_offer(self, place: Callable[[Line], Awaitable[DirectCall]]) -> DirectCall:
        """The browser calls anew, and `place` brings its call about; the talk goes on where it was.

        Raises:
            CallRefused, ProviderUnreachable: nothing came of it, and the call stands by.
        """
        call = self._call
        async with self._offers:
            await call.continuity.stand_by(CALLED_AGAIN)
            self._check()
            line = call.continuity.new_line()
            try:
                async with in_time():
                    placed = await place(line)
                    line.connection = placed.connection
                    await line.greeted()
                self._check()
            except BaseException:
                line.leave()
                raise
            self._go_on(line)
            return placed

    def come_here(self) -> None:
        """The learner comes by a way that passes by here, if their voice did not before."""
        if self.may_change:
            self.pass_by_here()
            self._call.continuity.bridge_from_here(COMES_HERE)

    def never_mind(self) -> bool:
        """The service did not take the first offer. Whether the learner may come by way of us: by the answer to that very
        offer, or by a socket."""
        if not self.awaits_offers:
            return False
        call = self._call
        self.part()
        self.pass_by_here()
        call.downstream.renew(call.uplink.clock, (), updates=0)
        return True

    def pass_by_here(self) -> None:
        """From now on the learner's voice does, and is recorded here."""
        call = self._call
        self.close()
        call.direct = call.monitors.direct = False
        call.start_recording(takes_over=True)
        call.share_voices()
        if call.may_bridge:
            call.uplink.remember()

    def part(self) -> None:
        """The learner's line to the service is gone; they may come back."""
        self.close()
        self._call.learner = None
        self._call.downstream.hear(None)
        self._call.limits.left()

    def speak_soon(self) -> None:
        """The browser is being connected: have the partner say what is due when it can be heard."""
        self.close()
        self._timer = asyncio.get_running_loop().call_later(OPENING_SECONDS, self._speak)

    def learner_speaks(self) -> None:
        """They are answered by the service itself; what was due before is not any more."""
        if not self._call.floor.opening:
            self.close()

    def close(self) -> None:
        """Nobody is being connected any more."""
        if self._timer is not None:
            self._timer.cancel()

    def _check(self) -> None:
        if not self.awaits_offers:
            raise CallRefused("The session has ended, or goes on by another way.")

    def _speak(self) -> None:
        floor = self._call.floor
        if floor.opening:
            self._call.begin()
        else:
            floor.ask_again()

    def _go_on(self, line: Line) -> None:
        """Tell a call that has greeted us what was said."""
        call = self._call
        said = call.downstream.said_so_far()
        call.continuity.go_on_with(line)
        DirectEnd(call)
        parts = call.configuration.parts()
        call.downstream.renew(FarClock(call.now_ms), (), updates=len(parts))
        call.set_up_again(parts)
        for item in call.engine.history(said):
            call.send_raw({"type": "conversation.item.create", "item": item})
        line.go_on()
        self.speak_soon()
