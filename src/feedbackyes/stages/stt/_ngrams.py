"""Trigram language models as arrays: pruning, and adapting to a text.

A model holds the probabilities of the n-grams that it lists; everything else backs off, with weights that follow from
the probabilities alone: P(w | h) = P*(w | h) when listed, else B(h) P(w | h'), where h' is h without its first word and
B(h) makes the sum over all words 1.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

BEGIN, END = "<s>", "</s>"
LEAST = 1e-9
"""Probability below which nothing falls, and mass that is always left for backing off."""
TEXT_WEIGHTS = (3.0, 50.0, 20.0)
"""Strength of the model against the text when adapting, per order: for single words relative to the text's length, for
bigrams and trigrams in occurrences of the context. Found by perplexity on sentences that the text does not hold."""


@dataclass(frozen=True, eq=False)
class Ngrams:
    """A trigram model.

    Args:
        words: n of them, sorted; `<s>` and `</s>` are among them.
        p1: probability of each word, shape (n,); 0 for `<s>`.
        key2: w1 * n + w2 of each bigram, ascending. p2: P(w2 | w1).
        key3: (position of the bigram w1 w2 in `key2`) * n + w3 of each trigram, ascending. p3: P(w3 | w1 w2).
    """

    words: tuple[str, ...]
    p1: Floats
    key2: Ints
    p2: Floats
    key3: Ints
    p3: Floats

    @cached_property
    def index(self) -> dict[str, int]:
        return {word: number for number, word in enumerate(self.words)}

    @cached_property
    def backoff1(self) -> Floats:
        """B(w1), shape (n,)."""
        n = len(self.words)
        first, second = np.divmod(self.key2, n)
        return _backoff(first, self.p2, self.p1[second], n)

    @cached_property
    def backoff2(self) -> Floats:
        """B(w1 w2) of each listed bigram."""
        context, third = np.divmod(self.key3, len(self.words))
        lower = self.given_one(self.key2[context] % len(self.words), third)
        return _backoff(context, self.p3, lower, len(self.key2))

    def given_one(self, first: Ints, second: Ints) -> Floats:
        """P(second | first), elementwise."""
        place, listed = find(self.key2, first * len(self.words) + second)
        return np.where(listed, _at(self.p2, place), self.backoff1[first] * self.p1[second])

    def given_two(self, first: Ints, second: Ints, third: Ints) -> Floats:
        """P(third | first second), elementwise."""
        n = len(self.words)
        context, known = find(self.key2, first * n + second)
        place, listed = find(self.key3, context * n + third)
        backed_off = np.where(known, _at(self.backoff2, context), 1.0) * self.given_one(second, third)
        return np.where(known & listed, _at(self.p3, place), backed_off)

    def perplexity(self, sentences: Sequence[Sequence[str]]) -> float:
        """Of sentences of known words, their ends included."""
        logs = []
        for sentence in sentences:
            numbers = np.array([self.index[word] for word in (BEGIN, *sentence, END)])
            logs.append(np.log(self.given_one(numbers[:1], numbers[1:2])))
            logs.append(np.log(self.given_two(numbers[:-2], numbers[1:-1], numbers[2:])))
        return float(np.exp(-np.mean(np.concatenate(logs))))


def find(keys: Ints, wanted: Ints) -> tuple[Ints, NDArray[np.bool_]]:
    """Where `wanted` stand in the ascending `keys`, and whether they do; the place is any when they do not."""
    if not keys.size:
        return np.zeros(wanted.shape, np.int64), np.zeros(wanted.shape, np.bool_)
    place = np.minimum(np.searchsorted(keys, wanted), keys.size - 1)
    return place, keys[place] == wanted


def _at(values: Floats, places: Ints) -> Floats:
    return values[places] if values.size else np.zeros(places.shape)


def prune(model: Ngrams, vocabulary: Sequence[str], least_gain: float) -> Ngrams:
    """The model with fewer words and without the n-grams that hardly matter.

    An n-gram matters by how often it occurs times how far its probability is from what backing off would give, after
    Stolcke, "Entropy-based pruning of backoff language models" (1998), without the change of the backoff weight.

    Args:
        vocabulary: words of the model to keep.
        least_gain: of an n-gram that is kept, in nats per word of running text.
    """
    n = len(model.words)
    kept = np.zeros(n, np.bool_)
    kept[[model.index[word] for word in {*vocabulary, BEGIN, END}]] = True
    first, second = np.divmod(model.key2, n)
    context, third = np.divmod(model.key3, n)
    single = model.p1.copy()
    single[model.index[BEGIN]] = single[model.index[END]]
    gain2 = single[first] * model.p2 * np.abs(np.log(model.p2 / (model.backoff1[first] * model.p1[second] + 1e-30)))
    lower = model.backoff2[context] * model.given_one(second[context], third)
    gain3 = single[first[context]] * model.p2[context] * model.p3 * np.abs(np.log(model.p3 / (lower + 1e-30)))
    keep3 = kept[first[context]] & kept[second[context]] & kept[third] & (gain3 > least_gain)
    suffix, listed = find(model.key2, second[context] * n + third)
    keep3 &= listed
    keep2 = kept[first] & kept[second] & (gain2 > least_gain)
    keep2[context[keep3]] = True
    keep2[suffix[keep3]] = True
    return _subset(model, kept, keep2, keep3)


def adapt(model: Ngrams, sentences: Sequence[Sequence[str]], weights: Sequence[float] = TEXT_WEIGHTS) -> Ngrams:
    """The model mixed with a text: maximum a posteriori, the model being the prior.

    P(w | h) = (c(h w) + m P0(w | h)) / (c(h) + m), where c counts in the text, P0 is the model (backing off to what is
    already mixed) and m its weight. Contexts that the text lacks stay as they were, so unexpected words survive.

    Args:
        sentences: words; those that the model lacks are added.
        weights: m per order, see `TEXT_WEIGHTS`.
    """
    if not sentences:
        return model
    model = _with_words(model, sorted({word for sentence in sentences for word in sentence} - model.index.keys()))
    n = len(model.words)
    numbered = [[model.index[word] for word in (BEGIN, *sentence, END)] for sentence in sentences]
    singles = Counter(word for sentence in numbered for word in sentence[1:])
    pairs = Counter(pair for sentence in numbered for pair in pairwise(sentence))
    triples = Counter(
        triple for sentence in numbered for triple in zip(sentence, sentence[1:], sentence[2:], strict=False)
    )
    counts = np.zeros(n)
    counts[list(singles)] = list(singles.values())
    p1 = (counts + weights[0] * counts.sum() * model.p1) / (counts.sum() * (1 + weights[0]))

    wanted = np.array(list(pairs)) @ np.array([n, 1])
    key2, p2 = _mix(
        model.key2,
        model.p2,
        wanted,
        np.array(list(pairs.values())),
        weights[1],
        n,
        lambda keys: model.backoff1[keys // n] * p1[keys % n],
    )
    mixed = Ngrams(model.words, p1, key2, p2, np.empty(0, np.int64), np.empty(0))
    moved, _ = find(key2, model.key2)
    context, third = np.divmod(model.key3, n)
    three = np.array(list(triples))
    place, _ = find(key2, three[:, 0] * n + three[:, 1])
    old_backoff = np.ones(len(key2))
    old_backoff[moved] = model.backoff2
    key3, p3 = _mix(
        moved[context] * n + third,
        model.p3,
        place * n + three[:, 2],
        np.array(list(triples.values())),
        weights[2],
        n,
        lambda keys: old_backoff[keys // n] * mixed.given_one(key2[keys // n] % n, keys % n),
    )
    return Ngrams(model.words, p1, key2, p2, key3, p3)


def _mix(
    keys: Ints, known: Floats, seen: Ints, counts: Ints, weight: float, n: int, back_off: Callable[[Ints], Floats]
) -> tuple[Ints, Floats]:
    """Listed n-grams of the model and of the text, and their mixed probabilities; a key's context is `key // n`."""
    order = np.argsort(seen)
    seen, counts = seen[order], counts[order]
    _, listed = find(keys, seen)
    new = seen[~listed]
    all_keys = np.insert(keys, np.searchsorted(keys, new), new)
    moved = np.searchsorted(all_keys, keys) if new.size else np.arange(keys.size)
    prior = np.empty(all_keys.size)
    prior[moved] = known
    fresh = np.searchsorted(all_keys, new)
    prior[fresh] = back_off(new)
    occurrences = np.zeros(all_keys.size)
    occurrences[np.searchsorted(all_keys, seen)] = counts
    contexts = all_keys // n
    total = np.bincount(contexts, occurrences)[contexts]
    return all_keys, np.maximum((occurrences + weight * prior) / (total + weight), LEAST)


