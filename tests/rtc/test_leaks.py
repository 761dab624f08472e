"""Calls that are dropped at every stage of being set up leave nothing behind."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import psutil
import pytest
from aiortc import RTCPeerConnection
from aiortc.rtcdtlstransport import RTCDtlsTransport
from aiortc.rtcsctptransport import RTCSctpTransport

from feedbackyes.rtc import InvalidOffer
from feedbackyes.rtc import peers as module
from feedbackyes.rtc.inbound import Inbound
from feedbackyes.rtc.outbound import Voice
from feedbackyes.rtc.peers import AiortcPeer, AiortcPeers
from feedbackyes.settings import Settings
from tests.rtc.caller import PATIENCE_S, Caller, Log
from tests.rtc.speech import speech

OURS = (AiortcPeer, RTCPeerConnection, module._Connection, RTCDtlsTransport, RTCSctpTransport, Inbound, Voice)
SPEECH = speech(1.0).tobytes()
GROWTH_BYTES_PER_CALL = 8 * 1024


async def until_ice(caller: Caller) -> None:
    reached = asyncio.Event()

    def look() -> None:
        if caller.connection.iceConnectionState in ("completed", "connected"):
            reached.set()

    caller.connection.on("iceconnectionstatechange", look)
    look()
    async with asyncio.timeout(PATIENCE_S):
        await reached.wait()


async def until_dtls(caller: Caller) -> None:
    reached = asyncio.Event()

    def look() -> None:
        if caller.connection.connectionState == "connected":
            reached.set()

    caller.connection.on("connectionstatechange", look)
    look()
    async with asyncio.timeout(PATIENCE_S):
        await reached.wait()


async def refused(peers: AiortcPeers, caller: Caller, log: Log) -> None:
    with contextlib.suppress(InvalidOffer):
        await peers.answer((await caller.offer()).replace("a=rtpmap", "a=x-rtpmap"), log)
    log.on_closed("refused")


async def cancelled(peers: AiortcPeers, caller: Caller, log: Log) -> None:
    answering = asyncio.ensure_future(peers.answer(await caller.offer(), log))
    await asyncio.sleep(0)
    answering.cancel()
    await asyncio.gather(answering, return_exceptions=True)
    log.on_closed("cancelled")


async def never_connected(peers: AiortcPeers, caller: Caller, log: Log) -> None:
    await peers.answer(await caller.offer(), log)


async def answered_and_closed(peers: AiortcPeers, caller: Caller, log: Log) -> None:
    await (await peers.answer(await caller.offer(), log)).close()


async def gone_after_ice(peers: AiortcPeers, caller: Caller, log: Log) -> None:
    await caller.call(peers, log)
    await until_ice(caller)
    caller.vanish()


async def gone_after_dtls(peers: AiortcPeers, caller: Caller, log: Log) -> None:
    await caller.call(peers, log)
    await until_dtls(caller)
    caller.vanish()


async def closed_while_connecting(peers: AiortcPeers, caller: Caller, log: Log) -> None:
    peer = await caller.call(peers, log)
    await until_ice(caller)
    await peer.close()


async def hung_up_with_the_channel_open(peers: AiortcPeers, caller: Caller, log: Log) -> None:
    await caller.call(peers, log)
    await log.told_of("open")
    await caller.hang_up()


async def hung_up_in_speech(peers: AiortcPeers, caller: Caller, log: Log) -> None:
    await talk(peers, caller, log)
    await caller.hang_up()


async def closed_in_speech(peers: AiortcPeers, caller: Caller, log: Log) -> None:
    peer = await talk(peers, caller, log)
    await peer.close()


async def gone_in_speech(peers: AiortcPeers, caller: Caller, log: Log) -> None:
    await talk(peers, caller, log)
    caller.vanish()


async def talk(peers: AiortcPeers, caller: Caller, log: Log) -> AiortcPeer:
    peer = await caller.call(peers, log)
    assert isinstance(peer, AiortcPeer)
    peer.play(SPEECH)
    peer.send("{}")
    caller.microphone.play(SPEECH)
    await log.told_of("started")
    await log.until(lambda: log.heard_ms > 100)
    return peer


STAGES: tuple[Callable[[AiortcPeers, Caller, Log], Awaitable[None]], ...] = (
    refused,
    cancelled,
    never_connected,
    answered_and_closed,
    gone_after_ice,
    gone_after_dtls,
    closed_while_connecting,
    hung_up_with_the_channel_open,
    hung_up_in_speech,
    closed_in_speech,
    gone_in_speech,
)


@pytest.fixture
async def peers(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[AiortcPeers]:
    monkeypatch.setattr(module, "AWAY_SECONDS", 3.0)
    monkeypatch.setattr(module, "CONNECT_SECONDS", 3.0)
    monkeypatch.setattr(module, "LOOK_SECONDS", 0.2)
    # A client's aiortc complains of what is cut short, and pytest keeps what is logged with all that hangs on its traceback.
    asyncio.get_running_loop().set_exception_handler(lambda *_: None)
    peers = AiortcPeers(settings)
    yield peers
    await peers.close()


async def one(peers: AiortcPeers, stage: Callable[[AiortcPeers, Caller, Log], Awaitable[None]]) -> None:
    log = Log()
    async with Caller() as caller:
        await stage(peers, caller, log)
        await log.told_of("closed")
        assert log.told.count("closed") == 1


async def rounds(peers: AiortcPeers, count: int) -> None:
    for _ in range(count):
        await asyncio.gather(*(one(peers, stage) for stage in STAGES))


def left() -> dict[str, int]:
    """What this process holds."""
    gc.collect()
    sockets = len(psutil.Process().net_connections("udp"))
    counts = {
        "files": len(list(Path("/proc/self/fd").iterdir())),
        "ports": sockets,
        "threads": threading.active_count(),
    }
    counts["tasks"] = len(asyncio.all_tasks())
    alive = [type(thing) for thing in gc.get_objects()]
    return counts | {kind.__name__: alive.count(kind) for kind in OURS}


def more(before: dict[str, int]) -> dict[str, int]:
    return {what: count for what, count in left().items() if count > before[what]}


async def settled(before: dict[str, int]) -> dict[str, int]:
    """What there is more of than before, once there is nothing or for good."""
    deadline = asyncio.get_running_loop().time() + PATIENCE_S
    while (now := more(before)) and asyncio.get_running_loop().time() < deadline:  # noqa: ASYNC110 (no event tells)
        await asyncio.sleep(0.2)
    return now


@pytest.mark.slow
async def test_calls_dropped_at_every_stage_leave_nothing(peers: AiortcPeers) -> None:
    before = left()
    await rounds(peers, 6)
    assert await settled(before) == {}
    assert not peers._peers


@pytest.mark.slow
@pytest.mark.timeout(1_800)
async def test_a_thousand_calls_leave_nothing_and_memory_does_not_grow(peers: AiortcPeers) -> None:
    before = left()
    await rounds(peers, 20)
    await settled(before)
    resident = psutil.Process().memory_info().rss
    await rounds(peers, 72)
    assert await settled(before) == {}
    assert psutil.Process().memory_info().rss - resident < 72 * len(STAGES) * GROWTH_BYTES_PER_CALL
    assert not peers._peers
