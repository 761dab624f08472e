"""A worker process that does to sherpa-onnx what it does not survive: the message says what.

    python -m tests.stages.crashing FOLDER

FOLDER has a good model of each kind that is named below; what is done to them is done to a copy.
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


def empty_batch_without_streaming(folder: Path) -> None:
    recogniser = import_module("sherpa_onnx").OfflineRecognizer
    files = {"tokens": str(folder / "offline/tokens.txt"), "model": str(folder / "offline/model.onnx")}
    recogniser.from_nemo_ctc(**files).decode_streams([])


def wrong_table_of_voices(folder: Path) -> None:
    table = folder / "kokoro/voices.bin"
    table.write_bytes(table.read_bytes()[:-4])
    library = import_module("sherpa_onnx")
    files = parts(folder / "kokoro", "model") | {"voices": str(table)}
    model = library.OfflineTtsModelConfig(kokoro=library.OfflineTtsKokoroModelConfig(**files))
    library.OfflineTts(library.OfflineTtsConfig(model=model))


def unknown_vocoder(folder: Path) -> None:
    change(folder / "matcha/hifigan_v2.onnx", model_type="other")
    library = import_module("sherpa_onnx")
    files = {"acoustic_model": "model-steps-3.onnx", "vocoder": "hifigan_v2.onnx", "tokens": "tokens.txt"}
    paths = {name: str(folder / "matcha" / file) for name, file in files.items()}
    config = library.GenerationConfig()
    config.phoneme_codepoints = [[ord("a")]]
    model = library.OfflineTtsModelConfig(matcha=library.OfflineTtsMatchaModelConfig(**paths))
    library.OfflineTts(library.OfflineTtsConfig(model=model)).generate("a", config)


def change(path: Path, **entries: str) -> None:
    """A model's metadata."""
    onnx = import_module("onnx")
    model = onnx.load(str(path))
    for entry in model.metadata_props:
        entry.value = entries.get(entry.key, entry.value)
    onnx.save(model, str(path))


def parts(folder: Path, *names: str) -> dict[str, str]:
    return {name: str(folder / f"{name}.onnx") for name in names} | {"tokens": str(folder / "tokens.txt")}


def unknown_encoder(folder: Path) -> None:
    change(folder / "zipformer/encoder.onnx", model_type="other")
    recogniser = import_module("sherpa_onnx").OnlineRecognizer
    recogniser.from_transducer(**parts(folder / "zipformer", "encoder", "decoder", "joiner"))


def tokens_of_another_transducer(folder: Path) -> None:
    change(folder / "parakeet/encoder.onnx", vocab_size="30")
    recogniser = import_module("sherpa_onnx").OfflineRecognizer
    files = parts(folder / "parakeet", "encoder", "decoder", "joiner")
    recogniser.from_transducer(**files, model_type="nemo_transducer")


def joiner_of_another_transducer(folder: Path) -> None:
    """Without durations, though the encoder says that there are some, or the other way round."""
    change(folder / "parakeet/encoder.onnx", url="elsewhere")
    recogniser = import_module("sherpa_onnx").OfflineRecognizer
    files = parts(folder / "parakeet", "encoder", "decoder", "joiner")
    recogniser.from_transducer(**files, model_type="nemo_transducer")


def languages_that_contradict(folder: Path) -> None:
    change(folder / "whisper/tiny-encoder.onnx", all_language_codes="en")
    recogniser = import_module("sherpa_onnx").OfflineRecognizer
    files = {name: str(folder / f"whisper/tiny-{name}.onnx") for name in ("encoder", "decoder")}
    recogniser.from_whisper(**files, tokens=str(folder / "whisper/tiny-tokens.txt"))


def unknown_language(folder: Path) -> None:
    recogniser = import_module("sherpa_onnx").OfflineRecognizer
    files = {name: str(folder / f"whisper/tiny-{name}.onnx") for name in ("encoder", "decoder")}
    made = recogniser.from_whisper(**files, tokens=str(folder / "whisper/tiny-tokens.txt"), language="tlh")
    stream = made.create_stream()
    stream.accept_waveform(16_000, np.zeros(16_000, np.float32))
    made.decode_stream(stream)


WAYS = {
    way.__name__: way
    for way in (
        *(missing_metadata, no_blank, malformed_tokens, missing_offline_tokens, unknown_method, decode_unready),
        *(two_changes_of_rate, empty_batch, two_owners_of_a_stream, too_few_inputs, empty_batch_without_streaming),
        *(wrong_table_of_voices, unknown_vocoder, unknown_encoder, tokens_of_another_transducer),
        *(joiner_of_another_transducer, languages_that_contradict, unknown_language),
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
