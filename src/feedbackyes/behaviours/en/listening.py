"""Listening: acknowledgement, paraphrase, summary."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from feedbackyes.behaviours import Behaviour
from feedbackyes.behaviours.en import empathy
from feedbackyes.behaviours.en.counts import content_words
from feedbackyes.behaviours.en.guards import taken_back
from feedbackyes.behaviours.en.lexicon import FEELING, STRAIN, word_set
from feedbackyes.behaviours.en.text import Span, clauses, normalise, plain, rx, sentences, stem, words

Hit = tuple[Behaviour, int, int]
_ADV = r"(?:can |could |do |totally |completely |fully |really |absolutely |certainly |definitely |very much |well |also |just |truly |perfectly |quite |already |only |now )*"
_ACKNOWLEDGE = rx(
    r"i " + _ADV + r"understand(?! (?:nothing|the task|what to do|how to do|it now|you (?:have|need|must) to))|"
    r"i "
    + _ADV
    + r"get (?:that|it|you|why|how come|how|where you|this|what you)(?! (?:to|done|from|by|back|into|off))|"
    r"i (?:hear|heard) (?:you|that|what you|your|how|what)|i "
    + _ADV
    + r"see (?:that(?! (?:report|file|mail|email|table|screen))|what you mean|why|how|where you|your point|the point|the problem|your side|you're (?:upset|angry|frustrated|under)|it's|it is)|"
    r"i can (?:totally |really |certainly |definitely |also )?(?:(?:see|feel) (?:that|why|how (?!to)|what|you|this|it)|(?:hear|tell) (?:that|why|how|your|what|{youre}|in your|from your))|i can (?:only |well |really |totally |just )?imagine|"
    r"i (?:really |do |very much |truly |so )*(?:appreciate|recogni[sz]e|acknowledge|respect|value|admire) (?:that|your|you|how|what|it(?! if)|the|all)|"
    r"(?:that|it|this) (?:really |totally |completely |does |perfectly )*makes (?:a lot of |total |perfect |complete |good |absolute )?sense|fair (?:enough|point)|good point|point taken|"
    r"(?:{thats}|{its}) (?:totally |completely |really |very |so |absolutely |quite |only |perfectly |a )*(?:fair(?: point| question| enough)?|understandable|a valid point|valid|good point|reasonable|natural|human)|"
    r"{youre} (?:absolutely |quite |so |totally |completely |probably |perfectly )*right(?! now)|you have (?:every|a) (?:right|reason) to|you have a point|{youve} got (?:a point|every right)|no wonder|of course (?:you|that)|anyone would|anybody would|"
    r"i(?:'d| d| would) (?:be|feel) (?:\w+ )?(?:the same|angry|upset|frustrated|annoyed|furious|mad|disappointed|like that)|"
    r"i (?:do |really )?know (?:that )?(?:how|that|this|it)(?:'s| s| is|{isnt}| must| has| can| was| isn't| hasn't)(?: been| be)?(?: \w+){0,2} (?:hard|difficult|easy|frustrating|annoying|a lot|stressful|important|tough|lot)|i know how (?:hard|much|you feel|difficult|frustrating|important)|"
    r"i know (?:that )?(?:{youre}|{youve}|you) (?:\w+ )?(?:working|worked|work|put|care|doing|done|trying|tried|had a|having|under|been|busy|have a lot)|"
    r"(?:so |really |very |truly |deeply )*sorry (?:to (?:hear|learn|see)|(?:that )?(?:(?:this|that|it|all this) (?:happened|has|went|took)|(?:this|that|it)(?:'s| is) (?:happening|so|been|hard|such))|(?:that )?you(?:'ve|'re| ve| had| have| are| were) (?!feel)|you had|about what happened|for (?:what happened|the (?:trouble|wait|inconvenience|frustration|delay|mess|stress)|all|everything you))|"
    r"you (?:must|have to|seem|sound|look) (?:be |to be |have been |feel |like you're )?(?:so |really |very |quite |pretty |a bit |absolutely |completely |totally )*(?:"
    + FEELING
    + r"|fed up)|"
    r"you(?:'re| are| re) (?:obviously |clearly |really |understandably |rightly |so )*(?:upset|frustrated|worried|disappointed|hurt|angry|under (?:a lot of |so much )?pressure|in a (?:tough|difficult|hard) (?:spot|position|place)) (?:and|because|about|that|with)|"
    r"(?:that|this|it|which) (?:must|can|has to|had to|sounds?|seems?|can't|cannot) (?:really |have |be |been |feel |like |so |not |must |very |quite |pretty |just |incredibly |extremely |absolutely |truly )*(?:a )?(?:"
    + STRAIN
    + r"|have been easy|be easy|been easy|felt|been)|"
    r"(?:that|it) can't have been|sounds (?:really |very |so |pretty |incredibly |quite |like )*(?:a )?(?:"
    + STRAIN
    + r")|(?:days?|weeks?|months?|hours?|times?|minutes?|{thats}|that was|which is) (?:is |are |was )?(?:far|much|way|really|simply) too (?:long|many|much)|(?:that|this|it) (?:should(?:{nt}| not| never)(?: have)?|must not have) happen(?:ed)?|{youve} had (?:such )?(?:a|quite a) (?:\w+ )?(?:rough|hard|tough|terrible|long|difficult|horrible|awful|bad|stressful|crazy|busy) (?:day|week|time|month|year|morning|night|afternoon|start)|i feel for you|that was (?:good|brave|kind|thoughtful|great) of you|"
    r"i (?:really |do )?(?:take your point|accept (?:that|your point|it))|i take that (?:seriously|on board)|good (?:that|to know that) you (?:told|said|say|tell|mention|mentioned|raised|asked)"
)
_THAT_IS_HARD = rx(
    r"(?:{thats}|that was|what) {very}(?:"
    + STRAIN
    + r"|unacceptable|far too long|too long|a long (?:time|wait))(?=\W*$|[,.!]| and| i )"
)
_ACK_NOT = plain(
    r"\b(?:if|sure|so that|until|before|unless|to|don't|do not|dont|don t|not|never|didn't|did|do you|did you|hope|think|wish|nobody|whether|now|what|when|whenever|once|as soon as)\s*$|\bso\s*$|\bthat\s*$"
)
_ACK_AFTER = plain(
    r"-[a-z]|(?<=\bi hear you)\s+(?:were|was|are|have|had|did|missed|left|came|got|went|said|never|always)\b|(?<=like)\s+an? (?:excuse|lie|joke|you problem)|\s+like an? (?:excuse|lie|joke|you problem)"
)
"""What turns it into something else: "you're right-handed", "I hear you were late", "that sounds like an excuse"."""
_ACK_OPENING = plain(
    r"^\W*(?:(?:oh|okay|ok|yes|yeah|well|right|sure|alright|all right|um+|and)\W+)*(?:makes sense|understood|got it|absolutely fair|exactly|i see)(?=\W*$|[,.;-])(?!\?)"
)
_STEM = rx(
    r"(?:so |and )?(?:to|for) you,? (?:it|that|this|the \w+)(?:'s|'d)? (?:was|is|sounded|felt|looked|seemed|sounds|feels|looks|seems|means|meant)|(?:so )?(?:if )?(?:from )?what (?:{youre}|you) (?:are )?(?:saying|telling(?: me| us)?|describing|really saying)|(?:as i (?:understand|hear|see|get) (?:it|you)|as you (?:tell|describe) it)[\s,]+(?:you|the|it|there|nobody|they)|(?:so |then )?you mean (?:to say|that)|(?:so |and )?(?:it )?(?:seems|looks|feels|sounds) (?:to me )?(?:like |as if |as though |that )?(?:you|they|it|nobody|the|both|there)|it's as if|it is as if|you(?:'re| are) (?:basically|essentially|really) (?:saying|being|doing)|(?:so )?(?:(?:it|that|this) )?(?:sounds|sounded|seems|feels|looks) (?:to me )?(?:like|as if|as though|that) (?:you|youre|youve|it|that|there|they|the|nobody|what|this|your|everything|a lot|for you|when|even|every|he|she|people|finance|we)|"
    r"(?:so )?what (?:{im} hearing|i hear|i heard|{youre} saying|{youre} telling me|you mean|you say|i understand|i take from|i got|i understood)(?: \w+){0,4} is|if {ive} (?:understood|heard|got)|if i (?:understand|understood|hear|heard|got|get) (?:you|that|it|this|correctly|right)|"
    r"(?:so )?(?<!what~)(?<!that~)(?<!how~)you(?:'re| are| re) (?:saying|telling me)(?! (?:i|that i|me)\b)|(?<!it~)(?<!that~)(?<!this~)in other words|put differently|so (?:basically|essentially|really) (?:you|it|for)|let me (?:see|check|make sure) (?:if |that |whether )?(?:i|{ive}) (?:got|get|understood|understand|heard|have|follow)|"
    r"so (?:for you|from your (?:side|perspective|point of view)|to you|as you see it|the way you see it)|(?:so )?you (?:feel|felt) (?:that |like |as |so |a bit |really |very )*(?:you|"
    + FEELING
    + r"|ignored|overlooked|unheard|attacked|pushed|rushed|cornered|unappreciated|undervalued|abandoned|forgotten|passed over)|"
    r"i (?:hear|heard|gather|sense) (?:that )?(?:{youre}|you|there)(?= \w+)(?! (?:but|and|though|loud|i|it|now)\b)|i hear (?:a lot of |some |how )\w+|you mean (?:that )?(?:you|the|they|there|it (?:is|was|'s|feels|all))"
)
_STEM_NOT = plain(r"\b(?:do|did|don't|does|never|not|whether|what do|to)\s*$")
_JUDGING = rx(
    r"excuses?|lying|a lie|making (?:this|that|it|things) up|you just don't|{dont} (?:really )?care|overreact\w*|exaggerat\w+|my fault|i lied|{im} (?:the|a)|blame me|your fault"
)
_SO_YOU = plain(
    r"^(?:(?:okay|ok|right|and|yeah|yes|well|um+|uh+|hm+|oh|alright|i see|all right)[\s,]+)*(?:so|then)[\s,]+(?:for \w+ \w+ |(?:even|only|just|now|still|all|both|every|each|once|until) (?:[\w']+ ){0,5}|(?:on top of|with|after|because of|since|besides|apart from|despite|whenever|every|in|at) (?:[\w']+ ){1,5}|basically |really |then |actually |in fact |what happened is |the |it |your )?(?:you|you're|you've|you'd|your|it|it's|the|they|there|nobody|that|finance|he|she|he's|she's|everyone|everybody|people|both|all|some|on top)\b"
)
_SO_IT = plain(
    r"^(?:(?:okay|ok|right|and|yeah|yes|well|um+|uh+|hm+|oh|alright|i see|all right)[\s,]+)*so[\s,]+(?!let|what|how|when|where|why|who|which|from|next|do|did|does|if|far|please|can|could|would|will|are|is|was|were|have|in|on|at|by)[a-z']+ (?:[\w']+ ){0,3}?(?:is|was|are|were|would|will|has|had|means|feels|seems|could|can|keeps|makes|takes)\b"
)
_SUMMARY = rx(
    r"in a nutshell|in brief|to cut (?:it|a long story) short|the long and short of it|so the picture is|(?:so )?here(?:'s| is) (?:what|where) (?:we|i)|to put (?:it|that|this) (?:all )?(?:together|in a nutshell)|(?:so )?(?:we|you) (?:have|'ve got|have got) (?:two|three|four|several) (?:things|points|issues|parts|problems|topics)|(?:so )?on (?:the )?one hand .{3,90} on the other|let me (?:play|read|say) (?:that|it|this) back|(?:if i|let me|i'll|putting|to) (?:(?:put|pull|bring|tie) (?:it|that|this|everything)(?: all)? together|(?:sum|wrap|tie) (?:it|that|this|everything)(?: all)? up)|to (?:recap|conclude)|just to (?:go|run) (?:over|through) (?:it|that|what)|let me (?:just )?(?:go|run) (?:over|through) (?:it|that|what|everything)|(?:so )?what we have (?:is|so far)|so in (?:total|all)|(?:let me|i'll|i will|i want to|{id} like to|just to|so to|can i|may i|to) (?:briefly |quickly |just |try to )*(?:summari[sz]e|sum (?:it |this |that |things |all this )?up|recap|wrap (?:it |this |things )?up|go over (?:what|it|this)|pull (?:this|it|that) together)|"
    r"if i (?:may |can |could )?(?:just )?(?:sum|summari[sz]e|recap)(?: (?:it|this|that))?(?: up)?|in (?:summary|short|sum)|to (?:sum|wrap) (?:it |things |this )?up|summing up|to summari[sz]e|all in all|so (?:far|overall),? (?:{ive} heard|i heard|i hear|you|we)|(?:so )?what {weve} (?:said|agreed|covered|discussed)|so what {weve} got|what we have (?:so far|agreed|is)|"
    r"so there are (?:two|three|four|several|a few) (?:things|points|issues|parts)|so (?:the|my) (?:main|key) (?:points?|takeaways?)|putting (?:it|that|this) (?:all )?together|let me (?:repeat|go through|play back|read back) what|did i (?:miss|forget|leave out) (?:anything|something)|is that everything|"
    r"so,? (?:first|firstly|one|number one) .{3,120}\b(?:second|secondly|two|number two|and then)|so we(?:'ve| have| re|'re) (?:agreed|both)|here's (?:what|where) we"
)
_SHORTEST_SUMMARY = 3
"""Blanks: "in short, no" draws nothing together."""
_SUMMARY_NOT = plain(r"\b(?:could you|can you|would you|please)\s*$")
_FUNCTION = word_set(
    "a an the and or but so then that this these those it its is are was were be been am do does did have has had will would "
    "could can should of in on at to for from with by about as if not no yes i you he she we they me him her us them my your "
    "good morning afternoon evening hello hi hey thank thanks welcome please sure fine bye sorry "
    "his our their just really very well oh okay ok um uh there here what when which who"
)
_BE = dict.fromkeys(("am", "are", "is", "was", "were", "be"), "be")
_OWN_WORDS = {
    **dict.fromkeys(("i", "me", "myself"), "*i"),
    **dict.fromkeys(("you", "yourself"), "*you"),
    **dict.fromkeys(("my", "mine"), "*my"),
    **dict.fromkeys(("your", "yours"), "*your"),
    **dict.fromkeys(("we", "us"), "*we"),
    **_BE,
}
_TURNED_WORDS = {
    **_OWN_WORDS,
    **dict.fromkeys(("i", "me", "myself"), "*you"),
    **dict.fromkeys(("you", "yourself"), "*i"),
    **dict.fromkeys(("my", "mine", "our"), "*your"),
    **dict.fromkeys(("your", "yours"), "*my"),
    **dict.fromkeys(("we", "us"), "*you"),
}
"""The partner's "I" is the learner's "you"."""
_CONTRARY = plain(
    r"\b(?:not|no|never|can't|cannot|couldn't|cant|can t|won't|don't|didn't|isn't|wasn't|but|don t|won t|however)\b"
)
_DENIED = plain(r"\b(?:not|never|cannot|(?:can|couldn|don|didn|isn|wasn|won)(?:'t|t| t))\b")
_JUST_BEHIND = 3
"""Words: "… was just not sent"."""
_ASKING_START = plain(
    r"^(?:and |but |so |well |okay )*(?:what|how|why|when|where|who|which|did|do|does|are|is|was|were|can|could|will|would|have|has)\b"
)

_OWN = plain(r"\b(?:i|i'm|i'll|i've|i'd|im|we|we'll|my|our|me|us|let's|lets|please)\b")
_MOCKING = plain(r"^i know\b|\b(?:blah|excuses?|whatever|again and again|nonsense|rubbish)\b")
_ABOUT_YOU = plain(
    r"^(?:(?:and|so|oh|okay|ok|but|then|well)[\s,]+)*(?:you|you've|you're|your|you'd|nobody|no one|it|they|the)\b"
)
_VERB = plain(
    r"\b(?:is|are|was|were|am|be|do|does|did|has|have|had|will|would|could|can|should|must|may|might|'s|'re|it's|that's|there's|send|call|tell|give|take|stop|look|get|go|come|wait|thank|thanks|hello|hi|yes|no|okay|ok|sure|right|(?!hundred)[a-z]{3,}ed)\b"
)
_YOU_FEEL = rx(
    r"^(?:oh |okay |and |so |but |well |right |then )*{youre} (?:so |really |very |quite |just |clearly |understandably |still |pretty |rightly )*(?:"
    + FEELING
    + r"|at (?:your|the) limit|running on empty|under (?:a lot of |so much |great )?pressure)(?=\W|$)(?! (?:of|to) )"
)
_YOU_FIRST = plain(
    r"^\W*(?:(?:and|but|so|well|then|oh)\W+)*you(?!(?:'re| are)? (?:say|saying|mean|feel|find|think|thought|noticed|saw|heard|want|would|need|expect)\w*\b)(?:'[a-z]+)?\b"
)
_BID = plain(
    r"^(?:(?:and|then|so|just|please)\s+)*(?:don't|do not|try|wave|say|put|keep|go|get|ask|let|make|be|use|leave|bring|take|give|send|call|come|so hard|so much)\b"
)
_ABOUT_THEM = plain(
    r"^(?:(?:and|so|oh|okay|ok|but|then|well|right|ah)[\s,]+)*(?:he|she|they|he's|she's|they're|they've|there's|there|your [a-z]+|the [a-z]+|this|that's|for you|even|all|both)\b"
)
_INNER = plain(
    r"^(?:(?:and|so|oh|okay|ok|but|then|well|right|ah|yeah|hm+)[\s,]+)*you(?:'d|'re|'ve|\s+(?:are|were|had|have|really|just|only|also|still))*\s+(?:been\s+|being\s+)?(?:feel|felt|feeling|want|wanted|wanting|need|needed|hope|hoped|hoping|expect|expected|expecting|thought|wish|wished|afraid|scared|worried|tired|counting|relying|trying|tried|working|worked|waiting|waited|looking|left|stuck|caught|torn|alone|dreading|missing|lost|planned|promised|doing|carrying|paying|paid|called|asked|told)\b"
)
"""What the other person wants, feels or went through, put in the learner's words."""
_WISH = plain(
    r"^(?:(?:and|so|oh|okay|ok|then|well|right|ah|yeah|hm+)[\s,]+)*you(?:'d|'re|'ve|\s+(?:are|were|had|have|really|just|only|also|still))*\s+(?:been\s+|being\s+)?(?:feeling|felt|wanted|wanting|needed|hoped|hoping|expected|expecting|wish|wished|afraid|scared|worried|counting|relying|torn|dreading|like\s+to|rather)\b"
)
"""What only the other person can know; said to them, it is put to them."""
_WEIGHS = plain(r"\b(?:would|should|could|might|must|better|'ll|will|shall|fault|true)\b")
"""A view of one's own, or a plan."""
_NOUN_FIRST = plain(
    r"^(?:(?:and|so|oh|okay|ok|then|well|right|ah|hm+|uh|um+)[\s,]+)*(?P<thing>(?:the|your|an?|no|one|two|three|four|five|six|seven|eight|nine|ten|\d+|another|every|always the|not even|all that|even)\s+(?:[\w'-]+\s+){0,3}?[\w'-]+(?:\s+again)?)(?=\W*$|[,.]|\s+(?:that|this|it|you|and|what|how|i'm|i can|oh)\b)"
)
_LOADED = rx(
    r"be bothered|anyway|just (?:left|sent|did|took|went|decided|ignored)|always|didn't (?:even|bother|care)|think (?:you|that) (?:can|i|we)|you can just|could have|want me to|expect me|admit|you must|knew"
)
_TELLS = plain(
    r"^(?:(?:and|so|oh|okay|ok|but|then|well|yes|right)[\s,]+)*(?:you|you've|you're|your|you'd|nobody|no one|it|it's|they|they're|he|he's|she|she's|the|there|both|neither|one)\s+(?:[\w']+\s*){2,}$"
)
"""A clause that tells something of somebody other than the learner."""
_IS_OF_YOU = plain(
    r"^(?:(?:and|so|oh|okay|ok|then|well)[\s,]+)*(?:you're|you are|you feel|you want|you need|you've|you have|you don't|you can't)\b"
)
_SHORT = 8
"""Words of a clause about "you" of which half may be new."""
_MUCH = 8
_FELT = plain(r"\b(?:feel|felt|worried|afraid|wanted|tried|hoped|needed)\b")
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)*")
_NOT_GIVEN_BACK = word_set("i i'm i've i'd i'll we we'll let's my our please if no not can't cannot won't")
_OPENING = 2
_REMEMBERED = 600
"""Characters of the partner's turn that an echo may come from."""


