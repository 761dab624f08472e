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
