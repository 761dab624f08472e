"""Words that are in a turn without being said to the partner: quoted, reported, denied, or only imagined.

A good sentence counts when it is said. "My coach says you should ask how they see it" asks nothing, nor does "I am not
asking how you see it" or "imagine I had asked how you see it". `outer` blanks such words before any pattern looks.
What others said of the matter ("the client told me that you left") is still an observation; `hearsay` says where.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from feedbackyes.behaviours.en.text import normalise, rx

BLANK = "·"
"""Stands for each character that nobody said to the partner; no word has it."""

_OFTEN = (
    r"(?:always |just |then |also |even |really |actually |ever |once |simply |maybe |perhaps |probably |rather |now )*"
)
_SAY = r"(?:say|ask|tell|answer|reply|write|thank|apologi[sz]e|mention|claim|suggest|offer|promise|propose|(?:begin|start|open) with)"
_SAID = (
    r"(?:said|asked|told|answered|replied|written|wrote|thanked|apologi[sz]ed|mentioned|claimed|suggested|offered|promised|"
    r"proposed|(?:begun|began|started|opened) with)"
)
_SAYING = r"(?:saying|asking|telling|answering|thanking|apologi[sz]ing|mentioning|claiming|suggesting|offering|promising|proposing)"
_TEACHER = (
    r"(?:coach|trainer|teacher|tutor|instructor|facilitator|therapist|book|manual|handbook|guidebook|textbook|course|class|training|"
    r"workshop|seminar|webinar|article|blog|guide|script|slides?|whiteboard|board|poster|flyer|leaflet|card|sheet|handout|template|"
    r"podcast|video|film|movie|song|poem|app|website|checklist|cheat ?sheet|example|exercise|consultant|lecturer|professor|sample|quote|notes)"
)
_ANYBODY = r"(?:one|people|someone|somebody|anybody|anyone|others|they|he|she|some|many|most)"
_TAUGHT = rx(
    rf"{_TEACHER}(?: \w+){{0,3}} (?:said|says|say|wrote|writes|told (?:me|us)|tells (?:me|us|you)|suggest(?:s|ed)?|recommend(?:s|ed)?|reads|goes|would say)(?: on the \w+| in the \w+)?|"
    r"(?:it|there) (?:says|said|is written|was written|stands|read)|written on (?:the|a|my) \w+|"
    rf"i (?:have |had |once |just )?(?:read|learned|learnt|was taught|was told|heard|memori[sz]ed|practi[sc]ed)(?: \w+){{0,4}} (?:(?:should|could|must|have to|has to|are supposed to|ought to|to) )?{_OFTEN}(?:say|ask|begin with|start with)|"
    rf"(?:taught|told|trained|advised|ordered|paid|forced|instructed|want|wants|wanted|expects?|expected|{{dont}} make|{{dont}} expect|{{dont}} want|{{dont}} ask) (?:me|us|people|everybody|everyone) (?:to )?{_OFTEN}{_SAY}|"
    rf"(?:you're|you are|{{im}}|i was|one is|we're|we are|we were|people are|they are|they're) (?:supposed|meant|told|taught|expected|trained) to {_OFTEN}(?:say|{_SAY}(?! (?:me|us|him|her|them|the|my|your)))|"
    rf"{_ANYBODY}(?: else)? (?:could|should|might|would|can|may) {_OFTEN}(?:have )?(?:{_SAY}|{_SAID})|(?:a|an|any|other|most|many|every) (?:\w+ ){{1,3}}(?:would|might|could|should) {_OFTEN}(?:have )?(?:say|said|asked|ask|tell|told)|"
    r"(?:people|they|some|others|everybody|everyone|you always|we all) (?:always |often |usually |like to )?(?:say|ask|claim)|used to (?:say|ask)|(?:a|an|another|the) (?:good|better|nice|nicer|kind|kinder|typical|perfect|great|model|right|classic) (?:sentence|question|phrase|opening|opener|wording|answer|line) (?:is|was|would be|would have been|might be|could be|goes)|"
    r"(?:line|sentence|phrase|wording|quote|motto|slogan|rule) (?:is|was|goes|went|would be)|"
    rf"(?:tip|trick|advice|rule|recommendation|technique|formula|(?<!my~)(?<!main~)(?<!biggest~)lesson(?! (?:for me|i)\b))(?: \w+){{0,2}} (?:is|was) (?:always )?to {_SAY}|"
    rf"(?:practi[sc]ed|rehearsed|memori[sz]ed) {_SAYING}|(?:is it|would it be) (?:\w+ )?(?:better|best|enough|polite|rude|smart|wise|clever|kinder|nicer) (?:for me |if i )?(?:to )?(?:say|said)"
)
_DENIED = rx(
    rf"i (?:{{didnt}}|{{dont}}|{{wont}}|wouldn't|would not|haven't|have not|hadn't|had not|couldn't|could not|(?:would |have |had |will )?never|refused? to|declined? to|forgot to|failed to|(?:was|were) not going to|wasn't going to|"
    rf"{{dont}} want to|{{didnt}} want to|{{dont}} intend to|{{didnt}} intend to|had no intention to|{{cant}} bring myself to) {_OFTEN}(?:{_SAY}|{_SAID})|{{im}} (?:not|never) {_OFTEN}(?:{_SAYING}|(?:going|about|here|willing|ready|prepared|able) to {_OFTEN}{_SAY})|"
    rf"(?:{{id}}|i would) (?:rather|sooner) not {_SAY}|i (?:was not|wasn't) {_SAYING}|i (?:am|was) too (?:\w+ )?to {_SAY}|(?:{{youll}}|you) (?:{{wont}}|won't|will never|never) hear me {_SAY}|you {{wont}} hear me {_SAY}|why (?:would|should|must|do|did) i (?:have )?(?:to )?{_OFTEN}(?:{_SAY}|{_SAID})|"
    rf"it (?:would be|is|was|{{isnt}}|would have been) (?:a )?(?:wrong|lie|unfair|untrue|false|nonsense|silly|stupid|too much|dishonest|not true|weak|pathetic|true) (?:for me |of me |if i |enough )?(?:to )?(?:{_SAY}|{_SAID})|"
    r"(?:{thats}|{its}|it was|that was) not (?:true )?(?:that|like|as if|as though)|it (?:{isnt}|{wasnt}) (?:true )?(?:that|like|as if|as though)|"
    rf"(?:nobody|no one) (?:\w+ )?(?:{_SAID}(?! you to\b)|says|asks|is {_SAYING}|was {_SAYING}|would {_SAY}|will {_SAY})|(?:without|instead of|rather than|far from|no point in|not worth) (?:ever |even )?{_SAYING}|"
    r"i (?:{dont}|{didnt}|couldn't|could not) (?:really |even )?(?:want to (?:know|hear)|need to (?:know|hear)|care(?: less)?|wonder|mind)|{im} not interested in|i have no (?:interest|intention|wish) (?:in|of|to)"
)
_IMAGINED = rx(
    rf"i (?:could|might|would|may) (?:have|'ve|ve|of) {_OFTEN}{_SAID}|(?:could|should|would|might) i have {_OFTEN}{_SAID}|i should (?:have|'ve|ve|of) {_OFTEN}(?:asked|thanked|said(?! (?:that|this|something|sorry|more|how|why)~|(?: (?:so|it)(?: (?:earlier|before|sooner|then|at once|to you))?(?:[.,;!?]|$))))|"
    rf"(?:imagine|suppose|supposing|pretend|assume|picture|what if|{{lets}} (?:say|pretend|imagine|assume)|as if|as though)(?: that)? (?:i|we|you|someone|somebody|he|she|they|one|a person) (?:had |have |were to |was to |would |could |should |came and |walked in and |ever |just |really |now )*(?:{_SAID}|{_SAY}|says|asks|tells)|"
    rf"had (?:i|we|someone|somebody|anybody) {_OFTEN}(?:only )?{_SAID}|(?:if|whether) (?:only )?(?:i|we|someone|somebody|he|she|they|one) (?:(?:just |really |now )?{_SAID}|(?:had|ever|were to|was to) {_OFTEN}(?:{_SAID}|{_SAY}))|if (?:i|we) (?!could|can|did|do|w(?:ere|as) you\b|had (?:to|the))[a-z]+(?: [a-z]+){{0,5}} (?:{{id}}|i would|i could|i might|we would|we'd|we could) {_OFTEN}(?:have )?(?:say|ask|thank|said|asked|thanked)|"
    rf"i wish (?:that )?(?:i|you|we) (?:had|could have|'d|would) {_OFTEN}(?:{_SAID}|{_SAY})|i (?:almost|nearly|was tempted to|was about to|had planned to|had intended to|had been going to) (?:{_SAID}|{_SAY})|"
    rf"i (?:could|might|would|was (?:going|about|planning|tempted) to) {_OFTEN}{_SAY}(?= .{{0,160}}\b(?:if i |but (?:that|it) (?:would|{{isnt}}|{{wasnt}}|'s not)|but i (?:did ?n|decided|wo|am not|'m not|do ?n|will not|would ?n|ca ?n|never)|if you were|were i))"
)
_ALOUD = re.compile(
    rf"\b(?:{_SAY}|{_SAID}|{_SAYING}|says|asks|tells|reads|thinks?|thought|note|quote|puts? it|repeat after|read (?:this|it|that|out))\b(?:\s+\w+){{0,5}}\s*:"
    r"|\b(?:line|sentence|phrase|wording|quote|motto|slogan|rule|text|example|words)(?:\s+(?:is|was|are|were|goes|went|reads|would be))?\s*:"
)
_MINE = re.compile(
    r"\b(?:let me|may i|can i|could i|i(?:'ll| will| shall| must| can| need to| want to| wanted to|'d like to| would like to| have to|'m going to| am going to| just want to| was(?: just)? (?:going|about) to(?= ask))?"
    r"(?: just| only| also| simply| really)?|what i(?:'m| am)(?: really)?|(?:one|two|three) things? i (?:want to|'d like to|need to)) (?:say|ask|asking|saying|tell|suggest|propose|offer)\b[^:]*:$"
)
"""Before a colon: said now, to the partner."""
_OWN = re.compile(
    r"(?:i|we)\b(?! (?:wo|will not|refuse|heard|read|once))|(?:i|we)'|it|that|nobody|no one|without|instead"
)
"""What the frame's own words may show: what I learned or deny is mine. That a coach says it is no part of the matter."""
_HARMLESS = re.compile(
    r"[\s,]+(?:(?:anything|nothing|much|a word|hello|goodbye|everything|you off|you no|(?:you |him |her |them |us )?(?:what|how) to)\b"
    r"|(?:it|that|so|this|yes|no|sorry|more|you that|you so)\s*(?=$|[.,;!?·]|(?:and|but|because|to|when|at|in|on)\b))"
)
"""After "I did not say": no sentence follows that somebody could have said."""
_BUT = r"\b(?:but|however|although|though|anyway|nevertheless)\b"
_RESUMES = r"|[,\-]\s*(?:i'm|i am|i just|i only|i do|i want|i'd|i would|i can|what i|instead|rather,|so (?:now|let|i)|now|today|please|just (?:do|fix|get|bring|make|send|finish|sort))\b"
_ON = re.compile(_BUT + _RESUMES)
"""Where a sentence turns back to what is meant."""
_AWAKE = re.compile(_BUT + r"(?!\s+(?:i|we)\s+(?:wo|do|am not|'m not|will not|would ?n|ca ?n|never|did))" + _RESUMES)
"""The same after something imagined, where "but I won't" is no turn."""
_END = re.compile(r"[.!?…]+(?=\s|$)|\n+|;")
_QUOTED = re.compile(
    r'"[^"]*"|(?<![a-z0-9])\'(?!(?:cause|em|til|bout|s|m|re|ve|ll|d|t)\b)[^\']*(?:[a-z]\'[a-z][^\']*)*\'(?![a-z0-9])'
)
_UNCLOSED = re.compile(r'(?:(?:\b(?:said|says|say|wrote|writes|asked|told me|reads|called)|:)[\s,:]*)"([^"]*)$')
_YOURS = rx(
    r"you(?:'ve| have| had|'d)? (?:just |also |once |always |keep |kept |were |are )?(?:said|say|saying|mentioned|wrote|told (?:me|us|him|her|them|everyone)|called|mean|meant|call)(?: that| it| me| him| her| to \w+)?"
)
_HEARSAY = re.compile(
    r"\b(?!i\b|you\b|we\b|who\b|what\b|to\b|let\b)[a-z]+ (?:(?:always|often|also|once|just|even|later|then) )?"
    r"(?:said|says|keeps? (?:saying|asking)|kept (?:saying|asking)|asked me|asks me|asked us|told (?:me|us|him|her|them)|tells (?:me|us)|claims|claimed|wrote to me|wrote to us)\b"
)


