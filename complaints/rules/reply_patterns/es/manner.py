"""Spanish: how a reply is said, to how many, and that it is worked on."""

from typing import Final

from complaints.rules.reply_patterns.shape import Pattern

_MANY: Final = r"(?:clientes|consumidores|usuari[oa]s|pasajer[oa]s|viajer[oa]s|suscriptores|abonad[oa]s|vecin[oa]s|jugador(?:es|as)|alumn[oa]s|estudiantes|huespedes|asegurad[oa]s|soci[oa]s|personas|hogares|barrios|zonas|municipios|comunas|colonias|trenes|vuelos|tiendas|familias|afectad[oa]s|distritos|planes|repartidores)"

MANNER: Final[tuple[Pattern, ...]] = (
    Pattern(
        "collective",
        "es",
        rf"\b(?:algun[oa]s|vari[oa]s|much[oa]s|tod[oa]s|parte de|ciert[oa]s|demas|otr[oa]s|nuestr[oa]s|a|de"
        rf"|los|las|hay|unos|\d[\d.]{{0,8}}) (?:de )?(?:l[oa]s )?(?:nuestr[oa]s )?{_MANY}\b|\b(?:a todos"
        rf"|a todas|todo el mundo|parceros|gente|chicos|para todos)\b|\bquienes (?:lo |la )?(?:compraron"
        rf"|compraran|tengan|tienen|hayan|esten|adquirieron)\b|\bcomunidad (?:estudiantil|de jugadores"
        rf"|universitaria)\b",
        "Names many.",
        "Algunos clientes no pueden entrar.",
        weak=True,
    ),
    Pattern(
        "collective",
        "es",
        r"\b(?:comunicado|aviso|informamos (?:a|que (?:los|las|por|debido|hay))|se informa|incidencia (?:en"
        r"|general|que)|intermitencias?|caida (?:general|del servicio)|corte (?:de|programado)"
        r"|por mantenimiento|mantenimiento programado|servicio (?:interrumpido|suspendido|restablecido)"
        r"|restablecid[oa]|estamos al tanto|tenemos (?:una |un )?(?:incidencia|problema|caida|fallo)"
        r"|retiramos de la venta|retirada|alerta (?:alimentaria|sanitaria)|lote|rotura (?:de matriz"
        r"|en la red)|mal tiempo|temporal|huelga|paro|autobuses sustitutorios"
        r"|nuestros tecnicos (?:ya )?(?:trabajan|estan)|estamos trabajando en (?:una|la) solucion|prevemos"
        r"|no estara disponible|afecta a|se amplia|nuestra politica (?:es|aplica)|por precaucion"
        r"|circulacion|disculpad|estafas?|phishing|se hacen pasar|nunca (?:te |le |os )?(?:pedimos"
        r"|pediremos|solicitamos|llamamos)|cuidado con|(?:oficinas|tiendas|sucursales|locales"
        r"|agencias) (?:\w{1,12} )?(?:cierran|abren|reabren|funcionan|estaran|permaneceran)|(?:funciona"
        r"|funcionan) (?:con normalidad|normalmente)|a partir del? \d|(?:las )?(?:tarifas|precios) (?:se"
        r"|suben|seran|aumentan)|ipc|reajuste|por la lluvia|lluvias?|con demora|cancelamos \d{1,4} vuelos"
        r"|actualizacion:?|servidores|parche|en relacion con (?:los|las)|alta demanda|(?:vuelos|trenes"
        r"|barcos|salidas|entregas|pagos|linea(?: \d)?|servicio|clases|carreteras?|tiendas|oficinas"
        r"|centro de atencion) (?:[\w'-]{1,15} ){0,6}?(?:se |esta |estan |queda |quedan |fue "
        r"|fueron )?(?:cancel|cerr|suspend|retras|interrump|aplaz|restablec|cort|paraliz|cierra)\w{0,6}"
        r"|se cancelan|se ha restablecido|por el viento|por las (?:inundaciones|lluvias|obras)"
        r"|en este momento (?:hay|tenemos)|festivo|feriado|navidad|mantenimiento (?:esta|programado"
        r"|de la (?:red|plataforma))|(?:app|web) ya funciona|ni la web|alza de (?:costos|precios)"
        r"|subida de precios|el envio pasa|nuestra politica|no aceptamos (?:cambios|devoluciones) de"
        r"|por higiene|circulan|falsos|dato personal|datos personales|sobre lo ocurrido|hemos suspendido"
        r"|retirado de la venta|toda la (?:zona|red|region)|problema (?:con los pagos|al iniciar)|(?:el"
        r"|la) (?:fallo|problema|falla|error) (?:ya )?(?:esta|fue|ha sido) (?:corregid|resuelt"
        r"|solucionad)[oa]|servicio (?:ya )?vuelve|estimados (?:clientes|pasajeros|usuarios)"
        r"|trabajamos en (?:solucionarlo|resolverlo|una solucion))\b",
        "The words of a notice.",
        "Corte de suministro en Carabanchel.",
    ),
    Pattern(
        "personal",
        "es",
        r"\b(?:(?:tu|su|tus|sus) (?:pedido|cuenta|factura|caso|linea|compra|paquete|tarjeta|contrato|vuelo"
        r"|reserva|solicitud|reclamo|reclamacion|queja|mensaje|contador|direccion|calle|barrio|billete|plan"
        r"|numero|telefono|dni|correo|experiencia|comentario|comentarios|molestia|malestar|expediente"
        r"|recibo|boleta|beca|siniestro|maleta|domicilio|cuadra|edificio|despacho|folio|envio|enfado|nota"
        r"|perfil|conexion|cooperacion|paciencia con)|te (?:devolvimos|llego|cobraron|mandamos"
        r"|reprogramamos|esperamos|expulso)|tenias razon|tiene razon|usted|estimad[oa]|(?:hola|buenas"
        r"|buenas tardes|buenos dias|uy|vaya|parce),? (?!a todos|a tod|gente|equipo|comunidad)[a-z]{2,15}\b"
        r"|\A(?!(?:lamentablemente|hoy|ayer|actualmente|actualizacion|si|no|parceros|gente|hola|todos"
        r"|comunicado|atencion|aviso|chicos)\b)[a-z]{3,12}, |hemos hablado contigo|te (?:lo "
        r"|la )?\w{3,12}(?:amos|imos|emos))",
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
    Pattern(
        "kind",
        "es",
        r"(?:\b(?:disculp\w{1,6}|perdon\w{0,3}|sentimos|lamentamos|gracias|agradec\w{2,6}|razon"
        r"|error nuestro|esperamos|buenas noticias|con gusto)\b|[💚💛💜🧡💙❤😊🙂🙌✨🥰🙏👍💕])",
        "Regret, thanks, care.",
        "Perdona el lío.",
    ),
    Pattern(
        "warm",
        "es",
        r"(?:\b(?:(?:tienes|tenias|tiene|tenia) (?:toda la )?razon|(?:error|fallo|culpa) nuestr[oa]"
        r"|gracias por (?:avisar|la foto|tu paciencia|su paciencia|contar|esperar|ayudar|todo"
        r"|la paciencia)\w{0,4}|perdona(?:nos)?|disculpa(?:nos|ne)? (?:el|la|por|las|los)"
        r"|te pedimos (?:perdon|disculpas)|mil disculpas|por las molestias|por la (?:demora|espera)"
        r"|buenas noticias|cualquier cosa|esperamos (?:que|ver|volver)|aqui (?:seguimos|estamos)"
        r"|corre por nuestra cuenta|de nuestra parte|invita la casa|te sumamos)\b|[💚💛💜🧡💙❤🙌✨🥰💕])",
        "More than manners: owns the fault, cares for the trouble, thanks for the hint.",
        "Tenías razón, perdona el lío.",
    ),
    Pattern(
        "process",
        "es",
        r"\b(?:trasla\w{2,6}|revis\w{2,6}|analiz\w{2,6}|averigu\w{2,6}|investig\w{2,6}|verific\w{2,6}"
        r"|reportamos|reportado|escal\w{1,5}|canaliz\w{2,5}|derivamos|registr\w{2,5}|recibimos"
        r"|hemos recibido|folio|expediente|tramite|seguimiento|avisa(?:mos|remos)|contamos|decimos"
        r"|informaremos|pondr\w{2,4}|contact(?:aremos|ara)|mejorar|trabajamos|trabajando|seguimos|nota"
        r"|pasamos|miramos|miro|mirar|consult\w{2,5}|comentar\w{0,3}|levantamos|pronto|brevedad"
        r"|solucion\w{0,5}|validacion|evaluacion)\b",
        "",
        "Lo estamos revisando.",
    ),
    Pattern(
        "apology",
        "es",
        r"\b(?:(?:lo )?sentimos|siento|lament\w{2,6}|disculp\w{1,6}|perdon\w{0,5}|apena\w{0,3}|pena"
        r"|comprendemos|entendemos|malestar|molestias?|enfado|frustracion|no (?:es|fue) (?:lo|la|el|ese)"
        r"|a la altura|de corazon|de veras|profundamente|mil disculpas|que (?:bajon|mal|pena|faena)|uy|vaya"
        r"|inconvenientes?|tristeza|imaginamos|esmeramos|dificil|nadie deberia|ojala|prioridad"
        r"|comprometidos)\b",
        "Regrets.",
        "Lamentamos de corazón lo ocurrido.",
    ),
    Pattern(
        "dismissive",
        "es",
        r"\b(?:(?:que )?(?:usted )?(?:acepto|aceptaste|firmo|firmaste)|(?:si|de haber) (?:se )?(?:hubiera"
        r"|hubiese|hubieras|habia) leido|debio (?:leer|haber|revisar)|deberia haber|debiste|haber leido"
        r"|lea (?:el contrato|bien|las condiciones|antes)|no leyo|las condiciones (?:estaban|estan)"
        r"|estaban? a la vista|no hay nada que (?:hacer|hablar|reclamar)|nada (?:mas )?que (?:hacer|anadir)"
        r"|es responsabilidad (?:del|de la|suya|tuya|exclusiva)|no es (?:problema|culpa|responsabilidad"
        r"|asunto|cosa) (?:nuestr|de nosotros)\w{0,2}|(?:es )?culpa (?:suya|tuya|del cliente)"
        r"|problema (?:suyo|tuyo)|como (?:hace|hacen) todo(?:s| el mundo)|en lugar de venir"
        r"|poner estrellitas|otro experto|de internet|suerte con|nadie (?:mas )?(?:se ha quejado|se queja"
        r"|le obligo|le obliga|obliga)|nunca (?:hemos tenido|nadie)|pretende que|pretendes que|no vuelva"
        r"|senora,|senor,|la proxima vez|lo barato sale|esta (?:muy )?claro|claramente|obviamente"
        r"|evidentemente|ya (?:se )?(?:le|te|lo) (?:hemos |explicamos|dijimos|explico|ha |informamos"
        r"|contestamos)(?:explicado|dicho|informado|contestado)?|punto final|y punto|no procede|calumnias"
        r"|difamacion|competencia desleal|mentira|falso|falsas|no nos interesa|por no (?:leer|revisar"
        r"|seguir)|mal uso|haga lo que|denuncie si|si no (?:le|te) gusta|exagerad[oa]|debi(?:o"
        r"|ste) (?:revisar|leer|comprobar|llegar|avisar)|(?:la )?(?:respuesta|decision) (?:es"
        r"|sigue siendo) (?:que )?no|no (?:es|fue) (?:culpa|error) nuestr[oa]"
        r"|no nos hacemos (?:responsables|cargo)|nadie (?:le|te|lo) oblig\w{1,3}|(?:las )?(?:normas"
        r"|reglas) son|(?:usted|ud) (?:acepto|firmo|marco|olvido|no (?:leyo|ha entendido|entendio|reviso"
        r"|aviso|siguio)|la armo|proporciono)|al marcar la casilla|sin leer|que esperaba[s]?|jamas (?:diria"
        r"|haria|trataria)|maleducad[oa]|grosero|agresiv[oa]|miles de clientes|no hay devoluciones"
        r"|lo pone en|nada mas que (?:anadir|decir|agregar)|jaja\w{0,6}|obligacion del (?:cliente"
        r"|consumidor|usuario)|bastaba con|perder el tiempo|la (?:habitacion|tarifa) mas barata"
        r"|no es (?:un )?defecto|cuidar sus datos|llego usted|en otro sitio)\b",
        "Blames the customer, brushes off, mocks, or refuses coldly.",
        "No hay nada que hacer.",
    ),
)
