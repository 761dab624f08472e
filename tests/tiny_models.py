"""Models small enough to make on the fly, in the files that sherpa-onnx reads: a voice that says each letter as a tone of its
own, and recognisers that read the tones back, so that text goes round exactly through the real library."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper

from feedbackyes.audio import Int16, Samples

LETTERS = "abcdefghijklmnopqrstuvwxyz "
BINS = (17, 19, 21, 24, 27, 29, 32, 34, 36, 39, 41, 43, 45, 47, 49, 51, 53, 55, 57, 59, 61, 63, 65, 66, 68, 70, 72)
"""The mel bin, of 80, in which the tone of each letter is loudest."""
SILENT = ".,!?;:'"
RATE_HZ = 16_000
TONE_MS, GAP_MS = 120, 80
"""Tones of the same letter need the gap: CTC takes two alike for one."""
CACHES = {f"cache_last_{kind}_dim{index}": 2 for kind in ("channel", "time") for index in (1, 2, 3)}
STREAMING = {"window_size": 16, "chunk_shift": 16, "subsampling_factor": 4, "vocab_size": 27, **CACHES}
OFFLINE = {"vocab_size": 27, "subsampling_factor": 4, "normalize_type": "NA"}

Array = NDArray[np.float32]
Maker = Callable[..., Path]
_shared = tempfile.TemporaryDirectory(prefix="tiny-models-", ignore_cleanup_errors=True)


@cache
def folder(make: Maker) -> Path:
    """Of a model that all tests of this process share."""
    return make(Path(_shared.name) / make.__name__)


def frequency(index: int) -> float:
    """Of the tone of a letter, in Hz: the middle of its mel bin (20 to 7600 Hz in 80 bins)."""

    def mel(hz: float) -> float:
        return 1127 * math.log(1 + hz / 700)

    return 700 * (math.exp((mel(20) + (mel(7600) - mel(20)) / 81 * (21 + 2 * index)) / 1127) - 1)


def tone(index: int, rate_hz: int) -> Samples:
    """One letter: a tone with soft edges, then silence."""
    times = np.arange(rate_hz * TONE_MS // 1000) / rate_hz
    edges = np.minimum(1, np.minimum(times, times[::-1]) / 0.005)
    sound = 0.3 * edges * np.sin(2 * math.pi * frequency(index) * times)
    return np.concatenate([sound, np.zeros(rate_hz * GAP_MS // 1000)]).astype(np.float32)


def said(text: str, rate_hz: int = RATE_HZ) -> Int16:
    """Lower-case text in tones, at the rate of the ears."""
    sound = np.concatenate([tone(LETTERS.index(letter), rate_hz) for letter in text])
    return (sound * 32767).astype(np.int16)


def save(path: Path, graph: onnx.GraphProto, metadata: Mapping[str, object]) -> None:
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    for key, value in metadata.items():
        model.metadata_props.add(key=key, value=str(value))
    onnx.save(model, str(path))


def stub(path: Path, metadata: Mapping[str, object]) -> None:
    """A file that says what it is and can do nothing."""
    value = helper.make_tensor_value_info("x", TensorProto.FLOAT, [1])
    result = helper.make_tensor_value_info("y", TensorProto.FLOAT, [1])
    inputs = {"lang_auto": 4, "state_dim": 2}
    count = next((number for entry, number in inputs.items() if entry in metadata), 1)
    more = [helper.make_tensor_value_info(f"x{index}", TensorProto.FLOAT, [1]) for index in range(1, count)]
    nodes = [helper.make_node("Identity", ["x"], ["y"])]
    save(path, helper.make_graph(nodes, "stub", [value, *more], [result]), metadata)


def constant(name: str, value: NDArray[np.generic]) -> onnx.TensorProto:
    return onnx.numpy_helper.from_array(np.ascontiguousarray(value), name)


def recogniser_tokens(folder: Path) -> None:
    symbols = ["▁" if letter == " " else letter for letter in LETTERS]
    lines = [f"{symbol} {index}" for index, symbol in enumerate([*symbols, "<blk>"])]
    (folder / "tokens.txt").write_text("\n".join(lines) + "\n", "utf-8")


def _reader(blank: float) -> tuple[list[onnx.NodeProto], list[onnx.TensorProto]]:
    """Features to log probabilities: each letter looks at its own mel bin, the blank wins below a level."""
    weights = np.zeros((len(LETTERS) + 1, 80, 4), np.float32)
    for index, mel_bin in enumerate(BINS):
        weights[index, mel_bin] = 1 / 4
    bias = np.zeros(len(LETTERS) + 1, np.float32)
    bias[-1] = blank
    nodes = [
        helper.make_node("Conv", ["audio_signal", "W", "b"], ["c"], strides=[4], kernel_shape=[4]),
        helper.make_node("Transpose", ["c"], ["t"], perm=[0, 2, 1]),
        helper.make_node("LogSoftmax", ["t"], ["logprobs"], axis=-1),
        helper.make_node("Div", ["length", "four"], ["lengths"]),
    ]
    return nodes, [constant("W", weights), constant("b", bias), constant("four", np.array([4], np.int64))]


def streaming_ears(
    folder: Path, metadata: Mapping[str, object] = STREAMING, blank: float = -1.0, *, broken: bool = False
) -> Path:
    """A streaming NeMo CTC recogniser in `folder`; one that is broken loads, and fails when it decodes."""
    folder.mkdir(parents=True, exist_ok=True)
    nodes, constants = _reader(blank)
    if broken:
        nodes[-2].output[0] = "good"
        nodes.append(helper.make_node("Reshape", ["good", "wrong"], ["logprobs"]))
        constants.append(constant("wrong", np.array([7, 11, 13])))
    real, whole = TensorProto.FLOAT, TensorProto.INT64
    caches = {"cache_last_channel": (real, 4), "cache_last_time": (real, 4), "cache_last_channel_len": (whole, 1)}
    nodes += [helper.make_node("Identity", [name], [f"{name}_next"]) for name in caches]
    inputs = [
        helper.make_tensor_value_info("audio_signal", real, ["B", 80, "T"]),
        helper.make_tensor_value_info("length", whole, ["B"]),
        *(
            helper.make_tensor_value_info(name, kind, [f"{name}{axis}" for axis in range(axes)])
            for name, (kind, axes) in caches.items()
        ),
    ]
    outputs = [
        helper.make_tensor_value_info("logprobs", real, ["B", "N", len(LETTERS) + 1]),
        helper.make_tensor_value_info("lengths", whole, ["B"]),
        *(
            helper.make_tensor_value_info(f"{name}_next", kind, [f"{name}{axis}" for axis in range(axes)])
            for name, (kind, axes) in caches.items()
        ),
    ]
    save(folder / "model.onnx", helper.make_graph(nodes, "ears", inputs, outputs, constants), metadata)
    recogniser_tokens(folder)
    return folder


def offline_ears(folder: Path, metadata: Mapping[str, object] = OFFLINE, blank: float = -1.0) -> Path:
    """A NeMo CTC recogniser in `folder`, which wants a whole segment."""
    folder.mkdir(parents=True, exist_ok=True)
    nodes, constants = _reader(blank)
    inputs = [
        helper.make_tensor_value_info("audio_signal", TensorProto.FLOAT, ["B", 80, "T"]),
        helper.make_tensor_value_info("length", TensorProto.INT64, ["B"]),
    ]
    outputs = [
        helper.make_tensor_value_info("logprobs", TensorProto.FLOAT, ["B", "N", len(LETTERS) + 1]),
        helper.make_tensor_value_info("lengths", TensorProto.INT64, ["B"]),
    ]
    save(folder / "model.onnx", helper.make_graph(nodes, "ears", inputs, outputs, constants), metadata)
    recogniser_tokens(folder)
    return folder


T_ONE = {"frame_length_ms": 300, "state_dim": 8, "sample_rate": 8000}


def t_one_ears(folder: Path, metadata: Mapping[str, object] = T_ONE) -> Path:
    """A streaming T-one recogniser in `folder`, which hears the same letter in everything that is not silent."""
    folder.mkdir(parents=True, exist_ok=True)
    nodes = [
        helper.make_node("Cast", ["signal"], ["real"], to=TensorProto.FLOAT),
        helper.make_node("Abs", ["real"], ["loud"]),
        helper.make_node("Reshape", ["loud", "frames"], ["framed"]),
        helper.make_node("ReduceMax", ["framed"], ["peak"], axes=[2], keepdims=1),
        helper.make_node("Mul", ["peak", "row"], ["scaled"]),
        helper.make_node("Add", ["scaled", "blank"], ["scores"]),
        helper.make_node("LogSoftmax", ["scores"], ["logprobs"], axis=-1),
        helper.make_node("Identity", ["state"], ["state_next"]),
    ]
    row, blank = np.zeros((2, len(LETTERS) + 1), np.float32)
    row[0], blank[-1] = 0.01, 3
    constants = [constant("frames", np.array([-1, 10, 240])), constant("row", row), constant("blank", blank)]
    size = len(LETTERS) + 1
    inputs = [
        helper.make_tensor_value_info("signal", TensorProto.INT32, ["B", 2400, 1]),
        helper.make_tensor_value_info("state", TensorProto.FLOAT16, ["B", 8]),
    ]
    outputs = [
        helper.make_tensor_value_info("logprobs", TensorProto.FLOAT, ["B", 10, size]),
        helper.make_tensor_value_info("state_next", TensorProto.FLOAT16, ["B", 8]),
    ]
    save(folder / "model.onnx", helper.make_graph(nodes, "ears", inputs, outputs, constants), metadata)
    recogniser_tokens(folder)
    return folder


VITS = {
    "sample_rate": RATE_HZ,
    "n_speakers": 2,
    "language": "English",
    "comment": "coqui",
    "frontend": "characters",
    "use_eos_bos": 0,
    "add_blank": 0,
}
RATES = ("16000", "24000")
VOICE_SYMBOLS = LETTERS + SILENT + "0123456789"


def letters_voice(folder: Path, metadata: Mapping[str, object] = VITS) -> Path:
    """A VITS voice in `folder` that takes characters. Speaker 0 speaks in pure tones; speaker 1 hums as well."""
    folder.mkdir(parents=True, exist_ok=True)
    rate_hz = int(str(metadata.get("sample_rate"))) if str(metadata.get("sample_rate")) in RATES else RATE_HZ
    rows = np.stack([_row(symbol, rate_hz) for symbol in VOICE_SYMBOLS])
    hum = 0.2 * np.sin(2 * math.pi * 100 * np.arange(rows.shape[1]) / rate_hz).astype(np.float32)
    _save_voice(folder, np.concatenate([rows, rows + hum]), ["x", "x_lengths", "scales", "sid"], metadata)
    symbols = [f"{symbol} {index}" if symbol != " " else f"  {index}" for index, symbol in enumerate(VOICE_SYMBOLS)]
    (folder / "tokens.txt").write_text("\n".join(symbols) + "\n", "utf-8")
    return folder


def _row(symbol: str, rate_hz: int) -> Array:
    if symbol in LETTERS:
        return tone(LETTERS.index(symbol), rate_hz)
    if symbol.isdigit():
        return tone(int(symbol), rate_hz)
    return np.zeros(rate_hz * (TONE_MS + GAP_MS) // 1000, np.float32)


def _save_voice(folder: Path, rows: Array, inputs: Sequence[str], metadata: Mapping[str, object]) -> None:
    """`inputs`: as VITS has them. The length scale stretches the sound, as it stretches speech."""
    half = rows.shape[0] // 2
    shapes: dict[str, tuple[int, list[str | int | None]]] = {
        "x": (TensorProto.INT64, [1, "L"]),
        "x_lengths": (TensorProto.INT64, [1]),
    }
    shapes |= {"scales": (TensorProto.FLOAT, [3]), "sid": (TensorProto.INT64, [1])}
    row_of = ["ids"] if "sid" in inputs else ["x"]
    nodes = [
        *(
            [
                helper.make_node("Mul", ["sid", "half"], ["shift"]),
                helper.make_node("Add", ["x", "shift"], ["ids"]),
            ]
            if "sid" in inputs
            else []
        ),
        helper.make_node("Gather", ["E", *row_of], ["g"]),
        helper.make_node("Reshape", ["g", "flat"], ["sound"]),
        helper.make_node("Gather", ["scales", "one"], ["stretch"]),
        helper.make_node("Concat", ["ones", "stretch"], ["factors"], axis=0),
        helper.make_node("Resize", ["sound", "", "factors"], ["resized"], mode="linear"),
        helper.make_node("Cast", ["x_lengths"], ["lengths"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["lengths", "zero"], ["nothing"]),
        helper.make_node("Add", ["resized", "nothing"], ["y"]),
    ]
    constants = [
        *(constant("E", rows), constant("half", np.array([half], np.int64)), constant("flat", np.array([1, 1, -1]))),
        *(constant("one", np.array([1], np.int64)), constant("ones", np.ones(2, np.float32))),
        constant("zero", np.zeros(1, np.float32)),
    ]
    graph = helper.make_graph(
        nodes,
        "voice",
        [helper.make_tensor_value_info(name, *shapes[name]) for name in inputs],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 1, "N"])],
        constants,
    )
    save(folder / "model.onnx", graph, metadata)


LEXICON = {key: value for key, value in VITS.items() if key != "frontend"}


def lexicon_voice(folder: Path, metadata: Mapping[str, object] = LEXICON) -> Path:
    """The same in `folder` for the words of a lexicon, which are hello and world."""
    letters_voice(folder, metadata)
    (folder / "lexicon.txt").write_text("hello h e l l o\nworld w o r l d\n")
    return folder


IPA = "abcdefhijklmnopstuvwxyzæðŋɐɑɔəɚɛɜɡɪɹɾʃʊʌʒθᵻˈˌː "
PIPER = {"sample_rate": 22_050, "n_speakers": 1, "language": "English", "comment": "piper", "voice": "en-us"}
KOKORO = {
    "sample_rate": 24_000,
    "n_speakers": 2,
    "has_espeak": 1,
    "style_dim": "510,1,256",
    "version": 2,
    "model_type": "kokoro",
    "speaker_names": "af_alloy,ff_siwis",
    "voice": "en-us",
    "language": "multi-lang",
}


def phoneme_tokens(folder: Path) -> int:
    symbols = ["_", "^", "$", *IPA.replace(" ", ""), *SILENT, " "]
    lines = [f"{symbol} {index}" if symbol != " " else f"  {index}" for index, symbol in enumerate(symbols)]
    (folder / "tokens.txt").write_text("\n".join(lines) + "\n", "utf-8")
    return len(symbols)


def _hums(count: int, rate_hz: int) -> Array:
    """A short tone for each of so many phonemes; the first three are silent."""
    times = np.arange(rate_hz // 20) / rate_hz
    pitches = 200 + 40 * np.arange(count)
    rows = 0.3 * np.sin(2 * math.pi * pitches[:, None] * times[None, :])
    rows[:3] = 0
    return rows.astype(np.float32)


def piper_voice(folder: Path, metadata: Mapping[str, object] = PIPER) -> Path:
    """A Piper voice in `folder`: a short tone for each phoneme."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = _hums(phoneme_tokens(folder), 22_050)
    _save_voice(folder, np.concatenate([rows, rows]), ["x", "x_lengths", "scales"], metadata)
    return folder


