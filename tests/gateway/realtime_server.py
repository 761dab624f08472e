"""A small Realtime service for tests: real sockets, the tests decide what it says.

Every client event is validated against the official SDK's types, as the hosted service would.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Annotated, Any

from openai.types.realtime.realtime_client_event import RealtimeClientEvent
from pydantic import Field, TypeAdapter
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

_VALID: TypeAdapter[Any] = TypeAdapter(Annotated[RealtimeClientEvent, Field(discriminator="type")])
Json = dict[str, Any]
BASE: Json = {
    "type": "realtime",
    "object": "realtime.session",
    "id": "sess_1",
    "model": "gpt-realtime-2.1",
    "output_modalities": ["audio"],
    "instructions": "",
    "audio": {
        "input": {
            "format": {"type": "audio/pcm", "rate": 24000},
            "transcription": {"model": "gpt-transcribe"},
            "turn_detection": {"type": "server_vad", "create_response": True, "interrupt_response": True},
        },
        "output": {"format": {"type": "audio/pcm", "rate": 24000}, "voice": "marin", "speed": 1.0},
    },
    "tools": [],
}


class Conversation:
    """One connection, from the service's side."""

    def __init__(self, socket: ServerConnection) -> None:
        self.socket = socket
        self.received: list[Json] = []
        self.session: Json = json.loads(json.dumps(BASE))
        self.closed = asyncio.Event()
        self.validate = True
        self._news = asyncio.Event()
        self._number = 0
        self._hanging = False

    @property
    def headers(self) -> Any:
        assert self.socket.request is not None
        return self.socket.request.headers

    @property
    def path(self) -> str:
        assert self.socket.request is not None
        return self.socket.request.path

    def hangs(self) -> None:
        """Say nothing any more, and keep the connection."""
        self._hanging = True

    async def say(self, kind: str, **fields: Any) -> None:
        if self._hanging:
            return
        self._number += 1
        await self.socket.send(
            json.dumps({"type": kind, "event_id": f"event_{self._number}", **fields}, separators=(",", ":"))
        )

    async def say_bare(self, kind: str, **fields: Any) -> None:
        """An event without an id."""
        await self.socket.send(json.dumps({"type": kind, **fields}))

    async def heard(self, kind: str, count: int = 1) -> Json:
        """The `count`th event of a type, waiting for it."""
        async with asyncio.timeout(5):
            while True:
                found = self.of(kind)
                if len(found) >= count:
                    return found[count - 1]
                self._news.clear()
                await self._news.wait()

    def of(self, kind: str) -> list[Json]:
        return [event for event in self.received if event["type"] == kind]

    async def run(self) -> None:
        await self.say("session.created", session=self.session)
        with contextlib.suppress(ConnectionClosed):
            async for message in self.socket:
                event = json.loads(message)
                if self.validate and event["type"] != "input_audio_buffer.append":
                    _VALID.validate_python(event)
                self.received.append(event)
                if event["type"] == "session.update":
                    _merge(self.session, event["session"])
                    await self.say("session.updated", session=self.session)
                self._news.set()
        self.closed.set()

    # ---- what a service says in the course of a talk

    async def learner_says(self, text: str, item: str, *, start_ms: int = 0, end_ms: int = 500) -> None:
        await self.say("input_audio_buffer.speech_started", audio_start_ms=start_ms, item_id=item)
        await self.say("input_audio_buffer.speech_stopped", audio_end_ms=end_ms, item_id=item)
        await self.say("input_audio_buffer.committed", previous_item_id=None, item_id=item)
        await self.transcribed(text, item)

    async def transcribed(self, text: str, item: str) -> None:
        await self.say(
            "conversation.item.input_audio_transcription.completed",
            item_id=item,
            content_index=0,
            transcript=text,
            usage={"type": "duration", "seconds": 1.0},
        )

    async def partner_begins(self, item: str, response: str = "resp_1") -> None:
        await self.say(
            "response.created",
            response={
                "id": response,
                "object": "realtime.response",
                "status": "in_progress",
                "output": [],
                "conversation_id": "conv_1",
            },
        )
        message = {"id": item, "type": "message", "role": "assistant", "status": "in_progress", "content": []}
        await self.say("response.output_item.added", response_id=response, output_index=0, item=message)

    async def partner_audio(self, item: str, ms: int, response: str = "resp_1", value: int = 1000) -> None:
        pcm = value.to_bytes(2, "little") * (24 * ms)
        await self.say("response.output_audio.delta", **_part(item, response), delta=base64.b64encode(pcm).decode())

    async def partner_text(self, item: str, text: str, response: str = "resp_1") -> None:
        await self.say("response.output_audio_transcript.delta", **_part(item, response), delta=text)

    async def partner_ends(self, item: str, text: str, response: str = "resp_1", status: str = "completed") -> None:
        part = _part(item, response)
        await self.say("response.output_audio.done", **part)
        await self.say("response.output_audio_transcript.done", **part, transcript=text)
        done = "completed" if status == "completed" else "incomplete"
        message = {
            "id": item,
            "type": "message",
            "role": "assistant",
            "status": done,
            "content": [{"type": "output_audio", "transcript": text}],
        }
        await self.say("response.output_item.done", response_id=response, output_index=0, item=message)
        await self.say(
            "response.done",
            response={
                "id": response,
                "object": "realtime.response",
                "status": status,
                "output": [message],
                "conversation_id": "conv_1",
            },
        )

    async def partner_says(self, item: str, text: str, ms: int, response: str = "resp_1") -> None:
        await self.partner_begins(item, response)
        await self.partner_text(item, text, response)
        for at in range(0, ms, 100):
            await self.partner_audio(item, min(100, ms - at), response)
        await self.partner_ends(item, text, response)


