"""Every route and socket, called by everybody: who is let in, who is not, and what does not count as being somebody."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import httpx
import pytest
from fastapi.routing import APIRoute, APIWebSocketRoute, iter_route_contexts
from sqlalchemy import update
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from feedbackyes.api.application import build
from feedbackyes.app import wiring
from feedbackyes.app.server import running
from feedbackyes.domain.principal import Principal, Role, SignIn, TrainerKind
from feedbackyes.domain.session import Session, SessionState
from feedbackyes.domain.sharing import Sharing
from feedbackyes.domain.transcript import Speaker, Turn
from feedbackyes.settings import Settings
from feedbackyes.storage import Database, analyses, api_tokens, logins, schema, sessions, sharing, turns, users
from feedbackyes.storage.analyses import Analysis, AnalysisState
from tests.security.table import (
    AMY,
    ANN,
    BOB,
    BODIES,
    ELSEWHERE,
    EVE,
    EVERYBODY,
    TIM,
    TOM,
    XAV,
    XIA,
    Kind,
    Row,
    Shared,
    let_in,
    rows,
)

LEARNER, TRAINER, EXTERNAL = Role.LEARNER, Role.TRAINER, TrainerKind.EXTERNAL
PEOPLE = [
    Principal(ANN, LEARNER, "Ann", "red"),
    Principal(AMY, LEARNER, "Amy", "red"),
    Principal(BOB, LEARNER, "Bob", "blue"),
    Principal(TIM, TRAINER, "Tim", "red", TrainerKind.INTERNAL),
    Principal(TOM, TRAINER, "Tom", "blue", TrainerKind.INTERNAL),
    Principal(XIA, TRAINER, "Xia", "red", EXTERNAL),
    Principal(XAV, TRAINER, "Xav", "blue", EXTERNAL),
    Principal(EVE, Role.ADMIN, "Eve"),
    Principal("gone", TRAINER, "Gone", "red"),
]
SHARING = {
    Shared.NOBODY: Sharing(),
    Shared.TRAINERS: Sharing(trainers_of="red"),
    Shared.HEARD: Sharing(trainers_of="red", recording=True),
    Shared.BOB: Sharing(people=(BOB,)),
}
SHARED: dict[Kind, tuple[Shared, ...]] = {
    **dict.fromkeys((Kind.READERS, Kind.HEARERS, Kind.SEERS, Kind.FOLLOWERS), tuple(Shared)),
    **dict.fromkeys((Kind.LEARNER, Kind.ENDERS), (Shared.HEARD,)),
}
"""With whom things are shared where that may matter."""
CALLERS = {Kind.PUBLIC: {BOB}, Kind.SIGNED_IN: {BOB, XAV, EVE}}
"""Enough of them where nobody is kept out."""
WHO, NOT_YOU, NOT_HERE = 401, 403, 404
_ids = count(1)


@dataclass
class Place:
    """A running server with accounts. `tokens`: one of each person."""

    url: str
    database: Database
    tokens: dict[str, str]
    http: httpx.AsyncClient

    async def session(self, shared: Shared, *, owner: str = ANN) -> str:
        """A talk of ann's that is over."""
        made = Session(
            id=f"s{next(_ids)}",
            owner_id=owner,
            team_id="red",
            state=SessionState.ENDED,
            created_at=1,
            scenario_id="late-report",
            provider="local",
        )
        async with self.database.begin() as tx:
            await sessions.create(tx, made)
            await turns.put(tx, Turn("t0", made.id, 0, Speaker.LEARNER, "Hello Marc.", 0, 900))
            await sharing.put(tx, made, SHARING[shared], at=1)
            analysis = Analysis(f"a-{made.id}", made.id, owner, "red", AnalysisState.DONE, 1, result={})
            await analyses.add(tx, analysis)
        return made.id

    async def call(self, row: Row, session_id: str, headers: dict[str, str], **ids: str) -> int:
        """The status that a call of the route is answered with; 101 of a socket that opens."""
        names = {"session_id": session_id, "n": "0", "turn_id": "t0", "kind": "good", "version": "1"}
        names |= {"analysis_id": f"a-{session_id}", **ids}
        path = re.sub(r"\{(\w+)(:path)?\}", lambda found: names.get(found[1], "nothing"), row.path)
        if row.method == "WS":
            return await self._socket(path, headers)
        content, kind = _body(row.of, session_id)
        answer = await self.http.request(row.method, path, content=content, headers={"Content-Type": kind, **headers})
        assert answer.status_code < 500 or answer.status_code in (502, 503), (row, answer.text)
        return answer.status_code

    async def _socket(self, path: str, headers: dict[str, str]) -> int:
        try:
            async with connect(self.url.replace("http", "ws", 1) + path, additional_headers=headers):
                return 101
        except InvalidStatus as refused:
            return refused.response.status_code


