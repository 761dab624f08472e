"""Our own server: uvicorn with the bridge for voice, which lets live sessions end before it does."""

from __future__ import annotations

import asyncio
import signal
import socket
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from typing import Any, cast

import uvicorn
from fastapi import FastAPI

from feedbackyes import log
from feedbackyes.api import application
from feedbackyes.api.services import EngineServices
from feedbackyes.app import checks, heads, interpreter, tls
from feedbackyes.app.banner import app_banner, engine_banner
from feedbackyes.app.wiring import bridge_state, running_engine, running_services
from feedbackyes.gateway import bridge
from feedbackyes.settings import Settings

WS_MAX_BYTES = 32 * 2**20
ANSWER_SECONDS = 5
"""How long answers that are under way may take when the server stops."""


class Server(uvicorn.Server):
    """uvicorn, which says when it is ready and lets live sessions end before it closes connections."""

    def __init__(self, config: uvicorn.Config, services: EngineServices, *, signals: bool = True) -> None:
        super().__init__(config)
        self.services, self._signals = services, signals
        self.announce: Callable[[], None] = lambda: None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.announce()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        draining = asyncio.create_task(self.services.drained())
        while not draining.done() and not self.force_exit:
            await asyncio.wait({draining}, timeout=0.1)
        draining.cancel()
        self.services.close_streams()
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Unlike uvicorn's, does not raise the signal again afterwards: parts are still to be closed."""
        if not self._signals or threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def serve(settings: Settings, sockets: list[socket.socket]) -> None:
    """As `app.serve`, with settings that have been checked, at sockets that listen."""
    _run(settings, sockets, _app_server, app_banner)


def serve_engine(settings: Settings, sockets: list[socket.socket]) -> None:
    """As `app.serve_engine`, in the same way."""
    _run(settings, sockets, _engine_server, engine_banner)


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[str]:
    """A server inside this process, for as long as the block lasts; gives its base URL. Signals stay the caller's."""
    _configure_logs(settings)
    tls.check(settings)
    with checks.bound(settings.host, settings.port) as sockets:
        async with _app_server(settings, signals=False) as server:
            ready = asyncio.Event()
            server.announce = ready.set
            serving = asyncio.create_task(server.serve(sockets=sockets))
            waiting = asyncio.create_task(ready.wait())
            await asyncio.wait({serving, waiting}, return_when=asyncio.FIRST_COMPLETED)
            waiting.cancel()
            try:
                yield f"{settings.scheme}://127.0.0.1:{sockets[0].getsockname()[1]}"
            finally:
                server.should_exit = True
                await serving


def _run(
    settings: Settings,
    sockets: list[socket.socket],
    make: Callable[[Settings], AbstractAsyncContextManager[Server]],
    banner: Callable[[EngineServices, int], str],
) -> None:
    _configure_logs(settings)
    interpreter.hurry()

    async def whole() -> None:
        async with make(settings) as server:
            port = sockets[0].getsockname()[1]

            def announce() -> None:
                print(banner(server.services, port), flush=True)
                interpreter.spare_the_collector()

            server.announce = announce
            collecting = asyncio.create_task(interpreter.collect_in_time(), name="collector")
            try:
                await server.serve(sockets=sockets)
            finally:
                collecting.cancel()

    with asyncio.Runner(loop_factory=uvicorn.Config("", log_config=None).get_loop_factory()) as runner:
        runner.run(whole())


def _configure_logs(settings: Settings) -> None:
    log.configure(settings.log_level, settings.log_format)
    log.adopt("uvicorn", style=settings.log_format)
    log.adopt("", style=settings.log_format)


@asynccontextmanager
async def _app_server(settings: Settings, *, signals: bool = True) -> AsyncIterator[Server]:
    async with running_services(settings) as services:
        app = application.build(settings, _lifespan(services, bridge_state(services)))
        yield Server(_config(app, settings), services, signals=signals)


@asynccontextmanager
async def _engine_server(settings: Settings) -> AsyncIterator[Server]:
    async with running_engine(settings) as services:
        app = application.build_engine(settings, _lifespan(services, {}))
        yield Server(_config(app, settings), services)


def _lifespan(services: EngineServices, state: dict[str, Any]) -> application.Lifespan:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[dict[str, Any]]:
        app.state.services = services
        yield state

    return lifespan


def _config(app: FastAPI, settings: Settings) -> uvicorn.Config:
    pair = tls.pair(settings)
    return uvicorn.Config(
        app,
        ssl_certfile=pair.certificate if pair else None,
        ssl_keyfile=pair.key if pair else None,
        http=heads.GuardedProtocol,
        ws=cast("Any", bridge.Bridge),
        ws_max_size=WS_MAX_BYTES,
        ws_ping_interval=20.0,
        ws_ping_timeout=20.0,
        ws_per_message_deflate=False,
        lifespan="on",
        log_config=None,
        access_log=False,
        proxy_headers=False,  # `api.proxied` knows whom to believe
        server_header=False,
        timeout_graceful_shutdown=ANSWER_SECONDS,
    )
