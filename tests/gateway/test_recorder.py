from __future__ import annotations

import asyncio
import base64
import io
import wave
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from feedbackyes.audio.formats import AudioFormat
from feedbackyes.domain.consent import Purpose
from feedbackyes.domain.errors import InvalidInput
from feedbackyes.gateway import recorder as recorder_module
from feedbackyes.gateway.playback import InputClock
from feedbackyes.gateway.recorder import MARGIN_MS, Recorder, Recording
from feedbackyes.gateway.tape import LEARNER, PARTNER
from feedbackyes.storage import consents
from feedbackyes.storage.recordings.disk import Recordings
from feedbackyes.storage.recordings.speech import beside, measured
from tests.gateway.conftest import ALICE, House, OpenHouse, receive, send
from tests.gateway.realtime_server import RealtimeServer


class Clock:
    """The session clock, moved by hand."""

    def __init__(self) -> None:
        self.ms = 0.0

    def __call__(self) -> float:
        return self.ms


def sound(ms: float, value: int = 1000) -> bytes:
    return base64.b64encode(value.to_bytes(2, "little") * round(24 * ms))


def read(recordings: Recordings, session_id: str = "s1") -> NDArray[np.int16]:
    with recordings.open(session_id) as file, wave.open(io.BytesIO(file.read())) as recording:
        assert (recording.getframerate(), recording.getnchannels(), recording.getsampwidth()) == (24_000, 2, 2)
        return np.frombuffer(recording.readframes(10**9), "<i2").reshape(-1, 2)


def where(samples: NDArray[np.int16], channel: int) -> tuple[float, float]:
    found = np.flatnonzero(samples[:, channel])
    return found[0] / 24, (found[-1] + 1) / 24


@pytest.fixture
def recordings(tmp_path: Path) -> Recordings:
    return Recordings(tmp_path / "recordings")


Begin = Callable[[Callable[[], float]], Recording]


@pytest.fixture
def begin(recordings: Recordings) -> Iterator[Begin]:
    """Begins the recording `s1` on a clock; the file is closed in the end."""
    begun: list[Recording] = []

    def start(clock: Callable[[], float]) -> Recording:
        begun.append(Recorder(recordings).open("s1", InputClock(), clock))
        return begun[-1]

    yield start
    for recording in begun:
        recording.writer.close()


def test_both_sides_are_where_they_were_heard(recordings: Recordings, begin: Begin) -> None:
    clock = Clock()
    recording = begin(clock)
    for number in range(10):
        clock.ms = 1000 + 40 * (number + 1)
        recording.learner(sound(40), recording.clock.add(40, clock.ms), AudioFormat.PCM)
    recording.partner(sound(300, 500), 1600, AudioFormat.PCM)
    clock.ms = 3000
    assert recording.flush() is False
    recording.close()
    assert recording.flush() is True
    samples = read(recordings)
    assert where(samples, LEARNER) == (1000, 1400)
    assert where(samples, PARTNER) == (1600, 1900)
    assert len(samples) == 72_000


def test_a_crash_loses_less_than_half_a_second(recordings: Recordings, begin: Begin) -> None:
    clock = Clock()
    recording = begin(clock)
    recording.partner(sound(5000), 0, AudioFormat.PCM)
    clock.ms = 2000
    recording.flush()
    samples = read(recordings)  # nothing was closed
    assert len(samples) / 24 >= 2000 - MARGIN_MS
    assert where(samples, PARTNER)[1] == len(samples) / 24, "and nothing of the future is in it"


def test_a_partner_who_is_cut_is_cut_in_the_file_too(recordings: Recordings, begin: Begin) -> None:
    clock = Clock()
    recording = begin(clock)
    recording.partner(sound(5000), 0, AudioFormat.PCM)
    clock.ms = 2000
    recording.flush()
    recording.cut(1500)
    clock.ms = 4000
    recording.close()
    recording.flush()
    assert where(read(recordings), PARTNER) == (0, 1500)


@pytest.mark.parametrize("kind", [AudioFormat.MU_LAW, AudioFormat.A_LAW])
def test_telephone_audio_is_recorded_too(recordings: Recordings, begin: Begin, kind: AudioFormat) -> None:
    clock = Clock()
    recording = begin(clock)
    loud = base64.b64encode(b"\x10" * 8 * 500)
    recording.learner(loud, recording.clock.add(500, 500), kind)
    clock.ms = 1000
    recording.close()
    recording.flush()
    start, end = where(read(recordings), LEARNER)
    assert start == pytest.approx(0, abs=10)
    assert end == pytest.approx(500, abs=10)


def test_audio_that_is_none_is_left_out(recordings: Recordings, begin: Begin) -> None:
    clock = Clock()
    recording = begin(clock)
    recording.learner(b"???", 0, AudioFormat.PCM)
    recording.learner(base64.b64encode(b"odd"), 0, AudioFormat.PCM)
    recording.partner(sound(100), 100, AudioFormat.PCM)
    clock.ms = 500
    recording.close()
    recording.flush()
    assert where(read(recordings), PARTNER) == (100, 200)


def test_too_much_at_once_is_counted_and_never_waited_for(begin: Begin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorder_module, "WAITING_BYTES", 10_000)
    recording = begin(Clock())
    recording.partner(sound(100), 0, AudioFormat.PCM)
    assert recording.lost_ms == 0
    recording.partner(sound(100), 100, AudioFormat.PCM)
    assert recording.lost_ms == 100


