"""Practice sessions: start, list, read, delete."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field, model_validator

from feedbackyes.api import retried
from feedbackyes.api.access import Allow
from feedbackyes.api.errors import ErrorBody
from feedbackyes.api.services import Services, ServicesDep, now_ms
from feedbackyes.domain import captions, correction
from feedbackyes.domain.consent import Purpose, may_record
from feedbackyes.domain.correction import Correction
from feedbackyes.domain.errors import Forbidden, InvalidInput, NotReady
from feedbackyes.domain.permissions import Action, Reach, allowed, check, reach
from feedbackyes.domain.principal import LOCAL_ADMIN, Principal
from feedbackyes.domain.retention import Kind, goes_at
from feedbackyes.domain.scenario import Scenario
from feedbackyes.domain.session import OPEN_STATES, EndReason, Session, SessionState, Transport
from feedbackyes.domain.sharing import PRIVATE, Sharing
from feedbackyes.domain.transcript import Speaker, Turn, TurnState
from feedbackyes.protocol.models import current_model
from feedbackyes.providers import require_voice
from feedbackyes.storage import consents, corrections, reports, scenarios, sessions, sharing, turns, usage, users
from feedbackyes.storage.usage import Sum

router = APIRouter(
    prefix="/api/sessions",
    tags=["sessions"],
    responses={403: {"model": ErrorBody}, 404: {"model": ErrorBody}},
)
MAX_INSTRUCTIONS = 16_000
SessionId = Annotated[str, Path(max_length=128)]
May = Literal["read", "talk", "hear", "share", "correct", "disagree", "stop", "delete"]
_TALKING = OPEN_STATES - {SessionState.CREATED}
_MAY: Mapping[May, Action] = {
    "read": Action.READ_SESSION,
    "talk": Action.JOIN_SESSION,
    "hear": Action.HEAR_RECORDING,
    "share": Action.SHARE_SESSION,
    "correct": Action.CORRECT_TRANSCRIPT,
    "disagree": Action.DISAGREE,
    "stop": Action.STOP_SESSION,
    "delete": Action.DELETE_SESSION,
}
Cursor = Annotated[str | None, Query(max_length=400, description="`next_cursor` of the page before.")]
Limit = Annotated[int, Query(ge=1, le=500)]
Reader = Annotated[Principal, Allow(Action.READ_SESSION)]
Seer = Annotated[Principal, Allow(Action.SEE_SESSION)]


class NewSession(BaseModel):
    """What to practise, and how. Everything can be left out."""

    model_config = ConfigDict(extra="forbid")

    scenario_id: Annotated[str | None, Field(max_length=128, description="null: a free conversation.")] = None
    scenario_version: Annotated[
        int | None, Field(ge=1, lt=2**31, description="An earlier one, or a draft of one's own; null: the one of now.")
    ] = None
    language: Annotated[str | None, Field(max_length=35, description="BCP 47; null: the scenario's.")] = None
    cultural_context: Annotated[str | None, Field(max_length=200, description="Such as `US-English`; recorded.")] = None
    patience_ms: Annotated[
        int | None, Field(ge=100, le=10_000, description="Silence after which your turn is over.")
    ] = None
    push_to_talk: bool = False
    voice: Annotated[str | None, Field(max_length=64)] = None
    model: Annotated[
        str | None, Field(max_length=128, description="Of a hosted service; retired names are mapped.")
    ] = None
    provider: Annotated[
        str | None,
        Field(max_length=32, description="Of `/api/config`'s `providers`; null: the scenario's, or the server's."),
    ] = None
    recording: Annotated[bool | None, Field(description="For this session; null: as agreed before.")] = None
    monitoring: Annotated[
        bool, Field(description="Your trainer and admins may follow this talk while it goes on. You see who does.")
    ] = False
    instructions: Annotated[
        str | None,
        Field(
            max_length=MAX_INSTRUCTIONS,
            description="Who the partner of a free conversation is. Kept with the session, for you alone.",
        ),
    ] = None
    hints: Annotated[bool, Field(description="`POST /api/sessions/{id}/hint` answers during the talk.")] = False
    retry_of: Annotated[
        str | None, Field(max_length=128, description="A session of yours that is over: try one of its moments again.")
    ] = None
    retry_turn_id: Annotated[
        str | None, Field(max_length=128, description="Your turn there. The talk goes on from just before it.")
    ] = None

    @model_validator(mode="after")
    def _one_partner(self) -> NewSession:
        if self.scenario_id and self.instructions:
            raise ValueError("a scenario has its own partner: leave out either scenario_id or instructions")
        return self

    @model_validator(mode="after")
    def _one_moment(self) -> NewSession:
        if (self.retry_of is None) != (self.retry_turn_id is None):
            raise ValueError(
                "to try a moment again takes both: retry_of, the session, and retry_turn_id, your turn there"
            )
        return self


class CostBody(BaseModel):
    """What a session has cost so far."""

    model_config = ConfigDict(from_attributes=True)

    cost_usd: Annotated[float, Field(description="Of what has a known price.")]
    unknown: Annotated[int, Field(description="How many uses have none. They are not in `cost_usd`.")]
    estimated: Annotated[bool, Field(description="A part was reckoned from something that stands for what is billed.")]


class ReaderBody(BaseModel):
    """Somebody else who may read a talk because its learner shared it."""

    who: Literal["trainers", "person"]
    id: Annotated[str, Field(description="Of the team whose trainers they are, or of the person.")]
    name: Annotated[str | None, Field(description="null: there is no such team or person any more.")]


class SessionBody(BaseModel):
    """A session. Times `*_at` are Unix milliseconds, `*_ms` milliseconds."""

    id: str
    owner_id: str
    owner_name: Annotated[str | None, Field(description="Of somebody else's; null: your own, or not known.")]
    scenario_id: str | None
    scenario_version: int | None
    scenario_title: str | None
    partner_name: str | None
    state: SessionState
    end_reason: EndReason | None
    created_at: int
    started_at: int | None
    ended_at: int | None
    duration_ms: Annotated[int | None, Field(description="Up to now while it is open; null when it never started.")]
    provider: str | None
    model: str | None
    recogniser: str | None
    basic_ears: bool
    language: str
    patience_ms: int | None
    push_to_talk: bool
    voice: str | None
    recording: bool
    monitoring: bool
    transport: Annotated[Transport | None, Field(description="null: no call has begun, or an older version took it.")]
    retry_of: Annotated[str | None, Field(description="The session that this is another take of.")]
    retry_turn_id: str | None
    hints: bool
    hints_given: Annotated[list[str], Field(description="Elements of the rubric that you got a hint on, in order.")]
    turn_count: int
    next_step: Annotated[str | None, Field(description="From the latest feedback.")]
    cost: Annotated[CostBody | None, Field(description="null: nothing was used.")]
    expires_at: Annotated[
        dict[Kind, int], Field(description="When what of it is deleted because its time is over; the rest stays.")
    ]
    expired_at: Annotated[dict[Kind, int], Field(description="When what of it was deleted for that reason.")]
    may: Annotated[
        list[May],
        Field(
            description="What you may do with it. Without `read` you see only that there is this talk. "
            "`talk`: go on, or try a moment of it again."
        ),
    ]
    read_by: Annotated[
        list[ReaderBody], Field(description="With whom its learner shares it; told to those who may read it.")
    ]


class SessionList(BaseModel):
    items: list[SessionBody]
    next_cursor: str | None


class WordBody(BaseModel):
    text: str
    start_ms: int
    end_ms: int
    confidence: float | None


class CorrectionBody(BaseModel):
    """What the learner says that they said; `words` have times as far as they were heard. `at` is Unix milliseconds."""

    text: str
    words: list[WordBody]
    at: int


class TurnBody(BaseModel):
    """One turn. `text` is what was heard, of both. Times are milliseconds on the session clock."""

    id: str
    session_id: str
    seq: int
    speaker: Speaker
    text: str
    start_ms: int
    end_ms: int
    confidence: float | None
    words: list[WordBody]
    state: TurnState
    interrupted: bool
    typed: bool
    cuts_in: bool = Field(default=False, description="The partner cut into what the learner was saying.")
    corrected: CorrectionBody | None = None


class Transcript(BaseModel):
    session_id: str
    items: list[TurnBody]
    next_cursor: str | None


@router.post("", status_code=201)
async def create_session(
    wanted: NewSession, services: ServicesDep, principal: Annotated[Principal, Allow(Action.CREATE_SESSION)]
) -> SessionBody:
    """Make a session; the call then connects to `WS /ws/realtime/{id}`."""
    if services.draining:
        raise NotReady("The server is being stopped. Try again in a minute.", code="draining")
    wanted = await _as_before(wanted, services, principal)
    await services.gateway.budget.check(principal)
    async with services.database.begin() as tx:
        scenario = await _wanted(tx, principal, wanted)
        granted = await consents.get(tx, principal, Purpose.RECORDING)
        recording = may_record(services.settings.recording, asked=wanted.recording, granted=granted)
        session = _session(wanted, scenario, services, principal, recording=recording)
        await sessions.create(tx, session)
    return (await bodies(services, principal, [session]))[0]


@router.get("")
async def list_sessions(
    services: ServicesDep,
    principal: Seer,
    cursor: Cursor = None,
    limit: Limit = 50,
    of: Annotated[
        Literal["own", "shared", "all"] | None,
        Query(
            description="`own`: where there are no accounts, all. `shared`: by others, with you. "
            "null: both, and for admins that everybody's exist."
        ),
    ] = None,
) -> SessionList:
    """Newest first. What is neither one's own nor shared comes without anything of its content."""
    lone = of == "own" and principal.id == LOCAL_ADMIN.id
    everybody = reach(principal, Action.SEE_SESSION) is Reach.ALL and (of in (None, "all") or lone)
    owner_id = None if everybody or of == "shared" else principal.id
    async with services.database.read() as tx:
        shared = of == "shared" or (of != "own" and not everybody and await sharing.any_with(tx, principal))
        also = sharing.sessions_with(principal) if shared else None
        found = await sessions.page(tx, owner_id=owner_id, also=also, cursor=cursor, limit=limit)
    return SessionList(items=await bodies(services, principal, found.items), next_cursor=found.next_cursor)


