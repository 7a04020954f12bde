"""English: the words that engage with a problem, and those that only seem to."""

from typing import Final

from complaints.rules.reply_patterns.shape import MONEY, Pattern, words

_DAY = (
    r"(?:\b(?:today|tonight|tomorrow|yesterday|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|noon|midday"
    r"|(?:this|next|same) (?:week|month|morning|afternoon|evening|day)|end of (?:the |this )?(?:day|week"
    r"|month)"
    r"|(?:within|in|up to|take|next) (?:the next )?(?:\d{1,3}|an?|one|two|three|four|five|six|seven|ten"
    r"|fourteen)"
    r"(?: ?(?:to|or|-) ?\w{1,8})? (?:working |business |calendar )?(?:minutes?|hours?|days?|weeks?)"
    r"|\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6} \d{1,2}|\d{1,2}/\d{1,2}"
    r"|(?:the|by|on|until|before) \d{1,2}(?:st|nd|rd|th)|between \d{1,2}|at \d{1,2}[:.]\d\d|(?:until|by"
    r"|before|after|at) \d{1,2} ?(?:am|pm))\b)"
)
_US = r"(?:we|i|they|he|she|our (?:\w{1,20} )?(?:teams?|engineers?|drivers?|technicians?|colleagues?|managers?|couriers?|crew|staff|people|chef|contractors?|mechanics?|agents?|warehouse|depot|suppliers?|systems?|records|assessors?|accounts|advis[eo]rs?|partners?|installers?|nurse|doctor|kitchen|store|shop|branch|bank|provider|logs|notes|checks?|tests?)|(?:the|an?) \w{1,20}(?: (?!was|were|is|are|be\b|to\b|and\b)\w{1,20})?)"
_HAVE = (
    r"(?:'ve| have| has|'d| had)?(?: (?:now|also|already|just|since|both|fully|today|immediately"
    r"|therefore|then))?"
)

# Verbs that say by themselves what was done to the case.
_DONE = words(
    "refunded part-refunded credited reimbursed repaid compensated reversed canceled cancelled replaced "
    "reissued "
    "re-issued rebooked re-booked rescheduled waived corrected amended restored reconnected reinstated "
    "unlocked "
    "unblocked unfrozen dispatched despatched shipped repaired swapped exchanged deducted recalculated "
    "rebilled capped "
    "reduced lowered deactivated switched approved reset re-set downgraded upgraded paid transferred "
    "removed lifted "
    "released booked re-sent resent rerouted refitted wiped recovered blocked"
)
_DO = words(
    "refund credit reimburse repay compensate reverse cancel replace reissue re-issue rebook re-book "
    "waive correct amend "
    "restore reconnect reinstate unlock unblock swap exchange deduct recalculate reduce remove lift "
    "release pay collect "
    "return_the give_you_back honour honor"
)
# Verbs that need their object: one can also send a message or raise a concern.
_DONE_TO = words(
    "sent posted ordered arranged scheduled added given put taken returned issued raised set made changed "
    "updated fixed "
    "opened extended delivered collected deleted processed applied installed moved refilled charged found"
)
_THING = (
    r"(?:refunds?|credit(?: note)?|replacements?|order|booking|meter|seats?|session|decision|money|deposit"
    r"|balance|transfer|reading|account back|line|hub|valve|bag|cancellation|vouchers?|parcel|package"
    r"|cheque|label|card|size|pair|upgrade|voucher|engineer"
    r"|technician|courier"
    r"|bills?|invoice|charges?|fees?|payments?|sim|router|parts?|items?|claim|appointment|visit|bug|error"
    r"|fault|leak"
    r"|cable|password|limit|discount|tariff|plan|subscription|direct debit|deposit|points|statement|seat"
    r"|ticket|contract)\b"
)
_NOT_TALK = r"(?:(?!message|\bdms?\b|e-?mail|inbox|feedback|comment|concern|\bteam|department|colleague|\n).)"
# What one does with a complaint and not with the problem: to note it, pass it on, look into it.
_TALK: Final = (
    r"(?:passed|forwarded|logged|escalated|shared|noted|reported|flagged|notified|informed|received"
    r"|registered|recorded|reviewed|looked|tried|wanted"
    r"|needed|hoped|loved|liked|appreciated|apologi[sz]ed|understood|heard|seen|read|spoken|spoke|contacted"
    r"|reached|followed|responded|replied|answered|messaged|e-?mailed"
    r"|dm'?e?d|written|wrote|strived|aimed|worked|valued|prided|regretted|felt|assured|assigned|highlighted"
    r"|fed|let|chased|submitted|started|been|had|got in|thanked|disappointed"
    r"|frustrated|inconvenienced|caused|concerned|saddened|disheartened|upset|appointed|called|asked|told"
    r"|(?:raised|opened|logged|created) (?:this|it|your|an? (?:\w{1,12} )?(?:ticket|case|query|complaint"
    r"|investigation|report|request|enquiry)|the (?:matter|issue|complaint))|taken (?:this|it|your|on board"
    r"|note|the time)"
    r"|made (?:aware|us|you|a note|sure)|given (?:this|us|feedback)|left|used|pleased|delighted|trusted"
    r"|treated|experienced|expected|invited|encouraged|advised|requested (?:more|further|info|an update"
    r"|a location))"
)
_IRREGULAR: Final = r"(?:sent|put|took|taken|gave|given|paid|lost|found|held|kept|broke|broken|fell|ran|run|told|made|done|set|cut|shut|sold|bought|left|went|gone|came|chosen|drawn|driven|flown|frozen|hit|knocked|laid|met|rebuilt|redone|rewritten|shipped|shown|stuck|struck|sworn|thrown|undone|withdrawn|wound|split|read|written off|built)"

