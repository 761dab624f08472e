"""Spanish word lists."""

from __future__ import annotations

from feedbackyes.behaviours.phrasebook.book import any_of, word_set
from feedbackyes.behaviours.phrasebook.text import Script

DAY = "(?:lunes|martes|miércoles|jueves|viernes|sábado|domingo)"
MONTH = "(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)"
VERY = (
    "(?:(?:muy|tan|bastante|realmente|un poco|demasiado|completamente|totalmente|verdaderamente|la verdad|bien|algo|súper|"
    "extremadamente|francamente|sinceramente|simplemente|muchísimo|mucho|también|todavía|siempre|a veces|especialmente|profundamente) )*"
)
SCRIPT = Script(
    hesitations="eh+|em+|este|pues|bueno|o sea|digamos|a ver",
    macros={
        "day": DAY,
        "month": MONTH,
        "very": VERY,
        "youhave": "(?:(?:me |nos |le |lo |la |los |las |te |se lo |me lo )*has|usted (?:me |nos |le |lo |la )*ha)",
        "youare": "(?:(?:tú )?eres|usted es|(?:tú )?estás siendo|usted está siendo)",
        "would": "(?:podrías|puedes|podría usted|puede usted|podría|estarías dispuest[oa] a|estaría dispuest[oa] a|te importaría|le importaría|te parece si|le parece si|te parecería bien|querrías|te animarías a|serías capaz de)",
        "when": "(?:(?:el |este |próximo |antes del |para el |desde el |hasta el )*{day}(?: por la \\w+)?|mañana|esta (?:tarde|noche|semana)|la (?:próxima semana|semana que viene|próxima reunión)|en (?:una|dos|tres|quince) (?:horas?|días?|semanas?)|a las (?:\\d+|nueve|diez|once|doce|una|dos|tres|cuatro|cinco)|antes de (?:la|cada|que)|en la (?:próxima|siguiente) \\w+|hoy mismo|a partir de (?:ahora|mañana|hoy))",
    },
)
PAST = r"(?:has|ha|he|hemos|han|habías|había|hubo|fue|fueron|fuiste|dio|dijo|hizo|tuve|tuvo|tuvimos|pude|pudo|estaba|estuvo|perdí|quedé|salió|llegó|llamó|\w{2,}(?:aste|iste|aron|ieron|aba|aban|imos|amos))"
JOINTS = "y|pero|porque|pues|aunque|cuando|si|entonces|sino|mientras|luego|cómo"
YOUS = word_set(
    "tu tú te ti tus tuyo tuya usted ustedes vosotros le su sus contigo eres has estas haces llegas interrumpes"
)
ABSOLUTES = "siempre|nunca|jamás|todo el tiempo|cada vez|constantemente|nadie|todo el mundo|nada"
HEDGES = (
    "quizás?|tal vez|a lo mejor|puede que|un poco(?! (?:más|menos|de))|más o menos|de alguna manera|en cierto modo|creo que quizás?|supongo|me parece que a lo mejor|"
    "no sé si|no estoy (?:muy )?segur[oa] de? ?si|solo quería|sólo quería|digamos que|o algo así|si no te importa|si no le importa|probablemente|posiblemente|medio como"
)
BACKCHANNELS = word_set(
    "sí si ya ok okay vale claro ajá aja mm mhm hm ah oh bien bueno exacto entiendo comprendo cierto verdad perfecto genial dale "
    "por_supuesto de_acuerdo ya_veo así_es asi_es claro_que_sí claro_que_si ah_ya sí_claro si_claro ya_ya muy_bien lo_entiendo desde_luego anda vaya uf"
)
FILLERS = word_set("eh em mm ehm este hm ehh")
STOP_WORDS = word_set(
    """a al algo alguien alguna algunas alguno algunos ahi ahora alla alli antes aquel aquella aqui asi aun aunque bien bueno cada
    casi claro como con contigo contra cosa cosas creo cual cuales cuando cuanto da dar de del desde donde dos dia dijo dije
    dijiste el ella ellas ellos en entonces entre era eran eres es esa esas ese eso esos esta estaba estado estamos estan estar
    estas este esto estos estoy fue fueron ha haber habia hace hacer haces hago han has hasta hay haya he hecho hoy iba ir la las
    le les lo los luego mal mas me mejor menos mi mia mio mis misma mismo momento mucha mucho muchos muy nada ni no nos nosotros
    nuestra nuestro nunca o os otra otras otro otros para pero poco podria podrias porque por pues puede pueden puedes puedo que
    quien quiere quieres quiero quizas se sea ser seria si sido siempre sin sobre solo somos son soy su sus tal tambien tan tanto
    te tengo tener tenia tiene tienes ti tiempo toda todas todo todos tu tus tuve tuvo u un una unas uno unos usted ustedes va vale
    vamos van vas ver verdad vez voy y ya yo gracias favor ok senor senora decir dice dices digo hacia hiciste vosotros buenas buenos dias tardes"""
)
SUFFIXES = ("aciones", "acion", "amente", "mente", "iendo", "ando", "aste", "iste", "aron", "ieron", "amos", "emos", "imos", "aban", "aba", "ado", "ada", "ido", "ida", "ados", "idos", "ias", "ia", "ar", "er", "ir", "es", "as", "os", "an", "en", "o", "a", "e", "s")  # fmt: skip

