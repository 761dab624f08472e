"""Questions, by word order, because a recogniser leaves out the question mark."""

from __future__ import annotations

import re
from collections.abc import Iterator

from feedbackyes.behaviours import Behaviour
from feedbackyes.behaviours.en.text import Span, plain, rx

_LEAD = (
    r"(?:^|[,:]\s+|-\s+)(?:(?:and|but|so|or|well|okay|ok|all right|alright|then|now|um+|uh+|er|right|yes|yeah|no|sorry|also|oh|hm+|marc|priya|kenji|mrs doyle|"
    r"first|actually|please|just|because|i mean|you know|hey|hi|hello|look|listen|tell me|thanks|thank you)[\s,:]+)*"
)
_AUX = (
    r"(?:did|do|does|have|has|had|are|is|was|were|am|can|could|will|would|should|shall|may|might|"
    r"didn't|don't|doesn't|haven't|hasn't|aren't|isn't|wasn't|weren't|can't|couldn't|won't|wouldn't|shouldn't|didn t|don t|doesn t|isn t|aren t|wouldn t|couldn t|can t)"
)
_WHO = r"(?:you|we|they|he|she|it|i|that|this|there|these|those|anyone|anybody|someone|somebody|everyone|people|your|my|our|the|their|his|her|any|marc|priya|kenji|finance|one)"

