"""What strangers of the demo say about brands on the network without anybody asking, and what is done about it.

Said for real and found by a search as on any server, so what a representative and a moderator see was heard, not made.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from accounts.models import User
from companies.models import Company
from complaints.demo.network import DemoNetwork
from complaints.enums import HeardState, WhyDismissed
from complaints.models import HeardPost, Lookout, SavedSearch
from complaints.services import hearing, searching

WITH_DESK: Final = "northline"
WITHOUT_DESK: Final = "quillfibre"


@dataclass(frozen=True, slots=True)
class Said:
    """A post by an account of its own, and what somebody decided about it: "take", "dismiss", "invite" or nothing."""

    who: str
    name: str
    text: str
    kind: str  # as the rules sort it
    act: str = ""


SAID: Final = {
    WITH_DESK: (
        Said("otter_on_rails", "Otter", "Third day without internet, and Northline keeps me on hold for an hour each time. "
             "Nobody can tell me when it will be fixed.", "problem"),
        Said("bea_of_larkhill", "Bea", "@northline you charged me twice this month and the refund you promised never "
             "arrived. What do I have to do?", "problem"),
        Said("pim_writes", "Pim", "My Northline router is broken again, support hung up on me twice. I am done waiting.",
             "problem", "take"),
        Said("quiet_harbour", "Sanne", "Northline cancelled my appointment again without a word and I took a day off for "
             "it.", "problem", "dismiss"),
        Said("lou_and_the_cat", "Lou", "Credit where it is due: thank you Northline, the engineer came on time, was great "
             "and fixed it.", "praise"),
        Said("marrowby_jobs", "Marrowby Jobs", "We are hiring: Northline is looking for a network planner. Apply now!",
             "noise"),
        Said("telecom_ticker", "Telecom ticker", "Breaking: Northline shares rise after quarterly results.", "noise"),
    ),
    WITHOUT_DESK: (
        Said("fen_and_dyke", "Fen", "Quillfibre took my money for a line that does not work. No answer to three mails, and "
             "I still have no internet.", "problem"),
        Said("niamh_by_the_sea", "Niamh", "Still waiting for my refund from Quillfibre. Nobody answers the phone.",
             "problem"),
        Said("cormac_b", "Cormac", "My Quillfibre connection is down again and their support never replies to me.",
             "problem", "invite"),
    ),
}  # fmt: skip


def overhear(
    *,
    network: DemoNetwork,
    companies: dict[str, Company],
    representatives: dict[str, list[User]],
    moderator: User,
    now: datetime,
) -> int:
    """Say all of it, look for it, and decide about some. Again it changes nothing. Returns how many are kept."""
    for slug, posts in SAID.items():
        company = companies[slug]
        for said in posts:
            network.say(by=network.person(said.who, said.name), text=said.text, key=f"overheard-{said.who}")
        if not SavedSearch.objects.filter(company=company).exists():
            by = representatives[slug][0] if slug in representatives else moderator
            hearing.add_search(company=company, words=company.name, by=by, now=now)
    searching.open_lookouts(now=now)
    for lookout in Lookout.objects.to_look(now=now).filter(search__company__in=companies.values()):
        searching.run_search(lookout_id=lookout.pk, now=now)
    for slug, posts in SAID.items():
        acting = representatives[slug][0] if slug in representatives else moderator
        for said in posts:
            post = HeardPost.objects.filter(
                company=companies[slug],
                author_handle=network.handle_of(said.who),
                state=HeardState.NEW,
            ).first()
            if post is not None and said.act:
                _decide(post, said.act, by=acting, now=now)
    return HeardPost.objects.filter(company__in=companies.values()).count()


def _decide(post: HeardPost, act: str, *, by: User, now: datetime) -> None:
    match act:
        case "take":
            hearing.take(post=post, by=by, now=now)
        case "dismiss":
            hearing.dismiss(post=post, why=WhyDismissed.SOLVED, by=by, now=now)
        case "invite":
            hearing.invite(post=post, by=by, now=now)
