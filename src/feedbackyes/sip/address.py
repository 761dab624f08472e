"""What stands in the headers of SIP: URIs, names with addresses, ways back (RFC 3261 sections 19.1, 20)."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import Literal

from feedbackyes.sip.message import BadMessage, Request, parameters

Transport = Literal["udp", "tcp"]
PORT = 5060
_URI = re.compile(
    r"(?P<scheme>sips?):(?:(?P<user>[^@>\s]*)@)?(?P<host>\[[0-9A-Fa-f:.]+\]|[^:;?>\s\[\]]+)(?::(?P<port>\d{1,5}))?"
    r"(?P<rest>(?:;[^?>\s]*)?)(?:\?\S*)?"
)
_TEL = re.compile(r"tel:(?P<number>[^;>\s]+)(?P<rest>(?:;[^>\s]*)?)")
_SENT_BY = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^\s:\[\]]+)(?:\s*:\s*(\d{1,5}))?")
_QUOTED = re.compile(r'^\s*"(?:[^"\\]|\\.)*"')
_PUNCTUATION = re.compile(r"[\s().\-/]")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a message came from or goes to. For TCP it names the connection's other end."""

    transport: Transport
    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Uri:
    """`sip:user@host:port;parameters`, or `tel:number` with no host."""

    scheme: str
    user: str
    host: str
    port: int | None
    parameters: dict[str, str]


@dataclass(frozen=True, slots=True)
class Via:
    """One hop. `line` is how it was written."""

    transport: str
    host: str
    port: int | None
    parameters: dict[str, str]
    line: str

    @property
    def branch(self) -> str:
        return self.parameters.get("branch", "")


def uri(text: str) -> Uri:
    """Read a URI. Raises `BadMessage`."""
    if found := _URI.fullmatch(text):
        port = int(found["port"]) if found["port"] else None
        if port is None or 0 < port <= 65535:
            rest = parameters(found["rest"])[1]
            return Uri(found["scheme"], found["user"] or "", found["host"].strip("[]"), port, rest)
    if found := _TEL.fullmatch(text):
        return Uri("tel", found["number"], "", None, parameters(found["rest"])[1])
    raise BadMessage(f"This is no address: {text[:60]!r}.")


def name_address(value: str) -> tuple[Uri, dict[str, str]]:
    """`"Name" <uri>;tag=…` or `uri;tag=…`: the URI and the header's own parameters. Raises `BadMessage`."""
    return uri(inner(value)), parameters(value)[1]


def inner(value: str) -> str:
    """The URI of a From, To, Contact or Route, as it was written. Raises `BadMessage`."""
    bare = _QUOTED.sub("", value)
    start = bare.find("<")
    if start < 0:
        return parameters(value)[0].strip()
    end = bare.find(">", start)
    if end < 0:
        raise BadMessage("An address has no end.")
    return bare[start + 1 : end]


def via(value: str) -> Via:
    """Read one value of Via. Raises `BadMessage`."""
    head, found = parameters(value)
    protocol, _, sent_by = head.strip().partition(" ")
    parts = [part.strip() for part in protocol.split("/")]
    match = _SENT_BY.fullmatch(sent_by.strip())
    if len(parts) != 3 or parts[0].upper() != "SIP" or match is None:
        raise BadMessage(f"This is no Via: {value[:60]!r}.")
    port = int(match[2]) if match[2] else None
    if port is not None and not 0 < port <= 65535:
        raise BadMessage(f"A port is at most 65535: {value[:60]!r}.")
    return Via(parts[2].upper(), match[1].strip("[]"), port, found, value)


def came_by(top: Via, source: Address) -> str:
    """The top Via as a response has it: with `received` and `rport` (RFC 3261 18.2.1, RFC 3581)."""
    line = top.line
    if top.host != source.host or "rport" in top.parameters:
        line = re.sub(r";\s*received=[^;,]*", "", line, flags=re.IGNORECASE) + f";received={source.host}"
    if "rport" in top.parameters:
        line = re.sub(
            r";\s*rport(\s*=\s*\d*)?(?=\s*(;|$))", f";rport={source.port}", line, count=1, flags=re.IGNORECASE
        )
    return line


def way_back(top: Via, source: Address) -> Address:
    """Where responses go (RFC 3261 18.2.2, RFC 3581): never to a third party's address."""
    if source.transport == "tcp" or "rport" in top.parameters:
        return source
    return Address("udp", source.host, top.port or PORT)


def next_hop(route: tuple[str, ...], target: str, source: Address, *, behind_nat: bool) -> Address:
    """Where a request within a dialog goes.

    The first route or the contact, as RFC 3261 12.2.1.1 says, when that is a numeric address that can be reached;
    otherwise, and for who sits behind a NAT, where the dialog's messages come from.
    """
    if source.transport == "tcp" or (behind_nat and not route):
        return source
    wanted = name_address(route[0])[0] if route else uri(target)
    return Address("udp", wanted.host, wanted.port or PORT) if is_numeric(wanted.host) else source


def is_numeric(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False


def bracketed(host: str) -> str:
    """As a host stands in a URI."""
    return f"[{host}]" if ":" in host else host


def number(found: Uri) -> str:
    """The telephone number or name that an address is of, without punctuation."""
    user = found.user.partition(";")[0].partition(":")[0].replace("%2B", "+").replace("%2b", "+")
    bare = _PUNCTUATION.sub("", user)
    return bare if bare.lstrip("+").isdigit() else user


def caller(request: Request) -> str:
    """Who calls: the network's own word for it (RFC 3325), else what the caller says. Empty: they do not say."""
    for name in ("p-asserted-identity", "from"):
        for value in request.headers.every(name):
            try:
                found = name_address(value)[0]
            except BadMessage:
                continue
            if found.user.lower() not in ("", "anonymous", "unknown", "restricted") and "anonymous" not in found.host:
                return number(found)
            return ""
    return ""
