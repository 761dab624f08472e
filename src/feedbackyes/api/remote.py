"""Files of a bucket, sent as a file of the disk would be: whole, or the bytes that `Range` asks for (RFC 9110, 14)."""

from __future__ import annotations

import re
from email.utils import format_datetime

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from feedbackyes.storage.recordings.disk import Remote

_RANGE = re.compile(r"bytes=(?=.*\d)(\d*)-(\d*)")


def answer(request: Request, remote: Remote, *, media_type: str, headers: dict[str, str]) -> Response:
    """The file, or of it one range. Several ranges are answered with the whole, which RFC 9110 allows."""
    about = remote.about
    etag = f'"{(about.etag or str(about.size)).strip(chr(34))}"'
    all_headers = {
        **headers,
        "Accept-Ranges": "bytes",
        "ETag": etag,
        "Last-Modified": format_datetime(about.changed, usegmt=True),
    }
    wanted = request.headers.get("range", "")
    if request.headers.get("if-range", etag) not in {etag, all_headers["Last-Modified"]}:
        wanted = ""
    part = _part(wanted, about.size)
    if part is None:
        return Response(status_code=416, headers={**all_headers, "Content-Range": f"bytes */{about.size}"})
    start, end = part
    all_headers["Content-Length"] = str(end - start)
    status = 206 if _RANGE.fullmatch(wanted) else 200
    if status == 206:
        all_headers["Content-Range"] = f"bytes {start}-{end - 1}/{about.size}"
    if request.method == "HEAD":
        return Response(status_code=status, headers=all_headers, media_type=media_type)
    pieces = remote.bucket.pieces(about.name, start, end)
    return StreamingResponse(pieces, status_code=status, headers=all_headers, media_type=media_type)


def _part(wanted: str, size: int) -> tuple[int, int] | None:
    """From which byte up to which; None: there are no such bytes. What cannot be read as one range means all."""
    found = _RANGE.fullmatch(wanted)
    if found is None:
        return 0, size
    first, last = found.groups()
    start, end = (max(0, size - int(last)), size) if not first else (int(first), min(int(last or size), size - 1) + 1)
    return (start, end) if start < end else None
