"""The audit trail, to read and to take away. Nothing here can be changed."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import path, reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from organisations import people, permissions
from organisations.admin import audit_export, colleagues
from organisations.admin.audit_filters import DeedFilter, PeriodFilter, PersonFilter
from organisations.admin.first_pages import FirstPages
from organisations.admin.scoped import OrganisationFilter, ReadOnly, ScopedAdmin
from organisations.deeds import SIGN_INS, changes_in_words, in_words
from organisations.models import AuditEntry


class Trail(ChangeList):
    """A page of the trail, with the names of everybody on it looked up at once."""

    most = FirstPages.most

    def get_results(self, request: HttpRequest) -> None:
        """The rows, each knowing the names."""
        super().get_results(request)
        self.result_list: Any = _named(request, list(self.result_list))


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnly, ScopedAdmin):
    """Who did what and when, from what to what."""

    list_display = ("at", "who", "deed", "what", "organisation", "changed")
    list_filter = (
        OrganisationFilter, PersonFilter, DeedFilter, PeriodFilter,
    )  # fmt: skip
    list_select_related = ("organisation",)
    search_fields = ("subject",)
    show_full_result_count = False
    paginator = FirstPages
    fieldsets = (
        (None, {"fields": ("at", "who", "deed", "what", "changed", "organisation")}),
        (_("To verify it"), {
            "classes": ("collapse",),
            "fields": ("sequence", "details", "previous_digest", "record_digest"),
        }),
    )  # fmt: skip
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """One's own organisations' entries; and for owners, how their people sign in.

        Signing in belongs to no organisation, but an owner answers for colleagues.
        """
        rows: QuerySet[Any] = admin.ModelAdmin.get_queryset(self, request)
        held = permissions.of(request.user)
        if held.everything:
            return rows
        theirs = Q(details__person__in=colleagues.of(request).owned)
        sign_ins = Q(organisation=None, action__in=SIGN_INS) & theirs
        return rows.filter(Q(organisation__in=held.roles) | sign_ins)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What the list would show."""
        if obj is None or obj.organisation_id:
            return super().has_view_permission(request, obj)
        return self.get_queryset(request).filter(pk=obj.pk).exists()

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """The list that knows names."""
        return Trail

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """An entry that knows the names."""
        found = super().get_object(request, *args, **kwargs)
        return _named(request, [found])[0] if found else None

    def get_urls(self) -> Any:
        """Besides Django's own: the list as a file."""
        view = self.admin_site.admin_view(require_safe(self.export))
        name = "organisations_auditentry_export"
        return [path("export/", view, name=name), *super().get_urls()]

    def export(self, request: HttpRequest) -> HttpResponseBase:
        """The list as CSV, filtered and ordered as it is shown."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            entries = self.get_changelist_instance(request).queryset
        except IncorrectLookupParameters:
            address = reverse("admin:organisations_auditentry_changelist")
            return HttpResponseRedirect(f"{address}?e=1")
        return audit_export.answer(entries)

    @admin.display(description=_("by"), ordering="actor")
    def who(self, entry: Any) -> str:
        """The person's name while there is one."""
        return people.called(entry.actor, entry.names)

    @admin.display(description=_("action"), ordering="action")
    def deed(self, entry: AuditEntry) -> str:
        """What was done, in words."""
        return in_words(entry.action)

    @admin.display(description=_("what"), ordering="subject")
    def what(self, entry: Any) -> str:
        """What it was done to, and to whom."""
        person = entry.details.get("person", "")
        named = people.called(person, entry.names) if person else ""
        return " · ".join(part for part in (named, entry.subject) if part)

    @admin.display(description=_("from → to"))
    def changed(self, entry: Any) -> SafeString:
        """A line for each thing that changed."""
        named = partial(people.called, known=entry.names)
        lines = changes_in_words(entry.action, entry.details, named)
        return format_html_join(
            "", '<div class="change">{}</div>', ([x] for x in lines)
        )


def _named(request: HttpRequest, entries: list[Any]) -> list[Any]:
    known = dict(colleagues.of(request).names)
    known |= people.names(audit_export.staff_ids(entries) - known.keys())
    for entry in entries:
        entry.names = known
    return entries
