"""The library of clauses: one's organisations' own, and those for all (F30)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from organisations import people, permissions
from organisations.admin.scoped import OrganisationFilter, ScopedAdmin
from organisations.numerals import whole
from policies import kinds
from policies.actions.edit_clause import can_edit
from policies.admin import clause_pages
from policies.admin.clause_editor import ClauseEditor
from policies.kinds.base import Kind
from policies.models import Clause

FOR_ALL = "-"


class WhoseFilter(OrganisationFilter):
    """One's own organisations, and what is for all of them."""

    def lookups(
        self, request: HttpRequest, model_admin: Any
    ) -> Iterator[tuple[str, str]]:
        """One's own organisations, after those for all."""
        yield FOR_ALL, _("for all organisations")
        yield from super().lookups(request, model_admin)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows of the chosen one."""
        if self.value() == FOR_ALL:
            return queryset.filter(organisation=None)
        return super().queryset(request, queryset)


class Library(ChangeList):
    """A page of the library, with the names of everybody on it looked up at once."""

    def get_results(self, request: HttpRequest) -> None:
        """The rows, each knowing the names."""
        super().get_results(request)
        rows: list[Any] = list(self.result_list)
        known = people.names(row.changed_by for row in rows)
        for row in rows:
            row.names = known
        self.result_list: Any = rows


@admin.register(Clause)
class ClauseAdmin(ScopedAdmin):
    """Everybody reads those of the own organisations and those for all; editors change
    the own ones, administrators of the installation those for all."""

    list_display = ("name", "whose", "what", "used_in", "changed")
    list_filter = (WhoseFilter,)
    list_select_related = ("organisation",)
    add_verb = change_verb = delete_verb = "edit clauses"
    search_fields = ("title_nl", "title_en")
    ordering = ("title_nl", "title_en", "pk")
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The own and the shared ones, with the number of the own policies using them."""
        rows: QuerySet[Any] = admin.ModelAdmin.get_queryset(self, request)
        held = permissions.of(request.user)
        mine = Q()
        if not held.everything:
            reach = Q(organisation__in=held.roles)
            rows = rows.filter(reach | Q(organisation=None) if held.roles else reach)
            mine = Q(uses__draft__policy__organisation__in=held.roles)
        counted: QuerySet[Any] = rows.annotate(
            used=Count("uses__draft", distinct=True, filter=mine or None)
        )
        return counted

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """The list that knows names."""
        return Library

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """First its kind, then its form."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        asked = request.POST.get("kind") or request.GET.get("kind", "")
        if not asked:
            return clause_pages.choose(request)
        return ClauseEditor(request, self, _kind(asked), None).respond()

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Its form; for who may not change it, its text. And where it is used."""
        clause = self.get_object(request, unquote(object_id))
        if clause is None:
            return self._gone(request, object_id)
        if self.has_change_permission(request, clause):
            return ClauseEditor(request, self, _kind(clause.kind), clause).respond()
        if request.method == "POST":
            raise PermissionDenied
        return clause_pages.read(request, clause)

    def delete_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Ask, and say where it is used when that stands in the way."""
        clause = self.get_object(request, unquote(object_id))
        if clause is None:
            raise Http404
        if not self.has_delete_permission(request, clause):
            raise PermissionDenied
        return clause_pages.delete(request, clause)

    def _gone(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What was sent for a clause that a colleague deleted: nothing typed is lost."""
        sent = request.POST.get("kind", "")
        there = Clause.objects.filter(pk=whole(object_id) or 0).exists()
        if there or sent not in kinds.all_kinds():
            raise Http404
        if not self.has_add_permission(request):
            raise PermissionDenied
        return ClauseEditor(request, self, kinds.get(sent), None).rescue()

    def _may(self, request: HttpRequest, verb: str | None, obj: Any) -> bool:
        if obj is not None and verb == self.change_verb:
            return can_edit(request.user, obj)
        shared = obj is not None and obj.organisation_id is None
        return super()._may(request, verb, None if shared else obj)

    @admin.display(description=gettext_lazy("clause"), ordering="title_nl")
    def name(self, clause: Clause) -> str:
        """Its name in the library."""
        return clause.title_in((get_language() or "nl")[:2])

    @admin.display(
        description=gettext_lazy("whose"), ordering="organisation__trade_name"
    )
    def whose(self, clause: Clause) -> str:
        """The organisation that keeps it."""
        return str(clause.organisation or _("for all organisations"))

    @admin.display(description=gettext_lazy("kind"))
    def what(self, clause: Clause) -> str:
        """What kind of section it makes."""
        return str(kinds.get(clause.kind).label)

    @admin.display(description=gettext_lazy("used in"), ordering="used")
    def used_in(self, clause: Any) -> str:
        """In how many policies that one may read."""
        if not clause.used:
            return "—"
        text = ngettext("%(count)d policy", "%(count)d policies", clause.used)
        return text % {"count": clause.used}

    @admin.display(description=gettext_lazy("changed"), ordering="changed_at")
    def changed(self, clause: Any) -> str:
        """When, and by whom while there is a name."""
        day = date_format(localtime(clause.changed_at), "j M Y")
        who = clause.changed_by and people.called(clause.changed_by, clause.names)
        return f"{day} · {who}" if who else day


def _kind(name: str) -> Kind:
    if name not in kinds.all_kinds():
        raise Http404
    return kinds.get(name)
