"""Answers of model servers that speak OpenAI's HTTP API: bounded, checked, and with a sentence where they fail."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx
import msgspec

from feedbackyes import model_server
from feedbackyes.domain.errors import InvalidInput

MAX_EVENT, MAX_REFUSAL = 4 * 2**20, 2**16
"""Bytes of one event, and of an error's body."""
END = "[DONE]"
PASSING = frozenset({408, 409, 425, 429, 500, 502, 503, 504})
"""Statuses after which the same request may work."""


@dataclass
class Refused(Exception):
    """The server answered with an error.

    Args:
        words: its own, a part of a sentence. code: of the error, if it has one. wait_seconds: as it asks.
    """

    status: int
    words: str
    code: str = ""
    wait_seconds: float = 0.0

    @property
    def passing(self) -> bool:
        return self.status in PASSING


class Malformed(Exception):
    """The answer is not in the form of the API, or was cut off."""


def base_url(url: str, setting: str) -> str:
    """The base of a server's addresses, without a slash at its end.

    Raises:
        InvalidInput: it is no such address.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise InvalidInput(f"{setting}={url!r} is no address of a server. Write it as http://127.0.0.1:8000/v1.")
    return url.rstrip("/")


def host_of(url: str) -> str:
    """Name of a server for people."""
    return urlsplit(url).netloc.rpartition("@")[2]


async def check(answer: httpx.Response) -> None:
    """Raises `Refused` for an answer that is an error."""
    if answer.is_success:
        return
    read = b""
    async for piece in answer.aiter_bytes():
        read += piece
        if len(read) > MAX_REFUSAL:
            break
    shown = httpx.Response(answer.status_code, content=read)
    wait = model_server.retry_after(answer)
    words = f"It answered {answer.status_code}{model_server.said(shown, model_server.key_of(answer))}"
    raise Refused(answer.status_code, words, _code(read), wait)


def is_stream(answer: httpx.Response) -> bool:
    """It is a stream of events."""
    return str(answer.headers.get("content-type", "")).startswith("text/event-stream")


async def events(answer: httpx.Response) -> AsyncGenerator[dict[str, Any]]:
    """The events of a stream up to its end, as JSON objects; `[DONE]` is one of type `END`, and the last.

    Raises:
        Malformed: an event is no JSON object, or too long.
        Refused: one is an error.
    """
    async for line in _lines(answer.aiter_bytes()):
        if not line.startswith(b"data:"):
            continue  # a comment, an event's name, an empty line
        data = line.removeprefix(b"data:").strip()
        if data == b"[DONE]":
            yield {"type": END}
            return
        event = read_object(data)
        if error := event.get("error"):
            words = error.get("message") if isinstance(error, dict) else error
            said = model_server.safe(str(words), model_server.key_of(answer))
            raise Refused(answer.status_code, f"It broke off: {said[:200].rstrip('.')}")
        yield event


async def whole(answer: httpx.Response) -> dict[str, Any]:
    """An answer that is one JSON object. Raises `Malformed`."""
    read = bytearray()
    async for piece in answer.aiter_bytes():
        read += piece
        if len(read) > MAX_EVENT:
            raise Malformed("It answered more than fits")
    return read_object(bytes(read))


def read_object(data: bytes) -> dict[str, Any]:
    """Raises `Malformed`."""
    try:
        found = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeError):
        raise Malformed("It answered what is no JSON") from None
    if not isinstance(found, dict):
        raise Malformed("It answered no JSON object")
    return found


async def _lines(pieces: AsyncIterator[bytes]) -> AsyncGenerator[bytes]:
    rest = b""
    async for piece in pieces:
        *lines, rest = (rest + piece).split(b"\n")
        for line in lines:
            yield line.strip()
        if len(rest) > MAX_EVENT:
            raise Malformed("It answered more than fits")
    if rest.strip():
        yield rest.strip()


def _code(body: bytes) -> str:
    try:
        return str(msgspec.json.decode(body)["error"]["code"] or "")
    except (msgspec.DecodeError, KeyError, TypeError, UnicodeError):
        return ""


def language_code(language: str) -> str:
    """A language (BCP 47) as recognisers behind this API are told it. Raises `InvalidInput` when it has no two letters."""
    code = language.replace("_", "-").split("-")[0].lower()
    if len(code) != 2 or not code.isalpha():
        raise InvalidInput(f"Recognisers of this kind know languages by two letters (ISO 639-1), not {code!r}.")
    return code
