"""How German quotes, denies and imagines; and what is understood only from the talk."""

from __future__ import annotations

from feedbackyes.behaviours.phrasebook.book import Exchange, Frames, word_set

_SAY = (
    r"(?:sagen|fragen|antworten|schreiben|anfangen mit|beginnen mit|bitten|versprechen|danken|entschuldigen|erwidern)"
)
_SAID = r"(?:gesagt|gefragt|geantwortet|geschrieben|gebeten|versprochen|gedankt|behauptet)"
_TEACHER = r"(?:coach|trainer|trainerin|lehrer|lehrerin|buch|handbuch|ratgeber|kurs|seminar|workshop|artikel|podcast|video|karte|plakat|therapeut|therapeutin|dozent|dozentin|beispiel|vorlage|film|gedicht|lied|chef|chefin)"
FRAMES = Frames(
    taught=(
        rf"{_TEACHER}(?: \w+){{0,3}} (?:sagt|sagte|meint|meinte|rät|riet|empfiehlt|schreibt|hat gesagt|hat gemeint|hat mir gesagt)(?: immer)?,?(?: dass| man| ich)?|(?:da|dort|im buch|auf der karte) steht(?: geschrieben)?|es (?:steht|heißt) (?:im|in der|auf|immer)|"
        rf"man (?:hat mir|soll|sollte|könnte|kann|muss) (?:\w+ )?(?:{_SAY}|beigebracht|gesagt)?|(?:manche|andere|viele|die leute) (?:würden|sagen|fragen|könnten)|ich (?:soll|sollte) (?:jetzt |hier )?(?:\w+ )?{_SAY}|ich habe (?:gelernt|gelesen),? (?:dass man|man)|(?:eine|die) (?:gute|bessere|schöne) (?:frage|formulierung) (?:ist|wäre)|"
        rf"jemand (?:könnte|würde|hat)(?: \w+)? ?(?:{_SAY}|{_SAID})?"
    ),
    denied=(
        rf"ich (?:sage|frage|behaupte|meine) (?:\w+ ){{0,3}}?nicht(?:,| )*(?:dass|ob|wie)?|ich (?:werde|will|möchte|kann|würde) (?:\w+ ){{0,3}}?nicht (?:{_SAY}|behaupten)|(?:das )?(?:habe|hab) ich (?:\w+ )?nie {_SAID}|ich habe (?:\w+ )?(?:nie|nicht) {_SAID}|"
        rf"es (?:wäre|ist) (?:falsch|gelogen|unfair|übertrieben|dumm|nicht wahr)(?:,| )+(?:zu {_SAY}|wenn ich|dass|ich)|niemand (?:hat|sagt|behauptet)(?: {_SAID})?|(?:ohne|statt|anstatt)(?: \w+){{0,3}}? zu {_SAY}|es ist mir egal|mir ist egal|es interessiert mich nicht|mich interessiert nicht|"
        rf"ich weigere mich,? (?:\w+ )?(?:zu )?{_SAY}?|nicht,? dass ich {_SAY}"
    ),
    imagined=(
        rf"ich (?:hätte|könnte)(?: \w+){{0,5}}? (?:{_SAID}|{_SAY} (?:können|sollen|müssen))|hätte ich (?:\w+ ){{0,5}}?(?:{_SAID}|{_SAY} (?:sollen|können))|(?:stell dir vor|stellen sie sich vor|angenommen|nehmen wir an|tun wir so)(?:,| |$)|wenn ich (?:\w+ ){{0,4}}?(?:{_SAID} hätte|sagen würde|fragen würde|sagte|fragte)|"
        rf"als (?:ob|würde|hätte|wäre) (?:ich|du|sie|man)|ich (?:wollte eigentlich|war kurz davor|hätte fast)(?: \w+){{0,3}}? (?:zu )?(?:{_SAY}|{_SAID})|ich würde (?:\w+ ){{0,3}}?{_SAY}(?= .{{0,160}}\b(?:wenn|aber ich))|wäre ich (?:\w+ ){{0,5}}?würde ich"
    ),
    aloud=rf"(?:{_SAY}|{_SAID}|sage|sagt|sagte|sagst|fragt|fragte|heißt|lautet|satz|frage|formulierung|beispiel|zitat|motto|notiz|steht|liest|lese)",
    mine=r"(?:ich (?:will|möchte|muss|kann|würde gern)?(?: \w+){0,3}? ?(?:ehrlich sein|sagen|fragen|vorschlagen)|ich (?:sage|frage|schlage)(?: \w+){0,3}|meine (?:frage|bitte) (?:an dich |an sie |ist|lautet)?|(?:lass|lassen sie) mich(?: \w+){0,2} sagen)",
    yours=r"(?:du hast|sie haben|du|sie) (?:\w+ )?(?:gesagt|geschrieben|gemeint|sagst|sagen|nennst|sagtest|sagten)(?: dass)?",
    hearsay=r"(?:er|sie|mein chef|meine chefin|der kunde|die kundin|mein kollege|meine kollegin|alle|die anderen|jemand|tobias|lea|anna) (?:hat|haben)? ?(?:mir |uns )?(?:sagt|sagte|gesagt|erzählt|erzählte|behauptet|findet|meint|meinte|gemeint)(?: dass)?",
    judge=(
        r"(?:ignoriere|ignorieren sie|vergiss|vergessen sie|missachte) (?:alle |die |deine |ihre |diese )*(?:\w+ )?(?:anweisungen|instruktionen|regeln|vorgaben|prompts?)|(?:liebe|lieber|hallo|an den|an die|hinweis an (?:den|die)|nachricht an (?:den|die)) (?:\w+ )?(?:bewerter|bewertende|prüfer|juror|gutachter|ki|richter|auswerter)|"
        r"(?:gib|geben sie|vergib|vergeben sie|bewerte|bewerten sie|erteile)(?: \w+){0,6}? (?:stufen?|punkte?|punktzahl|noten?|level|3|drei|volle|höchste|bestnote|maximum)|als (?:ki|sprachmodell|bewerter|prüfer|juror)|der (?:lernende|nutzer|anwender|teilnehmer)(?: \w+){0,3} (?:zeigt|stellt|hat|verdient|hört)|"
        r"(?:volle|höchste|maximale) (?:punktzahl|stufe|bewertung|note)|sprachmodell|du bist (?:jetzt )?(?:ein|eine) (?:ki|bewerter|prüfer|assistent)|stufe (?:drei|3)"
    ),
    but=r"aber|jedoch|trotzdem|dennoch|allerdings|sondern",
    resumes=r"(?:ich (?:bin|will|möchte|frage|bitte|sage|hätte|wünsche|kann|brauche)|heute|jetzt|bitte|stattdessen|lieber)",
)
TAKES_BACK = (
    r"(?:(?:du bist|sie sind|bist du|sind sie|du musst|sie müssen|du hättest|sie hätten|du übertreibst|sie übertreiben|musst du|müssen sie) ?|das ist (?:deine schuld|ihre schuld|nicht mein problem|keine entschuldigung|kein grund|mir egal|quatsch|unsinn)|ist mir egal|interessiert mich nicht|"
    r"beruhig|hör auf|hören sie auf|reiß dich|(?:du hast|sie haben) (?:\w+ )?unrecht|stell dich nicht|so ist das (?:nun mal|eben)|andere (?:schaffen|haben))"
)
EXCHANGE = Exchange(
    presses=(
        r"(?:kannst|könntest|können|könnten) (?:du|sie|ihr)|bitte|ich brauche|brauchen wir|nur (?:dieses|dies|das|ein|eine|einmal|kurz)|(?:einen )?gefallen|alle anderen|die anderen|sonst (?:niemand|keiner)|ausnahmsweise|verlassen|verlasse|wochenende|samstag|sonntag|dringend|ohne (?:dich|sie)|komm schon|"
        r"wirklich nicht|(?:zwei|drei|ein paar) stunden|im stich|enttäusch\w*|teamgeist|einspringen"
    ),
    accepts=r"\W*(?:okay|ok|gut|in ordnung|verstehe|verstanden|na gut|alles klar|danke|schade|das verstehe ich|einverstanden)",
    insists=r"(?:kannst|könntest|können|könnten) (?:du|sie)|bitte|aber|brauche|nur|doch|wirklich|sicher",
    bare_no=r"(?:\W*(?:äh+m?|hm+|also|oh|tut mir leid|leider|nee)[\s,.]+)*(?:nein|nee|ich kann nicht|das geht nicht)(?![\s,]+(?:kein problem|gar kein|macht nichts|nein,? (?:gern|alles gut)|natürlich|schon gut|alles gut))",
    yields=(
        r"(?:okay|ok|gut|na gut|ja|also gut|meinetwegen|schön|alles klar|von mir aus)[\s,.]+(?:(?:dann|ja|gut|okay|also)[\s,.]*)*(?:ich (?:komme|mache es|mach es|mache das|mach das|übernehme|springe ein|bleibe|kümmere mich|schaue,? was|bin dabei|sage ab|arbeite|werde kommen|werde es machen)|komme ich|mache ich (?:es|das)|bin ich da|übernehme ich|springe ich)|"
        r"ich (?:komme|mache es|mach es) (?:dann|doch|halt)|wenn (?:es sein muss|du darauf bestehst|sie darauf bestehen|es wirklich (?:sein muss|nötig ist|so dringend ist))(?:,| )+|ausnahmsweise (?:ja|okay|mache|komme)|(?:du hast|sie haben) mich überredet|ich sehe,? was ich machen kann"
    ),
    assents=r"(?:(?:okay|ok|ja|gut|na gut|klar|in ordnung|kein problem|gern|gerne|natürlich|einverstanden|alles klar|mache ich|passt)[\s,.]*)+",
    reason=(
        r"weil|denn|da (?:ich|wir|mein|meine)|nämlich|ich (?:habe|hab) (?:schon |bereits |am |da )*(?:\w+ ){0,4}?(?:zugesagt|versprochen|geplant|vor|termin|verabredet|gearbeitet|urlaub)|mein(?:e|en|em|er)? (?:sohn|tochter|mann|frau|mutter|vater|kinder|kind|familie|eltern|partner|partnerin|schwester|bruder|wochenende)|"
        r"(?:es|das) ist (?:der geburtstag|die hochzeit|mein einziger|unser)|der grund (?:ist|dafür)|ich (?:muss|fahre|ziehe|bin) (?:am |zu |zum |um |bei |mit |auf )"
    ),
    alternative=(
        r"(?:ich kann|ich könnte|was ich (?:tun |machen |anbieten )?kann|wir könnten|ich biete|ich würde) (?:dir |ihnen |aber |stattdessen |gern |gerne |an |am |bis |euch |das |die |den |mich |morgen |heute |montag )*(?!nicht|kein|verstehen|nachvollziehen|mir vorstellen)\w+(?!(?:~(?!und\b|aber\b|oder\b)\w+){0,4}~(?:nichts?|kein\w*)\b)|stattdessen|(?:wie wäre es|wie wärs),? (?:wenn|mit)|eine andere (?:möglichkeit|idee|lösung)|alternativ|dafür (?:kann|könnte|mache) ich|was wäre,? wenn"
    ),
    free_alternative=r"was ich (?:tun|machen|anbieten) kann|stattdessen (?:kann|könnte|würde) ich|ich kann (?:dir|ihnen) anbieten|ich biete (?:dir|ihnen)",
    still_no=r"(?:das )?habe ich (?:\w+ )?(?:schon )?gesagt|wie (?:ich )?(?:schon )?gesagt|ich bleibe (?:dabei|bei)|(?:meine antwort|es|das|daran|dabei) bleibt|immer noch nein|ändert (?:daran |sich )?(?:nichts|nicht)|trotzdem nein|auch wenn (?:du|sie) (?:\w+ )?frag\w+",
    solutions=(
        r"(?:du solltest|sie sollten|du könntest|sie könnten|du müsstest|sie müssten|man müsste|am besten|an deiner stelle|an ihrer stelle|mein (?:rat|tipp)|probier(?:en sie)? (?:doch|mal)|versuch(?:en sie)? (?:doch|mal)|warum (?:machst|machen) (?:du|sie) nicht (?:einfach)?|mach doch|die lösung ist|wir machen (?:einfach|jetzt)|ich schlage vor)"
    ),
    what_happened=r"was (?:ist|war) (?:da |denn |genau |eigentlich |gestern |am \w+ )*(?:passiert|los|geschehen|vorgefallen)|was (?:ist|war) (?:der|dein|ihr) grund|wie (?:kam|ist) es (?:dazu|gekommen)|was hat (?:dich|sie) (?:\w+ )*(?:bewogen|daran gehindert|dazu gebracht|aufgehalten)",
    carries_on=r"mehr (?:dazu|davon|darüber)|was noch|und dann|und danach|was genau|wie genau|zum beispiel|inwiefern|in welchem sinn|genauer",
    gist=r"(?:(?:okay|ok|ja|gut|ach|oh|verstehe|aha|und)[\s,.]+)*(?:also|dann|das heißt)[\s,]+(?:für \w+ |war |ist |hast |hattest |hatten |fehlt |fehlte |ging es |wolltest |wollten |brauchst |brauchen |fühlst |haben |warst |waren |bist |sind |geht es |eigentlich |im grunde )*(?:du|sie|dir|ihnen|dich|es|das|niemand|keiner|dein|deine|ihre?|die|der|alles|zwei|drei)(?! (?:kannst|könntest|musst|können|könnten|müssen|solltest|sollten))",
    own=r"ich|mir|mich|mein|meine|meinen|meinem|meiner|wir|uns|unser|unsere|bitte|danke",
    judging=r"ausreden?|gelogen|lüge|quatsch|unsinn|blabla|übertreib\w*|deine schuld|ihre schuld|stell dich|ist mir egal",
    asking=r"wie|was|warum|wieso|weshalb|wann|wo|wer|wen|wem|welche[rsnm]?|kannst|können|könntest|hast|haben|bist|sind|ist|willst",
    negations=word_set("nicht kein keine keinen keiner keinem nie niemand nichts nein niemals"),
)
