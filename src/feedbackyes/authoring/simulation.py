"""Simulated learners: a skilled and an unskilled one play a scenario against its scripted partner, and must end differently.

No chance is in it: the same scenario always plays the same way. What a learner says comes from the scenario's own model
dialogues and tests, and from general sentences for the behaviours that its rubric looks for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain, islice
from typing import Literal

import yaml
from pydantic import TypeAdapter

from feedbackyes import library
from feedbackyes.authoring.reading import Problem, Source
from feedbackyes.behaviours import LANGUAGES, Behaviour, Utterance
from feedbackyes.behaviours.rapport import Rapport, follow
from feedbackyes.domain.errors import NotFound
from feedbackyes.domain.rubric import Rubric
from feedbackyes.domain.scenario import Band, Scenario, ScenarioTest
from feedbackyes.domain.transcript import Speaker
from feedbackyes.stages import dialogue
from feedbackyes.stages.dialogue import Line, Reason, ReplyRequest, Say

Kind = Literal["skilled", "unskilled"]
TURNS = 12
"""A learner's turns in a simulated talk: about five minutes."""
LEAST_APART = 0.3
"""Trust that skill has to make a difference of, on its scale from 0 to 1."""
SEED = 7
_LISTENING = (
    Behaviour.ASKS_VIEW,
    Behaviour.ACKNOWLEDGEMENT,
    Behaviour.OPEN_QUESTION,
    Behaviour.PARAPHRASE,
    Behaviour.FOLLOW_UP_QUESTION,
    Behaviour.SUMMARY,
    Behaviour.NEXT_STEP_AGREED,
)
_Lines = Mapping[str, Mapping[str, Mapping[Behaviour, tuple[str, ...]]]]


@dataclass(frozen=True, slots=True)
class Step:
    """One turn of a simulated talk: what was said, what came back, and where it left the partner (each 0 to 1)."""

    said: str
    answered: str
    trust: float
    tension: float
    openness: float
    earned: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Played:
    """A simulated talk. `opening` is what the partner began with, if it did. `start` is (trust, tension, openness)."""

    learner: Kind
    opening: str
    start: tuple[float, float, float]
    steps: tuple[Step, ...]

    @property
    def last(self) -> Step:
        return self.steps[-1]


@dataclass(frozen=True, slots=True)
class Simulation:
    """Both talks, and what their author should think about."""

    skilled: Played
    unskilled: Played
    problems: tuple[Problem, ...]


async def simulate(scenario: Scenario, source: Source | None = None) -> Simulation:
    """Play a scenario with both learners, and its own tests."""
    skilled = await _play(scenario, "skilled", lines(scenario, "skilled"))
    unskilled = await _play(scenario, "unskilled", lines(scenario, "unskilled"))
    found = [*_compare(skilled, unskilled, scenario)]
    for i, test in enumerate(scenario.tests):
        played = await _play(scenario, "skilled", test.says)
        found += [(("tests", i), message) for message in _missed(test, played)]
    problems = [Problem(path, source.line(path) if source else 1, message, "warning") for path, message in found]
    return Simulation(skilled, unskilled, tuple(problems))


def lines(scenario: Scenario, kind: Kind) -> tuple[str, ...]:
    """What the learner says in `TURNS` turns: first as the scenario shows it, then what anybody can say."""
    dialogue_ = scenario.model_dialogues.good if kind == "skilled" else scenario.model_dialogues.poor
    shown = [line.text for line in dialogue_ if line.speaker == "learner"]
    tests = [text for test in scenario.tests if _is_for(test, kind) for text in test.says]
    known = chain(tests, shown) if kind == "unskilled" else chain(shown, tests)
    return tuple(islice(dict.fromkeys(chain(known, _general(scenario, kind))), TURNS))


def _is_for(test: ScenarioTest, kind: Kind) -> bool:
    """A test in which trust is to be low is an unskilled learner's."""
    low = Band.LOW in test.trust or bool(test.untold and not test.told)
    return low is (kind == "unskilled")


