"""Stops a language model before the voice: what was not earned, and what is not the partner's role."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import Enum

from feedbackyes.behaviours import is_known
from feedbackyes.behaviours.role import may_be_foreign, slips
from feedbackyes.behaviours.secrecy import Kept
from feedbackyes.domain.scenario import Scenario
from feedbackyes.stages.dialogue import Line


class Verdict(Enum):
    """Say it; wait for the rest of its sentence; say something else instead."""

    SAY = "say"
    HOLD = "hold"
    LEAK = "leak"
    SLIP = "slip"

    @property
    def stops(self) -> bool:
        return self in (Verdict.LEAK, Verdict.SLIP)


class Guard:
    """For one reply.

    Args:
        history: as the request has it, with the learner's last line. earned: disclosures by now.
        in_role: the reply is the partner's, not one beside the talk.
    """

    def __init__(
        self, scenario: Scenario, history: Sequence[Line], earned: Collection[str], *, in_role: bool = True
    ) -> None:
        self._scenario = scenario
        self._in_role = in_role
        self._kept = Kept(scenario) if is_known(scenario.language) else None
        if self._kept is not None:
            self._kept.known.update(earned)
            for line in history:
                if line.speaker == "learner":
                    self._kept.hear(line.text)

    def judge(self, said: str, text: str, *, whole: bool) -> Verdict:
        """Whether `text` may be said after what was `said` in this reply. `whole`: it ends a sentence."""
        reply = f"{said} {text}"
        if self._kept is not None:
            if not whole and self._kept.begins_to_tell(text):
                return Verdict.HOLD
            if self._kept.leak_in(reply) or self._kept.leak_in(text):
                return Verdict.LEAK
        if self._in_role and not whole and may_be_foreign(text, self._scenario.language):
            return Verdict.HOLD  # nobody could say whether it tells what is hidden
        if self._in_role and (any(slips(self._scenario, text)) or any(slips(self._scenario, reply))):
            return Verdict.SLIP
        return Verdict.SAY
