"""German word lists."""

from __future__ import annotations

from feedbackyes.behaviours.phrasebook.book import any_of, word_set
from feedbackyes.behaviours.phrasebook.text import Script

DAY = "(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag)s?(?:morgen|mittag|nachmittag|abend|früh)?"
MONTH = "(?:januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember)"
VERY = (
    "(?:(?:sehr|sicher|bestimmt|wohl|vermutlich|so was von|sowas von|zu|viel zu|wirklich|so|total|ganz|echt|völlig|ziemlich|etwas|ein bisschen|ein wenig|recht|richtig|einfach|unglaublich|"
    "extrem|absolut|irgendwie|gerade|auch|ja|halt|eben|schon|ehrlich gesagt|immer noch|wahnsinnig|arg|manchmal|da|dabei|dann|heute|gestern|jetzt) )*"
)
SCRIPT = Script(
    kept="äöüß",
    hesitations="ähm?|öhm?|äh+|hm+|na ja|naja|also|halt|sozusagen|quasi",
    macros={
        "day": DAY,
        "month": MONTH,
        "very": VERY,
        "you": "(?:du|sie|ihr)",
        "yourdat": "(?:dir|ihnen|euch)",
        "youare": "(?:du bist|sie sind|ihr seid|bist du|sind sie)",
        "youhave": "(?:du hast|sie haben|ihr habt|hast du|haben sie)",
        "would": "(?:könntest du|könnten sie|kannst du|können sie|könntet ihr|würdest du|würden sie|magst du|möchtest du|wärst du (?:dazu )?bereit|wären sie (?:dazu )?bereit|wärst du einverstanden|wären sie einverstanden|wäre es (?:für dich|für sie|dir|ihnen)? ?(?:möglich|in ordnung|okay|machbar)|kannst du dir vorstellen|können sie sich vorstellen|könntest du dir vorstellen)",
        "when": "(?:(?:am |bis |nächsten |ab |kommenden )*{day}|morgen(?: früh)?|heute(?: abend| nachmittag| noch)?|übermorgen|nächste woche|in (?:einer|zwei|drei|vier) (?:stunden?|tagen?|wochen?)|um (?:\\d+|neun|zehn|elf|acht|zwei|drei|vier) uhr|bis (?:zum|ende)|vor (?:der|dem) (?:nächsten )?\\w+|beim nächsten|ab sofort|gleich danach)",
    },
)
HAPPENED = r"(?:hast|habe|hab|hat|haben|bist|bin|ist|sind|wurde|wurden|war|waren|warst|kam|kamen|ging|gab|stand|musste|mussten|konnte|konnten|wusste|hatte|hatten|hattest)"
JOINTS = "und|aber|weil|denn|sondern|dass|wenn|obwohl|damit|sodass|doch|dann|während|was|wie|warum|wieso|da"
YOUS = word_set("du dich dir dein deine deinen deinem deiner sie ihnen ihr ihre ihren ihrem euch euer")
ABSOLUTES = "immer(?! (?:noch|mehr))|nie|niemals|ständig|dauernd|jedes mal|jedesmal|andauernd|nie im leben|kein einziges mal|alle|keiner|niemand|alles|nichts"
HEDGES = (
    "vielleicht|eventuell|möglicherweise|irgendwie|ein bisschen|ein wenig|sozusagen|quasi|gewissermaßen|ich glaube eigentlich|"
    "ich würde (?:fast )?meinen|ich weiß nicht(?: so)?(?: recht| genau)? ?ob|ich wollte (?:nur|bloß|eigentlich nur)(?: mal)?|ich dachte (?:nur|bloß)|wenn es (?:dir|ihnen) nichts ausmacht|"
    "mehr oder weniger|oder so|unter umständen|wahrscheinlich|ich schätze mal|ein stück weit"
)
BACKCHANNELS = word_set(
    "ja jo jap hm mhm aha ach ok okay gut genau stimmt richtig klar achso verstehe sicher natürlich wirklich echt interessant schön "
    "ach_so ja_klar ja_genau alles_klar ja_gut ich_verstehe oh_je na_klar ach_ja mm wow super tatsächlich eben oh"
)
FILLERS = word_set("äh ähm öh öhm hm mh mhm ehm aeh aehm")
STOP_WORDS = word_set(
    """aber alle allem allen aller alles als also am an auch auf aus bei beim bin bis bist bitte da dabei damit dann das dass
    daß dein deine deinem deinen deiner dem den denn der des dich die dies diese diesem diesen dieser dieses dir doch du durch
    ein eine einem einen einer eines einfach er es etwas euch für ganz gar gerade gern gerne gibt gut hab habe haben hallo hast
    hat hatte hatten hätte hätten heute ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer in ist ja jede jedem jeden jeder
    jetzt kann kannst kein keine keinen können könnte könnten könntest lassen los machen mal man mehr mein meine meinem meinen
    meiner mich mir mit muss müssen nach nein nicht nichts noch nun nur ob oder ohne schon sehr sein seine sich sie sind so
    soll sollte sollten tun und uns unser unsere unter viel vielleicht vom von vor wann war waren warum was weil weiß welche
    wenn wer werde werden wie wieder will wir wird wirklich wo wohl wollen wollte worden wurde wurden würde würden zu zum zur
    zwei hier dort sage sagen sagt gesagt frau herr danke okay ok moment sache dinge ding stimmt genau uhr eigentlich mach macht"""
)
SUFFIXES = ("ungen", "ung", "lich", "isch", "test", "ten", "ern", "end", "tet", "est", "en", "er", "es", "em", "st", "te", "e", "n", "s", "t")  # fmt: skip

