"""The words of complaints. Values are stored: add, never rename. Groups of states are named beside the enum."""

from django.db import models


class Status(models.TextChoices):
    """Where a complaint is."""

    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "In review"
    REJECTED = "rejected", "Rejected"
    DISCARDED = "discarded", "Discarded"
    AWAITING_ANSWER = "awaiting_answer", "Awaiting answer"
    ANSWERED = "answered", "Answered"
    FIX_OFFERED = "fix_offered", "Fix offered"
    RESOLVED = "resolved", "Resolved"
    CLOSED = "closed", "Closed"


OPEN = frozenset({Status.AWAITING_ANSWER, Status.ANSWERED, Status.FIX_OFFERED})
PUBLISHED = OPEN | {Status.RESOLVED, Status.CLOSED}
ENDED = frozenset({Status.RESOLVED, Status.CLOSED})


class Outcome(models.TextChoices):
    """How a complaint ended."""

    RESOLVED = "resolved", "Resolved"
    PARTLY = "partly", "Partly resolved"
    UNCONFIRMED = "unconfirmed", "Unconfirmed"
    WITHDRAWN = "withdrawn", "Withdrawn"
    GAVE_UP = "gave_up", "Gave up"


class Visibility(models.TextChoices):
    """A moderator's decision, never a status."""

    PUBLIC = "public", "Public"
    HIDDEN = "hidden", "Hidden"
    REMOVED = "removed", "Removed"


class Action(models.TextChoices):
    """What somebody asks a complaint to do: imperatives."""

    DISCARD = "discard"
    SUBMIT = "submit"
    TAKE_BACK = "take_back"
    RETURN = "return"
    PUBLISH = "publish"
    REJECT = "reject"
    REPLY = "reply"
    ANSWER = "answer"
    OFFER_FIX = "offer_fix"
    TAKE_BACK_OFFER = "take_back_offer"
    UPHOLD_CONTEST = "uphold_contest"
    CONFIRM = "confirm"
    END_PARTLY = "end_partly"
    GO_ON = "go_on"
    WITHDRAW = "withdraw"
    GIVE_UP = "give_up"
    ESCALATE = "escalate"
    LAPSE = "lapse"
    REOPEN = "reopen"
    MOVE = "move"
    JOIN = "join"


class Actor(models.TextChoices):
    CUSTOMER = "customer", "Customer"
    COMPANY = "company", "Company"
    MODERATOR = "moderator", "Moderator"
    SYSTEM = "system", "Answerable"
    OTHER = "other", "Somebody else"


class EventKind(models.TextChoices):
    """What happened: past tense."""

    SUBMITTED = "submitted", "Submitted"
    DISCARDED = "discarded", "Discarded"
    TAKEN_BACK = "taken_back", "Taken back"
    RETURNED = "returned", "Returned to the author"
    PUBLISHED = "published", "Published"
    REJECTED = "rejected", "Rejected"
    BRAND_TOLD = "brand_told", "The brand was told"
    BRAND_MAIL_BOUNCED = "brand_mail_bounced", "The mail to the brand came back"
    BRAND_HAS_NO_ADDRESS = "brand_has_no_address", "The brand has no known address"
    POSTED = "posted", "Posted"
    POSTING_FAILED = "posting_failed", "A posting failed"
    POSTING_EDITED = "posting_edited", "A posting was changed"
    POSTING_REMOVED = "posting_removed", "A posting was removed"
    POSTING_QUEUED = "posting_queued", "A posting is to be sent again"
    REPLY_RECEIVED = "reply_received", "Reply"
    REPLY_CHANGED = "reply_changed", "A reply was changed on the network"
    REPLY_REMOVED = "reply_removed", "A reply was removed on the network"
    REPLY_CONFIRMED = "reply_confirmed", "An account was confirmed as the brand's"
    ACCOUNT_REFUSED = "account_refused", "An account was found not to be the brand's"
    LABEL_CONTESTED = "label_contested", "A label was contested"
    LABEL_CORRECTED = "label_corrected", "A label was corrected"
    LABEL_UPHELD = "label_upheld", "A label was upheld"
    FIX_OFFERED = "fix_offered", "Fix offered"
    OFFER_TAKEN_BACK = "offer_taken_back", "Offer taken back"
    CUSTOMER_ASKED = "customer_asked", "The customer was asked"
    NOT_FIXED = "not_fixed", "The customer says: not fixed"
    PARTLY_FIXED = "partly_fixed", "The customer says: partly fixed"
    RESOLVED = "resolved", "The customer says: fixed"
    WITHDRAWN = "withdrawn", "Withdrawn"
    GAVE_UP = "gave_up", "Gave up"
    ESCALATED = "escalated", "Escalated"
    LAPSED = "lapsed", "Lapsed without a word"
    REOPENED = "reopened", "Reopened"
    MOVED = "moved", "Moved to another company"
    JOINED = "joined", "Joined to its twin"
    HIDDEN = "hidden", "Hidden"
    REMOVED = "removed", "Removed"
    RESTORED = "restored", "Restored"
    REDACTED = "redacted", "Words were covered"
    EXCLUDED = "excluded", "Left out of the statistics"
    INCLUDED = "included", "Taken into the statistics again"
    EVIDENCE_CHECKED = "evidence_checked", "Evidence checked by a moderator"
    AUTHOR_ERASED = "author_erased", "The author closed the account"
    SHARED = "shared", "Posted elsewhere by the customer"
    SHARED_TAKEN_OFF = "shared_taken_off", "A link to the customer's post was taken off"


