"""The audit trail, to read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import CharField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations.admin.scoped import OrganisationFilter, ReadOnly, ScopedAdmin
from organisations.audit import SYSTEM
from organisations.deeds import in_words
from organisations.models import AuditEntry


class DeedFilter(admin.AllValuesFieldListFilter):
    """By what was done, in words."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        """The codes that occur, each in words."""
        for choice in super().choices(changelist):
            yield {**choice, "display": in_words(str(choice["display"]))}


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnly, ScopedAdmin):
    """Who did what and when. Nothing here can be changed."""

    list_display = ("at", "who", "deed", "subject", "organisation")
    list_filter = (OrganisationFilter, ("action", DeedFilter))
    list_select_related = ("organisation",)
    search_fields = ("subject", "action", "actor")
    date_hierarchy = "at"
    fields = ("at", "who", "deed", "subject", "organisation", "details")
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the person's name, where there still is one."""
        people = get_user_model().objects.annotate(
            staff_id=Concat(Value("user:"), Cast("pk", CharField()))
        )
        named = people.filter(staff_id=OuterRef("actor")).values("username")[:1]
        rows: QuerySet[Any] = super().get_queryset(request)
        named_rows: QuerySet[Any] = rows.annotate(name=Subquery(named))
        return named_rows

    @admin.display(description=_("by"), ordering="actor")
    def who(self, entry: Any) -> str:
        """The person's name while there is one, else the staff id."""
        if entry.actor == SYSTEM:
            return gettext("the system")
        return str(entry.name or entry.actor)

    @admin.display(description=_("action"), ordering="action")
    def deed(self, entry: AuditEntry) -> str:
        """What was done, in words."""
        return in_words(entry.action)
