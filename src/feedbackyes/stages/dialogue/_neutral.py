"""A neutral partner for free conversation: listens, gives back words, asks on. No language model."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from feedbackyes.behaviours import is_backchannel
from feedbackyes.stages.dialogue import Line, Reason
from feedbackyes.stages.dialogue._cues import cues
from feedbackyes.stages.dialogue._lines import MOST_WORDS, Heard, join, pick, words

OPENING = (
    "Hello. What would you like to talk about?",
    "Hi, I am listening. What is on your mind?",
    "Good to have you here. Which conversation would you like to try out?",
)
GREETING = (
    "Hello. What would you like to talk about?",
    "Hello to you. What is on your mind today?",
    "Hi. Where would you like to start?",
    "Hello again. Go on whenever you are ready.",
)
WELLBEING = (
    "I am well, thank you. How are you today?",
    "Fine, thanks. And you, how has your day been?",
    "Quite all right, thank you for asking. What about you?",
)
GOODBYE = (
    "Goodbye. It was good to talk.",
    "See you. Good luck with it.",
    "Take care. Come back when you like.",
)
THANKS = ("You are welcome.", "Not at all. Is there anything else?", "Gladly. What would you like to do next?")
UNCLEAR = (
    "Sorry, I did not catch that. Could you say it again?",
    "I am not sure that I heard you right. Once more, please?",
    "Could you say that in other words? I lost part of it.",
    "Pardon? A bit slower, please.",
)
REPEAT = ("Sure.", "Of course.", "Gladly, once more.", "I said this.")
SILENCE = (
    "Take your time.",
    "I am still here when you want to go on.",
    "Are you thinking, or shall we talk about something else?",
    "No hurry at all.",
    "Is there something that is hard to say?",
)
ABOUT_ME = (
    "I am a practice partner with a small set of sentences. I listen, and I ask.",
    "I am only a scripted partner, so I will mostly ask you questions. What matters to you in this?",
    "There is no person behind me, just a few rules. But you can rehearse with me as long as you like.",
)
ABUSE = (
    "I would rather not be spoken to like that. What is really going on?",
    "Those are strong words. What happened?",
    "Let us keep it civil. What do you need right now?",
)
ASKED = (
    "Good question. What would you say yourself?",
    "I do not know that. What is your guess?",
    "That depends, I think. What speaks for it, from your side?",
    "I cannot tell you that. What would you do if nobody could?",
    "Hard to say from here. What have you tried so far?",
    "I have no answer ready. What would a good answer change for you?",
    "Perhaps. What makes you ask?",
    "I would have to guess. Who could know it?",
    "Let us think about it. What do you know for certain?",
    "I am not sure. How do the others see it?",
)
ECHOES = (
    "You mentioned {topic}. What happened then?",
    "Tell me more about {topic}.",
    "What is it about {topic} that matters to you?",
    "So this is about {topic}. How did it begin?",
    "And {topic}, what would you like to be different there?",
    "When you think of {topic}, what comes first?",
    "I hear that {topic} is on your mind. Since when?",
    "What would somebody else say about {topic}?",
    "How do you feel about {topic} right now?",
    "What have you tried so far with {topic}?",
    "Who else has a part in {topic}?",
    "If {topic} went well, how would you notice?",
    "What is the hardest part about {topic}?",
    "What do you want to say first about {topic}?",
    "And what did {topic} mean for you?",
)
BRIEF = (
    "Go on.",
    "All right. And then?",
    "Okay. What else?",
    "I see. What came after that?",
    "Mm. Say a little more.",
)
LISTENING = (
    "What happened then?",
    "How was that for you?",
    "What makes that important?",
    "Could you give me an example?",
    "And how did the other person react?",
    "What did you think at that moment?",
    "What would you have liked to hear?",
    "What would be a good outcome for you?",
    "I see. What led up to that?",
    "What was the turning point, would you say?",
    "What are you hoping for?",
    "How would the other side tell this story?",
    "What is the one sentence that you want them to remember?",
    "What do you need from them?",
    "Which part of that is the most difficult?",
    "What would you do differently next time?",
    "That sounds like a lot. Where would you like to begin?",
    "How long has it been like that?",
    "What have you not said yet?",
    "If you said that to them directly, what would they answer?",
    "Try saying it to me as if I were that person.",
    "What stands in the way?",
    "Who could help you with that?",
    "What is the smallest step that would help?",
    "And what keeps you from it?",
    "What do you know for sure, and what are you guessing?",
    "When did you notice it first?",
    "Let us stay with that for a moment. What else is there?",
    "What does that tell you?",
    "How do you want to feel when it is over?",
    "What would you say in one sentence?",
    "Is that how you would put it to them?",
    "What comes to mind when you hear yourself say that?",
    "And what is behind that?",
    "What would change if they agreed?",
    "Suppose they say no. What then?",
    "What is your part in it, as you see it?",
    "What would be fair, for both of you?",
    "I follow you so far. Please go on.",
    "How sure are you about that?",
)
_SAY = re.compile(
    r"\b(?:say|reply|respond|answer|speak|output)(?: back)?(?: (?:only|just|exactly|with|the|words?|phrase|sentence|following))*\s*[:,]?\s*"
    r"(?:[\"“'‘](?P<quoted>[^\"”]{1,160}?)[\"”'’](?=[\s.,!?;]|$)|(?P<bare>[a-z][\w' ]{0,40}?)(?=[.!?,;\n]|$))",
    re.IGNORECASE,
)
_NOT_LITERAL = re.compile(
    r"^(?:in|to|as|it|that|this|so|if|when|briefly|short|shortly|politely|clearly|something|anything|nothing|what|how|"
    r"your|a|an|like|for|from|by|at|everything|again|once|one|more|politely|kindly|truthfully|concisely|and|or|with)\b",
    re.IGNORECASE,
)
_TOPIC = re.compile(r"\b(my|our|the|his|her|their|this|that|a|an|your)\s+((?:[a-z]+\s+)?[a-z]{3,})\b")
_TURNED = {"my": "your", "our": "your", "your": "my", "a": "the", "an": "the"}
_ABOUT_ME = re.compile(
    r"\b(?:who|what) are you\b|\bwhat(?:'s| is) your name\b|\bare you (?:a |an |the )?(?:real|human|person|robot|machine|computer|ai|bot)\b|\bwhat can you do\b"
)
_RESULT = re.compile(r"^Result of the function call [^:]*:\s*", re.IGNORECASE)


def answer(history: Sequence[Line], reason: Reason, instructions: str, seed: int) -> str:
    """Something sensible to say, whatever was said."""
    heard = Heard(history)
    last = history[-1] if history else None
    if last is not None and last.speaker == "system" and _RESULT.match(last.text):
        return _about_result(_RESULT.sub("", last.text))
    if literal := _literal(instructions):
        return literal
    if reason == "opening" and heard.count == 0:
        return _one(heard, seed, OPENING, LISTENING)
    if reason in ("silence", "opening"):
        return _one(heard, seed, SILENCE, LISTENING)
    said = next((line for line in reversed(history) if line.speaker == "learner"), None)
    if said is None:
        return _one(heard, seed, OPENING, LISTENING)
    return _to(said, history, heard, seed)


def _to(said: Line, history: Sequence[Line], heard: Heard, seed: int) -> str:
    text = said.text
    if not words(text) or (said.confidence is not None and said.confidence < 0.2):
        return _one(heard, seed, UNCLEAR, SILENCE)
    if cues().asks_to_repeat(text):
        before = next((line.text for line in reversed(history) if line.speaker == "partner"), None)
        return join(pick(REPEAT, heard, seed=seed, salt="repeat"), before) or OPENING[0]
    if literal := _literal(text):
        return literal
    if cues().is_abusive(text):
        return _one(heard, seed, ABUSE, LISTENING)
    if cues().says_goodbye(text):
        return _one(heard, seed, GOODBYE, BRIEF)
    if cues().asks_wellbeing(text):
        return _one(heard, seed, WELLBEING, LISTENING)
    if _ABOUT_ME.search(text.lower()):
        return _one(heard, seed, ABOUT_ME, ASKED)
    if cues().greets(text):
        return _one(heard, seed, GREETING, LISTENING)
    if cues().only_thanks(text):
        return _one(heard, seed, THANKS, LISTENING)
    return _reflect(text, heard, seed)


def _reflect(text: str, heard: Heard, seed: int) -> str:
    if is_backchannel(text):
        return _one(heard, seed, BRIEF, LISTENING)
    if cues().asks(text):
        return _one(heard, seed, ASKED, LISTENING)
    if (topic := topic_of(text)) and heard.count % 3 != 2:
        return _one(heard, seed, tuple(line.format(topic=topic) for line in ECHOES), LISTENING)
    return _one(heard, seed, LISTENING, ASKED)


def topic_of(text: str) -> str | None:
    """What the learner talks about, turned round: "my boss" gives "your boss". None when nothing stands out."""
    found: list[tuple[int, str]] = []
    for match in _TOPIC.finditer(text.lower()):
        noun = match[2].split()
        if not cues().content(noun[-1]):
            noun = noun[:-1] if cues().content(noun[0]) else []
        if noun:
            owner = _TURNED.get(match[1], match[1])
            own = match[1] in ("my", "our")
            found.append((own, f"{owner} {' '.join(noun)}"))
    return max(found, key=lambda entry: entry[0])[1] if found else None


def _one(heard: Heard, seed: int, *groups: Sequence[str]) -> str:
    """A line not said yet of the first group that has one, then of all; in the end a numbered question remains."""
    for group in (*groups, LISTENING, ASKED, BRIEF):
        if line := pick(group, heard, seed=seed, salt=group[0]):
            return line
    return f"We have talked about {heard.count} things by now. Which of them matters most?"


def _literal(text: str) -> str | None:
    """Words that an instruction asks for literally, such as "Say hello." """
    match = _SAY.search(text)
    if match is None:
        return None
    asked = (match["quoted"] or match["bare"] or "").strip()
    if not asked or (match["quoted"] is None and (_NOT_LITERAL.match(asked) or len(asked.split()) > 4)):
        return None
    chosen = " ".join(asked.split()[:MOST_WORDS])
    chosen = chosen[0].upper() + chosen[1:]
    return chosen if chosen[-1] in ".!?" else chosen + "."


def _about_result(output: str) -> str:
    """What a function gave back, in a sentence."""
    try:
        value = json.loads(output)
    except ValueError:
        value = output
    if isinstance(value, dict):
        if "error" in value:
            return f"That did not work. It says {_plain(value['error'], 20)}. What shall we do now?"
        told = [
            f"{key.replace('_', ' ')} is {_plain(item, 6)}"
            for key, item in value.items()
            if not isinstance(item, (dict, list))
        ]
        text = ", ".join(told[:3])
    elif isinstance(value, list):
        text = ", ".join(_plain(item, 4) for item in value[:4])
    else:
        text = _plain(value, 25)
    return f"Here is what I found. {text[:1].upper()}{text[1:].rstrip('.')}." if text else "That is done. What next?"


def _plain(value: object, most: int) -> str:
    spoken = {True: "yes", False: "no", None: "nothing"}.get(value) if isinstance(value, bool | None) else None
    return spoken or " ".join(re.sub(r"[^\w\s.,:'%°-]", " ", str(value)).split()[:most]) or "nothing"
