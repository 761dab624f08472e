"""Shared by all tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL

from feedbackyes.storage import database

EMPTY_BYTES = 4096
"""Of a SQLite file without tables: a page at most."""


@pytest.fixture(scope="session", autouse=True)
def migrated_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Most tests want an empty database of today. Twenty migrations take a fifth of a second: once for each worker."""
    template = tmp_path_factory.mktemp("template") / "feedbackyes.db"
    migrate = database._migrate

    async def migrate_or_copy(url: URL) -> None:
        file = _empty_file(url)
        if file is not None and template.exists():
            shutil.copyfile(template, file)
        await migrate(url)
        if file is not None and not template.exists():
            shutil.copyfile(file, template)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "_migrate", migrate_or_copy)
        yield


def _empty_file(url: URL) -> Path | None:
    """The file of a SQLite database that has no tables yet."""
    file = Path(str(url.database))
    empty = url.get_backend_name() == "sqlite" and file.is_file() and file.stat().st_size <= EMPTY_BYTES
    return file if empty else None
