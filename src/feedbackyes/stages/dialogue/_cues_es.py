"""Spanish cues."""

from __future__ import annotations

import re

from feedbackyes.stages.dialogue._cues import Cues

CUES = Cues(
    tag="es",
    greeting=re.compile(
        r"^\W*(?:(?:ah|sí|bueno|eh|oye)\W+)*(?:hola|buenos d[ií]as|buenas(?: tardes| noches)?|qu[eé] hay|muy buenas)\b"
    ),
    wellbeing=re.compile(
        r"\b(?:c[oó]mo (?:est[aá]s|est[aá] usted|te va|va todo|andas)|qu[eé] tal(?: est[aá]s| todo| el fin de semana| va)?|todo bien)(?:,? \w+)?\s*(?:[?.!,]|$)"
    ),
    goodbye=re.compile(
        r"\b(?:adi[oó]s|hasta (?:luego|ma[nñ]ana|pronto|la vista|el (?:lunes|martes|mi[eé]rcoles|jueves|viernes))(?=\W*$)|nos vemos(?=\W*$| luego| pronto| ma[nñ]ana)|chao|que tengas (?:un )?buen(?:a)? \w+|buen fin de semana|gracias por tu tiempo|"
        r"lo dejamos aqu[ií]|cu[ií]date)\b"
    ),
    repeat=re.compile(
        r"^\W*(?:(?:perd[oó]n|perdona|disculpa|eh|ay|lo siento)\b\W*)*(?:(?:puedes|podr[ií]as|puede|podr[ií]a) (?:por favor )?(?:repetir(?:lo|melo)?|decirlo otra vez)\b.*|(?:rep[ií]telo|repite)(?:,? por favor)?|"
        r"qu[eé] (?:has dicho|dijiste|dices)|no (?:te )?(?:he )?(?:o[ií]do|o[ií]|entend[ií]|escuch[eé]|entendido)(?: bien)?|otra vez(?:,? por favor)?)\W*$"
    ),
    bare_pardon=re.compile(r"^\W*(?:perd[oó]n|c[oó]mo|qu[eé]|disculpa|mande)\W*\?\W*$|^\W*(?:perd[oó]n|mande)\W*$"),
    thanks=re.compile(
        r"^\W*(?:vale|ok|bueno|s[ií]|ah|bien)?\W*(?:muchas gracias|mil gracias|gracias|te lo agradezco)(?: (?:de verdad|a ti|por (?:todo|eso|tu (?:comprensi[oó]n|paciencia|ayuda)|escucharme)))*\W*(?:\w+)?\W*$"
    ),
    moment=re.compile(
        r"\b(?:d[eé]jame (?:pensar|un (?:momento|segundo))|un (?:momento|segundo|minuto|momentito)|dame un (?:momento|segundo)|tengo que pensar(?:lo)?|espera)\b"
    ),
    abuse=re.compile(
        r"\b(?:gilipollas|cabr[oó]n(?:a)?|hij[oa] de puta|puta|pendej[oa]|imb[eé]cil|idiotas?|est[uú]pid[oa]|subnormal|capull[oa]|mierda de|vete a la mierda|que te (?:jodan|den)|c[aá]llate la boca|cierra el pico|te odio|"
        r"eres (?:una? )?(?:mierda|basura|escoria|in[uú]til)|zorra|mamona?|tont[oa] del culo)\b"
    ),
    asking=re.compile(
        r"^\W*(?:(?:y|pero|entonces|bueno|vale|ok|s[ií]|eh|oye)\W+)*(?:c[oó]mo|qu[eé]|por qu[eé]|cu[aá]ndo|d[oó]nde|qui[eé]n|cu[aá]l|cu[aá]les|cu[aá]nt[oa]s?|puedes|podr[ií]as|puede|quieres|tienes|sabes|has|hay|te parece|est[aá]s|eres|desde cu[aá]ndo|para qu[eé]|de qu[eé]|cu[eé]ntame|dime)\b"
    ),
    cutting_in=(
        "Un momento, un momento.",
        "No, perdón.",
        "Un segundo.",
        "Alto, solo una cosa.",
        "Aquí tengo que decir algo.",
    ),
)
