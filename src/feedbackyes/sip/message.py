"""SIP messages (RFC 3261 section 7): bytes to typed requests and responses and back. No clock, no socket.

Reading is tolerant where the network is (compact names, folded lines, bare line feeds, bytes that are no UTF-8) and
strict where guessing would be a risk: sizes, numbers of headers, lengths, control characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from feedbackyes.domain.errors import InvalidInput

MAX_BYTES = 16 * 1024
"""Of a whole message. Invitations have one or two thousand."""
MAX_HEADERS = 128
VERSION = "SIP/2.0"
_COMPACT = {
    "v": "via",
    "f": "from",
    "t": "to",
    "i": "call-id",
    "m": "contact",
    "l": "content-length",
    "c": "content-type",
    "e": "content-encoding",
    "k": "supported",
    "s": "subject",
    "x": "session-expires",
}
_SPELT = {"call-id": "Call-ID", "cseq": "CSeq", "www-authenticate": "WWW-Authenticate"}
_TOKEN = re.compile(r"[A-Za-z0-9\-.!%*_+`'~]+")
_START = re.compile(r"([A-Za-z0-9\-.!%*_+`'~]{1,32}) (\S{1,2048}) SIP/2\.0")
_STATUS = re.compile(r"SIP/2\.0 ([1-6]\d\d)(?: (.*))?")
_FOLD = re.compile(r"\r?\n[ \t]+")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
REASONS = {
    100: "Trying",
    180: "Ringing",
    200: "OK",
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    408: "Request Timeout",
    413: "Request Entity Too Large",
    415: "Unsupported Media Type",
    420: "Bad Extension",
    480: "Temporarily Unavailable",
    481: "Call/Transaction Does Not Exist",
    482: "Loop Detected",
    486: "Busy Here",
    487: "Request Terminated",
    488: "Not Acceptable Here",
    491: "Request Pending",
    500: "Server Internal Error",
    501: "Not Implemented",
    503: "Service Unavailable",
    505: "Version Not Supported",
}


class BadMessage(InvalidInput):
    """The bytes are no SIP message that can be used; the sentence says why."""

    code = "invalid_sip"


@dataclass(frozen=True, slots=True)
class Headers:
    """Name and value in the order in which they came; names in lower case and in full."""

    fields: tuple[tuple[str, str], ...] = ()

    def first(self, name: str) -> str:
        """The first value of a header, empty when there is none."""
        return next((value for key, value in self.fields if key == name), "")

    def every(self, name: str) -> tuple[str, ...]:
        """All values; those that share a line are told apart."""
        return tuple(part for key, value in self.fields if key == name for part in split(value))

    def lines(self, name: str) -> tuple[str, ...]:
        """All lines, as they came: credentials have commas of their own."""
        return tuple(value for key, value in self.fields if key == name)


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    uri: str
    headers: Headers
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Response:
    status: int
    headers: Headers
    body: bytes = b""
    reason: str = ""


Message = Request | Response


def parse(data: bytes) -> Message:
    """Read one message. What stands behind its `Content-Length` is left out.

    Raises:
        BadMessage: it cannot be read, is too long, or is shorter than it says.
    """
    if len(data) > MAX_BYTES:
        raise BadMessage(f"A message has at most {MAX_BYTES} bytes.")
    head, body = _divide(data.lstrip(b"\r\n"))
    start, _, rest = _FOLD.sub(" ", head.decode("utf-8", "surrogateescape")).partition("\n")
    headers = _headers(rest)
    body = _body(headers, body)
    start = start.rstrip("\r")
    if status := _STATUS.fullmatch(start):
        return Response(int(status[1]), headers, body, (status[2] or "").strip())
    if request := _START.fullmatch(start):
        if _CONTROL.search(request[2]):
            raise BadMessage("The request line has control characters.")
        return Request(request[1], request[2], headers, body)
    raise BadMessage("The first line is neither of a request nor of a response of SIP/2.0.")


def build(message: Message) -> bytes:
    """The bytes of a message, with its `Content-Length`."""
    if isinstance(message, Request):
        start = f"{message.method} {message.uri} {VERSION}"
    else:
        start = f"{VERSION} {message.status} {message.reason or REASONS.get(message.status, 'Unknown')}"
    fields = [(name, value) for name, value in message.headers.fields if name != "content-length"]
    fields.append(("content-length", str(len(message.body))))
    lines = [start, *(f"{spelt(name)}: {value}" for name, value in fields), "", ""]
    return "\r\n".join(lines).encode("utf-8", "surrogateescape") + message.body


def spelt(name: str) -> str:
    """A header's name as people write it."""
    return _SPELT.get(name) or "-".join(part.capitalize() for part in name.split("-"))


