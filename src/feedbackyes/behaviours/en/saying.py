"""Saying it: situation, observation, feeling, need."""

from __future__ import annotations

import re
from collections.abc import Iterator

from feedbackyes.behaviours import Behaviour
from feedbackyes.behaviours.en import effects, questions, wishing
from feedbackyes.behaviours.en.guards import unsaid
from feedbackyes.behaviours.en.lexicon import (
    ARTEFACT,
    FEELING,
    INWARD,
    IRREGULAR_PAST,
    MONTH,
    NUMBER,
    OCCASION,
    PARTICIPLE,
    WEEKDAY,
)
from feedbackyes.behaviours.en.text import Span, plain, rx

Hit = tuple[Behaviour, int, int]
_EVENT = r"(?:the|our|that|this|your|my|his|her|a|an|[a-z]+(?:'s|s'|s)|" + WEEKDAY + r")(?: [a-z'-]+){0,3}? " + OCCASION
_WHEN = rx(
    r"yesterday(?:'s| s)?(?: (?:morning|afternoon|evening|night))?|this (?:morning|afternoon)(?:'s)?|earlier (?:today|this week)|the other (?:day|night|morning|week)|just now|a moment ago|"
    r"last (?:night|week|weekend|month|quarter|year|spring|summer|autumn|fall|winter|time|"
    + WEEKDAY
    + r"|"
    + MONTH
    + r")(?:'s| s)?(?! (?:two|three|few|couple|time))|(?:on |this |last |the |of )(?:"
    + WEEKDAY
    + r")(?: (?:morning|afternoon|evening|night))?|"
    r"(?:"
    + WEEKDAY
    + r")(?:'s| s|s) (?:\w+ )?"
    + OCCASION
    + r"|"
    + NUMBER
    + r" (?:days?|weeks?|months?|hours?|minutes?) ago|(?:in|at|during|after|before) "
    + _EVENT
    + r"|on (?:your|my|the|our|market) (?:\w+ )?(?:shift|day|way|trip|call|site|phone call|ward|floor|bus|train)|"
    r"on the (?:twenty |thirty )?(?:twenty-|thirty-)?(?:\d+(?:st|nd|rd|th)?|sixth|seventh|eighth|ninth|eleventh|thirteenth|fourteenth|sixteenth|seventeenth|eighteenth|nineteenth|first|second|third|fourth|fifth|tenth|twelfth|fifteenth|twentieth|last day)|in (?:"
    + MONTH
    + r")|when (?:we|you|i) (?:met|presented|spoke|talked|discussed|visited)|(?<!the~)last time (?:we|you|i)|"
    r"(?:(?:talk|speak|chat|this is|{its}|{thats}|something|discuss\w*|come back|think) (?:to you |with you )?(?:about|to)|regarding|concerning) "
    + _EVENT
    + r"|(?:just )?before (?:lunch|noon|closing)(?: today)?|after (?:lunch|work|school|mass|dinner)(?: today)?|at (?:\d{1,2}(?::\d\d)?|six|seven|eight|nine|ten|eleven|twelve|half past \w+|quarter (?:to|past) \w+|\w+ past \w+)(?: o'clock| am| pm| in the (?:morning|evening))?(?= (?:on|yesterday|last|in the evening|this))"
)
_WHILE = rx(
    r"(?:while|when|as|during) (?:i|we|you|they|he|she|the \w+|mrs \w+|mr \w+|[a-z]+)(?: \w+)? (?:was|were|had|came|went|got|broke|"
    + IRREGULAR_PAST
    + r"|[a-z]{3,}ed)(?: [\w']+){0,9}"
)
"""A moment named by what went on; only beside what was done in it."""
_FRONTED = rx(
    r"^(?:(?:and|so|okay|well|um+|look|listen|sir|madam|also|because)[\s,]+)*(?:at|in|on|during|after|over|throughout) (?!general|my (?:opinion|view)|the (?:end|future|whole)|all\b|time\b|fact|addition|future|future|other|case|principle|theory|top)(?:[\w'-]+ ){1,7}?(?=(?:you|i (?:saw|noticed|found|heard)|your)\b)"
)
"""An opening place or time, directly before what "you" did."""
_PAST = plain(
    r"\b(?:was|were|wasn't|weren't|had|hadn't|did|didn't|said|told|thought|felt|knew|got|"
    + IRREGULAR_PAST.replace(" ", r"\s")
    + r"|[a-z]{3,}ed)\b"
)
_ABOUT = plain(
    r"\b(?:about|regarding|discuss|concerning|remember|mention|happened|talk about|incident|visit|the thing)\s+(?:[a-z']+\s+){0,6}$"
)
_RAISES = plain(
    r"^(?:(?:hi|hello|hey|morning|good morning|so|okay|well|um+|uh+|[a-z]+)[\s,]+){0,3}(?:can|could|may|might|do you have|have you got|got|is it okay|would it be|would you|shall|are you free|do you)\b.{0,60}\b(?:talk|speak|discuss|chat|a word|a minute|remember|raise|bring up|mention|go over|come back to|something|look at)\b"
)
"""A question that only opens the talk about an occasion."""
_UNREAL = plain(
    r"\b(?:should|could|would|might|must)(?:n't)?(?: not)?(?: have|'ve| ve)\b[^.,;]{0,50}$|\bif (?:only )?you\b[^.,;]{0,50}$"
)
_TOPIC = plain(r"(?:regarding|concerning|.*\babout)\b")
_FUTURE = plain(
    r"\b(?:agreed?|by|until|till|from now on|next|every|each|could you|can you|would you|will you|please|let's|lets|let s|will|'ll|shall|going to|can we|could we|how about|what about)\s+(?:[a-z']+\s+){0,6}$"
)
_HOW = r"(?:just |also |then |already |only |even |both |actually |suddenly |again |still |simply |immediately |openly |always |all |each |two |first |once |twice |quietly |loudly |quickly |later |deliberately |basically |literally )*"
_DEED = r"(?!(?:" + INWARD + r")\b|won(?:'| t\b))(?:" + IRREGULAR_PAST + r"|[a-z]{2,}ed)"
_IDIOM = (
    r"(?! (?:it (?:like|better|that way|well|so|very)|that (?:better|well|so|very|nicely|plainly)|(?:all |the |my |our |full )*credit|advantage|your (?:time|best|mind)|care|part\b|by surprise|(?:the |a )?(?:wrong end|piss)|responsib\w+|"
    r"(?:me|us|him|her|them|everyone|everybody|the (?:whole |entire )?team|the side)(?: all)? down|me (?:under|in the)|it on (?:yourself|purpose)|a fool|us into|me into|to me about|the loud|us right|everything|behind my back|it first|this first|so much|such a|a lot of|hard|time))"
)
_YOU_DID = rx(
    r"(?<!did~)(?<!do~)(?<!what~)(?<!how~)(?<!why~)(?<!where~)(?<!if~)(?<!have~)(?<!had~)(?<!because~)(?<!could~)(?<!would~)(?<!think~)(?<!thing~)(?<!hope~)(?<!than~)you "
    + _HOW
    + r"(?!(?:heard|got|saw|understood|lost (?:your|his|her|a (?:father|mother|child))|told me that it|made (?:me|us|a (?:mess|fool|good))|cost|hurt me|let (?:me|us)|started (?:it|this|that)|asked for (?:it|this|that))\b)"
    + _DEED
    + _IDIOM
    + r"|"
    r"(?<!if~)(?<!what~)(?:you have|{youve}) "
    + _HOW
    + r"(?:not )?(?!(?:got|been|had|heard|understood|made (?:me|us)|let|lost|cost|grown|become|done (?:a|well|great|so)|come (?:a|such|so)|gone through|taken (?:a|so|it|that)|given (?:me|us) (?:a lot|so)|told me (?:that|how))\b)(?:"
    + PARTICIPLE
    + r"|"
    + _DEED
    + r")"
    + _IDIOM
    + r"|"
    r"you (?:didn't|did not|didn t|hadn't|haven't|have not) (?:\w+ly )?(?!(?:know|think|want|mean|care|feel|like|understand|need|believe|even|bother|respect|reali[sz]e|deserve|try|cause|have|get|seem|love|trust|see|notice|expect|do (?:anything|it|this|that)|lift|exactly|really|just|ever|one bit|at all|give (?:a|me a))\b)[a-z]+|"
    r"(?<!what~)(?<!if~)(?<!that~)(?:you were|{youve} been) (?:\w+ly )?(?:not (?:there|here|in|at)|late(?! with your)|absent|on (?:your|the) (?:phone|laptop|computer|sofa)|(?!being|feeling|thinking|hoping|trying|wanting|suffering|saying|going|working|struggling|telling|doing|having|worrying|expecting|dealing|managing|carrying|juggling|living|getting|looking (?:for|forward)|serving|paying)[a-z]+ing\b|missing|(?:[\w-]+ ){0,2}(?:minutes|hours|days) late|away from|still (?:in|at|on))|"
    r"you said (?:that )?(?:\w+ ){0,12}(?:in (?:the|our)|to (?:the|him|her|them|everyone|anna|the client|mrs|mr)|in front of)|you said \"|you (?:arrived|came|joined|were|turned up|showed up) (?:\w+ ){0,3}late|you made (?:a|an|the|two|three|that) (?:\w+ )?(?:comment|joke|remark|change|decision|promise|note)|"
    r"you (?:told|asked) (?:the|him|her|them|anna|everyone|everybody|us|people|me|my|[a-z]+ to)|your (?:\w+ ){1,2}(?:pushed|hit|bit|broke|knocked|kicked|barked|called|rang|came|blocked|stood|left|took|was (?:parked|standing|lying|left))"
)
_NAMES_THING = plain(
    r"(?<!in )(?<!at )(?<!during )(?<!on )(?<!after )(?<!near )(?<!by )\b(?:the|that|those|this|every|each|any|all the)\s+(?:[a-z]+\s+){0,2}?(?:that\s+)?$"
)

