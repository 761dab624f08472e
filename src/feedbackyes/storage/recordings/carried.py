"""What a learner had just said when one server left their talk to the next: messages, for as long as that takes.

Beside the recordings lies `<session id>.carried`, also of sessions that are not recorded: a second or a sentence of audio that
nobody has heard yet. It is gone when the next server has taken it up, or nobody came back.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

SUFFIX = ".carried"
_READ = msgspec.msgpack.Decoder(tuple[bytes, ...]).decode
_WRITE = msgspec.msgpack.Encoder().encode


def put(place: Path, messages: Sequence[bytes]) -> None:
    """Keep messages, whole or not at all. Raises `OSError`."""
    unfinished = place.with_suffix(f"{SUFFIX}.new")
    unfinished.touch(mode=0o600)
    unfinished.write_bytes(_WRITE(tuple(messages)))
    unfinished.replace(place)


def get(place: Path) -> tuple[bytes, ...]:
    """What is kept; nothing when there is no such file, or it is damaged."""
    try:
        return _READ(place.read_bytes())
    except (OSError, msgspec.DecodeError):
        return ()
