"""The partner's replies in a Live session, which has none: from the sound of its voice and fragments of its words.

Its audio comes all the time, a frame of 100 ms every 100 ms, and is silence most of it. A reply begins when it is not,
and is over after a while of silence; pauses are left out, since the listener hears silence anyway. Whoever interrupts
hears no more of it: what still comes is dropped until the partner has fallen silent. The gate's levels are those of
LiveKit's plug-in: it opens at three times the level of silence and closes below 1.8 times.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from typing import Any, Literal

import numpy as np

from feedbackyes.protocol import server
from feedbackyes.protocol.items import AudioPart, MessageItem, OutputAudioPart, Status
from feedbackyes.protocol.responses import Response, ResponseStatus, StatusDetails, Usage
from feedbackyes.protocol.server import ServerEvent

FRAME_MS = 100
SILENCE_LEVEL = 0.0006 * 32768
OPENS, CLOSES = 3.0 * SILENCE_LEVEL, 1.8 * SILENCE_LEVEL
TAIL_MS = 200
"""Silence after speech that is still passed on: a word's end may be quiet."""
OVER_MS = 800
"""Silence after which a reply is over."""
GIVES_WAY_MS = 300
"""The same while the learner speaks."""
RESTED_MS = 500
"""Silence after which what comes next of a reply that was cut is something new."""
PATIENCE_MS = 3_000.0
"""After the learner has finished, so long is waited for that silence: a partner that never paused is heard again then."""
LATE_MS = 400.0
"""So long words may be behind their sound."""
OBJECT = "realtime.item"


@dataclass(slots=True, eq=False)
class _Reply:
    id: str
    item_id: str
    text: str = ""
    sent_ms: float = 0.0
    words_ms: float = 0.0


