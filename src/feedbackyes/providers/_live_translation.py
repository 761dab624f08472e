"""Between the two protocols: Realtime towards us, Live towards the service.

Neither is a subset of the other. Turns, replies and items are made here of what is heard; what Realtime can ask for and
Live has no words for is answered as a Realtime service would, and done on this side as well as it can be:

| Realtime | here |
|---|---|
| `session.update` before the start | becomes the session |
| later: `instructions` | lines that are new are appended; what was said before stays in force |
| later: silence, manual turns, formats | kept on this side; voice, tools, modalities stay as they are |
| items before the start | the history of the session |
| typed text | told to the partner, which may answer or not |
| `response.create` with instructions | commentary: the partner says it in its own words |
| `response.create` without | the opening line, what was lost of a reply, or nothing: the partner decides by itself |
| `response.cancel`, `truncate`, speech over the partner | the rest of the reply is not passed on; the partner is not told |

No I/O and no clock: what happens comes in, what is to be sent goes out by `to_client` and `to_service`.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from typing import Any

import msgspec
import numpy as np

from feedbackyes.audio.formats import AudioFormat, Decoder, Encoder
from feedbackyes.domain.errors import ExpectedError
from feedbackyes.protocol import client, server
from feedbackyes.protocol.client import ClientEvent
from feedbackyes.protocol.errors import InvalidEvent, error_event
from feedbackyes.protocol.items import InputTextPart, Item, MessageItem, OutputTextPart
from feedbackyes.protocol.live import client as live
from feedbackyes.protocol.live import server as service
from feedbackyes.protocol.live.sessions import (
    MAX_MESSAGES,
    PCM_24,
    VOICES,
    Audio,
    AudioOutput,
    Client,
    DataChannel,
    InitialItem,
    ServerEventSelector,
    SessionConfig,
    TextPart,
)
from feedbackyes.protocol.sessions import RealtimeSession, ServerVad, Transcription, new_realtime
from feedbackyes.protocol.update import merge
from feedbackyes.providers._live_learner import PATIENCE_MS, LearnerSide
from feedbackyes.providers._live_partner import PartnerSide
from feedbackyes.providers._live_uplink import FRAME_MS, LiveUplink

OPENING = "opening"
"""Variable of a session's prompt: what the partner says first."""
INPUT_CHARACTERS, APPEND_CHARACTERS = 24_000, 1_500
"""Below the service's limits in tokens, whatever the language."""
SHOWN = ("session.input_transcript.delta", "session.output_transcript.delta", "session.closed", "error", "info")
"""What a page would be told that came to hold a data channel of the session: nothing with instructions in it."""
_FIXED = ("voice", "model", "tools", "tool_choice", "output_modalities")

logger = logging.getLogger(__name__)


