"""One call's use of voice: priced, stored once, counted against limits, and told on the event stream."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from feedbackyes.domain.limits import Limit, Spent, Standing
from feedbackyes.domain.prices import DEAREST_MINUTE_USD, FREE, Amounts, Cost, price_of
from feedbackyes.domain.stage_use import StageUse, told_as
from feedbackyes.domain.usage import UsageKind, UsageRecord, price, read
from feedbackyes.gateway.budget import Budget
from feedbackyes.protocol.conversation import Body
from feedbackyes.providers import Provider
from feedbackyes.storage import usage
from feedbackyes.telemetry import metrics

if TYPE_CHECKING:
    from feedbackyes.gateway.call import Call
    from feedbackyes.gateway.line import Line

UNTOLD_SECONDS = 2.0
"""Our clock and the service's begin at other moments. What was not told in the end is charged when it is more."""
_DAY_MS = 86_400_000


@dataclass(slots=True, eq=False)
class _Voice:
    """One provider session, which may be billed by the second. Times on the session clock.

    Args:
        line: by which it was had. engine: whose it is.
        seconds: told so far, which cost `cost`.
        ended_ms: None while it is in use. final: what was told after it was left, which is all of it.
    """

    number: int
    began_ms: float
    line: Line | None
    engine: Provider
    model: str
    seconds: float = 0.0
    cost: Cost = FREE
    ended_ms: float | None = None
    final: bool = False

    @property
    def free(self) -> bool:
        return self.engine.capabilities.free

    @property
    def minute_usd(self) -> float | None:
        """What a minute costs; None: it is not sold by the minute."""
        sold = price_of(self.model)
        return None if self.free or sold is None else sold.minute

    def untold_seconds(self, now_ms: float) -> float:
        """For how long it has been there beyond what was told."""
        until_ms = now_ms if self.ended_ms is None else self.ended_ms
        return 0.0 if self.final else max(0.0, (until_ms - self.began_ms) / 1000 - self.seconds)


