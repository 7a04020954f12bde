"""Spanish, of Spain and of Latin America: tú, vos and usted.

"Devolvemos" is "we return": it counts as a promise only where the sentence does not send the customer
elsewhere first ("pásanos tus datos por DM y te devolvemos el importe" is no answer).
"""

from typing import Final

from complaints.rules.reply_patterns.shape import MONEY, Pattern, words

_DAY = (
    r"(?:\b(?:hoy|ayer|manana|esta (?:manana|tarde|noche|semana)|lunes|martes|miercoles|jueves|viernes"
    r"|sabado|domingo"
    r"|(?:proxim[ao]|mism[ao]) (?:factura|semana|dia|mes|boleta|lunes|martes|miercoles|jueves|viernes)"
    r"|semana que viene|(?:el |al )?dia \d{1,2}"
    r"|(?:el|al|hasta el|antes del) \d{1,2}\b|\d{1,2}/\d{1,2}|(?:en|dentro de|en un plazo de|tarda"
    r"|hasta)(?: hasta| unos)? (?:\d{1,3}|un|una|dos|tres|cuatro|cinco|siete|diez"
    r"|quince)(?: a \w{1,6})? (?:dias?|horas?|h\b|semanas?|minutos?)"
    r"|\d{1,2} de (?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre"
    r"|noviembre|diciembre)|en (?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre"
    r"|noviembre|diciembre)"
    r"|a las \d{1,2}|entre (?:las )?\d{1,2}|antes de las \d{1,2}|final de(?:l| la) (?:dia|semana|mes)"
    r"|recien)\b)"
)
_NOT = r"(?<!no )(?<!no te )(?<!no le )(?<!no lo )(?<!no la )(?<!no se )"
_DONE_WE = words(
    "devolvimos reembolsamos abonamos reintegramos acreditamos cancelamos anulamos cambiamos sustituimos "
    "reemplazamos corregimos "
    "retiramos eliminamos quitamos rebajamos descontamos bonificamos compensamos indemnizamos pagamos "
    "ingresamos transferimos "
    "aprobamos autorizamos agendamos reprogramamos reenviamos desbloqueamos bloqueamos reactivamos "
    "restablecimos reparamos "
    "retrocedimos repusimos condonamos ajustamos recalculamos dimos_de_baja damos_de_baja bajamos "
    "devolvemos reponemos "
    "restablecemos reducimos "
    "devolvi reembolse abone reintegre cancele anule corregi pague autorice"
)
_PART = (
    r"(?:devuelt|reembolsad|abonad|reintegrad|acreditad|cancelad|anulad|cambiad|sustituid|reemplazad"
    r"|corregid|retirad|eliminad|quitad|rebajad"
    r"|descontad|bonificad|compensad|indemnizad|pagad|ingresad|transferid|aprobad|autorizad|agendad"
    r"|reprogramad|reenviad|desbloquead|reactivad"
    r"|restablecid|reparad|arreglad|retrocedid|repuest|condonad|ajustad|recalculad|bajad|reducid"
    r"|dad[oa]s? de baja|despachad|reservad)(?:[oa]s?)?\b"
)
_DO = words(
    "devolver reembolsar abonar reintegrar acreditar cancelar anular cambiar sustituir reemplazar "
    "corregir retirar eliminar quitar "
    "rebajar descontar bonificar compensar indemnizar pagar ingresar transferir aprobar autorizar "
    "reprogramar desbloquear reactivar "
    "restablecer retroceder reponer condonar recalcular recoger"
)
_WILL_DO = words(
    "devolveremos reembolsaremos abonaremos reintegraremos acreditaremos cancelaremos anularemos "
    "cambiaremos sustituiremos "
    "corregiremos retiraremos rebajaremos descontaremos bonificaremos compensaremos pagaremos "
    "ingresaremos recogeremos repondremos"
)
_CLITIC = r"(?:(?:te|le|les|se|lo|la|los|las|os|ya) ){0,3}"
_NOT_TALK = (
    r"(?:(?!mensaje|\bdms?\b|correo|mail|privado|informaci|comentarios|equipo|departamento|\barea\b|\n).)"
)
_THING = (
    r"(?:reembolsos?|abonos?|cupon|cupones|vale|nota de credito|pieza|piezas|paquete|producto|repuesto"
    r"|tecnico|tarjeta|factura|boleta|etiqueta|pedido|descuentos?|credito|plan|tarifa|talla|azul|nuevo"
    r"|nueva|otro|otra)\b"
)
_YOU_DO = (
    r"(?:puede[sn]?|podes|podra[sn]?|debe[sn]?|debera[sn]?|tiene[sn]? que|tenes que|hay que|necesita[sn]?"
    r"|basta con|le pedimos que|te pedimos que|(?:le|te|les|os) (?:recomendamos|sugerimos|invitamos a"
    r"|aconsejamos|pedimos|agradecemos|agradeceremos|rogamos)(?: que)?|agradeceriamos que|favor de"
    r"|por favor,?)"
)

