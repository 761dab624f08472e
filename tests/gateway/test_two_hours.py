"""A talk of two hours at a provider that ends its sessions after half an hour, on a clock that runs sixty times as fast."""

from __future__ import annotations

import asyncio
import time
from functools import partial
from pathlib import Path

import psutil
import pytest

from feedbackyes.providers import openai
from feedbackyes.settings import Settings
from tests.gateway.conftest import House, eventually, house, receive
from tests.gateway.realtime_server import Conversation, RealtimeServer

SPEED = 60.0
HOURS, LIMIT_MINUTES = 2.0, 30.0
EXCHANGE_SECONDS = 20.0
WARM_SHARE = 0.25
GROWTH_BYTES = 24 * 2**20


class Talk:
    """Says numbered things for both sides, always at the session that the call is in."""

    def __init__(self, built: House, service: RealtimeServer) -> None:
        self.built, self.service = built, service
        self.said: list[str] = []
        self._wanted: dict[int, int] = {}

    async def exchange(self, number: int) -> None:
        before = await self._session()
        await before.learner_says(f"question {number}", f"u{number}")
        await self._told(f"question {number}")
        await before.partner_says(f"p{number}", f"answer {number}", 100, f"resp_{number}")
        await self._told(f"answer {number}")

    async def _session(self) -> Conversation:
        """The newest session, once it has been told all that was said before it."""
        while True:
            newest = self.service.conversations[-1]
            wanted = self._wanted.setdefault(id(newest), len(self.said))
            await eventually(partial(self._is_told, newest, wanted))
            if newest is self.service.conversations[-1]:
                return newest

    @staticmethod
    def _is_told(session: Conversation, wanted: int) -> bool:
        return len(session.of("conversation.item.create")) >= wanted

    async def _told(self, text: str) -> None:
        calls = self.built.gateway._calls
        await eventually(lambda: any(turn.text == text for turn in calls["s1"].downstream.said_so_far()))
        self.said.append(text)


@pytest.mark.slow
@pytest.mark.timeout(600)
async def test_two_hours_across_three_limits_are_one_transcript(tmp_path: Path, service: RealtimeServer) -> None:
    began = time.monotonic()
    settings = Settings(
        data=tmp_path,
        recording="off",
        openai_api_key="sk-test",
        openai_realtime_url=service.url,
        provider_session_minutes=LIMIT_MINUTES,
        provider_stall_seconds=600,
        session_timeout_seconds=3600,
        max_session_minutes=HOURS * 60 + 30,
    )
    provider = openai.create(settings)
    async with house(settings, provider, clock=lambda: began + (time.monotonic() - began) * SPEED) as built:
        async with built.call() as socket:
            await receive(socket, "session.updated")
            talk, process = Talk(built, service), psutil.Process()
            number, warm_bytes = 0, 0
            while (share := (time.monotonic() - began) * SPEED / (HOURS * 3600)) < 1:
                number += 1
                due = time.monotonic() + EXCHANGE_SECONDS / SPEED
                await talk.exchange(number)
                await asyncio.sleep(max(0.0, due - time.monotonic()))
                if not warm_bytes and share >= WARM_SHARE:
                    warm_bytes = process.memory_info().rss
            grown = process.memory_info().rss - warm_bytes
        turns = await built.turns()
    assert [turn.text for turn in turns] == talk.said
    assert len(turns) == 2 * number
    assert number > 150
    assert len(service.conversations) - 1 >= 3
    assert all(turn.end_ms <= HOURS * 3_600_000 * 1.1 for turn in turns)
    assert grown < GROWTH_BYTES
