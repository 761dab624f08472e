"""Telling audio messages from all others without decoding or copying them.

One match on the memory as it arrived gives the type, the item and where the audio begins; it costs 0.4 µs (a slice of
that memoryview alone costs 0.3 µs). JSON allows any order and spacing: what these patterns do not know is read in full,
so a miss costs time and never meaning.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from feedbackyes.audio.formats import AudioFormat, Encoder
from feedbackyes.gateway.playback import InputClock, Playback
from feedbackyes.gateway.recorder import Recording

Send = Callable[[memoryview | bytes], None]

_ID = rb'"[^"\\]{0,512}"'
_CONTAINER = rb"(?!GkXf|T2dn)"
APPEND = re.compile(
    rb'\{"type": ?"input_audio_buffer\.append", ?(?:"event_id": ?' + _ID + rb', ?)?"audio": ?"' + _CONTAINER
).match
"""An append of plain samples; the match ends where the audio begins. What follows is not the base64 of the first bytes
of WebM (EBML) or Ogg."""

AUDIO_DELTA = re.compile(
    rb'\{"type":"response\.output_audio\.delta",(?:"event_id":'
    + _ID
    + rb',)?"response_id":"([^"\\]*)","item_id":"([^"\\]*)","output_index":\d+,"content_index":\d+,"delta":"'
).match
"""Audio of the partner: response, item; the match ends where the audio begins."""

QUOTE, BRACE = b'"}'
"""The last two bytes of such a message; anything else is read in full."""
PAD = ord("=")
"""Padding stands for a byte that is not there; forgetting it would let clocks drift by seconds in an hour."""


class Uplink:
    """The learner's audio on its way to the provider.

    `send` is the provider's. Slots, and everything in one place: with hundreds of calls it is the memory that is
    touched which costs time.
    """

    __slots__ = ("_began", "_byte_ms", "_character_ms", "_now", "clock", "encoder", "format", "recording", "send")

    def __init__(self, now: Callable[[], float], began: float, send: Send) -> None:
        self._now, self._began = now, began
        self.clock = InputClock()
        self.recording: Recording | None = None
        self.send = send
        self.use(AudioFormat.PCM)

    def use(self, audio_format: AudioFormat) -> None:
        """What the learner sends from now on."""
        self.format = audio_format
        self.encoder = None if audio_format is AudioFormat.PCM else Encoder(audio_format)
        self._byte_ms = 1000 / audio_format.bytes_per_second
        self._character_ms = 0.75 * self._byte_ms

    def append(self, payload: memoryview | bytes, begin: int) -> None:
        """Send an append whose base64 audio begins at `begin` and ends two bytes before the end of the message."""
        length_ms = (len(payload) - begin - 2) * self._character_ms
        if payload[-3] == PAD:
            length_ms -= self._byte_ms * (2 if payload[-4] == PAD else 1)
        position_ms = self.clock.add(length_ms, (self._now() - self._began) * 1000)
        if self.recording is not None:
            self.recording.learner(bytes(payload[begin:-2]), position_ms, self.format)
        self.send(payload)


class Downlink:
    """The partner's audio on its way to the learner. `audio` is the learner's end, None while nobody may hear it.

    `void` is the id of a response that was cut here: what is still under way of it is not heard.
    """

    __slots__ = ("_began", "_byte_ms", "_character_ms", "_now", "audio", "format", "playback", "recording", "void")

    def __init__(self, now: Callable[[], float], began: float) -> None:
        self._now, self._began = now, began
        self.playback = Playback()
        self.recording: Recording | None = None
        self.audio: Send | None = None
        self.void = b""
        self.use(AudioFormat.PCM)

    def use(self, audio_format: AudioFormat) -> None:
        """What the partner sends from now on."""
        self.format = audio_format
        self._byte_ms = 1000 / audio_format.bytes_per_second
        self._character_ms = 0.75 * self._byte_ms

    def on_audio(self, payload: memoryview | bytes) -> bool:
        """Pass on a message that is audio; False: it is something else, or nobody may hear it."""
        audio = self.audio
        if audio is None:
            return False
        match = AUDIO_DELTA(payload)
        if match is None or payload[-1] != BRACE or payload[-2] != QUOTE:
            return False
        if self.void and match[1] == self.void:
            return False
        length_ms = (len(payload) - match.end() - 2) * self._character_ms
        if payload[-3] == PAD:
            length_ms -= self._byte_ms * (2 if payload[-4] == PAD else 1)
        track = self.playback.add(match[2], length_ms, (self._now() - self._began) * 1000)
        if self.recording is not None and track.cut_ms is None:
            self.recording.partner(bytes(payload[match.end() : -2]), track.end_ms - length_ms, self.format)
        audio(payload)
        return True
