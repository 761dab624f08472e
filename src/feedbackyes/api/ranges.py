"""Parts of files: one range of bytes, as `Range` asks for it (RFC 9110, 14)."""

from __future__ import annotations

import re
from typing import Any

from fastapi.responses import FileResponse
from starlette.types import Receive, Scope, Send

_RANGE = re.compile(r"bytes=(?=.*\d)(\d{0,18})-(\d{0,18})")
_WAV = {"audio/wav": {"schema": {"type": "string", "format": "binary"}}}
SOUND: dict[int | str, dict[str, Any]] = {
    200: {"content": _WAV},
    206: {"content": _WAV, "description": "The bytes that `Range` asked for."},
    416: {"description": "There are no such bytes; `Content-Range` says how many there are."},
}
"""How a route describes that it answers with a sound file or a part of one."""


def read(wanted: str) -> tuple[int | None, int | None] | None:
    """The first and the last byte that are asked for; without a first one the last one is a number of bytes at the end.

    None: all of them. Several ranges mean that, too, and what cannot be read: both may be ignored (14.2).
    """
    found = _RANGE.fullmatch(wanted)
    if found is None:
        return None
    first, last = (int(one) if one else None for one in found.groups())
    return None if first is not None and last is not None and last < first else (first, last)


class RangedFile(FileResponse):
    """A file of the disk, or the one range of it that is asked for."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [
            (name, value) for name, value in scope["headers"] if name != b"range" or read(value.decode("latin-1"))
        ]
        await super().__call__({**scope, "headers": headers}, receive, send)
