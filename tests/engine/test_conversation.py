"""What a conversation remembers, and for how long."""

from __future__ import annotations

import pytest

from feedbackyes.engine import conversation as module
from feedbackyes.engine.conversation import Conversation, Entry, input_tokens, lines
from feedbackyes.protocol.errors import InvalidEvent
from feedbackyes.protocol.items import InputAudioPart, InputTextPart, Item, MessageItem, OutputAudioPart


def typed(text: str, item_id: str = "u", role: str = "user") -> Item:
    return MessageItem(id=item_id, status="completed", role=role, content=(InputTextPart(text=text),))  # type: ignore[arg-type]


def heard(text: str, item_id: str = "a", *, audio_ms: float = 1000, confidence: float = 0.8) -> Entry:
    item = MessageItem(id=item_id, status="completed", role="user", content=(InputAudioPart(transcript=text),))
    return Entry(item, confidence=confidence, audio=bytearray(int(audio_ms * 48)), audio_ms=audio_ms)


def spoken(*words: str, item_id: str = "p", word_ms: float = 300) -> Entry:
    text = " ".join(words)
    item = MessageItem(id=item_id, status="completed", role="assistant", content=(OutputAudioPart(transcript=text),))
    times = [(f" {word}" if index else word, index * word_ms) for index, word in enumerate(words)]
    audio_ms = len(words) * word_ms
    return Entry(item, audio=bytearray(int(audio_ms * 48)), audio_ms=audio_ms, words=times)


def test_each_side_is_remembered_as_the_other_heard_it() -> None:
    cut = spoken("I", "would", "rather", "not")
    cut.truncate(650)
    found = lines([Entry(typed("Be kind.", "s", "system")), heard("why"), cut, Entry(typed("ok"))])
    assert [(line.speaker, line.text, line.confidence, line.interrupted) for line in found] == [
        ("system", "Be kind.", None, False),
        ("learner", "why", 0.8, False),
        ("partner", "I would rather", None, True),
        ("learner", "ok", None, False),
    ]


def test_a_reply_of_which_nothing_was_heard_was_never_given() -> None:
    cut = spoken("Well", "now")
    cut.truncate(0)
    assert [line.text for line in lines([heard("hi"), cut])] == ["hi"]


def test_who_stopped_just_before_the_end_has_heard_it_all() -> None:
    entry = spoken("Well", "now")
    entry.truncate(599)
    [line] = lines([entry])
    assert (line.text, line.interrupted) == ("Well now", False)


def test_what_was_not_understood_counts_only_when_it_came_last() -> None:
    assert [line.text for line in lines([heard("", confidence=0.0)])] == [""]
    assert [line.text for line in lines([heard("", confidence=0.0), heard("so")])] == ["so"]


def test_a_message_in_progress_is_not_remembered() -> None:
    item = MessageItem(id="p", status="in_progress", role="assistant", content=())
    assert lines([Entry(item, words=[("Well", 0.0)], audio_ms=100)]) == ()


def test_the_oldest_audio_is_let_go_first_and_the_words_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_AUDIO", 100_000)
    conversation = Conversation()
    for index in range(4):
        conversation.add(heard(f"turn {index}", f"item_{index}"))
    kept = [len(entry.audio) for entry in conversation]
    assert kept == [0, 0, 48_000, 48_000]
    oldest = conversation.get("item_0")
    assert oldest is not None
    assert oldest.text == "turn 0"
    assert oldest.audio_ms == 1000


def test_audio_that_is_too_large_for_one_message_is_left_out_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = heard("hello")
    shown = entry.shown()
    assert isinstance(shown, MessageItem)
    assert isinstance(shown.content[0], InputAudioPart)
    assert shown.content[0].audio
    monkeypatch.setattr(module, "MAX_RETRIEVED", 1000)
    shown = entry.shown()
    assert isinstance(shown, MessageItem)
    assert shown.content[0] == InputAudioPart(transcript="hello")


@pytest.mark.parametrize("limit", ["MAX_ITEMS", "MAX_CONTENT"])
def test_a_conversation_has_an_end(monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    monkeypatch.setattr(module, limit, 3)
    conversation = Conversation()
    for index in range(3):
        conversation.insert(Entry(typed("x", f"item_{index}")), None)
    with pytest.raises(InvalidEvent) as refused:
        conversation.insert(Entry(typed("x", "one_too_many")), None)
    assert refused.value.code == "conversation_full"
    conversation.remove("item_0")
    conversation.insert(Entry(typed("x", "again")), None)


def test_reading_is_charged_by_what_was_heard_and_written() -> None:
    cut = spoken("I", "would", "rather", "not")
    cut.truncate(600)
    cost = input_tokens([heard("why", audio_ms=1000), cut, Entry(typed("12345678"))], "1234")
    assert (cost.text_tokens, cost.audio_tokens) == (3, 10 + 12)
