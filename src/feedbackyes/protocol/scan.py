"""Finds the type of a message without parsing it, for those who pass most messages on as they are.

Nothing is ever guessed: only plain pairs (text without escapes, numbers, true, false, null) may stand before the key in
the first 200 bytes. Anything else gives None, which means "parse it". A key given twice counts where it stands first.
"""

from __future__ import annotations

import re

WINDOW = 200
"""Bytes looked at."""

_SPACE = rb"[ \t\r\n]*"
_TEXT = rb'"[^"\\\x00-\x1f]*"'
_PLAIN = rb"(?:" + _TEXT + rb"|-?[0-9][0-9.eE+-]*|true|false|null)"


def _after_plain_pairs(key: bytes, value: bytes) -> re.Pattern[bytes]:
    # No possessive quantifier: Python 3.11.2, which Debian has, does not match a repeated group with it.
    pair = rb'(?!"' + key + rb'")' + _TEXT + _SPACE + b":" + _SPACE + _PLAIN + _SPACE + b"," + _SPACE
    return re.compile(_SPACE + rb"\{" + _SPACE + b"(?:" + pair + b')*"' + key + b'"' + _SPACE + b":" + _SPACE + value)


_HEAD = 37
_HOT = {
    head: name
    for name in (b"input_audio_buffer.append", b"response.output_audio.delta")
    for head in (b'{"type":"' + name + b'","', b'{"type":"' + name + b'"', b'{"type": "' + name + b'",')
    if len(head) == _HEAD
}
"""The openings of audio messages, which are almost all messages; a look-up is cheaper than a match."""

_USUAL = re.compile(rb'\{"(?:event_id": ?"[^"\\\x00-\x1f]*", ?")?type": ?"([a-z0-9_.]+)"').match
_TYPE = _after_plain_pairs(b"type", rb'"([^"\\\x00-\x1f]*)"').match
_EVENT_ID = _after_plain_pairs(b"event_id", rb'"([^"\\\x00-\x1f]*)"').match


def event_type(payload: bytes | bytearray | memoryview) -> bytes | None:
    """The value of the top-level key `type`, or None when it cannot be told without parsing."""
    head = payload[:_HEAD]
    hot = _HOT.get(head if type(head) is bytes else bytes(head))
    if hot is not None:
        return hot
    found = _USUAL(payload, 0, WINDOW) or _TYPE(payload, 0, WINDOW)
    return found[1] if found else None


def event_id(payload: bytes | bytearray | memoryview) -> bytes | None:
    """The value of the top-level key `event_id`, or None when it is not there or cannot be told without parsing."""
    found = _EVENT_ID(payload, 0, WINDOW)
    return found[1] if found else None
