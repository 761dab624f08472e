"""Notes on a real conversation: what is taken out of them, and what a language model makes of the rest."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from feedbackyes.analysis.language_model import LanguageModel, ModelFailed
from feedbackyes.authoring import notes
from feedbackyes.authoring.reading import read
from feedbackyes.authoring.simulation import simulate
from feedbackyes.settings import Settings
from tests.analysis.model_server import ModelServer, Script, model_server

NOTES = (
    "Yesterday Anna Schmidt from Acme Widgets GmbH said that Tom's report was late. Tom is angry. Call +49 170 1234567 or "
    "mail anna.schmidt@acme.com, see https://acme.com/x. I told Anna that she can rely on me."
)
DRAFT: dict[str, Any] = {
    "title": "Whose report is it?",
    "summary": "A colleague hands in late, and is cross about being asked.",
    "skill": "Giving feedback",
    "setting": "A small room after lunch.",
    "relationship": "You have worked together for a year.",
    "power": "equal",
    "learner": {"role": "You wait for a report.", "brief": "It came late again.", "goals": ["Hear the reason."]},
    "partner": {
        "name": "Kim",
        "role": "a colleague",
        "public_info": ["Kim writes the report."],
        "backstory": "Kim is new to the tool.",
        "style": "Short sentences.",
        "goal": "To be left in peace.",
        "secret": "Kim cannot read the new tables without help and hides it from everybody.",
    },
    "opening_lines": ["Hi. You wanted to talk."],
    "hidden": [
        {"fact": "The numbers come in at noon.", "lines": ["They come in at noon.", "I get them at noon, every week."]},
        {"fact": "Nobody has shown Kim the tool.", "lines": ["Nobody showed me the tool.", "I never had a lesson."]},
    ],
    "good": [
        {"speaker": "learner", "text": "On Monday the report came at six. How do you see it?"},
        {"speaker": "partner", "text": "It was a long day."},
        {"speaker": "learner", "text": "That sounds hard. What happened?"},
        {"speaker": "partner", "text": "They come in at noon."},
    ],
    "poor": [
        {"speaker": "learner", "text": "You are careless."},
        {"speaker": "partner", "text": "Is that so?"},
        {"speaker": "learner", "text": "From now on you have to be on time."},
        {"speaker": "partner", "text": "Is that an order?"},
    ],
}


@asynccontextmanager
async def writing(script: Script) -> AsyncIterator[tuple[ModelServer, LanguageModel]]:
    async with model_server(script) as server:
        model = LanguageModel(server.url, "", "scribe", "chat", timeout_seconds=5)
        yield server, model
        await model.close()


async def test_a_draft_plays_and_hides_what_the_model_hid() -> None:
    async with writing(lambda _: DRAFT) as (server, model):
        text = await notes.draft(model, NOTES)
    scenario, _, problems = read(text)
    assert scenario is not None, problems
    assert (scenario.title, scenario.partner.name) == ("Whose report is it?", "Kim")
    assert scenario.disclosures[1].requires.disclosed == ("fact-1",)
    played = await simulate(scenario)
    assert played.skilled.last.trust - played.unskilled.last.trust > 0.3
    sent = json.dumps(server.asked)
    assert server.asked[0]["response_format"]["json_schema"]["strict"] is True
    assert not any(name in sent for name in ("Anna", "Schmidt", "Acme", "Tom "))


async def test_a_draft_that_gives_its_secret_away_is_sent_back_once() -> None:
    leaking = {**DRAFT, "summary": DRAFT["partner"]["secret"]}
    answers = [leaking, DRAFT]
    async with writing(lambda _: answers.pop(0)) as (server, model):
        text = await notes.draft(model, NOTES)
    assert "A colleague hands in late" in text
    assert "gives away the secret" in server.asked[1]["messages"][1]["content"]
    async with writing(lambda _: leaking) as (_, model):
        with pytest.raises(notes.DraftFailed, match="cannot be played"):
            await notes.draft(model, NOTES)


async def test_a_model_that_refuses_says_so() -> None:
    async with writing(lambda _: DRAFT) as (server, model):
        server.faults.refusal = "I would rather not."
        with pytest.raises(ModelFailed, match="rather not"):
            await notes.draft(model, NOTES)


def test_without_a_judge_there_is_no_model(tmp_path: Path) -> None:
    assert notes.language_model(Settings(data=tmp_path)) is None
