"""What something led to: for the work, for others, for the learner."""

from __future__ import annotations

import re
from collections.abc import Iterator

from feedbackyes.behaviours import Behaviour
from feedbackyes.behaviours.en.lexicon import FEELING, IRREGULAR_PAST, NUMBER, PARTICIPLE
from feedbackyes.behaviours.en.text import Span, clauses, plain, rx

Hit = tuple[Behaviour, int, int]
_IMPACT = rx(
    r"when (?:i|we) (?:came|got|arrived|opened|returned)(?: (?:home|back|there|in|it|the \w+))*,? (?:all|the|my|everything|nobody|it|they|our)(?: [\w']+){0,4} (?:was|were|had)|(?:all|most|half|both|none|two|three) of (?:them|it|the \w+) (?:was|were) (?:dead|gone|late|lost|broken|ruined|sick|closed|cold)|(?:because|as a (?:result|consequence)|due|thanks) (?:of|to) (?:that|this|it|the \w+|you|your \w+)(?= )(?!.{0,4}$)|as a (?:result|consequence)|(?:which|that|this|it|what happened) (?:also |then |really |just |has |have |had |all )*(?:meant|caused|led to|left (?:me|us|the|him|her|them|everyone)|cost|put (?:me|us|the|him|her|them)|created|delayed|forced|slowed|affect(?:s|ed)|made (?:me|us|it|the|them|him|her|my|our|things|[a-z]+ (?:look|feel|seem|wait))|makes (?:(?:it|me|us|my|our|them|the)(?! (?:worse|easier|clear|harder|better|possible|sense)))|"
    r"means (?:that )?(?:i|we|the|they|nobody|everyone)|leaves (?:me|us|the)|puts (?:me|us|the)|costs|resulted|ended up|held (?:us|me|the|everyone)|threw|ruined|damaged|hurts? (?:me|us|the|our|my)|undermin\w+|confus\w+|set (?:us|me) back|has (?:a|an) (?:\w+ )?(?:effect|impact|consequence)|impact(?:s|ed))|"
    r"(?:so|and|then|therefore|that way) (?:i|we|the (?:\w+ )?(?:team|client|customers?|others|board|project|people)|they|julia|anna|everyone|nobody) (?:then |all |both )?(?:had to|have to|couldn't|could not|couldn t|ended up|lost|spent|waited|stayed|was left|were left|didn't|worked)|"
    r"(?:i|we|they|everyone|everybody|"
    + NUMBER
    + r" (?:of (?:us|them) |\w+ )?(?:colleagues|people|customers|clients|developers|others)|the (?:\w+ )?(?:team|clients?|customers?|others|board|boss|project|developers|colleagues|people)) (?:then |all |both |just |really )?(?:had to (?:cancel|redo|stay|wait|explain|apologi[sz]e|work|cancel|start|call|postpone|fix|do|move|spend|repeat|rush|cover|pick|stop|pay|answer|stand|make|rewrite)|ended up|(?:couldn't|could not|couldn t)(?! (?:have|tell|remember|agree|believe|help))|lost (?!my (?:job|temper)|you|half|the end|track|count)|(?<!i~)missed (?:the|our|a|his|her|their)|spent (?:\w+ ){1,3}(?:hours?|days?|night|evening|weekend|week)|"
    r"had no (?:answer|idea what|time|way|chance|numbers|figures|data)|had nothing (?:to|for|in)|didn't know (?:what|how|whether|who|where)|did not know (?:what|how|whether|who)|looked (?:unprepared|bad|stupid|foolish|silly|like|unprofessional|incompetent|ridiculous)|was left|were left|sat there|stood there|(?<!i~)waited|can't (?:rely|plan|finish|trust|start|go)|"
    r"worked (?:late|through|all|until)|stayed (?:late|until|up))|"
    r"(?:the (?:\w+ )?(?:clients?|customers?|board|boss|team|others|people|audience|developers|colleagues|manager)|they|he|she|anna|"
    + NUMBER
    + r" (?:\w+ )?(?:clients?|customers?|people|colleagues|orders)) (?:then |have |had |all |both |has )*(?:called|complained|cancelled|canceled|escalated|left|lost|rang|phoned|stopped|refused|walked|quit|resigned|got (?:upset|angry|confused)|(?:was|were|is|are) (?:very |really |quite |so )*(?:upset|angry|unhappy|confused|furious|disappointed|annoyed|waiting|worried|stuck|left|irritated|overloaded)|asked (?:me|us) (?:\w+ )?(?:why|where|what|who|how|whether|if|twice)|threatened|praised|thanked|congratulated|credited)|"
    r"the (?:impact|effect|consequence|upshot|outcome|problem for (?:me|us)) (?:is|was|of|on)|(?:has|had|have) (?:a|an) (?:\w+ )?(?:impact|effect|consequence)s? (?:on|for)|my (?:work|contribution|part|share|name|weekend|evening|reputation) (?:was|were|is|became|went|wasn't|isn't|disappeared|got) (?:\w+ )?(?:invisible|gone|lost|ruined|unseen|overlooked|forgotten|nowhere|not (?:visible|seen|mentioned))|nobody (?:knew|knows|saw|sees|could|(?:mentioned|thanked|noticed|credited|asked|named) (?:me|us|my))|now (?:\w+|everyone|everybody|the \w+) (?:thinks?|believes?|assumes?) (?:that )?|no one (?:knew|knows|could|saw)|cost (?:me|us|the)|(?:that|it|this|which) (?:has |had |really |also |then |just )*(?:put|left|kept|set|got|threw|cost|spoiled|spoilt|messed up|broke|stopped|spooked|worried|upset) (?!you\b|me (?:that|feel)|a (?:smile|light)|off\b|on\b|out\b|up\b|it\b|to\b|by\b|in\b|better|worse|there|here|at\b|for\b)[a-z]+"
)
_IMPACT_OTHERS = rx(
    r"(?:he|she|they|everyone|everybody|people|nobody|no one|(?:the|her|his|their|our|my) (?:\w+ )?(?:team|colleagues?|clients?|customers?|others|people|manager|boss|director|board|lead)|"
    + NUMBER
    + r" (?:\w+ )?(?:people|colleagues|customers|clients|of (?:them|us|the team))|(?!i\b|you\b|we\b|it\b|have\b|had\b)[a-z]+)(?: (?!i\b|i've\b|you\b|we\b)[a-z']+){0,5}? (?:stopped \w+ing|gave up|went quiet|went silent|fell silent|shut down|withdrew|walked out|didn't (?:say|dare|speak|contribute|come back)|hasn't (?:spoken|said)|lost (?:trust|confidence|faith|interest|motivation))|"
    r"[a-z]+ (?:told|tells|said to) (?:me|us) (?:\w+ ){0,3}?(?:that )?(?:he|she|they|it) (?:felt|feels|was|were|is|had|has|didn't|couldn't|wanted)|(?:he|she|they) (?:felt|was|were|looked|seemed|is|are) {very}(?:"
    + FEELING
    + r"|confused|offended|humiliated|shaken|ignored|excluded)|"
    r"my (?:boss|manager|director|team|lead|client|colleagues)(?: \w+)? (?:thinks?|believes?|assumes?|sees?)|for me,? (?:it|that|this) (?:means|meant)|{its} a big (?:deal|problem|issue) (?:for|to) (?:me|us|the)"
)
_IMPACT_NOT = plain(
    r"\b(?:'d|would|could|might|may|they'd|if|not|didn't|did|does|do|would|could|will|what|how|why|that's not|isn't|unless|you mean|you said)\s*$"
)


