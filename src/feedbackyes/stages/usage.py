"""Who is told what a stage uses at a server. It goes with the task: whoever has stages work says so once, and all that is
begun from there, in other tasks too, counts for them."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextvars import ContextVar
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from feedbackyes.domain import stage_use
from feedbackyes.domain.limits import LimitReached
from feedbackyes.domain.prices import Amounts
from feedbackyes.domain.stage_use import StageUse, Tariff
from feedbackyes.domain.usage import UsageKind

if TYPE_CHECKING:  # workers import this, and need no settings
    from feedbackyes.settings import Settings

Payer = Callable[[StageUse], LimitReached | None]
"""Gives the limit that has been reached by it. The stage goes on with what is paid."""
_payer: ContextVar[Payer | None] = ContextVar("payer", default=None)


def tariff(url: str, model: str, *, hosted: bool = False, priced_as: str = "") -> Tariff:
    """See `domain.stage_use.tariff`."""
    server = urlsplit(url).netloc.rpartition("@")[2]
    return stage_use.tariff(url, server, model, hosted=hosted, priced_as=priced_as)


def tariff_of(settings: Settings, url: str, model: str, priced_as: str) -> Tariff:
    """The same for a stage with these settings. `url`: empty is the hosted service."""
    base = settings.openai_api_base.rstrip("/")
    hosted = url.rstrip("/") in ("", base) and bool(settings.openai_api_key)
    return tariff(url or base, model, hosted=hosted, priced_as=priced_as)


def tariffs(settings: Settings) -> dict[UsageKind, Tariff]:
    """Of the stages that ask a server, by what they are billed as."""
    asked = (
        (
            UsageKind.TRANSCRIPTION,
            settings.stt in ("openai", "realtime"),
            settings.stt_url,
            settings.stt_model,
            settings.stt_priced_as,
        ),
        (
            UsageKind.RESPONSE,
            settings.chosen_dialogue == "language-model",
            settings.dialogue_url,
            settings.dialogue_model,
            settings.dialogue_priced_as,
        ),
        (UsageKind.SPEECH, settings.tts == "openai", settings.tts_url, settings.tts_model, settings.tts_priced_as),
    )
    return {kind: tariff_of(settings, url, model, priced_as) for kind, used, url, model, priced_as in asked if used}


def use(kind: UsageKind, of: Tariff, amounts: tuple[Amounts, bool]) -> StageUse:
    """A use that nobody was told of yet. `amounts`: and whether the server said so."""
    return StageUse(kind, secrets.token_hex(8), of, *amounts)


def paid_by(payer: Payer | None) -> None:
    """From now on, in this task and all that it begins."""
    _payer.set(payer)


def payer() -> Payer:
    """Of the present task; one who takes no notice when nobody pays."""
    return _payer.get() or _nobody


def _nobody(_: StageUse) -> None:
    return None
