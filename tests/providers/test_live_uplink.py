from __future__ import annotations

from feedbackyes.providers._live_uplink import LiveUplink

LOUD, QUIET = b"\x00\x20" * 2_400, bytes(4_800)
"""100 ms each."""


def test_there_is_silence_when_nobody_sends_anything() -> None:
    uplink = LiveUplink()
    assert uplink.frames(50) == []
    assert uplink.frames(50) == [QUIET]
    assert uplink.frames(1000) == [QUIET] * 10
    assert uplink.sent_ms == 1100


def test_audio_passes_as_it_is_at_the_pace_of_time() -> None:
    uplink = LiveUplink()
    uplink.add(LOUD * 5)
    assert uplink.frames(100) == [LOUD]
    assert uplink.frames(300) == [LOUD] * 3
    uplink.add(LOUD[:2_000])
    uplink.add(LOUD[2_000:])
    assert uplink.frames(200) == [LOUD] * 2


def test_what_is_a_little_late_is_waited_for_and_what_does_not_come_is_silence() -> None:
    uplink = LiveUplink()
    uplink.add(LOUD)
    assert uplink.frames(100) == [LOUD]
    assert uplink.frames(200) == []
    uplink.add(LOUD * 2)
    assert uplink.frames(100) == [LOUD] * 2
    assert uplink.frames(100) == []
    assert uplink.frames(250) == [QUIET] * 2, "it had been waited for long enough"


def test_pauses_are_left_out_until_what_is_behind_has_caught_up() -> None:
    uplink = LiveUplink()
    uplink.add(LOUD + QUIET * 20 + LOUD)
    frames = [frame for _ in range(12) for frame in uplink.frames(100)]
    assert frames.count(LOUD) == 2
    said = frames.index(LOUD, 1)
    assert 6 <= said <= 11, "the pause was shortened, and not away"


def test_a_moment_of_the_session_is_found_in_what_the_learner_sent() -> None:
    uplink = LiveUplink()
    uplink.frames(1000)
    uplink.add(LOUD * 10)
    uplink.frames(1000)
    uplink.frames(1000)
    uplink.add(LOUD * 10)
    uplink.frames(1000)
    assert uplink.place(500) == 0
    assert uplink.place(1_300) == 300
    assert uplink.place(2_500) == 1_000
    second = uplink.sent_ms - 1_000
    assert uplink.place(second + 250) == 1_250


def test_a_mark_is_reached_when_all_before_it_has_been_sent() -> None:
    uplink, reached = LiveUplink(), []
    uplink.add(LOUD * 3)
    uplink.mark(lambda: reached.append(uplink.sent_ms))
    uplink.add(LOUD)
    uplink.frames(200)
    assert reached == []
    uplink.frames(100)
    assert reached == [], "who takes the frames has not heard the last one"
    uplink.frames(0)
    assert reached == [300]
    uplink.mark(lambda: reached.append(-1))
    uplink.clear()
    uplink.frames(0)
    assert reached == [300, -1]
