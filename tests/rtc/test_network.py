"""A call over a network that loses 2 % of the packets and delays each by 0 to 30 ms."""

from __future__ import annotations

import asyncio
import statistics
from contextlib import AsyncExitStack

import numpy as np
import pytest

from feedbackyes.audio.formats import pcm16
from feedbackyes.rtc.peers import AiortcPeers
from tests.rtc.caller import PATIENCE_S, Caller, Log, unchanged
from tests.rtc.forwarder import Network

TONE_MS = 200
TONE = np.round(12_000 * np.sin(np.arange(TONE_MS * 24) * 2 * np.pi * 440 / 24_000)).astype("<i2").tobytes()
EVERY_S = 0.6
LOUD = 3_000
MOST_ADDED_MS = 40.0


class Ear(Log):
    """Notes when tones begin to be heard and how much of them is."""

    def __init__(self) -> None:
        super().__init__()
        self.onsets: list[float] = []
        self.loud_ms = 0.0
        self._quiet_ms = 500.0

    def on_audio(self, pcm: bytes) -> None:
        super().on_audio(pcm)
        samples = np.abs(pcm16(pcm).astype(np.int32))
        loud_ms = sum(float(samples[start : start + 120].max()) > LOUD for start in range(0, len(samples), 120)) * 5.0
        if loud_ms and self._quiet_ms >= 200:
            self.onsets.append(asyncio.get_running_loop().time())
        self.loud_ms += loud_ms
        self._quiet_ms = 0 if loud_ms else self._quiet_ms + len(pcm) / 48


class Outcome:
    """What one call was like, from the moment its channel was open."""

    def __init__(self) -> None:
        self.lags_ms: list[float] = []
        self.sent_ms = self.heard_ms = self.loud_ms = 0.0
        self.packets_lost = 0


async def talk(peers: AiortcPeers, network: Network | None, seconds: float) -> Outcome:
    """One tone after the other for so long."""
    loop = asyncio.get_running_loop()
    ear, outcome = Ear(), Outcome()
    async with Caller() as caller:
        there, back = (network.there, network.back) if network else (unchanged, unchanged)
        peer = await caller.call(peers, ear, there, back)
        await ear.told_of("open")
        await ear.until(lambda: ear.heard_ms > 200)
        heard_ms, began, frames = ear.heard_ms, loop.time(), caller.microphone.frames
        while loop.time() - began < seconds:
            caller.microphone.play(TONE)
            await asyncio.sleep(EVERY_S)
        await asyncio.sleep(0.2)
        outcome.sent_ms = (caller.microphone.frames - frames) * 20.0
        outcome.heard_ms, outcome.loud_ms = ear.heard_ms - heard_ms, ear.loud_ms
        outcome.packets_lost = peer.statistics.packets_lost
        for said in caller.spoken:
            later = [onset for onset in ear.onsets if said <= onset < said + EVERY_S]
            outcome.lags_ms += [(later[0] - said) * 1000] if later else []
        assert len(outcome.lags_ms) >= 0.9 * len(caller.spoken)
        await peer.close()
    return outcome


async def check(peers: AiortcPeers, seconds: float, tones: int) -> None:
    """What is asked of a call over the bad network, beside one over none."""
    clean = await talk(peers, None, 6)
    async with AsyncExitStack() as stack:
        network = await stack.enter_async_context(Network(seed=4))
        rough = await talk(peers, network, seconds)
        assert network.lost > 0.01 * network.carried
    assert rough.packets_lost > 0
    added_ms = statistics.median(rough.lags_ms[-tones:]) - statistics.median(clean.lags_ms)
    assert added_ms <= MOST_ADDED_MS
    for outcome in (clean, rough):
        assert abs(outcome.heard_ms - outcome.sent_ms) <= 120
        assert outcome.loud_ms >= 0.85 * TONE_MS * len(outcome.lags_ms)


@pytest.mark.slow
async def test_a_bad_network_adds_little_delay_and_leaves_no_hole(peers: AiortcPeers) -> None:
    async with asyncio.timeout(3 * PATIENCE_S):
        await check(peers, seconds=15, tones=12)


@pytest.mark.slow
@pytest.mark.timeout(300)
async def test_a_bad_network_adds_little_delay_after_a_minute(peers: AiortcPeers) -> None:
    await check(peers, seconds=72, tones=20)
