"""`/v1/audio`: the embedded engine's ears and voice by themselves, in the words of the hosted service.

Any model name means what this server has. Voices, formats and answers are the hosted service's; where there is more to
tell (the probability of a word, the times of spoken words) it comes in fields of its own.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.datastructures import FormData, UploadFile

from feedbackyes.api import transcriptions
from feedbackyes.api.access import Allow
from feedbackyes.api.errors import ErrorBody
from feedbackyes.api.services import EngineServicesDep
from feedbackyes.api.streamed import EVENTS, SSE, Streamed, events
from feedbackyes.audio import Int16, files
from feedbackyes.audio.formats import encode_base64
from feedbackyes.domain.errors import InvalidInput
from feedbackyes.domain.permissions import Action
from feedbackyes.domain.principal import Principal
from feedbackyes.engine import Engine, steps, tokens
from feedbackyes.engine.steps import Passage
from feedbackyes.stages.stt import RATE_HZ, RecogniserOptions
from feedbackyes.stages.tts import SpeechChunk, VoiceFailed

MOST_SECONDS = 30 * 60.0
MOST_CHARACTERS = 4096
"""Of a text to speak, as at the hosted service."""
MOST_PROMPT = 4000
GRANULARITIES = "timestamp_granularities[]"

Json = dict[str, Any]
Caller = Annotated[Principal, Allow(Action.USE)]
Granularity = Literal["word", "segment"]
router = APIRouter(
    prefix="/v1/audio",
    tags=["audio"],
    responses={code: {"model": ErrorBody} for code in (400, 401, 403, 413, 429, 502, 503)},
)
SPEECH: Json = {one.media_type: {"schema": {"type": "string", "format": "binary"}} for one in files.KINDS.values()}
"""How a route describes that it answers with speech in the format that is asked for."""
_TRANSCRIPT: Json = {
    "application/json": {
        "schema": {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}}
    },
    "text/plain": {},
}


class VoiceId(BaseModel):
    id: str


class SpeechRequest(BaseModel):
    """What is not known here is ignored, as other servers of this kind do."""

    model_config = ConfigDict(extra="ignore")

    input: Annotated[str, Field(description="The text to speak.")]
    model: str = ""
    voice: str | VoiceId = ""
    response_format: str = "mp3"
    speed: Annotated[float, Field(ge=0.25, le=4.0)] = 1.0
    stream_format: Literal["audio", "sse"] = "audio"
    language: Annotated[str, Field(max_length=35, description="BCP 47; the hosted service tells it from the text.")] = (
        "en"
    )


class TranscriptionRequest(BaseModel):
    """The fields of a form beside its `file`."""

    model_config = ConfigDict(extra="ignore")

    model: Annotated[str, Field(max_length=200, description="Any name means what there is.")] = ""
    language: Annotated[str, Field(max_length=35, description="BCP 47.")] = "en"
    prompt: Annotated[str, Field(description="Text that resembles what is said.")] = ""
    response_format: Literal["json", "text", "verbose_json", "srt", "vtt"] = "json"
    granularities: Annotated[list[Granularity], Field(alias=GRANULARITIES)] = []
    stream: bool = False


def _form_of(fields: type[BaseModel]) -> Json:
    """The description of a form with these fields and a `file`."""
    schema = fields.model_json_schema()
    file = {"type": "string", "format": "binary", "description": "WAV, MP3, M4A, AAC, Ogg, WebM or FLAC."}
    described = {"type": "object", "required": ["file"], "properties": {"file": file, **schema["properties"]}}
    return {"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": described}}}}


@router.post("/speech", response_class=Response, responses={200: {"content": SPEECH | EVENTS}})
async def speech(wanted: SpeechRequest, services: EngineServicesDep, _: Caller) -> Response:
    """Speak a text. The audio is sent while it is made, with `stream_format=sse` in events."""
    if not wanted.input.strip():
        raise InvalidInput("There is nothing to speak. Put the text in 'input'.", param="input")
    if len(wanted.input) > MOST_CHARACTERS:
        raise InvalidInput(f"A text may have {MOST_CHARACTERS} characters. Send it in parts.", param="input")
    writer = files.Writer(wanted.response_format, steps.VOICE_HZ)
    voice = wanted.voice if isinstance(wanted.voice, str) else wanted.voice.id
    manner: Json = {"voice": voice, "speed": wanted.speed, "language": wanted.language}
    if wanted.stream_format == "sse":
        chunks = _speech(services.engine, wanted.input, **manner)
        return await Streamed.begin(events(_speech_events(chunks, writer, wanted.input)), SSE)
    return await Streamed.begin(spoken(services.engine, writer, wanted.input, **manner), writer.media_type)


@router.post(
    "/transcriptions",
    response_class=Response,
    responses={200: {"content": _TRANSCRIPT | EVENTS}},
    openapi_extra=_form_of(TranscriptionRequest),
)
async def transcribe(request: Request, services: EngineServicesDep, _: Caller) -> Response:
    """The words of a recording."""
    # Read here, and not by FastAPI, which would take a whole file before it is known who sends it.
    async with request.form(max_files=1, max_fields=32) as form:
        wanted = _wanted(form)
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise InvalidInput("There is no recording in this form. Put it in the field 'file'.", param="file")
        samples = await decoded(await file.read())
    phrases = (wanted.prompt[:MOST_PROMPT],) if wanted.prompt.strip() else ()
    options = RecogniserOptions(language=wanted.language or "en", phrases=phrases)
    passages = understood(services.engine, samples, options)
    seconds = samples.size / RATE_HZ
    if wanted.stream:
        return await Streamed.begin(events(transcript_events(passages, seconds)), SSE)
    found = [passage async for passage in passages]
    if wanted.response_format == "verbose_json":
        granularities = frozenset(wanted.granularities or ("word", "segment"))
        return JSONResponse(transcriptions.verbose(found, seconds, options.language, granularities))
    if wanted.response_format == "json":
        return JSONResponse(transcriptions.plain(found, seconds))
    return PlainTextResponse(_written(found, wanted.response_format))


def _wanted(form: FormData) -> TranscriptionRequest:
    """The fields of a form. Raises `InvalidInput`."""
    fields: Json = {name: value for name, value in form.items() if isinstance(value, str)}
    if GRANULARITIES in form:
        fields[GRANULARITIES] = form.getlist(GRANULARITIES)
    try:
        return TranscriptionRequest.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        param = str(first["loc"][0])
        raise InvalidInput(f"{param}: {first['msg']}.", param=param) from None


async def decoded(data: bytes) -> Int16:
    """A sound file at the recogniser's rate. Raises `InvalidInput`."""
    if not data:
        raise InvalidInput("The file is empty.", param="file")
    return await asyncio.to_thread(files.read, data, RATE_HZ, most_seconds=MOST_SECONDS)


