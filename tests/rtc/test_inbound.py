from __future__ import annotations

import asyncio
from dataclasses import dataclass

import numpy as np
import pytest

from feedbackyes.audio.formats import pcm16
from feedbackyes.rtc.inbound import Inbound
from feedbackyes.rtc.jitter import WAIT_MS
from tests.rtc.speech import likeness, packets, speech

PATIENCE_S = 20.0


@dataclass
class Packet:
    """What aiortc hands over."""

    sequence_number: int
    timestamp: int
    _data: bytes
    ssrc: int = 1


def rtp(payloads: list[bytes]) -> list[Packet]:
    return [Packet(number, number * 960, payload) for number, payload in enumerate(payloads)]


class Ear:
    def __init__(self) -> None:
        self.pcm = bytearray()
        self.came = asyncio.Event()

    def __call__(self, pcm: bytes) -> None:
        self.pcm += pcm
        self.came.set()

    @property
    def heard_ms(self) -> float:
        return len(self.pcm) / 48


@pytest.fixture
async def ear() -> Ear:
    return Ear()


async def test_packets_become_audio_and_aiortc_decodes_nothing(ear: Ear) -> None:
    inbound = Inbound(ear)
    for packet in rtp(packets(speech(1.0))):
        assert inbound.add(packet) == (False, None)
    inbound.close()
    assert likeness(speech(1.0), pcm16(bytes(ear.pcm))) > 0.7
    assert ear.heard_ms == pytest.approx(1_000, abs=20)


async def test_lost_packets_leave_no_hole(ear: Ear) -> None:
    inbound = Inbound(ear)
    sent = rtp(packets(speech(2.0)))
    for packet in sent:
        if packet.sequence_number % 10 != 5:
            inbound.add(packet)
    inbound.close()
    whole = pcm16(bytes(ear.pcm))
    assert ear.heard_ms == pytest.approx(len(sent) * 20, abs=21)
    assert inbound.buffer.lost == len([packet for packet in sent if packet.sequence_number % 10 == 5])
    assert inbound.concealer.concealed_ms == inbound.buffer.lost * 20
    assert likeness(speech(2.0), whole) > 0.6


async def test_a_loss_at_the_end_is_not_waited_for_longer_than_it_may(ear: Ear) -> None:
    inbound = Inbound(ear)
    sent = rtp(packets(speech(0.4)))
    for packet in sent[:10]:
        inbound.add(packet)
    before_ms = ear.heard_ms
    ear.came.clear()
    inbound.add(sent[11])
    assert ear.heard_ms == before_ms
    started = asyncio.get_running_loop().time()
    async with asyncio.timeout(PATIENCE_S):
        await ear.came.wait()
    assert ear.heard_ms == pytest.approx(before_ms + 40)
    assert asyncio.get_running_loop().time() - started >= WAIT_MS / 1000 - 0.001
    inbound.close()


async def test_a_sender_that_pauses_is_followed_by_silence(ear: Ear) -> None:
    inbound = Inbound(ear)
    sent = rtp(packets(speech(0.4)))
    inbound.add(sent[0])
    sent[1].timestamp += 500 * 48
    inbound.add(sent[1])
    inbound.close()
    assert ear.heard_ms == pytest.approx(540, abs=1)
    assert inbound.concealer.concealed_ms == 0


@pytest.mark.parametrize("payload", [b"", b"\xff", b"\xfb\xff", bytes(7), b"no opus at all" * 80])
async def test_what_is_no_opus_harms_nothing(ear: Ear, payload: bytes) -> None:
    inbound = Inbound(ear)
    sent = rtp(packets(speech(1.0)))
    sent[20]._data = payload
    for packet in sent:
        inbound.add(packet)
    inbound.close()
    assert ear.heard_ms == pytest.approx(1_000, abs=120)
    assert np.abs(pcm16(bytes(ear.pcm))[-4_800:]).max() > 100


async def test_nothing_comes_after_the_end(ear: Ear) -> None:
    inbound = Inbound(ear)
    sent = rtp(packets(speech(0.4)))
    inbound.add(sent[0])
    inbound.add(sent[2])
    heard_ms = ear.heard_ms
    inbound.close()
    inbound.add(sent[1])
    await asyncio.sleep(2 * WAIT_MS / 1000)
    assert ear.heard_ms == heard_ms
