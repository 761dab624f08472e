"""What is believed of an identity provider: its own tokens and nobody else's."""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from feedbackyes.api.identity_provider import IdentityProvider, ProviderUnreachable, Untrusted
from feedbackyes.settings import Settings

ISSUER = "https://id.example"
NOW = 1_700_000_000
KEYS = {name: RSAKey.generate_key(2048, {"kid": name, "use": "sig"}) for name in ("one", "two")}


class Forger:
    """A provider that says whatever a test wants."""

    def __init__(self) -> None:
        self.now = float(NOW)
        self.metadata: dict[str, Any] = {
            "issuer": ISSUER,
            "authorization_endpoint": f"{ISSUER}/auth",
            "token_endpoint": f"{ISSUER}/token",
            "jwks_uri": f"{ISSUER}/keys",
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
        }
        self.keys = ["one"]
        self.asked_for_keys = 0
        self.token = self.signed()
        self.user_info: dict[str, Any] = {"sub": "ada"}

    def claims(self, **others: Any) -> dict[str, Any]:
        good = {"iss": ISSUER, "aud": "us", "sub": "ada", "nonce": "n", "iat": NOW - 5, "exp": NOW + 300}
        return {name: value for name, value in (good | others).items() if value is not None}

    def signed(self, key: str = "one", **others: Any) -> str:
        return jwt.encode({"alg": "RS256", "kid": key}, self.claims(**others), KEYS[key])

    def answer(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if path.endswith("openid-configuration"):
            return httpx.Response(200, json=self.metadata)
        if path == "/keys":
            self.asked_for_keys += 1
            return httpx.Response(200, json={"keys": [KEYS[name].as_dict(private=False) for name in self.keys]})
        if path == "/userinfo":
            return httpx.Response(200, json=self.user_info)
        return httpx.Response(200, json={"access_token": "a", "token_type": "Bearer", "id_token": self.token})


@pytest.fixture
def forger() -> Forger:
    return Forger()


@pytest.fixture
async def provider(forger: Forger) -> AsyncIterator[IdentityProvider]:
    settings = Settings(oidc_issuer=ISSUER, oidc_client_id="us", oidc_client_secret="s")
    made = IdentityProvider(settings, clock=lambda: forger.now, transport=httpx.MockTransport(forger.answer))
    yield made
    await made.close()


def segment(value: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


async def identify(provider: IdentityProvider) -> dict[str, Any]:
    return dict(await provider.identify("code", "https://us.example/back", nonce="n", verifier="v"))


async def test_a_token_of_the_provider_is_believed(provider: IdentityProvider) -> None:
    assert (await identify(provider))["sub"] == "ada"


@pytest.mark.parametrize(
    "wrong",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"iss": "https://evil.example"},
        {"iss": None},
        {"aud": "somebody-else"},
        {"aud": None},
        {"aud": ["us", "them"]},
        {"aud": ["us", "them"], "azp": "them"},
        {"azp": "them"},
        {"exp": NOW - 61},
        {"exp": None},
        {"iat": NOW + 120},
        {"sub": None},
    ],
)
async def test_claims_that_are_not_for_us_now_are_refused(
    provider: IdentityProvider, forger: Forger, wrong: dict[str, Any]
) -> None:
    forger.token = forger.signed(**wrong)
    with pytest.raises(Untrusted):
        await identify(provider)


async def test_clocks_may_differ_by_a_minute(provider: IdentityProvider, forger: Forger) -> None:
    forger.token = forger.signed(exp=NOW - 30, iat=NOW + 30)
    assert (await identify(provider))["sub"] == "ada"


async def test_an_unsigned_token_is_refused(provider: IdentityProvider, forger: Forger) -> None:
    for header in ({"alg": "none"}, {"alg": "None", "kid": "one"}):
        forger.token = f"{segment(header)}.{segment(forger.claims())}."
        with pytest.raises(Untrusted):
            await identify(provider)


async def test_a_public_key_signs_nothing(provider: IdentityProvider, forger: Forger) -> None:
    """HS256 with the provider's public key, or our own secret, in place of a signature."""
    for secret in (KEYS["one"].as_pem(private=False), b"s", b""):
        said = f"{segment({'alg': 'HS256', 'kid': 'one'})}.{segment(forger.claims())}"
        mark = base64.urlsafe_b64encode(hmac.digest(secret, said.encode(), "sha256")).rstrip(b"=").decode()
        forger.token = f"{said}.{mark}"
        with pytest.raises(Untrusted):
            await identify(provider)


async def test_a_key_that_the_token_brings_along_does_not_count(provider: IdentityProvider, forger: Forger) -> None:
    foreign = KEYS["two"]
    header = {"alg": "RS256", "kid": "one", "jwk": foreign.as_dict(private=False)}
    forger.token = jwt.encode(header, forger.claims(), foreign)
    with pytest.raises(Untrusted):
        await identify(provider)


async def test_new_keys_are_asked_for_but_not_for_every_forgery(provider: IdentityProvider, forger: Forger) -> None:
    await identify(provider)
    forger.keys, forger.token = ["two"], forger.signed("two")
    with pytest.raises(Untrusted):
        await identify(provider)
    assert forger.asked_for_keys == 1
    forger.now += 11
    assert (await identify(provider))["sub"] == "ada"
    assert forger.asked_for_keys == 2
    forger.token = forger.signed("one")
    for _ in range(3):
        with pytest.raises(Untrusted):
            await identify(provider)
    assert forger.asked_for_keys == 2


async def test_user_info_adds_to_the_token_and_is_of_the_same_person(
    provider: IdentityProvider, forger: Forger
) -> None:
    forger.metadata["userinfo_endpoint"] = f"{ISSUER}/userinfo"
    forger.user_info = {"sub": "ada", "email": "ada@example.org", "iss": "https://evil.example"}
    found = await identify(provider)
    assert (found["email"], found["iss"]) == ("ada@example.org", ISSUER)
    forger.user_info = {"sub": "bob"}
    with pytest.raises(Untrusted):
        await identify(provider)


@pytest.mark.parametrize(
    "wrong",
    [{"issuer": "https://evil.example"}, {"token_endpoint": "http://id.example/token"}, {"jwks_uri": None}],
)
async def test_a_description_that_does_not_fit_is_not_used(
    provider: IdentityProvider, forger: Forger, wrong: dict[str, Any]
) -> None:
    forger.metadata |= wrong
    with pytest.raises(ProviderUnreachable):
        await identify(provider)