class Translation:
    """One session's.

    Args:
        to_client: takes Realtime events, encoded by `encode`. to_service: takes Live events.
        safety_identifier: tells learners apart for the service.
    """

    def __init__(
        self,
        model: str,
        to_client: Callable[[server.ServerEvent | dict[str, Any]], None],
        to_service: Callable[[live.ClientEvent], None],
        safety_identifier: str | None = None,
    ) -> None:
        self._to_client = to_client
        self._to_service = to_service
        self._safety_identifier = safety_identifier
        self._settings = _first(model)
        self._items: list[MessageItem] = []
        self._last_item: str | None = None
        self._opening = ""
        self._unanswered = False
        self._decoder, self._encoder = Decoder(AudioFormat.PCM), Encoder(AudioFormat.PCM)
        self.started = False
        self.uplink = LiveUplink()
        self.learner = LearnerSide(new_id, self._follow, self.uplink.place)
        self.partner = PartnerSide(new_id, self._follow, self._encode, self._partner_begins)

    # ---- the beginning

    def greet(self) -> None:
        """Say that there is a session; what it is to be has not been told the service yet."""
        self._say(server.SessionCreated(event_id=new_id("event"), session=self._shown()))

    def config(self) -> SessionConfig:
        """The Live session, as far as it is known. Once the service has it, most of it stays as it is."""
        settings = self._settings
        voice = settings.audio.output.voice
        name = voice if isinstance(voice, str) else voice.id
        return SessionConfig(
            model=settings.model,
            instructions=settings.instructions or None,
            input=_history(self._items) or None,
            audio=Audio(format=PCM_24, output=AudioOutput(voice=name)),
            client=Client(
                data_channel=DataChannel(
                    allowed_client_events=(),
                    allowed_server_events=tuple(ServerEventSelector(type=name) for name in SHOWN),
                )
            ),
            safety_identifier=self._safety_identifier,
        )

    # ---- from the client

    def receive(self, event: ClientEvent) -> None:
        """Take an event of the client."""
        self._attempt(event, lambda: self._receive(event))

    def _attempt(self, event: ClientEvent, do: Callable[[], None]) -> None:
        try:
            do()
        except ExpectedError as error:
            self._say(error_event(new_id("event"), error, event.event_id))

    def _receive(self, event: ClientEvent) -> None:
        match event:
            case client.InputAudioBufferAppend():
                self.uplink.add(self._decoder.decode(event.audio).tobytes())
            case client.InputAudioBufferCommit():
                self.uplink.mark(lambda: self._tell(self.learner.commit()))
            case client.InputAudioBufferClear():
                self.uplink.clear()
                self._say(server.InputAudioBufferCleared(event_id=new_id("event")))
            case client.SessionUpdate() if self.uplink.marked:  # turns of before are found as they were to be
                self.uplink.mark(lambda: self._attempt(event, lambda: self._update(event.session)))
            case client.SessionUpdate():
                self._update(event.session)
            case client.ConversationItemCreate():
                self._create(event.item)
            case client.ConversationItemTruncate():
                self._truncate(event)
            case client.ConversationItemDelete():
                self._say(server.ConversationItemDeleted(event_id=new_id("event"), item_id=event.item_id))
            case client.ResponseCreate():
                self._respond(event)
            case client.ResponseCancel() if not self.partner.heard:
                raise InvalidEvent("Nothing is being said.", code="response_cancel_not_active")
            case client.ResponseCancel() | client.OutputAudioBufferClear():
                self._tell(self.partner.stop("client_cancelled"))
            case _:
                raise InvalidEvent("This service keeps no items.", code="item_retrieve_invalid_item_id")

    def settle(self, patch: dict[str, Any]) -> None:
        """Make the session what a patch in Realtime's terms says, and tell nobody. Raises `InvalidEvent`."""
        before = self._settings
        if self.started:
            patch = _changeable(patch)
        merged, warnings = merge(before, patch, voices=VOICES)
        for warning in warnings:
            logger.debug("%s", warning)
        self._settings = merged
        if not self.started and merged.prompt is not None:
            variables = merged.prompt.variables
            self._opening = str(variables.get(OPENING, "")) if isinstance(variables, dict) else ""
        self._apply()
        if self.started and merged.instructions != before.instructions:
            self._append_instructions(before.instructions, merged.instructions)

    def _update(self, patch: dict[str, Any]) -> None:
        self.settle(patch)
        self._say(server.SessionUpdated(event_id=new_id("event"), session=self._shown()))

    def _apply(self) -> None:
        """What of the settings is kept on this side."""
        incoming = self._settings.audio.input
        detection = incoming.turn_detection
        self.learner.manual = detection is None
        if isinstance(detection, ServerVad):
            self.learner.patience_ms = float(detection.silence_duration_ms)
        if AudioFormat(incoming.format.type) is not self._decoder.format:
            self._decoder = Decoder(AudioFormat(incoming.format.type))
        outgoing = AudioFormat(self._settings.audio.output.format.type)
        if outgoing is not self._encoder.format:
            self._encoder = Encoder(outgoing)

    def _append_instructions(self, before: str, after: str) -> None:
        known = set(before.splitlines())
        fresh = "\n".join(line for line in after.splitlines() if line not in known)
        for start in range(0, len(fresh), APPEND_CHARACTERS):
            content = fresh[start : start + APPEND_CHARACTERS]
            self._to_service(live.InstructionsAppend(content=content, delegation_id=None))

    def _create(self, item: Item) -> None:
        if not isinstance(item, MessageItem):
            raise InvalidEvent("This service takes messages only.", code="invalid_value", param="item.type")
        item = msgspec.structs.replace(
            item, id=item.id or new_id("item"), object="realtime.item", status=item.status or "completed"
        )
        previous = self._follow(item.id)
        self._say(server.ConversationItemAdded(event_id=new_id("event"), previous_item_id=previous, item=item))
        self._say(server.ConversationItemDone(event_id=new_id("event"), previous_item_id=previous, item=item))
        if not self.started:
            self._items.append(item)
            self._unanswered = item.role == "user"
        elif item.role != "assistant" and (text := _text(item)):
            said = f"The other person has written this: {text}" if item.role == "user" else text
            self._to_service(live.ThinkingAppend(content=said[:APPEND_CHARACTERS], delegation_id=None))
            self._unanswered = self._unanswered or item.role == "user"

    def _truncate(self, event: client.ConversationItemTruncate) -> None:
        if event.item_id == self.partner.item_id:
            self._tell(self.partner.stop("turn_detected" if self.learner.speaking else "client_cancelled"))
        self._say(
            server.ConversationItemTruncated(
                event_id=new_id("event"), item_id=event.item_id, content_index=0, audio_end_ms=event.audio_end_ms
            )
        )

    def _respond(self, event: client.ResponseCreate) -> None:
        wanted = event.response
        if wanted is not None and wanted.conversation == "none":
            raise InvalidEvent(
                "This service has one conversation.", code="invalid_value", param="response.conversation"
            )
        if wanted is not None and wanted.instructions:
            self._comment(wanted.instructions, event.event_id)
        elif self._opening and not self._items:
            self._comment(self._opening, event.event_id)
        elif self.partner.lost:
            self._comment(self.partner.lost, event.event_id)
            self.partner.lost = ""
        elif self._unanswered:
            content = "Answer now what the other person has said or written last."
            self._to_service(live.InstructionsAppend(content=content, delegation_id=None, event_id=event.event_id))
        self._opening, self._unanswered = "", False

    def _comment(self, content: str, event_id: str | None) -> None:
        cut = content[:APPEND_CHARACTERS]
        self._to_service(live.CommentaryAppend(content=cut, delegation_id=None, event_id=event_id))

    # ---- from the service

    def hear(self, event: service.ServerEvent | service.UnknownEvent) -> None:
        """Take an event of the service, but for those that begin and end a session."""
        match event:
            case service.OutputAudioDelta():
                self._hear_partner(event.delta)
            case service.OutputTranscriptDelta():
                self._tell(self.partner.words(event.delta, event.start_ms))
            case service.InputTranscriptDelta():
                heard = self._partner_sounds
                self._tell(self.learner.words(event.delta, event.start_ms, event.end_ms, partner_heard=heard))
            case service.UsageUpdated():
                self._say_usage(event.usage)
            case service.DelegationCreated():
                self._decline(event)
            case service.ErrorEvent():
                self._failed(event.error)

    def begin(self, event: service.SessionStarted) -> None:
        """The service has begun the session."""
        self.started = True
        settings = msgspec.structs.replace(self._settings, expires_at=event.session.expires_at)
        self._settings = settings
        self._say(server.SessionUpdated(event_id=new_id("event"), session=self._shown()))

    def listen(self, probabilities: list[float], *, in_doubt: bool = False) -> None:
        """Of the learner's audio that has just been sent, how likely each frame of 32 ms is speech.

        Args:
            in_doubt: the service may be gone; what it has not said may still come, or be said by the next one.
        """
        self._tell(self.learner.hear(probabilities, partner_heard=self._partner_sounds))
        if not in_doubt:
            self._tell(self.learner.tick())

    def finish(self, usage: service.Usage | None = None) -> None:
        """The session is over."""
        self._tell(self.partner.end())
        self._tell(self.learner.finish())
        if usage is not None:
            self._say_usage(usage)

    def lose(self, usage: service.Usage | None = None) -> None:
        """The session is gone in the middle of it. Only what is known to be whole is told as such."""
        self._tell(self.learner.lose())
        if usage is not None:
            self._say_usage(usage)

    @property
    def _partner_sounds(self) -> bool:
        return self.partner.heard and not self.partner.silent

    def _hear_partner(self, audio: bytes) -> None:
        self._tell(self.partner.hear(audio))
        if self.partner.is_over(learner_speaks=self.learner.speaking):
            gave_way = self.learner.held
            self._tell(self.learner.partner_stops())
            if not gave_way:
                self._tell(self.partner.end())

    def _partner_begins(self) -> None:
        """A reply that begins ends a turn in whose pause it does."""
        self._tell(self.learner.partner_begins())

    def _decline(self, event: service.DelegationCreated) -> None:
        """Nobody else thinks for this partner, and it must not wait for them."""
        content = "There is nothing to look up. Go on from what you know, in your role."
        self._to_service(live.ThinkingAppend(content=content, delegation_id=event.delegation.id))

    def _failed(self, error: service.ErrorDetail) -> None:
        named = error.client_event_id if isinstance(error.client_event_id, str) else None
        detail = server.ErrorDetail(type=error.type, code=error.code, message=error.message, event_id=named)
        self._say(server.ErrorEvent(event_id=new_id("event"), error=detail))

    # ---- what is told

    def _tell(self, events: list[server.ServerEvent]) -> None:
        for event in events:
            interrupts = isinstance(event, server.InputAudioBufferSpeechStarted)
            if interrupts and self._had_finished():
                self._tell(self.partner.end())
            self._say(event)
            if interrupts:
                self._interrupt()
            elif isinstance(event, server.InputAudioBufferCommitted):
                self.partner.listen_again()

    def _had_finished(self) -> bool:
        """The partner was silent already when the learner began."""
        since_ms = self.learner.since_ms
        return self.partner.silent and since_ms is not None and since_ms >= self.partner.sounded_ms - FRAME_MS

    def _interrupt(self) -> None:
        """The learner takes the floor. Where the partner's voice was by then is where it was cut."""
        item_id, sent_ms = self.partner.item_id, self.partner.sent_ms
        if item_id is None:
            return
        if self.partner.silent:
            cut = server.ConversationItemTruncated(
                event_id=new_id("event"), item_id=item_id, content_index=0, audio_end_ms=round(sent_ms)
            )
            self._say(cut)
        self._tell(self.partner.stop("turn_detected"))

    def _say(self, event: server.ServerEvent) -> None:
        self._to_client(event)

    def _say_usage(self, usage: service.Usage) -> None:
        """An event of Live, which tells no secrets: the gateway knows it."""
        self._to_client(
            {"type": "session.usage.updated", "event_id": new_id("event"), "usage": {"seconds": usage.seconds}}
        )

    def _shown(self) -> RealtimeSession:
        """The session without what is for the partner alone."""
        return msgspec.structs.replace(self._settings, instructions="", prompt=None)

    def _follow(self, item_id: str) -> str | None:
        previous, self._last_item = self._last_item, item_id
        return previous

    def _encode(self, frame: bytes) -> bytes:
        return self._encoder.encode(np.frombuffer(frame, "<i2").astype(np.int16, copy=False))


