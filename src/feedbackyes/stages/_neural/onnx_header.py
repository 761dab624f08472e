"""What an ONNX file says of itself, read without loading it: metadata and the names of inputs and outputs.

The file is a protobuf message (`onnx.proto3`): a field's key is `number << 3 | wire type`. Everything but the few fields
that are wanted is skipped by its length, so a model of a gigabyte costs no more than a small one.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from feedbackyes.domain.errors import NotReady

VARINT, FIXED64, LENGTH_DELIMITED, FIXED32 = 0, 1, 2, 5
MODEL_GRAPH, MODEL_METADATA = 7, 14
GRAPH_INPUT, GRAPH_OUTPUT = 11, 12
ENTRY_KEY, ENTRY_VALUE = 1, 2
VALUE_NAME = 1
MAX_TEXT = 1 << 20
"""Bytes of a metadata entry; the longest in use (means of features) have a few thousand."""


class BadModel(NotReady):
    """The files of a model cannot be used; the sentence says which and why."""

    code = "bad_model"


@dataclass(frozen=True, slots=True)
class Header:
    metadata: dict[str, str]
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]

    def number(self, key: str) -> int:
        """A metadata entry as a number; 0 when it is missing or is none."""
        try:
            return int(self.metadata.get(key, "0"))
        except ValueError:
            return 0


def read(path: Path) -> Header:
    """
    Raises:
        BadModel: it is not there, is cut short, or is no ONNX file.
    """
    metadata: dict[str, str] = {}
    inputs: list[str] = []
    outputs: list[str] = []
    try:
        with path.open("rb") as file:
            end = path.stat().st_size
            graphs = 0
            for number, begin, size in _fields(file, 0, end):
                if number == MODEL_METADATA:
                    entry = _texts(file, begin, size, (ENTRY_KEY, ENTRY_VALUE))
                    metadata[entry.get(ENTRY_KEY, "")] = entry.get(ENTRY_VALUE, "")
                elif number == MODEL_GRAPH:
                    graphs += 1
                    for part, at, length in _fields(file, begin, begin + size):
                        if part in {GRAPH_INPUT, GRAPH_OUTPUT}:
                            name = _texts(file, at, length, (VALUE_NAME,)).get(VALUE_NAME, "")
                            (inputs if part == GRAPH_INPUT else outputs).append(name)
            if not graphs:
                raise ValueError("there is no graph in it")
    except OSError as error:
        raise BadModel(
            f"The model file {path.name} cannot be read ({error.strerror}). Install the model again."
        ) from error
    except ValueError as error:
        raise BadModel(f"{path.name} is no ONNX model, or only a part of one ({error}). Install it again.") from error
    return Header(metadata, tuple(inputs), tuple(outputs))


def _fields(file: BinaryIO, begin: int, end: int) -> list[tuple[int, int, int]]:
    """The length-delimited fields between two positions, each as (number, position, size)."""
    found = []
    position = begin
    while position < end:
        key, position = _varint(file, position, end)
        number, kind = key >> 3, key & 7
        if not number:
            raise ValueError("a field without a number")
        if kind == VARINT:
            _, position = _varint(file, position, end)
            continue
        size = 8 if kind == FIXED64 else 4
        if kind == LENGTH_DELIMITED:
            size, position = _varint(file, position, end)
            found.append((number, position, size))
        elif kind not in {FIXED64, FIXED32}:
            raise ValueError(f"an unknown kind of field, {kind}")
        position += size
        if position > end:
            raise ValueError("it ends too early")
    return found


def _varint(file: BinaryIO, position: int, end: int) -> tuple[int, int]:
    """A number of seven bits a byte, least first; and the position behind it."""
    file.seek(position)
    value = 0
    for index, byte in enumerate(file.read(min(10, end - position))):
        value |= (byte & 0x7F) << (7 * index)
        if not byte & 0x80:
            return value, position + index + 1
    raise ValueError("it ends too early")


def _texts(file: BinaryIO, begin: int, size: int, wanted: tuple[int, ...]) -> dict[int, str]:
    texts = {}
    for number, at, length in _fields(file, begin, begin + size):
        if number in wanted:
            if length > MAX_TEXT:
                raise ValueError("an entry that is far too long")
            file.seek(at)
            texts[number] = file.read(length).decode("utf-8")
    return texts
