"""The recogniser that streams to a Realtime service, against one that hears well, late, badly, in part or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from aiohttp import web

from feedbackyes.audio import Int16
from feedbackyes.domain.errors import InvalidInput
from feedbackyes.engine import Engine, Stages
from feedbackyes.settings import Settings
from feedbackyes.stages import stt
from feedbackyes.stages.stt import RATE_HZ, RecogniserFailed, RecogniserOptions, Transcript, _realtime_parts, realtime
from tests.engine import fakes
from tests.engine.wire import Wire
from tests.stages.realtime_server import RealtimeServer, Script, Session, answering, realtime_server, refusing

GOOD = answering("good morning")


@dataclass
class Talk:
    """A speaker, and the server that listens."""

    server: RealtimeServer
    stream: realtime.Stream = field(init=False)
    told: list[str] = field(default_factory=list)
    more: asyncio.Event = field(default_factory=asyncio.Event)

    def on_partial(self, text: str) -> None:
        self.told.append(text)
        self.more.set()

    def speak(self, seconds: float) -> None:
        """In pieces of 20 ms."""
        samples = voice(seconds)
        for at in range(0, samples.size, RATE_HZ // 50):
            self.stream.feed(samples[at : at + RATE_HZ // 50])

    async def say(self, *seconds: float) -> Transcript:
        """Speak so long, with pauses."""
        self.stream.start()
        for part in seconds:
            self.speak(part)
            self.stream.pause()
        return await self.stream.finish()


class Room:
    """Where talks begin."""

    def __init__(self, stack: AsyncExitStack) -> None:
        self._stack = stack

    async def talk(
        self, *scripts: Script | web.Response, language: str = "en", phrases: tuple[str, ...] = (), **how: Any
    ) -> Talk:
        server = await self._stack.enter_async_context(realtime_server(*scripts))
        recogniser = stt.load("realtime", **{"url": server.url, "key": "sk-secret", "timeout_seconds": 3.0, **how})
        self._stack.push_async_callback(recogniser.close)
        talk = Talk(server)
        stream = await recogniser.open(RecogniserOptions(language, phrases), talk.on_partial)
        assert isinstance(stream, realtime.Stream)
        talk.stream = stream
        return talk


@pytest.fixture
async def room(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Room]:
    monkeypatch.setattr(realtime, "WAIT_SECONDS", 0.02)
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


async def test_the_session_is_one_of_transcription_in_which_we_say_when_a_turn_is_over(room: Room) -> None:
    talk = await room.talk(GOOD, language="de-AT", phrases=("Herr Ott", "Wien"), model="ears-1")
    assert (await talk.say(1.0)).text == "good morning"
    (session,) = talk.server.sessions
    assert session.request.query == {"intent": "transcription"}
    assert session.request.headers["Authorization"] == "Bearer sk-secret"
    (asked,) = session.settings
    assert asked["type"] == "transcription"
    heard = asked["audio"]["input"]
    assert heard["transcription"] == {"model": "ears-1", "language": "de", "prompt": "Herr Ott\nWien"}
    assert heard["turn_detection"] is None
    assert heard["format"] == {"type": "audio/pcm", "rate": 24_000}


async def test_all_that_is_said_is_heard_and_nothing_else(room: Room) -> None:
    talk = await room.talk(GOOD)
    await talk.say(1.0, 0.5)
    await talk.say(0.7)
    (session,) = talk.server.sessions
    assert [len(one) / 24_000 for one in session.heard] == pytest.approx([1.5, 0.7], abs=0.001)
    assert 7_000 < np.abs(session.heard[0].astype(int)).max() < 9_000


async def test_words_are_passed_on_while_somebody_speaks(room: Room) -> None:
    async def script(session: Session) -> None:
        await session.begin()
        await session.until("input_audio_buffer.append")
        item = session.item()
        for delta in ("Good ", "mor", "ning, ", "Ana"):
            await session.delta(item, delta)
        await session.until("input_audio_buffer.commit")
        await session.committed(item)
        await session.completed(item, "Good morning, Ana.")
        await session.next()

    talk = await room.talk(script)
    talk.stream.start()
    talk.speak(0.5)
    async with asyncio.timeout(5):
        while talk.told != ["Good", " morning,"]:
            talk.more.clear()
            await talk.more.wait()
    assert "input_audio_buffer.commit" not in talk.server.sessions[0].log
    assert (await talk.stream.finish()).text == "Good morning, Ana."
    assert talk.told == ["Good", " morning,", " Ana."]


async def test_text_that_is_replaced_as_a_whole_is_told_as_it_grows(room: Room) -> None:
    async def script(session: Session) -> None:
        await session.begin()
        await session.until("input_audio_buffer.commit")
        for text in ("Good ", "Good morning ", "Good morning all "):
            await session.send(
                "conversation.item.input_audio_transcription.updated", item_id="item", content_index=0, transcript=text
            )
        await session.committed("item")
        await session.completed("item", "Good morning all.")
        await session.next()

    talk = await room.talk(script)
    assert (await talk.say(0.5)).text == "Good morning all."
    assert talk.told == ["Good", " morning", " all"]


async def test_a_long_part_is_committed_at_a_pause(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_realtime_parts, "STANDS_SECONDS", 0.8)
    talk = await room.talk(answering("one", "two"))
    transcript = await talk.say(1.0, 0.5)
    assert [word.text for word in transcript.words] == ["one", "two"]
    assert transcript.words[0].end_ms <= 1000 <= transcript.words[1].start_ms
    assert talk.told == ["one", " two"]


async def test_how_sure_the_service_is_of_each_word_counts(room: Room) -> None:
    tokens = [("Good", -0.1), (" mor", -0.2), ("ning", -2.0), (",", -0.3)]
    logprobs = [{"token": token, "logprob": logprob, "bytes": []} for token, logprob in tokens]
    talk = await room.talk(answering("Good morning,", logprobs=logprobs))
    found = [word.confidence for word in (await talk.say(1.0)).words]
    assert found == pytest.approx([0.905, 0.135], abs=0.01)


async def test_silence_is_not_sent(room: Room) -> None:
    talk = await room.talk(GOOD)
    talk.stream.start()
    talk.stream.feed(np.full(RATE_HZ, 10, np.int16))
    assert await talk.stream.finish() == Transcript("", (), 0.0)
    assert talk.server.sessions == []


# ---- what goes wrong


async def before_the_end(session: Session) -> None:
    await session.begin()
    await session.until("input_audio_buffer.append")
    session.cut()


async def after_the_commit(session: Session) -> None:
    await session.begin()
    await session.until("input_audio_buffer.commit")
    session.cut()


async def in_the_middle_of_the_words(session: Session) -> None:
    await session.begin()
    await session.until("input_audio_buffer.commit")
    item = session.item()
    await session.committed(item)
    await session.delta(item, "good mor")
    session.cut()


async def at_once(session: Session) -> None:
    session.cut()


async def over(session: Session) -> None:
    """As at the end of the hosted service's hour."""
    await session.begin()
    await session.until("input_audio_buffer.append")
    await session.error("session_expired", "Your session hit the maximum duration of 60 minutes.")
    await session.socket.close(code=1001, message=b"maximum duration")


