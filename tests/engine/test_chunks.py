"""Recordings cut where nobody speaks."""

from __future__ import annotations

from itertools import pairwise

from feedbackyes.engine import chunks
from feedbackyes.engine.chunks import Chunk
from feedbackyes.stages.vad import FRAME, RATE_HZ


def cut(*parts: tuple[float, bool]) -> tuple[list[Chunk], int]:
    """Chunks of a recording whose parts last so many seconds, with speech or without."""
    probabilities = [float(speech) for seconds, speech in parts for _ in range(round(seconds * RATE_HZ / FRAME))]
    size = len(probabilities) * FRAME
    return chunks.chunks(probabilities, size), size


def seconds(chunk: Chunk) -> tuple[float, float]:
    return round(chunk.start / RATE_HZ, 1), round(chunk.end / RATE_HZ, 1)


def test_silence_has_none() -> None:
    assert cut((60.0, False))[0] == []
    assert chunks.chunks([], 0) == []


def test_speech_is_cut_out_with_a_margin() -> None:
    found, _ = cut((3.0, False), (2.0, True), (3.0, False))
    assert [seconds(chunk) for chunk in found] == [(2.7, 5.3)]


def test_short_silence_is_a_pause_and_long_silence_divides() -> None:
    found, _ = cut((2.0, True), (0.5, False), (2.0, True), (2.5, False), (1.0, True))
    assert [seconds(chunk) for chunk in found] == [(0.0, 4.8), (6.7, 8.0)]
    assert [round(pause / RATE_HZ, 1) for pause in found[0].pauses] == [2.1, 4.6]


def test_a_long_talk_is_divided_at_shorter_pauses() -> None:
    found, size = cut(*[(4.0, True), (0.5, False)] * 20)
    assert all(chunk.end - chunk.start <= 20 * RATE_HZ for chunk in found)
    assert len(found) >= 4
    assert found[-1].end <= size


def test_sound_without_any_pause_is_divided_and_nothing_of_it_is_lost() -> None:
    found, size = cut((130.0, True))
    assert all(chunk.end - chunk.start <= (chunks.LONGEST_SECONDS + 1) * RATE_HZ for chunk in found)
    assert (found[0].start, found[-1].end) == (0, size)
    assert all(one.end == other.start for one, other in pairwise(found))