_OPEN_INVERTED = rx(
    r"(?:what|how|why)(?:'s| s|'d|'re)? (?:exactly |else |then |specifically )?(?:did|do|does|are|is|was|were|would|could|can|should|will|have|has|had|might) (?:"
    + _WHO
    + r"|going|behind|like|different|important|missing|happening|needed|next|holding|stopping|keeping|making|on)|"
    r"what(?:'s| s) (?:your|the|going|behind|on|it|that|this|happening|important|missing|been|next|holding|stopping|keeping|making|a)|how(?:'s| s) (?:that|your|the|this)"
)
_OPEN_SUBJECT = plain(
    _LEAD
    + r"(?P<q>(?:what (?:happened|made|makes|led|brought|stopped|stops|kept|keeps|prevented|drove|got|gets|went|would|could|else|then|matters|worries|bothers|"
    r"sort of|kind of|part of|parts of|aspects? of|options?|ideas?|thoughts?|support|help|reasons?|concerns?)|how come|how so|in what (?:way|sense|respect)|for what reason|how else|and then what|why|how|what)\b)"
)
_OPEN_LATE = rx(
    r"(?<!know~)(?<!knew~)(?<!understand~)(?<!about~)(?<!is~)(?<!that's~)(?<!me~)(?<!remember~)(?<!of~)(?<!see~)(?<!sure~)(?<!told~)(?<!explain~)(?<!idea~)(?<!matter~)(?<!you~)(?<!for~)(?<!to~)(?<!on~)"
    r"(?:what (?:made|makes|led|brought|stopped|kept|keeps|prevented|drove|got|gets) (?:you|them|him|her|it|in)|what (?:would|could) help|what happened(?=\W*$| there| then| next| on | at | in | with | after | before | from ))"
)
_OPEN_ASKED = rx(
    r"(?:tell (?:me|us) (?:a bit |a little |some |something )?(?:about|more|what|how|why|your|the story|everything|in your)|"
    r"(?:walk|talk|take|guide) (?:me|us) through|describe (?:to me |for me )?(?:what|how|your|the|that|it)|help me (?:to )?(?:understand|see|get)|"
    r"say (?:a bit |a little |some )?more|explain (?:to me )?(?:what|how|why|your)|share (?:with me )?(?:what|how|your)|go into (?:more |a bit more )?detail)"
)
_ASKED_NOT = plain(
    r"(?:\b(?:don't|do not|don t|dont|not|never|to|didn't|didn t|can't|should|must|let me|i'll|i will|they|he|she|we|i|n't|won't|could have|would have)\s+|(?<!can )(?<!could )(?<!would )(?<!will )\byou\s+)$"
)
_OPEN_INDIRECT = rx(
    r"(?:{im}|{id} be|i am|{id} be|i was|{ive} been) (?:really |very |just |also |genuinely )?(?:curious|interested|keen|wondering) (?:to (?:hear|know|understand|learn)|about|in (?:hearing|knowing|understanding|your)|how|what|why)|"
    r"i wonder (?:what|how|why)|(?:{id} (?:really |very much )?(?:like|love)|i (?:really |just )?want|{id} want|{im} here) to (?:hear|know|understand|learn)(?: from you| more)? (?:what|how|why|more|your|about|from you|it from)"
)
_NOT_OPEN = rx(
    r"how (?:about|dare|are (?:you|things)(?: doing| feeling| today| this morning| keeping| all| guys| then| now)*(?: \w+)?(?=\W*$|[,.?!])|is it going|have you been|do you do)|how's (?:it going|life|everything)|"
    r"how (?:could|can|dare) you (?!see|help|imagine|make sure|tell|avoid|find|get)|what (?:if|about)|why (?:{dont}|not|don t|wouldn't|can't|cant|can t|won't|couldn't|must|should) (?:you|we)|why not|"
    r"what (?:a|an|the (?:hell|heck|fuck)|on earth)|what the|what(?:'s| s| is| was) (?:wrong with you|the matter with you|your problem|it with you)|what were you thinking|what(?:'s| s| is) more|"
    r"how (?:long|many|much|often|old|far|late|soon|big|fast|quickly|early|large|high)|what (?:time|day|date|number|year|colou?r)|what(?:'s| s| is| was) your (?:full |order |phone |reference |first |last |customer |account )*(?:name|address|number|e-?mail|postcode|date of birth|zip code)|"
    r"why (?:are|do|did|would|were) you (?:so|always|never|constantly|even|ever|such)|why would you|what (?:i|we|you|he|she|they|matters|{im}|{ive}|{ill}|{id}|{youre}) (?!.{0,80}\?)|"
    r"what happened (?:is|was) (?:that|this)|how (?:i|we|he|she|they|it|this|that) (?!.{0,80}\?)|what(?:ever| so ever)|what(?: \w+){0,2} (?:i|we) (?:can|could|need|want|mean|heard|hear|said|learned|learnt|did|would|offer|suggest|propose)"
)
_WHATS = ("what is going", "what was going", "what is behind", "what's", "what s", "whats", "how's", "hows")
_EMBEDS = plain(
    r"\b(?:know|knew|see|saw|understand|say|says|said|exactly|about|is|that's|of|to|at|by|with|from|for|on|tell|told|figure out|find out|remember|sure|care|matter|hear|heard|explain|idea|just)\s*$"
)
_RHETORICAL = rx(
    r"what can i say|how (?:original|nice|lovely|sweet|funny|convenient|typical|rude|awful|sad|interesting|odd|strange|kind)(?=\W*$)|^\W*what(?=\W*\?)|what do i know|who knows|who cares|how would you like it if|what did you expect"
)
_CLOSED_START = plain(_LEAD + r"(?P<q>(?:" + _AUX + r")\s+(?:not\s+)?" + _WHO + r"\b)")
_CLOSED_NOUN = plain(
    _LEAD
    + r"(?P<q>(?:is|are|was|were|will|would|does|did|could|should|has|can)\s+(?!be\b|have\b|like\b|love\b|not\b|never\b|also\b|just\b|really\b|why\b|because\b|appreciate\b|need\b|do\b|you\b|fine\b|good\b|okay\b|ok\b|late\b|said\b)[a-z']+\s+[a-z']+)"
)
_IMPERATIVE_START = plain(
    r"(?:do|have)\s+(?:your|my|our|the|that|this|it|these|those|any|his|her|their)\b|(?:is|was|are|were)\s+(?:that|this|it)\s+(?:why|because)\b"
)
_CLOSED_LATE = plain(
    r"(?<=\s)(?P<q>(?:did|do|does|have|are|can|could|will|would|should|shall)\s+(?:you|we|they)\s+(?!know\b(?!\s+(?:that|what|how|why|about|if|whether|when|it|him|her|them))|are\b|were\b|did\b|do\b)\w+)"
)
_CLOSED_CHECK = plain(
    r"(?<=\s)(?P<q>(?:(?:does|would|will|could) (?:that|this|it) (?:work|sound|help|make sense|suit|fit|be (?:okay|ok|all right|alright|fine|possible))|is (?:that|this|it) (?:okay|ok|all right|alright|fine|right|correct|possible)))"
)
_NOT_BEFORE_LATE = plain(
    r"\b(?:what|how|why|when|where|who|which|whom|whose|so|neither|nor|i|you|we|they|to|not|that|only|if|whether|than|as|long|many|much|often|time|things?|exactly|else|all|must|people)\s+$"
)
_OPEN_WRAPPED = rx(
    r"(?:can|could|would|will) you (?:please |maybe |perhaps |just |briefly )*(?:tell (?:me|us) (?!if|whether|when|where|who|which|a day|earlier|by|before)|walk|talk me|describe|explain|share|help me (?:to )?understand|say (?:a bit |a little )?more|elaborate|take me)"
)
_LEADING_START = rx(
    r"(?:don't|don t|do not) you (?:think|agree|see|want|feel|believe|know|reali[sz]e|care|find)|(?:wouldn't|wouldn t) you (?:say|agree|rather|prefer|think|want)|"
    r"(?:isn't|isn t) (?:it|that|this) (?:true|obvious|clear|fair|a bit|time|the case|better|just|that|really|what|enough|a little|your|possible)|(?:aren't|aren t) you (?:being|just|supposed|a bit|the one|a little|really|happy)|"
    r"(?:shouldn't|shouldn t) (?:you|we|that)|(?:wouldn't|wouldn t) (?:it|that) be|surely you|you do (?:know|reali[sz]e|understand|agree|see)(?: that)?|so you admit|are you (?:really|seriously) (?:saying|telling|going)|"
    r"do you (?:really|seriously|honestly) (?:think|believe|want|expect)|(?:can't|can t) you (?:just|see|at least)|(?:couldn't|couldn t) you (?:have|at least|just)|(?:didn't|didn t) you (?:say|know|promise|think|see|notice|reali[sz]e)|"
    r"(?:isn't|isn t) it|(?:wasn't|wasn t) it (?:you|your)"
)
_TAG = plain(
    r"(?:[,\s-]+)(?P<tag>(?:isn't|isn t|aren't|aren t|don't|don t|didn't|didn t|wasn't|wasn t|weren't|won't|haven't|haven t|doesn't|doesn t|can't|couldn't|shouldn't|wouldn't|hasn't) (?:it|you|we|they|he|she|that|i)|"
    r"right|correct|true|agreed)\s*\?*\s*$|(?:,\s*)(?P<soft>okay|ok|all right|alright|yeah|yes|no|eh|huh|got it|understood|are you|do you|is it|did you|was it)\s*\?+\s*$"
)
_ROUGH_TAGS = frozenset({"right", "correct", "true", "agreed"})
_NOT_TAG = plain(
    r"\b(?:all|that|this|that's|thats|that s|you're|youre|you re|your|is|are|am|was|be|it|sounds|quite|get|got|getting|do|did|doing|just|not|the|a|my|every|no|about|absolutely|exactly|to|this|yes|yeah|oh|okay|ok|so|done|were|what's|totally)\s*$"
)
_CLARIFYING = rx(
    r"what (?:exactly |precisely )?(?:do|did) you mean|what does that mean|what (?:exactly|precisely|specifically)|how do you mean|do you mean|did you mean|are you saying|(?:^|, |and |so )when you say(?! (?:that|it|this)\W*$)|is that what you(?: mean|'re saying| are saying)?|"
    r"(?:can|could|would) you (?:please |maybe |just )*(?:clarify|explain|elaborate|be more specific|give me an? (?:example|idea)|say what you mean|expand|spell)|(?:give me|have you got|do you have|got) an? example|which \w+ (?:do |did )?you mean|(?:(?:can|could|would|will) you (?:please )?|^)(?:tell|show) (?:me|us) (?:which|when|where|who)|for example what|like what|such as what|"
    r"(?:did|have) i (?:get|got|understand|understood|hear|heard) (?:that|you|it)(?: right| correctly)?|am i (?:right|understanding|hearing)|is that (?:right|correct|accurate)|just to (?:be clear|clarify|check|make sure)|to make sure (?:that )?i(?:'ve)? (?:understand|understood|got|get)|"
    r"which \w+(?=\W*$)|let me (?:check|make sure) (?:that |if |whether )?i|which (?:part|one|of)|in what way|in what sense|what (?:kind|sort) of|so you mean"
)
_SPECIFIC = plain(
    _LEAD
    + r"(?P<q>(?:when|where|who|whose|which|how (?:long|many|much|often|far|late|soon|big|early|old|fast|quickly|high|large)|what (?:time|day|date|number|year))(?:'s)?\s+(?:exactly |else |then )?(?:\w+\s+){0,3}?(?:did|do|does|are|is|was|were|would|could|can|should|will|have|has|had|told|said|came|sent|asked|happened|made|knows|knew|saw|decided|of|exactly|else|went|got|wrote|called)\b|what(?:'s| is| was) your (?:full |order |phone |reference |first |last |customer |account )*(?:name|address|number|e-?mail|postcode)\b)"
)
_SPECIFIC_LATE = rx(
    r"(?:when|where|who|which(?: \w+)?|how (?:long|many|much|often|late|far|soon)(?: \w+)?) (?:exactly )?(?:did|do|does|was|were|will|would) (?:you|they|he|she|it|the|that|we)"
)
_VIEW = rx(
    r"how (?:do|did|would|are) you (?:all )?(?:see|look at|experience|perceive|view|find|feel|take|seeing|feeling)|what (?:do|would) you (?:think|make of|suggest|propose|prefer|want|need|believe|reckon)|what would you say|what did you (?:think|make of|need|prefer)|"
    r"what(?:'s| s| is| was| are| were) your (?:own |honest )?(?:view|take|opinion|perspective|side|thoughts?|feeling|feelings|sense|impression|reading|version|idea|position|experience|thinking|reaction|read)|"
    r"how (?:does|did|would) (?:that|this|it) (?:sound|look|land|feel|sit|come across|seem)|"
    r"(?:what|how) (?:is|was|are|were|has) (?:that|it|this|things|it been) (?:like )?(?:been )?(?:for|from) you(?:r side)?|what (?:that|it|this) (?:is|was) like for you|"
    r"do you see (?:it|that|this) (?:the same|differently|that way|similarly|another way|like that)|(?:what|how|why|tell me|walk me|happened|looks?|see|hear|understand|know|interested)(?: \w+){0,8} from your (?:side|perspective|point of view|end)|"
    r"(?:hear|hearing|understand|know|tell me|share|see|get) (?:about )?(?:your|how you) (?:side|view|take|perspective|point of view|version|thoughts|see|saw|feel|felt|experienced|think|look|own)|"
    r"how you (?:see|saw|look|feel|felt|experienced?|think|view) (?:it|that|this|about|the)|what (?:was|is|'s| s) (?:going on|happening|behind (?:it|that|this))? ?(?:for|with) you|your side of (?:it|the|this|things)|"
    r"what you (?:think|make|thought) (?:of|about)|where do you stand|any thoughts|your thoughts"
)
_WHAT_HAPPENED = rx(
    r"what (?:happened|was going on|got in the way|led|made you|was behind|went wrong|stopped you|kept you|came up|held you)|why did (?:you|it|that)|how come|how did (?:it|that|this) (?:happen|come)|what(?:'s| s| is) (?:going on|behind)"
)
_CARRIES_ON = rx(
    r"tell me (?:a bit |a little |some )?more|say (?:a bit |a little |some )?more|what (?:exactly )?(?:do|did) you mean|when you say|how so|why is that|why was that|what makes you (?:say|think|feel)|in what way|what happened (?:then|next)|"
    r"like what|what else|give me an example|and then what|how did (?:that|they|he|she) (?:feel|react|respond)|what was that like|are you saying|do you mean"
)

