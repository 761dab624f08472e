from __future__ import annotations

import pytest

from feedbackyes.audio.formats import AudioFormat
from feedbackyes.sip import sdp
from feedbackyes.sip.sdp import Local, NoCommonMedia

LOCAL = Local("192.0.2.1", 40_000, 7)


def offer(*lines: str, address: str = "c=IN IP4 192.0.2.9") -> bytes:
    return "\r\n".join(["v=0", "o=- 1 1 IN IP4 192.0.2.9", "s=-", address, "t=0 0", *lines, ""]).encode()


def test_the_first_law_that_both_know_is_taken_with_its_keys() -> None:
    remote = sdp.read(offer("m=audio 4000 RTP/AVP 9 8 0 96", "a=rtpmap:96 telephone-event/8000", "a=rtcp-mux"))
    assert (remote.host, remote.port, remote.mux) == ("192.0.2.9", 4000, True)
    assert remote.codec == sdp.Codec(AudioFormat.A_LAW, 8, 96)
    text = sdp.answer(remote, LOCAL).decode()
    assert "m=audio 40000 RTP/AVP 8 96\r\n" in text
    assert "a=rtpmap:8 PCMA/8000\r\n" in text
    assert "a=fmtp:96 0-15\r\n" in text
    assert "a=ptime:20\r\n" in text
    assert "a=rtcp-mux\r\n" in text


def test_a_law_may_have_a_number_of_its_own() -> None:
    assert sdp.read(offer("m=audio 4000 RTP/AVP 111", "a=rtpmap:111 pcmu/8000/1")).codec == sdp.Codec(
        AudioFormat.MU_LAW, 111
    )


def test_other_media_are_refused_in_their_place() -> None:
    remote = sdp.read(offer("m=video 9 RTP/AVP 96", "m=audio 0 RTP/AVP 0", "m=audio 4002 RTP/AVP 0"))
    lines = [line for line in sdp.answer(remote, LOCAL).decode().splitlines() if line.startswith("m=")]
    assert lines == ["m=video 0 RTP/AVP 96", "m=audio 0 RTP/AVP 0", "m=audio 40000 RTP/AVP 0"]


@pytest.mark.parametrize(
    ("direction", "answered", "hears", "held"),
    [
        ("a=sendonly", "recvonly", False, False),
        ("a=recvonly", "sendonly", True, True),
        ("a=inactive", "inactive", False, True),
        ("a=sendrecv", "sendrecv", True, False),
    ],
)
def test_who_holds_is_answered_so(direction: str, answered: str, hears: bool, held: bool) -> None:
    remote = sdp.read(offer("m=audio 4000 RTP/AVP 0", direction))
    assert (remote.hears, remote.held) == (hears, held)
    assert f"a={answered}\r\n" in sdp.answer(remote, LOCAL).decode()


def test_an_address_of_zeros_is_an_old_way_to_hold() -> None:
    remote = sdp.read(offer("m=audio 4000 RTP/AVP 0", address="c=IN IP4 0.0.0.0"))
    assert (remote.hears, remote.held) == (False, True)


def test_an_address_of_its_own_is_that_of_the_medium() -> None:
    assert sdp.read(offer("m=audio 4000 RTP/AVP 0", "c=IN IP6 2001:db8::9")).host == "2001:db8::9"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"nothing",
        offer(),
        offer("m=audio 4000 RTP/AVP 9"),
        offer("m=audio 4000 RTP/SAVP 0"),
        offer("m=audio 4000 RTP/AVP 128", "a=rtpmap:128 PCMU/8000"),
        offer("m=audio 4000 RTP/AVP 000999", "a=rtpmap:999 PCMU/8000"),
        offer(f"m=audio 4000 RTP/AVP 0000{'0' * 4500}"),
        offer("m=audio 99999 RTP/AVP 0"),
        offer("m=audio 4000 RTP/AVP 0", address="c=IN IP4"),
        offer("m=audio 4000 RTP/AVP 0", address="c=IN IP4 media.example.org"),
        offer(*["m=audio 4000 RTP/AVP 0"] * 20),
        offer("m=audio 4000 RTP/AVP 0") + b"a=x\r\n" * 4000,
    ],
)
def test_what_has_no_audio_for_us_is_refused(data: bytes) -> None:
    with pytest.raises(NoCommonMedia):
        sdp.read(data)


def test_an_offer_of_ours_can_be_read_and_its_versions_count() -> None:
    remote = sdp.read(sdp.offer(LOCAL))
    assert (remote.port, remote.codec) == (40_000, sdp.Codec(AudioFormat.MU_LAW, 0, 101))
    assert "o=feedbackyes 7 2 IN IP4 192.0.2.1\r\n" in sdp.offer(LOCAL.next()).decode()
