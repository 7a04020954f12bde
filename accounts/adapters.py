"""Where allauth asks us."""

import logging
import smtplib
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

import requests
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured, ObjectDoesNotExist, PermissionDenied
from django.core.mail import EmailMessage
from django.http import Http404, HttpRequest
from django.urls import reverse

from accounts.models import User
from accounts.providers.session import door_session
from config.doors import clock
from config.doors.vault import Vault, vault_from

logger = logging.getLogger(__name__)

MAIL_FAILED = "We could not send the mail just now. Please try again in a few minutes."


class AccountAdapter(DefaultAccountAdapter):
    """E-mail sign-in in the site's words."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "This account is closed.",
        "cannot_remove_primary_email": "This is your main address. Make another one the main address first.",
        "duplicate_email": "This address is already on your account.",
        "email_password_mismatch": "E-mail address and password do not match.",
        "email_taken": "There is already an account with this address.",
        "enter_current_password": "Enter your current password.",
        "incorrect_password": "The password is not right.",
        "incorrect_code": "The code is not right.",
        "invalid_password_reset": "This link has been used or is too old. Ask for a new one.",
        "max_email_addresses": "An account can have at most %d addresses.",
        "too_many_login_attempts": "Too many attempts. Wait five minutes, or reset your password.",
        "unverified_primary_email": "Confirm the address first.",
        "rate_limited": "Too many attempts. Wait a few minutes.",
    }

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Name, age and terms are part of the first row, so that no account is without them."""
        now = clock.now()
        user.public_name = form.cleaned_data.get("public_name", "")
        user.age_confirmed_at = now
        user.terms_accepted_at = now
        return super().save_user(request, user, form, commit)

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """The link in the mail, with the page that the person wanted.

        In the browser of the sign-up allauth keeps that page in the session. On another device there is no
        session: there the link itself leads to sign-in and on from there.
        """
        url = _on_this_site(super().get_email_confirmation_url(request, emailconfirmation))
        wanted = get_next_redirect_url(request) if request else None
        if wanted:
            sign_in = f"{reverse('account_login')}?{urlencode({'next': wanted})}"
            url = f"{url}?{urlencode({'next': sign_in})}"
        return url

    def get_reset_password_from_key_url(self, key: str) -> str:
        return _on_this_site(super().get_reset_password_from_key_url(key))

    def render_mail(
        self, template_prefix: str, email: Any, context: dict[str, Any], headers: dict[str, str] | None = None
    ) -> EmailMessage:
        # Keeps holiday notices away (RFC 3834, 5).
        return super().render_mail(
            template_prefix, email, context, {"Auto-Submitted": "auto-generated", **(headers or {})}
        )

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """At once, not by the outbox: the person waits for it, and its links must not lie in a table.

        A mail server that is down is told to the person instead of breaking the page.
        """
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, smtplib.SMTPException) as error:
            logger.error("mail %s was not sent: %s", template_prefix, type(error).__name__)
            messages.error(self.request, MAIL_FAILED)

    def get_client_ip(self, request: HttpRequest) -> str:
        """For rate limits and the list of sign-ins; X-Forwarded-For counts as far as TRUSTED_PROXIES says.

        Who came around a proxy of ours is judged by the peer's address, and all without an address (a Unix
        socket) share one, instead of an error page.
        """
        try:
            return super().get_client_ip(request)
        except (ImproperlyConfigured, PermissionDenied):
            return request.META.get("REMOTE_ADDR") or "0.0.0.0"  # noqa: S104  # nosec B104


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Sign-in by another site."""

    error_messages = {
        **DefaultSocialAccountAdapter.error_messages,
        "email_taken": "There is already an account with this address. Sign in to it, then connect %s.",
        "no_password": "Set a password first: else you could not sign in any more.",
        "no_verified_email": "Confirm an e-mail address first: else you could not sign in any more.",
        "disconnect_last": "This is your only way to sign in. Set a password first.",
        "connected_other": "That account is already connected to another account here.",
    }

    def get_app(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Any:
        """A site that this installation does not offer is a page that does not exist."""
        try:
            return super().get_app(request, provider, client_id)
        except ObjectDoesNotExist:
            raise Http404(f"sign-in by {provider} is not configured") from None

    def get_requests_session(self) -> requests.Session:
        """Providers ask their servers by our door as well."""
        return door_session()

    def get_signup_form_initial_data(self, sociallogin: Any) -> dict[str, Any]:
        """The address is filled in; the public name never is: many use their full name elsewhere."""
        return {"email": super().get_signup_form_initial_data(sociallogin)["email"]}


class MFAAdapter(DefaultMFAAdapter):
    """Keeps the secrets of authenticator apps and recovery codes in the vault."""

    # allauth does not say whose secret it is, so all share one identity.
    IDENTITY = "mfa:authenticator"

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "The code is not right. Codes change every 30 seconds.",
        "unverified_email": "Confirm your e-mail address first.",
        "add_email_blocked": "Switch two-step sign-in off before you add an address.",
        "cannot_delete_authenticator": "Two-step sign-in cannot be switched off.",
        "cannot_generate_recovery_codes": "Recovery codes need two-step sign-in first.",
    }

    def encrypt(self, text: str) -> str:
        return _vault(settings.VAULT_KEYS).seal(text, identity=self.IDENTITY)

    def decrypt(self, encrypted_text: str) -> str:
        return _vault(settings.VAULT_KEYS).open(encrypted_text, identity=self.IDENTITY)

    def _get_site_name(self) -> str:
        return "Answerable"


@lru_cache(maxsize=4)
def _vault(keys: str) -> Vault:
    return vault_from(keys)


def _on_this_site(url: str) -> str:
    """The same page at SITE_URL: the Host of a request is claimed by whoever sent it."""
    parts = urlsplit(url)
    return settings.SITE_URL + urlunsplit(("", "", parts.path, parts.query, ""))
