"""sherpa-onnx behind one interface: a segment takes samples, and has words with times.

What the library does not survive is not asked of it: nothing is decoded that is not ready, no batch is empty, a stream
has one owner, and nothing follows its end. It is used by one thread.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import numpy as np

from feedbackyes.audio import Samples
from feedbackyes.stages._neural.ears import Ears, Kind
from feedbackyes.stages.stt import RATE_HZ
from feedbackyes.stages.stt._protocol import Word

TAIL = RATE_HZ * 6 // 10
"""Silence behind a segment: what a streaming model looks ahead, so that its last word comes out."""
UNTOLD = 0.9
"""Confidence of a word whose model gives no probabilities: believed, though never as sure as one that does."""
FRAME_MS = 40
"""A word lasts at least this much longer than the beginning of its last piece."""
LONGEST = 28 * RATE_HZ
"""Of a segment that a model without streaming hears at once: Whisper has 30 s, and others' memory grows with its square."""
SHORTEST = RATE_HZ // 10
"""Less than this is no speech; of a few samples the library makes no features, and raises."""
QUIET = 0.001
"""Root mean square of a frame, of 1: below -60 dB nobody speaks, and models without streaming make words up."""
FRAME = RATE_HZ // 50


class Segment(Protocol):
    """Speech from one pause to the next."""

    def accept(self, samples: Samples) -> None: ...

    def words(self) -> list[Word]:
        """Those so far, in milliseconds from the segment's start; the last may still be growing."""
        ...

    def end(self) -> list[Word]:
        """All of them. Nothing may follow."""
        ...


class Engine(Protocol):
    def prepare(self, language: str) -> None:
        """Load what a speaker of this language needs. Raises what `load` raises."""
        ...

    def segment(self, language: str) -> Segment: ...

    def advance(self, segments: Sequence[Any]) -> None:
        """Decode what has been accepted, of all segments together. After an error none of them can be used again."""
        ...


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
        return WholeSegment(self.recogniser(language))

    def advance(self, segments: Sequence[WholeSegment]) -> None:
        """Nothing is decoded before a segment's end."""


class WholeSegment:
    """Kept until it ends; what is too long for the model is cut where it is quietest."""

    def __init__(self, recogniser: Any) -> None:
        self._recogniser = recogniser
        self._parts: list[Samples] = []
        self._size = 0
        self._begin_ms = 0
        self._done: list[Word] = []

    def accept(self, samples: Samples) -> None:
        self._parts.append(samples)
        self._size += samples.size
        while self._size > LONGEST:
            samples = np.concatenate(self._parts)
            cut = quietest(samples, LONGEST * 3 // 4, LONGEST)
            self._decode(samples[:cut])
            self._parts, self._size = [samples[cut:]], samples.size - cut

    def words(self) -> list[Word]:
        return self._done

    def end(self) -> list[Word]:
        if self._parts:
            self._decode(np.concatenate(self._parts))
        self._parts, self._size = [], 0
        return self._done

    def _decode(self, samples: Samples) -> None:
        begin_ms, length_ms = self._begin_ms, samples.size * 1000 // RATE_HZ
        self._begin_ms += length_ms
        if samples.size < SHORTEST or not audible(samples):
            return
        stream = self._recogniser.create_stream()
        stream.accept_waveform(RATE_HZ, samples)
        self._recogniser.decode_stream(stream)
        found = grouped(stream.result, length_ms)
        self._done = self._done + [
            Word(word.text, begin_ms + word.start_ms, begin_ms + word.end_ms, word.confidence) for word in found
        ]


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


def quietest(samples: Samples, first: int, last: int) -> int:
    """Middle of the quietest 200 ms between two positions."""
    window = RATE_HZ // 5
    power = np.cumsum(np.concatenate([[0.0], np.square(samples[first:last], dtype=np.float64)]))
    return first + int(np.argmin(power[window:] - power[:-window])) + window // 2


def audible(samples: Samples) -> bool:
    """Whether any 20 ms of it are louder than silence."""
    frames = samples[: samples.size // FRAME * FRAME].reshape(-1, FRAME)
    return bool(frames.size and np.sqrt(np.square(frames).mean(axis=1)).max() > QUIET)
