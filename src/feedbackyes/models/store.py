"""The folder of installed models: a folder each, complete or not there at all."""

from __future__ import annotations

import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from feedbackyes.domain.errors import Conflict, NotFound
from feedbackyes.models import InstallFailed, Model
from feedbackyes.stages._neural import ears, folders, voices
from feedbackyes.stages._neural.onnx_header import BadModel

DOWNLOADS = ".downloads"
MAX_UNPACKED = 4
"""Times the download: more is not unpacked."""
LEAST_UNPACKED = 64 * 2**20


class Store:
    """Models in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def downloads(self) -> Path:
        """Where unfinished downloads wait to be gone on with."""
        return self.folder / DOWNLOADS

    def installed(self) -> list[str]:
        """Names, sorted."""
        if not self.folder.is_dir():
            return []
        return sorted(entry.name for entry in self.folder.iterdir() if entry.is_dir() and entry.name[0] != ".")

    def path(self, name: str) -> Path:
        """Raises `NotFound`."""
        if name not in self.installed():
            raise NotFound(f"The model {name!r} is not installed. Install it with: feedbackyes models pull {name}")
        return self.folder / name

    def remove(self, name: str) -> None:
        """Raises `NotFound`."""
        path = self.path(name)
        gone = path.with_name(f".removed-{name}-{os.getpid()}")
        path.rename(gone)  # at once: nobody finds half of it
        shutil.rmtree(gone, ignore_errors=True)

    def install(self, model: Model, source: Path) -> Path:
        """Unpack an archive, or copy a folder, and check that it can be used. Nothing is left of one that cannot.

        Raises:
            InstallFailed: it cannot be unpacked, there is no room, or it is not what it should be.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            with tempfile.TemporaryDirectory(prefix=".installing-", dir=self.folder) as place:
                made = Path(place) / "model"
                if source.is_dir():
                    shutil.copytree(source, made)
                else:
                    _unpack(source, made, max(LEAST_UNPACKED, MAX_UNPACKED * source.stat().st_size))
                whole = _inner(made)
                _check(whole, model)
                (whole / folders.MANIFEST).write_text(json.dumps({"languages": model.languages}), "utf-8")
                whole.rename(self.folder / model.name)
        except (OSError, tarfile.TarError, EOFError) as error:
            raise InstallFailed(f"{model.name} could not be installed: {error}.") from error
        return self.folder / model.name

    @contextmanager
    def claimed(self, name: str) -> Iterator[None]:
        """Keep others, of this process and of others, from installing `name` meanwhile.

        Raises:
            Conflict: somebody else is at it.
        """
        self.downloads.mkdir(parents=True, exist_ok=True)
        with (self.downloads / f"{name}.lock").open("a") as file:
            try:
                _lock(file.fileno())
            except OSError:
                raise Conflict(f"{name} is being installed already. Wait until that is done.") from None
            yield


def _lock(number: int) -> None:
    """Lock an open file until it is closed; the system lets go when its process dies. Raises OSError when it is locked."""
    try:
        import fcntl
    except ImportError:
        import msvcrt  # Windows

        lock: Callable[[int, int, int], None] = getattr(msvcrt, "locking")  # noqa: B009 (not there elsewhere)
        lock(number, getattr(msvcrt, "LK_NBLCK"), 1)  # noqa: B009
    else:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _unpack(archive: Path, to: Path, limit: int) -> None:
    """Files and folders only, all of them inside `to`; links are left out.

    Raises:
        InstallFailed: something would land elsewhere, or it would take more than `limit` bytes.
    """
    to.mkdir()
    inside, left = to.resolve(), limit
    with tarfile.open(archive) as opened:
        for member in opened:
            place = (inside / member.name).resolve()
            left -= member.size
            if not place.is_relative_to(inside):
                raise InstallFailed(f"{archive.name} wants to write outside its folder, and was not unpacked.")
            if left < 0:
                raise InstallFailed(
                    f"{archive.name} unpacks to more than {limit // 2**20} MB, which no such model has."
                )
            if member.isdir():
                place.mkdir(parents=True, exist_ok=True)
            elif member.isfile() and (source := opened.extractfile(member)) is not None:
                place.parent.mkdir(parents=True, exist_ok=True)
                with source, place.open("wb") as file:
                    shutil.copyfileobj(source, file)


def _inner(folder: Path) -> Path:
    """The folder that archives have around their files."""
    entries = list(folder.iterdir())
    return entries[0] if len(entries) == 1 and entries[0].is_dir() else folder


def _check(folder: Path, model: Model) -> None:
    try:
        if model.stage == "stt":
            ears.find(folder)
        else:
            voices.find(folder)
    except BadModel as error:
        raise InstallFailed(f"{model.name} cannot be used: {error.message}") from error
