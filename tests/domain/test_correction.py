"""What becomes of a turn that was heard wrong."""

from __future__ import annotations

import pytest

from feedbackyes.domain.correction import MAX_LETTERS, Correction, apply, clean, corrected
from feedbackyes.domain.errors import InvalidInput
from feedbackyes.domain.transcript import Speaker, Turn, Word

HEARD = (Word("I", 1000, 1100, 0.9), Word("here", 1100, 1400, 0.2), Word("you", 1400, 1600, 0.9))
TURN = Turn("t1", "s", 1, Speaker.LEARNER, "I here you", 1000, 2500, 0.3, HEARD)


def test_a_corrected_turn_is_sure_and_keeps_the_times_of_the_words_that_were_heard() -> None:
    turn = corrected(TURN, "I hear you, Marc.")
    assert (turn.text, turn.confidence, turn.start_ms, turn.end_ms) == ("I hear you, Marc.", None, 1000, 2500)
    assert turn.words == (
        Word("I", 1000, 1100),
        Word("hear", 1100, 1400),
        Word("you", 1400, 1600),
        Word("Marc", 1600, 2500),
    )


def test_words_between_others_share_the_time_and_each_can_be_heard() -> None:
    words = corrected(TURN, "Well, I really do you").words
    assert [word.text for word in words] == ["Well", "I", "really", "do", "you"]
    assert (words[1].start_ms, words[-1].start_ms) == (1000, 1400)
    assert all(word.end_ms - word.start_ms >= 100 for word in words)
    assert [word.start_ms for word in words[1:4]] == sorted(word.start_ms for word in words[1:4])


def test_nothing_in_common_leaves_only_the_turns_own_times() -> None:
    assert corrected(TURN, "Something else was said").words == ()


def test_only_corrected_turns_change() -> None:
    other = Turn("t2", "s", 2, Speaker.PARTNER, "Go on.", 3000, 3500)
    found = apply([TURN, other], {"t1": Correction("s", "t1", "I hear you", 5)})
    assert [turn.text for turn in found] == ["I hear you", "Go on."]


def test_a_correction_is_one_line_with_something_in_it() -> None:
    assert clean(" I hear\n\tyou\x00 ") == "I hear you"
    for nothing in ("", "  \n", "…!"):
        with pytest.raises(InvalidInput, match="Write what you said"):
            clean(nothing)
    with pytest.raises(InvalidInput, match="at most"):
        clean("a" * (MAX_LETTERS + 1))
