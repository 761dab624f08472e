"""What feedback says: the result of an analysis, in the words of the feedback vocabulary.

No overall number: each element stands alone, with the quotes it rests on.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

Level = Annotated[int, Field(ge=0, le=3, description="0 absent, 1 attempted or mixed, 2 clear, 3 also two-way.")]

Unit = Literal["ratio", "per_minute", "ms", "s", "count", "per_100_words", "per_10_turns", "semitones", "dB"]


NoteCode = Literal["consent_missing", "consent_refused", "model_failed"]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Judge(_Data):
    """Who judged, by what. Results compare only when the hashes are the same."""

    kind: Literal["basic", "model"]
    name: str
    model: str | None = None
    prompt_hash: str | None = None
    rubric: str
    rubric_version: int
    rubric_hash: str
    detectors_hash: Annotated[
        str | None, Field(description="Of the figures of the basic check's detectors, which say what may count.")
    ] = None
    note: Annotated[str | None, Field(description="Why the basic check stood in for the language model.")] = None
    note_code: Annotated[
        NoteCode | None,
        Field(
            description="The same for programs. `consent_missing`: whose words they are was never asked whether a hosted "
            "language model may read them; `consent_refused`: they said no; `model_failed`: it gave no usable answer."
        ),
    ] = None


class Seen(_Data):
    """A behaviour in the learner's own words. `quote` is verbatim from the turn; times are on the session clock."""

    turn_id: str
    quote: str
    start_ms: int | None = None
    end_ms: int | None = None


class Evidence(Seen):
    behaviour: str


class BehaviourSeen(Seen):
    name: str
    present: Annotated[
        Literal["yes", "unsure"], Field(description="`unsure`: the recogniser doubted these words; not scored.")
    ]
    experimental: Annotated[
        bool, Field(description="What sees it is not reliable enough to move a level (see docs/evaluation.md).")
    ] = False


class ElementResult(_Data):
    id: str
    title: str
    level: Level | None
    state: Literal["scored", "unsure", "not_applicable"]
    why: str
    evidence: tuple[Evidence, ...] = ()


class Metric(_Data):
    """A figure about how it sounded, with its norm's source and what to beware of."""

    id: str
    title: str
    value: float | None
    unit: Unit
    band: Annotated[
        tuple[float | None, float | None] | None, Field(description="Low and high end; null: there is no target.")
    ] = None
    caveat: str = ""
    source: str = ""
    state: Literal["ok", "not_enough", "unreliable"] = "ok"
    detail: Annotated[dict[str, float], Field(description="Figures that belong to it, by name.")] = {}


class Span(_Data):
    """A stretch of the talk, for pictures. Times are milliseconds on the session clock.

    `pause`: a silence inside a turn of the learner. `answer`: from the partner's end to the learner's beginning, so that
    `end_ms` is before `start_ms` when they overlapped. `cut_in`, `listening`: the learner's speech into the partner's.
    `cut_into`: the partner's into the learner's, meant so by its engine. `echo`: the learner's microphone heard the partner.
    """

    kind: Literal["pause", "answer", "cut_in", "cut_into", "listening", "echo"]
    start_ms: int
    end_ms: int


class Highlight(_Data):
    """One thing to say first: what worked, or what to try next."""

    text: str
    language: Annotated[
        str,
        Field(description="Of `text`: what to try next has words to say, and is in the talk's language if it can be."),
    ] = "en"
    turn_id: str | None = None
    quote: str | None = None
    start_ms: int | None = None
    end_ms: int | None = None
    element: str | None = None
    experimental: Annotated[bool, Field(description="It rests on what is not reliable enough to be scored.")] = False


