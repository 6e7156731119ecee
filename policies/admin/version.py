"""Versions, to read: what was published is never changed, added to or deleted here."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from organisations.addresses import absolute
from organisations.admin.columns import pair
from organisations.admin.scoped import OrganisationFilter, ReadOnly, ScopedAdmin
from policies.models import Version


class PolicyOrganisationFilter(OrganisationFilter):
    """By the policy's organisation."""

    path = "policy__organisation"


@admin.register(Version)
class VersionAdmin(ReadOnly, ScopedAdmin):
    """Number, dates, note and digest of each version, with its address."""

    organisation_path = "policy__organisation"
    list_display = (
        "policy",
        "number",
        "effective_from",
        "published_at",
        "short",
        "look",
    )
    list_filter = (PolicyOrganisationFilter, "material")
    list_select_related = ("policy__organisation", "withdrawal")
    date_hierarchy = "effective_from"
    actions = None
    fields = (
        "policy", "number", "effective_from", "published_at", "publisher",
        *pair("note"), "material", "digest", "previous_digest", "sequence", "look",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> Any:
        """With the hosts that the addresses need; without the long documents."""
        found = super().get_queryset(request).defer("canonical")
        return found.prefetch_related("policy__organisation__hosts")

    @admin.display(description=_("digest"))
    def short(self, version: Version) -> SafeString:
        """The beginning of the digest."""
        return format_html("<code>{}</code>", version.digest[:12])

    @admin.display(description=_("address"))
    def look(self, version: Version) -> SafeString | str:
        """The version's permanent address; a cancelled one has none."""
        if version.cancelled:
            return "–"
        return format_html('<a href="{}">{}</a>', permalink(version, "nl"), _("View"))


def permalink(version: Version, language: str) -> str:
    """The address at which the version stays."""
    policy = version.policy
    return absolute(policy.organisation, f"{policy.path(language)}v/{version.number}/")
