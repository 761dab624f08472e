"""Neural voices on the CPU, in worker processes: VITS, Piper, Kokoro and Matcha models that sherpa-onnx reads.

A text is spoken piece by piece: the next one is made while the last is heard.
"""

from __future__ import annotations

import asyncio
import difflib
import os
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from feedbackyes.audio import Int16
from feedbackyes.domain.errors import NotReady
from feedbackyes.settings import Settings
from feedbackyes.stages._neural import folders, voices
from feedbackyes.stages._workers import Worker
from feedbackyes.stages.tts import SpeechChunk, SpokenWord, VoiceFailed
from feedbackyes.stages.tts._sherpa_pieces import clauses, heard
from feedbackyes.stages.tts._sherpa_protocol import Drop, Said, Say
from feedbackyes.stages.tts._spoken_text import Piece

CHUNK_MS = 80
SLOWEST, FASTEST = 0.25, 1.5
"""Limits of `speed`, as Realtime sessions have them."""
MAX_WAITING = 32
"""Pieces that may wait for a worker: one more is refused."""
MAX_BEHIND_SECONDS = 10.0
"""A worker whose oldest piece waits this long is overloaded."""
HUNG_SECONDS = 60.0
"""For one piece; then the process is ended."""
TRIES = 2
"""Of a piece whose process dies: most likely it died over somebody else's."""
MAX_THREADS = 4


def options(settings: Settings) -> dict[str, Any]:
    """What `create` gets from the settings."""
    return {"folder": folders.chosen(settings.tts_folder, settings.models_folder, "FEEDBACKYES_TTS_FOLDER")}


def create(folder: Path, workers: int = 1, threads: int | None = None) -> Sherpa:
    """
    Args:
        folder: of the model.
        workers: processes.
        threads: of each; one per core, up to four, unless told.

    Raises:
        NotReady: sherpa-onnx is not installed.
        BadModel: the folder holds no voice that can be used; the sentence says what is wrong with it.
    """
    if find_spec("sherpa_onnx") is None:
        raise NotReady(
            "The voice sherpa needs sherpa-onnx. Install it with: make install EXTRAS=neural (or pip install '.[neural]')"
        )
    return Sherpa(folder, voices.find(folder), workers, threads or min(MAX_THREADS, os.cpu_count() or 1))


@dataclass
class _Line:
    """A worker, and the pieces that wait for it by the time they came."""

    worker: Worker[Said]
    waiting: dict[tuple[int, int], float] = field(default_factory=dict)

    def check_room(self) -> None:
        """Raises `VoiceFailed` when it is overloaded."""
        behind = time.monotonic() - min(self.waiting.values(), default=time.monotonic())
        if len(self.waiting) >= MAX_WAITING or behind > MAX_BEHIND_SECONDS:
            raise VoiceFailed("The voice is overloaded: too many speak at once. Please try again later.")


class Sherpa:
    """See `Voice`. Assigns each text to the worker that has the fewest."""

    def __init__(self, folder: Path, model: voices.VoiceModel, workers: int, threads: int) -> None:
        self.name = f"{folder.resolve().name} ({model.kind})"
        self.rate_hz = model.rate_hz
        self.voices = model.speakers
        self.languages: frozenset[str] | None = model.languages
        self._model = model
        decode = msgspec.msgpack.Decoder(Said).decode
        command = ("feedbackyes.stages.tts._sherpa_worker", str(folder), str(threads))
        self._lines = [_Line(Worker(f"voice {number}", decode, *command)) for number in range(workers)]
        self._numbers = count(1)
        self._closed = False

    async def speak(
        self, text: str, *, voice: str = "", speed: float = 1.0, language: str = "en"
    ) -> AsyncIterator[SpeechChunk]:
        """See `Voice.speak`.

        Raises:
            VoiceFailed: there is nothing to be spoken in `text`, no such language, the worker is overloaded or failed.
        """
        self._check_open()
        speaker = self._speaker(voice, language)
        line = min(self._lines, key=lambda line: line.worker.streams)
        said = _Text(next(self._numbers), line, self._check_open)
        parts = list(clauses(text))
        rate = min(max(speed, SLOWEST), FASTEST)
        accent = self._model.accents[speaker]
        orders = [Say(said.number, index, part.text, speaker, accent, rate) for index, part in enumerate(parts)]
        done = 0
        try:
            said.begin(orders)
            for part, order in zip(parts, orders, strict=True):
                samples = await said.get(order)
                for chunk in self._chunks(part, samples, done):
                    yield chunk
                done += samples.size
        finally:
            said.close()
        if not done:
            raise VoiceFailed("The voice found nothing to speak in this text.")

    def _chunks(self, piece: Piece, samples: Int16, offset: int) -> Iterator[SpeechChunk]:
        """A piece in slices, with the words that begin in them."""
        words = heard(piece, samples, self.rate_hz) if samples.size else []
        size = self.rate_hz * CHUNK_MS // 1000
        for begin in range(0, samples.size, size):
            here = [(word, at) for word, at in words if begin <= at < begin + size]
            yield SpeechChunk(
                samples[begin : begin + size],
                tuple(SpokenWord(*piece.spans[word], round((offset + at) * 1000 / self.rate_hz)) for word, at in here),
            )

    def _speaker(self, voice: str, language: str) -> int:
        """The number of a speaker of the language whose name is most like `voice`."""
        wanted = language.strip().replace("_", "-").casefold()
        spoken = {
            name: accent
            for name, accent in zip(self._model.speakers, self._model.accents, strict=True)
            if accent and wanted.split("-")[0] in {accent.split("-")[0], "", "und"}
        }
        if not spoken:
            known = ", ".join(sorted(self._model.languages))
            raise VoiceFailed(f"The voice {self.name} does not speak {language!r}, only {known}. Choose one of these.")
        return self._model.speakers.index(nearest(voice, list(spoken)))

    def _check_open(self) -> None:
        if self._closed:
            raise VoiceFailed("The voice has ended with the engine.")

    def process_ids(self) -> list[int]:
        """Of the workers that run."""
        return [line.worker.process_id for line in self._lines if line.worker.process_id is not None]

    async def close(self) -> None:
        """End the workers and wait for them; speech under way stops."""
        self._closed = True
        await asyncio.gather(*(line.worker.stop() for line in self._lines))


