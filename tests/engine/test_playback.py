"""What a client is playing."""

from __future__ import annotations

from feedbackyes.engine.playback import Playback


def test_audio_sent_at_once_is_played_one_piece_after_the_other() -> None:
    playback = Playback()
    playback.sent("a", 1000, now_ms=0)
    playback.sent("b", 500, now_ms=0)
    assert playback.ends_at_ms == 1500
    assert [playback.heard_ms("a", 400), playback.heard_ms("b", 400)] == [400, 0]
    assert [playback.heard_ms("a", 1200), playback.heard_ms("b", 1200)] == [1000, 200]
    assert playback.unheard(1200) == ["b"]
    assert not playback.playing(1500)


def test_a_gap_in_sending_is_a_gap_in_playing() -> None:
    playback = Playback()
    playback.sent("a", 100, now_ms=0)
    playback.sent("a", 100, now_ms=5000)
    assert playback.heard_ms("a", 5050) == 150


def test_what_was_stopped_is_not_playing() -> None:
    playback = Playback()
    playback.sent("a", 1000, now_ms=0)
    playback.stop(300)
    assert not playback.playing(300)
    assert playback.unheard(300) == []
    playback.sent("b", 100, now_ms=400)
    assert playback.heard_ms("b", 450) == 50


def test_a_track_tells_what_was_played_whatever_the_clock_says() -> None:
    waiting = 0.0
    playback = Playback(lambda: waiting)
    playback.sent("old", 400, now_ms=0)
    waiting = 0.0
    playback.follow(500)
    playback.sent("a", 1000, now_ms=500)
    playback.sent("b", 500, now_ms=500)
    waiting = 1400.0  # after three seconds
    playback.follow(3500)
    assert [playback.heard_ms(item, 3500) for item in ("a", "b")] == [100, 0]
    assert playback.unheard(3500) == ["a", "b"]
    assert playback.ends_at_ms == 4900
    playback.stop(3500)
    waiting = 0.0
    playback.follow(3600)
    playback.sent("c", 200, now_ms=3600)
    waiting = 50.0
    playback.follow(9000)
    assert playback.heard_ms("c", 9000) == 150
