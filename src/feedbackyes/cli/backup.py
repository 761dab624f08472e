"""The commands about backups. `-` is standard output or input, for a pipe through a program that encrypts."""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from pathlib import Path

import typer

from feedbackyes.app.folder import claimed
from feedbackyes.domain.errors import Failed
from feedbackyes.settings import Settings
from feedbackyes.storage import last_backup
from feedbackyes.storage.archive import Manifest
from feedbackyes.storage.backup import back_up, restore
from feedbackyes.storage.last_backup import LastBackup

PIPE = "-"


def write(settings: Settings, target: str, *, with_bucket: bool) -> None:
    """Write a backup and say what is in it.

    Raises:
        ExpectedError: it cannot be made; the sentence says why.
    """
    try:
        manifest = back_up(settings, sys.stdout.buffer if target == PIPE else Path(target), with_bucket=with_bucket)
    except OSError as error:
        raise Failed(f"The backup cannot be written: {error}.") from error
    size = sum(member.size for member in manifest.files)
    with suppress(OSError):  # a folder that is read only: the backup is made all the same
        last_backup.note(settings.data, LastBackup(manifest.made_at, target, size))
    typer.echo(f"Backed up: {_contents(manifest)}.", err=target == PIPE)


def read(settings: Settings, source: str, *, overwrite: bool) -> None:
    """Restore a backup and say what was in it.

    Raises:
        ExpectedError: it cannot be restored; the sentence says why.
    """
    try:
        manifest = asyncio.run(_restore(settings, source, overwrite=overwrite))
    except OSError as error:
        raise Failed(f"The backup cannot be restored: {error}.") from error
    typer.echo(f"Restored from {manifest.made_at} (version {manifest.version}): {_contents(manifest)}.")


async def _restore(settings: Settings, source: str, *, overwrite: bool) -> Manifest:
    async with claimed(settings.data):
        return await restore(settings, sys.stdin.buffer if source == PIPE else Path(source), overwrite=overwrite)


def _contents(manifest: Manifest) -> str:
    recordings = sum(member.path.endswith(".wav") for member in manifest.files)
    megabytes = sum(member.size for member in manifest.files) / 1e6
    listed = sum(one.key.endswith(".wav") for one in manifest.kept)
    beside = f"; {listed} recordings stay in {manifest.bucket} and are listed" if listed else ""
    return f"a database of {manifest.engine} and {recordings} recordings, {megabytes:.1f} MB{beside}"
