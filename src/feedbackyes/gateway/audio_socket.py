"""`WS /ws/audio`: the simple voice socket, for pages that know nothing of Realtime.

```
out  {"type": "session_id", "session_id": uuid, "sample_rate": 24000}      first
in   [0.1, -0.2, …]   or {"audio" | "data" | "samples": […], "sample_rate"?: 48000}   samples between -1 and 1
in   binary: little-endian float32, or PCM16 with ?format=pcm16
out  {"type": "audio_chunk", "audio": base64 of PCM16 at 24 kHz}
out  {"type": "interrupted"}                                               what was queued is void: the learner speaks
out  {"type": "error", "code", "message"}                                  the session lives
out  {"type": "session_end", "session_id", "reason"}                       last
```

The documented page queues what it gets and plays it all. So that it can be interrupted nonetheless, audio is sent no
more than `LEAD_MS` before its time.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from feedbackyes.audio import Int16, Samples
from feedbackyes.audio.formats import RATE_HZ, encode_base64, float32, from_float, pcm16
from feedbackyes.audio.resample import Resampler
from feedbackyes.domain.errors import ExpectedError, InvalidInput
from feedbackyes.domain.session import EndReason
from feedbackyes.gateway.query import RATES_HZ, CallQuery
from feedbackyes.gateway.sockets import Socket
from feedbackyes.protocol.codec import decode_server
from feedbackyes.protocol.projection import BENIGN_ERRORS
from feedbackyes.protocol.scan import event_type
from feedbackyes.protocol.server import ErrorEvent, ResponseOutputAudioDelta

if TYPE_CHECKING:
    from feedbackyes.gateway.call import Call

LEAD_MS = 300.0
PIECE_BYTES = 4_800
"""100 ms."""
MAX_SECONDS = 30
"""Of audio in one message."""
MAX_WAITING_BYTES = 30 * 1024 * 1024
"""Ten minutes of a partner who will not stop."""
_BYTES_PER_MS = 48
_NAMES = ("audio", "data", "samples")

_ENCODE = msgspec.json.Encoder().encode


class AudioEnd:
    """A `SocketListener`, and the end of a call that speaks in samples."""

    literal_idle = True
    lead_ms = LEAD_MS
    truncates = False
    player = None

    def __init__(self, call: Call, socket: Socket, *, query: CallQuery) -> None:
        self._call = call
        self._socket = socket
        self._rate_hz = query.sample_rate
        self._pcm16 = query.sample_format == "pcm16"
        self._resampler = Resampler(self._rate_hz, RATE_HZ)
        self._loop = asyncio.get_running_loop()
        self._waiting: deque[bytes] = deque()
        self._waiting_bytes = 0
        self._sent_until = 0.0
        self._timer: asyncio.TimerHandle | None = None
        self._say({"type": "session_id", "session_id": call.session.id, "sample_rate": RATE_HZ})
        call.attach(self)

    # ---- SocketListener

    def on_audio(self, payload: bytes) -> bool:  # noqa: ARG002 (of the interface)
        """Samples as JSON have to be read in any case."""
        return False

    def on_text(self, payload: bytes) -> None:
        try:
            self._take(_samples(self._read(payload)))
        except ExpectedError as error:
            self._refuse(error)

    def on_binary(self, payload: bytes) -> None:
        try:
            if self._pcm16:
                self._take_pcm(pcm16(payload))
            else:
                self._take(float32(payload))
        except ExpectedError as error:
            self._refuse(error)

    def on_closed(self, code: int, reason: str) -> None:
        self._silence()
        self._call.detach(self, code, reason)

    def on_pause(self) -> None:
        self._call.learner_is_slow(self, slow=True)

    def on_resume(self) -> None:
        self._call.learner_is_slow(self, slow=False)

    # ---- what the call says

    def audio(self, payload: bytes) -> None:
        """An audio delta of the provider."""
        event = decode_server(payload)
        if not isinstance(event, ResponseOutputAudioDelta) or self._waiting_bytes > MAX_WAITING_BYTES:
            return
        pieces = range(0, len(event.delta), PIECE_BYTES)
        self._waiting.extend(event.delta[at : at + PIECE_BYTES] for at in pieces)
        self._waiting_bytes += len(event.delta)
        if self._timer is None:
            self._send_due()

    def event(self, payload: bytes) -> None:
        """Of the provider's other events only errors matter to a page like this."""
        if event_type(payload) != b"error":
            return
        event = decode_server(payload)
        if isinstance(event, ErrorEvent) and event.error.code not in BENIGN_ERRORS:
            self._say({"type": "error", "code": event.error.code or event.error.type, "message": event.error.message})

    def interrupted(self) -> None:
        """The learner speaks; what has not been sent never will be."""
        self._silence()
        self._say({"type": "interrupted"})

    def pause_reading(self) -> None:
        self._socket.pause_reading()

    def resume_reading(self) -> None:
        self._socket.resume_reading()

    def fail(self, error: ExpectedError) -> None:
        self._refuse(error)

    def end(self, reason: EndReason, code: int, message: str) -> None:
        """The session is over."""
        self._silence()
        self._say({"type": "session_end", "session_id": self._call.session.id, "reason": reason.value})
        self._socket.close(code, message)

    def leave(self, code: int, message: str) -> None:
        self._silence()
        self._socket.close(code, message)

    # ---- in

    def _read(self, payload: bytes) -> Any:
        try:
            message = msgspec.json.decode(payload)
        except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
            raise InvalidInput(f"The message is not JSON: {error}.", code="invalid_json") from None
        if not isinstance(message, dict):
            return message
        if "sample_rate" in message:
            self._set_rate(message["sample_rate"])
        found = [message[name] for name in _NAMES if name in message]
        if found:
            return found[0]
        if "sample_rate" in message:
            return []
        raise InvalidInput("Send samples as a list, or under 'audio', 'data' or 'samples'.", code="no_audio")

    def _set_rate(self, rate: object) -> None:
        if isinstance(rate, float) and rate.is_integer():
            rate = int(rate)
        if not isinstance(rate, int) or isinstance(rate, bool) or not RATES_HZ[0] <= rate <= RATES_HZ[1]:
            least, most = RATES_HZ
            raise InvalidInput(f"sample_rate is a whole number from {least} to {most}.", param="sample_rate")
        if rate != self._rate_hz:
            self._rate_hz, self._resampler = rate, Resampler(rate, RATE_HZ)

    def _take(self, samples: Samples) -> None:
        self._take_pcm(from_float(samples))

    def _take_pcm(self, samples: Int16) -> None:
        if len(samples) > MAX_SECONDS * self._rate_hz:
            raise InvalidInput(
                f"A message holds more than {MAX_SECONDS} s of audio. Send it as it is spoken.", code="too_long"
            )
        if len(samples) == 0:
            return
        self._call.limits.touch()
        converted = self._resampler.process(samples)
        if len(converted):
            self._call.append_pcm(converted.astype("<i2", copy=False).tobytes())

    # ---- out

    def _send_due(self) -> None:
        self._timer = None
        now = self._loop.time()
        self._sent_until = max(self._sent_until, now)
        while self._waiting and self._sent_until - now < LEAD_MS / 1000:
            piece = self._waiting.popleft()
            self._waiting_bytes -= len(piece)
            self._say({"type": "audio_chunk", "audio": encode_base64(piece)})
            self._sent_until += len(piece) / _BYTES_PER_MS / 1000
        if self._waiting:
            self._timer = self._loop.call_at(self._sent_until - LEAD_MS / 1000, self._send_due)

    def _silence(self) -> None:
        self._waiting.clear()
        self._waiting_bytes = 0
        self._sent_until = 0.0
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _refuse(self, error: ExpectedError) -> None:
        self._say({"type": "error", "code": error.code, "message": error.message})

    def _say(self, message: dict[str, Any]) -> None:
        self._socket.send(_ENCODE(message))


def _samples(value: object) -> Samples:
    """Raises `InvalidInput` unless `value` is a list of numbers."""
    if not isinstance(value, list):
        raise InvalidInput("Samples come as a list of numbers between -1 and 1.", param="audio")
    try:
        with np.errstate(over="ignore"):  # what is too large becomes infinite, and is refused as that
            return np.array(msgspec.convert(value, list[float]), np.float32)
    except msgspec.ValidationError:
        raise InvalidInput("A sample is no number. Send numbers between -1 and 1.", param="audio") from None
