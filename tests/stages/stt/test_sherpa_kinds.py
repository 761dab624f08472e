"""Every kind of recogniser that is promised: loaded by the library from its own files, in a worker, and read back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import numpy as np
import pytest
import pytest_asyncio

from feedbackyes.audio import Int16
from feedbackyes.audio.resample import Resampler
from feedbackyes.stages._neural.ears import Kind
from feedbackyes.stages.stt import RATE_HZ, RecogniserOptions, sherpa
from feedbackyes.stages.stt._pool import Pool
from feedbackyes.stages.stt._sherpa_engines import UNTOLD
from tests import tiny_ears, tiny_models, tiny_writers
from tests.tiny_models import GAP_MS, TONE_MS, Maker, said

pytestmark = pytest.mark.asyncio(loop_scope="module")
PANGRAM = "the quick brown fox jumps over the lazy dog"
LETTER_MS = TONE_MS + GAP_MS


@dataclass(frozen=True)
class Case:
    """
    Args:
        before: what it hears first.
        times: it tells when words were said. sure: and how likely they are.
        after: what it hears of "all fizz". Decoders of transducers know what they said, and ours say no z after a z.
    """

    make: Maker
    before: str = ""
    times: bool = True
    sure: bool = False
    after: str = "all fizz"


CASES = {
    Kind.STREAMING_ZIPFORMER_CTC: Case(tiny_ears.zipformer_ctc_ears),
    Kind.STREAMING_TRANSDUCER: Case(tiny_ears.streaming_transducer_ears, sure=True, after="all fiz"),
    Kind.STREAMING_NEMO_TRANSDUCER: Case(tiny_ears.streaming_nemo_ears, sure=True, after="al fiz"),
    Kind.TRANSDUCER: Case(tiny_ears.transducer_ears, sure=True, after="all fiz"),
    Kind.NEMO_TRANSDUCER: Case(tiny_ears.parakeet_ears, sure=True, after="all fiz"),
    Kind.SENSE_VOICE: Case(tiny_ears.sense_voice_ears, before="c ", times=False),
    Kind.WHISPER: Case(tiny_writers.whisper_ears, times=False),
    Kind.MOONSHINE: Case(tiny_writers.moonshine_ears, times=False),
}


@pytest.fixture(scope="module", params=CASES)
def kind(request: pytest.FixtureRequest) -> Kind:
    return Kind(request.param)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def ears(kind: Kind) -> AsyncIterator[Pool]:
    made = sherpa.create(tiny_models.folder(CASES[kind].make), workers=1, threads=1)
    yield made
    await made.close()


def around(text: str, rate_hz: int = RATE_HZ) -> Int16:
    return np.pad(said(text, rate_hz), (rate_hz // 4, rate_hz // 4))


async def test_every_letter_of_a_phrase_is_read_back_with_its_time(ears: Pool, kind: Kind) -> None:
    told: list[str] = []
    stream = await ears.open(RecogniserOptions(), told.append)
    stream.start()
    for part in ("hi you", PANGRAM):
        stream.feed(around(part))
        stream.pause()
    transcript = await stream.finish()
    case = CASES[kind]
    assert transcript.text == f"{case.before}hi you {case.before}{PANGRAM}"
    assert "".join(told) == transcript.text
    if case.times:
        starts = [word.start_ms for word in transcript.words]
        wanted = [250, 250 + 3 * LETTER_MS]
        position = 6 * LETTER_MS + 750
        for word in PANGRAM.split():
            wanted.append(position)
            position += LETTER_MS * (len(word) + 1)
        assert starts == pytest.approx(wanted, abs=60)
    assert all(0.8 < word.confidence <= 1 for word in transcript.words)
    assert all((word.confidence != UNTOLD) == case.sure for word in transcript.words)
    await stream.close()


async def test_speakers_at_once_do_not_mix(ears: Pool, kind: Kind) -> None:
    """States of a streaming model are put together for a batch, and taken apart again."""
    texts = ("one of us", "me also", "and thrice")
    streams = await asyncio.gather(*(ears.open(RecogniserOptions(), lambda _: None) for _ in texts))
    sounds = [around(text) for text in texts]
    for stream in streams:
        stream.start()
    for begin in range(0, max(sound.size for sound in sounds), 1600):
        for stream, sound in zip(streams, sounds, strict=True):
            stream.feed(sound[begin : begin + 1600])
    found = await asyncio.gather(*(stream.finish() for stream in streams))
    assert [transcript.text for transcript in found] == [CASES[kind].before + text for text in texts]
    assert len(ears.process_ids()) == 1
    for stream in streams:
        await stream.close()


async def test_what_is_cancelled_leaves_nothing_behind(ears: Pool, kind: Kind) -> None:
    told: list[str] = []
    stream = await ears.open(RecogniserOptions(), told.append)
    stream.start()
    stream.feed(around("forget me")[: RATE_HZ * 3 // 2])
    stream.cancel()
    told.clear()
    stream.start()
    stream.feed(around("hold this"))
    assert (await stream.finish()).text == f"{CASES[kind].before}hold this"
    assert "".join(told) == f"{CASES[kind].before}hold this"
    await stream.close()


async def test_another_rate_is_heard_as_well(ears: Pool, kind: Kind) -> None:
    stream = await ears.open(RecogniserOptions(), lambda _: None)
    stream.start()
    resampler = Resampler(48_000, RATE_HZ)
    sound = around("from afar", 48_000)
    for begin in range(0, sound.size, 960):
        stream.feed(resampler.process(sound[begin : begin + 960]))
    assert (await stream.finish()).text == f"{CASES[kind].before}from afar"
    await stream.close()


async def test_letters_that_are_doubled(ears: Pool, kind: Kind) -> None:
    stream = await ears.open(RecogniserOptions(), lambda _: None)
    stream.start()
    stream.feed(around("all fizz"))
    assert (await stream.finish()).text == CASES[kind].before + CASES[kind].after
    await stream.close()


async def test_silence_and_next_to_nothing_have_no_words(ears: Pool, kind: Kind) -> None:
    stream = await ears.open(RecogniserOptions(), lambda _: None)
    for samples in (np.zeros(RATE_HZ, np.int16), said("a")[:10], np.ones(RATE_HZ, np.int16)):
        stream.start()
        stream.feed(samples)
        assert (await stream.finish()).text == ""
    await stream.close()


async def test_a_whisper_is_told_the_language() -> None:
    """Ours hears German one letter further on; its decoder has to remember that from its first step."""
    ears = sherpa.create(tiny_models.folder(tiny_writers.whisper_ears), workers=1)
    for language, text in (("en", "hal"), ("de-DE", "ibm"), ("en", "hal")):
        stream = await ears.open(RecogniserOptions(language=language), lambda _: None)
        stream.start()
        stream.feed(around("hal"))
        assert (await stream.finish()).text == text
        await stream.close()
    assert len(ears.process_ids()) == 1
    await ears.close()


@pytest.mark.slow
@pytest.mark.parametrize("make", [tiny_ears.old_zipformer_ears, tiny_ears.lstm_ears, tiny_ears.conformer_ears])
async def test_transducers_with_other_encoders_keep_what_each_speaker_said(make: Maker) -> None:
    """Their states have other shapes, and are put together for a batch in other ways."""
    ears = sherpa.create(tiny_models.folder(make), workers=1)
    texts = ("one and two", "three by four")
    streams = await asyncio.gather(*(ears.open(RecogniserOptions(), lambda _: None) for _ in texts))
    for stream, text in zip(streams, texts, strict=True):
        stream.start()
        stream.feed(around(text))
    found = await asyncio.gather(*(stream.finish() for stream in streams))
    assert [transcript.text for transcript in found] == list(texts)
    await ears.close()


async def test_a_transducer_without_durations_is_read_back() -> None:
    """Ours says no letter twice running: it may say ten in a frame, and has only the last one to go by."""
    folder = tiny_models.folder(tiny_ears.plain_nemo_ears)
    ears = sherpa.create(folder, workers=1)
    stream = await ears.open(RecogniserOptions(), lambda _: None)
    stream.start()
    stream.feed(around("no jazz"))
    assert (await stream.finish()).text == "no jaz"
    await ears.close()
