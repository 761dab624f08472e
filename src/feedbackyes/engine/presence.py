"""Which of the microphone's frames count as somebody speaking to the partner.

Voice activity says how likely a frame is speech; whose, it cannot say. Here the partner's own echo and the steady noise of the
place are taken out. Only turn detection is told: the recogniser gets the audio as it is.
"""

from __future__ import annotations

import numpy as np

from feedbackyes.audio import Int16
from feedbackyes.engine.echo import EchoCheck
from feedbackyes.engine.noise_gate import NoiseGate
from feedbackyes.engine.turns import FRAME_MS

FRAME = 512
"""Samples at 16 kHz of a frame of voice activity."""
VOICED = 0.3
"""Probability from which a frame may be speech: a little below what speech goes on at."""
LATE_MS, JUMP_MS = 0.5, 400.0
"""Audio comes as soon as it is there or later, never sooner: so much of a delay is believed with each message, and a delay
this long is a client that had stopped sending."""


class Presence:
    """One microphone's. `echo`, `gate`: None where they are not wanted."""

    def __init__(self, echo: EchoCheck | None, gate: NoiseGate | None) -> None:
        self._echo = echo
        self._gate = gate
        self._rest: Int16 = np.zeros(0, np.int16)
        self._taken_ms = 0.0
        self._offset_ms: float | None = None

    def judge(self, ears: bytes, probabilities: list[float], now_ms: float) -> list[float]:
        """Take audio at 16 kHz that has just come, and the probability of speech of each frame completed by it.

        Returns:
            The probabilities that count.
        """
        if self._echo is None and self._gate is None:
            return probabilities
        joined = np.concatenate((self._rest, np.frombuffer(ears, np.int16)))
        self._follow(now_ms - self._taken_ms - len(joined) / 16)
        frames = joined[: len(probabilities) * FRAME].reshape(-1, FRAME)
        self._rest = joined[len(frames) * FRAME :]
        if len(frames) < len(probabilities):  # voice activity knows of audio that we do not
            return probabilities
        return [self._judge(frame, probability) for frame, probability in zip(frames, probabilities, strict=True)]

    @property
    def echoes(self) -> bool:
        """The partner is heard in the microphone."""
        return self._echo is not None and self._echo.known

    def was_echo(self, from_ms: float) -> bool:
        """All that was heard since a position was the partner's own voice."""
        return self._echo is not None and self._echo.was_echo(from_ms + (self._offset_ms or 0.0))

    def _judge(self, frame: Int16, probability: float) -> float:
        self._taken_ms += FRAME_MS
        stands_out = self._gate is None or self._gate.opens(frame, probability)
        end_ms = self._taken_ms + (self._offset_ms or 0.0)
        voiced = stands_out and probability >= VOICED
        echo = self._echo is not None and self._echo.is_echo(frame, end_ms, voiced=voiced)
        return probability if stands_out and not echo else 0.0

    def _follow(self, offset_ms: float) -> None:
        """Keep up with how the audio's positions lie on the clock."""
        known = self._offset_ms
        if known is None or offset_ms < known or offset_ms > known + JUMP_MS:
            self._offset_ms = offset_ms
        else:
            self._offset_ms = min(offset_ms, known + LATE_MS)
