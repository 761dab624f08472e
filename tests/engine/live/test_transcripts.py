from __future__ import annotations

from typing import Any

from feedbackyes.engine.live.transcripts import LearnerWords
from feedbackyes.protocol import server

ITEM: dict[str, Any] = {"event_id": "e", "item_id": "i"}


def _completed(text: str) -> server.ConversationItemInputAudioTranscriptionCompleted:
    return server.ConversationItemInputAudioTranscriptionCompleted(**ITEM, transcript=text, usage=None)


def test_words_are_told_once_and_for_all_where_they_were_spoken() -> None:
    words = LearnerWords()
    assert words.feed(server.InputAudioBufferSpeechStarted(**ITEM, audio_start_ms=700), 1500) == []
    assert [words.speaking] == [True]
    delta = server.ConversationItemInputAudioTranscriptionDelta(**ITEM, delta="good mourning")
    assert words.feed(delta, 1600) == []
    words.feed(server.InputAudioBufferSpeechStopped(**ITEM, audio_end_ms=2500), 2500)
    words.feed(server.InputAudioBufferCommitted(**ITEM), 2500)
    assert words.awaited == {"i"}
    assert [words.speaking] == [False]
    fragments = words.feed(_completed("good morning"), 3000)
    assert "".join(text for text, _, _ in fragments) == "good morning"
    assert fragments[0][1] == 1000
    assert fragments[-1][2] <= 2000
    assert words.awaited == set()


def test_a_sound_without_a_beginning_is_placed_before_its_end() -> None:
    words = LearnerWords()
    words.feed(server.InputAudioBufferCommitted(**ITEM), 2000)
    assert words.feed(_completed("mhm"), 2300) == [("mhm", 1200, 1400)]


def test_nothing_is_awaited_of_what_could_not_be_understood() -> None:
    words = LearnerWords()
    words.feed(server.InputAudioBufferCommitted(**ITEM), 2000)
    error = server.TranscriptionError(code="lost", message="Lost.")
    assert words.feed(server.ConversationItemInputAudioTranscriptionFailed(**ITEM, error=error), 2100) == []
    assert words.awaited == set()
