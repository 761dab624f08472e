"""What every recogniser back end must do."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import pytest_asyncio

from feedbackyes.audio import Int16
from feedbackyes.domain.errors import InvalidInput, NotReady, UnknownBackend
from feedbackyes.stages import stt
from feedbackyes.stages.stt import (
    RATE_HZ,
    Recogniser,
    RecogniserFailed,
    RecogniserOptions,
    RecogniserStream,
    Transcript,
)
from tests import served, tiny_ctranslate, tiny_ears, tiny_models

DATA = Path(__file__).parents[1] / "data"
WORDS = {
    "austen-0880.wav": "he was not an ill disposed young man",
    "austen-0890.wav": "unless to be rather cold hearted and rather selfish is to be ill disposed",
    "austen-0930.wav": "he might even have been made amiable himself",
}
OPTIONS = RecogniserOptions()


pytestmark = pytest.mark.asyncio(loop_scope="module")


Clip = Callable[[str], Int16]
"""Somebody says the words of a recording: a person, or a made voice for those who understand nothing else."""


def recorded(name: str) -> Int16:
    samples = np.frombuffer((DATA / name).read_bytes()[44:], np.int16)
    return np.pad(samples, (RATE_HZ // 4, RATE_HZ // 5))


def in_tones(name: str) -> Int16:
    return np.pad(tiny_models.said(WORDS[name]), (RATE_HZ // 4, RATE_HZ // 5))


def of_a_height(name: str) -> Int16:
    """A tone that a made Whisper takes for the words."""
    place = list(WORDS).index(name)
    sound = tiny_ctranslate.tone_of(place, seconds=len(WORDS[name].split()) * 0.3)
    return np.pad(sound, (RATE_HZ // 4, RATE_HZ // 5))


def whisper(folder: Path) -> Recogniser:
    tiny_ctranslate.whisper_folder(folder, sentences=tuple(WORDS.values()))
    return stt.load("faster-whisper", folder=folder, device="cpu", workers=1)


@dataclass(frozen=True)
class Case:
    """A back end to test.

    Args:
        while_speaking: its interim text comes before a pause.
        sure_within: how much its confidence may differ for the same sound. A model with windows of its own that begin
            elsewhere, or a service that is sent another rate and cuts speech out of it by itself, does not hear quite the same.
    """

    back_end: str
    load: Callable[[Path], Recogniser]
    clip: Clip
    while_speaking: bool = True
    sure_within: float = 0.0


CASES = {
    "pocketsphinx": Case("pocketsphinx", lambda _: stt.load("pocketsphinx", workers=1), recorded),
    "sherpa": Case(
        "sherpa", lambda folder: stt.load("sherpa", folder=tiny_models.streaming_ears(folder), workers=1), in_tones
    ),
    "sherpa, by segments": Case(
        "sherpa",
        lambda folder: stt.load("sherpa", folder=tiny_models.offline_ears(folder), workers=1),
        in_tones,
        while_speaking=False,
    ),
    "sherpa, a transducer": Case(
        "sherpa",
        lambda folder: stt.load("sherpa", folder=tiny_ears.streaming_transducer_ears(folder), workers=1),
        in_tones,
        sure_within=0.1,
    ),
    "faster-whisper": Case("faster_whisper", whisper, of_a_height, while_speaking=False, sure_within=0.15),
    "openai": Case("openai", lambda _: stt.load("openai", url=served.base_url()), recorded),
    "realtime": Case(
        "realtime",
        lambda _: stt.load("realtime", url=served.base_url(), timeout_seconds=60.0),
        recorded,
        sure_within=0.15,
    ),
}


SERVED = ("openai", "realtime")
"""Every utterance goes to a process that shares the machine; their tests in `tests/stages/stt` are quick."""
SLOW = (*SERVED, "sherpa, a transducer")
"""Every kind of sherpa's is in `tests/stages/stt/test_sherpa_kinds.py` as well."""


@pytest.fixture(
    params=[pytest.param(name, marks=pytest.mark.slow) if name in SLOW else name for name in CASES], scope="module"
)
def case(request: pytest.FixtureRequest) -> Case:
    return CASES[request.param]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def recogniser(case: Case, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Recogniser]:
    """One for all tests: starting its processes is what takes long."""
    loaded = case.load(tmp_path_factory.mktemp("model"))
    yield loaded
    await loaded.close()


@pytest.fixture
def clip(case: Case) -> Clip:
    return case.clip


