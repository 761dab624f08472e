"""Whole talks by voice with a language model as the partner: what it is told, and what is heard of it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest

from feedbackyes import library
from feedbackyes.analysis import persona
from feedbackyes.behaviours.secrecy import Kept
from feedbackyes.domain.scenario import Scenario
from feedbackyes.domain.transcript import Speaker, Turn
from feedbackyes.engine import Engine, Stages
from feedbackyes.protocol import codec
from feedbackyes.protocol.projection import Projection
from feedbackyes.settings import Settings
from feedbackyes.stages.dialogue import Line, language_model, rapport
from tests.engine import fakes
from tests.engine.fakes import Cast, silence, speech
from tests.engine.wire import Wire
from tests.protocol.test_projection import Clock
from tests.stages.dialogue.chat_server import Answer, ChatServer, Json, Script, chat_server

BREAKS = {
    "role": "As an AI language model, I have no feelings about that.",
    "coaching": "Good use of an open question. I would give you eight out of ten for that.",
    "language": "Je ne sais pas ce que vous voulez de moi, mais je suis là pour vous écouter.",
    "stage_direction": "*sighs heavily*",
}
HARMLESS = "I see. Go on, please."


@pytest.fixture(autouse=True)
def quick_voice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fakes, "WORD_MS", 5)


@asynccontextmanager
async def talk(script: Script, *, ears: Sequence[str], **settings: Any) -> AsyncIterator[tuple[Wire, ChatServer, Cast]]:
    """A client of an engine whose dialogue asks a server that answers by `script`."""
    async with chat_server(script) as server:
        cast = Cast()
        cast.ears.hears = list(ears)
        mind = language_model.create(url=server.url, model="test", patience_seconds=10.0, **settings)
        engine = Engine(Settings(), lambda: Stages(vad=cast.loudness, stt=cast.ears, dialogue=mind, tts=cast.voice))
        wire = Wire()
        wire.connection = engine.connect(wire)
        yield wire, server, cast
        await engine.close()


async def begin(wire: Wire, scenario: Scenario) -> None:
    detection = {"type": "server_vad", "silence_duration_ms": 500, "interrupt_response": False}
    audio = {"input": {"transcription": {"model": "any"}, "turn_detection": detection}}
    wire.update(prompt={"id": scenario.id}, audio=audio)
    await wire.until("session.updated")


async def said_after(wire: Wire) -> str:
    """The learner speaks; what the partner says to it."""
    wire.append(speech(1000) + silence(700))
    response = (await wire.until("response.done"))["response"]
    assert response["status"] == "completed"
    transcript: str = response["output"][0]["content"][0]["transcript"]
    return transcript


def planted(scenario: Scenario) -> list[str]:
    """What a bad model writes, turn by turn: every fact in its lines' words and its own, the motive, every break."""
    facts = [text for one in scenario.disclosures for text in (one.lines[0], one.fact)]
    return [*facts, scenario.partner.secret, *BREAKS.values()]


def unearned_in(scenario: Scenario, body: Json, earned: Sequence[str]) -> list[str]:
    """Facts that are in a request, word for word, and were not earned; the motive, while there are any such facts."""
    sent = json.dumps(body, ensure_ascii=False)
    hidden = [one for one in scenario.disclosures if one.id not in earned]
    motive = [part.strip() for part in scenario.partner.secret.split(".") if part.strip() and hidden]
    return [text for text in (*(part for one in hidden for part in (one.fact, *one.lines)), *motive) if text in sent]


@pytest.mark.parametrize("name", ["late-report", "shouting-customer", "hors-devis"])
async def test_three_talks_by_voice_tell_no_fact_that_was_not_earned(name: str) -> None:
    scenario = library.scenario(name)
    says = max((list(test.says) for test in scenario.tests if test.told), key=lambda one: len(one))
    writes = planted(scenario)
    writes = [writes[i % len(writes)] for i in range(2 * len(says))]
    bad = iter(writes)
    history: list[Line] = []
    async with talk(lambda _: Answer(next(bad), size=7), ears=says) as (wire, server, _):
        await begin(wire, scenario)
        for text in says:
            history.append(Line("learner", text))
            earned = rapport(scenario, history).earned
            asked = len(server.asked)
            heard = await said_after(wire)
            assert [text for body in server.asked[asked:] for text in unearned_in(scenario, body, earned)] == []
            assert not tells_too_much(scenario, history, heard)
            history.append(Line("partner", heard))
        assert set(rapport(scenario, history).earned)
    check = persona.check(scenario, turns(history))
    assert [one.kind for one in check.findings] == []


def tells_too_much(scenario: Scenario, history: Sequence[Line], heard: str) -> bool:
    kept = Kept(scenario)
    for line in history:
        if line.speaker == "learner":
            kept.hear(line.text)
    kept.known.update(rapport(scenario, history).earned)
    return bool(kept.leak_in(heard))


