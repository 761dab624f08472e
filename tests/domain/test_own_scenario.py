"""Ids and stamps of scenarios that are written here."""

from __future__ import annotations

import pytest

from feedbackyes.domain.errors import InvalidInput
from feedbackyes.domain.own_scenario import new_id, stamped


def test_an_id_says_what_it_is_about() -> None:
    assert new_id("The late report, again!", "3fa2") == "the-late-report-again-3fa2"
    assert new_id("¿?", "3fa2") == "scenario-3fa2"
    assert len(new_id("word " * 100, "3fa2")) < 70


def test_id_and_version_are_the_servers_and_the_rest_stays_as_it_was() -> None:
    text = "# mine\nid: other\ntitle: A\nversion: 7\nbeats:\n  - id: kept\n"
    assert stamped(text, "a-1", 2) == "# mine\nid: a-1\ntitle: A\nversion: 2\nbeats:\n  - id: kept\n"
    assert stamped("title: A\n", "a-1", 2) == "id: a-1\nversion: 2\ntitle: A\n"


def test_one_value_in_braces_has_no_line_for_them() -> None:
    with pytest.raises(InvalidInput, match="a line for each"):
        stamped("{title: A}", "a-1", 2)
