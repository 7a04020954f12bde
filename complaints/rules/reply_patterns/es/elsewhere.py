"""Spanish, of Spain and America: where a customer is sent, and the words that send.

Strong and weak mentions as in English. Commands are composed: the stems of the verbs by which one turns to
somebody, the endings of tú, vos, usted and ustedes, and "nos" behind or before them.
"""

from typing import Final

from complaints.rules.reply_patterns.shape import Pattern

_WRITE_US: Final = (
    r"(?:(?:escrib[ei]|escriba|escriban|escribis|llam[ae]|llamen|contact[ae]|contacten|habl[ae]|hablen"
    r"|consult[ae]|consulten|busc[a]|busque|busquen|visit[ae]|visiten|etiquet[ae]|agreg[ae]|cont[a])nos"
    r"|(?:escribir|llamar|contactar|hablar|consultar|buscar|visitar)nos"
    r"|nos (?:escrib[ae]s?|escriba|escriban|llam[ae]s?|llamen|contact[ae]s?|contacten|habl[ae]s?|hablen"
    r"|busca[s]?|visita[s]?|das un toque|de[sn]? un toque))"
)
_TEAMS: Final = (
    r"(?:equipos?|atencion al cliente|atencion (?:a clientes|telefonica)|servicio (?:al|de atencion al"
    r"|de atencion a) cliente|servicio tecnico|soporte|call center|centro de (?:contacto|atencion)|agentes?"
    r"|asesor(?:es|a)?|ejecutiv[oa]s?"
    r"|departamento|area|canales|canal|linea|operador(?:es|a)?|especialistas?|companer[oa]s|colegas"
    r"|consultor(?:es|a)?|gestor(?:es|a)?|encargad[oa]|gerente|mostrador|recepcion|secretaria"
    r"|defensor(?:ia)? del (?:cliente|asegurado)|asistente)"
)
_OTHERS: Final = r"(?:vendedor(?:es|a)?|sellers?|fabricantes?|tiendas?|comercios?|remitente|banco|emisor|aseguradora|mediador(?:a)?|corredor(?:a)?|agencia(?: de viajes)?|aerolinea|operador(?:a)?|distribuidor(?:a)?|proveedor(?:es)?|restaurantes?|transportista|mensajeria|courier|paqueteria|administrador(?:a)?|comunidad|ayuntamiento|municipalidad|municipio|organizador(?:a)?|promotor(?:a)?|empleador|empresa (?:responsable|contratante)|terceros?|propietari[oa]|anfitrion|marca|concesionario|desarrollador(?:a)?|colegio|arrendador|gestoria|plataforma|partner|socio)"

