"""What a partner keeps to itself, and whether its words tell it.

The same rules check a partner after the talk, whoever spoke for it (`analysis.persona`), and stop a language model before
the voice (`stages.dialogue`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from feedbackyes import behaviours
from feedbackyes.behaviours.concepts import concepts
from feedbackyes.domain.scenario import Disclosure, Scenario

HEARD_ENOUGH = 0.6
"""Share of a line after which it counts as told, when the learner cut in."""
SAME_WORDS, FEWEST_WORDS = 0.5, 3
"""Share and number of a fact's own words that make a turn tell it."""
FEWEST_CONCEPTS, SHARE_OF_CONCEPTS, WINDOW = 3, 0.5, 2
"""Of so many sentences in a row, this many concepts and this share of all that are new belong to one hidden fact.

Fitted on half of `tests/analysis/leaks.txt` and tried on the other half, and on every line of the scenarios that tells nothing.
"""
HINTS = 2
"""So many of one hidden fact's own words in something unfinished may be the beginning of telling it."""
FEWEST_IN_A_ROW, NEARLY = 4, 0.6
"""So many words of a hidden sentence in a row repeat it, and so does this share of its own words in any order."""
MOTIVE = ""
"""In place of a disclosure's id."""
SENTENCE = re.compile(r"[^.!?…]+[.!?…]*")


_Sentence = tuple[str, Sequence[str], frozenset[str]]
"""Of something hidden: whose it is, its words, and those stems of them that nobody knows."""


@dataclass(frozen=True, slots=True)
class Leak:
    """`facts`: ids of disclosures that a text tells or begins to tell. `motive`: it does so with what is behind them."""

    facts: frozenset[str] = frozenset()
    motive: bool = False

    def __bool__(self) -> bool:
        return bool(self.facts) or self.motive


class Kept:
    """What one partner keeps during a talk. It is told of the learner's turns as they come.

    Attributes:
        known: disclosures that the learner has earned or was told.
    """

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._content = behaviours.language(scenario.language).content_words
        self._heard: set[str] = set()
        self._raised: set[str] = set()
        self._rehearsed = _own_lines(scenario.lines(), _hidden_lines(scenario), scenario.language)
        self.known: set[str] = set()

    def hear(self, text: str, earned: Collection[str] = ()) -> None:
        """The learner said `text`. Who takes that up tells nothing with it. `earned`: ids of disclosures by now."""
        self.known.update(earned)
        self._heard |= self._content(text)
        self._raised |= concepts(text, self._scenario.language)

    def leak_in(self, text: str, *, cut: bool = False) -> Leak:
        """What `text` tells that is not known, as a whole or by a sentence or two of it.

        The voice is stopped by this and the talk is checked by it afterwards, so that both say the same.

        Args:
            cut: the learner did not hear its end.
        """
        if self._is_rehearsed(text):
            return Leak()
        facts: set[str] = set()
        motive = False
        open_, hidden = self._raised | self._open(), list(self._hidden_sentences())
        sentences = SENTENCE.findall(text)
        pairs = ("".join(sentences[i : i + WINDOW]) for i in range(len(sentences)))
        for part in dict.fromkeys(chain((text,), sentences, pairs)):
            if not self._is_rehearsed(part):
                told = self._told_in(part, open_, hidden, cut=cut)
                facts |= told.facts
                motive = motive or told.motive
        return Leak(frozenset(facts), motive)

    def _told_in(self, text: str, open_: Collection[str], hidden: Iterable[_Sentence], *, cut: bool) -> Leak:
        """`open_`: concepts that tell nothing. `hidden`: see `_hidden_sentences`."""
        taken_up = self._taken_up(text)
        repeated = self._repeated(text, hidden)
        facts = {
            one.id
            for one in self._hidden()
            if one.id in repeated
            or says_line(self._scenario, one, text, cut=cut)
            or says_as_much(self._scenario, one, text, taken_up)
            or _tells_in_other_words(self._scenario, one, text, open_)
        }
        motive = MOTIVE in repeated or _tells_secret(self._scenario, text, self.known, taken_up)
        return Leak(frozenset(facts), motive)

    def begins_to_tell(self, text: str) -> bool:
        """`text`, which is not finished, may be the beginning of something hidden."""
        return self._hints(text) >= HINTS or bool(self._repeated(text, self._hidden_sentences()))

    def _repeated(self, text: str, hidden: Iterable[_Sentence]) -> set[str]:
        """Whose sentence is in `text`, or has `text` as a part of it; word for word or nearly. Ids, or `MOTIVE`."""
        words = _words(text, self._scenario.language)
        said = self._content(text)
        new = said - self._taken_up(text)
        found: set[str] = set()
        for id_, sentence, own in hidden:
            part = len(words) >= FEWEST_IN_A_ROW and own & said and _contains(sentence, words, cut=False)
            nearly = len(own & new) >= max(FEWEST_WORDS, NEARLY * len(own))
            if part or nearly or _contains(words, sentence, cut=False):
                found.add(id_)
        return found

    def _hidden_sentences(self) -> Iterator[_Sentence]:
        """Whose it is, words and own stems of each sentence that says something: more than "I will be honest"."""
        earned = [part for one in self._scenario.disclosures if one.id in self.known for part in (one.fact, *one.lines)]
        open_ = _public(self._scenario) | self._content(" ".join(earned)) | self._heard
        for id_, text in self._hidden_texts():
            for sentence in SENTENCE.findall(text):
                words, own = _words(sentence, self._scenario.language), self._content(sentence) - open_
                if len(words) >= FEWEST_IN_A_ROW and len(own) + (len(words) > FEWEST_IN_A_ROW) >= 2 and own:
                    yield id_, words, frozenset(own)

    def _hidden_texts(self) -> list[tuple[str, str]]:
        """Each with the id of its disclosure, or `MOTIVE`."""
        secret = self._scenario.partner.secret
        motive = [] if len(self.known) == len(self._scenario.disclosures) else [(MOTIVE, secret)]
        return [*motive, *((one.id, part) for one in self._hidden() for part in (one.fact, *one.lines))]

    def _hints(self, text: str) -> int:
        """How many of `text`'s words are one unknown fact's own: what begins like this may go on to tell it."""
        said = self._content(text) - self._taken_up(text)
        public = _public(self._scenario)
        return max((len(said & (self._content(part) - public)) for _, part in self._hidden_texts()), default=0)

    def _hidden(self) -> list[Disclosure]:
        return [one for one in self._scenario.disclosures if one.id not in self.known]

    def _is_rehearsed(self, text: str) -> bool:
        """A line of the scenario that is no disclosure: whoever says it tells nothing."""
        return _words(text, self._scenario.language) in self._rehearsed

    def _taken_up(self, text: str) -> set[str]:
        """Stems of words that the learner said, or that mean what the learner spoke of."""
        language = self._scenario.language
        return self._heard | {word for word in self._content(text) if concepts(word, language) & self._raised}

    def _open(self) -> frozenset[str]:
        """Concepts of what everybody may know by now."""
        scenario = self._scenario
        public = [scenario.title, scenario.partner.name, scenario.learner.brief, *scenario.partner.public_info]
        told = [text for one in scenario.disclosures if one.id in self.known for text in (one.fact, *one.lines)]
        return concepts(" ".join([*public, *told]), scenario.language)


