"""Saying it: situation, observation, impact, feeling, need, request, next step, consequence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from feedbackyes.behaviours import Behaviour
from feedbackyes.behaviours.en import questions
from feedbackyes.behaviours.en.guards import taken_back, unsaid
from feedbackyes.behaviours.en.lexicon import (
    ARTEFACT,
    BASE_DONE,
    FEELING,
    FLAW,
    MONTH,
    NUMBER,
    OCCASION,
    SEEN_DONE,
    TASK_VERB,
    WEEKDAY,
)
from feedbackyes.behaviours.en.text import Span, plain, rx

Hit = tuple[Behaviour, int, int]
_WHEN = rx(
    r"yesterday(?:'s| s)?(?: (?:morning|afternoon|evening|night))?|this (?:morning|afternoon)(?:'s)?|earlier (?:today|this week)|the other day|just now|a moment ago|"
    r"last (?:night|week|month|quarter|year|spring|summer|autumn|fall|winter|"
    + WEEKDAY
    + r"|"
    + MONTH
    + r")(?:'s| s)?|(?:on |this |last |the )(?:"
    + WEEKDAY
    + r")(?: (?:morning|afternoon|evening|night))?|"
    r"(?:"
    + WEEKDAY
    + r")(?:'s| s|s) (?:\w+ )?"
    + OCCASION
    + r"|"
    + NUMBER
    + r" (?:days?|weeks?|months?|hours?|minutes?) ago|"
    r"(?:in|at|during|after) (?:the|our|that|your|yesterday's|today's|last week's|this morning's|(?:"
    + WEEKDAY
    + r")(?:'s|s)?|my)(?: [a-z'-]+){0,3}? "
    + OCCASION
    + r"|"
    r"on the (?:\d+(?:st|nd|rd|th)?|first|second|third|fourth|fifth|tenth|twelfth|fifteenth|twentieth)|in (?:"
    + MONTH
    + r")|when (?:we|you|i) (?:met|presented|spoke|talked|discussed|visited)|(?<!the~)last time (?:we|you|i)|"
    r"(?:about|regarding) (?:the|our|yesterday's|last week's|today's|this morning's|(?:"
    + WEEKDAY
    + r")'s|last (?:"
    + WEEKDAY
    + r")'s)(?: [a-z'-]+){0,2}? (?:meeting|call|presentation|stand ?-?up|workshop|review|demo|pitch|retro|briefing|handover)|at (?:\d{1,2}(?::\d\d)?|six|seven|eight|nine|ten|eleven|twelve|half past \w+|quarter (?:to|past) \w+)(?: o'clock| am| pm| in the (?:morning|evening))?(?= (?:on|yesterday|last|in the evening))"
)
_PAST = plain(
    r"\b(?:was|were|wasn't|weren't|had|hadn't|did|didn't|came|went|said|told|sent|got|left|gave|took|made|saw|heard|found|wrote|spoke|lost|kept|felt|knew|ran|sat|stood|put|cut|held|met|read|showed|brought|thought|[a-z]{3,}ed)\b"
)
_ABOUT = plain(r"\b(?:about|regarding|discuss|concerning|remember|mention|happened|talk about)\s+(?:[a-z']+\s+){0,6}$")
_FUTURE = plain(
    r"\b(?:agreed?|by|until|till|before|from now on|next|every|could you|can you|would you|will you|please|let's|lets|let s|will|'ll|shall|going to|can we|could we|how about|what about)\s+(?:[a-z']+\s+){0,6}$"
)
_YOU_DID = rx(
    r"(?<!did~)(?<!do~)(?<!what~)(?<!how~)(?<!why~)(?<!where~)(?<!if~)(?<!have~)(?<!had~)you (?:just |also |then |already |only |even |both |actually |suddenly |again |still )?(?:"
    + SEEN_DONE
    + r")(?! (?:it (?:like|better|that way|well|so|very)|that (?:better|well|so|very|nicely|plainly)|(?:all |the |my |our |full )*credit|advantage|your time|by surprise|(?:the |a )?(?:wrong end|piss)|responsib\w+))|"
    r"you (?:didn't|did not|didn t|hadn't|haven't|have not|never once) (?:\w+ )?(?:"
    + BASE_DONE
    + r"|sent|replied|called|told|answered|shown|mentioned)|"
    r"(?:you were|{youve} been) (?:not (?:there|here|in|at)|late(?! with your)|absent|on your (?:phone|laptop)|looking at|talking|typing|checking|reading|scrolling|whispering|missing|(?:\w+ ){0,2}(?:minutes|hours|days) late|away from)|"
    r"you said (?:that )?(?:\w+ ){0,12}(?:in (?:the|our)|to (?:the|him|her|them|everyone|anna|the client)|in front of)|you (?:arrived|came|joined|were) (?:\w+ ){0,3}late|you made (?:a|an|the|two|three|that) (?:\w+ )?(?:comment|joke|remark|change|decision|promise|note)|"
    r"you (?:told|asked) (?:the|him|her|them|anna|everyone|everybody|us|people|me)"
)
_NAMES_THING = rx(r"(?<!in~)(?<!at~)(?<!during~)the (?:" + ARTEFACT + r"|talk|speech)(?: that)?(?=\W*$)")
"""Before "you gave": the words name a thing, they do not tell what was done."""
_LAY_THERE = rx(
    r"(?:the|my|your|our|two|three)(?: [\w']+){1,7}? (?:was|were|wasn't|weren't) (?:still |already |not |only |all |left )*(?:in|on|at|there|open|full|empty|missing|gone|unlocked|dirty|broken|unfinished|undone|unread|unanswered|unpaid|blank|off)"
)
_YOU_SAID = rx(r"you (?:said|told|promised|agreed|mentioned|announced)")
"""An observation only when the occasion is named with it; else it may repeat what was said just now."""
_I_NOTICED = rx(
    r"(?<!if~)i (?:have |just |also |only |really |'ve )*(?:noticed|saw|observed|heard|seen|realised|realized|found)(?: that (?:you|your|the|there|my|in|on|two|three|at|it (?:took|was|came))| (?:you|your)(?= \w+)(?! (?:the|loud|and|but|all))| how you)"
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
    r"my name (?:was|is)(?:{nt}| not| nowhere) (?:on|in|mentioned|there)|(?:without|no) (?:my name|mention(?:ing)? (?:of )?(?:me|my))|there (?:was|were) (?:no|only|two|three|four|nobody|not)(?: \w+){1,6} (?:in|on|at) (?:the|it|them|your)"
)
_IMPACT = rx(
    r"(?:because|as a (?:result|consequence)|due|thanks) (?:of|to) (?:that|this|it|the \w+|you|your \w+)(?= )(?!.{0,4}$)|as a (?:result|consequence)|(?:which|that|this|it|what happened) (?:also |then |really |just |has |have |had |all )*(?:meant|caused|led to|left (?:me|us|the|him|her|them|everyone)|cost|put (?:me|us|the|him|her|them)|created|delayed|forced|slowed|affect(?:s|ed)|made (?:me|us|it|the|them|him|her|my|our|things|[a-z]+ (?:look|feel|seem|wait))|makes (?:it|me|us|my|our|them|the)|"
    r"means (?:that )?(?:i|we|the|they|nobody|everyone)|leaves (?:me|us|the)|puts (?:me|us|the)|costs|resulted|ended up|held (?:us|me|the|everyone)|threw|ruined|damaged|hurt|hurts|undermin\w+|confus\w+|set (?:us|me) back|has (?:a|an) (?:\w+ )?(?:effect|impact|consequence)|impact(?:s|ed))|"
    r"(?:so|and|then|therefore|that way) (?:i|we|the (?:\w+ )?(?:team|client|customers?|others|board|project|people)|they|julia|anna|everyone|nobody) (?:then |all |both )?(?:had to|have to|couldn't|could not|couldn t|ended up|lost|spent|waited|stayed|was left|were left|didn't|worked)|"
    r"(?:i|we|they|everyone|everybody|"
    + NUMBER
    + r" (?:of (?:us|them) |\w+ )?(?:colleagues|people|customers|clients|developers|others)|the (?:\w+ )?(?:team|clients?|customers?|others|board|boss|project|developers|colleagues|people)) (?:then |all |both |just |really )?(?:had to (?:cancel|redo|stay|wait|explain|apologi[sz]e|work|cancel|start|call|postpone|fix|do|move|spend|repeat|rush|cover|pick|stop|pay|answer|stand|make|rewrite)|ended up|(?:couldn't|could not|couldn t)(?! (?:have|tell|remember|agree|believe|help))|lost (?!my (?:job|temper)|you|half|the end|track|count)|(?<!i~)missed (?:the|our|a|his|her|their)|spent (?:\w+ ){1,3}(?:hours?|days?|night|evening|weekend|week)|"
    r"had no (?:answer|idea what|time|way|chance|numbers|figures|data)|had nothing (?:to|for|in)|didn't know (?:what|how|whether|who|where)|did not know (?:what|how|whether|who)|looked (?:unprepared|bad|stupid|foolish|silly|like|unprofessional|incompetent|ridiculous)|was left|were left|sat there|stood there|(?<!i~)waited|can't (?:rely|plan|finish|trust|start|go)|"
    r"worked (?:late|through|all|until)|stayed (?:late|until|up))|"
    r"(?:the (?:\w+ )?(?:clients?|customers?|board|boss|team|others|people|audience|developers|colleagues|manager)|they|he|she|anna|"
    + NUMBER
    + r" (?:\w+ )?(?:clients?|customers?|people|colleagues|orders)) (?:then |have |had |all |both |has )*(?:called|complained|cancelled|canceled|escalated|left|lost|rang|phoned|stopped|refused|walked|quit|resigned|got (?:upset|angry|confused)|(?:was|were|is|are) (?:very |really |quite |so )*(?:upset|angry|unhappy|confused|furious|disappointed|annoyed|waiting|worried|stuck|left|irritated|overloaded)|asked (?:me|us) (?:why|where|what|who|twice)|threatened|praised|thanked|congratulated|credited)|"
    r"the (?:impact|effect|consequence|upshot|outcome|problem for (?:me|us)) (?:is|was|of|on)|(?:has|had|have) (?:a|an) (?:\w+ )?(?:impact|effect|consequence)s? (?:on|for)|my (?:work|contribution|part|share|name|weekend|evening|reputation) (?:was|were|is|became|went|wasn't|isn't|disappeared|got) (?:\w+ )?(?:invisible|gone|lost|ruined|unseen|overlooked|forgotten|nowhere|not (?:visible|seen|mentioned))|nobody (?:knew|knows|saw|sees|could|(?:mentioned|thanked|noticed|credited|asked|named) (?:me|us|my))|now (?:\w+|everyone|everybody|the \w+) (?:thinks?|believes?|assumes?) (?:that )?|no one (?:knew|knows|could|saw)|cost (?:me|us|the)"
)
_IMPACT_OTHERS = rx(
    r"(?:he|she|they|everyone|everybody|people|nobody|no one|(?:the|her|his|their|our|my) (?:\w+ )?(?:team|colleagues?|clients?|customers?|others|people|manager|boss|director|board|lead)|"
    + NUMBER
    + r" (?:\w+ )?(?:people|colleagues|customers|clients|of (?:them|us|the team))|(?!i\b|you\b|we\b|it\b|have\b|had\b)[a-z]+)(?: (?!i\b|i've\b|you\b|we\b)[a-z']+){0,5}? (?:stopped \w+ing|gave up|went quiet|went silent|fell silent|shut down|withdrew|walked out|didn't (?:say|dare|speak|contribute|come back)|hasn't (?:spoken|said)|lost (?:trust|confidence|faith|interest|motivation))|"
    r"[a-z]+ (?:told|tells|said to) (?:me|us) (?:\w+ ){0,3}?(?:that )?(?:he|she|they|it) (?:felt|feels|was|were|is|had|has|didn't|couldn't|wanted)|(?:he|she|they) (?:felt|was|were|looked|seemed|is|are) {very}(?:"
    + FEELING
    + r"|confused|offended|humiliated|shaken|ignored|excluded)|"
    r"my (?:boss|manager|director|team|lead|client|colleagues)(?: \w+)? (?:thinks?|believes?|assumes?|sees?)|for me,? (?:it|that|this) (?:means|meant|was|is|'s)|{its} a big (?:deal|problem|issue) (?:for|to) (?:me|us|the)"
)
_IMPACT_NOT = plain(
    r"\b(?:'d|would|could|might|may|they'd|if|not|didn't|did|does|do|would|could|will|what|how|why|that's not|isn't|unless|you mean|you said)\s*$"
)
_FEEL_NOT = r"(?! (?:to (?:help|do|take|come|work|send|look|talk|explain|give|hear|say|support|answer|wait|meet|announce|see|have|tell|share|discuss|listen|that you (?:don't|never)))|(?:enough )?(?:i can't|i cannot|i won't|i will not|i can t)|that you (?:are|never|don't))"
_FEELING = rx(
    r"(?:{iwas}|i (?:\w+ )?(?:feel|felt)|i (?:\w+ )?(?:got|get|became)|{ive} (?:been )?(?:felt|feeling)|(?:it|that|this|which|what happened) (?:\w+ )?(?:made|makes|left|leaves) me(?: feel)?(?: \w+)??) {very}(?:more |less )?(?:"
    + FEELING
    + r")"
    + _FEEL_NOT
    + r"|"
    r"(?:it|that|this|which) (?:really |also |does |did |has |had |kind of |sort of |just )*(?:worries|frustrates|upsets|bothers|hurts|annoys|concerns|saddens|scares|stresses|embarrasses|hurt|upset|bothered|worried|frustrated|annoyed|embarrassed|scared) me|"
    r"(?:it|that) (?:really |honestly )?stung|(?:it|that) (?:really |honestly )?hurt(?! (?:the|our|their|his|her|us))|my (?:worry|concern|fear|frustration|disappointment) (?:is|was)|i (?:have|had) a (?:bad|sinking|uneasy) feeling|i feel (?:really |so |very )?(?:good|better|relief|respect|joy)"
)
_FEELING_NOT = rx(
    r"{im} (?:afraid|sorry|scared)(?: that)? (?:i|we|it|that|you|this|not)|i feel (?:that|like|as if|as though) (?:you|i|we|it|this)|i (?:get|got) (?:left|moved|hurt by|touched)"
)
_NEED = rx(
    r"i (?:really |just |do |also |simply )*need to (?:be able|know (?:when|whether|if|in|earlier|where|what|that|about|how|early)|trust|rely|count|plan|prepare|feel|have|keep|protect|rest|see my|understand|sleep|recover|recharge|be (?:there|with|home|seen|heard|asked|included|informed|involved))|"
    r"i (?:really |just |do |also |simply )*need (?:some|more|a|an|the|my|our|enough|clear|clarity|time|space|help|support|notice|certainty|reliable|reliability|rest|respect|trust|honesty|quiet|recognition|people|predictability|transparency|both|that time|this time|those|sleep|early|fair\w*|acknowledg\w+|credit|openness|this (?:weekend|time|evening|day|break)|my (?:weekend|evening|evenings|time|rest|sleep))(?! (?:report|list|number|file|answer|yes|minute to))|"
    r"what i (?:really |would |mostly )*need (?:is|from|here)|(?:{its}|it is|that's|that is|this is) (?:really |very |so |quite |also )*important (?:to|for) (?:me|us)|what matters(?: most)? to me|what(?:'s| is| s) important to me|(?:it|that|this) (?:really |also )*matters to me|"
    r"\w+ (?:is|are) (?:really |very |so |extremely )*important (?:to|for) (?:me|us)|i (?:really |do )*care about|i (?:rely|depend) on|i need (?:to be able )?to rely|my need is|i want (?:us (?:both|to)|to be (?:able|asked|seen|included|informed|recogni[sz]ed|credited|heard)|recognition|my (?:work|name|part) to be|both of us)|{id} (?:like|want) to (?:be able|feel|be (?:asked|seen|included|recogni[sz]ed|credited|heard|informed))"
)
_NEED_NOT = plain(r"\b(?:do|don't|didn't|did|not|if|when|what|whenever|don t|because all|all|you think|you)\s*$")
_ASK = r"(?:please |maybe |perhaps |possibly |just |at least |also |kindly |next time |then |in future |in the future |always |simply |try to |first |instead )*"
_NO_TASK = (
    r"(?:(?:tell|show|give) (?:me|us) (?:what|how|why|more|about|which|when|where|who|if|whether|an example|a bit|a little|anything|again|something|the truth|your)|tell (?:me|us)(?=\W*$)|explain|walk|describe|imagine|believe|hear|see|understand|"
    r"repeat|say|be(?! (?:here|there|ready|on time|back|available|in the))|try (?:to )?(?:be|care|understand|harder|more|better)|care|do (?:better|that to)|agree|elaborate|clarify|expand|think|feel|remember|mind|want|deny|calm|relax|stop (?:shout|yell|scream|cry|being)\w*|"
    r"speak (?:up|louder)|help me (?:to )?(?:understand|see)|go on|honestly|really|live|make it|not|even|have|possibly|swim|still|ever|talk me|put (?:it|that) (?:differently|another way|in other)|repeat|share (?:your|what|how)|guess|relate|like|love|need|know|please|lower|keep your voice|sit|hold|wait)"
)
_REQUEST = rx(
    r"(?:could|can|would|will) you "
    + _ASK
    + r"(?:have a (?:\w+ )?(?:word|chat|look|talk|conversation)|(?!"
    + _NO_TASK
    + r"\b)\w+)|"
    r"would you (?:mind|be (?:willing|able|open|okay|ok|ready|prepared|happy|up for)|consider)|(?:would|is) it (?:be )?(?:possible|okay|ok|all right|alright|an option)(?: for you)? (?:to|if|that)|are you (?:willing|able|prepared|open) to|could i ask you to|can i ask you to|may i ask you to|"
    r"{id} (?:really |also |very much |just |still )*(?:like|want|love|prefer|need) (?:for )?you to (?!be |care|try|understand|know|stop being|calm|see|listen|do better|improve|feel|think|tell me (?:what|how|why|about)|walk)|{id} (?:really |also |very much )*(?:appreciate|love|like|prefer) it if|i would be (?:grateful|glad|happy) if|{id} be (?:grateful|glad|happy) if|"
    r"it would (?:really |also |already )*help (?:me |us |a lot )?if (?:you|we|i)|{im} asking (?:you )?(?:to|for|that|if)|what {im} asking (?:for |you )?(?:is|to)|whether you(?:'d| would) be (?:up for|willing|open|able|okay|prepared)|{id} ask you to|my request is|what (?:{id} like|i would like|i'm asking for|i ask|i want)(?: from you)?(?: \w+){0,2} is|i (?:would|'d) ask you to|i (?:suggest|propose) (?:that )?(?:we|you)|"
    r"{id} (?:really )?like (?:us to|my name|my part|to be (?:named|mentioned|credited|asked|included|told|informed)|a (?:\w+ )?(?:heads|message|call|note|warning|word|draft|correction|short|quick|line))|"
    r"please (?:also |just |then |always )*(?:"
    + TASK_VERB
    + r")(?! (?:not|n't|go on|mention|worry|your time|calm|it down|down|that again|again|what|me (?:what|how|why|more|about)))|next time (?:please |just |could |can |would |{id} like |you |i |let's |we )|(?:from now on|in future|in the future|going forward),? (?:{id} like|could|can|please|would|let's|i would like)|"
    r"(?:could|can|shall|may|might) we "
    + _ASK
    + r"(?!talk\b|start\b|begin\b|speak\b|discuss\b|finish\b|go (?:back|to|on)\b|please talk|sit\b)(?:agree|meet|set|have|share|put|make|try|say|present|split|correct|change|look|check|plan|find|use|send|tell|go|keep|do|add|move|agree on|arrange|fix|write|call|work)|"
    r"i need you to (?:"
    + TASK_VERB
    + r")|let me know (?:when|if|by|as soon|earlier|before|next|in advance|whenever|the moment)|{lets} (?:just |both |all |also |simply |please )*(?!put (?:that|it) aside|leave (?:that|it|the)|keep (?:it|this) (?:friendly|civil|polite)|talk|speak|start|meet|look|say|agree|see|not|be|go|have|sit|hear|wait|face|take (?:a|some) (?:\w+ )?breath)(?:"
    + TASK_VERB
    + r"|do|split|divide|use)|we could (?:also |maybe |perhaps |just )*(?!do (?:that|it)|talk|speak|start|not|say)(?:"
    + TASK_VERB
    + r"|split|divide|use|do)|how about (?:we|you(?! (?:and|then))(?!\W*$)|if|a|i)|what if (?:you|we)|why {dont} (?:we|you)|i'd suggest"
)
_REQUEST_NOT = plain(
    r"\b(?:anything|nothing|all|everything|much|what|how|why|don't|didn't|not|wish|i can do is|to)\s*$"
)
_WH_QUESTION = plain(r"(?:^|[,.;]\s*|\band )(?:what|which|when|where|who|how|why)\b[^,.;]{0,30}$")
_VAGUE_REQUEST = rx(
    r"(?:to |more |be |a bit |better |less |try |just )*(?:be (?:a bit |a little |more |less )*(?:\w+al|nice\w*|better|careful|polite|"
    + FLAW
    + r")|care more|try harder|do better|improve|change your attitude|make an effort|take this serious\w*)"
)
_WHEN_NEXT = (
    r"(?:by|on|at|before|until|till|next|within|in|this|for|from|after|every|starting) (?:the )?(?:"
    + WEEKDAY
    + r"|"
    + MONTH
    + r"|noon|midday|lunch|tomorrow|tonight|today|week|weeks|month|morning|afternoon|evening|then|end of|"
    + NUMBER
    + r"(?: (?:hours?|minutes?|days?|weeks?|months?|o'clock))?|half past|the \w+(?:th|st|nd|rd)|\w+teenth|\w+tieth|\w+ o'clock|now on|friday's|time)|"
    r"tomorrow|tonight|today|right away|straight away|immediately|this (?:afternoon|evening|morning|week|month|friday)|right now|now|first thing|at once|(?:in|at|before|for) the next \w+|next (?:week|month|time|sprint|quarter|"
    + WEEKDAY
    + r")|in (?:an hour|a week|a fortnight|two weeks|a month|a minute|a moment)|as soon as|once (?:a|every)|each"
)
_COMMIT = r"(?:have (?:a|the|that|it|another|you|an)|let you know|(?!be|see|think|know|not|never|probably|maybe|need|want|miss|remember|hang|fire|have|always|only|just|regret|lose|hear|make sure|end|then|also|try|put (?:it|that|this) in|report|take (?:it|this) to)\w+|try|put (?:it|that|this) (?:in the calendar|on))"
_NEXT_STEP = rx(
    r"{lets} (?:just |then |all |both |also |first )?(?:agree(?! to disagree)|try (?:it|that|this)|do (?:it|that|this)|put (?:it|that|this)|say (?:that|we|you|"
    + WEEKDAY
    + r")|set (?:up|a)|schedule|plan (?:to|it|that|for)|leave it at|go with|shake)|"
    r"{lets} (?:just |then |all |both |also |first )?(?:meet|look|check|review|talk again|speak again|sit down|come back|start|see how|catch up|have|touch base|follow up|test|see)(?: [\w']+){0,10}? (?:"
    + _WHEN_NEXT
    + r")|"
    r"(?:so |then |okay |good )*(?:we|you and i)(?:'ve| have| ve)? (?:both )?agree(?:d)? (?:that|on|to)|{weve} (?:now )?agreed|so (?:the|our) (?:next step|plan|agreement|deal) is|{thats} (?:a deal|the plan|agreed|settled|our deal)|(?:{its} )a deal|we have a (?:plan|deal|agreement)|sounds like a plan|so (?:next time|from now on|in future|in the future|going forward),? (?:[\w']+[\s,]+){0,8}?(?:you'll|you will|we'll|we will|i'll|i will)|(?:next time|from now on|in future|in the future|going forward),? (?:we'll|we will|i'll|i will)|"
    r"(?:i|we)(?:'ll| ll| will|'m going to| am going to|'re going to| are going to) (?:then |also |just |try to |each |both |all |please )*"
    + _COMMIT
    + r"(?: [\w'-]+){0,12}? (?:"
    + _WHEN_NEXT
    + r")|(?:by |on |next |this |tomorrow|today|first thing)(?: ?[\w']+){0,3}?,? (?:i|we)(?:'ll| ll| will) "
    + _COMMIT
    + r"|"
    r"so you(?:'ll| ll| will)? (?:"
    + TASK_VERB
    + r") (?:[\w']+ ){0,12}and (?:i|i'll|i will|we)\b|(?:you|you'll|you will) (?:"
    + TASK_VERB
    + r")(?: [\w'-]+){0,8}? and (?:i'll|i will|i|we'll) (?:"
    + TASK_VERB
    + r")|(?:my|our|your) next step (?:is|will be)|can we agree|shall we agree|would that be a deal|is that a deal"
)
_AGREED = plain(
    r"^(?:(?:okay|ok|good|great|yes|yeah|fine|all right|alright|perfect|right)\W+)*(?:agreed|deal)(?=\W|$)(?! (?:with (?:it|that|the)|breaker))"
)
_FOR_NOW = rx(r"(?:for|as of|right) now(?=\W*$)|(?:say|tell you) it again")
_NEXT_NOT = plain(r"\b(?:if|unless|or|otherwise|when|hope|maybe|before|until|did|what|how|not|don't|to|never)\s*$")
_CONSEQUENCE = rx(
    r"if (?!i were you|you (?:want|have to|need|like|ask|wish|prefer))(?:we|you|that|this|it|i) (?:[\w']+[\s,]+){1,14}?(?:then )?(?:(?:we|i|it|people|they|everyone|everybody|nobody|both of us|both of them|neither of us|the \w+|that|this)(?:'s|'re|'ll|'d| (?:both |all |then )*(?:may|might|will|would|can|could|get|gets|look|looks|won't|have|has|stays?|know|benefits?|are|is|don't have))|you(?:'ll| will| would)? (?:get|look|benefit|gain|win|have)|both (?:look|get|win|benefit|gain))|"
    r"that way (?:we|you|i|both|people|the|nobody|everyone|it)|(?:so|in order) that (?:we|you|i|people|both|everyone|the|nobody)|(?:then|that way|so) (?:we|both of us|people|i|you|everyone) (?:can|will|'ll|would|could|won't|both)|it would mean (?:that )?(?:we|i|you|both|people|the)|"
    r"(?:that|this|it) (?:would|will) (?:help|make it easier|allow|let|mean|build|save|avoid|give)|the (?:consequence|benefit|advantage) (?:would|will|is)"
)


def scan(sentence: Span) -> Iterator[Hit]:
    """What is said about the matter in one sentence."""
    text = sentence.text
    asked = questions.is_question(sentence)
    situations = list(_situations(sentence, asked=asked))
    yield from situations
    lay = _LAY_THERE.search(text)
    if situations and lay and not asked:
        yield Behaviour.OBSERVATION_SPECIFIC, lay.start(), lay.end()
    reported = _YOU_SAID.search(text)
    if situations and reported and not asked and not unsaid(sentence, reported.start()):
        yield Behaviour.OBSERVATION_SPECIFIC, reported.start(), reported.end()
    for pattern in (_YOU_DID, _I_NOTICED, _THING_WAS, _NAME_OFF):
        for match in pattern.finditer(text):
            before = text[: match.start()]
            told = not (asked and _inverted(text, match.start())) and not _NAMES_THING.search(before)
            if told and not unsaid(sentence, match.start()):
                yield Behaviour.OBSERVATION_SPECIFIC, match.start(), match.end()
    for match in (*_IMPACT.finditer(text), *_IMPACT_OTHERS.finditer(text)):
        if not _IMPACT_NOT.search(text[: match.start()]) and not (asked and _asks_first(text)):
            yield Behaviour.IMPACT_STATED, match.start(), match.end()
            break
    yield from _inner(sentence)
    yield from _wishes(sentence)


def _situations(sentence: Span, *, asked: bool) -> Iterator[Hit]:
    text = sentence.text
    for match in _WHEN.finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        near = " ".join(before.split()[-14:] + after.split()[:14])
        told = _PAST.search(near) or _ABOUT.search(before)
        if told and not _FUTURE.search(before[-60:]) and not (asked and _asks_first(text)):
            yield Behaviour.SITUATION_NAMED, match.start(), match.end()


def _inner(sentence: Span) -> Iterator[Hit]:
    """Feelings and needs."""
    text = sentence.text
    feeling = _FEELING.search(text)
    if feeling and not _FEELING_NOT.match(text, feeling.start()) and not unsaid(sentence, feeling.start()):
        yield Behaviour.FEELING_NAMED, feeling.start(), feeling.end()
    need = _NEED.search(text)
    if need and not _NEED_NOT.search(text[: need.start()]):
        yield Behaviour.NEED_STATED, need.start(), need.end()


def _wishes(sentence: Span) -> Iterator[Hit]:
    """Requests, next steps, consequences."""
    text = sentence.text
    request = _REQUEST.search(text)
    if request and _WH_QUESTION.search(text[: request.start()]):
        request = None
    if (
        request
        and not _REQUEST_NOT.search(text[: request.start()])
        and not _VAGUE_REQUEST.search(text[request.start() :][:70])
    ):
        yield Behaviour.REQUEST_DOABLE, request.start(), request.end()
    step = _NEXT_STEP.search(text) or _AGREED.search(text)
    if (
        step
        and not _FOR_NOW.search(text)
        and not _NEXT_NOT.search(text[: step.start()])
        and not taken_back(sentence, step.end())
    ):
        yield Behaviour.NEXT_STEP_AGREED, step.start(), step.end()
    consequence = _CONSEQUENCE.search(text)
    if consequence and not text.endswith("?"):
        yield Behaviour.CONSEQUENCE_STATED, consequence.start(), consequence.end()


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
