"""French phrases that show a behaviour."""

from __future__ import annotations

from collections.abc import Mapping

from feedbackyes.behaviours import Behaviour
from feedbackyes.behaviours.fr.lexicon import DONE, FEELING, FLAW, HEDGES, MOVED, STRAIN, THING

OPEN = (
    r"(?:et |mais |alors |donc |bon |oui |d'accord )*(?:"
    r"comment (?!ça va(?=\W*$)|allez vous(?=\W*$)|vas tu|dire|osez|oses|avez vous pu)\w+|pourquoi|"
    r"qu'est ce (?:qui|que|qu')|(?:sur|de|à|en|avec|pour|par) quoi (?:est ce|avez|as|auriez|aurais|vous|tu|puis|pensez|commençons|voulez|ressemble|bon)\w*|quoi d'autre|"
    r"que (?:s'est il|pensez|puis je|pourr\w+|voulez|voyez|diriez|faudrait|faut il|se passe|souhait\w+|craign\w+|manqu\w+|redout\w+|propos\w+|ressent\w+|attend\w+)|"
    r"qu'(?:attendez|en pensez|en penses|en dites|avez vous|as tu|aimeriez|aimerais|entendez|auriez|aurait)\w*|"
    r"(?:de quelle|dans quelle|à quel|quel|quelle|quels|quelles) (?!heure|âge|que|bonne|bon|bien|date|jour)\w+ (?:est|sont|serait|seraient|était|étaient|avez|as|vous|auriez|pourrait|ferait|vous|te|t'|attendez)\b\w*|"
    r"(?:racontez|raconte|parlez|parle|expliquez|explique|décrivez|décris) (?:moi|nous)|dites m'en|dis m'en|"
    r"(?:pouvez vous|pourriez vous|peux tu|pourrais tu) (?:me |m'|m'en |nous )?(?:raconter|expliquer|décrire|parler|en dire|dire (?:plus|ce|comment|pourquoi|un peu))|"
    r"(?:dites|dis) moi (?:ce (?:qui|que)|comment|pourquoi|plus|un peu)|j'aimerais (?:savoir|comprendre) (?:ce|comment|pourquoi)|je voudrais comprendre)"
)
CLOSED = (
    r"(?:est ce que|(?:pouvez|voulez|avez|êtes|savez|souhaitez|pensez|préférez|seriez|auriez|connaissez) vous|(?:peux|veux|as|es|sais|penses) tu|"
    r"est ce (?:possible|vrai|bien)|y a t il|ça (?:vous|te) va|(?:vous|tu) (?:seriez|serais) d'accord)"
)
_TELL = (
    r"(?:me |m'|m'en |nous |en )?(?:répéter|dire|expliquer|raconter|préciser|parler|décrire|comprendre|imaginer|croire)"
)

