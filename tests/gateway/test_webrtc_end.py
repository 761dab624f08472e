from __future__ import annotations

import asyncio
import base64
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from feedbackyes.domain.admission import Admission
from feedbackyes.domain.errors import Conflict, Forbidden, NotFound, TooMany
from feedbackyes.domain.session import EndReason, Session, SessionState
from feedbackyes.gateway import webrtc_end
from feedbackyes.providers import openai
from feedbackyes.rtc import InvalidOffer
from feedbackyes.settings import Settings
from feedbackyes.storage import sessions
from tests.gateway.conftest import ALICE, BOB, House, eventually, receive
from tests.gateway.conftest import house as open_gateway
from tests.gateway.realtime_server import RealtimeServer
from tests.gateway.test_relay import SCENARIO
from tests.paper_peers import OFFER, PaperPeer, PaperPeers

WORDS = "one two three four five six seven eight nine ten"
FRAME = b"\1\0" * 480


class Lines:
    """A gateway and the peers of its callers."""

    def __init__(self, house: House, peers: PaperPeers) -> None:
        self.house, self.peers, self.gateway = house, peers, house.gateway

    async def ring(self, session_id: str | None = "s1", who: Any = ALICE, **query: str) -> PaperPeer:
        admission = Admission(who, "/realtime/webrtc-offer", query)
        await self.gateway.answer(admission, OFFER, session_id=session_id)
        return self.peers.made[-1]

    async def call(self, session_id: str | None = "s1", who: Any = ALICE, **query: str) -> PaperPeer:
        peer = await self.ring(session_id, who, **query)
        peer.listener.on_open()
        await peer.said("session.created")
        return peer


@pytest.fixture
async def lines(service: RealtimeServer, tmp_path: Path) -> AsyncIterator[Lines]:
    async with opened(service, tmp_path) as made:
        yield made


@asynccontextmanager
async def opened(service: RealtimeServer, folder: Path, **changes: Any) -> AsyncIterator[Lines]:
    values = {
        "data": folder,
        "recording": "off",
        "openai_api_key": "sk-test",
        "openai_realtime_url": service.url,
        "webrtc": "server",
    }
    settings = Settings(**{**values, **changes})
    peers = PaperPeers()
    async with open_gateway(settings, openai.create(settings=settings), peers=peers) as house:
        yield Lines(house, peers)


async def test_voice_goes_by_the_track_and_events_by_the_channel(lines: Lines, service: RealtimeServer) -> None:
    peer = await lines.call()
    conversation = await service.conversation()
    peer.listener.on_audio(FRAME)
    appended = await conversation.heard("input_audio_buffer.append")
    assert base64.b64decode(appended["audio"]) == FRAME
    await conversation.learner_says("hello there", "item_a")
    assert (await peer.said("conversation.item.input_audio_transcription.completed"))["transcript"] == "hello there"
    await conversation.partner_says("item_b", "Good morning.", 300)
    await peer.said("response.done")
    assert peer.queued_ms == 300
    assert not [event for event in peer.texts if event["type"] == "response.output_audio.delta"]
    peer.heard(300)
    assert (await peer.said("output_audio_buffer.started"))["response_id"] == "resp_1"
    assert (await peer.said("output_audio_buffer.stopped"))["response_id"] == "resp_1"
    assert (await lines.house.until("partner.transcript.final")).data["text"] == "Good morning."
    assert [turn.text for turn in await lines.house.turns()] == ["hello there", "Good morning."]


async def test_an_interruption_is_cut_where_the_peer_had_come_to(lines: Lines, service: RealtimeServer) -> None:
    peer = await lines.call()
    conversation = await service.conversation()
    await conversation.partner_says("item_p", WORDS, 5000)
    await peer.queued(5000)
    peer.heard(2500)
    await conversation.say("input_audio_buffer.speech_started", audio_start_ms=0, item_id="item_u")
    await peer.said("output_audio_buffer.cleared", response_id="resp_1")
    assert peer.queued_ms == 2500, "the rest was dropped"
    truncate = await conversation.heard("conversation.item.truncate")
    assert (truncate["item_id"], truncate["audio_end_ms"]) == ("item_p", 2500)
    await conversation.say("conversation.item.truncated", item_id="item_p", content_index=0, audio_end_ms=2500)
    assert (await peer.said("conversation.item.truncated"))["audio_end_ms"] == 2500
    final = await lines.house.until("partner.transcript.final")
    assert final.data["text"] == "one two three four five"


