"""German phrases that show a behaviour."""

from __future__ import annotations

from collections.abc import Mapping

from feedbackyes.behaviours import Behaviour
from feedbackyes.behaviours.de.lexicon import DONE, FEELING, FLAW, HEDGES, PAST, STRAIN, THING

_LITTLE = r"(?: \w+){0,9}?"
OPEN = (
    r"(?:und |aber |also |dann |gut |ja |okay )*(?:wie (?!geht(?:s| es| 's)|gesagt|erwähnt|besprochen|immer|du weißt|sie wissen|schade|schön|gut|viele?|spät|lange|alt|oft|bitte|wäre es|wärs)\w+|was (?:genau |noch |denn |eigentlich |wäre |hat |ist |war |hätte |würde |brauchst|brauchen|meinst|meinen|denkst|denken|hältst|halten|"
    r"fehlt|steckt|bräuchtest|bräuchten|wünschst|wünschen|macht|hilft|siehst|sehen|hast|haben|passiert|beschäftigt|belastet|befürchtest|befürchten|stört|kann|können|soll|sagst|sagen|spricht|bedeutet|möchtest|willst|löst|geht|geschieht)\w*|"
    r"wie geht es (?:dir|ihnen)(?: \w+)? (?:damit|dabei)|warum|wieso|weshalb|woran|wodurch|wozu|wofür|worum|wovor|woher|welche[rsnm]? \w+ (?:hat|haben|ist|sind|wäre|wären|hast|würdest|würden|siehst|sehen|spielt|macht)|"
    r"(?:erzähl|erzähle|erzählen sie|beschreib|beschreibe|beschreiben sie|erklär|erkläre|erklären sie|schildere|schildern sie)(?: mir| uns| mal| doch| bitte)*|"
    r"(?:kannst du|können sie|magst du|möchten sie|könntest du|könnten sie) (?:mir |uns )?(?:mal |bitte |noch |kurz )*(?:mehr|etwas|erzählen|erklären|beschreiben|schildern|davon|dazu)|"
    r"sag mir (?:was|wie|mehr)|ich (?:möchte|würde gern|würde gerne|will) (?:verstehen|wissen|hören)(?:,| )+(?:was|wie|warum))"
)
CLOSED = (
    r"^(?:und |aber |also |dann |gut |ja |okay |nein )*(?:hast|haben|bist|sind|kannst|können|könntest|könnten|willst|wollen|möchtest|möchten|weißt|wissen|brauchst|brauchen|"
    r"stimmt|passt|geht|ist|wäre|war|gibt|darf|soll|sollen|würdest|würden|findest|finden|meinst|meinen|siehst|sehen) (?:du|sie|es|das|wir|ich|ihr|dir|ihnen)"
)
_SAY = r"(?:sagen|erzählen|erklären|beschreiben|schildern|wiederholen|verstehen|vorstellen|mehr|etwas dazu|noch mal|nochmal|konkreter|genauer)"

