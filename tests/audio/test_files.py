"""Sound files: what is written can be read, and what is none is refused."""

from __future__ import annotations

import io

import av
import numpy as np
import pytest

from feedbackyes.audio import Int16, files
from feedbackyes.domain.errors import InvalidInput

RATE_HZ = 24_000
TONE: Int16 = (8000 * np.sin(2 * np.pi * 440 * np.arange(RATE_HZ) / RATE_HZ)).astype(np.int16)


def written(kind: str, piece: int = 1000) -> list[bytes]:
    writer = files.Writer(kind, RATE_HZ)
    return [*(writer.write(TONE[at : at + piece]) for at in range(0, TONE.size, piece)), writer.end()]


@pytest.mark.parametrize("kind", [kind for kind in files.KINDS if kind != "pcm"])
def test_what_is_written_in_pieces_is_read_as_a_whole(kind: str) -> None:
    samples = files.read(b"".join(written(kind)), 16_000, most_seconds=5)
    assert samples.size / 16_000 == pytest.approx(1.0, abs=0.08)
    loudest = np.argmax(np.abs(np.fft.rfft(samples.astype(np.float64)))) * 16_000 / samples.size
    assert loudest == pytest.approx(440, abs=2)
    assert np.abs(samples).max() == pytest.approx(8000, rel=0.2)


@pytest.mark.parametrize("kind", ["mp3", "aac", "wav", "pcm"])
def test_bytes_come_long_before_the_end(kind: str) -> None:
    pieces = written(kind)
    assert next(number for number, piece in enumerate(pieces) if piece) < 5


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00" * 100,
        b"#EXTM3U\nfile:///etc/passwd\n",
        b"ffconcat version 1.0\nfile /etc/passwd\n",
        b"OggS" + bytes(100),
        b"ID3" + bytes(100),
        b"\x00\x00\x00\x18ftypM4A " + bytes(60),
        b"\x1a\x45\xdf\xa3" + bytes(60),
        b"RIFF\x00\x00\x00\x00WAVE",
    ],
)
def test_what_is_no_sound_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidInput) as refused:
        files.read(data, 16_000, most_seconds=5)
    assert refused.value.param == "file"
    assert refused.value.message.endswith((".", "speech.wav"))


@pytest.mark.parametrize("kind", ["wav", "mp3"])
def test_what_is_too_long_is_refused(kind: str) -> None:
    with pytest.raises(InvalidInput, match="longer than"):
        files.read(b"".join(written(kind)), 16_000, most_seconds=0.5)


def test_a_kind_that_is_not_written_is_named() -> None:
    with pytest.raises(InvalidInput, match="midi"):
        files.Writer("midi", RATE_HZ)


def test_a_voice_memo_of_a_telephone_is_read() -> None:
    memo = io.BytesIO()
    with av.open(memo, "w", format="ipod") as container:
        stream = container.add_stream("aac", rate=RATE_HZ)
        frame = av.AudioFrame.from_ndarray(TONE.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = RATE_HZ
        container.mux([*stream.encode(frame), *stream.encode(None)])
    assert memo.getvalue()[4:8] == b"ftyp"
    samples = files.read(memo.getvalue(), 16_000, most_seconds=5)
    assert samples.size / 16_000 == pytest.approx(1.0, abs=0.08)
