"""The list of policies, and the way from each to its draft, versions and publishing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from organisations.admin.columns import Bilingual, pair
from organisations.admin.scoped import OrganisationFilter, ScopedAdmin
from organisations.languages import codes
from policies import conditions
from policies.actions import naming
from policies.actions.rename import renamed
from policies.admin import addresses, listing, starting
from policies.kinds import wording
from policies.models import Policy


class PolicyForm(forms.ModelForm):  # type: ignore[type-arg]
    """Kind, titles and addresses; an address is made from its title when left empty."""

    class Meta:
        model = Policy
        fields = ()  # the fieldsets say which

    def clean(self) -> dict[str, Any]:
        """Ask for a title in one language at least; refuse an address that is taken."""
        cleaned: dict[str, Any] = super().clean() or {}
        for code in codes():
            title = cleaned.get(f"title_{code}")
            if title and not cleaned.get(f"slug_{code}"):
                cleaned[f"slug_{code}"] = slugify(title)[:80].strip("-_")
            self._refuse_taken(cleaned, code)
            if title and not cleaned.get(f"slug_{code}") and not self.errors:
                self.add_error(f"slug_{code}", _("Write an address for this title."))
        if not any(cleaned.get(f"title_{code}") for code in codes()):
            self.add_error(None, _("Give the policy a title."))
        return cleaned

    def _refuse_taken(self, cleaned: dict[str, Any], code: str) -> None:
        slug = cleaned.get(f"slug_{code}")
        try:
            naming.check_not_reserved(slug or "", code)
        except conditions.Unmet as unmet:
            self.add_error(f"slug_{code}", unmet.message)
        organisation = cleaned.get("organisation") or self.instance.organisation_id
        taken = Policy.objects.filter(
            **{"organisation": organisation, f"slug_{code}": slug}
        ).exclude(pk=self.instance.pk)
        if slug and taken.exists():
            self.add_error(
                f"slug_{code}",
                _("Another policy of this organisation is there already."),
            )


@admin.register(Policy)
class PolicyAdmin(Bilingual, ScopedAdmin):
    """Editors write, approvers publish, owners add and remove policies."""

    form = PolicyForm
    add_verb, change_verb, delete_verb = "start", "edit", "delete"
    list_display = ("name", "organisation", "kind", "in_force", "scheduled", "state")
    list_display_links = None
    list_filter = (OrganisationFilter, "kind")
    list_select_related = ("organisation", "draft")
    search_fields = ("title_nl", "title_en")
    fieldsets = (
        (None, {"fields": ("organisation", "kind", pair("title"), pair("slug"))}),
        (gettext_lazy("Place in the list"), {"fields": ("position",)}),
    )
    actions = None

    def get_queryset(self, request: HttpRequest) -> Any:
        """With what the list tells."""
        return listing.annotated(super().get_queryset(request))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Readers see title and address at once: after publication, approvers."""
        if obj is not None and obj.versions.exists():
            return self._may(request, "rename", obj)
        return super().has_change_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A policy stays its organisation's: its versions are in the log."""
        return ("organisation",) if obj else ()

    def get_urls(self) -> Any:
        """Besides Django's own: the draft, publishing, versions, importing."""
        return [*addresses.urls(self.admin_site), *super().get_urls()]

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A policy starts from a template set, a copy, or empty."""
        return starting.start(request)

    def save_model(
        self, request: HttpRequest, obj: Any, form: Any, change: bool
    ) -> None:
        """Save; another title goes before those who approved the text again."""
        super().save_model(request, obj, form, change)
        if {*pair("title")} & {*form.changed_data}:
            renamed(request.user, obj)

    @admin.display(description=gettext_lazy("policy"), ordering="title_nl")
    def name(self, policy: Policy) -> SafeString:
        """The title, leading to the draft."""
        return format_html(
            '<a href="{}"><strong>{}</strong></a>',
            reverse("admin:policies_policy_draft", args=[policy.pk]),
            policy.title_in((get_language() or "nl")[:2]),
        )

    @admin.display(description=gettext_lazy("in force"))
    def in_force(self, policy: Any) -> str:
        """The version in force and since when."""
        if policy.current_number is None:
            return "—"
        if policy.current_withdrawn:
            return _("version %(number)d, withdrawn") % {
                "number": policy.current_number
            }
        return _("version %(number)d since %(day)s") % {
            "number": policy.current_number,
            "day": _day(policy, policy.current_from),
        }

    @admin.display(description=gettext_lazy("scheduled"))
    def scheduled(self, policy: Any) -> str:
        """The next version and from when."""
        if policy.next_number is None:
            return ""
        return _("version %(number)d from %(day)s") % {
            "number": policy.next_number,
            "day": _day(policy, policy.next_from),
        }

    @admin.display(description=gettext_lazy("draft"))
    def state(self, policy: Any) -> str:
        """Whether the draft has something that no version has."""
        if not policy.written:
            return _("empty")
        return _("changed") if policy.ahead or not policy.last_published else ""


def _day(policy: Policy, moment: Any) -> str:
    local = timezone.localtime(moment, policy.organisation.zone)
    return wording.day(local.date(), (get_language() or "nl")[:2])
