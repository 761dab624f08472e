"""Whole talks by voice with a language model as the partner, over real sockets: at the engine's own `/v1/realtime`, and at
`/ws/realtime` as the page has it. The model gives everything away and leaves its role in every way; nothing of it is heard.
"""

from __future__ import annotations

import asyncio
import base64
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect

from feedbackyes import library
from feedbackyes.domain.scenario import Scenario
from feedbackyes.domain.transcript import Speaker
from feedbackyes.engine import Engine, Stages
from feedbackyes.providers import local
from feedbackyes.settings import Settings
from feedbackyes.stages.dialogue import Line, language_model, rapport
from tests.api.conftest import World, listening
from tests.engine import fakes
from tests.engine.fakes import Cast, silence, speech
from tests.engine.test_language_model_partner import BREAKS, planted, tells_too_much, unearned_in
from tests.gateway.conftest import House, send
from tests.gateway.conftest import house as open_gateway
from tests.stages.dialogue.chat_server import Answer, ChatServer, Script, chat_server

TURN = speech(1000) + silence(4000)
REWORDED = {
    "late-report": [
        "My dad lives with us now, since he fell in September, and my evenings are gone.",
        "In spring a wrong number of mine went to the client, and nobody stood behind me.",
        "Mon père habite chez nous depuis sa chute en septembre.",
        "Mein Vater wohnt seit seinem Sturz bei uns, abends komme ich zu nichts.",
        "I hold the reports back on purpose.",
    ],
    "shouting-customer": [
        "My husband had a stroke, and he has just come home from the hospital.",
        "Your third colleague put the phone down on me.",
        "Mein Mann hatte einen Schlaganfall, und ich wasche seine Wäsche nachts in der Wanne.",
        "Mon mari a eu une attaque, je lave les draps la nuit.",
    ],
    "hors-devis": [
        "Deux administrateurs veulent arrêter le site et me retirer le projet.",
        "J'ai annoncé l'espace adhérents au conseil comme s'il était compris.",
        "I told the board that the members' area was included in the price.",
        "Ich habe dem Vorstand gesagt, dass der Mitgliederbereich im Preis enthalten ist.",
    ],
}
"""What the partner hides in other words, and in other languages."""
BETRAYING = {
    "late-report": {"father": r"\b(father|dad|père|vater)\b", "last-spring": r"\bspring\b|printemps"},
    "shouting-customer": {"husband": r"\b(husband|stroke|mann|mari)\b", "hung-up": r"phone down|hung up"},
    "hors-devis": {
        "deja-annonce": r"\b(board|vorstand)\b|comme s'il était compris",
        "projet-menace": r"retirer le projet",
    },
}
"""Words without which a disclosure cannot be told."""
OUT_OF_ROLE = re.compile(
    r"AI language model|out of ten|\*|sighs|Je ne sais pas ce que vous voulez de moi", re.IGNORECASE
)

Hear = Callable[[], Awaitable[str]]


@pytest.fixture(autouse=True)
def quick_voice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fakes, "WORD_MS", 5)


def engine_of(url: str, ears: Sequence[str]) -> Engine:
    cast = Cast()
    cast.ears.hears = list(ears)
    mind = language_model.create(url=url, model="test", patience_seconds=10.0, early=False)
    return Engine(Settings(), lambda: Stages(vad=cast.loudness, stt=cast.ears, dialogue=mind, tts=cast.voice))


async def receive(socket: ClientConnection, kind: str, seconds: float = 10.0) -> dict[str, Any]:
    """The next event of a type; others are skipped."""
    async with asyncio.timeout(seconds):
        while True:
            event: dict[str, Any] = json.loads(await socket.recv())
            if event["type"] == kind:
                return event


async def speak(socket: ClientConnection) -> None:
    await send(socket, "input_audio_buffer.append", audio=base64.b64encode(TURN).decode())


@asynccontextmanager
async def at_the_engine(world: World, _: Path, engine: Engine, scenario: Scenario) -> AsyncIterator[tuple[Hear, Hear]]:
    """As any client of Realtime."""
    world.services.engine = engine
    async with (
        listening(world) as port,
        connect(f"ws://127.0.0.1:{port}/v1/realtime?model=any", max_size=2**24) as socket,
    ):
        detection = {"type": "server_vad", "silence_duration_ms": 500, "interrupt_response": False}
        audio = {"input": {"transcription": {"model": "any"}, "turn_detection": detection}}
        await send(
            socket, "session.update", session={"type": "realtime", "prompt": {"id": scenario.id}, "audio": audio}
        )
        await receive(socket, "session.updated")

        async def spoken() -> str:
            response = (await receive(socket, "response.done", seconds=30.0))["response"]
            assert response["status"] == "completed"
            return str(response["output"][0]["content"][0]["transcript"])

        async def answered() -> str:
            await speak(socket)
            return await spoken()

        if scenario.opens == "partner":
            await send(socket, "response.create")
        yield spoken, answered