@router.get("/{session_id}")
async def get_session(session_id: SessionId, services: ServicesDep, principal: Seer) -> SessionBody:
    session = await find(services, principal, Action.SEE_SESSION, session_id)
    return (await bodies(services, principal, [session]))[0]


@router.delete("/{session_id}", status_code=204)
async def delete_session(
    session_id: SessionId, services: ServicesDep, principal: Annotated[Principal, Allow(Action.DELETE_SESSION)]
) -> Response:
    """Delete a session with its turns, events, feedback and recording. A live one is stopped first."""
    session = await find(services, principal, Action.DELETE_SESSION, session_id)
    if session.state in OPEN_STATES:
        await services.gateway.stop(principal, session_id)
    async with services.database.begin() as tx:
        await sessions.delete(tx, session_id)
    services.recordings.delete(session_id)
    await services.database.scrub()
    return Response(status_code=204)


@router.get(
    "/{session_id}/transcript",
    response_model=Transcript,
    responses={200: {"content": {"text/plain": {}, "text/vtt": {}}}},
)
async def get_transcript(
    session_id: SessionId,
    services: ServicesDep,
    principal: Reader,
    cursor: Cursor = None,
    limit: Limit = 200,
    format_: Annotated[
        Literal["json", "text", "vtt"] | None, Query(alias="format", description="All of it, as a file to keep.")
    ] = None,
) -> Transcript | Response:
    """The turns in order; of the last one, while it is spoken, what has been heard so far."""
    session = await find_said(services, principal, Action.READ_SESSION, session_id)
    async with services.database.read() as tx:
        corrected = await corrections.every(tx, session_id)
        if format_ is not None:
            scenario = await scenarios.of_session(tx, session)
            return _file(session, scenario, await turns.every(tx, session_id), corrected, format_)
        page = await turns.page(tx, session_id, cursor=cursor, limit=limit)
    return _transcript(session_id, page.items, corrected, page.next_cursor)


