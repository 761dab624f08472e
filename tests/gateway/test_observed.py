"""What operators see of a call: its lines in the log, and its figures. Nothing of what was said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from feedbackyes import log, providers
from feedbackyes.domain.errors import Failed
from feedbackyes.domain.session import EndReason
from feedbackyes.engine import Engine
from feedbackyes.settings import Settings
from tests.engine.fakes import Cast, Partner
from tests.gateway.conftest import ALICE, OpenHouse, eventually, house, receive, send
from tests.gateway.phone.test_switchboard import exchange, talk
from tests.gateway.realtime_server import Conversation, RealtimeServer
from tests.gateway.test_webrtc_end import opened
from tests.sip.caller import telephone
from tests.telemetry.test_metrics import shown

TURN, RELAYED = "feedbackyes_turn_latency_seconds_count", "feedbackyes_relayed_audio_bytes_total"


async def test_a_talk_is_counted_from_its_beginning_to_its_end(open_house: OpenHouse, service: RealtimeServer) -> None:
    of_relay = {"transport": "websocket", "provider": "openai"}
    names = ("feedbackyes_sessions_started_total", "feedbackyes_sessions_ended_total", TURN, RELAYED)
    before = {name: shown(name) for name in names}
    async with open_house() as house:
        async with house.call() as socket:
            await receive(socket, "session.created")
            assert shown("feedbackyes_live_sessions", **of_relay) == 1
            conversation = await service.conversation()
            await send(socket, "input_audio_buffer.append", audio="AQAB" * 1000)
            await conversation.heard("input_audio_buffer.append")
            await conversation.learner_says("hello", "item_a")
            await conversation.partner_says("item_b", "good morning", 200)
            await house.until("partner.transcript.final")
            passed = shown(RELAYED) - before[RELAYED]
            assert passed == pytest.approx(4000 + 200 * 48 * 4 / 3, abs=8)
            await socket.close(1000, "end")
        await eventually(lambda: not house.gateway.live())
        assert shown("feedbackyes_live_sessions", **of_relay) == 0
        assert shown(RELAYED) - before[RELAYED] == pytest.approx(passed)
    assert shown("feedbackyes_sessions_started_total", **of_relay) >= 1
    assert {name: shown(name) - before[name] for name in names[:3]} == dict(zip(names, (1, 1, 3), strict=False))
    assert shown("feedbackyes_sessions_ended_total", reason=EndReason.COMPLETED.value, **of_relay) >= 1


@pytest.mark.parametrize("path", ["/ws/realtime/s1", "/ws/audio"])
async def test_every_line_of_a_session_has_its_ids_and_no_content(
    open_house: OpenHouse, service: RealtimeServer, capsys: pytest.CaptureFixture[str], path: str
) -> None:
    log.configure("DEBUG", "json")
    async with open_house(openai_api_key="sk-MARKERKEYMARKER") as house:
        async with house.call(path) as socket:
            session_id = "s1"
            if path == "/ws/audio":
                session_id = (await receive(socket, "session_id"))["session_id"]
            else:
                await receive(socket, "session.created")
                item = {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "MARKER typed"}]}
                await send(socket, "conversation.item.create", item=item)
                await send(socket, "conversation.item.create", item={"type": "MARKER", "MARKER": "MARKER"})
            conversation = await service.conversation()
            await conversation.learner_says("MARKER spoken", "item_a")
            await conversation.partner_says("item_b", "MARKER answered", 100)
            await conversation.say("error", error={"type": "x", "event_id": "event_gateway_1", "message": "MARKER?"})
            await house.until("partner.transcript.final", session_id)
            service.drop()
            await service.conversation(2)
        await house.gateway.stop(ALICE, session_id)
    written = capsys.readouterr().err
    assert "MARKER" not in written
    lines = [json.loads(line) for line in written.splitlines()]
    ours = [line for line in lines if line["logger"].startswith("feedbackyes.gateway") and "ession" in line["event"]]
    events = " ".join(line["event"] for line in ours)
    for part in ("begins", "refused what we sent", "Another one is opened", "has ended"):
        assert part in events
    assert {line.get("session_id") for line in ours} == {session_id}
    assert {line.get("user_id") for line in ours} == {ALICE.id}


async def test_lines_of_the_embedded_engine_name_the_talk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = Settings(data=tmp_path, recording="off")
    cast = Cast(partner=Partner(says=[[Failed("no answer")], [ValueError("broken")]]))
    engine = Engine(settings, cast.stages)
    log.configure("INFO", "json")
    async with house(settings, providers.load("local", settings, engine=engine)) as running, running.call() as socket:
        await receive(socket, "session.created")
        for _ in range(2):
            await send(socket, "response.create")
            await receive(socket, "response.done")
    await engine.close()
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    failed = [line for line in lines if line["event"] == "a reply failed"]
    assert len(failed) == 2
    assert {(line["session_id"], line["user_id"]) for line in failed} == {("s1", ALICE.id)}
    assert "ValueError: broken" in failed[1]["exception"]


async def _troubled(conversation: Conversation, service: RealtimeServer) -> None:
    """A talk, a refusal and a lost service: what there are lines for."""
    await conversation.learner_says("MARKER spoken", "item_a")
    await conversation.partner_says("item_b", "MARKER answered", 100)
    await conversation.say("error", error={"type": "x", "event_id": "event_gateway_1", "message": "MARKER?"})
    service.drop()
    await service.conversation(2)


def _checked(written: str, session_id: str, user_id: str) -> None:
    assert "MARKER" not in written
    lines = [json.loads(line) for line in written.splitlines()]
    ours = [line for line in lines if "ession" in line["event"] and line["logger"].startswith("feedbackyes.gateway")]
    assert len(ours) >= 4
    assert {(line.get("session_id"), line.get("user_id")) for line in ours} == {(session_id, user_id)}


async def test_lines_of_a_call_by_webrtc_have_its_ids(
    service: RealtimeServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log.configure("DEBUG", "json")
    async with opened(service, tmp_path) as lines:
        peer = await lines.call()
        await _troubled(await service.conversation(), service)
        peer.listener.on_closed("gone")
        await lines.gateway.stop(ALICE, "s1")
    _checked(capsys.readouterr().err, "s1", ALICE.id)


async def test_lines_of_a_telephone_call_have_its_ids(
    service: RealtimeServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log.configure("DEBUG", "json")
    async with exchange(service, tmp_path) as lines, telephone(lines.address) as phone:
        await talk(phone)
        conversation = await service.conversation()
        session = await lines.live()
        await _troubled(conversation, service)
        await phone.bye()
        await lines.ended()
    _checked(capsys.readouterr().err, session.id, session.owner_id)
