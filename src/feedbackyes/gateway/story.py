"""One session's stream of conversation events as it is made: numbered, stored with the turn it tells of, handed out."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

import msgspec

from feedbackyes.domain.session import EndReason, SessionState
from feedbackyes.domain.transcript import Turn
from feedbackyes.gateway.hub import Channel
from feedbackyes.gateway.ledger import Ledger, Write
from feedbackyes.protocol.conversation import Body, ConversationEvent
from feedbackyes.storage import events, sessions, turns


class Story:
    """`now_ms` is the session clock."""

    def __init__(self, session_id: str, channel: Channel, ledger: Ledger, now_ms: Callable[[], float]) -> None:
        self._session_id = session_id
        self._channel = channel
        self._ledger = ledger
        self._now_ms = now_ms

    @property
    def heard(self) -> bool:
        return self._channel.heard

    def pass_on(self, body: Body) -> None:
        """An event that matters only now. Nobody listening: it is not even made."""
        if self._channel.heard:
            self._channel.publish(self._event(body, self._channel.next_seq()))

    def store(self, body: Body, also: Write | None = None) -> asyncio.Future[None]:
        """An event that is kept, with what else is written together with it. The future ends when it is committed."""
        event = self._event(body, self._channel.next_seq())

        async def write(tx: Any) -> None:
            if also is not None:
                await also(tx)
            await events.append(tx, event)

        return self._put(write, lambda: event)

    def serve(self, data: dict[str, Any], *, basic_ears: bool) -> asyncio.Future[None]:
        """Store that another provider session goes on, and that it hears less well if it does."""

        async def note(tx: Any) -> None:
            if basic_ears:
                await sessions.update(tx, self._session_id, basic_ears=True)

        return self.store(Body("session.provider", data, origin="derived"), note)

    def write(self, write: Write) -> asyncio.Future[None]:
        """Store what is no event."""
        return self._ledger.put(write, self._session_id)

    def put_turn(self, turn: Turn) -> asyncio.Future[None]:
        """Store a turn that is being spoken; nobody is told yet."""

        async def write(tx: Any) -> None:
            await turns.put(tx, turn)

        return self._ledger.put(write, self._session_id)

    def finish_turn(self, turn: Turn, body: Body) -> asyncio.Future[None]:
        """Store a final turn together with the event that shows it; its data become the turn."""
        event = self._event(body, self._channel.next_seq())

        async def write(tx: Any) -> None:
            nonlocal event
            stored = await turns.put(tx, turn)
            event = msgspec.structs.replace(event, data=msgspec.to_builtins(stored))
            await events.append(tx, event)

        return self._put(write, lambda: event)

    def enter(
        self,
        state: SessionState,
        *,
        reason: EndReason | None = None,
        message: str | None = None,
        why: str | None = None,
        call_again: bool = False,
    ) -> asyncio.Future[None]:
        """Store the session's new state and say so. `why`: a code for a state that is not the end; `call_again`: the
        browser's line is gone, whether it knows that or not."""
        data: dict[str, Any] = {"state": state.value, **({"call_again": True} if call_again else {})}
        if reason is not None or why is not None:
            data["reason"] = why if reason is None else reason.value
        if message is not None:
            data["message"] = message
        event = self._event(Body("session.state", data), self._channel.next_seq())

        async def write(tx: Any) -> None:
            await sessions.set_state(tx, self._session_id, state, at=event.t_wall, reason=reason)
            await events.append(tx, event)

        return self._put(write, lambda: event)

    def _put(self, write: Callable[[Any], Any], event: Callable[[], ConversationEvent]) -> asyncio.Future[None]:
        slot = self._channel.reserve()
        done = self._ledger.put(write, self._session_id)

        def settle(future: asyncio.Future[None]) -> None:
            failed = future.cancelled() or future.exception() is not None
            self._channel.settle(slot, None if failed else event())

        done.add_done_callback(settle)
        return done

    def _event(self, body: Body, seq: int) -> ConversationEvent:
        return ConversationEvent(
            session_id=self._session_id,
            seq=seq,
            t_ms=round(self._now_ms()),
            t_wall=time.time_ns() // 1_000_000,
            type=body.type,
            data=body.data,
            speaker=body.speaker,
            turn_id=body.turn_id,
            origin=body.origin,
        )
