"""The parts, made in order and ended in the opposite one."""

from __future__ import annotations

import asyncio
import gc
import json
import signal
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from functools import partial
from typing import Any
from urllib.parse import parse_qsl

import structlog
from fastapi import FastAPI

from feedbackyes import __version__, behaviours, library, log, providers, rtc
from feedbackyes.analysis import Analyst, Readings
from feedbackyes.api import application, errors, feedback
from feedbackyes.api.auth import Door, is_local_name
from feedbackyes.api.credentials import Knock
from feedbackyes.api.proxied import Proxies
from feedbackyes.api.requests import HEADER, known_id
from feedbackyes.api.services import EngineServices, Services
from feedbackyes.app import clustered, neighbours, retention
from feedbackyes.app.checks import check_provider
from feedbackyes.app.folder import access_token, make
from feedbackyes.app.people import setup_token
from feedbackyes.domain.errors import ExpectedError, NotReady
from feedbackyes.engine import Calls, ClientSecrets, Engine
from feedbackyes.engine.live import LiveSessions
from feedbackyes.gateway import Gateway, bridge
from feedbackyes.gateway.budget import Budget
from feedbackyes.gateway.echo import Echoes
from feedbackyes.gateway.outgoing import Outgoing
from feedbackyes.gateway.phone import Switchboard
from feedbackyes.gateway.sockets import Handshake, Opening
from feedbackyes.gateway.till import Till
from feedbackyes.gateway.tokens import ClientTokens
from feedbackyes.providers import Provider
from feedbackyes.providers.choice import Choices
from feedbackyes.rtc import Peers
from feedbackyes.settings import Settings
from feedbackyes.storage import Database, search
from feedbackyes.storage.recordings.bucket import open_bucket
from feedbackyes.storage.recordings.disk import Recordings
from feedbackyes.storage.recordings.moving import Mover
from feedbackyes.telemetry import loop, metrics, traces

_VOICE_PATHS = ("/ws/realtime/", "/ws/audio")
LANGUAGES_AFTER_SECONDS = 2.0
"""Each language's patterns wait so long after the start, or after those before."""
logger = structlog.get_logger(__name__)


def create_app(settings: Settings) -> FastAPI:
    """As `app.create_app`, with a provider that has been checked."""
    log.configure(settings.log_level, settings.log_format)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[dict[str, Any]]:
        async with running_services(settings) as services:
            app.state.services = services
            with _told_to_stop(services):
                yield bridge_state(services)

    return application.build(settings, lifespan)


@asynccontextmanager
async def running_services(settings: Settings) -> AsyncIterator[Services]:
    """Everything that requests work with, from start to a drained end.

    Raises:
        ExpectedError: a part cannot start; the sentence says which and what to do.
    """
    check_provider(settings)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(clustered.folder(settings))
        tokens = ClientTokens()
        base = await _engine_services(stack, settings, tokens)
        stack.enter_context(_reading_languages())
        await stack.enter_async_context(
            _in_background(partial(search.prepare, base.database), "the index of what was said")
        )
        recordings = await _recordings(stack, settings, base.database)
        analyst = Analyst.create(base.database, recordings, settings)
        stack.push_async_callback(analyst.close)
        readings = Readings.create(settings)
        stack.push_async_callback(readings.close)
        echoes = Echoes(base.peers)
        cluster = await stack.enter_async_context(clustered.joined(settings, base.database))
        gateway = await _gateway(stack, settings, base, recordings, tokens, cluster)
        till = Till(base.database, gateway.budget)
        stack.push_async_callback(till.close)
        outgoing = Outgoing(settings, base.database)
        stack.push_async_callback(outgoing.close)
        outgoing.start()
        phone = await Switchboard.open(settings, base.database, gateway) if settings.sip else None
        if phone is not None:
            stack.push_async_callback(phone.close)
        services = Services(
            settings=settings,
            setup_token=await setup_token(settings, base.database),
            database=base.database,
            door=base.door,
            provider=base.provider,
            engine=base.engine,
            secrets=base.secrets,
            peers=base.peers,
            calls=base.calls,
            live=base.live,
            model_servers=base.model_servers,
            till=till,
            recordings=recordings,
            gateway=gateway,
            phone=phone,
            analyst=analyst,
            readings=readings,
            echoes=echoes,
        )
        stack.push_async_callback(services.finish)
        stack.enter_context(clustered.told(cluster, services, tokens))
        if cluster is None:
            await stack.enter_async_context(retention.hourly(settings, base.database, recordings))
            await feedback.take_up(services)
        else:
            await stack.enter_async_context(clustered.working(services))
        yield services


