"""What operators see of calls: lines of the log, figures, and the trace of each turn."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from feedbackyes.domain.session import EndReason
from feedbackyes.telemetry import metrics, traces
from feedbackyes.telemetry.turns import TurnTimes

if TYPE_CHECKING:
    from feedbackyes.gateway.call import Call

_NAMES = {"recognised": "recognise", "first_token": "think", "first_audio": "speak"}
"""Of the spans that end with a stage."""
logger = logging.getLogger(__name__)


class _Live:
    """The calls that go on, and what those that have ended had passed."""

    def __init__(self) -> None:
        self._calls: set[Call] = set()
        self._ended = (_Passed(), _Passed())
        metrics.LIVE.look(self._live)
        metrics.RELAYED_SECONDS.look(lambda: ((name, passed.seconds) for name, passed in self._passed()))
        metrics.RELAYED_BYTES.look(lambda: ((name, passed.size) for name, passed in self._passed()))

    def add(self, call: Call) -> None:
        self._calls.add(call)

    def remove(self, call: Call) -> None:
        self._calls.discard(call)
        for passed, more in zip(self._ended, _passed(call), strict=True):
            passed.add(more)

    def _live(self) -> metrics.Values:
        return (((call.session.transport or "", call.engine.name), 1.0) for call in self._calls)

    def _passed(self) -> Iterator[tuple[tuple[str, ...], _Passed]]:
        up, down = _Passed(), _Passed()
        for one, other in (self._ended, *(_passed(call) for call in self._calls)):
            up.add(one)
            down.add(other)
        return iter(((("up",), up), (("down",), down)))


class _Passed:
    """Audio of one direction; `size`: bytes of base64."""

    def __init__(self, ms: float = 0.0, bytes_per_second: int = 0) -> None:
        self.seconds = ms / 1000
        self.size = self.seconds * bytes_per_second * 4 / 3

    def add(self, more: _Passed) -> None:
        self.seconds += more.seconds
        self.size += more.size


def _passed(call: Call) -> tuple[_Passed, _Passed]:
    """By the clocks of the audio, which a relay keeps in any case."""
    if call.direct:
        return _Passed(), _Passed()
    up, down = call.uplink, call.downstream
    return (
        _Passed(up.clock.audio_ms, up.format.bytes_per_second),
        _Passed(down.passed_ms, down.link.format.bytes_per_second),
    )


_live = _Live()


@contextmanager
def life(call: Call) -> Iterator[None]:
    """Around the whole of a call, in its task."""
    call.scope.stay()
    session = call.session
    names = (session.transport or "", session.provider or call.engine.name)
    logger.info("Session %s begins: %s.", session.id, session.scenario_id or "free talk")
    metrics.STARTED.labels(*names).inc()
    _live.add(call)
    try:
        yield
    finally:
        _live.remove(call)
        reason = call.ending.reason if call.ending is not None else EndReason.CRASHED
        metrics.ENDED.labels(*names, reason.value).inc()
        metrics.TALK.labels(names[0]).observe(call.now_ms() / 1000)
        if reason in (EndReason.PROVIDER_LOST, EndReason.PROVIDER_UNREACHABLE):
            metrics.PROVIDER_LOST.labels(call.engine.name).inc()
        logger.info("Session %s has ended: %s.", session.id, reason.value)


def turn(call: Call, times: TurnTimes) -> None:
    """A turn was answered."""
    names = (call.engine.name, call.session.transport or "")
    for stage, seconds in times.after().items():
        metrics.TURN.labels(stage, *names).observe(seconds)
    if traces.active():
        _trace(call, times, names)


def _trace(call: Call, times: TurnTimes, names: tuple[str, str]) -> None:
    now_ms = call.now_ms()
    attributes = {
        "session.id": call.session.id,
        "feedbackyes.session_id": call.session.id,
        "feedbackyes.item_id": times.item_id,
        "feedbackyes.provider": names[0],
        "feedbackyes.transport": names[1],
    }
    begun_ns = traces.unix_ns(times.ended_ms, now_ms)
    came = {stage: begun_ns + round(seconds * 1e9) for stage, seconds in times.after().items()}
    events = {"end_of_speech": begun_ns, **came}
    traces.turn(times.item_id, begun_ns, max(came.values()), attributes, events)
    before_ns = begun_ns
    for stage, at_ns in sorted(came.items(), key=lambda one: one[1]):
        traces.part(times.item_id, f"relay.{_NAMES[stage]}", before_ns, at_ns, attributes)
        before_ns = at_ns
