"""Items as data: what they say, how large they are, and how the server completes them."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from feedbackyes.engine.outbox import NewId
from feedbackyes.protocol.items import (
    ContentPart,
    FunctionCallItem,
    FunctionCallOutputItem,
    InputAudioPart,
    InputImagePart,
    InputTextPart,
    Item,
    MessageItem,
    OutputAudioPart,
    OutputTextPart,
)

OBJECT = "realtime.item"


def text_of(item: Item) -> str:
    """What a message says, its parts separated by spaces; empty for other items."""
    parts = item.content if isinstance(item, MessageItem) else ()
    return " ".join(text for part in parts if (text := _text(part))).strip()


def size_of(item: Item) -> int:
    """Characters of text and bytes of media in an item."""
    if isinstance(item, FunctionCallOutputItem):
        return len(item.output)
    if isinstance(item, FunctionCallItem):
        return len(item.arguments)
    return sum(_size(part) for part in item.content) if isinstance(item, MessageItem) else 0


def completed(item: Item, new_item_id: Callable[[], str], new_id: NewId) -> Item:
    """A client's item with what the server fills in. Its audio stays behind: it is never echoed."""
    changes: dict[str, object] = {"id": item.id or new_item_id()}
    if isinstance(item, MessageItem | FunctionCallItem | FunctionCallOutputItem):
        changes |= {"object": OBJECT, "status": "completed"}
    if isinstance(item, FunctionCallItem) and not item.call_id:
        changes["call_id"] = new_id("call")
    if isinstance(item, MessageItem):
        changes["content"] = tuple(
            InputAudioPart(transcript=part.transcript) if isinstance(part, InputAudioPart) else part
            for part in item.content
        )
    filled: Item = msgspec.structs.replace(item, **changes)
    return filled


def audio_of(item: Item) -> bytes:
    """The audio that a client put into a message."""
    parts = item.content if isinstance(item, MessageItem) else ()
    return b"".join(part.audio for part in parts if isinstance(part, InputAudioPart) and part.audio)


def needs_transcript(item: Item) -> bool:
    """Whether there is audio whose words the client did not give."""
    parts = item.content if isinstance(item, MessageItem) else ()
    return any(isinstance(part, InputAudioPart) and part.audio and part.transcript is None for part in parts)


def confidence_of(item: Item) -> float | None:
    """How sure a recogniser was of the words that a client brought along; None: nobody doubts them."""
    parts = item.content if isinstance(item, MessageItem) else ()
    told = (part.confidence for part in parts if isinstance(part, InputAudioPart))
    return next((confidence for confidence in told if isinstance(confidence, float)), None)


def was_interrupted(item: Item) -> bool:
    """Whether a client says of an assistant's message that the user cut it short."""
    return isinstance(item, MessageItem) and item.role == "assistant" and item.status == "incomplete"


def with_transcript(item: Item, transcript: str) -> Item:
    """A user's message whose audio has got its words."""
    if not isinstance(item, MessageItem):
        return item
    content = tuple(
        InputAudioPart(transcript=transcript) if isinstance(part, InputAudioPart) else part for part in item.content
    )
    return msgspec.structs.replace(item, content=content)


def _text(part: ContentPart) -> str:
    match part:
        case InputTextPart(text=text) | OutputTextPart(text=text):
            return text
        case InputAudioPart(transcript=transcript):
            return transcript or ""
        case OutputAudioPart(transcript=transcript):
            return transcript
        case _:
            return ""


def _size(part: ContentPart) -> int:
    if isinstance(part, InputImagePart):
        return len(part.image_url)
    audio = part.audio if isinstance(part, InputAudioPart) else None
    return len(_text(part)) + len(audio or b"")