class Category(models.TextChoices):
    BILLING = "billing", "Wrong bill or charge"
    REFUND = "refund", "Refund not paid"
    DELIVERY = "delivery", "Not delivered or late"
    DEFECT = "defect", "Broken or not as described"
    SERVICE = "service", "Service does not work"
    CONTRACT = "contract", "Contract or cancellation"
    ACCOUNT = "account", "Account locked or access lost"
    DATA = "data", "Personal data"
    CONDUCT = "conduct", "How I was treated"
    OTHER = "other", "Something else"


class CameOf(models.TextChoices):
    """What came of an attempt."""

    NOBODY = "nobody", "Nobody answered, or I was cut off"
    NO_REPLY = "no_reply", "No reply"
    AUTOMATED = "automated", "Only an automatic reply"
    CANNED = "canned", "A standard text that did not fit"
    PASSED_ON = "passed_on", "Sent elsewhere: another number, page or shop"
    PROMISE_BROKEN = "promise_broken", "Promised something that did not happen"
    REFUSED = "refused", "Refused"
    PARTLY_HELPED = "partly_helped", "Partly helped"
    WAITING = "waiting", "Still waiting for a reply"


# "Answered only after publication" needs to know whether any traditional channel had answered.
REACHED_A_PERSON = frozenset(
    {CameOf.CANNED, CameOf.PASSED_ON, CameOf.PROMISE_BROKEN, CameOf.REFUSED, CameOf.PARTLY_HELPED}
)
# Attempts that led nowhere. Some reached a person all the same, who sent the customer on or sent a standard text.
DEAD_ENDS = frozenset({CameOf.NOBODY, CameOf.NO_REPLY, CameOf.AUTOMATED, CameOf.CANNED, CameOf.PASSED_ON})


class Side(models.TextChoices):
    """Whose reply it is."""

    COMPANY = "company", "Company"
    UNCONFIRMED = "unconfirmed", "Not yet confirmed as the company"
    CUSTOMER = "customer", "Customer"
    OTHER = "other", "Somebody else"


class ReplySource(models.TextChoices):
    SITE = "site", "On the site"
    API = "api", "By API"
    MAIL = "mail", "By e-mail"
    NETWORK = "network", "On a network"


class ReplyKind(models.TextChoices):
    """What a company's reply counts as; other sides have none."""

    ANSWER = "answer", "Answer"
    ACKNOWLEDGEMENT = "acknowledgement", "Acknowledgement"
    DEFLECTION = "deflection", "Deflection"
    STATEMENT = "statement", "Statement"


class Tone(models.TextChoices):
    """How a company's reply is said; other sides have none."""

    HELPFUL = "helpful", "Helpful"
    NEUTRAL = "neutral", "Neutral"
    APOLOGY_ONLY = "apology_only", "Apology only"
    DISMISSIVE = "dismissive", "Dismissive"


