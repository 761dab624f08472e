"""The Realtime surface over real sockets, with unmodified clients."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import httpx
import pytest
from openai import AsyncOpenAI

from feedbackyes.engine import Engine
from feedbackyes.settings import Settings
from tests.api.conftest import World, listening
from tests.engine.fakes import Cast, silence, speech
from tests.engine.wire import check

TURN = silence(400) + speech(800) + silence(700)
CHUNK = 48 * 40


@dataclass
class Place:
    """Where the engine is to be reached, and what its stages are."""

    world: World
    port: int
    cast: Cast

    def url(self, query: str = "?model=test") -> str:
        return f"http://127.0.0.1:{self.port}/v1/realtime{query}"

    def openai(self, **options: Any) -> AsyncOpenAI:
        return AsyncOpenAI(api_key="sk-anything", base_url=f"http://127.0.0.1:{self.port}/v1", **options)


@pytest.fixture
async def place(world: World, settings: Settings) -> AsyncIterator[Place]:
    cast = Cast()
    engine = Engine(settings, cast.stages)
    world.services.engine = engine
    async with listening(world) as port:
        yield Place(world, port, cast)
        await engine.close()


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def greeting(socket: aiohttp.ClientWebSocketResponse) -> dict[str, Any]:
    event: dict[str, Any] = json.loads(await socket.receive_str(timeout=5))
    return event


async def test_the_official_sdk_holds_a_spoken_turn(place: Place) -> None:
    place.cast.ears.hears = ["good morning"]
    heard, audio = "", b""
    async with place.openai() as client, client.realtime.connect(model="gpt-realtime") as connection:
        await connection.session.update(
            session={"type": "realtime", "audio": {"input": {"transcription": {"model": "whisper-1"}}}}
        )
        for start in range(0, len(TURN), CHUNK):
            await connection.input_audio_buffer.append(audio=base64.b64encode(TURN[start : start + CHUNK]).decode())
        async for event in connection:
            check(event.to_dict())
            assert event.type != "error"
            if event.type == "conversation.item.input_audio_transcription.completed":
                heard = event.transcript
            elif event.type == "response.output_audio.delta":
                audio += base64.b64decode(event.delta)
            elif event.type == "response.done":
                assert event.response.status == "completed"
                break
    assert heard == "good morning"
    assert len(audio) == 4 * 250 * 48


async def test_the_sdks_beta_client_is_answered_in_the_beta_shape(place: Place) -> None:
    names = []
    base = f"ws://127.0.0.1:{place.port}/v1"
    async with (
        place.openai(websocket_base_url=base) as client,
        client.beta.realtime.connect(model="gpt-4o-realtime-preview") as connection,
    ):
        for start in range(0, len(TURN), CHUNK):
            await connection.input_audio_buffer.append(audio=base64.b64encode(TURN[start : start + CHUNK]).decode())
        async for event in connection:
            names.append(event.type)
            if event.type == "response.done":
                break
    assert {"conversation.item.created", "response.audio.delta", "response.audio_transcript.done"} <= set(names)


@pytest.mark.parametrize(
    ("query", "model", "kind"),
    [
        ("?model=any-name&unknown=1", "any-name", "realtime"),
        ("", "feedbackyes", "realtime"),
        ("?intent=transcription", None, "transcription"),
        ("?intent=conversation&model=x", "x", "realtime"),
    ],
)
async def test_the_query_names_the_model_or_the_kind(
    place: Place, http: aiohttp.ClientSession, query: str, model: str | None, kind: str
) -> None:
    async with http.ws_connect(place.url(query)) as socket:
        session = (await greeting(socket))["session"]
    assert session.get("model") == model
    assert session["type"] == kind


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": "Bearer TOKEN"},
        {"api-key": "TOKEN"},
        {"Sec-WebSocket-Protocol": "realtime, openai-insecure-api-key.TOKEN"},
        {"Sec-WebSocket-Protocol": "realtime, openai-insecure-api-key.TOKEN, openai-agents-sdk.0.20.0"},
    ],
)
async def test_every_way_to_say_who_one_is(place: Place, http: aiohttp.ClientSession, headers: dict[str, str]) -> None:
    token = place.world.tokens["ann"]
    told = {name: value.replace("TOKEN", token) for name, value in headers.items()}
    protocols = [name.strip() for name in told.pop("Sec-WebSocket-Protocol", "").split(",") if name]
    async with http.ws_connect(place.url(), headers=told, protocols=protocols) as socket:
        assert (await greeting(socket))["type"] == "session.created"
        assert socket.protocol == ("realtime" if protocols else None)


async def test_a_token_that_is_not_known_is_refused_with_json(place: Place, http: aiohttp.ClientSession) -> None:
    async with http.get(
        place.url(),
        headers={
            "Authorization": "Bearer fy_unknown",
            "Connection": "Upgrade",
            "Upgrade": "websocket",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
        },
    ) as answer:
        assert answer.status == 401
        assert (await answer.json())["error"]["code"] == "invalid_token"


async def test_a_foreign_page_is_refused(place: Place, http: aiohttp.ClientSession) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await http.ws_connect(place.url(), headers={"Origin": "https://evil.example"})
    assert refused.value.status == 403


async def test_the_beta_subprotocol_asks_for_the_beta_shape(place: Place, http: aiohttp.ClientSession) -> None:
    protocols = ("realtime", "openai-insecure-api-key.x", "openai-beta.realtime-v1")
    async with http.ws_connect(place.url(), protocols=protocols) as socket:
        assert "turn_detection" in (await greeting(socket))["session"]
        assert socket.protocol == "realtime"


async def test_a_call_id_is_not_found(place: Place, http: aiohttp.ClientSession) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await http.ws_connect(place.url("?call_id=rtc_1"))
    assert refused.value.status == 404


async def test_models_are_listed_as_the_sdk_expects(place: Place) -> None:
    async with place.openai() as client:
        assert [model.id async for model in client.models.list()] == ["feedbackyes"]
    async with httpx.AsyncClient() as plain:
        url = f"http://127.0.0.1:{place.port}/v1/models"
        refused = await plain.get(url, headers={"Authorization": "Bearer fy_unknown"})
    assert refused.status_code == 401


async def test_a_binary_message_with_json_is_taken_and_other_bytes_are_an_error(
    place: Place, http: aiohttp.ClientSession
) -> None:
    async with http.ws_connect(place.url()) as socket:
        await greeting(socket)
        await socket.send_bytes(b"\x00\x01")
        assert (await greeting(socket))["error"]["code"] == "invalid_event"
        await socket.send_bytes(b'{"type":"input_audio_buffer.clear"}')
        assert (await greeting(socket))["type"] == "input_audio_buffer.cleared"


async def test_a_session_that_expires_is_closed_with_1001_and_a_reason(
    world: World, tmp_path: Any, http: aiohttp.ClientSession
) -> None:
    settings = Settings(data=tmp_path, max_session_minutes=0.001)
    world.services.engine = Engine(settings, Cast().stages)
    async with listening(world) as port, http.ws_connect(f"http://127.0.0.1:{port}/v1/realtime") as socket:
        await greeting(socket)
        assert (await greeting(socket))["error"]["code"] == "session_expired"
        closing = await socket.receive(timeout=5)
        assert closing.data == 1001
        assert "maximum duration" in str(closing.extra)
    await world.services.engine.close()


async def test_sockets_that_are_dropped_leave_no_session_behind(place: Place, http: aiohttp.ClientSession) -> None:
    sockets = [await http.ws_connect(place.url()) for _ in range(30)]
    for socket in sockets[:15]:
        await socket.close()
    for socket in sockets[15:]:
        cable: Any = socket._response.connection
        cable.transport.abort()
    async with asyncio.timeout(10):
        await place.world.services.engine.empty()


async def test_when_all_places_are_taken_the_next_client_is_told_so(
    world: World, tmp_path: Any, http: aiohttp.ClientSession
) -> None:
    world.services.engine = Engine(Settings(data=tmp_path, max_sessions=1), Cast().stages)
    async with listening(world) as port:
        url = f"http://127.0.0.1:{port}/v1/realtime"
        async with http.ws_connect(url) as socket:
            await greeting(socket)
            with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                await http.ws_connect(url)
            assert refused.value.status == 429
        await world.services.engine.close()
