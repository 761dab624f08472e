"""The voice that asks a server, against one that speaks well, late, in other formats, in part or not at all."""

from __future__ import annotations

import asyncio
import base64
import struct
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AsyncExitStack
from itertools import pairwise
from typing import Any, cast

import numpy as np
import pytest
from aiohttp import web

from feedbackyes.audio import Int16
from feedbackyes.audio.wav import encode_wav
from feedbackyes.settings import Settings
from feedbackyes.stages import tts
from feedbackyes.stages.tts import SpeechChunk, SpokenWord, Voice, VoiceFailed, openai
from tests.stages.speech_server import (
    Answer,
    Asked,
    SpeechServer,
    answering,
    event,
    hanging,
    hanging_up,
    refusing,
    speech_server,
    streaming,
)

RATE_HZ = 24_000
TEXT = "Thanks for coming, Ana."


def tone(seconds: float, rate_hz: int = RATE_HZ) -> Int16:
    samples: Int16 = (8000 * np.sin(np.arange(int(seconds * rate_hz)) * 0.1)).astype(np.int16)
    return samples


SAMPLES = tone(1.0)
BYTES = SAMPLES.tobytes()
GOOD = streaming(BYTES, kind="audio/pcm")


class Room:
    """Where voices are."""

    def __init__(self, stack: AsyncExitStack) -> None:
        self._stack = stack

    async def voice(self, *answers: Answer, **how: Any) -> tuple[Voice, SpeechServer]:
        server = await self._stack.enter_async_context(speech_server(*answers))
        options = {"url": server.url, "key": "sk-secret", "model": "voice-1", "timeout_seconds": 3.0, **how}
        voice = tts.load("openai", **options)
        self._stack.push_async_callback(voice.close)
        return voice, server


@pytest.fixture
async def room() -> AsyncIterator[Room]:
    async with AsyncExitStack() as stack:
        yield Room(stack)


async def spoken(mouth: Voice, text: str = TEXT, **manner: Any) -> tuple[Int16, list[SpokenWord]]:
    chunks = [chunk async for chunk in mouth.speak(text, **manner)]
    return np.concatenate([chunk.samples for chunk in chunks]), [word for chunk in chunks for word in chunk.words]


async def failing(voice: Voice) -> str:
    with pytest.raises(VoiceFailed) as failed:
        await spoken(voice)
    assert failed.value.message.endswith(".")
    assert "sk-secret" not in failed.value.message
    return failed.value.message


def audio(samples: Int16, **fields: Any) -> bytes:
    return event(type="speech.audio.delta", audio=base64.b64encode(samples.tobytes()).decode(), **fields)


DONE = event(type="speech.audio.done", usage={})


async def test_samples_come_whole_however_they_are_cut(room: Room) -> None:
    cuts = [0, 1, 3, 1000, 1001, 30_001, len(BYTES)]
    pieces = [BYTES[begin:end] for begin, end in pairwise(cuts)]
    voice, server = await room.voice(streaming(*pieces, kind="audio/pcm"))
    samples, _ = await spoken(voice, voice="cedar", speed=1.25, language="de")
    assert np.array_equal(samples, SAMPLES)
    (asked,) = server.asked
    told = {name: asked.fields[name] for name in ("model", "input", "voice", "speed", "response_format", "language")}
    assert told == {
        "model": "voice-1",
        "input": TEXT,
        "voice": "cedar",
        "speed": 1.25,
        "response_format": "pcm",
        "language": "de",
    }
    assert asked.request.headers["Authorization"] == "Bearer sk-secret"


async def test_words_that_nobody_times_are_spread_by_their_length(room: Room) -> None:
    voice, _ = await room.voice(GOOD)
    for _ in range(6):
        _, words = await spoken(voice)
    assert [TEXT[word.start : word.end] for word in words] == TEXT.split()
    assert [word.at_ms for word in words] == pytest.approx([0, 258, 414, 810], abs=40)


