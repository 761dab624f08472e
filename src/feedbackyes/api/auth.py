"""Who is asking, and may this request come in at all.

On loopback there is one user, the local admin, who needs no token; a request that carries a token of ours is the user
whose token it is. Everywhere else each request needs the token of the access link or a user's. Two ways of borrowing a
browser are closed here as well: a foreign name for our address (DNS rebinding) and a foreign page (`Origin`).
"""

from __future__ import annotations

import hmac
import ipaddress
import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from feedbackyes.domain.admission import Admission
from feedbackyes.domain.errors import Forbidden, InvalidInput, Unauthorised
from feedbackyes.domain.principal import LOCAL_ADMIN, Principal
from feedbackyes.engine import ClientSecret, ClientSecrets, secrets
from feedbackyes.gateway.tokens import ClientTokens, Grant
from feedbackyes.settings import Settings
from feedbackyes.storage import Database, users

COOKIE = "feedbackyes_token"
LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
CREDENTIALS = frozenset({"token", "api_key", "api-key"})
KEY_SUBPROTOCOL = "openai-insecure-api-key."
REALTIME_SUBPROTOCOL = "realtime"
ENGINE_PATHS = "/v1/"
CACHE_SECONDS = 10.0
CACHE_SIZE = 1024

logger = logging.getLogger(__name__)


class WrongHost(InvalidInput):
    """The request calls this server by a name that it does not answer to."""

    code = "wrong_host"


class ForeignOrigin(Forbidden):
    """A web page that may not call this server has sent the request."""

    code = "foreign_origin"


class NeedsToken(Unauthorised):
    code = "token_required"


class BadToken(Unauthorised):
    code = "invalid_token"


