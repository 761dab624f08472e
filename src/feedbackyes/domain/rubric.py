"""Rubrics: what is looked for, and how observed behaviours become a level.

A level is never a model's opinion: it follows from which behaviours were seen, in which turns. The rules are data of
the rubric; `level` evaluates them. Anchors: 0 absent or counter-behaviour, 1 attempted, vague or mixed with judgement,
2 clear and specific, 3 also two-way.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Protocol

from pydantic import BaseModel, ConfigDict, Field, model_validator

BASIC_CAP = 2
"""The highest level that a judge without a language model may give."""


class Behaviour(StrEnum):
    """Binary things a learner's words may do; the vocabulary that rubrics, detectors and reports share."""

    OPEN_QUESTION = "open_question"
    CLOSED_QUESTION = "closed_question"
    LEADING_QUESTION = "leading_question"
    FOLLOW_UP_QUESTION = "follow_up_question"
    CLARIFYING_QUESTION = "clarifying_question"
    ASKS_VIEW = "asks_view"
    ACKNOWLEDGEMENT = "acknowledgement"
    PARAPHRASE = "paraphrase"
    SUMMARY = "summary"
    SITUATION_NAMED = "situation_named"
    OBSERVATION_SPECIFIC = "observation_specific"
    IMPACT_STATED = "impact_stated"
    FEELING_NAMED = "feeling_named"
    NEED_STATED = "need_stated"
    REQUEST_DOABLE = "request_doable"
    NEXT_STEP_AGREED = "next_step_agreed"
    TRAIT_LABEL = "trait_label"
    BLAME = "blame"
    ABSOLUTE_YOU = "absolute_you"
    DEMAND = "demand"
    THREAT = "threat"
    CALM_DOWN_COMMAND = "calm_down_command"
    PROBLEM_SOLVING_BEFORE_LISTENING = "problem_solving_before_listening"
    DEFENSIVE_JUSTIFICATION = "defensive_justification"
    HEDGE = "hedge"
    REFUSAL_CLEAR = "refusal_clear"
    REASON_GIVEN = "reason_given"
    ALTERNATIVE_OFFERED = "alternative_offered"
    HOLDS_WHEN_PUSHED = "holds_when_pushed"
    YIELDS = "yields"
    APOLOGY = "apology"
    APOLOGY_CHAIN = "apology_chain"
    CONSEQUENCE_STATED = "consequence_stated"
    INTERVIEW_SITUATION = "interview_situation"
    INTERVIEW_TASK = "interview_task"
    INTERVIEW_ACTION_I = "interview_action_I"
    INTERVIEW_RESULT_QUANTIFIED = "interview_result_quantified"
    LEARNING_STATED = "learning_stated"
    THANKS_FOR_FEEDBACK = "thanks_for_feedback"


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Rule(_Data):
    """Conditions that give a level; all that are stated must hold. Rules are tried in order, the first that holds wins."""

    level: Annotated[int, Field(ge=0, le=3, description="The level given when this rule holds.")]
    any_of: Annotated[tuple[Behaviour, ...], Field(description="At least one was seen.")] = ()
    all_of: Annotated[tuple[Behaviour, ...], Field(description="Every one was seen.")] = ()
    none_of: Annotated[tuple[Behaviour, ...], Field(description="Not one was seen in the whole talk.")] = ()
    at_least: Annotated[int, Field(ge=1, description="In how many turns of the learner `any_of` was seen.")] = 1
    clean_of: Annotated[
        tuple[Behaviour, ...], Field(description="Only evidence in turns that carry none of these counts.")
    ] = ()
    after: Annotated[
        tuple[Behaviour, ...],
        Field(description="`any_of` was seen with one of these, or at most `within` turns later."),
    ] = ()
    within: Annotated[int, Field(ge=0, description="Turns of the learner that `after` allows in between.")] = 2
    why: Annotated[str, Field(min_length=1, description="The reason, as a sentence to the learner.")]