def _body(of: str, session_id: str) -> tuple[bytes, str]:
    if of == "offer":
        return b"v=0\r\n", "application/sdp"
    if of == "wav":
        return b"RIFF", "audio/wav"
    if not of:
        return b"", "application/json"
    return json.dumps(BODIES[of]).replace("{session_id}", session_id).encode(), "application/json"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr(wiring, "LANGUAGES_AFTER_SECONDS", 600.0)
    return Settings(
        data=tmp_path,
        port=0,
        accounts="on",
        openai_api_key="sk-none",
        openai_api_base="http://127.0.0.1:9/v1",
        judge="basic",
        metrics_token="",
    )


@pytest.fixture
async def place(settings: Settings) -> AsyncIterator[Place]:
    async with running(settings) as url, httpx.AsyncClient(base_url=url, timeout=30) as http:
        database = await Database.open(settings.sqlalchemy_url)
        async with database.begin() as tx:
            for team in ("red", "blue"):
                await users.add_team(tx, team, team.title(), at=1)
            tokens = {person.id: await users.add(tx, person, at=1) for person in PEOPLE}
        yield Place(url, database, tokens, http)
        await database.close()


def routes() -> set[tuple[str, str]]:
    """Every route and socket of the application."""
    found = set()
    for route in iter_route_contexts(build(Settings(data=Path())).routes):
        if isinstance(route.original_route, APIWebSocketRoute):
            found.add(("WS", str(route.path)))
        elif isinstance(route.original_route, APIRoute):
            found |= {(method, str(route.path)) for method in route.methods or ()}
    return found


def test_every_route_has_a_row() -> None:
    told = {(row.method, row.path.split("?")[0]) for row in rows()} | set(ELSEWHERE)
    assert routes() - told == set(), "say in tests/security/table.py who may call these"
    assert told - routes() == set(), "these are no routes any more"


ALL = [False, pytest.param(True, marks=pytest.mark.slow)]
"""CI calls every route by some in turn; `make slow` by everybody, in every state."""


def turn(names: Iterable[str], number: int, most: int, *, every: bool) -> list[str]:
    """All, or so many of them, others for another row."""
    found = sorted(names)
    start = number % max(len(found), 1)
    return found if every else [*found[start:], *found[:start]][:most]


@pytest.mark.timeout(900)
@pytest.mark.parametrize("every", ALL)
async def test_everybody_is_let_in_where_they_belong_and_nowhere_else(place: Place, every: bool) -> None:
    wrong = []
    for number, row in enumerate(rows()):
        if row.kind in (Kind.HIDDEN, Kind.TEAM_HIDDEN):
            continue
        for shared in turn(SHARED.get(row.kind, (Shared.NOBODY,)), number, 1, every=every):
            session_id = await place.session(Shared(shared))
            inside = let_in(row.kind, Shared(shared))
            outside = turn(EVERYBODY - inside, number, 2, every=every)
            for who in [*outside, *turn(CALLERS.get(row.kind, inside), number, 1, every=every)]:
                status = await place.call(row, session_id, bearer(place.tokens[who]))
                if (status not in (WHO, NOT_YOU)) is not (who in inside) or status == WHO:
                    wrong.append((row.method, row.path, f"shared with {shared}", who, status))
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.timeout(900)
@pytest.mark.parametrize("every", ALL)
async def test_nobody_is_let_in_by_what_does_not_hold(place: Place, every: bool) -> None:
    shown = {name: await make(place) for name, make in NOBODIES.items()}
    session_id = await place.session(Shared.HEARD, owner="gone")
    wrong = []
    for number, row in enumerate(rows()):
        for name in {"anonymous", *turn(shown, number, 2, every=every)}:
            status = await place.call(row, session_id, shown[name])
            fine = status not in (WHO, NOT_YOU) if row.kind is Kind.PUBLIC else status == WHO
            if not fine:
                wrong.append((row.method, row.path, name, status))
    assert not wrong, "\n".join(map(str, wrong))


async def anonymous(_place: Place) -> dict[str, str]:
    return {}


async def forged(_place: Place) -> dict[str, str]:
    return bearer("fy_" + "A" * 43)


async def forged_login(place: Place) -> dict[str, str]:
    return cookie(place, "fyl_" + "A" * 43)


async def link(_place: Place) -> dict[str, str]:
    """The cookie that the access link left behind before there were accounts."""
    return {"Cookie": "feedbackyes_token=fy_link"}


async def cookied_token(place: Place) -> dict[str, str]:
    return {"Cookie": f"feedbackyes_token={place.tokens[EVE]}; feedbackyes_login={place.tokens[EVE]}"}