@asynccontextmanager
async def at_the_gateway(
    _: World, folder: Path, engine: Engine, scenario: Scenario
) -> AsyncIterator[tuple[Hear, Hear]]:
    """As the page."""
    settings = Settings(data=folder, recording="off")
    async with open_gateway(settings, local.create(settings, engine)) as house:
        path = f"/ws/realtime/s1?scenario_id={scenario.id}&patience_ms=500"
        async with house.call(path) as socket:
            reading = asyncio.create_task(_read(socket))
            await house.until("session.state", state="live")
            count = 0

            async def spoken() -> str:
                nonlocal count
                count += 1
                return await _final(house, count)

            async def answered() -> str:
                await speak(socket)
                return await spoken()

            yield spoken, answered
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)
        stored = [turn.text for turn in await house.turns() if turn.speaker is Speaker.PARTNER]
        assert len(stored) == count


async def _read(socket: ClientConnection) -> None:
    async for _ in socket:
        pass


async def _final(house: House, number: int) -> str:
    """What was heard of the partner's turn of this number."""
    async with asyncio.timeout(30):
        async for event in house.gateway.events("s1", 0):
            if event.type == "partner.transcript.final":
                number -= 1
                if not number:
                    return str(event.data["text"])
    raise AssertionError


@pytest.mark.parametrize(
    "name",
    ["late-report", *(pytest.param(name, marks=pytest.mark.slow) for name in ("shouting-customer", "hors-devis"))],
)
@pytest.mark.parametrize("way", [at_the_engine, at_the_gateway])
async def test_a_whole_talk_tells_nothing_that_was_not_earned_and_stays_in_role(
    world: World, tmp_path: Path, way: Any, name: str
) -> None:
    scenario = library.scenario(name)
    says = max((list(test.says) for test in scenario.tests if test.told), key=len)
    tells_too_much(scenario, [Line("learner", says[0])], REWORDED[name][0])  # reads the detectors, which takes seconds
    breaks = [text for kind, text in BREAKS.items() if (kind, scenario.language) != ("language", "fr")]
    bad = [*REWORDED[name], *breaks, *(text for text in planted(scenario) if text not in BREAKS.values())]
    async with chat_server(_in_turn(bad)) as server:
        engine = engine_of(server.url, says)
        async with way(world, tmp_path, engine, scenario) as (spoken, answered):
            history = [Line("partner", await spoken())] if scenario.opens == "partner" else []
            for text in says:
                history.append(Line("learner", text))
                asked = len(server.asked)
                heard = await answered()
                _check(scenario, history, heard, server, asked)
                history.append(Line("partner", heard))
        assert set(rapport(scenario, history).earned), "the talk is one in which something is told"
        assert len(server.asked) >= len(says) // 2
        await engine.close()


def _in_turn(texts: Sequence[str]) -> Script:
    coming = [*texts] * 3
    return lambda _: Answer(coming.pop(0), size=7)


def _check(scenario: Scenario, history: Sequence[Line], heard: str, server: ChatServer, asked: int) -> None:
    earned = rapport(scenario, history).earned
    assert [text for body in server.asked[asked:] for text in unearned_in(scenario, body, earned)] == []
    assert not tells_too_much(scenario, history, heard)
    said = " ".join(line.text for line in history if line.speaker == "learner")
    for fact, pattern in BETRAYING[scenario.id].items():
        if fact not in earned and not re.search(pattern, said, re.IGNORECASE):
            assert not re.search(pattern, heard, re.IGNORECASE), (fact, heard)
    assert not OUT_OF_ROLE.search(heard), heard


async def test_a_function_is_called_and_its_result_is_told(world: World) -> None:
    def script(body: dict[str, Any]) -> Answer:
        told = "Result of the function call" in json.dumps(body["messages"])
        return Answer("It is twelve degrees there.") if told else Answer(calls=[("get_weather", '{"city": "Paris"}')])

    tool = {"type": "function", "name": "get_weather", "parameters": {"type": "object", "properties": {}}}
    async with chat_server(script) as server:
        engine = world.services.engine = engine_of(server.url, ["what is the weather in Paris"])
        async with listening(world) as port, connect(f"ws://127.0.0.1:{port}/v1/realtime?model=any") as socket:
            await send(socket, "session.update", session={"type": "realtime", "tools": [tool], "tool_choice": "auto"})
            await speak(socket)
            called = await receive(socket, "response.function_call_arguments.done")
            assert json.loads(called["arguments"]) == {"city": "Paris"}
            await receive(socket, "response.done")
            output = {"type": "function_call_output", "call_id": called["call_id"], "output": '{"degrees": 12}'}
            await send(socket, "conversation.item.create", item=output)
            await send(socket, "response.create")
            response = (await receive(socket, "response.done"))["response"]
            assert response["output"][0]["content"][0]["transcript"] == "It is twelve degrees there."
        assert [tool["function"]["name"] for tool in server.asked[0]["tools"]] == ["get_weather"]
        await engine.close()
