"""What of a text was heard by when."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedbackyes.protocol.captions import WORD, Caption, heard_text

TEXTS = st.lists(st.sampled_from(["I", "hear", "you.", "日本語", "–", "Ärger"]), max_size=8).map(" ".join)


def spoken(words: list[str], word_ms: float = 100) -> Caption:
    caption = Caption(exact=True)
    for word in words:
        caption.add(0, word)
        caption.audio_ms += word_ms
    return caption


def test_a_word_counts_from_the_moment_it_begins() -> None:
    caption = spoken(["I ", "hear ", "you."])
    assert [caption.heard(ms) for ms in (0, 1, 100, 101, 200, 250, 300, 999)] == [
        "",
        "I",
        "I",
        "I hear",
        "I hear",
        "I hear you.",
        "I hear you.",
        "I hear you.",
    ]


def test_the_whole_text_that_comes_at_the_end_wins() -> None:
    caption = spoken(["I ", "here ", "you."])
    caption.settle(0, "I hear you.")
    assert caption.text == "I hear you."
    assert not caption.exact
    assert caption.heard(150) == "I hear"


def test_the_same_text_at_the_end_changes_nothing() -> None:
    caption = spoken(["I ", "hear."])
    caption.settle(0, "I hear.")
    assert caption.exact


def test_a_text_that_comes_only_at_the_end_is_taken() -> None:
    caption = Caption(exact=True, audio_ms=500)
    caption.settle(0, "Hello.")
    assert caption.text == "Hello."


def test_parts_are_joined_by_a_space() -> None:
    caption = spoken(["One."])
    caption.add(1, "Two.")
    assert caption.text == "One. Two."


def test_times_of_words_follow_the_marks() -> None:
    caption = spoken(["I ", "hear ", "you."])
    assert [(word.text, word.start_ms, word.end_ms) for word in caption.words("I hear")] == [
        ("I", 0, 100),
        ("hear", 100, 200),
    ]
    assert caption.words("I hear you.")[-1].end_ms == 300
    assert caption.words("") == []


@given(TEXTS, st.floats(0, 2000), st.floats(0, 2000), st.floats(1, 1500))
def test_more_listening_never_hears_less_nor_part_of_a_word(
    text: str, one_ms: float, other_ms: float, total_ms: float
) -> None:
    less, more = (heard_text(text, [], ms, total_ms, exact=False) for ms in sorted((one_ms, other_ms)))
    assert more.startswith(less)
    ends = {0, *(word.end() for word in WORD.finditer(text))}
    assert len(less) in ends
    assert text.startswith(less)


@pytest.mark.parametrize("exact", [True, False])
def test_without_audio_nothing_can_have_been_cut(exact: bool) -> None:
    assert heard_text("Hello.", [], 0, 0, exact=exact) == ""
    assert heard_text("Hello.", [], 1, 0, exact=exact) == "Hello."
