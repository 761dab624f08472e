"""Ears, mind and voice at servers that are slow, silent, cut off, malformed, rate limiting or angry: one table for all.

What a server does wrong costs one utterance or one line, with a sentence that says what was wrong, the next one works, and
no key is ever shown, though the servers here repeat it.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import numpy as np
import pytest
from structlog.testing import capture_logs

from feedbackyes import library
from feedbackyes.domain.errors import ExpectedError
from feedbackyes.stages import stt, tts
from feedbackyes.stages.dialogue import Line, ReplyRequest, Say, language_model
from feedbackyes.stages.stt import RATE_HZ, RecogniserOptions, _transcriber, realtime
from feedbackyes.stages.tts import _speaker
from tests.stages.realtime_server import Script, Session, answering, realtime_server, refusing

KEY = "a-key-of-no-known-form-0815"
SHORT_SECONDS, LONG_SECONDS = 0.6, 4.0
"""For a server that says nothing, and for one whose answer is to be seen, however busy this machine is."""
MARC = library.scenario("late-report")
ASKED = (Line("partner", "Morning."), Line("learner", "On Friday the report came at six. How do you see it?"))


class Lost(Exception):
    """What was asked for did not come; why."""


async def ears(url: str, seconds: float) -> Callable[[], Awaitable[object]]:
    return await _ears("openai", url, seconds)


async def realtime_ears(url: str, seconds: float) -> Callable[[], Awaitable[object]]:
    return await _ears("realtime", url, seconds)


async def _ears(name: str, url: str, seconds: float) -> Callable[[], Awaitable[object]]:
    recogniser = stt.load(name, url=url, key=KEY, model="ears", timeout_seconds=seconds)
    stream = await recogniser.open(RecogniserOptions(), lambda _: None)

    async def use() -> object:
        stream.start()
        stream.feed((8000 * np.sin(np.arange(RATE_HZ) * 0.3)).astype(np.int16))
        try:
            return (await stream.finish()).text == "good morning"
        except ExpectedError as error:
            raise Lost(error.message) from None

    _closers.append(recogniser.close)
    return use


async def mind(url: str, seconds: float) -> Callable[[], Awaitable[object]]:
    made = language_model.create(url=url, key=KEY, model="mind", patience_seconds=seconds, timeout_seconds=seconds)
    talk = made.open(MARC)

    async def use() -> object:
        with capture_logs() as logs:
            parts = [part async for part in talk.reply(ReplyRequest(ASKED))]
        if any(isinstance(part, Say) and part.stands_in for part in parts):
            raise Lost(" ".join(str(one) for one in logs))
        return parts == [Say("I sent it.")]

    _closers.append(made.close)
    return use


async def voice(url: str, seconds: float) -> Callable[[], Awaitable[object]]:
    made = tts.load("openai", url=url, key=KEY, model="voice", timeout_seconds=seconds)

    async def use() -> object:
        try:
            return sum([chunk.samples.size async for chunk in made.speak("Good morning.")]) == 4800
        except ExpectedError as error:
            raise Lost(error.message) from None

    _closers.append(made.close)
    return use


_closers: list[Callable[[], Awaitable[None]]] = []


@pytest.fixture(autouse=True)
async def _closed(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    for module in (realtime, _transcriber, _speaker):
        monkeypatch.setattr(module, "WAIT_SECONDS", 0.02)
    yield
    for close in _closers:
        await close()
    _closers.clear()


Stage = Callable[[str, float], Awaitable[Callable[[], Awaitable[object]]]]
Variant = Callable[["Server", asyncio.StreamWriter], Awaitable[None]]
CHUNKS = [
    {"choices": [{"index": 0, "delta": {"content": "I sent it."}}]},
    {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]},
]
GOOD: dict[Stage, tuple[str, bytes]] = {
    ears: ("application/json", json.dumps({"text": "good morning"}).encode()),
    mind: (
        "text/event-stream",
        b"".join(b"data: %b\n\n" % json.dumps(one).encode() for one in CHUNKS) + b"data: [DONE]\n\n",
    ),
    voice: ("audio/pcm", (8000 * np.sin(np.arange(4800) * 0.2)).astype("<i2").tobytes()),
}


def head(status: str, kind: str, length: int, more: str = "") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n{more}\r\n".encode()


@dataclass
class Server:
    """Answers requests byte for byte as a variant wants it; well, once `well` is set."""

    stage: Stage
    variant: Variant
    url: str = ""
    well: bool = False
    asked: int = 0
    writers: list[asyncio.StreamWriter] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.writers.append(writer)
        while request := await _request(reader):
            assert KEY.encode() in request, "the stage shows its key to the server"
            self.asked += 1
            with suppress(ConnectionError):
                await (good if self.well else self.variant)(self, writer)
                await writer.drain()


async def _request(reader: asyncio.StreamReader) -> bytes:
    try:
        request = await reader.readuntil(b"\r\n\r\n")
        lines = request.lower().split(b"\r\n")
        length = next((int(line[15:]) for line in lines if line.startswith(b"content-length:")), 0)
        await reader.readexactly(length)
    except (asyncio.IncompleteReadError, ConnectionError):
        return b""
    return request


async def good(server: Server, writer: asyncio.StreamWriter) -> None:
    kind, body = GOOD[server.stage]
    writer.write(head("200 OK", kind, len(body)) + body)


async def slow(server: Server, writer: asyncio.StreamWriter) -> None:
    """Late, and in pieces, but in time."""
    kind, body = GOOD[server.stage]
    whole = head("200 OK", kind, len(body)) + body
    for at in range(0, len(whole), len(whole) // 8 + 1):
        await asyncio.sleep(0.03)
        writer.write(whole[at : at + len(whole) // 8 + 1])


async def silent(server: Server, writer: asyncio.StreamWriter) -> None:
    """Takes the request, and that is all."""


async def cut_off(server: Server, writer: asyncio.StreamWriter) -> None:
    kind, body = GOOD[server.stage]
    writer.write(head("200 OK", kind, len(body)) + body[: len(body) // 3])
    await writer.drain()
    writer.close()


async def hanging_up(server: Server, writer: asyncio.StreamWriter) -> None:
    writer.close()


async def no_http(server: Server, writer: asyncio.StreamWriter) -> None:
    writer.write(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")
    writer.close()


async def malformed(server: Server, writer: asyncio.StreamWriter) -> None:
    body = b'data: {"oops\n\n'
    writer.write(head("200 OK", "text/event-stream", len(body)) + body)


async def a_page(server: Server, writer: asyncio.StreamWriter) -> None:
    """What a proxy says in place of the server."""
    body = f"<html>Bad gateway, {KEY}</html>".encode()
    writer.write(head("502 Bad Gateway", "text/html", len(body)) + body)


async def limited(server: Server, writer: asyncio.StreamWriter) -> None:
    body = json.dumps({"error": {"message": f"Rate limit reached for {KEY}."}}).encode()
    writer.write(head("429 Too Many Requests", "application/json", len(body), "Retry-After: 1\r\n") + body)


async def angry(server: Server, writer: asyncio.StreamWriter) -> None:
    body = json.dumps({"error": {"message": f"Incorrect API key provided: {KEY}. Bearer {KEY}"}}).encode()
    writer.write(head("401 Unauthorized", "application/json", len(body)) + body)


async def angry_inside(server: Server, writer: asyncio.StreamWriter) -> None:
    body = b"data: " + json.dumps({"error": {"message": f"No credit on {KEY}."}}).encode() + b"\n\n"
    writer.write(head("200 OK", "text/event-stream", len(body)) + body)


WRONG: dict[Variant, str] = {
    silent: "in time",
    cut_off: "cut off|hung up|broke off",
    hanging_up: "hung up",
    no_http: "hung up",
    malformed: "no JSON",
    a_page: "502",
    limited: "429: Rate limit reached for …",
    angry: "401: Incorrect API key provided: …",
    angry_inside: "No credit on …",
}


@asynccontextmanager
async def serving(stage: Stage, variant: Variant) -> AsyncIterator[Server]:
    made = Server(stage, variant)
    listening = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    made.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}/v1"
    try:
        yield made
    finally:
        for close in _closers:
            await close()
        _closers.clear()
        listening.close()
        for writer in made.writers:
            writer.close()
        await listening.wait_closed()


@pytest.mark.parametrize("stage", GOOD, ids=lambda one: one.__name__)
@pytest.mark.parametrize("variant", [good, slow], ids=lambda one: one.__name__)
async def test_a_server_that_is_only_slow_is_waited_for(stage: Stage, variant: Variant) -> None:
    async with serving(stage, variant) as server:
        use = await stage(server.url, LONG_SECONDS)
        assert await use()


@pytest.mark.parametrize("stage", GOOD, ids=lambda one: one.__name__)
@pytest.mark.parametrize("variant", WRONG, ids=lambda one: one.__name__)
async def test_what_a_server_does_wrong_costs_one_line_and_shows_no_key(
    stage: Stage, variant: Variant, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with serving(stage, variant) as server:
        use = await stage(server.url, SHORT_SECONDS if variant is silent else LONG_SECONDS)
        with capture_logs() as logs, pytest.raises(Lost, match=WRONG[variant]) as lost:
            await use()
        assert server.asked >= 1
        server.well = True
        if stage is mind and variant is limited:
            await asyncio.sleep(1.0)  # it asked for that
        assert await use()
    assert KEY not in f"{lost.value}{logs}{caplog.text}"


# ---- the same for ears that stream


async def rude(session: Session) -> None:
    await session.begin()
    await session.until("input_audio_buffer.append")
    await session.error("insufficient_quota", f"No credit on {KEY}.")
    await session.next()


async def rude_item(session: Session) -> None:
    await session.begin()
    await session.until("input_audio_buffer.commit")
    await session.committed("one")
    await session.failed("one", f"No credit on {KEY}.")
    await session.next()


async def rude_end(session: Session) -> None:
    await session.begin()
    await session.until("input_audio_buffer.append")
    await session.socket.close(code=4000, message=f"No credit on {KEY}.".encode())


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        (rude, "No credit on …"),
        (rude_item, "No credit on …"),
        (rude_end, "4000: No credit on …"),
        (refusing(401, f"Incorrect API key provided: {KEY}."), "401: Incorrect API key provided: …"),
        (refusing(429, f"Slow down, {KEY}.", **{"Retry-After": "5"}), "429: Slow down, …"),
    ],
)
async def test_streaming_ears_show_no_key_either(script: Script, reason: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    times = realtime.ATTEMPTS if script is rude_end else 1
    async with realtime_server(*[script] * times, answering("good morning")) as server:
        use = await realtime_ears(server.url, LONG_SECONDS)
        with capture_logs() as logs, pytest.raises(Lost, match=reason) as lost:
            await use()
        assert await use()
        for close in _closers:
            await close()
        _closers.clear()
    assert KEY not in f"{lost.value}{logs}{caplog.text}"
