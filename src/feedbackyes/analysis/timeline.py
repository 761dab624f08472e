"""What happened when, for pictures of the talk: pauses, answers, cutting in, listening noises, echo."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from feedbackyes.analysis.facts import Facts
from feedbackyes.analysis.metrics.pauses import SHORTEST_MS
from feedbackyes.domain.feedback import Metric, Span
from feedbackyes.domain.transcript import Speaker

MOST = 300
"""Of one kind; of more the longest are kept."""


def spans(facts: Facts, metrics: Sequence[Metric]) -> tuple[Span, ...]:
    """Everything that a picture can mark, by its beginning.

    Args:
        metrics: computed from `facts`; what they count as cutting in is marked as such.
    """
    said = (_pauses(facts), _answers(facts), _listening(facts), _echo(facts))
    kinds = (*said, _cutting_in(facts, metrics), _cut_into(facts))
    found = [span for kind in kinds for span in _longest(kind)]
    return tuple(sorted(found, key=lambda span: (span.start_ms, span.kind)))


def _pauses(facts: Facts) -> Iterator[Span]:
    if not facts.from_recording:
        return
    for floor in facts.floors:
        if floor.speaker is not Speaker.LEARNER:
            continue
        for before, after in pairwise(floor.units):
            if after.start_ms - before.end_ms >= SHORTEST_MS:
                yield Span(kind="pause", start_ms=before.end_ms, end_ms=after.start_ms)


def _answers(facts: Facts) -> Iterator[Span]:
    for answer in facts.answers:
        yield Span(kind="answer", start_ms=answer.before.end_ms, end_ms=answer.after.start_ms)


def _cutting_in(facts: Facts, metrics: Sequence[Metric]) -> Iterator[Span]:
    details = (metric.detail for metric in metrics if metric.id == "interruptions")
    starts = {round(at) for detail in details for name, at in detail.items() if name.startswith("at_")}
    for unit in facts.learner:
        if unit.start_ms in starts:
            yield Span(kind="cut_in", start_ms=unit.start_ms, end_ms=unit.end_ms)


def _cut_into(facts: Facts) -> Iterator[Span]:
    for unit in facts.cut_ins:
        yield Span(kind="cut_into", start_ms=unit.start_ms, end_ms=unit.end_ms)


def _listening(facts: Facts) -> Iterator[Span]:
    for unit in facts.backchannels:
        yield Span(kind="listening", start_ms=unit.start_ms, end_ms=unit.end_ms)


def _echo(facts: Facts) -> Iterator[Span]:
    for unit in facts.echo:
        yield Span(kind="echo", start_ms=unit.start_ms, end_ms=unit.end_ms)


def _longest(found: Iterable[Span]) -> list[Span]:
    return sorted(found, key=lambda span: abs(span.end_ms - span.start_ms), reverse=True)[:MOST]
