"""Who spoke when, and at which pitch."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest

from feedbackyes.analysis.speech import FRAME_MS, Segment, listen, pitches, segments
from feedbackyes.audio import Samples

RATE = 24_000


def levels(*parts: tuple[int, float]) -> Samples:
    """Frame levels: (milliseconds, dBFS)…"""
    return np.concatenate([np.zeros(0, np.float32), *(np.full(ms // FRAME_MS, db, np.float32) for ms, db in parts)])


def test_speech_is_what_rises_above_the_noise_floor() -> None:
    assert segments(levels((1000, -60), (500, -25), (1000, -60))) == (Segment(1000, 1500),)


def test_a_click_is_no_speech() -> None:
    assert segments(levels((1000, -60), (80, -20), (1000, -60))) == ()


def test_gaps_of_plosives_are_closed_and_pauses_are_kept() -> None:
    found = segments(levels((600, -60), (300, -25), (180, -60), (300, -25), (220, -60), (300, -25), (600, -60)))
    assert found == (Segment(600, 1380), Segment(1600, 1900))


def test_speech_lasts_while_it_stays_above_the_lower_threshold() -> None:
    assert segments(levels((1000, -60), (200, -40), (400, -53), (1000, -60))) == (Segment(1000, 1600),)


def test_digital_silence_has_a_floor_all_the_same() -> None:
    found = segments(levels((1000, -100), (500, -58), (500, -30), (1000, -100)))
    assert found == (Segment(1500, 2000),)


def test_a_talk_without_pauses_does_not_hide_itself() -> None:
    assert segments(levels((5000, -20))) == (Segment(0, 5000),)


def test_nothing_has_no_segments() -> None:
    assert segments(levels()) == ()


@pytest.mark.parametrize("hertz", [80.0, 120.0, 210.0, 330.0])
def test_pitch_of_a_harmonic_tone_is_found_within_two_percent(hertz: float) -> None:
    t = np.arange(RATE) / RATE
    tone = 0.1 * np.sum([np.sin(2 * np.pi * hertz * k * t) / k for k in range(1, 6)], axis=0)
    found = pitches(tone.astype(np.float32), RATE)
    assert len(found) > 40
    assert np.median(found) == pytest.approx(hertz, rel=0.02)


def test_noise_has_hardly_any_pitch() -> None:
    noise = np.random.default_rng(1).normal(0, 0.1, RATE).astype(np.float32)
    assert len(pitches(noise, RATE)) <= 2


def test_a_recording_tells_both_sides_apart(tmp_path: Path) -> None:
    second = np.zeros(RATE)
    t = np.arange(RATE) / RATE
    voice = np.sin(2 * np.pi * 150 * t) * 8000
    left = np.concatenate([second, voice, second, second, second])
    right = np.concatenate([second, second, second, voice, second])
    path = tmp_path / "talk.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(np.stack([left, right], axis=1).astype("<i2").tobytes())
    heard = listen(path)
    assert heard.learner == (Segment(1000, 2000),)
    assert heard.partner == (Segment(3000, 4000),)
    assert heard.duration_ms == 5000
    assert heard.loudness_sd_db is not None
    assert heard.loudness_sd_db < 1
    assert heard.pitch_sd_semitones is None or heard.pitch_sd_semitones < 0.5


def test_a_recording_without_a_sample_is_silent(tmp_path: Path) -> None:
    path = tmp_path / "empty.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
    heard = listen(path)
    assert (heard.learner, heard.partner, heard.duration_ms) == ((), (), 0)
