"""What the partner was hiding, replayed after the talk.

Earned is what the same rules say that moved the partner during the talk, over what was heard then, or over what the
learner said by their own correction: a voice that listens to sound is not misled by what our recogniser wrote. Told is what the partner's own turns say: a line of the scenario,
or, from a voice that finds its own words, most of the words that carry the fact.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from feedbackyes import behaviours
from feedbackyes.behaviours import Utterance, rapport, secrecy
from feedbackyes.behaviours.rapport import Rapport
from feedbackyes.domain.behind import Behind, Condition, HiddenFact, Moment
from feedbackyes.domain.scenario import Disclosure, Scenario
from feedbackyes.domain.transcript import Speaker, Turn


def replay(
    session_id: str,
    scenario: Scenario,
    turns: Sequence[Turn],
    *,
    heard: Sequence[Turn] = (),
    before: Sequence[Turn] = (),
    doubted_below: float,
) -> Behind:
    """Say of each fact what became of it.

    Args:
        turns: of this talk, with the learner's corrections. heard: the same without them, if there are any.
        before: of the talk that this one goes back to, when it is another take.
        doubted_below: confidence below which the partner did not react to a turn.
    """
    talk = _Talk.of(scenario, turns, before, doubted_below)
    same = not heard or tuple(heard) == tuple(turns)
    uncorrected = talk if same else _Talk.of(scenario, heard, before, doubted_below)
    return Behind(
        session_id=session_id,
        scenario_id=scenario.id,
        partner_name=scenario.partner.name,
        secret=scenario.partner.secret,
        facts=tuple(_fact(talk, uncorrected, disclosure) for disclosure in scenario.disclosures),
    )


@dataclass(frozen=True, slots=True)
class _Talk:
    """`steps`: after each turn of the learner in this talk. `restored`: after those before it."""

    scenario: Scenario
    turns: Sequence[Turn]
    before: Sequence[Turn]
    steps: Sequence[tuple[Turn, Rapport]]
    restored: Collection[str]
    known: bool

    @classmethod
    def of(cls, scenario: Scenario, turns: Sequence[Turn], before: Sequence[Turn], doubted_below: float) -> _Talk:
        every = [*before, *turns]
        said = [Utterance(str(i), turn.speaker, turn.text) for i, turn in enumerate(every)]
        doubted = {
            str(i) for i, turn in enumerate(every) if turn.confidence is not None and turn.confidence < doubted_below
        }
        if not behaviours.is_known(scenario.language):
            return cls(scenario, turns, before, (), (), known=False)
        traced = [(int(one.turn_id), now) for one, now in rapport.trace(scenario, said, doubted=doubted)]
        earlier = [now for i, now in traced if i < len(before)]
        steps = [(every[i], now) for i, now in traced if i >= len(before)]
        return cls(scenario, turns, before, steps, earlier[-1].earned if earlier else (), known=True)


def _fact(talk: _Talk, uncorrected: _Talk, disclosure: Disclosure) -> HiddenFact:
    either = sorted((*uncorrected.steps, *talk.steps), key=lambda step: step[0].seq)
    earning = next((turn for turn, now in either if disclosure.id in now.earned), None)
    before = disclosure.id in talk.restored
    telling = _telling(talk.scenario, disclosure, talk.turns, None if before else earning)
    fact = HiddenFact(id=disclosure.id, fact=disclosure.fact, state="hidden")
    if telling is not None:
        in_time = before or (earning is not None and earning.seq < telling.seq)
        told = fact.model_copy(update={"state": "told" if in_time or not talk.known else "slipped"})
        earned = _moment(earning) if in_time and earning and not before else None
        return told.model_copy(update={"told": _moment(telling), "earned": earned})
    if _telling(talk.scenario, disclosure, talk.before, None):
        return fact.model_copy(update={"state": "told_before"})
    if before or earning is not None:
        earned = _moment(earning) if earning and not before else None
        return fact.model_copy(update={"state": "earned", "earned": earned})
    return fact.model_copy(update=_missing(talk, disclosure) if talk.known else {"state": "unknown"})


def _missing(talk: _Talk, disclosure: Disclosure) -> dict[str, object]:
    """The turn that came closest to a fact, and what was true then."""
    tried = [(turn, _conditions(talk.scenario, disclosure, now)) for turn, now in talk.steps]
    if not tried:
        return {}
    turn, conditions = max(reversed(tried), key=lambda one: sum(1 if condition.met else -1 for condition in one[1]))
    return {"closest": _moment(turn), "conditions": conditions}


def _conditions(scenario: Scenario, disclosure: Disclosure, now: Rapport) -> tuple[Condition, ...]:
    requires = disclosure.requires
    trust = max(requires.trust_min, scenario.difficulty.disclosure_threshold)
    said = rapport.mentions(now.text, requires.topics) is not None
    possible = [
        (
            bool(requires.disclosed),
            Condition(kind="first", facts=requires.disclosed, met=set(requires.disclosed) <= set(now.earned)),
        ),
        (
            bool(requires.behaviours),
            Condition(kind="shown", behaviours=requires.behaviours, met=set(requires.behaviours) <= now.shown),
        ),
        (bool(requires.now), Condition(kind="now", behaviours=requires.now, met=not now.last.isdisjoint(requires.now))),
        (bool(requires.topics), Condition(kind="words", words=requires.topics, met=said)),
        (
            requires.turns_min > 1,
            Condition(kind="turns", turns=requires.turns_min, met=now.turns >= requires.turns_min),
        ),
        (trust > 0, Condition(kind="trust", met=now.trust >= trust)),
        (requires.tension_max < 1, Condition(kind="tension", met=now.tension <= requires.tension_max)),
        (requires.openness_min > 0, Condition(kind="openness", met=now.openness >= requires.openness_min)),
        (rapport.hurts(scenario, now.last), Condition(kind="unhurt", met=False)),
    ]
    return tuple(condition for matters, condition in possible if matters)


def _telling(scenario: Scenario, disclosure: Disclosure, turns: Sequence[Turn], earning: Turn | None) -> Turn | None:
    """The partner's turn that tells a fact: the first one after it was earned, or else the first one at all."""
    spoken = [turn for turn in turns if turn.speaker is Speaker.PARTNER]
    telling = [turn for turn in spoken if secrecy.says_line(scenario, disclosure, turn.text, cut=turn.interrupted)]
    telling = telling or [turn for turn in spoken if secrecy.says_as_much(scenario, disclosure, turn.text)]
    after = [turn for turn in telling if earning is not None and turn.seq > earning.seq]
    return next(iter(after or telling), None)


def _moment(turn: Turn) -> Moment:
    return Moment(turn_id=turn.id, start_ms=turn.start_ms, end_ms=turn.end_ms)
