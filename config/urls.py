"""Addresses of the whole site. Apps are wired by name only."""

from collections.abc import Callable

from django.contrib import admin
from django.http import HttpResponseBase
from django.urls import include, path
from django.utils.module_loading import import_string
from django.views.generic import TemplateView

from config import health


def page(name: str) -> Callable[..., HttpResponseBase]:
    """A page that is only words."""
    return TemplateView.as_view(template_name=f"pages/{name}.html")


handler404 = "config.errors.not_found"
handler500 = "config.errors.broken"

urlpatterns = [
    path("", import_string("complaints.views.browse.home"), name="home"),
    path("about/", page("about"), name="about"),
    path("terms/", page("terms"), name="terms"),
    path("privacy/", page("privacy"), name="privacy"),
    path("contact/", page("contact"), name="contact"),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("account/", include("accounts.urls")),
    path("api/", include("config.api")),
    path("admin/", admin.site.urls),
    path("", include("companies.urls")),
    path("", include("complaints.urls")),
]
