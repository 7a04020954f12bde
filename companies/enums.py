"""The words of companies. Values are stored: add, never rename."""

from django.db import models


class Sector(models.TextChoices):
    TELECOMS = "telecoms", "Phone and internet"
    BANKING = "banking", "Banks and cards"
    INSURANCE = "insurance", "Insurance"
    RETAIL = "retail", "Shops and online shops"
    DELIVERY = "delivery", "Parcels and delivery"
    TRAVEL = "travel", "Travel and airlines"
    ENERGY = "energy", "Energy and water"
    ELECTRONICS = "electronics", "Electronics and appliances"
    MEDIA = "media", "Streaming, software and media"
    HEALTH = "health", "Health"
    TRANSPORT = "transport", "Cars and transport"
    HOUSING = "housing", "Housing"
    EDUCATION = "education", "Education"
    PUBLIC = "public", "Public services"
    OTHER = "other", "Other"


class CompanyState(models.TextChoices):
    PROPOSED = "proposed", "Proposed by a customer"
    LISTED = "listed", "Listed"
    MERGED = "merged", "Merged into another"
    CLOSED = "closed", "No longer trading"


class ChannelKind(models.TextChoices):
    """A traditional channel; the same words name the channel of an attempt."""

    PHONE = "phone", "Phone"
    EMAIL = "email", "E-mail"
    CHAT = "chat", "Chat"
    FORM = "form", "Web form"
    LETTER = "letter", "Letter"
    SHOP = "shop", "Shop"
    APP = "app", "App"
    MESSENGER = "messenger", "Messenger"
    MANAGEMENT = "management", "Management"
    TICKET = "ticket", "Help-desk ticket"
    BLOG = "blog", "Own blog"
    SOCIAL = "social", "Social message"
    OTHER = "other", "Other"


class HandleProof(models.TextChoices):
    """Why we believe that an account on a network is the company's."""

    NONE = "none", "Not checked"
    WEBSITE = "website", "Linked from the brand's own website"
    PROVED = "proved", "Proved by the company"
    MODERATOR = "moderator", "Confirmed by a moderator"


TRUSTED_PROOFS = frozenset({HandleProof.WEBSITE, HandleProof.PROVED, HandleProof.MODERATOR})


class HandleChangeKind(models.TextChoices):
    """What happened to an account of a brand: past tense."""

    ADDED = "added", "Added"
    PROVED = "proved", "Found to be the brand's"
    ASKED = "asked", "A person was asked to look"
    NOT_THERE = "not_there", "The code was not in the profile"
    LOST = "lost", "The proof no longer held"
    SETTLED = "settled", "Left without proof by a moderator"
    REMOVED = "removed", "Removed"


class Role(models.TextChoices):
    OWNER = "owner", "Owner"
    RESPONDER = "responder", "Responder"
    READER = "reader", "Reader"


ANSWERING_ROLES = frozenset({Role.OWNER, Role.RESPONDER})


class TeamActKind(models.TextChoices):
    """What happened in the team of a desk: past tense."""

    INVITED = "invited", "Invited"
    INVITATION_WITHDRAWN = "invitation_withdrawn", "Invitation withdrawn"
    JOINED = "joined", "Joined"
    CHANGED = "changed", "Changed"
    REMOVED = "removed", "Removed"
    LEFT = "left", "Left"


class ClaimState(models.TextChoices):
    MAIL_SENT = "mail_sent", "Waiting for the link in the mail"
    MAIL_CONFIRMED = "mail_confirmed", "Waiting for a moderator"
    APPROVED = "approved", "Approved"
    REJECTED = "rejected", "Rejected"


class Source(models.TextChoices):
    """Where a case comes from. Sources are never mixed in one ranking."""

    ANSWERABLE = "answerable", "Complaints filed here"
    CONSUMIDOR_GOV_BR = "consumidor-gov-br", "consumidor.gov.br"


class Ending(models.IntegerChoices):
    """How a case ended, as the statistics count it (method, section 1)."""

    RESOLVED = 0, "Resolved"
    PARTLY = 1, "Partly resolved"
    UNCONFIRMED = 2, "Unconfirmed"
    WITHDRAWN = 3, "Withdrawn"
    GAVE_UP = 4, "Gave up"
    NOT_RESOLVED = 5, "Rated not resolved"  # official records only
    NOT_RATED = 6, "Not rated"  # official records only


class Tier(models.IntegerChoices):
    """Evidence tiers, in ascending order."""

    NONE = 0, "No evidence"
    REFERENCE = 1, "Reference number"
    DOCUMENT = 2, "Document"
    SIGNED_MAIL = 3, "Mail signed by the brand"
    CHECKED = 4, "Checked by a moderator"


class Exclusion(models.TextChoices):
    """The only decisions that take a case out of the statistics; both are counted in public."""

    NOT_GENUINE = "not_genuine", "Not genuine"
    DUPLICATE = "duplicate", "Duplicate"


class FirstReply(models.TextChoices):
    ANSWER = "answer", "Answer"
    ACKNOWLEDGEMENT = "acknowledgement", "Acknowledgement"
    DEFLECTION = "deflection", "Deflection"
