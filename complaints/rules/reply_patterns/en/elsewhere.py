"""English: where a customer is sent, and the words that send.

A channel that is named only to be written to ("DM us", "live chat") is strong: its mention suffices. One that
replies also name for other reasons (the app, a store, the website) is weak: it needs a directive in the same
sentence ("please", "you can", an imperative, "our team is available").
"""

from typing import Final

from complaints.rules.reply_patterns.shape import Pattern

_UP_TO_3: Final = r"(?:[\w'&-]{1,20} ){0,3}?"
_OUR: Final = r"(?:the|our|your|my|this|these|any|a|an|one)"
_PEOPLE: Final = (
    r"(?:teams?|departments?|support|customer (?:service|services|care|relations|support)|services?|staff"
    r"|offices?|(?:help|service|front|support) ?desks?|advis[eo]rs?|agents?|reps?|representatives?"
    r"|specialists?"
    r"|experts?|colleagues|co-workers|managers?|folks|crew|gurus|concierge|reception|helpline"
    r"|contact cent(?:re|er)"
    r"|call cent(?:re|er)|hq|head office|someone|somebody|lads|guys|girls)"
)
_OTHERS: Final = (
    r"(?:manufacturers?|makers?|retailers?|sellers?|merchants?|vendors?|senders?|banks?|card (?:issuers?"
    r"|providers?)"
    r"|landlords?|couriers?|carriers?|suppliers?|(?:network )?operators?|airlines?|travel agen(?:ts?|cy)"
    r"|agency"
    r"|brokers?|distributors?|organi[sz]ers?|council|developers?|publishers?|insurers?|restaurants?|drivers?"
    r"|point of (?:sale|purchase)|place of purchase|third[ -]part(?:y|ies)|(?:local )?authorit(?:y|ies)"
    r"|provider"
    r"|promoters?|partners?|venue|school|employer|police|ombudsman|post office|[a-z]{2,12} directly)"
)

