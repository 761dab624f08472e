"""Any other service that speaks Realtime, at an address of its own, with the deviations that settings name (`_dialect`)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from feedbackyes.domain.errors import NotReady
from feedbackyes.providers import Capabilities, ProviderConnection, ProviderListener, Setup
from feedbackyes.providers._access import Key, Nobody
from feedbackyes.providers._calls import Calls
from feedbackyes.providers._dialect import Dialect, Translated, TranslatedConnection
from feedbackyes.providers.openai import OpenAI
from feedbackyes.settings import Settings


class Compatible(OpenAI):
    """A `Provider`."""

    name = "compatible"
    hint = "Check FEEDBACKYES_COMPATIBLE_URL and FEEDBACKYES_COMPATIBLE_KEY."

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        url = settings.compatible_url.rstrip("/")
        if url.startswith("http"):
            url = url.replace("http", "ws", 1)
        self._url = url if url.split("?")[0].endswith("/realtime") or "?" in url else f"{url}/realtime"
        self._dialect = Dialect(settings.compatible_dialect)
        self._access = _access(settings)
        self._calls = Calls(self._url.replace("ws", "http", 1).removesuffix("/realtime"), self._access)
        self._wanted_model = self.model = settings.realtime_model or "default"
        self.voice = self.model
        self.recogniser = settings.transcription_model or self.model
        self.capabilities = _capabilities(self.capabilities, self._dialect)

    async def connect(  # type: ignore[override]  # with a dialect it is another connection
        self, listener: ProviderListener, *, model: str | None = None
    ) -> ProviderConnection:
        """As the hosted service's, through the dialect."""
        if not self._dialect.flags:
            return await self._dial({"model": model or self.model}, listener)
        translated = Translated(listener, self._dialect)
        return TranslatedConnection(await self._dial({"model": model or self.model}, translated), self._dialect)

    def session_update(self, setup: Setup) -> dict[str, Any]:
        """Without what the service is known not to take."""
        return self._dialect.trimmed(super().session_update(setup))

    def _voice(self, setup: Setup) -> str | None:
        """Its voices are not ours to know."""
        return setup.voice


def _access(settings: Settings) -> Key | Nobody:
    if not settings.compatible_key:
        return Nobody()
    header, _, value = settings.compatible_header.partition(":")
    return Key(header.strip(), value.strip().replace("{key}", settings.compatible_key))


def _capabilities(of_openai: Capabilities, dialect: Dialect) -> Capabilities:
    return replace(
        of_openai,
        price_per_minute_usd=None,
        session_minutes=None,
        webrtc_direct=False,
        voices=None,
        truncates="no-truncate" not in dialect.flags,
        push_to_talk="no-push-to-talk" not in dialect.flags,
        transcribes="no-transcription" not in dialect.flags,
    )


def create(settings: Settings) -> Compatible:
    """Raises `NotReady` without an address."""
    if not settings.compatible_url:
        raise NotReady("The compatible provider needs FEEDBACKYES_COMPATIBLE_URL.", code="no_endpoint")
    return Compatible(settings)
