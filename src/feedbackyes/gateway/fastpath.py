"""Telling audio messages from all others without decoding or copying them.

One match on the memory as it arrived gives the type, the item and where the audio begins; it costs 0.4 µs (a slice of
that memoryview alone costs 0.3 µs). JSON allows any order and spacing: what these patterns do not know is read in full,
so a miss costs time and never meaning.
"""

from __future__ import annotations

import re

from feedbackyes.audio.formats import AudioFormat

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


def milliseconds_per_character(audio_format: AudioFormat) -> float:
    """Playing time of one base64 character, which is six bits."""
    return 750 / audio_format.bytes_per_second
