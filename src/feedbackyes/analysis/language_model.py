"""Asking a language model for JSON: any OpenAI-compatible Chat Completions server, or the Responses API.

The answer must fit a JSON schema, which the server is asked to enforce and which is checked here all the same.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

import httpx
import msgspec

from feedbackyes import model_server
from feedbackyes.domain.addresses import is_own
from feedbackyes.domain.errors import Failed

Api = Literal["chat", "responses"]
_Answer = TypeVar("_Answer")

ATTEMPTS = 3
WAIT_SECONDS, LONGEST_WAIT_SECONDS = 0.5, 20.0
"""Before the second attempt, doubled for each further one; a server's `Retry-After` counts up to the longest."""
MAX_ANSWER_BYTES = 1024 * 1024
_AGAIN = frozenset({408, 409, 429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens that were paid for. Those that were cached are among the input's."""

    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            self.cached_tokens + other.cached_tokens,
        )


class ModelFailed(Failed):
    """The language model gave no answer that can be used; the sentence says why. `used` was paid for all the same."""

    code = "language_model_failed"

    def __init__(self, message: str, *, used: Usage | None = None) -> None:
        super().__init__(message)
        self.used = used or Usage()


class LanguageModel:
    """One model of one server."""

    def __init__(self, base_url: str, key: str, model: str, api: Api, *, timeout_seconds: float) -> None:
        self.is_own = is_own(base_url)
        self._http = model_server.client(base_url, key, timeout_seconds=timeout_seconds)
        self._timeout_seconds = timeout_seconds
        self._url = f"{base_url.rstrip('/')}/{'chat/completions' if api == 'chat' else 'responses'}"
        self._api: Api = api
        self._steady = True  # until the server says that this model has no temperature
        self.name = model

    async def ask(
        self, instructions: str, data: str, kind: type[_Answer], schema: Mapping[str, Any]
    ) -> tuple[_Answer, Usage]:
        """Ask once, again after errors that may pass.

        Args:
            instructions: what to do, which we wrote.
            data: what to do it with, which somebody else said.
            kind: what the answer is read as.
            schema: the same as a JSON schema, as `strict` demands it.

        Raises:
            ModelFailed: no server, a refusal, or nothing that fits the schema, in `ATTEMPTS` attempts.
        """
        used, reason = Usage(), ""
        for attempt in range(ATTEMPTS):
            wait = WAIT_SECONDS * 2**attempt * random.uniform(1, 1.5)  # noqa: S311 (spreads retries)
            try:
                answer = await self._post(self._body(instructions, data, schema))
                used += self._usage(answer)
                return msgspec.json.decode(self._read(answer), type=kind), used
            except _Refused as error:
                raise ModelFailed(f"The language model {self.name!r} could not be used. {error}", used=used) from None
            except _Passing as error:
                wait, reason = error.wait_seconds or wait, error.message
            except (msgspec.DecodeError, UnicodeError) as error:
                reason = f"It answered what does not fit: {error}."
            if attempt < ATTEMPTS - 1:
                await asyncio.sleep(min(LONGEST_WAIT_SECONDS, wait))
        raise ModelFailed(f"The language model {self.name!r} could not be used. {reason}", used=used)

    async def close(self) -> None:
        await self._http.aclose()

    def _body(self, instructions: str, data: str, schema: Mapping[str, Any]) -> dict[str, Any]:
        form = {"type": "json_schema", "name": "answer", "strict": True, "schema": schema}
        messages = [{"role": "system", "content": instructions}, {"role": "user", "content": data}]
        if self._api == "responses":
            return {"model": self.name, "input": messages, "text": {"format": form}, "store": False}
        named = {key: value for key, value in form.items() if key != "type"}
        wanted = {"type": "json_schema", "json_schema": named}
        body = {"model": self.name, "messages": messages, "response_format": wanted}
        return {**body, "temperature": 0} if self._steady else body

    async def _post(self, body: dict[str, Any]) -> dict[str, Any]:
        try:
            async with asyncio.timeout(self._timeout_seconds):  # httpx only limits how long it is silent
                answer = await self._http.post(self._url, json=body)
        except (TimeoutError, httpx.TimeoutException):
            raise _Passing("It did not answer in time.") from None
        except httpx.HTTPError as error:
            raise _Passing(f"{self._url} cannot be reached ({type(error).__name__}).") from None
        if answer.status_code in _AGAIN:
            raise _Passing(
                f"It answered {answer.status_code}{model_server.said(answer)}.", model_server.retry_after(answer)
            )
        if answer.status_code == 400 and "temperature" in body and b"temperature" in answer.content:
            self._steady = False
            raise _Passing("It takes no temperature.")
        if answer.status_code != 200:
            raise _Refused(f"It answered {answer.status_code}{model_server.said(answer)}.")
        if len(answer.content) > MAX_ANSWER_BYTES:
            raise _Passing("It answered more than a megabyte.")
        read = msgspec.json.decode(answer.content)
        if not isinstance(read, dict):
            raise _Passing("It answered no JSON object.")
        return read

    def _usage(self, answer: dict[str, Any]) -> Usage:
        read, wrote, details = _TOKENS[self._api]
        usage = answer.get("usage")
        if not isinstance(usage, dict):
            return Usage()
        inside = usage.get(details)
        cached = _count(inside, "cached_tokens") if isinstance(inside, dict) else 0
        tokens = _count(usage, read)
        return Usage(tokens, _count(usage, wrote), min(cached, tokens))

    def _read(self, answer: dict[str, Any]) -> str:
        try:
            return (_responses if self._api == "responses" else _chat)(answer)
        except (KeyError, IndexError, TypeError, AttributeError):
            raise _Passing("It answered in a form that is not the API's.") from None


class _Passing(Exception):
    """An error that may be gone the next time."""

    def __init__(self, message: str, wait_seconds: float = 0.0) -> None:
        super().__init__(message)
        self.message = message
        self.wait_seconds = wait_seconds


class _Refused(Exception):
    """An error that will not be gone the next time."""


_TOKENS: Mapping[Api, tuple[str, str, str]] = {
    "chat": ("prompt_tokens", "completion_tokens", "prompt_tokens_details"),
    "responses": ("input_tokens", "output_tokens", "input_tokens_details"),
}


def _chat(answer: dict[str, Any]) -> str:
    choice = answer["choices"][0]
    message = choice["message"]
    if message.get("refusal"):
        raise _Refused(f"It refused: {str(message['refusal'])[:200]}")
    if choice.get("finish_reason") == "length":
        raise _Passing("Its answer was cut off.")
    return str(message["content"])


def _responses(answer: dict[str, Any]) -> str:
    texts = []
    for part in (part for item in answer["output"] if item.get("type") == "message" for part in item["content"]):
        if part.get("type") == "refusal":
            raise _Refused(f"It refused: {str(part.get('refusal'))[:200]}")
        if part.get("type") == "output_text":
            texts.append(part["text"])
    if answer.get("status") == "incomplete" or not texts:
        raise _Passing("Its answer was cut off.")
    return "".join(texts)


def _count(usage: Mapping[str, Any], name: str) -> int:
    value = usage.get(name)
    return value if isinstance(value, int) and value > 0 else 0
