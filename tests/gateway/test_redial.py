"""Calls that go to the service directly outlive their line: the browser offers again, or comes by way of us."""

from __future__ import annotations

import asyncio
import wave
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from starlette.responses import JSONResponse

from feedbackyes import behaviours, providers
from feedbackyes.domain.errors import Conflict
from feedbackyes.domain.session import EndReason, SessionState
from feedbackyes.engine import Engine
from feedbackyes.gateway import redial
from feedbackyes.gateway.playback import FarClock
from feedbackyes.providers import CallRefused, openai
from feedbackyes.settings import Settings
from feedbackyes.storage.recordings.parts import RecordedHere
from tests.engine.fakes import Cast
from tests.gateway.calls_service import calls_service
from tests.gateway.conftest import ALICE, eventually, receive
from tests.gateway.conftest import house as open_gateway
from tests.gateway.realtime_server import Conversation, RealtimeServer
from tests.gateway.test_continuity import told
from tests.gateway.test_direct_end import WORDS, Far, speak
from tests.gateway.test_relay import SCENARIO
from tests.paper_peers import PaperPeers

Open = Callable[..., AbstractAsyncContextManager[Far]]
CHARACTER_MS = 65


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redial, "OPENING_SECONDS", 0.05)


@pytest.fixture
def open_far(service: RealtimeServer, tmp_path: Path) -> Open:
    @asynccontextmanager
    async def start(*, spare: bool = False, peers: PaperPeers | None = None, **changes: Any) -> AsyncIterator[Far]:
        async with calls_service() as calls:
            values = {
                "data": tmp_path,
                "recording": "off",
                "openai_api_key": "sk-secret",
                "openai_api_base": calls.base,
                "openai_realtime_url": service.url,
            }
            settings = Settings(**{**values, **changes})
            provider = openai.create(settings=settings)
            engine = Engine(settings, Cast().stages)
            local = providers.load("local", settings, engine=engine) if spare else None
            try:
                async with open_gateway(settings, provider, spare=local, peers=peers) as house:
                    yield Far(house, calls, service)
            finally:
                await provider.close()
                await engine.close()

    return start


async def lost(far: Far, conversation: Conversation, code: int = 1011) -> Any:
    """The service hangs up; gives the event that says so."""
    await conversation.socket.close(code)
    return await far.house.until("session.state", state="reconnecting")


async def texts(far: Far) -> list[str]:
    return [turn.text for turn in await far.house.turns() if turn.text]


async def test_a_browser_that_calls_again_goes_on_where_it_was(open_far: Open) -> None:
    await asyncio.to_thread(behaviours.language("en").prepare)  # as at a server's start
    async with open_far() as far:
        first = await far.called(scenario_id=SCENARIO.id)
        await first.learner_says("Hello there.", "u1")
        await speak(first, "p1", "Good morning.", "resp_1")
        await first.say("output_audio_buffer.started", response_id="resp_1")
        await first.say("output_audio_buffer.stopped", response_id="resp_1")
        await far.house.until("partner.transcript.final")
        event = await lost(far, first)
        assert event.data["reason"] == "provider_lost"
        assert "kept" in event.data["message"]
        assert far.calls.hung_up == ["rtc_far"], "what is left of the call does not go on without us"
        await far.call()
        second = await far.service.conversation(2)
        await far.house.until("session.state", after=event.seq, state="live")
        await second.heard("conversation.item.create", 2)
        assert told(second) == [("user", "Hello there."), ("assistant", "Good morning.")]
        assert second.session["instructions"] == first.session["instructions"]
        await second.learner_says("How are you?", "u2")
        await far.house.until("user.transcript.final", text="How are you?")
        assert await texts(far) == ["Hello there.", "Good morning.", "How are you?"]
        assert second.of("response.create") == []
        assert (await far.house.session()).state is SessionState.LIVE


