"""Where peers may find each other: STUN and TURN servers with short-lived credentials, our own addresses and ports."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from collections.abc import Sequence

from feedbackyes.rtc import IceServer

TURN_SECONDS = 3600
"""How long a browser's TURN credentials hold; a relayed call outlives them."""


def servers(urls: Sequence[str], secret: str, user: str, now: float | None = None) -> tuple[IceServer, ...]:
    """What a browser is told.

    Args:
        urls: `stun:`, `turn:` and `turns:` URLs.
        secret: shared with the TURN server (coturn: `use-auth-secret`, `static-auth-secret`); empty: no credentials.
        user: whose use of it is counted.
        now: Unix seconds.

    The scheme is that of draft-uberti-behave-turn-rest: the user name is `expiry:user`, the password its HMAC-SHA1.
    """
    plain = tuple(url for url in urls if url.startswith("stun"))
    relays = tuple(url for url in urls if url.startswith("turn"))
    found = [IceServer(plain)] if plain else []
    if relays and not secret:
        found.append(IceServer(relays))
    elif relays:
        expires_at = int(time.time() if now is None else now) + TURN_SECONDS
        username = f"{expires_at}:{user}"
        digest = hmac.new(secret.encode(), username.encode(), hashlib.sha1).digest()
        found.append(IceServer(relays, username, base64.b64encode(digest).decode(), expires_at))
    return tuple(found)