ELSEWHERE: Final[tuple[Pattern, ...]] = (
    Pattern(
        "private_message",
        "en",
        r"(?<![\d:])\b(?:dms?|dm'?ing|dm'?d|direct[ -]messag(?:es?|ing)|private[ -]messag(?:es?|ing)"
        r"|messenger dms?"
        r"|private (?:chat|conversation|channel|note)|(?:secured?|private)(?: \w{1,10})? (?:link|chat"
        r"|channel)"
        r"|one[ -](?:on|to)[ -]one(?: chat)?|1[:-]1 chat|(?:our|an?|the|your) inbox|inbox us|in-?box(?:es"
        r"|ing)?|p\.?m\.? us"
        r"|pm'?s|(?:a|via|by|through|our|in) pms?|privately|in private|(?:take|move|chat|connect|talk"
        r"|bring)[^\n]{0,20} offline)\b"
        r"|\b(?:private|direct) (?:message|msg)|\bmsg us\b|\bfollow us\b|\bus a follow\b|\bfollow (?:and"
        r"|back|so)\b|\bif you (?:could|can) (?:message|text)\b",
        "'pm' after a time of day is not one.",
        "Please DM us your details.",
    ),
    Pattern(
        "private_message",
        "en",
        r"\b(?:message|msg|text|ping|whisper) (?:us|me|our|my)\b"
        r"|\b(?:send|drop|pop|shoot|leave|fire|ping|write|give) (?:us |me |over )(?:an? )?(?:quick |direct "
        r"|private |short )?"
        r"(?:message|msg|note|line|text)\b",
        "",
        "Drop us a line with your order number.",
    ),
    Pattern(
        "moved",
        "en",
        r"\b(?:sent|sending|dropping|dropped|written|replied|responded|answered|messaged|e-?mailed|dm'?d"
        r"|pm'?d|followed up|reached out"
        r"|got back|come back|been in touch|slid|popped)\b[^\n]{0,30}?"
        r"\b(?:messages?|dms?|pms?|e-?mails?|inbox|privately|in private|directly|requests?)\b"
        r"|\bdms? (?:sent|you|incoming)\b|\b(?:have|'ve|just|already|has)(?: just| already| now| also"
        r"| recently)? (?:e-?mailed|messaged|dm'?d|contacted|written to|replied to|responded to"
        r"|answered) (?:you|your)\b|\bsee our (?:response|reply|answer|message)\b|\b(?:should"
        r"|will) have (?:an? )?(?:e-?mail|message) from us\b|\bsent you (?:a|an|some|one)\b"
        r"|\bkeep an eye (?:on|out for) (?:your |an? )?(?:inbox|dms?|e-?mails?|messages?)\b"
        r"|\breply to that e-?mail\b|\bcheck (?:out )?your (?:\w{1,12} ){0,2}?(?:inbox|dms?|pms?"
        r"|messages?|e-?mails?|junk|spam|folder)\b|\byou(?:'ve| have) got (?:a |mail)",
        "An e-mail that confirms a refund does no harm: the refund is substance.",
        "We've replied to your email.",
    ),
    Pattern(
        "phone",
        "en",
        r"\b(?:call|ring|phone|dial|telephone|bell) (?:us|our|me|up|back|the (?:\w{1,15} ){0,3}?(?:line"
        r"|team|number|desk)|free on|on \+?\d|\+?\(?\d)"
        r"|\b(?:leave|send|give|drop|let|share|pass|provide|have)(?: us| over| me| us have)? (?:your|a"
        r"|an?other) (?:best |direct )?(?:contact |phone |mobile |tele(?:phone)? |daytime )?number\b(?! of)"
        r"|\b(?:phones|phone lines) (?:are|is) (?:open|staffed)|\b(?:give|giving|drop|dropping) (?:us|me"
        r"|them|him|her|\w{2,15}|(?:our|the) \w{1,20}(?: \w{1,20}){0,2}) (?:a |an? quick )(?:call|ring|bell"
        r"|buzz|tinkle|shout|phone ?call)\b"
        r"|\b(?:calling|ringing|phoning|dialling|dialing) (?:us|our|the|\+?\d)|\b(?:by|over the|on the"
        r"|via) (?:tele)?phone\b"
        r"|\blines? (?:is|are) open\b|\b(?:a|phone|quick) (?:phone )?call (?:away|would|is (?:best|easiest"
        r"|the))|\b(?:on|over) a (?:quick )?call\b|\bhot ?lines?\b|\bhelp ?lines?\b|\btoll[- ]free\b"
        r"|\bfreephone\b"
        r"|\b(?:call|contact) cent(?:re|er)\b|\b(?:they|we|team|who|that|lines?)(?:'re| are| is"
        r"|'s)? on (?:freephone )?\+?\d{3,}|\b(?:tele)?phone (?:line|support|team|numbers?)\b",
        "'We will call you' sends nobody elsewhere: see the guards.",
        "Give us a call on 0330 555 0123.",
    ),
    Pattern(
        "phone",
        "en",
        r"\b(?:phone|telephone|dial(?: \*?\d{2,5})?|speak|talk)\b",
        "",
        "You can reach us by phone.",
        weak=True,
    ),
    Pattern(
        "mail",
        "en",
        r"\b(?:e-?mail|write|mail) (?:us|me|our|the (?:\w{1,15} ){0,2}?(?:team|department|office|manager)"
        r"|it to|to us|in to|in at|to (?:our|the) "
        r"|(?:\w{1,20} ){0,3}?(?:to|at|on)\b)"
        r"|\b(?:drop|send|pop|shoot|fire|ping)(?: (?:us|me|our \w{1,20}(?: \w{1,20})?|over|off"
        r"|the team))? (?:an? )?(?:quick |short )?e-?mail\b"
        r"|\b(?:by|via|through|over) e-?mail\b|\be-?mailing (?:us|our|the)\b",
        "The address itself is caught by its own pattern.",
        "Drop us an email.",
    ),
    Pattern("mail", "en", r"\be-?mails?\b", "", "Please send your receipt by email.", weak=True),
    Pattern(
        "chat",
        "en",
        r"\b(?:whatsapp|telegram|facebook messenger|messenger|live ?chat|web ?chat|online chat|in-app chat"
        r"|chat ?bot|virtual (?:assistant|agent)"
        r"|chat (?:team|agents?|support|service|room))\b|\bchat (?:with|to) (?:us|our|an?|one|someone|the)\b"
        r"|\b(?:start|open|begin|via|use|using|on|in|through|over|by) (?:an? |the |our )?(?:online |app "
        r"|support |live )?chat\b|\bour (?:\w{1,12} )?chat\b"
        r"|\bchat bubble\b|\bask (?:for|our bot)\b(?=[^\n]{0,40}chat)",
        "",
        "Start a chat with one of our team.",
    ),
    Pattern("chat", "en", r"\bchat\b", "", "Please use the chat.", weak=True),
    Pattern(
        "page",
        "en",
        r"\b(?:help|support|faqs?|information|returns?|contact|tracking|status"
        r"|knowledge)[ -]?(?:us )?(?:pages?|cent(?:re|er)|section|site|hub|base"
        r"|library|articles?|portal|area|desk site)\b|\bfaq'?s?\b|\bfrequently asked\b|\bq&a\b"
        r"|\btroubleshoot(?:ing|er)? (?:guide|page|steps|tips|article)\b|\b(?:visit|see|check|check out"
        r"|read|refer to|go to|look at|browse"
        r"|head (?:over |on over )?to|follow|consult|view|try|use|click|tap|hit|access) "
        rf"{_OUR} {_UP_TO_3}(?:website|web ?page|site|pages?|links?|buttons?|guides?|terms|policy|articles?"
        rf"|section|instructions|forums?|blog|info)\b"
        r"|\bon (?:our|the) (?:web ?site|site|web ?page|homepage)\b|\b(?:our|the)(?: \w{1,15})? forums?\b"
        r"|\b(?:ways to|how to) (?:contact|reach|talk to) us\b"
        r"|\btry these (?:tips|steps)\b|\bthese tips\b|\b(?:steps?|info|information|details|more"
        r"|answers?)(?: \w{1,10})? (?:here|on this page|at this link)\b"
        r"|\bclick (?:here|the link|on|below)\b|\bour terms\b|\bthe (?:next |following )?(?:link|article)\b"
        r"|\blinks? (?:below|here|in (?:our|the) bio)\b|\bbelow link\b"
        r"|\bin (?:our|the) bio\b|\b(?:an?|our|this|these|the) (?:[\w-]{1,12} ){0,2}?(?:guides?|articles?"
        r"|videos?|tutorials?|walkthroughs?|troubleshooters?|factsheets?)\b|\bpinned (?:post|tweet|comment"
        r"|thread)\b|\bin this thread\b|\bour documentation\b|\bthe (?:documentation|docs)\b",
        "",
        "Please visit our Help Centre.",
    ),
    Pattern(
        "page",
        "en",
        r"\b(?:web ?site|site|web ?page|home ?page|online|article|guide|links?|forums?|community|blog|terms"
        r"|policy|policies|t&cs|t&c's|page|tips|instructions|status)\b"
        r"|\b(?:here|there|below|over) ?[:>]|(?<!\w)(?:->|>>|=>)",
        "",
        "You can do this online.",
        weak=True,
    ),
    Pattern(
        "form",
        "en",
        r"\b(?:fill|filling)(?: in| out)?\b|\b(?:contact|claims?|complaints?|web|online|refund|request"
        r"|enquiry|short|feedback|dispute) forms?\b"
        r"|\b(?:complete|submit|lodge|open|raise|log|make|file|create|start|completing|submitting|raising"
        r"|opening|filing|put in)(?: in| out)? (?:an?|the|our|this|your|that|it)"
        rf" {_UP_TO_3}(?:form|tickets?|claims?|complaint|enquiry|inquiry|(?:support |service )?request|case"
        rf"|appeal|report|dispute|application)\b"
        r"|\b(?:through|via|on|in|using) (?:the|our|this|an?) (?:\w{1,20} ){0,3}?form\b|\breport (?:a|the"
        r"|this|that|your|any|it)\b"
        r"|\b(?:raise|log|report|submit|file|lodge) (?:that|this|it|them)\b|\b(?:please )?(?:file"
        r"|register) with (?:us|them)\b",
        "When the company does it for the customer ('I have raised the claim'), nobody is sent elsewhere.",
        "Please fill in the complaint form.",
    ),
    Pattern(
        "form",
        "en",
        r"\b(?:must|should|can|can only|may|need to|needs to|has to|have to|ha(?:s|ve) got to"
        r"|to) be (?:only )?(?:submitted|made|raised|requested|reported|lodged|filed"
        r"|processed|registered|dealt with|handled|done)\b(?=[^\n]{0,60}?\b(?:online|form|website|site|page"
        r"|through|via|by|with|to|at|on|in)\b)"
        r"|\b(?:is|are|aren't|isn't) (?:only |all )?(?:submitted|handled|processed|dealt with|managed"
        r"|raised|requested)"
        r"(?= (?:\w{1,10} )?(?:online|through|via|by|on|over|in|with)\b)",
        "An obligation in the passive.",
        "Complaints must be submitted through the form.",
    ),
    Pattern("form", "en", r"\b(?:forms?|tickets?|portal)\b", "", "You can use the form.", weak=True),
    Pattern(
        "contact",
        "en",
        r"\b(?:contact|reach|hit up|get hold of|get ahold of) (?:us|me)\b|\bget(?:ting)? (?:in"
        r"|into) (?:touch|contact)\b|\breach out\b|\breach (?:us|our)\b"
        rf"|\b(?:contact|speak|talk|chat|turn|refer|appeal) (?:directly )?(?:to "
        rf"|with )?{_OUR} {_UP_TO_3}{_PEOPLE}\b"
        rf"|\b(?:contact|speak|talk)(?: directly)?(?: to| with)? {_PEOPLE}\b"
        r"|\b(?:contacting|speaking (?:to|with)|reaching out to|getting in touch with|ringing) (?:our|the"
        r"|your)\b|\b(?:can|may) be (?:reached|contacted)\b"
        r"|\bhit (?:us|me) up\b|\bwould (?:love|like|be (?:happy|glad|pleased"
        r"|delighted)) (?:the chance )?to (?:hear|speak|talk|chat|discuss)\b|\bin writing\b|\b(?:direct"
        r"|address|addressed|send) (?:your |this |all |any )?(?:complaints?|concerns?|quer(?:y|ies)|it"
        r"|enquir(?:y|ies)) to\b|\baddressed to\b|\bcontact the undersigned\b|\b(?:forward|send|resend"
        r"|submit|pass|direct|mail) (?:your|the|a|any|some|it|them|that|this|all)\b[^\n]{0,40}? to (?:our"
        r"|the|my) (?:\w{1,15} ){0,3}?(?:team|department|office|desk|manager|address)\b|\b(?:point|direct"
        r"|refer|redirect|signpost) you (?:to|towards)\b|\b(?:try|ask|see|contact) (?:our|the) (?:friends"
        r"|colleagues|pals|lovely) (?:in|at|over|from)\b|\bcomplaints? (?:procedure|process)\b"
        r"|\bhow to complain\b|\bwe only talk to\b|\bcome (?:and )?(?:talk|speak|chat) to us\b"
        r"|\blet'?s (?:chat|talk|connect|discuss)\b|\b(?:discuss|discussing) (?:this|it|that) (?:with"
        r"|further)"
        r"|\bask (?:for|to speak)\b|\b(?:raise|take|bring)(?:ing)? (?:this|it"
        r"|that)(?: \w{1,12})? (?:up )?(?:with|to)\b"
        r"|\bopportunity to (?:speak|talk|discuss|chat|connect)\b|\b(?:connect|link up) with (?:us|our"
        r"|you)\b",
        "'Thank you for contacting us' and 'we will contact you' are courtesy: see the guards.",
        "Please get in touch with our customer service team.",
    ),
    Pattern(
        "contact",
        "en",
        rf"\b(?:our|the|my|any) {_UP_TO_3}{_PEOPLE}(?: \w{{1,15}}){{0,5}}?(?:(?: is| are|'s|'re"
        rf"| be) (?:always |also |now |only |there |here |more than |both )?(?:available|on hand|waiting"
        rf"|standing by|best placed|ready|open|happy|glad|delighted|pleased|around|contactable|reachable"
        rf"|at your|here|there to|online)"
        r"| (?:should|can|could|would|may|might) (?:be able to )?(?:help|assist|advise|explain|guide|look"
        r"|check|sort|tell|answer)| will be (?:able|happy|glad|delighted|pleased"
        r"|more than happy) to (?:help|assist|advise|explain|guide|answer|look))",
        "A team is elsewhere only when it waits for the customer.",
        "Our advisers are best placed to help.",
    ),
    Pattern(
        "app",
        "en",
        r"\b(?:over to|to|open|download|go into|check|from within|install) (?:the|our|your"
        r"|my) (?:\w{1,20} ){0,2}?app\b|\b(?:log|sign|logging|signing) ?in(?:to)? (?:to )?(?:your|the|our"
        r"|my)\b"
        r"|\bin-app (?:message|help|support)\b|\bself-?service\b|\bhelp (?:tab|button|icon|menu)\b"
        r"|\b(?:under|in|on|via|through|visit|check|using|at) my (?:trips?|orders?|account|bookings?"
        r"|parcels?|services?|profile|dashboard|reservations?|policies)\b"
        r"|\b[a-z]{3,15} > (?:[a-z' ]{2,30} > )?(?:something|help|support|contact|report|get help|i need"
        r"|my |dispute|chat|request)",
        "",
        "Log in to your account to cancel.",
    ),
    Pattern(
        "app",
        "en",
        r"\b(?:apps?|(?:log|logging|sign|signing) in|dashboard|online account|your account|portal)\b",
        "",
        "You can track it in the app.",
        weak=True,
    ),
    Pattern(
        "shop",
        "en",
        r"\b(?:nearest|local|closest|any|nearby) (?:of our )?(?:\w{1,15},? ?){0,3}?(?:branch(?:es)?|stores?"
        r"|shops?|dealers?(?:hips?)?|clubs?|offices?|superstores?|outlets?|service (?:desk|cent(?:re"
        r"|er)))\b|\b(?:pop|come|drop|swing|stop|call) (?:in|by|along|over|down|round)\b(?! (?:the"
        r"|an?) (?:post|mail))"
        rf"|\b(?:have a (?:chat|word|quick word) with|best to (?:speak|talk|ask)|ask|speak (?:to|with)|see"
        rf"|talk to|visit|find) (?:to |with )?(?:one of )?(?:the|our|your|any|an?) {_UP_TO_3}(?:staff"
        rf"|managers?|colleagues?|pharmacist|driver|receptionist|assistants?|agent|conductor|crew|lads"
        rf"|store team|front desk|desk|reception)\b"
        r"|\b(?:bring|take|return|hand) (?:it|this|them|that|those"
        r"|the \w{1,15})(?: \w{1,12}){0,3}? (?:back )?(?:in )?(?:to|into)\b|\bif you bring (?:it|them|this"
        r"|that)\b|\bvisit us\b|\bin person\b|\bin[ -]store\b",
        "",
        "Please visit your nearest branch with a photo ID.",
    ),
    Pattern(
        "shop",
        "en",
        r"\b(?:stores?|shops?|branch|branches|counter|reception|front desk|service desk|returns desk|desk"
        r"|showroom|dealer(?:ship)?|receptionist|outlets?)\b",
        "",
        "You can return it to the store.",
        weak=True,
    ),
    Pattern(
        "third_party",
        "en",
        rf"\b(?:contact|contacting|speak (?:to|with)|speaking (?:to|with)|ask|asking|approach"
        rf"|get in touch with|take (?:this|it|that|them) up with|refer (?:this|it|you) to|check with"
        rf"|talk (?:to|with)|try|go (?:back )?to|follow up with|report (?:this|it) to|touch base with"
        rf"|address (?:this|it) (?:to|with)|deal with) (?:\w{{1,20}} ){{0,3}}?{_OTHERS}\b"
        r"|\bwe (?:only|just|merely|simply) (?:act as|sell|provide|host|list|deliver|carry)|\bwe(?:'re"
        r"| are) (?:only|just|merely) (?:an?|the) (?:agent|platform|marketplace|carrier|intermediary"
        r"|reseller|middleman)"
        rf"|\b{_OTHERS} (?:will|would|should|can|may|might|could)(?: be)?(?: able"
        rf"| best)?(?: placed)?(?: to)? (?:help|assist|advise|tell|confirm|explain|refund|sort|look|answer"
        rf"|provide|clarify)\b|(?<!we )(?<!team )\b(?:deals? with|handles?|looks? after|manages?|runs?"
        rf"|sorts? out) (?:this|that|these|those|them|it|such)\b|\bwe (?:don't|do not) (?:handle|deal with"
        rf"|manage|look after|run|own|control|set)\b|\bit'?s (?:the|your) {_OTHERS}\b"
        r"|\b(?:not|isn't|aren't) (?:handled|dealt with|managed|run|operated|sold|owned) by us\b|\b(?:isn't"
        r"|aren't|not) (?:ours|us|our (?:\w{1,15} ){0,2}?(?:responsibility|department|area|remit))\b"
        r"|\b(?:is|are) the responsibility of\b"
        rf"|\b(?:is|are|was|were|needs? to be|has to be|must be|should be) (?:\w{{1,12}} )?(?:handled"
        rf"|dealt with|managed|run|operated|requested|raised|taken|provided|resolved|set|decided"
        rf"|fixed)(?: \w{{1,12}})? (?:by|from|through|with) (?:the|your|our"
        rf"|a) (?:\w{{1,20}} ){{0,2}}?{_OTHERS}\b|\bbetween you and\b|\bport of call\b"
        rf"|\b(?:only )?the (?:sender|seller|retailer|merchant|bank|owner|account holder) (?:can|has to"
        rf"|must|will have to|would have to|needs to)\b|\b(?:right|best) (?:people|person|place|team"
        rf"|ones?) to (?:ask|contact|speak|talk|help|raise)"
        r"|\b(?:tagging|looping in|cc'?ing|cc|over to|passing (?:you|this) (?:on |over )?to|try|ask"
        r"|our (?:friends|pals|colleagues|buddies|mates)(?: over)?(?: at)?|at) @\w|\b(?:down to"
        r"|comes? under|falls? under|lies? with|sits? with) the (?:council|airport|\w{3,15} (?:authority"
        r"|council|company)|manufacturer|seller|courier|bank|landlord|retailer|supplier|airline|owner)\b"
        r"|\b(?:is|are) (?:their|the seller's|the retailer's|the manufacturer's) responsibility\b"
        r"|\bgo(?:es)? through them\b|\bhave you (?:already )?(?:reached out to|contacted|spoken to"
        r"|spoken with|asked|tried|checked with|got in touch with) (?:the|your) (?:seller|courier|bank"
        r"|retailer|manufacturer|merchant|restaurant|airline|carrier|store|landlord|supplier|provider)\b"
        r"|\b(?:speak|talk|reach out|tweet|get in touch|write|address this) (?:to|with|at) @\w|\b(?:up to"
        r"|a matter for|one for|a question for|a query for|something for) (?:the |your |@)\w|\b(?:requested"
        r"|raised|taken up|sought) (?:from|with) them\b|\b(?:ask|contact|with|to) them\b(?=[^\n]{0,20}$)",
        "When the company asks the courier itself, nobody is sent elsewhere.",
        "Please contact the manufacturer directly.",
    ),
)

