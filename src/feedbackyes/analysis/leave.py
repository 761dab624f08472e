"""Whether a hosted language model may read what somebody said.

Whose words they are decides, whoever asks for the report. What stays in our own network leaves nothing to agree to.
"""

from __future__ import annotations

from dataclasses import dataclass

from feedbackyes.analysis.model_judge import ModelJudge
from feedbackyes.domain.consent import Purpose
from feedbackyes.domain.feedback import NoteCode
from feedbackyes.storage import Database, consents

_MISSING = (
    "Nobody has asked the learner yet whether what they say may be sent to the hosted language model {model!r}. They agree "
    'with PUT /api/consents {{"hosted_judge": true}}; then ask again with "force": true.'
)
_REFUSED = (
    "The learner did not agree that what they say is sent to the hosted language model {model!r}. When they do, with "
    'PUT /api/consents {{"hosted_judge": true}}, ask again with "force": true.'
)


@dataclass(frozen=True, slots=True)
class Withheld:
    """Why a language model is not asked: for programs, and in a sentence."""

    code: NoteCode
    note: str


async def withheld(database: Database, model: ModelJudge, owner_id: str) -> Withheld | None:
    """None when `model` may read what the person `owner_id` said."""
    if model.is_own:
        return None
    async with database.read() as tx:
        agreed = await consents.of(tx, owner_id, Purpose.HOSTED_JUDGE)
    if agreed is None:
        return Withheld("consent_missing", _MISSING.format(model=model.model))
    return None if agreed else Withheld("consent_refused", _REFUSED.format(model=model.model))
