"""What a turn means in its place in the talk: answers, echoes, pressure, who listened first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from feedbackyes.behaviours import Behaviour
from feedbackyes.behaviours.en import advising, defending, effects, listening, questions, summing
from feedbackyes.behaviours.en.counts import content_words
from feedbackyes.behaviours.en.local import Parsed, Seen, quoted
from feedbackyes.behaviours.en.pressed import Request
from feedbackyes.behaviours.en.text import Span, normalise, rx

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
_ELSEWHERE = frozenset(
    {Behaviour.SITUATION_NAMED, Behaviour.OBSERVATION_SPECIFIC, Behaviour.IMPACT_STATED, Behaviour.DEMAND}
)
"""What an interview answer cannot show: it tells the interviewer nothing about the interviewer."""
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
    r"your (?:former )?colleagues (?:would )?say|(?:something|anything) (?:that )?you(?:'ve| have)? (?:achieved|accomplished|built|are proud)|when did you (?:\w+ )?(?:solve|deal|handle|lead|fail|manage|face|overcome|make|improve|last)|(?:give|tell) (?:me|us) an example of (?!what i|how i|when i)|describe (?:a|an|one|your)|(?:a|what) (?:project|decision|conflict|achievement) (?:that )?you(?:'re| are|'ve)?|proud of|hard decision|your (?:biggest|greatest|strengths?|weakness\w*)|how did you go about|why should we|why do you want|a mistake you|(?:it|that) teach you|would you do it again|tell me about (?:a|an|the|your|one|yourself|something|some|any)|went wrong|your application|(?:a )?time (?:when|that|you)|what did you (?:do|learn)|your (?:role|part|responsibility|own part)|failure|failed|your (?:experience|cv|resume|career|background)|candidate|position|interview|walk me through (?:a|your)|what was (?:the result|your)|the result|the outcome|what came out|why did it (?:fail|go)|take from it|learn from|differently"
)
_TO_YOU = rx(r"you|your|you're|you've")


class Talk:
    """What is known when a learner's turn begins. Turns are added in order."""

    def __init__(self, *, interview: bool) -> None:
        self._interview = interview
        self._partner: list[str] = []
        self._heard = listening.partner_words("")
        self._learner: list[frozenset[Behaviour]] = []
        self._apologies: list[int] = []
        self._request = Request()
        self._criticised = False

    def partner_says(self, text: str) -> None:
        earlier = content_words(" ".join(self._partner[-RECENT:])) if self._partner and self._learner else None
        self._partner.append(text)
        self._request.partner_says(text)
        # A short "Really?" leaves the criticism where it is.
        self._criticised = defending.criticises(text) or (self._criticised and len(text.split()) <= _FEW)
        self._heard = listening.partner_words(text, earlier)

    def learner_says(self, parsed: Parsed) -> list[Seen]:
        """Everything that this turn shows here. The talk then counts the turn as said."""
        foreign = _INTERVIEW if not self._interview else _ELSEWHERE if self._partner else frozenset()
        seen = [one for one in parsed.seen if one.behaviour not in foreign]
        seen += self._echoes(parsed)
        seen += self._summary(parsed, seen)
        seen = self._without_answers(self._without_echoed(parsed, seen))
        seen += self._views(parsed, seen)
        seen += self._follow_ups(parsed, seen)
        seen += self._effects(parsed, seen)
        seen = self._request.learner_says(parsed, seen, own_matter=self._own_matter(seen))
        seen += self._early_solutions(parsed, seen)
        seen += self._defence(parsed, seen)
        seen += self._chain(seen)
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
        echoed = [one for one in seen if one.behaviour is Behaviour.PARAPHRASE]
        own = {Behaviour.OBSERVATION_SPECIFIC, Behaviour.DEMAND, Behaviour.IMPACT_STATED, Behaviour.SITUATION_NAMED}
        return [
            one
            for one in seen
            if one.behaviour not in own
            or not (any(other.start <= one.at < other.end for other in echoed) or self._only_heard(parsed, one))
        ]

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
        echoed = [one for one in seen if one.behaviour is Behaviour.PARAPHRASE]
        for sentence in parsed.sentences:
            since = 0 if told else here[0] + 1 - sentence.start
            place = None if questions.is_question(sentence) and not told else effects.followed(sentence, since)
            if place and not any(one.start <= sentence.start + place[0] < one.end for one in echoed):
                yield quoted(sentence, Behaviour.IMPACT_STATED, *place)
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
        if self._interview or self._request.asked or shown & (_SAID_IT | {Behaviour.REFUSAL_CLEAR}):
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


def is_interview(partner: Sequence[str], learner: Sequence[Parsed]) -> bool:
    """The talk is an interview answer.

    The partner asks like an interviewer; or the learner tells both situation and task, and nothing that is said to a
    colleague; or there is no partner, and the learner tells of a deed without speaking to anybody.
    """
    if any(_INTERVIEWER.search(normalise(text)) for text in partner):
        return True
    told = {one.behaviour for parsed in learner for one in parsed.seen}
    if partner:
        return {Behaviour.INTERVIEW_SITUATION, Behaviour.INTERVIEW_TASK} <= told and not told & _TO_A_COLLEAGUE
    to_you = any(_TO_YOU.search(sentence.text) for parsed in learner for sentence in parsed.sentences)
    return not to_you and bool(told & (_INTERVIEW - {Behaviour.INTERVIEW_RESULT_QUANTIFIED}))
