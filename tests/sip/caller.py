"""A telephone for tests: speaks SIP and RTP over real sockets, written from the RFCs and not with the code under test."""

from __future__ import annotations

import asyncio
import hashlib
import random
import re
import socket
import struct
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import numpy as np

from feedbackyes.audio import Int16, g711

FRAME = 160
KEYS = "0123456789*#ABCD"


@dataclass
class Reply:
    """What came as one SIP message; `headers` by lower-case name, every line."""

    first: str
    headers: dict[str, list[str]]
    body: str
    raw: bytes = b""

    @property
    def status(self) -> int:
        return int(self.first.split()[1]) if self.first.startswith("SIP/2.0") else 0

    @property
    def method(self) -> str:
        return self.first.split()[0]

    def one(self, name: str) -> str:
        return self.headers.get(name, [""])[0]


def read(data: bytes) -> Reply:
    head, _, body = data.decode("utf-8", "replace").partition("\r\n\r\n")
    first, *lines = head.split("\r\n")
    headers: dict[str, list[str]] = {}
    for line in lines:
        name, _, value = line.partition(":")
        headers.setdefault(name.strip().lower(), []).append(value.strip())
    return Reply(first, headers, body, data)


class Telephone(asyncio.DatagramProtocol):
    """One call at a time. `replies` has all that came as answers, `asked` all that came as requests."""

    def __init__(self, server: tuple[str, int], number: str = "+4930555") -> None:
        self.server, self.number = server, number
        self.replies: list[Reply] = []
        self.asked: list[Reply] = []
        self.heard: list[tuple[float, bytes]] = []
        self.call_id = f"call-{random.getrandbits(48):x}"
        self.tag = f"tag-{random.getrandbits(32):x}"
        self.sequence = 0
        self.law = 0
        self.answers_bye = True
        self.sends_audio = True
        self._pending = np.zeros(0, np.int16)
        self._changed = asyncio.Event()
        self._transport: asyncio.DatagramTransport | None = None
        self.rtp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.rtp.bind(("127.0.0.1", 0))
        self.rtp.setblocking(False)
        self.media: tuple[str, int] | None = None
        self._packet = random.getrandbits(15)
        self._timestamp = random.getrandbits(31)
        self._source = random.getrandbits(32)
        self._mouth: asyncio.Task[None] | None = None
        self.reply_to_invite: Reply | None = None

    # ---- sockets

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        message = read(data)
        if message.status:
            self.replies.append(message)
        else:
            self.asked.append(message)
            if message.method == "BYE" and self.answers_bye:
                self.send_raw(self._answer(message))
        self._changed.set()

    @property
    def port(self) -> int:
        assert self._transport is not None
        port: int = self._transport.get_extra_info("sockname")[1]
        return port

    def send_raw(self, data: bytes) -> None:
        assert self._transport is not None
        self._transport.sendto(data, self.server)

    async def until(self, found: Callable[[], bool], seconds: float = 8.0) -> None:
        async with asyncio.timeout(seconds):
            while not found():
                self._changed.clear()
                await self._changed.wait()

    # ---- SIP

    def message(
        self,
        method: str,
        *,
        uri: str = "sip:100@127.0.0.1",
        to_tag: str = "",
        sequence: int | None = None,
        branch: str = "",
        body: str = "",
        kind: str = "application/sdp",
        extra: tuple[str, ...] = (),
    ) -> bytes:
        if sequence is None:
            self.sequence += 1
            sequence = self.sequence
        branch = branch or f"z9hG4bK{random.getrandbits(60):x}"
        lines = [
            f"{method} {uri} SIP/2.0",
            f"Via: SIP/2.0/UDP 127.0.0.1:{self.port};branch={branch};rport",
            "Max-Forwards: 70",
            f"From: <sip:{self.number}@127.0.0.1>;tag={self.tag}",
            f"To: <{uri}>" + (f";tag={to_tag}" if to_tag else ""),
            f"Call-ID: {self.call_id}",
            f"CSeq: {sequence} {method}",
            f"Contact: <sip:{self.number}@127.0.0.1:{self.port}>",
            *extra,
            *([f"Content-Type: {kind}"] if body else []),
            f"Content-Length: {len(body.encode())}",
        ]
        return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()

    def offer(self, *, direction: str = "sendrecv", formats: str = "", port: int | None = None) -> str:
        own = self.rtp.getsockname()[1] if port is None else port
        laws = formats or f"{self.law} 101"
        lines = [
            "v=0",
            "o=phone 1 1 IN IP4 127.0.0.1",
            "s=-",
            "c=IN IP4 127.0.0.1",
            "t=0 0",
            f"m=audio {own} RTP/AVP {laws}",
            "a=rtpmap:0 PCMU/8000",
            "a=rtpmap:8 PCMA/8000",
            "a=rtpmap:101 telephone-event/8000",
            "a=fmtp:101 0-15",
            "a=ptime:20",
            f"a={direction}",
        ]
        return "\r\n".join(lines) + "\r\n"

    async def invite(
        self,
        dialled: str = "100",
        *,
        password: tuple[str, str] | None = None,
        body: str | None = None,
        extra: tuple[str, ...] = (),
        acknowledge: bool = True,
        algorithm: str = "MD5",
    ) -> Reply:
        """Call, answer a question for the password, acknowledge. Returns the final response."""
        uri = f"sip:{dialled}@127.0.0.1:{self.server[1]}"
        offer = self.offer() if body is None else body
        self.uri = uri
        answer = await self._ask(uri, offer, extra)
        if answer.status == 401 and password is not None:
            challenge = next(one for one in answer.headers["www-authenticate"] if f"algorithm={algorithm}" in one)
            self.acknowledge(answer)
            credentials = digest(challenge, "INVITE", uri, *password)
            answer = await self._ask(uri, offer, (*extra, f"Authorization: {credentials}"))
        self.reply_to_invite = answer
        if acknowledge:
            self.acknowledge(answer)
        if answer.status == 200:
            self._use(answer.body)
        return answer

    async def again(self, offer: str, *, acknowledge: bool = True) -> Reply:
        """Invite within the call."""
        assert self.reply_to_invite is not None
        tag = _tag(self.reply_to_invite)
        answer = await self._request(self.message("INVITE", uri=self.uri, to_tag=tag, body=offer))
        if acknowledge:
            self.acknowledge(answer)
        return answer

    async def ask(self, method: str, *, body: str = "", kind: str = "text/plain", tag: str | None = None) -> Reply:
        """A request within the call."""
        if tag is None:
            assert self.reply_to_invite is not None
            tag = _tag(self.reply_to_invite)
        return await self._request(self.message(method, uri=self.uri, to_tag=tag, body=body, kind=kind))

    def acknowledge(self, answer: Reply) -> None:
        sequence = int(answer.one("cseq").split()[0])
        branch = "" if answer.status < 300 else re.findall(r"branch=([^;]+)", answer.one("via"))[0]
        self.send_raw(self.message("ACK", uri=self.uri, to_tag=_tag(answer), sequence=sequence, branch=branch))

    async def bye(self) -> Reply:
        return await self.ask("BYE")

    async def _ask(self, uri: str, offer: str, extra: tuple[str, ...]) -> Reply:
        return await self._request(self.message("INVITE", uri=uri, body=offer, extra=extra))

    async def _request(self, data: bytes) -> Reply:
        """Send, and again until a final response comes."""
        sequence = read(data).one("cseq")

        def final() -> list[Reply]:
            return [one for one in self.replies if one.one("cseq") == sequence and one.status >= 200]

        for seconds in (0.5, 1.0, 2.0, 4.0):
            self.send_raw(data)
            try:
                await self.until(lambda: bool(final()), seconds)
                break
            except TimeoutError:
                continue
        return final()[0]

    def _answer(self, request: Reply) -> bytes:
        lines = ["SIP/2.0 200 OK"]
        for name in ("via", "from", "to", "call-id", "cseq"):
            lines += [f"{name}: {value}" for value in request.headers[name]]
        return ("\r\n".join([*lines, "Content-Length: 0"]) + "\r\n\r\n").encode()

    # ---- audio

    def _use(self, description: str) -> None:
        host = re.findall(r"^c=IN IP4 (\S+)", description, re.MULTILINE)[0]
        port = re.findall(r"^m=audio (\d+)", description, re.MULTILINE)[0]
        self.media = (host, int(port))
        if self._mouth is None:
            self._mouth = asyncio.create_task(self._speak())
            asyncio.get_running_loop().add_reader(self.rtp.fileno(), self._listen)

    def say(self, samples: Int16) -> None:
        """Queue samples at 8 kHz."""
        self._pending = np.concatenate([self._pending, samples])

    async def press(self, key: str, *, packets: int = 4) -> None:
        """Hold a key down, as RFC 4733 has it; its end is said three times."""
        began = self._timestamp
        for place in range(packets + 3):
            end = place >= packets
            duration = min(place + 1, packets) * FRAME
            self._send(
                101, struct.pack("!BBH", KEYS.index(key), (0x80 if end else 0) | 10, duration), began, place == 0
            )
            await asyncio.sleep(0.005)

    async def _speak(self) -> None:
        due = time.monotonic()
        while True:
            frame, self._pending = self._pending[:FRAME], self._pending[FRAME:]
            frame = np.concatenate([frame, np.zeros(FRAME - len(frame), np.int16)])
            if self.sends_audio:
                coded = g711.encode_mu(frame) if self.law == 0 else g711.encode_a(frame)
                self._send(self.law, coded, self._timestamp, False)
            self._timestamp = (self._timestamp + FRAME) & 0xFFFFFFFF
            due += 0.02
            await asyncio.sleep(max(0.0, due - time.monotonic()))

    def _send(self, kind: int, payload: bytes, timestamp: int, marker: bool) -> None:
        assert self.media is not None
        self._packet = (self._packet + 1) & 0xFFFF
        head = struct.pack("!BBHII", 0x80, kind | (0x80 if marker else 0), self._packet, timestamp, self._source)
        self.rtp.sendto(head + payload, self.media)

    def _listen(self) -> None:
        while True:
            try:
                data = self.rtp.recv(2048)
            except BlockingIOError:
                return
            self.heard.append((time.monotonic(), data))
            self._changed.set()

    def samples(self, since: int = 0) -> Int16:
        """All that was heard, at 8 kHz."""
        decode = g711.decode_mu if self.law == 0 else g711.decode_a
        parts = [decode(data[12:]) for _, data in self.heard[since:]]
        return np.concatenate(parts) if parts else np.zeros(0, np.int16)

    async def voice(self, seconds: float = 10.0, since: int = 0) -> None:
        """Until somebody speaks."""
        await self.until(lambda: bool(np.abs(self.samples(since).astype(int)).max(initial=0) > 1500), seconds)

    async def close(self) -> None:
        if self._mouth is not None:
            self._mouth.cancel()
            await asyncio.gather(self._mouth, return_exceptions=True)
            asyncio.get_running_loop().remove_reader(self.rtp.fileno())
        self.rtp.close()
        if self._transport is not None:
            self._transport.close()


