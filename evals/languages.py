"""Detectors of the languages other than English, on short labelled talks (`tests/behaviours/talks`).

`figures-XX.yaml` and `figures-two-XX.yaml` were written and committed before the detectors met them, and nothing is
tuned on them: what is measured there is what the app goes by (`library/detectors/XX.yaml`). `python -m evals.languages --write` writes those files.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from feedbackyes import library
from feedbackyes.behaviours import Behaviour, Utterance, detect
from feedbackyes.domain.detector import Measured
from feedbackyes.domain.transcript import Speaker

TAGS = ("fr", "de", "es")
ROOT = Path(__file__).parent.parent
TALKS = ROOT / "tests" / "behaviours" / "talks"
MEASURED = ROOT / "src" / "feedbackyes" / "library" / "detectors"


@dataclass
class Score:
    """Counts of the learner's turns by behaviour; what readers would differ on counts neither way."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.right.total() / (self.right.total() + self.wrong.total())

    @property
    def recall(self) -> float:
        return self.right.total() / (self.right.total() + self.missed.total())

    def detectors(self) -> dict[str, Measured]:
        """By behaviour, in the order of the vocabulary; only what was labelled or seen."""
        names = [str(name) for name in Behaviour if {name} & {*self.right, *self.wrong, *self.missed}]
        return {name: self._detector(name) for name in names}

    def _detector(self, name: str) -> Measured:
        right, wrong, missed = self.right[name], self.wrong[name], self.missed[name]
        return Measured(
            turns=right + missed,
            precision=round(right / (right + wrong), 3) if right + wrong else 1.0,
            recall=round(right / (right + missed), 3) if right + missed else 0.0,
        )


def load(*names: str) -> list[dict[str, Any]]:
    """Talks of some files."""
    return [talk for name in names for talk in yaml.safe_load((TALKS / f"{name}.yaml").read_text("utf-8"))]


def figures(tag: str) -> Score:
    """On the talks that nothing was tuned on."""
    return scored(tag, load(f"figures-{tag}", f"figures-two-{tag}"))


def scored(tag: str, talks: list[dict[str, Any]]) -> Score:
    """What the detectors of `tag` find in `talks`, against the labels."""
    score = Score()
    for talk in talks:
        turns = [
            Utterance(f"t{i}", Speaker.LEARNER if "l" in turn else Speaker.PARTNER, turn.get("l") or turn["p"])
            for i, turn in enumerate(talk["turns"])
        ]
        seen: dict[str, set[str]] = {}
        for finding in detect(turns, tag):
            seen.setdefault(finding.turn_id, set()).add(str(finding.behaviour))
        for i, turn in enumerate(talk["turns"]):
            if "l" in turn:
                _count(score, turn, seen.get(f"t{i}", set()))
    return score


def _count(score: Score, turn: dict[str, Any], found: set[str]) -> None:
    wanted, open_ = set(turn["found"]), set(turn.get("maybe", ()))
    missed, wrong = wanted - found, found - wanted - open_
    score.right.update(wanted & found)
    score.missed.update(missed)
    score.wrong.update(wrong)
    if missed or wrong:
        score.notes.append(f"{turn['l']!r}: missed {sorted(missed)}, wrong {sorted(wrong)}")


def main() -> int:
    """Print the figures; with `--write` keep them. `--tune` looks at the talks that detectors are tuned on, with notes."""
    for tag in TAGS:
        score = scored(tag, load(tag)) if "--tune" in sys.argv else figures(tag)
        print(f"{tag}: precision {score.precision:.2f}, recall {score.recall:.2f}")
        for name, one in score.detectors().items():
            mark = "experimental" if one.experimental else ""
            print(f"  {name:34} {one.turns:3} {one.precision:6.2f} {one.recall:6.2f} {mark}")
        if "--tune" in sys.argv:
            print("\n".join(score.notes))
        if "--write" in sys.argv:
            _keep(tag, score)
    return 0


def _keep(tag: str, score: Score) -> None:
    measured = {name: one.model_dump() for name, one in score.detectors().items()}
    today = datetime.now(UTC).date().isoformat()
    text = yaml.safe_dump({"measured": today, "detectors": measured}, sort_keys=False, default_flow_style=None)
    head = "# Written by `python -m evals.languages --write`. Do not edit: docs/evaluation.md says what it means.\n"
    (MEASURED / f"{tag}.yaml").write_text(head + text, "utf-8")
    library.measurement.cache_clear()


if __name__ == "__main__":
    raise SystemExit(main())
