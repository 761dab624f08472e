"""When the stages of an answer came: the end of speech, its words, the first of the reply, its first sound."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

STAGES = ("recognised", "first_token", "first_audio")


@dataclass(slots=True)
class TurnTimes:
    """Of one turn of the learner, in milliseconds of the caller's clock; None: it did not come.

    Args:
        item_id: of what the learner said, by which provider and relay both know it.
        ended_ms: the provider said that the turn is over.
        reply_item: of the answer.
    """

    item_id: str
    ended_ms: float
    recognised_ms: float | None = None
    first_token_ms: float | None = None
    first_audio_ms: float | None = None
    reply_item: str = ""

    def after(self) -> dict[str, float]:
        """Seconds from the end of speech to each stage that came, in order of `STAGES`."""
        came = zip(STAGES, (self.recognised_ms, self.first_token_ms, self.first_audio_ms), strict=True)
        return {name: max(0.0, at_ms - self.ended_ms) / 1000 for name, at_ms in came if at_ms is not None}


class TurnWatch:
    """Follows one session's turns and reports each when its reply is complete, or when the learner goes on speaking."""

    def __init__(self, report: Callable[[TurnTimes], None]) -> None:
        self._report = report
        self._turn: TurnTimes | None = None

    def began(self) -> None:
        """The learner speaks again."""
        self.over()

    def ended(self, item_id: str, at_ms: float) -> None:
        """A turn is over; told again, the first counts."""
        if self._turn is None or self._turn.item_id != item_id:
            self.over()
            self._turn = TurnTimes(item_id, at_ms)

    def recognised(self, item_id: str, at_ms: float) -> None:
        """Its words are there."""
        if self._turn is not None and self._turn.item_id == item_id:
            self._turn.recognised_ms = at_ms

    def replies(self, item_id: str) -> None:
        """The answer has begun; nothing is in it yet."""
        if self._turn is not None and not self._turn.reply_item:
            self._turn.reply_item = item_id

    def written(self, item_id: str, at_ms: float) -> None:
        """A piece of its text."""
        self.replies(item_id)
        if self._turn is not None and self._turn.first_token_ms is None and self._turn.reply_item == item_id:
            self._turn.first_token_ms = at_ms

    def heard(self, item_id: str, at_ms: float) -> None:
        """The answer was heard from this moment on."""
        if self._turn is not None and self._turn.first_audio_ms is None and self._turn.reply_item == item_id:
            self._turn.first_audio_ms = at_ms

    @property
    def reply_item(self) -> str:
        """Of the answer that is looked at; empty: none."""
        return self._turn.reply_item if self._turn is not None else ""

    def over(self) -> None:
        """Nothing more comes of this turn."""
        turn, self._turn = self._turn, None
        if turn is not None and turn.after():
            self._report(turn)
