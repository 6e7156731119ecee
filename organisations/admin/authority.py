"""Supervisory authorities: one record for all, so superusers keep them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from organisations import permissions
from organisations.admin.columns import Bilingual, pair
from organisations.admin.scoped import ScopedAdmin
from organisations.models import SupervisoryAuthority


@admin.register(SupervisoryAuthority)
class SupervisoryAuthorityAdmin(Bilingual, ScopedAdmin):
    """Everybody on the staff may read them; they print in many policies."""

    add_verb = change_verb = delete_verb = "edit authorities"
    list_display = ("code", "name", "country", "url")
    fields = (
        "code", pair("name"), "country", "url", "complaint_url", "phone", "address",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> Any:
        """They belong to no organisation."""
        return admin.ModelAdmin.get_queryset(self, request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever works for an organisation here."""
        return permissions.of(request.user).can_somewhere("read")

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whoever works for an organisation here."""
        return self.has_view_permission(request)
