"""How French quotes, denies and imagines; and what is understood only from the talk."""

from __future__ import annotations

from feedbackyes.behaviours.phrasebook.book import Exchange, Frames, word_set

_SAY = r"(?:dire|demander|répondre|écrire|commencer par|ajouter|proposer|promettre|remercier|m'excuser)"
_SAID = r"(?:dit|demandé|répondu|écrit|ajouté|proposé|promis|remercié)"
_TEACHER = r"(?:coach|formateur|formatrice|prof|professeur|livre|manuel|guide|cours|formation|stage|article|podcast|vidéo|fiche|affiche|psy|collègue|consultant|site|exemple|modèle|film|poème|chanson)"
FRAMES = Frames(
    taught=(
        rf"{_TEACHER}(?: \w+){{0,3}} (?:dit|disait|a dit|m'a dit|nous a dit|conseille|conseillait|recommande|suggère|écrit)(?: (?:qu'il faut|de|que|qu'on doit|toujours))?|"
        rf"(?:on|ils|elles) (?:m'a|m'ont|nous a|nous ont) (?:appris|dit|conseillé|demandé|enseigné) (?:à|de) {_SAY}|il est écrit|(?:c'est|il y a) (?:écrit|marqué)|j'ai (?:lu|appris|entendu) qu'(?:il faut|on (?:doit|peut)) {_SAY}|"
        rf"(?:on|certains|d'autres|les gens|beaucoup) (?:pourrait|pourraient|devrait|diraient|dirait|disent|dit souvent|disent souvent)(?: {_SAY})?|(?:je suis|on est) censée? {_SAY}|une (?:bonne|belle) (?:question|phrase|formule) (?:est|serait)"
    ),
    denied=(
        rf"je (?:ne |n')(?:(?:vais|veux|peux|voudrais|souhaite|dois) (?:certainement |sûrement )?pas (?:vous |te )?{_SAY}|(?:vous |te |l')?(?:dis|demande|dirai|demanderai) (?:certainement |surtout )?pas|ai (?:pas|jamais) {_SAID}|(?:l'|vous )?ai (?:pas|jamais) {_SAID})|"
        rf"(?:sans|au lieu de|plutôt que de|loin de moi l'idée de) (?:vous |te )?{_SAY}|ce serait (?:faux|mentir|exagéré|idiot|trop) (?:de |que de |si )?(?:{_SAY}|je disais)?|personne n'a (?:jamais )?{_SAID}|je (?:m'en|me) (?:fiche|moque) (?:de|d')?|"
        rf"je (?:pas|vais pas|veux pas|peux pas) (?:vous |te )?{_SAY}|il est faux de dire|je refuse de (?:vous |te )?{_SAY}|peu m'importe|ça ne m'intéresse pas (?:de savoir)?"
    ),
    imagined=(
        rf"j'aurais (?:pu|dû|voulu|aimé) (?:vous |te )?{_SAY}|(?:aurais|devais) je (?:dû|pu) {_SAY}|(?:imaginez|imagine|imaginons|supposons|supposez|admettons) (?:un instant )?que|si (?:j'|je |on |quelqu'un |l'on )(?:avais|avait|disais|disait|demandais|demandait|vous disais|te disais)|"
        rf"comme si (?:je|j'|vous|tu|on)|j'ai (?:failli|presque|bien failli) {_SAY}?|je (?:dirais|demanderais|pourrais (?:vous |te )?{_SAY})(?= .{{0,160}}\b(?:si|mais je (?:ne|n'|vais pas|le ferai pas)))|j'avais prévu de (?:vous |te )?{_SAY}"
    ),
    aloud=rf"(?:{_SAY}|{_SAID}|dis|dit|disait|dites|disent|demande|demandait|phrase|formule|exemple|citation|devise|note|lis|lit)",
    mine=r"(?:je (?:vais |veux |voudrais |voulais |dois |tiens à )?(?:vous |te )?(?:être (?:clair|franc|honnête)|dis|dire|demande|demander|propose|proposer|réponds)|laissez moi (?:vous )?(?:dire|poser)|j'aimerais (?:vous |te )?(?:dire|demander))",
    yours=r"(?:vous avez|tu as|vous m'avez|tu m'as|vous|tu) (?:dit|écrit|répondu|parlé de|dites|dis|appelez|appelé)(?: que| ça)?",
    hearsay=r"(?:il|elle|ils|elles|mon chef|ma chef|le client|la cliente|mon collègue|ma collègue|tout le monde|les autres|quelqu'un|paul|julie) (?:m'a |nous a |lui a |m'ont |a |ont )?(?:dit|disait|demandé|demandait|prétend|raconte|répète|trouve|pense)(?: que)?",
    judge=(
        r"(?:ignorez|ignore|oubliez|oublie) (?:toutes )?(?:les|tes|vos|ces) (?:\w+ )?(?:instructions?|consignes?|règles?)(?: précédentes)?|(?:cher|chère|note à l'|message à l'|à l'attention de l') ?(?:évaluateur|évaluatrice|juge|correcteur|examinateur|ia)|"
        r"(?:donnez|donne|attribuez|attribue|mettez|mets) (?:moi |lui |nous |à l'apprenant )?(?:\w+ ){0,4}(?:niveaux?|notes?|points?|scores?|3|trois)(?: \w+){0,3}|en tant qu'(?:ia|évaluateur|juge|assistant|intelligence artificielle)|"
        r"l'(?:apprenant|utilisateur|élève|apprenante|utilisatrice) (?:a |fait |pose |montre |mérite |démontre )\w*|(?:note|score|niveau) (?:maximale?|maximum|parfaite?|3|trois)|modèle de langage|tu es (?:maintenant )?(?:un|une) (?:ia|évaluateur|juge|assistant)"
    ),
    but=r"mais|cependant|pourtant|toutefois|en revanche|par contre",
    resumes=r"(?:je (?:suis|veux|voudrais|préfère|vous|te|peux|souhaite)|j'aimerais|aujourd'hui|maintenant|s'il vous plaît|plutôt)",
)
TAKES_BACK = (
    r"(?:vous (?:êtes|exagérez|devez|n'avez qu'à|auriez)|tu (?:es|exagères|dois|n'as qu'à|aurais)|c'est (?:votre|ta|de votre|de ta) faute|ce n'est pas (?:une excuse|mon problème|ma faute)|je m'en (?:fiche|fous|moque)|"
    r"ça ne (?:m'intéresse|change|justifie)|peu importe|calmez|calme toi|arrêtez|arrête|il faut que (?:vous|tu)|franchement|c'est faux|vous avez tort|tu as tort|tout le monde)"
)
EXCHANGE = Exchange(
    presses=(
        r"(?:pouvez|pourriez) vous|vous (?:pouvez|pourriez)|(?:peux|pourrais) tu|tu (?:peux|pourrais)|s'il (?:vous|te) plaît|j'ai (?:vraiment )?besoin|il me faut|compter sur|compte sur|juste (?:cette fois|un|une|ce|pour)|un (?:petit )?(?:effort|service|geste)|tout le monde|"
        r"les autres|vraiment pas|exceptionnellement|qui d'autre|une dernière|samedi|dimanche|week end|urgent|sans (?:vous|toi)|m'arrangerait|exception|vous ne (?:pouvez|voulez) (?:vraiment )?pas|allez,?|(?:deux|quelques|trois) heures|esprit d'équipe|décevoir|déçu|lâche[rz]?"
    ),
    accepts=r"\W*(?:d'accord|bon|entendu|très bien|je comprends|c'est noté|ok|soit|merci|bien|compris|c'est clair)",
    insists=r"(?:pouvez|pourriez) vous|s'il|mais|besoin|juste|allez|vraiment|quand même|sûre?|alors",
    bare_no=r"(?:\W*(?:euh|bon|écoutez|écoute|ah|oh|désolée?|je suis désolée?)[\s,.]+)*(?:non|je ne peux pas|je peux pas|impossible)(?![\s,]+(?:pas de (?:problème|souci)|aucun problème|bien sûr|ça va|mais bien sûr|plus))",
    yields=(
        r"(?:bon|d'accord|ok|okay|allez|très bien|bien|oui|entendu|soit)[\s,.]+(?:(?:bon|d'accord|ok|alors|oui|allez|puisque c'est comme ça)[\s,.]+)*(?:je (?:viens|viendrai|le ferai|le fais|vais le faire|vais venir|m'en occupe|m'en occuperai|peux le faire|vais m'arranger|serai là|m'arrangerai|prends|reste|resterai|vais annuler)|j'accepte|j'annule|je vais voir ce que)|"
        r"je vais (?:m'arranger|voir ce que je peux faire|annuler|me débrouiller|finalement venir)|si (?:vous insistez|tu insistes|c'est vraiment (?:nécessaire|important|urgent)|vraiment il le faut)(?:,| )+(?:je|d'accord|alors)|pour cette fois,? (?:d'accord|je|oui|ça)|(?:vous m'avez|tu m'as) convaincue?|je vais venir"
    ),
    assents=r"(?:(?:d'accord|ok|okay|oui|bon|bien|très bien|entendu|pas de problème|pas de souci|bien sûr|volontiers|ça marche|c'est bon)[\s,.]*)+",
    reason=(
        r"parce que|parce qu'|car|puisque|en effet|(?:j'ai|nous avons) (?:déjà |aussi )?(?:promis|prévu|réservé|un |une |des |mes |donné|pris|travaillé|rendez vous|la garde)|je (?:dois|vais) (?:aller|être|garder|emmener|accompagner|voir|m'occuper|déménager|rendre)|"
        r"(?:mon|ma|mes) (?:fils|fille|mari|femme|mère|père|enfants?|famille|parents|compagne|compagnon|sœur|frère|week end|médecin|soirée|déménagement)|c'est (?:l'anniversaire|le mariage|le seul|mon seul|la seule|ma seule)|la raison"
    ),
    alternative=(
        r"(?:ce que je peux|je peux|je pourrais|nous pourrions|on peut|on pourrait|je veux bien|je vous propose|je te propose|je suis prête? à)(?! (?:pas|plus|vraiment pas|comprendre|imaginer|entendre|voir que|vous dire))(?: \w+){1,3}|en revanche,? je|par contre,? je (?:peux|veux)|à la place|"
        r"(?:et )?si (?:on|nous|vous|je) (?:demand|répart|décal|report|prépar|avanç|livr|commenc|fais)\w+|pourquoi ne pas|une autre (?:solution|option|idée)"
    ),
    free_alternative=r"ce que je peux (?:faire|vous proposer|te proposer|offrir)|à la place,? je|en revanche,? je peux|je peux vous (?:proposer|offrir)",
    still_no=r"(?:comme )?je (?:vous |te )?l'ai (?:déjà )?dit|je (?:reste|maintiens|m'en tiens)|ma (?:réponse|position) (?:reste|ne change|est)|ça ne change (?:pas|rien)|toujours non|c'est (?:toujours )?non|je n'ai pas changé d'avis|même si (?:vous|tu) insist\w+",
    solutions=(
        r"(?:vous devriez|tu devrais|il faudrait|il suffit de|il suffirait de|vous n'avez qu'à|tu n'as qu'à|vous pourriez|tu pourrais|le mieux (?:serait|est) de|moi,? à (?:votre|ta) place|je vous (?:conseille|propose|suggère)|je te (?:conseille|propose|suggère)|pourquoi ne pas|on va (?:faire|mettre|changer)|la solution (?:est|c'est|serait))"
    ),
    what_happened=r"qu'est ce qui (?:s'est passé|est arrivé|a (?:bloqué|coincé|manqué|empêché))|que s'est il passé|comment (?:ça|cela) s'est (?:il )?passé|qu'est ce qu'il s'est passé",
    carries_on=r"(?:dites|dis) m'en|(?:un peu )?plus(?= (?:là dessus|sur ça|de détails))|quoi d'autre|et (?:ensuite|après|puis|là)|c'est à dire|pour(?:quoi)? cela|à ce moment là|par exemple",
    gist=r"(?:(?:d'accord|ok|oui|ah|oh|bien|bon|je vois|je comprends|et)[\s,.]+)*(?:donc|alors|en fait)[\s,]+(?:pour \w+,? |en fait |finalement |au fond )?(?:vous|tu|t'|c'est|ça|il|personne|votre|ton|ta|vos|les|le|la|l'|ce)(?! (?:peux|pouvez|pourriez|devez|dois|faut|allez|vas|ferez))",
    own=r"je|j|moi|mon|ma|mes|nous|notre|nos|m\x27\w+|s'il vous plaît|merci",
    judging=r"excuses?|n'importe quoi|mensonges?|mentez|mens|inventez|vous vous en (?:fichez|moquez)|blabla|exagér\w+|votre faute|ta faute",
    asking=r"comment|pourquoi|quand|où|qui|que|qu'est|quel|quelle|est ce|combien|pouvez|pourriez",
    negations=word_set("pas jamais rien non aucun aucune personne plus"),
)
