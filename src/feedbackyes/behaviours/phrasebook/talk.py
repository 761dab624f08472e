"""What a turn means in its place in the talk: answers, echoes, pressure, who listened first."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence

from feedbackyes.behaviours import Behaviour
from feedbackyes.behaviours.en.text import Span
from feedbackyes.behaviours.phrasebook.book import Book
from feedbackyes.behaviours.phrasebook.local import LONGEST_QUOTE, Parsed, Seen
from feedbackyes.behaviours.phrasebook.text import clauses, parts

FROM_TALK = frozenset(
    {
        Behaviour.OPEN_QUESTION,
        Behaviour.CLOSED_QUESTION,
        Behaviour.FOLLOW_UP_QUESTION,
        Behaviour.PARAPHRASE,
        Behaviour.PROBLEM_SOLVING_BEFORE_LISTENING,
        Behaviour.HOLDS_WHEN_PUSHED,
        Behaviour.YIELDS,
        Behaviour.REASON_GIVEN,
        Behaviour.ALTERNATIVE_OFFERED,
        Behaviour.APOLOGY_CHAIN,
    }
)
"""Behaviours that are seen in the talk rather than in words alone."""
_LISTENING = frozenset(
    {
        Behaviour.OPEN_QUESTION,
        Behaviour.ASKS_VIEW,
        Behaviour.ACKNOWLEDGEMENT,
        Behaviour.PARAPHRASE,
        Behaviour.SUMMARY,
        Behaviour.FOLLOW_UP_QUESTION,
        Behaviour.CLARIFYING_QUESTION,
    }
)
_QUESTIONS = frozenset({Behaviour.OPEN_QUESTION, Behaviour.CLOSED_QUESTION, Behaviour.CLARIFYING_QUESTION})
_SAID_IT = frozenset({Behaviour.OBSERVATION_SPECIFIC, Behaviour.IMPACT_STATED, Behaviour.SITUATION_NAMED})
_NOT_OWN = _SAID_IT | {Behaviour.DEMAND}
RECENT, LATELY, SOON = 5, 4, 2
"""Partner turns that a gist may be about, and after which a request still stands; learner turns a question belongs to."""
_REMEMBERED = 600
_SHORT_ECHO = range(1, 13)
Place = tuple[int, int]


class Talk:
    """What is known when a learner's turn begins. Turns are added in order."""

    def __init__(self, book: Book, content_words: Callable[[str], frozenset[str]]) -> None:
        exchange, rx = book.exchange, book.script.rx
        self._book, self._content = book, content_words
        self._presses, self._accepts, self._insists = (
            rx(exchange.presses), rx(exchange.accepts), rx(exchange.insists),
        )  # fmt: skip
        self._bare_no, self._yields, self._assents = rx(exchange.bare_no), rx(exchange.yields), rx(exchange.assents)
        self._reason, self._alternative = rx(exchange.reason), rx(exchange.alternative)
        self._free_alternative, self._still_no = rx(exchange.free_alternative), rx(exchange.still_no)
        self._solutions, self._what_happened = rx(exchange.solutions), rx(exchange.what_happened)
        self._carries_on, self._gist = rx(exchange.carries_on), rx(exchange.gist)
        self._own, self._judging, self._asking = rx(exchange.own), rx(exchange.judging), rx(exchange.asking)
        self._joint = re.compile(rf"[,:]\s+|\s+-+\s+|\s+(?=(?:{book.joints})\s)")
        self._partner: list[str] = []
        self._learner: list[frozenset[Behaviour]] = []
        self._apologies: list[int] = []

    def partner_says(self, text: str) -> None:
        self._partner.append(self._book.script.normalise(text))

    def learner_says(self, parsed: Parsed) -> list[Seen]:
        """Everything that this turn shows here. The talk then counts the turn as said."""
        seen = list(parsed.seen)
        seen += self._echoes(parsed)
        # What only gives the partner's words back is no observation and no demand of one's own.
        seen = _without(seen, Behaviour.PARAPHRASE, _NOT_OWN)
        seen += self._views(parsed, seen)
        seen += self._follow_ups(parsed, seen)
        seen = self._refusals(parsed, seen)
        seen += self._early_solutions(parsed, seen)
        seen += self._chain(seen)
        seen = _without(seen, Behaviour.ALTERNATIVE_OFFERED, {Behaviour.SITUATION_NAMED})  # a day that lies ahead
        self._learner.append(frozenset(one.behaviour for one in seen))
        return seen

    @property
    def _last(self) -> str:
        return self._partner[-1] if self._partner else ""

    def _shown(self, behaviour: Behaviour) -> bool:
        return any(behaviour in shown for shown in self._learner)

    def _echoes(self, parsed: Parsed) -> Iterator[Seen]:
        """ "Two bad options." and "So you had to wait.": the partner's words, given back."""
        heard = self._content(self._last[-_REMEMBERED:])
        recent = self._content(" ".join(self._partner[-RECENT:]))
        if not heard:
            return
        for sentence in parsed.sentences:
            if self._judging.search(sentence.text):
                continue
            gist = self._gist.match(sentence.text)
            if gist and not sentence.text.endswith("?") and self._content(sentence.text) & recent:
                yield _seen(sentence, Behaviour.PARAPHRASE, (0, len(sentence.text)))
                continue
            for clause in clauses(sentence, self._joint):
                if self._gives_back(clause, heard):
                    yield Seen(Behaviour.PARAPHRASE, clause.start, *_trimmed(clause))

    def _gives_back(self, clause: Span, heard: frozenset[str]) -> bool:
        """A short clause that has no word of one's own, whose content is mostly the partner's, with no other "not"."""
        said = parts(clause.text)
        content = self._content(clause.text)
        if len(said) not in _SHORT_ECHO or not content or self._own.search(clause.text):
            return False
        if self._asking.match(clause.text.strip()):
            return False
        denied = set(said) & self._book.exchange.negations
        if not denied <= set(parts(self._last)):
            return False
        shared = len(content & heard)
        return shared >= 2 and 3 * shared >= 2 * len(content)

    def _views(self, parsed: Parsed, seen: Sequence[Seen]) -> Iterator[Seen]:
        """ "What happened?" asks for the other's view when it comes soon after the observation."""
        now = {one.behaviour for one in seen}
        recent = self._learner[-SOON:]
        if Behaviour.ASKS_VIEW in now or not any(_SAID_IT & shown for shown in (*recent, now)):
            return
        for sentence in parsed.sentences:
            if match := self._what_happened.search(sentence.text):
                yield _seen(sentence, Behaviour.ASKS_VIEW, match.span())

    def _follow_ups(self, parsed: Parsed, seen: Sequence[Seen]) -> Iterator[Seen]:
        if not self._last:
            return
        heard = self._content(self._last[-_REMEMBERED:])
        for sentence in parsed.sentences:
            asked = [one for one in seen if one.behaviour in _QUESTIONS and sentence.start <= one.at < sentence.end]
            if not asked:
                continue
            start = max(0, asked[0].start - sentence.start - 30)
            near = sentence.text[start : asked[0].end - sentence.start + 60]
            if self._carries_on.search(sentence.text) or heard & self._content(near):
                yield Seen(Behaviour.FOLLOW_UP_QUESTION, asked[0].at, asked[0].start, asked[0].end)

    def _pressed(self, text: str) -> bool:
        return bool(self._presses.search(text)) and not self._lets_go(text)

    def _lets_go(self, text: str) -> bool:
        accepting = self._accepts.match(text)
        return accepting is not None and not self._insists.search(text, accepting.end())

    def _refusals(self, parsed: Parsed, seen: list[Seen]) -> list[Seen]:
        pressed = self._pressed(self._last)
        lately = any(self._pressed(text) for text in self._partner[-LATELY:])
        before = self._shown(Behaviour.REFUSAL_CLEAR)
        found = list(seen)
        if lately and not any(one.behaviour is Behaviour.REFUSAL_CLEAR for one in found):
            found += self._first(parsed.sentences[:1], self._bare_no, Behaviour.REFUSAL_CLEAR)
        refuses = [one for one in found if one.behaviour is Behaviour.REFUSAL_CLEAR]
        gives_in = self._giving_in(parsed, pressed=pressed) if lately or before else []
        if gives_in and (not refuses or (pressed and gives_in[0].at > refuses[0].at)):
            return [one for one in found if one.behaviour is not Behaviour.REFUSAL_CLEAR] + gives_in
        near = bool(refuses) or pressed or Behaviour.REFUSAL_CLEAR in (self._learner[-1] if self._learner else ())
        if near:
            given = [sentence for sentence in parsed.sentences if not self._alternative.search(sentence.text)]
            found += self._first(given, self._reason, Behaviour.REASON_GIVEN)
        offered = self._alternative if refuses or before or lately else self._free_alternative
        found += self._first(parsed.sentences, offered, Behaviour.ALTERNATIVE_OFFERED)
        if before and self._last and not self._lets_go(self._last):
            if refuses:
                found.append(Seen(Behaviour.HOLDS_WHEN_PUSHED, refuses[0].at, refuses[0].start, refuses[0].end))
            else:
                found += self._first(parsed.sentences, self._still_no, Behaviour.HOLDS_WHEN_PUSHED)
        return found

    def _giving_in(self, parsed: Parsed, *, pressed: bool) -> list[Seen]:
        found = self._first(parsed.sentences, self._yields, Behaviour.YIELDS)
        if not found and pressed and "?" in self._last and len(parsed.sentences) == 1:
            only = parsed.sentences[0]
            if self._assents.fullmatch(only.text.strip(" .!")):
                found = [_seen(only, Behaviour.YIELDS, (0, len(only.text)))]
        return found

    @staticmethod
    def _first(sentences: Sequence[Span], pattern: re.Pattern[str], behaviour: Behaviour) -> list[Seen]:
        for sentence in sentences:
            if match := pattern.search(sentence.text):
                return [_seen(sentence, behaviour, match.span())]
        return []

    def _early_solutions(self, parsed: Parsed, seen: Sequence[Seen]) -> Iterator[Seen]:
        """Advice before any listening, once the partner has said something to listen to."""
        if not self._partner or any(shown & _LISTENING for shown in self._learner) or self._pressed(self._last):
            return
        if any(one.behaviour is Behaviour.REFUSAL_CLEAR for one in seen):
            return
        listened = min((one.at for one in seen if one.behaviour in _LISTENING), default=None)
        for one in self._first(parsed.sentences, self._solutions, Behaviour.PROBLEM_SOLVING_BEFORE_LISTENING):
            if listened is None or one.at < listened:
                yield one

    def _chain(self, seen: Sequence[Seen]) -> Iterator[Seen]:
        """The second apology in a turn, or one more within the next turns."""
        here = [one for one in seen if one.behaviour is Behaviour.APOLOGY]
        turn = len(self._learner)
        lately = [earlier for earlier in self._apologies if turn - earlier <= SOON]
        if len(here) >= 2:
            yield Seen(Behaviour.APOLOGY_CHAIN, here[1].at, here[0].start, max(one.end for one in here))
        elif here and lately:
            yield Seen(Behaviour.APOLOGY_CHAIN, here[0].at, here[0].start, here[0].end)
        self._apologies.extend(turn for _ in here)


def _without(seen: list[Seen], shown: Behaviour, others: Collection[Behaviour]) -> list[Seen]:
    """Leave out `others` inside of words that show `shown`."""
    places = [(one.start, one.end) for one in seen if one.behaviour is shown]
    return [
        one for one in seen if one.behaviour not in others or not any(start <= one.at < end for start, end in places)
    ]


def _seen(sentence: Span, behaviour: Behaviour, place: Place) -> Seen:
    """The whole sentence as the quote when it is short, else from the words that show it."""
    start, end = place
    if len(sentence.text.split()) <= LONGEST_QUOTE:
        return Seen(behaviour, sentence.start + start, *_trimmed(sentence))
    stop = sentence.text.find(" ", min(len(sentence.text), end + 60))
    return Seen(behaviour, sentence.start + start, sentence.start + start, sentence.start + (stop if stop > 0 else end))


def _trimmed(span: Span) -> Place:
    text = span.text
    return span.start + len(text) - len(text.lstrip()), span.start + len(text.rstrip())
