"""The directory for operators. Moves between states go through the services; here facts are put right."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from companies.models import Alias, Channel, Company, Domain, Handle
from companies.services.domains import registrable_domain


class DomainForm(forms.ModelForm):
    """Keeps the registrable domain of whatever host was entered."""

    class Meta:
        model = Domain
        fields = ("company", "name")

    def clean_name(self) -> str:
        name = registrable_domain(self.cleaned_data["name"])
        if name is None:
            raise forms.ValidationError("Enter a domain, for example northline.example.")
        return name


class HandleForm(forms.ModelForm):
    """A proof has a time: when it was checked."""

    class Meta:
        model = Handle
        fields = ("company", "network", "handle", "remote_ids", "proof", "checked_at")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("proof") != "none" and not values.get("checked_at"):
            self.add_error("checked_at", "Enter when the proof was checked.")
        return values


class AliasInline(admin.TabularInline):
    model = Alias
    fields = readonly_fields = ("name", "folded")
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Company | None = None) -> bool:
        return False


class DomainInline(admin.TabularInline):
    model = Domain
    form = DomainForm
    extra = 0


class HandleInline(admin.TabularInline):
    model = Handle
    form = HandleForm
    extra = 0


class ChannelInline(admin.TabularInline):
    model = Channel
    extra = 0


@admin.register(Company)
class CompanyAdmin(admin.ModelAdmin):
    """Nothing is added or deleted here: listing, renaming and merging are services with rules of their own."""

    list_display = ("name", "sector", "country", "state")
    list_filter = ("state", "sector", "is_fictional")
    search_fields = ("name", "aliases__folded", "domains__name")
    readonly_fields = ("name", "slug", "state", "merged_into", "proposed_by", "created_at", "is_fictional")
    fields = (
        *("name", "slug", "state", "merged_into", "proposed_by", "created_at", "is_fictional"),
        *("sector", "country", "website", "complaints_email", "time_zone", "is_sole_trader"),
        *("yelp_id", "google_place_id", "tripadvisor_path", "foursquare_id"),
    )
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    inlines = (AliasInline, DomainInline, HandleInline, ChannelInline)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Company | None = None) -> bool:
        return False


@admin.register(Domain)
class DomainAdmin(admin.ModelAdmin):
    form = DomainForm
    list_display = ("name", "company")
    search_fields = ("name", "company__name")
    autocomplete_fields = ("company",)


@admin.register(Handle)
class HandleAdmin(admin.ModelAdmin):
    form = HandleForm
    list_display = ("handle", "network", "company", "proof", "checked_at")
    list_filter = ("network", "proof")
    search_fields = ("handle", "company__name")
    autocomplete_fields = ("company",)


@admin.register(Channel)
class ChannelAdmin(admin.ModelAdmin):
    list_display = ("company", "kind", "value")
    list_filter = ("kind",)
    search_fields = ("value", "company__name")
    autocomplete_fields = ("company",)
