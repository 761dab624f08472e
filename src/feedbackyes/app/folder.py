"""The data folder: one server at a time, and the secret of its access link."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from feedbackyes.domain.errors import Conflict, NotReady
from feedbackyes.storage import users

LOCK_FILE = "server.lock"
TOKEN_FILE = "access-token"  # noqa: S105 (its name, not its content)
PATIENCE_SECONDS = 3.0


class FolderInUse(Conflict):
    """Another server works in this data folder; it would take our live sessions for the remains of a crash."""

    code = "data_folder_in_use"


def make(folder: Path) -> None:
    """Make the folder. Raises `NotReady`."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # recordings are there
    except OSError as error:
        raise NotReady(
            f"The data folder {folder} cannot be made: {error.strerror}. Set FEEDBACKYES_DATA to one that can."
        ) from error


@asynccontextmanager
async def claimed(folder: Path) -> AsyncIterator[None]:
    """Make the folder and keep other servers out of it until the block is left, or this process dies.

    A server that is about to end is waited for.

    Raises:
        NotReady: the folder cannot be made.
        FolderInUse: another server holds it.
    """
    make(folder)
    with (folder / LOCK_FILE).open("a+") as file:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not _lock(file.fileno()):
            if time.monotonic() > deadline:
                raise FolderInUse(
                    f"Another FeedbackYes server is running on the data folder {folder}. "
                    "Use that one, end it, or give this one a folder of its own: FEEDBACKYES_DATA=…"
                )
            await asyncio.sleep(0.1)
        yield


def access_token(folder: Path) -> str:
    """The token of the access link. Made once and kept, so that a link goes on working after a restart."""
    file = folder / TOKEN_FILE
    if not file.exists():
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
            out.write(users.make_token())
    return file.read_text().strip()


if sys.platform == "win32":

    def _lock(descriptor: int) -> bool:
        import msvcrt

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:

    def _lock(descriptor: int) -> bool:
        """A record lock: unlike the others, it is not inherited by our worker processes, which may outlive us."""
        import fcntl

        try:
            fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
