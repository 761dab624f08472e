"""A provider that is lost is replaced by another session of it, and the conversation goes on where it was."""

from __future__ import annotations

import asyncio
import base64
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection

from feedbackyes import providers
from feedbackyes.domain.session import EndReason
from feedbackyes.domain.transcript import Speaker
from feedbackyes.engine import Engine
from feedbackyes.gateway import continuity
from feedbackyes.gateway.call import Call
from feedbackyes.gateway.continuity import Cause
from feedbackyes.gateway.ending import Ending
from feedbackyes.providers import openai
from feedbackyes.settings import Settings
from feedbackyes.storage import events
from tests.engine.fakes import Cast
from tests.gateway.conftest import House, OpenHouse, eventually, house, receive, send
from tests.gateway.realtime_server import Conversation, RealtimeServer

VOICE = (1000).to_bytes(2, "little")


def audio(ms: int, value: bytes = VOICE) -> str:
    return base64.b64encode(value * (24 * ms)).decode()


async def speak(socket: ClientConnection, ms: int, value: bytes = VOICE) -> None:
    for at in range(0, ms, 100):
        await send(socket, "input_audio_buffer.append", audio=audio(min(100, ms - at), value))


def spoken_ms(conversation: Conversation) -> float:
    appended = conversation.of("input_audio_buffer.append")
    return sum(len(base64.b64decode(event["audio"])) for event in appended) / 48


def told(conversation: Conversation) -> list[tuple[str, str]]:
    """What a new session is told was said before."""
    items = [event["item"] for event in conversation.of("conversation.item.create")]
    return [(item["role"], item["content"][0]["text"]) for item in items]


def call_of(house: House) -> Call:
    (call,) = house.gateway._calls.values()
    return call


async def greet_and_go(conversation: Conversation) -> None:
    await conversation.say("session.created", session=conversation.session)
    await conversation.socket.close()


BUSY = {"type": "rate_limit_error", "code": "rate_limit_exceeded", "message": "Please try again in 20ms."}


async def states(house: House) -> list[str]:
    found: list[str] = []
    async for event in house.gateway.events("s1"):
        if event.type == "session.state":
            found.append(event.data["state"])
            if found[-1] == "live" and found.count("live") == 2:
                break
    return found


async def test_a_session_that_breaks_is_replaced_and_told_what_was_said(
    open_house: OpenHouse, service: RealtimeServer
) -> None:
    async with open_house() as house, house.call() as socket:
        await receive(socket, "session.created")
        first = await service.conversation()
        await first.partner_says("p1", "Good morning.", 200)
        await house.until("partner.transcript.final", text="Good morning.")
        await first.learner_says("I have a question.", "u1")
        await first.partner_says("p2", "Ask away.", 200, "resp_2")
        await house.until("partner.transcript.final", text="Ask away.")
        service.drop()
        lost = await house.until("session.state", state="reconnecting")
        assert lost.data["reason"] == "provider_lost"
        assert "is kept" in lost.data["message"]
        second = await service.conversation(2)
        await house.until("session.state", after=lost.seq, state="live")
        await second.heard("conversation.item.create", 3)
        assert told(second) == [
            ("assistant", "Good morning."),
            ("user", "I have a question."),
            ("assistant", "Ask away."),
        ]
        assert second.session["instructions"] == first.session["instructions"]
        assert second.of("response.create") == []
        await second.learner_says("May I begin?", "u2")
        await second.partner_says("p3", "Please.", 100, "resp_3")
        await house.until("partner.transcript.final", text="Please.")
        assert [turn.text for turn in await house.turns()] == [
            "Good morning.",
            "I have a question.",
            "Ask away.",
            "May I begin?",
            "Please.",
        ]
        assert await states(house) == ["connecting", "live", "reconnecting", "live"]


