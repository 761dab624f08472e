"""Files that people have are read; ours can be played whatever happens while they are written."""

from __future__ import annotations

import io
import os
import signal
import struct
import subprocess
import sys
import wave
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedbackyes.audio import Int16, g711
from feedbackyes.audio.wav import WavWriter, decode_wav, encode_wav, read_wav
from feedbackyes.domain.errors import InvalidInput

SPEECH = Path("tests/data/austen-0930.wav")


def file(code: int, bits: int, data: bytes, *, channels: int = 1, rate_hz: int = 24_000, before: bytes = b"") -> bytes:
    frame = channels * bits // 8
    about = struct.pack("<HHIIHH", code, channels, rate_hz, rate_hz * frame, frame, bits)
    body = b"WAVEfmt " + struct.pack("<I", len(about)) + about + before + b"data" + struct.pack("<I", len(data)) + data
    return b"RIFF" + struct.pack("<I", len(body)) + body


VALUES = np.array([0, 1000, -1000, 32767, -32768], np.int16)


@pytest.mark.parametrize(
    ("code", "bits", "data", "tolerance"),
    [
        (1, 8, ((VALUES.astype(int) >> 8) + 128).astype(np.uint8).tobytes(), 256),
        (1, 16, VALUES.astype("<i2").tobytes(), 0),
        (1, 24, b"".join((int(value) << 8).to_bytes(3, "little", signed=True) for value in VALUES), 0),
        (1, 32, (VALUES.astype("<i4") << 16).tobytes(), 0),
        (3, 32, (VALUES / 32768).astype("<f4").tobytes(), 0),
        (3, 64, (VALUES / 32768).astype("<f8").tobytes(), 0),
        (7, 8, g711.encode_mu(VALUES), 650),
        (6, 8, g711.encode_a(VALUES), 650),
    ],
)
def test_all_usual_kinds_of_samples_are_read(code: int, bits: int, data: bytes, tolerance: int) -> None:
    wav = decode_wav(file(code, bits, data))
    assert wav.rate_hz == 24_000
    assert np.abs(wav.samples[:, 0].astype(int) - VALUES).max() <= tolerance


def test_the_extensible_header_tells_the_real_kind() -> None:
    plain = file(1, 16, VALUES.tobytes())
    extension = struct.pack("<HHIH14x", 22, 16, 4, 1)
    about = struct.pack("<HHIIHH", 0xFFFE, 1, 24_000, 48_000, 2, 16) + extension
    data = (
        plain[: plain.index(b"fmt ")] + b"fmt " + struct.pack("<I", len(about)) + about + plain[plain.index(b"data") :]
    )
    assert decode_wav(data).samples[:, 0].tolist() == VALUES.tolist()


def test_a_file_in_memory_tells_its_sizes() -> None:
    data = encode_wav(VALUES, 16_000)
    assert struct.unpack_from("<I", data, 4) == (len(data) - 8,)
    with wave.open(io.BytesIO(data)) as there:
        assert (there.getnchannels(), there.getframerate(), there.getsampwidth()) == (1, 16_000, 2)
        assert there.readframes(100) == VALUES.tobytes()


def test_as_many_channels_as_a_file_may_have_are_read() -> None:
    assert decode_wav(file(1, 16, bytes(128), channels=64)).samples.shape == (1, 64)


def test_other_chunks_are_passed_over() -> None:
    note = b"LIST" + struct.pack("<I", 3) + b"abc\0"
    assert decode_wav(file(1, 16, VALUES.tobytes(), before=note)).samples[:, 0].tolist() == VALUES.tolist()


@pytest.mark.parametrize("size", [0, 0xFFFFFFFF])
def test_a_recorder_that_was_killed_leaves_a_file_that_is_read(size: int) -> None:
    data = bytearray(file(1, 16, VALUES.tobytes()))
    at = data.index(b"data") + 4
    data[at : at + 4] = struct.pack("<I", size)
    assert decode_wav(bytes(data)).samples[:, 0].tolist() == VALUES.tolist()


def test_half_a_frame_at_the_end_is_left_out() -> None:
    assert len(decode_wav(file(1, 16, VALUES.tobytes() + b"\1", channels=1)).samples) == 5


def test_channels_are_mixed_and_the_rate_is_changed() -> None:
    pairs = np.repeat(np.array([[1000, 3000]], np.int16), 480, axis=0)
    mono = read_wav(file(1, 16, pairs.tobytes(), channels=2, rate_hz=48_000), 24_000)
    assert len(mono) == 240
    assert np.abs(mono[60:-60] - 2000).max() <= 1


