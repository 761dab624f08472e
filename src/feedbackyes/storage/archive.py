"""Backups as a folder or a tar file: members, and a manifest with the checksum of each.

The manifest comes last, when all sums are known, so that a tar file can go through a pipe. A backup without one is not
complete.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from io import BytesIO
from pathlib import Path
from typing import IO, Literal, Protocol

import msgspec

from feedbackyes.domain.errors import Conflict, InvalidInput

FORMAT = 1
MANIFEST = "manifest.json"
PIECE_BYTES = 1 << 20
Engine = Literal["sqlite", "postgresql"]
_NAME = re.compile(r"(recordings|folder|folder/tls)/[\w-][\w.-]*|database\.(db|dump)")
_PACKED = {".tar": "w|", ".gz": "w|gz", ".tgz": "w|gz"}


class BadBackup(InvalidInput):
    """It is no backup of ours, is not complete, or is not what was written."""

    code = "bad_backup"


class TargetExists(Conflict):
    """Something is where the backup is to go, or where it is to be restored to."""

    code = "target_exists"


class Member(msgspec.Struct, frozen=True):
    """A file of the backup. `changed_ns`: when it was changed, in Unix nanoseconds."""

    path: str
    size: int
    sha256: str
    changed_ns: int


class Kept(msgspec.Struct, frozen=True):
    """A recording that stays in its bucket and is only listed."""

    key: str
    size: int
    etag: str | None = None


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup holds.

    Args:
        made_at: in UTC, ISO 8601.
        version: of FeedbackYes.
        revision: of the database.
        bucket: where the recordings are that are only listed.
    """

    format: int = FORMAT
    made_at: str
    version: str
    engine: Engine
    revision: str
    files: tuple[Member, ...] = ()
    bucket: str | None = None
    kept: tuple[Kept, ...] = ()


class Writer(Protocol):
    """Takes the members of a backup, one after the other."""

    def put(self, path: str, source: IO[bytes], size: int, changed_ns: int) -> None: ...


class FolderWriter:
    """A backup as a folder of files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, path: str, source: IO[bytes], size: int, changed_ns: int) -> None:  # noqa: ARG002 (files have an end)
        place = self._folder / path
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            shutil.copyfileobj(source, file, PIECE_BYTES)
        os.utime(place, ns=(changed_ns, changed_ns))


class TarWriter:
    """A backup as one tar file."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar

    def put(self, path: str, source: IO[bytes], size: int, changed_ns: int) -> None:
        info = tarfile.TarInfo(path)
        info.size, info.mode, info.mtime = size, 0o600, changed_ns // 1_000_000_000
        self._tar.addfile(info, source)


