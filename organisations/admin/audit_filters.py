"""The audit trail by organisation, person, deed and period."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.db import connection
from django.db.models import Exists, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.admin import colleagues
from organisations.audit import SYSTEM, UNKNOWN
from organisations.deeds import in_words
from organisations.models import AuditHead
from organisations.people import called

_STAFF_ID = re.compile(rf"{SYSTEM}|{UNKNOWN}|user:[0-9]{{1,18}}")


# One look into the index for each deed, where DISTINCT would read every entry.
_EVERY_DEED = """
    WITH RECURSIVE deeds(code) AS (
        SELECT min(action) FROM organisations_auditentry
        UNION ALL
        SELECT (SELECT min(action) FROM organisations_auditentry WHERE action > code)
        FROM deeds WHERE code IS NOT NULL
    ) SELECT code FROM deeds WHERE code IS NOT NULL
"""


class DeedFilter(admin.SimpleListFilter):
    """By what was done, in words."""

    title = _("action")
    parameter_name = "action"

    def lookups(
        self, request: HttpRequest, model_admin: Any
    ) -> Iterable[tuple[str, str]]:
        """The deeds that occur among the entries one may see."""
        codes = _occurring(model_admin.get_queryset(request))
        return sorted(((code, in_words(code)) for code in codes), key=itemgetter(1))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The entries of that deed."""
        return queryset.filter(action=self.value()) if self.value() else queryset


class PersonFilter(admin.SimpleListFilter):
    """By person: what they did, and what was done to them."""

    title = _("person")
    parameter_name = "person"

    def lookups(
        self, request: HttpRequest, model_admin: Any
    ) -> Iterator[tuple[str, str]]:
        """The colleagues in one's own organisations."""
        names = colleagues.of(request).names
        yield from sorted(names.items(), key=lambda found: found[1].casefold())
        yield SYSTEM, called(SYSTEM, {})
        yield UNKNOWN, called(UNKNOWN, {})

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """What was done by that person or to that person."""
        wanted = self.value()
        if not wanted:
            return queryset
        if not _STAFF_ID.fullmatch(wanted):
            raise IncorrectLookupParameters
        return queryset.filter(Q(actor=wanted) | Q(details__person=wanted))


class PeriodFilter(admin.ListFilter):
    """From one day to another, both included; either may be left open."""

    title = _("period")
    names = ("from", "to")

    def __init__(
        self, request: HttpRequest, params: Any, model: Any, model_admin: Any
    ) -> None:
        super().__init__(request, params, model, model_admin)
        sent = {name: params.pop(name, "") for name in self.names}
        self.used_parameters = {
            name: value[-1] if isinstance(value, list) else value
            for name, value in sent.items()
        }

    def has_output(self) -> bool:
        """Always: days need no list of choices."""
        return True

    def expected_parameters(self) -> list[str | None]:
        """The names of the two days."""
        return list(self.names)

    def choices(self, changelist: Any) -> Iterator[dict[str, Any]]:
        """None to choose from: the template has two fields for days."""
        return iter(())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The entries of those days, by the clock of the interface."""
        first, last = (self._day(name) for name in self.names)
        if first:
            queryset = queryset.filter(at__gte=_midnight(first))
        if last and last < dt.date.max:
            queryset = queryset.filter(at__lt=_midnight(last + dt.timedelta(days=1)))
        return queryset

    def _day(self, name: str) -> dt.date | None:
        sent = str(self.used_parameters[name])
        try:
            day = dt.date.fromisoformat(sent) if sent else None
        except ValueError:
            raise IncorrectLookupParameters from None
        if day and not 1900 < day.year < 9000:  # beyond what databases and zones reckon
            raise IncorrectLookupParameters
        return day


def _occurring(rows: QuerySet[Any]) -> list[str]:
    """The codes of deeds that occur in those rows of the trail. Two queries."""
    with connection.cursor() as cursor:
        cursor.execute(_EVERY_DEED)
        codes = [code for (code,) in cursor.fetchall()]
    each = [Exists(rows.order_by().filter(action=code)) for code in codes]
    named = {f"deed{n}": exists for n, exists in enumerate(each)}
    # Of a table with one row: the answers to all of them at once.
    occurs = AuditHead.objects.annotate(**named).values_list(*named).first() or ()
    return [code for code, there in zip(codes, occurs, strict=False) if there]


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