def split(value: str) -> list[str]:
    """The values of a line that are divided by commas, outside of quotes and angle brackets."""
    return [part for part in _outside(value, ",") if part]


def _outside(value: str, divider: str) -> list[str]:
    if divider not in value:
        return [value.strip()]
    parts, start, quoted, angle, escaped = [], 0, False, False, False
    for place, character in enumerate(value):
        if escaped:
            escaped = False
        elif quoted and character == "\\":
            escaped = True
        elif character == '"':
            quoted = not quoted
        elif quoted:
            continue
        elif character in "<>":
            angle = character == "<"
        elif character == divider and not angle:
            parts.append(value[start:place].strip())
            start = place + 1
    return [*parts, value[start:].strip()]


def parameters(value: str) -> tuple[str, dict[str, str]]:
    """`value;name=text;flag`: what stands before, and the parameters with names in lower case and without quotes."""
    head, *rest = _outside(value, ";")
    found: dict[str, str] = {}
    for part in rest:
        name, _, text = part.partition("=")
        found.setdefault(name.strip().lower(), unquoted(text.strip()))
    return head, found


def unquoted(text: str) -> str:
    if len(text) >= 2 and text[0] == text[-1] == '"':
        return re.sub(r"\\(.)", r"\1", text[1:-1])
    return text


def frame_length(data: bytes | bytearray) -> int | None:
    """Of a stream: how many bytes its first message has; None while that is not known.

    Raises:
        BadMessage: it is too long, or its length cannot be read.
    """
    ends = [(place, len(mark)) for mark in (b"\r\n\r\n", b"\n\n") if (place := data.find(mark)) >= 0]
    if not ends:
        if len(data) > MAX_BYTES:
            raise BadMessage(f"A message has at most {MAX_BYTES} bytes.")
        return None
    place, length = min(ends)
    headers = _headers(_FOLD.sub(" ", bytes(data[:place]).decode("utf-8", "surrogateescape")).partition("\n")[2])
    total = place + length + (_length(headers) or 0)
    if total > MAX_BYTES:
        raise BadMessage(f"A message has at most {MAX_BYTES} bytes.")
    return total


def _divide(data: bytes) -> tuple[bytes, bytes]:
    ends = [(place, len(mark)) for mark in (b"\r\n\r\n", b"\n\n") if (place := data.find(mark)) >= 0]
    if not ends:
        raise BadMessage("The headers have no end.")
    place, length = min(ends)
    return data[:place], data[place + length :]


def _headers(text: str) -> Headers:
    fields: list[tuple[str, str]] = []
    lines: Sequence[str] = text.split("\n")
    for line in _nonempty(lines):
        name, colon, value = line.partition(":")
        name = name.strip()
        if not colon or not _TOKEN.fullmatch(name):
            raise BadMessage(f"This is no header: {line[:60]!r}.")
        value = value.strip()
        if _CONTROL.search(value):
            raise BadMessage(f"The header {name!r} has control characters.")
        lower = name.lower()
        fields.append((_COMPACT.get(lower, lower), value))
        if len(fields) > MAX_HEADERS:
            raise BadMessage(f"A message has at most {MAX_HEADERS} headers.")
    return Headers(tuple(fields))


def _nonempty(lines: Iterable[str]) -> Iterable[str]:
    return (line for line in (line.rstrip("\r") for line in lines) if line)


def _length(headers: Headers) -> int | None:
    text = headers.first("content-length")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 6):
        raise BadMessage("Content-Length is no number.")
    return int(text)


def _body(headers: Headers, body: bytes) -> bytes:
    length = _length(headers)
    if length is None:
        return body
    if length > len(body):
        raise BadMessage("The body is shorter than Content-Length says.")
    return body[:length]
