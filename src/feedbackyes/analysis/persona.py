"""Did the partner play its role? Checked the same way for every provider, by rule, from the partner's own turns.

A voice model may say that it is one, coach instead of play, change the language, read stage directions aloud, or tell
what it was to keep. None of that is the learner's doing, so what depends on it is not held against them (`excused`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from feedbackyes import behaviours
from feedbackyes.analysis import behind
from feedbackyes.analysis.concepts import concepts
from feedbackyes.analysis.evidence import Proof
from feedbackyes.analysis.persona_words import ALONE, COACHING, DIRECTION, FUNCTION_WORDS, MACHINE
from feedbackyes.behaviours import Behaviour, Utterance, rapport
from feedbackyes.domain.feedback import Persona, PersonaFinding, PersonaKind
from feedbackyes.domain.rubric import Element, Rubric
from feedbackyes.domain.scenario import Disclosure, Scenario
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
FEWEST_CONCEPTS, SHARE_OF_CONCEPTS, WINDOW = 3, 0.5, 2
"""Of so many sentences in a row, this many concepts and this share of all that are new belong to one hidden fact.

Fitted on half of `tests/analysis/leaks.txt` and tried on the other half, and on every line of the scenarios that tells nothing.
"""
_FEWEST_WORDS, _FOREIGN, _OWN = 6, 4, 3
_SENTENCE = re.compile(r"[^.!?…]+[.!?…]*")
_STARRED = re.compile(r"\*{1,2}\s*(?P<words>[^*\n]{1,60}?)\s*(?:\*{1,2}|$)")
_SQUARE = re.compile(r"[\[<]\s*(?P<words>[^\]>\n]{1,60}?)\s*(?:[\]>]|$)")
_ROUND = re.compile(r"\(\s*(?P<words>[^)\n]{1,60}?)\s*(?:\)|$)")
_LETTER = re.compile(r"[^\W\d_]")
_LABEL = re.compile(r"^\s*(?P<words>[^:.,!?\n]{2,40}):")


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
        for kind, quote in (*_slips(scenario, turn.text), *leaks.get(turn.id, ()))
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


def _slips(scenario: Scenario, text: str) -> Iterator[tuple[PersonaKind, str]]:
    """What a turn shows by itself, each kind at most once."""
    tag = scenario.language.split("-", maxsplit=1)[0].lower()
    plain = text.replace("’", "'")
    if match := MACHINE.search(plain):
        yield "role", _sentence_at(text, match.start())
    if match := COACHING.search(plain):
        yield "coaching", _sentence_at(text, match.start())
    if _is_foreign(plain, tag):
        yield "language", text[:200]
    if direction := _stage_direction(plain, scenario.partner.name):
        yield "stage_direction", direction


def _sentence_at(text: str, place: int) -> str:
    return next((match[0] for match in _SENTENCE.finditer(text) if match.start() <= place < match.end()), text)


def _is_foreign(text: str, tag: str) -> bool:
    """Function words of another language, and hardly any of this one."""
    words = re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", text.lower())
    if tag not in FUNCTION_WORDS or len(words) < _FEWEST_WORDS:
        return False
    counts = {name: sum(word in known for word in words) for name, known in FUNCTION_WORDS.items()}
    own = counts.pop(tag)
    other = max(counts.values())
    return other >= _FOREIGN and other >= _OWN * own


def _stage_direction(text: str, name: str) -> str | None:
    """Something that is to be done, not said: "*sighs*", "[laughs]", "(pauses)", "smiles warmly:", "Marc sighs."."""
    for pattern, shows in ((_STARRED, DIRECTION), (_SQUARE, _LETTER), (_ROUND, DIRECTION)):
        for match in pattern.finditer(text):
            if shows.search(match["words"]):
                return str(match[0])
    first = name.split(maxsplit=1)[0]
    label = _LABEL.match(text)
    if label and (_is_label(label["words"], name, first) or ALONE.fullmatch(label["words"].strip())):
        return str(label[0])
    acts = re.compile(rf"{re.escape(first)}\s+(?:{ALONE.pattern})", re.IGNORECASE)
    sentences = (sentence.strip() for sentence in _SENTENCE.findall(text))
    return next((one for one in sentences if acts.match(one) or ALONE.fullmatch(one.rstrip(".!?… ,"))), None)


def _is_label(words: str, name: str, first: str) -> bool:
    """A speaker's name in front of the words, as in a script."""
    bare = re.sub(r"\s*\(.*", "", words).strip().casefold()
    return bare in {name.casefold(), first.casefold(), "assistant", "partner", "narrator"}


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
    rehearsed = _own_lines(scenario)
    found: dict[str, list[tuple[PersonaKind, str]]] = {}
    content = behaviours.language(scenario.language).content_words
    known: set[str] = set()
    heard: set[str] = set()
    raised: set[str] = set()
    for i, turn in enumerate(every):
        if turn.speaker is Speaker.LEARNER:
            known.update(earned.get(i, ()))
            heard |= content(turn.text)
            raised |= concepts(turn.text, scenario.language)
        elif _key(scenario, turn.text) not in rehearsed:
            taken_up = heard | {word for word in content(turn.text) if concepts(word, scenario.language) & raised}
            open_ = raised | _open(scenario, known)
            told = [
                one.id
                for one in scenario.disclosures
                if one.id not in known
                and (
                    behind.tells(scenario, one, turn, taken_up)
                    or _tells_in_other_words(scenario, one, turn.text, open_)
                )
            ]
            if (told or _tells_secret(scenario, turn.text, known, taken_up)) and i >= len(before):
                found[turn.id] = [("secret", turn.text)]
            known.update(told)
    return found