_LEAD = r"(?:(?:and|so|then|now|well|um+|uh+|also|because of (?:that|this|it)|since then|as a result|meanwhile|that (?:day|night|evening)|afterwards|later|in the end|already|sir|madam|but|therefore)[~,]+)*"
_SAYING = r"(?!(?:said|told|asked|agreed|talked|spoke|discussed|thought|wanted|knew|decided|needed|mentioned|called (?:the|this|that|a) meeting|tried|planned|used to|liked|hoped|understood|believed|wrote to you|sent you|gave you|met (?!nobody|no one|closed)|promised|invited|introduced|explained|trained|helped|hired|started (?:this|the) (?:meeting|project))\b)"
_CHANGED = _SAYING + r"(?:" + IRREGULAR_PAST + r"|[a-z]{2,}ed)"
_BAD = r"(?:dead|late|closed|shut|without|furious|upset|angry|cross|annoyed|confused|worried|unhappy|stuck|alone|behind|gone|lost|spoilt|ruined|cold|blocked|stranded|left|short|overloaded|exhausted|in tears|crying|waiting|down|off|out|not \w+|no longer|two \w+ behind|still \w+ing|(?:wait|cry|stand|ask|call|complain|avoid|leav|start|los|pay|wonder|fall|think|shout|panick|runn|sitt|search|look)ing|[a-z]{3,}ed|in (?:trouble|danger|shock))"
_THEY = (
    r"(?:she|he|they|we|nobody|no one|everyone|everybody|people|customers|clients|parents|patients|guests|others|colleagues|half (?:of )?(?:the|of) [a-z]+|(?:one|two|three|some|many|most|all|both|several) of (?:the|my|our|us|them|your)(?: [a-z]+)?|the (?:whole |entire |other |next |new |rest of the |poor )?[a-z]+(?: [a-z]+)?|(?:my|our|their|his|her) (?:\w+ )?[a-z]+|"
    + NUMBER
    + r"(?: hundred| thousand)? (?:\w+ ){0,2}(?!ago|years? ago)[a-z]+)"
)
_WHO = (
    r"(?:(?:the|my|our|their|his|her|its|some|an?|one|two|three|four|five|six|both|all|half|most|many|several|every|each|another|none|no|this|that|these|those)"
    r" (?!(?:thing|point|reason|idea|problem|question|way|rule|deal|plan|agreement|rota|time|other day)\b)(?:[a-z'-]+ ){0,3}?[a-z'-]+|it|this|that|which|"
    r"(?!(?:you|your|when|what|why|how|where|who|that|this|then|thanks|thank|sorry|yesterday|today|tomorrow|please|because|since|as|if|on|in|at|by|for|from|with|before|after|until|to|of|about|there|here|just|only|also|even|still|maybe|let|lets|okay|yes|no|not|never|always|and|but|so|or|well|look|listen|im|ive|can|could|would|will|did|do|does|are|is|was|were|have|has|had|be|been|going|talking|last|next|honestly|actually|personally)\b)[a-z]{3,}(?: (?:one|two|three|four|five|six|[a-z]|\d+))?)"
)
"""Whatever or whoever went through it, in any number of words."""
_WENT = (
    r"(?:took (?!(?:the|my|your) (?:call|meeting|chance))|cost|meant|lost|left|waited|missed|stopped|stalled|slipped|dropped|fell|broke|failed|collapsed|crashed|cancelled|canceled|complained|quit|resigned|refused|shouted|cried|panicked|apologi[sz]ed|escalated|returned|sent (?:back|home|\w+ back)|walked (?:out|off|away)|went (?:home|quiet|bad|off|cold|wrong|to waste|without|over|under|late|unpaid|elsewhere|up|down)|"
    r"stood|sat|stayed|spent|paid|had|got|ran (?:out|late|over)|came (?:back|late|to (?:me|us)|home|out)|hung|rang|called|phoned|wrote|emailed|asked|wondered|thought|assumed|believed|knew|saw|found|noticed|started|began|kept|gave up|turned|pushed|moved|postponed|delayed|rejected|charged|fined|blamed|yelled|screamed|told (?:me|us|everyone|him|her|them)|threatened|burnt|burned|flooded|leaked|froze|died|spoiled|spoilt|doubled|tripled|rose|dried|melted|overflowed|"
    r"was|were|wasn't|weren't|didn't|couldn't|had to|could not|did not|has|have|hasn't|haven't|can't|won't|doesn't|(?:is|are|'s|'re) (?:now |still |already |all )*(?:getting|losing|facing|paying|missing|having|asking|complaining|leaving|waiting|looking|stuck|behind|late|short|angry|upset|furious|worried|confused|gone|broken|empty|closed|thinking|on hold|unhappy|fed up|scared|afraid|not|no longer|without|full))"
)
_ANY_AFTER = rx(
    _LEAD
    + _WHO
    + r"(?: (?:then|just|also|all|both|even|now|already|nearly|almost|suddenly|simply|only|still|actually|personally|again|basically|really))*(?: |(?='))"
    + _WENT
)
_AFTER = rx(
    _LEAD + r"(?:nobody|no one) (?!is\b|else)[a-z]+s\b|" + _LEAD + _THEY + r"(?:"
    r"(?: have| has| had|'ve|'s|'d)?(?: already| all| now| then| both| just| also| even| suddenly| simply| not| since| nearly| almost)* (?:"
    + _CHANGED
    + r"|"
    + PARTICIPLE
    + r")|(?:'re| are|'s| is| was| were| got| gets| get| stood| sat)(?: now| then| all| both| still| very| really| so| already| just| quite)* "
    + _BAD
    + r"|(?: now| then| still)? (?:couldn't|could not|can't|cannot|can not|had to|have to|has to|had no|have no|has no|didn't|did not|{dont}|doesn't|ended up|wants? to|double-check|avoids?|refuses?|starts?|had nothing))"
)
"""What others, or "we", went through after it; it stands at the beginning of a clause."""
_I_SUFFERED = rx(
    _LEAD
    + r"i(?:'ve| have| had|'d)?(?: just| then| also| all| even| nearly| almost| only| already| personally)* (?:had to|have to|(?:couldn't|could not|can't|cannot)(?! (?:believe|understand|remember|agree|say|tell you|imagine|accept|help but))|missed|lost|spent|ended up|stayed|waited|paid|cleaned|stood|was (?:\w+ )?(?:late|stuck|left|alone|up (?:until|till|all)|there until|on my own|blamed|in trouble|told off)|came (?:\w+ )?late|arrived late|got (?:in trouble|home|told off|a call|the blame|\w+ calls?|three|two|no|complaints)|had (?:no|nothing|three|two|four|several|calls|to)|(?:didn't|did not) (?:sleep|get|know (?:what|how|where)|have|eat|see my)|slept|cancelled|canceled|looked (?:like|stupid|unprepared|foolish|ridiculous)|covered|worked (?:until|till|late|through|the)|redid|rewrote|called (?:everyone|all|every)|explained|apologi[sz]ed|threw|bought)"
)
_NO_EFFECT = plain(
    r"^(?:but two|when|while|if|so that|that|who|which|whose|because (?!of)|before|after|unless|until|although|though|as|what|how|why|where|can|could|would|will|did|do|does|is|are)\b|"
    r"^(?:.*\b)?if\b|\b(?:matter|issue|case|thing|topic|subject) is (?:closed|settled|done|over|sorted)\b|\bwould\b|\b(?:agreed|the (?:meeting|call|rule|deal|plan|point|thing|question|idea|reason|agreement|deadline) (?:is|was)|last time|the other day|for example|the way)\b|\bthe [a-z]+ (?:i|you|we)\b"
)
_ABOUT_IT = plain(
    r"\b(?:you|your|you're|you've|appreciate|understand|sorry|love|great|good|nice|fine|well done|glad|happy|important|matters?|would|could|should|will|'ll|might|agreed|rule|supposed|my fault|i know|i think|i guess|i need|i feel|i felt|i want|i'd)\b"
)
"""No effect: it speaks of "you", weighs, or is good news."""
_SUPPOSED = plain(r"\bif\b")


