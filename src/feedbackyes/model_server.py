"""Servers of models that speak OpenAI's HTTP API: what everybody who asks one has in common."""

from __future__ import annotations

import re

import httpx
import msgspec

from feedbackyes.domain.addresses import is_own

SHORTEST_KEY = 6
"""Characters. A shorter one is a placeholder, and may be a word."""
IDLE_SECONDS = 4.0
_KEY = re.compile(r"\b(?:sk|ek)[-_]\S+|\bBearer\s+\S+")


def client(base_url: str, key: str, *, timeout_seconds: float) -> httpx.AsyncClient:
    """A client for one server. Close it with `aclose`.

    Args:
        key: sent as a bearer token; empty: none.
        timeout_seconds: to connect, and for which the server may be silent.
    """
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    # A proxy of the environment is elsewhere. A transport of our own does not go through it.
    encrypted = base_url.startswith("https:")  # reading the certificates takes a while
    # Who asks says how many at once. Many servers drop an idle connection after 5 s, maybe as we write: we leave first.
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=20, keepalive_expiry=IDLE_SECONDS)
    direct = httpx.AsyncHTTPTransport(verify=encrypted, limits=limits) if is_own(base_url) else None
    return httpx.AsyncClient(
        headers=headers, timeout=timeout_seconds, follow_redirects=False, transport=direct, limits=limits
    )


def safe(words: str, key: str = "") -> str:
    """What a server says in one line, without the keys that it may repeat. `key`: that it was sent."""
    words = words.replace(key, "…") if len(key) >= SHORTEST_KEY else words
    return _KEY.sub("…", " ".join(words.split()))


def key_of(answer: httpx.Response) -> str:
    """The key that was sent for an answer; empty: none, or nobody knows."""
    try:
        request = answer.request
    except RuntimeError:  # made, not received
        return ""
    return str(request.headers.get("authorization", "")).removeprefix("Bearer ")


def said(answer: httpx.Response, key: str = "") -> str:
    """The server's own words, as far as they came with a refusal; no key is among them. Its body must have been read.

    Args:
        key: that it was sent; empty: what the answer's own request shows.
    """
    try:
        body = msgspec.json.decode(answer.content)
        error = body.get("error") or body  # others than OpenAI say it in `message`, `detail`, or `error` itself
        message = str(error if isinstance(error, str) else error.get("message") or error["detail"])
    except (AttributeError, msgspec.DecodeError, KeyError, TypeError, UnicodeError):
        return ""
    return f": {safe(message, key or key_of(answer))[:200].rstrip('.')}"


def retry_after(answer: httpx.Response) -> float:
    """Seconds after which it may be asked again, 0 when it does not say."""
    try:
        return max(0.0, float(answer.headers.get("retry-after", "")))
    except ValueError:
        return 0.0
