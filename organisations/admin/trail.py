"""What is added, changed and deleted in the admin, written in the audit trail (F85).

Entries are kept until everything of the form is saved, inlines too: the end of the trail
is the last lock of a transaction (organisations.audit).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse

from organisations import audit
from organisations.models import Organisation

View = Callable[..., HttpResponse]


class Gathering:
    """Runs what changes anything in one transaction, the trail last.

    For every admin class of a model whose changes are recorded, by whatever means.
    """

    def changeform_view(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """A row added or changed, with its inlines."""
        view: View = super().changeform_view  # type: ignore[misc]
        return in_one(request, view, *args, **kwargs)

    def changelist_view(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Rows changed in the list, or by an action on several."""
        view: View = super().changelist_view  # type: ignore[misc]
        return in_one(request, view, *args, **kwargs)

    def delete_view(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """A row deleted."""
        view: View = super().delete_view  # type: ignore[misc]
        return in_one(request, view, *args, **kwargs)


class Trailing(Gathering):
    """The deeds of Django's admin, recorded: from what to what.

    ``trails`` is False where signals record them already.
    """

    trails = True

    def save_related(
        self, request: HttpRequest, form: Any, formsets: Any, change: bool
    ) -> None:
        """Save the rest of the form, then record all of it."""
        super().save_related(request, form, formsets, change)  # type: ignore[misc]
        owner = self._owner(form.instance)
        if not self.trails:
            return
        if not change:
            self._trail(request, "add", form.instance, owner, facts(form.instance))
        elif found := changes(form):
            self._trail(request, "change", form.instance, owner, found)
        for formset in formsets:
            for verb, obj, told in _inline(formset):
                self._trail(request, verb, obj, owner, told)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete, and record what it was."""
        owner, found = self._owner(obj), facts(obj, gone=True)
        name = audit.named(obj, owner)
        super().delete_model(request, obj)  # type: ignore[misc]
        kept = owner if owner is not obj else None
        if self.trails:
            self._trail(request, "delete", obj, kept, found, name)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Delete several rows; the trail names each."""
        with transaction.atomic(), audit.gathered():
            for obj in queryset:
                self.delete_model(request, obj)

    def _owner(self, obj: Any) -> Organisation | None:
        owner = self.organisation_of(obj)  # type: ignore[attr-defined]
        return owner if isinstance(owner, Organisation) and owner.pk else None

    def _trail(
        self,
        request: HttpRequest,
        verb: str,
        obj: Any,
        owner: Organisation | None,
        found: dict[str, Any],
        name: str = "",
    ) -> None:
        audit.record(
            audit.actor_id(request.user),
            f"{verb} {obj._meta.model_name}",
            name or obj,
            owner,
            **({"changes": found} if found else {}),
        )


def facts(obj: Model, gone: bool = False) -> dict[str, list[Any]]:
    """The main facts of a row: what it became, or with ``gone`` what it was.

    The organisation is the entry's own; what was left at its default tells nothing.
    """
    found = {}
    for field in obj._meta.concrete_fields:
        value = _worded(field, getattr(obj, field.attname))
        default = None if field.is_relation else field.get_default()
        told = field.editable and not field.primary_key and not _is_translated(field)
        if told and value not in (None, default) and field.name != "organisation":
            found[field.name] = [value, None] if gone else [None, value]
    for field in obj._meta.many_to_many if obj.pk else ():
        if value := _worded(field, field.value_from_object(obj)):
            found[field.name] = [value, None] if gone else [None, value]
    return found


def changes(form: Any) -> dict[str, list[Any]]:
    """What a form changed: field → what it was, what it is. Never a password.

    Only the model's own fields: whatever else was typed isn't kept by the row either.
    """
    meta = form.instance._meta
    fields = {field.name: field for field in (*meta.fields, *meta.many_to_many)}
    found = {}
    for name in form.changed_data:
        if (field := fields.get(name)) is None:
            continue
        new = (
            form.cleaned_data.get(name)
            if field.many_to_many
            else getattr(form.instance, field.attname)
        )
        pair = [_worded(field, form.initial.get(name)), _worded(field, new)]
        if pair[0] != pair[1]:  # a form takes another notation for a change
            found[name] = pair
    return found


def in_one(request: HttpRequest, view: View, *args: Any, **kwargs: Any) -> HttpResponse:
    """The answer of a view; what it changes is one transaction, the trail last."""
    if request.method != "POST":
        return view(request, *args, **kwargs)
    with transaction.atomic(), audit.gathered():
        return view(request, *args, **kwargs)


def _inline(formset: Any) -> Iterable[tuple[str, Any, dict[str, Any]]]:
    """The deeds of a formset that was saved."""
    forms = {id(form.instance): form for form in formset.forms}
    for obj in formset.new_objects:
        yield "add", obj, facts(obj)
    for obj, _names in formset.changed_objects:
        if found := changes(forms[id(obj)]):
            yield "change", obj, found
    for obj in formset.deleted_objects:
        yield "delete", obj, facts(obj, gone=True)


def _is_translated(field: Any) -> bool:
    """Whether the languages have columns of their own, which say it."""
    return hasattr(field.model, f"{field.name}_nl")


def _worded(field: Any, value: Any) -> Any:
    """A value in plain words: what is referred to by its name, people by staff id."""
    if value in (None, "", [], {}):
        return None
    if field.many_to_many:
        return [_name(row) for row in value] or None
    if field.is_relation:
        row = field.related_model._base_manager.filter(pk=value).first()
        return _name(row) if row else None
    if isinstance(value, bool | int | list | dict):
        return value
    return str(value)


def _name(row: Any) -> str:
    return audit.actor_id(row) if isinstance(row, get_user_model()) else str(row)
