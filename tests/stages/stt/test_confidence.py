"""Confidence: right words more than wrong ones, words from noise hardly any."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from feedbackyes.audio import Int16
from feedbackyes.stages.stt._confidence import FEATURES, WEIGHTS, _features, confidences, settle
from feedbackyes.stages.stt._decoder import Decoder, Hypothesis
from feedbackyes.stages.stt._segment import Speaker, Tools
from feedbackyes.stages.stt._sound import Sound

CLEAR = Sound(contrast_db=45, voiced=0.8)
DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="module")
def decoder() -> Decoder:
    return Decoder("")


def judged(decoder: Decoder, samples: Int16) -> dict[str, float]:
    tools, speaker = Tools(), Speaker()
    samples = tools.with_floor(np.pad(samples, 4000))
    decoder.begin(speaker.mean(tools.mean(samples), samples.size))
    decoder.feed(samples)
    words, features = settle(decoder, samples)
    return dict(zip([word.text for word in words], confidences(features), strict=True))


def test_right_words_have_more_than_wrong_ones(decoder: Decoder) -> None:
    reference = [
        "unless",
        "to",
        "be",
        "rather",
        "cold",
        "hearted",
        "and",
        "rather",
        "selfish",
        "is",
        "to",
        "be",
        "ill",
        "disposed",
    ]
    found = judged(decoder, np.frombuffer((DATA / "austen-0890.wav").read_bytes()[44:], np.int16))
    right = [value for word, value in found.items() if word in reference]
    wrong = [value for word, value in found.items() if word not in reference]
    assert wrong
    assert np.mean(right) > np.mean(wrong) + 0.1
    assert np.mean(right) > 0.4


def test_words_from_noise_have_hardly_any(decoder: Decoder) -> None:
    rng = np.random.default_rng(3)
    for level in (300, 2000):
        for sound in (rng.standard_normal(20_000), np.convolve(rng.standard_normal(20_000), np.ones(64) / 8, "same")):
            found = judged(decoder, (sound * level).astype(np.int16))
            assert all(value < 0.3 for value in found.values())


def word(text: str = "report", ms: int = 400, posterior: float = 0.9) -> Hypothesis:
    return Hypothesis(text, 0, ms, posterior)


def one(words: list[Hypothesis], interim: list[str], others: list[list[str]], sound: Sound = CLEAR) -> float:
    return confidences(_features(words, interim, others, sound))[0]


def test_each_doubt_lowers_it() -> None:
    sure = one([word()], ["report"], [["report"], ["report"]])
    assert sure > 0.5
    assert one([word(posterior=0.1)], ["report"], [["report"], ["report"]]) < sure
    assert one([word(), word(posterior=0.01)], ["report"], [["report"], ["report"]]) < sure
    assert one([word()], ["resort"], [["report"], ["report"]]) < sure
    assert one([word()], ["report"], [["report"], ["resort"]]) < sure
    assert one([word(ms=3000)], ["report"], [["report"], ["report"]]) < sure
    assert one([word()], ["report"], [["report"], ["report"]], Sound(45, 0.0)) < 0.1
    assert one([word()], ["report"], [["report"], ["report"]], Sound(10, 0.8)) < sure


def test_there_is_a_weight_for_each_feature() -> None:
    assert len(WEIGHTS) == len(FEATURES) == _features([word()], [], [], Sound(0, 0)).shape[1]
