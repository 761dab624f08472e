"""Which recogniser a model folder holds, and whether its files are what that recogniser needs.

What it needs is what sherpa-onnx 2.0 reads of each kind; a file that lacks any of it ends the process that loads it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from feedbackyes.stages._neural import folders, onnx_header, tokens
from feedbackyes.stages._neural.onnx_header import BadModel, Header


class Kind(StrEnum):
    """Values are shown to people, with the recogniser's name."""

    STREAMING_NEMO_CTC = "streaming NeMo CTC"
    STREAMING_T_ONE = "streaming T-one CTC"
    STREAMING_ZIPFORMER_CTC = "streaming Zipformer CTC"
    STREAMING_TRANSDUCER = "streaming transducer"
    STREAMING_NEMO_TRANSDUCER = "streaming NeMo transducer"
    NEMO_CTC = "NeMo CTC"
    TRANSDUCER = "transducer"
    NEMO_TRANSDUCER = "NeMo transducer"
    SENSE_VOICE = "SenseVoice"
    WHISPER = "Whisper"
    MOONSHINE = "Moonshine"

    @property
    def streaming(self) -> bool:
        """It understands while somebody speaks; the others a whole segment at its end."""
        return self.value.startswith("streaming")


_CACHES = tuple(f"cache_last_{kind}_dim{index}" for kind in ("channel", "time") for index in (1, 2, 3))
_NEMO = ("window_size", "chunk_shift", "subsampling_factor", "vocab_size", *_CACHES)
_ZIPFORMER = (
    *("model_type", "encoder_dims", "query_head_dims", "value_head_dims", "num_heads", "num_encoder_layers"),
    *("cnn_module_kernels", "left_context_len", "T", "decode_chunk_len"),
)
_SENSE_VOICE_LANGUAGES = ("zh", "en", "ja", "ko", "yue")

NEEDED: Mapping[Kind, tuple[str, ...]] = MappingProxyType(
    {
        Kind.STREAMING_NEMO_CTC: _NEMO,
        Kind.STREAMING_T_ONE: ("frame_length_ms", "state_dim", "sample_rate"),
        Kind.STREAMING_ZIPFORMER_CTC: _ZIPFORMER,
        Kind.STREAMING_TRANSDUCER: ("model_type", "T", "decode_chunk_len"),
        Kind.STREAMING_NEMO_TRANSDUCER: (*_NEMO, "pred_rnn_layers", "pred_hidden"),
        Kind.NEMO_CTC: ("vocab_size", "subsampling_factor", "normalize_type"),
        Kind.TRANSDUCER: ("model_type",),
        Kind.NEMO_TRANSDUCER: ("vocab_size", "subsampling_factor", "pred_rnn_layers", "pred_hidden"),
        Kind.SENSE_VOICE: (
            *("vocab_size", "lfr_window_size", "lfr_window_shift", "normalize_samples", "with_itn", "without_itn"),
            *("neg_mean", "inv_stddev", "lang_auto", *(f"lang_{tag}" for tag in _SENSE_VOICE_LANGUAGES)),
        ),
        Kind.WHISPER: (
            *("n_mels", "n_text_layer", "n_text_ctx", "n_text_state", "n_vocab", "sot", "eot", "blank_id", "translate"),
            *("transcribe", "is_multilingual", "no_timestamps", "no_speech", "sot_sequence"),
        ),
        Kind.MOONSHINE: (),
    }
)
"""Metadata of the model, or of its encoder."""
POSITIVE = frozenset(
    {
        *("window_size", "chunk_shift", "subsampling_factor", "vocab_size", *_CACHES, "frame_length_ms", "state_dim"),
        *("sample_rate", "T", "decode_chunk_len", "pred_rnn_layers", "pred_hidden", "lfr_window_size"),
        *("lfr_window_shift", "n_mels", "n_text_layer", "n_text_ctx", "n_text_state", "n_vocab"),
    }
)
"""Entries that must be numbers above 0: the library takes one that is none for 0, and says nothing."""
WITHOUT_BLANK = frozenset({Kind.WHISPER, Kind.MOONSHINE, Kind.SENSE_VOICE})
INPUTS: Mapping[Kind, int] = MappingProxyType(
    {Kind.STREAMING_NEMO_CTC: 5, Kind.STREAMING_T_ONE: 2, Kind.NEMO_CTC: 2, Kind.SENSE_VOICE: 4}
)
"""Least number of inputs: the library reads as many without looking."""
MOONSHINE_PARTS = {
    "preprocessor": "preprocess",
    "encoder": "encode",
    "uncached_decoder": "uncached_decode",
    "cached_decoder": "cached_decode",
}


