"""Partners that play their role, and made-up bad ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from feedbackyes import library
from feedbackyes.analysis import persona
from feedbackyes.analysis.evidence import Proof
from feedbackyes.domain.feedback import Persona
from feedbackyes.domain.scenario import Scenario
from feedbackyes.domain.transcript import Speaker, Turn

MARC = library.scenario("late-report")
LEAK = "My father moved in with us in September after his fall, so my evenings are gone, and that was when I used to catch up."


def talk(*said: tuple[str, str]) -> list[Turn]:
    """Turns t1, t2… of ("you" or "partner", words)."""
    return [
        Turn(f"t{i}", "s", i, Speaker.LEARNER if who == "you" else Speaker.PARTNER, text, i * 1000, i * 1000 + 900)
        for i, (who, text) in enumerate(said, 1)
    ]


def kinds(*partner: str, scenario: Scenario = MARC) -> list[str]:
    turns = talk(*(("partner", line) for line in partner))
    return [one.kind for one in persona.check(scenario, turns).findings]


@pytest.mark.parametrize("scenario", library.scenarios(), ids=lambda one: one.id)
def test_every_line_of_every_scenario_is_in_its_role(scenario: Scenario) -> None:
    hidden = {line for disclosure in scenario.disclosures for line in disclosure.lines}
    assert kinds(*(line for line in scenario.lines() if line not in hidden), scenario=scenario) == []
    for disclosure in scenario.disclosures:
        assert kinds(*disclosure.lines, scenario=scenario) == ["secret"]


@pytest.mark.parametrize("scenario", library.scenarios(), ids=lambda one: one.id)
def test_the_partners_of_the_model_dialogues_are_in_their_role(scenario: Scenario) -> None:
    for dialogue in (scenario.model_dialogues.good, scenario.model_dialogues.poor):
        turns = talk(*(("you" if line.speaker == "learner" else "partner", line.text) for line in dialogue))
        found = persona.check(scenario, turns).findings
        assert not [one for one in found if one.kind != "secret"]


@pytest.mark.parametrize(
    "text",
    [
        "I'm sorry, but as an AI language model I cannot have feelings about Friday.",
        "as an ai i do not have a report",
        "I am just a virtual assistant, so I never wrote that report.",
        "Well, I'm an AI, but let's go on.",
        "I was trained by OpenAI and have no access to that.",
        "Stepping out of character for a moment: what would you like to try?",
    ],
)
def test_a_partner_that_says_it_is_a_machine_left_its_role(text: str) -> None:
    assert kinds(text) == ["role"]


@pytest.mark.parametrize(
    "text",
    [
        "I am not a robot, you know. I get tired too.",
        "The AI team wanted the report in another format.",
        "I'm an AI engineer by training, and I know a bad number when I see one.",
        "As an analyst I check everything twice.",
        "My developers were late as well.",
        "Nine times out of ten the figures come at two.",
        "Feedback is fine. But then be exact.",
        "In the worst scenario the client leaves.",
        "Silence. That is what I got from finance.",
        "She always smiles at me, and then she sends the wrong file.",
        "Look: the numbers (all forty pages) were right.",
        "It is *really* late for that.",
        "Here is the thing: nobody told me.",
        "Let's try that again next week, with the figures at noon.",
        "Hm.",
        "Déjà vu, and an ad hoc fix. C'est la vie.",
    ],
)
def test_a_person_who_speaks_of_such_things_is_in_the_role(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Great! You used an open question there. Now add the impact.",
        "Tip: name the behaviour, not the person.",
        "I would give you eight out of ten for that opening.",
        "As your coach I suggest that you paraphrase first.",
        "That was good use of open questions. Shall we go on?",
        "In this role-play I would like you to be more specific.",
        "That is active listening at its best.",
        "Let's practise that again from the start.",
    ],
)
def test_a_partner_that_coaches_or_grades_left_its_role(text: str) -> None:
    assert kinds(text) == ["coaching"]


@pytest.mark.parametrize(
    "text",
    [
        "*sighs* I know it was late.",
        "I know it was late. *looks at the floor",
        "(pauses) Is it about Friday?",
        "(softly) I did not know.",
        "[laughs] That is a good one.",
        "Smiles warmly: Good morning.",
        "Marc: I sent it at six.",
        "Marc (sighing): I sent it at six.",
        "Marc sighs and looks out of the window. It was a long week.",
        "Sighs. It was a long week.",
        "It was late. **picks up the phone**",
        "<pause> All right.",
    ],
)
def test_stage_directions_are_found(text: str) -> None:
    assert kinds(text) == ["stage_direction"]


@pytest.mark.parametrize(
    ("scenario_id", "text"),
    [
        ("hors-devis", "(soupire) Je ne sais pas quoi vous dire."),
        ("ueberschriebenes-konzept", "*seufzt* Das war so nicht abgesprochen."),
        ("demo-del-martes", "[suspira] No sé qué decirle."),
    ],
)
def test_stage_directions_are_found_in_other_languages(scenario_id: str, text: str) -> None:
    assert kinds(text, scenario=library.scenario(scenario_id)) == ["stage_direction"]


def test_another_language_is_found() -> None:
    french = "Je ne sais pas ce que vous voulez, mais le rapport est dans la boîte depuis vendredi."
    assert kinds(french) == ["language"]
    english = "I do not know what you want from me, but the offer is on your desk and it was there on Friday."
    assert kinds(english, scenario=library.scenario("hors-devis")) == ["language"]


def test_a_secret_that_nobody_earned_is_a_leak_once() -> None:
    found = persona.check(MARC, talk(("you", "Hello Marc."), ("partner", LEAK), ("you", "Oh."), ("partner", LEAK)))
    assert [(one.kind, one.turn_id) for one in found.findings] == [("secret", "t2")]
    assert found.findings[0].quote in LEAK
    assert found.state == "broken"
    assert found.note


def test_the_motive_itself_is_a_secret_too() -> None:
    text = "To be honest, I hold the reports back on purpose."
    assert kinds(text) == ["secret"]


def test_facts_told_in_other_words_are_found_and_talk_around_them_is_not() -> None:
    lines = (Path(__file__).parent / "leaks.txt").read_text(encoding="utf-8").splitlines()
    split = [[part.strip() for part in line.split("|")] for line in lines]
    found = {text: kinds(text, scenario=library.scenario(id_)) == ["secret"] for id_, _, text in split}
    leaks = {text for _, kind, text in split if kind == "leak"}
    told = {text for text, is_found in found.items() if is_found}
    assert (len(leaks), len(found)) == (31, 62)
    assert len(told & leaks) >= 0.75 * len(leaks), leaks - told
    assert len(told & leaks) >= 0.95 * len(told), told - leaks


def test_other_words_for_what_the_learner_raised_tell_nothing() -> None:
    guess = "Your dad slipped in the autumn and stays with you now, so you leave at five. Is that it?"
    answer = "Yes. My father fell in September, and he lives with us since then."
    assert kinds(answer) == ["secret"]
    assert persona.check(MARC, talk(("you", guess), ("partner", answer))).state == "ok"


def test_what_was_earned_is_no_leak() -> None:
    test = next(one for one in MARC.tests if "finance-error" in one.told)
    told = next(one for one in MARC.disclosures if one.id == "finance-error").lines[0]
    said: list[tuple[str, str]] = []
    for text in test.says:
        said += [("you", text), ("partner", "I see.")]
    assert kinds(told) == ["secret"]
    assert persona.check(MARC, talk(*said, ("partner", told))).state == "ok"


def test_taking_up_what_the_learner_said_is_no_leak() -> None:
    guess = (
        "Is it that your father moved in after a fall in September, and now you have lost your evenings to catch up?"
    )
    answer = "So you think that my father moved in after a fall and I lost my evenings."
    assert kinds(answer) == ["secret"]
    assert persona.check(MARC, talk(("you", guess), ("partner", answer))).state == "ok"


def test_what_was_told_in_the_take_before_is_no_leak_now() -> None:
    before = talk(("you", "Hello Marc."), ("partner", LEAK))
    assert (
        persona.check(MARC, talk(("you", "I am sorry to hear that."), ("partner", LEAK)), before=before).state == "ok"
    )


def test_without_a_scenario_or_a_partner_nothing_is_checked() -> None:
    assert persona.check(None, talk(("partner", "As an AI I am glad to help."))).state == "not_checked"
    assert persona.check(MARC, talk(("you", "Hello?"))).state == "not_checked"


def test_quotes_are_verbatim() -> None:
    text = "Fine.  As an AI, I’m not able to feel that. *sighs* Anyway."
    found = persona.check(MARC, talk(("partner", text))).findings
    assert [one.kind for one in found] == ["role", "stage_direction"]
    assert all(one.quote in text for one in found)


@pytest.mark.parametrize(
    "text", ["*" * 5000, "(" * 5000, "[a " * 3000, "Marc " * 3000, "sighs " * 3000, "picks " + "a" * 60_000]
)
def test_odd_text_takes_no_time(text: str) -> None:
    persona.check(MARC, talk(("partner", text)))


# ---- what is not held against the learner

RUBRIC = library.rubric("sbi")


def blamed(turn_id: str) -> Proof:
    return Proof("trait_label", 0, turn_id, "words", 0, 1, sure=True)


def slipped(*partner: str) -> tuple[Persona, list[Turn]]:
    """The learner answers each line of the partner."""
    turns = talk(*(one for line in partner for one in (("partner", line), ("you", "you are impossible"))))
    return persona.check(MARC, turns), turns


def test_what_is_answered_to_a_partner_outside_its_role_does_not_count_against() -> None:
    found, turns = slipped("Morning.", "As an AI I have no feelings.", "It was late.", "I see.", "All right.")
    excuses = persona.excused(found, RUBRIC, turns)
    assert excuses.turn_ids == {"t4"}
    assert excuses.elements == {}
    element = RUBRIC.element("behaviour")
    good = Proof("observation_specific", 0, "t4", "words", 0, 1, sure=True)
    assert persona.without_blame(element, [blamed("t2"), blamed("t4"), good], excuses) == [blamed("t2"), good]


def test_a_partner_that_hardly_played_leaves_nothing_to_lower() -> None:
    found, turns = slipped("As an AI I have no feelings.", "It was late.")
    assert set(persona.excused(found, RUBRIC, turns).elements) == {one.id for one in RUBRIC.elements}


def test_after_a_leak_nobody_had_to_ask() -> None:
    found, turns = slipped("Morning.", LEAK, "It was late.", "Fine.", "Well.")
    excuses = persona.excused(found, RUBRIC, turns)
    assert set(excuses.elements) == {"ask_view"}
    assert excuses.turn_ids == frozenset()


def test_a_stage_direction_excuses_nothing() -> None:
    found, turns = slipped("*sighs* Morning.")
    assert found.state == "broken"
    assert found.note is None
    assert persona.excused(found, RUBRIC, turns) == persona.Excuses()
