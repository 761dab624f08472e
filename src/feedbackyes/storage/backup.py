"""Backups of a whole server, and how one is brought back.

The database is taken first, as it is at one moment; then the recordings and small files of the data folder. What is said
meanwhile may be in a recording and not yet in the database, never the other way round. Models are left out: they can be
fetched again.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import subprocess
import tempfile
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from msgspec.structs import replace
from sqlalchemy.engine import URL

from feedbackyes import __version__
from feedbackyes.domain.errors import Failed, NotReady
from feedbackyes.settings import Settings
from feedbackyes.storage import archive, migrate, schema
from feedbackyes.storage.archive import Archive, BadBackup, Engine, Kept, Manifest, TargetExists
from feedbackyes.storage.database import Database, parse_url, revision_at
from feedbackyes.storage.recordings.bucket import Bucket, open_bucket
from feedbackyes.storage.recordings.disk import GONE, KINDS

RECORDINGS = "recordings"
TLS = "tls"
MOST_BYTES = 1 << 20
"""What is larger and lies in the data folder beside the database is none of our small files."""
_OWN_PROCESS = {"server.lock"}
_UNSAID = (".carried", ".new", GONE)
"""Of a talk that is being left to the next server, or of a deletion: of no use later."""


class DumpFailed(Failed):
    """A program of PostgreSQL did not do what it was asked for."""

    code = "dump_failed"


def back_up(settings: Settings, target: Path | IO[bytes], *, with_bucket: bool = False) -> Manifest:
    """Write everything that a server holds to a folder, a tar file or an open pipe. Talks may go on.

    Args:
        with_bucket: copy the recordings of the bucket too; else they are listed.

    Raises:
        BucketUnreachable: it cannot be listed, or read.
        TargetExists: there is something at `target`.
        NotReady: there is no database yet, or `pg_dump` is missing.
        DumpFailed: the database cannot be read. OSError: the target does not take it.
    """
    url = parse_url(settings.sqlalchemy_url)
    if not settings.data.is_dir():
        raise NotReady(f"There is nothing to back up: there is no data folder {settings.data}.")
    with ExitStack() as stack:
        work = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=".backup-", dir=settings.data)))
        engine, dumped, revision = _dump(url, work)
        writing = archive.writing(target) if isinstance(target, Path) else archive.packing(target)
        made = stack.enter_context(writing)
        made.add(f"database{dumped.suffix}", dumped)
        dumped.unlink()
        _add_files(made, settings.data, without=_files_of(url))
        bucket = open_bucket(settings)
        kept = _add_bucket(made, bucket, copied=with_bucket) if bucket is not None else ()
        at = datetime.now(UTC).isoformat(timespec="seconds")
        manifest = Manifest(made_at=at, version=__version__, engine=engine, revision=revision, kept=kept)
        return made.finish(replace(manifest, bucket=bucket.url if bucket is not None else None))


async def restore(settings: Settings, source: Path | IO[bytes], *, overwrite: bool = False) -> Manifest:
    """Bring back what a backup holds, and the database to the current schema. No server may run on the data folder.

    Everything is checked before anything is replaced.

    Args:
        overwrite: replace the database and the recordings that are there.

    Raises:
        TargetExists: there are some, and they are not to be replaced.
        BadBackup: it is damaged, or of another engine. DatabaseNewer: it is of a newer version.
        NotReady: the database cannot be reached. DumpFailed: it does not take the backup.
    """
    url = parse_url(settings.sqlalchemy_url)
    if not overwrite:
        await _check_empty(url, settings.data / RECORDINGS)
    settings.data.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=settings.data) as folder:
        here = Path(folder)
        manifest = await asyncio.to_thread(archive.unpack, source, here)
        _check_engine(manifest, url)
        migrate.check_known(manifest.revision)
        if manifest.engine == "sqlite":
            await _restore_sqlite(here / "database.db", url)
        else:
            await asyncio.to_thread(_restore_postgres, here / "database.dump", url)
            await (await Database.open(settings.sqlalchemy_url)).close()
        _restore_files(here, settings.data)
    return manifest


def _dump(url: URL, work: Path) -> tuple[Engine, Path, str]:
    if url.get_backend_name() == "sqlite":
        place = work / "database.db"
        return "sqlite", place, _copy_sqlite(Path(str(url.database)), place)
    revision = asyncio.run(revision_at(url))
    if revision is None:
        raise NotReady("There is nothing to back up: this database has no tables yet.")
    place = work / "database.dump"
    # Comments on extensions may be restored by their owner only.
    _run("pg_dump", url, "--format=custom", "--no-owner", "--no-privileges", "--no-comments", f"--file={place}")
    return "postgresql", place, revision


def _copy_sqlite(database: Path, place: Path) -> str:
    """One state of the database, without what was deleted and is still in free pages. Returns its revision."""
    if not database.is_file():
        raise NotReady(f"There is nothing to back up: there is no database {database}.")
    try:
        place.touch(mode=0o600)
        with closing(sqlite3.connect(database, timeout=60)) as connection:
            connection.execute("VACUUM INTO ?", (str(place),))
        with closing(sqlite3.connect(place)) as copy:
            (revision,) = copy.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error as error:
        raise DumpFailed(f"The database {database} cannot be read: {error}.") from error
    return str(revision)


def _files_of(url: URL) -> set[Path]:
    if url.get_backend_name() != "sqlite":
        return set()
    database = Path(str(url.database)).absolute()
    return {database.with_name(database.name + suffix) for suffix in ("", "-wal", "-shm", "-journal")}


def _add_files(made: Archive, data: Path, *, without: set[Path]) -> None:
    for path in _sorted(data):
        if path.absolute() not in without and path.name not in _OWN_PROCESS and path.stat().st_size <= MOST_BYTES:
            made.add(f"folder/{path.name}", path)
    for path in _sorted(data / TLS):
        made.add(f"folder/{TLS}/{path.name}", path)
    for path in _sorted(data / RECORDINGS):
        if path.suffix not in _UNSAID:
            try:
                made.add(f"{RECORDINGS}/{path.name}", path)
            except FileNotFoundError:  # deleted meanwhile, so nobody wants it
                continue


def _add_bucket(made: Archive, bucket: Bucket, *, copied: bool) -> tuple[Kept, ...]:
    """Copy what is in the bucket and was not on disk, or else list it."""
    there = [one for one in bucket.every() if Path(one.name).suffix in KINDS and "/" not in one.name]
    if not copied:
        return tuple(Kept(one.name, one.size, one.etag) for one in there)
    for one in there:
        if not made.has(f"{RECORDINGS}/{one.name}"):
            with bucket.open(one) as file:
                made.add_open(f"{RECORDINGS}/{one.name}", file, one.size, int(one.changed.timestamp() * 1e9))
    return ()


def _sorted(folder: Path) -> list[Path]:
    """The files in a folder; none when it is not there."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))


