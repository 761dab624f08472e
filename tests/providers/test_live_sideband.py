from __future__ import annotations

import json
from typing import Any

from feedbackyes.protocol import codec
from feedbackyes.protocol.live import server as service
from feedbackyes.protocol.live.sessions import SessionResource
from feedbackyes.providers._live_sideband import Overheard
from tests.engine.wire import check
from tests.providers.live_talk import LOUD, QUIET, Event

BEGAN_MS = 30_000
"""On the session's clock, when we are attached."""


class Call:
    """A session whose voices are told. `passes` lets both sound; `told` is what the gateway is told."""

    def __init__(self, *, tells_input: bool = True, tells_silence: bool = True) -> None:
        self.told: list[Event] = []
        self.sent: list[Any] = []
        self.overheard = Overheard("gpt-live-1", self._take, self.sent.append, "someone")
        self.overheard.settle({"type": "realtime", "instructions": "Be Ada."})
        resource = SessionResource(id="live_1", expires_at=0, model="gpt-live-1")
        self.overheard.begin(service.SessionStarted(event_id="e", session=resource))
        self.now_ms = 0
        self._frames = 0.0
        self._tells_input, self._tells_silence = tells_input, tells_silence

    def _take(self, event: Any) -> None:
        told: Event = event if isinstance(event, dict) else json.loads(codec.encode_server(event))
        if not isinstance(event, dict):
            check(told)
        self.told.append(told)

    def passes(self, ms: int, *, caller: bool = False, partner: bool = False) -> None:
        for _ in range(ms // 100):
            start_ms = BEGAN_MS + self.now_ms
            self.now_ms += 100
            if self._tells_input:
                self.overheard.hear(service.ReflectedInputAudio(audio=LOUD if caller else QUIET))
            if partner or self._tells_silence:
                frame = LOUD if partner else QUIET
                self.overheard.hear(service.OutputAudioDelta(delta=frame, start_ms=start_ms, end_ms=start_ms + 100))
            for heard in self.overheard.uplink.frames(100):
                self.overheard.keep_time()
                self._frames += 100 / 32
                self.overheard.listen([float(any(heard))] * int(self._frames))
                self._frames -= int(self._frames)

    def words(self, side: str, text: str) -> None:
        kind: Any = service.InputTranscriptDelta if side == "caller" else service.OutputTranscriptDelta
        end_ms = BEGAN_MS + self.now_ms
        self.overheard.hear(kind(event_id="e", delta=text, start_ms=end_ms - 200, end_ms=end_ms))

    def of(self, kind: str) -> list[Event]:
        return [event for event in self.told if event["type"] == kind]

    @property
    def understood(self) -> list[str]:
        return [event["transcript"] for event in self.of("conversation.item.input_audio_transcription.completed")]

    @property
    def replies(self) -> list[tuple[str, str]]:
        done = [event["response"] for event in self.of("response.done")]
        return [(one["status"], one["output"][0]["content"][0]["transcript"]) for one in done]


def test_a_call_is_accepted_without_what_the_telephone_settles() -> None:
    config = Call().overheard.call_config()
    assert config["type"] == "live"
    assert config["instructions"] == "Be Ada."
    assert config["audio"] == {"output": {"voice": "marin"}}
    assert "client" not in config


def test_turns_are_made_of_voices_that_are_told() -> None:
    call = Call()
    call.passes(600, caller=True)
    call.words("caller", "hello there")
    call.passes(1500)
    call.words("partner", "Good morning.")
    call.passes(800, partner=True)
    call.passes(1300)
    assert call.understood == ["hello there"]
    assert call.replies == [("completed", "Good morning.")]
    (started,) = call.of("input_audio_buffer.speech_started")
    assert started["audio_start_ms"] <= 200
    sounded = len(call.of("response.output_audio.delta"))
    assert 8 <= sounded <= 10
    assert call.sent == []


def test_who_speaks_over_the_partner_has_interrupted_it_when_it_falls_silent() -> None:
    call = Call()
    call.words("partner", "I have")
    call.passes(600, partner=True)
    call.passes(900, caller=True, partner=True)
    call.words("partner", " always said")
    call.words("caller", "wait a moment please")
    assert call.of("input_audio_buffer.speech_started") == []
    assert call.replies == []
    call.passes(600, caller=True)
    assert call.replies == [("cancelled", "I have always said")]
    (cut,) = call.of("conversation.item.truncated")
    assert cut["audio_end_ms"] >= 1500
    call.words("caller", " I said")
    call.passes(1500)
    assert call.understood == ["wait a moment please I said"]


def test_what_follows_an_interruption_is_heard_as_well() -> None:
    call = Call()
    call.words("partner", "Well")
    call.passes(500, partner=True)
    call.passes(500, caller=True, partner=True)
    call.passes(400, caller=True)
    call.passes(300, caller=True, partner=True)
    call.words("partner", "As I said")
    call.passes(300, partner=True)
    call.passes(1500)
    assert [text for _, text in call.replies] == ["Well", "As I said"]


def test_a_sound_under_a_partner_who_goes_on_changes_nothing() -> None:
    call = Call()
    call.words("partner", "So I went there")
    call.passes(500, partner=True)
    call.passes(400, caller=True, partner=True)
    call.words("caller", "okay")
    call.passes(1600, partner=True)
    call.passes(1500)
    assert call.of("input_audio_buffer.speech_started") == []
    assert call.understood == ["okay"]
    assert call.replies == [("completed", "So I went there")]


def test_words_are_turns_where_no_voice_is_told() -> None:
    call = Call(tells_input=False, tells_silence=False)
    call.passes(1000)
    call.words("caller", "I am")
    call.passes(200)
    call.words("caller", " here")
    call.passes(3500)
    assert call.understood == ["I am here"]
    call.words("partner", "Good.")
    call.passes(500, partner=True)
    call.passes(2000)
    assert call.replies == [("completed", "Good.")]


def test_frames_that_were_dropped_are_silence() -> None:
    call = Call(tells_silence=False)
    call.passes(300, partner=True)
    call.passes(2000)
    call.passes(300, partner=True)
    call.passes(2000)
    assert len(call.replies) == 2


def test_keys_and_usage_and_who_the_partner_is_are_told() -> None:
    call = Call()
    call.overheard.hear(service.TransportDtmfReceived(event_id="e", event="#"))
    (key,) = call.of("input_audio_buffer.dtmf_event_received")
    assert key["event"] == "#"
    call.overheard.finish(service.Usage(seconds=3.0))
    assert call.of("session.usage.updated")[0]["usage"] == {"seconds": 3.0}
    assert call.of("session.updated")[-1]["session"]["instructions"] == "Be Ada."
