"""sherpa-onnx as a recogniser's engine.

What the library does not survive is not asked of it: nothing is decoded that is not ready, no batch is empty, a stream
has one owner, and nothing follows its end. It is used by one thread.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from feedbackyes.audio import Samples
from feedbackyes.stages._neural.ears import Ears, Kind
from feedbackyes.stages.stt import RATE_HZ
from feedbackyes.stages.stt._engines import Engine, WholeSegment
from feedbackyes.stages.stt._protocol import Word

TAIL = RATE_HZ * 6 // 10
"""Silence behind a segment: what a streaming model looks ahead, so that its last word comes out."""
UNTOLD = 0.9
"""Confidence of a word whose model gives no probabilities: believed, though never as sure as one that does."""
FRAME_MS = 40
"""A word lasts at least this much longer than the beginning of its last piece."""


def load(ears: Ears, threads: int) -> Engine:
    """
    Raises:
        RuntimeError, ValueError, AssertionError: the library refuses the files.
    """
    from sherpa_onnx.offline_recognizer import OfflineRecognizer
    from sherpa_onnx.online_recognizer import OnlineRecognizer

    arguments: dict[str, Any] = {**ears.files, "num_threads": threads}
    online, offline = OnlineRecognizer, OfflineRecognizer
    match ears.kind:
        case Kind.STREAMING_NEMO_CTC:
            return Streaming(online.from_nemo_ctc(**arguments))
        case Kind.STREAMING_T_ONE:
            return Streaming(online.from_t_one_ctc(**arguments))
        case Kind.STREAMING_ZIPFORMER_CTC:
            return Streaming(online.from_zipformer2_ctc(**arguments))
        case Kind.STREAMING_TRANSDUCER | Kind.STREAMING_NEMO_TRANSDUCER:
            return Streaming(online.from_transducer(**arguments))
        case Kind.NEMO_CTC:
            return Whole(offline.from_nemo_ctc, arguments)
        case Kind.TRANSDUCER:
            return Whole(offline.from_transducer, arguments)
        case Kind.NEMO_TRANSDUCER:
            return Whole(offline.from_transducer, {**arguments, "model_type": "nemo_transducer"})
        case Kind.MOONSHINE:
            return Whole(offline.from_moonshine, arguments)
        case Kind.SENSE_VOICE:
            return Whole(offline.from_sense_voice, {**arguments, "use_itn": True}, ears.languages)
        case Kind.WHISPER:
            return Whole(offline.from_whisper, arguments, ears.languages)


class Streaming:
    """A model that understands while somebody speaks."""

    def __init__(self, recogniser: Any) -> None:
        self.recogniser = recogniser

    def prepare(self, language: str) -> None:
        """It is loaded, and knows one language."""

    def segment(self, language: str) -> StreamingSegment:  # noqa: ARG002 (it knows one)
        return StreamingSegment(self)

    def advance(self, segments: Sequence[StreamingSegment]) -> None:
        while ready := [each.stream for each in segments if self.recogniser.is_ready(each.stream)]:
            self.recogniser.decode_streams(ready)


class StreamingSegment:
    def __init__(self, engine: Streaming) -> None:
        self._engine = engine
        self._end_ms = 0
        self.stream = engine.recogniser.create_stream()

    def accept(self, samples: Samples) -> None:
        self._end_ms += samples.size * 1000 // RATE_HZ
        self.stream.accept_waveform(RATE_HZ, samples)

    def words(self) -> list[Word]:
        return grouped(self._engine.recogniser.get_result_all(self.stream), self._end_ms)

    def end(self) -> list[Word]:
        self.stream.accept_waveform(RATE_HZ, np.zeros(TAIL, np.float32))
        self.stream.input_finished()
        self._engine.advance([self])
        return self.words()


class Whole:
    """A model that wants a whole segment at once.

    Args:
        make: one of sherpa-onnx's constructors, with its `arguments`.
        told: languages of a model that is told which one it hears; it is loaded for each that is spoken.
    """

    def __init__(
        self, make: Callable[..., Any], arguments: Mapping[str, Any], told: frozenset[str] = frozenset()
    ) -> None:
        self._make = make
        self._arguments = arguments
        self._told = told
        self._loaded: dict[str, Any] = {}

    def recogniser(self, language: str) -> Any:
        name = language if language in self._told else ""
        if name not in self._loaded:
            self._loaded[name] = self._make(**self._arguments, **({"language": name} if name else {}))
        return self._loaded[name]

    def prepare(self, language: str) -> None:
        self.recogniser(language)

    def segment(self, language: str) -> WholeSegment:
        return WholeSegment(lambda samples: _heard(self.recogniser(language), samples))

    def advance(self, segments: Sequence[WholeSegment]) -> None:
        """Nothing is decoded before a segment's end."""


def _heard(recogniser: Any, samples: Samples) -> list[Word]:
    stream = recogniser.create_stream()
    stream.accept_waveform(RATE_HZ, samples)
    recogniser.decode_stream(stream)
    return grouped(stream.result, samples.size * 1000 // RATE_HZ)


def grouped(result: Any, length_ms: int) -> list[Word]:
    """Words of the library's result: their pieces begin at a space, and have times where the model gives any.

    Args:
        length_ms: of the audio, which the words share by their lengths when there are no times.
    """
    tokens: list[str] = list(result.tokens)
    times: list[float] = list(result.timestamps)
    text = str(result.text).strip()
    spaced = "".join(tokens).replace("▁", " ")
    if not tokens or len(times) != len(tokens) or spaced.split() != text.split():
        return _by_length(text, length_ms)
    told = getattr(result, "ys_probs", None) or getattr(result, "ys_log_probs", None) or []
    words: list[Word] = []
    pieces: list[int] = []
    for index, token in enumerate([*tokens, " "]):
        begins = token.replace("▁", " ").startswith(" ")
        if begins and pieces:
            word = "".join(tokens[piece] for piece in pieces).replace("▁", " ").strip()
            if word:
                words.append(_word(word, pieces, times, list(told)))
            pieces = []
        if not begins or token.strip(" ▁"):
            pieces.append(index)
    return [_before(word, following) for word, following in zip(words, [*words[1:], None], strict=True)]


def _word(text: str, pieces: list[int], times: list[float], told: list[float]) -> Word:
    """`told`: log probabilities by piece, or none."""
    logs = [told[piece] for piece in pieces] if len(told) == len(times) else []
    confidence = min(1.0, math.exp(min(0.0, sum(logs) / len(logs)))) if logs else UNTOLD
    start = round(times[pieces[0]] * 1000)
    return Word(text, start, max(start, round(times[pieces[-1]] * 1000)) + FRAME_MS, confidence)


def _before(word: Word, following: Word | None) -> Word:
    """The word, ended before the next one begins."""
    if following is None or word.end_ms <= following.start_ms:
        return word
    return Word(word.text, word.start_ms, max(word.start_ms + 1, following.start_ms), word.confidence)


def _by_length(text: str, length_ms: int) -> list[Word]:
    words = text.split()
    scale = length_ms / max(1, len(" ".join(words)))
    found, position = [], 0
    for word in words:
        found.append(Word(word, round(position * scale), round((position + len(word)) * scale), UNTOLD))
        position += len(word) + 1
    return found
