"""Chat Completions with `stream: true`, of any server that has them (Ollama, llama.cpp, vLLM, a hosted service).

Only what all of them take is sent: model, messages, stream, and tools where there are some. An answer's length is bounded by
who reads it: closing the stream ends it at the server, too.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
import msgspec

from feedbackyes import model_server
from feedbackyes.domain.errors import Failed
from feedbackyes.stages.dialogue import CallFunction

MAX_LINE, MAX_ANSWER, MAX_REFUSAL = 2**20, 2**22, 2**16
"""Bytes of one event, of a whole answer, of an error's body."""
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

    def body(self, model: str) -> dict[str, Any]:
        body: dict[str, Any] = {"model": model, "messages": list(self.messages), "stream": True}
        functions = [_function(tool) for tool in self.tools if tool.get("type", "function") == "function"]
        if not functions or self.tool_choice == "none":
            return body
        named = {"type": "function", "function": {"name": self.tool_choice}}
        choice = self.tool_choice if self.tool_choice in ("auto", "required") else named
        return {**body, "tools": functions, "tool_choice": choice}


class ChatModel:
    """One model of one server."""

    def __init__(self, base_url: str, key: str, model: str, *, timeout_seconds: float) -> None:
        self._http = model_server.client(base_url, key, timeout_seconds=timeout_seconds)
        self._url = f"{base_url.rstrip('/')}/chat/completions"
        self.name = model

    async def stream(self, question: Question) -> AsyncGenerator[str | CallFunction, None]:
        """Ask, and give text as it comes, function calls as a whole at the end. Closing it ends the request.

        Raises:
            ChatFailed: no server, a refusal, no answer in the form of the API, or one that was cut off.
        """
        try:
            async with self._http.stream("POST", self._url, json=question.body(self.name)) as answer:
                if answer.status_code != 200:
                    raise await _refusal(answer)
                reader = _Reader(streamed="event-stream" in answer.headers.get("content-type", "event-stream"))
                async for piece in answer.aiter_bytes():
                    for text in reader.feed(piece):
                        yield text
                for part in reader.end():
                    yield part
        except httpx.TimeoutException:
            raise ChatFailed("It did not answer in time.") from None
        except httpx.HTTPError as error:
            raise ChatFailed(f"{self._url} cannot be reached, or hung up ({type(error).__name__}).") from None

    async def close(self) -> None:
        await self._http.aclose()


@dataclass(slots=True)
class _Call:
    name: str = ""
    arguments: str = ""


@dataclass(slots=True)
class _Reader:
    """Reads an answer from its bytes. `streamed`: as server-sent events; else as one JSON text, which some servers send."""

    streamed: bool
    finished: bool = False
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
            raise ChatFailed(f"It failed: {str(message)[:200]}")
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
        return content if isinstance(content, str) else ""

    def _call(self, call: Mapping[str, Any], number: int) -> None:
        function = call.get("function") or {}
        known = self._calls.setdefault(call.get("index", number), _Call())
        known.name = known.name or str(function.get("name") or "")
        arguments = function.get("arguments")
        known.arguments += arguments if isinstance(arguments, str) else ""


async def _refusal(answer: httpx.Response) -> ChatFailed:
    read = b""
    async for piece in answer.aiter_bytes():
        read += piece
        if len(read) > MAX_REFUSAL:
            break
    shown = httpx.Response(answer.status_code, headers=_plain(answer.headers), content=read)
    wait = model_server.retry_after(answer) if answer.status_code in (429, 503) else 0.0
    return ChatFailed(f"It answered {answer.status_code}{model_server.said(shown)}.", wait_seconds=wait)


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
