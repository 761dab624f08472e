"""German cues."""

from __future__ import annotations

import re

from feedbackyes.stages.dialogue._cues import Cues

CUES = Cues(
    tag="de",
    greeting=re.compile(
        r"^(?:(?:ach|ja|gut|äh+m?|so|also)\W+)*(?:hallo|hi|hey|guten (?:morgen|tag|abend)|moin|servus|grüß (?:gott|dich)|gruess (?:gott|dich)|morgen|tag)\b"
    ),
    wellbeing=re.compile(
        r"\bwie geht(?:'s|s| es)(?: dir| ihnen| euch)?(?: heute| so| denn)*(?:,? \w+)?\s*(?:[?.!,]|$)|\b(?:alles (?:gut|klar|okay)(?: bei (?:dir|ihnen))?\s*\?|wie war (?:dein|ihr) (?:wochenende|tag|urlaub))"
    ),
    goodbye=re.compile(
        r"\b(?:auf wiedersehen|tsch(?:ü|ue|u)ss?i?|tschau|ciao|bis (?:bald|dann|später|spaeter|morgen|nachher|zum nächsten mal|montag|dienstag|mittwoch|donnerstag|freitag)(?=\W*$)|mach'?s gut|machen sie'?s gut|"
        r"(?:schönen|schoenen) (?:tag|abend|feierabend) noch|(?:schönes|schoenes) wochenende|danke für (?:deine|ihre) zeit|lassen wir es (?:dabei|gut sein)|das war'?s (?:von mir|für heute))"
    ),
    repeat=re.compile(
        r"^\W*(?:(?:entschuldigung|sorry|verzeihung|äh+m?|oh|moment)\b\W*)*(?:(?:kannst du|können sie|könntest du|könnten sie|koennen sie) (?:das )?(?:bitte )?(?:noch ?mal |noch einmal )?(?:wiederholen|sagen)\b.*|"
        r"(?:noch ?mal|noch einmal)(?:,? bitte)?|was (?:hast du|haben sie) (?:gerade )?gesagt|ich habe (?:das |dich |sie )?(?:leider |gerade )?(?:akustisch )?nicht (?:verstanden|gehört))\W*$"
    ),
    bare_pardon=re.compile(r"^\W*(?:wie bitte|was|bitte|hä|entschuldigung|verzeihung)\W*\?\W*$|^\W*wie bitte\W*$"),
    thanks=re.compile(
        r"^\W*(?:okay|ok|gut|ja|ach|super)?\W*(?:danke(?:schön)?|vielen dank|herzlichen dank|besten dank|ich danke (?:dir|ihnen))(?: (?:dir|ihnen|sehr|schön|dafür|noch mal|für (?:dein|ihr|deine|ihre) (?:verständnis|geduld|hilfe|zeit|zuhören)))*\W*(?:\w+)?\W*$"
    ),
    moment=re.compile(
        r"\b(?:lass mich (?:kurz )?(?:nachdenken|überlegen)|lassen sie mich (?:kurz )?(?:nachdenken|überlegen)|(?:einen|kleinen|kurzen) (?:moment|augenblick)|moment (?:mal|bitte)|ich muss (?:kurz )?(?:nachdenken|überlegen)|warte (?:mal|kurz)|warten sie)\b"
    ),
    abuse=re.compile(
        r"\b(?:arschloch|arsch|scheißkerl|scheisskerl|wichser|fick(?:en|t)?|fotze|hurensohn|miststück|idioten?|vollidiot|trottel|depp|blödmann|schlampe|penner|spinner|halt die (?:klappe|fresse|schnauze)|halt's maul|halts maul|verpiss dich|"
        r"leck mich|du bist (?:so )?(?:dumm|blöd|das letzte|erbärmlich)|sie sind (?:so )?(?:dumm|blöd|das letzte|erbärmlich)|ich hasse dich|dumme kuh|drecks\w+)\b"
    ),
    asking=re.compile(
        r"^(?:(?:und|aber|also|dann|gut|okay|ok|ja|äh+m?|so)\W+)*(?:wie|was|warum|wieso|weshalb|wann|wo|wohin|woher|wer|wen|wem|wessen|welche[rsnm]?|wie ?viele?|seit wann|worum|woran|wofür|kannst|können|könntest|könnten|hast|haben|bist|sind|ist|"
        r"willst|wollen|magst|möchtest|möchten|darf|soll|weißt|wissen|gibt|stimmt|würdest|würden|wärst|wären|erzähl|erzählen)\b"
    ),
    cutting_in=(
        "Moment, Moment.",
        "Halt, einen Augenblick.",
        "Eine Sekunde.",
        "Stopp, Moment mal.",
        "Da muss ich kurz etwas sagen.",
    ),
)
