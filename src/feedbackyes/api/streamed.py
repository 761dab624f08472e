"""An answer that is sent while it is made. Who leaves ends the making."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping
from typing import Any

import msgspec
import structlog
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from feedbackyes.api import errors
from feedbackyes.domain.errors import ExpectedError

SSE = "text/event-stream"
EVENTS: dict[str, Any] = {SSE: {}}
"""How a route describes that it may answer in events. What one has in it is told in words: OpenAPI 3.1 has no schema for that."""
DONE = b"data: [DONE]\n\n"
_HEADERS = {"Cache-Control": "no-cache, no-transform", "X-Accel-Buffering": "no"}
log = structlog.get_logger("feedbackyes.api")


class Streamed(Response):
    """Made by `begin`."""

    def __init__(self, first: bytes, rest: AsyncGenerator[bytes], media_type: str, headers: Mapping[str, str]) -> None:
        super().__init__(media_type=media_type, headers={**_HEADERS, **headers})
        del self.headers["content-length"]
        self._first, self._rest = first, rest

    @classmethod
    async def begin(
        cls, source: AsyncGenerator[bytes], media_type: str, headers: Mapping[str, str] | None = None
    ) -> Streamed:
        """Wait for the first bytes, so that what fails before them is an error answer of its own."""
        try:
            return cls(await anext(source, b""), source, media_type, headers or {})
        except BaseException:
            await source.aclose()
            raise

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        sending, leaving = asyncio.ensure_future(self._send(send)), asyncio.ensure_future(_left(receive))
        try:
            await asyncio.wait({sending, leaving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (sending, leaving):
                task.cancel()
            results = await asyncio.gather(sending, leaving, return_exceptions=True)
            await self._rest.aclose()
        if isinstance(results[0], Exception) and not isinstance(results[0], OSError):
            raise results[0]

    async def _send(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        body: bytes | None = self._first
        try:
            while body is not None:
                await send({"type": "http.response.body", "body": body, "more_body": True})
                body = await anext(self._rest, None)
        except ExpectedError as error:
            # Half a file must not look like a whole one: without its end the answer is broken off.
            log.warning("an answer was broken off", reason=error.message)
            return
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def events(source: AsyncGenerator[Any], *, done: bool = False) -> AsyncGenerator[bytes]:
    """Server-sent events with JSON, as the hosted service has them; an error after the first one is an event, too.

    Args:
        done: end with `[DONE]`.
    """
    begun = False
    try:
        async for item in source:
            yield b"data: " + msgspec.json.encode(item) + b"\n\n"
            begun = True
    except ExpectedError as error:
        if not begun:
            raise
        log.warning("an answer was broken off", reason=error.message)
        body = errors.body(errors.status_of(error), error.code, error.message, error.param)
        yield b"event: error\ndata: " + msgspec.json.encode(body) + b"\n\n"
        return
    finally:
        await source.aclose()
    if done:
        yield DONE


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
