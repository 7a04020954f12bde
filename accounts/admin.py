"""What an operator sees of people and mails."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.http import HttpRequest

from accounts.models import Mail, User

# Operators sign in like everybody: with rate limits, a verified address and the second step.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    """People. The password is shown as Django shows it: as a hash with the way to set another."""

    ordering = ("-date_joined",)
    list_display = ("pk", "email", "public_name", "is_moderator", "is_staff", "is_active", "date_joined")
    list_filter = ("is_moderator", "is_staff", "is_superuser", "is_active")
    search_fields = ("email", "public_name")
    readonly_fields = ("last_login", "date_joined", "terms_accepted_at", "age_confirmed_at", "closed_at")
    fieldsets = (
        (None, {"fields": ("email", "password", "public_name")}),
        (
            "May",
            {
                "fields": (
                    "is_active",
                    "is_moderator",
                    "is_staff",
                    "is_superuser",
                    "groups",
                    "user_permissions",
                )
            },
        ),
        ("When", {"fields": readonly_fields}),
    )
    add_fieldsets = (
        (None, {"classes": ("wide",), "fields": ("email", "usable_password", "password1", "password2")}),
    )

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # an account is closed, never deleted: the record hangs on it


@admin.register(Mail)
class MailAdmin(admin.ModelAdmin):
    """The outbox, to look at. Texts are not shown: they carry one-click links."""

    list_display = ("pk", "about", "reference", "to", "state", "tries", "created_at", "sent_at", "last_error")
    list_filter = ("state", "about")
    search_fields = ("to", "reference")
    exclude = ("text",)
    ordering = ("-pk",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
