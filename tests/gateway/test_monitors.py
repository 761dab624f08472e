from __future__ import annotations

from typing import Any

import pytest

from feedbackyes.domain.errors import Conflict, TooMany
from feedbackyes.domain.principal import Principal, Role
from feedbackyes.gateway.monitors import MAX_HINTS, MAX_MONITORS, Look, Monitors, NoConsent
from feedbackyes.protocol.conversation import Body

TIM = Principal("tim", Role.TRAINER, "Tim")


def monitors(*, granted: bool = True, direct: bool = False) -> tuple[Monitors, list[Body]]:
    told: list[Body] = []
    tell: Any = told.append
    return Monitors(tell, granted=granted, direct=direct), told


def test_a_look_is_told_when_it_begins_and_once_when_it_ends() -> None:
    here, told = monitors()
    monitor = here.join(TIM, Look.WATCHING)
    assert here.here == (monitor,)
    here.leave(monitor)
    here.leave(monitor)
    assert [body.type for body in told] == ["monitor.joined", "monitor.left"]
    assert told[0].data == told[1].data
    assert told[0].data["user_id"] == "tim"


def test_nothing_is_followed_without_consent() -> None:
    here, told = monitors(granted=False)
    with pytest.raises(NoConsent):
        here.join(TIM, Look.WATCHING)
    with pytest.raises(NoConsent):
        here.hint(TIM, "Breathe.")
    assert told == []


def test_consent_that_is_taken_back_ends_every_look_at_once() -> None:
    here, told = monitors()
    looks = [here.join(TIM, look) for look in Look]
    here.allow(False)
    here.allow(False)
    assert all(look.over.is_set() and look.revoked for look in looks)
    assert [body.type for body in told[2:]] == ["monitor.left", "monitor.left", "monitor.consent"]
    with pytest.raises(NoConsent):
        here.join(TIM, Look.WATCHING)


def test_voices_that_are_elsewhere_cannot_be_heard() -> None:
    here, _ = monitors(direct=True)
    here.join(TIM, Look.WATCHING)
    with pytest.raises(Conflict) as caught:
        here.join(TIM, Look.LISTENING)
    assert caught.value.code == "voices_not_here"


def test_looks_and_hints_are_bounded() -> None:
    here, _ = monitors()
    for _number in range(MAX_MONITORS):
        here.join(TIM, Look.WATCHING)
    with pytest.raises(TooMany):
        here.join(TIM, Look.WATCHING)
    for _number in range(MAX_HINTS):
        here.hint(TIM, "Breathe.")
    with pytest.raises(TooMany):
        here.hint(TIM, "Breathe.")


def test_after_the_end_nobody_joins_and_watchers_read_on_to_the_last_event() -> None:
    here, told = monitors()
    watching, listening = here.join(TIM, Look.WATCHING), here.join(TIM, Look.LISTENING)
    here.close()
    assert (watching.over.is_set(), listening.over.is_set()) == (False, True)
    here.leave(watching)
    assert [body.type for body in told].count("monitor.left") == 2
    with pytest.raises(Conflict):
        here.join(TIM, Look.WATCHING)
    with pytest.raises(Conflict):
        here.hint(TIM, "Late.")
