"""WordPress.com as allauth sees it."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.providers.base import ProviderAccount, ProviderException
from allauth.socialaccount.providers.oauth2.provider import OAuth2Provider

from accounts.providers.wordpress_com.views import WordPressComAdapter

# What we keep of the profile; the rest (sites, notes, dates) is none of our business.
KEPT = ("ID", "username", "display_name", "profile_URL")


class WordPressComAccount(ProviderAccount):
    def get_profile_url(self) -> str | None:
        return self.account.extra_data.get("profile_URL") or None


class WordPressComProvider(OAuth2Provider):
    id = "wordpress_com"
    name = "WordPress.com"
    account_class = WordPressComAccount
    oauth2_adapter_class = WordPressComAdapter

    def get_default_scope(self) -> list[str]:
        return ["auth"]  # https://developer.wordpress.com/docs/api/wpcc/

    def extract_uid(self, data: dict[str, Any]) -> str:
        if not data.get("ID"):
            raise ProviderException("the profile has no ID")
        return str(data["ID"])

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        return {
            "email": data.get("email"),
            "username": data.get("username"),
            "name": data.get("display_name"),
        }

    def extract_email_addresses(self, data: dict[str, Any]) -> list[EmailAddress]:
        # Version 1.1 tells "verified by mail" apart from "verified"; the older answer has only the latter.
        verified = data.get("email_verified", data.get("verified")) is True
        email = data.get("email")
        return [EmailAddress(email=email, verified=verified, primary=True)] if email else []

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        return {key: data[key] for key in KEPT if key in data}


provider_classes = [WordPressComProvider]
