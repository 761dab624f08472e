"""How sure a recognised word is: a logistic regression over what the decoder and the sound tell.

PocketSphinx's posterior alone says little (it only compares what the decoder considered) and nothing at all about sounds
that are no speech. The weights were found by `bench/confidence.py` on flite and espeak voices, clean and in noise, and on
noises; docs/recognition.md says how well it tells right words from wrong ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

import numpy as np
from numpy.typing import NDArray

from feedbackyes.audio import Int16
from feedbackyes.stages.stt._decoder import Decoder, Hypothesis
from feedbackyes.stages.stt._sound import Sound, measure

ALTERNATIVES = 10
"""Other readings of the segment that are looked at."""
FEATURES = ("posterior", "neighbours", "interim", "alternatives", "voiced", "long", "short", "contrast")
WEIGHTS = np.array([0.124, 0.462, 0.819, 2.196, 10.076, -5.892, 0.966, 0.137])
BIAS = -17.687
ENOUGH_VOICE = 0.4
MOST_CONTRAST_DB = 25.0
"""Recordings of people rarely have more; a synthetic voice without noise has 55."""


def settle(decoder: Decoder, heard: Int16) -> tuple[list[Hypothesis], NDArray[np.float64]]:
    """End the decoder's segment: its words, and what tells about each, shape (n, len(FEATURES)).

    Args:
        heard: the segment's samples, or its first seconds.
    """
    interim = decoder.interim()
    words = decoder.end()
    if not words:
        return [], np.empty((0, len(FEATURES)))
    return words, _features(words, interim, decoder.alternatives(ALTERNATIVES), measure(heard))


def confidences(features: NDArray[np.float64]) -> list[float]:
    """Of each row, 0 to 1."""
    return [float(value) for value in 1 / (1 + np.exp(-np.clip(features @ WEIGHTS + BIAS, -30, 30)))]


def _features(
    words: list[Hypothesis], interim: list[str], alternatives: list[list[str]], sound: Sound
) -> NDArray[np.float64]:
    texts = [word.text for word in words]
    odds = np.array([np.log((word.posterior + 1e-3) / (1 - word.posterior + 1e-3)) for word in words])
    spelt = np.array([len(text) for text in texts], np.float64)
    lasts = np.array([max(20, word.end_ms - word.start_ms) for word in words], np.float64)
    return np.column_stack(
        (
            odds,
            _neighbours(odds),
            _kept(texts, interim),
            np.mean([_kept(texts, other) for other in alternatives], axis=0) if alternatives else np.ones(len(texts)),
            np.full(len(texts), min(sound.voiced, ENOUGH_VOICE) / ENOUGH_VOICE),
            np.maximum(0, np.log(lasts / (150 * spelt + 300))),
            np.maximum(0, np.log(45 * spelt / lasts)),
            np.full(len(texts), min(sound.contrast_db, MOST_CONTRAST_DB)),
        )
    )


def _neighbours(odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean of up to two values on each side; a value without neighbours stands for itself."""
    found = []
    for index, value in enumerate(odds):
        around = np.concatenate((odds[max(0, index - 2) : index], odds[index + 1 : index + 3]))
        found.append(around.mean() if around.size else value)
    return np.array(found)


def _kept(words: Sequence[str], other: Sequence[str]) -> NDArray[np.float64]:
    """1 for each of `words` that the other reading has in its place too, else 0."""
    kept = np.zeros(len(words))
    for block in SequenceMatcher(None, words, other, autojunk=False).get_matching_blocks():
        kept[block.a : block.a + block.size] = 1.0
    return kept
