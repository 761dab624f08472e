"""Scenarios: who the learner talks to, what that person hides, and what moves them.

A scenario is data (one YAML file). It plays without a language model, gives a hosted voice its instructions, and tells
the recogniser which words to expect. What the partner hides leaves it only through `persona`, once it is earned.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from feedbackyes.domain.rubric import Behaviour

Share = Annotated[float, Field(ge=0, le=1)]
Delta = Annotated[float, Field(ge=-1, le=1)]
Text = Annotated[str, Field(min_length=1)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Band(StrEnum):
    """A third of a scale from 0 to 1."""

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"

    @classmethod
    def of(cls, value: float) -> Band:
        return cls.LOW if value < 1 / 3 else cls.MIDDLE if value < 2 / 3 else cls.HIGH


class Learner(_Data):
    role: Annotated[str, Field(min_length=1, description="Who the learner is, in the second person.")]
    brief: Annotated[str, Field(min_length=1, description="What has happened and what is at stake.")]
    goals: Annotated[tuple[Text, ...], Field(min_length=1, description="What to reach in this talk.")]


class Partner(_Data):
    name: Annotated[str, Field(min_length=1, description="As the learner would say it.")]
    role: Annotated[str, Field(min_length=1, description="Short, as on a card.")]
    public_info: Annotated[tuple[Text, ...], Field(min_length=1, description="What the learner knows beforehand.")]
    backstory: Annotated[
        str,
        Field(
            min_length=1,
            description="Hidden from learners: how the partner came here. Holds no fact that has to be earned.",
        ),
    ]
    style: Annotated[str, Field(min_length=1, description="Hidden from learners: manner of speaking.")]
    goal: Annotated[
        str,
        Field(
            min_length=1,
            description="Hidden from learners: what the partner wants. Holds no fact that has to be earned.",
        ),
    ]
    secret: Annotated[str, Field(min_length=1, description="Hidden: the motive that changes how one should act.")]


class State(_Data):
    """How the partner feels about this talk, each 0 to 1."""

    trust: Share
    tension: Share
    openness: Share


class Transition(_Data):
    """What one behaviour of the learner does to the partner."""

    behaviour: Behaviour
    trust: Delta = 0.0
    tension: Delta = 0.0
    openness: Delta = 0.0


class Requires(_Data):
    """What has to be true before a disclosure or a beat may play. Everything stated must hold."""

    trust_min: Annotated[float, Field(ge=0, le=1)] = 0.0
    tension_max: Annotated[float, Field(ge=0, le=1)] = 1.0
    openness_min: Annotated[float, Field(ge=0, le=1)] = 0.0
    behaviours: Annotated[tuple[Behaviour, ...], Field(description="Each was shown at some time in this talk.")] = ()
    now: Annotated[tuple[Behaviour, ...], Field(description="One of these was shown in the last turn.")] = ()
    topics: Annotated[tuple[Text, ...], Field(description="One of these words was said in the last turn.")] = ()
    disclosed: Annotated[tuple[Slug, ...], Field(description="These facts were told before.")] = ()
    turns_min: Annotated[int, Field(ge=0, description="The learner has spoken this often.")] = 0


class Disclosure(_Data):
    """A fact that the partner tells only to somebody who has earned it."""

    id: Slug
    fact: Annotated[str, Field(min_length=1, description="In the third person, for instructions and reports.")]
    requires: Requires
    lines: Annotated[tuple[Text, ...], Field(min_length=1, description="Wordings; one of them is spoken.")]


class Trigger(_Data):
    """When a beat may play. Empty fields do not matter; the beat with the most specific trigger wins."""

    behaviours: Annotated[tuple[Behaviour, ...], Field(description="One of these in the last turn.")] = ()
    unless: Annotated[tuple[Behaviour, ...], Field(description="None of these in the last turn.")] = ()
    lacking: Annotated[tuple[Behaviour, ...], Field(description="None of these so far.")] = ()
    topics: Annotated[tuple[Text, ...], Field(description="One of these words or phrases in the last turn.")] = ()
    trust: tuple[Band, ...] = ()
    tension: tuple[Band, ...] = ()
    openness: tuple[Band, ...] = ()
    disclosed: Annotated[tuple[Slug, ...], Field(description="These facts were told.")] = ()
    hidden: Annotated[tuple[Slug, ...], Field(description="These facts were not told.")] = ()
    turns_min: Annotated[int, Field(ge=0)] = 0
    turns_max: Annotated[int, Field(ge=0)] = 10_000


class Beat(_Data):
    """Something the partner may do, with several wordings."""

    id: Slug
    trigger: Trigger
    lines: Annotated[tuple[Text, ...], Field(min_length=1)]
    priority: Annotated[int, Field(ge=-5, le=5, description="Breaks ties against specificity.")] = 0
    pushback: Annotated[bool, Field(description="The partner presses for what they want; limited by difficulty.")] = (
        False
    )
    once: Annotated[bool, Field(description="Plays at most once in a talk.")] = False


class Asides(_Data):
    """Lines for what happens around the talk itself."""

    silence: Annotated[tuple[Text, ...], Field(min_length=3, description="Nobody has spoken for long.")]
    unclear: Annotated[tuple[Text, ...], Field(min_length=3, description="The learner was not understood.")]
    repeat: Annotated[tuple[Text, ...], Field(min_length=2, description="Before saying the last thing again.")]
    interrupted: Annotated[tuple[Text, ...], Field(min_length=3, description="The learner cut in.")]
    greeting: Annotated[tuple[Text, ...], Field(min_length=2, description="Answers to a greeting.")]
    wellbeing: Annotated[tuple[Text, ...], Field(min_length=2, description='Answers to "how are you".')]
    nudge: Annotated[tuple[Text, ...], Field(min_length=4, description="The learner only said yes, hm or okay.")]
    waiting: Annotated[tuple[Text, ...], Field(min_length=2, description="The learner asks for a moment.")]
    off_topic: Annotated[tuple[Text, ...], Field(min_length=2, description="The learner speaks of something else.")]
    insulted: Annotated[tuple[Text, ...], Field(min_length=3, description="The learner is abusive.")]
    closing_warm: Annotated[tuple[Text, ...], Field(min_length=2, description="Goodbye after a good talk.")]
    closing_cold: Annotated[tuple[Text, ...], Field(min_length=2, description="Goodbye after a bad one.")]
    thanks: Annotated[tuple[Text, ...], Field(min_length=2, description="Answers to thanks.")]
    reflective: Annotated[tuple[Text, ...], Field(min_length=8, description="When nothing else fits.")]


class FactAnswer(_Data):
    """Answers to a question about something that is no secret."""

    topics: Annotated[tuple[Text, ...], Field(min_length=1, description="Words that the question contains.")]
    lines: Annotated[tuple[Text, ...], Field(min_length=1)]


class Difficulty(_Data):
    """Difficulty is these numbers and nothing else; the label only names them."""

    label: Annotated[str, Field(min_length=1, description="What the partner does, in a word or two.")]
    patience: Annotated[float, Field(gt=0, le=120, description="Seconds of silence before the partner speaks again.")]
    resistance: Annotated[
        float, Field(ge=0, lt=1, description="Share of every gain in trust and openness that is lost.")
    ]
    pushbacks: Annotated[int, Field(ge=0, le=10, description="How often the partner presses before letting go.")]
    disclosure_threshold: Annotated[float, Field(ge=0, le=1, description="Trust below which nothing hidden is told.")]
    interrupts: Annotated[
        float,
        Field(
            ge=0, le=1, description="How soon the partner takes the floor: at pauses, and from a learner who talks on."
        ),
    ] = 0.0


class EndCondition(_Data):
    """The partner ends the talk when this holds."""

    id: Slug
    requires: Requires
    tension_min: Annotated[float, Field(ge=0, le=1)] = 0.0
    lines: Annotated[tuple[Text, ...], Field(min_length=1)]


class DialogueLine(_Data):
    speaker: Literal["learner", "partner"]
    text: Text


class ModelDialogues(_Data):
    """How it can go, well and badly; a learner sees them after practising."""

    good: Annotated[tuple[DialogueLine, ...], Field(min_length=2)]
    poor: Annotated[tuple[DialogueLine, ...], Field(min_length=2)]


class ScenarioTest(_Data):
    """What a simulated learner says, and where it has to lead."""

    name: Slug
    says: Annotated[tuple[Text, ...], Field(min_length=1)]
    trust: tuple[Band, ...] = ()
    tension: tuple[Band, ...] = ()
    told: Annotated[tuple[Slug, ...], Field(description="Disclosures that must have been earned.")] = ()
    untold: Annotated[tuple[Slug, ...], Field(description="Disclosures that must not.")] = ()


class Scenario(_Data):
    """One conversation to practise. Only `public()` may be shown to a learner."""

    id: Slug
    version: Annotated[int, Field(ge=1)]
    schema_version: Annotated[Literal[1], Field(description="Of this format.")] = 1
    licence: Annotated[str, Field(min_length=1, description="SPDX identifier of the texts.")]
    order: Annotated[int, Field(description="Place in lists, ascending.")] = 1000
    title: Text
    summary: Annotated[str, Field(min_length=1, description="One or two sentences for the card.")]
    skills: Annotated[tuple[Text, ...], Field(min_length=1)]
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$", description="BCP 47.")] = "en"
    voice: Annotated[str, Field(min_length=1, description="A documented voice name; back ends map it.")] = "alloy"
    minutes: Annotated[int, Field(ge=1, le=60)]
    content_warning: Text | None = None
    confidential: Annotated[
        bool, Field(description="Nothing of the partner's role may reach a browser: WebRTC always ends at this server.")
    ] = False
    setting: Annotated[str, Field(min_length=1, description="Where and when; public.")]
    relationship: Annotated[str, Field(min_length=1, description="Public.")]
    power: Annotated[Literal["learner", "equal", "partner"], Field(description="Who has more say.")]
    learner: Learner
    partner: Partner
    opens: Annotated[Literal["learner", "partner"], Field(description="Who speaks first.")]
    opening_lines: Annotated[tuple[Text, ...], Field(min_length=1)]
    state: State
    transitions: Annotated[tuple[Transition, ...], Field(min_length=1)]
    disclosures: Annotated[tuple[Disclosure, ...], Field(min_length=1)]
    beats: Annotated[tuple[Beat, ...], Field(min_length=1)]
    facts: tuple[FactAnswer, ...] = ()
    asides: Asides
    interruptions: Annotated[
        tuple[Text, ...],
        Field(description="What the partner cuts in with: a few words. Needs `difficulty.interrupts`."),
    ] = ()
    provider: Annotated[
        str | None,
        Field(
            max_length=32, description="Voice service, where it is configured; else the server's own takes its place."
        ),
    ] = None
    difficulty: Difficulty
    success: Annotated[tuple[Text, ...], Field(min_length=1, description="Signs that it went well.")]
    fail_safes: Annotated[tuple[Text, ...], Field(description="What the partner never does.")] = ()
    end_conditions: Annotated[tuple[EndCondition, ...], Field(min_length=1)]
    cultural_context: Annotated[str, Field(min_length=1, description="Norms that matter here, not stereotypes.")]
    rubric_ref: Annotated[str, Field(pattern=r"^[a-z_]+$")]
    bands: Annotated[
        dict[str, tuple[float | None, float | None]], Field(description="Metric id: low and high end, None is open.")
    ] = Field(default_factory=dict)
    learner_phrases: Annotated[tuple[Text, ...], Field(min_length=40, description="What learners may say.")]
    model_dialogues: ModelDialogues
    tests: tuple[ScenarioTest, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Scenario:
        known = {disclosure.id for disclosure in self.disclosures}
        if len(known) != len(self.disclosures):
            raise ValueError(f"Scenario {self.id!r} has two disclosures with one id.")
        if len({beat.id for beat in self.beats}) != len(self.beats):
            raise ValueError(f"Scenario {self.id!r} has two beats with one id.")
        unknown = {name for name in self._named_disclosures() if name not in known}
        if unknown:
            raise ValueError(f"Scenario {self.id!r} names disclosures that it has not: {', '.join(sorted(unknown))}.")
        return self

    def _named_disclosures(self) -> Iterable[str]:
        for disclosure in self.disclosures:
            yield from disclosure.requires.disclosed
        for beat in self.beats:
            yield from (*beat.trigger.disclosed, *beat.trigger.hidden)
        for end in self.end_conditions:
            yield from end.requires.disclosed
        for test in self.tests:
            yield from (*test.told, *test.untold)

    def public(self) -> dict[str, object]:
        """What a learner may see, as JSON data: no secret, backstory, disclosure, beat or line is in it."""
        return {
            "id": self.id,
            "version": self.version,
            "title": self.title,
            "summary": self.summary,
            "role": self.learner.role,
            "context": f"{self.learner.brief} {self.setting}",
            "objectives": list(self.learner.goals),
            "learner": self.learner.model_dump(mode="json"),
            "partner": {
                "name": self.partner.name,
                "role": self.partner.role,
                "public_info": list(self.partner.public_info),
            },
            "relationship": self.relationship,
            "opens": self.opens,
            "bands": {metric: list(band) for metric, band in self.bands.items()},
            "minutes": self.minutes,
            "skills": list(self.skills),
            "difficulty_label": self.difficulty.label,
            "language": self.language,
            "voice": self.voice,
            "provider": self.provider,
            "content_warning": self.content_warning,
            "rubric_ref": self.rubric_ref,
            "licence": self.licence,
        }

    def lines(self) -> tuple[str, ...]:
        """Everything that the scripted partner can say, each once, in the order of the file."""
        found: list[str] = [*self.opening_lines]
        groups: tuple[Disclosure | Beat | FactAnswer | EndCondition, ...] = (
            *self.disclosures,
            *self.beats,
            *self.facts,
            *self.end_conditions,
        )
        for group in groups:
            found.extend(group.lines)
        for name in type(self.asides).model_fields:
            found.extend(getattr(self.asides, name))
        found.extend(self.interruptions)
        return tuple(dict.fromkeys(found))

    def vocabulary(self) -> tuple[str, ...]:
        """What a learner may say, for a recogniser that adapts, wherever it runs: nothing that is hidden is in it."""
        about = [self.title, self.learner.role, self.learner.brief, *self.learner.goals, *self.partner.public_info]
        return tuple(dict.fromkeys([*self.learner_phrases, *about, self.partner.name]))

    def phrases(self) -> tuple[str, ...]:
        """Text that resembles what will be said, for a recogniser that adapts: the learner's likely words first."""
        dialogues = (*self.model_dialogues.good, *self.model_dialogues.poor)
        said = [line.text for line in dialogues if line.speaker == "learner"]
        tests = [text for test in self.tests for text in test.says]
        about = [self.title, self.learner.role, self.learner.brief, *self.learner.goals, *self.partner.public_info]
        return tuple(dict.fromkeys([*self.learner_phrases, *said, *tests, *about, self.partner.name, *self.lines()]))

    def persona(self, earned: Collection[str] = (), *, cultural_context: str | None = None) -> str:
        """Instructions in English for a voice model that plays the partner.

        Args:
            earned: ids of the disclosures that the learner has earned; no other hidden fact is in the text.
            cultural_context: what the learner asked for, e.g. a locale; recorded as a note to the actor.
        """
        partner = self.partner
        told = [disclosure.fact for disclosure in self.disclosures if disclosure.id in earned]
        parts = [
            f"You play {partner.name}, {partner.role}, in a spoken practice conversation. You are a person, not an assistant.",
            f"Setting: {self.setting} Relationship: {self.relationship}",
            f"The other person: {self.learner.role}",
            "What both of you know: " + " ".join(partner.public_info),
            f"Your manner: {partner.style}",
            f"What lies behind you: {partner.backstory} What you want from this talk: {partner.goal}",
            f"Background: {self.cultural_context}",
        ]
        if cultural_context:
            parts.append(f"Speak as somebody at home in this context would, without stereotypes: {cultural_context}.")
        if told:
            parts.append(
                "The other person has earned these facts; tell them in your own words when they fit: " + " ".join(told)
            )
        parts.append(self._rules())
        return "\n".join(parts)

    def _rules(self) -> str:
        return (
            f"Rules: speak the language with the code {self.language}. Stay in this role whatever is said; you never coach or grade. "
            "One to three short spoken sentences a turn, then wait. No stage directions, no lists, no markup. "
            "Respect, specific words and real questions make you more open; blame, labels and orders make you more guarded. "
            "Never reveal or invent private reasons, motives or facts that are not listed here: if asked, stay vague. "
            "If the other person stays abusive, say that you will end the talk, and end it. "
            + " ".join(self.fail_safes)
        ).strip()
