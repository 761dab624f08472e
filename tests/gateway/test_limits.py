from __future__ import annotations

import asyncio
import base64

import pytest

from feedbackyes.domain.principal import LOCAL_ADMIN
from feedbackyes.domain.session import EndReason, SessionState
from feedbackyes.gateway import limits
from feedbackyes.providers._socket import CONNECT_SECONDS
from tests.gateway.conftest import OpenHouse, receive, send
from tests.gateway.realtime_server import RealtimeServer

AUDIO = base64.b64encode(b"\1\0" * 960).decode()


async def test_silence_is_warned_of_and_then_ends(open_house: OpenHouse, service: RealtimeServer) -> None:
    async with open_house(session_timeout_seconds=1.2) as house, house.call() as socket:
        await receive(socket, "session.created")
        warning = await house.until("warning", code="idle")
        assert "ends in" in warning.data["message"]
        await send(socket, "input_audio_buffer.append", audio=AUDIO)
        assert (await receive(socket, "session_end"))["reason"] == "idle"
        assert (await house.session()).end_reason is EndReason.IDLE


async def test_speech_keeps_a_session_alive(open_house: OpenHouse, service: RealtimeServer) -> None:
    async with open_house(session_timeout_seconds=1.0) as house, house.call() as socket:
        await receive(socket, "session.created")
        conversation = await service.conversation()
        for number in range(4):
            await conversation.say("input_audio_buffer.speech_started", audio_start_ms=0, item_id=f"item_{number}")
            await asyncio.sleep(0.4)
        assert (await house.session()).state is SessionState.LIVE
        await conversation.partner_says("item_p", "A long answer.", 2500)
        await asyncio.sleep(1.5)
        assert (await house.session()).state is SessionState.LIVE, "the partner's playback is activity"


async def test_the_longest_session_is_announced(open_house: OpenHouse) -> None:
    async with open_house(max_session_minutes=0.02) as house, house.call() as socket:
        await receive(socket, "session.created")
        await house.until("warning", code="session_limit")
        assert (await receive(socket, "session_end"))["reason"] == "completed"


async def test_a_learner_who_does_not_come_back_has_left(open_house: OpenHouse, service: RealtimeServer) -> None:
    async with open_house(resume_seconds=0.4) as house:
        socket = await house.call()
        await receive(socket, "session.created")
        await send(socket, "input_audio_buffer.append", audio=AUDIO)
        await (await service.conversation()).heard("input_audio_buffer.append")
        socket.transport.abort()
        ended = await house.until("session.state", state="ended")
        assert ended.data["reason"] == EndReason.LEFT
        assert (await house.session()).end_reason is EndReason.LEFT


async def test_a_provider_that_never_says_a_word_is_not_waited_for(
    open_house: OpenHouse, service: RealtimeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "ANSWER_SECONDS", 0.3)

    async def say_nothing(_conversation: object) -> None:
        await asyncio.sleep(5)

    service.on_connect = say_nothing
    async with open_house() as house, house.call() as socket:
        assert (await receive(socket, "error"))["error"]["code"] == "provider_unreachable"
        assert (await receive(socket, "session_end"))["reason"] == "provider_unreachable"


async def test_a_talk_can_be_ended_while_its_provider_takes_a_call_and_says_nothing(open_house: OpenHouse) -> None:
    calling = asyncio.Event()
    lines: list[asyncio.StreamWriter] = []

    def answer(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        lines.append(writer)
        calling.set()

    silent = await asyncio.start_server(answer, "127.0.0.1", 0)
    url = f"ws://127.0.0.1:{silent.sockets[0].getsockname()[1]}"
    async with open_house(openai_realtime_url=url) as house, house.call() as socket:
        await calling.wait()
        async with asyncio.timeout(CONNECT_SECONDS / 2):
            await house.gateway.stop(LOCAL_ADMIN, "s1")
        assert (await receive(socket, "session_end"))["reason"] == "stopped"
        assert (await house.session()).state is SessionState.ENDED
    silent.close()
    for writer in lines:
        writer.close()


async def test_a_recording_that_fails_is_said_and_the_talk_goes_on(
    open_house: OpenHouse, service: RealtimeServer
) -> None:
    async with open_house(recording="on") as house, house.call() as socket:
        await receive(socket, "session.created")
        (call,) = house.gateway._calls.values()
        assert call.recording is not None
        call.recording.writer.close()
        await house.until("warning", code="recording_failed")
        await (await service.conversation()).learner_says("still here", "item_u")
        await receive(socket, "conversation.item.input_audio_transcription.completed")


async def test_a_held_key_is_activity(open_house: OpenHouse, service: RealtimeServer) -> None:
    async with open_house(session_timeout_seconds=1.0) as house, house.call("/ws/realtime/s1?push_to_talk=1") as socket:
        await receive(socket, "session.created")
        for _ in range(8):
            await send(socket, "input_audio_buffer.append", audio=AUDIO)
            await asyncio.sleep(0.25)
        assert (await house.session()).state is SessionState.LIVE
        assert (await receive(socket, "session_end"))["reason"] == "idle"
