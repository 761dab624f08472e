"""What calls use is priced, stored once, told as it happens, and ends them at a limit, whatever they come over."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import InvalidStatus

from feedbackyes.domain.admission import Admission
from feedbackyes.domain.limits import LimitReached
from feedbackyes.domain.prices import Amounts, Cost
from feedbackyes.domain.session import EndReason
from feedbackyes.domain.usage import UsageKind, UsageRecord
from feedbackyes.gateway import limits, meter, ticker
from feedbackyes.providers import openai
from feedbackyes.settings import Settings
from feedbackyes.storage import usage
from feedbackyes.storage.usage import Sum
from tests.gateway.calls_service import calls_service
from tests.gateway.conftest import ALICE, House, OpenHouse, eventually, receive
from tests.gateway.conftest import house as open_gateway
from tests.gateway.realtime_server import Conversation, RealtimeServer
from tests.paper_peers import OFFER
from tests.providers.test_openai_live import provider as live_provider
from tests.providers.test_openai_live import serving as live_serving

USED = {
    "total_tokens": 1_500,
    "input_tokens": 1_000,
    "output_tokens": 500,
    "input_token_details": {"text_tokens": 200, "audio_tokens": 800, "cached_tokens": 0},
    "output_token_details": {"text_tokens": 100, "audio_tokens": 400},
}
SHORT = {"text_tokens": 0, "audio_tokens": 160}
COST_USD = (200 * 4 + 800 * 32 + 100 * 24 + 400 * 64) / 1_000_000
RECORD = UsageRecord(
    id="old",
    session_id="s0",
    owner_id="alice",
    team_id=None,
    at=0,
    kind=UsageKind.RESPONSE,
    provider="openai",
    model="gpt-realtime-2.1",
    used=Amounts(),
    cost=Cost(1.0, 1.0),
)


async def answered(conversation: Conversation, response: str = "resp_1", used: Any = USED) -> None:
    fields = {"id": response, "object": "realtime.response", "status": "completed", "output": [], "usage": used}
    await conversation.say("response.done", response={**fields, "conversation_id": "conv_1"})


async def sums(house: House, session_id: str = "s1") -> Sum:
    async with house.database.read() as tx:
        return (await usage.of_sessions(tx, [session_id]))[session_id]


async def spent_before(house: House, **fields: Any) -> None:
    async with house.database.begin() as tx:
        await usage.put(tx, replace(RECORD, at=2**42, **fields))


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LAST_WORDS_MS", (50.0, 200.0))


async def test_a_reply_is_priced_told_and_stored_once(open_house: OpenHouse, service: RealtimeServer) -> None:
    async with open_house() as house, house.call() as socket:
        await receive(socket, "session.created")
        conversation = await service.conversation()
        await answered(conversation)
        await answered(conversation)
        await answered(conversation, "resp_2")
        told = await house.until("usage", id="resp_2")
        assert told.data["cost_usd"] == pytest.approx(COST_USD)
        assert told.data["session"]["cost_usd"] == pytest.approx(2 * COST_USD)
        assert (told.data["model"], told.data["provider"]) == ("gpt-realtime-2.1", "openai")
        assert (await sums(house)).cost_usd == pytest.approx(2 * COST_USD)


async def test_what_the_recogniser_took_is_priced_by_its_own_model(
    open_house: OpenHouse, service: RealtimeServer
) -> None:
    async with open_house() as house, house.call() as socket:
        await receive(socket, "session.created")
        await (await service.conversation()).transcribed("hello", "item_1")
        told = await house.until("usage", of="transcription")
        assert told.data["model"] == "gpt-transcribe"
        assert told.data["cost_usd"] == pytest.approx(0.0045 / 60)


async def test_a_reply_without_figures_is_unknown_and_no_zero(open_house: OpenHouse, service: RealtimeServer) -> None:
    async with open_house() as house, house.call() as socket:
        await receive(socket, "session.created")
        await answered(await service.conversation(), used=None)
        told = await house.until("usage")
        assert (told.data["cost_usd"], told.data["session"]["unknown"]) == (None, True)
        assert (await sums(house)).unknown == 1


async def test_full_duplex_voice_counts_its_seconds(open_house: OpenHouse, service: RealtimeServer) -> None:
    async with open_house(realtime_model="gpt-live-1") as house, house.call() as socket:
        await receive(socket, "session.created")
        conversation = await service.conversation()
        for seconds in (15, 30, 30):
            await conversation.say("session.usage.updated", usage={"seconds": seconds})
        await answered(conversation, "last")
        await house.until("usage", id="last")
        async with house.database.read() as tx:
            kinds = {one.key: one for one in await usage.sums(tx, "kind")}
        assert kinds["voice"].cost_usd == pytest.approx(0.025)
        assert kinds["voice"].used.seconds == 30


async def voice(house: House) -> Sum:
    async with house.database.read() as tx:
        return {one.key: one for one in await usage.sums(tx, "kind")}["voice"]


async def test_what_full_duplex_voice_says_last_counts_when_it_is_replaced_and_at_the_end(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, recording="off", provider_session_minutes=1 / 60)
    async with live_serving() as service, open_gateway(settings, live_provider(service.port)) as house:
        async with house.call() as socket:
            await receive(socket, "session.created")
            await service.until(lambda one: one.types().count("session.start") == 2)
            assert (await house.until("usage")).data["seconds"] == 3.5
            await socket.close(1000, "end")
        await house.until("session.state", state="ended")
        assert service.types().count("session.close") == 2
        used = await voice(house)
        assert (used.used.seconds, used.estimated) == (7.0, False)


async def test_full_duplex_voice_that_goes_without_a_word_is_charged_by_our_clock(
    open_house: OpenHouse, service: RealtimeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meter, "UNTOLD_SECONDS", 0.0)
    async with open_house(realtime_model="gpt-live-1") as house:
        async with house.call() as socket:
            await receive(socket, "session.created")
            await (await service.conversation()).say("session.usage.updated", usage={"seconds": 0.001})
            await house.until("usage")
            await socket.close(1000, "end")
        await house.until("session.state", state="ended")
        used = await voice(house)
        assert used.used.seconds > 0.001
        assert used.estimated


async def test_talking_time_is_stored_while_it_passes_and_at_the_end(
    open_house: OpenHouse, service: RealtimeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ticker, "BOOK_SECONDS", 0.2)
    async with open_house() as house:
        async with house.call() as socket:
            await receive(socket, "session.created")
            await service.conversation()

            async def kept() -> float:
                async with house.database.read() as tx:
                    return (await usage.spent(tx, since=0, session_id="s1")).seconds

            async with asyncio.timeout(5):
                while not await kept():  # noqa: ASYNC110 (nobody announces it)
                    await asyncio.sleep(0.05)
            await socket.close(1000, "end")
        await house.until("session.state", state="ended")
        session = await house.session()
        assert session.started_at is not None
        assert session.ended_at is not None
        assert abs((await sums(house)).seconds - (session.ended_at - session.started_at) / 1000) < 1.0


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize("path", ["/ws/realtime/s1", "/ws/audio"])
async def test_a_talk_that_reaches_its_limit_is_warned_and_ended(
    open_house: OpenHouse, service: RealtimeServer, path: str
) -> None:
    async with open_house(limit_session_usd=COST_USD * 2) as house, house.call(path) as socket:
        session_id = await _session_id(house, socket, path)
        conversation = await service.conversation()
        await answered(conversation)
        await answered(conversation, "resp_2", {**USED, "output_tokens": 160, "output_token_details": SHORT})
        near = await house.until("warning", session_id, code="cost_limit_near")
        assert "80%" in near.data["message"]
        await answered(conversation, "resp_3")
        assert (await receive(socket, "session_end"))["reason"] == "cost_limit"
        await house.until("warning", session_id, code="cost_limit")
        assert (await house.session(session_id)).end_reason is EndReason.COST_LIMIT
        await conversation.closed.wait()


async def _session_id(house: House, socket: ClientConnection, path: str) -> str:
    if path == "/ws/audio":
        return str((await receive(socket, "session_id"))["session_id"])
    await receive(socket, "session.created")
    return "s1"


@pytest.mark.usefixtures("soon")
async def test_a_direct_call_that_reaches_its_limit_is_hung_up(service: RealtimeServer, tmp_path: Path) -> None:
    async with calls_service() as calls:
        settings = Settings(
            data=tmp_path,
            recording="off",
            openai_api_key="sk-secret",
            openai_api_base=calls.base,
            openai_realtime_url=service.url,
            limit_user_day_usd=COST_USD,
        )
        provider = openai.create(settings=settings)
        async with open_gateway(settings, provider) as house:
            await house.gateway.answer(Admission(ALICE, "/realtime/webrtc-offer", {}), OFFER, session_id="s1")
            await answered(await service.conversation())
            await eventually(lambda: calls.hung_up == ["rtc_far"])
            await house.until("session.state", state="ended", reason="cost_limit")
            with pytest.raises(LimitReached):
                await house.gateway.answer(Admission(ALICE, "/realtime/webrtc-offer", {}), OFFER, session_id="s2")
        await provider.close()


@pytest.mark.usefixtures("soon")
async def test_talks_of_one_person_share_their_limit(open_house: OpenHouse, service: RealtimeServer) -> None:
    async with (
        open_house(limit_user_day_usd=COST_USD * 1.9) as house,
        house.call() as one,
        house.call("/ws/realtime/s2") as two,
        house.call("/ws/realtime/s3", "bob") as bob,
    ):
        for socket in (one, two, bob):
            await receive(socket, "session.created")
        await answered(await service.conversation(1), "a")
        await answered(await service.conversation(2), "b")
        for socket in (one, two):
            assert (await receive(socket, "session_end"))["reason"] == "cost_limit"
        await answered(await service.conversation(3), "c")
        await house.until("usage", "s3")


@pytest.mark.parametrize("path", ["/ws/realtime/s1", "/ws/audio"])
async def test_who_has_nothing_left_is_refused_before_the_upgrade(open_house: OpenHouse, path: str) -> None:
    async with open_house(limit_user_month_usd=0.5) as house:
        await spent_before(house)
        with pytest.raises(InvalidStatus) as refused:
            await house.call(path).__aenter__()
        assert refused.value.response.status_code == 429
        assert b"cost_limit" in (refused.value.response.body or b"")
        async with house.call("/ws/realtime/s9", "bob") as socket:
            await receive(socket, "session.created")


@pytest.mark.usefixtures("soon")
async def test_minutes_are_limited_too(open_house: OpenHouse) -> None:
    async with open_house(limit_user_day_minutes=0.02) as house, house.call() as socket:
        await receive(socket, "session.created")
        assert (await receive(socket, "session_end"))["reason"] == "cost_limit"


@pytest.mark.usefixtures("soon")
async def test_voice_by_the_minute_is_limited_between_two_tellings(open_house: OpenHouse) -> None:
    settings = {"realtime_model": "gpt-live-1", "limit_session_usd": 0.05 / 60}
    async with open_house(**settings) as house, house.call() as socket:
        await receive(socket, "session.created")
        assert (await receive(socket, "session_end"))["reason"] == "cost_limit"
        assert (await house.session()).end_reason is EndReason.COST_LIMIT


@pytest.mark.usefixtures("soon")
async def test_an_unknown_model_cannot_talk_past_a_limit(open_house: OpenHouse, service: RealtimeServer) -> None:
    async with open_house(realtime_model="mystery-1", limit_session_usd=COST_USD) as house, house.call() as socket:
        await receive(socket, "session.created")
        await answered(await service.conversation())
        told = await house.until("usage")
        assert told.data["cost_usd"] is None
        assert (await receive(socket, "session_end"))["reason"] == "cost_limit"


async def test_a_name_of_ones_own_is_priced_as_the_model_it_stands_for(
    open_house: OpenHouse, service: RealtimeServer
) -> None:
    async with (
        open_house(realtime_model="our-deployment", priced_as="gpt-realtime-2.1") as house,
        house.call() as socket,
    ):
        await receive(socket, "session.created")
        await answered(await service.conversation())
        assert (await house.until("usage")).data["cost_usd"] == pytest.approx(COST_USD)


async def test_what_used_nothing_is_no_use(open_house: OpenHouse, service: RealtimeServer) -> None:
    async with open_house() as house, house.call() as socket:
        await receive(socket, "session.created")
        conversation = await service.conversation()
        await answered(conversation, "nothing", {"total_tokens": 0})
        await answered(conversation, "something")
        assert (await house.until("usage")).data["id"] == "something"
