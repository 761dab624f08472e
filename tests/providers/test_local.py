"""The embedded engine as a provider."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from openai.types.realtime.realtime_session_create_request import RealtimeSessionCreateRequest

from feedbackyes import library, providers
from feedbackyes.domain.transcript import Speaker, Turn
from feedbackyes.engine import Engine
from feedbackyes.providers import RESTORED, Capabilities, Provider, ProviderUnreachable, Setup
from feedbackyes.settings import Settings
from feedbackyes.stages.dialogue import Line
from tests.engine.fakes import Cast, silence, speech
from tests.engine.wire import check

SCENARIO = library.scenarios()[0]


class Listener:
    """Keeps what comes."""

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []
        self.closed: tuple[int, str] | None = None
        self.paused: list[bool] = []
        self._changed = asyncio.Event()

    def on_message(self, payload: bytes) -> None:
        assert self.closed is None
        event = json.loads(bytes(payload))
        check(event)
        self.events.append(event)
        self._changed.set()

    def on_closed(self, code: int, reason: str) -> None:
        assert self.closed is None
        self.closed = (code, reason)
        self._changed.set()

    def on_pause(self) -> None:
        self.paused.append(True)

    def on_resume(self) -> None:
        self.paused.append(False)

    async def until(self, type_: str | None) -> None:
        """Until an event of a type has come; None: the end."""
        async with asyncio.timeout(5):
            while not (self.closed if type_ is None else any(event["type"] == type_ for event in self.events)):
                self._changed.clear()
                await self._changed.wait()


def message(type_: str, **fields: Any) -> bytes:
    return json.dumps({"type": type_, **fields}).encode()


@pytest.fixture
def cast() -> Cast:
    return Cast()


@pytest.fixture
async def provider(cast: Cast) -> AsyncIterator[Provider]:
    engine = Engine(Settings(), cast.stages)
    provider = providers.load("local", Settings(), engine=engine)
    yield provider
    await provider.close()
    await engine.close()


def test_says_what_it_can_and_who_it_is(provider: Provider) -> None:
    assert provider.capabilities == Capabilities(
        hosted=False,
        scenario_prompt=True,
        word_times=True,
        basic_ears=True,
        languages=frozenset({"en"}),
        free_languages=frozenset({"en"}),
        confidence=True,
    )
    assert (provider.name, provider.model, provider.recogniser, provider.voice) == (
        "local",
        "feedbackyes",
        "Test ears",
        "Test voice",
    )


@pytest.mark.parametrize(("url", "leaves"), [("https://voices.example/v1", True), ("http://127.0.0.1:8000/v1", False)])
async def test_a_part_that_asks_a_service_elsewhere_is_told(cast: Cast, url: str, leaves: bool) -> None:
    settings = Settings(tts="openai", tts_url=url)
    able = providers.load("local", settings, engine=Engine(settings, cast.stages)).capabilities
    assert (able.hosted, able.leaves) == (False, leaves)


async def test_a_spoken_turn_with_a_scenario(provider: Provider, cast: Cast) -> None:
    listener = Listener()
    connection = await provider.connect(listener)
    assert listener.events == []  # nothing comes before the caller has the connection
    setup = Setup(scenario=SCENARIO, patience_ms=400)
    connection.send(message("session.update", session=provider.session_update(setup)))
    audio = base64.b64encode(silence(300) + speech(800) + silence(600)).decode()
    connection.send(message("input_audio_buffer.append", audio=audio))
    await listener.until("response.done")
    assert not [event for event in listener.events if event["type"] == "error"]
    completed = next(event for event in listener.events if event["type"].endswith("transcription.completed"))
    assert [token["token"] for token in completed["logprobs"]] == ["hello", "there"]
    assert cast.partner.cast[-1][0] == SCENARIO
    connection.close()
    await listener.until(None)
    assert listener.closed == (1000, "")
    connection.send(b"{}")


async def test_an_earlier_talk_is_remembered_as_it_was_heard(provider: Provider, cast: Cast) -> None:
    said = [
        Turn("a", "s", 1, Speaker.LEARNER, "mumble", 0, 1, confidence=0.2),
        Turn("b", "s", 2, Speaker.PARTNER, "I was about", 1, 2, interrupted=True),
        Turn("c", "s", 3, Speaker.LEARNER, "Go on.", 2, 3, typed=True),
    ]
    cue = Turn("d", "s", 4, Speaker.PARTNER, "to leave.", 3, 4, interrupted=True)
    listener = Listener()
    connection = await provider.connect(listener)
    for item in provider.history(said):
        connection.send(message("conversation.item.create", item=item))
    connection.send(message("response.create", response=provider.say_again(cue, Setup())))
    await listener.until("response.done")
    (asked,) = cast.partner.requests
    assert asked.history == (
        Line("learner", "mumble", confidence=0.2),
        Line("partner", "I was about", interrupted=True),
        Line("learner", "Go on."),
    )
    assert asked.again == Line("partner", "to leave.", interrupted=True)
    added = [event["item"]["id"] for event in listener.events if event["type"] == "conversation.item.added"]
    assert [item.startswith(RESTORED) for item in added] == [True, True, True, False]


async def test_backchannels_are_let_through_unless_the_settings_say_otherwise(cast: Cast) -> None:
    for on, stopped in ((True, False), (False, True)):
        settings = Settings(backchannels=on)
        engine = Engine(settings, cast.stages)
        provider = providers.load("local", settings, engine=engine)
        listener = Listener()
        connection = await provider.connect(listener)
        connection.send(message("response.create"))
        await listener.until("response.output_audio.delta")
        cast.ears.hears = ["mm-hm"]
        audio = base64.b64encode(speech(256) + silence(128)).decode()
        connection.send(message("input_audio_buffer.append", audio=audio))
        connection.send(message("input_audio_buffer.commit"))
        await listener.until("input_audio_buffer.committed")
        started = [event for event in listener.events if event["type"] == "input_audio_buffer.speech_started"]
        assert bool(started) is stopped
        connection.close()
        await engine.close()


async def test_pausing_keeps_events_back(provider: Provider) -> None:
    listener = Listener()
    connection = await provider.connect(listener)
    await listener.until("session.created")
    connection.pause()
    connection.send(message("input_audio_buffer.clear"))
    await asyncio.sleep(0.02)
    assert len(listener.events) == 1
    connection.resume()
    await listener.until("input_audio_buffer.cleared")


async def test_a_full_engine_is_unreachable(cast: Cast) -> None:
    engine = Engine(Settings(max_sessions=1), cast.stages)
    provider = providers.load("local", Settings(), engine=engine)
    await provider.connect(Listener())
    with pytest.raises(ProviderUnreachable):
        await provider.connect(Listener())
    await engine.close()


@pytest.mark.parametrize(
    "setup",
    [
        Setup(),
        Setup(scenario=SCENARIO, cultural_context="US-English"),
        Setup(push_to_talk=True, voice="cedar", instructions="Be brief.", language="de"),
        Setup(scenario=SCENARIO.model_copy(update={"title": "Edited"}), patience_ms=900),
    ],
)
def test_what_it_asks_for_is_a_session_of_the_official_api(provider: Provider, setup: Setup) -> None:
    session = provider.session_update(setup)
    RealtimeSessionCreateRequest.model_validate(session)
    assert session["include"] == ["item.input_audio_transcription.logprobs"]


def test_a_setup_becomes_a_session(provider: Provider) -> None:
    edited = SCENARIO.model_copy(update={"title": "Edited"})
    session = provider.session_update(Setup(scenario=edited, patience_ms=900, cultural_context="US-English"))
    assert session["prompt"]["id"] == SCENARIO.id
    assert json.loads(session["prompt"]["variables"]["scenario"])["title"] == "Edited"
    assert session["prompt"]["variables"]["cultural_context"] == "US-English"
    assert session["audio"]["output"]["voice"] == SCENARIO.voice
    detection = session["audio"]["input"]["turn_detection"]
    assert detection["silence_duration_ms"] == 900
    assert 5000 <= detection["idle_timeout_ms"] <= 30000
    shipped = provider.session_update(Setup(scenario=SCENARIO, push_to_talk=True))
    assert "scenario" not in shipped["prompt"]["variables"]
    assert shipped["audio"]["input"]["turn_detection"] is None
