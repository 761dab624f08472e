"""The hosted Realtime service: GA over a WebSocket, at any base URL that speaks it.

The retired beta header is never sent. Names of models and voices that the service has retired are replaced by what
stands for them now, with one warning in the log.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from feedbackyes.domain.errors import NotReady
from feedbackyes.domain.prices import per_minute
from feedbackyes.domain.transcript import Turn
from feedbackyes.protocol import models
from feedbackyes.providers import (
    RESTORED,
    CallRefused,
    CallsApi,
    Capabilities,
    DirectCall,
    KnowsCaller,
    ProviderListener,
    ProviderUnreachable,
    Setup,
)
from feedbackyes.providers._access import Access, Key
from feedbackyes.providers._calls import Calls, Sideband
from feedbackyes.providers._socket import RealtimeSocket, dial
from feedbackyes.providers._words import instructions, item
from feedbackyes.settings import Settings

PCM = {"type": "audio/pcm", "rate": 24_000}
LOGPROBS = "item.input_audio_transcription.logprobs"
IDLE_MS = (5_000, 30_000)
"""Limits of `idle_timeout_ms` in the protocol."""

SESSION_MINUTES = 60.0
AGENT = {"User-Agent": "FeedbackYes"}

logger = logging.getLogger(__name__)


class OpenAI:
    """A `Provider`. Voice leaves this machine."""

    name = "openai"
    calls_api: CallsApi = "realtime"
    hint = "Check OPENAI_API_KEY and OPENAI_REALTIME_URL."

    def __init__(self, settings: Settings) -> None:
        self._url = settings.realtime_url
        self._access: Access = Key("Authorization", f"Bearer {settings.openai_api_key}")
        self._calls = Calls(settings.openai_api_base, self._access)
        self._warned: set[str] = set()
        self._wanted_model = settings.realtime_model or models.REALTIME
        self.model = models.current_model(self._wanted_model)[0]
        wanted = settings.transcription_model or models.TRANSCRIPTION
        self.recogniser = self._current(models.current_model, wanted)
        self.voice = self.model
        self.capabilities = Capabilities(
            hosted=True,
            price_per_minute_usd=per_minute(self.model),
            session_minutes=SESSION_MINUTES,
            webrtc_direct=True,
            voices=tuple(sorted(models.VOICES)),
        )

    async def connect(self, listener: ProviderListener, *, model: str | None = None) -> RealtimeSocket:
        """Open one session. A listener that knows its caller has them told apart by a hash of their id.

        Raises:
            ProviderUnreachable: nobody answered, or the answer was no.
        """
        self._named(self._wanted_model)  # said here, since providers are also made as a check
        return await self._dial({"model": self._named(model) if model else self.model}, listener)

    async def call(
        self, offer: str, listener: ProviderListener, *, session: dict[str, Any], model: str | None = None
    ) -> DirectCall:
        """Let a browser call the service, and attach to its call. See `TakesOffers`."""
        chosen = self._named(model) if model else self.model
        placed = await self._calls.place(offer, {**session, "model": chosen}, _caller(listener))
        return DirectCall(placed.answer, placed.call_id, await self._attach(placed.call_id, listener))

    async def accept(
        self, call_id: str, listener: ProviderListener, *, session: dict[str, Any], model: str | None = None
    ) -> Sideband:
        """Take a telephone call and attach to it. See `TakesCalls`."""
        chosen = self._current(models.current_model, model) if model else self.model
        wanted = {key: value for key, value in session.items() if key != "audio"}
        # How a telephone sounds is settled between it and the service.
        wanted["audio"] = {
            side: {key: value for key, value in of.items() if key != "format"} for side, of in session["audio"].items()
        }
        await self._calls.accept(call_id, {**wanted, "model": chosen}, _caller(listener))
        return await self._attach(call_id, listener)

    async def reject(self, call_id: str, status: int) -> None:
        await self._calls.reject(call_id, status)

    async def _attach(self, call_id: str, listener: ProviderListener) -> Sideband:
        """A call that nobody here can listen to is hung up."""
        try:
            sideband = await self._dial({"call_id": call_id}, listener)
        except BaseException as error:
            await self._calls.hang_up(call_id)
            if isinstance(error, ProviderUnreachable):
                raise CallRefused(
                    f"The call was hung up, because nobody here could listen to it. {error.message}"
                ) from error
            raise
        return Sideband(sideband, lambda: self._calls.hang_up_soon(call_id))

    async def _dial(self, query: dict[str, str], listener: ProviderListener) -> RealtimeSocket:
        joint = "&" if "?" in self._url else "?"
        url = f"{self._url}{joint}{urlencode(query)}"
        headers = {**AGENT, **_caller(listener)}
        try:
            return await dial(url, {**headers, **await self._access.headers()}, listener, hint=self.hint)
        except ProviderUnreachable as error:
            if error.status != HTTPStatus.UNAUTHORIZED or not await self._access.renew():
                raise
        return await dial(url, {**headers, **await self._access.headers()}, listener, hint=self.hint)

    def _named(self, model: str) -> str:
        """The model that does today what this one did."""
        return self._current(models.current_model, model)

    def session_update(self, setup: Setup) -> dict[str, Any]:
        """A complete session: what the service's defaults are today must not matter."""
        incoming = {
            "format": PCM,
            "transcription": self._transcription(setup),
            "turn_detection": _turn_detection(setup),
        }
        outgoing: dict[str, Any] = {"format": PCM}
        voice = self._voice(setup)
        if voice is not None:
            outgoing["voice"] = voice
        return {
            "type": "realtime",
            "output_modalities": ["audio"],
            "instructions": instructions(setup),
            "audio": {"input": incoming, "output": outgoing},
            "include": [LOGPROBS],
        }

    def history(self, turns: Sequence[Turn]) -> list[dict[str, Any]]:
        """As text: a client cannot create the assistant's audio."""
        return [item(f"{RESTORED}{number}", turn) for number, turn in enumerate(turns, 1)]

    def say_again(self, cue: Turn, setup: Setup) -> dict[str, Any]:
        """By instructions of this response alone, which take the place of the session's."""
        cut = " You were interrupted in it; say it to its natural end." if cue.interrupted else ""
        order = f"Now say this line again, word for word, and nothing else.{cut} The line: {cue.text}"
        return {"instructions": f"{instructions(setup)}\n{order}"}

    def go_on(self, begun: Turn, setup: Setup) -> dict[str, Any] | None:
        """By instructions of this response alone."""
        order = (
            "The line broke while you were speaking. Of your last line the other person heard only this: "
            f"{begun.text!r}. Go on from there and say only the rest, briefly; do not repeat what was heard, and do not "
            "speak of the interruption."
        )
        return {"instructions": f"{instructions(setup)}\n{order}"}

    async def close(self) -> None:
        """Connections end with their sessions; calls that are being hung up are waited for."""
        await self._calls.close()

    def _transcription(self, setup: Setup) -> dict[str, str]:
        """With what the learner may be expected to say, where the model takes that."""
        wanted = {"model": self.recogniser, "language": setup.language.split("-")[0].lower()}
        if setup.scenario is not None and self.recogniser not in models.WITHOUT_PROMPT:
            wanted["prompt"] = "\n".join(setup.scenario.vocabulary())
        return wanted

    def _voice(self, setup: Setup) -> str | None:
        """None leaves the service's own: it refuses a whole session for a voice that it does not know."""
        wanted = setup.voice or (setup.scenario.voice if setup.scenario else None)
        if wanted is None:
            return None
        voice = self._current(models.current_voice, wanted.lower())
        if voice in models.VOICES:
            return voice
        self._warn(f"The hosted service has no voice {wanted!r}; it uses its own.")
        return None

    def _current(self, rule: Any, name: str) -> str:
        current, warning = rule(name)
        if warning is not None:
            self._warn(warning)
        return str(current)

    def _warn(self, message: str) -> None:
        if message not in self._warned:
            self._warned.add(message)
            logger.warning("%s", message)


def create(settings: Settings) -> OpenAI:
    """Raises `NotReady` without a key."""
    if not settings.openai_api_key:
        raise NotReady("OPENAI_API_KEY environment variable is required", code="key_missing")
    return OpenAI(settings)


def _caller(listener: ProviderListener) -> dict[str, str]:
    """A header that tells callers apart without saying who they are."""
    if not isinstance(listener, KnowsCaller):
        return {}
    return {"OpenAI-Safety-Identifier": hashlib.sha256(listener.caller_id.encode()).hexdigest()}


def _turn_detection(setup: Setup) -> dict[str, Any] | None:
    if setup.push_to_talk:
        return None
    detection: dict[str, Any] = {"type": "server_vad", "create_response": True, "interrupt_response": True}
    if setup.silence_ms is not None:
        detection["silence_duration_ms"] = setup.silence_ms
    if setup.scenario is not None:
        low, high = IDLE_MS
        detection["idle_timeout_ms"] = round(min(high, max(low, setup.scenario.difficulty.patience * 1000)))
    return detection