class Wording(_Data):
    """What an element says of the learner's words, in another language than English."""

    looked_for: Annotated[tuple[str, ...], Field(min_length=1, description="Line by line as in English.")]
    next_step: Annotated[str, Field(min_length=1)]


class Element(_Data):
    """One thing that is looked at, with its own level."""

    id: Annotated[str, Field(pattern=r"^[a-z_]+$", description="Name in the feedback vocabulary.")]
    title: Annotated[str, Field(min_length=1, description="For people.")]
    looked_for: Annotated[
        tuple[str, ...], Field(min_length=1, description="Plain sentences shown to the learner before the talk.")
    ]
    evidence: Annotated[tuple[Behaviour, ...], Field(min_length=1, description="Behaviours that speak for it.")]
    counter: Annotated[tuple[Behaviour, ...], Field(description="Behaviours that speak against it.")] = ()
    applies_if: Annotated[
        tuple[Behaviour, ...], Field(description="Not applicable unless one of these was seen; empty: always applies.")
    ] = ()
    rules: Annotated[tuple[Rule, ...], Field(min_length=1, description="Best first.")]
    absent: Annotated[str, Field(min_length=1, description="The reason for level 0 when no rule holds.")]
    strength: Annotated[str, Field(min_length=1, description="What worked, said to a learner who did it well.")]
    next_step: Annotated[str, Field(min_length=1, description="What to try next, said to a learner who did not.")]
    translations: Annotated[
        Mapping[str, Wording], Field(description="By primary language tag: for talks that are not in English.")
    ] = {}

    def wording(self, tag: str) -> tuple[Wording, str]:
        """What is looked for and what to try next, for a talk in the language `tag` (BCP 47), and the language it is in."""
        primary = tag.lower().split("-")[0]
        if primary in self.translations:
            return self.translations[primary], primary
        return Wording(looked_for=self.looked_for, next_step=self.next_step), "en"

    @property
    def can_be_better(self) -> bool:
        """The last line of what is looked for says what is better than clear."""
        return len(self.looked_for) > 1 and any(rule.level > BASIC_CAP for rule in self.rules)

    @property
    def strong(self) -> frozenset[Behaviour]:
        """What `strength` speaks of: the behaviours of the rule for level 2. More of them, or others, make a 3."""
        rule = next((rule for rule in self.rules if rule.level == BASIC_CAP), self.rules[0])
        return frozenset((*rule.any_of, *rule.all_of))

    def rests_on(self, cap: int) -> frozenset[Behaviour]:
        """Every behaviour whose being seen may raise the level, up to `cap`, or make the element apply at all."""
        rules = [rule for rule in self.rules if rule.level <= cap]
        named = (one for rule in rules for one in (*rule.any_of, *rule.all_of, *rule.after))
        return frozenset((*self.evidence, *self.applies_if, *named))