def kokoro_voice(folder: Path, metadata: Mapping[str, object] = KOKORO) -> Path:
    """A Kokoro voice in `folder`: a short tone for each phoneme; the style is its loudness."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = _hums(phoneme_tokens(folder), 24_000)
    nodes = [
        helper.make_node("Gather", ["E", "tokens"], ["g"]),
        helper.make_node("ReduceMean", ["style"], ["loudness"], axes=[0, 1], keepdims=0),
        helper.make_node("Mul", ["g", "loudness"], ["loud"]),
        helper.make_node("Reshape", ["loud", "flat"], ["sound"]),
        helper.make_node("Reciprocal", ["speed"], ["stretch"]),
        helper.make_node("Concat", ["ones", "stretch"], ["factors"], axis=0),
        helper.make_node("Resize", ["sound", "", "factors"], ["resized"], mode="linear"),
        helper.make_node("Reshape", ["resized", "line"], ["audio"]),
    ]
    constants = [
        *(constant("E", rows), constant("flat", np.array([1, 1, -1])), constant("line", np.array([-1]))),
        constant("ones", np.ones(2, np.float32)),
    ]
    inputs = [
        helper.make_tensor_value_info("tokens", TensorProto.INT64, [1, "L"]),
        helper.make_tensor_value_info("style", TensorProto.FLOAT, [1, 256]),
        helper.make_tensor_value_info("speed", TensorProto.FLOAT, [1]),
    ]
    outputs = [helper.make_tensor_value_info("audio", TensorProto.FLOAT, ["N"])]
    save(folder / "model.onnx", helper.make_graph(nodes, "voice", inputs, outputs, constants), metadata)
    styles = np.stack([np.full((510, 1, 256), loudness, np.float32) for loudness in (1.0, 0.5)])
    (folder / "voices.bin").write_bytes(styles.tobytes())
    return folder
