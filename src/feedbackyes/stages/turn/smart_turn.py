"""Turn models in the form of Smart Turn v3: an ONNX file from Whisper's features to a probability.

Input `[n, 80, 800]`: log-mel levels of 8 s at 16 kHz, silence in front of shorter turns. Output: one number for each, 0 to 1.
Features as `WhisperFeatureExtractor(chunk_length=8)` of transformers with `do_normalize` makes them: the padded waveform with
mean 0 and variance 1, spectra of 25 ms every 10 ms (Hann, reflected at both ends), 80 bands on Slaney's mel scale, log10, at
most 8 below the highest, (x + 4) / 4.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from feedbackyes.audio import Int16, Samples
from feedbackyes.domain.errors import NotReady
from feedbackyes.stages.turn import RATE_HZ, SECONDS, TurnModelFailed

BANDS, FRAMES = 80, 800
WINDOW, HOP = 400, 160
MOST_WAITING = 8
"""Pauses that wait to be judged; an answer that comes after the pause is of no use."""
_LINEAR_HZ, _LINEAR_MELS, _STEP = 1_000.0, 15.0, np.log(6.4) / 27
"""Slaney's scale: 200/3 Hz a mel up to 1 kHz, logarithmic above."""


def find(wanted: str, models: Path) -> Path | None:
    """The model file of a setting: `auto` (an installed one, if any), `none`, or a path.

    Raises:
        NotReady: there is no such file.
    """
    if wanted == "none":
        return None
    if wanted == "auto":
        return next(iter(sorted([*models.glob("smart-turn*.onnx"), *models.glob("smart-turn*/*.onnx")])), None)
    path = Path(wanted).expanduser()
    if path.is_dir():
        path = next(iter(sorted(path.glob("*.onnx"))), path)
    if not path.is_file():
        raise NotReady(f"There is no turn model {wanted}. FEEDBACKYES_TURN_MODEL is a .onnx file, auto or none.")
    return path


def create(path: Path) -> SmartTurn:
    """Load a model.

    Raises:
        NotReady: the file is no model of this form; the sentence says why.
    """
    return SmartTurn(path)


class SmartTurn:
    """One session with one thread for all callers."""

    def __init__(self, path: Path) -> None:
        options = onnxruntime.SessionOptions()  # type: ignore[attr-defined]
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(  # type: ignore[attr-defined]
                str(path), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # onnxruntime has no common class of its own
            raise NotReady(f"The turn model {path} cannot be loaded: {str(error).splitlines()[0]}") from error
        inputs = self._session.get_inputs()
        if len(inputs) != 1 or list(inputs[0].shape[-2:]) != [BANDS, FRAMES]:
            shapes = ", ".join(f"{one.name} {one.shape}" for one in inputs)
            raise NotReady(f"The turn model {path} takes {shapes}; one input [n, {BANDS}, {FRAMES}] is expected.")
        self._input = inputs[0].name
        self.name = path.stem
        self._thread = ThreadPoolExecutor(1, "turn")
        self._waiting = 0

    async def judge(self, samples: Int16) -> float:
        """See `TurnModel.judge`."""
        if self._waiting >= MOST_WAITING:
            raise TurnModelFailed("Too many pauses are being judged.")
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, self._judge, samples)
        except RuntimeError as error:
            raise TurnModelFailed(f"The turn model failed: {error}") from error
        finally:
            self._waiting -= 1

    async def close(self) -> None:
        await asyncio.to_thread(self._thread.shutdown, cancel_futures=True)

    def _judge(self, samples: Int16) -> float:
        (found, *_) = self._session.run(None, {self._input: features(samples)[None]})
        probability = float(np.asarray(found).reshape(-1)[0])
        if not 0 <= probability <= 1:
            raise TurnModelFailed(f"The turn model {self.name} answered {probability}, which is no probability.")
        return probability


def features(samples: Int16) -> Samples:
    """What the model sees of a turn, shape (80, 800). Samples at 16 kHz, shape (n,)."""
    whole = np.zeros(SECONDS * RATE_HZ, np.float64)
    last = samples[-len(whole) :]
    if len(last):
        whole[-len(last) :] = last / 32768.0
    normal = (whole - whole.mean()) / np.sqrt(whole.var() + 1e-7)
    padded = np.pad(normal, WINDOW // 2, mode="reflect")
    windows = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP][:FRAMES]
    spectra = np.fft.rfft(windows * np.hanning(WINDOW + 1)[:-1])
    powers = (spectra.real**2 + spectra.imag**2) @ filters()
    levels = np.log10(np.maximum(powers, 1e-10))
    made: Samples = ((np.maximum(levels, levels.max() - 8.0) + 4.0) / 4.0).T.astype(np.float32)
    return made


@cache
def filters() -> NDArray[np.float64]:
    """Weights from the bins of a spectrum to mel bands, shape (201, 80): triangles of equal area."""
    edges = mel_to_hertz(np.linspace(0.0, hertz_to_mel(RATE_HZ / 2), BANDS + 2))
    bins = np.linspace(0.0, RATE_HZ / 2, WINDOW // 2 + 1)[:, None]
    low, middle, high = edges[:-2], edges[1:-1], edges[2:]
    rising, falling = (bins - low) / (middle - low), (high - bins) / (high - middle)
    weights: NDArray[np.float64] = np.maximum(0.0, np.minimum(rising, falling)) * (2.0 / (high - low))
    return weights


def hertz_to_mel(hertz: float) -> float:
    if hertz < _LINEAR_HZ:
        return hertz * _LINEAR_MELS / _LINEAR_HZ
    return float(_LINEAR_MELS + np.log(hertz / _LINEAR_HZ) / _STEP)


def mel_to_hertz(mels: NDArray[np.float64]) -> NDArray[np.float64]:
    linear = mels * _LINEAR_HZ / _LINEAR_MELS
    return np.where(mels < _LINEAR_MELS, linear, _LINEAR_HZ * np.exp(_STEP * (mels - _LINEAR_MELS)))
