"""Words that are in a turn without being said to the partner: quoted, reported, denied, or only imagined.

A good sentence counts when it is said. "My coach says you should ask how they see it" asks nothing, nor does "I am not
asking how you see it" or "imagine I had asked how you see it". `outer` blanks such words before any pattern looks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from feedbackyes.behaviours.en.text import normalise, rx

BLANK = "·"
"""Stands for each character that nobody said to the partner; no word has it."""

_SAY = r"(?:say|ask|tell|answer|reply|write|thank|apologi[sz]e|mention|claim|suggest|offer|promise|propose|begin with|start with|open with|use)"
_SAID = r"(?:said|asked|told|answered|replied|written|wrote|thanked|apologi[sz]ed|mentioned|claimed|suggested|offered|promised|proposed|begun with|started with|opened with|used)"
_SAYING = r"(?:saying|asking|telling|answering|thanking|apologi[sz]ing|mentioning|claiming|suggesting|offering|promising|proposing)"
_NOT = r"(?:{didnt}|{dont}|{wont}|wouldn't|would not|haven't|have not|hadn't|had not|couldn't|could not|never|would never|have never|had never|will never|refuse(?:d)? to|decline(?:d)? to|forgot to|failed to|am not here to|{im} not here to|{im} not going to|{im} not about to|was not going to|wasn't going to|{dont} want to|{didnt} want to|do not intend to|{dont} intend to|had no intention to|{cant} bring myself to)"
_TEACHER = (
    r"(?:coach|trainer|teacher|tutor|instructor|facilitator|therapist|book|manual|handbook|guidebook|textbook|course|class|training|"
    r"workshop|seminar|webinar|article|blog|guide|script|slides?|whiteboard|board|poster|flyer|leaflet|card|sheet|handout|template|"
    r"podcast|video|app|website|checklist|cheat ?sheet|example|exercise|consultant|lecturer|professor|sample|quote)"
)
_OPEN = rx(
    # Somebody who teaches how to talk.
    rf"{_TEACHER}(?: \w+){{0,3}} (?:said|says|say|wrote|writes|told (?:me|us)|tells (?:me|us|you)|suggest(?:s|ed)?|recommend(?:s|ed)?|taught (?:me|us)|reads|goes|had us say|made us say|would say|wants? (?:me|us) to {_SAY})(?: on the \w+| in the \w+)?|"
    rf"(?:it|there) (?:says|said|is written|was written|stands|read)|written on (?:the|a|my) \w+|"
    rf"i (?:have |had |once |just )?(?:read|learned|learnt|was taught|was told|heard|memori[sz]ed|practi[sc]ed)(?: \w+){{0,4}} (?:should|could|must|have to|has to|are supposed to|ought to|to) (?:always |just |then |also )?{_SAY}|"
    rf"(?:you're|you are|{{im}}|i was|one is|we're|we are|people are|they are|they're) (?:supposed|meant|told|taught|expected|trained) to (?:always |just |then |also )?{_SAY}|"
    rf"(?:one|people|someone|somebody|others|they|he|she) (?:could|should|might|would|can|may) (?:always |just |then |also |have )?(?:{_SAY}|{_SAID})|"
    r"(?:a|an|another|the) (?:good|better|nice|nicer|kind|kinder|typical|perfect|great|model|right|classic) (?:sentence|question|phrase|opening|opener|wording|answer|line) (?:is|was|would be|would have been|might be|could be|goes)|"
    # Denied.
    rf"i {_NOT} (?:ever |really |even |actually |once )?(?:{_SAY}|{_SAID})|{{im}} (?:not|never) (?:really |even |actually )?{_SAYING}|i (?:was not|wasn't) {_SAYING}|i (?:am|was) too (?:\w+ )?to {_SAY}|"
    rf"it (?:would be|is|was|{{isnt}}|would have been) (?:a )?(?:wrong|lie|unfair|untrue|false|nonsense|silly|stupid|too much|dishonest|not true|weak|pathetic|true) (?:for me |of me |if i |enough )?(?:to )?(?:{_SAY}|{_SAID})|"
    r"(?:{thats}|{its}|it was|that was) not (?:true )?(?:that|like|as if|as though)|it (?:{isnt}|{wasnt}) (?:true )?(?:that|like|as if|as though)|"
    rf"(?:nobody|no one) (?:here |ever )?(?:{_SAID}|says|asks|is {_SAYING}|was {_SAYING}|would {_SAY}|will {_SAY})|(?:without|instead of|rather than|far from|no point in|not worth) (?:ever |even )?{_SAYING}|"
    r"i (?:{dont}|{didnt}|couldn't|could not) (?:really |even )?(?:want to (?:know|hear)|need to (?:know|hear)|care(?: less)?|wonder|mind)|{im} not interested in|i have no (?:interest|intention|wish) (?:in|of|to)|"
    # Only imagined.
    rf"i (?:could|might|would|may) (?:have|'ve|ve|of) (?:just |also |even |simply |maybe |probably |rather )?{_SAID}|(?:could|should|would|might) i (?:have )?(?:just |also |even |perhaps |maybe )?{_SAID}|"
    rf"i should (?:have|'ve|ve|of) (?:just |also |even |simply |maybe |probably |rather )?(?:asked|thanked)|"
    rf"(?:imagine|suppose|supposing|pretend|assume|picture|what if|{{lets}} (?:say|pretend|imagine|assume)|as if|as though)(?: that)? (?:i|we|you|someone|somebody|he|she|they|one|a person) (?:had |have |ever |just |really |now |were to |was to |would |could |should |came and |walked in and )*(?:{_SAID}|{_SAY})|"
    rf"(?:even if|if|whether) (?:i|we|someone|somebody|he|she|they|one) (?:just |really |now )?(?:{_SAID}|(?:had|ever|were to|was to) (?:just |ever |even )?(?:{_SAID}|{_SAY}))|"
    rf"i wish (?:that )?(?:i|you|we) (?:had|could have|'d|would) (?:just |also )?(?:{_SAID}|{_SAY})|i (?:almost|nearly|was tempted to|was about to) (?:{_SAID}|{_SAY})|"
    rf"i (?:could|might|would) (?:just |also |even |simply |now )?(?:{_SAY})(?= .{{0,160}}\b(?:if i |but i (?:wo|am not|'m not|do ?n|will not|would ?n|ca ?n|never)|if you were|were i))"
)
_HARMLESS = re.compile(
    r"[\s,]+(?:anything|nothing|much|a word|it|that|so|this|hello|yes|no|sorry(?! (?:for|that))|you (?:what|how) to|what to|how to|everything|more|you off|you no)\b"
    r"(?![\s,]+(?:how|what|why|could|can|would)\b)"
)
"""After "I did not say": no sentence follows that somebody could have said."""
_ON = re.compile(
    r"\b(?:but|however|although|though|anyway|nevertheless|still,)\b(?!\s+(?:i|we)\s+(?:wo|do|am not|'m not|will not|would ?n|ca ?n|never|did))"
    r"|[,\-]\s*(?:i'm|i am|i just|i only|i do|i want|i'd|i would|i can|what i|instead|rather,|so (?:now|let|i)|now|today|please)\b"
)
"""Where a sentence turns back to what is meant."""
_END = re.compile(r"[.!?…]+(?=\s|$)|\n+|;")
_QUOTED = re.compile(
    r'"[^"]*"|(?<![a-z0-9])\'(?!(?:cause|em|til|bout|s|m|re|ve|ll|d|t)\b)[^\']*(?:[a-z]\'[a-z][^\']*)*\'(?![a-z0-9])'
)
_UNCLOSED = re.compile(r'(?:\b(?:said|says|say|wrote|writes|asked|told me|reads|called|:)[\s,:]*)"([^"]*)$')
_YOURS = rx(
    r"you(?:'ve| have| had|'d)? (?:just |also |once |always |keep |kept |were |are )?(?:said|say|saying|mentioned|wrote|told (?:me|us|him|her|them|everyone)|called|mean|meant|call)(?: that| it| me| him| her| to \w+)*[\s,:]*"
)


def outer(text: str) -> str:
    """`text` in lower case, of the same length, with `BLANK` for what was not said to the partner in earnest."""
    norm = normalise(text)
    hidden = [*_quotations(norm), *_framed(norm)]
    for start, end in hidden:
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
    if not re.search(r"[a-z0-9]", rest + norm[last:]):
        return
    for start, end in places:
        said = [match for match in _YOURS.finditer(norm[max(0, start - 40) : start])]
        if not said or max(0, start - 40) + said[-1].end() < start:
            yield start, end


def _framed(norm: str) -> Iterator[tuple[int, int]]:
    """What follows "my coach says", "I did not say" or "imagine I had said", up to where the sentence turns."""
    for match in _OPEN.finditer(norm):
        start = match.end()
        if _HARMLESS.match(norm, start):
            continue
        colon = re.match(r"[\s\w]{0,20}:", norm[start:])
        stop = None if colon else _END.search(norm, start)
        limit = stop.start() if stop else len(norm)
        turn = _ON.search(norm, start + 1, limit)
        yield start, turn.start() if turn else limit