async def find(services: Services, principal: Principal, action: Action, session_id: str) -> Session:
    """The session, when there is one and `principal` may do `action` to it. Raises `NotFound`, `Forbidden`."""
    async with services.database.read() as tx:
        session = await sessions.get(tx, session_id)
        shared = PRIVATE if session.owner_id == principal.id else await sharing.of(tx, session_id)
    check(principal, action, session.owner_id, session.team_id, shared)
    return session


async def find_said(services: Services, principal: Principal, action: Action, session_id: str) -> Session:
    """As `find`, for what is said or heard in it: while the talk goes on, that is its learner's alone.

    Others follow it by monitoring, which asks for consent and is seen.
    """
    session = await find(services, principal, action, session_id)
    if not may_read_now(principal, session):
        raise Forbidden(
            "This talk goes on. Read it when it is over, or follow it live if its learner agrees.", code="talk_goes_on"
        )
    return session


def may_read_now(principal: Principal, session: Session) -> bool:
    """Whether the talk is over, or their own; see `find_said`."""
    return session.state not in _TALKING or session.owner_id == principal.id


def turn_body(turn: Turn, wanted: Correction | None) -> TurnBody:
    """A turn as heard, with its correction beside it."""
    body = TurnBody.model_validate(turn, from_attributes=True)
    if wanted is None:
        return body
    words = correction.corrected(turn, wanted.text).words
    beside = CorrectionBody.model_validate(
        {"text": wanted.text, "words": [asdict(word) for word in words], "at": wanted.at}
    )
    return body.model_copy(update={"corrected": beside})


