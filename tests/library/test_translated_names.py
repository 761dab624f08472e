"""What ships in English and is shown by name has a text in the pages' languages."""

from __future__ import annotations

import json
import re
from pathlib import Path

from feedbackyes import library
from feedbackyes.analysis import judge
from tests.analysis.test_metrics import computed

LOCALE = Path(__file__).resolve().parents[2] / "web/src/locales/en.json"


def english() -> dict[str, dict[str, str]]:
    texts: dict[str, dict[str, str]] = json.loads(LOCALE.read_text())
    return texts


def key(text: str) -> str:
    """As `shippedKey` of `web/src/lib/shipped.ts` makes it."""
    return re.sub(r"^_|_$", "", re.sub(r"[^a-z0-9]+", "_", text.lower()))


def test_skills_criteria_elements_and_the_built_in_judge_are_named_in_the_locale_file() -> None:
    shown = {skill for scenario in library.scenarios() for skill in scenario.skills}
    shown |= {rubric.title for rubric in library.rubrics()}
    shown |= {element.title for rubric in library.rubrics() for element in rubric.elements}
    shown.add(judge.NAME)
    assert {key(text): text for text in shown} == english()["shipped"]


def test_figures_are_named_and_explained_in_the_locale_file() -> None:
    figures = computed([], [], []).values()
    assert {metric.id: metric.title for metric in figures} == english()["metric_title"]
    assert {metric.id: metric.caveat for metric in figures} == english()["metric_about"]
