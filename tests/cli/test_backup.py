"""The command that backs up, as far as it is more than the backup."""

from __future__ import annotations

import asyncio
from pathlib import Path

from feedbackyes.cli.backup import write
from feedbackyes.settings import Settings
from feedbackyes.storage import Database, last_backup


async def test_a_server_knows_when_and_where_it_was_backed_up_last(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data")
    await (await Database.open(settings.sqlalchemy_url)).close()
    assert last_backup.read(settings.data) is None
    target = tmp_path / "first.tar"
    await asyncio.to_thread(write, settings, str(target), with_bucket=False)
    found = last_backup.read(settings.data)
    assert found is not None
    assert (found.target, found.made_at[:2]) == (str(target), "20")
    assert 0 < found.size_bytes <= target.stat().st_size
