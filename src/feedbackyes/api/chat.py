"""`POST /v1/chat/completions`: the engine's dialogue by itself, in the words of the hosted service.

The messages are the conversation so far. With `metadata.scenario` the partner of that scenario answers, as it would by
voice; without, a neutral one listens. There is one model; any name means it.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import AsyncGenerator, Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from feedbackyes import library
from feedbackyes.api.access import Allow
from feedbackyes.api.errors import ErrorBody
from feedbackyes.api.services import EngineServicesDep
from feedbackyes.api.streamed import EVENTS, SSE, Streamed, events
from feedbackyes.domain.errors import InvalidInput
from feedbackyes.domain.permissions import Action
from feedbackyes.domain.principal import Principal
from feedbackyes.domain.scenario import Scenario
from feedbackyes.engine import Engine, tokens
from feedbackyes.engine.speech import Spacing
from feedbackyes.stages.dialogue import CallFunction, Line, ReplyRequest, Say

MOST_MESSAGES = 2_000

Json = dict[str, Any]
Caller = Annotated[Principal, Allow(Action.USE)]
router = APIRouter(
    prefix="/v1",
    tags=["chat"],
    responses={code: {"model": ErrorBody} for code in (400, 401, 403, 404, 429, 502, 503)},
)

_COMPLETION: Json = {"application/json": {"schema": {"type": "object", "additionalProperties": True}}}


class _Loose(BaseModel):
    """What is not known here is ignored, as other servers of this kind do."""

    model_config = ConfigDict(extra="ignore")


class ContentPart(_Loose):
    type: str
    text: str = ""


class ChatMessage(_Loose):
    role: Literal["system", "developer", "user", "assistant", "tool"]
    content: str | list[ContentPart] | None = None
    tool_call_id: str = ""


class Function(_Loose):
    name: Annotated[str, Field(min_length=1, max_length=64)]
    description: str = ""
    parameters: Json = {}


class Tool(_Loose):
    type: Literal["function"] = "function"
    function: Function


class ToolChoice(_Loose):
    type: Literal["function"] = "function"
    function: Function


class StreamOptions(_Loose):
    include_usage: bool = False


class ChatFormat(_Loose):
    type: str = "text"


class ChatMetadata(_Loose):
    scenario: Annotated[str, Field(description="Id of a scenario that ships; its partner answers.")] = ""
    language: Annotated[str, Field(max_length=35, description="BCP 47; a scenario has its own.")] = ""


class ChatRequest(_Loose):
    messages: Annotated[list[ChatMessage], Field(min_length=1, max_length=MOST_MESSAGES)]
    model: str = ""
    stream: bool = False
    stream_options: StreamOptions | None = None
    tools: list[Tool] = []
    tool_choice: Literal["auto", "none", "required"] | ToolChoice = "auto"
    n: Annotated[int | None, Field(le=1, description="One answer is made.")] = 1
    max_completion_tokens: Annotated[int | None, Field(ge=1)] = None
    max_tokens: Annotated[int | None, Field(ge=1, description="The same by its old name.")] = None
    response_format: ChatFormat | None = None
    seed: int | None = None
    metadata: ChatMetadata | None = None


@router.post("/chat/completions", response_class=Response, responses={200: {"content": _COMPLETION | EVENTS}})
async def chat(wanted: ChatRequest, services: EngineServicesDep, _: Caller) -> Response:
    """What the partner says next."""
    if wanted.response_format is not None and wanted.response_format.type != "text":
        raise InvalidInput(
            "The partner speaks; it writes no JSON. Leave 'response_format' out.", param="response_format"
        )
    meta = wanted.metadata or ChatMetadata()
    scenario = library.scenario(meta.scenario) if meta.scenario else None
    answer = Answer(wanted)
    parts = replied(services.engine, request_of(wanted), scenario, meta.language, wanted.seed or 0)
    if wanted.stream:
        return await Streamed.begin(events(answer.chunks(parts), done=True), SSE)
    async for part in parts:
        answer.take(part)
        if answer.full:
            break
    await parts.aclose()
    return JSONResponse(answer.whole())


async def replied(
    engine: Engine, request: ReplyRequest, scenario: Scenario | None, language: str, seed: int
) -> AsyncGenerator[Say | CallFunction]:
    """One reply, part by part, of a conversation that is only this. Closing it stops the work."""
    with engine.step() as stages:
        spoken = scenario.language if scenario is not None else language or "en"
        parts = stages.dialogue.open(scenario, language=spoken, seed=seed).reply(request)
        try:
            async for part in parts:
                yield part
        finally:
            close = getattr(parts, "aclose", None)
            if close is not None:
                await close()


def request_of(wanted: ChatRequest) -> ReplyRequest:
    """The messages as a dialogue knows them. Raises `InvalidInput` for content that is no text."""
    instructions, history = [], []
    for number, message in enumerate(wanted.messages):
        text = _text(message, number)
        if message.role in ("system", "developer"):
            instructions.append(text)
        elif message.role == "tool":
            history.append(Line("system", f"Result of the function call {message.tool_call_id}: {text}"))
        elif message.role == "user" or text:
            history.append(Line("learner" if message.role == "user" else "partner", text))
    choice = wanted.tool_choice
    return ReplyRequest(
        history=tuple(history),
        reason="turn" if history else "opening",
        instructions="\n".join(instructions),
        tools=tuple({"type": "function", **tool.function.model_dump()} for tool in wanted.tools),
        tool_choice=choice if isinstance(choice, str) else choice.function.name,
    )


class Answer:
    """One completion in the making."""

    def __init__(self, wanted: ChatRequest) -> None:
        self._id = f"chatcmpl-{secrets.token_urlsafe(18)}"
        self._created = int(time.time())
        self._model = wanted.model or Engine.model
        self._most = wanted.max_completion_tokens or wanted.max_tokens
        self._with_usage = wanted.stream_options is not None and wanted.stream_options.include_usage
        self._read = sum(tokens.of_text(_text(message, 0)) for message in wanted.messages)
        self._spacing = Spacing()
        self._text = ""
        self._calls: list[Json] = []
        self.full = False

    def take(self, part: Say | CallFunction) -> Json:
        """Add a part. Returns what is new, as a `delta`."""
        if isinstance(part, CallFunction):
            function = {"name": part.name, "arguments": part.arguments}
            self._calls.append({"id": f"call_{secrets.token_urlsafe(12)}", "type": "function", "function": function})
            return {"tool_calls": [{"index": len(self._calls) - 1, **self._calls[-1]}]}
        added = self._spacing.join(part.text)
        if self._most is not None:
            room = self._most * tokens.CHARACTERS - len(self._text)
            self.full = len(added) > room
            added = added[:room]
        self._text += added
        return {"content": added}

    def whole(self) -> Json:
        """`chat.completion`."""
        message: Json = {"role": "assistant", "content": self._text or None, "refusal": None}
        if self._calls:
            message["tool_calls"] = self._calls
        choice = {"index": 0, "message": message, "finish_reason": self._reason(), "logprobs": None}
        return {**self._head("chat.completion"), "choices": [choice], "usage": self._usage()}

    async def chunks(self, parts: AsyncGenerator[Say | CallFunction]) -> AsyncGenerator[Json]:
        """`chat.completion.chunk`s."""
        try:
            begun = False
            async for part in parts:
                delta = self.take(part)
                yield self._chunk(delta if begun else {"role": "assistant", **delta})
                begun = True
                if self.full:
                    break
        finally:
            await parts.aclose()
        yield self._chunk({}, self._reason())
        if self._with_usage:
            yield {**self._head("chat.completion.chunk"), "choices": [], "usage": self._usage()}

    def _chunk(self, delta: Json, reason: str | None = None) -> Json:
        choice = {"index": 0, "delta": delta, "finish_reason": reason, "logprobs": None}
        return {**self._head("chat.completion.chunk"), "choices": [choice]}

    def _head(self, kind: str) -> Json:
        return {"id": self._id, "object": kind, "created": self._created, "model": self._model}

    def _reason(self) -> str:
        if self._calls:
            return "tool_calls"
        return "length" if self.full else "stop"

    def _usage(self) -> Json:
        wrote = tokens.of_text(self._text + "".join(call["function"]["arguments"] for call in self._calls))
        return {"prompt_tokens": self._read, "completion_tokens": wrote, "total_tokens": self._read + wrote}


def _text(message: ChatMessage, number: int) -> str:
    if message.content is None or isinstance(message.content, str):
        return message.content or ""
    other = _other(message.content)
    if other is not None:
        raise InvalidInput(
            f"The partner reads text only, not {other!r}. Transcribe speech first: POST /v1/audio/transcriptions.",
            param=f"messages.{number}.content",
        )
    return "".join(part.text for part in message.content)


def _other(parts: Sequence[ContentPart]) -> str | None:
    return next((part.type[:40] for part in parts if part.type not in ("text", "input_text", "output_text")), None)