class Archive:
    """A backup that is being written."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._members: list[Member] = []

    def add(self, path: str, source: Path) -> None:
        """Take a file as long as it is now; it may grow meanwhile. Raises `OSError`."""
        with source.open("rb") as file:
            about = os.fstat(file.fileno())
            self.add_open(path, file, about.st_size, about.st_mtime_ns)

    def add_open(self, path: str, file: IO[bytes], size: int, changed_ns: int) -> None:
        """Take `size` bytes of an open file."""
        reader = _Exactly(file, size)
        self._writer.put(path, reader, size, changed_ns)  # type: ignore[arg-type]  # it is read only
        self._members.append(Member(path, size, reader.sum.hexdigest(), changed_ns))

    def has(self, path: str) -> bool:
        """Whether a file has been taken already."""
        return any(member.path == path for member in self._members)

    def finish(self, manifest: Manifest) -> Manifest:
        """Write what there is; without this the backup is not complete."""
        whole = msgspec.structs.replace(manifest, files=tuple(self._members))
        data = msgspec.json.format(msgspec.json.encode(whole), indent=1)
        self._writer.put(MANIFEST, BytesIO(data), len(data), 0)
        return whole


@contextmanager
def writing(target: Path) -> Iterator[Archive]:
    """Write a backup to a folder, or to a file when its name ends with `.tar`, `.tar.gz` or `.tgz`.

    What is not finished when the block is left is not there.

    Raises:
        TargetExists: there is something already. OSError: it cannot be written.
    """
    if target.exists():
        raise TargetExists(f"{target} is there already. Name another place for this backup, or delete it first.")
    unfinished = target.with_name(f".{target.name}.unfinished")
    _remove(unfinished)
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        if target.suffix in _PACKED:
            with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                with packing(file, compressed=target.suffix != ".tar") as archive:
                    yield archive
                file.flush()
                os.fsync(file.fileno())
        else:
            unfinished.mkdir(mode=0o700)
            yield Archive(FolderWriter(unfinished))
        unfinished.rename(target)
    except BaseException:
        _remove(unfinished)
        raise


@contextmanager
def packing(file: IO[bytes], *, compressed: bool = False) -> Iterator[Archive]:
    """Write a backup as a tar file into something that cannot be gone back in, such as a pipe."""
    with tarfile.open(fileobj=file, mode="w|gz" if compressed else "w|", format=tarfile.PAX_FORMAT) as tar:
        yield Archive(TarWriter(tar))


def unpack(source: Path | IO[bytes], into: Path) -> Manifest:
    """Copy a backup's members into a folder, and compare each with its checksum.

    Raises:
        BadBackup: it is none, or not complete, or was changed. OSError: the folder does not take it.
    """
    found: dict[str, tuple[int, str]] = {}
    manifest: Manifest | None = None
    try:
        for name, file in _members(source):
            if name == MANIFEST:
                manifest = _read(file.read(1 << 28))
            elif _NAME.fullmatch(name) and name not in found:
                found[name] = _copy(file, into / name)
            else:
                raise BadBackup(f"This is no backup of FeedbackYes: it has a file {name!r}.")
    except (tarfile.TarError, zlib.error, EOFError) as error:
        raise BadBackup(f"The backup is damaged: {error}.") from error
    if manifest is None:
        raise BadBackup("The backup is not complete: it has no manifest.json, which is written last.")
    _compare(manifest, found)
    for member in manifest.files:
        os.utime(into / member.path, ns=(member.changed_ns, member.changed_ns))
    return manifest


class _Exactly:
    """As many bytes of a file as were announced, and their sum; zeros for what has gone meanwhile."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self._file, self._left = file, size
        self.sum = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        wanted = self._left if size < 0 else min(size, self._left)
        data = self._file.read(wanted).ljust(wanted, b"\0")
        self._left -= wanted
        self.sum.update(data)
        return data


def _members(source: Path | IO[bytes]) -> Iterator[tuple[str, IO[bytes]]]:
    if isinstance(source, Path) and source.is_dir():
        for path in sorted(path for path in source.rglob("*") if path.is_file()):
            with path.open("rb") as file:
                yield path.relative_to(source).as_posix(), file
        return
    with ExitStack() as stack:
        stream = stack.enter_context(source.open("rb")) if isinstance(source, Path) else source
        tar = stack.enter_context(tarfile.open(fileobj=stream, mode="r|*"))
        for info in tar:
            member = tar.extractfile(info) if info.isreg() else None
            if member is None:
                raise BadBackup(f"This is no backup of FeedbackYes: {info.name!r} is no file.")
            yield info.name, member


def _copy(file: IO[bytes], place: Path) -> tuple[int, str]:
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    size, total = 0, hashlib.sha256()
    with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        while piece := file.read(PIECE_BYTES):
            out.write(piece)
            total.update(piece)
            size += len(piece)
    return size, total.hexdigest()


def _read(data: bytes) -> Manifest:
    try:
        about = msgspec.json.decode(data, type=dict[str, object])
        if about.get("format") != FORMAT:
            raise BadBackup(
                f"This backup has the format {about.get('format')}; this version of FeedbackYes reads {FORMAT}."
            )
        return msgspec.json.decode(data, type=Manifest)
    except msgspec.DecodeError as error:
        raise BadBackup(f"The backup is damaged: its manifest.json cannot be read ({error}).") from error


def _compare(manifest: Manifest, found: dict[str, tuple[int, str]]) -> None:
    wanted = {member.path: (member.size, member.sha256) for member in manifest.files}
    for path in sorted(wanted.keys() | found.keys()):
        if path not in found:
            raise BadBackup(f"The backup is damaged: {path} is missing.")
        if path not in wanted:
            raise BadBackup(f"The backup was changed: {path} is not in its manifest.json.")
        if wanted[path] != found[path]:
            raise BadBackup(f"The backup is damaged: {path} is not what was backed up.")


def _remove(place: Path) -> None:
    if place.is_dir():
        shutil.rmtree(place)
    else:
        place.unlink(missing_ok=True)
