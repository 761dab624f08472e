"""Recordings, written as they happen and never in the way of voice.

The event loop hands over bytes as they came; one thread decodes, places and writes those of all calls, five to twenty
times a second. It writes up to `MARGIN_MS` behind the clock, so that audio that is a little late and a learner who interrupts
find their place still open; what comes later is corrected in the file. A crash loses at most margin and period.
What the analysis of speech needs is measured on the way, a few seconds behind.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from feedbackyes.audio import Int16
from feedbackyes.audio.formats import AudioFormat, Decoder, base64_bytes, decode_base64
from feedbackyes.audio.wav import WavWriter
from feedbackyes.domain.errors import InvalidInput
from feedbackyes.gateway.playback import InputClock
from feedbackyes.gateway.tape import LEARNER, PARTNER, RATE_HZ, Correction, Tape
from feedbackyes.storage.recordings.disk import Recordings
from feedbackyes.storage.recordings.speech import SpeechWriter

PERIOD_SECONDS = (0.05, 0.2)
"""How often is written: with few recordings, and with `MANY`."""
MANY = 100
MARGIN_MS = 150.0
WAITING_BYTES = 16 * 1024 * 1024
"""Bytes of one call that may wait for the thread. More means that the disk or the processor does not keep up."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Piece:
    """Base64 audio of one side, `at_ms` in the learner's audio or, of the partner, on the session clock."""

    channel: int
    data: bytes
    at_ms: float
    format: AudioFormat


@dataclass(frozen=True, slots=True)
class _Cut:
    at_ms: float


@dataclass(slots=True, eq=False)
class Recording:
    """One call's recording. The methods are the event loop's; the rest is the recorder's thread's."""

    session_id: str
    writer: WavWriter
    speech: SpeechWriter | None
    clock: InputClock
    now_ms: Callable[[], float]
    failed: bool = False
    _overflow_ms: float = 0.0
    _waiting: deque[_Piece | _Cut] = field(default_factory=deque)
    _waiting_bytes: int = 0
    _tape: Tape = field(default_factory=Tape)
    _decoders: dict[int, Decoder] = field(default_factory=dict)
    _closing: float | None = None
    closed: threading.Event = field(default_factory=threading.Event)

    def learner(self, data: bytes, position_ms: float, kind: AudioFormat) -> None:
        """Base64 audio that the learner sent, at `position_ms` of all their audio."""
        self._put(_Piece(LEARNER, data, position_ms, kind))

    def partner(self, data: bytes, at_ms: float, kind: AudioFormat) -> None:
        """Base64 audio of the partner that will be heard from `at_ms` on."""
        self._put(_Piece(PARTNER, data, at_ms, kind))

    def cut(self, at_ms: float) -> None:
        """The learner has stopped hearing the partner at `at_ms`."""
        self._waiting.append(_Cut(at_ms))

    @property
    def lost_ms(self) -> float:
        """Audio that is not in the recording although it was said: the disk or the processor did not keep up."""
        return self._overflow_ms + self._tape.dropped_frames * 1000 / RATE_HZ

    def close(self) -> None:
        """Write everything up to now, then end the file. `closed` is set when that is done."""
        self._closing = self.now_ms()

    def _put(self, piece: _Piece) -> None:
        if self._waiting_bytes + len(piece.data) > WAITING_BYTES:
            self._overflow_ms += base64_bytes(len(piece.data)) * 1000 / piece.format.bytes_per_second
            return
        self._waiting_bytes += len(piece.data)
        self._waiting.append(piece)

    # ---- the thread's side

    def flush(self) -> bool:
        """Write what is due. Return True when the recording is complete."""
        closing = self._closing
        self._place()
        until_ms = self.now_ms() - MARGIN_MS if closing is None else closing
        block = self._tape.take(max(0.0, until_ms))
        if len(block):
            self.writer.write(block)
        for correction in self._tape.corrections():
            self._correct(correction)
        if closing is None:
            self._measure(lambda speech: speech.advance(self.writer.frames))
            return False
        self.writer.close()
        self._measure(lambda speech: speech.close(self.writer.frames))
        return True

    def _place(self) -> None:
        for _ in range(len(self._waiting)):
            entry = self._waiting.popleft()
            if isinstance(entry, _Cut):
                self._tape.cut(entry.at_ms)
                continue
            self._waiting_bytes -= len(entry.data)
            at_ms = self.clock.session_ms(entry.at_ms) if entry.channel == LEARNER else entry.at_ms
            with suppress(InvalidInput):  # the provider was sent the same and answers for it
                self._tape.add(entry.channel, at_ms, self._samples(entry))

    def _samples(self, piece: _Piece) -> Int16:
        decoder = self._decoders.get(piece.channel)
        if decoder is None or decoder.format is not piece.format:
            decoder = self._decoders[piece.channel] = Decoder(piece.format)
        return decoder.decode(decode_base64(piece.data))

    def _correct(self, correction: Correction) -> None:
        self.writer.correct(correction.channel, correction.frame, correction.samples)
        self._measure(lambda speech: speech.forget(correction.frame, len(correction.samples)))

    def _measure(self, step: Callable[[SpeechWriter], None]) -> None:
        """A disk that does not take it costs the analysis some time, not the recording."""
        if self.speech is None:
            return
        try:
            step(self.speech)
        except OSError as error:
            logger.warning("Session %s is not measured while it is recorded: %s", self.session_id, error)
            self.speech = None


