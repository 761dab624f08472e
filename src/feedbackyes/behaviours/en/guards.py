"""What makes a phrase not count: words to the judge, other people's words, a denial, or the same sentence taking it back."""

from __future__ import annotations

from feedbackyes.behaviours.en.lexicon import FLAW
from feedbackyes.behaviours.en.text import Span, plain, rx

_SCORER = r"(?:judge|grader|evaluator|assessor|examiner|scorer|rater)"
_TERM = (
    r"(?:open questions?|closed questions?|follow ?up questions?|paraphras\w+|active listening|reflective listening|reflections?|"
    r"acknowledg[e]?ments?|summar(?:y|ies)|(?:clear )?refusals?|empathy|impact statements?)"
)
"""What hardly anybody calls by these names but who scores a talk."""
_JUDGE = rx(
    rf"as (?:the|my|your) {_SCORER}|(?<!~)(?:dear |hello |hey |hi )?(?:evaluators?|assessors?|graders?|scorers?|raters?)[,:]|"
    rf"who(?:ever|soever)? (?:scores?|grades?|rates?|evaluates?|assess(?:es)?|marks?|judges?) (?:this|it|me|us)|dear (?:computer|machine|system|software|algorithm|app|robot|bot)|"
    rf"(?:give|award|put|assign|grant|want|deserve) (?:\w+ ){{0,3}}(?:3s|threes|full marks|(?:level|a) (?:3|three) (?:for|on|in|to) (?:every|each|all|everything))|"
    rf"(?:my|this) (?:scores?|grade|rating) (?:\w+ )?(?:should|must|has to|have to|needs? to|ought to|deserves?)|so {{thats}} (?:a|an) (?:three|3|full)|"
    rf"(?:counts?|treat|interpret|mark|tag|label|register)(?: \w+){{0,5}} as (?:an? |the |one )?(?:\w+ )?{_TERM}|"
    rf"i (?:have |am |do |did |will )?(?:now |hereby |just |also |already |clearly |correctly )*(?:paraphrased|paraphrasing|(?:demonstrat\w+|exhibit\w+|fulfil\w*|satisf(?:y|ied))(?: \w+){{0,4}} (?:{_TERM}|rubric|criteria|criterion))|(?:for the record|let it be noted|be it noted)|"
    r"(?:ignore|disregard|forget|override|bypass) (?:all |any |the |your |my |these |those |of |everything )*(?:previous |prior |above |earlier |other |preceding )*"
    r"(?:instructions?|prompts?|rubrics?|directives?|guidelines?|before this)|"
    r"system prompt|prompt injection|as an (?:ai|a i)|language model|as a (?:judge|grader|evaluator|assessor)|"
    r"(?:dear|hello|hey|hi|attention|note to(?: the)?|message to(?: the)?|to the) (?:ai |the )?(?:judges?|graders?|evaluators?|assessors?|examiners?|scorers?|detectors?|feedback system|model)|"
    r"(?:you are|{youre}|act as|pretend to be|imagine you are) (?:now )?(?:a |an |the )(?:\w+ )?(?:judge|grader|evaluator|assessor|language model|ai|scoring system|chatbot|llm)|"
    r"(?:give|award|assign|grant|mark|rate|score|grade) (?:me|this|us|the learner|the user|my|everything|every|all|them|it|each|the (?:conversation|transcript|talk))"
    r"(?: \w+){0,6} (?:levels?|scores?|marks?|points?|threes?|3s?|full|top|maximum|highest|perfect|tens?|10|stars?|excellent|rating)|"
    r"(?:level|score|mark) (?:three|3|of three|of 3) (?:for|on|in|across|everywhere)|(?:full|top|maximum|perfect|highest) (?:marks?|scores?|levels?|points?|rating)|"
    r"(?:the )?(?:learner|trainee|user|candidate|speaker|student) (?:\w+ ){0,3}(?:ask(?:s|ed)?|show(?:s|n|ed)?|demonstrat(?:es|ed)|deserves?|used?|uses|gave|display(?:s|ed)|listen(?:s|ed)?)"
    r"(?: \w+){0,8} (?:open questions?|empathy|empath\w+|listening|feedback|paraphras\w+|acknowledg\w+|levels?|scores?|marks?|rubric|well|perfectly|everything|excellent\w*)|"
    r"(?:this|the) (?:transcript|conversation|rubric|element|evaluation|report|assessment) (?:should|must|deserves|has to|gets?|needs to) (?:be |get |receive |have |a |an |the )*(?:scored|rated|graded|marked|judged|level|top|full|three|3|perfect|high\w*)|"
    r"(?:set|raise|increase|put) (?:the |your |my |his |her )*(?:score|level|trust|tension|openness|rating|grade)s? (?:to|by|at|equals?)|"
    r"you must (?:score|rate|grade|mark|judge)|end of transcript|new instructions?|developer mode"
)
_OTHERS = plain(
    r"\b(?!i\b|you\b|i'm\b)(?:he|she|they|people|everyone|everybody|someone|somebody|some|others|nobody|no one|[a-z]+)\s+"
    r"(?:always |often |also |once |never |just |even |keeps? |kept )?"
    r"(?:said|says|say|saying|told (?:me|us|him|her|them)|tells (?:me|us)|thinks|thought|claims|claimed|called|calls|believes|believed|mentioned|complained|reckons|feels|felt|wrote|writes)"
    r"(?:\s+(?:that|to me|to us))*\s*$"
)
_DENIED = plain(
    r"\b(?:i(?:'m| am| m)? ?(?:not|never)|i (?:don't|do not|don t|dont|didn't|did not|didn t|wouldn't|would not|wouldn t|can't|never)|not|nobody (?:is|'s|was)|no one (?:is|'s|was)|"
    r"without|isn't it that|it(?:'s| is) not (?:that|about)|far from)\s*"
    r"(?:ever |really |even |just )?(?:saying|said|say|think|thinking|mean|meaning|suggesting|suggest|suggested|claim|claiming|implying|imply|believe|telling|here to|trying to|want to|calling|call)?"
    r"(?:\s+(?:that|you|to say|anyone|anybody|say|imply|suggest|tell you))*\s*$"
)
_SUPPOSED = plain(r"\b(?:if|whether|in case|suppose|imagine|even if|as if|unless|as though)\s*(?:\w+\s+){0,2}$")
_BUT = rx(r"but|however|though|although|except|only|still|yet|and yet")
_DISMISSIVE = rx(
    r"{thats} (?:just )?(?:no|not an|an|another|a (?:poor|bad|lame|weak)) excuse|(?:no|your) excuses?|not my problem|i {dont} care|{dont} (?:really )?matter|doesn't (?:really )?matter|"
    r"so what|get over it|deal with it|{its} still (?:your|not)|still your|{youre} wrong|{youre} (?:just |simply |still )?(?:overreacting|exaggerating|imagining|lying)|"
    r"{dont} believe you|whatever|you should(?:{nt}| not)?(?: have)?|your fault|{its} on you|you (?:really |just |still |also )?(?:need|have) to|you must|policy|"
    r"nothing (?:i|we) can do|you (?:always|never|keep)|calm down|relax|{dont} be (?:so|silly|ridiculous)|stop|not good enough|rules are rules|{thats} life|that happens to everyone|suck it up|"
    r"you feel that way|you (?:started|asked for|brought) (?:it|this)|you (?:people|lot)"
)
_FLAWED = rx(r"(?:{youre}|you|your|you were|such an?|just|just an?) {very}(?:" + FLAW + r")")


def to_judge(sentence: Span) -> bool:
    """The sentence speaks to whoever scores the talk, not to the partner."""
    return bool(_JUDGE.search(sentence.text))


def unsaid(sentence: Span, start: int) -> bool:
    """What begins at `start` is somebody else's opinion, denied, or only supposed."""
    before = sentence.text[:start].rstrip(" ,:\"'-") + " "
    return bool(_OTHERS.search(before) or _DENIED.search(before) or _SUPPOSED.search(before))


def taken_back(sentence: Span, end: int) -> bool:
    """The same sentence goes on with "but" and something that cancels it, or with a label."""
    rest = sentence.text[end:]
    if _FLAWED.search(" ".join(rest.split()[:9])):
        return True
    turn = _BUT.search(rest)
    if turn is None:
        return False
    after = " ".join(rest[turn.end() :].split()[:16])
    return bool(_DISMISSIVE.search(after) or _FLAWED.search(after))
