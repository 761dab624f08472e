"""When this server was backed up last: a note in the data folder, written by whoever makes a backup here."""

from __future__ import annotations

from pathlib import Path

import msgspec

NOTE = "last-backup.json"


class LastBackup(msgspec.Struct, frozen=True):
    """`made_at`: ISO 8601, UTC. `target`: where it went, as it was said."""

    made_at: str
    target: str
    size_bytes: int


def note(data: Path, backup: LastBackup) -> None:
    """Keep it in the data folder. Raises `OSError`."""
    place = data / NOTE
    fresh = place.with_suffix(".new")
    fresh.write_bytes(msgspec.json.encode(backup))
    fresh.replace(place)


def read(data: Path) -> LastBackup | None:
    """None: no backup was made here, or not since this is noted."""
    try:
        return msgspec.json.decode((data / NOTE).read_bytes(), type=LastBackup)
    except (OSError, msgspec.DecodeError):
        return None