ELSEWHERE: Final[tuple[Pattern, ...]] = (
    Pattern(
        "private_message",
        "es",
        r"\b(?:dms?|d\.m|m\.?d\.?|mds|direct|directs|inbox|in box|mensaj(?:e|es|ito|itos) (?:direct[oa]s?"
        r"|privad[oa]s?|intern[oa]s?|interno)|mp|mps|chat (?:privado|interno)"
        r"|(?:por|en|al|via|de forma|de manera|a)(?: el| un| nuestro)? (?:interno|interna|privad[oa]"
        r"|directo|dm|inbox|mensaje|mensajes)|privadamente|por linea privada|x (?:privado|interno|dm))\b"
        r"|\b(?:manda|mandame|mandanos|envia|escribi|escribe) (?:un |al )?privado\b|\b(?:la|el|por"
        r"|al) (?:priv|md)\b",
        "",
        "Escríbenos por interno.",
    ),
    Pattern(
        "private_message",
        "es",
        r"\b(?:mand|envi|dej|escrib|pas)\w{1,6}nos\b[^\n]{0,15}?\bmensaj(?:e|es|ito|azo)\b|\b(?:mandanos"
        r"|envianos|dejanos|escribenos)(?: un)? (?:mensaje|mensajito|msj)\b|\bnos (?:mandas|envias|dejas"
        r"|escribes)(?: un)? (?:mensaje|mensajito|msj)\b|\bun (?:msj|mensajito)\b",
        "",
        "Mándanos un mensaje.",
    ),
    Pattern(
        "moved",
        "es",
        r"\b(?:respondimos|respondido|contestamos|contestado|enviamos|enviado|mandamos|mandado|escribimos"
        r"|escrito|dejamos|dejado|contactamos|contactado|remitido|remitimos|hablamos|respondi|escribi|mande"
        r"|envie)\b[^\n]{0,40}?(?:mensaj|\bdms?\b|\bmds?\b|privad|interno|inbox|\bmp\b|correo|e-?mail"
        r"|directo)"
        r"|\b(?:te|le|les) (?:respondimos|contestamos|escribimos|hemos (?:respondido|contestado|escrito"
        r"|contactado)|acabamos de (?:responder|escribir|contestar|enviar))\b|\b(?:estate|esta"
        r"|este) (?:atent[oa]|pendiente) (?:a|de) (?:tu|su)\b[^\n]{0,15}\b(?:bandeja|correo|dm|inbox|buzon"
        r"|mensajes)|\b(?:revisa|revise|revisalo|chequea|checa|mira|mire|echa un vistazo a|consulta"
        r"|verifica|verifique)\b[^\n]{0,25}?\b(?:mensajes?|dms?|mds?|inbox|correo|bandeja|buzon|interno"
        r"|privados?|spam|e-?mail)\b|\b(?:revisa|revisalo|echale un ojo)\b(?=[^\n]{0,6}$)",
        "",
        "Te hemos enviado un DM.",
    ),
    Pattern(
        "phone",
        "es",
        r"\b(?:llam(?:a|e|ar|ando|en)|marc(?:a|e|ar|ando|en)|comunic(?:ate|arse|arte|ese|ando)|llamanos"
        r"|llamenos|telefone(?:a|e|ar))(?:nos|te|se)? (?:gratis |gratuitamente |directamente )?(?:al|a|a la"
        r"|a nuestro|a nuestra|a los|desde|por telefono|\*?\d{2,12})\b|\b(?:por|via|nuestro|en el|al|del"
        r"|de) telefono\b|\btelefonos?:? ?\d|\btelefonicamente\b|\blineas (?:estan|telefonicas)\b"
        r"|\b(?:dejanos|danos|pasanos|pasame|mandanos|compartenos|indicanos|facilitanos|dejenos|denos"
        r"|brindanos) (?:tu|su|un) (?:numero(?: de (?:telefono|contacto|celular))?|telefono|celular"
        r"|contacto)\b(?! de (?:pedido|orden|cliente|reserva|poliza|folio))|\b(?:via|atencion|linea"
        r"|contacto|consulta|llamada) telefonic[oa]\b|\blinea (?:gratuita|directa|de atencion)\b"
        r"|\bcall ?center\b"
        r"|\b(?:0[38]\d0|900|902|018000|01 ?800)[ -]?\d|\b(?:llamanos|llamenos|llamar)\b|\b(?:nos|das|de"
        r"|danos|denos|dar) (?:una|un) (?:llamad(?:a|ita)|telefonazo|toque)\b|\b(?:en|al|el"
        r"|por el) (?:numero )?(?:\d{3,4}\b|\*\d)|\bllame\b(?=[^\n]{0,30}$|,)",
        "'Te llamaremos' sends nobody elsewhere: see the guards.",
        "Llámanos al 900 555 010.",
    ),
    Pattern(
        "phone",
        "es",
        r"\b(?:telefonos?|linea|llamada|llamar|llama|llame)\b",
        "",
        "Puedes usar el teléfono.",
        weak=True,
    ),
    Pattern(
        "mail",
        "es",
        r"\b(?:por|via|al|a traves de|mediante|nuestro) (?:siguiente )?(?:correo(?: electronico)?|e-?mail"
        r"|mail)\b|\bescrib(?:e|a|ir|i|en) (?:un |a |al )\b|\bescribiendo (?:a|al|un)\b"
        r"|\bcorreo electronico\b",
        "",
        "Escriba a nuestro correo.",
    ),
    Pattern("mail", "es", r"\b(?:correos?|e-?mails?|mail)\b", "", "Envía un correo.", weak=True),
    Pattern(
        "chat",
        "es",
        r"\b(?:whats ?app|wsp|wasap|guasap|whats|telegram|messenger|chat ?bot|asistente virtual)\b|\b(?:en"
        r"|por|via|al|el|nuestro|del|un|a traves del|mediante) (?:nuestro )?chat\b|\bchat (?:de|en|online"
        r"|con|del|24|soporte|web)\b",
        "",
        "Escríbenos por WhatsApp.",
    ),
    Pattern("chat", "es", r"\bchat\b", "", "Usa el chat.", weak=True),
    Pattern(
        "page",
        "es",
        r"\b(?:centro|seccion|pagina|apartado|portal|articulos?) de (?:ayuda|soporte|atencion|preguntas)\b"
        r"|\bpreguntas frecuentes\b|\bfaq'?s?\b|\b(?:en|nuestra|nuestro|a traves de|por|desde|en nuestra"
        r"|en la|visita|visite|via|mediante) (?:nuestra |nuestro |la |el )?(?:pagina(?: web)?|web"
        r"|sitio(?: web)?|website)\b|\bforo\b|\bcomunidad de usuarios\b"
        r"|\b(?:en|este|siguiente|al|a este|al siguiente|nuestro) (?:el |siguiente )?(?:link|enlace"
        r"|articulo)\b|\bpaso a paso\b|\b(?:tutorial|guia (?:de|para|rapida)|video (?:explic|con)\w{0,8})\b"
        r"|\b(?:haz|hacer|haga|dale|da|pulsa|pulse|de) (?:clic|click)\b|\bve a ayuda\b|\bayuda > "
        r"|\b(?:conoce|conozca|descubre) (?:mas|todo|como)\b|\bcondiciones en\b|\b(?:guia|enlace"
        r"|link) (?:de la|en la|abajo|aqui|en nuestra) ?(?:bio|perfil)?\b|\ben (?:la|nuestra) bio\b"
        r"|\b(?:aca|aqui|ahi|alli) ?(?:👉|:|->)|\b(?:ahi|alli|aca) (?:esta|encontraras|encontrara"
        r"|te lo explican|tienes)\b",
        "",
        "Visita nuestro centro de ayuda.",
    ),
    Pattern(
        "page",
        "es",
        r"\b(?:web|sitio|pagina|link|enlace|articulo|terminos|politicas?|condiciones|bases|online|en linea"
        r"|internet|blog|guia|(?:te|os|le) dejamos (?:aqui|aca)|dejamos (?:aqui|aca))\b",
        "",
        "Puedes hacerlo en línea.",
        weak=True,
    ),
    Pattern(
        "form",
        "es",
        r"\b(?:un|el|del|este|siguiente|nuestro|al) formularios?\b(?! (?:volvio|estaba|fue|que|llego|vino))"
        r"|\b(?:rellen|complet|llen|diligenci|cumpliment)(?:a|e|ar|ando|en|es|i)\b|\b(?:libro|hoja|hojas"
        r"|buzon) (?:de|oficial|habilitad[oa])(?: (?:las? )?(?:reclamaciones|quejas|sugerencias"
        r"|reclamos))?\b|\b(?:levant|abr|gener|ingres|interpon|present|registr|cre|tramit|report)(?:a|e|ar"
        r"|ir|ando|es|as|er|en)(?:la|lo)? (?:un|una|tu|su|el|la|aqui|alli)(?: nuevo| nueva)? (?:ticket"
        r"|reclamo|reclamacion|solicitud|requerimiento|queja|caso|incidencia|reporte|peticion|expediente"
        r"|falla|denuncia|folio|aviso|radicado|pqr)\b"
        r"|\b(?:debe|deben|debera|deberan|tiene que|tienen que|tendra que|tendran que|puede|pueden|podra"
        r"|ha de|necesita|necesitan|hay que|debes) (?:siempre )?ser (?:ingresad|presentad|solicitad"
        r"|tramitad|realizad|registrad|enviad|gestionad|dirigid|hech|reportad|canalizad|interpuest)[oa]s?\b"
        r"|\breclamaciones? por escrito\b",
        "",
        "Rellena el formulario.",
    ),
    Pattern(
        "form",
        "es",
        r"\bse (?:solicitan?|tramitan?|gestionan?|presentan?|realizan?|hacen(?! pasar)|hace(?! pasar)|piden"
        r"|pide|dan de alta|da de alta|reportan?|atienden|canalizan?|registran?"
        r"|consultan?)\b[^\n]{0,30}? (?:en|por|a traves|mediante|desde|via|con|ante|unicamente"
        r"|exclusivamente|solo)\b|\b(?:mediante|a traves de) (?:la|el|nuestr[oa]|hoja|formulario|su|tu) \w",
        "An obligation in the passive.",
        "Las indemnizaciones se solicitan en la web.",
    ),
    Pattern(
        "contact",
        "es",
        rf"\b(?:pon(?:te|gase|ganse|erse|erte|eros|er|iendote|te)|poneros|ponete) en contacto\b"
        rf"|\bse ponga en contacto\b|\bte pongas en contacto\b|\bse pusiera en contacto\b|\b{_WRITE_US}\b"
        rf"|\b(?:contact(?:a|e|ar|es|en|acte|aras|ate|arte|arse)|comunic(?:ate|arse|arte|ese|arnos|uese|ar"
        rf"|a|ate)|comuniquese|comuniquense|dirig(?:ete|irse|irte|ite)|dirijase|acud(?:e|a|ir|i)"
        rf"|consult(?:a|e|ar|alo|elo)|habl(?:a|e|ar|es)|preguntal?[eo]?|pregunte(?:le)?|preguntar|pregunta"
        rf"|solicit(?:a|e|ar|elo)|trat(?:ar|arlo|e)|gestion(?:ar|arlo|alo|es|elo|e|a)) (?:directamente "
        rf"|siempre )?(?:con|a|al|por|en|ante|allí|alli|alla) (?:el |la |los |las |tu |su |nuestr[oa]s? "
        rf"|un |una |cualquier |esta |este )?(?:[\w'-]{{1,18}} ){{0,2}}?{_TEAMS}\b"
        r"|\b(?:contact(?:a|e|ar|es|en)|comunic(?:ate|arse|arte|ese)|comuniquese) con (?:nosotros"
        r"|nuestr[oa])\b|\b(?:contactar|hablar|comunicarte|comunicarse|comunicarnos|hablarlo|conversar"
        r"|charlar) (?:con|contigo|por)\b|\bhabl(?:emos|amos|emoslo)(?:lo)?\b(?= (?:por|en|en privado"
        r"|mejor))|\b(?:envie|envia|mande|manda|remita|enviar|remitir"
        r"|haga llegar)\b[^\n]{{0,50}}? a (?:nuestr[oa]|el|la) (?:equipo|area|departamento|servicio"
        r"|oficina)\b|\bpor escrito\b|\bfavor (?:de )?(?:comunicarse|comunicarte|contactar(?:nos|se)?"
        r"|comuniquese)\b|\bnos (?:contactara|llamara|escribiera|contactase|contacte)\b|\bnos (?:encantaria"
        r"|gustaria) (?:conocer|saber|hablar|conversar|escuchar)\b|\bnuestros canales\b"
        r"|\bcanales (?:oficiales|de atencion|digitales|habilitados)\b|\b(?:este|esta) (?:canal|via|medio"
        r"|red) no (?:es|esta)\b|\bpor esta via\b(?=[^\n]{0,60})|\ba (?:su|tu|vuestra|total"
        r"|entera) (?:entera |total )?disposicion (?:en|a traves|por|para|via|mediante)",
        "'Gracias por contactarnos' and 'nos pondremos en contacto' are courtesy: see the guards.",
        "Contacta con nuestro equipo.",
    ),
    Pattern(
        "contact",
        "es",
        rf"\b(?:nuestr[oa]s?|el|la|los|las|tu|su"
        rf"|un) (?:[\w'-]{{1,15}} ){{0,3}}?{_TEAMS}(?: \w{{1,15}}){{0,4}}? (?:(?:te|le|os|lo|les) (?:espera"
        rf"|esperan|atiende|atienden|atendera|atenderan|ayuda|ayudan|ayudara|ayudaran|puede|pueden|podra"
        rf"|podran|orienta|dara|daran|explica)|(?:esta|estan|estaran?|quedan?) (?:(?:siempre )?a (?:tu"
        rf"|su) (?:entera )?disposicion|disponibles?|encantad[oa]s|list[oa]s|para ayudar|esperando)|(?:te "
        rf"|le )?(?:puede|pueden|podra|podran) (?:ayudar|orientar|atender|asistir|asesorar|informar))"
        r"|\b(?:te|le|os|les) (?:esperamos|atenderan|atenderemos|esperan|atienden) (?:encantad[oa]s )?(?:en"
        r"|por|a traves)\b|\bestamos (?:disponibles |a (?:tu|su) (?:entera |total )?disposicion "
        r"|para (?:ayudarte|ayudarle|servirte|servirle|atenderte|atenderle) )(?:en|por|a traves|de|las|24"
        r"|via)\b",
        "A team is elsewhere only when it waits for the customer.",
        "Te esperamos en la oficina.",
    ),
    Pattern(
        "app",
        "es",
        r"\b(?:(?:des|a traves de|en|por|entra(?:r)? (?:a|en)|ingresa(?:r)? (?:a|en)|descarga(?:r)?|abre"
        r"|accede(?:r)? a|usa|utiliza|desde|mediante) (?:la|nuestra|tu|su) (?:app|aplicacion))\b"
        r"|\b(?:mi cuenta|mis (?:pedidos|compras|viajes)|area (?:de )?clientes?|area personal"
        r"|oficina virtual|banca (?:online|en linea|movil|por internet)|sucursal (?:virtual|digital)"
        r"|autogestion|(?:dentro de|en) (?:tu|su) cuenta)\b|\bdescargal?a?\b",
        "Of the app as the place of a fault, see weak mentions.",
        "Desde la app puedes ver tu recibo.",
        weak=True,
    ),
    Pattern("app", "es", r"\b(?:apps?|aplicacion|portal)\b", "", "Usa la app.", weak=True),
    Pattern(
        "shop",
        "es",
        r"\b(?:acercate|acercarte|acercarse|acerquese|acerca|acerque|acudir|acude|acuda|acudas|pasate|pasa"
        r"|pasar|pase|pases|pasarte|pasarse|visita|visite|visitar|visitanos|ve|vaya|ir|ven|venga|venir"
        r"|dirigete|dirijase|dirigirse|dirigirte|presentate|presentese|presentarse|presentarte|lleva|llevar"
        r"|lleve|llevarlo|llevalo|trae|traiga|traer|en cualquier|a cualquier|en cualquiera|a cualquiera"
        r"|devolver|devuelve|cambiar|preguntar|pregunta|pida|pide|le atenderan|te atenderan"
        r"|te esperamos)\b[^\n]{0,45}?\b(?:tiendas?|sucursal(?:es)?|oficinas?|agencias?|mostrador(?:es)?"
        r"|recepcion|taquillas?|secretaria|concesionarios?|taller|centro de (?:servicio|atencion|salud)"
        r"|local(?:es)?|caja|edificio|establecimientos?|vestibulos?|servicios escolares"
        r"|atencion al cliente)\b"
        r"|\b(?:tienda|sucursal|oficina|agencia|local|servicio tecnico) mas (?:cercan[ao]|proxim[ao])\b"
        r"|\b(?:presencialmente|en persona)\b|\b(?:traigal?[oae]?s?|traelos?|traelas?|pasate|pasese|pasa"
        r"|venga|ven|vente)\b[^\n]{0,20}?\b(?:por aqui|por aca|cuando|y lo|un dia)\b",
        "",
        "Acércate a tu sucursal.",
    ),
    Pattern(
        "shop",
        "es",
        r"\b(?:tiendas?|sucursal(?:es)?|oficinas?|agencias?|mostrador|recepcion|secretaria|taquillas?"
        r"|centros? de (?:experiencia|servicio|atencion)|modulo)\b",
        "",
        "Puedes ir a la tienda.",
        weak=True,
    ),
    Pattern(
        "third_party",
        "es",
        rf"\b(?:contact(?:a|e|ar|es|as|en|arlo)|habl(?:a|e|ar|es|as|en|arlo)|consult(?:a|e|ar|es|as|alo|elo"
        rf"|arlo)|reclam(?:a|e|ar|es|ale|arle|arlo|elo)|dirig(?:e|ete|irse|irte|ir)|dirijase|solicit(?:a|e"
        rf"|ar|arlo|alo|elo)|gestion(?:a|e|ar|arlo|alo|elo)|pregunt(?:a|e|ar|ale|arle)|trat(?:ar|arlo|e)"
        rf"|acud(?:e|a|ir)|comunic(?:ate|arse|arte)|comuniquese|directamente|verific(?:a|ar|alo)|verifique"
        rf"|valid(?:a|ar|e|alo|arlo)|pid(?:e|a|elo|alo)) (?:directamente |antes |primero )?(?:con|a|al|ante"
        rf"|por|en|de)\s(?:[\w'-]{{1,12}} ){{0,3}}?{_OTHERS}\b"
        rf"|\b(?:trat|resuelt|tramitad|gestionad|solicitad|atendid|realizad)\w{{0,4}} (?:(?:exclusivamente"
        rf"|solo|directamente|unicamente) )?(?:por|con|ante|a traves de) (?:el|la|su"
        rf"|tu) (?:\w{{1,12}} )?{_OTHERS}\b"
        rf"|\bsomos (?:solo|solamente|unicamente|meros?)\b"
        rf"|\bsomos (?:un[oa]? )?(?:mer[oa] )?(?:intermediari|plataforma|marketplace)|\b(?:eso|esto"
        rf"|esa \w{{3,12}}|ese \w{{3,12}}|esos \w{{3,12}}|esas \w{{3,12}}) (?:ya )?(?:(?:lo|la|las"
        rf"|los) (?:llev|gestion|tramit|ve\b|decid)|depend|corresponde a|compete a)\w{{0,4}}\b|\b(?:ella|el"
        rf"|ellos|marta|[a-z]{{3,10}}) lleva (?:las|los|el|la) \w{{4,15}}|\b(?:eso|esto|ese tema) (?:es"
        rf"|seria|va|toca|queda|hay que verlo|tienes? que verlo) (?:con|cosa de|tema de|de)\b"
        rf"|\bresponsabilidad es (?:del|de la|de su|de tu)\b|\b(?:la|lo) (?:tiene que|debe|puede"
        rf"|ha de) \w{{3,12}} (?:el|la) titular\b|\b(?:la|lo|las|los) (?:da|dan|lleva|presta|gestiona"
        rf"|tramita|hace|decide|fija|pone)n? (?:el|la|su|tu|cada) {_OTHERS}\b|\bno (?:es|depende|somos|son"
        rf"|corresponde) (?:de nuestr[oa]|nuestr[oa]|cosa nuestra|de nosotros|los responsables|responsables"
        rf"|responsabilidad|competencia|a nosotros)\b|\b(?:es|sera|tendra que ser|debe ser|tiene que ser"
        rf"|va a tener que ser) (?:con )?(?:ella|el|ellos|ellas)(?: misma)? (?:quien|quienes|con quien"
        rf"|con quienes|la que|el que)\b|\b(?:directamente )?con (?:el|ella|ellos|ellas)\b(?=[ .!]{{0,4}}$)"
        rf"|\b(?:pertenece|corresponde|depende|compete) (?:a|al|de|del) (?:la |el |su |tu )?{_OTHERS}\b"
        rf"|\b(?:habla|hablen|hable|pregunta|pregunte|preguntar|etiquetamos|etiqueto|mencionamos) (?:con"
        rf"|a) @\w|\b(?:depende|es|corresponde) (?:del|de la|al|a la) (?:ayuntamiento|municipalidad"
        rf"|municipio|aeropuerto|banco|vendedor|fabricante|aerolinea|tienda|administrador)\b"
        rf"|\bpreguntar (?:alli|ahi|alla)\b",
        "",
        "Tiene que reclamar al vendedor.",
    ),
)