@dataclass(frozen=True, slots=True)
class Ears:
    """A recogniser's model that has been checked.

    Args:
        files: paths by sherpa-onnx's own argument names.
        languages: primary subtags that it understands.
    """

    kind: Kind
    files: Mapping[str, str]
    languages: frozenset[str]


def find(folder: Path) -> Ears:
    """
    Raises:
        BadModel: no recogniser's model is in `folder`, or one that cannot be used.
    """
    folders.require_folder(folder)
    if folders.find(folder, "preprocess") is not None:
        return _checked(folder, _moonshine, MOONSHINE_PARTS)
    if folders.find(folder, "encoder") is not None:
        if folders.find(folder, "joiner") is not None:
            return _checked(folder, _transducer, {part: part for part in ("encoder", "decoder", "joiner")})
        return _checked(folder, _whisper, {part: part for part in ("encoder", "decoder")})
    return _checked(folder, _single, {"model": "model"})


def _checked(folder: Path, kind_of: Callable[[Header, str], Kind], parts: Mapping[str, str]) -> Ears:
    files = {argument: _file(folder, part) for argument, part in parts.items()}
    headers = {argument: onnx_header.read(path) for argument, path in files.items()}
    main = "encoder" if "encoder" in files else "model"
    kind = kind_of(headers[main], files[main].name)
    _require(headers[main], kind, files[main].name)
    if kind in {Kind.TRANSDUCER, Kind.STREAMING_TRANSDUCER}:
        for entry in ("vocab_size", "context_size"):
            if headers["decoder"].number(entry) <= 0:
                raise _lacks(files["decoder"].name, entry)
    listed = folders.tokens(folder)
    if kind in WITHOUT_BLANK:
        tokens.read(listed)
    else:
        tokens.require_blank(listed)
    paths = {name: str(path) for name, path in files.items()} | {"tokens": str(listed)}
    return Ears(kind, MappingProxyType(paths), _languages(folder, kind, headers[main]))


def _file(folder: Path, part: str) -> Path:
    found = folders.single(folder) if part == "model" else folders.find(folder, part)
    if found is None:
        raise BadModel(f"The model in {folder.name!r} is incomplete: it has no file {part}.onnx. Install it again.")
    return found


def _require(header: Header, kind: Kind, name: str) -> None:
    for entry in NEEDED[kind]:
        if entry not in header.metadata or (entry in POSITIVE and header.number(entry) <= 0):
            raise _lacks(name, entry)
    if len(header.inputs) < INPUTS.get(kind, 1):
        raise BadModel(f"{name} has {len(header.inputs)} inputs; a {kind} recogniser has {INPUTS[kind]}.")


def _lacks(name: str, entry: str) -> BadModel:
    return BadModel(
        f"{name} does not say what its {entry} is, so sherpa-onnx cannot load it. Use a model that was exported for "
        "sherpa-onnx."
    )


def _single(header: Header, name: str) -> Kind:
    """The kind of a recogniser in one file, by the entries that only it has."""
    entries = header.metadata
    if "cache_last_channel_dim1" in entries or "window_size" in entries:
        return Kind.STREAMING_NEMO_CTC
    if "frame_length_ms" in entries and "state_dim" in entries:
        return Kind.STREAMING_T_ONE
    if "lfr_window_size" in entries and "lang_auto" in entries:
        return Kind.SENSE_VOICE
    if "decode_chunk_len" in entries:
        return Kind.STREAMING_ZIPFORMER_CTC
    if "subsampling_factor" in entries and ("normalize_type" in entries or "vocab_size" in entries):
        return Kind.NEMO_CTC
    raise BadModel(
        f"{name} is not a recogniser of a kind that is known here: {', '.join(kind.value for kind in Kind)}."
    )


def _transducer(header: Header, _: str) -> Kind:
    nemo = "pred_hidden" in header.metadata or header.metadata.get("model_type", "").startswith("EncDec")
    if nemo:
        return Kind.STREAMING_NEMO_TRANSDUCER if "window_size" in header.metadata else Kind.NEMO_TRANSDUCER
    return Kind.STREAMING_TRANSDUCER if "decode_chunk_len" in header.metadata else Kind.TRANSDUCER


def _whisper(*_: object) -> Kind:
    return Kind.WHISPER


def _moonshine(*_: object) -> Kind:
    return Kind.MOONSHINE


def _languages(folder: Path, kind: Kind, header: Header) -> frozenset[str]:
    if kind is Kind.SENSE_VOICE:
        return frozenset(_SENSE_VOICE_LANGUAGES)
    if kind is Kind.WHISPER and header.number("is_multilingual"):
        return frozenset(header.metadata.get("all_language_codes", "en").split(","))
    return folders.languages(folder)
