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
        r"|solicitud|recepcion|molestia)|con (?:el|su)|tus? datos)\w",
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
        "wish",
        "es",
        r"\bsi (?:el|la|los|las|su|tu|usted|aun|todavia|no|se|tiene|tienes)\b[^\n,]{0,140}",
        "Up to the comma.",
        "Si su cuenta fue bloqueada por error, ingrese a la web.",
    ),
    Pattern(
        "private_message",
        "es",
        r"\b(?:dms?|mensajes? (?:privados?|directos?|internos?)|por (?:privado|interno|inbox)|en privado"
        r"|al privado|inbox|mp|md)\b|\b(?:mandanos|envianos|dejanos|escribenos|mandame|enviame"
        r"|pasanos) (?:un |por )?(?:mensaje|inbox)\b",
        "",
        "Escríbenos por mensaje privado.",
    ),
    Pattern(
        "moved",
        "es",
        r"\b(?:respondimos|respondido|contestamos|contestado|enviamos|enviado|mandamos|escribimos|escrito"
        r"|dejamos)\b[^\n]{0,30}?\b(?:privado|mensajes?|dm|inbox|correo|e-?mail|interno)\b|\b(?:revisa"
        r"|revise|mira|mire|chequea|fijate|fijese|verifica|verifique)\b[^\n]{0,25}?\b(?:mensajes?|bandeja"
        r"|correo|e-?mail|inbox|spam|dms?)\b",
        "",
        "Te respondimos por privado.",
    ),
    Pattern(
        "phone",
        "es",
        r"\b(?:llame|llama|llamar|llamas|llamando|llamanos|llamenos|marcar|marca|marque)(?: (?:a|al|por"
        r"|desde|con) |nos\b|\.|,|$| \*?\d| \w{1,12} \*?\d)|\b(?:por|al|via|nuestro) telefono\b"
        r"|\btelefonicamente\b|\bcall ?center\b|\blinea (?:de atencion|gratuita)\b"
        r"|\b(?:comunicate|comuniquese|comunicarse|comunicarte|comuniquense) (?:al|a los|a nuestr)",
        "",
        "Llame al 900 555 010.",
    ),
    Pattern(
        "mail",
        "es",
        r"\b(?:por|al|un|via|nuestro|el siguiente) (?:correo|e-?mail|mail)\b|\b(?:escriba|escribe"
        r"|escribir|escribi|escribanos|escribenos|escribinos)(?: a| un|\b)",
        "'Gracias por escribirnos' is courtesy; so is a letter by post ('por correo' with a date, which "
        "is substance).",
        "Envíenos un correo.",
    ),
    Pattern(
        "chat",
        "es",
        r"\b(?:whats ?app|wasap|telegram|messenger|chat ?bot|asistente virtual)\b|\b(?:el|al|por|nuestro"
        r"|via|del) chat\b",
        "",
        "Escríbenos por WhatsApp.",
    ),
    Pattern(
        "page",
        "es",
        r"\bcentro de ayuda\b|\bpreguntas frecuentes\b|\bfaqs?\b|\b(?:nuestra|en la|a la"
        r"|la siguiente) (?:pagina|web)\b(?! \d)|\bla (?:pagina|web) (?:de|oficial)\b|\b(?:banca"
        r"|oficina) (?:online|en linea)\b|\bforo\b|\bbuzon\b|\b(?:nuestro|el) sitio(?: web)?\b|\b(?:este"
        r"|el|siguiente|un) enlace\b|\b(?:este|el|siguiente) link\b|\b(?:consulte|consulta|consultar"
        r"|visite|visita|ingrese|ingresa|ingresar|acceda|accede) (?:a |al |en |la |las |los |el |nuestr)"
        r"|\bhaz clic\b|\bhaga clic\b|\bmas informacion en\b",
        "",
        "Consulte las preguntas frecuentes de nuestra página.",
    ),
    Pattern(
        "form",
        "es",
        r"\bformularios?\b|\b(?:rellen|complet|diligenci)(?:e|a|ar|es)\b (?:el|la|este|un|una|los)"
        r"|\bformato de\b|\b(?:abra|abrir|abre|levante|levantar|genere|generar|presente|presentar"
        r"|interponga|interponer|registre|registrar)(?: (?:el|la|un|una|su|tu))? (?:ticket|reclamacion"
        r"|reclamo|incidencia|reporte|solicitud|queja|caso)\b",
        "",
        "Debe rellenar el formulario de nuestra web.",
    ),
    Pattern(
        "contact",
        "es",
        rf"\b(?:contactanos|contactenos|contactese|contactate|comunicate|comuniquese|comunicarse"
        rf"|pongase en contacto|ponte en contacto|ponete en contacto|pongas en contacto"
        rf"|se ponga en contacto|se pusiera en contacto)\b"
        rf"|\b{_YOU_DO} (?:\w{{1,12}} ){{0,2}}?(?:contactar|contacte|contactes|contactarse|comunicarse"
        rf"|comunicarte|comunique|dirigirse|dirigirte|dirija|hablar|hable|ponerse en contacto"
        rf"|ponerte en contacto|acudir|acuda)\b"
        r"|(?:^|[,;:] |\by |\bo )(?:contacta|contacte|habla|hable|acuda|acude|dirijase|dirigete) (?:con "
        r"|a |al )|\b(?:servicio de )?atencion al (?:cliente|usuario|socio)\b|\bdefensor del (?:cliente"
        r"|asegurado)\b|\bhablemos\b|\bcanales? de atencion\b|\beste canal no\b|\bpor (?:esta via"
        r"|este medio|este canal)\b|\b(?:le|te) (?:atenderan|orientaran|informaran|ayudaran"
        r"|puede orientar|puede ayudar|puede informar)\b|\bcanales (?:oficiales|habituales|digitales)\b"
        r"|\b(?:utilice|utiliza|use|usa) (?:el|la|los|las|nuestr\w{1,3}) (?:canal|canales|buzon|app|web)"
        r"|\b(?:tendra[s]? que|hay que|debe[s]?|puede[s]?) (?:preguntar|consultarlo|tratarlo)\b",
        "'Gracias por contactarnos' and 'nos pondremos en contacto' are courtesy.",
        "Puedes contactar con atención al cliente.",
    ),
    Pattern(
        "self_service",
        "es",
        r"\b(?:la|en la|desde la|nuestra|una|su) (?:app|aplicacion)\b|\b(?:area"
        r"|zona) (?:de )?(?:clientes?|privada|personal|usuarios?)\b|\b(?:mi cuenta|mis pedidos"
        r"|oficina virtual|sucursal virtual|portal de)\b",
        "",
        "Puede consultarlo en el área de clientes.",
    ),
    Pattern(
        "shop",
        "es",
        r"\b(?:acud[aeio]\w{0,2}|acercate|acerquese|acercarte|acercarse|visite|visita|visitar|pase por"
        r"|pasate por|pasa por|pasar por|vaya a|ve a|ir a|dirij\w{1,4}|dirigirse|dirigete|presentese"
        r"|venga a)\b[^\n]{0,50}?\b(?:tiendas?|sucursal(?:es)?|oficinas?|club|recepcion|local|agencias?"
        r"|servicio tecnico|taller|mostrador|concesionario)\b",
        "",
        "Acuda a la tienda donde lo compró.",
    ),
    Pattern(
        "third_party",
        "es",
        r"\b(?:contact\w{1,4}(?: con)?|contacto con|hab[le]\w{1,3} con|acud\w{1,3} (?:a|al)"
        r"|reclam\w{1,3} (?:a|al)|consult\w{1,3} (?:con|a|al)|dirij\w{1,4} (?:a|al)|directamente (?:con|a"
        r"|al))(?: (?:el|la|su|tu|los|las))? ?(?:\w{1,12} ){0,1}?(?:vendedor|fabricante|remitente"
        r"|mediador|corredor|banco|transportista|mensajeria|proveedor|distribuidor|comercio"
        r"|establecimiento|aerolinea|agencia|tienda)\b",
        "",
        "Le recomendamos que contacte con su mediador.",
    ),
    Pattern(
        "regret",
        "es",
        r"\b(?:lamentamos|lamento|sentimos(?: mucho)?|sentimos|disculp\w{1,4}|perdon|pena|comprendemos"
        r"|entendemos)\b (?:mucho )?(?:que|el|la|los|las|por|lo|su|tu|si)\b(?:(?!, | pero |; | y (?:ya"
        r"|vamos|hemos|le|te) |\n).){0,160}",
        "Up to the next clause.",
        "Lamentamos que su envío fue extraviado.",
    ),
    Pattern(
        "wish",
        "es",
        r"\b(?:para que (?:podamos|un|una|nuestro|el)|para poder|para (?:ayudarte|ayudarle|revisarlo"
        r"|solucionarlo|resolverlo|darle|darte|apoyarte|apoyarle)|a fin de|con gusto|nos gustaria"
        r"|nos encantaria|quisieramos|queremos (?!ofrecer)|y lo (?:vemos|revisamos)|y te (?:ayudamos"
        r"|apoyamos)|y le (?:ayudamos|apoyamos))\b[^\n]{0,300}",
        "",
        "... para que podamos devolverle el importe.",
    ),
    Pattern(
        "condition",
        "es",
        r"\b(?:si|cuando|una vez que|una vez|en cuanto|apenas|tras|despues de) (?:nos |usted |te |se "
        r"|lo )?(?:contact\w{1,4}|comuni\w{2,5}|llam\w{1,4}|escrib\w{1,4}|env\w{2,4}|mand\w{1,3}"
        r"|complet\w{1,3}|rellen\w{1,3}|recibamos|pon\w{1,4} en contacto|ingres\w{1,3}|pas\w{1,3} (?:por"
        r"|tus|sus))\b[^\n]{0,300}",
        "",
        "Cuando nos escribas por DM, te devolvemos el importe.",
    ),
    Pattern(
        "courtesy",
        "es",
        r"\b(?:lamentamos|sentimos|disculp\w{1,3}|gracias|agradec\w{2,5}|recibido|recibimos|trasladado"
        r"|derivado|reportamos|en tramite|revisando|revisarlo|viendo|gestionad[oa]|gestionando"
        r"|tomamos nota|trabajamos|trabaja|a la brevedad|paciencia|responderemos"
        r"|contactaremos|se pondra en contacto|comprendemos|entendemos|molestias?|inconvenientes"
        r"|lo antes posible|folio|expediente)\b",
        "",
        "Sentimos lo ocurrido, lo estamos revisando.",
    ),
)
