"""Any server with OpenAI's `/audio/speech`: a hosted service, or an engine of your own on a machine with a GPU.

A text goes there sentence by sentence, and is heard as it comes. Where the server does not tell when a word is spoken, that
is estimated from the voice's pace.
"""

from __future__ import annotations

import difflib
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing
from typing import Any

from feedbackyes.domain.stage_use import Tariff
from feedbackyes.settings import Settings
from feedbackyes.stages import _answers, usage
from feedbackyes.stages.tts import SpeechChunk, SpokenWord, VoiceFailed
from feedbackyes.stages.tts._pace import Pace, Timing
from feedbackyes.stages.tts._speaker import Marks, Speaker
from feedbackyes.stages.tts._spoken_text import Piece, pieces

SLOWEST, FASTEST = 0.25, 4.0
"""Limits of `speed` at the hosted service."""
NAMES = (
    *("alloy", "ash", "ballad", "cedar", "coral", "echo", "fable", "marin", "nova", "onyx", "sage", "shimmer", "verse"),
)
"""Of the hosted service's voices."""
EVERY_OTHER = "*"


def options(settings: Settings) -> dict[str, Any]:
    """What `create` gets from the settings."""
    foreign = settings.tts_url and settings.tts_url.rstrip("/") != settings.openai_api_base.rstrip("/")
    return {
        "url": settings.tts_url or settings.openai_api_base,
        "key": settings.tts_key or ("" if foreign else settings.openai_api_key),
        "model": settings.tts_model,
        "voices": settings.tts_voices,
        "rate_hz": settings.tts_rate_hz,
        "timeout_seconds": settings.tts_timeout_seconds,
        "tariff": usage.tariff_of(settings, settings.tts_url, settings.tts_model, settings.tts_priced_as),
    }


def create(
    *,
    url: str,
    key: str = "",
    model: str = "",
    voices: Mapping[str, str] | None = None,
    rate_hz: int = 24_000,
    timeout_seconds: float = 10.0,
    tariff: Tariff | None = None,
) -> OpenAIVoice:
    """Nothing is sent yet.

    Args:
        voices: the server's names for ours; `*` stands for every other one.

    Raises:
        InvalidInput: the address is none.
    """
    base = _answers.base_url(url, "FEEDBACKYES_TTS_URL")
    price = tariff or usage.tariff(base, model)
    speaker = Speaker(base, key, model, rate_hz=rate_hz, timeout_seconds=timeout_seconds, tariff=price)
    return OpenAIVoice(speaker, model, voices or {})


class OpenAIVoice:
    """See `Voice`. Which languages it speaks is the server's to say."""

    languages: frozenset[str] | None = None

    def __init__(self, speaker: Speaker, model: str, theirs: Mapping[str, str]) -> None:
        self._speaker = speaker
        self._theirs = theirs
        self._paces: dict[str, Pace] = {}
        self._closed = False
        self.rate_hz = speaker.rate_hz
        self.name = f"{model or 'Voice'} at {speaker.host}"
        self.voices = tuple(dict.fromkeys([*NAMES, *(name for name in theirs if name != EVERY_OTHER)]))

    async def speak(
        self, text: str, *, voice: str = "", speed: float = 1.0, language: str = "en"
    ) -> AsyncIterator[SpeechChunk]:
        """See `Voice.speak`.

        Raises:
            VoiceFailed: there is nothing to be spoken in `text`, or the server did not speak it.
        """
        if self._closed:
            raise VoiceFailed("The voice has ended with the engine.")
        name = self._name(voice)
        rate = min(max(speed, SLOWEST), FASTEST)
        done = 0
        parts = list(pieces(text))
        for piece in parts:
            async with aclosing(self._speak_piece(piece, name, rate, language, done)) as chunks:
                async for chunk in chunks:
                    done += chunk.samples.size
                    yield chunk
        if not parts:
            raise VoiceFailed("The voice found nothing to speak in this text.")

    async def close(self) -> None:
        """End all requests."""
        self._closed = True
        await self._speaker.close()

    async def _speak_piece(
        self, piece: Piece, name: str, speed: float, language: str, offset: int
    ) -> AsyncGenerator[SpeechChunk]:
        timing = Timing(piece, self._paces.setdefault(name, Pace()), speed, self.rate_hz, offset)
        told: set[int] = set()
        estimated = True
        async with aclosing(self._speaker.speak(piece.text, name, speed, language)) as sounds:
            async for sound in sounds:
                if sound.words is not None:
                    estimated = False
                    yield SpeechChunk(sound.samples, self._told(piece, sound.words, told, offset))
                else:
                    guessed = timing.take(sound.samples)
                    yield SpeechChunk(sound.samples, guessed if estimated else ())
        if estimated and (rest := timing.end()):
            yield SpeechChunk(sound.samples[:0], rest)

    def _told(self, piece: Piece, words: Marks, told: set[int], offset: int) -> tuple[SpokenWord, ...]:
        """The server's words, which have positions in what was sent, as words of the text."""
        found = []
        for position, at_ms in words:
            index = piece.word_at(position)
            if 0 <= index < len(piece.spans) and index not in told:
                told.add(index)
                begin, end = piece.spans[index]
                found.append(SpokenWord(begin, end, at_ms + offset * 1000 // self.rate_hz))
        return tuple(found)

    def _name(self, voice: str) -> str:
        """The server's name for a voice; that of the nearest one for an unknown voice."""
        known = list(self.voices)
        wanted = voice.strip()
        if wanted not in known and EVERY_OTHER not in self._theirs:
            wanted = next(iter(difflib.get_close_matches(wanted.casefold(), known, 1)), known[0])
        return self._theirs.get(wanted) or self._theirs.get(EVERY_OTHER) or wanted