def _backoff(contexts: Ints, listed: Floats, lower: Floats, size: int) -> Floats:
    """B(h): what the listed words of each context leave, over what backing off gives to the others."""
    left = 1.0 - np.bincount(contexts, listed, size)
    share = 1.0 - np.bincount(contexts, lower, size)
    return np.asarray(np.maximum(left, LEAST) / np.maximum(share, LEAST))


def _with_words(model: Ngrams, new: Sequence[str]) -> Ngrams:
    """The model with more words, each as rare as its rarest."""
    if not new:
        return model
    words = tuple(sorted((*model.words, *new)))
    n, number = len(words), {word: place for place, word in enumerate(words)}
    moved = np.array([number[word] for word in model.words])
    p1 = np.full(n, model.p1[model.p1 > 0].min())
    p1[moved] = model.p1
    return Ngrams(words, p1 / p1.sum(), *_renumbered(model, moved, n))


def _renumbered(model: Ngrams, number: Ints, n: int) -> tuple[Ints, Floats, Ints, Floats]:
    """Keys for words that got other numbers in the same order."""
    first, second = np.divmod(model.key2, len(model.words))
    context, third = np.divmod(model.key3, len(model.words))
    return number[first] * n + number[second], model.p2, context * n + number[third], model.p3


def _subset(model: Ngrams, words: NDArray[np.bool_], keep2: NDArray[np.bool_], keep3: NDArray[np.bool_]) -> Ngrams:
    n = int(words.sum())
    number = np.cumsum(words) - 1
    place = np.cumsum(keep2) - 1
    first, second = np.divmod(model.key2[keep2], len(model.words))
    context, third = np.divmod(model.key3[keep3], len(model.words))
    p1 = model.p1[words]
    return Ngrams(
        tuple(word for word, kept in zip(model.words, words.tolist(), strict=True) if kept),
        p1 / p1.sum(),
        number[first] * n + number[second],
        model.p2[keep2],
        place[context] * n + number[third],
        model.p3[keep3],
    )