Hit = tuple[Behaviour, int, int]


def scan(sentence: Span) -> Iterator[Hit]:
    """Questions in one sentence; a leading one is not counted as closed, an open one in a polite wrapping is open."""
    leading = _leading(sentence)
    if leading:
        yield (Behaviour.LEADING_QUESTION, *leading)
    opened = _open(sentence)
    if opened:
        yield (Behaviour.OPEN_QUESTION, *opened)
    for start, end in _closed(sentence, leading, opened):
        yield (Behaviour.CLOSED_QUESTION, start, end)
    for match in (_CLARIFYING.search(sentence.text), _specific(sentence)):
        if match:
            yield (Behaviour.CLARIFYING_QUESTION, match.start(), match.end())
            break
    view = _VIEW.search(sentence.text)
    if view and (opened or view.start() == 0 or is_question(sentence) or _indirect(sentence)):
        yield (Behaviour.ASKS_VIEW, view.start(), view.end())


def is_question(sentence: Span) -> bool:
    """By mark or by word order."""
    text = sentence.text
    return text.rstrip("\"' ").endswith("?") or bool(
        _open(sentence) or _CLOSED_START.search(text) or _specific(sentence)
    )


def asks_what_happened(sentence: Span) -> tuple[int, int] | None:
    """An open question about the reasons; right after an observation it asks for the other's view."""
    match = _WHAT_HAPPENED.search(sentence.text)
    return (match.start(), match.end()) if match and _open(sentence) else None


