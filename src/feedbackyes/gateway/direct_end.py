"""The learner's end of a WebRTC call that goes to a hosted service directly; we have only its sideband.

No audio passes here. Where a sideband is told the voices as they sound, what it was told is what was heard. Elsewhere
when the partner is heard is told by `output_audio_buffer.*`, where it was cut by `conversation.item.truncated`; in
between the length of what was said is estimated from its text.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec

from feedbackyes.domain.errors import ExpectedError
from feedbackyes.domain.session import EndReason
from feedbackyes.gateway.downstream import OWN_EVENTS
from feedbackyes.protocol import server
from feedbackyes.protocol.codec import decode_server
from feedbackyes.protocol.errors import InvalidEvent
from feedbackyes.protocol.items import MessageItem
from feedbackyes.protocol.sessions import RealtimeSession
from feedbackyes.providers import RESTORED

if TYPE_CHECKING:
    from feedbackyes.gateway.call import Call

CHARACTER_MS = 65.0
"""Of speech: about 150 words of five letters and a space in a minute."""
REVERTS = 20
"""A client that overrides more often than that is not having a conversation."""

_ENCODE = msgspec.json.Encoder().encode
logger = logging.getLogger(__name__)


class FarPlayer:
    """A player on the other side of the world, as far as it is told of. `now` in seconds."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._since: float | None = None
        self._before_ms = 0.0
        self.queued_ms = 0.0

    @property
    def played_ms(self) -> float:
        """While it plays this grows with the clock, and stays short of the end until that is told."""
        if self._since is None:
            return self._before_ms
        return max(self._before_ms, min(self._before_ms + (self._now() - self._since) * 1000, self.queued_ms - 1))

    def started(self) -> None:
        if self._since is None:
            self._since = self._now()

    def stopped(self) -> None:
        """All of it has been heard."""
        self._since, self._before_ms = None, self.queued_ms

    def cleared(self) -> None:
        """The rest will not be heard."""
        self._before_ms = self.queued_ms = self.played_ms
        self._since = None


class DirectEnd:
    """The end of a call that has no line to us. What the call would say to the learner, the event stream says."""

    comes_back = True
    literal_idle = False
    truncates = True
    lead_ms = 0.0

    def __init__(self, call: Call) -> None:
        self._call = call
        self.player = None if call.engine.capabilities.attached_audio else FarPlayer(call.clock)
        self._guard = Guard(call) if call.scenario is not None else None
        call.attach(self)

    def event(self, payload: bytes) -> None:
        """An event of the provider; the browser has the same on its own channel."""
        try:
            event = decode_server(payload)
        except InvalidEvent:
            return
        if self.player is not None:
            self._estimate(event, self.player)
        if self._guard is not None:
            self._guard.watch(event, payload)
        elif isinstance(event, server.SessionUpdated) and isinstance(event.session, RealtimeSession):
            self._keep_partner(event.session.instructions)

    def _keep_partner(self, instructions: str) -> None:
        """In a free talk the browser says who the partner is, and the next call is to have the same."""
        if instructions and instructions not in self._call.told_instructions:
            self._call.configuration.change({"type": "realtime", "instructions": instructions})

    def audio(self, payload: bytes) -> None:
        """Who calls has heard it already."""

    def _estimate(self, event: object, player: FarPlayer) -> None:
        match event:
            case server.ResponseOutputAudioTranscriptDelta(item_id=item_id, delta=delta):
                length_ms = len(delta) * CHARACTER_MS
                self._call.downstream.playback.add(item_id.encode(), length_ms, self._call.now_ms())
                player.queued_ms += length_ms
            case server.InputAudioBufferSpeechStarted():
                self._call.limits.written = True  # there is something to come back to
                self._call.redial.learner_speaks()
            case server.ConversationItemAdded(item=MessageItem(role="user", id=item_id)):
                self._call.limits.written = self._call.limits.written or not item_id.startswith(RESTORED)
            case server.OutputAudioBufferStarted():
                player.started()
            case server.OutputAudioBufferStopped():
                player.stopped()
            case server.OutputAudioBufferCleared():
                player.cleared()

    def interrupted(self) -> None:
        """The service clears what plays by itself."""

    def pause_reading(self) -> None:
        """Nothing comes this way."""

    def resume_reading(self) -> None:
        """Nothing comes this way."""

    def fail(self, error: ExpectedError) -> None:
        """The event stream has said it."""

    def end(self, reason: EndReason, code: int, message: str) -> None:
        """The service hangs up when the sideband is closed."""

    def leave(self, code: int, message: str) -> None:
        """The service hangs up; the browser may call again."""


class Guard:
    """Notices when the browser of a direct call makes the partner another person, and undoes it."""

    def __init__(self, call: Call) -> None:
        self._call = call
        self._reverts = 0

    def watch(self, event: object, payload: bytes) -> None:
        match event:
            case server.SessionUpdated():
                self._check(msgspec.json.decode(payload).get("session", {}))
            case server.ConversationItemAdded(item=MessageItem(role="system", id=item_id)) if item_id:
                self._warn()
                self._send({"type": "conversation.item.delete", "item_id": item_id})

    def _check(self, session: dict[str, Any]) -> None:
        ours = self._call.told_instructions
        if not ours or (session.get("instructions") in ours and not session.get("tools")):
            return
        self._warn()
        self._reverts += 1
        if self._reverts > REVERTS:
            self._call.end(EndReason.STOPPED, "The partner of this session was changed again and again from outside.")
            return
        self._send({"type": "session.update", "session": {"type": "realtime", "instructions": ours[-1], "tools": []}})

    def _warn(self) -> None:
        self._call.warn(
            "override", "Somebody tried to change the partner of this scenario. The partner stays the same."
        )

    def _send(self, event: dict[str, Any]) -> None:
        self._call.send(_ENCODE({"event_id": f"{OWN_EVENTS}{secrets.token_hex(8)}", **event}))
