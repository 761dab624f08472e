"""The hosted GPT-Live service: a voice model that hears while it speaks, over a WebSocket.

Towards us it speaks Realtime like the others (`_live_translation` says how, and what has no equal). Persona and setting
become the session's instructions; what the learner has not earned stays here, and is appended when they have.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Sequence
from functools import partial
from typing import Any

from feedbackyes.domain.errors import NotReady
from feedbackyes.domain.prices import per_minute
from feedbackyes.domain.transcript import Turn
from feedbackyes.protocol.live.sessions import DEFAULT_VOICE, VOICES
from feedbackyes.providers import (
    RESTORED,
    CallRefused,
    CallsApi,
    Capabilities,
    KnowsCaller,
    ProviderListener,
    ProviderUnreachable,
    Setup,
)
from feedbackyes.providers._access import Key
from feedbackyes.providers._calls import Calls
from feedbackyes.providers._live_connection import LiveConnection
from feedbackyes.providers._live_learner import PATIENCE_MS
from feedbackyes.providers._live_sideband import LiveSideband
from feedbackyes.providers._live_translation import OPENING
from feedbackyes.providers._socket import RealtimeSocket, dial
from feedbackyes.providers._words import instructions, item
from feedbackyes.settings import Settings
from feedbackyes.stages import vad
from feedbackyes.stages.vad import VadStream, VoiceActivity

MODEL, FAMILY = "gpt-live-1", "gpt-live"
CLOSE_SECONDS = 2.0
"""In which sessions end when the server does."""


class OpenAILive:
    """A `Provider`. Voice leaves this machine."""

    name = "openai-live"
    calls_api: CallsApi = "live"

    def __init__(self, settings: Settings) -> None:
        self._url = f"{settings.openai_api_base.rstrip('/').replace('http', 'ws', 1)}/live/sessions"
        self._access = Key("Authorization", f"Bearer {settings.openai_api_key}")
        self._calls = Calls(settings.openai_api_base, self._access, "live/sessions")
        self._vad, self._stall_seconds = settings.vad, settings.provider_stall_seconds
        self._ears: VoiceActivity | None = None
        self._loading = asyncio.Lock()
        self._connections: set[LiveConnection] = set()
        wanted = settings.realtime_model
        self.model = wanted if wanted.startswith(FAMILY) else MODEL
        self.recogniser = self.voice = self.model
        self.capabilities = Capabilities(
            hosted=True, word_times=True, price_per_minute_usd=per_minute(self.model), attached_audio=True
        )

    async def connect(self, listener: ProviderListener, *, model: str | None = None) -> LiveConnection:
        """Open one session. A listener that knows its caller has them told apart by a hash of their id.

        Raises:
            ProviderUnreachable: nobody answered, or the answer was no.
        """
        ears = await self._listen()
        connection = LiveConnection(
            listener, self._chosen(model), ears, _caller(listener), self._connections.discard, self._stall_seconds
        )
        try:
            socket = await self._dial(self._url, connection)
        except BaseException:
            ears.close()
            raise
        self._open(connection, socket)
        return connection

    async def accept(
        self, call_id: str, listener: ProviderListener, *, session: dict[str, Any], model: str | None = None
    ) -> LiveSideband:
        """Take a telephone call and attach to its session, whose id is the call's. See `TakesCalls`."""
        ears = await self._listen()
        hang_up = partial(self._calls.hang_up_soon, call_id)
        attach = partial(self._dial, f"{self._url}/{call_id}/attach?graceful_close=true")
        connection = LiveSideband(
            listener, self._chosen(model), ears, _caller(listener), self._connections.discard, attach, hang_up
        )
        try:
            await self._calls.accept(call_id, {"session": connection.settle(session)}, {})
            socket = await self._attach(call_id, attach(connection))
        except BaseException:
            ears.close()
            raise
        self._open(connection, socket)
        return connection

    async def reject(self, call_id: str, status: int) -> None:
        await self._calls.reject(call_id, status)

    async def _attach(self, call_id: str, attached: Awaitable[RealtimeSocket]) -> RealtimeSocket:
        """A call that nobody here can listen to is hung up."""
        try:
            return await attached
        except BaseException as error:
            await self._calls.hang_up(call_id)
            if isinstance(error, ProviderUnreachable):
                raise CallRefused(
                    f"The call was hung up, because nobody here could listen to it. {error.message}"
                ) from error
            raise

    async def _listen(self) -> VadStream:
        async with self._loading:
            if self._ears is None:
                self._ears = await asyncio.to_thread(vad.load, self._vad)
        return self._ears.open()

    def _chosen(self, model: str | None) -> str:
        return model if model and model.startswith(FAMILY) else self.model

    async def _dial(self, url: str, connection: LiveConnection) -> RealtimeSocket:
        headers = {**await self._access.headers(), "User-Agent": "FeedbackYes"}
        return await dial(url, headers, connection)

    def _open(self, connection: LiveConnection, socket: RealtimeSocket) -> None:
        if not connection.closed.is_set():  # it may have been lost while it was dialled
            self._connections.add(connection)
        connection.open(socket)

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
        await self._calls.close()
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
