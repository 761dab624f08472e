"""Recognisers' folders: told apart, and refused before the library sees what it would not survive."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from feedbackyes.stages._neural import ears
from feedbackyes.stages._neural.ears import Kind
from feedbackyes.stages._neural.onnx_header import BadModel
from tests import tiny_models
from tests.tiny_models import OFFLINE, STREAMING, offline_ears, recogniser_tokens, streaming_ears, stub

ZIPFORMER = dict.fromkeys(ears.NEEDED[Kind.STREAMING_ZIPFORMER_CTC], 1)
WHISPER = dict.fromkeys(ears.NEEDED[Kind.WHISPER], 1)


def test_a_streaming_and_an_offline_model(tmp_path: Path) -> None:
    streaming, offline = ears.find(streaming_ears(tmp_path / "s")), ears.find(offline_ears(tmp_path / "o"))
    assert (streaming.kind, offline.kind) == (Kind.STREAMING_NEMO_CTC, Kind.NEMO_CTC)
    assert (streaming.kind.streaming, offline.kind.streaming) == (True, False)
    assert streaming.files == {
        "model": str(tmp_path / "s" / "model.onnx"),
        "tokens": str(tmp_path / "s" / "tokens.txt"),
    }


@pytest.mark.parametrize(
    ("files", "kind"),
    [
        ({"model.onnx": {"frame_length_ms": 300, "state_dim": 8, "sample_rate": 8000}}, Kind.STREAMING_T_ONE),
        ({"model.onnx": ZIPFORMER}, Kind.STREAMING_ZIPFORMER_CTC),
        ({"model.int8.onnx": dict.fromkeys(ears.NEEDED[Kind.SENSE_VOICE], 1)}, Kind.SENSE_VOICE),
        (
            {
                "encoder-1.onnx": ZIPFORMER,
                "decoder-1.onnx": {"vocab_size": 500, "context_size": 2},
                "joiner-1.onnx": {"joiner_dim": 512},
            },
            Kind.STREAMING_TRANSDUCER,
        ),
        (
            {
                "encoder.onnx": {"model_type": "zipformer2"},
                "decoder.onnx": {"vocab_size": 500, "context_size": 2},
                "joiner.onnx": {},
            },
            Kind.TRANSDUCER,
        ),
        (
            {
                "encoder.int8.onnx": {**OFFLINE, "pred_rnn_layers": 2, "pred_hidden": 640},
                "decoder.int8.onnx": {},
                "joiner.int8.onnx": {},
            },
            Kind.NEMO_TRANSDUCER,
        ),
        (
            {
                "encoder.onnx": {**STREAMING, "pred_rnn_layers": 1, "pred_hidden": 640},
                "decoder.onnx": {},
                "joiner.onnx": {},
            },
            Kind.STREAMING_NEMO_TRANSDUCER,
        ),
        ({"tiny.en-encoder.onnx": {**WHISPER, "is_multilingual": 0}, "tiny.en-decoder.onnx": {}}, Kind.WHISPER),
        (
            {f"{part}.onnx": {} for part in ("preprocess", "encode", "uncached_decode", "cached_decode")},
            Kind.MOONSHINE,
        ),
    ],
)
def test_kinds_are_told_by_their_files(tmp_path: Path, files: Mapping[str, Mapping[str, object]], kind: Kind) -> None:
    """Stubs with the metadata of each kind: they are not loaded here."""
    for name, metadata in files.items():
        stub(tmp_path / name, metadata)
    recogniser_tokens(tmp_path)
    assert ears.find(tmp_path).kind is kind


def test_languages_of_a_model_that_lists_them(tmp_path: Path) -> None:
    metadata = {**WHISPER, "is_multilingual": 1, "all_language_codes": "en,de,fr"}
    stub(tmp_path / "encoder.onnx", metadata)
    stub(tmp_path / "decoder.onnx", {})
    recogniser_tokens(tmp_path)
    assert ears.find(tmp_path).languages == {"en", "de", "fr"}


@pytest.mark.parametrize("entry", STREAMING)
def test_metadata_that_is_missing_or_no_number_is_refused(tmp_path: Path, entry: str) -> None:
    """The first ends the library's process, the second it takes for 0."""
    without = {key: value for key, value in STREAMING.items() if key != entry}
    for metadata in (without, {**STREAMING, entry: "many"}):
        with pytest.raises(BadModel, match=f"{entry}|not a recogniser"):
            ears.find(streaming_ears(tmp_path, metadata))


@pytest.mark.parametrize("entry", OFFLINE)
def test_so_is_that_of_an_offline_model(tmp_path: Path, entry: str) -> None:
    metadata = {key: value for key, value in OFFLINE.items() if key != entry}
    with pytest.raises(BadModel, match=f"{entry}|not a recogniser"):
        ears.find(offline_ears(tmp_path, metadata))


@pytest.mark.parametrize("text", ["a 0\nb 1\n", "a b c\n", ""])
def test_tokens_that_would_end_the_process_are_refused(tmp_path: Path, text: str) -> None:
    folder = offline_ears(tmp_path)
    (folder / "tokens.txt").write_text(text)
    with pytest.raises(BadModel, match=r"tokens\.txt"):
        ears.find(folder)
    (folder / "tokens.txt").unlink()
    with pytest.raises(BadModel, match=r"tokens\.txt is missing"):
        ears.find(folder)


def test_a_model_with_too_few_inputs_is_refused(tmp_path: Path) -> None:
    stub(tmp_path / "model.onnx", STREAMING)
    recogniser_tokens(tmp_path)
    with pytest.raises(BadModel, match="has 1 inputs"):
        ears.find(tmp_path)


def test_a_part_that_is_missing_is_named(tmp_path: Path) -> None:
    stub(tmp_path / "encoder.onnx", WHISPER)
    with pytest.raises(BadModel, match=r"no file decoder\.onnx"):
        ears.find(tmp_path)


def test_a_voice_is_no_recogniser(tmp_path: Path) -> None:
    with pytest.raises(BadModel, match="not a recogniser"):
        ears.find(tiny_models.letters_voice(tmp_path))


def test_no_folder_and_an_empty_one(tmp_path: Path) -> None:
    with pytest.raises(BadModel, match="There is no model folder"):
        ears.find(tmp_path / "none")
    with pytest.raises(BadModel, match="no file model"):
        ears.find(tmp_path)
