"""Notices of networks: "something happened under your post". We keep them as they came, and look for ourselves.

A notice never carries a reply in: it only brings the next look at a posting forward. So a forged or repeated one costs a
request and changes nothing.
"""

import hashlib
from datetime import datetime, timedelta

from django.db import transaction

from complaints.enums import Network, PostingState
from complaints.models import Notice, Posting
from complaints.networks.webhooks import posts_named
from complaints.services import sweeping
from config.doors import queue

READ = "complaints.tasks.read_notice"
LARGEST = 256_000  # bytes of one notice
KEPT_FOR = timedelta(days=7)


@transaction.atomic
def keep_notice(*, network: Network, body: bytes, now: datetime) -> Notice | None:
    """Keep a notice whose signature was checked; None when the same bytes came before."""
    notice, is_new = Notice.objects.get_or_create(
        network=network,
        digest=hashlib.sha256(body).hexdigest(),
        defaults={"body": body, "received_at": now},
    )
    if not is_new:
        return None
    queue.enqueue(READ, notice.pk)
    return notice


@transaction.atomic
def read_notice(*, notice_id: int, now: datetime) -> int:
    """Bring the look at the postings that a notice names forward. Returns how many there are."""
    notice = Notice.objects.select_for_update(skip_locked=True).filter(pk=notice_id, read_at=None).first()
    if notice is None:
        return 0
    named = posts_named(bytes(notice.body))
    mine = Posting.objects.filter(network=notice.network, remote_id__in=named, state=PostingState.SENT)
    postings = list(mine.values_list("pk", flat=True))
    mine.update(next_poll_at=now)
    for posting_id in postings:
        queue.enqueue("complaints.tasks.poll_posting", posting_id)
    notice.read_at = now
    notice.save(update_fields=["read_at"])
    return len(postings)


def sweep_notices(*, now: datetime) -> int:
    """Read what nobody has read yet, and forget what was read a while ago. Returns how many were read."""
    Notice.objects.filter(read_at__lt=now - KEPT_FOR).delete()
    waiting = list(
        Notice.objects.filter(read_at=None).order_by("received_at").values_list("pk", flat=True)[:200]
    )

    def read(notice_id: int) -> bool:
        read_notice(notice_id=notice_id, now=now)
        return True

    return sweeping.count_done(waiting, read)
