from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedbackyes.rtc import InvalidOffer
from feedbackyes.rtc.peers import AiortcPeers
from feedbackyes.rtc.sdp import LONGEST, MOST_CANDIDATES, checked, published
from feedbackyes.settings import Settings
from tests.rtc.caller import Log

FINGERPRINT = ":".join(["AB"] * 32)
SESSION = ["v=0", "o=- 1 2 IN IP4 127.0.0.1", "s=-", "t=0 0", "a=group:BUNDLE 0 1"]
TRANSPORT = [
    "c=IN IP4 0.0.0.0",
    "a=ice-ufrag:abcd",
    "a=ice-pwd:abcdefghijklmnopqrstuvwx",
    f"a=fingerprint:sha-256 {FINGERPRINT}",
    "a=setup:actpass",
]
AUDIO = [
    "m=audio 9 UDP/TLS/RTP/SAVPF 111 0",
    *TRANSPORT,
    "a=mid:0",
    "a=sendrecv",
    "a=rtcp-mux",
    "a=rtpmap:111 opus/48000/2",
    "a=rtpmap:0 PCMU/8000",
    "a=candidate:1 1 udp 2122260223 127.0.0.1 9 typ host",
]
DATA = ["m=application 9 UDP/DTLS/SCTP webrtc-datachannel", *TRANSPORT, "a=mid:1", "a=sctp-port:5000"]
VIDEO = ["m=video 9 UDP/TLS/RTP/SAVPF 96", *TRANSPORT, "a=mid:2", "a=sendrecv", "a=rtcp-mux", "a=rtpmap:96 VP8/90000"]


def text(*parts: list[str]) -> str:
    return "\r\n".join(line for part in parts for line in part) + "\r\n"


OFFER = text(SESSION, AUDIO, DATA)


def without(pattern: str) -> str:
    return text([line for line in OFFER.split("\r\n") if line and not re.search(pattern, line)])


def replaced(old: str, new: str) -> Callable[[], str]:
    return lambda: OFFER.replace(old, new)


