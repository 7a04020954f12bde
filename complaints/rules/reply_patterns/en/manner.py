"""English: how a reply is said, to how many, and the words that say nothing about a case."""

from typing import Final

from complaints.rules.reply_patterns.shape import Pattern

_MANY: Final = (
    r"(?:customers?|users?|passengers?|guests?|members?|subscribers?|players?|residents?|travell?ers?|drivers|buyers?|people|households?|homes|properties|accounts|everyone|policyholders|students|patients|visitors|clients|shoppers|trains|flights|services|deliveries|models|stores|areas|locations|regions|desks|jobs|systems)"
)

MANNER: Final[tuple[Pattern, ...]] = (
    Pattern(
        "collective",
        "en",
        rf"\b(?:some|several|many|most|all|affected|other|a (?:small )?(?:number|handful|group|few) of|\d[\d,]{{0,8}}|about \d[\d,]{{0,8}}|any|our|these|those) (?:of (?:our|you|the) )?(?:\w{{1,15}} ){{0,2}}?{_MANY}\b|\b(?:some|many|lots|most|all|those|a few|several) of you\b|\bto (?:everyone|everybody|all)\b|\b(?:everyone|everybody|anyone|anybody) (?:who|travell?ing|affected|with|back|else|in|on|watching)\b|\bfor (?:everyone|everybody)\b|\bevery affected\b|\b(?:all|most) (?:our |of our )?(?:plans|prices|models|accounts|orders|parcels|devices|branches)\b|\bfolks\b(?! at)|\b{_MANY} (?:who|in|across|that|may|might|will|are|should|can|travell?ing|affected|with|bought|on)\b|\bto all\b|\beveryone (?:affected|who|back)\b|\banyone (?:who|affected|with)\b",
        "Names many.",
        "Some customers may have trouble making calls.",
        weak=True,
    ),
    Pattern(
        "collective",
        "en",
        r"\b(?:we(?:'re| are) (?:currently |still )?(?:aware|investigating|experiencing|recalling|working with|seeing|carrying out|upgrading)|(?:this|the) (?:incident|outage|issue|disruption|problem|fault) (?:has been|is now|was|affects|affecting|is affecting|started)|outage|power cut|recall(?: notice|ed|ing)?|stop using|do not (?:eat|use|consume)|any store for|use by|batch|lot number|safe to drink|burst main|following a |fixed by|customer data|all (?:queued |affected |systems|services|jobs)|queued jobs|may (?:experience|see|have|fail|be)|maintenance|disruption|elevated error|degraded|signalling|burst main|strike|bad weather|severe weather|heavy snow|storm|status page|service update|update:|public notice|please note|next update|further updates?|updates? (?:here|will follow|on)|until further notice|our policy (?:is|applies|for)|teams? (?:are|is) (?:on site|working to)|as soon as (?:we|more)|payments are|trains are|prices|tariffs|(?:our )?(?:branches|stores|shops|offices|lines|depots) (?:will )?(?:close|closed|open|are closed|reopen)\w{0,2}|close early|reopen\w{0,2}|as (?:usual|normal)|works? as normal|from \d{1,2} (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w{0,6} (?:our|all|we|prices)|watch out|beware|scams?|phishing|(?:we(?:'ll)?|we will) never ask|never ask (?:you|any|for)|servers?|patch|hotfix|downtime|roll(?:ing|ed)? ?out|the \d[\d.]{0,6} update|update fixes|regarding the|an update on|returning to normal|(?:lots|number|several|many) of reports|reports of|new recipe|old recipe|industrial action|flat out|queues?|in response to (?:the|recent)|recent (?:reports|posts|comments)|we(?:'ve| have) seen (?:the |your |lots|many|a lot)|here to stay|are being restarted|high (?:demand|volumes?)|until further|services? (?:is|are) (?:now |currently |back )?(?:down|running|restored|unavailable|suspended|operating))\b",
        "The words of a notice.",
        "We are aware of an outage.",
    ),
    Pattern(
        "personal",
        "en",
        r"\b(?:your (?:order|account|booking|parcel|refund|flight|case|claim|line|router|meter|bill|invoice|payment|card|case|ticket|complaint|message|stay|room|visit|experience|feedback|review|return|delivery|subscription|bag|item|package|area|street|reservation|policy|details|dm|phone|number|name|reading|bin|seat|plan|contract|deposit|instance|trip|comments|report|driver|loyalty|membership|patience with|home|photos?|email)|(?:you|u) (?:were|paid|bought|ordered|booked|asked|sent|called|told|received|had|can(?: also)? (?:dm|message|send|email|call)|signed|returned|gave|agreed|contacted|mention(?:ed)?)|\bi(?:'ve|'m|'ll| have| am| will| can| was| spoke| checked| would)\b|(?:^(?:hi|hello|hey|dear|hiya|thanks|ty|sorry|(?:good )?(?:morning|afternoon|evening))(?: there)?,? (?!all|every|folks|customers|guests|passengers|there|valued|for|to|about|that|you|we|the|this|in|of|and|it|if|as|our|any|so)[a-z]{2,15}[,.!:-]?(?: |$)))",
        "Speaks of one customer's own case.",
        "Your order was split.",
    ),
    Pattern(
        "kind",
        "en",
        r"(?:\b(?:so sorry|really sorry|sorry|apolog\w{3,6}|our (?:bad|mistake|fault)|(?:total|entire)ly (?:our|on us)|you(?:'re| are| were) (?:absolutely |quite |totally )?right|thanks(?: so much| a lot| again)?|thank you|happy to|glad|good news|great news|enjoy|as a (?:thank you|treat|goodwill|gesture|apology)|on us|hope|please|welcome|appreciate|spotting|deserve|take care|best wishes|for the (?:trouble|wait|scare|hassle|bother)|free of charge|on the house)\b|[💚💛💜🧡💙❤😊🙂🙌✨😍🥰🙏👍])",
        "Regret, thanks, care.",
        "So sorry for the scare.",
    ),
    Pattern(
        "warm",
        "en",
        r"(?:\b(?:so sorry|really sorry|truly sorry|sorry (?:for|about|you|that)|our bad|entirely our|you(?:'re| are| were) (?:absolutely |quite |totally )?right|thanks so much|thank you(?: so much|,? \w{2,12},)? for|thanks for (?:your patience|letting|the|spotting|helping|flagging|bearing)|good news|great news|as a (?:thank you|treat|goodwill|gesture|apology)|enjoy|for the (?:trouble|wait|scare|hassle|bother|worry|inconvenience)|hope (?:you|this|that|to)|no need to|anything else|happy to|on the house|take care|have a (?:lovely|great|good)|don't worry|any (?:trouble|questions|problems)|if (?:it|you|anything)[^\n]{0,40}(?:let (?:us|me) know|reply here|tell (?:us|me)|shout))\b|[💚💛💜🧡💙❤🙌✨🥰])",
        "More than manners: owns the fault, cares for the trouble, thanks for the hint.",
        "Thanks so much for helping us.",
    ),
    Pattern(
        "process",
        "en",
        r"\b(?:look(?:ing|ed)? (?:into|at)|work(?:ing)? (?:on|to)|pass(?:ed|ing|es)?\b[^\n]{0,40}(?:on|along|to)\b|forward(?:ed|ing)?|escalat\w{1,4}|logged|shar(?:e|ed|ing) (?:this|your|it|with)|feed(?:ing)? (?:this|it|back)|fed back|investigat\w{1,5}|review(?:ing|ed)?|check(?:ing)?|chas(?:e|ing)|get back|come back|back (?:to you|in touch)|(?:be|get) in touch|updates?|let you know|find(?:ing)? out|find out what|gonna|leave it with|discuss(?:ed)?|raise[d]?|noted|note of|assigned|asked|received|report(?:ed|ing)?|soon|resolve|on it|bear with|hang tight|improv\w{1,4})\b",
        "",
        "We are looking into it.",
    ),
    Pattern(
        "apology",
        "en",
        r"\b(?:sorry|sincer\w{3,5} apolog\w{3,6}|apologi[sz]e(?:s|d)?|apolog(?:y|ies)|regret(?:s|ted)?|saddened|sad to|disappoint\w{2,5}|understand (?:how|your|that|the)|frustrat\w{2,5}|upset(?:ting)?|heartbroken|devastated|disheartened|inconvenience|distress|shame|not (?:the|what|how) [^\n]{0,40}(?:we|standard|experience)|below (?:the|our) |fell short|let you down|unacceptable|isn't (?:acceptable|good enough)|forgive|bummer|oh no|deeply)\b",
        "Regrets.",
        "We are truly sorry for the distress.",
    ),
    Pattern(
        "dismissive",
        "en",
        r"\b(?:as (?:per|stated in|clearly stated in|you (?:were|would|agreed)) (?:the |our )?(?:t&cs?|terms|conditions|contract|policy|website|agreement)[^\n]{0,30}|you (?:agreed|signed|accepted|chose|should have|ignored|failed to|didn't bother|did not (?:read|follow|bother)|clearly|obviously|were (?:told|warned|informed|well aware)|knew|must have|will find that you|would have known|would know|can't expect|cannot expect|expected|only have yourself)|(?:if you|had you) (?:had )?(?:read|looked|bothered|checked|followed)|read (?:the|before|your)[^\n]{0,30}(?:next time|terms|contract|conditions|small print|book)|next time|nobody (?:else|forced|made)|no one else|never (?:had|has) (?:any|a) (?:complaint|problem|issue)|not our (?:problem|fault|responsibility|job|concern)|your (?:own )?(?:fault|responsibility|problem|mistake|choice)|funny how|with all due respect|sorry you feel that way|(?:sorry|regret) (?:that )?you feel|like everybody else|like everyone else|in black and white|calm down|end of (?:story|discussion)|get over|grow up|deal with it|tough luck|good luck with|we (?:don't|do not) (?:care|need customers)|(?:is|are) not the place|waste of (?:our )?time|stop (?:posting|spamming|complaining|tweeting)|take your (?:business|custom)|feel free to (?:go|leave|shop) elsewhere|you get what you pay for|what did you expect|perhaps (?:you should|read|try reading|next)|maybe (?:you should|read|try reading|next)|simple as that|common sense|obviously|it's not rocket|clearly states?|we(?:'ve| have) (?:already )?(?:explained|told you|answered)[^\n]{0,25}(?:already|times|before|twice)?|case closed|closing\b|matter (?:is )?closed|nothing (?:more|else|further) (?:to (?:add|say)|we can)|false (?:claims?|accusations?|allegations?)|slander|defamat\w{3,5}|fake review|competitor|have a lovely day|hobby|drama|troll|no,? you can't|between you and|take it up with|not (?:interested|going to argue|our policy))\b",
        "Blames the customer, brushes off, mocks, or refuses coldly.",
        "You should have read the terms.",
    ),
)

