"""Recognising the company on a network: by the id that the server shows on which we look, if it may be believed."""

from companies.enums import HandleProof
from companies.models import Handle
from companies.proofs.accounts import EVERYWHERE, id_key
from companies.proofs.hosts import host_of
from complaints.enums import EventKind, Side
from complaints.models import Complaint, Connection, Event, Posting, Reply
from complaints.networks.base import RemoteReply
from complaints.networks.registry import is_networks_own
from complaints.rules.identity import Known, may_speak_for, whose_reply


def side_of(*, complaint: Complaint, posting: Posting, remote: RemoteReply, handle: str) -> Side:
    """Whose reply this is, found under `posting`; `handle` is its author's as we keep it.

    The caller owns the transaction. The company's id on this server is learned when its account is first seen there.
    """
    company = complaint.company
    assert company is not None  # a posted complaint has a company
    trusted = list(Handle.objects.trusted().filter(company=company, network=posting.network))
    side = whose_reply(
        author_id=remote.author_id,
        author_handle=remote.author_handle,
        author_name=remote.author_name,
        trusted=[_known(one, posting.connection) for one in trusted],
        brand_names=[company.name, *company.aliases.values_list("name", flat=True)],
        brand_handles=list(
            company.handles.filter(network=posting.network, proof=HandleProof.NONE).values_list(
                "handle", flat=True
            )
        ),
    )
    if side == Side.UNCONFIRMED and _was_refused(complaint, posting, remote, handle):
        return Side.OTHER
    if side == Side.COMPANY:
        _learn_id(trusted, posting.connection, remote)
    return side


def waiting_replies_of(handle: Handle) -> list[Reply]:
    """Replies of this account that wait for its confirmation, complaint by complaint in one order."""
    waiting = Reply.objects.unconfirmed().filter(
        complaint__company=handle.company_id, network=handle.network, posting__isnull=False
    )
    rows = waiting.select_related("complaint", "posting__connection").order_by("complaint_id", "at")
    return [
        reply
        for reply in rows
        if reply.posting is not None
        and _known(handle, reply.posting.connection).is_behind(
            author_id=reply.author_remote_id, author_handle=reply.author_handle
        )
    ]


def is_vouched(reply: Reply) -> bool:
    """Whether the server that showed this reply may be believed about its author (ADR 21)."""
    return reply.posting is None or _may_speak(reply.posting.connection, reply.author_handle)


def _may_speak(connection: Connection, handle: str) -> bool:
    return may_speak_for(
        handle, server=host_of(connection.instance), is_trusted_server=_is_trusted_server(connection)
    )


def _is_trusted_server(connection: Connection) -> bool:
    """One that this site chose by having an account there, or the network's own."""
    network, instance = connection.network, connection.instance
    if connection.is_site or is_networks_own(network, instance):
        return True
    return Connection.objects.usable().of_the_site().filter(network=network, instance=instance).exists()


def _known(handle: Handle, connection: Connection) -> Known:
    remote_id = handle.id_on(connection.instance)
    was_learned_here = remote_id != "" and id_key(handle.network, connection.instance) != EVERYWHERE
    return Known(
        remote_id=remote_id,
        handle=handle.handle,
        is_vouched=was_learned_here or _may_speak(connection, handle.handle),
    )


def _learn_id(trusted: list[Handle], connection: Connection, remote: RemoteReply) -> None:
    """The id is what identifies an account; a handle may change hands later. Only from who may be believed."""
    server = connection.instance
    for handle in trusted:
        is_it = handle.handle.casefold() == remote.author_handle.casefold()
        may_learn = remote.author_id and not handle.id_on(server) and _may_speak(connection, handle.handle)
        if is_it and may_learn:
            fresh = Handle.objects.select_for_update().get(pk=handle.pk)
            fresh.note_id(server, remote.author_id)
            fresh.save(update_fields=["remote_ids"])


def _was_refused(complaint: Complaint, posting: Posting, remote: RemoteReply, handle: str) -> bool:
    """Whether a moderator has found before that this account is not the company's.

    On the same server another id is another account; on another one the name is all that can be compared.
    """
    earlier = Event.objects.of_kind(EventKind.ACCOUNT_REFUSED).filter(
        complaint__company=complaint.company, data__network=posting.network, data__account=handle
    )
    return any(
        event.detail("server") != posting.connection.instance
        or event.detail("account_id") == remote.author_id
        for event in earlier
    )
