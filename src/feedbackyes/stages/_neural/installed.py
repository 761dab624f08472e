"""What `auto` takes: the best model that is installed and can be used, if there is any."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from feedbackyes.stages._neural.onnx_header import BadModel

MODELS = ("*.onnx", "model.bin")


def best(models: Path, find: Callable[[Path], object], library: str = "sherpa_onnx") -> Path | None:
    """The folder in `models` that `find` takes for one of its kind; of several the one with the largest files, which is as
    good a guess as there is. None without the `library` that runs it."""
    if find_spec(library) is None or not models.is_dir():
        return None
    usable = [folder for folder in sorted(models.iterdir()) if folder.name[0] != "." and _fits(folder, find)]
    return max(usable, key=_size, default=None)


def _fits(folder: Path, find: Callable[[Path], object]) -> bool:
    try:
        find(folder)
    except BadModel:
        return False
    return True


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for pattern in MODELS for file in folder.glob(pattern))
