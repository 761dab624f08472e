"""Whisper by faster-whisper and CTranslate2, in worker processes: for machines with a GPU, phrase by phrase.

It runs on a CPU as well, where the models of `sherpa` are quicker.
"""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from feedbackyes.domain.errors import NotReady
from feedbackyes.settings import Settings
from feedbackyes.stages._neural import folders, whisper
from feedbackyes.stages.stt._pool import Pool
from feedbackyes.stages.stt._whisper_engine import GPU

THREADS = 2
"""Of a worker on the CPU."""
ASK_SECONDS = 20.0
"""For the number of GPUs; a driver that hangs is none."""


def options(settings: Settings) -> dict[str, Any]:
    """What `create` gets from the settings."""
    return {
        "folder": folders.chosen(settings.stt_folder, settings.models_folder, "FEEDBACKYES_STT_FOLDER"),
        "device": settings.stt_device,
        "compute": settings.stt_compute,
        "workers": max(1, settings.stt_workers // THREADS),
    }


def create(
    folder: Path, device: str = "auto", compute: str = "default", workers: int | None = None, threads: int = THREADS
) -> Pool:
    """
    Args:
        folder: of the model, as CTranslate2 has it.
        device: `cpu`, `cuda`, or `auto`: a GPU where there is one.
        compute: CTranslate2's type of numbers, e.g. `int8` or `float16`; `default`: as the file has them.
        workers: processes on a CPU, one for two cores unless told. A GPU has one.
        threads: of each.

    Raises:
        NotReady: faster-whisper is not installed, or there is no GPU where one is asked for.
        BadModel: the folder holds no Whisper that can be used; the sentence says what is wrong with it.
    """
    if not installed():
        raise NotReady(
            "The recogniser faster-whisper is not installed. Install it with: make install EXTRAS=whisper (or pip install '.[whisper]')"
        )
    model = whisper.find(folder)
    if device != "cpu" and not gpus():
        if device == GPU:
            raise NotReady(
                "There is no GPU that CTranslate2 can use. Leave FEEDBACKYES_STT_DEVICE at auto, or set it to cpu."
            )
        device = "cpu"
    device = GPU if device == "auto" else device
    number = 1 if device == GPU else workers or max(1, (os.cpu_count() or 1) // THREADS)
    module = "feedbackyes.stages.stt._whisper_worker"
    kind = f"{whisper.KIND}, {device}"
    return Pool(folder, kind, model.languages, number, module, str(folder), device, compute, str(threads))


def installed() -> bool:
    return find_spec("faster_whisper") is not None


def gpus() -> int:
    """GPUs that CTranslate2 can use. A process of its own asks: the library and the driver stay out of this one."""
    question = "import ctranslate2; print(ctranslate2.get_cuda_device_count())"
    try:
        told = subprocess.run(  # noqa: S603 (our own interpreter and words)
            [sys.executable, "-c", question], capture_output=True, text=True, timeout=ASK_SECONDS, check=True
        )
        return int(told.stdout)
    except (OSError, subprocess.SubprocessError, ValueError):
        return 0
