"""Asks a server to speak: `POST /audio/speech`, bare samples as they are made.

Servers differ in what they take; see `stages.stt._transcriber`. Some send events, some with the times of words; most send
samples; some a WAV file whatever they are asked for.
"""

from __future__ import annotations

import asyncio
import struct
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

import httpx
import numpy as np

from feedbackyes import model_server
from feedbackyes.audio import Int16
from feedbackyes.audio.formats import decode_base64
from feedbackyes.audio.resample import Resampler
from feedbackyes.domain import stage_use
from feedbackyes.domain.errors import InvalidInput
from feedbackyes.domain.stage_use import Tariff
from feedbackyes.domain.usage import UsageKind
from feedbackyes.stages import _answers, usage
from feedbackyes.stages._answers import Malformed, Refused
from feedbackyes.stages.tts import VoiceFailed

ATTEMPTS = 3
WAIT_SECONDS = 0.3
"""Before the second attempt, doubled before the third; a server's `Retry-After` counts more."""
MAX_AUDIO = 64 * 2**20
"""Bytes of one answer: more than 20 minutes."""
MAX_HEADER = 4096
"""Bytes before the samples of a WAV file."""
FINAL = "voice_failed"
"""Code of an error that our own servers give when it is the text or its language that cannot be spoken."""
_FORMS: tuple[dict[str, Any], ...] = ({"stream_format": "sse", "language": ""}, {"stream_format": "sse"}, {})
_UNKNOWN_FORM = frozenset({400, 415, 422, 501})
_OTHERS = ((b"ID3", "MP3"), (b"\xff\xfb", "MP3"), (b"\xff\xf3", "MP3"), (b"OggS", "Ogg"), (b"fLaC", "FLAC"))
_CHECK = "Check the settings FEEDBACKYES_TTS_URL, _KEY, _MODEL and _VOICES."

Marks = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Sound:
    """Samples at the speaker's rate. `words`: positions in the text and milliseconds, None when the server tells none."""

    samples: Int16
    words: Marks | None = None


class Speaker:
    """One model of one server. `rate_hz`: of the bare samples that it sends, and of those that are given."""

    def __init__(self, url: str, key: str, model: str, *, rate_hz: int, timeout_seconds: float, tariff: Tariff) -> None:
        self._tariff = tariff
        self._http = model_server.client(url, key, timeout_seconds=timeout_seconds)
        self._url = f"{url}/audio/speech"
        self._model = model
        self._timeout_seconds = timeout_seconds
        self._forms = _FORMS
        self.rate_hz = rate_hz
        self.host = _answers.host_of(url)

    async def speak(self, text: str, voice: str, speed: float, language: str) -> AsyncGenerator[Sound]:
        """The text's sound as it comes. Closing it ends the request.

        Raises:
            VoiceFailed: no server, no sound in time, a refusal, or what is no sound; also in the middle.
        """
        body = {"model": self._model, "input": text, "voice": voice, "speed": speed, "response_format": "pcm"}
        attempt, begun = 0, False
        while True:
            wait = WAIT_SECONDS * 2**attempt
            try:
                async with aclosing(self._by_forms(body, language)) as sounds:
                    async for sound in sounds:
                        begun = True
                        yield sound
            except Refused as refused:
                if begun or not refused.passing or attempt + 1 >= ATTEMPTS:
                    raise self._failed(refused.words, "" if refused.passing else _CHECK) from None
                wait = refused.wait_seconds or wait
                if wait > self._timeout_seconds:
                    raise self._failed(f"{refused.words}, and wants {wait:.0f} seconds of peace") from None
            except Malformed as error:
                raise self._failed(str(error)) from None
            except httpx.TimeoutException:
                raise self._failed("It did not go on in time" if begun else "It did not answer in time") from None
            except httpx.HTTPError as error:
                if begun:
                    raise self._failed(f"It broke off ({type(error).__name__})") from None
                if attempt + 1 >= ATTEMPTS:
                    raise self._failed(f"It cannot be reached, or hung up ({type(error).__name__})") from None
            else:
                return
            attempt += 1
            await asyncio.sleep(wait)

    async def close(self) -> None:
        await self._http.aclose()

    async def _by_forms(self, body: dict[str, Any], language: str) -> AsyncGenerator[Sound]:
        for number, form in enumerate(self._forms):
            wanted = {**body, **form, **({"language": language} if "language" in form else {})}
            try:
                async with aclosing(self._post(wanted)) as sounds:
                    async for sound in sounds:
                        self._forms = (form,)
                        yield sound
            except Refused as refused:
                known = refused.status not in _UNKNOWN_FORM or refused.code == FINAL
                if known or number + 1 == len(self._forms):
                    raise
            else:
                return

    async def _post(self, body: dict[str, Any]) -> AsyncGenerator[Sound]:
        bill = _Bill(self._tariff, len(body["input"]), self.rate_hz)
        try:
            async with self._http.stream("POST", self._url, json=body) as answer:
                await _answers.check(answer)
                bill.owed = True
                async with aclosing(self._read(answer, bill)) as sounds:
                    async for sound in sounds:
                        bill.samples += sound.samples.size
                        yield sound
        except asyncio.CancelledError:
            bill.owed = True  # it has the text, and may have spoken it
            raise
        finally:
            bill.pay()

    async def _read(self, answer: httpx.Response, bill: _Bill) -> AsyncGenerator[Sound]:
        if "json" in str(answer.headers.get("content-type", "")):
            raise Malformed("It answered no sound")
        reader, tells = _Reader(self.rate_hz), False
        async with aclosing(_events(answer, bill) if _answers.is_stream(answer) else _bytes(answer)) as pieces:
            async for data, words in pieces:
                tells = tells or words is not None
                samples = reader.feed(data)
                if samples.size or words:
                    yield Sound(samples, words)
        rest = reader.end()
        if rest.size:
            yield Sound(rest, () if tells else None)

    def _failed(self, reason: str, remedy: str = "") -> VoiceFailed:
        return VoiceFailed(f"The voice at {self.host} failed. {reason}.{' ' if remedy else ''}{remedy}")


