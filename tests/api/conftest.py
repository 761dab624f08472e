"""The real application over a real database; only live calls and the voice engine are stand-ins of the test's own."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from feedbackyes.analysis import Analyst, Readings
from feedbackyes.api.application import build
from feedbackyes.api.auth import Door
from feedbackyes.api.services import Services
from feedbackyes.domain.admission import Admission
from feedbackyes.domain.errors import NotFound
from feedbackyes.domain.principal import Principal, Role
from feedbackyes.domain.session import OPEN_STATES, EndReason, Session, SessionState
from feedbackyes.domain.sharing import Sharing
from feedbackyes.engine import Calls, ClientSecrets, Engine
from feedbackyes.engine.live import LiveSessions
from feedbackyes.gateway.budget import Budget
from feedbackyes.gateway.hub import Hub
from feedbackyes.gateway.monitoring import Monitoring
from feedbackyes.gateway.offers import Answer
from feedbackyes.gateway.sockets import Opening, Socket
from feedbackyes.gateway.tokens import ClientTokens
from feedbackyes.protocol.conversation import ConversationEvent
from feedbackyes.providers import Capabilities
from feedbackyes.providers.choice import Choices
from feedbackyes.settings import Settings
from feedbackyes.storage import Database, events, sessions, sharing, users
from feedbackyes.storage.recordings.disk import Recordings
from tests.analysis.trust import trusting


@dataclass
class StandInProvider:
    """A voice engine as far as the API looks at it."""

    name: str = "local"
    model: str = "embedded"
    recogniser: str = "ears"
    voice: str = "mouth"
    capabilities: Capabilities = field(
        default_factory=lambda: Capabilities(hosted=False, basic_ears=True, languages=frozenset({"en"}))
    )


class Echo:
    """A call that says back what it is told. `bye` ends it, `hold` stops reading until something was sent."""

    def __init__(self, socket: Socket, admission: Admission) -> None:
        self.socket, self.closed = socket, asyncio.get_running_loop().create_future()
        socket.send(f"hello {admission.principal.id} at {admission.path}".encode())

    def on_audio(self, payload: bytes) -> bool:
        return False

    def on_text(self, payload: bytes) -> None:
        if bytes(payload) == b"bye":
            self.socket.close(4000, "as you wish")
        else:
            self.socket.send(b"text " + bytes(payload))

    def on_binary(self, payload: bytes) -> None:
        self.socket.send(b"binary " + bytes(payload))

    def on_closed(self, code: int, reason: str) -> None:
        self.closed.set_result((code, reason))

    def on_pause(self) -> None: ...

    def on_resume(self) -> None: ...


class StandInGateway:
    """Ends sessions, follows their events, and echoes on sockets; all of it over the real database."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self.database = database
        self.tokens = ClientTokens()
        self.choices = Choices(cast("Any", StandInProvider()))
        self.budget = Budget(settings, database)
        self.monitoring = Monitoring(database, Hub(database), {}, {})
        self.sessions: tuple[Session, ...] = ()
        self.refuse_with: Exception | None = None
        self.calls: list[Echo] = []
        self.stopped: list[str] = []
        self.changed = asyncio.Condition()
        self.followers = 0

    async def open(self, admission: Admission) -> Opening:
        if self.refuse_with is not None:
            raise self.refuse_with

        def factory(socket: Socket) -> Echo:
            self.calls.append(Echo(socket, admission))
            return self.calls[-1]

        return Opening(factory, lambda: None, admission.subprotocol)

    async def answer(self, _admission: Admission, _offer: str, *, session_id: str | None = None) -> Answer:
        return Answer("v=0", session_id or "s1", "rtc_1")

    def live(self) -> tuple[Session, ...]:
        return self.sessions

    async def everywhere(self) -> tuple[Session, ...]:
        return self.sessions

    async def talks(self, session_id: str) -> bool:
        return any(session.id == session_id for session in self.sessions)

    async def hang_up(self, _principal: Principal, call_id: str) -> None:
        raise NotFound(call_id)

    async def step(self, _query: Any, session_id: str, **_: Any) -> Any:
        raise NotFound(session_id)

    async def stop(self, _principal: Principal | None, session_id: str) -> None:
        self.stopped.append(session_id)
        await self.say(session_id, "session.state", state="ended", reason="stopped")
        async with self.changed, self.database.begin() as tx:
            await sessions.set_state(tx, session_id, SessionState.ENDED, at=99, reason=EndReason.STOPPED)
            self.changed.notify_all()

    async def say(self, session_id: str, type_: Any, **data: Any) -> None:
        async with self.database.begin() as tx:
            seq = await events.last_seq(tx, session_id) + 1
            event = ConversationEvent(session_id=session_id, seq=seq, t_ms=seq, t_wall=seq, type=type_, data=data)
            await events.append(tx, event)
        async with self.changed:
            self.changed.notify_all()

    async def events(self, session_id: str, after_seq: int) -> AsyncIterator[ConversationEvent]:
        try:
            await self._count(1)
            while True:
                async with self.changed:
                    async with self.database.read() as tx:
                        found = await events.after(tx, session_id, after_seq)
                        state = (await sessions.get(tx, session_id)).state
                    if not found and state in OPEN_STATES:
                        await self.changed.wait()
                for event in found:
                    after_seq = event.seq
                    yield event
                if not found and state not in OPEN_STATES:
                    return
        finally:
            await self._count(-1)

    async def _count(self, change: int) -> None:
        async with self.changed:
            self.followers += change
            self.changed.notify_all()

    async def follows(self, count: int = 1) -> None:
        """Wait until so many follow."""
        async with asyncio.timeout(10), self.changed:
            await self.changed.wait_for(lambda: self.followers == count)

    async def drain(self) -> None: ...