async def test_a_disk_that_fails_costs_the_recording_only(recordings: Recordings) -> None:
    recorder = Recorder(recordings)
    recorder.start()
    recording = recorder.open("s1", InputClock(), lambda: 1000.0)
    recording.writer.close()  # as good as a disk that is full
    await asyncio.to_thread(recording.closed.wait, 5)
    assert recording.failed
    await recorder.stop()


async def talk(house: House, service: RealtimeServer, path: str) -> None:
    async with house.call(path) as socket:
        await receive(socket, "session.created")
        conversation = await service.conversation(len(service.conversations) or 1)
        await send(socket, "input_audio_buffer.append", audio=sound(200).decode())
        await conversation.heard("input_audio_buffer.append")
        await conversation.partner_says("item_p", "one two three four five six seven eight", 4000)
        await receive(socket, "response.done")
        await asyncio.sleep(0.3)
        await conversation.say("input_audio_buffer.speech_started", audio_start_ms=0, item_id="item_u")
        await receive(socket, "input_audio_buffer.speech_started")
        await send(socket, "conversation.item.truncate", item_id="item_p", content_index=0, audio_end_ms=250)
        await conversation.heard("conversation.item.truncate")
        await asyncio.sleep(0.5)
        await socket.close(1000, "end")
    await house.until("session.state", state="ended")


async def test_transcript_and_recording_agree_on_what_was_heard(open_house: OpenHouse, service: RealtimeServer) -> None:
    async with open_house(recording="on") as house:
        await talk(house, service, "/ws/realtime/s1")
        (turn,) = await house.turns()
        samples = read(house.recordings)
        begin, end = where(samples, PARTNER)
        assert turn.start_ms == pytest.approx(begin, abs=2)
        assert turn.end_ms == pytest.approx(end, abs=2)
        assert end - begin == pytest.approx(250, abs=2)
        session = await house.session()
        assert session.recording
        assert len(samples) / 24 == pytest.approx((session.ended_at or 0) - (session.started_at or 0), abs=400)


@pytest.mark.parametrize(
    ("mode", "query", "granted", "recorded"),
    [
        ("ask", "", None, False),
        ("ask", "", True, True),
        ("ask", "?recording=1", None, True),
        ("ask", "?recording=0", True, False),
        ("on", "", None, True),
        ("on", "", False, False),
        ("on", "?recording=0", None, False),
        ("off", "?recording=1", True, False),
    ],
)
async def test_only_those_who_agreed_are_recorded(
    open_house: OpenHouse, mode: str, query: str, granted: bool | None, recorded: bool
) -> None:
    async with open_house(recording=mode) as house:
        if granted is not None:
            async with house.database.begin() as tx:
                await consents.put(tx, ALICE, Purpose.RECORDING, granted=granted, at=1)
        async with house.call("/ws/realtime/s1" + query) as socket:
            await receive(socket, "session.created")
            await house.gateway.stop(ALICE, "s1")
        assert (await house.session()).recording is recorded
        assert (house.recordings.path("s1") is not None) is recorded


def test_ids_that_are_no_file_names_are_refused(recordings: Recordings) -> None:
    with pytest.raises(InvalidInput):
        Recorder(recordings).open("../s1", InputClock(), Clock())


async def test_every_sample_of_both_sides_is_in_the_recording(open_house: OpenHouse, service: RealtimeServer) -> None:
    noise = np.random.default_rng(7).integers(-9000, 9000, 24_000, dtype=np.int16)
    async with open_house(recording="on") as house:
        async with house.call() as socket:
            await receive(socket, "session.created")
            conversation = await service.conversation()
            await conversation.partner_begins("item_p")
            part = {"response_id": "resp_1", "item_id": "item_p", "output_index": 0, "content_index": 0}
            at = number = 0
            while at < len(noise):
                number += 1
                piece = noise[at : at + 900 + number]  # base64 with one, two or no characters of padding
                at += len(piece)
                data = base64.b64encode(piece.tobytes()).decode()
                await conversation.say("response.output_audio.delta", **part, delta=data)
                await send(socket, "input_audio_buffer.append", audio=data)
            await conversation.partner_ends("item_p", "Noise.")
            await asyncio.sleep(1.7)
            await socket.close(1000, "end")
        await house.until("session.state", state="ended")
        samples = read(house.recordings)
        for channel in (LEARNER, PARTNER):
            first = np.flatnonzero(samples[:, channel])[0]
            assert np.array_equal(samples[first : first + len(noise), channel], noise)


def test_speech_is_measured_while_recording_also_where_a_cut_changed_it(recordings: Recordings, begin: Begin) -> None:
    clock = Clock()
    recording = begin(clock)
    for at_ms in range(0, 6000, 200):
        clock.ms = at_ms
        recording.learner(sound(200), at_ms, AudioFormat.PCM)
        recording.partner(sound(200, value=5000 if at_ms % 400 else 100), at_ms, AudioFormat.PCM)
        recording.flush()
    recording.cut(3100)
    recording.flush()
    clock.ms = 6500
    recording.close()
    recording.flush()
    path = recordings.path("s1")
    assert path is not None
    with measured(path) as live, measured(path, stored=False) as anew:
        assert beside(path).read_bytes().endswith(live.read(0, len(live)).tobytes())
        assert live.read(0, len(live)).tobytes() == anew.read(0, len(anew)).tobytes()


def test_a_disk_that_takes_no_measurements_takes_the_recording(recordings: Recordings, begin: Begin) -> None:
    clock = Clock()
    recording = begin(clock)
    path = recordings.path("s1")
    assert path is not None
    beside(path).unlink()
    recording.partner(sound(3000), 0, AudioFormat.PCM)
    clock.ms = 4000
    recording.flush()
    recording.close()
    recording.flush()
    assert where(read(recordings), PARTNER) == (0, 3000)
