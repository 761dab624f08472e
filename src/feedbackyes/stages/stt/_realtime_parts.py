"""What somebody says, in the parts in which a Realtime service hears it, and which of its events are about which part.

A service names an item when it begins to hear it, or when it is committed. It hears parts in the order in which they were
sent; so an item that is new belongs to the oldest part of which it has not said that it is done with its audio.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from math import exp, log

import numpy as np
from msgspec import UnsetType, to_builtins

from feedbackyes.audio import Int16
from feedbackyes.audio.resample import Resampler
from feedbackyes.protocol import server
from feedbackyes.stages.stt import RATE_HZ, RecognisedWord, Transcript, _heard
from feedbackyes.stages.stt._heard import Heard
from feedbackyes.stages.stt._realtime_link import RATE_HZ as WIRE_HZ
from feedbackyes.stages.stt._realtime_link import Event

STANDS_SECONDS = 10.0
"""A part of this length is committed at a pause: fewer words are understood worse than a whole sentence."""
LONGEST_SECONDS = 60.0
"""Nobody speaks so long without a pause; the part ends all the same."""
SHORTEST = RATE_HZ // 10
"""Samples; services refuse less, and less is no word."""
SILENT = 20
"""Samples that stay below this are silence, which services make words of."""
PIECE, MOST_AT_ONCE = RATE_HZ // 25, RATE_HZ
"""Samples that are worth a message, and that one may have."""
EMPTY = "input_audio_buffer_commit_empty"
UPDATED = "conversation.item.input_audio_transcription.updated"
"""An event that brings the whole text so far, at services that have it."""


@dataclass(slots=True)
class _Item:
    """What the service calls a stretch of speech. `sure`: of each word; empty when it says nothing of it."""

    text: str = ""
    done: bool = False
    sure: tuple[float, ...] = ()


class Part:
    """A stretch of an utterance. `offset`: its first sample's place in it."""

    def __init__(self, offset: int) -> None:
        self.offset = offset
        self.size = 0
        self.ended = False
        self.paused = False
        self.told = 0  # words that are passed on
        self.dropped = False
        self._pieces: list[Int16] = []
        self._audible = False
        self.send_again()

    def send_again(self) -> None:
        """Nobody has heard it."""
        self._next = 0  # piece
        self._unsent = self.size
        self._flushed = False
        self._resampler = Resampler(RATE_HZ, WIRE_HZ)
        self.committed = self.acknowledged = False
        self.items: dict[str, _Item] = {}

    @property
    def seconds(self) -> float:
        return self.size / RATE_HZ

    @property
    def begun(self) -> bool:
        """The service has some of it."""
        return self._next > 0

    @property
    def waiting(self) -> bool:
        """There is something to send of it."""
        if not self._audible or self.size < SHORTEST or self.committed:
            return False
        return self.ended or self._unsent >= (1 if self.paused else PIECE)

    @property
    def settled(self) -> bool:
        """No more words of it will come."""
        if not self.ended:
            return False
        if not self._audible or self.size < SHORTEST:
            return True
        return self.acknowledged and all(item.done for item in self.items.values())

    @property
    def text(self) -> str:
        return " ".join(text for item in self.items.values() if (text := item.text.strip()))

    @property
    def said(self) -> list[str]:
        """The words that are complete."""
        words = self.text.split()
        last = next(reversed(self.items.values()), None)
        return words if last is None or last.done or last.text[-1:].isspace() else words[:-1]

    def feed(self, samples: Int16) -> None:
        self._pieces += [samples[at : at + MOST_AT_ONCE] for at in range(0, samples.size, MOST_AT_ONCE)]
        self.size += samples.size
        self._unsent += samples.size
        self._audible = self._audible or int(np.abs(samples.astype(np.int32)).max()) >= SILENT

    def take(self) -> bytes:
        """What to send next, PCM16 at the rate of the wire; nothing: all is sent that is to be sent for now."""
        if not self.waiting or self._flushed:
            return b""
        taken: list[Int16] = []
        size = 0
        while self._next < len(self._pieces) and size < MOST_AT_ONCE:
            taken.append(self._pieces[self._next])
            size += taken[-1].size
            self._next += 1
        self._unsent -= size
        found = [self._resampler.process(np.concatenate(taken))] if taken else []
        if self.ended and self._next == len(self._pieces):
            found.append(self._resampler.flush())
            self._flushed = True
        return np.concatenate(found).astype("<i2").tobytes() if found else b""

    def words(self) -> tuple[RecognisedWord, ...]:
        """Its words, with times from the beginning of the utterance."""
        if not self.text:
            return ()
        sure = [one for item in self.items.values() for one in item.sure or (1.0,) * len(item.text.split())]
        at = self.offset * 1000 // RATE_HZ
        return tuple(
            RecognisedWord(word.text, word.start_ms + at, word.end_ms + at, confidence)
            for word, confidence in zip(_heard.words(Heard(self.text), np.concatenate(self._pieces)), sure, strict=True)
        )


