"""The data folder: its one server, and its token."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from feedbackyes.app import folder
from feedbackyes.app.folder import FolderInUse, access_token, claimed

HOLDER = (
    "import asyncio, sys\nfrom pathlib import Path\nfrom feedbackyes.app.folder import claimed\n"
    "async def main():\n"
    "    async with claimed(Path(sys.argv[1])):\n"
    "        print('held', flush=True)\n"
    "        sys.stdin.read()\n"
    "asyncio.run(main())\n"
)


async def test_a_folder_is_held_by_one_process_until_it_dies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "PATIENCE_SECONDS", 0.2)
    holder = subprocess.Popen(  # noqa: ASYNC220
        [sys.executable, "-c", HOLDER, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdin is not None
    assert holder.stdout is not None
    with holder.stdin, holder.stdout:
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(FolderInUse, match=str(tmp_path)):
            async with claimed(tmp_path):
                pass
        holder.kill()
        holder.wait()
        async with claimed(tmp_path):
            pass


def test_the_token_is_made_once_and_is_nobody_elses_business(tmp_path: Path) -> None:
    token = access_token(tmp_path)
    assert access_token(tmp_path) == token
    assert token.startswith("fy_")
    assert stat.S_IMODE((tmp_path / folder.TOKEN_FILE).stat().st_mode) == 0o600
