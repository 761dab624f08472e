from __future__ import annotations

import re

import pytest

from feedbackyes.sip.digest import NONCE_SECONDS, Digest, Verdict
from feedbackyes.sip.digest import answer as response
from tests.sip.caller import digest

URI = "sip:100@192.0.2.1"
NOW = 1000.0


@pytest.fixture
def door() -> Digest:
    return Digest("feedbackyes", {"trunk": "secret"}, b"k" * 32)


def challenge(door: Digest, algorithm: str = "SHA-256", now: float = NOW) -> str:
    return next(one for one in door.challenges(now) if f"algorithm={algorithm}" in one)


def test_the_example_of_the_standard_is_reproduced() -> None:
    """RFC 7616 section 3.9.1."""
    given = {
        "username": "Mufasa",
        "realm": "http-auth@example.org",
        "uri": "/dir/index.html",
        "nonce": "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
        "nc": "00000001",
        "cnonce": "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
        "qop": "auth",
    }
    assert response(given, "Circle of Life", "GET") == "8ca523f5e9506fed4657c9700eebdbec"
    strong = response({**given, "algorithm": "SHA-256"}, "Circle of Life", "GET")
    assert strong == "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"


@pytest.mark.parametrize("algorithm", ["SHA-256", "MD5"])
def test_who_knows_the_password_is_let_in_once_per_count(door: Digest, algorithm: str) -> None:
    asked = challenge(door, algorithm)
    first = digest(asked, "INVITE", URI, "trunk", "secret")
    assert door.verify(first, "INVITE", URI, NOW + 1) == (Verdict.GOOD, "trunk")
    assert door.verify(first, "INVITE", URI, NOW + 2) == (Verdict.STALE, "")
    second = digest(asked, "INVITE", URI, "trunk", "secret", count=2)
    assert door.verify(second, "INVITE", URI, NOW + 3)[0] is Verdict.GOOD


def test_a_nonce_is_good_for_a_while_only(door: Digest) -> None:
    given = digest(challenge(door), "INVITE", URI, "trunk", "secret")
    assert door.verify(given, "INVITE", URI, NOW + NONCE_SECONDS + 1)[0] is Verdict.STALE
    assert "stale=true" in door.challenges(NOW, stale=True)[0]


@pytest.mark.parametrize(
    ("what", "into"),
    [
        (r'username="trunk"', 'username="other"'),
        (r'response="\w+"', 'response="00"'),
        (r'realm="\w+"', 'realm="elsewhere"'),
        (r'nonce="(\w+)\.', r'nonce="\1f.'),
        (r"algorithm=SHA-256", "algorithm=SHA-1"),
        (r'uri="[^"]+"', 'uri="sip:900@192.0.2.1"'),
        ("Digest", "Basic"),
    ],
)
def test_what_does_not_fit_is_no_proof(door: Digest, what: str, into: str) -> None:
    given = re.sub(what, into, digest(challenge(door), "INVITE", URI, "trunk", "secret"))
    assert door.verify(given, "INVITE", URI, NOW + 1) == (Verdict.BAD, "")


def test_another_method_or_place_or_server_is_no_proof(door: Digest) -> None:
    given = digest(challenge(door), "INVITE", URI, "trunk", "secret")
    assert door.verify(given, "BYE", URI, NOW)[0] is Verdict.BAD
    assert door.verify(given, "INVITE", "sip:900@192.0.2.1", NOW)[0] is Verdict.BAD
    assert Digest("feedbackyes", {"trunk": "secret"}, b"x" * 32).verify(given, "INVITE", URI, NOW)[0] is Verdict.BAD
    assert door.verify(given, "INVITE", f"{URI};transport=udp", NOW)[0] is Verdict.GOOD
    assert door.verify("", "INVITE", URI, NOW)[0] is Verdict.BAD
    assert door.verify('Digest username="\udcff"', "INVITE", URI, NOW)[0] is Verdict.BAD


@pytest.mark.parametrize("nonce", ["\udcff", "1\udcff.00", "\u00e9.0", ""])
def test_a_nonce_that_is_no_plain_text_is_no_proof(door: Digest, nonce: str) -> None:
    given = re.sub('nonce="[^"]+"', f'nonce="{nonce}"', digest(challenge(door), "INVITE", URI, "trunk", "secret"))
    assert door.verify(given, "INVITE", URI, NOW) == (Verdict.BAD, "")