async def test_silence_before_the_first_word_counts(room: Room) -> None:
    late = np.concatenate((np.zeros(RATE_HZ // 2, np.int16), SAMPLES)).tobytes()
    voice, _ = await room.voice(streaming(late[:2000], late[2000:40_000], late[40_000:], kind="audio/pcm"))
    _, words = await spoken(voice)
    assert 490 <= words[0].at_ms <= 510


@pytest.mark.parametrize("speed", [0.5, 1.0, 1.5])
async def test_words_come_with_their_audio_whatever_the_pace(room: Room, speed: float) -> None:
    """Never before it, and at most 400 ms after."""
    sound = tone(2.5).tobytes()
    pieces = [sound[begin : begin + 4800] for begin in range(0, len(sound), 4800)]
    voice, _ = await room.voice(streaming(*pieces, kind="audio/pcm"))
    done_ms, count = 0.0, 0
    async for chunk in voice.speak(TEXT, speed=speed):
        after_ms = done_ms + chunk.samples.size / 24
        for word in chunk.words:
            assert done_ms - 400 <= word.at_ms <= after_ms + 1
            count += 1
        done_ms = after_ms
    assert count == len(TEXT.split())


async def test_each_sentence_is_asked_for_by_itself(room: Room) -> None:
    voice, server = await room.voice(GOOD)
    samples, words = await spoken(voice, "First one. **Second** one.")
    assert [asked.fields["input"].split() for asked in server.asked] == [["First", "one."], ["Second", "one."]]
    assert samples.size == 2 * SAMPLES.size
    assert words[2].at_ms >= 1000


async def test_a_wav_file_of_another_rate_is_taken_too(room: Room) -> None:
    low = tone(1.0, 16_000)
    stereo = encode_wav(np.repeat(low, 2), 16_000)
    stereo = stereo[:22] + struct.pack("<H", 2) + stereo[24:]
    voice, _ = await room.voice(streaming(stereo[:30], stereo[30:], kind="audio/wav"))
    samples, _ = await spoken(voice)
    assert abs(samples.size - RATE_HZ) < 100
    spectrum = np.abs(np.fft.rfft(samples.astype(np.float64)))
    assert int(np.argmax(spectrum)) == pytest.approx(0.1 * 16_000 / 2 / np.pi, abs=3)


async def test_events_carry_audio_and_perhaps_words(room: Room) -> None:
    half = SAMPLES[:12_000]
    first = audio(half, words=[{"start": 0, "end": 6, "at_ms": 5}])
    second = audio(half, words=[{"start": 7, "end": 10, "at_ms": 600}])
    voice, _ = await room.voice(streaming(first, second, DONE), streaming(audio(half), audio(half), DONE))
    samples, words = await spoken(voice)
    assert samples.size == RATE_HZ
    assert words == [SpokenWord(0, 6, 5), SpokenWord(7, 10, 600)]
    samples, words = await spoken(voice)
    assert (samples.size, len(words)) == (RATE_HZ, 4)


async def test_a_server_that_takes_less_is_asked_for_less_from_then_on(room: Room) -> None:
    voice, server = await room.voice(refusing(400, "Unknown parameter: language"), refusing(422, "stream_format"), GOOD)
    await spoken(voice)
    await spoken(voice)
    asked = [("stream_format" in one.fields, "language" in one.fields) for one in server.asked]
    assert asked == [(True, True), (True, False), (False, False), (False, False)]


async def test_a_text_that_our_own_servers_cannot_speak_is_not_asked_for_otherwise(room: Room) -> None:
    voice, server = await room.voice(refusing(400, "The voice does not speak 'xx'.", "voice_failed"))
    assert "does not speak 'xx'" in await failing(voice)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "first",
    [refusing(429, "Slow down.", **{"Retry-After": "0.01"}), refusing(503, "Loading."), hanging_up],
    ids=["busy", "not ready", "hangs up"],
)
async def test_what_may_pass_is_tried_again(room: Room, first: Answer) -> None:
    voice, _ = await room.voice(first, GOOD)
    samples, _ = await spoken(voice)
    assert np.array_equal(samples, SAMPLES)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (refusing(429, "Quota.", **{"Retry-After": "60"}), "429"),
        (refusing(401, "Wrong key sk-secret."), "FEEDBACKYES_TTS_URL"),
        (answering(audio="none"), "no sound"),
        (streaming(kind="audio/pcm"), "no sound"),
        (streaming(b"ID3" + bytes(4000), kind="audio/mpeg"), "MP3"),
        (streaming(b"RIFF\0\0\0\0WAVEfmt " + bytes(8000), kind="audio/wav"), "WAV"),
        (streaming(b"data: what\n\n"), "no JSON"),
        (streaming(event(type="speech.audio.delta", audio="?")), "form"),
        (streaming(event(type="speech.audio.delta")), "form"),
        (streaming(audio(SAMPLES)), "cut off"),
        (streaming(audio(SAMPLES), event(error={"message": "Out of memory."})), "Out of memory"),
        (streaming(BYTES, kind="audio/pcm", cut=True), "broke off"),
    ],
)
async def test_a_bad_answer_fails_one_text_and_says_why(room: Room, answer: Answer, reason: str) -> None:
    voice, server = await room.voice(answer, GOOD)
    assert reason in await failing(voice)
    assert len(server.asked) == 1
    assert np.array_equal((await spoken(voice))[0], SAMPLES)


