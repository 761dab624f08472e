"""Recognisers that write token after token until they are done (Whisper, Moonshine), small enough to make on the fly.

Their encoders find the letters' tones and hand on a list of letters; their decoders read out the entry that is next.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from onnx import helper

from tests.tiny_ears import (
    COUNT,
    FILTERS,
    REAL,
    SHORT,
    SIZE,
    WHOLE,
    Graph,
    joined,
    onsets,
    scores,
    value,
    write,
)
from tests.tiny_models import BINS, LETTERS, RATE_HZ, constant, frequency

EOT = COUNT
LANGUAGES = {"en": COUNT + 2, "de": COUNT + 3}
WHISPER = {
    "model_type": "whisper-tiny",
    "n_mels": FILTERS,
    "n_text_layer": 1,
    "n_text_ctx": 448,
    "n_text_state": 2,
    "n_vocab": COUNT + 8,
    "eot": EOT,
    "sot": COUNT + 1,
    "translate": COUNT + 4,
    "transcribe": COUNT + 5,
    "no_speech": COUNT + 6,
    "no_timestamps": COUNT + 7,
    "blank_id": LETTERS.index(" "),
    "is_multilingual": 1,
    "sot_sequence": f"{COUNT + 1},{LANGUAGES['en']},{COUNT + 5}",
    "all_language_tokens": ",".join(map(str, LANGUAGES.values())),
    "all_language_codes": ",".join(LANGUAGES),
}
PROMPT = 4
"""Tokens that the decoder is begun with: start, language, task, no times."""
CROSS: tuple[str | int, ...] = (1, 1, "M", COUNT + 8)
CACHE = (1, 1, 448, 2)


def _listed(last: int, width: int) -> Graph:
    """`begun` [1, N, 28] to `listed` [M + 1, width]: a row for each letter, and one for the end."""
    nodes = [
        helper.make_node("Slice", ["begun", "from_0", "to_letters", "axis_2"], ["letters_begun"]),
        helper.make_node("NonZero", ["letters_begun"], ["where"]),
        helper.make_node("Gather", ["where", "third"], ["found"], axis=0),
        helper.make_node("Reshape", ["found", "line"], ["heard"]),
        helper.make_node("Concat", ["heard", "over"], ["order"], axis=0),
        helper.make_node("OneHot", ["order", "width", "off_sure"], ["listed"], axis=-1),
    ]
    return nodes, [
        *(
            constant("from_0", np.array([0])),
            constant("to_letters", np.array([COUNT])),
            constant("axis_2", np.array([2])),
        ),
        *(constant("third", np.array([2])), constant("line", np.array([-1])), constant("over", np.array([last]))),
        *(constant("width", np.array(width)), constant("off_sure", np.array([0, 20], np.float32))),
    ]


def _before() -> Graph:
    nodes = [
        helper.make_node("ReduceMean", ["scores"], ["mean"], axes=[1], keepdims=1),
        helper.make_node("Mul", ["mean", "nothing"], ["before"]),
    ]
    return nodes, [constant("nothing", np.zeros(1, np.float32))]


def whisper_ears(folder: Path, metadata: Mapping[str, object] = WHISPER) -> Path:
    """A Whisper in `folder` for English and German. Told German, it hears every letter as the one after it, which the
    decoder has to remember from its first step."""
    end = [
        helper.make_node("Unsqueeze", ["listed", "axes_01"], ["cross_k"]),
        helper.make_node("Identity", ["cross_k"], ["cross_v"]),
    ]
    graph = joined(
        *(scores("mel", BINS, 0.3), _before(), onsets("before"), _listed(EOT, COUNT + 8)),
        (end, [constant("axes_01", np.array([0, 1]))]),
    )
    write(
        folder / "tiny-encoder.onnx",
        graph,
        [value("mel", REAL, (1, FILTERS, "T"))],
        [value("cross_k", REAL, CROSS), value("cross_v", REAL, CROSS)],
        metadata,
    )
    _whisper_decoder(folder)
    symbols = [*LETTERS, "<|endoftext|>", *(f"<|{index}|>" for index in range(7))]
    lines = [f"{base64.b64encode(symbol.encode()).decode()} {index}" for index, symbol in enumerate(symbols)]
    (folder / "tiny-tokens.txt").write_text("\n".join(lines) + "\n", "utf-8")
    return folder


def _whisper_decoder(folder: Path) -> None:
    nodes = [
        helper.make_node("Shape", ["tokens"], ["shape"]),
        helper.make_node("Gather", ["shape", "one"], ["count"]),
        helper.make_node("Add", ["offset", "count"], ["behind"]),
        helper.make_node("Sub", ["behind", "prompt"], ["next"]),
        helper.make_node("Gather", ["cross_k", "next"], ["row"], axis=2),
        helper.make_node("Squeeze", ["row", "one"], ["plain"]),
        # the language is the second token of the prompt; later it is what the cache remembers
        helper.make_node("Equal", ["tokens", "german"], ["is_german"]),
        helper.make_node("Cast", ["is_german"], ["told"], to=REAL),
        helper.make_node("ReduceMax", ["told"], ["now"], keepdims=0),
        helper.make_node("Add", ["self_k", "now"], ["new_self_k"]),
        helper.make_node("Identity", ["self_v"], ["new_self_v"]),
        helper.make_node("ReduceMax", ["new_self_k"], ["either"], keepdims=0),
        helper.make_node("MatMul", ["plain", "after"], ["shifted"]),
        helper.make_node("Greater", ["either", "half"], ["use"]),
        helper.make_node("Where", ["use", "shifted", "plain"], ["newest"]),
        helper.make_node("Mul", ["cross_v", "zero"], ["no_v"]),
        helper.make_node("ReduceMax", ["no_v"], ["tied"], keepdims=0),
        helper.make_node("Add", ["newest", "tied"], ["logits_one"]),
        helper.make_node("Reshape", ["count", "line"], ["repeat_count"]),
        helper.make_node("Concat", ["one", "repeat_count", "one"], ["repeats"], axis=0),
        helper.make_node("Tile", ["logits_one", "repeats"], ["logits"]),
    ]
    after = np.eye(COUNT + 8, dtype=np.float32)
    after[:26] = np.roll(after[:26], 1, axis=1)
    constants = [
        *(constant("one", np.array([1])), constant("prompt", np.array([PROMPT])), constant("line", np.array([-1]))),
        *(constant("german", np.array([LANGUAGES["de"]])), constant("after", after)),
        *(constant("half", np.array([0.5], np.float32)), constant("zero", np.zeros(1, np.float32))),
    ]
    caches = [value(name, REAL, CACHE) for name in ("self_k", "self_v")]
    inputs = [value("tokens", WHOLE, (1, "n")), *caches]
    inputs += [value("cross_k", REAL, CROSS), value("cross_v", REAL, CROSS), value("offset", WHOLE, (1,))]
    outputs = [value("logits", REAL, (1, "n", COUNT + 8))]
    outputs += [value(f"new_{name}", REAL, CACHE) for name in ("self_k", "self_v")]
    write(folder / "tiny-decoder.onnx", (nodes, constants), inputs, outputs)


HOP, WINDOW = 384, 768
"""Samples of a frame of Moonshine's, which hears the samples themselves, and of what our filters look at."""
MOONSHINE_EOS = 2
MOONSHINE_SIZE = COUNT + 3


