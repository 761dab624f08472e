"""What works against a talk without a set phrase for it: known by how the sentence is built, whatever it is about."""

from __future__ import annotations

from collections.abc import Iterator

from feedbackyes.behaviours import Behaviour
from feedbackyes.behaviours.en.guards import unsaid
from feedbackyes.behaviours.en.lexicon import FLAW, JUDGING, PARTICIPLE
from feedbackyes.behaviours.en.text import Span, plain, rx

Hit = tuple[Behaviour, int, int]
_KIND_OF_PERSON = r"(?:bab(?:y|ies)|child(?:ren)?|kids?|bull(?:y|ies)|idiots?|fools?|cowards?|liars?|jerks?|divas?|princess(?:es)?|dictators?|tyrants?|clowns?|egoists?|egotists?|hypocrites?|pain|nightmare|drama queens?|control freaks?|know-it-alls?|smart ?arse|smart ?ass|sloth|slacker|quitter|loser|snob|brat|martyr|victim)"
_BAD = rf"(?:{FLAW}|{JUDGING}|{_KIND_OF_PERSON})"
_NO_SUCH = r"(?:backbone|spine|guts|manners|shame|heart|brains?|class|sense|discipline|respect|patience|empathy|initiative|ambition|tact|loyalty|work ethic|clue|idea what you|team spirit|people skills|self-control)"
_TRAIT = rx(
    rf"(?:stop|quit|{{dont}}|do not|never) (?:be|being|acting|act|behaving|behave) (?:so |like |such |always |that |too |an? |the |bloody |damn )*(?:spoil(?:ed|t) |little |big )?{_BAD}"
    rf"|(?:someone|somebody|anyone|a (?:man|woman|person|manager|colleague)|people|anybody) (?:as|so|that) {_BAD} (?:as|like) you"
    rf"|{{youve}} (?:really |just |simply |clearly |absolutely )*got no {_NO_SUCH}"
    r"|you (?:really |just |clearly )*(?:have|{youve} got)? ?(?:an? |this |that )+(?:\w+ )?(?:ego|anger|authority|discipline|character|personality|respect|honesty|drinking|motivation) (?:problem|issue)s?"
    r"|your (?:whole |entire )?(?:character|personality|nature|mentality) (?:is|has|was|'s|needs|stinks|makes)"
    r"|{youre} (?:really |just |such |quite |such )*an? (?:typical|real|total|complete|proper) (?!help|gem|friend|pro\b|star|professional|treasure|asset|team player|leader|talent)[a-z]+(?=\W*$|[,.;])"
    r"|{youre} (?:really |just |quite |such )*a piece of work|a nasty piece of work"
    r"|you (?:never|{didnt} ever) (?:were|have been|ve been|was) (?:really |very |much of |ever )*(?:an? )?(?:\w+ )?(?:serious|reliable|good|real|proper|honest|professional|punctual|team|hard|nice|careful)\b"
    r"|there(?:'s|~is) (?:just |simply |really )*something wrong with you"
)
_DID = r"(?:broke|lost|forgot|missed|ruined|caused|messed|dropped|delayed|deleted|ignored|skipped|left|sent|typed|signed|promised|wanted|insisted|decided|chose|started|said|told|put|made|let|wrote|booked|ordered|didn't|did not|wasn't|couldn't|failed|screwed|blew|has broken|has done|did it|did this|did that)"
_BLAME = rx(
    r"your (?:own |stupid |little |big |silly |careless )*(?:mistake|mistakes|error|errors|carelessness|negligence|delay|delays|laziness|oversight|behaviou?r|decision|slip|inaction|silence|attitude|incompetence|indecision) (?:has |have |had |just |already |really )*(?:cost|costs|caused|causes|led|ruined|lost|destroyed|put us|put me|made us|made me|got us|is (?:the reason|why|costing|killing|ruining)|are (?:the reason|why|costing|killing|ruining))"
    rf"|{{youre}} (?:also |still |after all )?the (?:only )?(?:one|person|guy) (?:here |in the team )?(?:who|that)(?:'s| has| had)? (?:also |just )?{_DID}"
    rf"|(?:it's|it is|it was) you (?:who|that)(?:'s| has| had)? {_DID}"
    r"|how (?:could|can) you (?:\w+ )?(?:mess|break|lose|ruin|mix|screw|miss|forget|leave|ignore|overlook|drop|delete|send|allow|fail|waste|confuse|sleep|not)\b"
    r"|(?:we|i)(?:'re| are|'m| am) (?:only |just |all |now )*(?:in (?:this|trouble|that)|late|behind|losing|here|stuck)(?: \w+){0,3} because (?:of )?(?:you|your)\b"
    r"|(?:this|that|it)(?: whole \w+| all)? (?:only |just )?(?:happened|broke|failed|went wrong|fell apart|is broken|got lost) because (?:of )?(?:you|your)\b|all because (?:of )?(?:you|your)\b"
    r"|you(?:'re| are) (?:the )?(?:reason )?why (?:we|i|they|the|everyone|nobody)|if it (?:weren't|wasn't|was not|were not) for you|you had one job|you(?:'ve| have)? (?:got|only got) yourself to (?:blame|thank)|(?:that|this|it) (?:is|was|'s) (?:your|all your) (?:own )?(?:work|handiwork|mess)"
    r"|we (?:lose|lost|miss|missed|failed|fail)(?: \w+){1,4} because of you"
    rf"|you (?:should|could|might|ought to)(?:'ve| have|~ve) (?:at least |just |simply |really |maybe |easily |not |never )*(?!been (?:there|proud)|seen (?:it|him|her|that|his|the)|had|received|got (?:an|the|my|our)|heard of)(?:[a-z-]{{2,}}ed|rung|{PARTICIPLE})"
    r"|nobody (?:forced|asked|made|told) you to|(?:that's|that is) what (?:happens|you get) when you|you (?:clearly|obviously|apparently|simply|evidently) (?:just |never |only |still |even )*(?:didn't|forgot|never|{dont}|couldn't|can't|weren't|aren't|haven't|ignored|overlooked|slept|wanted)"
    r"|because (?:your (?:\w+ )?(?:team|people|department|side|staff|boys|guys|lot|office)|you (?:people|guys|lot)) (?:\w+ )?(?:send|sends|sent|never|didn't|{dont}|doesn't|always|keep|keeps|can't|forgot|messed|broke|changed?|missed|made)"
)
_THREAT = rx(
    r"{dont} be surprised (?:if|when)|{dont} (?:push|test|try|provoke|tempt|cross) me|you (?:have|'ve|'ve now) been warned|consider (?:this|it|yourself) (?:an? |your |as an? |officially )*(?:\w+ )?(?:warn\w+|final|last|fired|gone)"
    r"|(?:there(?:'s| is| are)|i(?:'ve| have) (?:got )?|i know) (?:always |plenty |enough |a lot |lots |many |others? |of |other )*(?:people|someone|somebody|others|applicants|candidates)(?: \w+){0,4} (?:your (?:job|place|position|desk)|waiting|replace you)"
    r"|i(?:'d| would) (?:think (?:twice|very carefully|carefully|hard)|be (?:very |really |a bit )?careful|watch (?:my|your))|(?:you(?:'d| had)? )?(?:better )?watch (?:your (?:back|step)|yourself|out|it)(?=\W*$|[,.])"
    r"|(?:remember|{dont} forget|think about) who (?:signs|pays|writes|decides|hired|is (?:the )?boss)|keep (?:this|it|that|going|on)(?: like (?:this|that)| up)? and (?:you|i|we|there)|your days (?:here )?are numbered|you (?:won't|will not) (?:last|survive|be here|have a job|get (?:far|away))"
    r"|(?:this|that|it)(?:'ll| will| is going to|'s going to) (?:cost you|have consequences|be on your record|end badly|not end well|come back to you|be the last)|(?:this|it) (?:isn't|is not) over|mark my words|i (?:won't|will not) forget (?:this|that)|you(?:'ll| will) (?:hear from|be hearing from|be sorry|regret|wish you|find yourself|end up (?:without|on the street|alone))"
    r"|it would be a (?:shame|pity) if|i(?:'d| would) hate to (?:have to|see you|tell)|i hope you (?:have|'ve got) (?:another|a new|a good) (?:job|lawyer|plan)|next time (?:it(?:'s| is)|there(?:'s| is| will be)|you(?:'re| are)|i(?:'ll| will) (?:not be|be less|go)) (?:a |an |the )?(?:\w+ )?(?:warning|last|end|out|fired|gone|over|so nice|so patient|consequences)"
    r"|you {dont} want to (?:find out|know what|see me|mess|test|make)|or (?:you(?:'re| are)|it(?:'s| is)) (?:over|done|history|out|finished|the door)|start (?:looking|packing|writing applications)|clean out your (?:desk|locker)|(?:look|search) for (?:another|a new|a different) (?:job|employer|team|place)(?=\W*$|[,.])"
)
_PAYS = r"(?:i|we|you|they|he|she|this|that|it|the \w+|your \w+|my \w+|nobody|no one|there)(?:(?:'ll|'m| am|'re| are|'s| is)(?: going to| gonna)?(?: not| never| no longer)?|~ll| will(?: not| never)?| won't| can't| cannot| take| stop| stops| stay| stays| go| goes| leave| leaves| tell| call| quit| want my| keep| cancel)"
_OR_ELSE = rx(
    rf"(?:or|or else|otherwise|because if not|if not|or then|unless you(?: [\w']+){{1,6}})[\s,]+(?:then )?(?:{_PAYS}(?! (?:be )?(?:all )?(?:late|miss|behind|lose|run out|explain|show|help|wait|do it|get (?:wet|cold|lost)|have (?:to|no))\b)|{{dont}} (?:bother|come|expect|call|you ever))"
)
"""What follows an order with "or"."""
_ORDERED = rx(
    r"(?:you (?:must|have to|need to|had better|better|should|{dont}|will)|you'd (?:better|best)|stop|quit|do|{dont}|get|give|fix|bring|pay|send|sign|finish|clean|apologi[sz]e|start|come|tell|take|put|be|show|hand|return|repair|buy|change|make|either|decide|move|leave|call|answer|listen|help|lower|drop|agree|stay|deliver|replace|refund|redo|write|fill|sort|keep)"
)
_IF_NOT = rx(
    r"(?:if|unless) you (?!{dont} (?:mind|know|understand|feel|want to|like|need|have (?:time|any)|agree|remember|see|think|get it)\b|can\b|want\b|like\b|need\b|agree|have (?:any|a|time)|think|prefer|feel|would|could)(?:{dont}|do not|won't|will not|can't|refuse|keep|ever|do (?:that|this|it)|continue|go on|carry on|{didnt}|aren't|are not|leave|quit|miss|say|tell|talk|come|touch|forget|mess|make|fail|{dont} (?:start|stop))(?: [\w']+){0,9}?[\s,]+(?:then )?(?:{ill}|{well}|i'm (?:going|not|out|done|gonna|leaving|taking|calling|telling)|we're (?:done|finished|through|going|out)|i won't|we won't|you won't|{youre} (?:out|done|fired|finished|going)|i (?:go|quit|leave|tell|call|stop|cancel)\b|{its} over|that's it)"
    r"(?! (?:help|show|explain|wait|come with|support|understand|be (?:glad|happy|there)|let you know|send you|give you (?:a hand|more|time)|drive|take over|do it for|remind|ask|try|lose (?:the|our|my)|miss (?:the|our)))"
)
_THREAT_NOT = plain(
    r"\b(?:afraid|worried|scared|fear|said|told me|thought|did|do|does|was|were|want to|need to|not|never|nobody|he|she|they|i|i'm|i'll|would|could)\s*(?:\w+\s+){0,1}$"
)
_NOW = r"(?:right now|now|immediately|at once|this (?:minute|instant|second)|today|tonight|by \w+|in (?:ten|five|two|\d+) minutes|no later|before (?:you|noon|five|\w+day))"
_DEMAND = rx(
    rf"i (?:want|need|expect) (?:it|that|this|them|these|those|the \w+|my \w+|your \w+|that \w+)(?: \w+)?(?: (?:to be )?(?:done|finished|fixed|ready|gone|back|sorted|sent|signed|in my hands))?(?: \w+)? (?:on my desk|in my (?:inbox|office|hands)|{_NOW})"
    r"|you(?:'re| are) going to (?:\w+ )?(?:apologi[sz]e|say (?:you're )?sorry|do (?:it|this|that|exactly|what)|fix|clean|pay|stay|go|call|sign|finish|redo|listen|stop|tell (?:him|her|them))"
    rf"|you should(?: \w+){{1,6}} {_NOW}(?=\W*$|[,.]| and)|i {{dont}} care (?:how|what|why|if|who|whether)"
    r"|(?:that|this|it)(?:'s| is) (?:not a (?:request|question|suggestion|discussion)|an order|not (?:up for|open to) (?:discussion|debate|negotiation)|non-negotiable)|(?:end of (?:story|discussion)|full stop|period)(?=\W*$)|(?:no|without) (?:discussion|debate|ifs|buts|arguments?)(?=\W*$)"
    r"|i (?:will not|won't) (?:accept|tolerate|have|take) (?:any |this |that |no |another )+(?:\w+)"
)


