"""Words that are quoted, reported, denied or imagined count for nothing; what is meant counts all the same."""

from __future__ import annotations

import re

import pytest

from feedbackyes.behaviours import Utterance, detect
from feedbackyes.behaviours.en.frames import BLANK, hearsay, outer
from feedbackyes.domain.transcript import Speaker

GOOD = (
    "In Monday's review you closed the laptop, and the client left. How do you see it?",
    "I was worried, could you send it by Friday? Then both of us have a calm weekend.",
    "On Monday you left early. I was sad, I need reliability, would you be willing to call me?",
    "So for you it is too much. What would help you? Let me sum up: it is too much.",
    "I can see why you are angry. So nobody called. What do you need? I will call you by five today.",
    "No, I can't this weekend, I have plans. What I can do is Monday.",
    "Thank you for telling me. Can you give me an example? I will try it by Friday.",
)
UNSAID = (
    'My trainer wrote on the board: "{}"',
    "My trainer wrote on the board: “{}”",
    'I did not say "{}"',
    'If I were kind I might have said "{}", but I am not going to.',
    "My coach says you should say: {}",
    "The book says: {}",
    'My old boss used to say "{}" all the time.',
    "my trainer wrote on the board {heard}",
    "i did not say {heard}",
    "i never said {heard}",
    "imagine i had said {heard}",
    "what if i said {heard}",
    "should i have said {heard}",
    "it would be wrong to say {heard}",
    "I'm not going to say: {}",
    "Nobody here would say: {}",
    "I read that one should say {heard}",
    "A kind person would say: {}",
    "If I cared I would say: {}",
    "I could have said {heard}",
    "They taught us to say {heard}",
    "In the film he says: {}",
    "Don't expect me to say {heard}",
    "Marc told his boss: {}",
    "The line was: {}",
    "I had planned to say: {} But I won't.",
    "He keeps saying '{}' to everybody.",
    "apparently you are supposed to say {heard}",
    "suppose somebody says {heard}",
    "i should have said {heard}",
    "I was going to say: {} But I won't.",
    "i could say {heard} but that would be a lie",
    "had i said {heard} you would have been glad",
    "is it better to say {heard}",
    "the tip is to say {heard}",
    "Repeat after me: {}",
    "As my manager puts it: {}",
)
ASKED = "Nobody told me about the change. It is too much. So please, can you come in this weekend?"
MEANT = {
    "I want to ask you: how do you see it?": "open_question",
    "What I'm asking is: could you send it by Friday?": "request_doable",
    'You said "I don\'t have time" and walked out of the meeting on Friday.': "observation_specific",
    'What did you mean when you said "later"?': "clarifying_question",
    "I'm not saying it's your fault, but on Friday the report came at six.": "observation_specific",
    "I should have told you sooner that I was worried about the deadline.": "feeling_named",
    "I should have said something sooner. I was worried about the deadline.": "feeling_named",
    "If I understand you right, you were left alone with it.": "paraphrase",
    "I don't want to say yes and let you down later, so no, I can't take it on.": "refusal_clear",
    "It's not that I don't want to help, but I can't take this on.": "refusal_clear",
    "I wanted to say thank you for telling me this.": "thanks_for_feedback",
    "So what you're saying is that nobody told you about the change.": "paraphrase",
    "I don't care whose fault it was. How do you see it?": "asks_view",
    "They say the numbers were missing. How do you see that?": "asks_view",
    "I was told that the report was late. What happened?": "open_question",
    '"How do you see it?"': "asks_view",
    "If I did it again, I would ask on day one. What would you do?": "open_question",
    "I was going to ask you: how do you see it?": "asks_view",
    "I read your mail: on Friday the report came at six.": "observation_specific",
}


def shown(text: str) -> set[str]:
    """Behaviours of a turn in the middle of a talk."""
    turns = [
        Utterance("a", Speaker.LEARNER, "On Monday you left the call early and the client waited."),
        Utterance("b", Speaker.PARTNER, ASKED),
        Utterance("c", Speaker.LEARNER, text),
    ]
    return {str(one.behaviour) for one in detect(turns) if one.turn_id == "c"}


