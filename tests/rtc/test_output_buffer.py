from __future__ import annotations

import pytest

from feedbackyes.rtc.output_buffer import OutputBuffer


class Player:
    """Plays when the test says so."""

    def __init__(self) -> None:
        self.queued_ms = self.played_ms = 0.0

    def play(self, pcm: bytes) -> None:
        self.queued_ms += len(pcm) / 48

    def clear(self) -> float:
        self.queued_ms = self.played_ms
        return self.played_ms


class Track:
    """A buffer, its player and what the client was told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str]] = []
        self.player = Player()
        self.buffer = OutputBuffer(self.player, lambda what, response: self.told.append((what, response)))

    def play(self, response: str, milliseconds: int) -> None:
        self.buffer.play(response, bytes(milliseconds * 48))

    def pass_ms(self, milliseconds: float) -> None:
        """Time at the other end."""
        if self.player.played_ms < self.player.queued_ms:
            self.buffer.on_started()
        self.player.played_ms = min(self.player.queued_ms, self.player.played_ms + milliseconds)
        if self.player.played_ms == self.player.queued_ms:
            self.buffer.on_drained()


@pytest.fixture
def track() -> Track:
    return Track()


def test_a_response_starts_when_it_goes_out_and_stops_when_all_of_it_has(track: Track) -> None:
    track.play("one", 100)
    assert track.told == []
    track.pass_ms(60)
    track.buffer.finish("one")
    assert track.told == [("started", "one")]
    assert track.buffer.ahead_ms == 40
    track.pass_ms(60)
    assert track.told == [("started", "one"), ("stopped", "one")]


def test_a_response_that_runs_dry_has_not_stopped(track: Track) -> None:
    track.play("one", 100)
    track.pass_ms(100)
    track.play("one", 100)
    track.pass_ms(100)
    assert track.told == [("started", "one")]
    track.buffer.finish("one")
    assert track.told == [("started", "one"), ("stopped", "one")]


def test_the_next_response_follows_without_a_break(track: Track) -> None:
    track.play("one", 100)
    track.pass_ms(50)
    track.buffer.finish("one")
    track.play("two", 100)
    track.buffer.finish("two")
    track.pass_ms(200)
    assert track.told == [("started", "one"), ("stopped", "one"), ("started", "two"), ("stopped", "two")]


def test_what_is_dropped_is_told_once_and_only_when_it_was_heard(track: Track) -> None:
    track.play("one", 100)
    track.buffer.clear()
    assert track.told == []
    track.play("two", 100)
    track.pass_ms(30)
    track.buffer.clear()
    track.buffer.clear()
    assert track.told == [("started", "two"), ("cleared", "two")]
    assert track.buffer.ahead_ms == 0
    track.buffer.finish("two")
    track.play("three", 20)
    track.pass_ms(10)
    assert track.told[-1] == ("started", "three")
