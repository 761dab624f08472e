"""Transcripts of another system: a line of JSON for each thing that was said, as a document database exports them.

A line is like `{"_id": {"$oid": "…"}, "user_id": "…", "session_id": "…", "role": "user", "text": "…", "created_at":
{"$date": "2025-05-04T10:00:00Z"}}`. Names that such exports also use are read as well.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from feedbackyes.domain.errors import InvalidInput
from feedbackyes.domain.transcript import Speaker

LONGEST_TEXT = 20_000
_SPEAKERS = {
    **dict.fromkeys(("user", "learner", "human", "me"), Speaker.LEARNER),
    **dict.fromkeys(("assistant", "partner", "agent", "ai", "bot", "system"), Speaker.PARTNER),
}
_IDS = ("item_id", "_id", "id")
_USERS = ("user_id", "userId", "user")
_SESSIONS = ("session_id", "sessionId", "conversation_id")
_ROLES = ("role", "speaker", "sender")
_TEXTS = ("text", "transcript", "transcription", "content", "message")
_TIMES = ("created_at", "createdAt", "timestamp", "date", "at")
_MS_FROM = 100_000_000_000
"""Larger numbers are milliseconds since 1970, smaller ones seconds."""


class BadLine(InvalidInput):
    """A line cannot be used; the message says why."""

    code = "bad_line"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was said. `at` in Unix milliseconds; `talk` is the same for what belongs together."""

    user: str
    talk: str
    item: str
    speaker: Speaker
    text: str
    at: int


def read(text: str) -> Line:
    """One line. Raises `BadLine`."""
    try:
        found = json.loads(text)
    except ValueError as error:
        raise BadLine("it is no JSON") from error
    if not isinstance(found, dict):
        raise BadLine("it is no JSON object")
    user, at, said = _text(found, _USERS), _time(found), _said(found)
    named = (_text(found, _ROLES) or "").lower()
    if named not in _SPEAKERS:
        raise BadLine(f"it does not say who spoke (role: {named[:40] or 'missing'}; user or assistant)")
    if not user:
        raise BadLine("it does not say whose it is (user_id)")
    # Who exported no sessions has one for each day.
    talk = _text(found, _SESSIONS) or datetime.fromtimestamp(at / 1000, UTC).strftime("%Y-%m-%d")
    item = _text(found, _IDS) or hashlib.sha256(f"{user} {at} {named} {said}".encode()).hexdigest()[:24]
    return Line(user, talk, item[:128], _SPEAKERS[named], said, at)


def _first(found: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    return next((found[name] for name in names if found.get(name) is not None), None)


def _text(found: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    value = _first(found, names)
    if isinstance(value, dict):
        value = value.get("$oid") or value.get("$uuid") or value.get("$numberLong")
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return str(value).strip() or None


def _said(found: Mapping[str, Any]) -> str:
    value = _first(found, _TEXTS)
    if not isinstance(value, str) or not value.strip():
        raise BadLine("it has no text")
    if len(value) > LONGEST_TEXT:
        raise BadLine(f"its text is longer than {LONGEST_TEXT} characters")
    return value.strip()


def _time(found: Mapping[str, Any]) -> int:
    value = _first(found, _TIMES)
    if isinstance(value, dict):
        value = value.get("$date")
    if isinstance(value, dict):
        value = value.get("$numberLong")
    try:
        if isinstance(value, str) and not value.lstrip("-").isdigit():
            read = datetime.fromisoformat(value)
            at = round((read if read.tzinfo else read.replace(tzinfo=UTC)).timestamp() * 1000)
        else:
            number = float(value)
            at = round(number if abs(number) >= _MS_FROM else number * 1000)
        datetime.fromtimestamp(at / 1000, UTC)
    except (TypeError, ValueError, OverflowError, OSError) as error:
        raise BadLine("it does not say when it was said (created_at)") from error
    if at < 0:
        raise BadLine("it was said before 1970")
    return at
