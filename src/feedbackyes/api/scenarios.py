"""What can be practised. What the partner hides is in none of these answers."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from feedbackyes import library
from feedbackyes.api.access import Allow
from feedbackyes.domain.permissions import Action
from feedbackyes.domain.principal import Principal
from feedbackyes.domain.scenario import Scenario

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
    licence: str
    rubric: RubricSummary


@router.get("")
async def list_scenarios(_caller: Caller) -> list[ScenarioSummary]:
    """All scenarios, as cards."""
    return [ScenarioSummary.model_validate(one.public()) for one in library.scenarios()]


@router.get("/{scenario_id}")
async def get_scenario(scenario_id: str, _caller: Caller) -> ScenarioDetails:
    """One scenario, as the learner may know it before the talk."""
    return ScenarioDetails.model_validate(_details(library.scenario(scenario_id)))


def _details(scenario: Scenario) -> dict[str, Any]:
    return {**scenario.public(), "rubric": library.rubric(scenario.rubric_ref).public()}
