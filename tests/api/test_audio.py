"""Ears and voice by themselves: the hosted service's own client over a real socket."""

from __future__ import annotations

import base64
import io
import json
import wave
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import numpy as np
import openai
import pytest
from openai import AsyncOpenAI

from feedbackyes.api import middleware
from feedbackyes.audio import Int16, files
from feedbackyes.engine import runner
from feedbackyes.stages.tts import VoiceFailed
from tests.api.conftest import World
from tests.api.engine_alone import Place, engine_alone
from tests.engine.fakes import WORD_MS, lost, silence, speech

RATE_HZ = 24_000
TEXT = "Good morning. It is late."


@pytest.fixture
async def place() -> AsyncIterator[Place]:
    async with engine_alone() as made:
        yield made


@pytest.fixture
async def client(place: Place) -> AsyncIterator[AsyncOpenAI]:
    async with AsyncOpenAI(api_key="sk-anything", base_url=place.url, max_retries=0) as made:
        yield made


def recording(*parts: bytes) -> bytes:
    """A WAV file of parts at 24 kHz."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(b"".join(parts))
    return out.getvalue()


TURN = recording(silence(400), speech(1200), silence(600))


def seconds_of(data: bytes) -> float:
    return files.read(data, RATE_HZ, most_seconds=60).size / RATE_HZ


# -- transcriptions


async def test_a_recording_becomes_text(place: Place, client: AsyncOpenAI) -> None:
    place.cast.ears.hears = ["good morning"]
    found = await client.audio.transcriptions.create(file=("a.wav", TURN), model="whisper-1", language="en")
    assert found.text == "good morning"
    assert found.usage is not None
    assert found.usage.to_dict() == {"type": "duration", "seconds": 2.2}


async def test_the_recogniser_is_told_language_and_prompt(place: Place, client: AsyncOpenAI) -> None:
    await client.audio.transcriptions.create(file=("a.wav", TURN), model="m", language="de", prompt="Herr Ott")
    (options,) = place.cast.ears.opened
    assert (options.language, options.phrases) == ("de", ("Herr Ott",))


async def test_words_and_captions_count_from_the_recordings_beginning(place: Place, client: AsyncOpenAI) -> None:
    place.cast.ears.hears = ["good morning", "it is late"]
    data = recording(silence(2000), speech(1200), silence(3000), speech(1200), silence(500))
    found = await client.audio.transcriptions.create(
        file=("a.wav", data), model="m", response_format="verbose_json", timestamp_granularities=["word", "segment"]
    )
    assert (found.text, found.language, round(found.duration, 1)) == ("good morning it is late", "english", 7.9)
    assert [word.word for word in found.words or []] == found.text.split()
    assert [round(word.start, 1) for word in found.words or []] == [1.7, 1.8, 5.9, 6.0, 6.1]
    assert [segment.text for segment in found.segments or []] == ["good morning", "it is late"]
    assert all(-0.2 < segment.avg_logprob < 0 for segment in found.segments or [])


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("text", "<good> morning\n"),
        ("srt", "1\n00:00:00,084 --> 00:00:00,274\n<good> morning\n"),
        ("vtt", "WEBVTT\n\n00:00:00.084 --> 00:00:00.274\n&lt;good&gt; morning\n"),
    ],
)
async def test_text_and_captions_are_plain(place: Place, client: AsyncOpenAI, form: Any, expected: str) -> None:
    place.cast.ears.hears = ["<good> morning"]
    found: Any = await client.audio.transcriptions.create(file=("a.wav", TURN), model="m", response_format=form)
    assert found == expected


async def test_text_is_streamed_word_by_word(place: Place, client: AsyncOpenAI) -> None:
    place.cast.ears.hears = ["good morning", "it is late"]
    data = recording(speech(1200), silence(3000), speech(1200))
    stream = await client.audio.transcriptions.create(file=("a.wav", data), model="m", stream=True)
    events = [event async for event in stream]
    deltas = [event.delta for event in events if event.type == "transcript.text.delta"]
    last = events[-1]
    assert deltas == ["good", " morning", " it", " is", " late"]
    assert last.type == "transcript.text.done"
    assert last.text == "".join(deltas)


@pytest.mark.parametrize("kind", ["mp3", "opus", "aac", "flac"])
async def test_other_kinds_of_files_are_heard(place: Place, client: AsyncOpenAI, kind: str) -> None:
    writer = files.Writer(kind, RATE_HZ)
    samples: Int16 = np.frombuffer(silence(400) + speech(1200) + silence(600), np.int16)
    data = writer.write(samples) + writer.end()
    found = await client.audio.transcriptions.create(file=(f"a.{kind}", data), model="m")
    assert found.text == "hello there"


async def test_silence_has_no_words(place: Place, client: AsyncOpenAI) -> None:
    found = await client.audio.transcriptions.create(file=("a.wav", recording(silence(3000))), model="m")
    assert found.text == ""
    assert not place.cast.ears.heard_ms


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"", "empty"), (b"#EXTM3U\nhttp://127.0.0.1/", "no audio file"), (b"RIFF\0\0\0\0WAVEfmt ", "damaged")],
)
async def test_what_is_no_recording_is_refused_with_a_sentence(client: AsyncOpenAI, data: bytes, said: str) -> None:
    with pytest.raises(openai.BadRequestError, match=said) as refused:
        await client.audio.transcriptions.create(file=("a.wav", data), model="m")
    assert refused.value.param == "file"


@pytest.mark.parametrize(
    ("field", "param"),
    [
        ({"response_format": "morse"}, "response_format"),
        ({"timestamp_granularities[]": "letter"}, "timestamp_granularities[]"),
        ({"stream": "perhaps"}, "stream"),
    ],
)
async def test_a_field_that_cannot_be_used_is_named(place: Place, field: dict[str, str], param: str) -> None:
    async with place.client() as http:
        answer = await http.post("/v1/audio/transcriptions", files={"file": ("a.wav", TURN)}, data=field)
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, param)


async def test_a_form_without_a_file_says_where_it_belongs(place: Place) -> None:
    async with place.client() as http:
        answer = await http.post("/v1/audio/transcriptions", data={"model": "m"})
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, "file")


async def test_who_is_unknown_is_refused_before_a_file_is_read(world: World) -> None:
    read: list[str] = []

    async def body(path: str) -> AsyncIterator[bytes]:
        read.append(path)
        yield b""

    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    async with world.client(peer="10.0.0.9") as http:
        for path in ("/v1/audio/transcriptions", "/voice-agent/transcribe"):
            assert (await http.post(path, content=body(path), headers=headers)).status_code == 401
    assert not read


async def test_a_long_recording_is_refused_before_it_is_read(
    client: AsyncOpenAI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(middleware, "MAX_FILE_BYTES", 1000)
    with pytest.raises(openai.APIStatusError, match="A request may have") as refused:
        await client.audio.transcriptions.create(file=("a.wav", TURN), model="m")
    assert refused.value.status_code == 413


async def test_a_recording_may_be_longer_than_other_bodies(place: Place, client: AsyncOpenAI) -> None:
    data = recording(speech(1200), silence(100_000))
    assert len(data) > middleware.MAX_BODY_BYTES
    assert (await client.audio.transcriptions.create(file=("a.wav", data), model="m")).text == "hello there"


async def test_a_lost_utterance_is_an_error_that_names_it(place: Place, client: AsyncOpenAI) -> None:
    place.cast.ears.hears = [lost()]
    with pytest.raises(openai.APIStatusError, match="worker died") as failed:
        await client.audio.transcriptions.create(file=("a.wav", TURN), model="m")
    assert (failed.value.status_code, failed.value.code) == (502, "recogniser_failed")


async def test_a_passage_lost_in_the_middle_of_a_stream_is_an_event(place: Place, client: AsyncOpenAI) -> None:
    place.cast.ears.hears = ["good morning", lost()]
    data = recording(speech(1200), silence(3000), speech(1200))
    stream = await client.audio.transcriptions.create(file=("a.wav", data), model="m", stream=True)
    with pytest.raises(openai.APIError, match="worker died"):
        async for _ in stream:
            pass


# -- speech


@pytest.mark.parametrize("kind", ["mp3", "opus", "aac", "flac", "wav", "pcm"])
async def test_a_text_is_spoken_in_each_format(place: Place, client: AsyncOpenAI, kind: Any) -> None:
    answer = await client.audio.speech.create(input=TEXT, model="tts-1", voice="marin", response_format=kind)
    data = answer.content
    seconds = len(data) / 2 / RATE_HZ if kind == "pcm" else seconds_of(data)
    assert seconds == pytest.approx(5 * WORD_MS / 1000, abs=0.12)
    assert place.cast.voice.spoken == [(TEXT, "marin", 1.0, "en")]
    assert answer.response.headers["content-type"].startswith("audio/")


async def test_speech_comes_while_it_is_made(place: Place, client: AsyncOpenAI) -> None:
    async with client.audio.speech.with_streaming_response.create(
        input=TEXT, model="tts-1", voice="marin", response_format="pcm", speed=1.5
    ) as answer:
        assert answer.headers.get("transfer-encoding") == "chunked"
        pieces = [piece async for piece in answer.iter_bytes()]
    assert len(b"".join(pieces)) == 5 * WORD_MS * 48
    assert place.cast.voice.spoken[0][2] == 1.5


async def test_speech_events_carry_audio_and_the_times_of_words(place: Place, client: AsyncOpenAI) -> None:
    async with client.audio.speech.with_streaming_response.create(
        input=TEXT, model="m", voice="marin", response_format="pcm", stream_format="sse"
    ) as answer:
        lines = [line async for line in answer.iter_lines() if line]
    events = [json.loads(line.removeprefix("data: ")) for line in lines]
    assert {event["type"] for event in events[:-1]} == {"speech.audio.delta"}
    assert len(events) > 5
    assert events[-1]["type"] == "speech.audio.done"
    audio = b"".join(base64.b64decode(event["audio"]) for event in events[:-1])
    assert len(audio) == 5 * WORD_MS * 48
    words = [word for event in events[:-1] for word in event.get("words", ())]
    assert [TEXT[word["start"] : word["end"]] for word in words] == TEXT.split()
    assert events[-1]["usage"]["total_tokens"] > 0


@pytest.mark.parametrize(
    ("change", "param"),
    [
        ({"input": "  "}, "input"),
        ({"input": "a" * 4097}, "input"),
        ({"response_format": "midi"}, None),
        ({"speed": 9.0}, "speed"),
        ({"stream_format": "morse"}, "stream_format"),
    ],
)
async def test_what_cannot_be_spoken_is_refused_with_a_sentence(
    client: AsyncOpenAI, change: dict[str, Any], param: str | None
) -> None:
    wanted: dict[str, Any] = {"input": "Hello.", "model": "m", "voice": "marin", **change}
    with pytest.raises(openai.APIStatusError) as refused:
        await client.audio.speech.create(**wanted)
    assert refused.value.status_code in (400, 422)
    assert refused.value.param == param
    assert isinstance(refused.value.body, dict)
    assert refused.value.body["message"].endswith(".")


async def test_a_voice_that_fails_says_why(place: Place, client: AsyncOpenAI) -> None:
    place.cast.voice.failure = VoiceFailed("The voice does not speak 'xx'.")
    with pytest.raises(openai.BadRequestError, match="does not speak 'xx'") as refused:
        await client.audio.speech.create(input="Hello.", model="m", voice="marin", extra_body={"language": "xx"})
    assert refused.value.code == "voice_failed"


async def test_who_leaves_frees_the_voice(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "MAX_STEPS", 1)
    body = {"input": "word " * 800, "voice": "marin", "response_format": "pcm"}
    async with aiohttp.ClientSession() as http:
        async with http.post(f"{place.url}/audio/speech", json=body) as answer:
            await answer.content.readany()
            async with http.post(f"{place.url}/audio/speech", json=body) as other:
                assert other.status == 429
                assert other.headers["Retry-After"] == "2"
            answer.close()
        for _ in range(100):
            async with http.post(f"{place.url}/audio/speech", json={"input": "Hi."}) as again:
                if again.status == 200:
                    break
        assert again.status == 200


async def test_nobody_unknown_is_heard_or_spoken_to(place: Place) -> None:
    async with place.client(peer="10.0.0.9") as http:
        spoken = await http.post("/v1/audio/speech", json={"input": "Hello."})
        heard = await http.post("/v1/audio/transcriptions", files={"file": ("a.wav", TURN)})
    assert (spoken.status_code, heard.status_code) == (401, 401)
    assert spoken.json()["error"]["type"] == "authentication_error"
