"""sherpa-onnx as a voice: a piece of text in, samples out.

What the library does not survive, or is silent about, is not asked of it: symbols without a token are left out before,
a speaker that is not there is refused, and a result without samples is told.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np

from feedbackyes.audio import Int16, Samples
from feedbackyes.stages._neural.voices import Kind, VoiceModel

CLAUSE = re.compile(r"(?s)(.+?)(?:([,.;:!?…–—]+)[\"'”’»)]*(?=\s|$)|$)")
"""Words, and the mark that ends them: espeak's phonemes come without it, and a model's melody depends on it."""
ALONE = ",.;:!?…–—"
"""What is given as it is where there is nothing else in a text."""
MARKS = {"…": ".", "–": ",", "—": ",", ";": ",", ":": ","}
"""What stands in for a mark that a model has no token for."""

Phonemes = Callable[[str, str], str]
"""IPA of a text in espeak's language."""


class Speech:
    """A loaded model.

    Args:
        threads: of the library, for one text at a time.

    Raises:
        RuntimeError, ValueError: the library refuses the files.
    """

    def __init__(self, model: VoiceModel, threads: int, phonemes: Phonemes) -> None:
        self._model = model
        self._phonemes = phonemes
        self._library: Any = import_module("sherpa_onnx")
        self._tts = _load(self._library, model, threads)

    def say(self, text: str, speaker: int, accent: str, speed: float, wanted: Callable[[], bool]) -> Int16:
        """Samples of a piece; none when nothing in it has a sound. `wanted` is asked after each sentence.

        Raises:
            RuntimeError, ValueError: the library failed, or was silent.
        """
        symbols = self.symbols(text, accent)
        if not symbols.strip():
            return np.empty(0, np.int16)
        if len(symbols) == 1:  # of which the library makes nothing
            symbols += next((mark for mark in ".,! " if mark in self._model.symbols), symbols)
        if not 0 <= speaker < len(self._model.speakers):
            raise ValueError(f"there is no speaker {speaker}")
        config = self._library.GenerationConfig()
        config.sid, config.speed, config.silence_scale = speaker, speed, 1.0
        if self._model.kind.phonemes:
            config.phoneme_codepoints = [[ord(symbol) for symbol in symbols]]
        parts: list[Samples] = []

        def take(samples: Samples, _: float) -> int:
            parts.append(np.array(samples, np.float32))
            return int(wanted())

        self._tts.generate(symbols, config, take)
        made = np.concatenate(parts) if parts else np.empty(0, np.float32)
        if not made.size:
            raise ValueError("the model made no sound")
        return (np.clip(np.nan_to_num(made), -1, 1) * 32767).astype(np.int16)

    def symbols(self, text: str, accent: str) -> str:
        """What the model is given: phonemes, or the text as far as it has tokens for it."""
        if self._model.kind is Kind.LEXICON:
            return text.lower()
        if self._model.kind is Kind.CHARACTERS:
            return "".join(self._character(character) for character in text)
        said = []
        for words, mark in CLAUSE.findall(text):
            ipa = self._phonemes(words, accent)
            if ipa:
                said.append(self._known(ipa) + self._mark(mark[:1]))
        return " ".join(said) or self._mark("".join(sign for sign in text if sign in ALONE)[-1:])

    def _character(self, character: str) -> str:
        """The character, in lower case or without its accent where the model only knows that; or nothing."""
        plain = "".join(part for part in unicodedata.normalize("NFKD", character) if not unicodedata.combining(part))
        for candidate in (character, character.lower(), plain, plain.lower()):
            if candidate and all(part in self._model.symbols for part in candidate):
                return candidate
        return " " if character.isspace() else ""

    def _known(self, ipa: str) -> str:
        return "".join(symbol for symbol in ipa if symbol in self._model.symbols)

    def _mark(self, mark: str) -> str:
        return next((sign for sign in (mark, MARKS.get(mark, ""), ".") if mark and sign in self._model.symbols), "")


def _load(sherpa_onnx: Any, model: VoiceModel, threads: int) -> Any:
    part: dict[str, Any]
    if model.kind is Kind.KOKORO:
        part = {"kokoro": sherpa_onnx.OfflineTtsKokoroModelConfig(**model.files)}
    elif model.kind is Kind.MATCHA:
        part = {"matcha": sherpa_onnx.OfflineTtsMatchaModelConfig(**model.files)}
    else:
        part = {"vits": sherpa_onnx.OfflineTtsVitsModelConfig(**model.files)}
    config = sherpa_onnx.OfflineTtsConfig(
        model=sherpa_onnx.OfflineTtsModelConfig(**part, num_threads=threads), silence_scale=1.0
    )
    if not config.validate():
        raise ValueError("sherpa-onnx finds a file missing")
    return sherpa_onnx.OfflineTts(config)
