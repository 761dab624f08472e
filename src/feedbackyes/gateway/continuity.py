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
import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from feedbackyes.domain.errors import ExpectedError, Failed
from feedbackyes.domain.session import EndReason
from feedbackyes.gateway import sockets
from feedbackyes.gateway.health import Health, Trouble, trouble_of
from feedbackyes.gateway.journal import Kind
from feedbackyes.gateway.line import Line
from feedbackyes.gateway.resumption import resume
from feedbackyes.protocol.server import ErrorDetail
from feedbackyes.providers import CallRefused, Provider, ProviderUnreachable
from feedbackyes.settings import Settings
from feedbackyes.telemetry import metrics

if TYPE_CHECKING:
    from feedbackyes.gateway.call import Call

LEAD_SHARE = 0.2
"""Of a limit so short that it is less."""
RENEW_AGAIN_SECONDS, PAUSE_SECONDS = 10.0, 0.05
REPLY_TRIES = 5
KEY_TRIES = 4
"""With a key that was good a moment ago: it is being replaced, or whoever looks at keys has not heard of it yet."""
FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 0.25, 4.0
START_SECONDS = 3.0
"""Of trying to begin: a learner who has said nothing yet can begin again as well."""
FLAPPING_SECONDS = 20.0
"""A session that is lost sooner, without a reply, counts as one more failure of the same kind. A service that greets,
and takes its time to say that it has not begun, is one of them."""
LAST_USE_SECONDS = 2.0
"""In which a service says what was used, when it is left for good."""
LEAD_SECONDS = 120.0
"""So long before a provider's limit the next pause is used; without one, the limit itself is bridged."""
KEPT_MS = 1_000.0
"""Of audio before the last sign of life: speech is noticed a little after it has begun."""
LONGEST_DOUBT_MS = 45_000.0
"""Of audio that is kept while the provider says nothing."""

