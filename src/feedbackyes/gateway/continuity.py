"""A call outlives its provider's connections: what is lost is noticed, and another session goes on where it was.

```
 in use ──closed | stalled | expired──▶ broken ──greeted──▶ in use     the plan below is sent
 in use ──its limit is near, pause────▶ in use                         the next one is greeted before this one is left
 broken ──tries or time are over──────▶ failed over | ended
```

The plan for a new session, in this order: what it is to be; what has been said, as it was heard; speech that was taken
as a turn and never became words, committed by itself so that it keeps its place and is answered once; what the learner
has said since, as it went up. A reply of which nothing was heard is asked for again; one that broke off is gone on with.
"""

from __future__ import annotations

import asyncio
import logging
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from feedbackyes.domain.errors import ExpectedError, Failed
from feedbackyes.domain.session import EndReason
from feedbackyes.gateway.line import Line
from feedbackyes.gateway.resumption import resume
from feedbackyes.providers import CallRefused, Provider, ProviderUnreachable
from feedbackyes.settings import Settings

if TYPE_CHECKING:
    from feedbackyes.gateway.call import Call

FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 0.25, 8.0
START_SECONDS = 3.0
"""Of trying to begin: a learner who has said nothing yet can begin again as well."""
FLAPPING_SECONDS = 10.0
"""A session that is lost sooner counts as one more failure of the same kind."""
LEAD_SECONDS = 120.0
"""So long before a provider's limit the next pause is used; without one, the limit itself is bridged."""
KEPT_MS = 1_000.0
"""Of audio before the last sign of life: speech is noticed a little after it has begun."""
LONGEST_DOUBT_MS = 20_000.0
"""Of audio that is kept while the provider says nothing."""

logger = logging.getLogger(__name__)


class ProviderLost(Failed):
    """The provider's connection is gone."""

    code = "provider_lost"


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a provider's session has to be replaced: a code for programs and a sentence for the learner."""

    code: str
    message: str


