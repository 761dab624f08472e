"""The same spoken conversation over every way to speak to us and every provider behind us."""

from __future__ import annotations

import asyncio
import io
import json
import wave
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
import soxr
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from feedbackyes.audio import Int16
from tests.e2e.callers import Caller, server_sent
from tests.e2e.conftest import Server, free_port, spoken, start_server
from tests.rtc.caller import Caller as Browser
from tests.sip.caller import telephone

KEY = "sk-not-a-real-key-4712"
SCENARIO = "late-report"
QUERY = f"scenario_id={SCENARIO}&recording=1&patience_ms=700"
SAID = (
    "The report was late on Friday and the client called me twice.",
    "Can we agree that you tell me one day before when it will be late?",
)
PROVIDERS = ("local", "openai", "openai-live")
CHUNK_MS = 40
RATE_HZ = 24_000
PATIENCE_S = 45.0
BREATH_S = 0.5
UNDERSTOOD = 0.5
"""Of the words that were said: the built-in recogniser, a telephone's band, and GPT-Live, which is told no vocabulary."""
RECORDED_BY_THE_PAGE = {("webrtc", "openai")}
"""The browser talks to the service itself, and sends what it recorded."""

Say = Callable[[Int16], None]


@dataclass(frozen=True)
class Place:
    server: Server
    sip_port: int


@dataclass(frozen=True)
class Talk:
    """A call that is up: `say` queues samples at 24 kHz for an open microphone."""

    session_id: str
    say: Say


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Place]]:
    """A server per provider; the hosted ones are an engine in a process of its own."""
    folder = tmp_path_factory.mktemp("transports")
    engine = start_server(folder / "engine", "engine")
    base = f"{engine.url}/v1"
    hosted: dict[str, Any] = {"OPENAI_API_KEY": KEY, "OPENAI_API_BASE": base}
    telephones = {name: free_port() for name in PROVIDERS}

    def start(name: str) -> Server:
        return start_server(
            folder / name,
            FEEDBACKYES_PROVIDER=name,
            FEEDBACKYES_RECORDING="on",
            FEEDBACKYES_SIP="true",
            FEEDBACKYES_SIP_PORT=str(telephones[name]),
            FEEDBACKYES_SIP_NUMBERS=f"100={SCENARIO}",
            FEEDBACKYES_SIP_CALLERS="+4930555=local",  # the caller is the person who reads along
            **({} if name == "local" else hosted),
        )

    with ThreadPoolExecutor() as pool:
        servers = dict(zip(PROVIDERS, pool.map(start, PROVIDERS), strict=True))
    yield {name: Place(server, telephones[name]) for name, server in servers.items()}
    for server in (*servers.values(), engine):
        server.stop()


@asynccontextmanager
async def by_websocket(place: Place) -> AsyncIterator[Talk]:
    async with Caller(place.server.url, "by-websocket", QUERY) as caller:
        yield Talk("by-websocket", caller.say)


@asynccontextmanager
async def by_webrtc(place: Place) -> AsyncIterator[Talk]:
    async with httpx.AsyncClient(base_url=place.server.url, timeout=30) as http, Browser() as browser:
        wanted = {"scenario_id": SCENARIO, "recording": True, "patience_ms": 700}
        session_id = (await http.post("/api/sessions", json=wanted)).json()["id"]
        answer = await http.post(
            f"/realtime/webrtc-offer?session_id={session_id}",
            content=await browser.offer(),
            headers={"Content-Type": "application/sdp"},
        )
        assert answer.is_success, answer.text
        await browser.accept(answer.text)
        await browser.log.told_of("open")
        yield Talk(session_id, lambda samples: browser.microphone.play(samples.astype("<i2").tobytes()))
        assert browser.log.heard_ms > 0


@asynccontextmanager
async def by_telephone(place: Place) -> AsyncIterator[Talk]:
    async with (
        httpx.AsyncClient(base_url=place.server.url, timeout=30) as http,
        telephone(("127.0.0.1", place.sip_port)) as phone,
    ):
        assert (await phone.invite()).status == 200
        await phone.voice()
        known = {one["id"] for one in (await http.get("/api/sessions")).json()["items"]}
        await phone.press("1")
        session_id = ""
        async with asyncio.timeout(PATIENCE_S):
            while not session_id:
                await asyncio.sleep(0.1)
                ids = [one["id"] for one in (await http.get("/api/sessions")).json()["items"]]
                session_id = next((one for one in ids if one not in known), "")
        yield Talk(session_id, lambda samples: phone.say(soxr.resample(samples, RATE_HZ, 8000)))
        await phone.until(lambda: any(one.method == "BYE" for one in phone.asked))


