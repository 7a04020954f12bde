"""Accounts of a brand on networks: naming them, proving them, losing a proof, removing them.

An owner of the desk may do it for the own brand, a moderator for every brand; what needs a person's eye is a
moderator's alone. Looking asks other servers, so it happens outside of any transaction; what it found is then written
in one, with the change beside it.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import User
from accounts.permissions import is_moderator
from accounts.services.mails import queue_mail, render_text
from companies.enums import TRUSTED_PROOFS, HandleChangeKind, HandleProof, Role
from companies.models import Company, Handle, HandleChange, Representative
from companies.proofs.accounts import NETWORKS, Way, normal_handle
from companies.proofs.hosts import host_of, is_under
from companies.services.looking import Look, look_at
from companies.services.teaming import has_owner_powers
from companies.signals import handle_proved
from config.doors import limits

HANDLES_OF_A_COMPANY: Final = 40
LOOKS: Final = 30  # an hour and company
HOUR: Final = 3600
REASON_LENGTH: Final = 300
# A server that cannot be reached for so long proves nothing any more.
UNSEEN_FOR: Final = timedelta(days=30)
ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"

ANOTHER_ACCOUNT: Final = (
    "Another account has this name now: its id has changed. If it is yours, remove it here and add it again."
)
TOO_MANY_LOOKS: Final = "We have looked many times in the last hour. Try again later."
GONE: Final = "This account is no longer in the list."


@dataclass(frozen=True, slots=True)
class HandleProblem:
    """Why nothing was done, in words for the person who asked; `field` names what to put right."""

    words: str
    field: str = ""


def may_manage(company: Company, user: User) -> bool:
    """Whether this person may name and check the brand's accounts: an owner of its desk, or a moderator."""
    return has_owner_powers(company, user) or may_decide(company, user)


def may_decide(company: Company, user: User) -> bool:
    """Whether this person may confirm by eye: a moderator who does not act for the brand."""
    acts_for_it = Representative.objects.active().filter(company=company, user=user).exists()
    return is_moderator(user) and not acts_for_it


def add_handle(
    *, company: Company, network: str, typed: str, page: str, by: User, now: datetime
) -> Handle | HandleProblem:
    """Name an account of the brand, by its name or the address of its profile. It counts once `check_handle` finds proof.

    `page` is a page of the brand's own website that links it, or empty. Raises KeyError for a network that we do not
    know.
    """
    _require_manager(company, by)
    known = NETWORKS[network]
    if known.not_offered:
        return HandleProblem(known.not_offered, "network")
    handle = normal_handle(network, typed)
    if handle is None:
        words = f"Enter the name of the account as {known.name} writes it, for example {known.example}."
        return HandleProblem(words, "handle")
    if page and not is_under(host_of(page), _domains(company)):
        names = ", ".join(_domains(company)) or "the brand, which we do not know yet"
        return HandleProblem(f"Enter a page of the brand’s own website, at {names}.", "page")
    if other := _proved_for_another(company, network, handle, {}):
        return HandleProblem(_belongs_to(other), "handle")
    with transaction.atomic():
        # The company's row keeps two clicks at a time from adding it twice.
        Company.objects.select_for_update().get(pk=company.pk)
        listed = Handle.objects.filter(company=company)
        if listed.filter(network=network).called(handle).exists():
            return HandleProblem("This account is in the list already.", "handle")
        if listed.count() >= HANDLES_OF_A_COMPANY:
            return HandleProblem(f"A brand can list at most {HANDLES_OF_A_COMPANY} accounts.", "handle")
        added = Handle.objects.create(
            company=company,
            network=network,
            handle=handle,
            page=page,
            code=_new_code() if NETWORKS[network].way == Way.CODE else "",
        )
        _record(added, HandleChangeKind.ADDED, by=by, now=now)
    return added


def check_handle(*, handle: Handle, by: User, now: datetime) -> Handle | HandleProblem:
    """Look again whose account it is. Returns it as it stands now when it is proved, else why it is not.

    A proof that no longer holds is taken away and a moderator looks at it; one that could not be looked at stays. What
    a person has confirmed by eye is not taken away by a look that finds nothing.
    """
    _require_manager(handle.company, by)
    if not limits.hit(f"handle-looks:{handle.company_id}", limit=LOOKS, per_seconds=HOUR, now=now).allowed:
        return HandleProblem(TOO_MANY_LOOKS)
    return _settle(handle, _look(handle), by=by, now=now)


@transaction.atomic
def remove_handle(*, handle: Handle, by: User, now: datetime) -> None:
    """The account is no longer the brand's, or was named by mistake. What it said stays as it is labelled."""
    _require_manager(handle.company, by)
    locked = _locked(handle)
    if locked is None:
        return
    _record(locked, HandleChangeKind.REMOVED, proof=HandleProof.NONE, by=by, now=now)
    locked.delete()


