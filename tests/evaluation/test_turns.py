"""Turn-taking measured on made recordings: the set, how it is scored, and that the engine fares no worse than silence."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from feedbackyes.cli import app
from feedbackyes.domain.errors import InvalidInput
from feedbackyes.evaluation.turns import cases, comparison, recipes, simulation
from feedbackyes.evaluation.turns.cases import Case, Turn, Word
from feedbackyes.evaluation.turns.comparison import Compared
from feedbackyes.evaluation.turns.drawn import drawn
from feedbackyes.evaluation.turns.scores import Score, score
from feedbackyes.evaluation.turns.simulation import Manner, Noticed, Played
from feedbackyes.stages import vad
from feedbackyes.stages.vad import VoiceActivity

OURS = Manner("ours")
QUICK = (
    "because", "so-um", "how-do-you-see-it", "because-for-good", "at-once", "yeah", "but-i-told-you",
    "loud-late", "echo-then-answer", "over-with-loud-echo", "in-fan", "babble-alone",
)  # fmt: skip


@pytest.fixture
async def detector() -> AsyncIterator[VoiceActivity]:
    detector = vad.load("silero")
    yield detector
    await detector.close()


def case(*turns: Turn) -> Case:
    silent = np.zeros(24_000, np.int16)
    return Case("made", "all", "en", silent, silent, turns, None)


def played(*noticed: tuple[float, str], partner: tuple[tuple[float, float], ...] = ()) -> Played:
    return Played(tuple(Noticed(at_ms, event) for at_ms, event in noticed), partner)


def test_a_turn_that_ends_once_after_its_end_is_right() -> None:
    found = score(case(Turn(500, 2_000)), played((560, "started"), (2_520, "stopped")))
    assert found == Score(turns=1, delays_ms=(520,))
    assert not any(found.mistakes)


def test_an_end_before_the_end_is_a_turn_cut_off() -> None:
    events = [(560.0, "started"), (1_500.0, "stopped"), (1_700.0, "started"), (2_500.0, "stopped")]
    assert score(case(Turn(500, 2_000)), played(*events)) == Score(turns=1, cut_off=1, delays_ms=(500,))


def test_who_trails_off_may_not_be_answered_before_the_earliest_moment() -> None:
    trailing = Turn(500, 2_000, not_before_ms=800, not_after_ms=2_500)
    found = score(case(trailing), played((560, "started"), (2_500, "stopped")))
    assert found == Score(turns=1, cut_off=1)
    assert score(case(trailing), played((560, "started"), (3_500, "stopped"))).mistakes == (0, 0, 0, 0, 0)


def test_an_end_that_nobody_notices_in_time_is_late() -> None:
    assert score(case(Turn(500, 2_000)), played((560, "started"))).late == 1
    assert score(case(Turn(500, 2_000)), played((560, "started"), (3_600, "stopped"))).late == 1


def test_what_begins_where_nobody_speaks_is_no_turn() -> None:
    noise = [(100.0, "started"), (900.0, "stopped"), (5_000.0, "started")]
    assert score(case(Turn(2_000, 3_000)), played(*noise, (3_500, "stopped"))).no_turns == 2
    assert score(case(), played(*noise)).no_turns == 2
    assert score(case(Turn(100, 500, "backchannel")), played((150, "started"))).no_turns == 1


def test_interruptions_are_right_or_wrong() -> None:
    partner = ((300.0, 5_000.0),)
    over = case(Turn(2_000, 3_000, "interrupts"))
    in_time = score(over, played((2_400, "started"), (3_500, "stopped"), partner=partner))
    assert (in_time.overlaps, in_time.missed, in_time.interrupted) == (1, 0, 0)
    assert score(over, played(partner=partner)).missed == 1
    early = score(over, played((900, "started"), partner=partner))
    assert (early.missed, early.interrupted) == (1, 1)
    assert score(case(Turn(2_000, 2_400, "backchannel")), played((2_100, "started"), partner=partner)).interrupted == 1


def test_worse_is_who_makes_any_mistake_more_often() -> None:
    assert Score(late=1).worse_than(Score(cut_off=1))
    assert not Score(cut_off=1).worse_than(Score(cut_off=1, late=1))


def test_delays_of_several_cases_are_summed_up() -> None:
    both = Score(delays_ms=(400.0,)) + Score(delays_ms=(600.0,))
    assert both.median_ms == 500
    assert both.p95_ms == pytest.approx(590)
    assert Score().median_ms is None


def test_the_partner_is_heard_between_silences() -> None:
    tone = (3_000 * np.sin(np.arange(24_000) * 0.1)).astype(np.int16)
    gap = np.zeros(24_000, np.int16)
    assert simulation.spoken(np.concatenate((gap, tone, gap[:4_800], tone, gap, tone))) == [
        (1_000.0, 3_200.0),
        (4_200.0, 5_200.0),
    ]
    assert simulation.spoken(gap) == []


def test_a_case_is_the_same_after_writing_and_reading(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    learner, partner = (rng.integers(-3_000, 3_000, 12_000).astype(np.int16) for _ in range(2))
    turn = Turn(100, 300, "interrupts", 50, 900)
    made = Case("one", "echo", "de", learner, partner, (turn,), (Word("ja", 100, 300),), (Word("nein", 0, 90),))
    cases.write(made, tmp_path)
    (read,) = cases.read_folder(tmp_path)
    assert np.array_equal(read.learner, learner)
    assert np.array_equal(read.partner, partner)
    assert replace(read, learner=learner, partner=partner) != made  # compared by identity, so by their fields:
    assert [read.turns, read.words, read.partner_words] == [made.turns, made.words, made.partner_words]
    assert (read.name, read.category, read.language) == ("one", "echo", "de")


def test_folders_that_cannot_be_measured_are_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="no folder"):
        cases.read_folder(tmp_path / "nowhere")
    with pytest.raises(InvalidInput, match="no cases"):
        cases.read_folder(tmp_path)
    cases.write(case(), tmp_path)
    (tmp_path / "made.yaml").write_text("turns: [{start_ms: -1, end_ms: 2}]")
    with pytest.raises(InvalidInput, match=r"made\.yaml cannot be used"):
        cases.read_folder(tmp_path)
    (tmp_path / "made.yaml").write_text("turns: []")
    (tmp_path / "made.wav").write_bytes(b"RIFF nothing")
    with pytest.raises(InvalidInput, match=r"made\.wav"):
        cases.read_folder(tmp_path)


def test_the_set_has_enough_cases_of_every_kind() -> None:
    found = recipes.recipes()
    assert len(found) >= 90
    counts = {name: sum(one.category == name for one in found) for name in {one.category for one in found}}
    assert set(counts) == {
        *("pause", "filler", "question", "end", "trailing", "fast answer"),
        *("backchannel", "barge-in", "echo", "double talk", "noise"),
    }
    assert min(counts.values()) >= 4


async def test_a_made_case_has_its_sounds_where_its_labels_say() -> None:
    (made,) = await comparison.own_set(["over-with-echo"])
    (turn,) = made.turns
    ((begin, end),) = simulation.spoken(made.partner)
    assert begin == pytest.approx(300, abs=20)
    assert end == pytest.approx(3_900, abs=30)
    assert turn.kind == "interrupts"
    assert turn.start_ms == 2_600
    before, during = (made.learner[round(at * 24) : round(at * 24) + 4_800].astype(float) for at in (1_500, 3_000))
    assert 20 < np.abs(before).mean() < np.abs(during).mean()  # echo, then echo and voice
    assert made.words is not None
    assert {"but", "told", "Nobody"} <= {word.text for word in made.words}


async def test_a_quick_part_of_the_set_fares_no_worse_than_with_plain_silence(detector: VoiceActivity) -> None:
    found = await comparison.own_set(QUICK)
    compared = await comparison.compare(found, detector, OURS)
    assert len(compared) == len(QUICK)
    assert [one.name for one in compared if one.worse] == []
    _, plain, ours = comparison.by_category(compared)[-1]
    assert sum(plain.mistakes) >= 10
    assert sum(ours.mistakes) <= 1


async def test_each_part_of_the_manner_earns_its_place(detector: VoiceActivity) -> None:
    parts = {
        "loud-late": replace(OURS, echo_check=False),
        "loud-babble-alone": replace(OURS, noise_gate=False),
        "because": replace(OURS, turn_cues=False),
        "yeah": replace(OURS, backchannels=False),
    }
    for made in await comparison.own_set(parts):
        sound = await simulation.hear(made, detector)
        whole, without = (
            sum(score(made, simulation.play(made, sound, way)).mistakes) for way in (OURS, parts[made.name])
        )
        assert without > whole == 0, made.name


def test_drawn_cases_are_the_same_for_the_same_seed() -> None:
    found = drawn(20, 3)
    assert found == drawn(20, 3) != drawn(20, 4)
    assert [bool(one.learner) for one in found] == [False, True] * 10
    assert all(one.echo is not None for one in found)


@pytest.mark.slow
async def test_hardly_any_echo_that_is_drawn_deceives_the_engine(detector: VoiceActivity) -> None:
    compared = await comparison.compare(await comparison.made(drawn(40, 7)), detector, OURS)
    _, plain, ours = comparison.by_category(compared)[-1]
    assert plain.interrupted >= 35
    assert ours.interrupted <= 2
    assert ours.missed <= 3


@pytest.mark.slow
async def test_no_case_of_the_set_fares_worse_than_with_plain_silence(detector: VoiceActivity) -> None:
    compared = await comparison.compare(await comparison.own_set(), detector, OURS)
    assert [one.name for one in compared if one.worse] == []
    rows: dict[str, Score] = {name: ours for name, _, ours in comparison.by_category(compared)}
    assert rows["all"].missed == 0
    assert rows["all"].cut_off <= 1
    assert sum(rows["all"].mistakes) <= 5
    assert (rows["end"].median_ms or 0) < 650


def test_the_command_measures_a_folder(tmp_path: Path) -> None:
    comparison.export(asyncio.run(comparison.own_set(["because", "worried"])), tmp_path)
    table = CliRunner().invoke(app, ["eval", "turns", str(tmp_path), "--verbose"])
    assert table.exit_code == 0, table.output
    assert "pause/because: right" in table.output
    assert "worse than plain silence: none" in table.output
    told = json.loads(CliRunner().invoke(app, ["eval", "turns", str(tmp_path), "--json"]).output)
    assert [one["name"] for one in told["cases"]] == ["because", "worried"]
    assert told["categories"][-1]["plain"]["cut_off"] == 1
    assert told["categories"][-1]["ours"]["cut_off"] == 0


def test_a_case_that_fares_worse_is_told_by_the_exit_status(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def compare(*_: object) -> list[Compared]:
        return [Compared("one", "all", Score(), Score(cut_off=1))]

    cases.write(case(), tmp_path)
    monkeypatch.setattr(comparison, "compare", compare)
    result = CliRunner().invoke(app, ["eval", "turns", str(tmp_path)])
    assert result.exit_code == 1
    assert "worse than plain silence: one" in result.output