def _open(scenario: Scenario, known: Collection[str]) -> frozenset[str]:
    """Concepts of what everybody may know by now."""
    public = [scenario.title, scenario.partner.name, scenario.learner.brief, *scenario.partner.public_info]
    told = [text for one in scenario.disclosures if one.id in known for text in (one.fact, *one.lines)]
    return concepts(" ".join([*public, *told]), scenario.language)


def _tells_in_other_words(scenario: Scenario, hidden: Disclosure, text: str, open_: Collection[str]) -> bool:
    """Most of what some sentences bring up is what this fact, or one of its lines, is about."""
    about = concepts(" ".join([hidden.fact, *hidden.lines]), scenario.language).difference(open_)
    sentences = _SENTENCE.findall(text)
    for i in range(len(sentences)):
        heard = concepts(" ".join(sentences[i : i + WINDOW]), scenario.language).difference(open_)
        told = len(heard & about)
        if told >= FEWEST_CONCEPTS and told >= SHARE_OF_CONCEPTS * len(heard):
            return True
    return False


def _own_lines(scenario: Scenario) -> set[str]:
    """Lines of the scenario that are no disclosure: whoever says one of them tells nothing."""
    hidden = {line for disclosure in scenario.disclosures for line in disclosure.lines}
    return {_key(scenario, line) for line in scenario.lines() if line not in hidden}


def _key(scenario: Scenario, text: str) -> str:
    return " ".join(behaviours.language(scenario.language).words(text))


def _tells_secret(scenario: Scenario, text: str, known: set[str], said: set[str]) -> bool:
    """Most of the words of a sentence of the secret, without those that may be known by now or that the learner said."""
    if len(known) == len(scenario.disclosures):
        return False
    content = behaviours.language(scenario.language).content_words
    partner = scenario.partner
    open_to_all = [scenario.title, scenario.learner.brief, partner.name, *partner.public_info, partner.backstory]
    earned = [text for one in scenario.disclosures if one.id in known for text in (one.fact, *one.lines)]
    common = content(" ".join([*open_to_all, partner.goal, *earned])) | said
    heard = content(text)
    for sentence in _SENTENCE.findall(partner.secret):
        own = content(sentence) - common
        told = len(own & heard)
        if (told >= behind.FEWEST_WORDS and told >= behind.SAME_WORDS * len(own)) or told == len(own) >= 2:
            return True
    return False
