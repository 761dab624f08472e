"""Messages between nodes, by Redis pub/sub: a question to one node and its answer, and news of sessions for who follows.

Nothing that must not be lost goes this way. When Redis is gone, questions fail with `NoAnswer` at once and news do not come;
callers have the database to look at. It is tried again until it is back, and the log says both once.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from feedbackyes.cluster.node import NoAnswer
from feedbackyes.domain import errors
from feedbackyes.domain.errors import ExpectedError, NotReady

Json = dict[str, Any]
Answerer = Callable[[Json], Awaitable[Json]]
Listener = Callable[[bytes], None]
PREFIX = "feedbackyes"
GONE = (RedisError, OSError, TimeoutError)
"""What a Redis that is not there makes of a command."""
CONNECT_SECONDS, COMMAND_SECONDS = 1.0, 2.0
AGAIN_SECONDS = 0.5
FLUSH_SECONDS = 0.02
"""News are gathered for so long, so that many sessions cost one round trip."""
LISTEN_SECONDS = 1.0
_KINDS = (
    errors.InvalidInput,
    errors.NotFound,
    errors.Forbidden,
    errors.Unauthorised,
    errors.Conflict,
    errors.TooMany,
    errors.NotReady,
    errors.Failed,
)
logger = logging.getLogger(__name__)


def client(url: str) -> Redis:
    """A client that would rather fail soon than wait: others depend on who asks."""
    return Redis.from_url(
        url,
        socket_connect_timeout=CONNECT_SECONDS,
        socket_timeout=COMMAND_SECONDS,
        health_check_interval=10,
        retry=Retry(NoBackoff(), 1),
    )


class Bus:
    """One node's. `start` before, `close` after."""

    def __init__(self, redis: Redis, node_id: str) -> None:
        self._redis, self.node_id = redis, node_id
        self._pubsub: PubSub | None = None
        self._listeners: dict[str, set[Listener]] = {}
        self._answerers: dict[str, Answerer] = {}
        self._asked: dict[str, asyncio.Future[Json]] = {}
        self._news: set[str] = set()
        self._some_news = asyncio.Event()
        self._tasks: set[asyncio.Task[Any]] = set()
        self.is_up = asyncio.Event()
        self._said_gone = False

    def start(self) -> None:
        self._listeners[_node(self.node_id)] = {self._on_message}
        for work in (self._listen(), self._publish_news()):
            self._spawn(work)

    async def close(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._redis.aclose()

    def answers(self, op: str, answerer: Answerer) -> None:
        """Answer questions of this kind. An `ExpectedError` is raised where the question was asked."""
        self._answerers[op] = answerer

    async def ask(self, node_id: str, op: str, body: Json, *, seconds: float) -> Json:
        """Ask another node and wait for its answer.

        Raises:
            NoAnswer: it is not there, or did not answer in time. ExpectedError: what it answered.
        """
        id_ = secrets.token_hex(8)
        future: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._asked[id_] = future
        try:
            message = _encode({"id": id_, "from": self.node_id, "op": op, "body": body})
            if not await self.send(_node(node_id), message):
                raise NoAnswer("The node of this session cannot be reached. Try again in a few seconds.")
            async with asyncio.timeout(seconds):
                answer = await future
        except TimeoutError as error:
            raise NoAnswer("The node of this session did not answer. Try again in a few seconds.") from error
        finally:
            del self._asked[id_]
        if "error" in answer:
            raise _error(answer["error"])
        return answer

    def tell(self, session_id: str) -> None:
        """There is news of this session in the database. Costs nothing now."""
        self._news.add(session_id)
        self._some_news.set()

    async def leave(self, key: str, value: bytes, seconds: float) -> None:
        """Leave something for whichever node needs it next; lost when Redis is gone."""
        try:
            await self._redis.set(f"{PREFIX}:left:{key}", value, px=max(1, round(seconds * 1000)))
        except GONE as error:
            self._gone(error)

    async def pick_up(self, key: str) -> bytes | None:
        """What another node has left, once."""
        try:
            found = await self._redis.getdel(f"{PREFIX}:left:{key}")
        except GONE as error:
            self._gone(error)
            return None
        return None if found is None else bytes(found)

    def announce(self, channel: str, message: bytes) -> None:
        """Send something without waiting for it."""
        self._spawn(self.send(channel, message))

    async def send(self, channel: str, message: bytes) -> int:
        """How many listen; 0 also when Redis is gone."""
        try:
            return int(await self._redis.publish(channel, message))
        except GONE as error:
            self._gone(error)
            return 0

    @contextmanager
    def follow(self, session_id: str, news: Callable[[], None]) -> Iterator[None]:
        """Be told of news of a session while the block lasts; also once when Redis is back, for what was missed."""
        with self.hear(_session(session_id), lambda _: news()):
            yield

    @contextmanager
    def hear(self, channel: str, listener: Listener) -> Iterator[None]:
        """Get what is sent to a channel while the block lasts; an empty message when some may have been missed."""
        listeners = self._listeners.setdefault(channel, set())
        if not listeners:
            self._spawn(self._change(channel))
        listeners.add(listener)
        try:
            yield
        finally:
            listeners.discard(listener)
            if not listeners:
                self._listeners.pop(channel, None)
                self._spawn(self._change(channel))

    # ---- inside

    def _spawn(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _change(self, channel: str) -> None:
        """Subscribe to what is listened to now, and to nothing else; when Redis is gone, that is done on its return."""
        if self._pubsub is None:
            return
        try:
            if channel in self._listeners:
                await self._pubsub.subscribe(channel)
            else:
                await self._pubsub.unsubscribe(channel)
        except GONE as error:
            self._gone(error)

    async def _listen(self) -> None:
        while True:
            try:
                async with self._redis.pubsub() as pubsub:
                    await pubsub.subscribe(*self._listeners)
                    self._pubsub = pubsub
                    self._back()
                    while True:
                        message = await pubsub.get_message(ignore_subscribe_messages=True, timeout=LISTEN_SECONDS)
                        if message is not None:
                            self._deliver(message["channel"].decode(), message["data"])
            except GONE as error:
                self._gone(error)
            except Exception:  # the root of the task: the next try may do better
                logger.exception("Messages of other nodes could not be read.")
            finally:
                self._pubsub = None
                self.is_up.clear()
            await asyncio.sleep(AGAIN_SECONDS)

    def _deliver(self, channel: str, data: bytes) -> None:
        for listener in tuple(self._listeners.get(channel, ())):
            listener(data)

    def _back(self) -> None:
        self.is_up.set()
        if self._said_gone:
            self._said_gone = False
            logger.warning("Redis is back.")
            for channel, listeners in list(self._listeners.items()):
                if channel != _node(self.node_id):
                    for listener in tuple(listeners):
                        listener(b"")

    def _gone(self, error: Exception) -> None:
        if not self._said_gone:
            self._said_gone = True
            logger.warning(
                "Redis is gone; talks go on, other nodes learn of things later. It is tried again: %s", error
            )

    async def _publish_news(self) -> None:
        while True:
            await self._some_news.wait()
            await asyncio.sleep(FLUSH_SECONDS)
            self._some_news.clear()
            news, self._news = self._news, set()
            try:
                async with self._redis.pipeline(transaction=False) as pipeline:
                    for session_id in news:
                        pipeline.publish(_session(session_id), b"")
                    await pipeline.execute()
            except GONE as error:  # who follows looks by itself every now and then
                self._gone(error)

    def _on_message(self, data: bytes) -> None:
        try:
            message: Json = msgspec.msgpack.decode(data)
        except msgspec.DecodeError:
            return
        if "op" in message:
            self._spawn(self._answer(message))
        elif (future := self._asked.get(message.get("id", ""))) is not None and not future.done():
            future.set_result(message)

    async def _answer(self, message: Json) -> None:
        answer: Json = {}
        try:
            answerer = self._answerers.get(message["op"])
            if answerer is None:
                raise NotReady(f"This node knows no {message['op']!r}.")
            answer = dict(await answerer(message["body"]))
        except ExpectedError as error:
            answer["error"] = _told(error)
        except Exception:  # the root of the answer
            logger.exception("A question of another node could not be answered: %s", message["op"])
            answer["error"] = _told(NotReady("Something went wrong on the node of this session. Its log says more."))
        await self.send(_node(message["from"]), _encode({**answer, "id": message["id"]}))


def _told(error: ExpectedError) -> Json:
    kind = next((kind.__name__ for kind in _KINDS if isinstance(error, kind)), "")
    return {"kind": kind, "code": error.code, "message": error.message, "param": error.param}


def _error(told: Json) -> ExpectedError:
    kinds = {kind.__name__: kind for kind in _KINDS}
    kind = kinds.get(told["kind"], NotReady)
    return kind(told["message"], code=told["code"], param=told["param"])


_encode = msgspec.msgpack.Encoder().encode


def _node(node_id: str) -> str:
    return f"{PREFIX}:node:{node_id}"


def _session(session_id: str) -> str:
    return f"{PREFIX}:session:{session_id}"
