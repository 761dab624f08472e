"""The GPT-Live provider, held against the embedded engine's own Live service in a process of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import httpx
import pytest
from openai.types.live import ClientEvent
from pydantic import Field, TypeAdapter

from tests.e2e.conftest import Server, start_server
from tests.e2e.test_hosted import (
    KEY,
    Upstream,
    check_kept,
    check_same,
    converse,
    found,
    pages,
    secrets_of,
    stored,
    unearned_of,
    unknown_fields,
    upstream,
)

__all__ = ["upstream"]
pytestmark = pytest.mark.slow
VALID: TypeAdapter[Any] = TypeAdapter(Annotated[ClientEvent, Field(discriminator="type")])


@pytest.fixture
def servers(tmp_path: Path, upstream: Upstream) -> Iterator[tuple[Server, Server, Server]]:
    """An engine that is far away, a server that talks to it by GPT-Live, and one with its own."""
    live: dict[str, Any] = {
        "FEEDBACKYES_PROVIDER": "openai-live",
        "OPENAI_API_KEY": KEY,
        "OPENAI_API_BASE": f"http://127.0.0.1:{upstream.port}/v1",
    }
    engine = start_server(tmp_path / "engine", "engine")
    local = start_server(tmp_path / "local", FEEDBACKYES_RECORDING="on")
    hosted = start_server(tmp_path / "hosted", FEEDBACKYES_RECORDING="on", **live)
    upstream.engine = f"{engine.url.replace('http', 'ws', 1)}/v1/live/sessions"
    yield engine, hosted, local
    for server in (engine, hosted, local):
        server.stop()


async def test_the_same_conversation_through_gpt_live(
    upstream: Upstream, servers: tuple[Server, Server, Server]
) -> None:
    engine, hosted, local = servers
    query = "recording=1&patience_ms=500"
    here, there, scenario = await asyncio.gather(
        converse(local.url, "talk", query),
        converse(hosted.url, "talk", query),
        converse(hosted.url, "scenario", f"{query}&scenario_id=late-report"),
    )
    async with (
        httpx.AsyncClient(base_url=local.url, timeout=30) as a,
        httpx.AsyncClient(base_url=hosted.url, timeout=30) as b,
    ):
        check_same(await stored(a, "talk"), await stored(b, "talk"))
        await check_kept(b, "talk")
        told = [turn["speaker"] for turn in await stored(b, "scenario")]
        seen = [*scenario.frames, *scenario.stream, *await pages(b, "scenario")]
    assert told == ["learner", "partner"] * 2
    assert {event["type"] for event in there.events} >= {event["type"] for event in here.events} - {
        "error",
        "rate_limits.updated",
    }
    assert found(secrets_of("late-report"), seen) == []
    check_sent(upstream)
    assert KEY not in hosted.log.read_text()
    assert "Traceback" not in "".join(server.log.read_text() for server in (engine, hosted, local))


def check_sent(upstream: Upstream) -> None:
    """The service was told what it has to know, in the SDK's terms, and no more than was earned."""
    assert upstream.paths[0] == "/v1/live/sessions"
    assert upstream.headers[0]["authorization"] == f"Bearer {KEY}"
    starts = [event for event in upstream.sent if event["type"] == "session.start"]
    start = next(event for event in starts if "Marc" in event["session"]["instructions"])
    for event in upstream.sent:
        assert unknown_fields(VALID.validate_python(event)) == [], event
    session = start["session"]
    assert found(unearned_of("late-report"), [session["instructions"]]) == []
    channel = session["client"]["data_channel"]
    assert channel["allowed_client_events"] == []
    assert {one["type"] for one in channel["allowed_server_events"]}.isdisjoint({"session.started", "session.updated"})
    assert [event["type"] for event in upstream.sent].count("session.close") == len(starts) == 2
