"""Probabilities: they sum to one, a text moves them, and PocketSphinx reads what is written."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pocketsphinx
import pytest

from feedbackyes.stages.stt._ngrams import BEGIN, END, Ints, Ngrams, adapt, prune
from feedbackyes.stages.stt._trie import BadModel, read, write

WORDS = (END, BEGIN, "a", "b", "c", "d")
TEXT = [["a", "b", "c"], ["a", "b", "d"], ["b", "c"], ["a", "b", "c", "a"]]


def flat() -> Ngrams:
    """All words alike, no n-grams."""
    none = np.empty(0, np.int64)
    p1 = np.where(np.array(WORDS) == BEGIN, 0.0, 1 / (len(WORDS) - 1))
    return Ngrams(WORDS, p1, none, np.empty(0), none, np.empty(0))


@pytest.fixture
def model() -> Ngrams:
    return adapt(flat(), TEXT, (1.0, 1.0, 1.0))


def number(model: Ngrams, word: str) -> Ints:
    return np.full(len(model.words), model.index[word])


def test_every_context_sums_to_one(model: Ngrams) -> None:
    every = np.arange(len(model.words))
    assert model.p1.sum() == pytest.approx(1)
    for first in model.words:
        if first == END:
            continue
        assert model.given_one(number(model, first), every).sum() == pytest.approx(1)
        for second in ("a", "b", "c"):
            assert model.given_two(number(model, first), number(model, second), every).sum() == pytest.approx(1)


def test_what_the_text_says_is_likelier(model: Ngrams) -> None:
    a, b, c, d = (np.array([model.index[word]]) for word in "abcd")
    assert model.given_one(a, b) > 3 * model.given_one(a, d)
    assert model.given_two(a, b, c) > model.given_two(a, b, d) > model.given_two(a, b, a) > 0
    assert model.perplexity(TEXT) < flat().perplexity(TEXT) / 1.5


def test_counts_are_mixed_as_the_formula_says(model: Ngrams) -> None:
    """a occurs with b three times of three; the model's share is one occurrence of a word of five."""
    a, b = (np.array([model.index[word]]) for word in "ab")
    p1_of_b = (4 + 16 * 0.2) / 32
    assert model.p1[b] == pytest.approx(p1_of_b)
    followers_of_a = 4  # b three times, the sentence's end once
    assert model.given_one(a, b) == pytest.approx((3 + p1_of_b) / (followers_of_a + 1))


def test_a_stronger_model_moves_less() -> None:
    weak, strong = adapt(flat(), TEXT, (1.0, 1.0, 1.0)), adapt(flat(), TEXT, (100.0, 100.0, 100.0))
    assert weak.perplexity(TEXT) < strong.perplexity(TEXT) < flat().perplexity(TEXT)


def test_adapting_again_keeps_contexts_that_the_text_lacks(model: Ngrams) -> None:
    b, c, d = (np.array([model.index[word]]) for word in "bcd")
    again = adapt(model, [["d", "d", "a"]], (1000.0, 1.0, 1.0))
    assert again.given_one(b, c) == pytest.approx(model.given_one(b, c))
    assert again.given_one(d, d) > model.given_one(d, d)


def test_new_words_are_added(model: Ngrams) -> None:
    more = adapt(model, [["a", "zebra"]], (1.0, 1.0, 1.0))
    assert set(more.words) == {*WORDS, "zebra"}
    assert more.words == tuple(sorted(more.words))
    a, zebra, b, c = (np.array([more.index[word]]) for word in ("a", "zebra", "b", "c"))
    assert more.given_one(a, zebra) > 0.1
    assert more.given_two(a, b, c) > 0.3
    assert adapt(model, []) is model


def test_pruning_takes_what_hardly_matters(model: Ngrams) -> None:
    every = np.arange(4)
    small = prune(model, ["a", "b"], 0.0)
    assert small.words == (END, BEGIN, "a", "b")
    assert small.given_one(np.full(4, small.index["a"]), every).sum() == pytest.approx(1)
    none = prune(model, model.words, 10.0)
    assert none.key2.size == none.key3.size == 0
    some = prune(model, model.words, 0.1)
    assert 0 < some.key2.size < model.key2.size
    assert some.perplexity(TEXT) < none.perplexity(TEXT)


def test_pocketsphinx_reads_the_same_probabilities(model: Ngrams, tmp_path: Path) -> None:
    path = tmp_path / "model.lm"
    write(model, path)
    config, log = pocketsphinx.Config(), pocketsphinx.LogMath()  # type: ignore[attr-defined]
    reader = pocketsphinx.NGramModel(config, log, str(path))  # type: ignore[attr-defined]
    for first in "abcd":
        for second in "abcd":
            x, y = np.array([model.index[first]]), np.array([model.index[second]])
            assert log.ln_to_log(float(np.log(model.given_one(x, y)[0]))) == pytest.approx(
                reader.prob([second, first]), abs=15
            )
            for third in "abcd":
                z = np.array([model.index[third]])
                expected = log.ln_to_log(float(np.log(model.given_two(x, y, z)[0])))
                assert reader.prob([third, second, first]) == pytest.approx(expected, abs=25)


def test_a_written_model_is_read_back(model: Ngrams, tmp_path: Path) -> None:
    path = tmp_path / "model.lm"
    write(model, path)
    back = read(path)
    assert back.words == model.words
    assert np.array_equal(back.key2, model.key2)
    assert np.array_equal(back.key3, model.key3)
    assert back.p1 == pytest.approx(model.p1, rel=1e-3)
    assert back.p2 == pytest.approx(model.p2, rel=1e-3)
    assert back.p3 == pytest.approx(model.p3, rel=1e-3)


@pytest.mark.parametrize("damage", [b"", b"ARPA is something else", b"Trie Language Model\x03 and no more", None])
def test_another_file_is_refused(model: Ngrams, tmp_path: Path, damage: bytes | None) -> None:
    path = tmp_path / "model.lm"
    write(model, path)
    path.write_bytes(path.read_bytes()[:-20] if damage is None else damage)
    with pytest.raises(BadModel, match=r"model\.lm"):
        read(path)
