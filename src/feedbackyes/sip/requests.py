"""What requests say, and what is wrong with them. No clock, no socket."""

from __future__ import annotations

import re

from feedbackyes.sip.address import name_address, uri
from feedbackyes.sip.message import BadMessage, Headers, Request, parameters
from feedbackyes.sip.rtp import KEYS

METHODS = ("INVITE", "ACK", "CANCEL", "BYE", "OPTIONS", "INFO")
KNOWN = frozenset({*METHODS, "REGISTER", "SUBSCRIBE", "NOTIFY", "MESSAGE", "REFER", "UPDATE", "PRACK", "PUBLISH"})
SDP = "application/sdp"
KEY_TYPES = ("application/dtmf-relay", "application/dtmf")
MAX_SEQUENCE = 2**31
MAX_HOPS = 16
"""Values of Via, and of the other headers that each server on the way adds to. Networks have two or three."""
_SEQUENCE = re.compile(r"(\d{1,10})\s+(\S+)")
_SIGNAL = re.compile(r"\s*signal\s*=\s*([0-9A-Da-d*#])\s*", re.IGNORECASE)

Refusal = tuple[int, tuple[tuple[str, str], ...]]
"""A status, and headers that go with it."""


def long_way(headers: Headers) -> bool:
    """Whether it came by more servers than can be; told without reading the values, for which it would cost too much."""
    ways = ("via", "record-route", "contact")
    return any(sum(1 + line.count(",") for line in headers.lines(name)) > MAX_HOPS for name in ways)


def wrong(request: Request) -> str:
    """What makes a request unusable, as a sentence; empty when nothing does."""
    headers = request.headers
    for name in ("from", "to", "call-id", "cseq"):
        if not headers.first(name):
            return f"{name} is missing"
    found = _SEQUENCE.fullmatch(headers.first("cseq"))
    if found is None or found[2] != request.method or int(found[1]) >= MAX_SEQUENCE:
        return "CSeq does not fit"
    try:
        name_address(headers.first("from"))
        name_address(headers.first("to"))
        if request.method == "INVITE":
            uri(request.uri)
            for value in (*headers.every("contact"), *headers.every("record-route")):
                name_address(value)
    except BadMessage as error:
        return error.message.replace('"', "'").replace("\\", "/")
    return ""


def unsupported(request: Request) -> Refusal | None:
    """Why an invitation asks for something that we cannot do."""
    required = request.headers.every("require")
    if required:
        return 420, (("unsupported", ", ".join(required)),)
    kind = request.headers.first("content-type").partition(";")[0].strip().lower()
    if request.body and (kind != SDP or request.headers.first("content-encoding")):
        return 415, (("accept", SDP),)
    return None


def sequence(request: Request) -> int:
    """The number of CSeq, of a request with which nothing is `wrong`; 0 when it has none."""
    found = _SEQUENCE.fullmatch(request.headers.first("cseq"))
    return int(found[1]) if found else 0


def tag_of(value: str) -> str:
    """The tag of From or To."""
    return parameters(value)[1].get("tag", "")


def pressed(body: bytes) -> str:
    """The key that an INFO is about, in either of the two usual forms; empty for none."""
    text = body[:200].decode("ascii", "replace")
    for line in text.splitlines():
        if found := _SIGNAL.fullmatch(line):
            return found[1].upper()
    bare = text.strip().upper()
    return bare if len(bare) == 1 and bare in KEYS else ""