PATTERNS: Final[tuple[Pattern, ...]] = (
    Pattern(
        "done",
        "en",
        rf"\b(?:we|i|they|he|she|our \w{{1,20}}|the \w{{1,20}})(?:'ve| have| has|'d| had)?(?: (?:now|also"
        rf"|already|just|since|both|fully|today|therefore|then"
        rf"|gone ahead and)){{0,2}} (?!{_TALK}\b)(?:\w{{2,15}}ed|{_IRREGULAR})\b"
        rf"(?! (?:it|this|that|these|them|your \w{{1,15}}) (?:\w{{1,10}} )?(?:over|across|along|on|up"
        rf"|to)\b)(?=[^\n]{{0,90}}?(?:{MONEY}|\b{_THING}|{_DAY}))(?!{_NOT_TALK}{{0,40}}?(?:message|\bdms?\b"
        rf"|e-?mail|inbox|feedback|comments?|concern|colleague))",
        "Any verb in the past with a thing, an amount or a day, except those of passing on and looking into.",
        "I've popped £5 on your card.",
        weak=True,
    ),
    Pattern(
        "done",
        "en",
        r"\b(?:we|i)(?:'ve| have| had)(?: (?:now|also|already|just|since)){0,2} (?:cleared|closed"
        r"|overturned|authori[sz]ed|reversed|knocked|waived|stopped|removed|fixed|patched|rolled back"
        r"|escorted|written off|switched|reset|unlocked|whitelisted|merged|linked|relinked|moved"
        r"|raised (?:the|your) limit|taken[^\n]{0,30} off|put[^\n]{0,30} back|made an exception"
        r"|sorted (?:that|this|it) out)\b",
        "Acts that name themselves.",
        "We have overturned the decision.",
        firm=True,
    ),
    Pattern(
        "done",
        "en",
        r"\b(?:sent|e-?mailed|posted|texted) you (?:the|an?|your|another) (?:\w{1,15} ){0,3}?(?:labels?"
        r"|vouchers?|codes?|invoice|receipt|tickets?|gift cards?|replacement|refund|cheque|part|sim|copy)\b",
        "A thing that was sent, not a message.",
        "I've emailed you the returns label.",
        firm=True,
    ),
    Pattern(
        "finding",
        "en",
        rf"(?<!you )(?<!you'd )(?:(?:\b(?:was|were|has been|have been|had been|got|gets|is being|are being"
        rf"|wasn't|weren't|hasn't been)|'s been|'ve been)(?: (?:not|never|only|also|mistakenly|wrongly"
        rf"|incorrectly|automatically|originally|last|then|now|twice))?|\b(?:is|are|been) (?:on|out|off"
        rf"|held|back|due|stuck|now))"
        rf" (?!{_TALK}\b)(?:\w{{2,15}}ed|{_IRREGULAR}|down|out of \w{{3,15}}|backorder"
        rf"|hold)\b(?! (?:by this|to (?:hear|read|learn|see)))",
        "What was done to the thing, in the passive, except being passed on or looked into.",
        "The album was pulled by the label.",
        weak=True,
    ),
    Pattern(
        "done",
        "en",
        rf"\b(?:{_US}{_HAVE}|who|and(?: have| has)?) (?:{_DONE})\b(?! (?:your (?:message|feedback"
        rf"|comments?)|my apolog))",
        "A negation between subject and verb breaks it: 'we have not refunded' is not done.",
        "We've now cancelled the order.",
        firm=True,
    ),
    Pattern(
        "done",
        "en",
        rf"\b(?:(?:has|have|had) (?:now |already |just |also |since )?been|was|were|got|(?:is|are) (?:now"
        rf"|already|being))"
        rf" (?:now |already |fully |wrongly )?(?:{_DONE})\b",
        "'are paid' and 'is paid' are left out: they describe what usually happens.",
        "The fee has been removed.",
        firm=True,
    ),
    Pattern(
        "done",
        "en",
        rf"\b(?:{_US}{_HAVE}|and(?: have| has)?) (?!(?:raised|opened) an? (?:\w{{1,12}} )?(?:ticket|case"
        rf"|query|complaint|investigation|claim with))(?:{_DONE_TO})\b{_NOT_TALK}{{0,80}}?(?:{MONEY}"
        rf"|\b{_THING})",
        "Verbs that need their object; sending a message or passing on feedback is not an act on the case.",
        "We've put the £39 back and issued a new invoice.",
        firm=True,
    ),
    Pattern(
        "finding",
        "en",
        rf"\b{_US}{_HAVE}(?: can)? (?:found|find|discovered|established|identified|traced|determined"
        rf"|detected|concluded"
        r"|see|noticed|confirmed|confirm|checked|shows?|showed|says?|left|marked|closed|wants)\b"
        r"(?! (?:this|it|out)?\b ?(?:you(?:'re| are| were| had| have| feel)|your (?:frustrat|concern"
        r"|disappoint|message|post"
        r"|tweet|comment|complaint|review|experience|feedback|point)|how |why you|receipt"
        r"|that (?:you(?:'re| are| had| have)"
        r"|we (?:have )?received)|we (?:have )?received|with |the (?:app|website|page)))(?: \w)",
        "Seeing that the customer is upset is not a finding, nor is confirming that the complaint came in.",
        "Our records show the train left four minutes early.",
    ),
    Pattern(
        "cause",
        "en",
        r"\b(?:because (?:of an? |\w{1,20} (?:\w{1,20} ){0,8}?(?:was|were|had|did|went|said|told|got|came"
        r"|ran|fell|broke|left|put|sent|made|took|\w{2,20}ed)\b)|caused by "
        r"|due to (?:an?|the|your|our) (?!high|large|volume|nature|number|unusual|privacy|security|data)"
        r"|(?:reason|cause) (?:is|was|for (?:this|the))|which is why|here is why|by mistake|in error\b"
        r"|turn(?:s|ed) out"
        r"|was our (?:mistake|error|fault)|this (?:is|was) a (?:bug|known))",
        "A cause in the past. 'Due to high demand' and 'for data protection' are no causes.",
        "You were charged because the trial had ended.",
        weak=True,
    ),
    Pattern(
        "finding",
        "en",
        r"\b(?:is|are|was|were|got|been|it's) (?:still |now |currently |only )?(?:stuck|held|lost"
        r"|left (?:with|at|in|outside|by)"
        r"|signed for|misrouted|out of stock|on (?:its|the|their) way|in customs|out for delivery"
        r"|taken twice|charged twice"
        r"|duplicated|typed in|entered|set up|misread|ported|frozen|faulty|missed|dropped|delayed"
        r"|short(?:ed)? by|reported)\b"
        r"|\bnever (?:left|arrived|reached|got to|shipped)\b|\byou(?:'re| are| were) (?:quite "
        r"|absolutely )?right\b(?! to (?:be|feel))"
        r"|\bon your plan\b",
        "Where the thing is or what became of it.",
        "It is stuck in customs in Lyon.",
    ),
    Pattern(
        "promise",
        "en",
        rf"\b(?:we|i|they|it|that|you|he|she|\w{{1,20}})(?:'ll| will| are going to| is going to|'re going to)"
        rf"(?: also| now| then| gladly| therefore| personally| still| not)? (?:(?:{_DO})\b|be (?:{_DONE})\b)",
        "An act that needs no date to be definite.",
        "We'll replace it free of charge.",
    ),
    Pattern(
        "promise",
        "en",
        r"\b(?:'ll|will|are going to|is going to) (?:also |now |then )?(?:be |have |get |see |receive "
        r"|send |deliver |ship |fix "
        r"|repair |come |arrive |visit |install |bring |go |reach |take |drop |move |change |restart "
        r"|refit |swap |post )"
        r"(?!(?:in touch|back to you|in contact|happy|glad|able|pleased|a (?:response|reply|call)"
        r"|an (?:answer|update|e-?mail)"
        r"|contact|a look|your feedback|this (?:up|on)|through|over|care))"
        r"(?:(?!response|reply|\bnews\b|\bcall\b|contact|in touch|get back|come back|update|\banswer|e-?mail"
        r"|message|\n).){0,90}?"
        rf"(?:{_DAY}|{MONEY})",
        "Acts that are definite with a day or an amount only. 'We will be in touch by Friday' is a "
        "promise to speak.",
        "The lamp will be repaired by 20 September.",
    ),
    Pattern(
        "promise",
        "en",
        r"\b(?:(?:is|are|been) (?:now )?(?:due|booked|scheduled|coming|going|arriving|arranged|on (?:its"
        r"|the) way)|goes (?:out|down|up|back|from)"
        rf"|arrives?|leaves|ships|comes|ends|starts|works|(?:he|she|they|it|(?:the|our"
        rf"|an?) \w{{1,20}}) can (?:come|be|visit|collect|deliver|go|return|start|finish"
        rf"|fit))\b[^\n]{{0,60}}?{_DAY}",
        "The present tense of timetables.",
        "A new one arrives tomorrow.",
    ),
    Pattern(
        "decision",
        "en",
        r"\b(?:we|i)(?:'re| are|'m| am)? ?(?:not able to|unable to|not in a position to|not going to"
        r"|cannot|can't|can not|won't"
        r"|will not|do not|don't) (?:refund|pay|cover|offer (?!\w{0,20} ?(?:support|help|assist|advice"
        r"|info))|cancel|waive|accept"
        r"|replace|extend|approve|reimburse|compensate|reverse|honou?r|remove|exchange|repair|reduce"
        r"|reopen|uphold)\b",
        "A no to the request. 'Unable to help here' or 'cannot discuss accounts' is no decision.",
        "We are not able to pay this claim.",
        firm=True,
    ),
    Pattern(
        "decision",
        "en",
        r"\b(?:(?:we|i) (?:fully |also )?(?:agree|accept|uphold|have decided|decided|rejected"
        r"|declined)\b(?! (?:your feedback|that this is))"
        r"|you(?:'re| are| were) (?:not |therefore )?(?:entitled|eligible|owed)\b|makes you eligible"
        r"|(?:fee|charge|decision|refusal|fine) (?:stands|remains|was correct|is correct)|(?:does not"
        r"|doesn't|do not) (?:qualify|cover|include)|(?:won't|will not) be \w{2,20}ing|no (?:early |exit "
        r"|cancellation |late |return ){1,2}fee"
        r"|(?:policy|warranty|guarantee|contract) (?:covers?|excludes?)|nothing to pay"
        r"|at no (?:extra )?cost|no (?:fee|charge)s? (?:is|are|was|will|should|applies))",
        "What the customer is entitled to, or not. 'If you are eligible' is void.",
        "You are entitled to 50 % of the fare.",
        firm=True,
    ),
    Pattern(
        "offer",
        "en",
        r"\b(?:offer(?:ing)? you|give you|propose|as (?:a |an )?(?:goodwill|compensation"
        r"|apology)[^\n]{0,30}?|a gesture of goodwill[^\n]{0,30}?)"
        rf"[^\n]{{0,40}}?(?:{MONEY}|\b(?:voucher|refund|replacement|discount|free|night|upgrade|month)\b)",
        "An amount or a thing. Offering help is not an offer.",
        "We can offer you a voucher of 80 EUR.",
        firm=True,
    ),
    Pattern(
        "question",
        "en",
        r"(?:^|[,;:] |\band |\bor |\bso |- )(?:which|where (?:did|does|is|was|exactly)|when (?:did|does"
        r"|was|is)|did (?:the|it|you|your)"
        r"|do(?:es)? (?:the|it|you|your|this)|is (?:the|it|your|that|there)|are (?:the|they|there)"
        r"|was (?:the|it|there|that)|were (?:the|they)"
        r"|has (?:the|it)|what (?:time|day|date|colou?r|model|version|error|size|does|did|exactly does)"
        r"|how (?:many|long|often|much)"
        r"|(?:on|in|at|to) (?:which|what))\b(?!(?:(?!\?|\n).){0,140}?(?:(?:order|booking|account|case"
        r"|reference|ticket|tracking|customer|policy"
        r"|phone|mobile|membership) (?:number|ref|id\b|no\b)|e-?mail|post ?code|zip code|full name"
        r"|date of birth|\bdms?\b|direct message"
        r"|private|contact|\bcall us|happened|can we (?:help|do)|we can (?:help|do)|anything (?:else|we)"
        r"|need help|okay|ok\b))"
        r"[^?\n]{0,200}\?",
        "Asking for names, numbers, addresses or 'what happened' is not a question about the case.",
        "Does the noise start at 800 or at 1200 spins?",
    ),
    Pattern(
        "question",
        "en",
        r"^(?!(?:(?!\n).){0,250}?(?:number|e-?mail|post ?code|full name|date of birth|\bdms?\b|message"
        r"|contact|\bcall\b|happened|help|\bassist|details|okay|ok\b))[^\n?]{3,200} or [^\n?]{1,120}\?",
        "A choice between two things.",
        "The one by the door, or the extension upstairs?",
    ),
    Pattern(
        "steps",
        "en",
        r"\b(?:press|hold|unplug|restart|reboot|tap|select|open|switch (?:it |the \w{1,20} )?(?:off|on)"
        r"|turn (?:it |the \w{1,20} )?(?:off|on)|plug|remove the)\b"
        r"[^\n]{0,100}?\b(?:press|hold|unplug|restart|reboot|tap|then|wait|switch|turn|plug"
        r"|for (?:\d{1,3}|five|ten|thirty) (?:seconds|minutes)|again)\b",
        "At least two steps. A path through an app to its help pages goes elsewhere and is caught there.",
        "Unplug the router, wait a minute and plug it in again.",
    ),
    Pattern(
        "fact",
        "en",
        r"^(?!(?:(?!\n).){0,300}?(?:please|kindly|\brespon|\brepl(?:y|ies)\b|contact|in touch|get back"
        r"|come back to you"
        r"|\bcall|hear from|message|e-?mail|\bdms?\b|\bopen (?:from|until|mon|24|7)"
        r"|\blines\b|available|opening|\bhours\b|monday to|mon-|thank|sorry|apolog|received|usually"
        r"|normally|typically|(?:can|may) take|feedback|\baim to|review|welcome|see you|have a (?:nice"
        r"|great|good)"
        r"|\breference|logged|\bif\b|\bonce\b|happy|enjoy|visit us|update|\bnews\b|queue|deserve|try again"
        r"|look again|let you know|respond|\?))[^\n]{0,250}?"
        rf"(?:{MONEY}|\b(?:yesterday|tonight|tomorrow|(?:on|since|last|by|until) (?:mon|tues|wednes|thurs"
        rf"|fri|satur|sun)day|\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep"
        rf"|oct|nov|dec)[a-z]{{0,6}}"
        r"|\d{1,2}:\d\d|\d{1,2} ?(?:am|pm)|\d{1,2}/\d{2})\b)",
        "'Today' alone is too common, and durations ('5 to 10 days') are what usually happens.",
        "The hold on your account came off at 11:20.",
    ),
    Pattern(
        "done",
        "en",
        r"\b(?:refund|credit|replacement|payment|cancellation|compensation|repair)s? (?:has|have|was|were"
        r"|is|are)(?: been| being| now| already| now been| already been)? (?:initiated|issued|processed"
        r"|sent|made|arranged|completed|authorised|authorized)\b",
        "The thing itself as the subject. 'Refunds are processed within ten days' describes what usually "
        "happens and has no such verb form.",
        "A refund has been initiated.",
    ),
    Pattern(
        "decision",
        "en",
        r"\b(?:can't|cannot|can not|(?:not|n't) able to|unable to|won't|will not|couldn't|isn't"
        r"|aren't)(?: be)? (?!help|assist|discuss|talk|see |access|view|find|locate|share|comment|reply"
        r"|respond|deal|handle|wait|imagine|thank|apologi|believe|stress|provide|answer|look|check|verify"
        r"|look|hesitate|like|want|know|have (?:access|enough|an?y? (?:update|info|eta|estimate))|need"
        r"|speak|contact|take (?:this|it)|treat|give (?:out|you (?:any )?(?:info|details))|guarantee"
        r"|process (?:this|that|it)|do (?:this|that|it|anything)|see|resolve|let|condone|tolerate|tell"
        r"|worry|seem|sound|feel|think|mean|happen|expect|available|acceptable|handled|dealt|go|make|always"
        r"|appear|support (?:here|this)|manage|use|monitor|action)"
        r"(?:refund|changed?|swap(?:ped)?|exchanged?|cancel(?:led)?|leave|let you|offer|return(?:ed|ing)?"
        r"|mov(?:e|ed)|add(?:ed|ing)?|honou?r|price[- ]match|extend(?:ed)?|transferr?(?:ed)?|re(?:open"
        r"|issue|place|instate|verse)(?:d|ed)?|give|pay|cover(?:ed)?|includ(?:e|ed)|accept(?:ed)?"
        r"|deliver(?:ed)?|ship(?:ped)?|appl(?:y|ied)|qualify|waiv(?:e|ed)|combin(?:e|ed)|charg(?:e|ed|ing)"
        r"|credit(?:ed)?|send|split|guarantee|resold|alter(?:ed)?|rais(?:e|ed)|lower(?:ed)?|match|remov(?:e"
        r"|ed)|delet(?:e|ed)|unlock(?:ed)?|restor(?:e|ed)|join|upgrad(?:e|ed)|downgrad(?:e|ed)"
        r"|offer(?:ed)?)\b",
        "A no with its act, in the active or the passive.",
        "The name cannot be changed.",
    ),
    Pattern(
        "decision",
        "en",
        r"\b(?:(?:the|this|our|that) (?:decision|charge|fee|fine|bills?|refusal|cancellation)s? (?:is"
        r"|are) (?:final|correct|valid|right|due|payable)|they stand\b|non-refundable|no (?:bill|charge"
        r"|extra c\w{3,5})|not a fault|isn't a fault|works as designed|by design|(?:it"
        r"|that)'s not (?:covered|included)|is (?:not )?covered|out of (?:warranty|policy)"
        r"|nothing to (?:replace|refund|pay)|(?:for you to|yours to) (?:repair|pay)|(?:no"
        r"|not) longer (?:sold|available|offered|supported)|is turned off|are only open|still just)\b",
        "The state of things as the company sees it.",
        "The fee is correct.",
        firm=True,
    ),
    Pattern(
        "promise",
        "en",
        rf"\b(?:'ll|will|is going to|are going to|gets?|goes|go|lands?|comes?(?! back)|arrives?|(?:is"
        rf"|are) (?:due|booked|scheduled|valid|back|held|off|out|running))\b(?: (?:also|now|then"
        rf"|automatically|be|get|have|only))?(?:(?!respon|repl(?:y|ies)|working days|try again|try to"
        rf"|look again|\bcalls?\b|contact|in touch|get back|come back|update|\banswer|e-?mail|message"
        rf"|\bhear\b|touch|outcome|\bnews\b|\n).){{0,90}}?(?:{_DAY}|{MONEY}|\b(?:automatically|on us\b"
        rf"|for free|as a one-off|free of charge|as a treat|express|first class|instead)\b)",
        "What happens to the thing, with its day, its amount or its terms.",
        "Bag 12 goes out today.",
    ),
    Pattern(
        "cause",
        "en",
        r"\b(?:(?:in|by) (?:error|mistake)|our (?:bad|mistake|error|fault|typo|slip|oversight|doing)"
        r"|mix-?up|mis-?sorted|mis-?read|mis-?labelled|mis-?routed|that'?s why|(?:this|it|that) is because"
        r"|since (?:the|your|our|it|a) (?:\w{1,20} ){1,4}?(?:was|were|is|had|has|failed|broke|ran|hadn't"
        r"|didn't)\b|as (?:the|your|our|it|a) \w{1,20} (?:\w{1,20} ){0,3}?(?:was|were|had|failed|broke|ran"
        r"|hadn't|didn't|wasn't|weren't|comes)|the reason)\b",
        "A cause.",
        "That was our mistake.",
        weak=True,
    ),
    Pattern(
        "steps",
        "en",
        r"(?:^|[,;:!.] |\b(?:and|then|until [^\n,]{3,40}, ) ?)(?:try|start|set|pick|choose|hold|press"
        r"|log out|sign out|sign in|restart|reboot|reset|delete|deleting|reinstall|uninstall|clear|unplug"
        r"|switch|turn|update|remove|toggle|disable|enable|untick|tick|scroll|swipe|go into|go to settings"
        r"|take those|charge|close|force|refresh|connect|disconnect|re-?add|install"
        r"|move)\b[^\n]{3,110}?(?:, | and | then |\bagain\b)(?:\w{1,12} ){0,2}?(?:try|start|let|pick|choose"
        r"|hold|press|log|sign|restart|reboot|reset|delete|reinstall|clear|wait|plug|switch|turn|update"
        r"|remove|toggle|it'll|it will|exports?|that|your|re-?add|adding|back|should|works?|install|enter"
        r"|tap|select|open)\b",
        "At least two steps, or a step and what it does.",
        "Log out twice, then back in, and it will stick.",
    ),
    Pattern(
        "steps",
        "en",
        r"\bhave you (?:already )?tried (?:to )?(?:deleting|restarting|rebooting|resetting|reinstalling"
        r"|clearing|logging out|signing out|turning|unplugging|removing|updating|changing|switching"
        r"|using (?:a different|another))\b|\bplease allow (?:up to )?\d{1,3} (?:\w{1,10} )?(?:hours?"
        r"|days?)\b(?=[^\n]{0,60}?(?:seller|courier|carrier|bank|deliver|arrive|refund|show|post))",
        "A step in the form of a question.",
        "Have you tried deleting the card and adding it again?",
    ),
    Pattern(
        "fact",
        "en",
        r"(?:^|[:;] |\b(?:and|so|but|because|as) (?=(?:your|the|it|it's|they|there|he|she|that)\b))(?!(?:we"
        r"|our|my|i|thank|thanks|sorry|please|it sounds|that sounds|this sounds|funny|fancy)\b)(?:(?:hi"
        r"|hello|hey|oh|no|yes|so|ah|actually|nope|right|ok|okay|hiya|dear"
        r"|good news)?,? ?(?:@?[a-z]{2,15}[,.:!-] ?)?)\b(?:the|your|it|it's|they|there|both|one|that|those"
        r"|he|she|you|a|an|only|no|all|this|\d+|[a-z]{3,15}) [^\n]{0,70}?\b(?<!\bwe )(?<!\bi )(?:was|were"
        r"|wasn't|weren't|had|hadn't|didn't|doesn't|don't|couldn't|can't|cannot|broke|failed|ran|fell|left"
        r"|went|came|got|sat|stood|lost|sold|shut|comes? (?:with|from|back|in|out)|belongs?|means|includes?"
        r"|covers?|requires?|takes?|works|works? (?:on|only)|fixes|moved|is (?:now|still|in|at|on|out|with"
        r"|back|included|not)(?! (?:the |a |our )?(?:queue|process|progress|review|hands?|heart|forefront"
        r"|centre|case|touch))|needs to|are only|has to|\w{3,14}(?<!e)ed|isn't|aren't"
        r"|\d[\d.,]{0,8} ?(?:mbps|megas|kwh|bar|mm|cm|kg|gb|mb|mph|amps?|volts?))\b",
        "A statement about a thing, where its words are not those of every reply.",
        "The driver couldn't get past the gate and left it at the Spar.",
        weak=True,
    ),
    Pattern(
        "question",
        "en",
        r"(?:^|[,;:.-] |\b(?:and|so|but) )(?:which|where|when|who|what|how|did|does|do|is|are|was|were|has"
        r"|have|had|are|will|would|can you (?:tell|let) (?:us|me)(?: know)? (?:which|what|when|where|if"
        r"|whether|how)|could you (?:tell|let) (?:us|me)(?: know)? (?:which|what|when|where|if|whether"
        r"|how))\b(?!(?:(?!\?|\n).){0,160}?(?:(?:order|booking|account|case|reference|ticket|tracking"
        r"|customer|policy|phone|mobile|membership|contact|confirmation|loyalty|card) (?:number|no|ref|#"
        r"|id\b|details|info)|your (?:e-?mail|name|address|post ?code|zip)|full name|date of birth|\bdms?\b"
        r"|direct message|private|contact us|call us|happened|happening|going on|can we (?:help|do|assist)"
        r"|we (?:can|could) (?:help|do|assist)|anything (?:else|we)|mind|help you|more (?:detail|info)"
        r"|tell us more|okay|\bok\b|you mean|so kind|have you (?:already )?(?:checked|seen|read|visited"
        r"|looked|had a (?:look|chance))|our (?:\w{1,15} )?(?:guide|page|app|site|team|forum|help)"
        r"|you like (?:us|me) to))[^?\n]{3,200}\?",
        "Any other question of some substance.",
        "Which store did you buy these doughnuts from?",
        weak=True,
    ),
    Pattern(
        "steps",
        "en",
        r"\b(?:recommend|suggest|advise|try|worth|would)(?: that)?(?: you)?(?: \w{2,10})? (?:try(?:ing)?"
        r"|us(?:e|ing)|switch(?:ing)?|chang(?:e|ing)|remov(?:e|ing)|updat(?:e|ing)|reset(?:ting)?"
        r"|restart(?:ing)?|clean(?:ing)?|chang(?:e|ing)|leav(?:e|ing)|keep(?:ing)?|charg(?:e|ing)"
        r"|reinstall(?:ing)?|unplugg?(?:ing)?|turn(?:ing)?|clear(?:ing)?) (?:an?|the|it|your|on|off|to)\b",
        "Advice on what to do with the thing.",
        "We'd recommend trying a smaller size of the nappies.",
        weak=True,
    ),
    Pattern(
        "finding",
        "en",
        r"\b(?:you|u)(?:'ve been| were| are| have been|'re) (?:wrongly |mistakenly |also |only |in fact "
        r"|actually )?(?:promised|owed|charged|billed|overcharged|undercharged|given|told|misinformed"
        r"|quoted|put|moved|bumped|booked|sent|refunded|entitled|covered|due|missing|on the"
        r"|in the)\b(?! (?:frustrated|upset|off|to (?:believe|expect)|us|right))",
        "What happened to the customer, as the company found it.",
        "You were promised a credit of 30 EUR.",
    ),
    Pattern(
        "fact",
        "en",
        r"(?:^|[:;] )(?:your|the|that|this|yours) [\w-]{3,15}(?: \w{3,15})? (?:shows|starts with|uses"
        r"|comes with|runs|stops|ends|begins|weighs|measures|holds|expires?d?|lasts)\b",
        "What the thing is or does, where the words are not those of every reply.",
        "The model number starts with AC, yours with AB.",
        weak=True,
    ),
)
