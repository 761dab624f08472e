"""Conversation events: numbered, stored and handed to whoever listens, in order, without gap or double.

Every event of a session has the next number. Those that matter later are stored; deltas are not, so numbers of stored
events may have gaps. A stored event is handed out when it is committed, and what was made after it waits for that.
After a crash numbering goes on `LEAP` further, so that a listener who knew the last, unstored numbers misses nothing.

A session that another process has is followed too: by what it stores, of which it tells (`cluster.Bus`).
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractContextManager, aclosing, nullcontext, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from feedbackyes.domain.errors import TooMany
from feedbackyes.domain.session import OPEN_STATES
from feedbackyes.protocol.conversation import ConversationEvent
from feedbackyes.storage import Database, events, sessions

if TYPE_CHECKING:
    from feedbackyes.cluster.bus import Bus

LEAP = 10_000
SUBSCRIBER_EVENTS = 2_000
PAGE = 500
LOOK_SECONDS = (1.0, 5.0)
"""How often a session of another process is looked at without news of it: when no news can come, and else."""
STATES = frozenset({"ended", "interrupted"})


@dataclass(slots=True, eq=False)
class Subscriber:
    """One listener's queue. Full means lost: the listener has to come again and say where it was."""

    queue: deque[ConversationEvent] = field(default_factory=deque)
    some: asyncio.Event = field(default_factory=asyncio.Event)
    lost: bool = False
    behind: bool = False

    def news(self) -> None:
        """Another process has stored something."""
        self.behind = True
        self.some.set()

    def put(self, event: ConversationEvent) -> None:
        if len(self.queue) >= SUBSCRIBER_EVENTS:
            self.lost = True
        else:
            self.queue.append(event)
        self.some.set()


@dataclass(slots=True, eq=False)
class _Slot:
    """An event in line; None until its number and body are known for certain."""

    event: ConversationEvent | None = None
    dropped: bool = False


class Channel:
    """The live end of one session's stream."""

    def __init__(self, tell: Callable[[], None] = lambda: None) -> None:
        """`tell`: something was stored, for listeners elsewhere."""
        self.last_seq = 0
        self._tell = tell
        self.subscribers: set[Subscriber] = set()
        self._line: deque[_Slot] = deque()

    @property
    def heard(self) -> bool:
        """Whether anybody listens; a delta for nobody need not be made."""
        return bool(self.subscribers)

    def next_seq(self) -> int:
        self.last_seq += 1
        return self.last_seq

    def publish(self, event: ConversationEvent) -> None:
        """Hand out an event that is not stored, after all that were made before it."""
        self._line.append(_Slot(event))
        self._hand_out()

    def reserve(self) -> _Slot:
        """A place in line for an event that is being stored; `settle` it."""
        slot = _Slot()
        self._line.append(slot)
        return slot

    def settle(self, slot: _Slot, event: ConversationEvent | None) -> None:
        """The event is committed; None: it could not be stored and is handed to nobody."""
        slot.event, slot.dropped = event, event is None
        self._hand_out()
        self._tell()

    def _hand_out(self) -> None:
        while self._line and (self._line[0].event is not None or self._line[0].dropped):
            event = self._line.popleft().event
            if event is not None:
                for subscriber in self.subscribers:
                    subscriber.put(event)


class Hub:
    """The channels of all sessions that are live or listened to."""

    def __init__(self, database: Database, bus: Bus | None = None) -> None:
        self._database, self._bus = database, bus
        self._channels: dict[str, Channel] = {}
        self._live: set[str] = set()

    def open(self, session_id: str) -> Channel:
        """The channel of a session that is going live."""
        self._live.add(session_id)
        return self._channel(session_id)

    def close(self, session_id: str) -> None:
        """The session is over."""
        self._live.discard(session_id)
        self._release(session_id)

    async def follow(self, session_id: str, after_seq: int) -> AsyncGenerator[ConversationEvent, None]:
        """Stored events after `after_seq`, then live ones. Ends with the session.

        Raises:
            TooMany: the listener was too slow and has missed events; it may come again with the last number it has.
        """
        channel = self._channel(session_id)
        subscriber = Subscriber()
        channel.subscribers.add(subscriber)
        source = self._follow(session_id, after_seq, channel, subscriber)
        with self._news(session_id, subscriber):
            async with aclosing(source):
                async for event in source:
                    yield event

    async def _follow(
        self, session_id: str, after_seq: int, channel: Channel, subscriber: Subscriber
    ) -> AsyncGenerator[ConversationEvent, None]:
        try:
            last = after_seq
            async for event in self._stored(session_id, after_seq):
                last = event.seq
                yield event
            if not await self._is_open(session_id):
                async for event in self._stored(session_id, last):  # what was stored while we asked
                    yield event
                return
            while True:
                if subscriber.lost:
                    raise TooMany("The stream was read too slowly. Come again with the number of the last event.")
                if subscriber.behind and session_id not in self._live:
                    subscriber.behind = False
                    async for event in self._stored(session_id, last):
                        last = event.seq
                        yield event
                        if _is_last(event):
                            return
                    continue
                if not subscriber.queue:
                    subscriber.some.clear()
                    await self._some(subscriber)
                    continue
                event = subscriber.queue.popleft()
                if event.seq <= last:
                    continue
                last = event.seq
                yield event
                if _is_last(event):
                    return
        finally:
            channel.subscribers.discard(subscriber)
            self._release(session_id)

    def _channel(self, session_id: str) -> Channel:
        channel = self._channels.get(session_id)
        if channel is None:
            told = Channel() if self._bus is None else Channel(partial(self._bus.tell, session_id))
            channel = self._channels[session_id] = told
        return channel

    def _news(self, session_id: str, subscriber: Subscriber) -> AbstractContextManager[None]:
        return nullcontext() if self._bus is None else self._bus.follow(session_id, subscriber.news)

    async def _some(self, subscriber: Subscriber) -> None:
        """Until there is something, or it is time to look."""
        if self._bus is None:
            await subscriber.some.wait()
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOK_SECONDS[self._bus.is_up.is_set()]):
                await subscriber.some.wait()
                return
        subscriber.behind = True

    async def _stored(self, session_id: str, after_seq: int) -> AsyncGenerator[ConversationEvent, None]:
        while True:
            async with self._database.read() as tx:
                page = await events.after(tx, session_id, after_seq, limit=PAGE)
            for event in page:
                yield event
            if len(page) < PAGE:
                return
            after_seq = page[-1].seq

    async def _is_open(self, session_id: str) -> bool:
        if session_id in self._live:
            return True
        async with self._database.read() as tx:
            session = await sessions.find(tx, session_id)
        return session is not None and session.state in OPEN_STATES

    def _release(self, session_id: str) -> None:
        channel = self._channels.get(session_id)
        if channel is not None and session_id not in self._live and not channel.subscribers:
            del self._channels[session_id]


def _is_last(event: ConversationEvent) -> bool:
    return event.type == "session.state" and event.data.get("state") in STATES
