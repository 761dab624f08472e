"""Wiring: what is made at start, in which order, and how it ends."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import threading
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qsl

import structlog
import uvicorn
from fastapi import FastAPI

from feedbackyes import __version__, log, providers
from feedbackyes.analysis import Analyst
from feedbackyes.api import errors, feedback
from feedbackyes.api.application import build
from feedbackyes.api.auth import Door, Knock, is_local_name
from feedbackyes.api.services import Services, now_ms
from feedbackyes.domain.errors import ExpectedError, InvalidInput, NotReady
from feedbackyes.domain.principal import Principal, Role
from feedbackyes.engine import Engine
from feedbackyes.gateway import Gateway, bridge
from feedbackyes.gateway.sockets import Handshake, Opening
from feedbackyes.settings import Settings, read
from feedbackyes.storage import Database, users
from feedbackyes.storage.recordings.disk import Recordings

logger = structlog.get_logger(__name__)
TOKEN_FILE = "access-token"  # noqa: S105 (its name, not its content)
WS_MAX_BYTES = 32 * 2**20
ANSWER_SECONDS = 5
"""How long answers that are under way may take when the server stops."""
_VOICE_PATHS = ("/ws/realtime/", "/ws/audio")


class PortBusy(NotReady):
    code = "port_busy"


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application, for any ASGI server: `uvicorn --factory feedbackyes.app:create_app`.

    Raises:
        BadSetting: an environment variable or a line of `.env` cannot be used.
        NotReady: the provider that is asked for cannot be used, for example without its key.
    """
    chosen = read() if settings is None else settings
    log.configure(chosen.log_level)
    if chosen.chosen_provider != "local":
        providers.load(chosen.chosen_provider, chosen)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[dict[str, Any]]:
        async with running_services(chosen) as services:
            app.state.services = services
            with _told_to_stop(services):
                yield {bridge.STATE_KEY: _bridge(services)}

    return build(chosen, lifespan)


@asynccontextmanager
async def running_services(settings: Settings) -> AsyncIterator[Services]:
    """Everything that requests work with, from start to a drained end.

    Raises:
        ExpectedError: a part cannot start; the sentence says which and what to do.
    """
    async with AsyncExitStack() as stack:
        _make_folder(settings.data)
        database = await Database.open(settings.sqlalchemy_url)
        stack.push_async_callback(database.close)
        recordings = Recordings(settings.data / "recordings")
        engine = Engine.create(settings)
        stack.push_async_callback(engine.close)
        await engine.start()
        provider = _provider(settings, engine)
        stack.push_async_callback(provider.close)
        gateway = Gateway.create(settings, database, recordings, provider)
        stack.push_async_callback(gateway.close)
        await gateway.start()
        door = Door(settings, database, access_token=_access_token(settings))
        analyst = Analyst.create(database, recordings)
        services = Services(settings, database, recordings, door, provider, engine, gateway, analyst)
        stack.push_async_callback(services.finish)
        await feedback.forget_running(services)
        yield services