def _written(found: Sequence[Passage], form: str) -> str:
    if form == "srt":
        return transcriptions.subrip(found)
    return transcriptions.webvtt(found) if form == "vtt" else f"{transcriptions.text_of(found)}\n"


async def understood(engine: Engine, samples: Int16, options: RecogniserOptions) -> AsyncGenerator[Passage]:
    with engine.step() as stages:
        async for passage in steps.transcribe(stages, samples, options):
            yield passage


async def transcript_events(source: AsyncGenerator[Passage], seconds: float) -> AsyncGenerator[Json]:
    passages: list[Passage] = []
    try:
        async for passage in source:
            for delta in transcriptions.deltas(passage, first=not passages):
                yield delta
            passages.append(passage)
    finally:
        await source.aclose()
    yield transcriptions.done(passages, seconds)


async def spoken(
    engine: Engine, writer: files.Writer, text: str, *, voice: str, speed: float, language: str
) -> AsyncGenerator[bytes]:
    """The bytes of a text's speech, while it is made. Raises `InvalidInput` for what cannot be spoken."""
    async with aclosing(_speech(engine, text, voice, speed, language)) as chunks:
        async for chunk in chunks:
            if body := writer.write(chunk.samples):
                yield body
    yield writer.end()


async def _speech(engine: Engine, text: str, voice: str, speed: float, language: str) -> AsyncGenerator[SpeechChunk]:
    with engine.step() as stages:
        try:
            async with aclosing(steps.speak(stages, text, voice=voice, speed=speed, language=language)) as chunks:
                async for chunk in chunks:
                    yield chunk
        except VoiceFailed as error:
            # Mostly a text or a language that this voice cannot speak: the caller's to change, not to try again.
            raise InvalidInput(error.message, code=error.code) from error


async def _speech_events(source: AsyncGenerator[SpeechChunk], writer: files.Writer, text: str) -> AsyncGenerator[Json]:
    samples = 0
    try:
        async for chunk in source:
            samples += chunk.samples.size
            words = [{"start": word.start, "end": word.end, "at_ms": word.at_ms} for word in chunk.words]
            body = writer.write(chunk.samples)
            if body or words:
                yield {
                    "type": "speech.audio.delta",
                    "audio": encode_base64(body),
                    **({"words": words} if words else {}),
                }
    finally:
        await source.aclose()
    if rest := writer.end():
        yield {"type": "speech.audio.delta", "audio": encode_base64(rest), "words": []}
    read, made = tokens.of_text(text), tokens.of_assistant_audio(samples * 1000 / steps.VOICE_HZ)
    usage = {"input_tokens": read, "output_tokens": made, "total_tokens": read + made}
    yield {"type": "speech.audio.done", "usage": usage}
