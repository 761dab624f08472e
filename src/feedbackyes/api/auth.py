"""Who is asking, and may this request come in at all.

Without accounts there is on loopback one user, the local admin, who needs no token; a request that carries a token of
ours is the user whose token it is. Everywhere else each request needs the token of the access link or a user's. With
accounts nobody is anybody before they have signed in, on loopback neither. Two ways of borrowing a browser are closed
here as well: a foreign name for our address (DNS rebinding) and a foreign page (`Origin`).
"""

from __future__ import annotations

import asyncio
import hmac
import ipaddress
import logging
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from feedbackyes.api import lent
from feedbackyes.api.credentials import CREDENTIALS, TICKET, Knock, credentials, login_secrets
from feedbackyes.api.lent import Lent
from feedbackyes.api.proxied import comes_from_afar
from feedbackyes.api.tickets import Tickets
from feedbackyes.domain.admission import Admission
from feedbackyes.domain.errors import Forbidden, InvalidInput, Unauthorised
from feedbackyes.domain.principal import LOCAL_ADMIN, Principal, SignIn
from feedbackyes.engine import ClientSecret, ClientSecrets, secrets
from feedbackyes.gateway.tokens import ClientTokens, Grant
from feedbackyes.settings import Settings
from feedbackyes.storage import Database, api_tokens, logins, people, users

LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
REALTIME_SUBPROTOCOL = "realtime"
ENGINE_PATHS = "/v1/"
CACHE_SECONDS = 10.0
CACHE_SIZE = 1024
NOTED_EVERY_MS = 60_000
"""That a login or token is used is written down so often at most."""

logger = logging.getLogger(__name__)


class WrongHost(InvalidInput):
    """The request calls this server by a name that it does not answer to."""

    code = "wrong_host"


class ForeignOrigin(Forbidden):
    """A web page that may not call this server has sent the request."""

    code = "foreign_origin"


class NeedsToken(Unauthorised):
    code = "token_required"


class NeedsSignIn(Unauthorised):
    """With accounts: nobody is signed in, or not any more."""

    code = "sign_in_required"


class BadToken(Unauthorised):
    code = "invalid_token"


class CrossSite(Forbidden):
    """A browser's cookie came along, but nothing says that our own page has sent it."""

    code = "cross_site"


@dataclass(frozen=True, slots=True)
class _Known:
    """Whom a credential stands for."""

    principal: Principal
    sign_in: SignIn
    login_id: str | None = None