def _general(scenario: Scenario, kind: Kind) -> Iterator[str]:
    """General sentences in the scenario's language, those that its rubric looks for first."""
    primary = scenario.language.split("-", maxsplit=1)[0].lower()
    by_behaviour = _sentences()[primary if primary in LANGUAGES else "en"]["skilled" if kind == "skilled" else "clumsy"]
    wanted: dict[Behaviour, None] = dict.fromkeys(_looked_for(scenario, kind))
    if kind == "skilled":
        wanted |= dict.fromkeys(_LISTENING)
    else:
        wanted |= dict.fromkeys(by_behaviour)
    deepest = max(len(found) for found in by_behaviour.values())
    for i in range(deepest):
        for behaviour in wanted:
            yield from by_behaviour.get(behaviour, ())[i : i + 1]


def _looked_for(scenario: Scenario, kind: Kind) -> Iterator[Behaviour]:
    rubric = _rubric(scenario)
    for element in rubric.elements if rubric else ():
        yield from element.evidence if kind == "skilled" else element.counter


def _rubric(scenario: Scenario) -> Rubric | None:
    try:
        return library.rubric(scenario.rubric_ref)
    except NotFound:
        return None


@cache
def _sentences() -> _Lines:
    text = (files(__package__) / "learners.yaml").read_text(encoding="utf-8")
    return TypeAdapter(_Lines).validate_python(yaml.safe_load(text))


async def _play(scenario: Scenario, kind: Kind, says: Sequence[str]) -> Played:
    """One whole talk with the scripted partner."""
    talk = dialogue.load("scripted").open(scenario, language=scenario.language, seed=SEED)
    history: list[Line] = []

    async def reply(reason: Reason) -> str:
        pieces = [one.text async for one in talk.reply(ReplyRequest(tuple(history), reason)) if isinstance(one, Say)]
        history.append(Line("partner", "".join(pieces)))
        return history[-1].text

    opening = await reply("opening") if scenario.opens == "partner" else ""
    steps: list[Step] = []
    for text in says:
        history.append(Line("learner", text))
        now = _stands(scenario, history)
        answered = await reply("turn")
        steps.append(Step(text, answered, now.trust, now.tension, now.openness, now.earned))
    start = (scenario.state.trust, scenario.state.tension, scenario.state.openness)
    return Played(kind, opening, start, tuple(steps))


def _stands(scenario: Scenario, history: Sequence[Line]) -> Rapport:
    turns = [
        Utterance(str(i), Speaker.LEARNER if line.speaker == "learner" else Speaker.PARTNER, line.text)
        for i, line in enumerate(history)
    ]
    return follow(scenario, turns)


_Told = tuple[tuple[str | int, ...], str]


def _compare(skilled: Played, unskilled: Played, scenario: Scenario) -> Iterator[_Told]:
    good, poor = skilled.last, unskilled.last
    if good.trust - poor.trust < LEAST_APART:
        yield (
            ("transitions",),
            f"Skill makes little difference: trust ends at {good.trust:.2f} for the skilled learner and at "
            f"{poor.trust:.2f} for the unskilled one.",
        )
    if not good.earned:
        yield (
            ("difficulty",),
            "Too hard: a skilled learner earns nothing. Lower `resistance` or `disclosure_threshold`, or what the "
            "disclosures require.",
        )
    if poor.earned:
        yield (
            ("difficulty",),
            f"Too easy: an unskilled learner earns {', '.join(poor.earned)}. Raise `disclosure_threshold`, or let more "
            "hurt trust.",
        )
    first = skilled.steps[0]
    if first.earned and len(scenario.disclosures) > 1:
        yield ("disclosures",), f"{first.earned[0]!r} is told at once, on the first sentence of a skilled learner."


def _missed(test: ScenarioTest, played: Played) -> Iterator[str]:
    """What a test of the scenario's own expects, and did not find."""
    last = played.last
    for name, wanted, value in (("trust", test.trust, last.trust), ("tension", test.tension, last.tension)):
        if wanted and Band.of(value) not in wanted:
            bands = " or ".join(band.value for band in wanted)
            yield f"The test {test.name!r} expects {name} to end {bands}; it ends {Band.of(value).value} ({value:.2f})."
    for told in sorted(set(test.told) - set(last.earned)):
        yield f"The test {test.name!r} expects {told!r} to be told; it stays hidden."
    for told in sorted(set(test.untold).intersection(last.earned)):
        yield f"The test {test.name!r} expects {told!r} to stay hidden; it is told."