class Meter:
    """Of one call.

    Args:
        before: what earlier calls of this session have used.
        wall_ms: Unix milliseconds.
    """

    def __init__(
        self,
        call: Call,
        budget: Budget,
        before: Spent | None = None,
        wall_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
    ) -> None:
        self._call = call
        self._budget = budget
        self._wall_ms = wall_ms
        self._before = before or Spent()
        self._spent = Spent()
        self._known_usd = self._before.usd
        self._unknown = self._estimated = False
        self._seen: set[str] = set()
        self._voices: list[_Voice] = []
        self._closed = False
        self._parts_cost = False
        self._unreported_since_ms = 0.0
        self._began_at: int | None = None
        self._ticked_ms = 0.0
        self._day = 0
        self._day_seconds = 0.0

    # ---- what is told

    def connected(self) -> None:
        """A provider session begins; what it counts begins at nothing."""
        call, now_ms = self._call, self._call.now_ms()
        self.disconnected()
        model = (call.session.model or call.engine.model) if call.engine.capabilities.hosted else call.engine.model
        self._voices.append(_Voice(len(self._voices) + 1, now_ms, call.continuity.line, call.engine, model))
        if self._began_at is None:
            self._began_at = self._wall_ms()
            self._day = self._began_at // _DAY_MS
            self._ticked_ms = self._unreported_since_ms = now_ms

    def disconnected(self) -> None:
        """The provider session is over, though it may still say what was used."""
        if self._voices and self._voices[-1].ended_ms is None:
            self._voices[-1].ended_ms = self._call.now_ms()

    @property
    def is_owed(self) -> bool:
        """The session in use is sold by the minute, or has parts that cost: when it is ended, it says how much that was."""
        voice = self._voices[-1] if self._voices else None
        return voice is not None and voice.ended_ms is None and (voice.minute_usd is not None or self._parts_cost)

    def take(self, told: Body) -> None:
        """Something was used. Told again it counts no more."""
        if self._voices:
            self._take(told, self._voices[-1])

    def take_last(self, told: Body, line: Line) -> None:
        """The same of a session that was left."""
        voice = next((one for one in self._voices if one.line is line), None)
        if voice is not None and not self._closed:
            self._take(told, voice)
            voice.final = voice.final or told.data["of"] == UsageKind.VOICE

    def take_part(self, use: StageUse) -> None:
        """A part of the embedded engine has used a server."""
        cost = use.cost
        self._parts_cost = self._parts_cost or not use.tariff.free
        self._charge(cost, use.kind)
        id_ = f"{self._call.session.id}:{use.kind}:{use.id}"
        record = self._record(id_, use.kind, use.tariff.model, use.used, cost, use.tariff.server, reported=use.reported)
        if self._closed:  # it was under way when the call ended
            self._call.watch(self._call.story.write(lambda tx: _put(tx, record)))
            return
        told = Body("usage", {"of": use.kind.value, "id": use.id, **told_as(use)}, origin="derived")
        event = self._event(told, record, free=use.tariff.free and not self._parts_cost)
        self._call.watch(self._call.story.store(event, lambda tx: _put(tx, record)))

    def _take(self, told: Body, voice: _Voice, *, guessed: bool = False) -> None:
        of_voice = told.data["of"] == UsageKind.VOICE
        record = self._voiced(told.data, voice, guessed=guessed) if of_voice else self._replied(told.data, voice)
        if record is None:
            return
        free = voice.free and not self._parts_cost
        self._call.watch(self._call.story.store(self._event(told, record, free=free), lambda tx: _put(tx, record)))

    def _replied(self, data: dict[str, Any], voice: _Voice) -> UsageRecord | None:
        if voice.engine.capabilities.costs:  # its parts tell what they used, and these figures are of the same
            return None
        kind = UsageKind(data["of"])
        id_ = f"{self._call.session.id}:{kind}:{data['id']}"[:400]
        if id_ in self._seen:
            return None
        self._seen.add(id_)
        model = voice.model if kind is UsageKind.RESPONSE else self._recogniser(voice)
        reported = data["unit"] != "unknown"
        used, guessed = read(data) if reported else (Amounts(), True)
        if reported and used == Amounts():  # it is sold by the second, or nothing was said
            return None
        cost = self._price(model, used, voice, guessed=guessed) if reported else self._unreported(kind, voice)
        self._charge(cost, kind)
        return self._record(id_, kind, model, used, cost, voice.engine.name, reported=reported)

    def _voiced(self, data: dict[str, Any], voice: _Voice, *, guessed: bool) -> UsageRecord | None:
        """The seconds of a provider session, which grow."""
        used, _ = read(data)
        if used.seconds <= voice.seconds:
            return None
        cost = self._price(voice.model, used, voice, guessed=guessed)
        more = cost.counted_usd - voice.cost.counted_usd
        known = None if cost.usd is None else cost.usd - (voice.cost.usd or 0.0)
        self._charge(Cost(known, more, cost.estimated), UsageKind.VOICE)
        voice.seconds, voice.cost = used.seconds, cost
        id_ = f"{self._call.session.id}:voice:{self._began_at}:{voice.number}"
        return self._record(id_, UsageKind.VOICE, voice.model, used, cost, voice.engine.name, reported=not guessed)

    # ---- what it costs

    def _recogniser(self, voice: _Voice) -> str:
        now = (self._call.downstream.effective.get("audio") or {}).get("input") or {}
        told = now.get("transcription")
        model = told.get("model") if isinstance(told, dict) and voice.engine.capabilities.hosted else None
        return model if isinstance(model, str) and model else voice.engine.recogniser

    def _price(self, model: str, used: Amounts, voice: _Voice, *, guessed: bool) -> Cost:
        known = model if price_of(model) is not None else self._call.priced_as or model
        return price(known, used, free=voice.free, estimated=guessed)

    def _unreported(self, kind: UsageKind, voice: _Voice) -> Cost:
        """A service that does not say what was used. For limits that is a minute a minute, at the dearest price."""
        if voice.free:
            return FREE
        if kind is not UsageKind.RESPONSE:
            return Cost(None, 0.0, estimated=True)
        since_ms, self._unreported_since_ms = self._unreported_since_ms, self._call.now_ms()
        return Cost(None, DEAREST_MINUTE_USD * (self._unreported_since_ms - since_ms) / 60_000, estimated=True)

    def _running(self, now_ms: float) -> Spent:
        """Of voice that is sold by the minute: what has passed since the service last told."""
        return Spent(sum(one.untold_seconds(now_ms) * (one.minute_usd or 0.0) / 60 for one in self._voices))

    def _estimate(self, now_ms: float) -> None:
        """Charge what was never told, because a service went without a word."""
        for voice in self._voices:
            untold = voice.untold_seconds(now_ms)
            if voice.minute_usd is not None and untold >= UNTOLD_SECONDS:
                data = {"of": UsageKind.VOICE.value, "id": "", "unit": "seconds", "seconds": voice.seconds + untold}
                self._take(Body("usage", data), voice, guessed=True)

    # ---- what is left

    def tick(self, now_ms: float) -> None:
        """Time passes: talking time counts."""
        if self._began_at is not None:
            self._count_time(now_ms)

    def _count_time(self, now_ms: float) -> None:
        seconds, self._ticked_ms = (now_ms - self._ticked_ms) / 1000, now_ms
        if (day := self._wall_ms() // _DAY_MS) != self._day:
            self._keep()
            self._day, self._day_seconds = day, 0.0
        self._day_seconds += seconds
        self._count(Spent(0.0, seconds))

    def talked(self) -> UsageRecord | None:
        """Talking time of this day so far."""
        return self._talk()

    def close(self) -> None:
        """The call is over."""
        now_ms = self._call.now_ms()
        if self._began_at is not None:
            self._count_time(now_ms)
        self._estimate(now_ms)
        self._keep()
        self._closed = True

    def worst(self) -> Standing | None:
        """The limit of which most is used; None: there is none."""
        if not self._budget.limits:
            return None
        running = self._running(self._call.now_ms())
        session = self._call.session
        standings = [
            *self._budget.of_session(self._before + self._spent + running),
            *(_with(one, running) for one in self._budget.standings(session.owner_id, session.team_id)),
        ]
        return max(standings, key=lambda one: one.share, default=None)

    def _keep(self) -> None:
        if (talk := self._talk()) is not None:
            self._call.watch(self._call.story.write(lambda tx: _put(tx, talk)))

    def _talk(self) -> UsageRecord | None:
        if self._day_seconds <= 0:
            return None
        id_ = f"{self._call.session.id}:talk:{self._began_at}:{self._day}"
        talk = self._record(id_, UsageKind.TALK, None, Amounts(seconds=self._day_seconds), FREE, self._call.engine.name)
        return replace(talk, at=max(self._day * _DAY_MS, self._began_at or 0))

    def _charge(self, cost: Cost, kind: UsageKind) -> None:
        if cost.counted_usd > 0:
            metrics.COST.labels(self._call.engine.name, kind.value).inc(cost.counted_usd)
        self._known_usd += cost.usd or 0.0
        self._unknown = self._unknown or cost.usd is None
        self._estimated = self._estimated or cost.estimated
        self._count(Spent(cost.counted_usd))

    def _count(self, spent: Spent) -> None:
        self._spent += spent
        session = self._call.session
        self._budget.add(session.owner_id, session.team_id, spent)

    def _record(
        self,
        id_: str,
        kind: UsageKind,
        model: str | None,
        used: Amounts,
        cost: Cost,
        provider: str,
        *,
        reported: bool = True,
    ) -> UsageRecord:
        session = self._call.session
        return UsageRecord(
            id=id_,
            session_id=session.id,
            owner_id=session.owner_id,
            team_id=session.team_id,
            at=self._wall_ms(),
            kind=kind,
            provider=provider,
            model=model,
            used=used,
            cost=cost,
            reported=reported,
        )

    def _event(self, told: Body, record: UsageRecord, *, free: bool) -> Body:
        running = {
            "cost_usd": self._known_usd,
            "unknown": self._unknown,
            "estimated": self._estimated,
            "seconds": round(self._before.seconds + self._spent.seconds, 1),
        }
        priced = {
            "provider": record.provider,
            "model": record.model,
            "cost_usd": record.cost.usd,
            "estimated": record.cost.estimated,
            "free": free,
            "session": running,
        }
        return replace(told, data={**told.data, **priced})


def _with(standing: Standing, more: Spent) -> Standing:
    limit: Limit = standing.limit
    return Standing(limit, standing.used + more.of(limit.unit))


async def _put(tx: Any, record: UsageRecord) -> None:
    await usage.put(tx, record)
