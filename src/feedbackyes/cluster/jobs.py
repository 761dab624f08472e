"""Work that some node does once: asked for (analyses), or by the clock. SAQ on Redis; `docs/decisions` says why.

What has to be done is in the database; the queue only says who does it now. A job of a node that is gone is given to another one
when it has shown no sign of life for `HEARTBEAT_SECONDS`.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from saq import CronJob, Job, Worker
from saq.queue.redis import RedisQueue

from feedbackyes.cluster.bus import CONNECT_SECONDS, GONE, PREFIX

Work = Callable[..., Awaitable[None]]
HEARTBEAT_SECONDS = 15
BEAT_SECONDS = 4.0
TRIES = 5
AT_ONCE = 2
"""Jobs that one node does side by side."""
WAIT_SECONDS = 1.0
_TIMERS = {"schedule": 1, "sweep": 3, "abort": 1, "worker_info": 10}
logger = logging.getLogger(__name__)
logging.getLogger("saq").setLevel(logging.CRITICAL)  # what goes wrong in our work we say ourselves, and once


class _Queue(RedisQueue):
    """Waits a while when Redis is gone, where SAQ would ask again at once."""

    async def dequeue(self, timeout: float = 0.0, poll_interval: float = 0.0) -> Job | None:  # noqa: ASYNC109 (SAQ's)
        try:
            return await super().dequeue(timeout, poll_interval)
        except GONE:
            await asyncio.sleep(WAIT_SECONDS)
            return None


class _Worker(Worker[Any]):
    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.SIGNALS = []  # the server's affair


class Jobs:
    """Of one node. `start` before, `close` after."""

    def __init__(self, url: str) -> None:
        retry = Retry(NoBackoff(), 1)
        redis = Redis.from_url(url, socket_connect_timeout=CONNECT_SECONDS, socket_timeout=10, retry=retry)
        self._queue = _Queue(redis, name=PREFIX)
        self._redis = redis
        self._task: asyncio.Task[None] | None = None
        self._worker: _Worker | None = None

    def start(self, works: Mapping[str, Work], by_clock: Mapping[str, str]) -> None:
        """Begin to do jobs.

        Args:
            works: what is done, by name.
            by_clock: when (cron, UTC) those are done that nobody asks for.
        """
        functions = {name: self._guarded(name, work) for name, work in works.items()}
        self._worker = _Worker(
            self._queue,
            list(functions.items()),
            concurrency=AT_ONCE,
            cron_jobs=[
                CronJob(functions[name], cron=cron, timeout=0, heartbeat=HEARTBEAT_SECONDS)
                for name, cron in by_clock.items()
            ],
            timers=_TIMERS,
            dequeue_timeout=WAIT_SECONDS,
        )
        self._task = asyncio.get_running_loop().create_task(self._worker.start())

    async def close(self) -> None:
        """What is being done goes back to the queue."""
        if self._task is not None and self._worker is not None:
            try:
                await self._worker.stop()
            except GONE as error:
                logger.warning("Jobs could not be given back to the queue: %s", error)
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._redis.aclose()

    async def add(self, name: str, key: str, **arguments: Any) -> bool:
        """Have something done once; under a key that waits or is being done already, nothing is added.

        Returns:
            False: Redis is gone.
        """
        try:
            job = Job(name, key=key, kwargs=arguments, timeout=0, heartbeat=HEARTBEAT_SECONDS, retries=TRIES, ttl=60)
            await self._queue.enqueue(job)
        except GONE:
            return False
        return True

    def _guarded(self, name: str, work: Work) -> Callable[..., Awaitable[None]]:
        async def run(context: Any, **arguments: Any) -> None:
            beating = asyncio.get_running_loop().create_task(_beat(context["job"]))
            try:
                await work(**arguments)
            except Exception:
                logger.exception("The job %s failed.", name)
                raise
            finally:
                beating.cancel()

        run.__qualname__ = name
        return run


async def _beat(job: Job) -> None:
    """Show that a job is still being done."""
    while True:
        await asyncio.sleep(BEAT_SECONDS)
        try:
            await job.update()
        except GONE as error:
            logger.debug("A job could not show that it goes on: %s", error)
