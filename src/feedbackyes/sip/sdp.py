"""Offers and answers of telephone audio (RFC 8866, RFC 3264): G.711 and keys (RFC 4733), nothing else. No clock, no socket."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Literal

from feedbackyes.audio.formats import AudioFormat
from feedbackyes.domain.errors import InvalidInput
from feedbackyes.sip.address import is_numeric

Direction = Literal["sendrecv", "sendonly", "recvonly", "inactive"]
MAX_BYTES = 8 * 1024
MAX_MEDIA = 8
PTIME_MS = 20
KEYS_TYPE = 101
"""Payload type of telephone events in an offer of ours."""
_STATIC = {0: AudioFormat.MU_LAW, 8: AudioFormat.A_LAW}
_NAMES = {"pcmu": AudioFormat.MU_LAW, "pcma": AudioFormat.A_LAW}
_WRITTEN = {AudioFormat.MU_LAW: "PCMU", AudioFormat.A_LAW: "PCMA"}
_MIRROR: dict[Direction, Direction] = {
    "sendrecv": "sendrecv",
    "sendonly": "recvonly",
    "recvonly": "sendonly",
    "inactive": "inactive",
}
_TYPE = re.compile(r"[0-9]{1,3}")
_RTPMAP = re.compile(r"(\d{1,3}) ([^/\s]+)/(\d{1,6})(?:/1)?\s*")


class NoCommonMedia(InvalidInput):
    """There is no audio in it that we understand."""

    code = "no_common_media"


@dataclass(frozen=True, slots=True)
class Codec:
    """How audio goes: format and payload type, and the payload type of keys when the other end knows them."""

    format: AudioFormat
    payload_type: int
    keys_type: int | None = None


@dataclass(frozen=True, slots=True)
class Media:
    """One `m=` line of the other end."""

    kind: str
    port: int
    protocol: str
    formats: tuple[str, ...]
    host: str = ""
    direction: Direction | None = None
    attributes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Remote:
    """What the other end wants of us.

    Args:
        host, port: where audio goes; no host is an address of zeros, an old way to hold.
        direction: theirs. mux: RTCP shares the port (RFC 5761).
        media: all `m=` lines, and the index of the one that is used; an answer mirrors them.
    """

    host: str
    port: int
    codec: Codec
    direction: Direction
    mux: bool
    media: tuple[Media, ...] = field(repr=False)
    index: int = 0

    @property
    def hears(self) -> bool:
        """Whether it wants to be sent audio."""
        return self.direction in ("sendrecv", "recvonly") and bool(self.host)

    @property
    def held(self) -> bool:
        """Whether it sends nothing on purpose."""
        return self.direction in ("recvonly", "inactive") or not self.host


@dataclass(frozen=True, slots=True)
class Local:
    """Our end: where we take audio, and the numbers of the `o=` line."""

    host: str
    port: int
    session: int
    version: int = 1

    def next(self) -> Local:
        return replace(self, version=self.version + 1)


def read(data: bytes) -> Remote:
    """Read an offer or an answer.

    Raises:
        NoCommonMedia: it cannot be read, or has no audio with G.711 over plain RTP.
    """
    if len(data) > MAX_BYTES:
        raise NoCommonMedia(f"A session description has at most {MAX_BYTES} bytes.")
    lines = [line.strip() for line in data.decode("utf-8", "replace").splitlines() if line.strip()]
    if not lines or lines[0] != "v=0":
        raise NoCommonMedia("This is no session description.")
    media = _media(lines)
    for index, one in enumerate(media):
        codec = _codec(one) if one.kind == "audio" and one.protocol == "RTP/AVP" and one.port else None
        if codec is not None:
            mux = "rtcp-mux" in one.attributes
            return Remote(one.host, one.port, codec, one.direction or "sendrecv", mux, media, index)
    raise NoCommonMedia("There is no audio in it that we understand. Offer PCMU or PCMA over RTP/AVP.")


def answer(remote: Remote, local: Local) -> bytes:
    """Our answer to an offer: the same lines in the same order, all but one of them refused."""
    parts = [*_head(local)]
    for index, one in enumerate(remote.media):
        if index == remote.index:
            parts += _audio(local, remote.codec, _MIRROR[remote.direction], mux=remote.mux)
        else:
            parts.append(f"m={one.kind} 0 {one.protocol} {' '.join(one.formats)}")
    return _written(parts)


def offer(local: Local) -> bytes:
    """Our offer, to who leaves it to us."""
    parts = [*_head(local), f"m=audio {local.port} RTP/AVP 0 8 {KEYS_TYPE}"]
    parts += ["a=rtpmap:0 PCMU/8000", "a=rtpmap:8 PCMA/8000", *_keys(KEYS_TYPE)]
    return _written([*parts, f"a=ptime:{PTIME_MS}", "a=sendrecv"])


def _head(local: Local) -> list[str]:
    kind = "IP6" if ":" in local.host else "IP4"
    return [
        "v=0",
        f"o=feedbackyes {local.session} {local.version} IN {kind} {local.host}",
        "s=-",
        f"c=IN {kind} {local.host}",
        "t=0 0",
    ]


def _audio(local: Local, codec: Codec, direction: Direction, *, mux: bool) -> list[str]:
    types = [str(codec.payload_type), *([str(codec.keys_type)] if codec.keys_type is not None else [])]
    parts = [
        f"m=audio {local.port} RTP/AVP {' '.join(types)}",
        f"a=rtpmap:{codec.payload_type} {_WRITTEN[codec.format]}/8000",
    ]
    if codec.keys_type is not None:
        parts += _keys(codec.keys_type)
    parts += [f"a=ptime:{PTIME_MS}", f"a={direction}"]
    return [*parts, "a=rtcp-mux"] if mux else parts


def _keys(payload_type: int) -> list[str]:
    return [f"a=rtpmap:{payload_type} telephone-event/8000", f"a=fmtp:{payload_type} 0-15"]


def _written(lines: list[str]) -> bytes:
    return ("\r\n".join(lines) + "\r\n").encode()


def _media(lines: list[str]) -> tuple[Media, ...]:
    host, direction = "", None
    found: list[Media] = []
    for line in lines:
        kind, _, value = line.partition("=")
        if kind == "m":
            found.append(replace(_line(value), host=host, direction=direction))
            if len(found) > MAX_MEDIA:
                raise NoCommonMedia(f"A session description has at most {MAX_MEDIA} media.")
        elif kind == "c":
            address = _connection(value)
            if found:
                found[-1] = replace(found[-1], host=address)
            else:
                host = address
        elif kind == "a" and value in _MIRROR:
            if found:
                found[-1] = replace(found[-1], direction=value)
            else:
                direction = value
        elif kind == "a" and found:
            found[-1] = replace(found[-1], attributes=(*found[-1].attributes, value))
    return tuple(found)


def _line(value: str) -> Media:
    parts = value.split()
    port = parts[1].partition("/")[0] if len(parts) > 3 else ""
    if not (port.isascii() and port.isdigit()) or len(port) > 5 or int(port) > 65535:
        raise NoCommonMedia(f"This is no line of media: {value[:60]!r}.")
    return Media(parts[0].lower(), int(port), parts[2].upper(), tuple(parts[3:]))


def _connection(value: str) -> str:
    """The address of a `c=` line; empty for one of zeros."""
    parts = value.split()
    if len(parts) != 3 or parts[0] != "IN" or parts[1] not in ("IP4", "IP6"):
        raise NoCommonMedia(f"This is no connection address: {value[:60]!r}.")
    address = parts[2].partition("/")[0]
    if address in ("0.0.0.0", "::"):  # noqa: S104 (compared, not bound)
        return ""
    if not is_numeric(address):
        raise NoCommonMedia(f"A connection address is written in numbers: {value[:60]!r}.")
    return address


def _codec(media: Media) -> Codec | None:
    named: dict[int, str] = {}
    for attribute in media.attributes:
        name, _, value = attribute.partition(":")
        match = _RTPMAP.fullmatch(value) if name == "rtpmap" else None
        if match and match[3] == "8000":
            named.setdefault(int(match[1]), match[2].lower())
    types = [int(one) for one in media.formats if _TYPE.fullmatch(one) and int(one) < 128]
    audio = next(((one, kind) for one in types if (kind := _format(one, named)) is not None), None)
    if audio is None:
        return None
    keys = next((one for one in types if named.get(one) == "telephone-event"), None)
    return Codec(audio[1], audio[0], keys)


def _format(payload_type: int, named: dict[int, str]) -> AudioFormat | None:
    if payload_type in _STATIC and payload_type not in named:
        return _STATIC[payload_type]
    return _NAMES.get(named.get(payload_type, ""))