async def _recordings(stack: AsyncExitStack, settings: Settings, database: Database) -> Recordings:
    """On disk, and on their way to the bucket where there is one."""
    bucket = open_bucket(settings)
    recordings = Recordings(settings.data / "recordings", bucket)
    if bucket is not None:
        mover = Mover(recordings, bucket, database)
        await stack.enter_async_context(_in_background(mover.run, "recordings in the bucket"))
    return recordings


async def _gateway(
    stack: AsyncExitStack,
    settings: Settings,
    base: EngineServices,
    recordings: Recordings,
    tokens: ClientTokens,
    cluster: clustered.Cluster | None,
) -> Gateway:
    gateway = Gateway.create(
        settings,
        base.database,
        recordings,
        base.provider,
        peers=base.peers,
        tokens=tokens,
        spare=_spare(settings, base),
        choices=Choices(base.provider, _others(stack, settings, base)),
        cluster=(cluster.node, cluster.bus) if cluster is not None else None,
    )
    stack.push_async_callback(gateway.close)
    await gateway.start()
    return gateway


def _spare(settings: Settings, base: EngineServices) -> Provider | None:
    """The embedded engine, when it may go on with talks whose hosted service is gone."""
    if not settings.failover:
        return None
    return base.provider if base.provider.name == "local" else providers.load("local", settings, engine=base.engine)


def _others(stack: AsyncExitStack, settings: Settings, base: EngineServices) -> dict[str, Provider]:
    """The providers that may be chosen beside the server's own."""
    others: dict[str, Provider] = {}
    for name in settings.providers:
        if name != base.provider.name:
            others[name] = providers.load(name, settings, **({"engine": base.engine} if name == "local" else {}))
            stack.push_async_callback(others[name].close)
    return others


async def _peers(stack: AsyncExitStack, settings: Settings) -> Peers | None:
    """WebRTC, unless this machine lacks what it takes; everything else works without."""
    try:
        peers = rtc.create(settings)
    except NotReady as error:
        logger.warning("no WebRTC, browsers connect by WebSocket", reason=error.message)
        return None
    stack.push_async_callback(peers.close)
    return peers


@asynccontextmanager
async def running_engine(settings: Settings) -> AsyncIterator[EngineServices]:
    """What the embedded engine alone works with. It leaves sessions in the data folder alone."""
    make(settings.data)
    async with AsyncExitStack() as stack:
        services = await _engine_services(stack, settings)
        services.till = Till(services.database, Budget(settings, services.database))
        stack.push_async_callback(services.till.close)
        yield services


async def _engine_services(
    stack: AsyncExitStack, settings: Settings, client_tokens: ClientTokens | None = None
) -> EngineServices:
    await stack.enter_async_context(_telemetry(settings))
    database = await Database.open(settings.sqlalchemy_url, connections=settings.database_connections)
    stack.push_async_callback(database.close)
    engine = Engine.create(settings)
    stack.push_async_callback(engine.close)
    local = settings.chosen_provider == "local"
    provider = providers.load(settings.chosen_provider, settings, **({"engine": engine} if local else {}))
    stack.push_async_callback(provider.close)
    if local:
        await stack.enter_async_context(_warming(engine))
    token = settings.access_token
    if not token and (settings.proxies or not is_local_name(settings.host)):
        token = access_token(settings.data)
    secrets = ClientSecrets()
    door = Door(settings, database, access_token=token, client_tokens=client_tokens, client_secrets=secrets)
    peers = await _peers(stack, settings)
    calls = Calls(engine, peers)
    stack.push_async_callback(calls.close)
    live = LiveSessions(engine, peers)
    stack.push_async_callback(live.close)
    return EngineServices(
        model_servers=await neighbours.find() if local and settings.chosen_dialogue == "scripted" else (),
        settings=settings,
        database=database,
        door=door,
        provider=provider,
        engine=engine,
        secrets=secrets,
        peers=peers,
        calls=calls,
        live=live,
    )