# Words that every reply uses: greetings, manners, promises to look, the names of the parties. A sentence with few
# others says nothing about a case.
GENERIC: Final = frozenset(
    """
    a about above absolutely accept account across action actions actually address advise advised after again ahead all allow almost along already also always am amount an and another any anyone anything apologies
    apologise apologize apology appreciate appreciated are area around as ask asked assist assistance assure at attempt attention available aware away awesome back be because been before behalf being believe best better
    bit both bring business but by call can cannot care careful case cases cause caused chance channel check checked checking cheers clear come comes coming comment comments communicate company complaint complaints completely concern concerned concerning
    concerns contact contacted contacting could course customer customers day days dear deepest deeply definitely department details did different disappointed disappointing disappointment discuss distress do does doing done down during each earlier
    else encountered end ensure enough every everyone everything exactly excellence expect expectations expected experience experienced experiences explain express fall family far feedback feel feeling felt few find first follow following for forward forwarded found
    friend friends from frustrated frustrating frustration full fully further gain get gets getting give given glad go goes going good got grateful great had handle happen happened happening happens happy hard has have having he hear hearing heard hello help
    helping her here hey hi high higher him his hold honest hope hopefully hoping how however i if ill im impact important improve improving in inconvenience information input internally into investigate investigated investigating investigation is issue issues it
    its itself just keep kind kindly know known learn least let letting level like little ll local long look looked looking looks love made make makes making management manager many matter matters may me mean meet member message mind minute moment moments
    more most much must my myself name necessary need needs never new news next no normal not note noted nothing now number of off offer often oh ok okay on once one only open opportunity or other others our out over own pass passed patience people
    person personally pleasant please pleased point points possible post posted pride priority problem process provide provided proud quality query question questions quick quickly quite raised read reach reached reaching real really reason receive received
    regards regarding regret relevant remain reply report reported request require resolution resolve resolved respond responded response review reviewed reviewing right s said same satisfaction say saying see seem seems seen send sent serious seriously
    serve service services set share shared she short should show sincere sincerely sir situation small so some someone something sometimes soon sorry sort sound sounds speak special specialist specialists stand standard standards start state stay step still
    strive such support sure t take taken takes taking team teams tell than thank thanks that thats the their them themselves then there these they thing things think this those though thought thoughts through time times to today together told too top
    touch toward towards train training treat tried trouble truly trust try trying tweet two type unacceptable under understand understandable understanding unfortunately unhappy until up update updated updates upon upset us use used usual usually valuable value
    valued ve very via view visit visiting wait waiting want wanted was way we week weeks welcome well went were what whatever when where whether which while who whole why will wish with within without word words work working would write writing
    wrong year years yes yet you your yours yourself hang tight bear asap folks engineers engineer answer answered colleagues colleague developers morning afternoon evening tomorrow yesterday assessor outcome escalated logged reference resolutions complaints
    handler specialist moved triage investigators sits aim aims policy procedures hopes documents queued assessment reached funny
    """.split()
)