"""Before "you gave": the words name a thing, they do not tell what was done."""
_WELCOMED = plain(
    r"\b(?:grateful|glad|happy|appreciated?|good|thank|thanks|thankful|pleased|nice|kind|relieved|proud|(?:should|could|would|might|must|ought to)(?: have|'ve)?|wish|hoped?|thought|if|unless|whenever|expect|like|love)\s+(?:it\s+)?(?:when\s+|that\s+|how\s+|for\s+what\s+)?$"
)
"""Before "you came": thanks, a wish, or what was not so."""
_OBJECT = plain(
    r"\s+(?:my|the|a|an|it|him|her|them|me|us|our|his|their|your|two|three|that|[a-z]+'s|through|up|out|into)\b"
)
"""After "you gave": it is a sentence of its own."""
_LAY_THERE = rx(
    r"(?:the|my|your|our|two|three)(?: [\w']+){1,7}? (?:was|were|wasn't|weren't) (?:still |already |not |only |all |left )*(?:in|on|at|there|open|full|empty|missing|gone|unlocked|dirty|broken|unfinished|undone|unread|unanswered|unpaid|blank|off)"
)
_YOU_SAID = rx(r"you (?:said|told|promised|agreed|mentioned|announced)")
"""An observation only when the occasion is named with it; else it may repeat what was said just now."""
_I_NOTICED = rx(
    r"(?<!if~)i (?:have |just |also |only |really |'ve |could |did )*(?:noticed?|saw|observed|heard?|seen?|reali[sz]ed|found|watched|caught|counted|spotted)(?: that (?:you|your|the|there|my|in|on|two|three|at|it (?:took|was|came))| (?:you|your)(?= \w+)(?! (?:the|loud|and|but|all|i|say|correctly|right|out|point|email|message|mail|feelings?|concerns?|frustration|anger|worr\w+))| how you|(?: [a-z]+){1,3} times(?: that)? (?:you|that)| the (?:\w+ )?[a-z]+ (?:open|empty|unlocked|on the floor|in the|on the|broken|half))"
)
_THING_WAS = rx(
    r"(?:"
    + ARTEFACT
    + r"|name)(?: (?:that|which|you|we|i|to|for|from|of|in|on|the|a|your|\w+)){0,5}? (?:was|were|wasn't|weren't|went|came|arrived|had|didn't|did not|got|ended|started|has been|have been|reached|showed|listed|said)"
    r"(?: \w+){0,5}? (?:late|empty|missing|wrong|without|incomplete|blank|not (?:there|included|ready|on)|out|at (?:\d+|six|seven|eight|nine|ten|half|noon|midnight)|on (?:"
    + WEEKDAY
    + r")|no |on (?:the|it|them|any)|back|twice|three times|"
    + NUMBER
    + r" (?:minutes?|hours?|days?|weeks?|pages?|errors?|mistakes?|times?))"
)
_NAME_OFF = rx(
    r"my name (?:was|is)(?:{nt}| not| nowhere) (?:on|in|mentioned|there)|(?:without|no) (?:my name|mention(?:ing)? (?:of )?(?:me|my))|there (?:was|were) (?:no|only|two|three|four|five|nobody|not|a)(?: \w+){1,6} (?:in|on|at|under) (?:the|it|them|your)|the [a-z]+ (?:was|were) (?:still )?(?:lying|standing|sitting|hanging|running|left|parked|open|unlocked) ?(?:on|in|at|by|under)?|the [a-z]+ (?:i got from you|(?:you|we) (?:sent|gave|made|wrote|got)(?: me| us)?) (?:had|has|have|was|were|{dont}|doesn't|didn't|contained?|included?|showed?|said|says|mentions?)"
)
_FEEL_NOT = r"(?! (?:to (?:help|do|take|come|work|send|look|talk|explain|give|hear|say|support|answer|wait|meet|announce|see|have|tell|share|discuss|listen|inform|let|go|sort|join|offer|that you (?:don't|never)))|(?:enough )?(?:i can't|i cannot|i won't|i will not|i can t)|that you (?:are|never|don't)|by the (?:time|team)|behind at|out of the|in the (?:car|shop)|(?:person|man|woman|one)\b)"
_VERY = r"(?:(?:fair|right|proper|well|dead|terribly|deeply|genuinely|awfully|that|more than|ever so|slightly|somewhat|absolutely|utterly|truly|in fact|also|only|feeling|getting|more|less|all|properly|seriously|incredibly|bloody|super|kind of|like|so damn|downright|a little bit|a tiny bit|quite a bit|pretty much|actually|basically|mostly|rather|left|fairly|not a little|kinda|sorta|a tad|at first|then|just|and|most|such an|in a way|to be honest|honestly) )*"
_FEELING = rx(
    r"(?:{iwas}(?: feeling)?|i(?:'ve| have)? (?:been|felt)(?: feeling)?|i (?:\w+ )?(?:feel|felt)|i was left(?: feeling)?|i (?:\w+ )?(?:got|get|became)|{ive} (?:been )?(?:felt|feeling)|(?:it|that|this|which|what happened) (?:\w+ )?(?:made|makes|left|leaves) me(?: feel)?(?: \w+)??|i'd be lying if i said i wasn't) {very}"
    + _VERY
    + "{very}(?:"
    + FEELING
    + r")"
    + _FEEL_NOT
    + r"|(?:i|i still|i just|i really) (?:feel|felt) {very}"
    + _VERY
    + r"(?!(?:that|like|as|so|you|your|we|it|he|she|they|the|i|this|there|these|those|a|an|my|our|his|her|people|everyone|everybody|nobody|someone|free|for|in|about|how|what|when|sure|certain|better about|no|nothing|something|anything|confident|able|ready|obliged|sorry|if|responsible|is|was|needs?|should|must|could|more|less|very|most|strongly|because|and|but|or|to|comes|men|women|things|management|sometimes)\b)(?:[a-z]+)(?=\W*$|[,.]| (?:and|but|because|when|about|by|standing|sitting|in front|for|that|to see|to hear|at|after|with|now|today|then|there|here|as|since|the whole|all|i|in there)\b)|"
    r"(?:it|that|this|which|what you (?:said|did)|that one|the way [\w'~]{3,30}) (?:really |also |does |did |has |had |kind of |sort of |just |still |honestly )*(?:worries|frustrates|upsets|bothers|hurts|annoys|concerns|saddens|scares|stresses|embarrasses|hurt|upset|bothered|worried|frustrated|annoyed|embarrassed|scared|pains|pained|paining|angers|angered|irritates|irritated|shocked|disappoint(?:s|ed)|drives|drove|kills|gets on) me|"
    r"(?:it|that) (?:really |honestly )?stung|(?:it|that) (?:really |honestly )?hurt(?! (?:the|our|their|his|her|us))|my (?:worry|concern|fear|frustration|disappointment) (?:is|was)|i (?:have|had) a (?:bad|sinking|uneasy) feeling|it (?:breaks|broke) my heart|my heart (?:sank|broke|is)|(?:it|that) (?:really |just )*(?:got to|gets to|got under|gets under) (?:me|my skin)|it (?:drives|drove) me (?:crazy|mad|nuts|up the wall)|makes my blood boil|i (?:cried|dread|dreaded|panicked|lost heart)|i(?:'ve| have| had)? (?:really |just )*had enough of|i can't stand"
)
_FEELING_NOT = rx(
    r"{im} afraid(?=[\s.,!]*$|,)|(?:{im}|i was) (?:afraid|sorry|scared|glad|happy|grateful)(?: that)? (?:i|we|it|that|you|this|not|so)|i feel (?:that|like|as if|as though) (?:you|i|we|it|this)|i (?:get|got) (?:left|moved|hurt by|touched)|{im} (?:good|happy|fine|okay) (?:with|to)"
)
_GOOD = r"(?:trust|respect|honesty|openness|reliability|fairness|quiet|peace|calm|sleep|rest|order|clarity|certainty|security|safety|support|help|recognition|appreciation|acknowledg\w+|credit|space|room|time|freedom|autonomy|independence|privacy|predictability|transparency|punctuality|structure|closeness|company|contact|understanding|kindness|consideration|patience|equality|balance|harmony|cooperation|teamwork|notice|stability|consistency|connection|belonging|feedback|guidance|encouragement|reassurance|say|voice|choice|warning|break|family|health|evenings?|weekends?|breathing)"
_NEED = rx(
    r"for me,? (?:it|this|that|[a-z]+)(?:'s| is| are) (?:really |very |so |quite |also |most )*important|[\w'~]{3,50}(?: is| are) (?:really |very |so |quite |extremely )*important (?:to|for) (?:me|us)|(?<!what~)[a-z]+ (?:really |also |do |does )*(?:matters?|means a lot|counts) (?:a lot |so much |very much )?(?:to|for) (?:me|us)|it means (?:a lot|so much|everything) to me|"
    r"i (?:really |just |do |also |simply |only )*(?:need|want|long for|value|would like|'d like|crave|miss|appreciate having) (?:(?!to\b|you\b|your\b)[a-z]+ ){0,3}?"
    + _GOOD
    + r"\b(?! (?:me|with (?:the|this|that) (?:report|boxes)|to (?:carry|move|lift)))|"
    + _GOOD
    + r" is (?:what|all) i (?:need|want)|(?:all|what) i need is|i (?:really |just )*need (?:that|us to|people to|to know|to be able|to feel|to trust|to rely|predict|you to (?:be honest|understand|hear|see))(?! by\b)|i (?:really |do )*(?:long for|value|treasure|depend on|rely on|count on)|i want (?:that we|us to|to be able|to feel|to be (?:treated|able|asked|seen|included|informed|heard|trusted|taken))|{id} like to (?:feel|be (?:included|treated|asked|heard|seen|part|taken|informed|trusted))|to do my (?:job|work)[\s,]+i need|"
    r"i (?:really |just |do |also |simply )*need to (?:be able|know (?:when|whether|if|in|earlier|where|what|that|about|how|early)|trust|rely|count|plan|prepare|feel|have|keep|protect|rest|see my|understand|sleep|recover|recharge|be (?:there|with|home|seen|heard|asked|included|informed|involved))|"
    r"i (?:really |just |do |also |simply )*need (?:some|more|a|an|the|my|our|enough|clear|clarity|time|space|help|support|notice|certainty|reliable|reliability|rest|respect|trust|honesty|quiet|recognition|people|predictability|transparency|both|that time|this time|those|sleep|early|fair\w*|acknowledg\w+|credit|openness|this (?:weekend|time|evening|day|break)|my (?:weekend|evening|evenings|time|rest|sleep))(?! (?:report|list|number|file|answer|yes|minute to))|"
    r"what i (?:really |would |mostly )*need (?:is|from|here)|(?:{its}|it is|that's|that is|this is) (?:really |very |so |quite |also )*important (?:to|for) (?:me|us)|what (?:matters|counts)(?: most)? (?:to|for) me|what(?:'s| is| s) important to me|(?:it|that|this) (?:really |also )*matters to me|"
    r"\w+ (?:is|are) (?:really |very |so |extremely )*important (?:to|for) (?:me|us)|i (?:really |do )*care about|i (?:rely|depend) on|i need (?:to be able )?to rely|my need is|i want (?:us (?:both|to)|to be (?:able|asked|seen|included|informed|recogni[sz]ed|credited|heard)|recognition|my (?:work|name|part) to be|both of us)|{id} (?:like|want) to (?:be able|feel|be (?:asked|seen|included|recogni[sz]ed|credited|heard|informed))"
)
_NEED_NOT = plain(r"\b(?:do|don't|didn't|did|not|if|when|what|whenever|don t|because all|all|you think|you)\s*$")
_NEED_NOT_ITSELF = rx(r"important (?:to|for) (?:me|us) to (?:finish|ask|say|tell|know what you)|i (?:don't|do not)")


