"""What works against a talk: labels, blame, absolutes, demands, threats, "calm down", defence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from feedbackyes.behaviours import Behaviour
from feedbackyes.behaviours.en import blunt, counts, defending
from feedbackyes.behaviours.en.guards import unsaid
from feedbackyes.behaviours.en.lexicon import FLAW, JUDGING, TASK_VERB
from feedbackyes.behaviours.en.text import Span, clauses, plain, rx

Hit = tuple[Behaviour, int, int]
_POSITIVE = r"(?:professional|reliable|team player|trustworthy|competent|serious|committed|cut out|good enough|smart|bright|normal|responsible|leader|leadership material|capable|honest|reasonable|nice|kind|decent|human|sincere|mature|grown-up|adult|grown up|fit|clever|intelligent|loyal|punctual|organi[sz]ed|polite|supportive|considerate|qualified|dependable|a man|a real|right in the head|worth|bearable|easy to work with|up to (?:the|this) job)"
_DEGREE = r"(?:(?:utter|true|perfect|proper|first-class|grade a|walking|born|typical|stuck-up|spoilt|poor excuse for an?|hell of an?|sorry excuse for an?|sad|old|little|two-bit|so|really|very|just|quite|pretty|too|extremely|totally|completely|honestly|rather|such|being|an?|kind of|sort of|incredibly|always|getting|simply|clearly|obviously|still|also|nothing but|the most|the|more|bloody|damn|fucking|absolutely|utterly|hopelessly|terribly|awfully|basically|real|complete|total|right|proper|big|little|bit of an?|truly|plain|only|all|one|most|plainly|frankly|frigging|bleeding|horribly|unbelievably|acting|becoming|like an?|sometimes|often|often so|at times) )*"
_LABEL = rx(
    r"(?:(?:{youre}|{youve} always been|you can be|you act|you always were|"
    r"your(?=~(?:so|just|really|being|such|too|an?|careless|lazy|rude|selfish|unprofessional|stupid|arrogant|sloppy|childish|useless|pathetic)(?=\W*$|[,.] | (?:and|careless|lazy|rude|selfish|unprofessional|stupid|arrogant|unreliable|difficult|negative|liar|idiot)))) {very}"
    + _DEGREE
    + r"|what an? (?=[a-z'-]+ (?:[a-z'-]+ ){0,2}?(?:person|man|woman|colleague|boss|manager|fellow|friend|mother|father|human|{youre}))|how (?=[a-z'-]+ (?:of you|(?:can|are|do) you))|why are you so |"
    r"(?:how|why) (?:can|could|are|do) (?:you|somebody|anyone) (?:be |always |act )*(?:so|such an?|that) |(?:are|were) you (?:really |just |always |that |this |being |such an? |so |a |an )+|"
    r"your (?:work|performance|behaviou?r|conduct|tone|manner|reports?|effort|attitude)(?: \w+){0,4}? (?:is|was|has been|'s) {very}(?:unacceptable |poor |not good enough |disappointing )?)(?:"
    + FLAW
    + "|"
    + JUDGING
    + r")(?! (?:to (?:help|hear)|about (?:it )?me|of\b(?! you)))|(?:^|[,.!]\s+)you (?:[a-z'-]+ )?(?:"
    + FLAW
    + r")(?: (?:fellow|person|man|woman|people|boy|girl|thing))?(?=\W*$|[,!])|"
    r"your (?:work|performance|behaviou?r|conduct|tone|manner|reports?|effort)(?: \w+){0,4}? (?:is|was|has been|'s) {very}(?:unacceptable|poor|not good enough|disappointing)|{youre} (?:the |one of the )?(?:\w+ ){0,1}(?:laz|rud|wor|slow|mean|messi|lazi|weak|stupid|selfish|dumb|nasti|sloppi)(?:i)?(?:est|st)\b|{youre} one of (?:those|these) (?:people|types?|persons?) who|{youre} about as (?:useful|reliable|helpful)|"
    r"{youre} (?:just |simply |really )?not (?:at all |even |very |a |an |really |exactly |much of a |being |so |that |the most )*"
    + _POSITIVE
    + r"|{youve} no (?:manners|sense|shame|spine|backbone|heart|class|clue|brains|talent|idea how to)|you {dont} have an? \w+ bone in|you have no (?:sense|shame|class|heart)|{youre} not (?:very |being |really |at all )*fair\b|"
    r"you (?:really |just |clearly |obviously )*(?:lack|have no|{dont} have (?:any|a|the)|have got no|{youve} got no) (?:\w+ )?(?:discipline|commitment|respect|shame|spine|backbone|empathy|work ethic|clue|manners|integrity|decency|professionalism|self-awareness|initiative|brains?|talent|guts|loyalty|sense)|"
    r"(?:you have|{youve} got|you've|with) (?:a |an |such a |this |that )*(?:(?:bad|terrible|poor|negative|awful|rotten|lousy|real|serious|wrong) )*attitude(?: problem)?|your (?:bad |terrible |poor |negative |whole |entire )*attitude (?:is|stinks|sucks|needs|has|towards?|was)|your (?:attitude problem|arrogance|laziness|carelessness|incompetence|selfishness|stupidity|ego|rudeness|childishness|ignorance|lack of (?:respect|commitment|professionalism|discipline))|"
    r"your (?:sloppy|careless|lazy|selfish|stupid|unprofessional|childish|rude|arrogant|pathetic|terrible|disrespectful|ridiculous|lousy) \w+|what (?:kind|sort) of (?:a )?(?:person|manager|colleague|boss|man|woman|human|friend|teammate|professional|analyst) (?:are you|does|do|would)|"
    r"(?:(?:people|someone|somebody|a person|anyone|colleagues|types) like you(?! (?:would|could|can|to))|{youre} (?:just |exactly |all )*like (?:your (?:father|mother|brother|dad|mum|mom)|all the (?:rest|others))|you have (?:absolutely |really |just )?no (?:\w+ )?(?:integrity|decency|standards|principles|taste|ambition|consideration|compassion|conscience|courage|ethics|honou?r|dignity)|not an? (?:\w+ )?bone in your body|typical of you|so typical|{thats} (?:just |so )?(?:like you|typical you))|you people|you lot|you (?:act|behave|behaved|acted) like (?:a|an|you own)|you (?:can't|cannot|can t|couldn't) be trusted|you call yourself|you think {youre} (?:so |better|above|special|clever|something)|"
    r"are you (?:stupid|lazy|crazy|deaf|blind|dumb|insane|incompetent|mad|kidding me)|"
    r"(?:this|that|it)(?:'s| is| was) {very}(?:unprofessional|careless|lazy|selfish|childish|disrespectful|irresponsible|arrogant|sloppy|rude|dishonest|immature|pathetic)(?: of you| behaviou?r| thing| work)?(?=\W*$|[,.]| and| but| of| to)|(?:you |^)(?:idiot|moron|liar|loser|coward|imbecile|fool|bastard|thief)(?=\W*$)"
)
_LABEL_ASKED = plain(
    r"\b(?:do you think|would you say|is it that|do you feel(?: that)?|people might say|if|not that|whether|afraid|worried that|don't want you to think)\s*$"
)
_BLAME = rx(
    r"(?:{its}|this is|{thats}|it was|that was|that one is) (?:all |entirely |completely |totally |only |just )*(?:down to you|up to you that|you who|your doing|because of you)|(?:{its}|it was|this is|{thats}) (?:all )?you(?=\W*$)|(?:you|{youve}) (?:have |really |completely |totally |just |all |'ve |nearly |practically )*(?:spoiled|spoilt|dropped (?:me|us)|threw (?:me|us)|thrown (?:me|us)|made a fool|made (?:me|us) look|disgraced|embarrassed (?:me|us)|cost (?:me|us|the)|wasted|brought (?:this|it) on|brought (?:this|all this|shame)|left (?:me|us) (?:to|in|with (?:all|the|nothing|it))|put (?:me|us) in (?:this|a)|landed (?:me|us)|broke my|killed (?:the|my)|undermined|neglected|abandoned|turned (?:everyone|them|him|her) against|robbed|drove (?:me|us|him|her|them) (?:mad|away|out|crazy|to))|"
    r"you (?:only |just )?have (?:only )?yourself to blame|(?:only )?yourself to blame|whose fault is (?:that|it|this)|you're one to talk|look who's talking|you started (?:it|this|all this)|you did (?:this|it|that) on purpose|on purpose,? (?:didn't|did) you|i hold you (?:fully |personally )?(?:responsible|accountable)|(?:in|into) this mess (?:because|thanks|due)|(?:wouldn't|would not) (?:be|have) (?:\w+ ){0,6}if you(?: had| hadn't|'d| were| weren't| didn't| did)|if it (?:wasn't|weren't|hadn't been) for you|you never (?:even )?(?:tried|cared|bothered|think of|thought of|lift)|"
    r"you (?:didn't|don't|never) (?:even )?(?:lift a finger|care (?:one bit|at all|about (?:us|me|anyone|the|anybody))|give a damn|give a toss|respect (?:me|us|anyone|my|our|people)|have any respect)|you probably (?:didn't|forgot|never|did|broke|dropped|lost)|you must have (?:done|broken|dropped|forgotten|lost|deleted|pressed)|(?:the one|one|person) who (?:broke|caused|ruined|started|messed|lost|forgot|spoilt|spoiled|made this)|it is you (?:who|that)|couldn't be bothered|you (?:have )?failed (?:to|me|us|as)|you are responsible for|because you (?:never|didn't (?:bother|care|think))|you let (?:me|us|everyone|them|him|her|the whole \w+) down|"
    r"(?:(?:{its}|this is|{thats}|it was|that was|this was) (?:all |entirely |completely |totally |clearly |your own |only |really |just )*your (?:own )?(?:fault|doing|mistake|responsibility that|mess)|your fault)|(?:all )?because of you(?! (?:we (?:made|won|got)|i (?:feel|am) (?:better|good)))|"
    r"(?:you|{youve}) (?:have |really |completely |totally |just |'ve |single-handedly )*(?:ruined|screwed|messed|wrecked|destroyed|sabotaged|spoiled|blew|botched|betrayed|failed|let (?:me|us|everyone|everybody|the (?:\w+ )?(?:team|client|side)|them|him|her|your (?:team|colleagues)) (?:all )?down|fucked|stole|stabbed|caused|cost (?:me|us|the)|humiliated|tricked|cheated|lied|used me|threw me|hung me|left (?:me|us) (?:hanging|in the lurch)|dropped the ball|took (?:the |all (?:the )?|my |full )*credit|got (?:me|us) into this|did this to|brought this|took my|exploited|went behind my back|stabbed me)|"
    r"you let (?:the whole |the entire |the )*(?:\w+ )?(?:team|us|me|everyone|client|department) down|(?:you're|{youre}|you are) (?:the (?:one|only one) (?:to blame|who (?:caused|ruined|messed|made))|to blame|responsible for (?:this|the) (?:mess|disaster|chaos|failure)|the (?:problem|reason (?:we|i|why|that|for)|cause))|you made (?:me|us) (?:look|feel|miss|lose|wait|seem)|"
    r"(?:this|that|it)(?:'s| is| s) (?:all |entirely )?on you|i blame you|you should have (?:known|told|done|asked|called|sent|said|checked|thought|come|been|warned|let|spoken|informed|noticed|listened|finished)|you should(?:'ve| ve|a) (?:known|told|done|asked|called|sent|said|checked|thought)|you could (?:at least )?have (?:at least )?(?:told|called|asked|said|warned|let|checked)|you ought to have|"
    r"(?:how could|how can|why would|why could) you (?:do|be|say|let|even|have|think|just|not|forget|leave|miss|possibly|treat|go behind)|why (?:didn't|did not|didn t|don't|don t|can't|can t|cant|couldn't|couldn t|won't) you (?:just |ever |simply |even |at least |once )*(?!take|let me|sit|start|tell me (?:what|more)|go first|begin|we)|what(?:'s| s| is| was|) (?:the hell is |the heck is )?(?:wrong|the matter) with you|what(?:'s| s| is) your problem|what were you thinking|how dare you|"
    r"you (?:clearly |obviously |just |simply |apparently |really )*{dont} (?:even |really |actually |seem to |bother to )*(?:care|respect|listen|value|appreciate|give a|take (?:this|it|anything|me|us|the \w+) serious\w*|bother|make (?:any|an) effort|pay attention|think about)|you (?:couldn't|couldn t|can't) (?:even )?be bothered|you {didnt} (?:even |bother to )+|you (?:only|just)(?: ever)? (?:think|care|thought|cared) (?:of|about) (?:yourself|you|your own)|you (?:got|put) (?:me|us) (?:into|in) (?:this|trouble|a)|what is it with you|couldn't care less|see what you(?:'ve| have) done|look what you(?:'ve| have| did)|thanks to you(?! (?:we|i|the) (?:\w+ )?(?:made|won|got|finished|managed|did|have|had a))|if you had(?:n't)? (?:just |only |done|told|listened|sent|called|bothered|done your)|none of this would|you have no(?:body|one)(?: else)? to blame|shame on you"
)
_BLAME_NOT = plain(
    r"\b(?:time|when|where|what|not|isn't|wasn't|never|isn t|wasn t|don't think|nobody says|it's not|no|nor|neither|rather than|instead of|without|whether|not that|if)\s*(?:\w+\s+){0,2}$"
)
_ABSOLUTE = plain(
    r"\b(?:always|never|every (?:single )?(?:time|day|week|month|meeting|friday|monday)|all the time|constantly|forever|each and every|not once|without exception|continually|non-stop|ever good enough for|never good enough for|every ?time|each time|all you ever|ever complaining|never ever|not once|forever|for ever|nonstop|without fail|whenever)\b"
)
_YOU = plain(r"\b(?:you|your|you're|you've|you'll|you'd|youre|yours)\b")
_OTHER_SUBJECT = plain(
    r"\b(?:i|i'm|i've|i'll|we|we're|we've|he|she|it|it's|they|they're|there|who|which|nobody|everyone)\s+(?:\w+\s+){0,1}$"
)
_KIND_ABSOLUTE = rx(
    r"(?:can|could|may|are|were|{youre}) always (?:call|come|ask|talk|count|reach|write|tell|rely|welcome|there|been|so (?:good|helpful|reliable|kind)|good|great|helpful|reliable|kind|on time|willing|ready|open|very|careful|thorough)|always (?:been|be) (?:\w+ )?(?:reliable|good|great|helpful|kind|fair|honest|there|on time|welcome|thorough|careful|open|a)|"
    r"never (?:let|disappoint\w*|failed|been late|missed|mind|know|complained|too late|ever easy|made a mistake|heard you complain|seen you|had a problem)|always (?:help|deliver|support|do (?:great|good|a great|a good|your best|such)|work hard|give|listen|bring|find|appreciated?|liked?|valued?|respected?|enjoyed?|trusted?|make (?:time|an effort)|try|tried|care|took care|take care)|"
    r"(?:do|did|does|will|have) you (?:always|ever|never)|as (?:always|never)|almost (?:always|never)|not always|never mind|if you (?:always|never)"
)
_ABSOLUTE_TOLD = rx(
    r"all you (?:ever )?(?:do|did|care)|(?:every|each) ?(?:single )?time (?:i|we|she|he|they|something|there)(?: \w+){1,6},? you (?!can\b|could|help|make me (?:happy|smile|laugh)|are (?:so )?(?:kind|nice|helpful))|whenever (?:i|we|she|he|they|something|there)(?: \w+){1,6},? you (?!can\b|could|help|want|like|need)|you (?:{dont}|{didnt}|have not|haven't|won't) ever|(?:never|not) a (?:day|week|meeting|time) (?:when|where|that|goes by)(?: \w+){0,3} you|with you (?:there's|there is|it's|it is|everything's|everything is) always|always the same with you|(?:not|never) once (?:have|did|do) you|{youve} (?:not|never) once|(?:^|[,.] |and )always you|{youre} (?:ever|forever|for ever) [a-z]+ing|do you ever (?:listen|think|stop|help)|you(?:'ve| have) never(?: ever)? (?!let|disappoint|failed|been late|missed|complained|been (?:happier|better)|looked)[a-z]+ (?:me|us|my|our|once|a|the|anything)"
)
_ADVISED = plain(r"\b(?:must|should|could|can|need to|have to|please|try|will)\b")
_WHY_ABSOLUTE = plain(r"\bwhy (?:do|are|did|have|must|does|is)\b")
_MUST = rx(
    r"i need you to (?:stop|quit|shut|leave|get out|go|pull)|(?<=[,.]~)you have to(?=\W*$)|you (?:are|'re) (?:not )?(?:to\b(?! (?:blame|me|us))|leaving|going (?:nowhere|home) until)|(?:i )?(?:demand|insist)(?: that| on| an?| to)|you should (?:\w+ )?(?:immediately|at once|right now|now)|you must(?: to)?(?! (?:be|have|feel|think|know|find|miss|see|get)\b)|you (?:gotta|got to|have got to|best)|(?:no|without) (?:more )?(?:excuses|discussion|ifs or buts|buts|back ?talk|arguing)|{youll} (?:bring|put|pay|clean|give|take|write|return|come|go|say|tell|sign|work|wash|carry|report|call|listen|remove|change|obey|respect|correct|repeat|redo) (?!me later|more|better|it'll)|i {dont} want to see (?:that|this|it|you)|make sure (?:it|that|this|you)|get out(?: of)?|leave (?:it|me|us|him|her|them) alone|stop it|go away|do as|pull yourself together|how many times (?:do|must) i|just (?:do it|be stricter|stop)|"
    r"you (?:really |just |simply |all |will |also |still |now |absolutely |definitely |would )*(?:need to|have to|have got to|got to|gotta|must|had better|better(?= \w+)|are (?:going|not going|required|expected|supposed) to|ought to start)(?= (?!apologi[sz]e\b)\w+)|you(?:'ve| ve) got to|you'd better|you(?:'re|'re not| re) (?:going to (?:have to|do|send|fix|stay|apologi[sz]e|finish|be here)|supposed to|expected to|required to)|"
    r"(?:from now on|from today|starting (?:today|now|tomorrow)),? (?:you|you'll|you will|i (?:want|expect|need) you)|you(?:'ll| ll| will) (?:do (?:as|what|it|this)|not \w+|stay|be here|have it|stop|apologi[sz]e|fix|copy me|send (?:it|me|the)|deliver|finish|report to|listen)|i (?:expect|demand|insist|order|command)(?: that)?(?: you| on)?(?= )|i want you to|{im} (?:telling|ordering) you|i want (?:my|the|an?|your) (?:[\w']+ ){1,4}(?:now|right now|today|immediately|at once|this minute)|i want (?:this|that|it|them|the \w+) (?:on my|done|by|finished|back|ready|now|fixed)|i need (?:this|that|it|them|the \w+) (?:done |finished |fixed |ready |back |sorted |on my desk )*(?:by|now|today|tonight|immediately|asap|done|finished)|"
    r"you'll (?:just |simply |all )*have to|from now on,? (?:the|this|that|your|my|no) (?:\w+ ){1,3}(?:stays?|is|will|goes|has|have)|(?:period|full stop)(?=\W*$)|{thats} an order|no (?:discussions?|excuses|buts|arguments?|ifs)|end of (?:the )?(?:discussion|story)|i {dont} want (?:to hear )?(?:any |your |another |more |no )*(?:excuses?|buts|discussion|explanations?|it again|that|this)(?=\W|$)|i {dont} want to hear it|i {dont} (?:care|want to know) (?:how|why|what|about your)|whether you like it or not|because i said so|do as (?:i|you're told)|(?:{thats}|this is) not (?:up for|negotiable|open for)|not negotiable|it has to (?:stop|change)|this (?:has to|must|needs to) (?:stop|change|end)|shut up|be quiet"
)
_MUST_NOT = plain(
    r"\b(?:if|when|because|that|what|why|how|where|do|did|does|would|will|whatever|whenever|think|sounds like|means|feel like|feels like|like|as|until|unless|so that|whether|say|said|can|could|should|which|all|know|everything|don't think|anything|the things|wish|case|sorry|understand|see|imagine|than|time)\s*$"
)
_MUST_SOFT = rx(
    r"you (?:now )?(?:have|had|need|needed) to (?:go|explain|tell|deal|live|wait|fight|start|carry|do|find|pay|sort|face|manage|handle|listen|watch|work|run|hear)(?: \w+){0,4}? (?:back|again|everyone|all|with|alone|yourself|everything|on your own|it all|twice)|you need to (?:be able|know|feel|rest)|you have to believe|you must (?:be|have|feel|think|know|find|miss|see|get)|you (?:have|need) to be (?:so|very|really|exhausted|tired|proud)|you (?:don't|do not|don t|didn't|won't) (?:need|have)|you have to (?:admit|laugh|juggle|chase|go now)"
)
_ORDER = plain(
    r"^(?:(?:just|now|then|so|and|ok|okay|well|right|seriously|or|no|yes|yeah|either|sir|madam|next time)[\s,]+)*(?!(?:sit down(?=\W*$|[,.])|sit with|have a seat|pull up|take (?:your|all the) time|take (?:a|the) (?:seat|chair|break|moment|look|deep)|have a|tell me (?:more|about|how|what|why|when|where|if|which|who|again|a bit|a little|in|everything you|your)|help me (?:to )?(?:understand|see)|let (?:me|us|him|her)|give me (?:an? (?:example|moment|second|minute|sec|chance)|one (?:second|moment|example)|some time)|say (?:more|a bit)|talk (?:me|to me about)|walk me|go (?:on|ahead|for it)|come (?:in|on|to me (?:if|when|any)|and (?:see|find) me (?:if|any))|call me (?:if|when|any)|ask me (?:if|any)|keep (?:it up|going|up the|in mind)|try (?:to|not|and|it|this|that|some)|see you|show me what|drop me a|feel free|make yourself|start (?:from|with|at|wherever)|listen[,]|look[,]|watch out|check (?:it|this) out|stay (?:safe|well|strong)|use your|let's|put yourself|do you|do we|do they|do i|have you|have we|have they|have i|have to|have had|have been|have just|finish your (?:thought|sentence|point)|set (?:up|that) aside|share (?:your|what|with me)|write to me if|leave it (?:with|to) me|leave that (?:with|to) me|move on\b|guide me|explain (?:to me|what|how|your (?:view|side|thinking))|describe|answer (?:that )?(?:if|when) you|turn out|get (?:well|some (?:rest|sleep)|home safe|back to me (?:if|when))|hold on|bear with|wait (?:a|one)|think about it|speak to you|talk to you|talk soon|read (?:on|more)|show me (?:how you|your (?:side|view))|name (?:one|a)|pick (?:one|whichever)|correct me if|stop me if|count on|raise it (?:any|when))\b)"
    r"(?:"
    + TASK_VERB.replace(" ", r"\s").replace("_", r"\s")
    + r"|buy|order|wear|feed|empty|paint|repair|lift|push|give|get|go|come|clean|listen|put|hand|sign|pay|take|leave|be|shut|sit|stand|open|close|lock|turn|pick|throw|wash|drive|carry|stay|return|remove|delete|apologi[sz]e|explain|answer|work|learn|think|look|watch|mind|behave|prove|accept|admit|face|forget|hurry|wipe|sweep|cook|eat|drink|use|follow|obey|respect|improve|correct|redo|rewrite|replace|repeat|quit|drop|grow|wake|cut|act|show|make|do|find|solve|deal|handle|organi[sz]e|tidy|fetch|bring|hang|own|pull|sort)\s+(?:me|it|that|this|them|him|her|us|the|a|an|my|your|our|his|their|those|these|back|up|out|down|off|on|away|over|here|there|now|today|to|and|more|less|harder|faster|better|stricter|serious|quiet|careful|at|like|with|for|used|properly|again|yourself|something|everything|nothing|what|some|in|stricter|[a-z]+er|sorry|one|two)\b"
)
_WISHED = re.compile(
    r"\b(?:please|kindly|could you|would you|if you (?:like|want|can|could|need)|when you (?:can|have)|maybe|perhaps|thanks|thank you|i'd|you could|for me\?)\b"
)
"""What makes an order a request or an invitation."""
_IMPERATIVE = plain(
    r"^(?:(?:just|now|then|so|and|ok|okay|well|look|right|seriously|marc|priya|kenji|or)[\s,]+)*(?:"
    r"do (?:it|this|that|as|your (?:job|work|homework|bit|part|best))\b|fix (?:it|this|that)\b|get (?:it|this|that|them) (?:done|sorted|fixed|finished|right|out|to me)\b|get (?:your act|yourself|a grip|on with|over it|out of)\b|sort (?:it|this|that|yourself) out\b|"
    r"(?:send|give|bring|hand|show|deliver|finish|have) (?:it|this|that|me|them|us|the \w+|my \w+|your \w+)\b.*\b(?:by|now|today|tonight|immediately|at once|before|asap|on time)\b|listen to me\b|shut up|be quiet|"
    r"apologi[sz]e|explain yourself|answer (?:me|the question|my)|look at me|be (?:on time|professional|honest|serious|reasonable|punctual|more \w+)|grow up|get over|deal with it|pay attention|take (?:some )?responsibility|own (?:it|up)|hurry up|wake up|pull yourself|"
    r"stop (?!by\b|there\b|me\b|you\b|here\b)(?:\w+ing\b|it\b|that\b|this\b|with\b|the\b|your\b)|quit \w+ing|cut it out|"
    r"(?:don't|do not|don t|dont) (?:you dare|interrupt|lie|argue|talk to me|speak to me|tell me (?:what|how|to|that|it)|blame|give me|start|ever|play|pretend|waste|touch|make (?:excuses|me)|be (?:late|so|ridiculous|silly|stupid|difficult)|let (?:this|it|that) happen|do (?:it|that|this) again|look at me|walk away|come (?:to me|back)|you (?:ever|dare))|"
    r"never (?:do|say|go|speak|let) (?:that|this|it|me|behind|to)|make sure (?:you|it|that|this)|see to it|put (?:my name|it back|that down)|say (?:yes or no|sorry)(?=\W*$| to)|(?:answer|give me) (?:yes or no|a (?:clear|straight|simple) (?:yes|answer))|tell me (?:the truth|yes or no|now)|take it (?:back|off|down)|give (?:it|me) back|correct (?:it|this|that) )"
)
_PUNISH = (
    r"(?:consequences?|warning|fired|sack(?:ed)?|let you go|off the (?:\w+ )?(?:project|team|client|account|case|job|report|list)|(?<!everything~)(?<!it~)(?<!this~)(?<!things~)(?<!work~)out(?=\W*$)|out of (?:here|a job|this team|the team)|h ?r|human resources|lawyers?|police|sue|report you|replace you|regret|in trouble|"
    r"demot(?:e|ed|ion)|disciplin\w+|(?:lose|cost you|costs you|risk(?:ing)?) your (?:bonus|job|contract|career|promotion|salary|position)|take (?:you|him|her) off|make (?:your |)life (?:\w+ )?(?:difficult|hell|miserable|hard)|make sure (?:that )?(?:everyone|everybody|people|the whole|your boss) (?:\w+ )?(?:knows?|hears?)|ruin you|expose you|tell everyone|written up|in your (?:\w+ )?(?:file|review|record|appraisal|evaluation)|performance plan|throw you|get rid|never work)"
)
_PRESS = r"(?:(?:to|with|tell|inform|see|call|go to) (?:your|my|the|our) (?:\w+ )?(?:boss|manager|supervisor|director|head|ceo)|report (?:this|it)|escalate|take (?:it|this) (?:further|to)|find (?:someone|somebody) (?:else|who)|cancel (?:your|the contract|my contract)|hang up|end (?:this|the) call|everyone (?:will )?know)"
"""What is only a threat when it hangs on an "if" or an "or"."""
_CONDITION = plain(r"\b(?:if|or|otherwise|unless|next time|once more|one more)\b")
_HARM = r"(?:be forced to|be obliged to|write to (?:your|the)|inform (?:the|your|my)|remove (?:your|you)|stop your|telling (?:the|your|my|everyone|hr)|reporting (?:you|it|this)|calling (?:the|your|my|hr)|suing|quitting|report|sack|fire|dismiss|sue|expose|replace|punish|deduct|dock|cut your|write you up|kick|throw|evict|ban|block|suspend|tell (?:the (?:director|boss|manager|head|police|principal|owner|board|whole)|your|my|everyone|everybody|hr)|call (?:the (?:police|director|boss|cops|manager|owner)|your|hr|security)|go (?:straight )?to (?:the|your|hr|management|court)|leav(?:e|ing) you|walk(?: out|ing)?(?=\W*$|[,.])|leav(?:e|ing)(?=\W*$|[,.])|not (?:coming|speaking|talking|helping|doing|paying|inviting)|never (?:speak|talk|help|come|trust|forgive)|take (?:my|the) (?:key|kids|children|business|money|car)|taking (?:my|the) (?:kids|children|business)|not (?:speak|talk|help|pay|come)|have (?:your job|you removed|you fired|you out|your head)|make you (?:pay|sorry|regret)|make your life|see you in court|show you what|escalate|deal with you|cancel (?:your|my|the) (?:contract|membership|holiday|leave)|stop (?:paying|helping|your)|hold back|withhold|end (?:this|our)|quit|resign|file a|put it in your|give (?:you )?(?:a )?(?:bad|poor) (?:review|reference|grade|mark))"
_THREAT = rx(
    r"(?:or(?: else)?|otherwise|if you {dont}(?: [\w']+){1,9}|if you (?:ever|keep|won't|refuse|do (?:that|this|it))(?: [\w']+){0,8}|if (?:i|that|this|it) (?:\w+ ){1,6}(?:again|once more)|one more (?:time|word|mistake)(?: and)?|(?:try|do) (?:that|this|it) again and|next time|either [\w'~]{4,60} or|then|because|well)[\s,]+(?:i|we)(?:'ll| ll| will|'m| am| m|'m going to| am going to|'d have to| have to| will have to|'ll have to)(?: also| just| simply| personally| have to| make sure to| going to)* "
    + _HARM
    + r"|(?:i|we)(?:'ll| will|'m going to| am going to|'m gonna| could| can| have to|'ll have to|'d have to) (?:just |personally |make sure to |have to )*(?:have your job|write you up|sack you|fire you|report you|have you removed|make your life|make you (?:pay|regret|sorry)|ruin you|see you in court|sue you|dock your|deduct|cut your (?:pay|salary|hours)|get you (?:fired|sacked|thrown)|kick you|suspend you|expose you|end you|destroy you|put you out|have you (?:out|fired))|"
    r"(?:or|otherwise)(?: else)?,? you(?:'re| are|'ll| will| can)(?: be)? (?:fired|out|off|finished|done|sacked|sorry|forget|dead to me|in trouble|on your own|gone|not (?:getting|going|hear)|lose|have to leave)|(?:or|and) you (?:won't|will not|will never) (?:hear|see|get|work|have)|you (?:won't|will never) work|you can (?:forget|kiss|look for another|say goodbye|find (?:yourself )?another|pack|start looking)|you'll (?:be sorry|never|wish|see what|hear from my|lose your)|(?:and|then) (?:you're|we're|you are|we are) (?:out|finished|done|through|over|off|history)(?=\W*$|[,.]| (?:here|with you|of (?:here|the team|this team|a job|a contract)))|watch your (?:back|step|mouth)|i know where you (?:live|work)|you have been warned|{youve} been warned|this will end badly|(?:and )?see what (?:i|happens)|don't (?:you )?make me|think twice|or (?:the|my|your) [a-z]+ (?:stays|goes|is gone|is over|ends|comes off)|or i (?:walk|leave|quit|go|stop)(?=\W*$|[,.])|or (?:we're|we are|it's) (?:over|finished|done|through)|it will not go well|consider (?:this|yourself)|"
    r"if you {dont}(?: [\w']+){1,9}[\s,]+{ill} (?:go (?:straight )?to|tell (?:\w+ )?(?:everyone|everything|everybody|the truth|the whole)|report|complain|raise (?:it|this)|expose|inform|involve)|"
    r"otherwise (?:i|we)(?:'ll| ll| will) (?:\w+ ){0,3}?(?:talk to|speak to|go to|report|escalate|tell (?:your|my|the)|involve|inform|take (?:it|this)|cancel|find (?:someone|somebody|another))|or else|(?:last|final) (?:chance|warning)|{im} warning you|i warn you|i(?:'ve| have) warned you|{dont} make me|don t make me|{youll} (?:regret|be sorry|pay|see what)|think about your (?:future|career|job|position)|your (?:job|position|career|bonus|contract) (?:is|could be|might be|will be|would be) (?:on the line|at (?:risk|stake)|gone|over|in danger)|watch (?:yourself|out|it)(?=\W*$)|{youre} (?:fired|finished|done here|off the (?:\w+ )?(?:project|team|client|account|case))|"
    r"you {dont} want me to|or (?:{ill}|i'm going to|we'll|i will have to|there will be|you're) (?:\w+[\s,]+){0,4}?(?:go (?:to|straight)|tell|report|speak to|talk to|call|take|raise|have to|make|find|leave|out|off|hang|fire|inform|escalate|trouble)|"
    r"(?:{ill}|i'm going to|i'd have to|i would have to|{well}|we'd|{youll}|you(?:'re| are| re)(?: going to be| about to be)?|there(?:'ll| will| ll) be|there are|this will have|it will have|that will have|you can|you could|next time|otherwise|i can|i could)(?: [\w']+){0,6}? "
    + _PUNISH
)
_PRESSURE = rx(
    r"(?:{ill}|i'm going to|i'd have to|i would have to|{well}|we'd|i can|i could)(?: [\w']+){0,6}? " + _PRESS
)
_THREAT_NOT = plain(
    r"\b(?:not going to|not threatening|don't want to|won't|never|without|did|do you think|afraid|worried|didn't|isn't|nobody|no)\s*(?:\w+\s+){0,2}$"
)
_HARMLESS = rx(
    r"tell (?:your|the|my) (?:\w+ )?(?:boss|manager|director|team|head) (?:how (?:well|good|much|hard)|what a great|about your good|that you(?:'ve)? (?:did|done|helped))|if you {dont} (?:mind|feel (?:well|good|ready|comfortable)|want to|understand|know)|lose the (?:client|customer)|{ill} (?:\w+ ){0,4}(?:call|talk to|speak to|see|tell|ask) (?:my|the|our) (?:\w+ )?(?:boss|manager|head|director|supervisor)(?: \w+){0,6} (?:for you|help|refund|about (?:your|the) (?:case|order|refund|delay)|to (?:get|help|sort|ask|find|approve|see))|take it to (?:the|our)(?: \w+)? (?:team|office|post)|(?:talk|speak) to (?:the|our) (?:hr|human)"
)
_CALM = rx(
    r"(?:please |just |kindly |you must |you (?:need|have) to |be a (?:bit|little) more )+(?:be )?(?:a (?:bit|little) (?:more )?)?patient|be patient(?=\W*$|[,.]| with| madam| sir| please)|calm yourself|there(?:'s| is) no (?:need|reason|point|use|call)(?: to| in| for)? (?:be |get |getting |you to )?(?:so )?(?:shout\w*|angry|upset|yell\w*|scream\w*|loud|rude|emotional|raise)|no (?:need|reason|point) (?:to|in|for) (?:get|getting|be|being) (?:so )?(?:upset|angry|worked up)|(?:it|this|that) is (?:not a|no) reason to (?:get|be|shout)|{dont} (?:be like that|cry|get (?:so )?(?:angry|mad|annoyed|stressed|agitated)|make (?:such )?a (?:scene|fuss)|take it (?:so )?personal\w*|be (?:so )?(?:angry|mad|rude|touchy|difficult|ridiculous|childish|negative))|you should(?:n't| not) (?:get|be|feel) (?:so )?(?:upset|angry|worked up|emotional|sad|bad)|simmer down|easy,? (?:easy|now|tiger|there)|keep (?:your (?:cool|hair|shirt|voice)|cool|it down)|stop (?:being (?:so )?(?:hysterical|silly)|panicking|making a (?:scene|fuss)|overreacting|whining|it with the)|(?:just )?breathe(?=\W*$|[,.])|you(?:'re| are) making (?:a (?:big |huge )?(?:scene|fuss|deal|drama)|too much of)|get over it|(?:it's|it is|that's) (?:not|nothing) (?:the end of the world|to (?:get|be) (?:so )?(?:upset|angry))|"
    r"calm(?: yourself)? down|(?:please |just |stay |remain |keep |be |try to (?:stay|be|keep) )+calm|take it easy|chill(?: out)?|settle down|cool (?:it|down|off)|(?:lower|watch|mind) your (?:voice|tone)|keep your (?:voice|tone) down|"
    r"(?:stop|quit) (?:shouting|yelling|screaming|crying|raising your voice|being so (?:emotional|dramatic|aggressive|sensitive|upset|angry|loud|rude|difficult))|no (?:need|reason|point|use|sense) (?:to|for|in) (?:(?:getting|being|becoming) {very}(?:upset|angry|mad|loud|emotional|rude|aggressive|worked up)|shout\w*|yell\w*|scream\w*|get (?:\w+ )?(?:upset|angry|emotional|loud|worked up|excited)|raise|be (?:so )?(?:rude|upset|angry|emotional|loud)|that (?:tone|language))|"
    r"(?:{dont}|don t) (?:shout|yell|scream|raise your voice|be so (?:emotional|dramatic|sensitive|upset|angry)|get (?:so |too |all )?(?:upset|emotional|angry|worked up|excited|loud|hysterical)|panic|overreact|take (?:that|this) tone|speak to me (?:like|in)|cry)|"
    r"{youre} (?:just |totally |completely )*(?:overreacting|being (?:too |so |over)?(?:emotional|dramatic|hysterical|sensitive|unreasonable))|(?:take|have) (?:a|some) (?:\w+ )?breaths?|{lets} not (?:get|be|become) (?:so |too |all )*(?:emotional|upset|angry|dramatic|loud|hysterical|worked up)|get a grip|pull yourself together|(?:please |just )?be reasonable|compose yourself|control yourself"
)
_RELAX = plain(
    r"^(?:(?:please|just|sir|madam|ma'am|miss|mrs doyle|oh|hey|okay|ok|look|well|come on|now|and|you (?:really |just )?(?:need|have|should) to|you should)[\s,]+)*(?:relax|stay calm|calm)\b"
)
_CALM_OWN = plain(
    r"\b(?:(?:i|we|he|she|they|me|him|her|them|us|let me|i'll|i'd|i'm|kids|things|it) (?:\w+ ){0,5}(?:to )?|help(?:ed)? (?:me|him|her|us) (?:to )?|to)$"
)
_CALM_YOU = plain(
    r"(?<!told )(?<!asked )(?<!tell )\b(?:you(?! (?:told|asked|said|tell|shouted|wanted))|sir|madam)\b(?: \w+){0,4} to $"
)
_CALM_DENIED = plain(r"\b(?:don't|do not|not|never|dont) (?:want|asking|telling|need|ask|tell|expect)(?:ing)? you to $")


def scan(sentence: Span) -> Iterator[Hit]:
    """Counter-behaviours in one sentence."""
    text = sentence.text
    yield from _labels(sentence)
    for match in _BLAME.finditer(text):
        if not _BLAME_NOT.search(text[: match.start()]) and not unsaid(sentence, match.start()):
            yield Behaviour.BLAME, match.start(), match.end()
            break
    yield from _absolutes(sentence)
    yield from _demands(sentence)
    threat = _THREAT.search(text) or (_PRESSURE.search(text) if _CONDITION.search(text) else None)
    if threat and not _THREAT_NOT.search(text[: threat.start()]) and not _HARMLESS.search(text):
        yield Behaviour.THREAT, threat.start(), threat.end()
    yield from blunt.scan(sentence)
    yield from _calming(sentence)
    yield from defending.scan(sentence)
    for word in counts.hedge_spans(text):
        yield Behaviour.HEDGE, *word


def _labels(sentence: Span) -> Iterator[Hit]:
    text = sentence.text
    for match in _LABEL.finditer(text):
        before = text[: match.start()]
        if not unsaid(sentence, match.start()) and not _LABEL_ASKED.search(before):
            yield Behaviour.TRAIT_LABEL, match.start(), match.end()


def _absolutes(sentence: Span) -> Iterator[Hit]:
    """An absolute word whose subject is "you"; kind ones and neutral questions are left out."""
    told = _ABSOLUTE_TOLD.search(sentence.text)
    if told and not unsaid(sentence, told.start()):
        yield Behaviour.ABSOLUTE_YOU, told.start(), told.end()
        return
    for clause in clauses(sentence):
        text = clause.text
        kind = _KIND_ABSOLUTE.search(text)
        if kind and not _WHY_ABSOLUTE.search(text):
            continue
        offset = clause.start - sentence.start
        for match in _ABSOLUTE.finditer(text):
            before, after = text[: match.start()], text[match.end() :]
            near = " ".join(before.split()[-4:]), " ".join(after.split()[:4])
            if match[0].startswith("every") and _ADVISED.search(before):
                continue
            owned = _OTHER_SUBJECT.search(before) and not _YOU.search(" ".join(before.split()[-2:]))
            if any(_YOU.search(part) for part in near) and not owned and not unsaid(sentence, offset):
                yield Behaviour.ABSOLUTE_YOU, offset + match.start(), offset + match.end()
                break


def _demands(sentence: Span) -> Iterator[Hit]:
    text = sentence.text
    for match in _MUST.finditer(text):
        soft = _MUST_SOFT.match(text, match.start())
        if not soft and not _MUST_NOT.search(text[: match.start()]) and not unsaid(sentence, match.start()):
            yield Behaviour.DEMAND, match.start(), match.end()
            return
    order = _ORDER.search(text)
    if order and not text.rstrip().endswith("?") and not _WISHED.search(text):
        yield Behaviour.DEMAND, order.start(), order.end()
        return
    for clause in clauses(sentence):
        match_ = _IMPERATIVE.search(clause.text)
        if match_ and "please" not in clause.text:
            start = clause.start - sentence.start
            yield Behaviour.DEMAND, start, start + match_.end()
            return


def _calming(sentence: Span) -> Iterator[Hit]:
    text = sentence.text
    for match in _CALM.finditer(text):
        before = text[: match.start()]
        own = _CALM_OWN.search(before)
        if not (own and not _CALM_YOU.search(before)) and not _CALM_DENIED.search(before):
            yield Behaviour.CALM_DOWN_COMMAND, match.start(), match.end()
            return
    for clause in clauses(sentence):
        relaxed = _RELAX.search(clause.text)
        if relaxed:
            start = clause.start - sentence.start
            yield Behaviour.CALM_DOWN_COMMAND, start, start + relaxed.end()
            return
