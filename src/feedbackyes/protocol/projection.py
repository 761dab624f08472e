"""Turns Realtime events into conversation events: what everybody but the voice connection sees of a session.

**Theory.** Realtime speaks of items and responses, we speak of turns. An item becomes at most one turn. Its place in the
transcript (`seq`) is taken when the item is committed, because its text may come much later: a learner's transcript often
arrives after the partner has begun to answer. What the partner *said* is known when it is generated; what counts is what
was *heard*, which only the gateway can tell, as it has a clock of the playback. It says so once per item with `heard`,
and then the turn is final.

```
learner's item    announced ──committed──▶ placed ──completed──▶ final      speech_started may be missing (push-to-talk)
                                             └────failed──▶ failed          a late transcript still makes it final
                  added with typed text ──▶ final
partner's item    added ──deltas, audio──▶ speaking ──heard──▶ final        cut: interrupted, and only what was heard
                                               └──done, without audio──▶ final           (text answers are read at once)
```

Events may come in any order, be repeated or be missing; an item that nothing introduced is introduced by the first event
that names it. Items of an out-of-band response, function calls, system messages, and what a client puts into the
assistant's mouth are no turns. Nothing here raises, waits or looks at a clock: times are arguments, in milliseconds on the
session clock.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from feedbackyes.domain.transcript import Turn
from feedbackyes.protocol import client, server
from feedbackyes.protocol.client import ClientEvent
from feedbackyes.protocol.conversation import Body
from feedbackyes.protocol.items import MessageItem
from feedbackyes.protocol.learner_turns import InputClock, LearnerTurns, Unfinished
from feedbackyes.protocol.partner_turns import PartnerTurns
from feedbackyes.protocol.places import Places
from feedbackyes.protocol.server import ServerEvent, UnknownEvent
from feedbackyes.protocol.sessions import RealtimeSession, ServerVad, Session

BENIGN_ERRORS = frozenset(
    {
        "conversation_already_has_active_response",
        "input_audio_buffer_commit_empty",
        "item_delete_invalid_item_id",
        "item_retrieve_invalid_item_id",
        "item_truncate_invalid_item_id",
        "response_cancel_not_active",
    }
)
"""Of interest only to the client that caused them."""

FATAL_ERRORS = frozenset(
    {
        "account_deactivated",
        "beta_api_shape_disabled",
        "billing_hard_limit_reached",
        "credit_balance_exhausted",
        "insufficient_quota",
        "invalid_api_key",
        "session_expired",
    }
)
"""After these the service does nothing more for us."""


class Projection:
    """One session. Feed it everything but audio deltas; tell it of audio with `audio` and `heard`."""

    def __init__(self, session_id: str, clock: InputClock, *, word_times: bool = False, first_seq: int = 1) -> None:
        """`word_times`: the provider sends the partner's text in step with the audio, word by word."""
        self._places = Places(first_seq)
        self._learner = LearnerTurns(session_id, clock, self._places)
        self._partner = PartnerTurns(session_id, self._places, word_times=word_times)
        self._shown: dict[str, Any] = {}

    def feed_client(self, event: ClientEvent) -> None:
        """What the client sends on. Typed text becomes a turn when the server has taken it."""
        match event:
            case client.ConversationItemTruncate():
                self._partner.cut(event.item_id, event.audio_end_ms)
            case client.ConversationItemCreate(item=MessageItem(role="assistant" | "system", id=item_id)) if item_id:
                self._places.excluded.add(item_id)
            case client.ResponseCreate(response=response) if response is not None and response.conversation == "none":
                self._partner.expect_aside()

    def feed_server(self, event: ServerEvent | UnknownEvent, t_ms: float) -> list[Body]:
        """What the server sends, at `t_ms`."""
        match event:
            case server.SessionCreated():
                self._session(event.session)
            case server.SessionUpdated():
                before = self._shown
                self._session(event.session)
                return [Body("session.updated", self._shown)] if self._shown != before else []
            case server.InputAudioBufferDtmfEventReceived(event=key):
                return [Body("user.dtmf", {"key": key[:8]}, "learner")]
            case server.ErrorEvent():
                return _error(event.error)
            case server.ConversationItemTruncated():
                self._partner.cut(event.item_id, event.audio_end_ms)
            case server.ConversationItemDeleted():
                self._places.excluded.add(event.item_id)
            case server.ConversationItemAdded() | server.ConversationItemDone():
                return self._item(event, t_ms)
            case server.ResponseCreated(response=response) if response.cuts_in:
                self._learner.cut_into()
                return self._partner.feed(event, t_ms)
            case _:
                return self._learner.feed(event, t_ms) or self._partner.feed(event, t_ms)
        return []

    def audio(self, item_id: str, length_ms: float) -> None:
        """So much more audio of an item has come. Tell it in order with the events that are fed."""
        self._partner.audio(item_id, length_ms)

    def heard(self, item_id: str, heard_ms: float | None, *, start_ms: float, end_ms: float) -> list[Body]:
        """An item's playback is over: all of it (None), or it was cut after `heard_ms` of its audio.

        Args:
            start_ms, end_ms: when it was played.
        """
        if heard_ms is not None:
            self._partner.cut(item_id, heard_ms)
        return self._partner.heard(item_id, (start_ms, end_ms))

    def snapshot(self, item_id: str, heard_ms: float, *, start_ms: float, end_ms: float) -> Turn | None:
        """The turn, still `speaking`, that an item is when `heard_ms` of it have been heard; None: nothing to tell.

        It has words when the provider times them.
        """
        return self._partner.snapshot(item_id, heard_ms, (start_ms, end_ms))

    def unfinished(self, waiting: Collection[str]) -> list[Unfinished]:
        """The learner's turns whose words are still to come. `waiting`: items that are being transcribed."""
        return self._learner.unfinished(waiting)

    @property
    def spoken_since_ms(self) -> float | None:
        """Where speech begins, in all of the learner's audio, that is no turn yet; None: nobody is speaking."""
        return self._learner.since_ms()

    @property
    def boundary_ms(self) -> float:
        """Up to where the learner's audio was committed or cleared."""
        return self._learner.boundary_ms()

    def break_off(self, whole: Collection[str]) -> list[Body]:
        """The provider is gone. Of the partner's items only those in `whole` have all of their audio."""
        return self._partner.break_off(whole)

    def forget_speech(self) -> None:
        """What the learner is just saying will be heard by somebody else, from its beginning."""
        self._learner.forget_speech()

    def give_up(self, waiting: Collection[str], t_ms: float) -> list[Body]:
        """The learner's audio of which nothing was made yet is gone. `waiting`: items that were being transcribed."""
        return self._learner.give_up(waiting, t_ms)

    def known(self) -> frozenset[str]:
        """Ids of all items that have come."""
        return self._places.taken

    def renew(self, clock: InputClock, again: Sequence[Unfinished], *, word_times: bool) -> list[Body]:
        """Another provider session goes on with this one.

        Args:
            clock: of what it is sent, beginning with `again`, which it commits first and in this order.
            word_times: as of the constructor.
        """
        self._partner.word_times = word_times
        void = self._learner.renew(clock, again)
        said = {"code": "heard_again", "message": "The connection broke. What you said is listened to again."}
        return [Body("user.transcript.failed", said, "learner", item_id, "derived") for item_id in void]

    def finish(self, t_ms: float) -> list[Body]:
        """The session is over: what was shown of unfinished turns becomes final. Call `heard` for audio before."""
        return [*self._learner.finish(t_ms), *self._partner.finish(t_ms)]

    def _session(self, session: Session) -> None:
        detection = session.audio.input.turn_detection
        shown: dict[str, Any] = {"push_to_talk": detection is None}
        self._learner.padding_ms = self._learner.silence_ms = 0.0
        if isinstance(detection, ServerVad):
            self._learner.padding_ms = detection.prefix_padding_ms
            self._learner.silence_ms = shown["patience_ms"] = detection.silence_duration_ms
        if isinstance(session, RealtimeSession):
            voice = session.audio.output.voice
            shown["voice"] = voice if isinstance(voice, str) else voice.id
        self._shown = shown

    def _item(self, event: server.ConversationItemAdded | server.ConversationItemDone, t_ms: float) -> list[Body]:
        match event.item:
            case MessageItem(role="user") as message:
                return self._learner.typed(message, t_ms)
            case MessageItem(role="assistant") as message:
                return self._partner.message(message, t_ms)
        return []


def _error(error: server.ErrorDetail) -> list[Body]:
    code = error.code or error.type
    if code in BENIGN_ERRORS:
        return []
    fatal = code in FATAL_ERRORS or error.type in FATAL_ERRORS
    return [Body("error", {"code": code, "message": error.message, "recoverable": not fatal})]
