"""One response: its events, in the order that clients rely on.

```
response.created
  response.output_item.added > conversation.item.added > response.content_part.added
    { output_audio_transcript.delta | output_audio.delta }*      or  { output_text.delta }*
  output_audio.done > output_audio_transcript.done > content_part.done > output_item.done > conversation.item.done
response.done > rate_limits.updated
```

A response that is cut short closes what is open in the same order. Out of band there is no `conversation.item.*`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

import msgspec

from feedbackyes.engine import tokens
from feedbackyes.engine.conversation import Conversation, Entry, input_tokens
from feedbackyes.engine.items import OBJECT
from feedbackyes.engine.outbox import Outbox
from feedbackyes.engine.tape import BYTES_PER_MS
from feedbackyes.protocol import server
from feedbackyes.protocol.items import (
    AudioPart,
    ContentPart,
    FunctionCallItem,
    Item,
    MessageItem,
    OutputAudioPart,
    OutputTextPart,
    Status,
    StreamPart,
    TextPart,
)
from feedbackyes.protocol.responses import (
    STANDS_IN,
    OutputTokens,
    Response,
    ResponseAudio,
    ResponseAudioOutput,
    ResponseStatus,
    StatusDetails,
    Usage,
)
from feedbackyes.protocol.sessions import FormatConfig, Modality
from feedbackyes.stages.dialogue import Line, Reason

PartEvent = TypeVar("PartEvent", bound=server.PartBase)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a response is to be, settled when it begins.

    Args:
        conversation_id: None for an out-of-band response.
        context: items to answer to; None: the conversation as it is when the reply is made.
        again: what the partner is to say, instead of what the dialogue would.
        speed: of the voice. tools: as the protocol has them. tool_choice: as `ReplyRequest` has it.
    """

    id: str
    conversation_id: str | None
    reason: Reason | None
    instructions: str
    modality: Modality
    voice: str
    speed: float
    format: FormatConfig
    tool_choice: str = "auto"
    tools: tuple[dict[str, Any], ...] = ()
    context: tuple[Entry, ...] | None = None
    again: Line | None = None
    max_output_tokens: int | Literal["inf"] = "inf"
    metadata: dict[str, str] | None = None
    cultural_context: str = ""


@dataclass(slots=True, eq=False)
class _Message:
    """The assistant message that is being written."""

    entry: Entry
    index: int
    modality: Modality
    text: str = ""


