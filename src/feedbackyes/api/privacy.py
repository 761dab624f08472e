"""What is kept about oneself, for how long, what one has agreed to; to take along, and to delete."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from feedbackyes.api import erasure, portable
from feedbackyes.api.access import Admit, Allow
from feedbackyes.api.errors import ErrorBody
from feedbackyes.api.services import Services, ServicesDep, now_ms
from feedbackyes.api.signing import address
from feedbackyes.domain.addresses import is_own
from feedbackyes.domain.admission import Admission
from feedbackyes.domain.consent import TEXTS, Purpose, Way
from feedbackyes.domain.errors import Forbidden, InvalidInput
from feedbackyes.domain.people import MOST_PASSWORD
from feedbackyes.domain.permissions import Action
from feedbackyes.domain.principal import LOCAL_ADMIN, Principal, SignIn
from feedbackyes.domain.retention import UNKEPT_DAYS, Kind
from feedbackyes.storage import consents, logins, people, personal

router = APIRouter(prefix="/api", tags=["privacy"])
FRESH_MS = 10 * 60_000
"""Who has no password proves that it is them by having signed in so recently."""
CONFIRMED = "delete"
Caller = Annotated[Principal, Allow(Action.USE)]


class KeptBody(BaseModel):
    """How long one kind of thing is kept."""

    kind: Kind
    days: Annotated[int | None, Field(description="After the end of a talk; null: until you delete it.")]


class ConsentBody(BaseModel):
    """One question, as it is asked now, and the answer that holds."""

    purpose: Purpose
    version: Annotated[
        int, Field(description="Of the question. To agree to an earlier one does not count for this one.")
    ]
    text: str
    withdrawn: Annotated[str, Field(description="What happens when it is taken back.")]
    without: Annotated[str, Field(description="How to go on without it.")]
    granted: Annotated[bool | None, Field(description="null: not answered.")]
    answered_at: Annotated[int | None, Field(description="Unix milliseconds.")]


class AnswerBody(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    purpose: Purpose
    granted: bool
    version: int
    way: Way
    at: int


class ConsentList(BaseModel):
    items: list[ConsentBody]
    history: Annotated[list[AnswerBody], Field(description="Every answer, the newest first.")]


class ProcessorBody(BaseModel):
    """Somebody outside this server who gets something, as it is configured now."""

    name: str
    host: str | None
    gets: Literal["voice", "text"]
    purpose: Annotated[Purpose | None, Field(description="The consent that it takes; null: no choice is given.")]


class PrivacyBody(BaseModel):
    """What this server keeps of you, where it goes, and for how long."""

    kept: list[KeptBody]
    unkept_recording_days: Annotated[int, Field(description="Of those who do not want recordings kept.")]
    processors: Annotated[list[ProcessorBody], Field(description="Empty: nothing leaves this server.")]
    talks: int
    recording: Literal["ask", "on", "off"]
    reauthentication: Annotated[
        Literal["none", "password", "sign_in"],
        Field(description="What deleting takes: nothing, your password, or having signed in in the last ten minutes."),
    ]
    account: Annotated[bool, Field(description="You have an account that can be deleted.")]


class Erasure(BaseModel):
    """What to delete. There is no way back."""

    model_config = ConfigDict(extra="forbid")

    what: Literal["talks", "account"]
    confirm: Annotated[str, Field(max_length=20, description=f"`{CONFIRMED}`.")]
    password: Annotated[str | None, Field(max_length=MOST_PASSWORD)] = None


class Erased(BaseModel):
    talks: Annotated[int, Field(description="How many talks were deleted.")]


@router.get("/privacy")
async def get_privacy(services: ServicesDep, admission: Annotated[Admission, Admit(Action.USE)]) -> PrivacyBody:
    """How this server treats what you say to it."""
    principal = admission.principal
    async with services.database.read() as tx:
        talks = await personal.talks_of(tx, principal.id)
        person = await people.find(tx, principal.id)
    rules = services.settings.retention
    return PrivacyBody(
        kept=[KeptBody(kind=kind, days=rules.days(kind)) for kind in Kind],
        unkept_recording_days=UNKEPT_DAYS,
        processors=_processors(services),
        talks=len(talks),
        recording=services.settings.recording,
        reauthentication=await _proof(services, admission),
        account=person is not None,
    )


@router.get("/consents")
async def get_consents(services: ServicesDep, principal: Caller) -> ConsentList:
    """Each question as it is asked now, and every answer that you gave. `PUT /api/consents` answers."""
    async with services.database.read() as tx:
        given = await consents.history(tx, principal.id)
        holds = {purpose: await consents.get(tx, principal, purpose) for purpose in Purpose}
    last = {one.purpose: one.at for one in reversed(given)}
    items = [
        ConsentBody(
            purpose=purpose,
            version=about.version,
            text=about.text,
            withdrawn=about.withdrawn,
            without=about.without,
            granted=holds[purpose],
            answered_at=last.get(purpose) if holds[purpose] is not None else None,
        )
        for purpose, about in TEXTS.items()
    ]
    return ConsentList(items=items, history=[AnswerBody.model_validate(one) for one in given])


@router.get(
    "/me/export",
    response_class=StreamingResponse,
    responses={200: {"content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}}}},
)
async def export_me(services: ServicesDep, principal: Caller) -> StreamingResponse:
    """Everything that is kept about you as one zip: rows as JSON, transcripts as text, recordings, a page to read."""
    day = datetime.fromtimestamp(now_ms() / 1000, UTC).strftime("%Y-%m-%d")
    headers = {
        "Content-Disposition": f'attachment; filename="feedbackyes-{day}.zip"',
        "Cache-Control": "no-store",
    }
    return StreamingResponse(portable.export(services, principal.id), media_type="application/zip", headers=headers)


@router.post(
    "/me/erasure",
    responses={code: {"model": ErrorBody} for code in (400, 403, 409, 429)},
)
async def erase_me(
    wanted: Erasure,
    request: Request,
    services: ServicesDep,
    admission: Annotated[Admission, Admit(Action.GIVE_CONSENT)],
) -> Erased:
    """Delete your talks, or your account with everything that is kept about you. It is gone when this answers.

    400 `not_confirmed`; 403 `wrong_password`, `sign_in_again`; 409 `last_admin`.
    """
    if wanted.confirm != CONFIRMED:
        raise InvalidInput(f"To delete, send {CONFIRMED!r} in `confirm`.", code="not_confirmed", param="confirm")
    await _prove(services, admission, wanted.password, address(request))
    who = admission.principal
    if wanted.what == "talks":
        done = await erasure.delete_talks(services, who.id, actor=who, address=address(request))
        return Erased(talks=done.talks)
    async with services.database.begin() as tx:
        person = await people.find(tx, who.id)
        if person is not None:
            await people.check_not_last(tx, person)
    done = await erasure.delete_person(services, who.id, actor=who, address=address(request))
    return Erased(talks=done.talks)


async def _proof(services: Services, admission: Admission) -> Literal["none", "password", "sign_in"]:
    """What shows that it is them, and nobody at a browser that was left open."""
    async with services.database.read() as tx:
        person = await people.find(tx, admission.principal.id)
    if person is None or admission.principal.id == LOCAL_ADMIN.id or not services.settings.with_accounts:
        return "none"
    return "password" if person.has_password else "sign_in"


async def _prove(services: Services, admission: Admission, password: str | None, where: str | None) -> None:
    """Raises `WrongPassword`, `TooManyAttempts`, `Forbidden`."""
    match await _proof(services, admission):
        case "password":
            await services.accounts.prove(admission.principal.id, password or "", where)
        case "sign_in":
            async with services.database.read() as tx:
                found = await logins.every(tx, admission.principal.id, at=now_ms(), idle_ms=services.door.idle_ms)
            begun = next((one.created_at for one in found if one.id == admission.login_id), 0)
            if admission.sign_in is SignIn.TOKEN or now_ms() - begun > FRESH_MS:
                raise Forbidden("Sign out and in again, then delete within ten minutes.", code="sign_in_again")
        case "none":
            pass


def _processors(services: Services) -> list[ProcessorBody]:
    """Whom the settings of now send something to."""
    found = [
        ProcessorBody(name=one.name, host=None, gets="voice", purpose=Purpose.HOSTED_VOICE)
        for one in services.gateway.choices.every
        if one.capabilities.hosted
    ]
    found += [
        ProcessorBody(name=host, host=host, gets="voice", purpose=Purpose.HOSTED_VOICE)
        for host in services.settings.stages_elsewhere
    ]
    base = services.settings.openai_api_base
    if services.settings.judges_with_model and not is_own(base):
        host = urlsplit(base).hostname
        found.append(ProcessorBody(name=host or base, host=host, gets="text", purpose=Purpose.HOSTED_JUDGE))
    return found
