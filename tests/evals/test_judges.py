"""Judges are examined as the app uses them, the language model over HTTP."""

from __future__ import annotations

import asyncio

import pytest

from evals import run
from evals.figures import Agreement, Detector, judged, together, weighted_kappa
from evals.golden import load, spoken
from evals.judges import Basic, configured
from evals.report import Result, page
from feedbackyes import library
from feedbackyes.settings import Settings
from tests.analysis.model_server import Json, model_server

TALK = next(talk for talk in load("figures") if talk.id == "sbi-figures-two-3")


def reader(question: Json) -> Json:
    """What the labels say: the learner's turns are known by their words."""
    shows = {said.text: said.shows for said in TALK.turns}
    seen = [
        {"behaviour": name, "quotes": [{"turn_id": turn["id"], "quote": quote}], "present": "yes"}
        for turn in question["transcript"]
        for name, quote in shows.get(turn["text"], ())
        if name in {one["behaviour"] for one in question["behaviours"]}
    ]
    return {"behaviours": seen}


async def test_a_language_model_that_reads_like_the_author_agrees_with_the_author() -> None:
    async with model_server(reader) as server:
        model = configured(Settings(judge="model", openai_api_base=server.url, judge_model="tiny"))
        assert model is not None
        opinion = await asyncio.to_thread(judged, model, [TALK])
        await asyncio.to_thread(model.close)
    assert model.name == "Language model tiny"
    assert opinion.share("exact") == 1
    assert opinion.quotes == opinion.quotes_found > 0
    assert (opinion.repeated, opinion.steady) == (1, len(TALK.levels))
    assert len(server.asked) == 3 * 3 * len(TALK.levels)
    assert model.used.input_tokens == 100 * len(server.asked)


async def test_a_model_that_does_not_answer_ends_the_evaluation(capsys: pytest.CaptureFixture[str]) -> None:
    async with model_server(reader) as server:
        server.faults.refusal = "No."
        settings = Settings(judge="model", openai_api_base=server.url)
        code = await asyncio.to_thread(run.main, ["--judge", "model", "--half", "tune"], settings)
    assert code == 1
    assert "It refused: No" in capsys.readouterr().err


def test_without_a_model_there_is_none_to_examine(capsys: pytest.CaptureFixture[str]) -> None:
    assert configured(Settings(judge="basic")) is None
    assert run.main(["--judge", "model", "--half", "tune"], Settings(judge="basic")) == 1
    assert "No language model is configured" in capsys.readouterr().err


def test_the_page_says_what_was_found() -> None:
    opinion = judged(Basic(), [TALK])
    text = page({"hedge": Detector(right=8, wrong=2, missed=0)}, [Result(Basic(), opinion, 40, [])], date=run.today())
    assert "| hedge | 8 | 0.80 | 0.49 to 0.94 | 1.00 | 0.68 to 1.00 | yes |" in text
    assert "## Basic check" in text
    assert "40 changed talks, 0 levels raised" in text
    assert "None was configured" in text


def test_detectors_add_up() -> None:
    both = together({"a": Detector(right=3, wrong=1), "b": Detector(right=1, missed=4)})
    assert (both.precision, both.recall) == (0.8, 0.5)


def test_kappa_counts_a_big_difference_four_times() -> None:
    assert weighted_kappa([(0, 0), (1, 1), (2, 2)]) == 1
    # By hand: squares of differences 0, 1, 4, 0; of all sixteen combinations 2 + 8 + 16 + 2.
    assert weighted_kappa([(0, 0), (0, 1), (2, 0), (2, 2)]) == pytest.approx(1 - (5 / 4) / (28 / 16))
    assert weighted_kappa([(1, 1), (1, 1)]) is None


def test_what_a_judge_leaves_open_is_no_disagreement() -> None:
    every = Basic(experimental={str(name) for name in library.behaviours()})
    assert every.judge(library.rubric("sbi"), spoken(TALK.turns)).open == set(TALK.levels)
    assert judged(every, [TALK]).agreement[("sbi", "situation")] == Agreement(talks=1)
