"""Looks at single lines: what cannot be spoken, which language it is, whom it names, what it gives away."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache

from feedbackyes.behaviours import language

LEAST_RUN, LEAST_MEANING = 5, 3
"""Words in a row that two texts share by chance at most, and how many of them carry meaning."""
MOST_SHARED, LEAST_SHARED = 0.65, 4
"""Of a hidden sentence's words that carry meaning, so many may stand in another text, in any order."""
LONGEST = 2000
"""Characters of one text that are compared with another: a secret is told in fewer."""
_UNSPOKEN = re.compile(r"[()\[\]{}<>*_#|\\/=+@~^]|\.\.|…|--|\d")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_DIRECTIONS = {
    "en": r"(?:sighs?|laughs?|chuckles?|shrugs?|nods?|smiles?|pauses?|whispers?|coughs?)",
    "fr": r"(?:soupire|rit|sourit|hausse les épaules|hoche la tête|silence|murmure|tousse)",
    "de": r"(?:seufzt|lacht|lächelt|zuckt|nickt|pause|flüstert|hustet|schweigt)",
    "es": r"(?:suspira|ríe|sonríe|se encoge de hombros|asiente|pausa|susurra|tose)",
}
_STARTS = re.compile(r"^[\s*(\[]*(?:he|she|they|il|elle|er|sie|él|ella)?\s*$", re.IGNORECASE)
_COMMON = {
    "en": "the and you that is was have not with what this but for are your they would there about just it's don't i'm",
    "fr": "le la les des est vous que pas une pour dans avec mais sur nous c'est je qui ça et du au ce",
    "de": "der die das und ist nicht ich sie ein eine mit den zu auf auch dass war haben wir mir es für",
    "es": "el la los que de no es una por con para pero lo se me está muy como qué ya nos del y eso",
}
_ADDRESSED = re.compile(
    r"(?:(?<=[a-zà-ÿ],\s)([A-ZÀ-Ý][a-zà-ÿ]+)(?=[.!?])|^(?:[\w']+ )?[\w']+, ([A-ZÀ-Ý][a-zà-ÿ]+)(?=, [a-zà-ÿI]))"
)
_NEVER_NAMES = re.compile(
    r"I|I'm|I've|I'd|I'll|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|"
    r"(?:Septem|Octo|Novem|Decem)ber|English|French|German|Spanish|God|Christmas|Easter|Mister|Mr|Mrs|Ms|Sir|Madam"
)


def unspoken(line: str) -> str | None:
    """The first sign that no voice can say, or figure that it would say in its own way."""
    found = _UNSPOKEN.search(line)
    return found[0] if found else None


def stage_direction(line: str, tag: str) -> str | None:
    """Words that say how something is said, instead of saying something: "(sighs)", "*laughs*", "He shrugs."."""
    if found := re.search(r"[(\[*][^()\[\]*]{2,40}[)\]*]", line):
        return found[0]
    verbs = _DIRECTIONS.get(_primary(tag), _DIRECTIONS["en"])
    for sentence in _SENTENCE.split(line):
        found = re.fullmatch(rf"(.*?)\b({verbs})\b[\w ]{{0,16}}[.!?]*", sentence, re.IGNORECASE)
        if found and _STARTS.match(found[1]):
            return sentence
    return None


def language_of(line: str) -> str | None:
    """The language whose commonest words stand out in a line; None when it is too short or undecided."""
    words = _words(line)
    if len(words) < 6:
        return None
    counts = sorted(((sum(word in common for word in words), tag) for tag, common in _common().items()), reverse=True)
    (most, tag), (second, _) = counts[0], counts[1]
    return tag if most >= 3 and most >= 2 * second + 1 else None


def addressed(line: str) -> list[str]:
    """Names by which somebody is spoken to: "Listen, Anna." A list of several names speaks of people, not to them."""
    found: list[str] = []
    for sentence in _SENTENCE.split(line):
        names = [match[1] or match[2] for match in _ADDRESSED.finditer(sentence)]
        found += [name for name in names if len(names) == 1 and not _NEVER_NAMES.fullmatch(name)]
    return found


def shared(hidden: str, public: str, tag: str) -> str | None:
    """The words by which `public` gives `hidden` away; None when it does not."""
    ours, theirs = _words(hidden), _words(public)
    match = SequenceMatcher(None, ours, theirs, autojunk=False).find_longest_match()
    run = " ".join(ours[match.a : match.a + match.size])
    if match.size >= LEAST_RUN and len(_content(run, tag)) >= LEAST_MEANING:
        return run
    for sentence in _SENTENCE.split(hidden[:LONGEST]):
        wanted = _content(sentence, tag)
        for told in _SENTENCE.split(public[:LONGEST]):
            both = wanted & _content(told, tag)
            if len(both) >= LEAST_SHARED and len(both) >= MOST_SHARED * len(wanted):
                return told.strip()
    return None


@lru_cache(maxsize=4096)
def _content(text: str, tag: str) -> frozenset[str]:
    return language(tag).content_words(text)


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text[:LONGEST].lower().replace("’", "'")))


@lru_cache(maxsize=1)
def _common() -> dict[str, frozenset[str]]:
    return {tag: frozenset(words.split()) for tag, words in _COMMON.items()}


def _primary(tag: str) -> str:
    return tag.split("-", maxsplit=1)[0].lower()
