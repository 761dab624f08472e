"""Recognisers' folders: told apart, and refused before the library sees what it would not survive."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import onnx
import pytest

from feedbackyes.stages._neural import ears
from feedbackyes.stages._neural.ears import Kind
from feedbackyes.stages._neural.onnx_header import BadModel
from tests import tiny_ears, tiny_models, tiny_writers
from tests.tiny_ears import PARAKEET, STREAMING_NEMO, ZIPFORMER
from tests.tiny_models import OFFLINE, STREAMING, offline_ears, recogniser_tokens, streaming_ears, stub
from tests.tiny_writers import WHISPER


def test_a_streaming_and_an_offline_model(tmp_path: Path) -> None:
    streaming, offline = ears.find(streaming_ears(tmp_path / "s")), ears.find(offline_ears(tmp_path / "o"))
    assert (streaming.kind, offline.kind) == (Kind.STREAMING_NEMO_CTC, Kind.NEMO_CTC)
    assert (streaming.kind.streaming, offline.kind.streaming) == (True, False)
    assert streaming.files == {
        "model": str(tmp_path / "s" / "model.onnx"),
        "tokens": str(tmp_path / "s" / "tokens.txt"),
    }


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (tiny_models.streaming_ears, Kind.STREAMING_NEMO_CTC),
        (tiny_models.t_one_ears, Kind.STREAMING_T_ONE),
        (tiny_ears.zipformer_ctc_ears, Kind.STREAMING_ZIPFORMER_CTC),
        (tiny_ears.streaming_transducer_ears, Kind.STREAMING_TRANSDUCER),
        (tiny_ears.old_zipformer_ears, Kind.STREAMING_TRANSDUCER),
        (tiny_ears.lstm_ears, Kind.STREAMING_TRANSDUCER),
        (tiny_ears.conformer_ears, Kind.STREAMING_TRANSDUCER),
        (tiny_ears.streaming_nemo_ears, Kind.STREAMING_NEMO_TRANSDUCER),
        (tiny_models.offline_ears, Kind.NEMO_CTC),
        (tiny_ears.transducer_ears, Kind.TRANSDUCER),
        (tiny_ears.parakeet_ears, Kind.NEMO_TRANSDUCER),
        (tiny_ears.sense_voice_ears, Kind.SENSE_VOICE),
        (tiny_writers.whisper_ears, Kind.WHISPER),
        (tiny_writers.moonshine_ears, Kind.MOONSHINE),
    ],
)
def test_kinds_are_told_by_their_files(make: tiny_models.Maker, kind: Kind) -> None:
    assert ears.find(tiny_models.folder(make)).kind is kind


def test_parts_are_found_by_the_names_that_publishers_give_them(tmp_path: Path) -> None:
    tiny_ears.parakeet_ears(tmp_path)
    for part in ("encoder", "decoder", "joiner"):
        (tmp_path / f"{part}.onnx").rename(tmp_path / f"{part}-epoch-99-avg-1.int8.onnx")
    assert ears.find(tmp_path).files["joiner"].endswith("joiner-epoch-99-avg-1.int8.onnx")


def test_languages_of_a_model_that_lists_them() -> None:
    assert ears.find(tiny_models.folder(tiny_writers.whisper_ears)).languages == {"en", "de"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"all_language_codes": "en,de,fr"},
        {"all_language_tokens": ""},
        {"sot_sequence": "1"},
        {"sot_sequence": "<|startoftranscript|>"},
        {"n_mels": 0},
    ],
)
def test_a_whisper_that_lists_its_languages_wrongly_is_refused(tmp_path: Path, wrong: Mapping[str, object]) -> None:
    """Over which the library ends its process."""
    with pytest.raises(BadModel, match=r"languages|all_language|sot_sequence|n_mels"):
        ears.find(tiny_writers.whisper_ears(tmp_path, {**WHISPER, **wrong}))


@pytest.mark.parametrize("entry", ["encoder_dims", "num_heads", "left_context_len", "decode_chunk_len", "model_type"])
@pytest.mark.parametrize("make", [tiny_ears.streaming_transducer_ears, tiny_ears.zipformer_ctc_ears])
def test_a_zipformer_without_what_it_needs_is_refused(tmp_path: Path, make: tiny_models.Maker, entry: str) -> None:
    with pytest.raises(BadModel, match=f"{entry}|not a recogniser|no file"):
        ears.find(make(tmp_path, {key: value for key, value in ZIPFORMER.items() if key != entry}))


def test_an_encoder_of_another_type_is_refused(tmp_path: Path) -> None:
    """The library would fall over it."""
    with pytest.raises(BadModel, match="known here: zipformer2"):
        ears.find(tiny_ears.streaming_transducer_ears(tmp_path, {**ZIPFORMER, "model_type": "guess"}))


@pytest.mark.parametrize("make", [tiny_ears.streaming_transducer_ears, tiny_ears.zipformer_ctc_ears])
def test_an_encoder_with_fewer_states_than_layers_is_refused(tmp_path: Path, make: tiny_models.Maker) -> None:
    with pytest.raises(BadModel, match=r"has 9 inputs; that of a .* has 15"):
        ears.find(make(tmp_path, {**ZIPFORMER, "num_encoder_layers": 2}))


def test_stacks_of_different_numbers_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadModel, match="contradicts itself"):
        ears.find(tiny_ears.zipformer_ctc_ears(tmp_path, {**ZIPFORMER, "num_heads": "1,2"}))


@pytest.mark.parametrize(
    ("make", "metadata"),
    [(tiny_ears.parakeet_ears, PARAKEET), (tiny_ears.streaming_nemo_ears, STREAMING_NEMO)],
)
def test_tokens_that_are_not_those_of_a_transducer_are_refused(
    tmp_path: Path, make: tiny_models.Maker, metadata: Mapping[str, object]
) -> None:
    """The library counts them, and ends its process."""
    with pytest.raises(BadModel, match="should have 31 tokens"):
        ears.find(make(tmp_path, {**metadata, "vocab_size": 30}))
    make(tmp_path)
    recogniser_tokens(tmp_path)
    (tmp_path / "tokens.txt").write_text((tmp_path / "tokens.txt").read_text().replace("a 0", "<blk> 0", 1))
    with pytest.raises(BadModel, match="<blk> the last"):
        ears.find(tmp_path)


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


@pytest.mark.parametrize(
    ("make", "part"),
    [
        (tiny_ears.streaming_transducer_ears, "joiner"),
        *((tiny_ears.parakeet_ears, part) for part in ("decoder", "joiner")),
        (tiny_writers.whisper_ears, "tiny-decoder"),
        *((tiny_writers.moonshine_ears, part) for part in ("encode", "cached_decode", "uncached_decode")),
    ],
)
def test_a_part_that_is_another_models_is_refused(tmp_path: Path, make: tiny_models.Maker, part: str) -> None:
    """The library would read inputs and outputs that are not there."""
    make(tmp_path)
    stub(tmp_path / f"{part}.onnx", tiny_ears.DECODER)
    with pytest.raises(BadModel, match=rf"{part}\.onnx has 1 (inputs|outputs)"):
        ears.find(tmp_path)


def test_a_part_that_is_missing_is_named(tmp_path: Path) -> None:
    stub(tmp_path / "encoder.onnx", WHISPER)
    with pytest.raises(BadModel, match=r"no file decoder\.onnx"):
        ears.find(tmp_path)


def test_a_voice_is_no_recogniser(tmp_path: Path) -> None:
    with pytest.raises(BadModel, match="not a recogniser"):
        ears.find(tiny_models.letters_voice(tmp_path))


def test_a_nemo_model_that_does_not_tell_lengths_will_do(tmp_path: Path) -> None:
    """The library finds them out by itself; older exports have one output."""
    model = onnx.load(str(offline_ears(tmp_path) / "model.onnx"))
    del model.graph.output[1]
    onnx.save(model, str(tmp_path / "model.onnx"))
    assert ears.find(tmp_path).kind is Kind.NEMO_CTC


def test_no_folder_and_an_empty_one(tmp_path: Path) -> None:
    with pytest.raises(BadModel, match="There is no model folder"):
        ears.find(tmp_path / "none")
    with pytest.raises(BadModel, match="no file model"):
        ears.find(tmp_path)
