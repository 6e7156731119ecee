"""Start a policy that says what the parent's policy says, and keeps up with it (F27)."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from organisations.languages import texts
from organisations.models import Organisation
from policies import borrowing, conditions
from policies.actions import drafting, naming
from policies.actions.borrow import check_parent
from policies.actions.naming import Texts
from policies.compiling import fill_draft
from policies.models import Policy

NOTHING: Texts = {}


def start_following(
    actor: Any,
    organisation: Organisation,
    parent: Policy,
    *,
    title: Texts = NOTHING,
    slug: Texts = NOTHING,
) -> Policy:
    """Make a policy with all sections of the parent's, as last published.

    Its variables get this organisation's facts. Titles and addresses that are not given
    are the parent's. Raises `conditions.Unmet` and then has changed nothing.
    """
    with transaction.atomic():
        organisation = naming.lock(organisation)
        check_start_following(actor, organisation, parent, slug=slug)
        draft = naming.add_policy(
            organisation,
            parent.kind,
            naming.titles(organisation, title, texts(parent, "title")),
            naming.slugs(organisation, slug, title, texts(parent, "slug")),
        )
        policy = draft.policy
        policy.follows = parent
        policy.save(update_fields=["follows"])
        document, _ties = borrowing.last_written(parent)
        ties = {
            s.id: {"follows": True, "taken": s.own_digest()} for s in document.walk()
        }
        fill_draft(draft, document, ties)
        drafting.touch(draft, actor, "start following", parent, parent=str(parent.uid))
    return policy


def check_start_following(
    actor: Any, organisation: Organisation, parent: Policy, *, slug: Texts = NOTHING
) -> None:
    """Raise `conditions.Unmet` when the actor can't start that there."""
    conditions.may(actor, "start", organisation)
    check_parent(organisation, parent)
    naming.check_given(organisation, slug)


def can_start_following(actor: Any, organisation: Organisation, parent: Policy) -> bool:
    """Whether the actor may start a policy there that follows that one."""
    try:
        check_start_following(actor, organisation, parent)
    except conditions.Unmet:
        return False
    return True
