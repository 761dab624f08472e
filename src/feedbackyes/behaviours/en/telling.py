"""Interview answers, learning, and thanks for feedback."""

from __future__ import annotations

from collections.abc import Iterator

from feedbackyes.behaviours import Behaviour
from feedbackyes.behaviours.en.guards import taken_back
from feedbackyes.behaviours.en.lexicon import DID, NUMBER
from feedbackyes.behaviours.en.text import Span, plain, rx

Hit = tuple[Behaviour, int, int]
_SITUATION = rx(
    r"(?:in|at|with|during|for) (?:my|our|the|a|an) (?:\w+ ){0,2}?(?:last|previous|former|first|old|current|earlier|second) (?:\w+ )?(?:job|role|company|position|employer|team|project|internship|firm|post|year|agency|start-?up|assignment|placement)|(?:about |around |roughly |some )?"
    + NUMBER
    + r" years? ago|last (?:year|spring|summer|autumn|fall|winter|january|february|march|april|may|june|july|august|september|october|november|december)|back in (?:the )?\w+|in (?:the (?:spring|summer|autumn|fall|winter) of |early |late )?(?:19|20)\d\d|in twenty \w+|"
    r"when i (?:was (?:at|working|a|an|the|in|still|leading|managing|responsible|head|new|running|studying)|worked|started|led|joined|managed|ran|had just|first)|i (?:was|used to be) (?:working|leading|managing|employed|a (?:\w+ )?(?:manager|lead|developer|analyst|engineer|consultant|nurse|teacher|assistant|student|coordinator)|the (?:\w+ )?(?:manager|lead|head)|in charge|head of|part of a team|running|heading|on a team)|at (?:the time|that time|that point)[\s,]+(?:i|we|our|the)|there was (?:a|one|this) (?:time|project|client|situation|case|launch|product|release)|(?:once|one time|a while ago|some time ago)[\s,]+(?:i|we|at)|"
    r"(?:we|i) (?:had|were|was) (?:a|an|about|supposed|just|due|planning|going) (?:\w+ ){0,3}(?:launch|deadline|release|client|product|project|migrat\w+|move|deliver|big|important|customers?)"
)
_TASK = rx(
    r"my (?:job|task|role|responsibility|goal|assignment|part|mission|brief) (?:was|had been|there was|in (?:it|that|this) was)|i(?:'d| had| have)? been (?:asked|tasked|given|hired|brought)|i was (?:responsible|accountable|in charge|asked|tasked|supposed|meant|given|assigned|brought in|hired|expected) (?:for|to|of|with)|i (?:had|needed) to (?:deliver|lead|make|get|move|build|finish|present|find|fix|launch|migrate|manage|ensure|coordinate|organi[sz]e|plan|prepare|train|decide|hand|convince|reduce|cut|raise|win|keep|bring)|the (?:goal|task|aim|target|challenge|idea|plan|deadline|objective) was|it was (?:my|up to) (?:job|task|responsibility|me)|we (?:had|needed) to (?:deliver|launch|move|migrate|finish|get)|i (?:owned|led|ran|headed) the"
)
_ACTION = rx(
    r"i (?:then |also |first |immediately |personally |finally |just |quickly |therefore |decided and |even |only |actually |myself |eventually |later |instead |openly |simply )*(?:"
    + DID
    + r")(?! (?:out (?:from|that|about|later)|that it|it was|the blame|nothing|sick|lucky|to the conclusion that they))"
)
_ACTION_MORE = rx(
    r"my first step was|the first thing i did|what i did (?:was|is|then)|i took (?:responsibility|ownership|the lead|charge)|i went (?:back )?to|so i (?!think|guess|mean|was|am|would|don't|had|felt|thought|suppose|feel|believe|hope|know)\w+ed"
)
_RESULT_VERB = r"(?:reduced|cut|increased|raised|saved|grew|lost|delivered|dropped|fell|rose|went (?:up|down|from|live)|improved|doubled|tripled|halved|cost|brought|signed|shipped|won|gained|kept|finished|shortened|sped|lowered|achieved|reached|sold|retained|recovered|renewed|closed|earned|generated|decreased|resulted|ended|came (?:back|down|in)|stayed|arrived|launched|left|missed|late|early|faster|fewer|more|less|down|up|under|over budget|returned|converted|dropped|took)"
_QUANTITY = r"(?:\d+(?:[.,]\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|a hundred|thousand|million|half|a third|a quarter|double|a dozen|a couple of)(?:[-\s](?:one|two|three|four|five|six|seven|eight|nine|hundred|thousand|million|and|point))*"
_UNIT = r"(?:percent|per cent|%|percentage|hours?|days?|weeks?|months?|minutes?|euros?|dollars?|pounds?|customers?|clients?|users?|people|orders?|tickets?|errors?|bugs?|incidents?|complaints?|thousand|million|k|times?|points?|projects?|contracts?|accounts?|sales|units?|calls?|releases?|of (?:the|our|them|all|what)|countries|teams?|stores?|features?|mistakes?|subscriptions?|patients?|students?|pages?|seconds?|years?|as (?:many|much|fast)|out of|a (?:month|week|year|day))"
_RESULT = rx(
    _RESULT_VERB
    + r"(?: [\w'-]+){0,8}? (?:by |from |to |of |about |around |almost |nearly |over |more than |less than |only |within |under |at |in |some |roughly |just |another )*"
    + _QUANTITY
    + r" (?:\w+ )?"
    + _UNIT
    + r"|"
    + _QUANTITY
    + r" (?:\w+ )?"
    + _UNIT
    + r"(?: [\w'-]+){0,4}? "
    + _RESULT_VERB
    + r"|from (?:\w+ )?"
    + _QUANTITY
    + r"(?: \w+){0,3} (?:down |up )?to (?:\w+ )?"
    + _QUANTITY
    + r"|"
    + _QUANTITY
    + r"(?: ?%| percent| per cent)|"
    r"(?:dropped|fell|rose|went up|went down|grew|increased|decreased|declined|improved|cut|reduced)(?: [\w'-]+){0,4}? by (?:about |almost |nearly |over |around |more than )*(?:a third|a quarter|half|two thirds|a half|a fifth)|(?:doubled|tripled|halved|quadrupled) (?:our|the|my|in|their|its|sales|revenue)|(?:by|to|in) half|twice as (?:many|much|fast)|zero (?:errors|complaints|incidents|accidents|downtime)|on (?:time|budget) and"
)
_PERCENT = plain(r"\d ?%")
_LEARNING = rx(
    r"i(?:'ve| have) (?:never|always|not) (?:\w+[\s,]+){1,14}?since(?= then|\W*$)|i(?:'ve| have)? (?:also |really |then |certainly |definitely |since )*(?:learned|learnt)|what i (?:now )?do differently|what i (?:learned|learnt|took|take|would do differently|'d do differently)|(?:the|my|one|another|biggest|main) (?:\w+ )?(?:lesson|learning|takeaway|takeaways)(?: (?:for me|i took|learned|learnt|from (?:it|this|that)))?|(?:it|that|this) (?:really |has |also )*taught me|(?:ever )?since then,? (?:i|we|{ive})|i(?:'ve| have) (?:since|made it a habit|changed (?:how|the way))|(?:these days|nowadays|today|now),? (?:{id}|{ive} always|i always)|(?:these days|nowadays|today|now),? i (?:would|always|never|first|start|make sure|ask|check|write|do|tell|raise|call|begin|plan|build|set|talk|involve|insist|speak)|"
    r"(?:if i (?:did|could do|had to do|were to do|had|faced|was) (?:it|that|this|the same)? ?(?:again|over)?[\s,]+(?:\w+ )*?i(?:'d| would))|i(?:'d| would) (?:now |definitely |certainly |probably |also |have |do (?:it|that|this|things|some things|one thing|a few things) )*(?:differently|another way|ask (?:for help )?(?:earlier|sooner|on day)|raise it (?:earlier|sooner)|start (?:earlier|sooner))|looking back|in hindsight|in retrospect|with hindsight|next time,? (?:i|i'd|i would|i'll)(?! (?:like|want|need|expect|prefer|love))|going forward,? i|i (?:now|always now) (?:know|always|make|ask|check|write|start|do|tell|raise|call|begin|plan|build|set|understand)|i (?:came to )?(?:reali[sz]e|reali[sz]ed|understood|understand now) (?:that|how|why|afterwards|too late)|made me (?:reali[sz]e|understand|see)|i took (?:away|from (?:it|that|this))|that experience"
)
_LEARNING_NOT = plain(r"\b(?:you|have you|what have you|nothing|did you|never|didn't|not|if)\s*$")
_THANKS = rx(
    r"(?:thank you|thanks)(?: so much| very much| a lot| really| again)?,? (?:for|that you|you for) (?:\w+ly )?(?:telling|saying|sharing|pointing|bringing|raising|mentioning|noticing|being (?:so |this |very |that |really )*(?:honest|open|direct|frank|straight|clear|candid|blunt|straightforward)|letting me know|(?:the|this|that|all the|such|some) (?:\w+ )?(?:feedback|honesty|openness|hint|heads|note|comment|comments|input|criticism|observation|perspective|candou?r)|your (?:\w+ )?(?:feedback|honesty|openness|candou?r|input|view|perspective|trust|comments?|observation|directness)|feedback|the honest|flagging|speaking up|taking the time to (?:tell|say|explain|give|share)|explaining (?:how|that|what|why)|trusting me|giving me (?:\w+ )?(?:feedback|that|this)|making me aware|opening up|the reminder|told|said|tell|say|coming to me|speaking (?:so )?openly|talking to me about)|"
    r"(?:i(?:'m| am) (?:really |so |very )*(?:glad|grateful|thankful|happy) (?:that )?(?:you (?:told|said|brought|raised|tell|are telling|'re telling|mentioned|pointed|spoke|came)|for (?:your|the|this) (?:\w+ )?(?:feedback|honesty|openness|input))|i (?:really |do |truly |very much )*(?:appreciate|value) (?:it that |that )?(?:you (?:telling|saying|being|raising|bringing|pointing|sharing|letting|told|tell|said|taking the time to)|your (?:\w+ )?(?:feedback|honesty|openness|candou?r|directness|input|telling|being|saying)|the (?:\w+ )?(?:feedback|honesty|openness|candou?r))|(?:it's |it is |that's )?good (?:that|of) you (?:told|tell|said|say|to (?:tell|say|point|raise))|glad you (?:told|said|brought|raised|mentioned|tell))"
)
_THANKS_NOT = plain(r"\b(?:no|not|don't|without|won't)\s*$")


def scan(sentence: Span) -> Iterator[Hit]:
    """Parts of an interview answer (the talk decides whether it is one), learning, thanks."""
    text = sentence.text
    for behaviour, pattern in (
        (Behaviour.INTERVIEW_SITUATION, _SITUATION),
        (Behaviour.INTERVIEW_TASK, _TASK),
        (Behaviour.INTERVIEW_ACTION_I, _ACTION),
        (Behaviour.INTERVIEW_ACTION_I, _ACTION_MORE),
        (Behaviour.INTERVIEW_RESULT_QUANTIFIED, _RESULT),
        (Behaviour.INTERVIEW_RESULT_QUANTIFIED, _PERCENT),
    ):
        match = pattern.search(text)
        if match and not text.endswith("?"):
            yield behaviour, match.start(), match.end()
    learning = _LEARNING.search(text)
    if learning and not _LEARNING_NOT.search(text[: learning.start()]):
        yield Behaviour.LEARNING_STATED, learning.start(), learning.end()
    thanks = _THANKS.search(text)
    if thanks and not _THANKS_NOT.search(text[: thanks.start()]) and not taken_back(sentence, thanks.end()):
        yield Behaviour.THANKS_FOR_FEEDBACK, thanks.start(), thanks.end()