class PartnerSide:
    """One partner's. Frames are PCM16 at 24 kHz; times are the session's clock.

    Args:
        new_id: makes ids from prefixes. follow: notes a new item, and gives the one before it.
        encode: puts a frame into the format that the client hears.
        begins: called before a reply begins.
        cuts: whoever interrupts hears no more of it; else they go on hearing it, and what comes is the next one.
    """

    def __init__(
        self,
        new_id: Callable[[str], str],
        follow: Callable[[str], str | None],
        encode: Callable[[bytes], bytes],
        begins: Callable[[], None],
        *,
        cuts: bool = True,
    ) -> None:
        self._cuts = cuts
        self._begins = begins
        self._new_id = new_id
        self._follow = follow
        self._encode = encode
        self._reply: _Reply | None = None
        self._previous: str | None = None
        self._silent_ms = OVER_MS
        self._cut = False
        self._cut_until_ms = inf
        self._ended_ms = -1.0
        self.now_ms = 0.0
        self.lost = ""

    @property
    def heard(self) -> bool:
        """A reply is being heard."""
        return self._reply is not None

    @property
    def sounded_ms(self) -> float:
        """When its last sound was."""
        return self.now_ms - self._silent_ms

    @property
    def silent(self) -> bool:
        """No sound of it has come for a moment."""
        return self._silent_ms > TAIL_MS

    @property
    def item_id(self) -> str | None:
        """Of the reply that is being heard."""
        return self._reply.item_id if self._reply else None

    @property
    def sent_ms(self) -> float:
        """How much audio of it has gone out."""
        return self._reply.sent_ms if self._reply else 0.0

    def hear(self, frame: bytes) -> list[ServerEvent]:
        """Take the next frame."""
        self.now_ms += FRAME_MS
        loud = _level(frame) >= (OPENS if self._silent_ms >= TAIL_MS else CLOSES)
        self._silent_ms = 0 if loud else self._silent_ms + FRAME_MS
        if self._cut:
            self._cut = self._silent_ms < RESTED_MS and self.now_ms < self._cut_until_ms
            return []
        events = self._begin() if loud and self._reply is None else []
        reply = self._reply
        if reply is None or self._silent_ms > TAIL_MS:
            return events
        reply.sent_ms += FRAME_MS
        return [*events, self._of(server.ResponseOutputAudioDelta, reply, delta=self._encode(frame))]

    def words(self, text: str, start_ms: float) -> list[ServerEvent]:
        """Take a fragment of its words. Those of a reply that is over, or of which nothing more is heard, come too late."""
        if self._cut:
            self.lost += text
            return []
        if self._reply is None and start_ms < self._ended_ms:
            return []
        events = self._begin() if self._reply is None else []
        reply = self._reply
        if reply is None:
            return events
        text = text if reply.text else text.lstrip()
        reply.text += text
        reply.words_ms = self.now_ms
        return [*events, self._of(server.ResponseOutputAudioTranscriptDelta, reply, delta=text)]

    def is_over(self, *, learner_speaks: bool) -> bool:
        """It has fallen silent for good, as far as can be told."""
        limit_ms = GIVES_WAY_MS if learner_speaks else OVER_MS
        reply = self._reply
        return reply is not None and self._silent_ms >= limit_ms and self.now_ms - reply.words_ms >= LATE_MS

    def end(self) -> list[ServerEvent]:
        """The reply is over."""
        return self._close("completed", None)

    def stop(self, reason: Literal["turn_detected", "client_cancelled"]) -> list[ServerEvent]:
        """Nobody listens to the rest of it."""
        reply = self._reply
        if reply is None:
            return []
        self._cut, self._cut_until_ms = self._cuts and self._silent_ms < RESTED_MS, inf
        self.lost = reply.text
        return self._close("cancelled", StatusDetails(type="cancelled", reason=reason))

    def listen_again(self) -> None:
        """Whoever interrupted has finished."""
        self._cut_until_ms = min(self._cut_until_ms, self.now_ms + PATIENCE_MS)

    def _begin(self) -> list[ServerEvent]:
        self._begins()
        reply = self._reply = _Reply(self._new_id("resp"), self._new_id("item"), words_ms=self.now_ms)
        self.lost = ""
        self._previous = self._follow(reply.item_id)
        item = _item(reply, "in_progress", ())
        event_id = self._new_id
        return [
            server.ResponseCreated(event_id=event_id("event"), response=_response(reply, "in_progress", ())),
            server.ResponseOutputItemAdded(event_id=event_id("event"), response_id=reply.id, output_index=0, item=item),
            server.ConversationItemAdded(event_id=event_id("event"), previous_item_id=self._previous, item=item),
            self._of(server.ResponseContentPartAdded, reply, part=AudioPart()),
        ]

    def _close(self, status: ResponseStatus, details: StatusDetails | None) -> list[ServerEvent]:
        reply, self._reply = self._reply, None
        if reply is None:
            return []
        self._ended_ms = self.now_ms
        whole: Status = "completed" if status == "completed" else "incomplete"
        item = _item(reply, whole, (OutputAudioPart(transcript=reply.text),))
        event_id = self._new_id
        return [
            self._of(server.ResponseOutputAudioDone, reply),
            self._of(server.ResponseOutputAudioTranscriptDone, reply, transcript=reply.text),
            self._of(server.ResponseContentPartDone, reply, part=AudioPart(transcript=reply.text)),
            server.ResponseOutputItemDone(event_id=event_id("event"), response_id=reply.id, output_index=0, item=item),
            server.ConversationItemDone(event_id=event_id("event"), previous_item_id=self._previous, item=item),
            server.ResponseDone(
                event_id=event_id("event"), response=_response(reply, status, (item,), details, Usage())
            ),
        ]

    def _of(self, kind: Any, reply: _Reply, **rest: Any) -> ServerEvent:
        event: ServerEvent = kind(
            event_id=self._new_id("event"),
            response_id=reply.id,
            item_id=reply.item_id,
            output_index=0,
            content_index=0,
            **rest,
        )
        return event


def _item(reply: _Reply, status: Status, content: tuple[OutputAudioPart, ...]) -> MessageItem:
    return MessageItem(id=reply.item_id, object=OBJECT, status=status, role="assistant", content=content)


def _response(
    reply: _Reply,
    status: ResponseStatus,
    output: tuple[MessageItem, ...],
    details: StatusDetails | None = None,
    usage: Usage | None = None,
) -> Response:
    """Its usage is nothing: the session is paid by the second."""
    return Response(
        id=reply.id,
        status=status,
        status_details=details,
        output=output,
        conversation_id="conv_live",
        usage=usage,
    )


def _level(frame: bytes) -> float:
    samples = np.frombuffer(frame, "<i2").astype(np.float32)
    return float(np.sqrt(np.mean(samples**2))) if samples.size else 0.0
