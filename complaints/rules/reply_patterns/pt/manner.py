"""Portuguese: how a reply is said, to how many, and that it is worked on."""

from typing import Final

from complaints.rules.reply_patterns.shape import Pattern

_MANY: Final = r"(?:clientes|consumidores|usuarios|utilizadores|utentes|passageiros|assinantes|moradores|jogadores|alunos|beneficiarios|segurados|hospedes|associados|pessoas|bairros|regioes|cidades|municipios|trens|comboios|voos|lojas|viajantes|familias|unidades|servidores|planos|balcoes|agencias)"

MANNER: Final[tuple[Pattern, ...]] = (
    Pattern(
        "collective",
        "pt",
        rf"\b(?:alguns|algumas|varios|varias|muitos|todos|todas|parte d[oae]s?|certos|demais|quaisquer"
        rf"|outros|nossos|aos|dos|os|as|nos|ha|cerca de \d[\d.]{{0,8}}"
        rf"|\d[\d.]{{0,8}}) (?:[oa]s )?(?:nossos |nossas )?{_MANY}\b|\b(?:galera|pessoal|todo (?:o )?mundo"
        rf"|todos vos|a todos|todas e todos)\b|\bquem (?:comprou|tentou|tiver|esta|tem|possui|adquiriu)\b",
        "Names many.",
        "Alguns clientes podem ter instabilidade.",
        weak=True,
    ),
    Pattern(
        "collective",
        "pt",
        r"\b(?:comunicado|nota (?:oficial|de esclarecimento)|aviso|informamos (?:a todos|aos|que (?:os|as"
        r"|alguns|por|devido|esta))|instabilidade|intermitencia|interrupcao|indisponibilidade|desligamento"
        r"|(?:para|em|por) manutencao|manutencao (?:programada|da rede|preventiva|hoje|nesta)"
        r"|desabastecimento|rompimento de adutora|avaria (?:geral|na rede)|falha (?:geral|em equipamento"
        r"|no sistema|no player)|estamos (?:com (?:uma )?(?:instabilidade|falha|problema)|cientes"
        r"|a recolher|recolhendo|enfrentando)|ja sabemos d|recolha|recall|lote|mau tempo|greve|temporal"
        r"|chuvas?|normalizad[oa]|restabelecid[oa]|circula(?:m|cao)|equipes? (?:trabalham|estao trabalhando"
        r"|no local)|(?:nossos|os) tecnicos (?:estao|ja)|servidores estao|previsao de (?:retorno"
        r"|normalizacao)|nossa politica (?:e|vale|para)|por precaucao|avisaremos aqui|atualizaremos"
        r"|atualizacao:?|golpes?|phishing|nunca (?:pedimos|solicitamos|ligamos)|(?:agencias|lojas|balcoes"
        r"|escritorios|postos) (?:\w{1,12} )?(?:fecham|abrem|encerram|reabrem|reabriram|funcionam|estarao"
        r"|fecharao)|funciona(?:m)? (?:normalmente|com normalidade)|a partir de \d|(?:os )?(?:precos"
        r"|tarifas|tarifarios) (?:sao|serao|vao|sobem)|reajuste|ipca|inflacao|chuva|esta(?:o)? atrasando"
        r"|novo lote|voltam? a abrir|cancelamos \d{1,4} voos|servidores|atualizad[oa]s em|nova versao (?:d"
        r"|ja|chega|corrige)|em relacao a(?:os|s)? (?:relatos|noticias|comentarios)|alta demanda|(?:voos"
        r"|trens|comboios|travessias|partidas|entregas|pagamentos|linhas?(?: \d)?|servico|circulacao"
        r"|atendimento|aulas|sessoes|estradas?) (?:[\w'-]{1,15} ){0,6}?(?:foi |foram |esta "
        r"|estao )?(?:cancelad|fechad|suspens|atrasad|interrompid|adiad|normalizad|paralisad|pausad)[oa]s?"
        r"|por causa d[oa] (?:vento|chuva|greve|enchente|temporal|neve)|no momento (?:ha|temos|o|a)|feriado"
        r"|natal|ano novo|programad[ao]|(?:site|app|sistema)(?: e \w{3,10})? (?:ficam?|fora|volt|indispon"
        r"|fora do ar)\w{0,6}|o app voltou|aumento d(?:e|os|as) (?:custos|precos)|o frete passa"
        r"|nossa politica|nao aceitamos (?:troca|devoluc)\w{0,6} de|higiene|circulam|fals[oa]s"
        r"|nenhum dado pessoal|dados pessoais|sobre o ocorrido|suspendemos|retiramos d[oe] (?:mercado"
        r"|venda)|toda a (?:regiao|rede)|problema com (?:pagamentos|o sistema|cartao)"
        r"|trabalhamos na correcao|(?:a|o) (?:falha|problema|erro|sistema) (?:ja )?foi (?:corrigid"
        r"|resolvid)[oa]|servico (?:ja )?(?:esta voltando|voltou|volta)|prezados (?:clientes|passageiros"
        r"|usuarios))\b",
        "The words of a notice.",
        "Comunicado: abastecimento interrompido.",
    ),
    Pattern(
        "personal",
        "pt",
        r"\b(?:(?:seu|sua|seus|suas|teu|tua) (?:pedido|conta|fatura|caso|linha|compra|encomenda|cartao"
        r"|contrato|voo|reserva|solicitacao|reclamacao|manifestacao|relato|mensagem|contador|morada"
        r"|endereco|cidade|rua|bilhete|plano|cadastro|numero|telefone|cpf|nif|experiencia|comentario"
        r"|frustracao|medidor|produto|aparelho|bairro|caso|contacto|contato|unidade|perda|processo"
        r"|beneficio)|voce (?:tinha|pagou|comprou|pediu|enviou|avisou|foi|mandou|esta|pode(?: (?:chamar"
        r"|mandar|enviar))?)|vc|a senhora|o senhor|sr\.?|sra\.?|prezad[oa]|(?:oi|ola|bom dia|boa tarde"
        r"|boa noite|eita|putz),? (?!a todos|pessoal|gente|clientes|tudo|td)[a-z]{2,15}\b"
        r"|\A(?!(?:infelizmente|hoje|ontem|atualmente|atualizacao|sim|nao|galera|pessoal|gente|ola|oi|todos"
        r"|comunicado|atencao|assim|bom)\b)[a-z]{3,12}, |te (?:mandei|chamei|mandamos)|vi aqui)",
        "Speaks of one customer's own case.",
        "Seu pedido saiu ontem.",
    ),
    Pattern(
        "personal",
        "pt",
        r"\b(?:voce|vc|seu|sua|seus|suas|te|lhe|eu|meu|minha|teu|tua|contigo|consigo|dele|dela)\b",
        "A second or first person, which a notice to everybody seldom has.",
        "Seu.",
        weak=True,
    ),
    Pattern(
        "kind",
        "pt",
        r"(?:\b(?:desculp\w{1,6}|sentimos|lamentamos|obrigad[oa]|valeu|agradec\w{2,6}|razao|falha nossa"
        r"|erro nosso|esperamos|por nossa conta|boa noticia)\b|[💚💛💜🧡💙❤😊🙂🙌✨🥰🙏👍])",
        "Regret, thanks, care.",
        "Desculpa o susto.",
    ),
    Pattern(
        "warm",
        "pt",
        r"(?:\b(?:(?:voce |vc )?(?:tem|tinha) (?:toda a )?razao|desculp\w{1,6} (?:o|a|pelo|pela|por)"
        r"|pedimos desculpa|(?:erro|falha) noss[oa]|obrigad[oa] (?:por|pel[ao])|muito obrigad[oa]"
        r"|agradecemos (?:por|o aviso|a sua|a paciencia)|boas? noticias?|pelo (?:transtorno|incomodo|tempo"
        r"|susto)|qualquer coisa|esperamos (?:que|ve|te)|conte (?:com a gente|conosco|connosco)"
        r"|fica tranquil[oa]|fique tranquil[oa]|por nossa conta)\b|[💚💛💜🧡💙❤🙌✨🥰])",
        "More than manners: owns the fault, cares for the trouble, thanks for the hint.",
        "Você tinha razão, desculpa o susto.",
    ),
    Pattern(
        "process",
        "pt",
        r"\b(?:encaminh\w{2,6}|repass\w{2,5}|analis\w{2,4}|em analise|verific\w{2,5}|acion\w{2,5}"
        r"|retorn\w{1,7}|registr?ad[oa]|registr?amos|protocolo|recebemos|acompanh\w{2,5}|em breve"
        r"|avisa(?:mos|remos)|investig\w{2,5}|apurac?\w{0,5}|apurar|entrar\w{0,4} em contac?to|contato em"
        r"|levar|vamos (?:ver|conversar|reforcar)|tratativa|priorizad\w|informar\w{0,4}|noticias"
        r"|posic\w{4,10}|remetid[oa]|partilhad[oa]|resolver|vendo|olho|melhorar|trabalhando"
        r"|conhecimento ao)\b",
        "",
        "Estamos verificando.",
    ),
    Pattern(
        "apology",
        "pt",
        r"\b(?:sentimos (?:muito|imenso)|sentimos|lament\w{2,6}|desculp\w{1,6}|triste\w{0,2}|chatead[oa]s?"
        r"|compreendemos|entendemos|frustrac\w{2,4}|transtornos?|incomodos?|desgaste|jamais (?:gostariamos"
        r"|queriamos)|nao (?:e|foi) (?:esse|essa|isso|o que|a experiencia)|aquem|pesar|carinho|perda|poxa"
        r"|putz|que (?:chato|pena|mancada)|pena|profundamente|sincer[ao]s?|imagin(?:amos|o)|prezamos"
        r"|dificil|ninguem merece|falhamos com|prioridade|empenhad[oa]s)\b",
        "Regrets.",
        "Lamentamos imensamente o ocorrido.",
    ),
    Pattern(
        "dismissive",
        "pt",
        r"\b(?:aceit(?:as|ou|ado|es)[^\n]{0,20} no (?:ato|momento)|aceitou|que assinou|assinou o contrato"
        r"|optou|escolheu|(?:se|caso) (?:voce |vc |o senhor |a senhora )?(?:nao )?(?:leu|tivesse lido|lesse"
        r"|ler)|deveria ter (?:lido|verificado|conferido)|devia ter (?:lido|verificado)|leia (?:o contrato"
        r"|antes|as regras|com atencao)|nao leu|imputad[oa]|(?:o )?contrato e claro|e ponto|ponto final"
        r"|engracado que|so voce|ninguem (?:mais |nunca )?(?:reclam|obrig)\w{1,4}|nunca (?:tivemos"
        r"|houve) (?:nenhuma? )?(?:reclamac|problema)\w{0,5}|nao e (?:problema|responsabilidade|culpa|nossa"
        r"|conosco|da gente)|problema (?:e )?seu|culpa (?:e )?(?:sua|do cliente)"
        r"|responsabilidade (?:e )?do (?:cliente|consumidor|usuario|passageiro)|improcedente|nao ha (?:nada"
        r"|o que|mais nada)|nada (?:mais )?(?:a|que possamos) fazer|boa sorte|passar bem"
        r"|procure (?:seus direitos|a justica|o procon)|falta de atencao|mau uso|como (?:ja|todo mundo)"
        r"|ja (?:foi |lhe )?(?:explicad|respondid|informad|dissemos|explicamos)\w{0,3}|basta (?:ler|olhar)"
        r"|esta (?:escrito|claro)|obviamente|evidente|estava(?:m)? (?:a vista|claro)|isso ai"
        r"|nao com a gente|mentira|inverdade|difamac|calunia|quem manda|da proxima vez"
        r"|tenha uma otima semana|(?:deveria|devia|tinha que|tinha de|poderia) ter (?:confer|lid|verific"
        r"|olhad|chegad|avisad|reclamad)\w{1,3}|(?:resposta|decisao) (?:e|continua) (?:sendo )?nao|nao (?:e"
        r"|foi) (?:culpa|erro) noss[oa]|nao nos responsabiliz\w{2,4}|ninguem (?:te |lhe |o "
        r"|a )?obrig\w{1,3}|se nao (?:gosta|gostou|esta satisfeit)|regras sao regras|voce (?:concordou"
        r"|marcou|assinou|esqueceu|errou|digitou|nao (?:leu|conferiu|avisou|seguiu|respondeu|entendeu))"
        r"|o senhor (?:nao (?:leu|entendeu|avisou)|montou)|(?:sem|nao) ler|queria o que|esperava o que"
        r"|jamais (?:falaria|faria|trataria)|(?:foi|foram) (?:grosseir|mal educad|agressiv|rude)\w{0,3}"
        r"|milhares de clientes|esta escrito|mais nada a (?:tratar|dizer|acrescentar)|k{3,}|kkk?|rs rs"
        r"|obrigacao d[oe] (?:consumidor|cliente)|faltou (?:ler|atencao)|nosso tempo|preco baixo"
        r"|tarifa mais barata|quis pagar|nao e defeito|nao (?:vamos|iremos) (?:discutir|trocar|devolver)"
        r"|o barato)\b",
        "Blames the customer, brushes off, mocks, or refuses coldly.",
        "O contrato é claro e foi lido.",
    ),
)
