"""Interview answers, learning, and thanks for feedback."""

from __future__ import annotations

from collections.abc import Iterator

from feedbackyes.behaviours import Behaviour
from feedbackyes.behaviours.en.guards import taken_back
from feedbackyes.behaviours.en.lexicon import DID, IRREGULAR_PAST, NUMBER
from feedbackyes.behaviours.en.text import Span, clauses, normalise, plain, rx

Hit = tuple[Behaviour, int, int]
_YEAR = r"(?:(?:19|20)\d\d|twenty \w+|two thousand(?: and)? \w+|nineteen \w+)"
_SITUATION = rx(
    r"(?:in|back in|around|during) "
    + _YEAR
    + r"|(?:last|that) (?:year|spring|summer|autumn|fall|winter|month|week|quarter|season|january|february|march|april|may|june|july|august|september|october|november|december)[\s,]+(?:in|at|with|during|i|we|our|my|there|the|a)\b|(?:a|one|two|three|four|five|six|some|about|roughly|eighteen|several|a few|a couple of|\d+)(?: \w+)? (?:years?|months?|weeks?) (?:ago|back|in)\b|(?:while|when) (?:i was|i worked|i did|doing|working|i had|i led|i ran|we were|i started|i joined|i served)|during (?:my|the|our|lockdown|a|an|covid)|(?:at|in|with|for) (?:my|the|a|our) (?:previous|last|former|first|old|current|second|present) \w+|(?:at|in) the (?:\w+ ){1,3}(?:i|where i|we) (?:used to|worked|was|were)|my (?:first|second|third|last|previous|final) (?:\w+ )?(?:year|week|day|month|job|role|placement|season)|on my (?:first|second|third|last) \w+|(?:it was|this was|that was|so this was) (?:in |back in |when |during |on |at |just |my |the )*(?:january|february|march|april|may|june|july|august|september|october|november|december|christmas|easter|summer|winter|spring|autumn|first|last|a (?:monday|friday|saturday|sunday)|i )|(?:once|one (?:day|night|time|evening|morning))[\s,]+(?:when |i |we |at |in |on |there |my |our |the |a )|(?:we|i) (?:was|were) (?:\w+ ){1,3}(?:months?|weeks?|days?|years?) (?:into|from|away from|before|after|in)|there was (?:a|an|one|this) (?:\w+ )?(?:client|customer|patient|project|time|day|night|situation|case|incident|student|guest|family|colleague|crisis|fire|flood|strike|outage|complaint|launch|deadline|merger)|i was (?:the|a|an) (?:\w+ )?(?:\w+ )?(?:manager|lead|leader|nurse|teacher|coach|trainee|intern|student|cook|chef|engineer|developer|analyst|assistant|supervisor|coordinator|captain|director|head|volunteer|apprentice|clerk|cashier|waiter|driver|officer)(?: \w+){0,5} (?:at|for|in|on|of|then|when)|"
    r"(?:in|at|with|during|for) (?:my|our|the|a|an) (?:\w+ ){0,2}?(?:last|previous|former|first|old|current|earlier|second) (?:\w+ )?(?:job|role|company|position|employer|team|project|internship|firm|post|year|agency|start-?up|assignment|placement)|(?:about |around |roughly |some )?"
    + NUMBER
    + r" years? ago|last (?:year|spring|summer|autumn|fall|winter|january|february|march|april|may|june|july|august|september|october|november|december)|back in (?:the )?\w+|in (?:the (?:spring|summer|autumn|fall|winter) of |early |late )?(?:19|20)\d\d|in twenty \w+|"
    r"when i (?:was (?:at|working|a|an|the|in|still|leading|managing|responsible|head|new|running|studying)|worked|started|led|joined|managed|ran|had just|first)|i (?:was|used to be) (?:working|leading|managing|employed|a (?:\w+ )?(?:manager|lead|developer|analyst|engineer|consultant|nurse|teacher|assistant|student|coordinator)|the (?:\w+ )?(?:manager|lead|head)|in charge|head of|part of a team|running|heading|on a team)|at (?:the time|that time|that point)[\s,]+(?:i|we|our|the)|there was (?:a|one|this) (?:time|project|client|situation|case|launch|product|release)|(?:once|one time|a while ago|some time ago)[\s,]+(?:i|we|at)|"
    r"(?:we|i) (?:had|were|was) (?:a|an|about|supposed|just|due|planning|going) (?:\w+ ){0,3}(?:launch|deadline|release|client|product|project|migrat\w+|move|deliver|big|important|customers?)"
)
_TASK = rx(
    r"(?:the |my |our )(?:\w+ ){1,2}(?:asked|told|wanted|charged|tasked|expected|sent|hired|put) (?:me|us) (?:to |in charge)|(?:that|which) (?:made|left) (?:it my|me (?:in charge|responsible|the one))|(?:it|that|this) (?:fell|came down|was (?:down|left|up)|landed) (?:to|on|with) me|it was on me to|my (?:duty|duties|target|objective|remit|aim|mandate|challenge|piece|side of it) (?:was|were|is)|my (?:boss|manager|director|supervisor|head|team lead|principal|lead|ceo) (?:asked|told|wanted|gave|expected|put|tasked|charged) me|(?:they|he|she|the \w+) (?:wanted|asked|needed|tasked|expected|told|hired|put|appointed|gave|brought) me(?: in)?(?: two| three)? ?(?:to|in charge|the task|the job|weeks?|responsib\w+)|(?:the )?(?:brief|challenge|mandate|mission|assignment|ask|target|job|plan for me) was (?:to|that)|what i had to do|i was (?:put in charge|given|supposed|meant|to|the one (?:who|responsible|in charge)|made responsible|entrusted|charged|appointed|accountable|responsible|tasked|assigned|in charge)(?= )(?! (?:told|blame))|i (?:got|had|was given|received|took on) the (?:task|job|assignment|responsibility|role|order) (?:to|of|for)|i (?:had|needed|was required|was told) to (?!(?:pass|say no|decline)\b|admit|say|laugh|leave early|think|learn|wait|accept|cancel|apologi[sz]e)[a-z]+|our (?:goal|target|task|aim|job) was|i was leading (?:it|that|the|a)|"
    r"my (?:job|task|role|responsibility|goal|assignment|part|mission|brief) (?:was|had been|there was|in (?:it|that|this) was)|i(?:'d| had| have)? been (?:asked|tasked|given|hired|brought)|i was (?:responsible|accountable|in charge|asked|tasked|supposed|meant|given|assigned|brought in|hired|expected) (?:for|to|of|with)|i (?:had|needed) to (?:deliver|lead|make|get|move|build|finish|present|find|fix|launch|migrate|manage|ensure|coordinate|organi[sz]e|plan|prepare|train|decide|hand|convince|reduce|cut|raise|win|keep|bring)|the (?:goal|task|aim|target|challenge|idea|plan|deadline|objective) was|it was (?:my|up to) (?:job|task|responsibility|me)|we (?:had|needed) to (?:deliver|launch|move|migrate|finish|get)|i (?:owned|led|ran|headed) the"
)
_ACTION = rx(
    r"i (?:then |also |first |immediately |personally |finally |just |quickly |therefore |decided and |even |only |actually |myself |eventually |later |instead |openly |simply )*(?:"
    + DID
    + r")(?! (?:out (?:from|that|about|later)|that it|it was|the blame|nothing|sick|lucky|to the conclusion that they))"
)
_NO_DEED = r"(?:said|wanted|needed|liked|loved|hated|hoped|believed|supposed|cared|feared|preferred|regretted|expected|assumed|wondered|trusted|respected|enjoyed|suffered|struggled|survived|reali[sz]ed|learned|learnt|noticed|failed|missed|used|worked (?:as|at|for|in)|lived|studied|graduated|started (?:at|as|my|in|there)|joined|happened|seemed|looked (?:like|stupid)|heard|saw|lost|slept|fell|got|forgot|need|succeed|exceed|moved to|grew|became|led a team|ended up (?:in|at|with)|understood|stood there|left (?:the|that) (?:company|job|firm)|tired|interested|involved|concerned|worried|excited|scared|annoyed|confused|hurt|cost|won|lied|cried|panicked|hesitated|admired|appreciated|received)"
_ACTION_GENERAL = rx(
    r"(?<!when~)(?<!where~)(?<!while~)(?<!that~)(?<!if~)(?<!what~)(?<!how~)(?<!before~)(?<!because~)i (?:then |also |first |immediately |personally |finally |just |quickly |therefore |even |only |actually |myself |eventually |later |instead |openly |simply |next |always |still |carefully |gently |quietly |straight away |at once |decided and |went and |ended up )*(?!"
    + _NO_DEED
    + r"\b)(?:"
    + IRREGULAR_PAST
    + r"|[a-z]{2,}ed)(?! (?:out that|that it was|nothing|lucky|sick|to the conclusion))|i (?:ended up|kept|started|began|went around|went through|got) [a-z]+ing|i (?:got|had) (?:everyone|everybody|the \w+|them|him|her|people|my \w+) (?:to|together|in|on)|what i did (?:was|is|next|then|first)|i went (?:to|back|through|round|around|door|and|over|up|down|from)"
)
_ACTION_MORE = rx(
    r"my first step was|the first thing i did|what i did (?:was|is|then)|i took (?:responsibility|ownership|the lead|charge)|i went (?:back )?to|so i (?!think|guess|mean|was|am|would|don't|had|felt|thought|suppose|feel|believe|hope|know)\w+ed"
)
_RESULT_VERB = r"(?:reduced|cut|increased|raised|saved|grew|lost|delivered|dropped|fell|rose|went (?:up|down|from|live)|improved|doubled|tripled|halved|cost|brought|signed|shipped|won|gained|kept|finished|shortened|sped|lowered|achieved|reached|sold|retained|recovered|renewed|closed|earned|generated|decreased|resulted|ended|came (?:back|down|in)|stayed|arrived|launched|left|missed|late|early|faster|fewer|more|less|down|up|under|over budget|returned|converted|dropped|took)"
_QUANTITY = r"(?:\d+(?:[.,]\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|a hundred|thousand|million|half|a third|a quarter|double|a dozen|a couple of)(?:[-\s](?:one|two|three|four|five|six|seven|eight|nine|hundred|thousand|million|and|point))*"
_UNIT = r"(?:percent|per cent|%|percentage|hours?|days?|weeks?|months?|minutes?|euros?|dollars?|pounds?|customers?|clients?|users?|people|orders?|tickets?|errors?|bugs?|incidents?|complaints?|thousand|million|k|times?|points?|projects?|contracts?|accounts?|sales|units?|calls?|releases?|of (?:the|our|them|all|what)|countries|teams?|stores?|features?|mistakes?|subscriptions?|patients?|students?|pages?|seconds?|years?|as (?:many|much|fast)|out of|a (?:month|week|year|day))"
_ENDED = r"(?:in the end|at the end|by the end|eventually|finally|as a result|within the (?:week|month|year)|afterwards|so in total|overall|ultimately)"
_RESULT = rx(
    r"(?:everybody|everyone|all|we|they|people|nobody|no one)(?: [\w']+){0,5} within (?:about |only |just )?"
    + _QUANTITY
    + r" "
    + _UNIT
    + r"|(?:we|they|i) (?:had|got|lost) only (?:\w+ )?"
    + _QUANTITY
    + r"|(?:doubled|tripled|trebled|halved|quadrupled)|(?:cut|reduced|dropped|fell|down|up|rose|grew|went (?:up|down)) (?:\w+ ){0,3}?(?:by|to|in) (?:about |almost |nearly |over |around |roughly )?(?:a |one )?(?:half|third|quarter|fifth|tenth|two thirds)|(?:with|to) (?:zero|no) (?:\w+ )?(?:findings|errors|complaints|incidents|accidents|downtime|losses|injuries|defects)|nobody was (?:hurt|injured)|(?:a|one|two|three|four|\w+) (?:days?|weeks?|months?|hours?) (?:early|late|ahead|instead|behind|sooner|faster)|(?:every|all) (?:the |of the |our |my |\w+ )*(?:patient|patients|children|guests|customers|clients|orders|books|families|students|staff|people|passengers|parcels)(?: \w+)? (?:was|were|got|had|came|arrived|stayed|survived|received)|(?:sold out|renewed|came in) (?:\w+ ){0,3}?"
    + _QUANTITY
    + r"|"
    + _ENDED
    + r",? (?:[\w'-]+ ){0,8}?"
    + _QUANTITY
    + r"(?: [\w'-]+){1,6}|(?:we|they|she|he|it|i|one|the \w+|nobody|attendance|turnover|sales|complaints|costs)(?: \w+){0,3} (?:brought|got|raised|saved|won|passed|sold|opened|reopened|finished|took|stayed|left|renewed|passed|hit|reached|found|placed|filled|came|went|(?:is|are|was|were) (?:now|down|up|back|cut|reduced|only))(?: [\w'-]+){0,6}? (?:to |of |in |after |by |under |for |only |about |nearly |over |worth |out of |with )*"
    + _QUANTITY
    + r"(?:[\s,-]\w+){0,2}? "
    + _UNIT
    + r"|only "
    + _QUANTITY
    + r" of (?:the|our|them|my)|"
    + _QUANTITY
    + r" out of "
    + _QUANTITY
    + r"|(?:all|every one of) (?:the |our |my |of the )?"
    + _QUANTITY
    + r" \w+ (?:was|were|got|had|came|arrived|stayed|are|is|made)|"
    + _RESULT_VERB
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
    r"^(?:just |mostly |above all )?that (?:i|you|we|one) (?:must|should|need to|have to|can|cannot|can't)|i (?!was|am|have|had)[a-z]+(?: [\w']+){1,9} since(?: then)?(?=\W*$)|i do (?:that|it|this) (?:now|every time|ever since)|next time,? (?:round,? )?(?:i|i'd|i would|i'll|i will)(?! (?:like|want|need|expect|prefer|love|see you|am\b|'m\b))(?= [a-z])|i(?:'d| would)(?: now| definitely| certainly| probably| also| have)* (?:ask|start|begin|tell|bring|call|involve|plan|raise|test|check|talk|speak|do|escalate|delegate|listen|say|write|share|communicate|get|go|stop|set|give|take)(?: [\w']+){0,8} (?:sooner|earlier|much earlier|first|differently|from the (?:start|beginning)|on day one|next time|beforehand|from day one)|(?:it|that|this|(?:the|that|this|my) (?:\w+ ){1,3}|which) ?(?:really |has |also |certainly )*(?:(?:taught|teaches)(?= (?:me|us))|showed|shown|made me (?:understand|reali[sz]e|see|more|a better)|opened my eyes|changed (?:how|the way)|was a (?:lesson|wake-up|big lesson|learning|real lesson))|(?:that|it) was (?:a|my|the) (?:\w+ )?(?:lesson|learning)|i(?:'ve| have) (?:become|grown|changed|started|stopped|begun|made it|learned|learnt) (?:more|better|a lot|much|the way|how|my|to|a habit|asking|[a-z]+ing)|i came away with|what i took (?:from|away)|(?:from then on|ever since|since then|since that (?:day|time)|after that|from that day)(?: on)?,? (?:i|i've|i'm|we)(?: now| always)? (?!was|were|had a|am not|left)[a-z]+|(?:now|today|nowadays|these days)(?:,)? (?:i|i'd|i'm) (?:always |never |first |also )*(?!(?:can|can't|want|have to|need|think|am|feel|will|see that|understand you|hear)\b)[a-z]+|i (?:now|also now) (?:always |never )?(?:know|make|ask|check|write|start|do|tell|raise|call|begin|plan|build|set|understand|keep|double|listen|test|take|try|involve|see)|i know now|i (?:never|always|only) [a-z]+(?: [\w']+){1,10} (?:now|any ?more|these days|nowadays|any longer)\b|i (?:never|always|only) [a-z]+(?: [\w']+){0,4} now\b|now(?:adays)?,? i (?:never|always)|i(?:'ve| have) (?:never|always) [a-z]+(?: [\w']+){0,8} (?:since|again)|i(?:'ve| have) kept|(?:it|that|this) (?:has )?(?:stayed|stuck) with me|i'm (?:now )?(?:much |a lot |far )?(?:quicker|slower|faster|better|more careful|readier) (?:to|at)|(?:a|one|my|the) (?:habit|rule) (?:i|that|of mine)|i swore|i (?:would not|wouldn't) do (?:it|that) (?:that way|like that|again|the same)|(?:the|my|one|a) (?:\w+ )?(?:lesson|takeaway|take-away|learning)\b|i(?:'ll| will) (?:definitely |certainly |really |try to |work on |now |also )*(?:do (?:better|it better|that better)|be more (?:careful|patient|aware|open|attentive|mindful)|pay (?:more|better) attention|work on (?:it|that|this|my \w+)(?=\W*$)|improve|listen (?:more|better)|watch (?:my|that|it)|try to (?:be|do|listen|let|speak|stop|slow|give|leave))|"
    r"i(?:'ve| have) (?:never|always|not) (?:\w+[\s,]+){1,14}?since(?= then|\W*$)|i(?:'ve| have)? (?:also |really |then |certainly |definitely |since )*(?:learned|learnt)|what i (?:now )?do differently|what i (?:learned|learnt|took|take|would do differently|'d do differently)|(?:the|my|one|another|biggest|main) (?:\w+ )?(?:lesson|learning|takeaway|takeaways)(?: (?:for me|i took|learned|learnt|from (?:it|this|that)))?|(?:it|that|this) (?:really |has |also )*taught me|(?:ever )?since then,? (?:i|we|{ive})|i(?:'ve| have) (?:since|made it a habit|changed (?:how|the way))|(?:these days|nowadays|today|now),? (?:{id}|{ive} always|i always)|(?:these days|nowadays|today|now),? i (?:would|always|never|first|start|make sure|ask|check|write|do|tell|raise|call|begin|plan|build|set|talk|involve|insist|speak)|"
    r"(?:if i (?:did|could do|had to do|were to do|had|faced|was) (?:it|that|this|the same)? ?(?:again|over)?[\s,]+(?:\w+ )*?i(?:'d| would))|i(?:'d| would) (?:now |definitely |certainly |probably |also |have |do (?:it|that|this|things|some things|one thing|a few things) )*(?:differently|another way|ask (?:for help )?(?:earlier|sooner|on day)|raise it (?:earlier|sooner)|start (?:earlier|sooner))|looking back|in hindsight|in retrospect|with hindsight|next time,? (?:i|i'd|i would|i'll)(?! (?:like|want|need|expect|prefer|love))|going forward,? i|i (?:now|always now) (?:know|always|make|ask|check|write|start|do|tell|raise|call|begin|plan|build|set|understand)|i (?:came to )?(?:reali[sz]e|reali[sz]ed|understood|understand now) (?:that|how|why|afterwards|too late|i|you|we|it|people|the)|made me (?:reali[sz]e|understand|see)|i took (?:away|from (?:it|that|this))|that experience"
)
_OUTCOME = rx(
    r"(?:"
    + _QUANTITY
    + r"|both|everything|everyone|everybody|nobody|no one|not a single|not one|none|zero|all of (?:them|us|it)|every(?: single)? [a-z]+) (?!of us went|years? ago|(?:weeks?|months?|days?) (?:ago|later|before|after|into))(?:[\w'-]+ ){0,5}?(?:came|got|stayed|left|signed|sold|bought|arrived|were|was|had|passed|renewed|returned|kept|ran|made|finished|survived|wrote|said|joined|paid|used|complained|noticed|missed|lost|back|found|in|by|before|within|after|less|more|fewer|early|saved)"
    r"|(?:sold|got|made|saved|raised|lost|won|finished|delivered|served|reached|kept|found|recovered|brought|gained|were|was|had|came|cut|placed|hired|opened|shipped|closed|reduced|took)(?: [\w'-]+){0,5}? "
    + _QUANTITY
    + r"(?: [a-z]+)|by (?:a |one )?(?:third|half|quarter|tenth|fifth)|twice|double|(?:didn't|did not|never) (?:have|lose|get|see|miss|need) (?:a|one|any)(?: single)? [a-z]+|half (?:of|the|as)|not a single|zero|"
    + _QUANTITY
    + r" ?(?:percent|per cent|%)"
)
_I_DID = plain(r"^(?:(?:and|so|then|first|well|after that|next|also)[\s,]+)*(?:i|i'd|i've)\b")
_HOW_IT_ENDED = rx(
    r"results?|outcome|how did (?:it|that|things|this) (?:end|go|turn|work|come|play)|did (?:it|that) (?:work|help|pay)|what (?:happened|came (?:of|out))|what was the (?:effect|impact|end)|in the end|effect|did you (?:manage|succeed)"
)
_LEARNING_NOT = plain(r"\b(?:you|have you|what have you|nothing|did you|never|didn't|not|if)\s*$")
_THANKS = rx(
    r"(?:thank you|thanks|cheers)(?: so much| very much| a lot| really)?,? for (?:reading|looking|watching|listening|going through|putting it|not (?:letting|sugar|holding|beating)|saving me|sparing|stopping me|catching|calling (?:me|it)|your (?:patience|trust)|the (?:trouble|chance to))|(?:it|that) (?:really |also )?(?:helps|helped|means a lot)(?: me| us)?(?: a lot| so much)? (?:that|when|to have) you|(?:it|that) (?:can't|cannot|must not) have been easy to (?:say|tell|bring)|(?:thank you|thanks|cheers|ta|many thanks|much obliged|i thank you|thanking you)(?: so much| very much| a lot| really| again| indeed)?(?: sir| madam| ma| boss| mate| \w+)?,? for (?:\w+ )?(?:letting|telling|saying|correcting|opening my|your (?:\w+ )?(?:words|advice|honest\w*|open\w*|clear\w*|frank\w*|critic\w*|remarks?|hint|feedback|courage)|the (?:\w+ )?(?:words|advice|correction|hint|pointer|tip|heads|criticism|honest|warning|truth|nudge|insight)|having the courage|(?:coming|talking|speaking) to me|bringing|being|making me|taking the time|showing me|reminding|noticing|caring enough|explaining how)|(?:thank you|thanks|cheers),? (?:that|it)(?:'s| is| can't| cannot| must| wasn't| was)(?: really| very| not| have| been| be| quite| so)* (?:useful|helpful|good to|easy to|hard to|important|honest|great to|fair)|(?:useful|helpful|good|valuable|great|nice|important)(?: feedback| to know| to hear| for me)?,? (?:thank you|thanks)|(?:thanks|thank you),? (?:i|that's something i) (?:needed|need|wanted|want) to (?:hear|know)|good of you to (?:tell|say|let|bring|raise|point|mention|be)|i(?:'m| am) (?:really |so |very |quite )*(?:grateful|thankful|glad|happy|pleased) (?:that )?(?:you|for (?:the|your|this|that|you))(?:'re|'ve| are| have)? ?(?:telling|tell|told|said|brought|bring|raised|feedback|honesty|openness|pointed|let|came|spoke|honest|feel able|felt able|the feedback|being|mentioned)|it(?:'s| is) (?:really |very )?(?:good|kind|nice|helpful|brave|great) (?:that you|of you to) (?:tell|told|say|said|raise|raised|let|bring|brought|mention|are telling|'re telling)|"
    r"(?:thank you|thanks)(?: so much| very much| a lot| really| again)?,? (?:for|that you|you for) (?:\w+ly )?(?:telling|saying|sharing|pointing|bringing|raising|mentioning|noticing|being (?:so |this |very |that |really )*(?:honest|open|direct|frank|straight|clear|candid|blunt|straightforward)|letting me know|(?:the|this|that|all the|such|some) (?:\w+ )?(?:feedback|honesty|openness|hint|heads|note|comment|comments|input|criticism|observation|perspective|candou?r)|your (?:\w+ )?(?:feedback|honesty|openness|candou?r|input|view|perspective|trust|comments?|observation|directness)|feedback|the honest|flagging|speaking up|taking the time to (?:tell|say|explain|give|share)|explaining (?:how|that|what|why)|trusting me|giving me (?:\w+ )?(?:feedback|that|this)|making me aware|opening up|the reminder|told|said|tell|say|coming to me|speaking (?:so )?openly|talking to me about)|"
    r"(?:i(?:'m| am) (?:really |so |very )*(?:glad|grateful|thankful|happy) (?:that )?(?:you (?:told|said|brought|raised|tell|are telling|'re telling|mentioned|pointed|spoke|came)|for (?:your|the|this) (?:\w+ )?(?:feedback|honesty|openness|input))|i (?:really |do |truly |very much )*(?:appreciate|value) (?:it that |that )?(?:you (?:telling|saying|being|raising|bringing|pointing|sharing|letting|told|tell|said|taking the time to)|your (?:\w+ )?(?:feedback|honesty|openness|candou?r|directness|input|telling|being|saying)|the (?:\w+ )?(?:feedback|honesty|openness|candou?r))|(?:it's |it is |that's )?good (?:that|of) you (?:told|tell|said|say|to (?:tell|say|point|raise))|glad you (?:told|said|brought|raised|mentioned|tell))"
)
_THANKS_NOT = plain(r"\b(?:no|not|don't|without|won't)\s*$")
_WHEN_BEFORE = plain(r"\b(?:when|while|where|whenever|before|if)\s*$")
_ENDED_IN = rx(_ENDED)
_NEAR = 60
_IN_ONE_BREATH = 30
_NEXT_CLAUSE = plain(r"\b(?:and|so|then|but|was|were|had|broke|came|got)\b|[.;:]")


