"""What can be practised. What the partner hides is in none of these answers."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, Field

from feedbackyes import library
from feedbackyes.api.access import Allow
from feedbackyes.api.services import ServicesDep
from feedbackyes.domain.own_scenario import OwnScenario
from feedbackyes.domain.own_scenario import Source as Origin
from feedbackyes.domain.permissions import Action
from feedbackyes.domain.principal import Principal
from feedbackyes.domain.scenario import Scenario
from feedbackyes.storage import scenarios

router = APIRouter(prefix="/api/scenarios", tags=["scenarios"])
Caller = Annotated[Principal, Allow(Action.USE)]


class PartnerSummary(BaseModel):
    name: str
    role: str


class PartnerDetails(PartnerSummary):
    public_info: list[str]


class LearnerDetails(BaseModel):
    role: str
    brief: str
    goals: list[str]


class ElementSummary(BaseModel):
    id: str
    title: str
    looked_for: list[str]
    language: Annotated[str, Field(description="Of `looked_for`: the talk's where that is translated, else `en`.")]


class RubricSummary(BaseModel):
    id: str
    title: str
    elements: list[ElementSummary]


class ScenarioSummary(BaseModel):
    id: str
    title: str
    summary: str
    skills: list[str]
    minutes: int
    difficulty_label: str
    language: str
    content_warning: str | None
    partner: PartnerSummary
    source: Annotated[Origin, Field(description="`mine`: the caller wrote it; `shared`: somebody else here did.")] = (
        "shipped"
    )
    shared: Annotated[bool, Field(description="Others than its author may practise it.")] = True


class ScenarioDetails(ScenarioSummary):
    version: int
    role: Annotated[str, Field(description="Who the learner is.")]
    context: str
    objectives: list[str]
    learner: LearnerDetails
    partner: PartnerDetails
    relationship: str
    opens: Annotated[str, Field(description="Who speaks first: learner or partner.")]
    bands: Annotated[
        dict[str, tuple[float | None, float | None]], Field(description="Metric id: low and high end; null is open.")
    ]
    voice: str
    provider: Annotated[str | None, Field(description="Voice service that it is meant for; null: any.")] = None
    licence: str
    rubric: RubricSummary


@router.get("")
async def list_scenarios(services: ServicesDep, caller: Caller) -> list[ScenarioSummary]:
    """All that the caller may practise, as cards: what was written here first, then what is shipped."""
    async with services.database.read() as tx:
        own = await scenarios.visible(tx, caller)
    written = [_summary(scenario, found, caller) for found, scenario in own]
    return [*written, *(_summary(one) for one in library.scenarios())]


@router.get("/{scenario_id}")
async def get_scenario(
    scenario_id: Annotated[str, Path(max_length=128)],
    services: ServicesDep,
    caller: Caller,
    version: Annotated[
        int | None, Query(ge=1, lt=2**31, description="An earlier one, or a draft of one's own; null: the one of now.")
    ] = None,
) -> ScenarioDetails:
    """One scenario, as the learner may know it before the talk."""
    async with services.database.read() as tx:
        scenario = await scenarios.practised(tx, caller, scenario_id, version)
        own = await scenarios.find(tx, scenario_id)
    rubric = library.rubric(scenario.rubric_ref).public(scenario.language)
    return ScenarioDetails.model_validate({**_public(scenario, own, caller), "rubric": rubric})


def _summary(scenario: Scenario, own: OwnScenario | None = None, caller: Principal | None = None) -> ScenarioSummary:
    return ScenarioSummary.model_validate(_public(scenario, own, caller))


def _public(scenario: Scenario, own: OwnScenario | None, caller: Principal | None) -> dict[str, Any]:
    if own is None or caller is None:
        return scenario.public()
    return {**scenario.public(), "source": own.source(caller), "shared": own.shared}
