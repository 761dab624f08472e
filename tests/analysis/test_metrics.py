"""Each figure on a talk whose figures are known."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from feedbackyes import behaviours
from feedbackyes.analysis import metrics
from feedbackyes.analysis.evidence import Proof
from feedbackyes.analysis.facts import Facts
from feedbackyes.analysis.speech import Segment, Voices, listen
from feedbackyes.domain.feedback import Metric
from feedbackyes.domain.transcript import Speaker, Turn, Word
from tests.analysis.sounds import SPOKEN, bursts, clip, noise, place, write


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
    assert found["interruptions"].detail == {"at_1_ms": 3600.0, "partner": 0.0}
    assert found["backchannels"].value == 1


def test_taking_the_floor_at_the_very_end_is_no_interruption() -> None:
    turns = [said("t1", Speaker.LEARNER, "yes i see what you mean there", 9600, 12_000)]
    found = computed(turns, [(9600, 12_000)], [(5000, 10_000)])
    assert found["interruptions"].value == 0


def test_a_second_turn_in_an_overlap_is_its_own_answer() -> None:
    """The learner says something into the partner's turn, and answers it when it is over."""
    turns = [said("t1", Speaker.LEARNER, "but that is not what i meant", 4000, 5000)]
    found = computed(turns, [(4000, 5000), (10_500, 12_000), (21_000, 22_000), (31_000, 32_000)],
                     [(0, 10_000), (20_000, 20_700), (30_000, 30_800)])  # fmt: skip
    assert found["response_latency_ms"].detail["count"] == 3
    assert found["response_latency_ms"].value == 300
    assert found["interruptions"].value == 1
    assert found["longest_monologue_s"].value == 1.5


def test_a_beginning_before_the_end_is_negative_latency_and_no_interruption() -> None:
    learner = [(9700, 12_000), (19_800, 22_000), (29_600, 32_000)]
    turns = [said(f"t{i}", Speaker.LEARNER, "yes and then i went home", *span) for i, span in enumerate(learner)]
    found = computed(turns, learner, [(5000, 10_000), (15_000, 20_000), (25_000, 30_000)])
    assert found["response_latency_ms"].value == -300
    assert found["response_latency_ms"].detail == {"p25": -350.0, "p75": -250.0, "count": 3}
    assert found["interruptions"].value == 0


def test_beginning_together_is_no_interruption() -> None:
    turns = [said("t1", Speaker.LEARNER, "so what i wanted to say", 5100, 7000)]
    assert computed(turns, [(5100, 7000)], [(5000, 9000)])["interruptions"].value == 0


def test_cutting_in_during_a_pause_of_the_partner_is_cutting_in() -> None:
    turns = [
        said("t1", Speaker.PARTNER, "the first thing is this and the second thing is that", 0, 8000),
        said("t2", Speaker.LEARNER, "no wait a moment please", 3200, 5000),
    ]
    found = computed(turns, [(3200, 5000)], [(0, 3000), (3600, 8000)])
    assert found["interruptions"].value == 1


def test_an_engine_that_cuts_in_has_interrupted_and_who_talks_on_has_not() -> None:
    cut_in = replace(said("t3", Speaker.PARTNER, "now you listen", 7300, 8900, interrupted=True), cuts_in=True)
    turns = [
        said("t1", Speaker.PARTNER, "where is my machine", 0, 2000),
        said("t2", Speaker.LEARNER, "it is in the depot and the driver", 2500, 7200),
        cut_in,
        said("t4", Speaker.LEARNER, "will bring it on monday at eight", 7600, 12_000),
    ]
    voices = ([(2500, 7200), (7700, 12_000)], [(0, 2000), (7350, 8900)])
    marked, heard = computed(turns, *voices), computed([*turns[:2], replace(cut_in, cuts_in=False), turns[3]], *voices)
    assert heard["interruptions"].value == 1  # so it sounds
    assert (marked["interruptions"].value, marked["interruptions"].detail) == (0, {"partner": 1})


def test_who_yields_to_a_partner_that_cuts_in_was_interrupted_too() -> None:
    cut_in = replace(said("t2", Speaker.PARTNER, "now you listen", 7300, 8900), cuts_in=True)
    turns = [said("t1", Speaker.LEARNER, "it is in the depot and the driver", 2500, 7200), cut_in]
    assert computed(turns, [(2500, 7200)], [(7350, 8900)])["interruptions"].detail["partner"] == 1


