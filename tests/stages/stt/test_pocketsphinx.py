"""The worker processes: they die, hang and fall behind, and only those concerned notice."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import psutil
import pytest

from feedbackyes.audio import Int16
from feedbackyes.domain.errors import InvalidInput
from feedbackyes.stages.stt import RATE_HZ, RecogniserFailed, RecogniserOptions, _language_model, _stream
from feedbackyes.stages.stt._stream import Stream
from feedbackyes.stages.stt.pocketsphinx import PocketSphinx, create

SPEECH = np.frombuffer((Path(__file__).parents[2] / "data" / "austen-0930.wav").read_bytes()[44:], np.int16)


@pytest.fixture(scope="module")
def general(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cut general model, which takes longest to make."""
    folder = tmp_path_factory.mktemp("general")
    _language_model.build(folder, ["So."])
    (kept,) = folder.glob("general-*.npz")
    return kept


@pytest.fixture
async def recogniser(tmp_path: Path, general: Path) -> AsyncIterator[PocketSphinx]:
    shutil.copy(general, tmp_path)
    made = create(workers=2, cache=tmp_path)
    yield made
    await made.close()


async def opened(recogniser: PocketSphinx, phrases: tuple[str, ...] = ()) -> Stream:
    return await recogniser.open(RecogniserOptions(phrases=phrases), lambda _: None)


async def words(stream: Stream, samples: Int16 = SPEECH) -> str:
    stream.start()
    stream.feed(samples)
    return (await stream.finish()).text


@pytest.mark.slow
async def test_speakers_are_spread_over_processes_that_start_when_needed(recogniser: PocketSphinx) -> None:
    assert recogniser.process_ids() == []
    first = await opened(recogniser)
    assert len(recogniser.process_ids()) == 1
    second = await opened(recogniser)
    assert len(set(recogniser.process_ids())) == 2
    assert first._worker is not second._worker
    await first.close()
    third = await opened(recogniser)
    assert third._worker is first._worker


async def test_a_killed_process_loses_the_utterance_and_nothing_else(recogniser: PocketSphinx) -> None:
    unlucky, lucky = await opened(recogniser), await opened(recogniser)
    unlucky.start()
    unlucky.feed(SPEECH)
    lucky.start()
    lucky.feed(SPEECH)
    pid = unlucky._worker.process_id
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    with pytest.raises(RecogniserFailed, match="say that again"):
        await unlucky.finish()
    assert "might even" in (await lucky.finish()).text
    assert "might even" in await words(unlucky)
    assert unlucky._worker.process_id != pid


async def test_a_process_killed_between_utterances_is_not_noticed(recogniser: PocketSphinx) -> None:
    stream = await opened(recogniser)
    gone = asyncio.Event()
    receive = stream._receive

    def notice(message: object) -> None:
        receive(message)  # type: ignore[arg-type]
        if message is None:
            gone.set()

    stream._worker.attach(stream._number, notice)
    (pid,) = recogniser.process_ids()
    os.kill(pid, signal.SIGKILL)
    await gone.wait()
    assert "might even" in await words(stream)


async def test_killing_while_it_opens_is_an_error_with_a_sentence(recogniser: PocketSphinx) -> None:
    task = asyncio.create_task(opened(recogniser))
    while not recogniser.process_ids():  # noqa: ASYNC110 - the process tells nobody that it was started
        await asyncio.sleep(0.001)
    os.kill(recogniser.process_ids()[0], signal.SIGKILL)
    with pytest.raises(RecogniserFailed, match="process has ended"):
        await task
    assert "might even" in await words(await opened(recogniser))


async def test_closing_ends_the_processes(recogniser: PocketSphinx) -> None:
    await opened(recogniser)
    stream = await opened(recogniser)
    stream.start()
    stream.feed(np.tile(SPEECH, 4))
    pids = recogniser.process_ids()
    await recogniser.close()
    assert not any(psutil.pid_exists(pid) for pid in pids)


async def test_a_process_has_no_sockets_gives_way_and_ignores_the_terminal(recogniser: PocketSphinx) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.set_inheritable(True)
        await opened(recogniser)
        (pid,) = recogniser.process_ids()
        process = psutil.Process(pid)
        assert process.net_connections() == []
        assert process.nice() >= 5
        assert os.getsid(pid) != os.getsid(0)