HOSTILE: dict[str, Callable[[], str]] = {
    "empty": lambda: "",
    "blank": lambda: " \r\n\r\n",
    "JSON": lambda: '{"type": "offer", "sdp": "v=0"}',
    "page": lambda: "<html><body>v=0</body></html>",
    "only the version": lambda: "v=0",
    "no audio": lambda: text(SESSION, DATA),
    "only video": lambda: text(SESSION, VIDEO),
    "a megabyte": lambda: OFFER + "a=x:" + "y" * 1_000_000,
    "a megabyte of lines": lambda: OFFER + "a=x\r\n" * 200_000,
    "no fingerprint": lambda: without("fingerprint"),
    "no fingerprint for audio": lambda: text(SESSION, [one for one in AUDIO if "fingerprint" not in one], DATA),
    "no user fragment": lambda: without("ice-ufrag"),
    "no user fragment for audio": lambda: text(SESSION, [one for one in AUDIO if "ufrag" not in one], DATA),
    "no password": lambda: without("ice-pwd"),
    "no set-up role": lambda: without("setup"),
    "no Opus": replaced("opus/48000/2", "G722/8000"),
    "Opus only in name": replaced("a=rtpmap:111", "a=x-rtpmap:999"),
    "a NUL in a candidate": replaced("typ host", "typ\0host"),
    "a NUL in front": lambda: "\0" + OFFER,
    "port without number": replaced("m=audio 9", "m=audio nine"),
    "port of no machine": replaced("m=audio 9", "m=audio -1"),
    "audio without anything": replaced("m=audio 9 UDP/TLS/RTP/SAVPF 111 0", "m=audio "),
    "audio without security": replaced("UDP/TLS/RTP/SAVPF 111", "RTP/AVP 111"),
    "payload type of letters": replaced("a=rtpmap:111", "a=rtpmap:abc"),
    "payload type too great": lambda: OFFER.replace("111", "99999999999999999999"),
    "clock of letters": replaced("opus/48000/2", "opus/48000/two"),
    "mapping without codec": replaced("a=rtpmap:0 PCMU/8000", "a=rtpmap:0"),
    "candidate cut short": replaced("127.0.0.1 9 typ host", "127.0.0.1"),
    "candidate with a port of letters": replaced("127.0.0.1 9 typ", "127.0.0.1 nine typ"),
    "candidate with a port too great": replaced("127.0.0.1 9 typ", "127.0.0.1 70000 typ"),
    "candidate with a name": replaced("2122260223 127.0.0.1 9", "2122260223 internal.example 9"),
    "candidate with nonsense for an address": replaced("2122260223 127.0.0.1 9", "2122260223 999.1.1.1 9"),
    "candidate of another component": replaced("candidate:1 1 udp", "candidate:1 7 udp"),
    "too many candidates": lambda: OFFER + "a=candidate:1 1 udp 1 127.0.0.1 9 typ host\r\n" * (MOST_CANDIDATES + 1),
    "too many sections": lambda: text(SESSION, AUDIO, *[DATA] * 9),
    "fingerprint without value": replaced(f"sha-256 {FINGERPRINT}", "sha-256"),
    "fingerprint of an unknown hash": replaced("sha-256", "rot-13"),
    "unknown role": replaced("setup:actpass", "setup:nobody"),
    "data port of letters": replaced("sctp-port:5000", "sctp-port:many"),
    "bundle of nobody": replaced("BUNDLE 0 1", "BUNDLE 7 8"),
    "the same name twice": replaced("a=mid:1", "a=mid:0"),
    "extension without number": replaced("a=sendrecv", "a=sendrecv\r\na=extmap:x urn:y"),
    "source without number": replaced("a=sendrecv", "a=sendrecv\r\na=ssrc:x cname:y"),
    "source group of letters": replaced("a=sendrecv", "a=sendrecv\r\na=ssrc-group:FID a b"),
    "parameters of nobody": replaced("a=sendrecv", "a=sendrecv\r\na=fmtp:5 x=1"),
    "feedback of nobody": replaced("a=sendrecv", "a=sendrecv\r\na=rtcp-fb:5"),
    "rtcp of letters": replaced("a=sendrecv", "a=sendrecv\r\na=rtcp:x IN IP4 0.0.0.0"),
    "attributes without anything": lambda: re.sub(r"a=([a-z-]+):.*", r"a=\1:", OFFER),
    "lone surrogates": replaced("s=-", "s=\ud800"),
    "all lines on one": lambda: OFFER.replace("\r\n", " "),
}
"""Some of these are odd, not wrong: they may be answered, but nothing else may happen."""

MUST_FAIL = {
    "empty",
    "blank",
    "JSON",
    "page",
    "only the version",
    "no audio",
    "only video",
    "a megabyte",
    "a megabyte of lines",
    "no fingerprint",
    "no user fragment",
    "no password",
    "no Opus",
    "Opus only in name",
    "a NUL in front",
    "audio without anything",
    "port without number",
    "payload type of letters",
    "candidate cut short",
    "too many candidates",
    "too many sections",
    "all lines on one",
}


async def outcome(peers: AiortcPeers, offer: str) -> InvalidOffer | None:
    try:
        peer = await peers.answer(offer, Log())
    except InvalidOffer as error:
        return error
    assert peer.answer.startswith("v=0")
    await peer.close()
    return None


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_hostile_offer_is_an_invalid_offer_and_nothing_else(peers: AiortcPeers, name: str) -> None:
    refused = await outcome(peers, HOSTILE[name]())
    if name in MUST_FAIL:
        assert refused is not None
    if refused is not None:
        assert refused.code == "invalid_offer"
        assert 10 < len(str(refused)) < 200
    assert await outcome(peers, OFFER) is None