FLAW = any_of(
    """faul faule unzuverlässig unprofessionell egoistisch arrogant rücksichtslos respektlos unverschämt dumm blöd doof inkompetent
    unfähig nachlässig schlampig schlampige unmöglich kindisch unreif verantwortungslos unkollegial unfair gemein stur
    überheblich rechthaberisch empfindlich überempfindlich zickig aggressiv negativ schwierig chaotisch unorganisiert verlogen
    unehrlich feige hinterhältig undankbar unhöflich peinlich lächerlich hysterisch dominant toxisch langsam ignorant herablassend
    ein_egoist ein_lügner ein_versager ein_idiot eine_zicke eine_egoistin eine_lügnerin ein_besserwisser eine_besserwisserin
    ein_chaot ein_feigling eine_diva ein_selbstdarsteller kein_teamplayer keine_teamplayerin das_problem schuld nicht_teamfähig
    nicht_kritikfähig nicht_belastbar krank verrückt kalt bequem"""
)
FEELING = any_of(
    """enttäuscht frustriert verärgert sauer wütend traurig besorgt verletzt gekränkt gestresst überfordert erschöpft müde
    unsicher verunsichert hilflos ratlos genervt gereizt angespannt nervös ängstlich erleichtert froh dankbar überrascht irritiert
    verwirrt beunruhigt alleingelassen allein einsam ohnmächtig unwohl unzufrieden zerrissen betroffen beschämt wehmütig
    unter_druck alleine stolz glücklich geschockt schockiert fassungslos niedergeschlagen entmutigt demotiviert übergangen unglücklich
    ausgeschlossen schlecht elend mies klein überrumpelt nicht_gesehen nicht_gehört nicht_wohl bedrückt berührt"""
)
STRAIN = any_of(
    """schwer hart schwierig anstrengend stressig belastend frustrierend ärgerlich bitter unangenehm kräftezehrend nervig heftig
    verletzend enttäuschend viel zermürbend blöd mies schlimm schrecklich schmerzhaft demütigend unfair ermüdend nicht_leicht
    nicht_einfach nicht_schön kein_leichter ein_schock eine_zumutung zu_viel mühsam aufreibend einsam"""
)
DONE = any_of(
    """geschickt gesendet unterbrochen gesagt geschrieben geantwortet weitergeleitet gezeigt präsentiert abgesagt geändert
    verändert angerufen verlassen gelöscht entfernt hinzugefügt abgegeben geliefert verschoben versprochen gefragt gestellt
    genommen gegeben zugesagt bestellt umgebaut umgeschrieben überschrieben korrigiert gemacht erzählt gelacht geseufzt
    aufgelegt geschwiegen vorgestellt vorgetragen eingetragen gebucht gelassen übernommen verteilt weggenommen ausgetauscht
    freigegeben geteilt vorgelesen gegangen gekommen aufgestanden geblieben erschienen eingeladen informiert kommentiert
    angekündigt unterschrieben veröffentlicht gestrichen getippt geschaut geblickt verteilt abgelehnt verdreht gesprochen
    besprochen entschieden eingestellt ausgeschaltet zurückgenommen umgestellt gemeldet hochgeladen hineingeschrieben genannt reingeredet abgeschnitten ausgelacht rausgegangen weggegangen hinausgegangen herausgegangen vergessen gewartet gestanden gesessen gelesen zugesagt unterhalten übergangen abgebrochen weggeschaut eingestellt verschickt abgeschickt verpasst ausgefüllt aufgehört angefangen begonnen beantwortet angeschrien angeschrieen getauscht umgestellt vertauscht"""
)
PAST = any_of(
    "kamst kamen gingst gingen schicktest schickten sagtest sagten schriebst schrieben unterbrachst unterbrachen standst standen nahmst nahmen riefst riefen ließt ließen fragtest fragten"
)
THING = (
    "(?:bericht|rechnung|zahlen|akte|tabelle|präsentation|folien?|mail|e mail|nachricht|bestellung|paket|lieferung|dokument|angebot|vertrag|"
    "antwort|plan|protokoll|brief|version|datei|projekt|entwurf|dienstplan|konzept|ticket|code|release|kalender|übergabe)"
)
