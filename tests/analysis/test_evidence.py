"""Only what can be shown in the learner's own words is evidence."""

from __future__ import annotations

import pytest

from feedbackyes.analysis.evidence import verify
from feedbackyes.behaviours import Behaviour, Finding
from feedbackyes.domain.correction import Correction, apply
from feedbackyes.domain.transcript import Speaker, Turn, Word

TEXT = "what happened on friday"


def turn(**changes: object) -> Turn:
    words = tuple(Word(text, 1000 + 200 * i, 1150 + 200 * i, 0.9) for i, text in enumerate(TEXT.split()))
    values = {
        "id": "t1",
        "session_id": "s",
        "seq": 1,
        "speaker": Speaker.LEARNER,
        "text": TEXT,
        "start_ms": 1000,
        "end_ms": 1800,
        "confidence": 0.9,
        "words": words,
    }
    return Turn(**{**values, **changes})  # type: ignore[arg-type]  # a test's shorthand


def finding(quote: str = "what happened", turn_id: str = "t1") -> Finding:
    start = max(TEXT.find(quote), 0)
    return Finding(Behaviour.OPEN_QUESTION, turn_id, start, start + len(quote), quote, 0)


def test_a_quote_is_located_by_its_words() -> None:
    (proof,) = verify([finding()], [turn()])
    assert (proof.quote, proof.start_ms, proof.end_ms, proof.sure) == ("what happened", 1000, 1350, True)


def test_a_quote_that_was_not_said_is_dropped() -> None:
    assert verify([finding("what did you feel")], [turn()]) == []


def test_a_quote_that_does_not_stand_where_it_is_said_to_stand_is_dropped() -> None:
    elsewhere = Finding(Behaviour.OPEN_QUESTION, "t1", 5, 18, "what happened", 0)
    assert verify([elsewhere], [turn()]) == []


@pytest.mark.parametrize("quote", ["What happened", "what  happened", "what happened?", "friday what", " ", ""])
def test_a_quote_is_letter_for_letter(quote: str) -> None:
    assert verify([finding(quote)], [turn()]) == []


def test_a_quote_lies_in_one_turn() -> None:
    both = [turn(), turn(id="t2", seq=2, text="i was worried", words=())]
    assert verify([finding("on friday i was worried"), finding("friday", "t2")], both) == []


def test_a_corrected_turn_is_evidence_of_its_new_words_alone() -> None:
    heard = turn()
    wanted = Correction("s", heard.id, "what happened on monday", at=1)
    (corrected,) = apply([heard], {heard.id: wanted})
    (proof,) = verify([finding()], [corrected])
    assert (proof.quote, proof.sure) == ("what happened", True)
    assert verify([finding("on friday")], [corrected]) == []


def test_the_partners_words_are_never_evidence() -> None:
    assert verify([finding()], [turn(speaker=Speaker.PARTNER)]) == []


def test_an_unknown_turn_is_dropped() -> None:
    assert verify([finding(turn_id="t9")], [turn()]) == []


def test_doubtful_words_make_it_unsure() -> None:
    words = tuple(Word(text, 0, 10, 0.2 if text == "what" else 0.6) for text in TEXT.split())
    (proof,) = verify([finding()], [turn(words=words)])
    assert not proof.sure


def test_a_doubtful_turn_makes_it_unsure() -> None:
    (proof,) = verify([finding()], [turn(confidence=0.3)])
    assert not proof.sure


def test_typed_text_is_sure() -> None:
    (proof,) = verify([finding()], [turn(confidence=None, words=(), typed=True, end_ms=1000)])
    assert proof.sure
    assert proof.start_ms is None


def test_a_turn_without_word_times_gives_the_turns_times() -> None:
    (proof,) = verify([finding()], [turn(words=())])
    assert (proof.start_ms, proof.end_ms) == (1000, 1800)


@pytest.mark.parametrize(("confidence", "sure"), [(0.49, False), (0.5, True), (0.6, True)])
def test_half_sure_ears_are_sure_enough(confidence: float, sure: bool) -> None:
    (proof,) = verify([finding()], [turn(words=(), confidence=confidence)])
    assert proof.sure is sure
