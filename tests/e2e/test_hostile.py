"""Whatever is sent, the answer is a clear error, other people notice nothing, and memory comes back."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import socket
import struct
import subprocess
import sys
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import psutil
import pybase64
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus
from websockets.frames import Frame, Opcode

from tests.e2e.callers import RATE_HZ, Caller, append, line
from tests.e2e.conftest import Server, start_server

MIB = 2**20
SOCKETS = 500
AT_ONCE = 50
RSS_MARGIN = 60 * MIB
DEEP = '{"a":' * 5000 + "1" + "}" * 5000
TEXTS: list[str] = [
    "", " ", "{", "nul", "[]", "[[[]]]", "7", '"text"', "null", "{}", '{"type":null}', '{"type":7}', '{"type":{}}',
    '{"type":"input_audio_buffer.append"}', '{"type":"input_audio_buffer.append","audio":7}',
    '{"type":"input_audio_buffer.append","audio":"%%%"}', '{"type":"input_audio_buffer.append","audio":"QUI"}',
    '{"type":"input_audio_buffer.append","audio":"AAA="}', '{"type":"input_audio_buffer.append","audio":""}',
    '{"type":"input_audio_buffer.append","audio":"\\u0000"}', '{"type":"input_audio_buffer.append","audio":"a"b"}',
    '{"type":"input_audio_buffer.append","audio":NaN}', '{"type":"session.update"}',
    '{"type":"session.update","session":[]}', '{"type":"session.update","session":{"type":"realtime","audio":7}}',
    '{"type":"session.update","session":{"type":"realtime","audio":{"input":{"turn_detection":{"type":"x"}}}}}',
    '{"type":"session.update","session":{"type":"realtime","max_output_tokens":1e999}}',
    '{"type":"response.create","response":{"output_modalities":[[]]}}', '{"type":"response.cancel","response_id":[]}',
    '{"type":"conversation.item.truncate","item_id":"nobody","content_index":-1,"audio_end_ms":-1}',
    '{"type":"conversation.item.truncate","item_id":"nobody","content_index":0,"audio_end_ms":1e308}',
    '{"type":"conversation.item.delete","item_id":"../../etc/passwd"}',
    '{"type":"conversation.item.create","item":{"type":"message","role":"user","content":[{"type":"input_text"}]}}',
    '{"type":"conversation.item.create","previous_item_id":"nobody","item":{"type":"message"}}',
    '{"type":"rm -rf","event_id":"e1"}', '{"type":"error"}', '{"type":"session.created"}',
    '{"type":"' + "x" * 70_000 + '"}', DEEP, "[" * 100_000, '{"a":' * 100_000, r'{"type":"\ud83d"}',
    '{"type":"input_audio_buffer.append","type":"session.update","audio":"AAAA"}',
]  # fmt: skip
SAMPLES: list[str] = [
    "[NaN]", "[Infinity,-Infinity]", "[1e999]", '["0.1"]', "[null]", "[true]", "[[0.1]]", "[1e300, 2, -7]",
    '{"audio":"AAAA"}', '{"data":{"0":0.1}}', '{"samples":[0.1,"x"]}', '{"audio":null}', '{"x":[0.1]}',
    '{"audio":[0.1],"sample_rate":"NaN"}', '{"audio":[0.1],"sample_rate":0}', '{"audio":[0.1],"sample_rate":1e9}',
    '{"audio":[0.1],"sample_rate":-24000}', '{"audio":[0.1],"sample_rate":[]}', '{"audio":[0.1],"sample_rate":true}',
]  # fmt: skip


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = start_server(
        tmp_path_factory.mktemp("hostile") / "data", FEEDBACKYES_RECORDING="on", FEEDBACKYES_RESUME_SECONDS="3"
    )
    yield server
    server.stop()


@pytest.fixture
async def server(shared: Server) -> AsyncIterator[Server]:
    """The server, which has to be as well after a test as it was before."""
    yield shared
    await check_health(shared)
    log = shared.log.read_text()
    assert "Traceback" not in log, log[max(0, log.find("Traceback") - 500) :][:3000]
    assert "crashed" not in log, log[max(0, log.find("crashed") - 500) :][:3000]


async def check_health(server: Server) -> None:
    """A typed turn is answered by voice, and /health answers."""
    async with httpx.AsyncClient(base_url=server.url, timeout=5) as http:
        assert (await http.get("/health")).json()["status"] == "ok"
    async with opened(server, f"/ws/realtime/{uuid.uuid4()}") as ws:
        await check_reply(ws)


async def check_reply(ws: ClientConnection) -> None:
    content = [{"type": "input_text", "text": "Are you still there?"}]
    item = {"type": "message", "role": "user", "content": content}
    await ws.send(json.dumps({"type": "conversation.item.create", "item": item}))
    await ws.send('{"type":"response.create"}')
    await until(ws, "response.output_audio.delta")


def address(server: Server, path: str) -> str:
    return server.url.replace("http", "ws", 1) + path


def opened(server: Server, path: str, **options: Any) -> connect:
    return connect(address(server, path), max_size=None, **{"compression": None, "close_timeout": 1, **options})


async def until(ws: ClientConnection, type_: str, seconds: float = 15.0) -> dict[str, Any]:
    async with asyncio.timeout(seconds):
        while True:
            event: dict[str, Any] = json.loads(await ws.recv())
            if event["type"] == type_:
                return event


async def refused(server: Server, path: str, **options: Any) -> int:
    """The status of an upgrade that must not come about; its body is the error table's."""
    with pytest.raises(InvalidStatus) as error:
        async with opened(server, path, **options):
            pass
    response = error.value.response
    body = json.loads(response.body or b"")
    assert set(body) == {"error"}
    assert body["error"]["message"].endswith((".", "?"))
    return response.status_code


