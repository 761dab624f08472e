"""Signatures, held against the hosted service's own library."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openai import InvalidWebhookSignatureError, OpenAI

from feedbackyes.domain.webhook import BadSignature, LateWebhook, headers, key_of, signature, verify

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
BODY = json.dumps({"type": "realtime.call.incoming", "data": {"call_id": "rtc_1", "sip_headers": []}}).encode()


def test_the_example_of_the_standard() -> None:
    body = b'{"test": 2432232314}'
    expected = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert signature(SECRET, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body) == expected


def test_the_services_library_takes_what_we_sign() -> None:
    client = OpenAI(api_key="sk-test", webhook_secret=SECRET)
    client.webhooks.verify_signature(BODY, headers(SECRET, "wh_1", int(time.time()), BODY))
    with pytest.raises(InvalidWebhookSignatureError):
        client.webhooks.verify_signature(BODY, headers("whsec_b3RoZXI=", "wh_1", int(time.time()), BODY))


def test_one_of_several_secrets_and_signatures_is_enough() -> None:
    given_ = headers(SECRET, "wh_1", 1000, BODY)
    given_["webhook-signature"] = f"v1,AAAA v2,xyz {given_['webhook-signature']}"
    assert verify(["other", SECRET], given_, BODY, 1000.0) == "wh_1"


@pytest.mark.parametrize(
    "change",
    [
        {"webhook-signature": "v1,AAAA"},
        {"webhook-signature": ""},
        {"webhook-id": "wh_2"},
        {"webhook-id": ""},
        {"webhook-timestamp": "1001"},
        {"webhook-timestamp": "x"},
        {"webhook-timestamp": ""},
    ],
)
def test_what_was_changed_is_refused(change: dict[str, str]) -> None:
    with pytest.raises(BadSignature):
        verify([SECRET], headers(SECRET, "wh_1", 1000, BODY) | change, BODY, 1000.0)
    with pytest.raises(BadSignature):
        verify([SECRET], headers(SECRET, "wh_1", 1000, BODY), BODY + b" ", 1000.0)


@pytest.mark.parametrize("now", [1301.0, 699.0])
def test_what_is_late_or_early_is_refused(now: float) -> None:
    with pytest.raises(LateWebhook):
        verify([SECRET], headers(SECRET, "wh_1", 1000, BODY), BODY, now)


def test_no_secret_signs_nothing() -> None:
    for secrets in ([], [""], ["whsec_"]):
        with pytest.raises(BadSignature):
            verify(secrets, headers("", "wh_1", 1000, BODY), BODY, 1000.0)


@given(st.text(max_size=40), st.binary(max_size=40))
def test_any_secret_verifies_its_own(secret: str, body: bytes) -> None:
    if key_of(secret):
        assert verify([secret], headers(secret, "wh_1", 1000, body), body, 1000.0) == "wh_1"


def test_a_time_in_milliseconds_is_no_time() -> None:
    """Twelve digits of seconds last until the year 33658; what is longer was never meant as seconds."""
    with pytest.raises(BadSignature, match="headers"):
        verify([SECRET], headers(SECRET, "wh_1", 1_763_800_000_000, BODY), BODY, 1_763_800_000.0)
