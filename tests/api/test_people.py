"""Who has an account: managed by admins, seen by trainers of the team, by nobody else."""

from __future__ import annotations

from pathlib import Path

import pytest

from feedbackyes.domain.principal import Role, TrainerKind
from feedbackyes.settings import Settings
from feedbackyes.storage import sessions
from tests.api.accounts import PASSWORD, browser, enrol
from tests.api.conftest import World


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path, accounts="on")


@pytest.fixture
async def crew(world: World) -> World:
    """An admin who signs in, a trainer inside and one from outside, and two learners."""
    await enrol(world, "eva", Role.ADMIN)
    await enrol(world, "ina", Role.TRAINER, team="red")
    await enrol(world, "ed", Role.TRAINER, team="red", kind=TrainerKind.EXTERNAL)
    await enrol(world, "lea", team="red")
    await enrol(world, "lou", team="blue")
    return world


async def test_admins_see_everybody_and_trainers_their_team(crew: World) -> None:
    async with browser(crew, "eva") as client:
        first = (await client.get("/api/users", params={"limit": 4})).json()
        second = (await client.get("/api/users", params={"limit": 200, "cursor": first["next_cursor"]})).json()
        names = [one["name"] for one in first["items"] + second["items"]]
        assert names == sorted(names)
        assert len(names) == 9
        found = (await client.get("/api/users", params={"q": "LEA@"})).json()["items"]
        assert [(one["id"], one["team"]["name"], one["disabled"]) for one in found] == [("lea", "Red", False)]
    async with browser(crew, "ina") as client:
        seen = (await client.get("/api/users")).json()["items"]
        assert {one["id"] for one in seen} == {"ina", "ed", "lea", "ann", "tim"}
        assert [team["id"] for team in (await client.get("/api/teams")).json()["items"]] == ["red"]


@pytest.mark.parametrize("who", ["ed", "lea"])
async def test_trainers_from_outside_and_learners_see_and_invite_nobody(crew: World, who: str) -> None:
    async with browser(crew, who) as client:
        for path in ("/api/users", "/api/teams", "/api/invitations", "/api/audit"):
            assert (await client.get(path)).status_code == 403, path
        assert (await client.post("/api/invitations", json={})).status_code == 403


@pytest.mark.parametrize("who", ["ina", "ed", "lea"])
async def test_only_admins_change_people_and_teams(crew: World, who: str) -> None:
    async with browser(crew, who) as client:
        answers = [
            await client.patch("/api/users/lea", json={"role": "admin"}),
            await client.delete("/api/users/lou"),
            await client.post("/api/users/lea/sign-out"),
            await client.post("/api/users/lea/password-link"),
            await client.post("/api/teams", json={"name": "Green"}),
            await client.patch("/api/teams/red", json={"name": "Green"}),
            await client.delete("/api/teams/red"),
        ]
    assert [answer.status_code for answer in answers] == [403] * 7


async def test_another_role_is_there_at_once_and_takes_signing_in_again(crew: World) -> None:
    async with browser(crew, "eva") as admin, browser(crew, "lea") as client:
        assert (await client.get("/api/me")).json()["role"] == "learner"
        changed = (await admin.patch("/api/users/lea", json={"role": "Formateur-ext", "team_id": "blue"})).json()
        assert (changed["role"], changed["trainer_kind"], changed["team"]["name"]) == ("trainer", "external", "Blue")
        assert (await client.get("/api/me")).status_code == 401
        told = (await admin.get("/api/audit", params={"action": "user.changed"})).json()["items"][0]
    assert (told["actor"]["id"], told["subject"]) == ("eva", "user:lea")
    assert told["detail"]["before"] == {"role": "learner", "trainer_kind": None, "team_id": "red"}
    assert told["detail"]["after"] == {"role": "trainer", "trainer_kind": "external", "team_id": "blue"}


async def test_who_is_disabled_is_out_with_logins_tokens_and_talks(crew: World) -> None:
    async with browser(crew, "eva") as admin, browser(crew, "lea") as client:
        token = (await client.post("/api/me/tokens", json={"label": "script"})).json()["token"]
        bearer = {"Authorization": f"Bearer {token}"}
        begun = (await client.post("/api/sessions", json={})).json()["id"]
        async with browser(crew) as machine:
            assert (await machine.get("/api/me", headers=bearer)).json()["sign_in"] == "token"
            assert (await admin.patch("/api/users/lea", json={"disabled": True})).json()["disabled"] is True
            assert (await machine.get("/api/me", headers=bearer)).status_code == 401
        assert (await client.get("/api/me")).status_code == 401
        again = await client.post("/api/auth/login", json={"email": "lea@example.org", "password": PASSWORD})
        assert again.json()["error"]["code"] == "wrong_credentials"
        assert crew.gateway.stopped == [begun]
        assert (await admin.patch("/api/users/lea", json={"disabled": False})).json()["disabled"] is False
        again = await client.post("/api/auth/login", json={"email": "lea@example.org", "password": PASSWORD})
        assert again.status_code == 200