class Recorder:
    """The thread that writes the recordings of all calls."""

    def __init__(self, recordings: Recordings) -> None:
        self._recordings = recordings
        self._open: set[Recording] = set()
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._wanted = threading.Event()
        self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)

    def start(self) -> None:
        self._thread.start()

    async def stop(self) -> None:
        """End the thread. Recordings have been closed before."""
        self._stopping.set()
        self._wanted.set()
        if self._thread.is_alive():
            await asyncio.to_thread(self._thread.join)

    def open(
        self, session_id: str, clock: InputClock, now_ms: Callable[[], float], *, takes_over: bool = False
    ) -> Recording:
        """Begin to record, or go on behind what another process has recorded, or the browser (`takes_over`).

        Raises:
            OSError: there can be no file.
        """
        if takes_over:
            self._recordings.take_over(session_id, round(now_ms()))
        writer = self._recordings.writer(session_id)
        speech = None if writer.frames else self._recordings.speech_writer(session_id)
        recording = Recording(session_id, writer, speech, clock, now_ms, _tape=Tape(writer.frames))
        with self._lock:
            self._open.add(recording)
        self._wanted.set()
        return recording

    async def close(self, recording: Recording) -> None:
        """Write what is left of a recording and end it."""
        recording.close()
        await asyncio.to_thread(recording.closed.wait, 10.0)

    def delete(self, recording: Recording) -> None:
        """Nothing was said: a closed recording goes."""
        self._recordings.delete(recording.session_id)

    def _run(self) -> None:
        while not self._stopping.is_set():
            begun = time.monotonic()
            with self._lock:
                recordings = list(self._open)
            for recording in recordings:
                self._flush(recording)
            if recordings:
                period = PERIOD_SECONDS[len(recordings) >= MANY]
                self._stopping.wait(max(0.005, period - (time.monotonic() - begun)))
            else:
                self._sleep()

    def _sleep(self) -> None:
        """Until there is something to record."""
        with self._lock:
            if not self._open and not self._stopping.is_set():
                self._wanted.clear()
        self._wanted.wait()

    def _flush(self, recording: Recording) -> None:
        try:
            done = recording.flush()
        except Exception:  # a full disk costs this recording, not the call
            logger.exception("The recording of session %s ends here.", recording.session_id)
            recording.writer.close()
            recording.failed = done = True
        if done:
            with self._lock:
                self._open.discard(recording)
            recording.closed.set()
