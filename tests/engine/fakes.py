"""Stages whose every result is known beforehand: real code with real timing rules, and nothing left to chance.

Audio carries its own meaning: samples louder than `VOICE` are speech. What the recogniser understands, and what the
partner says, is told to them.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import numpy as np

from feedbackyes.audio import Int16
from feedbackyes.domain.scenario import Scenario
from feedbackyes.engine import Stages
from feedbackyes.stages import vad
from feedbackyes.stages.dialogue import CallFunction, ReplyRequest, Say
from feedbackyes.stages.stt import RecognisedWord, RecogniserFailed, RecogniserOptions, Transcript
from feedbackyes.stages.tts import SpeechChunk, SpokenWord

VOICE = 1000
WORD_MS = 250


class LoudnessStream:
    def __init__(self) -> None:
        self._rest: Int16 = np.zeros(0, np.int16)

    async def feed(self, samples: Int16) -> list[float]:
        await asyncio.sleep(0)
        self._rest = np.concatenate((self._rest, samples))
        frames = len(self._rest) // vad.FRAME
        whole, self._rest = self._rest[: frames * vad.FRAME], self._rest[frames * vad.FRAME :]
        return [float(np.abs(frame).max() > VOICE) for frame in whole.reshape(frames, vad.FRAME).astype(np.int32)]

    def reset(self) -> None:
        self._rest = np.zeros(0, np.int16)

    def close(self) -> None: ...


class Loudness:
    """Voice activity: loud is speech."""

    def open(self) -> LoudnessStream:
        return LoudnessStream()

    async def close(self) -> None: ...


def transcript(text: str, confidence: float = 0.9) -> Transcript:
    words = tuple(
        RecognisedWord(word, 100 * index, 100 * index + 90, confidence) for index, word in enumerate(text.split())
    )
    return Transcript(text, words, confidence)


@dataclass
class Ears:
    """A recogniser that understands what it was told to, word by word while it is fed, and settles at a pause.

    Attributes:
        hears: what the coming utterances say. An exception is raised instead. When it runs out: "hello there".
        delay_s: how long `finish` takes.
        heard_ms: audio that was fed to each utterance.
    """

    hears: list[str | Exception] = field(default_factory=list)
    delay_s: float = 0.0
    name: str = "Test ears"
    basic: bool = True
    languages: frozenset[str] | None = frozenset({"en"})
    heard_ms: list[float] = field(default_factory=list)
    opened: list[RecogniserOptions] = field(default_factory=list)
    pauses: int = 0
    cancelled: int = 0
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def open(self, options: RecogniserOptions, on_partial: Callable[[str], None]) -> EarsStream:
        self.opened.append(options)
        async with self.changed:
            self.changed.notify_all()
        return EarsStream(self, on_partial)

    async def busy(self, count: int) -> None:
        """Until it was opened so often."""
        async with self.changed:
            await self.changed.wait_for(lambda: len(self.opened) >= count)

    async def close(self) -> None: ...


@dataclass
class EarsStream:
    ears: Ears
    on_partial: Callable[[str], None]
    said: str | Exception = ""
    told: int = 0
    ms: float = 0.0
    listening: bool = False

    def start(self) -> None:
        assert not self.listening, "an utterance was not ended"
        self.said = self.ears.hears.pop(0) if self.ears.hears else "hello there"
        self.told, self.ms, self.listening = 0, 0.0, True

    def feed(self, samples: Int16) -> None:
        assert self.listening
        self.ms += len(samples) / 16
        if isinstance(self.said, str):
            words = self.said.split()
            while self.told < min(len(words), int(self.ms // 400)):
                self.on_partial((" " if self.told else "") + words[self.told])
                self.told += 1

    def pause(self) -> None:
        assert self.listening
        self.ears.pauses += 1

    async def finish(self) -> Transcript:
        assert self.listening
        await asyncio.sleep(self.ears.delay_s)
        self.listening = False
        self.ears.heard_ms.append(self.ms)
        if isinstance(self.said, Exception):
            raise self.said
        return transcript(self.said)

    def cancel(self) -> None:
        self.listening = False
        self.ears.cancelled += 1

    async def close(self) -> None: ...


@dataclass
class Partner:
    """A dialogue that says what it was told to, else repeats what it heard.

    Attributes:
        says: the coming replies, each a list of parts; an exception is raised.
        requests: what was asked of it.
        wait_s: before each part.
    """

    says: list[list[Say | CallFunction | Exception]] = field(default_factory=list)
    name: str = "Test partner"
    scripted: bool = True
    requests: list[ReplyRequest] = field(default_factory=list)
    cast: list[tuple[Scenario | None, str, int]] = field(default_factory=list)
    wait_s: float = 0.0

    def open(self, scenario: Scenario | None, *, language: str = "en", seed: int = 0) -> PartnerConversation:
        self.cast.append((scenario, language, seed))
        return PartnerConversation(self)

    async def close(self) -> None: ...


@dataclass
class PartnerConversation:
    partner: Partner

    async def reply(self, request: ReplyRequest) -> AsyncIterator[Say | CallFunction]:
        self.partner.requests.append(request)
        last = request.history[-1].text if request.history else "nothing"
        parts = self.partner.says.pop(0) if self.partner.says else [Say(f"You said {last}.")]
        for part in parts:
            await asyncio.sleep(self.partner.wait_s)
            if isinstance(part, Exception):
                raise part
            yield part


@dataclass
class Voice:
    """Speaks each word in `WORD_MS`: a tone, then a little silence."""

    name: str = "Test voice"
    rate_hz: int = 16_000
    voices: tuple[str, ...] = ("alloy", "marin")
    languages: frozenset[str] | None = None
    spoken: list[tuple[str, str, float, str]] = field(default_factory=list)
    failure: Exception | None = None
    used: asyncio.Event = field(default_factory=asyncio.Event)

    async def speak(
        self, text: str, *, voice: str = "", speed: float = 1.0, language: str = "en"
    ) -> AsyncIterator[SpeechChunk]:
        if self.failure is not None:
            raise self.failure
        self.spoken.append((text, voice, speed, language))
        self.used.set()
        size = WORD_MS * self.rate_hz // 1000
        tone = (8000 * np.sin(np.arange(size) * 0.2)).astype(np.int16)
        end = 0
        for index, word in enumerate(text.split()):
            await asyncio.sleep(0)
            start = text.index(word, end)
            end = start + len(word)
            yield SpeechChunk(tone, (SpokenWord(start, end, index * WORD_MS),))

    async def close(self) -> None: ...


@dataclass
class Cast:
    """All stages of one engine."""

    ears: Ears = field(default_factory=Ears)
    partner: Partner = field(default_factory=Partner)
    voice: Voice = field(default_factory=Voice)
    loudness: Loudness = field(default_factory=Loudness)

    def stages(self) -> Stages:
        return Stages(vad=self.loudness, stt=self.ears, dialogue=self.partner, tts=self.voice)


def lost() -> RecogniserFailed:
    return RecogniserFailed("The recogniser's worker died. Please say that again.")


def speech(ms: float, rate_hz: int = 24_000) -> bytes:
    """PCM16 that is speech for `Loudness`."""
    samples: Int16 = (8000 * np.sin(np.arange(int(ms * rate_hz / 1000)) * 0.3)).astype(np.int16)
    return samples.tobytes()


def silence(ms: float, rate_hz: int = 24_000) -> bytes:
    return bytes(int(ms * rate_hz / 1000) * 2)