_LEARNERS = frozenset({"called_again", "line_lost"})
"""Causes that are no failures of the provider."""
_KEY_REFUSED = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})
_TRY_AGAIN = re.compile(r"try again in (\d+(?:\.\d+)?) ?(ms|s)\b", re.IGNORECASE)
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
        self.connected = asyncio.Event()
        """There is a line, or has been one."""
        self._task: asyncio.Task[None] | None = None
        self._renewing: asyncio.Task[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._calling: asyncio.Timeout | None = None
        self._health = Health(call, settings.provider_stall_seconds)
        self._since_ms = 0.0
        self._failures = self._refusals = 0
        self._lost_ms = 0.0
        self._hopeless = self._of_use = False
        self._renew_after_ms = 0.0
        self._why = ""

    @property
    def broken(self) -> bool:
        """There is no provider now, and another session is being opened."""
        return self.line is not None and self._call.provider is None

    # ---- calls that the browser makes

    def new_line(self) -> Line:
        """One that another session comes by. It is in use when `go_on_with` was told of it."""
        return Line(self._call.downstream, self._lost, greets=True)

    async def stand_by(self, cause: Cause) -> None:
        """Leave the line that is in use, if one is, and wait until all that came of it has been dealt with."""
        self.break_off(cause)
        if self._task is not None:
            await asyncio.shield(self._task)

    def go_on_with(self, line: Line) -> None:
        """This line is in use now."""
        self._in_use(line)
        self._call.take_line(line, self._why)

    def bridge_from_here(self, cause: Cause) -> None:
        """The learner's voice passes by here from now on: another session is opened from here."""
        call, former, standing = self._call, self.line, self._task
        if former is not None and former.alive:
            former.leave()
            call.without_provider()
            call.redial.part()
            standing = asyncio.get_running_loop().create_task(self._fall_silent())
        self._task = asyncio.get_running_loop().create_task(self._bridge(cause, standing))

    # ---- the first session

    async def begin(self) -> Line | None:
        """The first line, as `first` has it; None: the call was ended while the service was being called."""
        try:
            async with asyncio.timeout(None) as self._calling:
                return await self._directly_or_by_us()
        except TimeoutError:
            if self._call.ending is None:
                raise
            return None
        finally:
            self._calling = None

    def stop_calling(self) -> None:
        """Nobody waits for the first line any more. What a browser has called must be known, to be hung up."""
        if self._calling is not None and not self._call.direct:
            self._calling.reschedule(0)

    async def _directly_or_by_us(self) -> Line:
        """Who cannot call the service directly comes by way of us."""
        try:
            return await self.first()
        except (ProviderUnreachable, CallRefused) as error:
            if not self._call.redial.never_mind():
                raise
            logger.info("Session %s comes by way of us: %s", self._call.session.id, error.message)
        return await self.first()

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
                if self._call.direct:
                    raise
                if wait_s is None or self._call.now_ms() + wait_s * 1000 > deadline:
                    if not self._fail_over():
                        raise
                    deadline, tries = self._call.now_ms() + START_SECONDS * 1000, 0
                    continue
                await asyncio.sleep(wait_s)
            else:
                self._in_use(line)
                return line

    def check(self) -> None:
        """The first session is in use. It may have gone before it was."""
        if self.line is not None and not self.line.alive and self.line.closed is not None:
            self._lost(self.line, *self.line.closed)

    # ---- what happens to the one in use

    def tick(self, now_ms: float) -> None:
        """Time passes: is it still alive, and how long will it be?"""
        if self.line is None or not self.line.alive or not self._call.may_go_on or self._call.provider is None:
            if self._call.uplink.journal is not None:
                self._call.uplink.journal.trim()
            return
        self._health.tick(now_ms)
        self._forget()
        if self._health.stalled(now_ms):
            self.break_off(Cause("provider_stalled", "The voice service does not answer any more."))
        elif self._call.direct:
            if self._is_due(now_ms) and self.is_quiet:
                self.break_off(Cause("provider_limit", "The voice service is about to end its session."))
        elif self._renewing is None and self._is_due(now_ms):
            self._renewing = asyncio.get_running_loop().create_task(self._renew())

    def on_error(self, error: ErrorDetail) -> bool:
        """The provider reports an error. True: it is dealt with here, and nobody else's business."""
        if self.line is None or not self._call.may_go_on:
            return False
        if self._call.redial.ends_with(error):
            return True
        trouble = trouble_of(error)
        match trouble:
            case Trouble.EXPIRED:
                self.break_off(
                    Cause("provider_limit", "The voice service has ended its session, which was at its limit.")
                )
            case Trouble.TOKEN:
                self.break_off(Cause("token_expired", "The voice service does not take our key any more."))
            case Trouble.REFUSED:
                self._hopeless = True
                self.break_off(Cause("provider_refuses", f"The voice service refuses to go on ({error.code})."))
            case Trouble.BUSY:
                self._later(error.message)
            case _:
                return False
        return True

    def on_failed_reply(self, error: ErrorDetail | None) -> None:
        """The provider could not make a reply of which nothing was heard. It is asked for again, a few times."""
        if self.line is not None and self._call.may_go_on:
            self._later(error.message if error is not None else "")

    def on_reply(self) -> None:
        """A reply is there: what went wrong before does not count any more."""
        self._refusals = 0
        self._of_use = True

    def break_off(self, cause: Cause) -> None:
        """The session in use is of no more use."""
        if self.line is not None and self.line.alive and self._call.may_go_on:
            self.line.leave()
            self._begin(cause)

    async def hang_up(self) -> None:
        """Leave a service that is paid by the minute, which says only then how many those were."""
        line, meter = self.line, self._call.meter
        if line is not None and line.alive and meter.is_owed:
            line.leave()
            await line.gone(LAST_USE_SECONDS)
            meter.disconnected()

    async def close(self) -> None:
        """The call is over."""
        tasks = [task for task in (self._task, self._renewing) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._timer is not None:
            self._timer.cancel()
        if self.line is not None:
            self.line.leave()

    # ---- inside

    def _in_use(self, line: Line, from_ms: float = 0.0) -> None:
        self.line, self._since_ms, self._of_use = line, self._call.now_ms(), False
        self.connected.set()
        self._health.begin(line, self._since_ms, from_ms)

    def _forget(self) -> None:
        """What was said well before the last sign of life has been dealt with, or is known to be unfinished."""
        call = self._call
        journal = call.uplink.journal
        if journal is not None:
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
            begin_ms = max(boundary_ms, self._health.alive_at_ms - KEPT_MS, audio_ms - LONGEST_DOUBT_MS)
        return begin_ms

    def _lost(self, line: Line, code: int, reason: str) -> None:
        if line is not self.line:
            return
        call = self._call
        if not call.may_go_on:
            call.provider_closed(code, reason)
            return
        said = f"{code}: {reason}" if reason else str(code)
        cause = Cause("provider_lost", f"The voice service has ended the connection ({said}).")
        hung_up = call.direct and code in (sockets.OK, sockets.NO_CODE)
        with call.scope:
            self._begin(Cause("line_lost", "The line was lost.") if hung_up else cause)

    def _is_due(self, now_ms: float) -> bool:
        """The provider will end the session soon, and now is a good time to begin another, or the last."""
        minutes = self._settings.provider_session_minutes or self._call.engine.capabilities.session_minutes
        if minutes is None:
            return False
        limit_ms = minutes * 60_000
        left_ms = self._since_ms + limit_ms - now_ms
        lead_ms = min(LEAD_SECONDS * 1000, limit_ms * LEAD_SHARE)
        return left_ms < lead_ms and now_ms >= self._renew_after_ms

    async def _renew(self) -> None:
        """Another session takes over in the next pause, before the provider ends this one."""
        call = self._call
        try:
            line = await self._greeted()
            await self._change_to(line)
        except (ProviderUnreachable, CallRefused) as error:
            logger.info("Session %s: no session to go on with yet. %s", call.session.id, error.message)
            self._renew_after_ms = call.now_ms() + RENEW_AGAIN_SECONDS * 1000
            self._renewing = None
        except Exception:  # the root of a task
            logger.exception("Session %s ends because of an error of ours.", call.session.id)
            self._crash()

    async def _change_to(self, line: Line) -> None:
        """Leave the session in use for one that has greeted us, in the next pause."""
        call, former = self._call, self.line
        try:
            await self._pause()
            if former is not None and call.ending is None:
                former.leave()
                call.without_provider()
                await call.downstream.settle()
        except BaseException:
            line.leave()
            raise
        if former is None or call.ending is not None:
            line.leave()
            return
        call.downstream.break_off()
        self._renewing = None
        self._failures = 0 if self._has_lasted() else self._failures
        self._resume(line, "provider_limit")
        logger.info("Session %s goes on with a new session of %s.", call.session.id, call.engine.name)

    def _crash(self) -> None:
        self._call.end(EndReason.CRASHED, "Something went wrong on our side; what was said so far is kept.")

    async def _pause(self) -> None:
        """Wait until nobody speaks and nothing is due, but not longer than the limit allows."""
        call = self._call
        minutes = self._settings.provider_session_minutes or call.engine.capabilities.session_minutes or 0.0
        last_ms = self._since_ms + minutes * 60_000 * (1 - LEAD_SHARE / 10)
        while call.now_ms() < last_ms and not self.is_quiet:  # noqa: ASYNC110 (nobody announces a pause)
            await asyncio.sleep(PAUSE_SECONDS)

    @property
    def is_quiet(self) -> bool:
        """Nobody speaks, and nothing is due."""
        downstream = self._call.downstream
        speaking = downstream.projection.spoken_since_ms is not None
        playing = downstream.playback.playing(self._call.now_ms()) is not None
        floor = self._call.floor
        return not (speaking or playing or floor.waits or floor.transcribing)

    def _later(self, said: str) -> None:
        """Ask for the reply again in a while; a provider that never has one is not asked any more."""
        self._refusals += 1
        if self._timer is not None:
            self._timer.cancel()
        if self._call.uplink.journal is not None:  # what the client asked for itself is refused as well
            self._call.uplink.journal.drop(Kind.RESPONSE)
        if self._refusals > REPLY_TRIES:
            self._ask_no_more()
            return
        found = _TRY_AGAIN.search(said)
        told_s = (float(found[1]) / (1000 if found[2] == "ms" else 1)) if found else 0.0
        wait_s = min(LONGEST_WAIT_SECONDS * 2, max(told_s, FIRST_WAIT_SECONDS * 2.0**self._refusals))
        message = "The voice service is busy. The answer comes a little later."
        self._call.warn("provider_busy", message, again=True)
        self._timer = asyncio.get_running_loop().call_later(wait_s, self._ask)

    def _ask_no_more(self) -> None:
        """The provider is there and has no reply: another one goes on, or the learner speaks again later."""
        self._refusals = 0
        if self._spare is not None and self._call.engine is not self._spare:
            self._hopeless = True
            self.break_off(Cause("rate_limited", "The voice service is at its limit."))
            return
        self._call.floor.give_up()
        message = "The voice service is at its limit and does not answer. Wait a minute, then say it again."
        self._call.warn("provider_busy", message, again=True)

    def _ask(self) -> None:
        if self._call.provider is not None and self._call.ending is None:
            self._call.floor.ask_again()

    def _begin(self, cause: Cause) -> None:
        call = self._call
        call.without_provider()
        if self._renewing is not None:
            self._renewing.cancel()
            self._renewing = None
        if call.ending is None:
            logger.info("Session %s: %s Another one is opened.", call.session.id, cause.message)
            go_on = self._stand_by if call.direct else self._bridge
            self._task = asyncio.get_running_loop().create_task(go_on(cause))

    async def _fall_silent(self) -> None:
        await self._call.downstream.settle()
        self._call.downstream.fall_silent()

    async def _stand_by(self, cause: Cause) -> None:
        """The voice is the browser's: it calls again, or comes by another way."""
        call = self._call
        try:
            if cause.code not in _LEARNERS:
                self._count_loss()
                self._hopeless = self._hopeless or not self._settings.reconnect_tries
            if self.line is not None:
                self.line.leave()  # what is left of the call must not go on without us
            await self._fall_silent()
            self._why = cause.code
            call.interrupted(cause.code, f"{cause.message} Your browser calls again; what was said is kept.")
            call.redial.part()
            self._task = None
            if self._hopeless:
                call.redial.pass_by_here()
                self.bridge_from_here(cause)
        except Exception:  # the root of a task
            logger.exception("Session %s ends because of an error of ours.", call.session.id)
            self._crash()

    async def _bridge(self, cause: Cause, standing: asyncio.Task[None] | None = None) -> None:
        call = self._call
        try:
            if standing is not None:
                await standing
            self._count_loss()
            await call.downstream.settle()
            call.downstream.break_off()
            call.interrupted(cause.code, f"{cause.message} It is being opened again; what you say is kept.")
            line = await self._another(cause)
            self._task = None  # the new one may be lost at once, which begins another
            if line is not None and call.ending is not None:
                line.leave()
            elif line is not None:
                self._resume(line, cause.code)
        except Exception:  # the root of a task
            logger.exception("Session %s ends because of an error of ours.", call.session.id)
            self._crash()

    def _count_loss(self) -> None:
        """One more session is lost: the next of a run of failures, or the first of another."""
        now_ms = self._call.now_ms()
        self._failures = 0 if self._has_lasted() else self._failures + 1
        if self._failures <= 1:
            self._lost_ms = now_ms
        late = now_ms > self._lost_ms + self._settings.reconnect_seconds * 1000
        self._hopeless = self._hopeless or late or self._failures > self._settings.reconnect_tries

    def _has_lasted(self) -> bool:
        return self._of_use or self._call.now_ms() - self._since_ms >= FLAPPING_SECONDS * 1000

    async def _another(self, cause: Cause) -> Line | None:
        """A session that has greeted us; None: there will be none, and the call is ending."""
        call = self._call
        deadline_ms = self._lost_ms + self._settings.reconnect_seconds * 1000
        tries: int = self._failures
        keys = 0
        error: ExpectedError | None = None
        if self._hopeless or not self._settings.reconnect_tries:
            self._hopeless = False
            if not self._fail_over():
                self._give_up(cause, None)
                return None
            deadline_ms, tries = call.now_ms() + self._settings.reconnect_seconds * 1000, 0
        elif tries:
            await asyncio.sleep(self._wait_s(None, tries) or 0.0)
        while call.ending is None:
            try:
                return await self._greeted()
            except (ProviderUnreachable, CallRefused) as refused:
                error = refused
            tries += 1
            wait_s = None
            if isinstance(error, ProviderUnreachable):
                keys += error.status in _KEY_REFUSED
                error.final = error.final and not (error.status in _KEY_REFUSED and keys <= KEY_TRIES)
                wait_s = self._wait_s(error, tries)
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

    def _resume(self, line: Line, why: str) -> None:
        from_ms = self.resume_ms()
        self._in_use(line, from_ms)
        if self._call.is_slow and line.connection is not None:
            line.connection.pause()
        metrics.RECONNECTS.labels(self._call.engine.name, why).inc()
        resume(self._call, line, why, from_ms)

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
        metrics.FAILOVERS.labels(call.engine.name).inc()
        call.warn("failed_over", "The voice service cannot be reached. This server's own engine goes on with the talk.")
        call.serve_with(spare)
        return True

    def _give_up(self, cause: Cause, error: ExpectedError | None) -> None:
        call = self._call
        why = f" {error.message}" if error is not None else ""
        kept = " What was said so far is kept." if call.downstream.effective else ""
        gone = ProviderLost(f"{cause.message}{why}{kept}")
        call.fail(gone)
        call.end(EndReason.PROVIDER_LOST, gone.message)
