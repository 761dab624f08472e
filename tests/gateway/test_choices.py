"""Which provider a session has, of those that are configured."""

from __future__ import annotations

from pathlib import Path

import pytest

from feedbackyes import library
from feedbackyes.domain.errors import InvalidInput
from feedbackyes.providers import Provider, compatible, openai
from feedbackyes.providers.choice import Choices
from feedbackyes.settings import Settings
from tests.gateway.conftest import house, receive
from tests.gateway.realtime_server import RealtimeServer


@pytest.fixture
def settings(tmp_path: Path, service: RealtimeServer) -> Settings:
    return Settings(
        data=tmp_path,
        recording="off",
        openai_api_key="sk-test",
        openai_realtime_url=service.url,
        compatible_url=service.url,
        compatible_key="other-key",
        compatible_header="x-key: {key}",
    )


@pytest.fixture
def choices(settings: Settings) -> Choices:
    other: Provider = compatible.create(settings)
    return Choices(openai.create(settings), {"compatible": other})


def test_who_asks_is_heard_before_the_scenario_and_the_scenario_before_the_server(choices: Choices) -> None:
    scenario = library.scenario("late-report").model_copy(update={"provider": "compatible"})
    assert choices.chosen("openai", scenario).name == "openai"
    assert choices.chosen(None, scenario).name == "compatible"
    assert choices.chosen(None, None).name == "openai"
    assert [one.name for one in choices.every] == ["openai", "compatible"]


def test_a_provider_that_is_not_configured_is_refused_and_a_scenarios_left_out(choices: Choices) -> None:
    scenario = library.scenario("late-report").model_copy(update={"provider": "azure"})
    assert choices.chosen(None, scenario).name == "openai"
    with pytest.raises(InvalidInput, match="compatible, openai"):
        choices.chosen("azure", None)


async def test_a_session_talks_to_the_provider_that_it_asks_for(
    settings: Settings, choices: Choices, service: RealtimeServer
) -> None:
    async with house(settings, choices.own, choices=choices) as built:
        async with built.call("/ws/realtime/s1?provider=compatible") as socket:
            await receive(socket, "session.created")
            conversation = await service.conversation()
            assert conversation.headers["x-key"] == "other-key"
            assert "Authorization" not in conversation.headers
            assert (await built.session()).provider == "compatible"
        async with built.call("/ws/realtime/s2") as socket:
            await receive(socket, "session.created")
            assert (await service.conversation(2)).headers["Authorization"] == "Bearer sk-test"
