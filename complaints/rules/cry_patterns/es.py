"""Spanish: how customers say that something is wrong, or right, and what only sounds like it."""

from typing import Final

from complaints.rules.cry_patterns.shape import BRAND, Family, Sign, words

_PRONOUN: Final = r"(?:me |te |se |nos |lo |la |los |las |le |les )*"
_NOT: Final = rf"(?:no|nunca|jamas|tampoco) {_PRONOUN}"
_NUMBER: Final = r"(?:\d{1,4}|una?|un par de|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|quince|varios|varias|mas de \w+|casi \w+)"
_SPAN: Final = rf"(?:{_NUMBER} (?:minutos?|horas?|dias?|semanas?|mes|meses|anos?)\b)"
_WHEN: Final = r"(?:el )?(?:lunes|martes|miercoles|jueves|viernes|sabado|domingo|ayer|anteayer|anoche|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|hace|la semana|el mes|\d)"
_MINE: Final = r"(?:mi|mis|nuestr[oa]s?)"
_DAMAGED: Final = r"(?:rot[oa]|partid[oa]|danad[oa]|defectuos[oa]|caducad[oa]|vencid[oa]|abiert[oa]|hundid[oa]|vaci[oa]|golpead[oa]|quemad[oa]|rayad[oa]|mojad[oa]|incomplet[oa]|equivocad[oa]|cambiad[oa])s?"

