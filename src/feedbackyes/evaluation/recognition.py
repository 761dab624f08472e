"""How well and how quickly a recogniser hears: each clip is one utterance of a speaker of its own.

It is given what the engine gives it: the clip after 300 ms of silence, a pause of 160 ms after it ("settle"), and the end of
the turn after 500 ms. Quickly: all at once, for the real-time factor. Paced: 20 ms every 20 ms, as in a talk, for the delays;
then these words count.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

import numpy as np

from feedbackyes.audio import Int16
from feedbackyes.audio.formats import to_float
from feedbackyes.audio.levels import frame_levels
from feedbackyes.domain.errors import ExpectedError, InvalidInput
from feedbackyes.evaluation.clips import Clip
from feedbackyes.evaluation.word_errors import WordErrors, compare, interval
from feedbackyes.evaluation.wording import words
from feedbackyes.stages.stt import RATE_HZ, Recogniser, RecogniserOptions, RecogniserStream, Transcript

BEFORE_MS, PAUSE_MS, TURN_OVER_MS = 300, 160, 500
"""Silence before a clip, until the recogniser is told of a pause, and until the turn is over; as in the engine."""
PIECE = RATE_HZ // 50
QUIET = 0.1
"""Of a clip's loudest 20 ms: the first that is louder is where speech begins."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What a recogniser made of a clip.

    Args:
        seconds: of the clip. busy_seconds: until all its words were there when it came all at once.
        first_partial_ms: from where speech begins to the first interim words; None when there were none, or not paced.
        final_ms: from the end of the turn to its words; None when not paced.
        lost: why there are no words at all, which counts as if nothing had been heard.
    """

    name: str
    reference: str
    text: str
    errors: WordErrors
    seconds: float
    busy_seconds: float
    first_partial_ms: float | None = None
    final_ms: float | None = None
    lost: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """Of all clips. Delays are (median, 95 %) in milliseconds, None without any. `interval`: 95 %, by clip."""

    clips: int
    seconds: float
    errors: WordErrors
    interval: tuple[float, float]
    real_time_factor: float
    first_partial_ms: tuple[float, float] | None
    without_partial: int
    final_ms: tuple[float, float] | None
    lost: int


async def listen(
    recogniser: Recogniser, clips: Sequence[Clip], *, language: str = "en", paced: bool = True
) -> AsyncIterator[Heard]:
    """Let a recogniser hear clips, one after the other.

    Raises:
        InvalidInput: it does not know the language, or a file cannot be read.
    """
    tag = language.replace("_", "-").split("-")[0].casefold()
    if recogniser.languages is not None and tag not in recogniser.languages:
        known = ", ".join(sorted(recogniser.languages))
        raise InvalidInput(f"The recogniser {recogniser.name} does not know {language!r}, only {known}.")
    for clip in clips:
        yield await _hear(recogniser, clip, language, paced=paced)


async def recognise(recogniser: Recogniser, samples: Int16, language: str) -> Transcript:
    """The words of 16 kHz samples that come all at once, heard as the engine would have them heard.

    Raises:
        ExpectedError: the recogniser cannot, or lost them.
    """
    sound = np.concatenate([_silence(BEFORE_MS), samples, _silence(PAUSE_MS)])
    stream = await recogniser.open(RecogniserOptions(language), lambda _: None)
    try:
        stream.start()
        for at in range(0, sound.size, RATE_HZ // 10):
            stream.feed(sound[at : at + RATE_HZ // 10])
            await asyncio.sleep(0)
        stream.pause()
        return await stream.finish()
    finally:
        await stream.close()


def summary(heard: Sequence[Heard]) -> Summary:
    """Raises `ValueError` when there are none."""
    seconds = sum(one.seconds for one in heard)
    partials = [one.first_partial_ms for one in heard if one.first_partial_ms is not None]
    finals = [one.final_ms for one in heard if one.final_ms is not None]
    return Summary(
        len(heard),
        seconds,
        sum((one.errors for one in heard), WordErrors()),
        interval([one.errors for one in heard]),
        sum(one.busy_seconds for one in heard) / seconds if seconds else 0.0,
        quantiles(partials),
        len(finals) - len(partials),
        quantiles(finals),
        sum(bool(one.lost) for one in heard),
    )


def quantiles(values: Sequence[float]) -> tuple[float, float] | None:
    """Median and 95 %."""
    if not values:
        return None
    median, high = np.quantile(np.array(values, np.float64), [0.5, 0.95])
    return float(median), float(high)


@dataclass
class _Interim:
    """When the first interim words came, on the monotonic clock."""

    at: float | None = None

    def take(self, text: str) -> None:
        if text.strip() and self.at is None:
            self.at = time.perf_counter()


async def _hear(recogniser: Recogniser, clip: Clip, language: str, *, paced: bool) -> Heard:
    samples = await asyncio.to_thread(clip.samples, RATE_HZ)
    reference = words(clip.text, language)
    seconds = samples.size / RATE_HZ
    first = final = None
    try:
        begin = time.perf_counter()
        transcript = await recognise(recogniser, samples, language)
        busy = time.perf_counter() - begin
        if paced:
            transcript, first, final = await _in_real_time(recogniser, samples, language)
    except ExpectedError as error:
        errors = compare(reference, ())
        return Heard(clip.name, clip.text, "", errors, seconds, 0.0, lost=error.message)
    errors = compare(reference, words(transcript.text, language))
    return Heard(clip.name, clip.text, transcript.text, errors, seconds, busy, first, final)


async def _in_real_time(recogniser: Recogniser, sound: Int16, language: str) -> tuple[Transcript, float | None, float]:
    """The words; milliseconds to the first interim words, and from the end of the turn to the words."""
    interim = _Interim()
    stream = await recogniser.open(RecogniserOptions(language), interim.take)
    try:
        clock = _Pace()
        stream.start()
        await clock.feed(stream, sound)
        await clock.feed(stream, _silence(PAUSE_MS))
        stream.pause()
        await clock.feed(stream, _silence(TURN_OVER_MS - PAUSE_MS))
        over = time.perf_counter()
        transcript = await stream.finish()
        final = (time.perf_counter() - over) * 1000
        spoke = clock.begin + _begins(sound)
        return transcript, None if interim.at is None else (interim.at - spoke) * 1000, final
    finally:
        await stream.close()


class _Pace:
    """Feeds a stream as quickly as somebody speaks."""

    def __init__(self) -> None:
        self.begin = time.perf_counter()
        self._fed = 0

    async def feed(self, stream: RecogniserStream, samples: Int16) -> None:
        for at in range(0, samples.size, PIECE):
            piece = samples[at : at + PIECE]
            self._fed += piece.size
            await asyncio.sleep(max(0.0, self.begin + self._fed / RATE_HZ - time.perf_counter()))
            stream.feed(piece)


def _silence(ms: int) -> Int16:
    return np.zeros(ms * RATE_HZ // 1000, np.int16)


def _begins(sound: Int16) -> float:
    """Seconds to the first loud 20 ms."""
    levels = frame_levels(to_float(sound), PIECE)
    loud = np.flatnonzero(levels > QUIET * levels.max()) if levels.size else np.zeros(0, np.int64)
    return float(loud[0]) * PIECE / RATE_HZ if loud.size else 0.0
