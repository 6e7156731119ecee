"""Admin classes that show and change what is one's own organisations' only (F33).

Who may do what follows from memberships, never from Django's model permissions: those
say "all of them or none", and here each row belongs to an organisation.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NoReturn

from django.contrib import admin
from django.db.models import BigIntegerField, Model, QuerySet, URLField
from django.forms import CharField
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _

from organisations import permissions, validators
from organisations.admin.trail import Trailing
from organisations.models import Organisation


class Scoped:
    """The questions that Django's admin asks, answered from memberships.

    ``organisation_path`` leads from a row to its organisation. The verbs say what one
    has to be able to (`organisations.verbs`) to see, add, change and delete; None means
    that nobody may.
    """

    model: type[Model]
    admin_site: admin.AdminSite
    organisation_path = "organisation"
    view_verb = "read"
    add_verb: str | None = None
    change_verb: str | None = None
    delete_verb: str | None = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The rows of one's own organisations."""
        rows: QuerySet[Any] = super().get_queryset(request)  # type: ignore[misc]
        held = permissions.of(request.user)
        if held.everything:
            return rows
        mine = held.organisations(self.view_verb)
        return rows.filter(**{f"{self.organisation_path}__in": mine})

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether the list is worth showing."""
        return self._may(request, self.view_verb, None)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who can do ``view_verb``."""
        return self._may(request, self.view_verb, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who can do ``add_verb``; ``obj`` is the parent of an inline."""
        return self._may(request, self.add_verb, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who can do ``change_verb``."""
        return self._may(request, self.change_verb, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who can do ``delete_verb``."""
        return self._may(request, self.delete_verb, obj)

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Offer only what one may choose: a tampered form finds nothing else."""
        target = db_field.remote_field.model
        held = permissions.of(request.user)
        if issubclass(target, Organisation):
            kwargs["queryset"] = held.organisations(self.change_verb or "manage")
            if chosen := getattr(request, "organisation", None):
                kwargs.setdefault("initial", chosen.pk)
        else:
            other: Any = self.admin_site._registry.get(target)
            if isinstance(other, Scoped):
                kwargs["queryset"] = other.get_queryset(request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_dbfield(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        """A web address without a scheme is one of https; texts hide nothing."""
        if isinstance(db_field, URLField):
            kwargs.setdefault("assume_scheme", "https")
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if type(field) is CharField:
            field.validators = [*field.validators, validators.printable]
        return field

    def _may(self, request: HttpRequest, verb: str | None, obj: Any) -> bool:
        held = permissions.of(request.user)
        if verb is None:
            return False
        if obj is None:
            return held.can_somewhere(verb)
        return held.can(verb, self.organisation_of(obj))

    def organisation_of(self, obj: Any) -> Any:
        """The organisation of a row, or of the organisation itself."""
        if isinstance(obj, Organisation):
            return obj
        for name in self.organisation_path.split("__"):
            obj = getattr(obj, name, None)
        return obj


class ScopedAdmin(Trailing, Scoped, admin.ModelAdmin[Any]):
    """The base of every admin class here."""

    list_per_page = 50

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """Not with a number that no database can hold: the search itself would fail."""
        values = value if isinstance(value, list) else [value]
        numbers = [part for one in values for part in str(one).split(",")]
        return not any(map(_is_beyond, numbers)) and super().lookup_allowed(
            lookup, value, request
        )

    def _get_obj_does_not_exist_redirect(self, *args: Any) -> NoReturn:
        """404 for what is not there and for another organisation's: they look alike."""
        raise Http404


def _is_beyond(written: str) -> bool:
    try:
        return abs(int(written)) > BigIntegerField.MAX_BIGINT
    except ValueError:
        return False


class ReadOnly:
    """For what is written once: seen, never added, changed or deleted."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never, not even for a superuser."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never, not even for a superuser."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never, not even for a superuser."""
        return False


class OrganisationFilter(admin.SimpleListFilter):
    """Filters by one's own organisations; others are not even named."""

    title = _("organisation")
    parameter_name = "organisation"

    def lookups(
        self, request: HttpRequest, model_admin: Any
    ) -> Iterator[tuple[str, str]]:
        """One's own organisations."""
        found = permissions.of(request.user).organisations().order_by("trade_name")
        yield from found.values_list("slug", "trade_name")[: permissions.MOST_LISTED]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows of the chosen one."""
        path = getattr(self, "path", "organisation")
        if self.value():
            return queryset.filter(**{f"{path}__slug": self.value()})
        return queryset
