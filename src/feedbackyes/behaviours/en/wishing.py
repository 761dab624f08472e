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
