"""A Matcha voice small enough to make on the fly: an acoustic model that makes a spectrogram of phonemes, and the vocoder that
makes sound of it, a tone for each of its bins."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from onnx import helper

from tests.tiny_ears import REAL, WHOLE, value, write
from tests.tiny_models import constant, phoneme_tokens

RATE_HZ, HOP, BINS = 22_050, 256, 80
FRAMES = 4
"""Of each phoneme."""
MATCHA = {
    "sample_rate": RATE_HZ,
    "n_speakers": 1,
    "language": "English",
    "voice": "en-us",
    "model_type": "matcha-tts",
    "has_espeak": 1,
    "jieba": 0,
    "version": 1,
    "use_eos_bos": 1,
    "pad_id": 0,
}
VOCODER = {"model_type": "hifigan", "sample_rate": RATE_HZ}

VOCOS = {"model_type": "vocos", "sample_rate": RATE_HZ, "n_fft": 1024, "hop_length": HOP, "win_length": 1024}


def matcha_voice(
    folder: Path, metadata: Mapping[str, object] = MATCHA, vocoder: Mapping[str, object] = VOCODER
) -> Path:
    """Both models in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = np.zeros((phoneme_tokens(folder), FRAMES, BINS), np.float32)
    for token in range(3, len(rows)):  # the first three are silent
        rows[token, :, token] = 1
    nodes = [
        helper.make_node("Gather", ["E", "x"], ["g"]),
        helper.make_node("Reshape", ["g", "frames"], ["plain"]),
        helper.make_node("Transpose", ["plain"], ["short"], perm=[0, 2, 1]),
        helper.make_node("Concat", ["ones", "length_scale"], ["factors"], axis=0),
        helper.make_node("Resize", ["short", "", "factors"], ["long"], mode="nearest"),
        helper.make_node("Cast", ["x_length"], ["length"], to=REAL),
        helper.make_node("Add", ["length", "noise_scale"], ["unused"]),
        helper.make_node("Mul", ["unused", "zero"], ["nothing"]),
        helper.make_node("Add", ["long", "nothing"], ["mel"]),
    ]
    constants = [
        *(constant("E", rows), constant("frames", np.array([1, -1, BINS])), constant("ones", np.ones(2, np.float32))),
        constant("zero", np.zeros(1, np.float32)),
    ]
    inputs = [value("x", WHOLE, (1, "L")), value("x_length", WHOLE, (1,))]
    inputs += [value(name, REAL, (1,)) for name in ("noise_scale", "length_scale")]
    write(folder / "model-steps-3.onnx", (nodes, constants), inputs, [value("mel", REAL, (1, BINS, "T"))], metadata)
    if vocoder.get("model_type") == "vocos":
        _vocos(folder / "vocos-22khz-univ.onnx", vocoder)
    else:
        _hifigan(folder / "hifigan_v2.onnx", vocoder)
    return folder


def matcha_of_vocos(folder: Path) -> Path:
    """One whose sound is made of a spectrum by the library itself."""
    return matcha_voice(folder, vocoder=VOCOS)


def _vocos(path: Path, metadata: Mapping[str, object]) -> None:
    """The same tones as a spectrum: magnitudes, and cosines and sines of the phases, which are the same in every frame."""
    tones = np.zeros((513, BINS), np.float32)
    tones[4 * (2 + np.arange(BINS)), range(BINS)] = 120
    nodes = [
        helper.make_node("MatMul", ["tones", "mel"], ["mag"]),
        helper.make_node("Mul", ["mag", "zero"], ["y"]),
        helper.make_node("Add", ["y", "one"], ["x"]),
    ]
    constants = [
        *(constant("tones", tones), constant("zero", np.zeros(1, np.float32)), constant("one", np.ones(1, np.float32))),
    ]
    outputs = [value(name, REAL, (1, 513, "T")) for name in ("mag", "x", "y")]
    write(path, (nodes, constants), [value("mel", REAL, (1, BINS, "T"))], outputs, metadata)


def _hifigan(path: Path, metadata: Mapping[str, object]) -> None:
    """Each bin is a tone that fits into a frame a whole number of times, so that frames join."""
    times = np.arange(HOP)
    tones = np.stack([0.3 * np.sin(2 * math.pi * (2 + index) * times / HOP) for index in range(BINS)])
    nodes = [
        helper.make_node("Transpose", ["mel"], ["frames"], perm=[0, 2, 1]),
        helper.make_node("MatMul", ["frames", "tones"], ["pieces"]),
        helper.make_node("Reshape", ["pieces", "line"], ["audio"]),
    ]
    constants = [constant("tones", tones.astype(np.float32)), constant("line", np.array([1, 1, -1]))]
    write(path, (nodes, constants), [value("mel", REAL, (1, BINS, "T"))], [value("audio", REAL, (1, 1, "N"))], metadata)
