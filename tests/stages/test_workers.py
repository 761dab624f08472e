"""Worker processes, and what sherpa-onnx does to its own: it ends them, and nobody else notices."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest
from structlog.testing import capture_logs

from feedbackyes.stages._workers import Worker
from tests import tiny_ears, tiny_matcha, tiny_models, tiny_writers
from tests.stages.crashing import WAYS, Do, Done

MODELS: dict[str, tiny_models.Maker] = {
    "ears": tiny_models.streaming_ears,
    "offline": tiny_models.offline_ears,
    "voice": tiny_models.letters_voice,
    "kokoro": tiny_models.kokoro_voice,
    "matcha": tiny_matcha.matcha_voice,
    "zipformer": tiny_ears.streaming_transducer_ears,
    "parakeet": tiny_ears.parakeet_ears,
    "whisper": tiny_writers.whisper_ears,
}


class Listener:
    """Waits for the next message, or for a death."""

    def __init__(self) -> None:
        self.messages: asyncio.Queue[Done | None] = asyncio.Queue()

    def __call__(self, message: Done | None) -> None:
        self.messages.put_nowait(message)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("models")
    for name, make in MODELS.items():
        make(made / name)
    return made


def started(folder: Path) -> Worker[Done]:
    return Worker("crash", msgspec.msgpack.Decoder(Done).decode, "tests.stages.crashing", str(folder))


@pytest.fixture
async def worker(folder: Path) -> AsyncIterator[Worker[Done]]:
    made = started(folder)
    yield made
    await made.stop()


async def test_every_way_to_end_the_library_ends_one_process(folder: Path) -> None:
    """Each in a process of its own, all beside one that lives on."""
    calm, heard = started(folder), Listener()
    calm.attach(1, heard)

    async def crash(way: str) -> tuple[str, str]:
        worker, listener = started(folder), Listener()
        worker.attach(1, listener)
        worker.send(Do(1, way))
        assert await listener.messages.get() is None, way
        assert worker.process_id is None
        return way, worker.last_words

    said = dict(await asyncio.gather(*(crash(way) for way in WAYS)))
    assert "tokens" in said["malformed_tokens"] + said["no_blank"]
    assert "guessing" in said["unknown_method"]
    calm.send(Do(1, "still there"))
    assert await heard.messages.get() == Done(1, "still there")
    await calm.stop()


async def test_all_streams_of_a_dead_process_are_told(worker: Worker[Done]) -> None:
    listeners = [Listener() for _ in range(3)]
    for number, listener in enumerate(listeners):
        worker.attach(number, listener)
        worker.send(Do(number, "hello"))
    assert [await listener.messages.get() for listener in listeners] == [Done(number, "hello") for number in range(3)]
    with capture_logs() as logs:
        worker.kill()
        assert [await listener.messages.get() for listener in listeners] == [None] * 3
    (line,) = [line for line in logs if line["event"] == "worker died"]
    assert line["streams"] == 3
    assert "-9" in line["reason"]


async def test_the_next_message_starts_another_process(worker: Worker[Done]) -> None:
    listener = Listener()
    worker.attach(1, listener)
    worker.send(Do(1, "decode_unready"))
    assert await listener.messages.get() is None
    worker.send(Do(1, "nothing"))
    assert await listener.messages.get() == Done(1, "nothing")


async def test_who_left_is_not_told(worker: Worker[Done]) -> None:
    gone, there = Listener(), Listener()
    worker.attach(1, gone)
    worker.attach(2, there)
    worker.detach(1)
    assert worker.streams == 1
    worker.send(Do(1, "hello"))
    worker.send(Do(2, "hello"))
    await there.messages.get()
    worker.kill()
    assert await there.messages.get() is None
    assert gone.messages.empty()


async def test_what_a_process_said_last_is_kept(tmp_path: Path) -> None:
    listener = Listener()
    worker = Worker("lost", msgspec.msgpack.Decoder(Done).decode, "no.such.module")
    worker.attach(1, listener)
    worker.send(Do(1, "hello"))
    assert await listener.messages.get() is None
    assert "no" in worker.last_words
    assert "module" in worker.last_words.lower()
    assert worker.process_id is None


async def test_who_is_stopped_hears_nothing_but_the_end(worker: Worker[Done]) -> None:
    """Not even answers that were on their way."""
    listener = Listener()
    worker.attach(1, listener)
    worker.send(Do(1, "hello"))
    assert await listener.messages.get() == Done(1, "hello")
    for _ in range(100):
        worker.send(Do(1, "again"))
    await worker.stop()
    assert listener.messages.get_nowait() is None
    assert listener.messages.empty()
