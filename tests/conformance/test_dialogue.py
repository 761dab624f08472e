"""What every dialogue back end must do."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import pytest

from feedbackyes import library
from feedbackyes.domain.errors import UnknownBackend
from feedbackyes.domain.scenario import Scenario
from feedbackyes.stages import dialogue
from feedbackyes.stages.dialogue import CallFunction, Dialogue, Line, Reason, ReplyRequest, Say
from tests.stages.dialogue.chat_server import chat_server, obliging

WEATHER = {
    "type": "function",
    "name": "get_weather",
    "description": "Weather in a place.",
    "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
}
TIME = {"type": "function", "name": "get_time", "parameters": {"type": "object", "properties": {}}}
SCENARIOS: list[Scenario | None] = [None, *library.scenarios()]


@pytest.fixture(params=dialogue.available())
async def backend(request: pytest.FixtureRequest) -> AsyncIterator[Dialogue]:
    async with AsyncExitStack() as stack:
        options: dict[str, Any] = {}
        if request.param == "language_model":
            server = await stack.enter_async_context(chat_server(obliging))
            options = {"url": server.url, "model": "test"}
        loaded = dialogue.load(request.param, **options)
        stack.push_async_callback(loaded.close)
        yield loaded


def history(*texts: str) -> tuple[Line, ...]:
    """Lines from "P: …", "L: …" and "S: …"."""
    return tuple(
        Line("partner" if text[0] == "P" else "system" if text[0] == "S" else "learner", text[3:]) for text in texts
    )


async def answered(
    backend: Dialogue, request: ReplyRequest, scenario: Scenario | None = None, seed: int = 3
) -> list[Say | CallFunction]:
    return [part async for part in backend.open(scenario, seed=seed).reply(request)]


async def text_of(backend: Dialogue, request: ReplyRequest, scenario: Scenario | None = None, seed: int = 3) -> str:
    return "".join(part.text for part in await answered(backend, request, scenario, seed) if isinstance(part, Say))


def test_an_unknown_back_end_is_named_in_the_error() -> None:
    with pytest.raises(UnknownBackend, match="scripted"):
        dialogue.load("psychic")


def test_a_back_end_says_what_it_is(backend: Dialogue) -> None:
    assert backend.name
    assert isinstance(backend.scripted, bool)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: one.id if one else "neutral")
@pytest.mark.parametrize("reason", ["turn", "opening", "silence", "out_of_band"])
@pytest.mark.parametrize("said", [(), ("L: hello",), ("L: ",), ("L: How do you see it?", "P: Well.", "L: Hm?")])
async def test_there_is_always_something_short_to_say(
    backend: Dialogue, scenario: Scenario | None, reason: Reason, said: tuple[str, ...]
) -> None:
    parts = await answered(backend, ReplyRequest(history(*said), reason), scenario)
    assert parts
    assert all(isinstance(part, Say) and part.text.strip() for part in parts)
    text = "".join(part.text for part in parts if isinstance(part, Say))
    assert len(text.split()) < 40


async def test_sentences_come_one_by_one_and_join_to_a_text(backend: Dialogue) -> None:
    request = ReplyRequest(history("L: You are careless."), "turn")
    for seed in range(8):
        parts = [part.text for part in await answered(backend, request, library.scenario("late-report"), seed)
                 if isinstance(part, Say)]  # fmt: skip
        assert all(part[-1].isspace() for part in parts[:-1])
        assert not parts[-1][-1].isspace()


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: one.id if one else "neutral")
async def test_a_restored_conversation_says_the_same(backend: Dialogue, scenario: Scenario | None) -> None:
    request = ReplyRequest(history("L: Good morning.", "P: Yes?", "L: How do you see it?"))
    assert await text_of(backend, request, scenario) == await text_of(backend, request, scenario)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: one.id if one else "neutral")
async def test_a_line_is_said_again_word_for_word(backend: Dialogue, scenario: Scenario | None) -> None:
    again = Line("partner", "I never said that. Who told you?")
    request = ReplyRequest(history("L: Good morning."), again=again, tools=(WEATHER,), tool_choice="required")
    assert await text_of(backend, request, scenario) == again.text


async def test_a_named_function_is_called_whatever_was_said(backend: Dialogue) -> None:
    request = ReplyRequest(history("L: Good morning."), tools=(WEATHER, TIME), tool_choice="get_time")
    assert await answered(backend, request) == [CallFunction("get_time", "{}")]


async def test_a_required_call_has_the_required_arguments(backend: Dialogue) -> None:
    request = ReplyRequest(history("L: How is the weather in Paris?"), tools=(TIME, WEATHER), tool_choice="required")
    (call,) = await answered(backend, request)
    assert isinstance(call, CallFunction)
    assert call.name == "get_weather"
    assert json.loads(call.arguments) == {"city": "Paris"}


async def test_no_function_is_called_when_none_may_be(backend: Dialogue) -> None:
    request = ReplyRequest(history("L: What is the weather in Paris?"), tools=(WEATHER,), tool_choice="none")
    assert all(isinstance(part, Say) for part in await answered(backend, request))


async def test_a_functions_result_is_told(backend: Dialogue) -> None:
    said = history("L: What is the weather in Paris?", 'S: Result of the function call c1: {"sky": "cloudy"}')
    assert "cloudy" in await text_of(backend, ReplyRequest(said, tools=(WEATHER,)))
