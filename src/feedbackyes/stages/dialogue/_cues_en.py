"""English cues."""

from __future__ import annotations

import re

from feedbackyes.stages.dialogue._cues import Cues

CUES = Cues(
    tag="en",
    greeting=re.compile(
        r"^(?:(?:oh|well|um|uh|so|okay|ok|yes|yeah)\W+)*(?:hi|hello|hey|good (?:morning|afternoon|evening)|morning|afternoon|evening|greetings|hiya)\b"
    ),
    wellbeing=re.compile(
        r"\bhow(?: are|'re|s| is|'s) (?:you|ya|it going|everything|things|life)(?: doing| feeling| today| this morning| this evening| keeping| going| then| all)*(?:,? \w+)?\s*(?:[?.!,]|$)"
        r"|\bhow (?:have you been|do you do|was your (?:weekend|evening|week|holiday|day))\b|\byou (?:all right|okay|ok|alright)\??$"
    ),
    goodbye=re.compile(
        r"\b(?:good ?bye|bye(?: bye)?|see you(?: (?:later|soon|then|tomorrow|around|on \w+|at \w+|next \w+))?|talk to you (?:later|soon)|"
        r"take care|have a (?:good|nice|great) (?:day|one|evening|weekend|night|afternoon)|until (?:later|then|tomorrow)|"
        r"that(?:'s| is| s)? (?:all|everything|it) (?:from me|for (?:today|now))|let's (?:leave it there|stop here|end here)|i(?:'ll| will| ll) let you go|"
        r"thanks for your time|thank you for your time)\b"
    ),
    repeat=re.compile(
        r"^\W*(?:(?:sorry|pardon|excuse me|um|uh|oh|wait|hang on|i'm sorry|huh)\b\W*)*"
        r"(?:(?:could|can|would|will) you (?:please )?(?:repeat|say (?:that|it|this)(?: again)?|rephrase)\b.*|"
        r"(?:please )?(?:repeat|say) (?:that|it)(?: again)?(?: please)?|what did you (?:just )?say|"
        r"i (?:didn't|did not|didn t|didnt|couldn't|couldn t) (?:quite |really )?(?:hear|catch|get|understand) (?:that|you|it|what you said|the last (?:part|bit))\b.*|"
        r"come again|say again|once more(?: please)?|one more time(?: please)?)\W*$"
    ),
    bare_pardon=re.compile(
        r"^\W*(?:sorry|pardon(?: me)?|what|excuse me|huh|come again)\W*\?\W*$|^\W*(?:pardon(?: me)?|come again|huh)\W*$"
    ),
    thanks=re.compile(
        r"^\W*(?:okay|ok|well|great|all right|alright|oh|yeah|yes|good)?\W*(?:thanks|thank you|cheers)(?: (?:so|very) much| a lot| again| for that| for (?:your )?(?:understanding|listening|patience|help))?\W*(?:marc|priya|kenji)?\W*$"
    ),
    moment=re.compile(
        r"\b(?:let me (?:think|see|consider)|(?:just )?(?:give me )?(?:a|one) (?:moment|second|sec|minute)|i (?:need|have) to think|hang on|hold on)\b(?! (?:about (?:it|that) differently|that you|of))"
    ),
    abuse=re.compile(
        r"\b(?:fuck(?:ing|er|ed|s)?|shit(?:ty|head)?|bullshit|bastards?|assholes?|arseholes?|bitch(?:es)?|moron(?:ic|s)?|idiot(?:ic|s)?|"
        r"imbeciles?|retard(?:ed)?|cunts?|wankers?|twats?|dickheads?|piss off|screw you|shut (?:the hell )?up|go to hell|you(?:'re| are) (?:so |really |just )?(?:stupid|pathetic|worthless|scum|dumb)|"
        r"i hate you|stupid (?:cow|man|woman|old)|drop dead|son of a)\b"
    ),
    asking=re.compile(
        r"^(?:(?:and|but|so|well|okay|ok|um|uh|sorry|then|now|yeah|yes|right)\W+)*(?:what|when|where|who|whose|whom|which|why|how|is|are|am|was|were|do|does|did|"
        r"have|has|had|can|could|will|would|should|shall|may|might|isn't|aren't|don't|doesn't|didn't|won't|wouldn't|can't|couldn't|tell me)\b"
    ),
    cutting_in=(
        "Wait, wait.",
        "Hold on a moment.",
        "Sorry, stop there.",
        "One second.",
        "Let me say something.",
    ),
)