def says_line(scenario: Scenario, disclosure: Disclosure, text: str, *, cut: bool = False) -> bool:
    """One of the disclosure's lines is in `text`, or, of a text that was `cut`, most of one at its end."""
    heard = _words(text, scenario.language)
    return any(_contains(heard, _words(line, scenario.language), cut=cut) for line in disclosure.lines)


def says_as_much(
    scenario: Scenario, disclosure: Disclosure, text: str, also_known: Collection[str] = frozenset()
) -> bool:
    """Most of a fact's own words, or of one of its lines', are in `text`.

    Args:
        also_known: stems of what the learner had said by then; who takes that up tells nothing with it.
    """
    content = behaviours.language(scenario.language).content_words
    known = _public(scenario).union(also_known)
    heard = content(text)
    for part in (disclosure.fact, *disclosure.lines):
        own = content(part) - known
        said = own & heard
        if len(said) >= FEWEST_WORDS and len(said) >= SAME_WORDS * len(own):
            return True
    return False


def _public(scenario: Scenario) -> frozenset[str]:
    content = behaviours.language(scenario.language).content_words
    public = [scenario.title, scenario.partner.name, scenario.learner.brief, *scenario.partner.public_info]
    return content(" ".join(public))


def _contains(heard: Sequence[str], line: Sequence[str], *, cut: bool) -> bool:
    """`line` is in `heard`, or most of it at its end."""
    if not line:
        return False
    for start in range(len(heard)):
        rest = heard[start : start + len(line)]
        whole = len(rest) == len(line)
        if rest == line[: len(rest)] and (whole or (cut and len(rest) >= HEARD_ENOUGH * len(line))):
            return True
    return False


def _tells_in_other_words(scenario: Scenario, hidden: Disclosure, text: str, open_: Collection[str]) -> bool:
    """Most of what some sentences bring up is what this fact, or one of its lines, is about."""
    about = concepts(" ".join([hidden.fact, *hidden.lines]), scenario.language).difference(open_)
    sentences = SENTENCE.findall(text)
    for i in range(len(sentences)):
        heard = concepts(" ".join(sentences[i : i + WINDOW]), scenario.language).difference(open_)
        told = len(heard & about)
        if told >= FEWEST_CONCEPTS and told >= SHARE_OF_CONCEPTS * len(heard):
            return True
    return False


def _hidden_lines(scenario: Scenario) -> tuple[str, ...]:
    return tuple(line for disclosure in scenario.disclosures for line in disclosure.lines)


@lru_cache(maxsize=64)
def _own_lines(lines: Sequence[str], hidden: Collection[str], tag: str) -> frozenset[tuple[str, ...]]:
    """Words of the lines of a scenario that are no disclosure."""
    return frozenset(_words(line, tag) for line in lines if line not in hidden)


@lru_cache(maxsize=512)
def _words(text: str, tag: str) -> tuple[str, ...]:
    return tuple(behaviours.language(tag).words(text))


def _tells_secret(scenario: Scenario, text: str, known: Collection[str], said: Collection[str]) -> bool:
    """Most of the words of a sentence of the secret, without those that may be known by now or that the learner said."""
    if len(known) == len(scenario.disclosures):
        return False
    content = behaviours.language(scenario.language).content_words
    partner = scenario.partner
    open_to_all = [scenario.title, scenario.learner.brief, partner.name, *partner.public_info, partner.backstory]
    earned = [part for one in scenario.disclosures if one.id in known for part in (one.fact, *one.lines)]
    common = content(" ".join([*open_to_all, partner.goal, *earned])).union(said)
    heard = content(text)
    for sentence in SENTENCE.findall(partner.secret):
        own = content(sentence) - common
        told = len(own & heard)
        if (told >= FEWEST_WORDS and told >= SAME_WORDS * len(own)) or told == len(own) >= 2:
            return True
    return False
