"""The dialogue by itself: the hosted service's own client over a real socket."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import openai
import pytest
from openai import AsyncOpenAI

from feedbackyes import library
from feedbackyes.domain.errors import Failed
from feedbackyes.engine import Engine
from feedbackyes.stages.dialogue import CallFunction, Line, Say
from tests.api.engine_alone import engine_alone
from tests.engine.fakes import Cast

SCENARIO = library.scenario("late-report")
WEATHER: Any = {
    "type": "function",
    "function": {"name": "get_weather", "parameters": {"type": "object", "properties": {"city": {"type": "string"}}}},
}


@dataclass
class Place:
    cast: Cast
    client: AsyncOpenAI

    async def ask(self, *messages: Any, **options: Any) -> Any:
        return await self.client.chat.completions.create(model="any", messages=list(messages), **options)


@pytest.fixture
async def place() -> AsyncIterator[Place]:
    async with (
        engine_alone() as alone,
        AsyncOpenAI(api_key="sk-anything", base_url=alone.url, max_retries=0) as client,
    ):
        yield Place(alone.cast, client)


def says(role: str, content: Any, **more: Any) -> dict[str, Any]:
    return {"role": role, "content": content, **more}


async def test_the_partner_answers_the_messages(place: Place) -> None:
    place.cast.partner.says = [[Say("Good. "), Say("And you?")]]
    answer = await place.ask(
        says("system", "Be brief."),
        says("assistant", "Hello."),
        says("user", [{"type": "text", "text": "How are you?"}]),
    )
    (request,) = place.cast.partner.requests
    assert request.history == (Line("partner", "Hello."), Line("learner", "How are you?"))
    assert (request.instructions, request.reason) == ("Be brief.", "turn")
    (choice,) = answer.choices
    assert (choice.message.content, choice.finish_reason) == ("Good. And you?", "stop")
    assert answer.usage.total_tokens == answer.usage.prompt_tokens + answer.usage.completion_tokens > 0


async def test_sentences_come_one_by_one(place: Place) -> None:
    place.cast.partner.says = [[Say("Good. "), Say("And you?")]]
    stream = await place.ask(says("user", "Hi"), stream=True, stream_options={"include_usage": True})
    chunks = [chunk async for chunk in stream]
    deltas = [chunk.choices[0].delta.content for chunk in chunks if chunk.choices]
    assert deltas == ["Good.", " And you?", None]
    assert chunks[-2].choices[0].finish_reason == "stop"
    assert chunks[-1].usage.completion_tokens > 0


async def test_a_scenarios_partner_can_be_asked_for(place: Place) -> None:
    await place.ask(says("user", "Hi"), metadata={"scenario": SCENARIO.id}, seed=7)
    assert place.cast.partner.cast == [(SCENARIO, SCENARIO.language, 7)]
    with pytest.raises(openai.NotFoundError, match="nowhere"):
        await place.ask(says("user", "Hi"), metadata={"scenario": "nowhere"})


@pytest.mark.parametrize("stream", [False, True])
async def test_a_function_is_called_and_its_result_is_heard(place: Place, stream: bool) -> None:
    place.cast.partner.says = [[CallFunction("get_weather", '{"city": "Paris"}')]]
    choice: Any = {"type": "function", "function": {"name": "get_weather"}}
    answer = await place.ask(says("user", "Paris?"), tools=[WEATHER], tool_choice=choice, stream=stream)
    if stream:
        chunks = [chunk async for chunk in answer]
        (call,), reason = chunks[0].choices[0].delta.tool_calls, chunks[-1].choices[0].finish_reason
    else:
        (call,), reason = answer.choices[0].message.tool_calls, answer.choices[0].finish_reason
    assert (call.function.name, json.loads(call.function.arguments), reason) == (
        "get_weather",
        {"city": "Paris"},
        "tool_calls",
    )
    assert place.cast.partner.requests[0].tools[0]["name"] == "get_weather"
    assert place.cast.partner.requests[0].tool_choice == "get_weather"
    called = {"id": call.id, "type": "function", "function": {"name": "get_weather", "arguments": "{}"}}
    await place.ask(
        says("user", "Paris?"), says("assistant", None, tool_calls=[called]), says("tool", "rain", tool_call_id=call.id)
    )
    assert place.cast.partner.requests[1].history[-1].text == f"Result of the function call {call.id}: rain"


async def test_an_answer_ends_where_the_caller_wants(place: Place) -> None:
    place.cast.partner.says = [[Say("This is quite long. "), Say("And goes on.")]] * 2
    answer = await place.ask(says("user", "Hi"), max_completion_tokens=2)
    assert (answer.choices[0].message.content, answer.choices[0].finish_reason) == ("This is ", "length")
    chunks = [chunk async for chunk in await place.ask(says("user", "Hi"), max_tokens=2, stream=True)]
    assert chunks[-1].choices[0].finish_reason == "length"


@pytest.mark.parametrize(
    ("options", "param"),
    [
        ({"messages": []}, "messages"),
        ({"messages": [{"role": "user", "content": [{"type": "image_url"}]}]}, "messages.0.content"),
        ({"messages": [{"role": "judge", "content": "hi"}]}, "messages.0.role"),
        ({"messages": [{"role": "user", "content": "hi"}], "n": 3}, "n"),
        (
            {"messages": [{"role": "user", "content": "hi"}], "response_format": {"type": "json_object"}},
            "response_format",
        ),
    ],
)
async def test_what_cannot_be_answered_is_refused_with_a_sentence(
    place: Place, options: dict[str, Any], param: str
) -> None:
    with pytest.raises(openai.APIStatusError) as refused:
        await place.client.chat.completions.create(model="any", **options)
    assert refused.value.status_code in (400, 422)
    assert refused.value.param == param


async def test_a_reply_that_breaks_off_is_an_error(place: Place) -> None:
    place.cast.partner.says = [[Failed("The partner is gone.")], [Say("Well. "), Failed("The partner is gone.")]]
    with pytest.raises(openai.APIStatusError, match="partner is gone") as failed:
        await place.ask(says("user", "Hi"))
    assert failed.value.status_code == 502
    with pytest.raises(openai.APIError, match="partner is gone"):
        async for _ in await place.ask(says("user", "Hi"), stream=True):
            pass


async def test_models_are_listed_and_told_of(place: Place) -> None:
    listed = [model.id async for model in await place.client.models.list()]
    assert listed == [Engine.model]
    assert (await place.client.models.retrieve(Engine.model)).id == Engine.model
    with pytest.raises(openai.NotFoundError, match="gpt-9"):
        await place.client.models.retrieve("gpt-9")
