"""The learner's words as fragments, told from the events of the Realtime session that understands them.

A Realtime transcript is of an item whose place in the audio is told before. Live has no items: its text becomes fragments
at the place where it was spoken. Interim text is told while somebody speaks; it only grows, and is about half a second old.
The recogniser may think better of it at the end of the utterance, and a fragment cannot be taken back: so the newest words
wait for two seconds, in which the end may come. What was told by then stays, and the rest of the transcript follows it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from feedbackyes.engine.live.output import spread
from feedbackyes.protocol import server
from feedbackyes.protocol.server import ServerEvent

BRIEF_MS = 800.0
"""How long a sound is taken to have been of which only the end is known."""
PADDING_MS, SILENCE_MS = 300, 500
"""What the Realtime session's detection adds before and after speech."""
BEHIND_MS = 500.0
"""So long ago interim words were spoken, at least."""
CHARACTER_MS = 65.0
"""Of speech. A recogniser may be further behind: who hears that there are words up to the end of speech waits for no more."""
HELD_MS, KEPT_BACK = 2_000.0, 1
"""So long interim words wait, and so many of them until others follow."""
_WORD = re.compile(r"\s*\S+")


@dataclass(slots=True)
class _Utterance:
    """`told` are words, up to `told_ms`; `coming` interim words that were not told yet, and when they came."""

    start_ms: float | None = None
    end_ms: float | None = None
    told: list[str] = field(default_factory=list)
    told_ms: float = 0.0
    coming: list[tuple[str, float]] = field(default_factory=list)


class LearnerWords:
    """Feed it the events of the Realtime session. `awaited`: utterances whose words are still to come."""

    def __init__(self) -> None:
        self._utterances: dict[str, _Utterance] = {}
        self.awaited: set[str] = set()
        self.speaking = False

    def feed(self, event: ServerEvent, now_ms: float) -> list[tuple[str, int, int]]:
        """Fragments that an event brings, `now_ms` on the session's clock: text, start and end."""
        match event:
            case server.InputAudioBufferSpeechStarted():
                self.speaking = True
                self._of(event.item_id).start_ms = event.audio_start_ms + PADDING_MS
            case server.InputAudioBufferSpeechStopped():
                self._of(event.item_id).end_ms = max(0, event.audio_end_ms - SILENCE_MS)
            case server.InputAudioBufferCommitted():
                self.speaking = False
                self.awaited.add(event.item_id)
                utterance = self._of(event.item_id)
                utterance.end_ms = now_ms if utterance.end_ms is None else utterance.end_ms
            case server.ConversationItemInputAudioTranscriptionDelta():
                _keep(self._of(event.item_id).coming, event.delta, now_ms)
            case server.ConversationItemInputAudioTranscriptionCompleted():
                return self._placed(event.item_id, event.transcript.split(), now_ms)
            case server.ConversationItemInputAudioTranscriptionFailed():
                self._placed(event.item_id, [], now_ms)
        return []

    def _of(self, item_id: str) -> _Utterance:
        return self._utterances.setdefault(item_id, _Utterance())

    def due(self, now_ms: float) -> list[tuple[str, int, int]]:
        """Fragments of what is being said that have waited long enough."""
        return [fragment for one in self._utterances.values() for fragment in self._interim(one, now_ms)]

    def _interim(self, utterance: _Utterance, now_ms: float) -> list[tuple[str, int, int]]:
        if utterance.end_ms is not None or utterance.start_ms is None:
            return []
        waited = sum(at_ms <= now_ms - HELD_MS for _, at_ms in utterance.coming)
        settled = utterance.coming[: max(0, min(waited, len(utterance.coming) - KEPT_BACK))]
        if not settled:
            return []
        del utterance.coming[: len(settled)]
        words = [word for word, _ in settled]
        start_ms = max(utterance.start_ms, utterance.told_ms)
        length_ms = len(" ".join(words)) * CHARACTER_MS
        return self._tell(utterance, words, start_ms, max(start_ms, min(start_ms + length_ms, now_ms - BEHIND_MS)))

    def _placed(self, item_id: str, words: list[str], now_ms: float) -> list[tuple[str, int, int]]:
        utterance = self._utterances.pop(item_id, _Utterance())
        self.awaited.discard(item_id)
        end_ms = now_ms if utterance.end_ms is None else utterance.end_ms
        start_ms = max(0.0, end_ms - BRIEF_MS) if utterance.start_ms is None else utterance.start_ms
        rest = words[continuation(utterance.told, words) :]
        return self._tell(utterance, rest, min(max(start_ms, utterance.told_ms), end_ms), end_ms)

    @staticmethod
    def _tell(utterance: _Utterance, words: list[str], start_ms: float, end_ms: float) -> list[tuple[str, int, int]]:
        text = " ".join(words)
        if utterance.told and words:
            text = f" {text}"
        utterance.told += words
        utterance.told_ms = end_ms
        return spread(text, start_ms, end_ms)


def _keep(coming: list[tuple[str, float]], delta: str, now_ms: float) -> None:
    """Text goes on where it stopped, which may be within a word."""
    for piece in _WORD.findall(delta):
        if coming and not piece[0].isspace():
            coming[-1] = (coming[-1][0] + piece, now_ms)
        else:
            coming.append((piece.strip(), now_ms))


def continuation(told: list[str], words: list[str]) -> int:
    """How many of `words` correspond to `told`: the beginning of `words` with the least edit distance to it.

    Case and punctuation make no difference. Of equals, the one that is as long as what was told.
    """
    before, after = [_plain(word) for word in told], [_plain(word) for word in words]
    costs = list(range(len(after) + 1))
    for row, word in enumerate(before, 1):
        diagonal, costs[0] = costs[0], row
        for column, other in enumerate(after, 1):
            diagonal, costs[column] = (
                costs[column],
                min(costs[column] + 1, costs[column - 1] + 1, diagonal + (word != other)),
            )
    return min(range(len(after) + 1), key=lambda column: (costs[column], abs(column - len(told))))


def _plain(word: str) -> str:
    return "".join(character for character in word.lower() if character.isalnum()) or word
