"""Reads for the pages of one's own account."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.http import HttpRequest
from django.urls import reverse

from accounts.models import User


@dataclass(frozen=True, slots=True)
class Row:
    """One part of an account: how it stands and where to change it."""

    title: str
    state: str
    url: str
    action: str


def overview_of(user: User, *, request: HttpRequest) -> list[Row]:
    """The parts of one's own account; sign-in by other sites only where the installation offers one."""
    rows = [_address(user), _password(user), _second_step(user), _sessions(user)]
    connected = list(SocialAccount.objects.filter(user=user).values_list("provider", flat=True))
    if connected or get_adapter().list_providers(request):
        rows.append(
            Row(
                "Other ways to sign in",
                f"Connected: {_counted(len(connected), 'account', 'accounts')}."
                if connected
                else "None is connected.",
                reverse("socialaccount_connections"),
                "Connect or disconnect",
            )
        )
    rows.append(
        Row(
            "Close the account",
            "Your address and your name are deleted. What is public stays, without your name.",
            reverse("account_close"),
            "What happens, and how",
        )
    )
    return rows


def _address(user: User) -> Row:
    others = EmailAddress.objects.filter(user=user).exclude(email=user.email).count()
    state = f"{user.email}, and {_counted(others, 'other', 'others')}" if others else user.email
    return Row("E-mail address", state, reverse("account_email"), "Change or add an address")


def _password(user: User) -> Row:
    if user.has_usable_password():
        return Row(
            "Password", "You have a password.", reverse("account_change_password"), "Change the password"
        )
    return Row("Password", "You have none.", reverse("account_set_password"), "Set a password")


def _second_step(user: User) -> Row:
    kinds = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    passkeys = kinds.count(Authenticator.Type.WEBAUTHN)
    parts = [_counted(passkeys, "passkey", "passkeys")] if passkeys else []
    if Authenticator.Type.TOTP in kinds:
        parts.append("an authenticator app")
    state = (
        f"You have {' and '.join(parts)}."
        if parts
        else "Off: your password alone signs you in. A passkey or an authenticator app protects better."
    )
    return Row("Two-step sign-in", state, reverse("mfa_index"), "Add or remove")


def _sessions(user: User) -> Row:
    places = len(UserSession.objects.purge_and_list(user))
    return Row(
        "Where you are signed in",
        _counted(places, "browser", "browsers"),
        reverse("usersessions_list"),
        "See the list",
    )


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