@transaction.atomic
def ask_for_a_look(*, handle: Handle, by: User, now: datetime) -> HandleProblem | None:
    """Our code is in the profile, says the company: a moderator's task, where no program may read the profile."""
    _require_manager(handle.company, by)
    locked = _locked(handle)
    if locked is None:
        return HandleProblem(GONE)
    if not locked.code or locked.is_trusted:
        return HandleProblem("Nobody has to look at this account.")
    if locked.asked_at is None:
        locked.asked_at = now
        locked.save(update_fields=["asked_at"])
        _record(locked, HandleChangeKind.ASKED, by=by, now=now)
    return None


@transaction.atomic
def confirm_handle(*, handle: Handle, by: User, now: datetime) -> HandleProblem | None:
    """A moderator has seen that it is the brand's: our code stands in the profile, or it is plain otherwise."""
    _require_decider(handle.company, by)
    locked = _locked(handle)
    if locked is None:
        return HandleProblem(GONE)
    if other := _proved_for_another(locked.company, locked.network, locked.handle, locked.remote_ids):
        return HandleProblem(_belongs_to(other))
    proof = HandleProof.PROVED if locked.asked_at is not None else HandleProof.MODERATOR
    _trust(locked, proof, page=locked.page, by=by, now=now)
    return None


@transaction.atomic
def refuse_handle(*, handle: Handle, by: User, now: datetime) -> HandleProblem | None:
    """A moderator has looked: the code is not there, or the lost proof stays lost. The account stays unproved."""
    _require_decider(handle.company, by)
    locked = _locked(handle)
    if locked is None:
        return HandleProblem(GONE)
    kind = HandleChangeKind.NOT_THERE if locked.asked_at is not None else HandleChangeKind.SETTLED
    locked.asked_at = locked.lost_at = None
    locked.save(update_fields=["asked_at", "lost_at"])
    _record(locked, kind, by=by, now=now)
    return None


@transaction.atomic
def confirm_account(
    *, company: Company, network: str, handle: str, server: str, remote_id: str, by: User, now: datetime
) -> Handle | HandleProblem:
    """A moderator has seen that the account that `server` shows as `handle` with this id is the company's.

    It is listed if it was not. When the account of that name had another id there, it is this one from now on.
    """
    _require_decider(company, by)
    Company.objects.select_for_update().get(pk=company.pk)
    row = Handle.objects.select_for_update(of=["self"]).filter(company=company, network=network)
    found = row.called(handle).first() or Handle(company=company, network=network, handle=handle.lower())
    is_another = found.id_on(server) not in ("", remote_id)
    if is_another:
        found.remote_ids = {}
    if remote_id:
        found.note_id(server, remote_id)
    if other := _proved_for_another(company, network, handle, found.remote_ids):
        return HandleProblem(_belongs_to(other))
    proof = HandleProof(found.proof) if found.is_trusted and not is_another else HandleProof.MODERATOR
    _trust(found, proof, page=found.page, by=by, now=now, is_told=False)
    return found


@dataclass(frozen=True, slots=True)
class Rechecked:
    """How many proofs were looked at again: they hold, were lost, or could not be looked at."""

    held: int = 0
    lost: int = 0
    unseen: int = 0


def recheck_handles(
    *, older_than: timedelta, now: datetime, progress: Callable[[str], None] = lambda line: None
) -> Rechecked:
    """Look again at what was proved by a look longer ago than `older_than`, one account after the other.

    What a person saw with own eyes (a code, a moderator's decision) no program can look at again: it stays.
    """
    rows = Handle.objects.trusted().filter(checked_at__lt=now - older_than, company__is_fictional=False)
    held = lost = unseen = 0
    for handle in rows.select_related("company").order_by("checked_at", "pk"):
        if not _was_looked_at(handle):
            continue
        look = _look(handle)
        if look.proof is None and handle.checked_at is not None and now - handle.checked_at > UNSEEN_FOR:
            words = f"Nothing could be seen for {(now - handle.checked_at).days} days. {look.words}"
            look = Look(HandleProof.NONE, words=words)
        outcome = _settle(handle, look, by=None, now=now)
        if look.proof is None:
            unseen += 1
            progress(f"{handle.network} {handle}: not seen. {look.words}")
        elif isinstance(outcome, HandleProblem):
            lost += 1
            progress(f"{handle.network} {handle} of {handle.company}: lost. {outcome.words}")
        else:
            held += 1
    return Rechecked(held=held, lost=lost, unseen=unseen)


def _look(handle: Handle) -> Look:
    return look_at(
        network=handle.network,
        handle=handle.handle,
        domains=_domains(handle.company),
        website=handle.company.website,
        page=handle.page,
    )