def scan(sentence: Span) -> Iterator[Hit]:
    """What is said about the matter in one sentence."""
    asked = questions.is_question(sentence)
    observations = list(_observations(sentence, asked=asked))
    reported = _YOU_SAID.search(sentence.text) is not None
    situations = list(_situations(sentence, told=bool(observations) or reported, asked=asked))
    yield from situations
    yield from observations
    if situations and not asked:
        for pattern in (_LAY_THERE, _YOU_SAID):
            match = pattern.search(sentence.text)
            if match and not unsaid(sentence, match.start()):
                yield Behaviour.OBSERVATION_SPECIFIC, match.start(), match.end()
    if not (asked and _asks_first(sentence.text)):
        yield from effects.scan(sentence)
    yield from _inner(sentence)
    yield from wishing.scan(sentence)


def _observations(sentence: Span, *, asked: bool) -> Iterator[Hit]:
    text = sentence.text
    for pattern in (_YOU_DID, _I_NOTICED, _THING_WAS, _NAME_OFF):
        for match in pattern.finditer(text):
            told = not (asked and _inverted(text, match.start())) and not _names_thing(text, match)
            told = told and not _WELCOMED.search(text[: match.start()])
            if (
                told
                and not (asked and _asks_first(text) and match.start() < _NEAR)
                and not unsaid(sentence, match.start())
            ):
                yield Behaviour.OBSERVATION_SPECIFIC, match.start(), match.end()


