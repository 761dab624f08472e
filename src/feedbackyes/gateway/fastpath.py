"""Telling audio messages from all others without decoding them.

One match gives the type, the item and where the audio begins. What surrounds the audio, its envelope, is then the same
from message to message but for the event's id; so the next one is only compared, which costs a third of the match. JSON
allows any order and spacing: what these patterns do not know is read in full, so a miss costs time and never meaning.

Messages come as bytes, copied once from where the socket has read them. To look at that memory through views costs more
than the copy, and the journal and the recording keep what they get.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from feedbackyes.audio.formats import AudioFormat, Encoder
from feedbackyes.gateway.journal import Journal
from feedbackyes.gateway.listening import Voices
from feedbackyes.gateway.playback import InputClock, Playback, Player, Track

Send = Callable[[bytes], None]

_ID = rb'"[^"\\]{0,512}"'
_CONTAINER = rb"(?!GkXf|T2dn)"
APPEND = re.compile(
    rb'\{"type": ?"input_audio_buffer\.append", ?(?:"event_id": ?(?P<id>' + _ID + rb'), ?)?"audio": ?"' + _CONTAINER
).match
"""An append of plain samples; the match ends where the audio begins. What follows is not the base64 of the first bytes
of WebM (EBML) or Ogg."""

AUDIO_DELTA = re.compile(
    rb'\{"type":"response\.output_audio\.delta",(?:"event_id":(?P<id>'
    + _ID
    + rb'),)?"response_id":"(?P<response>[^"\\]*)","item_id":"(?P<item>[^"\\]*)","output_index":\d+,"content_index":\d+,"delta":"'
).match
"""Audio of the partner: response, item; the match ends where the audio begins."""

QUOTE, BRACE = b'"}'
"""The last two bytes of such a message; anything else is read in full."""
PAD = ord("=")
"""Padding stands for a byte that is not there; forgetting it would let clocks drift by seconds in an hour."""


_CONTAINER_BEGINS: Final = b"GT"
"""First characters of `_CONTAINER`; what begins with one of them is matched in full."""
_NEVER: Final = 1 << 62
MOST_NOTES = 100
"""Messages. Paced audio has fewer in the two seconds between two ticks of a call."""
LARGE_BYTES = 32 * 1024
"""Who sends such messages may have few of them in memory."""


class _Envelope:
    """What surrounds the audio of the last message that was matched in full: `_head`, the event's id, and `_rest` from
    `_rest_at` to `_begin`.

    The bytes of the event's id are taken for an id without being looked at: only who may send anything, or is trusted,
    is read by envelope. Slots here and below, and few objects: with hundreds of calls it is the memory that is touched
    which costs time.
    """

    __slots__ = ("_begin", "_head", "_rest", "_rest_at")

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Match the next message in full."""
        self._begin, self._head, self._rest, self._rest_at = _NEVER, b"", b"", 0

    def keep(self, match: re.Match[bytes], payload: bytes) -> None:
        """Know messages that are like this one by comparing."""
        self._begin = begin = match.end()
        id_begins, self._rest_at = match.span("id") if match["id"] is not None else (begin, begin)
        self._head, self._rest = payload[:id_begins], payload[self._rest_at : begin]


