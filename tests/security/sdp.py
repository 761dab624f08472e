"""Tells schemathesis how an SDP offer goes over the wire."""

from __future__ import annotations

from typing import Any

import schemathesis


@schemathesis.serializer("application/sdp")
def serialize(_context: schemathesis.SerializationContext, value: Any) -> bytes:
    """As text; what is none, as what Python calls it."""
    return value if isinstance(value, bytes) else str(value).encode(errors="replace")
