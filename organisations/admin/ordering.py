"""Registers whose rows are put in order by dragging them in the list."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.http import require_POST

from organisations import audit
from organisations.numerals import whole


class Ordered:
    """Adds the address that the list's script sends the new order to.

    Without script the order is the number in each row's form.
    """

    change_list_template: Any = "admin/ordered_change_list.html"

    def get_urls(self) -> Any:
        """Besides Django's own: the new order."""
        meta = self.model._meta  # type: ignore[attr-defined]
        view = self.admin_site.admin_view(require_POST(self.reorder))  # type: ignore[attr-defined]
        name = f"{meta.app_label}_{meta.model_name}_reorder"
        return [path("reorder/", view, name=name), *super().get_urls()]  # type: ignore[misc]

    def reorder(self, request: HttpRequest) -> HttpResponse:
        """Number the rows in the order in which they were sent."""
        if not self.has_change_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        sent = map(whole, request.POST.getlist("row"))
        wanted = [pk for pk in sent if pk is not None]
        with transaction.atomic():
            rows = {
                row.pk: row
                for row in self.get_queryset(request).filter(pk__in=wanted)  # type: ignore[attr-defined]
            }
            if len(rows) != len(wanted):
                raise PermissionDenied
            for place, row in enumerate((rows[pk] for pk in wanted), 1):
                if not self.has_change_permission(request, row):  # type: ignore[attr-defined]
                    raise PermissionDenied
                if row.position != place:
                    type(row).objects.filter(pk=row.pk).update(position=place)
            self._record(request, list(rows.values()))
        return JsonResponse({"saved": len(rows)})

    def _record(self, request: HttpRequest, rows: list[Any]) -> None:
        for organisation in {row.organisation for row in rows}:
            name = self.model._meta.verbose_name_plural  # type: ignore[attr-defined]
            audit.record(audit.actor_id(request.user), "reorder", name, organisation)
