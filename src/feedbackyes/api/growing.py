"""Files that may grow while they are sent."""

from __future__ import annotations

from starlette.types import Message, Receive, Scope, Send

from feedbackyes.api.ranges import RangedFile


class GrowingFile(RangedFile):
    """What the file holds when it is asked for. What is written to it afterwards is left out of this answer.

    `FileResponse` announces the length that the file has at first and then reads to wherever it ends by then. A server that
    is given more than was announced drops the connection, and the last piece with it.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await super().__call__(scope, receive, _Exactly(send))


class _Exactly:
    """Lets through as many bytes as the headers announce."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._left: int | None = None
        self._over = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            announced = dict(message["headers"]).get(b"content-length")
            self._left = int(announced) if announced is not None else None
        elif message["type"] == "http.response.body" and self._left is not None:
            if self._over:
                return
            body = message.get("body", b"")[: self._left]
            self._left -= len(body)
            self._over = not self._left or not message.get("more_body", False)
            message = {**message, "body": body, "more_body": not self._over}
        await self._send(message)