async def test_every_back_end_is_tested() -> None:
    assert {case.back_end for case in CASES.values()} == set(stt.available()) - {"auto"}  # one of the others


def silence(seconds: float) -> Int16:
    return np.zeros(int(seconds * RATE_HZ), np.int16)


async def heard(stream: RecogniserStream, *parts: Int16) -> Transcript:
    """One utterance, fed in pieces of 20 ms; a pause follows each part."""
    stream.start()
    for part in parts:
        for start in range(0, part.size, 320):
            stream.feed(part[start : start + 320])
        stream.pause()
        stream.feed(silence(0.3))
    return await stream.finish()


def shared(text: str, reference: str) -> float:
    """How much of the reference's words is in the text."""
    words = reference.split()
    return sum(word in text.lower().split() for word in words) / len(words)


def ignore(_: str) -> None:
    pass


async def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(UnknownBackend, match=r"stt.*pocketsphinx"):
        stt.load("nobody")


async def test_human_speech_is_mostly_understood(recogniser: Recogniser, clip: Clip) -> None:
    stream = await recogniser.open(OPTIONS, ignore)
    scores = [shared((await heard(stream, clip(name))).text, words) for name, words in WORDS.items()]
    assert np.mean(scores) > 0.55
    assert max(scores) > 0.7


async def test_words_have_times_and_confidence(recogniser: Recogniser, clip: Clip) -> None:
    stream = await recogniser.open(OPTIONS, ignore)
    first, second = clip("austen-0880.wav"), clip("austen-0930.wav")
    transcript = await heard(stream, first, second)
    assert transcript.text == " ".join(word.text for word in transcript.words)
    for before, after in pairwise(transcript.words):
        assert before.start_ms < before.end_ms <= after.start_ms
    assert transcript.words[0].start_ms >= 0
    assert transcript.words[-1].end_ms <= (first.size + second.size) / 16 + 700
    assert all(0 <= word.confidence <= 1 for word in transcript.words)
    assert 0 < transcript.confidence <= 1


@pytest.mark.parametrize("level", [0, 3, 60])
async def test_silence_has_no_words(recogniser: Recogniser, level: int) -> None:
    stream = await recogniser.open(OPTIONS, ignore)
    noise = (np.random.default_rng(0).standard_normal(RATE_HZ) * level).astype(np.int16)
    assert await heard(stream, noise) == Transcript("", (), 0.0)


async def test_nothing_is_an_empty_utterance(recogniser: Recogniser) -> None:
    stream = await recogniser.open(OPTIONS, ignore)
    assert await stream.finish() == Transcript("", (), 0.0)
    stream.start()
    assert await stream.finish() == Transcript("", (), 0.0)
    stream.start()
    stream.pause()
    stream.pause()
    stream.feed(silence(0))
    assert await stream.finish() == Transcript("", (), 0.0)


async def test_speech_after_a_pause_goes_on(recogniser: Recogniser, clip: Clip) -> None:
    stream = await recogniser.open(OPTIONS, ignore)
    transcript = await heard(stream, clip("austen-0930.wav"), silence(0.5), clip("austen-0880.wav"))
    assert shared(transcript.text, WORDS["austen-0930.wav"]) > 0.5
    assert shared(transcript.text, WORDS["austen-0880.wav"]) > 0.5
    assert transcript.text.index("he") < transcript.text.index("young")


async def test_interim_text_only_grows_into_the_final_one(recogniser: Recogniser, case: Case, clip: Clip) -> None:
    parts: list[tuple[str, threading.Thread]] = []
    stream = await recogniser.open(OPTIONS, lambda text: parts.append((text, threading.current_thread())))
    transcript = await heard(stream, clip("austen-0930.wav"), clip("austen-0880.wav"))
    told = "".join(text for text, _ in parts)
    assert len(parts) > (3 if case.while_speaking else 1)
    assert {thread for _, thread in parts} == {threading.current_thread()}
    assert told == told.strip()
    assert shared(told, transcript.text) > 0.55
    assert abs(len(told.split()) - len(transcript.words)) <= 3


async def test_cancel_then_start_begins_afresh(recogniser: Recogniser, clip: Clip) -> None:
    parts: list[str] = []
    stream = await recogniser.open(OPTIONS, parts.append)
    stream.start()
    stream.feed(clip("austen-0890.wav"))
    stream.cancel()
    stream.cancel()
    parts.clear()
    transcript = await heard(stream, clip("austen-0930.wav"))
    assert "selfish" not in transcript.text + "".join(parts)
    assert shared(transcript.text, WORDS["austen-0930.wav"]) > 0.5
    assert transcript.words[0].start_ms < 1500