def scan(sentence: Span) -> Iterator[Hit]:
    """Set phrases in one sentence; what the sentence takes back carries nothing."""
    text = sentence.text
    for pattern in (_ACKNOWLEDGE, empathy.RECEIVED, _THAT_IS_HARD, _ACK_OPENING, empathy.OUCH):
        for match in pattern.finditer(text):
            before = text[: match.start()]
            if _ACK_AFTER.match(text, match.end()):
                continue
            if not _ACK_NOT.search(before[-14:]) and not taken_back(sentence, match.end()):
                yield Behaviour.ACKNOWLEDGEMENT, match.start(), match.end()
    stem = _STEM.search(text)
    if stem and not _STEM_NOT.search(text[: stem.start()]) and _fair(sentence, stem.start(), stem.end()):
        yield Behaviour.PARAPHRASE, stem.start(), stem.end()
    summed = _SUMMARY.search(text)
    if summed and not _SUMMARY_NOT.search(text[: summed.start()]) and text.count(" ") >= _SHORTEST_SUMMARY:
        yield Behaviour.SUMMARY, summed.start(), summed.end()


@lru_cache(maxsize=256)
def partner_words(text: str, earlier: frozenset[str] | None = None) -> PartnerWords:
    """The same turn is looked at again with every turn that follows."""
    return PartnerWords(text, earlier)