async def revoked(place: Place) -> dict[str, str]:
    headers = bearer(place.tokens[AMY])
    assert (await place.http.get("/api/me", headers=headers)).status_code == 200
    listed = (await place.http.get("/api/me/tokens", headers=headers)).json()
    for one in listed["items"] if isinstance(listed, dict) else listed:
        assert (await place.http.delete(f"/api/me/tokens/{one['id']}", headers=headers)).status_code in (200, 204)
    return headers


async def expired_token(place: Place) -> dict[str, str]:
    token = users.make_token()
    async with place.database.begin() as tx:
        await api_tokens.add(tx, PEOPLE[0], token, at=1, label="old", expires_at=2)
    return bearer(token)


async def disabled(place: Place) -> dict[str, str]:
    headers = bearer(place.tokens["gone"])
    assert (await place.http.get("/api/users", headers=headers)).status_code == 200
    off = await place.http.patch("/api/users/gone", json={"disabled": True}, headers=bearer(place.tokens[EVE]))
    assert off.status_code == 200, off.text
    return headers


async def expired_login(place: Place) -> dict[str, str]:
    now = time.time_ns() // 1_000_000
    async with place.database.begin() as tx:
        _, secret = await logins.begin(tx, PEOPLE[7], SignIn.PASSWORD, at=now - 2000, expires_at=now - 1000)
    return cookie(place, secret)


async def idle_login(place: Place) -> dict[str, str]:
    now = time.time_ns() // 1_000_000
    async with place.database.begin() as tx:
        login, secret = await logins.begin(tx, PEOPLE[7], SignIn.PASSWORD, at=now, expires_at=now + 10**9)
        await tx.execute(update(schema.logins).where(schema.logins.c.id == login.id).values(last_seen_at=1))
    return cookie(place, secret)


NOBODIES = {
    "anonymous": anonymous,
    "forged token": forged,
    "forged login": forged_login,
    "cookie of the access link": link,
    "token in a cookie": cookied_token,
    "revoked token": revoked,
    "expired token": expired_token,
    "token of a disabled person": disabled,
    "expired login": expired_login,
    "idle login": idle_login,
}


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def cookie(place: Place, secret: str) -> dict[str, str]:
    return {"Cookie": f"feedbackyes_login={secret}", "Origin": place.url}


async def login(place: Place, who: str) -> dict[str, str]:
    now = time.time_ns() // 1_000_000
    person = next(one for one in PEOPLE if one.id == who)
    async with place.database.begin() as tx:
        _, secret = await logins.begin(tx, person, SignIn.PASSWORD, at=now, expires_at=now + 10**9)
    return cookie(place, secret)


async def test_things_that_are_hidden_are_there_for_their_owner_alone(place: Place) -> None:
    ann = bearer(place.tokens[ANN])
    signed_in = await login(place, ANN)
    made = (await place.http.post("/api/me/tokens", json={"label": "mine"}, headers=signed_in)).json()
    goal = {"rubric": "difficult-feedback", "element": "opening", "level": 3}
    goals = await place.http.post("/api/goals", json=goal, headers=ann)
    listed = (await place.http.get("/api/me/logins", headers=signed_in)).json()
    items = listed["items"] if isinstance(listed, dict) else listed
    ids = {"token_id": made["id"], "login_id": items[0]["id"], "goal_id": goals.json().get("id", "none")}
    for row in rows():
        if row.kind not in (Kind.HIDDEN, Kind.TEAM_HIDDEN):
            continue
        for who in sorted(EVERYBODY - let_in(row.kind, Shared.NOBODY)):
            status = await place.call(row, "live_1", bearer(place.tokens[who]), **ids)
            assert status in (NOT_YOU, NOT_HERE), (row, who, status)
    for path in (f"/api/me/tokens/{ids['token_id']}", f"/api/me/logins/{ids['login_id']}"):
        assert (await place.http.delete(path, headers=signed_in)).status_code in (200, 204)


async def test_a_foreign_page_borrows_no_login(place: Place) -> None:
    """`Origin` of a page elsewhere, of none, and of a development server that nobody has named."""
    eve = await login(place, EVE)
    assert (await place.http.put("/api/consents", json={}, headers=eve)).status_code == 200
    for origin in ("https://evil.example", "null", "http://localhost:3000", place.url + ".evil.example"):
        headers = {**eve, "Origin": origin}
        for method, path in (("PUT", "/api/consents"), ("POST", "/api/sessions"), ("DELETE", "/api/users/ann")):
            answer = await place.http.request(method, path, json={}, headers=headers)
            assert answer.status_code == NOT_YOU, (origin, path)
        for path in ("/ws/realtime/new", "/ws/audio", "/v1/realtime", "/v1/live/sessions"):
            row = Row("WS", path, Kind.SIGNED_IN)
            assert await place.call(row, "", headers) == NOT_YOU, (origin, path)
    bare = {"Cookie": eve["Cookie"]}
    assert (await place.http.put("/api/consents", json={}, headers=bare)).status_code == NOT_YOU