class Parts:
    """Of one utterance. `on_text` gets text to append to what it had before."""

    def __init__(self, on_text: Callable[[str], None]) -> None:
        self._on_text = on_text
        self._parts = [Part(0)]  # the last one still grows

    @property
    def size(self) -> int:
        return self._parts[-1].offset + self._parts[-1].size

    @property
    def waiting(self) -> list[Part]:
        return [part for part in self._parts if part.waiting]

    @property
    def begun(self) -> bool:
        """The service owes words of something that it has."""
        return any(part.begun and not part.settled for part in self._parts)

    @property
    def settled(self) -> bool:
        return all(part.settled for part in self._parts)

    @property
    def settled_count(self) -> int:
        return sum(part.settled for part in self._parts)

    def __contains__(self, part: Part) -> bool:
        return part in self._parts

    def feed(self, samples: Int16) -> None:
        part = self._parts[-1]
        part.paused = False
        part.ended = part.ended or part.seconds >= LONGEST_SECONDS
        if part.ended:
            part = Part(self.size)
            self._parts.append(part)
        part.feed(samples)

    def pause(self) -> None:
        part = self._parts[-1]
        part.paused = True
        part.ended = part.ended or part.seconds >= STANDS_SECONDS

    def end(self) -> None:
        self._parts[-1].ended = True

    def send_again(self) -> None:
        """The session is lost: what has no words has to be heard by another one."""
        for part in self._parts:
            if not part.settled:
                part.send_again()

    def drop(self) -> None:
        """Nobody wants its words any more."""
        self._on_text = _ignore
        for part in self._parts:
            part.dropped = True

    def tell(self) -> None:
        """Pass on words that were not passed on: of the first part that is not settled, and those before it."""
        for part in self._parts:
            for word in part.said[part.told :]:
                first = not any(before.told for before in self._parts)
                part.told += 1
                self._on_text(word if first else f" {word}")
            if not part.settled:
                return

    def transcript(self) -> Transcript:
        words = tuple(word for part in self._parts for word in part.words())
        if not words:
            return Transcript("", (), 0.0)
        confidence = sum(word.confidence for word in words) / len(words)
        return Transcript(" ".join(word.text for word in words), words, confidence)


