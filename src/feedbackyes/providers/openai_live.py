"""The hosted GPT-Live service: a voice model that hears while it speaks, over a WebSocket.

Towards us it speaks Realtime like the others (`_live_translation` says how, and what has no equal). Persona and setting
become the session's instructions; what the learner has not earned stays here, and is appended when they have.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from typing import Any

from feedbackyes.domain.errors import NotReady
from feedbackyes.domain.prices import per_minute
from feedbackyes.domain.transcript import Turn
from feedbackyes.protocol.live.sessions import DEFAULT_VOICE, VOICES
from feedbackyes.providers import RESTORED, Capabilities, KnowsCaller, ProviderListener, Setup
from feedbackyes.providers._live_connection import LiveConnection
from feedbackyes.providers._live_learner import PATIENCE_MS
from feedbackyes.providers._live_translation import OPENING
from feedbackyes.providers._socket import dial
from feedbackyes.providers._words import instructions, item
from feedbackyes.settings import Settings
from feedbackyes.stages import vad
from feedbackyes.stages.vad import VoiceActivity

MODEL, FAMILY = "gpt-live-1", "gpt-live"
CLOSE_SECONDS = 2.0
"""In which sessions end when the server does."""


class OpenAILive:
    """A `Provider`. Voice leaves this machine."""

    name = "openai-live"

    def __init__(self, settings: Settings) -> None:
        self._url = f"{settings.openai_api_base.rstrip('/').replace('http', 'ws', 1)}/live/sessions"
        self._key = settings.openai_api_key
        self._vad = settings.vad
        self._ears: VoiceActivity | None = None
        self._loading = asyncio.Lock()
        self._connections: set[LiveConnection] = set()
        wanted = settings.realtime_model
        self.model = wanted if wanted.startswith(FAMILY) else MODEL
        self.recogniser = self.voice = self.model
        self.capabilities = Capabilities(hosted=True, word_times=True, price_per_minute_usd=per_minute(self.model))

    async def connect(self, listener: ProviderListener, *, model: str | None = None) -> LiveConnection:
        """Open one session. A listener that knows its caller has them told apart by a hash of their id.

        Raises:
            ProviderUnreachable: nobody answered, or the answer was no.
        """
        async with self._loading:
            if self._ears is None:
                self._ears = await asyncio.to_thread(vad.load, self._vad)
        chosen = model if model and model.startswith(FAMILY) else self.model
        ears = self._ears.open()
        connection = LiveConnection(listener, chosen, ears, _caller(listener), self._connections.discard)
        headers = {"Authorization": f"Bearer {self._key}", "User-Agent": "FeedbackYes"}
        try:
            socket = await dial(self._url, headers, connection)
        except BaseException:
            ears.close()
            raise
        if not connection.closed.is_set():  # it may have been lost while it was dialled
            self._connections.add(connection)
        connection.open(socket)
        return connection

    def session_update(self, setup: Setup) -> dict[str, Any]:
        """What the session is to be. The first line goes by a variable of the prompt, which nobody is shown."""
        session: dict[str, Any] = {
            "type": "realtime",
            "instructions": instructions(setup),
            "audio": {
                "input": {"turn_detection": _turn_detection(setup)},
                "output": {"voice": self._voice(setup)},
            },
        }
        if setup.scenario is not None:
            opening = {OPENING: setup.scenario.opening_lines[0]} if setup.scenario.opens == "partner" else {}
            session["prompt"] = {"id": setup.scenario.id, "variables": opening}
        return session

    def history(self, turns: Sequence[Turn]) -> list[dict[str, Any]]:
        """As text, which is all that the service takes."""
        return [item(f"{RESTORED}{number}", turn) for number, turn in enumerate(turns, 1)]

    def say_again(self, cue: Turn, setup: Setup) -> dict[str, Any]:  # noqa: ARG002 (of the interface)
        """As commentary, which the partner says."""
        return {"instructions": cue.text}

    def go_on(self, begun: Turn, setup: Setup) -> dict[str, Any] | None:  # noqa: ARG002 (of the interface)
        """Commentary is said as a whole: a line cannot be gone on with."""
        return None

    async def close(self) -> None:
        """End all sessions; a service that does not say so in time is left."""
        connections = list(self._connections)
        for connection in connections:
            connection.close()
        if connections:
            done = asyncio.gather(*(connection.closed.wait() for connection in connections))
            await asyncio.wait([done], timeout=CLOSE_SECONDS)
            done.cancel()
        for connection in list(self._connections):
            connection.hang_up()
        if self._ears is not None:
            await self._ears.close()

    def _voice(self, setup: Setup) -> str:
        wanted = setup.voice or (setup.scenario.voice if setup.scenario else None)
        return wanted.lower() if wanted and wanted.lower() in VOICES else DEFAULT_VOICE


def create(settings: Settings) -> OpenAILive:
    """Raises `NotReady` without a key."""
    if not settings.openai_api_key:
        raise NotReady("OPENAI_API_KEY environment variable is required", code="key_missing")
    return OpenAILive(settings)


def _caller(listener: ProviderListener) -> str | None:
    """Tells callers apart without saying who they are."""
    return hashlib.sha256(listener.caller_id.encode()).hexdigest() if isinstance(listener, KnowsCaller) else None


def _turn_detection(setup: Setup) -> dict[str, Any] | None:
    """When a turn is over in the transcript. When the partner speaks it decides by itself."""
    if setup.push_to_talk:
        return None
    silence_ms = max(PATIENCE_MS, setup.patience_ms or 0)
    return {"type": "server_vad", "prefix_padding_ms": 0, "silence_duration_ms": silence_ms}
