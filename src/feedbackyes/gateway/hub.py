"""Conversation events: numbered, stored and handed to whoever listens, in order, without gap or double.

Every event of a session has the next number. Those that matter later are stored; deltas are not, so numbers of stored
events may have gaps. A stored event is handed out when it is committed, and what was made after it waits for that.
After a crash numbering goes on `LEAP` further, so that a listener who knew the last, unstored numbers misses nothing.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field

from feedbackyes.domain.errors import TooMany
from feedbackyes.domain.session import OPEN_STATES
from feedbackyes.protocol.conversation import ConversationEvent
from feedbackyes.storage import Database, events, sessions

LEAP = 10_000
SUBSCRIBER_EVENTS = 2_000
PAGE = 500
STATES = frozenset({"ended", "interrupted"})


@dataclass(slots=True, eq=False)
class Subscriber:
    """One listener's queue. Full means lost: the listener has to come again and say where it was."""

    queue: deque[ConversationEvent] = field(default_factory=deque)
    some: asyncio.Event = field(default_factory=asyncio.Event)
    lost: bool = False

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

    def __init__(self) -> None:
        self.last_seq = 0
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

    def _hand_out(self) -> None:
        while self._line and (self._line[0].event is not None or self._line[0].dropped):
            event = self._line.popleft().event
            if event is not None:
                for subscriber in self.subscribers:
                    subscriber.put(event)


class Hub:
    """The channels of all sessions that are live or listened to."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._channels: dict[str, Channel] = {}
        self._live: set[str] = set()

    def open(self, session_id: str) -> Channel:
        """The channel of a session that is going live."""
        self._live.add(session_id)
        return self._channels.setdefault(session_id, Channel())

    def close(self, session_id: str) -> None:
        """The session is over."""
        self._live.discard(session_id)
        self._release(session_id)

    async def follow(self, session_id: str, after_seq: int) -> AsyncGenerator[ConversationEvent, None]:
        """Stored events after `after_seq`, then live ones. Ends with the session.

        Raises:
            TooMany: the listener was too slow and has missed events; it may come again with the last number it has.
        """
        channel = self._channels.setdefault(session_id, Channel())
        subscriber = Subscriber()
        channel.subscribers.add(subscriber)
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
                if not subscriber.queue:
                    subscriber.some.clear()
                    await subscriber.some.wait()
                    continue
                event = subscriber.queue.popleft()
                if event.seq <= last:
                    continue
                last = event.seq
                yield event
                if event.type == "session.state" and event.data.get("state") in STATES:
                    return
        finally:
            channel.subscribers.discard(subscriber)
            self._release(session_id)

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
