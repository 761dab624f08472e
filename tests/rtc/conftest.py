from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from feedbackyes.rtc import create
from feedbackyes.rtc.peers import AiortcPeers
from feedbackyes.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path)


@pytest.fixture
async def peers(settings: Settings) -> AsyncIterator[AiortcPeers]:
    peers = create(settings)
    assert isinstance(peers, AiortcPeers)
    yield peers
    await peers.close()
