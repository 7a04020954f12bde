"""Secrets of networks are sealed anew when the key changes."""

from django.db import transaction

from complaints.models import Connection, NetworkApp, Redaction
from config.doors.vault import Vault, VaultError


def reseal_connections(*, vault: Vault) -> tuple[int, int]:
    """Seal with the active key what was sealed with an older one. Returns how many rows changed and how many do not open.

    One row at a time and under its lock, so that posting and refreshing go on meanwhile.
    """
    changed = broken = 0
    for model in (Connection, NetworkApp, Redaction):
        for pk in model.objects.exclude(secret="").order_by("pk").values_list("pk", flat=True).iterator():
            with transaction.atomic():
                row = model.objects.select_for_update(no_key=True).filter(pk=pk).first()
                if row is None or not row.secret or not vault.needs_reseal(row.secret):
                    continue
                try:
                    row.secret = vault.reseal(row.secret, identity=row.identity)
                except VaultError:
                    broken += 1
                    continue
                row.save(update_fields=["secret"])
                changed += 1
    return changed, broken
