"""What metrics are computed from: the turns, what was found in them, and who spoke when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from feedbackyes.analysis.evidence import Proof
from feedbackyes.analysis.speech import Segment, Voices
from feedbackyes.behaviours import Language
from feedbackyes.domain.transcript import DOUBTFUL_BELOW, Speaker, Turn

BACKCHANNEL_MS = 1000
Band = tuple[float | None, float | None]


@dataclass(frozen=True, slots=True)
class Floor:
    """One stretch of the floor: a speaker's units until the other's, backchannels left out."""

    speaker: Speaker
    start_ms: int
    end_ms: int
    units: tuple[Segment, ...]


@dataclass(frozen=True)
class Facts:
    """Everything a metric may use.

    Args:
        turns: in order. proofs: verified behaviours.
        voices: from the recording; None when there is none, then times come from the turns.
        duration_ms: of the talk; None when nobody knows.
        bands: the scenario's, by metric id.
    """

    turns: Sequence[Turn]
    proofs: Sequence[Proof]
    voices: Voices | None
    duration_ms: int | None
    language: Language
    bands: Mapping[str, Band] = field(default_factory=dict)

    @cached_property
    def spoken(self) -> list[Turn]:
        """The learner's turns that were heard well enough to be counted."""
        return [
            turn
            for turn in self.turns
            if turn.speaker is Speaker.LEARNER and (turn.confidence is None or turn.confidence >= DOUBTFUL_BELOW)
        ]

    @cached_property
    def text(self) -> str:
        """All that the learner said and that counts."""
        return "\n".join(turn.text for turn in self.spoken)

    @cached_property
    def word_count(self) -> int:
        """Words of the learner, doubtful ones included: the gate asks how much was said, not how well it was heard."""
        said = (turn.text for turn in self.turns if turn.speaker is Speaker.LEARNER)
        return sum(len(self.language.words(text)) for text in said)

    @cached_property
    def from_recording(self) -> bool:
        return self.voices is not None

    @cached_property
    def learner(self) -> tuple[Segment, ...]:
        """When the learner spoke."""
        return self.voices.learner if self.voices else self._timed(Speaker.LEARNER)

    @cached_property
    def partner(self) -> tuple[Segment, ...]:
        """When the partner was heard."""
        return self.voices.partner if self.voices else self._timed(Speaker.PARTNER)

    @cached_property
    def backchannels(self) -> tuple[Segment, ...]:
        """Short units of the learner in which nothing but listening noises was said."""
        return tuple(unit for unit in self.learner if self._is_backchannel(unit))

    @cached_property
    def floors(self) -> tuple[Floor, ...]:
        """Who had the floor, in order."""
        quiet = set(self.backchannels)
        units = [(unit, Speaker.LEARNER) for unit in self.learner if unit not in quiet]
        units += [(unit, Speaker.PARTNER) for unit in self.partner]
        found: list[Floor] = []
        for unit, speaker in sorted(units, key=lambda pair: (pair[0].start_ms, pair[1])):
            if found and found[-1].speaker is speaker:
                last = found[-1]
                end = max(last.end_ms, unit.end_ms)
                found[-1] = Floor(speaker, last.start_ms, end, (*last.units, unit))
            else:
                found.append(Floor(speaker, unit.start_ms, unit.end_ms, (unit,)))
        return tuple(found)

    def count(self, *behaviours: str) -> int:
        """In how many places one of `behaviours` was seen for sure."""
        return sum(proof.sure and proof.behaviour in behaviours for proof in self.proofs)

    def _timed(self, speaker: Speaker) -> tuple[Segment, ...]:
        chosen = (turn for turn in self.turns if turn.speaker is speaker and not turn.typed)
        return tuple(Segment(turn.start_ms, turn.end_ms) for turn in chosen if turn.end_ms > turn.start_ms)

    def _is_backchannel(self, unit: Segment) -> bool:
        if unit.duration_ms > BACKCHANNEL_MS:
            return False
        said = " ".join(self._words_in(unit))
        return bool(said) and self.language.is_backchannel(said)

    def _words_in(self, unit: Segment, slack_ms: int = 150) -> list[str]:
        for turn in self.turns:
            if turn.speaker is not Speaker.LEARNER or turn.end_ms < unit.start_ms or turn.start_ms > unit.end_ms:
                continue
            if not turn.words:
                return [turn.text]
            first, last = unit.start_ms - slack_ms, unit.end_ms + slack_ms
            return [word.text for word in turn.words if word.end_ms > first and word.start_ms < last]
        return []
