"""Telephone calls to a gateway over real sockets, with a small Realtime service behind it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pybase64
import pytest

from feedbackyes import behaviours, library
from feedbackyes.domain.consent import Purpose, Way
from feedbackyes.domain.errors import InvalidInput
from feedbackyes.domain.principal import LOCAL_ADMIN, Principal, Role
from feedbackyes.domain.session import EndReason, Session, SessionState, Transport
from feedbackyes.gateway.phone import Switchboard
from feedbackyes.providers import openai
from feedbackyes.settings import Settings
from feedbackyes.storage import consents, sessions, users
from tests.gateway.conftest import ADMIN, House, eventually
from tests.gateway.conftest import house as open_gateway
from tests.gateway.realtime_server import RealtimeServer, realtime_server
from tests.sip.caller import Telephone, telephone


@pytest.fixture(scope="module")
def _patterns() -> None:
    """What a first turn waits for otherwise; the server does it when it starts."""
    behaviours.language("en").prepare()


NUMBERS = {"100": "late-report", "200": "menu", "300": "pin", "900": "gone-for-ever"}
WORDS = "one two three four five six seven eight nine ten"


class Exchange:
    """A gateway that can be called."""

    def __init__(self, house: House, switchboard: Switchboard) -> None:
        self.house, self.switchboard = house, switchboard

    @property
    def address(self) -> tuple[str, int]:
        return "127.0.0.1", self.switchboard.port

    async def sessions(self) -> tuple[Session, ...]:
        async with self.house.database.read() as tx:
            return (await sessions.page(tx)).items

    async def live(self) -> Session:
        await eventually(lambda: bool(self.house.gateway.live()))
        return self.house.gateway.live()[-1]

    async def ended(self) -> Session:
        await eventually(lambda: not self.house.gateway.live())
        return (await self.sessions())[0]


@asynccontextmanager
async def exchange(service: RealtimeServer, folder: Path, **changes: Any) -> AsyncIterator[Exchange]:
    values: dict[str, Any] = {
        "data": folder,
        "openai_api_key": "sk-test",
        "openai_realtime_url": service.url,
        "sip_port": 0,
        "sip_numbers": NUMBERS,
    }
    settings = Settings(**{**values, **changes})
    async with open_gateway(settings, openai.create(settings=settings)) as house:
        switchboard = await Switchboard.open(settings, house.database, house.gateway)
        try:
            yield Exchange(house, switchboard)
        finally:
            await switchboard.close()


@pytest.fixture
async def open_lines(service: RealtimeServer, tmp_path: Path) -> AsyncIterator[Exchange]:
    async with exchange(service, tmp_path) as made:
        yield made


async def talk(phone: Telephone, dialled: str = "100", key: str = "2") -> None:
    """Call, and answer the question when it is asked."""
    assert (await phone.invite(dialled)).status == 200
    await phone.voice()
    await phone.press(key)


@pytest.mark.usefixtures("_patterns")
async def test_a_call_is_a_session_like_every_other(open_lines: Exchange, service: RealtimeServer) -> None:
    async with telephone(open_lines.address) as phone:
        await talk(phone, key="1")
        conversation = await service.conversation()
        session = await open_lines.live()
        assert (session.scenario_id, session.recording, session.transport) == ("late-report", True, Transport.PHONE)
        phone.say(np.full(8000, 6000, np.int16))
        while True:
            heard = await conversation.heard(
                "input_audio_buffer.append", len(conversation.of("input_audio_buffer.append")) + 1
            )
            if np.abs(np.frombuffer(pybase64.b64decode(heard["audio"]), "<i2").astype(int)).max() > 4000:
                break
        await conversation.learner_says("hello there", "item_a")
        await conversation.partner_says("item_b", "Good morning.", 300)
        await open_lines.house.until("partner.transcript.final", session.id)
        await phone.bye()
    ended = await open_lines.ended()
    assert (ended.state, ended.end_reason) == (SessionState.ENDED, EndReason.COMPLETED)
    assert [turn.text for turn in await open_lines.house.turns(session.id)] == ["hello there", "Good morning."]
    assert open_lines.house.recordings.path(session.id) is not None
    async with open_lines.house.database.read() as tx:
        (answer,) = await consents.history(tx, session.owner_id)
        standing = await consents.of(tx, session.owner_id, Purpose.RECORDING)
    assert (answer.purpose, answer.granted, answer.way, standing) == (Purpose.RECORDING, True, Way.PHONE, None)


@pytest.mark.slow
@pytest.mark.usefixtures("_patterns")
async def test_the_partner_is_heard_and_cut_where_the_learner_cut_in(
    open_lines: Exchange, service: RealtimeServer
) -> None:
    async with telephone(open_lines.address) as phone:
        await talk(phone)
        conversation = await service.conversation()
        session = await open_lines.live()
        line = open_lines.switchboard.lines[0]
        await eventually(lambda: line.played_ms == line.queued_ms)
        before_ms = line.played_ms
        await conversation.partner_says("item_p", WORDS, 5000)
        await eventually(lambda: line.played_ms > before_ms + 300)
        await conversation.say("input_audio_buffer.speech_started", audio_start_ms=0, item_id="item_l")
        cut = await conversation.heard("conversation.item.truncate")
        assert 300 < cut["audio_end_ms"] < 4000
        event = await open_lines.house.until("partner.interrupted", session.id)
        assert event.data["heard_ms"] == cut["audio_end_ms"]
        await asyncio.sleep(0.1)
        count = len(phone.heard)
        await phone.until(lambda: len(phone.heard) > count + 3)
        assert np.abs(phone.samples(count).astype(int)).max() < 100
        await phone.bye()


async def test_a_key_ends_what_is_being_said(open_lines: Exchange) -> None:
    async with telephone(open_lines.address) as phone:
        assert (await phone.invite("200")).status == 200
        await phone.voice()
        await phone.press("3")
        await phone.voice(since=len(phone.heard))
        await phone.press("2")
        chosen = library.scenarios()[2]
        assert (await open_lines.live()).scenario_id == chosen.id


async def test_who_knows_the_way_need_not_wait_for_the_question(open_lines: Exchange) -> None:
    async with telephone(open_lines.address) as phone:
        assert (await phone.invite("100")).status == 200
        await phone.ask("INFO", body="1", kind="application/dtmf")
        assert (await open_lines.live()).recording


async def test_a_pin_leads_to_its_scenario_and_keys_may_come_as_messages(
    service: RealtimeServer, tmp_path: Path
) -> None:
    pins = {"4711": "price-objection"}
    async with (
        exchange(service, tmp_path, sip_pins=pins, recording="off") as lines,
        telephone(lines.address) as phone,
    ):
        assert (await phone.invite("300")).status == 200
        await phone.voice()
        for key in "4711#":
            await phone.ask("INFO", body=f"Signal={key}\r\n", kind="application/dtmf-relay")
        session = await lines.live()
        assert (session.scenario_id, session.recording) == ("price-objection", False)


async def test_force_stop_hangs_up(open_lines: Exchange, service: RealtimeServer) -> None:
    async with telephone(open_lines.address) as phone:
        await talk(phone)
        session = await open_lines.live()
        await open_lines.house.gateway.stop(ADMIN, session.id)
        await phone.until(lambda: bool(phone.asked))
        assert phone.asked[0].method == "BYE"
    assert (await open_lines.ended()).end_reason is EndReason.STOPPED


@pytest.mark.slow
async def test_who_is_silent_hears_goodbye_before_we_hang_up(service: RealtimeServer, tmp_path: Path) -> None:
    async with exchange(service, tmp_path, session_timeout_seconds=0.6) as lines, telephone(lines.address) as phone:
        await talk(phone)
        await service.conversation()
        await eventually(lambda: not lines.house.gateway.live())
        await phone.voice(since=len(phone.heard))
        await phone.until(lambda: bool(phone.asked))
        assert (await lines.ended()).end_reason is EndReason.IDLE


@pytest.mark.slow
async def test_a_line_that_is_lost_ends_the_session(
    open_lines: Exchange, service: RealtimeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with telephone(open_lines.address) as phone:
        await talk(phone)
        await open_lines.live()
        monkeypatch.setattr("feedbackyes.sip.line.SILENT_SECONDS", 0.1)
        phone.sends_audio = False
        assert (await open_lines.ended()).end_reason is EndReason.LEFT


async def test_a_number_is_its_user_s_and_others_are_guests(service: RealtimeServer, tmp_path: Path) -> None:
    callers = {"+4930555": "ada", "0049301": "local"}
    async with exchange(service, tmp_path, sip_callers=callers, recording="off") as lines:
        async with lines.house.database.begin() as tx:
            await users.add(tx, Principal("u1", Role.LEARNER, "ada"), at=1)
        owners = []
        for number in ("+4930555", "+49301", "+4999", "+4999", "anonymous"):
            async with telephone(lines.address, number) as phone:
                assert (await phone.invite("100")).status == 200
                await phone.voice()
                await phone.press("#")
                owners.append((await lines.live()).owner_id)
                await phone.bye()
                await lines.ended()
        assert owners[:2] == ["u1", LOCAL_ADMIN.id]
        assert owners[2] == owners[3]
        assert owners[2].startswith("phone-")
        assert owners[4] == "phone-anonymous"
        async with lines.house.database.read() as tx:
            assert "Caller +4999" in [user.name for user in await users.every(tx)]


async def test_who_hangs_up_before_the_talk_leaves_nothing(open_lines: Exchange) -> None:
    async with telephone(open_lines.address) as phone:
        assert (await phone.invite("200")).status == 200
        await phone.voice()
        await phone.bye()
    assert await open_lines.sessions() == ()
    assert open_lines.switchboard.lines == ()


async def test_a_number_that_leads_nowhere_is_refused(open_lines: Exchange) -> None:
    async with telephone(open_lines.address) as phone:
        assert (await phone.invite("555")).status == 404


@pytest.mark.slow
async def test_a_number_whose_scenario_is_gone_says_goodbye(open_lines: Exchange) -> None:
    async with telephone(open_lines.address) as phone:
        assert (await phone.invite("900")).status == 200
        await phone.voice()
        await phone.until(lambda: bool(phone.asked), 15)
        assert phone.asked[0].method == "BYE"


@pytest.mark.slow
async def test_a_full_house_says_so_and_hangs_up(service: RealtimeServer, tmp_path: Path) -> None:
    async with exchange(service, tmp_path, max_sessions=1) as lines, telephone(lines.address) as first:
        await talk(first)
        await lines.live()
        async with telephone(lines.address, "+49301") as second:
            await talk(second)
            await second.until(lambda: bool(second.asked), 15)
        assert len(lines.house.gateway.live()) == 1


@pytest.mark.slow
async def test_without_a_service_the_caller_hears_goodbye(tmp_path: Path) -> None:
    async with realtime_server() as gone:
        pass
    async with exchange(gone, tmp_path) as lines, telephone(lines.address) as phone:
        await talk(phone)
        await phone.until(lambda: bool(phone.asked), 15)
        assert (await lines.ended()).end_reason is EndReason.PROVIDER_UNREACHABLE


async def test_a_network_that_is_none_stops_the_start(service: RealtimeServer, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"10\.0\.0\.0/8"):
        async with exchange(service, tmp_path, sip_allow=("example.org",)):
            pass
