"""The engine's way of taking turns beside plain silence, on the same recordings in one run."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from feedbackyes.evaluation.turns import cases, recipes, scores, simulation
from feedbackyes.evaluation.turns.cases import Case
from feedbackyes.evaluation.turns.recipes import Recipe
from feedbackyes.evaluation.turns.scores import Score
from feedbackyes.evaluation.turns.simulation import Manner
from feedbackyes.stages import tts
from feedbackyes.stages.vad import VoiceActivity

PLAIN = Manner("plain silence", backchannels=False, turn_cues=False, echo_check=False, noise_gate=False)
"""What every client of a Realtime service gets that sets nothing: 500 ms of silence end a turn, every sound interrupts."""
BATCH = 16
"""Cases that are heard at once: the detector takes their frames together."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One case, taken both ways."""

    name: str
    category: str
    plain: Score
    ours: Score

    @property
    def worse(self) -> bool:
        """Ours makes a mistake of some kind more often than plain silence."""
        return self.ours.worse_than(self.plain)


async def own_set(names: Iterable[str] = ()) -> list[Case]:
    """The set that comes with the program, made anew; or only the cases of these names."""
    wanted = set(names)
    return await made([one for one in recipes.recipes() if not wanted or one.name in wanted])


async def made(found: list[Recipe]) -> list[Case]:
    """Have cases spoken by the built-in voice."""
    voice = tts.load("espeak")
    try:
        maker = recipes.Maker(voice)
        return [await maker.make(one) for one in found]
    finally:
        await voice.close()


async def compare(found: list[Case], detector: VoiceActivity, manner: Manner) -> list[Compared]:
    """Take every case both ways. `PLAIN` has this manner's patience."""
    plain = Manner(**{**asdict(PLAIN), "patience_ms": manner.patience_ms})
    compared: list[Compared] = []
    for start in range(0, len(found), BATCH):
        batch = found[start : start + BATCH]
        heard = await simulation.hear_all(batch, detector)
        for case, sound in zip(batch, heard, strict=True):
            results = [
                scores.score(case, await asyncio.to_thread(simulation.play, case, sound, way))
                for way in (plain, manner)
            ]
            compared.append(Compared(case.name, case.category, *results))
    return compared


def by_category(compared: list[Compared]) -> list[tuple[str, Score, Score]]:
    """Sums of plain and ours for each category, in the cases' order, and at last of all."""
    names = list(dict.fromkeys(one.category for one in compared))
    rows = [
        (
            name,
            scores.total(one.plain for one in compared if one.category == name),
            scores.total(one.ours for one in compared if one.category == name),
        )
        for name in names
    ]
    return [*rows, ("all", scores.total(row[1] for row in rows), scores.total(row[2] for row in rows))]


def as_json(compared: list[Compared], manner: Manner) -> dict[str, Any]:
    """Everything, for machines."""
    return {
        "manner": asdict(manner),
        "cases": [{**asdict(one), "worse": one.worse} for one in compared],
        "categories": [
            {"category": name, "plain": _figures(plain), "ours": _figures(ours)}
            for name, plain, ours in by_category(compared)
        ],
    }


def export(found: list[Case], folder: Path) -> None:
    """Write cases as recordings with labels, to be listened to, changed and measured again."""
    for case in found:
        cases.write(case, folder)


def _figures(score: Score) -> dict[str, Any]:
    figures = {name: value for name, value in asdict(score).items() if name != "delays_ms"}
    return {**figures, "median_ms": score.median_ms, "p95_ms": score.p95_ms}
