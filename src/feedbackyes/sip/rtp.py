"""Packets of RTP and RTCP (RFC 3550) and of keys (RFC 4733): bytes to values and back. No clock, no socket."""

from __future__ import annotations

import struct
from dataclasses import dataclass

HEADER_BYTES = 12
RATE_HZ = 8_000
"""The clock of G.711."""
FRAME_MS = 20
FRAME_SAMPLES = RATE_HZ * FRAME_MS // 1000
KEYS = "0123456789*#ABCD"
_HEADER = struct.Struct("!BBHII")
_EVENT = struct.Struct("!BBH")
_REPORT = struct.Struct("!IIIIII")
_NTP_EPOCH = 2_208_988_800
SENDER_REPORT, RECEIVER_REPORT, DESCRIPTION, GOODBYE = 200, 201, 202, 203


@dataclass(frozen=True, slots=True)
class Packet:
    payload_type: int
    sequence: int
    timestamp: int
    source: int
    payload: bytes
    marker: bool = False


@dataclass(frozen=True, slots=True)
class Reception:
    """What the other end reports of what we send: lost share since its last report, lost in all, jitter in ms."""

    lost_share: float
    lost: int
    jitter_ms: float


def read(data: bytes) -> Packet | None:
    """A packet, or None when these bytes are none."""
    if len(data) < HEADER_BYTES or data[0] >> 6 != 2:
        return None
    first, second, sequence, timestamp, source = _HEADER.unpack_from(data)
    start, end = HEADER_BYTES + 4 * (first & 15), len(data)
    if first & 0x10:  # an extension, which says how long it is
        if start + 4 > end:
            return None
        start += 4 + 4 * int.from_bytes(data[start + 2 : start + 4], "big")
    if first & 0x20:
        end -= data[-1]
    if start > end:
        return None
    return Packet(second & 127, sequence, timestamp, source, data[start:end], bool(second & 128))


def build(payload_type: int, sequence: int, timestamp: int, source: int, payload: bytes, *, marker: bool) -> bytes:
    """The bytes of a packet. Sequence and timestamp have been wrapped to 16 and 32 bits."""
    return _HEADER.pack(0x80, payload_type | (0x80 if marker else 0), sequence, timestamp, source) + payload


def key(payload: bytes) -> str | None:
    """The key that a telephone event is about; None for other events and for bytes that are none."""
    if len(payload) < _EVENT.size:
        return None
    event = payload[0]
    return KEYS[event] if event < len(KEYS) else None


def key_event(name: str, duration: int, *, end: bool) -> bytes:
    """The payload of a key that has been down for `duration` samples."""
    return _EVENT.pack(KEYS.index(name), (0x80 if end else 0) | 10, min(duration, 0xFFFF))


def is_rtcp(data: bytes) -> bool:
    """Of what comes to a port that both share (RFC 5761 section 4)."""
    return len(data) >= 8 and data[0] >> 6 == 2 and 192 <= data[1] <= 223


def read_report(data: bytes, about: int) -> Reception | None:
    """What a compound RTCP packet says of the source `about`; None when it says nothing."""
    at = 0
    while at + 4 <= len(data) and data[at] >> 6 == 2:
        count, kind, length = data[at] & 31, data[at + 1], 4 * int.from_bytes(data[at + 2 : at + 4], "big") + 4
        blocks = at + (28 if kind == SENDER_REPORT else 8)
        if kind in (SENDER_REPORT, RECEIVER_REPORT):
            for block in range(blocks, min(blocks + 24 * count, at + length, len(data)) - 23, 24):
                source, lost, _, jitter, _, _ = _REPORT.unpack_from(data, block)
                if source == about:
                    return Reception((lost >> 24) / 256, lost & 0xFFFFFF, jitter * 1000 / RATE_HZ)
        at += length
    return None


def sender_report(source: int, now: float, timestamp: int, packets: int, octets: int, *, bye: bool = False) -> bytes:
    """A compound packet: what we have sent so far and who we are; `bye` ends it.

    Args:
        now: Unix seconds. timestamp: of RTP at that moment.
    """
    seconds = now + _NTP_EPOCH
    whole = int(seconds)
    said = struct.pack(
        "!BBHIIIIII",
        0x80,
        SENDER_REPORT,
        6,
        source,
        whole & 0xFFFFFFFF,
        int((seconds - whole) * 2**32),
        timestamp & 0xFFFFFFFF,
        packets & 0xFFFFFFFF,
        octets & 0xFFFFFFFF,
    )
    name = b"feedbackyes"
    item = bytes((1, len(name))) + name
    item += bytes(4 - len(item) % 4)  # at least one zero ends the list
    said += struct.pack("!BBHI", 0x81, DESCRIPTION, 1 + len(item) // 4, source) + item
    return said + struct.pack("!BBHI", 0x81, GOODBYE, 1, source) if bye else said