@dataclass(slots=True, eq=False)
class ResponseWriter:
    """Writes one response, from `begin` to `close`. After `close` it must not be used.

    Args:
        conversation: where the output goes; None out of band.

    Attributes:
        generating: the reply is being made. stands_in: of lines of the script, in place of who was to speak.
    """

    plan: Plan
    out: Outbox
    new_item_id: Callable[[], str]
    conversation: Conversation | None
    generating: bool = False
    stands_in: bool = False
    _message: _Message | None = None
    _output: list[Entry] = field(default_factory=list)
    _context: tuple[Entry, ...] = ()
    _text_tokens: int = 0
    _audio_ms: float = 0.0

    @property
    def id(self) -> str:
        return self.plan.id

    @property
    def exhausted(self) -> bool:
        """The response has used up the tokens that it may have."""
        limit = self.plan.max_output_tokens
        return limit != "inf" and self._text_tokens + tokens.of_assistant_audio(self._audio_ms) >= limit

    def begin(self) -> None:
        self.out.put(server.ResponseCreated(event_id=self.out.event_id(), response=self._view("in_progress")))

    def read(self, context: tuple[Entry, ...]) -> None:
        """The reply answers to these items; they are counted when it is done."""
        self._context = context
        self.generating = True

    def write(self, text: str) -> None:
        """Append to a text message."""
        message = self._open("text")
        message.text += text
        self._text_tokens += tokens.of_text(text)
        self.out.put(self._part(server.ResponseOutputTextDelta, message, delta=text))

    def speak(self, text: str, audio: bytes, duration_ms: float) -> str:
        """Append audio, preceded by the words that begin with it. Returns the item's id."""
        message = self._open("audio")
        entry = message.entry
        if text:
            message.text += text
            entry.words.append((text, entry.audio_ms))
            self._text_tokens += tokens.of_text(text)
            self.out.put(self._part(server.ResponseOutputAudioTranscriptDelta, message, delta=text))
        if audio:
            if entry.stopped_ms is None:
                entry.audio += audio
            entry.audio_ms += duration_ms
            self._audio_ms += duration_ms
            self.out.put(self._part(server.ResponseOutputAudioDelta, message, delta=audio))
        return entry.id

    def call(self, name: str, arguments: str) -> None:
        """Add a function call, which a dialogue gives as a whole."""
        self._close_message("completed")
        call_id = self.out.new_id("call")
        item = FunctionCallItem(
            id=self.new_item_id(), object=OBJECT, status="in_progress", call_id=call_id, name=name, arguments=""
        )
        entry, index = self._add(item)
        self._text_tokens += tokens.of_text(name + arguments)
        self.out.put(
            server.ResponseFunctionCallArgumentsDelta(
                event_id=self.out.event_id(),
                response_id=self.id,
                item_id=item.id,
                output_index=index,
                call_id=call_id,
                delta=arguments,
            ),
            server.ResponseFunctionCallArgumentsDone(
                event_id=self.out.event_id(),
                response_id=self.id,
                item_id=item.id,
                output_index=index,
                call_id=call_id,
                name=name,
                arguments=arguments,
            ),
        )
        entry.item = msgspec.structs.replace(item, status="completed", arguments=arguments)
        self._item_done(entry, index)

    def close(self, status: ResponseStatus, details: StatusDetails | None = None) -> None:
        """End the response, and whatever of it is open."""
        self._close_message("completed" if status == "completed" else "incomplete")
        response = self._view(status, details=details, usage=self._usage())
        self.out.put(
            server.ResponseDone(event_id=self.out.event_id(), response=response),
            server.RateLimitsUpdated(event_id=self.out.event_id(), rate_limits=()),
        )

    def _open(self, modality: Modality) -> _Message:
        if self._message is not None:
            return self._message
        item = MessageItem(id=self.new_item_id(), object=OBJECT, status="in_progress", role="assistant", content=())
        entry, index = self._add(item)
        entry.bytes_per_ms = BYTES_PER_MS[self.plan.format.type]
        message = self._message = _Message(entry, index, modality)
        self.out.put(self._part(server.ResponseContentPartAdded, message, part=_stream_part(message)))
        entry.item = msgspec.structs.replace(item, content=(_content_part(message),))
        return message

    def _close_message(self, status: Status) -> None:
        message, self._message = self._message, None
        if message is None:
            return
        if message.modality == "audio":
            self.out.put(
                self._part(server.ResponseOutputAudioDone, message),
                self._part(server.ResponseOutputAudioTranscriptDone, message, transcript=message.text),
            )
        else:
            self.out.put(self._part(server.ResponseOutputTextDone, message, text=message.text))
        self.out.put(self._part(server.ResponseContentPartDone, message, part=_stream_part(message)))
        entry = message.entry
        if isinstance(entry.item, MessageItem):
            entry.item = msgspec.structs.replace(entry.item, status=status, content=(_content_part(message),))
        self._item_done(entry, message.index)

    def _add(self, item: Item) -> tuple[Entry, int]:
        entry, index = Entry(item), len(self._output)
        self._output.append(entry)
        self.out.put(
            server.ResponseOutputItemAdded(
                event_id=self.out.event_id(), response_id=self.id, output_index=index, item=item
            )
        )
        if self.conversation is not None:
            previous = self.conversation.add(entry)
            self.out.put(
                server.ConversationItemAdded(event_id=self.out.event_id(), previous_item_id=previous, item=item)
            )
        return entry, index

    def _item_done(self, entry: Entry, index: int) -> None:
        self.out.put(
            server.ResponseOutputItemDone(
                event_id=self.out.event_id(), response_id=self.id, output_index=index, item=entry.item
            )
        )
        if self.conversation is not None and entry.id in self.conversation:
            previous = self.conversation.previous(entry.id)
            self.out.put(
                server.ConversationItemDone(event_id=self.out.event_id(), previous_item_id=previous, item=entry.item)
            )

    def _part(self, kind: type[PartEvent], message: _Message, **rest: Any) -> PartEvent:
        return kind(
            event_id=self.out.event_id(),
            response_id=self.id,
            item_id=message.entry.id,
            output_index=message.index,
            content_index=0,
            **rest,
        )

    def _view(
        self, status: ResponseStatus, *, details: StatusDetails | None = None, usage: Usage | None = None
    ) -> Response:
        plan = self.plan
        return Response(
            id=plan.id,
            status=status,
            status_details=details,
            output=tuple(entry.item for entry in self._output),
            conversation_id=plan.conversation_id,
            output_modalities=(plan.modality,),
            max_output_tokens=plan.max_output_tokens,
            audio=ResponseAudio(output=ResponseAudioOutput(format=plan.format, voice=plan.voice)),
            usage=usage,
            metadata={**(plan.metadata or {}), **STANDS_IN} if self.stands_in else plan.metadata,
        )

    def _usage(self) -> Usage:
        read = input_tokens(self._context, self.plan.instructions if self.generating else "")
        wrote = OutputTokens(text_tokens=self._text_tokens, audio_tokens=tokens.of_assistant_audio(self._audio_ms))
        input_sum = read.text_tokens + read.audio_tokens
        output_sum = wrote.text_tokens + wrote.audio_tokens
        return Usage(
            total_tokens=input_sum + output_sum,
            input_tokens=input_sum,
            output_tokens=output_sum,
            input_token_details=read,
            output_token_details=wrote,
        )


def _stream_part(message: _Message) -> StreamPart:
    return AudioPart(transcript=message.text) if message.modality == "audio" else TextPart(text=message.text)


def _content_part(message: _Message) -> ContentPart:
    if message.modality == "audio":
        return OutputAudioPart(transcript=message.text)
    return OutputTextPart(text=message.text)
