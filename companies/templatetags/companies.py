"""What pages of a brand ask about it."""

from django import template

from companies.countries import COUNTRIES
from companies.enums import HandleProof, Source
from companies.models import Case, Company, Handle
from companies.proofs.accounts import NETWORKS, Way
from companies.statistics.intervals import Proportion
from companies.templatetags.figures import GAP, UNKNOWN, interval_percent, rounded

register = template.Library()

# What a proof by the company says to a reader, by how the network lets it be proved.
PROVED_WORDS = {
    Way.REL_ME: "its profile and the brand’s website link to each other",
    Way.DOMAIN: "its name is one at the brand’s own domain",
    Way.SITE: "it stands at the brand’s own domain",
    Way.CODE: "the brand put a code that we gave into its profile",
}
PROOF_WORDS = {
    HandleProof.NONE: "not proved",
    HandleProof.WEBSITE: "the brand’s website links to it",
    HandleProof.MODERATOR: "confirmed by a moderator",
}


@register.simple_tag
def has_official_record(company: Company) -> bool:
    """Whether an official source has cases of this brand."""
    return Case.objects.counted().filter(company=company).exclude(source=Source.ANSWERABLE).exists()


@register.filter
def country_name(code: str) -> str:
    """The English name of a country, or its code where it has none here."""
    return COUNTRIES.get(code, code)


@register.filter
def limits(share: Proportion) -> str:
    """Both ends of an interval in per cent, with a decimal where whole numbers would leave none: "99.7 to 99.9 %"."""
    if share.low is None or share.high is None:
        return UNKNOWN
    if rounded(100 * share.low) < rounded(100 * share.high):
        return interval_percent(share.low, share.high)
    return f"{100 * share.low:.1f} to {100 * share.high:.1f}{GAP}%"


@register.filter
def network_name(slug: str) -> str:
    """The name of a network as it writes it, or the slug of one on which no brand can list an account."""
    return NETWORKS[slug].name if slug in NETWORKS else slug


@register.filter
def proof_words(handle: Handle) -> str:
    """How an account was proved to be the brand's, to follow a colon."""
    if handle.proof == HandleProof.PROVED:
        return PROVED_WORDS[NETWORKS[handle.network].way] if handle.network in NETWORKS else "proved"
    return PROOF_WORDS[HandleProof(handle.proof)]


@register.filter
def proved(handles: list[Handle]) -> list[Handle]:
    """Those accounts that count as the brand's."""
    return [handle for handle in handles if handle.is_trusted]
