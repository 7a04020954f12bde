"""Who may do what on the whole site; apps above have their own questions."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.adapter import get_adapter
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from accounts.models import User

View = Callable[..., HttpResponseBase]


def person_of(request: HttpRequest) -> User:
    """Who is signed in, in a view that demands it."""
    user = request.user
    assert isinstance(user, User), "the view lacks login_required"
    return user


def is_moderator(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether this person may decide about what others published."""
    return isinstance(user, User) and user.is_active and user.is_moderator


def has_verified_email(user: User) -> bool:
    """Whether at least one address of this person was confirmed; nothing is published before.

    Signing in already demands it. Ask again where something becomes public: operators can make users
    without an address.
    """
    return EmailAddress.objects.filter(user=user, verified=True).exists()


def verified_emails(user: User) -> frozenset[str]:
    """The addresses of this person that were confirmed, in lower case."""
    rows = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    return frozenset(email.lower() for email in rows)


def has_second_step(user: User) -> bool:
    """Whether signing in as this person takes more than a password: a code of an app, a key or a passkey."""
    return bool(get_adapter().is_mfa_enabled(user))


def moderator_required(view: View) -> View:
    """Anonymous people are sent to sign-in, other people get status 403."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_moderator(request.user):
            raise PermissionDenied("This page is for moderators.")
        return view(request, *args, **kwargs)

    return login_required(asked)
