"""Answers that take long to send and may stop being the reader's to have meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from fastapi import Response
from starlette.types import Message, Receive, Scope, Send

EVERY_SECONDS = 0.5
"""So often, at most, it is asked while something is sent."""


class Revocable(Response):
    """Another answer, which breaks off once `still` says no. The reader sees a connection that ends too early."""

    def __init__(self, answer: Response, still: Callable[[], Awaitable[bool]]) -> None:
        super().__init__()
        self._answer, self._still = answer, still

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        loop = asyncio.get_running_loop()
        asked = loop.time()

        async def passing(message: Message) -> None:
            nonlocal asked
            if loop.time() - asked >= EVERY_SECONDS:
                asked = loop.time()
                if not await self._still():
                    raise _NoLonger
            await send(message)

        try:
            await self._answer(scope, receive, passing)
        except _NoLonger:
            return


class _NoLonger(Exception):
    """It was taken back."""