async def test_what_was_being_said_is_said_again_to_the_next_session(
    open_house: OpenHouse, service: RealtimeServer
) -> None:
    async with open_house() as house, house.call() as socket:
        await receive(socket, "session.created")
        first = await service.conversation()
        await speak(socket, 2000, b"\0\0")
        await speak(socket, 600)
        await first.heard("input_audio_buffer.append", 26)
        await first.say("input_audio_buffer.speech_started", audio_start_ms=1900, item_id="u1")
        await receive(socket, "input_audio_buffer.speech_started")
        service.on_connect = _slowly
        service.drop()
        await house.until("session.state", state="reconnecting")
        await speak(socket, 400)
        second = await service.conversation(2)
        await second.heard("input_audio_buffer.append", 11)
        await eventually(lambda: spoken_ms(second) >= 1100)
        assert spoken_ms(second) == 1100  # from the beginning of the speech, with what was said in the gap
        await speak(socket, 100)
        await eventually(lambda: spoken_ms(second) >= 1200)
        await second.learner_says("here I am", "u2", start_ms=0, end_ms=1100)
        await house.until("user.transcript.final")
        (turn,) = await house.turns()
        assert turn.text == "here I am"


async def _slowly(_conversation: Conversation) -> None:
    await asyncio.sleep(0.3)


async def test_a_turn_without_words_keeps_its_place_and_its_one_answer(
    open_house: OpenHouse, service: RealtimeServer
) -> None:
    async with open_house() as house, house.call() as socket:
        await receive(socket, "session.created")
        first = await service.conversation()
        await first.heard("session.update")
        await speak(socket, 1000)
        await first.heard("input_audio_buffer.append", 10)
        await first.say("input_audio_buffer.speech_started", audio_start_ms=200, item_id="u1")
        await first.say("input_audio_buffer.speech_stopped", audio_end_ms=900, item_id="u1")
        await first.say("input_audio_buffer.committed", previous_item_id=None, item_id="u1")
        await first.partner_begins("p1")
        await first.partner_text("p1", "Yes, I")
        await first.partner_audio("p1", 400)
        await receive(socket, "response.output_audio.delta")
        service.drop()
        second = await service.conversation(2)
        await second.heard("input_audio_buffer.commit")
        assert spoken_ms(second) >= 700
        kinds = [event["type"] for event in second.received]
        assert kinds.index("input_audio_buffer.commit") < kinds.index("conversation.item.create")
        await second.say("input_audio_buffer.committed", previous_item_id=None, item_id="u2")
        await second.transcribed("can you hear me", "u2")
        await house.until("user.transcript.final")
        await house.until("partner.transcript.final")
        turns = await house.turns()
        assert [turn.text for turn in turns] == ["can you hear me", "Yes, I"]
        assert turns[1].interrupted
        go_on = await second.heard("response.create")
        assert "Yes, I" in go_on["response"]["instructions"]
        detection = second.session["audio"]["input"]["turn_detection"]
        assert detection["type"] == "server_vad"


async def test_a_reply_of_which_nothing_came_is_asked_for_again(open_house: OpenHouse, service: RealtimeServer) -> None:
    async with open_house() as house, house.call() as socket:
        await receive(socket, "session.created")
        first = await service.conversation()
        await first.learner_says("are you there", "u1")
        await house.until("user.transcript.final")
        service.drop()
        second = await service.conversation(2)
        asked = await second.heard("response.create")
        assert "response" not in asked
        assert told(second) == [("user", "are you there")]


async def test_typed_text_that_was_not_taken_is_sent_again(open_house: OpenHouse, service: RealtimeServer) -> None:
    async with open_house() as house, house.call() as socket:
        await receive(socket, "session.created")
        first = await service.conversation()
        item: dict[str, Any] = {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "Hello"}]}
        await send(socket, "conversation.item.create", item=item)
        await send(socket, "response.create")
        await first.heard("response.create")
        service.drop()
        second = await service.conversation(2)
        await second.heard("response.create")
        assert told(second) == [("user", "Hello")]
        assert len(second.of("response.create")) == 1


async def test_a_service_that_stays_away_ends_the_session_and_keeps_what_was_said(
    open_house: OpenHouse, service: RealtimeServer
) -> None:
    async with open_house(reconnect_seconds=1) as house, house.call() as socket:
        await receive(socket, "session.created")
        await (await service.conversation()).learner_says("hello", "u1")
        await house.until("user.transcript.final")
        await service.stop()
        await receive(socket, "session_end", reason="provider_lost")
        assert [turn.text for turn in await house.turns()] == ["hello"]
        assert (await house.session()).end_reason is EndReason.PROVIDER_LOST


