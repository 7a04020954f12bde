"""What a company's reply counts as, when it arrives: kind, direction, tone, and whether others had the same text.

The rules decide; a moderator can correct them (moderating.decide_label). What was judged once stays as it was: an edit
does not change it, a later version of the rules does not, and a text that is sent to others afterwards does not either.
"""

from collections.abc import Iterable
from datetime import datetime

from companies.models import Company
from complaints.enums import ReplyKind, Tone, Visibility
from complaints.models import Complaint, Reply
from complaints.rules.near_copies import MOST_COMPARED, WITHIN, NearCopy, Sent, near_copy
from complaints.rules.replies import Verdict, judge_reply

# As long as the columns that keep them.
_WORDS = 300


def label(reply: Reply, complaint: Complaint) -> None:
    """Set what the rules say of a company's reply that is about to be saved."""
    verdict = judge_reply(reply.text)
    reply.kind = ReplyKind(verdict.kind)
    reply.words = [words[:_WORDS] for words in verdict.words]
    reply.sends_to = list(verdict.to)
    _label_manner(reply, complaint, verdict)


def label_offer(reply: Reply, complaint: Complaint) -> None:
    """Set the tone and the mark of a near-copy of an offer, which is an answer whatever its words."""
    _label_manner(reply, complaint, judge_reply(reply.text))


def _label_manner(reply: Reply, complaint: Complaint, verdict: Verdict) -> None:
    # The rules are right about "dismissive" once in three times (docs/reply-rules.md): in public only a moderator says it.
    is_said = verdict.tone != Tone.DISMISSIVE
    reply.tone = Tone(verdict.tone) if is_said else Tone.NEUTRAL
    reply.tone_words = [words[:_WORDS] for words in verdict.tone_words] if is_said else []
    reply.rules_version = verdict.version
    reply.company = complaint.company
    first_name = reply.author_name.partition(" ")[0]
    if found := near_copy_of(reply.text, complaint=complaint, names=[first_name], at=reply.at):
        reply.is_canned = found.is_canned
        reply.similarity = found.similarity
        reply.copies = found.copies
        reply.copy_of_id = found.sample


def near_copy_of(
    text: str, *, complaint: Complaint, names: Iterable[str] = (), at: datetime
) -> NearCopy | None:
    """Whether the brand of `complaint` sent nearly this `text` to other customers in the time before `at`.

    Replies to the same customer do not count: to say a thing twice to one person is no template.
    """
    company = complaint.company
    if company is None:
        return None
    return near_copy(
        text, names=[complaint.public_name, *names], earlier=_sent_to_others(company, complaint, at=at)
    )


def sample_of(found: NearCopy) -> Reply | None:
    """The earlier reply that a text copies, if everybody may read it."""
    return (
        Reply.objects.filter(
            pk=found.sample,
            visibility=Visibility.PUBLIC,
            complaint__visibility=Visibility.PUBLIC,
        )
        .select_related("complaint")
        .first()
    )


def _sent_to_others(company: Company, complaint: Complaint, *, at: datetime) -> list[Sent]:
    """Oldest first, so that of equal texts the first is the sample."""
    rows = list(
        Reply.objects.said_by(company, since=at - WITHIN, until=at)
        .exclude(complaint=complaint)
        .values_list("pk", "complaint_id", "text", "author_name", "complaint__public_name")[:MOST_COMPARED]
    )
    return [
        Sent(reply, under, text, (author.partition(" ")[0], customer))
        for reply, under, text, author, customer in reversed(rows)
    ]
