"""SDP offers in requests."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request

from feedbackyes.rtc import InvalidOffer

SDP = "application/sdp"
MAX_OFFER_BYTES = 64 * 1024
"""A browser's offer with video and every candidate has 10 KiB."""


def media_type(request: Request) -> str:
    """That of the body, in lower case and without parameters."""
    return request.headers.get("content-type", "").split(";")[0].strip().lower()


async def offer_in(request: Request) -> str:
    """The offer that the body is. Raises `HTTPException` (413, 415), `InvalidOffer`."""
    if media_type(request) != SDP:
        raise HTTPException(415, f"Send the offer as {SDP}")
    return offer_of(await body_of(request, MAX_OFFER_BYTES))


async def body_of(request: Request, most: int) -> bytes:
    """The body. Raises `HTTPException` (413) when it is longer than `most` bytes."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise HTTPException(413, f"This body may have {most // 1024} KiB", {"Connection": "close"})
    return body


def offer_of(body: bytes | str) -> str:
    """The offer as text. Raises `InvalidOffer` when it is no SDP."""
    try:
        offer = body.decode() if isinstance(body, bytes) else body
    except UnicodeDecodeError:
        raise InvalidOffer("The offer is not UTF-8 text.") from None
    if not offer.startswith("v=0"):
        raise InvalidOffer("The offer is no SDP: that begins with 'v=0'.")
    return offer