async def test_a_service_that_owes_a_reply_and_says_nothing_is_replaced(
    open_house: OpenHouse, service: RealtimeServer
) -> None:
    async with open_house(provider_stall_seconds=0.8) as house, house.call() as socket:
        await receive(socket, "session.created")
        first = await service.conversation()
        await first.learner_says("are you there", "u1")
        first.hangs()
        lost = await house.until("session.state", state="reconnecting")
        assert lost.data["reason"] == "provider_stalled"
        second = await service.conversation(2)
        await second.heard("response.create")


async def test_a_voice_that_is_not_noticed_is_sent_to_another_session(
    open_house: OpenHouse, service: RealtimeServer
) -> None:
    async with open_house(provider_stall_seconds=0.8) as house, house.call() as socket:
        await receive(socket, "session.created")
        first = await service.conversation()
        await first.heard("session.update")
        first.hangs()
        seconds = 0.0
        while len(service.conversations) < 2 and seconds < 8:
            await speak(socket, 100)
            await asyncio.sleep(0.1)
            seconds += 0.1
        second = await service.conversation(2)
        await eventually(lambda: spoken_ms(second) >= 1000)


async def test_a_word_that_is_over_when_it_is_looked_for_is_missed_all_the_same(
    open_house: OpenHouse, service: RealtimeServer
) -> None:
    async with open_house(provider_stall_seconds=0.8) as house, house.call() as socket:
        await receive(socket, "session.created")
        first = await service.conversation()
        await first.heard("session.update")
        first.hangs()
        await speak(socket, 100, b"\0\0")
        await speak(socket, 200)
        for _ in range(60):
            if len(service.conversations) == 2:
                break
            await speak(socket, 100, b"\0\0")
            await asyncio.sleep(0.1)
        second = await service.conversation(2)
        await eventually(lambda: spoken_ms(second) >= 300)


async def test_silence_is_no_reason_to_doubt_a_service(open_house: OpenHouse, service: RealtimeServer) -> None:
    async with open_house(provider_stall_seconds=0.3) as house, house.call() as socket:
        await receive(socket, "session.created")
        for _ in range(12):
            await speak(socket, 100, b"\0\0")
            await asyncio.sleep(0.1)
        assert len(service.conversations) == 1


@pytest.mark.parametrize(
    ("code", "reason"), [("session_expired", "provider_limit"), ("invalid_api_key", "token_expired")]
)
async def test_an_error_after_which_nothing_comes_begins_another_session(
    open_house: OpenHouse, service: RealtimeServer, code: str, reason: str
) -> None:
    async with open_house() as house, house.call() as socket:
        await receive(socket, "session.created")
        first = await service.conversation()
        await first.say("error", error={"type": "invalid_request_error", "code": code, "message": "It is over."})
        lost = await house.until("session.state", state="reconnecting")
        assert lost.data["reason"] == reason
        await service.conversation(2)
        await house.until("session.state", after=lost.seq, state="live")


async def test_a_busy_service_is_asked_again(open_house: OpenHouse, service: RealtimeServer) -> None:
    async with open_house() as house, house.call() as socket:
        await receive(socket, "session.created")
        first = await service.conversation()
        await first.learner_says("are you there", "u1")
        message = "Rate limit reached. Please try again in 20ms."
        await first.say("error", error={"type": "rate_limit_error", "code": "rate_limit_exceeded", "message": message})
        assert (await house.until("warning")).data["code"] == "provider_busy"
        await first.heard("response.create")
        assert len(service.conversations) == 1


async def test_a_session_near_its_limit_is_replaced_in_a_pause(open_house: OpenHouse, service: RealtimeServer) -> None:
    async with open_house(provider_session_minutes=2 / 60) as house, house.call() as socket:
        await receive(socket, "session.created")
        first = await service.conversation()
        await first.learner_says("hello", "u1")
        await first.partner_says("p1", "Hello.", 100)
        await house.until("partner.transcript.final")
        second = await service.conversation(2)
        await second.heard("conversation.item.create", 2)
        assert told(second) == [("user", "hello"), ("assistant", "Hello.")]
        await second.learner_says("good", "u2")
        await house.until("user.transcript.final", text="good")
        async with house.database.read() as tx:
            stored = await events.after(tx, "s1", 0)
        assert [event.data["state"] for event in stored if event.type == "session.state"] == ["connecting", "live"]