class Uplink(_Envelope):
    """The learner's audio on its way to the provider.

    A message is sent and noted. What it means for the clock and the journal is worked out for many at once, before either
    is asked for anything: with hundreds of calls, to touch all that belongs to one costs as much as to send the message.

    `send` is the provider's; `journal` keeps what another one may have to be sent.
    """

    __slots__ = (
        "_began",
        "_byte_ms",
        "_character_ms",
        "_clock",
        "_guarded",
        "_journal",
        "_note",
        "_notes",
        "_now",
        "_recording",
        "_samples",
        "encoder",
        "format",
        "send",
    )

    def __init__(self, now: Callable[[], float], began: float, send: Send) -> None:
        super().__init__()
        self._now, self._began = now, began
        self._notes: list[Any] = []  # payload, where its audio begins, and when it came; one behind the other
        self._note = self._notes.extend
        self._clock = InputClock()
        self._recording: Voices | None = None
        self._journal: Journal | None = None
        self.send = send
        self.expect(guarded=True)
        self.use(AudioFormat.PCM)

    def expect(self, *, guarded: bool, samples: bool = True) -> None:
        """What `take` is to know.

        Args:
            guarded: in a scenario. Nothing but what was looked at may reach the provider.
            samples: False while the client sends a container (WebM, Ogg) in pieces: none of them can be told from samples.
        """
        self._guarded, self._samples = guarded, samples
        self.forget()

    def use(self, audio_format: AudioFormat) -> None:
        """What the learner sends from now on."""
        self.settle()
        self.format = audio_format
        self.encoder = None if audio_format is AudioFormat.PCM else Encoder(audio_format)
        self._byte_ms = 1000 / audio_format.bytes_per_second
        self._character_ms = 0.75 * self._byte_ms
        if self._journal is not None:
            self._journal.use(audio_format)

    @property
    def clock(self) -> InputClock:
        """As it is now. Who keeps it sees to it that what was noted is worked out."""
        self.settle()
        return self._clock

    @property
    def journal(self) -> Journal | None:
        """None: nothing is kept."""
        self.settle()
        return self._journal

    @journal.setter
    def journal(self, journal: Journal | None) -> None:
        self.settle()
        self._journal = journal

    @property
    def recording(self) -> Voices | None:
        """Hears each message at once."""
        return self._recording

    @recording.setter
    def recording(self, recording: Voices | None) -> None:
        self.settle()
        self._recording = recording

    def remember(self) -> None:
        """Keep from now on what another provider may have to be sent."""
        self.journal = Journal(self.clock.audio_ms, self.format)

    def take(self, payload: bytes) -> bool:
        """Send a message that is an append of samples; False: it is something else. Nothing is decoded or awaited."""
        begin = self._begin
        if (
            len(payload) <= begin
            or not payload.startswith(self._head)
            or not payload.startswith(self._rest, self._rest_at)
            or payload[begin] in _CONTAINER_BEGINS
        ):
            begin = self._match(payload)
        if not begin or payload[-1] != BRACE or payload[-2] != QUOTE:
            return False
        self.append(payload, begin)
        return True

    def append(self, payload: bytes, begin: int) -> None:
        """Send an append whose base64 audio begins at `begin` and ends two bytes before the end of the message."""
        self.send(payload)
        if self._recording is None and len(payload) < LARGE_BYTES and len(self._notes) < 3 * MOST_NOTES:
            self._note((payload, begin, self._now()))
        else:
            self.settle()
            self._work_out(payload, begin, self._now())

    def settle(self) -> None:
        """Work out all that was noted."""
        if self._notes:
            notes = iter(self._notes)
            for payload, begin, at in zip(notes, notes, notes, strict=True):
                self._work_out(payload, begin, at)
            self._notes.clear()

    def _work_out(self, payload: bytes, begin: int, at: float) -> None:
        """What a message means that came at a moment."""
        length_ms = (len(payload) - begin - 2) * self._character_ms
        if payload[-3] == PAD:
            length_ms -= self._byte_ms * (2 if payload[-4] == PAD else 1)
        position_ms = self._clock.add(length_ms, (at - self._began) * 1000)
        if self._recording is not None:
            self._recording.learner(payload[begin:-2], position_ms, self.format)
        if self._journal is not None:
            self._journal.keep(payload, position_ms + length_ms)

    def _match(self, payload: bytes) -> int:
        """Where the audio begins; 0 when this is no append of samples."""
        match = APPEND(payload)
        if match is None or not self._samples:
            return 0
        if not self._guarded:
            self.keep(match, payload)
        # A second "type" behind the audio would reach the provider unseen, who may believe that one.
        elif payload.find(b'"', match.end()) != len(payload) - 2:
            return 0
        return match.end()


