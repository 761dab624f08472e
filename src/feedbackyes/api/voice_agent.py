"""`/voice-agent`: a talk step by step, over plain requests, where neither WebRTC nor a WebSocket gets through.

A recording becomes text, text becomes what the partner says next, and that becomes speech. The stages are those of the
embedded engine. Without a session's id nothing is kept here: the caller has the conversation and sends it along. With
one it is that session's next step (`api.steps`).
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Annotated, Any, Literal, Self

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from pydantic import AliasChoices, BaseModel, ConfigDict, Field, model_validator
from starlette.datastructures import UploadFile

from feedbackyes.api import steps as session_steps
from feedbackyes.api.access import Admit
from feedbackyes.api.audio import MOST_CHARACTERS, SPEECH, decoded, spoken, transcript_events, understood
from feedbackyes.api.chat import MOST_MESSAGES, replied
from feedbackyes.api.errors import ErrorBody
from feedbackyes.api.services import Services, ServicesDep
from feedbackyes.api.streamed import EVENTS, SSE, Streamed, events
from feedbackyes.api.transcriptions import text_of
from feedbackyes.audio import files
from feedbackyes.domain.admission import Admission
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
Caller = Annotated[Admission, Admit(Action.CREATE_SESSION)]
SESSION = "Whose step it is; null: nobody's, and nothing is kept."
SessionField = Annotated[str | None, Field(max_length=128, description=SESSION)]
CallerField = Annotated[str, Field(max_length=128, description=session_steps.CALLER)]
router = APIRouter(
    prefix="/voice-agent",
    tags=["voice agent"],
    responses={code: {"model": ErrorBody} for code in (400, 401, 403, 404, 409, 413, 429, 502, 503)},
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
    item_id: Annotated[str | None, Field(description="Of the turn, in a session.")] = None


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
    session_id: SessionField = None
    item_id: Annotated[
        str | None, Field(max_length=64, pattern=r"^[A-Za-z0-9_-]+$", description="Of 'message', in a session.")
    ] = None
    caller: CallerField = ""


class AgentReply(BaseModel):
    text: str
    response_id: Annotated[str | None, Field(description="In a session: whose voice it is.")] = None
    item_id: str | None = None


class AgentSpeech(BaseModel):
    model_config = ConfigDict(extra="ignore")

    text: Annotated[
        str, Field(max_length=MOST_CHARACTERS, validation_alias=AliasChoices("text", "input", "message", "response"))
    ] = ""
    voice: str = ""
    speed: Annotated[float, Field(ge=0.25, le=4.0)] = 1.0
    language: Annotated[str, Field(max_length=35)] = "en"
    format: Annotated[str, Field(validation_alias=AliasChoices("format", "response_format"))] = "mp3"
    session_id: Annotated[
        str | None, Field(max_length=128, description="The partner's own voice, of what they said in it; no 'text'.")
    ] = None
    response_id: Annotated[
        str | None, Field(max_length=128, description="Which reply; null: the next one that was not heard.")
    ] = None
    caller: CallerField = ""

    @model_validator(mode="after")
    def _has_text(self) -> Self:
        if self.session_id is None and "text" not in self.model_fields_set:
            raise ValueError("put what is to be spoken in 'text', or name the session whose reply it is")
        return self


@router.post(
    "/transcribe", response_model=AgentTranscript, responses={200: {"content": EVENTS}}, openapi_extra=_RECORDING
)
async def agent_transcribe(
    request: Request,
    services: ServicesDep,
    admission: Caller,
    language: Annotated[str, Field(max_length=35)] = "en",
    scenario_id: str | None = None,
    stream: bool = False,
    session_id: SessionField = None,
    more: Annotated[bool, Field(description="In a session: the utterance goes on in the next recording.")] = False,
    caller: CallerField = "",
) -> Response:
    """The words of a recording: a file in a form, or the request's body. `stream`: in events, as they are found."""
    await _check_consent(services, admission.principal)
    if session_id is not None:
        end = await session_steps.end_of(services, admission, session_id, caller)
        told = await session_steps.heard(services, end, session_id, await _recording(request), more=more)
        return JSONResponse(AgentTranscript(**told).model_dump(exclude_none=True))
    scenario = await _scenario(services, admission.principal, scenario_id)
    samples = await decoded(await _recording(request))
    options = RecogniserOptions(
        language=scenario.language if scenario else language, phrases=scenario.vocabulary() if scenario else ()
    )
    passages = understood(services.engine, samples, options)
    seconds = samples.size / RATE_HZ
    if stream:
        return await Streamed.begin(events(transcript_events(passages, seconds)), SSE)
    found = [passage async for passage in passages]
    return JSONResponse(_transcribed(found, seconds).model_dump(exclude_none=True))


@router.post("/chat", response_model=AgentReply, responses={200: {"content": EVENTS}})
async def agent_chat(wanted: AgentChat, services: ServicesDep, admission: Caller) -> Response:
    """What the partner says next. `stream`: in events, sentence by sentence; in a session in step with their voice."""
    await _check_consent(services, admission.principal)
    if wanted.session_id is not None:
        return await _session_reply(wanted, wanted.session_id, services, admission)
    scenario = await _scenario(services, admission.principal, wanted.scenario_id)
    if scenario is not None and wanted.instructions:
        raise InvalidInput("A scenario has its partner's instructions. Leave 'instructions' out.", param="instructions")
    language = scenario.language if scenario else wanted.language
    parts = replied(services.engine, _request(wanted), scenario, language, wanted.seed)
    if wanted.stream:
        return await Streamed.begin(events(_reply_events(parts)), SSE)
    spacing = Spacing()
    text = "".join([spacing.join(part.text) async for part in parts if isinstance(part, Say)])
    return JSONResponse(AgentReply(text=text).model_dump(exclude_none=True))


@router.post("/tts-stream", response_class=Response, responses={200: {"content": SPEECH}})
async def agent_tts_stream(wanted: AgentSpeech, services: ServicesDep, admission: Caller) -> Response:
    """Speech of a text, or of a reply of a session, sent while it is made."""
    await _check_consent(services, admission.principal)
    if wanted.session_id is not None:
        end = await session_steps.end_of(services, admission, wanted.session_id, wanted.caller)
        file = files.Writer(wanted.format, steps.VOICE_HZ)
        return await Streamed.begin(session_steps.voice(end, wanted.response_id, file), file.media_type)
    if not wanted.text.strip():
        raise InvalidInput("There is nothing to speak. Put what the partner said in 'text'.", param="text")
    writer = files.Writer(wanted.format, steps.VOICE_HZ)
    source = spoken(
        services.engine, writer, wanted.text, voice=wanted.voice, speed=wanted.speed, language=wanted.language
    )
    return await Streamed.begin(source, writer.media_type)


async def _session_reply(wanted: AgentChat, session_id: str, services: Services, admission: Admission) -> Response:
    """Who the partner is, what they know and what was said before is the session's."""
    if wanted.instructions:
        raise InvalidInput("A session has its partner's instructions. Leave 'instructions' out.", param="instructions")
    end = await session_steps.end_of(services, admission, session_id, wanted.caller)
    if wanted.scenario_id not in (None, end.session.scenario_id):
        raise InvalidInput("A session has its scenario. Leave 'scenario_id' out.", param="scenario_id")
    reply = await end.reply(wanted.message, wanted.item_id or "")
    if wanted.stream:
        return await Streamed.begin(events(session_steps.reply_events(end, reply)), SSE)
    async for _ in end.words(reply):
        pass  # until it is whole
    return JSONResponse(AgentReply(**session_steps.told(reply)).model_dump())


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