# ---- messages


@pytest.mark.parametrize("path", ["/ws/realtime/odd-texts", "/v1/realtime?model=x"])
async def test_messages_that_are_no_events_are_answered_and_the_session_lives(server: Server, path: str) -> None:
    async with opened(server, path) as ws:
        await until(ws, "session.created")
        errors = 0
        for text in TEXTS:
            await ws.send(text)
        await ws.send('{"type":"nobody.knows.this","event_id":"the-last"}')
        while True:
            event = await until(ws, "error")
            assert event["error"]["message"]
            errors += 1
            if event["error"].get("event_id") == "the-last":
                break
        assert errors >= len(TEXTS) - 8
        await check_reply(ws)


async def test_samples_that_are_no_numbers_are_answered_and_the_session_lives(server: Server) -> None:
    async with opened(server, "/ws/audio") as ws:
        hello = await until(ws, "session_id")
        assert str(uuid.UUID(hello["session_id"])) == hello["session_id"]
        assert hello["sample_rate"] == 24_000
        for text in SAMPLES:
            await ws.send(text)
            assert (await until(ws, "error", 5))["message"], text
        for odd in (b"\x00", b"\x00" * 7, struct.pack("<2f", float("nan"), float("inf"))):
            await ws.send(odd)
            assert (await until(ws, "error", 5))["message"], odd
        await ws.send(json.dumps([0.0] * (31 * RATE_HZ)))
        assert (await until(ws, "error", 5))["code"] == "too_long"
        for text in (*TEXTS[:10], DEEP, "[" * 100_000):
            await ws.send(text)
        speech = line("austen-0880.wav").astype(np.float32) / 32768
        for samples in np.array_split(speech, 20):
            await ws.send(json.dumps({"audio": samples.tolist()}))
        await ws.send(json.dumps({"data": [0.0] * (RATE_HZ * 2)}))
        assert (await until(ws, "audio_chunk"))["audio"]


async def test_binary_messages(server: Server) -> None:
    for path in ("/ws/realtime/binary", "/v1/realtime?model=x"):
        async with opened(server, path) as ws:
            for data in (b"", b"\x00", os.urandom(5000), struct.pack("<f", float("nan"))):
                await ws.send(data)
            await until(ws, "error")
            await check_reply(ws)


