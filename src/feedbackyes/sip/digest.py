"""Digest authentication as a server (RFC 7616): SHA-256 and MD5, nonces that expire and count. The clock is an argument.

A nonce carries its time and our signature, so that asking costs no memory; only of nonces that were used properly the
highest count is kept, until they expire.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from enum import Enum

NONCE_SECONDS = 300.0
MAX_NONCES = 10_000
ALGORITHMS = ("SHA-256", "MD5")
"""The preferred one first. Many phones and trunks know MD5 only."""
_HASHES: Mapping[str, Callable[[bytes], str]] = {
    "SHA-256": lambda data: hashlib.sha256(data).hexdigest(),
    "MD5": lambda data: hashlib.md5(data, usedforsecurity=False).hexdigest(),
}
_PART = re.compile(r'\s*([A-Za-z0-9_-]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^\s,"]*)\s*(?:,|$)')


class Verdict(Enum):
    """`STALE`: the password is right and the nonce too old; the caller may try again without asking anybody."""

    GOOD = "good"
    STALE = "stale"
    BAD = "bad"


class Digest:
    """The accounts of one server.

    Args:
        realm: what phones show their users.
        accounts: passwords by name.
        secret: signs nonces; of this process alone.
    """

    def __init__(self, realm: str, accounts: Mapping[str, str], secret: bytes) -> None:
        self._realm, self._accounts, self._secret = realm, accounts, secret
        self._counts: dict[str, int] = {}

    def challenges(self, now: float, *, stale: bool = False) -> tuple[str, ...]:
        """Values of `WWW-Authenticate`, one for each algorithm. `now` is in seconds of the clock that `verify` has."""
        nonce = self._nonce(f"{int(now * 1000):x}")
        more = ", stale=true" if stale else ""
        return tuple(
            f'Digest realm="{self._realm}", nonce="{nonce}", qop="auth", algorithm={algorithm}{more}'
            for algorithm in ALGORITHMS
        )

    def verify(self, credentials: str, method: str, uri: str, now: float) -> tuple[Verdict, str]:
        """Whether `Authorization` proves an account: the verdict, and the account's name when it does.

        Args:
            uri: of the request's first line.
        """
        given = read(credentials)
        name, algorithm = given.get("username", ""), given.get("algorithm", "MD5").upper()
        password = self._accounts.get(name)
        fresh = self._age(given.get("nonce", ""), now)
        if password is None or fresh is None or algorithm not in _HASHES or given.get("realm") != self._realm:
            return Verdict.BAD, ""
        if bare(given.get("uri", "")) != bare(uri):
            return Verdict.BAD, ""
        expected = answer(given, password, method)
        if not hmac.compare_digest(expected.encode(), given.get("response", "").lower().encode("utf-8", "replace")):
            return Verdict.BAD, ""
        if not fresh or not self._counts_on(given, now):
            return Verdict.STALE, ""
        return Verdict.GOOD, name

    def _nonce(self, stamp: str) -> str:
        return f"{stamp}.{hmac.new(self._secret, stamp.encode(), hashlib.sha256).hexdigest()[:32]}"

    def _age(self, nonce: str, now: float) -> bool | None:
        """Whether the nonce is fresh; None when it is none of ours."""
        stamp = nonce.partition(".")[0]
        if not nonce.isascii() or not hmac.compare_digest(self._nonce(stamp), nonce):
            return None
        return 0 <= now - int(stamp, 16) / 1000 <= NONCE_SECONDS

    def _counts_on(self, given: Mapping[str, str], now: float) -> bool:
        """Whether this use of the nonce is a new one. Without `qop` there is no count, and a nonce serves once."""
        nonce, text = given["nonce"], given.get("nc", "")
        count = 1
        if given.get("qop"):
            if not re.fullmatch(r"[0-9A-Fa-f]{8}", text):
                return False
            count = int(text, 16)
        if count <= self._counts.get(nonce, 0):
            return False
        if len(self._counts) >= MAX_NONCES:
            self._counts = {one: highest for one, highest in self._counts.items() if self._age(one, now)}
        if len(self._counts) >= MAX_NONCES:
            return False
        self._counts[nonce] = count
        return True


def read(credentials: str) -> dict[str, str]:
    """The parts of `Digest name="…", …`; nothing when that is not how it is written."""
    scheme, _, rest = credentials.strip().partition(" ")
    found: dict[str, str] = {}
    at = 0
    while scheme.lower() == "digest" and (match := _PART.match(rest, at)) and match.end() > at:
        value = match[2]
        found.setdefault(match[1].lower(), re.sub(r"\\(.)", r"\1", value[1:-1]) if value[:1] == '"' else value)
        at = match.end()
    return found


def answer(given: Mapping[str, str], password: str, method: str) -> str:
    """The response that proves the password (RFC 7616 section 3.4.1)."""
    digest = _HASHES[given.get("algorithm", "MD5").upper()]

    def hashed(*parts: str) -> str:
        return digest(":".join(parts).encode("utf-8", "surrogateescape"))

    who = hashed(given.get("username", ""), given.get("realm", ""), password)
    what = hashed(method, given.get("uri", ""))
    if qop := given.get("qop"):
        return hashed(who, given.get("nonce", ""), given.get("nc", ""), given.get("cnonce", ""), qop, what)
    return hashed(who, given.get("nonce", ""), what)


def bare(uri: str) -> str:
    """A URI without parameters, which proxies change on the way."""
    return uri.partition(";")[0].partition("?")[0].lower()
