"""Whose uses they are, and what the settings say they cost."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from feedbackyes.domain.prices import Amounts
from feedbackyes.domain.stage_use import StageUse
from feedbackyes.domain.usage import UsageKind
from feedbackyes.settings import Settings
from feedbackyes.stages import usage

OF = usage.tariff("http://127.0.0.1/v1", "ears")


def used() -> StageUse:
    return usage.use(UsageKind.TRANSCRIPTION, OF, (Amounts(seconds=1.0), True))


async def test_what_a_task_begins_counts_for_whoever_it_works_for() -> None:
    bills: dict[str, list[StageUse]] = {"ann": [], "bob": []}

    async def work() -> None:
        usage.payer()(used())

    async def session(name: str) -> None:
        usage.paid_by(bills[name].append)
        await asyncio.gather(asyncio.create_task(work()), work())

    await asyncio.gather(asyncio.create_task(session("ann")), asyncio.create_task(session("bob")))
    usage.payer()(used())  # nobody's
    assert {name: len(bill) for name, bill in bills.items()} == {"ann": 2, "bob": 2}
    assert len({one.id for bill in bills.values() for one in bill}) == 4


@pytest.mark.parametrize(
    ("given", "free"),
    [
        ({}, {}),
        ({"stt": "openai"}, {UsageKind.TRANSCRIPTION: False}),
        ({"stt": "realtime", "stt_url": "http://gpu:8000/v1"}, {UsageKind.TRANSCRIPTION: True}),
        ({"tts": "openai", "tts_url": "http://gpu:8000/v1", "tts_priced_as": "tts-1"}, {UsageKind.SPEECH: False}),
        (
            {"dialogue": "language-model", "dialogue_model": "gpt-6-luna", "openai_api_base": "http://127.0.0.1:1/v1"},
            {UsageKind.RESPONSE: False},
        ),
        (
            {"dialogue": "language-model", "dialogue_model": "llama3", "openai_api_base": "http://127.0.0.1:1/v1"},
            {UsageKind.RESPONSE: True},
        ),
    ],
)
def test_parts_at_the_hosted_service_cost_and_ones_own_do_not(given: Any, free: dict[UsageKind, bool]) -> None:
    found = usage.tariffs(Settings(openai_api_key="sk-test", **given))
    assert {kind: one.free for kind, one in found.items()} == free
