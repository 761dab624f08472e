"""Asks the turn model about the pauses of one session, and brings back what it says in time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import numpy as np
import structlog

from feedbackyes.domain.errors import ExpectedError
from feedbackyes.engine.commands import JudgeEnding
from feedbackyes.stages.turn import TurnModel

log = structlog.get_logger()


class TurnJudge:
    """One pause at a time: a new one makes the answer to the last one useless.

    Args:
        on_judged: is told the utterance and the probability that it is over, on the event loop.
    """

    def __init__(self, model: TurnModel | None, on_judged: Callable[[str, float], None]) -> None:
        self._model = model
        self._on_judged = on_judged
        self._task: asyncio.Task[None] | None = None

    def take(self, order: JudgeEnding) -> None:
        if self._model is not None:
            self._cancel()
            self._task = asyncio.create_task(self._judge(self._model, order), name="turn model")

    async def close(self) -> None:
        task = self._task
        self._cancel()
        if task is not None:
            await asyncio.gather(task, return_exceptions=True)

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None

    async def _judge(self, model: TurnModel, order: JudgeEnding) -> None:
        try:
            probability = await model.judge(np.frombuffer(order.audio, np.int16))
        except ExpectedError as error:
            log.info("the turn model did not answer", reason=error.message)
        except Exception:
            log.exception("the turn model failed")
        else:
            self._on_judged(order.utterance, probability)
