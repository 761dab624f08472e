"""Following a call that another node has: asked for there, shown here.

Captions are read from the database, of which the node tells. Voices, and the sign that a look goes on, come by a channel of
Redis that this look alone listens to; who does not listen any more has left.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from feedbackyes.cluster import NoAnswer
from feedbackyes.domain.principal import Principal, Role, TrainerKind
from feedbackyes.gateway.monitors import Look, Monitor
from feedbackyes.storage import Database, leases

if TYPE_CHECKING:
    from feedbackyes.cluster.bus import Bus, Json
    from feedbackyes.gateway.monitoring import Monitoring

ASK_SECONDS, LIST_SECONDS = 4.0, 1.0
STILL_SECONDS = 3.0
"""How often a look that goes on is told so."""
LOST_SECONDS = 4 * STILL_SECONDS
"""A look that is not told so any more is over."""
_encode = msgspec.msgpack.Encoder().encode


class FarLooks:
    """Of one node: looks of its people at calls elsewhere, and of others' people at its own. `near` has its own calls."""

    def __init__(self, database: Database, bus: Bus, near: Monitoring) -> None:
        self._database, self._bus, self._near = database, bus, near
        self._here: dict[str, tuple[Monitor, Callable[[], None]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        for name, answerer in (
            ("check", self._check),
            ("join", self._join),
            ("leave", self._leave),
            ("hint", self._hint),
            ("end", self._end),
            ("allow", self._allow),
            ("shared", self._shared),
            ("running", self._running),
        ):
            bus.answers(f"monitor.{name}", answerer)

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # ---- our people, calls elsewhere

    async def node_of(self, session_id: str) -> str | None:
        """The other node that has a session."""
        async with self._database.read() as tx:
            return (await leases.owned(tx, [session_id])).get(session_id)

    async def ask(self, node_id: str, op: str, session_id: str, person: Principal, **more: Any) -> Json:
        """Raises `NoAnswer`, and whatever the other node does."""
        body = {"session_id": session_id, "by": asdict(person), **more}
        return await self._bus.ask(node_id, f"monitor.{op}", body, seconds=ASK_SECONDS)

    async def join(
        self, node_id: str, session_id: str, person: Principal, look: Look
    ) -> tuple[Monitor, Callable[[], None]]:
        """Begin a look; also gives what ends it. Raises as `ask`."""
        channel = f"feedbackyes:look:{secrets.token_hex(12)}"
        monitor = Monitor(person, look)
        news = asyncio.Event()
        listening = ExitStack()

        def told(message: bytes) -> None:
            news.set()
            said: Json = msgspec.msgpack.decode(message) if message else {}
            if "audio" in said:
                monitor.earpiece.put(np.frombuffer(said["audio"], "<i2").reshape(-1, 2))
            if "over" in said:
                monitor.revoked = bool(said["over"])
                monitor.earpiece.close()
                monitor.over.set()

        listening.enter_context(self._bus.hear(channel, told))
        try:
            answer = await self.ask(node_id, "join", session_id, person, look=look.value, channel=channel)
        except BaseException:
            listening.close()
            raise
        monitor.id = str(answer["look_id"])
        watching = self._spawn(self._expire(monitor, news))

        def leave() -> None:
            watching.cancel()
            listening.close()
            monitor.earpiece.close()
            monitor.over.set()
            self._spawn(self._say_goodbye(node_id, session_id, monitor))

        return monitor, leave

    async def running(self, person: Principal) -> dict[str, Mapping[str, Any]]:
        """What other nodes say of their calls that `person` may follow, by session. Who does not answer is left out."""
        async with self._database.read() as tx:
            others = [node.id for node in await leases.nodes(tx)]

        async def one(node_id: str) -> list[Mapping[str, Any]]:
            try:
                body = {"by": asdict(person)}
                answer = await self._bus.ask(node_id, "monitor.running", body, seconds=LIST_SECONDS)
            except NoAnswer:
                return []
            return list(answer["items"])

        found = await asyncio.gather(*(one(node_id) for node_id in others if node_id != self._bus.node_id))
        return {item["session_id"]: item for items in found for item in items}

    async def _expire(self, monitor: Monitor, news: asyncio.Event) -> None:
        try:
            while True:
                async with asyncio.timeout(LOST_SECONDS):
                    await news.wait()
                news.clear()
        except TimeoutError:
            monitor.earpiece.close()
            monitor.over.set()

    async def _say_goodbye(self, node_id: str, session_id: str, monitor: Monitor) -> None:
        try:
            await self.ask(node_id, "leave", session_id, monitor.person, look_id=monitor.id)
        except NoAnswer:
            return  # it will notice

    # ---- others' people, our calls

    async def _check(self, asked: Json) -> Json:
        await self._near.check(_person(asked), str(asked["session_id"]), far=False)
        return {}

    async def _join(self, asked: Json) -> Json:
        look, session_id = Look(asked["look"]), str(asked["session_id"])
        monitor, leave = await self._near.join(_person(asked), session_id, look, far=False)
        self._here[monitor.id] = (monitor, leave)
        self._spawn(self._pour(monitor, leave, str(asked["channel"])))
        return {"look_id": monitor.id}

    async def _leave(self, asked: Json) -> Json:
        _, leave = self._here.pop(str(asked["look_id"]), (None, None))
        if leave is not None:
            leave()
        return {}

    async def _hint(self, asked: Json) -> Json:
        await self._near.hint(_person(asked), str(asked["session_id"]), str(asked["text"]), far=False)
        return {}

    async def _end(self, asked: Json) -> Json:
        await self._near.end(_person(asked), str(asked["session_id"]), far=False)
        return {}

    async def _allow(self, asked: Json) -> Json:
        await self._near.allow(_person(asked), str(asked["session_id"]), granted=bool(asked["granted"]), far=False)
        return {}

    async def _shared(self, asked: Json) -> Json:
        await self._near.shared(str(asked["session_id"]), far=False)
        return {}

    async def _running(self, asked: Json) -> Json:
        found = await self._near.running(_person(asked), far=False)
        items = [
            {
                "session_id": one.session.id,
                "state": one.state.value,
                "now_ms": one.now_ms,
                "may_listen": one.may_listen,
                "here": [dict(shown) for shown in one.here],
            }
            for one in found
        ]
        return {"items": items}

    async def _pour(self, monitor: Monitor, leave: Callable[[], None], channel: str) -> None:
        """Send voices, or that the look goes on, until it is over or nobody is there."""
        loop = asyncio.get_running_loop()
        patient_until = loop.time() + STILL_SECONDS
        try:
            while True:
                message = await self._next(monitor)
                there = await self._bus.send(channel, _encode(message))
                if "over" in message or (not there and loop.time() > patient_until):
                    return
        finally:
            self._here.pop(monitor.id, None)
            leave()

    async def _next(self, monitor: Monitor) -> Json:
        if monitor.over.is_set():
            return {"over": monitor.revoked}
        waiting: Any = monitor.earpiece.take() if monitor.look is Look.LISTENING else monitor.over.wait()
        try:
            async with asyncio.timeout(STILL_SECONDS):
                block = await waiting
        except TimeoutError:
            return {"still": True}
        if monitor.look is Look.LISTENING and block is not None:
            return {"audio": block.astype("<i2").tobytes()}
        return {"over": monitor.revoked}

    def _spawn(self, work: Any) -> asyncio.Task[None]:
        task: asyncio.Task[None] = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def _person(asked: Json) -> Principal:
    by = dict(asked["by"])
    kind = by.get("trainer_kind")
    return Principal(**{**by, "role": Role(by["role"]), "trainer_kind": TrainerKind(kind) if kind else None})
