from __future__ import annotations

from feedbackyes.engine.live.output import Fragments, Output, spread
from feedbackyes.engine.live.pace import Pace

FRAME = 4_800


def test_what_is_said_comes_out_at_its_pace_with_its_words_and_then_silence() -> None:
    output = Output()
    for number, word in enumerate(["one", " two", " three"], 1):
        output.word(word)
        output.play(bytes([number]) * FRAME)
    assert output.ahead_ms == 300
    assert output.words(200) == "one two"
    assert output.take(100) == b"\x01" * FRAME
    assert output.words(100) == ""
    assert output.take(100) == b"\x02" * FRAME
    assert output.words(200) == " three"
    assert output.take(200) == b"\x03" * FRAME + bytes(FRAME)
    assert output.take(100) == bytes(FRAME)
    assert output.ahead_ms == 0


def test_what_is_dropped_takes_its_words_along_and_what_follows_has_its_own() -> None:
    output = Output()
    output.word("never")
    output.play(b"\x01" * 2 * FRAME)
    output.take(100)
    output.word(" heard")
    output.clear()
    assert output.take(100) == bytes(FRAME)
    output.word("again")
    output.play(b"\x02" * FRAME)
    assert output.words(100) == "again"


def test_words_are_spread_over_the_time_in_which_they_were_spoken() -> None:
    fragments = spread("can we talk about it", 450, 1450)
    assert "".join(text for text, _, _ in fragments) == "can we talk about it"
    assert fragments[0] == ("can", 400, 600)
    assert all(start % 200 == 0 and end - start == 200 for _, start, end in fragments)
    assert [start for _, start, _ in fragments] == sorted({start for _, start, _ in fragments})
    assert fragments[-1][2] <= 1600
    assert spread("", 0, 100) == []
    assert spread("so", 300, 300) == [("so", 200, 400)]


def test_frames_come_in_real_time_and_a_little_that_was_late_is_made_up_for() -> None:
    pace = Pace(1000.0)
    pace.went(1000.0, 0.0)
    assert pace.due_ms == 1100.0
    pace.went(1350.0, 200.0)
    assert pace.due_ms == 1200.0, "late audio is heard at once"
    pace.went(9000.0, 0.0)
    assert pace.due_ms == 8800.0, "but not seconds of it"
    pace.went(9000.0, 500.0)
    assert pace.due_ms == 8895.0, "a clock that is fast is followed"


def test_fragments_can_be_put_together_and_never_step_back() -> None:
    fragments = Fragments()
    assert fragments.next("input", "can we", 400, 600) == {"delta": "can we", "start_ms": 400, "end_ms": 600}
    assert fragments.next("output", "Sure", 1000, 1200) == {"delta": "Sure", "start_ms": 1000, "end_ms": 1200}
    assert fragments.next("input", "mhm", 800, 1000) == {"delta": " mhm", "start_ms": 1000, "end_ms": 1200}
    assert fragments.next("output", " thing", 1200, 1400)["delta"] == " thing"
