"""The learner's turns in a Live session, which has none: from the sound of their voice and fragments of their words.

```
turn       event                                      then
none       voice                                      begun: announced, or held while the partner is heard
held       lasts too long | says more than "mm-hm"    announced: the partner is interrupted
held       the partner falls silent                   announced: the partner has let itself be interrupted
held       silence                                    committed without being announced: the partner goes on
announced  silence | the partner begins | commit      committed
committed  words came and no more do | none come      its transcript is complete
none       words that no voice was heard for          begun and announced
```

Times are milliseconds on the session's clock, but what clients are told counts their own audio (`place`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf

from feedbackyes.engine.turns import Edge, SpeechDetector, hold_ms, is_turn
from feedbackyes.protocol import server
from feedbackyes.protocol.items import InputAudioPart, MessageItem
from feedbackyes.protocol.server import ServerEvent

PATIENCE_MS = 800
"""Silence after which a turn is over, unless the partner begins before."""
NEAR_MS = 500.0
"""Words belong to speech that is no further away."""
SETTLED_MS = 400.0
"""After the last words of a turn that is over, when they were said at its end: no more come."""
UNFINISHED_MS = 4_000.0
"""The same when speech went on after them: a recogniser may be behind."""
WORDLESS_MS = 8_000.0
"""A turn whose words have not come by then has none."""
NOTHING_USED = server.DurationUsage(seconds=0.0)
"""Transcripts are part of the session's price."""


@dataclass(slots=True, eq=False)
class _Turn:
    """`unheard`: it is known by its words alone."""

    id: str
    start_ms: float
    end_ms: float
    announced: bool = False
    committed_ms: float | None = None
    unheard: bool = False
    text: str = ""
    shown: int = 0
    words_ms: float | None = None
    said_until_ms: float = 0.0

    @property
    def whole(self) -> bool:
        """There are words up to its end."""
        return self.said_until_ms >= self.end_ms - NEAR_MS


