from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import time
from typing import Any

import psutil
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from feedbackyes.domain.admission import Admission
from feedbackyes.domain.errors import Forbidden, NotFound
from feedbackyes.domain.session import EndReason, Session, SessionState
from feedbackyes.domain.transcript import TurnState
from feedbackyes.gateway import handover, leftovers
from feedbackyes.gateway.ledger import Ledger
from feedbackyes.storage import events, sessions, turns
from tests.gateway.conftest import ADMIN, ALICE, BOB, OpenHouse, eventually, receive, send
from tests.gateway.realtime_server import RealtimeServer

AUDIO = base64.b64encode(b"\1\0" * 960).decode()


async def refused(house_call: object) -> tuple[int, str]:
    with pytest.raises(InvalidStatus) as caught:
        await house_call  # type: ignore[misc]
    body = json.loads(caught.value.response.body or b"{}")
    return caught.value.response.status_code, body["error"]["code"]


async def test_somebody_elses_session_is_refused_before_the_upgrade(
    open_house: OpenHouse, service: RealtimeServer
) -> None:
    async with open_house() as house, house.call() as socket:
        await receive(socket, "session.created")
        assert (await refused(house.call(person="bob")))[0] == 403
        assert (await refused(house.call(person="root")))[0] == 403
        assert len(service.conversations) == 1


async def test_a_session_that_is_over_is_refused_with_a_sentence(
    open_house: OpenHouse, service: RealtimeServer
) -> None:
    async with open_house() as house:
        socket = await house.call()
        await receive(socket, "session.created")
        await (await service.conversation()).learner_says("so far", "item_u")
        await receive(socket, "conversation.item.input_audio_transcription.completed")
        await house.gateway.stop(ALICE, "s1")
        assert await refused(house.call()) == (409, "session_ended")


async def test_an_id_under_which_nothing_was_said_is_free_again(open_house: OpenHouse) -> None:
    async with open_house() as house:
        for _ in range(2):
            async with house.call("/ws/realtime/session_123") as socket:
                await receive(socket, "session.created")
                await house.gateway.stop(ALICE, "session_123")
        assert (await refused(house.call("/ws/realtime/session_123", person="bob")))[0] == 403


async def test_an_id_under_which_only_the_partner_spoke_is_free_again_in_free_talk(
    open_house: OpenHouse, service: RealtimeServer
) -> None:
    async with open_house(resume_seconds=0) as house:
        async with house.call("/ws/realtime/session_123") as socket:
            await receive(socket, "session.created")
            await (await service.conversation()).partner_says("item_p", "Are you there?", 100)
            await receive(socket, "response.done")
            await asyncio.sleep(0.2)  # it is heard
        await eventually(lambda: not house.gateway.live())
        async with house.database.read() as tx:
            assert await turns.count(tx, ["session_123"]) == {"session_123": 1}
        async with house.call("/ws/realtime/session_123") as socket:
            await receive(socket, "session.created")
            async with house.database.read() as tx:
                assert await turns.count(tx, ["session_123"]) == {}


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/ws/realtime/no%20spaces", 400, "invalid_session_id"),
        ("/ws/realtime/" + "x" * 200, 400, "invalid_session_id"),
        ("/ws/realtime/..%2Fetc", 400, "invalid_session_id"),
        ("/ws/realtime/s1?scenario_id=none", 404, "scenario_not_found"),
        ("/ws/realtime/s1?patience_ms=soon", 400, "invalid_value"),
        ("/ws/realtime/s1?recording=perhaps", 400, "invalid_value"),
        ("/ws/audio?sample_rate=1", 400, "invalid_value"),
        ("/ws/audio?format=mp3", 400, "invalid_value"),
    ],
)
async def test_bad_requests_are_refused_with_a_code(open_house: OpenHouse, path: str, status: int, code: str) -> None:
    async with open_house() as house:
        assert await refused(house.call(path)) == (status, code)


