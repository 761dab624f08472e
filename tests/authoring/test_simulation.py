"""A skilled and an unskilled learner play a scenario, always in the same way, and end differently."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from feedbackyes import authoring, library
from feedbackyes.authoring import simulation
from feedbackyes.authoring.reading import read
from feedbackyes.authoring.simulation import LEAST_APART, TURNS, lines, simulate
from feedbackyes.behaviours import Behaviour, Utterance, detect
from feedbackyes.domain.scenario import Scenario
from feedbackyes.domain.transcript import Speaker

_CUES = {
    "en": "I had to do everything alone and nobody told me. Please, you have to do it this weekend.",
    "fr": "J'ai dû tout faire seul et personne ne m'a rien dit. Faites-le ce week-end, s'il vous plaît.",
    "de": "Ich musste alles alleine machen und niemand hat mir etwas gesagt. Bitte machen Sie es am Wochenende.",
    "es": "Tuve que hacerlo todo solo y nadie me dijo nada. Por favor, hazlo este fin de semana.",
}


def blank(**changes: object) -> Scenario:
    scenario, _, _ = read(authoring.blank())
    assert scenario is not None
    return scenario.model_copy(update=changes)


def sentences() -> Iterator[tuple[str, str, Behaviour, str]]:
    for tag, kinds in simulation._sentences().items():
        for kind, by_behaviour in kinds.items():
            for behaviour, said in by_behaviour.items():
                yield from ((tag, kind, behaviour, line) for line in said)


@pytest.mark.parametrize(("tag", "kind", "behaviour", "line"), list(sentences()))
def test_every_general_sentence_is_noticed_as_what_it_stands_under(
    tag: str, kind: str, behaviour: Behaviour, line: str
) -> None:
    interview = behaviour.startswith(("interview", "learning"))
    cue = "Tell me about a time when something went wrong in your work." if interview else _CUES[tag]
    refusal = simulation._sentences()[tag]["skilled"][Behaviour.REFUSAL_CLEAR][0]
    turns = [Utterance("p", Speaker.PARTNER, cue)]
    if behaviour is Behaviour.HOLDS_WHEN_PUSHED:
        turns += [Utterance("no", Speaker.LEARNER, refusal), Utterance("p2", Speaker.PARTNER, cue)]
    turns.append(Utterance("it", Speaker.LEARNER, line))
    assert behaviour in {one.behaviour for one in detect(turns, tag) if one.turn_id == "it"}, kind


@pytest.mark.parametrize("scenario", library.scenarios(), ids=lambda one: one.id)
async def test_skill_makes_a_difference_in_every_shipped_scenario(scenario: Scenario) -> None:
    found = await simulate(scenario.model_copy(update={"tests": ()}))
    assert found.skilled.last.trust - found.unskilled.last.trust >= LEAST_APART
    assert found.skilled.last.earned
    assert found.unskilled.last.earned == ()
    assert found.problems == ()


async def test_the_same_scenario_plays_the_same_way_again() -> None:
    first, again = await simulate(blank()), await simulate(blank())
    assert first == again
    assert len(first.skilled.steps) == TURNS
    assert all(step.answered for step in (*first.skilled.steps, *first.unskilled.steps))
    assert len({step.answered for step in first.skilled.steps}) == TURNS


def test_a_learner_begins_as_the_model_dialogue_does() -> None:
    scenario = blank()
    shown = [line.text for line in scenario.model_dialogues.good if line.speaker == "learner"]
    assert lines(scenario, "skilled")[: len(shown)] == tuple(shown)
    assert set(lines(scenario, "skilled")).isdisjoint(lines(scenario, "unskilled"))


async def test_a_partner_who_begins_is_heard_first() -> None:
    found = await simulate(blank(opens="partner"))
    assert found.skilled.opening in blank().opening_lines
    assert (await simulate(blank())).skilled.opening == ""


async def test_too_hard_is_what_skill_cannot_move() -> None:
    scenario = blank()
    hard = scenario.difficulty.model_copy(update={"disclosure_threshold": 1.0, "resistance": 0.95})
    found = await simulate(blank(difficulty=hard))
    assert any("Too hard" in one.message for one in found.problems)


async def test_too_easy_is_what_clumsiness_opens() -> None:
    scenario = blank()
    open_ = scenario.disclosures[0].requires.model_copy(
        update={"trust_min": 0.0, "openness_min": 0.0, "now": (), "turns_min": 0}
    )
    told = scenario.disclosures[0].model_copy(update={"requires": open_})
    easy = scenario.difficulty.model_copy(update={"disclosure_threshold": 0.0})
    kind = tuple(move.model_copy(update={"trust": abs(move.trust), "tension": 0}) for move in scenario.transitions)
    found = await simulate(blank(difficulty=easy, transitions=kind, disclosures=(told, *scenario.disclosures[1:])))
    messages = " ".join(one.message for one in found.problems)
    assert "Too easy" in messages
    assert "little difference" in messages


async def test_a_test_of_the_scenarios_own_that_fails_is_told_with_its_line() -> None:
    text = authoring.blank() + (
        "tests:\n"
        "  - {name: hopeful, says: ['You are careless.'], trust: [high], tension: [low], told: [real-reason], untold: []}\n"
    )
    scenario, source, problems = read(text)
    assert scenario is not None, problems
    found = await simulate(scenario, source)
    told = [one for one in found.problems if one.path == ("tests", 0)]
    assert {one.line for one in told} == {text.count("\n")}
    assert len(told) == 3
    assert "expects trust to end high" in told[0].message