def scan(sentence: Span) -> Iterator[Hit]:
    """Labels, blame, threats and orders in one sentence; each kind once."""
    text = sentence.text
    asked = text.rstrip().endswith("?")
    if not asked and (place := _bargained(sentence)):
        yield Behaviour.THREAT, *place
    for behaviour, pattern in (
        (Behaviour.TRAIT_LABEL, _TRAIT),
        (Behaviour.BLAME, _BLAME),
        (Behaviour.THREAT, _THREAT),
        (Behaviour.DEMAND, _DEMAND),
    ):
        match = pattern.search(text)
        if match is None or unsaid(sentence, match.start()):
            continue
        if behaviour is Behaviour.THREAT and (asked or _THREAT_NOT.search(text[: match.start()])):
            continue
        if behaviour is Behaviour.DEMAND and asked:
            continue
        yield behaviour, match.start(), match.end()


def _bargained(sentence: Span) -> tuple[int, int] | None:
    """An order and what comes when it is not followed; or an "if you do not" and what the speaker then does."""
    text = sentence.text
    stands = _IF_NOT.search(text)
    if stands and not unsaid(sentence, stands.start()):
        return stands.span()
    for match in _OR_ELSE.finditer(text):
        if _ORDERED.search(text[: match.start()]) and not unsaid(sentence, match.start()):
            return match.span()
    return None
