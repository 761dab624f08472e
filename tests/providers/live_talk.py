"""A `Translation` with both its ends in the test's hands, and time that passes when it says so."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from feedbackyes.protocol import codec
from feedbackyes.protocol.live import client as live
from feedbackyes.protocol.live import codec as live_codec
from feedbackyes.protocol.live import server as service
from feedbackyes.protocol.live.sessions import SessionResource
from feedbackyes.providers._live_translation import Translation
from tests.engine.wire import check

Event = dict[str, Any]
QUIET = bytes(4_800)
LOUD = (3000 * np.sin(np.arange(2_400) * 0.3)).astype("<i2").tobytes()
"""100 ms each."""


class Talk:
    """`told` is what the client was told, checked against the SDK's types; `sent` what the service was."""

    def __init__(self, **session: Any) -> None:
        self.told: list[Event] = []
        self.sent: list[live.ClientEvent] = []
        self.translation = Translation("gpt-live-1", self._take, self.sent.append, "someone")
        self.now_ms = 0
        self._rest_ms = 0.0
        if session:
            self.client("session.update", session={"type": "realtime", **session})

    def start(self) -> Talk:
        resource = SessionResource(id="live_1", expires_at=1_900_000_000, model="gpt-live-1")
        self.translation.begin(service.SessionStarted(event_id="e", session=resource))
        return self

    def _take(self, event: Any) -> None:
        if isinstance(event, dict):
            self.told.append(event)
            return
        told = json.loads(codec.encode_server(event))
        check(told)
        self.told.append(told)

    # the client

    def client(self, kind: str, **fields: Any) -> None:
        self.translation.receive(codec.decode_client(json.dumps({"type": kind, **fields})))

    # time: the learner's voice and the partner's, 100 ms by 100 ms

    def passes(self, ms: int, *, learner: bool = False, partner: bool = False, in_doubt: bool = False) -> None:
        for _ in range(ms // 100):
            self.translation.uplink.frames(100)
            self._rest_ms += 100
            frames = int(self._rest_ms // 32)
            self._rest_ms -= 32 * frames
            self.now_ms += 100
            self.translation.listen([float(learner)] * frames, in_doubt=in_doubt)
            self.translation.hear(service.OutputAudioDelta(delta=LOUD if partner else QUIET))

    # the service

    def hears(self, text: str, start_ms: int, end_ms: int | None = None) -> None:
        """A fragment of the learner's words."""
        end = start_ms + 200 if end_ms is None else end_ms
        self.translation.hear(service.InputTranscriptDelta(event_id="e", delta=text, start_ms=start_ms, end_ms=end))

    def says(self, text: str) -> None:
        """A fragment of the partner's words."""
        now = self.now_ms
        self.translation.hear(service.OutputTranscriptDelta(event_id="e", delta=text, start_ms=now, end_ms=now + 200))

    # looking

    def of(self, kind: str) -> list[Event]:
        return [event for event in self.told if event["type"] == kind]

    @property
    def types(self) -> list[str]:
        return [event["type"] for event in self.told]

    @property
    def transcripts(self) -> list[str]:
        """The learner's turns, complete."""
        return [event["transcript"] for event in self.of("conversation.item.input_audio_transcription.completed")]

    @property
    def replies(self) -> list[tuple[str, str]]:
        """The partner's replies: how each ended and what was said."""
        done = [event["response"] for event in self.of("response.done")]
        return [(one["status"], one["output"][0]["content"][0]["transcript"]) for one in done]

    def live(self, kind: type[Any]) -> list[Any]:
        return [event for event in self.sent if isinstance(event, kind)]


def payload(event: live.ClientEvent) -> Event:
    """As it goes over the wire."""
    written: Event = json.loads(live_codec.encode_client(event))
    return written
