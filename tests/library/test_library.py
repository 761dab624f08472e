"""The shipped scenarios are complete, speakable, and play out differently for different people."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from feedbackyes import library
from feedbackyes.behaviours import Utterance, detect
from feedbackyes.behaviours.rapport import Rapport
from feedbackyes.domain.errors import NotFound
from feedbackyes.domain.rubric import Rubric, levels
from feedbackyes.domain.scenario import Band, DialogueLine, Scenario, ScenarioTest
from feedbackyes.domain.transcript import Speaker
from feedbackyes.stages import dialogue
from feedbackyes.stages.dialogue import Line, ReplyRequest, Say, rapport
from feedbackyes.stages.dialogue._lines import MOST_WORDS, words

IDS = [
    "late-report",
    "conflict-resolution",
    "weekend-request",
    "indirect-yes",
    "shouting-customer",
    "failure-interview",
    "quiet-one-to-one",
    "hard-words",
    "price-objection",
    "hors-devis",
    "ueberschriebenes-konzept",
    "demo-del-martes",
]
METRICS = {"talk_share", "longest_monologue_s", "questions_per_10_turns", "interruptions", "open_question_ratio"}
EVERY = pytest.mark.parametrize("scenario", library.scenarios(), ids=lambda scenario: scenario.id)
EVERY_TEST = pytest.mark.parametrize(
    ("scenario", "test"),
    [(scenario, test) for scenario in library.scenarios() for test in scenario.tests],
    ids=lambda one: one.id if isinstance(one, Scenario) else one.name,
)
NOT_SPOKEN = re.compile(r"[()\[\]{}<>*_#|\\/=+@~^“”„«»…:;]|\.\.|--|\d")
STAGE_WORDS = re.compile(r"\b(sighs|laughs|pauses|smiles|nods|chuckles|shrugs)\b")


async def played(scenario: Scenario, says: tuple[str, ...], seed: int = 7) -> list[Line]:
    """A whole talk with the scripted partner."""
    talk = dialogue.load("scripted").open(scenario, seed=seed)
    history: list[Line] = []

    async def reply(reason: dialogue.Reason) -> None:
        request = ReplyRequest(tuple(history), reason)
        said = [one.text async for one in talk.reply(request) if isinstance(one, Say)]
        history.append(Line("partner", "".join(said)))

    if scenario.opens == "partner":
        await reply("opening")
    for text in says:
        history.append(Line("learner", text))
        await reply("turn")
    return history


def test_the_scenarios_come_in_the_order_of_the_home_page() -> None:
    assert [scenario.id for scenario in library.scenarios()] == IDS


def test_a_scenario_and_a_rubric_are_found_by_id_or_not_at_all() -> None:
    assert library.scenario("conflict-resolution").title == "Whose idea was it?"
    assert library.rubric("sbi").id == "sbi"
    with pytest.raises(NotFound, match="no scenario 'nowhere'"):
        library.scenario("nowhere")
    with pytest.raises(NotFound, match="Choose one of: active_listening"):
        library.rubric("nothing")


def test_what_is_read_is_read_once() -> None:
    assert library.scenarios() is library.scenarios()
    assert library.rubrics() is library.rubrics()


@pytest.mark.parametrize(
    ("text", "place"),
    [("id: [", "not readable as YAML"), ("- a list", "as a whole"), ("id: sbi\nversion: 0", "version")],
)
def test_a_bad_file_is_refused_with_the_place(text: str, place: str) -> None:
    with pytest.raises(library.BadFile, match=place):
        library.parse(Rubric, text, "broken.yaml")


@EVERY
def test_there_is_enough_to_say_for_ten_minutes(scenario: Scenario) -> None:
    assert len(scenario.lines()) >= 150
    assert all(len(beat.lines) >= 2 or beat.once or beat.trigger.disclosed for beat in scenario.beats)
    assert all(len(disclosure.lines) >= 2 for disclosure in scenario.disclosures)


@EVERY
def test_every_line_can_be_spoken(scenario: Scenario) -> None:
    for line in scenario.lines():
        assert not NOT_SPOKEN.search(line), line
        assert not STAGE_WORDS.search(line.lower()), line
        assert line[-1] in ".?!", line
        assert line.lstrip("¿¡")[0].isupper(), line
        assert len(words(line)) <= MOST_WORDS, line


@EVERY
def test_each_line_belongs_to_one_place(scenario: Scenario) -> None:
    places = [line for beat in scenario.beats for line in beat.lines]
    places += [line for disclosure in scenario.disclosures for line in disclosure.lines]
    places += [line for name in type(scenario.asides).model_fields for line in getattr(scenario.asides, name)]
    assert len(places) == len(set(places))


def test_partners_do_not_share_their_lines() -> None:
    seen: dict[str, str] = {}
    for scenario in library.scenarios():
        for line in set(scenario.lines()) - set(scenario.asides.reflective):
            if len(words(line)) >= 5:
                assert seen.setdefault(line, scenario.id) == scenario.id, line


@EVERY
def test_bands_are_for_metrics_that_exist(scenario: Scenario) -> None:
    assert set(scenario.bands) <= METRICS


@EVERY_TEST
async def test_a_simulated_learner_arrives_where_the_scenario_says(scenario: Scenario, test: ScenarioTest) -> None:
    end: Rapport = rapport(scenario, await played(scenario, test.says))
    assert not test.trust or Band.of(end.trust) in test.trust
    assert not test.tension or Band.of(end.tension) in test.tension
    assert set(test.told) <= set(end.earned)
    assert set(test.untold).isdisjoint(end.earned)


@EVERY
async def test_skill_and_clumsiness_lead_to_different_talks(scenario: Scenario) -> None:
    ends = {}
    for test in scenario.tests:
        history = await played(scenario, test.says)
        ends[test.name] = (rapport(scenario, history), {line.text for line in history if line.speaker == "partner"})
    (good, kind), (bad, harsh) = ends["skilled"], ends["clumsy"]
    assert good.trust - bad.trust >= 0.4
    assert len(good.earned) >= 2
    assert bad.earned == ()
    facts = {line for disclosure in scenario.disclosures for line in disclosure.lines}
    assert any(line in told for line in facts for told in kind)
    assert not any(line in told for line in facts for told in harsh)


@EVERY_TEST
async def test_forty_turns_bring_no_line_twice(scenario: Scenario, test: ScenarioTest) -> None:
    more = [text for text in scenario.learner_phrases if text not in test.says]
    history = await played(scenario, (*test.says, *more)[:40])
    said = [line.text for line in history if line.speaker == "partner"]
    assert len(said) >= 40
    assert len(set(said)) == len(said)
    assert all(0 < len(words(text)) <= MOST_WORDS for text in said)


@EVERY
def test_both_examples_are_talks_and_take_turns(scenario: Scenario) -> None:
    for example in (scenario.model_dialogues.good, scenario.model_dialogues.poor):
        assert 8 <= len(example) <= 14
        assert all(line.speaker != after.speaker for line, after in pairwise(example))


@EVERY
def test_the_good_example_is_rated_above_the_poor_one(scenario: Scenario) -> None:
    rubric = library.rubric(scenario.rubric_ref)

    def total(example: tuple[DialogueLine, ...]) -> int:
        turns = [Utterance(f"t{i}", Speaker(line.speaker), line.text) for i, line in enumerate(example)]
        return sum(one.level or 0 for one in levels(rubric, detect(turns, scenario.language)).values())

    assert total(scenario.model_dialogues.good) >= total(scenario.model_dialogues.poor) + 4