_TROUBLE: Final = (
    # Does not work
    Sign(
        Family.BROKEN,
        rf"\b{_NOT}(?:esta |estan )?{words('funciona* anda andan carga* abre abren deja dejan va enciende conecta* puedo pude podemos entra sirve sirven arranca')}\b",
    ),
    Sign(
        Family.BROKEN,
        r"\bse (?:me |nos )?(?:cae|cayo|cortan?|corto|fue|va|colgo|cuelga|rompio|quemo|apaga|apago|cierra)\b|\bdejo de \w+r\b|\b(?:caid[oa]|caidos)\b",
    ),
    Sign(
        Family.BROKEN,
        rf"\bsin (?:\w+ )?{words('internet servicio luz agua gas senal telefono linea conexion cobertura acceso datos wifi calefaccion')}\b",
    ),
    Sign(
        Family.BROKEN,
        r"\b(?:da|dio|sale|tira|me sale|me da) (?:un )?error\b|\berror (?:desde|al|cada|todo)\b",
    ),
    # Did not come, or wrong
    Sign(
        Family.MISSING,
        rf"\b{_NOT}(?:ha |han |he |hemos )?{words('llega llego llegan llegaron llegado aparece aparecio vino viene vinieron recibi recibo recibido recibimos manda mandan mandaron envian enviaron entregaron entregan encuentro')}\b",
    ),
    Sign(
        Family.MISSING,
        r"\bdonde (?:esta|estan|quedo|quedaron|anda)\b|\b(?:perdio|perdieron|extravi\w+) (?:mi|mis|el|la|nuestr\w+)\b|\bdesaparecio\b|\bningun (?:paquete|pedido|envio)\b",
    ),
    Sign(
        Family.MISSING,
        r"\b(?:figura|consta|marcad[oa]|marcaron|aparece|dice|pone)(?: que| esta| fue)*(?: como)? entregad[oa]\b",
    ),
    Sign(
        Family.MISSING,
        rf"\b(?:llego|llegaron|vino|venia|vinieron|estaba|recibi|entregaron|mandaron|llega)\b.{{0,25}}\b{_DAMAGED}\b|\b{_DAMAGED} (?:a los|al|en)\b",
    ),
    Sign(
        Family.MISSING,
        r"\b(?:mando|mandaron|enviaron|envio|llego|llegaron|trajeron|dieron)\b.{0,35}\b(?:que no (?:es|era|pedi)|equivocad[oa]|otr[oa] (?:producto|talla|modelo)|del pie|del mismo)\b|\bfaltan? (?:la mitad|una|un|dos|piezas|cosas)\b",
    ),
    Sign(Family.MISSING, r"\b(?:dejo|dejaron) tirad[oa]s?\b|\bno habia nadie\b"),
    Sign(
        Family.MISSING, r"\bmentiras?\b|\bmienten\b|\btir(?:o|aron) (?:la|el|mi) (?:caja|paquete|pedido)\b", 1
    ),
    # Waiting
    Sign(
        Family.WAITING,
        rf"\bllev(?:o|a|amos|an) (?:ya |casi |mas de )?(?:{_SPAN}|desde|sin|esperando|\w+ (?:dias|horas|semanas|meses))",
    ),
    Sign(
        Family.WAITING,
        rf"\b(?:sigo|seguimos|sigue|siguen) (?:esperando|sin|igual|aguardando)\b|\b{_SPAN} (?:sin|esperando)\b|\bhasta (?:ahora|hoy) (?:nada|no|sin)\b",
    ),
    Sign(
        Family.WAITING,
        rf"\bhace {_SPAN}|\bdesde {_WHEN}|\bpor el dia \d+|\bdia \d+\b|\ba las? {_NUMBER} semanas\b|\bprometieron\b",
        1,
    ),
    Sign(
        Family.WAITING,
        r"\besperando\b|\botra vez\b|\bde nuevo\b|\b(?:segunda|tercera|cuarta|quinta) vez\b|\bhasta cuando\b|\btodos los meses\b|\bnuevamente\b|\bun mes\b",
        1,
        alone=False,
    ),
    # Money
    Sign(
        Family.CHARGED,
        r"\b(?:me|nos|le) (?:han |siguen |sigue |estan |esta |quieren |quiere |volvieron a )?(?:cobr|factur|descont|debit)\w+|\bsiguen? (?:cobrando|factur\w+)",
    ),
    Sign(
        Family.CHARGED,
        r"\bcobros? (?:indebid|dobl|duplicad|de mas)\w*|\b(?:comision|cargo|servicio|seguro)\b.{0,10}\bque (?:yo )?no\b|\bfactura\b.{0,45}\b(?:triple|doble|de mas|equivocad|mal|error)\w*",
    ),
    Sign(
        Family.CHARGED,
        rf"\b{_NOT}(?:quieren? |han |ha )?{words('devuelv* devolver devolvieron devuelto reembols* acept* reintegr* indemniz*')}\b|\bse niegan? a\b|\bquiero mi (?:dinero|plata)\b|\bcobr\w+ dos veces\b",
    ),
    Sign(
        Family.CHARGED,
        r"\b(?:mi|el|la) (?:dinero|plata|reembolso|devolucion)\b|\bdos veces\b|\bde mas\b|\breembolso\b",
        1,
    ),
    # Nobody answers or helps
    Sign(
        Family.UNANSWERED,
        rf"\bnadie {_PRONOUN}(?:\w+ )?{words('respond* contest* atiend* sab* devuelv* vien* explic* soluciona* llam* da* hac* ayud* resuelv* puede')}",
    ),
    Sign(
        Family.UNANSWERED,
        rf"\b{_NOT}{words('contest* respond* atiend* soluciona* resuelv* ayuda* dan da hay_forma hay_manera hay_nadie llaman')}\b",
    ),
    Sign(
        Family.UNANSWERED,
        rf"\b(?:sin|cero|ninguna?) {words('respuesta* solucion* explicacion* contestacion ayuda resuelt* noticias')}\b|\bningun[oa]s? (?:respuesta|solucion|resuelt[oa])\b|\bni una? (?:\w+ )?(?:respuesta|reclamo|llamada|explicacion|mail|disculpa|solucion)\w*",
    ),
    Sign(
        Family.UNANSWERED,
        r"\b(?:llame|llamado|reclame|reclamado|escribi|escrito|mande|abri|pedi|insisti|abiertos|abierto|llamo)\b.{0,30}\b(?:veces|\d+|mails|correos|reclamos|nada|ningun\w*|cero)\b",
    ),
    Sign(
        Family.UNANSWERED,
        rf"\bhablar con (?:una? |algun )?{words('persona alguien humano operador ser')}\b|\bte (?:pasan|derivan|mandan) (?:de|a)\b|\b(?:deja|dejan|dejaron|dejo) en visto\b",
    ),
    Sign(
        Family.UNANSWERED,
        r"\breclam(?:e|o|os|acion|aciones)\b|\b(?:ro)?bots?\b|\brespuesta automatica\b|\bme dicen que\b|\b(?:tres|dos|cuatro|\d) (?:numeros|reclamos|tickets|incidencias)\b|\bsolo dicen\b|\bdice que\b",
        1,
    ),
    # Cancelled, blocked, refused
    Sign(
        Family.REFUSED,
        r"\b(?:me|nos|le) (?:han |ha )?(?:bloque|cancel|cerraron|cerro|cort|cambiaron|suspend|rob|hacke|echaron|estaf|dieron de baja|negaron|quit)\w*|\b(?:cancelo|cancelaron|suspendieron|cambiaron|atrasaron|adelantaron) (?:el|la|mi|nuestr\w+) (?:vuelo|pedido|cita|turno|reserva|servicio|viaje|horario)\b",
    ),
    Sign(Family.REFUSED, rf"\b{_NOT}(?:quieren?|quiso|quisieron|cubre|cubren)\b|\bse niegan?\b"),
    # Pleas
    Sign(
        Family.PLEA,
        r"\bayuda por favor\b|\bayud(?:en|enme|ame|a)\b(?= ?[!?.,]|$)|\b(?:me|nos) ayud\w+|\bnecesito ayuda\b|\bsocorro\b|\balguien mas\b|\bque (?:puedo hacer|hago)\b",
    ),
    Sign(
        Family.PLEA,
        r"\balguien (?:sabe como|puede|pudo|me puede|ha podido|logro)\b|\bcomo hago\b|\bnecesito\b|\burgente\b|\bpor favor\b|\bcomo (?:puedo )?(?:reclamo|reclamar|cancelo)\b|\bpara que paren\b",
        1,
    ),
    # Anger
    Sign(
        Family.ANGER,
        rf"\b{words('verguenza pesim* desastre inaceptable indignante horrible estafa estafadores ladrones chorros hart[oa]s? mentiros* ridicul* increible lamentable tomadura_de_pelo nefast* vergonzos* asco patetic* pesadilla inutiles incompetentes fraude malisim* abuso impotencia')}\b|\bproblemas?\b|\bnunca mas\b|\bpara esto\b|\bpor no llorar\b",
        1,
    ),
    # What it cost
    Sign(
        Family.LOSS,
        r"\bperdi (?:el|la|un|una|mi|todo|otro) \w+|\bvive sol[oa]\b|\bcon (?:dos |tres )?(?:ninos|bebe|bebes|hijos)\b|\b(?:nomina|alquiler|medicacion|medicamento)\b|\btengo con que\b",
        1,
    ),
    # Little by itself
    Sign(
        Family.WAITING,
        rf"\b{_NUMBER} (?:minutos|horas|dias|semanas|meses)\b|\buna (?:semana|hora)\b|\bun mes\b",
        1,
        alone=False,
    ),
    Sign(
        Family.WAITING,
        rf"\b{words('retras* demor* parad[oa] pendiente en_tramite en_revision aplaz* posterg* eternidad desde_entonces esta_semana tampoco')}\b",
        1,
    ),
    Sign(
        Family.WAITING,
        r"\b(?:mism[oa]|dos veces|tres veces|por \w+ vez|\w+ vez que|cada (?:mes|dia|vez))\b",
        1,
        alone=False,
    ),
    Sign(
        Family.BROKEN,
        rf"\b{words('fuga gotea* inund* agujere* moho huele olor grieta falla* fallo defecto lent[oa] cuelg* desmont* suelt* torcid* rayon* suci[oa] podrid* cucaracha* piscina muert[oa] fatal marron pesimo')}\b",
        1,
    ),
    Sign(
        Family.MISSING,
        rf"\bsin (?:las?|los?|el|un|una|preguntar|avisar|motivo|nada|\w+ ni)\b|\b{words('sustituy* me_cambia* faltan falta limbo de_pie otra_persona se_comio se_quedo_en')}\b",
        1,
    ),
    Sign(
        Family.CHARGED,
        rf"\b{words('deuda* moros[oa] intereses recargo comision mensualidad perjuicio indemnizacion credito transferencia factura')}\b|[$€] ?\d|\b\d+ (?:euros|pesos|soles)\b",
        1,
    ),
    Sign(
        Family.REFUSED,
        rf"\b{words('negad[oa] negaron rechaz* denegad* expulsaron vendio_mi vendieron_mi')}\b",
        1,
    ),
    Sign(
        Family.UNANSWERED,
        r"\b(?:me )?colg(?:o|aron)\b|\b(?:me )?(?:manda|mandan|mandaron|pide|piden|pidieron) (?:\w+ )?(?:a la|al|a llamar|esperar|el mismo|papel|foto)\w*|\bme atiende una?\b|\by se fue\b|\bvan a venir\b|\bgrabacion\b|\bcon quien hablo\b|\bsolo dejan? \w+|\ben persona\b|\bpor culpa de\b|\bcobradores\b",
        1,
    ),
    Sign(
        Family.LOSS,
        rf"\b{words('dolor enferm* alergi* bebe ninos anciano operar silla_de_ruedas llorando desesper* baldazos el_ambulatorio')}\b|\bahora (?:el|la|yo) \w+|\bcon mi (?:dni|nombre)\b",
        1,
        alone=False,
    ),
    Sign(
        Family.ANGER,
        r"\b(?:que arte|de broma|en serio|por favor\?|caradura|jaja\w*|que verguenza|ni verguenza)\b|\bme devolve\w+|\by luego\b",
        1,
    ),
)

