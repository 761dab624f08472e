"""What the page has to know of the server, and what the caller has agreed to."""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import urlsplit

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from feedbackyes import __version__
from feedbackyes.api.access import Allow
from feedbackyes.api.services import Services, ServicesDep, now_ms
from feedbackyes.domain.addresses import is_own
from feedbackyes.domain.consent import Purpose
from feedbackyes.domain.permissions import Action
from feedbackyes.domain.preferences import Preferences
from feedbackyes.domain.principal import Principal, Role
from feedbackyes.providers import Assembled, Provider
from feedbackyes.storage import consents, preferences

router = APIRouter(prefix="/api", tags=["me"])


class ProviderInfo(BaseModel):
    name: str
    hosted: Annotated[bool, Field(description="Voice leaves this machine.")]
    model: str
    price_per_minute_usd: Annotated[float | None, Field(description="About; null when it is not known.")]
    basic_ears: Annotated[bool, Field(description="The recogniser mishears too much to be trusted.")]
    languages: Annotated[
        list[str] | None,
        Field(description="That the recogniser understands, as primary subtags; null is any. Others are typed."),
    ]
    voice_languages: Annotated[
        list[str] | None,
        Field(description="That the voice speaks; null is any, or not known. There is no talk in others."),
    ] = None
    free_languages: Annotated[
        list[str] | None,
        Field(description="In which the partner has something to say without a scenario; null is any."),
    ] = None
    recogniser: str
    voice: str
    partner: Annotated[str | None, Field(description="Who decides what it says; null: the service's own.")] = None
    reasons: Annotated[
        dict[str, str], Field(description="Why `auto` took the `recogniser`, the `voice` or the `partner`.")
    ] = {}
    scripted: Annotated[bool, Field(description="The partner follows a script, not a language model.")]
    push_to_talk: Annotated[bool, Field(description="It can leave to you when your turn is over.")] = True
    truncates: Annotated[bool, Field(description="It is told how much of a reply you heard.")] = True
    transcribes: Annotated[bool, Field(description="There are words of what you say, and so feedback.")] = True
    webrtc_direct: Annotated[bool, Field(description="A browser's call may go to it directly.")] = False
    session_minutes: Annotated[
        float | None, Field(description="After which it ends its session; the talk goes on with another one.")
    ] = None
    voices: Annotated[list[str] | None, Field(description="That it has; null: not known.")] = None
    hosts: Annotated[list[str], Field(description="Where parts of the embedded engine send what is said.")] = []


class JudgeInfo(BaseModel):
    model: Annotated[str | None, Field(description="Language model that judges; null: the basic check does.")]
    hosted: Annotated[
        bool, Field(description="What was said leaves this network for it, of those who agreed to `hosted_judge`.")
    ]
    host: Annotated[str | None, Field(description="Where it is.")] = None


class ModelServerInfo(BaseModel):
    name: str
    url: str
    models: list[str]


class Consents(BaseModel):
    """null: the question was never answered. Each purpose has an answer of its own; none stands for another."""

    recording: bool | None = None
    hosted_voice: bool | None = None
    hosted_judge: Annotated[
        bool | None, Field(description="What you say may be sent, as text, to a hosted language model that judges it.")
    ] = None
    keep_recording: Annotated[
        bool | None, Field(description="Recordings may stay longer than a day. false: they go after it.")
    ] = None
    handed_on: Annotated[
        bool | None, Field(description="Transcripts and feedback may go to your organisation's own systems.")
    ] = None


class ConsentChange(BaseModel):
    """What is left out stays as it is."""

    model_config = ConfigDict(extra="forbid")

    recording: bool | None = None
    hosted_voice: bool | None = None
    hosted_judge: bool | None = None
    keep_recording: bool | None = None
    handed_on: bool | None = None


