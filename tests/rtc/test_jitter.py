from __future__ import annotations

from collections.abc import Iterable, Sequence

from hypothesis import given
from hypothesis import strategies as st

from feedbackyes.rtc.jitter import DEPTH, LONGEST_GAP_MS, RESTART, WAIT_MS, Arrived, JitterBuffer, Missing, Piece

SOURCE = 7
STEP = 960
"""20 ms of RTP's clock."""


def packet(number: int, first: int = 0) -> Arrived:
    return Arrived(str(number).encode(), (first + number * STEP) & 0xFFFFFFFF)


def feed(
    buffer: JitterBuffer, numbers: Iterable[int], first_sequence: int = 0, first_timestamp: int = 0
) -> list[Piece]:
    """Packets arrive 20 ms apart, in the order given."""
    pieces: list[Piece] = []
    for place, number in enumerate(numbers):
        sequence = (first_sequence + number) & 0xFFFF
        pieces += buffer.push(SOURCE, sequence, packet(number, first_timestamp), place * 20.0)
    return pieces


def shape(pieces: Sequence[Piece]) -> list[str]:
    return [
        piece.payload.decode()
        if isinstance(piece, Arrived)
        else f"{'lost' if piece.lost else 'pause'} {piece.length_ms:g}"
        for piece in pieces
    ]


def test_what_comes_in_order_goes_on_at_once() -> None:
    buffer = JitterBuffer()
    assert shape(feed(buffer, [0, 1, 2])) == ["0", "1", "2"]
    assert buffer.buffered_ms == 0
    assert buffer.deadline_ms is None


def test_a_packet_that_was_overtaken_is_put_in_its_place() -> None:
    assert shape(feed(JitterBuffer(), [0, 2, 1, 3])) == ["0", "1", "2", "3"]


def test_a_packet_that_came_twice_goes_on_once() -> None:
    buffer = JitterBuffer()
    assert shape(feed(buffer, [0, 1, 1, 3, 3, 2])) == ["0", "1", "2", "3"]
    assert buffer.late == 2


def test_a_loss_is_reported_when_its_wait_is_over() -> None:
    buffer = JitterBuffer()
    assert shape(feed(buffer, [0, 2])) == ["0"]
    assert buffer.deadline_ms == 20 + WAIT_MS
    assert buffer.buffered_ms == 20
    assert buffer.poll(20 + WAIT_MS - 1) == []
    assert shape(buffer.poll(20 + WAIT_MS)) == ["lost 20", "2"]
    assert buffer.lost == 1
    assert buffer.deadline_ms is None


def test_a_loss_is_reported_when_enough_stands_behind_it() -> None:
    buffer = JitterBuffer()
    pieces = feed(buffer, [0, *range(2, 2 + DEPTH)])
    assert shape(pieces) == ["0", "lost 20", "2", "3", "4"]


def test_a_packet_after_its_wait_is_dropped() -> None:
    buffer = JitterBuffer()
    assert shape(feed(buffer, [0, 2, 3, 4, 1, 5])) == ["0", "lost 20", "2", "3", "4", "5"]
    assert buffer.late == 1


def test_losses_leave_no_delay_behind() -> None:
    buffer = JitterBuffer()
    feed(buffer, (number for number in range(3_000) if number % 50))
    assert buffer.buffered_ms == 0
    assert buffer.lost == 59


def test_each_gap_is_waited_for_from_the_moment_it_was_seen() -> None:
    buffer = JitterBuffer()
    feed(buffer, [0])
    buffer.push(SOURCE, 2, packet(2), 20)
    buffer.push(SOURCE, 4, packet(4), 50)
    assert shape(buffer.push(SOURCE, 1, packet(1), 55)) == ["1", "2"]
    assert buffer.poll(20 + WAIT_MS) == []
    assert shape(buffer.poll(50 + WAIT_MS)) == ["lost 20", "4"]


def test_a_pause_of_the_sender_is_no_loss() -> None:
    buffer = JitterBuffer()
    buffer.push(SOURCE, 0, Arrived(b"0", 0), 0)
    assert shape(buffer.push(SOURCE, 1, Arrived(b"1", 21 * STEP), 420)) == ["pause 400", "1"]
    assert buffer.lost == 0


def test_a_long_pause_is_made_up_for_in_part() -> None:
    buffer = JitterBuffer()
    buffer.push(SOURCE, 0, Arrived(b"0", 0), 0)
    assert shape(buffer.push(SOURCE, 1, Arrived(b"1", 60_000 * 48), 60_000))[0] == f"pause {LONGEST_GAP_MS:g}"