@dataclass(frozen=True, slots=True)
class Knock:
    """What a request shows at the door, whatever brought it here.

    Args:
        headers: names in lower case, in the order they came; a name may come twice.
        query: decoded pairs.
        client: address of the peer; None when it has none.
        method: of the request; `WEBSOCKET` for an upgrade.
    """

    headers: tuple[tuple[str, str], ...]
    query: tuple[tuple[str, str], ...] = ()
    client: str | None = None
    method: str = "GET"
    path: str = ""

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key == name), None)

    def subprotocols(self) -> list[str]:
        values = (value for key, value in self.headers if key == "sec-websocket-protocol")
        return [part.strip() for value in values for part in value.split(",") if part.strip()]


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
    ) -> None:
        self._database = database
        self._origins = frozenset(settings.origins)
        self._https = settings.https
        self.access_token = access_token
        self._client_tokens = client_tokens
        self._client_secrets = client_secrets
        self._clock = clock
        self._known: OrderedDict[str, tuple[float, Principal | None]] = OrderedDict()
        self.loopback = is_local_name(settings.host)

    async def admit(self, knock: Knock) -> Admission:
        """Let a request in.

        Raises:
            WrongHost: called by a foreign name on loopback.
            ForeignOrigin: a foreign web page opens a socket or changes something.
            NeedsToken, BadToken, BadClientToken, BadClientSecret: it is not said, or not believed, who asks.
            WrongUse, SecretNotForThis: a client token or secret is shown where no call begins.
        """
        self.check_place(knock)
        grant = self._granted(knock)
        secret = self.secret(knock) if grant is None else None
        lent = grant.principal if grant else secret.owner if secret else None
        principal = lent or await self._who(knock)
        query = {key: value for key, value in knock.query if key not in CREDENTIALS}
        offered = knock.subprotocols()
        subprotocol = REALTIME_SUBPROTOCOL if REALTIME_SUBPROTOCOL in offered else None
        return Admission(principal, knock.path, query, subprotocol, grant.session_id if grant else None)

    def check_place(self, knock: Knock) -> None:
        """Check by which name and from which page the request comes. Raises `WrongHost`, `ForeignOrigin`."""
        try:
            self._check_place(knock)
        except (WrongHost, ForeignOrigin) as wrong:
            logger.warning("Refused %s %r from %s: %s", knock.method, knock.path[:100], knock.client, wrong.message)
            raise

    def _check_place(self, knock: Knock) -> None:
        host = knock.header("host") or ""
        if self.loopback and not is_local_name(_hostname(host)):
            raise WrongHost(
                f"This server answers to localhost only, not to {host[:100]!r}. "
                "To reach it by another name, start it with FEEDBACKYES_HOST=0.0.0.0 and use the link that it prints."
            )
        origin = knock.header("origin")
        if origin is None or knock.method in SAFE_METHODS:
            return
        if not self._is_ours(origin, host) and origin.lower().rstrip("/") not in self._origins:
            raise ForeignOrigin(
                f"Pages of {origin[:100]!r} may not use this server. FEEDBACKYES_ORIGINS lists those that may."
            )

    def _is_ours(self, origin: str, host: str) -> bool:
        """Whether a page is ours. Under HTTPS one that came in the clear is not: anybody on the way may have made it."""
        page = urlsplit(origin)
        return page.netloc.lower() == host.lower() and (page.scheme == "https" or not self._https)

    async def knows(self, token: str) -> bool:
        """Whether this is somebody's token."""
        return await self._owner(token) is not None

    def _granted(self, knock: Knock) -> Grant | None:
        """What a client token stands for; None when none is shown."""
        if self._client_tokens is not None:
            for token, explicit in _credentials(knock):
                if explicit and self._client_tokens.claims(token, knock.path):
                    return self._client_tokens.redeem(token, knock.path)
        return None

    def secret(self, knock: Knock) -> ClientSecret | None:
        """The client secret of the engine that is shown; None when none is.

        Raises:
            BadClientSecret, SecretNotForThis: it is none of ours any more, or not for this path.
        """
        if self._client_secrets is not None and knock.path.startswith(ENGINE_PATHS):
            for token, explicit in _credentials(knock):
                if explicit and token.startswith(secrets.PREFIX):
                    return self._client_secrets.redeem(token, knock.path)
        return None

    async def _who(self, knock: Knock) -> Principal:
        for token, explicit in _credentials(knock):
            principal = await self._owner(token)
            if principal is not None:
                return principal
            if explicit and token.startswith(users.TOKEN_PREFIX):
                raise BadToken("This token is not known here. It may have been revoked, or belong to another server.")
        if self.loopback and knock.client is not None and _is_loopback(knock.client):
            return LOCAL_ADMIN
        raise NeedsToken("Say who you are: open the link that the server printed at its start, or send a Bearer token.")

    async def _owner(self, token: str) -> Principal | None:
        """The user whose token this is. Other servers' keys never reach the database."""
        if self.access_token and hmac.compare_digest(token.encode(), self.access_token.encode()):
            return LOCAL_ADMIN
        if not token.startswith(users.TOKEN_PREFIX):
            return None
        key, now = users.hash_token(token), self._clock()
        known = self._known.get(key)
        if known is None or known[0] < now:
            async with self._database.read() as tx:
                known = (now + CACHE_SECONDS, await users.by_token(tx, token))
            self._known[key] = known
            self._known.move_to_end(key)
            while len(self._known) > CACHE_SIZE:
                self._known.popitem(last=False)
        return known[1]


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


def _credentials(knock: Knock) -> Iterable[tuple[str, bool]]:
    """What may be a token, best first, and whether the caller chose to send it; a cookie may be a forgotten one."""
    scheme, _, value = (knock.header("authorization") or "").partition(" ")
    if scheme.lower() == "bearer":
        yield value.strip(), True
    for name in ("x-api-key", "api-key"):
        yield from ((key, True) for key in [knock.header(name)] if key)
    yield from ((key, True) for name, key in knock.query if name in CREDENTIALS)
    for offered in knock.subprotocols():
        if offered.startswith(KEY_SUBPROTOCOL):
            yield offered.removeprefix(KEY_SUBPROTOCOL), True
    for name, value in knock.headers:
        if name == "cookie":
            yield from ((key, False) for key in _cookie(value))


def _cookie(header: str) -> list[str]:
    try:
        jar = SimpleCookie(header)
    except CookieError:
        return []
    return [jar[COOKIE].value] if COOKIE in jar else []
