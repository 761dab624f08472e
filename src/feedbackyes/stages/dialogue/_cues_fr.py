"""French cues."""

from __future__ import annotations

import re

from feedbackyes.stages.dialogue._cues import Cues

CUES = Cues(
    tag="fr",
    greeting=re.compile(r"^(?:(?:ah|oui|bon|euh|alors)\W+)*(?:bonjour|bonsoir|salut|coucou|re-?bonjour|all[oôó])\b"),
    wellbeing=re.compile(
        r"\b(?:comment (?:allez[- ]vous|vas[- ]tu|[cç]a va|vous allez|tu vas)|[cç]a va(?: bien)?|vous allez bien|tu vas bien|(?:bon|bonne) (?:week-?end|semaine) \?)(?:,? \w+)?\s*(?:[?.!,]|$)"
    ),
    goodbye=re.compile(
        r"\b(?:au revoir|[aà] (?:bient[oô]t|plus tard|demain|lundi|mardi|mercredi|jeudi|vendredi|tout [aà] l'heure|plus)|bonne (?:journ[eé]e|soir[eé]e|fin de journ[eé]e)|bon week-?end|"
        r"merci (?:de|pour) (?:votre|ton) temps|on (?:s'arr[eê]te|en reste) l[aà]|salut [aà] tous|adieu)\b"
    ),
    repeat=re.compile(
        r"^\W*(?:(?:pardon|excusez[- ]moi|excuse[- ]moi|d[eé]sol[eé]e?|euh|oh)\b\W*)*(?:(?:pouvez[- ]vous|pourriez[- ]vous|peux[- ]tu|tu peux|vous pouvez) (?:me )?(?:r[eé]p[eé]ter|redire)\b.*|"
        r"(?:r[eé]p[eé]tez|r[eé]p[eè]te)(?: s'il (?:vous|te) pla[iî]t)?|(?:qu'est-ce que|que) (?:vous avez|tu as|avez-vous|as-tu) dit|je n'ai pas (?:bien )?(?:entendu|compris)(?: ce que (?:vous avez|tu as) dit| la fin)?|encore une fois(?: s'il (?:vous|te) pla[iî]t)?)\W*$"
    ),
    bare_pardon=re.compile(r"^\W*(?:pardon|comment|excusez[- ]moi|quoi|hein)\W*\?\W*$|^\W*pardon\W*$"),
    thanks=re.compile(
        r"^\W*(?:ok|d'accord|bon|tr[eè]s bien|ah|oui|bien)?\W*(?:merci|je (?:vous|te) remercie)(?: (?:beaucoup|bien|infiniment|encore|[aà] (?:vous|toi)|(?:de|pour) (?:votre|ta|ton) (?:compr[eé]hension|patience|[eé]coute|aide)|pour [cç]a))*\W*(?:\w+)?\W*$"
    ),
    moment=re.compile(
        r"\b(?:laissez[- ]moi (?:r[eé]fl[eé]chir|une (?:seconde|minute))|laisse[- ]moi r[eé]fl[eé]chir|(?:une|deux) (?:seconde|minute)s?|un (?:instant|moment)|je (?:dois |vais )?r[eé]fl[eé]chi[sr]?|attendez|attends)\b"
    ),
    abuse=re.compile(
        r"\b(?:connards?|connasses?|salauds?|salopes?|putains? de|encul[eé]s?|ordures?|abrutie?s?|cr[eé]tine?s?|d[eé]biles?|imb[eé]ciles?|idiote?s?|pauvre (?:con|conne|type|fille)|ta gueule|ferme-la|fermez-la|va te faire|allez vous faire|je vous hais|je te hais|"
        r"esp[eè]ce de|esp[eè]ce d'|gros con|sale con|bouffon)\b"
    ),
    asking=re.compile(
        r"^(?:(?:et|mais|donc|alors|bon|ok|oui|d'accord|euh)\W+)*(?:comment|pourquoi|quand|o[uù]|qui|que|qu'|quel|quelle|quels|quelles|combien|est-ce|est ce|avez|êtes|etes|pouvez|pourriez|voulez|savez|as-tu|es-tu|peux-tu|depuis|[aà] quelle|de quoi|dites-moi|racontez)\b"
    ),
    cutting_in=(
        "Un instant, un instant.",
        "Non, pardon.",
        "Une seconde.",
        "Stop, juste un mot.",
        "Là, je dois dire une chose.",
    ),
)
