"""The learner's words as fragments, told from the events of the Realtime session that understands them.

A Realtime transcript is of an item whose place in the audio is told before. Live has no items: its text becomes fragments
at the place where it was spoken. What the recogniser says while somebody still speaks is not told, because it may change
its mind until the end of an utterance, and a fragment cannot be taken back.
"""

from __future__ import annotations

from dataclasses import dataclass

from feedbackyes.engine.live.output import spread
from feedbackyes.protocol import server
from feedbackyes.protocol.server import ServerEvent

BRIEF_MS = 800.0
"""How long a sound is taken to have been of which only the end is known."""
PADDING_MS, SILENCE_MS = 300, 500
"""What the Realtime session's detection adds before and after speech."""


@dataclass(slots=True)
class _Utterance:
    start_ms: float | None = None
    end_ms: float | None = None


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
            case server.ConversationItemInputAudioTranscriptionCompleted():
                return self._placed(event.item_id, event.transcript.strip(), now_ms)
            case server.ConversationItemInputAudioTranscriptionFailed():
                self._placed(event.item_id, "", now_ms)
        return []

    def _of(self, item_id: str) -> _Utterance:
        return self._utterances.setdefault(item_id, _Utterance())

    def _placed(self, item_id: str, text: str, now_ms: float) -> list[tuple[str, int, int]]:
        utterance = self._utterances.pop(item_id, _Utterance())
        self.awaited.discard(item_id)
        end_ms = now_ms if utterance.end_ms is None else utterance.end_ms
        start_ms = max(0.0, end_ms - BRIEF_MS) if utterance.start_ms is None else utterance.start_ms
        return spread(text, min(start_ms, end_ms), end_ms)
