"""The identity provider: OpenID Connect Core 1.0, authorization code with PKCE (RFC 7636), and its signed ID tokens.

joserfc checks signatures and claims. Of its algorithms only those with a public key are ever let through: with one of a
shared secret, whoever knows the public key could sign. The rest is a few requests, which httpx makes.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import httpx
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from feedbackyes.domain.errors import Failed, Unauthorised
from feedbackyes.settings import Settings

ALGORITHMS = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"})
SKEW_SECONDS = 60
TIMEOUT_SECONDS = 10.0
METADATA_SECONDS = 3600.0
KEYS_AGAIN_SECONDS = 10.0
"""Keys that do not fit are asked for again, but not more often than that: anybody may send tokens that do not fit."""
MOST_BYTES = 2**20


class ProviderUnreachable(Failed):
    """The identity provider did not answer as one."""

    code = "identity_provider_unreachable"


class Untrusted(Unauthorised):
    """What is said to come from the identity provider does not, or is not for us."""

    code = "identity_not_believed"


class IdentityProvider:
    """One issuer. Asked when somebody signs in, so that a server starts without it."""

    def __init__(
        self,
        settings: Settings,
        clock: Callable[[], float] = time.time,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self.issuer = settings.oidc_issuer
        self._client_id, self._secret = settings.oidc_client_id, settings.oidc_client_secret
        self._scopes = settings.oidc_scopes
        self._clock = clock
        self._http = httpx.AsyncClient(timeout=TIMEOUT_SECONDS, follow_redirects=False, transport=transport)
        self._metadata: tuple[float, Mapping[str, Any]] | None = None
        self._keys: tuple[float, KeySet] | None = None
        self._asking = asyncio.Lock()

    async def authorization_url(self, redirect_uri: str, *, state: str, nonce: str, verifier: str) -> str:
        """Where to send the browser. Raises `ProviderUnreachable`."""
        metadata = await self._described()
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        query = {
            "response_type": "code",
            "client_id": self._client_id,
            "redirect_uri": redirect_uri,
            "scope": self._scopes,
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        endpoint = str(metadata["authorization_endpoint"])
        return endpoint + ("&" if urlsplit(endpoint).query else "?") + urlencode(query)

    async def check_issuer(self, named: str | None) -> None:
        """Raise `Untrusted` when an answer is another provider's (RFC 9207)."""
        promised = (await self._described()).get("authorization_response_iss_parameter_supported") is True
        if named != self.issuer and (named is not None or promised):
            raise Untrusted("The answer is not from the identity provider of this server.")

    async def identify(self, code: str, redirect_uri: str, *, nonce: str, verifier: str) -> Mapping[str, Any]:
        """Who has signed in there.

        Returns:
            The claims of the ID token, and of the user info where they say more.

        Raises:
            ProviderUnreachable, Untrusted.
        """
        metadata = await self._described()
        answer = await self._redeem(metadata, code, redirect_uri, verifier)
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise Untrusted("The identity provider's answer has no ID token.")
        claims = await self._verified(metadata, token, nonce)
        return {**await self._user_info(metadata, answer, str(claims["sub"])), **claims}

    async def close(self) -> None:
        await self._http.aclose()

    async def _described(self) -> Mapping[str, Any]:
        async with self._asking:
            if self._metadata is None or self._metadata[0] < self._clock() - METADATA_SECONDS:
                url = self.issuer.rstrip("/") + "/.well-known/openid-configuration"
                found = await self._json(self._http.build_request("GET", url))
                if found.get("issuer") != self.issuer:
                    raise ProviderUnreachable(f"{url} describes {found.get('issuer')!r}, not {self.issuer!r}.")
                for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
                    self._check_endpoint(name, found.get(name))
                self._metadata = (self._clock(), found)
            return self._metadata[1]

    def _check_endpoint(self, name: str, url: object) -> None:
        """As safe as the issuer itself."""
        if not isinstance(url, str) or urlsplit(url).scheme not in {"https", urlsplit(self.issuer).scheme}:
            raise ProviderUnreachable(f"The identity provider's {name} cannot be used: {url!r}.")

    async def _redeem(
        self, metadata: Mapping[str, Any], code: str, redirect_uri: str, verifier: str
    ) -> Mapping[str, Any]:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": verifier,
        }
        headers = {}
        methods = metadata.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        if self._secret and "client_secret_basic" in methods:
            # Both are form-encoded first (RFC 6749, section 2.3.1).
            pair = f"{quote(self._client_id, safe='')}:{quote(self._secret, safe='')}"
            headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
        else:
            form |= {"client_id": self._client_id, **({"client_secret": self._secret} if self._secret else {})}
        request = self._http.build_request("POST", str(metadata["token_endpoint"]), data=form, headers=headers)
        try:
            return await self._json(request)
        except ProviderUnreachable as error:
            raise Untrusted(f"The identity provider did not take the code. {error.message}") from error

    async def _verified(self, metadata: Mapping[str, Any], token: str, nonce: str) -> Mapping[str, Any]:
        offered = metadata.get("id_token_signing_alg_values_supported", ["RS256"])
        algorithms = sorted(ALGORITHMS.intersection(offered))
        try:
            claims = await self._signed(metadata, token, algorithms)
            self._check_claims(claims, nonce)
        except (JoseError, ValueError) as error:
            raise Untrusted(f"The ID token is not to be believed: {error}.") from error
        return claims

    async def _signed(self, metadata: Mapping[str, Any], token: str, algorithms: list[str]) -> dict[str, Any]:
        """The claims of a token that one of the provider's keys has signed; it may have new ones."""
        try:
            return jwt.decode(token, await self._key_set(metadata), algorithms=algorithms).claims
        except (JoseError, ValueError):
            fresh = await self._key_set(metadata, again=True)
            return jwt.decode(token, fresh, algorithms=algorithms).claims

    def _check_claims(self, claims: Mapping[str, Any], nonce: str) -> None:
        """OpenID Connect Core 1.0, section 3.1.3.7."""
        registry = jwt.JWTClaimsRegistry(
            now=lambda: int(self._clock()),
            leeway=SKEW_SECONDS,
            iss={"essential": True, "value": self.issuer},
            sub={"essential": True},
            aud={"essential": True, "value": self._client_id},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        registry.validate(dict(claims))
        audience, party = claims["aud"], claims.get("azp")
        if (isinstance(audience, list) and len(audience) > 1 and party is None) or party not in (None, self._client_id):
            raise ValueError("it was made for another client")

    async def _key_set(self, metadata: Mapping[str, Any], *, again: bool = False) -> KeySet:
        async with self._asking:
            now = self._clock()
            age = None if self._keys is None else now - self._keys[0]
            if self._keys is None or age is None or age > METADATA_SECONDS or (again and age >= KEYS_AGAIN_SECONDS):
                found = await self._json(self._http.build_request("GET", str(metadata["jwks_uri"])))
                try:
                    keys = KeySet.import_key_set({"keys": [one for one in found["keys"] if _signs(one)]})
                except (JoseError, KeyError, TypeError, ValueError) as error:
                    raise ProviderUnreachable("The identity provider's keys cannot be read.") from error
                self._keys = (now, keys)
            return self._keys[1]

    async def _user_info(
        self, metadata: Mapping[str, Any], answer: Mapping[str, Any], subject: str
    ) -> Mapping[str, Any]:
        """What the provider tells beside the ID token; many tell the address here only."""
        endpoint, token = metadata.get("userinfo_endpoint"), answer.get("access_token")
        if not isinstance(endpoint, str) or not isinstance(token, str):
            return {}
        self._check_endpoint("userinfo_endpoint", endpoint)
        request = self._http.build_request("GET", endpoint, headers={"Authorization": f"Bearer {token}"})
        found = await self._json(request)
        if found.get("sub") != subject:
            raise Untrusted("The identity provider tells of another person than the ID token does.")
        return found

    async def _json(self, request: httpx.Request) -> Mapping[str, Any]:
        """The object that is answered. Raises `ProviderUnreachable`."""
        where = request.url.copy_with(query=None)
        try:
            answer = await self._http.send(request, stream=True)
            try:
                content = b""
                async for piece in answer.aiter_bytes():
                    content += piece
                    if len(content) > MOST_BYTES:
                        raise ProviderUnreachable(f"{where} answers more than {MOST_BYTES} bytes.")
            finally:
                await answer.aclose()
            if answer.status_code != httpx.codes.OK:
                raise ProviderUnreachable(f"{where} answers {answer.status_code}.")
            found = httpx.Response(200, content=content).json()
        except (httpx.HTTPError, ValueError) as error:
            raise ProviderUnreachable(f"{where} cannot be reached: {str(error) or type(error).__name__}.") from error
        if not isinstance(found, dict):
            raise ProviderUnreachable(f"{where} answers no JSON object.")
        return found


def _signs(key: Mapping[str, Any]) -> bool:
    """Whether it is a public key for signatures."""
    return key.get("kty") in ("RSA", "EC", "OKP") and key.get("use", "sig") == "sig"