async def test_the_embedded_engine_goes_on_when_the_service_stays_away(service: RealtimeServer, tmp_path: Path) -> None:
    settings = Settings(
        data=tmp_path,
        recording="off",
        openai_api_key="sk-test",
        openai_realtime_url=service.url,
        reconnect_tries=1,
        reconnect_seconds=1,
    )
    engine = Engine(settings, Cast().stages)
    spare = providers.load("local", settings, engine=engine)
    try:
        async with house(settings, openai.create(settings=settings), spare=spare) as built, built.call() as socket:
            await receive(socket, "session.created")
            await (await service.conversation()).learner_says("are you there", "u1")
            await built.until("user.transcript.final")
            await service.stop()
            served = await built.until("session.provider")
            assert (served.data["provider"], served.data["reason"]) == ("local", "provider_lost")
            await built.until("partner.transcript.final")
            said = [turn.speaker for turn in await built.turns()]
            assert said == [Speaker.LEARNER, Speaker.PARTNER]
            assert (await built.session()).basic_ears
    finally:
        await engine.close()


@pytest.mark.parametrize(("tries", "seconds"), [(2, 45), (50, 1)])
async def test_a_service_that_greets_and_goes_is_not_called_for_ever(
    open_house: OpenHouse, service: RealtimeServer, tries: int, seconds: int
) -> None:
    async with open_house(reconnect_tries=tries, reconnect_seconds=seconds) as house, house.call() as socket:
        await receive(socket, "session.created")
        await (await service.conversation()).heard("session.update")
        service.on_connect = greet_and_go
        service.drop()
        await receive(socket, "session_end", reason="provider_lost")
        assert 2 < len(service.conversations) <= 6


