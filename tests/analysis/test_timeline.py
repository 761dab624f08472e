"""Where the pictures get their marks from."""

from __future__ import annotations

from feedbackyes import behaviours
from feedbackyes.analysis import metrics
from feedbackyes.analysis.facts import Facts
from feedbackyes.analysis.speech import Segment, Voices
from feedbackyes.analysis.timeline import MOST, spans
from feedbackyes.domain.feedback import Span
from feedbackyes.domain.transcript import Speaker, Turn


def found(learner: list[tuple[int, int]], partner: list[tuple[int, int]], *, recorded: bool = True) -> list[Span]:
    voices = Voices(tuple(Segment(*one) for one in learner), tuple(Segment(*one) for one in partner), 60_000, 1.0, 1.0)
    facts = Facts([], [], voices if recorded else None, 60_000, behaviours.language("en"))
    return list(spans(facts, metrics.compute(facts)))


def test_a_pause_is_inside_a_turn_and_an_answer_between_two() -> None:
    assert found([(5000, 7000), (10_000, 12_000)], [(0, 4200), (15_000, 18_000)]) == [
        Span(kind="answer", start_ms=4200, end_ms=5000),
        Span(kind="pause", start_ms=7000, end_ms=10_000),
    ]


def test_short_gaps_between_words_are_no_pauses() -> None:
    assert found([(5000, 7000), (7240, 9000)], []) == []


def test_cutting_in_is_what_the_metric_counts_and_an_overlapping_answer_ends_before_it_begins() -> None:
    marked = found([(5000, 9000)], [(0, 6500)])
    assert marked == [
        Span(kind="cut_in", start_ms=5000, end_ms=9000),
        Span(kind="answer", start_ms=6500, end_ms=5000),
    ]


def test_where_the_partner_cut_in_is_marked() -> None:
    turn = Turn("t1", "s", 1, Speaker.PARTNER, "now you listen", 7300, 8900, cuts_in=True)
    voices = Voices((Segment(2500, 7200), Segment(7500, 12_000)), (Segment(7350, 8900),), 60_000, 1.0, 1.0)
    facts = Facts([turn], [], voices, 60_000, behaviours.language("en"))
    assert list(spans(facts, metrics.compute(facts))) == [Span(kind="cut_into", start_ms=7300, end_ms=8900)]


def test_without_a_recording_nothing_is_marked_that_was_not_heard() -> None:
    assert found([(5000, 7000), (10_000, 12_000)], [], recorded=False) == []


def test_of_very_many_pauses_the_longest_are_kept() -> None:
    units = [(i * 2000, i * 2000 + 1000) for i in range(MOST + 50)]
    units.append((units[-1][1] + 9000, units[-1][1] + 9900))
    marked = found(units, [])
    assert len(marked) == MOST
    assert marked[-1].end_ms - marked[-1].start_ms == 9000
