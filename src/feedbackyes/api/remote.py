"""Files of a bucket, sent as a file of the disk would be: whole, or the bytes that `Range` asks for (RFC 9110, 14)."""

from __future__ import annotations

from email.utils import format_datetime

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from feedbackyes.api import ranges
from feedbackyes.storage.recordings.disk import Remote


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
    wanted = ranges.read(request.headers.get("range", ""))
    if request.headers.get("if-range", etag) not in {etag, all_headers["Last-Modified"]}:
        wanted = None
    start, end = (0, about.size) if wanted is None else _part(*wanted, about.size)
    if wanted is not None and start >= end:
        return Response(status_code=416, headers={**all_headers, "Content-Range": f"bytes */{about.size}"})
    all_headers["Content-Length"] = str(end - start)
    status = 200 if wanted is None else 206
    if wanted is not None:
        all_headers["Content-Range"] = f"bytes {start}-{end - 1}/{about.size}"
    if request.method == "HEAD":
        return Response(status_code=status, headers=all_headers, media_type=media_type)
    pieces = remote.bucket.pieces(about.name, start, end)
    return StreamingResponse(pieces, status_code=status, headers=all_headers, media_type=media_type)


def _part(first: int | None, last: int | None, size: int) -> tuple[int, int]:
    """From which byte up to which; nothing when there are no such bytes."""
    if first is None:
        return max(0, size - (last or 0)), size
    return first, size if last is None else min(last + 1, size)
