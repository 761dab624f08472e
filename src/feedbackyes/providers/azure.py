"""Azure OpenAI: the same Realtime (GA) under a resource's own address, with a deployment for a model.

The dated `api-version` addresses speak the retired shape and are not used. It has not been tried against the real
service; see `docs/providers.md`.
"""

from __future__ import annotations

from dataclasses import replace

from feedbackyes.domain.errors import NotReady
from feedbackyes.protocol import models
from feedbackyes.providers._access import Access, Key, Token, from_command, from_file
from feedbackyes.providers._calls import Calls
from feedbackyes.providers.openai import OpenAI
from feedbackyes.settings import Settings

SESSION_MINUTES = 30.0


class Azure(OpenAI):
    """A `Provider`."""

    name = "azure"
    hint = "Check AZURE_OPENAI_ENDPOINT, AZURE_OPENAI_DEPLOYMENT and the key or token."

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        base = f"{settings.azure_openai_endpoint.rstrip('/').removesuffix('/openai/v1')}/openai/v1"
        self._url = base.replace("http", "ws", 1) + "/realtime"
        self._access = access(settings)
        self._calls = Calls(base, self._access)
        self._wanted_model = self.model = settings.azure_openai_deployment or settings.realtime_model or models.REALTIME
        self.voice = self.model
        self.capabilities = replace(
            self.capabilities, session_minutes=SESSION_MINUTES, webrtc_direct=False, price_per_minute_usd=None
        )

    def _named(self, model: str) -> str:
        """A deployment is called what its owner calls it."""
        return model


def access(settings: Settings) -> Access:
    """A key wins over tokens. Raises `NotReady` without any."""
    if settings.azure_openai_api_key:
        return Key("api-key", settings.azure_openai_api_key)
    if settings.azure_token_file is not None:
        return Token(from_file(settings.azure_token_file))
    if settings.azure_token_command:
        return Token(from_command(settings.azure_token_command))
    raise NotReady(
        "The azure provider needs AZURE_OPENAI_API_KEY, FEEDBACKYES_AZURE_TOKEN_FILE or FEEDBACKYES_AZURE_TOKEN_COMMAND.",
        code="key_missing",
    )


def create(settings: Settings) -> Azure:
    """Raises `NotReady` without an address or a key."""
    if not settings.azure_openai_endpoint:
        raise NotReady(
            "The azure provider needs AZURE_OPENAI_ENDPOINT, the address of the resource.", code="no_endpoint"
        )
    return Azure(settings)
