"""Words that metrics count, and the listening noises that do not take the floor."""

from __future__ import annotations

from functools import lru_cache

from feedbackyes.behaviours.en import lexicon
from feedbackyes.behaviours.en.text import normalise, rx, stem, words

_HEDGE = (
    r"maybe|perhaps|possibly|probably|presumably|somewhat|"
    r"(?<!what~)(?<!which~)(?<!this~)(?<!that~)(?<!some~)(?<!any~)(?<!same~)(?<!that's~)(?<!very~)(?<!so~)(?:kind|sort) of(?! you)|kinda|sorta|"
    r"i guess|i suppose|i was (?:just )?wondering|i just wanted to|i just thought|{im} not (?:really )?sure|more or less|"
    r"(?:a bit|a little bit|a little)(?! (?:of|about|later|earlier|boy|girl|more|longer|while|after|before|child|time))|"
    r"might(?! have)|it could be that|if {thats} (?:okay|ok|all right|alright|possible) (?:with|for) you|if you {dont} mind|"
    r"i {dont} know if|i {dont} (?:really )?think (?:i|we) (?:can|could)|or something|or whatever|in a way|to some extent"
)
_ABSOLUTE = (
    r"always|never|every time|every single (?:time|day|week)|all the time|constantly|forever|nobody|no one|everybody|everyone|"
    r"nothing|everything|not once"
)
_NEAR = 4


def hedges(text: str) -> list[str]:
    """Softening words: "maybe", "sort of", "I just wanted to"."""
    return [match[0] for match in rx(_HEDGE).finditer(normalise(text))]


def hedge_spans(normalised: str) -> list[tuple[int, int]]:
    """Where the softening words are in normalised text."""
    return [match.span() for match in rx(_HEDGE).finditer(normalised)]


def absolutes(text: str) -> list[str]:
    """ "always", "never", "every time" and the like within four words of "you"."""
    norm = normalise(text)
    found = []
    for match in rx(_ABSOLUTE).finditer(norm):
        near = words(norm[: match.start()])[-_NEAR:] + words(norm[match.end() :])[:_NEAR]
        if any(word.split("'")[0] in ("you", "your", "youre") for word in near):
            found.append(match[0])
    return found


def fillers(text: str) -> list[str]:
    """Hesitation sounds."""
    return [word for word in words(text) if word in lexicon.FILLERS]


@lru_cache(maxsize=1024)
def content_words(text: str) -> frozenset[str]:
    """Stems of the words that carry meaning."""
    return frozenset(
        stem(word) for word in words(text) if word.split("'")[0] not in lexicon.STOP_WORDS and len(word) > 1
    )


def is_backchannel(text: str) -> bool:
    """At most three words, all of them listening noises."""
    said = tuple(words(text.replace("-", " ")))
    if not said or len(said) > 3:
        return False
    return said in lexicon.BACKCHANNEL_PHRASES or all(
        word in lexicon.BACKCHANNEL_SINGLE or word in lexicon.FILLERS for word in said
    )
