"""What stands for somebody for a while, on every node: client tokens, client secrets of the engine, tickets for WebSockets.

Where several processes serve, whoever was given one here may show it at another one. Only hashes are keys; what they stand for
is in Redis for as long as it holds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import asdict
from typing import Any

import msgspec

from feedbackyes.api.tickets import LIFE_SECONDS, BadTicket
from feedbackyes.cluster import Shared
from feedbackyes.domain.admission import Admission
from feedbackyes.domain.errors import TooMany
from feedbackyes.domain.principal import Principal, Role, SignIn, TrainerKind
from feedbackyes.engine import ClientSecret, ClientSecrets
from feedbackyes.gateway.tokens import PER_MINUTE, ClientTokens, Grant

PREFIX = "ek_"
_KIND, _TICKET = "lent", "ticket"
_encode, _decode = msgspec.msgpack.Encoder().encode, msgspec.msgpack.decode


class Lent:
    """Of one node."""

    def __init__(self, shared: Shared, tokens: ClientTokens, secrets: ClientSecrets) -> None:
        self._shared, self._tokens, self._secrets = shared, tokens, secrets

    async def grant(self, token: str, grant: Grant, wishes: Mapping[str, Any], *, now: float) -> None:
        """A client token was given out."""
        told = {
            "grant": _of(grant.principal),
            "session_id": grant.session_id,
            "until": grant.expires_at,
            "wishes": wishes,
        }
        await self._shared.put(_KIND, _hash(token), _encode(told), grant.expires_at - now)

    async def secret(self, token: str, secret: ClientSecret, until: int, *, now: float) -> None:
        """A client secret of the engine was given out."""
        told = {"secret": _of(secret.owner), "session": secret.session, "until": until}
        await self._shared.put(_KIND, _hash(token), _encode(told), until - now)

    async def ticket(self, token: str, admission: Admission) -> None:
        """A ticket was given out."""
        told = {"by": _of(admission.principal), "sign_in": admission.sign_in, "login_id": admission.login_id}
        await self._shared.put(_TICKET, _hash(token), _encode(told), LIFE_SECONDS)

    async def redeem(self, ticket: str) -> Admission:
        """Whose ticket it is; from now on it is used, on every node. Raises `BadTicket`."""
        found = await self._shared.take(_TICKET, _hash(ticket))
        if found is None:
            raise BadTicket(
                f"This ticket is not known, was used, or is more than {LIFE_SECONDS} s old. Ask POST /api/ws-ticket."
            )
        told = _decode(found)
        return Admission(_person(told["by"]), sign_in=SignIn(told["sign_in"]), login_id=told["login_id"])

    async def withdraw(self, hashes: Collection[bytes]) -> None:
        """These tickets are good for nothing any more."""
        for one in hashes:
            await self._shared.take(_TICKET, one.hex())

    async def bring(self, token: str) -> None:
        """Know a token that another node has given out, if one has."""
        if token in self._tokens or token in self._secrets:
            return
        found = await self._shared.get(_KIND, _hash(token))
        if found is None:
            return
        told = _decode(found)
        if "grant" in told:
            grant = Grant(_person(told["grant"]), told["session_id"], told["until"])
            self._tokens.learn(token, grant, told["wishes"])
        else:
            self._secrets.learn(token, ClientSecret(_person(told["secret"]), told["session"]), told["until"])

    async def check_quota(self, principal: Principal) -> None:
        """Raise `TooMany` when this person has had enough client tokens for this minute, wherever."""
        if await self._shared.count("tokens", principal.id, 60) > PER_MINUTE:
            raise TooMany(f"You may have {PER_MINUTE} tokens a minute. Try again in a while.", code="token_quota")


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _of(person: Principal) -> dict[str, Any]:
    return asdict(person)


def _person(told: Mapping[str, Any]) -> Principal:
    kind = told["trainer_kind"]
    return Principal(**{**told, "role": Role(told["role"]), "trainer_kind": TrainerKind(kind) if kind else None})
