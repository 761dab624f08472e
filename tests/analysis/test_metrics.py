"""Each figure on a talk whose figures are known."""

from __future__ import annotations

import pytest

from feedbackyes import behaviours
from feedbackyes.analysis import metrics
from feedbackyes.analysis.evidence import Proof
from feedbackyes.analysis.facts import Facts
from feedbackyes.analysis.speech import Segment, Voices
from feedbackyes.domain.feedback import Metric
from feedbackyes.domain.transcript import Speaker, Turn, Word


def said(turn_id: str, speaker: Speaker, text: str, start_ms: int, end_ms: int, *, interrupted: bool = False) -> Turn:
    words = text.split()
    step = (end_ms - start_ms) // max(1, len(words))
    timed = tuple(Word(word, start_ms + i * step, start_ms + (i + 1) * step, 0.9) for i, word in enumerate(words))
    return Turn(turn_id, "s", int(turn_id[1:]), speaker, text, start_ms, end_ms, 0.9, timed, interrupted=interrupted)


def seen(behaviour: str, turn: int = 0) -> Proof:
    return Proof(behaviour, turn, f"t{turn}", "words", 0, 1, sure=True)


def computed(
    turns: list[Turn],
    learner: list[tuple[int, int]],
    partner: list[tuple[int, int]],
    proofs: tuple[Proof, ...] = (),
    bands: dict[str, tuple[float | None, float | None]] | None = None,
) -> dict[str, Metric]:
    voices = Voices(
        tuple(Segment(*pair) for pair in learner), tuple(Segment(*pair) for pair in partner), 60_000, 4.04, 2.06
    )
    facts = Facts(turns, proofs, voices, 60_000, behaviours.language("en"), bands or {})
    return {metric.id: metric for metric in metrics.compute(facts)}


def test_talk_share_counts_seconds_of_speech() -> None:
    found = computed([], [(0, 6000), (20_000, 24_000)], [(8000, 18_000)])
    assert found["talk_share"].value == 0.5
    assert found["talk_share"].detail == {"learner_s": 10.0, "partner_s": 10.0}


def test_the_scenarios_band_is_shown_as_its_own() -> None:
    found = computed([], [(0, 8000)], [(9000, 18_000)], bands={"talk_share": (0.35, 0.55)})
    assert found["talk_share"].band == (0.35, 0.55)
    assert "scenario's own" in found["talk_share"].source


def test_the_longest_stretch_includes_its_pauses_and_is_not_broken_by_a_backchannel_of_the_partner() -> None:
    found = computed([], [(0, 5000), (6500, 12_000), (30_000, 31_000)], [(13_000, 20_000)])
    assert found["longest_monologue_s"].value == 12.0


def test_response_latency_is_the_median_after_the_partners_audible_end() -> None:
    learner = [(2500, 3000), (6200, 7000), (9900, 11_000)]
    partner = [(1000, 2000), (5000, 6000), (8000, 10_000)]
    found = computed([], learner, partner)
    assert found["response_latency_ms"].value == 200
    assert found["response_latency_ms"].detail["count"] == 3


def test_cutting_in_is_told_from_listening_noises() -> None:
    turns = [
        said("t1", Speaker.PARTNER, "i mean the numbers came in late and nobody told me", 0, 4000, interrupted=True),
        said("t2", Speaker.LEARNER, "can i stop you there for a moment", 3600, 6000),
        said("t3", Speaker.PARTNER, "the client was angry with me and that is not fair at all", 10_000, 16_000),
        said("t4", Speaker.LEARNER, "mm-hm", 12_000, 12_400),
    ]
    found = computed(turns, [(3600, 6000), (12_000, 12_400)], [(0, 4000), (10_000, 16_000)])
    assert found["interruptions"].value == 1
    assert found["interruptions"].detail == {"at_1_ms": 3600.0}
    assert found["backchannels"].value == 1


def test_taking_the_floor_at_the_very_end_is_no_interruption() -> None:
    turns = [said("t1", Speaker.LEARNER, "yes i see what you mean there", 9600, 12_000)]
    found = computed(turns, [(9600, 12_000)], [(5000, 10_000)])
    assert found["interruptions"].value == 0


def test_pauses_are_those_inside_the_learners_own_turn() -> None:
    learner = [(0, 1000), (1400, 2000), (2600, 3000), (5600, 7000), (12_000, 13_000)]
    found = computed([], learner, [(8000, 11_000)])
    assert found["pause_median_ms"].value == 600
    assert found["pause_median_ms"].detail == {"count": 3, "long": 1}


def test_rates_leave_short_turns_out() -> None:
    long = " ".join(["word"] * 40)
    turns = [said("t1", Speaker.LEARNER, long, 0, 20_000), said("t2", Speaker.LEARNER, "short one", 30_000, 31_000)]
    found = computed(turns, [(0, 8000), (10_000, 20_000), (30_000, 31_000)], [])
    assert found["speaking_rate_wpm"].value == 120
    assert found["articulation_rate_wpm"].value == pytest.approx(133, abs=1)


def test_questions_are_counted_per_ten_turns_and_by_kind() -> None:
    turns = [said(f"t{i}", Speaker.LEARNER, "some words here", i * 1000, i * 1000 + 500) for i in range(5)]
    proofs = (
        seen("open_question"),
        seen("open_question", 1),
        seen("closed_question", 2),
        seen("follow_up_question", 1),
    )
    found = computed(turns, [(0, 5500)], [], proofs)
    assert found["questions_per_10_turns"].value == 6
    assert found["questions_per_10_turns"].detail["follow_up"] == 1
    assert found["open_question_ratio"].value == pytest.approx(0.67)


def test_wording_is_counted_per_hundred_words() -> None:
    text = "maybe we could sort of look at it again " + "the report was late and the table was empty " * 6
    found = computed([said("t1", Speaker.LEARNER, text.strip(), 0, 30_000)], [(0, 30_000)], [])
    hedges = found["hedges_per_100_words"]
    assert hedges.detail["count"] >= 2
    assert hedges.value == pytest.approx(100 * hedges.detail["count"] / 63, abs=0.1)


def test_fillers_that_nobody_wrote_down_are_no_figure() -> None:
    found = computed([said("t1", Speaker.LEARNER, "the report was late " * 20, 0, 30_000)], [(0, 30_000)], [])
    assert found["fillers_per_100_words"].value is None
    assert found["fillers_per_100_words"].state == "unreliable"


def test_melody_and_loudness_are_for_ones_own_trend() -> None:
    found = computed([], [(0, 1000)], [])
    assert (found["pitch_variation_semitones"].value, found["loudness_variation_db"].value) == (2.1, 4.0)
    assert found["pitch_variation_semitones"].band is None


def test_a_talk_without_anything_has_no_figures_and_no_errors() -> None:
    facts = Facts([], (), None, None, behaviours.language("en"))
    assert all(metric.value in (None, 0) for metric in metrics.compute(facts))