async def test_a_session_at_its_limit_is_called_again(open_far: Open) -> None:
    async with open_far() as far:
        first = await far.called()
        error = {"type": "invalid_request_error", "code": "session_expired", "message": "60 minutes.", "param": None}
        await first.say("error", error={**error, "event_id": None})
        event = await far.house.until("session.state", state="reconnecting")
        assert event.data["reason"] == "provider_limit"
        await far.call()
        await far.house.until("session.state", after=event.seq, state="live")


async def test_before_its_limit_a_pause_is_used(open_far: Open) -> None:
    async with open_far(provider_session_minutes=0.02) as far:
        await far.called()
        assert (await far.house.until("session.state", state="reconnecting")).data["reason"] == "provider_limit"


async def test_a_service_that_owes_a_reply_and_says_nothing_is_left(open_far: Open) -> None:
    async with open_far(provider_stall_seconds=0.6) as far:
        first = await far.called()
        await first.learner_says("Hello there.", "u1")
        await far.house.until("user.transcript.final")
        first.hangs()
        event = await far.house.until("session.state", state="reconnecting")
        assert event.data["reason"] == "provider_stalled"
        await far.call()
        second = await far.service.conversation(2)
        await second.heard("response.create")


async def test_what_was_not_heard_of_a_line_is_said_by_the_next_call(open_far: Open) -> None:
    async with open_far() as far:
        first = await far.called()
        await first.learner_says("Count, please.", "u1")
        await speak(first, "p1", WORDS, "resp_1")
        await first.say("output_audio_buffer.started", response_id="resp_1")
        await asyncio.sleep(len("one two three ") * CHARACTER_MS / 1000)
        await lost(far, first)
        await far.call()
        second = await far.service.conversation(2)
        asked = await second.heard("response.create")
        heard = (await texts(far))[1]
        assert WORDS.startswith(heard)
        assert 1 <= len(heard.split()) <= 5
        assert repr(heard) in asked["response"]["instructions"]
        assert told(second)[-1] == ("assistant", heard)


async def test_a_reply_of_which_nothing_was_heard_is_asked_for_again(open_far: Open) -> None:
    async with open_far() as far:
        first = await far.called()
        await first.learner_says("Count, please.", "u1")
        await first.partner_begins("p1")
        await first.partner_text("p1", "one two ")
        await far.house.until("user.transcript.final")
        await lost(far, first)
        await far.call()
        second = await far.service.conversation(2)
        assert "response" not in await second.heard("response.create")
        assert await texts(far) == ["Count, please."]


async def test_words_that_were_not_understood_are_to_be_said_again(open_far: Open) -> None:
    async with open_far() as far:
        first = await far.called()
        await first.learner_says("Hello there.", "u0")
        await far.house.until("user.transcript.final")
        await first.say("input_audio_buffer.speech_started", audio_start_ms=0, item_id="u1")
        await first.say("input_audio_buffer.speech_stopped", audio_end_ms=500, item_id="u1")
        await first.say("input_audio_buffer.committed", previous_item_id=None, item_id="u1")
        event = await lost(far, first)
        failed = await far.house.until("user.transcript.failed")
        assert (failed.data["code"], failed.turn_id) == ("not_heard", "u1")
        assert "say that again" in (await far.house.until("warning", code="not_heard")).data["message"]
        await far.call()
        second = await far.service.conversation(2)
        await far.house.until("session.state", after=event.seq, state="live")
        await second.learner_says("I said this.", "u2")
        await far.house.until("user.transcript.final", text="I said this.")
        assert second.of("response.create") == [], "nobody answers to what nobody understood"


async def test_the_service_opens_anew_when_it_is_lost_before_its_opening(open_far: Open) -> None:
    async with open_far() as far:
        first = await far.called(scenario_id="conflict-resolution")
        opening = await first.heard("response.create")
        await lost(far, first)
        await far.call()
        second = await far.service.conversation(2)
        assert await second.heard("response.create") == opening


