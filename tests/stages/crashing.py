"""A worker process that does to sherpa-onnx what it does not survive: the message says what.

    python -m tests.stages.crashing FOLDER

FOLDER has an `ears` and a `voice`, both good; what is done to them is done to a copy.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import threading
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from feedbackyes.stages._messages import Message, Splitter, sender


class Do(Message, frozen=True, gc=False):
    what: str


class Done(Message, frozen=True, gc=False):
    what: str


def ears(folder: Path, **options: Any) -> Any:
    recogniser = import_module("sherpa_onnx").OnlineRecognizer
    return recogniser.from_nemo_ctc(tokens=str(folder / "tokens.txt"), model=str(folder / "model.onnx"), **options)


def missing_metadata(folder: Path) -> None:
    onnx = import_module("onnx")
    model = onnx.load(str(folder / "ears/model.onnx"))
    del model.metadata_props[:]
    onnx.save(model, str(folder / "ears/model.onnx"))
    ears(folder / "ears")


def no_blank(folder: Path) -> None:
    tokens = folder / "ears/tokens.txt"
    tokens.write_text(tokens.read_text().replace("<blk>", "<other>"))
    ears(folder / "ears")


def malformed_tokens(folder: Path) -> None:
    (folder / "ears/tokens.txt").write_text("a b c d\n<blk> 1\n")
    ears(folder / "ears")


def missing_offline_tokens(folder: Path) -> None:
    recogniser = import_module("sherpa_onnx").OfflineRecognizer
    recogniser.from_nemo_ctc(tokens=str(folder / "none.txt"), model=str(folder / "ears/model.onnx"))


def unknown_method(folder: Path) -> None:
    ears(folder / "ears", decoding_method="guessing")


def decode_unready(folder: Path) -> None:
    recogniser = ears(folder / "ears")
    recogniser.decode_stream(recogniser.create_stream())


def two_changes_of_rate(folder: Path) -> None:
    stream = ears(folder / "ears").create_stream()
    for rate in (16_000, 8_000, 44_100):
        stream.accept_waveform(rate, np.zeros(rate, np.float32))


def empty_batch(folder: Path) -> None:
    ears(folder / "ears").decode_streams([])


def two_owners_of_a_stream(folder: Path) -> None:
    recogniser = ears(folder / "ears")
    stream = recogniser.create_stream()

    def use() -> None:
        for _ in range(10_000):
            stream.accept_waveform(16_000, np.zeros(1600, np.float32))
            while recogniser.is_ready(stream):
                recogniser.decode_streams([stream])

    threads = [threading.Thread(target=use) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def voice(folder: Path, text: str) -> None:
    library = import_module("sherpa_onnx")
    files = {"model": str(folder / "voice/model.onnx"), "tokens": str(folder / "voice/tokens.txt")}
    model = library.OfflineTtsModelConfig(vits=library.OfflineTtsVitsModelConfig(**files))
    library.OfflineTts(library.OfflineTtsConfig(model=model)).generate(text)


def too_few_inputs(folder: Path) -> None:
    onnx = import_module("onnx")
    model = onnx.load(str(folder / "voice/model.onnx"))
    del model.graph.input[1:]
    for node in model.graph.node:
        for place, name in enumerate(node.input):
            if name in {"x_lengths", "scales", "sid"}:
                node.input[place] = f"fixed_{name}"
    values = {"x_lengths": np.array([1]), "scales": np.ones(3, np.float32), "sid": np.array([0])}
    model.graph.initializer.extend(
        onnx.numpy_helper.from_array(value, f"fixed_{name}") for name, value in values.items()
    )
    onnx.save(model, str(folder / "voice/model.onnx"))
    voice(folder, "hello")


WAYS = {
    way.__name__: way
    for way in (
        *(missing_metadata, no_blank, malformed_tokens, missing_offline_tokens, unknown_method, decode_unready),
        *(two_changes_of_rate, empty_batch, two_owners_of_a_stream, too_few_inputs),
    )
}


def main() -> None:
    send, splitter = sender(sys.stdout.fileno()), Splitter()
    decoder = msgspec.msgpack.Decoder(Do)
    while data := os.read(sys.stdin.fileno(), 1 << 16):
        for body in splitter.feed(data):
            message = decoder.decode(body)
            if message.what in WAYS:
                with tempfile.TemporaryDirectory() as copy:
                    shutil.copytree(sys.argv[1], copy, dirs_exist_ok=True)
                    WAYS[message.what](Path(copy))
            send(Done(message.stream, message.what))


if __name__ == "__main__":
    main()
