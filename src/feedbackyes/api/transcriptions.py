"""What was said in a recording, in the forms that the hosted service has: JSON, plain text, SubRip and WebVTT."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import log
from typing import Any

from feedbackyes.engine.steps import Passage
from feedbackyes.stages.stt import RecognisedWord

LEAST_CONFIDENCE = 1e-6
LONGEST_CUE_MS, MOST_WORDS, PAUSE_MS = 6_000, 14, 600
"""Of a caption; a pause between words ends one, too."""
NAMES = {"en": "english", "de": "german", "fr": "french", "es": "spanish"}
"""The hosted service writes languages out."""

Json = dict[str, Any]


def text_of(passages: Sequence[Passage]) -> str:
    return " ".join(passage.transcript.text for passage in passages)


def plain(passages: Sequence[Passage], seconds: float) -> Json:
    """`response_format=json`."""
    return {"text": text_of(passages), "usage": _usage(seconds)}


def verbose(passages: Sequence[Passage], seconds: float, language: str, granularities: frozenset[str]) -> Json:
    """`response_format=verbose_json`. A word has its `probability` too, which the hosted service leaves out."""
    told: Json = {
        "task": "transcribe",
        "language": NAMES.get(language.split("-", maxsplit=1)[0].lower(), language),
        "duration": round(seconds, 3),
        **plain(passages, seconds),
    }
    if "segment" in granularities:
        told["segments"] = [_segment(number, cue) for number, cue in enumerate(_cues(passages))]
    if "word" in granularities:
        told["words"] = words_of(passages)
    return told


def words_of(passages: Sequence[Passage]) -> list[Json]:
    return [
        {
            "word": word.text,
            "start": word.start_ms / 1000,
            "end": word.end_ms / 1000,
            "probability": round(word.confidence, 4),
        }
        for passage in passages
        for word in passage.transcript.words
    ]


def deltas(passage: Passage, *, first: bool) -> Iterator[Json]:
    """`transcript.text.delta`, a word each."""
    for number, word in enumerate(passage.transcript.text.split()):
        yield {"type": "transcript.text.delta", "delta": word if first and not number else f" {word}"}


def done(passages: Sequence[Passage], seconds: float) -> Json:
    """`transcript.text.done`, with the words and their times, which the hosted service leaves out."""
    return {"type": "transcript.text.done", **plain(passages, seconds), "words": words_of(passages)}


def subrip(passages: Sequence[Passage]) -> str:
    cues = [
        f"{number}\n{_clock(cue[0].start_ms, ',')} --> {_clock(cue[-1].end_ms, ',')}\n{_said(cue)}\n"
        for number, cue in enumerate(_cues(passages), 1)
    ]
    return "\n".join(cues)


def webvtt(passages: Sequence[Passage]) -> str:
    cues = [
        f"{_clock(cue[0].start_ms, '.')} --> {_clock(cue[-1].end_ms, '.')}\n{_escaped(_said(cue))}\n"
        for cue in _cues(passages)
    ]
    return "\n".join(["WEBVTT\n", *cues])


def _cues(passages: Sequence[Passage]) -> list[tuple[RecognisedWord, ...]]:
    """Words that are shown together."""
    found: list[tuple[RecognisedWord, ...]] = []
    for passage in passages:
        words = passage.transcript.words
        begin = 0
        for number, (word, following) in enumerate(pairwise(words), 1):
            long = following.end_ms - words[begin].start_ms > LONGEST_CUE_MS or number - begin >= MOST_WORDS
            if long or following.start_ms - word.end_ms >= PAUSE_MS or word.text.endswith((".", "?", "!")):
                found.append(words[begin:number])
                begin = number
        if words:
            found.append(words[begin:])
    return found


def _segment(number: int, cue: Sequence[RecognisedWord]) -> Json:
    """As Whisper describes one; what only Whisper has is neutral."""
    confidence = sum(word.confidence for word in cue) / len(cue)
    return {
        "id": number,
        "seek": 0,
        "start": cue[0].start_ms / 1000,
        "end": cue[-1].end_ms / 1000,
        "text": _said(cue),
        "tokens": [],
        "temperature": 0.0,
        "avg_logprob": round(log(max(LEAST_CONFIDENCE, confidence)), 4),
        "compression_ratio": 1.0,
        "no_speech_prob": 0.0,
    }


def _said(cue: Sequence[RecognisedWord]) -> str:
    return " ".join(word.text for word in cue)


def _usage(seconds: float) -> Json:
    return {"type": "duration", "seconds": round(seconds, 3)}


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _clock(ms: int, point: str) -> str:
    seconds, rest = divmod(ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{point}{rest:03}"
