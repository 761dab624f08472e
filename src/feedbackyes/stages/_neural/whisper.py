"""Whether a folder holds a Whisper in CTranslate2's files, and which languages it knows.

faster-whisper asks the network for a file that is missing, and does not notice a vocabulary that is too short, so both are
looked at before. `model.bin` is written by `ctranslate2.specs.model_spec`: version, name, revision, then each variable with
its name, shape, type and size; everything but the shapes is skipped.
"""

from __future__ import annotations

import json
import re
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from feedbackyes.stages._neural import folders
from feedbackyes.stages._neural.onnx_header import BadModel

KIND = "Whisper, CTranslate2"
MODEL, TOKENIZER, CONFIG = "model.bin", "tokenizer.json", "config.json"
VOCABULARIES = ("vocabulary.json", "vocabulary.txt")
VERSIONS = range(5, 7)
"""Of the file: the ones that CTranslate2 4 reads and writes."""
NAME = "WhisperSpec"
EMBEDDINGS = "decoder/embeddings/weight"
LANGUAGE = re.compile(r"<\|([a-z]{2,3})\|>")
MAX_JSON = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Whisper:
    """A model that has been checked. `languages`: primary subtags. `several`: it can tell them apart."""

    folder: Path
    languages: frozenset[str]
    several: bool


def find(folder: Path) -> Whisper:
    """
    Raises:
        BadModel: no Whisper for CTranslate2 is in `folder`, or one that cannot be used.
    """
    folders.require_folder(folder)
    if not (folder / MODEL).is_file():
        raise BadModel(
            f"There is no Whisper for faster-whisper in {folder.name!r}: it has no {MODEL}. Convert one with "
            "ct2-transformers-converter, or install one that is converted."
        )
    rows = _embeddings(folder / MODEL)
    for name in (TOKENIZER, CONFIG):
        if not isinstance(_json(folder / name), dict):
            raise BadModel(f"{name} is not what it should be. Install the model again.")
    symbols = _vocabulary(folder)
    if len(symbols) != rows:
        raise BadModel(
            f"The vocabulary in {folder.name!r} has {len(symbols)} entries instead of the model's {rows}. Install it again."
        )
    several = "" in symbols  # as CTranslate2 tells the multilingual models from the English ones
    languages = {found[1] for symbol in symbols if (found := LANGUAGE.fullmatch(symbol))} if several else {"en"}
    return Whisper(folder, frozenset(languages), several)


def _vocabulary(folder: Path) -> list[str]:
    path = next((folder / name for name in VOCABULARIES if (folder / name).is_file()), folder / VOCABULARIES[0])
    symbols = _json(path) if path.suffix == ".json" else path.read_text("utf-8").split("\n")[:-1]
    if not isinstance(symbols, list) or not all(isinstance(symbol, str) for symbol in symbols):
        raise BadModel(f"{path.name} is no list of tokens. Install the model again.")
    return symbols


def _json(path: Path) -> Any:
    try:
        if path.stat().st_size > MAX_JSON:
            raise BadModel(f"{path.name} is far too large. Install the model again.")
        return json.loads(path.read_bytes())
    except OSError as error:
        raise BadModel(f"The file {path.name} is missing ({error.strerror}). Install the model again.") from error
    except ValueError as error:
        raise BadModel(f"{path.name} cannot be read ({error}). Install the model again.") from error


def _embeddings(path: Path) -> int:
    """Rows of the table of tokens. Raises `BadModel` for a file that is none, or only a part of one."""
    try:
        with path.open("rb") as file:
            return _rows(file, path.stat().st_size)
    except (OSError, ValueError, struct.error, UnicodeDecodeError) as error:
        raise BadModel(f"{path.name} is no model of CTranslate2's, or only a part of one ({error}).") from error


def _rows(file: BinaryIO, end: int) -> int:
    (version,) = _read(file, "<I")
    if version not in VERSIONS:
        raise ValueError(f"version {version} of the file is not known here")
    name = _text(file)
    if name != NAME:
        raise ValueError(f"it is a {name[:40]!r}")
    _, count = _read(file, "<II")
    rows = 0
    for _ in range(count):
        name = _text(file)
        (rank,) = _read(file, "<B")
        shape = _read(file, f"<{rank}I")
        _, size = _read(file, "<BI")
        file.seek(size, 1)
        if file.tell() > end:
            raise ValueError("it ends too early")
        if name.startswith(EMBEDDINGS) and rank == 2:
            rows = rows or shape[0]
    if not rows:
        raise ValueError(f"it has no {EMBEDDINGS}")
    return rows


def _read(file: BinaryIO, form: str) -> tuple[int, ...]:
    return struct.unpack(form, file.read(struct.calcsize(form)))


def _text(file: BinaryIO) -> str:
    (length,) = _read(file, "<H")
    return file.read(length).rstrip(b"\0").decode("utf-8")
