"""Measurements beside a recording: the same as from the audio, or not used."""

from __future__ import annotations

import os
import wave
from pathlib import Path

import numpy as np
import pytest

from feedbackyes.audio import Int16
from feedbackyes.audio.voice import Frames, measure
from feedbackyes.audio.wav import WavWriter
from feedbackyes.storage.recordings import speech
from feedbackyes.storage.recordings.disk import RATE_HZ, Recordings
from feedbackyes.storage.recordings.speech import SpeechWriter, beside, measured


def sound(seconds: float, seed: int = 0) -> Int16:
    """Noise in bursts on the left, a tone on the right, shape (n, 2)."""
    n = round(seconds * RATE_HZ)
    rng = np.random.default_rng(seed)
    loud = np.repeat(rng.uniform(0, 8000, n // 1000 + 1), 1000)[:n]
    tone = 5000 * np.sin(2 * np.pi * 180 * np.arange(n) / RATE_HZ)
    return np.stack([tone + loud * rng.normal(0, 0.3, n), loud], axis=1).astype(np.int16)


def recorded(wav: Path, samples: Int16, *, close: bool = True) -> tuple[WavWriter, SpeechWriter]:
    """Recorded as a call is, in pieces of 130 ms."""
    writer, measuring = WavWriter(wav, rate_hz=RATE_HZ, channels=2), SpeechWriter(wav, RATE_HZ)
    for first in range(0, len(samples), 3120):
        writer.write(samples[first : first + 3120])
        measuring.advance(writer.frames)
    writer.close()
    if close:
        measuring.close(writer.frames)
    return writer, measuring


def frames(wav: Path, *, stored: bool = True) -> Frames:
    with measured(wav, stored=stored) as found:
        return found.read(0, len(found))


@pytest.fixture
def wav(tmp_path: Path) -> Path:
    return tmp_path / "s.wav"


def spoil(wav: Path) -> None:
    """Change a stored measurement without a trace, so that it is seen which is used."""
    with beside(wav).open("r+b") as file:
        file.seek(-1, os.SEEK_END)
        file.write(b"\x77")


@pytest.mark.parametrize("seconds", [0.0, 0.01, 1.99, 2.0, 9.013])
def test_what_was_measured_live_is_what_the_audio_gives(wav: Path, seconds: float) -> None:
    samples = sound(seconds)
    recorded(wav, samples)
    live, anew = frames(wav), frames(wav, stored=False)
    assert np.array_equal(live, anew)
    assert np.array_equal(live, measure(samples, RATE_HZ))
    assert len(live) == int(seconds * 50)


def test_the_stored_ones_are_used(wav: Path) -> None:
    recorded(wav, sound(3))
    spoil(wav)
    assert not np.array_equal(frames(wav), frames(wav, stored=False))


def test_what_is_corrected_in_the_recording_is_measured_again(wav: Path) -> None:
    samples = sound(5)
    writer, measuring = recorded(wav, samples, close=False)
    writer = WavWriter(wav, rate_hz=RATE_HZ, channels=2)
    for channel, frame, count in ((1, 30_100, 12_000), (0, 0, 1), (0, 118_000, 2_000)):
        writer.correct(channel, frame, np.full(count, 99, np.int16))
        measuring.forget(frame, count)
    writer.close()
    measuring.close(writer.frames)
    spoilt = frames(wav)
    assert np.array_equal(spoilt, frames(wav, stored=False))
    assert not np.array_equal(spoilt, measure(samples, RATE_HZ))


def test_a_crash_leaves_the_audio_to_be_measured(wav: Path) -> None:
    samples = sound(5)
    recorded(wav, samples, close=False)
    assert np.array_equal(frames(wav), measure(samples, RATE_HZ))


def test_measurements_of_another_recording_are_not_used(wav: Path) -> None:
    recorded(wav, sound(3))
    other = sound(3, seed=1)
    wav.unlink()
    writer = WavWriter(wav, rate_hz=RATE_HZ, channels=2)
    writer.write(other)
    writer.close()
    assert np.array_equal(frames(wav), measure(other, RATE_HZ))


@pytest.mark.parametrize("damage", [b"", b"short", b"x" * 4000])
def test_a_damaged_file_is_not_used(wav: Path, damage: bytes) -> None:
    samples = sound(3)
    recorded(wav, samples)
    beside(wav).write_bytes(damage)
    assert np.array_equal(frames(wav), measure(samples, RATE_HZ))


def test_a_file_that_was_cut_is_not_used(wav: Path) -> None:
    recorded(wav, sound(3))
    os.truncate(beside(wav), beside(wav).stat().st_size - 10)
    assert len(frames(wav)) == 150


def test_going_on_after_a_break_measures_from_the_beginning(wav: Path) -> None:
    recorded(wav, sound(3))
    recorded(wav, sound(2, seed=1))
    assert len(frames(wav)) == 250
    assert np.array_equal(frames(wav), frames(wav, stored=False))


def test_a_recording_in_pieces_is_measured_from_its_audio(tmp_path: Path) -> None:
    recordings = Recordings(tmp_path)
    recordings.put_part("s", 1, 1000, sound(1))
    recordings.put_part("s", 0, 0, sound(1, seed=1))
    path = recordings.path("s")
    assert path is not None
    assert len(frames(path)) == 100


def test_measurements_go_with_their_recording(tmp_path: Path) -> None:
    recordings = Recordings(tmp_path)
    writer, measuring = recordings.writer("s"), recordings.speech_writer("s")
    writer.write(sound(1))
    writer.close()
    measuring.close(writer.frames)
    assert list(tmp_path.glob("*.speech"))
    recordings.delete("s")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("channels", "width", "rate"), [(1, 2, 24_000), (2, 1, 24_000), (2, 2, 11_025)])
def test_what_is_no_recording_of_ours_is_refused(wav: Path, channels: int, width: int, rate: int) -> None:
    with wave.open(str(wav), "wb") as file:
        file.setparams((channels, width, rate, 0, "NONE", ""))
        file.writeframes(bytes(channels * width * rate))
    with pytest.raises(wave.Error, match="no recording of ours"):
        frames(wav)


def test_pieces_are_measured_while_recording(wav: Path) -> None:
    recorded(wav, sound(5), close=False)
    assert beside(wav).stat().st_size == pytest.approx(4 * 50 * 10, abs=64)
    assert speech.PIECE_FRAMES == 100
