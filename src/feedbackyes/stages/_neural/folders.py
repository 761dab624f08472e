"""The files of a model, found in its folder by what their names end in, as publishers name them."""

from __future__ import annotations

import json
import re
from pathlib import Path

from feedbackyes.stages._neural.onnx_header import BadModel

MANIFEST = "feedbackyes.json"
"""Beside the files: what is known of a model that its files do not say, e.g. `{"languages": ["en"]}`."""
LANGUAGES = frozenset(
    {
        *("ar", "bn", "cs", "da", "de", "el", "en", "es", "fi", "fr", "he", "hi", "hu", "id", "it", "ja", "ko", "nl"),
        *("no", "pl", "pt", "ro", "ru", "sv", "th", "tr", "uk", "vi", "yue", "zh"),
    }
)


def require_folder(folder: Path) -> None:
    """Raises `BadModel` when it is none."""
    if not folder.is_dir():
        raise BadModel(
            f"There is no model folder {str(folder)!r}. List the known models with: feedbackyes models list, and install "
            "one with: feedbackyes models pull NAME, or give the path of a folder."
        )


def find(folder: Path, *parts: str, suffix: str = ".onnx") -> Path | None:
    """The file whose name has one of `parts` as a word (the earlier part wins); of several the smallest kind of numbers
    (`int8`), which is the quickest on a CPU."""
    files = sorted(entry for entry in folder.iterdir() if entry.name.endswith(suffix) and entry.is_file())
    for part in parts:
        word = re.compile(rf"(^|[-_.]){re.escape(part)}($|[-_.])")
        fitting = [file for file in files if word.search(file.name.removesuffix(suffix))]
        if fitting:
            return next((file for file in fitting if ".int8" in file.name), fitting[0])
    return None


def single(folder: Path) -> Path | None:
    """The model of a folder that has one: `model.onnx`, or the only ONNX file, whole or as `int8`."""
    found = find(folder, "model")
    if found is not None:
        return found
    files = sorted(folder.glob("*.onnx"))
    whole = {file.name.removesuffix(".onnx").removesuffix(".int8").removesuffix(".fp16") for file in files}
    if len(whole) != 1:
        return None
    return next((file for file in files if ".int8" in file.name), files[0])


def tokens(folder: Path) -> Path:
    """Its list of tokens, whether or not it is there."""
    return find(folder, "tokens", suffix=".txt") or folder / "tokens.txt"


def languages(folder: Path) -> frozenset[str]:
    """Primary subtags: of the manifest, or of the words in the folder's name; English when neither says.

    Raises:
        BadModel: the manifest cannot be read.
    """
    manifest = folder / MANIFEST
    if manifest.is_file():
        try:
            told = json.loads(manifest.read_bytes())["languages"]
            return frozenset(str(language).split("-")[0].casefold() for language in told)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise BadModel(f"{MANIFEST} in the model's folder does not list its languages ({error}).") from error
    words = re.split(r"[^a-z]+", folder.resolve().name.casefold())
    return (LANGUAGES & frozenset(words)) or frozenset({"en"})


def chosen(name: str, models: Path, setting: str) -> Path:
    """The folder that a setting names: a path, or a model that was installed in `models`.

    Raises:
        BadModel: the setting is empty, or no such folder is there.
    """
    if not name:
        raise BadModel(
            f"{setting} does not say which model to use. Give the name of an installed model (feedbackyes models list) or "
            "the path of a folder."
        )
    path = Path(name).expanduser()
    folder = path if path.is_absolute() or path.is_dir() else models / name
    require_folder(folder)
    return folder