async def test_another_offer_takes_the_call_over(open_far: Open) -> None:
    async with open_far() as far:
        first = await far.called()
        await first.learner_says("Hello there.", "u1")
        await far.house.until("user.transcript.final")
        await far.call()
        second = await far.service.conversation(2)
        await first.closed.wait()
        assert far.calls.hung_up == ["rtc_far"]
        event = await far.house.until("session.state", state="reconnecting")
        assert event.data["reason"] == "called_again"
        await second.heard("conversation.item.create")
        assert told(second) == [("user", "Hello there.")]


async def test_a_window_whose_call_was_taken_over_does_not_take_it_back(open_far: Open) -> None:
    async with open_far() as far:
        await far.called(caller="one")
        await far.call(caller="two")
        with pytest.raises(Conflict) as refused:
            await far.call(caller="one")
        assert refused.value.code == "taken_over"
        second = await far.service.conversation(2)
        event = await lost(far, second)
        assert event.data["call_again"], "a browser that has not noticed is told"
        await far.call(caller="two")
        await far.service.conversation(3)


async def test_a_socket_takes_a_direct_call_over_and_is_bridged_from_then_on(open_far: Open) -> None:
    async with open_far() as far:
        first = await far.called()
        await first.learner_says("Hello there.", "u1")
        await far.house.until("user.transcript.final")
        async with far.house.call() as socket:
            await receive(socket, "session.created")
            second = await far.service.conversation(2)
            await far.house.until("session.state", state="reconnecting")
            assert "call_id" not in second.path
            await second.heard("conversation.item.create")
            assert told(second) == [("user", "Hello there.")]
            await far.house.until("session.provider")
            await second.learner_says("By another way.", "u2")
            await receive(socket, "conversation.item.input_audio_transcription.completed")
            far.service.drop()
            third = await far.service.conversation(3)
            await third.heard("conversation.item.create", 2)
            assert told(third) == [("user", "Hello there."), ("user", "By another way.")]
        assert await texts(far) == ["Hello there.", "By another way."]


async def test_an_offer_that_the_service_refuses_is_answered_here(open_far: Open) -> None:
    peers = PaperPeers()
    async with open_far(peers=peers) as far:
        first = await far.called()
        await first.learner_says("Hello there.", "u1")
        await far.house.until("user.transcript.final")
        event = await lost(far, first)
        far.calls.answer = JSONResponse({"error": {"message": "Busy."}}, 503)
        assert (await far.call()).call_id != "rtc_far"
        (peer,) = peers.made
        peer.listener.on_open()
        await peer.said("session.created")
        second = await far.service.conversation(2)
        await far.house.until("session.state", after=event.seq, state="live")
        await second.heard("conversation.item.create")
        await second.learner_says("Again.", "u2")
        await peer.said("conversation.item.input_audio_transcription.completed")
        assert await texts(far) == ["Hello there.", "Again."]


async def test_a_first_offer_that_the_service_refuses_is_answered_here(open_far: Open) -> None:
    peers = PaperPeers()
    async with open_far(peers=peers) as far:
        far.calls.answer = JSONResponse({"error": {"message": "Busy."}}, 503)
        assert (await far.call(scenario_id=SCENARIO.id)).call_id != "rtc_far"
        (peer,) = peers.made
        peer.listener.on_open()
        await peer.said("session.created")
        service = await far.service.conversation()
        assert "call_id" not in service.path
        await far.house.until("session.state", state="live")
        await service.learner_says("Hello there.", "u1")
        await peer.said("conversation.item.input_audio_transcription.completed")
        far.service.drop()
        second = await far.service.conversation(2)
        await second.heard("conversation.item.create")
        assert told(second) == [("user", "Hello there.")]
        assert await texts(far) == ["Hello there."]