@asynccontextmanager
async def by_samples(place: Place) -> AsyncIterator[Talk]:
    """The simple voice socket: plain arrays of float32."""
    pending: list[Int16] = []
    async with connect(f"{place.server.url.replace('http', 'ws', 1)}/ws/audio?{QUERY}", max_size=None) as ws:
        hello = json.loads(await ws.recv())

        heard: list[str] = []

        async def speak() -> None:
            step, silence = RATE_HZ * CHUNK_MS // 1000, np.zeros(RATE_HZ * CHUNK_MS // 1000, np.int16)
            with suppress(ConnectionClosed):
                while True:
                    chunk = pending.pop(0) if pending else silence
                    if len(chunk) > step:
                        pending.insert(0, chunk[step:])
                    await ws.send(json.dumps({"audio": (chunk[:step] / 32768).tolist()}))
                    await asyncio.sleep(CHUNK_MS / 1000)

        async def listen() -> None:
            with suppress(ConnectionClosed):
                while True:
                    heard.append(json.loads(await ws.recv())["type"])

        tasks = [asyncio.create_task(speak()), asyncio.create_task(listen())]
        try:
            yield Talk(hello["session_id"], pending.append)
            assert "audio_chunk" in heard
        finally:
            for task in tasks:
                task.cancel()


@asynccontextmanager
async def by_steps(place: Place) -> AsyncIterator[Talk]:
    """In turns, over plain requests."""
    async with httpx.AsyncClient(base_url=place.server.url, timeout=60) as http, asyncio.TaskGroup() as turns:
        wanted = {"scenario_id": SCENARIO, "recording": True}
        step = {"session_id": (await http.post("/api/sessions", json=wanted)).json()["id"]}

        async def take_turn(samples: Int16) -> None:
            file = io.BytesIO()
            with wave.open(file, "wb") as wav:
                wav.setparams((1, 2, RATE_HZ, 0, "NONE", ""))
                wav.writeframes(samples.astype("<i2").tobytes())
            heard = await http.post("/voice-agent/transcribe", params=step, content=file.getvalue())
            assert heard.json()["text"]
            answers = await asyncio.gather(
                http.post("/voice-agent/chat", json=step), http.post("/voice-agent/tts-stream", json=step)
            )
            assert answers[0].json()["text"]
            assert len(answers[1].content) > 2000

        def say(samples: Int16) -> None:
            turns.create_task(take_turn(samples))

        yield Talk(step["session_id"], say)


WAYS = {
    "websocket": by_websocket,
    "webrtc": by_webrtc,
    "telephone": by_telephone,
    "samples": by_samples,
    "steps": by_steps,
}


@pytest.mark.slow
@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("way", WAYS)
async def test_the_same_conversation(way: str, provider: str, places: dict[str, Place], tmp_path: Path) -> None:
    place = places[provider]
    async with WAYS[way](place) as talk, Story(place.server.url, talk.session_id) as story:
        for number, sentence in enumerate(SAID, 1):
            await asyncio.sleep(BREATH_S)
            talk.say(soxr.resample(spoken(sentence, tmp_path), 16_000, RATE_HZ))
            await story.told("partner.transcript.final", number)
        await stop(place, talk)
    async with httpx.AsyncClient(base_url=place.server.url, timeout=30) as http:
        turns = (await http.get(f"/api/sessions/{talk.session_id}/transcript")).json()["items"]
        session = (await http.get(f"/api/sessions/{talk.session_id}")).json()
        levels = (await http.get(f"/api/sessions/{talk.session_id}/levels?bins=50")).json()
        report = await http.post("/api/feedback/analyze", json={"session_id": talk.session_id})
    assert [turn["speaker"] for turn in turns] == ["learner", "partner"] * len(SAID), turns
    assert understood([turn["text"] for turn in turns[::2]]) >= UNDERSTOOD, turns
    assert session["state"] == "ended"
    if (way, provider) not in RECORDED_BY_THE_PAGE:
        assert min(max(levels["learner"]), max(levels["partner"])) > 0.02
    assert report.status_code == 200, report.text
    log = place.server.log.read_text()
    assert KEY not in log
    assert "Traceback" not in log


async def stop(place: Place, talk: Talk) -> None:
    async with httpx.AsyncClient(base_url=place.server.url, timeout=30) as http:
        assert (await http.post(f"/force-stop/{talk.session_id}")).json()["state"] == "ended"


def understood(texts: list[str]) -> float:
    """The share of the words of `SAID` that came back, sentence by sentence."""
    came = 0
    for text, sentence in zip(texts, SAID, strict=True):
        heard = Counter(text.lower().split())
        came += (Counter(sentence.lower().rstrip(".?").split()) & heard).total()
    return came / len(" ".join(SAID).split())


class Story:
    """What the event stream of a session tells."""

    def __init__(self, base: str, session_id: str) -> None:
        self._url = f"{base}/api/sessions/{session_id}/events"
        self._events: list[dict[str, Any]] = []
        self._news = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Story:
        self._task = asyncio.create_task(self._follow())
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._task is not None
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def told(self, type_: str, count: int, seconds: float = PATIENCE_S) -> None:
        async with asyncio.timeout(seconds):
            while sum(event["type"] == type_ for event in self._events) < count:
                self._news.clear()
                await self._news.wait()

    async def _follow(self) -> None:
        async for text in server_sent(self._url):
            self._events.append(json.loads(text))
            self._news.set()
