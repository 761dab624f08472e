import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedbackyes.gateway.playback import InputClock, Playback, Stretch, Track


def test_audio_that_comes_faster_than_it_is_spoken_plays_without_gaps() -> None:
    playback = Playback()
    for _ in range(5):
        playback.add(b"a", 200, 1000)
    track = playback.tracks["a"]
    assert (track.start_ms, track.end_ms, track.generated_ms) == (1000, 2000, 1000)
    assert track.heard_ms(1300) == 300
    assert track.heard_ms(5000) == 1000


def test_a_second_item_waits_for_the_first() -> None:
    playback = Playback()
    playback.add(b"a", 1000, 0)
    playback.add(b"b", 500, 10)
    assert playback.tracks["b"].start_ms == 1000
    assert playback.playing(999).item_id == "a"  # type: ignore[union-attr]
    assert playback.playing(1001).item_id == "b"  # type: ignore[union-attr]
    assert playback.playing(1501) is None


def test_audio_that_runs_dry_leaves_a_gap_that_is_not_heard() -> None:
    playback = Playback()
    playback.add(b"a", 100, 0)
    track = playback.add(b"a", 100, 500)
    assert track.heard_ms(400) == 100
    assert track.heard_ms(550) == 150
    assert track.at(150) == 550


def test_stopping_cuts_what_plays_and_silences_what_follows() -> None:
    playback = Playback()
    playback.add(b"a", 1000, 0)
    playback.add(b"b", 1000, 0)
    cut = playback.stop(400)
    assert [(track.item_id, track.cut_ms) for track in cut] == [("a", 400), ("b", 0.0)]
    assert playback.stop(500) == []
    assert playback.add(b"a", 300, 450).generated_ms == 1000, "late audio of a cut item is not heard"
    assert playback.add(b"c", 100, 500).start_ms == 500


def test_an_item_that_ran_dry_is_stopped_where_it_is() -> None:
    playback = Playback()
    playback.add(b"a", 300, 0)
    (track,) = playback.stop(1000)
    assert track.cut_ms == 300
    playback.add(b"b", 300, 2000).complete = True
    assert playback.stop(3000) == []


def test_a_client_that_truncates_is_believed_within_what_was_sent() -> None:
    playback = Playback()
    playback.add(b"a", 1000, 0)
    playback.add(b"b", 1000, 0)
    cut = playback.truncate("a", 250, 400)
    assert [(track.item_id, track.cut_ms) for track in cut] == [("a", 250), ("b", 0.0)]
    assert cut[0].end_ms == 250
    assert playback.truncate("a", 100, 500) == []
    assert playback.truncate("unknown", 100, 500) == []
    playback.add(b"c", 1000, 600)
    assert playback.truncate("c", 9999, 700)[0].cut_ms == 1000


@given(st.lists(st.tuples(st.integers(1, 400), st.integers(0, 600)), min_size=1, max_size=40), st.integers(0, 20_000))
def test_what_is_heard_never_exceeds_time_or_audio(pieces: list[tuple[int, int]], later: int) -> None:
    playback, now = Playback(), 0
    for length, wait in pieces:
        now += wait
        track = playback.add(b"a", length, now)
    total = sum(length for length, _ in pieces)
    heard = track.heard_ms(now + later)
    assert 0 <= heard <= min(total, now + later - track.start_ms + 1e-6)
    assert track.heard_ms(track.end_ms) == pytest.approx(total)
    assert track.at(heard) <= now + later + 1e-6


def test_a_microphone_that_streams_keeps_its_own_time() -> None:
    clock = InputClock()
    for number in range(100):
        jitter = 20 if number % 7 == 0 else 0
        clock.add(40, 1000 + 40 * number + jitter)
    assert clock.session_ms(0) == pytest.approx(960, abs=30)
    assert clock.session_ms(3000) == pytest.approx(3960, abs=30)


def test_silence_between_two_presses_of_a_button_is_time_that_passed() -> None:
    clock = InputClock()
    clock.add(1000, 1000)
    clock.add(1000, 6000)
    assert clock.session_ms(500) == 500
    assert clock.session_ms(1500) == 5500


def test_a_network_that_stalls_is_no_pause() -> None:
    clock = InputClock()
    for number in range(25):
        clock.add(40, 40 * (number + 1))
    for _ in range(50):
        clock.add(40, 3000)
    assert clock.session_ms(2000) == pytest.approx(2000, abs=30)
    assert clock.session_ms(2990) == pytest.approx(2990, abs=30)


def test_a_client_faster_than_speech_runs_ahead() -> None:
    clock = InputClock()
    positions = [clock.add(100, 50) for _ in range(10)]
    assert positions == [100 * number for number in range(10)]
    assert clock.session_ms(900) == pytest.approx(900, abs=1)


class _Player:
    """Plays on this side of the wire."""

    queued_ms = 6910.541666666666
    played_ms = 6910.541666666666


def test_what_a_player_has_played_to_its_end_is_over_whatever_the_sums_say() -> None:
    stretch = Stretch(at_ms=20_935.0, media_ms=0.0, length_ms=3023.75, queue_ms=3886.7916666666665)
    track = Track("item", [stretch], generated_ms=3023.75, complete=True, player=_Player())
    assert track.heard_ms(30_000.0) < track.generated_ms
    assert track.over(30_000.0)
