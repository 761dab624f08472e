"""Servers of models that speak OpenAI's HTTP API: what everybody who asks one has in common."""

from __future__ import annotations

import httpx
import msgspec

from feedbackyes.domain.addresses import is_own


def client(base_url: str, key: str, *, timeout_seconds: float) -> httpx.AsyncClient:
    """A client for one server. Close it with `aclose`.

    Args:
        key: sent as a bearer token; empty: none.
        timeout_seconds: to connect, and for which the server may be silent.
    """
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    # A proxy of the environment is elsewhere. A transport of our own does not go through it.
    encrypted = base_url.startswith("https:")  # reading the certificates takes a while
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=20)  # who asks says how many at once
    direct = httpx.AsyncHTTPTransport(verify=encrypted, limits=limits) if is_own(base_url) else None
    return httpx.AsyncClient(
        headers=headers, timeout=timeout_seconds, follow_redirects=False, transport=direct, limits=limits
    )


def said(answer: httpx.Response) -> str:
    """The server's own words, as far as they came with a refusal; no key is among them. Its body must have been read."""
    try:
        body = msgspec.json.decode(answer.content)
        error = body.get("error") or body  # others than OpenAI say it in `message`, `detail`, or `error` itself
        message = str(error if isinstance(error, str) else error.get("message") or error["detail"])
    except (AttributeError, msgspec.DecodeError, KeyError, TypeError, UnicodeError):
        return ""
    return f": {' '.join(word for word in message.split() if not word.startswith(('sk-', 'ek_')))[:200].rstrip('.')}"


def retry_after(answer: httpx.Response) -> float:
    """Seconds after which it may be asked again, 0 when it does not say."""
    try:
        return max(0.0, float(answer.headers.get("retry-after", "")))
    except ValueError:
        return 0.0
