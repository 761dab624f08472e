"""Of secrets that we have made: they are random, so there is nothing to guess that a slow hash would protect."""

from __future__ import annotations

import hashlib


def digest(secret: str) -> str:
    """SHA-256, in hexadecimal."""
    return hashlib.sha256(secret.encode()).hexdigest()
