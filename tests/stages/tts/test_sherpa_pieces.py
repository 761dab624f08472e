"""Pieces of a text, and when their words are heard."""

from __future__ import annotations

import numpy as np
import pytest

from feedbackyes.stages.tts._sherpa_pieces import clauses, heard
from feedbackyes.stages.tts._spoken_text import pieces

LONG = "Well, that is a good question, and I will have to think about it for a while. Then I will tell you, perhaps."


def test_the_first_piece_is_short_and_no_word_is_lost() -> None:
    found = list(clauses(LONG))
    assert [piece.text.strip() for piece in found] == [
        "Well, that is a good question,",
        "and I will have to think about it for a while.",
        "Then I will tell you, perhaps.",
    ]
    words = [LONG[start:end] for piece in found for start, end in piece.spans]
    assert words == LONG.split()
    for piece in found:
        assert [piece.text[start] for start in piece.starts] == [LONG[start] for start, _ in piece.spans]


@pytest.mark.parametrize("text", ["Yes, of course.", "One long sentence without any mark that would divide it in two"])
def test_what_cannot_be_cut_stays_whole(text: str) -> None:
    assert [piece.text for piece in clauses(text)] == [text]


def test_words_share_the_voiced_part_by_their_lengths() -> None:
    (piece,) = pieces("one three - six")
    samples = np.zeros(3000, np.int16)
    samples[500:2000] = 5000
    assert heard(piece, samples, 1000) == [(0, 500), (1, 900), (3, 1700)]


def test_a_mark_takes_its_time() -> None:
    (piece,) = pieces("one, two")
    assert heard(piece, np.full(1100, 9000, np.int16), 1000) == [(0, 0), (1, 800)]


def test_a_piece_without_a_voice_has_its_words_all_the_same() -> None:
    (piece,) = pieces("one two")
    assert heard(piece, np.zeros(1000, np.int16), 1000) == [(0, 0), (1, 571)]
