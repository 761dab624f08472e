"""Cleaning and dividing text, and the way back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedbackyes.stages.tts._spoken_text import MAX_PIECE, pieces


@given(st.text(max_size=900))
def test_words_come_in_order_and_within_the_text(text: str) -> None:
    last = 0
    for piece in pieces(text):
        assert len(piece.text) <= MAX_PIECE
        assert len(piece.starts) == len(piece.spans) > 0
        for start, end in piece.spans:
            assert last <= start < end <= len(text)
            assert not text[start].isspace()
            assert not text[end - 1].isspace()
            last = end


@given(st.text("ab é.!?\n", max_size=900))
def test_no_word_is_lost(text: str) -> None:
    spoken = "".join(text[start:end] for piece in pieces(text) for start, end in piece.spans)
    assert spoken == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two!  Three?\nFour", ["One. ", "Two!  ", "Three?\n", "Four"]),
        ("Dr. Smith vs. Ms. Jones", ["Dr  Smith vs  Ms  Jones"]),
        ("3.5 a.m. sharp", ["3.5 a.m. ", "sharp"]),
        ("*Well* 😀 <b>no</b>", [" Well       no    "]),
        ("so\u00adft", ["soft"]),
        (" \n \x00", []),
    ],
)
def test_pieces(text: str, expected: list[str]) -> None:
    assert [piece.text for piece in pieces(text)] == expected


def test_a_position_belongs_to_the_word_that_it_is_in() -> None:
    (piece,) = pieces(" “Hello” there")
    assert [piece.word_at(position) for position in (0, 1, 2, 8, 9, 12)] == [-1, 0, 0, 0, 1, 1]


def test_long_text_without_spaces_is_divided() -> None:
    assert [len(piece.text) for piece in pieces("x" * 700)] == [MAX_PIECE, MAX_PIECE, 100]
