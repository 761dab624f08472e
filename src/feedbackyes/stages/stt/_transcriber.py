"""Asks a server for the words of a recording: `POST /audio/transcriptions`, streamed where the server streams.

Servers differ in what they take. The richest form is asked for first; one that refuses it is asked for less, and what it
took is asked for from then on. A request is sent again only while nothing of its answer has been passed on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import httpx

from feedbackyes import model_server
from feedbackyes.audio import Int16
from feedbackyes.audio.wav import encode_wav
from feedbackyes.domain import stage_use
from feedbackyes.domain.stage_use import Tariff
from feedbackyes.domain.usage import UsageKind
from feedbackyes.stages import _answers, usage
from feedbackyes.stages._answers import Malformed, Refused
from feedbackyes.stages.stt import RATE_HZ, RecogniserFailed, _heard
from feedbackyes.stages.stt._heard import Heard

ATTEMPTS = 3
WAIT_SECONDS = 0.3
"""Before the second attempt, doubled before the third; a server's `Retry-After` counts more."""
MAX_PROMPT = 800
"""Characters; Whisper reads the last 224 tokens."""
_FORMS: tuple[dict[str, Any], ...] = (
    {"stream": "true", "response_format": "verbose_json", "timestamp_granularities[]": ["word", "segment"]},
    {"stream": "true", "response_format": "json"},
    {"response_format": "verbose_json"},
    {"response_format": "json"},
)
_CHECK = "Check the settings FEEDBACKYES_STT_URL, _KEY and _MODEL."
WAV_HEADER = 44
"""Bytes before the samples."""
_UNKNOWN_FORM = frozenset({400, 415, 422, 501})


class Transcriber:
    """One model of one server."""

    def __init__(self, url: str, key: str, model: str, *, timeout_seconds: float, tariff: Tariff) -> None:
        self._tariff = tariff
        self._http = model_server.client(url, key, timeout_seconds=timeout_seconds)
        self._url = f"{url}/audio/transcriptions"
        self._model = model
        self._timeout_seconds = timeout_seconds
        self._forms = _FORMS
        self.host = _answers.host_of(url)

    async def ask(self, samples: Int16, language: str, prompt: str, on_text: Callable[[str], None]) -> Heard:
        """The words of 16 kHz samples. Cancelling it ends the request.

        Args:
            language: as the API has it, two letters.
            on_text: gets the text as it comes, if it comes in parts.

        Raises:
            RecogniserFailed: no server, no answer in time, a refusal, or an answer that is none.
        """
        audio = encode_wav(samples, RATE_HZ)
        fields = {"model": self._model, "language": language}
        if prompt:
            fields["prompt"] = prompt[-MAX_PROMPT:]
        try:
            async with asyncio.timeout(self._timeout_seconds):
                return await self._asked(audio, fields, on_text)
        except (TimeoutError, httpx.TimeoutException):
            raise self._failed("It did not answer in time") from None

    async def close(self) -> None:
        await self._http.aclose()

    async def _asked(self, audio: bytes, fields: dict[str, str], on_text: Callable[[str], None]) -> Heard:
        told = False

        def tell(text: str) -> None:
            nonlocal told
            told = True
            on_text(text)

        attempt = 0
        while True:
            wait = WAIT_SECONDS * 2**attempt
            try:
                return await self._by_forms(audio, fields, tell)
            except Refused as refused:
                if not refused.passing:
                    raise self._failed(refused.words, _CHECK) from None
                if told or attempt + 1 >= ATTEMPTS:
                    raise self._failed(refused.words) from None
                wait = refused.wait_seconds or wait
                if wait >= self._timeout_seconds:
                    raise self._failed(f"{refused.words}, and wants {wait:.0f} seconds of peace") from None
            except Malformed as error:
                raise self._failed(str(error)) from None
            except httpx.TimeoutException:
                raise
            except httpx.HTTPError as error:
                if told or attempt + 1 >= ATTEMPTS:
                    raise self._failed(f"It cannot be reached, or hung up ({type(error).__name__})") from None
            attempt += 1
            await asyncio.sleep(wait)

    async def _by_forms(self, audio: bytes, fields: dict[str, str], on_text: Callable[[str], None]) -> Heard:
        """Ask in the richest form that the server is not known to refuse."""
        for number, form in enumerate(self._forms):
            try:
                heard = await self._post(audio, {**fields, **form}, on_text)
            except Refused as refused:
                if refused.status not in _UNKNOWN_FORM or number + 1 == len(self._forms):
                    raise
            else:
                self._forms = (form,)
                return heard
        raise RecogniserFailed("There is no form to ask in.")

    async def _post(self, audio: bytes, fields: dict[str, Any], on_text: Callable[[str], None]) -> Heard:
        file = {"file": ("speech.wav", audio, "audio/wav")}
        bill = _Bill(self._tariff, (len(audio) - WAV_HEADER) / (2 * RATE_HZ))
        try:
            async with self._http.stream("POST", self._url, data=fields, files=file) as answer:
                await _answers.check(answer)
                bill.owed = True
                try:
                    if _answers.is_stream(answer):
                        return await _streamed(answer, on_text, bill)
                    return _heard.read(bill.read(await _answers.whole(answer)))
                except (AttributeError, KeyError, TypeError, ValueError):
                    raise Malformed("It answered in a form that is not the API's") from None
        except asyncio.CancelledError:
            bill.owed = True  # it has the sound, and may have understood it
            raise
        finally:
            bill.pay()

    def _failed(self, reason: str, remedy: str = "Please say that again.") -> RecogniserFailed:
        return RecogniserFailed(f"The recogniser at {self.host} lost this. {reason}. {remedy}")


class _Bill:
    """What one request used. `seconds`: of its sound. `owed`: the server has taken it."""

    def __init__(self, tariff: Tariff, seconds: float) -> None:
        self._tariff = tariff
        self._seconds = seconds
        self._told: object = None
        self._payer = usage.payer()
        self.owed = False

    def read(self, answer: dict[str, Any]) -> dict[str, Any]:
        """Look for what the server says was used. Returns the same answer."""
        self._told = answer.get("usage") or self._told
        return answer

    def pay(self) -> None:
        if self.owed:
            amounts = stage_use.heard(self._told, self._seconds)
            self._payer(usage.use(UsageKind.TRANSCRIPTION, self._tariff, amounts))


async def _streamed(answer: httpx.Response, on_text: Callable[[str], None], bill: _Bill) -> Heard:
    """Read a stream: events of the hosted service, chunks as vLLM sends them, or whole segments as Speaches does.

    Raises:
        Malformed: the end is missing.
    """
    text, ended = "", False
    segments: list[Heard] = []
    async for event in _answers.events(answer):
        kind = event.get("type")
        bill.read(event)
        if kind == "transcript.text.done":
            return _heard.read(event)
        if kind is None and "text" in event:
            segments.append(_heard.read(event))
            on_text(f"{segments[-1].text} ")
            continue
        delta = event["delta"] if "delta" in event else _chunk(event)
        ended = ended or kind == _answers.END or _is_last(event)
        if delta:
            text += delta
            on_text(delta)
    if segments:
        return _heard.joined(segments)  # servers that send these send nothing at the end
    if not ended:
        raise Malformed("Its answer was cut off")
    return Heard(text.strip())


def _chunk(event: dict[str, Any]) -> str:
    choices = event.get("choices") or ()
    content = choices[0].get("delta", {}).get("content") if choices else None
    return content if isinstance(content, str) else ""


def _is_last(event: dict[str, Any]) -> bool:
    choices = event.get("choices") or ()
    return bool(choices and choices[0].get("finish_reason"))