def test_speech_is_read_as_the_standard_library_reads_it() -> None:
    with wave.open(str(SPEECH)) as there:
        expected = np.frombuffer(there.readframes(there.getnframes()), "<i2")
        rate_hz = there.getframerate()
    assert read_wav(SPEECH.read_bytes(), rate_hz).tolist() == expected.tolist()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "not a WAV file"),
        (b"ID3" + bytes(50), "not a WAV file"),
        (b"RIFF\0\0\0\0WAVE", "no samples"),
        (file(1, 16, b"", channels=0), "0 channels"),
        (file(1, 16, b"", channels=65), "65 channels"),
        (file(1, 16, b"", rate_hz=0), "at 0 Hz"),
        (file(2, 4, b"\0" * 8), "kind 2 with 4 bits"),
        (file(3, 32, struct.pack("<f", float("nan"))), "not a number"),
        (b"RIFF\0\0\0\0WAVEfmt \4\0\0\0\1\0\1\0", "cut off"),
    ],
)
def test_other_files_are_refused_in_words(data: bytes, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        decode_wav(data)


@given(st.binary(max_size=120), st.integers(0, 60), st.binary(max_size=12))
@settings(max_examples=200, deadline=None)
def test_damaged_files_are_read_or_refused(noise: bytes, at: int, patch: bytes) -> None:
    good = bytearray(file(1, 16, VALUES.tobytes()))
    good[at : at + len(patch)] = patch
    for data in (noise, b"RIFF\0\0\0\0WAVE" + noise, bytes(good)):
        try:
            wav = decode_wav(data)
        except InvalidInput:
            continue
        assert wav.samples.ndim == 2


def stereo(count: int, start: int = 0) -> Int16:
    return np.arange(start, start + 2 * count).astype(np.int16).reshape(-1, 2)


def test_a_file_can_be_played_after_every_write(tmp_path: Path) -> None:
    path = tmp_path / "call.wav"
    writer = WavWriter(path, rate_hz=24_000, channels=2)
    for count in (0, 1, 240, 3):
        writer.write(stereo(count))
        with wave.open(str(path)) as there:
            assert (there.getnchannels(), there.getframerate(), there.getsampwidth()) == (2, 24_000, 2)
            assert there.getnframes() == writer.frames
    writer.close()
    assert decode_wav(path.read_bytes()).samples[1:241].tolist() == stereo(240).tolist()


def test_a_recording_goes_on_where_it_stopped(tmp_path: Path) -> None:
    path = tmp_path / "call.wav"
    for start in (0, 100):
        writer = WavWriter(path, rate_hz=24_000, channels=2)
        writer.write(stereo(10, start))
        writer.close()
    assert decode_wav(path.read_bytes()).samples.tolist() == [*stereo(10).tolist(), *stereo(10, 100).tolist()]


def test_it_goes_on_behind_the_last_whole_frame(tmp_path: Path) -> None:
    path = tmp_path / "call.wav"
    writer = WavWriter(path, rate_hz=24_000, channels=2)
    writer.write(stereo(10))
    writer.close()
    path.write_bytes(path.read_bytes() + b"\1\2\3")
    again = WavWriter(path, rate_hz=24_000, channels=2)
    assert again.frames == 10
    assert path.stat().st_size == 44 + 40
    again.write(stereo(1, 50))
    again.close()
    assert decode_wav(path.read_bytes()).samples[-1].tolist() == [50, 51]


def test_a_file_of_another_format_is_not_continued(tmp_path: Path) -> None:
    path = tmp_path / "call.wav"
    path.write_bytes(file(1, 16, VALUES.tobytes(), rate_hz=16_000))
    with pytest.raises(InvalidInput, match="another format"):
        WavWriter(path, rate_hz=24_000, channels=2)
    assert decode_wav(path.read_bytes()).samples[:, 0].tolist() == VALUES.tolist()


def test_one_channel_is_corrected_and_the_other_left(tmp_path: Path) -> None:
    path = tmp_path / "call.wav"
    writer = WavWriter(path, rate_hz=24_000, channels=2)
    writer.write(stereo(10))
    writer.correct(1, 2, np.zeros(3, np.int16))
    writer.correct(0, 8, np.full(5, 7, np.int16))  # the last three lie behind the end
    writer.correct(0, 50, np.zeros(5, np.int16))
    writer.write(stereo(1, 90))
    writer.close()
    found = decode_wav(path.read_bytes()).samples
    expected = stereo(10)
    expected[2:5, 1], expected[8:10, 0] = 0, 7
    assert found.tolist() == [*expected.tolist(), [90, 91]]


def test_a_killed_process_leaves_all_that_it_wrote(tmp_path: Path) -> None:
    path = tmp_path / "call.wav"
    script = (
        "import sys, numpy as np; from pathlib import Path; from feedbackyes.audio.wav import WavWriter\n"
        "writer = WavWriter(Path(sys.argv[1]), rate_hz=24000, channels=2)\n"
        "while True:\n"
        "    writer.write(np.ones((240, 2), np.int16)); print(writer.frames, flush=True)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = [process.stdout.readline() for _ in range(20)][-1]
        os.kill(process.pid, signal.SIGKILL)
    with wave.open(io.BytesIO(path.read_bytes())) as there:
        assert there.getnframes() >= int(told)
    samples = decode_wav(path.read_bytes()).samples
    assert len(samples) >= int(told)
    assert (samples == 1).all()