class Rubric(_Data):
    """What a conversation of one kind is looked at for."""

    id: Annotated[str, Field(pattern=r"^[a-z_]+$")]
    version: Annotated[int, Field(ge=1, description="Raised with every change of meaning; trends break there.")]
    title: Annotated[str, Field(min_length=1)]
    source: Annotated[str, Field(min_length=1, description="Where the model comes from.")]
    elements: Annotated[tuple[Element, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _unique(self) -> Rubric:
        ids = [element.id for element in self.elements]
        if len(ids) != len(set(ids)):
            raise ValueError(f"Rubric {self.id!r} names an element twice.")
        return self

    @model_validator(mode="after")
    def _wholly_translated(self) -> Rubric:
        languages = {language for element in self.elements for language in element.translations}
        for element in self.elements:
            for language in sorted(languages):
                wording = element.translations.get(language)
                if wording is None or len(wording.looked_for) != len(element.looked_for):
                    raise ValueError(f"Rubric {self.id!r} does not say all of {element.id!r} in {language!r}.")
        return self

    @property
    def hash(self) -> str:
        """SHA-256 of the content, hexadecimal: two results compare only when it is the same.

        Translations judge nothing: with a new one, results compare as before.
        """
        judged = self.model_dump_json(exclude={"elements": {"__all__": {"translations"}}})
        return hashlib.sha256(judged.encode()).hexdigest()

    def element(self, element_id: str) -> Element:
        """Raises `KeyError` for an element that this rubric has not."""
        for element in self.elements:
            if element.id == element_id:
                return element
        raise KeyError(element_id)

    def public(self, tag: str = "en") -> dict[str, object]:
        """What a learner sees before a talk in the language `tag` (BCP 47).

        Returns:
            `{id, title, elements: [{id, title, looked_for, language}]}`; `language` is that of `looked_for`.
        """
        return {"id": self.id, "title": self.title, "elements": [_public(element, tag) for element in self.elements]}


def _public(element: Element, tag: str) -> dict[str, object]:
    wording, language = element.wording(tag)
    return {"id": element.id, "title": element.title, "looked_for": list(wording.looked_for), "language": language}


class Observed(Protocol):
    """A behaviour seen in a turn. `turn` orders the learner's turns: 0, 1, 2…"""

    @property
    def behaviour(self) -> str: ...

    @property
    def turn(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Level:
    """An element's level: None when not applicable. `evidence` are positions in the findings given."""

    level: int | None
    why: str
    evidence: tuple[int, ...] = ()


def level(
    element: Element, findings: Sequence[Observed], *, cap: int = BASIC_CAP, context: Sequence[Observed] = ()
) -> Level:
    """Compute the level of `element` from what was seen.

    Args:
        element: with its rules; the first that holds decides.
        findings: behaviours seen in the learner's turns, in any order.
        cap: no higher level is given; `BASIC_CAP` without a language model.
        context: seen before the part that is judged. It gives occasion (`applies_if`) and comes before (`after`), but
            proves nothing and spoils nothing.

    Returns:
        The level with its reason and the findings that it rests on; level None when the element does not apply.
    """
    seen = {str(finding.behaviour) for finding in findings}
    occasions = seen.union(str(finding.behaviour) for finding in context)
    if element.applies_if and occasions.isdisjoint(element.applies_if):
        return Level(None, "The talk gave no occasion for this.")
    for rule in element.rules:
        if rule.level > cap:
            continue
        used = _holds(rule, findings, seen, context)
        if used is not None:
            return Level(rule.level, rule.why, used)
    against = tuple(i for i, finding in enumerate(findings) if finding.behaviour in element.counter)
    return Level(0, element.absent, against)


def levels(rubric: Rubric, findings: Sequence[Observed], *, cap: int = BASIC_CAP) -> Mapping[str, Level]:
    """The level of every element of `rubric`, by element id, in the rubric's order."""
    return {element.id: level(element, findings, cap=cap) for element in rubric.elements}


def _holds(
    rule: Rule, findings: Sequence[Observed], seen: set[str], context: Sequence[Observed]
) -> tuple[int, ...] | None:
    """Positions of the findings that `rule` rests on, or None when it does not hold."""
    if not seen.issuperset(rule.all_of) or not seen.isdisjoint(rule.none_of):
        return None
    spoilt = {finding.turn for finding in findings if finding.behaviour in rule.clean_of}
    used = tuple(
        i
        for i, finding in enumerate(findings)
        if (finding.behaviour in rule.any_of or finding.behaviour in rule.all_of) and finding.turn not in spoilt
    )
    kept = {str(findings[i].behaviour) for i in used}
    if not kept.issuperset(rule.all_of):
        return None
    if rule.any_of:
        turns = {findings[i].turn for i in used if findings[i].behaviour in rule.any_of}
        if rule.after:
            before = {finding.turn for finding in (*context, *findings) if finding.behaviour in rule.after}
            turns = {turn for turn in turns if any(0 <= turn - earlier <= rule.within for earlier in before)}
            used = tuple(i for i in used if findings[i].turn in turns or findings[i].behaviour in rule.all_of)
        if len(turns) < rule.at_least:
            return None
    return used
