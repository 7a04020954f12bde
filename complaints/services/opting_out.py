"""Who does not want to be heard: nothing of theirs is kept, and what is there goes at once.

Anybody can say so about any account, because we cannot verify who asks and a doubt counts for the person. All that
it does is hide public posts from desks.
"""

from datetime import datetime

from django.db import connection as database
from django.db import transaction
from django.db.models import Q

from accounts.models import User
from companies.proofs.accounts import EVERYWHERE, id_key
from complaints.models import HeardPost, OptOut
from complaints.networks.base import RemoteReply


@transaction.atomic
def opt_out(*, network: str, handle: str, by: User | None, now: datetime) -> OptOut:
    """Keep nothing of this account from now on, and delete what is kept, whatever was done about it.

    `handle` is normal (companies.proofs.accounts.normal_handle); `by` passed the wish on, None for the public form.
    """
    _lock(network, is_shared=False)
    row, _ = OptOut.objects.get_or_create(
        network=network, handle=handle.lower(), defaults={"at": now, "by": by}
    )
    theirs = HeardPost.objects.of_author(network=network, handle=row.handle)
    seen = theirs.exclude(author_id="").values_list("author_id", "server").first()
    if seen:
        _learn(row, network=network, author_id=seen[0], server=seen[1])
    forget(network=network, handle=row.handle, author_id=row.author_id, server=seen[1] if seen else "")
    return row


@transaction.atomic
def forget(*, network: str, handle: str, author_id: str = "", server: str = "") -> int:
    """Delete every post of this account. Returns how many."""
    theirs = HeardPost.objects.of_author(network=network, handle=handle, author_id=author_id, server=server)
    return theirs.delete()[0]


def is_opted_out(*, network: str, server: str, remote: RemoteReply) -> bool:
    """Whether the author asked us to leave them alone, here or in their profile.

    The caller owns a transaction: until it ends nobody opts out of this network.
    """
    if remote.is_opted_out:
        return True
    _lock(network, is_shared=True)
    is_author = Q(handle=remote.author_handle.lower())
    if remote.author_id and id_key(network, server) == EVERYWHERE:
        is_author |= Q(author_id=remote.author_id)
    row = OptOut.objects.filter(is_author, network=network).first()
    if row is not None:
        _learn(row, network=network, author_id=remote.author_id, server=server)
    return row is not None


def opted_out(*, network: str, handle: str) -> bool:
    """Whether an account of this name opted out."""
    return OptOut.objects.filter(network=network, handle=handle.lower()).exists()


def _learn(row: OptOut, *, network: str, author_id: str, server: str) -> None:
    """Names change hands and ids do not, where they are the same from everywhere."""
    if author_id and not row.author_id and id_key(network, server) == EVERYWHERE:
        OptOut.objects.filter(pk=row.pk).update(author_id=author_id)
        row.author_id = author_id


def _lock(network: str, *, is_shared: bool) -> None:
    """Whoever keeps a post and whoever opts out wait for each other, so that none slips through in between."""
    kind = "pg_advisory_xact_lock_shared" if is_shared else "pg_advisory_xact_lock"
    with database.cursor() as cursor:
        cursor.execute(f"SELECT {kind}(hashtextextended(%s, 0))", [f"opting out of {network}"])