def turns(history: Sequence[Line]) -> list[Turn]:
    who = {"learner": Speaker.LEARNER, "partner": Speaker.PARTNER}
    return [
        Turn(f"t{i}", "s", i, who[line.speaker], line.text, i * 1000, i * 1000 + 900) for i, line in enumerate(history)
    ]


@pytest.mark.parametrize("name", ["late-report", "shouting-customer", "quiet-one-to-one"])
def test_the_persona_check_sees_every_break_that_is_planted(name: str) -> None:
    scenario = library.scenario(name)
    hidden = [text for one in scenario.disclosures for text in (one.lines[0], one.fact)]
    for kind, text in (*BREAKS.items(), *(("secret", text) for text in hidden), ("secret", scenario.partner.secret)):
        check = persona.check(scenario, turns([Line("learner", "Good morning."), Line("partner", text)]))
        assert kind in [one.kind for one in check.findings], text


async def test_a_turn_that_was_foreseen_is_asked_for_once_and_before_it_is_over() -> None:
    async with talk(lambda _: Answer(HARMLESS), ears=["the report was late", "so"]) as (wire, server, _):
        await begin(wire, library.scenario("late-report"))
        wire.append(speech(1700) + silence(300))
        await server.until(lambda one: len(one.asked) == 1)
        assert not wire.of("input_audio_buffer.speech_stopped")
        assert server.asked[0]["messages"][-1]["content"].endswith("\nthe report was late")
        wire.append(silence(400))
        assert (await wire.until("response.done"))["response"]["output"][0]["content"][0]["transcript"] == HARMLESS
        assert len(server.asked) == 1


async def test_a_learner_who_goes_on_leaves_no_trace_of_what_was_foreseen() -> None:
    answers = {"early": Answer("Too early.", wait_seconds=30.0), "late": Answer(HARMLESS)}
    said = "the report was late and the client called me"

    def script(body: Json) -> Answer:
        return answers["late" if "client" in body["messages"][-1]["content"] else "early"]

    async with talk(script, ears=[said]) as (wire, server, _):
        await begin(wire, library.scenario("late-report"))
        wire.append(speech(1700) + silence(300))
        await server.until(lambda one: len(one.asked) == 1)
        wire.append(speech(2400))
        await server.until(lambda one: one.dropped == 1)
        wire.append(silence(700))
        response = (await wire.until("response.done"))["response"]
        assert response["output"][0]["content"][0]["transcript"] == HARMLESS
        assert "early" not in json.dumps([wire.log, server.asked[1:]])
        assert len(wire.of("response.created")) == 1


async def test_the_cultural_context_of_a_session_is_told_to_the_model() -> None:
    async with talk(lambda _: Answer(HARMLESS), ears=["good morning"]) as (wire, server, _):
        wire.update(prompt={"id": "late-report", "variables": {"cultural_context": "US-English"}})
        await said_after(wire)
        assert (
            "at home in this context would, without stereotypes: US-English."
            in server.asked[0]["messages"][0]["content"]
        )


async def test_who_interrupts_ends_the_request() -> None:
    async with talk(lambda _: Answer("Well, I did. " * 9, between_seconds=0.3), ears=["how was it", "wait"]) as (
        wire,
        server,
        _,
    ):
        wire.update(audio={"input": {"transcription": {"model": "any"}}})
        wire.append(speech(1000) + silence(700))
        await wire.until("response.output_audio.delta")
        wire.append(speech(600))
        assert (await wire.until("response.done"))["response"]["status"] == "cancelled"
        await server.until(lambda one: one.dropped >= 1)


async def test_the_learner_is_warned_once_when_the_script_speaks() -> None:
    answers = [Answer(status=500), Answer(HARMLESS), Answer(status=500), Answer(status=500)]
    ears = ["the report was late again because", "what did you mean by it because", "and then because", "so because"]
    async with talk(lambda _: answers.pop(0), ears=ears, early=False) as (wire, _, _cast):
        await begin(wire, library.scenario("late-report"))
        heard = [await said_after(wire) for _ in ears]
        assert heard[1] == HARMLESS
        assert heard[0] in library.scenario("late-report").lines()
        stood_in = [one["response"]["metadata"] for one in wire.of("response.done")]
        assert stood_in == [{"stands_in": "script"}, None, {"stands_in": "script"}, {"stands_in": "script"}]
        projection = Projection("s", Clock())
        done = [codec.decode_server(json.dumps(event)) for event in wire.of("response.done")]
        bodies = [body for event in done for body in projection.feed_server(event, 0.0)]
        assert [body.data["code"] for body in bodies if body.type == "warning"] == ["partner_scripted"]