async def test_a_ticket_opens_one_socket_and_nothing_else(place: Place) -> None:
    ann = bearer(place.tokens[ANN])
    for path in ("/ws/realtime/mine", "/ws/audio", "/v1/realtime", "/v1/live/sessions"):
        row = Row("WS", path + "?ticket=", Kind.SIGNED_IN)
        ticket = (await place.http.post("/api/ws-ticket", headers=ann)).json()["ticket"]
        assert (await place.http.get(f"/api/me?ticket={ticket}")).status_code == WHO
        row = Row("WS", f"{path}?ticket={ticket}", Kind.SIGNED_IN)
        assert await place.call(row, "", {}) in (101, 503), path
        assert await place.call(row, "", {}) == WHO, path
    forged_one = Row("WS", "/ws/audio?ticket=fyt_" + "A" * 43, Kind.SIGNED_IN)
    assert await place.call(forged_one, "", {}) == WHO


async def test_what_was_made_for_one_call_opens_nothing_else(place: Place) -> None:
    ann = bearer(place.tokens[ANN])
    made = await place.http.post("/api/token", json={"scenario_id": "late-report"}, headers=ann)
    assert made.status_code == 200, made.text
    token = bearer(made.json()["value"])
    secret = await place.http.post("/v1/realtime/client_secrets", json={}, headers=ann)
    key = bearer(secret.json()["value"])
    for path in ("/api/me", "/api/sessions", f"/api/sessions/{made.json()['session_id']}", "/api/search?q=x"):
        assert (await place.http.get(path, headers=token)).status_code in (WHO, NOT_YOU), path
        assert (await place.http.get(path, headers=key)).status_code in (WHO, NOT_YOU), path
    for path in ("/api/me/tokens", "/api/ws-ticket", "/api/sessions", "/v1/chat/completions", "/v1/audio/speech"):
        assert (await place.http.post(path, json={}, headers=token)).status_code in (WHO, NOT_YOU), path
        assert (await place.http.post(path, json={}, headers=key)).status_code in (WHO, NOT_YOU), path


async def test_who_is_disabled_is_put_out_at_once(place: Place) -> None:
    bob, eve = bearer(place.tokens[BOB]), bearer(place.tokens[EVE])
    signed_in = await login(place, BOB)
    ticket = (await place.http.post("/api/ws-ticket", headers=bob)).json()["ticket"]
    made = (await place.http.post("/api/token", json={}, headers=bob)).json()["value"]
    assert (await place.http.get("/api/me", headers=signed_in)).status_code == 200
    assert (await place.http.patch("/api/users/bob", json={"disabled": True}, headers=eve)).status_code == 200
    assert (await place.http.get("/api/me", headers=bob)).status_code == WHO
    assert (await place.http.get("/api/me", headers=signed_in)).status_code == WHO
    assert await place.call(Row("WS", f"/ws/audio?ticket={ticket}", Kind.SIGNED_IN), "", {}) == WHO
    offer = Row("POST", "/realtime/webrtc-offer", Kind.LEARNER, "offer")
    assert await place.call(offer, "", bearer(made)) == WHO


async def test_a_role_that_was_taken_is_gone_at_once(place: Place) -> None:
    tim, eve = bearer(place.tokens[TIM]), bearer(place.tokens[EVE])
    session_id = await place.session(Shared.TRAINERS)
    transcript = Row("GET", "/api/sessions/{session_id}/transcript", Kind.READERS)
    assert await place.call(transcript, session_id, tim) == 200
    answer = await place.http.patch("/api/users/tim", json={"team_id": "blue"}, headers=eve)
    assert answer.status_code == 200, answer.text
    assert await place.call(transcript, session_id, tim) == NOT_YOU
    await place.http.patch("/api/users/tim", json={"role": "learner"}, headers=eve)
    assert (await place.http.get("/api/monitor/sessions", headers=tim)).status_code == NOT_YOU


async def test_requests_at_once_do_not_borrow_from_each_other(place: Place) -> None:
    """Each of many concurrent requests is answered for its own caller."""

    async def ask(who: str) -> tuple[str, str]:
        answer = await place.http.get("/api/me", headers=bearer(place.tokens[who]))
        return who, answer.json()["id"]

    answers = await asyncio.gather(*(ask(who) for _ in range(10) for who in sorted(EVERYBODY)))
    assert all(who == told for who, told in answers)
