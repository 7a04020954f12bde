"""Spanish: how a reply is said, to how many, and the words that say nothing about a case."""

from typing import Final

from complaints.rules.reply_patterns.shape import Pattern

_MANY: Final = r"(?:clientes|consumidores|usuari[oa]s|pasajer[oa]s|viajer[oa]s|suscriptores|abonad[oa]s|vecin[oa]s|jugador(?:es|as)|alumn[oa]s|estudiantes|huespedes|asegurad[oa]s|soci[oa]s|personas|hogares|barrios|zonas|municipios|comunas|colonias|trenes|vuelos|tiendas|familias|afectad[oa]s|distritos|planes|repartidores)"

MANNER: Final[tuple[Pattern, ...]] = (
    Pattern(
        "collective",
        "es",
        rf"\b(?:algun[oa]s|vari[oa]s|much[oa]s|tod[oa]s|parte de|ciert[oa]s|demas|otr[oa]s|nuestr[oa]s|a|de|los|las|hay|unos|\d[\d.]{{0,8}}) (?:de )?(?:l[oa]s )?(?:nuestr[oa]s )?{_MANY}\b|\b(?:a todos|a todas|todo el mundo|parceros|gente|chicos|para todos)\b|\bquienes (?:lo |la )?(?:compraron|compraran|tengan|tienen|hayan|esten|adquirieron)\b|\bcomunidad (?:estudiantil|de jugadores|universitaria)\b",
        "Names many.",
        "Algunos clientes no pueden entrar.",
        weak=True,
    ),
    Pattern(
        "collective",
        "es",
        r"\b(?:comunicado|aviso|informamos (?:a|que (?:los|las|por|debido|hay))|se informa|incidencia (?:en|general|que)|intermitencias?|caida (?:general|del servicio)|corte (?:de|programado)|por mantenimiento|mantenimiento programado|servicio (?:interrumpido|suspendido|restablecido)|restablecid[oa]|estamos al tanto|tenemos (?:una |un )?(?:incidencia|problema|caida|fallo)|retiramos de la venta|retirada|alerta (?:alimentaria|sanitaria)|lote|rotura (?:de matriz|en la red)|mal tiempo|temporal|huelga|paro|autobuses sustitutorios|nuestros tecnicos (?:ya )?(?:trabajan|estan)|estamos trabajando en (?:una|la) solucion|prevemos|no estara disponible|afecta a|se amplia|nuestra politica (?:es|aplica)|por precaucion|circulacion|disculpad|estafas?|phishing|se hacen pasar|nunca (?:te |le |os )?(?:pedimos|pediremos|solicitamos|llamamos)|cuidado con|(?:oficinas|tiendas|sucursales|locales|agencias) (?:\w{1,12} )?(?:cierran|abren|reabren|funcionan|estaran|permaneceran)|(?:funciona|funcionan) (?:con normalidad|normalmente)|a partir del? \d|(?:las )?(?:tarifas|precios) (?:se|suben|seran|aumentan)|ipc|reajuste|por la lluvia|lluvias?|con demora|cancelamos \d{1,4} vuelos|actualizacion:?|servidores|parche|en relacion con (?:los|las)|alta demanda|(?:vuelos|trenes|barcos|salidas|entregas|pagos|linea(?: \d)?|servicio|clases|carreteras?|tiendas|oficinas|centro de atencion) (?:[\w'-]{1,15} ){0,6}?(?:se |esta |estan |queda |quedan |fue |fueron )?(?:cancel|cerr|suspend|retras|interrump|aplaz|restablec|cort|paraliz|cierra)\w{0,6}|se cancelan|se ha restablecido|por el viento|por las (?:inundaciones|lluvias|obras)|en este momento (?:hay|tenemos)|festivo|feriado|navidad|mantenimiento (?:esta|programado|de la (?:red|plataforma))|(?:app|web) ya funciona|ni la web|alza de (?:costos|precios)|subida de precios|el envio pasa|nuestra politica|no aceptamos (?:cambios|devoluciones) de|por higiene|circulan|falsos|dato personal|datos personales|sobre lo ocurrido|hemos suspendido|retirado de la venta|toda la (?:zona|red|region)|problema (?:con los pagos|al iniciar)|(?:el|la) (?:fallo|problema|falla|error) (?:ya )?(?:esta|fue|ha sido) (?:corregid|resuelt|solucionad)[oa]|servicio (?:ya )?vuelve|estimados (?:clientes|pasajeros|usuarios)|trabajamos en (?:solucionarlo|resolverlo|una solucion))\b",
        "The words of a notice.",
        "Corte de suministro en Carabanchel.",
    ),
    Pattern(
        "personal",
        "es",
        r"\b(?:(?:tu|su|tus|sus) (?:pedido|cuenta|factura|caso|linea|compra|paquete|tarjeta|contrato|vuelo|reserva|solicitud|reclamo|reclamacion|queja|mensaje|contador|direccion|calle|barrio|billete|plan|numero|telefono|dni|correo|experiencia|comentario|comentarios|molestia|malestar|expediente|recibo|boleta|beca|siniestro|maleta|domicilio|cuadra|edificio|despacho|folio|envio|enfado|nota|perfil|conexion|cooperacion|paciencia con)|te (?:devolvimos|llego|cobraron|mandamos|reprogramamos|esperamos|expulso)|tenias razon|tiene razon|usted|estimad[oa]|(?:hola|buenas|buenas tardes|buenos dias|uy|vaya|parce),? (?!a todos|a tod|gente|equipo|comunidad)[a-z]{2,15}\b|\A(?!(?:lamentablemente|hoy|ayer|actualmente|actualizacion|si|no|parceros|gente|hola|todos|comunicado|atencion|aviso|chicos)\b)[a-z]{3,12}, |hemos hablado contigo|te (?:lo |la )?\w{3,12}(?:amos|imos|emos))",
        "Speaks of one customer's own case.",
        "Tu pedido salió ayer.",
    ),
    Pattern(
        "personal",
        "es",
        r"\b(?:tu|tus|te|ti|su|sus|usted|contigo|mi|yo|tienes|puedes|quieres)\b",
        "A second or first person, which a notice to everybody seldom has.",
        "Tu.",
        weak=True,
    ),
    Pattern("kind", "es", r"(?:\b(?:disculp\w{1,6}|perdon\w{0,3}|sentimos|lamentamos|gracias|agradec\w{2,6}|razon|error nuestro|esperamos|buenas noticias|con gusto)\b|[💚💛💜🧡💙❤😊🙂🙌✨🥰🙏👍💕])", "Regret, thanks, care.", "Perdona el lío."),
    Pattern(
        "warm",
        "es",
        r"(?:\b(?:(?:tienes|tenias|tiene|tenia) (?:toda la )?razon|(?:error|fallo|culpa) nuestr[oa]|gracias por (?:avisar|la foto|tu paciencia|su paciencia|contar|esperar|ayudar|todo|la paciencia)\w{0,4}|perdona(?:nos)?|disculpa(?:nos|ne)? (?:el|la|por|las|los)|te pedimos (?:perdon|disculpas)|mil disculpas|por las molestias|por la (?:demora|espera)|buenas noticias|cualquier cosa|esperamos (?:que|ver|volver)|aqui (?:seguimos|estamos)|corre por nuestra cuenta|de nuestra parte|invita la casa|te sumamos)\b|[💚💛💜🧡💙❤🙌✨🥰💕])",
        "More than manners: owns the fault, cares for the trouble, thanks for the hint.",
        "Tenías razón, perdona el lío.",
    ),
    Pattern(
        "process",
        "es",
        r"\b(?:trasla\w{2,6}|revis\w{2,6}|analiz\w{2,6}|averigu\w{2,6}|investig\w{2,6}|verific\w{2,6}|reportamos|reportado|escal\w{1,5}|canaliz\w{2,5}|derivamos|registr\w{2,5}|recibimos|hemos recibido|folio|expediente|tramite|seguimiento|avisa(?:mos|remos)|contamos|decimos|informaremos|pondr\w{2,4}|contact(?:aremos|ara)|mejorar|trabajamos|trabajando|seguimos|nota|pasamos|miramos|miro|mirar|consult\w{2,5}|comentar\w{0,3}|levantamos|pronto|brevedad|solucion\w{0,5}|validacion|evaluacion)\b",
        "",
        "Lo estamos revisando.",
    ),
    Pattern(
        "apology",
        "es",
        r"\b(?:(?:lo )?sentimos|siento|lament\w{2,6}|disculp\w{1,6}|perdon\w{0,5}|apena\w{0,3}|pena|comprendemos|entendemos|malestar|molestias?|enfado|frustracion|no (?:es|fue) (?:lo|la|el|ese)|a la altura|de corazon|de veras|profundamente|mil disculpas|que (?:bajon|mal|pena|faena)|uy|vaya|inconvenientes?|tristeza|imaginamos|esmeramos|dificil|nadie deberia|ojala|prioridad|comprometidos)\b",
        "Regrets.",
        "Lamentamos de corazón lo ocurrido.",
    ),
    Pattern(
        "dismissive",
        "es",
        r"\b(?:(?:que )?(?:usted )?(?:acepto|aceptaste|firmo|firmaste)|(?:si|de haber) (?:se )?(?:hubiera|hubiese|hubieras|habia) leido|debio (?:leer|haber|revisar)|deberia haber|debiste|haber leido|lea (?:el contrato|bien|las condiciones|antes)|no leyo|las condiciones (?:estaban|estan)|estaban? a la vista|no hay nada que (?:hacer|hablar|reclamar)|nada (?:mas )?que (?:hacer|anadir)|es responsabilidad (?:del|de la|suya|tuya|exclusiva)|no es (?:problema|culpa|responsabilidad|asunto|cosa) (?:nuestr|de nosotros)\w{0,2}|(?:es )?culpa (?:suya|tuya|del cliente)|problema (?:suyo|tuyo)|como (?:hace|hacen) todo(?:s| el mundo)|en lugar de venir|poner estrellitas|otro experto|de internet|suerte con|nadie (?:mas )?(?:se ha quejado|se queja|le obligo|le obliga|obliga)|nunca (?:hemos tenido|nadie)|pretende que|pretendes que|no vuelva|senora,|senor,|la proxima vez|lo barato sale|esta (?:muy )?claro|claramente|obviamente|evidentemente|ya (?:se )?(?:le|te|lo) (?:hemos |explicamos|dijimos|explico|ha |informamos|contestamos)(?:explicado|dicho|informado|contestado)?|punto final|y punto|no procede|calumnias|difamacion|competencia desleal|mentira|falso|falsas|no nos interesa|por no (?:leer|revisar|seguir)|mal uso|haga lo que|denuncie si|si no (?:le|te) gusta|exagerad[oa]|debi(?:o|ste) (?:revisar|leer|comprobar|llegar|avisar)|(?:la )?(?:respuesta|decision) (?:es|sigue siendo) (?:que )?no|no (?:es|fue) (?:culpa|error) nuestr[oa]|no nos hacemos (?:responsables|cargo)|nadie (?:le|te|lo) oblig\w{1,3}|(?:las )?(?:normas|reglas) son|(?:usted|ud) (?:acepto|firmo|marco|olvido|no (?:leyo|ha entendido|entendio|reviso|aviso|siguio)|la armo|proporciono)|al marcar la casilla|sin leer|que esperaba[s]?|jamas (?:diria|haria|trataria)|maleducad[oa]|grosero|agresiv[oa]|miles de clientes|no hay devoluciones|lo pone en|nada mas que (?:anadir|decir|agregar)|jaja\w{0,6}|obligacion del (?:cliente|consumidor|usuario)|bastaba con|perder el tiempo|la (?:habitacion|tarifa) mas barata|no es (?:un )?defecto|cuidar sus datos|llego usted|en otro sitio)\b",
        "Blames the customer, brushes off, mocks, or refuses coldly.",
        "No hay nada que hacer.",
    ),
)

