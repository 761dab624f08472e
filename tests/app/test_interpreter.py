"""What the interpreter is told to do while people talk."""

from __future__ import annotations

import asyncio
import gc
import weakref

import pytest

from feedbackyes.app import interpreter


class Part:
    """Of a call; it knows another one."""

    other: Part


async def test_what_lies_in_a_circle_goes_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interpreter, "COLLECT_SECONDS", 0.01)
    one, other = Part(), Part()
    one.other, other.other = other, one
    gone = asyncio.Event()
    left = weakref.finalize(one, gone.set)
    gc.disable()
    collecting = asyncio.create_task(interpreter.collect_in_time())
    try:
        del one, other
        assert left.alive
        async with asyncio.timeout(10):
            await gone.wait()
    finally:
        collecting.cancel()
        gc.enable()
