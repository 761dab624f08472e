from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import socket
import ssl
from collections.abc import AsyncIterator
from typing import Annotated, Any

import pytest
from openai.types.realtime.realtime_client_event import RealtimeClientEvent
from pydantic import Field, TypeAdapter
from websockets.asyncio.server import serve
from websockets.http11 import Request, Response

from feedbackyes import library
from feedbackyes.domain.errors import NotReady
from feedbackyes.providers import ProviderUnreachable, Setup, _socket, load
from feedbackyes.providers.openai import OpenAI, create
from feedbackyes.settings import Settings
from tests.gateway.realtime_server import RealtimeServer, realtime_server

VALID: TypeAdapter[Any] = TypeAdapter(Annotated[RealtimeClientEvent, Field(discriminator="type")])
SCENARIO = library.scenarios()[0]


class Listener:
    """Keeps what it hears."""

    caller_id = "alice"

    def __init__(self) -> None:
        self.messages: list[Any] = []
        self.closed: tuple[int, str] | None = None
        self.paused = 0
        self._news = asyncio.Event()

    def on_message(self, payload: bytes) -> None:
        self.messages.append(json.loads(bytes(payload)))
        self._news.set()

    def on_closed(self, code: int, reason: str) -> None:
        assert self.closed is None
        self.closed = (code, reason)
        self._news.set()

    def on_pause(self) -> None:
        self.paused += 1

    def on_resume(self) -> None:
        pass

    async def until(self, check: Any) -> None:
        async with asyncio.timeout(5):
            while not check(self):
                self._news.clear()
                await self._news.wait()


@pytest.fixture
async def service() -> AsyncIterator[RealtimeServer]:
    async with realtime_server() as server:
        yield server


def provider(url: str, **changes: Any) -> OpenAI:
    return create(settings=Settings(openai_api_key="sk-test", openai_realtime_url=url, **changes))


def update(hosted: OpenAI, setup: Setup) -> Any:
    """The session that is sent, after the official SDK has agreed to it."""
    session = hosted.session_update(setup)
    VALID.validate_python({"type": "session.update", "session": session})
    return session


async def test_the_service_is_told_who_asks_and_for_which_model(service: RealtimeServer) -> None:
    hosted = provider(service.url + "?tenant=a", realtime_model="gpt-realtime-1.5")
    listener = Listener()
    connection = await hosted.connect(listener)
    conversation = await service.conversation()
    assert conversation.path == "/v1/realtime?tenant=a&model=gpt-realtime-1.5"
    assert conversation.headers["Authorization"] == "Bearer sk-test"
    assert conversation.headers["OpenAI-Safety-Identifier"] == hashlib.sha256(b"alice").hexdigest()
    assert "OpenAI-Beta" not in conversation.headers
    await listener.until(lambda heard: heard.messages)
    assert listener.messages[0]["type"] == "session.created"
    connection.send(b'{"type":"input_audio_buffer.commit"}')
    await conversation.heard("input_audio_buffer.commit")
    connection.close()
    await listener.until(lambda heard: heard.closed)
    assert listener.closed == (1000, "")
    connection.send(b"too late")


async def test_what_comes_early_is_not_lost_and_large_messages_arrive(service: RealtimeServer) -> None:
    listener = Listener()
    connection = await provider(service.url).connect(listener)
    conversation = await service.conversation()
    await conversation.say("x", text="y" * 2_000_000)
    await listener.until(lambda heard: len(heard.messages) == 2)
    assert len(listener.messages[1]["text"]) == 2_000_000
    await conversation.socket.send(['{"type":"frag', 'ments"}'])
    await listener.until(lambda heard: heard.messages[-1]["type"] == "fragments")
    connection.close()
    await listener.until(lambda heard: heard.closed)


async def test_a_service_that_ends_says_why(service: RealtimeServer) -> None:
    listener = Listener()
    await provider(service.url).connect(listener)
    conversation = await service.conversation()
    await conversation.socket.close(1001, "60 minutes are over")
    await listener.until(lambda heard: heard.closed)
    assert listener.closed == (1001, "60 minutes are over")


async def test_pausing_holds_messages_back(service: RealtimeServer) -> None:
    listener = Listener()
    connection = await provider(service.url).connect(listener)
    conversation = await service.conversation()
    await listener.until(lambda heard: heard.messages)
    connection.pause()
    await conversation.say("later")
    await asyncio.sleep(0.1)
    assert len(listener.messages) == 1
    connection.resume()
    await listener.until(lambda heard: len(heard.messages) == 2)
    connection.close()
    await listener.until(lambda heard: heard.closed)


