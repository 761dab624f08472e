"""Labelled transcripts: what a careful reader sees in each of the learner's turns, and the levels they would give."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from feedbackyes.behaviours import Utterance
from feedbackyes.domain.transcript import Speaker, Turn

HERE = Path(__file__).parent
HALVES = {"figures": ("figures", "figures-two"), "tune": ("tune",)}
"""The files of each half."""
MS_PER_WORD, BETWEEN_MS = 350, 400


@dataclass(frozen=True, slots=True)
class Said:
    """One turn. `shows` pairs a behaviour with the words that show it; on those in `open` readers would differ."""

    speaker: Speaker
    text: str
    shows: tuple[tuple[str, str], ...] = ()
    open: frozenset[str] = frozenset()

    @property
    def behaviours(self) -> frozenset[str]:
        return frozenset(name for name, _ in self.shows)


@dataclass(frozen=True, slots=True)
class Transcript:
    """A labelled talk. `form` is how it came about: typed, spoken (as a recogniser writes)."""

    id: str
    rubric: str
    english: str
    form: str
    turns: tuple[Said, ...]
    levels: dict[str, int | None] = field(hash=False)


def load(half: str) -> list[Transcript]:
    """`figures` or `tune`."""
    return [talk for name in HALVES[half] for talk in part(name)]


def part(name: str) -> list[Transcript]:
    """The talks of one file."""
    entries = yaml.safe_load((HERE / "golden" / f"{name}.yaml").read_text("utf-8"))
    return [
        Transcript(
            id=entry["id"],
            rubric=entry["rubric"],
            english=entry["english"],
            form=entry["form"],
            turns=tuple(_said(turn) for turn in entry["turns"]),
            levels=entry["levels"],
        )
        for entry in entries
    ]


def _said(turn: dict[str, object]) -> Said:
    if "partner" in turn:
        return Said(Speaker.PARTNER, str(turn["partner"]))
    shows, doubtful = turn.get("shows", []), turn.get("open", [])
    if not isinstance(shows, list) or not isinstance(doubtful, list):
        raise TypeError(f"Labels of {turn['learner']!r} are no lists.")
    pairs = tuple((str(name), str(quote)) for one in shows for name, quote in one.items())
    return Said(Speaker.LEARNER, str(turn["learner"]), pairs, frozenset(map(str, doubtful)))


def utterances(said: Sequence[Said]) -> list[Utterance]:
    return [Utterance(f"t{i}", one.speaker, one.text) for i, one in enumerate(said)]


def spoken(said: Sequence[Said]) -> list[Turn]:
    """Turns with made-up times: every word takes as long, every change of speaker too."""
    turns, now = [], 0
    for i, one in enumerate(said):
        end = now + MS_PER_WORD * len(one.text.split())
        turns.append(Turn(f"t{i}", "golden", i + 1, one.speaker, one.text, now, end))
        now = end + BETWEEN_MS
    return turns


def stated_hashes() -> dict[str, str]:
    """SHA-256 by file of the `figures` half, as committed with it and before anything was tuned after it."""
    lines = (HERE / "figures.sha256").read_text("utf-8").splitlines()
    return {name: digest for digest, name in (line.split() for line in lines)}


def actual_hashes() -> dict[str, str]:
    files = [f"golden/{name}.yaml" for name in HALVES["figures"]]
    return {name: hashlib.sha256((HERE / name).read_bytes()).hexdigest() for name in files}
