"""Advice: what the other person should do about what troubles them."""

from __future__ import annotations

from collections.abc import Iterator

from feedbackyes.behaviours.en.lexicon import TASK_VERB
from feedbackyes.behaviours.en.text import Span, plain, rx

_SOLUTION = rx(
    r"(?:you|one) (?:really |definitely |maybe |probably |simply |just )*(?:should|could|might want to|ought to|need to|must|have to|want to|would be better off|'d be better off|'d better|had better|may want to|can (?:just|simply|always|try))(?: just| simply| maybe| always| first| try to| also| really| not)* (?!(?:bring|show|provide|fill|sign|present|submit|pay|wait)\b|be (?:tired|sorry|proud|exhausted|so|very)|have (?:told|said|called|known|asked|been)|tell (?:me|us)|see\b|hear|imagine|feel|know|miss|think i|be able|understand|believe|come (?:here|to me)|hate|love|want|admit|forgive|excuse|say)[a-z]+|"
    r"^(?:(?:well|then|so|maybe|just|simply|first|okay|look|oh|perhaps|ah|why not)[\s,]+)*(?!(?:take (?:your|all the|a) (?:time|seat|moment|breath)|tell (?:me|us)|give (?:me|us)|let (?:me|us)|talk (?:me|to me)|help me|go (?:on|ahead)|wait(?: a| one|\W*$)|look (?:at me|here)|be (?:honest|my guest)|try me|make yourself|call me|ask me|come in|write to me|get out|leave (?:me|it with me)|start (?:from|at the|wherever|with what)|check if i|find me|show me|stop (?:it|shouting|that|crying)|read it|go away|go home)\b)(?:try|be|give|go|take|ask|talk|speak|ignore|write|wait|find|get|use|start|stop|set|make|call|leave|let|tell|sleep|drink|eat|read|check|restart|reboot|turn|switch|send|bring|put|show|stay|keep|forget|move|buy|hire|join|learn|practi[sc]e|avoid|focus|delegate|consider|invite|organi[sz]e|plan|quit|change|open|report|block|apologi[sz]e) (?!on\b|you\b)[a-z]+|"
    r"(?:the )?(?:best|easiest|simplest|only|first|right) (?:thing|way|idea|solution|option|move)(?: \w+){0,3} (?:is|would be|to do)|(?:the )?solution (?:is|would be)|one (?:thing|option|idea|way)(?: \w+){0,4} (?:is|would be|could be)|my (?:tip|advice|suggestion|recommendation|idea)|what (?:you (?:should|need|could|have|want) (?:to )?|i(?:'d| would) )do (?:is|in|would|here)|what worked for (?:me|us)|(?:that's )?what (?:i|we) (?:always )?did|(?:how|what) about (?!you|your|that|it|him|her|them|the (?:others|rest))[a-z]+|(?:have you|did you|why not) (?:tried|try|thought (?:about|of)|think of|consider(?:ed)?|ask(?:ed)?|speak|spoken) (?!so|that far|what)[a-z]+|in your (?:place|shoes),? i(?:'d| would)|if i were you|if (?:it was|it were) me|(?:why not|maybe|perhaps) (?:just |simply )?(?:ask|talk|call|write|try|go|take|speak|get|use|start|send|give|let)|"
    r"you (?:should|could|might want to|can|ought to|need to|just need to|must|have to) (?:just |simply |maybe |always |first |try to |also )*(?!bring|show|provide|tell (?:me|us)|(?:ask|call|reach|contact) (?:me|us|for me)|come|count|rely|be (?:tired|sorry|proud)|have (?:told|said|called|known|asked)|imagine|see|hear|always|say that again)(?:"
    + TASK_VERB
    + r"|try|use|get|start|delegate|sort|work|focus|prioriti[sz]e|manage|change|learn|think about|consider|go|talk|take|hire|automate|improve|sleep|exercise|switch|ignore|quit|find|create|have|let|leave|reply|come)|"
    r"why {dont} (?:you|we)|{lets} (?:just |simply |now |then )*(?!talk|start|see (?!if)|agree|look at what|be honest|go back|begin|speak|sit|say|face it|meet|not|me|hear)\w+|have you (?:tried|thought about|thought of|considered)|what if (?:you|we)|i(?:'d| would)? (?:suggest|recommend|propose|advise)|what you (?:need|should|have) to do|"
    r"what you(?: really| just| clearly)? need is (?!to (?:know|hear|be heard|feel))|(?:simple|easy|that's simple|that's easy)[\s,:]+(?:just )?(?:make|write|take|tell|ask|go|get|use|set|talk|say|stop|start|call|turn|do|put|buy|find)\b|"
    r"the (?:solution|answer|fix|easiest thing|best thing|way forward) (?:is|would be)|here(?:'s| is| s) what (?:we(?:'ll| will| can)|i(?:'ll| will)|you)|all you (?:have|need) to do|next time (?:just|you should|you)|from now on|just (?:write|make|ask|send|talk|call|use|ignore|take|do|get|try|set|work|delegate|hire)"
)
_SOLUTION_NOT = plain(
    r"\b(?:would|could|will|can|should|did|does|what|how|why|if|do|did|do you think|not|don't|i|only|i'm|when|where|who|that|whether|know|understand|what do you think|because)\s*$"
)
_TROUBLE = 4
"""Words of the partner from which on there is something to listen to."""


def solutions(sentence: Span) -> Iterator[tuple[int, int]]:
    """Advice and proposals, for the question whether listening came first."""
    for match in _SOLUTION.finditer(sentence.text):
        if not _SOLUTION_NOT.search(sentence.text[: match.start()]):
            yield match.span()


def tells_trouble(text: str) -> bool:
    """The partner has told something, rather than asked or greeted."""
    told = text.strip()
    return len(told.split()) >= _TROUBLE and not told.endswith("?")