class Door:
    """Lets requests in or says why not."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        *,
        access_token: str,
        client_tokens: ClientTokens | None = None,
        client_secrets: ClientSecrets | None = None,
        clock: Callable[[], float] = time.monotonic,
        wall_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
    ) -> None:
        self._database = database
        self.accounts = settings.with_accounts
        self.tickets = Tickets()
        self.idle_ms = int(settings.login_idle_hours * 3_600_000)
        self._origins = frozenset(settings.origins)
        own = _origin(settings.public_url)
        # Of the origins that may call, those that are only our defaults are pages of whoever sits at that machine.
        self._trusted = self._origins if "origins" in settings.model_fields_set or not self.accounts else frozenset()
        self._own = frozenset({own} if own else ())
        self._https = settings.https
        self.access_token = access_token
        self._client_tokens = client_tokens
        self._client_secrets = client_secrets
        self._clock = clock
        self._wall_ms = wall_ms
        self._known: OrderedDict[str, tuple[float, _Known | None]] = OrderedDict()
        self._changes = 0
        self._noted: OrderedDict[str, float] = OrderedDict()
        self._withdrawing: set[asyncio.Task[None]] = set()
        self.lent: Lent | None = None
        self.forgets: Callable[[str], None] = lambda _: None
        self.on_forget: Callable[[str], None] = lambda _: None
        self.loopback = is_local_name(settings.host) and not settings.proxies

    async def admit(self, knock: Knock) -> Admission:
        """Let a request in.

        Raises:
            WrongHost: called by a foreign name on loopback.
            ForeignOrigin: a foreign web page opens a socket or changes something.
            NeedsToken, NeedsSignIn, BadToken, BadTicket, BadClientToken, BadClientSecret: it is not said, or not
                believed, who asks.
            CrossSite: a cookie says who asks, and not our own page sends it.
            WrongUse, SecretNotForThis: a client token or secret is shown where no call begins.
        """
        self.check_place(knock)
        await self._bring(knock)
        grant = self._granted(knock)
        secret = self.secret(knock) if grant is None else None
        lent = grant.principal if grant else secret.owner if secret else None
        known = await self._who(knock) if lent is None else await self._still(_Known(lent, SignIn.TOKEN))
        query = {key: value for key, value in knock.query if key not in CREDENTIALS}
        offered = knock.subprotocols()
        subprotocol = REALTIME_SUBPROTOCOL if REALTIME_SUBPROTOCOL in offered else None
        session_id = grant.session_id if grant else None
        return Admission(
            known.principal, knock.path, query, subprotocol, session_id, sign_in=known.sign_in, login_id=known.login_id
        )

    def check_place(self, knock: Knock) -> None:
        """Check by which name and from which page the request comes. Raises `WrongHost`, `ForeignOrigin`."""
        try:
            self._check_place(knock)
        except (WrongHost, ForeignOrigin) as wrong:
            logger.warning("Refused %s %r from %s: %s", knock.method, knock.path[:100], knock.client, wrong.message)
            raise

    def _check_place(self, knock: Knock) -> None:
        host = knock.header("host") or ""
        # With accounts a foreign name brings no cookie along, and a proxy may bring the name that people know.
        if self.loopback and not self.accounts and not is_local_name(_hostname(host)):
            raise WrongHost(
                f"This server answers to localhost only, not to {host[:100]!r}. "
                "To reach it by another name, start it with FEEDBACKYES_HOST=0.0.0.0 and use the link that it prints."
            )
        origin = knock.header("origin")
        if origin is None or knock.method in SAFE_METHODS:
            return
        if not self._is_ours(origin, host) and _plain(origin) not in self._origins:
            raise ForeignOrigin(
                f"Pages of {origin[:100]!r} may not use this server. FEEDBACKYES_ORIGINS lists those that may."
            )

    def _is_ours(self, origin: str, host: str) -> bool:
        """Whether a page is ours. Under HTTPS one that came in the clear is not: anybody on the way may have made it."""
        if _plain(origin) in self._own:
            return True
        page = urlsplit(origin)
        return page.netloc.lower() == host.lower() and (page.scheme == "https" or not self._https)

    def _check_cookie(self, knock: Knock) -> None:
        """A cookie comes along whoever sends the request. Raise `CrossSite` unless our own page is known to be it.

        What only reads may come from nowhere, such as a link; a page that is not ours may not read either.
        """
        origin, host = knock.header("origin"), knock.header("host") or ""
        if origin is not None:
            fine = self._is_ours(origin, host) or _plain(origin) in self._trusted
        elif knock.method in SAFE_METHODS:
            fine = True
        else:
            fine = knock.header("sec-fetch-site") == "same-origin" and knock.method != "WEBSOCKET"
        if not fine:
            raise CrossSite(
                "This request came with a cookie, but not from a page of this server. Programs send a Bearer token instead."
            )

    async def knows(self, token: str) -> bool:
        """Whether this is the token of the access link, or somebody's."""
        return await self._owner(token) is not None

    async def _bring(self, knock: Knock) -> None:
        """Know what another process has lent, where several serve."""
        if self.lent is not None:
            for token, explicit in credentials(knock):
                if explicit and token.startswith(lent.PREFIX):
                    await self.lent.bring(token)

    def forget(self, user_id: str) -> None:
        """Ask the database again about this person, on every node: their role, logins or tokens have changed."""
        self.forget_here(user_id)
        self.forgets(user_id)

    def forget_everybody(self) -> None:
        """Ask the database again about all of them: changes may have been missed."""
        self._changes += 1
        self._known.clear()

    def forget_here(self, user_id: str) -> None:
        """As `forget`, in this process."""
        self._changes += 1
        withdrawn = self.tickets.drop(user_id)
        if self.lent is not None and withdrawn:
            task = asyncio.get_running_loop().create_task(self.lent.withdraw(withdrawn))
            self._withdrawing.add(task)
            task.add_done_callback(self._withdrawing.discard)
        for key in [key for key, (_, known) in self._known.items() if known and known.principal.id == user_id]:
            del self._known[key]
        self.on_forget(user_id)

    def _granted(self, knock: Knock) -> Grant | None:
        """What a client token stands for; None when none is shown."""
        if self._client_tokens is not None:
            for token, explicit in credentials(knock):
                if explicit and self._client_tokens.claims(token, knock.path):
                    return self._client_tokens.redeem(token, knock.path)
        return None

    def secret(self, knock: Knock) -> ClientSecret | None:
        """The client secret of the engine that is shown; None when none is.

        Raises:
            BadClientSecret, SecretNotForThis: it is none of ours any more, or not for this path.
        """
        if self._client_secrets is not None and knock.path.startswith(ENGINE_PATHS):
            for token, explicit in credentials(knock):
                if explicit and token.startswith(secrets.PREFIX):
                    return self._client_secrets.redeem(token, knock.path)
        return None

    async def _who(self, knock: Knock) -> _Known:
        ticket = next((value for name, value in knock.query if name == TICKET), None)
        if ticket is not None and knock.method == "WEBSOCKET":
            known = self.tickets.redeem(ticket) if self.lent is None else await self.lent.redeem(ticket)
            return await self._still(_Known(known.principal, known.sign_in, known.login_id))
        for token, explicit in credentials(knock):
            if not explicit and self.accounts:
                continue
            found = await self._owner(token)
            if found is not None:
                return found
            if explicit and token.startswith(users.TOKEN_PREFIX):
                raise BadToken("This token is not known here. It may have been revoked, or belong to another server.")
        if self.accounts:
            return await self._signed_in(knock)
        if self.loopback and comes_from_afar(knock.headers):
            raise NeedsToken(
                "This request came by a proxy that this server does not know. FEEDBACKYES_PROXIES names it."
            )
        if self.loopback and knock.client is not None and _is_loopback(knock.client):
            return _Known(LOCAL_ADMIN, SignIn.NONE)
        raise NeedsToken("Say who you are: open the link that the server printed at its start, or send a Bearer token.")

    async def _signed_in(self, knock: Knock) -> _Known:
        """Whose login the cookie is of."""
        for secret in login_secrets(knock):
            found = await self._cached(secret, self._login) if secret.startswith(logins.PREFIX) else None
            if found is not None:
                self._check_cookie(knock)
                return found
        raise NeedsSignIn("Sign in first, or send a Bearer token.")

    async def _still(self, lent: _Known) -> _Known:
        """With accounts somebody who has lent their name to a request has to be there still; and as what they are now."""
        if not self.accounts:
            return lent
        found = await self._cached(f"user:{lent.principal.id}", self._person)
        if found is None:
            raise NeedsSignIn("The account that this request is for is not there any more, or is disabled.")
        return _Known(found.principal, lent.sign_in, lent.login_id)

    async def _owner(self, token: str) -> _Known | None:
        """The user whose token this is. Other servers' keys never reach the database."""
        link = self.access_token.encode()
        if link and not self.accounts and hmac.compare_digest(token.encode(), link):
            return _Known(LOCAL_ADMIN, SignIn.LINK)
        if not token.startswith(users.TOKEN_PREFIX):
            return None
        return await self._cached(token, self._token)

    async def _cached(self, key: str, look_up: Callable[[str], Awaitable[_Known | None]]) -> _Known | None:
        hashed, now = users.hash_token(key), self._clock()
        known = self._known.get(hashed)
        if known is not None and known[0] >= now:
            return known[1]
        changes = self._changes
        found = await look_up(key)
        if changes == self._changes:
            self._known[hashed] = (now + CACHE_SECONDS, found)
            self._known.move_to_end(hashed)
            while len(self._known) > CACHE_SIZE:
                self._known.popitem(last=False)
        return found

    async def _person(self, key: str) -> _Known | None:
        async with self._database.read() as tx:
            found = await users.active(tx, key.removeprefix("user:"))
        return None if found is None else _Known(found, SignIn.TOKEN)

    async def _token(self, token: str) -> _Known | None:
        at = self._wall_ms()
        async with self._database.read() as tx:
            owner = await users.by_token(tx, token, at=at)
        if owner is None:
            return None
        if self._due(token):
            async with self._database.begin() as tx:
                await api_tokens.used(tx, token, at=at)
                await people.seen(tx, owner.id, at=at)
        return _Known(owner, SignIn.TOKEN)

    async def _login(self, secret: str) -> _Known | None:
        at = self._wall_ms()
        async with self._database.read() as tx:
            found = await logins.by_secret(tx, secret, at=at, idle_ms=self.idle_ms)
        if found is None:
            return None
        login, owner = found
        if at - login.last_seen_at >= NOTED_EVERY_MS:
            async with self._database.begin() as tx:
                await logins.seen(tx, login, at=at)
                await people.seen(tx, owner.id, at=at)
        return _Known(owner, login.sign_in, login.id)

    def _due(self, token: str) -> bool:
        """Whether it is time again to write down that a token is used."""
        key, now = users.hash_token(token), self._clock()
        if self._noted.get(key, -NOTED_EVERY_MS) > now - NOTED_EVERY_MS / 1000:
            return False
        self._noted[key] = now
        self._noted.move_to_end(key)
        while len(self._noted) > CACHE_SIZE:
            self._noted.popitem(last=False)
        return True


def is_local_name(host: str) -> bool:
    """Whether a host name or address, without port, is this machine's loopback."""
    name = host.lower().rstrip(".").strip("[]")
    return name in LOCAL_NAMES or _is_loopback(name)


def _is_loopback(address: str) -> bool:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    return (mapped or found).is_loopback


def _hostname(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _plain(origin: str) -> str:
    return origin.lower().rstrip("/")


def _origin(url: str) -> str:
    """Of a web address: scheme and host as `Origin` has them."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower() if parts.netloc else ""
