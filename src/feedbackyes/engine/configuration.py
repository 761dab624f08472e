"""What a session is set to: the client's settings, and the scenario that its prompt names."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from typing import Any

import msgspec

from feedbackyes.domain.scenario import Scenario
from feedbackyes.engine.commands import Cast
from feedbackyes.protocol.sessions import Prompt, RealtimeSession, Session, TurnDetection
from feedbackyes.protocol.update import Moment, merge

SEED_DIGITS = 9
logger = logging.getLogger(__name__)


class Configuration:
    """Changes as a whole or not at all.

    Args:
        find_scenario: raises `ExpectedError` when a prompt names none.
        voices: names that are known beside the documented ones.

    Attributes:
        scenario: that is played, if one is.
    """

    def __init__(self, settings: Session, find_scenario: Callable[[Prompt], Scenario], voices: Collection[str]) -> None:
        self.settings = settings
        self._find_scenario = find_scenario
        self._voices = voices
        self.scenario: Scenario | None = None
        self._warned: set[str] = set()

    @property
    def detection(self) -> TurnDetection | None:
        return self.settings.audio.input.turn_detection

    @property
    def cast(self) -> Cast:
        """Who the partner is, in which language, with which of its wordings."""
        return Cast(self.scenario, self._language(), self._seed(), self._vocabulary())

    def update(self, patch: dict[str, Any], moment: Moment) -> None:
        """Apply the `session` of a `session.update`.

        Raises:
            ExpectedError: something in it cannot be; nothing is changed.
        """
        after, warnings = merge(self.settings, patch, moment, self._voices)
        before = self.settings
        if isinstance(after, RealtimeSession) and isinstance(before, RealtimeSession) and after.prompt != before.prompt:
            self.scenario = self._find_scenario(after.prompt) if after.prompt else None
            after = self._with_voice(after, patch, fixed=moment.audio_sent)
        self.settings = after
        self._warn(warnings)

    def shown(self) -> Session:
        """The settings for the client's eyes: an edited scenario in the prompt's variables has secrets."""
        settings = self.settings
        if not isinstance(settings, RealtimeSession) or settings.prompt is None or not settings.prompt.variables:
            return settings
        variables = settings.prompt.variables.items()
        shown = {name: value for name, value in variables if name != "scenario" and isinstance(value, str)}
        return msgspec.structs.replace(settings, prompt=msgspec.structs.replace(settings.prompt, variables=shown))

    def _warn(self, warnings: Collection[str]) -> None:
        """Log what a client asks for in vain, once for each session."""
        for warning in warnings:
            if warning not in self._warned:
                self._warned.add(warning)
                logger.warning("A client's session.update: %s", warning)

    def _with_voice(self, settings: RealtimeSession, patch: dict[str, Any], *, fixed: bool) -> RealtimeSession:
        """With the scenario's voice, unless the client chose one now or has heard one already."""
        chosen = "voice" in ((patch.get("audio") or {}).get("output") or {})
        if self.scenario is None or chosen or fixed:
            return settings
        output = msgspec.structs.replace(settings.audio.output, voice=self.scenario.voice)
        return msgspec.structs.replace(settings, audio=msgspec.structs.replace(settings.audio, output=output))

    @property
    def asked_language(self) -> str | None:
        """BCP 47: of the scenario, else what the client named."""
        if self.scenario is not None:
            return self.scenario.language
        asked = self.settings.audio.input.transcription
        return asked.language if asked is not None and isinstance(asked.language, str) and asked.language else None

    def _language(self) -> str:
        return self.asked_language or "en"

    def _vocabulary(self) -> tuple[str, ...]:
        """The scenario's; without one, what the client asked the transcription to expect, a line or a word each."""
        if self.scenario is not None:
            return self.scenario.vocabulary()
        asked = self.settings.audio.input.transcription
        if asked is None:
            return ()
        lines = asked.prompt.splitlines() if isinstance(asked.prompt, str) else []
        words = asked.keywords if isinstance(asked.keywords, tuple) else ()
        return tuple(text for text in (*lines, *words) if text.strip())

    def _seed(self) -> int:
        prompt = self.settings.prompt if isinstance(self.settings, RealtimeSession) else None
        seed = str((prompt.variables or {}).get("seed", "")) if prompt else ""
        return int(seed[:SEED_DIGITS]) if seed.isascii() and seed.isdecimal() else 0
