"""Saying no: refusal, reason, alternative, holding, yielding, apology."""

from __future__ import annotations

import re
from collections.abc import Iterator

from feedbackyes.behaviours import Behaviour
from feedbackyes.behaviours.en.guards import taken_back
from feedbackyes.behaviours.en.text import Span, plain, rx

Hit = tuple[Behaviour, int, int]
_DO = (
    r"(?:work|do (?:it|that|this|saturday|sunday|weekends?|more|another|overtime|both|any)|come(?: in| back| over| on (?:saturday|sunday)| this| tomorrow| tonight)?|take (?:it|that|this|on|another|any|more)|stay|make (?:it|that|this)(?=\W*$| on| to| this| by| tonight| tomorrow| in)|help (?:you )?(?:with|this|out|on)|commit|say yes|agree to|be (?:there|available|in|here)|give up|finish (?:it|this|that) (?:by|this|on|over|tonight)|"
    r"cancel (?:my|that|this)|move (?:my|it|that)|sacrifice|change my|cover|fit (?:it|that|this)|offer|accept|join|attend|deliver (?:it|that|this)|give you (?:the|my|this)|spend|pick (?:it|this) up|work (?:this|on) (?:saturday|sunday|weekend))"
)
_REFUSAL = rx(
    r"i(?: really| just| simply| definitely|'m afraid i|'m sorry i)* (?:{cant}|{wont}) (?:really |just |simply |possibly |and won't |also )*"
    + _DO
    + r"(?! (?:like this|under|without|with you|for you if))|i {cant} (?:this|on|tonight|tomorrow|at) ?(?:weekend|time|saturday|sunday|week|evening|night|(?:monday|tuesday|wednesday|thursday|friday))?(?=\W*$|[,.]| because| i | but| and| since| sorry| my| we)|(?:{im}|i will|{ill}|{id}|i)(?: still| really| definitely| just| simply)* not (?:be )?(?:able to|available|going to (?:be able to |be )?(?:"
    + _DO
    + r"|do)|working|coming|staying|doing|free|willing to|in this weekend|taking|giving up|prepared to)|{im} unavailable|i {wont} be (?:able|available|there|in|here|working|coming|doing|free)|"
    r"(?:so )?(?:i(?:'m| am| m) going to|i(?:'ll| will)? have to|i need to|i must|i(?:'d| would) like to|i want to|so)(?: have to| need to)? (?:say no|decline|pass(?: on)?|turn (?:this|that|it|you) down|refuse)|(?:but|no|sorry|and|so|then|afraid)[\s,]+i (?:really |just |simply |definitely )*{cant}(?=\W*$)|{thats} (?:a no|not (?:possible|going to (?:work|happen)|something i can))(?: (?:for|from) me)?|(?:that|this|it|saturday|sunday|the weekend|this weekend|tonight|tomorrow|weekends?) (?:{dont}|doesn't|doesn t|does not|won't|isn't going to|will not|won t|is not going to) (?:really |actually )?work(?: out)?(?: for me)?|"
    r"not (?:this|on (?:saturday|sunday|the)|on|at the) (?:weekend|time|saturday|sunday)|not (?:tonight|tomorrow|on saturday|on sunday|this time)|(?:it|that|this)(?:'s| is| s) not (?:possible|on|an option|doable|feasible)|i(?:'d| would| d) rather not|(?:is|are|'s) (?:also |still |just |really )*(?:off the table|out of the question|not an option|not going to happen)|(?:that|this|it) won't happen|my answer is (?:still )?no|(?:the|it's|still) answer is (?:still )?no|(?:it's|it is|it s) (?:still |really |going to be )*(?:a )?no(?= |\W*$)(?! (?:problem|trouble|worries|big))|no can do|i said no|{im} saying no|(?:saturday|sunday|the weekend|this weekend|tonight|tomorrow|that)(?:'s| is) (?:really |just |simply )*not possible|i have to say no|i {dont} work (?:on )?weekends?|i(?:'ll| will) (?:have to )?decline|count me out|"
    r"(?:this|the|my) (?:weekend|saturday|sunday|evening) is (?:taken|off limits|blocked|not available|booked|for my|family|mine|sacred)|i(?:'m| am) (?:off|away|out|not in) (?:this|on|at|the|tonight|tomorrow)|(?:that|it|this) (?:won't|will not|isn't going to|wouldn't) be (?:possible|doable|feasible)"
)
_REFUSAL_NOT = plain(
    r"\b(?:if|when|maybe|perhaps|probably|might|not sure (?:if|that)?|don't think|do not think|don t think|afraid that if|guess|suppose|because|you|why|they|he|she|that|think|possibly|whether|don't know if|thought|feel like|almost)\s*$"
)
_BARE_NO = plain(
    r"^\W*(?:(?:um+|uh+|well|sorry|oh|yeah|hm+|look|listen|actually|i'm sorry|i am sorry)[\s,.]+)*(?:no|nope|nah|i (?:really )?(?:can't|cannot|can not|can t|cant|won't)(?=\W*$))\b(?!\W+(?:problem|worries|trouble|idea|i (?:don't|do not) mind|it's (?:fine|okay|ok|all right)|that's (?:fine|okay|ok|right|all right|true)|of course|doubt|need|wonder|one|matter|bother|rush))"
)
_REASON = rx(
    r"because|since (?=i|my|we|it)|as (?=i (?!said|told|mentioned|explained|already)|my |{im})|so that i can|the reason is|{ive} (?:already |also |just )*(?:got|promised|made|planned|booked|committed|worked|been|had|arranged|agreed|said)(?= )|i have (?:a|an|my|plans|to (?:pick|be|take|look|go|finish|get|visit|help|care)|something|family|other|another|already|three|two|tickets|guests|no|been|prior|commitments?|the kids|children|planned|promised)|i promised|i(?:'m| am| m) (?:\w+ )?(?:with my|going (?:away|to (?:a|the|my|our|see|visit))|visiting|already|booked|taking|getting|away|moving|travell?ing|seeing|at my|meeting|looking after|spending|picking|busy|exhausted|tired|on holiday|worn out|full|at capacity)|"
    r"my (?!answer|no|point|view|name|reply|decision|opinion)(?:\w+ ){0,2}(?:is|has|are|comes?|needs?|gets?|turns|'s|birthday|wedding|plate|father|mother|family|kids?|children|son|daughter|sister|brother|wife|husband|partner|parents|weekend|time|evening|plans)|(?:it's|it is|that's|that is|saturday is|sunday is|this weekend is|tonight is) (?:my|our|the) (?:\w+ )?(?:day|birthday|wedding|anniversary|time|only|first|son|daughter|mother|father|family|weekend|turn|party|\w+'s)|(?:saturday|sunday|the weekend|this weekend|tonight)(?:'s| is) (?:a |our |my |the )?(?:family|kids|date|birthday|wedding|rest)|i need (?:the|this|that|my|to|some|a) (?:\w+ )?(?:rest|time|break|recover|recharge|sleep|weekend|evening|day off|days off)|the last (?:two|three|few|couple)|we(?:'re| are) (?:going|moving|visiting|away|travell?ing|celebrating|having)"
)
_ALTERNATIVE = rx(
    r"i (?:can|could) offer (?:you )?(?:to |a |an |the |some|another|my)|what i (?:can|could|am able to) (?:do|offer)(?: instead)?(?: for you)?(?: is)?|(?:but |instead )?i (?:can|could|would be able to|'d be able to|'m able to|'m happy to|am happy to|would be happy to) (?:\w+ )*?(?:on monday|first thing|monday morning|next week|tomorrow|tonight until|today|this (?:afternoon|morning|evening)|before (?:friday|the weekend|i leave)|by (?:friday|tonight|the end|monday|tuesday|wednesday)|on (?:tuesday|wednesday|thursday|friday)|until (?:six|seven|eight|five)|an hour|two hours|instead|half of|part of|the first|a short|later|early|remotely)|"
    r"(?:but|instead|however),? (?:i|we) (?:can|could|would be happy to|might be able to|will|'ll)(?!'|t\b)(?! (?:not|n't|see|understand|hear|imagine|t ))|instead (?:of (?:that|saturday|the weekend|me)|i|we|how|could|let)|alternatively|as an alternative|{ill} (?:\w+ ){0,4}(?:first thing|on monday|monday morning|next week|early (?:on )?monday)|(?:how|what) about (?:monday|tuesday|wednesday|thursday|friday|next week|tomorrow|if (?:i|we)|i |we |tom|lena|sam|asking|moving|splitting|\w+ing)|"
    r"(?:would|could|does|might) (?:monday|tuesday|wednesday|thursday|friday|next week|tomorrow|it|that) (?:morning |afternoon )?(?:work|be (?:okay|ok|possible|enough|all right|soon enough)|do|help|suit)(?: for you)?|(?:could|can|maybe|perhaps|what if) (?:we|tom|lena|sam|someone else|somebody else|another colleague|the team|you) (?:\w+ )?(?:move|ask|split|postpone|push|share|take (?:it|this|over)|cover|reschedule|do it|get|find|help|prioriti[sz]e|drop|delay|present)|"
    r"(?:let me|i can|i could|i'll|{ill}) (?:ask|see (?:if|who|whether)|find|check (?:if|whether|with)|hand|brief|show|explain it to|prepare|suggest)|{id} (?:be (?:happy|glad) to|suggest|propose|offer) (?!(?:but|i can))|i(?:'m| am) (?:happy|glad|willing) to (?:\w+ ){1,10}(?:monday|tomorrow|next week|today|friday|instead|early|first)|one option (?:is|would be)|another (?:option|idea|way)|but (?!i\b|we\b|you\b|it\b|that\b)\w+ (?:might|could|can|may|will|would) (?:\w+ ){0,3}?(?:help|take|do it|cover|step in|jump in|stand in)|{lets} (?:do|look at|finish|plan) (?:it|this|that) (?:on monday|first thing|next week|together on|tomorrow)|(?:the rest|it) can wait (?:until|till)"
)
_STILL_NO = rx(
    r"(?:as|like) i(?:'ve)? (?:said|told you|explained|mentioned)|i(?:'ve| have) (?:said|told you|already said|made up|decided|already told|given you)|still (?:no|can't|cannot|not|won't|can t|the same|stands)|(?:my|the) answer (?:is|stays|remains|hasn't|has not|won't)|i(?:'m| am) (?:not going to change|staying with|sticking|going to stick|sure|firm|standing)|stick (?:to|with)|i(?:'ll| will) (?:not|have to) (?:change|stay with|stick)|that (?:hasn't|has not|doesn't|won't) change|it (?:stays|remains) (?:a )?no|even so|and (?:still|i still)|nevertheless|i stand by|again,? (?:no|i can't|i won't|not)|no means|i won't (?:change|be)|i(?:'m| am) not (?:changing|going|available|coming|working|doing|staying|moving)"
)
_YIELD = rx(
    r"(?:okay|ok|fine|all right|alright|sure|well|yes|yeah|oh|right|then|of course|no problem)[\s,.]+(?:okay |ok |fine |all right |alright |sure |well |yes |then |so |i guess |i suppose |if (?:i|you) (?:must|have to|really need it|insist) |no problem |but |just this once |it's fine |that's fine )*(?:i(?:'ll| ll| will| can| could| guess i can| guess i could| suppose i can| suppose i could|'m going to) (?:\w+ )?(?!see (?:you|what you|how|that|why)|not|think about|understand|hear|imagine|only|tell you|call (?:you|him|her|them)|talk|speak|explain|be (?:honest|clear|direct)|ask|say|let you|send you|follow|no)(?:do|come|work|stay|take|make|be (?:there|in|here)|cancel|move|finish|try|manage|help|see what|find|sort|get|give|start|fit|squeeze|cover|look at|handle|change|deliver)|you win|count me in|i'm in|have it your way|consider it done|when do you need)|"
    r"(?:i guess|i suppose) (?:i can|i could|i'll|i will|so|i have to|it's okay|it's fine|that's fine|i'll have to)|(?:if|since) (?:i (?:really )?(?:have to|must)|you (?:really )?(?:insist|need (?:it|me|this)|put it (?:that|like)))|(?:okay|ok|fine|all right|alright|sure|well|yes)[\s,.]+(?:but )?(?:only )?if it(?:'s| is) (?:only|really|just)|just this once|you(?:'ve)? (?:convinced|persuaded|talked) me|i(?:'ll| will) see what i can do|i(?:'ll| will) (?:cancel|move|change|rearrange|reschedule) (?:my|the|our) (?:\w+ )?(?:plans?|trip|weekend|dinner|appointment|party|family|holiday|visit)|i {cant} say no|i could (?:maybe|perhaps|probably|possibly) (?:do|come|squeeze|fit|stay|work|take|manage|find|move|cancel)|maybe i (?:can|could) (?:do|come|squeeze|fit|stay|work|take|manage|find|move|cancel|still)|(?:i'll|i will) do it(?! (?:on monday|first thing|next week|tomorrow))|fine,? (?:you win|whatever|i'll|then)"
)
_ASSENT = plain(
    r"\W*(?:(?:um+|uh+|oh|well|hm+)\W+)*(?:(?:sure|okay|ok|fine|all right|alright|yes|yeah|of course|no problem|absolutely|certainly|why not|will do|gladly|happy to|you got it|consider it done|then)(?:\W+|$))+"
)
_APOLOGY = rx(
    r"sorry|(?:i|we) (?:do |really |sincerely |must |want to |would like to |'d like to |have to |just want to )*apologi[sz]e|my (?:sincere |deepest |sincerest )?apolog(?:y|ies)|(?:please )?(?:forgive|excuse) me|(?:my|our) apologies|i owe you an apology|please accept my|i beg your pardon|my bad|i regret"
)
_APOLOGY_NOT = rx(
    r"sorry[\s,?]*(?:\?|what|could|can|would|did|i (?:didn't|did not|couldn't|missed|can't)(?: quite)? (?:catch|hear|get|understand)|say|pardon|come again|to (?:hear|learn|see)|for (?:you|him|her|yourself|your loss)|you feel|if you|but you|that you (?:feel|think|see)|about your|who|where|when)|excuse me[\s,]*(?:but|could|can|sir|what|who|for a|\?)|forgive me (?:for asking|if i)"
)
_NOT_SORRY = plain(
    r"\b(?:a|not|be|say|feel|felt|don't be|you're|you should be|never|than|look|so you're|are you|sound|no need to be|say you're|safe than)\s*$"
)


