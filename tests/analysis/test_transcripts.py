"""Transcripts that a caller brings along."""

from __future__ import annotations

import pytest

from feedbackyes.analysis.transcripts import from_text, from_turns
from feedbackyes.domain.errors import InvalidInput
from feedbackyes.domain.feedback import PostedTurn
from feedbackyes.domain.transcript import Speaker


def test_a_line_is_a_turn_and_you_are_the_learner() -> None:
    turns = from_text("s", "You: On Friday the report was late.\nMarc: I know.\nUser: What happened?")
    assert [(turn.id, turn.speaker, turn.text) for turn in turns] == [
        ("t1", Speaker.LEARNER, "On Friday the report was late."),
        ("t2", Speaker.PARTNER, "I know."),
        ("t3", Speaker.LEARNER, "What happened?"),
    ]


def test_the_persons_own_name_is_the_learner() -> None:
    turns = from_text("s", "Ana: Hello.\nassistant: Hi.", learner_name="Ana")
    assert [turn.speaker for turn in turns] == [Speaker.LEARNER, Speaker.PARTNER]


def test_a_line_without_a_name_goes_on() -> None:
    turns = from_text("s", "You: I saw two things\nand one of them: the missing table.\nMarc: Yes.")
    assert turns[0].text == "I saw two things and one of them: the missing table."


def test_times_before_names_are_read_over() -> None:
    turns = from_text("s", "[0:12] You: Hello there.\n00:14 Marc: Hi.")
    assert [turn.text for turn in turns] == ["Hello there.", "Hi."]


def test_text_without_speakers_is_refused_with_an_example() -> None:
    with pytest.raises(InvalidInput, match="You: On Friday"):
        from_text("s", "just some words without anybody saying them")


def test_a_talk_of_strangers_is_refused_with_their_names() -> None:
    with pytest.raises(InvalidInput, match=r"Ann, Marc.*You:"):
        from_text("s", "Ann: Hello there.\nMarc: Hi.")
    assert len(from_text("s", "Marc: Hello?\nMarc: Anybody there?")) == 2


def test_what_is_too_long_is_refused() -> None:
    with pytest.raises(InvalidInput, match="Turn 2 has more than 20,000"):
        from_text("s", f"You: Hello.\nMarc: {'a ' * 10_001}")
    with pytest.raises(InvalidInput, match="4,000 turns"):
        from_text("s", "You: Hello.\n" * 4001)
    with pytest.raises(InvalidInput, match="400,000"):
        from_turns("s", [PostedTurn(speaker="learner", text="a" * 20_000)] * 21)


def test_an_id_that_is_made_is_nobody_elses() -> None:
    posted = [PostedTurn(speaker="learner", text="x", id="t2"), PostedTurn(speaker="partner", text="y")]
    assert [turn.id for turn in from_turns("s", posted)] == ["t2", "t2_"]


def test_empty_text_has_no_turns() -> None:
    assert from_text("s", " \n ") == []


def test_posted_turns_keep_ids_times_and_confidence() -> None:
    posted = PostedTurn(id="a", speaker="learner", text=" hello ", start_ms=100, end_ms=900, confidence=0.4)
    (turn,) = from_turns("s", [posted])
    assert (turn.id, turn.text, turn.start_ms, turn.end_ms, turn.confidence) == ("a", "hello", 100, 900, 0.4)


def test_two_turns_with_one_id_are_refused() -> None:
    one = PostedTurn(id="a", speaker="learner", text="x")
    with pytest.raises(InvalidInput, match="one id"):
        from_turns("s", [one, one])


def test_a_turn_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(InvalidInput, match="ends before it begins"):
        from_turns("s", [PostedTurn(speaker="learner", text="x", start_ms=10, end_ms=5)])
