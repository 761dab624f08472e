"""Our own webhooks arrive signed, are tried again over restarts, and go nowhere they may not."""

from __future__ import annotations

import asyncio
import ipaddress
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from openai import OpenAI
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from feedbackyes.domain import webhook
from feedbackyes.domain.consent import Purpose
from feedbackyes.domain.principal import Principal, Role
from feedbackyes.domain.session import EndReason, Session, SessionState
from feedbackyes.domain.transcript import Speaker, Turn
from feedbackyes.gateway import outgoing
from feedbackyes.gateway.outgoing import DISABLED_AFTER_MS, BadUrl, Outgoing, checked_url, is_public
from feedbackyes.settings import Settings
from feedbackyes.storage import Database, consents, sessions, turns, webhooks
from feedbackyes.storage.webhooks import Delivery, Endpoint
from tests.gateway.conftest import _Server, eventually

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
SESSION = Session("s1", "ann", "red", SessionState.CREATED, 1, scenario_id="late-report", provider="local")


class Receiver:
    """Somebody's system."""

    def __init__(self) -> None:
        self.url = ""
        self.status = 204
        self.says: str | bytes = ""
        self.kind = "text/plain"
        self.headers: list[dict[str, str]] = []
        self.bodies: list[bytes] = []

    async def take(self, request: Request) -> Response:
        self.bodies.append(await request.body())
        self.headers.append(dict(request.headers))
        headers = {"Location": "/elsewhere"} if self.status == 302 else {}
        return Response(self.says, self.status, headers, media_type=self.kind)

    def told(self, number: int = -1) -> dict[str, Any]:
        body: dict[str, Any] = json.loads(self.bodies[number])
        return body


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    made = Receiver()
    app = Starlette(routes=[Route("/in", made.take, methods=["POST"])])
    server = _Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None))
    serving = asyncio.create_task(server.serve())
    await eventually(lambda: server.started)
    made.url = f"http://localhost:{server.servers[0].sockets[0].getsockname()[1]}/in"
    yield made
    server.should_exit = True
    await serving


class Clock:
    now = 1_800_000_000_000

    def __call__(self) -> int:
        return self.now


class Post:
    """A database with one endpoint, and what sends from it."""

    def __init__(self, database: Database, settings: Settings, clock: Clock) -> None:
        self.database, self.settings, self.clock = database, settings, clock

    async def round(self) -> None:
        """As after a restart: a sender of its own that knows nothing but the database."""
        sender = Outgoing(self.settings, self.database, self.clock)
        await sender.send_due()
        await sender.close()

    async def log(self) -> list[Delivery]:
        async with self.database.read() as tx:
            return list(await webhooks.deliveries(tx, "e1"))

    async def endpoint(self) -> Endpoint:
        async with self.database.read() as tx:
            return await webhooks.get(tx, "e1")

    async def talk(self, session_id: str = "s1") -> None:
        async with self.database.begin() as tx:
            await sessions.create(tx, replace(SESSION, id=session_id))
            for state in (SessionState.CONNECTING, SessionState.LIVE):
                await sessions.set_state(tx, session_id, state, at=self.clock.now)
            await turns.put(tx, Turn("t1", session_id, 1, Speaker.LEARNER, "A private word.", 0, 1))
            now, why = self.clock.now, EndReason.COMPLETED
            await sessions.set_state(tx, session_id, SessionState.ENDED, at=now, reason=why)


@asynccontextmanager
async def post(folder: Path, url: str, *, private: bool = True, **fields: Any) -> AsyncIterator[Post]:
    database = await Database.open(f"sqlite+aiosqlite:///{folder / 'test.db'}")
    values: dict[str, Any] = {"events": ("session.ended",), "content": False, **fields}
    async with database.begin() as tx:
        await webhooks.add(tx, Endpoint("e1", "eve", None, url, secret=SECRET, created_at=1, **values))
    try:
        yield Post(database, Settings(data=folder, webhooks_private=private), Clock())
    finally:
        await database.close()


async def test_a_session_that_ends_is_told_signed_and_without_what_was_said(receiver: Receiver, tmp_path: Path) -> None:
    async with post(tmp_path, receiver.url, events=("session.started", "session.ended")) as sender:
        await sender.talk()
        await sender.round()
        (first, second) = sorted((json.loads(body) for body in receiver.bodies), key=lambda one: one["type"])
        assert (first["type"], second["type"]) == ("session.ended", "session.started")
        assert first["data"]["session_id"] == "s1"
        assert (first["data"]["end_reason"], first["data"]["turn_count"]) == ("completed", 1)
        assert b"private word" not in b"".join(receiver.bodies)
        given, body = receiver.headers[0], receiver.bodies[0]
        assert webhook.verify([SECRET], given, body, sender.clock.now / 1000) == given["webhook-id"]
        await sender.round()
        assert len(receiver.bodies) == 2, "what was taken is not sent again"
        assert [one.status for one in await sender.log()] == [204, 204]