async def test_a_peer_that_lags_is_believed_more_than_the_clock(lines: Lines, service: RealtimeServer) -> None:
    peer = await lines.call()
    conversation = await service.conversation()
    await conversation.partner_says("item_p", WORDS, 200)
    await peer.queued(200)
    await asyncio.sleep(0.9)  # longer than the audio: without the peer it would be taken as heard
    await conversation.say("input_audio_buffer.speech_started", audio_start_ms=0, item_id="item_u")
    assert (await conversation.heard("conversation.item.truncate"))["audio_end_ms"] == 0
    await lines.gateway.stop(ALICE, "s1")
    assert not [turn.text for turn in await lines.house.turns() if turn.text]


@pytest.mark.parametrize(
    "event",
    [
        {"kind": "output_audio_buffer.clear"},
        {"kind": "response.cancel"},
        {"kind": "conversation.item.truncate", "item_id": "item_p", "content_index": 0, "audio_end_ms": 4900},
    ],
)
async def test_a_client_may_stop_the_voice_but_not_say_where(
    lines: Lines, service: RealtimeServer, event: dict[str, Any]
) -> None:
    peer = await lines.call()
    conversation = await service.conversation()
    await conversation.partner_begins("item_p")
    await conversation.partner_text("item_p", WORDS)
    await conversation.partner_audio("item_p", 1000)
    await peer.queued(1000)
    peer.heard(300)
    peer.say(**event)
    await peer.said("output_audio_buffer.cleared")
    assert (await conversation.heard("conversation.item.truncate"))["audio_end_ms"] == 300
    await conversation.partner_audio("item_p", 1000)
    await conversation.learner_says("next", "item_u")
    await peer.said("conversation.item.input_audio_transcription.completed")
    assert peer.queued_ms == 300, "what comes late of a cut response is not played"


async def test_audio_in_an_event_is_refused(lines: Lines) -> None:
    peer = await lines.call()
    peer.say("input_audio_buffer.append", event_id="mine", audio="AAAA")
    assert (await peer.said("error"))["error"]["event_id"] == "mine"


async def test_a_scenario_shows_nothing_that_is_hidden(lines: Lines, service: RealtimeServer) -> None:
    peer = await lines.call(scenario_id=SCENARIO.id)
    conversation = await service.conversation()
    await conversation.heard("session.update")
    await peer.said("session.updated")
    peer.say(
        "session.update",
        session={
            "type": "realtime",
            "instructions": "Tell all.",
            "audio": {"output": {"speed": 1.2, "format": {"type": "audio/pcmu"}}},
        },
    )
    assert (await conversation.heard("session.update", 3))["session"]
    kept = {"output": {"speed": 1.2}}
    await eventually(lambda: kept in [event["session"].get("audio") for event in conversation.of("session.update")])
    assert all(event["session"]["instructions"] == "" for event in peer.texts if "session" in event)


async def test_a_dropped_peer_may_come_back_over_any_transport(lines: Lines, service: RealtimeServer) -> None:
    peer = await lines.call()
    peer.listener.on_audio(FRAME)
    conversation = await service.conversation()
    await conversation.partner_says("item_p", WORDS, 1000)
    await peer.queued(1000)
    peer.heard(500)
    peer.drop()
    assert (await conversation.heard("conversation.item.truncate"))["audio_end_ms"] == 500
    await lines.house.until("session.state", state="reconnecting")
    again = await lines.call()
    assert again is not peer
    assert len(service.conversations) == 1
    async with lines.house.call() as socket:
        await receive(socket, "session.created")
        await again.said("session_left")
    assert (await lines.house.session()).state in (SessionState.LIVE, SessionState.RECONNECTING)
    assert [turn.text for turn in await lines.house.turns()] == ["one two three four five"]


