from __future__ import annotations

import asyncio
import base64
import json
import time
import uuid

import numpy as np
import pytest
from numpy.typing import NDArray
from websockets.asyncio.client import ClientConnection

from feedbackyes.domain.session import EndReason
from tests.gateway.conftest import ADMIN, Json, OpenHouse, receive
from tests.gateway.realtime_server import Conversation, RealtimeServer


async def hello(socket: ClientConnection) -> str:
    said: Json = json.loads(await socket.recv())
    assert said["type"] == "session_id"
    assert said["sample_rate"] == 24_000
    return str(uuid.UUID(said["session_id"]))


async def appended(conversation: Conversation, samples: int) -> NDArray[np.int16]:
    """At least so many samples of what reached the provider."""
    async with asyncio.timeout(5):
        number = 1
        while True:
            await conversation.heard("input_audio_buffer.append", number)
            events = conversation.of("input_audio_buffer.append")
            data = b"".join(base64.b64decode(event["audio"]) for event in events)
            if len(data) >= samples * 2:
                return np.frombuffer(data, "<i2")
            number = len(events) + 1


@pytest.mark.parametrize("wrap", ["bare", "audio", "data", "samples"])
async def test_samples_come_as_plain_arrays(open_house: OpenHouse, service: RealtimeServer, wrap: str) -> None:
    async with open_house() as house, house.call("/ws/audio") as socket:
        session_id = await hello(socket)
        samples = [0.0, 0.5, -0.5, 1.0, -1.0, 1, 0] * 100
        await socket.send(json.dumps(samples if wrap == "bare" else {wrap: samples}))
        got = await appended(await service.conversation(), 700)
        assert got[:5].tolist() == [0, 16384, -16384, 32767, -32768]
        assert (await house.session(session_id)).owner_id == "alice"


async def test_other_rates_are_converted(open_house: OpenHouse, service: RealtimeServer) -> None:
    async with open_house() as house, house.call("/ws/audio?sample_rate=48000") as socket:
        await hello(socket)
        tone = np.sin(2 * np.pi * 440 * np.arange(48_000) / 48_000) * 0.5
        await socket.send(json.dumps(tone.tolist()))
        got = (await appended(await service.conversation(), 23_900)).astype(float)
        spectrum = np.abs(np.fft.rfft(got[:23_900] * np.hanning(23_900)))
        assert np.argmax(spectrum) * 24_000 / 23_900 == pytest.approx(440, abs=2)
        await socket.send(json.dumps({"sample_rate": 24_000, "audio": [0.25] * 2400}))
        assert (await appended(await service.conversation(), 26_300))[-1000:].tolist() == [8192] * 1000


@pytest.mark.parametrize(
    ("query", "data"),
    [
        ("", np.full(480, 0.5, "<f4").tobytes()),
        ("?format=pcm16", np.full(480, 16384, "<i2").tobytes()),
    ],
)
async def test_binary_messages_are_the_cheap_way(
    open_house: OpenHouse, service: RealtimeServer, query: str, data: bytes
) -> None:
    async with open_house() as house, house.call("/ws/audio" + query) as socket:
        await hello(socket)
        await socket.send(data)
        assert (await appended(await service.conversation(), 480)).tolist() == [16384] * 480


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ("{broken", "invalid_json"),
        ("[0.1, NaN]", "invalid_json"),
        ("[0.1, null]", "invalid_value"),
        ('["a"]', "invalid_value"),
        ("[[0.1]]", "invalid_value"),
        ("[1e39]", "invalid_value"),
        ("[1" + "0" * 400 + "]", "invalid_value"),
        ("[32767]", "invalid_value"),
        ('{"type": "hello"}', "no_audio"),
        ('{"audio": "AAAA"}', "invalid_value"),
        ('{"sample_rate": 1}', "invalid_value"),
        ('{"sample_rate": true, "audio": []}', "invalid_value"),
        (b"\0\0\0", "invalid_value"),
        (np.array([np.nan, 0], "<f4").tobytes(), "invalid_value"),
        (np.array([np.inf, 0], "<f4").tobytes(), "invalid_value"),
        (np.zeros(31 * 24_000, "<f4").tobytes(), "too_long"),
        ("[" * 3000, "invalid_json"),
    ],
)
async def test_what_is_no_audio_is_answered_and_the_session_lives(
    open_house: OpenHouse, service: RealtimeServer, message: str | bytes, code: str
) -> None:
    async with open_house() as house, house.call("/ws/audio") as socket:
        await hello(socket)
        await socket.send(message)
        error = await receive(socket, "error")
        assert error["code"] == code
        assert error["message"].endswith(".")
        await socket.send("[0.5, 0.5]")
        got = await appended(await service.conversation(), 2)
        assert got.tolist() == [16384, 16384], "nothing of the bad message went on"


