"""What every move has in common: lock the row, ask the table, keep the clocks true."""

from accounts.models import User
from accounts.permissions import is_moderator
from companies.enums import ANSWERING_ROLES
from companies.models import Representative
from complaints.enums import Action, Actor
from complaints.models import Complaint
from complaints.rules import clocks, lifecycle


class NotAllowed(Exception):
    """This person may not do this to this complaint."""


def locked(complaint: Complaint, *, alone: bool = False) -> Complaint:
    """The row as it stands now, locked until the transaction ends. Related company and customer come along, except
    `alone`: for moves that look at neither.
    """
    rows = Complaint.objects.all() if alone else Complaint.objects.select_related("company", "customer")
    return rows.select_for_update(of=("self",)).get(pk=complaint.pk)


def require_customer(complaint: Complaint, by: User) -> None:
    """Raises NotAllowed unless `by` filed it."""
    if complaint.customer_id is None or complaint.customer_id != by.pk:
        raise NotAllowed("Only the customer who filed this complaint can do this.")


def locked_pair(complaint: Complaint, other: Complaint) -> tuple[Complaint, Complaint]:
    """Two rows, locked in one order, so that whoever takes them the other way round waits instead of blocking."""
    rows = {one.pk: locked(one) for one in sorted((complaint, other), key=lambda one: one.pk)}
    return rows[complaint.pk], rows[other.pk]


def require_moderator(by: User, complaint: Complaint) -> None:
    """Raises NotAllowed unless `by` moderates and has no part in this case."""
    if not is_moderator(by):
        raise NotAllowed("Only a moderator can do this.")
    acts_for_it = Representative.objects.active().filter(company=complaint.company_id, user_id=by.pk)
    if complaint.customer_id == by.pk or acts_for_it.exists():
        raise NotAllowed("You have a part in this case. Another moderator decides about it.")


def require_published(complaint: Complaint) -> None:
    """Raises MoveRefused for what was never public."""
    if not complaint.is_published:
        raise lifecycle.MoveRefused("This complaint is not published.")


def require_representative(complaint: Complaint, by: User) -> Representative:
    """The active representation that lets `by` answer; raises NotAllowed."""
    found = (
        Representative.objects.active()
        .filter(company=complaint.company, user_id=by.pk, role__in=ANSWERING_ROLES)
        .first()
    )
    if found is None:
        raise NotAllowed("Only a verified representative of this company can do this.")
    return found


def apply(complaint: Complaint, action: Action, actor: Actor, *, is_clear: bool = False) -> None:
    """Set status and outcome by the table; raises MoveRefused. Does not save."""
    status, outcome = lifecycle.next_status(
        status=complaint.status,
        outcome=complaint.outcome,
        action=action,
        actor=actor,
        answer_stands=complaint.answered_at is not None,
        is_clear=is_clear,
    )
    complaint.status = status
    complaint.outcome = outcome or ""


def refresh_reply_times(complaint: Complaint) -> None:
    """Recompute the first reply, the first standing answer and what hangs on them. Does not save."""
    replies = list(
        complaint.replies.of_the_company().order_by("at", "id").values_list("at", "kind", "stands")
    )
    complaint.replied_at = replies[0][0] if replies else None
    complaint.answered_at = next((at for at, kind, stands in replies if kind == "answer" and stands), None)
    refresh_moment_of_fix(complaint)


def refresh_moment_of_fix(complaint: Complaint) -> None:
    """When an ending at the customer's word counts; also for a reply that became known after it. Does not save.

    A reply after the ending moves nothing.
    """
    if complaint.fixed_on is None or complaint.ended_at is None:
        return
    assert complaint.published_at is not None  # only published complaints end
    before_the_end = complaint.replied_at is not None and complaint.replied_at <= complaint.ended_at
    complaint.counted_at = clocks.moment_of_fix(
        named_day=complaint.fixed_on,
        replied_at=complaint.replied_at if before_the_end else None,
        published_at=complaint.published_at,
        known_at=complaint.ended_at,
    )