def outer(text: str) -> str:
    """`text` in lower case, of the same length, with `BLANK` for what was not said to the partner in earnest."""
    norm = _blank(normalise(text), _quotations)
    return _blank(norm, _framed)


def hearsay(said: str) -> list[tuple[int, int]]:
    """Where `said` (see `outer`) gives other people's words: "the client told me …", to the end of the sentence."""
    return [(match.end(), _stop(said, match.end(), _ON)) for match in _HEARSAY.finditer(said)]


def _blank(norm: str, find: Callable[[str], Iterator[tuple[int, int]]]) -> str:
    for start, end in list(find(norm)):
        norm = norm[:start] + BLANK * (end - start) + norm[end:]
    return norm


def _quotations(norm: str) -> Iterator[tuple[int, int]]:
    """What stands in quotation marks; not a turn that is nothing but a quotation, nor what the partner is quoted with."""
    places = [match.span() for match in _QUOTED.finditer(norm)]
    if unclosed := _UNCLOSED.search(norm):
        places.append(unclosed.span(1))
    rest, last = "", 0
    for start, end in places:
        rest, last = rest + norm[last:start], end
    if re.search(r"[a-z0-9]", rest + norm[last:]):
        yield from (place for place in places if not _quotes_partner(norm[max(0, place[0] - 40) : place[0]]))