async def test_a_message_in_fragments_is_one_message(server: Server) -> None:
    whole = append(np.zeros(RATE_HZ // 10, np.int16))
    for path in ("/ws/realtime/fragments", "/v1/realtime?model=x"):
        async with opened(server, path) as ws:
            await ws.send(whole[i : i + 100] for i in range(0, len(whole), 100))
            await ws.send(iter(["{", '"type":"input_audio', '_buffer.clear"}']))
            await until(ws, "input_audio_buffer.cleared")
            await check_reply(ws)


@pytest.mark.parametrize("path", ["/ws/realtime/huge", "/ws/audio", "/v1/realtime?model=x"])
async def test_a_message_of_20_mb_is_answered_with_a_reason(server: Server, path: str) -> None:
    """The gateway closes with 1009; the engine reads on and answers with an error event."""
    answers = (struct.pack("!H", 1009), b'"type":"error"')
    piece = b"A" * MIB
    whole = b"\x81\xff" + struct.pack("!Q", 20 * MIB) + b"\x00" * 4
    parts = [Frame(Opcode.CONT, piece, fin=last).serialize(mask=True) for last in [False] * 19 + [True]]
    first = Frame(Opcode.TEXT, piece, fin=False).serialize(mask=True)
    for name, frames in (("whole", [whole, *[piece] * 20]), ("fragments", [first, *parts])):
        reader, writer = await upgraded(server, path.replace("huge", f"huge-{name}"))
        with contextlib.suppress(ConnectionError):
            for frame in frames:
                writer.write(frame)
                await asyncio.wait_for(writer.drain(), 5)
        answer = b""
        async with asyncio.timeout(10):
            while not any(one in answer for one in answers):
                piece_read = await reader.read(65_536)
                assert piece_read, (name, answer[-200:])
                answer += piece_read
        writer.transport.abort()


BROKEN_FRAMES = {
    "invalid utf-8": Frame(Opcode.TEXT, b'{"type":"\xff\xfe"}').serialize(mask=True),
    "continuation of nothing": Frame(Opcode.CONT, b"x").serialize(mask=True),
    "unmasked": Frame(Opcode.TEXT, b'{"type":"response.cancel"}').serialize(mask=False),
    "reserved opcode": b"\x83\x80\x00\x00\x00\x00",
    "long ping": b"\x89\xfe\x01\x00\x00\x00\x00\x00" + b"x" * 256,
    "length of 2^63": b"\x81\xff" + b"\xff" * 8 + b"\x00" * 4,
    "ping flood": Frame(Opcode.PING, b"x" * 125).serialize(mask=True) * 20_000,
    "pong flood": Frame(Opcode.PONG, b"").serialize(mask=True) * 20_000,
    "empty fragments": Frame(Opcode.TEXT, b"", fin=False).serialize(mask=True)
    + Frame(Opcode.CONT, b"", fin=False).serialize(mask=True) * 20_000,
    "close with a bad code": Frame(Opcode.CLOSE, struct.pack("!H", 7)).serialize(mask=True),
    "close of one byte": Frame(Opcode.CLOSE, b"x").serialize(mask=True),
    "half a frame": b"\x81\xfe\x10\x00",
}


@pytest.mark.parametrize("path", ["/ws/realtime/frames", "/ws/audio", "/v1/realtime?model=x"])
async def test_broken_frames_hurt_nobody_else(server: Server, path: str) -> None:
    for name, data in BROKEN_FRAMES.items():
        unique = path.replace("frames", f"frames-{name.replace(' ', '-').replace('^', '')}")
        reader, writer = await upgraded(server, unique)
        with contextlib.suppress(ConnectionError):
            for at in range(0, len(data), 65_536):
                writer.write(data[at : at + 65_536])
                await asyncio.wait_for(writer.drain(), 5)
        with contextlib.suppress(TimeoutError, ConnectionError):
            await asyncio.wait_for(reader.read(65_536), 0.3)
        writer.transport.abort()


async def upgraded(server: Server, path: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A socket on which anything can be sent."""
    host, port = server.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(handshake(path, f"{host}:{port}"))
    head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 5)
    assert head.startswith(b"HTTP/1.1 101"), head
    return reader, writer


def handshake(path: str, host: str) -> bytes:
    key = pybase64.b64encode(os.urandom(16)).decode()
    lines = [f"GET {path} HTTP/1.1", f"Host: {host}", "Upgrade: websocket", "Connection: Upgrade"]
    lines += [f"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13", "", ""]
    return "\r\n".join(lines).encode()


# ---- sockets


async def test_a_reader_who_reads_nothing_leaves_others_well(server: Server) -> None:
    """Its partner talks into a full socket; a conversation beside it goes on."""
    raw = socket.socket()
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    host, port = server.url.removeprefix("http://").split(":")
    raw.connect((host, int(port)))
    raw.sendall(handshake("/ws/realtime/deaf?scenario_id=late-report", f"{host}:{port}"))
    say = b'{"type":"conversation.item.create","item":{"type":"message","role":"user","content":'
    say += b'[{"type":"input_text","text":"Tell me everything about it."}]}}'
    for _ in range(200):
        for message in (say, b'{"type":"response.create"}', b'{"type":"session.update","session":{"type":"realtime"}}'):
            raw.sendall(Frame(Opcode.TEXT, message).serialize(mask=True))
    before = psutil.Process(server.process.pid).memory_info().rss
    async with Caller(server.url, "beside-the-deaf", "patience_ms=500") as beside:
        await beside.until("session.updated")
        beside.say(line("austen-0880.wav"))
        await beside.told_of("partner.transcript.final", seconds=30)
    assert psutil.Process(server.process.pid).memory_info().rss - before < RSS_MARGIN
    raw.close()


@pytest.mark.slow
async def test_memory_and_descriptors_return_after_500_sockets(server: Server) -> None:
    process = psutil.Process(server.process.pid)
    for group in range(SOCKETS // AT_ONCE):  # so that what a server reads once in its life has been read
        await drop(server, AT_ONCE, f"warm-{group}")
    before, files = await settled(process, 60)
    for group in range(SOCKETS // AT_ONCE):
        await drop(server, AT_ONCE, f"group-{group}")
    rss, after = await settled(process, files)
    assert after <= files + 5
    assert rss - before < RSS_MARGIN


async def drop(server: Server, count: int, name: str) -> None:
    """Open `count` sockets at once, send something, and vanish without a word."""
    paths = (f"/ws/realtime/{name}-{{}}", "/ws/audio", "/v1/realtime?model=x")

    async def one(number: int) -> None:
        _, writer = await upgraded(server, paths[number % 3].format(number))
        writer.write(Frame(Opcode.TEXT, b'{"type":"input_audio_buffer.append","audio":"AAAA"}').serialize(mask=True))
        with contextlib.suppress(ConnectionError):
            await writer.drain()
        writer.transport.abort()

    await asyncio.gather(*(one(number) for number in range(count)))


async def settled(process: psutil.Process, files: int) -> tuple[int, int]:
    """Memory and descriptors, when these are as few as `files` or have not become fewer for long enough."""
    for _ in range(40):
        await asyncio.sleep(0.25)
        if process.num_fds() <= files + 5:
            break
    return process.memory_info().rss, process.num_fds()


async def test_handshakes_that_stall_hold_nobody_up(server: Server) -> None:
    host, port = server.url.removeprefix("http://").split(":")
    whole = handshake("/ws/realtime/stalls", f"{host}:{port}")
    stalled = [await asyncio.open_connection(host, int(port)) for _ in range(50)]
    for number, (_, writer) in enumerate(stalled):
        writer.write(whole[: 1 + number * (len(whole) - 2) // len(stalled)])
    await check_health(server)
    for _, writer in stalled:
        writer.transport.abort()


async def test_handshakes_that_are_wrong_are_refused(server: Server) -> None:
    host, port = server.url.removeprefix("http://").split(":")
    whole = handshake("/ws/realtime/wrong", f"{host}:{port}")
    wrong = [
        whole.replace(b"Version: 13", b"Version: 12"),
        whole.replace(b"Sec-WebSocket-Key: ", b"X-Key: "),
        whole.replace(b"Upgrade: websocket", b"Upgrade: carrier-pigeon"),
        whole.replace(b"GET", b"POST"),
        whole.replace(b"/ws/realtime/wrong", b"/ws/realtime/"),
        whole.replace(b"/ws/realtime/wrong", b"/ws/realtime/%00"),
        whole.replace(b"HTTP/1.1", b"HTTP/9.9"),
        b"\x16\x03\x01\x02\x00" + os.urandom(500),
    ]
    for data in wrong:
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(data)
        head = b""
        with contextlib.suppress(ConnectionError):
            head = await asyncio.wait_for(reader.read(200), 5)
        assert not head or head.split()[1].startswith(b"4"), (data[:200], head)
        writer.transport.abort()


# ---- who may, and under which name

IDS = [
    "..%2f..%2fetc%2fpasswd",
    "%2e%2e",
    "a/b",
    "x" * 129,
    "x" * 5000,
    "a%00b",
    "a%0d%0aX-Y:%20z",
    "%ff%fe",
    "a%20b",
    "é",
]
BAD_QUERIES = [
    "patience_ms=abc", "patience_ms=-1", "patience_ms=1e9", "patience_ms=NaN", "patience_ms=" + "9" * 5000,
    "recording=maybe", "push_to_talk=2", "scenario_id=nobody", "scenario_id=../../x", "voice=" + "x" * 500,
    "language=" + "x" * 500, "scenario_id=%00",
]  # fmt: skip
RATES = ["NaN", "0", "1e9", "-24000", "24000.5", "inf", "999999999999", "x" * 1000]


async def test_ids_and_parameters_that_cannot_be_used_are_refused_before_the_upgrade(server: Server) -> None:
    for bad in IDS:
        assert await refused(server, f"/ws/realtime/{bad.encode().decode('latin-1')}") in (400, 404, 422), bad
    for query in BAD_QUERIES:
        assert await refused(server, f"/ws/realtime/{uuid.uuid4()}?{query}") in (400, 404, 422), query
    for rate in RATES:
        assert await refused(server, f"/ws/audio?sample_rate={rate}") in (400, 422), rate
    assert await refused(server, "/ws/audio?format=mp3") in (400, 422)
    async with httpx.AsyncClient(base_url=server.url) as http:
        for bad in IDS:
            for path in ("", "/transcript", "/recording", "/levels", "/events"):
                answer = await http.get(f"/api/sessions/{bad}{path}")
                assert answer.status_code in (400, 404, 422), (bad, path)
    kept = [path.name for path in server.data.parent.rglob("*")]
    assert "passwd" not in kept


async def test_foreign_pages_names_and_tokens(server: Server) -> None:
    foreign = {"additional_headers": {"Origin": "https://evil.example"}}
    null = {"additional_headers": {"Origin": "null"}}
    token = {"additional_headers": {"Authorization": "Bearer fy_nobody"}}
    for path in ("/ws/realtime/foreign", "/ws/audio", "/v1/realtime?model=x"):
        assert await refused(server, path, **foreign) == 403
        assert await refused(server, path, **null) == 403
        assert await refused(server, path, **token) == 401
        host, port = server.url.removeprefix("http://").split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(handshake(path, "evil.example"))
        assert (await asyncio.wait_for(reader.readline(), 5)).startswith(b"HTTP/1.1 400")
        writer.close()
    async with httpx.AsyncClient(base_url=server.url) as http:
        for header, status in ((("Origin", "https://evil.example"), 403), (("Authorization", "Bearer fy_nobody"), 401)):
            answer = await http.post("/force-stop/foreign", headers=[header])
            assert answer.status_code == status
        assert (await http.get("/api/sessions", headers={"Host": "evil.example"})).status_code == 400
        assert (await http.get("/api/sessions", headers={"Authorization": "Bearer fy_nobody"})).status_code == 401


@pytest.mark.slow
async def test_another_persons_session_is_nobody_elses(tmp_path: Path) -> None:
    """Before the upgrade on sockets, and on every route; after as well as during the conversation."""
    data = tmp_path / "data"
    ada, bob = (add_user(data, name) for name in ("ada", "bob"))
    server = start_server(data, FEEDBACKYES_RECORDING="on")
    try:
        async with Caller(server.url, "of-ada", "recording=1&patience_ms=500", bearer(ada)) as caller:
            await caller.until("session.updated")
            caller.say(line("austen-0880.wav"))
            await caller.told_of("user.transcript.final", seconds=30)
            await check_closed_to(server, bob)
            assert caller.closed is None
        await check_closed_to(server, bob)
        async with httpx.AsyncClient(base_url=server.url, headers=bearer(ada)) as http:
            assert (await http.get("/api/sessions/of-ada/transcript")).json()["items"]
            assert (await http.delete("/api/sessions/of-ada")).status_code in (200, 204)
        assert "Traceback" not in server.log.read_text()
    finally:
        server.stop()


def add_user(data: Path, name: str) -> str:
    command = [sys.executable, "-m", "feedbackyes", "users", "add", name]
    environment = {**os.environ, "FEEDBACKYES_DATA": str(data)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.strip()


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


async def check_closed_to(server: Server, token: str) -> None:
    assert await refused(server, "/ws/realtime/of-ada", additional_headers=bearer(token)) == 403
    assert await refused(server, f"/ws/realtime/of-ada?token={token}") == 403
    async with httpx.AsyncClient(base_url=server.url, headers=bearer(token)) as http:
        one = "/api/sessions/of-ada"
        answers = [await http.get(f"{one}{part}") for part in ("", "/transcript", "/recording", "/levels", "/events")]
        answers += [await http.delete(one), await http.post("/force-stop/of-ada")]
        answers.append(await http.post("/api/feedback/analyze", json={"session_id": "of-ada"}))
        answers.append(
            await http.post("/api/feedback/analyze", json={"session_id": "of-ada", "transcript": "You: Hi."})
        )
        answers.append(await http.post("/api/feedback/analyze", json={"session_id": "of-ada", "force": True}))
        assert [answer.status_code for answer in answers] == [403] * len(answers), [a.url for a in answers]
        mine = (await http.get("/api/sessions")).json()["items"]
        assert mine == []


# ---- HTTP


async def test_odd_headers_and_bodies_of_http(server: Server) -> None:
    async with opened(server, "/ws/realtime/for-http?recording=1") as ws:
        await until(ws, "session.created")
        await check_reply(ws)
        await ws.close(1000, "end")
    async with httpx.AsyncClient(base_url=server.url, timeout=10) as http:
        await http.post("/force-stop/for-http")
        for last in ("x", "-1", "1e9", "9" * 30, "１"):
            headers = [(b"Last-Event-ID", last.encode())]
            answer = await http.get("/api/sessions/for-http/events", headers=headers)
            assert answer.status_code in (400, 422), last
        late = await http.get("/api/sessions/for-http/events", headers={"Last-Event-ID": "2000000000"})
        assert late.status_code == 204
        for ranges in ("bytes=9-1", "bytes=abc", "bytes=-0", "bytes=99999999999-", "lines=1-2", "bytes=0-0," * 500):
            answer = await http.get("/api/sessions/for-http/recording", headers={"Range": ranges})
            assert answer.status_code in (200, 206, 400, 416), ranges
        bodies: list[Any] = [
            b"",
            b"{",
            b"[]",
            b"null",
            b"\xff\xfe",
            DEEP.encode(),
            b"[" * 100_000,
            b'{"session_id":1e999}',
        ]
        for route in ("/api/sessions", "/api/feedback/analyze"):
            for body in bodies:
                answer = await http.post(route, content=body, headers={"Content-Type": "application/json"})
                assert 400 <= answer.status_code < 500, (route, body[:50], answer.text)
                assert answer.json()["error"]["message"], (route, body[:50])
            huge = b'{"transcript":"' + b"x" * (20 * MIB) + b'"}'
            assert (await posted(http, route, huge)) in (400, 413)
            assert (await posted(http, route, chunked(huge))) in (400, 413)
        for path in (
            "/api/sessions?limit=-1",
            "/api/sessions?limit=1e9",
            "/api/sessions?cursor=%00%ff",
            "/api/me/../..",
        ):
            assert (await http.get(path)).status_code < 500, path
        for path in ("/%2e%2e/%2e%2e/etc/passwd", "/assets/..%2f..%2f..%2fetc%2fpasswd", "/docs/..%2f..%2fetc/passwd"):
            assert "root:" not in (await http.get(path)).text


async def chunked(body: bytes) -> AsyncIterator[bytes]:
    for at in range(0, len(body), 65_536):
        yield body[at : at + 65_536]


async def posted(http: httpx.AsyncClient, route: str, body: Any) -> int:
    """The status for a body that the server may refuse before it has read it."""
    try:
        return (await http.post(route, content=body, headers={"Content-Type": "application/json"})).status_code
    except (httpx.WriteError, httpx.ReadError, httpx.RemoteProtocolError):
        return 413
