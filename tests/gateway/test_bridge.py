from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import logging
import os

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from feedbackyes.gateway import limits
from feedbackyes.gateway.picows_server import cut_reason
from feedbackyes.gateway.sockets import MAX_MESSAGE_BYTES
from tests.gateway.conftest import House, OpenHouse, eventually, receive, send
from tests.gateway.realtime_server import RealtimeServer

AUDIO = base64.b64encode(b"\1\0" * 960).decode()


async def raw(
    house: House, *headers: str, path: str = "/ws/realtime/s1"
) -> tuple[bytes, asyncio.StreamReader, asyncio.StreamWriter]:
    """Send an upgrade request by hand; returns the head of the answer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", house.port)
    lines = [
        f"GET {path} HTTP/1.1",
        "Host: localhost",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version: 13",
        *headers,
        "",
        "",
    ]
    writer.write("\r\n".join(lines).encode())
    head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 5)
    return head, reader, writer


async def test_firefox_is_understood(open_house: OpenHouse, service: RealtimeServer) -> None:
    async with open_house() as house:
        head, _, writer = await raw(
            house, "Upgrade: websocket", "Connection: keep-alive, Upgrade", "Authorization: Bearer alice"
        )
        assert head.startswith(b"HTTP/1.1 101 ")
        assert b"s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" in head
        writer.close()


async def test_a_refusal_has_a_status_and_a_body(open_house: OpenHouse, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "uvicorn.error")
    async with open_house() as house:
        with pytest.raises(InvalidStatus) as caught:
            await house.call("/ws/realtime/s1?token=secret", additional_headers={"Origin": "http://evil.example"})
        response = caught.value.response
        assert response.status_code == 403
        assert response.headers["content-type"] == "application/json"
        assert json.loads(response.body or b"")["error"]["code"] == "foreign_origin"
    assert '"WebSocket /ws/realtime/s1" 403' in caplog.text
    assert "secret" not in caplog.text


async def test_the_subprotocol_that_was_agreed_on_is_selected(open_house: OpenHouse, service: RealtimeServer) -> None:
    async with open_house() as house, house.call(subprotocols=["realtime", "openai-insecure-api-key.x"]) as socket:
        assert socket.subprotocol == "realtime"
        await receive(socket, "session.created")


async def test_everything_else_stays_with_asgi(open_house: OpenHouse) -> None:
    async with open_house() as house:
        async with connect(house.url("/other")) as socket:
            assert await socket.recv() == "asgi /other"
        async with httpx.AsyncClient() as client:
            assert (await client.get(f"http://127.0.0.1:{house.port}/")).text == "ok"


async def test_a_wrong_handshake_is_refused(open_house: OpenHouse) -> None:
    async with open_house() as house:
        head, _, writer = await raw(
            house, "Upgrade: websocket", "Connection: Upgrade", "Authorization: Bearer alice", "Sec-WebSocket-Key: x"
        )
        assert head.startswith(b"HTTP/1.1 400 ")
        writer.close()
        await eventually(lambda: house.server is not None and not house.server.server_state.connections)


async def test_a_message_that_is_too_big_closes_with_a_reason(open_house: OpenHouse, service: RealtimeServer) -> None:
    async with open_house(resume_seconds=0) as house:
        socket = await house.call()
        await receive(socket, "session.created")
        with contextlib.suppress(ConnectionClosed):
            await socket.send("x" * (MAX_MESSAGE_BYTES + 1))
        await asyncio.wait_for(socket.wait_closed(), 5)
        assert socket.close_code == 1009
        assert "exceeding" in (socket.close_reason or "")
        async with house.call("/ws/realtime/s2") as other:
            await receive(other, "session.created")


async def test_fragments_are_put_together(open_house: OpenHouse, service: RealtimeServer) -> None:
    async with open_house() as house, house.call() as socket:
        await receive(socket, "session.created")
        text = json.dumps({"type": "input_audio_buffer.append", "audio": AUDIO})
        await socket.send(text[at : at + 100] for at in range(0, len(text), 100))
        assert (await (await service.conversation()).heard("input_audio_buffer.append"))["audio"] == AUDIO
        await socket.send(["{", "nonsense"])
        await receive(socket, "error")


async def test_fragments_that_never_end_are_stopped(open_house: OpenHouse, service: RealtimeServer) -> None:
    async with open_house() as house:
        socket = await house.call()
        await receive(socket, "session.created")
        piece = "x" * (1024 * 1024)
        with contextlib.suppress(ConnectionClosed):
            await socket.send(piece for _ in range(40))
        await asyncio.wait_for(socket.wait_closed(), 5)
        assert socket.close_code == 1009


async def test_large_messages_arrive_as_they_were_sent(open_house: OpenHouse, service: RealtimeServer) -> None:
    async with open_house() as house, house.call() as socket:
        await receive(socket, "session.created")
        conversation = await service.conversation()
        sent = [base64.b64encode(os.urandom(size)).decode() for size in (6_000, 6_150, 50_000, 1_000_000)] * 3
        for audio in sent:
            part = {"response_id": "r", "item_id": "i", "output_index": 0, "content_index": 0}
            await conversation.say("response.output_audio.delta", **part, delta=audio)
        got = [(await receive(socket, "response.output_audio.delta"))["delta"] for _ in sent]
        assert got == sent
        for audio in sent:
            await send(socket, "input_audio_buffer.append", audio=audio)
        await conversation.heard("input_audio_buffer.append", len(sent))
        assert [event["audio"] for event in conversation.of("input_audio_buffer.append")] == sent


async def test_a_browser_that_does_not_read_holds_the_provider_back_and_is_closed(
    open_house: OpenHouse, service: RealtimeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "SLOW_SECONDS", 0.5)
    async with open_house() as house:
        head, _, writer = await raw(house, "Upgrade: websocket", "Connection: Upgrade", "Authorization: Bearer alice")
        assert b"101" in head
        conversation = await service.conversation()
        await conversation.heard("session.update")
        sent = 0

        async def flood() -> None:
            nonlocal sent
            while True:
                await conversation.partner_audio(f"item_{sent // 10}", 1000)
                sent += 1

        flooding = asyncio.create_task(flood())
        warning = await house.until("warning", code="slow_reader")
        assert "slow" in warning.data["message"]
        assert sent * 64_000 < 64 * 2**20, "the provider was held back"
        flooding.cancel()
        writer.transport.abort()
        await house.until("session.state", state="reconnecting")
        async with house.call() as again:
            await receive(again, "session.created")


async def test_a_provider_that_does_not_read_holds_the_browser_back(
    open_house: OpenHouse, service: RealtimeServer
) -> None:
    async with open_house() as house, house.call() as socket:
        await receive(socket, "session.created")
        conversation = await service.conversation()
        conversation.socket.transport.pause_reading()
        audio = base64.b64encode(bytes(100_000)).decode()
        sent = 0
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(2):
                while sent < 2_000:
                    await send(socket, "input_audio_buffer.append", audio=audio)
                    sent += 1
        assert sent < 400, "what one side cannot take is not read from the other"
        conversation.socket.transport.resume_reading()
        await conversation.heard("input_audio_buffer.append", sent)


def test_reasons_fit_into_a_close_frame() -> None:
    assert cut_reason("short") == "short"
    assert len(cut_reason("ä" * 200).encode()) <= 123


async def test_a_client_that_never_reads_its_errors_is_closed(open_house: OpenHouse, service: RealtimeServer) -> None:
    async with open_house() as house:
        head, _, writer = await raw(house, "Upgrade: websocket", "Connection: Upgrade", "Authorization: Bearer alice")
        assert b"101" in head
        nonsense = b"{" * 60
        frame = bytes([0x81, 0x80 | len(nonsense)]) + bytes(4) + nonsense
        sent = 0
        with contextlib.suppress(ConnectionError, TimeoutError):
            async with asyncio.timeout(20):
                while sent < 200_000:
                    writer.write(frame * 1000)
                    await writer.drain()
                    sent += 1000
        await house.until("session.state", state="reconnecting")
        writer.close()