async def test_two_at_once_do_not_mix(recogniser: Recogniser, clip: Clip) -> None:
    """Each has the words, times and confidences that it has alone, whoever speaks beside it."""
    alone = []
    for name in WORDS:
        stream = await recogniser.open(OPTIONS, ignore)
        alone.append(await heard(stream, clip(name)))
        await stream.close()
    streams = [await recogniser.open(OPTIONS, ignore) for _ in WORDS]
    for stream in streams:
        stream.start()
    clips = [clip(name) for name in WORDS]
    for begin in range(0, max(samples.size for samples in clips), 320):
        for stream, samples in zip(streams, clips, strict=True):
            stream.feed(samples[begin : begin + 320])
    together = await asyncio.gather(*(stream.finish() for stream in streams))
    assert [one.text for one in together] == [one.text for one in alone]
    assert together == alone
    assert [len(one.words) > 5 for one in alone] == [True, True, True]
    for stream in streams:
        await stream.close()


async def test_the_same_sound_has_the_same_words_however_it_comes(
    recogniser: Recogniser, case: Case, clip: Clip
) -> None:
    """Other pieces, another beginning, another moment of the pause: what a relay changes on the way."""
    found = []
    for piece, before, after in ((320, 0, 0.2), (37, 1, 0.2), (1600, 5555, 0.5), (50_000, 8000, 0.3)):
        stream = await recogniser.open(OPTIONS, ignore)
        stream.start()
        samples = np.concatenate((np.zeros(before, np.int16), clip("austen-0890.wav"), silence(after)))
        for begin in range(0, samples.size, piece):
            stream.feed(samples[begin : begin + piece])
        stream.pause()
        transcript = await stream.finish()
        found.append(transcript.words)
        await stream.close()
    assert len(found[0]) > 5
    for words in found[1:]:
        assert [word.text for word in words] == [word.text for word in found[0]]
        sure = [word.confidence for word in found[0]]
        assert [word.confidence for word in words] == pytest.approx(sure, abs=case.sure_within, rel=0)


async def test_a_minute_is_fed_without_waiting(recogniser: Recogniser, clip: Clip) -> None:
    stream = await recogniser.open(OPTIONS, ignore)
    samples = np.tile(clip("austen-0880.wav"), 20)
    stream.start()
    begin = time.perf_counter()
    for start in range(0, samples.size, RATE_HZ):
        stream.feed(samples[start : start + RATE_HZ])
    assert time.perf_counter() - begin < 6  # a tenth of what it would take to hear it
    stream.cancel()


async def test_closing_while_busy(recogniser: Recogniser, clip: Clip) -> None:
    busy, other = await recogniser.open(OPTIONS, ignore), await recogniser.open(OPTIONS, ignore)
    busy.start()
    busy.feed(np.tile(clip("austen-0890.wav"), 5))
    await busy.close()
    assert shared((await heard(other, clip("austen-0930.wav"))).text, WORDS["austen-0930.wav"]) > 0.5


async def test_closing_the_recogniser_fails_who_waits(case: Case, clip: Clip, tmp_path: Path) -> None:
    recogniser = case.load(tmp_path)
    stream = await recogniser.open(OPTIONS, ignore)
    stream.start()
    stream.feed(np.tile(clip("austen-0890.wav"), 5))
    waiting = asyncio.create_task(stream.finish())
    await asyncio.sleep(0)
    await recogniser.close()
    with pytest.raises(RecogniserFailed):
        await waiting
    with pytest.raises(NotReady, match="ended with the engine"):
        await recogniser.open(OPTIONS, ignore)


async def test_it_learns_what_is_likely_to_be_said(recogniser: Recogniser, clip: Clip) -> None:
    phrases = tuple("Unless to be rather cold-hearted, and rather selfish, is to be ill-disposed." for _ in range(3))
    stream = await recogniser.open(RecogniserOptions(phrases=phrases), ignore)
    transcript = await heard(stream, clip("austen-0890.wav"))
    assert shared(transcript.text, WORDS["austen-0890.wav"]) > 0.8


async def test_a_language_that_it_lacks_is_named(recogniser: Recogniser) -> None:
    with pytest.raises((InvalidInput, NotReady), match="tlh"):
        await recogniser.open(RecogniserOptions(language="tlh"), ignore)
