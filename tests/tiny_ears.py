"""More recognisers small enough to make on the fly: every other class that sherpa-onnx reads, hearing the letters' tones.

A transducer or a model that writes letter after letter must say each once, so these look for the beginning of a tone: a
frame's letter counts when it is not that of the frame before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper

from tests.tiny_models import BINS, LETTERS, STREAMING, constant, save

COUNT = len(LETTERS)
SIZE = COUNT + 1
"""Letters and the blank."""
REAL, WHOLE, SHORT = TensorProto.FLOAT, TensorProto.INT64, TensorProto.INT32
FRAMES = 4
"""Of 10 ms that make one of the model's."""
CHUNK = 16
FILTERS = 80
KALDI_BINS = tuple(range(20, 74, 2))
"""As `BINS`, which is for NeMo and Whisper, on the mel scale from 20 to 7600 Hz that others use."""
PARAKEET_BINS = (
    17,
    19,
    22,
    24,
    27,
    30,
    32,
    35,
    37,
    39,
    42,
    44,
    46,
    48,
    50,
    52,
    54,
    56,
    58,
    60,
    62,
    64,
    66,
    67,
    69,
    71,
    73,
)
"""As `BINS`, up to 7600 Hz instead of 8000."""
DOUBLED = LETTERS.index("z")
"""The letter that a transducer of ours does not say twice, so that it matters what its decoder has heard."""

Graph = tuple[list[onnx.NodeProto], list[onnx.TensorProto]]
Shape = Sequence[str | int]


def value(name: str, kind: int, shape: Shape) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, kind, list(shape))


def write(
    path: Path,
    graph: Graph,
    inputs: Sequence[onnx.ValueInfoProto],
    outputs: Sequence[onnx.ValueInfoProto],
    metadata: Mapping[str, object] | None = None,
) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    nodes, constants = graph
    save(path, helper.make_graph(nodes, path.stem, inputs, outputs, constants), metadata or {})


def scores(features: str, bins: Sequence[int], blank: float) -> Graph:
    """Features [B, 80, T] to `scores` [B, T / 4, 28]: each letter looks at its own bin; the blank, which is last, has a level."""
    weights = np.zeros((SIZE, FILTERS, FRAMES), np.float32)
    weights[range(COUNT), bins] = 1 / FRAMES
    bias = np.zeros(SIZE, np.float32)
    bias[-1] = blank
    nodes = [
        helper.make_node("Conv", [features, "W", "b"], ["conv"], strides=[FRAMES], kernel_shape=[FRAMES]),
        helper.make_node("Transpose", ["conv"], ["scores"], perm=[0, 2, 1]),
    ]
    return nodes, [constant("W", weights), constant("b", bias)]


def onsets(before: str) -> Graph:
    """`scores` and the `winner` of the frame before them [B, 1, 28], to `begun` [B, N, 28]: 1 where a letter begins."""
    nodes = [
        helper.make_node("ArgMax", ["scores"], ["best"], axis=2, keepdims=0),
        helper.make_node("OneHot", ["best", "size", "off_on"], ["winner"], axis=-1),
        helper.make_node("Concat", [before, "winner"], ["winners"], axis=1),
        helper.make_node("Slice", ["winners", "first", "last", "axis_1"], ["earlier"]),
        helper.make_node("Slice", ["winners", "last", "end", "axis_1"], ["latest"]),
        helper.make_node("Sub", ["winner", "earlier"], ["change"]),
        helper.make_node("Relu", ["change"], ["begun"]),
    ]
    constants = [
        *(constant("size", np.array(SIZE)), constant("off_on", np.array([0, 1], np.float32))),
        *(constant("first", np.array([0])), constant("last", np.array([-1])), constant("end", np.array([1 << 30]))),
        constant("axis_1", np.array([1])),
    ]
    return nodes, constants


def joined(*graphs: Graph) -> Graph:
    return [node for nodes, _ in graphs for node in nodes], [value for _, values in graphs for value in values]