class _Bill:
    """What one request used. `owed`: the server has taken it. `samples`: that came. `told`: by the server."""

    def __init__(self, tariff: Tariff, characters: int, rate_hz: int) -> None:
        self._tariff = tariff
        self._characters = characters
        self._rate_hz = rate_hz
        self._payer = usage.payer()
        self.owed = False
        self.samples = 0
        self.told: object = None

    def pay(self) -> None:
        if self.owed:
            seconds = self.samples / self._rate_hz
            amounts = stage_use.spoke(self.told, self._tariff.sold_as, self._characters, seconds)
            self._payer(usage.use(UsageKind.SPEECH, self._tariff, amounts))


Data = tuple[bytes, Marks | None]


async def _bytes(answer: httpx.Response) -> AsyncGenerator[Data]:
    async for data in answer.aiter_bytes():
        yield data, None


async def _events(answer: httpx.Response, bill: _Bill) -> AsyncGenerator[Data]:
    """Raises `Malformed` for what is no event of speech, or when the end is missing."""
    async with aclosing(_answers.events(answer)) as events:
        async for event in events:
            if event.get("type") in ("speech.audio.done", _answers.END):
                bill.told = event.get("usage")
                return
            try:
                words = tuple((int(word["start"]), int(word["at_ms"])) for word in event.get("words") or ())
                yield decode_base64(event["audio"]), words if "words" in event else None
            except (InvalidInput, KeyError, TypeError, ValueError):
                raise Malformed("It answered in a form that is not the API's") from None
    raise Malformed("Its answer was cut off")


class _Reader:
    """Makes samples of bytes that are cut anywhere; finds out whether they are a WAV file."""

    def __init__(self, rate_hz: int) -> None:
        self._rate_hz = rate_hz
        self._waiting = b""
        self._begun = False
        self._taken = 0
        self._channels = 1
        self._resampler = Resampler(rate_hz, rate_hz)

    def feed(self, data: bytes) -> Int16:
        """Raises `Malformed`."""
        self._taken += len(data)
        if self._taken > MAX_AUDIO:
            raise Malformed("It answered more than fits")
        self._waiting += data
        if not self._begun and not self._begin():
            return np.zeros(0, np.int16)
        frame = 2 * self._channels
        whole = len(self._waiting) // frame * frame
        samples = np.frombuffer(self._waiting[:whole], "<i2").astype(np.int16)
        self._waiting = self._waiting[whole:]
        return self._resampler.process(self._mono(samples))

    def end(self) -> Int16:
        """Raises `Malformed` when there was nothing."""
        if not self._taken:
            raise Malformed("It sent no sound")
        if not self._begun:
            self._begun = True
            samples = self.feed(b"")
        else:
            samples = np.zeros(0, np.int16)
        return np.concatenate((samples, self._resampler.flush()))

    def _mono(self, samples: Int16) -> Int16:
        return samples.reshape(-1, self._channels)[:, 0] if self._channels > 1 else samples

    def _begin(self) -> bool:
        """Look at the first bytes. Returns whether samples follow."""
        head = self._waiting
        if len(head) < 12:
            return False
        for magic, name in _OTHERS:
            if head.startswith(magic):
                raise Malformed(f"It sent {name} where bare samples were asked for (response_format pcm)")
        if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
            return self._begin_wav()
        self._begun = True
        return True

    def _begin_wav(self) -> bool:
        at = 12
        while at + 8 <= len(self._waiting):
            name, size = struct.unpack_from("<4sI", self._waiting, at)
            if name == b"data":
                self._waiting = self._waiting[at + 8 :]
                self._begun = True
                return True
            if name == b"fmt " and at + 24 <= len(self._waiting):
                self._read_format(at + 8)
            at += 8 + size + size % 2
        if len(self._waiting) > MAX_HEADER:
            raise Malformed("It sent a damaged WAV file")
        return False

    def _read_format(self, at: int) -> None:
        code, channels, rate_hz, _, _, bits = struct.unpack_from("<HHIIHH", self._waiting, at)
        if code not in (1, 0xFFFE) or bits != 16 or not 1 <= channels <= 8:
            raise Malformed("It sent a WAV file that is not of 16-bit samples")
        self._channels = channels
        try:
            self._resampler = Resampler(rate_hz, self._rate_hz)
        except InvalidInput as error:
            raise Malformed(error.message.rstrip(".")) from None
