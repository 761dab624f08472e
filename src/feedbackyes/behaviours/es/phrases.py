"""Spanish phrases that show a behaviour."""

from __future__ import annotations

from collections.abc import Mapping

from feedbackyes.behaviours import Behaviour
from feedbackyes.behaviours.es.lexicon import DONE, DONE_YOU, FEELING, FLAW, HEDGES, STRAIN, THING

_FIRST = r"(?:^|(?<=,~)|(?<=:~))(?:y |pero |entonces |bueno |vale |a ver |sí |ya |claro )*"
"""Where a question may begin: "que" and "como" without accents ask only there."""
OPEN = (
    rf"{_FIRST}(?:cómo (?!estás?(?=\W*$)|está usted(?=\W*$)|te va(?=\W*$)|te atreves|te he|te dije|te digo|ya|he|dije|siempre|quieras|sabes)\w+|qué (?!tal(?=\W*$)|va\b|bien|bueno|buena|pena|lástima|hora|día|más da|vago|vaga|egoísta|falso|poco)\w+|"
    r"(?:de|a|en|con|para|desde|sobre) qué (?:te|le|quieres|crees|piensas|sentido|momento|parte|forma|manera|estás|has|podemos|puedo|tienes|se)|cuáles? \w+)|"
    r"por qué|cómo (?:lo|la|los|las) (?:ves|ve|viste|vivió|viviste|vives|has|podemos|hacemos|hiciste|llevas|sientes)|cómo te (?:sientes|sentiste|fue|afecta|puedo|podemos)|cómo (?:ves|viste|viviste|vives|fue|podemos|podríamos)(?: \w+)?|qué (?:pasó|ocurrió|opinas|opina|piensas|necesitas|necesita|te parece|le parece|te ayudaría|te preocupa|le preocupa|hiciste|propones|sientes|sentiste|quieres decir|significa|"
    r"podemos hacer|podríamos hacer|puedo hacer|harías|ayudaría|cambiaría|te falta|te gustaría|esperas de|te pareció|crees que)|cuál (?:es|fue|sería)|"
    r"(?:cuéntame|cuénteme|háblame|hábleme|explícame|explíqueme|descríbeme|descríbame)|dime (?:qué|cómo|por qué|más)|dígame (?:qué|cómo|por qué|más)|"
    r"(?:puedes|podrías|puede|podría) (?:contarme|explicarme|hablarme|describirme|decirme (?:qué|cómo|por qué|más|algo más))|me (?:gustaría|interesa|encantaría) (?:saber|entender|escuchar|conocer|oír) (?:qué|cómo|por qué|tu|su|más)|quiero entender"
)
CLOSED = r"^(?:y |pero |entonces |bueno |vale |a ver |oye |sí )*(?:¿ ?)?(?:puedes|podrías|podría|quieres|sabes si|estás de acuerdo|te parece (?:bien|si)|le parece (?:bien|si)|te va bien|prefieres|es posible|te importa(?:ría)?)"
_TELL = r"(?:contarme|explicarme|hablarme|describirme|decirme|repetir|repetirlo|imaginar|creer|entender|concretar|ponerme un ejemplo|darme un ejemplo|dar un ejemplo)"

