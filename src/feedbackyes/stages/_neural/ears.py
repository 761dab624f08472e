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
_CHUNK = ("T", "decode_chunk_len")
STREAMING_ENCODERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "zipformer2": _ZIPFORMER,
        "zipformer": (
            *("encoder_dims", "attention_dims", "num_encoder_layers", "cnn_module_kernels", "left_context_len"),
            *_CHUNK,
        ),
        "lstm": ("num_encoder_layers", "rnn_hidden_size", "d_model", *_CHUNK),
        "conformer": (
            *("num_encoder_layers", "left_context", "encoder_dim", "pad_length", "cnn_module_kernel"),
            *_CHUNK,
        ),
    }
)
"""What each of a streaming transducer's encoders needs, by `model_type`; of any other the library makes nothing, and falls."""
_STACKS = frozenset(STREAMING_ENCODERS["zipformer2"] + STREAMING_ENCODERS["zipformer"]) - {"model_type", *_CHUNK}
"""A number for each stack of a Zipformer."""
_SENSE_VOICE_LANGUAGES = ("zh", "en", "ja", "ko", "yue")

NEEDED: Mapping[Kind, tuple[str, ...]] = MappingProxyType(
    {
        Kind.STREAMING_NEMO_CTC: _NEMO,
        Kind.STREAMING_T_ONE: ("frame_length_ms", "state_dim", "sample_rate"),
        Kind.STREAMING_ZIPFORMER_CTC: _ZIPFORMER,
        Kind.STREAMING_TRANSDUCER: ("model_type", *_CHUNK),
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
_ICEFALL_REST = {"decoder": (1, 1), "joiner": (2, 1)}
_NEMO_REST = {"decoder": (4, 4), "joiner": (2, 1)}
PORTS: Mapping[Kind, Mapping[str, tuple[int, int]]] = MappingProxyType(
    {
        Kind.STREAMING_NEMO_CTC: {"model": (5, 5)},
        Kind.STREAMING_T_ONE: {"model": (2, 2)},
        Kind.STREAMING_ZIPFORMER_CTC: {"model": (3, 3)},
        Kind.STREAMING_TRANSDUCER: {"encoder": (3, 3), **_ICEFALL_REST},
        Kind.STREAMING_NEMO_TRANSDUCER: {"encoder": (5, 5), **_NEMO_REST},
        Kind.NEMO_CTC: {"model": (2, 1)},
        Kind.TRANSDUCER: {"encoder": (2, 2), **_ICEFALL_REST},
        Kind.NEMO_TRANSDUCER: {"encoder": (2, 2), **_NEMO_REST},
        Kind.SENSE_VOICE: {"model": (4, 1)},
        Kind.WHISPER: {"encoder": (1, 2), "decoder": (6, 3)},
        Kind.MOONSHINE: {
            "preprocessor": (1, 1),
            "encoder": (2, 1),
            "uncached_decoder": (3, 2),
            "cached_decoder": (4, 2),
        },
    }
)
"""Least numbers of inputs and outputs of each part: the library reads as many without looking."""
ZIPFORMERS = MappingProxyType({"zipformer2": (6, 2), "zipformer": (7, 0)})
"""A Zipformer's states: for each layer, or in the old one for each stack; and besides."""
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
    for part, (inputs, outputs) in PORTS[kind].items():
        states = _states(headers[part], kind, files[part].name) if part == main else 0
        _require_ports(
            headers[part], kind, files[part].name, max(inputs, 1 + states), max(outputs, bool(states) + states)
        )
    if kind in {Kind.TRANSDUCER, Kind.STREAMING_TRANSDUCER}:
        for entry in ("vocab_size", "context_size"):
            if headers["decoder"].number(entry) <= 0:
                raise _lacks(files["decoder"].name, entry)
    listed = folders.tokens(folder)
    _require_tokens(listed, kind, headers[main])
    paths = {name: str(path) for name, path in files.items()} | {"tokens": str(listed)}
    return Ears(kind, MappingProxyType(paths), _languages(folder, kind, headers[main]))


def _file(folder: Path, part: str) -> Path:
    found = folders.single(folder) if part == "model" else folders.find(folder, part)
    if found is None:
        raise BadModel(f"The model in {folder.name!r} is incomplete: it has no file {part}.onnx. Install it again.")
    return found


def _require(header: Header, kind: Kind, name: str) -> None:
    needed = NEEDED[kind]
    if kind is Kind.STREAMING_TRANSDUCER:
        needed += STREAMING_ENCODERS.get(header.metadata.get("model_type", ""), ("model_type",))
        if header.metadata.get("model_type") not in STREAMING_ENCODERS:
            known = ", ".join(STREAMING_ENCODERS)
            raise BadModel(f"The model_type of {name} is none that is known here: {known}. Install another model.")
    for entry in needed:
        if entry not in header.metadata or (entry in POSITIVE and header.number(entry) <= 0):
            raise _lacks(name, entry)
    stacks = [entry for entry in needed if entry in _STACKS and "encoder_dims" in needed]
    if len({len(_numbers(header, entry, name)) for entry in stacks}) > 1:
        raise BadModel(f"{name} contradicts itself: the lists of its layers have different lengths. Install it again.")
    if kind is Kind.WHISPER:
        _require_languages(header, name)


def _states(header: Header, kind: Kind, name: str) -> int:
    """Of a streaming encoder: as many go in beside the features, and come out beside what was encoded."""
    model = "zipformer2" if kind is Kind.STREAMING_ZIPFORMER_CTC else header.metadata.get("model_type", "")
    if kind not in {Kind.STREAMING_ZIPFORMER_CTC, Kind.STREAMING_TRANSDUCER} or model not in ZIPFORMERS:
        return 0
    each, besides = ZIPFORMERS[model]
    layers = _numbers(header, "num_encoder_layers", name)
    return each * (sum(layers) if model == "zipformer2" else len(layers)) + besides


def _require_ports(header: Header, kind: Kind, name: str, inputs: int, outputs: int) -> None:
    if len(header.inputs) < inputs:
        raise BadModel(f"{name} has {len(header.inputs)} inputs; that of a {kind} recogniser has {inputs}.")
    if len(header.outputs) < outputs:
        raise BadModel(f"{name} has {len(header.outputs)} outputs; that of a {kind} recogniser has {outputs}.")


def _require_languages(header: Header, name: str) -> None:
    """A Whisper that says it knows several must list them, each with its token, and begin with three tokens."""
    begin = _numbers(header, "sot_sequence", name)
    if not header.number("is_multilingual"):
        return
    numbers = _numbers(header, "all_language_tokens", name)
    codes = header.metadata.get("all_language_codes", "").split(",")
    if len(begin) < 3 or len(numbers) != len(codes):
        raise BadModel(f"{name} does not list its languages and their tokens as Whisper does. Install it again.")


def _numbers(header: Header, entry: str, name: str) -> list[int]:
    """A metadata entry that lists numbers, with commas between them."""
    try:
        return [int(number) for number in header.metadata[entry].split(",")]
    except (KeyError, ValueError):
        raise _lacks(name, entry) from None


def _require_tokens(listed: Path, kind: Kind, header: Header) -> None:
    if kind in WITHOUT_BLANK:
        tokens.read(listed)
        return
    tokens.require_blank(listed)
    if kind in {Kind.NEMO_TRANSDUCER, Kind.STREAMING_NEMO_TRANSDUCER}:
        found, size = tokens.read(listed), header.number("vocab_size")
        if len(found) != size + 1 or found.get("<blk>") != size:
            raise BadModel(
                f"{listed.name} does not belong to this model: it should have {size + 1} tokens, <blk> the last of them."
            )


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
    streaming = "decode_chunk_len" in header.metadata or len(header.inputs) > 2
    return Kind.STREAMING_TRANSDUCER if streaming else Kind.TRANSDUCER


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
