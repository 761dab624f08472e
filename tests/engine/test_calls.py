"""Calls over WebRTC, with peers on paper: the test is the network and the browser."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest

from feedbackyes.domain.errors import ExpectedError, NotFound, NotReady, TooMany
from feedbackyes.engine import Calls, calls
from feedbackyes.engine.calls import Call
from feedbackyes.rtc import InvalidOffer
from tests.engine.fakes import silence, speech
from tests.engine.wire import PATIENCE_S, Bench, Wire, check
from tests.paper_peers import OFFER, PaperPeer, PaperPeers

TURN = silence(400) + speech(800) + silence(700)
FRAME = 48 * 20


@dataclass
class Exchange:
    """An engine that takes calls."""

    bench: Bench
    peers: PaperPeers
    calls: Calls

    async def ring(self, owner: str = "ann", session: Any = None) -> tuple[Call, PaperPeer]:
        wanted = {"audio": {"input": {"transcription": {"model": "whisper-1"}}}} if session is None else session
        call, answer = await self.calls.answer(OFFER, owner, session=wanted)
        peer = self.peers.made[-1]
        assert answer == peer.answer
        peer.listener.on_open()
        return call, peer

    def attach(self, call_id: str, owner: str = "ann") -> Wire:
        wire = Wire()
        wire.connection = self.calls.find(call_id, owner).attach(wire)  # type: ignore[assignment]  # same methods
        return wire


@pytest.fixture
async def exchange(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Exchange]:
    monkeypatch.setattr(calls, "LINGER_SECONDS", 0.0)
    peers = PaperPeers()
    exchange = Exchange(bench, peers, Calls(bench.engine, peers))
    yield exchange
    await exchange.calls.close()


def speak(peer: PaperPeer, pcm: bytes) -> None:
    for start in range(0, len(pcm), FRAME):
        peer.listener.on_audio(pcm[start : start + FRAME])


async def play_on(peer: PaperPeer) -> None:
    """Let time pass at the browser until the partner has finished."""
    async with asyncio.timeout(PATIENCE_S):
        while not [event for event in peer.texts if event["type"] == "output_audio_buffer.stopped"]:
            peer.heard(100)
            await asyncio.sleep(0.005)


async def test_a_spoken_turn_has_its_audio_on_the_track(exchange: Exchange) -> None:
    exchange.bench.cast.ears.hears = ["good morning"]
    _, peer = await exchange.ring()
    await peer.said("session.created")
    speak(peer, TURN)
    assert (await peer.said("conversation.item.input_audio_transcription.completed"))["transcript"] == "good morning"
    await peer.queued(100)
    await play_on(peer)
    kinds = [event["type"] for event in peer.texts]
    for event in peer.texts:
        check(event)
    assert "response.output_audio.delta" not in kinds
    assert peer.queued_ms == 4 * 250
    started, done = kinds.index("output_audio_buffer.started"), kinds.index("response.done")
    assert kinds.index("response.content_part.added") < started
    assert done < kinds.index("output_audio_buffer.stopped")


async def test_an_interruption_is_cut_where_the_track_had_come_to(exchange: Exchange) -> None:
    exchange.bench.cast.ears.hears = ["good morning", "wait"]
    _, peer = await exchange.ring()
    await peer.said("session.created")
    speak(peer, TURN)
    await peer.queued(600)
    peer.heard(300)
    speak(peer, speech(400))
    await peer.said("output_audio_buffer.cleared")
    cut = await peer.said("conversation.item.truncated")
    assert cut["audio_end_ms"] == pytest.approx(300, abs=1)
    assert peer.queued_ms == 300, "the rest was dropped"
    kinds = [event["type"] for event in peer.texts]
    assert kinds.index("output_audio_buffer.cleared") < kinds.index("conversation.item.truncated")
    peer.say("conversation.item.retrieve", item_id=cut["item_id"])
    item = (await peer.said("conversation.item.retrieved"))["item"]
    assert len(item["content"][0]["transcript"].split()) == 2, "words begin every 250 ms"


async def test_a_browser_that_lags_has_heard_less(exchange: Exchange) -> None:
    _, peer = await exchange.ring()
    await peer.said("session.created")
    peer.say("response.create")
    await peer.queued(600)
    await asyncio.sleep(1.0)  # by the clock all of it would have been played
    peer.say("response.cancel")
    peer.say("output_audio_buffer.clear")
    assert (await peer.said("conversation.item.truncated"))["audio_end_ms"] == 0


async def test_cancelling_leaves_what_is_on_the_track_until_it_is_cleared(exchange: Exchange) -> None:
    _, peer = await exchange.ring()
    peer.say("response.create")
    await peer.queued(600)
    peer.heard(100)
    peer.say("response.cancel")
    assert (await peer.said("response.done"))["response"]["status"] == "cancelled"
    assert peer.queued_ms > 300
    peer.say("output_audio_buffer.clear")
    await peer.said("output_audio_buffer.cleared")
    assert peer.queued_ms == 100


async def test_a_format_of_the_session_does_not_change_the_track(exchange: Exchange) -> None:
    both = {"input": {"format": {"type": "audio/pcmu"}}, "output": {"format": {"type": "audio/pcmu"}, "voice": "cedar"}}
    _, peer = await exchange.ring(session={"type": "realtime", "audio": both})
    session = (await peer.said("session.created"))["session"]
    assert session["audio"]["output"]["format"]["type"] == "audio/pcm"
    assert session["audio"]["output"]["voice"] == "cedar"
    peer.say("session.update", session={"type": "realtime", "audio": both})
    assert (await peer.said("session.updated"))["session"]["audio"]["input"]["format"]["type"] == "audio/pcm"
    peer.say("response.create", response={"audio": {"output": {"format": {"type": "audio/pcmu"}}}})
    await peer.queued(3 * 250)


async def test_audio_in_an_event_is_refused(exchange: Exchange) -> None:
    _, peer = await exchange.ring()
    peer.say("input_audio_buffer.append", audio=base64.b64encode(bytes(960)).decode(), event_id="mine")
    error = (await peer.said("error"))["error"]
    assert (error["code"], error["event_id"]) == ("invalid_value", "mine")
    assert "track" in error["message"]


async def test_a_sideband_sees_and_says_the_same_without_audio(exchange: Exchange) -> None:
    exchange.bench.cast.ears.hears = ["good morning"]
    call, peer = await exchange.ring()
    await peer.said("session.created")
    sideband = exchange.attach(call.id)
    assert (await sideband.until("session.created"))["session"]["type"] == "realtime"
    sideband.update(instructions="Be brief.")
    assert (await peer.said("session.updated"))["session"]["instructions"] == "Be brief."
    speak(peer, TURN)
    await sideband.until("conversation.item.input_audio_transcription.completed")
    await play_on(peer)
    await sideband.until("output_audio_buffer.stopped")
    assert sideband.audio() == b""
    call.hang_up()
    assert await sideband.until_closed() == (1000, "")


async def test_who_leaves_the_sideband_leaves_the_call_alone(exchange: Exchange) -> None:
    call, peer = await exchange.ring()
    sideband = exchange.attach(call.id)
    assert sideband.connection is not None
    sideband.connection.close()
    assert (await sideband.until_closed())[0] == 1000
    peer.say("session.update", session={"type": "realtime", "instructions": "x"})
    await peer.said("session.updated")
    assert "session.updated" not in sideband.types


async def test_calls_are_their_owners(exchange: Exchange) -> None:
    call, peer = await exchange.ring("ann")
    for call_id, owner in ((call.id, "bob"), ("rtc_none", "ann"), ("", "ann")):
        with pytest.raises(NotFound) as refused:
            exchange.calls.find(call_id, owner)
        assert refused.value.code == "call_id_not_found"
    call.hang_up()
    await peer.closed()
    with pytest.raises(NotFound):
        exchange.calls.find(call.id, "ann")


async def test_so_many_may_listen_in_and_no_more(exchange: Exchange) -> None:
    call, _ = await exchange.ring()
    for _ in range(calls.MAX_SIDEBANDS):
        exchange.attach(call.id)
    with pytest.raises(TooMany):
        exchange.attach(call.id)


async def test_a_lost_peer_ends_the_session(exchange: Exchange) -> None:
    call, peer = await exchange.ring()
    await peer.said("session.created")
    sideband = exchange.attach(call.id)
    peer.drop()
    assert (await sideband.until_closed())[0] == 1000
    async with asyncio.timeout(PATIENCE_S):
        await exchange.bench.engine.empty()


async def test_a_client_that_never_opens_its_channel_is_given_up(
    exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "OPEN_SECONDS", 0.05)
    call, _ = await exchange.calls.answer(OFFER, "ann")
    async with asyncio.timeout(PATIENCE_S):
        await exchange.bench.engine.empty()
    with pytest.raises(NotFound):
        exchange.calls.find(call.id, "ann")


async def test_what_cannot_be_taken_leaves_nothing_behind(exchange: Exchange) -> None:
    with pytest.raises(InvalidOffer):
        await exchange.calls.answer("hello", "ann")
    for session in ({"type": "x"}, {"audio": {"output": {"speed": 9}}}, {"model": 3}, {"prompt": {"id": "nobody"}}):
        with pytest.raises(ExpectedError):
            await exchange.calls.answer(OFFER, "ann", session=session)
    with pytest.raises(NotReady):
        await Calls(exchange.bench.engine, None).answer(OFFER, "ann")
    async with asyncio.timeout(PATIENCE_S):
        await exchange.bench.engine.empty()


async def test_a_transcription_session_only_listens(exchange: Exchange) -> None:
    exchange.bench.cast.ears.hears = ["good morning"]
    _, peer = await exchange.ring(session={"type": "transcription"})
    assert (await peer.said("session.created"))["session"]["type"] == "transcription"
    speak(peer, TURN)
    await peer.said("conversation.item.input_audio_transcription.completed")
    assert peer.queued_ms == 0


async def test_closing_ends_all_calls(exchange: Exchange) -> None:
    _, peer = await exchange.ring()
    await peer.said("session.created")
    await exchange.ring()
    await exchange.calls.close()
    assert not [peer for peer in exchange.peers.made if peer.open]
    with pytest.raises(NotFound):
        exchange.calls.find("rtc_x", "ann")