def test_long_and_short_packets_follow_without_a_gap() -> None:
    buffer = JitterBuffer()
    pieces: list[Piece] = []
    timestamp = 0
    for sequence, length_ms in enumerate((60.0, 60.0, 10.0, 10.0, 2.5, 20.0)):
        pieces += buffer.push(SOURCE, sequence, Arrived(b"x", timestamp, length_ms), sequence)
        timestamp += round(length_ms * 48)
    assert shape(pieces) == ["x"] * 6


def test_one_lost_short_packet_is_missed() -> None:
    buffer = JitterBuffer()
    buffer.push(SOURCE, 0, Arrived(b"0", 0, 10.0), 0)
    buffer.push(SOURCE, 2, Arrived(b"2", 960, 10.0), 20)
    assert shape(buffer.poll(100)) == ["lost 10", "2"]


def test_numbers_that_wrap_go_on() -> None:
    pieces = feed(JitterBuffer(), [0, 1, 3, 2, 4], first_sequence=0xFFFE, first_timestamp=0xFFFFFFFF - STEP)
    assert shape(pieces) == ["0", "1", "2", "3", "4"]


def test_a_stream_that_begins_anew_is_followed() -> None:
    buffer = JitterBuffer()
    assert shape(feed(buffer, [0, 1])) == ["0", "1"]
    assert shape(buffer.push(SOURCE, 1 + RESTART * 2, Arrived(b"far", 5), 40)) == ["far"]
    assert shape(buffer.push(SOURCE + 1, 3, Arrived(b"other", 99), 60)) == ["other"]
    assert buffer.lost == 0


def test_what_waited_before_a_new_beginning_is_not_thrown_away() -> None:
    buffer = JitterBuffer()
    feed(buffer, [0, 2])
    assert shape(buffer.push(SOURCE, 2 + RESTART * 2, Arrived(b"far", 5), 40)) == ["lost 20", "2", "far"]


def test_jitter_is_that_of_rfc_3550() -> None:
    buffer = JitterBuffer()
    for number in range(400):
        buffer.push(SOURCE, number, packet(number), number * 20.0 + (8 if number % 2 else 0))
    assert 7.9 < buffer.jitter_ms < 8.1


@st.composite
def networks(draw: st.DrawFn) -> tuple[list[tuple[float, int]], int, int]:
    """Arrivals of a steady stream as (moment, number), and where its numbers begin."""
    count = draw(st.integers(2, 60))
    arrivals: list[tuple[float, int]] = [(0.0, 0)]
    for number in range(1, count):
        delays = draw(st.lists(st.floats(0, 150), max_size=2))  # none: lost; two: came twice
        arrivals += [(number * 20.0 + delay, number) for delay in delays]
    return sorted(arrivals), draw(st.integers(0, 0xFFFF)), draw(st.integers(0, 0xFFFFFFFF))


@given(networks())
def test_whatever_the_network_does_the_timeline_has_no_hole_and_never_goes_back(
    network: tuple[list[tuple[float, int]], int, int],
) -> None:
    arrivals, sequence, timestamp = network
    buffer = JitterBuffer()
    pieces: list[Piece] = []
    for now_ms, number in arrivals:
        if buffer.deadline_ms is not None and buffer.deadline_ms <= now_ms:
            pieces += buffer.poll(buffer.deadline_ms)
        pieces += buffer.push(SOURCE, (sequence + number) & 0xFFFF, packet(number, timestamp), now_ms)
        assert buffer.buffered_ms < DEPTH * 20
    pieces += buffer.poll(arrivals[-1][0] + WAIT_MS)
    position = 0.0
    for piece in pieces:
        if isinstance(piece, Missing):
            assert piece.lost
            position += piece.length_ms
        else:
            assert piece.timestamp == round(timestamp + position * 48) & 0xFFFFFFFF
            position += piece.length_ms
    assert buffer.buffered_ms == 0
    assert position == max(number for _, number in arrivals) * 20.0 + 20.0
    assert buffer.received == len(arrivals)
    assert sum(isinstance(piece, Arrived) for piece in pieces) + buffer.late == len(arrivals)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 0xFFFF), st.integers(0, 0xFFFFFFFF)), max_size=60))
def test_a_hostile_stream_costs_no_memory_and_no_endless_silence(packets: list[tuple[int, int, int]]) -> None:
    buffer = JitterBuffer()
    for now, (source, sequence, timestamp) in enumerate(packets):
        pieces = buffer.push(source, sequence, Arrived(b"x", timestamp), now * 20.0)
        assert sum(piece.length_ms for piece in pieces) <= (DEPTH + 1) * (LONGEST_GAP_MS + 20)
        assert buffer.buffered_ms < DEPTH * 20