NOT_HERE: Final[tuple[Pattern, ...]] = (
    Pattern(
        "not_here",
        "en",
        r"\b(?:can't|cannot|can not|unable to|not able to|don't|do not|won't|couldn't|aren't"
        r"|never)(?: be)?(?: able to)? (?:help|assist|discuss|talk|access|see|view|look|check|deal|handle"
        r"|resolve|share|comment|answer|support|verify|pull|do|sort|go into|provide|process|give"
        r"|get into)\b(?: [\w'/]{1,15}){0,7}? (?:here|on (?:social(?: media)?|this (?:page|channel|platform"
        r"|thread|account|forum|site)|twitter|x\b|facebook|instagram|here|a public)|in (?:public|a public"
        r"|this)|publicly|via (?:social|twitter|facebook|this)|through (?:this|social)|over (?:social"
        r"|twitter|facebook))\b"
        r"|\b(?:social(?: media)?|this (?:page|channel|account|forum|thread|platform)|twitter|facebook"
        r"|a public \w{3,10}) (?:is|isn't|does|doesn't|can't|cannot)(?: not|n't)? (?:the (?:right|best)"
        r"|a place|monitored|linked|able|have|meant|for)|\bisn't something we can\b[^\n]{0,30}\b(?:here"
        r"|social|public)|\bno (?:access to|tools)[^\n]{0,40}\b(?:here|on (?:this|social|here)"
        r"|in the forum)\b",
        "Refuses the place, not the problem.",
        "We can't help with this here.",
    ),
)