def test_going_on_under_a_partner_who_cuts_in_is_no_answer() -> None:
    units = [(2500, 3000), (6200, 7000), (9900, 11_000), (12_600, 15_000)]
    partner = [(1000, 2000), (5000, 6000), (8000, 9700), (11_200, 13_000)]
    cut_in = replace(said("t9", Speaker.PARTNER, "now you listen", 11_200, 13_000), cuts_in=True)
    answers = [computed(turns, units, partner)["response_latency_ms"].detail["count"] for turns in ([], [cut_in])]
    assert answers == [4, 3]


def test_the_partner_may_cut_in_as_well_and_make_listening_noises() -> None:
    turns = [
        said("t1", Speaker.LEARNER, "it began on friday and went on until monday morning", 0, 8000),
        said("t2", Speaker.PARTNER, "mm-hm", 2000, 2300),
        said("t3", Speaker.PARTNER, "let me stop you right there", 5000, 7000),
    ]
    found = computed(turns, [(0, 8000)], [(2000, 2300), (5000, 7000)])
    assert found["interruptions"].detail["partner"] == 1
    assert found["interruptions"].value == 0
    assert found["backchannels"].detail["partner"] == 1


def test_a_cut_is_counted_once() -> None:
    """The learner begins, stops and goes on while the partner's player is being stopped."""
    turns = [
        said("t1", Speaker.PARTNER, "and then the client called me again", 0, 4000, interrupted=True),
        said("t2", Speaker.LEARNER, "wait please let me say something", 3400, 6000),
    ]
    found = computed(turns, [(3400, 3800), (4100, 6000)], [(0, 4000)])
    assert found["interruptions"].value == 1


def test_a_cut_during_which_nobody_was_heard_is_nobodys() -> None:
    turns = [said("t1", Speaker.PARTNER, "and then the client called me again", 0, 4000, interrupted=True)]
    assert computed(turns, [], [(0, 4000)])["interruptions"].value == 0


@pytest.mark.parametrize(("begin_ms", "count"), [(4200, 1), (4201, 0)])
def test_who_begins_when_the_partner_has_just_fallen_silent_made_them(begin_ms: int, count: int) -> None:
    turns = [
        said("t1", Speaker.PARTNER, "and then the client called me again", 0, 4000, interrupted=True),
        said("t2", Speaker.LEARNER, "wait please let me say something", begin_ms, 6000),
    ]
    assert computed(turns, [(begin_ms, 6000)], [(0, 4000)])["interruptions"].value == count


@pytest.mark.parametrize(("begin_ms", "count"), [(8899, 1), (8900, 2)])
def test_what_the_partner_begins_after_it_has_cut_in_is_another_time(begin_ms: int, count: int) -> None:
    cut_in = replace(said("t2", Speaker.PARTNER, "now you listen to me", 7300, 8900), cuts_in=True)
    turns = [said("t1", Speaker.LEARNER, "it is in the depot and the driver will bring it", 2500, 14_000), cut_in]
    found = computed(turns, [(2500, 14_000)], [(7350, 8600), (begin_ms, 10_500)])
    assert found["interruptions"].detail["partner"] == count


def test_sounds_in_which_nothing_was_understood_do_not_count_as_cutting_in() -> None:
    turns = [
        said("t1", Speaker.LEARNER, "good morning and thank you", 0, 2000),
        said("t2", Speaker.PARTNER, "there is a lot to say about this and i will say it", 3000, 12_000),
        replace(said("t3", Speaker.LEARNER, "perhaps banana something", 5000, 7000), confidence=0.2),
    ]
    found = computed(turns, [(0, 2000), (5000, 7000), (9000, 9600)], [(3000, 12_000)])
    assert found["interruptions"].value == 0
    assert found["talk_share"].detail["learner_s"] == 4.6


def test_yes_in_front_of_ones_own_sentence_is_its_beginning() -> None:
    turns = [
        said("t1", Speaker.LEARNER, "okay", 2500, 2900),
        said("t2", Speaker.LEARNER, "then we meet on friday", 3300, 6000),
        said("t3", Speaker.LEARNER, "yeah", 12_000, 12_300),
    ]
    found = computed(turns, [(2500, 2900), (3300, 6000), (12_000, 12_300)], [(0, 2000), (10_000, 14_000)])
    assert found["backchannels"].value == 1
    assert found["longest_monologue_s"].value == 3.5


