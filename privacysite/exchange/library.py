"""The library of clauses in an exchange file, out and in.

A clause that is here already stays as it is: somebody may be writing it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from organisations.languages import texts
from organisations.models import Organisation
from policies.actions.edit_clause import edit_clause
from policies.importers import sections
from policies.models import Clause
from privacysite.exchange import Data, ExchangeError, Warn, filled


def write(organisation: Organisation) -> list[dict[str, Any]]:
    """The organisation's own clauses, and those of all that its drafts use."""
    used = Q(organisation=None, uses__draft__policy__organisation=organisation)
    found = Clause.objects.filter(Q(organisation=organisation) | used).distinct()
    return [
        filled(
            uid=str(clause.uid),
            shared=clause.organisation_id is None or None,
            title=texts(clause, "title"),
            section=clause.section.as_dict(),
        )
        for clause in found
    ]


def read(organisation: Organisation, items: Iterable[Data], warn: Warn) -> None:
    """Add the clauses that are not here yet."""
    for item in items:
        uid = _uid(item["uid"])
        here = Clause.objects.filter(uid=uid).first()
        owner = None if item.get("shared") else organisation
        value = sections.section(item["section"])
        if here is None:
            clause = Clause(uid=uid, organisation=owner)
            edit_clause(None, clause, item["title"], value)
        elif here.organisation_id not in (None, organisation.pk):
            raise ExchangeError(f"The clause {uid} is another organisation's.")
        elif here.section != value:
            warn(f"The clause “{here}” says something else here. It stays as it is.")


def _uid(text: Any) -> uuid.UUID:
    try:
        return uuid.UUID(str(text))
    except ValueError as error:
        raise ExchangeError(f"{text!r} is no clause's uid.") from error
