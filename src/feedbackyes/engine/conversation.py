"""The items of a conversation, and what of them was heard.

An assistant's audio item keeps the time at which each word begins. When playback stops early, at a position that the
client reports (`truncate`) or else the engine estimates, the words that had not begun by then never were: not in the
partner's memory, not in what `conversation.item.retrieve` shows.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from math import inf

import msgspec
from msgspec import UNSET

from feedbackyes.engine import tokens
from feedbackyes.engine.items import size_of, text_of
from feedbackyes.protocol.errors import InvalidEvent
from feedbackyes.protocol.items import (
    ContentPart,
    FunctionCallItem,
    FunctionCallOutputItem,
    InputAudioPart,
    InputItem,
    Item,
    ItemReference,
    MessageItem,
    OutputAudioPart,
)
from feedbackyes.protocol.responses import InputTokens
from feedbackyes.stages.dialogue import Line

MAX_ITEMS = 5_000
MAX_CONTENT = 32 * 2**20
"""Characters of text, images and audio that clients may put into one conversation."""
MAX_AUDIO = 16 * 2**20
"""Bytes of audio kept for `conversation.item.retrieve`: 5.8 minutes of PCM16. The oldest goes first."""
MAX_RETRIEVED = 5 * 2**20
"""Bytes of audio in one answer; with base64 it stays below the 8 MiB that some clients take in a message."""
END_MS = 50.0
"""Clients round and lose a little: who stopped within this time of the end has heard it all."""


@dataclass(slots=True, eq=False)
class Entry:
    """An item and what the wire does not show of it.

    Args:
        awaiting: the recogniser is still at it. failed: it could not do it.
        answer: a reply is due once the transcript is there.
        confidence: of the transcript, 0 to 1; None when typed.
        interrupted: cut short in an earlier conversation, says the client that brought it along.
        audio: in the session's format when it was made. audio_ms: how long it was, kept or not. bytes_per_ms: of it.
        words: of an assistant's audio, each with the position in milliseconds at which it begins.
        stopped_ms: where playback stopped early.
    """

    item: Item
    awaiting: bool = False
    failed: bool = False
    answer: bool = False
    confidence: float | None = None
    interrupted: bool = False
    audio: bytearray = field(default_factory=bytearray)
    audio_ms: float = 0.0
    bytes_per_ms: int = 48
    words: list[tuple[str, float]] = field(default_factory=list)
    stopped_ms: float | None = None

    @property
    def id(self) -> str:
        return self.item.id

    @property
    def in_progress(self) -> bool:
        return isinstance(self.item, MessageItem) and self.item.status == "in_progress"

    @property
    def text(self) -> str:
        """What was said, written or heard."""
        if self.words:
            limit = self.stopped_ms if self.stopped_ms is not None and self.cut_short else inf
            return "".join(word for word, at_ms in self.words if at_ms < limit).strip()
        return text_of(self.item)

    @property
    def cut_short(self) -> bool:
        return self.stopped_ms is not None and self.stopped_ms < self.audio_ms - END_MS

    def truncate(self, position_ms: float) -> None:
        """Playback stopped here, says the client; what comes after it is gone for good."""
        self.stopped_ms = min(position_ms, self.audio_ms)
        self.audio = bytearray(self._heard_audio())

    def shown(self) -> Item:
        """The item as `conversation.item.retrieved` shows it: as heard, with its audio where that is kept."""
        if not isinstance(self.item, MessageItem):
            return self.item
        audio = self._heard_audio()
        sound = audio if 0 < len(audio) <= MAX_RETRIEVED else UNSET
        content: list[ContentPart] = []
        for part in self.item.content:
            if isinstance(part, OutputAudioPart):
                content.append(OutputAudioPart(transcript=self.text, audio=sound))
            elif isinstance(part, InputAudioPart):
                content.append(InputAudioPart(transcript=part.transcript, audio=sound))
            else:
                content.append(part)
        return msgspec.structs.replace(self.item, content=tuple(content))

    def _heard_audio(self) -> bytes:
        if not self.cut_short:
            return bytes(self.audio)
        end = int((self.stopped_ms or 0.0) * self.bytes_per_ms)
        return bytes(self.audio[: end - end % 2])


class Conversation:
    """Items in order, each id once."""

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}
        self._order: list[str] = []
        self._content = 0

    def __contains__(self, item_id: object) -> bool:
        return item_id in self._entries

    def __iter__(self) -> Iterator[Entry]:
        return (self._entries[item_id] for item_id in self._order)

    def get(self, item_id: str) -> Entry | None:
        return self._entries.get(item_id)

    def find(self, item_id: str, code: str) -> Entry:
        """Raises `InvalidEvent` with `code` when there is no such item."""
        entry = self._entries.get(item_id)
        if entry is None:
            raise InvalidEvent(
                f"There is no item {item_id!r} in this conversation. Use the id of an item that was added.",
                code=code,
                param="item_id",
            )
        return entry

    def add(self, entry: Entry) -> str | None:
        """Append; returns the id of the item before it."""
        previous = self._order[-1] if self._order else None
        self._entries[entry.id] = entry
        self._order.append(entry.id)
        self._keep_less_audio()
        return previous

    def insert(self, entry: Entry, after: str | None, *, reserved: Container[str] = ()) -> str | None:
        """Put a client's item in its place; returns the id of the item before it.

        Args:
            after: an item's id; `root` is the beginning, None the end.
            reserved: ids of items that are on their way.

        Raises:
            InvalidEvent: the id is taken, the place is unknown, a call is unknown, or there is too much already.
        """
        self._check(entry.item, reserved)
        place = self._place(after)
        self._content += size_of(entry.item)
        self._entries[entry.id] = entry
        self._order.insert(place, entry.id)
        self._keep_less_audio()
        return self._order[place - 1] if place else None

    def remove(self, item_id: str) -> None:
        entry = self._entries.pop(item_id)
        self._order.remove(item_id)
        self._content = max(0, self._content - size_of(entry.item))

    def previous(self, item_id: str) -> str | None:
        place = self._order.index(item_id)
        return self._order[place - 1] if place else None

    def awaiting(self) -> bool:
        """Whether the recogniser is still at something."""
        return any(entry.awaiting for entry in self._entries.values())

    def resolve(self, items: Iterable[InputItem]) -> list[Entry]:
        """Entries for the `input` of a response. Raises `InvalidEvent` for a reference to nothing."""
        return [
            self.find(item.id, "invalid_value") if isinstance(item, ItemReference) else Entry(item) for item in items
        ]

    def _check(self, item: Item, reserved: Container[str]) -> None:
        if item.id in self._entries or item.id in reserved:
            raise InvalidEvent(
                f"There is an item {item.id!r} already. Choose another id, or leave it out to be given one.",
                code="item_create_duplicate_item_id",
                param="item.id",
            )
        if isinstance(item, FunctionCallOutputItem) and item.call_id not in self._call_ids():
            raise InvalidEvent(
                f"No function call in this conversation has the call_id {item.call_id!r}.",
                code="invalid_value",
                param="item.call_id",
            )
        if len(self._order) >= MAX_ITEMS or self._content + size_of(item) > MAX_CONTENT:
            raise InvalidEvent(
                f"The conversation is full ({MAX_ITEMS} items, {MAX_CONTENT // 2**20} MiB of content). Delete items first.",
                code="conversation_full",
                param="item",
            )

    def _call_ids(self) -> set[str]:
        return {entry.item.call_id for entry in self if isinstance(entry.item, FunctionCallItem)}

    def _place(self, after: str | None) -> int:
        if after is None:
            return len(self._order)
        if after == "root":
            return 0
        self.find(after, "item_create_invalid_previous_item_id")
        return self._order.index(after) + 1

    def drop_audio(self) -> None:
        """Of all items; what was said stays."""
        for entry in self._entries.values():
            entry.audio = bytearray()

    def _keep_less_audio(self) -> None:
        kept = sum(len(entry.audio) for entry in self._entries.values())
        for entry in self:
            if kept <= MAX_AUDIO:
                return
            kept -= len(entry.audio)
            entry.audio = bytearray()


def lines(entries: Iterable[Entry]) -> tuple[Line, ...]:
    """What a partner remembers: oldest first, each side as the other heard it.

    Speech that was not understood counts only when it came last, as an empty line: the partner may ask again.
    """
    said: list[Line] = []
    for entry in entries:
        line = _line(entry)
        if line is not None:
            if said and not said[-1].text:
                said.pop()
            said.append(line)
    return tuple(said)


def _line(entry: Entry) -> Line | None:
    item = entry.item
    if isinstance(item, FunctionCallOutputItem):
        return Line("system", f"Result of the function call {item.call_id}: {item.output}")
    if not isinstance(item, MessageItem) or entry.in_progress:
        return None
    text = entry.text
    if item.role == "system":
        return Line("system", text) if text else None
    if item.role == "user":
        confidence = 0.0 if entry.failed else entry.confidence
        return Line("learner", text, confidence=confidence) if text or confidence is not None else None
    return Line("partner", text, interrupted=entry.cut_short or entry.interrupted) if text else None


def input_tokens(entries: Iterable[Entry], instructions: str) -> InputTokens:
    """What a response is charged for reading."""
    text = tokens.of_text(instructions)
    audio = 0
    for entry in entries:
        if entry.audio_ms and isinstance(entry.item, MessageItem):
            heard = entry.audio_ms if entry.stopped_ms is None else entry.stopped_ms
            of_user = entry.item.role == "user"
            audio += tokens.of_user_audio(heard) if of_user else tokens.of_assistant_audio(heard)
        else:
            text += tokens.of_text(entry.text)
    return InputTokens(text_tokens=text, audio_tokens=audio)
