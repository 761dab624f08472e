"""Without a scenario the partner listens, gives words back and asks on."""

from __future__ import annotations

import pytest

from feedbackyes.stages.dialogue import Line, _neutral
from feedbackyes.stages.dialogue._neutral import answer, topic_of


def talk(*says: str, turns: int | None = None) -> list[str]:
    """The partner's answers to `says`, which are cycled when more `turns` are asked for."""
    history: list[Line] = []
    answers = []
    for i in range(turns or len(says)):
        history.append(Line("learner", says[i % len(says)]))
        answers.append(answer(history, "turn", "", 2))
        history.append(Line("partner", answers[-1]))
    return answers


def one(text: str, instructions: str = "") -> str:
    return answer([Line("learner", text)], "turn", instructions, 2)


def test_there_are_sixty_lines_and_more() -> None:
    groups = [value for name, value in vars(_neutral).items() if name.isupper() and isinstance(value, tuple)]
    assert len({line for group in groups for line in group}) >= 60


def test_a_long_talk_repeats_nothing() -> None:
    answers = talk("I had a long day.", "My boss called me.", "What should I do?", "yeah", turns=60)
    assert len(set(answers)) == 60


def test_the_learners_topic_comes_back_turned_round() -> None:
    assert topic_of("my boss never calls me back") == "your boss"
    assert topic_of("we talked about our new project") == "your new project"
    assert topic_of("it is what it is") is None
    assert any("your boss" in text for text in talk("I am afraid of my boss."))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hello there", _neutral.GREETING),
        ("How are you?", _neutral.WELLBEING),
        ("Okay, bye then.", _neutral.GOODBYE),
        ("thank you", _neutral.THANKS),
        ("who are you", _neutral.ABOUT_ME),
        ("", _neutral.UNCLEAR),
        ("you idiot", _neutral.ABUSE),
        ("what is the capital of peru", _neutral.ASKED),
        ("mm-hm", _neutral.BRIEF),
    ],
)
def test_each_kind_of_turn_gets_its_kind_of_answer(text: str, expected: tuple[str, ...]) -> None:
    assert one(text) in expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Say hello.", "Hello."), ('Please reply with "all good".', "All good."), ("say ok", "Ok.")],
)
def test_words_that_are_asked_for_literally_are_said(text: str, expected: str) -> None:
    assert one(text) == expected


def test_an_instruction_to_say_something_is_followed() -> None:
    assert one("Anything.", 'Always answer with "Bananas are yellow".') == "Bananas are yellow."


@pytest.mark.parametrize(
    "text", ["Answer briefly.", "Answer in one sentence.", "Say it again in other words", "Reply politely."]
)
def test_a_manner_of_speaking_is_not_read_out(text: str) -> None:
    assert one("I had a long day at work today.", text) != text
    assert one("I had a long day at work today.", text).lower() not in text.lower()


def test_the_last_thing_is_said_again_on_request() -> None:
    history = [Line("learner", "Well."), Line("partner", "What led up to that?"), Line("learner", "pardon?")]
    assert "What led up to that?" in answer(history, "turn", "", 2)


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        ('{"temperature": 21, "sky": "clear"}', "temperature is 21, sky is clear"),
        ('["tea", "milk"]', "Tea, milk."),
        ("It is raining.", "It is raining."),
        ("true", "Yes."),
        ("{}", "What next?"),
        ('{"error": "no such city"}', "no such city"),
    ],
)
def test_a_functions_result_is_told_in_a_sentence(output: str, expected: str) -> None:
    history = [Line("learner", "Look it up."), Line("system", f"Result of the function call c9: {output}")]
    assert expected.lower() in answer(history, "turn", "", 2).lower()
