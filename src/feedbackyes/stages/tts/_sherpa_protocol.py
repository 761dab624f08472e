"""What the neural voice and its worker processes say to each other. A stream is one text that is being spoken."""

from __future__ import annotations

from feedbackyes.stages._messages import Message


class Say(Message, frozen=True, gc=False):
    """Speak a piece of the text.

    Args:
        speaker: number in the model. accent: espeak's language, for a model that wants phonemes.
    """

    piece: int
    text: str
    speaker: int
    accent: str
    speed: float


class Drop(Message, frozen=True, gc=False):
    """Nobody listens to this text any more."""


class Said(Message, frozen=True, gc=False):
    """Answers `Say`: PCM16 at the model's rate, little endian; none where the model has no sound for the text. `error` is
    a sentence when it failed."""

    piece: int
    samples: bytes
    error: str = ""


ToWorker = Say | Drop
