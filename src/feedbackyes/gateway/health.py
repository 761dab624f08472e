"""Whether a provider is still there, and what its errors mean for the call."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

import numpy as np

from feedbackyes.audio import g711
from feedbackyes.audio.formats import AudioFormat, pcm16
from feedbackyes.protocol.server import ErrorDetail

if TYPE_CHECKING:
    from feedbackyes.gateway.call import Call
    from feedbackyes.gateway.line import Line

LOUD = 600.0
"""Root mean square of 16-bit samples: -35 dB of full scale, which is somebody who speaks, or a loud room."""
LOOK_MS = 160.0
"""So far apart are the messages whose loudness is looked at. A question costs little, and a word is short."""
PROBE_SHARE = 0.5
"""Of the time until a stall: so long the provider has to answer a question that any provider answers at once."""
SETTLING_MS = 3_000.0
"""A session that begins answers other things before it has dealt with the audio that it was sent at once."""
DEAF_FACTOR = 3.0
"""A provider that answers questions and owes a reply gets so much longer."""


class Trouble(Enum):
    """What an error event means."""

    EXPIRED = auto()
    TOKEN = auto()
    REFUSED = auto()
    BUSY = auto()


_TROUBLES = {
    "session_expired": Trouble.EXPIRED,
    "session_timeout": Trouble.EXPIRED,
    "max_session_duration_exceeded": Trouble.EXPIRED,
    "token_expired": Trouble.TOKEN,
    "expired_token": Trouble.TOKEN,
    "invalid_api_key": Trouble.TOKEN,
    "authentication_error": Trouble.TOKEN,
    "account_deactivated": Trouble.REFUSED,
    "beta_api_shape_disabled": Trouble.REFUSED,
    "billing_hard_limit_reached": Trouble.REFUSED,
    "credit_balance_exhausted": Trouble.REFUSED,
    "insufficient_quota": Trouble.REFUSED,
    "rate_limit": Trouble.BUSY,
    "rate_limit_error": Trouble.BUSY,
    "rate_limit_exceeded": Trouble.BUSY,
    "inference_rate_limit_exceeded": Trouble.BUSY,
    "too_many_requests": Trouble.BUSY,
    "server_error": Trouble.BUSY,
    "service_unavailable": Trouble.BUSY,
}


def trouble_of(error: ErrorDetail) -> Trouble | None:
    """By its code, else by its type; None: an error like others."""
    return _TROUBLES.get(error.code or "") or _TROUBLES.get(error.type or "")


class Health:
    """One call's view of its provider.

    A provider that owes a reply, or that does not notice a voice, is asked a question; one that does not answer it has
    stalled. Silence alone is no sign of anything.

    Args:
        stall_seconds: without a message although one is due.
    """

    def __init__(self, call: Call, stall_seconds: float) -> None:
        self._call = call
        self._stall_ms = stall_seconds * 1000
        self._line: Line | None = None
        self._count = 0
        self._voiced = False
        self._listened_ms = self._ticked_ms = self._settled_ms = 0.0
        self._alive_ms = 0.0
        self._due_ms: float | None = None
        self._owed_ms: float | None = None
        self._probed_ms: float | None = None
        self.alive_at_ms = 0.0

    def begin(self, line: Line, now_ms: float, from_ms: float) -> None:
        """Another line is in use, which is sent the learner's audio from `from_ms` on."""
        self._line = line
        self._count = -1
        self._owed_ms = None
        self._settled_ms = now_ms + SETTLING_MS
        self._sign(now_ms)
        self.alive_at_ms = from_ms

    def tick(self, now_ms: float) -> None:
        """Look at what has come since the last time."""
        call = self._call
        if call.is_slow or call.downstream.paused:  # the provider is not read, and what it says cannot be known
            self._alive_ms = now_ms
            self._owed_ms = self._probed_ms = self._due_ms = None
            self._voiced = False
            return
        before_ms, self._ticked_ms = self._ticked_ms, call.uplink.clock.audio_ms
        count = (self._line.messages if self._line is not None else 0) + call.downstream.link.messages
        if count != self._count:
            self._listened_ms = before_ms  # what was said since then may have come after the message
            only_answer = self._probed_ms is not None and count == self._count + 1
            self._count = count
            self._sign(now_ms)
            if not only_answer:
                self._owed_ms = None
        else:
            self._listen()  # a provider that says anything is there, whoever speaks
        waits = call.floor.waits and call.learner is not None
        if waits and self._owed_ms is None:
            self._owed_ms = now_ms
        if not waits:
            self._owed_ms = None
        speaks = call.downstream.projection.spoken_since_ms is not None
        due = waits or speaks or self._voiced
        self._due_ms = None if not due else now_ms if self._due_ms is None else self._due_ms

    def stalled(self, now_ms: float) -> bool:
        """Whether it is given up. Asks the question when it is time to."""
        if self._owed_ms is not None and now_ms - self._owed_ms >= self._stall_ms * DEAF_FACTOR:
            return True
        if self._due_ms is None:
            return False
        quiet_ms = now_ms - max(self._due_ms, self._alive_ms)
        if self._probed_ms is None:
            if quiet_ms >= self._stall_ms * (1 - PROBE_SHARE):
                self._probed_ms = now_ms
                self._call.probe()
            return False
        return quiet_ms >= self._stall_ms

    def _sign(self, now_ms: float) -> None:
        self._alive_ms = now_ms
        if now_ms >= self._settled_ms:
            self.alive_at_ms = self._call.uplink.clock.audio_ms
        self._probed_ms = self._due_ms = None
        self._voiced = False

    def _listen(self) -> None:
        """Whether the learner has been loud since the last look, without a word of the provider that it hears them."""
        call = self._call
        journal = call.uplink.journal
        before_ms, self._listened_ms = self._listened_ms, call.uplink.clock.audio_ms
        if journal is None or self._voiced or call.downstream.projection.spoken_since_ms is not None:
            return
        self._voiced = any(_level(*sample) >= LOUD for sample in journal.samples(before_ms, LOOK_MS))


def _level(audio: bytes, audio_format: AudioFormat) -> float:
    """Root mean square, of 16-bit samples."""
    match audio_format:
        case AudioFormat.PCM:
            samples = pcm16(audio[: len(audio) // 2 * 2])
        case AudioFormat.MU_LAW:
            samples = g711.decode_mu(audio)
        case AudioFormat.A_LAW:
            samples = g711.decode_a(audio)
    return float(np.sqrt(np.mean(np.square(samples.astype(np.float32))))) if len(samples) else 0.0
