"""Saying no: refusal, reason, alternative, holding, yielding, apology."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from feedbackyes.behaviours import Behaviour
from feedbackyes.behaviours.en.counts import content_words
from feedbackyes.behaviours.en.guards import taken_back
from feedbackyes.behaviours.en.text import Pattern, Span, clauses, plain, rx

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
_HARMLESS = r"(?:believe|wait|imagine|see|understand|hear|remember|recall|think|know|feel|say no|tell|thank|complain|stop|help (?:it|but|thinking|feeling|if)|deny|argue|blame|promise|judge|speak for|be sure|emphasi[sz]e|stress|forget|mind|care|hold (?:it|that) against|let (?:you|it|them|her|him|us) down|find (?:the|my|it|that|a)|read|follow|explain|answer that|say (?:that|if|whether|how|for|it|anything|what|when|why)|always|ever|lie|change (?:my mind|that|the past|what))"
"""What somebody may be unable to do without refusing anything."""
_DECLINES = rx(
    r"i(?: really| just| simply| definitely| also| still| honestly| certainly)* (?:{cant}|{wont}|couldn't|could not|shan't|shall not|{dont} want to|do not wish to|{dont} intend to|am unable to|must refuse|refuse|decline)"
    r"(?: really| just| simply| possibly| also| honestly)*(?! " + _HARMLESS + r"\b)(?= [a-z]|\W*$)|"
    r"(?:{im}|i will|{ill})(?: still| really| definitely| just| simply| afraid i'm)* not (?:be )?(?:able to|going to(?! "
    + _HARMLESS
    + r")|gonna|prepared to|willing to|comfortable|in a position|up for|up to|available|budging|lending|putting|letting|going|leaving|writing|making|working|helping|staying|sending|buying|cooking|watching|hosting|organising|organizing|changing|moving|giving|taking|sharing|signing|paying|carrying|covering|swapping|accepting|agreeing|doing|coming|staying|working|cancelling|canceling|moving my|handing|driving|selling)|"
    r"i {dont} (?:do|lend|work|share|accept|agree|take|give out|sign|cover|sell|drink|eat)(?! (?:that|it) (?:easily|lightly))|"
    r"(?:that|this|it|{thats}|{its})(?:'s| is| was| would be)?(?: really| just| simply| still| going to be| gonna be| going to have to be)* (?:a |the )?(?:firm |clear |flat |definite )?no(?=\W*$|[,.]| from| for me|,? i| sorry| madam| sir| thank)|"
    r"no way|no thank you|no,? thanks|no chance|not a chance|absolutely not|certainly not|definitely not|(?:i'm )?saying no|say no|stick(?:ing)? with (?:my |a |the )?no|(?:it|that) (?:stays|remains) (?:a )?no|no is no|no means no|(?:the|my) answer(?:'s| is| stays| remains)(?: still)? (?:a )?no|not (?:at|before|after|in|until|till|with|for|on|this|that) [\w']+(?: [\w']+){0,3},? no(?=\W*$)|"
    r"(?:that|this|it|(?:on |this )?[a-z]+day|tonight|tomorrow|the weekend) (?:is|'s|will be) (?:just |simply |really |still )*(?:out|not allowed|not permitted|impossible|off)(?= for|\W*$|[,.]| i'm| because)|(?:it|that|this)(?: will| would|'ll| is|'s) not (?:be )?(?:possible|allowed|permitted|going to)|"
    r"you (?:can't|cannot|may not) (?:have|take|borrow|use) (?:it|the|my|this|that)|(?:going to|gonna|have to|must|'ll|will|need to) (?:have to )?(?:pass|decline|refuse|say no|turn (?:you|it|that|this|him|her|them) down)|not (?:on |this |for )?(?:[a-z]+day|time|year|month|round|tonight|tomorrow|me|week|weekend)(?=\W*$|[,.]| no\b| sorry| i'm| thank)|no (?:[a-z]+day|overtime|weekends?|exceptions?)(?=\W*$|[,.])|"
    r"something i can(?:'t|not)? (?:agree|do|take on|offer)|unfortunately (?:i )?(?:not|no|cannot|can't)"
)
"""A no to somebody who asked for something; by itself much of it could mean other things."""
_IN_BRIEF = plain(
    r"^\W*(?:(?:um+|uh+|well|sorry|oh|ah|yeah|yes|hm+|look|listen|thanks|thank you|i(?:'m| am) sorry)\W+)*(?:i(?:'m| am) afraid (?:not|i (?:can't|cannot|won't|have to)|(?:that's|it's) (?:not|a no))|afraid not|not (?:this|on|even|for|in|at|before|after|tonight|tomorrow|any ?more|again|possible|going to)\b|(?:this|that|on|for|tonight|tomorrow|next|at|in|to)\b[^.,;!?]{0,30}\bi (?:can't|cannot|can not|won't|will not|don't)\b)"
    r"|(?:^|[,.;]\s*)(?:but|and|so|still)[\s,]+no\b(?!\W+(?:problem|worries|doubt|one|trouble|wonder|matter))|^\W*no\W+(?:not even|not|no|thanks|thank you|i|sir|madam|my|we|that|it)\b"
)
"""A no in few words, to somebody who asked for something."""
_REFUSAL_NOT = plain(
    r"\b(?:if|when|maybe|perhaps|probably|might|not sure (?:if|that)?|don't think|do not think|don t think|afraid that if|guess|suppose|because|you|why|they|he|she|that|think|possibly|whether|don't know if|thought|feel like|almost|wish i could|how|what|where|who|often|or|otherwise|or else)\s*$"
)
_BARE_NO = plain(
    r"^\W*(?:(?:um+|uh+|well|sorry|oh|ah|yeah|yes|but|hm+|look|listen|actually|i'm sorry|i am sorry)[\s,.]+)*(?:no|nope|nah|i (?:really )?(?:can't|cannot|can not|can t|cant|won't)(?=\W*$|,))\b(?!\W+(?:problem|worries|trouble|idea|i (?:don't|do not) mind|it's (?:fine|okay|ok|all right)|that's (?:fine|okay|ok|right|all right|true)|of course|doubt|need|wonder|one|matter|bother|rush))"
)
_FACT = rx(
    r"(?:because|since|as|so that|the reason is|given that|due to|seeing as)(?= (?:i|my|we|it|the|there|our|he|she|they|of|{im}|{ive}|that)\b)(?! (?:i (?:said|told|mentioned|explained|already said)|of you))|"
    r"{ive} (?!said|told|given|made up|decided|answered|explained|mentioned|heard|understood|no idea|no problem)(?:\w+)|i have (?!to (?:say|decline|pass|refuse|stay|be (?:honest|clear|firm)|hold|stick|turn|think|ask)|said|told|given you|made up|decided|no (?:idea|problem)|answered|a question)\w+|i did (?!not|n't|say|tell)(?:it|that|this|the|my|one|two|three|\w+ing)|i had (?!hoped|thought|no idea)\w+|(?:he|she) (?!says\b|is\b|keeps (?:saying|asking))[a-z]{2,}s\b|i (?:start|begin|finish|teach|sing|play|promised|told (?!you)|work|need|must (?!refuse|say|decline)|owe|spend|fly|travel|leave|study|look after|care for|get up|only (?:get|have|see))(?= )(?! to (?:say|be (?:honest|clear|firm)|decline|think|pass|refuse))|"
    r"{im} (?:\w+ )?(?!not\b|sorry|afraid|sure|saying|staying|sticking|going to (?:say|have|stay|stick|pass|turn|be)|telling|asking|unable|able|available|happy|glad|grateful|firm|serious|standing|with you|aware|willing|prepared)(?:with|at|on|away|committed|off|out of town|already|alone|a|an|the|my|in|over|[a-z]+ing|[a-z]+ed|full|busy|tired|exhausted|knackered|sick|ill|pregnant|shattered|not (?:trained|allowed|insured|qualified|feeling|well))|i'd be (?:over|at|late|alone|breaking|away|on)\b|"
    r"me and my|my (?!answer|no\b|point|view|name|reply|decision|opinion|mind|apologies|colleague|line)[a-z']+(?: \w+){0,3} (?:is|has|are|comes?|isn't|aren't|hasn't|needs?|gets?|turns|says?|will|does|have|won't|doesn't|was|were|starts?)|my (?:\w+ )?(?:birthday|wedding|anniversary|turn|exam|day off)|"
    r"(?:{its}|{thats}|(?:on )?[a-z]+day is|this weekend is|tonight is|this is|(?:on )?[a-z]+day's) (?:\w+ )?(?:my|our|a (?!no|firm|pity|shame|lot)\w+ \w+|the only|the one|the first|the last|the \w+ (?:day|night|time|of)|against|a family|family|too (?:far|late|much|early|dangerous|expensive|close|short)|already|church|not (?:safe|legal|insured|mine|my)|illegal|rest)|"
    r"the (?!answer|weekend|same|van stays)[a-z]+ (?:is|are|says?|only|does|doesn't|{dont}|will|won't|has|have|was|were|covers?|allows?|needs?|takes?|starts?|ends?|comes?)|(?!were\b)(?:we|they|he|she)(?:'re| are|'ve| have|'s| is| were) (?!not)\w+|there(?:'s| is| are) (?!no way|no chance|no point)(?:a|an|no|my|some|already|not|only|two|three|\w+)|"
    r"i(?:'ll| will) be (?:at|in|on|away|with|over|travell?ing|driving)|the last (?:two|three|few|couple)|(?:other|another) (?:plans|commitments?|appointment)|already (?:booked|promised|covering|planned)|(?:against|according to) (?:the|our|my|company)|(?:on|due to|for) (?:health|family|personal|religious|safety) (?:grounds|reasons)"
)
"""What is so: beside a no, the reason for it."""
_PLAIN_FACT = plain(
    r"^(?:(?:and|because|cos|cause|as|since|sorry|you see|well|it's just|just|the thing is|see|also|plus|honestly|actually|unfortunately|really)[\s,]+)*"
    r"(?:i(?:'ve| have|'m| am|'d| had)?\s+(?:[a-z]+\s+){0,2}?[a-z']+|(?:my|our|we|we're|we've|he|she|he's|she's|they|they're|there|there's|it|it's|that's|that|this|the|tonight|tomorrow|(?:on )?[a-z]+day)\b\s+\w+)"
)
_NO_FACT = plain(
    r"\b(?:difficult|tricky|hard|not sure|maybe|perhaps|feel|felt|always|never|know|understand|see|hear|appreciate|imagine|guess|hope|wish|think|said|told|promise|sorry|thanks?|thank you|grateful|flattered|kind of you|please|no|sure|okay|fine|answer|decision|nothing personal|not about you|final|see you|help you|tell you|with you|on you|you (?:should|could|can|must|need|are|have|always|never|know)|you're|would|can|could|will|'ll|won't|may|might|suggest|offer|happy to|glad to|say|saying|mind|afraid|stand|stick|sticking|staying|stay|true|mean it)\b"
)
_FACT_NOT = plain(
    r"\b(?:if|when|what|how|that|know|understand|hear|see|unless|though|or)\s*$|\b(?:i (?:know|understand|see|hear|get)|sorry|thanks?|thank you|appreciate)\b[^.;!?]{0,40}$"
)
_REASON = rx(
    r"because|since (?=i|my|we|it)|as (?=i (?!said|told|mentioned|explained|already)|my |{im})|so that i can|the reason is|{ive} (?:already |also |just )*(?:got|promised|planned|booked|committed|worked|been|had|arranged|agreed)(?= )|i have (?:a|an|my|plans|something|family|other|another|already|three|two|tickets|guests|been|prior|commitments?|the kids|children|planned|promised)|i promised"
)
"""Reasons that can be told as such when the no was said the turn before."""
_SOMETHING = r"(?!but\b|and\b|because|though|if\b|i\b|so\b|not\b|never\b|understand|see\b|imagine|hear\b|only\b|feel\b|tell (?:you are|you're|that|how)|relate|appreciate|sympathi[sz]e|promise|say\b|be (?:honest|clear|direct|frank)|think\b|always|hardly|think about|really (?:see|understand)|have to|do it(?=\W*$|[,.])|do that(?=\W*$|[,.])|try(?=\W*$)|stay\b|hold\b|stick|repeat|be (?:at|in|away|off|with|busy|travell?ing)|need\b|pass\b|decline|refuse|turn\b)"
_ALTERNATIVE = rx(
    r"(?:but |though |instead |however |still |what )?i(?:'m| am|'d be| would be)? (?:can|could|might be able to|may be able to|would be able to|'d be able to|able to|{ill}|'ll|will|happy to|glad to|willing to|would gladly|'d gladly)(?: gladly| happily| at least| certainly| definitely| always| still| maybe| perhaps| instead| also| try to| try and| even| just| totally| easily)* "
    + _SOMETHING
    + r"(?=[a-z])(?!(?:do|take|come|cover)(?: \w+)?(?=\W*$))|what i (?:can|could|am able to) (?:do|offer)|(?:but |though |instead |and )?{ill}(?: gladly| happily| certainly| still| also| at least| maybe)* "
    + _SOMETHING
    + r"(?!do it|be there|come\b|take it)[a-z]+ |"
    r"let me (?!know|think|be (?:honest|clear)|explain|tell|say|finish|go|in|repeat|have|stop|just say)[a-z]+|(?:how|what) about|why {dont} (?:we|you|i)|(?:shall|should|could|can|may) (?:i|we) (?!be (?:honest|clear|frank)|say|ask why|ask what|speak|talk about)(?:\w+ )|"
    r"(?:would|could|might|does|do) (?:it|that|this|[a-z]+day|next \w+|tomorrow|an? \w+|the \w+)(?: morning| afternoon| evening)? (?:help|work|suit|do|be (?:any )?(?:use|good|okay|ok|better|enough|all right|alright|possible|soon enough)|be of (?:use|help))|"
    r"(?:maybe|perhaps|possibly|if you (?:like|want|wish)|if (?:it|that) helps)(?: you)?,? (?:i|we|you|they|[a-z]+)(?:'ll| will| can| could| might| may)(?= [a-z])(?! (?:i|but|not|never)\b)|have you (?:tried|asked|thought|considered|spoken)|(?:another option|one option|alternatively|as an alternative|instead of (?:that|it|this)|in place of (?:it|that))|"
    r"(?:but|though),? (?!i\b|we\b|you\b|it\b|that\b|they\b)[a-z]+(?: [a-z]+){0,2}? (?:might|could|can|may|will|would) (?:\w+ ){0,3}?(?:help|take|do it|do|cover|step in|jump in|stand in|come)|my (?:colleague|brother|sister|friend|assistant|deputy)(?: \w+)? (?:can|could|might|will|would)|{lets} (?:do|look at|finish|plan|ask|find|move|swap|meet) |(?:the rest|it) can wait|count on me (?:for|next)|(?:or|instead) we (?:can|could)|we (?:can|could|might) (?!not)[a-z]+|i(?:'d| would) (?:suggest|propose|offer|gladly)|give me until"
)
_FREE_ALTERNATIVE = rx(
    r"what i (?:can|could) (?:do|offer)(?: for you)?(?: instead)?(?: is)?|i (?:can|could) offer|^(?:but )?instead,? (?:i|we|let)|alternatively|as an alternative|i (?:can|could) (?:send|give|get) you (?:a|an|the) (?!call|ring)\w+"
)
_STILL_NO = rx(
    r"(?:still|again|again,|sorry,|and|but)? ?(?:it's|it is|that's|a|the answer is|i say) (?:still |again |just |simply |a |firm |clear |definite )*no\b(?! (?:problem|one|wonder|doubt|use|good))|(?:my )?mind(?:'s| is) made up|i(?:'ve| have) made (?:up my mind|my decision|my choice)|(?:i )?(?:won't|will not|can't|cannot) be (?:talked|persuaded|swayed|moved|pressured)|(?:you )?(?:can't|won't|cannot|will not) (?:change my mind|talk me|persuade me|convince me)|no matter (?:how|what)|i meant (?:it|what i said)|my no (?:stands|stays|remains|is)|i(?:'m| am) (?:still )?not (?:doing|able|free|available|giving|lending|signing|taking|working|coming)|that (?:doesn't|does not|won't) change|standing by|(?:as|like) i(?:'ve)? (?:said|told you|explained|mentioned|say)|i(?:'ve| have)(?: already)? (?:said|told you|made up|decided|given you|answered)|still (?:no|can't|cannot|not|won't|can t|the same|stands)|(?:my|the|same) (?:answer|position|decision)(?:'s| is| stays| remains| hasn't| has not| won't| i'm|,|\W*$)|same answer|i(?:'m| am) (?:not going to change|staying|sticking|going to stick|going to stay|sure|firm|standing|serious|not (?:budging|moving|changing))|stick(?:ing)? (?:to|with)|i (?:have to |will |must |'ll )?(?:stay|stick|stand|hold)(?:ing)? (?:with|to|by|firm|my)|"
    r"i(?:'ll| will) (?:not|have to) (?:change|stay with|stick)|(?:that|this|it|nothing) (?:hasn't|has not|doesn't|won't|has|does not) chang\w+(?: anything| a thing| it| that| my)?|(?:it|that) (?:stays|remains)|even so|and (?:still|i still)|nevertheless|be that as it may|that's as may be|that may be(?: so| true)?|again,? (?:no|i can't|i won't|not|it won't)|no means|no is no|i won't (?:change|be)|i(?:'m| am) not (?:changing|going|available|coming|working|doing|staying|moving)|(?:it|that)(?:'s| is) (?:still )?(?:a )?no|{im} keeping|ask (?:me )?(?:ten|a hundred|as many|as often)|hold (?:my|the) line|that is (?:it|final)|{thats} (?:final|my last word)|(?:i )?wish i could|not (?:on |this )?(?:[a-z]+day|tonight|tomorrow)"
)
_OKAY = r"(?:oh|ah|ugh|eh|well|right|then|okay|ok|oya|fine|all right|alright|sure thing|sure|yes|yeah|yep|yup|very well|fair enough|of course|absolutely|certainly|grand|no problem|no worries|not a problem|go on|gladly|so|look|um+|hm+)"
_WOULD_NOT = r"(?!not\b|n't|never\b|think\b|understand|hear\b|see (?:you|what you|how|that|why)|imagine|only\b|tell\b|call (?:you|him|her|them)|talk\b|speak\b|explain|be (?:honest|clear|direct|frank|away|at|off)|ask\b|look for|find (?:you|some|another)|say\b|let (?:you|him|her)|send (?:you|him|her)|follow|listen|wait\b|check\b|give (?:you|him)|show\b|help you find|have to (?:say|pass|decline|refuse)|hold\b|stick|stay with|pass\b|swap you|still\b)"
_YIELD = rx(
    r"^\W*(?:"
    + _OKAY
    + r"[\s,.!-]+)+(?:if (?:i|you) (?:must|have to|really need it|insist)[\s,]+|just this once[\s,]+|don't worry[\s,]+|then[\s,]+|but[\s,]+|maybe[\s,]+|i (?:guess|suppose)[\s,]+|enter all of you[\s,]+|that's fine[\s,]+|it's fine[\s,]+|that is okay[\s,]+)*"
    r"(?:(?!well\b)(?:i|we)(?:'ll| ll| will| can| could| shall|'m going to| am going to| guess| suppose)(?: just| still| maybe| try to| try and| gladly| happily| probably| have to| somehow)* "
    + _WOULD_NOT
    + r"[a-z]+|i(?:'m| am) (?:in|coming|on it)|i (?:guess|suppose)|you win|whatever|put me down|(?:you can |go ahead and )?(?:take|have|use|borrow) (?:it|them|the \w+|mine)|go ahead|leave it (?:with|on|to)|send (?:it|them) (?:over|to me)|count me in|consider it done|i give in|i'm in|(?:but )?you owe me|but (?:only|just) (?:this|that|the) (?:once|one|time|sunday)|(?:[\w']+ ){1,4}but (?:only|just) |"
    r"(?:just|only) (?:this|that) (?:once|time)|(?:only )?if (?:it|you|there|that|i|nobody|no one)(?:'s|s)? (?:is|are|'s|really|only|must|insist|need|have|all|not|nobody|else|[a-z]+)|(?:what time|when) (?:do|should|shall) (?:i|you need)|happy to(?=\W*$)|have it your way|go on(?: then)?(?=\W*$)|(?:that's|it's|that is|it is) (?:fine|okay|ok|no problem)[\s,]+(?:i|we))|"
    r"^\W*(?:then |so |and |well |but )*(?!well\b)(?:i|we)(?:'ll| ll| will| can| guess i can| suppose i can| shall) (?:just |still |somehow |try to |try and )*(?:do it(?! (?:on monday|first thing|next week|tomorrow))|be there|come in|cover (?:it|for you|the shift|your)|take (?:it|that|them) (?:on|as well|too|over)|take it(?=\W*$|[,.])|manage(?=\W*$|[,.]| it| somehow)|make it work|make it happen|squeeze (?:it|you|that|them) in|fit (?:it|you|that|them) in|find a way|sort something out|cancel (?:my|the|our)|(?:move|change|rearrange|reschedule|swap) (?:my|the|our|things) ?(?:\w+ )?(?:plans?|trip|weekend|dinner|appointment|party|family|holiday|visit|around|things)|adjust(?=\W*$)|stay (?:late|longer|on)|carry you|help you out)|"
    r"(?:i guess|i suppose) (?:i can(?!'t|not)|i could (?!look|ask|find|see|help you|check)|i'll|i will|so(?=\W*$|[,.])|i have to|i'll have to|it's (?:okay|fine)|that's fine)|if (?:i (?:really )?(?:have to|must)(?=\W*$|[,.])|you (?:really )?(?:insist|put it (?:that|like)))|just this once|not (?:\w+ )?(?:happy|keen|thrilled)(?: about it| with it)?,? but i(?:'ll| will) (?:do|come|take|be)\b|let me (?:move|change|cancel|rearrange|shift) my (?:\w+ )?(?:plans?|trip|weekend|dinner|appointment|things)|if (?:there(?:'s| is)|it(?:'s| is)) (?:really )?(?:no ?(?:one|body)|just|only|that|so) [^.?]{2,40}?,? i(?:'ll| will) (?:do|take|come|be|cover)\b|(?:fine|okay|ok|all right|alright),? but only (?:until|till|for|if|on)|i(?:'ll| will) come (?:too|then|in|as well)(?=\W*$|[,.])|(?:you(?:'ve)?|you have) (?:convinced|persuaded|talked|twisted)|i(?:'ll| will) see what i can do|i {cant} say no|i(?: could| can) (?:maybe|perhaps|probably|possibly) (?:do|come|squeeze|fit|stay|work|take|manage|find|move|cancel)|maybe i (?:can|could) (?:do|come|squeeze|fit|stay|work|manage|cancel|still)|fine,? (?:you win|whatever|then)|(?:oh |okay |ok |alright |all right |well )*go on(?: then)?(?=\W*$)|(?:oh )?all right then(?=\W*$)|i give in|you win(?=\W*$|[,.])|put me down|i'm on my way"
)
_OTHERWISE = rx(
    r"instead|first thing|on monday|next week|early tomorrow|somebody else|someone else|half of (?:it|them)"
)
"""What is offered then is not what was asked for."""
_WHO = r"(?:ma|sir|madam|boss|mate|love|dear|then|so|please|chief|doctor|sister|brother)"
_ASSENT = plain(
    r"\W*(?:(?:um+|uh+|oh|ah|well|hm+|ugh|eh|oya|so)\W+)*(?:(?:sure thing|sure|okay|ok|fine|all right|alright|yes|yeah|yep|of course|no problem(?: at all)?|no worries|absolutely|certainly|why not|will do|gladly|(?:i'd be )?happy to|you got it|consider it done|go on|very well|fair enough|grand|that's fine|if i must|if you insist|"
    + _WHO
    + r")(?:\W+|$))+"
)
_AGREES = plain(
    r"^\W*(?:(?:um+|uh+|oh|ah|well|hm+|ugh|eh|oya|so|i (?:guess|suppose))\W+)*(?:okay|ok|fine|all right|alright|sure|yes|yeah|yep|go on|of course|very well|as you wish|you win|if i must|if you insist|done|deal)\b"
)
_AGREES_NOT = plain(
    r"\b(?:no|not|n't|can't|cannot|won't|don't|but|instead|unless|however|although|maybe|perhaps|could you|can you|would you|what|how|why|when|understand|hear you|see|get|know|thanks|thank you|good luck|let me|instead|half|only if|monday|next week)\b|n't\b|\?"
)
_APOLOGY = rx(
    r"sorry|(?:my |our |sincere |sincerest )+apolog(?:y|ies)|(?:accept|take) (?:my|our) apolog(?:y|ies)|(?:i|we) (?:do |really |sincerely |must |want to |would like to |'d like to |have to |just want to )*apologi[sz]e|my (?:sincere |deepest |sincerest )?apolog(?:y|ies)|(?:please )?(?:forgive|excuse) me|(?:my|our) apologies|i owe you an apology|please accept my|i beg your pardon|say sorry(?! to (?:her|him|them))|my bad|i regret"
)
_APOLOGY_NOT = rx(
    r"sorry[\s,?]*(?:\?|what|could|can|would|did|i (?:didn't|did not|couldn't|missed|can't)(?: quite)? (?:catch|hear|get|understand)|say|pardon|come again|to (?:hear|learn|see)|for (?:you|him|her|yourself|your loss)|you feel|if you|but you|that you (?:feel|think|see)|about your|who|where|when)|excuse me[\s,]*(?:but|could|can|sir|what|who|for a|\?)|forgive me (?:for asking|if i)"
)
_NOT_SORRY = plain(
    r"\b(?:a|not|be|say|feel|felt|don't be|must|should|you're|you should be|never|than|look|so you're|are you|sound|no need to be|say you're|safe than)\s*$"
)


def scan(sentence: Span) -> Iterator[Hit]:
    """Refusals, alternatives and apologies that stand for themselves; the rest needs the talk."""
    text = sentence.text
    if place := _refused(_REFUSAL, text):
        yield Behaviour.REFUSAL_CLEAR, *place
    for match in _APOLOGY.finditer(text):
        unmeant = _APOLOGY_NOT.match(text, match.start()) or text[match.end() :].strip().startswith("?")
        if not unmeant and not _NOT_SORRY.search(text[: match.start()]) and not taken_back(sentence, match.end()):
            yield Behaviour.APOLOGY, match.start(), match.end()


def declines(sentence: Span) -> tuple[int, int] | None:
    """A no to somebody who asked for something."""
    return _refused(_DECLINES, sentence.text) or _refused(_IN_BRIEF, sentence.text)


def assents(turn: Sequence[Span]) -> bool:
    """A turn that is nothing but "sure" or "okay, no problem"."""
    return bool(turn) and all(_ASSENT.fullmatch(sentence.text) for sentence in turn)


def agrees(turn: Sequence[Span]) -> bool:
    """A turn that begins with "okay" or "fine, then" and takes nothing of it back."""
    said = " ".join(sentence.text for sentence in turn)
    return bool(turn) and bool(_AGREES.match(said)) and not _AGREES_NOT.search(said)


def bare_no(sentence: Span) -> tuple[int, int] | None:
    """The sentence begins with "no"."""
    return _span(_BARE_NO, sentence)


def reason(sentence: Span, *, beside: Sequence[int] = ()) -> tuple[int, int] | None:
    """Why not.

    Args:
        beside: where the refusals of the turn begin, seen from the sentence; next to one a plain fact is the reason.
    """
    if not beside:
        return _span(_REASON, sentence)
    for match in _FACT.finditer(sentence.text):
        apart = not any(match.start() <= place < match.end() for place in beside)
        if apart and not _FACT_NOT.search(sentence.text[: match.start()]):
            return match.span()
    return None


def leftover(sentence: Span, taken: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """What else a turn says that refuses: a plain statement about the learner's side, and so the reason.

    Args:
        taken: what already shows something else, seen from the sentence.
    """
    if sentence.text.rstrip().endswith("?"):
        return None
    for clause in clauses(sentence):
        start, end = clause.start - sentence.start, clause.end - sentence.start
        if any(first < end and start < last for first, last in taken):
            continue
        plain_fact = content_words(clause.text) and not _NO_FACT.search(clause.text)
        if plain_fact and (match := _PLAIN_FACT.match(clause.text)):
            return start, start + match.end()
    return None


def alternative(sentence: Span, *, beside: bool = True) -> tuple[int, int] | None:
    """Something else that could be done; without a no `beside` it, only what offers in so many words."""
    match = (_ALTERNATIVE if beside else _FREE_ALTERNATIVE).search(sentence.text)
    return match.span() if match else None


def still_no(sentence: Span) -> tuple[int, int] | None:
    """The earlier no stays."""
    return _span(_STILL_NO, sentence)


def yields(sentence: Span) -> tuple[int, int] | None:
    """Giving in to what was asked for."""
    return None if _OTHERWISE.search(sentence.text) else _span(_YIELD, sentence)


def _refused(pattern: Pattern, text: str) -> tuple[int, int] | None:
    for match in pattern.finditer(text):
        if not _REFUSAL_NOT.search(text[: match.start()]) and not _takes_it_on(text[match.end() :]):
            return match.span()
    return None


def _span(pattern: Pattern, sentence: Span) -> tuple[int, int] | None:
    match = pattern.search(sentence.text)
    return match.span() if match else None


def _takes_it_on(rest: str) -> bool:
    return bool(
        re.search(
            r"\b(?:but|well|hm+|oh|okay)[\s,]+(?:okay|ok|fine|all right|alright|i guess|i suppose|yes)[\s,]+(?:i'll|i will|i can|i guess|fine)",
            rest,
        )
    )
