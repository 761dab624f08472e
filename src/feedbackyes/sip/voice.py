"""The partner's voice as telephone frames: 20 ms of G.711 each time one is asked for, silence when there is nothing to say.

Audio is queued on the event loop and frames are taken by the pacer's thread; a lock is between them.
"""

from __future__ import annotations

import threading

from feedbackyes.audio.formats import RATE_HZ, AudioFormat, Encoder, pcm16
from feedbackyes.sip import rtp
from feedbackyes.sip.sdp import Codec

BYTES_PER_MS = RATE_HZ * 2 / 1000
_SILENCE = {AudioFormat.MU_LAW: b"\xff", AudioFormat.A_LAW: b"\xd5"}


class Voice:
    """One call's.

    Args:
        source: identifies the stream in RTP. sequence, timestamp: the first ones, at random.
    """

    def __init__(self, codec: Codec, source: int, sequence: int, timestamp: int) -> None:
        self.source = source
        self._codec = codec
        self._encoder = Encoder(codec.format)
        self._sequence, self._timestamp = sequence, timestamp
        self._lock = threading.Lock()
        self._coded = bytearray()
        self._sounding = False
        self._begun = False
        self._queued_ms = self._played_ms = 0.0
        self.packets = 0
        self.octets = 0

    @property
    def queued_ms(self) -> float:
        return self._queued_ms

    @property
    def played_ms(self) -> float:
        return self._played_ms

    @property
    def timestamp(self) -> int:
        """Of the next frame."""
        return self._timestamp

    def use(self, codec: Codec) -> None:
        """What the other end wants from now on; what is queued in another law is dropped."""
        with self._lock:
            if codec.format is not self._codec.format:
                self._encoder = Encoder(codec.format)
                self._drop()
            self._codec = codec

    def play(self, pcm: bytes) -> None:
        """Queue audio at 24 kHz."""
        coded = self._encoder.encode(pcm16(pcm))
        with self._lock:
            self._coded += coded
            self._queued_ms += len(pcm) / BYTES_PER_MS

    def clear(self) -> float:
        """Drop what was not taken."""
        with self._lock:
            self._drop()
            return self._played_ms

    def frame(self) -> tuple[bytes, bool]:
        """The next packet, and whether what was queued ends with it."""
        with self._lock:
            payload = bytes(self._coded[: rtp.FRAME_SAMPLES])
            del self._coded[: rtp.FRAME_SAMPLES]
            marker = not self._begun or (bool(payload) and not self._sounding)
            self._begun = True
            self._played_ms = min(self._played_ms + len(payload) * 1000 / rtp.RATE_HZ, self._queued_ms)
            self._sounding = self._sounding or bool(payload)
            drained = self._sounding and not self._coded
            if drained:
                self._sounding, self._played_ms = False, self._queued_ms
            packet = rtp.build(
                self._codec.payload_type,
                self._sequence,
                self._timestamp,
                self.source,
                self._padded(payload),
                marker=marker,
            )
            self._advance(len(payload))
        return packet, drained

    def _padded(self, payload: bytes) -> bytes:
        missing = rtp.FRAME_SAMPLES - len(payload)
        return payload + _SILENCE[self._codec.format] * missing if missing else payload

    def _advance(self, octets: int) -> None:
        self._sequence = (self._sequence + 1) & 0xFFFF
        self._timestamp = (self._timestamp + rtp.FRAME_SAMPLES) & 0xFFFFFFFF
        self.packets += 1
        self.octets += max(octets, rtp.FRAME_SAMPLES)

    def _drop(self) -> None:
        self._coded.clear()
        self._sounding = False
        self._queued_ms = self._played_ms
