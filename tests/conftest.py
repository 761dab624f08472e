"""Shared by all tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL

from feedbackyes.storage import database

HERE = Path(__file__).parent
LONGEST = (
    "stages/stt/test_utterance.py",
    "test_cli.py",
    "app/test_server.py",
    "e2e/test_hosted.py",
    "conformance/test_stt.py",
    "security/test_matrix.py",
    "stages/stt/test_pocketsphinx.py",
    "e2e/test_hostile.py",
    "gateway/test_live.py",
    "faults/test_faults.py",
    "stages/stt/test_worker.py",
    "library/test_library.py",
    "e2e/test_contract.py",
    "e2e/test_crash.py",
)
"""Files that take longer than most; were several the last ones, all but one worker would wait for them."""
EMPTY_BYTES = 4096
"""Of a SQLite file without tables: a page at most."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Spread the longest files over the first half of the run, file by file (`make unit` keeps this order)."""
    files: dict[str, list[pytest.Item]] = {}
    for item in items:
        files.setdefault(item.path.relative_to(HERE).as_posix(), []).append(item)
    longest = [files.pop(name) for name in LONGEST if name in files]
    others = list(files.values())
    each = max(1, len(others) // 2 // max(1, len(longest)))
    for place, found in enumerate(longest):
        others.insert(place * (each + 1), found)
    items[:] = [item for found in others for item in found]


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