async def test_there_is_room_for_so_many(open_house: OpenHouse) -> None:
    async with open_house(max_sessions=2) as house:
        first, second = await house.call("/ws/realtime/a"), await house.call("/ws/realtime/b")
        await receive(first, "session.created")
        await receive(second, "session.created")
        assert await refused(house.call("/ws/realtime/c")) == (429, "too_many_sessions")
        first.transport.abort()
        await house.until("session.state", "a", state="reconnecting")
        async with house.call("/ws/realtime/c") as third:
            await receive(third, "session.created")
        assert (await house.until("session.state", "a", state="ended")).data["reason"] == EndReason.LEFT


async def test_stopping_ends_both_sides_and_says_so(open_house: OpenHouse, service: RealtimeServer) -> None:
    async with open_house() as house, house.call() as socket:
        await receive(socket, "session.created")
        with pytest.raises(Forbidden):
            await house.gateway.stop(BOB, "s1")
        with pytest.raises(NotFound):
            await house.gateway.stop(ALICE, "unknown")
        await house.gateway.stop(ADMIN, "s1")
        end = await receive(socket, "session_end")
        assert end == {"type": "session_end", "session_id": "s1", "reason": "stopped"}
        await socket.wait_closed()
        assert socket.close_code == 1000
        session = await house.session()
        assert (session.state, session.end_reason) == (SessionState.ENDED, EndReason.STOPPED)
        await asyncio.wait_for((await service.conversation()).closed.wait(), 5)
        await house.gateway.stop(ALICE, "s1")
        assert house.gateway.live() == ()


