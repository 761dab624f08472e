"""The learner's words as fragments, told from the events of the Realtime session that understands them.

A Realtime transcript comes piece by piece or all at once, for an item whose place in the audio is told before. Live has
no items: what is new of a text becomes fragments at the place where it was spoken.
"""

from __future__ import annotations

from dataclasses import dataclass

from feedbackyes.engine.live.output import spread
from feedbackyes.protocol import server
from feedbackyes.protocol.server import ServerEvent

BRIEF_MS = 800.0
"""How long a sound is taken to have been of which only the end is known."""


@dataclass(slots=True)
class _Utterance:
    start_ms: float | None = None
    end_ms: float | None = None
    shown: str = ""
    shown_ms: float = 0.0


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
                self._of(event.item_id).start_ms = event.audio_start_ms
            case server.InputAudioBufferSpeechStopped():
                self.speaking = False
                self._of(event.item_id).end_ms = event.audio_end_ms
            case server.InputAudioBufferCommitted():
                self._committed(event.item_id, now_ms)
            case server.ConversationItemInputAudioTranscriptionDelta():
                return self._more(event.item_id, event.delta, now_ms)
            case server.ConversationItemInputAudioTranscriptionCompleted():
                return self._whole(event.item_id, event.transcript, now_ms)
            case server.ConversationItemInputAudioTranscriptionFailed():
                self._forget(event.item_id)
        return []

    def _of(self, item_id: str) -> _Utterance:
        return self._utterances.setdefault(item_id, _Utterance())

    def _committed(self, item_id: str, now_ms: float) -> None:
        self.speaking = False
        self.awaited.add(item_id)
        utterance = self._of(item_id)
        if utterance.end_ms is None:
            utterance.end_ms = now_ms

    def _more(self, item_id: str, text: str, now_ms: float) -> list[tuple[str, int, int]]:
        utterance = self._of(item_id)
        until_ms = now_ms if utterance.end_ms is None else utterance.end_ms
        start_ms = utterance.start_ms if utterance.start_ms is not None else max(0.0, until_ms - BRIEF_MS)
        from_ms = min(max(start_ms, utterance.shown_ms), until_ms)
        utterance.shown += text
        utterance.shown_ms = until_ms
        return spread(text, from_ms, until_ms)

    def _whole(self, item_id: str, text: str, now_ms: float) -> list[tuple[str, int, int]]:
        """What was told cannot be taken back; a text that does not go on from it adds nothing."""
        shown = self._of(item_id).shown
        rest = text.removeprefix(shown) if text.startswith(shown) else ""
        fragments = self._more(item_id, rest, now_ms) if rest.strip() else []
        self._forget(item_id)
        return fragments

    def _forget(self, item_id: str) -> None:
        self._utterances.pop(item_id, None)
        self.awaited.discard(item_id)
