"""Client tokens: short-lived permission for a browser to begin one call, as the documented pages ask for it."""

from __future__ import annotations

import time
from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from feedbackyes.api.access import Allow
from feedbackyes.api.errors import ErrorBody
from feedbackyes.api.services import Services, ServicesDep
from feedbackyes.api.sessions import NewSession, SessionBody, create_session
from feedbackyes.domain.permissions import Action
from feedbackyes.domain.principal import Principal
from feedbackyes.gateway import filters
from feedbackyes.protocol import aliases
from feedbackyes.protocol.client import SessionUpdate
from feedbackyes.storage import scenarios

router = APIRouter(
    prefix="/api", tags=["webrtc"], responses={code: {"model": ErrorBody} for code in (401, 403, 404, 429)}
)
Caller = Annotated[Principal, Allow(Action.CREATE_SESSION)]
MODEL = "Of a hosted service; retired names are mapped."
BESIDE = "The same as in `session_config`, which wins."


class SessionConfig(BaseModel):
    """What a client may choose, also flat as the retired interface had it.

    Anything else is ignored, and named in the answer's `ignored`.
    """

    model_config = ConfigDict(extra="allow")

    model: Annotated[str | None, Field(max_length=128, description=MODEL)] = None
    voice: Annotated[str | None, Field(max_length=64)] = None
    speed: Annotated[float | None, Field(ge=0.25, le=1.5)] = None
    language: Annotated[str | None, Field(max_length=35)] = None
    temperature: Annotated[float | None, Field(ge=0, le=2, description="Accepted; has no effect any more.")] = None
    max_output_tokens: int | str | None = None
    patience_ms: Annotated[int | None, Field(ge=100, le=10_000)] = None
    push_to_talk: bool = False
    recording: bool | None = None
    audio: Annotated[dict[str, Any] | None, Field(description="As in a Realtime session.")] = None


class TokenRequest(BaseModel):
    """What the call will be about. Other fields mean nothing."""

    scenario_id: Annotated[str | None, Field(max_length=128, description="null: a free conversation.")] = None
    cultural_context: Annotated[str | None, Field(max_length=200, description="Such as `US-English`; recorded.")] = None
    session_config: SessionConfig = Field(default_factory=SessionConfig)
    model: Annotated[str | None, Field(max_length=128, description=BESIDE)] = None
    voice: Annotated[str | None, Field(max_length=64, description=BESIDE)] = None


class IceServerBody(BaseModel):
    """As `RTCPeerConnection` wants it."""

    urls: list[str]
    username: str | None = None
    credential: str | None = None


class Token(BaseModel):
    """`value` is the Bearer of the SDP offer that goes to `url`; it also opens `WS /ws/realtime/{session_id}`."""

    value: str
    expires_at: Annotated[int, Field(description="Unix seconds; the call has to have begun by then.")]
    session_id: str
    url: str
    ice_servers: list[IceServerBody]
    model: str
    voice: str
    ignored: Annotated[list[str], Field(description="A sentence for each thing that was not taken as asked.")]


class ClientSecret(BaseModel):
    value: str
    expires_at: int


class RealtimeSession(Token):
    client_secret: ClientSecret


@router.post("/token")
async def create_token(
    request: Request, response: Response, services: ServicesDep, principal: Caller, wanted: TokenRequest | None = None
) -> Token:
    """A token for one call, and the session that the call will be."""
    response.headers["Cache-Control"] = "no-store"
    return await _token(request, services, principal, wanted or TokenRequest())


@router.post("/realtime/session")
async def create_realtime_session(
    request: Request, response: Response, services: ServicesDep, principal: Caller, wanted: TokenRequest | None = None
) -> RealtimeSession:
    """The same, with `client_secret` beside it."""
    response.headers["Cache-Control"] = "no-store"
    token = await _token(request, services, principal, wanted or TokenRequest())
    secret = ClientSecret(value=token.value, expires_at=token.expires_at)
    return RealtimeSession(**token.model_dump(), client_secret=secret)


async def _token(request: Request, services: Services, principal: Principal, wanted: TokenRequest) -> Token:
    if wanted.scenario_id:
        async with services.database.read() as tx:
            await scenarios.practised(tx, principal, wanted.scenario_id)  # an unknown one does not count
    services.gateway.tokens.check_quota(principal)
    lent = services.door.lent
    if lent is not None:
        await lent.check_quota(principal)
    config = wanted.session_config
    wishes, ignored = _wishes(config, scenario=wanted.scenario_id is not None)
    new = NewSession(
        scenario_id=wanted.scenario_id,
        cultural_context=wanted.cultural_context,
        language=config.language,
        patience_ms=config.patience_ms,
        push_to_talk=config.push_to_talk,
        voice=config.voice or wanted.voice,
        model=config.model or wanted.model,
        recording=config.recording,
    )
    session = await create_session(new, services, principal)
    value, grant = services.gateway.tokens.issue(principal, session.id, wishes)
    if lent is not None:
        await lent.grant(value, grant, wishes, now=time.time())
    return Token(
        value=value,
        expires_at=grant.expires_at,
        session_id=session.id,
        url=f"{request.base_url}realtime/webrtc-offer?session_id={session.id}",
        ice_servers=ice_servers(services, principal),
        model=session.model or services.provider.model,
        voice=await _voice(services, session),
        ignored=ignored,
    )


def ice_servers(services: Services, principal: Principal) -> list[IceServerBody]:
    """What the caller's browser should be configured with."""
    found = services.peers.ice_servers(principal.id) if services.peers is not None else ()
    return [
        IceServerBody(urls=list(server.urls), username=server.username, credential=server.credential)
        for server in found
    ]


def _wishes(config: SessionConfig, *, scenario: bool) -> tuple[dict[str, Any], list[str]]:
    """The part of the configuration that is no field of a session, checked as a client's `session.update` is."""
    patch: dict[str, Any] = dict(config.model_extra or {})
    if config.audio is not None:
        patch["audio"] = config.audio
    patch = aliases.settings(patch)
    if config.speed is not None:
        audio = dict(patch.get("audio") or {})
        output = audio.get("output")
        audio["output"] = {**(output if isinstance(output, dict) else {}), "speed": config.speed}
        patch["audio"] = audio
    for name in ("temperature", "max_output_tokens"):
        if (value := getattr(config, name)) is not None:
            patch[name] = value
    if not patch:
        return {}, []
    wishes, ignored = filters.client_session(SessionUpdate(session=patch), scenario=scenario, track=True)
    wishes["audio"] = {side: kept for side, kept in wishes.get("audio", {}).items() if kept}
    wishes = {key: value for key, value in wishes.items() if value != {}}
    return (wishes if len(wishes) > 1 else {}), ignored


async def _voice(services: Services, session: SessionBody) -> str:
    if session.voice or session.scenario_id is None:
        return session.voice or services.provider.voice
    async with services.database.read() as tx:
        scenario = await scenarios.resolve(tx, session.scenario_id, session.scenario_version)
    return scenario.voice
