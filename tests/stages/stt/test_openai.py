"""The recogniser that asks a server, against one that answers well, late, badly, in part or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest

from feedbackyes.audio import Int16
from feedbackyes.audio.wav import read_wav
from feedbackyes.domain.errors import InvalidInput
from feedbackyes.engine import Engine, Stages
from feedbackyes.settings import Settings
from feedbackyes.stages import _answers, stt
from feedbackyes.stages.stt import RATE_HZ, RecogniserFailed, RecogniserOptions, Transcript, openai
from tests.engine import fakes
from tests.engine.wire import Wire
from tests.stages.speech_server import (
    Answer,
    SpeechServer,
    answering,
    event,
    hanging,
    hanging_up,
    refusing,
    speech_server,
    streaming,
)

GOOD = answering(text="good morning")
DELTAS = [event(type="transcript.text.delta", delta=delta) for delta in ("Good ", "mor", "ning, ", "Ana.")]
DONE = event(type="transcript.text.done", text="Good morning, Ana.")


@dataclass
class Talk:
    """A speaker, and the server that is asked."""

    server: SpeechServer
    stream: openai.Stream = field(init=False)
    told: list[str] = field(default_factory=list)
    more: asyncio.Event = field(default_factory=asyncio.Event)

    def on_partial(self, text: str) -> None:
        self.told.append(text)
        self.more.set()

    async def say(self, *seconds: float) -> Transcript:
        """Speak so long, with pauses."""
        self.stream.start()
        for part in seconds:
            self.stream.feed(voice(part))
            self.stream.pause()
        return await self.stream.finish()


class Room:
    """Where talks begin."""

    def __init__(self, stack: AsyncExitStack) -> None:
        self._stack = stack

    async def talk(self, *answers: Answer, language: str = "en", phrases: tuple[str, ...] = (), **how: Any) -> Talk:
        server = await self._stack.enter_async_context(speech_server(*answers))
        options = {"url": server.url, "key": "sk-secret", "model": "ears-1", "timeout_seconds": 3.0, **how}
        recogniser = stt.load("openai", **options)
        self._stack.push_async_callback(recogniser.close)
        talk = Talk(server)
        stream = await recogniser.open(RecogniserOptions(language, phrases), talk.on_partial)
        assert isinstance(stream, openai.Stream)
        talk.stream = stream
        return talk


@pytest.fixture
async def room() -> AsyncIterator[Room]:
    async with AsyncExitStack() as stack:
        yield Room(stack)


def voice(seconds: float) -> Int16:
    samples: Int16 = (8000 * np.sin(np.arange(int(seconds * RATE_HZ)) * 0.3)).astype(np.int16)
    return samples


async def lost(talk: Talk, *seconds: float) -> str:
    """The sentence with which an utterance is lost."""
    with pytest.raises(RecogniserFailed) as failed:
        await talk.say(*(seconds or (1.0,)))
    assert failed.value.message.endswith(".")
    assert "sk-secret" not in failed.value.message
    return failed.value.message


async def test_the_utterance_goes_there_as_a_file(room: Room) -> None:
    talk = await room.talk(GOOD, language="de-AT", phrases=("Herr Ott", "Wien"))
    assert (await talk.say(1.0)).text == "good morning"
    (asked,) = talk.server.asked
    assert np.array_equal(read_wav(asked.audio, RATE_HZ), voice(1.0))
    assert (asked.fields["model"], asked.fields["language"]) == ("ears-1", "de")
    assert asked.fields["prompt"] == "Herr Ott\nWien"
    assert asked.request.headers["Authorization"] == "Bearer sk-secret"


async def test_text_is_passed_on_word_by_word_as_it_comes(room: Room) -> None:
    talk = await room.talk(streaming(*DELTAS, DONE))
    transcript = await talk.say(1.0)
    assert talk.told == ["Good", " morning,", " Ana."]
    assert transcript.text == "Good morning, Ana."


async def test_chunks_of_other_servers_are_read(room: Room) -> None:
    chunks = [event(choices=[{"delta": {"content": text}}]) for text in ("Good", " morning")]
    last = event(choices=[{"delta": {"content": ""}, "finish_reason": "stop"}])
    talk = await room.talk(streaming(*chunks, last, b"data: [DONE]\n\n"))
    assert (await talk.say(1.0)).text == "Good morning"
    assert talk.told == ["Good", " morning"]


async def test_segments_of_other_servers_are_read_without_an_end(room: Room) -> None:
    segments = [
        event(text=" Good morning.", words=[{"word": " Good", "start": 0.1, "end": 0.3}]),
        event(text="Ana.", words=[{"word": "Ana.", "start": 0.8, "end": 0.9}]),
    ]
    talk = await room.talk(streaming(*segments))
    transcript = await talk.say(1.0)
    assert transcript.text == "Good morning. Ana."
    assert talk.told == ["Good", " morning.", " Ana."]
    assert [word.start_ms for word in transcript.words] == [100, 300, 800]


async def test_words_of_the_server_keep_their_times_and_the_texts_marks(room: Room) -> None:
    words = [
        {"word": "Good", "start": 0.1, "end": 0.4, "probability": 0.5},
        {"word": "morning", "start": 0.4, "end": 0.9, "probability": 1.0},
    ]
    talk = await room.talk(answering(text="Good morning, Ana.", words=words))
    transcript = await talk.say(1.5)
    found = [(word.text, word.start_ms, word.end_ms, word.confidence) for word in transcript.words]
    assert found[:2] == [("Good", 100, 400, 0.5), ("morning,", 400, 900, 1.0)]
    assert found[2][0] == "Ana."
    assert 900 <= found[2][1] < found[2][2] <= 1500


async def test_a_segment_that_whisper_made_of_silence_is_left_out(room: Room) -> None:
    segment = {"text": "Thank you.", "start": 0.0, "end": 1.0, "avg_logprob": -1.4, "no_speech_prob": 0.9}
    talk = await room.talk(answering(text="Thank you.", segments=[segment]))
    assert await talk.say(1.0) == Transcript("", (), 0.0)


async def test_how_sure_the_server_is_counts(room: Room) -> None:
    talk = await room.talk(answering(text="yes", logprobs=[{"token": "yes", "logprob": -0.6931}]))
    assert (await talk.say(1.0)).confidence == pytest.approx(0.5, abs=0.01)


async def test_a_server_that_takes_less_is_asked_for_less_from_then_on(room: Room) -> None:
    talk = await room.talk(
        refusing(400, "response_format verbose_json is not compatible"), refusing(422, "stream: unknown"), GOOD
    )
    assert (await talk.say(1.0)).text == (await talk.say(1.0)).text == "good morning"
    forms = [(asked.fields.get("stream"), asked.fields["response_format"]) for asked in talk.server.asked]
    assert forms == [("true", "verbose_json"), ("true", "json"), (None, "verbose_json"), (None, "verbose_json")]


@pytest.mark.parametrize(
    "first",
    [refusing(429, "Slow down.", **{"Retry-After": "0.01"}), refusing(503, "Loading."), hanging_up],
    ids=["busy", "not ready", "hangs up"],
)
async def test_what_may_pass_is_tried_again(room: Room, first: Answer) -> None:
    talk = await room.talk(first, GOOD)
    assert (await talk.say(1.0)).text == "good morning"
    assert len(talk.server.asked) == 2


async def test_who_wants_a_long_rest_is_not_waited_for(room: Room) -> None:
    talk = await room.talk(refusing(429, "Quota.", **{"Retry-After": "30"}), GOOD)
    async with asyncio.timeout(1):
        assert "429" in await lost(talk)
    assert (await talk.say(1.0)).text == "good morning"


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (streaming(*DELTAS), "cut off"),
        (streaming(*DELTAS, cut=True), "hung up"),
        (streaming(DELTAS[0], event(error={"message": "Out of memory."})), "Out of memory"),
        (streaming(b"data: {nonsense\n\n"), "no JSON"),
        (streaming(b"<html>", kind="text/html"), "no JSON"),
        (answering(result="good"), "form"),
        (answering(text=["good"]), "form"),
        (answering(text="good", words=[{"w": 1}]), "form"),
        (answering(text="good", words="many"), "form"),
        (refusing(401, "Wrong key sk-secret."), "FEEDBACKYES_STT_URL"),
        (refusing(413, "Too large."), "Too large"),
        (answering(404, detail="Model 'ears-1' is not installed."), "is not installed"),
        (answering(404, error="CUDA is lost."), "CUDA is lost"),
    ],
)
async def test_a_bad_answer_loses_one_utterance_and_says_why(room: Room, answer: Answer, reason: str) -> None:
    talk = await room.talk(answer, GOOD)
    assert reason in await lost(talk)
    assert len(talk.server.asked) == 1
    assert (await talk.say(1.0)).text == "good morning"


async def test_an_answer_without_end_is_not_read_to_its_end(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_answers, "MAX_EVENT", 1000)
    talk = await room.talk(streaming(b"data: " + b"x" * 5000), answering(text="x" * 5000))
    assert "more than fits" in await lost(talk)
    assert "more than fits" in await lost(talk)


async def test_a_server_that_stays_away_is_given_up(room: Room) -> None:
    talk = await room.talk(hanging_up)
    assert "cannot be reached, or hung up" in await lost(talk)
    assert len(talk.server.asked) == 3


async def test_a_server_that_hangs_is_given_up_in_time(room: Room) -> None:
    talk = await room.talk(hanging, GOOD, timeout_seconds=0.2)
    assert "did not answer in time" in await lost(talk)
    assert (await talk.say(1.0)).text == "good morning"


async def test_at_a_pause_the_server_is_asked_already(room: Room) -> None:
    talk = await room.talk(GOOD)
    talk.stream.start()
    talk.stream.feed(voice(1.0))
    talk.stream.pause()
    await talk.server.until(1)
    assert (await talk.stream.finish()).text == "good morning"
    assert len(talk.server.asked) == 1


async def test_who_goes_on_after_a_short_part_is_heard_as_a_whole(room: Room) -> None:
    talk = await room.talk(hanging, GOOD)
    talk.stream.start()
    talk.stream.feed(voice(1.0))
    talk.stream.pause()
    first = await talk.server.until(1)
    talk.stream.feed(voice(0.5))
    async with asyncio.timeout(5):
        await first.left.wait()
    assert (await talk.stream.finish()).text == "good morning"
    assert len(read_wav(talk.server.asked[1].audio, RATE_HZ)) == 1.5 * RATE_HZ


async def test_a_long_part_stands_and_what_follows_is_its_own(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openai, "STANDS_SECONDS", 0.8)
    word = {"start": 0.1, "end": 0.2}
    talk = await room.talk(
        answering(text="one", words=[{"word": "one", **word}]), answering(text="two", words=[{"word": "two", **word}])
    )
    transcript = await talk.say(1.0, 0.5)
    assert [(found.text, found.start_ms) for found in transcript.words] == [("one", 100), ("two", 1100)]
    assert talk.told == ["one", " two"]


async def test_what_was_told_is_not_told_again(room: Room) -> None:
    talk = await room.talk(streaming(*DELTAS, DONE), streaming(*DELTAS, event(type="transcript.text.done", text="Good morning, Ana. Hi.")))  # fmt: skip
    talk.stream.start()
    talk.stream.feed(voice(1.0))
    talk.stream.pause()
    await talk.server.until(1)
    async with asyncio.timeout(5):
        while len(talk.told) < 3:
            await talk.more.wait()
            talk.more.clear()
    talk.stream.feed(voice(0.5))
    transcript = await talk.stream.finish()
    assert "".join(talk.told) == transcript.text == "Good morning, Ana. Hi."


async def test_cancelling_closes_the_request(room: Room) -> None:
    talk = await room.talk(hanging, GOOD)
    talk.stream.start()
    talk.stream.feed(voice(1.0))
    talk.stream.pause()
    asked = await talk.server.until(1)
    talk.stream.cancel()
    async with asyncio.timeout(5):
        await asked.left.wait()
    assert (await talk.say(1.0)).text == "good morning"


async def test_silence_is_not_sent(room: Room) -> None:
    talk = await room.talk(GOOD)
    talk.stream.start()
    talk.stream.feed(np.zeros(RATE_HZ, np.int16))
    assert await talk.stream.finish() == Transcript("", (), 0.0)
    assert not talk.server.asked


async def test_an_utterance_without_end_is_refused(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openai, "MOST_SECONDS", 2.0)
    talk = await room.talk(hanging)
    assert "Send shorter parts" in await lost(talk, *[0.9] * 3)


@pytest.mark.parametrize("url", ["", "ftp://a/v1", "127.0.0.1:8000"])
def test_an_address_that_is_none_is_named(url: str) -> None:
    with pytest.raises(InvalidInput, match="FEEDBACKYES_STT_URL"):
        stt.load("openai", url=url)


@pytest.mark.parametrize(
    ("given", "url", "key"),
    [
        ({}, "https://api.openai.com/v1", "sk-hosted"),
        ({"stt_url": "http://gpu:8000/v1"}, "http://gpu:8000/v1", ""),
        ({"stt_url": "http://gpu:8000/v1", "stt_key": "k"}, "http://gpu:8000/v1", "k"),
    ],
)
def test_the_hosted_services_key_goes_nowhere_else(given: dict[str, str], url: str, key: str) -> None:
    found = openai.options(Settings(openai_api_key="sk-hosted", **given))  # type: ignore[arg-type]  # of strings
    assert (found["url"], found["key"]) == (url, key)


async def test_a_lost_utterance_does_not_end_the_session(room: Room) -> None:
    talk = await room.talk(refusing(500, "Out of memory."), refusing(500, "Again."), refusing(500, "Again."), GOOD)
    recogniser = stt.load("openai", url=talk.server.url)
    cast = fakes.Cast()
    stages = Stages(vad=cast.loudness, stt=recogniser, dialogue=cast.partner, tts=cast.voice)
    engine = Engine(Settings(), lambda: stages)
    wire = Wire()
    wire.connection = engine.connect(wire)
    wire.update(audio={"input": {"transcription": {"model": "any"}}})
    turn = fakes.silence(200) + fakes.speech(800) + fakes.silence(700)
    wire.append(turn)
    failed = await wire.until("conversation.item.input_audio_transcription.failed")
    assert "500" in failed["error"]["message"]
    await wire.until("response.done")
    wire.append(turn)
    completed = await wire.until("conversation.item.input_audio_transcription.completed")
    assert completed["transcript"] == "good morning"
    await engine.close()
