"""What the team of a desk did: acts in the team and acts on complaints, in one list, newest first."""

from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from operator import attrgetter

from companies.models import Company, Representative, TeamAct
from complaints.enums import Actor
from complaints.models import Complaint, Event

PAGE = 50
# More than one moment can hold: what happened at the same time as the last one shown is shown with it.
SAME_MOMENT = 50


@dataclass(frozen=True, slots=True)
class Act:
    """One line of the log. `complaint` is what it was done to, if it was one."""

    at: datetime
    by: str
    what: str
    whom: str = ""
    words: str = ""
    complaint: Complaint | None = None


@dataclass(frozen=True, slots=True)
class Log:
    """`older` is the time below which the next page begins; None at the end."""

    acts: list[Act]
    older: datetime | None


def log_of(company: Company, *, before: datetime | None = None) -> Log:
    """What was done in the team and by its people, before `before`. Three queries, whatever its length."""
    acts = TeamAct.objects.filter(company=company)
    events = Event.objects.filter(
        complaint__company=company, actor_role=Actor.COMPANY, actor_id__isnull=False
    ).select_related("complaint")
    if before is not None:
        acts, events = acts.filter(at__lt=before), events.filter(at__lt=before)
    names = _names(company)
    most = PAGE + SAME_MOMENT
    found = [Act(act.at, act.by_name, act.get_kind_display(), act.whom, act.words) for act in acts[:most]] + [
        Act(
            event.at,
            names.get(event.actor_id or 0, "Somebody who acted for the brand then"),
            event.get_kind_display(),
            complaint=event.complaint,
        )
        for event in events.order_by("-at", "-id")[:most]
    ]
    found.sort(key=attrgetter("at"), reverse=True)
    shown = found[:PAGE]
    if shown:
        shown += takewhile(lambda act: act.at == shown[-1].at, found[PAGE:])
    return Log(shown, shown[-1].at if len(found) > len(shown) else None)


def _names(company: Company) -> dict[int, str]:
    """Who each person is in this team, by the number of the account; the latest name of those who came back."""
    rows = Representative.objects.filter(company=company).order_by("since")
    return {row.user_id: str(row) for row in rows}
