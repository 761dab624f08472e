"""What a voice service says was used, as the body of a `usage` event. What it does not say is unknown, not free."""

from __future__ import annotations

from typing import Any

import msgspec

from feedbackyes.protocol import server
from feedbackyes.protocol.conversation import Body
from feedbackyes.protocol.responses import Response
from feedbackyes.protocol.server import ServerEvent, UnknownEvent

LIVE = frozenset({"session.usage.updated", "session.closed"})
"""Events of GPT-Live, which counts the seconds since its session began."""


def told(event: ServerEvent | UnknownEvent) -> Body | None:
    """The `usage` that an event tells of; None: it tells of none. `id` is the same when it is told of again."""
    match event:
        case server.ResponseDone(response=response) if response.usage is not None or response.status != "failed":
            return _body("response", response.id or event.event_id, _of_response(response))
        case server.ConversationItemInputAudioTranscriptionCompleted():
            return _body("transcription", event.item_id or event.event_id, _of_transcription(event))
        case UnknownEvent(type=name, raw=raw) if name in LIVE:
            seconds = _seconds(raw.get("usage"))
            return None if seconds is None else _body("voice", "", {"unit": "seconds", "seconds": seconds})
    return None


def _body(of: str, id_: str, used: dict[str, Any]) -> Body:
    return Body("usage", {"of": of, "id": id_, **used})


def _of_response(response: Response) -> dict[str, Any]:
    if response.usage is None:
        return {"unit": "unknown"}
    return {"unit": "tokens", **msgspec.to_builtins(response.usage)}


def _of_transcription(event: server.ConversationItemInputAudioTranscriptionCompleted) -> dict[str, Any]:
    match event.usage:
        case None:
            return {"unit": "unknown"}
        case server.DurationUsage(seconds=seconds):
            return {"unit": "seconds", "seconds": seconds}
        case tokens:
            return {"unit": "tokens", **msgspec.to_builtins(tokens)}


def _seconds(usage: object) -> float | None:
    seconds = usage.get("seconds") if isinstance(usage, dict) else None
    return float(seconds) if isinstance(seconds, int | float) and not isinstance(seconds, bool) else None
