"""What a turn means in its place in the talk: answers, echoes, pressure, who listened first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from feedbackyes.behaviours import Behaviour
from feedbackyes.behaviours.en import (
    advising,
    defending,
    effects,
    empathy,
    listening,
    matter,
    questions,
    summing,
    telling,
    wishing,
)
from feedbackyes.behaviours.en.counts import content_words
from feedbackyes.behaviours.en.local import Parsed, Seen, quoted
from feedbackyes.behaviours.en.matter import Matter, settled
from feedbackyes.behaviours.en.pressed import Request
from feedbackyes.behaviours.en.text import Span, normalise, plain, rx

LISTENING = frozenset(
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
_INTERVIEW = frozenset(
    {
        Behaviour.INTERVIEW_SITUATION,
        Behaviour.INTERVIEW_TASK,
        Behaviour.INTERVIEW_ACTION_I,
        Behaviour.INTERVIEW_RESULT_QUANTIFIED,
    }
)
_TO_A_COLLEAGUE = frozenset({Behaviour.OBSERVATION_SPECIFIC, Behaviour.REFUSAL_CLEAR, Behaviour.ACKNOWLEDGEMENT})
_BROUGHT = frozenset(
    {
        Behaviour.OBSERVATION_SPECIFIC,
        Behaviour.IMPACT_STATED,
        Behaviour.SITUATION_NAMED,
        Behaviour.TRAIT_LABEL,
        Behaviour.BLAME,
        Behaviour.ABSOLUTE_YOU,
        Behaviour.FEELING_NAMED,
        Behaviour.NEED_STATED,
    }
)
"""What a learner says who has something to tell the partner."""
_DEEDS = frozenset({Behaviour.OBSERVATION_SPECIFIC})
_PROPOSED = frozenset({Behaviour.REQUEST_DOABLE, Behaviour.NEXT_STEP_AGREED, Behaviour.DEMAND})
_NO_PROMISE = frozenset({Behaviour.NEXT_STEP_AGREED, Behaviour.THREAT, Behaviour.YIELDS, Behaviour.REFUSAL_CLEAR})
_NO_EFFECT = frozenset({Behaviour.PARAPHRASE, Behaviour.OBSERVATION_SPECIFIC})
_ANSWERS = frozenset({Behaviour.REFUSAL_CLEAR, Behaviour.ALTERNATIVE_OFFERED, Behaviour.YIELDS})
_BOTH = rx(r"we|{ill}|i|{lets}")
_GIVEN = frozenset({Behaviour.PARAPHRASE, Behaviour.SUMMARY})
"""What an interviewer may hear who has told of something."""
_REPROACHES = frozenset({Behaviour.TRAIT_LABEL, Behaviour.BLAME, Behaviour.ABSOLUTE_YOU})
_FOR_ME = rx(r"me|us|we|i|my|our|{ill}|{id}|{lets}|please|kindly")
_SAID_IT = frozenset({Behaviour.OBSERVATION_SPECIFIC, Behaviour.IMPACT_STATED, Behaviour.SITUATION_NAMED})
RECENT = 5
"""Turns of the partner that a gist may be about."""
RECALLED = 8
"""Turns of the partner that a summary may draw together."""
LATELY = 3
"""Turns of the learner after which what was told before is still the matter."""
_FEW = 6
"""Words of the partner that go on with what was said before."""
_TAKEN = frozenset(
    {
        Behaviour.ACKNOWLEDGEMENT,
        Behaviour.PARAPHRASE,
        Behaviour.SUMMARY,
        Behaviour.APOLOGY,
        Behaviour.THANKS_FOR_FEEDBACK,
        Behaviour.LEARNING_STATED,
        Behaviour.NEXT_STEP_AGREED,
        Behaviour.OPEN_QUESTION,
        Behaviour.CLARIFYING_QUESTION,
        Behaviour.REQUEST_DOABLE,
    }
)
"""What takes criticism up."""
SOON = 2
"""Turns of the learner within which a question still belongs to what was said before."""
_INTERVIEWER = rx(
    r"introduce yourself|(?:an |one |any )?examples? (?:of|for|from your) (?!what|how|when)|why should we (?:take|hire|choose)|(?:give|have you|got) (?:me |us )?(?:an? )?(?:concrete |specific )?example(?= (?:of|from))|your (?:former )?colleagues (?:would )?say|(?:something|anything) (?:that )?you(?:'ve| have)? (?:achieved|accomplished|built|are proud)|when did you (?:\w+ )?(?:solve|deal|handle|lead|fail|manage|face|overcome|make|improve|last)|(?:give|tell) (?:me|us) an example of (?!what i|how i|when i)|describe (?:a|an|one|your)|(?:a|what) (?:project|decision|conflict|achievement) (?:that )?you(?:'re| are|'ve)?|proud of|hard decision|your (?:biggest|greatest|strengths?|weakness\w*)|how did you go about|why should we|why do you want|a mistake you|(?:it|that) teach you|would you do it again|tell me about (?:a|an|the|your|one|yourself|something|some|any)|went wrong|your application|(?:a )?time (?:when|that|you)|what did you (?:do|learn)|your (?:role|part|responsibility|own part)|failure|failed|your (?:experience|cv|resume|career|background)|candidate|position|interview|walk me through (?:a|your)|what was (?:the result|your)|the result|the outcome|what came out|why did it (?:fail|go)|take from it|learn from|differently"
)
_ASKS_FOR = plain(
    r"\?|(?:^|[.!;]\s)\W*(?:(?:so|and|okay|ok|well|now|good|great|thanks|thank you|hello|hi|welcome|please|right|all right|alright|then)\W+)*"
    r"(?:tell|describe|give|walk|talk|share|explain|think|introduce|name|show|let|start|what|how|why|when|where|which|who|can|could|did|do|"
    r"have|had|would|were|was|is|are|a time|an example|any|your|looking|interview)\b"
)
"""A question or an invitation to tell: "two exams went wrong" is neither."""
_TO_YOU = rx(r"you|your|you're|you've")


class Talk:
    """What is known when a learner's turn begins. Turns are added in order."""

    def __init__(self, *, interview: bool) -> None:
        self._interview = interview
        self._matter = Matter.INTERVIEW if interview else Matter.OPEN
        self._partner: list[str] = []
        self._told: frozenset[str] = frozenset()
        self._heard = listening.partner_words("")
        self._learner: list[frozenset[Behaviour]] = []
        self._apologies: list[int] = []
        self._request = Request()
        self._criticised = False

    def partner_says(self, text: str) -> None:
        earlier = content_words(" ".join(self._partner[-RECENT:])) if self._partner and self._learner else None
        self._partner.append(text)
        self._told |= content_words(text)
        self._request.partner_says(text)
        # A short "Really?" leaves the criticism where it is.
        self._criticised = defending.criticises(text) or (self._criticised and len(text.split()) <= _FEW)
        self._heard = listening.partner_words(text, earlier)

    def learner_says(self, parsed: Parsed) -> list[Seen]:
        """Everything that this turn shows here. The talk then counts the turn as said."""
        seen = [one for one in parsed.seen if self._interview or one.behaviour not in _INTERVIEW]
        seen += self._echoes(parsed)
        seen += self._summary(parsed, seen)
        seen = self._without_echoed(parsed, seen)
        self._settle(parsed, seen)
        seen = self._without_foreign(parsed, self._without_answers(seen))
        seen = self._without_baseless(seen)
        seen += self._received(parsed, seen)
        seen += self._views(parsed, seen)
        seen += self._promises(parsed, seen)
        seen += self._results(parsed, seen)
        seen += self._follow_ups(parsed, seen)
        seen += self._effects(parsed, seen)
        seen = self._request.learner_says(parsed, seen, own_matter=self._own_matter(seen))
        seen = [one for one in seen if one.behaviour not in self._foreign]
        seen += self._early_solutions(parsed, seen)
        seen += self._defence(parsed, seen)
        seen += self._chain(seen)
        self._settle(parsed, [one for one in seen if one.behaviour not in _DEEDS])
        self._learner.append(frozenset(one.behaviour for one in seen))
        return seen

    @property
    def _last(self) -> str:
        return self._partner[-1] if self._partner else ""

    def _echoes(self, parsed: Parsed) -> Iterator[Seen]:
        for sentence in parsed.sentences:
            for start, end in self._heard.echoed_in(sentence):
                yield quoted(sentence, Behaviour.PARAPHRASE, start, end)

    def _summary(self, parsed: Parsed, seen: Sequence[Seen]) -> Iterator[Seen]:
        if any(one.behaviour is Behaviour.SUMMARY for one in seen):
            return
        told = [content_words(text) for text in self._partner[-RECALLED:]]
        for sentence in parsed.sentences:
            if place := summing.draws_together(sentence, told):
                yield quoted(sentence, Behaviour.SUMMARY, *place)
                return

    def _without_echoed(self, parsed: Parsed, seen: list[Seen]) -> list[Seen]:
        """What only gives the partner's words back is no observation and no demand of one's own."""
        echoed = [one for one in seen if one.behaviour in (Behaviour.PARAPHRASE, Behaviour.SUMMARY)]
        plans = [one for one in seen if one.behaviour is Behaviour.NEXT_STEP_AGREED]
        if self._matter is Matter.OWN:
            seen = [
                one
                for one in seen
                if one.behaviour is not Behaviour.PARAPHRASE
                or not any(plan.start < one.end and one.start < plan.end for plan in plans)
            ]
        own = {Behaviour.OBSERVATION_SPECIFIC, Behaviour.DEMAND, Behaviour.IMPACT_STATED, Behaviour.SITUATION_NAMED}
        return [
            one
            for one in seen
            if one.behaviour not in own
            or not (any(other.start <= one.at < other.end for other in echoed) or self._only_heard(parsed, one))
        ]

    def _settle(self, parsed: Parsed, seen: Sequence[Seen]) -> None:
        self._matter = settled(
            self._matter,
            {one.behaviour for one in seen},
            fresh=any(not self._retells(parsed, one, self._told) for one in seen if one.behaviour in _DEEDS),
            opened=self._opened,
            criticised=self._criticised,
            refused=self._request.refused or (self._request.asked and any(one.behaviour in _ANSWERS for one in seen)),
        )

    @property
    def _opened(self) -> bool:
        """The partner has told of something, or found fault."""
        return any(defending.criticises(text) or advising.tells_trouble(text) for text in self._partner)

    @property
    def _foreign(self) -> frozenset[Behaviour]:
        if self._interview and not self._partner:
            return frozenset()
        foreign = matter.foreign(self._matter)
        return foreign - _GIVEN if self._interview and not _ASKS_FOR.search(normalise(self._last)) else foreign

    def _without_foreign(self, parsed: Parsed, seen: list[Seen]) -> list[Seen]:
        """What belongs to the matter of the talk; what "you" did, told by who listens, gives back what was heard."""
        kept = [one for one in seen if one.behaviour not in self._foreign]
        if self._matter is Matter.OPEN and self._opened and not any(one.behaviour in _DEEDS for one in seen):
            kept = [one for one in kept if one.behaviour is not Behaviour.SITUATION_NAMED]
        if self._matter is Matter.FAVOUR and any(one.behaviour in _ANSWERS for one in seen):
            kept = [one for one in kept if one.behaviour is not Behaviour.NEXT_STEP_AGREED]
        reproaches = [one for one in kept if one.behaviour in _REPROACHES]
        kept = [
            one
            for one in kept
            if one.behaviour not in _PROPOSED
            or one.behaviour is Behaviour.DEMAND
            or not (
                any(other.start < one.end and one.start < other.end for other in reproaches)
                or (self._advises(parsed, one))
            )
        ]
        demands = [one for one in kept if one.behaviour is Behaviour.DEMAND]
        kept = [
            one
            for one in kept
            if one.behaviour is not Behaviour.NEXT_STEP_AGREED
            or _BOTH.search(_words_of(parsed, one))
            or not any(demand.start < one.end and one.start < demand.end for demand in demands)
        ]
        if self._matter is Matter.THEIRS and not any(one.behaviour is Behaviour.PARAPHRASE for one in kept):
            retold = [one for one in seen if one.behaviour in _DEEDS and self._retells(parsed, one, self._told)]
            kept += [replace(one, behaviour=Behaviour.PARAPHRASE) for one in retold[:1]]
        return kept

    @staticmethod
    def _retells(parsed: Parsed, one: Seen, told: frozenset[str]) -> bool:
        """At least half of what a quote speaks of is what the partner had spoken of."""
        own = content_words(_words_of(parsed, one))
        return 2 * len(own & told) >= max(1, len(own))

    def _without_baseless(self, seen: list[Seen]) -> list[Seen]:
        """A consequence is one of something that was asked for or proposed; a summary needs something told."""
        here = {one.behaviour for one in seen}
        lacking = set[Behaviour]()
        if self._learner and not _PROPOSED & here.union(*self._learner):
            lacking.add(Behaviour.CONSEQUENCE_STATED)
        if self._partner and self._learner and not any(map(advising.tells_trouble, self._partner)):
            lacking.add(Behaviour.SUMMARY)
        return [one for one in seen if one.behaviour not in lacking]

    def _received(self, parsed: Parsed, seen: Sequence[Seen]) -> Iterator[Seen]:
        """Of what the partner has told or asked for: words that show it has arrived, and words that give it back."""
        if not (self._opened if self._matter is Matter.OPEN else self._matter in (Matter.THEIRS, Matter.FAVOUR)):
            return
        shown = {one.behaviour for one in seen}
        known = Behaviour.ACKNOWLEDGEMENT in shown or self._request.asked
        for sentence in () if known else parsed.sentences:
            if place := empathy.meets(sentence, criticised=self._criticised):
                yield quoted(sentence, Behaviour.ACKNOWLEDGEMENT, *place)
                break
        listens = self._matter is Matter.THEIRS and Behaviour.PARAPHRASE not in shown
        for sentence in parsed.sentences if listens else ():
            if place := self._heard.taken_up(sentence):
                yield quoted(sentence, Behaviour.PARAPHRASE, *place)
                return

    def _advises(self, parsed: Parsed, one: Seen) -> bool:
        """What somebody in trouble is asked to do for themselves is advice, and no request."""
        asked = one.behaviour is Behaviour.REQUEST_DOABLE and self._matter is Matter.THEIRS
        return asked and not _FOR_ME.search(_words_of(parsed, one))

    def _without_answers(self, seen: list[Seen]) -> list[Seen]:
        """Who answers a request or criticism with "I was ill in March" names no occasion of their own."""
        told = any(one.behaviour is Behaviour.OBSERVATION_SPECIFIC for one in seen)
        told = told or any(Behaviour.OBSERVATION_SPECIFIC in shown for shown in self._learner)
        if told or not (self._request.asked or self._criticised):
            return seen
        return [one for one in seen if one.behaviour is not Behaviour.SITUATION_NAMED]

    def _only_heard(self, parsed: Parsed, one: Seen) -> bool:
        """Of a deed: every word that carries meaning was the partner's just now."""
        if one.behaviour is not Behaviour.OBSERVATION_SPECIFIC:
            return False
        for sentence in parsed.sentences:
            if sentence.start <= one.at < sentence.end:
                content = content_words(sentence.text[one.at - sentence.start : one.end - sentence.start])
                return bool(content) and content <= self._heard.content
        return False

    def _views(self, parsed: Parsed, seen: Sequence[Seen]) -> Iterator[Seen]:
        """ "What happened?" asks for the other's view when it comes soon after the observation."""
        recent = self._learner[-SOON:]
        now = {one.behaviour for one in seen}
        if not any(_SAID_IT & shown for shown in (*recent, now)) or Behaviour.ASKS_VIEW in now:
            return
        for sentence in parsed.sentences:
            place = questions.asks_what_happened(sentence)
            if place:
                yield quoted(sentence, Behaviour.ASKS_VIEW, *place)

    def _effects(self, parsed: Parsed, seen: Sequence[Seen]) -> Iterator[Seen]:
        """What happened to others or to the learner, told soon after what the partner had done."""
        if any(one.behaviour is Behaviour.IMPACT_STATED for one in seen):
            return
        told = any(Behaviour.OBSERVATION_SPECIFIC in shown for shown in self._learner[-LATELY:])
        here = [one.at for one in seen if one.behaviour is Behaviour.OBSERVATION_SPECIFIC]
        if not (told or here) or self._interview:
            return
        taken = [one for one in seen if one.behaviour in _NO_EFFECT]
        for sentence in parsed.sentences:
            since = 0 if told else here[0] + 1 - sentence.start
            asks = sentence.text.rstrip().endswith("?") or (questions.is_question(sentence) and not told)
            place = None if asks else effects.followed(sentence, since)
            if place and not any(one.start <= sentence.start + place[0] < one.end for one in taken):
                yield quoted(sentence, Behaviour.IMPACT_STATED, *place)
                return

    def _promises(self, parsed: Parsed, seen: Sequence[Seen]) -> Iterator[Seen]:
        """What the learner will do about the matter, with or without a day."""
        here = {one.behaviour for one in seen}
        if self._matter not in (Matter.OWN, Matter.THEIRS) or here & _NO_PROMISE:
            return
        if self._matter is Matter.OWN and not _PROPOSED & here.union(*self._learner):
            return
        for sentence in parsed.sentences:
            if place := wishing.promises(sentence):
                yield quoted(sentence, Behaviour.NEXT_STEP_AGREED, *place)
                return

    def _results(self, parsed: Parsed, seen: Sequence[Seen]) -> Iterator[Seen]:
        """Numbers that an interview answer comes to."""
        here = {one.behaviour for one in seen}
        acted = any(Behaviour.INTERVIEW_ACTION_I in shown for shown in self._learner)
        if not (self._interview and acted) or Behaviour.INTERVIEW_RESULT_QUANTIFIED in here:
            return
        asked = telling.asks_how_it_ended(self._last)
        for sentence in parsed.sentences:
            if place := telling.outcome(sentence, asked=asked):
                yield quoted(sentence, Behaviour.INTERVIEW_RESULT_QUANTIFIED, *place)
                return

    def _follow_ups(self, parsed: Parsed, seen: Sequence[Seen]) -> Iterator[Seen]:
        if not self._last:
            return
        for sentence in parsed.sentences:
            asked = [one for one in seen if one.behaviour in _QUESTIONS and sentence.start <= one.at < sentence.end]
            if not asked or questions.proposes(self._asked(sentence, asked[0])):
                continue
            if questions.carries_on(sentence) or self._heard.content & content_words(self._asked(sentence, asked[0])):
                yield Seen(Behaviour.FOLLOW_UP_QUESTION, asked[0].at, asked[0].start, asked[0].end)

    @staticmethod
    def _asked(sentence: Span, question: Seen) -> str:
        """The question itself with a few words before it, not a whole unpunctuated turn."""
        start = max(0, question.start - sentence.start - 30)
        return sentence.text[start : question.end - sentence.start + 60]

    def _own_matter(self, seen: Sequence[Seen]) -> bool:
        """The learner has brought something up, or listens to what the partner has brought."""
        shown = frozenset().union(*self._learner, {one.behaviour for one in seen})
        return not self._request.asked and bool(shown & (_BROUGHT | LISTENING))

    def _defence(self, parsed: Parsed, seen: Sequence[Seen]) -> Iterator[Seen]:
        """Explaining away or hitting back right after the partner has found fault with the learner.

        Not where the learner has brought the matter up, has been asked for something, or answers an interviewer.
        """
        shown = frozenset().union(*self._learner)
        if (
            self._interview
            or self._request.asked
            or self._matter is Matter.OWN
            or shown & (_SAID_IT | {Behaviour.REFUSAL_CLEAR})
        ):
            return
        if not self._criticised or any(one.behaviour is Behaviour.DEFENSIVE_JUSTIFICATION for one in seen):
            return
        for sentence in parsed.sentences:
            here = (one.behaviour for one in seen if sentence.start <= one.at < sentence.end)
            if place := defending.answers(sentence, taken=not _TAKEN.isdisjoint(here)):
                yield quoted(sentence, Behaviour.DEFENSIVE_JUSTIFICATION, *place)
                return

    def _early_solutions(self, parsed: Parsed, seen: Sequence[Seen]) -> Iterator[Seen]:
        """Advice before any listening, once the partner has told what troubles them.

        Who has brought the matter up proposes something for it; that is no advice.
        """
        heard = LISTENING - {Behaviour.ACKNOWLEDGEMENT}
        closed = heard | {Behaviour.DEFENSIVE_JUSTIFICATION}
        if any(shown & closed for shown in self._learner) or self._request.pressing or self._interview:
            return
        if not any(advising.tells_trouble(text) for text in self._partner) or self._brought(seen):
            return
        listened = min((one.at for one in seen if one.behaviour in heard), default=None)
        for sentence in parsed.sentences:
            for start, end in advising.solutions(sentence):
                if listened is None or sentence.start + start < listened:
                    yield quoted(sentence, Behaviour.PROBLEM_SOLVING_BEFORE_LISTENING, start, end)
                    return

    def _brought(self, seen: Sequence[Seen]) -> bool:
        """The learner has said what bothers them, or refused something."""
        here = {one.behaviour for one in seen}
        if here & (
            (_SAID_IT - {Behaviour.SITUATION_NAMED})
            | {Behaviour.FEELING_NAMED, Behaviour.NEED_STATED, Behaviour.REFUSAL_CLEAR}
        ):
            return True
        return any(shown & (_BROUGHT | {Behaviour.REFUSAL_CLEAR}) for shown in self._learner)

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


def _words_of(parsed: Parsed, one: Seen) -> str:
    """What is quoted, as the patterns see it."""
    sentence = next(each for each in parsed.sentences if each.start <= one.at < each.end)
    return sentence.text[one.start - sentence.start : one.end - sentence.start]


def is_interview(partner: Sequence[str], learner: Sequence[Parsed]) -> bool:
    """The talk is an interview answer.

    The partner asks like an interviewer; or the learner tells both situation and task, and nothing that is said to a
    colleague; or there is no partner, and the learner tells of a deed without speaking to anybody.
    """
    if any(_INTERVIEWER.search(text) and _ASKS_FOR.search(text) for text in map(normalise, partner)):
        return True
    told = {one.behaviour for parsed in learner for one in parsed.seen}
    if partner:
        return {Behaviour.INTERVIEW_SITUATION, Behaviour.INTERVIEW_TASK} <= told and not told & _TO_A_COLLEAGUE
    to_you = any(_TO_YOU.search(sentence.text) for parsed in learner for sentence in parsed.sentences)
    return not to_you and bool(told & (_INTERVIEW - {Behaviour.INTERVIEW_RESULT_QUANTIFIED}))