def carries_on(sentence: Span) -> bool:
    """A question that by its form follows what was just said."""
    return bool(_CARRIES_ON.search(sentence.text))


def _open(sentence: Span) -> tuple[int, int] | None:
    text = sentence.text
    barred = [(match.start(), match.end()) for match in _NOT_OPEN.finditer(text)]
    barred += [(match.start(), match.end()) for match in _RHETORICAL.finditer(text)]
    candidates = [(match.start("q"), match.end("q")) for match in _OPEN_SUBJECT.finditer(text)]
    candidates += [(match.start(), match.end()) for match in _OPEN_INVERTED.finditer(text)]
    candidates += [(match.start(), match.end()) for match in _OPEN_LATE.finditer(text)]
    for start, end in sorted(candidates):
        embedded = text[start:].startswith(_WHATS) and _EMBEDS.search(text[:start])
        if not embedded and not any(first <= start < last for first, last in barred):
            return start, end
    for match in _OPEN_ASKED.finditer(text):
        if not _ASKED_NOT.search(text[: match.start()]):
            return match.start(), match.end()
    return _indirect(sentence)


def _indirect(sentence: Span) -> tuple[int, int] | None:
    match = _OPEN_INDIRECT.search(sentence.text)
    return (match.start(), match.end()) if match else None