class PreferencesBody(BaseModel):
    """With whom one talks on the speech page. null: the server's own."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)

    persona: Annotated[str | None, Field(max_length=8000, description="Instructions, in one's own words.")] = None
    voice: Annotated[str | None, Field(max_length=64)] = None
    language: Annotated[str | None, Field(max_length=35, pattern=r"^[A-Za-z0-9-]*$", description="BCP 47.")] = None


class Config(BaseModel):
    version: str
    provider: ProviderInfo
    providers: Annotated[list[ProviderInfo], Field(description="That a session may choose, the server's own first.")]
    judge: JudgeInfo
    model_servers: Annotated[
        list[ModelServerInfo],
        Field(description="Noticed on this machine, could play the partner, not used; admins are told."),
    ]
    recording: Annotated[Literal["ask", "on", "off"], Field(description="The server's rule.")]
    consents: Consents
    session_timeout_seconds: float
    resume_seconds: float
    webrtc: Annotated[bool, Field(description="Calls over WebRTC are taken; WebSocket always is.")]
    ice_servers: Annotated[
        list[dict[str, str | list[str]]], Field(description="For `RTCPeerConnection`; credentials hold for an hour.")
    ]


@router.get("/config")
async def config(services: ServicesDep, principal: Annotated[Principal, Allow(Action.USE)]) -> Config:
    """What the page has to know before a conversation."""
    return Config(
        version=__version__,
        provider=_provider(services, services.provider),
        providers=[_provider(services, one) for one in services.gateway.choices.every],
        judge=_judge(services),
        model_servers=_model_servers(services, principal),
        recording=services.settings.recording,
        consents=await _consents(services, principal),
        session_timeout_seconds=services.settings.session_timeout_seconds,
        resume_seconds=services.settings.resume_seconds,
        webrtc=services.peers is not None,
        ice_servers=_ice_servers(services, principal),
    )


@router.put("/consents")
async def put_consents(
    change: ConsentChange, services: ServicesDep, principal: Annotated[Principal, Allow(Action.GIVE_CONSENT)]
) -> Consents:
    """Answer for oneself; the last answer holds."""
    given = {purpose: getattr(change, purpose.value) for purpose in Purpose}
    async with services.database.begin() as tx:
        for purpose, granted in given.items():
            if granted is not None:
                await consents.put(tx, principal, purpose, granted=granted, at=now_ms())
    return await _consents(services, principal)


@router.get("/me/preferences")
async def get_preferences(services: ServicesDep, principal: Annotated[Principal, Allow(Action.USE)]) -> PreferencesBody:
    """What one saved last."""
    async with services.database.read() as tx:
        return PreferencesBody.model_validate(await preferences.get(tx, principal))


@router.put("/me/preferences")
async def put_preferences(
    wanted: PreferencesBody, services: ServicesDep, principal: Annotated[Principal, Allow(Action.USE)]
) -> PreferencesBody:
    """Save all three for oneself, in place of what was saved before."""
    async with services.database.begin() as tx:
        await preferences.put(tx, principal, Preferences(**wanted.model_dump()), at=now_ms())
    return wanted


def _ice_servers(services: Services, principal: Principal) -> list[dict[str, str | list[str]]]:
    """In the words of `RTCIceServer`."""
    found: list[dict[str, str | list[str]]] = []
    for server in services.peers.ice_servers(principal.id) if services.peers else ():
        told: dict[str, str | list[str]] = {"urls": list(server.urls)}
        if server.username is not None and server.credential is not None:
            told |= {"username": server.username, "credential": server.credential}
        found.append(told)
    return found


async def _consents(services: Services, principal: Principal) -> Consents:
    async with services.database.read() as tx:
        return Consents(**{purpose.value: await consents.get(tx, principal, purpose) for purpose in Purpose})


def _provider(services: Services, provider: Provider) -> ProviderInfo:
    able = provider.capabilities
    hosted = provider.capabilities.hosted
    return ProviderInfo(
        name=provider.name,
        hosted=able.leaves,
        model=provider.model,
        price_per_minute_usd=able.price_per_minute_usd if able.leaves or able.costs else 0.0,
        basic_ears=provider.capabilities.basic_ears,
        languages=_sorted(able.languages),
        voice_languages=_sorted(able.voice_languages),
        free_languages=_sorted(able.free_languages),
        recogniser=provider.recogniser,
        voice=provider.voice,
        partner=provider.partner if isinstance(provider, Assembled) else None,
        reasons=dict(provider.reasons) if isinstance(provider, Assembled) else {},
        scripted=not hosted and services.settings.chosen_dialogue == "scripted",
        push_to_talk=able.push_to_talk,
        truncates=able.truncates,
        transcribes=able.transcribes,
        webrtc_direct=able.webrtc_direct,
        session_minutes=able.session_minutes,
        voices=None if able.voices is None else list(able.voices),
        hosts=list(services.settings.stages_elsewhere) if able.elsewhere else [],
    )


def _sorted(languages: frozenset[str] | None) -> list[str] | None:
    return None if languages is None else sorted(languages)


def _model_servers(services: Services, principal: Principal) -> list[ModelServerInfo]:
    if principal.role is not Role.ADMIN:
        return []
    return [ModelServerInfo(name=one.name, url=one.url, models=list(one.models)) for one in services.model_servers]


def _judge(services: Services) -> JudgeInfo:
    settings = services.settings
    if not settings.judges_with_model:
        return JudgeInfo(model=None, hosted=False)
    base = settings.openai_api_base
    return JudgeInfo(model=settings.judge_model, hosted=not is_own(base), host=urlsplit(base).hostname)
