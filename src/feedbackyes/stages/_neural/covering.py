"""Which of the installed models `auto` uses for which language."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from feedbackyes.stages._neural.onnx_header import BadModel


def covering(models: Path, languages: Callable[[Path], frozenset[str]]) -> list[Path]:
    """Folders in `models`, the largest first, each with a language that none before it has.

    Args:
        languages: of a folder's model, as primary subtags; raises `BadModel` for what is none or cannot be used.

    Returns:
        Nothing without sherpa-onnx.
    """
    if find_spec("sherpa_onnx") is None or not models.is_dir():
        return []
    found: list[Path] = []
    covered: set[str] = set()
    for folder in sorted((one for one in models.iterdir() if one.name[0] != "."), key=_size, reverse=True):
        try:
            known = languages(folder)
        except BadModel:
            continue
        if known - covered:
            found.append(folder)
            covered |= known
    return found


def _size(folder: Path) -> int:
    """Of its networks, in bytes: as good a guess at how good it is as there is."""
    return sum(file.stat().st_size for file in folder.glob("*.onnx"))