class PartnerWords:
    """The partner's last turn, prepared for comparison; `earlier` are the content words of what came before it."""

    def __init__(self, text: str, earlier: frozenset[str] | None = None) -> None:
        recent = text[-_REMEMBERED:]
        self._told = [_turned(part.text) for part in sentences(recent) if not part.text.endswith("?")]
        self._all = {word for told in self._told for word in told}
        self._stems = {stem(word) for word in self._all}
        self._denies = bool(_CONTRARY.search(normalise(recent)))
        self.content = content_words(recent)
        self._earlier = earlier
        self._of_you = "*i" in self._all and "*you" not in self._all
        """They speak of the learner only: a "you" of the learner's is then no echo."""
        self._told_much = not recent.rstrip().endswith("?") and (earlier is not None or len(words(recent)) >= _MUCH)

        self._echoes: dict[Span, tuple[tuple[int, int], ...]] = {}

    def echoed_in(self, sentence: Span) -> tuple[tuple[int, int], ...]:
        """Where a sentence gives these words back; remembered."""
        if sentence not in self._echoes:
            self._echoes[sentence] = tuple(self._compare(sentence))
        return self._echoes[sentence]

    def _compare(self, sentence: Span) -> Iterator[tuple[int, int]]:
        """Clauses that give these words back, in the same or the turned-round person."""
        for clause in clauses(sentence):
            own = words(clause.text)
            alone = len(clause.text) >= len(sentence.text) - 2
            if not 2 <= len(own) <= 14 or _ASKING_START.search(clause.text) or self._contradicts(clause):
                continue
            whole = len(own) == 3 and own[0] not in ("and", "or", "but") and self._repeats(clause.text)
            if (whole or len(own) > 3 or alone) and self._gives_back(clause.text):
                yield clause.start - sentence.start, clause.end - sentence.start
        if self._lists(sentence):
            yield 0, len(sentence.text)
        felt = _YOU_FEEL.search(sentence.text)
        if felt and self.content:
            yield felt.start(), felt.end()
        elif opening := self._opening(sentence):
            yield opening
        if self._is_gist(sentence):
            yield 0, len(sentence.text)

    def _lists(self, sentence: Span) -> bool:
        """ "No lift, with a wheelchair." """
        content = content_words(sentence.text)
        few = len(words(sentence.text)) <= _SHORT and "," in sentence.text
        return few and len(content) >= _OPENING and content <= self.content and not _VERB.search(sentence.text)

    def _opening(self, sentence: Span) -> tuple[int, int] | None:
        """The first words, all the partner's, of a sentence that a recogniser ran together with the next."""
        end, told = 0, set[str]()
        for word in _WORD.finditer(sentence.text):
            own = content_words(word[0])
            if not own <= self.content or word[0] in _NOT_GIVEN_BACK:
                break
            told |= own
            end = word.end() if own else end
        enough = len(told) >= _OPENING and not sentence.text.endswith("?")
        if not enough or _ASKING_START.search(sentence.text) or self._denied(sentence.text, end):
            return None
        return 0, end

    def _denied(self, text: str, end: int) -> bool:
        """ "The report was not sent": what the partner said, with the opposite of it in the words up to `end` or just behind."""
        behind = [word.end() for word in _WORD.finditer(text, end)][:_JUST_BEHIND]
        return bool(_DENIED.search(text[: behind[-1] if behind else end])) and not self._denies

    def _repeats(self, clause: str) -> bool:
        """All of a short clause, as one run."""
        turned = " ".join(_said(clause))
        return any(f" {turned} " in f" {' '.join(told)} " for told in self._told)

    def _gives_back(self, clause: str) -> bool:
        """One run of the partner's words, or most of them about "you", or a verbless "Three calls and no answer." """
        turned = _said(clause)
        if (turned[0] == "*i" and "*i" not in self._all) or _MOCKING.search(clause):
            return False
        if self._of_you and _YOU_FIRST.search(clause):
            return False
        if any(_covers(turned, told) for told in self._told):
            return True
        if _OWN.search(clause) or not self._told:
            return False
        telling = [word for word in turned if word.split("'")[0] not in _FUNCTION and not word.startswith("*")]
        shared = [word for word in telling if stem(word) in self._stems]
        if _ABOUT_YOU.search(clause) and len(shared) >= 2 and len(shared) >= 0.6 * len(telling):
            return True
        short = len(turned) <= _SHORT and bool(_IS_OF_YOU.search(clause))
        if short and shared and 2 * len(shared) >= len(telling):
            return True
        content = content_words(clause)
        if content and content <= self.content and _TELLS.search(clause) and not _MOCKING.search(clause):
            return True
        related = len(content & self.content)
        verbless = not _VERB.search(clause) and not _BID.search(clause)
        return verbless and 3 * related >= max(1, len(content))

    def taken_up(self, sentence: Span) -> tuple[int, int] | None:
        """A clause about the other person's matter of which half is theirs; for who listens to somebody's trouble."""
        for clause in clauses(sentence):
            text = clause.text
            if text.endswith("?") or _ASKING_START.search(text) or _OWN.search(text) or _BID.search(text):
                continue
            if _MOCKING.search(text) or _JUDGING.search(text) or _LOADED.search(text) or self._contradicts(clause):
                continue
            if (self._of_you and _YOU_FIRST.search(text)) or _WEIGHS.search(text):
                continue
            content = content_words(text)
            shared = content & self.content
            before = content & (self._earlier or frozenset())
            about = _ABOUT_YOU.search(text) or _ABOUT_THEM.search(text)
            enough = (
                2 * len(shared) + 1 >= len(content) if shared else len(before) > 1 and 2 * len(before) >= len(content)
            )
            inner = not self._of_you and (((shared or before) and _INNER.search(text)) or _WISH.search(text))
            enough = enough or bool(inner)
            if about and enough and content and self._told:
                return clause.start - sentence.start, clause.end - sentence.start
        return self._noun_first(sentence)

    def _noun_first(self, sentence: Span) -> tuple[int, int] | None:
        """ "The parking again": begins with what they spoke of, and then turns to them."""
        match = _NOUN_FIRST.search(sentence.text)
        if match and content_words(match["thing"]) and content_words(match["thing"]) <= self.content:
            return match.span("thing")
        return None

    def _contradicts(self, clause: Span) -> bool:
        return bool(_CONTRARY.search(clause.text)) and not self._denies

    def _is_gist(self, sentence: Span) -> bool:
        """ "So you …" about what the partner spoke of, or about how it felt."""
        so_you = _SO_YOU.search(sentence.text)
        if not (so_you or _SO_IT.search(sentence.text)) or sentence.text.endswith("?") or not _fair(sentence, 0, 0):
            return False
        if _LOADED.search(sentence.text):
            return False
        # After some exchange "So you …" gives back; in the first words it may just as well accuse.
        related = content_words(sentence.text) & (self.content | (self._earlier or frozenset()))
        if not so_you:
            return bool(content_words(sentence.text) & self.content) and not _OWN.search(sentence.text)
        return self._told_much or bool(self.content and (_FELT.search(sentence.text) or related))


def _fair(sentence: Span, start: int, end: int) -> bool:
    near = sentence.text[start : end + 80]
    return not _JUDGING.search(near) and not taken_back(sentence, end)


def _turned(text: str) -> list[str]:
    """The partner's words as the learner would give them back."""
    return [_TURNED_WORDS.get(word, word) for word in words(text)]


def _said(text: str) -> list[str]:
    return [_OWN_WORDS.get(word, word) for word in words(text)]


def _covers(own: Sequence[str], other: Sequence[str]) -> bool:
    """At least 60 % of `own` is one run of words of `other`, with something in it that carries meaning."""
    best: Sequence[str] = ()
    for i in range(len(own)):
        for j in range(len(other)):
            size = 0
            while i + size < len(own) and j + size < len(other) and own[i + size] == other[j + size]:
                size += 1
            if size > len(best):
                best = own[i : i + size]
    telling = [word for word in best if word not in _FUNCTION and not word.startswith("*") and word != "be"]
    return len(best) >= 2 and bool(telling) and len(best) >= 0.6 * len(own)
