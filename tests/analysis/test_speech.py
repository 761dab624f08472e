"""Who spoke when: signals whose answers are known, and human voices at known places."""

from __future__ import annotations

import wave
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from feedbackyes.analysis.levels import noise_floor
from feedbackyes.analysis.speech import Segment, _likeness, listen, segments
from feedbackyes.audio import Samples
from feedbackyes.audio.voice import FRAME_MS
from tests.analysis.sounds import RATE, SPOKEN, Sound, bursts, clip, echoed, noise, place, tone, write


def levels(*parts: tuple[int, float]) -> Samples:
    """Frame levels: (milliseconds, dBFS)…"""
    return np.concatenate([np.zeros(0, np.float32), *(np.full(ms // FRAME_MS, db, np.float32) for ms, db in parts)])


def apart(found: Sequence[Segment], wanted: Sequence[tuple[float, float]]) -> float:
    """How far the worst edge is from where it should be, ms; the numbers must be the same."""
    assert len(found) == len(wanted), found
    edges = [
        (one.start_ms - start * 1000, one.end_ms - end * 1000) for one, (start, end) in zip(found, wanted, strict=True)
    ]
    return float(np.abs(edges).max(initial=0))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "talk.wav"


# ---- the scheme, on levels


def test_speech_is_what_rises_above_the_noise_floor() -> None:
    assert segments(levels((1000, -60), (500, -25), (1000, -60))) == (Segment(1000, 1500),)


def test_a_click_is_no_speech_and_the_shortest_word_is() -> None:
    assert segments(levels((1000, -60), (80, -20), (1000, -60))) == ()
    assert segments(levels((1000, -60), (100, -20), (1000, -60))) == (Segment(1000, 1100),)


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
    assert noise_floor(levels()) == -65


def test_the_room_behind_a_pressed_button_is_no_speech() -> None:
    """Push-to-talk: digital silence most of the time, and a noisy room while the button is held."""
    held = ((500, -45), (2000, -20), (700, -45), (1500, -22), (400, -45))
    found = segments(levels((9000, -100), *held, (8000, -100), *held, (9000, -100)))
    assert [(one.start_ms, one.end_ms) for one in found][:2] == [(9500, 11_500), (12_200, 13_700)]
    assert len(found) == 4


@pytest.mark.parametrize(("loud_ms", "floor"), [(100, -65), (120, -50)])
def test_a_click_in_an_even_stretch_tells_no_room(loud_ms: int, floor: float) -> None:
    heard = levels((9000, -100), (2000 - loud_ms, -50), (loud_ms, -20), (9000, -100))
    assert noise_floor(heard) == pytest.approx(floor, abs=0.01)


def test_soft_sounds_in_digital_silence_are_heard_beside_loud_ones() -> None:
    found = segments(levels((2000, -100), (2000, -10), (2000, -100), (400, -45), (2000, -100)))
    assert found == (Segment(2000, 4000), Segment(6000, 6400))


# ---- signals with known edges

LEARNER = [(1.013, 2.391), (2.9, 3.05), (5.0, 9.127), (12.5, 12.9)]
PARTNER = [(3.3, 4.707), (9.333, 12.1), (13.2, 14.0)]


@pytest.mark.parametrize("rate", [8000, 16_000, 24_000, 48_000])
def test_edges_are_exact_to_a_quarter_of_a_frame(path: Path, rate: int) -> None:
    write(path, bursts(LEARNER, 15, rate=rate), bursts(PARTNER, 15, -30, rate), rate)
    heard = listen(path)
    assert apart(heard.learner, LEARNER) <= 5
    assert apart(heard.partner, PARTNER) <= 5
    assert (heard.duration_ms, heard.echo) == (15_000, ())


@pytest.mark.parametrize("floor_db", [-75.0, -60.0, -50.0])
def test_noise_of_the_room_moves_no_edge_by_a_frame(path: Path, floor_db: float) -> None:
    write(path, bursts(LEARNER, 15) + noise(15, floor_db), bursts(PARTNER, 15, -25) + noise(15, floor_db, 1))
    heard = listen(path)
    assert apart(heard.learner, LEARNER) <= FRAME_MS
    assert apart(heard.partner, PARTNER) <= FRAME_MS


def test_direct_current_clipping_and_hum_move_no_edge_by_a_frame(path: Path) -> None:
    hum = tone(15, -55, 50)
    write(path, 0.2 + hum + bursts(LEARNER, 15), -0.05 + np.clip(bursts(PARTNER, 15, 6), -0.9, 0.9))
    heard = listen(path)
    assert apart(heard.learner, LEARNER) <= FRAME_MS
    assert apart(heard.partner, PARTNER) <= FRAME_MS


def test_soft_edges_are_found_within_a_frame(path: Path) -> None:
    side = np.zeros(5 * RATE)
    ramp = np.ones(2 * RATE)
    ramp[:720], ramp[-720:] = np.linspace(0, 1, 720), np.linspace(1, 0, 720)  # 30 ms
    place(side, tone(2) * ramp, 1)
    assert apart(listen(write(path, side, np.zeros(1))).learner, [(1, 3)]) <= FRAME_MS


@pytest.mark.parametrize("count", [0, 1, 479, 480])
def test_hardly_a_sample_is_a_recording_without_speech(path: Path, count: int) -> None:
    heard = listen(write(path, np.full(count, 0.5), np.zeros(count)))
    assert (heard.learner, heard.partner, heard.echo) == ((), (), ())
    assert heard.duration_ms == count // 480 * 20


@pytest.mark.parametrize("level_db", [None, -60.0, -45.0])
def test_silence_and_steady_noise_are_no_speech(path: Path, level_db: float | None) -> None:
    side = np.zeros(20 * RATE) if level_db is None else noise(20, level_db)
    heard = listen(write(path, side, np.zeros(20 * RATE)))
    assert (heard.learner, heard.partner) == ((), ())
    assert (heard.loudness_sd_db, heard.pitch_sd_semitones) == (None, None)


def test_one_side_alone_is_that_side(path: Path) -> None:
    heard = listen(write(path, np.zeros(15 * RATE), bursts(PARTNER, 15)))
    assert heard.learner == ()
    assert apart(heard.partner, PARTNER) <= 5


def test_both_at_once_are_both(path: Path) -> None:
    """A listening noise and a longer overlap, of the partner's own tone and level."""
    learner = [(2.0, 2.4), (4.0, 7.0)]
    heard = listen(write(path, bursts(learner, 10), bursts([(1.0, 5.5)], 10)))
    assert apart(heard.learner, learner) <= 5
    assert apart(heard.partner, [(1.0, 5.5)]) <= 5


# ---- human voices


def talk(room_db: float | None = None) -> tuple[Sound, Sound, list[tuple[float, float]], list[tuple[float, float]]]:
    """Learner and partner take turns, with an overlap at 15.6 s; and where they speak. Without `room_db`, the voices
    lie in digital silence and bring their own rooms."""
    sides = [noise(22, room_db, i) if room_db is not None else np.zeros(22 * RATE) for i in (0, 1)]
    times: tuple[list[tuple[float, float]], ...] = ([], [])
    script = [(0, "0880", 1.0), (1, "0890", 4.6), (0, "0930", 10.3), (1, "0880", 13.5), (0, "0890", 15.6)]
    for who, name, at_s in script:
        place(sides[who], clip(name, room=room_db is None), at_s)
        times[who].extend((at_s + start, at_s + end) for start, end in SPOKEN[name])
    return sides[0], sides[1], times[0], times[1]


@pytest.mark.parametrize("room_db", [None, -62.0, -50.0])
def test_human_voices_are_found_where_they_are(path: Path, room_db: float | None) -> None:
    """To 60 ms: a voice fades in and out of the room's noise, so its edge depends on how loud that is."""
    learner, partner, own, others = talk(room_db)
    heard = listen(write(path, learner, partner))
    assert apart(heard.learner, own) <= 60
    assert apart(heard.partner, others) <= 60
    assert heard.echo == ()
    assert heard.loudness_sd_db is not None
    assert 4 < heard.loudness_sd_db < 15


def test_pitch_of_a_human_voice_moves_by_some_semitones(path: Path) -> None:
    learner, partner, _, _ = talk(-60)
    spread = listen(write(path, learner, partner)).pitch_sd_semitones
    assert spread is not None
    assert 1 < spread < 6


def test_a_level_voice_has_no_variation(path: Path) -> None:
    heard = listen(write(path, bursts([(1, 4), (5, 8)], 9), np.zeros(1)))
    assert heard.loudness_sd_db == pytest.approx(0, abs=0.6)
    assert heard.pitch_sd_semitones == pytest.approx(0, abs=0.1)


@pytest.mark.parametrize(("seconds", "enough"), [(1.98, False), (2.0, True)])
def test_two_seconds_of_speech_are_enough_to_say_how_loudness_varies(path: Path, seconds: float, enough: bool) -> None:
    heard = listen(write(path, bursts([(1, 1 + seconds)], 5), np.zeros(1)))
    assert (heard.loudness_sd_db is not None) == enough


def test_a_voice_that_glides_has_the_spread_of_its_glide(path: Path) -> None:
    """Over an octave, evenly in semitones: standard deviation 12/√12."""
    hertz = 110 * 2 ** (np.arange(6 * RATE) / (6 * RATE))
    voice = sum(np.sin(k * np.cumsum(2 * np.pi * hertz / RATE)) / k for k in (1, 2, 3))
    heard = listen(write(path, np.concatenate([np.zeros(RATE), 0.1 * np.asarray(voice), np.zeros(RATE)]), np.zeros(1)))
    assert heard.pitch_sd_semitones == pytest.approx(12**0.5, abs=0.1)


# ---- the partner's echo


@pytest.mark.parametrize("loss_db", [6.0, 12.0, 20.0, 28.0])
@pytest.mark.parametrize("room_s", [0.0, 0.35])
def test_an_echo_is_not_the_learners_speech(path: Path, loss_db: float, room_s: float) -> None:
    _, partner, _, _ = talk()
    learner = noise(22, -62) + echoed(partner, loss_db=loss_db, delay_s=0.18, room_s=room_s)
    heard = listen(write(path, learner, partner))
    assert heard.learner == ()
    assert sum(one.duration_ms for one in heard.echo) > 1500


@pytest.mark.parametrize("delay_s", [0.0, 0.12, 0.5])
def test_the_learner_counts_between_and_over_echoes(path: Path, delay_s: float) -> None:
    own, partner, _, _ = talk(-62)
    alone = listen(write(path, own, partner)).learner
    heard = listen(write(path, own + echoed(partner, loss_db=20, delay_s=delay_s, room_s=0.3), partner)).learner
    wanted = sum(one.duration_ms for one in alone)
    assert 0.9 * wanted <= sum(one.duration_ms for one in heard) <= wanted + 60
    starts = [one.start_ms for one in heard]
    assert all(min(abs(start - one.start_ms) for start in starts) <= 60 for one in alone)


def test_an_echo_of_tones_is_told_by_their_edges(path: Path) -> None:
    partner = bursts([(1, 3), (5, 6.5)], 12)
    learner = np.concatenate([np.zeros(round(0.15 * RATE)), 0.1 * partner])[: len(partner)]
    place(learner, tone(1.5, -20, 220), 8)
    heard = listen(write(path, learner, partner))
    assert apart(heard.learner, [(8, 9.5)]) <= 5
    assert apart(heard.echo, [(1.15, 3.15), (5.15, 6.65)]) <= 5


@pytest.mark.parametrize("delay", [-2, 0, 3])
@pytest.mark.parametrize("off", [-1, 0, 1])
def test_a_copy_is_known_although_its_delay_is_off_by_a_frame(path: Path, delay: int, off: int) -> None:
    learner, partner = np.zeros(5 * RATE), np.zeros(5 * RATE)
    place(partner, noise(3, -20), 1)
    place(learner, noise(3, -30), 1 + (delay + off) * FRAME_MS / 1000)
    write(path, learner, partner)
    assert _likeness(path, 50, 200, delay).coherence > 0.95


def test_without_a_partner_there_is_no_echo(path: Path) -> None:
    own, _, _, _ = talk()
    assert listen(write(path, own, np.zeros(1))).echo == ()


def test_another_voice_at_the_same_time_is_no_echo(path: Path) -> None:
    partner, learner = noise(12, -65), noise(12, -65, 1)
    for at_s in (1.0, 5.0):
        place(partner, clip("0890"), at_s)
        place(learner, 0.3 * clip("0930"), at_s + 0.2)
    heard = listen(write(path, learner, partner))
    assert heard.echo == ()
    assert len(heard.learner) == 2


# ---- files


def test_a_recording_tells_both_sides_apart(path: Path) -> None:
    heard = listen(write(path, bursts([(1, 2)], 5), bursts([(3, 4)], 5)))
    assert (heard.learner, heard.partner) == ((Segment(1000, 2000),), (Segment(3000, 4000),))


def test_what_is_no_two_channel_recording_is_refused(path: Path) -> None:
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
    with pytest.raises(wave.Error, match="two channels"):
        listen(path)
