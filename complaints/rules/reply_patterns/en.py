"""English."""

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
    r"|(?:the|by|on|until|before) \d{1,2}(?:st|nd|rd|th)|between \d{1,2}|at \d{1,2}[:.]\d\d)\b)"
)
_US = r"(?:we|i|they|he|she|our \w{1,20}(?: \w{1,20})?|(?:the|an?) \w{1,20}(?: \w{1,20})?)"
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
    r"(?:refunds?|credit(?: note)?|replacement|vouchers?|parcel|package|cheque|label|card|engineer"
    r"|technician|courier"
    r"|bills?|invoice|charges?|fees?|payments?|sim|router|parts?|items?|claim|appointment|visit|bug|error"
    r"|fault|leak"
    r"|cable|password|limit|discount|tariff|plan|subscription|direct debit|deposit|points|statement|seat"
    r"|ticket|contract)\b"
)
_NOT_TALK = r"(?:(?!message|\bdms?\b|e-?mail|inbox|feedback|comment|concern|\bteam|department|colleague|\n).)"
_PLEASE = (
    r"(?:please|kindly|pls|you(?:'ll| will|'d| would)? ?(?:can|could|may|should|must|need to|have to"
    r"|want to|be able to)"
    r"|can you|could you|would you|(?:recommend|suggest|advise|ask|encourage|invite"
    r"|request) (?:that )?you(?: to)?"
    r"|feel free to|(?:do not|don't) hesitate to|simply|^just|best to|happy for you to)"
)
_STAFF = (
    r"(?:us|me|our|the|your|a member|one of|customer|guest|(?:\w{1,20} ){0,3}"
    r"(?:team|department|support|service|services|office|desk|helpdesk|advis[eo]rs?|agents?))\b"
)