@pytest.mark.parametrize("frame", UNSAID)
def test_a_good_sentence_that_nobody_says_to_the_partner_shows_nothing(frame: str) -> None:
    # What the frame's own words show ("used to", "I am not going to") is no credit to anybody.
    own = shown(frame.format("", heard=""))
    for good in GOOD:
        heard = re.sub(r"[.,?!:]", "", good.lower())
        assert shown(frame.format(good, heard=heard)) <= own | {"closed_question", "hedge"}, good


@pytest.mark.parametrize(
    "frame", ['My trainer wrote on the board: "{}"', "my coach says you should say {}", "in the book it says {}"]
)
def test_that_a_teacher_said_it_is_no_part_of_what_happened(frame: str) -> None:
    assert shown(frame.format("how do you see it")) == set()


@pytest.mark.parametrize("text", MEANT)
def test_what_is_meant_counts(text: str) -> None:
    assert MEANT[text] in shown(text)


def test_the_client_s_account_is_an_observation_and_the_client_s_question_is_not_ours() -> None:
    said = outer("The client said the slides were missing. How was that for you?")
    ((start, end),) = hearsay(said)
    assert said[start:end] == " the slides were missing"
    assert "open_question" not in shown("Dana said how do you see it")


def test_blanked_text_keeps_every_place() -> None:
    text = 'My coach says: "Ask them." Then I said nothing. ÄÖ'
    blanked = outer(text)
    assert len(blanked) == len(text)
    assert blanked == f"my {BLANK * 10}: {BLANK * 11} then i said nothing. äö"


def test_a_sentence_said_again_shows_nothing_more() -> None:
    once = [
        Utterance("a", Speaker.PARTNER, "Nobody called me back for two weeks."),
        Utterance("b", Speaker.LEARNER, "So nobody called you back for two weeks. What would help you now?"),
        Utterance("c", Speaker.PARTNER, "A date would help."),
    ]
    again = [*once, Utterance("d", Speaker.LEARNER, once[1].text)]
    assert detect(once) != []
    assert detect(again) == detect(once)


@pytest.mark.parametrize("parroted", ["No, it really has to be you.", "I will drive it over tomorrow at nine."])
def test_the_partner_s_sentence_said_back_is_no_more_than_an_echo(parroted: str) -> None:
    partner = Utterance("a", Speaker.PARTNER, f"Can you do it? {parroted}")
    back = detect([partner, Utterance("b", Speaker.LEARNER, parroted.lower())])
    assert {str(one.behaviour) for one in back} <= {"paraphrase"}
    assert detect([Utterance("a", Speaker.PARTNER, "Can you do it?"), Utterance("b", Speaker.LEARNER, parroted)]) != []


def test_a_no_that_stays_a_no_counts_each_time() -> None:
    no = "No, I can't come in this weekend."
    turns = [
        Utterance("a", Speaker.PARTNER, "Can you come in this weekend?"),
        Utterance("b", Speaker.LEARNER, no),
        Utterance("c", Speaker.PARTNER, "Come on, just this once, please."),
        Utterance("d", Speaker.LEARNER, no),
    ]
    assert "holds_when_pushed" in {str(one.behaviour) for one in detect(turns) if one.turn_id == "d"}
    unasked = [*turns[:2], Utterance("d", Speaker.LEARNER, no)]
    assert "holds_when_pushed" not in {str(one.behaviour) for one in detect(unasked)}


@pytest.mark.parametrize("filler", ["Um, ", "uh ", "Well, you know, ", "Er, I mean, "])
def test_noises_before_a_sentence_change_nothing(filler: str) -> None:
    for text in ("No, I can't come in this weekend.", "Fine, I'll do it then.", "You have to send it today.", *GOOD):
        assert shown(filler + text[0].lower() + text[1:]) == shown(text), text
