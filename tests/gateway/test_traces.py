"""Traces of turns, as a receiver gets them over a socket."""

from __future__ import annotations

import base64
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from feedbackyes import providers
from feedbackyes.engine import Engine
from feedbackyes.settings import Settings
from feedbackyes.telemetry import traces
from tests.engine.fakes import Cast, silence, speech
from tests.gateway.conftest import House, OpenHouse, house, receive, send
from tests.gateway.realtime_server import RealtimeServer
from tests.telemetry.receiver import Receiver, attributes, receiver


@asynccontextmanager
async def traced(monkeypatch: pytest.MonkeyPatch, **environment: str) -> AsyncIterator[Receiver]:
    """Traces are sent to a receiver, which has them all after the block."""
    async with receiver() as server:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", server.url)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        traces.start("1.2.3")
        try:
            yield server
        finally:
            await traces.stop()


async def answered(house: House, service: RealtimeServer) -> None:
    async with house.call() as socket:
        await receive(socket, "session.created")
        conversation = await service.conversation()
        await conversation.learner_says("MARKER of the learner", "item_a")
        await conversation.partner_says("item_b", "MARKER of the partner", 300)
        await receive(socket, "response.done")
        await house.until("partner.transcript.final")


async def test_a_turn_is_a_trace_of_its_stages(
    open_house: OpenHouse, service: RealtimeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    before_ns = time.time_ns()
    async with traced(monkeypatch) as server, open_house() as house:
        await answered(house, service)
    assert server.paths == {"/v1/traces"}
    assert server.services == {"feedbackyes"}
    root = next(span for span in server.spans if span.name == "turn")
    parts = sorted((span for span in server.spans if span is not root), key=lambda span: span.start_time_unix_nano)
    assert {span.name for span in parts} == {"relay.recognise", "relay.think", "relay.speak"}
    assert [event.name for event in root.events] == ["end_of_speech", "recognised", "first_token", "first_audio"]
    assert {span.trace_id for span in server.spans} == {root.trace_id}
    assert {span.parent_span_id for span in parts} == {root.span_id}
    assert not root.parent_span_id
    assert before_ns < root.start_time_unix_nano <= root.end_time_unix_nano < time.time_ns()
    assert parts[0].start_time_unix_nano == root.start_time_unix_nano
    assert parts[-1].end_time_unix_nano == root.end_time_unix_nano
    assert all(attributes(span)["session.id"] == "s1" for span in server.spans)
    assert attributes(root)["feedbackyes.provider"] == "openai"
    assert not any(b"MARKER" in span.SerializeToString() for span in server.spans)


async def test_the_engines_part_is_in_the_same_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(data=tmp_path, recording="off")
    engine = Engine(settings, Cast().stages)
    provider = providers.load("local", settings, engine=engine)
    async with traced(monkeypatch) as server:
        async with house(settings, provider) as running, running.call() as socket:
            await receive(socket, "session.created")
            for pcm in (speech(600), silence(1500)):
                await send(socket, "input_audio_buffer.append", audio=_base64(pcm))
            await receive(socket, "response.done")
            await running.until("partner.transcript.final")
        await engine.close()
    root = next(span for span in server.spans if span.name == "turn")
    whole = [span for span in server.spans if span.trace_id == root.trace_id]
    of_engine = {span.name: span for span in whole if span.name.startswith("engine.")}
    assert set(of_engine) == {"engine.recogniser", "engine.partner", "engine.voice"}
    assert all(span.parent_span_id == root.span_id for span in of_engine.values())
    assert all(attributes(span)["session.id"] == "s1" for span in whole)
    assert all(attributes(span)["feedbackyes.engine_session_id"].startswith("sess_") for span in of_engine.values())


async def test_what_is_not_sampled_is_not_sent_by_relay_or_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    async with traced(monkeypatch, OTEL_TRACES_SAMPLER="parentbased_always_off", OTEL_SERVICE_NAME="ours") as server:
        traces.turn("item", 1, 2, {}, {})
        traces.part("item", "engine.voice", 1, 2, {})
    assert server.spans == []


async def test_the_standard_variables_name_the_service(monkeypatch: pytest.MonkeyPatch) -> None:
    async with traced(monkeypatch, OTEL_SERVICE_NAME="training-room") as server:
        traces.turn("item", 1, 2, {}, {})
    assert server.services == {"training-room"}


async def test_a_receiver_that_is_away_holds_up_nobody(
    open_house: OpenHouse, service: RealtimeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setattr(traces, "STOP_SECONDS", 0.5)
    traces.start("1.2.3")
    async with open_house() as house:
        await answered(house, service)
        assert len(await house.turns()) == 2
    began = time.monotonic()
    await traces.stop()
    assert time.monotonic() - began < traces.STOP_SECONDS + 1


def test_nothing_that_sends_is_imported_when_traces_are_off() -> None:
    code = "import sys, feedbackyes.gateway; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    senders = ("opentelemetry.sdk", "opentelemetry.exporter", "google.protobuf", "feedbackyes.telemetry.otlp")
    assert [name for name in done.stdout.split() if name.startswith(senders)] == []


def _base64(pcm: bytes) -> str:
    return base64.b64encode(pcm).decode()