def _names_thing(text: str, match: re.Match[str]) -> bool:
    """ "the table you gave": what was done has no object of its own."""
    named = match[0].startswith("you") and _NAMES_THING.search(text[: match.start()])
    return bool(named) and not _OBJECT.match(text, match.end())


_NEAR = 60
"""Characters within which what follows a question word is still asked."""


def _situations(sentence: Span, *, told: bool, asked: bool) -> Iterator[Hit]:
    text = sentence.text
    if asked and _asks_first(text) and not _RAISES.search(text):
        return
    for match in _WHEN.finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        near = " ".join(before.split()[-14:] + after.split()[:14])
        past = _PAST.search(near) or _ABOUT.search(before + " ") or _TOPIC.match(match[0])
        if past and not _FUTURE.search(before[-60:]) and not _UNREAL.search(before):
            yield Behaviour.SITUATION_NAMED, match.start(), match.end()
    if told:
        for pattern in (_FRONTED, _WHILE):
            if moment := pattern.search(text):
                yield Behaviour.SITUATION_NAMED, moment.start(), moment.end()


def _inner(sentence: Span) -> Iterator[Hit]:
    """Feelings and needs."""
    text = sentence.text
    for feeling in _FEELING.finditer(text):
        if not _FEELING_NOT.match(text, feeling.start()) and not unsaid(sentence, feeling.start()):
            yield Behaviour.FEELING_NAMED, feeling.start(), feeling.end()
            break
    need = _NEED.search(text)
    if need and not _NEED_NOT.search(text[: need.start()]) and not _NEED_NOT_ITSELF.search(text):
        yield Behaviour.NEED_STATED, need.start(), need.end()


def _asks_first(text: str) -> bool:
    """The sentence is a question from its first words on."""
    return bool(
        re.match(
            r"(?:(?:and|but|so|well|okay|ok|um|uh|then|sorry)\W+)*(?:what|how|why|when|where|who|which|did|do|does|have|has|are|is|was|were|can|could|would|will|should|tell|walk)\b",
            text,
        )
    )


def _inverted(text: str, start: int) -> bool:
    """ "did you", "could you": the verb that follows is asked about, not told."""
    return bool(
        re.search(r"\b(?:did|do|does|have|had|could|can|would|will|should|what|how|why|if|when)\s*$", text[:start])
    )
