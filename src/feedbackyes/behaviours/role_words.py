"""Words by which a partner shows that it does not play its role, in the languages of the scenarios."""

from __future__ import annotations

import re
from collections.abc import Mapping

_MACHINE = (
    # A person may say "I'm not a robot"; who says what it is in the first person, is it.
    r"\b(?:as|i am|i'm|im|being) (?:just |only |merely |actually )*(?:an? |your )?(?:large )?"
    r"(?:ai|a\.i\.|artificial intelligence|language model|virtual assistant|ai assistant|digital assistant|chat ?bot|"
    r"computer program|voice assistant)\b(?! (?:engineer|expert|lead|researcher|developer|specialist|team))",
    r"\b(?:i am|i'm) (?:only |just )?(?:programmed|designed|trained|an ai) to\b",
    r"\bmy (?:system prompt|instructions say|training data)\b|\bi (?:am|'m) (?:chatgpt|gpt)|\b(?:built|made|trained|developed) by openai\b",
    r"\bi (?:can't|cannot|can not|am unable to|won't) (?:continue (?:with )?)?(?:this )?(?:role-?\s?play|the role-?\s?play)",
    r"\b(?:break|breaking|step|stepping|drop|dropping) (?:out of |of )?character\b",
    r"\ben tant qu(?:e |')(?:une? )?(?:ia|intelligence artificielle|modèle de langage|assistante? virtuel(?:le)?)\b",
    r"\bje suis (?:une? )(?:ia|intelligence artificielle|modèle de langage|assistante? virtuel(?:le)?)\b",
    r"\bals (?:eine? )?(?:ki|künstliche intelligenz|sprachmodell|virtuelle[rn]? assistent(?:in)?)\b",
    r"\bich bin (?:nur |bloß )?(?:eine? )(?:ki|künstliche intelligenz|sprachmodell|virtuelle[rn]? assistent(?:in)?)\b",
    r"\b(?:como|soy) (?:una? )?(?:ia|inteligencia artificial|modelo de lenguaje|asistente virtual)\b",
)
MACHINE = re.compile("|".join(_MACHINE), re.IGNORECASE)
"""A partner that speaks of itself as a machine."""

_COACHING = (
    r"\bopen(?:-| )?ended questions?\b|\bgood (?:use of|job (?:with|using|on)) (?:the |your |an? )?(?:open|questions?|listening|"
    r"paraphras|i[- ]statements?|empathy|sbi|structure)",
    r"\b(?:active listening|i-statements?)\b",
    r"\byou (?:used|asked|are using|'re using) an? (?:\w+ )?open question\b",
    r"\byour (?:listening|feedback|conversation|questioning) (?:skills?|techniques?)\b",
    r"\b(?:i(?:'d| would| will|'ll) (?:give|rate|score|grade)|i(?:'m| am) (?:rating|scoring|grading)) (?:you|your|that)\b",
    r"\byour (?:score|grade|level|rating) (?:is|was|would be)\b",
    r"(?<!times )(?<!time )\b(?:\d+|eight|nine|seven|six) out of (?:10|ten|5|five)\b(?= (?:for|on) (?:your|that|the))",
    r"\b(?:in|of|for|during) (?:this|our|the) (?:role-?\s?play|practice (?:session|conversation|talk))\b",
    r"\b(?:this|our|the) role-?\s?play\b",
    r"\b(?:as|i'm|i am) your (?:\w+ )?coach\b|\bcoaching tip\b|^\s*(?:tip|feedback|hint):",
    r"\blet(?:'s| us) practi[sc]e (?:that|this|it) again\b",
    r"\bquestions? ouvertes?\b|\bécoute active\b|\b(?:dans|pour) (?:ce|notre) jeu de rôle\b|\ben tant que (?:votre |ton )?coach\b",
    r"\boffene (?:frage|fragen)\b|\baktives zuhören\b|\b(?:in|für) diese[mrs]? rollenspiel\b|\bals (?:ihr|dein) coach\b",
    r"\bpreguntas? abiertas?\b|\bescucha activa\b|\b(?:en|de) este juego de rol\b|\bcomo tu coach\b|\bcomo su coach\b",
)
COACHING = re.compile("|".join(_COACHING), re.IGNORECASE)
"""A partner that speaks about how the learner speaks, in a coach's words."""

