"""Injects faults into running conversations and counts what became of them."""

from __future__ import annotations

import asyncio
import itertools
import re
from dataclasses import dataclass, field
from typing import Any

from tests.faults.kinds import Case, Fault, Live
from tests.faults.learner import Learner
from tests.faults.proxy import FaultProxy

UTTERANCES, FAULTY = 3, 2
"""So many are said, and the fault comes in the exchange of this one."""
AT_ONCE = 7
"""Conversations; more would measure the machine."""
STRIKE_SECONDS = 60.0
"""In which a fault has happened, also one that takes a server to start."""
EXCHANGE_SECONDS = 2.4
"""From the beginning of an utterance to the end of its answer."""


@dataclass(slots=True)
class Outcome:
    """What became of some sessions. `longest_s`: silence between an utterance and the partner's first sound."""

    sessions: int = 0
    went_on: int = 0
    lost: int = 0
    doubled: int = 0
    longest_s: float = 0.0
    notes: list[str] = field(default_factory=list)

    def add(self, learner: Learner, turns: list[dict[str, Any]]) -> None:
        self.sessions += 1
        lost, doubled = count(turns, learner.reached)
        self.went_on += learner.ended is None and learner.reached == UTTERANCES
        self.lost += lost
        self.doubled += doubled
        self.longest_s = max([self.longest_s, *learner.silences])
        if lost or doubled or learner.ended is not None:
            said = [(turn["speaker"][0], turn["text"]) for turn in turns]
            self.notes.append(f"{learner.session_id}: {learner.ended} {said}")


def count(turns: list[dict[str, Any]], utterances: int) -> tuple[int, int]:
    """Turns that are missing and that are there twice, of the learner and of the partner."""
    lost = doubled = 0
    for speaker, word in (("learner", "turn"), ("partner", "answer")):
        texts = [turn["text"] for turn in turns if turn["speaker"] == speaker]
        for number in range(1, utterances + 1):
            said = sum(len(re.findall(rf"\b{word} {number}\b", text)) for text in texts)
            begun = 0 if speaker == "learner" or said else _cut_before_number(turns, number)
            lost += said + begun == 0
            doubled += max(0, said - 1)
    return lost, doubled


def _cut_before_number(turns: list[dict[str, Any]], number: int) -> int:
    """Whether the answer to a number is there and was cut before it said which it is."""
    for before, after in itertools.pairwise(turns):
        if f"turn {number}" in before["text"] and after["speaker"] == "partner" and after["interrupted"]:
            return 1
    return 0


async def inject(base: str, proxy: FaultProxy, name: str, fault: Fault, at: float) -> Learner:
    """One conversation with a fault. `at`: when in the exchange, from 0 (its first sound) to 1."""
    live = isinstance(fault, Live)
    model = f"gpt-live-{name}" if live else name
    learner = Learner(base, name, model, "openai-live" if live else "openai")

    async def strike() -> None:
        while learner.reached < FAULTY:
            learner.speaking.clear()
            await learner.speaking.wait()
        await asyncio.sleep(at * EXCHANGE_SECONDS)
        await fault(Case(proxy, model, learner, live))

    striking = asyncio.create_task(strike())
    await learner.talk(UTTERANCES)
    if learner.reached < FAULTY:  # a fault that befell all of them came sooner, and was the end
        striking.cancel()
    await asyncio.wait({striking}, timeout=STRIKE_SECONDS)
    return learner


async def measure(base: str, proxy: FaultProxy, name: str, fault: Fault, injections: int) -> Outcome:
    """So many conversations, with the fault at different moments. What befalls all of them finds none that only begins."""
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")

    async def one(number: int) -> Learner:
        await asyncio.sleep(number % AT_ONCE / AT_ONCE * EXCHANGE_SECONDS)
        return await inject(base, proxy, f"{slug}-{number}", fault, (number + 0.5) / injections)

    learners: list[Learner] = []
    for begin in range(0, injections, AT_ONCE):
        numbers = range(begin, min(begin + AT_ONCE, injections))
        learners += await asyncio.gather(*(one(number) for number in numbers))
    outcome = Outcome()
    for learner in learners:
        outcome.add(learner, await learner.turns())
    return outcome