class RealtimeServer:
    """The service: where it is, and the conversations it has. `refusals`: statuses that the next upgrades get."""

    def __init__(self) -> None:
        self.refusals: list[int] = []
        self.url = ""
        self.conversations: list[Conversation] = []
        self.on_connect: Callable[[Conversation], Any] | None = None
        self._news = asyncio.Event()
        self.server: Server | None = None

    async def conversation(self, number: int = 1) -> Conversation:
        async with asyncio.timeout(5):
            while len(self.conversations) < number:
                self._news.clear()
                await self._news.wait()
        return self.conversations[number - 1]

    async def _serve(self, socket: ServerConnection) -> None:
        conversation = Conversation(socket)
        self.conversations.append(conversation)
        self._news.set()
        if self.on_connect is not None:
            await self.on_connect(conversation)
        await conversation.run()

    def _refuse(self, connection: ServerConnection, _request: Request) -> Response | None:
        return connection.respond(HTTPStatus(self.refusals.pop(0)), "no\n") if self.refusals else None

    def drop(self) -> None:
        """Break all connections at once; new ones are taken."""
        for conversation in self.conversations:
            conversation.socket.transport.abort()

    async def stop(self) -> None:
        """Break all connections at once, and take no more."""
        self.drop()
        assert self.server is not None
        self.server.close()


@asynccontextmanager
async def realtime_server() -> AsyncIterator[RealtimeServer]:
    service = RealtimeServer()
    async with serve(service._serve, "127.0.0.1", 0, max_size=2**25, process_request=service._refuse) as server:
        service.server = server
        port = next(iter(server.sockets)).getsockname()[1]
        service.url = f"ws://127.0.0.1:{port}/v1/realtime"
        yield service


def _part(item: str, response: str) -> Json:
    return {"response_id": response, "item_id": item, "output_index": 0, "content_index": 0}


def _merge(into: Json, patch: Json) -> None:
    for key, value in patch.items():
        if (
            isinstance(value, dict)
            and isinstance(into.get(key), dict)
            and key not in ("turn_detection", "transcription")
        ):
            _merge(into[key], value)
        else:
            into[key] = value