def scan(sentence: Span) -> Iterator[Hit]:
    """Refusals, alternatives and apologies that stand for themselves; the rest needs the talk."""
    text = sentence.text
    for match in _REFUSAL.finditer(text):
        if not _REFUSAL_NOT.search(text[: match.start()]) and not _takes_it_on(text[match.end() :]):
            yield Behaviour.REFUSAL_CLEAR, match.start(), match.end()
            break
    for match in _APOLOGY.finditer(text):
        unmeant = _APOLOGY_NOT.match(text, match.start()) or text[match.end() :].strip().startswith("?")
        if not unmeant and not _NOT_SORRY.search(text[: match.start()]) and not taken_back(sentence, match.end()):
            yield Behaviour.APOLOGY, match.start(), match.end()


def assents(sentence: Span) -> tuple[int, int] | None:
    """A turn that is nothing but "sure" or "okay, no problem"."""
    match = _ASSENT.fullmatch(sentence.text)
    return match.span() if match else None


def bare_no(sentence: Span) -> tuple[int, int] | None:
    match = _BARE_NO.search(sentence.text)
    return (match.start(), match.end()) if match else None


def reason(sentence: Span) -> tuple[int, int] | None:
    return _span(_REASON, sentence)


def alternative(sentence: Span) -> tuple[int, int] | None:
    return _span(_ALTERNATIVE, sentence)


def still_no(sentence: Span) -> tuple[int, int] | None:
    return _span(_STILL_NO, sentence)


def yields(sentence: Span) -> tuple[int, int] | None:
    return _span(_YIELD, sentence)


def _span(pattern: re.Pattern[str], sentence: Span) -> tuple[int, int] | None:
    match = pattern.search(sentence.text)
    return match.span() if match else None


def _takes_it_on(rest: str) -> bool:
    return bool(
        re.search(
            r"\b(?:but|well|hm+|oh|okay)[\s,]+(?:okay|ok|fine|all right|alright|i guess|i suppose|yes)[\s,]+(?:i'll|i will|i can|i guess|fine)",
            rest,
        )
    )