@dataclass
class World:
    """What a test works with. `tokens` has one for each of ann and bob (learners of two teams), tim (trainer), eve (admin)."""

    app: FastAPI
    services: Services
    gateway: StandInGateway
    tokens: dict[str, str]

    def client(self, who: str | None = None, **options: Any) -> httpx.AsyncClient:
        headers = {"Authorization": f"Bearer {self.tokens[who]}"} if who else {}
        transport = httpx.ASGITransport(self.app, client=(options.pop("peer", "127.0.0.1"), 5000))
        base_url = options.pop("base_url", "http://localhost:8000")
        headers |= options.pop("headers", {})
        return httpx.AsyncClient(transport=transport, base_url=base_url, headers=headers, **options)

    async def session(self, id_: str = "s1", owner: str = "ann", **fields: Any) -> Session:
        team = {"ann": "red", "bob": "blue", "tim": "red"}.get(owner)
        made = Session(
            **{"state": SessionState.CREATED, "created_at": 1, **fields, "id": id_, "owner_id": owner, "team_id": team}
        )
        async with self.services.database.begin() as tx:
            await sessions.create(tx, made)
        return made

    async def share(self, id_: str = "s1", **fields: Any) -> None:
        """As its learner would, with the trainers of the red team unless it is said with whom."""
        async with self.services.database.begin() as tx:
            session = await sessions.get(tx, id_)
            await sharing.put(tx, session, Sharing(**(fields or {"trainers_of": "red"})), at=1)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path)


@pytest.fixture
async def world(settings: Settings) -> AsyncIterator[World]:
    database = await Database.open(settings.sqlalchemy_url)
    recordings = Recordings(settings.data / "recordings")
    gateway = StandInGateway(settings, database)
    engine = Engine.create(settings)
    secrets = ClientSecrets()
    services = Services(
        settings=settings,
        database=database,
        door=Door(
            settings,
            database,
            access_token=settings.access_token,
            client_tokens=gateway.tokens,
            client_secrets=secrets,
        ),
        provider=cast("Any", StandInProvider()),
        engine=engine,
        calls=Calls(engine, None),
        live=LiveSessions(engine, None),
        secrets=secrets,
        recordings=recordings,
        gateway=cast("Any", gateway),
        analyst=Analyst.create(database, recordings, measured=trusting),
        readings=Readings.create(settings),
        measured=trusting,
    )
    app = build(settings)
    app.state.services = services
    yield World(app, services, gateway, await _people(database))
    await services.finish()
    await services.readings.close()
    await services.calls.close()
    await services.engine.close()
    await database.close()


@asynccontextmanager
async def listening(world: World) -> AsyncIterator[int]:
    """The application behind a real server; gives its port."""
    config = uvicorn.Config(world.app, lifespan="off", log_config=None, ws="websockets-sansio")
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    with socket.create_server(("127.0.0.1", 0)) as bound:
        await server.startup([bound])
        yield bound.getsockname()[1]
        world.services.close_streams()
        await server.shutdown([bound])


async def _people(database: Database) -> dict[str, str]:
    people = [
        Principal("ann", Role.LEARNER, "Ann", "red"),
        Principal("bob", Role.LEARNER, "Bob", "blue"),
        Principal("tim", Role.TRAINER, "Tim", "red"),
        Principal("eve", Role.ADMIN, "Eve"),
    ]
    async with database.begin() as tx:
        for team in ("red", "blue"):
            await users.add_team(tx, team, team.title(), at=1)
        return {person.id: await users.add(tx, person, at=1) for person in people}
