"""Files in an S3-compatible bucket, under one prefix. Every method waits for the network: call them off the event loop."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO
from urllib.parse import urlsplit

from feedbackyes.domain.errors import InvalidInput, NotReady
from feedbackyes.settings import Settings

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer
    from obstore.store import S3Store

PIECE_BYTES = 1 << 20
READ_AHEAD = 4 << 20
PATIENCE = timedelta(seconds=20)
"""For one request with its repetitions. The mover comes again later, and a listener is better told."""


class BucketUnreachable(NotReady):
    """The bucket does not answer, or refuses us; nothing is lost, and later it may work."""

    code = "bucket_unreachable"


@dataclass(frozen=True, slots=True)
class Stored:
    """What is known of a file there. `name` is without the prefix."""

    name: str
    size: int
    changed: datetime
    etag: str | None = None


@contextmanager
def _asking() -> Iterator[None]:
    """Say in one way that the bucket cannot be used. `FileNotFoundError` is an answer of it."""
    from obstore.exceptions import BaseError

    try:
        yield
    except FileNotFoundError:
        raise
    except (BaseError, OSError) as error:
        reason = str(error).partition("\n")[0]
        raise BucketUnreachable(f"The bucket of recordings cannot be used: {reason}") from error


class Bucket:
    """A bucket, or the part of it under a prefix. Made by `open_bucket`."""

    def __init__(self, store: S3Store, url: str) -> None:
        self._store = store
        self.url = url

    def put(self, name: str, source: Path) -> None:
        """Store a file; large ones go in parts, and are there when the last one is."""
        import obstore

        with _asking():
            obstore.put(self._store, name, source)

    def about(self, name: str) -> Stored | None:
        """What is known of a file; None: there is none."""
        import obstore

        try:
            with _asking():
                found = obstore.head(self._store, name)
        except FileNotFoundError:
            return None
        return Stored(name, found["size"], found["last_modified"], found["e_tag"])

    def read(self, name: str, start: int, end: int) -> bytes:
        """Bytes `start` up to `end`. Raises `FileNotFoundError`."""
        import obstore

        if end <= start:
            return b""
        with _asking():
            return bytes(obstore.get_range(self._store, name, start=start, end=end))

    def pieces(self, name: str, start: int, end: int) -> Iterator[bytes]:
        """The same, a piece after the other."""
        for at in range(start, end, READ_AHEAD):
            yield self.read(name, at, min(end, at + READ_AHEAD))

    def open(self, about: Stored) -> BinaryIO:
        """A file for reading, as far as one reads it."""
        return io.BufferedReader(_Remote(self, about), PIECE_BYTES)

    def fetch(self, about: Stored, place: Path) -> None:
        """Copy a file from there. Raises `FileNotFoundError`, and `OSError` when the disk does not take it."""
        with place.open("wb") as file:
            for piece in self.pieces(about.name, 0, about.size):
                file.write(piece)

    def delete(self, names: Iterable[str]) -> None:
        """Delete files; those that are not there are no error."""
        import obstore

        for name in names:
            try:
                with _asking():
                    obstore.delete(self._store, name)
            except FileNotFoundError:
                continue

    def every(self) -> list[Stored]:
        """All files under the prefix."""
        import obstore

        with _asking():
            found = [one for page in obstore.list(self._store) for one in page]
        return [Stored(one["path"], one["size"], one["last_modified"], one["e_tag"]) for one in found]


class _Remote(io.RawIOBase):
    """A file of a bucket that is read where one looks."""

    def __init__(self, bucket: Bucket, about: Stored) -> None:
        self._bucket, self._about = bucket, about
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._about.size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer)
        data = self._bucket.read(self._about.name, self._at, min(self._about.size, self._at + len(view)))
        view[: len(data)] = data
        self._at += len(data)
        return len(data)


def open_bucket(settings: Settings) -> Bucket | None:
    """The bucket that the settings name; None: recordings stay on disk. Nothing is asked of it yet.

    Raises:
        InvalidInput: the URL names no bucket. NotReady: the library is not installed.
    """
    if not settings.recordings_url:
        return None
    url = urlsplit(settings.recordings_url)
    if url.scheme != "s3" or not url.netloc:
        raise InvalidInput(
            "FEEDBACKYES_RECORDINGS_URL names no bucket: write s3://bucket or s3://bucket/prefix.",
            param="FEEDBACKYES_RECORDINGS_URL",
        )
    try:
        from obstore.store import S3Store
    except ModuleNotFoundError as error:
        message = "For recordings in a bucket obstore is missing: make install EXTRAS=s3."
        raise NotReady(message) from error
    options: dict[str, Any] = {
        "config": _access(settings),
        "client_options": {"allow_http": True, "connect_timeout": "5s", "timeout": "60s"},
        "retry_config": {"max_retries": 3, "retry_timeout": PATIENCE},
    }
    return Bucket(S3Store(url.netloc, prefix=url.path.strip("/") or None, **options), settings.recordings_url)


def _access(settings: Settings) -> dict[str, Any]:
    """Where, and who we are; what is not set, the library finds in AWS's own variables, or in the machine's role."""
    key, secret = settings.recordings_key, settings.recordings_secret
    if settings.recordings_key_file is not None:
        try:
            key, secret = settings.recordings_key_file.read_text().split()
        except (OSError, ValueError) as error:
            raise InvalidInput(
                f"{settings.recordings_key_file} is no file with two words, the key's id and the secret.",
                param="FEEDBACKYES_RECORDINGS_KEY_FILE",
            ) from error
    known = {
        "endpoint": settings.recordings_endpoint,
        "region": settings.recordings_region,
        "access_key_id": key,
        "secret_access_key": secret,
    }
    return {name: value for name, value in known.items() if value}
