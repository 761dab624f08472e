"""Where the next page of a list begins: after what the last one ended with."""

from __future__ import annotations

import base64
import binascii

from feedbackyes.domain.errors import InvalidInput


def write(key: str | int, id_: str) -> str:
    """For a list that is ordered by `key`, then by id."""
    return base64.urlsafe_b64encode(f"{key}\0{id_}".encode()).decode()


def read(cursor: str) -> tuple[str, str]:
    """The key, as text, and the id. Raises `InvalidInput`."""
    try:
        key, separator, id_ = base64.urlsafe_b64decode(cursor.encode()).decode().rpartition("\0")
    except (ValueError, binascii.Error) as error:
        raise _wrong() from error
    if not separator:
        raise _wrong()
    return key, id_


def read_number(cursor: str) -> tuple[int, str]:
    """The same, of a list that is ordered by a time. Raises `InvalidInput`."""
    key, id_ = read(cursor)
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        raise _wrong()
    return int(key), id_


def _wrong() -> InvalidInput:
    return InvalidInput("The cursor is none that this list gave.", param="cursor")
