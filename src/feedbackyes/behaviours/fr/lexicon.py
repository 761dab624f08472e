"""French word lists."""

from __future__ import annotations

from feedbackyes.behaviours.phrasebook.book import any_of, word_set
from feedbackyes.behaviours.phrasebook.text import Script

DAY = "(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
MONTH = "(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)"
VERY = (
    "(?:(?:très|vraiment|si|tellement|trop|assez|plutôt|un peu|complètement|totalement|tout à fait|franchement|bien|"
    "vachement|extrêmement|profondément|sincèrement|aussi|encore|juste|toujours|souvent|quand même) )*"
)
SCRIPT = Script(
    hesitations="euh+|heu+|ben|bah|hein|enfin|disons|genre",
    macros={
        "day": DAY,
        "month": MONTH,
        "very": VERY,
        "youhave": "(?:vous (?:m'|nous |me l'|l'|lui |leur |les |y |en )?avez|tu (?:m'|nous |me l'|l'|lui |leur |les |y |en )?as|t'as)",
        "younothave": "(?:vous (?:ne )?(?:m'|nous |me l'|l'|lui |leur |les |n'|n'y |n'en )?avez (?:pas|rien|jamais)|tu (?:ne )?(?:m'|nous |me l'|l'|lui |leur |les |n'|n'y |n'en )?as (?:pas|rien|jamais))",
        "youare": "(?:vous êtes|tu es|t'es)",
        "you": "(?:vous|tu)",
        "would": "(?:pourriez vous|pouvez vous|peux tu|pourrais tu|est ce que (?:vous pouvez|vous pourriez|tu peux|tu pourrais)|seriez vous (?:prêt|d'accord)e? (?:à|pour)|serais tu (?:prêt|d'accord)e? (?:à|pour)|accepteriez vous de|accepterais tu de|ça (?:vous|te|t') (?:irait|va|dérangerait) de|(?:vous|tu) (?:pourriez|pourrais))",
        "when": "(?:{day}|demain|ce soir|ce matin|cet après midi|la semaine prochaine|lundi prochain|avant midi|à midi|dans (?:une|deux|trois|quelques) (?:heures?|jours?|semaines?)|à \\d+ ?h(?:eures?)?|à (?:neuf|dix|onze|huit|quatorze|quinze|seize|dix sept) heures|d'ici (?:la fin|vendredi|lundi|là|demain|ce soir)|avant (?:la fin|vendredi|lundi|demain|{day})|tout de suite après|dès (?:demain|lundi|ce soir|{day}))",
    },
)
PAST = r"(?:ai|as|a|avons|avez|ont|suis|es|est|sommes|êtes|sont|m\x27a|n\x27a|était|étaient|avait|avaient|étiez|aviez) (?:pas |rien |déjà |tous |tout |bien |encore |deux fois |trois fois |à nouveau )*\w+(?:é|ée|és|ées|i|is|it|u|us|ue)|\w{3,}(?:ait|aient|iez)"
JOINTS = "et|mais|parce|car|donc|puis|alors|quand|lorsque|si|pourtant|cependant|ensuite|comment|pourquoi|puisque"
YOUS = word_set("vous tu toi te votre vos ton ta tes t")
ABSOLUTES = "toujours(?! (?:non|pas))|jamais|tout le temps|à chaque fois|chaque fois|constamment|sans arrêt|systématiquement|personne|tout le monde|rien"
HEDGES = (
    "peut être|éventuellement|un petit peu|un peu(?! (?:plus|moins|de|d'))|en quelque sorte|plus ou moins|je crois bien|"
    "je suppose|il me semble|j'ai l'impression que je|disons que|comment dire|je ne sais pas trop|je sais pas trop|"
    "si ça ne (?:vous|te) dérange pas|si (?:possible|vous voulez bien)|je voulais juste|je me demandais (?:juste )?si|ou quelque chose comme ça|on va dire|probablement|sans doute"
)
BACKCHANNELS = word_set(
    "oui ouais ok okay d'accord daccord mm mhm hm ah oh bien bon voilà voila exact exactement absolument certes vraiment tiens "
    "je_vois bien_sûr bien_sur tout_à_fait tout_a_fait c'est_ça c'est_ca ah_bon ah_oui très_bien tres_bien je_comprends en_effet entendu compris"
)
FILLERS = word_set("euh heu euhh hum hem ben bah mm hm")
STOP_WORDS = word_set(
    """a à ai ah alors as au aucun aussi autre autres aux avait avais avant avec avez avoir avons bah beaucoup ben bien bon c
    ça ca car ce ceci cela celle celui ces cet cette chaque chez chose choses ci comme comment d dans de deja depuis des
    deux dire dis disons dit dites dois doit donc dont du elle elles en encore enfin entre es est et etait etais etaient ete
    etes etre eu euh fait faire fais faut fois hein hier ici il ils j je juste jamais jour l la là le les leur leurs lui m ma
    mais me meme merci mes mieux moi moins mon monsieur madame n ne ni non nos notre nous oh ok on ont ou oui par parce parfois
    pas peu peut peux plus plutot pour pourquoi pouvez pouvoir pourriez pres puis qu quand que quel quelle quelles quels
    quelque quelques qui quoi rien s sa sais sait sans savez se sera serait ses si soit son sont suis sur t ta tard tas te tel
    tes toi ton toujours tous tout toute toutes tres trop tu un une va vais vas veut veux vers voici voila voir vois vos votre
    voulais voulez voudrais vous vrai vraiment y"""
)
SUFFIXES = ("aient", "eraient", "erez", "eront", "ement", "ements", "ations", "ation", "ees", "ait", "ais", "ant", "ent", "ons", "er", "ez", "es", "ee", "e", "s", "x")  # fmt: skip