def _first(model: str) -> RealtimeSession:
    """A session before anybody has said what it is to be. Its transcripts come from the voice model itself."""
    session = new_realtime(session_id=new_id("sess"), model=model, expires_at=0)
    detection = ServerVad(prefix_padding_ms=0, silence_duration_ms=PATIENCE_MS)
    incoming = msgspec.structs.replace(
        session.audio.input, transcription=Transcription(model=model), turn_detection=detection
    )
    audio = msgspec.structs.replace(session.audio, input=incoming)
    return msgspec.structs.replace(session, instructions="", audio=audio)


def _changeable(patch: dict[str, Any]) -> dict[str, Any]:
    """The part of a patch that can be followed while the session runs."""
    kept = {key: value for key, value in patch.items() if key not in _FIXED}
    output = (kept.get("audio") or {}).get("output")
    if isinstance(output, dict):
        kept["audio"] = {**kept["audio"], "output": {key: output[key] for key in output if key not in _FIXED}}
    return kept


def _history(items: list[MessageItem]) -> tuple[InitialItem, ...]:
    """What was said before, the latest of it when it is too much."""
    chosen: list[InitialItem] = []
    room = INPUT_CHARACTERS
    for item in reversed(items):
        text = _text(item)
        room -= len(text)
        if room < 0 or len(chosen) == MAX_MESSAGES:
            break
        if text:
            role: Any = "developer" if item.role == "system" else item.role
            kind: Any = "output_text" if item.role == "assistant" else "input_text"
            chosen.append(InitialItem(role=role, content=(TextPart(text=text, type=kind),), type="message"))
    return tuple(reversed(chosen))


def _text(item: MessageItem) -> str:
    return "\n".join(part.text for part in item.content if isinstance(part, InputTextPart | OutputTextPart)).strip()


def new_id(prefix: str) -> str:
    """Make an id that begins with what it is of."""
    return f"{prefix}_{secrets.token_hex(10)}"