def _tones() -> Graph:
    """`audio` [1, n] to `scores` [1, N, 28]: how loud each letter's tone is in each frame, in logarithms."""
    times = np.arange(WINDOW) / RATE_HZ
    turns = 2 * np.pi * np.array([frequency(index) for index in range(COUNT)])[:, None] * times
    filters = np.stack([np.cos(turns), np.sin(turns)], 1).reshape(2 * COUNT, 1, WINDOW) * np.hanning(WINDOW)
    nodes = [
        helper.make_node("Unsqueeze", ["audio", "one"], ["sound"]),
        helper.make_node("Conv", ["sound", "filters"], ["both"], strides=[HOP], pads=[HOP, HOP]),
        helper.make_node("Mul", ["both", "both"], ["powers"]),
        helper.make_node("Reshape", ["powers", "pairs"], ["paired"]),
        helper.make_node("ReduceSum", ["paired", "two"], ["power"], keepdims=0),
        helper.make_node("Add", ["power", "least"], ["some"]),
        helper.make_node("Log", ["some"], ["logs"]),
        helper.make_node("Transpose", ["logs"], ["letters_only"], perm=[0, 2, 1]),
        helper.make_node("Pad", ["letters_only", "behind", "level"], ["scores"]),
    ]
    return nodes, [
        *(
            constant("filters", filters.astype(np.float32)),
            constant("one", np.array([1])),
            constant("two", np.array([2])),
        ),
        *(constant("pairs", np.array([1, COUNT, 2, -1])), constant("least", np.array([1e-6], np.float32))),
        *(constant("behind", np.array([0, 0, 0, 0, 0, 1])), constant("level", np.array([6], np.float32))),
    ]


