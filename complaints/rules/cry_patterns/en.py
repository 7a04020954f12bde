"""English: how customers say that something is wrong, or right, and what only sounds like it."""

from typing import Final

from complaints.rules.cry_patterns.shape import BRAND, Family, Sign, words

_NOT: Final = (
    r"(?:not|isn'?t|aren'?t|wasn'?t|weren'?t|never|doesn'?t|does not|don'?t|do not|won'?t|will not|wouldn'?t|would not"
    r"|hasn'?t|has not|haven'?t|have not|didn'?t|did not|can'?t|cannot|couldn'?t|stopped|yet to|fail(?:s|ed)? to|refus(?:e|es|ed|ing) to)"
)
_NUMBER: Final = (
    r"(?:\d{1,4}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|over|many|a few)"
)
_SPAN: Final = rf"(?:{_NUMBER} ?(?:full |whole |long |more |working )?(?:min(?:ute)?s?|hrs?|hours?|days?|weeks?|months?|years?)\b)"
_WHEN: Final = (
    r"(?:(?:last |this )?(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|last (?:week|month|night|year)|this morning|about \d"
    r"|\d{1,2}(?:st|nd|rd|th)?\b|jan(?:uary)?|feb(?:ruary)?|march|april|may|june|july|aug(?:ust)?|sep(?:t|tember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_OF_MINE: Final = r"(?:my|our|me|us|(?:my |our )?(?:mum|mom|mother|dad|father|gran|nan|grandmother|grandad|wife|husband|partner|son|daughter)'?s?)"
_THING: Final = words(
    "order* parcel* package* delivery deliveries item* refund* money suitcase* luggage bag* baggage card* account* phone* sim router* "
    "broadband internet wifi wi-fi signal line landline connection service app website site bill* invoice* payment* booking* "
    "reservation* flight* ticket* boiler heating power electricity water washing_machine fridge laptop tv screen sofa mattress bed "
    "table chair appointment* prescription* engineer* technician* claim* replacement* subscription* membership contract policy meter "
    "statement voucher* code password e-?mail number"
)

_TROUBLE: Final = (
    # Does not work
    Sign(
        Family.BROKEN,
        rf"\b{_NOT} (?:even |be |been )?(?:work(?:ing|s|ed)?|load(?:ing|s)?|charg(?:e|ing) (?:up|any)|turn(?:ing)? on|start(?:ing)?|connect(?:ing)?|open(?:ing)?|sync\w*)\b",
    ),
    Sign(
        Family.BROKEN,
        rf"\b(?:not|isn'?t|never|hasn'?t been|has not been|still not|wasn'?t|nothing (?:is|has been|was)) (?:been |yet )?{words('fixed solved resolved sorted repaired restored')}",
    ),
    Sign(
        Family.BROKEN,
        r"\b(?:is|are|been|went|gone|goes|was|still) (?:completely |still |all |totally |back )?(?:down|dead|offline|broken|bust|knackered)\b",
    ),
    Sign(Family.BROKEN, r"\bkeeps? (?:on )?(?!get|improv|amaz|surpris|smil|up|custom|go)\w{3,14}ing\b"),
    Sign(
        Family.BROKEN,
        rf"\b{words('crash* glitch* flicker* faulty defective smashed damaged cracked torn ripped shattered mouldy moldy expired leaking soaked')}\b",
    ),
    Sign(
        Family.BROKEN,
        r"\b(?:died|broke|packed up|gave up|blew up) (?:after|within|down|in|on|everything|again)\b",
    ),
    Sign(
        Family.BROKEN, r"\bbroken (?:leg|screen|glass|door|zip|handle|wheel|seal|box|on arrival|and|again)\b"
    ),
    Sign(
        Family.BROKEN,
        r"\berrors? (?:out|message|code|page|every|when|again)\b|\bthrows? an? error\b|\bjust (?:loops?|spins?|freezes|hangs)\b|\bpage (?:just )?loops?\b",
    ),
    Sign(
        Family.BROKEN,
        rf"\b(?:no|without|zero|lost|any) (?:\w+ )?{words('internet broadband signal service heating hot_water power electricity wifi wi-fi connection gas landline dial_tone reception running_water')}\b",
    ),
    Sign(
        Family.BROKEN,
        rf"\b(?:can'?t|cannot|can not|couldn'?t|unable to|impossible to) (?:even |actually )?{words('log* sign* get access make receive send use pay reach call open cancel book change find connect see download order work enter check unsubscribe return')}\b",
    ),
    # Did not come, or wrong
    Sign(
        Family.MISSING,
        r"\bnever (?:arrived?s?|came|comes|turned up|showed(?: up)?|delivered|received|got|shipped|sent|happened)\b",
    ),
    Sign(
        Family.MISSING,
        rf"\b{_NOT} (?:yet |even |been |still )*(?:arrived?|arrive|turned up|turn up|come|delivered|received?|shown? up|shipped|attend|deliver)\b",
    ),
    Sign(Family.MISSING, rf"\bwhere(?:'s| is| are) (?:my|our|it\b|they\b|the {_THING})"),
    Sign(
        Family.MISSING,
        rf"\b(?:lost|losing|misplaced|mislaid) (?:my|our|his|her|their|the|a) (?:\w+ )?{_THING}",
    ),
    Sign(
        Family.MISSING,
        r"\b(?:vanished|disappeared|(?:went|gone|going|is|are|still) missing|nowhere to be (?:seen|found))\b",
    ),
    Sign(
        Family.MISSING,
        r"\b(?:marked|says?|saying|shows?|showing)(?: it| as| it's| it was| is)* [\"']?(?:delivered|handed|received|signed for|collected)\b",
    ),
    Sign(
        Family.MISSING,
        r"\b(?:no[ -]shows?|(?:missed|attempted) (?:appointment|delivery|slot)|stuck (?:in|at|on|with)|out for delivery[\"']? since)\b",
    ),
    Sign(
        Family.MISSING,
        r"\b(?:left|dumped|threw|thrown|chucked) (?:\w+ ){1,4}(?:on|in|at|over|outside) (?:the |a |my |our )?(?:doorstep|street|rain|bin|bins|fence|gate|hedge|pavement|road|garden)\b",
    ),
    Sign(
        Family.MISSING,
        rf"\b(?:sent|delivered|got|gave|received|shipped|charged|wrong|billed|given|ordered)\b.{{0,25}}\bwrong (?:\w+ )?{_THING}?",
    ),
    Sign(
        Family.MISSING,
        r"\b(?:ordered|bought|paid for|booked)\b.{0,50}\b(?:got|received|arrived|came|sent) (?:me |us )?(?:an? |the |only )",
    ),
    Sign(Family.MISSING, r"\binstead of (?:mine|my|ours?|the (?:one|right))\b", 1),
    # Waiting
    Sign(
        Family.WAITING,
        r"\b(?:still|been|are|am|i'?m|we'?re|keep) (?:been )?waiting\b|\bwait(?:ing|ed) (?:for |since |on |over |nearly |almost |more than )",
    ),
    Sign(Family.WAITING, rf"\bday {_NUMBER}\b"),
    Sign(
        Family.WAITING,
        r"\bstill (?:no\b|not\b|nothing|can'?t|cannot|haven'?t|hasn'?t|isn'?t|don'?t|doesn'?t|without|waiting|broken|charg|bill)",
    ),
    Sign(
        Family.WAITING,
        rf"\bon hold\b|\bin (?:a|the) (?:phone )?queue (?:for|since)\b|\b{_SPAN} on the phone\b",
    ),
    Sign(
        Family.WAITING,
        rf"\b(?:for|in|after|been|over|nearly|almost|already|past|with|a) (?:the (?:last|past) )?{_SPAN}",
        1,
    ),
    Sign(
        Family.WAITING, rf"\b{_SPAN} (?:ago|now|later|without|with no|and|of)\b|\b{_SPAN}[.!]", 1, alone=False
    ),
    Sign(Family.WAITING, rf"\bsince (?:about |around |the )?{_WHEN}", 1, alone=False),
    Sign(
        Family.WAITING,
        r"\b(?:second|third|fourth|fifth|sixth|\d(?:nd|rd|th)) (?:\w+ )?(?:time|week|day|month|engineer|attempt|call|complaint|outage|one|visit|appointment|email|letter)\b|\byet again\b|\banother (?:parcel|day|week|engineer|no|broken|failed)\b|\bevery (?:single )?time\b",
        1,
        alone=False,
    ),
    Sign(Family.WAITING, r"\bpromised\b", 1, alone=False),
    # Money
    Sign(
        Family.CHARGED,
        r"\b(?:charged|billed|debited|taken|took|deducted|paid|invoiced)\b.{0,40}\b(?:twice|again|double|two times|three times|for nothing|without (?:asking|consent|permission|warning|notice))\b",
    ),
    Sign(
        Family.CHARGED,
        r"\b(?:keeps?|still|are|is|been|stop|why (?:is|are|do)(?: they| you)?)(?: \S+)? (?:charg|bill|debit|invoic|tak)ing (?:me|us|my|our|money|him|her|them)\b",
    ),
    Sign(
        Family.CHARGED, rf"\b(?:charg|bill|overcharg|chas|invoic|threaten)(?:ed|ing) (?:me|us|{_OF_MINE})\b"
    ),
    Sign(
        Family.CHARGED,
        r"\bovercharg\w+|\bdouble[ -](?:charg|bill)\w+|\b(?:hidden|bogus|unexpected|surprise) (?:fee|charge|bill)s?\b",
    ),
    Sign(
        Family.CHARGED,
        r"\b(?:doubled|tripled|hiked|increased|put up) (?:my|our)\b|\b(?:my|our) (?:bill|direct debit|premium|payment|rent)s? (?:has |have )?(?:doubled|tripled|is wrong|are wrong|gone up|went up|jumped)\b",
    ),
    Sign(
        Family.CHARGED,
        r"\b(?:want|need|like|give me|give us|return) (?:my|our) money(?: back)?\b|\bhow do i get my money back\b",
    ),
    Sign(
        Family.CHARGED,
        r"\b(?:no|without a|denied (?:a|my)|refused (?:a|my)|chasing (?:a|my|the)|unpaid|my) refund\b|\brefund (?:was |is |still |has |never |keeps? )",
    ),
    Sign(Family.CHARGED, r"\b(?:got|get|getting|received?) (?:a |my |any )?refund out of\b", 1),
    Sign(Family.CHARGED, r"\bwants? (?:me|us) to pay\b|\boverdrawn\b"),
    Sign(
        Family.CHARGED,
        r"[£$€] ?\d[\d.,]* (?:bill|charge|fee|invoice)\b|\b(?:bill|charge|fee|invoice) (?:for|of) [£$€] ?\d",
        1,
    ),
    # Nobody answers or helps
    Sign(
        Family.UNANSWERED,
        rf"\b(?:no ?one|nobody|no-one|not one (?:person|of)|none of (?:them|you))\b.{{0,25}}\b{words('answer* pick* repl* respond* call* help* know* can* care* explain* show* tell* turn* come* came seems say* bother*')}",
    ),
    Sign(
        Family.UNANSWERED,
        rf"\b(?:no|zero|without an?y?|not a single|never an?y?) {words('reply response answer replies answers call_?back update* explanation apology help support solution communication luck')}\b",
    ),
    Sign(
        Family.UNANSWERED,
        rf"\b{_NOT} (?:even |bother(?:ed)? to |ever )?(?:answer|repl|respond|call(?:ed|ing)? (?:me |us )?back|get(?:ting)? back|got back|return(?:ed|ing)? my|listen|help)\w*",
    ),
    Sign(
        Family.UNANSWERED,
        r"\bignor(?:ed|ing|es) (?:me|us|my|our|for|all|every|it)\b|\bghost(?:ed|ing) (?:me|us)\b|\bfobbed (?:me |us )?off\b|\bbeing ignored\b",
    ),
    Sign(
        Family.UNANSWERED,
        r"\b(?:get|reach|speak|talk|contact|get hold|get through|find)(?: to| of)? (?:a |an |any |some)?(?:actual |real |single )?(?:human|person|anyone|anybody|someone at|somebody at|agent|being)\b",
    ),
    Sign(
        Family.UNANSWERED,
        r"\b(?:called|phoned|rang|rung|e-?mailed|written|wrote|messaged|chased|complained|tried|contacted|asked|reported|told|sent|spoken|been)\b.{0,30}(?:\b\d+ ?x\b|\btimes\b|\btwice\b|\bagain and again\b|\bnothing\b|\bno reply\b|\bignored\b|\bin circles\b)",
    ),
    Sign(
        Family.UNANSWERED,
        r"\b(?:passed|sent|bounced|pushed|shunted) (?:me |us )?(?:from (?:pillar|one)|around|round|between|back and forth)\b|\b(?:going|goes|went|go) (?:round )?(?:in circles|nowhere)\b",
    ),
    Sign(Family.UNANSWERED, r"\b(?:closing|closed|close) my (?:ticket|case|complaint)\b"),
    Sign(
        Family.UNANSWERED,
        r"\b(?:copy[ -]?(?:and[ -])?paste|canned|automated|chat ?bots?|bots?|template) ?(?:reply|replies|response|responses|answer|message)?\b",
        1,
    ),
    Sign(
        Family.UNANSWERED,
        r"\b(?:says?|said|tells?|told|advice is)(?: me| us)?(?: to)? (?:talk|speak|go|call|ask|contact|ring|visit|wait)\b",
        1,
    ),
    Sign(
        Family.UNANSWERED,
        rf"\b{_NUMBER} (?:different )?(?:reference|ticket|case|complaint)(?: number)?s\b",
        1,
    ),
    Sign(Family.UNANSWERED, r"(?:\b(?:but|and|then|since)|[,.]) nothing\b", 1),
    # Cancelled, blocked, refused
    Sign(
        Family.REFUSED,
        rf"(?<!\bi )(?<!\bi've )(?<!\bwe )(?<!\bto )\b(?:cancell?ed|closed|rebooked|downgraded|rescheduled|moved|changed|cut off|disconnected|switched off|deleted|blocked|locked|froze|frozen|suspended|disabled|hacked|restricted|lost) (?:{_OF_MINE}|on us)\b",
    ),
    Sign(Family.REFUSED, r"\b(?:locked|shut|kicked|thrown) out of (?:my|our)\b|\bafter the hack\b"),
    Sign(
        Family.REFUSED,
        rf"\b(?:refus(?:e|es|ed|ing)|won'?t|will not|wouldn'?t|not willing|unwilling|declin(?:e|es|ed|ing)) (?:to )?{words('refund pay give honou?r replace accept take let say cancel explain help fix repair send exchange cover compensate release close reimburse')}\b",
    ),
    Sign(
        Family.REFUSED,
        r"\bkeeps? moving (?:my|our|the)\b|\b(?:no|without) (?:any )?(?:notice|warning|reason|explanation)\b",
        1,
    ),
    # Pleas
    Sign(
        Family.PLEA,
        r"\b(?:can|could|will|would|pls|please) (?:some ?(?:one|body)|any ?(?:one|body)|you|u) (?:please |pls |actually |at \S+ |from \S+ )*(?:help|look|sort|fix|explain|tell|call|check|advise|chase|give|stop|respond|answer|investigate)\b",
    ),
    Sign(Family.PLEA, r"\bhelp (?:me|us)\b|\bplease help\b|\bneed (?:some |your )?help\b|\bhelp ?[!?]"),
    Sign(
        Family.PLEA,
        r"\b(?:any ?(?:one|body)) else(?:'s)? (?:having|got|with|seeing|unable|struggling|no\b|lost|getting|lose|experiencing)|\bfor any ?(?:one|body) else\b|\bjust me or\b",
    ),
    Sign(
        Family.PLEA,
        r"\bwhat (?:am i|are we|do i|should i|can i|do we) (?:supposed|meant|do|expected)\b|\bany ?(?:one|body) know (?:how|what|who|why|where)\b|\bhas any ?(?:one|body) (?:\w+ )?(?:ever|actually|managed|got|had)\b",
        1,
    ),
    Sign(
        Family.PLEA,
        r"\b(?:urgent(?:ly)?|desperate(?:ly)?|asap)\b|\bhow (?:do|can) i (?:complain|cancel|get out|escalate|claim)\b|\bneed to (?:pay|work|call|travel)\b",
        1,
    ),
    # Anger
    Sign(
        Family.ANGER,
        r"\bthanks for nothing\b|\bno thanks to\b|\bnever again\b|\bmoney for nothing\b|\bwaste of (?:time|money)\b",
    ),
    Sign(
        Family.ANGER,
        rf"\b{words('disgrac* disgust* unacceptable appalling shocking shambles shambolic useless ridiculous outrageous nightmare pathetic awful terrible horrendous dreadful horrible incompetent fuming furious livid scam scammed rip-?off liars? lied lying unreal worst fed_up sick_of had_enough atrocious farce clowns cowboys joke infuriating frustrat* stress* unbelievable hopeless abysmal rubbish crap')}\b",
        1,
    ),
    Sign(Family.ANGER, r"\b(?:problem|issue|trouble|mistake|complaint)s?\b(?! with my interview)", 1),
    Sign(
        Family.ANGER,
        r"\bit (?:isn'?t|is not|wasn'?t|hasn'?t|didn'?t|doesn'?t)\b|\bwhy (?:is|are|do|does|can'?t|won'?t|has|have)\b",
        1,
    ),
    # What it cost
    Sign(
        Family.LOSS,
        rf"\b(?:took|taken|wasted|lost|missed) (?:{_NUMBER} )?(?:whole |full |more )?(?:days?|hours?|afternoons?|mornings?|weeks?) (?:off|of|waiting|work)\b",
    ),
    Sign(
        Family.LOSS,
        r"\bfor nothing\b|\bi work from home\b|\bruined (?:my|our)\b|\bkids asleep\b|\b(?:baby|newborn|toddler|disabled|elderly) in (?:this|the) house\b|\b(?:rent|wages|landlord|mortgage)\b|\bout of pocket\b",
        1,
    ),
    # Little by itself
    Sign(
        Family.WAITING,
        rf"\b(?:{_NUMBER} (?:\w+ )?(?:minutes|hrs|hours|days|weeks|months)|an hour|a week|a month|a fortnight)\b",
        1,
        alone=False,
    ),
    Sign(
        Family.WAITING,
        rf"\b{words('delay* late overdue backlog* postpone* reschedul* pending reviewing under_review running ages forever eternity still chasing any_day_now on_its_way')}\b",
        1,
    ),
    Sign(
        Family.WAITING,
        r"\bagain\b|\bonce more\b|\bthe same\b|\btwice\b|\b(?:three|four|five|\d) times\b|\bevery (?:one|week|month|day|evening|night)\b",
        1,
        alone=False,
    ),
    Sign(
        Family.BROKEN,
        rf"\b{words('leak* flood* burst hole* scratch* dent dents dented stain* mould mold smell* stink* stank filthy dirty fault fail failed failing fails bug buggy empty unfinished warning_light came_off fell_off fell_apart collapsed nonsense bricked greyed_out brown_water left_behind out_of_warranty useless rubbish')}\b",
        1,
    ),
    Sign(
        Family.MISSING,
        rf"\bwithout an?y? \w+|\b{words('swap* substitut* half_of stranded abandoned limbo stuck lost missing wrong somebody_else nowhere')}\b",
        1,
    ),
    Sign(
        Family.CHARGED,
        rf"\b{words('debt debts debt_collector* collectors bailiffs penalty extra fee fees deposit payout* invoice* refund* compensation')}\b",
        1,
    ),
    Sign(
        Family.REFUSED,
        rf"\b{words('rejected declined denied refused threat* cancelled canceled blocked suspended withdrew shrugged')}\b",
        1,
    ),
    Sign(
        Family.UNANSWERED,
        rf"\b{words('hung_up cuts_off cut_off cut_me_off runaround excuse* another_form then_a_form the_form press_one call_centre helpline ticket_number recorded_message automated_message in_person')}\b|\bthey (?:want|ask|say|said|claim|keep)\b|\bnow (?:they|it|wants?|i'm told)\b",
        1,
    ),
    Sign(
        Family.LOSS,
        rf"\b{words('ruined injured hurt pain sick ill allerg* coeliac unsafe dangerous freezing my_kid my_kids my_child my_business in_tears crying homeless stress* panicking ceiling')}\b",
        1,
    ),
    Sign(
        Family.ANGER,
        r"\bhow (?:hard|is (?:this|that|it)|does (?:this|it) work|many|long|much longer)\b|\bexplain (?:to me|how|why)\b|\bclass act\b|\bseriously\b|\breally\?|\b(?:wtf|ffs|ugh|smh|omg)\b|\bdo i have to\b|\bwell\? |\bexcuse me\?|\bwho do i\b|\bwish i was joking\b|\bplease (?:rt|share|boost)\b|\bsome(?:one|body) else'?s (?:order|address|name|parcel|account)\b",
        1,
    ),
)

_REST: Final = (
    Sign(Family.OWN, r"\b(?:i|i'm|i've|i'd|i'll|im|ive|my|me|mine|we|we're|we've|our|us)\b", 0),
    Sign(
        Family.SOLVED,
        rf"\b(?:finally |now |all |been |was |got |just |have |has |fully |is )?{words('refunded fixed sorted resolved replaced repaired restored reimbursed credited')}\b|\bgot (?:my|our|the) money back\b|\bsolved it\b|\bworks? again\b",
        1,
    ),
    # Praise
    Sign(
        Family.PRAISE,
        r"\bthank(?:s| you|you)\b(?! for nothing)(?! in advance)|\bcheers to\b|\bkudos\b|\bshout[ -]?out\b|\bcredit where\b|\bhats off\b|\bgrateful\b|\bappreciate\b",
    ),
    Sign(
        Family.PRAISE,
        r"\b(?:i |we |just |absolutely |really )?lov(?:e|ed|ing) (?!to know)|\brecommend(?:ed)?\b|\bimpressed\b|\bdelighted\b|\bhappy (?:with|customer)\b|\bpleased with\b|\bcan'?t fault\b",
    ),
    Sign(
        Family.PRAISE,
        r"\bthe best\b|\b(?:best|nicest|kindest) (?!before|way|to)\w+|\b(?:so|always|really|very|super|incredibly) (?:kind|helpful|friendly|polite|patient|quick|fast|easy|lovely|good)\b",
    ),
    Sign(
        Family.PRAISE,
        r"\b(?:never|not once) had (?:a |any |one )?(?:single )?(?:problem|issue|complaint|trouble)s?\b|\bno complaints\b|\bno questions asked\b|\brespect\.|, respect\b|\bcheers\b|\babove and beyond\b|\bthat is how you\b|\bthat's how you\b",
    ),
    Sign(
        Family.PRAISE,
        r"\b(?:same day|a day early|days? early|ahead of (?:time|schedule)|in (?:ten|five|\d+) minutes|for free|first time)\b|\blegends?\b",
        1,
    ),
    Sign(
        Family.PRAISE,
        rf"\b{words('fantastic amazing brilliant excellent superb wonderful lovely outstanding awesome perfect great good_job well_done nice_work good_service spotless flawless smooth')}\b",
        1,
    ),
    Sign(
        Family.PRAISE,
        rf"\b{words('fair_play saved sent_flowers worth_every good_as_new still_going_strong lifesaver* helped_me helped_us went_out_of shoutout made_my_day what_a_service thoughtful painless big_love')}\b",
        2,
    ),
    # Noise
    Sign(
        Family.GIVEAWAY,
        r"\bgive-?aways?\b|\b(?:chance to|enter to|could) win\b|^win an? |\bto enter\b|\bprize draw\b|\b(?:like|follow|boost|share|repost|tag)(?: (?:and|&|\+) | ?\+ ?)(?:\w+ )?(?:to |enter|win|share|boost|follow|repost)",
    ),
    Sign(
        Family.JOB,
        r"\b(?:we(?:'re| are)|now|is|are) (?:hiring|recruiting)\b|\bis looking for (?:an? )?(?:\w+ )?(?:engineer|developer|manager|designer|driver|analyst|assistant|nurse)|\bapply (?:now|here|by|at|:)|\bapply:|\bsend (?:us )?your cv\b|\bvacanc(?:y|ies)\b|\bjob (?:opening|alert|fair)\b|\bjoin our team\b|\b(?:my|an|job) interview\b|\b(?:used to |i |he |she |who )work(?:s|ed)? (?:for|at)\b|\bfirst day at\b|\bgot the job\b|\bnew job\b",
    ),
    Sign(
        Family.OFFER,
        r"\d ?% off\b|\b(?:use|with|discount|promo|voucher) (?:the )?code\b|#ad\b|#sponsored\b|\blink in (?:the |my )?bio\b|\bblack friday\b|\bsale (?:now|starts|ends)\b|\bmoney off\b",
    ),
    Sign(
        Family.MARKET,
        r"\bshares? (?:in|of|fall|fell|rise|rose|jump|slide|slip|drop|up|down|price|close)\b|\bstocks? (?:up|down|price|falls?|rises?|jumps?|slides?)\b|\bpre-?market\b|\bnasdaq\b|\bftse\b|\b(?:quarterly|annual|half-year) (?:results|profit|earnings)\b|\btrading update\b|\bdividend\b|(?<!\w)\$[a-z]{2,5}\b|\bmarket cap\b|\bipo\b",
    ),
    Sign(
        Family.NEWS,
        rf"{BRAND} (?:plc |ltd |group |bank )?(?:announces?|announced|launch(?:es|ed)|unveils?|opens?|opened|acquires?|buys|raises|cuts|sponsors?|reports|plans|faces|agrees|wins|names|appoints|expands|confirms|to (?:cut|close|open|launch|buy|merge|raise|invest|pay|sell|add|create))\b",
    ),
    Sign(
        Family.NEWS,
        r"\b(?:regulator|ofgem|ofcom|watchdog|mps|minister|ministers|parliament|senate|court|tribunal|judge|union|unions|lawsuit|inquiry|investigation|ombudsman) (?:\w+ )?(?:fines?|fined|says?|said|orders?|ordered|rules?|ruled|questions?|calls?|warns?|sues?|finds?|found|probes?|opens?|investigat\w+|over|into|against|approves?)\b|\bmps question\b|\bfined?s? [£$€]|\bmillion customers\b|\bthousands of (?:users|customers|people|homes)\b|\b(?:users|customers) (?:report|complain|left|face|say)\b|\baccording to\b|\b(?:company|spokes\w+|firm|union|report|police) (?:said|says)\b|\bwas caused by\b|\boutage trackers?\b|\bis becoming\b",
    ),
    Sign(
        Family.NEWS,
        r"\btalk at \d|\bkeynote\b|\bpodcast\b|\bwebinar\b|#\w*conf\b|\breview:|\bunboxing\b|\bhands-on\b|\bpress release\b|\bboycott\b|\brecalls? \d|\bstrike dates\b|\bnew post\b|^reminder\b|\bto switch off\b|\bhere is what\b|^selling\b|\bfor sale\b|\bstadium\b|\bpros and cons\b",
    ),
    Sign(
        Family.GUIDE,
        r"^how (?:to|do you) \w+|\bguide\b|\btutorial\b|\bstep[ -]by[ -]step\b|\btemplate letter\b|\btips (?:for|on|to)\b|\bhere'?s how\b|^(?:pro ?)?tip\b|^psa\b",
    ),
)

SIGNS: Final = _TROUBLE + _REST
