"""Telephone calls at the hosted service: taken or turned down, heard along, ended from here."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from feedbackyes import behaviours
from feedbackyes.domain.session import EndReason, SessionState
from feedbackyes.gateway.phone import far
from feedbackyes.gateway.phone.far import FarCalls
from feedbackyes.providers import CallRefused, openai
from feedbackyes.settings import Settings
from tests.gateway.calls_service import CallsService, calls_service
from tests.gateway.conftest import ADMIN, House, eventually
from tests.gateway.conftest import house as open_gateway
from tests.gateway.realtime_server import RealtimeServer
from tests.gateway.test_relay import SCENARIO

CALLER, DIALLED = "+4930222", "+4930111"
HEADERS = [
    ("From", f'"Ada" <sip:{CALLER}@trunk.example;user=phone>;tag=1'),
    ("To", f"<sip:{DIALLED}@sip.api.openai.com>"),
    ("To", "<sip:another@sip.api.openai.com>"),
]


@dataclass
class Exchange:
    """A gateway that is asked about calls at a hosted service."""

    house: House
    service: RealtimeServer
    calls: CallsService
    far: FarCalls

    async def ring(self, call_id: str = "rtc_far") -> str | None:
        return (await self.far.take(far.read(call_id, HEADERS))).session_id


@pytest.fixture
async def exchange(service: RealtimeServer, tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Exchange]:
    changes: dict[str, Any] = getattr(request, "param", {})
    async with calls_service() as calls:
        values = {
            "data": tmp_path,
            "recording": "on",
            "openai_api_key": "sk-secret",
            "openai_api_base": calls.base,
            "openai_realtime_url": service.url,
            "sip_numbers": {DIALLED: SCENARIO.id},
            "hosted_callers": (CALLER,),
            **changes,
        }
        settings = Settings(**values)
        provider = openai.create(settings=settings)
        async with open_gateway(settings, provider) as house:
            yield Exchange(house, service, calls, FarCalls(settings, house.database, house.gateway))
        await provider.close()


async def test_a_call_is_taken_as_its_scenario_and_heard_along(exchange: Exchange) -> None:
    await asyncio.to_thread(behaviours.language("en").prepare)  # as at a server's start
    session_id = await exchange.ring()
    assert session_id is not None
    conversation = await exchange.service.conversation()
    assert conversation.path.endswith("?call_id=rtc_far")
    (accepted,) = exchange.calls.accepted
    assert accepted["type"] == "realtime"
    assert accepted["model"] == "gpt-realtime-2.1"
    assert SCENARIO.partner.name in accepted["instructions"]
    assert "format" not in json.dumps(accepted["audio"])
    await conversation.learner_says("hello there", "item_a")
    await exchange.house.until("user.transcript.final", session_id, text="hello there")
    await conversation.say_bare("input_audio_buffer.dtmf_event_received", event="5", received_at=1_800_000_000)
    assert (await exchange.house.until("user.dtmf", session_id)).data == {"key": "5"}
    session = await exchange.house.session(session_id)
    assert (session.transport, session.recording, session.state) == ("phone", False, SessionState.LIVE)
    assert session.owner_id.startswith("phone-")
    await exchange.house.gateway.stop(ADMIN, session_id)
    await eventually(lambda: exchange.calls.hung_up == ["rtc_far"])
    assert [turn.text for turn in await exchange.house.turns(session_id)] == ["hello there"]


@pytest.mark.parametrize(
    ("exchange", "status"),
    [
        ({"sip_numbers": {"+49": "late-report"}}, 404),
        ({"sip_numbers": {"*": "menu"}}, 404),
        ({"sip_numbers": {"*": "no-such-scenario"}}, 404),
        ({"hosted_callers": ()}, 603),
        ({"hosted_callers": ("+4930999",)}, 603),
        ({"limit_user_day_usd": 0.0}, 486),
    ],
    indirect=["exchange"],
)
async def test_a_call_that_may_not_be_is_turned_down(exchange: Exchange, status: int) -> None:
    assert await exchange.ring() is None
    assert exchange.calls.rejected == [("rtc_far", status)]
    assert exchange.house.gateway.live() == ()


async def test_a_server_that_stops_takes_no_calls(exchange: Exchange) -> None:
    await exchange.house.gateway.drain()
    assert await exchange.ring() is None
    assert exchange.calls.rejected == [("rtc_far", 480)]


@pytest.mark.parametrize("exchange", [{"hosted_callers": ("*",)}], indirect=True)
async def test_everybody_may_call_where_that_is_said(exchange: Exchange) -> None:
    waiting = far.read("rtc_far", [("To", f"<sip:{DIALLED}@x>"), ("From", "nonsense <")])
    assert waiting.caller == ""
    assert (await exchange.far.take(waiting)).action == "accepted"
    await exchange.service.conversation()


async def test_a_call_that_the_service_keeps_is_an_ended_session(exchange: Exchange) -> None:
    exchange.calls.accept_status = 404
    session_id = await exchange.ring()
    assert session_id is not None
    await exchange.house.until("session.state", session_id, state="ended")
    assert (await exchange.house.session(session_id)).end_reason is EndReason.PROVIDER_UNREACHABLE


async def test_an_id_that_is_no_id_reaches_nobody(exchange: Exchange) -> None:
    taker = exchange.house.gateway.choices.telephone(None)
    assert taker is not None
    with pytest.raises(CallRefused):
        await taker.reject("../../models", 603)
    assert exchange.calls.rejected == []


async def test_who_hangs_up_ends_the_session(exchange: Exchange) -> None:
    session_id = await exchange.ring()
    assert session_id is not None
    conversation = await exchange.service.conversation()
    await exchange.house.until("session.state", session_id, state="live")
    await conversation.socket.close()
    ended = await exchange.house.until("session.state", session_id, state="ended")
    assert ended.data["reason"] == EndReason.LEFT
