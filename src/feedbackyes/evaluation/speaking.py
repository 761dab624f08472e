"""How quickly, cleanly and clearly a voice speaks: each text by itself, one after the other.

The words come back through a recogniser ("round trip"): how many of them it mishears is only comparable between voices that
were heard by the same one, and includes what it mishears of people.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import yaml

from feedbackyes.audio import Int16
from feedbackyes.audio.formats import to_float
from feedbackyes.audio.levels import dbfs, frame_levels
from feedbackyes.audio.resample import Resampler
from feedbackyes.domain.errors import ExpectedError, InvalidInput
from feedbackyes.evaluation.recognition import quantiles, recognise
from feedbackyes.evaluation.word_errors import WordErrors, compare, interval
from feedbackyes.evaluation.wording import words
from feedbackyes.stages.stt import RATE_HZ, Recogniser
from feedbackyes.stages.tts import SpeechChunk, SpokenWord, Voice

SILENT_DB, FRAME_MS = -50.0, 5
"""Frames below this level, in dBFS, are silence."""
CLIPPED = 32_767
PHRASES = Path(__file__).with_name("phrases.yaml")


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a voice made of a text.

    Args:
        seconds: of audio. busy_seconds: until the last of it was there. first_audio_ms: until the first.
        silence_ms: before the first and after the last sound.
        clipped: samples at full scale.
        words, placed: words of the text, and those of them that the voice told a time of. ordered: those times neither go
            back nor lie outside of the audio, and their places in the text go forward.
        heard, errors: of the round trip, if there was one.
        lost: why it was not spoken.
    """

    text: str
    seconds: float = 0.0
    busy_seconds: float = 0.0
    first_audio_ms: float | None = None
    silence_ms: tuple[float, float] | None = None
    clipped: int = 0
    words: int = 0
    placed: int = 0
    ordered: bool = True
    heard: str | None = None
    errors: WordErrors | None = None
    lost: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """Of all texts. Pairs are (median, 95 %); `errors`, `interval`: of the round trip, None without one."""

    texts: int
    lost: int
    seconds: float
    real_time_factor: float
    first_audio_ms: tuple[float, float] | None
    silence_before_ms: tuple[float, float] | None
    silence_after_ms: tuple[float, float] | None
    clipped_texts: int
    words: int
    placed: int
    unordered: int
    errors: WordErrors | None
    interval: tuple[float, float] | None


def texts(file: Path | None, language: str) -> list[str]:
    """Lines of a file, or the built-in phrases of a language.

    Raises:
        InvalidInput: the file cannot be read or is empty, or the language has no phrases.
    """
    if file is None:
        told = yaml.safe_load(PHRASES.read_text(encoding="utf-8"))
        tag = language.replace("_", "-").split("-")[0].casefold()
        if tag not in told:
            raise InvalidInput(
                f"There are phrases for {', '.join(told)}. Give a file with a text in each line (--texts)."
            )
        return [str(text) for text in told[tag]]
    try:
        lines = [line.strip() for line in file.read_text(encoding="utf-8-sig").splitlines()]
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(f"{file} cannot be read: {error}.") from error
    found = [line for line in lines if line]
    if not found:
        raise InvalidInput(f"{file} has no texts. Write one in each line.")
    return found


async def speak(
    voice: Voice, said: Sequence[str], *, name: str = "", language: str = "en", listener: Recogniser | None = None
) -> AsyncIterator[Spoken]:
    """Let a voice speak texts, after a first one that does not count.

    Args:
        name: of the speaker. listener: hears what was said; None: no round trip.

    Raises:
        InvalidInput: the voice does not speak the language, or the listener does not know it.
    """
    tag = language.replace("_", "-").split("-")[0].casefold()
    if voice.languages is not None and tag not in voice.languages:
        known = ", ".join(sorted(voice.languages))
        raise InvalidInput(f"The voice {voice.name} does not speak {language!r}, only {known}.")
    if listener is not None and listener.languages is not None and tag not in listener.languages:
        raise InvalidInput(
            f"The recogniser {listener.name} does not know {language!r}, only {', '.join(sorted(listener.languages))}. "
            "Measure without it: --no-round-trip."
        )
    async for _ in voice.speak(said[0], voice=name, language=language):
        pass
    for text in said:
        yield await _spoken(voice, text, name, language, listener)


async def _spoken(voice: Voice, text: str, name: str, language: str, listener: Recogniser | None) -> Spoken:
    chunks: list[SpeechChunk] = []
    begin, first = time.perf_counter(), None
    try:
        async for chunk in voice.speak(text, voice=name, language=language):
            if first is None and chunk.samples.size:
                first = time.perf_counter() - begin
            chunks.append(chunk)
        busy = time.perf_counter() - begin
        samples = np.concatenate([chunk.samples for chunk in chunks])
        heard = None
        if listener is not None:
            heard = (
                await recognise(listener, await asyncio.to_thread(_for_ears, samples, voice.rate_hz), language)
            ).text
    except ExpectedError as error:
        return Spoken(text, lost=error.message)
    times = [word for chunk in chunks for word in chunk.words]
    seconds = samples.size / voice.rate_hz
    return Spoken(
        text,
        seconds,
        busy,
        None if first is None else first * 1000,
        _silence(samples, voice.rate_hz),
        int(np.count_nonzero(np.abs(samples.astype(np.int32)) >= CLIPPED)),
        sum(any(character.isalnum() for character in word) for word in text.split()),
        len(times),
        _in_order(times, seconds),
        heard,
        None if heard is None else compare(words(text, language), words(heard, language)),
    )


def summary(spoken: Sequence[Spoken]) -> Summary:
    """Of all that was to be spoken, at least one text."""
    here = [one for one in spoken if not one.lost]
    errors = [one.errors for one in here if one.errors is not None]
    seconds = sum(one.seconds for one in here)
    silences = [one.silence_ms for one in here if one.silence_ms is not None]
    return Summary(
        len(spoken),
        len(spoken) - len(here),
        seconds,
        sum(one.busy_seconds for one in here) / seconds if seconds else 0.0,
        quantiles([one.first_audio_ms for one in here if one.first_audio_ms is not None]),
        quantiles([before for before, _ in silences]),
        quantiles([after for _, after in silences]),
        sum(bool(one.clipped) for one in here),
        sum(one.words for one in here),
        sum(one.placed for one in here),
        sum(not one.ordered for one in here),
        sum(errors, WordErrors()) if errors else None,
        interval(errors) if errors else None,
    )


def _for_ears(samples: Int16, rate_hz: int) -> Int16:
    resampler = Resampler(rate_hz, RATE_HZ)
    return np.concatenate([resampler.process(samples), resampler.flush()])


def _silence(samples: Int16, rate_hz: int) -> tuple[float, float] | None:
    """Milliseconds before the first and after the last sound; None when there is none."""
    levels = dbfs(frame_levels(to_float(samples), rate_hz * FRAME_MS // 1000))
    loud = np.flatnonzero(levels > SILENT_DB)
    if not loud.size:
        return None
    return float(loud[0] * FRAME_MS), float((levels.size - 1 - loud[-1]) * FRAME_MS)


def _in_order(times: Sequence[SpokenWord], seconds: float) -> bool:
    forward = all(one.at_ms <= other.at_ms and one.end <= other.start for one, other in pairwise(times))
    return forward and all(0 <= word.at_ms <= seconds * 1000 and word.start < word.end for word in times)