GENERIC: Final = frozenset(
    ["a", "abierto", "acaba", "acabamos", "acciones", "acerca", "ademas", "agradece", "agradecemos", "agradecimiento", "ahora", "al", "algo", "algun", "alguna", "alguien", "ante", "antes", "anotamos", "apenas", "aprecia", "apreciamos", "apoyo", "aqui", "area", "areas", "asi", "asesor", "asi", "atencion", "atender", "atendido", "atentamente", "aun", "aunque", "avisamos", "aviso", "avisarnos", "avisaremos", "ayuda", "ayudar", "ayudarte", "ayudarle", "bien", "brevedad", "breve", "buen", "buena", "buenas", "bueno", "buenos", "cada", "calidad", "canal", "canalizamos", "caso", "casos", "cerca", "cliente", "clientes", "comentario", "comentarios", "comentaremos", "como", "companeros", "companera", "comprendemos", "comprension", "comprender", "compromiso", "comunicacion", "con", "conforme", "confianza", "contacto", "contactarnos", "contacta", "contamos", "contarnos", "contestar", "cordial", "correspondiente", "cosa", "cosas", "cual", "cualquier", "cuando", "cuanto", "cuanta", "cuenta", "cuidado", "cuyo", "dado", "damos", "dar", "datos", "de", "deberia", "debe", "dejanos", "dejar", "del", "demas", "demora", "departamento", "desde", "desea", "deseamos", "detalle", "dia", "dias", "dicho", "direccion", "disculpa", "disculpas", "disculpe", "donde", "dos", "duda", "e", "ejecutivo", "el", "ella", "ellos", "empresa", "en", "encantado", "encargado", "encuentra", "enfado", "entendemos", "entender", "enterados", "entiendo", "entre", "equipo", "equipos", "era", "eres", "es", "esa", "ese", "eso", "esos", "especial", "especializada", "espera", "esperaba", "esperabas", "esperamos", "esperar", "esta", "estaba", "estado", "estamos", "estan", "estar", "estara", "estas", "este", "estimada", "estimado", "esto", "estos", "estoy", "evaluacion", "evitar", "exigencia", "expectativas", "experiencia", "expediente", "fecha", "favor", "felices", "folio", "forma", "fue", "ganas", "gente", "gerente", "gestion", "gracias", "gran", "grande", "gusta", "gustaria", "gusto", "ha", "haber", "habia", "hablado", "hace", "hacemos", "hacer", "haciendo", "hacia", "han", "hasta", "hay", "haya", "he", "hecho", "hemos", "hola", "holaa", "hoy", "igual", "importante", "impresion", "inconveniente", "inconvenientes", "incidencia", "incidente", "indicado", "inform", "informa", "informacion", "informamos", "insatisfaccion", "inmediato", "interna", "interno", "ir", "jefe", "la", "lamenta", "lamentamos", "lamento", "las", "le", "les", "levantamos", "lo", "los", "luego", "mal", "malestar", "manana", "manera", "mas", "mayor", "me", "media", "medida", "mejor", "mejora", "mejorar", "mejorando", "mejores", "mensaje", "mi", "mil", "mientras", "mirar", "mis", "mismo", "molestia", "molestias", "momento", "mucha", "muchas", "muchisimo", "mucho", "muy", "nada", "nadie", "ni", "ningun", "ninguna", "no", "nombre", "nos", "nosotros", "nota", "novedades", "nueva", "nuevo", "nuestra", "nuestras", "nuestro", "nuestros", "numero", "nunca", "o", "objetivo", "ocurrido", "oportunidad", "otra", "otras", "otro", "otros", "paciencia", "para", "parte", "pasa", "pasado", "pasamos", "paso", "pedimos", "pena", "pero", "persona", "personas", "poco", "poder", "podamos", "podemos", "podido", "pone", "ponga", "poner", "pondra", "por", "porque", "pos", "posible", "preocupacion", "preocupa", "prioridad", "proceso", "profundamente", "pronto", "proxima", "proximo", "puede", "puedan", "pueden", "puedes", "pues", "punto", "que", "quedamos", "quedo", "quien", "quiera", "quieres", "quisieramos", "razon", "realmente", "recibe", "recibido", "recibimos", "recibir", "reciba", "reclamo", "reclamacion", "recuerda", "referencia", "registrado", "reportado", "reportamos", "reporte", "respecto", "respuesta", "responder", "respondan", "responderemos", "responsable", "resolver", "retroalimentacion", "revisado", "revisamos", "revisando", "revisar", "revisarlo", "saber", "sabemos", "saludo", "saludos", "satisfaccion", "se", "sea", "seguimiento", "seguimos", "seguir", "segun", "seguro", "sentimos", "senor", "senora", "ser", "sera", "servicio", "servicios", "si", "sido", "siempre", "siento", "sigue", "sin", "situacion", "sobre", "solicitud", "solucion", "solucionar", "solucionarlo", "somos", "son", "soporte", "sta", "su", "suceda", "sucedido", "sucedio", "sugerencia", "sumamos", "suyo", "tal", "tambien", "tan", "tanto", "te", "tecnica", "tecnico", "tendra", "tendremos", "tener", "tenemos", "tenga", "tenido", "ti", "tiempo", "tiene", "tienes", "toda", "todas", "todo", "todos", "tomamos", "total", "trabaja", "trabajamos", "trabajando", "trabajar", "tramite", "tramitador", "tras", "trasladado", "trasladamos", "trasladar", "tratar", "trato", "tu", "tus", "tuvo", "un", "una", "unas", "uno", "unos", "usted", "ustedes", "va", "valiosa", "valoramos", "vamos", "vaya", "ver", "verdad", "verificando", "verificar", "vez", "veces", "via", "vida", "viendo", "volver", "voy", "ya", "yo", "tarde", "noche", "saldremos", "queja", "quejas", "envio", "enviado", "gerencia", "sucursal", "reasignado", "recibirle", "mostrarle", "cara"]
)
