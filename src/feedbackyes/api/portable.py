"""Everything that is kept about a person as one zip file, made while it is sent."""

from __future__ import annotations

import asyncio
import zipfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from html import escape
from typing import IO, Any, cast

import msgspec

from feedbackyes.api.services import Services
from feedbackyes.domain import captions, correction
from feedbackyes.domain.errors import NotFound
from feedbackyes.domain.session import Session
from feedbackyes.domain.transcript import Speaker
from feedbackyes.storage import corrections, personal, scenarios, sessions, turns

BLOCK = 1 << 18
_README = """Everything that FeedbackYes keeps about you.

index.html                      open this one to look around
talks/<id>/transcript.txt       what was said, with your corrections
talks/<id>/recording.wav        the recording, if there is one: you left, your partner right
data/<table>.json               every row that is about you, by the server's tables

Left out: hashes of passwords and tokens, since whoever found them could try to sign in as you.
Answers to team pulses cannot be in here: they are stored so that nobody can tell whose they are.
Times are milliseconds since 1970 (UTC).
"""
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Your FeedbackYes data</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}
pre{white-space:pre-wrap;font:inherit;border-left:3px solid #999;padding-left:1rem}</style></head><body>
<h1>Your FeedbackYes data</h1>
"""


class _Pipe:
    """What a zip file is written to; what is in it is sent on and forgotten."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes, /) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None: ...

    def take(self) -> bytes:
        found = b"".join(self._parts)
        self._parts.clear()
        return found


async def export(services: Services, user_id: str) -> AsyncIterator[bytes]:
    """The zip file in pieces. Holds a page of rows or a block of a recording at a time."""
    pipe = _Pipe()
    with zipfile.ZipFile(cast("IO[bytes]", pipe), "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("README.txt", _README)
        for table in personal.tables():
            async for part in _table(made, pipe, services, table, user_id):
                yield part
        async with services.database.read() as tx:
            talks = await personal.talks_of(tx, user_id)
        with _entry(made, "index.html") as page:
            page.write(_PAGE.encode())
            for session_id in talks:
                page.write(await _about(services, session_id))
                yield pipe.take()
            page.write(b"</body></html>\n")
        for session_id in talks:
            made.writestr(f"talks/{session_id}/transcript.txt", await _transcript(services, session_id))
            async for part in _recording(made, pipe, services, session_id):
                yield part
    yield pipe.take()


@contextmanager
def _entry(made: zipfile.ZipFile, name: str, *, packed: bool = True) -> Iterator[Any]:
    about = zipfile.ZipInfo(name, datetime.now(UTC).timetuple()[:6])
    about.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with made.open(about, "w", force_zip64=True) as entry:
        yield entry


async def _table(
    made: zipfile.ZipFile, pipe: _Pipe, services: Services, table: Any, user_id: str
) -> AsyncIterator[bytes]:
    with _entry(made, f"data/{table.name}.json") as entry:
        count = 0
        entry.write(b"[")
        async for row in personal.rows(services.database, table, user_id):
            entry.write((b",\n" if count else b"\n") + msgspec.json.encode(row))
            count += 1
            if count % 20 == 0:
                yield pipe.take()
        entry.write(b"\n]\n")
    yield pipe.take()


async def _said(services: Services, session_id: str) -> tuple[Session, str, str]:
    """A session, its title, and its transcript as corrected."""
    async with services.database.read() as tx:
        session = await sessions.get(tx, session_id)
        scenario = await scenarios.of_session(tx, session)
        heard = await turns.every(tx, session_id)
        corrected = await corrections.every(tx, session_id)
    names = {Speaker.LEARNER: "You", Speaker.PARTNER: scenario.partner.name if scenario else "Partner"}
    title = scenario.title if scenario else "A free conversation"
    return session, title, captions.plain(correction.apply(heard, corrected), names)


async def _transcript(services: Services, session_id: str) -> str:
    try:
        return (await _said(services, session_id))[2]
    except NotFound:  # deleted meanwhile
        return ""


async def _about(services: Services, session_id: str) -> bytes:
    try:
        session, title, text = await _said(services, session_id)
    except NotFound:
        return b""
    at = datetime.fromtimestamp(session.created_at / 1000, UTC).strftime("%Y-%m-%d %H:%M UTC")
    recorded = session.recording and "audio" not in (session.expired or {})
    sound = f'<p><audio controls src="talks/{session_id}/recording.wav"></audio></p>\n' if recorded else ""
    return f"<h2>{escape(title)}</h2>\n<p>{at}</p>\n{sound}<pre>{escape(text)}</pre>\n".encode()


async def _recording(made: zipfile.ZipFile, pipe: _Pipe, services: Services, session_id: str) -> AsyncIterator[bytes]:
    try:
        found = await asyncio.to_thread(services.recordings.open, session_id)
    except NotFound:
        return
    with (
        found as file,
        _entry(made, f"talks/{session_id}/recording.wav", packed=False) as entry,
    ):
        while block := await asyncio.to_thread(file.read, BLOCK):
            entry.write(block)
            yield pipe.take()