# What one does with a complaint and not with the problem.
_TALK: Final = r"lament|abr|agradec|ped|traslad|recib|registr|deriv|analiz|entend|comprend|sent|inform|aclar|esper|est|ten|qued|v|pod|quer|necesit|gust|segu|permanec|cont|trabaj|busc|valor|intent|solicit|aguard|orient|recomend|suger|invit|reiter|destac|s|reconoc|notific|comunic|llam|respond|contest|tom|llev|compart|cuid|habl|convers|cre|des|sab|le|escuch|segui|deb|prioriz|preocup|disculp|empe|ofrec|env|mand|pas|dej|dec|conoc|evalu|verific|indic|aconsej|ha|h|reporte|report|escal|canaliz|revis|mir|consult|averigu|investig|apreci|rog|da|d|anot|qued|aconsej|anim|lev|v|v|escrib|public"

PATTERNS: Final[tuple[Pattern, ...]] = (
    Pattern(
        "done",
        "es",
        rf"{_NOT}\b(?:{_DONE_WE})\b",
        "Without 'no' before it.",
        "Te devolvimos $180 hoy.",
    ),
    Pattern(
        "done",
        "es",
        rf"\b(?:he|ha|hemos|han|fue|fueron|sido|esta|estan|queda|quedan|quedo|quedaron|sera|seran"
        rf"|ya) (?:ya |sido |tambien |totalmente )?{_PART}",
        "",
        "Hemos anulado la factura.",
        firm=True,
    ),
    Pattern(
        "done",
        "es",
        rf"\b(?:enviamos|hemos enviado|envie|mandamos|hemos mandado|emitimos|hemos emitido|aplicamos"
        rf"|hemos aplicado|sumamos|dejamos|generamos|hemos generado|levantamos la"
        rf"|solicitamos el)\b{_NOT_TALK}{{0,60}}?(?:{MONEY}|\b{_THING})",
        "Verbs that need their object.",
        "Ayer enviamos la pieza que faltaba.",
    ),
    Pattern(
        "done",
        "es",
        rf"\b(?:ya tiene[s]?|vas a ver|vera[s]?|recibira[s]?|tendra[s]?)\b(?:(?!respuesta|contacto"
        rf"|llamada|correo|mensaje|informacion|\n).){{0,40}}?(?:{MONEY}|de vuelta|el (?:abono|ingreso"
        rf"|reembolso|importe|dinero|resultado)|en (?:su|tu) (?:cuenta|tarjeta|extracto))",
        "",
        "Verá los 15 euros en su extracto.",
    ),
    Pattern(
        "finding",
        "es",
        r"\b(?:(?:hemos|he|han|ha) (?:comprobado|verificado|detectado|encontrado|identificado|confirmado"
        r"|visto|localizado|hablado con)|comprobamos|verificamos|detectamos|encontramos|identificamos"
        r"|confirmamos|vimos|localizamos|constatamos|revisamos"
        r"|consta)(?: que)? (?!(?:su|tu|el|la) (?:mensaje|comentario|reclamo|reclamacion|queja|caso"
        r"|solicitud|recepcion|molestia)|con (?:el|su)|tus? datos|vari[oa]s|mas de un|dos|ningun)\w",
        "Confirming that the complaint came in is not a finding.",
        "Hemos comprobado que la baja se tramitó el 3 de mayo.",
    ),
    Pattern(
        "finding",
        "es",
        r"\b(?:tecnico|perito|repartidor|conductor|cartero|mensajero|restaurante|local|almacen|cuadrilla"
        r"|taller|proveedor|banco|recepcion|transportista|contador|sistema) (?:ya )?(?:comprobo|encontro"
        r"|detecto|concluyo|verifico|dejo|cambio|marco|entrego|perdio"
        r"|cancelo|estuvo|cobro|envio|trabaja|estaba|corto|reporto)\b",
        "What a person of the company found or did.",
        "El técnico comprobó que el cable estaba suelto.",
    ),
    Pattern(
        "finding",
        "es",
        r"\b(?:porque|por (?:un |una |la )?(?:error|fallo|averia|falla|falta|problema|obra|rotura|corte"
        r"|cambio)(?: de)?|fue (?:un |una )?(?:fallo|error|falla) (?:nuestr[oa]|de)|se debio a"
        r"|debido a (?!l alto|la alta|la gran|l gran|la ley|la proteccion|la seguridad|politica)\w"
        r"|a causa de"
        r"|(?:motivo|causa) (?:fue|es|de)|la razon (?:es|fue)|falt(?:a|aba) (?:el|la|un|una)"
        r"|por eso (?:nadie|no|se)|asi que)\b",
        "'Debido a la alta demanda' is no cause.",
        "La cuota subió porque terminó la promoción.",
    ),
    Pattern(
        "finding",
        "es",
        r"\b(?:esta|estaba|fue|quedo|sigue|salio|llego|venia) (?:\w{1,10} )?(?:retenid|extraviad|perdid"
        r"|entregad|averiad|danad|suelt|cortad|bloquead|mal contratad|incomplet|vencid|duplicad"
        r"|rechazad)[oa]s?\b|\ben (?:la )?aduana\b|\ben camino\b|\ben ruta\b|\bsalio (?:con|de|el|a)\b",
        "",
        "Su envío está retenido en aduana.",
    ),
    Pattern(
        "promise",
        "es",
        rf"\b(?:vamos a|voy a|van a|va a) (?:{_DO})(?:te|le|les|lo|la|los|las)?\b|\b(?:{_WILL_DO})\b"
        rf"|\bno se (?:te|le) cobrara\b",
        "An act that needs no date to be definite.",
        "Vamos a recalcular las tres últimas facturas.",
    ),
    Pattern(
        "promise",
        "es",
        r"\b(?:(?:vamos|voy|van|va|vas) a (?:enviar|mandar|entregar|reparar|arreglar|llegar|instalar"
        r"|visitar|recibir|llevar|pasar|ir)\w{0,4}|enviamos|enviaremos|enviare|mandamos|entregaremos"
        r"|repararemos|llevaremos|instalaremos|arreglaremos|ira|iran|llegara|llegaran"
        r"|recibira[sn]?|pasara|sera entregad[oa]|sera reparad[oa]"
        r"|estara[n]? disponibles?)\b(?:(?!respuesta|contacto|llamada|correo electronico|mensaje"
        r"|\n).){0,80}?"
        rf"(?:{_DAY}|{MONEY})",
        "Acts that are definite with a day only. 'Le responderemos en 72 horas' is a promise to speak.",
        "El fontanero irá el martes a las 9.",
    ),
    Pattern(
        "promise",
        "es",
        rf"\b(?:llega|llegan|sale|salen|vuelve|queda|vence|viene|empieza|termina|esta agendad[oa]"
        rf"|esta programad[oa])\b[^\n]{{0,60}}?{_DAY}",
        "The present tense of timetables.",
        "El nuevo llega mañana por la mañana.",
    ),
    Pattern(
        "decision",
        "es",
        r"\bno (?:podemos|podremos|vamos a|es posible|nos es posible|procede|corresponde|aceptamos"
        r"|cabe)(?: (?:la|el|su|tu|ninguna?))? ?(?:devolver|devolucion|reembols\w{1,4}|abon\w{1,3}"
        r"|cancelar|anular|cubrir|pagar|cambiar|compensar|aceptar|indemnizar|indemnizacion"
        r"|reintegr\w{1,3}|retirar|cobro|reparar|condonar|modificar el contrato)\w{0,2}\b"
        r"|\bno (?:procede|corresponde) \w",
        "A no to the request. 'No podemos ayudarle por aquí' is no decision.",
        "No podemos cubrir el daño.",
        firm=True,
    ),
    Pattern(
        "decision",
        "es",
        r"\b(?:aceptamos (?:el|la|su|tu)|estimamos (?:su|la)|desestimamos|(?:tiene|tienes"
        r"|tenes) (?:toda la )?razon|(?:no )?(?:le|te) corresponden?\b(?! al)|(?:no )?(?:tiene"
        r"|tienes) derecho|mantenemos (?:la|nuestra|el)|la poliza (?:cubre|excluye|no cubre)"
        r"|sin (?:coste|costo|cargo|penalizacion|cargos)|no obliga|(?:intervencion|autorizacion|solicitud"
        r"|compra|reclamacion) (?:queda |ha sido |fue )(?:aprobada|denegada|estimada)|no se (?:le"
        r"|te) cobra\w{0,3})\b",
        "",
        "Tiene razón: el contrato no obliga a permanecer un año.",
        firm=True,
    ),
    Pattern(
        "offer",
        "es",
        rf"\b(?:(?:le|te|les) (?:ofrecemos|ofrezco|proponemos)|podemos ofrecer(?:le|te)"
        rf"|queremos ofrecer(?:le|te)|proponemos)\b[^\n]{{0,40}}?(?:{MONEY}|\b(?:noche|vale|cupon"
        rf"|descuento|reembolso|cambio|mes|meses|producto nuevo|abono|reposicion)\b)",
        "'Le ofrecemos una disculpa' is not an offer.",
        "Le ofrecemos una noche gratis o 120 €.",
        firm=True,
    ),
    Pattern(
        "question",
        "es",
        r"¿(?=[^?¿\n]{2,260}\?) ?(?:y |pero )?(?:(?:en|de|a|con|desde|para) )?(?!(?:(?!\?"
        r"|\n).){0,140}?(?:\bdni\b|\brut\b"
        r"|numero de|tu numero|su numero|folio|correo|e-?mail|telefono|nombre completo|tus datos"
        r"|sus datos|mensaje|\bdm\b|contar|que paso|ocurrio|ayudar|duda|contacto|escrib|como estas|llamar"
        r"|que tal))"
        r"(?:que |cual|cuales|cuando|donde|cuant[oa]s?|la |el |los |las |sigue|aparece|parpadea|hace|lo "
        r"|se |le |esta |estaba|ya |tiene|tienes|hubo|hay)[^?\n]{1,200}\?",
        "Asking for names, numbers or 'qué pasó' is not a question about the case.",
        "¿Qué medida tiene el hueco, 58 o 60 cm?",
    ),
    Pattern(
        "question",
        "es",
        r"¿(?=[^?¿\n]{4,260}\?)(?!(?:(?!\?|\n).){0,250}?(?:numero|correo|e-?mail|\bdni\b|telefono"
        r"|nombre completo|datos"
        r"|mensaje|\bdm\b|contact|que paso|ocurrio|ayud|duda))[^\n?]{3,200} [ou] [^\n?]{1,120}\?",
        "A choice between two things.",
        "¿El enchufe de la entrada o el de arriba?",
    ),
    Pattern(
        "steps",
        "es",
        r"\b(?:pulsa|pulse|presiona|presione|manten|mantenga|apaga|apague|desenchufa|desenchufe"
        r"|desconecta|desconecte|reinicia|reinicie|toca|toque|selecciona|seleccione|abre"
        r"|abra)\b[^\n]{0,100}?\b(?:pulsa|pulse|pulsado|presiona|presione|manten|mantenga|enciende"
        r"|encienda|enchufa|enchufe|conecta|conecte|espera|espere|vuelve a|vuelva a|selecciona|de nuevo"
        r"|otra vez|\d{1,3} (?:segundos|minutos))\b",
        "At least two steps.",
        "Desenchufa la lavadora, espera diez minutos y vuelve a probar.",
    ),
    Pattern(
        "fact",
        "es",
        r"^(?!(?:(?!\n).){0,300}?(?:\bfavor\b|presencial|\brespond|respuesta|contact|comuni[cq]|\bllam"
        r"|mensaje|\bcorreo"
        r"|atencion|horario|lunes a|gracias|agradec|lament|sentimos|disculp|\brecib[io]|registrad|folio"
        r"|expediente|normalmente|habitualmente"
        r"|\bsuele|tardan|\bsi\b|en caso|revis|\bplazo|\?))[^\n]{0,250}?"
        rf"(?:{MONEY}|\b(?:ayer|anoche|esta (?:noche|tarde|manana)|manana|(?:el|desde el|este) (?:lunes"
        rf"|martes|miercoles|jueves|viernes|sabado|domingo)|\d{{1,2}} de (?:enero|febrero|marzo|abril"
        rf"|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre)"
        r"|dia \d{1,2}|\d{1,2}/\d{2}|(?:a|desde|antes de) las \d{1,2}|\d{1,2}:\d\d|\d{1,2} h)\b)",
        "'Hoy' alone is too common, and durations are what usually happens.",
        "Está activa de nuevo desde las 9.",
    ),
    Pattern(
        "done",
        "es",
        r"\b(?:reembolso|abono|devolucion|cancelacion|reintegro|cambio|ingreso|reparacion"
        r"|baja)\b[^\n]{0,40}? (?:fue|ha sido|se ha|se|ya esta) (?:ya )?(?:realizad|efectuad|procesad"
        r"|tramitad|emitid|hech|gestionad|completad|realiz|tramit|proces)(?:[oa]s?|o)\b",
        "The thing itself as the subject.",
        "El reembolso ha sido tramitado.",
        firm=True,
    ),
    Pattern(
        "done",
        "es",
        rf"{_NOT}\b(?!(?:{_TALK})\w{{0,4}}mos\b)(?!\w{{2,14}}remos\b)\w{{2,14}}(?:amos|emos"
        rf"|imos)\b(?=[^\n]{{0,80}}?(?:{MONEY}|\b{_THING}|{_DAY}"
        rf"|\b\d{{1,3}} ?%))(?!{_NOT_TALK}{{0,30}}?(?:mensaje|\bdms?\b|\bmds?\b|privad|correo|e-?mail"
        rf"|informacion|equipo|area))",
        "Any verb of the first person with a thing, an amount or a day, except those of passing on.",
        "Te regalamos un mes del plan.",
        weak=True,
    ),
    Pattern(
        "done",
        "es",
        r"\b(?:ya (?:te|le|se lo|se la|lo|la) (?:acreditamos|devolvimos|abonamos|reintegramos|cambiamos"
        r"|quitamos|anulamos|cancelamos|dimos)|(?:hemos|he) (?:rehecho|dado de baja|dado por|programado"
        r"|quitado|arreglado|cambiado|cerrado|levantado la|anulado|corregido|ampliado|desbloqueado)"
        r"|quitamos (?:la|el)|levantamos la (?:sancion|suspension|restriccion)|tienes? (?:el dinero"
        r"|los [\d.,]+ ?(?:€|euros|pesos)) de vuelta|rebajamos|te la bonificamos|se le ingresaron"
        r"|le abonaremos|te devolvimos|corre por nuestra cuenta)\b",
        "Acts that name themselves.",
        "Ya te acreditamos los puntos.",
        firm=True,
    ),
    Pattern(
        "finding",
        "es",
        r"\b(?:fue|fueron|esta|estaba|estaban|estan|quedo|quedaron|habia sido|ha sido|han sido|sido|vino"
        r"|llego|salio|aparece(?: como)?|figura(?: como)?|venia|sigue|se encuentra)(?: ya| mal"
        r"| solo)? (?:\w{2,10}mente )?(?!(?:recib|compart|traslad|registr|report|escal|revis|analiz|deriv"
        r"|canaliz|inform|gestion|atend|resuel|soluc|tratad|notific|preocup|ocurr|suced|reasign|abierto"
        r"|comprometid|trabaj|contact|segu|visto|tomad|asign|considerad|proces|validad|estudi|levantad"
        r"|investig|avis))(?:\w{2,14}(?:ad|id)[oa]s?|roto|rota|abiert[oa]|devuelt[oa]|hech[oa] (?:por|con)"
        r"|impagad[oa]|vencid[oa]|complet[oa]|incomplet[oa]|mal|lejos|fuera|en (?:el punto|la nave|bodega"
        r"|aduana|reparto|el almacen|transito|camino))\b",
        "What became of the thing, in the passive, except being passed on or looked into.",
        "El cajón fue retirado por error.",
        weak=True,
    ),
    Pattern(
        "cause",
        "es",
        r"\b(?:(?:porque|ya que|puesto que|dado que el|por eso|por ello|asi que|de ahi que|debido a que"
        r"|por lo que|a causa de|como en)\b(?! (?:tu|su|nos importa|queremos|para nosotros|sabemos"
        r"|valoramos|entendemos|podamos)\b)|por (?:un |una )?(?:error|fallo|averia|fuga|rotura|falta"
        r"|descuido)\b|(?:tienes?|tenias?) (?:toda la )?razon|el resumen es|se debe a|se debio a|(?:la"
        r"|el) (?:averia|fallo|ruido|problema|error|cargo|cobro|retraso|falla|chirrido) (?:es|era|venia"
        r"|viene|esta)\b(?! (?:muy )?(?:importante|lamentable)))",
        "A cause.",
        "El pedido salió incompleto porque no quedaba leche.",
        weak=True,
    ),
    Pattern(
        "promise",
        "es",
        rf"\b(?!(?:llam|escrib|marc|habl|respond|contact|avis|inform|har|revis|analiz|verific|dar|tendr|ser"
        rf"|podr|deb|seguir|pondr|contestar|atender|comunicar|volver|estar)\w{{0,3}}(?:emos"
        rf"|remos)\b)\w{{2,14}}(?:aremos|eremos|iremos|dremos)\b(?=[^\n]{{0,80}}?(?:{MONEY}|\b{_THING}"
        rf"|{_DAY}))|\b(?:deberias?|deberia|debe|va a|van a|vas a|sale|llega|llegara|vuelve|volvera|entra"
        rf"|queda(?:ra)?|te llega|la deja|lo deja|te (?:lo|la) (?:mandamos|llevamos|enviamos|cambiamos"
        rf"|entregamos)|te llevamos|se ven|la veras|lo veras|veras|recibiras|recibira|pagas|pago sale"
        rf"|estara|es el|la arregla|lo arregla|la nueva fecha)\b(?! (?:llam|contact|respond|escrib|habl"
        rf"|revis|comunic))(?:(?!respuesta|contact|comunic|novedad|revis|\n).){{0,70}}?(?:{_DAY}|{MONEY}"
        rf"|sin (?:gastos|cargo|coste|costo))",
        "What happens to the thing, with its day, its amount or its terms.",
        "El gas vuelve mañana a las 9.",
    ),
    Pattern(
        "decision",
        "es",
        r"\b(?:no (?:procede|corresponde|aplica|es posible (?:atender|devolver|cancelar|cambiar|cubrir"
        r"|anular|reembolsar|aceptar|modificar|realizar)|se (?:puede|pueden|admiten?|acepta[n]?|cubre"
        r"|incluye|reembolsa[n]?|devuelve[n]?|cobrara|te cobrara)|incluye|cubre|hay (?:devolucion|reembolso"
        r"|cambio)|depende de tu|vamos a (?:devolver|cambiar|pagar|cobrar)|paga (?:nada|la|el)"
        r"|podemos (?:devolver|cancelar|cambiar|cubrir|aceptar|modificar|pagar|reembolsar|anular"
        r"|hacer (?:una )?excepcion))|plazo (?:de \w{3,12} )?(?:vencio|ha vencido|finalizo|termino)|(?:la"
        r"|una) franquicia|condona|se queda|no te volvera a)\b",
        "A no, or a yes, with what it is about.",
        "No es posible atender el siniestro.",
    ),
    Pattern(
        "steps",
        "es",
        r"(?:^|[,;:!.] |\b(?:y|luego|despues) )(?:prueba a|probar|cierra|abre|desinstala|reinstala|reinicia"
        r"|apaga|enciende|quita|quitalo|elige|selecciona|borra|limpia|actualiza|desactiva|activa|manten"
        r"|pulsa|desconecta|conecta|ve a ajustes|entra en ajustes|cambia|apague|encienda|desconecte"
        r"|reinicie|cierre|mantenga|borre)\b[^\n]{3,100}?(?:, | y | luego | antes de "
        r"| despues )(?:\w{1,8} ){0,2}?(?:abre|vuelve|espera|enciende|conecta|elige|selecciona|reinicia"
        r"|instala|inicia|pulsa|veras|jugar|no te|entrar|conecte|encienda|espere|vuelva|abra|funciona"
        r"|inicie|me cuentas|dime|digame|me dices|prueba)\b|\bya (?:probaste|has probado"
        r"|intentaste) (?:a )?(?:cerrar|reiniciar|desinstalar|borrar|apagar|actualizar|cambiar"
        r"|desconectar)\b",
        "At least two steps.",
        "Cierra ese programa y vuelve a abrir el juego.",
    ),
    Pattern(
        "fact",
        "es",
        r"^(?!(?:gracias|agradec|lamentamos|sentimos|por favor|disculp|que (?:mal"
        r"|pena)))[^\n]{0,100}?\b(?!(?:pasó|sucedió|ocurrió|informó|comentó|comentado|mencionó|escribió"
        r"|indicó)\b)(?:\w{2,13}(?:ó|ió)\b|\w{3,12}(?:aron|ieron)\b|(?:no )?(?:había|hubo|era|eran|estaba"
        r"|estaban|tenía|venía|faltaba|quedaba|hay|dependía|tuvo|hizo|fue|vino|puso|trajo)\b|(?:ha|han"
        r"|se ha|se han) (?!(?:recibido|trasladado|ocurrido|sucedido|sido|podido|pasado)\b)\w{3,13}(?:ado"
        r"|ido)\b|no (?:es|depende|incluye|cubre|tiene|funciona|daba)\b|pertenece|incluye|equivale"
        r"|sube porque|vale\b|llegan\b|\d[\d.,]{0,8} ?(?:mbps|megas|kwh|bar|mm|cm|kg|gb|m³|m3)\b)",
        "A statement about a thing, where its words are not those of every reply.",
        "El repartidor pasó el martes y no había nadie en el portal.",
        weak=True,
        accented=True,
    ),
    Pattern(
        "question",
        "es",
        r"(?:¿|^)(?!(?:(?![?¿\n]).){0,200}?(?:numero de|correo|e-?mail|\bdni\b|\bine\b|telefono"
        r"|nombre completo|tus datos|sus datos|los datos|mensaje|\bdms?\b|\bmds?\b|privad|intern[oa]"
        r"|contact|que (?:paso|ha pasado|sucedio|ocurrio)|ayudar|duda|cuentas mas|nos (?:das|mandas|envias"
        r"|facilitas|compartes|escribes|pasas|cuentas|indicas|regalas)|te parece|podrias|puedes (?:dar|env"
        r"|mand|comp)|informacion|detalle|si\?|vale\?|ok\?))[^?\n¿]{6,200}\?",
        "Any other question of some substance.",
        "¿Te pasa también con cable o sólo por wifi?",
        weak=True,
    ),
    Pattern(
        "fact",
        "es",
        r"(?:^|[:;] )(?:tu|su|el|la|los|las|ese|este|esa|esta) \w{3,15}(?: \w{3,15})? (?:es|son|empieza"
        r"|termina|usa|lleva|dura|tiene|viene|muestra|vale|cubre|pesa|mide|caduca|vence)\b(?! (?:important"
        r"|prioridad|fundamental|valios|muy importante))",
        "What the thing is or does, where the words are not those of every reply.",
        "Tu cargador es del modelo viejo, que no entra en el lote.",
        weak=True,
    ),
)