async def test_a_process_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    program = (
        "import asyncio, sys\n"
        "from feedbackyes.stages.stt import RecogniserOptions\n"
        "from feedbackyes.stages.stt.pocketsphinx import create\n"
        "async def main():\n"
        "    made = create(workers=1)\n"
        "    await made.open(RecogniserOptions(), print)\n"
        "    print(made._workers[0].process_id, flush=True)\n"
        "    await asyncio.sleep(60)\n"
        "asyncio.run(main())\n"
    )
    parent = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        program,
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "XDG_CACHE_HOME": str(tmp_path)},
    )
    assert parent.stdout is not None
    worker = psutil.Process(int(await parent.stdout.readline()))
    parent.kill()
    await parent.wait()
    await asyncio.to_thread(worker.wait, 10)


async def test_an_overloaded_process_refuses_instead_of_slowing_everybody(
    recogniser: PocketSphinx, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = await opened(recogniser)
    stream.start()
    stream.feed(SPEECH)
    monkeypatch.setattr(_stream, "MAX_BEHIND_SECONDS", -1.0)
    stream.feed(SPEECH)
    with pytest.raises(RecogniserFailed, match="overloaded"):
        await stream.finish()
    monkeypatch.undo()
    assert "might even" in await words(stream)


async def test_speech_without_end_is_refused(recogniser: PocketSphinx) -> None:
    stream = await opened(recogniser)
    stream.start()
    for _ in range(7):
        stream.feed(np.zeros(60 * RATE_HZ, np.int16))
    with pytest.raises(RecogniserFailed, match="300 seconds"):
        await stream.finish()


async def test_what_was_taken_no_longer_waits(recogniser: PocketSphinx) -> None:
    stream = await opened(recogniser)
    stream.start()
    for start in range(0, SPEECH.size, 700):
        stream.feed(SPEECH[start : start + 700])
    assert sum(size for _, size in stream._waiting) == SPEECH.size
    finished = asyncio.create_task(stream.finish())
    seen = []
    while not finished.done():
        seen.append(sum(size for _, size in stream._waiting))
        await asyncio.sleep(0.001)
    assert seen == sorted(seen, reverse=True)
    assert 0 in seen


async def test_names_of_the_phrases_are_understood_and_written_as_there(recogniser: PocketSphinx) -> None:
    stream = await opened(recogniser, ("He might even have been made Amiable himself, I think.",) * 3)
    text = await words(stream)
    assert "Amiable" in text
    assert "i" not in text.split()


async def test_a_model_that_cannot_be_built_leaves_the_general_one(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    made = create(workers=1, cache=blocked)
    assert "might even" in await words(await opened(made, ("Some phrases.",)))
    await made.close()


def folders(path: Path) -> list[Path]:
    return [entry for entry in path.iterdir() if entry.is_dir()]


async def test_two_who_want_the_same_model_wait_for_one_building(recogniser: PocketSphinx, tmp_path: Path) -> None:
    await asyncio.gather(*(opened(recogniser, ("Good morning everybody.",)) for _ in range(3)))
    assert len(folders(tmp_path)) == 1


async def test_a_damaged_model_is_built_again(recogniser: PocketSphinx, tmp_path: Path) -> None:
    phrases = ("Good evening everybody.",)
    await (await opened(recogniser, phrases)).close()
    (folder,) = folders(tmp_path)
    (folder / "model.lm").write_bytes(b"nonsense")
    await recogniser.close()
    again = create(workers=1, cache=tmp_path)
    assert "might even" in await words(await opened(again, phrases))
    assert (folder / "model.lm").stat().st_size > 1_000_000
    await again.close()


@pytest.mark.parametrize("language", ["en", "en-GB", "EN_us", ""])
async def test_english_of_any_kind(recogniser: PocketSphinx, language: str) -> None:
    await recogniser.open(RecogniserOptions(language=language), lambda _: None)


async def test_another_language_is_refused_with_what_to_do(recogniser: PocketSphinx) -> None:
    with pytest.raises(InvalidInput, match="English only, not 'de-DE'"):
        await recogniser.open(RecogniserOptions(language="de-DE"), lambda _: None)
    assert recogniser.process_ids() == []
