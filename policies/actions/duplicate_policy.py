"""Duplicate a policy: its draft, as it was written, as a policy of its own (F74)."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q

from organisations.languages import texts
from organisations.models import Organisation
from policies import compiling, conditions
from policies.actions import drafting, naming
from policies.actions.naming import Texts
from policies.compiling import draft_of, fill_draft
from policies.models import Clause, Draft, Policy

NOTHING: Texts = {}


def duplicate_policy(
    actor: Any,
    policy: Policy,
    organisation: Organisation,
    *,
    title: Texts = NOTHING,
    slug: Texts = NOTHING,
) -> Policy:
    """Copy the draft to that organisation, its variables as written; no version goes along.

    Title and address are kept, with a number where they are taken, unless others are
    given. Raises `conditions.Unmet` and then has changed nothing.
    """
    with transaction.atomic():
        organisation = naming.lock(organisation)
        check_duplicate(actor, policy, organisation, slug=slug)
        draft = naming.add_policy(
            organisation,
            policy.kind,
            naming.titles(organisation, title, texts(policy, "title")),
            naming.slugs(organisation, slug, title, texts(policy, "slug")),
        )
        source = draft_of(policy)
        source.policy = policy
        raw = compiling.compile_draft(source, raw=True)
        fill_draft(draft, raw, _ties(source, organisation))
        drafting.touch(draft, actor, "duplicate policy", policy, source=str(policy.uid))
    return draft.policy


def check_duplicate(
    actor: Any, policy: Policy, organisation: Organisation, *, slug: Texts = NOTHING
) -> None:
    """Raise `conditions.Unmet` when the actor can't read it, or write there."""
    conditions.may(actor, "read", policy.organisation)
    conditions.may(actor, "start", organisation)
    naming.check_given(organisation, slug)


def can_duplicate(actor: Any, policy: Policy, organisation: Organisation) -> bool:
    """Whether the actor may copy that policy to that organisation."""
    try:
        check_duplicate(actor, policy, organisation)
    except conditions.Unmet:
        return False
    return True


def _ties(source: Draft, organisation: Organisation) -> dict[str, dict[str, Any]]:
    """Registers and clauses stay linked; what the source follows, the copy doesn't.

    Another organisation's clauses stay its own: the copy keeps their text alone.
    """
    within_reach = Clause.objects.filter(
        Q(organisation=None) | Q(organisation=organisation)
    )
    shared = {str(uid) for uid in within_reach.values_list("uid", flat=True)}
    found = compiling.ties(source)
    for tie in found.values():
        if tie["follows"] or tie["clause"] not in shared:
            tie |= {"follows": False, "clause": "", "taken": ""}
    return found
