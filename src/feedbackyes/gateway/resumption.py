"""What a new provider session is sent so that a call goes on where it was. The plan is explained in `continuity`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from feedbackyes.domain.transcript import Turn
from feedbackyes.gateway.journal import Spliced
from feedbackyes.protocol.learner_turns import Unfinished

if TYPE_CHECKING:
    from feedbackyes.gateway.call import Call
    from feedbackyes.gateway.line import Line

SHORTEST_MS = 100.0
"""A service refuses to take less than that for a turn."""


def resume(call: Call, line: Line, why: str, from_ms: float) -> None:
    """Put a session that has greeted us where the call is, and go on with it.

    Args:
        why: what became of the one before.
        from_ms: where the learner's audio begins of which nothing has been made.
    """
    again = [one for one in call.downstream.unfinished() if _is_here(call, one)]
    said = call.downstream.said_so_far()
    clock = Spliced(call.uplink.clock)
    call.take_line(line, why)
    parts = call.configuration.parts(manual=bool(again))
    detection = [call.configuration.turn_detection()] if again else []
    call.downstream.renew(clock, again, updates=len(parts) + len(detection))
    call.set_up_again(parts)
    _tell(call, said, again, clock)
    call.set_up_again(detection)
    if again:
        call.floor.ask_when_heard()
    else:
        call.floor.ask_again()
    _go_on(call, clock, from_ms)
    if not call.may_bridge:
        call.uplink.journal = None
    line.go_on()


def _is_here(call: Call, one: Unfinished) -> bool:
    journal = call.uplink.journal
    begin_ms = journal.begin_ms if journal is not None else None
    return begin_ms is not None and begin_ms < one.until_ms and one.until_ms - one.from_ms >= SHORTEST_MS


def _tell(call: Call, said: Sequence[Turn], again: Sequence[Unfinished], clock: Spliced) -> None:
    """Say again what was said, and in its place what is still to become words."""
    items = list(zip(said, call.engine.history(said), strict=True))
    journal = call.uplink.journal
    for one in again:
        while items and items[0][0].seq < one.seq:
            _create(call, items.pop(0)[1])
        for piece in journal.span(one.from_ms, one.until_ms) if journal is not None else ():
            clock.piece(piece.at_ms, piece.length_ms)
            call.send(piece.payload)
        call.send_raw({"type": "input_audio_buffer.commit"})
    for _, item in items:
        _create(call, item)


def _create(call: Call, item: dict[str, Any]) -> None:
    call.send_raw({"type": "conversation.item.create", "item": item})


def _go_on(call: Call, clock: Spliced, from_ms: float) -> None:
    """Send what went up since, and let the rest follow."""
    journal = call.uplink.journal
    begun = False
    for piece in journal.since(from_ms) if journal is not None else ():
        if piece.length_ms and not begun:
            begun = True
            clock.on(piece.at_ms)
        call.send(piece.payload)
    if not begun:
        clock.on(call.uplink.clock.audio_ms)