async def test_where_there_is_no_webrtc_here_a_first_offer_that_is_refused_leaves_a_session_for_a_socket(
    open_far: Open,
) -> None:
    async with open_far() as far:
        far.calls.answer = JSONResponse({"error": {"message": "Busy."}}, 503)
        with pytest.raises(CallRefused, match="Busy"):
            await far.call()
        async with far.house.call() as socket:
            await receive(socket, "session.created")
            await (await far.service.conversation()).learner_says("By another way.", "u1")
            await receive(socket, "conversation.item.input_audio_transcription.completed")
        assert await texts(far) == ["By another way."]


async def test_when_the_service_is_not_there_at_first_the_embedded_engine_takes_the_offer(open_far: Open) -> None:
    peers = PaperPeers()
    async with open_far(spare=True, peers=peers) as far:
        far.calls.answer = JSONResponse({"error": {"message": "Busy."}}, 503)
        await far.service.stop()
        await far.call()
        peers.made[0].listener.on_open()
        await far.house.until("warning", code="failed_over")
        await peers.made[0].said("session.created")
        await far.house.until("session.state", state="live")


async def test_when_nobody_can_be_had_a_first_offer_is_refused_in_the_services_words(open_far: Open) -> None:
    peers = PaperPeers()
    async with open_far(peers=peers, reconnect_tries=0) as far:
        far.calls.answer = JSONResponse({"error": {"message": "No credit is left."}}, 429)
        await far.service.stop()
        with pytest.raises(CallRefused, match="No credit is left"):
            await far.call()
        await far.house.until("session.state", state="ended")
        assert (await far.house.session()).end_reason is EndReason.PROVIDER_UNREACHABLE
        assert peers.made == []
        assert far.house.gateway.live() == ()


async def test_what_passes_here_is_recorded_behind_what_the_browser_has_recorded(open_far: Open) -> None:
    peers = PaperPeers()
    loud = np.full((24_000 * 20, 2), 5000, np.int16)
    async with open_far(peers=peers, recording="on") as far:
        first = await far.called(recording="true")
        await first.learner_says("Hello there.", "u1")
        await far.house.until("user.transcript.final")
        far.house.recordings.put_part("s1", 0, 0, loud[:240])
        event = await lost(far, first)
        far.calls.answer = JSONResponse({"error": {"message": "Busy."}}, 503)
        await far.call()
        (peer,) = peers.made
        peer.listener.on_open()
        await peer.said("session.created")
        second = await far.service.conversation(2)
        await far.house.until("session.state", after=event.seq, state="live")
        switched = far.house.recordings.duration_ms("s1")
        parts = far.house.recordings.put_part("s1", 1, 10, loud)
        assert parts[1].start_frame + parts[1].frames <= switched * 24 + 24, "a piece ends where the server begins"
        with pytest.raises(RecordedHere):
            far.house.recordings.put_part("s1", 2, 60_000, loud)
        await second.partner_says("p1", "Good morning.", 400)
        await peer.said("response.done")
        for _ in range(5):
            await asyncio.sleep(0.1)
            peer.heard(100)
        await far.house.until("partner.transcript.final")
        await far.house.gateway.stop(ALICE, "s1")
        with far.house.recordings.open("s1") as file, wave.open(file) as found:
            samples = np.frombuffer(found.readframes(found.getnframes()), "<i2").reshape(-1, 2)
        assert samples[:240].min() == 5000
        behind = samples[parts[1].start_frame + parts[1].frames :]
        assert (np.abs(behind[:, 1]) > 500).sum() > 24 * 300, "the partner is heard"


async def test_where_there_is_no_webrtc_here_a_refusal_is_said_and_the_talk_stands_by(open_far: Open) -> None:
    async with open_far() as far:
        event = await lost(far, await far.called())
        taken, far.calls.answer = far.calls.answer, JSONResponse({"error": {"message": "Busy."}}, 503)
        with pytest.raises(CallRefused, match="Busy"):
            await far.call()
        far.calls.answer = taken
        await far.call()
        await far.house.until("session.state", after=event.seq, state="live")