def _transcript(
    session_id: str, found: Sequence[Turn], corrected: Mapping[str, Correction], next_cursor: str | None = None
) -> Transcript:
    items = [turn_body(turn, corrected.get(turn.id)) for turn in found]
    return Transcript(session_id=session_id, items=items, next_cursor=next_cursor)


def _file(
    session: Session,
    scenario: Scenario | None,
    heard: Sequence[Turn],
    corrected: Mapping[str, Correction],
    format_: Literal["json", "text", "vtt"],
) -> Response:
    """The whole transcript, under a name that a browser saves it by. Only JSON has both what was heard and what was said."""
    said = correction.apply(heard, corrected)
    names = {Speaker.LEARNER: "Learner", Speaker.PARTNER: scenario.partner.name if scenario else "Partner"}
    match format_:
        case "json":
            transcript = _transcript(session.id, heard, corrected)
            text, media_type, ending = transcript.model_dump_json(), "application/json", "json"
        case "text":
            text, media_type, ending = captions.plain(said, names), "text/plain", "txt"
        case "vtt":
            text, media_type, ending = captions.webvtt(said, names), "text/vtt", "vtt"
    name = f'attachment; filename="transcript-{session.id}.{ending}"'
    return Response(text, media_type=media_type, headers={"Content-Disposition": name})


async def _as_before(wanted: NewSession, services: Services, principal: Principal) -> NewSession:
    """Another take is with the same partner, and as the talk was that it goes back to. Raises as `retried.source`."""
    if wanted.retry_of is None or wanted.retry_turn_id is None:
        return wanted
    source = await retried.source(services, principal, wanted.retry_of, wanted.retry_turn_id)
    if wanted.scenario_id not in (None, source.scenario_id) or (wanted.instructions and source.scenario_id):
        raise InvalidInput(
            "Another take is with the same partner: leave out scenario_id and instructions.", param="retry_of"
        )
    same = ("language", "cultural_context", "patience_ms", "voice", "instructions")
    kept = {name: getattr(source, name) for name in same}
    changes = {name: value for name, value in kept.items() if getattr(wanted, name) is None}
    return wanted.model_copy(update={**changes, "scenario_id": source.scenario_id})


def _session(
    wanted: NewSession, scenario: Scenario | None, services: Services, principal: Principal, *, recording: bool
) -> Session:
    provider = services.gateway.choices.chosen(wanted.provider, scenario)
    language = wanted.language or (scenario.language if scenario else "en")
    require_voice(provider, language)
    return Session(
        id=secrets.token_hex(8),
        owner_id=principal.id,
        team_id=principal.team_id,
        state=SessionState.CREATED,
        created_at=now_ms(),
        scenario_id=scenario.id if scenario else None,
        scenario_version=scenario.version if scenario else None,
        provider=provider.name,
        model=current_model(wanted.model)[0] if wanted.model and provider.capabilities.hosted else provider.model,
        recogniser=provider.recogniser,
        basic_ears=provider.capabilities.basic_ears,
        language=language,
        cultural_context=wanted.cultural_context,
        patience_ms=wanted.patience_ms,
        push_to_talk=wanted.push_to_talk,
        voice=wanted.voice,
        recording=recording,
        monitoring=wanted.monitoring,
        retry_of=wanted.retry_of,
        retry_turn_id=wanted.retry_turn_id,
        hints=wanted.hints,
        instructions=wanted.instructions or None,
    )


