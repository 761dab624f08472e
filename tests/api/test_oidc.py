"""Signing in at an identity provider: a real one, in a process of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from feedbackyes.domain.principal import Role, TrainerKind
from feedbackyes.settings import Settings
from feedbackyes.storage import people
from tests.api.accounts import browser, enrol
from tests.api.conftest import World
from tests.identity import Identities, identity_provider, sign_in_there

BASE = "http://localhost:8000"


@pytest.fixture(scope="module")
def idp() -> Iterator[Identities]:
    with identity_provider([BASE + "/api/auth/oidc/callback"]) as found:
        yield found


@pytest.fixture
def settings(tmp_path: Path, idp: Identities) -> Settings:
    return Settings(
        data=tmp_path,
        accounts="on",
        oidc_role_claim="groups",
        oidc_roles={"coaches": "Formateur-ext"},
        oidc_team_claim="department",
        oidc_teams={"dept-12": "Blue"},
        oidc_domains=("joined.example",),
        **idp.settings,
    )


async def go(client: httpx.AsyncClient, login: str, **query: str) -> httpx.Response:
    """Sign in as somebody; gives the answer to coming back."""
    begun = await client.get("/api/auth/oidc/login", params=query)
    assert begun.status_code == 303
    return await client.get(await sign_in_there(begun.headers["location"], login))


def why(answer: httpx.Response) -> str:
    """The reason that the sign-in page is told."""
    assert answer.status_code == 303
    target = urlsplit(answer.headers["location"])
    assert (target.path, target.netloc) == ("/sign-in", "")
    return parse_qs(target.query)["error"][0]


async def test_somebody_with_a_verified_address_gets_into_their_account(world: World) -> None:
    await enrol(world, "leo", team="red", password=False)
    async with browser(world) as client:
        assert (await client.get("/api/auth")).json()["oidc"] == {"name": "Single sign-on"}
        back = await go(client, "leo", next="/history?x=1")
        assert (back.status_code, back.headers["location"]) == (303, "/history?x=1")
        me = (await client.get("/api/me")).json()
        assert (me["id"], me["sign_in"], me["team"]["name"]) == ("leo", "oidc", "Red")
        again = await go(client, "leo")
        assert again.headers["location"] == "/"
        assert (await client.get("/api/me")).json()["id"] == "leo"


async def test_an_invitation_makes_an_account_with_the_role_that_the_provider_says(world: World) -> None:
    await enrol(world, "eva", Role.ADMIN)
    async with browser(world, "eva") as admin, browser(world) as client:
        made = (await admin.post("/api/invitations", json={"role": "Formé", "team_id": "red"})).json()
        token = made["url"].rsplit("/", 1)[1]
        assert (await go(client, "tina", invitation=token)).headers["location"] == "/"
        me = (await client.get("/api/me")).json()
        assert (me["name"], me["email"], me["team_id"]) == ("Tina Trainer", "tina@example.org", "red")
        assert (me["role"], me["trainer_kind"]) == (Role.TRAINER, TrainerKind.EXTERNAL)
        assert (await admin.get("/api/invitations")).json()["items"] == []
        assert (await admin.get(f"/api/invitations/{token}")).status_code == 404


async def test_a_domain_that_may_join_needs_no_invitation(world: World) -> None:
    async with browser(world) as client:
        assert (await go(client, "zoe")).headers["location"] == "/"
        me = (await client.get("/api/me")).json()
    assert (me["email"], me["role"], me["team_id"]) == ("zoe@joined.example", "learner", "blue")


async def test_a_stranger_needs_an_invitation(world: World) -> None:
    async with browser(world) as client:
        assert why(await go(client, "tina")) == "invitation_needed"
        assert why(await go(client, "tina", invitation="fyi_none")) == "invitation_gone"
        assert (await client.get("/api/me")).status_code == 401


async def test_an_address_that_is_not_verified_leads_into_nobodys_account(world: World) -> None:
    await enrol(world, "leo")
    async with browser(world) as client:
        assert why(await go(client, "mallory")) == "invitation_needed"
    async with world.services.database.begin() as tx:
        await people.change(tx, "leo", email_verified=False)
    async with browser(world) as client:
        assert why(await go(client, "leo")) == "address_taken"


async def test_an_invitation_for_an_address_is_for_nobody_else(world: World) -> None:
    await enrol(world, "eva", Role.ADMIN)
    async with browser(world, "eva") as admin, browser(world) as client:
        made = (await admin.post("/api/invitations", json={"email": "somebody@example.org"})).json()
        assert why(await go(client, "sue", invitation=made["url"].rsplit("/", 1)[1])) == "invitation_for_other"


async def test_who_is_disabled_stays_out(world: World) -> None:
    await enrol(world, "leo")
    async with browser(world) as client:
        await go(client, "leo")
        async with world.services.database.begin() as tx:
            await people.change(tx, "leo", disabled_at=1)
        assert why(await go(client, "leo")) == "disabled"


async def test_the_last_admin_stays_one_whatever_the_provider_says(world: World) -> None:
    await enrol(world, "tina", Role.ADMIN)
    async with browser(world) as client:
        assert (await go(client, "tina")).headers["location"] == "/"
        assert (await client.get("/api/me")).json()["role"] == "admin"


async def test_an_answer_counts_once_and_only_in_the_browser_that_asked(world: World) -> None:
    await enrol(world, "leo")
    async with browser(world) as client, browser(world) as other:
        begun = await client.get("/api/auth/oidc/login")
        back = await sign_in_there(begun.headers["location"], "leo")
        assert why(await other.get(back)) == "expired"
        assert why(await client.get(back)) == "expired"
        begun = await client.get("/api/auth/oidc/login")
        back = await sign_in_there(begun.headers["location"], "leo")
        assert (await client.get(back)).headers["location"] == "/"
        assert why(await client.get(back)) == "expired"
        assert why(await client.get("/api/auth/oidc/callback?code=x&state=y")) == "expired"


async def test_another_providers_answer_or_a_code_of_nobody_is_not_believed(world: World) -> None:
    async with browser(world) as client:
        for wrong in ({"code": "stolen"}, {"iss": "https://evil.example"}):
            begun = await client.get("/api/auth/oidc/login")
            back = httpx.URL(await sign_in_there(begun.headers["location"], "leo"))
            assert why(await client.get(back.copy_merge_params(wrong))) == "untrusted"


async def test_who_says_no_there_is_told_so(world: World, idp: Identities) -> None:
    async with browser(world) as client:
        state = parse_qs(urlsplit((await client.get("/api/auth/oidc/login")).headers["location"]).query)["state"][0]
        params = {"error": "access_denied", "state": state, "iss": idp.issuer}
        assert why(await client.get("/api/auth/oidc/callback", params=params)) == "denied"


@pytest.mark.parametrize(
    "next_", ["//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example", "x"]
)
async def test_no_address_leads_to_another_host(world: World, next_: str) -> None:
    await enrol(world, "leo")
    async with browser(world) as client:
        assert (await go(client, "leo", next=next_)).headers["location"] == "/"