@asynccontextmanager
async def telephone(server: tuple[str, int], number: str = "+4930555") -> AsyncIterator[Telephone]:
    loop = asyncio.get_running_loop()
    _, made = await loop.create_datagram_endpoint(lambda: Telephone(server, number), local_addr=("127.0.0.1", 0))
    try:
        yield made
    finally:
        await made.close()


def digest(challenge: str, method: str, uri: str, name: str, password: str, *, count: int = 1) -> str:
    """Credentials for a challenge, as a telephone makes them."""
    told = dict(re.findall(r'(\w+)="?([^",]+)"?', challenge))
    algorithm = told.get("algorithm", "MD5")
    hashed = {"MD5": hashlib.md5, "SHA-256": hashlib.sha256}[algorithm]

    def h(text: str) -> str:
        return hashed(text.encode()).hexdigest()

    nc, cnonce = f"{count:08x}", "0a4f113b"
    first, second = h(f"{name}:{told['realm']}:{password}"), h(f"{method}:{uri}")
    response = h(f"{first}:{told['nonce']}:{nc}:{cnonce}:auth:{second}")
    return (
        f'Digest username="{name}", realm="{told["realm"]}", nonce="{told["nonce"]}", uri="{uri}", '
        f'response="{response}", algorithm={algorithm}, qop=auth, nc={nc}, cnonce="{cnonce}"'
    )


def _tag(reply: Reply) -> str:
    found = re.findall(r";tag=([^;\s]+)", reply.one("to"))
    return found[0] if found else ""