@asynccontextmanager
async def _telemetry(settings: Settings) -> AsyncIterator[None]:
    """Watch the event loop, and send traces if that is wanted. Raises `NotReady`."""
    if settings.traces:
        traces.start(__version__)
    try:
        async with loop.watched():
            yield
    finally:
        await traces.stop()


@asynccontextmanager
async def _warming(engine: Engine) -> AsyncIterator[None]:
    """Warm the stages while the first page is already served."""

    async def warm() -> None:
        try:
            await engine.start()
        except ExpectedError as error:
            logger.warning("the embedded engine cannot be used", error=error.message)
        except Exception:
            logger.exception("the embedded engine did not warm up")

    task = asyncio.create_task(warm())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@asynccontextmanager
async def _in_background(work: Callable[[], Awaitable[None]], what: str) -> AsyncIterator[None]:
    """Have something done that the server can do without, until it is done or the block is left."""

    async def done() -> None:
        try:
            await work()
        except Exception:
            logger.exception("could not be made", what=what)

    task = asyncio.create_task(done())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@contextmanager
def _reading_languages() -> Iterator[None]:
    """Have the detectors' patterns ready soon, whoever the provider is: what a learner earns is found while they talk."""
    stopping = threading.Event()
    # A daemon: nobody waits for patterns when the server stops.
    threading.Thread(target=_read_languages, args=(stopping,), name="languages", daemon=True).start()
    try:
        yield
    finally:
        stopping.set()


def _read_languages(stopping: threading.Event) -> None:
    """Compile the detectors' patterns once the first page has been served: they take seconds, and would hold up every
    call when the first talk in a language begins. So would reading the scenarios, which takes one."""
    library.scenarios()
    library.phone_phrases()
    for tag in behaviours.LANGUAGES:
        if stopping.wait(LANGUAGES_AFTER_SECONDS):
            return
        behaviours.language(tag).prepare()
    gc.freeze()  # none of it will ever be garbage


def bridge_state(services: Services) -> dict[str, Any]:
    """The lifespan state in which the bridge finds what voice sockets need before they leave ASGI."""

    proxies = Proxies(services.settings.proxies)

    async def admit(handshake: Handshake) -> Opening:
        log.bind(request_id=known_id(handshake.headers.get(HEADER.lower())))
        admission = await services.door.admit(_knock(handshake, proxies))
        return await services.gateway.open(admission)

    def refusal(error: ExpectedError) -> tuple[int, bytes]:
        status = errors.status_of(error)
        metrics.REFUSED.labels(error.code).inc()
        return status, json.dumps(errors.body(status, error.code, error.message, error.param)).encode()

    return {
        bridge.STATE_KEY: bridge.Services(
            relays=lambda path: path.startswith(_VOICE_PATHS),
            admit=admit,
            refusal=refusal,
            shutdown=services.begin_drain,
        )
    }


def _knock(handshake: Handshake, proxies: Proxies) -> Knock:
    peer, said = handshake.client[0] if handshake.client else None, handshake.headers
    return Knock(
        headers=tuple(handshake.headers.items()),
        query=tuple(parse_qsl(handshake.query, keep_blank_values=True)),
        client=proxies.client(peer, said.get("x-forwarded-for", "")),
        method="WEBSOCKET",
        path=handshake.path,
        secure=proxies.secure(peer, said.get("x-forwarded-proto", ""), secure=handshake.secure),
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