MARKS: Mapping[Behaviour, str] = {
    Behaviour.ASKS_VIEW: (
        r"comment (?:est ce que )?{you} (?:avez|as|l'avez|l'as) (?:vécu|ressenti|perçu|vu)|comment (?:est ce que )?{you} (?:le |la |les |l'|l'avez |l'as |y |voyez|vois|vivez|vis|avez vécu|ressentez|percevez|voyez vous)(?:voyez|vois|vivez|vis|vécu|ressenti|ressentez|percevez|perçu)?(?: la situation| les choses| ça| cela)?|"
        r"comment (?:voyez|vois|vivez|ressentez|percevez|avez) (?:vous|tu)(?: vécu)?|qu'en (?:pensez vous|penses tu|dites vous|dis tu)|qu'est ce que {you} en (?:pensez|penses|dites|dis)|"
        r"que pensez vous de|(?:quel|quelle) est (?:votre|ton|ta) (?:point de vue|avis|vision|version|position|lecture|ressenti|regard)|(?:votre|ton) (?:avis|point de vue|regard)(?= (?:sur|là dessus|m'intéresse))|"
        r"(?:et )?de (?:votre|ton) (?:côté|point de vue)|vu de (?:votre|ton) côté|comment ça s'est passé (?:pour|de) (?:vous|toi|votre)"
    ),
    Behaviour.CLARIFYING_QUESTION: (
        r"qu'entend(?:ez vous|s tu) par|qu'est ce que {you} (?:entendez|entends|voulez|veux) (?:dire )?par|qu'est ce que {you} (?:voulez|veux) dire|que voulez vous dire|"
        r"(?:un|quel) exemple|c'est à dire(?=\s*\?)|plus précisément(?=\s*\?)|dans quel sens|ai je bien compris|(?:est ce|c'est) bien (?:cela|ça)|à quoi (?:pensez vous|penses tu)|"
        r"(?:pouvez|pourriez) vous préciser|peux tu préciser|à quel moment|vous (?:voulez|pensez) (?:dire|à) (?:quoi|que)|je vous ai bien compris"
    ),
    Behaviour.LEADING_QUESTION: (
        r"(?:n'est ce pas|pas vrai|hein|non)(?=\s*\?)|{you} ne (?:pensez|penses|croyez|crois|trouvez|trouves) pas que|(?:avouez|avoue|admettez|reconnaissez) que|{you} voyez bien que|"
        r"pourquoi (?:est ce que )?{you} (?:ne |n')|pourquoi n'(?:avez|as|êtes)|comment (?:osez|oses|avez vous pu|peux tu|pouvez vous) \w+"
    ),
    Behaviour.ACKNOWLEDGEMENT: (
        r"je (?:vous |te |le |l'|la )?(?:comprends|entends|conçois)|je vois (?:que|bien|pourquoi|ce que|combien)|c'est {very}(?:compréhensible|légitime|normal|humain|"
        + STRAIN
        + r")|(?:ça|cela|ce) (?:doit|a dû|devait|devrait) (?:vraiment |quand même |bien )?(?:être|avoir été) {very}(?:"
        + STRAIN
        + r")|(?:ça|cela) a (?:dû être|l'air) {very}(?:"
        + STRAIN
        + r")|(?:ça|cela) (?:semble|paraît) {very}(?:"
        + STRAIN
        + r")|{you} (?:devez|dois|avez dû|as dû) (?:être|vous sentir|te sentir|avoir été) {very}(?:"
        + FEELING
        + r")|j'imagine (?:que|bien|à quel point|combien|très bien|la|le|votre)|je suis (?:vraiment |sincèrement )?(?:désolé|navré)e? (?:d'apprendre|de l'entendre|pour ce qui|que (?:vous|tu|ce|cela|ça)|pour (?:tout|cette|ces|vous|le retard|l'attente))|"
        r"{you} (?:avez|as) {very}(?:tout à fait |absolument |parfaitement |bien )?(?:raison|le droit)|je me doute|à (?:votre|ta) place,? (?:je|moi)|je sais (?:que (?:c'est|{you} (?:avez|as|faites|fais|travaillez|portez))|combien|à quel point|ce que)|"
        r"(?:c'est )?(?:un )?bon point|c'est (?:tout à fait |très |absolument )?(?:juste|vrai)(?=\W*$|[,.])|je reconnais (?:que|votre|ton)|ça se comprend|il y a de quoi|je mesure|je prends (?:ça|cela|votre) (?:\w+ )?au sérieux|personne n'aimerait"
    ),
    Behaviour.PARAPHRASE: (
        r"si je (?:vous |te )?(?:comprends|suis|entends) bien|si j'ai bien compris|{you} (?:voulez|veux) dire que|{you} me (?:dites|dis) (?:donc )?que|{youare} en train de (?:me )?dire|"
        r"(?:donc|alors) pour (?:vous|toi)|autrement dit|en d'autres termes|{you} (?:avez|as|aviez) (?:donc )?(?:l'impression|le sentiment) (?:que|de|d')|ce que j'entends|on dirait que|"
        r"(?:vous vous|tu te) (?:sentez|sens|sentiez|êtes senti|es senti)|ce que {you} (?:me )?(?:dites|dis|vivez|décrivez)(?:,)? c'est|j'ai l'impression que (?:{you}|c'est|ça)"
    ),
    Behaviour.SUMMARY: (
        r"si je résume|(?:je|pour|laissez moi|je vais|permettez moi de) (?:donc )?(?:résume|récapitule|résumer|récapituler)|en résumé|pour (?:résumer|récapituler)|nous avons donc (?:dit|convenu)|on a donc (?:dit|convenu)|"
        r"on récapitule|résumons|récapitulons"
    ),
    Behaviour.SITUATION_NAMED: (
        r"(?:{day} (?:dernier|passé)|hier(?: (?:matin|soir|après midi))?|avant hier|ce matin|la semaine (?:dernière|passée)|le mois dernier|"
        r"le \d{1,2} {month}|(?:lors|au cours) de (?:la|l'|notre|votre|cette) ?\w+|(?:pendant|durant) (?:la|l'|notre|cette) ?(?:réunion|atelier|appel|rendez vous|présentation|comité)|"
        r"(?:à|dans) (?:la|notre|cette) (?:dernière )?(?:réunion|présentation|visio)|(?:au|à notre) (?:dernier )?(?:comité|point|rendez vous|appel|entretien)|il y a (?:deux|trois|quatre|cinq|dix|quelques|une|un) (?:jours?|semaines?|mois))"
    ),
    Behaviour.OBSERVATION_SPECIFIC: (
        r"(?:{youhave}|{younothave}) (?:\w+ment |encore |déjà |trois fois |deux fois |aussi |tout |bien )?(?:"
        + DONE
        + r")|{youare} (?:\w+ )?(?:"
        + MOVED
        + r")|{you} vous êtes (?:levé|assis)e?|(?:le|la|les|l'|votre|ton|ta|vos|notre|ce|cette) ?"
        + THING
        + r"(?: \w+){0,4}? (?:est|sont|était|étaient|a été|ont été|n'est|n'a|n'ont) (?:pas |arrivée?s? |partie?s? |vides? |encore )?\w+|j'ai (?:vu|entendu|constaté|remarqué|reçu|noté) (?:que |{day} |le |la |les |votre |ton |un |une |deux |trois )\w+"
    ),
    Behaviour.IMPACT_STATED: (
        r"(?:j'ai|nous avons|on a|l'équipe a|l'atelier a|ils ont|mon équipe a) (?:donc |alors )?(?:dû|perdu|passé (?:la|deux|trois|une|mon|la journée|le week end))|je n'ai pas pu|nous n'avons pas pu|on n'a pas pu|"
        r"(?:le|la|les|notre) clients? (?:m'|nous )?(?:a|ont) (?:appelé|rappelé|écrit|annulé|attendu|demandé|perdu)|je ne savais (?:pas|plus) (?:quoi|que|comment)|je n'avais rien à|"
        r"(?:ça|cela|ce qui) (?:m'|nous |me |vous )?(?:a|met|mettait|fait|oblige|a obligé|coûte|retarde|bloque|empêche|crée) (?:\w+ )?(?:perdre|mis|coûté|retardé|bloqué|obligé|empêché|fait|du retard|en difficulté|dans l'embarras|à|de)|"
        r"(?:résultat|conséquence)[\s,:]+(?:nous|on|je|le|la|les|l')|à cause de (?:ça|cela|ce retard)|du coup (?:on|nous|je|j'|le|la|l')"
    ),
    Behaviour.FEELING_NAMED: (
        r"(?:je (?:me sens|me suis sentie?|suis|étais|reste)|j'étais|j'ai été|je me sentais) {very}(?:"
        + FEELING
        + r")|"
        r"(?:ça|cela) (?:m'a|m'avait|me|m') {very}(?:blessée?|inquiétée?|inquiète|frustrée?|frustre|vexée?|déçue?|déçoit|stresse|stressée?|touchée?|pèse|gêne|gênée?|attriste|met (?:mal à l'aise|en colère)|fait de la peine)|"
        r"j'ai (?:peur|honte)|j'en ai gros sur le cœur"
    ),
    Behaviour.NEED_STATED: (
        r"j'ai (?:vraiment |surtout |aussi )?besoin (?:de|d'|que)|il me faut|(?:c'|il )est (?:très |vraiment )?(?:important|essentiel) pour moi|pour moi,? (?:il est|c'est) (?:important|essentiel)|ce qui (?:compte|m'importe)|"
        r"je tiens à|(?:mon|ma) (?:repos|famille|équilibre|soirée|week end) (?:est|m'est|compte)"
    ),
    Behaviour.REQUEST_DOABLE: (
        r"{would} (?:\w+[' ]+){0,3}?\w+(?:er|ir|re|oir)|(?:je voudrais|j'aimerais|je souhaiterais|je propose) que (?:vous|tu|nous|l'on|on) \w+|je (?:vous|te) (?:propose|demande|suggère) (?:de|d')|"
        r"(?:vous|tu) (?:m'enverriez|m'appelleriez|me préviendriez|préviendriez|m'appellerais)"
    ),
    Behaviour.NEXT_STEP_AGREED: (
        r"(?:on|nous) (?:se |nous )?(?:revoit|revoyons|reparle|reparlons|retrouve|retrouvons|rappelle|rappelons)|(?:on|nous) (?:refait|fait|refaisons|faisons|cale|calons|fixe|fixons)(?: \w+){0,3} (?:point|rendez vous|date|réunion)|"
        r"(?:mettons nous|on se met|nous nous mettons|on est|nous sommes|on tombe) d'accord|(?:on|nous) (?:dit|disons|convenons|convient)(?: donc)? (?:que|de|d')|(?:convenons|disons) (?:que|de|d')|faisons le point|"
        r"je (?:vous |t'|te |l'|lui |le |la |les |m'en )?(?:envoie|enverrai|rappelle|rappellerai|tiens|tiendrai|transmets|transmettrai|appelle|appellerai|prépare|préparerai|ferai|fais|reviens|reviendrai|occupe|occuperai|confirme|confirmerai|livre|livrerai|parle|parlerai)(?: [\w']+){0,8} {when}|"
        r"{when}[\s,]+je (?:vous |t'|te |l'|lui |le |la |les )?(?:envoie|enverrai|rappelle|rappellerai|appelle|appellerai|transmets|transmettrai|prépare|fais|ferai|reviens|confirme)"
    ),
    Behaviour.TRAIT_LABEL: (
        r"{youare} {very}(?:un |une )?(?:"
        + FLAW
        + r")|(?:vous n'êtes|tu n'es|vous êtes|t'es|tu es) (?:vraiment )?(?:pas|jamais) {very}(?:fiable|sérieux|sérieuse|professionnel|professionnelle|honnête|à la hauteur|rigoureux|capable)|espèce (?:de|d') ?\w+|"
        r"(?:quel|quelle) (?:incapable|menteur|menteuse|feignant|escroc|égoïste)|(?:vous manquez|tu manques) (?:\w+ )?(?:de|d') ?(?:respect|sérieux|professionnalisme|rigueur|courage|maturité)"
    ),
    Behaviour.BLAME: (
        r"c'est {very}(?:entièrement |uniquement |de |la )*(?:votre|ta) faute|(?:tout ça )?à cause de (?:vous|toi)(?= |\W|$)|par (?:votre|ta) faute|c'est (?:vous|toi) (?:le|la) (?:responsable|fautif|fautive)|"
        r"{youhave} (?:tout|encore) (?:gâché|fait rater|fichu|foutu|raté|cassé)|(?:vous auriez|tu aurais) (?:pu|dû) (?:\w+ )?|{youare} responsable de (?:ce|tout)"
    ),
    Behaviour.ABSOLUTE_YOU: (
        r"{you} (?:ne |n')?(?:m'|me |nous |vous |l'|y |les |te )?(?!pouv|peux|ser|avez raison)\w+ (?:pas )?(?:\w+ )?(?:toujours|jamais|tout le temps|constamment|sans arrêt|systématiquement|à chaque fois)|"
        r"(?:toujours|jamais|à chaque fois) (?:que )?(?:vous|toi|tu)(?= |\W|$)|avec (?:vous|toi),? c'est (?:toujours|jamais)"
    ),
    Behaviour.DEMAND: (
        r"(?:vous devez|tu dois|vous avez intérêt à|vous n'avez qu'à|tu n'as qu'à|t'as qu'à)|il faut (?:absolument )?que (?:vous|tu)|je (?:veux|exige|ordonne) que (?:vous|tu)|j'exige|je (?:vous|te) (?:ordonne|interdis)|"
        r"(?:arrêtez|arrête|cessez) (?:de|d'|ça|tout de suite|immédiatement)|(?:dépêchez vous|dépêche toi|taisez vous|tais toi|débrouillez vous|débrouille toi)|c'est un ordre|(?:vous allez|tu vas) (?:le faire|m'écouter|obéir|arrêter)"
    ),
    Behaviour.THREAT: (
        r"sinon,? (?:je (?:vais|vous|te|devrai|serai)|vous (?:allez|serez|pouvez)|tu vas|ça va|il y aura)|il y aura des (?:conséquences|sanctions|suites)|ça va mal (?:finir|se passer|aller)|"
        r"(?:vous allez|tu vas) (?:le )?(?:regretter|perdre|avoir des problèmes|le payer)|dernier avertissement|je (?:vous|te) (?:préviens|avertis)|je (?:vais|devrai) (?:vous|te) (?:licencier|virer|sanctionner|signaler|dénoncer|remplacer)|"
        r"si (?:ça|cela) (?:se reproduit|continue|recommence)(?:,| ).{0,40}(?:licenci|vire|sanction|conséquences|remplac|porte)\w*|je (?:porterai|vais porter) plainte"
    ),
    Behaviour.CALM_DOWN_COMMAND: (
        r"calmez vous|calme toi|du calme|on se calme|(?:baissez|baisse) d'un ton|ne (?:vous énervez|t'énerve|le prenez|le prends|criez|crie) pas|(?:vous énervez|t'énerve) pas|détendez vous|détends toi|"
        r"(?:pas la peine|inutile|ça ne sert à rien) de (?:crier|s'énerver|vous énerver|t'énerver|hurler)|arrêtez de crier|arrête de crier|restez poli|(?:vous exagérez|tu exagères)|n'en faites pas (?:un drame|toute une histoire)"
    ),
    Behaviour.DEFENSIVE_JUSTIFICATION: (
        r"(?:ce n'est|c'est) pas (?:de )?(?:ma|notre) faute|je n'y (?:peux|suis pour) rien|(?:ce n'est|c'est) pas moi(?= qui|\W|$)|je n'avais pas le choix|j'ai (?:juste|seulement) (?:fait|suivi|appliqué)|"
        r"c'est (?:la procédure|le règlement|comme ça)|(?:ce n'est|c'est) pas mon (?:problème|rôle|travail)|oui,? mais (?:je|vous|c'est|ce)|et vous alors|vous aussi,? vous|je n'ai (?:rien|jamais) (?:fait de mal|dit ça)|(?:ce n'est|c'est) pas vrai|c'est faux|c'est injuste"
    ),
    Behaviour.HEDGE: HEDGES,
    Behaviour.REFUSAL_CLEAR: (
        r"je (?:ne |n')?(?:peux|pourrai|vais|veux|souhaite) pas (?:\w+ )?(?:venir|travailler|le faire|accepter|prendre|rester|y aller|être là|faire|assurer|annuler|m'engager|revenir|vous dire oui|te dire oui|participer|être disponible|pouvoir|(?:ce|samedi|dimanche|demain|cette))|"
        r"je (?:ne |n')?(?:viendrai|ferai|prendrai|travaillerai|accepterai|serai|suis) pas(?: (?:là|disponible|libre|en mesure|samedi|dimanche|ce week end|ça|cela))?(?=\W|$)(?! (?:sûre?|contre|d'accord|content|venue?|là pour))|"
        r"(?:ce|ça) (?:n'est|ne sera|ne va pas être|va pas être|n'ira) (?:donc |malheureusement |vraiment )?(?:pas )?possible|c'est (?:pas possible|impossible)(?: pour moi)?|je (?:dois|vais devoir|préfère) (?:vous |te )?(?:refuser|dire non|décliner)|je (?:refuse|décline)|"
        r"(?:ma réponse est|c'est|la réponse (?:est|reste)|ce sera) (?:toujours |donc |encore )?non|(?:c'est )?hors de question|pas (?:ce week end|samedi|ce samedi|cette fois)|non,? (?:je ne|je n'|pas|merci|monsieur|madame|désolée?|claire|ce n'est|pour)|je maintiens (?:mon|ma)"
    ),
    Behaviour.APOLOGY: (
        r"(?:désolée?|navrée?)|(?:excusez|excuse|pardonnez|pardonne) (?:moi|nous)|je m'excuse|(?:toutes )?mes (?:plus plates |sincères )?excuses|je (?:vous |te )?(?:présente|demande) (?:mes |pardon)|pardon|veuillez m'excuser|j'ai eu tort"
    ),
    Behaviour.THANKS_FOR_FEEDBACK: (
        r"merci (?:beaucoup |vraiment |bien )?(?:de|d'|pour) (?:me (?:le |l')?(?:dire|avoir dit)|me parler|m'(?:en |l')?(?:parler|avoir)|m'en avoir|votre|ta|ton|vos|cette|cet|ce) ?(?:parlé|dit|franchise|retour|honnêteté|sincérité|confiance|feedback|remarque|remarques|exemple|prévenue?|alertée?|aussi|si|ouvertement)?(?= |\W|$)|"
        r"j'apprécie (?:que (?:vous|tu)|votre|ta) (?:franchise|honnêteté|sincérité|retour|me)|(?:c'est|il est) (?:bien|utile|important) que (?:vous|tu) me (?:le )?(?:disiez|dises)"
    ),
    Behaviour.LEARNING_STATED: (
        r"j'ai (?:appris|compris) (?:que|à|qu')|ce que (?:j'en|je) retiens|(?:la prochaine fois|à l'avenir|désormais|dorénavant|depuis),? (?:je|j')|je ferai(?:s)? autrement"
    ),
    Behaviour.CONSEQUENCE_STATED: (
        r"(?:comme ça|ainsi),? (?:on|nous|vous|tu|je|personne|l'équipe)|(?:ça|cela) (?:nous |vous |me |t')?(?:éviterait|évitera|permettra|permettrait|aiderait|aidera|soulagerait)|"
        r"si (?:on|nous|vous|tu) [\w' ]{3,60}[\s,]+(?:on|nous|vous|tu|je) (?:pourr|aur|ser|gagner|perdr|évit)\w+"
    ),
}
UNLESS_BEFORE: Mapping[Behaviour, str] = {
    Behaviour.OPEN_QUESTION: r"c'est|voilà|savoir|sais|savez|comprends|comprend|comprendre|vois|voir|expliqué|expliquer|importe|demande|c'est (?:aussi )?(?:ce|le)|pas|dire|dit",
    Behaviour.ACKNOWLEDGEMENT: r"si|ne|pas|que|est ce que|quand|pour que",
    Behaviour.PARAPHRASE: r"si|pas|quand|est ce que",
    Behaviour.SUMMARY: r"pouvez vous|peux tu|pourriez vous",
    Behaviour.SITUATION_NAMED: r"d'ici|avant|pour|à partir de|dès|jusqu'à|chaque|tous les|le|à|prochain|après",
    Behaviour.OBSERVATION_SPECIFIC: r"si|quand|que|peut être que|est ce que|s'il",
    Behaviour.TRAIT_LABEL: r"si|quand|dis pas que|dit que|pense pas que|crois pas que|non pas que|pas que|trouve que|disent que|qui dit que|ai pas dit que",
    Behaviour.BLAME: r"pas|dis pas que|si|pense pas que|dit que|n'est|que si",
    Behaviour.DEMAND: r"si|ce que|que|ne|me|qu'est ce que|pas que",
    Behaviour.FEELING_NAMED: r"ne|n'|si|pas",
    Behaviour.NEED_STATED: r"n'|pas|si|ne",
    Behaviour.THANKS_FOR_FEEDBACK: r"non|pas|sans",
    Behaviour.REFUSAL_CLEAR: r"si|peut être que|quand|pas dit que|parce que|que",
    Behaviour.APOLOGY: r"pas|ne suis pas|être|suis pas",
    Behaviour.REQUEST_DOABLE: r"si|quand|pas",
    Behaviour.IMPACT_STATED: r"si|quand",
    Behaviour.HEDGE: r"pas",
}
UNLESS_AFTER: Mapping[Behaviour, str] = {
    Behaviour.ACKNOWLEDGEMENT: r"pas|rien|mal|plus|que dalle|de moins en moins|pourquoi {you} (?:ne|n')",
    Behaviour.REQUEST_DOABLE: _TELL,
    Behaviour.DEMAND: r"être|vous sentir|te sentir|avoir (?:été|eu|passé|vécu)|en avoir|savoir que|pas|rien",
    Behaviour.REFUSAL_CLEAR: _TELL + r"|dire que|vous (?:dire|imaginer|donner tort)|imaginer",
    Behaviour.APOLOGY: r"d'apprendre|de l'entendre|que (?:vous|tu|ce|cela|ça)|pour (?:vous|toi|ce qui)|\?|monsieur,? (?:vous|où|je cherche)",
    Behaviour.THREAT: r"si vous voulez|que ce sera long",
    Behaviour.BLAME: r"que (?:je|nous) (?:suis|sommes|progress)",
    Behaviour.HEDGE: r"\?",
}
UNLESS_NEAR: Mapping[Behaviour, str] = {
    Behaviour.REQUEST_DOABLE: rf"(?:pouvez vous|pourriez vous|peux tu|pourrais tu|vous pouvez|tu peux) {_TELL}",
    Behaviour.ABSOLUTE_YOU: r"merci|bravo|admir\w+|apprécie|fiable|compter sur|aidée?|soutenue?|bienvenue?|bien travaillé|impeccable|vous pouvez toujours|tu peux toujours|on ne sait jamais",
    Behaviour.CALM_DOWN_COMMAND: r"(?:m'a|m'ont|nous a|on m'a) (?:dit|demandé)",
}
