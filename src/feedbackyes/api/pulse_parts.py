"""What answering a pulse and reading it have in common: teams, themes in words, and what to practise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import BaseModel, Field

from feedbackyes import library
from feedbackyes.domain.principal import Principal
from feedbackyes.domain.pulse import ItemSet, Theme, themes_of
from feedbackyes.domain.pulse_words import language_of
from feedbackyes.domain.scenario import Scenario
from feedbackyes.storage import scenarios, teams
from feedbackyes.storage.scenarios import Transaction

MOST_SCENARIOS = 2


class TeamBody(BaseModel):
    """`id` is empty, and so is `name`, for people without a team."""

    id: str
    name: str


class ItemBody(BaseModel):
    id: str
    text: str
    reverse: Annotated[bool, Field(description="Agreeing is bad; its score counts the other way round.")]


class ThemeBody(BaseModel):
    """`lowest` and `highest` are what the ends `low` and `high` of the scale mean."""

    id: str
    set: ItemSet
    title: str
    intro: str
    low: int
    high: int
    lowest: str
    highest: str
    lower_is_better: bool
    source: str
    items: list[ItemBody]


class Practice(BaseModel):
    scenario_id: str
    title: str
    language: str


class LatestLow(BaseModel):
    """A theme that is low for the team, the question to begin with, and what to practise for it."""

    theme: str
    title: str
    text: str
    scenarios: list[Practice]


async def team_body(tx: Transaction, team: str) -> TeamBody:
    """A team that is no more has its id for a name."""
    found = await teams.find(tx, team)
    return TeamBody(id=team, name=found.name if found else team)


def themes_asked(sets: tuple[ItemSet, ...], language: str) -> list[ThemeBody]:
    return [theme_body(theme, language) for theme in themes_of(sets)]


def theme_body(theme: Theme, language: str) -> ThemeBody:
    words, spoken = library.pulse(), language_of(language)
    said = words.themes[theme.id]
    return ThemeBody(
        id=theme.id,
        set=theme.set,
        title=said.title[spoken],
        intro=said.intro[spoken],
        low=theme.low,
        high=theme.high,
        lowest=said.lowest[spoken],
        highest=said.highest[spoken],
        lower_is_better=theme.lower_is_better,
        source=said.source,
        items=[
            ItemBody(id=item.id, text=words.items[item.id].text[spoken], reverse=item.reverse) for item in theme.items
        ],
    )


async def suggested(
    tx: Transaction, principal: Principal, low: Sequence[tuple[Theme, str]], language: str
) -> list[LatestLow]:
    """What to practise for low themes, of what this person can practise; in their language where there is something."""
    if not low:
        return []
    written = [one for own, one in await scenarios.visible(tx, principal) if own.is_offered(principal)]
    there, words, spoken = [*written, *library.scenarios()], library.pulse(), language_of(language)
    return [
        LatestLow(
            theme=theme.id,
            title=words.themes[theme.id].title[spoken],
            text=words.items[item].text[spoken],
            scenarios=_for(words.items[item].practise, there, spoken),
        )
        for theme, item in low
    ]


def _for(rubrics: Sequence[str], there: Sequence[Scenario], language: str) -> list[Practice]:
    fitting = [one for rubric in rubrics for one in there if one.rubric_ref == rubric]
    own = [one for one in fitting if language_of(one.language) == language and one.language.startswith(language)]
    return [
        Practice(scenario_id=one.id, title=one.title, language=one.language)
        for one in (own or fitting)[:MOST_SCENARIOS]
    ]
