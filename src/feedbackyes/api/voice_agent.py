"""`/voice-agent`: a talk step by step, over plain requests, where neither WebRTC nor a WebSocket gets through.

A recording becomes text, text becomes what the partner says next, and that becomes speech. The stages are those of the
embedded engine. Nothing is kept here: the caller has the conversation and sends it along.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from pydantic import AliasChoices, BaseModel, ConfigDict, Field
from starlette.datastructures import UploadFile

from feedbackyes.api.access import Allow
from feedbackyes.api.audio import MOST_CHARACTERS, decoded, spoken, transcript_events, understood
from feedbackyes.api.chat import MOST_MESSAGES, replied
from feedbackyes.api.errors import ErrorBody
from feedbackyes.api.services import Services, ServicesDep
from feedbackyes.api.streamed import SSE, Streamed, events
from feedbackyes.api.transcriptions import text_of
from feedbackyes.audio import files
from feedbackyes.domain.consent import Purpose
from feedbackyes.domain.errors import Forbidden, InvalidInput
from feedbackyes.domain.permissions import Action
from feedbackyes.domain.principal import Principal
from feedbackyes.domain.scenario import Scenario
from feedbackyes.engine import steps
from feedbackyes.engine.speech import Spacing
from feedbackyes.engine.steps import Passage
from feedbackyes.stages.dialogue import CallFunction, Line, ReplyRequest, Say
from feedbackyes.stages.stt import RATE_HZ, RecogniserOptions
from feedbackyes.storage import consents, scenarios

FILE_FIELDS = ("file", "audio", "audio_file")
MULTIPART = "multipart/form-data"

Json = dict[str, Any]
Caller = Annotated[Principal, Allow(Action.CREATE_SESSION)]
router = APIRouter(
    prefix="/voice-agent",
    tags=["voice agent"],
    responses={code: {"model": ErrorBody} for code in (400, 401, 403, 404, 413, 429, 502, 503)},
)
_AUDIO = {"schema": {"type": "string", "format": "binary"}}
_RECORDING: Json = {
    "requestBody": {
        "required": True,
        "content": {
            MULTIPART: {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": _AUDIO["schema"], "language": {"type": "string"}},
                }
            },
            "audio/*": _AUDIO,
        },
    }
}


class AgentWord(BaseModel):
    text: str
    start_ms: int
    end_ms: int
    confidence: float


class AgentTranscript(BaseModel):
    text: str
    confidence: Annotated[float, Field(description="0 to 1, of the whole recording.")]
    duration_ms: int
    words: list[AgentWord]


class AgentLine(BaseModel):
    """One line of the talk so far."""

    model_config = ConfigDict(extra="ignore")

    role: Literal["user", "assistant", "learner", "partner"]
    content: Annotated[str, Field(max_length=8000, validation_alias=AliasChoices("content", "text"))]
    confidence: Annotated[
        float | None, Field(ge=0, le=1, description="Of the recogniser; null: it was typed.", default=None)
    ]


class AgentChat(BaseModel):
    model_config = ConfigDict(extra="ignore")

    message: Annotated[
        str,
        Field(
            max_length=8000,
            validation_alias=AliasChoices("message", "text", "transcription", "input"),
            description="What was said last; empty: the partner begins, or says more.",
        ),
    ] = ""
    confidence: Annotated[float | None, Field(ge=0, le=1)] = None
    history: Annotated[
        list[AgentLine], Field(max_length=MOST_MESSAGES, description="What was said before, oldest first.")
    ] = []
    scenario_id: str | None = None
    instructions: Annotated[str, Field(max_length=8000, description="An own persona; only without a scenario.")] = ""
    language: Annotated[str, Field(max_length=35, description="BCP 47; a scenario has its own.")] = "en"
    seed: int = 0
    stream: bool = False


class AgentReply(BaseModel):
    text: str


class AgentSpeech(BaseModel):
    model_config = ConfigDict(extra="ignore")

    text: Annotated[
        str, Field(max_length=MOST_CHARACTERS, validation_alias=AliasChoices("text", "input", "message", "response"))
    ]
    voice: str = ""
    speed: Annotated[float, Field(ge=0.25, le=4.0)] = 1.0
    language: Annotated[str, Field(max_length=35)] = "en"
    format: Annotated[str, Field(validation_alias=AliasChoices("format", "response_format"))] = "mp3"


@router.post("/transcribe", response_model=AgentTranscript, openapi_extra=_RECORDING)
async def agent_transcribe(
    request: Request,
    services: ServicesDep,
    principal: Caller,
    language: Annotated[str, Field(max_length=35)] = "en",
    scenario_id: str | None = None,
    stream: bool = False,
) -> Response:
    """The words of a recording: a file in a form, or the request's body. `stream`: in events, as they are found."""
    await _check_consent(services, principal)
    scenario = await _scenario(services, principal, scenario_id)
    samples = await decoded(await _recording(request))
    options = RecogniserOptions(
        language=scenario.language if scenario else language, phrases=scenario.vocabulary() if scenario else ()
    )
    passages = understood(services.engine, samples, options)
    seconds = samples.size / RATE_HZ
    if stream:
        return await Streamed.begin(events(transcript_events(passages, seconds)), SSE)
    found = [passage async for passage in passages]
    return JSONResponse(_transcribed(found, seconds).model_dump())


