"""Asking a real server over HTTP, which answers well, badly, late or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import msgspec
import pytest

from feedbackyes.analysis import language_model
from feedbackyes.analysis.language_model import Api, LanguageModel, ModelFailed, Usage
from tests.analysis.model_server import ModelServer, model_server


class Sum(msgspec.Struct):
    total: int


SCHEMA = {
    "type": "object",
    "properties": {"total": {"type": "integer"}},
    "required": ["total"],
    "additionalProperties": False,
}


@pytest.fixture
async def server() -> AsyncIterator[ModelServer]:
    async with model_server(lambda question: {"total": sum(question["numbers"])}) as running:
        yield running


def model(server: ModelServer, api: Api = "chat", timeout_seconds: float = 10) -> LanguageModel:
    return LanguageModel(server.url, "key", "small", api, timeout_seconds=timeout_seconds)


async def ask(server: ModelServer, api: Api = "chat", timeout_seconds: float = 10) -> tuple[int, Usage]:
    asking = model(server, api, timeout_seconds)
    try:
        answer, usage = await asking.ask("Add them.", '{"numbers": [1, 2]}', Sum, SCHEMA)
    finally:
        await asking.close()
    return answer.total, usage


@pytest.mark.parametrize("api", ["chat", "responses"])
async def test_a_question_is_answered_in_the_form_that_was_asked_for(server: ModelServer, api: Api) -> None:
    assert await ask(server, api) == (3, Usage(100, 10))
    form = server.asked[0]["response_format"]["json_schema"] if api == "chat" else server.asked[0]["text"]["format"]
    assert form["strict"] is True
    assert form["schema"] == SCHEMA


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_errors_that_may_pass_are_waited_out(server: ModelServer, status: int) -> None:
    server.faults.statuses, server.faults.retry_after = [status, status], "0.01"
    assert (await ask(server))[0] == 3
    assert len(server.asked) == 3


async def test_each_wait_for_a_server_that_does_not_say_how_long_is_twice_as_long(
    server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    came: list[float] = []

    async def note() -> None:
        came.append(asyncio.get_running_loop().time())

    monkeypatch.setattr(language_model, "WAIT_SECONDS", 0.1)
    server.before, server.faults.statuses = note, [500, 500]
    assert (await ask(server))[0] == 3
    first, second, third = came
    assert second - first >= 0.1
    assert third - second >= 0.2


async def test_an_error_that_stays_is_told_without_the_key(server: ModelServer) -> None:
    server.faults.statuses, server.faults.retry_after = [429] * 3, "0.01"
    with pytest.raises(ModelFailed, match=r"429: Slow down") as caught:
        await ask(server)
    assert "sk-" not in str(caught.value)


async def test_what_is_refused_for_good_is_not_asked_again(server: ModelServer) -> None:
    server.faults.statuses = [401]
    with pytest.raises(ModelFailed, match="401"):
        await ask(server)
    assert len(server.asked) == 1


@pytest.mark.parametrize("text", ["", "not json", '{"total": "three"}', "[]", '{"sum": 3}', '{"total": 3'])
async def test_an_answer_that_does_not_fit_is_asked_for_again(server: ModelServer, text: str) -> None:
    server.faults.texts = [text]
    total, usage = await ask(server)
    assert (total, usage.input_tokens) == (3, 200)


async def test_answers_that_never_fit_are_an_error(server: ModelServer) -> None:
    server.faults.texts = ["{}"] * 3
    with pytest.raises(ModelFailed, match="does not fit"):
        await ask(server)


@pytest.mark.parametrize("api", ["chat", "responses"])
async def test_a_refusal_is_an_error(server: ModelServer, api: Api) -> None:
    server.faults.refusal = "I would rather not."
    with pytest.raises(ModelFailed, match="would rather not"):
        await ask(server, api)


async def test_a_server_that_is_too_slow_is_given_up(server: ModelServer) -> None:
    server.faults.delay_seconds = 5
    with pytest.raises(ModelFailed, match="in time"):
        await ask(server, timeout_seconds=0.05)


async def test_a_server_that_never_ends_its_answer_is_given_up(server: ModelServer) -> None:
    server.faults.drip_seconds = 0.01
    with pytest.raises(ModelFailed, match="in time"):
        await ask(server, timeout_seconds=0.05)


async def test_what_an_answer_cost_counts_when_it_could_not_be_used(server: ModelServer) -> None:
    server.faults.texts = ["{}"] * 3
    with pytest.raises(ModelFailed) as caught:
        await ask(server)
    assert caught.value.used == Usage(300, 30)


async def test_a_server_of_our_own_is_not_asked_through_a_proxy(
    server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    assert (await ask(server))[0] == 3


async def test_a_server_that_is_not_there_is_named() -> None:
    asking = LanguageModel("http://127.0.0.1:9/v1", "", "small", "chat", timeout_seconds=1)
    with pytest.raises(ModelFailed, match="cannot be reached"):
        await asking.ask("Add.", "{}", Sum, SCHEMA)
    await asking.close()


async def test_a_model_without_temperature_is_asked_without(server: ModelServer) -> None:
    server.faults.wants_no_temperature = True
    assert (await ask(server))[0] == 3
    assert "temperature" not in server.asked[-1]
