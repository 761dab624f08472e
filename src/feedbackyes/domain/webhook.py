"""Standard Webhooks signatures (standardwebhooks.com, version 1): symmetric, HMAC-SHA256 over id, time and raw body."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterable, Mapping

from feedbackyes.domain.errors import InvalidInput, Unauthorised

TOLERANCE_SECONDS = 300
PREFIX = "whsec_"
MAX_ID = 256


class BadSignature(Unauthorised):
    """Nobody who knows a secret of ours has signed this."""

    code = "bad_signature"


class LateWebhook(InvalidInput):
    """It was signed too long ago, or in the future."""

    code = "late_webhook"


def key_of(secret: str) -> bytes:
    """The key in a secret: what follows `whsec_` as base64, else its bytes."""
    if not secret.startswith(PREFIX):
        return secret.encode()
    try:
        return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        return secret.removeprefix(PREFIX).encode()


def signature(secret: str, id_: str, at: int, body: bytes) -> str:
    """`v1,…` of one message. `at`: Unix seconds."""
    digest = hmac.new(key_of(secret), f"{id_}.{at}.".encode() + body, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


def headers(secret: str, id_: str, at: int, body: bytes) -> dict[str, str]:
    """What a message is sent with."""
    return {"webhook-id": id_, "webhook-timestamp": str(at), "webhook-signature": signature(secret, id_, at, body)}


def verify(secrets: Iterable[str], given: Mapping[str, str], body: bytes, now: float) -> str:
    """The id of a message that one of the secrets has signed in the last five minutes.

    Args:
        given: headers, with names in lower case. now: Unix seconds.

    Raises:
        BadSignature: a header is missing, or the signature is nobody's that we know.
        LateWebhook: the signature is right and too old, or of the future.
    """
    id_, stamp, signed = (given.get(f"webhook-{name}", "") for name in ("id", "timestamp", "signature"))
    if not id_ or len(id_) > MAX_ID or not signed or not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
        raise BadSignature("The headers webhook-id, webhook-timestamp and webhook-signature are needed.")
    at = int(stamp)
    expected = [signature(secret, id_, at, body).encode() for secret in secrets if key_of(secret)]
    offered = [one.encode() for one in signed.split(" ")]
    # Each is compared with each, so that the time tells nothing.
    matches = [hmac.compare_digest(one, other) for one in expected for other in offered]
    if not any(matches):
        raise BadSignature("The signature is not right. Is OPENAI_WEBHOOK_SECRET that of this endpoint?")
    if abs(now - at) > TOLERANCE_SECONDS:
        raise LateWebhook(f"The message was signed more than {TOLERANCE_SECONDS // 60} minutes from now.")
    return id_
