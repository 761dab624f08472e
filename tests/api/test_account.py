"""One's own account."""

from __future__ import annotations

from pathlib import Path

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from feedbackyes.api.tickets import BadTicket, Tickets
from feedbackyes.domain.admission import Admission
from feedbackyes.domain.principal import LOCAL_ADMIN, Principal, Role
from feedbackyes.settings import Settings
from tests.api.accounts import PASSWORD, browser, enrol
from tests.api.conftest import World, listening


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path, accounts="on")


async def test_a_new_password_ends_the_other_logins(world: World) -> None:
    await enrol(world, "ada")
    async with browser(world, "ada") as here, browser(world, "ada") as there:
        wrong = await here.post("/api/me/password", json={"current": "not this one", "new": "another good one"})
        assert (wrong.status_code, wrong.json()["error"]["code"]) == (403, "wrong_password")
        weak = await here.post("/api/me/password", json={"current": PASSWORD, "new": "ada@example.org"})
        assert weak.json()["error"]["code"] == "weak_password"
        done = await here.post("/api/me/password", json={"current": PASSWORD, "new": "another good one"})
        assert done.status_code == 204
        assert (await here.get("/api/me")).status_code == 200
        assert (await there.get("/api/me")).status_code == 401
        old = await there.post("/api/auth/login", json={"email": "ada@example.org", "password": PASSWORD})
        assert old.status_code == 401


async def test_logins_are_listed_and_ended_one_by_one(world: World) -> None:
    await enrol(world, "ada")
    await enrol(world, "bea")
    async with browser(world, "ada") as here, browser(world, "ada", peer="192.0.2.9") as there:
        found = (await here.get("/api/me/logins")).json()["items"]
        assert {(one["address"], one["current"]) for one in found} == {("127.0.0.1", True), ("192.0.2.9", False)}
        other = next(one["id"] for one in found if not one["current"])
        async with browser(world, "bea") as stranger:
            assert (await stranger.delete(f"/api/me/logins/{other}")).status_code == 404
        assert (await here.delete(f"/api/me/logins/{other}")).status_code == 204
        assert (await there.get("/api/me")).status_code == 401
        assert (await here.get("/api/me")).status_code == 200


async def test_a_login_ends_when_it_is_not_used_or_too_old(world: World) -> None:
    await enrol(world, "ada")
    door = world.services.door
    async with browser(world, "ada") as client:
        began = door._wall_ms()
        hour = 3_600_000
        door._wall_ms = lambda: began + 23 * hour
        door.forget("ada")
        assert (await client.get("/api/me")).status_code == 200
        door._wall_ms = lambda: began + 46 * hour
        door.forget("ada")
        assert (await client.get("/api/me")).status_code == 200, "it was used meanwhile"
        door._wall_ms = lambda: began + 71 * hour
        door.forget("ada")
        assert (await client.get("/api/me")).status_code == 401
        door._wall_ms = lambda: began
        door.idle_ms = 10**12
        door.forget("ada")
        door._known.clear()
        assert (await client.get("/api/me")).status_code == 200
        door._wall_ms = lambda: began + 15 * 24 * hour
        door._known.clear()
        assert (await client.get("/api/me")).status_code == 401


async def test_a_token_is_shown_once_works_and_is_revoked(world: World) -> None:
    await enrol(world, "ada", Role.ADMIN)
    async with browser(world, "ada") as client, browser(world) as machine:
        made = (await client.post("/api/me/tokens", json={"label": "nightly", "expires_in_days": 30})).json()
        bearer = {"Authorization": f"Bearer {made['token']}"}
        del machine.headers["Origin"]
        assert (await machine.put("/api/consents", json={"recording": True}, headers=bearer)).status_code == 200
        (listed,) = (await client.get("/api/me/tokens")).json()["items"]
        assert (listed["label"], "token" in listed) == ("nightly", False)
        assert listed["last_used_at"] >= listed["created_at"]
        assert listed["expires_at"] - listed["created_at"] == 30 * 86_400_000
        refused = await machine.post("/api/me/tokens", json={"label": "child"}, headers=bearer)
        assert refused.json()["error"]["code"] == "needs_login"
        world.services.door._wall_ms = lambda: listed["expires_at"]
        world.services.door.forget("ada")
        assert (await machine.get("/api/me", headers=bearer)).status_code == 401
        world.services.door._wall_ms = lambda: listed["created_at"]
        world.services.door._known.clear()
        assert (await machine.get("/api/me", headers=bearer)).status_code == 200
        assert (await client.delete(f"/api/me/tokens/{made['id']}")).status_code == 204
        assert (await machine.get("/api/me", headers=bearer)).status_code == 401
        assert (await client.delete(f"/api/me/tokens/{made['id']}")).status_code == 404


