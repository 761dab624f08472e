"""Whose voice counts, with frames in any pieces and a clock of its own."""

from __future__ import annotations

import numpy as np

from feedbackyes.engine.echo import EchoCheck
from feedbackyes.engine.noise_gate import NoiseGate
from feedbackyes.engine.presence import Presence
from tests.engine.test_echo import PARTNER, START_MS, in_room, pcm, play
from tests.engine.test_noise_gate import sound

STEP = 320
"""Samples: 20 ms, so that frames of voice activity lie across them."""


def judged(
    presence: Presence, samples: np.ndarray[tuple[int], np.dtype[np.int16]], late_ms: float = 0.0
) -> list[float]:
    """Let it hear audio in pieces of 20 ms; every frame is speech to voice activity."""
    found: list[float] = []
    for start in range(0, len(samples) - STEP + 1, STEP):
        end = start + STEP
        frames = end // 512 - start // 512
        now_ms = START_MS + end / 16 + (late_ms if start // STEP % 7 == 3 else 0.0)
        found += presence.judge(samples[start:end].tobytes(), [1.0] * frames, now_ms)
    return found


def test_without_checks_everything_counts() -> None:
    presence = Presence(None, None)
    assert judged(presence, pcm(PARTNER[:16_000])) == [1.0] * 31
    assert not presence.was_echo(0)
    assert not presence.echoes


def test_an_echo_does_not_count_though_messages_come_late() -> None:
    check = EchoCheck()
    play(check, PARTNER)
    presence = Presence(check, None)
    found = judged(presence, pcm(in_room(PARTNER, 130, -10)), late_ms=60.0)
    assert np.mean(found[31:150]) < 0.25  # pauses of the partner are no echo, and no speech to voice activity
    assert presence.echoes
    assert presence.was_echo(2_000.0)


def test_steady_noise_does_not_count() -> None:
    presence = Presence(None, NoiseGate())
    found = judged(presence, np.concatenate(sound(5, -35)))
    assert not any(found[68:])  # voice that hardly changes for a moment is none


def test_more_probabilities_than_audio_are_passed_on() -> None:
    presence = Presence(None, NoiseGate())
    assert presence.judge(b"", [0.7, 0.2], 1.0) == [0.7, 0.2]