DIRECTIVES: Final[tuple[Pattern, ...]] = (
    Pattern(
        "directive",
        "en",
        r"\b(?:(?:please|pls|plz|pleas|kindly)(?! (?:accept|know|rest|bear|be (?:assured|advised|aware)"
        r"|excuse|forgive|allow|give (?:us|me)|let (?:us|me) know|don't worry|keep us|understand|trust|take"
        r"|note|stay))|feel free|(?:do not|don'?t|dont) hesitate|(?:could|can|would|will|might|may) (?:you"
        r"|u|i ask|we ask|i have|we have)|(?:would you )?mind|make sure"
        r"|(?:you|u|they|one)(?:'ll| will|'d| would)? ?(?:just |also |only |always |still )?(?:(?:can|could"
        r"|may|should|must|might|had better|will)(?!'t|n't|not| imagine| see how| understand| be (?:sure"
        r"|assured|pleased|glad)| have| rest| count| trust| expect)|(?:need|have|want|be able|able"
        r"|ought)(?: also| only)? to)"
        r"|you(?:'re| are) (?:able|welcome|free|best|more than welcome) to|(?:recommend|suggest|advise|ask"
        r"|encourage|invite|request|urge|need|want|like|love|require|prefer|appreciate"
        r"|welcome)(?: for)? (?:that |it if )?(?:you|u|all|customers|passengers|guests)\b(?! to (?:have"
        r"|know|feel|be|enjoy|understand|accept|leave))"
        r"|(?:recommend|suggest|advise|try)(?: \w{1,10})? \w{3,12}ing\b|(?:grateful|great|good|helpful"
        r"|lovely|appreciate(?:d)? it) if you|it(?:'s| is) best|best (?:bet|to|thing)|let'?s|we(?:'ll|'d"
        r"| will| would)? need(?: \w{1,8})? to|it(?:'s| is| will be) necessary|be sure to|remember to"
        r"|have a (?:look|read|word|go))\b",
        "Asks, allows or recommends.",
        "Could you use the contact form?",
    ),
    Pattern(
        "directive",
        "en",
        r"(?:^(?:(?:hi|hey|hello|hiya|dear|ok|oh|yes|no|sure|sorry|thanks|@\w{1,20})(?: \w{2,15})? )?"
        r"|[,;:!.-] |\b(?:just|simply|or) |\b(?:and|then|so|but) (?!(?:have|get|see|give|share|find|use"
        r"|keep|take|tell|bring|come|provide|collect|review|look|read|learn|run|start|meet|ask|return|allow"
        r"|pick|raise|report|follow|speak|talk|contact|call|reach|send)\b))(?:call|ring|dial|phone|e-?mail"
        r"|mail|write|message|msg|dm|pm|send|drop|pop|shoot|ping|give|visit|see|check|head|go|hop|jump|tap"
        r"|click|press|open|use|try|log|sign|fill"
        r"|complete|submit|report|raise|contact|reach|get|speak|talk|ask|chat|follow|read|refer|have|bring"
        r"|take|come|find|download|tell|share|provide|register|request|apply|search|look|consult"
        r"|browse|connect|meet|slide|hit|swing|stop|whatsapp|text|tweet|drop|forward|inbox|run|start|select"
        r"|choose|enter|learn|discover|access|navigate|scroll|pick up|allow|quote|mention|present|collect"
        r"|return|view|explore|review|direct|voting|keep)\b",
        "An imperative.",
        "Head over to the app.",
    ),
    Pattern(
        "directive",
        "en",
        r"\b(?:(?:is|are|'s|'re|(?<!n't )(?<!not )be) (?:always |also |now |currently |still |only |there "
        r"|here )?(?:available|on hand|here|waiting|ready|standing by|happy|glad|delighted|pleased|open"
        r"|best placed|the best|able|there|reachable|online|contactable|around|more than happy|staffed"
        r"|at your (?:disposal|service))|(?:should|will|can|could|would|may|'ll) (?:be (?:able|happy|glad"
        r"|delighted|pleased)|help|assist|advise|explain|guide|walk|get you)"
        r"|can be (?:reached|found|contacted|done|made|submitted|requested|viewed|seen|checked|tracked"
        r"|downloaded)|(?:quickest|easiest|best|fastest|simplest) (?:way|option|route|thing|people|place"
        r"|team)|(?:(?:can|you'll|you will|to|be) (?:be )?(?:find|found)|lives?|(?:is|are|'s|all"
        r"|as) (?:all |also )?(?:listed|explained|outlined|covered|set out|stated|detailed|described)"
        r"|did you see|all (?:the|our|your) info\w{0,9}|everything)"
        r"|(?:more|further|additional|full|all)(?: \w{1,10})? (?:info|information|details?|help|assistance"
        r"|support|questions?|enquir(?:y|ies)|quer(?:y|ies))|for (?:more|further|any|details|assistance"
        r"|help|refunds?|claims?|returns?|complaints?|queries|bookings?|account|billing|info)"
        r"|via|through|have you (?:seen|tried|checked|visited|read|looked|contacted|spoken)|(?:you'll"
        r"|you will) (?:find|see|get|need|want|have))\b",
        "Says that somebody waits for the customer there, or that it is to be found there.",
        "Our webchat is the quickest way.",
    ),
)

