"""How long the stages of one connection take, for figures and traces."""

from __future__ import annotations

from collections.abc import Callable

from feedbackyes import log
from feedbackyes.telemetry import metrics, traces


class StageWatch:
    """Of one connection.

    Args:
        waiting: messages and orders that nobody has dealt with yet, by stage.
    """

    def __init__(self, session_id: str, now_ms: Callable[[], float], waiting: Callable[[], dict[str, int]]) -> None:
        self._session_id, self._now_ms = session_id, now_ms
        self._finished: dict[str, float] = {}
        self._asked: dict[str, tuple[str, float]] = {}
        self._item = ""
        self._unlook = metrics.STAGE_QUEUE.look(lambda: (((stage,), count) for stage, count in waiting().items()))

    def close(self) -> None:
        self._unlook()

    def finish(self, utterance: str) -> None:
        """The learner has stopped; the recogniser is to say what they said."""
        self._item = utterance
        self._finished[utterance] = self._now_ms()

    def recognised(self, utterance: str) -> None:
        begun_ms = self._finished.pop(utterance, None)
        if begun_ms is not None:
            self._tell("recogniser", utterance, begun_ms)

    def lost(self, utterance: str) -> None:
        self._finished.pop(utterance, None)
        metrics.STAGE_ERRORS.labels("recogniser").inc()

    def reply(self, response_id: str) -> None:
        """The partner is to answer what was said last."""
        self._asked[response_id] = (self._item, self._now_ms())
        self._item = ""

    def thought(self, response_id: str) -> None:
        """The partner knows how its answer begins; next it is to be heard."""
        self._step("partner", response_id)

    def sounded(self, response_id: str) -> None:
        """The answer begins to be heard; told again it counts no more."""
        if response_id in self._asked:
            self._step("voice", response_id)
            del self._asked[response_id]

    def replied(self, response_id: str, *, failed: bool) -> None:
        self._asked.pop(response_id, None)
        if failed:
            metrics.STAGE_ERRORS.labels("reply").inc()

    def stood_in(self) -> None:
        metrics.STAGE_ERRORS.labels("partner").inc()

    def _step(self, stage: str, response_id: str) -> None:
        item, begun_ms = self._asked[response_id]
        self._tell(stage, item, begun_ms)
        self._asked[response_id] = (item, self._now_ms())

    def _tell(self, stage: str, item: str, begun_ms: float) -> None:
        now_ms = self._now_ms()
        metrics.STAGE.labels(stage).observe((now_ms - begun_ms) / 1000)
        if item and traces.active():
            attributes = {"feedbackyes.item_id": item, "feedbackyes.engine_session_id": self._session_id}
            session_id = log.bound().get("session_id")  # of the relay, when that is in this process
            if session_id is not None:
                attributes |= {"session.id": session_id, "feedbackyes.session_id": session_id}
            begun_ns, ended_ns = traces.unix_ns(begun_ms, now_ms), traces.unix_ns(now_ms, now_ms)
            traces.part(item, f"engine.{stage}", begun_ns, ended_ns, attributes)