FLAW = any_of(
    """paresseux paresseuse feignant fainéant flemmard incompétent incompétente incapable nul nulle négligent négligente irresponsable
    arrogant arrogante égoïste malhonnête menteur menteuse impoli impolie agressif agressive désagréable immature
    ridicule stupide idiot idiote bête con insupportable impossible lâche hypocrite méchant méchante mauvais mauvaise lent lente
    désorganisé désorganisée brouillon brouillonne prétentieux prétentieuse susceptible hystérique parano capricieux capricieuse
    ingrat ingrate inutile pénible têtu têtue borné bornée buté butée manipulateur manipulatrice toxique difficile négatif négative
    peu_fiable pas_fiable pas_sérieux pas_sérieuse pas_professionnel pas_professionnelle pas_à_la_hauteur peu_sérieux peu_professionnel
    froid froide un_menteur un_escroc un_voleur un_amateur un_incapable un_lâche une_menteuse des_incapables des_voleurs
    de_mauvaise_foi à_côté_de_la_plaque"""
)
FEELING = any_of(
    """inquiet inquiète déçu déçue frustré frustrée fâché fâchée en_colère blessé blessée triste stressé stressée tendu tendue
    fatigué fatiguée épuisé épuisée débordé débordée gêné gênée embarrassé embarrassée mal_à_l'aise contrarié contrariée agacé agacée
    énervé énervée anxieux anxieuse angoissé angoissée surpris surprise choqué choquée seul seule perdu perdue soulagé soulagée
    content contente heureux heureuse reconnaissant reconnaissante touché touchée fier fière confus confuse impuissant
    impuissante découragé découragée démotivé démotivée dépassé dépassée désemparé désemparée préoccupé préoccupée vexé vexée
    humilié humiliée coincé coincée ennuyé ennuyée furieux furieuse"""
)
STRAIN = any_of(
    """dur difficile pénible lourd frustrant stressant éprouvant épuisant fatigant désagréable compliqué beaucoup rude agaçant
    décevant insupportable inquiétant blessant douloureux pesant énervant usant violent injuste pas_facile pas_évident
    pas_simple une_grosse_pression beaucoup_de_pression un_choc"""
)
DONE = any_of(
    """envoyé coupé interrompu dit écrit répondu transféré présenté annulé changé modifié parlé appelé quitté levé haussé rendu
    remis livré partagé publié proposé répété pris donné laissé promis demandé posé reporté déplacé raccroché refusé signé
    supprimé ajouté corrigé retiré claqué regardé ri soupiré rappelé confirmé prévenu informé validé expédié facturé augmenté
    promis annoncé crié imposé réservé fermé mis distribué avancé"""
)
MOVED = any_of(
    "parti partie arrivé arrivée venu venue sorti sortie entré entrée resté restée revenu revenue passé passée levé levée"
)
THING = (
    "(?:rapport|facture|chiffres|dossier|tableau|présentation|mails?|courriels?|message|commande|colis|livraison|document|devis|contrat|"
    "réponse|planning|compte rendu|offre|lettre|version|note|projet|fichier|acompte|chantier|installation)"
)
