"""Edit the library of clauses: add one, change it, delete one that nobody uses (F30)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from organisations import audit, permissions
from organisations.languages import texts, write
from organisations.models import Organisation
from policies import conditions, variables
from policies import document as doc
from policies.actions import drafting
from policies.models import Clause


def edit_clause(
    actor: Any,
    clause: Clause,
    title: Mapping[str, str],
    value: doc.Section,
    *,
    seen: int | None = None,
) -> Clause:
    """Save a clause; one without a key is added. Drafts that use it keep their text.

    ``seen`` is its count as the editor saw it. Raises `conditions.Unmet` (its code is
    ``changed`` when a colleague saved meanwhile) and then has changed nothing.
    """
    with transaction.atomic():
        new = clause.pk is None
        if not new:
            clause = _locked(clause)
        value = replace(drafting.cleaned(value), sections=())
        check_edit(actor, clause, title, value, seen)
        same = not new and value == clause.section and texts(clause, "title") == title
        if same:
            return clause
        clause.section = value
        write(clause, "title", title)
        clause.lock_version += 1
        clause.changed_by = audit.actor_id(actor)
        clause.save()
        verb = "add clause" if new else "edit clause"
        audit.record(clause.changed_by, verb, clause, clause.organisation)
    return clause


def check_edit(
    actor: Any,
    clause: Clause,
    title: Mapping[str, str],
    value: doc.Section,
    seen: int | None,
) -> None:
    """Raise `conditions.Unmet` when the clause can't be saved like that."""
    check_may(actor, clause.organisation)
    if clause.pk is not None and seen is not None and clause.lock_version != seen:
        raise conditions.Unmet(
            "changed", _("A colleague saved this clause while you were writing.")
        )
    if clause.pk is not None and value.kind != clause.section.kind:
        raise conditions.Unmet("kind", _("A clause keeps its kind."))
    if not any(title.values()):
        raise conditions.Unmet("title", _("Give the clause a name."))
    conditions.is_valid(
        doc.Document(kind="other", title=dict(title), sections=(value,))
    )
    _refuse_unknown_variables(value)


def check_may(actor: Any, organisation: Organisation | None) -> None:
    """Raise `conditions.Unmet` unless the actor keeps that library.

    The clauses of all organisations are kept by the installation's administrators.
    """
    if organisation is not None:
        conditions.may(actor, "edit clauses", organisation)
        return
    if actor is not None and not permissions.of(actor).can("edit shared clauses", None):
        raise conditions.Unmet(
            "forbidden", _("Only an administrator changes the clauses of all.")
        )


def can_edit(actor: Any, clause: Clause) -> bool:
    """Whether the actor may change this clause."""
    try:
        check_may(actor, clause.organisation)
    except conditions.Unmet:
        return False
    return True


def delete_clause(actor: Any, clause: Clause) -> None:
    """Delete a clause that no draft uses; raises `conditions.Unmet` otherwise."""
    with transaction.atomic():
        clause = _locked(clause)
        check_may(actor, clause.organisation)
        if clause.uses.exists():
            raise conditions.Unmet(
                "used", _("This clause is used. Unlink it there first.")
            )
        clause.delete()
        who = audit.actor_id(actor)
        audit.record(who, "delete clause", clause, clause.organisation)


def _locked(clause: Clause) -> Clause:
    """The clause as it is now, locked until the transaction ends."""
    rows = Clause.objects.select_for_update(of=("self",), no_key=True)
    found = rows.select_related("organisation").filter(pk=clause.pk).first()
    if found is None:
        raise conditions.Unmet("gone", _("That clause is no longer there."))
    return found


def _refuse_unknown_variables(value: doc.Section) -> None:
    document = doc.Document(kind="other", title={}, sections=(value,))
    unknown = [p.name for p in variables.amiss(document, {}) if p.unknown]
    if unknown:
        names = ", ".join(f"{{{name}}}" for name in dict.fromkeys(unknown))
        raise conditions.Unmet(
            "variables", _("These variables are unknown: %(names)s.") % {"names": names}
        )
