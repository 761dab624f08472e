"""What this process shares with others of the same installation, when it does."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from feedbackyes.api import feedback
from feedbackyes.api.attempts import Counts
from feedbackyes.api.lent import Lent
from feedbackyes.api.services import Services
from feedbackyes.app import retention
from feedbackyes.app.folder import claimed, make
from feedbackyes.cluster import Node, Shared
from feedbackyes.domain.errors import NotReady
from feedbackyes.gateway.tokens import ClientTokens
from feedbackyes.settings import Settings
from feedbackyes.storage import Database

if TYPE_CHECKING:
    from feedbackyes.cluster.bus import Bus

FORGET = "feedbackyes:forget"
"""On this channel nodes say whose role, logins or tokens have changed."""


@asynccontextmanager
async def folder(settings: Settings) -> AsyncIterator[None]:
    """The data folder: of this process alone, or of all nodes, whose sessions have leases. Raises as `claimed`."""
    if settings.redis_url:
        make(settings.data)
        yield
        return
    async with claimed(settings.data):
        yield


@dataclass(frozen=True, slots=True)
class Cluster:
    """What makes this process one of several."""

    node: Node
    bus: Bus
    shared: Shared
    counts: Counts


@asynccontextmanager
async def joined(settings: Settings, database: Database) -> AsyncIterator[Cluster | None]:
    """This process as a node among others; None when it stands alone. The gateway starts and ends the node itself.

    Raises:
        NotReady: the client of Redis is not installed.
    """
    if not settings.redis_url:
        yield None
        return
    _check()
    from feedbackyes.cluster.bus import Bus, client
    from feedbackyes.cluster.in_redis import CountsInRedis, InRedis

    node = Node(database, name=settings.node_name, seconds=settings.node_seconds)
    bus, redis = Bus(client(settings.redis_url), node.id), client(settings.redis_url)
    bus.start()
    try:
        yield Cluster(node, bus, InRedis(redis), CountsInRedis(redis))
    finally:
        await bus.close()
        await redis.aclose()


@contextmanager
def told(cluster: Cluster | None, services: Services, tokens: ClientTokens) -> Iterator[None]:
    """Have the door know what other nodes have lent, and whom they have forgotten."""
    if cluster is None:
        yield
        return
    door = services.door
    door.lent = Lent(cluster.shared, tokens, services.secrets)
    door.forgets = lambda user_id: cluster.bus.announce(FORGET, user_id.encode())
    services.accounts.attempts.counts = cluster.counts

    def forget(message: bytes) -> None:
        if message:
            door.forget_here(message.decode())
        else:
            door.forget_everybody()

    with cluster.bus.hear(FORGET, forget):
        yield


@asynccontextmanager
async def working(services: Services) -> AsyncIterator[None]:
    """Take part in what some node does once."""
    from feedbackyes.cluster.jobs import Jobs, Work

    async def sweep() -> None:
        await retention.run_once(services.settings, services.database, services.recordings)

    jobs = Jobs(services.settings.redis_url)
    works: dict[str, Work] = {
        feedback.ANALYSE: partial(feedback.do_queued, services),
        "queue analyses again": partial(feedback.queue_again, services),
        "delete what was kept for long enough": sweep,
    }
    _, again, delete = works
    jobs.start(works, {again: "* * * * *", delete: "7 * * * *"})
    services.queue = jobs.add
    try:
        yield
    finally:
        services.queue = None
        await jobs.close()


def _check() -> None:
    try:
        import redis.asyncio  # noqa: F401
    except ModuleNotFoundError as error:
        raise NotReady(
            "FEEDBACKYES_REDIS_URL is set, and the client of Redis is missing: make install EXTRAS=cluster."
        ) from error
