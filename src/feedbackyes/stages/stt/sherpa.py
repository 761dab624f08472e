"""Neural ears on the CPU, in worker processes: any recogniser's model that sherpa-onnx reads, by the files of its folder.

Models that stream understand while somebody speaks; the others get what was said up to each pause.
"""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from feedbackyes.domain.errors import NotReady
from feedbackyes.settings import Settings
from feedbackyes.stages._neural import ears, folders
from feedbackyes.stages.stt._pool import Pool

THREADS = 2
"""Of a worker: one model, and all its speakers."""


def options(settings: Settings) -> dict[str, Any]:
    """What `create` gets from the settings."""
    folder = folders.chosen(settings.stt_folder, settings.models_folder, "FEEDBACKYES_STT_FOLDER")
    return {"folder": folder, "workers": max(1, settings.stt_workers // THREADS)}


def create(folder: Path, workers: int | None = None, threads: int = THREADS) -> Pool:
    """
    Args:
        folder: of the model.
        workers: processes; one for two cores unless told.
        threads: of each.

    Raises:
        NotReady: sherpa-onnx is not installed.
        BadModel: the folder holds no recogniser that can be used; the sentence says what is wrong with it.
    """
    if find_spec("sherpa_onnx") is None:
        raise NotReady(
            "The recogniser sherpa needs sherpa-onnx. Install it with: make install EXTRAS=neural (or pip install '.[neural]')"
        )
    model = ears.find(folder)
    module = "feedbackyes.stages.stt._sherpa_worker"
    number = workers or max(1, (os.cpu_count() or 1) // THREADS)
    return Pool(folder, model.kind, model.languages, number, module, str(folder), str(threads))
