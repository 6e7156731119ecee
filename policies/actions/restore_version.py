"""Restore: what an old version said becomes the draft again. History stays (F10)."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from policies import conditions
from policies.actions import drafting
from policies.actions.import_document import has_unpublished
from policies.borrowing import written
from policies.compiling import compile_draft, draft_of, fill_draft
from policies.models import Draft, Version


def restore_version(
    actor: Any, version: Version, *, replace: bool = False, seen: int | None = None
) -> Draft:
    """Fill the draft with what the version said, variables and clauses as written then.

    What was not published is lost only when ``replace`` says so. The version itself and
    all others stay. Raises `conditions.Unmet` and then has changed nothing.
    """
    with transaction.atomic():
        draft = drafting.lock(draft_of(version.policy), actor, seen)
        check_restore(actor, draft, replace=replace)
        document, ties = written(version)
        fill_draft(draft, document, ties)
        drafting.touch(draft, actor, "restore", version, number=version.number)
    return draft


def check_restore(actor: Any, draft: Draft, *, replace: bool) -> None:
    """Raise `conditions.Unmet` when restoring would lose what was not published."""
    conditions.may(actor, "restore", draft.policy.organisation)
    if not replace and has_unpublished(draft, compile_draft(draft)):
        raise conditions.Unmet(
            "unpublished",
            _("The draft has changes that were not published. "
              "Publish them first, or choose to replace them."),
        )  # fmt: skip


def can_restore(actor: Any, version: Version) -> bool:
    """Whether the actor may restore this version, replacing the draft."""
    try:
        check_restore(actor, draft_of(version.policy), replace=True)
    except conditions.Unmet:
        return False
    return True
