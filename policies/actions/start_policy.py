"""Start a policy: from a template set, or with an empty draft (F74)."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from organisations.models import Organisation
from policies import conditions, starters
from policies.actions import drafting, naming
from policies.actions.naming import Texts
from policies.compiling import fill_draft
from policies.models import Policy
from policies.states import POLICY_KINDS

NOTHING: Texts = {}


def start_policy(
    actor: Any,
    organisation: Organisation,
    starter: str = "",
    *,
    kind: str = "",
    title: Texts = NOTHING,
    slug: Texts = NOTHING,
) -> Policy:
    """Make a policy whose draft says what the template set says; without one, nothing.

    Titles and addresses that are not given are the set's, with a number where they are
    taken. ``kind`` is for an empty one. Raises `conditions.Unmet` and then has changed
    nothing.
    """
    with transaction.atomic():
        organisation = naming.lock(organisation)
        check_start(actor, organisation, starter, kind=kind, title=title, slug=slug)
        draft = naming.add_policy(
            organisation,
            starters.STARTERS[starter].kind if starter else kind,
            naming.titles(organisation, title, _titles(starter)),
            naming.slugs(organisation, slug, title, _slugs(starter)),
        )
        if starter:
            ties = {
                anchor: {"register": True} for anchor in starters.registers(starter)
            }
            fill_draft(draft, starters.document(starter), ties)
        drafting.touch(draft, actor, "start policy", starter or "empty")
    return draft.policy


def check_start(
    actor: Any,
    organisation: Organisation,
    starter: str = "",
    *,
    kind: str = "",
    title: Texts = NOTHING,
    slug: Texts = NOTHING,
) -> None:
    """Raise `conditions.Unmet` when the actor can't start that there."""
    conditions.may(actor, "start", organisation)
    if starter and starter not in starters.STARTERS:
        raise conditions.Unmet("starter", _("There is no such template set."))
    if not starter and kind not in dict(POLICY_KINDS):
        raise conditions.Unmet("kind", _("Choose what kind of document it is."))
    if not starter and not any(title.values()):
        raise conditions.Unmet("title", _("Give the policy a title."))
    naming.check_given(organisation, slug)


def can_start(actor: Any, organisation: Organisation) -> bool:
    """Whether the actor may start policies there."""
    try:
        conditions.may(actor, "start", organisation)
    except conditions.Unmet:
        return False
    return True


def _titles(starter: str) -> Texts:
    return starters.document(starter).title if starter else NOTHING


def _slugs(starter: str) -> Texts:
    return starters.slug(starter) if starter else NOTHING