PATTERNS: Final[tuple[Pattern, ...]] = (
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
        rf"\b(?:{_US}{_HAVE}|and(?: have| has)?) (?:{_DONE_TO})\b{_NOT_TALK}{{0,80}}?(?:{MONEY}|\b{_THING})",
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
        "finding",
        "en",
        r"\b(?:because (?:of an? |\w{1,20} (?:\w{1,20} ){0,8}?(?:was|were|had|did|went|said|told|got|came"
        r"|ran|fell|broke|left|put|sent|made|took|\w{2,20}ed)\b)|caused by "
        r"|due to (?:an?|the|your|our) (?!high|large|volume|nature|number|unusual|privacy|security|data)"
        r"|(?:reason|cause) (?:is|was|for (?:this|the))|which is why|here is why|by mistake|in error\b"
        r"|turn(?:s|ed) out"
        r"|was our (?:mistake|error|fault)|this (?:is|was) a (?:bug|known))",
        "A cause in the past. 'Due to high demand' and 'for data protection' are no causes.",
        "You were charged because the trial had ended.",
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
        r"|\bon your (?:behalf|plan)\b",
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
        r"(?:(?!response|reply|\bcall\b|contact|in touch|get back|come back|update|\banswer|e-?mail"
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
        r"|(?:policy|warranty|guarantee|contract) (?:covers?|excludes?)|free of charge|nothing to pay"
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
        r"|\breference|logged|\bif\b|\bonce\b|happy|enjoy|visit us|\?))[^\n]{0,250}?"
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
        "wish",
        "en",
        r"\bif (?:your|the|it|this|that|you)\b[^\n,]{0,140}",
        "Up to the comma.",
        "If your account was blocked due to an unpaid bill, follow this link.",
    ),
    Pattern(
        "private_message",
        "en",
        r"\b(?:dms?|pms?|direct messages?|private messages?|private chat|inbox|privately|in private)\b"
        r"|\bmessage (?:us|me)\b"
        r"|\b(?:send|drop|pop|shoot|leave) (?:us|me|over) (?:an? )?(?:quick |direct |private )?(?:message"
        r"|note|line)\b",
        "'pm' after a time of day is not one.",
        "Please DM us your details.",
    ),
    Pattern(
        "moved",
        "en",
        r"\b(?:sent|dropped|written|replied|responded|answered|messaged"
        r"|e-?mailed)\b[^\n]{0,25}?\b(?:messages?|dms?|e-?mails?|inbox|privately|in private)\b"
        r"|\bdms? (?:sent|you)\b|\bcheck your (?:\w{1,12} )?(?:inbox|dms?|messages?|e-?mails?|junk|spam"
        r"|folder)\b",
        "An e-mail that confirms a refund does no harm: the refund is substance.",
        "We've replied to your email.",
    ),
    Pattern(
        "phone",
        "en",
        r"\b(?:call|ring|phone|dial|telephone) (?:us|our|me|\+?\(?\d)|\b(?:give|drop) (?:us|me"
        r"|our \w{1,20}(?: \w{1,20})?) a (?:call|ring|bell|buzz)\b"
        r"|\b(?:calling|ringing|dialling|dialing) (?:us|our|\+?\d)|\b(?:by|over the) (?:phone"
        r"|telephone)\b|\blines are open\b|\bhotline\b|\bhelpline\b",
        "'We will call you' sends nobody elsewhere.",
        "Give us a call on 0330 555 0123.",
    ),
    Pattern(
        "mail",
        "en",
        r"\b(?:e-?mail|write to|mail) (?:us|me|our|the|it to)\b|\b(?:drop|send|pop|shoot) (?:us|me"
        r"|our \w{1,20}(?: \w{1,20})?|over) an? (?:quick )?e-?mail\b"
        r"|\b(?:by|via) e-?mail\b|\bsend an e-?mail\b",
        "The address itself is caught by its own pattern.",
        "Drop us an email.",
    ),
    Pattern(
        "chat",
        "en",
        r"\b(?:whatsapp|telegram|facebook messenger|messenger|live ?chat|web ?chat|chatbot"
        r"|virtual assistant)\b|\bchat (?:with|to) (?:us|our|an?|one)\b"
        r"|\b(?:start|open|begin|via|use|using|on) (?:a |the |our )(?:online )?chat\b"
        r"|\bour (?:online )?chat\b",
        "",
        "Start a chat with one of our team.",
    ),
    Pattern(
        "page",
        "en",
        r"\b(?:help|support|faq|information|returns?) (?:pages?|cent(?:re|er)|section|site|hub|articles?"
        r"|guides?)\b|\bfaqs?\b|\bfrequently asked\b"
        r"|\btroubleshooting (?:guide|page|steps)\b|\b(?:visit|see|check|check out|read|refer to|go to"
        r"|head (?:over )?to|follow|consult|browse)"
        r" (?:our|the|this|these) (?:\w{1,20} ){0,3}?(?:website|site|pages?|links?|guides?|terms|policy"
        r"|articles?|section|instructions)\b"
        r"|\bon our (?:web ?site|site|page)\b|\b(?:our|the) (?:community|user)? ?forums?\b|\b(?:ways to"
        r"|how to) (?:contact|reach|talk to) us\b|\bcheck(?:ed)? out http|\btry these (?:tips|steps)\b"
        r"|\bthese tips\b|\b(?:steps|info|information|details) (?:here|on this page)\b|\bclick (?:here"
        r"|the link|on)\b|\bour terms\b|\bthe link (?:below|here)\b",
        "",
        "Please visit our Help Centre.",
    ),
    Pattern(
        "form",
        "en",
        r"\b(?:fill|complete|submit|use|lodge|open|raise|log|make|file|filling|completing|submitting"
        r"|using)(?: in| out)? (?:an?|the|our|this|your)"
        r" (?:\w{1,20} ){0,3}?(?:form|ticket|claim|complaint|enquiry|inquiry|request|case|appeal)\b"
        r"|\b(?:through|via|on|in) (?:the|our|this|an?) (?:\w{1,20} ){0,3}?form\b"
        r"|\b(?:must|should|can|need to|has to|have to) be (?:submitted|made|raised|requested|reported"
        r"|lodged|filed)\b|\breport (?:a|the|this|your) (?:fault|problem|issue)\b",
        "When the company does it for the customer ('I have raised the claim'), nobody is sent elsewhere.",
        "Complaints must be submitted through the form.",
    ),
    Pattern(
        "contact",
        "en",
        rf"{_PLEASE}(?: \w{{1,12}}){{0,2}}? (?:contact|get in (?:touch|contact)|reach|reach out|speak"
        rf"|talk|refer|approach|connect)\b"
        rf"|(?:^|[,;:] |\band |\bor )(?:contact|get in (?:touch|contact)|reach out|speak|talk) (?:to "
        rf"|with )?{_STAFF}"
        r"|\b(?:contacting|speaking (?:to|with)|reaching out to) (?:our|the|your)\b|\b(?:can"
        r"|may) be (?:reached|contacted)\b"
        r"|\b(?:is|are) handled by our\b|\bwe only talk to\b",
        "'Thank you for contacting us' and 'we will contact you' are courtesy.",
        "Please get in touch with our customer service team.",
    ),
    Pattern(
        "self_service",
        "en",
        r"\b(?:in|on|through|via|using|over to|to|open|download|check|from|into) (?:the|our|your"
        r"|my) (?:\w{1,20} ){0,2}?(?:app|portal|dashboard|online account|self-service)\b"
        r"|\b(?:log|sign) ?in(?:to)? (?:to )?(?:your|the|our|my)\b|\b(?:under|in|on|via|through|visit"
        r"|check) my [a-z]{2,20}\b",
        "",
        "You can track it in the app.",
    ),
    Pattern(
        "shop",
        "en",
        r"\b(?:visit|pop in(?:to)?|pop by|go (?:in)?to|drop (?:in|by|into)|come (?:in)?to|speak to"
        r"|speak with|ask at|ask in|call in(?:to)? at|take (?:it|this) to)"
        r" (?:\w{1,20} ){0,4}?(?:store|shop|branch|club|desk|dealer(?:ship)?|counter|reception|office"
        r"|showroom|garage)\b|\b(?:nearest|local) (?:branch|store|shop|dealer|club|office)\b|\b(?:pop"
        r"|come|drop) (?:in|by|along|over)\b(?! (?:the|an?) (?:post|mail))"
        r"|\b(?:have a (?:chat|word) with|best to (?:speak|talk|ask)|ask) (?:to "
        r"|with )?(?:one of )?(?:the|our|your|any) (?:\w{1,20} ){0,2}?(?:staff|manager|colleagues?|teams?"
        r"|pharmacist|driver|receptionist|assistants?)\b",
        "",
        "Please visit your nearest branch with a photo ID.",
    ),
    Pattern(
        "third_party",
        "en",
        r"\b(?:contact|contacting|speak (?:to|with)|speaking (?:to|with)|ask|asking|approach"
        r"|get in touch with|take (?:this|it) up with|refer (?:this|it|you) to|check with)"
        r" (?:\w{1,20} ){0,3}?(?:manufacturer|maker|retailer|seller|merchant|sender|bank|card issuer"
        r"|landlord|courier|carrier|supplier|network operator|airline|travel agent|broker|distributor"
        r"|organi[sz]er|council|developer|landlord)\b|\bwe (?:only|just|merely) (?:act as|sell|provide"
        r"|host|list)\b|\bnot (?:handled|dealt with|managed|run) by us\b|\b(?:is"
        r"|are) the responsibility of\b",
        "When the company asks the courier itself, nobody is sent elsewhere.",
        "Please contact the manufacturer directly.",
    ),
    Pattern(
        "regret",
        "en",
        r"\b(?:sorry|apologi[sz]e|apologies|regret|sad|sadden(?:s|ed)|upset|disappointed|frustrating"
        r"|unfortunate)\b(?: (?:to|that|for|about|if|your|the|it|this|you|we)\b)"
        r"(?:(?!, | but |; | so we | and we| and i | we've | - |\n).){0,160}",
        "Up to the next clause.",
        "We are sorry that your parcel was lost.",
    ),
    Pattern(
        "wish",
        "en",
        r"\b(?:so|so that|in order that|where) (?:we|i|our \w{1,20}(?: \w{1,20})?|they|someone"
        r"|an? \w{1,20}) (?:can|could|may|will be able|are able)\b[^\n]{0,300}"
        r"|\b(?:we|i)(?:'d| would|'ll| will)? (?:(?:really )?(?:love|like|want|hope) (?:the \w{1,20} )?to"
        r"|be (?:happy|glad|able|pleased|delighted) to) (?!offer|refund|give|replace|pay)[^\n]{0,300}",
        "'We would like to offer' is an offer.",
        "... so that we can refund you.",
    ),
    Pattern(
        "condition",
        "en",
        r"\b(?:if|once|when|whenever|as soon as|after|should|until|unless) (?:you|we) (?:could |can "
        r"|would |please |have |had |kindly |just |do )?(?:contact|call|ring|dm|pm|message|write|"
        r"e-?mail|reach|get in touch|get in contact|send|sent|share|shared|provide|provided|visit|speak"
        r"|log|follow|click|fill|filled|complete|completed|submit|submitted|receive|let us|pop|drop"
        r"|give us|hear|called|contacted|messaged|emailed)\b[^\n]{0,300}",
        "Voids the whole sentence, except what has been done or decided.",
        "Once you have called us, we will refund you.",
    ),
    Pattern(
        "condition",
        "en",
        r"\bif (?:you(?:'re| are|r)|the|this|it)\b[^,\n]{0,100}(?:eligible|entitled)|\bif eligible\b",
        "",
        "They will refund you if you're eligible.",
    ),
    Pattern(
        "courtesy",
        "en",
        r"\b(?:sorry|apologi[sz]e|apologies|thank(?:s| you)|look(?:ing)? into|working (?:on|to)|received"
        r"|passed (?:this|it|your|on)|forwarded|escalated|"
        r"(?:be|get) in touch|get back to you|come back to you|bear with us|appreciate|take (?:this"
        r"|matters)[^\n]{0,30}seriously|review your|your patience|understand how|logged|aware)\b",
        "",
        "Sorry to hear this, we're looking into it.",
    ),
)