def serve(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT, then let live sessions end. For the command line.

    Raises:
        PortBusy: the port is taken.
        ExpectedError: a part cannot start.
    """
    log.configure(settings.log_level)
    log.adopt("uvicorn")

    async def whole() -> None:
        async with _server(settings) as (server, services, sockets):
            server.announce = lambda: print(_banner(services, sockets), flush=True)
            await server.serve(sockets=sockets)

    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(whole())


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[str]:
    """A server inside this process, for as long as the block lasts; gives its base URL. Signals stay the caller's."""
    async with _server(settings) as (server, _, sockets):
        ready = asyncio.Event()
        server.announce = ready.set
        server.signals = False
        serving = asyncio.create_task(server.serve(sockets=sockets))
        waiting = asyncio.create_task(ready.wait())
        await asyncio.wait({serving, waiting}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        try:
            yield f"http://127.0.0.1:{sockets[0].getsockname()[1]}"
        finally:
            server.should_exit = True
            await serving


async def add_user(settings: Settings, name: str, role: str) -> str:
    """Store a person or machine and return their token. Raises `InvalidInput` for an unknown role."""
    if role not in set(Role):
        raise InvalidInput(f"There is no role {role!r}. Choose one of: {', '.join(Role)}.", param="role")
    database = await _database(settings)
    try:
        async with database.begin() as tx:
            return await users.add(tx, Principal(uuid.uuid4().hex, Role(role), name), at=now_ms())
    finally:
        await database.close()


async def list_users(settings: Settings) -> list[Principal]:
    database = await _database(settings)
    try:
        async with database.read() as tx:
            return await users.every(tx)
    finally:
        await database.close()


# ---- parts


def _provider(settings: Settings, engine: Engine) -> providers.Provider:
    options = {"engine": engine} if settings.chosen_provider == "local" else {}
    return providers.load(settings.chosen_provider, settings, **options)


async def _database(settings: Settings) -> Database:
    _make_folder(settings.data)
    return await Database.open(settings.sqlalchemy_url)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NotReady(
            f"The data folder {folder} cannot be made: {error.strerror}. Set FEEDBACKYES_DATA to one that can."
        ) from error


def _access_token(settings: Settings) -> str:
    """The token of the access link. Made once and kept, so that a link goes on working after a restart."""
    if settings.access_token or is_local_name(settings.host):
        return settings.access_token
    file = settings.data / TOKEN_FILE
    if not file.exists():
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
            out.write(users.make_token())
    return file.read_text().strip()


def _bridge(services: Services) -> bridge.Services:
    """What voice sockets need of us before they leave ASGI."""

    async def admit(handshake: Handshake) -> Opening:
        admission = await services.door.admit(_knock(handshake))
        return await services.gateway.open(admission)

    def refusal(error: ExpectedError) -> tuple[int, bytes]:
        status = errors.status_of(error)
        return status, json.dumps(errors.body(status, error.code, error.message, error.param)).encode()

    return bridge.Services(
        relays=lambda path: path.startswith(_VOICE_PATHS),
        admit=admit,
        refusal=refusal,
        shutdown=services.begin_drain,
    )


def _knock(handshake: Handshake) -> Knock:
    return Knock(
        headers=tuple(handshake.headers.items()),
        query=tuple(parse_qsl(handshake.query, keep_blank_values=True)),
        client=handshake.client[0] if handshake.client else None,
        method="WEBSOCKET",
        path=handshake.path,
    )


@contextmanager
def _told_to_stop(services: Services) -> Iterator[None]:
    """Under somebody else's server, end our endless streams when it is told to stop: it waits for them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    loop = asyncio.get_running_loop()
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def handle(number: int, frame: Any) -> None:
        loop.call_soon_threadsafe(services.close_streams)
        handler = before[signal.Signals(number)]
        if callable(handler):
            handler(number, frame)

    chained = {number: handler for number, handler in before.items() if callable(handler)}
    for number in chained:
        signal.signal(number, handle)
    try:
        yield
    finally:
        for number, handler in chained.items():
            signal.signal(number, handler)


# ---- our own server


class _Server(uvicorn.Server):
    """uvicorn, which says when it is ready and lets live sessions end before it closes connections."""

    def __init__(self, config: uvicorn.Config, services: Services) -> None:
        super().__init__(config)
        self._services = services
        self.announce: Callable[[], None] = lambda: None
        self.signals = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.announce()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        draining = asyncio.create_task(self._services.drained())
        while not draining.done() and not self.force_exit:
            await asyncio.wait({draining}, timeout=0.1)
        draining.cancel()
        self._services.close_streams()
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Unlike uvicorn's, does not raise the signal again afterwards: parts are still to be closed."""
        if not self.signals or threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


@asynccontextmanager
async def _server(settings: Settings) -> AsyncIterator[tuple[_Server, Services, list[socket.socket]]]:
    sockets = _bind(settings.host, settings.port)
    try:
        async with running_services(settings) as services:

            @asynccontextmanager
            async def lifespan(app: FastAPI) -> AsyncIterator[dict[str, Any]]:
                app.state.services = services
                yield {bridge.STATE_KEY: _bridge(services)}

            yield _Server(_config(build(settings, lifespan)), services), services, sockets
    finally:
        for bound in sockets:
            bound.close()


def _config(app: FastAPI) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http="httptools",
        ws=cast("Any", bridge.Bridge),
        ws_max_size=WS_MAX_BYTES,
        ws_ping_interval=20.0,
        ws_ping_timeout=20.0,
        ws_per_message_deflate=False,
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=ANSWER_SECONDS,
    )


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    return uvicorn.Config("", loop="auto").get_loop_factory()


def _bind(host: str, port: int) -> list[socket.socket]:
    """Sockets for every address of `host`. Raises `PortBusy`, or `InvalidInput` for a name that is none of ours."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except OSError as error:
        raise InvalidInput(f"FEEDBACKYES_HOST={host!r} is no address of this machine.", param="host") from error
    bound: list[socket.socket] = []
    try:
        for family, kind, protocol, _, address in dict.fromkeys(found):
            one = socket.socket(family, kind, protocol)
            bound.append(one)
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            one.bind((address[0], bound[0].getsockname()[1] if len(bound) > 1 else address[1], *address[2:]))
            one.set_inheritable(True)
    except OSError as error:
        for one in bound:
            one.close()
        raise _not_bound(host, port, error) from error
    return bound


def _not_bound(host: str, port: int, error: OSError) -> ExpectedError:
    other = f"FEEDBACKYES_PORT={port + 1} make run (or feedbackyes serve --port {port + 1})"
    return PortBusy(
        f"{host}:{port} cannot be used: {error.strerror}. If that is not FeedbackYes itself, take another: {other}."
    )


def _banner(services: Services, sockets: list[socket.socket]) -> str:
    settings, provider = services.settings, services.provider
    basic = " (basic ears: mishears about one word in three of free speech)" if provider.capabilities.basic_ears else ""
    leaves = "hosted: voice leaves this machine" if provider.capabilities.hosted else "embedded: no key, no internet"
    lines = [
        f"FeedbackYes {__version__}",
        f"  open        {_address(services, sockets[0].getsockname()[1])}",
        f"  provider    {provider.name}, {provider.model} ({leaves})",
        f"  recogniser  {provider.recogniser or 'the provider’s'}{basic}",
        f"  voice       {provider.voice or 'the provider’s'}",
        f"  data        {settings.data}",
    ]
    return "\n".join(lines)


def _address(services: Services, port: int) -> str:
    host = services.settings.host
    if services.door.loopback:
        return f"http://localhost:{port}"
    name = _own_address() if host in {"0.0.0.0", "::"} else host  # noqa: S104 (compared, not bound)
    name = f"[{name}]" if ":" in name else name
    return f"http://{name}:{port}/?token={services.door.access_token}"


def _own_address() -> str:
    """The address that others would reach this machine at. Connecting a datagram socket sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return socket.gethostname()
        return str(probe.getsockname()[0])
