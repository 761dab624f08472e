"""The REST side of the engine's Realtime service, with the official SDK and by hand."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import openai
import pytest
from openai import AsyncOpenAI

from feedbackyes.api.auth import Door
from feedbackyes.engine import Calls, ClientSecrets, Engine, calls
from feedbackyes.settings import Settings
from tests.api.conftest import World, listening
from tests.engine.fakes import Cast
from tests.paper_peers import OFFER, PaperPeers

SESSION = {"type": "realtime", "model": "any-model", "audio": {"output": {"voice": "marin"}}}


@dataclass
class Place:
    world: World
    peers: PaperPeers
    port: int
    clock: list[float]

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def sdk(self, key: str) -> AsyncOpenAI:
        return AsyncOpenAI(api_key=key, base_url=self.base, max_retries=0)


@pytest.fixture
async def place(world: World, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Place]:
    monkeypatch.setattr(calls, "LINGER_SECONDS", 0.0)
    engine, peers, clock = Engine(settings, Cast().stages), PaperPeers(), [1000.0]
    secrets = ClientSecrets(lambda: clock[0])
    services = world.services
    services.engine, services.calls, services.secrets = engine, Calls(engine, peers), secrets
    services.door = Door(settings, services.database, access_token="", client_secrets=secrets)
    async with listening(world) as port:
        yield Place(world, peers, port, clock)
        await services.calls.close()
        await engine.close()


@pytest.fixture
async def http(place: Place) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(base_url=f"{place.base}/") as session:
        yield session


async def secret(http: aiohttp.ClientSession, key: str, **wanted: Any) -> str:
    async with http.post("realtime/client_secrets", json=wanted, headers=_bearer(key)) as answer:
        assert answer.status == 200
        return str((await answer.json())["value"])


def _bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def _sdp(key: str) -> dict[str, str]:
    return {**_bearer(key), "Content-Type": "application/sdp"}


def _form(**parts: str) -> aiohttp.FormData:
    return aiohttp.FormData(parts, default_to_multipart=True)


async def test_the_sdk_makes_a_secret_and_a_call_of_it_and_hangs_up(place: Place) -> None:
    ann = place.world.tokens["ann"]
    async with place.sdk(ann) as client:
        made = await client.realtime.client_secrets.create(
            expires_after={"anchor": "created_at", "seconds": 60},
            session=SESSION,  # type: ignore[arg-type]
        )
        assert made.value.startswith("ek_")
        assert made.expires_at == 1060
        assert made.session.type == "realtime"
        async with place.sdk(made.value) as page:
            raw = await page.realtime.calls.with_raw_response.create(sdp=OFFER)
        assert raw.http_response.status_code == 201
        assert raw.headers["content-type"].startswith("application/sdp")
        assert raw.http_response.text == "v=0\r\n"
        call_id = raw.headers["location"].removeprefix("/v1/realtime/calls/")
        assert call_id.startswith("rtc_")
        peer = place.peers.made[0]
        session = (await peer.said("session.created"))["session"]
        assert (session["model"], session["audio"]["output"]["voice"]) == ("any-model", "marin")
        await client.realtime.calls.hangup(call_id)
        await peer.closed()
        with pytest.raises(openai.NotFoundError) as unknown:
            await client.realtime.calls.hangup(call_id)
        assert unknown.value.code == "call_id_not_found"


async def test_the_sdks_form_has_a_session_of_its_own(place: Place) -> None:
    async with place.sdk(place.world.tokens["ann"]) as client:
        raw = await client.realtime.calls.with_raw_response.create(sdp=OFFER, session=SESSION)  # type: ignore[arg-type]
    assert raw.http_response.status_code == 201
    assert (await place.peers.made[0].said("session.created"))["session"]["model"] == "any-model"


async def test_a_browsers_form_and_files_will_do(place: Place, http: aiohttp.ClientSession) -> None:
    key = place.world.tokens["ann"]
    plain, files = aiohttp.FormData(default_to_multipart=True), aiohttp.FormData()
    plain.add_field("sdp", OFFER)
    plain.add_field("session", json.dumps(SESSION))
    files.add_field("sdp", OFFER.encode(), filename="offer.sdp", content_type="application/sdp")
    for form in (plain, files):
        async with http.post("realtime/calls", data=form, headers=_bearer(key)) as answer:
            assert answer.status == 201
    page = await secret(http, key, session=SESSION)
    changed = _form(sdp=OFFER, session=json.dumps({"audio": {"output": {"speed": 1.25}}}))
    async with http.post("realtime/calls", data=changed, headers=_bearer(page)) as answer:
        assert answer.status == 201
    output = (await place.peers.made[-1].said("session.created"))["session"]["audio"]["output"]
    assert (output["voice"], output["speed"]) == ("marin", 1.25)


async def test_a_sideband_is_a_socket_of_the_same_owner(place: Place, http: aiohttp.ClientSession) -> None:
    ann, bob = place.world.tokens["ann"], place.world.tokens["bob"]
    async with http.post("realtime/calls", data=OFFER, headers=_sdp(ann)) as answer:
        call_id = answer.headers["Location"].split("/")[-1]
    page = await secret(http, ann)
    for key, wanted in ((bob, call_id), (ann, "rtc_x"), (page, call_id)):
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await http.ws_connect(f"realtime?call_id={wanted}", headers=_bearer(key))
        assert refused.value.status == 404
    async with http.ws_connect(f"realtime?call_id={call_id}", headers=_bearer(ann)) as socket:
        assert json.loads(await socket.receive_str(timeout=5))["type"] == "session.created"
    for key, status in ((bob, 404), (page, 403), (ann, 200)):
        async with http.post(f"realtime/calls/{call_id}/hangup", headers=_bearer(key)) as answer:
            assert answer.status == status


async def test_secrets_that_are_forged_or_too_old_open_nothing(place: Place, http: aiohttp.ClientSession) -> None:
    page = await secret(http, place.world.tokens["ann"], expires_after={"seconds": 10}, session=SESSION)
    async with http.ws_connect("realtime", headers=_bearer(page)) as socket:
        session = json.loads(await socket.receive_str(timeout=5))["session"]
    assert session["audio"]["output"]["voice"] == "marin"
    place.clock[0] += 10
    for key in (page, "ek_forged", f"{page}x"):
        async with http.post("realtime/calls", data=OFFER, headers=_sdp(key)) as answer:
            assert (answer.status, (await answer.json())["error"]["code"]) == (401, "invalid_client_secret")
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await http.ws_connect("realtime", headers=_bearer(key))
        assert refused.value.status == 401
    assert place.peers.made == []


async def test_a_secret_opens_sessions_and_nothing_else(place: Place, http: aiohttp.ClientSession) -> None:
    page = await secret(http, place.world.tokens["ann"])
    for method, path in (("POST", "realtime/client_secrets"), ("GET", "models")):
        async with http.request(method, path, headers=_bearer(page)) as answer:
            assert answer.status == 403


async def test_what_cannot_be_a_call_is_said_so(place: Place, http: aiohttp.ClientSession) -> None:
    key = place.world.tokens["ann"]

    async def post(data: Any, **headers: str) -> tuple[int, str]:
        async with http.post("realtime/calls", data=data, headers={**_bearer(key), **headers}) as answer:
            return answer.status, str((await answer.json())["error"]["code"])

    sdp = {"Content-Type": "application/sdp"}
    assert await post("hello", **sdp) == (400, "invalid_offer")
    assert await post(b"v=0\xff", **sdp) == (400, "invalid_offer")
    assert await post("v=0" + "x" * 70_000, **sdp) == (413, "body_too_large")
    assert (await post(OFFER, **{"Content-Type": "text/plain"}))[0] == 415
    assert await post(_form(session="{}")) == (400, "missing_required_parameter")
    assert (await post("nonsense", **{"Content-Type": "multipart/form-data; boundary=x"}))[0] == 400
    for session in ("[]", "{", '{"type": "x"}', '{"audio": {"output": {"speed": 9}}}', "[" * 100_000):
        assert (await post(_form(sdp=OFFER, session=session)))[0] == 400
    for wanted in ({"session": {"nonsense": 1}}, {"session": {"type": "x"}}, {"expires_after": {"seconds": 9}}):
        async with http.post("realtime/client_secrets", json=wanted, headers=_bearer(key)) as answer:
            assert answer.status in (400, 422)
    assert place.peers.made == []


async def test_the_retired_way_to_call_is_answered_in_the_retired_shape(
    place: Place, http: aiohttp.ClientSession
) -> None:
    key = place.world.tokens["ann"]
    async with http.post("realtime?model=gpt-4o-realtime-preview", data=OFFER, headers=_sdp(key)) as answer:
        assert answer.status == 201
    created = await place.peers.made[0].said("session.created")
    assert created["session"]["input_audio_format"] == "pcm16"
