"""Puts packets into order and says what is missing. No clock, no codec: arrival times are arguments.

The listener is a recogniser, not a loudspeaker, so nothing is held back to play evenly: what comes in order goes on at
once. A gap is waited for, for packets may overtake each other, but only `WAIT_MS` from the moment it was seen or until
`DEPTH` packets stand behind it; then it is reported as lost, with its length. So a lost packet costs a short wait and
leaves no delay behind.

Sequence numbers and timestamps are RTP's (RFC 3550): they wrap at 16 and 32 bits.
"""

from __future__ import annotations

from dataclasses import dataclass

WAIT_MS = 40.0
DEPTH = 3
RESTART = 500
"""A jump of so many packets, or a packet so much too late, is a stream that began anew."""
SHORTEST_GAP_MS = 2.5
"""The shortest packet of Opus."""
LONGEST_GAP_MS = 2_000.0
"""More silence than this is not made up for a gap in the timestamps."""
SAMPLES_PER_MS = 48
"""The RTP clock of Opus (RFC 7587), whatever it encodes. Telephones have 8."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """A packet's payload, in order. One of no length has a place among the others and holds no audio: a key, say."""

    payload: bytes
    timestamp: int
    length_ms: float = 20.0


@dataclass(frozen=True, slots=True)
class Missing:
    """Audio that never came. `lost`: packets are missing; otherwise the sender left a pause (DTX)."""

    length_ms: float
    lost: bool


Piece = Arrived | Missing


class JitterBuffer:
    """One stream's. Times are milliseconds of any clock that does not jump."""

    def __init__(self, samples_per_ms: int = SAMPLES_PER_MS) -> None:
        self._samples_per_ms = samples_per_ms
        self._source: int | None = None
        self._next = 0
        self._next_timestamp = 0
        self._waiting: dict[int, Arrived] = {}
        self._came_ms: dict[int, float] = {}
        self._skipped = False
        self.received = self.lost = self.late = 0
        self.jitter_ms = 0.0
        self._transit_ms: float | None = None

    @property
    def buffered_ms(self) -> float:
        return sum(packet.length_ms for packet in self._waiting.values())

    @property
    def deadline_ms(self) -> float | None:
        """When `poll` has something to say although nothing comes."""
        return min(self._came_ms.values()) + WAIT_MS if self._waiting else None

    def push(self, source: int, sequence: int, packet: Arrived, now_ms: float) -> list[Piece]:
        """A packet came. Returns what can go on now, in order."""
        self.received += 1
        if packet.length_ms:
            self._measure(packet.timestamp, now_ms)
        ahead = _signed(sequence - self._next, 16)
        if source != self._source or not -RESTART < ahead < RESTART:
            kept = self._give_up() if source == self._source else []
            self._begin(source, sequence, packet.timestamp)
            ahead = 0
        else:
            kept = []
        if ahead < 0 or sequence in self._waiting:
            self.late += 1
            return kept
        self._waiting[sequence], self._came_ms[sequence] = packet, now_ms
        return kept + self._release(now_ms)

    def poll(self, now_ms: float) -> list[Piece]:
        """Time passed. Returns what is waited for no longer."""
        return self._release(now_ms)

    def _begin(self, source: int, sequence: int, timestamp: int) -> None:
        self._source, self._next, self._next_timestamp = source, sequence, timestamp
        self._waiting.clear()
        self._came_ms.clear()

    def _release(self, now_ms: float) -> list[Piece]:
        pieces = self._in_order()
        while (deadline_ms := self.deadline_ms) is not None and (len(self._waiting) >= DEPTH or now_ms >= deadline_ms):
            self._skip()
            pieces += self._in_order()
        return pieces

    def _in_order(self) -> list[Piece]:
        pieces: list[Piece] = []
        while (packet := self._waiting.pop(self._next, None)) is not None:
            del self._came_ms[self._next]
            if packet.length_ms:
                pieces += self._gap(packet)
            pieces.append(packet)
            self._advance(packet)
        return pieces

    def _skip(self) -> None:
        """Give up what is missing before the first packet that is there."""
        first = min(self._waiting, key=lambda sequence: _signed(sequence - self._next, 16))
        self.lost += _signed(first - self._next, 16)
        self._next, self._skipped = first, True

    def _give_up(self) -> list[Piece]:
        pieces: list[Piece] = []
        while self._waiting:
            self._skip()
            pieces += self._in_order()
        return pieces

    def _gap(self, packet: Arrived) -> list[Piece]:
        """What is missing between the packet before and this one, by timestamp."""
        samples = _signed(packet.timestamp - self._next_timestamp, 32)
        length_ms = samples / self._samples_per_ms
        lost, self._skipped = self._skipped, False
        if length_ms < SHORTEST_GAP_MS:
            return []
        return [Missing(min(length_ms, LONGEST_GAP_MS), lost)]

    def _advance(self, packet: Arrived) -> None:
        self._next = (self._next + 1) & 0xFFFF
        if packet.length_ms:
            self._next_timestamp = (packet.timestamp + round(packet.length_ms * self._samples_per_ms)) & 0xFFFFFFFF

    def _measure(self, timestamp: int, now_ms: float) -> None:
        """Interarrival jitter, RFC 3550 section 6.4.1."""
        transit_ms = now_ms - timestamp / self._samples_per_ms
        if self._transit_ms is not None:
            difference = abs(transit_ms - self._transit_ms)
            if difference < LONGEST_GAP_MS:  # neither a wrap nor a stream that began anew
                self.jitter_ms += (difference - self.jitter_ms) / 16
        self._transit_ms = transit_ms


def _signed(difference: int, bits: int) -> int:
    """A difference of wrapping numbers, as the shorter way round."""
    half = 1 << (bits - 1)
    return (difference + half) % (1 << bits) - half
