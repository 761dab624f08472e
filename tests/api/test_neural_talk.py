"""A whole spoken talk with neural ears and a neural voice, over a real socket: made models that read and speak letters as
tones, loaded by the library in processes of their own. Silero takes tones for no speech, so voice activity is by loudness."""

from __future__ import annotations

import asyncio
import base64
import os
import re
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
from openai import AsyncOpenAI
from openai.resources.realtime.realtime import AsyncRealtimeConnection

from feedbackyes.audio.resample import resample
from feedbackyes.settings import Settings
from feedbackyes.stages import stt
from feedbackyes.stages.stt import RecogniserOptions
from tests import tiny_ears, tiny_models, tiny_writers
from tests.api.conftest import World, listening
from tests.engine.wire import check
from tests.tiny_models import GAP_MS, TONE_MS, letters_voice, said, streaming_ears

LETTER_MS = TONE_MS + GAP_MS
WIRE_HZ = 24_000
PIECE = WIRE_HZ * 2 // 25
"""Bytes of 40 ms."""
Event = dict[str, Any]


@pytest.fixture(
    params=[
        tiny_ears.streaming_transducer_ears,
        *(
            pytest.param(make, marks=pytest.mark.slow)
            for make in (tiny_ears.parakeet_ears, tiny_writers.moonshine_ears)
        ),
    ]
)
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """One that hears while one speaks, and one that hears phrase by phrase."""
    return Settings(
        data=tmp_path,
        vad="energy",
        stt="sherpa",
        stt_folder=str(tiny_models.folder(request.param)),
        stt_workers=1,
        tts="sherpa",
        tts_folder=str(tiny_models.folder(letters_voice)),
    )


class Talk:
    """The official client. `events`: all so far."""

    def __init__(self, connection: AsyncRealtimeConnection) -> None:
        self._connection = connection
        self.events: list[Event] = []

    async def say(self, text: str) -> None:
        """Text in tones, and a second of silence behind it."""
        sound = np.pad(said(text, WIRE_HZ), (WIRE_HZ // 2, WIRE_HZ)).tobytes()
        for begin in range(0, len(sound), PIECE):
            await self._connection.input_audio_buffer.append(
                audio=base64.b64encode(sound[begin : begin + PIECE]).decode()
            )

    async def until(self, kind: str) -> Event:
        async with asyncio.timeout(30):
            async for event in self._connection:
                found = event.to_dict()
                check(found)
                assert event.type != "error", found
                self.events.append(found)
                if event.type == kind:
                    return found
        raise AssertionError(f"no {kind}")

    async def send(self, **event: Any) -> None:
        await self._connection.send(event)  # type: ignore[arg-type]

    def audio(self, response: str) -> bytes:
        deltas = [event for event in self.events if event["type"] == "response.output_audio.delta"]
        return b"".join(base64.b64decode(event["delta"]) for event in deltas if event["response_id"] == response)


@pytest.fixture
async def talk(world: World) -> AsyncIterator[Talk]:
    async with (
        listening(world) as port,
        AsyncOpenAI(api_key=world.tokens["ann"], base_url=f"http://127.0.0.1:{port}/v1") as client,
        client.realtime.connect(model="gpt-realtime") as connection,
    ):
        made = Talk(connection)
        await made.send(
            type="session.update",
            session={"type": "realtime", "audio": {"input": {"transcription": {"model": "any", "language": "en"}}}},
        )
        yield made


async def read_back(sound: bytes) -> str:
    """What the voice said, by ears of its own language."""
    ears = stt.load("sherpa", folder=tiny_models.folder(streaming_ears), workers=1)
    stream = await ears.open(RecogniserOptions(), lambda _: None)
    stream.start()
    stream.feed(resample(np.frombuffer(sound, np.int16), WIRE_HZ, stt.RATE_HZ))
    text = (await stream.finish()).text
    await ears.close()
    return text


def letters(text: str) -> str:
    """Without what has no tone, and without the spaces, of which none is spoken between sentences."""
    return re.sub(r"[^a-z]", "", text.lower())


async def test_what_is_said_is_understood_answered_and_cut_where_it_was_not_heard(talk: Talk) -> None:
    await talk.say("good morning to you")
    completed = await talk.until("conversation.item.input_audio_transcription.completed")
    assert completed["transcript"] == "good morning to you"
    done = await talk.until("response.done")
    response = done["response"]
    assert response["status"] == "completed"
    item = response["output"][0]
    reply = item["content"][0]["transcript"]
    sound = talk.audio(response["id"])
    assert letters(await read_back(sound)) == letters(reply)
    words = reply.split()
    heard_words = len(words) // 2
    heard = " ".join(words[:heard_words])
    await talk.send(
        type="conversation.item.truncate", item_id=item["id"], content_index=0, audio_end_ms=len(heard) * LETTER_MS
    )
    await talk.until("conversation.item.truncated")
    await talk.send(type="conversation.item.retrieve", item_id=item["id"])
    kept = (await talk.until("conversation.item.retrieved"))["item"]["content"][0]["transcript"]
    assert reply.startswith(kept)
    assert abs(len(kept.split()) - heard_words) <= 1


@pytest.mark.slow
async def test_a_talk_goes_on_when_its_processes_die(world: World, talk: Talk) -> None:
    """Between two turns, of which neither is lost."""
    for said_now in ("i am late", "i am sorry"):
        await talk.say(said_now)
        completed = await talk.until("conversation.item.input_audio_transcription.completed")
        assert completed["transcript"] == said_now
        response = (await talk.until("response.done"))["response"]
        assert response["status"] == "completed"
        assert talk.audio(response["id"])
        stages = world.services.engine._stages()
        processes = [process for part in (stages.stt, stages.tts) for process in cast("Any", part).process_ids()]
        assert len(processes) == 2
        for process in processes:
            os.kill(process, signal.SIGKILL)


@pytest.mark.slow
async def test_who_speaks_into_the_reply_stops_it(talk: Talk) -> None:
    await talk.say("good morning")
    await talk.until("response.output_audio.delta")
    await talk.say("wait for me")
    cut = (await talk.until("response.done"))["response"]
    assert (cut["status"], cut["status_details"]["reason"]) == ("cancelled", "turn_detected")
    completed = await talk.until("conversation.item.input_audio_transcription.completed")
    assert completed["transcript"] == "wait for me"
    assert (await talk.until("response.done"))["response"]["status"] == "completed"