@pytest.mark.parametrize(
    ("status", "said"),
    [(401, "OPENAI_API_KEY"), (404, "OPENAI_REALTIME_URL"), (429, "limit"), (500, "answered 500")],
)
async def test_a_refusal_says_what_to_do_and_keeps_the_key(status: int, said: str) -> None:
    body = json.dumps({"error": {"message": "Incorrect API key provided: sk-test-1234."}}).encode()

    async def refuse(connection: Any, request: Request) -> Response:
        return Response(status, "No", connection.respond(status, "").headers, body)

    async with serve(lambda _: None, "127.0.0.1", 0, process_request=refuse) as server:  # type: ignore[arg-type, return-value]
        port = next(iter(server.sockets)).getsockname()[1]
        with pytest.raises(ProviderUnreachable, match=said) as caught:
            await provider(f"ws://127.0.0.1:{port}/v1/realtime").connect(Listener())
    assert "sk-test" not in caught.value.message


async def test_nobody_there_is_said_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ProviderUnreachable, match="cannot be reached"):
        await provider("ws://127.0.0.1:9/v1/realtime").connect(Listener())
    monkeypatch.setattr(_socket, "CONNECT_SECONDS", 0.2)

    listening = socket.create_server(("127.0.0.1", 0))  # takes connections and says nothing
    port = listening.getsockname()[1]
    with pytest.raises(ProviderUnreachable, match="did not answer"):
        await provider(f"ws://127.0.0.1:{port}/v1/realtime").connect(Listener())
    listening.close()


async def test_a_service_without_tls_is_no_secure_one(service: RealtimeServer) -> None:
    with pytest.raises(ProviderUnreachable):
        await provider(service.url.replace("ws:", "wss:")).connect(Listener())
    assert issubclass(ssl.SSLError, OSError)


def test_without_a_key_nothing_starts() -> None:
    with pytest.raises(NotReady, match="OPENAI_API_KEY environment variable is required"):
        load("openai", Settings())


def test_a_scenario_becomes_instructions_without_its_secrets() -> None:
    hosted = provider("ws://x")
    session = update(hosted, Setup(scenario=SCENARIO, patience_ms=700))
    assert SCENARIO.partner.name in session["instructions"]
    assert all(one.fact not in session["instructions"] for one in SCENARIO.disclosures)
    assert SCENARIO.partner.secret not in session["instructions"]
    assert session["audio"]["input"]["turn_detection"]["silence_duration_ms"] == 700
    expected = session["audio"]["input"]["transcription"].pop("prompt")
    assert SCENARIO.learner_phrases[0] in expected.splitlines()
    assert not any(line in expected for one in SCENARIO.disclosures for line in (one.fact, *one.lines))
    assert session["audio"]["input"]["transcription"] == {"model": "gpt-transcribe", "language": "en"}
    earned = SCENARIO.disclosures[0]
    told = update(hosted, Setup(scenario=SCENARIO, earned=(earned.id,)))
    assert earned.fact in told["instructions"]


def test_push_to_talk_has_no_turn_detection() -> None:
    assert update(provider("ws://x"), Setup(push_to_talk=True))["audio"]["input"]["turn_detection"] is None


def test_a_free_conversation_has_its_own_language_and_instructions() -> None:
    session = update(provider("ws://x"), Setup(language="fr-CA", instructions="Play chess with me."))
    assert session["instructions"].startswith("Play chess with me.")
    assert "fr-CA" in session["instructions"]
    assert session["audio"]["input"]["transcription"]["language"] == "fr"


async def test_retired_names_are_replaced_with_one_warning(
    service: RealtimeServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, "feedbackyes")
    hosted = provider(service.url, realtime_model="gpt-4o-realtime-preview", transcription_model="whisper-1")
    assert (hosted.model, hosted.recogniser) == ("gpt-realtime-2.1", "gpt-transcribe")
    for number in (1, 2):
        assert update(hosted, Setup(voice="Onyx"))["audio"]["output"]["voice"] == "cedar"
        listener = Listener()
        connection = await hosted.connect(listener, model=hosted.model)
        assert (await service.conversation(number)).path.endswith("?model=gpt-realtime-2.1")
        connection.close()
        await listener.until(lambda heard: heard.closed)
    said = [record.getMessage() for record in caplog.records]
    for retired in ("gpt-4o-realtime-preview", "whisper-1", "onyx"):
        assert len([one for one in said if retired in one]) == 1


def test_a_voice_that_the_service_does_not_know_is_left_to_it(caplog: pytest.LogCaptureFixture) -> None:
    assert "voice" not in update(provider("ws://x"), Setup(voice="en-gb-x-rp"))["audio"]["output"]
    assert "no voice" in caplog.text


def test_every_documented_voice_is_taken() -> None:
    hosted = provider("ws://x")
    for voice in ("alloy", "echo", "fable", "onyx", "nova", "shimmer"):
        assert update(hosted, Setup(voice=voice))["audio"]["output"]["voice"]