async def test_who_is_stopped_is_left_at_once_however_long_storing_takes(
    open_house: OpenHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    written, write = asyncio.Event(), Ledger._write

    async def slow(ledger: Ledger, batch: Any) -> set[str]:
        await written.wait()
        return await write(ledger, batch)

    async with open_house() as house, house.call() as socket:
        await receive(socket, "session.created")
        monkeypatch.setattr(Ledger, "_write", slow)
        stopping = asyncio.create_task(house.gateway.stop(ADMIN, "s1"))
        assert (await receive(socket, "session_end"))["reason"] == "stopped"
        await socket.wait_closed()
        assert (socket.close_code, stopping.done()) == (1000, False)
        written.set()
        await stopping
        assert (await house.session()).end_reason is EndReason.STOPPED


async def test_a_session_that_nobody_came_for_can_be_stopped(open_house: OpenHouse) -> None:
    async with open_house() as house:
        made = Session("s9", "alice", None, SessionState.CREATED, 1)
        async with house.database.begin() as tx:
            await sessions.create(tx, made)
        await house.gateway.stop(ALICE, "s9")
        assert (await house.session("s9")).state is SessionState.ENDED


async def test_a_provider_that_dies_in_the_middle_loses_nothing(open_house: OpenHouse, service: RealtimeServer) -> None:
    async with open_house(reconnect_tries=0) as house, house.call() as socket:
        await receive(socket, "session.created")
        conversation = await service.conversation()
        await conversation.learner_says("are you there", "item_u")
        await conversation.partner_begins("item_p")
        await conversation.partner_text("item_p", "Yes I am")
        await conversation.partner_audio("item_p", 3000)
        await receive(socket, "response.output_audio.delta")
        await asyncio.sleep(0.1)  # some of it is heard
        await service.stop()
        error = await receive(socket, "error")
        assert error["error"]["code"] == "provider_lost"
        await receive(socket, "session_end", reason="provider_lost")
        await socket.wait_closed()
        assert socket.close_code == 1011
        assert "voice service" in (socket.close_reason or "")
        kept = await house.turns()
        assert kept[0].text == "are you there"
        assert "Yes I am".startswith(kept[1].text)
        assert kept[1].text
        assert (await house.session()).end_reason is EndReason.PROVIDER_LOST
        assert (await house.until("error")).data["recoverable"] is False


async def test_a_provider_that_is_not_there_is_said_with_what_to_do(open_house: OpenHouse) -> None:
    async with open_house(openai_realtime_url="ws://127.0.0.1:9/v1/realtime") as house, house.call() as socket:
        error = await receive(socket, "error")
        assert error["error"]["code"] == "provider_unreachable"
        assert "OPENAI_REALTIME_URL" in error["error"]["message"]
        await receive(socket, "session_end", reason="provider_unreachable")
        await socket.wait_closed()
        assert socket.close_code == 1011
        assert (await house.session()).end_reason is EndReason.PROVIDER_UNREACHABLE


async def test_draining_gives_live_sessions_their_time(open_house: OpenHouse, service: RealtimeServer) -> None:
    async with open_house(drain_seconds=0.7) as house, house.call() as socket:
        await receive(socket, "session.created")
        await receive(socket, "session.updated")
        conversation = await service.conversation()
        draining = asyncio.create_task(house.gateway.drain())
        await house.until("session.state", state="draining")
        assert (await refused(house.call("/ws/realtime/late")))[0] == 503
        await conversation.learner_says("one more thing", "item_u")
        await receive(socket, "conversation.item.input_audio_transcription.completed")
        await socket.wait_closed()
        await draining
        assert socket.close_code == 1012
        assert [turn.text for turn in await house.turns()] == ["one more thing"]
        assert (await house.session()).state is SessionState.RECONNECTING  # the next server goes on with it


async def test_a_drain_uses_the_first_pause_of_its_second_half(open_house: OpenHouse, service: RealtimeServer) -> None:
    async with open_house(drain_seconds=4.0) as house, house.call() as socket:
        await receive(socket, "session.updated")
        conversation = await service.conversation()
        began = asyncio.get_running_loop().time()
        await conversation.partner_says("item_p", "Wait a moment.", 2600)
        draining = asyncio.create_task(house.gateway.drain())
        await socket.wait_closed()
        assert 2.5 < asyncio.get_running_loop().time() - began < 3.9
        await draining
        assert [(turn.text, turn.interrupted) for turn in await house.turns()] == [("Wait a moment.", False)]


async def test_the_next_server_has_the_partner_go_on_with_what_was_cut(
    open_house: OpenHouse, service: RealtimeServer
) -> None:
    async with open_house(drain_seconds=1.0) as house, house.call() as socket:
        await receive(socket, "session.updated")
        await (await service.conversation()).partner_says("item_p", "one two three four five six seven eight", 5000)
        await house.gateway.drain()
        (cut,) = await house.turns()
        assert cut.interrupted
    async with open_house() as house, house.call():
        asked = await (await service.conversation(2)).heard("response.create")
        assert repr(cut.text) in asked["response"]["instructions"]


async def test_a_learner_in_mid_sentence_says_it_to_its_end_before_a_drain_hands_over(
    open_house: OpenHouse, service: RealtimeServer
) -> None:
    async with open_house(drain_seconds=0.1) as house, house.call() as socket:
        await receive(socket, "session.updated")
        conversation = await service.conversation()
        await conversation.say("input_audio_buffer.speech_started", audio_start_ms=0, item_id="item_u")
        await receive(socket, "input_audio_buffer.speech_started")
        draining = asyncio.create_task(house.gateway.drain())
        await asyncio.sleep(0.6)
        assert not draining.done()
        await conversation.say("input_audio_buffer.speech_stopped", audio_end_ms=500, item_id="item_u")
        await conversation.say("input_audio_buffer.committed", previous_item_id=None, item_id="item_u")
        await conversation.transcribed("one more thing", "item_u")
        await draining
        assert [turn.text for turn in await house.turns()] == ["one more thing"]
        assert conversation.of("input_audio_buffer.commit") == []


@pytest.mark.parametrize("noticed", [False, True])
async def test_the_next_server_hears_what_was_being_said_from_its_beginning(
    open_house: OpenHouse, service: RealtimeServer, monkeypatch: pytest.MonkeyPatch, noticed: bool
) -> None:
    monkeypatch.setattr(handover, "SENTENCE_SECONDS", 0.1)
    sounds = [base64.b64encode(bytes([number, 1]) * 2400).decode() for number in range(4)]
    async with open_house(drain_seconds=0.1) as house, house.call() as socket:
        await receive(socket, "session.updated")
        conversation = await service.conversation()
        if noticed:
            await conversation.say("input_audio_buffer.speech_started", audio_start_ms=120, item_id="item_u")
            await conversation.say(
                "conversation.item.input_audio_transcription.delta", item_id="item_u", content_index=0, delta="one"
            )
            await receive(socket, "conversation.item.input_audio_transcription.delta")
        for sound in sounds[:3]:
            await send(socket, "input_audio_buffer.append", audio=sound)
        await conversation.heard("input_audio_buffer.append", 3)
        await house.gateway.drain()
        assert conversation.of("input_audio_buffer.commit") == []
        assert not await house.turns()
    async with open_house() as house, house.call() as socket:
        await receive(socket, "session.updated")
        await send(socket, "input_audio_buffer.append", audio=sounds[3])
        conversation = await service.conversation(2)
        await conversation.heard("input_audio_buffer.append", 4 - noticed)
        heard = b"".join(base64.b64decode(one["audio"]) for one in conversation.of("input_audio_buffer.append"))
        said = b"".join(base64.b64decode(sound) for sound in sounds)
        assert heard == (said[120 * 48 :] if noticed else said)
        assert house.recordings.carried("s1") == ()


async def test_an_answer_that_is_due_is_asked_for_until_some_of_it_is_heard(
    open_house: OpenHouse, service: RealtimeServer
) -> None:
    """The rest of a word that the former server heard half of interrupts it, and is nothing by itself."""
    async with open_house(drain_seconds=0.1) as house, house.call() as socket:
        await receive(socket, "session.updated")
        await (await service.conversation()).learner_says("hello", "item_u")
        await house.until("user.transcript.final")
        await house.gateway.drain()
    async with open_house() as house, house.call() as socket:
        await receive(socket, "session.updated")
        conversation = await service.conversation(2)
        await conversation.say("input_audio_buffer.speech_started", audio_start_ms=0, item_id="item_v")
        await asyncio.sleep(1.0)
        assert conversation.of("response.create") == [], "whoever speaks is not spoken over"
        await conversation.say("input_audio_buffer.speech_stopped", audio_end_ms=500, item_id="item_v")
        await conversation.say("input_audio_buffer.committed", previous_item_id=None, item_id="item_v")
        await conversation.transcribed("", "item_v")
        await conversation.heard("response.create")
        await conversation.partner_begins("item_p")
        await conversation.partner_ends("item_p", "", status="cancelled")
        await conversation.heard("response.create", 2)
        await conversation.partner_says("item_q", "Good morning.", 100)
        await house.until("partner.transcript.final")
        await asyncio.sleep(1.0)
        assert len(conversation.of("response.create")) == 2


class Silent:
    """A socket that nobody reads."""

    beta = False

    def send(self, payload: bytes) -> None: ...

    def close(self, code: int, reason: str) -> None: ...

    def pause_reading(self) -> None: ...

    def resume_reading(self) -> None: ...


@pytest.mark.parametrize("steps", [0, 1])
async def test_a_drain_in_the_moment_in_which_a_session_begins_is_no_crash(open_house: OpenHouse, steps: int) -> None:
    async with open_house(drain_seconds=0.3) as house:
        opening = await house.gateway.open(Admission(ALICE, "/ws/realtime/s1"))
        opening.factory(Silent())
        for _ in range(steps):
            await asyncio.sleep(0)
        await house.gateway.drain()
        assert (await house.session()).state is SessionState.RECONNECTING


async def test_a_session_that_had_only_begun_is_handed_over_too(open_house: OpenHouse, service: RealtimeServer) -> None:
    path = "/ws/realtime/s1?scenario_id=conflict-resolution"
    async with open_house(drain_seconds=0.1) as house, house.call(path):
        await (await service.conversation()).heard("response.create")
        await house.gateway.drain()
        assert (await house.session()).state is SessionState.RECONNECTING
    async with open_house() as house, house.call(path) as socket:
        await receive(socket, "session.created")
        opening = await (await service.conversation(2)).heard("response.create")
        assert opening["event_id"].endswith("opening")
        await house.until("session.state", state="live")


async def test_a_voice_socket_that_cannot_come_back_is_ended_by_a_drain(
    open_house: OpenHouse, service: RealtimeServer
) -> None:
    async with open_house(drain_seconds=0.1) as house, house.call("/ws/audio") as socket:
        session_id = (await receive(socket, "session_id"))["session_id"]
        await (await service.conversation()).heard("session.update")
        await house.gateway.drain()
        await receive(socket, "session_end", reason="shutdown")
        assert (await house.session(session_id)).end_reason is EndReason.SHUTDOWN


async def test_the_next_server_goes_on_with_a_session(open_house: OpenHouse, service: RealtimeServer) -> None:
    async with open_house(drain_seconds=0.1, recording="on") as house, house.call() as socket:
        await receive(socket, "session.updated")
        conversation = await service.conversation()
        await conversation.learner_says("one more thing", "item_u")
        await house.until("user.transcript.final")
        await house.gateway.drain()
        last = (await house.until("session.state", reason="shutdown")).seq
        recorded_ms = house.recordings.duration_ms("s1")
    async with open_house(recording="on") as house, house.call() as socket:
        await receive(socket, "session.created")
        conversation = await service.conversation(2)
        asked = await conversation.heard("conversation.item.create")
        assert asked["item"]["content"][0]["text"] == "one more thing"
        await conversation.heard("response.create")  # nobody had answered
        assert (await house.until("session.state", after=last, state="live")).seq > last
        await conversation.partner_says("item_p", "Which one?", 100)
        await house.until("partner.transcript.final")
        assert [(turn.seq, turn.text) for turn in await house.turns()] == [(1, "one more thing"), (2, "Which one?")]
        await socket.close(1000, "end")
        await house.until("session.state", state="ended")
        assert house.recordings.duration_ms("s1") > recorded_ms


async def test_the_next_server_has_the_partner_whom_the_client_asked_for(
    open_house: OpenHouse, service: RealtimeServer
) -> None:
    wanted = {"instructions": "Be my aunt.", "audio": {"output": {"voice": "cedar"}}}
    async with open_house(drain_seconds=0.1) as house, house.call() as socket:
        await send(socket, "session.update", session={"type": "realtime", **wanted})
        conversation = await service.conversation()
        await conversation.learner_says("hello", "item_u")
        await house.until("user.transcript.final")
        await house.gateway.drain()
    async with open_house() as house, house.call() as socket:
        await receive(socket, "session.created")
        conversation = await service.conversation(2)
        set_up = (await conversation.heard("session.update"))["session"]
        assert set_up["instructions"] == "Be my aunt."
        assert set_up["audio"]["output"]["voice"] == "cedar"
        session = await house.session()
        assert (session.instructions, session.voice) == ("Be my aunt.", "cedar")


async def test_a_session_that_nobody_comes_back_for_ends(
    open_house: OpenHouse, service: RealtimeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_house(drain_seconds=0.1) as house, house.call() as socket:
        await receive(socket, "session.updated")
        await (await service.conversation()).learner_says("hello", "item_u")
        await house.until("user.transcript.final")
        await house.gateway.drain()
    monkeypatch.setattr(leftovers, "RESTART_SECONDS", 0.1)
    async with open_house(resume_seconds=0.1) as house:
        assert (await house.until("session.state", state="ended")).data["reason"] == EndReason.LEFT


async def test_events_are_replayed_and_go_on_without_gap_or_double(
    open_house: OpenHouse, service: RealtimeServer
) -> None:
    async with open_house() as house, house.call() as socket:
        await receive(socket, "session.created")
        conversation = await service.conversation()
        heard: list[int] = []
        texts: list[str] = []

        async def listen() -> None:
            while True:
                after = heard[-1] if heard else 0
                async with contextlib.aclosing(house.gateway.events("s1", after)) as stream:
                    async for event in stream:
                        heard.append(event.seq)
                        if event.type == "user.transcript.final":
                            texts.append(event.data["text"])
                            if len(texts) % 3 == 0:
                                break  # a connection that was lost
                if len(texts) >= 12:
                    return

        listening = asyncio.create_task(listen())
        for number in range(12):
            await conversation.learner_says(f"sentence {number}", f"item_{number}")
        await asyncio.wait_for(listening, 10)
        assert texts == [f"sentence {number}" for number in range(12)]
        assert heard == sorted(set(heard))
        async with house.database.read() as tx:
            stored = await events.after(tx, "s1", 0)
        assert [event.data["text"] for event in stored if event.type == "user.transcript.final"] == texts


@pytest.mark.slow
async def test_five_hundred_sockets_that_come_and_go_leave_nothing(
    open_house: OpenHouse, service: RealtimeServer
) -> None:
    async with open_house(resume_seconds=0.2) as house:

        async def wave(name: str, count: int) -> None:
            opened = await asyncio.gather(*(house.call(f"/ws/realtime/{name}_{number}") for number in range(count)))
            for socket in opened:
                socket.transport.abort()
            await eventually(lambda: not house.gateway.live())
            service.conversations.clear()

        await wave("warm", 50)
        process = psutil.Process()
        before = process.memory_info().rss
        for number in range(5):
            await wave(f"wave{number}", 50)
        assert process.memory_info().rss - before < 30 * 2**20
        await eventually(lambda: len(process.net_connections()) < 20)
        async with house.call("/ws/realtime/after") as socket:
            await receive(socket, "session.created")


async def test_a_client_that_disappears_during_the_handshake_costs_no_place(open_house: OpenHouse) -> None:
    async with open_house(max_sessions=1) as house:
        for _ in range(5):
            _, writer = await asyncio.open_connection("127.0.0.1", house.port)
            writer.write(
                b"GET /ws/realtime/s1 HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                b"Authorization: Bearer alice\r\nSec-WebSocket-Key: bad\r\nSec-WebSocket-Version: 13\r\n\r\n"
            )
            await writer.drain()
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()
        async with asyncio.timeout(5):
            while True:
                with contextlib.suppress(InvalidStatus, ConnectionClosed):
                    async with house.call("/ws/realtime/s2") as socket:
                        await receive(socket, "session.created")
                        return
                await asyncio.sleep(0.1)


async def test_a_turn_is_kept_while_it_is_spoken(open_house: OpenHouse, service: RealtimeServer) -> None:
    async with open_house() as house, house.call() as socket:
        await receive(socket, "session.created")
        conversation = await service.conversation()
        await conversation.partner_begins("item_p")
        await conversation.partner_text("item_p", "This takes a while")
        await conversation.partner_audio("item_p", 3000)
        async with asyncio.timeout(8):
            while not (kept := await house.turns()):  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        assert (kept[0].text, kept[0].state) == ("This takes a while", TurnState.SPEAKING)
        await conversation.partner_ends("item_p", "This takes a while, as you see.")
        await house.until("partner.transcript.final")
        assert [(turn.text, turn.state) for turn in await house.turns()] == [
            ("This takes a while, as you see.", TurnState.FINAL)
        ]


async def test_a_session_that_nobody_came_for_ends_after_a_day(open_house: OpenHouse) -> None:
    now = time.time_ns() // 1_000_000
    async with open_house() as house:
        async with house.database.begin() as tx:
            for name, age_ms in (("old", 25 * 3_600_000), ("new", 3_600_000)):
                await sessions.create(tx, Session(name, "alice", None, SessionState.CREATED, now - age_ms))
        await house.gateway.leftovers.sweep()
        old, new = await house.session("old"), await house.session("new")
    assert (old.state, old.end_reason) == (SessionState.ENDED, EndReason.LEFT)
    assert new.state is SessionState.CREATED
