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
    r"(?:where (?:are|were) you coming from|how (?:does|do|did|is|was|are|were) (?:such|an?|your|these|those) [a-z]+|(?:what|which) (?:part|kind|sort|aspect|support|help|option|idea|reason|bit|thing|change|advice|steps?|concern|worry|wish|plan)s?(?: of (?:it|that|this|help|support))? (?:do|did|would|are|is|was|can|could|has|have|might|bother|worr)\w*|what all|what (?:made|makes|led|brought|stopped|kept|keeps|prevented|drove|got|gets) (?:you|them|him|her|it|in)|what (?:would|could) help|what happened(?=\W*$| there| then| next| on | at | in | with | after | before | from ))"
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
    r"how (?:about|dare|are (?:you|things)(?: doing| feeling| today| this morning| keeping| all| guys| then| now)*(?: (?!coping|managing|sleeping|dealing|getting|finding|handling|planning|taking|holding|going)\w+)?(?=\W*$|[,.?!])|is it going|have you been|do you do)|how's (?:it going|life|everything)|"
    r"how (?:could|can|dare) you (?!see|help|imagine|make sure|tell|avoid|find|get)|what (?:if|about)|why (?:{dont}|not|don t|wouldn't|can't|cant|can t|won't|couldn't|must|should) (?:you|we)|why not|"
    r"what (?:a|an|the (?:hell|heck|fuck)|on earth)|what the|what(?:'s| s| is| was) (?:wrong with you|the matter with you|your problem|it with you)|what were you thinking|what(?:'s| s| is) more|"
    r"how (?:long|many|much|often|old|far|late|soon|big|fast|quickly|early|large|high)|what (?:time|day|date|number|year|colou?r)|what(?:'s| s| is| was) your (?:full |order |phone |reference |first |last |customer |account )*(?:name|address|number|e-?mail|postcode|date of birth|zip code)|"
    r"why (?:are|do|did|would|were) you (?:so|always|never|constantly|even|ever|such)|why would you|what (?:i|we|you|he|she|they|matters|{im}|{ive}|{ill}|{id}|{youre}) (?!.{0,80}\?)|"
    r"what happened (?:next |then |after that |afterwards |was that |there )?(?:is|was)(?: that| this)?|how (?:i|we|he|she|they|it|this|that) (?!.{0,80}\?)|what(?:ever| so ever)|what(?: \w+){0,2} (?:i|we) (?:can|could|need|want|mean|heard|hear|said|learned|learnt|did|would|offer|suggest|propose)"
)
_WHATS = ("what is going", "what was going", "what is behind", "what's", "what s", "whats", "how's", "hows")
_EMBEDS = plain(
    r"\b(?:know|knew|see|saw|understand|say|says|said|exactly|about|is|that's|of|to|at|by|with|from|for|on|tell|told|figure out|find out|remember|sure|care|matter|hear|heard|explain|idea|just)\s*$"
)
_RHETORICAL = rx(
    r"what can (?:they|he|she|we|i|you) do(?=[\s.!]*$)|what can i say|how (?:original|nice|lovely|sweet|funny|convenient|typical|rude|awful|sad|interesting|odd|strange|kind)(?=\W*$)|^\W*what(?=\W*\?)|what do i know|who knows|who cares|how would you like it if|what did you expect"
)
_CLOSED_START = plain(_LEAD + r"(?P<q>(?:" + _AUX + r")\s+(?:not\s+)?" + _WHO + r"\b)")
_CLOSED_NOUN = plain(
    _LEAD
    + r"(?P<q>(?:is|are|was|were|will|would|does|did|could|should|has|can)\s+(?!be\b|have\b|like\b|love\b|not\b|never\b|also\b|just\b|really\b|why\b|because\b|appreciate\b|need\b|do\b|you\b|fine\b|good\b|okay\b|ok\b|late\b|said\b)[a-z']+\s+[a-z']+)"
)
_HAVE_START = plain(
    _LEAD + r"(?P<q>(?:have|had)\s+(?:the|your|my|our|any|all|people|others)\s+[a-z]+\s+[a-z]+)(?=.*\?)"
)
_TOLD_AS_QUESTION = plain(r"(?:(?:and|so|but|really|oh)[\s,]+)*(?:you|he|she|they)\s+(?:[\w']+[\s,]+)+[\w']+\s*\?+\W*")
"""You asked him already?"""
_IMPERATIVE_START = plain(
    r"(?:do|have)\s+(?:your|my|our|the|that|this|it|these|those|any|his|her|their)\b|(?:is|was|are|were)\s+(?:that|this|it)\s+(?:why|because)\b"
)
_CLOSED_LATE = plain(
    r"(?<=\s)(?P<q>(?:did|do|does|have|has|are|can|could|will|would|should|shall)\s+(?:you|we|they|he|she)\s+(?!know\b(?!\s+(?:that|what|how|why|about|if|whether|when|it|him|her|them))|are\b|were\b|did\b|do\b)\w+)"
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
    r"would you not (?:agree|say|think)|do you not (?:think|agree|see)|you (?:do )?agree (?:that|with me)(?=.*\b(?:right|no|yes)\W*$)|(?:don't|don t|do not) you (?:think|agree|see|want|feel|believe|know|reali[sz]e|care|find)|(?:wouldn't|wouldn t) you (?:say|agree|rather|prefer|think|want)|"
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
    r"is (?:it|that) (?:like that|so|how it is|what happened)(?=\W*$)|(?:can|could|would|will) you (?:please |maybe |just |perhaps )*(?:tell|give|name|show|describe|think of|point(?: me)? to|recall|remember)(?: me| us| to me)? (?:an?|one|any|some|another|that) (?:\w+ )?(?:situation|example|instance|moment|case|time when|occasion|meeting where|specifics?|detail)s?|(?:can|could|would|will) you (?:please |maybe |just |perhaps )*(?:tell|show|say)(?: me| us)? (?:exactly )?(?:which|when|where|who|what exactly|exactly what)|(?:can|could) you be (?:a (?:bit|little) )?(?:more )?(?:concrete|specific|precise|exact|clear)|(?:a |one |any |some )?(?:specific|concrete|particular|recent) (?:example|instance|situation|moment|case|meeting)|(?:do you have|have you got|is there|was there) (?:an?|one|any|some) (?:particular |specific |certain |concrete )?(?:example|instance|moment|situation|meeting|case|occasion|one)(?: in mind)?|what (?:would|does|did|might) (?:that|it|\w+|not \w+|more \w+) (?:look like|mean|be like|sound like|be an? (?:example|instance)|be (?:an|one) instance)|what does (?:\w+ )?\w+ look like|help me (?:to )?understand what (?:you mean|(?:that|it|\w+) (?:means?|looks? like|would look like|would mean))|what (?:part|bit|aspect|sort|kind|piece)s?(?: of (?:it|that|this|the \w+))? (?:do|did|does|is|was|exactly|bother\w*|matter\w*|worr\w*|are)|what part|which (?:ones?|people|meetings?|words?|parts?|bits?|days?|times?|situations?|moments?|things?|points?|of (?:them|the))|which [a-z]+ (?:exactly|precisely|do|did|was|were|is|are)|"
    r"(?:is|was) (?:it|that) (?:about|only|more|mainly|just|the|what i|how i|something i|when i)(?: [\w']+){1,9}? or |(?:is|was) (?:that|this|it) (?:about (?:it|right)|what you mean[t]?|all of it|everything|the (?:one|main)|correct|right)|are you (?:talking|thinking|referring|speaking) (?:about|of|to)|who (?:are|were|do) you (?:talking|thinking|mean|referring|have in mind)|you mean\b(?=[^.!]*\?)|so you mean|how often (?:has|have|did|does|do)|when (?:did you|was that|was it|exactly|would that|would it|did that|did it|did i)|what (?:exactly|precisely|specifically) (?:did|do|was|is|have)|what did i (?:do|say)(?: exactly)?|(?:sorry,? )?which one (?:was|is)|just so i(?:'m| am) (?:clear|sure|with you|following)|just so (?:that )?i understand|to be sure i|am i (?:right|correct|hearing|getting|understanding|following|with you)|(?:have|did|do|'ve) i (?:got|get|understood|understand|heard|hear|have)(?: (?:you|that|it|this))? ?(?:right|correctly|properly|well)?(?=\W*$|[,.?]| that)|what do you (?:mean|understand) (?:by|with)|(?:and )?by (?:that|this|\w+) you mean|(?:is|was) (?:it|that) (?:only )?(?:in|at|on|during) (?:the )?\w+|"
    r"what (?:exactly |precisely )?(?:do|did) you mean|what does that mean|what (?:exactly|precisely|specifically)|how do you mean|do you mean|did you mean|are you saying|(?:^|, |and |so )when you say(?! (?:that|it|this)\W*$)|is that what you(?: mean|'re saying| are saying)?|"
    r"(?:can|could|would) you (?:please |maybe |just )*(?:clarify|explain|elaborate|be more specific|give me an? (?:example|idea)|say what you mean|expand|spell)|(?:give me|have you got|do you have|got) an? example|which \w+ (?:do |did )?you mean|(?:(?:can|could|would|will) you (?:please )?|^)(?:tell|show) (?:me|us) (?:which|when|where|who)|for example what|like what|such as what|"
    r"(?:did|have) i (?:get|got|understand|understood|hear|heard) (?:that|you|it)(?: right| correctly)?|am i (?:right|understanding|hearing)|is that (?:right|correct|accurate)|just to (?:be clear|clarify|check|make sure)|to make sure (?:that )?i(?:'ve)? (?:understand|understood|got|get)|"
    r"which \w+(?=\W*$)|let me (?:check|make sure) (?:that |if |whether )?i|which (?:part|one|of)|in what way|in what sense|what (?:kind|sort) of|so you mean"
)
_WE = r"(?:we|both of us|you and i)"
_CHECKS = rx(
    # The same moment.
    rf"are {_WE} (?:both |all )?(?:talking|speaking|thinking) (?:about|of)|(?:do )?{_WE} (?:both )?mean (?:the|that|this)|(?:do|can) you (?:still |also |perhaps )?(?:remember|recall|place|picture) (?:it|that|this|the|which|what|our)|"
    r"you (?:do |still |will |also )?(?:know|remember|recall) (?:the one|which (?:one|\w+ i)|the \w+ (?:i'm|i am|i mean|where|when))|(?:does|did) (?:that|this|it) ring (?:a|any) bell|is (?:that|this) the (?:\w+ ){0,3}(?:that |which )?(?:you|we) (?:also |both |had |have |were |are )*(?:in mind|mean|thinking|talking|remember|wanted|asking|asked)|"
    r"do (?:we|you and i) (?:both )?(?:see|mean|remember|understand|think) (?:it|that|this|of) (?:that way|the same|alike|like that)|(?:can|could|would|will) you (?:please |just |maybe )*(?:give|tell|show|name|point out to) (?:me |us )?(?:(?:an?|one|some|any|another|the) (?:\w+ ){0,3}?(?:examples?|instances?|moments?|situations?|cases?|occasions?|days?|names?)|(?:one|some|any) of (?:the|those|these))|would (?:that|this|it) (?:do the trick|be enough|fix (?:it|that)|solve (?:it|that)|be (?:more like it|closer|better))|"
    # What I saw, heard and understood.
    r"(?:did|do|have|am) i (?:\w+ ){0,2}(?:see|seen|seeing|saw|hear|heard|hearing|catch|caught|read|reading|take|remember|remembering|remembered|recall|recalling|note|noted|get|got|put|miss|missed|understand|understood)(?: \w+){0,4} (?:right|rightly|correct|correctly|well|properly|wrong|wrongly|the way it was)(?=\W*$|[,.?])|(?:did|have|do|am) i miss(?:ed|ing)? (?:anything|something)|"
    r"is my (?:memory|impression|understanding|recollection|reading|picture) (?:\w+ )?(?:right|correct|accurate|wrong)|(?:do|did) (?:you|we) (?:see|remember|recall|experience|notice|understand|mean) (?:it|that|this) (?:differently|the same|also|like (?:that|this)|so|too|as well|(?:that|this) way)|is (?:that|it|this) (?:how|what|the way) (?:you|it|they) (?:\w+ )?(?:see|saw|remember|remembered|recall|seemed|looked|was|were|heard|noticed)|"
    r"(?:tell|correct) me (?:please )?if (?:i|that|this|it)|(?:am i|are we) on the (?:right track|same page)|is (?:that|this|it) (?:roughly|more or less|pretty much|basically) (?:it|right|what)|if i (?:follow|understand|read|hear) you(?: \w+)?,|have we understood|"
    # What I meant and what was asked for.
    r"(?:is|was) (?:it|that|this|everything|what i \w+|my \w+|this \w+)(?: \w+)? clear(?! (?:that|now that) you)|do you (?:follow(?: me)?(?=\W*$|[,.?]| so)|(?:get|see|know|understand) what i(?:'m| am)? (?:mean|mea\w+|say\w*|try\w*))|did i (?:explain|express|say|put)(?: \w+){0,3} (?:well|clearly|right|properly|understandably)|did you (?:get|understand|catch|hear) (?:what i|me\b|my)|"
    r"is (?:this|that|it|such|it the|that the|this the|this an?|that an?) (?:kind|sort|type) of (?:\w+ ){0,3}(?:you|we|okay|ok|fine|all right|what|good|right)|(?:does|did|is|was) (?:that|this) (?:answer(?:ed)? (?:your|the) question|an answer to|what you (?:were |are )?(?:asking|asked|looking|after|wanted))|would (?:an|another|one) example (?:\w+ ){0,5}be|(?:should|shall|may|can) i (?:go into|say more|tell you more|give (?:you )?more|explain (?:that|what|how))|(?:do|would) you (?:want|like) (?:to hear|to know|more (?:detail|about|on)|me to (?:explain|go into|say more|tell you more))"
)
"""Whether both think of the same, saw the same, and understood the same."""
_SPECIFIC = plain(
    _LEAD
    + r"(?P<q>(?!where (?:are|were|do|does|did) you (?:coming|see|stand|think|want))(?:when|where|who|whose|which|how (?:long|many|much|often|far|late|soon|big|early|old|fast|quickly|high|large)|what (?:time|day|date|number|year))(?:'s)?\s+(?:exactly |else |then )?(?:\w+\s+){0,3}?(?:did|do|does|are|is|was|were|would|could|can|should|will|have|has|had|told|said|came|sent|asked|happened|made|knows|knew|saw|decided|of|exactly|else|went|got|wrote|called)\b|what(?:'s| is| was) your (?:full |order |phone |reference |first |last |customer |account )*(?:name|address|number|e-?mail|postcode)\b)"
)
_SPECIFIC_LATE = rx(
    r"(?!where (?:are|were|do|does|did) you (?:coming|see|stand|think|want))(?:when|where|who|which(?: \w+)?|how (?:long|many|much|often|late|far|soon)(?: \w+)?) (?:exactly )?(?:did|do|does|was|were|will|would) (?:you|they|he|she|it|the|that|we)"
)
_VIEW = rx(
    r"(?:how|what) would you have (?:done|handled|said|felt|reacted|seen|thought)|how (?:do|did|would|are|were) you (?:yourself |personally |all |actually |honestly |now )*(?:see|look at|experience|perceive|view|find|feel|take|seeing|feeling|explain (?:it|that|this)|describe|understand|remember|like (?:us|me|it|this|that) to|like to (?:handle|deal|do|go|solve|proceed|approach|move)|want (?:us|me|it|this|to (?:handle|deal|do|go|solve|proceed)))|how you (?:are |were )?(?:see|seeing|feel|feeling|think|thinking)|what (?:do|would|did|are|were) you (?:yourself |personally |honestly |actually |all |now )*(?:think|thinking|make of|suggest|propose|prefer|want|need|believe|reckon|say|feel|see|like to (?:see|happen|do|change)|like us to|have in mind|do (?:in my|if you were))|what you (?:think|say|feel) (?:about|to|of)|what (?:would|will|could|might) (?:suit|work for|help|feel (?:right|fair|good|better)|be (?:fair|right|good|best|better|helpful|enough)|make it (?:easier|better))(?: \w+){0,2} (?:you|to you)|"
    r"where (?:were|are|was) you (?:all )?coming from|where do you (?:see|stand)|(?:what|how) (?:is|was|'s) (?:your )?own (?:side|view|take)|what(?:'s| is| was| were| are) (?:behind (?:it|that|this|your)|on your mind|going through your|going on (?:for|with) you)|how (?:does|did|would|do) (?:that|this|it|they|things|what i (?:said|just said)) (?:strike|match|fit|compare|seem|sound|look|land|sit|feel|come across|appear|go)|(?:does|did) (?:that|this|it) (?:match|fit|ring true|tally|square|reflect|sound right|come as)|(?:is|was) (?:that|this|it) how you (?:see|saw|remember|experienced|recall|feel|felt)|how was (?:it|that|this) (?:for you|from your|on your)|(?:talk|take|walk|tell) (?:me|us) (?:through|about) (?:it|that|this|what happened|how it was|the day)?(?: \w+){0,3} from your|what ideas (?:do|have) you|what happened (?:from|on|at) your|(?:tell|hear|know) (?:me |us )?how you (?:experienced|experience|saw|see|feel|felt|lived)|(?:hear|get|have|know) your (?:own )?(?:side|view|take|version|thoughts|perspective|opinion)|do you have (?:a|any) (?:view|thoughts|ideas?|opinion|suggestions?|another view)|your (?:side|view|take|version|perspective|thoughts|opinion)(?=\W*\?)|do you (?:remember|recall|see) (?:it|that|this) (?:differently|another way|the same|like that)|am i (?:missing|seeing) (?:something|anything|it)|what am i (?:missing|not seeing)|"
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
_ABOUT_THEM = rx(
    r"(?:did|do|does|is|are|was|were|has|have|had|would|will|can|could|why|how) (?:he|she|they)|(?:did|does|has) it|(?:what|how) (?:does|did|is|was) that (?:do|affect|feel|work|mean|look|change|make|like)"
)
_PROPOSES = plain(
    _LEAD
    + r"(?:shall|should|could|can|may|might) (?:i|we)\b|"
    + _LEAD
    + r"(?:would you like|how about|what about|why don't)\b|"
    + _LEAD
    + r"(?:could|can|would|will) you (?:please )?(?!have to|need to|be able|get to|still|tell|say|explain|describe|walk|talk|give me an|help me (?:to )?understand|be more)[a-z]+"
)
_CARRIES_ON = rx(
    r"tell me (?:a bit |a little |some )?more|say (?:a bit |a little |some )?more|what (?:exactly )?(?:do|did) you mean|when you say|how so|why is that|why was that|what makes you (?:say|think|feel)|in what way|what happened (?:then|next)|(?:what|how|why) did (?:you|they|he|she) (?:\w+ )?(?:then|next|after(?:wards| that)?)|"
    r"like what|give me an example|and then what|how did (?:that|they|he|she) (?:feel|react|respond)|what was that like|are you saying|do you mean"
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
    for match in (_CLARIFYING.search(sentence.text), _CHECKS.search(sentence.text), _specific(sentence)):
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
    """A question that by its form follows what was just said: "tell me more", or about "them"."""
    return bool(_CARRIES_ON.search(sentence.text) or _ABOUT_THEM.search(sentence.text))


def proposes(text: str) -> bool:
    """A question that offers or asks for something rather than asks about something."""
    return bool(_PROPOSES.search(text))


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
        *_HAVE_START.finditer(text),
        *_CLOSED_LATE.finditer(text),
        *_CLOSED_CHECK.finditer(text),
    ):
        start, end = match.start("q"), match.end("q")
        late = match.re in (_CLOSED_LATE.compiled, _CLOSED_CHECK.compiled)
        if late and (_NOT_BEFORE_LATE.search(text[:start]) or (opened and opened[0] <= start <= opened[1])):
            continue
        if (match.re is not _HAVE_START.compiled and _IMPERATIVE_START.match(text[start:])) or (
            wrapped and wrapped.start() <= start < wrapped.end()
        ):
            continue
        if leading and leading[0] <= start <= leading[1]:
            continue
        yield start, end
        return
    specific = _specific(sentence)
    if specific and not opened:
        yield specific.start(), specific.end()
    elif not opened and not leading and _TOLD_AS_QUESTION.fullmatch(text):
        yield 0, len(text)


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