@pytest.mark.parametrize("status", [401, 403])
async def test_a_key_that_is_refused_for_a_moment_ends_no_talk(
    open_house: OpenHouse, service: RealtimeServer, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    monkeypatch.setattr(continuity, "FIRST_WAIT_SECONDS", 0.01)
    async with open_house() as house, house.call() as socket:
        await receive(socket, "session.created")
        await (await service.conversation()).learner_says("hello", "u1")
        await house.until("user.transcript.final")
        service.refusals = [status, status]
        service.drop()
        second = await service.conversation(2)
        await second.heard("conversation.item.create")
        assert told(second) == [("user", "hello")]
        service.refusals = [status] * 20
        service.drop()
        await receive(socket, "session_end", reason="provider_lost")
        assert len(service.refusals) == 20 - continuity.KEY_TRIES - 1


async def test_a_service_that_replies_before_it_goes_is_called_again(
    open_house: OpenHouse, service: RealtimeServer
) -> None:
    async with open_house(reconnect_tries=1) as house, house.call() as socket:
        await receive(socket, "session.created")
        for number in range(1, 5):
            conversation = await service.conversation(number)
            await conversation.heard("session.update")
            await conversation.learner_says(f"hello {number}", f"u{number}")
            await conversation.partner_says(f"p{number}", f"Hello {number}.", 100, f"resp_{number}")
            await house.until("partner.transcript.final", text=f"Hello {number}.")
            service.drop()
        await service.conversation(5)


async def test_a_session_that_is_lost_as_it_begins_has_a_successor_that_ends_with_the_call(
    open_house: OpenHouse, service: RealtimeServer
) -> None:
    async def third_waits(conversation: Conversation) -> None:
        if len(service.conversations) == 2:
            await greet_and_go(conversation)
        else:
            await conversation.socket.wait_closed()

    async with open_house() as house:
        async with house.call() as socket:
            await receive(socket, "session.created")
            await (await service.conversation()).heard("session.update")
            call = call_of(house)
            service.on_connect = third_waits
            service.drop()
            third = await service.conversation(3)
            assert call.continuity._task is not None
            await socket.close(1000, "end")
        await house.until("session.state", state="ended")
        async with asyncio.timeout(2):
            await third.socket.wait_closed()


async def test_a_call_that_is_ending_takes_no_other_session(open_house: OpenHouse, service: RealtimeServer) -> None:
    may_greet = asyncio.Event()

    async def wait(_conversation: Conversation) -> None:
        await may_greet.wait()

    async with open_house() as house, house.call() as socket:
        await receive(socket, "session.created")
        await (await service.conversation()).heard("session.update")
        service.on_connect = wait
        service.drop()
        second = await service.conversation(2)
        call = call_of(house)
        call.ending = Ending(EndReason.STOPPED, "It was stopped.")  # as while its recording is closed
        may_greet.set()
        async with asyncio.timeout(2):
            await second.closed.wait()
        assert call.provider is None
        assert second.received == []
        call._over.set()


async def test_nothing_is_taken_from_a_session_that_was_left_as_it_began(
    open_house: OpenHouse, service: RealtimeServer
) -> None:
    async def expires(conversation: Conversation) -> None:
        if len(service.conversations) == 2:
            await conversation.say("session.created", session=conversation.session)
            over = {"type": "invalid_request_error", "code": "session_expired", "message": "It is over."}
            await conversation.say("error", error=over)
            await conversation.learner_says("a ghost", "u9")

    async with open_house() as house, house.call() as socket:
        await receive(socket, "session.created")
        await (await service.conversation()).heard("session.update")
        service.on_connect = expires
        service.drop()
        third = await service.conversation(3)
        await third.learner_says("here I am", "u1")
        await house.until("user.transcript.final", text="here I am")
        assert [turn.text for turn in await house.turns()] == ["here I am"]


async def test_a_reply_that_the_client_asked_for_is_asked_for_again_when_the_service_was_busy(
    open_house: OpenHouse, service: RealtimeServer
) -> None:
    async with open_house() as house, house.call("/ws/realtime/s1?push_to_talk=1") as socket:
        await receive(socket, "session.created")
        first = await service.conversation()
        await send(socket, "response.create")
        await first.heard("response.create")
        await first.say("error", error=BUSY)
        await first.heard("response.create", 2)


async def test_a_service_that_stays_busy_is_not_waited_for(
    open_house: OpenHouse, service: RealtimeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(continuity, "REPLY_TRIES", 1)
    monkeypatch.setattr(continuity, "FIRST_WAIT_SECONDS", 0.01)
    async with open_house() as house, house.call() as socket:
        await receive(socket, "session.created")
        first = await service.conversation()
        await first.learner_says("are you there", "u1")
        await first.say("error", error=BUSY)
        await first.heard("response.create")
        await first.say("error", error=BUSY)
        busy = await house.until("warning")
        given_up = await house.until("warning", after=busy.seq)
        assert "say it again" in given_up.data["message"]
        assert not call_of(house).floor.waits
        await first.learner_says("and now", "u2")
        await first.say("error", error=BUSY)
        await first.heard("response.create", 2)


async def test_a_learner_whose_line_is_slow_loses_no_service(open_house: OpenHouse, service: RealtimeServer) -> None:
    async with open_house(provider_stall_seconds=0.4) as house, house.call() as socket:
        await receive(socket, "session.created")
        first = await service.conversation()
        await first.learner_says("are you there", "u1")
        await house.until("user.transcript.final")
        call = call_of(house)
        assert call.learner is not None
        call.learner_is_slow(call.learner, slow=True)
        first.hangs()
        await asyncio.sleep(1.5)
        assert len(service.conversations) == 1
        call.learner_is_slow(call.learner, slow=False)
        await house.until("session.state", reason="provider_stalled")


async def test_a_session_that_goes_on_waits_for_a_learner_whose_line_is_slow(
    open_house: OpenHouse, service: RealtimeServer
) -> None:
    async with open_house() as house, house.call() as socket:
        await receive(socket, "session.created")
        await (await service.conversation()).heard("session.update")
        call = call_of(house)
        assert call.learner is not None
        call.learner_is_slow(call.learner, slow=True)
        call.continuity.break_off(Cause("provider_lost", "It is gone."))
        second = await service.conversation(2)
        await second.heard("session.update")
        await second.learner_says("here I am", "u1")
        await asyncio.sleep(0.3)
        assert await house.turns() == ()
        call.learner_is_slow(call.learner, slow=False)
        await house.until("user.transcript.final", text="here I am")


async def test_an_error_of_ours_in_a_change_of_sessions_ends_the_call(
    open_house: OpenHouse, service: RealtimeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise ValueError("a fault")

    monkeypatch.setattr(continuity, "resume", fails)
    async with open_house(provider_session_minutes=1 / 60) as house, house.call() as socket:
        await receive(socket, "session.created")
        assert (await service.conversation()).path
        await receive(socket, "session_end", reason="crashed")
