"""What a learner has sent and the provider has not made anything of yet, so that another one can be sent it again.

Audio is kept as it went up, bounded; of the client's own events those that would be missed are kept until the provider
has answered them. `Spliced` says where the audio that one provider session gets lies in all of the learner's audio.
Positions are milliseconds of the learner's audio.
"""

from __future__ import annotations

import binascii
from array import array
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import NamedTuple, Protocol

import msgspec
import pybase64

from feedbackyes.audio.formats import AudioFormat
from feedbackyes.protocol import client

LONGEST_MS, MOST = 60_000.0, 6_000
"""Of audio that is kept, and messages: speech that is longer loses its beginning when the provider is lost."""
MOST_IN_CHAPTER = 1_000
"""Who sends more than that between two ticks sends no voice; the messages that are kept stay bounded all the same."""
APPEND = b'{"type":"input_audio_buffer.append","audio":"'


class Kind(Enum):
    """Events of a client that a provider answers when it has taken them."""

    COMMIT = auto()
    CLEAR = auto()
    ITEM = auto()
    RESPONSE = auto()


KEPT = {
    client.InputAudioBufferCommit: Kind.COMMIT,
    client.InputAudioBufferClear: Kind.CLEAR,
    client.ConversationItemCreate: Kind.ITEM,
    client.ResponseCreate: Kind.RESPONSE,
}


class _Audio(NamedTuple):
    """A message with `length_ms` of audio; its base64 ends two bytes before the end."""

    at_ms: float
    length_ms: float
    payload: bytes
    format: AudioFormat

    @property
    def end_ms(self) -> float:
        return self.at_ms + self.length_ms

    def audio(self) -> bytes:
        """As bytes of its format; empty when it is none, which the provider has said to the client."""
        try:
            return pybase64.b64decode(self.payload[self.payload.rfind(b'"', 0, -2) + 1 : -2])
        except binascii.Error:
            return b""

    def part(self, from_ms: float, until_ms: float) -> bytes:
        """The message with what of it lies between."""
        if from_ms <= self.at_ms and self.end_ms <= until_ms:
            return self.payload
        audio = self.audio()
        if not audio:
            return self.payload
        step = 2 if self.format is AudioFormat.PCM else 1
        per_ms = self.format.bytes_per_second / 1000
        first, last = (
            max(0, round((ms - self.at_ms) * per_ms)) // step * step for ms in (from_ms, min(until_ms, self.end_ms))
        )
        return b"".join((APPEND, pybase64.b64encode(audio[first:last]), b'"}'))


class _Chapter:
    """Messages of one format without a break. `at_ms`: where the first begins; `ends_ms`: where each ends."""

    __slots__ = ("at_ms", "ends_ms", "format", "payloads")

    def __init__(self, at_ms: float, audio_format: AudioFormat) -> None:
        self.at_ms, self.format = at_ms, audio_format
        self.payloads: list[bytes] = []
        self.ends_ms = array("d")

    @property
    def end_ms(self) -> float:
        return self.ends_ms[-1] if self.ends_ms else self.at_ms

    def begin_ms(self, number: int) -> float:
        """Where a message begins."""
        return self.ends_ms[number - 1] if number else self.at_ms

    def message(self, number: int) -> _Audio:
        begin_ms = self.begin_ms(number)
        return _Audio(begin_ms, self.ends_ms[number] - begin_ms, self.payloads[number], self.format)


@dataclass(frozen=True, slots=True)
class Piece:
    """One message; `length_ms` of audio from `at_ms` on, or an event."""

    payload: bytes
    at_ms: float = 0.0
    length_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class _Control:
    at_ms: float
    kind: Kind
    payload: bytes

    @property
    def event_id(self) -> str | None:
        return msgspec.json.decode(self.payload, type=_Named).event_id


class _Named(msgspec.Struct):
    event_id: str | None = None


