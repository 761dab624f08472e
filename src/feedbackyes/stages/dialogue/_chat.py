"""Chat Completions with `stream: true`, of any server that has them (Ollama, llama.cpp, vLLM, a hosted service).

Only what all of them take is sent: model, messages, stream, and tools where there are some. An answer's length is bounded by
who reads it: closing the stream ends it at the server, too.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any

import httpx
import msgspec

from feedbackyes import model_server
from feedbackyes.domain import stage_use
from feedbackyes.domain.errors import Failed
from feedbackyes.domain.stage_use import Tariff
from feedbackyes.domain.usage import UsageKind
from feedbackyes.stages import usage
from feedbackyes.stages.dialogue import CallFunction

MAX_LINE, MAX_ANSWER, MAX_REFUSAL = 2**20, 2**22, 2**16
"""Bytes of one event, of a whole answer, of an error's body."""
_UNKNOWN = frozenset({400, 422, 501})
_FINISHED = frozenset({"stop", "tool_calls", "function_call"})

Message = dict[str, str]


class ChatFailed(Failed):
    """The model gave no answer, or broke off in the middle of it. `wait_seconds`: it wants to be left alone so long."""

    code = "language_model_failed"

    def __init__(self, message: str, *, wait_seconds: float = 0.0) -> None:
        super().__init__(message)
        self.wait_seconds = wait_seconds


@dataclass(frozen=True, slots=True)
class Question:
    """What a model is asked. `tools`, `tool_choice`: as `ReplyRequest` has them."""

    messages: tuple[Message, ...]
    tools: tuple[dict[str, Any], ...] = ()
    tool_choice: str = "auto"

    def body(self, model: str, *, counted: bool = False) -> dict[str, Any]:
        """As JSON. `counted`: the server shall say what was used."""
        body: dict[str, Any] = {"model": model, "messages": list(self.messages), "stream": True}
        if counted:
            body["stream_options"] = {"include_usage": True}
        functions = [_function(tool) for tool in self.tools if tool.get("type", "function") == "function"]
        if not functions or self.tool_choice == "none":
            return body
        named = {"type": "function", "function": {"name": self.tool_choice}}
        choice = self.tool_choice if self.tool_choice in ("auto", "required") else named
        return {**body, "tools": functions, "tool_choice": choice}


class ChatModel:
    """One model of one server."""

    def __init__(self, base_url: str, key: str, model: str, *, timeout_seconds: float, tariff: Tariff) -> None:
        self._tariff = tariff
        self._counted = not tariff.free  # who costs nothing is sent only what every server takes
        self._http = model_server.client(base_url, key, timeout_seconds=timeout_seconds)
        self._url = f"{base_url.rstrip('/')}/chat/completions"
        self.name = model

    async def stream(self, question: Question) -> AsyncGenerator[str | CallFunction, None]:
        """Ask, and give text as it comes, function calls as a whole at the end. Closing it ends the request.

        Raises:
            ChatFailed: no server, a refusal, no answer in the form of the API, or one that was cut off.
        """
        try:
            for counted in (True, False) if self._counted else (False,):
                try:
                    async with aclosing(self._ask(question, counted=counted)) as parts:
                        async for part in parts:
                            self._counted = counted
                            yield part
                except _Unknown:  # perhaps it does not know how to count: it is asked as everybody is
                    continue
                break
        except httpx.TimeoutException:
            raise ChatFailed("It did not answer in time.") from None
        except httpx.HTTPError as error:
            raise ChatFailed(f"{self._url} cannot be reached, or hung up ({type(error).__name__}).") from None

    async def _ask(self, question: Question, *, counted: bool) -> AsyncGenerator[str | CallFunction, None]:
        body = question.body(self.name, counted=counted)
        bill = _Bill(self._tariff, body)
        try:
            async with self._http.stream("POST", self._url, json=body) as answer:
                if counted and answer.status_code in _UNKNOWN:
                    raise _Unknown
                if answer.status_code != 200:
                    raise await _refusal(answer)
                bill.owed = True
                streamed = "event-stream" in answer.headers.get("content-type", "event-stream")
                reader = bill.reader = _Reader(streamed=streamed, key=model_server.key_of(answer))
                async for piece in answer.aiter_bytes():
                    for text in reader.feed(piece):
                        yield text
                for part in reader.end():
                    yield part
        except asyncio.CancelledError:
            bill.owed = True  # it has the question, and may have thought about it
            raise
        finally:
            bill.pay()

    async def close(self) -> None:
        await self._http.aclose()


class _Unknown(Exception):
    """The server does not take the question with what is asked for beside the answer."""


