from __future__ import annotations

import asyncio

import pytest

from feedbackyes.audio.formats import pcm16
from feedbackyes.domain.errors import TooMany
from feedbackyes.rtc import create
from feedbackyes.rtc import peers as module
from feedbackyes.rtc.peers import AiortcPeers
from feedbackyes.settings import Settings
from tests.rtc.caller import PATIENCE_S, Caller, Log
from tests.rtc.speech import likeness, speech


async def test_messages_go_both_ways(peers: AiortcPeers) -> None:
    log = Log()
    async with Caller() as caller:
        peer = await caller.call(peers, log)
        peer.send("early")
        await log.told_of("open")
        await caller.log.told_of("early")
        peer.send(b"bytes as text")
        await caller.log.told_of("bytes as text")
        caller.channel.send("hello")
        caller.channel.send("Grüße 👋".encode())
        await log.told_of("Grüße 👋")
        assert log.told == ["open", "hello", "Grüße 👋"]


async def test_a_big_message_arrives_whole(peers: AiortcPeers) -> None:
    log = Log()
    async with Caller() as caller:
        peer = await caller.call(peers, log)
        big = "x" * 200_000
        peer.send(big)
        await caller.log.told_of(big)


async def test_speech_arrives_as_it_was_said(peers: AiortcPeers) -> None:
    log, said = Log(), speech(2.0)
    async with Caller() as caller:
        peer = await caller.call(peers, log)
        await log.until(lambda: log.heard_ms > 100)
        caller.microphone.play(said.tobytes())
        await log.until(lambda: caller.microphone.played_ms >= 2_000)
        arrived_ms = log.heard_ms
        await log.until(lambda: log.heard_ms >= arrived_ms + 200)
        assert likeness(said, pcm16(bytes(log.pcm))) > 0.7
        assert peer.statistics.packets_received > 100
        assert peer.statistics.packets_lost == 0


async def test_the_voice_is_heard_and_told_of(peers: AiortcPeers) -> None:
    log, said = Log(), speech(1.0)
    async with Caller() as caller:
        peer = await caller.call(peers, log)
        await log.told_of("open")
        await caller.log.until(lambda: caller.log.heard_ms > 100)
        peer.play(said.tobytes())
        assert peer.queued_ms == 1_000
        await log.told_of("drained")
        assert peer.played_ms == 1_000
        heard_ms = caller.log.heard_ms
        await caller.log.until(lambda: caller.log.heard_ms >= heard_ms + 400)
        assert likeness(said, pcm16(bytes(caller.log.pcm))) > 0.6
        assert log.told == ["open", "started", "drained"]


async def test_cleared_audio_is_not_heard(peers: AiortcPeers) -> None:
    log = Log()
    async with Caller() as caller:
        peer = await caller.call(peers, log)
        peer.play(bytes(48 * 10_000))
        await log.told_of("started")
        played_ms = peer.clear()
        assert played_ms < 9_000
        assert peer.queued_ms == peer.played_ms == played_ms


async def test_a_client_that_hangs_up_is_told_of_once(peers: AiortcPeers) -> None:
    log = Log()
    caller = Caller()
    peer = await caller.call(peers, log)
    await log.told_of("open")
    await caller.hang_up()
    await log.told_of("closed")
    await peer.close()
    assert log.told.count("closed") == 1
    assert log.told[-1] == "closed"


async def test_closing_is_heard_at_the_other_end(peers: AiortcPeers) -> None:
    log = Log()
    async with Caller() as caller:
        peer = await caller.call(peers, log)
        await log.told_of("open")
        await asyncio.gather(peer.close(), peer.close())
        await caller.log.told_of("closed")
        peer.send("too late")
        peer.play(bytes(960))
        assert log.reasons == ["Closed."]


async def test_an_answer_that_nobody_takes_is_given_up(peers: AiortcPeers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CONNECT_SECONDS", 1.0)
    monkeypatch.setattr(module, "AWAY_SECONDS", 1.0)
    log = Log()
    async with Caller() as caller:
        await peers.answer(await caller.offer(), log)
        await log.told_of("closed")
        assert log.told == ["closed"]


async def test_an_end_that_falls_silent_is_given_up(peers: AiortcPeers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "AWAY_SECONDS", 2.0)
    log = Log()
    async with Caller() as caller:
        await caller.call(peers, log)
        await log.told_of("open")
        caller.vanish()
        await log.told_of("closed")
        assert "Nothing came" in log.reasons[0] or "lost" in log.reasons[0]


async def test_a_client_that_only_listens_is_kept(peers: AiortcPeers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "AWAY_SECONDS", 6.0)
    log = Log()
    async with Caller() as caller:
        caller.connection.getTransceivers()[0].direction = "recvonly"
        await caller.call(peers, log)
        await caller.log.until(lambda: caller.log.heard_ms > 8_000)
        assert log.told == ["open"]


async def test_places_are_limited_and_given_back(settings: Settings) -> None:
    peers = create(settings.model_copy(update={"max_sessions": 1}))
    async with Caller() as first, Caller() as second:
        peer = await first.call(peers, Log())
        with pytest.raises(TooMany):
            await second.call(peers, Log())
        await peer.close()
    async with Caller() as third:
        await third.call(peers, Log())
        await peers.close()
    async with Caller() as fourth:
        with pytest.raises(TooMany):
            await fourth.call(peers, Log())


async def test_closing_all_tells_all(peers: AiortcPeers) -> None:
    logs = [Log(), Log()]
    async with Caller() as one, Caller() as other:
        for caller, log in zip((one, other), logs, strict=True):
            await caller.call(peers, log)
        async with asyncio.timeout(PATIENCE_S):
            await peers.close()
        assert [log.reasons for log in logs] == [["Closed."], ["Closed."]]


async def test_names_of_multicast_dns_cost_no_time(peers: AiortcPeers) -> None:
    log = Log()

    def hide(offer: str) -> str:
        lines = []
        for line in offer.split("\r\n"):
            parts = line.split(" ")
            if line.startswith("a=candidate:"):
                parts[4] = "0b1c6d3e-7a55-4a44-9d6f-1f2d3c4b5a69.local"
            lines.append(" ".join(parts))
        return "\r\n".join(lines)

    async with Caller() as caller:
        await caller.call(peers, log, there=hide)
        await log.told_of("open")


async def test_ports_are_of_the_range(settings: Settings) -> None:
    low, high = 42_000, 42_400
    peers = create(settings.model_copy(update={"rtc_ports": (low, high)}))
    try:
        async with Caller() as caller:
            peer = await peers.answer(await caller.offer(), Log())
            ports = [int(line.split(" ")[5]) for line in peer.answer.splitlines() if line.startswith("a=candidate:")]
            assert ports
            assert all(low <= port <= high for port in ports)
    finally:
        await peers.close()
        create(settings)


async def test_the_answer_is_opus_only_and_under_the_public_address(settings: Settings) -> None:
    peers = create(settings.model_copy(update={"public_address": "203.0.113.7"}))
    async with Caller() as caller:
        peer = await peers.answer(await caller.offer(), Log())
        assert " 203.0.113.7 " in peer.answer
        codecs = [line for line in peer.answer.splitlines() if line.startswith("a=rtpmap:")]
        assert len(codecs) == 1
        assert "opus/48000/2" in codecs[0]
        await peers.close()