def spoken(order: Sequence[int]) -> Graph:
    """`begun` to `said` [B, N, 28] in the order of the tokens; where nothing begins, the blank is likelier than a letter."""
    bias = np.zeros(SIZE, np.float32)
    bias[-1] = 0.5
    weights = np.eye(SIZE, dtype=np.float32)
    weights[-1, -1] = 0
    nodes = [
        helper.make_node("MatMul", ["begun", "letters"], ["heard"]),
        helper.make_node("Add", ["heard", "quiet"], ["plain"]),
        helper.make_node("Mul", ["plain", "sure"], ["said"]),
    ]
    return nodes, [
        *(constant("letters", weights[:, list(order)]), constant("quiet", bias[list(order)])),
        constant("sure", np.array([20], np.float32)),
    ]


BLANK_FIRST = (COUNT, *range(COUNT))
BLANK_LAST = (*range(COUNT), COUNT)


def tokens(folder: Path, order: Sequence[int]) -> None:
    symbols = [*("▁" if letter == " " else letter for letter in LETTERS), "<blk>"]
    lines = [f"{symbols[which]} {index}" for index, which in enumerate(order)]
    (folder / "tokens.txt").write_text("\n".join(lines) + "\n", "utf-8")


ZIPFORMER = {
    "model_type": "zipformer2",
    "encoder_dims": 8,
    "query_head_dims": SIZE,
    "value_head_dims": 1,
    "num_heads": 1,
    "num_encoder_layers": 1,
    "cnn_module_kernels": 3,
    "left_context_len": 1,
    "T": CHUNK,
    "decode_chunk_len": CHUNK,
}
States = tuple[tuple[str, int, Shape], ...]
STATES: States = (
    ("cached_key_0", REAL, (1, "B", SIZE)),
    ("cached_nonlin_attn_0", REAL, (1, "B", 1, 6)),
    ("cached_val1_0", REAL, (1, "B", 1)),
    ("cached_val2_0", REAL, (1, "B", 1)),
    ("cached_conv1_0", REAL, ("B", 8, 1)),
    ("cached_conv2_0", REAL, ("B", 8, 1)),
    ("embed_states", REAL, ("B", 128, 3, 19)),
    ("processed_lens", WHOLE, ("B",)),
)
"""Of a Zipformer 2 with one layer. Here and below the state of 28 is where ours keeps the letter of its last frame."""
OLD_ZIPFORMER = {
    "model_type": "zipformer",
    "encoder_dims": 8,
    "attention_dims": SIZE,
    "num_encoder_layers": 1,
    "cnn_module_kernels": 3,
    "left_context_len": 1,
    "T": CHUNK,
    "decode_chunk_len": CHUNK,
}
OLD_ZIPFORMER_STATES: States = (
    ("cached_len_0", WHOLE, (1, "B")),
    ("cached_avg_0", REAL, (1, "B", 8)),
    ("cached_key_0", REAL, (1, 1, "B", SIZE)),
    ("cached_val_0", REAL, (1, 1, "B", SIZE // 2)),
    ("cached_val2_0", REAL, (1, 1, "B", SIZE // 2)),
    ("cached_conv1_0", REAL, (1, "B", 8, 2)),
    ("cached_conv2_0", REAL, (1, "B", 8, 2)),
)
LSTM = {
    "model_type": "lstm",
    "num_encoder_layers": 1,
    "d_model": SIZE,
    "rnn_hidden_size": 4,
    "T": CHUNK,
    "decode_chunk_len": CHUNK,
}
LSTM_STATES: States = (("h", REAL, (1, "B", SIZE)), ("c", REAL, (1, "B", 4)))
CONFORMER = {
    "model_type": "conformer",
    "num_encoder_layers": 1,
    "left_context": 1,
    "encoder_dim": SIZE,
    "pad_length": 1,
    "cnn_module_kernel": 3,
    "T": CHUNK,
    "decode_chunk_len": CHUNK,
}
CONFORMER_STATES: States = (("attn", REAL, (1, 1, "B", SIZE)), ("cnn", REAL, (1, 2, "B", SIZE)))
DECODER = {"vocab_size": SIZE, "context_size": 2}


def _encoder(states: States = STATES) -> Graph:
    """x [B, 16, 80] to `said` [B, 4, 28]."""
    memory, _, shape = next(state for state in states if state[2][-1] == SIZE)
    plain = helper.make_node("Squeeze", [memory, "axis_0"], ["remembered"])
    whole = helper.make_node("Unsqueeze", ["short", "axis_0"], [f"new_{memory}"])
    deep = len(shape) == 4  # layers, frames, batch; or layers, batch
    begin = [
        helper.make_node("Transpose", ["x"], ["features"], perm=[0, 2, 1]),
        *([plain] if deep else []),
        helper.make_node("Transpose", ["remembered" if deep else memory], ["before"], perm=[1, 0, 2]),
    ]
    keep = [
        helper.make_node("Transpose", ["latest"], ["short" if deep else f"new_{memory}"], perm=[1, 0, 2]),
        *([whole] if deep else []),
        *(helper.make_node("Identity", [name], [f"new_{name}"]) for name, _, _ in states if name != memory),
    ]
    axis = [constant("axis_0", np.array([0]))] if deep else []
    graph = joined((begin, axis), scores("features", KALDI_BINS, -1.0), onsets("before"), spoken(BLANK_FIRST))
    return joined(graph, (keep, []))


def _values(states: States, prefix: str = "") -> list[onnx.ValueInfoProto]:
    return [value(f"{prefix}{name}", kind, shape) for name, kind, shape in states]


def _icefall_rest(folder: Path, decoder: Mapping[str, object]) -> None:
    """The decoder and the joiner of a transducer whose blank is first. No z follows a z."""
    nodes = [
        helper.make_node("Gather", ["y", "newest"], ["last"], axis=1),
        helper.make_node("Gather", ["table", "last"], ["row"]),
        helper.make_node("Squeeze", ["row", "newest"], ["decoder_out"]),
    ]
    table = np.zeros((SIZE, SIZE), np.float32)
    table[1 + DOUBLED, 1 + DOUBLED] = -40
    constants = [constant("newest", np.array([1])), constant("table", table)]
    inputs, outputs = [value("y", WHOLE, ("B", 2))], [value("decoder_out", REAL, ("B", SIZE))]
    write(folder / "decoder.onnx", (nodes, constants), inputs, outputs, decoder)
    both = [value(name, REAL, ("B", SIZE)) for name in ("encoder_out", "decoder_out")]
    add = helper.make_node("Add", ["encoder_out", "decoder_out"], ["logit"])
    write(folder / "joiner.onnx", ([add], []), both, [value("logit", REAL, ("B", SIZE))], {"joiner_dim": SIZE})
    tokens(folder, BLANK_FIRST)


def streaming_transducer_ears(
    folder: Path,
    encoder: Mapping[str, object] = ZIPFORMER,
    decoder: Mapping[str, object] = DECODER,
    states: States = STATES,
) -> Path:
    """A streaming transducer in `folder`, whose encoder is a Zipformer 2 unless told."""
    inputs = [value("x", REAL, ("B", CHUNK, FILTERS)), *_values(states)]
    outputs = [value("said", REAL, ("B", "N", SIZE)), *_values(states, "new_")]
    write(folder / "encoder.onnx", _encoder(states), inputs, outputs, encoder)
    _icefall_rest(folder, decoder)
    return folder


def old_zipformer_ears(folder: Path) -> Path:
    return streaming_transducer_ears(folder, OLD_ZIPFORMER, states=OLD_ZIPFORMER_STATES)


def lstm_ears(folder: Path) -> Path:
    return streaming_transducer_ears(folder, LSTM, states=LSTM_STATES)


def conformer_ears(folder: Path) -> Path:
    """Its encoder is told how many frames have been, and does not tell it again."""
    streaming_transducer_ears(folder, CONFORMER, states=CONFORMER_STATES)
    model = onnx.load(str(folder / "encoder.onnx"))
    model.graph.input.append(value("processed_lens", WHOLE, ("B",)))
    onnx.save(model, str(folder / "encoder.onnx"))
    return folder


def zipformer_ctc_ears(folder: Path, metadata: Mapping[str, object] = ZIPFORMER) -> Path:
    """A streaming Zipformer CTC recogniser in `folder`."""
    nodes, constants = _encoder()
    nodes.append(helper.make_node("LogSoftmax", ["said"], ["log_probs"], axis=-1))
    inputs = [value("x", REAL, ("B", CHUNK, FILTERS)), *_values(STATES)]
    outputs = [value("log_probs", REAL, ("B", "N", SIZE)), *_values(STATES, "new_")]
    write(folder / "model.onnx", (nodes, constants), inputs, outputs, metadata)
    tokens(folder, BLANK_FIRST)
    return folder


def _from_the_start() -> Graph:
    """`before` for whole segments: nothing was heard yet."""
    nodes = [
        helper.make_node("ReduceMean", ["scores"], ["mean"], axes=[1], keepdims=1),
        helper.make_node("Mul", ["mean", "nothing"], ["before"]),
    ]
    return nodes, [constant("nothing", np.zeros(1, np.float32))]


def transducer_ears(folder: Path, encoder: Mapping[str, object] | None = None) -> Path:
    """A Zipformer transducer in `folder`, which wants a whole segment."""
    begin = [helper.make_node("Transpose", ["x"], ["features"], perm=[0, 2, 1])]
    graph = joined(
        (begin, []), scores("features", KALDI_BINS, -1.0), _from_the_start(), onsets("before"), spoken(BLANK_FIRST)
    )
    lengths = [helper.make_node("Div", ["x_lens", "four"], ["lengths"])], [constant("four", np.array([FRAMES]))]
    inputs = [value("x", REAL, ("B", "T", FILTERS)), value("x_lens", WHOLE, ("B",))]
    outputs = [value("said", REAL, ("B", "N", SIZE)), value("lengths", WHOLE, ("B",))]
    metadata = {"model_type": "zipformer2"} if encoder is None else encoder
    write(folder / "encoder.onnx", joined(graph, lengths), inputs, outputs, metadata)
    _icefall_rest(folder, DECODER)
    return folder


PREDICTOR = {"pred_rnn_layers": 1, "pred_hidden": 4}
NEMO_CACHE = {"cache_last_channel_dim1": 1, "cache_last_channel_dim2": 1, "cache_last_channel_dim3": SIZE}
STREAMING_NEMO = {**STREAMING, **NEMO_CACHE, **PREDICTOR, "normalize_type": "NA"}
PARAKEET = {
    "vocab_size": COUNT,
    "subsampling_factor": FRAMES,
    "normalize_type": "NA",
    "url": "a-tdt-model",
    **PREDICTOR,
}
DURATIONS = 3
"""Of a token-and-duration transducer: frames that may be left out behind a token, 0 to 2."""


def _nemo_rest(folder: Path, durations: int = 0) -> None:
    """The decoder and the joiner of a transducer whose blank is last. With `durations` it tells how far to go on; without
    them it may say ten tokens in a frame, so the letter before is not said again."""
    nodes = [
        helper.make_node("Gather", ["table", "targets"], ["row"]),
        helper.make_node("Transpose", ["row"], ["decoder_out"], perm=[0, 2, 1]),
        *(helper.make_node("Identity", [name], [f"new_{name}"]) for name in ("target_length", "h", "c")),
    ]
    states = [(name, REAL, (1, "B", 4)) for name in ("h", "c")]
    table = -40 * np.eye(SIZE, dtype=np.float32)
    table[-1] = 0
    if durations:
        table[[row for row in range(SIZE) if row != DOUBLED]] = 0
    inputs = [
        *(value("targets", SHORT, ("B", "U")), value("target_length", SHORT, ("B",))),
        *(value(name, kind, shape) for name, kind, shape in states),
    ]
    outputs = [
        *(value("decoder_out", REAL, ("B", SIZE, "U")), value("new_target_length", SHORT, ("B",))),
        *(value(f"new_{name}", kind, shape) for name, kind, shape in states),
    ]
    write(folder / "decoder.onnx", (nodes, [constant("table", table)]), inputs, outputs)
    both = [value(name, REAL, (1, SIZE, 1)) for name in ("encoder_out", "decoder_out")]
    steps = np.array([0, 1, 0], np.float32)[:durations].reshape(1, -1, 1)
    nodes = [
        helper.make_node("Add", ["encoder_out", "decoder_out"], ["sum"]),
        helper.make_node("Concat", ["sum", "steps"], ["all"], axis=1),
        helper.make_node("Reshape", ["all", "flat"], ["logit"]),
    ]
    constants = [constant("steps", steps), constant("flat", np.array([1, 1, 1, SIZE + durations]))]
    write(folder / "joiner.onnx", (nodes, constants), both, [value("logit", REAL, (1, 1, 1, SIZE + durations))])
    tokens(folder, BLANK_LAST)


def streaming_nemo_ears(folder: Path, metadata: Mapping[str, object] = STREAMING_NEMO) -> Path:
    """A streaming NeMo transducer in `folder`."""
    caches: list[tuple[str, int, Shape]] = [
        ("cache_last_channel", REAL, ("B", 1, 1, SIZE)),
        ("cache_last_time", REAL, ("B", 2, 2, 2)),
        ("cache_last_channel_len", WHOLE, ("B",)),
    ]
    begin = [helper.make_node("Squeeze", ["cache_last_channel", "axis_1"], ["before"])]
    end = [
        helper.make_node("Transpose", ["said"], ["encoded"], perm=[0, 2, 1]),
        helper.make_node("Div", ["length", "four"], ["lengths"]),
        helper.make_node("Unsqueeze", ["latest", "axis_1"], ["new_cache_last_channel"]),
        *(helper.make_node("Identity", [name], [f"new_{name}"]) for name, _, _ in caches[1:]),
    ]
    graph = joined(
        *((begin, []), scores("audio_signal", BINS, -6.0), onsets("before"), spoken(BLANK_LAST)),
        (end, [constant("four", np.array([FRAMES]))]),
    )
    inputs = [value("audio_signal", REAL, ("B", FILTERS, "T")), value("length", WHOLE, ("B",))]
    outputs = [value("encoded", REAL, ("B", SIZE, "N")), value("lengths", WHOLE, ("B",))]
    inputs += [value(*cache) for cache in caches]
    outputs += [value(f"new_{name}", kind, shape) for name, kind, shape in caches]
    write(folder / "encoder.onnx", graph, inputs, outputs, metadata)
    _nemo_rest(folder)
    return folder


def parakeet_ears(folder: Path, metadata: Mapping[str, object] = PARAKEET, durations: int = DURATIONS) -> Path:
    """A NeMo transducer in `folder`, with durations (TDT) as Parakeet has them, or without."""
    end = [
        helper.make_node("Transpose", ["said"], ["encoded"], perm=[0, 2, 1]),
        helper.make_node("Div", ["length", "four"], ["lengths"]),
    ]
    graph = joined(
        *(scores("audio_signal", PARAKEET_BINS, -6.0), _from_the_start(), onsets("before"), spoken(BLANK_LAST)),
        (end, [constant("four", np.array([FRAMES]))]),
    )
    inputs = [value("audio_signal", REAL, ("B", FILTERS, "T")), value("length", WHOLE, ("B",))]
    outputs = [value("encoded", REAL, ("B", SIZE, "N")), value("lengths", WHOLE, ("B",))]
    write(folder / "encoder.onnx", graph, inputs, outputs, metadata)
    _nemo_rest(folder, durations)
    return folder


SENSE_SIZE = 40
SENSE_VOICE = {
    "vocab_size": SENSE_SIZE,
    "lfr_window_size": 7,
    "lfr_window_shift": 6,
    "normalize_samples": 1,
    "with_itn": 14,
    "without_itn": 15,
    "lang_auto": 0,
    "lang_zh": 3,
    "lang_en": 4,
    "lang_ja": 11,
    "lang_ko": 12,
    "lang_yue": 7,
    "neg_mean": ",".join(["0"] * 560),
    "inv_stddev": ",".join(["1"] * 560),
    "model_type": "sense_voice_ctc",
}
SAID_IN = {0: "a", 3: "b", 4: "c", 7: "d", 11: "e", 12: "f"}
"""What the made SenseVoice hears first: a letter for the language that it was told."""
STACKED, STEP = 7, 6
"""Frames of 10 ms that SenseVoice sees at once, and goes on by."""
HAMMING_BINS = tuple(round((21 + 2 * index) * 0.981) - 1 for index in range(COUNT))
"""As `KALDI_BINS`, up to 8000 Hz."""


def sense_voice_ears(folder: Path, metadata: Mapping[str, object] = SENSE_VOICE) -> Path:
    """A SenseVoice in `folder`, which first tells by a letter which language it was told, and then reads the tones."""
    size = SENSE_SIZE
    begun = np.zeros((16, 4, size), np.float32)  # the letter, a blank, a space, a blank
    for language, letter in SAID_IN.items():
        for place, token in enumerate((1 + LETTERS.index(letter), 0, 1 + LETTERS.index(" "), 0)):
            begun[language, place, token] = 20
    head = np.zeros((1, 4, size), np.float32)
    head[0, range(4), range(36, 40)] = 20  # four that differ: CTC takes alike ones for one
    picked = np.zeros((80, size), np.float32)
    picked[HAMMING_BINS, range(1, 1 + COUNT)] = 1
    level = np.full(size, -100, np.float32)
    level[0], level[1 : 1 + COUNT] = -1, 0
    nodes = [
        helper.make_node("Reshape", ["x", "stacked"], ["frames"]),
        helper.make_node("Slice", ["frames", "from", "to", "axis"], ["middle"]),
        helper.make_node("ReduceMin", ["middle"], ["features"], axes=[2], keepdims=0),
        helper.make_node("MatMul", ["features", "picked"], ["raw"]),
        helper.make_node("Add", ["raw", "level"], ["body"]),
        helper.make_node("Gather", ["begun", "language"], ["told"]),
        helper.make_node("Concat", ["head", "told", "body"], ["logits"], axis=1),
    ]
    constants = [
        *(constant("stacked", np.array([1, -1, STACKED, 80])), constant("from", np.array([2]))),
        *(constant("to", np.array([5])), constant("axis", np.array([2])), constant("picked", picked)),
        *(constant("level", level), constant("begun", begun), constant("head", head)),
    ]
    inputs = [value("x", REAL, (1, "T", 80 * STACKED))]
    inputs += [value(name, SHORT, (1,)) for name in ("x_length", "language", "text_norm")]
    write(folder / "model.onnx", (nodes, constants), inputs, [value("logits", REAL, (1, "N", size))], metadata)
    symbols = ["<blk>", *LETTERS.replace(" ", "▁"), *(f"<|{index}|>" for index in range(1 + COUNT, size))]
    lines = [f"{symbol} {index}" for index, symbol in enumerate(symbols)]
    (folder / "tokens.txt").write_text("\n".join(lines) + "\n", "utf-8")
    return folder


def plain_nemo_ears(folder: Path) -> Path:
    """A NeMo transducer in `folder` as they were before they told how far to go on."""
    return parakeet_ears(folder, {key: entry for key, entry in PARAKEET.items() if key != "url"}, durations=0)
