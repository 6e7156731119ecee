"""Writing the audit trail: who did what. Called inside the transaction of the deed."""

from __future__ import annotations

from typing import Any

from organisations.models import AuditEntry, Organisation

SYSTEM = "system"


def actor_id(user: Any) -> str:
    """The staff id that trails and versions keep: ``user:7``, or ``system``."""
    key = getattr(user, "pk", None)
    return f"user:{key}" if key else SYSTEM


def record(
    actor: str,
    action: str,
    subject: object,
    organisation: Organisation | None = None,
    **details: Any,
) -> AuditEntry:
    """Append one entry to the trail."""
    return AuditEntry.objects.create(
        actor=actor,
        action=action,
        subject=str(subject)[:200],
        organisation=organisation,
        details=details,
    )
