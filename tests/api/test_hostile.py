"""Whatever is sent, the answer is one of the table's and never "something went wrong on our side"."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import pytest
from fastapi.routing import APIRoute, iter_route_contexts

from tests.api.conftest import World

VALUES: list[Any] = [
    "", "x", "s1", "fy_unknown", "\x00", "../../etc/passwd", "é☕", "\ud800", "x" * 5000, "9" * 40, "-1", "1e309", "null", "%00", "'; --",
    None, True, -1, 0, 10**30, 1.5, float("nan"), float("inf"), [], [[]], {}, {"a": []}, [None] * 50,
]  # fmt: skip
FIELDS = [
    "session_id", "transcript", "scenario_id", "duration_seconds", "rubric", "language", "patience_ms", "voice",
    "recording", "hosted_voice", "hosted_judge", "push_to_talk", "cultural_context", "force", "provider", "monitoring", "url", "events", "text",
]  # fmt: skip
QUERIES = ["cursor", "limit", "bins", "after", "token"]
HEADERS = ["last-event-id", "range", "prefer", "if-none-match", "accept", "cookie", "authorization", "content-type"]


def requests(world: World, seed: int) -> Iterator[tuple[str, httpx.URL, dict[bytes, bytes], bytes]]:
    dice = random.Random(seed)

    def text() -> str:
        value = dice.choice(VALUES)
        return (value if isinstance(value, str) else json.dumps(value)).encode(errors="replace").decode()

    for route in iter_route_contexts(world.app.routes):
        if not isinstance(route.original_route, APIRoute) or "events" in str(route.path):
            continue
        for method in sorted(route.methods or ()):
            path = str(route.path)
            for name in ("session_id", "analysis_id", "scenario_id", "path:path"):
                path = path.replace(
                    f"{{{name}}}", dice.choice(["s1", "late-report", text().replace("/", "")[:200] or "x"])
                )
            query = urlencode({dice.choice(QUERIES): text()})
            url = httpx.URL("http://localhost:8000").copy_with(raw_path=f"{quote(path)}?{query}".encode())
            headers = {dice.choice(HEADERS).encode(): text().replace("\x00", "").strip().encode()[:300]}
            body = {dice.choice(FIELDS): dice.choice(VALUES) for _ in range(dice.randrange(4))}
            yield method, url, {b"content-type": b"application/json", **headers}, json.dumps(body).encode()


@pytest.mark.slow
async def test_no_input_is_our_fault(world: World) -> None:
    seen: set[int] = set()
    world.services.settings = world.services.settings.model_copy(update={"webhook_secrets": ("whsec_b2xk",)})
    async with world.client() as client:
        for seed in range(25):
            if seed % 5 == 0 and seed:
                await client.delete("/api/sessions/s1")
            if seed % 5 == 0:
                await world.session(owner="local")
            for method, url, headers, body in requests(world, seed):
                if method == "DELETE":
                    continue
                answer = await client.request(method, url, headers=list(headers.items()), content=body)
                seen.add(answer.status_code)
                assert answer.status_code < 500 or "not built" in answer.text, (method, url, headers, body, answer.text)
    assert {200, 201, 400, 401, 404, 422} <= seen