def _quotes_partner(before: str) -> bool:
    said = list(_YOURS.finditer(before))
    return bool(said) and not before[said[-1].end() :].strip(" ,:")


def _framed(norm: str) -> Iterator[tuple[int, int]]:
    """What follows "my coach says", "I did not say" or "imagine I had said", up to where the sentence turns.

    After a colon it is all that follows. What is imagined begins with its sentence.
    """
    for match in _ALOUD.finditer(norm):
        meant = _MINE.search(norm[_start(norm, match.start()) : match.end()])
        if not meant and not _in_marks(norm, match.end()):
            yield match.end(), len(norm)
    for pattern in (_TAUGHT, _DENIED, _IMAGINED):
        for match in pattern.finditer(norm):
            if not _HARMLESS.match(norm, match.end()):
                if pattern is _IMAGINED:
                    yield _start(norm, match.start()), _stop(norm, match.end(), _AWAKE)
                    continue
                start = match.end() if _OWN.match(match[0]) else match.start()
                yield start, match.end() if _in_marks(norm, match.end()) else _stop(norm, match.end(), _ON)


def _in_marks(norm: str, place: int) -> bool:
    """What follows stands in quotation marks and is blank already; the rest of the turn is the learner's own."""
    return norm[place:].lstrip(" ,:").startswith(BLANK)


def _start(norm: str, place: int) -> int:
    return max((end.end() for end in _END.finditer(norm, 0, place)), default=0)


def _stop(norm: str, start: int, turns: re.Pattern[str]) -> int:
    end = _END.search(norm, start)
    limit = end.start() if end else len(norm)
    turn = turns.search(norm, start + 1, limit)
    return turn.start() if turn else limit
