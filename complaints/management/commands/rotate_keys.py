"""Seals every secret with the first key of VAULT_KEYS, while the site goes on."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.adapters import MFAAdapter
from accounts.services.rotating import reseal_authenticators
from complaints.services.connecting import vault
from complaints.services.rotating import reseal_connections


class Command(BaseCommand):
    help = (
        "Seal all secrets (accounts on networks, second steps of sign-in) with the first key of VAULT_KEYS. "
        "Safe to run again, and while the site is running. Once it says that nothing is left, the older keys can go."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        keys = vault()
        accounts, lost_accounts = reseal_connections(vault=keys)
        steps, lost_steps = reseal_authenticators(vault=keys, identity=MFAAdapter.IDENTITY)
        self.stdout.write(
            f"Sealed anew with key {keys.active}: {accounts} secrets of networks, {steps} second steps of sign-in."
        )
        if lost_accounts or lost_steps:
            raise CommandError(
                f"{lost_accounts + lost_steps} secrets do not open with any key of VAULT_KEYS: keep the older keys, or "
                "let their owners connect again."
            )
        self.stdout.write("Nothing is left that needs an older key.")
