from __future__ import annotations

import asyncio
import base64
import gc
import hashlib
import json
import time
import weakref
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from feedbackyes import library
from feedbackyes.domain.errors import NotReady
from feedbackyes.domain.transcript import Speaker, Turn
from feedbackyes.providers import ProviderUnreachable, Setup, _live_connection, available, load
from feedbackyes.providers._live_connection import LiveConnection
from feedbackyes.providers.openai_live import OpenAILive
from feedbackyes.settings import Settings
from tests.providers.live_talk import LOUD
from tests.providers.test_openai import Listener

SCENARIO = next(scenario for scenario in library.scenarios() if scenario.opens == "partner")
SESSION = {"id": "live_1", "expires_at": 1_900_000_000, "model": "gpt-live-1", "status": "active"}
Event = dict[str, Any]


class Service:
    """A small Live service. `heard` is all that it was told but audio; `audio` that."""

    def __init__(self) -> None:
        self.heard: list[Event] = []
        self.audio = bytearray()
        self.answers: dict[str, list[Event]] = {
            "session.start": [{"type": "session.started", "event_id": "e", "session": SESSION}],
            "session.close": [
                {
                    "type": "session.closed",
                    "event_id": "e",
                    "reason": "close_requested",
                    "usage": {"seconds": 3.5},
                    "session": {**SESSION, "instructions": "The secret is blue."},
                }
            ],
        }
        self.socket: ServerConnection | None = None
        self.headers: dict[str, str] = {}
        self.port = 0
        self._news = asyncio.Event()

    async def serve(self, socket: ServerConnection) -> None:
        self.socket = socket
        assert socket.request is not None
        self.headers = dict(socket.request.headers)
        assert socket.request.path == "/v1/live/sessions"
        with suppress(ConnectionClosed):
            async for message in socket:
                await self._take(json.loads(message), socket)

    async def _take(self, event: Event, socket: ServerConnection) -> None:
        if event["type"] == "session.input_audio.append":
            self.audio += base64.b64decode(event["audio"])
        else:
            self.heard.append(event)
        for answer in self.answers.get(event["type"], []):
            await socket.send(json.dumps(answer))
        if event["type"] == "session.close":
            await socket.close()
        self._news.set()

    async def say(self, event: Event) -> None:
        assert self.socket is not None
        await self.socket.send(json.dumps(event))

    async def until(self, check: Callable[[Service], bool]) -> None:
        async with asyncio.timeout(10):
            while not check(self):
                self._news.clear()
                await self._news.wait()

    def types(self) -> list[str]:
        return [event["type"] for event in self.heard]


@asynccontextmanager
async def serving() -> AsyncIterator[Service]:
    made = Service()
    async with serve(made.serve, "127.0.0.1", 0) as server:
        made.port = next(iter(server.sockets)).getsockname()[1]
        yield made


@pytest.fixture
async def service() -> AsyncIterator[Service]:
    async with serving() as made:
        yield made


def provider(port: int, **changes: Any) -> OpenAILive:
    settings = Settings(openai_api_key="sk-test", openai_api_base=f"http://127.0.0.1:{port}/v1", **changes)
    loaded = load("openai-live", settings)
    assert isinstance(loaded, OpenAILive)
    return loaded


@asynccontextmanager
async def connected(service: Service) -> AsyncIterator[tuple[LiveConnection, Listener]]:
    hosted, listener = provider(service.port), Listener()
    connection = await hosted.connect(listener)
    yield connection, listener
    await hosted.close()
    await listener.until(lambda heard: heard.closed)


def tell(connection: LiveConnection, kind: str, **fields: Any) -> None:
    connection.send(json.dumps({"type": kind, **fields}).encode())


def kinds(listener: Listener) -> list[str]:
    return [event["type"] for event in listener.messages]


def test_it_is_chosen_by_its_name_and_needs_a_key() -> None:
    assert "openai-live" in available()
    with pytest.raises(NotReady, match="OPENAI_API_KEY"):
        load("openai-live", Settings())


async def test_a_session_begins_with_all_that_was_settled_and_goes_on_in_silence(service: Service) -> None:
    hosted = provider(service.port)
    async with connected(service) as (connection, listener):
        assert kinds(listener) == ["session.created"]
        tell(connection, "session.update", session=hosted.session_update(Setup(scenario=SCENARIO)))
        turns = [Turn(id="a", session_id="s", seq=1, speaker=Speaker.LEARNER, text="Hi.", start_ms=0, end_ms=1)]
        for item in hosted.history(turns):
            tell(connection, "conversation.item.create", item=item)
        tell(connection, "response.create")
        await service.until(lambda one: len(one.audio) >= 4 * 4_800)
        assert service.types()[0] == "session.start"
        session = service.heard[0]["session"]
        assert session["instructions"] == SCENARIO.persona()
        assert session["input"][0]["content"] == [{"text": "Hi.", "type": "input_text"}]
        assert service.headers["authorization"] == "Bearer sk-test"
        assert "sk-test" not in json.dumps(service.heard)
        assert not any(service.audio), "silence is sent while nobody speaks"
        tell(connection, "input_audio_buffer.append", audio=base64.b64encode(LOUD).decode())
        await service.until(lambda one: LOUD in bytes(one.audio))
    assert "session.close" in service.types()
    assert listener.closed == (1000, "")
    told = json.dumps(listener.messages)
    assert "secret" not in told
    assert SCENARIO.persona()[:60] not in told
    assert listener.messages[-1]["usage"]["seconds"] == 3.5


