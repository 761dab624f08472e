"""What the embedded engine's ears, mind and voice use at servers is priced, told, stored, and ends talks at a limit."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from websockets.asyncio.client import ClientConnection

from feedbackyes.domain.session import EndReason
from feedbackyes.engine import Engine, Stages
from feedbackyes.gateway import limits
from feedbackyes.providers import local
from feedbackyes.settings import Settings
from feedbackyes.stages import dialogue, stt, tts
from feedbackyes.storage import usage
from feedbackyes.storage.usage import Sum
from tests.engine.fakes import Loudness, silence, speech
from tests.gateway.conftest import House, receive, send
from tests.gateway.conftest import house as open_gateway
from tests.gateway.test_webrtc_end import Lines
from tests.paper_peers import PaperPeers
from tests.stages import realtime_server
from tests.stages.dialogue.chat_server import Answer, ChatServer, chat_server
from tests.stages.speech_server import SpeechServer, answering, event, speech_server, streaming

REPLY = "I see."
SOUND = base64.b64encode((8000 * np.sin(np.arange(4800) * 0.2)).astype("<i2").tobytes()).decode()
HEARD = {"type": "duration", "seconds": 12.0}
THOUGHT = {"prompt_tokens": 1_000, "completion_tokens": 20, "prompt_tokens_details": {"cached_tokens": 400}}
SPOKEN = {"input_tokens": 4, "output_tokens": 50, "total_tokens": 54}
EARS_USD = 12 * 0.0045 / 60
MIND_USD = (600 * 1.00 + 400 * 0.05 + 20 * 5.00) / 1_000_000
VOICE_USD = (4 * 0.60 + 50 * 12.00) / 1_000_000
PRICED = {
    "stt_priced_as": "gpt-transcribe",
    "dialogue_priced_as": "gpt-6.1-terra",
    "tts_priced_as": "gpt-4o-mini-tts",
}


@dataclass
class Parts:
    """A gateway whose embedded engine asks three servers."""

    lines: Lines
    ears: SpeechServer | realtime_server.RealtimeServer
    mind: ChatServer
    voice: SpeechServer

    @property
    def house(self) -> House:
        return self.lines.house

    async def cost(self, session_id: str = "s1") -> Sum:
        async with self.house.database.read() as tx:
            return (await usage.of_sessions(tx, [session_id]))[session_id]

    async def by(self, what: Any) -> dict[str, Sum]:
        async with self.house.database.read() as tx:
            return {one.key: one for one in await usage.sums(tx, what, since=0, before=2**62)}


@asynccontextmanager
async def parts(folder: Path, *, told: bool = True, realtime: bool = False, **given: Any) -> AsyncIterator[Parts]:
    """`told`: the servers say what was used."""
    async with AsyncExitStack() as stack:
        ears: SpeechServer | realtime_server.RealtimeServer
        more: dict[str, Any] = {"usage": HEARD} if told else {}
        if realtime:
            more.setdefault("usage", None)
            ears = await stack.enter_async_context(
                realtime_server.realtime_server(realtime_server.answering("good morning", **more))
            )
        else:
            ears = await stack.enter_async_context(speech_server(answering(text="good morning", **more)))
        answer = Answer(REPLY, usage=THOUGHT if told else None)
        mind = await stack.enter_async_context(chat_server(lambda _: answer))
        done = event(type="speech.audio.done", **({"usage": SPOKEN} if told else {}))
        voice = await stack.enter_async_context(
            speech_server(streaming(event(type="speech.audio.delta", audio=SOUND), done))
        )
        settings = Settings(
            data=folder,
            recording="off",
            stt="realtime" if realtime else "openai",
            stt_url=ears.url,
            dialogue="language-model",
            dialogue_url=mind.url,
            dialogue_model="mind",
            dialogue_early=False,
            dialogue_patience_seconds=10.0,
            tts="openai",
            tts_url=voice.url,
            **{**PRICED, **given},
        )
        engine = Engine(settings, lambda: _stages(settings))
        peers = PaperPeers()
        house = await stack.enter_async_context(open_gateway(settings, local.create(settings, engine), peers=peers))
        stack.push_async_callback(engine.close)
        yield Parts(Lines(house, peers), ears, mind, voice)


def _stages(settings: Settings) -> Stages:
    return Stages(
        vad=Loudness(),
        stt=stt.configured(settings),
        dialogue=dialogue.configured(settings),
        tts=tts.configured(settings),
    )


TURN = speech(1000) + silence(900)


async def speak(socket: ClientConnection) -> None:
    for at in range(0, len(TURN), 4800):
        await send(socket, "input_audio_buffer.append", audio=base64.b64encode(TURN[at : at + 4800]).decode())


async def uses(house: House, count: int, session_id: str = "s1") -> list[dict[str, Any]]:
    """What was told of uses that cost something."""
    found: list[dict[str, Any]] = []
    async with asyncio.timeout(8):
        async for one in house.gateway.events(session_id, 0):
            if one.type == "usage" and one.data["provider"] != "local":
                found.append(one.data)
            if len(found) == count:
                return found
    raise AssertionError(found)


@pytest.mark.parametrize("realtime", [False, True])
async def test_a_turn_is_priced_by_what_the_servers_say(tmp_path: Path, realtime: bool) -> None:
    async with parts(tmp_path, realtime=realtime) as made, made.house.call() as socket:
        await speak(socket)
        await receive(socket, "response.done")
        told = {one["of"]: one for one in await uses(made.house, 3)}
        assert {kind: one["cost_usd"] for kind, one in told.items()} == {
            "transcription": pytest.approx(EARS_USD),
            "response": pytest.approx(MIND_USD),
            "speech": pytest.approx(VOICE_USD),
        }
        assert not any(one["estimated"] or one["free"] for one in told.values())
        total = EARS_USD + MIND_USD + VOICE_USD
        assert max(one["session"]["cost_usd"] for one in told.values()) == pytest.approx(total)
        assert (await made.cost()).cost_usd == pytest.approx(total)
        kinds = await made.by("kind")
        assert kinds["speech"].cost_usd == pytest.approx(VOICE_USD)
        assert {name.partition(":")[0] for name in await made.by("provider")} == {"127.0.0.1"}
        assert kinds["transcription"].used.seconds == 12  # and nothing that the engine tells of the same
        assert made.mind.asked[0]["stream_options"] == {"include_usage": True}


@pytest.mark.parametrize("realtime", [False, True])
async def test_what_is_not_said_is_estimated_and_marked_so(tmp_path: Path, realtime: bool) -> None:
    async with parts(tmp_path, told=False, realtime=realtime) as made, made.house.call() as socket:
        await speak(socket)
        await receive(socket, "response.done")
        told = {one["of"]: one for one in await uses(made.house, 3)}
        assert all(one["estimated"] and one["cost_usd"] > 0 for one in told.values())
        assert 0.9 < told["transcription"]["seconds"] < 2.0
        assert told["speech"]["output_token_details"]["audio_tokens"] == 4  # 0.2 s
        asked = sum(len(message["content"]) for message in made.mind.asked[0]["messages"])
        assert told["response"]["input_tokens"] == pytest.approx(asked / 4, abs=2)
        assert (await made.cost()).estimated


async def test_servers_of_ones_own_are_free_and_not_asked_what_was_used(tmp_path: Path) -> None:
    nothing: dict[str, Any] = dict.fromkeys(PRICED, "")
    async with parts(tmp_path, **nothing) as made, made.house.call() as socket:
        await speak(socket)
        await receive(socket, "response.done")
        told = await uses(made.house, 3)
        assert [(one["cost_usd"], one["free"]) for one in told] == [(0.0, True)] * 3
        assert "stream_options" not in made.mind.asked[0]


async def by_relay(made: Parts) -> Callable[[], Any]:
    socket = await made.house.call()
    await speak(socket)
    return lambda: receive(socket, "session_end")


async def by_simple_socket(made: Parts) -> Callable[[], Any]:
    socket = await made.house.call("/ws/audio?session_id=s1")
    samples = np.frombuffer(TURN, "<i2") / 32768
    for at in range(0, samples.size, 2400):
        await socket.send(json.dumps(samples[at : at + 2400].tolist()))
    return lambda: receive(socket, "session_end")


async def by_webrtc(made: Parts) -> Callable[[], Any]:
    peer = await made.lines.call()
    for at in range(0, len(TURN), 960):
        peer.listener.on_audio(TURN[at : at + 960])
        await asyncio.sleep(0)
    return lambda: peer.said("session_end")


@pytest.mark.parametrize("call", [by_relay, by_simple_socket, by_webrtc])
@pytest.mark.parametrize("cap", ["limit_session_usd", "limit_user_day_usd"])
async def test_a_limit_ends_the_talk_however_it_is_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: Callable[[Parts], Any], cap: str
) -> None:
    monkeypatch.setattr(limits, "LAST_WORDS_MS", (50.0, 200.0))
    most: dict[str, Any] = {cap: EARS_USD + MIND_USD}
    async with parts(tmp_path, **most) as made:
        ended = await call(made)
        assert (await ended())["reason"] == "cost_limit"
        async with made.house.database.read() as tx:
            (spent,) = [one for one in await usage.sums(tx, "session", since=0, before=2**62) if one.cost_usd]
        assert (await made.house.session(spent.key)).end_reason is EndReason.COST_LIMIT
        assert spent.cost_usd >= EARS_USD + MIND_USD


async def test_the_page_can_say_what_a_minute_costs_before(tmp_path: Path) -> None:
    engine = Engine(Settings(), lambda: _stages(Settings()))
    paid = Settings(stt="openai", stt_url="http://127.0.0.1:1/v1", stt_priced_as="gpt-transcribe")
    able = local.create(paid, engine).capabilities
    assert able.costs
    assert able.price_per_minute_usd == pytest.approx(0.0045 / 2)
    assert not local.create(Settings(), engine).capabilities.costs
    await engine.close()