NOT_HERE: Final[tuple[Pattern, ...]] = (
    Pattern(
        "not_here",
        "es",
        r"\bno (?:podemos|puedo|tratamos|gestionamos|es posible|damos|tenemos (?:acceso|forma)|atendemos"
        r"|manejamos|resolvemos)\b[^\n]{0,50}?\b(?:por aqui|aqui|por esta (?:via|red)|por este (?:medio"
        r"|canal)|en redes|por redes|en publico|publicamente|en este espacio|en esta red)\b"
        r"|\bpor (?:aqui|redes|este medio|esta via|seguridad)(?: sociales)?,? no (?:podemos|tratamos"
        r"|gestionamos|es|damos|tenemos|se|atendemos)\b",
        "Refuses the place, not the problem.",
        "Por aquí no podemos ayudarte.",
    ),
)

DIRECTIVES: Final[tuple[Pattern, ...]] = (
    Pattern(
        "directive",
        "es",
        r"\b(?:por favor(?!,? (?:acept|disculp))|porfa|porfis|porfavor|xfa|pls|favor de|(?<!por )favor"
        r"|(?:tu |usted |vos |ustedes )?(?:puedes|podes|puede|pueden|podras|podra|podria|podrias|podeis"
        r"|debes|debe|deben|debera|deberas|tienes que|tenes que|tiene que|tienen que|tendras que|tendra que"
        r"|necesitas|es necesario|sera necesario|hace falta|hay que|conviene|basta|bastara)"
        r"|te (?:pedimos(?! (?:mil |sinceras )?(?:disculp|perdon|pacienc|compren|un poco))|rogamos"
        r"|recomendamos|sugerimos|invitamos|aconsejamos|agradecemos|agradeceriamos|animamos|solicitamos"
        r"|esperamos|dejamos|compartimos)|(?:le|les|os|lo) (?:pedimos(?! (?:mil |sinceras )?(?:disculp"
        r"|perdon|pacienc|compren|un poco))|rogamos|recomendamos|sugerimos|invitamos|aconsejamos"
        r"|agradecemos|agradeceriamos|animamos|solicitamos|esperamos|dejamos|informamos)"
        r"|agradeceriamos|agradecemos que|rogamos|lo mejor es|mejor|seria (?:bueno|conveniente|ideal)"
        r"|nos gustaria|quieres|quiere|prefieres|prefiere|te parece|que tal si|animate|tienes toda"
        r"|tiene toda|encontraras|encontrara|encuentras|disponibles?|(?:lo |la )?ves|veras|aparece"
        r"|mas (?:rapido|facil|sencillo|comodo)|(?:lo |la )?(?:resuelves|haces|gestionas|solucionas"
        r"|reportas)|reportarlo|exponer|fijate|a (?:tu|su) (?:entera |total )?disposicion|te (?:atienden"
        r"|atenderan|esperan|ayudan|ayudaran|explican)|le (?:atienden|atenderan|esperan|ayudan|explican))\b",
        "Asks, allows or recommends.",
        "Puedes usar la web.",
    ),
    Pattern(
        "directive",
        "es",
        r"(?:^(?:(?:hola|buenas|hey|oye|ok|si|no|gracias|porfa)(?: \w{2,15})? )?|[,;:!.¡¿-] ?|\b(?:y|o|que"
        r"|para|solo|sino) )(?:escrib[eai]|escribir|escribiendo|llam[ae]|llamar|llamando|envi[ae]|enviar"
        r"|mand[ae]|mandar|entr[ae]|entrar|ingres[ae]|ingresar|acced[ae]|acceder|visit[ae]|visitar"
        r"|consult[ae]|consultar|revis[ae]|revisar|us[ae]|usar|utilic[e]|utiliz[a]|utilizar|descarg[a]"
        r"|descargue|rellen[ae]|complet[ae]|pid[ae]|pedir|solicit[ae]|solicitar|trae|traiga|lleve|lleva"
        r"|devuelve|devuelva|mir[ae]|mirar|ech[ae]|echale|dale|sigue|siga|sigu[e]|lee|lea|leer|ve|vaya|ir"
        r"|pas[ae]|pasar|haz|haga|hacer|abre|abra|abrir|busca|busque|marca|marque|prueba|pruebe|probar"
        r"|conoce|conozca|toca|pulsa|pulse|selecciona|elige|dirigete|reporta|reportar|registra|registre"
        r"|gestion[ae]|gestionar|gestiones|genera|generar|da|dar|aprovecha|recuerda|recuerde|contacta"
        r"|contacte|contactar|comunicate|acercate|acude|acuda|saluda|ver)\b"
        r"|\b(?:mas (?:informacion|info|detalles|datos)|para (?:mas|cualquier|mayor|devoluciones|reclamos"
        r"|reclamaciones|consultas|cambios|temas|aclaraciones|gestionar|tramitar|solicitar|poder)"
        r"|cualquier (?:duda|consulta|aclaracion|cosa)|si (?:tienes|tiene|lo prefieres|prefiere|lo prefiere"
        r"|quieres|necesitas|requieres)|a traves|mediante|ante|exclusivamente|unicamente|directamente"
        r"|gratis)\b",
        "An imperative, or the way it has to be done.",
        "Entra en la web.",
    ),
)

