"""Did the partner play its role? Checked the same way for every provider, by rule, from the partner's own turns.

A voice model may say that it is one, coach instead of play, change the language, read stage directions aloud, or tell
what it was to keep. None of that is the learner's doing, so what depends on it is not held against them (`excused`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from feedbackyes import behaviours
from feedbackyes.analysis.evidence import Proof
from feedbackyes.behaviours import Behaviour, Utterance, rapport
from feedbackyes.behaviours.role import slips
from feedbackyes.behaviours.secrecy import Kept
from feedbackyes.domain.feedback import Persona, PersonaFinding, PersonaKind
from feedbackyes.domain.rubric import Element, Rubric
from feedbackyes.domain.scenario import Scenario
from feedbackyes.domain.transcript import DOUBTFUL_BELOW, Speaker, Turn

WHY: Mapping[PersonaKind, str] = {
    "role": "Your partner spoke as a machine instead of as {name}.",
    "coaching": "Your partner coached or graded you instead of playing {name}.",
    "language": "Your partner spoke another language than this talk's.",
    "secret": "Your partner told something that it was to keep until you had earned it.",
    "stage_direction": "Your partner spoke a stage direction aloud.",
}
_AFTER_SLIP = (
    "Your partner left its role, so what you answered to that is not held against you, and what it left you no "
    "occasion for is not scored."
)
_LEAKED = "Your partner told what it was to keep, so that you had less to ask for. This is not held against you."
_LEFT = "Your partner left its role for much of this talk, so this is not held against you."
MUCH = 0.25
"""Share of the partner's turns outside the role from which the talk gave too little occasion."""
_ASKING = frozenset(
    {
        Behaviour.OPEN_QUESTION,
        Behaviour.ASKS_VIEW,
        Behaviour.FOLLOW_UP_QUESTION,
        Behaviour.CLARIFYING_QUESTION,
        Behaviour.CLOSED_QUESTION,
    }
)


@dataclass(frozen=True, slots=True)
class Excuses:
    """What is not held against the learner.

    Args:
        turn_ids: the learner's turns that answer a partner outside its role; what speaks against them does not count.
        elements: reasons by element id; such an element is not scored unless it is clear all the same.
    """

    turn_ids: frozenset[str] = frozenset()
    elements: Mapping[str, str] = field(default_factory=dict)


def check(
    scenario: Scenario | None,
    turns: Sequence[Turn],
    *,
    before: Sequence[Turn] = (),
    doubted_below: float = DOUBTFUL_BELOW,
) -> Persona:
    """Check the partner's turns. Without a scenario there is no role to check.

    Args:
        turns: both sides', in order, as heard.
        before: of the talk that this one goes back to, when it is another take; what was told there is known.
        doubted_below: confidence below which the partner did not react to a turn.
    """
    spoken = [turn for turn in turns if turn.speaker is Speaker.PARTNER and turn.text.strip()]
    if scenario is None or not spoken:
        return Persona(state="not_checked")
    leaks = _leaks(scenario, turns, before, doubted_below)
    found = [
        PersonaFinding(
            kind=kind, turn_id=turn.id, quote=quote.strip(), why=WHY[kind].format(name=scenario.partner.name)
        )
        for turn in spoken
        for kind, quote in (*slips(scenario, turn.text), *leaks.get(turn.id, ()))
    ]
    if not found:
        return Persona(state="ok")
    note = _AFTER_SLIP if any(one.kind != "stage_direction" for one in found) else None
    return Persona(state="broken", findings=tuple(found), note=note)


def excused(persona: Persona, rubric: Rubric, turns: Sequence[Turn]) -> Excuses:
    """What of a partner that left its role is not held against the learner."""
    away = {one.turn_id for one in persona.findings if one.kind in ("role", "coaching", "language")}
    if not away and all(one.kind != "secret" for one in persona.findings):
        return Excuses()
    affected, slipped = set(), False
    for turn in turns:
        if turn.speaker is Speaker.PARTNER:
            slipped = turn.id in away
        elif slipped:
            affected.add(turn.id)
    partner = sum(turn.speaker is Speaker.PARTNER for turn in turns)
    elements: dict[str, str] = {}
    for element in rubric.elements:
        if len(away) >= MUCH * partner:
            elements[element.id] = _LEFT
        elif any(one.kind == "secret" for one in persona.findings) and not _ASKING.isdisjoint(element.evidence):
            elements[element.id] = _LEAKED
    return Excuses(frozenset(affected), elements)


def without_blame(element: Element, proofs: Sequence[Proof], excuses: Excuses) -> list[Proof]:
    """`proofs` of an element, without those against it in turns that are excused."""
    against = {*element.counter, *(one for rule in element.rules for one in (*rule.none_of, *rule.clean_of))}
    against -= set(element.evidence)
    return [proof for proof in proofs if proof.turn_id not in excuses.turn_ids or proof.behaviour not in against]


def _leaks(
    scenario: Scenario, turns: Sequence[Turn], before: Sequence[Turn], doubted_below: float
) -> dict[str, list[tuple[PersonaKind, str]]]:
    """What was told before it was earned, by the turn that told it; each fact once."""
    if not behaviours.is_known(scenario.language):
        return {}
    every = [*before, *turns]
    said = [Utterance(str(i), turn.speaker, turn.text) for i, turn in enumerate(every)]
    doubted = {
        str(i) for i, turn in enumerate(every) if turn.confidence is not None and turn.confidence < doubted_below
    }
    earned = {int(one.turn_id): now.earned for one, now in rapport.trace(scenario, said, doubted=doubted)}
    kept = Kept(scenario)
    found: dict[str, list[tuple[PersonaKind, str]]] = {}
    for i, turn in enumerate(every):
        if turn.speaker is Speaker.LEARNER:
            kept.hear(turn.text, earned.get(i, ()))
            continue
        leak = kept.leak_in(turn.text, cut=turn.interrupted)
        if leak and i >= len(before):
            found[turn.id] = [("secret", turn.text)]
        kept.known.update(leak.facts)
    return found