FLAW = any_of(
    """vago vaga perezoso perezosa irresponsable incompetente inútil inepto inepta egoísta arrogante maleducado maleducada grosero
    grosera irrespetuoso irrespetuosa poco_profesional poco_serio poco_seria mentiroso mentirosa falso falsa agresivo agresiva
    negativo negativa difícil imposible insoportable inmaduro inmadura infantil cobarde tonto tonta idiota estúpido estúpida
    descuidado descuidada desorganizado desorganizada impuntual prepotente soberbio soberbia cabezota terco terca tóxico tóxica
    desconsiderado desconsiderada manipulador manipuladora ridículo ridícula débil histérico histérica exagerado exagerada
    hipócrita desleal mala_compañera mal_compañero un_desastre una_desastre un_egoísta una_egoísta un_inútil un_maleducado
    una_maleducada un_mentiroso una_mentirosa un_vago una_vaga lo_peor un_problema un_protagonista una_protagonista
    sensible demasiado_sensible lento lenta machista creído creída pesado pesada"""
)
FEELING = any_of(
    """frustrado frustrada enfadado enfadada enojado enojada molesto molesta preocupado preocupada decepcionado decepcionada dolido
    dolida herido herida triste nervioso nerviosa estresado estresada agobiado agobiada cansado cansada agotado agotada inseguro
    insegura incómodo incómoda mal solo sola perdido perdida confundido confundida confuso confusa sorprendido sorprendida
    aliviado aliviada contento contenta feliz agradecido agradecida orgulloso orgullosa avergonzado avergonzada impotente
    desanimado desanimada desmotivado desmotivada desbordado desbordada presionado presionada ignorado ignorada invisible
    humillado humillada tenso tensa ansioso ansiosa inquieto inquieta furioso furiosa saturado saturada apenado apenada fatal"""
)
STRAIN = any_of(
    """duro dura difícil complicado complicada pesado frustrante estresante agotador agotadora doloroso dolorosa incómodo
    incómoda desagradable injusto injusta mucho demasiado fuerte molesto molesta cansado agobiante decepcionante triste
    nada_fácil un_palo una_faena mucha_presión un_golpe un_shock humillante desesperante"""
)
DONE_YOU = any_of(
    """enviaste mandaste interrumpiste cortaste dijiste escribiste respondiste contestaste presentaste cancelaste cambiaste
    llamaste llegaste saliste viniste fuiste entraste te_fuiste te_levantaste pusiste quitaste borraste entregaste compartiste
    publicaste propusiste repetiste tomaste cogiste diste dejaste prometiste preguntaste pediste aplazaste moviste colgaste
    rechazaste firmaste añadiste corregiste retiraste miraste hablaste explicaste terminaste empezaste hiciste reenviaste
    copiaste mencionaste nombraste anunciaste suspiraste levantaste cerraste apagaste completaste acabaste me_pisaste pisaste
    interrumpió usted_envió usted_dijo usted_interrumpió usted_llegó usted_contestó"""
)
DONE = any_of(
    """enviado mandado interrumpido cortado dicho escrito respondido contestado presentado cancelado cambiado llamado llegado
    salido venido entrado puesto quitado borrado entregado compartido publicado propuesto repetido tomado dado dejado prometido
    preguntado pedido aplazado movido colgado rechazado firmado añadido corregido retirado mirado hablado explicado terminado
    reenviado mencionado nombrado anunciado levantado cerrado completado acabado"""
)
THING = (
    "(?:informe|factura|cifras|números|archivo|tabla|presentación|correos?|mensajes?|pedido|paquete|entrega|documento|presupuesto|contrato|"
    "respuesta|plan|acta|oferta|carta|versión|proyecto|diapositivas?|propuesta|borrador|demo)"
)
