"""Turn models: how likely somebody who has fallen silent has finished, told from the sound of what they said."""

from __future__ import annotations

from typing import Any, Protocol

from feedbackyes.audio import Int16
from feedbackyes.domain.errors import Failed
from feedbackyes.settings import Settings
from feedbackyes.stages import registry

RATE_HZ = 16_000
SECONDS = 8
"""More than the last seconds of a turn says nothing about its end."""


class TurnModelFailed(Failed):
    """The model could not judge this pause; the words have to do."""

    code = "turn_model_failed"


class TurnModel(Protocol):
    """Shared by all callers. `name`: for people."""

    name: str

    async def judge(self, samples: Int16) -> float:
        """Probability, 0 to 1, that the turn is over.

        Args:
            samples: the turn so far at 16 kHz, shape (n,), up to the pause; its last 8 s count.

        Raises:
            TurnModelFailed: it could not be told, or too many ask at once.
        """
        ...

    async def close(self) -> None: ...


def available() -> list[str]:
    return registry.available(__path__)


def load(name: str, **options: Any) -> TurnModel:
    """Create the back end `name`. Raises `UnknownBackend`."""
    model: TurnModel = registry.create(__name__, __path__, name, **options)
    return model


def configured(settings: Settings) -> TurnModel | None:
    """The model that the settings name, or that is installed; None: there is none, or none is wanted.

    Raises:
        ExpectedError: the one that is named cannot be used.
    """
    from feedbackyes.stages.turn import smart_turn

    path = smart_turn.find(settings.turn_model, settings.models_folder)
    return None if path is None else smart_turn.create(path)
