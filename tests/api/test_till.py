"""What clients of `/v1` use of servers is booked to them, whatever they ask for, and refused at a limit."""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest

from feedbackyes.engine import Engine, Stages
from feedbackyes.gateway.budget import Budget
from feedbackyes.gateway.till import Till
from feedbackyes.settings import Settings
from feedbackyes.stages import dialogue
from feedbackyes.storage import usage
from feedbackyes.storage.usage import Sum
from tests.api.conftest import World, listening
from tests.engine.fakes import Cast, silence, speech
from tests.stages.dialogue.chat_server import Answer, ChatServer, chat_server

ANSWER = Answer("I see.", usage={"prompt_tokens": 1_000, "completion_tokens": 20})
COST_USD = (1_000 * 1.00 + 20 * 5.00) / 1_000_000
TURN = speech(800) + silence(700)
QUESTION = {"messages": [{"role": "user", "content": "How are you?"}]}


@dataclass
class Place:
    world: World
    till: Till
    mind: ChatServer
    port: int

    async def booked(self, who: str) -> Sum:
        await self.till.close()
        async with self.world.services.database.read() as tx:
            (found,) = await usage.sums(tx, None, since=0, before=2**62, owner_id=who)
        return found


@pytest.fixture
async def place(world: World) -> AsyncIterator[Place]:
    """Somebody may use two answers a day."""
    async with chat_server(lambda _: ANSWER) as mind:
        settings = Settings(
            dialogue="language-model",
            dialogue_url=mind.url,
            dialogue_model="mind",
            dialogue_priced_as="gpt-6.1-terra",
            dialogue_early=False,
            dialogue_patience_seconds=10.0,
            limit_user_day_usd=COST_USD * 1.5,
        )
        services, cast = world.services, Cast()
        stages = Stages(vad=cast.loudness, stt=cast.ears, dialogue=dialogue.configured(settings), tts=cast.voice)
        services.engine = Engine(settings, lambda: stages)
        services.till = till = Till(services.database, Budget(settings, services.database))
        async with listening(world) as port:
            yield Place(world, till, mind, port)
            await till.close()
            await services.engine.close()


@pytest.mark.parametrize("stream", [False, True])
async def test_a_request_is_booked_to_who_made_it_until_a_limit(place: Place, stream: bool) -> None:
    async with place.world.client("ann") as ann, place.world.client("bob") as bob:
        for number in (1, 2):
            answer = await ann.post("/v1/chat/completions", json={**QUESTION, "stream": stream})
            assert (answer.status_code, "I see." in answer.text or stream) == (200, True)
            assert (await place.booked("ann")).cost_usd == pytest.approx(COST_USD * number)
        refused = await ann.post("/v1/chat/completions", json=QUESTION)
        assert (refused.status_code, refused.json()["error"]["code"]) == (429, "cost_limit")
        assert (await ann.get("/v1/models")).status_code == 200
        assert (await bob.post("/v1/chat/completions", json=QUESTION)).status_code == 200
        assert (await place.booked("bob")).cost_usd == pytest.approx(COST_USD)


async def test_a_session_that_reaches_a_limit_is_told_so_and_ended(place: Place) -> None:
    headers = {"Authorization": f"Bearer {place.world.tokens['ann']}"}
    url = f"http://127.0.0.1:{place.port}/v1/realtime?model=any"
    async with aiohttp.ClientSession(headers=headers) as http, http.ws_connect(url) as socket:
        heard: list[dict[str, Any]] = []
        for _ in range(2):
            append = {"type": "input_audio_buffer.append", "audio": base64.b64encode(TURN).decode()}
            await socket.send_str(json.dumps(append))
            while not heard or heard[-1]["type"] not in ("response.done", "error"):
                message = await socket.receive(timeout=10)
                assert message.type is aiohttp.WSMsgType.TEXT
                heard.append(json.loads(message.data))
            last = heard.pop()
        assert last["error"]["code"] == "cost_limit"
        while (await socket.receive(timeout=10)).type != aiohttp.WSMsgType.CLOSE:
            pass
        assert socket.close_code == 1008
    assert (await place.booked("ann")).cost_usd == pytest.approx(COST_USD * 2)
    async with aiohttp.ClientSession(headers=headers) as http:
        with pytest.raises(aiohttp.WSServerHandshakeError, match="429"):
            await http.ws_connect(url)