class LearnerSide:
    """One learner's.

    Args:
        new_id: makes ids from prefixes. follow: notes a new item, and gives the one before it.
        place: see above. manual: turns are over when the client says so, and only then.
        interrupts: who says enough while the partner is heard interrupts it; else only when it falls silent.
    """

    def __init__(
        self,
        new_id: Callable[[str], str],
        follow: Callable[[str], str | None],
        place: Callable[[float], float],
        *,
        interrupts: bool = True,
    ) -> None:
        self._new_id = new_id
        self._follow = follow
        self._place = place
        self._interrupts = interrupts
        self._detector = SpeechDetector()
        self._current: _Turn | None = None
        self._waiting: list[_Turn] = []
        self.patience_ms = float(PATIENCE_MS)
        self.manual = False

    @property
    def speaking(self) -> bool:
        """Their voice is heard."""
        return self._detector.speaking and not self._detector.paused

    @property
    def since_ms(self) -> float | None:
        """When the turn began that is going on."""
        return None if self._current is None else self._current.start_ms

    @property
    def held(self) -> bool:
        """They speak, and it is open whether that is a turn. It is not when they say by themselves when it is over."""
        return self._current is not None and not self._current.announced and not self.manual

    def hear(self, probabilities: list[float], *, partner_heard: bool) -> list[ServerEvent]:
        """Take the probabilities of speech of the next frames of 32 ms."""
        events: list[ServerEvent] = []
        for probability in probabilities:
            edge = self._detector.frame(probability, inf if self.manual else self.patience_ms)
            current = self._current
            if edge is Edge.STARTED and current is None:
                self._current = _Turn(self._new_id("item"), self._detector.started_ms or 0.0, self._now_ms)
                events += [] if partner_heard else self._announce(self._current)
            if current is not None and self._detector.speaking:
                current.end_ms = max(current.end_ms, self._detector.voiced_until_ms)
            events += self._judge()
            if edge is Edge.STOPPED and current is not None:
                events += self._over(current, partner_heard=partner_heard)
        return events

    def words(self, text: str, start_ms: float, end_ms: float, *, partner_heard: bool) -> list[ServerEvent]:
        """Take a fragment of their words."""
        turn = self._turn_of(start_ms, end_ms)
        events: list[ServerEvent] = []
        if turn is None:
            turn = _Turn(self._new_id("item"), start_ms, end_ms, unheard=True)
            events += self._unheard(turn, partner_heard=partner_heard)
        if turn.unheard:
            turn.end_ms = max(turn.end_ms, end_ms)
        turn.text += text
        turn.words_ms = self._now_ms
        turn.said_until_ms = end_ms
        return [*events, *self._judge(), *self._show(turn)]

    def partner_begins(self) -> list[ServerEvent]:
        """The partner takes the floor: a turn in whose pause that is, is over."""
        current = self._current
        if current is None or self.manual or (self._detector.speaking and not self._detector.paused):
            return []
        self._detector.reset()
        return self._over(current, partner_heard=False)

    def partner_stops(self) -> list[ServerEvent]:
        """The partner has fallen silent. Who is speaking has the floor."""
        current = self._current
        return [] if current is None or current.announced else self._announce(current)

    def commit(self) -> list[ServerEvent]:
        """The client says that the turn is over."""
        current = self._current or _Turn(self._new_id("item"), self._now_ms, self._now_ms)
        self._detector.reset()
        return self._commit(current, stopped=current.announced)

    def tick(self) -> list[ServerEvent]:
        """Time has passed."""
        now_ms = self._now_ms
        current, events = self._current, []
        quiet = current is not None and not self._detector.speaking
        if current is not None and quiet and not self.manual and now_ms - current.end_ms >= self.patience_ms:
            events += self._over(current, partner_heard=False)
        for turn in [turn for turn in self._waiting if self._complete(turn, now_ms)]:
            events += self._transcribe(turn)
        return events

    def finish(self) -> list[ServerEvent]:
        """Nothing more comes."""
        current = self._current
        events = self._commit(current, stopped=current.announced) if current is not None else []
        for turn in list(self._waiting):
            events += self._transcribe(turn)
        return events

    def lose(self) -> list[ServerEvent]:
        """Nothing more comes, and somebody else will hear again what has no words yet, or not all of them."""
        return [event for turn in list(self._waiting) if turn.text and turn.whole for event in self._transcribe(turn)]

    @property
    def _now_ms(self) -> float:
        return self._detector.position_ms

    def _judge(self) -> list[ServerEvent]:
        """Whether what is said while the partner speaks is more than a listener's sound."""
        current = self._current
        if current is None or current.announced or not self._interrupts:
            return []
        voiced_ms = self._detector.voiced_ms
        enough = voiced_ms > hold_ms(current.text) or is_turn(current.text, current.end_ms - current.start_ms)
        return self._announce(current) if enough else []

    def _unheard(self, turn: _Turn, *, partner_heard: bool) -> list[ServerEvent]:
        """Words came for which there was no voice, or whose turn is over since long."""
        if self._current is not None:
            return self._commit(turn, stopped=False)
        self._current = turn
        return [] if partner_heard else self._announce(turn)

    def _turn_of(self, start_ms: float, end_ms: float) -> _Turn | None:
        turns = [*self._waiting, *([self._current] if self._current else [])]
        near = [(min(end_ms, turn.end_ms + NEAR_MS) - max(start_ms, turn.start_ms - NEAR_MS), turn) for turn in turns]
        best = max(near, key=lambda one: one[0], default=None)
        if best is not None and best[0] >= 0:
            return best[1]
        return turns[-1] if turns and turns[-1].start_ms <= end_ms else None

    def _announce(self, turn: _Turn) -> list[ServerEvent]:
        if self.manual:
            return []
        turn.announced = True
        start_ms = round(self._place(turn.start_ms))
        started = server.InputAudioBufferSpeechStarted(
            event_id=self._new_id("event"), audio_start_ms=start_ms, item_id=turn.id
        )
        return [started, *self._show(turn)]

    def _over(self, turn: _Turn, *, partner_heard: bool) -> list[ServerEvent]:
        """They have finished. What nobody took for a turn while the partner speaks is none."""
        announced = [] if turn.announced or partner_heard else self._announce(turn)
        return [*announced, *self._commit(turn, stopped=turn.announced)]

    def _commit(self, turn: _Turn, *, stopped: bool) -> list[ServerEvent]:
        if turn is self._current:
            self._current = None
        turn.committed_ms = self._now_ms
        self._waiting.append(turn)
        item = MessageItem(
            id=turn.id, object="realtime.item", status="completed", role="user", content=(InputAudioPart(),)
        )
        previous = self._follow(turn.id)
        events: list[ServerEvent] = []
        if stopped:
            end_ms = round(self._place(turn.end_ms) + self.patience_ms)
            events.append(
                server.InputAudioBufferSpeechStopped(
                    event_id=self._new_id("event"), audio_end_ms=end_ms, item_id=turn.id
                )
            )
        return [
            *events,
            server.InputAudioBufferCommitted(
                event_id=self._new_id("event"), previous_item_id=previous, item_id=turn.id
            ),
            server.ConversationItemAdded(event_id=self._new_id("event"), previous_item_id=previous, item=item),
            server.ConversationItemDone(event_id=self._new_id("event"), previous_item_id=previous, item=item),
            *self._show(turn),
        ]

    def _show(self, turn: _Turn) -> list[ServerEvent]:
        """Tell the words that are new, once the turn is known."""
        delta = turn.text[turn.shown :]
        if not delta or not (turn.announced or turn.committed_ms is not None):
            return []
        delta = delta if turn.shown else delta.lstrip()
        turn.shown = len(turn.text)
        return [
            server.ConversationItemInputAudioTranscriptionDelta(
                event_id=self._new_id("event"), item_id=turn.id, delta=delta
            )
        ]

    def _complete(self, turn: _Turn, now_ms: float) -> bool:
        since_ms = max(turn.words_ms or 0.0, turn.committed_ms or 0.0)
        if not turn.text:
            return now_ms - since_ms >= WORDLESS_MS
        return now_ms - since_ms >= (SETTLED_MS if turn.whole else UNFINISHED_MS)

    def _transcribe(self, turn: _Turn) -> list[ServerEvent]:
        self._waiting.remove(turn)
        return [
            server.ConversationItemInputAudioTranscriptionCompleted(
                event_id=self._new_id("event"), item_id=turn.id, transcript=turn.text.strip(), usage=NOTHING_USED
            )
        ]