class Direction(models.TextChoices):
    """Where a deflection sends. Values as in `complaints.rules.replies.CHANNELS`."""

    DM = "dm", "a private message"
    PHONE = "phone", "the telephone"
    EMAIL = "email", "e-mail"
    CHAT = "chat", "a chat"
    LINK = "link", "a link or help page"
    FORM = "form", "a form"
    APP = "app", "an app or account"
    SHOP = "shop", "a shop or office"
    CONTACT = "contact", "somebody else"


class Network(models.TextChoices):
    """Networks that a complaint can be posted to. Values are stored, and equal the slugs of the registry."""

    MASTODON = "mastodon", "Mastodon"
    BLUESKY = "bluesky", "Bluesky"
    WORDPRESS = "wordpress", "WordPress"
    TUMBLR = "tumblr", "Tumblr"
    X = "x", "X"
    THREADS = "threads", "Threads"
    FACEBOOK_PAGE = "facebook-page", "Facebook Page"
    FACEBOOK = "facebook", "Facebook"
    LINKEDIN = "linkedin", "LinkedIn"
    REDDIT = "reddit", "Reddit"
    YELP = "yelp", "Yelp"
    TRIPADVISOR = "tripadvisor", "Tripadvisor"
    GOOGLE_REVIEWS = "google-reviews", "Google reviews"
    FOURSQUARE = "foursquare", "Foursquare"
    WHATSAPP = "whatsapp", "WhatsApp"
    TELEGRAM = "telegram", "Telegram"


class ConnectionState(models.TextChoices):
    ACTIVE = "active", "Active"
    RECONNECT = "reconnect", "Needs to be connected again"
    DISABLED = "disabled", "Switched off"
    LEAVING = "leaving", "Being disconnected"
    DISCONNECTED = "disconnected", "Disconnected"


class PostingState(models.TextChoices):
    PREPARED = "prepared", "Waits for publication"
    QUEUED = "queued", "Queued"
    SENDING = "sending", "Being sent"
    NEEDS_CHECK = "needs_check", "Being checked: the answer of the network was lost"
    SENT = "sent", "Posted"
    FAILED = "failed", "Failed"
    REMOVED = "removed", "Removed"


UNSENT = frozenset({PostingState.QUEUED, PostingState.SENDING, PostingState.NEEDS_CHECK})


class PostingKind(models.TextChoices):
    """What a posting says. All but the first stand below it, or beside it."""

    COMPLAINT = "complaint", "The complaint"
    ANSWERED = "answered", "It was answered"
    OFFERED = "offered", "A fix was offered"
    RESOLVED = "resolved", "It is fixed"
    THANKS = "thanks", "The thank-you"


MILESTONES = frozenset({PostingKind.ANSWERED, PostingKind.OFFERED, PostingKind.RESOLVED})


class PostingWish(models.TextChoices):
    """What is still to be done to a posting that was sent."""

    NOTHING = "", "Nothing"
    EDIT = "edit", "Change the text"
    REMOVE = "remove", "Take it down"


class QuestionState(models.TextChoices):
    DUE = "due", "Not asked yet"
    ASKED = "asked", "Asked"
    ANSWERED = "answered", "Answered"
    DROPPED = "dropped", "No longer needed"


class QuestionAnswer(models.TextChoices):
    FIXED = "fixed", "Fixed"
    PARTLY = "partly", "Partly fixed"
    NOT_FIXED = "not_fixed", "Not fixed"


class Escalation(models.TextChoices):
    OMBUDSMAN = "ombudsman", "Ombudsman or regulator"
    COURT = "court", "Court"
    BANK = "bank", "Bank: chargeback"


class HeardKind(models.TextChoices):
    """What a post that a search heard looks like."""

    PROBLEM = "problem", "Looks like a problem"
    PRAISE = "praise", "Praise"
    NOISE = "noise", "Noise"


class HeardState(models.TextChoices):
    """What was done about a post that was heard."""

    NEW = "new", "New"
    TAKEN = "taken", "Taken"
    INVITED = "invited", "Invited"
    DISMISSED = "dismissed", "Dismissed"


class WhyDismissed(models.TextChoices):
    NOT_OURS = "not_ours", "It is about something else"
    NO_PROBLEM = "no_problem", "It is no problem"
    SOLVED = "solved", "It is solved already"
    NOT_NOW = "not_now", "Not for us to answer"
