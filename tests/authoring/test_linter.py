"""Scenarios that can be read and would play badly."""

from __future__ import annotations

import pytest

from feedbackyes import authoring, library
from feedbackyes.authoring import wording
from feedbackyes.authoring.linter import lint, metric_ids, spoken_lines
from feedbackyes.authoring.reading import Problem, read
from feedbackyes.domain.scenario import Scenario

TEXT = authoring.blank()
LONG = "This is a sentence " + "and it goes on " * 12 + "to the end."


def found(*changes: tuple[str, str]) -> tuple[Problem, ...]:
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    scenario, source, problems = read(text)
    assert scenario is not None, problems
    return lint(scenario, source)


def test_the_first_text_of_a_new_scenario_is_clean() -> None:
    assert found() == ()


@pytest.mark.parametrize("scenario", library.scenarios(), ids=lambda one: one.id)
def test_the_shipped_scenarios_have_no_errors(scenario: Scenario) -> None:
    assert [one for one in lint(scenario) if one.severity == "error"] == []


@pytest.mark.parametrize(
    ("change", "path", "said"),
    [
        (("minutes: 6", "minutes: 10"), ("beats",), "150 are needed"),
        (
            ("  brief: >-\n", "  brief: >-\n    Sam would write the thing that lies below it, and that takes trust.\n"),
            ("learner", "brief"),
            "gives away 'real-reason'",
        ),
        (
            ("    - Yes?\n", "    - He would write the thing that lies below it, and that takes trust.\n"),
            ("asides", "nudge", 0),
            "has to be earned",
        ),
        (
            ("  goal: To leave", "  goal: To write the thing that lies below it, and that takes trust, and to leave"),
            ("partner", "goal"),
            "hosted voice",
        ),
        (
            ("disclosed: [first-reason]", "disclosed: [real-reason]"),
            ("disclosures", 1, "requires"),
            "can never be earned",
        ),
        (("turns_min: 4", "turns_min: 99"), ("disclosures", 1, "requires"), "hardly ever speaks"),
        (
            ("requires: {trust_min: 0.5, openness_min: 0.4, turns_min: 2,", "requires: {trust_min: 0.4,"),
            ("disclosures", 0, "requires"),
            "first good sentence",
        ),
        (
            ("trigger: {behaviours: [calm_down_command]}", "trigger: {behaviours: [blame], unless: [blame]}"),
            ("beats", 6, "trigger"),
            "what it excludes",
        ),
        (
            ("trigger: {turns_max: 1, unless", "trigger: {turns_max: 1, turns_min: 3, unless"),
            ("beats", 0, "trigger"),
            "later than it may",
        ),
        (("pushbacks: 2", "pushbacks: 0"), ("beats", 17, "trigger"), "allows no pushbacks"),
        (("      - I am calm.\n", ""), ("beats", 6, "lines"), "once: true"),
        (("      - I am calm.\n", "      - (sighs) I am calm.\n"), ("beats", 6, "lines", 0), "stage direction"),
        (("      - I am calm.\n", "      - I am 50% calm.\n"), ("beats", 6, "lines", 0), "cannot be spoken"),
        (("      - I am calm.\n", f"      - {LONG}\n"), ("beats", 6, "lines", 0), "in one breath"),
        (("      - I am calm.\n", "      - I am calm\n"), ("beats", 6, "lines", 0), "full stop"),
        (("      - I am calm.\n", "      - I am listening, Anna.\n"), ("beats", 6, "lines", 0), "called Anna"),
        (
            ("      - I am calm.\n", "      - Das ist nicht so und ich habe das nicht gesagt.\n"),
            ("beats", 6, "lines", 0),
            "looks like 'de'",
        ),
        (("      - I am calm.\n", "      - Is that an order?\n"), ("beats", 6, "lines", 0), "somewhere else too"),
        (("  interrupts: 0\n", "  interrupts: 0.5\n"), ("difficulty", "interrupts"), "like “Wait, wait.”"),
        (("\ndifficulty:", "\ninterruptions: [Not so fast!]\ndifficulty:"), ("interruptions",), "never said"),
        (
            ("\ndifficulty:", "\ninterruptions: ['What do you want from me?']\ndifficulty:"),
            ("interruptions", 0),
            "Nobody waits",
        ),
        (
            ("\ndifficulty:", "\ninterruptions: [That is all very well but I have been waiting.]\ndifficulty:"),
            ("interruptions", 0),
            "to their end",
        ),
        (("language: en", "language: it"), ("language",), "not understood here"),
        (("rubric_ref: sbi", "rubric_ref: sbx"), ("rubric_ref",), "no rubric 'sbx'"),
        (("  talk_share: [", "  talk_shore: ["), ("bands", "talk_shore"), "no metric"),
        (("[0.35, 0.6]", "[0.6, 0.35]"), ("bands", "talk_share"), "above its high end"),
    ],
)
def test_each_rule_says_where_and_what(change: tuple[str, str], path: tuple[str | int, ...], said: str) -> None:
    problems = found(change)
    hits = [one for one in problems if one.path == path]
    assert hits, problems
    assert any(said in one.message for one in hits), problems
    assert all(one.line > 1 for one in hits)


def test_an_error_is_what_cannot_work_or_gives_the_secret_away() -> None:
    problems = found(("rubric_ref: sbi", "rubric_ref: sbx"), ("minutes: 6", "minutes: 10"))
    assert [(one.path, one.severity) for one in problems] == [(("beats",), "warning"), (("rubric_ref",), "error")]


def test_trust_that_nothing_raises_is_never_reached() -> None:
    scenario, _, _ = read(TEXT)
    assert scenario is not None
    moves = tuple(move for move in scenario.transitions if move.trust < 0)
    easy = scenario.difficulty.model_copy(update={"disclosure_threshold": 0.0})
    for stuck, why in (({"transitions": moves}, "trust never reaches"), ({"difficulty": easy}, "brings trust")):
        changed = scenario.model_copy(update={"transitions": moves, **stuck})
        told = [one.message for one in lint(changed) if one.path[:1] == ("disclosures",)]
        assert any(why in message for message in told)


@pytest.mark.parametrize("scenario_id", ["late-report", "shouting-customer"])
def test_every_line_that_can_be_said_has_a_place(scenario_id: str) -> None:
    scenario = library.scenario(scenario_id)
    assert {line for _, line in spoken_lines(scenario)} == set(scenario.lines())


def test_bands_are_for_metrics_that_are_computed() -> None:
    assert {"talk_share", "response_latency_ms"} <= set(metric_ids())


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("Listen, Anna, I cannot do that.", ["Anna"]),
        ("I hear you, Tom.", ["Tom"]),
        ("I asked Darren, Sue, and Frank.", []),
        ("Ask me again on Friday, please.", []),
    ],
)
def test_only_who_is_spoken_to_is_a_name(line: str, named: list[str]) -> None:
    assert wording.addressed(line) == named


@pytest.mark.parametrize(
    ("line", "tag", "is_one"),
    [
        ("*laughs* Right.", "en", True),
        ("He shrugs. I know.", "en", True),
        ("I laughed at that.", "en", False),
        ("Seufzt. Ja, gut.", "de", True),
        ("Elle sourit. Oui.", "fr", True),
        ("Me río mucho con eso.", "es", False),
    ],
)
def test_a_stage_direction_says_how_and_not_what(line: str, tag: str, is_one: bool) -> None:
    assert (wording.stage_direction(line, tag) is not None) is is_one
