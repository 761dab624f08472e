from __future__ import annotations

from typing import Any

from feedbackyes.engine.live.transcripts import LearnerWords, continuation
from feedbackyes.protocol import server

ITEM: dict[str, Any] = {"event_id": "e", "item_id": "i"}


def _completed(text: str) -> server.ConversationItemInputAudioTranscriptionCompleted:
    return server.ConversationItemInputAudioTranscriptionCompleted(**ITEM, transcript=text, usage=None)


def _delta(text: str) -> server.ConversationItemInputAudioTranscriptionDelta:
    return server.ConversationItemInputAudioTranscriptionDelta(**ITEM, delta=text)


def _speaking() -> LearnerWords:
    """Somebody speaks since 1000."""
    words = LearnerWords()
    assert words.feed(server.InputAudioBufferSpeechStarted(**ITEM, audio_start_ms=700), 1500) == []
    return words


def _over(words: LearnerWords) -> None:
    """They spoke until 2000."""
    words.feed(server.InputAudioBufferSpeechStopped(**ITEM, audio_end_ms=2500), 2500)
    words.feed(server.InputAudioBufferCommitted(**ITEM), 2500)


def test_words_are_told_where_they_were_spoken() -> None:
    words = _speaking()
    assert [words.speaking] == [True]
    _over(words)
    assert words.awaited == {"i"}
    assert [words.speaking] == [False]
    fragments = words.feed(_completed("good morning"), 3000)
    assert "".join(text for text, _, _ in fragments) == "good morning"
    assert fragments[0][1] == 1000
    assert fragments[-1][2] <= 2000
    assert words.awaited == set()


def test_words_are_told_while_they_are_spoken_and_only_once() -> None:
    words = _speaking()
    assert words.feed(_delta("go"), 1700) == []
    words.feed(_delta("od"), 1800)
    words.feed(_delta(" morning to"), 2300)
    assert words.due(4200) == [("good", 1000, 1200)]
    assert [text for text, _, _ in words.due(4300)] == [" morning"]  # more than the newest
    assert words.due(9000) == []
    _over(words)
    rest = words.feed(_completed("good morning to you"), 3000)
    assert "".join(text for text, _, _ in rest) == " to you"
    assert rest[-1][2] <= 2000


def test_interim_words_of_a_slow_recogniser_are_not_said_to_reach_the_end() -> None:
    words = _speaking()
    words.feed(_delta("he was"), 9000)
    assert words.due(11_000) == [("he", 1000, 1200)]


def test_what_was_told_stays_when_the_recogniser_thinks_better_of_it() -> None:
    words = _speaking()
    words.feed(_delta("Good mourning every one"), 2300)
    assert words.due(4300) != []
    _over(words)
    rest = words.feed(_completed("good morning everyone there"), 3400)
    assert "".join(text for text, _, _ in rest) == " there"


def test_interim_words_of_an_utterance_that_is_over_wait_for_the_rest() -> None:
    words = _speaking()
    words.feed(_delta("good mourning to"), 2000)
    _over(words)
    assert words.due(9000) == []
    assert "".join(text for text, _, _ in words.feed(_completed("good morning"), 3000)) == "good morning"


def test_the_rest_begins_where_what_was_told_ends_best() -> None:
    assert continuation([], ["a", "b"]) == 0
    assert continuation(["a", "b"], ["A,", "b.", "c"]) == 2
    assert continuation(["a", "x", "c"], ["a", "b", "c", "d"]) == 3
    assert continuation(["a", "b"], ["a"]) == 1
    assert continuation(["it", "is"], ["it's", "late"]) in (1, 2)


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
