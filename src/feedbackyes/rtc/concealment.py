"""Fills what the network lost, so that nobody hears a click and a recogniser hears a voice that goes on.

The last pitch period is repeated and faded out (the idea of ITU-T G.711 Appendix I); after `FADE_MS` there is silence.
What comes next is faded in over `BLEND_MS`.
"""

from __future__ import annotations

import numpy as np

from feedbackyes.audio import Int16, Samples

FADE_MS = 60.0
BLEND_MS = 4.0
PITCH_HZ = (66.0, 320.0)
HISTORY_MS = 50.0
UNVOICED_MS = 10.0
"""What is repeated when there is no pitch."""
_LEAST_CORRELATION = 0.4


class Concealer:
    """One stream's. Samples are mono PCM16."""

    def __init__(self, rate_hz: int) -> None:
        self._per_ms = rate_hz / 1000
        self._history = np.zeros(round(HISTORY_MS * self._per_ms), np.int16)
        self._tail: Samples | None = None
        self._cycle: Int16 | None = None
        self._made = 0
        self.concealed_ms = 0.0

    def heard(self, samples: Int16) -> Int16:
        """Samples that came. Returns them, blended with what was made up before them."""
        if self._tail is not None and len(samples):
            samples = self._blend(self._tail, samples)
            self._tail = None
        self._cycle = None if len(samples) else self._cycle
        self._remember(samples)
        return samples

    def lost(self, length_ms: float) -> Int16:
        """Samples for a gap that packets left. Gaps one after the other are one."""
        count = round(length_ms * self._per_ms)
        self.concealed_ms += length_ms
        if self._cycle is None:
            self._cycle, self._made = self._history[-self._period() :], 0
        position = self._made + np.arange(count + self._blending)
        fade = np.clip(1 - position / (FADE_MS * self._per_ms), 0, 1).astype(np.float32)
        made = self._cycle[position % len(self._cycle)] * fade
        self._made += count
        self._tail = made[count:]
        filled = np.round(made[:count]).astype(np.int16)
        self._remember(filled)
        return filled

    def pause(self, length_ms: float) -> Int16:
        """Silence, for a pause that the sender did not send."""
        silence = np.zeros(round(length_ms * self._per_ms), np.int16)
        self._cycle = None
        self._remember(silence)
        return silence

    @property
    def _blending(self) -> int:
        return round(BLEND_MS * self._per_ms)

    def _blend(self, tail: Samples, samples: Int16) -> Int16:
        count = min(len(tail), len(samples))
        rise = np.linspace(0, 1, count, dtype=np.float32)
        blended = samples.copy()
        blended[:count] = np.round(samples[:count] * rise + tail[:count] * (1 - rise)).astype(np.int16)
        return blended

    def _remember(self, samples: Int16) -> None:
        size = len(self._history)
        self._history = np.concatenate([self._history, samples])[-size:]

    def _period(self) -> int:
        """Length of the last pitch period in samples, by normalised autocorrelation."""
        past = self._history.astype(np.float32)
        shortest, longest = (round(self._per_ms * 1000 / hz) for hz in reversed(PITCH_HZ))
        window = len(past) - longest
        recent = past[-window:]
        energy = float(recent @ recent)
        if energy == 0.0:
            return round(UNVOICED_MS * self._per_ms)
        best, period = _LEAST_CORRELATION, round(UNVOICED_MS * self._per_ms)
        for lag in range(shortest, longest + 1):
            earlier = past[longest - lag : longest - lag + window]
            correlation = float(recent @ earlier) / (energy * float(earlier @ earlier) + 1.0) ** 0.5
            if correlation > best:
                best, period = correlation, lag
        return period
