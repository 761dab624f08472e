"""Telephone calls that GPT-Live holds: taken or turned down, heard along, ended from either side, and what they cost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from openai.types.live.session_accept_params import SessionAcceptParams
from pydantic import ConfigDict, TypeAdapter, with_config

from feedbackyes import behaviours, library
from feedbackyes.domain.session import EndReason, SessionState
from feedbackyes.gateway.phone import far
from feedbackyes.gateway.phone.far import FarCalls, Taken
from feedbackyes.providers import openai_live
from feedbackyes.settings import Settings
from feedbackyes.storage import events
from tests.engine.fakes import Loudness
from tests.gateway.conftest import ADMIN, House, eventually
from tests.gateway.conftest import house as open_gateway
from tests.gateway.live_calls_service import USED_SECONDS, LiveCalls, live_calls
from tests.gateway.test_far_calls import CALLER, DIALLED, HEADERS
from tests.gateway.test_relay import SCENARIO

KEY = "sk-secret"
OPENS = next(scenario for scenario in library.scenarios() if scenario.opens == "partner")
ACCEPTS: TypeAdapter[Any] = TypeAdapter(with_config(ConfigDict(extra="forbid"))(SessionAcceptParams))


@dataclass
class Exchange:
    house: House
    service: LiveCalls
    far: FarCalls

    async def ring(self, api: Any = "live") -> Taken:
        return await self.far.take(far.read("live_far", HEADERS, api))

    async def stored(self, session_id: str, kind: Any) -> Any:
        async with self.house.database.read() as tx:
            return await events.of_type(tx, session_id, kind)

    async def talk(self) -> str:
        """A call that is taken; gives the id of its session."""
        taken = await self.ring()
        assert taken.action == "accepted"
        assert taken.session_id is not None
        await self.house.until("session.state", taken.session_id, state="live")
        return taken.session_id


@pytest.fixture
async def exchange(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Exchange]:
    changes: dict[str, Any] = getattr(request, "param", {})
    async with live_calls() as service:
        values = {
            "data": tmp_path,
            "openai_api_key": KEY,
            "openai_api_base": service.base,
            "sip_numbers": {DIALLED: SCENARIO.id},
            "hosted_callers": (CALLER,),
            **changes,
        }
        settings = Settings(**values)
        provider = openai_live.create(settings=settings)
        provider._ears = Loudness()
        async with open_gateway(settings, provider) as house:
            yield Exchange(house, service, FarCalls(settings, house.database, house.gateway))
        await provider.close()


async def test_a_call_is_accepted_as_its_scenario(exchange: Exchange) -> None:
    await exchange.talk()
    accepted = exchange.service.accepted["live_far"]
    ACCEPTS.validate_python(accepted)
    session = accepted["session"]
    assert (session["type"], session["model"]) == ("live", "gpt-live-1")
    assert SCENARIO.partner.name in session["instructions"]
    assert set(session["audio"]) == {"output"}
    assert "client" not in session
    assert exchange.service.authorization == {f"Bearer {KEY}"}
    assert exchange.service.query == "graceful_close=true"
    assert exchange.service.of("session.start") == []


async def test_both_sides_and_keys_are_heard_along(exchange: Exchange) -> None:
    await asyncio.to_thread(behaviours.language("en").prepare)  # as at a server's start
    session_id = await exchange.talk()
    service = exchange.service
    service.now_ms = 5_000  # the session has begun before we are attached
    await service.passes(500, caller=True)
    await service.words("input", "hello there")
    await service.tell("transport.dtmf.received", event_id="e", event="5")
    await service.passes(900)
    await service.words("output", "Good morning.")
    await service.passes(400, partner=True)
    assert (await exchange.house.until("user.dtmf", session_id)).data == {"key": "5"}
    await exchange.house.until("user.transcript.final", session_id)
    await exchange.house.gateway.stop(ADMIN, session_id)
    learner, partner = await exchange.house.turns(session_id)
    assert (learner.speaker, learner.text) == ("learner", "hello there")
    assert (partner.speaker, partner.text) == ("partner", "Good morning.")
    assert 300 <= learner.end_ms - learner.start_ms <= 900
    assert partner.start_ms - learner.end_ms >= 500
    assert await exchange.stored(session_id, "warning") == []


@pytest.mark.parametrize("exchange", [{"sip_numbers": {DIALLED: OPENS.id}}], indirect=True)
async def test_a_partner_who_begins_is_given_the_first_line(exchange: Exchange) -> None:
    await exchange.talk()
    await eventually(lambda: exchange.service.of("session.commentary.append") != [])
    (said,) = exchange.service.of("session.commentary.append")
    assert said["content"] == OPENS.opening_lines[0]
    assert OPENS.opening_lines[0] not in exchange.service.accepted["live_far"]["session"]["instructions"]


async def test_words_alone_are_turns_when_no_voice_is_told(exchange: Exchange) -> None:
    session_id = await exchange.talk()
    for text in ("I am", " here"):
        exchange.service.now_ms += 200
        await exchange.service.words("input", text)
    final = await exchange.house.until("user.transcript.final", session_id)
    assert final.data["text"] == "I am here"


async def test_who_ends_it_is_told_apart_and_paid_by_what_the_service_says(exchange: Exchange) -> None:
    ours = await exchange.talk()
    await exchange.house.gateway.stop(ADMIN, ours)
    assert exchange.service.hung_up == ["live_far"]
    assert (await exchange.house.session(ours)).end_reason is EndReason.STOPPED
    usage = [event.data for event in await exchange.stored(ours, "usage")]
    assert usage[-1]["seconds"] == USED_SECONDS
    assert usage[-1]["cost_usd"] > 0


async def test_who_hangs_up_ends_the_session(exchange: Exchange) -> None:
    theirs = await exchange.talk()
    await exchange.service.over("remote_hangup")
    ended = await exchange.house.until("session.state", theirs, state="ended")
    assert ended.data["reason"] == EndReason.LEFT
    assert exchange.service.hung_up == []


async def test_a_call_whose_sideband_is_lost_goes_on_and_is_listened_to_again(exchange: Exchange) -> None:
    session_id = await exchange.talk()
    for key in "12":
        former, exchange.service.socket = exchange.service.socket, None
        assert former is not None
        await former.close(1011)
        await eventually(lambda: exchange.service.socket is not None)
        await exchange.service.tell("transport.dtmf.received", event_id="e", event=key)
        await exchange.house.until("user.dtmf", session_id, key=key)
    assert exchange.service.hung_up == []
    await exchange.house.gateway.stop(ADMIN, session_id)
    assert exchange.service.hung_up == ["live_far"]


async def test_a_call_that_is_ended_while_nobody_listens_is_hung_up(exchange: Exchange) -> None:
    session_id = await exchange.talk()
    assert exchange.service.socket is not None
    former, exchange.service.socket = exchange.service.socket, None
    await former.close(1011)
    await exchange.house.gateway.stop(ADMIN, session_id)
    assert exchange.service.hung_up == ["live_far"]
    assert (await exchange.house.session(session_id)).end_reason is EndReason.STOPPED


async def test_a_call_that_nobody_listens_to_any_more_is_hung_up(exchange: Exchange) -> None:
    session_id = await exchange.talk()
    assert exchange.service.socket is not None
    exchange.service.attaches = False
    await exchange.service.socket.close(1011)
    ended = await exchange.house.until("session.state", session_id, state="ended")
    assert ended.data["reason"] == EndReason.PROVIDER_LOST
    await eventually(lambda: exchange.service.hung_up == ["live_far"])


async def test_a_call_that_cannot_be_controlled_is_hung_up(exchange: Exchange) -> None:
    exchange.service.attaches = False
    taken = await exchange.ring()
    assert taken.session_id is not None
    await exchange.house.until("session.state", taken.session_id, state="ended")
    assert exchange.service.hung_up == ["live_far"]


async def test_a_call_that_the_service_keeps_is_an_ended_session(exchange: Exchange) -> None:
    exchange.service.accept_status = 409
    taken = await exchange.ring()
    assert taken.session_id is not None
    await exchange.house.until("session.state", taken.session_id, state="ended")
    session = await exchange.house.session(taken.session_id)
    assert (session.end_reason, session.state) == (EndReason.PROVIDER_UNREACHABLE, SessionState.ENDED)


@pytest.mark.parametrize(
    ("exchange", "status"),
    [({"sip_numbers": {"+49": "late-report"}}, 404), ({"hosted_callers": ()}, 603), ({"limit_user_day_usd": 0.0}, 486)],
    indirect=["exchange"],
)
async def test_a_call_that_may_not_be_is_turned_down(exchange: Exchange, status: int) -> None:
    assert await exchange.ring() == Taken("rejected")
    assert exchange.service.rejected == [("live_far", status)]


async def test_the_same_call_at_the_other_api_is_left_alone(exchange: Exchange) -> None:
    assert await exchange.ring("realtime") == Taken("ignored")
    await asyncio.sleep(0)
    assert exchange.service.rejected == []
    assert exchange.house.gateway.live() == ()