class Journal:
    """One call's.

    What was kept between two calls of `trim` is a chapter, which is forgotten as a whole: with hundreds of calls, to ask
    each message whether it may go costs as much as to send it.

    Args:
        at_ms: where the next audio begins.
    """

    def __init__(self, at_ms: float = 0.0, audio_format: AudioFormat = AudioFormat.PCM) -> None:
        self._chapters: deque[_Chapter] = deque()
        self._controls: deque[_Control] = deque()
        self._begin_chapter(at_ms, audio_format)

    def _begin_chapter(self, at_ms: float, audio_format: AudioFormat) -> None:
        self._newest = _Chapter(at_ms, audio_format)
        self._chapters.append(self._newest)

    def use(self, audio_format: AudioFormat) -> None:
        """The learner sends this from now on."""
        if audio_format is not self._newest.format:
            self._begin_chapter(self._newest.end_ms, audio_format)

    def keep(self, payload: bytes, end_ms: float) -> None:
        """An append of audio went up, which ends there."""
        newest = self._newest
        newest.payloads.append(payload)
        newest.ends_ms.append(end_ms)
        if len(newest.payloads) == MOST_IN_CHAPTER:
            self.trim()

    def control(self, kind: Kind, payload: bytes, at_ms: float) -> None:
        """An event of the client went up, behind the audio up to `at_ms`."""
        self._controls.append(_Control(at_ms, kind, payload))

    def confirm(self, kind: Kind) -> None:
        """The provider has answered the first event of this kind that was waiting, if one was."""
        for control in self._controls:
            if control.kind is kind:
                self._controls.remove(control)
                return

    def refuse(self, event_id: str) -> None:
        """The provider will not have the event with this id; another one would not either."""
        self._controls = deque(control for control in self._controls if control.event_id != event_id)

    def drop(self, kind: Kind) -> None:
        """Nobody waits any more for what events of this kind asked for."""
        self._controls = deque(control for control in self._controls if control.kind is not kind)

    def waits_for(self, kind: Kind) -> bool:
        return any(control.kind is kind for control in self._controls)

    def trim(self, before_ms: float = 0.0) -> None:
        """What ends before this place will not be asked for, and no more is kept than is to be."""
        chapters, newest = self._chapters, self._newest
        if newest.payloads:
            self._begin_chapter(newest.end_ms, newest.format)
        oldest_ms, kept = newest.end_ms - LONGEST_MS, sum(len(chapter.payloads) for chapter in chapters)
        while len(chapters) > 1:
            first = chapters[0]
            if first.end_ms > before_ms and first.end_ms > oldest_ms and kept <= MOST:
                return
            kept -= len(first.payloads)
            chapters.popleft()

    @property
    def begin_ms(self) -> float | None:
        """Where the audio begins that is still here."""
        return next((chapter.at_ms for chapter in self._chapters if chapter.payloads), None)

    def samples(self, from_ms: float, apart_ms: float) -> Iterator[tuple[bytes, AudioFormat]]:
        """The newest message and, going back to a place, others that begin so far apart: bytes and their format."""
        before_ms = float("inf")
        for chapter in list(reversed(self._chapters)):
            for number in reversed(range(len(chapter.payloads))):
                begin_ms = chapter.begin_ms(number)
                if begin_ms < from_ms:
                    return
                if before_ms - begin_ms >= apart_ms:
                    before_ms = begin_ms
                    yield chapter.message(number).audio(), chapter.format

    def span(self, from_ms: float, until_ms: float) -> Iterator[Piece]:
        """The messages with the audio between two places."""
        kept = [chapter.message(number) for chapter in self._chapters for number in range(len(chapter.payloads))]
        for one in kept:
            first_ms, last_ms = max(from_ms, one.at_ms), min(until_ms, one.end_ms)
            if first_ms < last_ms:
                yield Piece(one.part(from_ms, until_ms), first_ms, last_ms - first_ms)

    def since(self, from_ms: float) -> Iterator[Piece]:
        """What is to be sent from a place on, in order: audio, and all events that wait for an answer."""
        controls = deque(self._controls)
        for piece in self.span(from_ms, float("inf")):
            while controls and controls[0].at_ms <= piece.at_ms:
                yield Piece(controls.popleft().payload)
            yield piece
        for control in controls:
            yield Piece(control.payload)


class InputClock(Protocol):
    """The learner's audio against the session clock."""

    @property
    def audio_ms(self) -> float: ...

    def session_ms(self, audio_ms: float) -> float: ...


class Spliced:
    """The clock of one provider session, which gets pieces of the learner's audio and then all that follows."""

    def __init__(self, clock: InputClock) -> None:
        self._clock = clock
        self._pieces: list[tuple[float, float]] = []  # where each begins: in this session, in all of the audio
        self._sent_ms = 0.0

    @property
    def audio_ms(self) -> float:
        """Audio that this session has been sent."""
        if not self._pieces:
            return 0.0
        begin_ms, at_ms = self._pieces[-1]
        return begin_ms + max(0.0, self._clock.audio_ms - at_ms)

    def session_ms(self, audio_ms: float) -> float:
        """When the learner spoke what is at `audio_ms` of this session's audio."""
        return self._clock.session_ms(self.position(audio_ms))

    def position(self, audio_ms: float) -> float:
        """Where `audio_ms` of this session's audio is in all of it."""
        for begin_ms, at_ms in reversed(self._pieces):
            if audio_ms >= begin_ms:
                return at_ms + audio_ms - begin_ms
        return self._pieces[0][1] if self._pieces else 0.0

    def piece(self, from_ms: float, length_ms: float) -> None:
        """The session is sent so much from there."""
        self._pieces.append((self._sent_ms, from_ms))
        self._sent_ms += length_ms

    def on(self, from_ms: float) -> None:
        """The session is sent everything from there on."""
        self._pieces.append((self._sent_ms, from_ms))
