"""Evidence tiers: none, reference number, document, mail signed by the brand, checked by a moderator."""

from companies.enums import Tier


def tier_of(
    *, has_reference: bool, has_document: bool, has_signed_mail: bool = False, is_checked: bool = False
) -> Tier:
    """The highest tier that the evidence reaches."""
    if is_checked:
        return Tier.CHECKED
    if has_signed_mail:
        return Tier.SIGNED_MAIL
    if has_document:
        return Tier.DOCUMENT
    if has_reference:
        return Tier.REFERENCE
    return Tier.NONE
