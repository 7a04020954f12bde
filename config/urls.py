"""Addresses of the whole site. Apps are wired by name only."""

from django.urls import include, path

from config import health

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("account/", include("accounts.urls")),
    path("", include("companies.urls")),
    path("", include("complaints.urls")),
    path("api/", include("config.api")),
]