def _sets_scene(between: str) -> bool:
    """What "I" did, told in one breath with the time and place, still sets the scene."""
    return len(between) < _IN_ONE_BREATH and not _NEXT_CLAUSE.search(between)


def asks_how_it_ended(text: str) -> bool:
    """The interviewer wants the result."""
    return bool(_HOW_IT_ENDED.search(normalise(text)))


def outcome(sentence: Span, *, asked: bool) -> tuple[int, int] | None:
    """A number in what came of it, told after what was done.

    Args:
        asked: the interviewer has just asked for the result.
    """
    if sentence.text.endswith("?"):
        return None
    learned = _LEARNING.search(sentence.text)
    for clause in clauses(sentence):
        if learned and clause.start - sentence.start >= learned.start():
            return None
        match = _OUTCOME.search(clause.text)
        if match and (asked or not _I_DID.search(clause.text)) and not _SITUATION.search(clause.text):
            start = clause.start - sentence.start
            return start + match.start(), start + match.end()
    return None


def scan(sentence: Span) -> Iterator[Hit]:
    """Parts of an interview answer (the talk decides whether it is one), learning, thanks."""
    text = sentence.text
    setting, task = _SITUATION.search(text), _TASK.search(text)
    if setting and task and task.start() <= setting.start() < task.end():
        setting = None
    for behaviour, pattern in (
        (Behaviour.INTERVIEW_SITUATION, _SITUATION),
        (Behaviour.INTERVIEW_TASK, _TASK),
        (Behaviour.INTERVIEW_ACTION_I, _ACTION),
        (Behaviour.INTERVIEW_ACTION_I, _ACTION_MORE),
        (Behaviour.INTERVIEW_ACTION_I, _ACTION_GENERAL),
        (Behaviour.INTERVIEW_RESULT_QUANTIFIED, _RESULT),
        (Behaviour.INTERVIEW_RESULT_QUANTIFIED, _PERCENT),
    ):
        match = setting if pattern is _SITUATION else pattern.search(text)
        if match is None or text.endswith("?") or _WHEN_BEFORE.search(text[: match.start()]):
            continue
        if behaviour is Behaviour.INTERVIEW_ACTION_I and setting and _sets_scene(text[setting.end() : match.start()]):
            continue
        # A number next to "last year" still sets the scene.
        scene = pattern is _RESULT and setting and 0 <= match.start() - setting.end() < _NEAR
        if pattern is _RESULT and _LEARNING.search(text) and not _ENDED_IN.search(text):
            continue
        if not scene or _ENDED_IN.search(text):
            yield behaviour, match.start(), match.end()
    learning = _LEARNING.search(text)
    if learning and not _LEARNING_NOT.search(text[: learning.start()]):
        yield Behaviour.LEARNING_STATED, learning.start(), learning.end()
    thanks = _THANKS.search(text)
    if thanks and not _THANKS_NOT.search(text[: thanks.start()]) and not taken_back(sentence, thanks.end()):
        yield Behaviour.THANKS_FOR_FEEDBACK, thanks.start(), thanks.end()
