"""What the API says of itself: every operation may refuse, and every refusal is told in the same words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from starlette.routing import compile_path

_JSON = "application/json"
_ERROR = {_JSON: {"schema": {"$ref": "#/components/schemas/ErrorBody"}}}
_REFUSALS = {
    "4XX": "The request is refused; `code` says why, and `message` what to do.",
    "5XX": "It cannot be done now, here or at a service that is needed for it; `message` says more.",
}
_EVERYTHING = "/{path:path}"


class DescribedApp(FastAPI):
    """FastAPI, whose description leaves out no refusal and gives each the form that it really has."""

    def openapi(self) -> dict[str, Any]:
        if self.openapi_schema is None:
            self.openapi_schema = _with_refusals(super().openapi())
        return self.openapi_schema


def _with_refusals(description: dict[str, Any]) -> dict[str, Any]:
    for operation in _operations(description):
        responses = operation["responses"]
        for status, response in responses.items():
            if status >= "4" and "ErrorBody" in str(response.get("content", {})):
                response["content"] = _ERROR  # JSON also where the answer itself would be something else
        for status, text in _REFUSALS.items():
            responses.setdefault(status, {"description": text, "content": _ERROR})
    return description


def _operations(description: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path in description.get("paths", {}).values():
        yield from (operation for operation in path.values() if isinstance(operation, dict))


def methods_at(app: FastAPI, path: str) -> list[str]:
    """The methods that an address takes; none when nothing is there but the page. A name in full goes before a pattern."""
    table: list[_Place] | None = getattr(app.state, "methods", None)
    if table is None:
        table = app.state.methods = list(_table(app.state.routers))
    found = [place for place in table if place.pattern.match(path)]
    exact = [place for place in found if place.path == path]
    return sorted({method for place in exact or found for method in place.methods})


@dataclass(frozen=True, slots=True)
class _Place:
    path: str
    pattern: re.Pattern[str]
    methods: frozenset[str]


def _table(routers: Iterable[APIRouter]) -> Iterator[_Place]:
    """Of the routers themselves: FastAPI makes what it includes of them when it is first asked, which takes long."""
    for route in (route for router in routers for route in router.routes):
        if isinstance(route, APIRoute) and route.path != _EVERYTHING:
            yield _Place(route.path, compile_path(route.path)[0], frozenset(route.methods or ()))


def exact_methods(routers: Iterable[APIRouter]) -> dict[str, frozenset[str]]:
    """The methods of each address that has no pattern in it."""
    found: dict[str, frozenset[str]] = {}
    for place in _table(routers):
        if "{" not in place.path:
            found[place.path] = found.get(place.path, frozenset()) | place.methods
    return found
