"""A moment of an earlier talk is tried again: the partner stands where it stood, and nothing old is told as new."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import InvalidStatus

from feedbackyes import library, providers
from feedbackyes.domain.session import EndReason, Session, SessionState
from feedbackyes.domain.transcript import Speaker, Turn
from feedbackyes.engine import Engine, Stages
from feedbackyes.settings import Settings
from feedbackyes.stages.dialogue import scripted
from feedbackyes.storage import sessions, turns
from tests.engine import fakes
from tests.gateway.conftest import House, Json, OpenHouse, house, receive, send
from tests.gateway.realtime_server import RealtimeServer

REPORT = library.scenario("late-report")
SKILLED = REPORT.tests[0].says


def turn(seq: int, speaker: Speaker, text: str, *, confidence: float | None = None, cut: bool = False) -> Turn:
    return Turn(
        f"t{seq}", "first", seq, speaker, text, seq * 1000, seq * 1000 + 900, confidence=confidence, interrupted=cut
    )


async def keep(home: House, said: Sequence[Turn], **changes: object) -> None:
    """A talk of Alice that is over."""
    ended = Session(
        "first", "alice", None, SessionState.ENDED, 1, started_at=1, ended_at=9, end_reason=EndReason.COMPLETED
    )
    async with home.database.begin() as tx:
        await sessions.create(tx, replace(ended, **changes))  # type: ignore[arg-type]
        for one in said:
            await turns.put(tx, one)


async def retry(home: House, turn_id: str, *, of: str = "first", under: str = "second", **changes: object) -> None:
    wanted = Session(under, "alice", None, SessionState.CREATED, 2, retry_of=of, retry_turn_id=turn_id)
    async with home.database.begin() as tx:
        await sessions.create(tx, replace(wanted, **changes))  # type: ignore[arg-type]


SAID = (
    turn(1, Speaker.LEARNER, "On Friday the report went out at six. How do you see it?"),
    turn(2, Speaker.PARTNER, "It went out, did it not?"),
    turn(3, Speaker.LEARNER, "You are always late."),
    turn(4, Speaker.PARTNER, "Well, thanks a lot."),
)


async def test_a_hosted_partner_is_told_what_was_said_and_says_the_last_line_again(
    open_house: OpenHouse, service: RealtimeServer
) -> None:
    async with open_house() as home:
        await keep(home, SAID, scenario_id=REPORT.id)
        await retry(home, "t3", scenario_id=REPORT.id)
        async with home.call("/ws/realtime/second") as socket:
            await receive(socket, "session.created")
            conversation = await service.conversation()
            opening = await conversation.heard("response.create")
            (item,) = [event["item"] for event in conversation.of("conversation.item.create")]
            assert (item["role"], item["content"][0]["text"]) == ("user", SAID[0].text)
            assert "It went out, did it not?" in opening["response"]["instructions"]
            assert REPORT.partner.name in opening["response"]["instructions"]
            await conversation.say("conversation.item.added", item=item, previous_item_id=None)
            await conversation.partner_says("item_p", "It went out, did it not?", 100)
            shown = await receive(socket, "response.done")
            assert shown["response"]["output"][0]["id"] == "item_p"
            await conversation.learner_says("What happened on Friday?", "item_u")
            await home.until("user.transcript.final", "second")
        assert [one.text for one in await home.turns("second")] == [
            "It went out, did it not?",
            "What happened on Friday?",
        ]


async def test_the_persona_of_a_free_talk_is_in_force_from_the_first_word(
    open_house: OpenHouse, service: RealtimeServer
) -> None:
    async with open_house() as home:
        await keep(home, SAID, instructions="You are Bo, who sells bicycles.")
        await retry(home, "t3", instructions="You are Bo, who sells bicycles.")
        async with home.call("/ws/realtime/second") as socket:
            created = await receive(socket, "session.created")
            conversation = await service.conversation()
            told = await conversation.heard("session.update")
            opening = await conversation.heard("response.create")
    assert told["session"]["instructions"] == "You are Bo, who sells bicycles."
    assert opening["response"]["instructions"].startswith("You are Bo, who sells bicycles.")
    assert created["session"]["instructions"] == ""


async def test_the_learner_is_not_shown_restored_items_as_new_ones(
    open_house: OpenHouse, service: RealtimeServer
) -> None:
    async with open_house() as home:
        await keep(home, SAID)
        await retry(home, "t3")
        async with home.call("/ws/realtime/second") as socket:
            conversation = await service.conversation()
            created = await conversation.heard("conversation.item.create")
            await conversation.say("conversation.item.added", item=created["item"], previous_item_id=None)
            await conversation.say("conversation.item.done", item=created["item"], previous_item_id=None)
            await conversation.learner_says("Good morning", "item_u")
            seen: list[Json] = []
            while not seen or not seen[-1]["type"].endswith("transcription.completed"):
                seen.append(await next_event(socket))
        assert not [event for event in seen if event["type"].startswith("conversation.item.") and "item" in event]
        assert [one.id for one in await home.turns("second")] == ["item_u"]


async def next_event(socket: ClientConnection) -> Json:
    event: Json = json.loads(await socket.recv())
    return event


async def test_what_was_earned_before_a_hosted_take_may_still_be_told(
    open_house: OpenHouse, service: RealtimeServer
) -> None:
    said: list[Turn] = []
    for text in SKILLED:
        said.append(turn(len(said) + 1, Speaker.LEARNER, text))
        said.append(turn(len(said) + 1, Speaker.PARTNER, "I see."))
    fact = REPORT.disclosures[0].fact
    async with open_house() as home:
        await keep(home, said, scenario_id=REPORT.id)
        await retry(home, said[-2].id, scenario_id=REPORT.id)
        await retry(home, said[0].id, scenario_id=REPORT.id, under="third")
        async with home.call("/ws/realtime/second"):
            late = (await (await service.conversation()).heard("session.update"))["session"]["instructions"]
        async with home.call("/ws/realtime/third"):
            early = (await (await service.conversation(2)).heard("session.update"))["session"]["instructions"]
    assert fact in late
    assert fact not in early


async def test_a_take_whose_talk_was_deleted_says_so(open_house: OpenHouse) -> None:
    async with open_house() as home:
        await retry(home, "t3", of="gone")
        with pytest.raises(InvalidStatus) as refused:
            await home.call("/ws/realtime/second")
        assert b"retried_session_gone" in refused.value.response.body


# ---- the embedded engine, with its real partner


@pytest.fixture(autouse=True)
def quick_voice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fakes, "WORD_MS", 20)


@asynccontextmanager
async def embedded(folder: Path) -> AsyncIterator[House]:
    settings = Settings(data=folder, recording="off")
    cast = fakes.Cast()
    stages = Stages(vad=cast.loudness, stt=cast.ears, dialogue=scripted.create(), tts=cast.voice)
    engine = Engine(settings, lambda: stages)
    async with house(settings, providers.load("local", settings, engine=engine)) as home:
        yield home
    await engine.close()


async def type_in(home: House, session_id: str, said: Sequence[str], *, cue: bool = False) -> list[str]:
    """Write `said` one after the other; returns what the partner answers. `cue`: the partner begins."""
    answers = []
    async with home.call(f"/ws/realtime/{session_id}?scenario_id={REPORT.id}") as socket:
        await receive(socket, "session.created")
        if cue:
            answers.append((await receive(socket, "response.output_audio_transcript.done"))["transcript"])
            await receive(socket, "response.done")
        await send(socket, "session.update", session={"type": "realtime", "output_modalities": ["text"]})
        for text in said:
            item = {"type": "message", "role": "user", "content": [{"type": "input_text", "text": text}]}
            await send(socket, "conversation.item.create", item=item)
            await send(socket, "response.create")
            answers.append((await receive(socket, "response.output_text.done"))["text"])
            await receive(socket, "response.done")
        await socket.close(1000, "end")
    await home.until("session.state", session_id, state="ended")
    return answers


async def test_the_embedded_partner_stands_where_it_stood(tmp_path: Path) -> None:
    """The same words lead to the same answers, as they only do from the same trust, facts and lines already used."""
    async with embedded(tmp_path) as home:
        first = await type_in(home, "first", SKILLED[:7])
        retried = [one for one in await home.turns("first") if one.speaker is Speaker.LEARNER][5]
        await retry(home, retried.id, scenario_id=REPORT.id)
        again = await type_in(home, "second", SKILLED[5:7], cue=True)
        assert again == first[4:7]
        assert [one.text for one in await home.turns("second")] == [
            first[4], SKILLED[5], first[5], SKILLED[6], first[6],
        ]  # fmt: skip


async def test_other_words_lead_elsewhere(tmp_path: Path) -> None:
    async with embedded(tmp_path) as home:
        first = await type_in(home, "first", SKILLED[:3])
        retried = [one for one in await home.turns("first") if one.speaker is Speaker.LEARNER][2]
        await retry(home, retried.id, scenario_id=REPORT.id)
        again = await type_in(home, "second", ["You are careless and you always let everybody down."], cue=True)
        assert again[0] == first[1]
        assert again[1] != first[2]


async def test_a_take_of_a_take_has_the_whole_talk_before_it(tmp_path: Path) -> None:
    async with embedded(tmp_path) as home:
        first = await type_in(home, "first", SKILLED[:4])
        retried = [one for one in await home.turns("first") if one.speaker is Speaker.LEARNER][2]
        await retry(home, retried.id, scenario_id=REPORT.id)
        await type_in(home, "second", SKILLED[2:4], cue=True)
        later = [one for one in await home.turns("second") if one.speaker is Speaker.LEARNER][1]
        await retry(home, later.id, of="second", under="third", scenario_id=REPORT.id)
        assert await type_in(home, "third", SKILLED[3:4], cue=True) == first[2:4]


async def test_a_line_that_was_cut_short_is_said_in_full(tmp_path: Path) -> None:
    line = REPORT.beats[0].lines[0]
    said = (
        turn(1, Speaker.LEARNER, "Good morning Marc."),
        turn(2, Speaker.PARTNER, " ".join(line.split()[:5]), cut=True),
        turn(3, Speaker.LEARNER, "Let me finish."),
    )
    async with embedded(tmp_path) as home:
        await keep(home, said, scenario_id=REPORT.id)
        await retry(home, "t3", scenario_id=REPORT.id)
        assert await type_in(home, "second", [], cue=True) == [line]


async def test_the_first_words_of_a_talk_have_nothing_before_them(tmp_path: Path) -> None:
    async with embedded(tmp_path) as home:
        first = await type_in(home, "first", SKILLED[:1])
        opening = next(one for one in await home.turns("first") if one.speaker is Speaker.LEARNER)
        await retry(home, opening.id, scenario_id=REPORT.id)
        assert await type_in(home, "second", SKILLED[:1]) == first
