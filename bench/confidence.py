"""Finds the weights of `_confidence`: `python bench/confidence.py`. Needs Debian's `flite`; takes some minutes.

Half of the shipped English scenarios' test sentences, in voices clean and in noise, and noises. People's recordings are left out:
they are what docs/recognition.md reports on.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from recognition import CACHE, author_sentences, english, unseen_phrases
from speech import align, espeak, flite, noises, padded, with_noise

from feedbackyes.audio import Int16
from feedbackyes.stages.stt import _language_model
from feedbackyes.stages.stt._confidence import FEATURES, settle
from feedbackyes.stages.stt._decoder import Decoder
from feedbackyes.stages.stt._segment import Speaker, Tools

CONDITIONS = (
    *(("slt", None), ("slt", 25.0), ("awb", None), ("awb", 20.0), ("rms", None), ("rms", 20.0), ("kal16", None)),
    *(("marin", 25.0), ("ash", 20.0), ("cedar", 25.0), ("coral", 25.0)),
)
"""Voices and their ratio to white noise in dB. With more noise all words are wrong, which teaches nothing about words."""
FLITE = ("slt", "awb", "rms", "kal16")
NOISE_WEIGHT = 4.0
RIDGE = 10.0


def speech() -> Iterator[tuple[str, str, list[tuple[str, Int16]]]]:
    """Model, condition, and what one speaker says in it: (words, samples)."""
    with tempfile.TemporaryDirectory() as folder:
        for number, scenario in enumerate(english()):
            model = str(_language_model.build(Path(folder), unseen_phrases(scenario)))
            texts = author_sentences(scenario)[number % 2 :: 2]
            for voice, snr_db in CONDITIONS:
                say = flite if voice in FLITE else lambda text, voice, _: espeak(text, voice)
                spoken = [(text, with_noise(say(text, voice, CACHE), snr_db, seed)) for seed, text in enumerate(texts)]
                yield model, f"{voice} {snr_db}", [(text, padded(samples)) for text, samples in spoken]
            yield model, "noise", [("", sound) for sound in noises(seed=100 + number)]


def collect() -> tuple[NDArray[np.float64], NDArray[np.float64], list[str]]:
    """Features of each recognised word, whether it is right, and its condition."""
    tools = Tools()
    rows, right, conditions = [], [], []
    decoders: dict[str, Decoder] = {}
    for model, condition, items in speech():
        decoder = decoders.setdefault(model, Decoder(model))
        speaker = Speaker()
        for text, sound in items:
            samples = tools.with_floor(sound)
            mean = tools.mean(samples)
            decoder.begin(speaker.mean() if speaker.known else speaker.mean(mean, samples.size))
            for start in range(0, samples.size, 1600):
                decoder.feed(samples[start : start + 1600])
            words, features = settle(decoder, samples)
            speaker = speaker.learned(mean, samples.size)
            rows.append(features)
            right += align(text.split(), [word.text for word in words])[1]
            conditions += [condition] * len(words)
        print(f"{condition}: {len(right)} words", flush=True)
    return np.concatenate(rows), np.array(right, np.float64), conditions


def fit(rows: NDArray[np.float64], right: NDArray[np.float64], weight: NDArray[np.float64]) -> NDArray[np.float64]:
    """Ridge logistic regression by Newton's method; the bias comes first."""
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    inputs = np.column_stack((np.ones(len(rows)), (rows - mean) / scale))
    ridge = RIDGE * np.diag([0.0, *np.ones(rows.shape[1])])
    found = np.zeros(inputs.shape[1])
    for _ in range(40):
        guess = 1 / (1 + np.exp(-np.clip(inputs @ found, -30, 30)))
        slope = inputs.T @ (weight * (guess - right)) + ridge @ found
        found = found - np.linalg.solve((inputs.T * (weight * guess * (1 - guess))) @ inputs + ridge, slope)
    weights = found[1:] / scale
    return np.concatenate(([found[0] - weights @ mean], weights))


def auc(scores: NDArray[np.float64], right: NDArray[np.float64]) -> float:
    ranks = np.argsort(np.argsort(scores)) + 1
    count = right.sum()
    return float((ranks[right == 1].sum() - count * (count + 1) / 2) / (count * (right.size - count)))


def main() -> None:
    rows, right, conditions = collect()
    kinds = np.array(conditions)
    weight = np.where(kinds == "noise", NOISE_WEIGHT, 1.0)
    left_out = np.zeros(right.size)
    for kind in sorted(set(conditions)):
        part = kinds == kind
        found = fit(rows[~part], right[~part], weight[~part]) if kind != "noise" else fit(rows, right, weight)
        left_out[part] = rows[part] @ found[1:] + found[0]
    print(f"AUC {auc(left_out, right):.3f}, each condition judged by what the others taught")
    found = fit(rows, right, weight)
    print("BIAS", round(float(found[0]), 3))
    for name, value in zip(FEATURES, found[1:], strict=True):
        print(name, round(float(value), 3))


if __name__ == "__main__":
    main()
