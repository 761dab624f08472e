"""What is made of the library's results."""

from __future__ import annotations

import math
from types import SimpleNamespace

import numpy as np
import pytest

from feedbackyes.stages.stt import RATE_HZ
from feedbackyes.stages.stt._engines import audible, quietest
from feedbackyes.stages.stt._protocol import Word
from feedbackyes.stages.stt._sherpa_engines import UNTOLD, grouped


def result(
    text: str, tokens: list[str], times: list[float], told: list[float] | None = None, name: str = "ys_probs"
) -> SimpleNamespace:
    return SimpleNamespace(text=text, tokens=tokens, timestamps=times, **{name: told or []})


def test_pieces_become_words_at_their_times() -> None:
    found = grouped(result("hello world", ["▁he", "llo", "▁world"], [0.1, 0.3, 0.9]), 2000)
    assert found == [Word("hello", 100, 340, UNTOLD), Word("world", 900, 940, UNTOLD)]


def test_spaces_of_their_own_divide_words_too() -> None:
    found = grouped(result("a b", ["a", " ", "b"], [0.0, 0.2, 0.4]), 1000)
    assert [(word.text, word.start_ms) for word in found] == [("a", 0), ("b", 400)]


@pytest.mark.parametrize("name", ["ys_probs", "ys_log_probs"])
def test_probabilities_are_the_confidence(name: str) -> None:
    told = [math.log(0.9), math.log(0.4), 0.1]
    found = grouped(result("hello you", ["▁he", "llo", "▁you"], [0.0, 0.2, 0.6], told, name), 1000)
    assert [round(word.confidence, 3) for word in found] == [0.6, 1.0]


def test_a_word_ends_before_the_next_begins() -> None:
    found = grouped(result("a b", ["▁a", "▁b"], [0.1, 0.12]), 1000)
    assert found == [Word("a", 100, 120, UNTOLD), Word("b", 120, 160, UNTOLD)]


@pytest.mark.parametrize(("tokens", "times"), [([], []), (["▁one", "▁three"], []), (["▁other", "▁words"], [0.1, 0.2])])
def test_without_times_words_share_the_sound_by_their_lengths(tokens: list[str], times: list[float]) -> None:
    found = grouped(result(" one three ", tokens, times), 900)
    assert found == [Word("one", 0, 300, UNTOLD), Word("three", 400, 900, UNTOLD)]


def test_nothing_said_is_nothing() -> None:
    assert grouped(result("", [], []), 500) == []


def test_the_quietest_place() -> None:
    samples = np.ones(3 * RATE_HZ, np.float32)
    samples[2 * RATE_HZ : 2 * RATE_HZ + RATE_HZ // 5] = 0
    assert quietest(samples, RATE_HZ, 3 * RATE_HZ) == 2 * RATE_HZ + RATE_HZ // 10


def test_silence_is_not_audible() -> None:
    quiet = np.full(RATE_HZ, 0.0005, np.float32)
    assert not audible(quiet)
    assert not audible(quiet[:10])
    quiet[8000:8400] = 0.1
    assert audible(quiet)