async def test_the_services_library_believes_us(receiver: Receiver, tmp_path: Path) -> None:
    async with post(tmp_path, receiver.url) as sender:
        await sender.talk()
        tolerance = 10**12
        await sender.round()
        client = OpenAI(api_key="sk-test", webhook_secret=SECRET)
        client.webhooks.verify_signature(receiver.bodies[0].decode(), receiver.headers[0], tolerance=tolerance)


async def test_content_goes_along_where_that_was_asked_for_and_agreed_to(receiver: Receiver, tmp_path: Path) -> None:
    async with post(tmp_path, receiver.url, content=True) as sender:
        await sender.talk("s0")
        await sender.round()
        assert "transcript" not in receiver.told()["data"], "its learner has not agreed"
        async with sender.database.begin() as tx:
            learner = Principal(SESSION.owner_id, Role.LEARNER)
            await consents.put(tx, learner, Purpose.HANDED_ON, granted=True, at=1)
        await sender.talk()
        await sender.round()
        assert receiver.told()["data"]["transcript"][0]["text"] == "A private word."
        await sender.talk("s2")
        async with sender.database.begin() as tx:
            await sessions.delete(tx, "s2")
        await sender.round()
        assert "transcript" not in receiver.told()["data"], "what was deleted is told nobody"


@pytest.mark.parametrize("status", [500, 404, 302])
async def test_a_failure_is_tried_again_later_under_the_same_id(
    receiver: Receiver, tmp_path: Path, status: int
) -> None:
    async with post(tmp_path, receiver.url) as sender:
        receiver.status = status
        await sender.talk()
        await sender.round()
        (failed,) = await sender.log()
        assert (failed.attempts, failed.status, failed.delivered_at) == (1, status, None)
        assert failed.next_at is not None
        assert 4_000 < failed.next_at - sender.clock.now < 6_000
        await sender.round()
        assert len(receiver.bodies) == 1, "not before its time"
        receiver.status = 200
        sender.clock.now = failed.next_at
        await sender.round()
        (taken,) = await sender.log()
        assert (taken.attempts, taken.status, taken.error, taken.next_at) == (2, 200, None, None)
        assert receiver.headers[0]["webhook-id"] == receiver.headers[1]["webhook-id"]
        assert (await sender.endpoint()).failing_since is None


async def test_after_the_last_attempt_nothing_more_is_tried(tmp_path: Path) -> None:
    async with post(tmp_path, "http://localhost:9/in") as sender:
        await sender.talk()
        for _ in range(len(outgoing.WAITS_SECONDS) + 1):
            await sender.round()
            (one,) = await sender.log()
            sender.clock.now = one.next_at or sender.clock.now
        assert (one.attempts, one.next_at) == (len(outgoing.WAITS_SECONDS) + 1, None)
        assert "no answer" in (one.error or "")


@pytest.mark.parametrize(
    ("status", "later_ms", "disabled"), [(500, DISABLED_AFTER_MS, True), (500, 1, False), (410, 1, True)]
)
async def test_an_endpoint_that_fails_for_days_is_left_alone(
    receiver: Receiver, tmp_path: Path, status: int, later_ms: int, disabled: bool
) -> None:
    async with post(tmp_path, receiver.url) as sender:
        receiver.status = status
        await sender.talk()
        await sender.round()
        sender.clock.now += later_ms
        await sender.talk("s2")
        await sender.round()
        assert ((await sender.endpoint()).disabled_at is not None) is disabled
        if disabled:
            assert all(one.next_at is None for one in await sender.log())
            before = len(receiver.bodies)
            await sender.talk("s3")
            await sender.round()
            assert len(receiver.bodies) == before


@pytest.mark.parametrize("url", ["https://a..example.com/", "http://localhost:99999/in"])
async def test_one_that_can_never_be_sent_does_not_hold_up_the_others(
    receiver: Receiver, tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outgoing, "_check_place", lambda _url: None)  # as when it was stored before we looked
    async with post(tmp_path, receiver.url) as sender:
        async with sender.database.begin() as tx:
            await webhooks.add(tx, Endpoint("e2", "eve", None, url, ("session.ended",), SECRET, False, 0))
        await sender.talk()
        await sender.round()
        async with sender.database.read() as tx:
            (stuck,) = await webhooks.deliveries(tx, "e2")
        assert (stuck.attempts, stuck.status, stuck.delivered_at) == (1, None, None)
        assert stuck.error is not None
        assert stuck.next_at is not None
        assert stuck.next_at > sender.clock.now
        assert len(receiver.bodies) == 1