MARKS: Mapping[Behaviour, str] = {
    Behaviour.ASKS_VIEW: (
        r"wie (?:siehst|sehen|erlebst|erleben|empfindest|empfinden|beurteilst|beurteilen) (?:du|sie|ihr)(?: das| es| die sache| die lage)?|wie (?:hast du|haben sie|habt ihr) (?:das|es|die \w+|den \w+) (?:\w+ ){0,3}?(?:erlebt|wahrgenommen|empfunden|gesehen)|"
        r"was (?:ist|wäre) (?:deine|ihre|eure) (?:sicht|meinung|perspektive|einschätzung|version)|was (?:meinst|meinen|denkst|denken|hältst|halten|sagst|sagen) (?:du|sie) (?:dazu|davon|darüber)|(?:deine|ihre) (?:sicht|meinung|perspektive) (?:dazu|interessiert|hören)|"
        r"wie (?:ist|war) das (?:für (?:dich|sie)|aus (?:deiner|ihrer) sicht|bei (?:dir|ihnen))|wie geht es (?:dir|ihnen)(?: \w+)? damit|wie kommt das bei (?:dir|ihnen) an|was löst das (?:bei|in) (?:dir|ihnen) aus|aus (?:deiner|ihrer) sicht"
    ),
    Behaviour.CLARIFYING_QUESTION: (
        r"was (?:genau )?(?:meinst du|meinen sie) (?:damit|genau|mit)|was heißt (?:das|für (?:dich|sie))|wie meinst du das|wie meinen sie das|(?:hast du|haben sie|gibt es) (?:dafür |da |mir )?ein beispiel|(?:ein|welches) (?:konkretes )?beispiel|"
        r"(?:habe|hab) ich (?:dich|sie|das) (?:so )?richtig verstanden|verstehe ich (?:dich|sie|das) (?:so )?richtig|stimmt das so|wann genau|in welcher situation|woran (?:genau )?(?:merkst|merken|machst|machen)|(?:kannst du|können sie) das (?:konkreter|genauer)|"
        r"(?:wofür|wodurch|womit) genau|was genau"
    ),
    Behaviour.LEADING_QUESTION: (
        r"(?:oder|nicht wahr|nicht|stimmts|stimmt's|gell|ne)(?=\s*\?)|(?:findest|findet|finden|meinst|meinen|glaubst|glauben) (?:du|sie) nicht(?: auch)?|gib (?:doch |es )?zu|geben sie (?:doch |es )?zu|du siehst doch|sie sehen doch|"
        r"(?:warum|wieso) (?:hast|haben|bist|sind|kannst|können|machst|machen) (?:du|sie)(?: \w+){0,4}? (?:nicht|nie|immer|schon wieder|einfach)|wie kannst du|wie können sie|was fällt (?:dir|ihnen) ein"
    ),
    Behaviour.ACKNOWLEDGEMENT: (
        r"(?:das )?(?:verstehe|versteh) ich|ich (?:verstehe|versteh)(?: \w+){0,3}? (?:gut|dass|wie|warum|dich|sie|deine|deinen|dein|ihre|ihren|ihr|was|den|die|das)|ich kann(?: \w+){0,5}? (?:verstehen|nachvollziehen)|das kann ich (?:\w+ )*(?:verstehen|nachvollziehen)|ich (?:höre|sehe|merke|spüre), (?:dass|wie)|ich (?:höre|sehe|merke|spüre) (?:dass|wie)|"
        r"das (?:ist|war|klingt|hört sich|muss|ist ja|war ja|wäre) {very}(?:für dich |für sie )?{very}(?:(?:"
        + STRAIN
        + r")(?: an)?(?: gewesen sein| sein)?|verständlich|nachvollziehbar|berechtigt|menschlich|ein guter punkt|ein punkt)|das muss(?: \w+){0,4}? (?:"
        + STRAIN
        + r")(?: gewesen)? ?sein|(?:du musst|sie müssen) {very}(?:"
        + FEELING
        + r")(?: gewesen)? sein|ich kann mir (?:\w+ )*vorstellen|(?:da|damit) (?:hast du|haben sie) (?:\w+ )?recht|(?:du hast|sie haben) (?:\w+ )*recht(?=\W|$)|(?:es|das) tut mir leid,? (?:dass (?:du|sie|das|dir|ihnen)|zu hören|was)|"
        r"(?:du bist|sie sind) {very}(?:"
        + FEELING
        + r") (?:und|weil|wegen|darüber)|ich (?:weiß|sehe),? (?:dass|wie) (?:du|sie|das|viel)|an (?:deiner|ihrer) stelle|(?:guter|gutes|berechtigter) (?:punkt|argument|einwand)|ich nehme das ernst|kein wunder|das würde mich auch|ich (?:schätze|respektiere) (?:das|dass|deine|ihre)|danke(?:,)? dass (?:du|sie) (?:das|es) (?:so )?(?:offen )?(?:sagst|sagen|erzählst|ansprichst|ansprechen)"
    ),
    Behaviour.PARAPHRASE: (
        r"wenn ich (?:dich|sie|das) (?:richtig|recht) (?:verstehe|verstanden habe)|(?:habe|hab) ich (?:dich|sie|das) (?:so )?richtig verstanden|verstehe ich (?:dich|sie|das) (?:so )?richtig|(?:du meinst|sie meinen|meinst du|meinen sie)(?: also)?,? (?:dass|du|sie|es)|"
        r"(?:du sagst|sie sagen|sagst du)(?: also| mir)?,? (?:dass|du|sie|es)|mit anderen worten|das heißt,? (?:du|sie|es|für)|für (?:dich|sie) (?:ist|war|fühlt|klang|heißt|bedeutet)(?: es| das)?|(?:du hattest|sie hatten|du hast|sie haben) (?:also )?(?:das gefühl|den eindruck)|es klingt(?:,)? (?:so )?als|das klingt,? als|(?:bei mir )?kommt (?:bei mir )?an,? dass|was ich (?:höre|heraushöre|verstehe),? ist|"
        r"(?:du fühlst dich|sie fühlen sich|du hast dich|sie haben sich) {very}(?:"
        + FEELING
        + r"|abgehängt|allein gelassen)"
    ),
    Behaviour.SUMMARY: (
        r"(?:lass mich|lassen sie mich|ich|darf ich|um es|ich möchte|ich versuche)(?: das| es| kurz| mal| einmal| alles)* ?(?:zusammenfassen|zusammenzufassen|fasse|fass|zusammen fassen)|zusammengefasst|zusammenfassend|wir haben also (?:gesagt|vereinbart|besprochen)|unterm strich|"
        r"(?:ich )?fasse (?:das |kurz |mal |es )*zusammen|also haben wir (?:zwei|drei)|(?:was wir|das haben wir) (?:jetzt |heute )?(?:besprochen|vereinbart)"
    ),
    Behaviour.SITUATION_NAMED: (
        r"(?:(?:am |den )?(?:letzten|vergangenen) {day}|gestern(?: \w+)?|vorgestern|heute (?:morgen|früh|vormittag|mittag)|letzte woche|vergangene woche|am \d{1,2}\.? ?{month}|vor (?:zwei|drei|vier|fünf|einer|einem|ein paar|zehn) (?:tagen?|wochen?|stunden?|monaten?)|"
        r"(?:im|beim|in der|in dem|bei der|während der|während des|in unserem|in unserer|auf der) (?:letzten |gestrigen |heutigen )?(?:meeting|besprechung|sitzung|termin|teamsitzung|daily|standup|stand up|planung|retro|retrospektive|workshop|präsentation|runde|teamrunde|übergabe|schicht|telefonat|call|videokonferenz|review|jour fixe|sprintplanung|kundentermin))"
    ),
    Behaviour.OBSERVATION_SPECIFIC: (
        rf"{{youhave}}{_LITTLE} (?:{DONE})|{{youare}}{_LITTLE} (?:gegangen|gekommen|aufgestanden|geblieben|erschienen)|(?:du|sie){_LITTLE} (?:{DONE}) (?:hast|haben|bist|sind)|(?:{DONE}) (?:hast du|haben sie)|(?:du|sie) (?:{PAST})|"
        rf"(?:ist|sind|war|waren|wurde|wurden|kam|kamen|fehlte|fehlten|lag|ging) (?:der|die|das|dein|deine|ihr|ihre|mein|meine|unser|unsere) (?:\w+ )?\w*{THING}|"
        rf"(?:der|die|das|dein|deine|ihr|ihre|mein|meine|unser|unsere|den) (?:\w+ )?\w*{THING}{_LITTLE} (?:ist|sind|war|waren|wurde|wurden|kam|kamen|fehlt|fehlte|fehlten|lag|ging)|"
        r"ich (?:habe|hab) (?:gesehen|gehört|bemerkt|beobachtet|festgestellt|gelesen),? (?:dass|wie)|mir ist aufgefallen,? dass|mir fiel auf,? dass"
    ),
    Behaviour.IMPACT_STATED: (
        r"(?:ich|wir|das team|die anderen|der kunde|die kundin|die kollegen|lea|mein team|alle)(?: \w+){0,3}? (?:musste|mussten|konnte|konnten)(?: \w+){0,8}? (?:nicht|neu|nochmal|noch mal|nacharbeiten|warten|erklären|entschuldigen|länger|bleiben|machen|umplanen|absagen|verschieben|arbeiten)|"
        r"(?:mussten wir|musste ich|konnte ich|konnten wir)(?: \w+){1,8}|der kunde hat(?: \w+){0,3} (?:angerufen|abgesagt|gewartet|gefragt)|ich wusste nicht(?:,)? (?:was|wie|mehr)|ich stand (?:\w+ )*(?:da|ohne)|"
        r"(?:wir haben|das hat|das kostet|ich habe|das team hat|es hat)(?: \w+){0,6}? (?:verloren|gekostet|verzögert|blockiert|aufgehalten|zeit)|(?:dadurch|deshalb|deswegen|dann|danach) (?:haben|hat|habe|ist|sind|war|waren|musste|mussten|konnte|kam|kamen|fehlt|fehlte)|die folge (?:ist|war)|das führt dazu|das hat dazu geführt|"
        r"(?:habe|hab) (?:ich )?(?:danach |dann )?nichts mehr gesagt|niemand hat mehr"
    ),
    Behaviour.FEELING_NAMED: (
        r"(?:ich (?:bin|war|fühle mich|fühlte mich|fühl mich|habe mich|hab mich)|bin ich|war ich|fühle ich mich|habe ich mich|hab ich mich|mich macht das|das macht mich|das hat mich|es macht mich|mich hat das|es hat mich) {very}(?:sehr )?(?:"
        + FEELING
        + r"|frustriert|verletzt|geärgert|gefreut|gekränkt|enttäuscht)(?: gemacht| gefühlt)?|(?:das|es) (?:ärgert|verletzt|belastet|kränkt|freut|verunsichert|frustriert|stresst|enttäuscht|beschäftigt) mich|mich (?:ärgert|verletzt|belastet|verunsichert|frustriert|freut|beschäftigt)|"
        r"ich (?:habe|hab|hatte) (?:\w+ )?(?:angst|sorge|sorgen|bedenken)|ich (?:mache|mach) mir sorgen|(?:das|es) tut mir weh|ich ärgere mich|ich schäme mich|mir (?:geht|ging) es (?:damit |dabei )?(?:nicht gut|schlecht)|ich fühle mich (?:\w+ )?nicht"
    ),
    Behaviour.NEED_STATED: (
        r"ich (?:brauche|bräuchte|brauch)|brauche ich|mir (?:ist|wäre|war) (?:\w+ ){0,3}?wichtig|mir geht es um|es geht mir (?:\w+ )?um|(?:ist|wäre) mir (?:\w+ ){0,3}?wichtig|ich wünsche mir|was mir (?:wichtig ist|fehlt)|mir fehlt|ich lege (?:\w+ )?wert auf|damit ich (?:mich )?(?:\w+ ){0,4}(?:kann|fühle)"
    ),
    Behaviour.REQUEST_DOABLE: (
        r"{would}(?:,? (?:\w+ ){0,14}?\w+(?:en|ern|eln))|ich (?:würde mir wünschen|hätte gern|hätte gerne|möchte dich bitten|möchte sie bitten|bitte dich|bitte sie|schlage vor|würde vorschlagen)|(?:meine bitte|mein vorschlag|mein wunsch) (?:ist|wäre|an dich|an sie)|"
        r"ich wünsche mir,? dass (?:du|sie|wir)"
    ),
    Behaviour.NEXT_STEP_AGREED: (
        r"(?:lass uns|lassen sie uns|wir (?:sprechen|reden|schauen|treffen|setzen|probieren|machen|besprechen|prüfen|sehen|halten|testen|versuchen))(?: \w+){0,8}? {when}|(?:einigen wir uns|wir einigen uns|wir vereinbaren|dann vereinbaren wir|halten wir fest|wir halten fest|abgemacht|dann machen wir(?: das| es)? so|so machen wir (?:es|das)|verbleiben wir so)|"
        r"ich (?:schicke|sende|rufe|melde|spreche|kläre|bereite|schreibe|gebe|bringe|trage|stelle|lege|mache|frage|rede)(?: \w+){0,8}? {when}|{when} (?:schicke|sende|rufe|melde|spreche|kläre|schreibe|schauen|sprechen|reden|treffen|setzen|probieren|machen|frage|gebe|besprechen) (?:ich|wir)|"
        r"(?:probieren|versuchen|testen|machen) wir (?:das|es)(?: \w+){0,4} {when}|(?:probieren|versuchen) wir das"
    ),
    Behaviour.TRAIT_LABEL: (
        r"{youare} {very}(?:ein |eine |einfach )?(?:"
        + FLAW
        + r")|(?:du bist|sie sind) {very}(?:nicht|kein|keine) {very}(?:zuverlässig|professionell|ehrlich|teamfähig|kritikfähig|teamplayer|teamplayerin|fair|fähig|belastbar)|(?:du|sie) (?:egoist|egoistin|lügner|lügnerin|idiot|chaot|versager|feigling)|"
        r"(?:dir|ihnen) fehlt (?:\w+ )?(?:respekt|anstand|disziplin|teamgeist|verantwortung)|(?:typisch) (?:du|sie|für (?:dich|sie))|wie (?:unprofessionell|egoistisch|rücksichtslos|respektlos) (?:du|sie|kann|von)"
    ),
    Behaviour.BLAME: (
        r"(?:das )?ist (?:(?!nicht)\w+ )?(?:(?:allein|nur|alles) )?(?:deine|ihre|eure)(?: eigene)? schuld|(?:du bist|sie sind|bist du|sind sie) (?:\w+ )?(?:daran )?(?:schuld|verantwortlich für (?:das|den|dieses))|wegen (?:dir|ihnen)(?: \w+){0,6}|deinetwegen|ihretwegen|"
        r"(?:du hast|sie haben) (?:\w+ )*(?:versaut|vermasselt|kaputt gemacht|kaputtgemacht|ruiniert|verbockt|hängen lassen|hängenlassen|im stich gelassen|in den rücken gefallen|hintergangen)|(?:du hättest|sie hätten|hättest du|hätten sie)(?: \w+){1,8}? (?:müssen|sollen|können)"
    ),
    Behaviour.ABSOLUTE_YOU: (
        r"(?:du|sie) (?!kann|könn|darf)\w+ (?:\w+ ){0,3}?(?:immer|nie|niemals|ständig|dauernd|jedes mal|andauernd)(?! (?:noch|mehr|wieder gern))|(?:immer|nie|ständig|dauernd|jedes mal) (?!wenn)\w+ (?:du|sie)(?= |\W|$)|bei (?:dir|ihnen) (?:ist|muss) (?:\w+ )?immer"
    ),
    Behaviour.DEMAND: (
        r"(?:du musst|sie müssen|du sollst|sie sollen|du hast(?: \w+){1,4} zu|sie haben(?: \w+){1,4} zu \w+en) ?|(?:musst du|müssen sie)(?: \w+){0,5}|ich (?:verlange|fordere|erwarte)(?:,| )+(?:von (?:dir|ihnen)|dass|ab sofort|ein)|hör (?:jetzt |endlich |sofort )?(?:auf|damit)|hören sie (?:jetzt |endlich |sofort )?(?:auf|damit)|"
        r"(?:lass|lassen sie) das (?:jetzt |sofort |endlich )?(?=\W*$|[,.!])|reiß dich zusammen|reißen sie sich zusammen|das ist eine anweisung|ab sofort (?:wirst|machst|hältst|werden|machen|halten|gehst|fragst) (?:du|sie)|(?:halt|halten sie) (?:den mund|die klappe)"
    ),
    Behaviour.THREAT: (
        r"sonst (?:werde|muss|gehe|rede|melde|sorge|hole|wirst|kannst|können|bist|sind|fliegst) (?:ich|du|sie|wir)|das (?:hat|wird) (?:noch )?(?:ein nachspiel|konsequenzen|folgen)|(?:das wirst du|das werden sie|du wirst es|sie werden es) (?:noch )?(?:bereuen|büßen)|letzte warnung|ich warne (?:dich|sie)|"
        r"(?:gehe|geh|gehen) (?:ich|wir) (?:damit )?(?:zum chef|zur chefin|zum betriebsrat|nach oben)|wenn (?:das|du|sie)(?: \w+){0,6}?,? (?:bist du raus|fliegst du|gibt es ärger|war es das|kannst du gehen|hat das konsequenzen)"
    ),
    Behaviour.CALM_DOWN_COMMAND: (
        r"beruhig(?:e)? dich|beruhigen sie sich|jetzt (?:komm|kommen sie) (?:\w+ )?runter|komm (?:mal |wieder )*runter|reg dich (?:\w+ )*ab|reg dich (?:\w+ )*nicht (?:\w+ )?auf|regen sie sich (?:\w+ )*nicht (?:\w+ )?auf|bleib (?:mal |doch )*(?:ruhig|locker|sachlich)|bleiben sie (?:mal |doch )*(?:ruhig|sachlich)|"
        r"stell dich nicht so an|stellen sie sich nicht so an|sei (?:doch )?nicht so (?:empfindlich|emotional)|seien sie nicht so (?:empfindlich|emotional)|jetzt (?:übertreib|übertreiben sie) (?:\w+ )?nicht|entspann dich|nimm (?:das|es) nicht so (?:persönlich|schwer)|kein grund,? (?:laut|sich aufzuregen)"
    ),
    Behaviour.DEFENSIVE_JUSTIFICATION: (
        r"(?:das ist|das war|ist) nicht meine schuld|da kann ich (?:doch |auch )?nichts (?:dafür|für)|dafür kann ich (?:doch |auch )?nichts|ich kann (?:doch |da )?nichts dafür|ich hatte (?:ja |doch )?keine (?:wahl|zeit)|ich habe (?:doch )?nur|das stimmt (?:doch |so |überhaupt )*nicht|so habe ich das (?:\w+ )?nicht gesagt|^(?:ja|schon|mag sein),? aber|"
        r"das machen (?:hier )?alle|(?:du|sie) (?:machst|machen|bist|sind) (?:das )?(?:doch )?(?:selbst|selber|auch nicht besser)|das war (?:doch )?nicht so gemeint|das ist (?:doch )?unfair|das habe ich nie"
    ),
    Behaviour.HEDGE: HEDGES,
    Behaviour.REFUSAL_CLEAR: (
        r"ich kann(?: \w+){0,5}? nicht (?:kommen|arbeiten|machen|übernehmen|bleiben|zusagen|einspringen|helfen|annehmen|liefern|teilnehmen|absagen|versprechen)|(?:das|es|ich) (?:geht|kann|mache|schaffe|übernehme) (?:ich )?(?:\w+ ){0,3}?nicht(?=\W*$|[,.]| weil| am| ich)|"
        r"(?:ich|da|das|dies) (?:muss|möchte|werde) (?:ich )?(?:\w+ )?(?:ablehnen|absagen|nein sagen)|ich (?:lehne|sage) (?:\w+ ){0,3}?(?:ab|nein)(?=\W|$)|(?:meine antwort|das|es) (?:ist|bleibt)(?: \w+){0,3}? (?:ein )?nein|nein,? (?:ich|das|am|danke|leider|tut mir|dieses|da)|kommt (?:\w+ )*nicht (?:in frage|infrage)|"
        r"ich (?:werde|will|komme|arbeite|springe|übernehme)(?: \w+){0,5}? nicht(?: \w+){0,2}?(?=\W*$|[,.]| weil)|(?:dieses|am) (?:wochenende|samstag|sonntag) (?:nicht|geht nicht|geht es nicht)|(?:das ist|ist) (?:mir |für mich )?(?:leider )?nicht möglich|unmöglich für mich"
    ),
    Behaviour.APOLOGY: (
        r"entschuldigung|entschuldige|entschuldigen sie|(?:es )?tut mir (?:\w+ )?leid|sorry|verzeihung|ich bitte (?:\w+ )*um (?:entschuldigung|verzeihung|nachsicht)|ich entschuldige mich|verzeih|das war mein fehler|ich bedaure"
    ),
    Behaviour.THANKS_FOR_FEEDBACK: (
        r"(?:danke|vielen dank|ich danke (?:dir|ihnen)|besten dank)(?: sehr| schön| auch)?,? (?:dass (?:du|sie)(?: \w+){0,6}? (?:sagst|sagen|ansprichst|ansprechen|erzählst|erzählen|gesagt|angesprochen|erzählt|offen|ehrlich|bist|sind)|für (?:die|deine|ihre|dein|ihr|das|diese) (?:\w+ )?(?:rückmeldung|offenheit|ehrlichkeit|feedback|kritik|hinweis|vertrauen|worte|offene|ehrlichen?))|"
        r"(?:gut|schön|wichtig|hilfreich),? dass (?:du|sie)(?: mir)? (?:das|es) (?:so )?(?:\w+ )?(?:sagst|sagen|ansprichst|ansprechen)|ich (?:weiß es zu schätzen|schätze es|schätze),? dass (?:du|sie)"
    ),
    Behaviour.LEARNING_STATED: (
        r"ich habe (?:daraus |dabei |gerade )?(?:gelernt|begriffen|gemerkt)|(?:nächstes mal|beim nächsten mal|künftig|in zukunft|ab jetzt|von jetzt an|seitdem|seither)(?: \w+){0,2} ich|ich (?:werde|mache|frage|sage|schreibe) (?:künftig|beim nächsten mal|in zukunft|ab jetzt)|was ich (?:mitnehme|gelernt habe)"
    ),
    Behaviour.CONSEQUENCE_STATED: (
        r"(?:dann|so|damit) (?:können|kann|müssen|muss|wissen|weiß|haben|hat|spart|sparen|ginge|würde|würden|wäre|wären|hätte|hätten) (?:wir|ich|du|sie|alle|jeder|das team|niemand|keiner)|das (?:würde|wird|hilft|erspart|spart) (?:mir|uns|dir|ihnen|dem team)(?: \w+)?"
    ),
}
UNLESS_BEFORE: Mapping[Behaviour, str] = {
    Behaviour.OPEN_QUESTION: r"weiß|weißt|wissen|verstehe|versteh|verstehen|sehe|egal|klar|gesagt|sagen|erklärt|genau|das|alles|so|nicht|merke|höre|darum|genauso|schön|ahne",
    Behaviour.ASKS_VIEW: r"egal|weiß|gesagt|genau",
    Behaviour.ACKNOWLEDGEMENT: r"wenn|falls|nicht|ob|bevor|damit|kaum",
    Behaviour.PARAPHRASE: r"wenn|nicht|ob|warum|wieso",
    Behaviour.SUMMARY: r"kannst du|können sie|könnten sie|könntest du",
    Behaviour.SITUATION_NAMED: r"bis|ab|nächsten|nächste|jeden|kommenden|immer|für|vor|bis zum|nach|seit",
    Behaviour.OBSERVATION_SPECIFIC: r"wenn|falls|ob|warum|wieso|wie|was|nachdem",
    Behaviour.TRAIT_LABEL: r"wenn|falls|nicht,? dass|sage nicht,? dass|glaube nicht,? dass|dass|sagt|sagen|behauptet|ob|meint",
    Behaviour.BLAME: r"nicht,? dass|wenn|sage nicht|ob|falls|nicht",
    Behaviour.DEMAND: r"wenn|was|falls|ob|dass|wie|warum|glaube|nichts",
    Behaviour.FEELING_NAMED: r"wenn|falls|ob|nicht",
    Behaviour.NEED_STATED: r"wenn|falls|nicht|was",
    Behaviour.THANKS_FOR_FEEDBACK: r"nein|ohne|kein|keinen",
    Behaviour.REFUSAL_CLEAR: r"wenn|falls|ob|vielleicht|weil|dass",
    Behaviour.APOLOGY: r"keine|nicht|muss|kein|ohne",
    Behaviour.IMPACT_STATED: r"wenn|falls|ob",
    Behaviour.ABSOLUTE_YOU: r"wenn|falls|dass|weil",
}
UNLESS_AFTER: Mapping[Behaviour, str] = {
    Behaviour.ACKNOWLEDGEMENT: r"(?:\w+ )?nicht|überhaupt nicht|nichts|kein|warum (?:du|sie) (?:nicht|nie|immer)",
    Behaviour.DEMAND: r"(?:\w+ ){0,4}?(?:nicht|nichts|kein)|(?:\w+ ){0,3}(?:gefühlt|gewesen|enttäuscht|wütend|erschöpft|müde|sauer)|wissen",
    Behaviour.APOLOGY: r"(?:dass (?:du|sie|das|dir|ihnen)|zu hören|für (?:dich|sie)|was (?:dir|ihnen))|\?|können sie|kannst du",
    Behaviour.TRAIT_LABEL: r"geworden,? weil",
    Behaviour.NEED_STATED: r"(?:\w+ )?(?:nicht|kein|keine|nichts)",
    Behaviour.FEELING_NAMED: r"dass du|von dir (?:dass|weil)",
    Behaviour.REFUSAL_CLEAR: r"(?:sagen|verstehen|vorstellen|glauben|erklären|nachvollziehen)",
}
UNLESS_NEAR: Mapping[Behaviour, str] = {
    Behaviour.ABSOLUTE_YOU: r"danke|dankbar|schätze|bewundere|zuverlässig|verlassen|geholfen|hilfsbereit|gute arbeit|super|jederzeit|willkommen",
    Behaviour.REQUEST_DOABLE: rf"(?:könntest du|könnten sie|kannst du|können sie)(?: \w+){{0,4}}? {_SAY}",
    Behaviour.CALM_DOWN_COMMAND: r"(?:hat|haben|habt|hast|wurde) (?:mir|man|uns)?(?: \w+){0,4} gesagt",
    Behaviour.FEELING_NAMED: r"ich habe das gefühl,? dass|ich fühle,? dass",
}
