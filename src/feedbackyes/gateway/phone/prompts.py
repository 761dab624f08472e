"""What is said before there is a partner, in a voice of the server's own."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable

from feedbackyes.audio.formats import RATE_HZ
from feedbackyes.audio.resample import Resampler
from feedbackyes.domain.errors import ExpectedError
from feedbackyes.stages.tts import Voice

KEPT = 64
"""Prompts that are kept, a megabyte each at most: most callers hear the same."""
MAX_SECONDS = 120
_SPEED = 0.92
logger = logging.getLogger(__name__)


class Prompts:
    """Made once; the voice is loaded when it is first needed."""

    def __init__(self, load: Callable[[], Voice]) -> None:
        self._load = load
        self._voice: Voice | None = None
        self._kept: OrderedDict[tuple[str, str], bytes] = OrderedDict()
        self._lock = asyncio.Lock()

    async def speak(self, text: str, language: str) -> bytes:
        """PCM16 at 24 kHz; nothing when there is nothing to say or no voice to say it."""
        if not text:
            return b""
        key = (text, language)
        async with self._lock:  # fifty callers at once hear one prompt that was made once
            if key not in self._kept:
                try:
                    self._kept[key] = await self._make(text, language)
                except ExpectedError as error:
                    logger.warning("A telephone prompt could not be spoken: %s", error.message)
                    return b""
                while len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(key)
            return self._kept[key]

    async def close(self) -> None:
        if self._voice is not None:
            await self._voice.close()

    async def _make(self, text: str, language: str) -> bytes:
        if self._voice is None:
            self._voice = await asyncio.to_thread(self._load)
        voice, made = self._voice, bytearray()
        resampler = Resampler(voice.rate_hz, RATE_HZ)
        async for chunk in voice.speak(text, speed=_SPEED, language=language):
            made += resampler.process(chunk.samples).astype("<i2", copy=False).tobytes()
            if len(made) > MAX_SECONDS * RATE_HZ * 2:
                break
        made += resampler.flush().astype("<i2", copy=False).tobytes()
        return bytes(made)
