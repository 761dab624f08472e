"""Which audio is worth decoding, and that its cuts follow from the samples alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from feedbackyes.audio import Int16
from feedbackyes.stages.stt._onset import AFTER, BEFORE, HOP, SOUND, WINDOW, Onset, level_db

SPEECH = np.frombuffer((Path(__file__).parents[2] / "data" / "austen-0930.wav").read_bytes()[44:], np.int16)
LOUD = SPEECH[8000:24000]


def noise(seconds: float, level_db: float, seed: int = 0) -> Int16:
    scale = 32768 * 10 ** (level_db / 20)
    return (np.random.default_rng(seed).standard_normal(int(seconds * 16_000)) * scale).astype(np.int16)


def silence(samples: int) -> Int16:
    return np.zeros(samples, np.int16)


def fed(onset: Onset, samples: Int16, piece: int = 320) -> list[Int16]:
    """What comes through, a part for each segment; the last may be open still."""
    parts = [silence(0)]
    for start in range(0, samples.size, piece):
        for given in onset.feed(samples[start : start + piece]):
            if given is None:
                parts.append(silence(0))
            else:
                parts[-1] = np.concatenate((parts[-1], given))
    return [part for part in parts if part.size]


def whole(samples: Int16, piece: int = 320) -> list[Int16]:
    """The segments of an utterance that ends with these samples."""
    onset = Onset()
    parts = fed(onset, samples, piece)
    rest, after = onset.close()
    if rest.size + after:
        parts[-1] = np.concatenate((parts[-1], rest, silence(after)))
    return parts


def same(one: list[Int16], other: list[Int16]) -> bool:
    return len(one) == len(other) and all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def test_levels() -> None:
    assert level_db(np.zeros(10, np.int16)) == level_db(silence(0)) == -100
    assert level_db(np.full(100, 32767, np.int16)) == pytest.approx(0, abs=0.01)
    assert level_db(np.full(100, 3277, np.int16)) == pytest.approx(-20, abs=0.01)


@pytest.mark.parametrize("floor_db", [-100, -70, -55])
def test_steady_quiet_is_held_back(floor_db: float) -> None:
    onset = Onset()
    assert fed(onset, noise(3, floor_db)) == []
    assert not onset.opened
    rest, after = onset.close()
    assert rest.size == after == 0


def test_speech_comes_through_with_what_was_before_and_after() -> None:
    quiet = noise(1, -75)
    (heard,) = whole(samples := np.concatenate((quiet, LOUD, quiet)))
    begin = 16_000 - BEFORE + SOUND
    assert heard.size == pytest.approx(LOUD.size + BEFORE - SOUND + AFTER, abs=WINDOW)
    place = next(
        at for at in range(begin - WINDOW, begin + WINDOW) if np.array_equal(samples[at : at + 99], heard[:99])
    )
    assert np.array_equal(samples[place : place + heard.size], heard)


@pytest.mark.parametrize("gain", [1.0, 0.1, 0.03])
@pytest.mark.parametrize("before", [silence(0), silence(5000), noise(1, -75)], ids=["nothing", "silence", "noise"])
def test_the_pieces_change_nothing(before: Int16, gain: float) -> None:
    samples = np.concatenate((before, (SPEECH * gain).astype(np.int16), noise(0.6, -75), LOUD))
    expected = whole(samples, 320)
    assert sum(part.size for part in expected) > SPEECH.size * 0.7 + LOUD.size
    assert all(same(whole(samples, piece), expected) for piece in (37, 1600, 50_000))


@pytest.mark.parametrize("room_db", [-100, -80])
def test_silence_before_changes_nothing(room_db: float) -> None:
    samples = SPEECH + noise(SPEECH.size / 16_000, room_db)
    expected = whole(samples)
    for before in (1, 37, HOP, 512, 5555, 40_000):
        assert same(whole(np.concatenate((silence(before), samples))), expected)


def test_speech_at_once_has_silence_before_it() -> None:
    onset = Onset()
    (heard,) = fed(onset, LOUD)
    assert onset.begin < 0
    assert not heard[: -onset.begin].any()
    assert np.array_equal(heard[-onset.begin :], LOUD)


def test_a_pause_inside_an_utterance_parts_segments() -> None:
    first, second = whole(np.concatenate((LOUD, noise(0.6, -75), LOUD)))
    assert abs(first.size - second.size) < WINDOW
    assert len(whole(np.concatenate((LOUD, noise(0.2, -75), LOUD)))) == 1


def test_after_an_end_it_waits_for_sound_and_loses_no_beginning() -> None:
    onset = Onset()
    fed(onset, LOUD)
    onset.close()
    assert fed(onset, noise(2, -70)) == []
    (heard,) = fed(onset, LOUD)
    assert LOUD.size < heard.size <= LOUD.size + BEFORE
    assert np.array_equal(heard[-LOUD.size :], LOUD)


@pytest.mark.parametrize("cut", [3210, 8000, 11_111])
def test_what_goes_on_after_an_end_joins_without_a_gap(cut: int) -> None:
    onset = Onset()
    parts = fed(onset, LOUD[:cut])
    rest, after = onset.close()
    assert after == pytest.approx(AFTER, abs=WINDOW)
    parts += [rest, *fed(onset, LOUD[cut:])]
    rest, after = onset.close()
    assert same([np.concatenate((*parts, rest, silence(after)))], whole(LOUD))


def test_a_click_is_not_an_onset() -> None:
    click = np.zeros(1600, np.int16)
    click[700:720] = 20_000
    assert whole(np.concatenate((noise(1, -75), click, noise(1, -75)))) == []
