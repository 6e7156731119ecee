"""Rebrandings: old hosts and paths that lead on to an organisation."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from organisations.addresses import origin
from organisations.admin.claims import Claiming
from organisations.admin.scoped import OrganisationFilter, ScopedAdmin
from organisations.models import Rebranding


@admin.register(Rebranding)
class RebrandingAdmin(ScopedAdmin):
    """Owners lead their old names on; the model refuses circles."""

    form = Claiming
    add_verb = change_verb = delete_verb = "manage"
    list_display = ("address", "old_name", "organisation", "mode", "look")
    list_filter = (OrganisationFilter, "mode")
    list_select_related = ("organisation",)
    search_fields = ("old_host", "old_name")
    fieldsets = (
        (_("The old name"), {"fields": ("old_name", ("old_host", "old_path"))}),
        (_("Where it leads"), {"fields": ("organisation", "mode", "paths")}),
    )

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The form knows who fills it in."""
        form: Any = super().get_form(request, *args, **kwargs)
        form.user = request.user
        return form

    @admin.display(description=_("old address"), ordering="old_host")
    def address(self, moved: Rebranding) -> str:
        """Host and path."""
        return f"{moved.old_host}{moved.old_path}"

    @admin.display(description="")
    def look(self, moved: Rebranding) -> SafeString:
        """What a visitor gets."""
        url = f"{origin(moved.old_host)}{moved.old_path or '/'}"
        return format_html('<a href="{}">{}</a>', url, _("View"))