_REST: Final = (
    Sign(
        Family.OWN,
        r"\b(?:yo|me|mi|mis|conmigo|nos|nuestr[oa]s?|llevo|tengo|pague|pago|compre|cancele|llame|reclame|estoy|estamos|necesito|puedo|estuve|quiero|sigo|pedi|recibi|contrate|llevamos|he|hemos|di de baja|vivo|llamo|voy|choque|entregue|envie|espere|contrato|llevaba)\b",
        0,
    ),
    Sign(
        Family.SOLVED,
        rf"\b{words('soluciono solucionaron solucionado resolvio resolvieron resuelto arreglo arreglaron arreglado devolvieron devolvio reembolsaron reembolso_recibido repararon reparado cambiaron_sin')}\b|\btodo funcionando\b|\bvuelve a funcionar\b",
        1,
    ),
    # Praise
    Sign(
        Family.PRAISE,
        r"\bgracias\b(?! por nada)|\bfelicitaciones\b|\bfelicidades\b|\benhorabuena\b|\bchapo\b|\bagradec\w+|\bun 10\b|\bde diez\b|\bsobresaliente\b",
    ),
    Sign(
        Family.PRAISE,
        r"\b(?:me|nos) encant[ao]n?\b|\bencantad[oa]s?\b|\brecomiendo\b|\brecomendables?\b|\bmuy (?:content[oa]|amables?|buen[oa]?|bien|profesional\w*|rapid\w*|satisfech\w+|agradecid\w+)\b|\b(?:el|la) mejor\b|\blos mejores\b",
    ),
    Sign(
        Family.PRAISE,
        r"\b(?:cero|ninguna|sin) (?:quejas?|problemas?)\b|\bnunca (?:un|tuve) problemas?\b|\bcumpli(?:o|eron)\b|\bexcelente\b|\bimpecables?\b|\bperfect[oa]s?\b|\brapidisim\w+|\bmaravillos[oa]s?\b|\bbuen (?:servicio|catalogo|trato)\b|\bbuena atencion\b",
    ),
    Sign(
        Family.PRAISE,
        rf"\b{words('genial amables? precios* estupend* fantastic* increibles bravo buenisim* geniales gratis enseguida el_mismo_dia')}\b|\bqu[ei] bonito\b",
        1,
    ),
    Sign(
        Family.PRAISE,
        r"\bme saco el sombrero\b|\bme quito el sombrero\b|\bcomo el primer dia\b|\bbuena gente\b|\bse quedo (?:una hora|horas)\b|\bme (?:mando|mandaron|regalo) (?:una? )?(?:notita|flores|bombones|detalle)\b|\bvale cada\b|\bun detallazo\b|\bmis respetos\b|\baplausos?\b|\b(?:una|de) maravilla\b|\btodo (?:facil|perfecto|genial)\b",
    ),
    # Noise
    Sign(
        Family.GIVEAWAY,
        r"\bsorteos?\b|\bgana (?:un|una|dos)\b|\b(?:etiqueta|sigue|comenta|comparte)\b.{0,40}\b(?:amig\w+|participar|ganar|etiqueta|comparte)\b",
    ),
    Sign(
        Family.JOB,
        r"\bse busca\b|\bbusca (?:\w+ )?(?:tecnic|programador|vendedor|ingenier|repartidor|personal)\w*|\benviar (?:cv|curriculum)\b|\bcv\b|\bvacantes?\b|\bentrevista\b|\bconsegui (?:el )?trabajo\b|\btrabaja (?:en|para)\b|\boferta de empleo\b|\bteletrabajo\b",
    ),
    Sign(
        Family.OFFER,
        r"\bcodigo \w*\d|\d ?% (?:de )?(?:descuento|dto)\b|\bdescuentos?\b|\bcupon(?:es)? (?:\w*\d|de descuento|exclusivo|valido)|\bblack friday\b|\benlace en (?:la |mi )?bio\b|#publi\w*|\brebajas\b|\bpromocion\b|\benvio gratis\b",
    ),
    Sign(
        Family.MARKET,
        r"\ben bolsa\b|\bbeneficios? de\b|\btrimestre\b|\bacciones de\b|\bdividendos?\b|\bibex\b|\bresultados\b|\bcotiza\w*",
    ),
    Sign(
        Family.NEWS,
        rf"{BRAND} (?:\w+ )?(?:anuncia|inaugura|lanza|compra|invierte|patrocina|amplia|abre|cierra|despide|sube (?:los )?precios|presenta|crece|invertira|abrira)\b",
    ),
    Sign(
        Family.NEWS,
        rf"\b(?:cnmc|municipio|ayuntamiento|gobierno|justicia|juez|tribunal|facua|profeco|sernac|indecopi|superintendencia|ministerio|senado|congreso|sindicato|policia|defensa del consumidor|consumo|ente regulador)\b.{{0,20}}\b(?:mult|conden|investig|denunci|convoc|sancion|discut|aprueb|orden|exig|imput)\w*|\bsegun\b|\b(?:informo|dijo|aseguro|explico|confirmo) (?:la |el )?{BRAND}|\b(?:usuarios|clientes|vecinos|consumidores) (?:se )?(?:quejan|denuncian|reportan|reclaman)\b|\bhuelga\b|\bprotestan\b|\bcuidado con\b|\bse debio a\b|\bprogramado\b|\bmillones\b|\bse inaugura\b|\bcharla\b|\bretira un lote\b|\balerta sanitaria\b|\brige desde\b|^ojo:|\bno piquen\b|^vendo\b|\bdudo entre\b|\bnueva? gerente\b|\bcarrera\b|\baumento de\b",
    ),
    Sign(
        Family.GUIDE,
        r"^(?:como|que) (?:rastrear|reclamar|hacer|cancelar|pedir|ahorrar|saber)\b|\bpaso a paso\b|\btutorial\b|\bhilo\b|\bconsejos?\b|\bguia\b",
    ),
)

SIGNS: Final = _TROUBLE + _REST
