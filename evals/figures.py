"""Figures: how often detectors and judges agree with the labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from evals.golden import Said, Transcript, spoken, utterances
from evals.judges import Judge, Judgement
from feedbackyes import library
from feedbackyes.behaviours import Behaviour, detect
from feedbackyes.domain.detector import Measured
from feedbackyes.domain.transcript import Speaker


@dataclass(slots=True)
class Detector:
    """Counts of the learner's turns; what readers would differ on counts neither way."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def labelled(self) -> int:
        return self.right + self.missed

    @property
    def precision(self) -> float:
        """1 when it never spoke."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.labelled if self.labelled else 0.0

    @property
    def measured(self) -> Measured:
        return Measured(turns=self.labelled, precision=round(self.precision, 3), recall=round(self.recall, 3))


def detectors(talks: Iterable[Transcript]) -> dict[str, Detector]:
    """By behaviour, in the order of the vocabulary."""
    figures = {str(name): Detector() for name in Behaviour}
    for talk in talks:
        found: dict[str, dict[str, str]] = {}
        for one in detect(utterances(talk.turns)):
            found.setdefault(one.turn_id, {})[str(one.behaviour)] = one.quote
        for i, said in enumerate(talk.turns):
            if said.speaker is Speaker.LEARNER:
                _count(figures, said, found.get(f"t{i}", {}), talk.id)
    return figures


def together(figures: Mapping[str, Detector]) -> Detector:
    """All detectors as one."""
    return Detector(
        right=sum(one.right for one in figures.values()),
        wrong=sum(one.wrong for one in figures.values()),
        missed=sum(one.missed for one in figures.values()),
    )


def _count(figures: dict[str, Detector], said: Said, found: dict[str, str], talk: str) -> None:
    for name in said.behaviours | found.keys():
        detector = figures[name]
        if name in said.behaviours and name in found:
            detector.right += 1
        elif name in said.behaviours:
            detector.missed += 1
            detector.notes.append(f"missed in {talk}: {said.text}")
        elif name not in said.open:
            detector.wrong += 1
            detector.notes.append(f"wrong in {talk}: {said.text} [{found[name]}]")


@dataclass(slots=True)
class Agreement:
    """Of one element.

    Args:
        given: talks in which the judge gave a level or said that none applies; the others it left open, and what follows
            is of these.
        capped: compares with the reader's level, or the judge's highest where that is lower.
    """

    talks: int = 0
    given: int = 0
    exact: int = 0
    capped: int = 0
    within_one: int = 0
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Opinion:
    """What one judge says of all talks.

    Args:
        repeated: talks of which every judgement was the same; `steady` and `asked` count elements in the same way.
        pairs: the reader's level, at most the judge's highest, and the judge's, where both gave one.
    """

    agreement: dict[tuple[str, str], Agreement] = field(default_factory=dict)
    quotes: int = 0
    quotes_found: int = 0
    repeated: int = 0
    talks: int = 0
    steady: int = 0
    asked: int = 0
    pairs: list[tuple[int, int]] = field(default_factory=list)

    def share(self, name: str) -> float:
        """Of the levels that were given: `exact`, `capped` or `within_one`; `given` is of all."""
        total = sum(one.talks if name == "given" else one.given for one in self.agreement.values())
        return sum(int(getattr(one, name)) for one in self.agreement.values()) / total if total else 0.0


def weighted_kappa(pairs: Sequence[tuple[int, int]]) -> float | None:
    """Cohen's kappa with quadratic weights; None where chance alone would agree."""
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    seen = sum((one - other) ** 2 for one, other in pairs) * len(pairs)
    chance = sum((one - other) ** 2 * first[one] * second[other] for one in first for other in second)
    return 1 - seen / chance if chance else None


def judged(judge: Judge, talks: Sequence[Transcript]) -> Opinion:
    """Compare `judge` with the labels; judge everything `judge.runs` times to see whether it says the same again."""
    opinion = Opinion()
    for talk in talks:
        answers = [judge.judge(library.rubric(talk.rubric), spoken(talk.turns)) for _ in range(judge.runs)]
        opinion.talks += 1
        opinion.repeated += all(answer.levels == answers[0].levels for answer in answers)
        opinion.steady += sum(len({answer.levels.get(element) for answer in answers}) == 1 for element in talk.levels)
        opinion.asked += len(talk.levels)
        _quotes(opinion, talk, answers[0])
        for element, label in talk.levels.items():
            one = opinion.agreement.setdefault((talk.rubric, element), Agreement())
            one.talks += 1
            if element not in answers[0].open:
                level = answers[0].levels.get(element)
                _agree(one, talk, label, level, judge.cap)
                opinion.pairs += [] if label is None or level is None else [(min(label, judge.cap), level)]
    return opinion


def _quotes(opinion: Opinion, talk: Transcript, answer: Judgement) -> None:
    own = {f"t{i}": said.text for i, said in enumerate(talk.turns) if said.speaker is Speaker.LEARNER}
    opinion.quotes += len(answer.quotes)
    opinion.quotes_found += sum(bool(quote.strip()) and quote in own.get(turn, "") for turn, quote in answer.quotes)


def _agree(one: Agreement, talk: Transcript, label: int | None, given: int | None, cap: int) -> None:
    one.given += 1
    reachable = None if label is None else min(label, cap)
    one.exact += given == label
    one.capped += given == reachable
    one.within_one += given == label or (given is not None and label is not None and abs(given - label) <= 1)
    if given != reachable:
        one.notes.append(f"{talk.id}: {given} instead of {label}")
