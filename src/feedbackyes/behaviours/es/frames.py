"""How Spanish quotes, denies and imagines; and what is understood only from the talk."""

from __future__ import annotations

from feedbackyes.behaviours.phrasebook.book import Exchange, Frames, word_set

_SAY = r"(?:decir(?:te|le)?|preguntar(?:te|le)?|responder(?:te)?|contestar|escribir|empezar con|pedir(?:te|le)?|prometer(?:te)?|agradecer(?:te)?|disculparme|proponer(?:te)?)"
_SAID = r"(?:dicho|preguntado|respondido|escrito|pedido|prometido|agradecido|propuesto)"
_TEACHER = r"(?:coach|formador|formadora|profesor|profesora|libro|manual|guía|curso|taller|artículo|podcast|vídeo|video|ficha|cartel|terapeuta|psicólogo|psicóloga|ejemplo|modelo|película|poema|canción|consultor|consultora)"
FRAMES = Frames(
    taught=(
        rf"{_TEACHER}(?: \w+){{0,3}} (?:dice|decía|dijo|me dijo|nos dijo|recomienda|aconseja|sugiere|pone)(?: que)?(?: hay que| siempre)?|(?:me|nos) (?:enseñaron|dijeron|han dicho|aconsejaron|pidieron) (?:a|que) (?:\w+ )?{_SAY}?|está escrito|pone en|he (?:leído|aprendido) que (?:hay que|se debe) {_SAY}|"
        rf"(?:uno|alguien|otros|otra persona|la gente|algunos|muchos) (?:podría|podrían|debería|diría|dirían|dice|dicen|suele|suelen)(?: {_SAY})?|se supone que (?:tengo|debo|hay) (?:que )?{_SAY}|una (?:buena|mejor|bonita) (?:pregunta|frase) (?:es|sería)|hay que {_SAY}"
    ),
    denied=(
        rf"no (?:voy a|quiero|pienso|puedo|debo|pretendo) {_SAY}|no (?:te |le |lo )?(?:digo|pregunto|estoy diciendo|estoy preguntando) (?:que|cómo|si|qué)?|(?:nunca|jamás|no) (?:te |le )?he {_SAID}|no (?:te |le )?dije|(?:sin|en lugar de|en vez de|lejos de) {_SAY}|"
        rf"(?:sería|es) (?:falso|mentira|injusto|exagerado|una tontería|mentir)(?: (?:{_SAY}|que|si dijera|decir que))?|nadie (?:ha {_SAID}|dice|pregunta)|me da igual|no me (?:importa|interesa)|me niego a {_SAY}|no es que|no es verdad que|no es cierto que"
    ),
    imagined=(
        rf"(?:podría|pude|debí|debería|hubiera podido|habría podido|tendría que) haber(?:te|le)? {_SAID}|(?:te |le )?(?:habría|hubiera) {_SAID}|(?:imagina|imagínate|imagine|supongamos|supón|pongamos) que|si (?:yo |alguien |uno )?(?:te |le )?(?:dijera|preguntara|hubiera {_SAID}|dijese|preguntase)|"
        rf"como si (?:yo|tú|te|fueras|fuera|estuviera|hubiera)|(?:casi|estuve a punto de|iba a) (?:te )?{_SAY}?(?:pregunto|digo)?|te (?:diría|preguntaría)(?= .{{0,160}}\b(?:si |pero no))"
    ),
    aloud=rf"(?:{_SAY}|{_SAID}|digo|dice|dijo|decía|pregunta|preguntó|frase|fórmula|ejemplo|cita|lema|nota|lee|leo|pone)",
    mine=r"(?:(?:te|le) (?:voy a |quiero |quería )?(?:ser (?:sincer|franc)[oa]|digo|decir|pregunto|preguntar|propongo|proponer)|déjame (?:decirte|preguntarte)|quiero (?:decirte|preguntarte|proponerte|pedirte)|me gustaría (?:decirte|preguntarte|pedirte)|mi (?:pregunta|propuesta) es)",
    yours=r"(?:has|me has|dijiste|escribiste|dices|llamas|llamaste|tú|usted dijo|usted ha) ?(?:dicho|escrito|respondido|llamado)?(?: que)?",
    hearsay=r"(?:él|ella|ellos|mi jefe|mi jefa|el cliente|la cliente|la clienta|mi compañero|mi compañera|todos|los demás|alguien|marta|diego|ana) (?:me |nos |le )?(?:dijo|dice|decía|ha dicho|preguntó|contó|opina|piensa|piensan|dicen|dijeron)(?: que)?",
    judge=(
        r"(?:ignora|ignore|olvida|olvide|omite) (?:todas )?(?:las|tus|sus|estas) (?:\w+ )?(?:instrucciones|reglas|indicaciones)|(?:querido|querida|estimado|nota para el|mensaje para el|para el|hola) (?:evaluador|evaluadora|juez|examinador|corrector|modelo|sistema)|"
        r"(?:dame|dale|deme|pon|ponme|asigna|asígname|otorga|puntúa)(?: \w+){0,5}? (?:nivel|niveles|puntos?|puntuación|nota|3|tres|máxima|máximo|sobresaliente)|como (?:ia|inteligencia artificial|modelo de lenguaje|evaluador|juez)|(?:el|la) (?:alumno|alumna|usuario|usuaria|aprendiz|participante)(?: \w+){0,3} (?:muestra|hace|merece|ha|escucha|demuestra)|"
        r"(?:nota|puntuación|nivel) (?:máxima|máximo|tres|3|perfecta)|modelo de lenguaje|ahora eres (?:un|una) (?:ia|evaluador|juez|asistente)"
    ),
    but=r"pero|sin embargo|aunque|no obstante|sino",
    resumes=r"(?:yo|quiero|quería|prefiero|te|me gustaría|hoy|ahora|por favor|necesito|estoy)",
)
TAKES_BACK = r"(?:(?:tú )?eres|tienes que|tiene que|debes|deberías|tendrías|es (?:tu|su) culpa|(?:culpa|error) (?:tuya|tuyo|suya|suyo)|no es (?:excusa|mi problema|para tanto)|me da igual|no me (?:importa|interesa)|no justifica|cálmate|tranquilízate|estás exagerando|deja de|no tienes razón|te equivocas|siempre|nunca|eso no)"
EXCHANGE = Exchange(
    presses=(
        r"(?:puedes|podrías|puede|podría)|por favor|necesito|solo (?:esta|un|una|por)|sólo (?:esta|un|una|por)|un favor|todos los demás|los demás|nadie más|quién más|excepción|cuento contigo|contar contigo|fin de semana|sábado|domingo|urgente|sin ti|venga|anda|de verdad no|(?:dos|tres|unas) horas|decepcion\w*|un esfuerzo"
    ),
    accepts=r"\W*(?:vale|bien|de acuerdo|entiendo|lo entiendo|entendido|está bien|bueno|gracias|ok|comprendo)",
    insists=r"(?:puedes|podrías)|por favor|pero|necesito|solo|venga|de verdad|segur[oa]",
    bare_no=r"(?:\W*(?:eh+|pues|bueno|mira|ay|lo siento|perdona)[\s,.]+)*(?:no|no puedo|imposible)(?![\s,]+(?:hay problema|te preocupes|pasa nada|importa|me importa|lo dudes|sé))",
    yields=(
        r"(?:vale|bueno|de acuerdo|está bien|venga|ok|sí|bien)[\s,.]+(?:(?:pues|entonces|vale|venga|sí|bueno)[\s,.]+)*(?:lo hago|lo haré|voy|iré|vengo|vendré|me encargo|me quedo|me quedaré|puedo hacerlo|cancelo|cancelaré|veré qué|allí estaré|cuenta conmigo|acepto|trabajaré)|"
        r"(?:voy a ver|veré) (?:qué|cómo) (?:puedo|hago)|si (?:insistes|insiste|no hay más remedio|es tan (?:urgente|importante))(?:,| )+|por esta vez,? (?:sí|vale|lo)|me has convencido"
    ),
    assents=r"(?:(?:vale|sí|si|bueno|de acuerdo|está bien|ok|claro|por supuesto|sin problema|venga|hecho|perfecto)[\s,.]*)+",
    reason=(
        r"porque|ya que|es que|(?:ya )?(?:he quedado|tengo (?:un|una|planes|que|a mi|a mis|otro|otra)|me he comprometido|prometí|le prometí|he prometido|trabajé)|(?:mi|mis) (?:hijo|hija|hijos|marido|mujer|madre|padre|familia|padres|pareja|hermana|hermano|fin de semana)|es (?:el cumpleaños|la boda|mi único)|la razón es"
    ),
    alternative=(
        r"(?:(?<!no~)puedo|(?<!no~)podría|lo que (?:sí )?puedo|podríamos|te ofrezco|estoy dispuest[oa] a|te propongo)(?! (?:entender|comprender|imaginar|ver que|decir|no))(?: \w+){1,3}|en (?:cambio|su lugar)|en lugar de eso|otra (?:opción|posibilidad|idea|solución)|¿?y si (?:lo |nos |le )?(?:pedimos|dejamos|repartimos|aplazamos|preparo|empezamos|hacemos|busc\w+|mov\w+)|qué te parece si|a cambio"
    ),
    free_alternative=r"lo que sí puedo|lo que puedo (?:hacer|ofrecer)|en su lugar,? (?:puedo|podría)|te ofrezco|puedo ofrecerte",
    still_no=r"(?:ya )?te lo he dicho|como (?:ya )?(?:te )?(?:he dicho|dije)|sigue siendo (?:que )?no|mi respuesta (?:es|sigue|no cambia)|me mantengo|no he cambiado de (?:idea|opinión)|aunque insistas|eso no cambia",
    solutions=(
        r"(?:deberías|tendrías que|lo mejor (?:es|sería)|yo (?:que tú|en tu lugar)|te (?:aconsejo|recomiendo|sugiero)|lo que tienes que hacer|por qué no (?:\w+ )?(?:haces|pruebas|hablas|pides|intentas)|haz |prueba a|intenta|la solución es|habría que|vamos a (?:hacer|poner|cambiar))"
    ),
    what_happened=r"qué (?:pasó|ocurrió|ha pasado|sucedió|estaba pasando|te (?:llevó|hizo)|te pasó|pasaba)|cómo (?:pasó|fue|ocurrió)|qué te (?:ha llevado|impidió)",
    carries_on=r"cuéntame más|dime más|algo más|qué más|y (?:después|luego|entonces)|por ejemplo|en qué sentido|a qué te refieres|qué quieres decir|concretamente|exactamente",
    gist=r"(?:(?:vale|sí|ya|ah|oh|bueno|entiendo|claro|y)[\s,.]+)*(?:entonces|así que|o sea|de modo que|o sea que)[\s,]+(?:que |para ti,? |en el fondo |lo que |en realidad |cuando )*(?:tú|te|eso|es|era|nadie|tu|tus|el|la|los|las|lo|no|has|estabas|querías|sentías|sentiste|sientes|tienes|tenías|llevas|llevabas|necesitas|ves|hay|había|te|hubo|fue|son|eran|quieres|viste|estás|creías|pensabas|temías)(?! (?:puedes|podrías|debes|puede|podría))",
    own=r"yo|me|mi|mis|mí|conmigo|nosotros|nos|nuestro|nuestra|gracias|por favor|puedo|quiero|necesito|he|tengo",
    judging=r"excusas?|mentiras?|mientes|tonterías?|exager\w+|tu culpa|me da igual|blabla|te inventas",
    asking=r"qué|cómo|por qué|cuándo|dónde|quién|cuál|cuánto|puedes|podrías|has|hay|quieres|es que",
    negations=word_set("no nunca jamas nadie nada ni ningun ninguna tampoco"),
)
