"""All settings, and what follows from several of them."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from pydantic import ConfigDict

from feedbackyes.domain.addresses import is_own
from feedbackyes.domain.retention import Rules
from feedbackyes.settings.access import Access
from feedbackyes.settings.engine import Engine
from feedbackyes.settings.lines import Lines
from feedbackyes.settings.operation import Operation
from feedbackyes.settings.place import Place
from feedbackyes.settings.services import HOSTED_BASE, Services
from feedbackyes.settings.talks import Talks


# The last one first is how pydantic takes their fields, and so how docs/settings.md lists them.
class Settings(Lines, Services, Operation, Access, Talks, Engine, Place):
    """All that can be configured. Fields are `FEEDBACKYES_<NAME>` in the environment unless `alias` says otherwise."""

    model_config = ConfigDict(defer_build=False)

    @property
    def retention(self) -> Rules:
        """How long what is kept."""
        defaults = Rules(audio=30, transcript=180, feedback=365, events=30) if self.with_accounts else Rules()
        chosen = {name: getattr(self, f"retention_{name}_days") for name in Rules.__dataclass_fields__}
        return Rules(
            **{name: getattr(defaults, name) if days is None else days or None for name, days in chosen.items()}
        )

    @property
    def sip_address(self) -> str:
        """Where telephone calls are taken."""
        return self.sip_host or self.host

    @property
    def chosen_provider(self) -> str:
        """`provider`, with `auto` decided: hosted when there is a key."""
        if self.provider != "auto":
            return self.provider
        return "openai" if self.openai_api_key else "local"

    @property
    def chosen_dialogue(self) -> str:
        """`dialogue`, with `auto` decided: a model that is named, at a server that is set; nothing is used unasked."""
        if self.dialogue != "auto":
            return self.dialogue.replace("_", "-")
        server = self.dialogue_url or self.openai_api_key or self.openai_api_base.rstrip("/") != HOSTED_BASE
        return "language-model" if self.dialogue_model and server else "scripted"

    @property
    def models_folder(self) -> Path:
        return self.models or self.data / "models"

    @property
    def stages_elsewhere(self) -> tuple[str, ...]:
        """Servers that parts of the embedded engine ask and that are not of our own network: what is said goes there."""
        base = self.openai_api_base
        asked = (
            (self.stt in ("openai", "realtime"), self.stt_url or base),
            (self.chosen_dialogue == "language-model", self.dialogue_url or base),
            (self.tts == "openai", self.tts_url or base),
        )
        hosts = [urlsplit(url).hostname or url for used, url in asked if used and not is_own(url)]
        return tuple(dict.fromkeys(hosts))
