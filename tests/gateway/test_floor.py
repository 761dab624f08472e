from __future__ import annotations

import asyncio
import base64
import json
from typing import Any

import pytest

from feedbackyes import library
from feedbackyes.behaviours import rapport
from feedbackyes.domain.session import EndReason, SessionState
from feedbackyes.domain.transcript import TurnState
from feedbackyes.gateway import Gateway, call
from tests.gateway.conftest import House, OpenHouse, eventually, receive, send
from tests.gateway.realtime_server import RealtimeServer
from tests.gateway.test_relay import SCENARIO

WORDS = "one two three four five six seven eight nine ten"
AUDIO = base64.b64encode(b"\1\0" * 960).decode()


async def test_a_client_that_stops_playing_decides_what_was_heard(
    open_house: OpenHouse, service: RealtimeServer
) -> None:
    async with open_house() as house, house.call() as socket:
        await receive(socket, "session.created")
        conversation = await service.conversation()
        await conversation.partner_says("item_p", WORDS, 5000)
        await receive(socket, "response.done")
        await conversation.say("input_audio_buffer.speech_started", audio_start_ms=0, item_id="item_u")
        await receive(socket, "input_audio_buffer.speech_started")
        await send(socket, "conversation.item.truncate", item_id="item_p", content_index=0, audio_end_ms=2500)
        truncate = await conversation.heard("conversation.item.truncate")
        assert (truncate["item_id"], truncate["audio_end_ms"]) == ("item_p", 2500)
        final = await house.until("partner.transcript.final")
        assert final.data["text"] == "one two three four five"
        assert final.data["interrupted"] is True
        interrupted = await house.until("partner.interrupted")
        assert interrupted.data == {"heard_ms": 2500, "generated_ms": 5000}
        (turn,) = await house.turns()
        assert turn.text == "one two three four five"
        assert turn.end_ms - turn.start_ms == pytest.approx(2500, abs=2)


async def test_a_client_that_says_nothing_is_truncated_where_the_learner_began(
    open_house: OpenHouse, service: RealtimeServer
) -> None:
    async with open_house() as house, house.call() as socket:
        await receive(socket, "session.created")
        conversation = await service.conversation()
        await conversation.partner_says("item_p", WORDS, 5000)
        await receive(socket, "response.done")
        await asyncio.sleep(0.4)
        await conversation.say("input_audio_buffer.speech_started", audio_start_ms=0, item_id="item_u")
        truncate = await conversation.heard("conversation.item.truncate")
        assert 400 <= truncate["audio_end_ms"] < 900
        final = await house.until("partner.transcript.final")
        assert final.data["text"] in ("one", "one two")
        assert len(conversation.of("conversation.item.truncate")) == 1


async def test_a_turn_that_was_heard_to_its_end_cannot_be_cut_later(
    open_house: OpenHouse, service: RealtimeServer
) -> None:
    async with open_house() as house, house.call() as socket:
        conversation = await service.conversation()
        await receive(socket, "session.created")
        await conversation.partner_says("item_p", WORDS, 200)
        assert (await house.until("partner.transcript.final")).data["text"] == WORDS
        await send(socket, "conversation.item.truncate", item_id="item_p", content_index=0, audio_end_ms=100)
        await conversation.heard("conversation.item.truncate")
        await conversation.learner_says("next", "item_u")
        await receive(socket, "conversation.item.input_audio_transcription.completed")
        assert [turn.text for turn in await house.turns()] == [WORDS, "next"]


