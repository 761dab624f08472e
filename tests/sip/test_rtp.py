from __future__ import annotations

import struct

from feedbackyes.sip import rtp


def test_a_packet_is_read_as_it_was_built() -> None:
    data = rtp.build(8, 65_535, 2**32 - 1, 77, b"abc", marker=True)
    assert rtp.read(data) == rtp.Packet(8, 65_535, 2**32 - 1, 77, b"abc", True)


def test_contributors_extensions_and_padding_are_left_out() -> None:
    head = struct.pack("!BBHII", 0x80 | 0x20 | 0x10 | 1, 0, 1, 2, 3)
    packet = rtp.read(head + b"CSRC" + struct.pack("!HH", 9, 1) + b"more" + b"payload" + b"\0\0\3")
    assert packet is not None
    assert packet.payload == b"payload"


def test_what_is_no_packet_is_none() -> None:
    for data in (b"", b"\x80" * 11, bytes(20), struct.pack("!BBHII", 0xA0, 0, 1, 2, 3) + b"\xff"):
        assert rtp.read(data) is None
    assert rtp.read(struct.pack("!BBHII", 0x90, 0, 1, 2, 3) + b"\0\0\xff\xff") is None


def test_keys_have_names() -> None:
    assert rtp.key(rtp.key_event("#", 160, end=True)) == "#"
    assert rtp.key(b"\x0b") is None
    assert rtp.key(bytes((16, 0, 0, 0))) is None


def test_reports_are_told_from_audio_and_read() -> None:
    report = rtp.sender_report(5, 1_700_000_000.5, 1234, 10, 1600, bye=True)
    assert rtp.is_rtcp(report)
    assert not rtp.is_rtcp(rtp.build(0, 1, 1, 1, bytes(160), marker=True))
    assert len(report) % 4 == 0
    assert rtp.read_report(report, 5) is None
    block = struct.pack("!IIIIII", 5, (64 << 24) | 3, 100, 80, 0, 0)
    heard = struct.pack("!BBHI", 0x81, rtp.RECEIVER_REPORT, 7, 9) + block
    assert rtp.read_report(report + heard, 5) == rtp.Reception(0.25, 3, 10.0)
    assert rtp.read_report(heard[:20], 5) is None