def test_an_echo_is_left_out_and_said() -> None:
    facts = Facts([], (), Voices((Segment(0, 8000),), (Segment(9000, 17_000),), 60_000, None, None,
                                 (Segment(9100, 12_100),)), 60_000, behaviours.language("en"))  # fmt: skip
    share = next(metric for metric in metrics.compute(facts) if metric.id == "talk_share")
    assert share.value == 0.5
    assert share.detail["echo_s"] == 3


def test_who_wrote_has_no_share_of_talking() -> None:
    turns = [replace(said(f"t{i}", Speaker.LEARNER, "written words", i * 9000, i * 9000), typed=True) for i in range(3)]
    assert computed(turns, [], [(0, 20_000)])["talk_share"].state == "not_enough"


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


def test_a_unit_that_runs_into_the_next_turn_counts_for_each_with_its_part() -> None:
    long = " ".join(["word"] * 20)
    turns = [said("t1", Speaker.LEARNER, long, 0, 10_000), said("t2", Speaker.LEARNER, long, 10_000, 20_000)]
    assert computed(turns, [(0, 20_000)], [])["speaking_rate_wpm"].value == pytest.approx(120, abs=4)


def test_doubtful_turns_are_not_scored() -> None:
    text = "maybe you always do this and i guess that it is never enough for you " * 5
    turns = [replace(said("t1", Speaker.LEARNER, text.strip(), 0, 30_000), confidence=0.3)]
    found = computed(turns, [(0, 30_000)], [])
    scored = (
        "hedges_per_100_words",
        "absolutes_per_100_words",
        "i_you_ratio",
        "speaking_rate_wpm",
        "questions_per_10_turns",
    )
    assert {found[name].state for name in scored} == {"not_enough"}
    assert found["talk_share"].value == 1  # doubted words were said all the same


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


@pytest.mark.parametrize(("words", "state"), [(49, "not_enough"), (50, "ok")])
def test_fifty_words_are_enough_to_count_among(words: int, state: str) -> None:
    found = computed([said("t1", Speaker.LEARNER, "word " * words, 0, 30_000)], [(0, 30_000)], [])
    assert {found[name].state for name in ("hedges_per_100_words", "absolutes_per_100_words")} == {state}


def test_fillers_that_nobody_wrote_down_are_no_figure() -> None:
    found = computed([said("t1", Speaker.LEARNER, "the report was late " * 20, 0, 30_000)], [(0, 30_000)], [])
    assert found["fillers_per_100_words"].value is None
    assert found["fillers_per_100_words"].state == "unreliable"


def test_fillers_are_a_figure_where_the_recogniser_writes_them() -> None:
    text = "um the report was late uh you know and like that was er not good " * 8
    found = computed([said("t1", Speaker.LEARNER, text.strip(), 0, 30_000)], [(0, 30_000)], [])["fillers_per_100_words"]
    assert found.state == "ok"
    assert found.value == pytest.approx(100 * 24 / 120, abs=0.1)
    assert (found.detail["like"], found.detail["you_know"]) == (8, 8)


def test_a_filler_that_slipped_through_is_no_figure() -> None:
    text = "the report was late and the client was angry " * 40 + "um"
    found = computed([said("t1", Speaker.LEARNER, text, 0, 90_000)], [(0, 90_000)], [])["fillers_per_100_words"]
    assert (found.state, found.value) == ("unreliable", None)


@pytest.mark.parametrize(("words", "value"), [(100, 1.0), (200, 0.5), (201, None)])
def test_a_single_filler_is_a_figure_of_a_short_talk(words: int, value: float | None) -> None:
    text = "um" + " word" * (words - 1)
    found = computed([said("t1", Speaker.LEARNER, text, 0, 90_000)], [(0, 90_000)], [])
    assert found["fillers_per_100_words"].value == value


def test_melody_and_loudness_are_for_ones_own_trend() -> None:
    found = computed([], [(0, 1000)], [])
    assert (found["pitch_variation_semitones"].value, found["loudness_variation_db"].value) == (2.1, 4.0)
    assert found["pitch_variation_semitones"].band is None


def test_a_talk_without_anything_has_no_figures_and_no_errors() -> None:
    facts = Facts([], (), None, None, behaviours.language("en"))
    assert all(metric.value is None for metric in metrics.compute(facts))
    assert all(metric.state != "ok" for metric in metrics.compute(facts))