class Sent:
    """What one session was sent, and what it makes of it.

    Args:
        on_used: gets what the service says was used (None: it says nothing), and the seconds of the sound.
    """

    def __init__(self, on_used: Callable[[object, float], None]) -> None:
        self._on_used = on_used
        self._owed: list[Part] = []  # audio that it has, and has not said anything about
        self._order: deque[Part] = deque()  # the service has not said that it is done with their audio
        self._owners: dict[str, Part] = {}

    def add(self, part: Part) -> None:
        """Audio of this part has gone there."""
        if not self._order or self._order[-1] is not part:
            self._order.append(part)
            self._owed.append(part)

    def left(self) -> None:
        """Nothing more will be told. What it has heard may cost all the same."""
        for part in self._owed:
            self._on_used(None, part.seconds)
        self._owed.clear()

    @property
    def uncommitted(self) -> bool:
        """There is audio that no commit has followed."""
        return bool(self._order) and not self._order[-1].committed

    def take(self, event: Event) -> Part | None:
        """Write down what an event says. Returns the part that it is about, when there is one."""
        match event:
            case server.InputAudioBufferCommitted():
                while self._order and self._order[0].dropped and not self._order[0].committed:
                    self._use(self._order.popleft(), None)  # it was cleared without a word
                return self._committed(self._item_of(event.item_id))
            case server.InputAudioBufferCleared():
                if self._order and self._order[0].dropped:
                    self._use(self._order.popleft(), None)
            case server.ErrorEvent() if event.error.code == EMPTY:  # it has committed all by itself
                return self._committed(self._order[0] if self._order else None)
            case server.ConversationItemInputAudioTranscriptionDelta():
                return self._write(event.item_id, event.delta, more=True)
            case server.UnknownEvent(type=name, raw=raw) if name == UPDATED:
                return self._write(str(raw.get("item_id")), str(raw.get("transcript") or ""), more=False)
            case server.ConversationItemInputAudioTranscriptionCompleted():
                return self._completed(event)
            case server.ConversationItemInputAudioTranscriptionFailed():
                return self._item_of(event.item_id)
        return None

    def _committed(self, part: Part | None) -> Part | None:
        if part is not None and part.committed and self._order and self._order[0] is part:
            part.acknowledged = True
            self._order.popleft()
        return part

    def _completed(self, event: server.ConversationItemInputAudioTranscriptionCompleted) -> Part | None:
        known = self._owners.get(event.item_id)
        again = known is not None and known.items[event.item_id].done
        part = self._write(event.item_id, event.transcript, more=False)
        if part is not None and not again:
            self._use(part, None if event.usage is None else to_builtins(event.usage))
            item = part.items[event.item_id]
            item.done, item.sure = True, _sure(item.text, event.logprobs)
            self._committed(part)  # who does not say so has committed it, too
        return part

    def _use(self, part: Part, told: object) -> None:
        if part in self._owed:
            self._owed.remove(part)
            self._on_used(told, part.seconds)
        elif told is not None:  # another item of the same part
            self._on_used(told, 0.0)

    def _write(self, item_id: str, text: str, *, more: bool) -> Part | None:
        part = self._item_of(item_id)
        if part is not None and not part.items[item_id].done:
            item = part.items[item_id]
            item.text = item.text + text if more else text
        return part

    def _item_of(self, item_id: str) -> Part | None:
        part = self._owners.get(item_id) or (self._order[0] if self._order else None)
        if part is not None:
            self._owners[item_id] = part
            part.items.setdefault(item_id, _Item())
        return part


def _sure(text: str, logprobs: tuple[server.Logprob, ...] | UnsetType | None) -> tuple[float, ...]:
    """How sure the service is of each word: its least sure token counts. A word may be a token, or made of several."""
    words = text.split()
    tokens = [(one.token, exp(min(0.0, one.logprob))) for one in logprobs] if isinstance(logprobs, tuple) else []
    if [token.strip() for token, _ in tokens] == words:
        return tuple(sure for _, sure in tokens)
    if not tokens:
        return ()
    found: list[float] = []
    inside = False
    for token, sure in tokens:
        for character in token:
            if not character.isspace() and inside:
                found[-1] = min(found[-1], sure)
            elif not character.isspace():
                found.append(sure)
            inside = not character.isspace()
    mean = exp(sum(log(max(1e-6, sure)) for _, sure in tokens) / len(tokens))
    return tuple(found) if len(found) == len(words) else (mean,) * len(words)


def _ignore(_: str) -> None:
    pass
