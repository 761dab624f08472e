"""Server-sent events: an answer that does not end by itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator

import msgspec
from fastapi.responses import Response
from starlette.types import Receive, Scope, Send

from feedbackyes.domain.errors import ExpectedError
from feedbackyes.protocol.conversation import ConversationEvent

KEEP_ALIVE_SECONDS = 15.0
_HEADERS = {"Cache-Control": "no-cache, no-transform", "X-Accel-Buffering": "no"}
_CLOSED_STATES = frozenset({"ended", "interrupted"})


class EventStream(Response):
    """An answer that goes on until the session ends, the server stops or the reader leaves, and then leaves nothing."""

    media_type = "text/event-stream"

    def __init__(self, source: AsyncIterator[ConversationEvent], closing: asyncio.Event) -> None:
        super().__init__(headers=_HEADERS)
        del self.headers["content-length"]
        self._source, self._closing = source, closing

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        enough = [asyncio.ensure_future(_left(receive)), asyncio.ensure_future(self._closing.wait())]
        following = asyncio.ensure_future(self._follow(send))
        try:
            await asyncio.wait({following, *enough}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (following, *enough):
                task.cancel()
            results = await asyncio.gather(following, *enough, return_exceptions=True)
            if isinstance(self._source, AsyncGenerator):
                await self._source.aclose()
        if isinstance(results[0], Exception) and not isinstance(results[0], OSError):
            raise results[0]
        if not enough[0].done() or enough[0].cancelled():
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _follow(self, send: Send) -> None:
        await _send(send, b"retry: 1000\n\n")
        pending: asyncio.Task[ConversationEvent | None] | None = None
        try:
            while True:
                pending = pending or asyncio.ensure_future(anext(self._source, None))
                await asyncio.wait({pending}, timeout=KEEP_ALIVE_SECONDS)
                if not pending.done():
                    await _send(send, b": still here\n\n")
                    continue
                try:
                    event, pending = pending.result(), None
                except ExpectedError:  # the reader is too slow; it will come back and go on where it was
                    return
                if event is None:
                    return
                await _send(send, _line(event))
                if _ends(event):
                    return
        finally:
            if pending:
                pending.cancel()
                await asyncio.gather(pending, return_exceptions=True)


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _send(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


def _line(event: ConversationEvent) -> bytes:
    return b"id: %d\nevent: %s\ndata: %s\n\n" % (event.seq, event.type.encode(), msgspec.json.encode(event))


def _ends(event: ConversationEvent) -> bool:
    return event.type == "session.state" and event.data.get("state") in _CLOSED_STATES
