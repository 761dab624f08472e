"""What ends a call although nobody has said so: silence, absence, slowness, length."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from feedbackyes.domain.limits import WARN_AT
from feedbackyes.domain.session import EndReason
from feedbackyes.gateway import sockets
from feedbackyes.providers import ProviderUnreachable
from feedbackyes.settings import Settings

if TYPE_CHECKING:
    from feedbackyes.gateway.call import Call

UNTOUCHED_GRACE_SECONDS = 5.0
"""A caller who has said nothing has nothing to come back to."""
SLOW_SECONDS = 10.0
IDLE_WARNING_SECONDS = 10.0
LIMIT_WARNING_SECONDS = 60.0
LOST_WARNING_MS = 1000.0
LAST_WORDS_MS = (2_000.0, 10_000.0)
"""Between a limit and the end: at least, and at most when the partner is speaking."""
ANSWER_SECONDS = 10.0
"""In which a provider that took the connection has to say that there is a session."""


class Limits:
    """One call's. Moments are milliseconds on the session clock; None: not so.

    Args:
        written: the learner has sent text, which a session holds as it does audio.
    """

    def __init__(self, call: Call, settings: Settings) -> None:
        self._call = call
        self._settings = settings
        self.written = False
        self.left_ms: float | None = None
        self.slow_since_ms: float | None = None
        self._left_reason = EndReason.LEFT
        self._active_ms = 0.0
        self._connected_ms = 0.0
        self._idle_warned = self._limit_warned = False
        self._lost_told_ms = 0.0
        self._spoken_ms = 0.0
        self._spent_ms: float | None = None

    def touch(self, *, speech: bool = False) -> None:
        """Somebody has done something. `speech`: the provider says that somebody speaks."""
        if speech and self._call.learner is not None and self._call.learner.literal_idle:
            return
        self._active_ms = self._call.now_ms()
        self._idle_warned = False

    def connected(self) -> None:
        """The provider has taken the connection."""
        self._connected_ms = self._call.now_ms()
        self._call.meter.connected()
        self.touch()

    def came(self) -> None:
        """The learner is there (again)."""
        self.left_ms = self.slow_since_ms = None
        self.touch()

    def left(self) -> None:
        """The learner's socket is gone."""
        self.left_ms = self._call.now_ms()
        if self._grace_ms() <= 0:
            self._call.end(self._left_reason, "You left.")

    def slow(self, *, slow: bool) -> None:
        """The learner's socket is full, or takes more again."""
        self.slow_since_ms = self._call.now_ms() if slow else None

    def tick(self, now_ms: float) -> None:
        self._check_answer(now_ms)
        self._check_left(now_ms)
        self._check_slow(now_ms)
        self._check_length(now_ms)
        self._check_spending(now_ms)
        self._check_recording()
        if self._call.learner is not None:
            self._check_idle(now_ms, literal=self._call.learner.literal_idle)

    @property
    def end_ms(self) -> float:
        """When the session ends unless somebody speaks, or comes back, before; of the session clock."""
        if self.left_ms is not None:
            return self.left_ms + self._grace_ms()
        return inf if self._call.learner is None else self._active_ms + self._settings.session_timeout_seconds * 1000

    def _grace_ms(self) -> float:
        grace = self._settings.resume_seconds
        said_something = self.written or self._call.uplink.clock.audio_ms > 0
        return (grace if said_something else min(grace, UNTOUCHED_GRACE_SECONDS)) * 1000

    def _check_answer(self, now_ms: float) -> None:
        silent = self._call.provider is not None and not self._call.downstream.effective
        if silent and now_ms - self._connected_ms >= ANSWER_SECONDS * 1000:
            error = ProviderUnreachable(
                f"The voice service took the call and said nothing for {ANSWER_SECONDS:g} s. Try again later."
            )
            self._call.fail(error)
            self._call.end(EndReason.PROVIDER_UNREACHABLE, error.message)

    def _check_left(self, now_ms: float) -> None:
        if self.left_ms is not None and now_ms - self.left_ms >= self._grace_ms():
            self._call.end(self._left_reason, "You did not come back in time.")

    def _check_slow(self, now_ms: float) -> None:
        if self.slow_since_ms is None or now_ms - self.slow_since_ms < SLOW_SECONDS * 1000:
            return
        self.slow_since_ms = None
        self._left_reason = EndReason.SLOW_READER
        self._call.warn("slow_reader", "The connection was too slow to take the partner's voice and was closed.")
        if self._call.learner is not None:
            self._call.learner.leave(sockets.TRY_AGAIN, sockets.TOO_SLOW)

    def _check_length(self, now_ms: float) -> None:
        left_ms = self._settings.max_session_minutes * 60_000 - now_ms
        if left_ms <= 0:
            self._call.end(EndReason.COMPLETED, "The longest time for a session is over.")
        elif left_ms <= LIMIT_WARNING_SECONDS * 1000 and not self._limit_warned:
            self._limit_warned = True
            seconds = round(left_ms / 1000)
            self._call.warn("session_limit", f"This session ends in {seconds} s, because it is at its limit.")

    def _check_spending(self, now_ms: float) -> None:
        """At the end of a limit the partner may finish the sentence, and the learner hear why it is over."""
        worst = self._call.meter.worst()
        if worst is None or worst.share < WARN_AT:
            return
        name = worst.limit.name
        if not worst.reached and self._spent_ms is None:
            message = f"{WARN_AT:.0%} of the limit of {name} is used. The talk ends when all of it is."
            self._call.warn("cost_limit_near", message)
            return
        if self._spent_ms is None:
            self._spent_ms = now_ms
            self._call.warn("cost_limit", f"The limit of {name} is used up. The talk ends in a moment.")
        over_ms = now_ms - self._spent_ms
        speaks = self._call.downstream.playback.playing(now_ms) is not None
        if over_ms >= (LAST_WORDS_MS[1] if speaks else LAST_WORDS_MS[0]):
            self._call.end(EndReason.COST_LIMIT, f"The limit of {name} is used up.")

    def _check_recording(self) -> None:
        recording = self._call.recording
        if recording is None:
            return
        if recording.failed:
            self._call.stop_recording()
            message = "The recording ends here: the file could not be written. The talk goes on."
            self._call.warn("recording_failed", message)
        elif recording.lost_ms >= self._lost_told_ms + LOST_WARNING_MS:
            self._lost_told_ms = recording.lost_ms
            message = f"{recording.lost_ms / 1000:.0f} s are missing in the recording: the disk is too slow."
            self._call.warn("recording_incomplete", message)

    def _check_idle(self, now_ms: float, *, literal: bool) -> None:
        timeout_ms = self._settings.session_timeout_seconds * 1000
        self._check_press()
        if not literal and self._call.downstream.playback.playing(now_ms) is not None:
            self.touch()
        idle_ms = now_ms - self._active_ms
        if idle_ms >= timeout_ms:
            self._call.end(EndReason.IDLE, f"Nobody has spoken for {timeout_ms / 1000:g} s.")
        elif idle_ms >= timeout_ms - min(IDLE_WARNING_SECONDS * 1000, timeout_ms / 2) and not self._idle_warned:
            self._idle_warned = True
            left_s = max(1, round((timeout_ms - idle_ms) / 1000))
            message = f"Nobody has spoken for {idle_ms / 1000:.0f} s. The session ends in {left_s} s."
            self._call.warn("idle", message, again=True)

    def _check_press(self) -> None:
        """Who sends audio only while they hold the key down is active as long as they do.

        A track carries audio all the time; there the events that belong to a press count.
        """
        call = self._call
        spoken_ms, before_ms = call.uplink.clock.audio_ms, self._spoken_ms
        self._spoken_ms = spoken_ms
        detection = (call.downstream.effective.get("audio") or {}).get("input", {}).get("turn_detection", {})
        on_track = call.learner is not None and call.learner.player is not None
        if spoken_ms > before_ms and detection is None and not on_track:
            self.touch()