MARKS: Mapping[Behaviour, str] = {
    Behaviour.ASKS_VIEW: (
        r"cómo (?:lo|la|las cosas|esto|eso) (?:ves|ve|viste|vives|viviste|vivió|percibes|percibiste|sientes|sentiste|has visto|has vivido)(?: tú| usted)?|cómo (?:ves|ve|viviste|has vivido|vivió) (?:tú|usted|la|esa|ese|el|esto|eso|lo)(?: \w+)?|qué (?:piensas|piensa|opinas|opina|crees|te parece|le parece|dices)(?: tú| usted)?(?: (?:de|sobre) (?:eso|esto|ello|lo)| al respecto|(?=\W*$))|"
        r"cuál (?:es|fue|sería) (?:tu|su) (?:punto de vista|opinión|visión|versión|perspectiva|lectura)|(?:tu|su) (?:punto de vista|opinión|perspectiva|versión)(?= (?:sobre|me interesa|de))|desde tu (?:lado|punto de vista|perspectiva)|desde su (?:lado|punto de vista)|cómo fue para (?:ti|usted)"
    ),
    Behaviour.CLARIFYING_QUESTION: (
        r"qué (?:quieres|quiere) decir|a qué te refieres|a qué se refiere|qué entiendes por|(?:un|algún|qué) ejemplo|por ejemplo(?=\s*\?)|en qué sentido|te he entendido bien|te entiendo bien|le entiendo bien|es (?:así|correcto)(?=\s*\?)|he entendido bien|"
        r"(?:puedes|podrías|puede|podría) (?:concretar|precisar|ponerme un|darme un|aclarar)|qué (?:momento|momentos|parte|partes) (?:exactamente|concretamente|en concreto)?|en qué momento|cuándo exactamente|qué exactamente"
    ),
    Behaviour.LEADING_QUESTION: (
        r"(?:verdad|no|no es así|a que sí|eh|cierto)(?=\s*\?)|no (?:crees|cree|piensas|piensa|te parece|le parece) que|(?:admite|admítelo|reconoce|reconócelo|reconozca) que|ves que|por qué (?:no|nunca|siempre|tienes que|siempre tienes)|cómo (?:te atreves|se atreve|puedes ser|puede ser tan)"
    ),
    Behaviour.ACKNOWLEDGEMENT: (
        r"(?:te|lo|le|la) (?:entiendo|comprendo)|(?:entiendo|comprendo) (?:que|tu|su|perfectamente|cómo|por qué|lo|muy bien|tus|la|el)|veo que|ya veo (?:que|por qué|lo)|(?:es|me parece|suena|parece|fue|debe de ser|debe ser|sería) {very}(?:comprensible|lógico|normal|natural|razonable|humano|"
        + STRAIN
        + r")|(?:eso |esto )?(?:debe|debió|tuvo que|tiene que|ha debido|habrá) (?:de )?(?:ser|haber sido|sido|resultar) {very}(?:"
        + STRAIN
        + r")|(?:debes|debe|debiste|tienes que) (?:de )?(?:estar|sentirte|sentirse|haberte sentido) {very}(?:"
        + FEELING
        + r")|(?:me (?:lo )?)?imagino (?:que|lo|cómo|la|el)|(?:siento|lamento) (?:mucho |de verdad )?(?:que (?:hayas|haya|te|le|esto|eso|lo|tengas)|oír|escuchar|lo que (?:ha|te|le))|"
        r"(?:tienes|tiene) (?:\w+ ){0,2}?(?:razón|motivos|derecho)|en tu lugar(?:,)? (?:yo|también)|yo también (?:estaría|me sentiría)|sé (?:que (?:has|estás|te|es|llevas)|lo (?:que|mucho)|cuánto)|buen punto|no me extraña|valoro (?:que|mucho|tu|su|lo)|aprecio (?:que|tu|su)|me tomo (?:en serio|muy en serio)|reconozco (?:que|tu|el)"
    ),
    Behaviour.PARAPHRASE: (
        r"si (?:te|le|lo) (?:he entendido|entiendo|entendí) bien|si no (?:te |le |lo )?(?:he entendido|entiendo) mal|(?:me dices|me estás diciendo|estás diciendo|estás diciéndome|quieres decir|lo que dices es|lo que me dices es) que|(?:entonces,? )?para ti|para usted|en otras palabras|es decir,? (?:tú|que|te|para)|"
        r"(?:sientes|sentías|sentiste) que|(?:tienes|tenías|tuviste) la sensación de que|lo que (?:escucho|oigo|entiendo)|parece que (?:te|tú|has|para|lo|estás|sientes)|da la impresión de que|te (?:sientes|sentiste|sentías|has sentido) {very}(?:"
        + FEELING
        + r"|\w+[ao]da?|\w+ido)|suena a que|o sea que"
    ),
    Behaviour.SUMMARY: (
        r"(?:déjame|déjeme|permíteme|voy a|quiero|intento|para|si) (?:resumir|resumo|recapitular|recapitulo|resumirlo)|en resumen|resumiendo|recapitulando|hemos (?:dicho|acordado|quedado) (?:entonces )?(?:que|en)|entonces tenemos (?:dos|tres)|resumo"
    ),
    Behaviour.SITUATION_NAMED: (
        r"(?:(?:el )?(?:{day} pasado|pasado {day})|ayer(?: por la (?:mañana|tarde))?|anteayer|esta mañana|la semana pasada|el mes pasado|hace (?:un|una|dos|tres|cuatro|unos|unas|pocos) (?:días?|semanas?|horas?|mes|meses|rato)|el \d{1,2} de {month}|"
        r"(?:en|durante) (?:la|nuestra|esa|esta|el|nuestro) (?:última |último |pasada )?(?:reunión|presentación|demo|llamada|videollamada|taller|comité|entrevista|comida|revisión|retro|retrospectiva|planificación|daily|sesión)(?: (?:de|del|con) (?:el |la |los )?\w+)?)"
    ),
    Behaviour.OBSERVATION_SPECIFIC: (
        rf"(?:me |nos |le |lo |la |les |te )*(?:{DONE_YOU})|no (?:me |nos |le |lo |la |les |te )*(?:{DONE_YOU})|{{youhave}} (?:\w+ )?(?:{DONE})|no {{youhave}} (?:{DONE})|"
        rf"(?:el|la|los|las|tu|tus|su|mi|nuestro|nuestra) {THING}(?: \w+){{0,4}}? (?:salió|salieron|llegó|llegaron|estaba|estaban|se envió|tenía|no estaba|no llegó|venía|quedó|fue|se quedó|iba)|he (?:visto|oído|notado|observado|escuchado) (?:que|cómo)|(?:vi|oí|noté|observé|escuché) (?:que|cómo)"
    ),
    Behaviour.IMPACT_STATED: (
        r"(?:tuve|tuvimos|tuvo|el equipo tuvo|han tenido|hemos tenido|he tenido) que|no (?:pude|pudimos|pudo|he podido|hemos podido|pudieron)|(?:el|la|los) clientes?(?: \w+){0,2} (?:llamó|llamaron|me llamó|preguntó|se quedó|no supo|dejó|se fue|canceló|escribió|pensó|no entendió)|no (?:sabía|supe) (?:qué|cómo)|"
        r"(?:eso|esto|lo que|lo cual|y) (?:me |nos |le |les )?(?:hizo|hace|dejó|deja|costó|cuesta|retrasó|retrasa|obligó|bloqueó|impidió|provocó|ha hecho|ha dejado|ha costado)|(?:perdí|perdimos|perdió|hemos perdido|se perdió|se perdieron)|por eso (?:no|el|la|tuve|tuvimos|perd\w+|me|nos)|"
        r"como (?:consecuencia|resultado)|perdí el hilo|se quedó sin|(?:me|nos) quedé? sin|quedamos sin|\w+ (?:no volvió a hablar|dejó de (?:hablar|participar))"
    ),
    Behaviour.FEELING_NAMED: (
        r"(?:me (?:siento|sentí|he sentido|sentía|quedé|quedo)|estoy|estaba|estuve) {very}(?:"
        + FEELING
        + r")|me (?:ha |han )?{very}(?:frustra|frustró|molesta|molestó|molestado|preocupa|preocupó|preocupado|dolió|dolido|duele|decepcionó|decepcionado|entristece|inquieta|agobia|enfada|enfadó|sorprendió|dio (?:pena|rabia|vergüenza|miedo)|da (?:pena|rabia|vergüenza|miedo)|sentó mal|alegra|pone nervios[oa]|hizo daño|avergonzó)|"
        r"tengo miedo|tuve miedo|me sentó (?:fatal|mal)"
    ),
    Behaviour.NEED_STATED: (
        r"(?:yo )?necesito (?:que|poder|un|una|tiempo|sentir|saber|terminar|acabar|contar|más|confiar|espacio)|me hace falta|(?:para mí|me) (?:es|resulta) (?:muy )?importante|es (?:muy )?importante para mí|lo que (?:me importa|necesito|más me importa)|me importa (?:mucho )?(?:que|poder)|para mí es (?:clave|esencial)"
    ),
    Behaviour.REQUEST_DOABLE: (
        r"{would} (?:que )?(?:\w+ ){0,2}?\w+(?:ar|er|ir|arme|erme|irme|arnos|ernos|irnos|arlo|erlo|irlo|arla|irla|arte|erte|irte|arle|erle|irle|emos|amos|arlos|arlas|arles|ásemos|arás|aras)|(?:te|le) (?:parece|parecería bien) si (?:\w+ ){0,3}?\w+|(?:me gustaría|te pido|le pido|te propongo|le propongo|quisiera|preferiría|querría) que (?:\w+ ){0,3}?\w+|te (?:pido|propongo) \w+(?:ar|er|ir)"
    ),
    Behaviour.NEXT_STEP_AGREED: (
        r"(?:quedamos|acordamos|hemos quedado|quedemos|pongámonos de acuerdo|estamos de acuerdo|acordemos|entonces quedamos) (?:en|que|así|entonces|para)?|(?:lo |nos |la )*(?:hablamos|vemos|revisamos|probamos|repasamos|reunimos|miramos|volvemos a (?:ver|hablar|hablarlo|mirar))(?: [\w]+){0,8}? {when}|"
        r"(?:yo )?(?:te |le |se |lo |os |me )*(?:envío|enviaré|mando|mandaré|llamo|llamaré|aviso|avisaré|digo|diré|preparo|prepararé|presento|presentaré|hablo|hablaré|hago|haré|traigo|traeré|confirmo|cuento|contaré|ocupo|encargo)(?: [\w]+){0,8}? {when}|{when}[\s,]+(?:yo )?(?:te |le |se |lo )*(?:envío|mando|llamo|aviso|preparo|presento|hablamos|vemos|revisamos|probamos|hago)|"
        r"probémoslo|vamos a probarlo|hacemos una cosa"
    ),
    Behaviour.TRAIT_LABEL: (
        r"{youare} {very}(?:un |una )?(?:"
        + FLAW
        + r")|no (?:eres|es usted) {very}(?:nada )?(?:profesional|de fiar|serio|seria|honesto|honesta|buen compañero|buena compañera|capaz|fiable|respetuoso|respetuosa)|qué (?:vago|vaga|egoísta|maleducado|maleducada|falso|irresponsable|prepotente|poco profesional)|"
        r"(?:te|le) falta (?:\w+ )?(?:respeto|profesionalidad|humildad|educación|seriedad|madurez)|no tienes (?:educación|respeto|vergüenza)"
    ),
    Behaviour.BLAME: (
        r"(?:es|fue|ha sido) (?:todo |solo |completamente |toda )*(?:culpa tuya|tu culpa|su culpa|por tu culpa|culpa suya)|por tu culpa|por su culpa|tú tienes la culpa|tienes la culpa|la culpa es (?:tuya|suya)|(?:lo |la |nos |me )*(?:has|ha) (?:arruinado|estropeado|fastidiado|jodido|destrozado|hundido|dejado tirad[oa])|(?:lo |la |nos |me )*(?:arruinaste|estropeaste|fastidiaste|jodiste|hundiste)|"
        r"(?:tendrías|deberías) (?:que )?haber\w*|tenías que haber\w*|eres (?:el|la) responsable de|eres (?:el|la) culpable"
    ),
    Behaviour.ABSOLUTE_YOU: (
        r"(?:tú |usted )?(?:siempre|nunca|jamás|constantemente) (?:me |nos |te |lo |la |le |estás |haces |tienes |has )*(?:\w+(?:as|es|aste|iste|ás|ndo)|escuchas|haces)(?= |\W|$)|(?:tú|usted|contigo) (?:\w+ ){0,3}?(?:siempre|nunca|jamás|todo el tiempo|constantemente)|"
        r"no (?:me |nos )?(?:dejas|escuchas|haces|ayudas|respetas|cumples|avisas) (?:\w+ ){0,3}?(?:nunca|jamás)|(?:me |nos )?(?:interrumpes|llegas|cortas|haces|mientes|ignoras) (?:\w+ ){0,2}?(?:siempre|todo el tiempo|constantemente|cada vez)|cada vez que (?:hablo|digo|intento)[\w ]{0,30}(?:me|tú|te)"
    ),
    Behaviour.DEMAND: (
        r"(?:tienes|tiene usted|vas) (?:que|a tener que) \w+(?:ar|er|ir)(?:me|te|lo|la|le|los|las|les|nos|se|melo|telo)?|debes (?!de )\w+(?:ar|er|ir)|(?:exijo|ordeno|te ordeno|te exijo|quiero) que (?!sepas|entiendas|estés|hablemos|veamos|lo)\w+|(?:deja|déjate|para|basta) (?:ya )?de|te prohíbo|cállate|cállese|haz lo que|"
        r"no (?:vuelvas|vuelva) a|ni se te ocurra|te callas|a partir de ahora (?:vas a|te|no|harás|hará)|más te vale"
    ),
    Behaviour.THREAT: (
        r"si no,? (?:voy|tendré|hablaré|hablo|te|se|habrá|iré|vas)|de lo contrario|o (?:si no|te) (?:vas|voy|enteras|quito|saco)|te vas a (?:arrepentir|enterar)|(?:habrá|va a haber|tendrá) consecuencias|última advertencia|te (?:lo )?advierto|voy a (?:hablar con (?:tu|la|el) jef\w+|despedirte|sancionarte|denunciarte|quitarte)|"
        r"hablaré con (?:tu|la|el|recursos) \w+|te (?:saco|quito|echo) del? \w+|si (?:vuelve|vuelves|esto)(?: \w+){0,6},? (?:te|voy|habrá|se acab|estás fuera)\w*"
    ),
    Behaviour.CALM_DOWN_COMMAND: (
        r"cálmate|cálmese|tranquilízate|tranquilícese|relájate|relájese|baja (?:la voz|el tono)|baje (?:la voz|el tono)|no (?:te pongas|se ponga|seas|te enfades|se enfade|te alteres|exageres|grites|grite)(?: así| \w+)?|no es para tanto|tampoco es para (?:tanto|ponerse)|estás exagerando|no te lo tomes (?:así|tan|como)"
    ),
    Behaviour.DEFENSIVE_JUSTIFICATION: (
        r"no (?:es|fue|ha sido) (?:culpa mía|mi culpa)|yo no (?:tengo|tuve) la culpa|no (?:tuve|tenía) (?:otra )?(?:opción|más remedio|elección)|yo solo (?:hice|seguí|quería|intentaba)|eso no es (?:verdad|cierto|así|justo)|sí,? pero (?:yo|tú|es|eso)|tú también|usted también|no es mi (?:problema|trabajo)|yo no he (?:hecho|dicho)|todos lo hacen|todo el mundo lo hace|no era mi intención|es mentira"
    ),
    Behaviour.HEDGE: HEDGES,
    Behaviour.REFUSAL_CLEAR: (
        r"no (?:puedo|voy a poder|podré|voy a|quiero|pienso) (?:\w+ )?(?:ir|venir|trabajar|hacerlo|aceptar|aceptarlo|quedarme|hacer|asumir|comprometerme|ayudarte|estar|cubrir|cancelar|participar|este|el (?:sábado|domingo|fin)|hoy|mañana)|(?:eso |esto )?no (?:es|va a ser|será) posible|"
        r"(?:tengo que|debo|prefiero|voy a) (?:decir(?:te|le)? que no|rechazar|negarme)|(?:mi respuesta|la respuesta) (?:es|sigue siendo) (?:que )?no|es (?:un )?no|(?:no|esta vez),? (?:gracias|no puedo|lo siento|no podré|no iré|no lo haré)|me niego|ni hablar|(?:este|el) (?:fin de semana|sábado|domingo) no|no (?:iré|vendré|trabajaré|lo haré|estaré|aceptaré)|lo rechazo"
    ),
    Behaviour.APOLOGY: (
        r"lo (?:siento|lamento)|(?:perdón|perdona|perdone|perdóname|disculpa|disculpe|discúlpame|disculpas)|te pido perdón|le pido (?:perdón|disculpas)|me disculpo|mis disculpas|fue (?:un )?error mío|me equivoqué|siento (?:haber|mucho haber|no haber|el|la)"
    ),
    Behaviour.THANKS_FOR_FEEDBACK: (
        r"(?:gracias|te agradezco|le agradezco|muchas gracias)(?: de verdad| de corazón| mucho)?,? (?:por (?:decírmelo|contármelo|contarme|decirme|ser (?:tan )?(?:sincer|honest|clar|direct|franc)[oa]|tu (?:sinceridad|honestidad|franqueza|confianza|feedback|comentario|opinión)|su (?:sinceridad|honestidad|franqueza|confianza|comentario)|la (?:sinceridad|franqueza|confianza|honestidad)|compartir\w*|avisarme|tus comentarios|el feedback|abrirte|escucharme)|"
        r"que me (?:lo )?(?:digas|cuentes|hayas dicho|hayas contado)|la (?:sinceridad|franqueza|confianza)|tu (?:sinceridad|franqueza|confianza|honestidad))|(?:me alegra|me alegro de|qué bueno|está bien) que me (?:lo )?(?:digas|cuentes|hayas dicho|hayas contado)|(?:aprecio|valoro) (?:mucho )?que me (?:lo )?(?:digas|cuentes|hayas dicho)"
    ),
    Behaviour.LEARNING_STATED: (
        r"he (?:aprendido|entendido|comprendido) (?:que|a|con)|aprendí (?:que|a)|la próxima vez,? (?:\w+ )?\w+(?:ré|o|emos)|desde entonces|a partir de ahora (?:yo|intentaré|voy a|preguntaré|esperaré|dejaré)|lo que me llevo|de ahora en adelante (?:yo |intentaré|voy)|en adelante (?:\w+ré|voy)"
    ),
    Behaviour.CONSEQUENCE_STATED: (
        r"(?:así|de ese modo|de esa manera|de esa forma) (?:podr\w+|todos|todas|el equipo|el cliente|yo|tú|nadie|no|nos|los dos|ambos|se|tendr\w+)|(?:eso|esto) (?:nos |me |te )?(?:permitiría|ayudaría|ayudará|permitirá|evitaría|evitará|ahorraría)|si (?:lo |nos |me )?\w+(?:mos|s|ras|se)(?: \w+){0,8},? (?:podr\w+|tendr\w+|ser\w+|ganar\w+|evitar\w+)"
    ),
}
UNLESS_BEFORE: Mapping[Behaviour, str] = {
    Behaviour.CLARIFYING_QUESTION: r"si|si no",
    Behaviour.OPEN_QUESTION: r"lo|la|el|los|las|creo|digo|siento|de|más|tengo|tienes|hay|algo|nada|todo|ese|esa|cosa|así|tal|tan|tanto|sé|sabes|sabe|entiendo|comprendo|veo|da igual|no importa|dicho|decir|eso es|explicado|ya|imagino|no sé|lo de|mira|recuerdo|saber|depende de",
    Behaviour.ASKS_VIEW: r"da igual|sé|no importa|ya",
    Behaviour.ACKNOWLEDGEMENT: r"si|no|cuando|para que|ni|que",
    Behaviour.PARAPHRASE: r"no|si|cuando|por qué",
    Behaviour.SUMMARY: r"puedes|podrías|puede",
    Behaviour.SITUATION_NAMED: r"para|antes de|antes del|hasta|desde|cada|todos los|a partir de|próximo|hasta el|para el|antes|después de",
    Behaviour.OBSERVATION_SPECIFIC: r"si|cuando no|quizás|por qué|qué|cómo|cuándo|dónde",
    Behaviour.TRAIT_LABEL: r"si|no|no digo que|no creo que|dicen que|dice que|piensan que|no es que|que|ni",
    Behaviour.BLAME: r"no|no digo que|si|no creo que|ni|que no",
    Behaviour.DEMAND: r"si|lo que|qué|no|cuando|que|ya sé que|nada que",
    Behaviour.FEELING_NAMED: r"no|si|ni",
    Behaviour.NEED_STATED: r"no|si|ni",
    Behaviour.THANKS_FOR_FEEDBACK: r"no|sin|ni|nada de",
    Behaviour.REFUSAL_CLEAR: r"si|porque|quizás|que|cuando|por qué|a lo mejor",
    Behaviour.APOLOGY: r"pedir(?:le|te|les|me)?|pide|pídele|no|sin|ni|nada de|tienes que pedir",
    Behaviour.IMPACT_STATED: r"si|para que",
    Behaviour.CLOSED_QUESTION: r"si",
}
UNLESS_AFTER: Mapping[Behaviour, str] = {
    Behaviour.ACKNOWLEDGEMENT: r"nada|mal|por qué (?:no|nunca|siempre)|poco",
    Behaviour.REQUEST_DOABLE: _TELL,
    Behaviour.APOLOGY: r"(?:que (?:hayas|haya|te|le|esto|eso|tengas)|oír|escuchar|por (?:ti|usted|lo que)|tanto)|\?|(?:puede|puedes|dónde|qué hora|señor)",
    Behaviour.REFUSAL_CLEAR: r"(?:decir|imaginar|creer|negar|quejarme)",
    Behaviour.NEED_STATED: r"que te calles|que me dejes en paz|que obedezcas",
    Behaviour.THREAT: r"te importa|quieres|puedes",
    Behaviour.FEELING_NAMED: r"que (?:tú|eres)",
}
UNLESS_NEAR: Mapping[Behaviour, str] = {
    Behaviour.REQUEST_DOABLE: rf"(?:puedes|podrías|puede|podría) {_TELL}",
    Behaviour.ABSOLUTE_YOU: r"gracias|agradezco|admiro|valoro|ayudas|has ayudado|cumples|bienvenid[oa]|puedes contar|confío|excelente|buen trabajo",
    Behaviour.CALM_DOWN_COMMAND: r"me (?:dijo|dijeron|han dicho|pidió|pidieron) que",
}
