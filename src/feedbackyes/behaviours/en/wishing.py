"""What shall be: requests, next steps, consequences."""

from __future__ import annotations

from collections.abc import Iterator

from feedbackyes.behaviours import Behaviour
from feedbackyes.behaviours.en.guards import taken_back
from feedbackyes.behaviours.en.lexicon import FLAW, MONTH, NUMBER, TASK_VERB, WEEKDAY
from feedbackyes.behaviours.en.text import Span, plain, rx

Hit = tuple[Behaviour, int, int]
_ASK = r"(?:please |maybe |perhaps |possibly |just |at least |also |kindly |next time |then |in future |in the future |always |simply |try to |first |instead )*"
_NO_TASK = (
    r"(?:(?:tell|show|give|think of|name) (?:me |us )?(?:one|an?|any|some|another|the) (?:\w+ )?(?:situations?|examples?|instances?|moments?|cases?|ideas?|details?|sense|picture|bit)|point (?:me )?to|say\b|possibly|(?:tell|show|give) (?:me|us) (?:what|how|why|more|about|which|when|where|who|if|whether|an example|a bit|a little|anything|again|something|the truth|your)|tell (?:me|us)(?=\W*$)|explain|walk|describe|imagine|believe|hear|see|understand|"
    r"repeat|say|be(?! (?:here|there|ready|on time|back|available|in the))|try (?:to )?(?:be|care|understand|harder|more|better)|care|do (?:better|that to)|agree|elaborate|clarify|expand|think|feel|remember|mind|want|deny|calm|relax|stop (?:shout|yell|scream|cry|being)\w*|"
    r"speak (?:up|louder)|help me (?:to )?(?:understand|see)|go on|honestly|really|live|make it|not|even|have|possibly|swim|still|ever|talk me|put (?:it|that) (?:differently|another way|in other)|repeat|share (?:your|what|how)|guess|relate|like|love|need|know|please|lower|keep your voice|sit|hold|wait)"
)
_REQUEST = rx(
    r"(?:could|can|would|will) you "
    + _ASK
    + r"(?:have a (?:\w+ )?(?:word|chat|look|talk|conversation)|(?!"
    + _NO_TASK
    + r"\b)\w+)|"
    r"would you (?:mind|be (?:willing|able|open|okay|ok|ready|prepared|happy|up for)|consider)|(?:would|is) it (?:be )?(?:possible|okay|ok|all right|alright|an option)(?: for you)? (?:to|if|that)|^(?:(?:just|please|and|so|then|well)[\s,]+)*(?!(?:so|you|i|we|it|he|she|they|that|this|what|how|if|why|the|and|would|could|can)\b)[a-z]+ [^.?!]{3,70},? (?:would|could|can|will) you(?=\W*\?)|would it (?:work|suit you|be (?:ok|okay|fine|all right|alright|possible|feasible|doable|too much))(?: for you| to ask)? (?:to|if)|are you (?:willing|able|prepared|open) to|could i ask you to|can i ask you to|may i ask you to|"
    r"{id} (?:really |also |very much |just |still )*(?:like|want|love|prefer|need) (?:for )?you to (?!be |care|try|understand|know|stop being|calm|see|listen|do better|improve|feel|think|tell me (?:what|how|why|about)|walk)|{id} (?:really |also |very much )*(?:appreciate|love|like|prefer) it if|i would be (?:grateful|glad|happy) if|{id} be (?:grateful|glad|happy) if|"
    r"it would (?:really |also |already )*help (?:me |us |a lot )?if (?:you|we|i)|{im} asking (?:you )?(?:to|for|that|if)|what {im} asking (?:for |you )?(?:is|to)|whether you(?:'d| would) be (?:up for|willing|open|able|okay|prepared)|{id} ask you to|i propose|my (?:suggestion|proposal|wish) (?:is|would be)|my request is|what (?:{id} like|i would like|i'm asking for|i ask|i want)(?: from you)?(?: \w+){0,2} is|i (?:would|'d) ask you to|i (?:suggest|propose) (?:that )?(?:we|you)|"
    r"{id} (?:really )?like (?:us to|my name|my part|to be (?:named|mentioned|credited|asked|included|told|informed)|a (?:\w+ )?(?:heads|message|call|note|warning|word|draft|correction|short|quick|line))|"
    r"please (?:also |just |then |always )*(?!(?:go on|continue|forgive|accept|understand|be\b|stay|calm|sit|take (?:a|your)|have a|come in|explain|{dont}|not\b|wait|hold|excuse|note|tell me|i\b|you\b|we\b|believe|listen|stop|relax|try to (?:be|understand|calm)|don|elaborate|lower|feel|enjoy|remember|let me|correct me|help yourself|can\b|could\b|what|how|why|show (?:some|more|respect)|give me (?:an? (?:moment|second|minute|example)|more)|describe|say|no\b|madam|sir|the\b|that|this|my|it\b|for\b|to\b|do not|would|will|is\b|if\b|and\b|with\b)\b)[a-z]+(?! (?:not|n't|go on|mention|worry|your time|calm|it down|down|that again|again|what|me (?:what|how|why|more|about)))|next time,? (?:maybe |perhaps )?(?:please |just |could |can |would |{id} like |you (?:could|can|please|might|just|tell|call|let|ask) |let's |we (?:could|can) |(?:"
    + TASK_VERB
    + r"|text) )|(?:"
    + TASK_VERB
    + r"|text) (?:me|us|it|him|her|them|the \w+)(?: \w+){0,4},? next time|"
    r"(?:and |so |but |now )?if you(?:'d| could| would|'ll| can) (?:just |only |please |maybe |at least )*(?:could |would )?(?:give|let|send|tell|call|text|ring|ask|put|bring|keep|come|write|warn|move|take|do|wait|check|knock|clean|help|leave|share|stop|lock|turn|pick|drop|inform)\b(?! (?:the same|that again))|kindly (?!explain|tell me (?:why|what|how)|listen|be\b|note)[a-z]+|you (?:please|kindly) (?!tell me (?:what|why|how))[a-z]+|^(?:(?:and|so|just|then|okay|next time)[\s,]+)*(?:"
    + TASK_VERB
    + r"|text|lock|knock|turn|clean) (?:[\w']+ ){1,9}?please(?=\W*$)|"
    r"(?:do you think|any chance|is there any chance|i wonder if|i was wondering if|was wondering whether|is there a way|would there be a chance)(?: that)? you (?:could|can|would|might be able to|might)(?! (?:tell me (?:what|why|how)|explain))|(?:may|can|could) i (?:just )?(?:ask|request|beg)(?: of)? you to|i (?:want|would like|wanted|'d like) to ask (?:you|if you)(?: to| could| would)|i would like (?:that |for )?you(?! to (?:be|care|understand|see|know))|how would it be if|"
    r"it(?:'d| would| will|'ll) be (?:really |very |so |a big )?(?:great|good|nice|helpful|lovely|better|ideal|help|kind|useful|brilliant) if (?:you|we)|{id} (?:really |very much )?(?:appreciate|welcome|love|be (?:glad|grateful) (?:of|for)) (?:an? |some )(?:\w+ )?(?:call|text|message|note|heads|warning|email|line|word|update|hand|answer|reply)|what {id} (?:ask|like|want|suggest|propose)(?: of you| you| from you)? is|i(?:'d| would) ask (?:that|you to)|you could (?:maybe |perhaps |just |also )*(?:write it|send|give|tell|text|call|ring|write|warn|ask|let|leave) me|(?:perhaps|maybe) (?:next time )?we could (?!talk)|"
    r"(?:from now on|in future|in the future|going forward),? (?:{id} like|could|can|please|would|let's|i would like)|"
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
_PLANNED = r"(?:send|call|ring|phone|write|email|e-mail|text|mail|talk to|speak to|speak with|talk with|check|bring|book|set up|put|prepare|order|refund|replace|forward|arrange|find out|organi[sz]e|draft|post|print|come back to|come over|get back|look into|take care of|see to|let you know|keep you|share|update|hand over|have (?:it|that|them|the \w+) (?:ready|done)|fix|sort out|sort (?:it|that|this)|report back|meet|add|schedule|invite|ask (?!you\b|if\b|why\b|what\b|how\b|for\b)[a-z]+|tell (?:the|him|her|them|(?!you|your|me|everyone|everybody|hr|everything)[a-z]+)|pick (?:you|it|them|him|her)|drop (?:it|by)|start (?:with|on|by|tomorrow|today)|try (?:that|this|it)|make (?:a|an|the|you) (?:note|list|copy|plan|appointment|call|start)|give (?:you|him|her|them|it) (?!time|a chance|up|one more|until|a (?:final|last|written) warning)|show (?:you|him|her|them)|walk you|help you|clear|clean|move (?:it|the)|return|transfer|confirm|raise (?:it|that|this) (?:with|at)|escort|practi[sc]e|plug|upload|cancel (?:it|that|the (?:order|charge|fee))|open|block out|reserve)"
_TO_COME = r"(?:(?!or\b|if\b|unless\b|otherwise\b|was\b|were\b|had\b|told\b|though\b|but\b|because\b|every\b|each\b|always\b|that\b|usually\b|often\b)[\w'-]+ ){0,12}?(?!every|each)"
_NEXT_STEP = rx(
    r"from (?:this|next|the next|monday|tuesday|wednesday|thursday|friday|saturday|sunday|today|tomorrow|now)(?: \w+)?(?: on)?,? (?:every|each|all|no|the|we all|nobody) (?:[\w'-]+ ){1,8}?(?:is|are|gets?|will|goes|comes)\b|you(?:'ll| will) (?:have|get|receive|hear from (?:me|us|him|her)|find|be (?:called|paid|refunded))(?: [\w'-]+){0,9}? (?:"
    + _WHEN_NEXT
    + r")|(?:someone|somebody|my colleague|a colleague|the (?:\w+ )?(?:driver|manager|team|engineer|technician|nurse)|he|she|they)(?:'ll| will)? (?:call|ring|phone|contact|meet|visit|come|bring|collect|pick)s? (?:[\w'-]+ ){0,6}?(?:"
    + _WHEN_NEXT
    + r")|(?:send|bring|give|email|mail|text|show|hand|forward|tell|call|ring) (?:it|them|me|that|the \w+|your \w+)(?: [\w'-]+){0,8}?,? (?:then,? )?and (?:i|you|we)(?:'ll| will) [a-z]+|"
    r"so,? (?:next time|from now on|from \w+(?: on)?),? (?:you|we|i) (?!were|had|did|are|'re|must|have to)[a-z]+|(?!well\b)(?:i|we)(?:'ll| ll| will|'m going to| am going to|'re going to| are going to|'m gonna| shall) (?:then |also |just |each |both |all |certainly |personally |go and |first |now |definitely |quickly |gladly |immediately )*"
    + _PLANNED
    + r"|(?:i|we) (?:then |also |just )*(?:send|call|bring|write|ask|text|ring|meet|give|show|check|prepare|mail|phone|talk to|look at) "
    + _TO_COME
    + r"(?:"
    + _WHEN_NEXT
    + r"|when (?:he|she|it|they|you))|{im} (?:sending|calling|booking|ordering|putting|writing|getting|arranging|making|ringing) (?!you a)(?:[a-z]+ ){1,6}?(?:now|right away|today|straight away|as we speak|tomorrow)|"
    r"(?:(?:then|so|okay|right|good|fine) )?(?:[a-z]+day|tomorrow|tonight|half past \w+|\w+ o'clock|noon|next \w+|at \w+) it is(?=\W*$|[,.]| then| i| and)|(?:shall|can|could) we (?:all |both |maybe |just |then )*(?!start\b|begin\b|(?:please )?(?:talk|speak|chat|discuss|have a (?:word|chat|talk)|go back|look back|come back)\b)[a-z]+ "
    + _TO_COME
    + r"(?:"
    + _WHEN_NEXT
    + r")|(?:from|starting|as of|on|in|at|by|for|this|over) (?:the |our |my |this )?(?:next |coming |following )(?:[a-z]+ ){1,4}?(?:i|we|you)(?:'ll| will| can| shall)? (?!was|were|had|did|must|have to)[a-z]+|(?:from|starting|as of) (?:tomorrow|monday|tuesday|wednesday|thursday|friday|saturday|sunday|today|next \w+|now(?: on)?)(?: on| onwards)?,? (?:i|we|you (?:do|take|open|start))(?:'ll| will| shall)? (?!was|were|had|did|must|have to|want|expect|need)[a-z]+|(?:this|next) (?:week|month|time|sprint),? (?!well\b)(?:i|we)(?:'ll| will) [a-z]+|"
    r"(?:we're|we are|that's|it's|all|then it's|then that's) (?:agreed|settled|sorted then|fixed then)|(?:you|you'll) (?:"
    + TASK_VERB
    + r")(?: [\w'-]+){0,8}?,? (?:and )?i(?:'ll| ll| will) (?:"
    + TASK_VERB
    + r")|{lets} (?!talk about|not\b|see\b|hope)[a-z]+(?: [\w'-]+){0,10}? (?:"
    + _WHEN_NEXT
    + r")|{lets} (?:shake|put (?:a|it|that) |write (?:it|that) down|meet again|talk again|catch up)|[a-z]+days (?:is |are )?(?:you|me|i|yours|mine),? (?:and )?[a-z]+days (?:is |are )?(?:you|me|i|yours|mine)|"
    r"{lets} (?:just |then |all |both |also |first )?(?:agree(?! to disagree)|try (?:it|that|this)|do (?:it|that|this)|put (?:it|that|this)|say (?:that|we|you|"
    + WEEKDAY
    + r")|set (?:up|a)|schedule|plan (?:to|it|that|for)|leave it at|go with|shake)|"
    r"{lets} (?:just |then |all |both |also |first )?(?:meet|look|check|review|talk again|speak again|sit down|come back|start|see how|catch up|have|touch base|follow up|test|see)(?: [\w']+){0,10}? (?:"
    + _WHEN_NEXT
    + r")|"
    r"(?:so |then |okay |good )*(?:we|you and i)(?:'ve| have| ve)? (?:both )?agree(?:d)? (?:that|on|to)|{weve} (?:now )?agreed|so (?:the|our) (?:next step|plan|agreement|deal) is|{thats} (?:a deal|the plan|agreed|settled|our deal)|(?:{its} )a deal|we have a (?:plan|deal|agreement)|sounds like a plan|so (?:next time|from now on|in future|in the future|going forward),? (?:[\w']+[\s,]+){0,8}?(?:you'll|you will|we'll|we will|i'll|i will)|(?:next time|from now on|in future|in the future|going forward),? (?:we'll|we will|i'll|i will)|"
    r"(?!well\b)(?:i|we)(?:'ll| ll| will|'m going to| am going to|'re going to| are going to) (?:then |also |just |try to |each |both |all |please )*"
    + _COMMIT
    + r"(?: [\w'-]+){0,12}? (?:"
    + _WHEN_NEXT
    + r")|(?:by |on |next |this |tomorrow|today|first thing)(?: ?(?!or\b|if\b|unless\b|otherwise\b)[\w']+){0,3}?,? (?!well\b)(?:i|we)(?:'ll| ll| will) "
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
_PROMISE = rx(
    r"(?:{ill}|{im} going to|(?<!~)we'll|we will|we're going to|i shall|let me)(?: then| also| just| personally| certainly| gladly| go and| try and| try to| make sure to| definitely| happily| both| first| simply| of course| now)* "
    r"(?!be\b(?! (?:there|here|back|in touch|on time|sending|calling|bringing))|have to|need|see\b|think|know|say\b|tell you (?:what|that|how|why|something|the truth)|never|not\b|regret|remember|miss\b|admit|explain|listen(?=\W*$)|do better|do my best|try(?=\W*$)|stay\b|stick|keep (?:saying|telling)|stop (?:here|there)|let you (?:go|finish|have)|leave (?:it|you)\b|lose|feel|want|like|hope|guess|believe|understand|give you (?:that|a chance|one)|ask you (?:again|one|something|straight|this)|report|sack|fire|go (?:straight )?to (?:hr|the|your)|take (?:it|this) (?:to|further)|make you|find (?:someone|somebody)|end\b|finish(?=\W*$)|start(?:ing)? with|begin|get (?:straight|to the point)|come (?:straight )?to the point|pass\b|decline|put (?:it|that) (?:this way|another way|differently)|check (?:if|that|whether|i)|make sure (?:i|that i)|see|sum|recap|summari[sz]e|repeat|play|read (?:that|it) back|go (?:over|through)|guess|finish|stop you|interrupt)[a-z]+ [a-z]+"
)
"""What will be done, whenever; where nobody asked for a favour it is a next step."""
_AGREED = plain(
    r"^(?:(?:okay|ok|good|great|yes|yeah|fine|all right|alright|perfect|right)\W+)*(?:agreed|deal)(?=\W|$)(?! (?:with (?:it|that|the)|breaker))"
)
_OR_ELSE = rx(
    r"or (?:else )?(?!well\b)(?:i|we)(?:'ll| will)|otherwise (?!well\b)(?:i|we)(?:'ll| will|'m)|if you (?:{dont}|ever|keep|won't)|one more time|do (?:that|it|this) again"
)
"""What follows may be threatened, not planned."""
_FOR_NOW = rx(r"(?:for|as of|right) now(?=\W*$)|(?:say|tell you) it again")
_CONDITIONAL = plain(r"\b(?:if|unless|otherwise|or|once you|when you)\b")
_NEXT_NOT = plain(
    r"\b(?:if|say|said|saying|unless|or|otherwise|when|hope|maybe|before|until|did|what|how|not|don't|to|never)\s*$"
)
_CONSEQUENCE = rx(
    r"(?:^|and |but |because |, )then,? (?:you|we|they|nobody|no one|everyone|everybody|people|it|the (?:\w+ )?[a-z]+|our \w+|both|there|i)(?: both| all| also)*(?:'d| would| can| could| won't| wouldn't| don't)(?: both| all| also)* (?!you\b|i\b|we\b|please)[a-z]+|(?:^|and )then (?:nobody|no one|everyone|everybody|people|they|it|the (?:\w+ )?[a-z]+)(?:'ll| will| has| have| gets?) [a-z]+|"
    r"(?:that|it|this|which)(?:'d| would|'ll| will) (?:really |also |both |already |certainly )*(?:save|help|make|give|mean|free|allow|let|take (?:the|a lot)|spare|build|avoid|prevent|be (?:much |a lot |far )?(?:better|easier|good|fairer|quicker|faster|calmer|safer) for|mean)(?! (?:me|us|you) (?:if|to know if))|(?:that|this|it) (?:gives|saves|helps|allows|lets|spares|makes it easier for|keeps) (?:the|us|me|you|everyone|everybody|our|both|people|them|it)|it means (?:that )?(?:the |we|nobody|i|everyone|you|they|people)(?:[a-z]+ )?(?:[a-z]+ )?(?:can|could|won't|don't|will)|"
    r"otherwise (?:we|the|they|it|customers|people|nobody|everyone|our|my)(?: [a-z]+){0,2}(?:'ll| ll)? ?(?:won't|will|can't|cannot|might|could|may|have to|lose|miss|gets?|is|are)\b|without (?:it|that|this|them)(?: [a-z]+){1,4} (?:will|would|won't|can't|might|could)|in return,? (?:i|we)(?:'d|'ll| would| will| can)|you(?:'d| would|'ll| will) (?:also |then |both )*(?:have|get|save|gain|be able|benefit)(?: [a-z]+){0,8} (?:too|as well|more|back|earlier|also)|you(?:'d| would|'ll| will) (?:also |then )*(?:have|get|save|gain) (?:more|less|fewer|extra)|"
    r"if (?:nothing|things|the [a-z]+|everyone|everybody|nobody|somebody|people|they|she|he) (?:[\w']+[\s,]+){1,10}?(?:then )?(?:(?:we|it|people|they|everyone|everybody|nobody|the \w+|(?:that|this)(?!(?:'s| is) (?:fine|okay|ok|alright|all right|clear|enough|possible)))(?:'s|'re|'ll|'d| (?:both |all |then )*(?:may|might|will|would|can|could|won't|get|gets))|i(?:'ll| will| can| could))|when you (?!were|are|was|came|said|left|did)[a-z]+(?: [\w']+){1,6}?,? (?:nothing|nobody|no one|everyone|everybody|i can|we can|it's easier|people) |"
    r"(?:and )?so (?:that )?(?:we|i|you|nobody|no one|everyone|everybody|both|they|the \w+)(?:'d (?:both|all)| (?:both |all )?(?:can|could|{dont}|won't|would (?:both|all)))|(?:the (?:\w+ )?[a-z]+|everyone|everybody|nobody|we|both of us|people)(?: both| all)?(?:'d| would) (?:all |both |then |also |finally )*(?:get|have|be able|gain|save|benefit|finish|sleep|know|stay|stop|come back)(?! (?:been|to know))|it (?:will|would) be better for|both of us|"
    r"if (?!i were you|you (?:want|have to|need|like|ask|wish|prefer))(?:we|you|that|this|it|i) (?:[\w']+[\s,]+){1,14}?(?:then )?(?:(?:we|i(?!s\b)|it|people|they|everyone|everybody|nobody|both of us|both of them|neither of us|the \w+|that|this)(?:'s|'re|'ll|'d| (?:both |all |then )*(?:may|might|will|would|can|could|get|gets|look|looks|won't|have|has|stays?|know|benefits?|are|is|don't have))|you(?:'ll| will| would)? (?:get|look|benefit|gain|win|have)|both (?:look|get|win|benefit|gain))|"
    r"that way (?:we|you|i|both|people|the|nobody|everyone|it)|(?:so|in order) that (?:we|you|i|people|both|everyone|the|nobody)|that way (?:we|both of us|people|i|you|everyone) (?:can|will|'ll|would|could|won't|both)|it would mean (?:that )?(?:we|i|you|both|people|the)|"
    r"(?:that|this|it) (?:would|will) (?:help|make it easier|allow|let|mean|build|save|avoid|give)|the (?:consequence|benefit|advantage) (?:would|will|is)"
)
_CONSEQUENCE_NOT = plain(r"\b(?:if|when|hope|whether|what|how|because of|did|does|think|not that|know|sure)\s*$")
_ASKED = plain(r"[^,;]*\?\W*")
"""The clause goes on to a question mark."""


def promises(sentence: Span) -> tuple[int, int] | None:
    """What the learner says they will do."""
    text = sentence.text
    match = _PROMISE.search(text)
    if match is None or text.endswith("?") or _OR_ELSE.search(text) or _NEXT_NOT.search(text[: match.start()]):
        return None
    return None if taken_back(sentence, match.end()) or _CONDITIONAL.search(text[: match.start()]) else match.span()


def scan(sentence: Span) -> Iterator[Hit]:
    """Requests, next steps, consequences."""
    text = sentence.text
    request = _REQUEST.search(text)
    if request and _WH_QUESTION.search(text[: request.start()]):
        request = None
    step = _NEXT_STEP.search(text) or _AGREED.search(text)
    if request and step and request[0].startswith("let"):
        request = None
    if (
        request
        and not _REQUEST_NOT.search(text[: request.start()])
        and not _VAGUE_REQUEST.search(text[request.start() :][:70])
    ):
        yield Behaviour.REQUEST_DOABLE, request.start(), request.end()
    if (
        step
        and not _OR_ELSE.search(text)
        and not _FOR_NOW.search(text)
        and not _NEXT_NOT.search(text[: step.start()])
        and not taken_back(sentence, step.end())
    ):
        yield Behaviour.NEXT_STEP_AGREED, step.start(), step.end()
    consequence = _CONSEQUENCE.search(text)
    if (
        consequence
        and not _CONSEQUENCE_NOT.search(text[: consequence.start()])
        and not _ASKED.fullmatch(text, consequence.end())
    ):
        yield Behaviour.CONSEQUENCE_STATED, consequence.start(), consequence.end()