@router.post("/chat", response_model=AgentReply)
async def agent_chat(wanted: AgentChat, services: ServicesDep, principal: Caller) -> Response:
    """What the partner says next. `stream`: in events, sentence by sentence."""
    await _check_consent(services, principal)
    scenario = await _scenario(services, principal, wanted.scenario_id)
    if scenario is not None and wanted.instructions:
        raise InvalidInput("A scenario has its partner's instructions. Leave 'instructions' out.", param="instructions")
    language = scenario.language if scenario else wanted.language
    parts = replied(services.engine, _request(wanted), scenario, language, wanted.seed)
    if wanted.stream:
        return await Streamed.begin(events(_reply_events(parts)), SSE)
    spacing = Spacing()
    text = "".join([spacing.join(part.text) async for part in parts if isinstance(part, Say)])
    return JSONResponse(AgentReply(text=text).model_dump())


@router.post("/tts-stream", response_class=Response)
async def agent_tts_stream(wanted: AgentSpeech, services: ServicesDep, principal: Caller) -> Response:
    """Speech of a text, sent while it is made."""
    await _check_consent(services, principal)
    if not wanted.text.strip():
        raise InvalidInput("There is nothing to speak. Put what the partner said in 'text'.", param="text")
    writer = files.Writer(wanted.format, steps.VOICE_HZ)
    source = spoken(
        services.engine, writer, wanted.text, voice=wanted.voice, speed=wanted.speed, language=wanted.language
    )
    return await Streamed.begin(source, writer.media_type)


def _request(wanted: AgentChat) -> ReplyRequest:
    history = [
        Line("learner", said.content, said.confidence)
        if said.role in ("user", "learner")
        else Line("partner", said.content)
        for said in wanted.history
    ]
    if wanted.message.strip() or wanted.confidence is not None:
        history.append(Line("learner", wanted.message.strip(), wanted.confidence))
    last = history[-1].speaker if history else None
    reason: Literal["turn", "opening", "silence"] = "turn" if last == "learner" else "silence" if last else "opening"
    return ReplyRequest(tuple(history), reason, wanted.instructions)


async def _reply_events(parts: AsyncGenerator[Say | CallFunction]) -> AsyncGenerator[Json]:
    spacing, text = Spacing(), ""
    try:
        async for part in parts:
            if isinstance(part, Say):
                added = spacing.join(part.text)
                text += added
                yield {"type": "delta", "text": added}
    finally:
        await parts.aclose()
    yield {"type": "done", "text": text}


async def _recording(request: Request) -> bytes:
    """The bytes of the recording that a request brings. Raises `InvalidInput`."""
    if not request.headers.get("content-type", "").startswith(MULTIPART):
        return await request.body()
    async with request.form(max_files=1, max_fields=16) as form:
        for name in FILE_FIELDS:
            found = form.get(name)
            if isinstance(found, UploadFile):
                return await found.read()
    raise InvalidInput("There is no recording in this form. Put it in the field 'file'.", param="file")


def _transcribed(found: list[Passage], seconds: float) -> AgentTranscript:
    words = [word for passage in found for word in passage.transcript.words]
    confidence = sum(word.confidence for word in words) / len(words) if words else 0.0
    return AgentTranscript(
        text=text_of(found),
        confidence=round(confidence, 4),
        duration_ms=round(seconds * 1000),
        words=[
            AgentWord(text=word.text, start_ms=word.start_ms, end_ms=word.end_ms, confidence=round(word.confidence, 4))
            for word in words
        ],
    )


async def _scenario(services: Services, principal: Principal, scenario_id: str | None) -> Scenario | None:
    if scenario_id is None:
        return None
    async with services.database.read() as tx:
        return await scenarios.practised(tx, principal, scenario_id)


async def _check_consent(services: Services, principal: Principal) -> None:
    """Where a stage asks a server elsewhere, what is said goes there only of those who did not refuse."""
    if not services.settings.stages_elsewhere:
        return
    async with services.database.read() as tx:
        if await consents.get(tx, principal, Purpose.HOSTED_VOICE) is False:
            raise Forbidden(
                "You have said that your voice may not leave this machine, and parts of the engine are hosted elsewhere. "
                "Agree in the settings of the page, or use a server with parts of its own.",
                code="hosted_voice_refused",
            )
