"""Links that make an account."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from feedbackyes.app.people import setup_token
from feedbackyes.domain.principal import Role
from feedbackyes.settings import Settings
from tests.api.accounts import PASSWORD, browser, enrol
from tests.api.conftest import World

DAY_MS = 86_400_000


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path, accounts="on")


async def accept(client: httpx.AsyncClient, url: str, **others: Any) -> httpx.Response:
    body = {"name": "Nia", "email": "nia@example.org", "password": PASSWORD} | others
    return await client.post(f"/api/invitations/{url.rsplit('/', 1)[1]}/accept", json=body)


async def test_who_is_invited_makes_an_account_and_is_signed_in(world: World) -> None:
    await enrol(world, "eva", Role.ADMIN)
    async with browser(world, "eva") as admin, browser(world) as client:
        wish = {"role": "Formateur-int", "team_id": "red", "email": "NIA@example.org"}
        made = (await admin.post("/api/invitations", json=wish)).json()
        assert made["url"].startswith("http://localhost:8000/invitation/fyi_")
        told = (await client.get(f"/api/invitations/{made['url'].rsplit('/', 1)[1]}")).json()
        assert told == {
            "purpose": "join",
            "role": "trainer",
            "trainer_kind": "internal",
            "team": {"id": "red", "name": "Red"},
            "email": "nia@example.org",
            "expires_at": made["expires_at"],
            "local_talks": 0,
        }
        listed = (await admin.get("/api/invitations")).json()["items"]
        assert [(one["id"], one["invited_by"]) for one in listed] == [(made["id"], "Eva")]
        assert "url" not in listed[0]
        assert (await accept(client, made["url"], email="other@example.org")).status_code == 400
        me = (await accept(client, made["url"])).json()
        assert (me["name"], me["role"], me["team_id"], me["sign_in"]) == ("Nia", "trainer", "red", "password")
        assert (await client.get("/api/me")).json()["id"] == me["id"]
        assert (await accept(client, made["url"])).json()["error"]["code"] == "invitation_gone"


async def test_trainers_invite_learners_into_their_own_team_only(world: World) -> None:
    await enrol(world, "ina", Role.TRAINER, team="red")
    await enrol(world, "eva", Role.ADMIN)
    async with browser(world, "ina") as trainer, browser(world, "eva") as admin:
        for wrong in ({"role": "trainer"}, {"role": "admin"}, {"team_id": "blue"}):
            assert (await trainer.post("/api/invitations", json=wrong)).status_code == 403, wrong
        assert (await trainer.post("/api/invitations", json={})).json()["team"]["id"] == "red"
        others = (await admin.post("/api/invitations", json={"team_id": "blue"})).json()["id"]
        assert len((await trainer.get("/api/invitations")).json()["items"]) == 1
        assert (await trainer.delete(f"/api/invitations/{others}")).status_code == 403
        assert (await admin.delete(f"/api/invitations/{others}")).status_code == 204
        assert (await admin.delete(f"/api/invitations/{others}")).status_code == 404


async def test_invitations_of_somebody_who_lost_their_role_are_withdrawn(world: World) -> None:
    await enrol(world, "eva", Role.ADMIN)
    await enrol(world, "uma", Role.ADMIN)
    async with browser(world, "eva") as admin, browser(world, "uma") as other, browser(world) as client:
        url = (await other.post("/api/invitations", json={"role": "admin"})).json()["url"]
        await admin.patch("/api/users/uma", json={"role": "learner"})
        assert (await accept(client, url)).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "param"),
    [
        ({"password": "too short"}, "password"),
        ({"password": "nia@example.org"}, "password"),
        ({"password": "aaaaaaaaaaaaaaa"}, "password"),
        ({"email": "nowhere"}, "email"),
        ({"email": "eva@example.org"}, "email"),
        ({"name": "  "}, "name"),
    ],
)
async def test_what_cannot_be_an_account_leaves_the_invitation_usable(
    world: World, wrong: dict[str, str], param: str
) -> None:
    await enrol(world, "eva", Role.ADMIN)
    async with browser(world, "eva") as admin, browser(world) as client:
        url = (await admin.post("/api/invitations", json={})).json()["url"]
        refused = await accept(client, url, **wrong)
        assert refused.json()["error"]["param"] == param
        assert (await accept(client, url)).status_code == 200


async def test_an_invitation_is_good_for_some_days(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await enrol(world, "eva", Role.ADMIN)
    async with browser(world, "eva") as admin, browser(world) as client:
        made = (await admin.post("/api/invitations", json={})).json()
        assert made["expires_at"] - made["created_at"] == 7 * DAY_MS
        monkeypatch.setattr("feedbackyes.api.invitations.now_ms", lambda: made["expires_at"])
        assert (await accept(client, made["url"])).status_code == 404


async def test_the_first_admin_comes_by_the_setup_link_and_takes_over_what_was_there(
    world: World, settings: Settings
) -> None:
    await world.session("old", owner="local")
    token = await setup_token(settings, world.services.database)
    spare = await setup_token(settings, world.services.database)
    async with browser(world) as client:
        told = (await client.get(f"/api/invitations/{token}")).json()
        assert (told["purpose"], told["role"], told["local_talks"]) == ("setup", "admin", 1)
        me = (await accept(client, f"/{token}", take_over=True)).json()
        assert me["role"] == "admin"
        assert (await client.get("/api/auth")).json()["needs_setup"] is False
        mine = (await client.get("/api/sessions")).json()["items"]
        assert [(one["id"], one["may"].count("delete")) for one in mine] == [("old", 1)]
        assert (await accept(client, f"/{spare}", email="other@example.org")).status_code == 404
    assert await setup_token(settings, world.services.database) == ""


async def test_a_server_without_accounts_needs_no_setup(world: World, tmp_path: Path) -> None:
    assert await setup_token(Settings(data=tmp_path), world.services.database) == ""
