"""Portuguese: how a reply is said, to how many, and the words that say nothing about a case."""

from typing import Final

from complaints.rules.reply_patterns.shape import Pattern

_MANY: Final = r"(?:clientes|consumidores|usuarios|utilizadores|utentes|passageiros|assinantes|moradores|jogadores|alunos|beneficiarios|segurados|hospedes|associados|pessoas|bairros|regioes|cidades|municipios|trens|comboios|voos|lojas|viajantes|familias|unidades|servidores|planos|balcoes|agencias)"

MANNER: Final[tuple[Pattern, ...]] = (
    Pattern(
        "collective",
        "pt",
        rf"\b(?:alguns|algumas|varios|varias|muitos|todos|todas|parte d[oae]s?|certos|demais|quaisquer|outros|nossos|aos|dos|os|as|nos|ha|cerca de \d[\d.]{{0,8}}|\d[\d.]{{0,8}}) (?:[oa]s )?(?:nossos |nossas )?{_MANY}\b|\b(?:galera|pessoal|todo (?:o )?mundo|todos vos|a todos|todas e todos)\b|\bquem (?:comprou|tentou|tiver|esta|tem|possui|adquiriu)\b",
        "Names many.",
        "Alguns clientes podem ter instabilidade.",
        weak=True,
    ),
    Pattern(
        "collective",
        "pt",
        r"\b(?:comunicado|nota (?:oficial|de esclarecimento)|aviso|informamos (?:a todos|aos|que (?:os|as|alguns|por|devido|esta))|instabilidade|intermitencia|interrupcao|indisponibilidade|desligamento|(?:para|em|por) manutencao|manutencao (?:programada|da rede|preventiva|hoje|nesta)|desabastecimento|rompimento de adutora|avaria (?:geral|na rede)|falha (?:geral|em equipamento|no sistema|no player)|estamos (?:com (?:uma )?(?:instabilidade|falha|problema)|cientes|a recolher|recolhendo|enfrentando)|ja sabemos d|recolha|recall|lote|mau tempo|greve|temporal|chuvas?|normalizad[oa]|restabelecid[oa]|circula(?:m|cao)|equipes? (?:trabalham|estao trabalhando|no local)|(?:nossos|os) tecnicos (?:estao|ja)|servidores estao|previsao de (?:retorno|normalizacao)|nossa politica (?:e|vale|para)|por precaucao|avisaremos aqui|atualizaremos|atualizacao:?|golpes?|phishing|nunca (?:pedimos|solicitamos|ligamos)|(?:agencias|lojas|balcoes|escritorios|postos) (?:\w{1,12} )?(?:fecham|abrem|encerram|reabrem|reabriram|funcionam|estarao|fecharao)|funciona(?:m)? (?:normalmente|com normalidade)|a partir de \d|(?:os )?(?:precos|tarifas|tarifarios) (?:sao|serao|vao|sobem)|reajuste|ipca|inflacao|chuva|esta(?:o)? atrasando|novo lote|voltam? a abrir|cancelamos \d{1,4} voos|servidores|atualizad[oa]s em|nova versao (?:d|ja|chega|corrige)|em relacao a(?:os|s)? (?:relatos|noticias|comentarios)|alta demanda|(?:voos|trens|comboios|travessias|partidas|entregas|pagamentos|linhas?(?: \d)?|servico|circulacao|atendimento|aulas|sessoes|estradas?) (?:[\w'-]{1,15} ){0,6}?(?:foi |foram |esta |estao )?(?:cancelad|fechad|suspens|atrasad|interrompid|adiad|normalizad|paralisad|pausad)[oa]s?|por causa d[oa] (?:vento|chuva|greve|enchente|temporal|neve)|no momento (?:ha|temos|o|a)|feriado|natal|ano novo|programad[ao]|(?:site|app|sistema)(?: e \w{3,10})? (?:ficam?|fora|volt|indispon|fora do ar)\w{0,6}|o app voltou|aumento d(?:e|os|as) (?:custos|precos)|o frete passa|nossa politica|nao aceitamos (?:troca|devoluc)\w{0,6} de|higiene|circulam|fals[oa]s|nenhum dado pessoal|dados pessoais|sobre o ocorrido|suspendemos|retiramos d[oe] (?:mercado|venda)|toda a (?:regiao|rede)|problema com (?:pagamentos|o sistema|cartao)|trabalhamos na correcao|(?:a|o) (?:falha|problema|erro|sistema) (?:ja )?foi (?:corrigid|resolvid)[oa]|servico (?:ja )?(?:esta voltando|voltou|volta)|prezados (?:clientes|passageiros|usuarios))\b",
        "The words of a notice.",
        "Comunicado: abastecimento interrompido.",
    ),
    Pattern(
        "personal",
        "pt",
        r"\b(?:(?:seu|sua|seus|suas|teu|tua) (?:pedido|conta|fatura|caso|linha|compra|encomenda|cartao|contrato|voo|reserva|solicitacao|reclamacao|manifestacao|relato|mensagem|contador|morada|endereco|cidade|rua|bilhete|plano|cadastro|numero|telefone|cpf|nif|experiencia|comentario|frustracao|medidor|produto|aparelho|bairro|caso|contacto|contato|unidade|perda|processo|beneficio)|voce (?:tinha|pagou|comprou|pediu|enviou|avisou|foi|mandou|esta|pode(?: (?:chamar|mandar|enviar))?)|vc|a senhora|o senhor|sr\.?|sra\.?|prezad[oa]|(?:oi|ola|bom dia|boa tarde|boa noite|eita|putz),? (?!a todos|pessoal|gente|clientes|tudo|td)[a-z]{2,15}\b|\A(?!(?:infelizmente|hoje|ontem|atualmente|atualizacao|sim|nao|galera|pessoal|gente|ola|oi|todos|comunicado|atencao|assim|bom)\b)[a-z]{3,12}, |te (?:mandei|chamei|mandamos)|vi aqui)",
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
    Pattern("kind", "pt", r"(?:\b(?:desculp\w{1,6}|sentimos|lamentamos|obrigad[oa]|valeu|agradec\w{2,6}|razao|falha nossa|erro nosso|esperamos|por nossa conta|boa noticia)\b|[💚💛💜🧡💙❤😊🙂🙌✨🥰🙏👍])", "Regret, thanks, care.", "Desculpa o susto."),
    Pattern(
        "warm",
        "pt",
        r"(?:\b(?:(?:voce |vc )?(?:tem|tinha) (?:toda a )?razao|desculp\w{1,6} (?:o|a|pelo|pela|por)|pedimos desculpa|(?:erro|falha) noss[oa]|obrigad[oa] (?:por|pel[ao])|muito obrigad[oa]|agradecemos (?:por|o aviso|a sua|a paciencia)|boas? noticias?|pelo (?:transtorno|incomodo|tempo|susto)|qualquer coisa|esperamos (?:que|ve|te)|conte (?:com a gente|conosco|connosco)|fica tranquil[oa]|fique tranquil[oa]|por nossa conta)\b|[💚💛💜🧡💙❤🙌✨🥰])",
        "More than manners: owns the fault, cares for the trouble, thanks for the hint.",
        "Você tinha razão, desculpa o susto.",
    ),
    Pattern(
        "process",
        "pt",
        r"\b(?:encaminh\w{2,6}|repass\w{2,5}|analis\w{2,4}|em analise|verific\w{2,5}|acion\w{2,5}|retorn\w{1,7}|registr?ad[oa]|registr?amos|protocolo|recebemos|acompanh\w{2,5}|em breve|avisa(?:mos|remos)|investig\w{2,5}|apurac?\w{0,5}|apurar|entrar\w{0,4} em contac?to|contato em|levar|vamos (?:ver|conversar|reforcar)|tratativa|priorizad\w|informar\w{0,4}|noticias|posic\w{4,10}|remetid[oa]|partilhad[oa]|resolver|vendo|olho|melhorar|trabalhando|conhecimento ao)\b",
        "",
        "Estamos verificando.",
    ),
    Pattern(
        "apology",
        "pt",
        r"\b(?:sentimos (?:muito|imenso)|sentimos|lament\w{2,6}|desculp\w{1,6}|triste\w{0,2}|chatead[oa]s?|compreendemos|entendemos|frustrac\w{2,4}|transtornos?|incomodos?|desgaste|jamais (?:gostariamos|queriamos)|nao (?:e|foi) (?:esse|essa|isso|o que|a experiencia)|aquem|pesar|carinho|perda|poxa|putz|que (?:chato|pena|mancada)|pena|profundamente|sincer[ao]s?|imagin(?:amos|o)|prezamos|dificil|ninguem merece|falhamos com|prioridade|empenhad[oa]s)\b",
        "Regrets.",
        "Lamentamos imensamente o ocorrido.",
    ),
    Pattern(
        "dismissive",
        "pt",
        r"\b(?:aceit(?:as|ou|ado|es)[^\n]{0,20} no (?:ato|momento)|aceitou|que assinou|assinou o contrato|optou|escolheu|(?:se|caso) (?:voce |vc |o senhor |a senhora )?(?:nao )?(?:leu|tivesse lido|lesse|ler)|deveria ter (?:lido|verificado|conferido)|devia ter (?:lido|verificado)|leia (?:o contrato|antes|as regras|com atencao)|nao leu|imputad[oa]|(?:o )?contrato e claro|e ponto|ponto final|engracado que|so voce|ninguem (?:mais |nunca )?(?:reclam|obrig)\w{1,4}|nunca (?:tivemos|houve) (?:nenhuma? )?(?:reclamac|problema)\w{0,5}|nao e (?:problema|responsabilidade|culpa|nossa|conosco|da gente)|problema (?:e )?seu|culpa (?:e )?(?:sua|do cliente)|responsabilidade (?:e )?do (?:cliente|consumidor|usuario|passageiro)|improcedente|nao ha (?:nada|o que|mais nada)|nada (?:mais )?(?:a|que possamos) fazer|boa sorte|passar bem|procure (?:seus direitos|a justica|o procon)|falta de atencao|mau uso|como (?:ja|todo mundo)|ja (?:foi |lhe )?(?:explicad|respondid|informad|dissemos|explicamos)\w{0,3}|basta (?:ler|olhar)|esta (?:escrito|claro)|obviamente|evidente|estava(?:m)? (?:a vista|claro)|isso ai|nao com a gente|mentira|inverdade|difamac|calunia|quem manda|da proxima vez|tenha uma otima semana|(?:deveria|devia|tinha que|tinha de|poderia) ter (?:confer|lid|verific|olhad|chegad|avisad|reclamad)\w{1,3}|(?:resposta|decisao) (?:e|continua) (?:sendo )?nao|nao (?:e|foi) (?:culpa|erro) noss[oa]|nao nos responsabiliz\w{2,4}|ninguem (?:te |lhe |o |a )?obrig\w{1,3}|se nao (?:gosta|gostou|esta satisfeit)|regras sao regras|voce (?:concordou|marcou|assinou|esqueceu|errou|digitou|nao (?:leu|conferiu|avisou|seguiu|respondeu|entendeu))|o senhor (?:nao (?:leu|entendeu|avisou)|montou)|(?:sem|nao) ler|sozinh[oa]|queria o que|esperava o que|jamais (?:falaria|faria|trataria)|(?:foi|foram) (?:grosseir|mal educad|agressiv|rude)\w{0,3}|milhares de clientes|esta escrito|mais nada a (?:tratar|dizer|acrescentar)|k{3,}|kkk?|rs rs|obrigacao d[oe] (?:consumidor|cliente)|faltou (?:ler|atencao)|nosso tempo|preco baixo|tarifa mais barata|quis pagar|nao e defeito|nao (?:vamos|iremos) (?:discutir|trocar|devolver)|o barato)\b",
        "Blames the customer, brushes off, mocks, or refuses coldly.",
        "O contrato é claro e foi lido.",
    ),
)

GENERIC: Final = frozenset(
    ["a", "abaixo", "abraco", "abracos", "abs", "acima", "acompanha", "acompanhada", "acompanhado", "acompanhamento", "acontece", "aconteceu", "acordo", "agora", "agradece", "agradecemos", "aguarda", "aguardamos", "aguarde", "ai", "ainda", "ajuda", "ajudar", "alem", "algo", "algum", "alguma", "amanha", "analisa", "analisada", "analisado", "analisar", "analise", "ante", "antes", "ao", "aos", "apenas", "apos", "apuracao", "apuracoes", "aqui", "area", "areas", "as", "assim", "assunto", "ate", "atencao", "atendimento", "atraves", "atual", "avaliar", "avisamos", "avisar", "aviso", "bem", "boa", "bom", "bons", "brevidade", "breve", "busca", "buscamos", "cada", "canal", "caso", "casos", "certeza", "chateado", "cliente", "clientes", "colega", "colegas", "colocar", "com", "como", "competente", "compreende", "compreender", "compreensao", "compromisso", "comentario", "comentarios", "confianca", "conforme", "conhecimento", "conosco", "connosco", "conta", "contamos", "contato", "contacto", "conversar", "coisa", "cordialmente", "cuidado", "cumprimentos", "cuja", "da", "dado", "dados", "daqui", "dar", "das", "de", "dela", "dele", "demanda", "demandas", "demais", "demora", "departamento", "desculpa", "desculpas", "desde", "despender", "desgaste", "deste", "desta", "deve", "dessa", "desse", "detalhes", "dia", "dias", "direcionada", "direcao", "disposicao", "do", "dos", "duvida", "e", "ela", "ele", "eles", "em", "empresa", "encaminhada", "encaminhado", "encaminhamos", "encontra", "entao", "entanto", "entende", "entendemos", "entender", "entre", "equipa", "equipe", "equipes", "era", "especialistas", "espera", "esperamos", "essa", "esse", "esta", "estamos", "estao", "estar", "estava", "este", "esteja", "estou", "estrutura", "eu", "evitar", "exatamente", "expectativa", "expectativas", "experiencia", "favor", "faz", "fazemos", "fazer", "feedback", "feita", "feito", "fica", "ficamos", "ficar", "fila", "foi", "fomos", "foram", "forma", "fosse", "frustracao", "frustrante", "gente", "gerente", "gostamos", "gostaria", "gostariamos", "grande", "grato", "grata", "ha", "hoje", "hora", "horas", "houve", "imediato", "importante", "importantes", "imenso", "incomodo", "infelizmente", "informa", "informacao", "informacoes", "informado", "informamos", "informar", "insatisfacao", "interna", "internamente", "ir", "isso", "isto", "ja", "jamais", "junto", "la", "lamentamos", "lamenta", "lhe", "logo", "maior", "mais", "mal", "manifestacao", "manifestara", "mas", "me", "mensagem", "melhor", "melhorar", "melhoria", "meio", "merece", "mesmo", "minha", "momento", "muita", "muito", "muitos", "na", "nada", "nao", "nas", "nem", "nenhum", "nessa", "nesse", "nesta", "neste", "no", "nome", "nos", "nossa", "nossas", "nosso", "nossos", "nota", "noticias", "nova", "novas", "novo", "novamente", "num", "numa", "o", "obrigada", "obrigado", "obg", "ocorrencia", "ocorrido", "ola", "oi", "oii", "oportunidade", "orientacao", "os", "ou", "ouvidoria", "padrao", "padroes", "para", "parte", "passar", "paciencia", "pedimos", "pedido", "pela", "pelas", "pelo", "pelos", "pena", "pessoa", "pessoas", "pode", "podemos", "podem", "poder", "por", "porque", "portanto", "posicao", "posicionamento", "possa", "possamos", "possivel", "possibilidade", "pouco", "poxa", "prazo", "precisa", "precisamos", "preferencia", "prezada", "prezado", "prioridade", "priorizado", "problema", "problemas", "procedimento", "procedimentos", "processo", "profundamente", "protocolo", "proxima", "proximo", "putz", "quais", "qual", "qualquer", "qualidade", "quando", "quanto", "quase", "que", "queremos", "quem", "questao", "quiser", "razao", "real", "realmente", "receba", "recebam", "recebemos", "recebida", "recebido", "recebimento", "reclamacao", "reforcar", "regulamentar", "relatada", "relatado", "relato", "resolucao", "resolver", "resolva", "responder", "resposta", "responsavel", "responsaveis", "respeito", "retornar", "retornaremos", "retorno", "reiteramos", "saber", "sabemos", "satisfacao", "satisfazer", "se", "segue", "seguimos", "seguir", "sei", "sem", "sempre", "senhor", "senhora", "sentimos", "ser", "sera", "servico", "servicos", "setor", "seu", "seus", "sido", "situacao", "so", "sob", "sobre", "solicitacao", "solucao", "solucionar", "somos", "soubemos", "sr", "sra", "sua", "suas", "suporte", "ta", "tal", "tambem", "te", "tecnica", "tecnico", "tem", "temos", "tempo", "ter", "teve", "tido", "time", "times", "tinha", "toda", "todas", "todo", "todos", "tomar", "trabalha", "trabalhamos", "trabalhando", "trabalhar", "tratar", "tratativa", "tratativas", "transtorno", "transtornos", "tratamento", "treinamento", "triste", "tu", "tudo", "tua", "uma", "um", "umas", "uns", "usuario", "valeu", "valorizamos", "vamos", "ve", "veja", "verificando", "verificar", "verificado", "vc", "vcs", "vez", "vezes", "vi", "vir", "vista", "voce", "voces", "volta", "voltamos", "vossa", "vou", "competencia", "tarde", "noite", "aberto", "bastante"]
)
