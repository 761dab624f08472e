from __future__ import annotations

import base64
import hashlib
import hmac
import time

from feedbackyes.rtc import IceServer
from feedbackyes.rtc.ice import TURN_SECONDS, servers

STUN, TURN, TURNS = "stun:stun.example:3478", "turn:turn.example:3478?transport=udp", "turns:turn.example:5349"


def test_without_servers_there_are_none() -> None:
    assert servers((), "secret", "ann") == ()


def test_stun_needs_no_credentials() -> None:
    assert servers((STUN,), "secret", "ann") == (IceServer((STUN,)),)


def test_turn_gets_credentials_of_the_shared_secret_for_a_limited_time() -> None:
    stun, turn = servers((STUN, TURN, TURNS), "north", "ann", now=1_000.7)
    assert stun == IceServer((STUN,))
    assert turn.urls == (TURN, TURNS)
    assert turn.username == f"{1_000 + TURN_SECONDS}:ann"
    assert turn.expires_at == 1_000 + TURN_SECONDS
    assert turn.username is not None
    expected = hmac.new(b"north", turn.username.encode(), hashlib.sha1).digest()
    assert turn.credential == base64.b64encode(expected).decode()


def test_everybody_has_credentials_of_their_own() -> None:
    ann, ben = (servers((TURN,), "north", user, now=5)[0] for user in ("ann", "ben"))
    assert ann.credential != ben.credential
    assert servers((TURN,), "south", "ann", now=5)[0].credential != ann.credential


def test_without_a_secret_turn_is_told_as_it_is() -> None:
    assert servers((TURN,), "", "ann") == (IceServer((TURN,)),)


def test_credentials_run_from_now() -> None:
    expires_at = servers((TURN,), "north", "ann")[0].expires_at
    assert expires_at is not None
    assert abs(expires_at - TURN_SECONDS - time.time()) < 60