def test_a_url_may_have_a_name_in_any_script_and_a_port() -> None:
    for url in ("https://m\u00fcnchen.example/in", "https://xn--mnchen-3ya.example:8443/", "https://example.org./"):
        assert checked_url(url, private=False).scheme == "https"


async def test_a_name_that_leads_inside_is_not_followed(receiver: Receiver, tmp_path: Path) -> None:
    async with post(tmp_path, receiver.url.replace("http", "https"), private=False) as sender:
        await sender.talk()
        await sender.round()
        (one,) = await sender.log()
        assert "may not go" in (one.error or "")
        assert receiver.bodies == []


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/in",
        "https://127.0.0.1/in",
        "https://10.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:192.168.1.1]/",
        "https://169.254.169.254/latest/meta-data",
        "https://user:pass@example.org/",
        "https://example.org/#x",
        "ftp://example.org/",
        "https://a..example.com/",
        f"https://{'a' * 64}.example.com/",
        "https://./",
        "https://xn--/",
        "https://example.org:0/",
        "https://example.org:99999/",
        "nonsense",
        "https://",
    ],
)
def test_urls_that_webhooks_may_not_go_to(url: str) -> None:
    with pytest.raises(BadUrl):
        checked_url(url, private=False)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:4700::1111", True),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("fd00::1", False),
        ("fe80::1", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::5db8:d822", True),
        ("2002:7f00:1::", False),
    ],
)
def test_addresses_on_the_internet(address: str, public: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is public


async def test_what_is_due_is_sent_by_itself(receiver: Receiver, tmp_path: Path) -> None:
    async with post(tmp_path, receiver.url) as sender:
        sender.clock.now = 1
        running = Outgoing(sender.settings, sender.database)
        running.start()
        await sender.talk()
        await eventually(lambda: len(receiver.bodies) == 1)
        await running.close()


async def test_a_test_is_sent_signed_and_once(receiver: Receiver, tmp_path: Path) -> None:
    async with post(tmp_path, receiver.url, content=True) as sender:
        receiver.status = 500
        async with sender.database.begin() as tx:
            made = await webhooks.enqueue_test(tx, await webhooks.get(tx, "e1"), at=sender.clock.now, key="1")
        await sender.round()
        (failed,) = await sender.log()
        assert (failed.id, failed.status, failed.next_at) == (made.id, 500, None)
        told = receiver.told()
        assert (told["type"], told["data"]) == ("webhook.test", {"webhook_id": "e1"})
        webhook.verify([SECRET], receiver.headers[0], receiver.bodies[0], sender.clock.now / 1000)


async def test_nothing_is_sent_to_one_that_is_switched_off(receiver: Receiver, tmp_path: Path) -> None:
    async with post(tmp_path, receiver.url) as sender:
        await sender.talk()
        async with sender.database.begin() as tx:
            await webhooks.change(tx, "e1", disabled_at=1)
        await sender.round()
        assert receiver.bodies == []


async def test_a_host_that_nobody_knows_is_told_in_words(tmp_path: Path) -> None:
    async with post(tmp_path, "https://nowhere.invalid/in") as sender:
        await sender.talk()
        await sender.round()
        (one,) = await sender.log()
        assert one.error == "The name of its host is not known."


@pytest.mark.parametrize(
    ("status", "says", "kind", "kept"),
    [
        (422, "No such\n  flow.\x00", "text/plain", "No such flow."),
        (500, '{"error": "Full"}', "application/json", '{"error": "Full"}'),
        (500, "x" * 100_000, "text/html", "x" * outgoing.ANSWER_LETTERS),
        (500, b"\xff\xfe", "text/plain", "\ufffd\ufffd"),
        (500, b"\x89PNG", "image/png", None),
        (500, "", "text/plain", None),
        (200, "Thank you.", "text/plain", None),
    ],
)
async def test_of_a_refusal_the_beginning_is_kept(
    receiver: Receiver, tmp_path: Path, status: int, says: str | bytes, kind: str, kept: str | None
) -> None:
    async with post(tmp_path, receiver.url) as sender:
        receiver.status, receiver.says, receiver.kind = status, says, kind
        await sender.talk()
        await sender.round()
        (one,) = await sender.log()
        assert (one.status, one.answer) == (status, kept)