class Metadata(_Data):
    duration_seconds: float
    scenario_id: str | None
    language: str
    created_at: Annotated[str, Field(description="ISO 8601, UTC.")]
    learner_words: int
    input_tokens: Annotated[int, Field(description="What the language model was given, over all questions.")] = 0
    output_tokens: Annotated[int, Field(description="What it answered.")] = 0
    cost_usd: Annotated[
        float | None, Field(description="At list price; null: no language model, or one whose price is not known.")
    ] = None
    prices_as_of: Annotated[str | None, Field(description="Date of the price list that `cost_usd` is by.")] = None
    doubtful_turns: Annotated[int, Field(description="Turns of the learner that were shown but not scored.")] = 0


PersonaKind = Literal["role", "coaching", "language", "secret", "stage_direction"]


class PersonaFinding(_Data):
    """A place where the partner did not play its role. `quote` is verbatim from the partner's turn."""

    kind: PersonaKind
    turn_id: str
    quote: str
    why: str


class Persona(_Data):
    """Whether the partner played its role, whoever spoke for it."""

    state: Literal["ok", "broken", "not_checked"]
    findings: tuple[PersonaFinding, ...] = ()
    note: Annotated[str | None, Field(description="What of it was not held against the learner.")] = None


class Report(_Data):
    """The answer of `POST /api/feedback/analyze`."""

    session_id: str
    status: Literal["done", "not_enough_speech"]
    judge: Judge
    elements: tuple[ElementResult, ...]
    behaviours: tuple[BehaviourSeen, ...]
    metrics: tuple[Metric, ...]
    spans: Annotated[tuple[Span, ...], Field(description="What happened when, in order of the beginning.")] = ()
    strength: Highlight | None
    next_step: Highlight | None
    recommendations: tuple[str, ...]
    scores: Annotated[dict[str, int | None], Field(description="Level of each element, by its id.")]
    feedback: str
    metadata: Metadata
    persona: Persona = Persona(state="not_checked")


LONGEST_TALK_MS = 86_400_000
MOST_POSTED_TURNS, MOST_POSTED_CHARACTERS, LONGEST_TURN = 4000, 400_000, 20_000
"""Several hours of talk; what is more would keep the server busy for a minute."""


class PostedTurn(BaseModel):
    """A turn that a caller brings along."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: Annotated[str | None, Field(max_length=128, description="null: one is made, `t` and the turn's number.")] = None
    speaker: Literal["learner", "partner"]
    text: Annotated[str, Field(max_length=LONGEST_TURN)]
    start_ms: Annotated[int | None, Field(ge=0, le=LONGEST_TALK_MS)] = None
    end_ms: Annotated[int | None, Field(ge=0, le=LONGEST_TALK_MS)] = None
    confidence: Annotated[float | None, Field(ge=0, le=1)] = None


def _form(transcript: Any) -> str:
    """So that what is wrong with a list of turns is said of the turn, and not that it is no text."""
    return "turns" if isinstance(transcript, list | tuple) else "text"


_Posted = Annotated[
    Annotated[str, Field(max_length=MOST_POSTED_CHARACTERS), Tag("text")]
    | Annotated[tuple[PostedTurn, ...], Field(max_length=MOST_POSTED_TURNS), Tag("turns")],
    Discriminator(_form),
]


class AnalyseRequest(BaseModel):
    """The body of `POST /api/feedback/analyze`."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    session_id: Annotated[str, Field(min_length=1, max_length=128, pattern=r"^[^\x00-\x1f\x7f]+$")]
    transcript: Annotated[
        _Posted | None,
        Field(
            description="Used when nothing is stored: text, a line for each turn (`Name: words`), or a list of turns."
        ),
    ] = None
    scenario_id: Annotated[str | None, Field(max_length=128)] = None
    duration_seconds: Annotated[float | None, Field(ge=0, le=86_400, allow_inf_nan=False)] = None
    rubric: Annotated[str | None, Field(max_length=128, description="Instead of the scenario's.")] = None
    language: Annotated[
        str | None, Field(max_length=35, description="BCP 47, such as `en`, `fr-CA`, `de` or `es`; null: the talk's.")
    ] = None
    force: Annotated[bool, Field(description="Judge anew even when a stored answer fits.")] = False