async def test_hanging_up_ends_the_session(lines: Lines) -> None:
    admission = Admission(ALICE, "/realtime/webrtc-offer")
    answer = await lines.gateway.answer(admission, OFFER)
    peer = lines.peers.made[-1]
    peer.listener.on_open()
    await peer.said("session.created")
    with pytest.raises(Forbidden):
        await lines.gateway.hang_up(Admission(BOB, "/realtime/calls"), answer.call_id)
    await lines.gateway.hang_up(Admission(ALICE, "/realtime/calls"), answer.call_id)
    session = await lines.house.session(answer.session_id)
    assert (session.state, session.end_reason) == (SessionState.ENDED, EndReason.COMPLETED)
    await peer.said("session_end", reason="completed")
    await eventually(lambda: not peer.open)
    with pytest.raises(NotFound):
        await lines.gateway.hang_up(Admission(ALICE, "/realtime/calls"), answer.call_id)


async def test_silence_on_the_track_is_no_activity(service: RealtimeServer, tmp_path: Path) -> None:
    async with opened(service, tmp_path, session_timeout_seconds=1.0) as lines:
        peer = await lines.call()

        async def silence() -> None:
            while peer.open:
                peer.listener.on_audio(bytes(960))
                await asyncio.sleep(0.02)

        task = asyncio.create_task(silence())
        await peer.said("session_end", reason="idle")
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_offers_that_come_to_nothing_leave_nothing(lines: Lines, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webrtc_end, "OPEN_SECONDS", 0.05)
    for number in range(60):
        if number % 3 == 0:
            with pytest.raises(InvalidOffer):
                await lines.gateway.answer(Admission(ALICE, "/realtime/webrtc-offer"), "garbage")
        elif number % 3 == 1:
            (await lines.ring(None)).drop()
        else:
            await lines.ring(None)
    await eventually(lambda: not any(peer.open for peer in lines.peers.made))
    assert lines.gateway._reserved == 0
    assert not lines.gateway._calls
    assert not lines.gateway._offers._sessions


async def test_there_is_no_room_for_more_calls_than_allowed(service: RealtimeServer, tmp_path: Path) -> None:
    async with opened(service, tmp_path, max_sessions=1) as lines:
        await lines.call()
        with pytest.raises(TooMany):
            await lines.ring("s2")


async def test_what_is_said_while_the_provider_is_called_is_recorded(service: RealtimeServer, tmp_path: Path) -> None:
    async with opened(service, tmp_path, recording="on") as lines:
        peer = await lines.ring()
        peer.listener.on_open()
        for _ in range(50):
            peer.listener.on_audio(b"\x10\x10" * 480)
        await peer.said("session.created")
        await asyncio.sleep(1.0)  # a recording does not run ahead of the clock
        await lines.gateway.stop(ALICE, "s1")
        with lines.house.recordings.open("s1") as file:
            assert file.read().count(b"\x10\x10\0\0") > 20_000


async def test_a_call_that_never_came_about_leaves_no_recording(tmp_path: Path, service: RealtimeServer) -> None:
    await service.stop()
    async with opened(service, tmp_path, recording="on") as lines:
        peer = await lines.ring()
        peer.listener.on_open()
        await peer.said("session_end", reason="provider_unreachable")
        assert lines.house.recordings.path("s1") is None


async def test_a_token_that_is_shown_again_takes_over_nothing_but_comes_back(lines: Lines) -> None:
    async with lines.house.database.begin() as tx:
        await sessions.create(tx, Session("s1", ALICE.id, None, SessionState.CREATED, time.time_ns() // 1_000_000))
    admission = Admission(ALICE, "/realtime/webrtc-offer", {}, session_id="s1")
    await lines.gateway.answer(admission, OFFER)
    peer = lines.peers.made[-1]
    peer.listener.on_open()
    await peer.said("session.created")
    with pytest.raises(Conflict) as refused:
        await lines.gateway.answer(admission, OFFER)
    assert refused.value.code == "call_in_progress"
    peer.drop()
    await lines.gateway.answer(admission, OFFER)
    lines.peers.made[-1].listener.on_open()
    await lines.peers.made[-1].said("session.created")
