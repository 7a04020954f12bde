"""Spanish: the words of every reply, which say nothing about a case.

Greetings, manners, promises to look, the names of the parties. A sentence with few others has no substance.
"""

from typing import Final

from complaints.rules.reply_patterns.shape import word_set

GENERIC: Final = word_set(
    """
    a abierto acaba acabamos acciones acerca ademas agradece agradecemos agradecimiento ahora al algo
    alguien algun alguna anotamos ante antes apenas apoyo aprecia apreciamos aqui area areas asesor asi
    atencion atender atendido atentamente aun aunque avisamos avisaremos avisarnos aviso ayuda ayudar
    ayudarle ayudarte bien breve brevedad buen buena buenas bueno buenos cada calidad canal canalizamos
    cara caso casos cerca cliente clientes comentaremos comentario comentarios como companera companeros
    comprendemos comprender comprension compromiso comunicacion con confianza conforme contacta
    contactarnos contacto contamos contarnos contestar cordial correspondiente cosa cosas cual cualquier
    cuando cuanta cuanto cuenta cuidado cuyo dado damos dar datos de debe deberia dejanos dejar del
    demas demora departamento desde desea deseamos detalle dia dias dicho direccion disculpa disculpas
    disculpe donde dos duda e ejecutivo el ella ellos empresa en encantado encargado encuentra enfado
    entendemos entender enterados entiendo entre enviado envio equipo equipos era eres es esa ese eso
    esos especial especializada espera esperaba esperabas esperamos esperar esta estaba estado estamos
    estan estar estara estas este estimada estimado esto estos estoy evaluacion evitar exigencia
    expectativas expediente experiencia favor fecha felices folio forma fue ganas gente gerencia gerente
    gestion gracias gran grande gusta gustaria gusto ha haber habia hablado hace hacemos hacer hacia
    haciendo han hasta hay haya he hecho hemos hola holaa hoy igual importante impresion incidencia
    incidente inconveniente inconvenientes indicado inform informa informacion informamos inmediato
    insatisfaccion interna interno ir jefe la lamenta lamentamos lamento las le les levantamos lo los
    luego mal malestar manana manera mas mayor me media medida mejor mejora mejorando mejorar mejores
    mensaje mi mientras mil mirar mis mismo molestia molestias momento mostrarle mucha muchas muchisimo
    mucho muy nada nadie ni ningun ninguna no noche nombre nos nosotros nota novedades nuestra nuestras
    nuestro nuestros nueva nuevo numero nunca o objetivo ocurrido oportunidad otra otras otro otros
    paciencia para parte pasa pasado pasamos paso pedimos pena pero persona personas poco podamos
    podemos poder podido pondra pone poner ponga por porque pos posible preocupa preocupacion prioridad
    proceso profundamente pronto proxima proximo puedan puede pueden puedes pues punto que quedamos
    quedo queja quejas quien quiera quieres quisieramos razon realmente reasignado reciba recibe
    recibido recibimos recibir recibirle reclamacion reclamo recuerda referencia registrado reportado
    reportamos reporte resolver respecto respondan responder responderemos responsable respuesta
    retroalimentacion revisado revisamos revisando revisar revisarlo sabemos saber saldremos saludo
    saludos satisfaccion se sea seguimiento seguimos seguir segun seguro senor senora sentimos ser sera
    servicio servicios si sido siempre siento sigue sin situacion sobre solicitud solucion solucionar
    solucionarlo somos son soporte sta su suceda sucedido sucedio sucursal sugerencia sumamos suyo tal
    tambien tan tanto tarde te tecnica tecnico tendra tendremos tenemos tener tenga tenido ti tiempo
    tiene tienes toda todas todo todos tomamos total trabaja trabajamos trabajando trabajar tramitador
    tramite tras trasladado trasladamos trasladar tratar trato tu tus tuvo un una unas uno unos usted
    ustedes va valiosa valoramos vamos vaya veces ver verdad verificando verificar vez via vida viendo
    volver voy ya yo
    """
)