@transaction.atomic
def _settle(handle: Handle, look: Look, *, by: User | None, now: datetime) -> Handle | HandleProblem:
    """Write what a look found. `handle` is as it was before the look; somebody may have changed it since."""
    locked = _locked(handle)
    if locked is None:
        return HandleProblem(GONE)
    if look.proof is None:
        return HandleProblem(look.words)
    known, seen = locked.remote_ids, look.remote_ids
    is_another = any(known.get(server, remote_id) != remote_id for server, remote_id in seen.items())
    if is_another or look.proof not in TRUSTED_PROOFS:
        words = ANOTHER_ACCOUNT if is_another else look.words
        if is_another or _was_looked_at(locked):
            _lose(locked, words, by=by, now=now)
        return HandleProblem(words)
    if other := _proved_for_another(locked.company, locked.network, locked.handle, seen):
        return HandleProblem(_belongs_to(other))
    locked.remote_ids = known | seen
    _trust(locked, HandleProof.PROVED if _has_code(locked) else look.proof, page=look.page, by=by, now=now)
    return locked


def _trust(
    handle: Handle, proof: HandleProof, *, page: str, by: User | None, now: datetime, is_told: bool = True
) -> None:
    """The account counts as the brand's. A change is written when it did not, or did for another reason."""
    is_new = not handle.is_trusted
    is_change = handle.proof != proof
    handle.proof, handle.checked_at, handle.page = proof, now, page
    handle.asked_at = handle.lost_at = None
    handle.save()
    if is_change:
        _record(handle, HandleChangeKind.PROVED, by=by, now=now)
    if is_new and is_told:
        handle_proved.send(sender=Handle, handle=handle, now=now)


def _lose(handle: Handle, words: str, *, by: User | None, now: datetime) -> None:
    """Take the proof away: a moderator's task, and a mail to the owners. What it said before stays as labelled."""
    if not handle.is_trusted:
        return
    handle.proof, handle.lost_at, handle.checked_at = HandleProof.NONE, now, now
    handle.save()
    change = _record(handle, HandleChangeKind.LOST, words=words, by=by, now=now)
    owners = Representative.objects.active().filter(company=handle.company, role=Role.OWNER)
    for owner in owners.select_related("user"):
        queue_mail(
            to=owner.user.email,
            user=owner.user,
            about="account_lost",
            reference=str(handle.pk),
            subject=f"The proof of {handle} no longer holds",
            text=render_text(
                "account_lost.txt",
                {"company": handle.company, "handle": handle, "words": words, "owner": owner},
            ),
            once_key=f"account_lost:{change.pk}:{owner.user_id}",
            now=now,
        )


def _record(
    handle: Handle,
    kind: HandleChangeKind,
    *,
    words: str = "",
    proof: HandleProof | None = None,
    by: User | None,
    now: datetime,
) -> HandleChange:
    return HandleChange.objects.create(
        company=handle.company,
        network=handle.network,
        handle=handle.handle,
        kind=kind,
        proof=handle.proof if proof is None else proof,
        page=handle.page,
        words=words[:REASON_LENGTH],
        at=now,
        by=by,
    )


def _was_looked_at(handle: Handle) -> bool:
    """Whether its proof came from a look of ours, so that a look can take it away again."""
    return handle.proof in (HandleProof.WEBSITE, HandleProof.PROVED) and not _has_code(handle)


def _has_code(handle: Handle) -> bool:
    """Whether it was proved by a code, which a person has seen in the profile."""
    return handle.proof == HandleProof.PROVED and bool(handle.code)


def _proved_for_another(
    company: Company, network: str, handle: str, remote_ids: dict[str, str]
) -> Handle | None:
    """The proved account of another company with this name, or with one of these ids on the same server."""
    others = Handle.objects.trusted().filter(network=network).exclude(company=company)
    found = others.called(handle)
    for server, remote_id in remote_ids.items():
        found |= others.filter(remote_ids__contains={server: remote_id})
    return found.select_related("company").first()


def _belongs_to(other: Handle) -> str:
    return f"This account belongs to {other.company.name}, as is proved."


def _locked(handle: Handle) -> Handle | None:
    """The row as it stands now, locked with its namesakes: of two companies one is first to prove an account."""
    rows = Handle.objects.select_for_update(of=["self"]).select_related("company")
    namesakes = list(rows.filter(network=handle.network).called(handle.handle).order_by("pk"))
    return next((row for row in namesakes if row.pk == handle.pk), None)


def _domains(company: Company) -> list[str]:
    return list(company.domains.order_by("name").values_list("name", flat=True))


def _new_code() -> str:
    return "answerable-" + "".join(secrets.choice(ALPHABET) for _ in range(8))


def _require_manager(company: Company, by: User) -> None:
    if not may_manage(company, by):
        raise PermissionDenied("an owner of the desk or a moderator decides this")


def _require_decider(company: Company, by: User) -> None:
    if not may_decide(company, by):
        raise PermissionDenied("a moderator who does not act for the brand decides this")
