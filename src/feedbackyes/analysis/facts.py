"""What metrics are computed from: the turns, what was found in them, and who spoke when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from feedbackyes.analysis.evidence import Proof
from feedbackyes.analysis.floor import Answer, Floor, answers, floors, heard_ms
from feedbackyes.analysis.speech import SHORTEST_MS, Segment, Voices
from feedbackyes.behaviours import Language
from feedbackyes.domain.transcript import DOUBTFUL_BELOW, Speaker, Turn

BACKCHANNEL_MS = 1000
JOINED_MS = 1000
"""A listening noise that is followed so soon by more of the same person belongs to what is said."""
SLACK_MS = 150
"""By how much the times of a recogniser's words may be off."""
Band = tuple[float | None, float | None]


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
        return [turn for turn in self.turns if turn.speaker is Speaker.LEARNER and not is_doubtful(turn)]

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
    def has_times(self) -> bool:
        """It is known when somebody spoke."""
        return bool(self.learner or self.partner)

    @cached_property
    def mostly_typed(self) -> bool:
        """The learner wrote more often than they spoke, so how much they spoke says nothing."""
        typed = [turn.typed for turn in self.turns if turn.speaker is Speaker.LEARNER]
        return 2 * sum(typed) > len(typed)

    @cached_property
    def learner(self) -> tuple[Segment, ...]:
        """When the learner spoke."""
        return self.voices.learner if self.voices else self._timed(Speaker.LEARNER)

    @cached_property
    def partner(self) -> tuple[Segment, ...]:
        """When the partner was heard."""
        return self.voices.partner if self.voices else self._timed(Speaker.PARTNER)

    @cached_property
    def echo(self) -> tuple[Segment, ...]:
        """When the learner's microphone heard the partner."""
        return self.voices.echo if self.voices else ()

    @cached_property
    def backchannels(self) -> tuple[Segment, ...]:
        """Short units of the learner in which nothing but listening noises was said."""
        return self._backchannels(Speaker.LEARNER, self.learner, self.partner)

    @cached_property
    def partner_backchannels(self) -> tuple[Segment, ...]:
        """The same of the partner."""
        return self._backchannels(Speaker.PARTNER, self.partner, self.learner)

    @cached_property
    def doubtful(self) -> tuple[Segment, ...]:
        """Units of the learner whose words the recogniser doubted."""
        return tuple(
            unit for unit in self.learner if (said := self.said_in(unit)) and all(is_doubtful(turn) for turn in said)
        )

    @cached_property
    def unheard(self) -> tuple[Segment, ...]:
        """Short units of the learner in which nothing was recognised, although the recogniser heard others: a word, a
        cough, a chair."""
        if not any(turn.end_ms > turn.start_ms and not turn.typed for turn in self.spoken):
            return ()
        return tuple(unit for unit in self.learner if unit.duration_ms <= BACKCHANNEL_MS and not self.said_in(unit))

    @cached_property
    def floors(self) -> tuple[Floor, ...]:
        """Who had the floor, in order."""
        return floors(without(self.learner, self.backchannels), without(self.partner, self.partner_backchannels))

    @cached_property
    def cut_ins(self) -> tuple[Segment, ...]:
        """When the partner cut into what the learner was saying, as its engine tells."""
        cutting = [turn for turn in self._spoken_by[Speaker.PARTNER] if turn.cuts_in]
        return tuple(Segment(turn.start_ms, turn.end_ms) for turn in cutting)

    @cached_property
    def answers(self) -> tuple[Answer, ...]:
        """The learner's answers. Who goes on talking under a partner who has cut in answers nothing."""
        return tuple(
            one
            for one in answers(self.floors)
            if not any(cut.start_ms - SLACK_MS <= one.after.start_ms < cut.end_ms for cut in self.cut_ins)
        )

    def count(self, *behaviours: str) -> int:
        """In how many places one of `behaviours` was seen for sure."""
        return sum(proof.sure and proof.behaviour in behaviours for proof in self.proofs)

    def said_in(self, unit: Segment, speaker: Speaker = Speaker.LEARNER) -> list[Turn]:
        """The turns of a speaker that were going on during a unit."""
        first, last = unit.start_ms - SLACK_MS, unit.end_ms + SLACK_MS
        return [turn for turn in self._spoken_by[speaker] if turn.end_ms > first and turn.start_ms < last]

    @cached_property
    def _spoken_by(self) -> Mapping[Speaker, list[Turn]]:
        timed = [turn for turn in self.turns if turn.end_ms > turn.start_ms and not turn.typed]
        return {speaker: [turn for turn in timed if turn.speaker is speaker] for speaker in Speaker}

    def _timed(self, speaker: Speaker) -> tuple[Segment, ...]:
        return tuple(Segment(turn.start_ms, turn.end_ms) for turn in self._spoken_by[speaker])

    def _backchannels(self, speaker: Speaker, own: Sequence[Segment], other: Sequence[Segment]) -> tuple[Segment, ...]:
        short = {unit for unit in own if self._is_listening_noise(speaker, unit)}
        leading: set[Segment] = set()
        for before, after in pairwise(own):
            close = after.start_ms - before.end_ms < JOINED_MS
            if close and (before in short) != (after in short) and not self._between(other, before, after):
                leading |= {before, after} & short
        return tuple(unit for unit in own if unit in short - leading)

    def _between(self, other: Sequence[Segment], before: Segment, after: Segment) -> bool:
        """The other one spoke at the same time."""
        return heard_ms(other, before.start_ms, after.end_ms) >= SHORTEST_MS

    def _is_listening_noise(self, speaker: Speaker, unit: Segment) -> bool:
        if unit.duration_ms > BACKCHANNEL_MS:
            return False
        said = " ".join(word for turn in self.said_in(unit, speaker) for word in _words_in(turn, unit))
        return bool(said) and self.language.is_backchannel(said)


def is_doubtful(turn: Turn) -> bool:
    """The recogniser doubted it: shown, never scored."""
    return turn.confidence is not None and turn.confidence < DOUBTFUL_BELOW


def without(units: Sequence[Segment], others: Iterable[Segment]) -> tuple[Segment, ...]:
    """`units` that are not among `others`."""
    left_out = set(others)
    return tuple(unit for unit in units if unit not in left_out)


def _words_in(turn: Turn, unit: Segment) -> list[str]:
    if not turn.words:
        return [turn.text]
    first, last = unit.start_ms - SLACK_MS, unit.end_ms + SLACK_MS
    return [word.text for word in turn.words if word.end_ms > first and word.start_ms < last]
