"""Fetches a model's archive: gone on with where it broke off, checked, and installed all at once."""

from __future__ import annotations

import errno
import hashlib
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import httpx

from feedbackyes.models import InstallFailed, Model
from feedbackyes.models.store import Store

UNPACKED = 2
"""Times the download, about, that the unpacked files take."""
TRIES = 5
"""Connections in a row that bring nothing new."""
DELAY_SECONDS = 1.0
"""Before the second of them; before each later one so much more."""
TIMEOUT = httpx.Timeout(30.0)

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})

Progress = Callable[[int, int], None]
"""Bytes that are here, and bytes in all (0: nobody knows)."""


class Cancelled(Exception):
    """Who asked no longer wants it. What was fetched waits for the next time."""


def pull(
    model: Model, store: Store, progress: Progress = lambda *_: None, wanted: Callable[[], bool] = lambda: True
) -> Path:
    """Fetch and install a model; at once when it is installed already.

    Args:
        wanted: asked now and then; once it says no the download stops.

    Returns:
        Its folder.

    Raises:
        Conflict: it is being installed by somebody else.
        InstallFailed: no connection, no room, a wrong checksum, files that cannot be used.
        Cancelled: `wanted` said no.
    """
    if model.name in store.installed():
        return store.path(model.name)
    with store.claimed(model.name):
        if model.name in store.installed():
            return store.path(model.name)
        part = store.downloads / f"{model.name}.part"
        _check_room(model, store, part)
        try:
            _Download(model, part, progress, wanted).run()
        except OSError as error:
            if error.errno in _NO_ROOM:
                raise _no_room(model, store.folder) from error
            raise InstallFailed(f"{model.name} could not be saved: {error.strerror}.") from error
        _check_sum(model, part)
        installed = _install(model, store, part)
        for file in (part, _tag_of(part)):
            file.unlink(missing_ok=True)
        return installed


def _install(model: Model, store: Store, part: Path) -> Path:
    """Raises `InstallFailed`. What cannot be unpacked or used is fetched anew the next time."""
    try:
        return store.install(model, part)
    except InstallFailed as failed:
        if not isinstance(failed.__cause__, OSError) or failed.__cause__.errno not in _NO_ROOM:
            part.unlink(missing_ok=True)
        raise


class _Download:
    """One archive, over as many connections as it takes."""

    def __init__(self, model: Model, part: Path, progress: Progress, wanted: Callable[[], bool]) -> None:
        self._model = model
        self._part = part
        self._progress = progress
        self._wanted = wanted
        self._complete = False

    def run(self) -> None:
        tries, reason = 0, ""
        with httpx.Client(timeout=TIMEOUT, follow_redirects=True) as client:
            while tries < TRIES and not self._complete:
                time.sleep(DELAY_SECONDS * tries)
                before = _size(self._part)
                try:
                    self._connect(client, before)
                except httpx.HTTPError as error:
                    reason = str(error) or type(error).__name__
                tries = 0 if _size(self._part) > before else tries + 1
        if not self._complete:
            raise InstallFailed(
                f"{self._model.name} could not be fetched from {httpx.URL(self._model.url).host} ({reason}). What is "
                "here already is kept: try again later."
            )

    def _connect(self, client: httpx.Client, begun: int) -> None:
        headers = {"accept-encoding": "identity"}
        tag = _tag_of(self._part)
        if begun and tag.is_file():
            headers |= {"range": f"bytes={begun}-", "if-range": tag.read_text()}
        with client.stream("GET", self._model.url, headers=headers) as answer:
            if answer.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
                self._complete = answer.headers.get("content-range") == f"bytes */{begun}"
                if not self._complete:
                    self._part.unlink()
                return
            if answer.is_server_error or answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
                raise httpx.HTTPError(f"status {answer.status_code}")
            if answer.is_error:
                raise InstallFailed(
                    f"{httpx.URL(self._model.url).host} answers {answer.status_code} when asked for {self._model.name}. "
                    "Get its archive elsewhere and install it with: feedbackyes models pull NAME --from FILE"
                )
            goes_on = answer.status_code == httpx.codes.PARTIAL_CONTENT
            self._save(answer, begun if goes_on else 0)

    def _save(self, answer: httpx.Response, begun: int) -> None:
        length = int(answer.headers.get("content-length", 0))
        total = begun + length if length else 0
        _remember(self._part, answer)
        with self._part.open("ab" if begun else "wb") as file:
            here = begun
            for block in answer.iter_raw():
                if not self._wanted():
                    raise Cancelled
                file.write(block)
                here += len(block)
                self._progress(here, total)
        self._complete = not total or here == total


def _remember(part: Path, answer: httpx.Response) -> None:
    """Keep what tells whether the file is still the same when it is gone on with."""
    tag = answer.headers.get("etag", "")
    if tag.startswith("W/") or not tag:
        tag = answer.headers.get("last-modified", "")
    if tag:
        _tag_of(part).write_text(tag)
    else:
        _tag_of(part).unlink(missing_ok=True)


def _tag_of(part: Path) -> Path:
    return part.with_suffix(".tag")


def _size(part: Path) -> int:
    with suppress(FileNotFoundError):
        return part.stat().st_size
    return 0


def _check_room(model: Model, store: Store, part: Path) -> None:
    wanted = model.size * (1 + UNPACKED) - _size(part)
    if shutil.disk_usage(store.folder).free < wanted:
        raise _no_room(model, store.folder)


def _no_room(model: Model, folder: Path) -> InstallFailed:
    needed = model.size * (1 + UNPACKED) // 2**20
    return InstallFailed(
        f"There is no room for {model.name} in {folder}: about {needed} MB are needed while it is installed. Make room, or "
        "set FEEDBACKYES_MODELS to another folder."
    )


def _check_sum(model: Model, part: Path) -> None:
    if not model.sha256:
        return
    with part.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != model.sha256:
        part.unlink()
        raise InstallFailed(
            f"What was fetched as {model.name} is not what it should be (SHA-256 {found[:12]}… instead of "
            f"{model.sha256[:12]}…). It was thrown away: try again, and do not use it from elsewhere."
        )