async def test_what_waits_for_time_to_pass_does_not_wait_for_the_duties_of_a_call(
    open_house: OpenHouse, service: RealtimeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(call, "DUTIES_MS", 60_000.0)
    monkeypatch.setattr(call, "DUTIES_SHARE", 60.0)
    async with open_house() as house, house.call() as socket, asyncio.timeout(20):
        conversation = await service.conversation()
        await conversation.partner_begins("item_p")
        await conversation.partner_audio("item_p", 300)
        await receive(socket, "response.output_audio.delta")
        talk = await at_rest(house)
        await conversation.say(
            "response.output_audio.done", response_id="resp_1", item_id="item_p", output_index=0, content_index=0
        )
        await eventually(lambda: talk.downstream.passed_ms == 300)

        await conversation.partner_begins("item_q", "resp_2")
        await conversation.partner_audio("item_q", 8000, "resp_2")
        await receive(socket, "response.output_audio.delta")
        await at_rest(house)
        await conversation.partner_text("item_q", WORDS, "resp_2")
        while not (said := await house.turns()):  # noqa: ASYNC110 (nobody announces it)
            await asyncio.sleep(0.05)
        assert [(turn.text, turn.state) for turn in said] == [(WORDS, TurnState.SPEAKING)]

        await at_rest(house)
        await conversation.say("input_audio_buffer.speech_started", audio_start_ms=0, item_id="item_u")
        await conversation.heard("conversation.item.truncate")


async def at_rest(house: House) -> call.Call:
    """Until the one call there is waits for its duties and nothing else."""
    (talk,) = house.gateway._calls.values()
    await eventually(lambda: talk.due_at > talk.clock() + 30)
    return talk


async def test_the_order_of_turns_is_the_order_of_talking(open_house: OpenHouse, service: RealtimeServer) -> None:
    async with open_house() as house, house.call() as socket:
        conversation = await service.conversation()
        await receive(socket, "session.created")
        await conversation.say("input_audio_buffer.committed", previous_item_id=None, item_id="item_u")
        await conversation.partner_says("item_p", "An answer.", 100)
        await house.until("partner.transcript.final")
        await conversation.transcribed("a question", "item_u")
        await receive(socket, "conversation.item.input_audio_transcription.completed")
        assert [turn.text for turn in await house.turns()] == ["a question", "An answer."]


async def test_a_dropped_browser_comes_back_to_the_same_session(open_house: OpenHouse, service: RealtimeServer) -> None:
    async with open_house() as house:
        socket = await house.call()
        await receive(socket, "session.created")
        conversation = await service.conversation()
        await send(socket, "input_audio_buffer.append", audio=AUDIO)
        await conversation.partner_says("item_p", WORDS, 5000)
        await receive(socket, "response.done")
        socket.transport.abort()
        await house.until("session.state", state="reconnecting")
        truncate = await conversation.heard("conversation.item.truncate")
        assert truncate["audio_end_ms"] < 4000
        async with house.call() as again:
            first = json.loads(await again.recv())
            assert first["type"] == "session.created"
            assert first["session"]["audio"]["output"]["voice"] == "marin"
            await conversation.learner_says("I am back", "item_u")
            await receive(again, "conversation.item.input_audio_transcription.completed")
            assert len(service.conversations) == 1
            states = [event.data["state"] async for event in _until_live(house.gateway)]
            assert states == ["connecting", "live", "reconnecting", "live"]


async def _until_live(gateway: Gateway) -> Any:
    lives = 0
    async for event in gateway.events("s1", 0):
        if event.type == "session.state":
            yield event
            lives += event.data["state"] == "live"
            if lives == 2:
                return


async def test_an_answer_for_somebody_who_is_away_waits_for_them(
    open_house: OpenHouse, service: RealtimeServer
) -> None:
    async with open_house() as house:
        socket = await house.call()
        await receive(socket, "session.created")
        conversation = await service.conversation()
        await send(socket, "input_audio_buffer.append", audio=AUDIO)
        await conversation.heard("input_audio_buffer.append")
        socket.transport.abort()
        await house.until("session.state", state="reconnecting")
        await conversation.partner_begins("item_p", "resp_away")
        await conversation.heard("response.cancel")
        await conversation.say("response.done", response={"id": "resp_away", "status": "cancelled", "output": []})
        await conversation.heard("conversation.item.delete")
        async with house.call() as again:
            await receive(again, "session.created")
            await conversation.heard("response.create")
            await conversation.partner_says("item_q", "Now you hear me.", 100, "resp_2")
            await receive(again, "response.done")
            await house.until("partner.transcript.final")
            assert [turn.text for turn in await house.turns()] == ["Now you hear me."]


async def test_a_second_window_takes_over(open_house: OpenHouse, service: RealtimeServer) -> None:
    async with open_house() as house, house.call() as first:
        await receive(first, "session.created")
        async with house.call() as second:
            await receive(second, "session.created")
            await first.wait_closed()
            assert first.close_code == 4001
            assert "taken over" in (first.close_reason or "")
            conversation = await service.conversation()
            await send(second, "input_audio_buffer.append", audio=AUDIO)
            await conversation.heard("input_audio_buffer.append")
            assert (await house.session()).state is SessionState.LIVE


async def test_who_says_that_this_is_the_end_is_not_waited_for(open_house: OpenHouse, service: RealtimeServer) -> None:
    async with open_house() as house:
        socket = await house.call()
        await receive(socket, "session.created")
        conversation = await service.conversation()
        await conversation.partner_says("item_p", WORDS, 300)
        await receive(socket, "response.done")
        await socket.close(1000, "end")
        ended = await house.until("session.state", state="ended")
        assert ended.data["reason"] == EndReason.COMPLETED
        await asyncio.wait_for(conversation.closed.wait(), 5)
        assert len(await house.turns()) == 1


async def test_what_the_learner_said_last_still_becomes_words(open_house: OpenHouse, service: RealtimeServer) -> None:
    async with open_house() as house:
        socket = await house.call()
        await receive(socket, "session.created")
        conversation = await service.conversation()
        await conversation.say("input_audio_buffer.speech_started", audio_start_ms=0, item_id="item_u")
        await receive(socket, "input_audio_buffer.speech_started")
        await socket.close(1000, "end")
        await conversation.heard("input_audio_buffer.commit")
        await conversation.say("input_audio_buffer.committed", previous_item_id=None, item_id="item_u")
        await conversation.transcribed("my last words", "item_u")
        await house.until("session.state", state="ended")
        assert [turn.text for turn in await house.turns()] == ["my last words"]


async def test_a_fact_that_was_earned_reaches_a_partner_who_is_given_instructions(
    open_house: OpenHouse, service: RealtimeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    disclosure = SCENARIO.disclosures[0]

    def follow(_scenario: object, turns: Any, **_options: object) -> rapport.Rapport:
        earned = (disclosure.id,) if any("please" in turn.text for turn in turns) else ()
        return rapport.Rapport(trust=1, tension=0, openness=1, earned=earned)

    monkeypatch.setattr(rapport, "follow", follow)
    async with open_house() as house, house.call(f"/ws/realtime/s1?scenario_id={SCENARIO.id}") as socket:
        await receive(socket, "session.created")
        conversation = await service.conversation()
        first = await conversation.heard("session.update")
        assert disclosure.fact not in first["session"]["instructions"]
        await conversation.learner_says("please tell me more", "item_u")
        await receive(socket, "conversation.item.input_audio_transcription.completed")
        told = (await conversation.heard("session.update", 4))["session"]
        assert disclosure.fact in told["instructions"]
        assert set(told) == {"type", "instructions"}
        shown = await receive(socket, "session.updated")
        assert shown["session"]["instructions"] == ""


async def test_a_client_that_cancels_has_stopped_playing(open_house: OpenHouse, service: RealtimeServer) -> None:
    async with open_house() as house, house.call() as socket:
        await receive(socket, "session.created")
        conversation = await service.conversation()
        await conversation.partner_says("item_p", WORDS, 5000)
        await receive(socket, "response.done")
        await asyncio.sleep(0.1)
        await send(socket, "response.cancel")
        await conversation.heard("response.cancel")
        truncate = await conversation.heard("conversation.item.truncate")
        assert truncate["audio_end_ms"] < 1000
        assert (await house.until("partner.transcript.final")).data["text"] in ("one", "one two")


async def test_an_opening_that_the_provider_refuses_can_be_asked_for(
    open_house: OpenHouse, service: RealtimeServer
) -> None:
    scenario = next(one for one in library.scenarios() if one.opens == "partner")
    async with open_house() as house, house.call(f"/ws/realtime/s1?scenario_id={scenario.id}") as socket:
        await receive(socket, "session.created")
        conversation = await service.conversation()
        opening = await conversation.heard("response.create")
        await send(socket, "response.create", event_id="mine")
        await send(socket, "input_audio_buffer.clear")
        await conversation.heard("input_audio_buffer.clear")
        details = {"type": "invalid_request_error", "code": "busy", "message": "No.", "event_id": opening["event_id"]}
        await conversation.say("error", error=details)
        await conversation.say("something")
        await receive(socket, "something")
        assert len(conversation.of("response.create")) == 1, "while it was on its way, nothing more was asked for"
        await send(socket, "response.create", event_id="again")
        assert (await conversation.heard("response.create", 2))["event_id"] == "again"