class _Text:
    """One text at one worker: a piece is asked for while the one before is heard."""

    def __init__(self, number: int, line: _Line, check_open: Callable[[], None]) -> None:
        self.number = number
        self._line = line
        self._check_open = check_open
        self._orders: list[Say] = []
        self._asked = 0
        self._answers: dict[int, asyncio.Future[Said | None]] = {}

    def begin(self, orders: list[Say]) -> None:
        """Raises `VoiceFailed` when the worker is overloaded."""
        self._line.check_room()
        self._orders = orders
        self._line.worker.attach(self.number, self._receive)
        self._ask_next()

    async def get(self, order: Say) -> Int16:
        """Samples of a piece, in their order; the next one is asked for.

        Raises:
            VoiceFailed: it could not be spoken.
        """
        for _ in range(TRIES):
            answer = await self._answer(order)
            if answer is not None:
                self._ask_next()
                if answer.error:
                    raise VoiceFailed(answer.error)
                return np.frombuffer(answer.samples, "<i2").astype(np.int16)
            self._check_open()
            self._ask(order)
        words = self._line.worker.last_words
        reason = f" ({words})" if words else ""
        raise VoiceFailed(f"The voice's process ended twice over this text{reason}.")

    async def _answer(self, order: Say) -> Said | None:
        """None: the process died."""
        try:
            async with asyncio.timeout(HUNG_SECONDS):
                return await self._answers[order.piece]
        except TimeoutError:
            self._line.worker.kill()
            raise VoiceFailed("The voice took too long over this text.") from None

    def _ask_next(self) -> None:
        if self._asked < len(self._orders):
            self._asked += 1
            self._ask(self._orders[self._asked - 1])

    def _ask(self, order: Say) -> None:
        self._answers[order.piece] = asyncio.get_running_loop().create_future()
        self._line.waiting[self.number, order.piece] = time.monotonic()
        self._line.worker.send(order)

    def _receive(self, message: Said | None) -> None:
        for piece, answer in self._answers.items():
            if not answer.done() and (message is None or message.piece == piece):
                self._line.waiting.pop((self.number, piece), None)
                answer.set_result(message)

    def close(self) -> None:
        if any(not answer.done() for answer in self._answers.values()):
            self._line.worker.send(Drop(self.number))
        for piece in self._answers:
            self._line.waiting.pop((self.number, piece), None)
        self._line.worker.detach(self.number)


def nearest(voice: str, known: list[str]) -> str:
    """The name in `known` that is `voice`, or ends in it (`af_alloy` is alloy), or is most like it; else the first."""
    name = voice.strip().casefold()
    ending = {other.casefold().rpartition("_")[2]: other for other in reversed(known)}
    exact = {other.casefold(): other for other in known}
    if found := exact.get(name) or ending.get(name):
        return found
    return exact[next(iter(difflib.get_close_matches(name, list(exact), 1)), known[0].casefold())]
