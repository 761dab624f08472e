"""Following talks: the real application, the real gateway, real sockets, and a Realtime service of the test's own."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, cast

import httpx
import numpy as np
import pytest
from sqlalchemy import update
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus

from feedbackyes.domain.session import SessionState, Transport
from feedbackyes.gateway import Gateway
from feedbackyes.providers import openai
from feedbackyes.settings import Settings
from feedbackyes.storage import schema
from tests.api.conftest import World, listening
from tests.gateway.realtime_server import RealtimeServer, realtime_server

Json = dict[str, Any]
LOUD = base64.b64encode(np.full(480, 4000, np.int16).tobytes()).decode()


@dataclass
class Stage:
    """A server on which ann talks and others follow."""

    world: World
    service: RealtimeServer
    gateway: Gateway
    port: int

    def http(self, who: str) -> httpx.AsyncClient:
        headers = {"Authorization": f"Bearer {self.world.tokens[who]}"}
        return httpx.AsyncClient(base_url=f"http://localhost:{self.port}", headers=headers, timeout=10)

    def socket(self, who: str, path: str) -> connect:
        headers = {"Authorization": f"Bearer {self.world.tokens[who]}"}
        return connect(f"ws://localhost:{self.port}{path}", additional_headers=headers, max_size=2**24)

    @asynccontextmanager
    async def talk(self, who: str = "ann", **fields: Any) -> AsyncIterator[tuple[str, ClientConnection]]:
        """`who` makes a session and talks in it."""
        async with self.http(who) as client:
            made = await client.post("/api/sessions", json=fields)
        assert made.status_code == 201, made.text
        session_id = made.json()["id"]
        async with self.socket(who, f"/ws/realtime/{session_id}") as socket:
            await heard(socket, "session.created")
            yield session_id, socket

    async def ask(self, who: str, method: str, path: str, **options: Any) -> httpx.Response:
        async with self.http(who) as client:
            return await client.request(method, path, **options)

    async def running(self, who: str) -> list[Json]:
        answer = await self.ask(who, "GET", "/api/monitor/sessions")
        return cast("list[Json]", answer.json()["items"])

    async def audit(self, session_id: str) -> list[Json]:
        answer = await self.ask("ann", "GET", f"/api/sessions/{session_id}/monitoring")
        return cast("list[Json]", answer.json()["items"])

    async def until(self, session_id: str, kind: str, **data: Any) -> Json:
        """The first such event of the session."""
        async with asyncio.timeout(10):
            async for event in self.gateway.events(session_id):
                if event.type == kind and data.items() <= event.data.items():
                    return event.data
        raise AssertionError(f"no {kind} with {data}")


@pytest.fixture
async def stage(world: World, settings: Settings) -> AsyncIterator[Stage]:
    async with realtime_server() as service:
        own = settings.model_copy(update={"openai_api_key": "sk-test", "openai_realtime_url": service.url})
        gateway = Gateway.create(own, world.services.database, world.services.recordings, openai.create(settings=own))
        world.services.gateway = gateway
        await gateway.start()
        async with listening(world) as port:
            yield Stage(world, service, gateway, port)
            await gateway.close()


async def heard(socket: ClientConnection, kind: str) -> Json:
    async with asyncio.timeout(10):
        while True:
            message = await socket.recv()
            if isinstance(message, str) and (event := json.loads(message))["type"] == kind:
                return cast("Json", event)


async def told(lines: AsyncIterator[str], kind: str) -> Json:
    """The data of the next event of a type on an event stream."""
    async with asyncio.timeout(10):
        async for line in lines:
            if line.startswith("data: ") and (event := json.loads(line[6:]))["type"] == kind:
                return cast("Json", event["data"])
    raise AssertionError(f"the stream ended before {kind}")


async def ends(lines: AsyncIterator[str]) -> None:
    async with asyncio.timeout(10):
        async for _ in lines:
            pass


async def refused(stage: Stage, who: str, session_id: str) -> list[str]:
    """The codes with which everything is refused that follows a talk."""
    base = f"/api/monitor/sessions/{session_id}"
    answers = [
        await stage.ask(who, "GET", f"/api/sessions/{session_id}/events"),
        await stage.ask(who, "POST", f"{base}/hint", json={"text": "Breathe."}),
        await stage.ask(who, "POST", f"{base}/end"),
    ]
    assert {answer.status_code for answer in answers} == {403}
    with pytest.raises(InvalidStatus) as caught:
        await stage.socket(who, f"{base}/audio")
    assert caught.value.response.status_code == 403
    bodies = [answer.json() for answer in answers] + [json.loads(caught.value.response.body or b"{}")]
    return [body["error"]["code"] for body in bodies]


async def test_without_the_learners_consent_nobody_follows(stage: Stage) -> None:
    async with stage.talk() as (session_id, _):
        for who in ("tim", "eve"):
            assert await stage.running(who) == []
            assert set(await refused(stage, who, session_id)) == {"monitoring_not_agreed"}
            transcript = await stage.ask(who, "GET", f"/api/sessions/{session_id}/transcript")
            assert (transcript.status_code, transcript.json()["error"]["code"]) == (403, "not_shared")
        assert await stage.audit(session_id) == []


async def test_with_consent_trainers_follow_their_team_and_admins_everybody(stage: Stage) -> None:
    async with stage.talk("ann", monitoring=True) as (anns, _), stage.talk("bob", monitoring=True) as (bobs, _):
        assert [one["session_id"] for one in await stage.running("tim")] == [anns]
        assert {one["session_id"] for one in await stage.running("eve")} == {anns, bobs}
        assert (await stage.running("tim"))[0]["learner"] == "Ann"
        assert set(await refused(stage, "tim", bobs)) == {"forbidden"}
        assert set(await refused(stage, "bob", anns)) == {"forbidden"}
        assert (await stage.ask("ann", "GET", "/api/monitor/sessions")).status_code == 403


async def test_captions_come_live_and_the_learner_sees_who_reads_them(stage: Stage) -> None:
    async with stage.talk(monitoring=True) as (session_id, _), stage.http("tim") as tim:
        async with tim.stream("GET", f"/api/sessions/{session_id}/events") as answer:
            lines = answer.aiter_lines()
            joined = await stage.until(session_id, "monitor.joined")
            assert (joined["name"], joined["role"], joined["look"]) == ("Tim", "trainer", "watching")
            assert [one["name"] for one in (await stage.running("eve"))[0]["here"]] == ["Tim"]
            await (await stage.service.conversation()).learner_says("You were late.", "item_u")
            assert (await told(lines, "user.transcript.final"))["text"] == "You were late."
        await stage.until(session_id, "monitor.left", look_id=joined["look_id"])
        assert [one["what"] for one in await stage.audit(session_id)] == ["joined", "left"]
        assert (await stage.running("eve"))[0]["here"] == []


async def test_listeners_hear_both_sides_apart(stage: Stage) -> None:
    async with stage.talk(monitoring=True) as (session_id, socket):
        async with stage.socket("tim", f"/api/monitor/sessions/{session_id}/audio") as ear:
            told = await heard(ear, "monitor.audio")
            assert (told["sample_rate"], told["channels"]) == (24_000, 2)
            assert (await stage.until(session_id, "monitor.joined"))["look"] == "listening"
            partner = await stage.service.conversation()
            await partner.partner_begins("item_p")
            await partner.partner_audio("item_p", 400, value=2000)
            for _ in range(20):
                await socket.send(json.dumps({"type": "input_audio_buffer.append", "audio": LOUD}))
            loudest = np.zeros(2, np.int64)
            async with asyncio.timeout(10):
                while loudest.tolist() != [4000, 2000]:
                    block = np.frombuffer(cast("bytes", await ear.recv()), np.int16).reshape(-1, 2)
                    loudest = np.maximum(loudest, np.abs(block.astype(np.int64)).max(axis=0, initial=0))
        await stage.until(session_id, "monitor.left", look="listening")
    assert stage.world.services.recordings.path(session_id) is None


async def test_a_hint_reaches_the_learner_and_not_the_partner(stage: Stage) -> None:
    async with stage.talk(monitoring=True) as (session_id, _), stage.http("ann") as ann:
        async with ann.stream("GET", f"/api/sessions/{session_id}/events") as answer:
            path = f"/api/monitor/sessions/{session_id}/hint"
            assert (await stage.ask("tim", "POST", path, json={"text": " Ask how they see it. "})).status_code == 204
            hint = await told(answer.aiter_lines(), "hint")
        assert (hint["text"], hint["name"], hint["role"]) == ("Ask how they see it.", "Tim", "trainer")
        assert (await stage.audit(session_id))[-1]["text"] == "Ask how they see it."
        for wrong in ({"text": "  "}, {"text": "x" * 501}, {}):
            assert (await stage.ask("tim", "POST", path, json=wrong)).status_code in (400, 422)
        partner = await stage.service.conversation()
        assert "how they see it" not in json.dumps(partner.received)


async def test_consent_that_is_taken_back_cuts_everybody_off(stage: Stage) -> None:
    async with stage.talk(monitoring=True) as (session_id, _), stage.http("tim") as tim:
        path = f"/api/sessions/{session_id}/monitoring"
        async with (
            tim.stream("GET", f"/api/sessions/{session_id}/events") as answer,
            stage.socket("eve", f"/api/monitor/sessions/{session_id}/audio") as ear,
        ):
            lines = answer.aiter_lines()
            await told(lines, "monitor.joined")
            await heard(ear, "monitor.audio")
            assert (await stage.ask("tim", "PUT", path, json={"granted": False})).status_code == 403
            body = (await stage.ask("ann", "PUT", path, json={"granted": False})).json()
            assert (body["granted"], body["items"][-1]["what"]) == (False, "consent")
            assert (await heard(ear, "monitor.end"))["reason"] == "revoked"
            await ends(lines)
        assert set(await refused(stage, "tim", session_id)) == {"monitoring_not_agreed"}
        assert await stage.running("tim") == []
        assert (await stage.ask("ann", "PUT", path, json={"granted": True})).json()["granted"]
        assert len(await stage.running("tim")) == 1
        whats = [(one["what"], one["name"]) for one in await stage.audit(session_id)]
        assert sorted(whats[:2], key=str) == [("joined", "Eve"), ("joined", "Tim")]
        assert sorted(whats[2:4], key=str) == [("left", "Eve"), ("left", "Tim")]
        assert whats[4:] == [("consent", None), ("consent", None)]


async def test_the_end_of_a_talk_ends_every_look(stage: Stage) -> None:
    async with stage.talk(monitoring=True) as (session_id, socket), stage.http("tim") as tim:
        async with (
            tim.stream("GET", f"/api/sessions/{session_id}/events") as answer,
            stage.socket("tim", f"/api/monitor/sessions/{session_id}/audio") as ear,
        ):
            lines = answer.aiter_lines()
            await told(lines, "monitor.joined")
            await heard(ear, "monitor.audio")
            stopped = await stage.ask("eve", "POST", f"/api/monitor/sessions/{session_id}/end")
            assert (stopped.json()["state"], stopped.json()["end_reason"]) == ("ended", "stopped")
            assert (await heard(ear, "monitor.end"))["reason"] == "ended"
            await ends(lines)
        assert (await heard(socket, "session_end"))["reason"] == "stopped"
        assert ("ended", "Eve") in [(one["what"], one["name"]) for one in await stage.audit(session_id)]
        assert {one["what"] for one in await stage.audit(session_id)} == {"joined", "left", "ended"}
        assert await stage.running("tim") == []
        late = await stage.ask("tim", "POST", f"/api/monitor/sessions/{session_id}/hint", json={"text": "Well."})
        assert (late.status_code, late.json()["error"]["code"]) == (409, "not_live")
        read = await stage.ask("tim", "GET", f"/api/sessions/{session_id}/transcript")
        assert (read.status_code, read.json()["error"]["code"]) == (403, "not_shared"), "following is not keeping"


async def test_while_a_talk_goes_on_who_it_is_shared_with_follows_it_with_consent_only(stage: Stage) -> None:
    async with stage.talk() as (session_id, _):
        await stage.world.share(session_id)
        transcript = await stage.ask("tim", "GET", f"/api/sessions/{session_id}/transcript")
        assert (transcript.status_code, transcript.json()["error"]["code"]) == (403, "talk_goes_on")
        assert set(await refused(stage, "tim", session_id)) == {"monitoring_not_agreed"}


async def test_a_trainer_from_outside_follows_what_is_shared_and_is_cut_off_when_it_is_not(stage: Stage) -> None:
    async with stage.world.services.database.begin() as tx:
        await tx.execute(update(schema.users).where(schema.users.c.id == "tim").values(trainer_kind="external"))
    async with stage.talk(monitoring=True) as (session_id, _):
        assert await stage.running("tim") == []
        assert set(await refused(stage, "tim", session_id)) == {"forbidden"}
        await stage.ask("ann", "PUT", f"/api/sessions/{session_id}/sharing", json={"people": ["tim"]})
        assert [one["session_id"] for one in await stage.running("tim")] == [session_id]
        async with stage.http("tim") as tim, tim.stream("GET", f"/api/sessions/{session_id}/events") as answer:
            lines = answer.aiter_lines()
            await told(lines, "monitor.joined")
            await stage.ask("ann", "PUT", f"/api/sessions/{session_id}/sharing", json={"people": []})
            await ends(lines)
        assert set(await refused(stage, "tim", session_id)) == {"forbidden"}


@pytest.mark.parametrize("change", [{"role": "learner"}, {"disabled": True}, {"team_id": "blue"}])
async def test_who_is_no_trainer_any_more_is_cut_off(stage: Stage, change: Json) -> None:
    async with (
        stage.talk(monitoring=True) as (session_id, _),
        stage.http("tim") as tim,
        tim.stream("GET", f"/api/sessions/{session_id}/events") as answer,
    ):
        lines = answer.aiter_lines()
        await told(lines, "monitor.joined")
        assert (await stage.ask("eve", "PATCH", "/api/users/tim", json={"name": "Timothy"})).status_code == 200
        assert len((await stage.running("eve"))[0]["here"]) == 1
        assert (await stage.ask("eve", "PATCH", "/api/users/tim", json=change)).status_code == 200
        await ends(lines)


async def test_a_telephone_call_cannot_be_followed(stage: Stage) -> None:
    await stage.world.session("s9", state=SessionState.LIVE, transport=Transport.PHONE)
    answer = await stage.ask("ann", "PUT", "/api/sessions/s9/monitoring", json={"granted": True})
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "on_the_telephone")


async def test_consent_may_be_given_before_and_in_the_address_of_a_socket(stage: Stage) -> None:
    async with stage.socket("ann", "/ws/realtime/mine?monitoring=true") as socket:
        await heard(socket, "session.created")
        assert [one["session_id"] for one in await stage.running("tim")] == ["mine"]
    async with stage.http("ann") as client:
        made = (await client.post("/api/sessions", json={"monitoring": True})).json()
        assert made["monitoring"]
        path = f"/api/sessions/{made['id']}/monitoring"
        assert not (await client.put(path, json={"granted": False})).json()["granted"]
    async with stage.socket("ann", f"/ws/realtime/{made['id']}") as socket:
        await heard(socket, "session.created")
        assert set(await refused(stage, "tim", made["id"])) == {"monitoring_not_agreed"}
