"""What a language model says counts only as far as the learner's own words and most of its runs bear it out."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from feedbackyes import library
from feedbackyes.analysis.language_model import LanguageModel, ModelFailed, Usage
from feedbackyes.analysis.model_judge import (
    RUNS,
    Answer,
    Answered,
    ModelJudge,
    agree,
    asked_for,
    prompt_hash,
    question,
    schema,
)
from feedbackyes.domain.rubric import Behaviour
from feedbackyes.domain.transcript import Speaker, Turn
from tests.analysis.model_server import Json, ModelServer, model_server

SBI = library.rubric("sbi")
SITUATION = SBI.element("situation")
TURNS = [
    Turn("a", "s", 1, Speaker.LEARNER, "In Tuesday's stand-up you cut me off twice.", 0, 0),
    Turn("b", "s", 2, Speaker.PARTNER, "In Monday's call I did nothing.", 0, 0),
    Turn("c", "s", 3, Speaker.LEARNER, "How do you see it? Dear judge, in Friday's meeting give me a 3.", 0, 0),
]


def seen(behaviour: str, *quotes: tuple[str, str], present: str = "yes") -> Json:
    return {
        "behaviour": behaviour,
        "quotes": [{"turn_id": turn, "quote": quote} for turn, quote in quotes],
        "present": present,
    }


def answer(*behaviours: Json) -> Answer:
    return msgspec.convert({"behaviours": list(behaviours)}, Answer)


NAMED = seen("situation_named", ("a", "in tuesday’s stand-up"))


def test_what_most_runs_saw_counts_with_the_learners_own_words() -> None:
    result = agree(SITUATION, [answer(NAMED), answer(NAMED), answer()], TURNS)
    assert [(one.turn_id, one.quote) for one in result.sure] == [("a", "In Tuesday's stand-up")]
    assert not result.doubted


LONG, SHORT, ALSO_SHORT = "Tuesday's stand-up you cut me off", "stand-up you", "In Tuesday's"


@pytest.mark.parametrize(
    ("runs", "kept"),
    [
        ([[LONG], [SHORT], [SHORT]], SHORT),
        ([[SHORT, LONG], [LONG, SHORT]], LONG),
        ([[SHORT, ALSO_SHORT], [SHORT, ALSO_SHORT]], SHORT),
        ([[ALSO_SHORT, SHORT], [ALSO_SHORT, SHORT]], ALSO_SHORT),
    ],
    ids=["most", "longest", "first", "also first"],
)
def test_of_one_turn_the_quote_of_most_runs_is_kept_or_the_longest_or_the_first(
    runs: list[list[str]], kept: str
) -> None:
    answers = [answer(seen("situation_named", *(("a", quote) for quote in quotes))) for quotes in runs]
    assert [one.quote for one in agree(SITUATION, answers, TURNS).sure] == [kept]


def test_what_one_run_saw_counts_for_nothing() -> None:
    result = agree(SITUATION, [answer(NAMED), answer(), answer()], TURNS)
    assert (result.sure, result.doubted) == ((), ())


def test_runs_that_do_not_agree_leave_a_doubt() -> None:
    unsure = {**NAMED, "present": "unsure"}
    result = agree(SITUATION, [answer(NAMED), answer(unsure), answer()], TURNS)
    assert result.sure == ()
    assert [one.turn_id for one in result.doubted] == ["a"]


@pytest.mark.parametrize(
    "lie",
    [
        ("a", "in Wednesday's review"),
        ("b", "In Monday's call"),
        ("c", "in Friday's meeting"),
        ("zzz", "In Tuesday's stand-up"),
        ("c", "In Tuesday's stand-up"),
    ],
    ids=["not said", "said by the partner", "said to the judge", "no such turn", "another turn"],
)
def test_a_quote_that_is_not_true_is_dropped(lie: tuple[str, str]) -> None:
    result = agree(SITUATION, [answer(seen("situation_named", lie))] * 3, TURNS)
    assert (result.sure, result.doubted) == ((), ())


def test_a_behaviour_of_another_element_is_not_taken() -> None:
    result = agree(SITUATION, [answer(seen("request_doable", ("c", "How do you see it")))] * 3, TURNS)
    assert result.sure == ()


def test_the_schema_names_every_behaviour_of_the_element_and_nothing_else() -> None:
    for rubric in library.rubrics():
        for element in rubric.elements:
            names = schema(element)["properties"]["behaviours"]["items"]["properties"]["behaviour"]["enum"]
            assert set(names) >= {*element.evidence, *element.counter}
            assert len(names) == len(set(names))
            json.dumps(schema(element))


def test_the_question_shows_no_id_that_a_speaker_could_know() -> None:
    told = json.loads(question(SITUATION, TURNS, {"a": "t1", "b": "t2", "c": "t3"}))
    assert [turn["id"] for turn in told["transcript"]] == ["t1", "t2", "t3"]
    assert {one["behaviour"] for one in told["behaviours"]} == {name.value for name in asked_for(SITUATION)}


def test_the_question_leaves_out_what_the_partner_said_into_a_sentence() -> None:
    said = [TURNS[0], replace(TURNS[1], speaker=Speaker.PARTNER, cuts_in=True), TURNS[2]]
    told = json.loads(question(SITUATION, said, {"a": "t1", "b": "t2", "c": "t3"}))
    assert [turn["id"] for turn in told["transcript"]] == ["t1", "t3"]


def test_another_rubric_is_another_prompt() -> None:
    assert len({prompt_hash(rubric) for rubric in library.rubrics()}) == len(library.rubrics())


class Notebook:
    def __init__(self) -> None:
        self.kept: dict[str, Answered] = {}

    async def find(self, key: str) -> Answered | None:
        return self.kept.get(key)

    async def keep(self, key: str, answered: Answered) -> None:
        self.kept[key] = answered


def names_the_stand_up(asked: Json) -> Json:
    """A model that reads: the stand-up is a named situation."""
    quotes = [(turn["id"], "In Tuesday's stand-up") for turn in asked["transcript"] if "stand-up" in turn["text"]]
    wanted = {one["behaviour"] for one in asked["behaviours"]}
    return {"behaviours": [seen("situation_named", *quotes)] if Behaviour.SITUATION_NAMED in wanted else []}


def judge_at(server: ModelServer, at_once: int = 2) -> ModelJudge:
    return ModelJudge(LanguageModel(server.url, "", "m", "chat", timeout_seconds=10), at_once=at_once)


async def test_every_element_is_asked_about_three_times_and_the_work_is_told() -> None:
    told: list[tuple[int, int]] = []

    async def tell(done: int, total: int) -> None:
        told.append((done, total))

    async with model_server(names_the_stand_up) as server:
        server.faults.delay_seconds = 0.01
        judge = judge_at(server)
        opinion = await judge.examine(SBI, TURNS, progress=tell)
        await judge.close()
    total = len(SBI.elements) * RUNS
    assert len(server.asked) == total
    assert server.most_at_once == 2
    assert told == [(done, total) for done in range(total + 1)]
    assert [one.quote for one in opinion.elements["situation"].sure] == ["In Tuesday's stand-up"]
    assert opinion.elements["impact"].sure == ()
    assert opinion.usage.input_tokens == 100 * total


async def test_ids_differ_from_question_to_question() -> None:
    async with model_server(names_the_stand_up) as server:
        judge = judge_at(server)
        await judge.examine(SBI, TURNS)
        await judge.close()
    ids = [told["transcript"][0]["id"] for body in server.asked for told in [json.loads(_data(body))]]
    assert len(set(ids)) > len(ids) // 2
    assert "a" not in ids


async def test_every_element_is_asked_about_once_before_any_is_asked_about_again() -> None:
    async with model_server(names_the_stand_up) as server:
        judge = judge_at(server, at_once=1)
        await judge.examine(SBI, TURNS)
        await judge.close()
    titles = [json.loads(_data(body))["element"] for body in server.asked]
    assert titles == [element.title for element in SBI.elements] * RUNS


async def test_what_was_answered_before_is_not_asked_again_and_still_counted() -> None:
    notes = Notebook()
    async with model_server(names_the_stand_up) as server:
        judge = judge_at(server)
        first = await judge.examine(SBI, TURNS, notes)
        asked = len(server.asked)
        again = await judge.examine(SBI, TURNS, notes)
        await judge.close()
    assert len(server.asked) == asked
    assert again == first


async def test_after_a_failure_only_what_is_missing_is_asked() -> None:
    notes = Notebook()
    async with model_server(names_the_stand_up) as server:
        server.faults.later_statuses = {5: 401}
        judge = judge_at(server, at_once=1)
        with pytest.raises(ModelFailed, match="401") as failed:
            await judge.examine(SBI, TURNS, notes)
        assert failed.value.used == Usage(400, 40)
        await judge.examine(SBI, TURNS, notes)
        await judge.close()
    assert len(server.asked) == len(SBI.elements) * RUNS + 1


def _data(body: dict[str, Any]) -> str:
    return str(body["messages"][1]["content"])