FAULTS = [before_the_end, after_the_commit, in_the_middle_of_the_words, at_once, over]


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_lost_session_loses_no_utterance(room: Room, fault: Script) -> None:
    talk = await room.talk(fault, GOOD)
    talk.stream.start()
    talk.speak(0.6)
    await talk.server.until(1)
    talk.speak(0.4)
    assert (await talk.stream.finish()).text == "good morning"
    assert len(talk.server.sessions[1].heard[0]) == 24_000
    assert "".join(talk.told) == "good morning"


async def test_what_has_its_words_is_not_sent_again(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_realtime_parts, "STANDS_SECONDS", 0.8)

    async def first_only(session: Session) -> None:
        await session.begin()
        await session.until("input_audio_buffer.commit")
        await session.committed("one")
        await session.completed("one", "first")
        await session.until("input_audio_buffer.commit")
        session.cut()

    talk = await room.talk(first_only, answering("second"))
    assert (await talk.say(1.0, 0.5)).text == "first second"
    assert [len(one) for one in talk.server.sessions[1].heard] == [12_000]
    assert talk.told == ["first", " second"]


async def test_a_session_that_ends_between_two_utterances_is_followed_by_another(room: Room) -> None:
    async def once(session: Session) -> None:
        await session.begin()
        await session.until("input_audio_buffer.commit")
        await session.committed("one")
        await session.completed("one", "first")
        await session.socket.close()

    talk = await room.talk(once, answering("second"))
    assert (await talk.say(0.5)).text == "first"
    assert (await talk.say(0.5)).text == "second"
    assert len(talk.server.sessions) == 2