async def test_when_the_service_is_gone_the_embedded_engine_goes_on(open_far: Open) -> None:
    peers = PaperPeers()
    async with open_far(spare=True, peers=peers, reconnect_tries=1) as far:
        first = await far.called()
        await first.learner_says("Hello there.", "u1")
        await far.house.until("user.transcript.final")
        far.calls.answer = JSONResponse({"error": {"message": "Busy."}}, 503)
        await far.service.stop()
        event = await far.house.until("session.state", state="reconnecting")
        await far.call()
        peers.made[0].listener.on_open()
        await far.house.until("warning", code="failed_over")
        await far.house.until("session.state", after=event.seq, state="live")
        assert (await far.house.until("session.provider")).data["provider"] == "local"
        await peers.made[0].said("response.done")
        assert (await texts(far))[0] == "Hello there."


async def test_an_account_that_is_used_up_ends_the_talk_unless_somebody_stands_in(open_far: Open) -> None:
    async with open_far() as far:
        first = await far.called()
        error = {"type": "insufficient_quota", "code": "insufficient_quota", "message": "Over.", "param": None}
        await first.say("error", error={**error, "event_id": None})
        await far.house.until("session.state", state="ended")
        assert (await far.house.session()).end_reason is EndReason.PROVIDER_LOST


async def test_the_browsers_goodbye_comes_by_way_of_the_service(open_far: Open) -> None:
    async with open_far() as far:
        first = await far.called()
        message = "Invalid value: 'session.end'. Supported values are: session.update."
        error = {"type": "invalid_request_error", "code": "invalid_value", "message": message, "param": "type"}
        await first.say("error", error={**error, "event_id": None})
        await far.house.until("session.state", state="ended")
        assert (await far.house.session()).end_reason is EndReason.COMPLETED
        await eventually(lambda: far.calls.hung_up == ["rtc_far"])


async def test_who_does_not_call_again_has_left(open_far: Open) -> None:
    async with open_far(resume_seconds=0.5) as far:
        first = await far.called()
        await first.learner_says("Hello there.", "u1")
        await lost(far, first, 1000)
        ended = await far.house.until("session.state", state="ended")
        assert ended.data["reason"] == EndReason.LEFT
        with pytest.raises(Conflict):
            await far.call()


async def test_a_server_that_stops_leaves_a_direct_call_to_the_next(open_far: Open) -> None:
    async with open_far(drain_seconds=0.1) as far:
        first = await far.called()
        await first.learner_says("Hello there.", "u1")
        await far.house.until("user.transcript.final")
        await far.house.gateway.drain()
        await eventually(lambda: far.calls.hung_up == ["rtc_far"])
        assert (await far.house.session()).state is SessionState.RECONNECTING
    async with open_far() as far:
        await far.call()
        second = await far.service.conversation(2)
        await second.heard("conversation.item.create")
        assert told(second) == [("user", "Hello there.")]
        await second.heard("response.create")


async def test_turns_of_a_direct_call_have_their_times(open_far: Open) -> None:
    async with open_far() as far:
        first = await far.called()
        await first.say("input_audio_buffer.speech_started", audio_start_ms=0, item_id="u0")
        await asyncio.sleep(1.0)
        await first.say("input_audio_buffer.speech_stopped", audio_end_ms=1300, item_id="u0")
        await first.say("input_audio_buffer.committed", previous_item_id=None, item_id="u0")
        await first.transcribed("Hello there.", "u0")
        turn = (await far.house.until("user.transcript.final")).data
        assert turn["end_ms"] - turn["start_ms"] == pytest.approx(500, abs=150)
        assert turn["start_ms"] > 0


def test_a_far_clock_believes_the_shortest_delay() -> None:
    now = 1000.0
    clock = FarClock(lambda: now)
    assert clock.audio_ms == 0
    assert clock.session_ms(100) == 1000
    now = 2000.0
    assert clock.session_ms(1500) == 2000
    assert clock.session_ms(100) == 600
    assert clock.audio_ms == 1500
