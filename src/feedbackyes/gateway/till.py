"""What people use of the engine's parts beside sessions of this product, by its `/v1` and step by step: booked, and
refused when a limit leaves nothing."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import structlog

from feedbackyes.domain.errors import ExpectedError
from feedbackyes.domain.limits import LimitReached, Spent
from feedbackyes.domain.principal import Principal
from feedbackyes.domain.stage_use import StageUse
from feedbackyes.domain.usage import UsageRecord
from feedbackyes.gateway.budget import Budget
from feedbackyes.stages.usage import Payer
from feedbackyes.storage import Database, usage

log = structlog.get_logger()


class Till:
    """Of all who use them."""

    def __init__(
        self, database: Database, budget: Budget, now: Callable[[], int] = lambda: time.time_ns() // 1_000_000
    ) -> None:
        self._database = database
        self._budget = budget
        self._now = now
        self._booking: set[asyncio.Task[None]] = set()

    async def check(self, principal: Principal) -> None:
        """Raise `LimitReached` when a limit leaves nothing for them."""
        await self._budget.check(principal)

    def payer(self, principal: Principal) -> Payer:
        """Books what is used on behalf of somebody."""

        def pay(use: StageUse) -> LimitReached | None:
            cost = use.cost
            self._budget.add(principal.id, principal.team_id, Spent(cost.counted_usd))
            task = asyncio.get_running_loop().create_task(self._book(principal, use))
            self._booking.add(task)
            task.add_done_callback(self._booking.discard)
            for standing in self._budget.standings(principal.id, principal.team_id):
                if standing.reached and cost.counted_usd:
                    return LimitReached(f"The limit of {standing.limit.name} is used up.")
            return None

        return pay

    async def close(self) -> None:
        """Until everything is stored."""
        await asyncio.gather(*self._booking)

    async def _book(self, principal: Principal, use: StageUse) -> None:
        record = UsageRecord(
            id=f"{principal.id}:{use.kind}:{use.id}",
            session_id=None,
            owner_id=principal.id,
            team_id=principal.team_id,
            at=self._now(),
            kind=use.kind,
            provider=use.tariff.server,
            model=use.tariff.model,
            used=use.used,
            cost=use.cost,
            reported=use.reported,
        )
        try:
            async with self._database.begin() as tx:
                await usage.put(tx, record)
        except ExpectedError as error:
            log.warning("a use could not be stored", reason=error.message)
        except Exception:
            log.exception("a use could not be stored")
