"""The routes, the error table and the middleware put together. What they work with comes from `app`."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

from fastapi import APIRouter, Depends, FastAPI
from starlette.middleware.cors import CORSMiddleware

from feedbackyes import __version__
from feedbackyes.api import (
    account,
    admin,
    audio,
    audit,
    authoring,
    behind,
    calls,
    chat,
    corrections,
    dashboard,
    disagreements,
    docs,
    errors,
    events,
    exports,
    feedback,
    health,
    hints,
    invitations,
    live,
    live_engine,
    me,
    metrics,
    models,
    monitoring,
    oidc,
    people,
    privacy,
    progress,
    pulse,
    pulse_trends,
    realtime,
    recordings,
    scenarios,
    search,
    served,
    sessions,
    sharing,
    sign_in,
    steps,
    takes,
    teams,
    tokens,
    transcripts,
    usage,
    voice_agent,
    web,
    webhook_endpoints,
    webhooks,
    webrtc,
)
from feedbackyes.api.access import Paying
from feedbackyes.api.description import DescribedApp, exact_methods
from feedbackyes.api.middleware import BodyLimit, ExactMethods, SecurityHeaders
from feedbackyes.api.proxied import Proxied, Proxies
from feedbackyes.api.requests import Requests
from feedbackyes.settings import Settings

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[Any]]
_ROUTERS = (
    health,
    metrics,
    sign_in,
    oidc,
    account,
    invitations,
    people,
    teams,
    audit,
    me,
    admin,
    authoring,
    scenarios,
    sessions,
    sharing,
    privacy,
    search,
    served,
    takes,
    hints,
    recordings,
    events,
    monitoring,
    feedback,
    progress,
    pulse,
    pulse_trends,
    dashboard,
    corrections,
    disagreements,
    behind,
    exports,
    usage,
    live,
    tokens,
    webrtc,
    webhooks,
    webhook_endpoints,
    models,
    transcripts,
    realtime,
    calls,
    live_engine,
    audio,
    chat,
    voice_agent,
    steps,
    docs,
)


_OF_ENGINE = (realtime, calls, live_engine, audio, chat, voice_agent)
"""They use the engine's parts beside any session."""


def build(settings: Settings, lifespan: Lifespan | None = None) -> FastAPI:
    """The whole application. Its `state.services` is set by `lifespan`, or by the caller before the first request."""
    routers = [module.router for module in _ROUTERS]
    return _build(settings, lifespan, [*routers, web.router])  # the page takes every address that is left


def build_engine(settings: Settings, lifespan: Lifespan | None = None) -> FastAPI:
    """The embedded engine alone."""
    modules = (health, metrics, realtime, calls, live_engine, audio, chat, docs)
    return _build(settings, lifespan, [module.router for module in modules])


def _build(settings: Settings, lifespan: Lifespan | None, routers: list[APIRouter]) -> FastAPI:
    app = DescribedApp(
        title="FeedbackYes",
        version=__version__,
        description="Rehearse difficult conversations out loud, then read feedback that quotes what was said.",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        generate_unique_id_function=lambda route: route.name,
        responses={422: {"model": errors.ErrorBody, "description": "Something in the request cannot be used."}},
    )
    errors.install(app)
    of_engine = [module.router for module in _OF_ENGINE]
    for router in routers:
        app.include_router(router, dependencies=[Depends(Paying())] if router in of_engine else [])
    app.state.routers = routers
    app.add_middleware(ExactMethods, table=exact_methods(routers))
    app.add_middleware(BodyLimit)
    app.add_middleware(errors.Unexpected)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=list(settings.origins),
        allow_credentials=True,
        allow_methods=["*"],
        allow_headers=["*"],
        expose_headers=["Location", "X-Session-Id", "Preference-Applied", "Content-Range"],
    )
    app.add_middleware(SecurityHeaders, page=web.ROOT / "index.html")
    app.add_middleware(Requests, lines=settings.access_log)
    if settings.proxies:
        app.add_middleware(Proxied, proxies=Proxies(settings.proxies))  # the last is the outermost
    return app
