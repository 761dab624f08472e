"""Whether a session is recorded."""

from __future__ import annotations

from typing import Literal

import pytest

from feedbackyes.domain.consent import may_record


@pytest.mark.parametrize("granted", [None, True, False])
@pytest.mark.parametrize("asked", [None, True, False])
def test_off_is_never_overruled(asked: bool | None, granted: bool | None) -> None:
    assert may_record("off", asked=asked, granted=granted) is False


@pytest.mark.parametrize("mode", ["ask", "on"])
@pytest.mark.parametrize("granted", [None, True, False])
def test_what_is_said_for_this_session_counts_most(mode: Literal["ask", "on"], granted: bool | None) -> None:
    assert may_record(mode, asked=True, granted=granted) is True
    assert may_record(mode, asked=False, granted=granted) is False


def test_who_said_nothing_is_recorded_only_where_that_is_the_rule() -> None:
    assert may_record("ask", asked=None, granted=None) is False
    assert may_record("on", asked=None, granted=None) is True
    assert may_record("on", asked=None, granted=False) is False
    assert may_record("ask", asked=None, granted=True) is True
