"""faster-whisper as a recogniser's engine: phrase by phrase, with the times and probabilities of words.

A phrase fits into one of Whisper's windows and is decoded once: the temperature is not raised when it is unsure, which would
take up to six times as long, and what is behind the last word is not gone over again, where it makes words up. What it
makes of silence is left out by its own probability that nobody spoke.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Any

from feedbackyes.audio import Samples
from feedbackyes.stages._neural.whisper import Whisper
from feedbackyes.stages.stt._engines import WholeSegment
from feedbackyes.stages.stt._protocol import Word

GPU = "cuda"
BEAM = {GPU: 5}
"""Hypotheses that are followed; one where the CPU has to do it."""


def load(model: Whisper, device: str, compute: str, threads: int) -> FasterWhisper:
    """
    Args:
        device: `cpu` or `cuda`. compute: CTranslate2's type of numbers, e.g. `int8`; `default`: as the file has them.

    Raises:
        RuntimeError, ValueError: CTranslate2 refuses the files, the device or the type of numbers.
    """
    os.environ["HF_HUB_OFFLINE"] = "1"  # whatever is missing, nothing is fetched
    library = import_module("faster_whisper")
    loaded = library.WhisperModel(
        str(model.folder), device=device, compute_type=compute, cpu_threads=threads, local_files_only=True
    )
    return FasterWhisper(loaded, model, BEAM.get(device, 1))


class FasterWhisper:
    def __init__(self, loaded: Any, model: Whisper, beam: int) -> None:
        self._loaded = loaded
        self._model = model
        self._beam = beam

    def prepare(self, language: str) -> None:
        """It is loaded, and is told the language with each phrase."""

    def segment(self, language: str) -> WholeSegment:
        return WholeSegment(lambda samples: self._hear(samples, language))

    def advance(self, segments: Sequence[WholeSegment]) -> None:
        """Nothing is decoded before a segment's end."""

    def _hear(self, samples: Samples, language: str) -> list[Word]:
        known = language if language in self._model.languages else None
        parts, _ = self._loaded.transcribe(
            samples,
            language=known if self._model.several else "en",
            beam_size=self._beam,
            temperature=0.0,
            condition_on_previous_text=False,
            without_timestamps=True,
            word_timestamps=True,
        )
        window = next(iter(parts), None)
        return _words(window.words or () if window is not None else ())


def _words(heard: Iterable[Any]) -> list[Word]:
    """In whole milliseconds; each ends before the next begins."""
    found: list[Word] = []
    for word in heard:
        text = word.word.strip()
        if text:
            start = max(round(float(word.start) * 1000), found[-1].end_ms if found else 0)
            end = max(start + 1, round(float(word.end) * 1000))
            found.append(Word(text, start, end, min(1.0, max(0.0, float(word.probability)))))
    return found
