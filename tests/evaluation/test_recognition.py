"""A recogniser that reads tones, measured on tones."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from feedbackyes.audio.files import Writer
from feedbackyes.domain.errors import InvalidInput
from feedbackyes.evaluation import recognition
from feedbackyes.evaluation.clips import Clip
from feedbackyes.evaluation.recognition import Heard
from feedbackyes.evaluation.word_errors import WordErrors
from feedbackyes.stages import stt
from feedbackyes.stages.stt import Recogniser
from tests import tiny_models


@pytest.fixture
async def recogniser() -> AsyncIterator[Recogniser]:
    loaded = stt.load("sherpa", folder=tiny_models.folder(tiny_models.streaming_ears), workers=1)
    yield loaded
    await loaded.close()


def clip(folder: Path, said: str, reference: str) -> Clip:
    writer = Writer("wav", tiny_models.RATE_HZ)
    path = folder / f"{said}.wav"
    path.write_bytes(writer.write(tiny_models.said(said)) + writer.end())
    return Clip(path.name, path, reference)


async def test_words_errors_and_speed_are_measured(tmp_path: Path, recogniser: Recogniser) -> None:
    clips = [clip(tmp_path, "go home now", "Go home, now."), clip(tmp_path, "one day", "on a day")]
    heard = [one async for one in recognition.listen(recogniser, clips, paced=False)]
    assert [(one.text, one.errors) for one in heard] == [
        ("go home now", WordErrors(3)),
        ("one day", WordErrors(3, substitutions=1, deletions=1)),
    ]
    total = recognition.summary(heard)
    assert (total.clips, total.lost) == (2, 0)
    assert total.errors.rate == pytest.approx(2 / 6)
    assert total.interval[0] <= total.errors.rate <= total.interval[1]
    assert 0 < total.real_time_factor < 1
    assert total.seconds == pytest.approx(18 * 0.2)
    assert (total.first_partial_ms, total.final_ms) == (None, None)


async def test_delays_are_those_of_a_talk(tmp_path: Path, recogniser: Recogniser) -> None:
    (heard,) = [one async for one in recognition.listen(recogniser, [clip(tmp_path, "go on", "go on")])]
    assert heard.text == "go on"
    assert heard.first_partial_ms is not None
    assert 100 < heard.first_partial_ms < 1500  # after its first word, before all is over
    assert heard.final_ms is not None
    assert 0 <= heard.final_ms < 500


async def test_an_unknown_language_is_refused_before_anything_is_heard(tmp_path: Path, recogniser: Recogniser) -> None:
    with pytest.raises(InvalidInput, match=r"does not know 'de'"):
        [_ async for _ in recognition.listen(recogniser, [clip(tmp_path, "ja", "ja")], language="de")]


async def test_what_is_lost_counts_as_unheard(tmp_path: Path, recogniser: Recogniser) -> None:
    await recogniser.close()
    (heard,) = [one async for one in recognition.listen(recogniser, [clip(tmp_path, "go", "go on")])]
    assert "ended with the engine" in heard.lost
    assert heard.errors == WordErrors(2, deletions=2)
    assert recognition.summary([heard]).lost == 1


def test_clips_without_interim_words_are_told_apart() -> None:
    def one(first: float | None, final: float) -> Heard:
        return Heard("a", "x", "x", WordErrors(1), 1.0, 0.1, first, final)

    total = recognition.summary([one(300, 10), one(None, 20), one(500, 30)])
    assert total.without_partial == 1
    for told, wanted in ((total.first_partial_ms, [400.0, 490.0]), (total.final_ms, [20.0, 29.0])):
        assert list(told or ()) == pytest.approx(wanted)
