"""Any server with OpenAI's `/audio/transcriptions`: a hosted service, or an engine of your own on a machine with a GPU.

An utterance goes there in parts that end in pauses. At a pause the part is sent at once: if the speaker has finished, its
words are there soon after. If they go on, a part that is still short is sent again with what follows, because a few words
are understood worse than a sentence; a longer one stands.

```
(nothing) ──pause──> asked ──more, short──> (request dropped, part grows)
                     asked ──more, long───> stands; a new part begins
                     asked ──finish───────> its words, after those of the parts before it
```
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import numpy as np

from feedbackyes.audio import Int16
from feedbackyes.domain.errors import NotReady
from feedbackyes.domain.stage_use import Tariff
from feedbackyes.settings import Settings
from feedbackyes.stages import _answers, usage
from feedbackyes.stages.stt import RATE_HZ, RecognisedWord, RecogniserFailed, RecogniserOptions, Transcript, _heard
from feedbackyes.stages.stt._transcriber import Transcriber

STANDS_SECONDS = 5.0
"""A part of this length is understood by itself."""
SHORTEST_SECONDS = 0.1
"""Servers refuse less; less is no word."""
LONGEST_SECONDS = 60.0
"""Nobody speaks so long without a pause; the part ends all the same."""
MOST_SECONDS = 600.0
"""Of an utterance."""
SILENT = 20
"""Samples that stay below this are silence, which servers make words of."""


def options(settings: Settings) -> dict[str, Any]:
    """What `create` gets from the settings."""
    foreign = settings.stt_url and settings.stt_url.rstrip("/") != settings.openai_api_base.rstrip("/")
    return {
        "url": settings.stt_url or settings.openai_api_base,
        "key": settings.stt_key or ("" if foreign else settings.openai_api_key),
        "model": settings.stt_model,
        "timeout_seconds": settings.stt_timeout_seconds,
        "tariff": usage.tariff_of(settings, settings.stt_url, settings.stt_model, settings.stt_priced_as),
    }


def create(
    *, url: str, key: str = "", model: str = "", timeout_seconds: float = 15.0, tariff: Tariff | None = None
) -> OpenAIRecogniser:
    """Nothing is sent yet. Raises `InvalidInput` for an address that is none."""
    base = _answers.base_url(url, "FEEDBACKYES_STT_URL")
    price = tariff or usage.tariff(base, model)
    return OpenAIRecogniser(Transcriber(base, key, model, timeout_seconds=timeout_seconds, tariff=price), model)


class OpenAIRecogniser:
    """See `Recogniser`. What it understands is the server's to say."""

    basic = False
    languages: frozenset[str] | None = None

    def __init__(self, transcriber: Transcriber, model: str) -> None:
        self._transcriber = transcriber
        self._streams: set[Stream] = set()
        self._closed = False
        self.name = f"{model or 'Recogniser'} at {transcriber.host}"

    async def open(self, options: RecogniserOptions, on_partial: Callable[[str], None]) -> Stream:
        """See `Recogniser.open`.

        Raises:
            InvalidInput: the API has no name for the language.
            NotReady: the recogniser is closed.
        """
        if self._closed:
            raise NotReady("The recogniser has ended with the engine. Connect again.")
        language = _answers.language_code(options.language)
        stream = Stream(self._transcriber, language, "\n".join(options.phrases), on_partial, self._streams.discard)
        self._streams.add(stream)
        return stream

    async def close(self) -> None:
        """End all requests; who waits for words is told so."""
        self._closed = True
        for stream in list(self._streams):
            await stream.end(RecogniserFailed("The recogniser has ended with the engine."))
        await self._transcriber.close()


class _Part:
    """A stretch of the utterance and the request for its words. `said`: words so far."""

    def __init__(self, offset: int) -> None:
        self.offset = offset
        self.pieces: list[Int16] = []
        self.size = 0
        self.said: list[str] = []
        self.told = 0  # words that are passed on
        self.task: asyncio.Task[tuple[RecognisedWord, ...]] | None = None

    @property
    def seconds(self) -> float:
        return self.size / RATE_HZ

    @property
    def finished(self) -> bool:
        return self.task is not None and self.task.done()