async def test_one_may_call_oneself_something_else(world: World) -> None:
    await enrol(world, "ada")
    async with browser(world, "ada") as client:
        assert (await client.patch("/api/me", json={"name": "Ada  Lovelace"})).json()["name"] == "Ada Lovelace"
        assert (await client.get("/api/me")).json()["name"] == "Ada Lovelace"
        assert (await client.patch("/api/me", json={"role": "admin"})).status_code == 422


async def test_a_ticket_opens_one_socket(world: World) -> None:
    await enrol(world, "ada")
    async with browser(world, "ada") as client, listening(world) as port:
        ticket = (await client.post("/api/ws-ticket")).json()["ticket"]
        url = f"ws://localhost:{port}/ws/audio?sample_rate=24000&ticket="
        async with connect(url + ticket) as socket:
            assert await socket.recv() == "hello ada at /ws/audio"
        for wrong in (ticket, "fyt_none"):
            with pytest.raises(InvalidStatus, match="401"):
                await connect(url + wrong)
        late = (await client.post("/api/ws-ticket")).json()["ticket"]
        await client.post("/api/auth/logout")
        with pytest.raises(InvalidStatus, match="401"):
            await connect(url + late)


async def test_a_socket_takes_a_cookie_from_our_own_page_only(world: World) -> None:
    await enrol(world, "ada")
    async with browser(world, "ada") as client, listening(world) as port:
        cookie = {"Cookie": f"feedbackyes_login={client.cookies['feedbackyes_login']}"}
        url = f"ws://localhost:{port}/ws/audio?sample_rate=24000"
        async with connect(url, additional_headers=cookie, origin=f"http://localhost:{port}") as socket:  # type: ignore[arg-type]
            assert await socket.recv() == "hello ada at /ws/audio"
        for origin in (None, "https://evil.example", "http://localhost:3000", "null"):
            with pytest.raises(InvalidStatus, match="403"):
                await connect(url, additional_headers=cookie, origin=origin)  # type: ignore[arg-type]


def test_a_ticket_is_good_for_a_minute_and_gone_with_its_owner() -> None:
    now = [1000.0]
    tickets = Tickets(lambda: now[0])
    ann = Admission(Principal("ann", Role.LEARNER))
    late, _ = tickets.issue(ann)
    kept, until = tickets.issue(Admission(LOCAL_ADMIN))
    assert until == 1060
    tickets.drop("ann")
    with pytest.raises(BadTicket):
        tickets.redeem(late)
    now[0] = 1059.0
    assert tickets.redeem(kept).principal == LOCAL_ADMIN
    late, _ = tickets.issue(ann)
    now[0] += 61
    with pytest.raises(BadTicket):
        tickets.redeem(late)


async def test_a_client_token_goes_with_its_owner(world: World) -> None:
    await enrol(world, "eva", Role.ADMIN)
    await enrol(world, "ada")
    async with browser(world, "eva") as admin, browser(world, "ada") as client:
        made = (await client.post("/api/token", json={})).json()
        bearer = {"Authorization": f"Bearer {made['value']}"}
        offer = f"/realtime/webrtc-offer?session_id={made['session_id']}"
        async with browser(world) as other:
            headers = bearer | {"Content-Type": "application/sdp"}
            assert (await other.post(offer, content="v=0", headers=headers)).status_code < 400
            await admin.patch("/api/users/ada", json={"disabled": True})
            refused = await other.post(offer, content="v=0", headers=headers)
    assert refused.status_code == 401
