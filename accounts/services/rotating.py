"""Secrets of second steps are sealed anew when the key changes."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from config.doors.vault import Vault, VaultError


def reseal_authenticators(*, vault: Vault, identity: str) -> tuple[int, int]:
    """Seal with the active key what was sealed with an older one. Returns how many rows changed and how many do not open.

    One row at a time, so that signing in goes on.
    """
    changed = broken = 0
    for pk in Authenticator.objects.order_by("pk").values_list("pk", flat=True).iterator():
        with transaction.atomic():
            row = Authenticator.objects.select_for_update(no_key=True).filter(pk=pk).first()
            if row is None:
                continue
            try:
                fresh = _resealed(row.data, vault=vault, identity=identity)
            except VaultError:
                broken += 1
                continue
            if fresh != row.data:
                row.data = fresh
                row.save(update_fields=["data"])
                changed += 1
    return changed, broken


def _resealed(value: Any, *, vault: Vault, identity: str) -> Any:
    """The same JSON value; what reads as sealed with one of our keys is sealed with the active one."""
    if isinstance(value, dict):
        return {name: _resealed(one, vault=vault, identity=identity) for name, one in value.items()}
    if isinstance(value, list):
        return [_resealed(one, vault=vault, identity=identity) for one in value]
    if isinstance(value, str) and vault.knows(value) and vault.needs_reseal(value):
        return vault.reseal(value, identity=identity)
    return value
