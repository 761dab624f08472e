"""What a learner's turn does with a partner's request: refuses, explains, offers something else, holds, gives in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from feedbackyes.behaviours import Behaviour
from feedbackyes.behaviours.en import refusing
from feedbackyes.behaviours.en.local import Parsed, Seen, quoted
from feedbackyes.behaviours.en.text import normalise, rx

LATELY = 4
"""Turns of the partner after which a request still stands."""
_REQUEST = rx(
    r"(?:can|could|would|will) (?:you|we)|i need (?:you|this|that|it|someone|somebody|the)|need (?:someone|somebody|you|a volunteer)|please|just (?:this|one|two|a few|a couple|a quick|once)|come on|(?:count|rely|depend) on you|favou?r|everyone else|everybody else|anyone else|(?:it's|it is|that's) only|only (?:two|a|one|three)|{cant} you|not even|last time|"
    r"one more thing|i was hoping|i was counting|i thought (?:you|i could)|disappoint\w*|team player|urgent|really (?:need|help|helps|matters)|(?:this |the )?weekend|saturday|sunday|tonight|stay late|overtime|take (?:this|it|that|one) on|it would (?:help|mean)|do(?:n't| not) let (?:me|us) down|letting (?:me|us|the team) down|how about|what about|you always|who else|no one else|nobody else|get you to|squeeze|"
    r"it'd only|only the|put you down|signed you up|counting on you"
)
_FAVOUR = rx(
    r"(?:says?|said|wants?|told me) (?:that )?you(?:'ll| will| to| can| have to| must| should)? (?:take|do|work|cover|come in|stay|drive) (?:[\w']+ ){0,2}?(?:shifts?|nights?|late|over|weekend|[a-z]+day|tonight|tomorrow)\b|you (?:must|have to|will|need to|should|gotta|got to) (?:please |just |really )*(?:give|lend|do|come|stay|cover|take|help|work|drive|sign|write|finish|pay|bring|make|cook|watch|join|share|send|swap) (?:me|us|my|this|the|that|on|in|to|for|over|late|tonight|tomorrow|with|two|a|it)\b|we(?:'re| are) short(?:-staffed)?|(?:can|could) (?:we|i) count on you|your turn to|you(?:'re| are) (?:doing|covering|coming in|working|staying|taking|hosting|driving|making|organi[sz]ing)\b.{0,40}(?:right|yes|okay|aren't you|no)\W*$|i told (?:them|him|her|everyone) you(?:'d| would|'ll| will| can)|(?:can|could|would|will|won't) you (?!tell|explain|describe|say|repeat|hear|believe|imagine|see|give me an example|be more)\w+|{youll} (?!see|never|be (?:fired|sorry)|regret|find)\w+(?: [\w']+){0,10}?(?:,? (?:right|yes|won't you|okay|ok|no)(?=\W*$))|(?:do|doing) me a favou?r|(?:need|ask|have|got) (?:you )?(?:for )?(?:a|one) (?:\w+ )?favou?r|i(?:'ve| have)? (?:put|signed|marked) you|i need (?:you to|someone to|somebody to)|are you free|do you have (?:time|a minute to)|i was hoping (?:you|that you)|i was wondering if you|would you mind|"
    r"(?:can|could|may|might) i (?:please |just )*(?:borrow|have|use|take|get|leave|stay|park|keep)|we need (?:you|someone|somebody)|you (?:lend|give|sell|let) (?:me|us)(?: [\w']+){1,8},? (?:yes|right|okay|ok)(?=\W*$)|i(?:'d| would) like you to|sure you'll|^\W*(?:please |kindly |driver |sir |madam |boss )*(?:take|cover|lend|carry|give|stay|come|help|share|do|finish|write|drive|work|sign|swap|bring|bake|cook|clean|make|watch|mind|feed|fetch|pick up|look after|babysit|send|buy|pay|move|fix|print|prepare) (?:my|me|us|your|the|this|on|in|for|with|six|two|one|a|late)|be an? (?:dear|love|star|sport|pal|sweetheart|darling|good \w+) and|just (?:take|cover|lend|do|sign|come|stay)|it'd (?:only )?be"
)
"""The partner wants something done: a plain "sure" says yes to it."""
_ACCEPTS = rx(
    r"(?:okay|ok|fine|all right|alright|understood|i understand|fair enough|no problem|that's fine|i see|thank you|thanks|you're right|i hear you|i respect that|good|never mind|no worries|(?:[\w']+ ){1,3}(?:is|would be|will be) (?:fine|okay|ok|perfect|great|good)|that works|(?:that|it) (?:would )?(?:help|helps|work|works|do)(?: \w+){0,2}(?=\W*$)|it would(?=\W*$)|perfect|great|sounds good|works for me|deal|lovely|brilliant)"
)
_PRESSES = rx(r"(?:can|could|would) you|please|but|come on|need|just|still|are you sure|only|really|and")


_OFFERS = frozenset({Behaviour.ALTERNATIVE_OFFERED, Behaviour.YIELDS, Behaviour.NEXT_STEP_AGREED})


class Request:
    """Whether something was asked for, refused, and asked for again. Turns are added in order."""

    def __init__(self) -> None:
        self._partner: list[str] = []
        self._refused: list[bool] = []
        self._yielded = self._offered = False
        self._answered = False
        """The partner has spoken since the learner's last turn."""

    def partner_says(self, text: str) -> None:
        """The next turn of the partner."""
        self._partner.append(text)
        self._answered = True

    @property
    def pressing(self) -> bool:
        """The partner's last turn asks for something, or asks again."""
        return bool(self._partner) and presses(self._partner[-1])

    @property
    def asked(self) -> bool:
        """The talk began with a favour that was asked for, or something has been refused."""
        return any(self._refused) or self._yielded or any(asks_favour(text) for text in self._partner[:1])

    @property
    def refused(self) -> bool:
        """Something has been refused."""
        return any(self._refused)

    @property
    def _plainly_asked(self) -> bool:
        return bool(self._partner) and asks_favour(self._partner[0])

    def learner_says(self, parsed: Parsed, seen: Sequence[Seen], *, own_matter: bool) -> list[Seen]:
        """What the turn shows, with refusals, reasons, alternatives, holding and yielding as they are in the talk.

        Args:
            own_matter: the talk is about what the learner has brought up, or the learner listens; a "sure" is only polite.
        """
        found = list(seen)
        before = any(self._refused)
        stands = any(presses(text) for text in self._partner[-LATELY:])
        if stands or (before and self._answered):
            found += self._more_refusals(parsed, found)
        refuses = [one for one in found if one.behaviour is Behaviour.REFUSAL_CLEAR]
        given_in = self._given_in(parsed, stands=stands or before, own_matter=own_matter)
        if given_in and (not refuses or given_in.at > refuses[0].at) and (stands or not refuses):
            found = [one for one in found if one.behaviour is not Behaviour.REFUSAL_CLEAR] + [given_in]
            self._yielded, refuses = True, []
        else:
            around = list(self._around(parsed, found, refuses, stands=stands))
            if self._offered and not refuses and lets_go(self._partner[-1]):
                around = []
            self._offered |= any(one.behaviour is Behaviour.ALTERNATIVE_OFFERED for one in around)
            found += around
            if before and self._answered and not lets_go(self._partner[-1]):
                found += self._holding(parsed, refuses)
        self._refused.append(bool(refuses))
        self._answered = False
        return found

    @staticmethod
    def _more_refusals(parsed: Parsed, found: Sequence[Seen]) -> Iterator[Seen]:
        """Words that say no only where something was asked for."""
        if any(one.behaviour is Behaviour.REFUSAL_CLEAR for one in found):
            return
        for sentence in parsed.sentences:
            if place := refusing.declines(sentence):
                yield quoted(sentence, Behaviour.REFUSAL_CLEAR, *place)
                return
        for sentence in parsed.sentences[:1]:
            if place := refusing.bare_no(sentence):
                yield quoted(sentence, Behaviour.REFUSAL_CLEAR, *place)

    def _given_in(self, parsed: Parsed, *, stands: bool, own_matter: bool) -> Seen | None:
        last = self._partner[-1] if self._partner else ""
        wanted = any(self._refused) or (asks_favour(last) and not own_matter)
        wanted = wanted or self._yielded
        if not (stands or wanted) or (own_matter and not (any(self._refused) or self._yielded)):
            return None
        if self._offered and lets_go(last):
            return None
        for sentence in parsed.sentences:
            if place := refusing.yields(sentence):
                return quoted(sentence, Behaviour.YIELDS, *place)
        gives_in = refusing.assents(parsed.sentences) or (presses(last) and refusing.agrees(parsed.sentences))
        if wanted and self._answered and not lets_go(last) and gives_in:
            first, end = parsed.sentences[0], parsed.sentences[-1]
            return Seen(Behaviour.YIELDS, first.start, first.start, end.end)
        return None

    def _around(self, parsed: Parsed, seen: Sequence[Seen], refuses: Sequence[Seen], *, stands: bool) -> Iterator[Seen]:
        lately = bool(self._refused) and self._refused[-1]
        beside = bool(refuses) or any(self._refused) or (stands and self.asked)
        offers = [
            quoted(sentence, Behaviour.ALTERNATIVE_OFFERED, *place)
            for sentence in parsed.sentences
            if (place := refusing.alternative(sentence, beside=beside))
        ]
        yield from offers
        told = False
        noes = (
            [one.at for one in refuses]
            or [one.at for one in offers if self.pressing]
            or [-1] * (self.pressing and self._plainly_asked)
        )
        for sentence in parsed.sentences if refuses or lately or self.pressing else ():
            if any(one.start >= sentence.start and one.end <= sentence.end for one in offers) and not any(
                sentence.start <= one.at < sentence.end for one in refuses
            ):
                continue
            if place := refusing.reason(sentence, beside=[at - sentence.start for at in noes]):
                yield quoted(sentence, Behaviour.REASON_GIVEN, *place)
                told = True
        if not told and (refuses or (self.pressing and self._plainly_asked)):
            yield from self._leftover(parsed, [*seen, *refuses, *offers])

    @staticmethod
    def _leftover(parsed: Parsed, seen: Sequence[Seen]) -> Iterator[Seen]:
        """What a no leaves unexplained, the rest of the turn explains."""
        for sentence in parsed.sentences:
            here = [one for one in seen if sentence.start <= one.at < sentence.end]
            if any(one.behaviour in _OFFERS for one in here):
                continue
            taken = [(one.start - sentence.start, one.end - sentence.start) for one in here]
            if place := refusing.leftover(sentence, taken):
                yield quoted(sentence, Behaviour.REASON_GIVEN, *place)
                return

    @staticmethod
    def _holding(parsed: Parsed, refuses: Sequence[Seen]) -> Iterator[Seen]:
        if refuses:
            yield Seen(Behaviour.HOLDS_WHEN_PUSHED, refuses[0].at, refuses[0].start, refuses[0].end)
            return
        for sentence in parsed.sentences:
            if place := refusing.still_no(sentence):
                yield quoted(sentence, Behaviour.HOLDS_WHEN_PUSHED, *place)
                return


@lru_cache(maxsize=1024)
def presses(text: str) -> bool:
    """The partner asks for something, or asks again."""
    return (bool(_REQUEST.search(normalise(text))) or asks_favour(text)) and not lets_go(text)


@lru_cache(maxsize=1024)
def asks_favour(text: str) -> bool:
    """The partner wants the learner to do something."""
    return bool(_FAVOUR.search(normalise(text)))


@lru_cache(maxsize=1024)
def lets_go(text: str) -> bool:
    """The partner accepts the no."""
    norm = normalise(text)
    accepting = _ACCEPTS.match(norm)
    return accepting is not None and not _PRESSES.search(norm[accepting.end() :])