def moonshine_ears(folder: Path) -> Path:
    """A Moonshine in `folder`."""
    write(
        folder / "preprocess.onnx",
        _tones(),
        [value("audio", REAL, (1, "n"))],
        [value("scores", REAL, (1, "N", SIZE))],
    )
    end = [
        helper.make_node("Shape", ["scores"], ["shape"]),
        helper.make_node("Slice", ["shape", "one", "two"], ["frames"]),
        helper.make_node("Slice", ["ends", "zero", "frames", "zero"], ["rest"]),
        helper.make_node("Concat", ["listed", "rest"], ["more"], axis=0),
        helper.make_node("Slice", ["more", "zero", "frames", "zero"], ["enough"]),
        helper.make_node("Unsqueeze", ["enough", "zero"], ["untied"]),
        helper.make_node("Cast", ["length"], ["size_told"], to=REAL),
        helper.make_node("Mul", ["size_told", "nothing"], ["no_size"]),
        helper.make_node("Add", ["untied", "no_size"], ["encoded"]),
    ]
    ends = np.zeros((4096, MOONSHINE_SIZE), np.float32)
    ends[:, MOONSHINE_EOS] = 20
    constants = [
        *(constant("ends", ends), constant("one", np.array([1])), constant("two", np.array([2]))),
        constant("zero", np.array([0])),
    ]
    write(
        folder / "encode.onnx",
        joined(_before(), onsets("before"), _moonshine_list(), (end, constants)),
        [value("scores", REAL, (1, "N", SIZE)), value("length", SHORT, (1,))],
        [value("encoded", REAL, (1, "N", MOONSHINE_SIZE))],
    )
    for name, state in (("uncached_decode", False), ("cached_decode", True)):
        _moonshine_decoder(folder / f"{name}.onnx", state=state)
    symbols = ["<unk>", "<s>", "</s>", *("▁" if letter == " " else letter for letter in LETTERS)]
    lines = [f"{symbol} {index}" for index, symbol in enumerate(symbols)]
    (folder / "tokens.txt").write_text("\n".join(lines) + "\n", "utf-8")
    return folder


def _moonshine_list() -> Graph:
    """As `_listed`, behind Moonshine's three tokens that are no letters."""
    nodes, constants = _listed(MOONSHINE_EOS - 3, MOONSHINE_SIZE)
    at = next(index for index, node in enumerate(nodes) if node.op_type == "OneHot")
    nodes[at].input[0] = "order_behind"
    nodes.insert(at, helper.make_node("Add", ["order", "three"], ["order_behind"]))
    return nodes, [*constants, constant("three", np.array([3]))]


def _moonshine_decoder(path: Path, *, state: bool) -> None:
    """Its state counts the tokens so far, which has to be what it is told as the length of the sequence."""
    nodes = [
        helper.make_node("Cast", ["seq_len"], ["length"], to=REAL),
        helper.make_node("Add", ["state", "one"], ["next_state"])
        if state
        else helper.make_node("Identity", ["one"], ["next_state"]),
        helper.make_node("Sub", ["next_state", "length"], ["apart"]),
        helper.make_node("Sub", ["next_state", "one"], ["at_real"]),
        helper.make_node("Cast", ["at_real"], ["at"], to=WHOLE),
        helper.make_node("Gather", ["encoded", "at"], ["row"], axis=1),
        helper.make_node("Cast", ["token"], ["token_real"], to=REAL),
        helper.make_node("Mul", ["token_real", "nothing"], ["no_token"]),
        helper.make_node("Add", ["row", "no_token"], ["tied"]),
        helper.make_node("Mul", ["apart", "wrong"], ["penalty"]),
        helper.make_node("Add", ["tied", "penalty"], ["logits"]),
    ]
    wrong = np.zeros((1, 1, MOONSHINE_SIZE), np.float32)
    wrong[..., MOONSHINE_EOS] = 1000
    constants = [
        *(constant("one", np.ones(1, np.float32)), constant("nothing", np.zeros(1, np.float32))),
        constant("wrong", wrong),
    ]
    inputs = [
        *(
            value("token", SHORT, (1, 1)),
            value("encoded", REAL, (1, "N", MOONSHINE_SIZE)),
            value("seq_len", SHORT, (1,)),
        ),
        *([value("state", REAL, (1,))] if state else []),
    ]
    outputs = [value("logits", REAL, (1, 1, MOONSHINE_SIZE)), value("next_state", REAL, (1,))]
    write(path, (nodes, constants), inputs, outputs)