@pytest.mark.parametrize(
    "first",
    [refusing(429, "Slow down.", **{"Retry-After": "0.01"}), refusing(503, "Loading.")],
    ids=["busy", "not ready"],
)
async def test_what_may_pass_is_tried_again(room: Room, first: web.Response) -> None:
    talk = await room.talk(first, GOOD)
    assert (await talk.say(1.0)).text == "good morning"
    assert talk.server.refused == 1


async def test_who_wants_a_long_rest_is_not_waited_for(room: Room) -> None:
    talk = await room.talk(refusing(429, "Quota.", **{"Retry-After": "30"}), GOOD)
    async with asyncio.timeout(1):
        assert "429" in await lost(talk)
    assert (await talk.say(1.0)).text == "good morning"


async def says(session: Session, *messages: str) -> None:
    await session.begin()
    await session.until("input_audio_buffer.append")
    for message in messages:
        await session.socket.send_str(message)
    await session.next()


async def nonsense(session: Session) -> None:
    await says(session, "{nonsense")


async def too_much(session: Session) -> None:
    await says(session, "x" * (5 * 2**20))


async def fails(session: Session) -> None:
    await session.begin()
    await session.until("input_audio_buffer.commit")
    await session.committed("one")
    await session.failed("one", "Out of memory.")
    await session.next()


async def limited(session: Session) -> None:
    await session.begin()
    await session.until("input_audio_buffer.commit")
    await session.error("rate_limit_exceeded", "Rate limit reached for sk-secret.")
    await session.next()


async def hanging(session: Session) -> None:
    await session.begin()
    while await session.next() != "closed":
        pass


async def never_ready(session: Session) -> None:
    while await session.next() != "closed":
        pass


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        (nonsense, "no event"),
        (too_much, "more than fits"),
        (fails, "Out of memory"),
        (limited, "Rate limit"),
        (hanging, "did not answer in time"),
        (never_ready, "did not answer in time"),
        (refusing(401, "Wrong key sk-secret."), "401"),
        (refusing(404, "No such route."), "404"),
    ],
)
async def test_a_bad_answer_loses_one_utterance_and_says_why(
    room: Room, script: Script | web.Response, reason: str
) -> None:
    talk = await room.talk(script, GOOD, timeout_seconds=0.8)
    assert reason in await lost(talk)
    assert (await talk.say(1.0)).text == "good morning"


async def test_a_service_that_stays_away_is_given_up(room: Room) -> None:
    talk = await room.talk(at_once)
    assert "hung up" in await lost(talk)
    assert len(talk.server.sessions) == realtime.ATTEMPTS


async def test_a_service_that_takes_less_is_asked_for_less_from_then_on(room: Room) -> None:
    async def script(session: Session) -> None:
        await session.send("session.created", session={"type": "transcription"})
        await session.until("session.update")
        if "prompt" in session.settings[-1]["audio"]["input"]["transcription"]:
            await session.error("unknown_parameter", "Unknown parameter: 'session.audio.input.transcription.prompt'.")
            await session.until("session.update")
        await session.send("session.updated", session=session.settings[-1])
        await session.until("input_audio_buffer.commit")
        await session.committed("one")
        await session.completed("one", "yes")
        session.cut()

    talk = await room.talk(script, phrases=("Wien",))
    assert (await talk.say(0.5)).text == (await talk.say(0.5)).text == "yes"
    assert [len(session.settings) for session in talk.server.sessions] == [2, 1]