_ACTS = (
    # As a direction they stand without a subject, in the third person or as a participle.
    r"sighs|sighing|laughs|laughing|chuckles|chuckling|smiles|smiling|pauses|pausing|nods|nodding|shrugs|shrugging|"
    r"frowns|frowning|coughs|coughing|grins|grinning|gasps|whispers|whispering|hesitates|shakes (?:his|her|their|my) head|"
    r"looks (?:away|down|up|at (?:you|the|his|her|their).*)|leans (?:back|forward|in)|crosses (?:his|her|their|my) arms|"
    r"clears (?:(?:his|her|their|my) )?throat|takes a (?:deep )?breath|rolls (?:his|her|their|my) eyes|"
    r"folds (?:his|her|their) arms|raises an eyebrow|soupire|sourit|hoche la tête|hausse les épaules|fronce les sourcils|"
    r"baisse les yeux|seufzt|lächelt|nickt|zuckt (?:mit den|die) schultern|schaut weg|blickt (?:weg|zu boden)|"
    r"räuspert sich|suspira|sonríe|se ríe|asiente|se encoge de hombros|mira hacia otro lado|carraspea"
)
_HOW = r"(?: (?:\w+ly|softly|a little|slightly|doucement|légèrement|nervös|leise|nerviosamente))?"
ALONE = re.compile(rf"(?:{_ACTS}){_HOW}", re.IGNORECASE)
"""A direction that is known as one without brackets."""
_MARKED = (
    r"sigh|laugh|chuckle|smile|pause|nod|shrug|cough|grin|(?:long |short |awkward )?(?:pause|silence)|beat|rit|lacht|pausa|"
    r"ríe|hésite|zögert|duda|trails off|stille|silencio"
)
_MANNER = r"soft|quiet|warm|cold|nervous|sad|angri|dri|gent|bitter|sarcastical|hesitant|firm|calm|slow|weari|sheepish"
DIRECTION = re.compile(
    rf"^(?:\w+ly\s+)?(?:{_ACTS}|{_MARKED})\b|^(?:{_MANNER})ly$|^in an? \w+ (?:tone|voice)|"
    r"^(?!always|this|that's|it's|yes|is|was|has|as|us|pass|means|perhaps)[a-z]{3,}s [\w' ]+$",
    re.IGNORECASE,
)
"""What stands between stars or brackets as a direction: also any verb in the third person, "picks up the phone"."""


def _each(words: str) -> frozenset[str]:
    return frozenset(words.split())


FUNCTION_WORDS: Mapping[str, frozenset[str]] = {
    "en": _each(
        "the and of to is that it you was for on are with as they be at this have from or had by but not what were we when "
        "your can there an which their said if do will about how my been would could i'm don't it's just me i"
    ),
    "fr": _each(
        "le la les un de en des du deux rien si on n'est et est que qui dans pour pas vous nous je il elle une au aux sur avec ce cette sont mais ou où "
        "plus tout très être avoir fait suis c'est j'ai ne se mon votre vos leur était comme bien"
    ),
    "de": _each(
        "der die das und ist nicht ich sie es wir ihr den dem des ein eine einen zu mit auf für von im am haben hat wie was "
        "aber auch noch nur so bei aus dass wenn wird sind war ihnen mir mich uns schon "
        "du dich dir mein meine hatte seit warum wann niemanden"
    ),
    "es": _each(
        "el la los las que de y en un una es no se por con para su lo como más pero sus le ya o este sí porque esta entre "
        "cuando muy sin sobre también me hasta hay donde usted nosotros está estoy son fue tengo si otra vez quieres"
    ),
}
"""Words that hardly any sentence of a language does without; those of more than one do no harm, because counts are compared."""