async def bodies(services: Services, principal: Principal, found: Sequence[Session]) -> list[SessionBody]:
    """Sessions as `principal` sees them."""
    ids = [session.id for session in found]
    async with services.database.read() as tx:
        counts = await turns.count(tx, ids)
        latest = await reports.latest(tx, ids)
        held = {session.id: await scenarios.of_session(tx, session) for session in found}
        paid = await usage.of_sessions(tx, ids)
        shared = await sharing.every(tx, ids)
        known = await _names(tx, found, shared)
        unkept = await consents.refused(tx, {one.owner_id for one in found}, Purpose.KEEP_RECORDING)
    rules = services.settings.retention
    goes = {one.id: goes_at(one, rules, keeps_recordings=one.owner_id not in unkept) for one in found}
    return [
        _body(
            session,
            principal,
            held[session.id],
            counts.get(session.id, 0),
            latest[session.id].body if session.id in latest else {},
            paid.get(session.id),
            shared.get(session.id, PRIVATE),
            known,
            goes[session.id],
        )
        for session in found
    ]


async def _names(tx: Any, found: Sequence[Session], shared: Mapping[str, Sharing]) -> dict[str, str]:
    """Of the people and teams that these talks belong to or are shared with."""
    people = {person for one in shared.values() for person in one.people} | {one.owner_id for one in found}
    teams = {one.trainers_of for one in shared.values() if one.trainers_of is not None}
    return {**await users.team_names(tx, teams), **await users.names(tx, people)}


def readers(shared: Sharing, known: Mapping[str, str]) -> list[ReaderBody]:
    """Who is named there, with the names that are `known` by id."""
    people = [ReaderBody(who="person", id=one, name=known.get(one)) for one in shared.people]
    team = shared.trainers_of
    return [*([ReaderBody(who="trainers", id=team, name=known.get(team))] if team is not None else []), *people]


def _body(
    session: Session,
    principal: Principal,
    scenario: Scenario | None,
    turn_count: int,
    report: Any,
    paid: Sum | None,
    shared: Sharing,
    known: Mapping[str, str],
    goes: Mapping[Kind, int],
) -> SessionBody:
    may = [one for one, action in _MAY.items() if _allowed(principal, action, session, shared)]
    read = "read" in may
    step = report.get("next_step") if read else None
    values = {name: getattr(session, name) for name in SessionBody.model_fields if hasattr(session, name)}
    return SessionBody(
        **(values if read else {**values, "hints_given": []}),
        owner_name=None if session.owner_id == principal.id else known.get(session.owner_id),
        scenario_title=scenario.title if scenario else None,
        partner_name=scenario.partner.name if scenario else None,
        duration_ms=_duration_ms(session),
        turn_count=turn_count,
        next_step=step["text"] if step else None,
        expires_at=dict(goes),
        expired_at={Kind(kind): at for kind, at in (session.expired or {}).items()},
        cost=None if paid is None else CostBody.model_validate(paid),
        may=may,
        read_by=readers(shared, known) if read else [],
    )


def _allowed(principal: Principal, action: Action, session: Session, shared: Sharing) -> bool:
    return allowed(principal, action, session.owner_id, session.team_id, shared)


async def _wanted(tx: Any, principal: Principal, wanted: NewSession) -> Scenario | None:
    """The scenario to talk with; of another take, the one that the talk was held with."""
    if wanted.scenario_id is None:
        return None
    if wanted.retry_of is not None:
        return await scenarios.resolve(
            tx, wanted.scenario_id, (await sessions.get(tx, wanted.retry_of)).scenario_version
        )
    return await scenarios.practised(tx, principal, wanted.scenario_id, wanted.scenario_version)


def _duration_ms(session: Session) -> int | None:
    if session.started_at is None:
        return None
    end = session.ended_at if session.ended_at is not None else now_ms()
    return max(0, end - session.started_at)
