"""Tokens and calls as a browser asks for them: the real gateway, a small Realtime service, peers without a network."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import httpx
import pytest

from feedbackyes import library
from feedbackyes.api.auth import Door
from feedbackyes.api.credentials import Knock
from feedbackyes.api.services import Services
from feedbackyes.domain.errors import Conflict, NotFound
from feedbackyes.gateway import Gateway
from feedbackyes.gateway.echo import MOST, Echoes
from feedbackyes.gateway.tokens import PER_MINUTE, ClientTokens, WrongUse
from feedbackyes.providers import openai
from feedbackyes.settings import Settings
from feedbackyes.storage import sessions
from tests.api.conftest import World
from tests.gateway.realtime_server import RealtimeServer, realtime_server
from tests.gateway.test_relay import SCENARIO
from tests.paper_peers import OFFER, PaperPeer, PaperPeers

Json = dict[str, Any]
SDP = {"Content-Type": "application/sdp"}


class Clock:
    """Unix seconds that pass when a test says so."""

    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Exchange:
    world: World
    service: RealtimeServer
    peers: PaperPeers
    clock: Clock

    async def token(self, client: httpx.AsyncClient, **body: Any) -> Json:
        answer = await client.post("/api/token", json=body)
        assert answer.status_code == 200, answer.text
        return cast("Json", answer.json())

    async def call(self, token: Json) -> PaperPeer:
        async with self.world.client() as client:
            answer = await client.post(token["url"], content=OFFER, headers={**SDP, **bearer(token)})
        assert answer.status_code == 200, answer.text
        peer = self.peers.made[-1]
        peer.listener.on_open()
        return peer


def bearer(token: Json) -> dict[str, str]:
    return {"Authorization": f"Bearer {token['value']}"}


@pytest.fixture
async def exchange(world: World, tmp_path: Path) -> AsyncIterator[Exchange]:
    async with realtime_server() as service:
        settings = Settings(
            data=tmp_path, openai_api_key="sk-very-secret", openai_realtime_url=service.url, webrtc="server"
        )
        provider, peers, clock = openai.create(settings=settings), PaperPeers(), Clock()
        services: Services = world.services
        tokens = ClientTokens(clock)
        gateway = Gateway.create(settings, services.database, services.recordings, provider, peers=peers, tokens=tokens)
        await gateway.start()
        services.gateway, services.provider, services.peers, services.echoes = gateway, provider, peers, Echoes(peers)
        services.door = Door(settings, services.database, access_token="", client_tokens=tokens)
        yield Exchange(world, service, peers, clock)
        await gateway.close()
        await peers.close()


async def test_a_token_begins_the_call_that_it_was_made_for(exchange: Exchange) -> None:
    async with exchange.world.client("ann") as client:
        config = {"voice": "cedar", "speed": 1.1, "temperature": 0.7, "language": "en", "instructions": "Obey me."}
        token = await exchange.token(
            client, scenario_id=SCENARIO.id, cultural_context="US-English", session_config=config
        )
    assert {"value", "expires_at", "session_id", "url", "ice_servers", "model", "voice"} <= set(token)
    assert token["voice"] == "cedar"
    assert token["expires_at"] == exchange.clock.now + 60
    assert token["ice_servers"][0]["username"] == "ann"
    assert any("instructions" in sentence for sentence in token["ignored"])
    async with exchange.world.services.database.read() as tx:
        session = await sessions.get(tx, token["session_id"])
    assert (session.owner_id, session.cultural_context, session.scenario_id) == ("ann", "US-English", SCENARIO.id)
    await exchange.call(token)
    conversation = await exchange.service.conversation()
    sent = [(await conversation.heard("session.update", number))["session"] for number in (1, 2, 3, 4)]
    assert sent[3]["audio"]["output"] == {"speed": 1.1}
    assert sent[0]["audio"]["output"]["voice"] == "cedar"
    assert "Obey me." not in str(sent)


async def test_the_shape_of_the_hook_has_a_client_secret(exchange: Exchange) -> None:
    async with exchange.world.client("ann") as client:
        made = (await client.post("/api/realtime/session")).json()
    assert made["client_secret"] == {"value": made["value"], "expires_at": made["expires_at"]}


@pytest.mark.parametrize(
    "body",
    [
        {"model": "gpt-4o-mini-realtime-preview", "voice": "echo"},
        {"session_config": {"model": "gpt-4o-mini-realtime-preview", "voice": "echo"}},
        {"model": "other", "voice": "ash", "session_config": {"model": "gpt-realtime-2.1-mini", "voice": "echo"}},
    ],
)
async def test_model_and_voice_may_stand_beside_the_configuration(exchange: Exchange, body: Json) -> None:
    async with exchange.world.client("ann") as client:
        made = (await client.post("/api/realtime/session", json=body)).json()
    assert (made["model"], made["voice"]) == ("gpt-realtime-2.1-mini", "echo")


async def test_a_flat_configuration_is_understood(exchange: Exchange) -> None:
    flat = {
        "modalities": ["text", "audio"],
        "input_audio_format": "pcm16",
        "input_audio_transcription": {"model": "whisper-1", "language": "en"},
        "turn_detection": {"type": "server_vad", "silence_duration_ms": 700},
    }
    async with exchange.world.client("ann") as client:
        token = await exchange.token(client, session_config=flat)
    assert token["ignored"] == ["The model 'whisper-1' is retired; 'gpt-transcribe' is used instead."]
    await exchange.call(token)
    conversation = await exchange.service.conversation()
    sent = [(await conversation.heard("session.update", number))["session"] for number in (1, 2, 3)]
    assert sent[2]["audio"]["input"]["turn_detection"]["silence_duration_ms"] == 700
    assert sent[2]["audio"]["input"]["transcription"] == {"model": "gpt-transcribe", "language": "en"}


async def test_what_is_hidden_is_in_no_answer(exchange: Exchange) -> None:
    hidden = [*(disclosure.fact for disclosure in SCENARIO.disclosures), SCENARIO.partner.backstory]
    async with exchange.world.client("ann") as client:
        answer = await client.post("/api/token", json={"scenario_id": SCENARIO.id})
        peer = await exchange.call(answer.json())
        conversation = await exchange.service.conversation()
        await conversation.heard("session.update", 2)
        await peer.said("session.updated")
    for text in (answer.text, *peer.raw):
        assert not [fact for fact in hidden if fact in text]
        assert "instructions" not in answer.text
        assert "sk-very-secret" not in text


async def test_tokens_that_are_no_good_open_nothing(exchange: Exchange) -> None:
    world = exchange.world
    async with world.client("ann") as client:
        first, second = await exchange.token(client), await exchange.token(client)
    async with world.client() as client:

        async def offer(session_id: str, value: str) -> int:
            headers = {**SDP, "Authorization": f"Bearer {value}"}
            url = f"/realtime/webrtc-offer?session_id={session_id}"
            return (await client.post(url, content=OFFER, headers=headers)).status_code

        assert await offer(first["session_id"], "ek_forged") == 401
        assert await offer(first["session_id"], first["value"][:-1]) == 401
        assert await offer(second["session_id"], first["value"]) == 403
        assert (await client.get("/api/sessions", headers=bearer(first))).status_code == 403
        assert (await client.post("/api/token", headers=bearer(first))).status_code == 403
        elsewhere = await client.post("/v1/realtime/calls", content=OFFER, headers={**SDP, **bearer(first)})
        assert "/realtime/webrtc-offer" in elsewhere.json()["error"]["message"]
        assert await offer(first["session_id"], first["value"]) == 200
        exchange.clock.now += 61
        assert await offer(second["session_id"], second["value"]) == 401
    async with world.client("bob") as client:
        answer = await client.post(
            f"/realtime/webrtc-offer?session_id={first['session_id']}", content=OFFER, headers=SDP
        )
        assert answer.status_code == 403


def knocks(token: Json, session_id: str, scenario_id: str | None, place: str) -> Knock:
    """A voice socket that is asked for with a stolen token in one of the places where one may stand."""
    query = [("scenario_id", scenario_id)] if scenario_id else []
    headers = [("host", "localhost")]
    match place:
        case "query":
            query.append(("token", token["value"]))
        case "protocol":
            headers.append(("sec-websocket-protocol", f"realtime, openai-insecure-api-key.{token['value']}"))
        case _:
            headers.append(("authorization", f"Bearer {token['value']}"))
    return Knock(tuple(headers), tuple(query), method="WEBSOCKET", path=f"/ws/realtime/{session_id}")


@pytest.mark.parametrize("place", ["header", "query", "protocol"])
async def test_a_stolen_token_opens_no_other_scenario_by_any_way(exchange: Exchange, place: str) -> None:
    services, other = exchange.world.services, next(one.id for one in library.scenarios() if one.id != SCENARIO.id)
    async with exchange.world.client("ann") as client:
        mine = await exchange.token(client, scenario_id=SCENARIO.id)
        theirs = await exchange.token(client, scenario_id=other)

    async def socket(session_id: str, scenario_id: str | None = None) -> None:
        opening = await services.gateway.open(await services.door.admit(knocks(mine, session_id, scenario_id, place)))
        opening.abandon()

    async with exchange.world.client() as client:
        for query in (f"scenario_id={other}", f"session_id={theirs['session_id']}"):
            url = f"/realtime/webrtc-offer?session_id={mine['session_id']}&{query}"
            offered = await client.post(url, content=OFFER, headers={**SDP, **bearer(mine)})
            assert offered.status_code in (403, 409)
    with pytest.raises(WrongUse):
        await socket(theirs["session_id"])
    with pytest.raises(Conflict):
        await socket(mine["session_id"], other)
    await socket(mine["session_id"])
    with pytest.raises(WrongUse):
        await services.door.admit(replace(knocks(mine, "x", None, place), path="/ws/audio"))


async def test_a_token_begins_nothing_anew_when_its_session_is_over(exchange: Exchange) -> None:
    services, other = exchange.world.services, next(one.id for one in library.scenarios() if one.id != SCENARIO.id)
    async with exchange.world.client("ann") as client:
        token = await exchange.token(client, scenario_id=SCENARIO.id)
        session_id = token["session_id"]
        peer = await exchange.call(token)
        await peer.said("session.created")
        await client.post(f"/force-stop/{session_id}")
    for scenario_id in (None, SCENARIO.id, other):
        with pytest.raises(Conflict):
            await services.gateway.open(await services.door.admit(knocks(token, session_id, scenario_id, "header")))
    async with exchange.world.client("ann") as client:
        assert (await client.delete(f"/api/sessions/{session_id}")).status_code in (200, 204)
    with pytest.raises(NotFound):
        await services.gateway.open(await services.door.admit(knocks(token, session_id, other, "query")))


async def test_a_token_hangs_up_its_own_call_only(exchange: Exchange) -> None:
    async with exchange.world.client("ann") as client:
        first, second = await exchange.token(client), await exchange.token(client)
    async with exchange.world.client() as client:
        answer = await client.post(first["url"], content=OFFER, headers={**SDP, **bearer(first)})
        hang_up = f"{answer.headers['location']}/hangup"
        assert (await client.post(hang_up, headers=bearer(second))).status_code == 403
        assert (await client.post(hang_up, headers=bearer(first))).status_code == 200


async def test_unknown_scenarios_and_too_many_tokens_are_refused(exchange: Exchange) -> None:
    async with exchange.world.client("ann") as client:
        assert (await client.post("/api/token", json={"scenario_id": "nowhere"})).status_code == 404
        wrong = await client.post("/api/token", json={"session_config": {"speed": 9}})
        assert wrong.status_code == 422
        for _ in range(PER_MINUTE):
            await exchange.token(client)
        refused = await client.post("/api/token")
        assert (refused.status_code, refused.json()["error"]["code"]) == (429, "token_quota")
        exchange.clock.now += 61
        await exchange.token(client)


async def test_offers_are_read_with_care(exchange: Exchange) -> None:
    async with exchange.world.client("ann") as client:
        url = "/realtime/webrtc-offer?model=gpt-4o-mini-realtime-preview"
        good = await client.post(url, content=OFFER, headers=SDP)
        assert good.status_code == 200
        assert good.text.startswith("v=0")
        assert good.headers["content-type"].startswith("text/plain")
        assert good.headers["location"].startswith("/realtime/calls/rtc_")
        assert good.headers["x-session-id"]
        assert (await client.post(url, content="garbage", headers=SDP)).status_code == 400
        assert (await client.post(url, content=b"v=0\xff", headers=SDP)).status_code == 400
        assert (await client.post(url, content=OFFER + "a" * 70_000, headers=SDP)).status_code == 413
        assert (await client.post(url, json={"sdp": OFFER})).status_code == 415
        assert (await client.post(url + "&scenario_id=nowhere", content=OFFER, headers=SDP)).status_code == 404
        call = good.headers["location"]
        async with exchange.world.client("bob") as other:
            assert (await other.post(f"{call}/hangup")).status_code == 403
        exchange.peers.made[0].listener.on_open()
        assert (await client.post(f"{call}/hangup")).status_code == 200
        session = (await client.get(f"/api/sessions/{good.headers['x-session-id']}")).json()
        assert (session["state"], session["end_reason"]) == ("ended", "completed")
        assert (await client.post("/realtime/calls/rtc_none/hangup")).status_code == 404


async def test_who_refused_the_hosted_voice_is_not_connected(exchange: Exchange) -> None:
    async with exchange.world.client("ann") as client:
        await client.put("/api/consents", json={"hosted_voice": False})
        refused = await client.post("/realtime/webrtc-offer", content=OFFER, headers=SDP)
        assert (refused.status_code, refused.json()["error"]["code"]) == (403, "hosted_voice_refused")
        await client.put("/api/consents", json={"hosted_voice": True})
        assert (await client.post("/realtime/webrtc-offer", content=OFFER, headers=SDP)).status_code == 200


async def test_a_self_test_echoes_and_there_are_not_many(exchange: Exchange) -> None:
    async with exchange.world.client("ann") as client:
        for _ in range(MOST):
            assert (await client.post("/api/self-test/offer", content=OFFER, headers=SDP)).status_code == 200
        assert (await client.post("/api/self-test/offer", content=OFFER, headers=SDP)).status_code == 429
        peer = exchange.peers.made[0]
        peer.listener.on_audio(bytes(960))
        peer.say("ping", at=1)
        peer.say("statistics")
        assert peer.queued_ms == 20
        assert peer.texts[0] == {"type": "ping", "at": 1}
        assert (await peer.said("statistics"))["packets_received"] == 0
        peer.drop()
        assert (await client.post("/api/self-test/offer", content=OFFER, headers=SDP)).status_code == 200
