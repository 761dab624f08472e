"""Transactions of SIP (RFC 3261 section 17, RFC 6026): what is sent again until it is answered. No clock, no socket.

```
server, INVITE         what happens                             then
proceeding             the INVITE again                         the last response again
proceeding             a final response from 300 on             completed: again after T1, 2·T1 … T2 (UDP) until the ACK
proceeding             a response of 200                        accepted: again, over TCP too, until the ACK
completed              ACK                                      confirmed for T4, in which more ACKs mean nothing
completed, accepted    no ACK for 64·T1                         gone; for an accepted one the call ends
server, others         the request again                        the response again, for 64·T1
client (BYE)           nothing comes                            again after T1, 2·T1 … T2 (UDP), given up after 64·T1
```
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from feedbackyes.sip.address import Address, Via
from feedbackyes.sip.message import Request, Response, build
from feedbackyes.sip.timers import Timer, Timers

T1_MS, T2_MS, T4_MS = 500.0, 4_000.0, 5_000.0
GIVE_UP_MS = 64 * T1_MS
MAGIC = "z9hG4bK"

Key = tuple[str, ...]
Send = Callable[[bytes, Address], None]


def key(request: Request, top: Via) -> Key:
    """What makes requests one transaction. An ACK, and a CANCEL, belong to their INVITE."""
    method = "INVITE" if request.method in ("ACK", "CANCEL") else request.method
    sent_by = f"{top.host}:{top.port or ''}".lower()
    if top.branch.startswith(MAGIC):
        return (top.branch, sent_by, method)
    headers = request.headers
    number = headers.first("cseq").partition(" ")[0]
    return (top.line, request.uri, headers.first("call-id"), headers.first("from"), number, method)


@dataclass(slots=True)
class Server:
    """A request of the other end, and our answers to it. `source` is where it came from, `to` where answers go."""

    key: Key
    request: Request
    source: Address
    to: Address
    state: Literal["proceeding", "accepted", "completed", "confirmed", "gone"] = "proceeding"
    answer: bytes = b""
    status: int = 0
    timers: list[Timer] = field(default_factory=list)


@dataclass(slots=True)
class Client:
    """A request of ours."""

    key: Key
    data: bytes
    to: Address
    interval_ms: float = T1_MS
    timers: list[Timer] = field(default_factory=list)


class Transactions:
    """All that are under way."""

    def __init__(self, timers: Timers, send: Send) -> None:
        self._timers = timers
        self._send = send
        self._servers: dict[Key, Server] = {}
        self._clients: dict[Key, Client] = {}

    def __len__(self) -> int:
        return len(self._servers) + len(self._clients)

    # ---- requests of the other end

    def find(self, key: Key) -> Server | None:
        return self._servers.get(key)

    def begin(self, key: Key, request: Request, source: Address, to: Address) -> Server:
        """A request that is new."""
        made = self._servers[key] = Server(key, request, source, to)
        return made

    def repeat(self, server: Server) -> None:
        """The same request came again."""
        if server.answer and server.state != "confirmed":
            self._send(server.answer, server.to)

    def respond(
        self, server: Server, response: Response, now_ms: float, gone: Callable[[float], None] | None = None
    ) -> None:
        """Send an answer, and again as long as that is our part.

        Args:
            gone: called when an answer of 200 to an INVITE was never acknowledged.
        """
        if server.state != "proceeding":
            return
        server.answer, server.status = build(response), response.status
        self._send(server.answer, server.to)
        if response.status < 200:
            return
        if server.request.method != "INVITE":
            server.state = "completed"
            self._forget_at(server, now_ms + GIVE_UP_MS)
            return
        accepted = response.status < 300
        server.state = "accepted" if accepted else "completed"
        if accepted or server.to.transport == "udp":
            self._again(server, now_ms, T1_MS)

        def give_up(at_ms: float) -> None:
            self._drop(server)
            if gone is not None:
                gone(at_ms)

        server.timers.append(self._timers.set(now_ms + GIVE_UP_MS, give_up))

    def acknowledge(self, server: Server, now_ms: float) -> None:
        """The ACK came."""
        if server.state in ("completed", "accepted"):
            linger_ms = T4_MS if server.state == "completed" else GIVE_UP_MS
            server.state = "confirmed"
            self._stop(server)
            self._forget_at(server, now_ms + linger_ms)

    def _again(self, server: Server, now_ms: float, interval_ms: float) -> None:
        def again(at_ms: float) -> None:
            self._send(server.answer, server.to)
            self._again(server, at_ms, min(2 * interval_ms, T2_MS))

        server.timers[:] = [timer for timer in server.timers if timer.action is not None]
        server.timers.append(self._timers.set(now_ms + interval_ms, again))

    def _forget_at(self, server: Server, at_ms: float) -> None:
        server.timers.append(self._timers.set(at_ms, lambda _: self._drop(server)))

    def _drop(self, server: Server) -> None:
        self._stop(server)
        server.state = "gone"
        self._servers.pop(server.key, None)

    # ---- requests of ours

    def request(self, key: Key, request: Request, to: Address, now_ms: float) -> None:
        """Send a request that is no INVITE, until it is answered."""
        client = self._clients[key] = Client(key, build(request), to)
        self._send(client.data, to)
        if to.transport == "udp":
            self._resend(client, now_ms)
        client.timers.append(self._timers.set(now_ms + GIVE_UP_MS, lambda _: self._finish(client)))

    def response(self, key: Key, response: Response) -> None:
        """A response came; one that belongs to nothing is left out."""
        client = self._clients.get(key)
        if client is None:
            return
        if response.status < 200:
            client.interval_ms = T2_MS
        else:
            self._finish(client)

    def _resend(self, client: Client, now_ms: float) -> None:
        def again(at_ms: float) -> None:
            client.interval_ms = min(2 * client.interval_ms, T2_MS)
            self._send(client.data, client.to)
            self._resend(client, at_ms)

        client.timers[:] = [timer for timer in client.timers if timer.action is not None]
        client.timers.append(self._timers.set(now_ms + client.interval_ms, again))

    def _finish(self, client: Client) -> None:
        self._clients.pop(client.key, None)
        self._stop(client)

    def _stop(self, one: Server | Client) -> None:
        for timer in one.timers:
            timer.cancel()
        one.timers.clear()