async def test_the_partner_comes_at_its_own_pace(open_house: OpenHouse, service: RealtimeServer) -> None:
    async with open_house() as house, house.call("/ws/audio") as socket:
        session_id = await hello(socket)
        conversation = await service.conversation()
        await conversation.heard("session.update", 2)
        begun = time.monotonic()
        await conversation.partner_says("item_p", "Good morning.", 1000)
        pcm = b""
        arrivals = []
        while len(pcm) < 48_000:
            pcm += base64.b64decode((await receive(socket, "audio_chunk"))["audio"])
            arrivals.append((time.monotonic() - begun, len(pcm) / 48))
        assert np.frombuffer(pcm, "<i2").tolist() == [1000] * 24_000
        assert all(ms <= at * 1000 + 500 for at, ms in arrivals), "never far ahead of its time"
        assert arrivals[-1][0] < 1.5
        final = await house.until("partner.transcript.final", session_id)
        assert final.data["text"] == "Good morning."


async def test_the_learner_can_interrupt_a_page_that_queues_all_it_gets(
    open_house: OpenHouse, service: RealtimeServer
) -> None:
    async with open_house() as house, house.call("/ws/audio") as socket:
        session_id = await hello(socket)
        conversation = await service.conversation()
        await conversation.heard("session.update", 2)
        await conversation.partner_says("item_p", "one two three four five six seven eight nine ten", 5000)
        await receive(socket, "audio_chunk")
        await asyncio.sleep(0.3)
        await conversation.say("input_audio_buffer.speech_started", audio_start_ms=0, item_id="item_u")
        await receive(socket, "interrupted")
        truncate = await conversation.heard("conversation.item.truncate")
        assert 500 <= truncate["audio_end_ms"] < 1200
        final = await house.until("partner.transcript.final", session_id)
        assert final.data["text"] in ("one two", "one")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(receive(socket, "audio_chunk"), 0.5)


async def test_no_audio_ends_the_session_whatever_else_happens(open_house: OpenHouse, service: RealtimeServer) -> None:
    async with open_house(session_timeout_seconds=1.0) as house, house.call("/ws/audio") as socket:
        session_id = await hello(socket)
        conversation = await service.conversation()
        await conversation.partner_says("item_p", "A long speech.", 5000)
        begun = time.monotonic()
        await socket.send("[0.0]")
        end = await receive(socket, "session_end")
        assert 0.8 < time.monotonic() - begun < 2.5
        assert end == {"type": "session_end", "session_id": session_id, "reason": "idle"}
        await socket.wait_closed()
        await asyncio.wait_for(conversation.closed.wait(), 5)
        assert (await house.session(session_id)).end_reason is EndReason.IDLE


async def test_silence_that_is_sent_is_audio(open_house: OpenHouse, service: RealtimeServer) -> None:
    async with open_house(session_timeout_seconds=0.8) as house, house.call("/ws/audio") as socket:
        session_id = await hello(socket)
        for _ in range(6):
            await socket.send(bytes(4 * 240))
            await asyncio.sleep(0.25)
        assert session_id in {session.id for session in house.gateway.live()}


async def test_a_session_can_be_stopped_from_outside(open_house: OpenHouse) -> None:
    async with open_house() as house, house.call("/ws/audio") as socket:
        session_id = await hello(socket)
        await house.gateway.stop(ADMIN, session_id)
        assert (await receive(socket, "session_end"))["reason"] == "stopped"


async def test_errors_of_the_provider_are_passed_on(open_house: OpenHouse, service: RealtimeServer) -> None:
    async with open_house() as house, house.call("/ws/audio") as socket:
        await hello(socket)
        conversation = await service.conversation()
        await conversation.say(
            "error", error={"type": "invalid_request_error", "code": "no_such_voice", "message": "No such voice."}
        )
        assert await receive(socket, "error") == {"type": "error", "code": "no_such_voice", "message": "No such voice."}
