"""Ways to show that what somebody said, or how they feel, has been received."""

from __future__ import annotations

from feedbackyes.behaviours.en.guards import taken_back, unsaid
from feedbackyes.behaviours.en.lexicon import FEELING, STRAIN
from feedbackyes.behaviours.en.text import Span, plain, rx

_SO = r"(?:(?:so|really|very|just|quite|pretty|too|extremely|totally|completely|honestly|a bit|rather|such|being|a|an|incredibly|truly|absolutely|that|must|have|been|be|indeed|no doubt|utterly|simply|also|even|all|more|only|certainly|genuinely|definitely|got to|really got to|terribly|awfully|properly) )*"
_RECEIVED = (
    r"(?:i )?(?:can |could |do |really |totally )*(?:understand|get|see|appreciate|imagine|recogni[sz]e|feel|hear)(?: that)? (?:your|the) (?:\w+ )?(?:pain|frustration|anger|disappointment|point|concerns?|feelings?|worr(?:y|ies)|situation|position|problem|upset|side|stress|pressure)|i (?:got|get|take|took|accept|see) (?:your (?:\w+ )?(?:point|criticism|message|drift)|(?:the|that|this|it) (?:point|criticism|on board|on the chin))|(?:your|the) (?:frustration|anger|disappointment|reaction|feelings?|concern|worry) (?:makes?|is|are) (?:a lot of |perfect |complete |total )?(?:sense|valid|understandable|justified|fair|to me)|i feel (?:for you|with you|your pain)|my heart goes out|"
    r"(?:that|this|it|which|what you(?:'re| are| have)?(?: \w+){0,4}?) (?:would|must|has to|had to|has got to|can't|cannot|can|could|does|did|really|certainly|will|'d|'s got to|has)+(?: really| totally| certainly| also| have| not| have been| be| got to)* "
    + r"{so}(?:hurt|hurts|sting|stings|stung|upset (?:me|anyone|anybody)|annoy (?:me|anyone)|feel|felt|be easy|been easy|happen to anyone|drive (?:me|anyone)|bother|"
    + STRAIN
    + r")|(?:that|it)(?:'s| has)? got to (?:hurt|sting|be hard|feel|be (?:tough|rough))|(?:of course|naturally|no wonder) (?:that|it) (?:hurts?|stings?|upsets?|bothers?|feels?)|(?:that|it) (?:really |does |must |clearly |obviously )*(?:matters|means) (?:a lot |so much )?to you|i can (?:hear|see|tell) (?:that )?(?:this|it|that)(?:'s| is| was)? |"
    r"(?:any(?:one|body)|every(?:one|body)|most people|i|me) (?:too )?would (?:also |probably |have |all |have been |be |feel |be feeling )*{so}(?:"
    + FEELING
    + r"|feel (?:that|the|bad|like)|the same|want)|i(?:'d| would) (?:have )?(?:be|been|feel|felt|react|reacted|want|wanted|say|said) {so}(?:"
    + FEELING
    + r"|the same|that way|like that|bad|too)(?! (?:to|if)\b)|you(?:'ve| have) every (?:right|reason)|you have (?:a |every )?(?:good |valid |fair |real )?(?:point|reason|right)(?: there)?|you(?:'ve| have) got a (?:point|right)|i(?:'d| would) have (?:been|felt|done|said|wanted|thought) (?:[\w'-]+ ){1,6}(?:too|as well|myself)(?=\W*$|[,.])|(?:that|it|this) (?:sounds|must be|must have been) {so}(?!like|good|great|fine|perfect|fair|right|reasonable|interesting|nice|lovely|easy|ok|okay|wonderful|fun|exciting|to\b|as\b|about|familiar|correct|better|possible|doable|clear|true|of\b|in\b|on\b|at\b|for\b|you|it\b|done|my|the\b)[a-z]+(?=\W*$|[,.]| and| for you| to (?:hear|me))|you deserve[ds]? (?:better|more|an|it)|"
    r"(?:it|that|this)(?: does make| really does make|(?: really| totally| absolutely| all)? makes) {so}(?:a lot of |total |perfect |complete |absolute )?sense|(?:{its}|it is|{thats}) (?:not easy|no small thing|perfectly |completely |totally |quite |very )*(?:normal|natural|human|okay|ok|fine|only human|understandable|not easy|no small thing|a lot)(?: that you| to feel| to be| for you| for anyone|(?=\W*$|[,.]| at all| i | and| what| how| you| who| where| especially| after| when| given))|i (?:know|reali[sz]e|can see)(?: that)? (?:it|this|that)(?:'s| is| was| must be| has been| can be) {so}(?:"
    + STRAIN
    + r"|hard|difficult|a pain|not easy|important|the last thing)|i (?:agree|accept (?:it|that)|admit (?:it|that)|own that)(?! (?:to|with (?:him|her|them)))|(?:yes|okay|right|true),? (?:i (?:did|do|was)|that was (?:me|my|wrong))|that was (?:my doing|my mistake|wrong of me|unfair of me)|{thats} (?:very |quite |so |absolutely |certainly )*(?:true|correct)|it's true[\s,]|point (?:well )?taken|fair (?:point|criticism|comment|play|question|dos)|(?:{thats}|it's) (?:a )?(?:fair|good|valid) (?:point|criticism|comment|question|observation)|{thats} fair|i did (?:push|rush|cut|interrupt|talk|speak|go|leave|forget|miss|let|snap|raise|sound|come across|do that)|(?:i (?:can|do) )?see (?:that now|how (?:it|that) (?:came|comes|must|might|looks?|looked))|i (?:hadn't|had not|didn't) (?:seen|realised|realized|realise|realize|know|notice[d]?|thought)(?: it| about it)? (?:it )?(?:that way|like that|how|that),? but|"
    r"(?:oh |god |gosh |wow |ah |oh no |ouch |my god |goodness |no )+(?:that's|that is|what|how) {so}(?:"
    + STRAIN
    + r"|awful|terrible|sad)|(?:oh|ouch|ah|wow|yes|oof)[\s,]+that (?:really |must |does )*(?:hurts?|stings?)|{thats} {so}(?:heavy|big|huge|hard|tough|rough|real|terrible|horrible|long|difficult|great) (?:load|burden|blow|weight|week|day|time|stretch|deal|lot|strain|responsibility|shock|loss|thing to (?:carry|hear|deal with))|what an? {so}(?:blow|shame|mess|nightmare|disappointment|shock|ordeal|pity|horrible \w+|terrible \w+|awful \w+|rotten \w+|hard \w+|tough \w+)(?! you)|how {so}(?:awful|frustrating|sad|horrible|upsetting|disappointing|annoying|painful|stressful|exhausting|terrible|hard|difficult|unfair)(?: for you)?(?=\W*$|[,.]| that| to| it| i )|(?:so|very|really|truly|deeply|i'm|i am) sorry to (?:hear|learn|see)|sorry (?:to hear|you (?:had|have|went|go|are going|'re going) (?:to )?(?:through|that|this|such|wait))|i know (?:how|what) (?:that|it|you)(?:'s| is| must| feels?| are)|"
    r"sounds {so}(?:like (?:a |an |you've had )?(?:lot|kick|blow|nightmare|hard|tough|rough|awful|horrible|real)[a-z]*|"
    + STRAIN
    + r")|(?:it|this|that) (?:was|is|must be|must have been) {so}(?:"
    + STRAIN
    + r") (?:for you|on you|to (?:hear|go through|deal with|take|be))|you(?:'ve| have) (?:been through|had|got|carried|put up with|dealt with) (?:so much|a lot|too much|quite a lot|a great deal|enough)|(?:i )?appreciate (?:you|that you(?:'re)?|it that you) (?:tell\w*|told|shar\w+|say\w*|said|open\w*|trust\w*)"
)
RECEIVED = rx(_RECEIVED.replace("{so}", _SO))
"""What the other person said or feels has arrived."""
OUCH = plain(r"^\W*(?:ouch|understandable|understandably|i understand|point taken|i see what you mean)(?=\W*$|[,.;!-])")
"""The same in a word or two at the beginning."""

