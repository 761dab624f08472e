"""Pieces of speech: every word goes with the audio that begins it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedbackyes.audio import g711
from feedbackyes.engine.speech import FIRST_MS, LONGEST_MS, Piece, Slicer, Spacing
from feedbackyes.stages.tts import SpeechChunk, SpokenWord


def speak(slicer: Slicer, text: str, word_ms: list[int], chunk_ms: int = 50, rate_hz: int = 24_000) -> list[Piece]:
    """Say the words of `text`, each as long as told, in chunks."""
    starts = [sum(word_ms[:index]) for index in range(len(word_ms))]
    words, end = [], 0
    for word, at_ms in zip(text.split(), starts, strict=True):
        start = text.index(word, end)
        end = start + len(word.rstrip(".,?!"))
        words.append(SpokenWord(start, end, at_ms))
    slicer.begin(text)
    pieces = []
    for at_ms in range(0, sum(word_ms), chunk_ms):
        size = min(chunk_ms, sum(word_ms) - at_ms)
        begun = tuple(word for word in words if at_ms <= word.at_ms < at_ms + size)
        pieces += slicer.add(SpeechChunk(np.full(size * rate_hz // 1000, 7, np.int16), begun))
    return pieces + slicer.end()


def test_each_word_begins_a_piece_at_the_time_at_which_it_is_spoken() -> None:
    pieces = speak(Slicer(24_000, "audio/pcm"), "Well, let me see.", [300, 250, 150, 400])
    at, found = 0.0, {}
    for piece in pieces:
        if piece.text:
            found[piece.text] = at
        at += piece.duration_ms
    assert found == {"Well,": 0, " let": 300, " me": 550, " see.": 700}
    assert at == 1100


def test_the_first_pieces_are_short_and_none_is_long() -> None:
    pieces = speak(Slicer(24_000, "audio/pcm"), "Supercalifragilistic", [3000])
    assert [piece.duration_ms for piece in pieces[:4]] == list(FIRST_MS)
    assert max(piece.duration_ms for piece in pieces) == LONGEST_MS


def test_clauses_join_with_one_space_and_end_without() -> None:
    slicer = Slicer(24_000, "audio/pcm")
    pieces = speak(slicer, "One two. ", [100, 100]) + speak(slicer, "Three.\n", [100])
    assert "".join(piece.text for piece in pieces) == "One two. Three."


def test_text_that_the_voice_gives_no_times_for_is_told_all_the_same() -> None:
    slicer = Slicer(24_000, "audio/pcm")
    slicer.begin("42 (sic)")
    pieces = slicer.add(SpeechChunk(np.zeros(24_00, np.int16))) + slicer.end()
    assert "".join(piece.text for piece in pieces) == "42 (sic)"
    slicer.begin(" …")
    assert slicer.end() == [Piece(" …", b"", 0.0)]


@pytest.mark.parametrize(("wire", "bytes_per_ms"), [("audio/pcm", 48), ("audio/pcmu", 8), ("audio/pcma", 8)])
def test_audio_comes_in_the_wires_format(wire: str, bytes_per_ms: int) -> None:
    pieces = speak(Slicer(22_050, wire), "one two", [500, 500], rate_hz=22_050)  # type: ignore[arg-type]
    for piece in pieces:
        assert len(piece.audio) == round(piece.duration_ms * bytes_per_ms)
    assert sum(piece.duration_ms for piece in pieces) == pytest.approx(1000, abs=2)
    decode = {"audio/pcmu": g711.decode_mu, "audio/pcma": g711.decode_a}.get(wire)
    sample = decode(pieces[3].audio)[20] if decode else np.frombuffer(pieces[3].audio, np.int16)[20]
    assert abs(int(sample) - 7) <= 9


@given(st.lists(st.integers(1, 700), min_size=1, max_size=12), st.integers(5, 400))
def test_nothing_is_lost_however_it_is_cut(word_ms: list[int], chunk_ms: int) -> None:
    text = " ".join(f"w{index}," for index in range(len(word_ms)))
    pieces = speak(Slicer(24_000, "audio/pcm"), text, word_ms, chunk_ms)
    assert "".join(piece.text for piece in pieces) == text
    assert sum(len(piece.audio) for piece in pieces) == sum(word_ms) * 48


def test_spacing_carries_white_space_to_the_next_part() -> None:
    spacing = Spacing()
    assert [spacing.join(part) for part in ("Hello. ", " ", "You? ", "")] == ["Hello.", "", "  You?", ""]
