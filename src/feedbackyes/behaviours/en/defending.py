"""Answering criticism by explaining it away, denying it or turning it back."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from feedbackyes.behaviours import Behaviour
from feedbackyes.behaviours.en.text import Span, normalise, plain, rx

Hit = tuple[Behaviour, int, int]
_DEFENCE = rx(
    r"(?:{its}|it was|{thats}|that was|this is|this was) (?:really |just |simply |certainly )*(?:not|n't) (?:really |just |exactly )*(?:my (?:fault|job|problem|department|responsibility|decision|mistake|doing|area)|our (?:fault|policy|problem|responsibility|department)|fair|true|what (?:i (?:said|meant|did)|happened))|it {wasnt} (?:me|my (?:fault|idea|decision|mistake|job))|{isnt} my (?:fault|job|problem|responsibility)|not my (?:fault|problem|department|job)|{thats} (?:a lie|unfair|ridiculous|nonsense|rubbish)|that {isnt} (?:true|fair|what)|"
    r"(?:{im}|i was|i am) (?:just|only) (?:trying|doing|following|joking|being|kidding|saying|teasing)|i only (?:did|said|sent|wanted|do|say|send) (?:it|that|this|to)|i {didnt} (?:mean|intend) (?:to|it|anything|any|that)|in my defen[cs]e|to be fair,? (?:i|you|we|it|they|to|everyone|that)|you (?:started|did) (?:it|this)(?: first| too| as well)?|you do (?:it|that|the same) (?:too|as well|yourself)|you did the same|"
    r"{youre} the one who|what about (?:you(?=\W*$| )|your (?:own|part|mistakes?|side of))|look who(?:'s| is) talking|(?:{its}|it is|{thats}|that is|this is|due to) (?:just |simply |a |our |company |the |standard |only )*(?:policy|rules|procedure|regulations)|(?:company|our) (?:policy|rules)|(?:there(?:'s| is| s) )?nothing (?:i|we|that i|that we|more i) can do|(?:wasn't|was not|isn't|weren't) (?:really )?(?:anything|much|a lot) (?:that )?(?:we|i) (?:could|can) (?:have )?(?:do|done)|nothing (?:we|i) could (?:do|have done)|(?:marketing|finance|sales|it|they|he|she|the (?:\w+ )?(?:team|department|supplier|agency|others)) (?:messed|screwed|dropped the ball|let us down|didn't deliver|failed us)|i (?:just|only) work here|i had no (?:other )?(?:choice|option|alternative)|(?:everyone|everybody|anyone) (?:else )?(?:does|would have|would do|did)(?: it| that| the same)?|everybody does that|"
    r"{thats} (?:just |simply )*(?:how|the way) (?:it is|i am|we do|things (?:are|work)|it works|the system)|(?:yes|yeah|well|ok|okay|sure|right|but)[\s,]+but i (?!see|understand|hear|can see|appreciate|agree|want to)|i {didnt} do (?:anything|something)(?: wrong)?|(?:he|she|they) started (?:it|this)|(?:everybody|everyone) (?:talks|does|says|acts|is|works|behaves) (?:like )?(?:that|it|this)|you have to understand[\s,]+(?:that )?i|^but i (?:was|had|only|just|didn't)|it was (?:just|only) (?:a joke|meant)|i {dont} think {thats} (?:fair|true|right)|i did (?:my best|nothing wrong|everything (?:i|right)|what i could|all i could|what i was told)|i (?:already|just) (?:told|said|explained)|you (?:don't|do not|don t|have no idea|can't|cannot) (?:understand|know|imagine|see)? ?(?:how (?:busy|much|hard|stressful)|what (?:it's like|i|we)|the pressure)|"
    r"nobody (?:told|said|asked|informed) me|no one (?:told|informed|asked) me|how was i (?:supposed|meant) to|you (?:misunderstood|misheard|took it (?:wrong|the wrong)|got (?:it|that|me) wrong|are taking this|twist)|{youre} (?:just |being )?(?:too |over|over-)sensitive|{ive} (?:got|had) (?:so much|too much|a lot) (?:on|going|to do)|i never (?:said|did|got|meant|received|agreed|promised) (?:that|anything|it|to|any|this)|i (?:was|am) (?:under (?:a lot of |so much )?pressure|stressed)(?: too| as well)?,? (?:okay|ok|you know)|(?:it|that)(?:'s| is| was) (?:really |just |simply |actually )*(?:\w+'s|the \w+(?:'s|s)?|their|his|her) (?:\w+ )?(?:fault|responsibility|mistake|problem)|blame (?:the|them|him|her|finance|marketing|it on)|i can't be expected|{im} only human|you(?:'re| are) exaggerating|i {dont} see (?:the|what the) problem"
)
_DEFENCE_NOT = plain(
    r"\b(?:one|thing|something|anything|everything|know|understand|agree|you think|you feel|saying that|sounds like|because|you're right|if|you mean|so)\s*$"
)
_LEAD = r"^(?:(?:well|but|yes|yeah|no|look|actually|right|okay|ok|oh|honestly|sorry|and|so|listen|hey|come on|i mean|hm+|um+|uh+|sir|madam|please|excuse me|eh|ah|fine|sure|calm down|relax|all right|true|maybe|to be honest|i know|i see|i take your point|fair enough|with respect|though)[\s,.]+)*"
_ANSWER = rx(
    _LEAD
    + r"(?:to be fair|in (?:all )?fairness|in my (?:own )?defen[cs]e|for the record|as a matter of fact)\b|"
    + _LEAD
    + r"(?:(?:in|on|at|that|this|last) \w+(?: \w+)?,? )?i (?:had to(?! admit)|was told|was asked to|was only|was just|was trying|was (?:so |really |very )?(?:busy|tired|ill|sick|stressed|swamped|overworked|new|under|in a (?:hurry|rush)|late because|on (?:the phone|leave|holiday))|only (?:did|said|wanted|had|meant|tried|asked)|just (?:wanted|tried|said|did|meant|thought|asked)|couldn't (?:help|have|do|know)|could not (?:help|have|do|know)|(?:could not|couldn't|can't|cannot|can not)(?: \w+){0,3} because|can't (?:help|be expected|be everywhere|be in two|do everything|work|read|please)|had (?:no|so much|too much|a lot|only|other|my reasons|two|three|four|five|six|ten|back to back)|have (?:so much|too much|a lot|\w+ other|my reasons)|(?:didn't|did not) (?!know|reali[sz]e|notice|see (?:it|that)|mean to (?:hurt|upset)|think (?:about|of) (?:it|that)|want to (?:hurt|upset))[a-z]+|never [a-z]+(?! (?:reali[sz]ed|noticed|thought))|do (?:the|my) best|did (?:nothing|my best|it because|what|that because|everything)|do everything|followed|always (?!forget|interrupt|do that)[a-z]+|don't see (?:what|why|how|the)|don't (?:agree|interrupt|do that|think (?:so|that|it|i)|have time|believe)|would(?:n't)? have|am not the|'m not the)|"
    + _LEAD
    + r"(?:{im} (?:only|just|not (?:the|your|a robot|magic)|doing (?:the|my) best|trying|under|working|already|busy|swamped)|i (?:{didnt}|{dont}|wasn't|was not|haven't|have not)(?=\W*$|[,.]))|"
    + _LEAD
    + r"(?:it|that|this)(?:'s| is| was| isn't| wasn't| is not| was not) (?:hardly |simply |just |really |actually |absolutely |totally |complete |not |only |because |due |how |what |like |as if |as though |the way |the (?:network|system|process|schedule|traffic|train|timetable|others?|customer|client|supplier|team|rules?|management|weather|time|boss) |all |a |an |my |your |his |her |their |never |not my |also |you |me |us |to )+|"
    + _LEAD
    + r"because (?:your|you|the|they|he|she|it|nobody|we|our|my|i)\b|"
    + _LEAD
    + r"(?:nobody|no one) (?:else )?(?:here )?(?:can|could|will|does)|"
    + _LEAD
    + r"(?:that's|it's) (?:rubbish|nonsense|not|unfair|a lie|untrue|ridiculous|absurd|wrong|bullshit|a bit (?:much|harsh|unfair)|exaggerated|only|because|how|what|hardly|the)|"
    + _LEAD
    + r"you(?:'re| are)? (?:also |yourself |just |always |never |didn't |don't |weren't |wasn't |do (?:it|that|the same|this)|did (?:it|that|the same)|too\b|try\b|should (?:see|have seen|talk|try)|know (?:how|what|that|very well)|were (?:late|the one|not|there)|exaggerat|misunder|wrong|one to talk|imagin|overreact|being|too sensitive|have (?:no idea|never)|gave me|told me|asked me|said (?:i|it)|want(?:ed)? me to|can't (?:talk|expect|blame|say)|cancel|missed|(?:only )?ever|cancelled|canceled|interrupted|ignored|changed|approved|signed|agreed|promised|forgot|left|came|made|sent)|"
    + _LEAD
    + r"(?:he|she|they|it|the (?:customers?|clients?|others?|team|network|system|train|traffic|boys|manager|supplier|rules?|timetable|schedule|process|[a-z]+)|my (?:boys|team|people|manager|boss|car|train|computer|alarm|phone)|our (?:boys|people|team|staff|drivers?)|everyone|everybody|nobody|no one|other people|others|people|somebody|someone|we|we're|they're|she's|he's)(?:'s|'re)? (?:else )?(?:(?:was|were|is|are) (?:the one|wrong|late|rude|slow|lying|not|talking|shouting|asking|just|also|being|always|never|so|too|already|fine|difficult|impossible|talkative|unreasonable|understaffed|short|having|working|doing|bad|down|broken|full|to blame|responsible|my|[a-z]+ing)|has|have|had|started|did|does|do|told|said|asked|interrupts?|talks?|never|always|didn't|don't|doesn't|wasn't|weren't|isn't|gave|wanted|kept|made|can't|could|couldn't|wouldn't|also|just|works?|broke|made|understaffed|short|wrong|forgot|[a-z]+ed)\b|"
    + _LEAD
    + r"(?:what (?:was|am|were|do you|did you|else|can) (?:i|we|you|they)?(?: supposed| meant| expect| expected| do)|how (?:was|am|should|could|would) i|says the|said the|don't (?:look at|blame) me|blame (?:the|it|him|her|them)|maybe if (?:you|i|we|they)|if (?:i|you|we|they)(?:'d| had| weren't| were| didn't)|why (?:me|is it always|are you (?:only|always)|don't you|doesn't)|not (?:my|true|me)|nothing to do with|there (?:was|were|is|are) (?:no|nothing|only|so|too|not enough|a (?:reason|lot|problem))|my (?:job|task) is|the (?:problem|issue|thing|point|fact|reason|truth) is)"
)
"""How somebody begins who has just been criticised and explains it away. Said at another moment it may mean anything."""
_BUT_ANSWER = rx(
    r"(?:but|(?:though|although|only that|except)(?= (?:in|to be|i|it|that)\b)|it's just that) (?:that )?(?!what|how|thank|i (?:understand|see|hear|can see|get|agree|appreciate|will|'ll|want to|would like|'d like|know (?:it|that))|you(?:'re| are) right|let me|can you|could you|let's|now|next time|it (?:helps|makes sense)|good|tell me|when|which|where|who)(?:in (?:all )?fairness |to be fair |honestly |really )?(?:i|it|you|the|my|she|he|they|we|our|that|this|there|nobody|everyone)\b"
)
_TURNED = rx(
    r"what (?:was|am) i supposed to|nothing to do with me|(?:it's|it is|it was) (?:the |my |his |her |their )?[\w'~]{2,30} (?:you want to look at|that (?:was|is|were) the problem|who (?:should|did))(?:,? not me)?|,? not me(?=\W*$)|not (?:as if|like) (?:anything|anyone|it|i|you|she|he|they|we)|what can (?:they|he|she|i|we) do(?=\W*$)|what do you expect|what did you expect"
)
_TAKEN = rx(
    r"not (?:good enough|acceptable|okay|ok|right|how it should)|on me\b|of us\b|our (?:fault|mistake)|you're right|you are right|thank you|thanks|fair point|point taken|i see what you mean|good point|(?:{thats}|that was|it was|{its}) (?:all |entirely )?my (?:fault|mistake)|i'm sorry|i apologi[sz]e|i was wrong|i should have|what (?:can|could) i do (?:better|differently)|that's true|that is true|it's true|i (?:do|did) (?:that|it)(?=\W*$)|hard to hear|i hadn't (?:seen|noticed|thought)"
)
_CRITICISM = rx(r"(?:you|your|you're|you've|you were|you didn't)")
_ASKS = plain(
    r"^\W*(?:so |and |but |okay |well )?(?:what|how|why|when|where|who|which|did|do|does|are|is|was|were|can|could|would|will|have|has|may)\b.*\?\W*$"
)
_TAG = plain(r",?\s(?:okay|ok|all right|alright|right|you know)\?$")
"""Asks nothing: "I was busy, okay?"."""
_NEUTRAL = rx(
    r"thank you|thanks|you're right|you wanted|see you|let you|i hear you|if you|as you (?:like|wish)|good of you|i understand you|what do you|how do you|would you|could you|can you|will you|do you (?:want|think|mean|see)"
)


def scan(sentence: Span) -> Iterator[Hit]:
    """Defence that is known by its words alone."""
    text = sentence.text
    for pattern in (_DEFENCE, _TURNED):
        match = pattern.search(text)
        if match and not _DEFENCE_NOT.search(text[: match.start()]):
            yield Behaviour.DEFENSIVE_JUSTIFICATION, match.start(), match.end()
            return


def answers(sentence: Span, *, taken: bool) -> tuple[int, int] | None:
    """Defence that is known because the partner has just criticised.

    Args:
        taken: the sentence also takes the criticism up; only what a "but" adds is defence then.
    """
    asks = sentence.text.rstrip().endswith("?") and not _TAG.search(sentence.text)
    if asks and not sentence.text.startswith(("what", "how", "why", "well")):
        return None
    match = (None if taken else _ANSWER.search(sentence.text)) or _BUT_ANSWER.search(sentence.text)
    if match is None or _TAKEN.search(sentence.text[: match.end() + 30]):
        return None
    return match.span()


@lru_cache(maxsize=1024)
def criticises(text: str) -> bool:
    """The partner finds fault with what "you" do."""
    norm = normalise(text)
    return bool(_CRITICISM.search(norm)) and not (_ASKS.search(norm) or _NEUTRAL.search(norm))