_BE = r"(?:is|'s|was|were|are|must be|must have been|must feel|must've been|can be|could be|has been|have been|had to be|sounds?|seems?|feels?|felt|makes? (?:it|this|that|things|everything)(?: even| all the| much| so much)*|would be|would have been)"
_HARD = rx(
    r"(?:that|it(?!'s| is)|this|which|those|these|what you(?:'re| are| have|'ve)? (?:[\w']+ ){1,4}|(?!i\b|you\b|we\b|my\b|your\b|if\b|when\b)[a-z]+ing(?: [\w']+){0,5}|(?:all|both|one|two|three|four|five|six|\d+|so many|every) (?:[\w']+ ){1,4}?)"
    r" ?(?:really |just |all |only |honestly |certainly |alone |again |too |also |though )*"
    + _BE
    + r" "
    + _SO
    + r"(?:"
    + STRAIN
    + r"|too much|too long|too many|not (?:right|fair|good enough|okay|ok|on|acceptable|nice|pleasant|what you|how (?:it|that|we|things))|worse|wrong(?! to (?:say|tell|claim|call)\b)|awkward|stifling|annoying|suffocating|unpleasant|scary|cruel|nasty|lonely|unacceptable|a lot|the last thing)"
)
_ANYBODY = rx(
    r"(?:nobody|no one|(?:i {dont} think |i doubt )(?:anyone|anybody)|who) (?:would|could|can|will|should) (?:ever )?(?:blame|hold (?:it|that) against|judge|fault) you|who wouldn't|who would not|i(?:'d| would) (?:also |too |really |probably |absolutely |certainly )*(?:find|hate|struggle|resent|lose (?:my|it|patience)|mind|dread|be just as|have (?:hated|found|lost|struggled|been))\b(?! (?:out|to (?:know|see|hear)|you|another|time|somebody|someone))|(?:anyone|anybody|everyone|everybody|most people) would\b|(?:that|it|this)(?:'s| is| was) (?:way |just |clearly |really |totally |simply |well )?out of (?:order|line)|no two ways about it|(?:that|this|it) i (?:can|do) (?:see|understand|get)|(?:that|it)(?:'s| is| was) on (?:me|us)\b|(?:i'm|i am) (?:really |so |truly |very |deeply )*sorry (?:that )?(?:it|this|things|nobody|no one|we|all)(?:'s|'ve| has| have| is| was| were| went| did)"
)
_ADMITS = plain(
    r"^\W*(?:(?:yes|yeah|okay|ok|right|true|fair enough|hm+|oh|well|no)\W+)+i (?:do|did|was|am|have|had|can be|could have|should have|haven't|didn't)\b(?! (?:not my|my best|nothing|everything|tell|told|say|said|ask|asked|already|only|just|because|what i))[^.!?]{0,60}$"
)


_GIVES_BACK = plain(r"\W*(?:(?:ah|oh|okay|ok|right|and)\W+)*so\b")
_WAVERS = plain(r"\b(?:maybe|perhaps|not sure|i guess|i suppose)\b")


def meets(sentence: Span, *, criticised: bool) -> tuple[int, int] | None:
    """Where a sentence meets somebody who has told of something hard, or who criticises, in words that elsewhere may mean anything."""
    text = sentence.text
    if text.rstrip().endswith("?") or _GIVES_BACK.match(text) or _WAVERS.search(text):
        return None
    match = _HARD.search(text) or _ANYBODY.search(text) or (_ADMITS.search(text) if criticised else None)
    if match is None or unsaid(sentence, match.start()) or taken_back(sentence, match.end()):
        return None
    return match.span()
