"""The conversation as a state machine: client events, audio and stage results in; server events and commands out.

There is no I/O and no clock here: methods take `now_ms` (monotonic milliseconds) and put what is to be done into an
outbox, in order. Whoever runs the session carries it out, brings the results back, and calls `tick` when
`next_deadline_ms` has come.

Theory. A *turn* goes through four hands: `Listening` finds an utterance; it becomes a user item (`committed`), which
awaits its transcript; with the transcript a reply is *owed*; a reply that is owed becomes the conversation's one active
response as soon as nobody speaks, nothing is awaited and no other response is active. Whatever ends one of these
conditions calls `_advance`. The client's own `response.create` takes the same way, but its response exists at once and
only its making waits for transcripts.

```
conversation      event                                  then
idle              reply owed | response.create           responding (response.created)
responding        nothing awaited                        the reply is asked for, deltas follow
responding        replied                                idle (response.done: completed)
responding        reply_failed                           idle (failed)
responding        response.cancel                        idle (cancelled: client_cancelled)
responding        speech began, interrupt_response       idle (cancelled: turn_detected)
idle, speech      long enough, the scenario interrupts   responding (reason: cut_in); who talks on cancels it as above
idle, playing     speech began, interrupt_response       idle; what was not played is forgotten
idle              silence for idle_timeout_ms            responding (reason: silence)
any               response.create for conversation none  a response beside it, which touches no item
any               session limit reached                  closed (1001)
```

Playback is the client's; the engine estimates it, and a `conversation.item.truncate` corrects the estimate. With an audio
track beside the events (WebRTC) playback is the engine's: it stops it, knows where, and tells the client.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from math import inf
from typing import Any

from feedbackyes.domain.errors import ExpectedError, Failed, NotReady
from feedbackyes.domain.scenario import Scenario
from feedbackyes.engine import items, replies
from feedbackyes.engine.commands import ClearTrack, Close, Command, Recognise
from feedbackyes.engine.configuration import Configuration
from feedbackyes.engine.conversation import Conversation, Entry
from feedbackyes.engine.cutting_in import CuttingIn
from feedbackyes.engine.echo import EchoCheck
from feedbackyes.engine.foresight import Foresight
from feedbackyes.engine.hearing import Hearing
from feedbackyes.engine.languages import Languages
from feedbackyes.engine.noise_gate import NoiseGate
from feedbackyes.engine.outbox import NewId, Outbox
from feedbackyes.engine.presence import Presence
from feedbackyes.engine.replies import Replies
from feedbackyes.engine.tape import BYTES_PER_MS
from feedbackyes.protocol import client, server
from feedbackyes.protocol.client import ClientEvent
from feedbackyes.protocol.errors import InvalidEvent
from feedbackyes.protocol.items import MessageItem, OutputAudioPart
from feedbackyes.protocol.responses import CUT_IN, ResponseCreateParams, ResponseError
from feedbackyes.protocol.server import ServerEvent
from feedbackyes.protocol.sessions import (
    FormatName,
    Prompt,
    RealtimeSession,
    ServerVad,
    TranscriptionSession,
    new_realtime,
    new_transcription,
)
from feedbackyes.protocol.sessions import Session as SessionSettings
from feedbackyes.protocol.update import Moment
from feedbackyes.stages.dialogue import Reason
from feedbackyes.stages.stt import Transcript

_OF_TRANSCRIPTION = (
    client.SessionUpdate,
    client.InputAudioBufferCommit,
    client.InputAudioBufferClear,
    client.ConversationItemRetrieve,
)
"""Client events that make sense without a partner."""
MAX_PROMPTS = 3
"""How often the partner breaks a silence that nobody answers; then whoever watches for abandoned sessions may see one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the engine decides about a session.

    Args:
        scenario: finds the scenario of a `session.prompt`; raises `ExpectedError` when there is none.
        voices: names that `audio.output.voice` may have beside the documented ones.
        minutes: longest session.
        backchannels: a short "mm-hm" neither stops the partner nor gets a reply.
        turn_cues: what was said so far lengthens or shortens the silence that ends a turn.
        turn_model: there is a model that tells from the sound whether a turn is over; with `turn_cues` it is asked.
        echo_check: the partner's own voice in the microphone is no speech.
        noise_gate: what does not stand out from the steady noise of the place is no speech.
        languages: that the parts know; a client that asks for another one is told so. None: nobody is told.
        announce_conversation: send `conversation.created`, which readers of the beta shape expect.
        track_ahead_ms: there is a track; tells how much of the audio on it has not gone out yet. Audio formats are the
            track's then, whatever the client sets.
    """

    scenario: Callable[[Prompt], Scenario]
    voices: Collection[str] = ()
    minutes: float = 60.0
    backchannels: bool = False
    turn_cues: bool = False
    turn_model: bool = False
    echo_check: bool = False
    noise_gate: bool = False
    languages: Languages | None = None
    announce_conversation: bool = False
    track_ahead_ms: Callable[[], float] | None = None


class Session:
    """One connection's conversation.

    Args:
        new_id: makes ids from prefixes. now_ms: monotonic. unix_s: for `expires_at`.
    """

    def __init__(
        self, options: Options, *, model: str, intent: str | None, new_id: NewId, now_ms: float, unix_s: float
    ) -> None:
        self._options = options
        self._out = Outbox(new_id)
        self.id = new_id("sess")
        self._conversation_id = new_id("conv")
        self._ends_at_ms = now_ms + options.minutes * 60_000
        expires_at = int(unix_s + options.minutes * 60)
        settings: SessionSettings
        if intent == "transcription":
            settings = new_transcription(session_id=self.id, expires_at=expires_at)
        else:
            settings = new_realtime(session_id=self.id, model=model, expires_at=expires_at)
        self._config = Configuration(settings, options.scenario, options.voices)
        self._conversation = Conversation()
        echo = EchoCheck() if options.echo_check else None
        self._replies = Replies(self._out, self._conversation, self._new_item_id, options.track_ahead_ms, echo)
        self._cutting_in = CuttingIn(self._conversation, self._config)
        self._cut_in_id = ""  # of the response with which the partner cut in last, until another one begins
        self._hearing = Hearing(
            self._out,
            self._conversation,
            self._new_item_id,
            settings,
            backchannels=options.backchannels,
            turn_cues=options.turn_cues,
            turn_model=options.turn_cues and options.turn_model,
            partner_heard=self._replies.audible,
            overlaps=self._has_cut_in,
            on_speech=self._on_speech,
            on_cut=self._cut_in,
            cuts_in=self._cutting_in.is_due,
            presence=Presence(echo, NoiseGate() if options.noise_gate else None),
            partner_says=self._replies.saying,
        )
        self._owed = False
        self._told_of: tuple[str, bool, bool] | None = None
        self._foresight = Foresight(self._out, self._conversation, self._config)
        self._idle_since_ms: float | None = None
        self._idle_audio_ms = 0.0
        self._prompts = 0
        self._active = False
        self._closed = False

    # --- for whoever runs it ------------------------------------------------------------------------------------

    def prepare(self, patch: dict[str, Any]) -> None:
        """Before `open`: set the session up as whoever let the client in wants it.

        Args:
            patch: as the `session` of a `session.update`.

        Raises:
            ExpectedError: something in it cannot be.
        """
        self._configure(patch, Moment())

    def greeting(self) -> server.SessionCreated:
        """What a client is told first: the session as it is."""
        return server.SessionCreated(event_id=self._out.event_id(), session=self._config.shown())

    def open(self) -> None:
        """Greet the client."""
        self._out.put(self.greeting())
        if self._options.announce_conversation and isinstance(self._config.settings, RealtimeSession):
            conversation = server.Conversation(id=self._conversation_id)
            self._out.put(server.ConversationCreated(event_id=self._out.event_id(), conversation=conversation))
        self._cast()
        self._tell_languages()

    def take(self) -> list[ServerEvent | Command]:
        """What is to be done now, in order."""
        return self._out.take()

    @property
    def input_format(self) -> FormatName:
        """Name of the format in which the client sends audio."""
        return self._config.settings.audio.input.format.type

    @property
    def heard_ms(self) -> float:
        """Audio that the client has sent so far."""
        return self._hearing.position_ms

    def lead_ms(self, response_id: str, now_ms: float) -> float:
        """Audio that was sent and is not played yet; none for a response out of band."""
        active = self._replies.active
        if active is None or active.id != response_id:
            return 0.0
        self._replies.playback.follow(now_ms)
        return max(0.0, self._replies.playback.ends_at_ms - now_ms)

    def next_deadline_ms(self) -> float:
        """When `tick` has something to do, unless something else happens before."""
        return inf if self._closed else min(self._ends_at_ms, self._idle_deadline_ms())

    def drop_audio(self) -> None:
        """Nobody will ask for it again. A session's parts know each other, so that it waits for the garbage collector, which
        counts objects and not their size: without this, the minutes of many talks wait with it."""
        self._conversation.drop_audio()

    def tick(self, now_ms: float) -> None:
        if self._closed:
            return
        self._replies.playback.follow(now_ms)
        if now_ms >= self._ends_at_ms:
            self._expire()
        elif now_ms >= self._idle_deadline_ms():
            self._prompt_silence(now_ms)

    def refuse(self, error: ExpectedError, event_id: str | None = None) -> None:
        """Tell the client what was wrong with something it sent."""
        detail = server.ErrorDetail(
            type="server_error" if isinstance(error, Failed | NotReady) else "invalid_request_error",
            code=error.code,
            message=error.message,
            param=error.param,
            event_id=event_id,
        )
        self._out.put(server.ErrorEvent(event_id=self._out.event_id(), error=detail))

    # --- from the client ----------------------------------------------------------------------------------------

    def receive(self, event: ClientEvent, now_ms: float) -> None:
        """Take any client event but audio, which `hear` takes."""
        self._prompts = 0
        self._replies.playback.follow(now_ms)
        try:
            self._check_allowed(event)
            self._handle(event, now_ms)
        except ExpectedError as error:
            self.refuse(error, event.event_id)
        self._advance(now_ms)

    def hear(self, raw: bytes, ears: bytes, probabilities: list[float], now_ms: float) -> None:
        """Take audio: `raw` in the session's format, `ears` at 16 kHz, and speech probabilities of its 32 ms frames."""
        self._replies.playback.follow(now_ms)
        self._hearing.hear(raw, ears, probabilities, now_ms)
        self._look_ahead()
        self._advance(now_ms)

    # --- from the stages ----------------------------------------------------------------------------------------

    def partial(self, utterance_id: str, text: str, now_ms: float) -> None:
        """The recogniser has more words of an utterance that is going on."""
        self._hearing.partial(utterance_id, text, now_ms)
        self._look_ahead()

    def judged(self, utterance_id: str, finished: float) -> None:
        """The turn model has judged a pause. `finished`: probability that the turn is over."""
        self._hearing.judged(utterance_id, finished)

    def recognised(self, utterance_id: str, transcript: Transcript, now_ms: float) -> None:
        """The recogniser is done with an utterance."""
        entry = self._hearing.recognised(utterance_id, transcript, now_ms)
        if entry is not None and entry.answer:
            self._owe(understood=bool(transcript.text.strip()), now_ms=now_ms)
        self._advance(now_ms)

    def not_recognised(self, utterance_id: str, error: ExpectedError, now_ms: float) -> None:
        """The recogniser lost an utterance; the conversation goes on, and the partner asks again."""
        entry = self._hearing.lost(utterance_id, error, now_ms)
        if entry is not None and entry.answer:
            self._owe(understood=True, now_ms=now_ms)
        self._advance(now_ms)

    def said(self, response_id: str, text: str, now_ms: float) -> None:
        """Part of a reply that is text."""
        self._replies.said(response_id, text)
        self._advance(now_ms)

    def spoke(self, response_id: str, text: str, audio: bytes, duration_ms: float, now_ms: float) -> None:
        """Part of a reply that is spoken; the words in `text` begin with `audio`."""
        self._replies.playback.follow(now_ms)
        self._replies.spoke(response_id, text, audio, duration_ms, now_ms)
        self._advance(now_ms)

    def stood_in(self, response_id: str) -> None:
        """The script speaks in this reply, because whoever was to speak did not."""
        self._replies.stood_in(response_id)

    def called(self, response_id: str, name: str, arguments: str, now_ms: float) -> None:
        """A function that the dialogue wants called; `arguments` is JSON text."""
        self._replies.called(response_id, name, arguments)
        self._advance(now_ms)

    def replied(self, response_id: str, now_ms: float) -> None:
        """The reply is complete."""
        self._replies.finish(response_id)
        self._advance(now_ms)

    def reply_failed(self, response_id: str, error: ExpectedError, now_ms: float) -> None:
        self._replies.finish(response_id, ResponseError(type="server_error", code=error.code, message=error.message))
        self._advance(now_ms)

    # --- client events ------------------------------------------------------------------------------------------

    def _check_allowed(self, event: ClientEvent) -> None:
        if isinstance(self._config.settings, TranscriptionSession) and not isinstance(event, _OF_TRANSCRIPTION):
            raise InvalidEvent(
                "A transcription session has no conversation partner: it takes session.update, input_audio_buffer.* and"
                " conversation.item.retrieve.",
                code="invalid_value",
                param="type",
            )

    def _handle(self, event: ClientEvent, now_ms: float) -> None:
        match event:
            case client.SessionUpdate():
                self._update(event.session)
            case client.InputAudioBufferCommit():
                self._hearing.commit()
            case client.InputAudioBufferClear():
                self._hearing.clear()
                self._out.put(server.InputAudioBufferCleared(event_id=self._out.event_id()))
            case client.OutputAudioBufferClear():
                self._clear_output(now_ms)
            case client.ConversationItemCreate():
                self._create_item(event)
            case client.ConversationItemRetrieve():
                entry = self._conversation.find(event.item_id, "item_retrieve_invalid_item_id")
                self._out.put(server.ConversationItemRetrieved(event_id=self._out.event_id(), item=entry.shown()))
            case client.ConversationItemTruncate():
                self._truncate(event, now_ms)
            case client.ConversationItemDelete():
                self._conversation.find(event.item_id, "item_delete_invalid_item_id")
                self._conversation.remove(event.item_id)
                self._out.put(server.ConversationItemDeleted(event_id=self._out.event_id(), item_id=event.item_id))
            case client.ResponseCreate():
                self._respond(event.response or ResponseCreateParams())
            case client.ResponseCancel():
                self._replies.cancel(event.response_id, now_ms)

    def _update(self, patch: dict[str, Any]) -> None:
        before = self._config.cast
        moment = Moment(audio_sent=self._replies.has_spoken, response_active=self._replies.active is not None)
        self._configure(patch, moment)
        if self._config.cast != before:
            self._cast()
        self._out.put(server.SessionUpdated(event_id=self._out.event_id(), session=self._config.shown()))
        self._tell_languages()

    def _tell_languages(self) -> None:
        """Before anybody speaks: what there is not for the language that the client has just asked for."""
        settings, asked = self._config.settings, self._config.asked_language
        aloud = isinstance(settings, RealtimeSession) and settings.output_modalities[0] == "audio"
        free = isinstance(settings, RealtimeSession) and self._config.scenario is None
        if self._options.languages is not None and asked is not None and (asked, aloud, free) != self._told_of:
            self._told_of = (asked, aloud, free)
            for missing in self._options.languages.missing(asked, aloud=aloud, free=free):
                self.refuse(missing)

    def _configure(self, patch: dict[str, Any], moment: Moment) -> None:
        self._config.update(_without_formats(patch) if self._replies.on_track else patch, moment)
        self._hearing.configure(self._config.settings)

    def _cast(self) -> None:
        cast = self._config.cast
        self._replies.speak_in(cast.language)
        self._hearing.understand(cast.language)
        self._out.put(cast)

    def _clear_output(self, now_ms: float) -> None:
        if self._replies.on_track:  # the track says what was cleared, if anything
            if self._replies.active is not None:  # nobody wants to hear the end without the middle
                self._replies.cancel(None, now_ms)
            self._replies.fall_silent(now_ms)
            return
        self._replies.fall_silent(now_ms)
        self._out.put(server.OutputAudioBufferCleared(event_id=self._out.event_id(), response_id=self._replies.last_id))

    def _create_item(self, event: client.ConversationItemCreate) -> None:
        entry = Entry(
            items.completed(event.item, self._new_item_id, self._out.new_id),
            confidence=items.confidence_of(event.item),
            interrupted=items.was_interrupted(event.item),
        )
        previous = self._conversation.insert(entry, event.previous_item_id, reserved=self._hearing.reserved())
        self._out.put(
            server.ConversationItemAdded(event_id=self._out.event_id(), previous_item_id=previous, item=entry.item),
            server.ConversationItemDone(event_id=self._out.event_id(), previous_item_id=previous, item=entry.item),
        )
        if audio := items.audio_of(event.item):
            audio_format = self._config.settings.audio.input.format.type
            entry.audio = bytearray(audio)
            entry.audio_ms = len(audio) / BYTES_PER_MS[audio_format]
            if items.needs_transcript(event.item):
                entry.awaiting = True
                self._out.put(Recognise(entry.id, audio, audio_format))

    def _truncate(self, event: client.ConversationItemTruncate, now_ms: float) -> None:
        entry = self._conversation.find(event.item_id, "item_truncate_invalid_item_id")
        item = entry.item
        if not isinstance(item, MessageItem) or not any(isinstance(part, OutputAudioPart) for part in item.content):
            raise InvalidEvent(
                "Only an assistant's audio can be truncated.", code="unsupported_content_type", param="item_id"
            )
        if event.content_index:
            raise InvalidEvent(
                f"The item has one content part; its index is 0, not {event.content_index}.",
                code="invalid_value",
                param="content_index",
            )
        # late is not wrong: the client may have played to the end before it noticed
        entry.truncate(event.audio_end_ms)
        if entry.id in self._replies.playback.unheard(now_ms):
            self._replies.stop_playback(now_ms)
            if self._replies.on_track:
                self._out.put(ClearTrack())
        self._out.put(
            server.ConversationItemTruncated(
                event_id=self._out.event_id(),
                item_id=entry.id,
                content_index=0,
                audio_end_ms=min(event.audio_end_ms, round(entry.audio_ms)),
            )
        )

    def _respond(self, params: ResponseCreateParams, reason: Reason | None = None) -> None:
        if not isinstance(self._config.settings, RealtimeSession):
            return
        aside = params.conversation == "none"
        self._replies.check_free(aside=aside)
        context = None if params.input is None else tuple(self._conversation.resolve(params.input))
        if reason == "cut_in":  # what is being said is not waited for
            context = tuple(self._conversation)
        plan = replies.plan(
            self._config.settings,
            params,
            response_id=self._out.new_id("resp"),
            conversation_id=None if aside else self._conversation_id,
            context=context,
            reason="out_of_band" if aside else reason,
        )
        if self._replies.on_track:
            plan = replace(plan, format=self._config.settings.audio.output.format)
        if not aside:
            self._owed = self._owed and reason == "cut_in"
            self._idle_since_ms = None
            self._cut_in_id = plan.id if reason == "cut_in" else ""
            self._cutting_in.took_the_floor(cutting_in=reason == "cut_in")
        self._replies.begin(plan)

    # --- the partner's turn -------------------------------------------------------------------------------------

    def _advance(self, now_ms: float) -> None:
        """Do what nothing stands in the way of any more."""
        heard_all = not self._conversation.awaiting()
        free = heard_all and self._replies.active is None and not self._hearing.speaking
        if self._owed and free:
            self._respond(ResponseCreateParams())
        self._replies.start_ready(heard_all=heard_all)
        if self._active and self._replies.active is None:
            self._wait_for_speech(now_ms)
        self._active = self._replies.active is not None

    def _look_ahead(self) -> None:
        hearing = self._hearing
        self._foresight.look(hearing.pausing, speaking=hearing.speaking, free=self._replies.active is None)

    def _owe(self, *, understood: bool, now_ms: float) -> None:
        """A turn is over that gets a reply, unless it was only noise."""
        if understood:
            self._owed = True
        else:
            self._wait_for_speech(now_ms)

    def _on_speech(self, now_ms: float) -> None:
        """The client has just been told that the user speaks."""
        self._idle_since_ms = None
        self._prompts = 0
        detection = self._config.detection
        if detection is not None and detection.interrupt_response:
            self._replies.interrupt(now_ms)

    def _cut_in(self, now_ms: float) -> None:
        """The partner begins to speak while the user does."""
        self._respond(ResponseCreateParams(metadata={"reason": CUT_IN}), "cut_in")
        self._advance(now_ms)

    def _has_cut_in(self, now_ms: float) -> bool:
        """What the partner says, it says to somebody whom it interrupted."""
        return bool(self._cut_in_id) and self._replies.audible(now_ms)

    # --- silence and time ---------------------------------------------------------------------------------------

    def _wait_for_speech(self, now_ms: float) -> None:
        self._idle_since_ms = now_ms
        self._idle_audio_ms = self._hearing.position_ms

    def _idle_deadline_ms(self) -> float:
        """When the partner speaks up because nobody does. The wait begins when its last words have been played."""
        detection = self._config.detection
        if not isinstance(detection, ServerVad) or detection.idle_timeout_ms is None or self._idle_since_ms is None:
            return inf
        if self._prompts >= MAX_PROMPTS:
            return inf
        busy = self._owed or self._replies.active is not None or not self._hearing.quiet
        if busy or self._conversation.awaiting():
            return inf
        return max(self._idle_since_ms, self._replies.playback.ends_at_ms) + detection.idle_timeout_ms

    def _prompt_silence(self, now_ms: float) -> None:
        self._idle_since_ms = None
        self._prompts += 1
        self._hearing.silence(self._new_item_id(), self._idle_audio_ms)
        detection = self._config.detection
        if detection is not None and detection.create_response:
            self._respond(ResponseCreateParams(), "silence")
        self._advance(now_ms)

    def _expire(self) -> None:
        self._closed = True
        minutes = f"{self._options.minutes:g}"
        message = f"Your session hit the maximum duration of {minutes} minutes."
        self.refuse(ExpectedError(message, code="session_expired"))
        self._out.put(Close(1001, message))

    def _new_item_id(self) -> str:
        """An id that no item has, whatever ids clients choose."""
        while (item_id := self._out.new_id("item")) in self._conversation:
            pass
        return item_id


def _without_formats(patch: dict[str, Any]) -> dict[str, Any]:
    """A `session` that leaves the audio formats as they are."""
    audio = patch.get("audio")
    if not isinstance(audio, dict):
        return patch
    sides = {
        name: {key: value for key, value in side.items() if key != "format"} if isinstance(side, dict) else side
        for name, side in audio.items()
    }
    return {**patch, "audio": sides}