@cache
def lines() -> tuple[str, ...]:
    return tuple(text(SESSION, AUDIO, DATA, VIDEO).split("\r\n"))


@st.composite
def spoilt(draw: st.DrawFn) -> str:
    """A good offer with a few lines changed, cut, doubled or moved."""
    made = list(lines())
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(made) - 1))
        match draw(st.integers(0, 5)):
            case 0:
                made[at] = made[at][: draw(st.integers(0, len(made[at])))]
            case 1:
                made[at] += draw(st.text(max_size=8))
            case 2:
                made.insert(draw(st.integers(0, len(made))), made[at])
            case 3:
                made[at] = "a=" + draw(st.text(max_size=20))
            case 4:
                words = re.split(r"([ :/=])", made[at])
                words[draw(st.integers(0, len(words) - 1))] = draw(
                    st.sampled_from(["", "x", "-1", "0", "9" * 30, "\0"])
                )
                made[at] = "".join(words)
            case _:
                made.pop(at)
                made = made or ["v=0"]
    return "\r\n".join(made)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(offer=spoilt())
async def test_a_spoilt_offer_is_answered_or_refused(peers: AiortcPeers, offer: str) -> None:
    await outcome(peers, offer)


async def test_sections_may_come_in_any_order(peers: AiortcPeers) -> None:
    for order in ((DATA, AUDIO), (VIDEO, DATA, AUDIO), (AUDIO, VIDEO)):
        peer = await peers.answer(text(SESSION[:-1], *order), Log())
        kinds = re.findall(r"^m=(\w+)", peer.answer, re.MULTILINE)
        assert kinds == [part[0].split()[0].removeprefix("m=") for part in order]
        await peer.close()


async def test_video_is_declined_and_audio_taken(peers: AiortcPeers) -> None:
    peer = await peers.answer(text(SESSION[:-1], AUDIO, VIDEO), Log())
    audio, video = peer.answer.split("m=audio")[1].split("m=video")
    assert "a=sendrecv" in audio
    assert "a=inactive" in video
    await peer.close()


async def test_a_refused_offer_takes_no_place() -> None:
    small = AiortcPeers(Settings(max_sessions=1))
    for _ in range(3):
        assert await outcome(small, HOSTILE["Opus only in name"]()) is not None
    assert await outcome(small, OFFER) is None


def test_candidates_that_only_a_local_network_knows_are_left_out() -> None:
    offer = OFFER + "a=candidate:2 1 UDP 1 0b1c-6d3e.local 5 typ host\r\na=candidate:3 1 udp 1 X.LOCAL 5 typ host\r\n"
    assert checked(offer + "a=end-of-candidates\r\n") == OFFER


def test_line_ends_of_any_kind_are_understood() -> None:
    assert checked(OFFER.replace("\r\n", "\n")) == OFFER
    assert checked("\r\n" + OFFER.rstrip()) == OFFER


def test_the_longest_offer_is_taken() -> None:
    filler = "a=x:" + "y" * (LONGEST - len(OFFER) - 6)
    assert checked(OFFER + filler + "\r\n").startswith("v=0")
    with pytest.raises(InvalidOffer, match="longer than"):
        checked(OFFER + filler + "yyy\r\n")


@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_our_candidates_are_under_the_public_address(end: str) -> None:
    answer = end.join(
        [
            "m=audio 9 UDP/TLS/RTP/SAVPF 111",
            "a=candidate:1 1 udp 1 192.0.2.5 9 typ host",
            "a=candidate:2 1 udp 1 2001:db8::5 9 typ host",
            "a=candidate:3 1 udp 1 198.51.100.2 9 typ relay raddr 192.0.2.5 rport 9",
            "",
        ]
    )
    assert published(answer, "") == answer
    assert published(answer, "203.0.113.7") == answer.replace("1 192.0.2.5 9", "1 203.0.113.7 9")
    assert published(answer, "2001:db8::99") == answer.replace("2001:db8::5", "2001:db8::99")
