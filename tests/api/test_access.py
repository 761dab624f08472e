"""Every route says who may call it."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, APIWebSocketRoute, RouteContext, iter_route_contexts

from feedbackyes.api.access import Admitted, Open
from feedbackyes.api.application import build
from feedbackyes.settings import Settings

OPEN_PATHS = {
    "/health",
    "/ready",
    "/webhooks/sip",
    "/api/auth",
    "/api/auth/login",
    "/api/auth/logout",
    "/api/auth/oidc/login",
    "/api/auth/oidc/callback",
    "/api/invitations/{invitation}",
    "/api/invitations/{token}/accept",
}


def declared(dependant: Dependant) -> Iterator[object]:
    for inner in dependant.dependencies:
        if isinstance(inner.call, Admitted | Open):
            yield inner.call
        yield from declared(inner)


def routes(settings: Settings) -> list[RouteContext]:
    return list(iter_route_contexts(build(settings).routes))


def test_every_route_declares_its_permission_once(settings: Settings) -> None:
    found = routes(settings)
    assert len(found) > 15
    for route in found:
        assert isinstance(route.original_route, APIRoute | APIWebSocketRoute), f"{route.path} is none of ours"
        marks = list(declared(route.dependant))
        assert len(marks) == 1, f"{route.path} declares {marks or 'no permission'}"


def test_only_health_signing_in_and_what_is_signed_is_open_to_everybody(settings: Settings) -> None:
    found = {r.path for r in routes(settings) if any(isinstance(mark, Open) for mark in declared(r.dependant))}
    assert found == OPEN_PATHS
