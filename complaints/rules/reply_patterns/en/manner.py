"""English: how a reply is said, to how many, and that it is worked on."""

from typing import Final

from complaints.rules.reply_patterns.shape import Pattern

_MANY: Final = r"(?:customers?|users?|passengers?|guests?|members?|subscribers?|players?|residents?|travell?ers?|drivers|buyers?|people|households?|homes|properties|accounts|everyone|policyholders|students|patients|visitors|clients|shoppers|trains|flights|services|deliveries|models|stores|areas|locations|regions|desks|jobs|systems)"

MANNER: Final[tuple[Pattern, ...]] = (
    Pattern(
        "collective",
        "en",
        rf"\b(?:some|several|many|most|all|affected|other|a (?:small )?(?:number|handful|group|few) of"
        rf"|\d[\d,]{{0,8}}|about \d[\d,]{{0,8}}|any|our|these|those) (?:of (?:our|you"
        rf"|the) )?(?:\w{{1,15}} ){{0,2}}?{_MANY}\b|\b(?:some|many|lots|most|all|those|a few"
        rf"|several) of you\b|\bto (?:everyone|everybody|all)\b|\b(?:everyone|everybody|anyone"
        rf"|anybody) (?:who|travell?ing|affected|with|back|else|in|on|watching)\b|\bfor (?:everyone"
        rf"|everybody)\b|\bevery affected\b|\b(?:all|most) (?:our |of our )?(?:plans|prices|models|accounts"
        rf"|orders|parcels|devices|branches)\b|\bfolks\b(?! at)|\b{_MANY} (?:who|in|across|that|may|might"
        rf"|will|are|should|can|travell?ing|affected|with|bought|on)\b|\bto all\b|\beveryone (?:affected"
        rf"|who|back)\b|\banyone (?:who|affected|with)\b",
        "Names many.",
        "Some customers may have trouble making calls.",
        weak=True,
    ),
    Pattern(
        "collective",
        "en",
        r"\b(?:we(?:'re| are) (?:currently |still )?(?:aware|investigating|experiencing|recalling"
        r"|working with|seeing|carrying out|upgrading)|(?:this|the) (?:incident|outage|issue|disruption"
        r"|problem|fault) (?:has been|is now|was|affects|affecting|is affecting|started)|outage|power cut"
        r"|recall(?: notice|ing)?|stop using|do not (?:eat|use|consume)|any store for|use by|batch"
        r"|lot number|safe to drink|burst main|following a |fixed by|customer data|all (?:queued |affected "
        r"|systems|services|jobs)|queued jobs|may (?:experience|see|have|fail|be)|(?:planned|scheduled"
        r"|essential|emergency|overnight|routine) (?:\w{1,12} )?(?:maintenance|works?)|maintenance (?:work"
        r"|tonight|window|from|on|between)|disruption|elevated error|degraded|signalling|burst main|strike"
        r"|bad weather|severe weather|heavy snow|storm|service update|update:|public notice|please note"
        r"|next update|further updates?|updates? (?:here|will follow|on)|until further notice"
        r"|our policy (?:is|applies|for)|teams? (?:are|is) (?:on site|working to)|as soon as (?:we|more)"
        r"|payments are|trains are|prices|tariffs|(?:our )?(?:branches|stores|shops|offices|lines"
        r"|depots) (?:will )?(?:close|closed|open|are closed|reopen)\w{0,2}|close early|reopen\w{0,2}"
        r"|as (?:usual|normal)|works? as normal|from \d{1,2} (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov"
        r"|dec)\w{0,6} (?:our|all|we|prices)|watch out|beware|scams?|phishing|(?:we(?:'ll)?"
        r"|we will) never ask|never ask (?:you|any|for)|servers?|patch|hotfix|downtime|roll(?:ing|ed)? ?out"
        r"|the \d[\d.]{0,6} update|update fixes|regarding the|an update on|(?:hi|hello) (?:everyone"
        r"|everybody|all|folks)|dear (?:customers|guests|all|passengers|members)|returning to normal"
        r"|(?:lots|number|several|many) of reports|reports of|new recipe|old recipe|industrial action"
        r"|flat out|queues?|(?:sailings|flights|departures|trains|services|buses|ferries|deliveries"
        r"|collections|payments|shows|classes|lifts|roads?|line \d|branches|offices|stores|shops"
        r"|contact cent(?:re|er)|lines) (?:[\w'-]{1,15} ){0,6}?(?:is|are|will be|have been"
        r"|has been)? ?(?:cancelled|canceled|closed|delayed|suspended|postponed|paused|disrupted|affected"
        r"|back|running)|back up\b|bank holiday|christmas|new year|(?:card|online|bank) payments|parts of"
        r"|on sale|our (?:\w{1,15} )?policy|as a precaution|withdrawn|(?:increase|rise) in (?:costs|prices)"
        r"|now starts at|circulating|fake|no personal data|personal data (?:was|were|has)|statement on"
        r"|there (?:are no (?:trains|buses|flights|ferries|services|sailings|deliveries)|(?:is"
        r"|are) (?:currently|a (?:problem|fault)))|delays of|due to (?:high|strong|heavy|bad|severe|adverse"
        r"|industrial|a )|closed between|hygiene reasons|emails are going out|working on a fix"
        r"|have (?:been )?issued automatically|situation is|in response to (?:the|recent)|recent (?:reports"
        r"|posts|comments)|we(?:'ve| have) seen (?:the |your |lots|many|a lot)|here to stay"
        r"|are being restarted|high (?:demand|volumes?)|until further|services? (?:is|are) (?:now "
        r"|currently |back )?(?:down|running|restored|unavailable|suspended|operating))\b",
        "The words of a notice.",
        "We are aware of an outage.",
    ),
    Pattern(
        "personal",
        "en",
        r"\b(?:your (?:order|account|booking|parcel|refund|flight|case|claim|line|router|meter|bill|invoice"
        r"|payment|card|case|ticket|complaint|message|stay|room|visit|experience|feedback|review|return"
        r"|delivery|subscription|bag|item|package|area|street|reservation|policy|details|dm|phone|number"
        r"|name|reading|bin|seat|plan|contract|deposit|instance|trip|comments|report|driver|loyalty"
        r"|membership|patience with|home|photos?|email)|(?:you|u) (?:were|paid|bought|ordered|booked|asked"
        r"|sent|called|told|received|had|can(?: also)? (?:dm|message|send|email|call)|signed|returned|gave"
        r"|agreed|contacted|mention(?:ed)?)|\bi(?:'ve|'m|'ll| have| am| will| can| was| spoke| checked"
        r"| would)\b|(?:^(?:hi|hello|hey|dear|hiya|thanks|ty|sorry|(?:good )?(?:morning|afternoon"
        r"|evening))(?: there)?,? (?!all|every|folks|customers|guests|passengers|there|valued|for|to|about"
        r"|that|you|we|the|this|in|of|and|it|if|as|our|any|so)[a-z]{2,15}[,.!:-]?(?: |$))"
        r"|\A(?!(?:unfortunately|today|tonight|currently|please|yes|no|update|sorry|hi|hello|hey|also"
        r"|however|right|due|folks|all|everyone|as|ok|okay|well)\b)[a-z]{3,12}, )",
        "Speaks of one customer's own case.",
        "Your order was split.",
    ),
    Pattern(
        "personal",
        "en",
        r"(?<!if )(?<!of )(?<!thank )(?<!that )(?<!bearing with )\b(?:you(?!'ll (?:be able|still))|your"
        r"|you're|you've|ur|i|i'm|i've|i'll|my)\b",
        "A second or first person, which a notice to everybody seldom has.",
        "Could you say more?",
        weak=True,
    ),
    Pattern(
        "kind",
        "en",
        r"(?:\b(?:so sorry|really sorry|sorry|apolog\w{3,6}|our (?:bad|mistake|fault)|(?:total"
        r"|entire)ly (?:our|on us)|you(?:'re| are| were) (?:absolutely |quite |totally )?right"
        r"|thanks(?: so much| a lot| again)?|thank you|happy to|glad|good news|great news|enjoy"
        r"|as a (?:thank you|treat|goodwill|gesture|apology)|on us|hope|welcome|appreciate|spotting|deserve"
        r"|take care|best wishes|for the (?:trouble|wait|scare|hassle|bother)|free of charge"
        r"|on the house)\b|[💚💛💜🧡💙❤😊🙂🙌✨😍🥰🙏👍])",
        "Regret, thanks, care.",
        "So sorry for the scare.",
    ),
    Pattern(
        "warm",
        "en",
        r"(?:\b(?:so sorry|really sorry|truly sorry|sorry (?:for|about|you|that)|our bad|entirely our"
        r"|you(?:'re| are| were) (?:absolutely |quite |totally )?right|thanks so much|thank you(?: so much"
        r"|,? \w{2,12},)? for|thanks for (?:your patience|letting|the|spotting|helping|flagging|bearing)"
        r"|good news|great news|as a (?:thank you|treat|goodwill|gesture|apology)|enjoy|for the (?:trouble"
        r"|wait|scare|hassle|bother|worry|inconvenience)|hope (?:you|this|that|to)|no need to|anything else"
        r"|happy to|on the house|take care|have a (?:lovely|great|good)|don't worry|any (?:trouble"
        r"|questions|problems)|if (?:it|you|anything)[^\n]{0,40}(?:let (?:us|me) know|reply here|tell (?:us"
        r"|me)|shout))\b|[💚💛💜🧡💙❤🙌✨🥰])",
        "More than manners: owns the fault, cares for the trouble, thanks for the hint.",
        "Thanks so much for helping us.",
    ),
    Pattern(
        "process",
        "en",
        r"\b(?:look(?:ing|ed)? into|look(?:ing|ed)? at (?:this|it|that|your|what)|work(?:ing)? (?:on|to)"
        r"|pass(?:ed|ing|es)?\b[^\n]{0,40}(?:on|along|to)\b|forward(?:ed|ing)?|escalat\w{1,4}|logged"
        r"|shar(?:e|ed|ing) (?:this|your|it|with)|feed(?:ing)? (?:this|it|back)|fed back|investigat\w{1,5}"
        r"|review(?:ing|ed)?|check(?:ing)?|chas(?:e|ing)|get back|come back|back (?:to you|in touch)|(?:be"
        r"|get) in touch|updates?|let you know|find(?:ing)? out|find out what|gonna|leave it with"
        r"|discuss(?:ed)?|raise[d]?|noted|note of|assigned|asked|received|report(?:ed|ing)?|soon|resolve"
        r"|on it|bear with|hang tight|improv\w{1,4})\b",
        "",
        "We are looking into it.",
    ),
    Pattern(
        "apology",
        "en",
        r"\b(?:sorry|sincer\w{3,5} apolog\w{3,6}|apologi[sz]e(?:s|d)?|apolog(?:y|ies)|regret(?:s|ted)?"
        r"|saddened|sad to|disappoint\w{2,5}|understand (?:how|your|that|the)|frustrat\w{2,5}"
        r"|upset(?:ting)?|heartbroken|devastated|disheartened|inconvenience|distress|shame|not (?:the|what"
        r"|how) [^\n]{0,40}(?:we|standard|experience)|below (?:the|our) |fell short|let you down"
        r"|unacceptable|isn't (?:acceptable|good enough)|forgive|bummer|oh no|deeply|awful|deserve"
        r"|must (?:have )?be(?:en)?|imagine|at the heart|strive|determined|difficult|miss(?:ed)? the mark"
        r"|nobody should|pride ourselves)\b",
        "Regrets.",
        "We are truly sorry for the distress.",
    ),
    Pattern(
        "dismissive",
        "en",
        r"\b(?:as (?:per|stated in|clearly stated in|you (?:were|would|agreed)) (?:the |our )?(?:t&cs?"
        r"|terms|conditions|contract|policy|website|agreement)[^\n]{0,30}|you (?:agreed|signed|accepted"
        r"|chose|should have|ignored|failed to|didn't bother|did not (?:read|follow|bother)|clearly"
        r"|obviously|were (?:told|warned|informed|well aware)|knew|must have|will find that you"
        r"|would have known|would know|can't expect|cannot expect|expected (?:a|the|us|to)"
        r"|only have yourself)|(?:if you|had you) (?:had )?(?:read|looked|bothered|checked|followed)"
        r"|read (?:the|before|your)[^\n]{0,30}(?:next time|terms|contract|conditions|small print|book)"
        r"|(?:read|check|book|order|look|think|arrive)[^\n]{0,40}next time|nobody (?:else|forced|made)"
        r"|no one else|never (?:had|has) (?:any|a) (?:complaint|problem|issue)|not our (?:problem|fault"
        r"|responsibility|job|concern)|your (?:own )?(?:fault|responsibility|problem|mistake|choice)"
        r"|funny how|with all due respect|sorry you feel that way|(?:sorry|regret) (?:that )?you feel"
        r"|like everybody else|like everyone else|in black and white|calm down|end of (?:story|discussion)"
        r"|get over|grow up|deal with it|tough luck|good luck with|we (?:don't|do not) (?:care"
        r"|need customers)|(?:reviews|comments|social media) (?:is|are) not the place"
        r"|waste of (?:our )?time|stop (?:posting|spamming|complaining|tweeting)|take your (?:business"
        r"|custom)|feel free to (?:go|leave|shop) elsewhere|you get what you pay for|what did you expect"
        r"|(?:perhaps|maybe) (?:you should|read|try|next)|simple as that|common sense|obviously"
        r"|it's not rocket|clearly states?|we(?:'ve| have) (?:already )?(?:explained|told you"
        r"|answered)[^\n]{0,25}(?:already|times|before|twice)?|case closed|closing\b|matter (?:is )?closed"
        r"|nothing (?:more|else|further) (?:to (?:add|say)|we can)|false (?:claims?|accusations?"
        r"|allegations?)|slander|defamat\w{3,5}|fake review|competitor|have a lovely day|hobby|drama|troll"
        r"|no,? you can't|between you and|take it up with|not (?:interested|going to argue|our policy)"
        r"|(?:cannot|can't) be (?:held )?(?:responsible|accountable|liable)|not (?:responsible|liable)"
        r"|if you (?:don't|do not) like|somewhere else|elsewhere then|rules are rules|no exceptions"
        r"|when you (?:ticked|signed|clicked)|(?:ticked|clicked through)|(?:would|could) never (?:say|do"
        r"|behave|act)|hard to believe|never happened|(?:you|your \w{3,10}) (?:were|was) (?:very "
        r"|extremely |so )?(?:rude|abusive|aggressive|late|drunk|shouting)|(?:thousands|hundreds"
        r"|millions) of (?:happy|satisfied)|no refunds|says so (?:on|in)|couldn't be bothered|stand by our"
        r"|won't be discussing|(?:won't|will not) (?:discuss|argue|engage)|nothing further|lol"
        r"|congratulations|you(?:'ve| have)? (?:clearly |obviously |simply )?(?:misunderstood|misread"
        r"|failed|forgot|forgotten|ignored|chosen|entered the wrong|typed the wrong|picked the wrong)"
        r"|(?:customer's|your own|your|buyer's|guest's|traveller's) (?:own )?responsibility"
        r"|what happens when you (?:wait|leave|buy|book|pay|order|ignore)|quick (?:google|search|look)"
        r"|(?:terms|rules|policy|website|listing|description|sign) (?:is|are|was|were) (?:quite |very "
        r"|perfectly |crystal )?clear|(?:don't|do not) negotiate|(?:didn't|did not|don't|never) (?:follow"
        r"|read|bother|check|open|listen|use)\b|two sides to|(?:entered|typed|chose|booked"
        r"|picked)[^\n]{0,40}yourself\b|there's nothing to|if you (?:had|want)[^\n]{0,20} (?:read|quality)"
        r"|as (?:i|we)(?:'ve| have)? (?:already )?(?:said|told|explained|stated)|(?:buy|pay|fly"
        r"|choose) (?:cheap|the cheapest)|cheapest (?:room|fare|ticket|seat)|welcome to (?:take|go|leave)"
        r"|bad reviews?|blackmail|threat(?:en|s)?|entitled (?:to your opinion|people))\b",
        "Blames the customer, brushes off, mocks, or refuses coldly.",
        "You should have read the terms.",
    ),
)
