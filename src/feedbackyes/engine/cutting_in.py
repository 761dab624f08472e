"""When the partner cuts into a learner who talks on, as the scenario's `difficulty.interrupts` wants it.

The wait is voice without a break, from one pause that would end a turn to the next. It is shorter the more the partner
interrupts and the tenser it is, longer after a question of its own, and longer again each time that the learner talked
over it. The moment is a short pause inside the speech; the longer none comes, the shorter it may be.
"""

from __future__ import annotations

from math import inf
from zlib import crc32

from feedbackyes.behaviours import is_known
from feedbackyes.domain.scenario import Scenario
from feedbackyes.engine.configuration import Configuration
from feedbackyes.engine.conversation import Conversation, lines
from feedbackyes.engine.listening import Utterance
from feedbackyes.engine.turns import PAUSE_MS
from feedbackyes.protocol.sessions import RealtimeSession
from feedbackyes.stages.dialogue import Line, rapport

FIRST_MS = 4_000.0
"""Nobody is cut off sooner, however impatient the partner is."""
SHORTEST_MS, LONGEST_MS, SPREAD = 4_500.0, 30_000.0, 0.15
"""The wait of the most and of the least impatient partner, and by how much of it one wait differs from the next."""
ANSWER_MS = 1_500.0
"""An answer to the partner's own question may take so much longer."""
CALM, TENSE = 0.6, 1.4
"""What `interrupts` is multiplied with when the partner is not tense at all, and when it could not be tenser."""
LOST_PATIENCE_MS = 3_000.0
"""After so much more without a pause it cuts in where there is none."""


def wait_ms(interrupts: float, tension: float, draw: float) -> float:
    """Voice after which the partner wants the floor.

    Args:
        interrupts, tension: 0 to 1. draw: 0 to 1, chance.
    """
    if interrupts <= 0:
        return inf
    impatience = min(1.0, interrupts * (CALM + (TENSE - CALM) * tension))
    wait = SHORTEST_MS + (LONGEST_MS - SHORTEST_MS) * (1 - impatience) ** 2
    return max(FIRST_MS, wait * (1 + SPREAD * (2 * draw - 1)))


def gap_ms(overdue_ms: float) -> float:
    """Silence that is a place to cut in, for somebody who has wanted to for so long."""
    return PAUSE_MS * max(0.0, 1 - overdue_ms / LOST_PATIENCE_MS)


class CuttingIn:
    """One partner's impatience. The same conversation and seed give the same moments."""

    def __init__(self, conversation: Conversation, config: Configuration) -> None:
        self._conversation = conversation
        self._config = config
        self._in_vain = 0
        self._utterance: str | None = None
        self._wait_ms = inf

    def is_due(self, utterance: Utterance, silence_ms: float) -> bool:
        """Tell whether the partner cuts in now.

        Args:
            utterance: what the learner is saying. silence_ms: how long they have paused in it.
        """
        if utterance.voiced_ms < FIRST_MS or not self._may():
            return False
        if utterance.id != self._utterance:
            self._utterance, self._wait_ms = utterance.id, self._next_wait_ms()
        overdue_ms = utterance.voiced_ms + silence_ms - self._wait_ms
        return overdue_ms >= 0 and silence_ms >= gap_ms(overdue_ms)

    def took_the_floor(self, *, cutting_in: bool) -> None:
        """The partner speaks. Who cut in and is talked over waits longer the next time."""
        self._in_vain = self._in_vain + 1 if cutting_in else 0

    def _may(self) -> bool:
        """A partner with something to say, that speaks, and in turns that it answers by itself."""
        settings, scenario, detection = self._config.settings, self._config.scenario, self._config.detection
        if not isinstance(settings, RealtimeSession) or scenario is None or detection is None:
            return False
        speaks = settings.output_modalities[0] == "audio" and detection.create_response
        return speaks and scenario.difficulty.interrupts > 0 and _has_words(scenario)

    def _next_wait_ms(self) -> float:
        scenario = self._config.scenario
        if scenario is None:
            return inf
        history = lines(self._conversation)
        draw = crc32(f"{self._config.cast.seed}:{len(history)}:{self._in_vain}:cut in".encode()) / 2**32
        wait = wait_ms(scenario.difficulty.interrupts, rapport(scenario, history).tension, draw)
        return (wait + (ANSWER_MS if _was_asked(history) else 0.0)) * (1 + self._in_vain)


def _has_words(scenario: Scenario) -> bool:
    return bool(scenario.interruptions) or is_known(scenario.language)


def _was_asked(history: tuple[Line, ...]) -> bool:
    partner = next((line for line in reversed(history) if line.speaker == "partner"), None)
    return partner is not None and partner.text.rstrip(" \"'”’)").endswith("?")
