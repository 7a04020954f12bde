"""Portuguese: how customers say that something is wrong, or right, and what only sounds like it."""

from typing import Final

from complaints.rules.cry_patterns.shape import BRAND, Family, Sign, words

_NOT: Final = r"(?:nao|n|nem|nunca|jamais)"
_NUMBER: Final = r"(?:\d{1,4}|uma?|dois|duas|tres|quatro|cinco|seis|sete|oito|nove|dez|onze|doze|quinze|varios|varias|mais de \w+)"
_SPAN: Final = rf"(?:{_NUMBER} (?:minutos?|horas?|dias?|semanas?|mes|meses|anos?)\b)"
_WHEN: Final = r"(?:segunda|terca|quarta|quinta|sexta|sabado|domingo|ontem|anteontem|cedo|janeiro|fevereiro|marco|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro|a atualizacao|o dia|dia \d|\d)"
_MINE: Final = r"(?:meu|minha|meus|minhas|nosso|nossa|nossos|nossas|seu|sua)"
_DAMAGED: Final = r"(?:quebrad|rasgad|amassad|estragad|vencid|danificad|violad|mofad|rachad|queimad|riscad|abert|vazi|incomplet|errad|trocad|molhad|suj|defeituos)[oa]s?"

_TROUBLE: Final = (
    # Does not work
    Sign(
        Family.BROKEN,
        rf"\b{_NOT} (?:me |se |esta |ta |to |estao |estou |da |dao |ta mais |mais )*{words('funciona* abre abrem abriu liga ligou carrega* conecta* entra* atualiza* pega consigo consegue conseguimos consegui resolve* resolveram resolveu')}\b",
    ),
    Sign(
        Family.BROKEN,
        rf"\bparou de \w+r\b|\bdeixou de funcionar\b|\b{words('caiu caindo travou travando queimou quebrou estragou pifou fora_do_ar oscilando')}\b|\bquedas? de (?:energia|luz|sinal|internet)\b",
    ),
    Sign(
        Family.BROKEN,
        rf"\bsem (?:\w+ )?{words('internet sinal luz energia agua gas servico telefone linha conexao rede wifi wi-fi acesso')}\b",
    ),
    Sign(
        Family.BROKEN,
        r"\b(?:da|dando|deu|aparece|so da|com) erro\b|\berro (?:toda|ao|no app|na hora|de novo)\b|\bcom defeito\b",
    ),
    # Did not come, or wrong
    Sign(
        Family.MISSING,
        rf"\b{_NOT} (?:me |foi |foram |tinha |tem |ha )*{words('chegou chega chegaram recebi recebemos veio vieram apareceu aparece apareceram entregaram entregou encontro enviaram mandaram entregue pacote')}\b",
    ),
    Sign(Family.MISSING, r"\b(?:cade|kd|onde esta|onde foi parar|onde anda)\b"),
    Sign(
        Family.MISSING,
        rf"\b{words('atrasad* extravi* sumiu sumiram desapareceu')}\b|\b(?:perdeu|perderam) (?:{_MINE}|a|o)\b",
    ),
    Sign(
        Family.MISSING,
        r"\b(?:marcou|marcaram|marcado|consta|aparece|diz|dizem|status|como)(?: que| foi| ja| esta| como)* entregue\b",
    ),
    Sign(
        Family.MISSING,
        rf"\b(?:chegou|chegaram|veio|vieram|recebi|mandou|mandaram|entregaram|enviaram)\b.{{0,30}}\b{_DAMAGED}\b|\b(?:produto|pedido|item|tamanho|cor|remedio|endereco) errad[oa]\b",
    ),
    Sign(
        Family.MISSING,
        r"\bninguem (?:\w+ )?(?:apareceu?|atende|responde|sabe|resolve|explica|faz|vem|veio|ajuda|liga|retorna|da|diz)\w*",
    ),
    Sign(
        Family.MISSING,
        r"\bprazo (?:era|venceu|acabou|passou|ja)\b|\b(?:passou|fora) do prazo\b|\bestourou o prazo\b",
    ),
    # Waiting
    Sign(
        Family.WAITING,
        r"\bate (?:agora|hoje) (?:nada|nao|sem|nenhum|ninguem|estou|to)\b|\b(?:ainda|continuo|continua|continuamos|sigo) (?:sem|nao|esperando|aguardando|nada)\b",
    ),
    Sign(
        Family.WAITING,
        rf"\b(?:faz|ha|tem|ja sao|sao|ja|mais de|por|quase|esperei|espero|fiquei) {_SPAN}|\bpor {_SPAN}",
        1,
    ),
    Sign(
        Family.WAITING,
        rf"\bdesde (?:a |o |as )?{_WHEN}|\b{_SPAN} (?:sem|esperando|e nada|na fila|no telefone)\b",
        1,
        alone=False,
    ),
    Sign(
        Family.WAITING,
        r"\b(?:esperando|aguardando)\b|\bna fila\b|\bde novo\b|\boutra vez\b|\bmais uma vez\b|\bnovamente\b|\btoda vez\b|\bpela \w+ vez\b|\b(?:segunda|terceira|quarta|quinta) (?:vez|queda|tentativa)\b|\be nada\b",
        1,
        alone=False,
    ),
    # Money
    Sign(
        Family.CHARGED,
        rf"\b{words('cobraram cobrou cobrando cobram debitaram debitou debitando descontaram descontou descontado descontando')}\b|\bcobrancas? (?:indevida|errada|em dobro|duplicada|duas|absurda)\b",
    ),
    Sign(
        Family.CHARGED,
        r"\b(?:continu\w+|segu\w+) (?:recebendo |sendo |me )?(?:cobranca|cobrad|debitad|descontad)\w*",
    ),
    Sign(
        Family.CHARGED,
        rf"\b(?:conta|fatura|boleto)\b.{{0,30}}\b(?:veio|chegou|subiu|dobrou|triplicou)\b|\b(?:tarifa|taxa|valor|servico|seguro|plano) que (?:eu )?{_NOT}\b",
    ),
    Sign(
        Family.CHARGED,
        rf"\b(?:quero|devolv\w+|cade|preciso d\w+) (?:o )?{_MINE} dinheiro\b|\bdinheiro de volta\b|\b(?:sumiram|sumiu)\b.{{0,15}}\breais\b|\bnegativ\w+ (?:o )?{_MINE} nome\b",
    ),
    Sign(
        Family.CHARGED,
        rf"\b(?:nada|sem|cade|nem)(?: d?o)?(?: meu)? (?:reembolso|estorno)\b|\b{_NOT} (?:me )?(?:quer|querem|quis|quiseram) (?:\w+ )?(?:devolver|reembolsar|trocar|pagar|revisar|estornar|ressarcir|cancelar)\b",
    ),
    Sign(Family.CHARGED, r"\b(?:duas|tres) vezes\b|\breembolso\b|\bestorno\b|\bem dobro\b", 1),
    # Nobody answers or helps
    Sign(
        Family.UNANSWERED,
        rf"\b{_NOT} (?:me )?(?:respond|atend|retorn|explic|resolv|ajud)\w+|\b{_NOT} (?:me )?da(?:o|)? (?:\w+ )?(?:retorno|resposta|previsao|satisfacao|solucao|informacao)\b",
    ),
    Sign(
        Family.UNANSWERED,
        rf"\b(?:sem|nenhum|nenhuma|zero) {words('resposta retorno previsao solucao explicacao suporte ajuda atendimento satisfacao resolvid*')}\b|\b(?:previsao|resposta|solucao|retorno) (?:nenhuma|nenhum|alguma)\b|\bnenhum resolvido\b",
    ),
    Sign(
        Family.UNANSWERED,
        r"\b(?:liguei|ligo|mandei|abri|reclamei|falei|tentei|enviei|escrevi|abertos|ligando)\b.{0,35}\b(?:\d+|vezes|varias|dois|tres|quatro|e-?mails|protocolos|cai|nada)\b",
    ),
    Sign(
        Family.UNANSWERED,
        rf"\bfalar com (?:um |uma |algum )?(?:\w+ )?{words('alguem ser humano humana atendente pessoa gente')}\b|\ba ligacao cai\b",
    ),
    Sign(
        Family.UNANSWERED,
        r"\bprotocolos?\b|\brobo\b|\bmensagem automatica\b|\bcada (?:um|atendente|hora)\b|\bjogam? (?:um|a|de)\b|\bso (?:mandam?|dizem?|fala)\b|\b(?:diz|dizem|disse|disseram) que (?:a culpa|nao|vai|ia|tem)\b",
        1,
    ),
    Sign(Family.UNANSWERED, r"\bmentiu\b|\bmentiram\b|\bmentira\b|\b(?:so )?enrola\w*\b"),
    # Cancelled, blocked, refused
    Sign(
        Family.REFUSED,
        rf"\b{words('bloquearam bloqueou bloqueada bloqueado hackearam clonaram invadiram suspenderam')}\b|\b(?:cancelaram|cancelou|desmarcaram|desmarcou|remarcaram|mudaram|adiaram|cortaram|encerraram|alteraram) (?:{_MINE}|o|a)\b",
    ),
    Sign(
        Family.REFUSED,
        rf"\bse recus\w+\b|\b{_NOT} (?:me |nos )?(?:deixa|aceit|autoriz|troc|quer|querem|cobre|cobrem|devolv|reembols)\w*\b",
    ),
    # Pleas
    Sign(
        Family.PLEA,
        r"\bsocorro\b|\bme ajud\w+|\balguem mais\b|\bajuda (?:por favor|pf|pfv|aqui|ai)|\bpreciso de ajuda\b|\bo que (?:que )?(?:eu )?(?:faco|fazer|posso fazer)\b",
    ),
    Sign(
        Family.PLEA,
        r"\balguem (?:me |ja )?(?:conseguiu|consegue|pode|sabe como (?:resolver|falar|cancelar|receber)|passou)\b|\bcomo (?:que )?(?:eu )?(?:resolv|fac|pag|cancel|recuper|reclam)\w+|\bpreciso (?:pagar|trabalhar|disso|resolver|falar|usar|viajar)\b|\burgente\b|\bpor favor\b|\bqual (?:e )?o sentido\b",
        1,
    ),
    # Anger
    Sign(
        Family.ANGER,
        r"\bvou (?:ao|no|pro|para o|acionar o|abrir no) (?:procon|juizado|reclame)|\bvou processar\b|\breclame ?aqui\b|\bnunca mais (?:compro|uso|volto)\b",
    ),
    Sign(
        Family.ANGER,
        rf"\b{words('absurd* vergonha descaso palhacada falta_de_respeito desrespeito pessim* horrivel lixo ridicul* inaceitavel inadmissivel cansad* enganad* golpe roubo ladroes pior impossivel decepcao decepcionad* incompetencia revoltante revoltad*')}\b|\bpra isso\?|\bproblemas?\b|\bculpa e minha\b",
        1,
    ),
    # What it cost
    Sign(
        Family.LOSS,
        r"\bperdi (?:mais |o |a |um |uma |todo |toda |meu |minha )*(?:dia|tudo|trabalho|voo|tempo|compromisso|viagem|comida)\b",
    ),
    Sign(Family.LOSS, r"\b(?:aluguel|aniversario|no meio d[ae] (?:minha )?\w+|moro sozinh[oa])\b", 1),
    # Little by itself
    Sign(
        Family.WAITING,
        rf"\b{_NUMBER} (?:minutos|horas|dias|semanas|meses)\b|\buma semana\b|\bum mes\b|\buma hora\b",
        1,
        alone=False,
    ),
    Sign(
        Family.WAITING,
        rf"\b{words('atras* demor* ainda_esta parad* a_caminho em_analise pendente adiad* enrolad* eternidade')}\b|\bainda (?:esta|ta|nao)\b|\bha \d+",
        1,
    ),
    Sign(
        Family.WAITING,
        r"\b(?:mesm[oa]|duas vezes|tres vezes|pela \w+ vez|\w+ vez que|todo (?:mes|dia))\b|\be la vem\b",
        1,
        alone=False,
    ),
    Sign(
        Family.BROKEN,
        rf"\b{words('vazando vaza* inund* fur[oa]u mofo cheiro rachadura defeito falha* bug lent* trav* desmont* solt* torto torta arranhad* suj* podre barata morreu horrivel marrom fatal')}\b",
        1,
    ),
    Sign(
        Family.MISSING,
        rf"\bsem (?:as?|os?|um|uma|perguntar|avisar|motivo|nada|querer)\b|\b{words('substitui* trocad* faltando falta engoliu sobrou deixou_na deixaram_na')}\b|\be entrega (?:\d|so|metade)|\b(?:de|da) outra pessoa\b|\bcomeu\b",
        1,
    ),
    Sign(
        Family.CHARGED,
        rf"\b{words('divida* juros multa_de taxa tarifa mensalidade prejuizo indenizacao emprestimo deposito boleto fatura cobranca')}\b|r\$ ?\d",
        1,
    ),
    Sign(
        Family.REFUSED,
        rf"\b{words('negado negada negaram recusado recusaram indeferido expulsaram barrad* vendeu_duas venderam_duas')}\b",
        1,
    ),
    Sign(
        Family.UNANSWERED,
        r"\bdeslig(?:ou|aram)\b|\b(?:manda|mandam|mandaram|pede|pedem|pediram|pedir) (?:\w+ )?(?:ir|ligar|esperar|aguardar|o mesmo|documento|foto)\w*|\b0800\b|\bcaiu na\b|\be foi embora\b|\bda pra alguem\b|\bque eu nao\b|\bgravacao\b|\bfalo com quem\b|\bcom quem (?:eu )?falo\b|\bso (?:cancela|resolve|atende|deixa)\w*\b|\bpresencial\w*\b|\bpor culpa d\w\b",
        1,
    ),
    Sign(
        Family.LOSS,
        rf"\b{words('dor doente alergi* crianca* bebe idos* cirurgia rodoviaria chorando desespero sobrou cadeira_de_rodas')}\b|\bagora (?:a|o|quem) \w+",
        1,
        alone=False,
    ),
    Sign(
        Family.ANGER,
        r"\b(?:cara de pau|piada|que raiva|fala serio|serio isso|pelo amor|ta de brincadeira|so eu queria|eu so queria)\b|\b(?:rs|kk+)\b",
        1,
    ),
)