def test_a_transcript_without_times_says_nothing_about_who_cut_in() -> None:
    turns = [said("t1", Speaker.LEARNER, "hello there how are you", 0, 0), said("t2", Speaker.PARTNER, "fine", 0, 0)]
    facts = Facts(turns, (), None, None, behaviours.language("en"))
    found = {metric.id: metric for metric in metrics.compute(facts)}
    timed = ("interruptions", "talk_share", "response_latency_ms", "longest_monologue_s", "pause_median_ms")
    assert {found[name].state for name in timed} == {"not_enough"}


def test_without_a_recording_times_come_from_the_turns() -> None:
    turns = [
        said("t1", Speaker.PARTNER, "there is a lot to say about this and i will say it", 0, 9000, interrupted=True),
        said("t2", Speaker.LEARNER, "may i stop you for a moment there please", 8700, 15_000),
    ]
    facts = Facts(turns, (), None, None, behaviours.language("en"))
    found = {metric.id: metric for metric in metrics.compute(facts)}
    assert found["interruptions"].value == 1
    assert found["talk_share"].value == pytest.approx(6.3 / 15.3, abs=0.001)
    assert found["backchannels"].state == "unreliable"


def test_every_metric_has_a_title_a_unit_and_says_what_its_norm_rests_on() -> None:
    for metric in metrics.compute(Facts([], (), None, None, behaviours.language("en"))):
        assert metric.title
        assert metric.unit
        assert metric.caveat
        assert metric.source, metric.id


# ---- from the sound itself


def test_figures_of_a_recording_are_those_that_were_composed(tmp_path: Path) -> None:
    """Tones at known times; every figure in time is exact to 20 ms."""
    partner = [(1.0, 3.0), (8.0, 12.0), (17.0, 20.0), (25.0, 29.0)]
    learner = [(3.31, 4.2), (4.6, 6.77), (12.153, 13.0), (15.5, 16.4), (19.75, 23.0), (26.0, 26.35), (29.2, 31.2)]
    voices = listen(write(tmp_path / "talk.wav", bursts(learner, 33), bursts(partner, 33)))
    turns = [said("t1", Speaker.LEARNER, "mm-hm", 26_000, 26_350), said("t2", Speaker.LEARNER, "so", 3310, 6770)]
    found = {
        metric.id: metric
        for metric in metrics.compute(Facts(turns, (), voices, voices.duration_ms, behaviours.language("en")))
    }
    spoken = sum(end - start for start, end in learner)
    assert found["talk_share"].value == pytest.approx(spoken / (spoken + 13), abs=0.002)
    assert found["response_latency_ms"].value == pytest.approx(np.median([310, 153, -250, 200]), abs=20)
    assert found["response_latency_ms"].detail["p25"] == pytest.approx(np.percentile([310, 153, -250, 200], 25), abs=20)
    assert found["longest_monologue_s"].value == pytest.approx(16.4 - 12.153, abs=0.05)
    assert found["pause_median_ms"].state == "not_enough"
    assert found["pause_median_ms"].detail == {"count": 2, "long": 1}
    assert (found["backchannels"].value, found["interruptions"].value) == (1, 0)


def test_figures_of_human_voices_agree_with_where_they_were_placed(tmp_path: Path) -> None:
    """To 60 ms: a voice fades in and out, so its edges depend on the noise around it."""
    sides = [noise(40, -62, i) for i in (0, 1)]
    script = [
        (1, "0930", 1.0),
        (0, "0890", 4.5),
        (1, "0930", 11.0),
        (0, "0890", 13.4),
        (1, "0890", 19.0),
        (0, "0930", 25.0),
    ]
    spoken: list[list[tuple[float, float]]] = [[], []]
    for who, name, at_s in script:
        place(sides[who], clip(name, room=False), at_s)
        spoken[who].append((at_s + SPOKEN[name][0][0], at_s + SPOKEN[name][-1][1]))
    voices = listen(write(tmp_path / "talk.wav", sides[0], sides[1]))
    found = {
        metric.id: metric
        for metric in metrics.compute(Facts([], (), voices, voices.duration_ms, behaviours.language("en")))
    }
    gaps = [1000 * (own[0] - other[1]) for own, other in zip(*spoken, strict=True)]
    assert min(gaps) < 0 < max(gaps)
    latency = found["response_latency_ms"]
    assert latency.value == pytest.approx(np.median(gaps), abs=60)
    assert latency.detail["p25"] == pytest.approx(np.percentile(gaps, 25), abs=60)
    assert latency.detail["p75"] == pytest.approx(np.percentile(gaps, 75), abs=60)
    assert found["longest_monologue_s"].value == pytest.approx(4.71, abs=0.1)
