"""What the recogniser and its worker processes say to each other.

An utterance's number is chosen by the parent and grows; a worker forgets what belongs to an older one.
"""

from __future__ import annotations

import msgspec

from feedbackyes.stages._messages import Message


class Open(Message, frozen=True, gc=False):
    """Get a decoder ready for a speaker. `model` is the folder of a language model; empty: the one that came with it.
    `language`: primary subtag, for a recogniser that has to be told."""

    model: str
    language: str = ""


class Start(Message, frozen=True, gc=False):
    utterance: int


class Audio(Message, frozen=True, gc=False):
    """PCM16 at 16 kHz, little endian."""

    utterance: int
    samples: bytes


class Pause(Message, frozen=True, gc=False):
    utterance: int


class Finish(Message, frozen=True, gc=False):
    utterance: int


class Cancel(Message, frozen=True, gc=False):
    utterance: int


class Close(Message, frozen=True, gc=False):
    pass


class Opened(Message, frozen=True, gc=False):
    """Answers `Open`; `error` is a sentence when it failed."""

    error: str = ""


class Taken(Message, frozen=True, gc=False):
    """So many samples of the utterance are no longer waiting."""

    utterance: int
    samples: int


class Partial(Message, frozen=True, gc=False):
    """Text to append."""

    utterance: int
    text: str


class Word(msgspec.Struct, array_like=True, frozen=True, gc=False):
    text: str
    start_ms: int
    end_ms: int
    confidence: float


class Finished(Message, frozen=True, gc=False):
    """Answers `Finish`; `error` is a sentence when the utterance is lost."""

    utterance: int
    words: list[Word]
    error: str = ""


ToWorker = Open | Start | Audio | Pause | Finish | Cancel | Close
FromWorker = Opened | Taken | Partial | Finished