async def test_the_partner_is_given_its_first_line_after_the_start(service: Service) -> None:
    hosted = provider(service.port)
    async with connected(service) as (connection, _):
        tell(connection, "session.update", session=hosted.session_update(Setup(scenario=SCENARIO)))
        tell(connection, "response.create", event_id="o")
        await service.until(lambda one: "session.commentary.append" in one.types())
    assert service.types()[:2] == ["session.start", "session.commentary.append"]
    said = service.heard[1]
    assert said == {
        "type": "session.commentary.append",
        "event_id": "o",
        "content": SCENARIO.opening_lines[0],
        "delegation_id": None,
    }


async def test_a_session_that_is_refused_says_why_and_ends(service: Service) -> None:
    wrong = {"type": "invalid_request_error", "code": "credit_balance_exhausted", "message": "No money."}
    service.answers["session.start"] = [{"type": "error", "event_id": "e", "error": wrong}]
    async with connected(service) as (connection, listener):
        tell(connection, "session.update", session={"type": "realtime"})
        await listener.until(lambda heard: heard.closed)
    assert listener.messages[-1]["error"]["code"] == "credit_balance_exhausted"
    assert listener.closed == (1008, "credit_balance_exhausted")


async def test_a_session_at_its_limit_is_told_as_such(service: Service) -> None:
    async with connected(service) as (connection, listener):
        tell(connection, "session.update", session={"type": "realtime"})
        await listener.until(lambda heard: kinds(heard).count("session.updated") == 2)
        closed = service.answers["session.close"][0]
        await service.say({**closed, "reason": "expired"})
        await listener.until(lambda heard: heard.closed)
    assert listener.messages[-1]["error"]["code"] == "session_expired"
    assert listener.closed == (1001, "expired")


async def test_a_service_that_falls_silent_is_left(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_live_connection, "STALLED_SECONDS", 0.3)
    async with connected(service) as (connection, listener):
        tell(connection, "session.update", session={"type": "realtime"})
        await listener.until(lambda heard: heard.closed)
    assert listener.closed == (1011, "The voice service has fallen silent.")


async def test_what_is_no_event_is_answered_and_what_the_service_stammers_is_overheard(service: Service) -> None:
    async with connected(service) as (connection, listener):
        connection.send(b"{")
        tell(connection, "session.update", session={"type": "realtime"})
        await listener.until(lambda heard: kinds(heard).count("session.updated") == 2)
        assert service.socket is not None
        await service.socket.send("no json")
        await service.say({"type": "session.sung", "event_id": "e"})
        await service.say({"type": "session.usage.updated", "event_id": "e", "usage": {"seconds": 1.0}})
        await listener.until(lambda heard: kinds(heard)[-1] == "session.usage.updated")
    assert kinds(listener)[1] == "error"


async def test_a_service_that_is_not_there_is_said_to_be_so() -> None:
    with pytest.raises(ProviderUnreachable):
        await provider(9).connect(Listener())


async def _take_and_drop(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Agree to the WebSocket and close it with the same breath."""
    request = (await reader.readuntil(b"\r\n\r\n")).decode()
    key = next(line.split(": ", 1)[1] for line in request.split("\r\n") if line.lower().startswith("sec-websocket-key"))
    accept = base64.b64encode(hashlib.sha1(f"{key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11".encode()).digest()).decode()
    head = f"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n"
    writer.write(f"HTTP/1.1 101 Switching Protocols\r\n{head}".encode() + b"\x88\x02\x03\xe9")
    await writer.drain()
    writer.close()
    await writer.wait_closed()


async def test_nothing_is_kept_of_a_session_that_was_lost_while_it_was_dialled() -> None:
    async with await asyncio.start_server(_take_and_drop, "127.0.0.1", 0) as server:
        hosted, listener = provider(server.sockets[0].getsockname()[1]), Listener()
        gone = weakref.ref(await hosted.connect(listener))
        assert listener.closed is not None, "it was lost before the dial was over"
        await asyncio.sleep(0)
        gc.collect()
        assert gone() is None
        await hosted.close()


def test_what_is_said_again_and_which_voices_there_are() -> None:
    hosted = provider(9)
    cue = Turn(id="a", session_id="s", seq=1, speaker=Speaker.PARTNER, text="And you?", start_ms=0, end_ms=1)
    assert hosted.say_again(cue, Setup()) == {"instructions": "And you?"}
    assert hosted.go_on(cue, Setup()) is None
    voices = [hosted.session_update(Setup(voice=name))["audio"]["output"]["voice"] for name in ("Willow", "f1", "")]
    assert voices == ["willow", "marin", "marin"]
    detection = hosted.session_update(Setup(patience_ms=2_000))["audio"]["input"]["turn_detection"]
    assert detection["silence_duration_ms"] == 2_000
    assert hosted.session_update(Setup(push_to_talk=True))["audio"]["input"]["turn_detection"] is None
    assert "code de" in hosted.session_update(Setup(language="de"))["instructions"]


def test_a_model_of_another_family_is_not_asked_for() -> None:
    assert provider(9, realtime_model="gpt-realtime-2.1").model == "gpt-live-1"
    assert provider(9, realtime_model="gpt-live-1.1").model == "gpt-live-1.1"


async def test_a_service_is_not_left_because_we_did_not_listen(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_live_connection, "STALLED_SECONDS", 0.8)
    monkeypatch.setattr(_live_connection, "LATE_SECONDS", 0.2)
    async with connected(service) as (connection, listener):
        tell(connection, "session.update", session={"type": "realtime"})
        await service.until(lambda one: len(one.audio) >= 4_800)
        time.sleep(1.2)  # noqa: ASYNC251 (the event loop is busy, which is the point)
        sent = len(service.audio)
        await service.until(lambda one: len(one.audio) > sent)
        assert listener.closed is None
