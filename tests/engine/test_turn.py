"""A spoken turn, end to end over the wire protocol, with known stages."""

from __future__ import annotations

from tests.engine.fakes import silence, speech
from tests.engine.wire import Bench, Wire

SEQUENCE = [
    "input_audio_buffer.speech_started",
    "input_audio_buffer.speech_stopped",
    "input_audio_buffer.committed",
    "conversation.item.added",
    "conversation.item.done",
    "conversation.item.input_audio_transcription.completed",
    "response.created",
    "response.output_item.added",
    "conversation.item.added",
    "response.content_part.added",
    "response.output_audio_transcript.delta",
    "response.output_audio.delta",
    "response.output_audio.done",
    "response.output_audio_transcript.done",
    "response.content_part.done",
    "response.output_item.done",
    "conversation.item.done",
    "response.done",
    "rate_limits.updated",
]


async def test_a_spoken_turn_is_answered_in_the_order_that_clients_rely_on(bench: Bench, wire: Wire) -> None:
    bench.cast.ears.hears = ["good morning"]
    wire.update(audio={"input": {"transcription": {"model": "whisper-1"}}})
    wire.append(silence(500) + speech(1000) + silence(700))
    await wire.until("rate_limits.updated")
    assert wire.types[:2] == ["session.created", "session.updated"]
    deltas = {"conversation.item.input_audio_transcription.delta"}
    once = [kind for kind in dict.fromkeys(wire.types[2:]) if kind not in deltas]
    assert once == list(dict.fromkeys(SEQUENCE))
    assert wire.of("response.output_audio_transcript.done")[0]["transcript"] == "You said good morning."
