from __future__ import annotations

import asyncio
import os

import pytest

from feedbackyes.gateway import containers
from feedbackyes.gateway.containers import ContainerDecoder
from tests.gateway.conftest import eventually
from tests.gateway.test_relay import opus_in


@pytest.mark.parametrize("size", [1, 333, 100_000])
async def test_a_stream_is_decoded_however_it_is_cut(size: int) -> None:
    data = opus_in("webm")
    pcm = bytearray()
    decoder = ContainerDecoder(pcm.extend, pytest.fail)
    for at in range(0, len(data), size):
        decoder.feed(data[at : at + size])
    await eventually(lambda: len(pcm) > 40_000)
    decoder.close()


async def test_audio_comes_while_the_stream_goes_on() -> None:
    data = opus_in("webm")
    pcm = bytearray()
    decoder = ContainerDecoder(pcm.extend, pytest.fail)
    decoder.feed(data[: len(data) // 2])
    await eventually(lambda: len(pcm) > 10_000)
    decoder.close()


async def test_what_cannot_be_decoded_is_said_once() -> None:
    said: list[str] = []
    decoder = ContainerDecoder(lambda _: None, said.append)
    decoder.feed(b"\x1aE\xdf\xa3" + os.urandom(20_000))
    decoder._pipe.close()
    await eventually(lambda: bool(said))
    assert len(said) == 1
    assert "decoded" in said[0]


async def test_too_much_at_once_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(containers, "MAX_WAITING_BYTES", 10)
    said: list[str] = []
    decoder = ContainerDecoder(lambda _: None, said.append)
    decoder.feed(bytes(100))
    await eventually(lambda: bool(said))
    decoder.close()


async def test_after_closing_nothing_is_called_back() -> None:
    pcm = bytearray()
    decoder = ContainerDecoder(pcm.extend, pytest.fail)
    decoder.feed(opus_in("ogg"))
    decoder.close()
    await asyncio.sleep(0.2)
    assert not pcm