class _Bill:
    """What one request used. `owed`: the server has taken it. `reader`: of its answer."""

    def __init__(self, tariff: Tariff, body: Mapping[str, Any]) -> None:
        self._tariff = tariff
        self._body = body
        self._payer = usage.payer()
        self.owed = False
        self.reader: _Reader | None = None

    def pay(self) -> None:
        if not self.owed:
            return
        told, wrote = (self.reader.used, self.reader.characters) if self.reader is not None else (None, 0)
        asked = sum(len(message["content"]) for message in self._body["messages"])
        asked += len(msgspec.json.encode(self._body.get("tools", "")))
        self._payer(usage.use(UsageKind.RESPONSE, self._tariff, stage_use.thought(told, asked, wrote)))


@dataclass(slots=True)
class _Call:
    name: str = ""
    arguments: str = ""


@dataclass(slots=True)
class _Reader:
    """Reads an answer from its bytes.

    Args:
        streamed: as server-sent events; else as one JSON text, which some servers send.
        key: that the server may repeat, and nobody shall see.
        used: as the server says. characters: of the answer so far.
    """

    streamed: bool
    key: str = ""
    finished: bool = False
    used: object = None
    characters: int = 0
    _rest: bytes = b""
    _taken: int = 0
    _reason: str = ""
    _calls: dict[int, _Call] = field(default_factory=dict)

    def feed(self, piece: bytes) -> list[str]:
        self._taken += len(piece)
        if self._taken > MAX_ANSWER:
            raise ChatFailed("It answered more than can be said.")
        self._rest += piece
        if not self.streamed:
            return []
        *lines, self._rest = self._rest.split(b"\n")
        if len(self._rest) > MAX_LINE:
            raise ChatFailed("It answered in a form that is not the API's.")
        return [text for line in lines if (text := self._line(line.strip()))]

    def end(self) -> list[str | CallFunction]:
        """What only the end of the answer gives."""
        last = self._line(self._rest.strip()) if self.streamed else self._whole()
        if not self.finished and self._reason not in _FINISHED:
            raise ChatFailed("Its answer was cut off.")
        if self._reason in ("length", "content_filter"):
            raise ChatFailed(f"Its answer was cut off ({self._reason}).")
        return [*([last] if last else []), *(CallFunction(call.name, call.arguments) for call in self._calls.values())]

    def _line(self, line: bytes) -> str:
        if not line.startswith(b"data:"):
            return ""  # a comment, an event's name, an empty line
        data = line.removeprefix(b"data:").strip()
        if data == b"[DONE]":
            self.finished = True
            return ""
        return self._chunk(_object(data), "delta")

    def _whole(self) -> str:
        text = self._chunk(_object(self._rest), "message")
        self.finished = True
        return text

    def _chunk(self, chunk: Mapping[str, Any], part: str) -> str:
        if error := chunk.get("error"):
            message = error.get("message") if isinstance(error, dict) else error
            raise ChatFailed(f"It failed: {model_server.safe(str(message), self.key)[:200]}")
        self.used = chunk.get("usage") or self.used
        choices = chunk.get("choices")
        if not choices:  # the last chunk may only count tokens
            return ""
        try:
            choice = choices[0]
            self._reason = choice.get("finish_reason") or self._reason
            delta = choice.get(part) or {}
            for number, call in enumerate(delta.get("tool_calls") or ()):
                self._call(call, number)
            content = delta.get("content")
        except (AttributeError, IndexError, KeyError, TypeError):
            raise ChatFailed("It answered in a form that is not the API's.") from None
        self.characters += len(content) if isinstance(content, str) else 0
        return content if isinstance(content, str) else ""

    def _call(self, call: Mapping[str, Any], number: int) -> None:
        function = call.get("function") or {}
        known = self._calls.setdefault(call.get("index", number), _Call())
        known.name = known.name or str(function.get("name") or "")
        arguments = function.get("arguments")
        known.arguments += arguments if isinstance(arguments, str) else ""
        self.characters += len(arguments) if isinstance(arguments, str) else 0


async def _refusal(answer: httpx.Response) -> ChatFailed:
    read = b""
    async for piece in answer.aiter_bytes():
        read += piece
        if len(read) > MAX_REFUSAL:
            break
    shown = httpx.Response(answer.status_code, headers=_plain(answer.headers), content=read)
    wait = model_server.retry_after(answer) if answer.status_code in (429, 503) else 0.0
    said = model_server.said(shown, model_server.key_of(answer))
    return ChatFailed(f"It answered {answer.status_code}{said}.", wait_seconds=wait)


def _plain(headers: httpx.Headers) -> dict[str, str]:
    """Of a body that is decoded already."""
    return {name: value for name, value in headers.items() if name == "content-type"}


def _object(data: bytes) -> dict[str, Any]:
    try:
        read = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeError):
        raise ChatFailed("It answered what is no JSON.") from None
    if not isinstance(read, dict):
        raise ChatFailed("It answered no JSON object.")
    return read


def _function(tool: Mapping[str, Any]) -> dict[str, Any]:
    """A function tool of Realtime as Chat Completions has it."""
    wanted = ("name", "description", "parameters", "strict")
    return {"type": "function", "function": {key: tool[key] for key in wanted if tool.get(key) is not None}}
