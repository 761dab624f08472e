"""Writing scenarios: check, simulate, save with versions, try a draft, share, take away as a file."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Sequence
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from feedbackyes import authoring, library
from feedbackyes.api.access import Allow
from feedbackyes.api.errors import ErrorBody
from feedbackyes.api.services import Services, ServicesDep, now_ms
from feedbackyes.authoring import notes, redaction
from feedbackyes.authoring.linter import lint, metric_ids
from feedbackyes.authoring.reading import MOST_CHARACTERS, NotSound, Problem, Source, read
from feedbackyes.authoring.simulation import Played, Simulation, simulate
from feedbackyes.behaviours import LANGUAGES, Behaviour
from feedbackyes.domain.errors import Conflict
from feedbackyes.domain.own_scenario import OwnScenario, ScenarioVersion, new_id, stamped
from feedbackyes.domain.own_scenario import Source as Origin
from feedbackyes.domain.permissions import Action, allowed, check
from feedbackyes.domain.principal import Principal
from feedbackyes.domain.scenario import Scenario
from feedbackyes.storage import scenarios

router = APIRouter(
    prefix="/api/scenarios",
    tags=["authoring"],
    responses={403: {"model": ErrorBody}, 404: {"model": ErrorBody}, 409: {"model": ErrorBody}},
)
Author = Annotated[Principal, Allow(Action.AUTHOR)]
ScenarioId = Annotated[str, Path(max_length=128)]
Version = Annotated[int, Path(ge=1, lt=2**31)]
Text = Annotated[str, Field(max_length=MOST_CHARACTERS, description="The scenario as YAML.")]
Note = Annotated[str | None, Field(max_length=500, description="What was changed, for the list of versions.")]


class ProblemBody(BaseModel):
    """Something to mend. An error keeps the scenario from being saved."""

    model_config = ConfigDict(from_attributes=True)

    path: Annotated[list[str | int], Field(description="The field; empty for the whole.")]
    line: Annotated[int, Field(description="In the text, from 1.")]
    message: str
    severity: Literal["error", "warning"]


class TextBody(BaseModel):
    model_config = ConfigDict(extra="forbid")

    text: Text


class Check(BaseModel):
    """`valid`: it can be saved and played."""

    valid: bool
    problems: list[ProblemBody]
    lines: Annotated[int, Field(description="What the partner can say.")]


class StepBody(BaseModel):
    """One turn of a simulated talk. States are 0 to 1."""

    model_config = ConfigDict(from_attributes=True)

    said: str
    answered: str
    trust: float
    tension: float
    openness: float
    earned: list[str]


class PlayedBody(BaseModel):
    learner: Literal["skilled", "unskilled"]
    opening: Annotated[str, Field(description="What the partner began with; empty when the learner did.")]
    trust: Annotated[float, Field(description="At the beginning; so the others.")]
    tension: float
    openness: float
    steps: list[StepBody]


class SimulationBody(BaseModel):
    """How a skilled and an unskilled learner fare with the scripted partner. The same text always plays the same way."""

    skilled: PlayedBody
    unskilled: PlayedBody
    problems: list[ProblemBody]


class BehaviourWord(BaseModel):
    id: Behaviour
    meaning: str


class RubricWord(BaseModel):
    id: str
    title: str


class Vocabulary(BaseModel):
    """`languages`: those in which what a learner says is understood."""

    behaviours: list[BehaviourWord]
    rubrics: list[RubricWord]
    metrics: list[str]
    languages: list[str]
    language_model: Annotated[str | None, Field(description="That drafts from notes; null: none is configured.")]


class Notes(BaseModel):
    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, Field(min_length=1, max_length=notes.MOST_CHARACTERS)]
    names: Annotated[list[str], Field(max_length=50, description="More words to be left out.")] = []
    keep: Annotated[list[str], Field(max_length=200, description="Taken for names by mistake; these stay.")] = []


class Replaced(BaseModel):
    kind: redaction.Kind
    was: str
    now: str


class RedactedBody(BaseModel):
    text: str
    replaced: list[Replaced]


class NewScenario(BaseModel):
    """One of the two, or neither: then it begins with a text that already plays."""

    model_config = ConfigDict(extra="forbid")

    copy_of: Annotated[str | None, Field(max_length=128, description="Id of a shipped scenario or one of yours.")] = (
        None
    )
    text: Annotated[str | None, Field(max_length=MOST_CHARACTERS, description="YAML of a file to import.")] = None
    title: Annotated[str | None, Field(min_length=1, max_length=120, description="In place of the text's own.")] = None


class Save(TextBody):
    note: Note = None
    base_version: Annotated[int, Field(ge=1, lt=2**31, description="The version that was edited.")]


class Sharing(BaseModel):
    model_config = ConfigDict(extra="forbid")

    shared: bool


class Written(BaseModel):
    """A scenario as its author sees it. `shared`: with the team; without a team, with everybody on this server."""

    id: str
    title: str
    version: int
    text: str
    shared: bool
    source: Origin
    editable: Annotated[bool, Field(description="The caller may save it; otherwise they may copy it.")]
    updated_at: Annotated[int | None, Field(description="Unix milliseconds; null for shipped ones.")]


class ScenarioVersionBody(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    version: int
    note: str | None
    created_at: Annotated[int, Field(description="Unix milliseconds.")]


class Draft(BaseModel):
    """A text to try: start a session with this `scenario_version`."""

    scenario_id: str
    version: int


@router.get("/vocabulary")
async def authoring_vocabulary(services: ServicesDep, _author: Author) -> Vocabulary:
    """The names that a scenario can use, with what they mean."""
    meanings = library.behaviours()
    return Vocabulary(
        behaviours=[BehaviourWord(id=one, meaning=meanings[one].is_) for one in Behaviour],
        rubrics=[RubricWord(id=one.id, title=one.title) for one in library.rubrics()],
        metrics=list(metric_ids()),
        languages=list(LANGUAGES),
        language_model=services.settings.judge_model if services.settings.judges_with_model else None,
    )


@router.post("/check")
async def check_scenario(wanted: TextBody, _author: Author) -> Check:
    """What is wrong with a text, and what would play badly, each with its line."""
    return await asyncio.to_thread(_checked, wanted.text)


@router.post("/simulate")
async def simulate_scenario(wanted: TextBody, _author: Author) -> SimulationBody:
    """Let a skilled and an unskilled learner play it. 400 `invalid_scenario` for a text that cannot be played."""
    scenario, source = await asyncio.to_thread(_sound, wanted.text)
    found = await asyncio.to_thread(_simulated, scenario, source)
    return SimulationBody(
        skilled=_played(found.skilled), unskilled=_played(found.unskilled), problems=_bodies(found.problems)
    )


@router.post("", status_code=201)
async def create_scenario(wanted: NewScenario, services: ServicesDep, author: Author) -> Written:
    """Begin one of your own: with a first text, as a copy, or from a file."""
    text = wanted.text if wanted.text is not None else await _first(services, author, wanted.copy_of)
    if wanted.title is not None:
        text = authoring.titled(text, wanted.title)
    scenario, _ = await asyncio.to_thread(_sound, text)
    own_id, at = new_id(scenario.title, secrets.token_hex(3)), now_ms()
    own = OwnScenario(own_id, author.id, author.team_id, 1, shared=False, created_at=at, updated_at=at)
    text, _ = await asyncio.to_thread(_ready, text, own)
    async with services.database.begin() as tx:
        await scenarios.create(tx, own, text)
    return _written(own, author, ScenarioVersion(own_id, 1, text, None, draft=False, created_at=at), scenario.title)


@router.post("/notes/redact")
async def redact_notes(wanted: Notes, _author: Author) -> RedactedBody:
    """What would be sent of some notes: names, addresses and numbers are taken out on this server."""
    found = redaction.redact(wanted.text, wanted.names, wanted.keep)
    replaced = [Replaced(kind=kind, was=was, now=now) for kind, was, now in found.found]
    return RedactedBody(text=found.text, replaced=replaced)


@router.post("/notes", status_code=201, responses={409: {"model": ErrorBody}, 502: {"model": ErrorBody}})
async def draft_from_notes(wanted: Notes, services: ServicesDep, author: Author) -> Written:
    """Let a language model draft a scenario from notes, which are redacted here first in any case.

    Asking is the leave for this one text, which `…/notes/redact` shows beforehand.
    """
    model = notes.language_model(services.settings)
    if model is None:
        raise Conflict(
            "No language model is configured. Set OPENAI_API_KEY, or FEEDBACKYES_JUDGE=model and OPENAI_API_BASE for a "
            "server of your own.",
            code="no_language_model",
        )
    try:
        text = await notes.draft(model, wanted.text, wanted.names, wanted.keep)
    finally:
        await model.close()
    return await create_scenario(NewScenario(text=text), services, author)


@router.get("/{scenario_id}/text")
async def get_scenario_text(
    scenario_id: ScenarioId,
    services: ServicesDep,
    author: Author,
    version: Annotated[int | None, Query(ge=1, lt=2**31, description="null: the one of now.")] = None,
) -> Written:
    """The whole text, with what the partner hides; also of a shipped scenario, to be copied."""
    async with services.database.read() as tx:
        own = await scenarios.find(tx, scenario_id)
        if own is None:
            scenario = library.scenario(scenario_id)
            return _shipped(scenario)
        scenario = await scenarios.practised(tx, author, scenario_id, version)
        stored = await scenarios.text(tx, scenario_id, version or own.version)
    return _written(own, author, stored, scenario.title)


@router.get("/{scenario_id}/file", response_class=Response, responses={200: {"content": {"application/yaml": {}}}})
async def get_scenario_file(scenario_id: ScenarioId, services: ServicesDep, author: Author) -> Response:
    """The text as a file, in the format of the shipped ones; another server can import it."""
    found = await get_scenario_text(scenario_id, services, author)
    name = f'attachment; filename="{scenario_id}.yaml"'
    return Response(found.text, media_type="application/yaml", headers={"Content-Disposition": name})


@router.put("/{scenario_id}")
async def save_scenario(scenario_id: ScenarioId, wanted: Save, services: ServicesDep, author: Author) -> Written:
    """Save a new version. 409 when somebody has saved since `base_version`; 400 for a text that cannot be played."""
    own = await _own(services, author, scenario_id)
    if wanted.base_version != own.version:
        raise scenarios.Overwritten(own.version)
    return await _save(services, author, own, wanted.text, wanted.note)


@router.get("/{scenario_id}/versions")
async def list_scenario_versions(
    scenario_id: ScenarioId, services: ServicesDep, author: Author
) -> list[ScenarioVersionBody]:
    """Everything that was saved, the latest first."""
    await _own(services, author, scenario_id)
    async with services.database.read() as tx:
        return [ScenarioVersionBody.model_validate(one) for one in await scenarios.versions(tx, scenario_id)]


@router.post("/{scenario_id}/versions/{version}/restore")
async def restore_scenario(scenario_id: ScenarioId, version: Version, services: ServicesDep, author: Author) -> Written:
    """Make an earlier text the one of now, as a new version."""
    own = await _own(services, author, scenario_id)
    async with services.database.read() as tx:
        earlier = await scenarios.text(tx, scenario_id, version)
    return await _save(services, author, own, earlier.text, f"Back to version {version}")


@router.post("/{scenario_id}/drafts", status_code=201)
async def keep_draft(scenario_id: ScenarioId, wanted: TextBody, services: ServicesDep, author: Author) -> Draft:
    """Keep an unsaved text for a talk with it; its report will look at that text."""
    own = await _own(services, author, scenario_id)
    text, _ = await asyncio.to_thread(_ready, wanted.text, own)
    async with services.database.begin() as tx:
        current = await scenarios.text(tx, own.id, own.version)
        if text == current.text:
            return Draft(scenario_id=own.id, version=own.version)
        draft = await _version(tx, own, text, None, draft=True)
        await scenarios.keep_draft(tx, own, draft)
    return Draft(scenario_id=own.id, version=draft.version)


@router.put("/{scenario_id}/sharing")
async def share_scenario(scenario_id: ScenarioId, wanted: Sharing, services: ServicesDep, author: Author) -> Sharing:
    """Let the team practise it; without a team, everybody on this server."""
    own = await _own(services, author, scenario_id)
    async with services.database.begin() as tx:
        await scenarios.share(tx, own.id, shared=wanted.shared)
    return wanted


@router.delete("/{scenario_id}", status_code=204)
async def delete_scenario(scenario_id: ScenarioId, services: ServicesDep, author: Author) -> Response:
    """Delete it. The reports of talks that were held with it stay."""
    own = await _own(services, author, scenario_id)
    async with services.database.begin() as tx:
        await scenarios.delete(tx, own.id, at=now_ms())
    return Response(status_code=204)


async def _own(services: Services, author: Principal, scenario_id: str) -> OwnScenario:
    """Raises `UnknownScenario`, `Forbidden`; a shipped one cannot be changed."""
    async with services.database.read() as tx:
        own = await scenarios.find(tx, scenario_id)
    if own is None or not own.seen_by(author):
        raise scenarios.UnknownScenario(scenario_id)
    check(author, Action.AUTHOR, own.owner_id)
    return own


async def _save(services: Services, author: Principal, own: OwnScenario, text: str, note: str | None) -> Written:
    text, scenario = await asyncio.to_thread(_ready, text, own)
    async with services.database.begin() as tx:
        wanted = await _version(tx, own, text, note, draft=False)
        await scenarios.save(tx, own, wanted)
        saved = await scenarios.find(tx, own.id)
    if saved is None:
        raise scenarios.UnknownScenario(own.id)
    return _written(saved, author, wanted, scenario.title)


async def _version(
    tx: scenarios.Transaction, own: OwnScenario, text: str, note: str | None, *, draft: bool
) -> ScenarioVersion:
    number = await scenarios.next_version(tx, own.id)
    return ScenarioVersion(own.id, number, stamped(text, own.id, number), note, draft, now_ms())


async def _first(services: Services, author: Principal, copy_of: str | None) -> str:
    if copy_of is None:
        return authoring.blank()
    return (await get_scenario_text(copy_of, services, author)).text


def _written(own: OwnScenario, author: Principal, stored: ScenarioVersion, title: str) -> Written:
    return Written(
        id=own.id,
        title=title,
        version=stored.version,
        text=stored.text,
        shared=own.shared,
        source=own.source(author),
        editable=allowed(author, Action.AUTHOR, own.owner_id),
        updated_at=own.updated_at,
    )


def _shipped(scenario: Scenario) -> Written:
    text = library.text(scenario.id)
    return Written(
        id=scenario.id,
        title=scenario.title,
        version=scenario.version,
        text=text,
        shared=True,
        source="shipped",
        editable=False,
        updated_at=None,
    )


def _sound(text: str) -> tuple[Scenario, Source]:
    """Raises `NotSound`."""
    scenario, source, problems = read(text)
    if scenario is None or source is None:
        raise NotSound(problems)
    errors = tuple(problem for problem in lint(scenario, source) if problem.severity == "error")
    if errors:
        raise NotSound(errors)
    return scenario, source


def _ready(text: str, own: OwnScenario) -> tuple[str, Scenario]:
    """The text as it can be stored: with the id and a version that are the server's. Raises `NotSound`, `InvalidInput`."""
    text = stamped(text, own.id, own.version)
    scenario, source = _sound(text)
    if (scenario.id, scenario.version) != (own.id, own.version):
        problem = Problem(("id",), source.line(("id",)), "Write id and version on lines of their own, without quotes.")
        raise NotSound((problem,))
    return text, scenario


def _checked(text: str) -> Check:
    scenario, source, problems = read(text)
    if scenario is None:
        return Check(valid=False, problems=_bodies(problems), lines=0)
    found = lint(scenario, source)
    sound = all(problem.severity == "warning" for problem in found)
    return Check(valid=sound, problems=_bodies(found), lines=len(scenario.lines()))


def _simulated(scenario: Scenario, source: Source) -> Simulation:
    """In a thread of its own: it computes for a moment, and live calls must not wait for it."""
    return asyncio.run(simulate(scenario, source))


def _played(played: Played) -> PlayedBody:
    trust, tension, openness = played.start
    return PlayedBody(
        learner=played.learner,
        opening=played.opening,
        trust=trust,
        tension=tension,
        openness=openness,
        steps=[StepBody.model_validate(step) for step in played.steps],
    )


def _bodies(problems: Sequence[Problem]) -> list[ProblemBody]:
    return [ProblemBody.model_validate(one) for one in problems]