_REST: Final = (
    Sign(
        Family.OWN,
        rf"\b(?:eu|me|mim|comigo|{_MINE}|nos|estou|to|estamos|tenho|preciso|consigo|fui|perdi|pedi|paguei|comprei|cancelei|liguei|ligo|recebi|pago|moro|aqui|abri|mandei|vou|tentei|quero|contratei|bati|medi|sofri|vim|(?!lei|rei|sei|anei|hoquei)\w{(2,)}ei)\b",
        0,
    ),
    Sign(
        Family.SOLVED,
        rf"\b{words('resolveu resolveram resolvid* consertou consertaram arrumou arrumaram devolveu devolveram reembolsou reembolsaram trocaram trocou estornou estornaram')}\b|\bvoltou a funcionar\b|\bfoi resolvido\b",
        1,
    ),
    # Praise
    Sign(
        Family.PRAISE,
        r"\bobrigad[oa]s?\b|\bvaleu\b|\bagradec\w+|\belogi(?:ar|o|os)\b|\bde parabens\b|\bparabens\b",
    ),
    Sign(
        Family.PRAISE,
        r"\b(?:amei|amo|adorei|adoro|recomendo|curti muito|apaixonad[oa])\b|\bnota (?:10|dez|mil|1000)\b|\bo melhor\b|\ba melhor\b|\bmelhor (?:voo|atendimento|compra|empresa|banco|que)\b|\barrasou\b|\barrasaram\b",
    ),
    Sign(
        Family.PRAISE,
        r"\bnunca (?:tive|deu|me deu) (?:nenhum )?(?:problema|dor de cabeca)s?\b|\bsem (?:nenhuma )?(?:reclamacao|queixa)\b|\bantes do prazo\b|\bsalvou (?:a )?(?:minha|meu|o|a)\b|\bsuper (?:rapid|educad|bem|atencios|gentil)\w*|\bque (?:mulher|homem|atendimento|equipe|carinho)!",
    ),
    Sign(
        Family.PRAISE,
        rf"\b{words('excelente otim* maravilhos* perfeit* impecavel nota_maxima rapidinho atencios* educad* gentil um_amor certinho show top tranquilo de_graca')}\b|\bno mesmo dia\b",
        1,
    ),
    Sign(
        Family.PRAISE,
        r"\btiro o chapeu\b|\bsegue firme\b|\bvale cada\b|\bgente boa\b|\bficou (?:uma hora|horas) comigo\b|\bmandou (?:um )?(?:bilhetinho|bombom|flores|mimo)\b|\bcomo nov[oa]\b|\bque fof\w+|\brespeito demais\b|\btodo (?:o )?(?:amor|carinho)\b|\baplausos?\b|\bsem estresse\b|\bmuito (?:bom|boa|bons|boas|atencios\w+|rapid\w+|gentil)\b",
    ),
    # Noise
    Sign(
        Family.GIVEAWAY,
        r"\bsorteios?\b|\bconcorr(?:a|endo)\b|\b(?:marque|marcar|comente|siga|seguir)\b.{0,40}\b(?:amig\w+|pessoas|participar|concorrer)\b",
    ),
    Sign(
        Family.JOB,
        r"\bvagas?\b|\bcontrata\b|\bcurriculos?\b|\bprocesso seletivo\b|\bestagio\b|\bentrevista\b|\btrabalha (?:na|no|em)\b|\btrabalhei (?:na|no)\b|\bhome office na\b|\bfui contratad[oa]\b",
    ),
    Sign(
        Family.OFFER,
        r"\bcupo(?:m|ns) (?:\w*\d|de desconto|exclusivo|valido|promocional)|\d ?% (?:off|de desconto)\b|\bdescontos? de\b|\bblack friday\b|\blink na bio\b|#publi\w*|\bpromoc(?:ao|oes)\b|\bfrete gratis\b",
    ),
    Sign(
        Family.MARKET,
        r"\bacoes d[aeo]\b|\blucro d[aeo]\b|\bbalanco\b|\btrimestre\b|\bna bolsa\b|\bdividendos\b|\bb3\b|\bibovespa\b|\breceita liquida\b",
    ),
    Sign(
        Family.NEWS,
        rf"{BRAND} (?:\w+ )?(?:anuncia|inaugura|lanca|compra|investe|patrocina|amplia|abre|fecha|demite|vai (?:investir|abrir|demitir|lancar)|mudou de|fica fora)\b",
    ),
    Sign(
        Family.NEWS,
        rf"\b(?:procon|prefeitura|justica|anatel|aneel|anac|banco central|ministerio|senado|camara|governo|mpf|tribunal|policia|sindicato|juiz)\b.{{0,15}}\b(?:mult|conden|notific|investig|discut|aprov|suspend|process|determin|convoc|cobra|proib|anunci)\w*|\bsegundo (?:a|o) \S|\b(?:diz|disse|informou|afirma|informa) (?:a |o )?{BRAND}|\b(?:usuarios|clientes|moradores|consumidores) (?:reclamam|relatam|ficam|dizem)\b|\batinge \d|\bgreve\b|\bprotestam\b|\bcuidado com\b|\bfoi causad[oa]\b|\bmilhoes\b|\bbilhoes\b|\bfica fora do ar\b|\brecolhe\b|\bans suspende\b|\breajuste d[aeo]\b|\bentra em vigor\b|^golpe:|\bnao cliquem\b|^vendo\b|\bindicacao\b|\bvirou gerente\b",
    ),
    Sign(
        Family.GUIDE,
        r"^(?:dicas?\b|como (?:recorrer|rastrear|reclamar|cancelar|pedir|fazer|usar|economizar)\b)|\bpasso a passo\b|\btutorial\b|\bfiz um fio\b|\bsigam o fio\b",
    ),
)

SIGNS: Final = _TROUBLE + _REST
