"""What is special about espeak-ng."""

from __future__ import annotations

import asyncio

import pytest

from feedbackyes.domain.errors import NotReady
from feedbackyes.stages.tts import SpokenWord, _espeak_library
from feedbackyes.stages.tts.espeak import CHARACTERS, Espeak, create, nearest


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("marin", "marin"),
        (" Cedar ", "cedar"),
        ("onix", "onyx"),
        ("", "alloy"),
        ("klingon-9", "alloy"),
        ("SHIMMERY", "shimmer"),
    ],
)
def test_the_nearest_voice(asked: str, given: str) -> None:
    assert nearest(asked) == given


def test_all_documented_voices_are_there() -> None:
    documented = {
        "alloy",
        "ash",
        "ballad",
        "cedar",
        "coral",
        "echo",
        "fable",
        "marin",
        "nova",
        "onyx",
        "sage",
        "shimmer",
        "verse",
    }
    assert documented == set(CHARACTERS)


def test_every_variant_exists() -> None:
    library = _espeak_library.library()
    for character in CHARACTERS.values():
        assert library.knows(f"{character.english}+{character.variant}")


def test_a_missing_library_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_espeak_library, "_candidates", lambda: [("libnowhere.so.9", None)])
    with pytest.raises(NotReady, match="pip install espeakng-loader"):
        _espeak_library.library.__wrapped__()


async def words(voice: Espeak, text: str) -> list[SpokenWord]:
    return [word async for chunk in voice.speak(text) for word in chunk.words]


async def test_white_space_at_the_end_asks_for_the_pause_between_sentences() -> None:
    voice = create()
    lengths = [
        sum([chunk.samples.size async for chunk in voice.speak(text)]) / voice.rate_hz for text in ("I see.", "I see. ")
    ]
    assert lengths[1] > lengths[0] + 0.1
    await voice.close()


async def test_two_engines_in_one_process_share_the_library_safely() -> None:
    one, other = create(), create()
    text = "This is one of the longer sentences that are spoken at the same time. " * 5
    first, second = await asyncio.gather(words(one, text), words(other, text))
    assert len(first) == len(second) == len(text.split())
    await one.close()
    await other.close()


async def test_a_minute_of_speech_never_blocks_the_event_loop() -> None:
    voice = create()
    loop = asyncio.get_running_loop()
    gaps: list[float] = []

    async def watch() -> None:
        last = loop.time()
        while True:
            await asyncio.sleep(0)
            now = loop.time()
            gaps.append(now - last)
            last = now

    watcher = asyncio.create_task(watch())
    assert len(await words(voice, "A sentence that is spoken again and again. " * 25)) == 200
    watcher.cancel()
    assert sorted(gaps)[int(len(gaps) * 0.99)] < 0.02
    await voice.close()
