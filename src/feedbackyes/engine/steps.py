"""The engine's stages one at a time, for clients that go step by step: words of a recording, speech of a text.

What a turn does in one go (`partner`, `ears`), without a session. Nothing is kept.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass, replace

import numpy as np

from feedbackyes.audio import Int16
from feedbackyes.audio.resample import Resampler
from feedbackyes.engine.chunks import Chunk, chunks
from feedbackyes.engine.connection import Stages
from feedbackyes.stages.stt import (
    RATE_HZ,
    RecognisedWord,
    RecogniserFailed,
    RecogniserOptions,
    RecogniserStream,
    Transcript,
)
from feedbackyes.stages.tts import SpeechChunk

VOICE_HZ = 24_000
"""Rate of the speech that is given out."""
CHUNK_SECONDS = 60.0
"""For the words of one chunk; a recogniser that takes longer has lost it."""
PIECE = RATE_HZ
"""Samples fed at once."""


@dataclass(frozen=True, slots=True)
class Passage:
    """What was understood of one chunk. Times of words count from the recording's beginning."""

    transcript: Transcript
    start_ms: int
    end_ms: int


async def transcribe(stages: Stages, samples: Int16, options: RecogniserOptions) -> AsyncIterator[Passage]:
    """Find the speech in a recording at 16 kHz, and its words, passage by passage. Silence has none.

    Raises:
        InvalidInput: the recogniser does not know the language.
        RecogniserFailed: the recogniser lost a passage.
    """
    found = chunks(await _probabilities(stages, samples), samples.size)
    stream = await stages.stt.open(options, lambda _: None)
    try:
        for chunk in found:
            transcript = await _understood(stream, samples, chunk)
            if transcript.text:
                yield _placed(transcript, chunk)
    finally:
        await stream.close()


async def speak(
    stages: Stages, text: str, *, voice: str = "", speed: float = 1.0, language: str = "en"
) -> AsyncGenerator[SpeechChunk]:
    """Speak at `VOICE_HZ`, as it is made; see `Voice.speak`. Word times stay as they are."""
    resampler = Resampler(stages.tts.rate_hz, VOICE_HZ)
    spoken = stages.tts.speak(text, voice=voice, speed=speed, language=language)
    try:
        async for chunk in spoken:
            yield replace(chunk, samples=resampler.process(chunk.samples))
        yield SpeechChunk(resampler.flush())
    finally:
        close = getattr(spoken, "aclose", None)
        if close is not None:
            await close()


async def _probabilities(stages: Stages, samples: Int16) -> list[float]:
    stream = stages.vad.open()
    found: list[float] = []
    try:
        for start in range(0, samples.size, PIECE):
            found += await stream.feed(samples[start : start + PIECE])
    finally:
        stream.close()
    return found


async def _understood(stream: RecogniserStream, samples: Int16, chunk: Chunk) -> Transcript:
    stream.start()
    at = chunk.start
    for pause in (*chunk.pauses, chunk.end):
        for start in range(at, pause, PIECE):
            stream.feed(np.ascontiguousarray(samples[start : min(start + PIECE, pause)]))
        stream.pause()
        at = pause
    try:
        async with asyncio.timeout(CHUNK_SECONDS):
            return await stream.finish()
    except TimeoutError:
        raise RecogniserFailed("The recogniser took too long. Please try again, or with a shorter recording.") from None


def _placed(transcript: Transcript, chunk: Chunk) -> Passage:
    start_ms = chunk.start * 1000 // RATE_HZ

    def later(word: RecognisedWord) -> RecognisedWord:
        return replace(word, start_ms=word.start_ms + start_ms, end_ms=word.end_ms + start_ms)

    words = tuple(later(word) for word in transcript.words)
    return Passage(replace(transcript, words=words), start_ms, chunk.end * 1000 // RATE_HZ)
