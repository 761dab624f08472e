"""What of a reply is made before it is heard, and that no more is."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator

import numpy as np
import pytest

from feedbackyes.engine.ahead import Ahead, closing
from feedbackyes.stages.dialogue import CallFunction, Say
from feedbackyes.stages.tts import SpeechChunk, VoiceFailed

CHUNK = SpeechChunk(np.zeros(160, np.int16))


class Stages:
    """A dialogue that says one, two, three …, and a voice; `log` tells what they were at."""

    def __init__(self, *texts: str) -> None:
        self.texts = texts or ("one ", "two ", "three ", "four")
        self.log: list[str] = []
        self.spoken: dict[str, asyncio.Event] = {text: asyncio.Event() for text in self.texts}

    async def reply(self) -> AsyncGenerator[Say | CallFunction]:
        try:
            for text in self.texts:
                yield CallFunction(text[1:], "{}") if text.startswith("!") else Say(text)
        finally:
            self.log.append("reply closed")

    async def speak(self, text: str) -> AsyncIterator[SpeechChunk]:
        self.log.append(f"begin {text.strip()}")
        try:
            if text.startswith("bad"):
                raise VoiceFailed("No voice for that.")
            yield CHUNK
            yield CHUNK
            self.spoken[text].set()
        finally:
            self.log.append(f"end {text.strip()}")


async def listen(reply: AsyncIterator[Say | CallFunction], stages: Stages, heard: list[tuple[object, int]]) -> None:
    """Hear all of it: each part, with how many chunks there were of it."""
    async with Ahead(reply, stages.speak) as ahead:
        async for clause in ahead.clauses():
            heard += [(clause.part, len([chunk async for chunk in clause.chunks()]))]


async def test_the_next_clause_is_spoken_while_one_is_heard_and_no_more() -> None:
    stages = Stages()
    async with Ahead(stages.reply(), stages.speak) as ahead, closing(ahead.clauses()) as clauses:
        first = await anext(clauses)
        await stages.spoken["two "].wait()
        for _ in range(10):
            await asyncio.sleep(0)
        assert stages.log == ["begin one", "end one", "begin two", "end two"]
        assert [chunk async for chunk in first.chunks()] == [CHUNK, CHUNK]
        assert (await anext(clauses)).part == Say("two ")
        await stages.spoken["three "].wait()
        assert "begin four" not in stages.log


async def test_the_first_clause_has_the_voice_to_itself() -> None:
    stages = Stages()
    async with Ahead(stages.reply(), stages.speak) as ahead, closing(ahead.clauses()) as clauses:
        first = await anext(clauses)
        async with closing(first.chunks()) as chunks:
            await anext(chunks)
            assert "begin two" not in stages.log[: stages.log.index("end one") + 1]


async def test_everything_comes_in_order_and_to_its_end() -> None:
    stages = Stages("one ", "!look", "- ", "two")
    found: list[tuple[object, int]] = []
    await listen(stages.reply(), stages, found)
    assert found == [(Say("one "), 2), (CallFunction("look", "{}"), 0), (Say("- "), 0), (Say("two"), 2)]
    assert stages.log[-1] == "reply closed"


async def test_an_interruption_drops_what_was_made_and_ends_the_work() -> None:
    stages = Stages()
    async with Ahead(stages.reply(), stages.speak) as ahead, closing(ahead.clauses()) as clauses:
        await anext(clauses)
        await stages.spoken["two "].wait()
    assert stages.log[-1] == "reply closed"
    assert "begin three" not in stages.log


async def test_what_was_made_before_a_failure_is_heard_before_it() -> None:
    stages = Stages("one ", "bad ", "three")
    heard: list[tuple[object, int]] = []
    with pytest.raises(VoiceFailed, match="No voice"):
        await listen(stages.reply(), stages, heard)
    assert heard == [(Say("one "), 2)]
    assert "begin three" not in stages.log


async def test_a_dialogue_that_fails_is_told_after_its_clauses() -> None:
    async def reply() -> AsyncIterator[Say | CallFunction]:
        yield Say("one ")
        raise VoiceFailed("No more.")

    heard: list[tuple[object, int]] = []
    with pytest.raises(VoiceFailed, match="No more"):
        await listen(reply(), Stages(), heard)
    assert heard == [(Say("one "), 2)]


async def test_without_a_voice_nothing_is_spoken() -> None:
    stages = Stages()
    async with Ahead(stages.reply(), None) as ahead:
        assert [clause.part async for clause in ahead.clauses()] == [Say(text) for text in stages.texts]
    assert stages.log == ["reply closed"]