async def test_a_service_that_ends_turns_by_itself_is_understood(room: Room) -> None:
    async def script(session: Session) -> None:
        await session.begin()
        await session.until("input_audio_buffer.append")
        await session.committed("one")
        await session.completed("one", "good")
        await session.until("input_audio_buffer.commit")
        await session.error("input_audio_buffer_commit_empty", "There is nothing in the buffer.")
        await session.next()

    talk = await room.talk(script)
    talk.stream.start()
    talk.speak(0.5)
    async with asyncio.timeout(5):
        await talk.more.wait()
    assert (await talk.stream.finish()).text == "good"


async def test_what_was_cancelled_is_not_in_the_next_utterance(room: Room) -> None:
    async def script(session: Session) -> None:
        await session.begin()
        await session.until("input_audio_buffer.append")
        await session.delta("old", "never mind ")
        await session.until("input_audio_buffer.clear")
        await session.delta("old", "this ")
        await session.send("input_audio_buffer.cleared")
        await session.until("input_audio_buffer.commit")
        await session.committed("new")
        await session.completed("new", "good morning")
        await session.next()

    talk = await room.talk(script)
    talk.stream.start()
    talk.speak(0.5)
    async with asyncio.timeout(5):
        await talk.more.wait()
    talk.stream.cancel()
    talk.told.clear()
    assert (await talk.say(0.5)).text == "good morning"
    assert talk.told == ["good", " morning"]
    assert len(talk.server.sessions[0].heard[0]) == 12_000


async def test_an_utterance_without_end_is_refused(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(realtime, "MOST_SECONDS", 2.0)
    talk = await room.talk(hanging)
    assert "Send shorter parts" in await lost(talk, *[0.9] * 3)


@pytest.mark.parametrize("url", ["", "ftp://a/v1", "127.0.0.1:8000"])
def test_an_address_that_is_none_is_named(url: str) -> None:
    with pytest.raises(InvalidInput, match="FEEDBACKYES_STT_URL"):
        stt.load("realtime", url=url)


@pytest.mark.parametrize(
    ("given", "url", "key", "model"),
    [
        ({}, "https://api.openai.com/v1", "sk-hosted", "gpt-live-transcribe"),
        ({"stt_url": "http://gpu:8000/v1", "stt_model": "whisper"}, "http://gpu:8000/v1", "", "whisper"),
        ({"stt_url": "http://gpu:8000/v1", "stt_key": "k"}, "http://gpu:8000/v1", "k", "gpt-live-transcribe"),
    ],
)
def test_the_hosted_services_key_goes_nowhere_else(given: dict[str, str], url: str, key: str, model: str) -> None:
    found = realtime.options(Settings(openai_api_key="sk-hosted", **given))  # type: ignore[arg-type]  # of strings
    assert (found["url"], found["key"], found["model"]) == (url, key, model)


async def test_a_lost_utterance_does_not_end_the_session(room: Room) -> None:
    talk = await room.talk(refusing(401, "Wrong key."), GOOD)
    recogniser = stt.load("realtime", url=talk.server.url)
    cast = fakes.Cast()
    stages = Stages(vad=cast.loudness, stt=recogniser, dialogue=cast.partner, tts=cast.voice)
    engine = Engine(Settings(), lambda: stages)
    wire = Wire()
    wire.connection = engine.connect(wire)
    wire.update(audio={"input": {"transcription": {"model": "any"}}})
    turn = fakes.silence(200) + fakes.speech(800) + fakes.silence(700)
    wire.append(turn)
    failed = await wire.until("conversation.item.input_audio_transcription.failed")
    assert "401" in failed["error"]["message"]
    await wire.until("response.done")
    wire.append(turn)
    completed = await wire.until("conversation.item.input_audio_transcription.completed")
    assert completed["transcript"] == "good morning"
    await engine.close()
