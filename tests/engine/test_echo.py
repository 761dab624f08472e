"""The partner's voice in the microphone, with recordings of a person for both voices."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from feedbackyes.audio import Int16, Samples, g711
from feedbackyes.audio.resample import resample
from feedbackyes.audio.wav import read_wav
from feedbackyes.engine.echo import EchoCheck
from feedbackyes.protocol.sessions import FormatName

DATA = Path(__file__).parent.parent / "data"
FRAME, RATE_HZ, START_MS, PIECE_MS = 512, 16_000, 5_000.0, 200
KNOWN_BY = 31
"""Frames (a second) after which an echo has been learned."""


def recording(name: str) -> Samples:
    """A recording at 16 kHz, in samples of full scale ±1.0 with a peak of 0.5."""
    samples = read_wav((DATA / f"austen-{name}.wav").read_bytes(), RATE_HZ).astype(np.float32)
    return np.asarray(samples * 0.5 / np.abs(samples).max(), np.float32)


PARTNER = np.concatenate((recording("0890"), recording("0880")))
LEARNER = recording("0930")


def pcm(samples: Samples) -> Int16:
    return np.rint(samples * 32767).astype(np.int16)


def in_room(samples: Samples, delay_ms: float, gain_db: float) -> Samples:
    """What a microphone hears of a loudspeaker."""
    room = np.zeros(1_600)
    room[0], room[400], room[900] = 1.0, 0.4, -0.25
    late = np.concatenate((np.zeros(round(delay_ms * 16)), np.convolve(samples, room)))[: len(samples)]
    return np.asarray(late * 10 ** (gain_db / 20), np.float32)


def mixed(microphone: Samples, voice: Samples, at_ms: float) -> Samples:
    whole = microphone.copy()
    start = round(at_ms * 16)
    whole[start : start + len(voice)] += voice[: len(whole) - start]
    return whole


def play(check: EchoCheck, samples: Samples, *, wire: FormatName = "audio/pcm", from_ms: float = START_MS) -> None:
    """Tell of what is played, as a voice sends it."""
    rate = 24_000 if wire == "audio/pcm" else 8_000
    whole = resample(pcm(samples), RATE_HZ, rate)
    for start in range(0, len(whole), rate * PIECE_MS // 1000):
        piece = whole[start : start + rate * PIECE_MS // 1000]
        audio = piece.tobytes() if wire == "audio/pcm" else g711.encode_mu(piece)
        check.played(audio, wire, from_ms + start * 1000 / rate, len(piece) * 1000 / rate)


def hear(
    check: EchoCheck, microphone: Samples, from_ms: float = START_MS
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Frames that are taken for echo, and those with voice in them."""
    noise = np.random.default_rng(1).standard_normal(len(microphone)) * 1e-4
    frames = pcm(microphone + noise.astype(np.float32))[: len(microphone) // FRAME * FRAME].reshape(-1, FRAME)
    voiced = np.sqrt(np.mean(np.square(frames, dtype=np.float64), axis=1)) > 32768 * 10 ** (-55 / 20)
    echo = [
        check.is_echo(frame, from_ms + 32.0 * (number + 1), voiced=bool(voice))
        for number, (frame, voice) in enumerate(zip(frames, voiced, strict=True))
    ]
    return np.array(echo), voiced


@pytest.mark.parametrize(("delay_ms", "gain_db"), [(0, -10), (60, -20), (130, -6), (250, -26), (480, -15)])
def test_an_echo_is_known_after_a_second_and_then_no_speech(delay_ms: float, gain_db: float) -> None:
    check = EchoCheck()
    play(check, PARTNER)
    echo, voiced = hear(check, in_room(PARTNER, delay_ms, gain_db))
    late = voiced.copy()
    late[:KNOWN_BY] = False
    assert late.sum() > 60
    assert echo[late].mean() > 0.9
    assert check.known
    assert check.was_echo(START_MS + 2_000)


def test_the_audio_of_telephones_is_compared_too() -> None:
    check = EchoCheck()
    play(check, PARTNER, wire="audio/pcmu")
    echo, voiced = hear(check, in_room(PARTNER, 150, -12))
    assert echo[KNOWN_BY:][voiced[KNOWN_BY:]].mean() > 0.9


def test_who_speaks_while_nothing_is_played_is_no_echo() -> None:
    echo, voiced = hear(EchoCheck(), LEARNER)
    assert voiced.any()
    assert not echo.any()


def test_who_talks_over_a_partner_in_headphones_is_no_echo() -> None:
    check = EchoCheck()
    play(check, PARTNER)
    echo, voiced = hear(check, np.resize(LEARNER, len(PARTNER)))
    assert echo[voiced].mean() < 0.03
    assert not check.was_echo(START_MS + 500)


@pytest.mark.parametrize("gain_db", [-26, -15, -8])
def test_who_talks_over_an_echo_is_heard(gain_db: float) -> None:
    check = EchoCheck()
    play(check, PARTNER)
    room = in_room(PARTNER, 140, gain_db)
    echo, voiced = hear(check, mixed(room, LEARNER, 2_000))
    over = voiced.copy()
    over[:63] = over[63 + len(LEARNER) // FRAME :] = False
    assert (~echo[over]).sum() * 32 > 900  # far longer than what is needed to interrupt
    assert not check.was_echo(START_MS + 2_000)


def test_an_echo_that_is_gone_is_not_expected_any_more() -> None:
    check = EchoCheck()
    play(check, PARTNER)
    room = in_room(PARTNER, 140, -8)
    room[32_000:] = 0.0  # headphones are plugged in
    echo, voiced = hear(check, mixed(room, LEARNER, 2_600))
    over = voiced.copy()
    over[:82] = False
    assert (~echo[over]).mean() > 0.8


def test_what_was_stopped_makes_no_echo() -> None:
    check = EchoCheck()
    play(check, PARTNER)
    hear(check, in_room(PARTNER, 100, -8)[:24_576])
    check.stopped(START_MS + 1_536)
    echo, voiced = hear(check, in_room(PARTNER, 100, -8)[32_768:57_344], START_MS + 2_600)
    assert voiced.any()
    assert not echo.any()


def test_a_gap_between_two_replies_is_kept() -> None:
    check = EchoCheck()
    first, second = PARTNER[:32_000], PARTNER[32_000:]
    play(check, first)
    play(check, second, from_ms=START_MS + 3_000)
    gap = np.zeros(16_000, np.float32)
    echo, voiced = hear(check, in_room(np.concatenate((first, gap, second)), 140, -10))
    assert echo[KNOWN_BY:][voiced[KNOWN_BY:]].mean() > 0.85