class Stream:
    """See `RecogniserStream`."""

    def __init__(
        self,
        transcriber: Transcriber,
        language: str,
        prompt: str,
        on_partial: Callable[[str], None],
        on_closed: Callable[[Stream], None],
    ) -> None:
        self._transcriber = transcriber
        self._language = language
        self._prompt = prompt
        self._on_partial = on_partial
        self._on_closed = on_closed
        self._parts: list[_Part] = []  # the last one still grows
        self._running = False
        self._lost: RecogniserFailed | None = None
        self._ending: set[asyncio.Task[Any]] = set()

    def start(self) -> None:
        self.cancel()
        self._parts, self._running, self._lost = [_Part(0)], True, None

    def feed(self, samples: Int16) -> None:
        if not self._running or self._lost is not None or not samples.size:
            return
        part = self._parts[-1]
        if part.task is not None:
            part = self._go_on(part)
        elif part.seconds >= LONGEST_SECONDS:
            self._ask(part)
            part = self._next(part)
        if (part.offset + part.size + samples.size) / RATE_HZ > MOST_SECONDS:
            self._lose(RecogniserFailed(f"Nobody can speak for {MOST_SECONDS / 60:.0f} minutes. Send shorter parts."))
            return
        part.pieces.append(samples)
        part.size += samples.size

    def pause(self) -> None:
        if self._running and self._lost is None and self._parts[-1].task is None and self._parts[-1].size:
            self._ask(self._parts[-1])

    async def finish(self) -> Transcript:
        """See `RecogniserStream.finish`. An utterance that was not started is empty."""
        if not self._running:
            return Transcript("", (), 0.0)
        try:
            self.pause()
            tasks = [part.task for part in self._parts if part.task is not None]
            if self._lost is None:
                found = await asyncio.gather(*tasks)
        except asyncio.CancelledError:
            if self._lost is None:
                raise
        finally:
            self._running = False
            self._drop()
        if self._lost is not None:
            raise self._lost
        return _transcript([word for words in found for word in words])

    def cancel(self) -> None:
        if self._running:
            self._lose(RecogniserFailed("The utterance was cancelled."))
            self._running = False

    async def close(self) -> None:
        await self.end(RecogniserFailed("The utterance was cancelled."))

    async def end(self, reason: RecogniserFailed) -> None:
        """Drop everything; who waits in `finish` is told the reason."""
        self._lose(reason)
        await asyncio.gather(*self._ending, return_exceptions=True)
        self._on_closed(self)

    def _go_on(self, part: _Part) -> _Part:
        """Somebody speaks after the pause for which the part was sent."""
        if part.seconds >= STANDS_SECONDS:
            return self._next(part)
        self._stop(part)
        return part

    def _next(self, part: _Part) -> _Part:
        self._parts.append(_Part(part.offset + part.size))
        return self._parts[-1]

    def _ask(self, part: _Part) -> None:
        part.said = []
        part.task = asyncio.create_task(self._words(part), name="transcription")
        self._ending.add(part.task)
        part.task.add_done_callback(self._ending.discard)

    async def _words(self, part: _Part) -> tuple[RecognisedWord, ...]:
        samples = np.concatenate(part.pieces)
        part.pieces = [samples]
        if part.seconds < SHORTEST_SECONDS or np.abs(samples.astype(np.int32)).max() < SILENT:
            return ()
        text = ""

        def on_text(more: str) -> None:
            nonlocal text
            text += more
            part.said = text.split() if text[-1:].isspace() else text.split()[:-1]
            self._tell()

        heard = await self._transcriber.ask(samples, self._language, self._prompt, on_text)
        part.said = heard.text.split()
        self._tell(ended=part)
        at = part.offset * 1000 // RATE_HZ
        return tuple(
            RecognisedWord(word.text, word.start_ms + at, word.end_ms + at, word.confidence)
            for word in _heard.words(heard, samples)
        )

    def _tell(self, ended: _Part | None = None) -> None:
        """Pass on words that were not passed on: of the first part that is not finished, and those before it."""
        for part in self._parts:
            for word in part.said[part.told :]:
                first = not any(before.told for before in self._parts)
                part.told += 1
                self._on_partial(word if first else f" {word}")
            if not part.finished and part is not ended:
                return

    def _lose(self, reason: RecogniserFailed) -> None:
        self._lost = reason
        self._drop()

    def _drop(self) -> None:
        for part in self._parts:
            self._stop(part)

    def _stop(self, part: _Part) -> None:
        if part.task is not None:
            part.task.cancel()
            part.task.add_done_callback(_looked_at)
            part.task = None


def _looked_at(task: asyncio.Task[Any]) -> None:
    """What became of a request that nobody waits for is nobody's business."""
    if not task.cancelled():
        task.exception()


def _transcript(words: list[RecognisedWord]) -> Transcript:
    if not words:
        return Transcript("", (), 0.0)
    confidence = sum(word.confidence for word in words) / len(words)
    return Transcript(" ".join(word.text for word in words), tuple(words), confidence)