class Continuity:
    """One call's. `spare` takes over when the provider cannot be had; None: nobody does."""

    def __init__(self, call: Call, settings: Settings, spare: Provider | None = None) -> None:
        self._call, self._settings, self._spare = call, settings, spare
        self.line: Line | None = None
        self._task: asyncio.Task[None] | None = None
        self._since_ms = 0.0
        self._failures = 0
        self._messages = 0
        self._alive_ms = 0.0
        self._alive_at_ms = 0.0

    @property
    def broken(self) -> bool:
        """There is no provider now, and another session is being opened."""
        return self._task is not None and self._call.provider is None

    # ---- the first session

    async def first(self) -> Line:
        """Connect for the first time. Raises `ProviderUnreachable` or `CallRefused` when nobody can be had."""
        deadline = self._call.now_ms() + min(START_SECONDS, self._settings.reconnect_seconds) * 1000
        tries = 0
        while True:
            line = Line(self._call.downstream, self._lost)
            try:
                line.connection = await self._call.dial(line)
            except ProviderUnreachable as error:
                tries += 1
                wait_s = self._wait_s(error, tries)
                if self._call.direct or wait_s is None or self._call.now_ms() + wait_s * 1000 > deadline:
                    if not self._fail_over():
                        raise
                    deadline, tries = self._call.now_ms() + START_SECONDS * 1000, 0
                    continue
                await asyncio.sleep(wait_s)
            else:
                self._in_use(line)
                return line

    # ---- what happens to the one in use

    def tick(self, now_ms: float) -> None:
        """Time passes: is it still alive, and how long will it be?"""
        if self.line is None or self._call.direct:
            return
        self._note(now_ms)

    def break_off(self, cause: Cause) -> None:
        """The session in use is of no more use."""
        if self.line is not None and self.line.alive and not self._call.direct:
            self.line.leave()
            self._begin(cause)

    async def close(self) -> None:
        """The call is over."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        if self.line is not None:
            self.line.leave()

    # ---- inside

    def _in_use(self, line: Line) -> None:
        self.line, self._since_ms = line, self._call.now_ms()
        self._messages = line.messages
        self._alive_ms, self._alive_at_ms = self._since_ms, self._call.uplink.clock.audio_ms

    def _note(self, now_ms: float) -> None:
        """A sign of life. What was said well before it has been dealt with, or is known to be unfinished."""
        line, call = self.line, self._call
        heard = line.messages + call.downstream.link.messages if line is not None else 0
        if heard != self._messages:
            self._messages, self._alive_ms = heard, now_ms
            self._alive_at_ms = call.uplink.clock.audio_ms
        journal = call.uplink.journal
        if journal is not None and line is not None and line.alive:
            again = [one.from_ms for one in call.downstream.unfinished()]
            journal.trim(min([self.resume_ms(), *again]))

    def resume_ms(self) -> float:
        """From where on the learner's audio would have to be sent again."""
        call = self._call
        audio_ms = call.uplink.clock.audio_ms
        projection = call.downstream.projection
        boundary_ms = projection.boundary_ms
        if call.floor.manual:
            begin_ms = boundary_ms
        elif projection.spoken_since_ms is not None:
            begin_ms = projection.spoken_since_ms
        else:
            begin_ms = max(boundary_ms, self._alive_at_ms - KEPT_MS, audio_ms - LONGEST_DOUBT_MS)
        return begin_ms

    def _lost(self, line: Line, code: int, reason: str) -> None:
        if line is not self.line:
            return
        call = self._call
        if not call.may_bridge:
            call.provider_closed(code, reason)
            return
        said = f"{code}: {reason}" if reason else str(code)
        self._begin(Cause("provider_lost", f"The voice service has ended the connection ({said})."))

    def _begin(self, cause: Cause) -> None:
        call = self._call
        call.without_provider()
        if call.ending is None:
            logger.info("Session %s: %s Another one is opened.", call.session.id, cause.message)
            self._task = asyncio.get_running_loop().create_task(self._bridge(cause))

    async def _bridge(self, cause: Cause) -> None:
        call = self._call
        try:
            lived_ms = call.now_ms() - self._since_ms
            self._failures = self._failures + 1 if lived_ms < FLAPPING_SECONDS * 1000 else 0
            await call.downstream.settle()
            call.downstream.break_off()
            call.interrupted(cause.code, f"{cause.message} It is being opened again; what you say is kept.")
            line = await self._another(cause)
            if line is not None:
                self._resume(line)
                self._task = None
        except Exception:  # the root of a task
            logger.exception("Session %s ends because of an error of ours.", call.session.id)
            call.end(EndReason.CRASHED, "Something went wrong on our side; what was said so far is kept.")

    async def _another(self, cause: Cause) -> Line | None:
        """A session that has greeted us; None: there will be none, and the call is ending."""
        call = self._call
        deadline_ms = call.now_ms() + self._settings.reconnect_seconds * 1000
        tries, error = self._failures, None
        if tries:
            await asyncio.sleep(self._wait_s(None, tries) or 0.0)
        while call.ending is None:
            try:
                return await self._greeted()
            except (ProviderUnreachable, CallRefused) as refused:
                error = refused
            tries += 1
            wait_s = self._wait_s(error, tries) if isinstance(error, ProviderUnreachable) else None
            if wait_s is None or call.now_ms() + wait_s * 1000 > deadline_ms:
                if not self._fail_over():
                    self._give_up(cause, error)
                    return None
                deadline_ms, tries = call.now_ms() + self._settings.reconnect_seconds * 1000, 0
                continue
            logger.info("Session %s: %s Trying again in %.1f s.", call.session.id, error.message, wait_s)
            await asyncio.sleep(wait_s)
        return None

    async def _greeted(self) -> Line:
        line = Line(self._call.downstream, self._lost, greets=True)
        line.connection = await self._call.dial(line)
        try:
            await line.greeted()
        except BaseException:
            line.leave()
            raise
        return line

    def _resume(self, line: Line) -> None:
        self._in_use(line)
        resume(self._call, line)

    def _wait_s(self, error: ProviderUnreachable | None, tries: int) -> float | None:
        """Before the next try; None: another one would not help. Longer each time, and never the same for all."""
        if error is not None and (error.final or tries > self._settings.reconnect_tries):
            return None
        wait_s = min(LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2.0 ** (tries - 1)) * random.uniform(0.5, 1.0)  # noqa: S311 (jitter)
        return max(wait_s, error.retry_after_s or 0.0) if error is not None else wait_s

    def _fail_over(self) -> bool:
        spare, call = self._spare, self._call
        if spare is None or call.engine is spare:
            return False
        logger.warning("Session %s goes on with %s.", call.session.id, spare.name)
        call.serve_with(spare)
        return True

    def _give_up(self, cause: Cause, error: ExpectedError | None) -> None:
        call = self._call
        why = f" {error.message}" if error is not None else ""
        if call.downstream.effective:
            gone: ExpectedError = ProviderLost(f"{cause.message}{why} What was said so far is kept.")
            reason = EndReason.PROVIDER_LOST
        else:
            gone, reason = ProviderLost(f"{cause.message}{why}"), EndReason.PROVIDER_LOST
        call.fail(gone)
        call.end(reason, gone.message)
