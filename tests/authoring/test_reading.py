"""What is wrong with a text is said on its line, in words."""

from __future__ import annotations

import pytest

from feedbackyes import authoring
from feedbackyes.authoring.reading import MOST_CHARACTERS, NotSound, Problem, read

TEXT = authoring.blank()


def broken(old: str, new: str) -> tuple[str, tuple[Problem, ...]]:
    assert old in TEXT
    text = TEXT.replace(old, new, 1)
    scenario, _, problems = read(text)
    assert scenario is None
    return text, problems


def test_a_text_that_is_one_becomes_a_scenario() -> None:
    scenario, source, problems = read(TEXT)
    assert scenario is not None
    assert source is not None
    assert problems == ()
    assert TEXT.splitlines()[source.line(("partner", "name")) - 1] == "  name: Sam"


@pytest.mark.parametrize(
    ("old", "new", "path", "said"),
    [
        ("power: equal", "power: boss", ("power",), "Choose 'learner', 'equal' or 'partner'"),
        ("minutes: 6", "minutes: six", ("minutes",), "a number"),
        ("minutes: 6", "minutes: 90", ("minutes",), "at most 60"),
        ("title: A conversation of your own", "title: yes", ("title",), "need quotes"),
        ("skills: [Giving feedback]", "skills: []", ("skills",), "At least 1"),
        ("skills: [Giving feedback]", "skills: feedback", ("skills",), "A list belongs here"),
        (
            "behaviour: trait_label",
            "behaviour: traitlabel",
            ("transitions", 14, "behaviour"),
            "Did you mean trait_label",
        ),
        ("state: {trust: 0.4", "state: {trust: 1.4", ("state", "trust"), "at most 1"),
        ("  - id: blamed", "  - id: labelled", ("beats", 3, "id"), "Another of these"),
        ("opens: learner", "opens: learner\nopens: partner", ("opens",), "second time"),
        ("  name: Sam", "  name: ''", ("partner", "name"), "must not be empty"),
    ],
)
def test_each_mistake_is_said_on_its_line(old: str, new: str, path: tuple[str | int, ...], said: str) -> None:
    text, problems = broken(old, new)
    problem = next(one for one in problems if one.path == path)
    assert said in problem.message
    assert new.splitlines()[-1].split(":")[0] in text.splitlines()[problem.line - 1]


def test_a_missing_field_is_said_where_it_belongs() -> None:
    text, problems = broken("  name: Sam\n", "")
    assert [(one.path, one.message) for one in problems] == [(("partner", "name"), "'name' is missing.")]
    assert text.splitlines()[problems[0].line - 1] == "partner:"


def test_what_is_no_yaml_is_said_where_reading_stopped() -> None:
    text, problems = broken("skills: [Giving feedback]", "skills: [Giving feedback")
    assert len(problems) == 1
    assert abs(problems[0].line - text.splitlines().index("skills: [Giving feedback") - 1) <= 2


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- a\n- b",
        "just words",
        "a: &x 1\nb: *x",
        "[" * 200,
        "a: \x00",
        "? [a]\n: b",
        "x" * (MOST_CHARACTERS + 1),
        "a: !!python/name:os.system",
    ],
)
def test_anything_else_is_refused_in_a_sentence(text: str) -> None:
    scenario, _, problems = read(text)
    assert scenario is None
    assert problems
    assert all(one.message and one.line >= 1 for one in problems)
    assert NotSound(problems).message.startswith("Line ")