class Downlink(_Envelope):
    """The partner's audio on its way to the learner, noted as `Uplink` does. `audio` is the learner's end, None while
    nobody may hear it.

    `void` is the id of a response that was cut here: what is still under way of it is not heard.
    """

    __slots__ = (
        "_at_once",
        "_began",
        "_byte_ms",
        "_character_ms",
        "_item",
        "_messages",
        "_note",
        "_notes",
        "_now",
        "_playback",
        "_recording",
        "_response",
        "audio",
        "format",
        "void",
    )

    def __init__(self, now: Callable[[], float], began: float) -> None:
        super().__init__()
        self._now, self._began = now, began
        self._response = self._item = b""
        self._notes: list[float] = []  # the length of audio, and when it came; one behind the other
        self._note = self._notes.extend
        self._playback = Playback()
        self._recording: Voices | None = None
        self._at_once = False
        self.audio: Send | None = None
        self.void = b""
        self._messages = 0
        self.use(AudioFormat.PCM)

    def use(self, audio_format: AudioFormat) -> None:
        """What the partner sends from now on."""
        self.format = audio_format
        self._byte_ms = 1000 / audio_format.bytes_per_second
        self._character_ms = 0.75 * self._byte_ms

    @property
    def playback(self) -> Playback:
        """As it is now."""
        self.settle()
        return self._playback

    @property
    def messages(self) -> int:
        """With audio, so far."""
        self.settle()
        return self._messages

    @property
    def recording(self) -> Voices | None:
        """Hears each message at once."""
        return self._recording

    @recording.setter
    def recording(self, recording: Voices | None) -> None:
        self.settle()
        self._recording = recording
        self._at_once = recording is not None or self._playback.player is not None

    def hear(self, player: Player | None) -> None:
        """Who plays the audio from now on, on this side of the wire; None: nobody."""
        self.settle()
        self._playback.player = player
        self._at_once = player is not None or self._recording is not None

    def on_audio(self, payload: bytes) -> bool:
        """Pass on a message that is audio; False: it is something else, or nobody may hear it."""
        audio, begin = self.audio, self._begin
        if audio is None:
            return False
        if (
            len(payload) <= begin
            or not payload.startswith(self._head)
            or not payload.startswith(self._rest, self._rest_at)
        ):
            begin = self._match(payload)
        if not begin or payload[-1] != BRACE or payload[-2] != QUOTE:
            return False
        if self.void and self._response == self.void:
            self._messages += 1
            return False
        length_ms = (len(payload) - begin - 2) * self._character_ms
        if payload[-3] == PAD:
            length_ms -= self._byte_ms * (2 if payload[-4] == PAD else 1)
        if self._at_once:
            track = self._work_out(length_ms, self._now())
            if self._recording is not None and track.cut_ms is None:
                self._recording.partner(payload[begin:-2], track.end_ms - length_ms, self.format)
            audio(payload)
        else:
            audio(payload)
            self._note((length_ms, self._now()))
        return True

    def settle(self) -> None:
        """Work out all that was noted."""
        if self._notes:
            notes = iter(self._notes)
            for length_ms, at in zip(notes, notes, strict=True):
                self._work_out(length_ms, at)
            self._notes.clear()

    def _work_out(self, length_ms: float, at: float) -> Track:
        """What audio means that came at a moment."""
        self._messages += 1
        return self._playback.add(self._item, length_ms, (at - self._began) * 1000)

    def _match(self, payload: bytes) -> int:
        """Where the audio begins; 0 when this is something else."""
        match = AUDIO_DELTA(payload)
        if match is None:
            return 0
        self.settle()
        self._response, self._item = match["response"], match["item"]
        self.keep(match, payload)
        return match.end()


def drop(_payload: bytes) -> None:
    """There is no provider. The journal has what it would have to know."""
