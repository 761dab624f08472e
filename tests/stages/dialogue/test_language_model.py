"""The partner with a mind, against a real Chat Completions server that does what a test wants."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from structlog.testing import capture_logs

from feedbackyes import library
from feedbackyes.domain.errors import NotReady
from feedbackyes.settings import Settings
from feedbackyes.stages import dialogue
from feedbackyes.stages.dialogue import CallFunction, Conversation, Foresighted, Line, ReplyRequest, Say
from feedbackyes.stages.dialogue.language_model import LanguageModelDialogue, create, options
from tests.stages.dialogue.chat_server import Answer, ChatServer, Script, chat_server, says

MARC = library.scenario("late-report")
FACTS = {one.id: one for one in MARC.disclosures}
ASKED = (Line("partner", "Morning."), Line("learner", "On Friday the report came at six. How do you see it?"))
LEAK = "My father moved in with us after his fall. I used to finish things in the evening."
WEATHER = {"type": "function", "name": "get_weather", "parameters": {"type": "object", "properties": {}}}

Made = tuple[LanguageModelDialogue, ChatServer]


@asynccontextmanager
async def mind(script: Script, **settings: Any) -> AsyncIterator[Made]:
    async with chat_server(script) as server:
        made = create(**{"url": server.url, "model": "test", **settings})
        yield made, server
        await made.close()


async def reply(talk: Conversation, *said: Line, **request: Any) -> list[Say | CallFunction]:
    return [part async for part in talk.reply(ReplyRequest(said or ASKED, **request))]


def text(parts: list[Say | CallFunction]) -> str:
    return "".join(part.text for part in parts if isinstance(part, Say)).strip()


def is_of_the_script(parts: list[Say | CallFunction]) -> bool:
    return text(parts) in MARC.lines() and all(isinstance(part, Say) and part.stands_in for part in parts)


async def test_the_voice_begins_while_the_model_still_writes() -> None:
    hold = asyncio.Event()
    answer = Answer("Well, to be honest, I had hoped that nobody would ask.", hold=hold)
    async with mind(lambda _: answer) as (made, _):
        parts = made.open(MARC).reply(ReplyRequest(ASKED))
        first = await anext(parts)
        assert first == Say("Well, to be honest, ")
        hold.set()
        assert [part async for part in parts] == [Say("I had hoped that nobody would ask.")]


async def test_the_persona_is_asked_for_and_the_learner_answered() -> None:
    async with mind(says("I sent what I had.")) as (made, server):
        said = await reply(made.open(MARC), cultural_context="US-English")
        assert said == [Say("I sent what I had.")]
        system, *talk = server.asked[0]["messages"]
        assert system["role"] == "system"
        assert "You play Marc" in system["content"]
        assert "US-English" in system["content"]
        assert [one["role"] for one in talk] == ["user", "assistant", "user"]
        assert talk[1]["content"] == "Morning."
        assert talk[2]["content"].startswith("[How Marc feels now: trust 0.")
        assert talk[2]["content"].endswith("\nOn Friday the report came at six. How do you see it?")


async def test_how_the_partner_feels_moves_with_what_was_said_and_the_system_message_stays() -> None:
    async with mind(says("I see.")) as (made, server):
        talk = made.open(MARC)
        await reply(talk, Line("learner", "How do you see it? That must have been hard for you."))
        await reply(talk, Line("learner", "You are lazy and you always let us down. It is your fault."))
        kind, harsh = (body["messages"] for body in server.asked)
        assert kind[0] == harsh[0]
        assert "you are close to losing your temper" not in kind[-1]["content"]
        assert "they blamed you" in harsh[-1]["content"]
        assert kind[-1]["content"] != harsh[-1]["content"]


async def test_a_fact_is_told_to_the_model_when_it_is_earned_and_not_before() -> None:
    test = next(one for one in MARC.tests if "finance-error" in one.told)
    async with mind(says("I see.")) as (made, server):
        talk, history = made.open(MARC), [Line("partner", MARC.opening_lines[0])]
        for said in test.says:
            history.append(Line("learner", said))
            earned = dialogue.rapport(MARC, history).earned
            history.append(Line("partner", text(await reply(talk, *history))))
            sent = json.dumps(server.asked[-1])
            assert {one.id for one in MARC.disclosures if one.fact in sent} == set(earned)
        assert "They have earned it: tell them now" in sent


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("*sighs* I sent it. *His jaw tightens.* As always.", "I sent it. As always."),
        ("Marc: (quietly) **I** sent it.", "I sent it."),
        ("<think>He is angry. I will be short.</think>\n\nI sent it.", "I sent it."),
        ("# Answer\n- I sent it.\n- As *always*. 🙂", "Answer I sent it. As always."),
        ("I sent it.\nYou: And then?\nMarc: Then nothing.", "I sent it."),
        ('"I sent it [looks away] on Friday."', "I sent it on Friday."),
        ("[How Marc feels now: calm]\nI sent it.", "I sent it."),
    ],
)
async def test_only_what_is_spoken_reaches_the_voice(written: str, spoken: str) -> None:
    for size in (1, 1000):
        async with mind(lambda _, size=size: Answer(written, size=size)) as (made, _):  # type: ignore[misc]
            assert text(await reply(made.open(MARC))) == spoken


@pytest.mark.parametrize(
    "leak",
    [
        LEAK,
        FACTS["father"].lines[0],
        FACTS["father"].fact,
        FACTS["last-spring"].lines[1],
        "He holds reports back on purpose. A wrong number went out under his name last spring.",
        "Dad slipped in the autumn and he has been living with us, so there are no free nights for me any more.",
    ],
)
async def test_what_was_not_earned_is_stopped_before_the_voice(leak: str) -> None:
    for written in (leak, f"I see. {leak} That is all.", f"*sighs* {leak}"):
        async with mind(says(written)) as (made, _):
            said = text(await reply(made.open(MARC)))
            assert any(said.endswith(line) for line in MARC.lines())
            assert not any(word in said.lower() for word in ("father", "spring", "purpose", "dad"))


async def test_the_beginning_of_a_leak_is_not_spoken_early() -> None:
    hold = asyncio.Event()
    answer = Answer("My father moved in after his fall, and since then I have no evenings. Sorry.", hold=hold)
    async with mind(lambda _: answer) as (made, server):
        parts = made.open(MARC).reply(ReplyRequest(ASKED))
        first = await anext(parts)
        assert isinstance(first, Say)
        assert any(line.startswith(first.text.strip()) for line in MARC.lines())
        assert "father" not in text([part async for part in parts])
        await server.until(lambda one: one.dropped == 1)  # who leaks is not listened to any longer


async def test_who_takes_up_what_the_learner_said_tells_nothing() -> None:
    history = (Line("learner", "I heard that your father moved in with you after a fall, in September. Is that so?"),)
    async with mind(says("Yes. My father moved in after his fall in September.")) as (made, _):
        assert text(await reply(made.open(MARC), *history)) == "Yes. My father moved in after his fall in September."


@pytest.mark.parametrize(
    "written",
    [
        "As an AI language model, I cannot have a report.",
        "Good use of an open question. I would give you eight out of ten for that.",
        "Je ne sais pas ce que vous voulez de moi, mais je suis là pour vous écouter.",
    ],
)
async def test_a_model_that_leaves_its_role_is_not_heard(written: str) -> None:
    async with mind(says(written)) as (made, _):
        assert text(await reply(made.open(MARC))) in MARC.lines()


def failing() -> dict[str, Answer]:
    event = b'data: {"choices": [{"delta": {"content": "I"}}]}\n\n'
    return {
        "down": Answer(status=500),
        "busy": Answer(status=429),
        "refusing": Answer(status=400),
        "late": Answer("I sent it.", wait_seconds=5.0),
        "thinking too long": Answer("<think>" + 400 * "hm " + "</think> I sent it.", between_seconds=0.01),
        "stalling in its first words": Answer("I s" + "ent it.", size=2, between_seconds=1.0),
        "no JSON": Answer(raw=b"data: {oops\n\n"),
        "another form": Answer(raw=b'data: {"choices": [7]}\n\n'),
        "an error inside": Answer(raw=event + b'data: {"error": {"message": "out of memory"}}\n\n'),
        "an end without an end": Answer(raw=event),
        "cut off": Answer("I sent it on Friday.", cut_after=8),
        "too long for it": Answer("I sent it on", finish="length"),
        "empty": Answer(""),
        "only a direction": Answer("*sighs and looks away*"),
        "a line without end": Answer(raw=b"data: " + b"x" * (2**20 + 1)),
    }


@pytest.mark.parametrize("kind", failing())
async def test_a_model_that_does_not_answer_is_stood_in_for_and_comes_back(kind: str) -> None:
    answers = [failing()[kind], failing()[kind], Answer("I sent it on Friday.")]
    async with mind(lambda _: answers.pop(0), patience_seconds=0.5) as (made, _):
        talk = made.open(MARC)
        with capture_logs() as logs:
            assert is_of_the_script(await reply(talk))
            assert is_of_the_script(await reply(talk))
            assert await reply(talk) == [Say("I sent it on Friday.")]
        assert [one["log_level"] for one in logs] == ["warning", "info"]


async def test_a_model_that_cannot_be_reached_is_stood_in_for() -> None:
    made = create(url="http://127.0.0.1:9/v1", model="test")
    assert is_of_the_script(await reply(made.open(MARC)))
    await made.close()


async def test_who_asks_to_be_left_alone_is_left_alone() -> None:
    async with mind(lambda _: Answer(status=429, headers={"Retry-After": "30"})) as (made, server):
        talk = made.open(MARC)
        assert is_of_the_script(await reply(talk))
        assert is_of_the_script(await reply(talk))
        assert len(server.asked) == 1


async def test_a_hundred_and_twenty_talks_are_answered_at_once() -> None:
    hold = asyncio.Event()
    async with mind(lambda _: Answer("I see. Go on.", hold=hold), patience_seconds=20.0) as (made, server):
        talks = [asyncio.create_task(reply(made.open(None))) for _ in range(120)]
        await server.until(lambda one: one.open == 120)
        hold.set()
        assert {text(parts) for parts in await asyncio.gather(*talks)} == {"I see. Go on."}


async def test_no_key_is_logged() -> None:
    async with mind(lambda _: Answer(status=401)) as (made, _):
        with capture_logs() as logs:
            await reply(made.open(MARC))
    assert "401" in str(logs)
    assert "sk-" not in str(logs)


async def test_what_was_said_whole_stands_when_the_model_breaks_off() -> None:
    async with mind(lambda _: Answer("I sent what I had. And then nobody", cut_after=28)) as (made, _):
        assert text(await reply(made.open(MARC))) == "I sent what I had."


async def test_a_sentence_that_breaks_off_is_followed_by_a_line_of_the_script() -> None:
    async with mind(lambda _: Answer("To be honest, I did not want to ask you", cut_after=24)) as (made, _):
        said = text(await reply(made.open(MARC)))
        assert said.startswith("To be honest, ")
        assert said.removeprefix("To be honest, ") in MARC.lines()


async def test_a_reply_is_never_long() -> None:
    endless = " ".join(f"The {number}th page was not there." for number in range(2000))
    async with mind(lambda _: Answer(endless, size=8, hold=asyncio.Event())) as (made, server):
        said = text(await reply(made.open(MARC)))
        assert 20 < len(said.split()) < 40
        assert said.endswith(".")
        await server.until(lambda one: one.open == 0)
        assert server.dropped == 1
    async with mind(says("page " * 500)) as (made, _):
        said = text(await reply(made.open(MARC)))
        assert len(said.split()) == 38


async def test_who_no_longer_listens_ends_the_request() -> None:
    answer = Answer("Well, to be honest, I had hoped for more.", hold=asyncio.Event())
    async with mind(lambda _: answer) as (made, server):
        parts = made.open(MARC).reply(ReplyRequest(ASKED))
        await anext(parts)
        assert server.open == 1
        await parts.aclose()  # type: ignore[attr-defined]
        await server.until(lambda one: one.open == 0 and one.dropped == 1)


async def test_what_was_expected_is_answered_by_the_same_request() -> None:
    async with mind(says("I sent it.")) as (made, server):
        talk = made.open(MARC)
        assert isinstance(talk, Foresighted)
        talk.expect(ReplyRequest((*ASKED[:-1], Line("learner", ASKED[-1].text.lower().replace("?", "")))))
        await server.until(lambda one: len(one.asked) == 1 and one.open == 0)
        assert await reply(talk) == [Say("I sent it.")]
        assert len(server.asked) == 1


async def test_what_was_expected_in_vain_leaves_no_trace() -> None:
    answers = [Answer("Too early.", hold=asyncio.Event()), Answer("Too early.", hold=asyncio.Event()), Answer("I see.")]
    async with mind(lambda _: answers.pop(0)) as (made, server):
        talk = made.open(MARC)
        talk.expect(ReplyRequest((Line("learner", "On Friday"),)))
        await server.until(lambda one: len(one.asked) == 1)
        talk.forget()
        await server.until(lambda one: one.dropped == 1)
        talk.expect(ReplyRequest((Line("learner", "On Friday the report"),)))
        await server.until(lambda one: len(one.asked) == 2)
        assert await reply(talk) == [Say("I see.")]
        await server.until(lambda one: one.dropped == 2)
        assert "early" not in json.dumps(server.asked)


async def test_nothing_is_asked_early_when_that_is_not_wanted() -> None:
    async with mind(says("I see."), early=False) as (made, server):
        talk = made.open(MARC)
        talk.expect(ReplyRequest(ASKED))
        assert await reply(talk) == [Say("I see.")]
        assert len(server.asked) == 1


async def test_functions_are_offered_as_chat_completions_has_them_and_called() -> None:
    answers = [Answer("One moment.", calls=[("get_weather", '{"city": "Oslo"}')])]
    async with mind(lambda _: answers[0]) as (made, server):
        parts = await reply(made.open(None), tools=(WEATHER,))
        assert parts == [Say("One moment."), CallFunction("get_weather", '{"city": "Oslo"}')]
        (offered,) = server.asked[0]["tools"]
        assert offered["function"]["name"] == "get_weather"
        assert server.asked[0]["tool_choice"] == "auto"


@pytest.mark.parametrize("call", [("get_weather", '{"city": '), ("get_weather", "[1]"), ("delete_all", "{}")])
async def test_a_call_that_cannot_be_carried_out_is_none(call: tuple[str, str]) -> None:
    async with mind(lambda _: Answer(calls=[call])) as (made, _):
        parts = await reply(made.open(None), Line("learner", "I am tired."), tools=(WEATHER,))
        assert all(isinstance(part, Say) and part.stands_in for part in parts)


async def test_a_server_that_does_not_stream_is_understood() -> None:
    async with mind(lambda _: Answer("I see. Go on.", streamed=False)) as (made, _):
        assert text(await reply(made.open(MARC))) == "I see. Go on."


@pytest.mark.parametrize(
    "request_",
    [
        ReplyRequest((), "opening"),
        ReplyRequest(ASKED, "cut_in"),
        ReplyRequest((Line("learner", "mumble", confidence=0.1),)),
        ReplyRequest((Line("learner", ""),)),
        ReplyRequest((*ASKED, Line("partner", "I sent it."), Line("learner", "Could you say that again, please?"))),
        ReplyRequest(ASKED, again=Line("partner", "Say this.")),
    ],
)
async def test_what_must_be_word_for_word_or_at_once_is_the_scripts(request_: ReplyRequest) -> None:
    async with mind(says("I am the model.")) as (made, server):
        parts = [part async for part in made.open(MARC).reply(request_)]
        assert parts
        assert not any(isinstance(part, Say) and part.stands_in for part in parts)
        assert server.asked == []


@pytest.mark.parametrize(
    ("history", "reason"),
    [
        ((), "turn"),
        ((Line("partner", "Morning."),), "silence"),
        ((Line("partner", "a"), Line("partner", "b"), Line("learner", "c"), Line("learner", "d")), "turn"),
        ((Line("learner", "a"), Line("system", "Result of the function call c1: 5")), "turn"),
        (tuple(Line("learner" if i % 2 else "partner", f"line {i}") for i in range(200)), "turn"),
    ],
)
async def test_roles_alternate_whatever_was_said(history: tuple[Line, ...], reason: dialogue.Reason) -> None:
    async with mind(says("I see.")) as (made, server):
        await reply(made.open(None), *history, reason=reason) if history else [
            part async for part in made.open(None).reply(ReplyRequest((), reason))
        ]
        roles = [one["role"] for one in server.asked[0]["messages"]]
        assert roles[0] == "system"
        assert roles[1::2] == ["user"] * len(roles[1::2])
        assert roles[2::2] == ["assistant"] * len(roles[2::2])
        assert roles[-1] == "user"
        assert len(roles) < 70


async def test_a_talk_without_a_scenario_has_the_persona_of_its_instructions() -> None:
    async with mind(says("Arr. What do you want?")) as (made, server):
        await reply(made.open(None, language="en"), instructions="You are a pirate.")
        assert server.asked[0]["messages"][0]["content"].startswith("You are a pirate.")


def settings(**values: Any) -> Settings:
    return Settings(dialogue="language-model", **values)


def test_a_model_has_to_be_named() -> None:
    with pytest.raises(NotReady, match="FEEDBACKYES_DIALOGUE_MODEL"):
        dialogue.configured(settings())


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({}, "sk-1"),
        ({"dialogue_url": "http://localhost:11434/v1"}, ""),
        ({"dialogue_url": "http://localhost:11434/v1", "dialogue_key": "k"}, "k"),
    ],
)
def test_the_hosted_key_goes_to_the_hosted_service_only(given: dict[str, str], key: str) -> None:
    assert options(settings(dialogue_model="m", openai_api_key="sk-1", **given))["key"] == key


async def test_the_key_is_sent() -> None:
    async with mind(says("I see."), key="secret-key") as (made, server):
        await reply(made.open(MARC))
        assert server.headers["Authorization"] == "Bearer secret-key"