@pytest.mark.parametrize("begun", [False, True])
async def test_a_server_that_hangs_is_given_up_in_time(room: Room, begun: bool) -> None:
    async def answer(asked: Asked) -> web.StreamResponse:
        if begun:
            await asked.stream(BYTES, kind="audio/pcm")
        return await hanging(asked)

    voice, _ = await room.voice(answer, GOOD, timeout_seconds=0.2)
    assert "in time" in await failing(voice)
    assert np.array_equal((await spoken(voice))[0], SAMPLES)


async def test_closing_early_closes_the_request(room: Room) -> None:
    async def endless(asked: Asked) -> web.StreamResponse:
        response = await asked.stream(BYTES, kind="audio/pcm")
        while True:
            await response.write(BYTES)

    voice, server = await room.voice(endless)
    iterator = cast("AsyncGenerator[SpeechChunk]", voice.speak(TEXT))
    await anext(iterator)
    await iterator.aclose()
    asked = await server.until(1)
    async with asyncio.timeout(5):
        await asked.left.wait()


@pytest.mark.parametrize(
    ("theirs", "asked_for", "expected"),
    [
        ({}, "marin", "marin"),
        ({}, "", "alloy"),
        ({}, "Marine", "marin"),
        ({"marin": "af_heart"}, "marin", "af_heart"),
        ({"marin": "af_heart"}, "cedar", "cedar"),
        ({"marin": "af_heart", "*": "am_adam"}, "cedar", "am_adam"),
        ({"*": "am_adam"}, "anybody", "am_adam"),
    ],
)
async def test_the_server_gets_its_own_names_of_voices(
    room: Room, theirs: dict[str, str], asked_for: str, expected: str
) -> None:
    voice, server = await room.voice(GOOD, voices=theirs)
    await spoken(voice, voice=asked_for)
    assert server.asked[0].fields["voice"] == expected


def test_settings_name_server_and_voices() -> None:
    found = openai.options(Settings(openai_api_key="sk-hosted", tts_url="http://gpu/v1", tts_voices={"*": "x"}))
    assert (found["url"], found["key"], found["voices"]) == ("http://gpu/v1", "", {"*": "x"})
    assert openai.options(Settings(openai_api_key="sk-hosted"))["key"] == "sk-hosted"