GUARDS: Final[tuple[Pattern, ...]] = (
    Pattern(
        "company_does",
        "en",
        r"\b(?:we|i|they|he|she|who|(?:our|the|a|an|my|your|another) (?:[\w-]{1,20} ){0,3}(?:teams?"
        r"|colleagues?|managers?|agents?|department|staff|driver|engineers?|technician|specialists?"
        r"|advis[eo]rs?|handler|assessor|supervisor|courier)|someone|somebody"
        r"|[a-z]{3,12} from [^\n]{3,30}?)"
        r"(?:'ll| will| shall|'d| would| have|'ve| has| had| are|'re| am|'m| is|'s)?(?: (?:also|now|already"
        r"|then|be|been|just|going|trying|tried|to|gladly|personally|both|always|today|shortly|soon|aim"
        r"|hope|need|had|attempted|attempting|back)){0,4}"
        r" (?:contact(?:ing|ed)?|call(?:ing|ed)?|ring(?:ing)?|rang|phon(?:e|ed|ing)|e-?mail(?:ing|ed)?"
        r"|messag(?:e|ed|ing)|dm(?:'?d|'?ing)?|speak(?:ing)?|spoken|spoke|talk(?:ed|ing)?|reach(?:ed"
        r"|ing)?(?: out)?|(?:get|getting|got|be|been) (?:straight |right )?(?:in (?:touch|contact)|back"
        r"|hold)|chas(?:e|ed|ing)|check(?:ed|ing)?|raise[d]?|raising|log(?:ged)?|ask(?:ed|ing)?(?! (?:that "
        r"|if )?you)|pass(?:ed)?|let|discuss(?:ed)?|follow(?:ed|ing)?|written|wrote|write|follow(?:ed)? up"
        r"|respond|reply|update|fe(?:e)?d|share[d]?|escalated?|forward(?:ed)?|look(?:ing)?|submit(?:ted"
        r"|ting)?|report(?:ed)?)\b"
        r"(?! (?:us|me)\b)[^\n,.;!]{0,70}"
        r"|\b(?:will|'ll|to|can|shall) (?:be )?(?:contact|call|e-?mail|message|dm|write to|text|phone|ring"
        r"|reach out to|get back to|give|drop|contacting|calling|emailing) you\b[^\n,.;!]{0,40}"
        r"|\bgive you an? (?:quick )?(?:call|ring|bell|shout|buzz)\b[^\n,.;!]{0,20}"
        r"|\byou(?:'ll| will| should| can expect to)? (?:soon |shortly |also )?(?:receive|get|have"
        r"|hear) (?:an? |from )?(?:e-?mail|dm|message|call|text|us|our|one of)\b[^\n,.;!]{0,40}"
        r"|\bexpect an? (?:call|e-?mail|message|reply)\b[^\n,.;!]{0,30}"
        r"|\b(?:got|received|seen|read|for) (?:your|the) (?:\w{1,12} )?(?:dms?|e-?mails?|messages?|calls?"
        r"|form|tickets?|reports?|complaint|chat)\b(?! (?:number|ref))",
        "The company itself contacts somebody: nobody is sent elsewhere.",
        "We will contact the courier.",
    ),
    Pattern(
        "company_does",
        "en",
        r"\b(?:no need|(?:you )?(?:don't|do not|needn't|won't|need not|will not|wouldn't|not) (?:need "
        r"|have |required )?(?:to )?|without (?:you )?(?:having )?(?:to )?|instead of|rather than"
        r"|never) ?(?:to )?(?:call|ring|phone|contact|e-?mail|message|dm|speak|get in touch|reach out|fill"
        r"|visit|come|go|write|use|log|complete|calling|contacting|emailing|ringing|filling"
        r"|visiting)\b[^\n,.;!]{0,50}",
        "'No need to call' sends nobody elsewhere. 'Don't hesitate to call' does.",
        "No need to call us.",
    ),
    Pattern(
        "company_does",
        "en",
        r"\b(?:thank(?:s| you)(?: so much| very much| again)?|thx|ty|appreciate (?:you|your)|cheers"
        r"|grateful|glad you|sorry you (?:had|have|felt|were)) (?:for |to "
        r"|that )?(?:you )?(?:contact(?:ing)?|reach(?:ing)?(?: out)?|gett?(?:ing)? (?:in (?:touch|contact)"
        r"|back)|messag(?:e|ing)|call(?:ing)?|writ(?:e|ing)|e-?mail(?:ing)?|speak(?:ing)?|tweet(?:ing)?"
        r"|tag(?:ging)?|dm(?:'?ing)?|bring(?:ing)?|fill(?:ing)?(?: in| out)?|complet(?:e|ing)"
        r"|submit(?:ting)?|send(?:ing)?|visit(?:ing)?|rais(?:e|ing)|report(?:ing)?|flag(?:ging)?|shar(?:e"
        r"|ing)|the (?:dm|message|email|call|chat|form))\b[^\n,.;!]{0,40}"
        r"|\b(?:when|after|since|that|as|because|the (?:day|last time)) you (?:last |first |already |had "
        r"|have |also )?(?:called|rang|phoned|contacted|emailed|e-mailed|messaged|wrote|spoke|spoken|dm'?d"
        r"|visited|reached|reported|submitted|filled|got in touch|came)\b[^\n,.;!]{0,30}"
        r"|\byour (?:\w{1,12} )?(?:call|e-?mails?|message|dm|chat|calls|form|letter|complaint|ticket"
        r"|report)\b(?= (?:of|from|on|was|were|has|went|is|did|dated|to))[^\n,.;!]{0,40}",
        "Thanks for a message, or a contact in the past.",
        "Thank you for contacting us.",
    ),
)