@pytest.mark.parametrize("change", [{"role": "trainer"}, {"disabled": True}])
async def test_the_last_admin_who_can_sign_in_stays(crew: World, change: dict[str, object]) -> None:
    """Eve, of the tokens, is an admin as well, but cannot sign in."""
    async with browser(crew, "eva") as client:
        refused = await client.patch("/api/users/eva", json=change)
        assert refused.json()["error"]["code"] == "last_admin"
        assert (await client.delete("/api/users/eva")).status_code == 409
        await enrol(crew, "uma", Role.ADMIN)
        assert (await client.patch("/api/users/eva", json=change)).status_code == 200


async def test_signing_somebody_out_leaves_their_tokens(crew: World) -> None:
    async with browser(crew, "eva") as admin, browser(crew, "lea") as client:
        token = (await client.post("/api/me/tokens", json={"label": "script"})).json()["token"]
        assert (await admin.post("/api/users/lea/sign-out")).status_code == 204
        assert (await client.get("/api/me")).status_code == 401
        assert (await client.get("/api/me", headers={"Authorization": f"Bearer {token}"})).status_code == 200


async def test_deleting_somebody_takes_their_talks_along(crew: World) -> None:
    async with browser(crew, "lou") as client:
        begun = (await client.post("/api/sessions", json={})).json()["id"]
    async with browser(crew, "eva") as admin:
        assert (await admin.delete("/api/users/lou")).status_code == 204
        assert (await admin.delete("/api/users/lou")).status_code == 404
    async with crew.services.database.read() as tx:
        assert await sessions.find(tx, begun) is None


async def test_an_address_is_one_persons(crew: World) -> None:
    async with browser(crew, "eva") as client:
        taken = await client.patch("/api/users/lea", json={"email": "LOU@example.org"})
        assert taken.json()["error"]["code"] == "email_taken"
        wrong = await client.patch("/api/users/lea", json={"email": "no address"})
        assert wrong.status_code == 400
        assert (await client.patch("/api/users/nobody", json={"name": "X"})).status_code == 404
        assert (await client.patch("/api/users/lea", json={"team_id": "none"})).status_code == 404
        assert (await client.patch("/api/users/lea", json={"role": "king"})).status_code == 400


async def test_teams_are_made_renamed_and_deleted_without_their_people(crew: World) -> None:
    async with browser(crew, "eva") as client:
        made = (await client.post("/api/teams", json={"name": " Sales  West "})).json()
        assert made["name"] == "Sales West"
        assert (await client.post("/api/teams", json={"name": "sales west"})).status_code == 409
        assert (await client.patch("/api/users/lou", json={"team_id": made["id"]})).json()["team"][
            "name"
        ] == "Sales West"
        renamed = (await client.patch(f"/api/teams/{made['id']}", json={"name": "Sales"})).json()
        assert (renamed["name"], renamed["members"]) == ("Sales", 1)
        assert (await client.delete(f"/api/teams/{made['id']}")).status_code == 204
        lou = (await client.get("/api/users", params={"q": "lou@"})).json()["items"][0]
        assert lou["team"] is None
        done = [one["action"] for one in (await client.get("/api/audit", params={"action": "team"})).json()["items"]]
    assert done == ["team.deleted", "team.renamed", "team.created"]


async def test_the_audit_log_is_paged_and_found_by_who_did_it(crew: World) -> None:
    async with browser(crew, "eva") as client, browser(crew, "lea"):
        first = (await client.get("/api/audit", params={"limit": 1})).json()
        second = (await client.get("/api/audit", params={"cursor": first["next_cursor"]})).json()
        assert [one["actor"]["name"] for one in first["items"] + second["items"]] == ["Lea", "Eva"]
        leas = (await client.get("/api/audit", params={"actor": "lea"})).json()["items"]
        assert [one["action"] for one in leas] == ["user.signed_in"]
        assert (await client.get("/api/audit", params={"cursor": "x"})).status_code == 400
