"""Model dialogues read aloud by the real voice."""

from __future__ import annotations

import asyncio
from pathlib import Path

import numpy as np
import pytest

from feedbackyes import library
from feedbackyes.analysis.readings import GAP_MS, Readings, speakers
from feedbackyes.audio import Int16
from feedbackyes.audio.wav import decode_wav
from feedbackyes.domain.scenario import DialogueLine, Scenario
from feedbackyes.stages import tts
from feedbackyes.stages.tts import VoiceFailed

SHORT = (
    DialogueLine(speaker="learner", text="How do you see it?"),
    DialogueLine(speaker="partner", text="Honestly, I had two bad options and picked one."),
)


async def read(folder: Path, scenario: Scenario, lines: tuple[DialogueLine, ...] = SHORT) -> tuple[list[Int16], int]:
    """The samples of each line, and the length of all in milliseconds."""
    readings = Readings(folder, lambda: tts.load("espeak"))
    reading, path = await readings.read(scenario, lines)
    await readings.close()
    wav = decode_wav(path.read_bytes())
    cut = [
        wav.samples[line.start_ms * wav.rate_hz // 1000 : line.end_ms * wav.rate_hz // 1000, 0]
        for line in reading.lines
    ]
    return cut, reading.duration_ms


def kept(folder: Path, ending: str) -> list[Path]:
    return sorted(folder.glob(f"*.{ending}"))


def pitch_hz(samples: Int16, rate_hz: int = 22_050) -> float:
    """Of the whole, by autocorrelation between 60 and 300 Hz."""
    wave = samples.astype(np.float64)
    spectrum = np.abs(np.fft.rfft(wave, 2 * wave.size)) ** 2
    likeness = np.fft.irfft(spectrum)[: rate_hz // 60]
    return rate_hz / (rate_hz // 300 + int(np.argmax(likeness[rate_hz // 300 :])))


@pytest.mark.parametrize("scenario", library.scenarios(), ids=lambda one: one.id)
async def test_two_voices_that_differ_speak_every_scenarios_dialogue(tmp_path: Path, scenario: Scenario) -> None:
    (learner, partner), duration_ms = await read(tmp_path, scenario, scenario.model_dialogues.good[:2])
    first = scenario.model_dialogues.good[0].speaker
    low, high = sorted((pitch_hz(learner), pitch_hz(partner)))
    assert first in ("learner", "partner")
    assert high / low > 1.25
    assert duration_ms > 2000
    assert min(np.abs(learner).max(), np.abs(partner).max()) > 3000


async def test_the_times_are_those_of_the_lines(tmp_path: Path) -> None:
    lines, duration_ms = await read(tmp_path, library.scenario("late-report"))
    silence = duration_ms - sum(line.size * 1000 / 22_050 for line in lines)
    assert abs(silence - 2 * GAP_MS) < 5


async def test_it_is_made_once(tmp_path: Path) -> None:
    scenario = library.scenario("late-report")
    readings = Readings(tmp_path, lambda: tts.load("espeak"))
    (_, one), (_, other) = await asyncio.gather(readings.read(scenario, SHORT), readings.read(scenario, SHORT))
    made = one.stat().st_mtime_ns
    _, again = await readings.read(scenario, SHORT)
    await readings.close()
    assert one == other == again
    assert again.stat().st_mtime_ns == made
    assert (len(kept(tmp_path, "wav")), len(kept(tmp_path, "*"))) == (1, 2)


async def test_other_words_are_another_reading(tmp_path: Path) -> None:
    scenario = library.scenario("late-report")
    await read(tmp_path, scenario)
    await read(tmp_path, scenario, SHORT[:1])
    assert len(kept(tmp_path, "wav")) == 2


async def test_what_a_crash_left_is_made_anew(tmp_path: Path) -> None:
    scenario = library.scenario("late-report")
    await read(tmp_path, scenario)
    [times], [sound] = kept(tmp_path, "json"), kept(tmp_path, "wav")
    times.unlink()
    sound.write_bytes(sound.read_bytes()[:1000])
    lines, _ = await read(tmp_path, scenario)
    assert lines[1].size > 22_050


async def test_a_language_that_the_voice_does_not_speak_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(VoiceFailed, match="does not speak"):
        await read(tmp_path, library.scenario("late-report").model_copy(update={"language": "xx"}))
    assert kept(tmp_path, "*") == []


async def test_nobody_speaks_both_parts() -> None:
    voice = tts.load("espeak")
    for name in (*voice.voices, "unheard-of"):
        learner, partner = speakers(voice, library.scenario("late-report").model_copy(update={"voice": name}))
        assert learner in voice.voices
        assert learner != partner
    await voice.close()
