"""What an ONNX file says of itself, against the library that usually reads it."""

from __future__ import annotations

from pathlib import Path

import pytest
from onnxruntime.capi.onnxruntime_inference_collection import InferenceSession

from feedbackyes.stages._neural import onnx_header
from feedbackyes.stages._neural.onnx_header import BadModel
from tests import tiny_models


@pytest.mark.parametrize(
    "make",
    [tiny_models.streaming_ears, tiny_models.letters_voice, tiny_models.piper_voice, tiny_models.kokoro_voice],
)
def test_it_reads_what_onnxruntime_reads(make: tiny_models.Maker) -> None:
    path = tiny_models.folder(make) / "model.onnx"
    header = onnx_header.read(path)
    session = InferenceSession(str(path))
    assert header.metadata == session.get_modelmeta().custom_metadata_map
    assert list(header.inputs) == [value.name for value in session.get_inputs()]
    assert list(header.outputs) == [value.name for value in session.get_outputs()]


def test_an_entry_that_is_no_number_is_none() -> None:
    header = onnx_header.Header({"one": "1", "word": "many"}, (), ())
    assert [header.number(key) for key in ("one", "word", "none")] == [1, 0, 0]


@pytest.mark.parametrize("size", [0, 1, 7, 100, 20_000, -1])
def test_a_file_that_is_cut_short_is_refused(tmp_path: Path, size: int) -> None:
    whole = (tiny_models.folder(tiny_models.streaming_ears) / "model.onnx").read_bytes()
    (tmp_path / "model.onnx").write_bytes(whole[:size])
    with pytest.raises(BadModel, match=r"model\.onnx is no ONNX model, or only a part of one"):
        onnx_header.read(tmp_path / "model.onnx")


@pytest.mark.parametrize("data", [b"nonsense" * 100, b"<html>not found</html>", bytes(1000), b"\xff" * 1000])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "model.onnx").write_bytes(data)
    with pytest.raises(BadModel, match="is no ONNX model"):
        onnx_header.read(tmp_path / "model.onnx")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadModel, match=r"gone\.onnx cannot be read"):
        onnx_header.read(tmp_path / "gone.onnx")
