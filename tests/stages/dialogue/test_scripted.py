"""The scripted partner listens, remembers what was heard, and repeats nothing."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedbackyes import library
from feedbackyes.domain.scenario import Scenario
from feedbackyes.stages.dialogue import Line, Reason, ReplyRequest, Say
from feedbackyes.stages.dialogue._cues import cues
from feedbackyes.stages.dialogue._lines import words
from feedbackyes.stages.dialogue.scripted import ScriptedDialogue

MARC = library.scenario("late-report")
RICHARD = library.scenario("weekend-request")
DOYLE = library.scenario("shouting-customer")


async def reply(scenario: Scenario | None, history: Sequence[Line], reason: Reason = "turn", seed: int = 5) -> str:
    talk = ScriptedDialogue().open(scenario, seed=seed)
    request = ReplyRequest(tuple(history), reason)
    return "".join([part.text async for part in talk.reply(request) if isinstance(part, Say)])


def learner(text: str, confidence: float | None = None) -> Line:
    return Line("learner", text, confidence=confidence)


def partner(text: str, *, interrupted: bool = False) -> Line:
    return Line("partner", text, interrupted=interrupted)


def of(text: str, lines: Sequence[str]) -> bool:
    return any(text == line or text.endswith(line) for line in lines)


async def test_the_partner_opens_with_one_of_the_openings() -> None:
    openings = {await reply(RICHARD, (), "opening", seed) for seed in range(20)}
    assert openings == set(RICHARD.opening_lines)


async def test_a_partner_who_is_asked_to_open_again_does_not_start_over() -> None:
    assert of(await reply(RICHARD, [partner(RICHARD.opening_lines[0])], "opening"), RICHARD.asides.silence)


async def test_a_partner_cuts_in_with_its_own_words_and_may_repeat_them_in_the_end() -> None:
    history: list[Line] = [learner("I called the depot and then")]
    for _ in range(len(DOYLE.interruptions)):
        history.append(partner(await reply(DOYLE, history, "cut_in")))
    assert sorted(line.text for line in history[1:]) == sorted(DOYLE.interruptions)
    assert await reply(DOYLE, history, "cut_in") in DOYLE.interruptions


@pytest.mark.parametrize("scenario_id", ["late-report", "hors-devis", "ueberschriebenes-konzept", "demo-del-martes"])
async def test_who_has_no_words_to_cut_in_with_uses_everybodys(scenario_id: str) -> None:
    scenario = library.scenario(scenario_id)
    said = await reply(scenario, [learner("...")], "cut_in")
    assert said in cues(scenario.language).cutting_in
    assert len(said.split()) <= 6


async def test_who_cut_in_and_was_talked_over_does_not_complain_of_it() -> None:
    for turns in range(2):
        history = [partner(f"One, {i}.") for i in range(turns)] + [learner("The van was"), learner("What do you need?")]
        history.insert(-1, partner(" ".join(DOYLE.interruptions[0].split()[:2]), interrupted=True))
        for seed in range(8):
            said = await reply(DOYLE, history, seed=seed)
            assert not any(said.startswith(line) for line in DOYLE.asides.interrupted)


async def test_silence_gets_a_new_prompt_each_time() -> None:
    history: list[Line] = [partner("Yes?")]
    for _ in range(len(MARC.asides.silence)):
        said = await reply(MARC, history, "silence")
        assert of(said, MARC.asides.silence)
        assert said not in [line.text for line in history]
        history.append(partner(said))


@pytest.mark.parametrize("text", ["hello", "Hi Marc.", "um good morning marc"])
async def test_a_greeting_is_greeted(text: str) -> None:
    assert of(await reply(MARC, [learner(text)]), MARC.asides.greeting)


async def test_how_are_you_is_answered_and_how_are_you_managing_is_not_small_talk() -> None:
    assert of(await reply(MARC, [learner("Hi Marc, how are you today?")]), MARC.asides.wellbeing)
    assert not of(await reply(DOYLE, [learner("How are you managing without it?")]), DOYLE.asides.wellbeing)


@pytest.mark.parametrize(
    "text",
    ["Sorry, could you repeat that?", "pardon", "what did you say", "I didn't catch that.", "say that again please"],
)
async def test_the_last_line_is_said_again_on_request(text: str) -> None:
    line = "Six, yes. Without the revenue table. That is right."
    assert line in await reply(MARC, [learner("You sent it at six."), partner(line), learner(text)])


async def test_a_line_that_was_cut_off_is_said_again_in_full() -> None:
    line = MARC.disclosures[0].lines[0]
    cut = partner(" ".join(line.split()[:7]), interrupted=True)
    assert line in await reply(MARC, [learner("What happened?"), cut, learner("Sorry, say that again?")])


async def test_what_was_hardly_heard_is_asked_for_but_not_every_time() -> None:
    first = await reply(MARC, [learner("the the cart went", 0.2)])
    assert of(first, MARC.asides.unclear)
    second = await reply(MARC, [learner("the the cart went", 0.2), partner(first), learner("a cart it went", 0.2)])
    assert not of(second, MARC.asides.unclear)


async def test_an_empty_turn_is_asked_for() -> None:
    assert of(await reply(MARC, [learner("")]), MARC.asides.unclear)


async def test_words_that_were_hardly_heard_do_not_offend() -> None:
    said = [learner("How do you see it?"), partner("Hm."), learner("you are careless", 0.1)]
    labels = [line for beat in MARC.beats if beat.id.startswith("label") for line in beat.lines]
    assert not of(await reply(MARC, said), labels)


async def test_abuse_gets_a_limit_in_the_partners_own_words() -> None:
    assert of(await reply(MARC, [learner("You fucking idiot.")]), MARC.asides.insulted)


async def test_goodbye_is_warm_or_cold() -> None:
    good = [learner(text) for text in MARC.tests[0].says]
    bad = [learner(text) for text in MARC.tests[1].says]
    assert of(await reply(MARC, [*good, learner("Thanks Marc, see you later.")]), MARC.asides.closing_warm)
    assert of(await reply(MARC, [*bad, learner("Okay, goodbye.")]), MARC.asides.closing_cold)


async def test_a_question_about_what_everybody_knows_is_answered() -> None:
    answers = [line for fact in DOYLE.facts for line in fact.lines]
    assert of(await reply(DOYLE, [learner("What is your order number, Mrs Doyle?")]), answers)


async def test_words_that_fall_are_taken_up() -> None:
    finance = next(beat for beat in MARC.beats if beat.id == "topic-finance")
    assert of(await reply(MARC, [learner("Well."), partner("Yes?"), learner("There is also finance.")]), finance.lines)


async def test_being_interrupted_is_noticed_now_and_then() -> None:
    cut = partner("I mean, the numbers from finance came", interrupted=True)
    replies = [
        await reply(DOYLE, [*([partner("Nine days!")] * before), cut, learner("The van is in the depot.")])
        for before in (0, 1)
    ]
    noticed = [any(text.startswith(line) for line in DOYLE.asides.interrupted) for text in replies]
    assert noticed.count(True) == 1


async def test_a_fact_that_an_interruption_swallowed_is_told_again() -> None:
    said: list[Line] = []
    lines = [line for one in MARC.disclosures for line in one.lines]
    for text in MARC.tests[0].says:
        said.append(learner(text))
        answer = await reply(MARC, said)
        if of(answer, lines):
            break
        said.append(partner(answer))
    assert of(answer, lines)
    again = await reply(MARC, [*said, partner(answer.split()[0], interrupted=True), learner("Go on.")])
    assert of(again, MARC.disclosures[0].lines)


@pytest.mark.parametrize(
    ("text", "least"),
    [("Maybe, I'm not sure, it's a bit difficult in week", 5), ("No, I can't on Saturday, reason", 1)],
)
async def test_pressure_ends_after_as_many_pushes_as_the_difficulty_allows(text: str, least: int) -> None:
    pushes = {line for beat in RICHARD.beats if beat.pushback for line in beat.lines}
    history: list[Line] = [partner(RICHARD.opening_lines[0])]
    for i in range(14):
        history.append(learner(f"{text} {i}."))
        history.append(partner(await reply(RICHARD, history)))
    assert least <= sum(line.text in pushes for line in history) <= RICHARD.difficulty.pushbacks


async def test_somebody_who_has_had_enough_ends_the_talk_and_comes_back_for_an_apology() -> None:
    history: list[Line] = []
    for text in (*MARC.tests[1].says[:6], "You are useless."):
        history.append(learner(text))
        history.append(partner(await reply(MARC, history)))
    ends = [line for end in MARC.end_conditions for line in end.lines]
    assert any(line.text in ends for line in history)
    assert of(history[-1].text, MARC.asides.closing_cold)
    sorry = await reply(MARC, [*history, learner("I'm sorry, Marc. I understand that I hurt you.")])
    assert not of(sorry, MARC.asides.closing_cold)


async def test_different_seeds_play_differently() -> None:
    assert len({await reply(MARC, [learner("You are careless.")], seed=seed) for seed in range(12)}) > 2


said = st.lists(
    st.one_of(
        st.sampled_from([*MARC.learner_phrases, *RICHARD.learner_phrases, *DOYLE.learner_phrases]), st.text(max_size=40)
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=25, deadline=None)
@given(st.sampled_from([None, *library.scenarios()]), said, st.integers(0, 9))
async def test_whatever_is_said_gets_a_new_short_answer(scenario: Scenario | None, texts: list[str], seed: int) -> None:
    history: list[Line] = []
    for text in texts:
        history.append(learner(text))
        answer = await reply(scenario, history, seed=seed)
        assert 0 < len(words(answer)) < 40
        history.append(partner(answer))
