"""Steady noise is nobody's turn: voice counts only where it stands out from the noise of the place.

A detector takes some noises for speech: other people's talk in the background, above all. They differ from somebody who
speaks to us by never stopping. The floor is the level that nine tenths of the noise lie above. Noise is what is no
voice or does not stand out; and voice, too, that has not stopped for longer than people speak in one breath, or whose level
hardly changes as that of a single voice never does. To begin, voice has to stand out by more than the noise itself comes and goes; to go on, by less, so that nobody is cut off at the
quiet end of a word. In a quiet place the gate is open.
"""

from __future__ import annotations

from collections import deque

import numpy as np

from feedbackyes.audio import Int16
from feedbackyes.audio.levels import FLOOR_DB

REMEMBERED, LEAST = 94, 6
"""Frames of 32 ms: 3 s of noise are remembered, and a fifth of a second has to be known."""
BREATH = 250
"""Frames after which voice without any gap is noise after all: 8 s."""
STEADY, STEADY_DB = 48, 6.3
"""After so many frames (1.5 s) it is noise if all but a tenth at each end of its levels lie so close together. Of two readers,
1 % of such pieces span less than 6.7 dB and none less than 6.5; of six voices at once, nine tenths span less than 6.3."""
ANEW = 4
"""Frames after which the floor is worked out anew."""
LOW, MIDDLE = 0.1, 0.5
"""The floor is this quantile of the levels; from there to the other one noise comes and goes all the time."""
SMOOTHED = 3
"""Frames of which the level is the mean: between two syllables it falls for longer."""
BEGINS_DB, BEGINS_MOST_DB, GOES_ON_DB = 6.5, 12.5, 3.0
"""What stands out: to begin, above the floor and twice the way to the middle, but no more than that; to go on."""
HANGOVER = 14
"""Frames that may go on after one that stood out enough to begin: nearly half a second."""
QUIET_DB = -62.0
"""A floor below is no noise: nothing is gated."""
VOICE = 0.5


class NoiseGate:
    """One microphone's. Frames come in order, 32 ms each.

    Attributes:
        floor_db: level of the noise in dBFS; None while it is not known.
    """

    def __init__(self) -> None:
        self.floor_db: float | None = None
        self._begins_db = FLOOR_DB
        self._noise: deque[float] = deque(maxlen=REMEMBERED)
        self._voice: deque[float] = deque(maxlen=BREATH)
        self._recent: deque[float] = deque(maxlen=SMOOTHED)
        self._frames = 0
        self._open_for = 0

    def opens(self, frame: Int16, probability: float) -> bool:
        """Take the next frame, and how likely it is speech; tell whether it stands out."""
        samples = frame.astype(np.float32)
        self._recent.append(float(samples @ samples) / (len(samples) * 32768**2))
        level_db = float(10 * np.log10(max(sum(self._recent) / len(self._recent), 10 ** (FLOOR_DB / 10))))
        stands_out = self._stands_out(level_db)
        self._remember(level_db, voice=stands_out and probability >= VOICE)
        return stands_out

    def _stands_out(self, level_db: float) -> bool:
        if self.floor_db is None:
            return True
        self._open_for = HANGOVER if level_db >= self._begins_db else max(0, self._open_for - 1)
        goes_on = self._open_for > 0 and level_db >= self.floor_db + GOES_ON_DB
        return self.floor_db < QUIET_DB or goes_on

    def _remember(self, level_db: float, *, voice: bool) -> None:
        self._frames += 1
        if not voice:
            self._noise.append(level_db)
            self._voice.clear()
        else:
            self._voice.append(level_db)
        if self._frames % ANEW == 0 and self._is_noise():
            self._noise = deque(self._voice, maxlen=REMEMBERED)  # what was known is from another place
            self._voice.clear()
        known = self.floor_db is not None
        if len(self._noise) >= LEAST and (not known or self._frames % ANEW == 0):
            floor_db, middle_db = _quantiles(self._noise, LOW, MIDDLE)
            self.floor_db = floor_db
            self._begins_db = floor_db + min(BEGINS_MOST_DB, BEGINS_DB + 2 * (middle_db - floor_db))

    def _is_noise(self) -> bool:
        """Voice that has not stopped for a while is none."""
        if len(self._voice) < STEADY:
            return False
        low_db, high_db = _quantiles(self._voice, LOW, 1 - LOW)
        return len(self._voice) == BREATH or high_db - low_db < STEADY_DB


def _quantiles(levels: deque[float], *parts: float) -> list[float]:
    ordered = sorted(levels)
    return [ordered[int(part * len(ordered))] for part in parts]
