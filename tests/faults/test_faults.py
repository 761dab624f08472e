"""Each kind of fault once, at the same time; `bench/faults.py` has the table. And that the counting counts."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from tests.faults import service
from tests.faults.kinds import KINDS, drained, killed, refused
from tests.faults.rig import count, inject
from tests.faults.stand_in import numbers_in, tone

IN_CI = (
    "closed with 1011",
    "closed in the middle of a frame",
    "a frame that is none",
    "messages that are no events",
    "stalls, and answers pings",
    "lost, then 503, 502, 500",
    "lost, then 429 with Retry-After",
    "lost, then lost again while it is restored",
    "session_expired, then 1001",
    "learner's and provider's line at once",
    "GPT-Live: connection reset",
    "GPT-Live: stalls, and answers pings",
)
ALONE = (drained, killed, refused)
"""They befall every session."""


def turn(speaker: str, text: str, *, interrupted: bool = False) -> dict[str, Any]:
    return {"speaker": speaker, "text": text, "interrupted": interrupted}


def test_what_is_lost_and_what_is_doubled_is_counted() -> None:
    said = [turn("learner", "turn 1"), turn("partner", "answer 1 to"), turn("learner", "turn 2")]
    assert count(said, 1) == (0, 0)
    assert count(said, 2) == (1, 0)
    assert count([*said, turn("learner", "turn 2"), turn("partner", "answer 2")], 2) == (0, 1)
    assert count([*said, turn("partner", "answer", interrupted=True)], 2) == (0, 0)


def test_the_recogniser_hears_the_numbers_that_are_said() -> None:
    assert numbers_in(tone(3, 500, 16_000)) == [3]
    assert numbers_in(tone(12, 60, 16_000)) == []


async def strike(folder: Path, names: tuple[str, ...], rounds: int = 1) -> None:
    async with service.running(folder) as rig:
        for number in range(rounds):
            at = (number + 0.5) / rounds if rounds > 1 else 0.3
            faults = [(f"{index}-{number}", KINDS[name]) for index, name in enumerate(names)]
            learners = await asyncio.gather(
                *(inject(rig.base, rig.proxy, f"fault-{place}", fault, at) for place, fault in faults)
            )
            for name, learner in zip(names, learners, strict=True):
                said = await learner.turns()
                assert learner.ended is None, name
                assert count(said, learner.reached) == (0, 0), (name, said)


@pytest.mark.timeout(180)
async def test_conversations_survive_what_befalls_their_voice_service(tmp_path: Path) -> None:
    await strike(tmp_path, IN_CI)


@pytest.mark.slow
@pytest.mark.timeout(600)
async def test_conversations_survive_every_fault_at_any_moment(tmp_path: Path) -> None:
    together = tuple(name for name, fault in KINDS.items() if fault not in ALONE)
    await strike(tmp_path / "first", together[: len(together) // 2], rounds=3)
    await strike(tmp_path / "second", together[len(together) // 2 :], rounds=3)


@pytest.mark.slow
@pytest.mark.timeout(180)
@pytest.mark.parametrize("fault", [name for name, fault in KINDS.items() if fault in ALONE])
async def test_conversations_survive_what_befalls_all_at_once(tmp_path: Path, fault: str) -> None:
    await strike(tmp_path, (fault,))