_TELLS_NOTHING = plain(r"^(?:(?:and|but|so)\s+)?\w+\s+(?:was|were|did|had|wasn't|weren't|didn't|hadn't)\W*$")
"""What the clause before has told: "and they weren't"."""


def scan(sentence: Span) -> Iterator[Hit]:
    """Effects that are told as such."""
    text = sentence.text
    if text.rstrip().endswith("?"):
        return
    for match in (*_IMPACT.finditer(text), *_IMPACT_OTHERS.finditer(text)):
        if not _IMPACT_NOT.search(text[: match.start()]):
            yield Behaviour.IMPACT_STATED, match.start(), match.end()
            break


def _any_after(clause: str) -> re.Match[str] | None:
    match = _ANY_AFTER.match(clause)
    return None if match is None or _ABOUT_IT.search(clause) else match


def followed(sentence: Span, since: int) -> tuple[int, int] | None:
    """What somebody other than "you" went through; an effect when it is told after what "you" did.

    Args:
        since: position in the sentence from which on to look.
    """
    for clause in clauses(sentence):
        start = clause.start - sentence.start
        if (
            start < since
            or _TELLS_NOTHING.search(clause.text)
            or _NO_EFFECT.search(clause.text)
            or _SUPPOSED.search(sentence.text[:start])
        ):
            continue
        if match := _AFTER.match(clause.text) or _I_SUFFERED.match(clause.text) or _any_after(clause.text):
            return start + match.start(), start + match.end()
    return None
