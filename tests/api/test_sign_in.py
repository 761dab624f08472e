"""Signing in with a password, staying signed in, and signing out."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from feedbackyes.api.attempts import Attempts
from feedbackyes.domain.principal import Role
from feedbackyes.settings import Settings
from tests.api.accounts import PASSWORD, browser, enrol
from tests.api.conftest import World


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path, accounts="on")


async def test_nobody_is_anybody_before_signing_in_not_even_on_loopback(world: World) -> None:
    async with browser(world) as client:
        refused = await client.get("/api/me")
        assert refused.status_code == 401
        assert refused.json()["error"]["code"] == "sign_in_required"
        auth = (await client.get("/api/auth")).json()
    assert auth == {"mode": "accounts", "password": True, "oidc": None, "needs_setup": True, "signed_in": False}


async def test_a_password_signs_in_and_a_cookie_keeps_it_so(world: World) -> None:
    await enrol(world, "ada", Role.ADMIN)
    async with browser(world) as client:
        signed = await client.post("/api/auth/login", json={"email": "Ada@Example.org", "password": PASSWORD})
        assert signed.status_code == 200
        cookie = signed.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        assert "Secure" not in cookie
        me = (await client.get("/api/me")).json()
        assert me == signed.json()
        assert (me["email"], me["role"], me["sign_in"], me["single_user"]) == (
            "ada@example.org",
            "admin",
            "password",
            False,
        )
        auth = (await client.get("/api/auth")).json()
    assert (auth["signed_in"], auth["needs_setup"]) == (True, False)


async def test_under_https_the_cookie_is_bound_to_this_host(world: World) -> None:
    await enrol(world, "ada")
    async with browser(world, base_url="https://fy.example.org") as client:
        signed = await client.post("/api/auth/login", json={"email": "ada@example.org", "password": PASSWORD})
        assert signed.headers["set-cookie"].startswith("__Host-feedbackyes_login=fyl_")
        assert "Secure" in signed.headers["set-cookie"]
        assert (await client.get("/api/me")).status_code == 200
        secret = signed.cookies["__Host-feedbackyes_login"]
        client.cookies.clear()
        planted = await client.get("/api/me", headers={"Cookie": f"feedbackyes_login={secret}"})
    assert planted.status_code == 401


@pytest.mark.parametrize(
    ("email", "password"),
    [("ada@example.org", "wrong password!"), ("nobody@example.org", PASSWORD), ("ada@example.org", "")],
)
async def test_what_does_not_belong_together_is_refused_with_one_sentence(
    world: World, email: str, password: str
) -> None:
    await enrol(world, "ada")
    async with browser(world) as client:
        refused = await client.post("/api/auth/login", json={"email": email, "password": password})
    assert refused.status_code == 401
    assert refused.json()["error"]["code"] == "wrong_credentials"
    assert refused.json()["error"]["message"] == "The address and the password do not belong together."
    assert "set-cookie" not in refused.headers


async def test_a_login_is_new_each_time_and_the_old_one_ends(world: World) -> None:
    await enrol(world, "ada")
    async with browser(world) as client:
        client.cookies.set("feedbackyes_login", "fyl_chosen-by-somebody-else")
        body = {"email": "ada@example.org", "password": PASSWORD}
        first = (await client.post("/api/auth/login", json=body)).cookies["feedbackyes_login"]
        client.cookies.clear()
        client.cookies.set("feedbackyes_login", first)
        second = (await client.post("/api/auth/login", json=body)).cookies["feedbackyes_login"]
        client.cookies.clear()
        assert first != second
        assert (await client.get("/api/me", headers={"Cookie": f"feedbackyes_login={first}"})).status_code == 401
        assert (await client.get("/api/me", headers={"Cookie": f"feedbackyes_login={second}"})).status_code == 200


async def test_signing_out_ends_the_login_at_once(world: World) -> None:
    await enrol(world, "ada")
    async with browser(world, "ada") as client:
        kept = client.cookies["feedbackyes_login"]
        assert (await client.post("/api/auth/logout")).status_code == 204
        assert "feedbackyes_login" not in client.cookies
        again = await client.get("/api/me", headers={"Cookie": f"feedbackyes_login={kept}"})
        assert again.status_code == 401
        assert (await client.post("/api/auth/logout")).status_code == 204


async def test_a_cookie_alone_changes_nothing(world: World) -> None:
    await enrol(world, "ada")
    async with browser(world, "ada") as client:
        del client.headers["Origin"]
        for headers in ({}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}):
            refused = await client.put("/api/consents", json={"recording": True}, headers=headers)
            assert refused.status_code == 403, headers
            assert refused.json()["error"]["code"] == "cross_site"
        for origin in ("https://evil.example", "null", "http://localhost:3000"):
            refused = await client.put("/api/consents", json={"recording": True}, headers={"Origin": origin})
            assert refused.status_code == 403, origin
            assert (await client.get("/api/me", headers={"Origin": origin})).status_code == 403, origin
        assert (await client.get("/api/config")).json()["consents"]["recording"] is None
        fine = await client.put("/api/consents", json={"recording": True}, headers={"Sec-Fetch-Site": "same-origin"})
        assert fine.status_code == 200


async def test_a_login_is_believed_in_its_cookie_only_and_a_token_never_there(world: World) -> None:
    await enrol(world, "ada")
    async with browser(world, "ada") as client:
        secret = client.cookies["feedbackyes_login"]
    async with browser(world) as client:
        assert (await client.get("/api/me", headers={"Authorization": f"Bearer {secret}"})).status_code == 401
        token = world.tokens["ann"]
        for name in ("feedbackyes_login", "feedbackyes_token", "__Host-feedbackyes_login"):
            assert (await client.get("/api/me", headers={"Cookie": f"{name}={token}"})).status_code == 401
        assert (await client.get("/api/me", headers={"Authorization": f"Bearer {token}"})).status_code == 200


async def test_guesses_wait_and_a_password_link_lets_the_victim_in(world: World) -> None:
    world.services.accounts.attempts = Attempts(clock=lambda: 1000.0)
    await enrol(world, "eva", Role.ADMIN)
    await enrol(world, "ada")
    async with browser(world, "eva") as admin, browser(world, peer="192.0.2.7") as client:
        for _ in range(5):
            wrong = {"email": "ada@example.org", "password": "guess guess guess"}
            assert (await client.post("/api/auth/login", json=wrong)).status_code == 401
        right = {"email": "ada@example.org", "password": PASSWORD}
        waits = await client.post("/api/auth/login", json=right)
        assert waits.status_code == 429
        assert waits.json()["error"]["code"] == "too_many_attempts"
        assert int(waits.headers["retry-after"]) >= 1
        link = (await admin.post("/api/users/ada/password-link")).json()["url"]
        token = link.rsplit("/", 1)[1]
        new = "quite another password"
        assert (await client.post(f"/api/invitations/{token}/accept", json={"password": new})).status_code == 200
        assert (await client.get("/api/me")).json()["id"] == "ada"
        assert (await client.post("/api/auth/login", json={**right, "password": new})).status_code == 200
        used = await client.post(f"/api/invitations/{token}/accept", json={"password": new})
    assert used.status_code == 404


async def test_a_server_without_accounts_signs_nobody_in(tmp_path: Path, world: World) -> None:
    world.services.accounts.settings = Settings(data=tmp_path)
    async with browser(world) as client:
        refused = await client.post("/api/auth/login", json={"email": "a@b.c", "password": PASSWORD})
    assert isinstance(refused, httpx.Response)
    assert refused.status_code == 409
    assert refused.json()["error"]["code"] == "no_accounts"
