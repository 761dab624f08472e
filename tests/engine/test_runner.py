"""The engine as a whole: its stages, its scenarios, its places."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from feedbackyes import library
from feedbackyes.domain.errors import UnknownBackend
from feedbackyes.engine import Description, Engine
from feedbackyes.engine.runner import READY_SPEAKERS
from feedbackyes.settings import Settings
from tests.engine.fakes import Ears, EarsStream, lost, silence, speech
from tests.engine.wire import Bench, Wire

SCENARIO = library.scenarios()[0]


async def set_prompt(wire: Wire, **prompt: Any) -> dict[str, Any]:
    wire.update(prompt=prompt)
    session: dict[str, Any] = (await wire.until("session.updated"))["session"]
    return session


async def test_start_uses_each_stage_once(bench: Bench) -> None:
    await bench.engine.start()
    assert [text for text, *_ in bench.cast.voice.spoken] == ["Hello."]
    assert len(bench.cast.ears.heard_ms) == 1


async def test_after_the_start_the_recogniser_is_made_ready_for_several_speakers(bench: Bench) -> None:
    await bench.engine.start()
    async with asyncio.timeout(5):
        await bench.cast.ears.busy(1 + READY_SPEAKERS)


async def test_a_recogniser_that_is_short_of_room_does_not_stop_the_start(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Ears.open

    async def once(self: Ears, *rest: Any) -> EarsStream:
        if self.opened:
            raise lost()
        return await opened(self, *rest)

    monkeypatch.setattr(Ears, "open", once)
    await bench.engine.start()
    wire = bench.connect()
    await wire.until("session.created")


async def test_describe_says_what_people_should_know(bench: Bench) -> None:
    assert bench.engine.describe() == Description(
        recogniser="Test ears",
        basic_ears=True,
        languages=frozenset({"en"}),
        voice="Test voice",
        voice_languages=None,
        dialogue="Test partner",
        free_languages=frozenset({"en"}),
        scripted=True,
        reasons={},
    )


async def test_a_back_end_that_is_not_there_stops_the_start() -> None:
    with pytest.raises(UnknownBackend):
        await Engine.create(Settings(vad="nope")).start()


async def test_a_prompt_names_a_scenario_that_partner_and_recogniser_take_up(bench: Bench, wire: Wire) -> None:
    session = await set_prompt(wire, id=SCENARIO.id, version=str(SCENARIO.version), variables={"seed": "7"})
    assert bench.cast.partner.cast[-1] == (SCENARIO, SCENARIO.language, 7)
    assert session["audio"]["output"]["voice"] == SCENARIO.voice
    wire.append(silence(200) + speech(800) + silence(700))
    await wire.until("response.done")
    assert bench.cast.ears.opened[-1].phrases == SCENARIO.vocabulary()


async def test_ears_that_do_not_know_a_language_are_not_made_ready_for_it(bench: Bench, wire: Wire) -> None:
    french = next(one for one in library.scenarios() if one.language == "fr")
    await set_prompt(wire, id=french.id)
    english = next(one for one in library.scenarios() if one.language == "en")
    await set_prompt(wire, id=english.id)
    await bench.cast.ears.busy(1)
    assert [one.language for one in bench.cast.ears.opened if one.phrases] == ["en"]


async def test_nothing_of_the_scenario_is_echoed(bench: Bench, wire: Wire) -> None:
    edited = SCENARIO.model_copy(update={"title": "Edited"}).model_dump_json()
    session = await set_prompt(wire, id="whatever", variables={"scenario": edited, "culture": "de", "n": 1})
    assert bench.cast.partner.cast[-1][0].title == "Edited"  # type: ignore[union-attr]
    assert session["prompt"]["variables"] == {"culture": "de"}
    assert SCENARIO.partner.secret not in str(wire.log)
    assert SCENARIO.partner.backstory not in str(wire.log)


async def test_a_voice_that_the_client_chose_wins_over_the_scenarios(wire: Wire) -> None:
    wire.update(prompt={"id": SCENARIO.id}, audio={"output": {"voice": "cedar"}})
    assert (await wire.until("session.updated"))["session"]["audio"]["output"]["voice"] == "cedar"


async def test_the_opening_line_is_asked_for_by_the_client(bench: Bench, wire: Wire) -> None:
    await set_prompt(wire, id=SCENARIO.id)
    wire.put("response.create")
    await wire.until("response.done")
    assert bench.cast.partner.requests[-1].reason == "opening"


@pytest.mark.parametrize(
    ("prompt", "code", "param"),
    [
        ({"id": "no-such-scenario"}, "scenario_not_found", None),
        ({"id": "x", "variables": {"scenario": {"id": "x"}}}, "invalid_value", "session.prompt.variables.scenario."),
    ],
)
async def test_a_prompt_that_cannot_be_played_is_an_error(
    wire: Wire, prompt: dict[str, Any], code: str, param: str | None
) -> None:
    wire.put("session.update", event_id="p", session={"type": "realtime", "prompt": prompt})
    error = (await wire.until("error"))["error"]
    assert (error["code"], error["event_id"]) == (code, "p")
    assert (error["param"] or "").startswith(param or "")


async def test_taking_the_prompt_away_brings_back_the_neutral_partner(bench: Bench, wire: Wire) -> None:
    await set_prompt(wire, id=SCENARIO.id)
    wire.update(prompt=None)
    assert (await wire.until("session.updated"))["session"]["prompt"] is None
    assert bench.cast.partner.cast[-1] == (None, "en", 0)
