"""Who wrote what a draft prints: its text, the registers and the facts beside it (F67).

Registers and facts are changed elsewhere and belong to no draft. The audit trail knows
who changed them since the last version.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from organisations import audit
from organisations.languages import codes
from organisations.models import AuditEntry, Organisation
from organisations.models.organisation import FACTS
from policies import kinds
from policies.models import Draft, Version

_DEEDS = ("add", "change", "delete")
_MORE_FACTS = ("parent", "authority")


def wrote(actor: Any, draft: Draft) -> bool:
    """Whether the actor wrote in the draft itself since its last publication."""
    return audit.actor_id(actor) in draft.writers


def filled_in(actor: Any, draft: Draft) -> bool:
    """Whether the actor changed a register or a fact that the draft prints since then."""
    if actor is None:
        return False
    entries = _since_the_last_version(draft).filter(actor=audit.actor_id(actor))
    registers = [f"{deed} {name}" for name in _registers(draft) for deed in _DEEDS]
    if entries.filter(action__in=registers).exists():
        return True
    printed = {*FACTS, *_MORE_FACTS, *(f"dpo_name_{code}" for code in codes())}
    deeds = entries.filter(action="change organisation")
    return any(
        printed & set(details.get("changes", {}))
        for details in deeds.values_list("details", flat=True)
    )


def _since_the_last_version(draft: Draft) -> QuerySet[AuditEntry]:
    entries: QuerySet[AuditEntry] = AuditEntry.objects.filter(
        organisation=draft.policy.organisation
    )
    newest = Version.objects.newest(draft.policy)
    return entries.filter(at__gt=newest.published_at) if newest else entries


def _registers(draft: Draft) -> set[str]:
    """The registers whose rows the draft prints, as the trail calls them."""
    names = draft.sections.filter(register=True).values_list("kind", flat=True)
    found = {kinds.get(name).register for name in names}
    fields = [Organisation._meta.get_field(name) for name in found if name]
    return {str(field.related_model._meta.model_name) for field in fields}  # type: ignore[union-attr]