async def _check_empty(url: URL, recordings: Path) -> None:
    """Raise `TargetExists` when there is anything that a restored backup would replace."""
    files = _files_of(url)
    taken = any(map(Path.exists, files)) if files else await revision_at(url) is not None
    if taken or _sorted(recordings):
        what = f"the database {url.render_as_string(hide_password=True)}" if taken else f"recordings in {recordings}"
        raise TargetExists(f"There is {what} already. To replace database and recordings, add --overwrite.")


def _check_engine(manifest: Manifest, url: URL) -> None:
    engine = url.get_backend_name()
    if manifest.engine != engine:
        raise BadBackup(
            f"This backup is of {manifest.engine}, and FEEDBACKYES_DATABASE_URL names a database of {engine}. "
            "Restore it to one of the same kind."
        )


async def _restore_sqlite(restored: Path, url: URL) -> None:
    try:
        with closing(sqlite3.connect(restored)) as connection:
            (state,) = connection.execute("PRAGMA quick_check").fetchone()
    except sqlite3.Error as error:
        state = str(error)
    if state != "ok":
        raise BadBackup(f"The database in this backup is damaged: {state}.")
    await (await Database.open(f"sqlite:///{restored}")).close()
    place = Path(str(url.database))
    place.parent.mkdir(parents=True, exist_ok=True)
    for old in _files_of(url):
        old.unlink(missing_ok=True)
    shutil.move(restored, place)


def _restore_postgres(dump: Path, url: URL) -> None:
    """In one transaction: whatever fails, the database is as before."""
    script = dump.with_suffix(".sql")
    _run("pg_restore", url, "--no-owner", "--no-privileges", f"--file={script}", str(dump))
    tables = ", ".join(f'"{name}"' for name in ("alembic_version", *schema.metadata.tables))
    empty = f"DROP TABLE IF EXISTS {tables} CASCADE"
    quiet = ("--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1", "--set=VERBOSITY=terse")
    _run("psql", url, *quiet, "--output=/dev/null", f"--command={empty}", f"--file={script}")


def _restore_files(here: Path, data: Path) -> None:
    recordings = data / RECORDINGS
    if recordings.exists():
        shutil.rmtree(recordings)
    recordings.mkdir()
    for path in _sorted(here / RECORDINGS):
        path.rename(recordings / path.name)
    for path in _sorted(here / "folder"):
        path.replace(data / path.name)
    for path in _sorted(here / "folder" / TLS):
        (data / TLS).mkdir(exist_ok=True)
        path.replace(data / TLS / path.name)


def _run(program: str, url: URL, *arguments: str) -> None:
    """Run a program of PostgreSQL on a database; who and where goes by the environment, out of the process list."""
    found = shutil.which(program)
    if found is None:
        raise NotReady(
            f"{program} is not installed here (Debian: postgresql-client). Install it, or run it where it is: "
            "see docs/backup.md."
        )
    environment = {**os.environ, **_connection(url)}
    done = subprocess.run([found, *arguments], env=environment, capture_output=True, text=True, check=False)  # noqa: S603 (ours)
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [f"exit status {done.returncode}"]
        raise DumpFailed(f"{program} failed: {lines[0]}")


def _connection(url: URL) -> dict[str, str]:
    """libpq's environment for a database."""
    mode = url.query.get("sslmode") or url.query.get("ssl")
    known = {
        "PGHOST": url.host,
        "PGPORT": str(url.port) if url.port else None,
        "PGUSER": url.username,
        "PGPASSWORD": str(url.password) if url.password else None,
        "PGDATABASE": url.database,
        "PGSSLMODE": mode if isinstance(mode, str) else None,
    }
    return {name: value for name, value in known.items() if value}
