"""A talk step by step, over plain requests."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import httpx
import pytest

from feedbackyes import library
from feedbackyes.audio import files
from feedbackyes.domain.consent import Purpose
from feedbackyes.domain.principal import Principal, Role
from feedbackyes.engine import Engine
from feedbackyes.settings import Settings
from feedbackyes.stages.dialogue import Line, Say
from feedbackyes.storage import consents
from tests.api.conftest import World
from tests.api.test_audio import TURN, recording, seconds_of
from tests.engine.fakes import WORD_MS, Cast, silence, speech

SCENARIO = library.scenario("late-report")


@pytest.fixture
def cast() -> Cast:
    return Cast()


@pytest.fixture
async def http(world: World, settings: Settings, cast: Cast) -> AsyncIterator[httpx.AsyncClient]:
    world.services.engine = Engine(settings, cast.stages)
    async with world.client("ann") as client:
        yield client
    await world.services.engine.close()


def events_of(answer: httpx.Response) -> list[dict[str, str]]:
    return [json.loads(line.removeprefix("data: ")) for line in answer.text.splitlines() if line.startswith("data: ")]


async def test_a_turn_goes_through_all_three_steps(http: httpx.AsyncClient, cast: Cast) -> None:
    cast.ears.hears = ["good morning"]
    cast.partner.says = [[Say("Well. "), Say("And you?")]]
    heard = (await http.post("/voice-agent/transcribe", files={"file": ("a.wav", TURN)})).json()
    answer = (await http.post("/voice-agent/chat", json={"message": heard["text"], "confidence": 0.9})).json()
    spoken = await http.post("/voice-agent/tts-stream", json={"text": answer["text"], "voice": "marin"})
    assert (heard["text"], answer["text"]) == ("good morning", "Well. And you?")
    assert [word["text"] for word in heard["words"]] == ["good", "morning"]
    assert (heard["confidence"], heard["duration_ms"]) == (0.9, 2200)
    assert seconds_of(spoken.content) == pytest.approx(3 * WORD_MS / 1000, abs=0.12)
    assert cast.partner.requests[0].history == (Line("learner", "good morning", 0.9),)


async def test_a_recording_comes_in_a_form_or_is_the_body(http: httpx.AsyncClient) -> None:
    for name in ("audio", "file"):
        answer = await http.post("/voice-agent/transcribe", files={name: ("a.wav", TURN)})
        assert answer.json()["text"] == "hello there"
    answer = await http.post("/voice-agent/transcribe", content=TURN, headers={"Content-Type": "audio/wav"})
    assert answer.json()["text"] == "hello there"


async def test_text_and_reply_can_be_streamed(http: httpx.AsyncClient, cast: Cast) -> None:
    cast.ears.hears = ["good morning", "it is late"]
    cast.partner.says = [[Say("Well. "), Say("And you?")]]
    data = recording(speech(1200), silence(3000), speech(1200))
    heard = await http.post("/voice-agent/transcribe", params={"stream": True}, files={"file": ("a.wav", data)})
    assert events_of(heard)[-1]["text"] == "good morning it is late"
    answer = await http.post("/voice-agent/chat", json={"message": "hi", "stream": True})
    assert events_of(answer) == [
        {"type": "delta", "text": "Well."},
        {"type": "delta", "text": " And you?"},
        {"type": "done", "text": "Well. And you?"},
    ]


async def test_the_talk_so_far_and_a_scenario_come_along(http: httpx.AsyncClient, cast: Cast) -> None:
    history = [{"role": "assistant", "content": "Yes?"}, {"role": "user", "content": "Hm", "confidence": 0.4}]
    wanted = {"scenario_id": SCENARIO.id, "history": history, "message": "Sit down.", "seed": 5}
    await http.post("/voice-agent/chat", json=wanted)
    assert cast.partner.cast == [(SCENARIO, SCENARIO.language, 5)]
    assert cast.partner.requests[0].history == (
        Line("partner", "Yes?"),
        Line("learner", "Hm", 0.4),
        Line("learner", "Sit down."),
    )
    await http.post(f"/voice-agent/transcribe?scenario_id={SCENARIO.id}", files={"file": ("a.wav", TURN)})
    assert cast.ears.opened[-1].phrases == SCENARIO.vocabulary()


async def test_without_a_message_the_partner_begins_or_goes_on(http: httpx.AsyncClient, cast: Cast) -> None:
    await http.post("/voice-agent/chat", json={})
    await http.post("/voice-agent/chat", json={"history": [{"role": "assistant", "content": "Yes?"}]})
    assert [request.reason for request in cast.partner.requests] == ["opening", "silence"]


async def test_speech_comes_in_other_formats(http: httpx.AsyncClient) -> None:
    for kind in ("wav", "opus", "pcm"):
        answer = await http.post("/voice-agent/tts-stream", json={"text": "Good morning.", "format": kind})
        assert answer.headers["content-type"] == files.KINDS[kind].media_type
        assert len(answer.content) > 2000


async def test_what_cannot_be_done_is_refused_with_a_sentence(http: httpx.AsyncClient) -> None:
    cases: list[tuple[str, dict[str, str], int]] = [
        ("chat", {"scenario_id": "nowhere"}, 404),
        ("chat", {"scenario_id": SCENARIO.id, "instructions": "Be a pirate."}, 400),
        ("chat", {"message": "a" * 9000}, 422),
        ("tts-stream", {"text": "  "}, 400),
        ("tts-stream", {"text": "Hi.", "format": "midi"}, 400),
        ("tts-stream", {}, 422),
        ("transcribe", {"file": "none"}, 400),
    ]
    for path, body, code in cases:
        answer = await http.post(f"/voice-agent/{path}", json=body)
        assert answer.status_code == code, path
        assert answer.json()["error"]["message"].endswith(".")


async def test_a_form_without_a_recording_says_where_it_belongs(http: httpx.AsyncClient) -> None:
    answer = await http.post("/voice-agent/transcribe", files={"other": ("a.wav", TURN)})
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, "file")


async def test_who_refused_hosted_voice_is_not_sent_elsewhere(world: World, http: httpx.AsyncClient) -> None:
    world.services.settings = world.services.settings.model_copy(update={"tts": "openai"})
    ann = Principal("ann", Role.LEARNER, "Ann", "red")
    for granted, status in ((None, 200), (False, 403), (True, 200)):
        if granted is not None:
            async with world.services.database.begin() as tx:
                await consents.put(tx, ann, Purpose.HOSTED_VOICE, granted=granted, at=1)
        answer = await http.post("/voice-agent/tts-stream", json={"text": "Good morning."})
        assert answer.status_code == status


async def test_nobody_unknown_is_served(world: World) -> None:
    async with world.client(peer="10.0.0.9") as http:
        assert (await http.post("/voice-agent/chat", json={"message": "Hi."})).status_code == 401