def _closed(
    sentence: Span, leading: tuple[int, int] | None, opened: tuple[int, int] | None
) -> Iterator[tuple[int, int]]:
    text = sentence.text
    wrapped = _OPEN_WRAPPED.search(text)
    for match in (
        *_CLOSED_START.finditer(text),
        *_CLOSED_NOUN.finditer(text),
        *_CLOSED_LATE.finditer(text),
        *_CLOSED_CHECK.finditer(text),
    ):
        start, end = match.start("q"), match.end("q")
        late = match.re in (_CLOSED_LATE, _CLOSED_CHECK)
        if late and (_NOT_BEFORE_LATE.search(text[:start]) or (opened and opened[0] <= start < opened[1])):
            continue
        if _IMPERATIVE_START.match(text[start:]) or (wrapped and wrapped.start() <= start < wrapped.end()):
            continue
        if leading and leading[0] <= start <= leading[1]:
            continue
        yield start, end
        return
    specific = _specific(sentence)
    if specific and not opened:
        yield specific.start(), specific.end()


def _specific(sentence: Span) -> re.Match[str] | None:
    found = _SPECIFIC.search(sentence.text)
    if found and (found["q"].startswith(("when", "where", "who", "which")) and not _direct(found["q"], sentence.text)):
        found = None
    return found or _SPECIFIC_LATE.search(sentence.text)


def _direct(asked: str, text: str) -> bool:
    """Not a clause such as "when you were away" or "who is here knows"."""
    if text.rstrip().endswith("?"):
        return True
    return bool(
        re.match(
            r"(?:who (?:told|said|asked|sent|made|knows|decided|is|was|else|wrote|called)|which .*\b(?:did|do|does|was|were|is|are)\b|(?:when|where|who|whose)\s+(?:exactly\s+)?(?:did|do|does|is|are|was|were|will|would|can|could|should|have|has)\b)",
            asked,
        )
    )


def _leading(sentence: Span) -> tuple[int, int] | None:
    text = sentence.text
    start = _LEADING_START.search(text)
    if start:
        return start.start(), start.end()
    tag = _TAG.search(text)
    if tag is None:
        return None
    before = text[: tag.start()]
    asked = _OPEN_SUBJECT.match(text) or _CLOSED_START.match(text)
    apart = text[len(before) : len(before) + 1] in (",", "-")
    if len(before.split()) < 3 or asked or (not apart and tag["tag"] in _ROUGH_TAGS and _NOT_TAG.search(before)):
        return None
    return 0, tag.end("tag") if tag["tag"] else tag.end("soft")
