"""Production refuses what is only good enough for a demo."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import Error, Tags, register


@register(Tags.security, deploy=True)
def refuse_demo_settings(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[Error]:
    """Errors of `check --deploy` in the words of an operator."""
    found: list[Error] = []
    if not settings.DATABASE_URL:
        found.append(
            Error(
                "DATABASE_URL is not set. The embedded database is for development only.",
                id="answerable.E001",
            )
        )
    if settings.ALLOW_LOCAL_NETWORKS:
        found.append(
            Error(
                "ALLOW_LOCAL_NETWORKS would let users reach this machine's own servers.", id="answerable.E002"
            )
        )
    if settings.DEMO:
        found.append(Error("DEMO is for development only.", id="answerable.E003"))
    if not settings.VAULT_KEYS:
        found.append(Error("VAULT_KEYS is not set: tokens of networks cannot be kept.", id="answerable.E004"))
    if not settings.SITE_URL.startswith("https://"):
        found.append(
            Error("SITE_URL must begin with https://: it stands in mails and postings.", id="answerable.E005")
        )
    return found
