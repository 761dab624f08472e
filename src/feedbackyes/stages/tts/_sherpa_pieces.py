"""A text's pieces for a voice that speaks a whole piece at once, and when each of their words is heard."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from feedbackyes.audio import Int16
from feedbackyes.stages.tts._spoken_text import Piece, pieces

EARLY = re.compile(r"[,;:–—]\s+")
EARLY_FROM, EARLY_OVER = 20, 60
"""The first piece of a text is cut at a comma behind so many characters when it has more than so many: what is heard
first is then there sooner."""
PAUSE = 3
"""Characters' worth of a mark such as a comma."""
FRAME_MS = 10
LOUD = 0.02
"""Part of a piece's highest level from which on it is voice."""


def clauses(text: str) -> Iterator[Piece]:
    """The text in pieces, the first of them short."""
    for index, piece in enumerate(pieces(text)):
        cut = EARLY.search(piece.text, EARLY_FROM) if not index and len(piece.text) > EARLY_OVER else None
        if cut is None:
            yield piece
            continue
        words = sum(start < cut.end() for start in piece.starts)
        yield Piece(piece.text[: cut.end()], piece.starts[:words], piece.spans[:words])
        starts = tuple(start - cut.end() for start in piece.starts[words:])
        if starts:
            yield Piece(piece.text[cut.end() :], starts, piece.spans[words:])


def heard(piece: Piece, samples: Int16, rate_hz: int) -> list[tuple[int, int]]:
    """The first sample of each word that can be heard, as (word, sample): by their lengths, between the first and the last
    voice, as the model does not say."""
    begin, end = _voiced(samples, rate_hz)
    weights = []
    for index, start in enumerate(piece.starts):
        stop = piece.starts[index + 1] if index + 1 < len(piece.starts) else len(piece.text)
        word = piece.text[start:stop]
        weights.append(len(word) + PAUSE * bool(re.search(r"[,.;:!?…–—]\W*$", word)))
    places = begin + (end - begin) * np.concatenate([[0], np.cumsum(weights)[:-1]]) / max(1, sum(weights))
    return [(index, int(place)) for index, place in enumerate(places) if piece.speakable(index)]


def _voiced(samples: Int16, rate_hz: int) -> tuple[int, int]:
    """From the first loud frame to the end of the last one."""
    frame = rate_hz * FRAME_MS // 1000
    count = samples.size // frame
    if not count:
        return 0, samples.size
    levels = np.abs(samples[: count * frame].astype(np.int32)).reshape(count, frame).max(axis=1)
    loud = np.flatnonzero(levels > LOUD * levels.max())
    if not loud.size:
        return 0, samples.size
    return int(loud[0]) * frame, (int(loud[-1]) + 1) * frame
