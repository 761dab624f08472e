"""The hosted Realtime service: GA over a WebSocket, at any base URL that speaks it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from feedbackyes.domain.errors import NotReady
from feedbackyes.providers import Capabilities, ProviderListener, Setup
from feedbackyes.providers._socket import RealtimeSocket, dial
from feedbackyes.settings import Settings

DEFAULT_MODEL = "gpt-realtime-2.1"


class OpenAI:
    """A `Provider`. Voice leaves this machine."""

    name = "openai"
    recogniser = ""
    voice = ""
    capabilities = Capabilities(hosted=True)

    def __init__(self, settings: Settings) -> None:
        self._url = settings.realtime_url
        self._key = settings.openai_api_key
        self.model = settings.realtime_model or DEFAULT_MODEL

    async def connect(self, listener: ProviderListener, *, model: str | None = None) -> RealtimeSocket:
        url = f"{self._url}?{urlencode({'model': model or self.model})}"
        return await dial(url, {"Authorization": f"Bearer {self._key}"}, listener)

    def session_update(self, setup: Setup) -> dict[str, Any]:
        return {"type": "realtime"}

    async def close(self) -> None:
        """Connections end with their sessions; there is nothing else."""


def create(*, settings: Settings) -> OpenAI:
    """Raises `NotReady` without a key."""
    if not settings.openai_api_key:
        raise NotReady("OPENAI_API_KEY environment variable is required")
    return OpenAI(settings)
