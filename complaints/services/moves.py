"""What every move has in common: lock the row, ask the table, keep the clocks true."""

from accounts.models import User
from companies.enums import ANSWERING_ROLES
from companies.models import Representative
from complaints.enums import Action, Actor
from complaints.models import Complaint
from complaints.rules import lifecycle


class NotAllowed(Exception):
    """This person may not do this to this complaint."""


def locked(complaint: Complaint) -> Complaint:
    """The row as it stands now, locked until the transaction ends. Related company and customer come along."""
    return (
        Complaint.objects.select_related("company", "customer")
        .select_for_update(of=("self",))
        .get(pk=complaint.pk)
    )


def require_customer(complaint: Complaint, by: User) -> None:
    """Raises NotAllowed unless `by` filed it."""
    if complaint.customer_id is None or complaint.customer_id != by.pk:
        raise NotAllowed("Only the customer who filed this complaint can do this.")


def require_moderator(by: User) -> None:
    """Raises NotAllowed unless `by` moderates."""
    if not (by.is_active and by.is_moderator):
        raise NotAllowed("Only a moderator can do this.")


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
    """Recompute the first reply and the first standing answer from the replies. Does not save."""
    replies = list(complaint.replies.of_the_company().order_by("at", "id"))
    complaint.replied_at = replies[0].at if replies else None
    complaint.answered_at = next((r.at for r in replies if r.kind == "answer" and r.stands), None)
