"""A gateway behind uvicorn and its bridge, with a small Realtime service as its provider."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, Iterator, MutableMapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qsl

import pytest
import uvicorn
from websockets.asyncio.client import ClientConnection, connect

from feedbackyes import behaviours
from feedbackyes.domain.admission import Admission
from feedbackyes.domain.errors import ExpectedError, Forbidden, NotFound
from feedbackyes.domain.principal import Principal, Role
from feedbackyes.domain.session import Session
from feedbackyes.domain.transcript import Turn
from feedbackyes.gateway import Gateway
from feedbackyes.gateway.bridge import STATE_KEY, Bridge, Services
from feedbackyes.gateway.sockets import Handshake, Opening
from feedbackyes.protocol.conversation import ConversationEvent
from feedbackyes.providers import Provider, openai
from feedbackyes.providers.choice import Choices
from feedbackyes.rtc import Peers
from feedbackyes.settings import Settings
from feedbackyes.storage import Database, sessions, turns
from feedbackyes.storage.recordings.disk import Recordings
from tests.gateway.realtime_server import RealtimeServer, realtime_server

Json = dict[str, Any]
behaviours.language("en").prepare()  # as a server does when it starts: no test waits for it in mid-talk
ALICE = Principal("alice", Role.LEARNER, "Alice")
BOB = Principal("bob", Role.LEARNER, "Bob")
ADMIN = Principal("root", Role.ADMIN, "Root")
PEOPLE = {person.id: person for person in (ALICE, BOB, ADMIN)}


class House:
    """Everything that runs, and what tests ask of it."""

    def __init__(self, gateway: Gateway, database: Database, recordings: Recordings, settings: Settings) -> None:
        self.gateway, self.database, self.recordings, self.settings = gateway, database, recordings, settings
        self.port = 0
        self.server: uvicorn.Server | None = None

    def url(self, path: str) -> str:
        return f"ws://127.0.0.1:{self.port}{path}"

    def call(self, path: str = "/ws/realtime/s1", person: str = "alice", **options: Any) -> connect:
        """Connect as a browser of `person` would."""
        headers = {"Authorization": f"Bearer {person}", **options.pop("additional_headers", {})}
        return connect(self.url(path), additional_headers=headers, max_size=2**25, **{"max_queue": None, **options})

    async def session(self, session_id: str = "s1") -> Session:
        async with self.database.read() as tx:
            return await sessions.get(tx, session_id)

    async def turns(self, session_id: str = "s1") -> tuple[Turn, ...]:
        async with self.database.read() as tx:
            return await turns.every(tx, session_id)

    async def until(self, kind: str, session_id: str = "s1", after: int = 0, **data: Any) -> ConversationEvent:
        """The first event of a type (with these data) on the session's stream."""
        async with asyncio.timeout(8):
            async for event in self.gateway.events(session_id, after):
                if event.type == kind and all(event.data.get(key) == value for key, value in data.items()):
                    return event
        raise AssertionError(f"no {kind} with {data} on the stream of {session_id}")


@asynccontextmanager
async def house(
    settings: Settings,
    provider: Provider,
    *,
    peers: Peers | None = None,
    spare: Provider | None = None,
    choices: Choices | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> AsyncIterator[House]:
    database = await Database.open(settings.sqlalchemy_url)
    recordings = Recordings(settings.data / "recordings")
    gateway = Gateway.create(
        settings, database, recordings, provider, peers=peers, spare=spare, choices=choices, clock=clock
    )
    await gateway.start()
    built = House(gateway, database, recordings, settings)
    server = built.server = _Server(
        uvicorn.Config(
            _app(gateway),
            host="127.0.0.1",
            port=0,
            ws=cast("Any", Bridge),
            lifespan="on",
            log_config=None,
            timeout_graceful_shutdown=2,
        )
    )
    serving = asyncio.create_task(server.serve())
    await eventually(lambda: server.started)
    built.port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield built
    finally:
        await gateway.close()
        server.should_exit = True
        await serving
        await database.close()


class _Server(uvicorn.Server):
    """Leaves the process's signals alone."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _app(gateway: Gateway) -> Callable[..., Any]:
    async def admit(handshake: Handshake) -> Opening:
        name = handshake.headers.get("authorization", "").removeprefix("Bearer ")
        if name not in PEOPLE:
            raise NotFound("nobody")
        if handshake.headers.get("origin", "").startswith("http://evil"):
            raise Forbidden("Pages of that origin may not use this server.", code="foreign_origin")
        query = dict(parse_qsl(handshake.query, keep_blank_values=True))
        offered = handshake.headers.get("sec-websocket-protocol", "")
        subprotocol = "realtime" if "realtime" in offered.split(", ") else None
        return await gateway.open(Admission(PEOPLE[name], handshake.path, query, subprotocol))

    def refusal(error: ExpectedError) -> tuple[int, bytes]:
        status = {"NotFound": 404, "Forbidden": 403, "TooMany": 429, "NotReady": 503, "InvalidInput": 400}
        names = [kind.__name__ for kind in type(error).__mro__]
        code = next((status[name] for name in names if name in status), 409)
        return code, json.dumps({"error": {"code": error.code, "message": error.message}}).encode()

    async def app(scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await receive()
            services = Services(
                relays=lambda path: path.startswith("/ws/"),
                admit=admit,
                refusal=refusal,
                shutdown=lambda: None,
            )
            scope["state"][STATE_KEY] = services
            await send({"type": "lifespan.startup.complete"})
            await receive()
            await send({"type": "lifespan.shutdown.complete"})
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.accept"})
            await send({"type": "websocket.send", "text": "asgi " + scope["path"]})
            await send({"type": "websocket.close"})
        else:
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b"ok"})

    return app


@pytest.fixture
async def service() -> AsyncIterator[RealtimeServer]:
    async with realtime_server() as server:
        yield server


OpenHouse = Callable[..., AbstractAsyncContextManager[House]]


@pytest.fixture
def open_house(service: RealtimeServer, tmp_path: Path) -> OpenHouse:
    """Starts a gateway; keyword arguments are settings."""

    def start(**changes: Any) -> AbstractAsyncContextManager[House]:
        values: Json = {"data": tmp_path, "recording": "off", "openai_api_key": "sk-test", **changes}
        settings = Settings(**{"openai_realtime_url": service.url, **values})
        return house(settings, openai.create(settings=settings))

    return start


async def receive(socket: ClientConnection, kind: str, **fields: Any) -> Json:
    """The next event of a type that the client gets; others are skipped."""
    async with asyncio.timeout(8):
        while True:
            event: Json = json.loads(await socket.recv())
            if event["type"] == kind and all(event.get(key) == value for key, value in fields.items()):
                return event


async def send(socket: ClientConnection, kind: str, **fields: Any) -> None:
    await socket.send(json.dumps({"type": kind, **fields}))


async def eventually(check: Callable[[], bool]) -> None:
    """Wait until something is true that nobody announces."""
    async with asyncio.timeout(20):
        while not check():  # noqa: ASYNC110
            await asyncio.sleep(0.02)
