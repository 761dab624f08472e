"""A telephone call of the hosted service, by either of its APIs, from its webhook to our own webhooks about it; secrets are told
nobody."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from feedbackyes.domain import webhook
from tests.e2e.conftest import start_server
from tests.gateway.calls_service import CallsService, calls_service
from tests.gateway.conftest import _Server, eventually
from tests.gateway.live_calls_service import LiveCalls, live_calls
from tests.gateway.realtime_server import RealtimeServer, realtime_server

KEY, SECRET = "sk-not-a-real-key-5150", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
CALLER, DIALLED = "+4930222", "+4930111"
USED = {"input_tokens": 10, "input_token_details": {"audio_tokens": 10}, "output_tokens": 0}


def ringing(api: str, id_: str, at: float, secret: str = SECRET) -> dict[str, Any]:
    headers = [{"name": "From", "value": f"<sip:{CALLER}@t.example>"}, {"name": "To", "value": f"<sip:{DIALLED}@o>"}]
    event = {"type": "realtime.call.incoming", "data": {"call_id": f"rtc_{id_}", "sip_headers": headers}}
    if api == "live":
        data = {"type": "sip", "session_id": f"live_{id_}", "sip_headers": headers, "sip_media_security": "srtp"}
        event = {"type": "live.transport.incoming", "data": data}
    body = json.dumps(event).encode()
    return {"content": body, "headers": webhook.headers(secret, id_, int(at), body)}


class HostedRealtime:
    """The service's side of a call. `talk`: the caller says "hello there", and something is used."""

    used = '"response"'

    def __init__(self, service: RealtimeServer, calls: CallsService) -> None:
        self._service, self._calls = service, calls
        self.settings: dict[str, Any] = {"OPENAI_API_BASE": calls.base, "OPENAI_REALTIME_URL": service.url}

    async def talk(self) -> None:
        conversation = await self._service.conversation()
        await conversation.learner_says("hello there", "item_a")
        done = {"id": "resp_1", "object": "realtime.response", "status": "completed", "output": []}
        await conversation.say("response.done", response={**done, "usage": USED})

    @property
    def hung_up(self) -> list[str]:
        return [call_id.removeprefix("rtc_") for call_id in self._calls.hung_up]


class HostedLive:
    """The same by GPT-Live."""

    used = '"voice"'

    def __init__(self, service: LiveCalls) -> None:
        self._service = service
        self.settings: dict[str, Any] = {"OPENAI_API_BASE": service.base, "FEEDBACKYES_PROVIDER": "openai-live"}

    async def talk(self) -> None:
        self._service.now_ms = 400
        await self._service.words("input", "hello there")
        await self._service.tell("session.usage.updated", event_id="e", usage={"seconds": 15.0})

    @property
    def hung_up(self) -> list[str]:
        return [session_id.removeprefix("live_") for session_id in self._service.hung_up]


@asynccontextmanager
async def hosted(api: str) -> AsyncIterator[HostedRealtime | HostedLive]:
    if api == "live":
        async with live_calls() as live:
            yield HostedLive(live)
    else:
        async with realtime_server() as service, calls_service() as calls:
            yield HostedRealtime(service, calls)


@asynccontextmanager
async def system_outside() -> AsyncIterator[tuple[str, list[tuple[dict[str, str], bytes]]]]:
    """Takes our webhooks."""
    taken: list[tuple[dict[str, str], bytes]] = []

    async def take(request: Request) -> Response:
        taken.append((dict(request.headers), await request.body()))
        return Response(status_code=204)

    app = Starlette(routes=[Route("/in", take, methods=["POST"])])
    server = _Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None))
    serving = asyncio.create_task(server.serve())
    await eventually(lambda: server.started)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/in", taken
    server.should_exit = True
    await serving


@pytest.mark.parametrize("api", ["realtime", pytest.param("live", marks=pytest.mark.slow)])
async def test_a_call_is_taken_heard_along_ended_and_told_of(tmp_path: Path, api: str) -> None:
    async with hosted(api) as service, system_outside() as (url, taken):
        server = await asyncio.to_thread(
            start_server,
            tmp_path / "data",
            OPENAI_API_KEY=KEY,
            **service.settings,
            OPENAI_WEBHOOK_SECRET=SECRET,
            FEEDBACKYES_SIP_NUMBERS=f"{DIALLED}=late-report",
            FEEDBACKYES_HOSTED_CALLERS=CALLER,
            FEEDBACKYES_WEBHOOKS_PRIVATE="true",
            FEEDBACKYES_LOG_LEVEL="DEBUG",
        )
        told: list[str] = []
        try:
            afresh = httpx.Limits(max_keepalive_connections=0)  # a busy server drops idle connections as we write
            async with httpx.AsyncClient(base_url=server.url, timeout=30, limits=afresh) as http:
                made = await http.post("/api/webhooks", json={"url": url})
                ours = made.json()["secret"]

                async def ring(*args: Any) -> httpx.Response:
                    answer = await http.post("/webhooks/sip", **ringing(api, *args))
                    told.append(answer.text)
                    return answer

                now = time.time()
                assert (await ring("forged", now, "whsec_Zm9yZ2Vk")).status_code == 401
                assert (await ring("late", now - 301)).status_code == 400
                accepted = await ring("one", now)
                assert (await ring("one", now)).status_code == 409
                session_id = accepted.json()["session_id"]
                await service.talk()
                wanted = {"hello there", service.used}  # the page can follow what is said and what it costs
                async with asyncio.timeout(30), http.stream("GET", f"/api/sessions/{session_id}/events") as stream:
                    async for text in stream.aiter_lines():
                        told.append(text)
                        wanted = {part for part in wanted if part not in text}
                        if not wanted:
                            break
                stopped = await http.post(f"/force-stop/{session_id}")
                assert stopped.json()["end_reason"] == "stopped"
                await eventually(lambda: service.hung_up == ["one"])
                await eventually(lambda: len(taken) == 2)
                paths = ("/api/webhooks", "/api/config", "/api/usage?by=session", f"/api/sessions/{session_id}")
                told += [(await http.get(path)).text for path in paths]
        finally:
            await asyncio.to_thread(server.stop)
    bodies = [json.loads(body) for _, body in taken]
    assert sorted(body["type"] for body in bodies) == ["session.ended", "session.started"]
    assert all(body["data"]["transport"] == "phone" for body in bodies)
    for headers, body in taken:
        webhook.verify([ours], headers, body, time.time())
    log = server.log.read_text()
    assert "Traceback" not in log
    for secret in (KEY, SECRET, SECRET.removeprefix("whsec_"), ours, ours.removeprefix("whsec_")):
        assert secret not in log + "".join(told) + "".join(body.decode() for _, body in taken)
