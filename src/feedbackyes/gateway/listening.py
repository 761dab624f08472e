"""The voices of a live call for others who listen in: both sides, placed in time, recorded nowhere.

It takes the same pieces as the recording and lays them on a tape of its own. `pump` takes what is due off the tape and
hands it to every earpiece; with nobody there it is thrown away. An earpiece that is read too slowly loses its oldest
blocks, and the talk never waits for it.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

import numpy as np

from feedbackyes.audio import Int16
from feedbackyes.audio.formats import AudioFormat, Decoder, decode_base64
from feedbackyes.domain.errors import InvalidInput
from feedbackyes.gateway.playback import InputClock
from feedbackyes.gateway.tape import LEARNER, PARTNER, RATE_HZ, Tape

MARGIN_MS = 150.0
"""How far behind the clock is taken: audio that is a little late still finds its place."""
WAITING_FRAMES = 5 * RATE_HZ
"""What may wait in an earpiece."""


class Voices(Protocol):
    """Whoever takes the voices of a call as they pass. Called on the audio path: it only keeps."""

    def learner(self, data: bytes, position_ms: float, kind: AudioFormat) -> None: ...

    def partner(self, data: bytes, at_ms: float, kind: AudioFormat) -> None: ...

    def cut(self, at_ms: float) -> None: ...


class Both:
    """Two that take the voices."""

    def __init__(self, first: Voices, second: Voices) -> None:
        self._both = (first, second)

    def learner(self, data: bytes, position_ms: float, kind: AudioFormat) -> None:
        for one in self._both:
            one.learner(data, position_ms, kind)

    def partner(self, data: bytes, at_ms: float, kind: AudioFormat) -> None:
        for one in self._both:
            one.partner(data, at_ms, kind)

    def cut(self, at_ms: float) -> None:
        for one in self._both:
            one.cut(at_ms)


class Earpiece:
    """What one listener has not read yet. Blocks are PCM16 at 24 kHz, shape (n, 2): learner, partner."""

    def __init__(self) -> None:
        self.missed_frames = 0
        self._blocks: deque[Int16] = deque()
        self._frames = 0
        self._some = asyncio.Event()
        self._closed = False

    def put(self, block: Int16) -> None:
        """One more block; the oldest ones go when there are too many."""
        self._blocks.append(block)
        self._frames += len(block)
        while self._frames > WAITING_FRAMES and len(self._blocks) > 1:
            lost = len(self._blocks.popleft())
            self._frames -= lost
            self.missed_frames += lost
        self._some.set()

    def close(self) -> None:
        """Nothing more comes, and what waits is not heard any more."""
        self._blocks.clear()
        self._closed = True
        self._some.set()

    async def take(self) -> Int16 | None:
        """The next block; None at the end."""
        while not self._blocks:
            if self._closed:
                return None
            self._some.clear()
            await self._some.wait()
        block = self._blocks.popleft()
        self._frames -= len(block)
        return block


class Listening:
    """One call's voices from now on."""

    def __init__(self, clock: InputClock, now_ms: Callable[[], float]) -> None:
        self.earpieces: set[Earpiece] = set()
        self._clock, self._now_ms = clock, now_ms
        self._tape = Tape(round(max(0.0, now_ms()) * RATE_HZ / 1000))
        self._waiting: deque[tuple[int, bytes, float, AudioFormat] | float] = deque()
        self._decoders: dict[int, Decoder] = {}

    def learner(self, data: bytes, position_ms: float, kind: AudioFormat) -> None:
        """Base64 audio that the learner sent, at `position_ms` of all their audio."""
        self._waiting.append((LEARNER, data, position_ms, kind))

    def partner(self, data: bytes, at_ms: float, kind: AudioFormat) -> None:
        """Base64 audio of the partner that will be heard from `at_ms` on."""
        self._waiting.append((PARTNER, data, at_ms, kind))

    def cut(self, at_ms: float) -> None:
        """The learner has stopped hearing the partner at `at_ms`."""
        self._waiting.append(float(at_ms))

    def pump(self) -> None:
        """Hand out what is due; called a few times a second."""
        while self._waiting:
            entry = self._waiting.popleft()
            if isinstance(entry, float):
                self._tape.cut(entry)
            else:
                self._place(*entry)
        block = self._tape.take(max(0.0, self._now_ms() - MARGIN_MS))
        self._tape.corrections()  # too late to be heard
        if len(block):
            for earpiece in self.earpieces:
                earpiece.put(block)

    def _place(self, channel: int, data: bytes, at_ms: float, kind: AudioFormat) -> None:
        decoder = self._decoders.get(channel)
        if decoder is None or decoder.format is not kind:
            decoder = self._decoders[channel] = Decoder(kind)
        if channel == LEARNER:
            at_ms = self._clock.session_ms(at_ms)
        with suppress(InvalidInput):  # the provider was sent the same and answers for it
            self._tape.add(channel, at_ms, decoder.decode(decode_base64(data)))


def mixed(block: Int16) -> Int16:
    """Both sides in one channel, shape (n,)."""
    total = block[:, LEARNER].astype(np.int32) + block[:, PARTNER]
    clipped: Int16 = np.clip(total, -32_768, 32_767).astype(np.int16)
    return clipped