GUARDS: Final[tuple[Pattern, ...]] = (
    Pattern(
        "company_does",
        "es",
        r"\b(?:recibimos|recibi|vimos|leimos|sobre|con|por) (?:tu|su) (?:dms?|mensaje|correo|e-?mail"
        r"|llamada|ticket|formulario|md)\b|\b(?:recibir\w{1,4}|llegara|llega) (?:un|una) (?:correo|mensaje"
        r"|llamada|e-?mail|sms)\b[^\n,.;!]{0,40}|\b(?:estamos|seguimos|estoy) en contacto\b[^\n,.;!]{0,50}"
        r"|\bse ponga(?:n)? en contacto contigo\b"
        r"|\b(?:nos pondremos|se pondra(?:n)?|nos ponemos|pondremos|se pondria|nos hemos puesto"
        r"|nos pusimos) (?:\w{1,10} )?en contacto\b[^\n,.;!]{0,40}"
        r"|\b(?:te|le|les|os|lo|la) (?:vamos a |van a |va a |voy a )?(?:llamar(?:emos|an|a|e)?|llama|llaman"
        r"|escribe|escriben|contacta|contactan|contactar(?:emos|an|a|e)?|escribir(?:emos|an|a|e)?"
        r"|responder(?:emos|an|a|e)?|avisar(?:emos|an|a|e)?|informar(?:emos|an|a)?|comunicar(?:emos|an|a)?"
        r"|contaremos|contamos|llamamos|llamo|avisamos|hemos llamado|intentamos llamar|contactamos"
        r"|hemos contactado)\b[^\n,.;!]{0,50}"
        r"|\b(?:hemos|he|ya|vamos a|voy a|estamos|acabamos de|hablamos|consultamos|contactamos|trasladamos"
        r"|escalamos|derivamos|canalizamos|pasamos|hable|reportamos|solicitamos) (?:\w{1,10} )?(?:hablado"
        r"|hablando|hablar|contactado|contactar|contactando|llamado|consultado|consultar|consultando"
        r"|trasladado|pedido|solicitado|escalado|reportado|reportar|con|a|al|el|la|tu|su|pasado|pasar"
        r"|avisado|levantamos|lo|revisando|mirar)\b[^\n,.;!¿?]{0,50}",
        "The company itself contacts somebody.",
        "Nos pondremos en contacto contigo.",
    ),
    Pattern(
        "company_does",
        "es",
        r"\b(?:gracias|muchas gracias|agradecemos|agradezco|te agradecemos"
        r"|le agradecemos)(?: \w{1,8})? (?:por|tu|su|el)(?: haber)?(?:te|nos|se)? ?(?:contact|escrib|llam"
        r"|comunic|hab|haber|avis|mensaj|correo|compart|inform|report|contar|ponerte|ponerse|etiquet"
        r"|mencion)\w{0,9}\b[^\n,.;!]{0,40}"
        r"|\b(?:no (?:hace falta|es necesario|necesitas?|tienes que|tiene que|hay que|tenes que)"
        r"|sin (?:necesidad de|tener que|que)) (?:que )?(?:\w{1,8} )?(?:llam|contact|escrib|acud|ir|vay|pas"
        r"|rellen|hag|env|mand|hacer|acerq|desplaz|moverte)\w{0,8}\b[^\n,.;!]{0,40}"
        r"|\b(?:cuando|despues de que|desde que|como|tal como|segun) (?:nos |te |le |lo )?(?:llamaste|llamo"
        r"|contactaste|contacto|escribiste|escribio|hablaste|hablo|comentamos|hablamos|conversamos"
        r"|acordamos|indicamos|informamos)\b[^\n,.;!]{0,40}",
        "Thanks for a message, no need to call, or a contact in the past.",
        "Gracias por contactarnos.",
    ),
    Pattern(
        "company_does",
        "es",
        r"\b(?:llamé|hablé|contacté|consulté|escribí|pregunté|envié|mandé|pedí|solicité|verifiqué|revisé"
        r"|gestioné|he llamado|he hablado|hemos hablado)\b[^\n,.;!:]{0,50}",
        "With the accent it is the first person: 'llamé' is not 'llame'.",
        "Llamé a la mensajería.",
        accented=True,
    ),
)
