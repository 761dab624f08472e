"""Words by which a partner leaves its role: as a machine, as a coach, in another language, in a stage direction."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from feedbackyes.behaviours.role_words import ALONE, COACHING, DIRECTION, FUNCTION_WORDS, MACHINE
from feedbackyes.behaviours.secrecy import SENTENCE
from feedbackyes.domain.scenario import Scenario

Slip = Literal["role", "coaching", "language", "stage_direction"]

_FEWEST_WORDS, _FOREIGN, _OWN = 6, 4, 3
_SHORT, _SHORT_FOREIGN = 3, 2
"""Words, and function words of another language among them, of a sentence that has none of its own. Of the 5331 sentences
that the partners of the library say, none is taken for foreign."""
_STARRED = re.compile(r"\*{1,2}\s*(?P<words>[^*\n]{1,60}?)\s*(?:\*{1,2}|$)")
_SQUARE = re.compile(r"[\[<]\s*(?P<words>[^\]>\n]{1,60}?)\s*(?:[\]>]|$)")
_ROUND = re.compile(r"\(\s*(?P<words>[^)\n]{1,60}?)\s*(?:\)|$)")
_LETTER = re.compile(r"[^\W\d_]")
_LABEL = re.compile(r"^\s*(?P<words>[^:.,!?\n]{2,40}):")


def slips(scenario: Scenario, text: str) -> Iterator[tuple[Slip, str]]:
    """What a turn of the partner shows by itself, each kind at most once, with the words that show it."""
    plain = text.replace("’", "'")
    if match := MACHINE.search(plain):
        yield "role", _sentence_at(text, match.start())
    if match := COACHING.search(plain):
        yield "coaching", _sentence_at(text, match.start())
    if is_foreign(plain, scenario.language):
        yield "language", text[:200]
    if direction := stage_direction(plain, scenario.partner.name):
        yield "stage_direction", direction


def is_foreign(text: str, tag: str) -> bool:
    """Function words of another language, and hardly any of this one; of a short text, none. `tag`: BCP 47."""
    count, other, own = _function_words(text, tag)
    if own == 0 and count >= _SHORT and other >= _SHORT_FOREIGN:
        return True
    return count >= _FEWEST_WORDS and other >= _FOREIGN and other >= _OWN * own


def may_be_foreign(text: str, tag: str) -> bool:
    """Too short to be sure, and no word of it shows this language while some show another one."""
    _, other, own = _function_words(text, tag)
    return other >= 1 and own == 0


def _function_words(text: str, tag: str) -> tuple[int, int, int]:
    """How many words there are, and how many of them are function words of the likeliest other language, and of this one."""
    own_tag = tag.split("-", maxsplit=1)[0].lower()
    words = re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", text.lower())
    if own_tag not in FUNCTION_WORDS:
        return 0, 0, 0
    own = sum(word in FUNCTION_WORDS[own_tag] for word in words)
    longer = [word for word in words if len(word) > 1]  # letters by themselves may be of any language
    others = (known for name, known in FUNCTION_WORDS.items() if name != own_tag)
    return len(words), max(sum(word in known for word in longer) for known in others), own


def stage_direction(text: str, name: str) -> str | None:
    """Something that is to be done, not said: "*sighs*", "[laughs]", "(pauses)", "smiles warmly:", "Marc sighs."."""
    for pattern, shows in ((_STARRED, DIRECTION), (_SQUARE, _LETTER), (_ROUND, DIRECTION)):
        for match in pattern.finditer(text):
            if shows.search(match["words"]):
                return str(match[0])
    first = name.split(maxsplit=1)[0]
    label = _LABEL.match(text)
    if label and (is_label(label["words"], name) or ALONE.fullmatch(label["words"].strip())):
        return str(label[0])
    acts = re.compile(rf"{re.escape(first)}\s+(?:{ALONE.pattern})", re.IGNORECASE)
    sentences = (sentence.strip() for sentence in SENTENCE.findall(text))
    return next((one for one in sentences if acts.match(one) or ALONE.fullmatch(one.rstrip(".!?… ,"))), None)


def is_label(words: str, name: str) -> bool:
    """The speaker's name in front of the words, as in a script. `name`: the partner's, in full."""
    bare = re.sub(r"\s*\(.*", "", words).strip().casefold()
    first = name.split(maxsplit=1)[0]
    return bare in {name.casefold(), first.casefold(), "assistant", "partner", "narrator"}


def _sentence_at(text: str, place: int) -> str:
    return next((match[0] for match in SENTENCE.finditer(text) if match.start() <= place < match.end()), text)
